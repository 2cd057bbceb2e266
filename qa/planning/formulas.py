"""Work out what a question asks of the names in it: cells of one row, one column or one item of two tables.

The words around the names say what is asked (`words/formulas.py`); nothing is told unless all of them
are explained and the names are rows, columns and titles of one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from qa.answering import all_money
from qa.answering import formulas as told
from qa.answering.expressions import Pair, Sum
from qa.errors import CalculationError
from qa.linking.printed import Place, plain, printed
from qa.linking.text import bare
from qa.planning import formula_moves, formula_names, formula_parts, head_counts
from qa.planning.expression_cells import Cells, Side
from qa.planning.find import filled
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.understand import complete, reader
from qa.words import formulas as words

if TYPE_CHECKING:
    from qa.catalogue import Entry, Heading, Sheet
    from qa.planning.formula_names import Said
    from qa.view import View
    from qa.words.expressions import Token

_OPERATIONS = {"share": Operation.SHARE, "times": Operation.RATIO, "sum": Operation.SUM}
_SUPPOSED = {"actual_spending"}  # 如果只花掉60% asks for nothing that was spent
_SPREAD = {"recipients", "headcount"}  # 分给在职的人,一人能分多少 asks for nobody's pay


def answer(view: View, query: Query, *, sure: bool = False) -> tuple[Plan, Answer] | None:
    """Return what the names of a question give as it asks, else None.

    `sure`: only where they are spread over people, or held together against the year before.
    """
    if not set(query.refusals) <= _SUPPOSED | _SPREAD:
        return None
    read = [
        formula_names.read(view, query, rows_first=first, wholes=whole)
        for first, whole in ((True, False), (False, False), (True, True))
        if not whole or words.asks("share").search(query.text)
    ]
    for said in dict.fromkeys(filter(None, read)):
        if not sure and (moved := formula_moves.answer(view, query, said)) is not None:
            return moved
        asked = words.read(said.text, printed(view.catalogue).labels)
        if asked is None or not (asked.asks or asked.after):
            continue
        if sure and not (asked.is_sure or "share" in asked.asks):
            continue
        if asked.asks == {"each"} and asked.after is None and words.asks_apart(said.text):
            continue  # several questions, each with a word of its own
        if asked.goes_on:
            continue
        if not _is_allowed(query, asked) or words.asks_other_units(query.text, asked):
            continue
        try:
            if (found := Formulas(view, query, said).answer(asked, sure=sure)) is not None:
                return found
        except CalculationError:
            continue
    return None


def restated(view: View, query: Query) -> str | None:
    """Return a question of what the text tells of one named thing in plain words, else None."""
    if query.scope.strangers or query.refusals:
        return None
    said = formula_names.read(view, query, terms=True)
    if said is None or said.tables or len(said.names) != 1:
        return None
    known = view.catalogue.documents
    inside = said.documents or query.scope.documents or tuple(known)
    years = {known[d].fiscal_year - back for d in inside for back in (0, 1)}
    if len(inside) != 1 or not set(said.years) <= years:
        return None
    name = said.names[0]
    if name.text not in name.forms:
        return None  # another word for it, or a part of it, is read by others
    plain_words = words.restated(said.text, name.text, query.language)
    return plain_words.format(x=name.text) if plain_words else None


def _is_allowed(query: Query, asked: words.Formula) -> bool:
    """Tell whether what is withheld elsewhere is only supposed here, or spread over people."""
    spread = asked.after is not None and asked.after.kind == words.HEADS
    withheld = set(query.refusals) - (_SPREAD if spread else set())
    return not withheld or (asked.after is not None and withheld <= _SUPPOSED)


@dataclass(frozen=True, slots=True)
class _Found:
    """Hold the cells that names give in one table, with how well they do."""

    rank: tuple[float, ...]
    figures: tuple[Figure, ...]

    @property
    def amounts(self) -> tuple[object, ...]:
        return tuple((f.fact.value, f.fact.unit) if f.fact else None for f in self.figures)


@dataclass
class Formulas:
    """Find the cells of one question."""

    view: View
    query: Query
    said: Said
    cells: Cells = field(init=False)

    def __post_init__(self) -> None:
        self.cells = Cells(self.view)

    def answer(self, asked: words.Formula, *, sure: bool = False) -> tuple[Plan, Answer] | None:
        """Return what is asked of the cells that are named."""
        if (part := formula_parts.answer(self, asked)) is not None:
            return part
        if (asked.loose or sure) and not asked.is_sure:
            return None
        figures = self._figures(asked)
        if "share" in asked.asks and figures and not self._is_part(asked, figures):
            return None
        figures = self._parts(asked, figures)
        pairs = formula_parts.pairs(asked, figures) if figures else []
        if "change" in asked.asks:
            pairs = self._moved(asked, figures)
        if not pairs:
            return None
        over = None
        if asked.after is not None and asked.after.kind == words.HEADS:
            counts, number = self.said.counts, asked.after.rate
            over = head_counts.place(self.view, self.documents(), counts, number, figures)
            if over is None:
                return None
        operation = next((op for a, op in _OPERATIONS.items() if a in asked.asks), None)
        if operation is None:
            gap = asked.asks & {"gap", "which", "change"}
            operation = Operation.DIFFERENCE if gap else Operation.LOOKUP
        step = Step(Asked(operation), tuple(map(Target, figures)))
        plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("formulas",))
        done = told.worded(self.view, self.query, pairs, asked, over)
        done = self.of_all(asked, pairs, done) if over is None else done
        return replace(plan, route=done.route), done

    def of_all(self, asked: words.Formula, pairs: Sequence[Pair], done: Answer) -> Answer:
        """Return an answer with what the same cells of all money give, where no table is named."""
        word = partial(told.worded, self.view, self.query, asked=asked)
        named = bool(self.said.tables)
        return done if named else all_money.of_pairs(self.view, self.query, done, pairs, word)

    def _moved(self, asked: words.Formula, now: tuple[Figure, ...]) -> list[Pair]:
        """Return what is named, added up, against the same of the year before, in the same columns."""
        if "sum" not in asked.asks or len(now) < 2 or asked.after is not None:
            return []
        inside = frozenset({now[0].table_id})
        year = now[0].year - 1
        before = self._best(inside, year=year) or ()
        rows = [f.row_id for f in now] == [f.row_id for f in before]
        return [(Sum(now), Sum(before))] if rows and {f.year for f in before} == {year} else []

    def _figures(self, asked: words.Formula) -> tuple[Figure, ...]:
        """Return the cells that are named, and before a row's column the row's total."""
        if len({t.ids for t in self.said.tables}) > 1:
            return self._of_tables()
        inside = self.said.tables[0].ids if self.said.tables else frozenset()
        if len(self.said.years) == 2 and "change" not in asked.asks:
            return self._of_years(inside) if "each" in asked.asks else ()
        of_row = bool(asked.asks & set(formula_parts.OF_ROW)) and len(self.said.names) < 3
        alone = len(self.said.names) == 1 and not inside and not self.said.years
        if asked.after and alone and (found := self._looked_up(self.said.names[0])):
            return found  # as it is answered by itself
        moves = "change" in asked.asks
        year = self._this_year() if moves else self._changed_year(asked)
        return self._best(inside, of_row=of_row, year=year) or ()

    def _parts(self, asked: words.Formula, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        """Return the cells without that which only says what the others are part of; none of both.

        工资福利支出里面,甲、乙两项: as many as the words say.
        """
        if "sum" not in asked.asks or len(figures) < 2:
            return figures
        rows = self.view.catalogue.rows
        above = [
            f
            for f in figures
            if any(plain(f.label) in map(plain, rows[o.row_id].parents) for o in figures)
        ]
        if above and above == [figures[0]] and asked.holds(0):
            figures = figures[1:]
        elif above:
            return ()
        return figures if asked.count in (0, len(figures)) else ()

    def _is_part(self, asked: words.Formula, figures: tuple[Figure, ...]) -> bool:
        """Tell whether the column that is named is said to be a part of what the row has."""
        path = tuple(plain(part) for part in figures[-1].column_name.split("/"))
        marks = [(i, t) for i, t in enumerate(self.said.marked) if t in self.said.names]
        parts = [i for i, t in marks if any(p.endswith(t.forms) for p in path)]
        wholes = [i for i, _ in marks if i not in parts]
        return len(parts) == len(wholes) == 1 and asked.is_part(parts[0], wholes[0])

    def _of_tables(self) -> tuple[Figure, ...]:
        """Return the cells of one item in each of several tables."""
        found = [self._best(token.ids) for token in self.said.tables]
        figures = tuple(f[0] for f in found if f and len(f) == 1)
        return figures if len(figures) == len(found) == len(set(figures)) else ()

    def _of_years(self, inside: frozenset[int]) -> tuple[Figure, ...]:
        """Return the cells of one item in each of two years, the later first where it is named first."""
        found = [self._best(inside, year=year) for year in self.said.years]
        figures = tuple(f[0] for f in found if f and len(f) == 1)
        return figures if len(figures) == 2 and figures[0] != figures[1] else ()

    def _best(
        self,
        inside: frozenset[int],
        *,
        of_row: bool = False,
        year: int | None = None,
        changed: bool = False,
    ) -> tuple[Figure, ...] | None:
        """Return the cells of the table that answers first, none where two that do differ."""
        if year is None and self.said.years:
            year = self.said.years[0]
        found: list[_Found] = []
        for table in self.cells.tables(Side(tables=inside), self.documents()):
            found += self.in_table(table, year, of_row=of_row)
        found = [f for f in found if self.is_of_fund(f.figures[0])] or found
        found.sort(key=lambda one: one.rank, reverse=True)
        found = [one for one in found if one.rank[0] == found[0].rank[0]]
        first = [one for one in found if found and one.rank[:-1] == found[0].rank[:-1]]
        if not first or (
            len({one.amounts for one in first}) > 1 and first[0].rank == first[1].rank
        ):
            return None
        if len({one.amounts for one in found}) > 1 and len(found[0].figures) == 1 and not inside:
            return None
        return first[0].figures

    def is_of_fund(self, figure: Figure) -> bool:
        """Tell whether a cell stands in a table of the fund that a question names."""
        kinds = self.view.linker.words.kinds_of_funds(self.query.text)
        return self.view.catalogue.tables[figure.table_id].kind in kinds

    def _this_year(self) -> int | None:
        known = self.view.catalogue.documents
        return next((known[d].fiscal_year for d in self.documents()), None)

    def _changed_year(self, asked: words.Formula) -> int | None:
        """Return the year of an amount that is changed: what there is now, for 明年 too."""
        known = self.view.catalogue.documents
        if asked.after is None or not self.said.years:
            return None
        years = [known[d].fiscal_year for d in self.documents()]
        if any(said < year for said in self.said.years for year in years):
            raise CalculationError("year:")  # 比上年减少10% is no amount to be cut
        return years[0] if years else None

    def documents(self) -> Sequence[int]:
        """Return the one document that is asked of."""
        known = self.view.catalogue.documents
        inside = tuple(self.said.documents or self.query.scope.documents or known)
        years = {known[d].fiscal_year for d in inside}
        if len(inside) > 1 and len(self.said.years) == 1 and self.said.years[0] in years:
            inside = tuple(d for d in inside if known[d].fiscal_year == self.said.years[0])
        return inside if len(inside) == 1 else ()

    def in_table(self, table: Sheet, year: int | None, *, of_row: bool = False) -> Iterator[_Found]:
        """Give the cells that all names give as rows and columns of a table."""
        options = [self._options(token, table) for token in self.said.names]
        for chosen in product(*options):
            rows = [ids for ids, _, _ in chosen if ids]
            columns = list(dict.fromkeys(heads for _, heads, _ in chosen if heads))
            exact = sum(one[2] for one in chosen)
            for found in self._cells(
                table, list(dict.fromkeys(_joined(rows))), columns, year, of_row=of_row
            ):
                yield _Found((exact, *self._rank(table, found)), found)

    def _options(
        self, token: Token, table: Sheet
    ) -> list[tuple[frozenset[int], tuple[Heading, ...], int]]:
        """Return the rows, or the columns, of a table that a name may be."""
        names = printed(self.view.catalogue)
        places = [p for form in token.forms for p in names.places(form) if p.table == table.id]
        if not places:
            places = _totals(token, table)
        exact = int(any(p.exact for p in places))
        kept = [p for p in places if p.exact] or places
        rows = frozenset(p.row.id for p in kept if p.row is not None)
        heads = tuple(dict.fromkeys(p.column for p in kept if p.column is not None))
        leaves = tuple(h for h in heads if any(plain(h.path[-1]) == f for f in token.forms))
        found: list[tuple[frozenset[int], tuple[Heading, ...], int]] = []
        if rows:
            found.append((rows, (), exact))
        if heads:
            found.append((frozenset(), leaves or heads, exact))
        return found

    def _cells(
        self, table: Sheet, rows: list[frozenset[int]], columns: list[tuple[Heading, ...]],
        year: int | None, *, of_row: bool,
    ) -> Iterator[tuple[Figure, ...]]:  # fmt: skip
        """Give the cells of rows in one column, or of one row in columns."""
        if not rows or (len(rows) > 1 and (len(columns) > 1 or of_row)):
            return
        if of_row and len(columns) != 1:
            return
        side = Side(year=year)
        heads: list[tuple[Heading, ...]] = [(), *columns] if of_row else (columns or [()])
        found: list[Figure] = []
        for ids in rows:
            for own in heads:
                figure = self._cell(side, table, ids, own)
                if figure is None:
                    return
                found.append(figure)
        if len(set(found)) == len(found):
            yield tuple(found)

    def _cell(
        self, side: Side, table: Sheet, ids: frozenset[int], heads: tuple[Heading, ...]
    ) -> Figure | None:
        """Return the filled cell of a row; where several rows go by a name, all must print the same."""
        entries = [e for e in table.rows if e.id in ids]
        made = [self.cells.cell(side, table, entry, heads) for entry in entries]
        known = [f for f in made if f is not None and filled(f)]
        top = self._top(entries)
        if top is not None:
            known = [f for f in known if f.row_id == top.id]
        amounts = {(f.fact.value, f.fact.unit) for f in known if f.fact is not None}
        return known[0] if len(amounts) == 1 else None

    def _top(self, entries: Sequence[Entry]) -> Entry | None:
        """Return the one row of several that stands above the others of its name."""
        top = [e for e in entries if bare(e.label) not in {bare(p) for p in e.parents}]
        return top[0] if len(top) == 1 else None

    def _rank(self, table: Sheet, found: Sequence[Figure]) -> tuple[float, float]:
        """Return how likely cells of a table are meant: totals of rows before columns that none names."""
        leaf = bare(found[0].column_name.split("/")[-1])
        total = leaf in self.view.linker.words.totals or leaf.removesuffix("数") in (
            self.view.linker.words.totals
        )
        return float(total), self.cells.priority(table)

    def _is_printed(self, name: Token) -> bool:
        """Tell whether a row is called just so."""
        places = printed(self.view.catalogue).places(name.text)
        return any(p.row is not None and bare(p.row.label) == bare(name.text) for p in places)

    def _looked_up(self, name: Token) -> tuple[Figure, ...]:
        """Return the one cell that a name is answered by when it alone is asked for."""
        piece = reader(self.view.catalogue).piece(name.text, self.query)
        plan = self.view.planner.plan(complete(piece, self.view.catalogue))
        targets = [t for step in plan.steps for t in step.operands]
        if plan.route is not Route.TABLE or len(targets) != 1 or not filled(targets[0].figure):
            return ()
        figure = targets[0].figure
        longer = bare(name.text) in bare(figure.label) and bare(figure.label) != bare(name.text)
        if longer and self._is_printed(name):
            return ()  # 执法办案 is another row than 执法办案经费
        said = {bare(form) for form in (name.text, *name.forms)}
        named = bare(f"{figure.label}|{figure.column_name}")
        return (figure,) if any(form in named for form in said) else ()


def _totals(token: Token, table: Sheet) -> list[Place]:
    """Return the rows of a table that are called by a total's own name (合计)."""
    return [
        Place(table.id, row=e)
        for e in table.rows
        if e.kind in ("item", "total") and bare(e.label) == token.text
    ]


def _joined(rows: list[frozenset[int]]) -> list[frozenset[int]]:
    """Return the rows that are named, a code and a name of one row as one."""
    found: list[frozenset[int]] = []
    for ids in rows:
        if found and found[-1] & ids:
            found[-1] &= ids
        else:
            found.append(ids)
    return found
