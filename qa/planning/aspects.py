"""Plan the columns of one row that a question asks for by what they hold.

The row is found by the words that are left when those for columns are taken out, so a project, an
item or an indicator is known by its name alone; of the tables that print it, the one that has most
of the columns asked for answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.column_roles import row_phase
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.link import Linker, MentionLink
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.planning import column_worked
from qa.planning.figures import make_figure
from qa.planning.row_cells import SURE, RowCells
from qa.planning.scope import Ground, institutions
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route
from qa.understand import reader
from qa.words import frames
from qa.words.aspects import AskedAspects, Aspect, asked_aspects, without_aspects, worked_out
from qa.words.rowsets import abridges

ROW = 0.72  # how well a phrase must name the row
TABLE = 0.7  # how well a phrase must name the table whose total is meant
KNOWN = 0.5  # how well every other phrase must be explained
LIGHT = 0.2  # a phrase of less weight may stay unexplained
UNDER, ABOVE, BESIDE = 0.9, 0.9, 0.95  # for a parent's name, a table's, the project of a form
PLANNED = ("full", "initial", "planned")
SPENT = ("final", "outgo", "unspent")
CERTAIN = 1.0  # a row whose every phrase is explained, with what is asked of it
NAMED = 0.03  # more for a row whose label holds a phrase as it is said
WITHIN = 0.8  # for words that stand in another cell of the row than its name
TWIN = 0.02  # how much less well the same indicator of another form may be named
WHOLES = ("total", "field")  # rows that stand for a table or for the project of a form
KEPT = 256  # questions whose columns are kept: one is planned more than once


@dataclass(frozen=True, slots=True)
class _Row:
    """Hold a row with the columns that aspects found in it, and how well it is named."""

    table: Sheet
    entry: Entry
    cells: tuple[tuple[Aspect, Figure], ...]
    score: float

    @property
    def told(self) -> dict[str, Figure]:
        """Return the figures by the names of their aspects."""
        return {aspect.name: figure for aspect, figure in self.cells}


class AspectPlans:
    """Plan aspects of rows over one catalogue."""

    def __init__(self, linker: Linker, lookup: Lookup) -> None:
        self._linker = linker
        self._catalogue: Catalogue = linker.catalogue
        self._lookup = lookup
        self._cells_of = RowCells(linker.catalogue, lookup, linker.words)
        self._kept = lru_cache(maxsize=KEPT)(self._read)

    def plan(self, query: Query, place: Ground, *, rare: bool = False) -> Plan | None:
        """Return the plan of a question about columns of one row, or None where it is none.

        With `rare` only where something is asked that sets of rows are not asked for.
        """
        owners = institutions(self._catalogue, place.documents)
        if place.many or place.missing or len(owners) != 1:
            return None
        asked = asked_aspects(query.text)
        if asked is None or (rare and not asked.of_the_row):
            return None
        if query.asks(Operation.TOP, Operation.BOTTOM, Operation.RANK):
            return None
        return self._kept(query, asked, tuple(place.documents))

    def _read(self, query: Query, asked: AskedAspects, documents: tuple[int, ...]) -> Plan | None:
        """Return the plan of the columns asked for; one question asks for it more than once."""
        piece = reader(self._catalogue).piece(asked.rest, query)
        if any(mention.quoted for mention in query.mentions):
            piece = replace(piece, mentions=query.mentions)
        links = self._linker.link(piece, documents)
        asked = _told_apart(asked, links)
        if not asked.aspects or not (links or query.annexes):
            return None
        rows = list(self._rows(asked, links, documents, query.annexes))
        rows = [row for row in rows if self._enough(row, asked)]
        if asked.asks("rate") and not any("rate" in row.told for row in rows):
            asked = worked_out(asked)
            spent = self._rows(asked, links, documents, query.annexes)
            rows = [row for row in spent if _is_pair(row)]
        if not rows:
            return None
        best = max(rows, key=lambda row: self._order(row, asked))
        if any(_is_rival(row, best) for row in rows):
            return None
        plan = self._planned(best, asked)
        plain = all(step.asked.operation is Operation.LOOKUP for step in plan.steps)
        if plain and frames.read(query.text) is not None:
            return None  # a share of something else is asked: a cell alone is no answer
        twins = [row for row in rows if _is_twin(row, best)]
        more = [step for row in twins for step in self._planned(row, asked).steps]
        return replace(plan, steps=(*plan.steps, *more))

    def of_one_row(self, query: Query, place: Ground) -> bool:
        """Tell whether the clauses of a question ask for columns of one row: one names it."""
        read = reader(self._catalogue)
        naming = [p for p in query.parts if read.piece(without_aspects(p.text), query).mentions]
        return len(naming) < 2 and self.plan(query, place) is not None

    def _order(self, row: _Row, asked: AskedAspects) -> tuple[int, bool, float, float]:
        whole = asked.whole and row.entry.kind == "total"
        return len(row.told), whole, row.score, self._rank(row.table)

    def _rank(self, table: Sheet) -> float:
        return self._linker.words.priority.get(table.kind, 0.0)

    # --- rows --------------------------------------------------------------------------

    def _rows(
        self,
        asked: AskedAspects,
        links: Sequence[MentionLink],
        documents: Sequence[int],
        annexes: Sequence[str],
    ) -> Iterator[_Row]:
        for table in self._catalogue.tables.values():
            if table.document_id not in documents or not _is_named(table, annexes):
                continue
            columns = _columns(table, asked.aspects, asked.rest)
            own = any(aspect.cell for aspect in asked.aspects)
            if not columns and not own and not any(_holds_more(e) for e in table.rows):
                continue
            total = any(e.kind == "total" for e in table.rows)
            first = None if total else next((e for e in table.rows if e.kind == "field"), None)
            for entry in (e for e in table.rows if e.kind != "field" or e is first):
                score = _named(table, entry, links, asked)
                if score is None:
                    continue
                cells = tuple(self._cells(table, entry, columns, asked.aspects))
                if cells:
                    yield _Row(table, entry, cells, score)

    def _cells(
        self,
        table: Sheet,
        entry: Entry,
        columns: Sequence[tuple[Aspect, Heading]],
        aspects: Sequence[Aspect],
    ) -> Iterator[tuple[Aspect, Figure]]:
        """Give the filled cells of a row, and where a form's whole is meant those of its fields."""
        found: set[str] = set()
        for aspect, column in columns:
            if aspect.name in found or (column.label_index != entry.group and entry.group):
                continue
            figure = make_figure(self._catalogue, self._lookup, table, entry, column.index, SURE)
            if figure.fact is None and column.name.startswith("是否"):
                figure = self._cells_of.answered(table, entry, column) or figure
            if figure.fact is not None and figure.fact.printed.strip(" .-—"):
                found.add(aspect.name)
                yield aspect, figure
        if row_phase(entry.label) is not None:
            yield from self._of_phases(table, aspects)
        yield from self._cells_of.own(table, entry, [a for a in aspects if a.name not in found])
        if entry.kind not in WHOLES:
            return
        for aspect in aspects:
            if aspect.name in found or aspect.cell:
                continue
            for field in table.rows:
                line = self._line(table, field)
                if (
                    line is not None
                    and aspect.heads_of(field.label.rsplit("/", 1)[-1])
                    and line.fact is not None
                    and line.fact.value is not None
                ):
                    yield aspect, line
                    break

    def _line(self, table: Sheet, entry: Entry) -> Figure | None:
        """Return the cell of a form's field, or of a line of money among its indicators."""
        column = table.columns[-1].index
        if entry.kind == "indicator":
            facts = self._lookup.row(table.id, entry.id)
            money = [f for f in facts if f.measure == "amount" and f.value is not None]
            if not money or any(f.measure == "count" for f in facts):
                return None
            column = money[0].column
        elif entry.kind != "field":
            return None
        return make_figure(self._catalogue, self._lookup, table, entry, column, SURE)

    def _of_phases(
        self, table: Sheet, aspects: Sequence[Aspect]
    ) -> Iterator[tuple[Aspect, Figure]]:
        """Give the totals of rows that are what was planned and what was spent."""
        first = next((c for c in table.columns if c.role == "amount"), None)
        for aspect in aspects if first is not None else ():
            for row in (e for e in table.rows if row_phase(e.label) is not None):
                if first is not None and aspect.heads_of(row.label):
                    yield (
                        aspect,
                        make_figure(self._catalogue, self._lookup, table, row, first.index, SURE),
                    )
                    break

    def _enough(self, row: _Row, asked: AskedAspects) -> bool:
        """Tell whether a row answers: what is asked for is there, not only what many rows have."""
        told = row.told
        rare = [
            a for a, _ in row.cells if not a.common and not (a.needs and not a.needs & told.keys())
        ]
        return bool(rare) or len({(f.row_id, f.column) for _, f in row.cells}) > 1

    # --- steps -------------------------------------------------------------------------

    def _planned(self, row: _Row, asked: AskedAspects) -> Plan:
        told = row.told
        figures = _distinct([figure for _, figure in row.cells])
        target = self._cells_of.target(row.table, row.entry) if "reached" in told else None
        if target is not None and target not in figures:
            figures = [target, *figures]
        steps = [Step(Asked(Operation.LOOKUP), tuple(Target(f) for f in figures))]
        steps += column_worked.steps(row.cells, asked.text)
        if target is not None and asked.apart and target.fact and target.fact.value is not None:
            steps.append(_pair(Operation.DIFFERENCE, target, told["reached"]))
        if "carried" in told and "total" not in told and asked.part:
            whole = self._cells_of.money(row.table, row.entry)
            steps = [] if whole is None else [_pair(Operation.SHARE, told["carried"], whole)]
        if "quantity" in told and "price" not in told and asked.asks("price"):
            money = self._cells_of.money(row.table, row.entry)
            steps += [] if money is None else [_pair(Operation.PER_HEAD, money, told["quantity"])]
        return Plan(
            Route.TABLE, tuple(steps), score=max(row.score, CERTAIN), whole=True,
            trace=(f"aspects {', '.join(told)} of {row.table.annex} {row.entry.label}",),
        )  # fmt: skip


