"""Plan questions about one row of a list: the row first, then every cell that is asked of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from qa.catalogue import Catalogue
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning import column_worked, measured_rows
from qa.planning.card_cells import PLANNED, TARGET, CardCells, is_words
from qa.planning.cards import UNIQUE, Card, Cards, Found, pairs
from qa.planning.goal_kinds import kinds_of
from qa.planning.row_readings import (
    LEFT,
    MASK,
    WHOLE,
    Reading,
    is_apart,
    is_meant_too,
    is_namesake,
    is_of_rows_beside,
    is_part_of,
    is_same,
    of_fund,
    outermost,
    plain,
    stands_in,
    without,
)
from qa.planning.scope import Ground, institutions
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked as Operated
from qa.query import Operation, Query, Route
from qa.words import frames
from qa.words.row_asks import (
    Asked,
    apart_asked,
    asked_columns,
    earlier_said,
    given,
    is_of_set,
    is_other_term,
    is_unpaid,
    lacks_unpaid,
    left_of,
    levels_offered,
    lost_said,
    number_asked,
    number_said,
    without_apart,
    without_worked,
    works_out,
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
COUNTING = {Operation.LOOKUP, Operation.SUM}
"""Operations that the count of a row answers by itself: 房屋一共多少平方米."""
WORDED = (Operation.PURPOSE, Operation.DESCRIBE, Operation.DUTIES, Operation.CONTACT)
ONLY_WORDED = (Operation.DEFINE, Operation.WHY)
"""Operations that words answer; those that nothing else does."""
STRICT = frozenset({Operation.TOP, Operation.BOTTOM, Operation.FILTER, Operation.COUNT})
COVER = 0.45  # least share of a row's name that is said
NEAR, FAR = 0.75, 0.4  # of the best card's weight, from which another may be meant
MORE_LEFT = 4  # characters that may stay unexplained where all of a name is said
CLEAR = 2.0  # weight of what is said of a name that no bound or extreme is said of
MANY, SOME = 3, 0.6  # cells that together tell a row, with this much said of its name
TOLD, SOME_TOLD = 0.6, 0.3  # least share of what is asked that a row must tell; one that is sure
CLOSE = 0.01  # how much less another row may explain to be as near
KEPT = 256  # questions whose row is kept: one is planned more than once
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


class RowFirst:
    """Plan cells of the one row that a question speaks of, over one catalogue."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, words: LinkWords) -> None:
        self._catalogue, self._words, self._lookup = catalogue, words, lookup
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
        rare = rare or any(is_other_term(figure.column_name) for _, figure in best.told)
        held = bool(self._worked(best, query.text))
        if _asks(query, best, WORKED) and not held:
            return None
        if len(cells) > 1 or rare or held or best.told_apart:
            return self._planned(best, query)
        if not one or (best.found.cover < one and not best.measured) or query.asks(Operation.SUM):
            return None
        return self._planned(best, query)

    def tells_all(self, query: Query, place: Ground) -> bool:
        """Tell whether one row tells all of several cells that a question asks for."""
        best = self._kept(query, tuple(place.documents)) if self._may_be(query, place) else None
        return best is not None and len(best.told) > 1 and best.answered == 1

    def goals(self, documents: Collection[int]) -> list[Card]:
        """Return the cards of the indicators of some documents."""
        return [card for card in self._cards.of(documents) if card.entry.kind == "indicator"]

    def goal(self, card: Card) -> Figure | None:
        """Return what an indicator is to reach."""
        return self._cells.target(card)

    def of_goal(self, query: Query, card: Card) -> tuple[Plan, frozenset[str]] | None:
        """Return the plan of what a question asks of an indicator, its goal at least, and what that is."""
        text = plain(query.text)
        said = [text[i : i + 2] for i in range(len(text) - 1)]
        names, around = pairs(card.name), pairs(card.around)
        own = {n for i, pair in enumerate(said) if pair in names for n in (i, i + 1)}
        near = {n for i, pair in enumerate(said) if pair in around for n in (i, i + 1)} - own
        found = Found(card, UNIQUE, UNIQUE, 1.0, frozenset(own), frozenset(near))
        kind = next(iter(kinds_of(text)), None)
        asked = Asked(TARGET, kind.start, kind.end) if kind else None
        reading = self._reading(query, text, found, asked)
        goal = self._cells.target(card)
        if not (reading.told or goal is None or self._words.opposed(text, card.name)):
            reading = replace(reading, told=((TARGET.name, goal),))
        if not reading.told:
            return None
        return self._planned(reading, query), frozenset(name for name, _ in reading.told)

    def _may_be(self, query: Query, place: Ground) -> bool:
        """Tell whether a question can be one about cells of a row: one department, one year."""
        if place.many or place.missing or not place.documents or query.earlier is not None:
            return False
        if len(institutions(self._catalogue, place.documents)) != 1:
            return False
        years = {self._catalogue.documents[d].fiscal_year for d in place.documents}
        if query.base_year is not None or len({*query.years}) > 1 or {*query.years} - years:
            return False
        others = OTHERS - {Operation.RANK} if number_asked(query.text) else OTHERS
        return not query.asks(*others) and not is_of_set(query.text)

    def _read(self, query: Query, documents: tuple[int, ...]) -> Reading | None:
        """Return the reading of the row that a question means, or None where none is sure."""
        text = plain(query.text)
        beside = self._without_owner(text, documents)
        numbered = self._cards.numbered(query, documents)
        if not numbered and query.row_number is not None and query.annexes:
            return None
        numbered = numbered or self._printing(text, documents)
        cards = numbered or self._cards.likely(_phrases(text, query), beside, documents)
        if query.annexes or query.table_words:  # the department's own row of a table
            cards = _all_said(self._cards.likely(text, text, documents)) or cards
        best = self._best(query, text, cards)
        if best is None:  # a name was taken for words to ask
            said = _all_said(self._cards.likely(beside, beside, documents))
            rivals = [c for c in cards if said and c.weight >= said[0].weight - CLOSE]
            best = None if len(rivals) > len(said) else self._best(query, text, said)
        best = best or self._best(query, text, self._cards.coded(query, text, documents))
        return best or self._measured(query, text, beside, documents)

    def _measured(
        self, query: Query, text: str, beside: str, documents: Sequence[int]
    ) -> Reading | None:
        """Return the reading of the one goal in the measure that a question asks for."""
        hit = measured_rows.find(text, beside, documents, self._cards, self._cells)
        if hit is None or query.asks(*WORKED, *STRICT, *WORDED, *ONLY_WORDED):
            return None
        found, goal = hit
        reading = self._reading(query, text, found, goal)
        more = measured_rows.asks_more(reading.rest)
        others = measured_rows.told_of_others(reading.left, found.card, self._cards)
        if more or reading.answered < TOLD or others > found.named:
            return None
        return replace(reading, measured=True)

    def in_measure(self, query: Query, place: Ground, plan: Plan) -> Plan:
        """Return a plan, or where it tells a figure in another measure than asked, the goal in it."""
        cells = [t.figure for step in plan.steps for t in step.operands]
        kinds = {asked.operation for asked in query.operations}
        if plan.route is not Route.TABLE or len(cells) != 1 or not kinds <= COUNTING:
            return plan
        measure = measured_rows.measure_of(plain(query.text))
        if measure is not None and (counted := self._cells.counted(cells[0], measure.fits)):
            step = Step(Operated(Operation.LOOKUP), (Target(counted),))
            return replace(plan, steps=(step,), whole=True)
        if Operation.SUM in kinds:
            return plan
        if not measured_rows.is_other(plain(query.text), cells[0]):
            return plan
        if not self._may_be(query, place):
            return plan
        text = plain(query.text)
        beside = self._without_owner(text, place.documents)
        best = self._measured(query, text, beside, place.documents)
        return plan if best is None else self._planned(best, query)

    def _printing(self, text: str, documents: Sequence[int]) -> list[Found]:
        """Return the card of the one row that prints a number of a document or project as said."""
        said = number_said(text)
        if said is None:
            return []
        cards = [
            c for c in self._cards.of(documents)
            if c.entry.kind == "item" and self._cells.prints(c, said[0])
        ]  # fmt: skip
        rows = {c.entry.id: c for c in cards}
        near = frozenset(range(said.start(), said.end()))
        found = [Found(c, UNIQUE, UNIQUE, 1.0, frozenset(), near) for c in rows.values()]
        return found if len(found) == 1 else []

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
        heads = "".join(figure.column_name for _, figure in best.told)
        kinds = self._words.kinds_of_funds(query.text, heads)
        best = of_fund(best, self._catalogue, self._lookup, kinds) if kinds else best
        others = [r for r in readings if r.found.card.entry is not best.found.card.entry]
        rivals = [r for r in others if r.rank[0] >= best.rank[0] - CLOSE]
        if any(not is_same(best, r) and not is_part_of(best, r) for r in rivals):
            return None
        if any(is_apart(best, other) for other in cards):
            return None
        meant = [card for card in cards if is_meant_too(best, card)]
        also = tuple(self._ranked(query, text, meant))
        apart = any(is_namesake(best, other) for other in cards)
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
        if not stands_in(query, found.card) or self._cells.only_by_unit(found.card, query.text):
            return False
        words = any(is_words(figure) for _, figure in best.told)
        several = words or len(best.told) > 1
        if not several and _asks(query, best, WORDED):
            return False
        if not words and _asks(query, best, ONLY_WORDED) and not self._is_reached(best, query):
            return False
        beside = is_of_rows_beside(query, best) or self._cells.is_public(found.card, query)
        if _strays(query, best) or beside:
            return False
        all_told = best.answered == 1 and len(best.told) > 1
        if best.loss > (MORE_LEFT if found.cover >= WHOLE or all_told else LEFT):
            return False
        if self._cards.knows(best.left, found.card):
            return False
        some = found.cover >= WHOLE and several
        if best.answered < (TOLD if not some else SOME_TOLD):
            return False
        many = len(best.told) >= MANY or (entry.kind == "total" and self._worked(best, query.text))
        if many and best.answered == 1 and found.named >= SOME and not best.left:
            return True
        whole = best.answered == 1 and not best.left and words
        return found.cover >= COVER or found.named >= (1 if whole else UNIQUE)

    def _is_reached(self, best: Reading, query: Query) -> bool:
        """Tell whether a question asks how far what the row reached is from its goal."""
        return apart_asked(query.text) and self._cells.reached(best.found.card) is not None

    def _reading(self, query: Query, text: str, found: Found, goal: Asked | None = None) -> Reading:
        number = number_said(text)
        other = number is not None and not self._cells.prints(found.card, number[0])
        if other or self._words.opposed(text, found.card.name):
            return Reading(found, (), (), (text,))
        masked = self._masked(text, found)
        masked = measured_rows.without(masked, goal) if goal else masked
        asked = [*self._cells.fitting(found.card, given(masked))]
        asked += self._cells.by_heads(found.card, masked)
        asked += self._cells.by_values(found.card, masked)
        asked += self._cells.by_texts(found.card, masked)
        asked = self._cells.worked_rate(found.card, asked_columns(masked, outermost(asked)))
        asked = [goal, *asked] if goal else asked
        held = apart_asked(text) and self._cells.reached(found.card) is not None
        if held:
            asked = [*asked, self._cells.default(found.card)]
        named = pairs(found.card.name)
        known = {n for i in range(len(text) - 1) if text[i : i + 2] in named for n in (i, i + 1)}
        known |= found.near | self._cells.units_in(found.card, masked)
        unasked = without(masked, asked, frozenset(known))
        rest = without_worked(without_apart(unasked) if held else unasked)
        if (query.year_offset and earlier_said(rest)) or lacks_unpaid(text, asked):
            return Reading(found, (), (), (text,))
        told = tuple(self._cells.of(found.card, asked, text))
        if self._cells.plans_all(found.card, asked, told):
            asked = [one for one in asked if one.aspect.name != PLANNED]
            asked.append(self._cells.default(found.card))
            told = tuple(self._cells.of(found.card, asked, text))
        if self._cells.asks_default(rest) and not column_worked.tells_money(told):
            asked = [*asked, self._cells.default(found.card)]
            told = tuple(self._cells.of(found.card, asked, text))
        return Reading(found, tuple(asked), told, left_of(rest), rest=unasked)

    def _masked(self, text: str, found: Found) -> str:
        """Return a question without the row's name and without telling names around it.

        What is only part of a column's head that is said (事业 of 事业收入) stays.
        """
        gone = set(found.own)
        for i in range(len(text) - 1):
            if {i, i + 1} <= found.near and self._cards.tells(text[i : i + 2]):
                gone |= {i, i + 1}
        for head in self._cells.heads_said(found.card, text):
            gone -= set(head) if not set(head) <= gone else set()
        return "".join(MASK if i in gone else char for i, char in enumerate(text))

    def _worked(self, best: Reading, text: str) -> list[Step]:
        """Return what a question works out of cells of the row."""
        card, told = best.found.card, dict(best.told)
        steps = column_worked.of_names(best.told, text)
        if apart_asked(text):
            reached = told.get("reached") or self._cells.reached(card)
            target = told.get("target") or self._cells.target(card)
            steps += column_worked.difference(target, reached)
        if "score" in told and lost_said(text):
            steps += column_worked.difference(self._cells.full_score(card), told["score"])
        return steps or self._of_funds(best, plain(text))

    def _of_funds(self, best: Reading, text: str) -> list[Step]:
        """Return the part of a row's money that one fund is, or what it does not pay of it."""
        told, money = dict(best.told), self._cells.money(best.found.card)
        frame = frames.read(text)
        start = text.find(frame.whole) if frame is not None else -1
        inside = frame is None or set(range(start, start + len(frame.whole))) <= best.found.own
        for one in best.asked:
            if one.aspect.name in told and is_unpaid(text, one):
                return column_worked.difference(money, told[one.aspect.name])
        part = inside and works_out("part", text)
        return column_worked.of_whole(best.told, money) if part else []

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


def _phrases(text: str, query: Query) -> str:
    """Return a question of which only phrases are left: no department, no year, no words to ask."""
    said = [plain(m.text) for m in query.mentions]
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


def _asks(query: Query, best: Reading, operations: Collection[Operation]) -> bool:
    """Tell whether an operation is asked in other words than the row's name and its cells."""
    text = plain(query.text)
    for asked in (one for one in query.operations if one.operation in operations):
        start = text.find(plain(asked.text))
        if start < 0 or best.rest[start : start + len(asked.text)].strip(","):
            return True
    return False


def _strays(query: Query, best: Reading) -> bool:
    """Tell whether a phrase names something of which the row explains nothing."""
    text = plain(query.text)
    for phrase in (plain(mention.text) for mention in query.mentions):
        start = text.find(phrase)
        if start < 0 or len(phrase) < LEFT or not left_of(phrase):
            continue
        if best.rest[start : start + len(phrase)] == phrase:
            return True
    return False
