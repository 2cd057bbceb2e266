"""Hold the results that a later step of a question works on: cells, worked out and stated figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa import calculate
from qa.answering.cite import cite
from qa.answering.names import Names
from qa.answering.wording import Wording
from qa.linking.text import bare
from qa.planning.find import filled
from qa.planning.types import Figure, Plan
from qa.query import Answer, Citation, Operation, Route, Value

if TYPE_CHECKING:
    from qa.talk.frame import Turn
    from qa.view import View

MOST = 12
EXTREMES = (Operation.TOP, Operation.BOTTOM)
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
        column = self.figure.column_name if self.figure is not None else ""
        return bare(words) in bare(self.name) + bare(column)


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
        return Operand(name, said, number.value, number.unit, figure.year, cited, figure)

    def of_cells(self, cells: Sequence[Figure]) -> list[Operand]:
        """Return the filled cells as operands, each once."""
        found = {(c.row_id, c.column): c for c in cells if filled(c)}
        return [self.of_cell(cell) for cell in list(found.values())[:MOST]]

    def of_turn(self, turn: Turn) -> list[Operand]:
        """Return what a question was answered by, where that is one cell."""
        cells = {(c.row_id, c.column) for c in turn.cells}
        return self.of_cells(turn.cells) if len(cells) == 1 else []

    def of_answer(
        self, told: Answer, plan: Plan, cells: Sequence[Figure], words: str = ""
    ) -> list[Operand]:
        """Return what was asked of an answer's figures: worked out, chosen, looked up or stated."""
        if told.route in _OPEN:
            return []
        worked = [v for v in told.values if not v.column and number_of(v) is not None]
        if told.calculation and worked:
            apiece = all(s.asked.operation is Operation.PER_HEAD for s in plan.steps)
            return [_of_value(v, told) for v in (worked if apiece else worked[:1])]
        if cells and told.route in (Route.TABLE, Route.BOTH):
            found = self.of_cells(cells) if all(map(filled, cells)) else []
            ranked = [s.asked for s in plan.steps if s.asked.operation in EXTREMES]
            return found[: ranked[0].k or 1] if len(ranked) == 1 == len(plan.steps) else found
        return _stated(told, words)


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
    own = [v for v in named if not v.column.startswith(("较", "增", "change"))]
    chosen = money if len(money) == 1 else own if len(own) == 1 else []
    return [_of_value(v, told) for v in chosen]


def _of_value(value: Value, told: Answer) -> Operand:
    name = value.label.split(" ÷ ")[0]
    said = name if not value.column and name == "合计" else f"“{name}”"
    return Operand(name, said, Decimal(value.value), value.unit, value.year, told.citations)
