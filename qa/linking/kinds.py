"""Tell what kind of row one is: a change, money of a form, one named by free words."""

from __future__ import annotations

from ingest.tables_words import words as form_words
from qa.catalogue import Entry, Sheet
from qa.linking.columns import stage
from qa.linking.text import bare
from qa.regexes import regex

_FIGURE = regex(r"[\d,.]+\s*(?:万元|元)?")


def is_change(table: Sheet, entry: Entry) -> bool:
    """Tell whether a row is the change between the rows that are what was planned and spent."""
    between = bare(entry.label).startswith(("增减", "差额", "差异"))
    return between and any(stage(e.label)[1] is not None for e in table.rows)


def is_money_line(entry: Entry) -> bool:
    """Tell whether a field is a figure of all its form's money (…/年度资金总额/执行数).

    Money of a thing that the form lists is not: 支出明细/仪器更新/金额.
    """
    *names, _ = entry.label.split("/")
    if entry.kind != "field" or not names or not heads_money(entry.label):
        return False
    return len(names) == 1 or form_words().form_funds.search(names[-1]) is not None


def heads_money(label: str) -> bool:
    """Tell whether a field's last part is a head of money: 金额, 执行数."""
    return form_words().form_money.search(label.rpartition("/")[2]) is not None


def is_worded(entry: Entry, table: Sheet) -> bool:
    """Tell whether a row is named by free words (indicators, projects, purchases)."""
    return entry.kind in ("indicator", "field") or table.kind in ("project_list", "procurement")


def is_amount(entry: Entry) -> bool:
    """Tell whether a form's field holds a figure."""
    return _FIGURE.fullmatch(entry.text.removeprefix(entry.label).strip()) is not None
