"""Put the readings of a question's phrases together: which cells explain it best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ingest.columns import words as column_words
from qa.catalogue import Entry, Heading, Sheet
from qa.link import Linker, MentionLink
from qa.linking.classes import is_class, priority
from qa.linking.columns import ColumnWish, amounts, default_columns, stage
from qa.linking.kinds import heads_money, is_amount, is_change, is_money_line, is_worded
from qa.linking.near import COLUMN, FORM_LEAST, HEAD, Near, named
from qa.linking.text import bare
from qa.regexes import regex

TABLE, SUBJECT, PARENT = 0.9, 0.95, 0.85  # what a table, form or heading explains of a phrase
TABLE_FIRST = 1.1  # the same for a table about one fund, whose name also stands as a row elsewhere
CONTEXT = 0.45  # weight of the other phrases while one is looked for
MEASURE = 0.08  # for the measure asked (money, count …), against it the other way
FORM_BOOST = 2.0
LOOSE_BONUS = 0.1  # likeness of the whole question tells rows apart that phrases do not
OFF_MEASURE = 0.25  # against money where a count is asked, and the other way
PROJECT = 0.08  # for the list of projects where the question says 项目
TOTAL_ROW = 0.02  # for a table's total where only its column is named
WRONG_MEASURE = 0.6  # against an amount of money where a count or a weight is asked
_YEAR_ROW = regex(r"(20\d\d)年?度?(?:预算|决算)?数?")  # a row that is a year
LATER_COLUMN = 0.002  # for each column that stands behind another as the likelier
PREFERRED = 0.08
BOUGHT = 0.06  # against purchases and their total where nothing is said to be bought
CORE_NAME = 0.93
NAMING, WHOLE = 0.9, 0.95  # for a word for a total beside a table's name this sure
NAMED_TABLE = 0.8  # for the totals of a table that is named and nothing else


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one candidate: a row and a column with the score of each phrase it explains."""

    document_id: int
    table_id: int
    row_id: int
    column: int
    score: float
    explains: tuple[float, ...] = ()
    heads: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Focus:
    """Hold what a question says beside its phrases.

    `tables` limits to named annexes where not None; `measure` is the kind of figure asked.
    """

    documents: tuple[int, ...]
    wish: Callable[[int], ColumnWish]
    tables: frozenset[int] | None = None
    measure: str | None = None
    money_unit: str | None = None
    side: str | None = None
    prefer: frozenset[str] = frozenset()  # kinds of table that the question's words point at
    counted: tuple[str, ...] = ()  # counting words asked in
    projects: bool = False  # the question speaks of projects
    goals: bool = False  # the question speaks of indicators or goals
    buys: bool = True  # the question speaks of purchases
    loose: Mapping[int, float] = field(default_factory=dict)  # rows found by the whole question


@lru_cache(maxsize=8192)
def _year_of(label: str) -> int | None:
    """Return the year that a row is."""
    year = _YEAR_ROW.fullmatch(bare(label))
    return int(year[1]) if year else None


