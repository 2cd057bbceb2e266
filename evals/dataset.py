"""Read gold questions: one JSON object a line, checked, a fault named with its line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from qa.query import Route

CASES = Path(__file__).parent / "cases"

_CASE_KEYS = {
    *("id", "question", "history", "docs", "lang", "category", "expected", "citations"),
    *("group", "note", "cite_min", "route_alt", "value_alt"),
}
_EXPECTED_KEYS = {
    *("route", "route_alt", "value", "unit", "values", "value_alt", "blank", "note"),
    *("must_include", "must_include_any", "must_not_include"),
}
_PLACE_KEYS = {"doc", "annex", "annex_or_table", "row", "section"}


class GoldError(Exception):
    """Report a line of a gold file that is not a question, or a file with none."""

    def __init__(self, path: Path | str, line: int | None, why: str) -> None:
        where = f"{path}, line {line}" if line is not None else str(path)
        super().__init__(f"{where}: {why}")


class _Fault(Exception):
    """Say what is wrong with a line, before its number is known."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one figure that an answer must give, in its unit."""

    value: str
    unit: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Hold one acceptable citation: a row of an annex, or a section of the narrative (正文).

    An empty `annex` is any table or narrative of `doc`, for documents that number no tables.
    """

    annex: str
    row: str | None = None
    section: str | None = None
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """Hold what a right answer has.

    `also` are further routes accepted; one of `alternatives` stands for all of `figures`. `words`
    must all occur, one of each group of `any_words`, none of `banned`. `blank` marks a cell that
    prints no figure: an answer must not make it 0.
    """

    route: Route
    also: tuple[Route, ...] = ()
    figures: tuple[Figure, ...] = ()
    alternatives: tuple[Figure, ...] = ()
    words: tuple[str, ...] = ()
    any_words: tuple[tuple[str, ...], ...] = ()
    banned: tuple[str, ...] = ()
    blank: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Hold one gold question; `source` is its file's name without the ending."""

    id: str
    question: str
    category: str
    expected: Expected
    places: tuple[Place, ...]
    history: tuple[str, ...] = ()
    docs: tuple[str, ...] | None = None
    language: str = "zh"
    group: str | None = None
    cite_min: int = 1
    source: str = ""

    @property
    def split(self) -> str:
        """Return dev or test, from the file's name, or the name itself."""
        last = self.source.rsplit("_", 1)[-1]
        return last if last in ("dev", "test") else self.source

    @property
    def numeric(self) -> bool:
        """Tell whether a figure is asked for."""
        return bool(self.expected.figures)

    @property
    def unanswerable(self) -> bool:
        """Tell whether the right answer is a refusal."""
        return self.expected.route is Route.REFUSE


def default_files() -> list[Path]:
    """Return the project's own gold files."""
    return sorted(CASES.glob("*.jsonl"))


def load(paths: Iterable[Path]) -> tuple[Case, ...]:
    """Return the questions of all files in order; raises GoldError at the first faulty line."""
    cases: list[Case] = []
    for path in paths:
        cases.extend(_load_file(path))
    return tuple(cases)


