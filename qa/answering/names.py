"""Name cells in answers: quoted rows with their column, annexes, items with their amounts."""

from __future__ import annotations

from qa.answering.wording import Wording
from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.text import bare, unnumbered
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.types import Figure


class Names:
    """Name figures in one language; with `many` documents the department is named too."""

    def __init__(
        self,
        catalogue: Catalogue,
        words: LinkWords,
        say: Wording,
        many: bool,
        lookup: Lookup | None = None,
        in_columns: frozenset[int] = frozenset(),
    ) -> None:
        self.catalogue = catalogue
        self._lookup = lookup
        self._words = words
        self._say = say
        self.many = many
        self._in_columns = in_columns  # rows told by several columns, each named in full

    def in_columns(self, figure: Figure) -> bool:
        """Tell whether several columns of a figure's row are told."""
        return figure.row_id in self._in_columns

    def cell(self, table: Sheet, entry: Entry, column: int) -> Figure | None:
        """Return another cell of a table where it is filled."""
        if self._lookup is None:
            return None
        figure = make_figure(self.catalogue, self._lookup, table, entry, column)
        return figure if figure.fact is not None and figure.fact.value is not None else None

    def printed(self, table: Sheet, entry: Entry, column: int) -> str:
        """Return the words that a cell of a row prints."""
        fact = self._lookup.fact(table.id, entry.id, column) if self._lookup is not None else None
        return fact.printed.strip(" .-—") if fact is not None else ""

    def what(self, figure: Figure) -> str:
        """Return department, table or project, row and column as far as they tell things apart."""
        row, column = self.row(figure), self.column(figure)
        owner = self.owner(figure)
        if column and self._is_total(figure):
            return f"{owner}“{column}”（{self.short_title(figure)}{row}）"
        text = f"{owner}“{row}”"
        if column:
            text += f"的{column}" if self._say.language == "zh" else f" ({column})"
        elif self._is_total(figure):
            text = f"{owner}{self.short_title(figure)}“{row}”"
        return text

    def owner(self, figure: Figure) -> str:
        """Return the department where there are several, and the project of a form."""
        department = ""
        if self.many:
            document = self.catalogue.documents[figure.document_id]
            department = document.institution
        return department + (f"“{figure.subject}”项目" if figure.subject else "")

    def row(self, figure: Figure) -> str:
        """Return the row's label as printed, with its code where it has one."""
        entry = self.catalogue.rows[figure.row_id]
        if entry.code and entry.code_kind in ("functional", "economic", "government"):
            return f"{self._unit_of(entry)}{entry.code} {unnumbered(entry.label)}"
        if (
            entry.kind == "total"
            and entry.institution
            and bare(entry.institution) != bare(entry.label)
        ):
            return f"{entry.institution}{entry.label}"
        if not entry.label.strip():
            return "合计" if entry.kind == "total" else ""
        return unnumbered(entry.label)

    def _unit_of(self, entry: Entry) -> str:
        """Return the unit of a row in front of its item, where other units have rows of it."""
        rows = self.catalogue.tables[entry.table_id].rows if entry.institution else ()
        same = (e.institution for e in rows if e.code == entry.code and e.label == entry.label)
        several = any(name and name != entry.institution for name in same)
        return f"{entry.institution} " if several else ""

    def column(self, figure: Figure) -> str:
        """Return the column's name, empty where it is only the year's total."""
        entry = self.catalogue.rows[figure.row_id]
        if entry.kind in ("field",):
            return ""
        path = figure.column_name.split("/")
        if len(path) > 1 and self._plain(path[-1]) and self._shared_head(figure, path[0]):
            path = path[1:]
        if figure.row_id in self._in_columns:
            return "/".join(path)
        parts = [p for p in path if not self._plain(p)]
        if entry.kind == "indicator" and not parts:
            return ""
        return "/".join(parts)

    def _shared_head(self, figure: Figure, head: str) -> bool:
        """Tell whether all money columns of the table stand under one head."""
        table = self.catalogue.tables[figure.table_id]
        amounts = [c for c in table.columns if c.role == "amount"]
        return all(c.path and c.path[0] == head for c in amounts)

    def _plain(self, part: str) -> bool:
        text = bare(part)
        stripped = "".join(ch for ch in text if not ch.isdigit()).replace("年", "")
        plain = {
            "收入",
            "支出",
            "指标值",
            "预算数",
            "预算",
            "内容",
            "目标值",
            "本年收入",
            "本年支出",
        }
        return text in self._words.totals or stripped in self._words.totals | plain

    def _is_total(self, figure: Figure) -> bool:
        entry = self.catalogue.rows[figure.row_id]
        return entry.kind == "total" or bare(entry.label) in self._words.total_rows

    def short_title(self, figure: Figure) -> str:
        """Return the table's title without the institution."""
        return self.without_institution(self.catalogue.tables[figure.table_id].title, figure)

    def without_institution(self, title: str, figure: Figure) -> str:
        """Return a title without the name of the figure's institution in front."""
        document = self.catalogue.documents[figure.document_id]
        for name in (document.institution, *document.aliases):
            title = title.removeprefix(name)
        return title

    def where(self, figure: Figure) -> str:
        """Return annex and short title."""
        table = self.catalogue.tables[figure.table_id]
        title = self.short_title(figure)
        return title if bare(table.annex) == bare(table.title) else f"{table.annex}《{title}》"

    def amount(self, figure: Figure) -> str:
        """Return value and unit, or 未列."""
        fact = figure.fact
        if fact is None or fact.value is None:
            printed = fact.printed.strip(" .-—") if fact is not None else ""
            return printed or ("未列" if self._say.language == "zh" else "none listed (未列)")
        sign = f"{fact.sign} " if fact.sign in ("≥", "≤", ">", "<") else ""
        return f"{sign}{format(fact.value, 'f')}{self._say.unit(fact.unit)}"

    def item(self, figure: Figure) -> str:
        """Return a short name with its amount, for lists."""
        name = self.what(figure)
        gap = " " if self._say.language == "zh" else ": "
        return f"{name}{gap}{self.amount(figure)}"

    def phase(self, figure: Figure) -> str:
        """Return 预算 or 决算 as the sentence needs it."""
        fact = figure.fact
        phase = fact.phase if fact is not None else "预算"
        if self._say.language == "zh":
            return phase
        return " (final)" if phase == "决算" else " (budget)"
