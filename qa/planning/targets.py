"""Turn ranked cells into targets: one a thing asked for, with the same thing elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from qa.catalogue import Catalogue, Entry, Sheet
from qa.link import Linker, MentionLink
from qa.linking.cells import Cell, CellRanker
from qa.linking.columns import default_columns
from qa.linking.near import HEAD
from qa.linking.text import bare, core
from qa.lookup import Lookup
from qa.planning.alike import (
    amount_or_none,
    equal,
    is_below,
    names_match,
    one_project,
    other_code,
    repeats,
)
from qa.planning.figures import make_figure
from qa.planning.types import Figure, Target

ACCEPT = 0.58  # least score of a cell that is answered from
MERGED = 0.6  # least a cell must explain of another phrase to speak for it too
EXACT_HEAD = 0.94  # a phrase that is a row's label or its core
APART_KINDS = {"procurement"}  # tables whose rows go by names of other tables' rows
NAMED_TABLE = 0.9  # a phrase that names a table this well stands for its total
GENERAL = 2  # a phrase this short that is only part of names may mean any of them
NAMESAKE_KINDS = ("basic_economic", "project_list")
LOOKED_AT = 20
FULLER = 0.1  # how much more of a question another cell must explain to be meant instead
FITTING = 0.15  # how far below the best a cell that explains more may be, all told
APART = 0.8  # a phrase that names a row of its own this well is a target of its own
LISTED = 0.65  # the same in a list, for a word with a single meaning
MARGIN = 0.045  # candidates nearer than this to the best are confusable
WIDE_MARGIN = 0.17  # the same where an everyday word has several formal terms
SAME_MARGIN = 0.35  # how far below the best the same row in another table may be


@dataclass(frozen=True, slots=True)
class Found:
    """Hold a target with its rivals: other things that the same words may well mean."""

    target: Target
    rivals: tuple[Target, ...] = ()

    @property
    def score(self) -> float:
        """Return how well the target explains the question."""
        return self.target.figure.score


class Targets:
    """Find the targets of one question's phrases."""

    def __init__(
        self, linker: Linker, lookup: Lookup, ranker: CellRanker, *, wholes: bool = False
    ) -> None:
        self.linker = linker
        self.lookup = lookup
        self.ranker = ranker
        self.catalogue: Catalogue = linker.catalogue
        self.wholes = wholes

    # --- figures -----------------------------------------------------------------------

    def figure(self, cell: Cell) -> Figure:
        """Return a cell with its names and its fact."""
        table = self.catalogue.tables[cell.table_id]
        entry = self.catalogue.rows[cell.row_id]
        return make_figure(self.catalogue, self.lookup, table, entry, cell.column, cell.score)

    def default_figure(self, table: Sheet, entry: Entry) -> Figure | None:
        """Return a row in the column that a question means where it names none."""
        wish = self.ranker.focus.wish(table.document_id)
        columns = default_columns(table, entry, wish, self.linker.words)
        if not columns:
            return None
        return make_figure(self.catalogue, self.lookup, table, entry, columns[0].index)

    def by_value(self, wanted: Sequence[Decimal], unit: str | None) -> list[Figure]:
        """Return the cells that print one of the values, the latest year's first."""
        tables = [
            t
            for t in self.catalogue.tables.values()
            if t.document_id in self.ranker.focus.documents
            and (self.ranker.focus.tables is None or t.id in self.ranker.focus.tables)
        ]
        self.lookup.prefetch(t.id for t in tables)
        found = [
            make_figure(self.catalogue, self.lookup, table, entry, fact.column)
            for table in tables
            for entry in table.rows
            for fact in self.lookup.row(table.id, entry.id)
            if fact.value is not None and any(equal(fact, value, unit) for value in wanted)
        ]
        return sorted(found, key=lambda f: (-f.year, f.table_id, f.row_id))

    # --- targets -----------------------------------------------------------------------

    def find(self, *, apart: bool = False) -> list[Found]:
        """Return the targets in the order their phrases stand.

        With `apart` every phrase that names a row or column well is a target of its own;
        otherwise one cell may explain several phrases at once.
        """
        links = self.ranker.links
        whole = self.ranker.rank()
        if not apart and whole and self._covers_all(whole[0]):
            return [self._found(whole)]
        remaining = sorted(
            range(len(links)), key=lambda i: (links[i].context, -self._named(links[i]))
        )
        found: list[tuple[int, Found]] = []
        done: set[int] = set()
        for i in remaining:
            if i in done or (links[i].context and found):
                continue
            cells = self.ranker.rank(head=i)
            if apart and self.wholes and not cells:
                cells = self._of_table(i)
                if cells:
                    found.append((i, self._found(cells, links[i].mention.text)))
                continue
            first = LISTED if apart and len(links) > 1 else HEAD
            least = self._least(links[i], listed=apart) if found else first
            project = max(links[i].subjects.values(), default=0.0) >= APART
            if apart and project and cells and cells[0].heads[i] < least:
                cells = _by_name(cells, i)
            if not cells or cells[0].heads[i] < least:
                continue
            if not apart and found and self._is_piece(i, [j for j, _ in found]):
                continue
            if apart:
                cells = [replace(c, score=max(c.score, c.heads[i])) for c in cells]
            found.append((i, self._found(cells, links[i].mention.text)))
            done.add(i)
            if not apart:
                done |= {j for j in range(len(links)) if cells[0].explains[j] >= MERGED}
        alone = self._alone(found, whole, apart=apart)
        if alone is not None:
            return [alone]
        return [target for _, target in sorted(found, key=lambda pair: self._place(pair[0]))]

    def _alone(
        self, found: Sequence[tuple[int, Found]], whole: Sequence[Cell], *, apart: bool
    ) -> Found | None:
        """Return the one target of the whole question where no phrase, or a lesser one, has its own."""
        if not found and whole:
            return self._found(whole)
        if len(found) == 1 and not apart:
            return self._fuller(found[0][1], whole)
        return None

    def _least(self, link: MentionLink, *, listed: bool) -> float:
        """Return how well a further phrase must name a row: less where a list's words have one term."""
        sure = len({hint.term for hint in link.mention.hints}) == 1
        return LISTED if listed and (sure or link.unique) else APART

    def _of_table(self, i: int) -> list[Cell]:
        """Return the totals of a table that a phrase names and stands for."""
        named = max(self.ranker.links[i].tables.values(), default=0.0)
        return self.ranker.rank(among=[i]) if named >= NAMED_TABLE else []

    def _fuller(self, found: Found, whole: Sequence[Cell]) -> Found | None:
        """Return a target that explains more of the question than one phrase's own, if any does."""
        own = next(
            (
                c
                for c in whole
                if (c.row_id, c.column) == (found.target.figure.row_id, found.target.figure.column)
            ),
            None,
        )
        if own is None:
            return None
        fit = [c for c in whole[:LOOKED_AT] if c.score >= own.score - FITTING]
        best = max(fit, key=self._coverage, default=own)
        if self._coverage(best) < self._coverage(own) + FULLER:
            return None
        return self._found([best, *(c for c in whole if c != best)])

    def _coverage(self, cell: Cell) -> float:
        return sum(
            link.weight * explained
            for link, explained in zip(self.ranker.links, cell.explains, strict=True)
        )

    def _is_piece(self, i: int, others: Sequence[int]) -> bool:
        """Tell whether a phrase was cut from the same words as one that has its target."""
        starts = {self.ranker.links[j].mention.start for j in others}
        return self.ranker.links[i].mention.start in starts

    def _place(self, i: int) -> tuple[int, int]:
        return self.ranker.links[i].mention.start, i

    def _named(self, link: MentionLink) -> float:
        return max([*link.rows.values(), *link.columns.values()], default=0.0)

    def _covers_all(self, cell: Cell) -> bool:
        links = self.ranker.links
        return all(
            cell.explains[i] >= MERGED or self._named(links[i]) < APART for i in range(len(links))
        )

    def _found(self, cells: Sequence[Cell], phrase: str = "") -> Found:
        best = self._prefer_above(cells, self._prefer_filled(cells))
        top = self.figure(best)
        links = self.ranker.links
        ambiguous = any(links[i].ambiguous and best.heads[i] >= HEAD for i in range(len(links)))
        margin = WIDE_MARGIN if ambiguous else MARGIN
        parts = self._parts_of(top, best)
        others: list[Figure] = []
        rivals: dict[int, Figure] = {}
        beside: dict[int, list[Figure]] = {}  # a rival's row → the same row in other tables
        for cell in cells:
            if cell == best or cell.score < best.score - SAME_MARGIN:
                continue
            figure = self.figure(cell)
            again = next((f for f in rivals.values() if self._same_thing(f, figure)), None)
            if self._same_thing(top, figure):
                others.append(figure)
            elif self._only_in_column(best, cell):
                continue
            elif again is not None:
                beside.setdefault(again.row_id, []).append(figure)
            elif (
                self._shares_part(top, figure, parts)
                or self._of_other_code(top, figure)
                or (cell.score >= best.score - margin and not self._same_row(top, figure))
            ):
                rivals.setdefault(figure.row_id, figure)
        for figure in (
            () if any(link.mention.hints for link in links) else self._namesakes(top, parts)
        ):
            rivals.setdefault(figure.row_id, figure)
        found = self._outermost(top, list(rivals.values()))
        found = [f for f in found if not repeats(top, f)]
        kept = [
            f for f in found if amount_or_none(f) != amount_or_none(top) or f.subject != top.subject
        ]
        told = tuple(Target(f, tuple(beside.get(f.row_id, ())), phrase) for f in kept)
        return Found(Target(top, tuple(others), phrase), told)

    def _only_in_column(self, best: Cell, cell: Cell) -> bool:
        """Tell whether a row vies with its table's total by the name of their column alone."""
        total = self.catalogue.rows[best.row_id].kind == "total"
        if not total or (cell.table_id, cell.column) != (best.table_id, best.column):
            return False
        names = (link.rows.get(cell.row_id, 0.0) for link in self.ranker.links)
        return max(names, default=0.0) < APART

    def _is_whole(self, figure: Figure) -> bool:
        """Tell whether a figure is the total of a table that covers a department's money."""
        entry = self.catalogue.rows[figure.row_id]
        kind = self.catalogue.tables[figure.table_id].kind
        words = self.linker.words
        covers = any(kind in kinds for kinds in words.whole_tables.values())
        total = entry.kind == "total" or bare(entry.label) in words.total_rows
        leaf = bare(figure.column_name.split("/")[-1])
        return covers and total and (leaf in words.totals or leaf in words.total_rows)

    def _same_row(self, one: Figure, other: Figure) -> bool:
        """Tell whether two figures are of one row: its other columns are no rivals."""
        return one.row_id == other.row_id

    def _outermost(self, top: Figure, figures: Sequence[Figure]) -> list[Figure]:
        """Drop rows below others of the same name: 3030101 under 30301."""
        rows = self.catalogue.rows
        kept: list[Figure] = []
        for figure in figures:
            entry = rows[figure.row_id]
            above = [rows[f.row_id] for f in (top, *figures) if f.row_id != figure.row_id]
            if not any(is_below(entry, other) for other in above):
                kept.append(figure)
        return kept

    def _parts_of(self, top: Figure, best: Cell) -> list[str]:
        """Return phrases that are only a part of the best row's label, where nothing else tells."""
        links = self.ranker.links
        known = [i for i in range(len(links)) if links[i].best >= HEAD]
        if len(known) != 1:
            return []
        phrase = bare(self.linker.stripped(links[known[0]].mention.text))
        name = bare(top.label) or bare(top.column_name.split("/")[-1])
        exact = best.heads[known[0]] >= EXACT_HEAD
        if exact and (len(phrase) > GENERAL or phrase == name or top.label):
            return []
        return [phrase] if len(phrase) >= 2 and phrase in name else []

    def _namesakes(self, top: Figure, parts: Sequence[str]) -> list[Figure]:
        """Return rows of other tables that also hold a short general phrase (保险), one a name."""
        short = [p for p in parts if len(p) <= GENERAL]
        if not short or top.subject:
            return []
        seen = {bare(top.label)}
        found: list[Figure] = []
        for table in self.catalogue.tables.values():
            if table.document_id != top.document_id or table.kind not in NAMESAKE_KINDS:
                continue
            for entry in table.rows:
                name = core(entry.label)
                new = entry.kind == "item" and name not in seen
                figure = self._holding(table, entry, short) if new else None
                if figure is not None:
                    seen.add(name)
                    found.append(figure)
        return found

    def _holding(self, table: Sheet, entry: Entry, parts: Sequence[str]) -> Figure | None:
        """Return a row's filled figure where its name holds one of the parts."""
        if not any(part in bare(entry.label) for part in parts):
            return None
        figure = self.default_figure(table, entry)
        return figure if figure is not None and amount_or_none(figure) is not None else None

    def _of_other_code(self, top: Figure, figure: Figure) -> bool:
        """Tell whether another item of the classification goes by the same name."""
        one, other = self.catalogue.rows[top.row_id], self.catalogue.rows[figure.row_id]
        said = any(link.mention.text == one.code for link in self.ranker.links)
        same_time = top.year == figure.year and top.document_id == figure.document_id
        apart = same_time and not said and other_code(one, other)
        return apart and bool(amount_or_none(figure))

    def _shares_part(self, top: Figure, figure: Figure, parts: Sequence[str]) -> bool:
        """Tell whether another row of the table, or goal of another form, has the part in its name."""
        if self._is_goal(top) and self._is_goal(figure) and self._alike_goals(top, figure):
            return any(part in bare(figure.label) for part in parts)
        if figure.table_id != top.table_id or figure.row_id == top.row_id:
            return False
        return any(part in bare(figure.label) for part in parts)

    def _is_goal(self, figure: Figure) -> bool:
        return self.catalogue.rows[figure.row_id].kind == "indicator"

    def _alike_goals(self, one: Figure, other: Figure) -> bool:
        """Tell whether goals of two projects' forms count in one unit."""
        units = [f.fact.unit for f in (one, other) if f.fact is not None]
        apart = one.subject != other.subject and one.document_id == other.document_id
        return apart and len(units) == 2 and units[0] == units[1] not in (None, "%")

    def _prefer_above(self, cells: Sequence[Cell], best: Cell) -> Cell:
        """Of rows of one name, one under the other, take the upper."""
        rows = self.catalogue.rows
        for cell in cells[:12]:
            coded = any(link.mention.text == rows[best.row_id].code for link in self.ranker.links)
            if (
                not coded
                and cell.column == best.column
                and is_below(rows[best.row_id], rows[cell.row_id])
            ):
                return cell
        return best

    def _prefer_filled(self, cells: Sequence[Cell]) -> Cell:
        """Of the same row printed twice in one table take the one with figures."""
        best = cells[0]
        if amount_or_none(self.figure(best)) is not None:
            return best
        for cell in cells[1:6]:
            if cell.score < best.score - 0.001:
                break
            if cell.table_id == best.table_id and amount_or_none(self.figure(cell)) is not None:
                return cell
        return best

    def _same_thing(self, one: Figure, other: Figure) -> bool:
        """Tell whether two figures are of the same row name and kind of column."""
        if one.document_id != other.document_id or one.table_id == other.table_id:
            return False
        if self._is_whole(one) and self._is_whole(other):
            return True
        if one.subject != other.subject:
            return one_project(one, other) and amount_or_none(one) == amount_or_none(other)
        kinds = {self.catalogue.tables[f.table_id].kind for f in (one, other)}
        if len(kinds) > 1 and kinds & APART_KINDS:
            return False
        first, second = self.catalogue.rows[one.row_id], self.catalogue.rows[other.row_id]
        if first.institution and second.institution and first.institution != second.institution:
            return False
        if first.side and second.side and first.side != second.side:
            return False
        if first.kind == "indicator" or second.kind == "indicator":
            return False
        if first.code and second.code and first.code_kind == second.code_kind:
            return first.code == second.code
        return bare(first.label) == bare(second.label) or names_match(one, other)


def _by_name(cells: Sequence[Cell], i: int) -> list[Cell]:
    """Return cells by how well one phrase names them, where others would be nearer in all."""
    return sorted(cells, key=lambda c: -max(c.score, c.heads[i]))
