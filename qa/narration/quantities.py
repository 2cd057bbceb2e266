"""Index the counts that narrative tells: how many, of what, as part of what, in which statement.

人员编制87人，其中行政编制16人；实有人员83人: each with its number, its name, its kind and the count that it is
part of. Sorts that together are all of a kind (行政46人、工勤3人、事业168人) are one count more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from weakref import WeakKeyDictionary

from ingest.money import is_money
from qa.catalogue import Catalogue, Text
from qa.narration.figures import Printed, printed_figures
from qa.narration.unit import kind_of
from qa.words.each import same, scale_of
from qa.words.normalise import data
from qa.words.sentences import plain, tidy

_RATES = ("%", "‰")
TWICE = 2  # times as many people as posts of their sort are those of all
_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Hold one count: its own name, its number, and whose part it is.

    `around` is what its name is read with: the counts that it is part of, headings, the row's unit.
    """

    name: str
    number: Decimal
    unit: str
    kind: str
    document_id: int
    said: str
    quote: str = ""
    passage: Text | None = None
    cell: tuple[int, int, int] | None = None  # table, row, column
    whole: Quantity | None = None
    around: str = ""
    holder: str = ""
    parts: tuple[Quantity, ...] = ()


_CACHE: WeakKeyDictionary[Catalogue, dict[int, list[Quantity]]] = WeakKeyDictionary()


def told(catalogue: Catalogue, documents: Iterable[int]) -> Iterator[Quantity]:
    """Give the counts that the narrative of some documents tells, read once."""
    if catalogue not in _CACHE:
        found: dict[int, list[Quantity]] = defaultdict(list)
        for passage in catalogue.passages.values():
            if kind_of(passage) not in ("definition", "contact"):
                found[passage.document_id] += of_passage(passage)
        _CACHE[catalogue] = found
    for document in documents:
        yield from _CACHE[catalogue].get(document, ())


def of_passage(passage: Text) -> list[Quantity]:
    """Return the counts of one passage, in their order, with the sums of sorts behind them."""
    text = tidy(passage.text)
    words = plain(text)
    found: list[Quantity] = []
    tops: list[list[Quantity]] = [[]]  # of each statement, those that are no part
    wholes: list[_Open] = []
    end = 0
    for one in printed_figures(text):
        gap = words[end : one.place]
        end = words.index(one.unit, one.place) + len(one.unit)
        if re.search(r"[;。]", gap):
            wholes.clear()
            tops.append([])
        elif ")" in gap and any(w.bracket for w in wholes):
            while not wholes.pop().bracket:
                pass
        quantity = _read(passage, text, one)
        if quantity is None:
            continue
        bracket = gap.lstrip().startswith("(") and ")" not in gap
        if found and (bracket or _pattern("parts").search(gap)):
            last = next((q for q in reversed(found) if _holds(q, quantity)), None)
            wholes += [_Open(last, last.number, bracket)] if last is not None else []
        while wholes and not wholes[-1].takes(quantity):
            wholes.pop()
        if wholes:
            wholes[-1].left -= quantity.number
            last = found[-1]
            quantity = _state(quantity, [last] if last.whole is wholes[-1].whole else [])
            quantity = _part(quantity, wholes[-1].whole)
        else:
            quantity = _state(quantity, tops[-1])
            tops[-1].append(quantity)
        found.append(quantity)
    return [*found, *sums([q for group in tops for q in group])]


@dataclass(slots=True)
class _Open:
    """Hold a count whose parts are being told, and what of it they leave."""

    whole: Quantity
    left: Decimal
    bracket: bool

    def takes(self, part: Quantity) -> bool:
        """Tell whether a count may be the next part."""
        return _holds(self.whole, part) and 0 < self.left >= part.number


