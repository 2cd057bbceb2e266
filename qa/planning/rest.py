"""Plan what is left of a whole without some of its parts (刨掉甲和乙剩下多少).

Both are found as sides of a question of arithmetic. The whole must hold every part: it is the total
of the parts' table, stands above them, or has the code that theirs begin with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.linking.cover import covered
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.planning import halves
from qa.planning.find import amount_of, filled
from qa.planning.limits import EXTREMES
from qa.planning.sides import Side, Sides
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route
from qa.understand import reader
from qa.words import frames
from qa.words.frames import Rest

if TYPE_CHECKING:
    from qa.view import View

SURE = 0.9
TITLED = 0.8
"""Least part of the words for a whole that the title of its table prints."""


_ALL_SPENDING = ("total_summary", "expenditure_summary")
_PARTS_OF_ALL = (
    "fiscal_summary", "general_expenditure", "government_fund", "state_capital", "basic_economic",
    PROJECT_LIST,
)  # fmt: skip
"""Tables of which the total is a part of all spending."""


class Rests:
    """Plan what is left of one whole."""

    def __init__(self, view: View, query: Query, rest: Rest) -> None:
        self.view = view
        self.sides = Sides(view, query)
        labels = reader(view.catalogue).departments.mentioned
        self.rest = replace(rest, parts=tuple(frames.parts(rest.listed, labels)))

    def plan(self) -> Plan | None:
        """Return the whole less its parts, or None where one of them is not found for sure."""
        said = self.sides.read(self.rest.whole or self.rest.columns or "合计")
        columns = said.column_words
        parts = [self._part(name, columns) for name in self.rest.parts]
        own = [f for part in parts[:1] if part is not None for f in self._own(part)]
        wholes = [*self._named(said), *filter(self._titled, own)] if self.rest.whole else own
        if half := halves.said(self.rest.columns):
            wholes = [f for f in wholes if halves.is_of(self.view, f, half)]
        apart = [
            (name, one) for name, part in zip(self.rest.parts, parts, strict=True)
            for one in (_apart(part) if part is not None else (None,))
        ]  # fmt: skip
        for whole in wholes:
            inside = [
                (self._inside(part, whole) if part is not None else None) or self._fund(name, whole)
                for name, part in apart
            ]
            figures = [f for f in inside if f is not None]
            distinct = {(bare(f.label), f.column_name, amount_of(f)) for f in figures}
            if len(distinct) == len(apart) and self._more(whole, figures):
                targets = (Target(whole), *map(Target, figures))
                step = Step(Asked(Operation.DIFFERENCE), targets)
                return Plan(Route.TABLE, (step,), score=SURE, whole=True, trace=("rest",))
        return None

    def _titled(self, whole: Figure) -> bool:
        """Tell whether a total's table is what the whole is called."""
        title = bare(self.view.catalogue.tables[whole.table_id].title)
        return covered(bare(self.rest.whole), title, title) >= TITLED

    def _more(self, whole: Figure, parts: Sequence[Figure]) -> bool:
        """Tell whether something is left of a whole; a plain subtraction may leave nothing."""
        left = amount_of(whole) - sum(map(amount_of, parts))
        return left >= 0 if self.rest.minus else left > 0

    def lacking(self) -> Plan | None:
        """Return a refusal where nothing is known by a name: the whole with it is not what is asked."""
        parts = {name: self._part(name, ()) for name in self.rest.parts}
        name = next((name for name, part in parts.items() if part is None), None)
        if name is None:
            return self._outside(list(filter(None, parts.values())))
        if self.sides.find(self.sides.read(name)) is not None:
            return None
        return Plan(Route.REFUSE, reason=f"lacking:{name}", score=0.3)

    def _outside(self, parts: Sequence[Side]) -> Plan | None:
        """Return a refusal where the whole is a project or an item of which no part is inside."""
        wholes = list(self._named(self.sides.read(self.rest.whole))) if self.rest.whole else []
        known = [part.targets[0].figure for part in parts if len(part.targets) == 1]
        if self.rest.minus or not wholes or len(known) < len(parts):
            return None
        return Plan(Route.REFUSE, reason=f"no_part:{known[0].label}", score=0.3)

    def instead(self, plan: Plan) -> Plan | None:
        """Return a refusal where a plan tells nothing but what is to be left out."""
        names = [bare(name) for name in self.rest.parts]
        told = [t.figure for step in plan.steps for t in step.operands]
        plain = all(s.asked.operation is Operation.LOOKUP for s in plan.steps)
        if not told or not plain:
            return None
        tables = self.view.catalogue.tables
        heads = [bare(f"{f.label}/{f.column_name}/{tables[f.table_id].title}") for f in told]
        if not all(any(name in head for name in names) for head in heads):
            return None
        return Plan(Route.REFUSE, reason=f"no_rest:{self.rest.parts[0]}", score=0.3)

    def _part(self, name: str, columns: Sequence[str]) -> Side | None:
        """Return a part by its words, every one of which its cell explains."""
        query = self.sides.read(name, columns)
        found = self.sides.find(query)
        if found is None and query.column_words:
            found = self.sides.find(self.sides.read(name))
        if found is None:
            return None
        if query.asks(*EXTREMES):
            return found
        if len(found.targets) > 1 and not found.several:
            return None
        kept = tuple(
            t for t in found.targets
            if not self.sides.unexplained(query, (t.figure, *t.others)) and self._alone(t.figure, name)
        )  # fmt: skip
        return Side(query, kept, found.score, len(kept) > 1) if kept else None

    def _alone(self, figure: Figure, name: str) -> bool:
        """Tell whether a row is no mere one of several beside it whose words print a part's name."""
        said, own = bare(name), self.view.catalogue.rows[figure.row_id]
        if bare(own.label) == said or said in bare(figure.column_name) or own.kind != "item":
            return True
        rows = self.view.catalogue.tables[figure.table_id].rows
        beside = [e for e in rows if e.kind == "item" and e.level == own.level]
        alike = [e for e in beside if said in bare(e.text)]
        return len(alike) < 2 or own not in alike

    def _named(self, query: Query) -> Iterator[Figure]:
        """Give the cells that the name of a whole may mean."""
        found = self.sides.find(query)
        if found is None:
            return
        rows, totals = self.view.catalogue.rows, self.view.linker.words.total_rows
        total = all(rows[f.row_id].kind == "total" for f in found.figures)
        lacks = self.sides.unexplained(query, found.figures)
        if any(not (total and {h.term for h in m.hints} & totals) for m in lacks):
            return
        yield from (f for f in found.figures if filled(f))
        if len(found.targets) == 1:
            yield from self.view.planner.bases.equal_total(found.targets[0].figure)

    def _own(self, part: Side) -> Iterator[Figure]:
        """Give the totals of the tables in which a part stands, those of lists of projects first."""
        tables = self.view.catalogue.tables
        figures = sorted(part.figures, key=lambda f: tables[f.table_id].kind != PROJECT_LIST)
        for figure in figures:
            entry = self.view.catalogue.rows[figure.row_id]
            for total in self.view.planner.bases.totals(tables[figure.table_id], entry):
                table = tables[figure.table_id]
                columns = [c.index for c in table.columns if c.role == "amount"]
                cells = (self.sides.cell(total, at) for at in (figure.column, *columns))
                yield from (cell for cell in cells if filled(cell))

    def _inside(self, part: Side, whole: Figure) -> Figure | None:
        """Return the part as it stands in the whole, in the same column where they share a table."""
        rows = self.view.catalogue.rows
        base = rows[whole.row_id]
        for figure in (*self._beside(part, whole), *part.figures):
            entry = rows[figure.row_id]
            if figure.document_id != whole.document_id or entry.id == base.id:
                if entry.id == base.id and figure.column != whole.column and filled(figure):
                    return figure  # another column of the whole's own row
                continue
            same = figure.table_id == whole.table_id
            cell = self.sides.cell(entry, whole.column) if same else figure
            if filled(cell) and (
                (self.rest.minus and same) or self._holds(whole, figure, same=same)
            ):
                return cell
        return None

    def _fund(self, name: str, whole: Figure) -> Figure | None:
        """Return the one other column of a total's row whose head has the words of a part."""
        table, entry = (
            self.view.catalogue.tables[whole.table_id],
            self.view.catalogue.rows[whole.row_id],
        )
        words, said = self.view.linker.words, bare(name)
        own = next(c for c in table.columns if c.index == whole.column)
        if not own.path or bare(own.path[-1]) not in words.totals | words.total_rows:
            return None
        heads = [c for c in table.columns if c.role == "amount" and c.index != own.index]
        fit = [c for c in heads if c.year == own.year and any(said in bare(h) for h in c.path)]
        found = [f for c in fit if filled(f := self.sides.cell(entry, c.index))]
        return found[0] if len(said) > 1 and len(found) == len(fit) == 1 else None

    def _beside(self, part: Side, whole: Figure) -> Iterator[Figure]:
        """Give the part's row in the table of the whole, where the part was found in another one."""
        names = {(bare(f.label), self.view.catalogue.rows[f.row_id].code) for f in part.figures}
        if len(names) == 1 and all(f.table_id != whole.table_id for f in part.figures):
            table = self.view.catalogue.tables[whole.table_id]
            same = [e for e in table.rows if (bare(e.label), e.code) in names]
            yield from (self.sides.cell(e, whole.column) for e in same if len(same) == 1)

    def _holds(self, whole: Figure, part: Figure, *, same: bool) -> bool:
        rows = self.view.catalogue.rows
        base, entry = rows[whole.row_id], rows[part.row_id]
        total = base.kind == "total" or bare(base.label) in self.view.linker.words.total_rows
        above = {bare(name) for name in entry.parents}
        if same and (total or bare(base.label) in above):
            return True
        kind = self.view.catalogue.tables[whole.table_id].kind
        own = self.view.catalogue.tables[part.table_id].kind
        of_all = entry.kind != "total" or own in _PARTS_OF_ALL
        if total and of_all and kind in _ALL_SPENDING and "收入" not in base.label:
            return True  # all there is holds every part of the document
        code = base.code or ""
        codes = [
            entry.code or "",
            *(f.printed for f in self.view.lookup.row(part.table_id, entry.id)),
        ]
        least = len(code) + same  # rows of one code beside each other hold nothing of each other
        return len(code) > 2 and any(c.startswith(code) and len(c) >= least for c in codes)


def _apart(part: Side) -> tuple[Side, ...]:
    """Return a part for each of the rows that it is (前两大项目); one of several readings is one."""
    if part.several or len({t.figure.row_id for t in part.targets}) < len(part.targets):
        return (part,)
    return tuple(Side(part.query, (target,), part.score) for target in part.targets)
