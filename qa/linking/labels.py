"""Index the labels of a catalogue: rows, columns, titles, forms, units and projects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.index import GramIndex
from qa.linking.loose import LooseIndex
from qa.linking.names import (
    beside,
    column_names,
    last_part,
    spelt_column,
    spelt_row,
    subject_of,
)
from qa.linking.short import Names
from qa.linking.text import bare, core
from qa.linking.words import LinkWords, load_words
from qa.query import Mention

NOT_CLASSIFIED = {"institution", "project"}  # kinds of code that no term of a classification has
PROJECT_LIST = "project_list"
_DATED_SAID = re.compile(
    r"(?P<year>20\d\d)年?度?的?(?P<words>[一-鿿]{4,14}?(?:项目|工程|专项|系统|平台|课题))"
)
_ENDING = 4  # characters with which a printed name and what is said of it must both end
DATED = 8  # least characters of a name with a year in it
UNIT_KINDS = ("income_summary", "expenditure_summary")
UNIT_HEADS = frozenset({"单位名称", "机构名称", "预算单位", "单位"})
OF_UNITS = ("procurement", "project_list")
ColumnKey = tuple[int, int]
"""Table id and column index."""


def _lists_units(table: Sheet) -> bool:
    """Tell whether a table without money names a department's units (部门机构设置情况)."""
    heads = {bare(part) for column in table.columns for part in column.path}
    return table.kind == "unknown" and bool(heads & UNIT_HEADS)


def dated_names(catalogue: Catalogue) -> dict[str, str]:
    """Return names with a year in them, with and without the owner's name before → the label."""
    owners = {bare(document.institution) for document in catalogue.documents.values()}
    labels = {bare(row.label) for row in catalogue.rows.values()}
    found: dict[str, str] = {}
    for label in labels:
        if not re.search(r"20\d\d", label):
            continue
        for name in (label, *(label.removeprefix(o) for o in owners if label.startswith(o))):
            if len(name) >= DATED:
                found[name] = label
    return found


def without_dates(text: str, names: Iterable[str]) -> str:
    """Return text without the years of printed names said in part.

    2025年度信息化建设项目 is said of a printed …2025年度政务信息化建设项目.
    """
    for match in _DATED_SAID.finditer(text):
        year, words = match["year"], match["words"]
        tails = (name.partition(year)[2] for name in names)
        if any(t.endswith(words[-_ENDING:]) and _in_order(words, t) for t in tails):
            text = text.replace(match[0], words)
    return text


def _in_order(words: str, text: str) -> bool:
    place = iter(text)
    return all(char in place for char in words)


def summed(table: Sheet, place: int) -> Entry:
    """Return the row that holds a row's money: a heading's own sum is printed right below it.

    一、“三公”经费支出 is blank, （一）支出合计 under it is what was spent.
    """
    entry, below = table.rows[place], table.rows[place + 1 : place + 2]
    heads = below and below[0].kind == "total" and below[0].parents[-1:] == (entry.label,)
    return below[0] if heads else entry


def plain_title(table: Sheet, catalogue: Catalogue) -> str:
    """Return a table's title without institution, year and number."""
    document = catalogue.documents[table.document_id]
    title = table.title
    for name in (document.institution, *document.aliases):
        title = title.replace(name, "")
    title = re.sub(r"\d{4}\s*年(度)?", "", title)
    return re.sub(r"[-—]\s*\d+$", "", title) or table.title