def _read(passage: Text, text: str, one: Printed) -> Quantity | None:
    """Return the count that a printed figure is, unless it is money, a rate or a change."""
    behind = one.after.split("的")[0]
    if is_money(one.unit) or one.unit in _RATES or _pattern("moved").search(one.label):
        return None
    label = re.sub(rf"^.*(?:{_raw('parts')}):?", "", f"{_bracketed(text, one)}{one.label}")
    name = behind if behind and one.before else f"{label}{behind}"
    name = _pattern("lead").sub("", name.strip(" ,:(的"))
    number = Decimal(one.value.replace(",", "")) * scale_of(one.unit)
    unit = same(one.unit)
    if not _HAN.search(name):
        name = one.name if one.name != "原文" else ""
    if not name:
        return None
    return Quantity(
        name, number, unit, kind_of_name(name), passage.document_id,
        said=f"{name}{one.value}{one.unit}", quote=text[one.start : one.end].strip(" ，,；;"),
        passage=passage,
    )  # fmt: skip


def _bracketed(text: str, one: Printed) -> str:
    """Return the words in brackets, and those before them, that belong to a figure's name."""
    before = plain(text[one.start : one.place - len(one.label)])
    match = re.search(r"[^,;:、。()\d]*\([^()\d]*\)$", before)
    return match[0] if match else ""


def _holds(whole: Quantity, part: Quantity) -> bool:
    """Tell whether one count may be the whole of another: of as many or more of the same things."""
    alike = whole.unit == part.unit or {whole.unit, part.unit} <= {"辆", "台"}
    return alike and not whole.parts and part.number <= whole.number


def _part(one: Quantity, whole: Quantity) -> Quantity:
    """Return a count as part of another, whose kind it is of where it names none."""
    kind = one.kind or whole.kind
    return replace(one, whole=whole, kind=kind, around=f"{whole.name}|{whole.around}|{one.around}")


def _state(one: Quantity, before: Sequence[Quantity]) -> Quantity:
    """Return a count that only says how many there are by the name of the one before it."""
    if not before or not _pattern("state").fullmatch(one.name):
        return one
    if one.number > TWICE * before[-1].number:
        return one  # 工勤编制3名,实有在职51人: all who are in post
    return replace(one, name=f"{_subject(before[-1].name)}{one.name}")


def body_of(name: str) -> str:
    """Return the unit whose people a count's name tells (疫控中心编制), or nothing."""
    said = _pattern("kind_words").sub("", name)
    return said if _pattern("whose").fullmatch(said) else ""


def _subject(name: str) -> str:
    """Return whose the count of a name is: its unit, else its sort (行政编制)."""
    if body := body_of(name):
        return body
    sort = _pattern("sorts").search(name)
    return sort[0] if sort else ""


def sums(counts: Sequence[Quantity]) -> Iterator[Quantity]:
    """Give the sums of counts of one kind that are told by sorts alone."""
    by_kind: dict[tuple[str, str, str], list[Quantity]] = defaultdict(list)
    for one in counts:
        if one.kind and one.whole is None:
            by_kind[(one.kind, one.unit, one.holder)].append(one)
    for (kind, unit, holder), parts in by_kind.items():
        found = [_pattern("sorts").search(one.name) for one in parts]
        sorts = {m[0] for m in found if m}
        if len(parts) < 2 or len(sorts) != len(parts) or not all(found):
            continue
        name = re.sub(rf"{_raw('sorts')}|\([^()]*\)", "", parts[-1].name)
        total = sum((one.number for one in parts), Decimal(0))
        yield replace(
            parts[0], name=name, number=total, unit=unit, kind=kind, holder=holder, parts=tuple(parts),
            said=" + ".join(one.said for one in parts), cell=None,
        )  # fmt: skip


def kind_of_name(name: str) -> str:
    """Return the kind of people that a printed name tells, or nothing."""
    for kind, forms in data("told_counts.yaml")["kinds"].items():
        if _compiled(str(forms["printed"])).search(name):
            return str(kind)
    return ""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _raw(name: str) -> str:
    return str(data("told_counts.yaml")[name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_raw(name))
