"""Answer a question of several steps: a later clause works on what the one before it gave.

The clause before, or the question before, is answered by itself; its figures are the operands of the
later one, whose other side is looked up as a question of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa import calculate
from qa.answering.wording import wording
from qa.chaining import later, step_work, step_years
from qa.chaining.operand import EXTREMES, MOST, Operand, Operands, chosen, number_of, without
from qa.linking.text import bare
from qa.planning.figures import make_figure
from qa.planning.find import amount_of, filled
from qa.planning.shares import WHOLE_KIND
from qa.planning.thing_counts import Counts
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Citation, Operation, Query
from qa.talk.frame import Turn
from qa.understand import understand
from qa.words import periods, steps
from qa.words.each import Each, same, scale_of
from qa.words.normalise import data, normalise

if TYPE_CHECKING:
    from qa.catalogue import Heading
    from qa.chaining.step_work import Work
    from qa.view import Explained, View

    Ask = Callable[[str, tuple[Turn, ...]], Explained]
    Read = Callable[[Query], Explained]

_COMPARED = (Operation.COMPARE, Operation.DIFFERENCE)
_OF_ONE = ("spread", "spread_sum", "apiece", "convert", "limit")


def answer(
    view: View, question: str, turns: tuple[Turn, ...], ask: Ask, read: Read
) -> tuple[Plan, Answer] | None:
    """Return the answer of a question whose last clause works on what is before it, else None."""
    for step in steps.read(normalise(question)):
        if not step.head and not turns:
            continue
        if found := _Stepped(view, question, turns, ask, read).answer(step):
            return found
    return step_years.answer(view, question, read) if not turns else None


def of_told(
    view: View, question: str, turns: tuple[Turn, ...], ask: Ask, read: Read
) -> tuple[Plan, Answer] | None:
    """Return the answer of a question that only works on the figures told before it, else None."""
    stepped = _Stepped(view, question, turns, ask, read)
    return next(filter(None, map(stepped.answer, later.read(view, question, turns))), None)


class _Stepped:
    """Work through the steps of one question."""

    def __init__(
        self, view: View, question: str, turns: tuple[Turn, ...], ask: Ask, read: Read
    ) -> None:
        self.view = view
        self.question = question
        self.turns = turns
        self.ask = ask
        self.read = read
        self.say = wording(understand(question, view.catalogue).language)
        self.operands = Operands(view, self.say)

    def answer(self, step: steps.Step) -> tuple[Plan, Answer] | None:
        """Return the answer of what is before a step and of the step itself, else None."""
        head = self._head(step) if step.head else self._before(step)
        if head is None:
            return None
        if step.kind == "own_of":
            return self._own(step, *head) if not step.head else None
        done, operands = head
        work = self._work(step, done, operands)
        if work is None:
            return None
        told = done.answer if step.head and _tells(done) else None
        plan = replace(done.plan, score=1.0, whole=True)
        return plan, step_work.joined(self.question, done, told, work)

    # --- what is before a step -----------------------------------------------------------

    def _head(self, step: steps.Step) -> tuple[Explained, list[Operand]] | None:
        """Return the answer of the clauses before a step with its figures."""
        text, count = steps.plain(step.head)
        if not steps.pattern("asking").search(text):
            if step.kind not in _OF_ONE:
                return None
            asks = data("steps.yaml")["sums" if step.kind == "spread_sum" else "asks"]
            text = f"{text}{asks}"
        done = self.ask(text, self.turns)
        operands = self.operands.of_answer(done.answer, done.plan, done.cells)
        if step.pairs and len({c.row_id for c in done.cells}) == 2 == len(done.cells):
            operands = self.operands.of_cells(done.cells)
        summed = bool(operands) and operands[0].figure is None
        if count and count != (len(done.cells) if summed else len(operands)):
            return None
        operands = self._with_turns(operands, step.count, self.turns)
        return (done, operands) if operands else None

    def _with_turns(
        self, operands: list[Operand], count: int, turns: Sequence[Turn]
    ) -> list[Operand]:
        """Return operands with those of questions before, up to as many as are meant."""
        for turn in reversed(turns):
            own = self.operands.of_turn(turn)
            if len(operands) >= count or not own or own[0].cell in {o.cell for o in operands}:
                break
            operands = [*own, *operands]
        return operands

    def _before(self, step: steps.Step) -> tuple[Explained, list[Operand]] | None:
        """Return the answer of the question before with its figures."""
        from qa.view import Explained

        last = self.turns[-1]
        if last.answer is None:
            return None
        plan = Plan(last.answer.route)
        operands = self.operands.of_answer(last.answer, plan, last.cells)
        count = max(step.count, 2 if step.pairs else 0)
        count = count if len(operands) == 1 else 0
        operands = self._with_turns(operands, count, self.turns[:-1])
        if step.kind == "rest" and last.query.asks(*EXTREMES):
            return self.ask(last.said or last.query.original, self.turns[:-1]), operands
        told = tuple(Target(o.figure) for o in operands if o.figure is not None)
        looked_up = tuple(Step(Asked(Operation.LOOKUP), (target,)) for target in told)
        plan = replace(plan, steps=looked_up)
        return (Explained(last.answer, last.query, plan, None), operands) if operands else None

    # --- the step itself -----------------------------------------------------------------

    def _work(self, step: steps.Step, done: Explained, operands: list[Operand]) -> Work | None:
        """Return what a step gives of its operands, else None."""
        if step.kind in _OF_ONE:
            return self._of_one(step, done, operands)
        if step.kind == "each":
            return self._each(step, operands)
        if step.kind == "rest":
            return self._rest(done)
        if step.kind == "part":
            inner = self._inner(step.other, operands[0], done)
            return step_work.share(inner, operands[0], self.say) if inner else None
        if step.pairs:
            return self._of_pair(step, done, operands)
        whole = step_work.together(operands, step.count, self.say)
        if whole is None:
            return None
        part, added = whole
        other = self._other(step, done, operands)
        if other is None or not _comparable((*operands, part), other):
            return None
        if step.kind == "added":
            work = step_work.added((part, other), self.say) if part.unit == other.unit else None
        elif step.kind == "share":
            sides = (other, part) if step.turned else (part, other)
            work = step_work.share(*sides, self.say, inside=not step.like)
        else:
            make = step_work.times if step.kind == "times" else step_work.gap
            work = make(part, other, self.say)
        return work and work.after(added)

    def _inner(self, words: str, whole: Operand, done: Explained) -> Operand | None:
        """Return the part of a whole that words name: a row of its table, or told where it is told."""
        if whole.figure is not None:
            title = self.view.catalogue.tables[whole.figure.table_id].title
            for said in dict.fromkeys((words, without(bare(words), bare(title)))):
                if own := later.beside(self.view, said, whole.figure):
                    return self.operands.of_cell(own)
        return self.operands.of_sentence(done.answer, whole, words)

    def _own(
        self, step: steps.Step, done: Explained, operands: list[Operand]
    ) -> tuple[Plan, Answer] | None:
        """Return what was planned for, or the contract of, the one thing told before."""
        if len(operands) != 1 or operands[0].is_printed(step.other):
            return None
        name = operands[0].figure.label if operands[0].figure else operands[0].name
        told = self._asked(f"{name}{step.other}", done)
        found = self.operands.of_answer(told.answer, told.plan, told.cells, f"{name}{step.other}")
        printed = len(found) == 1 and found[0].is_printed(step.other)
        return (told.plan, told.answer) if printed else None

    def _of_one(self, step: steps.Step, done: Explained, operands: list[Operand]) -> Work | None:
        """Return one result in another unit, or what of it falls on one of several things."""
        kinds = {s.asked.operation for s in done.plan.steps}
        if len(operands) != 1 or Operation.AVERAGE in kinds:
            return None
        if step.kind == "spread_sum" and kinds != {Operation.SUM}:
            return None
        if step.kind == "convert":
            return step_work.converted(operands[0], step.unit, self.say)
        if step.kind == "limit":
            return step_work.limit(operands[0], step.number, step.unit, self.say)
        if step.number is None:
            return None
        counted = periods.told(step.unit, self.say.language) or data("steps.yaml")["portion"]
        unit = understand(self.question, self.view.catalogue).unit
        return step_work.spread(operands[0], step.number, counted, unit, self.say)

    def _each(self, step: steps.Step, operands: list[Operand]) -> Work | None:
        """Return what of an amount told falls on one of the things told, or that it is for."""
        before = (o for turn in reversed(self.turns) for o in self.operands.of_turn(turn))
        known = [*operands, *before]
        money = next((o for o in known if is_money(o.unit or "")), None)
        counted = self._counted(Each(same(step.unit), "", 0, 0, divides=True), known, money)
        if money is None or counted is None:
            return None
        unit = understand(self.question, self.view.catalogue).unit
        work = step_work.spread(money, counted[0], step.unit, unit, self.say)
        return work and replace(work, citations=(*work.citations, *counted[1]))

    def _counted(
        self, thing: Each, known: Sequence[Operand], money: Operand | None
    ) -> tuple[Decimal, tuple[Citation, ...]] | None:
        """Return the number of some things that was told, or that the row of an amount gives."""
        told = next((o for o in known if thing.counts(o.name, o.unit)), None)
        if told is not None:
            return calculate.trimmed(told.amount * scale_of(told.unit)), told.citations
        found = Counts(self.view, thing).of(money.figure) if money and money.figure else None
        if found is None:
            return None
        cell = self.operands.of_cell(found.figure) if found.figure is not None else None
        number = calculate.trimmed(found.number * scale_of(found.unit))
        return number, cell.citations if cell else found.citations

    def _rest(self, done: Explained) -> Work | None:
        """Return what is left of the whole of a share, or of a group without what was chosen."""
        if pair := self.operands.of_share(done.answer):
            return step_work.rest(pair[1], pair[:1], self.say)
        step = done.plan.steps[0] if len(done.plan.steps) == 1 else None
        if step is None or step.asked.operation not in EXTREMES:
            return None
        picked = {(c.row_id, c.column) for c in chosen(step)}
        cells = {(t.figure.row_id, t.figure.column): t.figure for t in step.operands}
        known = [self.operands.of_cell(c) for c in cells.values() if filled(c)]
        others = [o for o in known if o.cell not in picked]
        if not others or len({o.unit for o in known}) > 1:
            return None
        if len(others) < MOST:
            return step_work.added(others, self.say)
        whole = self._total(next(iter(cells.values())))
        adds_up = whole is not None and whole.amount == sum(o.amount for o in known)
        parts = [o for o in known if o.cell in picked]
        return step_work.rest(whole, parts, self.say) if whole and adds_up else None

    def _of_pair(self, step: steps.Step, done: Explained, operands: list[Operand]) -> Work | None:
        """Return what a step that names nothing gives of the two results before it."""
        if len(operands) != 2 or not _comparable(operands[:1], operands[1]):
            return None
        if step.head and step.kind == "between" and done.query.asks(*_COMPARED):
            return None  # that is told already
        one, other = operands
        if step.kind == "times":
            high, low = (one, other) if one.amount >= other.amount else (other, one)
            return step_work.times(high, low, self.say)
        if step.kind == "over":
            if steps.is_planned(one.around) and not steps.is_planned(other.around):
                one, other = other, one
            return step_work.over(one, other, self.say)
        return step_work.gap(one, other, self.say)

    def _other(self, step: steps.Step, done: Explained, parts: Sequence[Operand]) -> Operand | None:
        """Return the figure that is meant as the other side of a step, as a question of its own."""
        words = step.other
        figure = next((p.figure for p in parts if p.figure is not None), None)
        figure = figure or next(iter(done.cells), None)
        if figure is not None and (own := later.beside(self.view, words, figure)):
            return self.operands.of_cell(own)
        if steps.pattern("several").search(words):
            return None
        if steps.pattern("entire").match(words):
            meant = step.head or step.count > 1
            return self._total(figure) if figure is not None and meant else None
        if not steps.pattern("own").match(words):
            within = self._in_table(words, figure) if figure is not None else None
            return within or self._looked_up(words, words, done, figure)
        names = [m.text for m in done.query.mentions[:1]]
        names += [figure.label] if figure is not None else []
        found = (self._looked_up(f"{name}{words}", words, done, figure) for name in names)
        return next((one for one in found if one is not None and one.is_printed(words)), None)

    def _looked_up(
        self, text: str, words: str, done: Explained, figure: Figure | None
    ) -> Operand | None:
        """Return the one figure that some words ask for in the scope and time of what is before."""
        told = self._asked(text, done)
        found = self.operands.of_answer(told.answer, told.plan, told.cells, words)
        if len(found) != 1 or told.query.asks(*EXTREMES):
            return None
        return self._nearest(found[0], told, figure)

    def _asked(self, words: str, done: Explained) -> Explained:
        """Return the answer to how much something is, in the scope and time of what is before."""
        text = f"{words}{data('steps.yaml')['asks']}"
        asked = understand(text, self.view.catalogue, done.query.language)
        scope = asked.scope if asked.scope.named else done.query.scope
        timed = done.query if not (asked.years or asked.offsets) else asked
        asked = replace(
            asked, scope=scope, years=timed.years, offsets=timed.offsets, follow=None, parts=(),
            year_offset=timed.year_offset, original=self.question,
        )  # fmt: skip
        return self.read(asked)

    def _in_table(self, words: str, figure: Figure) -> Operand | None:
        """Return the total of the one column of the part's table that some words name."""
        table = self.view.catalogue.tables[figure.table_id]
        name = bare(steps.pattern("total").sub("", words))
        named = [c for c in table.columns if c.role == "amount" and _leaf(c).endswith(name)]
        rows = self.view.planner.bases.totals(table, self.view.catalogue.rows[figure.row_id])
        if len(named) != 1 or not name or not rows:
            return None
        make = partial(make_figure, self.view.catalogue, self.view.lookup, table)
        part, whole = (
            make(row, named[0].index) for row in (self.view.catalogue.rows[figure.row_id], rows[0])
        )
        return self.operands.of_cell(whole) if filled(part) and filled(whole) else None

    def _nearest(self, found: Operand, told: Explained, figure: Figure | None) -> Operand:
        """Return the one of several figures of a name that the table of the part adds up to."""
        if figure is None:
            return found
        own, several = self._total(figure), [number_of(v) for v in told.answer.values]
        if own and own.figure and len(several) > 1 and own.amount in several:
            rows = self.view.planner.bases.wholes(own.figure, parents=False)  # that of all money
            whole = next((w for w in rows if filled(w) and amount_of(w) in several), None)
            return self.operands.of_cell(whole) if whole else own
        return self._of_all(told, figure) or self._beside(found, figure) or found

    def _of_all(self, told: Explained, figure: Figure) -> Operand | None:
        """Return the one of several figures of a name that is of all money, where the part is too."""
        targets = [t for s in told.plan.steps for t in s.operands]
        if len(targets) != 1 or len(told.answer.values) < 2 or told.query.table_words:
            return None
        wholes = (targets[0].figure, *targets[0].others)
        tables = self.view.catalogue.tables
        own = next((w for w in wholes if tables[w.table_id].kind == WHOLE_KIND), None)
        if own is None or not filled(own) or own.document_id != figure.document_id:
            return None
        label = bare(figure.label)
        rows = [e for e in tables[own.table_id].rows if bare(e.label) == label]
        make = partial(make_figure, self.view.catalogue, self.view.lookup, tables[own.table_id])
        part = make(rows[0], own.column) if len(rows) == 1 else None
        same = part is not None and filled(part) and amount_of(part) == amount_of(figure)
        return self.operands.of_cell(own) if same else None

    def _beside(self, found: Operand, figure: Figure) -> Operand | None:
        """Return the row of a name in the table of the part, where another table was read."""
        table = self.view.catalogue.tables[figure.table_id]
        entry = self.view.catalogue.rows[figure.row_id]
        if found.figure is None or found.figure.table_id == table.id:
            return None
        label = bare(found.figure.label)
        rows = [e for e in table.rows if bare(e.label) == label and e.side == entry.side]
        if len(rows) != 1 or rows[0] in self.view.planner.bases.totals(table, entry):
            return None
        make = make_figure(self.view.catalogue, self.view.lookup, table, rows[0], figure.column)
        return self.operands.of_cell(make) if filled(make) else None

    def _total(self, figure: Figure) -> Operand | None:
        """Return what the table of a figure adds up to in its column."""
        wholes = self.view.planner.bases.wholes(figure, parents=False)
        total = next((w for w in wholes if filled(w) and w.column == figure.column), None)
        return None if total is None else self.operands.of_cell(total)


def _leaf(column: Heading) -> str:
    return bare(column.path[-1]) if column.path else ""


def _comparable(parts: Sequence[Operand], other: Operand) -> bool:
    """Tell whether amounts are of one year and sort, and none is the other itself."""
    years = {o.year for o in (*parts, other) if o.year}
    money = all(is_money(o.unit or "") for o in (*parts, other))
    alike = money or {o.unit for o in parts} == {other.unit}
    same = any(o.cell is not None and o.cell == other.cell for o in parts)
    documents = {o.figure.document_id for o in (*parts, other) if o.figure is not None}
    return len(years) < 2 and len(documents) < 2 and alike and not same and other.amount > 0


def _tells(done: Explained) -> bool:
    """Tell whether an answer says more than the figures that a step on it names again."""
    looked_up = all(s.asked.operation is Operation.LOOKUP for s in done.plan.steps)
    return bool(done.answer.calculation) or not looked_up or not done.plan.steps
