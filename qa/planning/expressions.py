"""Set things that a question names against each other: each side an expression of cells.

A side is a cell, a sum of cells, all of a table without some of its rows, in the table, the column,
the year and of the department that its words say. Nothing is told unless every word is explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qa import calculate
from qa.answering import all_money
from qa.answering import expressions as told
from qa.answering.expressions import Pair, Sum
from qa.errors import CalculationError
from qa.linking.printed import plain
from qa.planning import expression_told
from qa.planning.expression_cells import Cells, Side, shared
from qa.planning.expression_statements import Statement, statements
from qa.planning.expression_words import tokens, without_own
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.words import expressions as words
from qa.words.expressions import Token

_OF_TWO = {"share": Operation.SHARE, "times": Operation.RATIO, "sum": Operation.SUM}
_PLAIN = {"gap", "way", "share", "times"}

if TYPE_CHECKING:
    from qa.catalogue import Sheet
    from qa.view import View


def answer(
    view: View, query: Query, *, alone: bool = True, of_gap: bool = False
) -> tuple[Plan, Answer] | None:
    """Return what the things that a question names give, else None; it stands `alone`, without talk.

    `of_gap`: only where the gap is a share of one of the sides, as the question says.
    """
    leans = query.follow is not None and not alone
    if leans or query.refusals or not words.asked(plain(query.text)):
        return None
    said = tokens(view, query)
    if said is None:
        return None
    worked = Expressions(view, query)
    whole = without_own(view, said)
    for statement in (*statements(said), *(statements(whole) if whole != said else ())):
        if of_gap and statement.of is None:
            continue
        try:
            pairs = worked.pairs(statement)
            if pairs:
                return _told(view, query, statement, pairs, worked.share_of(statement))
        except CalculationError:
            continue
        if (stated := expression_told.answer(view, query, statement)) is not None:
            return stated
        if blank := expression_told.blank(worked.cells, statement, worked.documents):
            refused = Plan(Route.REFUSE, reason=f"blank:{blank}", trace=("expressions",))
            return refused, view.composer.compose(query, refused)
    return None


def _told(
    view: View, query: Query, statement: Statement, pairs: Sequence[Pair], share_of: int | None
) -> tuple[Plan, Answer]:
    """Return the plan and the words: those of two cells where no more is asked of no more."""
    other = pairs[0][1]
    asks = set(statement.asks)
    operation = next((op for ask, op in _OF_TWO.items() if ask in asks), Operation.DIFFERENCE)
    figures = [f for pair in pairs for side in pair if side for f in side.figures]
    step = Step(Asked(operation), tuple(map(Target, figures)))
    two = len(pairs) == 1 and len(figures) == 2 and other is not None and not other.minus
    if two and operation is Operation.SHARE:
        step = Step(Asked(operation), step.operands[:1], step.operands[1:])
    plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("expressions",))
    apart = figures[0].table_id == figures[-1].table_id or figures[0].label != figures[-1].label
    one = two and apart and share_of is None and len(asks - {"way", "each"}) == 1

    def word(of: Sequence[Pair]) -> Answer:
        return told.worded(view, query, of, statement.asks, share_of)

    done = view.composer.compose(query, plan) if one and asks <= _PLAIN else word(pairs)
    if statement.one.tables or (statement.other and statement.other.tables):
        return plan, done
    return plan, all_money.of_pairs(view, query, done, pairs, word)


@dataclass(frozen=True, slots=True)
class _InOne:
    """Hold the cells of both sides in one table, and whether a row of it is named."""

    rank: tuple[float, float]
    one: list[Figure]
    other: list[Figure]
    of_rows: bool


def _amount(figure: Figure) -> tuple[object, str | None]:
    """Return what a cell holds, to be told from others."""
    fact = figure.fact
    return (fact.value, fact.unit) if fact is not None else (None, None)


@dataclass
class Expressions:
    """Find the cells of statements over one question's documents."""

    view: View
    query: Query
    cells: Cells = field(init=False)

    def __post_init__(self) -> None:
        self.cells = Cells(self.view)

    def pairs(self, statement: Statement) -> list[Pair]:
        """Return the sums that stand against each other."""
        if statement.less is not None:
            return self._rests(statement)
        if statement.years:
            return self._of_years(statement)
        found = self._two(statement.one, statement.other)
        joined = statement.one.joined or statement.other.joined
        if found is None and ("same" in statement.asks or (joined and "gap" in statement.asks)):
            found = self._apart(statement.one, statement.other)
        if found is None:
            return []
        one, other = found
        sides = statement.one, statement.other
        if not all(map(self._stated, sides, found)) or not all(map(self.cells.fits, sides, found)):
            return []
        if any(map(self._nested, found)):
            return []  # no sum of a thing and its own part
        if max(map(len, found)) > 1 and not any(s.joined or s.below or s.count for s in sides):
            return []  # words that only follow each other name one thing
        if statement.moved:
            return self._moved(statement, Sum(tuple(one)), Sum(tuple(other)))
        if {(f.row_id, f.column) for f in one} & {(f.row_id, f.column) for f in other}:
            return []
        if statement.each and len(one) > 1 and len(other) in (1, len(one)):
            others = other * len(one) if len(other) == 1 else other
            return [(Sum((a,)), Sum((b,))) for a, b in zip(one, others, strict=True)]
        return [(Sum(tuple(one)), Sum(tuple(other)))]

    def _stated(self, side: Side, figures: Sequence[Figure]) -> bool:
        """Tell whether a side is as many and as much as the question says; a change is held elsewhere."""
        if side.count > 2 and side.count != len(figures):
            return False  # 三类 are three
        if side.stated is None or side.whole:
            return True
        return len(figures) == 1 and all(
            f.fact is not None and f.fact.value == side.stated for f in figures
        )

    def _nested(self, figures: Sequence[Figure]) -> bool:
        """Tell whether one of several cells stands below another of them."""
        rows = self.view.catalogue.rows
        return any(
            plain(other.label) in map(plain, rows[one.row_id].parents)
            and rows[other.row_id].level < rows[one.row_id].level
            for one in figures
            for other in figures
            if one.table_id == other.table_id and one.row_id != other.row_id
        )

    def _moved(self, statement: Statement, one: Sum, other: Sum) -> list[Pair]:
        """Return how far both sides went from the year before, the second by as much as is said."""
        before = self._before(one), self._before(other)
        if before[0] is None or before[1] is None:
            return []
        first, second = (
            Sum(now.plus, then.plus) for now, then in ((one, before[0]), (other, before[1]))
        )
        gap = second.value(calculate.common_unit(second.figures))
        if statement.other.stated is not None and abs(gap) != statement.other.stated:
            return []
        return [(first, second)]

    def _of_years(self, statement: Statement) -> list[Pair]:
        """Return both sides in each of two years."""
        pairs: list[Pair] = []
        for year in statement.years:
            one, other = (replace(s, year=year) for s in (statement.one, statement.other))
            if (found := self._two(one, other)) is None:
                return []
            pairs.append((Sum(tuple(found[0])), Sum(tuple(found[1]))))
        return pairs

    def share_of(self, statement: Statement) -> int | None:
        """Return of which side the gap is a share where the question says so."""
        if statement.of is None:
            return None
        said = statement.of
        for at, side in enumerate((statement.one, statement.other)):
            own = {n.text for n in side.names}
            if (said.tables and said.tables == side.tables) or (
                said.names and {n.text for n in said.names} <= own
            ):
                return at
        raise CalculationError("unit:")

    def _two(self, one: Side, other: Side) -> tuple[list[Figure], list[Figure]] | None:
        """Return the cells of both sides, of one table where one has them."""
        if one.year and not other.year and not other.empty:
            other = replace(other, year=one.year)
        if self._is_crossed(one, other):
            names = (*one.names, *other.names)
            return self._in_one(replace(one, names=names), replace(other, names=names))
        if one.documents or other.documents:
            one, other = (
                replace(s, documents=s.documents or t.documents)
                for s, t in ((one, other), (other, one))
            )
        tables = one.tables and other.tables and one.tables != other.tables
        owned = one.documents != other.documents
        if not (tables or owned) and (found := self._in_one(one, other)) is not None:
            return found
        far = one.year != other.year and one.year and other.year
        kinds = [{n.text for n in side.names if self._is_context(n)} for side in (one, other)]
        if not (tables or owned or far or (all(kinds) and not kinds[0] & kinds[1])):
            return None
        first, second = self._best(self._lent(one, other)), self._best(self._lent(other, one))
        if not (first and second):
            return None
        known = self.view.catalogue.documents
        phases = {known[f.document_id].phase for f in (*first, *second)}
        said = any(words.is_stage(name.text) for name in (*one.names, *other.names))
        return (first, second) if len(phases) < 2 or said else None

    def _is_crossed(self, one: Side, other: Side) -> bool:
        """Tell whether sides of two years name the row and the column of one thing (甲今年比去年的会议费)."""
        years = one.year and other.year and one.year != other.year
        if not years or one.joined or other.joined or not (one.names and other.names):
            return False
        for table in self.cells.tables(one, self.documents(replace(one, year=None))):
            reads = self.cells.read(one, table), self.cells.read(other, table)
            if reads[0] is not None and reads[1] is not None:
                rows, columns = (
                    [len(r.rows) for r in reads if r],
                    [len(r.columns) for r in reads if r],
                )
                if sorted(rows) == [0, 1] and sorted(columns) == [0, 1]:
                    return rows[0] != columns[0]
        return False

    def _apart(self, one: Side, other: Side) -> tuple[list[Figure], list[Figure]] | None:
        """Return the cells of sides that are to be the same, each of the one amount that it has.

        Columns that are added up are those of the row that the first side names (甲等于拨款加结转吗).
        """
        first, second = (self._best(side, only=True) for side in (one, other))
        rows = self.view.catalogue.rows
        named = any(rows[f.row_id].kind != "total" for f in first or ())
        if named and other.joined and self._only_columns(other, second):
            things = tuple(n for n in one.names if not self._is_context(n))
            second = self._best(replace(other, names=(*things, *other.names)), only=True)
        return (first, second) if first and second else None

    def _only_columns(self, side: Side, figures: Sequence[Figure] | None) -> bool:
        """Tell whether a side names nothing but columns, so that its cells are those of totals."""
        rows = self.view.catalogue.rows
        return not (side.tables or side.whole) and all(
            rows[f.row_id].kind == "total" for f in figures or ()
        )

    def _is_context(self, name: Token) -> bool:
        """Tell whether a name only says in which table or of which stage something is."""
        return self.cells.names.is_kind(name.text) or words.is_stage(name.text)

    def _lent(self, side: Side, other: Side) -> Side:
        """Return a side that names no thing of its own with the things that the other names."""
        if side.whole or any(not self._is_context(name) for name in side.names):
            return side
        if (side.tables or side.year) and not side.names:
            return replace(side, names=other.names)  # the row and the column of the other side
        said = {name.text for name in side.names}
        things = [n for n in other.names if not self._is_context(n)]
        more = (n for n in things or other.names if n.text not in said)
        return replace(side, names=(*side.names, *more))

    def _in_one(self, one: Side, other: Side) -> tuple[list[Figure], list[Figure]] | None:
        """Return the cells of both sides in one table, that which answers first."""
        tables = one.tables or other.tables
        documents = self.documents(replace(one, year=one.year if one.year == other.year else None))
        projects = one.projects or other.projects
        inside = self.cells.tables(replace(one, tables=tables, projects=projects), documents)
        found = [pair for table in inside if (pair := self._both_in(table, one, other))]
        found.sort(key=lambda pair: pair.rank, reverse=True)
        amounts = {tuple(map(_amount, (*pair.one, *pair.other))) for pair in found}
        if not found or (len(amounts) > 1 and not (tables or found[0].of_rows)):
            return None  # totals of several tables, none of which is named
        return found[0].one, found[0].other

    def _both_in(self, table: Sheet, one: Side, other: Side) -> _InOne | None:
        """Return the cells of both sides in one table."""
        reads = self.cells.read(one, table), self.cells.read(other, table)
        if reads[0] is None or reads[1] is None:
            return None
        both = shared((one, reads[0]), (other, reads[1]))
        if both is None:
            return None
        first = self.cells.figures(one, both[0], table)
        second = self.cells.figures(other, both[1], table)
        phase = any(words.is_stage(name.text) for name in other.names)  # 某项预算和决算: no total
        if first == second and reads[0].rows and other.names and not (reads[1].rows or phase):
            of_all = replace(both[1], rows=())  # 三类加起来等于基本支出吗: all of the table
            second = self.cells.figures(replace(other, whole=True), of_all, table)
        if not first or not second or first == second:
            return None
        rank = (float(reads[0].exact + reads[1].exact), self.cells.priority(table))
        return _InOne(rank, first, second, bool(reads[0].rows or reads[1].rows))

    def _best(self, side: Side, *, only: bool = False) -> list[Figure] | None:
        """Return the cells of one side in the table that answers first; no total of any table.

        `only`: where all tables that have them print the same.
        """
        found: list[tuple[tuple[float, float], bool, list[Figure]]] = []
        for table in self.cells.tables(side, self.documents(side)):
            read = self.cells.read(side, table)
            named = read is not None and (read.names or bool(side.tables))
            figures = self.cells.figures(side, read, table) if read is not None and named else None
            if read is not None and figures:
                rank = (float(read.exact), self.cells.priority(table))
                found.append((rank, bool(read.rows), figures))
        found.sort(key=lambda one: one[0], reverse=True)
        amounts = {tuple(map(_amount, figures)) for _, _, figures in found}
        if not found or (len(amounts) > 1 and (only or not (side.tables or found[0][1]))):
            return None
        return found[0][2]

    def documents(self, side: Side) -> Sequence[int]:
        """Return the documents of a side: of one department, of its year where there are several."""
        known = self.view.catalogue.documents
        inside = tuple(side.documents or self.query.scope.documents or known)
        if len({known[d].institution for d in inside}) > 1:
            return ()
        years = {known[d].fiscal_year for d in inside}
        if side.year in years:
            inside = tuple(d for d in inside if known[d].fiscal_year == side.year)
        elif len(years) > 1:
            return ()
        return inside

    def _rests(self, statement: Statement) -> list[Pair]:
        """Return a whole without its parts, and the same of the year before where that is asked."""
        less, whole = statement.less, statement.one
        assert less is not None
        found: list[tuple[tuple[float, float], Sum, Sum | None]] = []
        moved = len(statement.years) == 2 or bool({"way", "points"} & set(statement.asks))
        for table in self.cells.tables(whole, self.documents(whole)):
            now = self._rest_in(table, whole, less)
            if now is None:
                continue
            before = self._before(now[1]) if moved else None
            if moved and before is None:
                continue
            found.append((now[0], now[1], before))
        found.sort(key=lambda one: one[0], reverse=True)
        return [(found[0][1], found[0][2])] if found else []

    def _rest_in(
        self, table: Sheet, whole: Side, less: Side
    ) -> tuple[tuple[float, float], Sum] | None:
        reads = self.cells.read(whole, table), self.cells.read(less, table)
        if reads[0] is None or reads[1] is None or not reads[1].rows:
            return None
        columns = reads[0].columns or reads[1].columns
        one = replace(whole, whole=not reads[0].rows)
        all_of = self.cells.figures(one, replace(reads[0], columns=columns), table)
        parts = self.cells.figures(less, replace(reads[1], columns=columns), table)
        if not all_of or not parts or len(all_of) > 1 or (len(parts) > 1 and not less.joined):
            return None
        label = plain(all_of[0].label)
        rows = self.view.catalogue.rows
        held = one.whole or all(label in map(plain, rows[p.row_id].parents) for p in parts)
        if not held:
            return None
        return (reads[0].exact + reads[1].exact, self.cells.priority(table)), Sum(
            (all_of[0],), tuple(parts)
        )

    def _before(self, rest: Sum) -> Sum | None:
        """Return the same of the year before."""
        bases = self.view.planner.bases
        plus = [bases.prior(f) for f in rest.plus]
        minus = [bases.prior(f) for f in rest.minus]
        known = [f for f in (*plus, *minus) if f is not None and f.fact is not None]
        if len(known) < len(plus) + len(minus):
            return None
        return Sum(tuple(known[: len(plus)]), tuple(known[len(plus) :]))