class CellRanker:
    """Rank the cells of a catalogue for the phrases of one question."""

    def __init__(
        self,
        linker: Linker,
        links: Sequence[MentionLink],
        focus: Focus,
        near: Near | None = None,
    ) -> None:
        """Take phrases with their readings; `near` is where they may stand, if it is known already."""
        self.linker = linker
        self.links = links
        self.focus = focus
        self._catalogue = linker.catalogue
        self._words = linker.words
        self._found: dict[tuple[int, tuple[int, ...]], list[Heading]] = {}
        self._named: dict[tuple[int, tuple[int, ...]], list[Entry]] = {}
        self._shares: dict[tuple[tuple[int, ...], int | None], tuple[list[float], float]] = {}
        self._near = near or Near(self._catalogue, links)

    def rank(self, head: int | None = None, among: Iterable[int] | None = None) -> list[Cell]:
        """Return cells best first; with `head`, that phrase must name the row or the column."""
        chosen = tuple(range(len(self.links)) if among is None else among)
        best: dict[tuple[int, int], Cell] = {}
        for table in self._tables(chosen):
            for cell in self._cells(table, chosen, head):
                key = (cell.row_id, cell.column)
                if key not in best or best[key].score < cell.score:
                    best[key] = cell
        if head is None:
            self._add_loose(best)
        return sorted(best.values(), key=lambda c: (-c.score, c.table_id, c.row_id, c.column))

    def _add_loose(self, best: dict[tuple[int, int], Cell]) -> None:
        """Add rows that the whole question resembles, where they beat their phrases' score."""
        for row_id, score in self.focus.loose.items():
            entry = self._catalogue.rows[row_id]
            table = self._catalogue.tables[entry.table_id]
            outside = self.focus.tables is not None and table.id not in self.focus.tables
            if outside or not self._in_scope(table.id) or self.linker.is_unit_elsewhere(row_id):
                continue
            wish = self.focus.wish(table.document_id)
            chosen = tuple(range(len(self.links)))
            for column in self._columns(table, entry, chosen, wish)[:1]:
                fitted = score + self._fit(table, entry, column)
                fitted += priority(self._catalogue, self._words.priority, table, entry)
                known = best.get((row_id, column.index))
                if known is None and named(self.links, entry, table):
                    known = self._score(table, entry, column, chosen, None)
                if known is None:
                    zeros = (0.0,) * len(self.links)
                    known = Cell(
                        table.document_id, table.id, row_id, column.index, 0.0, zeros, zeros
                    )
                worded = is_worded(entry, table) and not is_class(self._catalogue, table, entry)
                bonus = LOOSE_BONUS * score if worded else 0.0
                mixed = max(known.score, fitted) + bonus
                best[(row_id, column.index)] = replace(known, score=mixed)

    def _tables(self, chosen: tuple[int, ...]) -> list[Sheet]:
        if self.focus.tables is not None:
            return [self._catalogue.tables[t] for t in self.focus.tables if self._in_scope(t)]
        held = self._near.tables(chosen)
        return [table for key in self.focus.documents for table in held.get(key, ())]

    def _in_scope(self, table_id: int) -> bool:
        return self._catalogue.tables[table_id].document_id in self.focus.documents

    def _cells(self, table: Sheet, chosen: tuple[int, ...], head: int | None) -> list[Cell]:
        found: list[Cell] = []
        wish = self.focus.wish(table.document_id)
        for entry in self._rows(table, chosen):
            if _year_of(entry.label) not in (None, wish.year):
                continue
            for place, column in enumerate(self._columns(table, entry, chosen, wish)):
                later = place * LATER_COLUMN
                cell = self._score(table, entry, column, chosen, head, later)
                if cell is not None:
                    found.append(cell)
        return found

    def _rows(self, table: Sheet, chosen: tuple[int, ...]) -> list[Entry]:
        """Return the rows of a table that phrases may mean, and its totals; kept."""
        key = (table.id, chosen)
        if key not in self._named:
            self._named[key] = self._rows_of(table, chosen)
        return self._named[key]

    def _rows_of(self, table: Sheet, chosen: tuple[int, ...]) -> list[Entry]:
        rows = self._near.entries(table)
        named = [
            entry
            for entry in rows
            if any(
                self._in_form(i, chosen, entry, self.links[i].rows.get(entry.id, 0.0)) >= HEAD
                for i in chosen
            )
        ]
        owned = [
            entry
            for entry in rows
            if any(self.links[i].parents.get(entry.id, 0.0) >= HEAD for i in chosen)
            and entry.kind != "field"
        ]
        return [*named, *(e for e in owned if e not in named), *self.total_rows(table)]

    def total_rows(self, table: Sheet) -> list[Entry]:
        """Return the rows that stand for a whole table: its totals, or its only row."""
        return self._catalogue.kept.once(("totals", table.id), lambda: self._totals(table))

    def _totals(self, table: Sheet) -> list[Entry]:
        totals = [
            e for e in table.rows if e.kind == "total" or bare(e.label) in self._words.total_rows
        ]
        items = [e for e in table.rows if e.kind == "item"]
        if not totals and len(items) == 1:
            return items
        return totals

    def _columns(
        self, table: Sheet, entry: Entry, chosen: tuple[int, ...], wish: ColumnWish
    ) -> list[Heading]:
        """Return the columns of a row that may be meant, the likeliest first; kept."""
        key = (entry.id, chosen)
        if key not in self._found:
            self._found[key] = self._columns_of(table, entry, chosen, wish)
        return self._found[key]

    def _columns_of(
        self, table: Sheet, entry: Entry, chosen: tuple[int, ...], wish: ColumnWish
    ) -> list[Heading]:
        own = self._catalogue.documents[table.document_id].fiscal_year
        if entry.kind == "field" and wish.year != own:
            return []
        if entry.kind == "indicator" and wish.year != own:
            return [column for column in table.columns if column.year == wish.year]
        if is_money_line(entry) and not any(
            self.links[i].subjects.get(table.id, 0.0) >= HEAD for i in chosen
        ):
            return []  # what a form prints of its project's money, where no project is named
        if self._only_beside_money(table, entry):
            return []
        year, phase = stage(entry.label)
        if year not in (None, wish.year):
            return []  # a row that is another year (2025年 | 2026年)
        if phase not in (None, wish.phase) or is_change(table, entry):
            return []  # or what was planned beside what was spent
        ordered = default_columns(table, entry, wish, self._words)
        heads = self._near.heads(chosen).get(table.id, ())
        named = [
            column
            for column in amounts(table, entry)
            if column.index in heads and column.year in (wish.year, None)
        ]
        rank = {c.index: i for i, c in enumerate(ordered)}
        named.sort(key=lambda c: rank.get(c.index, len(rank)))
        spent = [c for c in named if c.phase == wish.phase.value]
        if spent and len(spent) < len(named):
            named = spent
        return [*named, *(c for c in ordered[:1] if c not in named)]

    def _score(
        self,
        table: Sheet,
        entry: Entry,
        column: Heading,
        chosen: tuple[int, ...],
        head: int | None,
        later: float = 0.0,
    ) -> Cell | None:
        own = 0.0 if head is None else self._as_head(table, head, chosen, entry, column)
        if head is not None and own < HEAD:
            return None
        explains = [0.0] * len(self.links)
        heads = [0.0] * len(self.links)
        for i in chosen if head is None or head in chosen else (head, *chosen):
            heads[i] = own if i == head else self._as_head(table, i, chosen, entry, column)
            explains[i] = max(heads[i], self._context(self.links[i], entry))
        named = self.focus.tables is not None
        if head is None and not named and max(explains, default=0.0) < HEAD:
            return None
        weights, total = self._weights(chosen, head)
        score = sum([by * explains[i] for by, i in zip(weights, chosen, strict=True)]) / total
        if named and not chosen:
            score = NAMED_TABLE
        score += priority(self._catalogue, self._words.priority, table, entry)
        score += self._fit(table, entry, column)
        return Cell(
            table.document_id,
            table.id,
            entry.id,
            column.index,
            score - later,
            tuple(explains),
            tuple(heads),
        )

    def _as_head(
        self, table: Sheet, i: int, chosen: tuple[int, ...], entry: Entry, column: Heading
    ) -> float:
        """Return how well a phrase names a row or its column."""
        named = self._named_there(table, i, entry, column)
        named = self._in_form(i, chosen, entry, named)
        return WHOLE if named < WHOLE and self._is_whole(i, entry) else named

    def _weights(self, chosen: tuple[int, ...], head: int | None) -> tuple[list[float], float]:
        """Return what each phrase weighs where one is looked for, and all of them; kept."""
        if (chosen, head) not in self._shares:
            by = [self.links[i].weight * (1.0 if head in (None, i) else CONTEXT) for i in chosen]
            self._shares[chosen, head] = by, sum(by) or 1.0
        return self._shares[chosen, head]

    def _is_whole(self, i: int, entry: Entry) -> bool:
        """Tell whether a phrase says total beside another that names the table of a total row."""
        words = self._words
        if entry.kind != "total" and bare(entry.label) not in words.total_rows:
            return False
        if bare(self.links[i].mention.text) not in words.totals | words.total_rows:
            return False
        return any(
            link.tables.get(entry.table_id, 0.0) >= NAMING
            for j, link in enumerate(self.links)
            if j != i
        )

    def _head(self, link: MentionLink, entry: Entry, column: Heading) -> float:
        named = link.columns.get((entry.table_id, column.index), 0.0)
        return max(link.rows.get(entry.id, 0.0), named if named >= COLUMN else 0.0)

    def _named_there(self, table: Sheet, i: int, entry: Entry, column: Heading) -> float:
        """Return a head's score; the 三公 table's items are meant by their core names too."""
        score = self._head(self.links[i], entry, column)
        return 1.02 if table.kind == "three_public" and score >= CORE_NAME else score

    def _in_form(self, i: int, chosen: Sequence[int], entry: Entry, score: float) -> float:
        """Raise a weak likeness inside a form whose project another phrase names: few rows vie."""
        if score >= HEAD or score < FORM_LEAST:
            return score
        if not any(
            self.links[j].subjects.get(entry.table_id, 0.0) >= HEAD for j in chosen if j != i
        ):
            return score
        return min(0.8, score * FORM_BOOST)

    def _context(self, link: MentionLink, entry: Entry) -> float:
        return max(
            link.tables.get(entry.table_id, 0.0) * self._table_factor(entry.table_id),
            link.subjects.get(entry.table_id, 0.0) * SUBJECT,
            link.parents.get(entry.id, 0.0) * PARENT,
        )

    def _table_factor(self, table_id: int) -> float:
        kind = self._catalogue.tables[table_id].kind
        return TABLE_FIRST if kind in self._words.table_first else TABLE

    def _fit(self, table: Sheet, entry: Entry, column: Heading) -> float:
        """Return a small preference for the measure and the side that are asked."""
        fit = PROJECT if self.focus.projects and table.kind == "project_list" else 0.0
        if table.kind in self.focus.prefer:
            fit += PREFERRED
        if table.kind == "procurement" and not self.focus.buys:
            fit -= BOUGHT
        if entry.kind == "total":
            fit += TOTAL_ROW
        if self.focus.side and entry.side:
            fit += 0.05 if entry.side == self.focus.side else -0.1
        measure = self.focus.measure
        if measure is None:
            return fit
        if entry.kind == "indicator":
            is_weight = any(word in bare(column.name) for word in self._words.weights)
            if measure == "weight":
                return fit + (MEASURE if is_weight else -MEASURE)
            return fit + self._indicator_fit(entry, measure)
        if entry.kind == "field":
            return fit - (0.0 if measure == "count" or is_amount(entry) else OFF_MEASURE)
        told = measure == "money" or (measure == "count" and self._counts(entry))
        return fit if told else fit - WRONG_MEASURE

    def _only_beside_money(self, table: Sheet, entry: Entry) -> bool:
        """Tell whether a field says of a listed thing what nobody asks: its code, beside 金额."""
        thing, _, head = entry.label.rpartition("/")
        if entry.kind != "field" or "/" not in thing or self.focus.measure not in (None, "money"):
            return False
        if any(t in head or head in t for t in (link.mention.text for link in self.links)):
            return False
        beside = [e for e in table.rows if e.label.rpartition("/")[0] == thing and e is not entry]
        return not heads_money(head) and any(heads_money(e.label) for e in beside)

    def _counts(self, entry: Entry) -> bool:
        """Tell whether a row, or the one it stands below, names the unit that is asked: （辆）."""
        units = (column_words().row_unit(name) for name in (entry.label, *entry.parents[-1:]))
        unit = next((unit for unit in units if unit), "")
        return any(asked in unit for asked in self.focus.counted)

    def _indicator_fit(self, entry: Entry, measure: str) -> float:
        """Judge by the printed unit in the row's text."""
        printed = entry.text.split(entry.label, 1)[-1]
        if (
            measure == "count"
            and self.focus.counted
            and any(u in printed for u in self.focus.counted)
        ):
            return MEASURE * 1.5
        if measure == "count" and self.focus.counted:
            return -OFF_MEASURE
        money = "元" in entry.text.split(entry.label, 1)[-1]
        percent = "%" in entry.text or "％" in entry.text
        asked = {"money": money, "percent": percent, "count": not money and not percent}
        return MEASURE if asked.get(measure, False) else -OFF_MEASURE / 2