def _load_file(path: Path) -> list[Case]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise GoldError(path, None, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise GoldError(path, None, "is not UTF-8; save it as UTF-8") from error
    cases: list[Case] = []
    known: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = parse(line, path.stem)
        except _Fault as fault:
            raise GoldError(path, number, str(fault)) from fault
        if case.id in known:
            raise GoldError(path, number, f"the id {case.id} is used twice")
        known.add(case.id)
        cases.append(case)
    if not cases:
        raise GoldError(path, None, "holds no question")
    return cases


def parse(line: str, source: str = "") -> Case:
    """Return the question that one line holds."""
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        raise _Fault(f"not JSON ({error.msg})") from error
    if not isinstance(raw, dict):
        raise _Fault("not a JSON object")
    _only(raw, _CASE_KEYS, "the question")
    expected = _expected(raw)
    places = tuple(_place(item) for item in _list(raw, "citations"))
    answered = {expected.route, *expected.also}.isdisjoint((Route.REFUSE, Route.CLARIFY))
    if answered and not places:
        raise _Fault("a question with an answer needs a citation")
    docs = raw.get("docs")
    return Case(
        id=_text(raw, "id"),
        question=_text(raw, "question"),
        category=_text(raw, "category"),
        expected=expected,
        places=places,
        history=_texts(raw, "history"),
        docs=None if docs is None else _texts(raw, "docs"),
        language=str(raw.get("lang") or "zh"),
        group=raw.get("group"),
        cite_min=int(raw.get("cite_min") or 1),
        source=source,
    )


def as_json(case: Case) -> dict[str, object]:
    """Return a question as one line of a gold file holds it."""
    expected = case.expected
    told: dict[str, object] = {
        "route": expected.route.value,
        "route_alt": [route.value for route in expected.also],
        "values": [{"label": f.label, "value": f.value, "unit": f.unit} for f in expected.figures],
        "must_include": list(expected.words),
        "must_include_any": [list(group) for group in expected.any_words],
        "must_not_include": list(expected.banned),
        "note": expected.note,
    }
    if expected.blank:
        told["blank"] = True
    raw: dict[str, object] = {"id": case.id, "question": case.question}
    if case.history:
        raw["history"] = list(case.history)
    if case.docs is not None:
        raw["docs"] = list(case.docs)
    raw |= {"lang": case.language, "category": case.category, "expected": told}
    if case.group:
        raw["group"] = case.group
    raw["citations"] = [_place_json(place) for place in case.places]
    return raw


def _place_json(place: Place) -> dict[str, str]:
    told = {"doc": place.doc, "annex": place.annex, "row": place.row, "section": place.section}
    return {key: text for key, text in told.items() if text}


def _expected(raw: Mapping[str, object]) -> Expected:
    given = raw.get("expected")
    if not isinstance(given, dict):
        raise _Fault("expected is missing")
    _only(given, _EXPECTED_KEYS, "expected")
    figures = tuple(_figure(item, None) for item in _list(given, "values"))
    unit = given.get("unit")
    if given.get("value") is not None and not figures:
        figures = (Figure(str(given["value"]), unit),)
    alternatives = (*_list(given, "value_alt"), *_list(raw, "value_alt"))
    return Expected(
        route=_route(given.get("route")),
        also=tuple(_route(r) for r in (*_list(given, "route_alt"), *_list(raw, "route_alt"))),
        figures=figures,
        alternatives=tuple(_figure(item, unit) for item in alternatives),
        words=_texts(given, "must_include"),
        any_words=_groups(given),
        banned=_texts(given, "must_not_include"),
        blank=bool(given.get("blank")),
        note=str(given.get("note") or raw.get("note") or ""),
    )


def _route(name: object) -> Route:
    try:
        return Route(str(name))
    except ValueError as error:
        raise _Fault(f"{name!r} is not a route ({', '.join(Route)})") from error


def _figure(item: object, unit: str | None) -> Figure:
    if isinstance(item, dict):
        if item.get("value") is None:
            raise _Fault("a figure has no value")
        return Figure(str(item["value"]), item.get("unit"), str(item.get("label") or ""))
    return Figure(str(item), unit)


def _place(item: object) -> Place:
    if not isinstance(item, dict):
        raise _Fault("a citation is not an object")
    _only(item, _PLACE_KEYS, "a citation")
    annex = item.get("annex") or item.get("annex_or_table")
    if not annex and not item.get("doc"):
        raise _Fault("a citation names no annex and no document")
    return Place(str(annex or ""), item.get("row") or None, item.get("section"), item.get("doc"))


def _only(given: Mapping[str, object], known: set[str], what: str) -> None:
    strange = sorted(set(given) - known)
    if strange:
        raise _Fault(f"{what} has an unknown key {strange[0]!r}")


def _text(raw: Mapping[str, object], key: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _Fault(f"{key} is missing")
    return value


def _list(raw: Mapping[str, object], key: str) -> list[object]:
    value = raw.get(key) or []
    if not isinstance(value, list):
        raise _Fault(f"{key} is not a list")
    return value


def _texts(raw: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(str(item) for item in _list(raw, key))


def _groups(given: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    """Return groups of words of which one each must occur; bare words among them are one group."""
    items = _list(given, "must_include_any")
    groups = [tuple(map(str, item)) for item in items if isinstance(item, list)]
    if any(not group for group in groups):
        raise _Fault("must_include_any has an empty group")
    bare = tuple(str(item) for item in items if not isinstance(item, list))
    if bare:
        return (tuple(word for group in (bare, *groups) for word in group),)
    return tuple(groups)