class Labels:
    """Index what a catalogue prints, by every name that a question may use."""

    def __init__(self, catalogue: Catalogue, words: LinkWords | None = None) -> None:
        self.catalogue = catalogue
        self.words = words or load_words()
        self._rows: dict[str, list[int]] = defaultdict(list)
        self._aliases: dict[str, list[int]] = defaultdict(list)
        self._lines: dict[str, list[int]] = defaultdict(list)
        self._columns: dict[str, list[ColumnKey]] = defaultdict(list)
        self._subjects: dict[str, list[int]] = defaultdict(list)
        self._titles: dict[str, list[int]] = defaultdict(list)
        self._owners: dict[str, list[int]] = defaultdict(list)
        self._children: dict[str, list[int]] = defaultdict(list)
        self._codes: dict[str, list[int]] = defaultdict(list)
        self._annexes: dict[str, list[int]] = defaultdict(list)
        self._kinds: dict[str, list[int]] = defaultdict(list)
        self.table_names: dict[int, str] = {}
        printed: list[str] = []
        for table in catalogue.tables.values():
            printed.extend(self._index_table(table))
        projects = {
            bare(entry.label)
            for table in catalogue.tables.values()
            if table.kind == PROJECT_LIST
            for entry in table.rows
            if entry.kind == "item"
        } | self._subjects.keys()
        self._projects = Names(projects)
        self._dated = dated_names(catalogue)
        self._units = {
            bare(entry.label)
            for table in catalogue.tables.values()
            if table.kind in UNIT_KINDS or _lists_units(table)
            for entry in table.rows
            if entry.kind == "item"
            and entry.code_kind != "functional"  # 图书馆 of the classification is no unit
            and bare(entry.label).endswith(self.words.unit_endings)
        }
        self.index = GramIndex(printed)
        for label in printed:
            if core(label) not in self.words.totals:  # 决算数项目支出 is not 决算数
                self.index.add_core(label)
        subjects = {t: label for label, ids in self._subjects.items() for t in ids}
        self._known = {*self._rows, *self._aliases, *self._columns, *self._subjects}
        self.loose = LooseIndex(catalogue, self.index, self.words, subjects)

    def _index_table(self, table: Sheet) -> list[str]:
        printed: list[str] = []
        for place, entry in enumerate(table.rows):
            self._rows[bare(entry.label)].append(summed(table, place).id)
            printed.append(entry.label)
            for names, into in (
                (beside(entry, table), self._aliases),
                (last_part(entry, table), self._lines),
                (spelt_row(entry, table), self._aliases),
            ):
                for other in names:
                    into[bare(other)].append(entry.id)
                    printed.append(other)
            if entry.code:
                self._codes[entry.code].append(entry.id)
            for parent in entry.parents:
                self._children[bare(parent)].append(entry.id)
                printed.append(parent)
            if entry.institution:
                self._owners[bare(entry.institution)].append(entry.id)
                printed.append(entry.institution)
        for column in table.columns:
            for name in (*column_names(column, self.words), *spelt_column(column, table)):
                self._columns[bare(name)].append((table.id, column.index))
                printed.append(name)
        subject = subject_of(table)
        if subject:
            self._subjects[bare(subject)].append(table.id)
            printed.append(subject)
        name = self._title(table)
        self.table_names[table.id] = name
        self._titles[bare(name)].append(table.id)
        self._annexes[bare(table.annex)].append(table.id)
        self._kinds[table.kind].append(table.id)
        printed.append(name)
        return printed

    def _title(self, table: Sheet) -> str:
        return plain_title(table, self.catalogue)

    def dated_in(self, text: str) -> list[str]:
        """Return names with a year in them that a text says whole: the year is part of the name."""
        said = bare(text)
        found = [name for name in self._dated if name in said]
        kept = [name for name in found if not any(name in o for o in found if o != name)]
        return [self._dated[name] for name in kept]

    def stripped(self, text: str) -> str:
        """Return a phrase without the words that name nothing."""
        for word in self.words.noise:
            text = text.replace(word, "")
        return text.strip()

    def _project_name(self, mention: Mention) -> str:
        """Return what stands before the word project in a phrase; empty where it has none."""
        phrase = bare(mention.text)
        head = next((w for w in self.words.project_heads if phrase.endswith(w)), "")
        name = phrase.removesuffix(head)
        return name if head and len(name) >= 2 else ""

    def is_unit(self, entry: Entry) -> bool:
        """Tell whether a row stands for one of a department's units."""
        return bare(entry.label) in self._units

    def is_unit_elsewhere(self, row_id: int) -> bool:
        """Tell whether a row is named by a unit in a table that is not of units' whole money."""
        label = bare(self.catalogue.rows[row_id].label)
        return label in self._units and self.catalogue.table_of(row_id).kind in OF_UNITS

    def _is_indicator(self, row_id: int) -> bool:
        return self.catalogue.rows[row_id].kind == "indicator"

    def _is_classified(self, row_id: int) -> bool:
        """Tell whether a row's code is of a classification; a department's may be the same digits."""
        return self.catalogue.rows[row_id].code_kind not in NOT_CLASSIFIED

    def _coded(self, code: str, term: str) -> list[int]:
        """Return the rows with a term's code; where one bears its name, none of another's name.

        A project's row prints the code of the item that pays for it, and is not that item.
        """
        rows, tables = self.catalogue.rows, self.catalogue.tables
        ids = [i for i in self._codes.get(code, ()) if self._is_classified(i)]
        named = {
            tables[rows[i].table_id].document_id for i in ids if bare(rows[i].label) == bare(term)
        }
        return [
            i
            for i in ids
            if tables[rows[i].table_id].document_id not in named
            or bare(term) in bare(rows[i].label)
        ]
