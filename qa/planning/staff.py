"""Tell how many people of a kind a table counts: of all, of one unit, of the one with most of them.

在职多少人, 退休的哪家最多, 行政编制几名: the kind of people is a column, the unit a row. Every word is
explained by a kind, a unit or the department; else the question is left to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.narration.counted import without_department
from qa.planning.figures import make_figure
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.regexes import regex
from qa.words.departments import split_place
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.catalogue import Entry, Heading, Sheet
    from qa.view import View

LEAST_KINDS = 2  # kinds of people that a table of staff tells apart
PLAIN = frozenset({
    Operation.LOOKUP, Operation.LIST, Operation.SUM, Operation.COUNT, Operation.STAFFING,
    Operation.TOP, Operation.BOTTOM, Operation.COMPARE,
})  # fmt: skip
_RUN = regex(r"[一-鿿]+|[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Kind:
    """Hold one kind of people asked for, with the sorts of it that are named."""

    heads: str
    sorts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what a question says of people: kinds, the extreme of units, what else it names."""

    kinds: tuple[Kind, ...]
    extreme: Operation | None
    left: tuple[str, ...]


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return how many people a question asks for, where a table counts them, else None."""
    plain = all(asked.operation in PLAIN for asked in query.operations)
    documents = query.scope.documents or tuple(view.catalogue.documents)
    if not plain or query.follow is not None or query.year_offset or query.scope.strangers:
        return None
    text = without_department(view, query.original if query.english else query.text)
    tables = [t for t in view.catalogue.tables.values() if t.document_id in documents]
    tables = [t for t in tables if is_staff(t)]
    units = [b for t in tables for e in t.rows if len(b := _body(e)) > 2 and b in text]
    for unit in units:
        text = text.replace(unit, ",")
    said = read(text, english=query.english)
    said = said and replace(said, left=(*units, *said.left))
    if (
        said is None
        or len(tables) != 1
        or set(query.years) - {view.catalogue.documents[tables[0].document_id].fiscal_year}
    ):
        return None
    steps = _steps(view, tables[0], said)
    if not steps and (unknown := _unknown(tables[0], said)):
        lacking = Plan(Route.REFUSE, reason=f"lacking:{unknown}", score=0.3, trace=("staff",))
        return lacking, view.composer.compose(query, lacking)
    if not steps:
        return None
    plan = Plan(Route.TABLE, tuple(steps), score=1.0, whole=True, trace=("staff",))
    return plan, view.composer.compose(query, plan)


def read(text: str, *, english: bool = False) -> Said | None:
    """Return what a question says of kinds of people, or None where it says none."""
    hits = list(_hits("kinds", text, english=english))
    sorts = list(_hits("sorts", text, english=english))
    if not hits:
        return None
    extreme = next(
        (
            o
            for name, o in _EXTREMES.items()
            if _said(data("staff.yaml")[name], english).search(text)
        ),
        None,
    )
    kinds = tuple(dict.fromkeys(_with_sorts(hits, sorts, i) for i in range(len(hits))))
    spans = [(m.start(), m.end()) for m, _ in (*hits, *sorts)]
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]},{text[end:]}"
    return Said(kinds, extreme, _left(text, english=english))


_EXTREMES = {"most": Operation.TOP, "least": Operation.BOTTOM}


def _with_sorts(
    hits: Sequence[tuple[re.Match[str], str]], sorts: Sequence[tuple[re.Match[str], str]], at: int
) -> Kind:
    """Return a kind with the sorts said before it, behind the kind before; all where it is alone."""
    start = hits[at - 1][0].end() if at else 0
    own = (h for m, h in sorts if len(hits) == 1 or start <= m.start() < hits[at][0].end())
    return Kind(hits[at][1], tuple(dict.fromkeys(own)))


def _left(text: str, *, english: bool) -> tuple[str, ...]:
    """Return what a question names besides people."""
    raw = data("staff.yaml")
    names = ["which", "all", "around", *(["around_english"] if english else [])]
    extremes = [_said(raw[name], english) for name in _EXTREMES]
    for word, printed in raw["units_english"].items() if english else ():
        text = re.sub(word, printed, text, flags=re.I)
    for pattern in (*extremes, *(regex(str(raw[name]), re.I) for name in names)):
        text = pattern.sub(",", text)
    return tuple(_RUN.findall(text))


def _steps(view: View, table: Sheet, said: Said) -> list[Step]:
    """Return the cells of every kind asked for: of the units named, of all, of the extreme one."""
    rows = [e for e in table.rows if e.kind == "item"]
    total = next((e for e in table.rows if e.kind == "total"), None)
    named = [_named(rows, run) for run in said.left]
    if None in named or (total is None and not named):
        return []
    units = [e for e in named if e is not None] or [e for e in (total,) if e is not None]
    steps: list[Step] = []
    for kind in said.kinds:
        columns = _columns(table, kind)
        if not columns or (said.extreme is not None and (named or len(columns) > 1)):
            return []
        if said.extreme is not None:
            cells = [people(view, table, e, columns[0]) for e in rows]
            steps.append(Step(Asked(said.extreme, k=1), tuple(map(Target, cells))))
            continue
        several = Operation.SUM if len(columns) > 1 and not kind.sorts else Operation.LOOKUP
        for unit in units:
            cells = [people(view, table, unit, column) for column in columns]
            steps.append(Step(Asked(several), tuple(map(Target, cells))))
    whole = all(t.figure.fact is not None for step in steps for t in step.operands)
    return steps if whole else []


def _body(entry: Entry) -> str:
    """Return the name of a unit without the place before it."""
    return split_place(bare(entry.label))[1]


def _unknown(table: Sheet, said: Said) -> str:
    """Return what is named beside one of the units and kinds of people, but no money of theirs."""
    rows = [e for e in table.rows if e.kind == "item"]
    known = {run: _named(rows, run) is not None for run in said.left}
    others = [run for run, is_unit in known.items() if not is_unit]
    plain = said.extreme is None and all(_columns(table, kind) for kind in said.kinds)
    money = regex(str(data("staff.yaml")["money"]))
    if not plain or not any(known.values()) or any(money.search(run) for run in others):
        return ""
    return others[0] if others else ""


def _named(rows: Sequence[Entry], run: str) -> Entry | None:
    """Return the one unit whose name holds all characters of some words in their order."""
    found = [e for e in rows if len(run) > 1 and _is_short(run, bare(e.label))]
    return found[0] if len(found) == 1 else None


def _is_short(run: str, name: str) -> bool:
    letters = iter(name)
    return all(char in letters for char in run)


def _columns(table: Sheet, kind: Kind) -> list[Heading]:
    """Return the columns of a kind of people, or of the sorts of it that are named."""
    own = [c for c in table.columns if c.role == "amount" and re.search(kind.heads, c.name)]
    if not kind.sorts:
        return own
    sorted_out = [[c for c in own if re.search(sort, c.name)] for sort in kind.sorts]
    return [c[0] for c in sorted_out] if all(len(c) == 1 for c in sorted_out) else []


def kinds_of(text: str) -> tuple[Kind, ...]:
    """Return the kinds of people that a text says."""
    return tuple(Kind(heads) for _, heads in _hits("kinds", text, english=False))


def columns_of(table: Sheet, kinds: Sequence[Kind]) -> list[Heading]:
    """Return the columns of kinds of people."""
    return [column for kind in kinds for column in _columns(table, kind)]


def people(view: View, table: Sheet, entry: Entry, column: Heading) -> Figure:
    figure = make_figure(view.catalogue, view.planner.lookup, table, entry, column.index, 1.0)
    if figure.fact is None or figure.fact.value is None:
        return figure
    return replace(figure, fact=replace(figure.fact, unit=figure.fact.unit or "人"))


def is_staff(table: Sheet) -> bool:
    """Tell whether columns of a table count kinds of people of its rows, being units."""
    return _count_kinds(
        tuple(c.name for c in table.columns if c.role == "amount" and c.unit in (None, "人", "名"))
    )


@lru_cache(maxsize=4096)
def _count_kinds(heads: tuple[str, ...]) -> bool:
    kinds = data("staff.yaml")["kinds"].values()
    return (
        sum(any(re.search(str(k["heads"]), head) for head in heads) for k in kinds) >= LEAST_KINDS
    )


def _hits(name: str, text: str, *, english: bool) -> Iterator[tuple[re.Match[str], str]]:
    """Give the kinds or sorts that a question says, in its order."""
    found = [
        (m, str(one["heads"]))
        for one in data("staff.yaml")[name].values()
        for m in _said(one, english).finditer(text)
    ]
    yield from sorted(found, key=lambda hit: hit[0].start())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return regex(pattern, re.I)


def _said(one: dict[str, str], english: bool) -> re.Pattern[str]:
    """Return how a kind is said; in English also by its Chinese word, as people add it in brackets."""
    return _compiled(f"{one['english']}|{one['said']}" if english else one["said"])
