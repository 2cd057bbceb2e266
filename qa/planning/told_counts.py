"""Find the count that some words mean: told by narrative, or a cell of a table of basic figures.

Every word must be explained by the count's own name or by what it is part of; of those the one with the
fewest words that nobody said is meant. Two that say as much are both named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.narration import quantities
from qa.narration.quantities import Quantity, kind_of_name
from qa.planning.staff import is_staff
from qa.words.each import same
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.view import View

UNSAID = 4
"""Characters of a count's name that nobody needs to say."""
KINDLY = 6  # the same where the kind of people is said
PART = 2  # what being part of another count weighs, in such characters
PEOPLE = ("人", "人次")
TABLES = ("unknown", "assets")
_RUN = re.compile(r"[一-鿿]+|[a-z0-9]+")
_TAIL = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Words:
    """Hold what is said of a count: a kind of people, and the words that its name must print."""

    said: str
    kind: str
    runs: tuple[str, ...]

    @property
    def says(self) -> bool:
        """Tell whether anything is said that tells one count from another."""
        return bool(self.kind or self.runs)


def read(view: View, text: str) -> Words:
    """Return what some words say of a count."""
    words = without_department(view, re.sub(r"^[^:]*:", "", text))
    kind = next(
        (k for k, forms in _kinds().items() if re.search(str(forms["said"]), words)), ""
    )  # fmt: skip
    rest = re.sub(str(_kinds()[kind]["said"]), ",", words) if kind else words
    if not kind and re.search(_raw("staff"), rest):
        kind, rest = "in_post", re.sub(_raw("staff"), ",", rest)
    for other in ("in_post",) if kind else ():
        rest = re.sub(str(_kinds()[other]["said"]), ",", rest)  # 实有在编
    rest = _pattern("idle").sub(",", rest)
    return Words(text, kind, tuple(_RUN.findall(rest)))


def without_department(view: View, text: str) -> str:
    """Return words without the name of a department."""
    from qa.narration.counted import without_department as without

    return without(view, text)


def find(
    view: View,
    words: Words,
    documents: Sequence[int],
    unit: str = "",
    inside: Quantity | None = None,
) -> list[Quantity]:
    """Return the counts that are meant: one, or several of different numbers that fit alike.

    `inside`: only those that are told as its parts.
    """
    if words.kind and not unit:
        usual = "辆" if re.search("车", words.said) else "人"
        people = _find(view, words, documents, usual, inside)
        return people or (_find(view, words, documents, "", inside) if words.runs else [])
    return _find(view, words, documents, unit, inside)


def _find(
    view: View, words: Words, documents: Sequence[int], unit: str, inside: Quantity | None
) -> list[Quantity]:
    """Return the counts of a unit, of any where none is given, that words mean."""
    found: list[tuple[int, Quantity]] = []
    for one in counts(view, documents):
        if (unit and one.unit != unit) or (inside is not None and not _is_in(one, inside)):
            continue
        owner = view.catalogue.documents[one.document_id].institution
        if (unsaid := _unsaid(words, one, owner)) is not None:
            found.append((unsaid, one))
    best = min((unsaid for unsaid, _ in found), default=0)
    alike: dict[object, Quantity] = {}
    for unsaid, one in found:
        if unsaid == best:
            alike.setdefault(one.number, one)
    several = list(alike.values())
    people = [one for one in several if one.unit in PEOPLE]
    return people if several and people and words.said.endswith(PEOPLE[0]) else several


def counts(view: View, documents: Sequence[int]) -> Iterator[Quantity]:
    """Give the counts of some documents: those of the narrative, then those of tables."""
    yield from quantities.told(view.catalogue, documents)
    for table in view.catalogue.tables.values():
        if table.document_id in documents and table.kind in TABLES:
            yield from of_table(view, table)


def of_table(view: View, table: Sheet) -> list[Quantity]:
    """Return the counts that a table of units' people or of basic figures prints."""
    if is_staff(table):
        rows = [_of_unit(view, table, e) for e in table.rows if e.kind in ("item", "total")]
        return [one for row in rows for one in (*row, *quantities.sums(row))]
    return list(_of_rows(view, table))


def _of_unit(view: View, table: Sheet, entry: Entry) -> list[Quantity]:
    """Return the people of one unit, each by the head of their column."""
    holder = "" if entry.kind == "total" else bare(entry.label)
    found = []
    for fact in view.lookup.row(table.id, entry.id):
        if fact.value is None or fact.measure not in ("count", "amount") or not fact.path:
            continue
        if not kind_of_name("".join(fact.path)):
            continue
        name = "".join(dict.fromkeys(fact.path))
        found.append(
            Quantity(
                name, fact.value, same(fact.unit or "人"), kind_of_name(name), table.document_id,
                said=f"{holder}{name} {fact.printed}", cell=(table.id, entry.id, fact.column),
                holder=holder, around=holder,
            )
        )  # fmt: skip
    return found


