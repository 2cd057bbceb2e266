"""Plan questions about one row of a list: the row first, then every cell that is asked of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from qa.answering.wording import wording
from qa.catalogue import Catalogue
from qa.linking.text import bare, same_words
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning import column_worked
from qa.planning.card_cells import CardCells, is_words
from qa.planning.cards import AROUND, UNIQUE, Cards, Found, pairs
from qa.planning.scope import Ground, institutions
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked as Operated
from qa.query import Operation, Query, Route
from qa.words.row_asks import (
    Asked,
    apart_asked,
    earlier_said,
    given,
    is_of_set,
    left_of,
    levels_offered,
    lost_said,
    number_asked,
    without_apart,
    without_worked,
)

OTHERS = frozenset({
    Operation.AVERAGE, Operation.PER_HEAD, Operation.RANK, Operation.CONVERT,
    Operation.BACK_CALCULATE, Operation.CONSISTENCY, Operation.STAFFING, Operation.INVERSE,
})  # fmt: skip
"""Operations that one row's cells do not answer."""
WORKED = frozenset({
    Operation.GROWTH, Operation.CHANGE, Operation.RATIO, Operation.COMPARE, Operation.SHARE,
    Operation.DIFFERENCE,
})  # fmt: skip
"""Operations that a row answers where two of its cells are held against each other."""
WORDED = (Operation.PURPOSE, Operation.DESCRIBE, Operation.DUTIES, Operation.CONTACT)
ONLY_WORDED = (Operation.DEFINE, Operation.WHY)
"""Operations that words answer; those that nothing else does."""
STRICT = frozenset({Operation.TOP, Operation.BOTTOM, Operation.FILTER, Operation.COUNT})
COVER, WHOLE = 0.45, 0.8  # share of a row's name that is said: least, and as good as all
NEAR, FAR = 0.75, 0.4  # of the best card's weight, from which another may be meant
LEFT, MORE_LEFT = 2, 4  # characters that may stay unexplained; more where all of a name is said
CLEAR = 2.0  # weight of what is said of a name that no bound or extreme is said of
MANY, SOME = 3, 0.6  # cells that together tell a row, with this much said of its name
LOSS = 0.2  # what each character left takes from what a row explains
TOLD, SOME_TOLD = 0.6, 0.3  # least share of what is asked that a row must tell; one that is sure
CLOSE = 0.01  # how much less another row may explain to be as near
UNTOLD = 0.25  # what a row is worth that tells nothing of what is asked
KEPT = 256  # questions whose row is kept: one is planned more than once
MASK = "□"
_CALLED = re.compile(r"[一-鿿]{2,8}\(,+\)")  # another word for what brackets name
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_QUOTES = re.compile(r"[\"'“”‘’「」『』]")


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold a card with the cells that a question asks of it, and what it leaves unexplained."""

    found: Found
    asked: tuple[Asked, ...]
    told: tuple[tuple[str, Figure], ...]
    left: tuple[str, ...]
    told_apart: bool = False  # rows of this name are told apart by what stands around them
    also: tuple[Reading, ...] = ()  # rows of this name whose own surroundings are said too

    @property
    def loss(self) -> int:
        """Return how many characters of the question are left."""
        return len("".join(self.left))

    def lacks(self, text: str, language: str) -> tuple[str, ...]:
        """Return a note on what is asked that the row does not tell."""
        names = {name for name, _ in self.told}
        said = [
            _plain(text)[one.start : one.end]
            for one in self.asked
            if one.aspect.name not in names and one.end > one.start
        ]
        if not said:
            return ()
        return (wording(language)("row_lacks", items="、".join(dict.fromkeys(said))),)

    @property
    def answered(self) -> float:
        """Return the share of what is asked that the row tells."""
        names = {one.aspect.name for one in self.asked}
        return len(names & {name for name, _ in self.told}) / len(names) if names else 0.0

    @property
    def rank(self) -> tuple[float, int]:
        """Return what readings are ordered by."""
        explained = self.found.weight * (UNTOLD + (1 - UNTOLD) * self.answered)
        return explained - LOSS * self.loss, len(self.told)


class RowFirst:
    """Plan cells of the one row that a question speaks of, over one catalogue."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, words: LinkWords) -> None:
        self._catalogue = catalogue
        self._cells = CardCells(catalogue, lookup, words)
        self._kept = lru_cache(maxsize=KEPT)(self._read)

    @cached_property
    def _cards(self) -> Cards:
        return Cards(self._catalogue)

    def plan(self, query: Query, place: Ground, *, one: float = 0.0) -> Plan | None:
        """Return the plan of the cells asked of one row, or None where no row is sure.

        A single cell that a plain look-up finds too is only planned where as much of the row's
        name is said as `one`.
        """
        if not self._may_be(query, place):
            return None
        best = self._kept(query, tuple(place.documents))
        if best is None:
            return None
        cells = {(f.row_id, f.column) for _, f in best.told}
        names = {name for name, _ in best.told}
        rare = any(not a.aspect.common and a.aspect.name in names for a in best.asked)
        held = bool(self._worked(best, query.text))
        if query.asks(*WORKED) and not held:
            return None
        if len(cells) > 1 or rare or held or best.told_apart:
            return self._planned(best, query)
        if not one or best.found.cover < one or query.asks(Operation.SUM):
            return None
        return self._planned(best, query)

    def tells_all(self, query: Query, place: Ground) -> bool:
        """Tell whether one row tells all of several cells that a question asks for."""
        best = self._kept(query, tuple(place.documents)) if self._may_be(query, place) else None
        return best is not None and len(best.told) > 1 and best.answered == 1

    def _may_be(self, query: Query, place: Ground) -> bool:
        """Tell whether a question can be one about cells of a row: one department, one year."""
        if place.many or place.missing or not place.documents or query.earlier is not None:
            return False
        if len(institutions(self._catalogue, place.documents)) != 1:
            return False
        years = {self._catalogue.documents[d].fiscal_year for d in place.documents}
        if query.base_year is not None or set(query.years) - years:
            return False
        others = OTHERS - {Operation.RANK} if number_asked(query.text) else OTHERS
        return not query.asks(*others) and not is_of_set(query.text)

    def _read(self, query: Query, documents: tuple[int, ...]) -> Reading | None:
        """Return the reading of the row that a question means, or None where none is sure."""
        text = _plain(query.text)
        beside = self._without_owner(text, documents)
        numbered = self._cards.numbered(query, documents)
        cards = numbered or self._cards.likely(_phrases(text, query), beside, documents)
        if query.annexes or query.table_words:  # the department's own row of a table
            cards = _all_said(self._cards.likely(text, text, documents)) or cards
        best = self._best(query, text, cards)
        if best is None:  # a name was taken for words to ask
            best = self._best(query, text, _all_said(self._cards.likely(beside, beside, documents)))
        return best

    def _best(self, query: Query, text: str, cards: Sequence[Found]) -> Reading | None:
        """Return the reading that explains most of a question, where none else is as near."""
        close = [card for card in cards if card.weight >= cards[0].weight * NEAR]
        readings = self._ranked(query, text, close)
        if cards and (not readings or readings[0].answered < TOLD):
            further = [c for c in cards if c not in close and c.weight >= cards[0].weight * FAR]
            readings = self._ranked(query, text, further) or readings
        best = readings[0] if readings else None
        if best is None or not self._is_sure(query, best):
            return None
        others = [r for r in readings if r.found.card.entry is not best.found.card.entry]
        if any(r.rank[0] >= best.rank[0] - CLOSE and not _same(best, r) for r in others):
            return None
        if any(_is_apart(best, other) for other in cards):
            return None
        also = tuple(r for r in self._ranked(query, text, cards) if _is_meant_too(best, r))
        apart = any(_is_namesake(best, other) for other in cards)
        return replace(best, told_apart=apart, also=also)

    def _without_owner(self, text: str, documents: Sequence[int]) -> str:
        """Return a question without the names of its department."""
        for document in (self._catalogue.documents[d] for d in documents):
            for name in sorted((document.institution, *document.aliases), key=len, reverse=True):
                text = text.replace(name.lower(), MASK * len(name))
        for offered in levels_offered(text):
            text = text.replace(offered[0], MASK * len(offered[0]))
        return text

    def _ranked(self, query: Query, text: str, cards: Sequence[Found]) -> list[Reading]:
        readings = (self._reading(query, text, card) for card in cards)
        return sorted((r for r in readings if r.told), key=lambda r: r.rank, reverse=True)

    def _is_sure(self, query: Query, best: Reading) -> bool:
        found, entry = best.found, best.found.card.entry
        if query.asks(*STRICT) and found.cover < WHOLE and found.named < CLEAR:
            return False
        if any(code != entry.code and code not in found.card.name for code in query.codes):
            return False
        if query.table_words and found.card.table.kind not in query.table_words:
            return False
        words = any(is_words(figure) for _, figure in best.told)
        if query.asks(*WORDED) and not words and len(best.told) < 2:
            return False
        if query.asks(*ONLY_WORDED) and not words:
            return False
        all_told = best.answered == 1 and len(best.told) > 1
        if best.loss > (MORE_LEFT if found.cover >= WHOLE or all_told else LEFT):
            return False
        if self._cards.knows(best.left, found.card):
            return False
        some = found.cover >= WHOLE and (words or len(best.told) > 1)
        if best.answered < (TOLD if not some else SOME_TOLD):
            return False
        if len(best.told) >= MANY and best.answered == 1 and found.named >= SOME and not best.left:
            return True
        whole = best.answered == 1 and not best.left and words
        return found.cover >= COVER or found.named >= (1 if whole else UNIQUE)

    def _reading(self, query: Query, text: str, found: Found) -> Reading:
        masked = self._masked(text, found)
        asked = [*self._cells.fitting(found.card, given(masked))]
        asked += self._cells.by_heads(found.card, masked)
        asked += self._cells.by_values(found.card, masked)
        asked += self._cells.by_texts(found.card, masked)
        asked = _outermost(asked)
        held = apart_asked(text) and self._cells.reached(found.card) is not None
        if held:
            asked = [*asked, self._cells.default(found.card)]
        named = pairs(found.card.name)
        known = {n for i in range(len(text) - 1) if text[i : i + 2] in named for n in (i, i + 1)}
        known |= found.near | self._cells.units_in(found.card, masked)
        rest = _without(masked, asked, frozenset(known))
        rest = without_worked(without_apart(rest) if held else rest)
        if query.year_offset and earlier_said(rest):
            return Reading(found, (), (), (text,))
        told = tuple(self._cells.of(found.card, asked, text))
        if self._cells.asks_default(rest) and not column_worked.amounts(told):
            asked = [*asked, self._cells.default(found.card)]
            told = tuple(self._cells.of(found.card, asked, text))
        return Reading(found, tuple(asked), told, left_of(rest))

    def _masked(self, text: str, found: Found) -> str:
        """Return a question without the row's name and without telling names around it."""
        gone = set(found.own)
        for i in range(len(text) - 1):
            if {i, i + 1} <= found.near and self._cards.tells(text[i : i + 2]):
                gone |= {i, i + 1}
        return "".join(MASK if i in gone else char for i, char in enumerate(text))

    def _worked(self, best: Reading, text: str) -> list[Step]:
        """Return what a question works out of cells of the row."""
        card, told = best.found.card, dict(best.told)
        steps = column_worked.of_names(best.told, text)
        if apart_asked(text):
            reached = told.get("reached") or self._cells.reached(card)
            target = told.get("target") or self._cells.target(card)
            steps += _difference(target, reached)
        if "score" in told and lost_said(text):
            steps += _difference(self._cells.full_score(card), told["score"])
        return steps

    def _planned(self, best: Reading, query: Query) -> Plan:
        text = query.text
        card, told = best.found.card, dict(best.told)
        figures = list({(f.row_id, f.column): f for _, f in best.told}.values())
        reached = told.get("reached") or (self._cells.reached(card) if apart_asked(text) else None)
        target = told.get("target") or (self._cells.target(card) if reached else None)
        before = [f for f in (target, reached) if f is not None and f not in figures]
        figures = [*before, *figures]
        steps = [Step(Operated(Operation.LOOKUP), tuple(Target(f) for f in figures))]
        steps += self._worked(best, text)
        for other in best.also:
            targets = tuple(Target(figure) for _, figure in other.told)
            steps.append(Step(Operated(Operation.LOOKUP), targets))
        entry, table = card.entry, card.table
        return Plan(
            Route.TABLE, tuple(steps), score=1.0, whole=True,
            trace=(f"row {table.annex} {entry.label}: {', '.join(told)}",),
            notes=best.lacks(text, query.language),
        )  # fmt: skip