def _is_pair(row: _Row) -> bool:
    """Tell whether a row tells what was planned and what was spent."""
    return any(n in row.told for n in PLANNED) and any(n in row.told for n in SPENT)


def _holds_more(entry: Entry) -> bool:
    """Tell whether a row itself is what a column else is: a form's field, what was planned."""
    return entry.kind == "field" or row_phase(entry.label) is not None


def _pair(operation: Operation, one: Figure, other: Figure) -> Step:
    if operation is Operation.DIFFERENCE:
        return Step(Asked(operation), (Target(one), Target(other)))
    return Step(Asked(operation), (Target(one),), (Target(other),))


def _columns(table: Sheet, aspects: Sequence[Aspect], said: str) -> list[tuple[Aspect, Heading]]:
    """Return the columns of a table that aspects ask for, in the question's order.

    Of two under heads that one aspect fits, the one whose outer heading is said comes alone.
    """
    found = []
    for aspect in aspects:
        for column in table.columns:
            worded = column.role in ("text", "institution", "code")
            if column.path and worded == aspect.words and aspect.heads_of("/".join(column.path)):
                found.append((aspect, column))
    outer = [c for _, c in found if len(c.path) > 1 and _outer_said(c, said)]
    return [(a, c) for a, c in found if not outer or c in outer or len(c.path) == 1]


