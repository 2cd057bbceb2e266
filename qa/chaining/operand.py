"""Hold the results that a later step of a question works on: cells, worked out and stated figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa import calculate
from qa.answering.cite import cite, cite_text
from qa.answering.names import Names
from qa.answering.wording import Wording
from qa.errors import CalculationError
from qa.linking.text import bare
from qa.narration.figures import Bound, figures_of
from qa.planning.find import filled
from qa.planning.types import Figure, Plan, Step
from qa.query import Answer, Citation, Operation, Route, Value

if TYPE_CHECKING:
    from qa.talk.frame import Turn
    from qa.view import View

MOST = 12
SHARED = 3  # pairs of characters by which one of several stated amounts is the one asked for
EXTREMES = (Operation.TOP, Operation.BOTTOM)
_PLAIN = ("原文", "预算", "合计", "总计")
_PARTS = re.compile("其中|包括|分别")
_INNER = re.compile("元[:：]")  # what follows is part of that part
_OPEN = (Route.REFUSE, Route.CLARIFY)


@dataclass(frozen=True, slots=True)
class Operand:
    """Hold one result with its evidence; `said` is how it is named in a sentence."""

    name: str
    said: str
    amount: Decimal
    unit: str | None
    year: int | None
    citations: tuple[Citation, ...] = ()
    figure: Figure | None = None
    column: str = ""

    @property
    def plain(self) -> str:
        """Return the amount as it is told."""
        return calculate.shown(self.amount)

    @property
    def cell(self) -> tuple[int, int] | None:
        """Return the row and column of a printed figure."""
        return None if self.figure is None else (self.figure.row_id, self.figure.column)

    def of(self, unit: str | None) -> Decimal:
        """Return the amount in a unit."""
        if unit == self.unit or not (self.unit and unit):
            return self.amount
        return calculate.trimmed(convert(self.amount, self.unit, unit))

    def is_printed(self, words: str) -> bool:
        """Tell whether the figure is printed under some words."""
        return bare(words) in bare(self.around)

    @property
    def around(self) -> str:
        """Return all that names the figure."""
        return f"{self.name}{self.column}"


class Operands:
    """Find the operands that answers over one view give."""

    def __init__(self, view: View, say: Wording) -> None:
        self._view = view
        self._names = Names(view.catalogue, view.linker.words, say, many=False)

    def of_cell(self, figure: Figure) -> Operand:
        """Return a filled cell as an operand."""
        number = calculate.number(figure)
        name, said = figure.label or figure.column_name, self._names.what(figure)
        cited = (cite(self._view.catalogue, figure),)
        return Operand(
            name, said, number.value, number.unit, figure.year, cited, figure, figure.column_name
        )  # fmt: skip

    def of_cells(self, cells: Sequence[Figure]) -> list[Operand]:
        """Return the filled cells as operands, each once."""
        found = {(c.row_id, c.column): c for c in cells if filled(c)}
        return [self.of_cell(cell) for cell in list(found.values())[:MOST]]

    def of_turn(self, turn: Turn) -> list[Operand]:
        """Return what a question was answered by, where that is one cell."""
        cells = {(c.row_id, c.column) for c in turn.cells}
        return self.of_cells(turn.cells) if len(cells) == 1 else []

    def of_share(self, told: Answer) -> list[Operand]:
        """Return the part and the whole of the one share that an answer gives."""
        shares = [v for v in told.values if v.unit == "%"]
        others = dict.fromkeys(v for v in told.values if v.unit != "%")
        money = [v for v in others if is_money(v.unit or "") and number_of(v) is not None]
        if len(shares) != 1 or len(money) != 2 or len({v.unit for v in money}) > 1:
            return []
        sides = sorted((_of_value(v, told) for v in money), key=lambda o: o.amount)
        return sides if told.calculation else []

    def of_sentence(self, told: Answer, whole: Operand, words: str) -> Operand | None:
        """Return the one amount that a passage which states a whole binds to some words behind it."""
        documents = {c.document_id for c in told.citations} - {None}
        if len(documents) != 1 or not is_money(whole.unit or ""):
            return None
        stated = [b for b in figures_of(self._view.catalogue).all
                  if b.passage.document_id in documents and is_money(b.printed.unit)]  # fmt: skip
        found: dict[Decimal, Operand] = {}
        for one in (b for b in stated if _bound(b, whole).of("元") == whole.of("元")):
            word = without(bare(words), bare(one.printed.label))
            for other in (b for b in stated if b.passage.id == one.passage.id and len(word) > 1):
                if word in bare(other.printed.label) and _inside(other, one):
                    part = _bound(other, whole)
                    cited = cite_text(self._view.catalogue, other.passage, other.quote)
                    found.setdefault(part.of("元"), replace(part, citations=(cited,)))
        inner = next(iter(found.values())) if len(found) == 1 else None
        return inner if inner is not None and inner.of("元") < whole.of("元") else None

    def of_answer(
        self, told: Answer, plan: Plan, cells: Sequence[Figure], words: str = ""
    ) -> list[Operand]:
        """Return what was asked of an answer's figures: worked out, chosen, looked up or stated."""
        if told.route in _OPEN:
            return []
        worked = [v for v in told.values if not v.column and number_of(v) is not None]
        if told.calculation and worked:
            apiece = {s.asked.operation for s in plan.steps} == {Operation.PER_HEAD}
            return [_of_value(v, told) for v in (worked if apiece else worked[:1])]
        if cells and told.route in (Route.TABLE, Route.BOTH):
            ranked = [s for s in plan.steps if s.asked.operation in EXTREMES]
            if ranked and len(ranked) == len(plan.steps):
                return self.of_cells([c for step in ranked for c in chosen(step)])
            return self.of_cells(cells) if all(map(filled, cells)) else []
        return _stated(told, words)


