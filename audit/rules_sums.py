"""Check the sums inside one table: sides, codes, columns, numbered rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from audit import find
from audit.findings import ERROR, WARNING, Finding, disagree, equal_finding, sum_finding
from audit.ledger import Account, Figure, Ledger, Line, bare

_TOP_TOTALS = (
    "general_expenditure",
    "expenditure_summary",
    "income_summary",
    "basic_economic",
    "government_fund",
    "state_capital",
    "project_economic",
    "government_economic",
)


def balance(ledger: Ledger) -> list[Finding]:
    """Check that income equals spending, and each its year's total plus what is carried over."""
    found: list[Finding] = []
    for account in ledger.of_kind("total_summary", "fiscal_summary"):
        income = find.side_figure(account, ledger, "收入", "income_total")
        spending = find.side_figure(account, ledger, "支出", "spending_total")
        if income and spending:
            found += equal_finding(
                "balance",
                ERROR,
                "收入总计与支出总计",
                "total income and total spending",
                income,
                spending,
            )
        for name, total, year, carried in (
            ("收入", income, "income_year", "carried_in"),
            ("支出", spending, "spending_year", "carried_out"),
        ):
            part = find.side_figure(account, ledger, name, year)
            if total is None or part is None or part.value is None:
                continue
            extra = [
                f
                for line in {line.bare: line for line in _lines(account, name, carried)}.values()
                if (f := find.figure_on_side(account, ledger, line, name))
            ]
            found += sum_finding(
                "balance",
                ERROR,
                f"{name}总计 = 本年{name} + 结转",
                f"total {name}",
                total,
                [part, *extra],
            )
    return found


def _lines(account: Account, name: str, key: str) -> list[Line]:
    return [
        line
        for line in account.lines
        if line.side in (name, None) and line.level == 1 and find.pattern(key).search(line.bare)
    ]


def code_hierarchy(ledger: Ledger) -> list[Finding]:
    """Check 类 = Σ 款, 款 = Σ 项 and 合计 = Σ 类 in every money column of every coded table."""
    found: list[Finding] = []
    for account in ledger.accounts:
        if account.kind in ("project_list", "procurement", "project_performance"):
            continue
        lines = find.coded(account, find.CODE_KINDS)
        if not lines:
            continue
        children = _children(lines)
        for index, path, _ in account.amounts():
            if re.search(r"%|增减|比上年|较上年", "/".join(path)):
                continue
            for code, inner in children.items():
                total = lines[code].figures.get(index)
                if total is not None:
                    found += _column_sum(
                        account,
                        total,
                        [lines[c] for c in inner],
                        index,
                        f"{code} {lines[code].label}",
                    )
            found += _top(account, lines, index)
    return found


def _column_sum(
    account: Account, total: Figure, inner: Sequence[Line], index: int, name: str
) -> list[Finding]:
    cells = (_beside(line, total, index) for line in inner)
    parts = [figure for figure in cells if figure is not None]
    return sum_finding(
        "code_hierarchy",
        ERROR if account.proved else WARNING,
        f"{account.annex} {name}（{'/'.join(total.path)}）",
        f"{account.annex} {name}",
        total,
        parts,
    )


def _beside(line: Line, total: Figure, index: int) -> Figure | None:
    """Return a row's figure in a column, or in the column of the same head where its block goes on."""
    if index in line.figures:
        return line.figures[index]
    goes_on = [figure for figure in line.figures.values() if figure.path == total.path]
    return goes_on[0] if len(goes_on) == 1 else None


def _children(lines: dict[str, Line]) -> dict[str, list[str]]:
    """Return the codes directly below each code that has any."""
    below: dict[str, list[str]] = defaultdict(list)
    for code in lines:
        above = [other for other in lines if other != code and code.startswith(other)]
        if above:
            below[max(above, key=len)].append(code)
    return below


def _top(account: Account, lines: dict[str, Line], index: int) -> list[Finding]:
    total = find.total_line(account)
    figure = total.figures.get(index) if total is not None else None
    if figure is None or account.kind not in _TOP_TOTALS or find.repeats_codes(account):
        return []
    heads = [
        line
        for code, line in lines.items()
        if not any(other != code and code.startswith(other) for other in lines)
    ]
    if any(len(line.code or "") > 3 for line in heads):
        return []  # only a part of the table is coded from 类 down
    return _column_sum(account, figure, heads, index, "合计")


def column_groups(ledger: Ledger) -> list[Finding]:
    """Check that a total column is the sum of the columns beside it, row by row."""
    found: list[Finding] = []
    for account in ledger.accounts:
        if account.kind in ("overall_performance", "project_performance"):
            continue
        groups = list(_groups(account))
        known = [group for group in groups if _known(account, group[1])]
        proved = {
            shape
            for shape, total, parts in _shaped(account, groups)
            if _holds(account, total, parts)
        }
        for total, parts in groups:
            shape = _shape(account, total, parts)
            if (total, parts) in known or shape in proved:
                found += _check_rows(account, total, parts)
    return found


