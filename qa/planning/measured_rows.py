"""Find the one indicator whose goal is in the measure that a question asks for: 多久响应, 省多少电.

People name what is measured in words of their own, but say in what it is measured. Of the goals in
that measure the one whose name and project share most with the question is meant, where no other
is near and nothing left of the question tells of another row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import fsum

from ingest.money import is_money
from qa.linking.text import bare
from qa.planning.card_cells import TARGET, CardCells
from qa.planning.cards import AROUND, Card, Cards, Found, pairs
from qa.planning.row_readings import MASK
from qa.planning.types import Figure
from qa.regexes import regex
from qa.words.normalise import data
from qa.words.row_asks import Asked

LEAST, TOLD = 0.9, 0.55  # least weight of what is said of a goal; of its name, in pairs
PLACED = 0.6  # least of the project of a goal that but a character names
ALONE = 0.3  # what a single character tells that names a goal
LEAD = 0.7  # share of the best weight that the next one may reach


@dataclass(frozen=True, slots=True)
class Measure:
    """Hold where a question asks for a quantity, the units that it may be in, how dates print it."""

    start: int
    end: int
    units: str
    printed: str = ""
    noun: str = ""
    sure: bool = False  # of one kind of unit, whatever is measured

    def fits(self, figure: Figure, name: str) -> bool:
        """Tell whether a goal is in this measure."""
        fact = figure.fact
        if fact is None:
            return False
        if not fact.unit:
            told = self.printed or (rf"\d(?:{self.units})" if self.noun else "")
            return bool(told) and re.search(told, fact.printed) is not None
        if len(self.noun) > 1 and self.noun in name:
            return fact.measure == "count" and not is_money(fact.unit.partition("/")[0])
        units = fact.unit.removeprefix("万").split("、")  # 台、辆
        return any(re.fullmatch(self.units, unit) for unit in units)


@dataclass(frozen=True, slots=True)
class _Scored:
    card: Card
    weight: float
    named: float
    sole: bool
    goal: str


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data("quantities.yaml")[name]))


@cache
def _ways() -> tuple[tuple[Mapping[str, object], re.Pattern[str]], ...]:
    return tuple((way, regex(str(way["said"]))) for way in data("quantities.yaml")["ways"])


def measure_of(text: str) -> Measure | None:
    """Return the one quantity that a question asks for, or None where it asks for none or more."""
    found: list[Measure] = []
    for way, said in _ways():
        for m in said.finditer(text):
            printed, noun = str(way.get("printed", "")), m[0][-1:] * bool(way.get("named"))
            found.append(Measure(m.start(), m.end(), str(way["units"]), printed, noun, True))
    if not found:
        found = counted(text)
    return found[0] if len(found) == 1 else None


def counted(text: str) -> list[Measure]:
    """Return the quantities that a question asks for by counting words: 多少户, 几座."""
    return [_counted(m) for m in _pattern("counted").finditer(text)]


def without(text: str, asked: Measure | Asked) -> str:
    """Return a text without the words that ask for something."""
    return text[: asked.start] + MASK * (asked.end - asked.start) + text[asked.end :]


def is_other(text: str, figure: Figure) -> bool:
    """Tell whether a figure is in another measure than the one that a question surely asks for."""
    measure, fact = measure_of(text), figure.fact
    if measure is None or not measure.sure or fact is None or fact.value is None:
        return False
    return not measure.fits(figure, bare(figure.label))


def asks_more(rest: str) -> bool:
    """Tell whether what is left of a question still asks something."""
    return _pattern("other").search(rest) is not None


def told_of_others(left: Iterable[str], card: Card, cards: Cards) -> float:
    """Return how much words that a goal leaves tell of other rows than those of its project."""
    above = card.entry.parents[:1]
    kin = "　".join(bare(e.label) for e in card.table.rows if e.parents[:1] == above)
    found = {pair for run in left if len(run) > 1 for pair in pairs(run)}
    return fsum(cards.weight(pair) for pair in found if cards.tells(pair) and pair not in kin)


def _counted(match: re.Match[str]) -> Measure:
    noun = match["unit"]
    same: dict[str, str] = data("quantities.yaml")["same"]
    units = "|".join(re.escape(same.get(u, u)) for u in (noun, noun[0]))
    often = "" if same.get(noun[0], noun[0]) == "人" else "次?"  # 人次 counts no people
    end = match.start("unit") + 1  # 家 of 多少家企业
    people = noun == "人"
    return Measure(match.start(), end, f"(?:{units}){often}", noun=noun, sure=people)


def find(
    text: str, rest: str, documents: Sequence[int], cards: Cards, cells: CardCells
) -> tuple[Found, Asked] | None:
    """Return the row of the goal that a question measures, with its goal as what is asked.

    `rest` is the question without the names of its department.
    """
    measure = measure_of(text)
    if measure is None:
        return None
    masked = without(rest, measure)
    scored = sorted(
        _scored(masked, rest, measure, documents, cards, cells), key=lambda one: -one.weight
    )
    best = scored[0] if scored else None
    if best is None or not _is_sure(best, scored[1:]):
        return None
    own = frozenset(_places(masked, pairs(best.card.name)))
    near = frozenset(_places(rest, pairs(best.card.around)))
    found = Found(best.card, best.weight, best.named, 1.0, own, near - own)
    return found, Asked(TARGET, measure.start, measure.end)


def _scored(
    masked: str,
    rest: str,
    measure: Measure,
    documents: Iterable[int],
    cards: Cards,
    cells: CardCells,
) -> Iterator[_Scored]:
    """Give the goals in a measure with how much of them is said."""
    masked = _with_alike(masked)
    said = {masked[i : i + 2] for i in range(len(masked) - 1)}
    around = {rest[i : i + 2] for i in range(len(rest) - 1)}
    fitting = [
        card for card in cards.of(documents)
        if card.entry.kind == "indicator" and (goal := cells.target(card)) is not None
        and measure.fits(goal, card.name)
    ]  # fmt: skip
    common = str(data("quantities.yaml")["common"])
    told = set(masked) | set(measure.noun[-1:])
    for card in fitting:
        own = pairs(card.name)
        hit = own & said
        single = set(card.name) & told - set("".join(hit)) - set(common)
        named = fsum(map(cards.weight, hit))
        placed = fsum(cards.weight(p) for p in (pairs(card.around) - own) & around)
        weight = named + ALONE * len([c for c in single if "一" <= c <= "鿿"]) + AROUND * placed
        sole = len(fitting) == 1
        told_of = named or TOLD * (sole and bool(single) and placed >= PLACED)
        yield _Scored(card, weight, told_of, sole, _printed(cells.target(card)))


def _with_alike(text: str) -> str:
    """Return a text with the other words that goals print for what it says."""
    groups: Sequence[Sequence[str]] = data("quantities.yaml")["alike"]
    more = (w for words in groups if any(w in text for w in words) for w in words)
    return MASK.join((text, *more))


def _is_sure(best: _Scored, others: list[_Scored]) -> bool:
    """Tell whether enough is said of a goal, and clearly less of any other."""
    same = (bare(best.card.name), best.goal)
    apart = [one for one in others if (bare(one.card.name), one.goal) != same]
    least = TOLD if best.sole else LEAST
    enough = best.weight >= least and best.named >= TOLD
    return enough and all(one.weight <= best.weight * LEAD for one in apart)


def _printed(goal: Figure | None) -> str:
    return "" if goal is None or goal.fact is None else goal.fact.printed.strip()


def _places(text: str, own: frozenset[str]) -> Iterator[int]:
    for i in range(len(text) - 1):
        if text[i : i + 2] in own:
            yield from (i, i + 1)