def chosen(step: Step) -> list[Figure]:
    """Return the cells that a step picks as the most or the least of its group; none of unlike units."""
    least = step.asked.operation is Operation.BOTTOM
    cells = [t.figure for t in step.operands]
    try:
        return calculate.ranked(cells, step.asked.k or 1, smallest=least)
    except CalculationError:
        return []


def number_of(value: Value) -> Decimal | None:
    """Return a value as a number; None for words."""
    try:
        return Decimal(value.value)
    except InvalidOperation:
        return None


def _stated(told: Answer, words: str) -> list[Operand]:
    """Return the one amount that words state as what is asked, before how far it moved."""
    money = [v for v in told.values if is_money(v.unit or "") and number_of(v) is not None]
    said = bare(words or told.question)
    named = [v for v in money if bare(v.label) and bare(v.label) in said]
    headed = [v for v in named or money if bare(v.column) and bare(v.column) in said]
    own = headed or [v for v in named if not v.column.startswith(("较", "增", "change"))]
    picked = money if len(money) == 1 else own if len(own) == 1 else _nearest(said, money)
    return [_of_value(v, told) for v in picked]


def _inside(part: Bound, whole: Bound) -> bool:
    """Tell whether a text says that one figure of a passage is part of another before it."""
    between = whole.whole[whole.printed.place : part.printed.place]
    once = len(_PARTS.findall(between)) == 1 and not _INNER.search(between)
    return once and not _PARTS.search(whole.printed.clause)


def _bound(bound: Bound, whole: Operand) -> Operand:
    """Return a figure that narrative states as an operand of the year of another."""
    printed = bound.printed
    name = printed.label.strip(" ，、（(")
    amount = Decimal(printed.value.replace(",", ""))
    return Operand(name, f"“{name}”", amount, printed.unit, whole.year)


def without(word: str, name: str) -> str:
    """Return a word without what it shares with a name: 工程 of 工程采购 where 政府采购 was told."""
    runs = (name[i : i + n] for n in range(len(name), 1, -1) for i in range(len(name) - n + 1))
    shared = next((run for run in runs if run in word), "")
    return word.replace(shared, "") if shared and len(word) - len(shared) > 1 else word


def _nearest(said: str, money: Sequence[Value]) -> list[Value]:
    """Return the one amount whose name shares far more with what is asked than all others."""
    pairs = {said[i : i + 2] for i in range(len(said) - 1)}
    shared = sorted(((sum(p in bare(v.label) for p in pairs), i) for i, v in enumerate(money)))
    if len(shared) < 2 or shared[-1][0] < max(2 * shared[-2][0], SHARED):
        return []
    return [money[shared[-1][1]]]


def _of_value(value: Value, told: Answer) -> Operand:
    name = value.label.split(" ÷ ")[0]
    said = name if not value.column and name == "合计" else f"“{name}”"
    if value.column and value.column not in _PLAIN:
        said += f"的{value.column}"
    return Operand(
        name, said, Decimal(value.value), value.unit, value.year, told.citations, column=value.column
    )  # fmt: skip