def _groups(account: Account) -> Iterator[tuple[int, list[int]]]:
    """Yield each total column with the columns that it should sum."""
    amounts = [(i, path, year) for i, path, year in account.amounts()]
    for index, path, year in amounts:
        if not re.match(r"^(总计|合计|小计)$", find.last(path)):
            continue
        prefix = path[:-1]
        beside = [
            (i, other)
            for i, other, of in amounts
            if i > index
            and of == year
            and other[: len(prefix)] == prefix
            and _same_side(account, index, i)
        ]
        beside = _until_next_total(beside, prefix)
        parts = _addends(beside, len(prefix))
        if len(parts) >= 2:
            yield index, parts


def _same_side(account: Account, left: int, right: int) -> bool:
    """Tell whether no naming column stands between two columns."""
    return not any(role == "label" and left < i < right for i, _, role, _ in account.columns)


def _until_next_total(
    beside: list[tuple[int, tuple[str, ...]]], prefix: tuple[str, ...]
) -> list[tuple[int, tuple[str, ...]]]:
    kept = []
    for index, path in beside:
        if len(path) == len(prefix) + 1 and re.match(r"^(总计|合计)$", find.last(path)):
            break
        kept.append((index, path))
    return kept


def _addends(beside: list[tuple[int, tuple[str, ...]]], depth: int) -> list[int]:
    """Return one column a direct part: a group below gives its 小计, else all of its columns."""
    parts: list[int] = []
    grouped: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for index, path in beside:
        if any(find.pattern("not_addends").search(bare(part)) for part in path[depth:]):
            continue
        grouped.setdefault(path[depth], []).append((index, path))
    for members in grouped.values():
        subtotal = [i for i, path in members if re.match(r"^(小计|合计|总计)$", find.last(path))]
        parts += subtotal[:1] or [i for i, _ in members]
    return parts


def _known(account: Account, parts: Sequence[int]) -> bool:
    paths = {i: "/".join(bare(part) for part in path) for i, path, _, _ in account.columns}
    return any(
        all(any(word in paths[i] for word in group) for i in parts)
        for group in find.words()["addends"]
    )


def _shape(account: Account, total: int, parts: Sequence[int]) -> tuple[str, ...]:
    """Return a group's headings without years, the same for this year's and last year's."""
    paths = {i: path for i, path, _, _ in account.columns}
    return tuple(re.sub(r"20\d\d\s*年(度)?", "", "/".join(paths[i])) for i in (total, *parts))


def _shaped(
    account: Account, groups: Sequence[tuple[int, list[int]]]
) -> Iterator[tuple[tuple[str, ...], int, list[int]]]:
    for total, parts in groups:
        yield _shape(account, total, parts), total, parts


def _holds(account: Account, total: int, parts: Sequence[int]) -> bool:
    """Tell whether most rows of a table prove that a column is the sum of others."""
    checked = agreed = 0
    for line in account.lines:
        figure = line.figures.get(total)
        if figure is None or figure.value is None:
            continue
        checked += 1
        agreed += disagree(figure, [line.figures[i] for i in parts if i in line.figures]) is None
    return checked >= 1 and agreed * 2 > checked


def _check_rows(account: Account, total: int, parts: Sequence[int]) -> list[Finding]:
    found: list[Finding] = []
    for line in account.lines:
        figure = line.figures.get(total)
        if figure is None or (figure.value is None and line.kind == "total"):
            continue
        addends = [line.figures[i] for i in parts if i in line.figures]
        if _without_optional(figure, addends):
            continue
        found += sum_finding(
            "column_groups",
            ERROR if account.proved else WARNING,
            f"{account.annex} {line.label or '合计'}（{'/'.join(figure.path)}）",
            f"{account.annex} {line.label}",
            figure,
            addends,
        )
    return found


def _without_optional(total: Figure, parts: Sequence[Figure]) -> bool:
    """Tell whether a total agrees once columns that some places leave out are left out."""
    optional = find.pattern("optional_addends")
    kept = [part for part in parts if not optional.search("/".join(bare(p) for p in part.path))]
    return len(kept) < len(parts) and disagree(total, kept) is None


def labelled_children(ledger: Ledger) -> list[Finding]:
    """Check that a numbered heading row (一、) is the sum of the rows numbered below it."""
    found: list[Finding] = []
    for account in ledger.of_kind("fiscal_summary"):
        for line in account.lines:
            inner = [
                other
                for other in account.lines
                if other.side == line.side
                and other.parents
                and other.parents[-1] == line.label
                and len(other.parents) == len(line.parents) + 1
            ]
            if len(inner) < 2:
                continue
            for index, figure in line.figures.items():
                parts = [other.figures[index] for other in inner if index in other.figures]
                found += sum_finding(
                    "labelled_children",
                    ERROR,
                    f"{account.annex} {line.label}",
                    line.label,
                    figure,
                    parts,
                )
    return found
