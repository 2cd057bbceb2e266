"""Find columns, rows and figures of a table by words from the data file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from audit.ledger import Account, Figure, Ledger, Line, bare
from ingest.data_files import data_file
from ingest.records import Phase

Column = tuple[int, tuple[str, ...], int | None]  # index, path, year

CODE_KINDS = ("functional", "economic", "government")


@cache
def words() -> Mapping[str, Any]:
    """Return the vocabulary of `data/words.yaml`, read once."""
    found: Mapping[str, Any] = data_file("audit", "words.yaml")
    return found


@cache
def pattern(*keys: str) -> re.Pattern[str]:
    """Return the alternatives under a key of the data file as one pattern."""
    entry: Any = words()
    for key in keys:
        entry = entry[key]
    return re.compile("|".join(f"(?:{part})" for part in entry))


def last(path: Sequence[str]) -> str:
    """Return the innermost heading without white space."""
    return bare(path[-1]) if path else ""


def total_column(account: Account, year: int, *, final: bool = False) -> int | None:
    """Return the money column of a year that holds its total, or the year's only one.

    Of `final` accounts that print plans beside what was spent, the spending is meant.
    """
    columns = [(i, path) for i, path, of in account.amounts() if of in (year, None)]
    spent = [(i, p) for i, p in columns if pattern("spent_columns").search(bare("".join(p)))]
    planned = any(pattern("planned_columns").search(bare("".join(p))) for _, p in columns)
    columns = spent if final and spent and planned else columns
    named = [i for i, path in columns if re.match(r"^(总计|合计|本年(收入|支出)合计)$", last(path))]
    if named:
        return named[0]
    generic = [i for i, path in columns if pattern("total_columns").search(last(path))]
    if generic:
        return generic[0]
    return columns[0][0] if columns else None


def column(account: Account, year: int, *keys: str) -> int | None:
    """Return the money column of a year whose innermost heading the words name."""
    return next(
        (
            i
            for i, path, of in account.amounts()
            if of in (year, None) and pattern(*keys).search(last(path))
        ),
        None,
    )


def total_line(account: Account) -> Line | None:
    """Return the row that sums the table: the first total with a figure."""
    totals = [line for line in account.lines if line.kind == "total"]
    listed = [line for line in totals if any(f.value is not None for f in line.figures.values())]
    whole = [line for line in listed if re.match(r"^(合计|总计)?$", line.bare)]
    return next(iter(whole or listed[:1] * (len(listed) == 1)), None)


def line_of(account: Account, side: str | None, *keys: str) -> Line | None:
    """Return the first row of a side whose bare label the words name."""
    return next(
        (
            line
            for line in account.lines
            if (side is None or line.side in (side, None)) and pattern(*keys).search(line.bare)
        ),
        None,
    )


def coded(account: Account, kinds: Iterable[str]) -> dict[str, Line]:
    """Return rows by code; codes printed more than once (one a unit) are left out."""
    wanted = set(kinds)
    seen: dict[str, list[Line]] = {}
    for line in account.lines:
        if line.code and line.code_kind in wanted:
            seen.setdefault(line.code, []).append(line)
    return {code: lines[0] for code, lines in seen.items() if len(lines) == 1}


def figure(account: Account | None, line: Line | None, at: int | None) -> Figure | None:
    """Return the figure of a row in a column, or None where one is not there."""
    if account is None or line is None or at is None:
        return None
    return line.figures.get(at)


def grand_total(ledger: Ledger, *kinds: str) -> Iterator[Figure]:
    """Yield the total row's figure in the year's total column, a table of the kinds each."""
    for account in ledger.of_kind(*kinds):
        at = total_column(account, ledger.year, final=is_final(ledger))
        found = figure(account, total_line(account), at)
        if found is not None and found.value is not None:
            yield found


def is_final(ledger: Ledger) -> bool:
    """Tell whether a document is one of final accounts."""
    return ledger.document.phase == Phase.FINAL.value


def public_item(ledger: Ledger, item: str, year: int, phase: str = "") -> Figure | None:
    """Return an item of the “三公” (three public expenses) table, printed as column or as row.

    A phase (年初预算, 决算) chooses among the columns of a year, that of final accounts where none
    is said; a whole that lists nothing is a heading over its rows, no figure.
    """
    phase = phase or (Phase.FINAL.value if is_final(ledger) else "")
    for account in ledger.of_kind("three_public"):
        tall = any(pattern("three_public", "reception").search(line.bare) for line in account.lines)
        found = (_tall_item if tall else _wide_item)(account, item, year, phase)
        if found is not None:
            return None if item == "total" and found.value is None else found
    return None


def _of_phase(columns: Sequence[Column], phase: str) -> Sequence[Column]:
    """Return the columns whose heading names a phase, all of them where none does."""
    return [c for c in columns if phase in bare("".join(c[1]))] or columns


def _wide_item(account: Account, item: str, year: int, phase: str) -> Figure | None:
    dated = [line for line in account.lines if re.search(r"20\d\d年", line.bare)]
    of_year = next((line for line in dated if f"{year}年" in line.bare), None)
    if dated and of_year is None:
        return None
    line = of_year or total_line(account) or next(iter(account.lines), None)
    if line is None:
        return None
    columns = [c for c in account.amounts() if c[2] == year or (of_year and c[2] is None)]
    for i, path, _ in _of_phase(columns, phase):
        if _names_item(path, item):
            return line.figures.get(i)
    return None


def _names_item(path: Sequence[str], item: str) -> bool:
    """Tell whether a header path names an item; a group's 小计 (subtotal) stands for the group.

    A year under the item's name says when, and a group's name may be left out below it (购置费).
    """
    wanted = pattern("three_public", item)
    named = [
        part for part in path if not re.match(r"^20\d\d年(度|初)?(预算|决算)?数?$", bare(part))
    ]
    inner = last(named)
    if item == "vehicles":
        group = any(wanted.search(bare(part)) for part in named)
        return group and bool(re.match(r"^(小计|合计)$", inner) or wanted.search(inner))
    if item in ("purchase", "running") and wanted.search(bare("".join(named[-2:]))):
        return True
    return bool(wanted.search(inner))


def _tall_item(account: Account, item: str, year: int, phase: str) -> Figure | None:
    columns = [c for c in account.amounts() if c[2] in (year, None)]
    chosen = _of_phase(columns, phase) if phase else columns
    at = total_column(account, year) if len(chosen) == len(columns) else chosen[0][0]
    named = [line for line in account.lines if pattern("three_public", item).search(line.bare)]
    exact = [line for line in named if not re.search(r"^(合计|总计)$", line.bare)]
    return figure(account, next(iter(exact or named), None), at)


def side_figure(account: Account, ledger: Ledger, name: str, key: str) -> Figure | None:
    """Return the total figure of the row of a summary that the words name, on its side."""
    line = line_of(account, name, key)
    return None if line is None else figure_on_side(account, ledger, line, name)


def figure_on_side(account: Account, ledger: Ledger, line: Line, name: str) -> Figure | None:
    """Return the total figure of a row on its own side of a summary."""
    listed = [
        i
        for i, path, year in account.amounts()
        if i in line.figures and year in (ledger.year, None)
    ]
    heads = {i: bare("".join(line.figures[i].path)) for i in listed}
    spent = [i for i in listed if pattern("spent_columns").search(heads[i])]
    planned = any(pattern("planned_columns").search(head) for head in heads.values())
    listed = spent if is_final(ledger) and spent and planned else listed
    named = [i for i in listed if pattern("total_columns").search(last(line.figures[i].path))]
    return figure(account, line, next(iter(named or listed), None))


def repeats_codes(account: Account) -> bool:
    """Tell whether codes are printed once a subordinate unit, so that codes alone do not add up."""
    codes = [line.code for line in account.lines if line.code and line.code_kind in CODE_KINDS]
    return len(codes) != len(set(codes))
