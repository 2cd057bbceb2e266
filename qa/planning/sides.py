"""Find the cells that one side of a question of arithmetic names, and what holds them.

A side is understood as a question of its own. It counts as found only where the cell explains
every word that the side says: by its row, its column, its table, its form or what stands above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa import calculate
from qa.catalogue import Entry
from qa.linking.cover import covered
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare, core
from qa.planning.figures import make_figure
from qa.planning.find import filled
from qa.planning.inside import Inside
from qa.planning.limits import EXTREMES
from qa.planning.types import Figure, Target
from qa.query import Asked, Bound, Comparator, Mention, Operation, Query, Route
from qa.understand import complete, reader
from qa.words import lexicon, numerals
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

SURE = 0.76
EXPLAINED = 0.6
"""Least part of a phrase that a cell must print."""
_COUNTED = re.compile(r"[一二两三四五六七八九十几\d]+[个项笔座家]?|[的那这]")
_GENERAL, _GRANTED = "一般公共预算", "财政拨款"  # what a table of the one is of, is of the other
_COLUMN = re.compile(r"[/（()）]")


@dataclass(frozen=True, slots=True)
class Side:
    """Hold what one side may be: one choice of cells, or several to choose among."""

    query: Query
    targets: tuple[Target, ...]
    score: float
    several: bool = False

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return every cell that the side may be."""
        return tuple(f for t in self.targets for f in (t.figure, *t.others))