def _plain(text: str) -> str:
    """Return a question as names are compared with it: without quotes, in lower case."""
    return same_words(_QUOTES.sub("", text).lower())


def _phrases(text: str, query: Query) -> str:
    """Return a question of which only phrases are left: no department, no year, no words to ask."""
    said = [_plain(m.text) for m in query.mentions]
    if not all(phrase in text for phrase in said):
        return text
    kept = {
        i
        for phrase in said
        for start in range(len(text))
        if text.startswith(phrase, start)
        for i in range(start, start + len(phrase))
    }
    kept -= {i for m in levels_offered(text) for i in range(m.start(), m.end())}
    kept |= {i for m in _FIGURE.finditer(text) for i in range(m.start(), m.end())}
    return "".join(char if i in kept else MASK for i, char in enumerate(text))


def _all_said(cards: Sequence[Found]) -> list[Found]:
    """Return the cards whose name is said as good as all."""
    return [card for card in cards if card.cover >= WHOLE]


def _is_apart(best: Reading, other: Found) -> bool:
    """Tell whether a question names another row too, in other words than those for the best."""
    if other.cover < WHOLE or len(other.own) < 2:
        return False
    if other.card.entry is best.found.card.entry:
        return False
    asked = {i for one in best.asked for i in range(one.start, one.end)}
    return not other.own & (best.found.own | best.found.near | asked)


