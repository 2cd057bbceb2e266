"""Tell whether figures of one thing tally in two places that a question names: tables, or text and table.

The places and the names are marked, what asks is `qa/data/tally.yaml`; nothing is told where a word is
left that could restrict what is meant, or where a place prints several amounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import plain_decimal
from qa.answering.cite import cite_all, value_of
from qa.checking.cells import YUAN, cells_of, money, place
from qa.checking.tally_words import Said, read, words
from qa.linking.text import unnumbered
from qa.planning.expression_cells import Cells, Side
from qa.planning.told_amounts import Amount, amounts
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Citation, Operation, Query, Route, Value
from qa.words.expressions import Token

if TYPE_CHECKING:
    from qa.view import View

TRACE = ("tally",)
MOST = 2  # cells told of that print the gap


@dataclass(frozen=True, slots=True)
class Place:
    """Hold one amount in yuan with how it is told and its evidence; `step` is its last digit's worth."""

    worth: Decimal
    step: Decimal
    unit: str
    told: str
    value: Value
    citations: tuple[Citation, ...]
    cell: Figure | None = None


def answer(view: View, query: Query, question: str) -> tuple[Plan, Answer] | None:
    """Return whether one thing is the same in all the places that a question names, else None."""
    said = None if query.refusals else read(view, question)
    if said is None:
        return None
    placed = _Placed(view, query, said)
    found = [placed.in_table(ids) for ids in said.tables]
    cells = [cell for cell in found if cell is not None]
    if len(cells) < len(found) or not placed.all_used():
        return None
    if said.narrative:
        stated = placed.in_text(cells)
        if stated is None:
            return None
        cells.insert(0, stated)
    return _told(view, query, said, cells)


@dataclass
class _Placed:
    """Find the amount of the named thing in each place."""

    view: View
    query: Query
    said: Said

    def __post_init__(self) -> None:
        self._cells = Cells(self.view)
        self._used: set[str] = set()

    def all_used(self) -> bool:
        """Tell whether every name is something in a table."""
        return self._used == {name.text for name in self.said.names}

    def in_table(self, ids: frozenset[int]) -> Place | None:
        """Return the one amount that the tables of one title print of what is named."""
        figures = [f for key in sorted(ids) if (f := self._cell(key)) is not None]
        amounts_of = {money(f) for f in figures}
        if len(amounts_of) != 1 or None in amounts_of:
            return None
        return self._of_cell(figures[0])

    def _cell(self, key: int) -> Figure | None:
        table = self.view.catalogue.tables[key]
        names = [n for n in self.said.names if self._stands(n, key)]
        side = Side(names=tuple(names), tables=frozenset({key}), whole=self.said.whole)
        reading = self._cells.read(side, table) if names or side.whole else None
        figures = self._cells.figures(side, reading, table) if reading is not None else None
        if not figures or len(figures) != 1:
            return None
        self._used |= {n.text for n in names}
        return figures[0]

    def _stands(self, name: Token, key: int) -> bool:
        printed = self._cells.names
        return any(p.table == key for form in name.forms for p in printed.places(form))

    def _of_cell(self, figure: Figure) -> Place | None:
        value, amount = value_of(figure), money(figure)
        if value is None or amount is None or figure.fact is None or figure.fact.value is None:
            return None
        unit = figure.fact.unit or ""
        step = Decimal(1).scaleb(int(figure.fact.value.as_tuple().exponent)) * YUAN[unit]
        told = place(self.view.catalogue, figure)
        cited = cite_all(self.view.catalogue, [figure])
        return Place(amount, step, unit, told, value, cited, figure)

    def in_text(self, cells: Sequence[Place]) -> Place | None:
        """Return what the text states of what is named: the amount of a table where it states several."""
        names = [n for n in self.said.names if n.text in self._used] or list(self.said.names)
        found: dict[Decimal, Place] = {}
        for name in names:
            labels = (unnumbered(c.cell.label) for c in cells if c.cell is not None)
            for form in dict.fromkeys((*labels, name.text, *name.forms)):
                for amount in amounts(self.view, self.query, form):
                    one = self._of_text(amount)
                    found.setdefault(one.worth, one)
        stated = [one for one in found.values() if self.said.states(one.worth)]
        same = [one for one in stated if all(_agree(one, cell) for cell in cells)]
        kept = same or stated
        return kept[0] if len(kept) == 1 else None

    def _of_text(self, amount: Amount) -> Place:
        frames = words(self.query)
        unit = amount.unit
        step = Decimal(1).scaleb(int(amount.value.as_tuple().exponent)) * YUAN[unit]
        shown = f"{plain_decimal(amount.value)} {unit}"
        value = Value(amount.name, frames["text"], plain_decimal(amount.value), unit, amount.year)
        told = frames["stated"].format(name=amount.name, value=shown)
        return Place(amount.value * YUAN[unit], step, unit, told, value, (amount.citation,))