class Sides:
    """Find the sides of one question."""

    def __init__(self, view: View, query: Query) -> None:
        self.view = view
        self.query = query
        self.catalogue = view.catalogue
        self.inside = Inside(view)

    def read(self, words: str, columns: Sequence[str] = ()) -> Query:
        """Return the query of one side; of `columns` where its own words name none."""
        piece = reader(self.catalogue).piece(words, self.query)
        piece = piece if piece.column_words else replace(piece, column_words=tuple(columns))
        if not piece.asks(*EXTREMES):
            piece = replace(piece, operations=(Asked(Operation.LOOKUP),))
        piece = replace(piece, parts=())
        return complete(piece, self.catalogue)

    def find(self, query: Query) -> Side | None:
        """Return the cells that one side names, or None."""
        if (own := self.of_unit(query)) is not None:
            return Side(query, (Target(own),), SURE)
        found = self.view.planner.plan(query)
        if found.route is Route.CLARIFY and found.reason != "document":
            return Side(query, found.options, found.score, several=True)
        if found.route is not Route.TABLE or len(found.steps) != 1:
            return None
        step = found.steps[0]
        targets = [t for t in step.operands if filled(t.figure)]
        if step.asked.operation in EXTREMES and step.group:
            figures = [t.figure for t in targets]
            smallest = step.asked.operation is Operation.BOTTOM
            chosen = calculate.ranked(figures, step.asked.k or 1, smallest=smallest)
            targets = [Target(f) for f in chosen]
        elif len(targets) < len(step.operands) and not step.group:
            return None
        return Side(query, tuple(targets), found.score) if targets else None

    def of_unit(self, query: Query) -> Figure | None:
        """Return the one amount that stands below a department's unit by what else is said."""
        documents = query.scope.documents or tuple(self.catalogue.documents)
        unit, item = self.view.planner.units.cut(bare(query.text), documents)
        items = [m for m in query.mentions if bare(m.text) in item]
        names = {core(item.strip("的")), *(core(h.term) for m in items for h in m.hints)}
        return self.inside.of_unit(unit, names, documents) if unit and len(items) == 1 else None

    def printed(self, query: Query) -> Side | None:
        """Return the cells that print the amount which a side says (专项46794万)."""
        targets = printed(self.view, query)
        return Side(query, targets, SURE, several=True) if targets else None

    def cell(self, entry: Entry, column: int) -> Figure:
        """Return one cell of a row."""
        table = self.catalogue.tables[entry.table_id]
        return make_figure(self.catalogue, self.view.lookup, table, entry, column)

    # --- what a cell explains -----------------------------------------------------------

    def unexplained(
        self, query: Query, figures: Sequence[Figure], least: float = EXPLAINED
    ) -> tuple[Mention, ...]:
        """Return the phrases of a side that none of its cells explains, for the `least` part."""
        return tuple(
            m for m in query.mentions if not any(self._tells(f, m, least) for f in figures)
        )

    def _tells(self, figure: Figure, mention: Mention, least: float) -> bool:
        label, around = self._around(figure)
        plain = self.view.linker.stripped(mention.text)
        words = [bare(plain), *(core(h.term) for h in mention.hints)]
        rest = bare(_unnamed(plain)) if mention.hints else ""
        if len(rest) > 1 and covered(rest, around, label) < least:
            return False
        kinds = {kind for h in mention.hints for kind in h.kinds}
        kind = self.catalogue.tables[figure.table_id].kind
        return kind in kinds or any(covered(w, around, label) >= least for w in words)

    def _around(self, figure: Figure) -> tuple[str, str]:
        """Return the bare name of a cell's row, and all that stands around the cell."""
        entry, table = self.catalogue.rows[figure.row_id], self.catalogue.tables[figure.table_id]
        document = self.catalogue.documents[figure.document_id]
        parts = (
            entry.label, entry.text, *_COLUMN.split(figure.column_name), *entry.parents,
            entry.institution or "", figure.subject, table.title, document.institution,
            _GRANTED if _GENERAL in table.title else "",
        )  # fmt: skip
        return bare(entry.label), "|".join(map(bare, parts))

    def around(self, figure: Figure) -> str:
        """Return all that stands around a cell, in the form in which names are compared."""
        return self._around(figure)[1]

    def project(self, query: Query) -> Side | None:
        """Return the money of the one project that most of a side's words name."""
        words = core(self.view.linker.stripped(query.text))
        inside = query.scope.documents or tuple(self.catalogue.documents)
        found: dict[str, Figure] = {}
        for table in self.catalogue.tables.values():
            if table.kind != PROJECT_LIST or table.document_id not in inside:
                continue
            for entry in (e for e in table.rows if e.kind == "item"):
                label = bare(entry.label)
                money = (
                    self.inside.money(table, entry)
                    if covered(words, label, label) >= SURE
                    else None
                )
                if money is not None:
                    found.setdefault(label, money)
        money = next(iter(found.values())) if len(found) == 1 else None
        return None if money is None else Side(query, (Target(money),), SURE)

    def money_of(self, project: str, document_id: int) -> Figure | None:
        """Return the money of a project by its whole name."""
        name = bare(project)
        for table in self.catalogue.tables.values():
            if table.kind == PROJECT_LIST and table.document_id == document_id:
                entry = next((e for e in table.rows if name and bare(e.label) == name), None)
                if entry is not None:
                    return self.inside.money(table, entry)
        return None


def printed(view: View, query: Query) -> tuple[Target, ...]:
    """Return the cells that print the one amount of money which a query's words say."""
    counts = re.compile(str(data("per_unit.yaml")["counted"]))  # 4.5万册 are no money
    amounts = numerals.amounts(query.text)
    said = [a for a in amounts if a.unit and not counts.match(query.text, a.end)]
    if len(said) != 1:
        return ()
    bound = Bound(Comparator.EQUAL, said[0].value, None, said[0].unit)
    asked = (Asked(Operation.INVERSE, "", None, bound),)
    found = view.planner.plan(
        replace(query, mentions=(), column_words=(), table_words=(), figures=(), operations=asked)
    )
    return tuple(t for step in found.steps for t in step.operands)


def _unnamed(text: str) -> str:
    """Return what of a phrase stands before the word of the lexicon at its end, if anything."""
    ends = (i for i in range(len(text) - 1) if lexicon.sense(text[i:]) is not None)
    return _COUNTED.sub("", text[: next(ends, 0)])