def _outer_said(column: Heading, said: str) -> bool:
    """Tell whether words name the outer heading of a column: 政府预算经济分类."""
    words = bare(said)
    runs = re.findall(r"[一-鿿]{6,}", words)
    head = bare(column.path[0])
    return any(
        abridges(run[i:j], head)
        for run in runs
        for i in range(len(run))
        for j in range(i + 6, len(run) + 1)
        if run[i] == head[:1]
    )


def _named(
    table: Sheet, entry: Entry, links: Sequence[MentionLink], asked: AskedAspects
) -> float | None:
    """Return how well the phrases name a row, or a table whose total it is; None where they do not.

    Where it is asked in which column a row's money stands, phrases may name columns; an indicator whose
    project is asked for may be named by a part.
    """
    placed = asked.asks("place") or asked.asks("either")
    least = KNOWN if asked.asks("belongs") and entry.kind == "indicator" else ROW
    scores = [
        max(
            link.rows.get(entry.id, 0.0),
            link.parents.get(entry.id, 0.0) * UNDER,
            _titled(table, link) * ABOVE,
            link.subjects.get(table.id, 0.0) * BESIDE,
            _beside(entry, link, asked) * WITHIN,
            max((s for k, s in link.columns.items() if k[0] == table.id and placed), default=0.0),
        )
        for link in links
    ]
    if any(s < KNOWN and link.weight >= LIGHT for s, link in zip(scores, links, strict=True)):
        return None
    if not links:
        return SURE if _stands_for(table, entry) else None
    own = max(
        max(link.rows.get(entry.id, 0.0), _beside(entry, link, asked) * WITHIN) for link in links
    )
    whole = max(max(_titled(table, link), link.subjects.get(table.id, 0.0)) for link in links)
    if own < least and not (_stands_for(table, entry) and whole >= TABLE):
        return None
    named = any(bare(link.mention.text) in bare(entry.label) for link in links)
    return sum(s * link.weight for s, link in zip(scores, links, strict=True)) + NAMED * named


