"""Say a question in the plain words of the kind that it is most likely of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.asked import kinds, learned, slots
from qa.planning.expression_words import owners
from qa.understand import reader

if TYPE_CHECKING:
    from qa.query import Query
    from qa.view import View

LATER = "follow"  # how the names of kinds begin that lean on a question before
LEAST = 0.2  # likelihood of a kind below which it is not said
YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Restated:
    """Hold a question said plainly: its kind, how likely (0–1) it is of it, and what was weighed."""

    text: str
    kind: str
    odds: float
    frame: str
    label: str

    @property
    def is_ordered(self) -> bool:
        """Tell whether the order of like things decides which of them is which."""
        return kinds.ORDER in self.label

    @property
    def stands(self) -> bool:
        """Tell whether it asks for amounts as they stand."""
        return self.kind in kinds.as_they_stand()

    @property
    def is_odd(self) -> bool:
        """Tell whether the question has words, beside what it names, that no wording has."""
        return slots.is_odd(kinds.bare(self.frame))

    @property
    def has_odd_noun(self) -> bool:
        """Tell whether one of those words is a noun."""
        return slots.has_odd_noun(kinds.bare(self.frame))


@dataclass(frozen=True, slots=True)
class _Way:
    """Hold one way to tell what a question names from how it asks; `lead` is whose budget is meant."""

    frame: str
    slots: tuple[slots.Slot, ...]
    lead: str


def restated(view: View, question: str, *, later: bool, odd: bool = True) -> Restated | None:
    """Return a question said as one of a known kind; `later` where others stand before it.

    Without `odd`, one that no wording has all the words of need not be told: it may be None.
    """
    query = reader(view.catalogue).understand(question)
    if query.scope.strangers:
        return None
    for ways in _ways(view, query):
        weighed = [way for way in ways if not kinds.is_plain(way.frame)]
        if not odd and all(slots.is_odd(kinds.bare(way.frame)) for way in weighed):
            continue  # spares the embedding, which takes longer than all else
        found = [one for way in weighed if (one := _said(way, later=later))]
        if found:
            return max(found, key=lambda one: one.odds)
    return None


def _said(way: _Way, *, later: bool) -> Restated | None:
    """Return what one way to read a question gives: its likeliest kind that what is named fits."""
    for label, odds in learned.likely(way.frame):
        name = label.partition(kinds.ORDER)[0]
        if odds < LEAST or name not in kinds.kinds():
            return None
        if name.startswith(LATER) and not later:
            continue
        given = kinds.placed(label, way.slots)
        if given is not None and kinds.keeps(kinds.kinds()[name], way.frame):
            text = way.lead + kinds.said(kinds.kinds()[name], given, way.frame)
            return Restated(text, name, odds, way.frame, label)
    return None


def _ways(view: View, query: Query) -> Iterator[list[_Way]]:
    """Give the ways to read a question: words that ask as such, then as names where they are printed.

    Where neither is of a kind, the longest of those words may be the one of them that is a name.
    """
    asked = slots.read(view, query)
    own = sorted([(o.start, o.end) for o in owners(view, asked.text)] + _own_years(view, asked))
    asks = [slot for slot in asked.slots if slot.text in kinds.asking()]
    plain = tuple(slot for slot in asked.slots if slot not in asks)
    yield [_way(asked.text, named, own) for named in dict.fromkeys((plain, asked.slots))]
    if len(asks) > 1:
        longest = max(asks, key=lambda slot: len(slot.text))
        named = tuple(slot for slot in asked.slots if slot in plain or slot is longest)
        yield [_way(asked.text, named, own)]


def _own_years(view: View, asked: slots.Asked) -> list[tuple[int, int]]:
    """Return where a question says the year that all documents are of."""
    years = {document.fiscal_year for document in view.catalogue.documents.values()}
    said = [slot for slot in asked.slots if slot.kinds[0] == slots.YEAR]
    return [(s.start, s.end) for s in said if {int(s.text[:YEAR_DIGITS])} == years]


def _way(text: str, named: tuple[slots.Slot, ...], own: list[tuple[int, int]]) -> _Way:
    """Return a question without the department and year it is asked of, which are said before all else."""
    units = [(s.start, s.end) for s in named if slots.UNIT in s.kinds]
    led = [(a, b) for a, b in own if not any(start <= a and b <= end for start, end in units)]
    kept = [s for s in named if not any(a <= s.start and s.end <= b for a, b in led)]
    moved, cut, at = [], "", 0
    for start, end in (*led, (len(text), len(text))):
        if start < at:
            continue
        gone = at - len(cut)
        moved += [
            slots.Slot(s.text, s.start - gone, s.end - gone, s.kinds)
            for s in kept
            if at <= s.start and s.end <= start
        ]
        cut += text[at:start]
        at = end
    once = tuple({slot.text: slot for slot in reversed(moved)}.values())[::-1]
    lead = "".join(text[a:b] for a, b in led)
    return _Way(kinds.framed(cut, moved), once, lead)