def _of_rows(view: View, table: Sheet) -> Iterator[Quantity]:
    """Give the rows that print a number of things, each as part of the row that it stands below."""
    known: dict[str, Quantity] = {}
    for entry in (e for e in table.rows if e.kind == "item"):
        facts = view.lookup.row(table.id, entry.id)
        texts = [f.printed.strip() for f in facts if f.measure == "text" and f.value is None]
        units = [t for t in texts if same(t) in _units()]
        numbers = [f for f in facts if f.value is not None and f.measure in ("count", "amount")]
        if len(numbers) != 1 or not (numbers[0].unit or units):
            continue
        fact = numbers[0]
        if kind_of_name("".join(fact.path)) and not kind_of_name(entry.label):
            yield from _of_unit(view, table, entry)
            continue
        unit = same(fact.unit or units[0])
        if unit not in _units() or fact.value is None:
            continue
        label = _TAIL.sub("", bare_label(entry.label))
        parents = [p for p in entry.parents if p in known]
        whole = known[parents[-1]] if entry.label.startswith("其中") and parents else None
        around = "|".join(bare(t) for t in (*entry.parents[:1], *texts, table.title))
        one = Quantity(
            label, fact.value, unit, kind_of_name(f"{label}|{entry.parents[:1]}"), table.document_id,
            said=f"{entry.label} {fact.printed}{unit}", cell=(table.id, entry.id, fact.column), around=around,
        )  # fmt: skip
        if whole is not None and whole.unit == unit and fact.value <= whole.number:
            one = replace(one, whole=whole, around=f"{whole.name}|{around}")
        known[entry.label] = one
        yield one


def bare_label(label: str) -> str:
    """Return a row's name without what only says that it is a part."""
    return re.sub(r"^其中[:：]?", "", label.replace("（", "(").replace("）", ")"))


def _is_in(part: Quantity, whole: Quantity) -> bool:
    """Tell whether a count is told as part of another."""
    own = part.whole
    return own is not None and (own.name, own.number) == (whole.name, whole.number)


def _unsaid(words: Words, one: Quantity, owner: str) -> int | None:
    """Return how many characters of a count's name nobody said; None where it is not meant."""
    if words.kind != one.kind and (words.kind or one.kind not in ("", "in_post")):
        return None
    name = one.name.replace(owner, "")
    around = f"{name}|{one.around}"
    if one.whole is not None and words.runs and not any(_explains(name, r) for r in words.runs):
        return None  # said of the whole alone
    staff = one.unit == "人" and one.kind == "in_post" and one.whole is None
    if words.runs and not words.kind and not any(_explains(around, r) for r in words.runs):
        return None
    for run in words.runs:
        owned = short(run.removesuffix("系统"), owner) or short(run, one.holder)
        people = staff and _pattern("persons").fullmatch(run) is not None
        if not (owned or people or _explains(around, run)):
            return None
    rest = name
    for forms in _kinds().values():
        rest = re.sub(str(forms["printed"]), "", rest)
    for run in (r for w in words.runs for r in (w, *_alike(w))):
        for size in range(len(run), 0, -1):
            rest = next((rest.replace(run[i : i + size], "") for i in range(len(run) - size + 1)
                         if run[i : i + size] in rest and (size > 1 or len(run) == 1)), rest)  # fmt: skip
    rest = _pattern("idle").sub(",", rest)
    rest = "".join(r for r in rest.split(",") if not short(r.removesuffix("系统"), owner))
    left = len(re.findall(r"[一-鿿]", rest)) + (PART if one.whole is not None else 0)
    held = (
        0
        if not one.holder
        or any(_explains(one.holder, r) or short(r, one.holder) for r in words.runs)
        else KINDLY + 1
    )
    most = (KINDLY if words.kind and one.kind == words.kind else UNSAID) + PART * bool(one.whole)
    return left + held if left + held <= most else None


def near(run: str, known: frozenset[str]) -> bool:
    """Tell whether a word, or what documents print for it, has a pair of characters of some names."""
    forms = (run, *_alike(run))
    served = re.search(_raw("served"), run) is not None
    pairs = (form[i : i + 2] for form in forms for i in range(len(form) - 1))
    return (
        served
        or len(run) < 2
        or any(p in known for p in pairs)
        or bool(_pattern("persons").search(run))
    )


def _explains(around: str, run: str) -> bool:
    """Tell whether a name prints all characters of a word, two of them together at least."""
    for form in (run, *_alike(run)):
        at = 0
        while at < len(form):
            size = next((n for n in range(len(form) - at, 0, -1) if form[at : at + n] in around), 0)
            if size < min(2, len(form)):
                break
            at += size
        if at >= len(form):
            return True
    return False


def short(run: str, holder: str) -> bool:
    """Tell whether a word has characters of a unit's name in their order (水保站 of 水土保持工作站)."""
    letters = iter(holder)
    return len(run) > 1 and all(char in letters for char in run)


def _alike(run: str) -> tuple[str, ...]:
    """Return what documents print for what people call something."""
    alike = data("told_counts.yaml")["alike"]
    forms = [
        run.replace(said, str(p)) for said, prints in alike.items() if said in run for p in prints
    ]
    names = data("counted.yaml")["alike"].items()
    forms += [run.replace(said, word) for word, saids in names for said in saids if said in run]
    return tuple(forms)


def _kinds() -> dict[str, dict[str, str]]:
    kinds: dict[str, dict[str, str]] = data("told_counts.yaml")["kinds"]
    return kinds


@cache
def _units() -> frozenset[str]:
    return frozenset(same(u) for u in str(data("per_unit.yaml")["counted"]).split("|"))


def _raw(name: str) -> str:
    return str(data("told_counts.yaml")[name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_raw(name))