def _is_meant_too(best: Reading, other: Reading) -> bool:
    """Tell whether a row of the same name is meant beside the best: what is around it is said."""
    one, two = best.found, other.found
    if one.card.name != two.card.name or one.card.entry is two.card.entry:
        return False
    return len(two.near - one.near) > LEFT and len(one.near - two.near) > LEFT


def _is_namesake(best: Reading, other: Found) -> bool:
    """Tell whether another row of the same name is less well told by what stands around it."""
    same = other.card.name == best.found.card.name and other.card.entry is not best.found.card.entry
    return same and best.found.weight - other.weight >= AROUND


def _same(one: Reading, other: Reading) -> bool:
    """Tell whether two readings are of one name and tell the same words."""
    names = {bare(r.found.card.entry.label) for r in (one, other)}
    printed = [
        {(name, f.fact.printed.strip() if f.fact else "") for name, f in r.told}
        for r in (one, other)
    ]
    return len(names) == 1 and printed[0] == printed[1]


def _difference(one: Figure | None, other: Figure | None) -> list[Step]:
    if one is None or other is None or one == other:
        return []
    if any(f.fact is None or f.fact.value is None for f in (one, other)):
        return []
    return [Step(Operated(Operation.DIFFERENCE), (Target(one), Target(other)))]


def _outermost(asked: Sequence[Asked]) -> list[Asked]:
    """Return what is asked without what is said inside longer words of another aspect."""
    kept = [
        one
        for one in asked
        if not any(
            other.start <= one.start
            and one.end <= other.end
            and other.end - other.start > one.end - one.start
            for other in asked
        )
    ]
    return sorted(kept, key=lambda one: (one.start, one.end))


def _without(masked: str, asked: Sequence[Asked], near: frozenset[int]) -> str:
    """Return a question without the row, what stands around it and the words for its cells."""
    gone = {i for one in asked for i in range(one.start, one.end)} | near
    kept = "".join("," if i in gone or char == MASK else char for i, char in enumerate(masked))
    return _CALLED.sub(",", kept)
