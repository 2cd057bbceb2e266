"""Read what is asked of rows that are named by a table's title, a class above them, or a mark.

What names them is masked before (`▣` a table, `▤` a class, `▥` a row, `▦` a mark or a column); what
asks is a word of one kind after another (`qa/data/anchored.yaml`). Clauses that neither name nor ask
only talk around it. In those that do, no word may be left that could choose other rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from qa.query import Bound, Comparator, Operation
from qa.words import numerals, operations
from qa.words.normalise import data

TABLE, CLASS, ROW, MARK = "▣▤▥▦"
_WEAK = (Operation.LIST, Operation.LOOKUP)
_SLOTS = f"[{TABLE}{CLASS}{ROW}{MARK}]"
_SENTENCE = re.compile(r"[^。?!;]+[。?!;]*")
_CLAUSE = re.compile(r"[^,，。;?!:]+")
LAST = "倒数"
PRINTED = ("前", "头")  # by themselves the first few as they are printed
BESIDE = (
    "gap_row",
    "over_mean",
    "under_mean",
    "over_row",
    "under_row",
    "place",
    "low_place",
    "times",
)
"""What members may be held against: their mean, a row that is named, each other."""
_FIGURE = re.compile(
    r"(?<![\d.])(?P<n>\d[\d,]*(?:\.\d+)?)\s*(?P<u>亿元|亿|万元|万块|万|元|块|yuan)(?![\d.%])", re.I
)


@dataclass(frozen=True, slots=True)
class Ask:
    """Hold what is asked of rows: which of them, how many, added, on average, a part of the whole.

    `less` tells that something named is left out, `below` that rows under the class are meant,
    `part` is a part of the members' names, `left` the words that nothing explains; `beside` says
    what the members are held against (`BESIDE`), `text` is the question without the words of it.
    """

    operation: Operation
    k: int | None = None
    summed: bool = False
    share: bool = False
    less: bool = False
    below: bool = False
    part: str = ""
    bound: Bound | None = None
    left: tuple[str, ...] = ()
    beside: str = ""
    text: str = ""


@cache
def word(name: str) -> re.Pattern[str]:
    """Return the words of one kind."""
    return re.compile(str(data("anchored.yaml")[name]), re.IGNORECASE)


def read(text: str) -> Ask | None:
    """Return what a masked question asks, or None where no word asks anything of a set."""
    text = word("zeros").sub(" ", text)
    if word("negated").search(text):
        return None  # all but those of a mark
    for name in BESIDE:
        if match := word(name).search(text):
            return _held(f"{text[: match.start()]} {text[match.end() :]}", name, match)
    said, (text, bound, several) = text, _bounds(text)
    text, part = _part(text)
    told = _asking(text)
    ask = _asked(told, bound)
    if told != text and (ask is None or ask.operation in _WEAK):
        ask = _asked(text, bound) or ask
    if ask is None or several:
        return None
    below = bool(_leads_class().search(text))
    return replace(ask, part=part, below=below, left=_left(text), text=said)


def _held(text: str, beside: str, match: re.Match[str]) -> Ask | None:
    """Return what is asked of members that are held against something; nothing else may be asked."""
    said = {
        name
        for name in ("top", "bottom", "share", "less", "mean", "adds")
        if word(name).search(text)
    }
    asks = any(word(name).search(text) for name in ("list", "count", "names", "money"))
    told = {"times": {"top", "bottom"}}.get(beside, {"mean"} & said if "mean" in beside else set())
    if said != told or _FIGURE.search(text) or not (asks or beside in ("times", "gap_row")):
        return None
    ask = Ask(Operation.COUNT, beside=beside, left=_left(text), text=text)
    if beside == "times":
        ask = replace(ask, operation=Operation.RATIO)
    if beside.endswith("place"):
        ask = replace(ask, operation=Operation.RANK, k=operations.count(match["a"] or match["b"]))
    mean = "mean" in said
    return replace(ask, summed=mean, below=bool(_leads_class().search(text)))


def _asking(text: str) -> str:
    """Return the sentences from the last one on that names something."""
    sentences = _SENTENCE.findall(text)
    named = [i for i, one in enumerate(sentences) if re.search(_SLOTS, one)]
    return "".join(sentences[named[-1] :]) if named else text


def _asked(text: str, bound: Bound | None) -> Ask | None:
    counts = bool(word("count").search(text))
    sums = bool(word("sum").search(text))
    share = bool(word("share").search(text))
    if word("less").search(text):
        return Ask(Operation.DIFFERENCE, less=True)
    if word("mean").search(text):
        return Ask(Operation.AVERAGE, bound=bound)
    top, bottom = word("top").search(text), word("bottom").search(text)
    if bound is not None and (top or bottom):
        return None
    if bound is not None and share:
        return Ask(Operation.SUM, share=True, bound=bound)
    if bound is not None:
        return Ask(Operation.COUNT, summed=sums and not counts, bound=bound)
    if top is not None and bottom is not None:
        return None
    if top or bottom:
        operation = Operation.TOP if top else Operation.BOTTOM
        k = _count(text) or 1
        printed = top[0] in PRINTED if top else bool(bottom and bottom[0] == LAST)
        if printed and not word("ranked").search(text):
            return None  # the first few, or one from the end, as they are printed
        return Ask(operation, k=k, summed=sums and k > 1 and not share, share=share)
    if share:
        return Ask(Operation.SUM, share=True)
    if sums and word("each").search(text) and word("list").search(text):
        return Ask(Operation.LIST, summed=True)  # which, each, and all of them
    if word("adds").search(text):
        return Ask(Operation.SUM)
    if counts and not word("money").search(text):
        return Ask(Operation.COUNT)
    if sums:
        return Ask(Operation.SUM)
    if counts or word("list").search(text):
        return Ask(Operation.COUNT if counts else Operation.LIST)
    if word("money").search(text):
        return Ask(Operation.LOOKUP)
    return Ask(Operation.LIST) if word("names").search(text) else None


def _count(text: str) -> int | None:
    match = word("number").search(text)
    said = next((g for g in match.groups() if g), None) if match else None
    return operations.count(said)


def _part(text: str) -> tuple[str, str]:
    """Return a text without the words that names are to have, and these words."""
    for match in word("part").finditer(text):
        said = next(g for g in match.groups() if g)
        return f"{text[: match.start()]} {text[match.end() :]}", said
    return text, ""


def _bounds(text: str) -> tuple[str, Bound | None, bool]:
    """Return a text without amounts that bound others, the bound, and whether it is not clear."""
    found = list(_FIGURE.finditer(text))
    figures = [a for m in found if (a := _amount(m)) is not None]
    if len(figures) != len(found) or not found or len(found) > 2:
        return text, None, bool(found)
    left = text
    for match in reversed(found):
        left = f"{left[: match.start()]}◇{left[match.end() :]}"
    units = [unit for _, unit in figures if unit]
    values = sorted(value for value, _ in figures)
    if len(found) == 2:
        if len(set(units)) > 1:
            return left, None, True
        bound = Bound(Comparator.BETWEEN, values[0], values[1], units[0] if units else None)
        return word("range").sub(" ", left), bound, not word("range").search(left)
    for name, comparator in _COMPARED:
        if word(name).search(left):
            bound = Bound(comparator, values[0], None, units[0] if units else None)
            return word(name).sub(" ", left), bound, False
    return left, None, True


_COMPARED = (
    ("at_most", Comparator.AT_MOST),
    ("at_least", Comparator.AT_LEAST),
    ("over", Comparator.OVER),
    ("under", Comparator.UNDER),
)


def _amount(match: re.Match[str]) -> tuple[Decimal, str | None] | None:
    found = numerals.amounts(match[0])
    return (found[0].value, found[0].unit) if len(found) == 1 else None


def active(text: str) -> str:
    """Return the clauses that name or ask, from the first sentence on that names something."""
    sentences = _SENTENCE.findall(text)
    first = next((i for i, one in enumerate(sentences) if re.search(_SLOTS, one)), 0)
    return ",".join(
        clause
        for clause in _CLAUSE.findall("".join(sentences[first:]))
        if re.search(_SLOTS, clause) or word("asks").search(clause)
    )


@cache
def _leads_class() -> re.Pattern[str]:
    raw = data("anchored.yaml")
    return re.compile(raw["leads_class"].replace("~below~", raw["below"]), re.IGNORECASE | re.S)


def is_small(piece: str) -> bool:
    """Tell whether a word chooses no rows."""
    return _small().fullmatch(piece) is not None


def chooses(before: str, behind: str) -> bool:
    """Tell whether words between two others choose rows (跟|民生|有关的)."""
    found = word("chooses_before").search(before), word("chooses_behind").search(behind)
    return any(found)


@cache
def _small() -> re.Pattern[str]:
    return re.compile(f"(?:{data('anchored.yaml')['small']})+", re.IGNORECASE)


def _left(text: str) -> tuple[str, ...]:
    """Return the runs of letters of clauses that name or ask which no word for asking explains."""
    said = active(text)
    for name in ("less", "mean", "share", "number", "top", "bottom", "sum", "count"):
        said = word(name).sub(" ", said)
    left = re.findall(r"[一-鿿]+|[A-Za-z]+|\d+", said)
    return tuple(dict.fromkeys(piece for piece in left if not is_small(piece)))