def _beside(entry: Entry, link: MentionLink, asked: AskedAspects) -> float:
    """Return 1 where a phrase, or what it was cut from, stands in another cell of a row.

    So a purchase is known by its project.
    """
    forms = _forms(link.mention.text, asked)
    if entry.kind == "indicator":  # the project of an indicator may be named by a part
        return float(any(len(f) > 2 and abridges(f, bare(p)) for f in forms for p in entry.parents))
    printed = bare(entry.text)
    return float(entry.kind == "item" and any(len(f) > 2 and f in printed for f in forms))


@lru_cache(maxsize=KEPT)
def _forms(said: str, asked: AskedAspects) -> tuple[str, ...]:
    """Return a phrase and what it was cut from, as they are compared."""
    return (bare(said), *(bare(piece) for piece in asked.pieces if said in piece))


def _titled(table: Sheet, link: MentionLink) -> float:
    """Return how well a phrase names a table: its title may hold the phrase as it is said."""
    said = bare(link.mention.text)
    held = 1.0 if len(said) > 2 and said in bare(table.title) else 0.0
    return max(link.tables.get(table.id, 0.0), held)


def _told_apart(asked: AskedAspects, links: Sequence[MentionLink]) -> AskedAspects:
    """Return what is asked without 甲还是乙, where neither is a column."""
    columns = any(score >= ROW for link in links for score in link.columns.values())
    kept = (a for a in asked.aspects if a.name != "either" or columns)
    return replace(asked, aspects=tuple(kept))


def _is_twin(row: _Row, best: _Row) -> bool:
    """Tell whether a row is the same indicator in another form, as well named and told."""
    same = bare(row.entry.label) == bare(best.entry.label) and row.entry.kind == "indicator"
    near = row.told.keys() == best.told.keys() and row.score >= best.score - TWIN
    return same and near and row.table.id != best.table.id


def _is_rival(row: _Row, best: _Row) -> bool:
    """Tell whether another row of the table is named as well as the best."""
    same = row.told.keys() == best.told.keys() and row.table.id == best.table.id
    return same and row.entry.id != best.entry.id and row.score == best.score


def _is_named(table: Sheet, annexes: Sequence[str]) -> bool:
    """Tell whether a table is one of those that a question names by number, or it names none."""
    form = bare(table.annex)
    return not annexes or any(bare(name) in (form, form.split("-")[0]) for name in annexes)


def _stands_for(table: Sheet, entry: Entry) -> bool:
    """Tell whether a row stands for its table: the total, a form's field, the only item."""
    return entry.kind in WHOLES or [e for e in table.rows if e.kind == "item"] == [entry]


def _distinct(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures without repeats of one cell."""
    return list({(f.row_id, f.column): f for f in figures}.values())
