"""Find what a figure is set against: the prior year's figure, the whole of a share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.money import is_money
from ingest.records import Phase
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.columns import amounts
from qa.linking.names import subject_of
from qa.linking.text import bare
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.types import Figure

_RELATIVE = re.compile(r"^(?:上一?年|去年|本年|当年|今年)度?(?=预算|决算|$)")
FUNDS = re.compile(r"资金总额|预算总额|项目资金|当年预算|预算金额|年度资金")


class Bases:
    """Find bases of figures in one catalogue."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, words: LinkWords) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._words = words

    # --- prior year --------------------------------------------------------------------

    def prior(
        self,
        figure: Figure,
        year: int | None = None,
        *,
        cross: bool = False,
        spent: bool = False,
    ) -> Figure | None:
        """Return the same thing a year before: another column of the table, or another document.

        `spent` asks for what was spent in that year rather than what was planned.
        """
        wanted = figure.year - 1 if year is None else year
        if cross:
            return self._prior_document(figure, wanted, cross=True)
        inside = self._prior_column(figure, wanted, spent) or self._prior_row(figure, wanted)
        return inside or self._prior_document(figure, wanted)

    def equal_total(self, figure: Figure) -> list[Figure]:
        """Return totals of other tables with the same value: they may print the prior year too."""
        entry = self._catalogue.rows[figure.row_id]
        if figure.fact is None or figure.fact.value is None or not self._is_sum(entry):
            return []
        found: list[Figure] = []
        for table in self._catalogue.tables.values():
            if table.document_id != figure.document_id or table.id == figure.table_id:
                continue
            for row in (e for e in table.rows if self._is_sum(e)):
                for fact in self._lookup.row(table.id, row.id):
                    if fact.value == figure.fact.value and fact.unit == figure.fact.unit:
                        found.append(
                            make_figure(self._catalogue, self._lookup, table, row, fact.column)
                        )
        return found

    def project_amount(self, figure: Figure) -> Figure | None:
        """Return the money of the project that a counted goal belongs to; None for money."""
        fact = figure.fact
        if not figure.subject or fact is None or fact.measure == "amount" or is_money(fact.unit):
            return None
        for table in self._catalogue.tables.values():
            if table.document_id != figure.document_id or table.kind != "project_list":
                continue
            row = next((e for e in table.rows if bare(e.label) == bare(figure.subject)), None)
            column = next(
                (c for c in table.columns if c.role == "amount" and self._is_total(c)), None
            )
            if row is not None and column is not None:
                return make_figure(self._catalogue, self._lookup, table, row, column.index)
        return None

    def form_money(self, figure: Figure) -> Figure | None:
        """Return the whole money that the form prints in which a line of it stands."""
        table = self._catalogue.tables[figure.table_id]
        last = table.columns[-1].index
        for row in (e for e in table.rows if e.kind == "field" and FUNDS.search(bare(e.label))):
            made = make_figure(self._catalogue, self._lookup, table, row, last)
            fact = made.fact
            if row.id != figure.row_id and fact is not None and fact.value:
                return made
        return None

    def heads(self, figure: Figure) -> list[Figure]:
        """Return the numbers of people that the form about a figure's project prints."""
        names = {bare(figure.label), bare(figure.subject)} - {""}
        found: list[Figure] = []
        for table in self._catalogue.tables.values():
            if table.document_id != figure.document_id or bare(subject_of(table)) not in names:
                continue
            for row in (e for e in table.rows if "人数" in e.label or "人口" in e.label):
                made = [
                    make_figure(self._catalogue, self._lookup, table, row, fact.column)
                    for fact in self._lookup.row(table.id, row.id)
                    if fact.value is not None and fact.measure != "weight"
                ]
                found.extend(made[:1])
        return found

    def filled_columns(self, figure: Figure) -> list[Figure]:
        """Return the row's other filled money columns that are no totals."""
        table = self._catalogue.tables[figure.table_id]
        entry = self._catalogue.rows[figure.row_id]
        figures = [
            make_figure(self._catalogue, self._lookup, table, entry, column.index)
            for column in table.columns
            if column.role == "amount" and not self._is_total(column)
            and not bare(column.path[-1] if column.path else "").endswith(("合计", "总计", "小计"))
        ]  # fmt: skip
        return [f for f in figures if f.fact is not None and f.fact.value is not None]

    def _is_sum(self, entry: Entry) -> bool:
        return entry.kind == "total" or bare(entry.label) in self._words.total_rows

    def _prior_column(self, figure: Figure, year: int, spent: bool = False) -> Figure | None:
        table = self._catalogue.tables[figure.table_id]
        entry = self._catalogue.rows[figure.row_id]
        if entry.kind in ("field", "indicator"):
            return None
        own = next(c for c in table.columns if c.index == figure.column)
        printed = {fact.column for fact in self._lookup.row(table.id, entry.id)}  # of its own half
        fit = [
            c for c in table.columns if c.role == "amount" and c.year == year and c.index in printed
        ]
        if spent and any(c.phase == Phase.FINAL.value for c in fit):
            fit = [c for c in fit if c.phase == Phase.FINAL.value]
        twin = next((c for c in fit if _tail(c) == _tail(own)), None)
        twin = fit[0] if twin is None and spent and len(fit) == 1 else twin
        if twin is None and self._is_total(own):
            twin = next((c for c in fit if self._is_total(c)), None)
            twin = fit[0] if twin is None and len(fit) == 1 else twin  # 2025年执行数 alone
        if twin is None and year == figure.year - 1:
            twin = self._opening(table, own)
        if twin is None:
            return None
        return make_figure(self._catalogue, self._lookup, table, entry, twin.index)

    def _opening(self, table: Sheet, own: Heading) -> Heading | None:
        """Return the column of a balance at the start of the year before that of its end."""
        if not own.path or bare(own.path[-1]) not in self._words.closing_columns:
            return None
        before = [c for c in table.columns if c.index < own.index and c.path]
        starts = [c for c in before if bare(c.path[-1]) in self._words.opening_columns]
        return starts[-1] if starts else None

    def _prior_row(self, figure: Figure, year: int) -> Figure | None:
        """Return the cell of another year's row, where rows stand for years (2025年预算数)."""
        table = self._catalogue.tables[figure.table_id]
        label = bare(self._catalogue.rows[figure.row_id].label)
        if str(figure.year) not in label:
            return None
        twin = label.replace(str(figure.year), str(year))
        row = next((e for e in table.rows if bare(e.label) == twin), None)
        if row is None:
            return None
        return make_figure(self._catalogue, self._lookup, table, row, figure.column)

    def _is_total(self, column: Heading) -> bool:
        """Tell whether a column is its year's total: 总计 under the year, or the year alone."""
        leaf = bare(column.path[-1]) if column.path else ""
        stripped = "".join(ch for ch in leaf if not ch.isdigit()).replace("年", "")
        return leaf in self._words.totals or stripped in self._words.totals

    def _prior_document(self, figure: Figure, year: int, *, cross: bool = False) -> Figure | None:
        document = self._catalogue.documents[figure.document_id]
        for other in self._catalogue.documents.values():
            same = other.institution == document.institution
            same = same and (other.phase != document.phase) == cross
            if same and other.fiscal_year == year:
                return self.twin(figure, other.id)
        return None

    def twin(self, figure: Figure, document_id: int) -> Figure | None:
        """Return the same row and column in another document's table of the same kind."""
        table = self._catalogue.tables[figure.table_id]
        entry = self._catalogue.rows[figure.row_id]
        own = next(c for c in table.columns if c.index == figure.column)
        for other in self._catalogue.tables.values():
            if other.document_id != document_id or other.kind != table.kind:
                continue
            row = next((e for e in other.rows if _same_row(e, entry)), None)
            if row is None:
                continue
            columns = amounts(other, row)
            column = next((c for c in columns if _tail(c) == _tail(own)), None)
            if column is None and self._is_total(own):
                totals = [c for c in columns if self._is_total(c)]
                column = (totals or columns)[0] if totals or len(columns) == 1 else None
            if column is not None:
                return make_figure(self._catalogue, self._lookup, other, row, column.index)
        return None

    # --- wholes ------------------------------------------------------------------------

    def wholes(self, figure: Figure, *, parents: bool = True) -> Iterator[Figure]:
        """Give what a figure may be a part of, nearest first: parents, the total row, the row's total.

        Without `parents`, only the totals of its table and row.
        """
        table = self._catalogue.tables[figure.table_id]
        entry = self._catalogue.rows[figure.row_id]
        if entry.kind == "field":
            yield from self._larger_fields(figure, table)
            return
        for parent in reversed(entry.parents if parents else ()):
            row = next(
                (e for e in table.rows if bare(e.label) == bare(parent) and e.side == entry.side),
                None,
            )
            if row is not None:
                yield make_figure(self._catalogue, self._lookup, table, row, figure.column)
        for row in self.totals(table, entry):
            yield make_figure(self._catalogue, self._lookup, table, row, figure.column)
        for column in self._row_totals(table, figure):
            yield make_figure(self._catalogue, self._lookup, table, entry, column.index)

    def _larger_fields(self, figure: Figure, table: Sheet) -> Iterator[Figure]:
        """Give the amounts of a form that may hold a part of it (市级支出 of 当年预算)."""
        if figure.fact is None or figure.fact.value is None:
            return
        for row in (e for e in table.rows if e.kind == "field"):
            other = make_figure(self._catalogue, self._lookup, table, row, figure.column)
            value = other.fact.value if other.fact is not None else None
            if value is not None and value > figure.fact.value:
                yield other

    def totals(self, table: Sheet, entry: Entry) -> list[Entry]:
        """Return the total rows of a table beside the row itself, the filled ones first."""
        found = [
            e
            for e in table.rows
            if e.id != entry.id
            and (e.kind == "total" or bare(e.label) in self._words.total_rows)
            and (e.side in (None, entry.side) or entry.side is None)
        ]
        return sorted(
            found, key=lambda e: not any(f.value for f in self._lookup.row(table.id, e.id))
        )

    def _row_totals(self, table: Sheet, figure: Figure) -> list[Heading]:
        own = next(c for c in table.columns if c.index == figure.column)
        return [
            c
            for c in table.columns
            if c.role == "amount"
            and c.index != own.index
            and c.year == own.year
            and self._is_total(c)
        ]


def _tail(column: Heading) -> tuple[str, ...]:
    """Return a column's path without the year's head, for matching across years (上年/合计, 当年/合计)."""
    path = [_RELATIVE.sub("", bare(part)) for part in column.path]
    stripped = ["".join(ch for ch in part if not ch.isdigit()) for part in path]
    return tuple(part.replace("年度", "").replace("年", "") for part in stripped)


def _same_row(one: Entry, other: Entry) -> bool:
    if bare(one.label) != bare(other.label) or one.side != other.side:
        return False
    if one.code is None or other.code is None:
        return True
    return _unpadded(one.code) == _unpadded(other.code)


def _unpadded(code: str) -> str:
    """Return a code without the zeros behind its class: 301 7 and 301 07 are one item."""
    return code[:3] + code[3:].lstrip("0")
