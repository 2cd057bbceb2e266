"""Tell what part of a row, or of all of a table, rows below it are: where they stand says which holds which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qa.answering import formulas as told
from qa.answering.expressions import Pair, Sum
from qa.linking.printed import plain
from qa.planning.expression_cells import Side
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Route
from qa.words import formulas as words

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.planning.formulas import Formulas

OF_ROW = ("rest", "share")


def answer(found: Formulas, asked: words.Formula) -> tuple[Plan, Answer] | None:
    """Return the share that named rows have in a named one above them, or in all of a named table."""
    if "share" not in asked.asks or asked.after is not None or not found.said.names:
        return None
    if "each" in asked.asks or asked.shares > 1 or (asked.loose and asked.joins):
        return None  # each part has its own share; a word that is left may be a part too
    if len({t.ids for t in found.said.tables}) > 1 or len(found.said.years) > 1:
        return None
    wholes = [found.said.marked[i].forms for i in asked.wholes]
    found_pairs = [
        pair for pair in _pairs(found) if all(_is_called(pair[1][1], forms) for forms in wholes)
    ]
    found_pairs.sort(key=lambda one: one[0], reverse=True)
    if not found_pairs:
        return None
    parts, whole = found_pairs[0][1]
    step = Step(Asked(Operation.SHARE), tuple(map(Target, parts.plus)), (Target(whole.plus[0]),))
    plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("formulas",))
    done = told.worded(found.view, found.query, [(parts, whole)], asked)
    return plan, found.of_all(asked, [(parts, whole)], done)


def _pairs(found: Formulas) -> Iterator[tuple[tuple[float, ...], tuple[Sum, Sum]]]:
    """Give the parts and their whole in each table that has them, with how likely they are meant."""
    inside = found.said.tables[0].ids if found.said.tables else frozenset()
    year = found.said.years[0] if found.said.years else None
    for table in found.cells.tables(Side(tables=inside), found.documents()):
        for one in found.in_table(table, year):
            figures = one.figures
            columns = {f.column for f in figures}
            if len(columns) > 1 or len({f.row_id for f in figures}) < len(figures):
                continue
            whole = _above(found, figures)
            if whole is None and inside:
                whole = _total(found, table, figures)
            parts = tuple(f for f in figures if f is not whole)
            apart = _above(found, parts) is None
            if whole is not None and parts and apart and _fits(parts, whole):
                rank = (float(found.is_of_fund(whole)), *one.rank)
                yield rank, (Sum(parts), Sum((whole,)))


def _is_called(whole: Sum, forms: Sequence[str]) -> bool:
    """Tell whether a whole, or its column, goes by a name."""
    figure = whole.plus[0]
    path = [plain(part) for part in figure.column_name.split("/")]
    label = plain(figure.label)
    return any(plain(form) in label or plain(form) in path for form in forms)


def _above(found: Formulas, figures: Sequence[Figure]) -> Figure | None:
    """Return the cell of the row below which all others stand."""
    rows = found.view.catalogue.rows
    for figure in figures:
        others = [f for f in figures if f is not figure]
        label = plain(figure.label)
        if others and all(label in map(plain, rows[o.row_id].parents) for o in others):
            return figure
    return None


def _total(found: Formulas, table: Sheet, figures: Sequence[Figure]) -> Figure | None:
    """Return the cell of a table's one total in the column of others that are no part of each other."""
    rows = found.view.catalogue.rows
    if len(figures) > 1 or any(rows[f.row_id].kind != "item" for f in figures):
        return None
    totals: list[Entry] = [e for e in table.rows if e.kind == "total" and not e.parents]
    cells = [found.cells.figure(table, e, figures[0].column) for e in totals]
    filled = [c for c in cells if c is not None]
    return filled[0] if len({c.fact.value for c in filled if c.fact}) == 1 else None


def _fits(parts: Sequence[Figure], whole: Figure) -> bool:
    """Tell whether parts do not exceed their whole, of one unit."""
    amounts = [f.fact.value for f in (*parts, whole) if f.fact and f.fact.value is not None]
    units = {f.fact.unit for f in (*parts, whole) if f.fact}
    if len(amounts) <= len(parts) or len(units) > 1:
        return False
    return sum(amounts[:-1]) <= amounts[-1] and amounts[-1] > 0


def pairs(asked: words.Formula, figures: tuple[Figure, ...]) -> list[Pair]:
    """Return the sums that are set against each other, or told by themselves."""
    asks = asked.asks
    if asked.after is not None:
        together = len(figures) == 1 or ("sum" in asks and "each" not in asks)
        return [(Sum(figures), None)] if together and not asks & {*OF_ROW, "gap"} else []
    if len(figures) < 2:
        return []
    if "rest" in asks:
        return [(Sum(figures[:1], figures[1:]), None)] if len(figures) == 2 else []
    if "share" in asks:
        return [(Sum(figures[1:]), Sum(figures[:1]))] if asks <= {"share", "sum"} else []
    if asks & {"gap", "which", "times", "same"}:
        two = len(figures) == 2 and "sum" not in asks - {"which"}
        first, second = Sum(figures[:1]), Sum(figures[1:])
        turned = "times" in asks and asked.turned
        return [(second, first) if turned else (first, second)] if two else []
    if "sum" in asks:
        return [(Sum(figures), None)]
    return [(Sum((figure,)), None) for figure in figures]