def _agree(one: Place, other: Place) -> bool:
    """Tell whether two amounts are the same at the digits that both print."""
    return abs(one.worth - other.worth) * 2 <= (
        Decimal(0) if one.step == other.step else max(one.step, other.step)
    )


def _told(
    view: View, query: Query, said: Said, found: Sequence[Place]
) -> tuple[Plan, Answer] | None:
    """Word the verdict with all amounts, the gap of two, and what prints just that."""
    frames = words(query)
    same = all(_agree(found[0], other) for other in found[1:])
    if not same and len(found) != 2:
        return None
    unit = next((p.unit for p in found if p.cell is not None), found[0].unit)
    gap = abs(found[0].worth - found[-1].worth) / YUAN[unit]
    places = frames["join"].join(p.told for p in found)
    shown = f"{plain_decimal(found[-1].worth / YUAN[unit])} {unit}"
    apart = f"{plain_decimal(gap)} {unit}"
    text = frames["same" if same else "differ"].format(places=places, value=shown, gap=apart)
    values = [p.value for p in found]
    worked, more = None, list[Figure]()
    if not same:
        year = values[0].year
        values.insert(0, Value(frames["gap"], "", plain_decimal(gap), unit, year))
        high, low = sorted((p.worth / YUAN[unit] for p in found), reverse=True)
        worked = f"{plain_decimal(high)} − {plain_decimal(low)} = {plain_decimal(gap)} {unit}"
        more = list(_printed(view, found, gap * YUAN[unit]))[:MOST] if said.which else []
    elif query.asks(Operation.DIFFERENCE) and found[0].worth == found[-1].worth:
        values.insert(0, Value(frames["gap"], "", plain_decimal(gap), unit, values[0].year))
        text = f"{text}{frames['no_gap'].format(gap=apart)}"
    lines = [text, *(frames["of_row"].format(place=place(view.catalogue, f)) for f in more)]
    cells = [*(p.cell for p in found if p.cell is not None), *more]
    answer_ = Answer(
        question=query.original, language=query.language,
        route=Route.BOTH if said.narrative else Route.TABLE, answer="\n".join(lines),
        values=tuple(dict.fromkeys((*values, *(v for f in more if (v := value_of(f)))))),
        citations=tuple(dict.fromkeys((
            *(c for p in found for c in p.citations), *cite_all(view.catalogue, more)))),
        calculation=worked,
    )  # fmt: skip
    step = Step(Asked(Operation.DIFFERENCE), tuple(map(Target, cells)))
    return Plan(answer_.route, (step,), score=1.0, whole=True, trace=TRACE), answer_


def _printed(view: View, found: Sequence[Place], gap: Decimal) -> Iterator[Figure]:
    """Give the cells that print the gap: beside the larger amount in its row, else a row of its table."""
    larger = max(found, key=lambda p: p.worth)
    if larger.cell is None:
        return
    catalogue, own = view.catalogue, larger.cell
    table, row = catalogue.tables[own.table_id], catalogue.rows[own.row_id]
    beside = [c for c in cells_of(catalogue, view.lookup, table, row) if money(c) == gap]
    yield from beside
    rows = [r for r in table.rows if r.id != row.id and r.kind == "item"]
    for other in rows:
        same = (c for c in cells_of(catalogue, view.lookup, table, other) if c.column == own.column)
        yield from (c for c in same if money(c) == gap)
