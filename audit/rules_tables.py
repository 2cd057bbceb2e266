"""Check the identities inside and between budget tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from audit import find
from audit.findings import (
    Finding,
    Side,
    disagree,
    equal_finding,
    side,
    sum_finding,
)
from audit.ledger import Account, Figure, Ledger, Line, bare
from ingest.records import Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

_CODES = ("functional", "economic", "government")
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
        income = _side_figure(account, ledger, "收入", "income_total")
        spending = _side_figure(account, ledger, "支出", "spending_total")
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
            part = _side_figure(account, ledger, name, year)
            if total is None or part is None or part.value is None:
                continue
            extra = [
                f
                for line in _lines(account, name, carried)
                if (f := _at(account, ledger, line, name))
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


def _side_figure(account: Account, ledger: Ledger, name: str, key: str) -> Figure | None:
    line = find.line_of(account, name, key)
    return None if line is None else _at(account, ledger, line, name)


def _at(account: Account, ledger: Ledger, line: Line, name: str) -> Figure | None:
    """Return the total figure of a row on its own side of a summary."""
    listed = [
        i
        for i, path, year in account.amounts()
        if i in line.figures and year in (ledger.year, None)
    ]
    named = [
        i for i in listed if find.pattern("total_columns").search(find.last(line.figures[i].path))
    ]
    return find.figure(account, line, next(iter(named or listed), None))


def code_hierarchy(ledger: Ledger) -> list[Finding]:
    """Check 类 = Σ 款, 款 = Σ 项 and 合计 = Σ 类 in every money column of every coded table."""
    found: list[Finding] = []
    for account in ledger.accounts:
        if account.kind in ("project_list", "procurement", "project_performance"):
            continue
        lines = find.coded(account, _CODES)
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
    parts = [figure for line in inner if (figure := line.figures.get(index)) is not None]
    return sum_finding(
        "code_hierarchy",
        ERROR if account.proved else WARNING,
        f"{account.annex} {name}（{'/'.join(total.path)}）",
        f"{account.annex} {name}",
        total,
        parts,
    )


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
    if figure is None or account.kind not in _TOP_TOTALS or _repeats(account):
        return []
    heads = [
        line
        for code, line in lines.items()
        if not any(other != code and code.startswith(other) for other in lines)
    ]
    if any(len(line.code or "") > 3 for line in heads):
        return []  # only a part of the table is coded from 类 down
    return _column_sum(account, figure, heads, index, "合计")


def _repeats(account: Account) -> bool:
    """Tell whether codes are printed once a subordinate unit, so that codes alone do not add up."""
    codes = [line.code for line in account.lines if line.code and line.code_kind in _CODES]
    return len(codes) != len(set(codes))


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


def totals_between_tables(ledger: Ledger) -> list[Finding]:
    """Check that tables over the same money give the same total."""
    summary = next(ledger.of_kind("total_summary"), None)
    found: list[Finding] = []
    if summary is not None:
        for name, key, kind in (
            ("收入", "income_total", "income_summary"),
            ("支出", "spending_total", "expenditure_summary"),
        ):
            left = _side_figure(summary, ledger, name, key)
            year = _side_figure(
                summary, ledger, name, "income_year" if name == "收入" else "spending_year"
            )
            for right in find.grand_total(ledger, kind):
                found += _one_of("totals_between_tables", f"{name}总额", [left, year], right)
    fiscal = next(ledger.of_kind("fiscal_summary"), None)
    if fiscal is not None:
        lefts = [
            _fund_figure(fiscal, ledger, find.line_of(fiscal, "支出", key))
            for key in ("spending_year", "spending_total")
        ]
        for right in find.grand_total(ledger, "general_expenditure"):
            found += _one_of("totals_between_tables", "一般公共预算支出", lefts, right)
    return found


def _fund_figure(account: Account, ledger: Ledger, line: Line | None) -> Figure | None:
    """Return a row's 一般公共预算 figure in 财政拨款收支总表."""
    if line is None:
        return None
    return next(
        (
            f
            for f in line.figures.values()
            if find.pattern("general_fund").search(find.last(f.path))
        ),
        None,
    )


def _one_of(
    rule: str, name: str, lefts: Sequence[Figure | None], right: Figure, severity: Severity = ERROR
) -> list[Finding]:
    """Return a finding where a figure equals none of those that it might."""
    listed = [left for left in lefts if left is not None and left.value is not None]
    results = [equal_finding(rule, severity, name, name, left, right) for left in listed]
    if not results or any(not result for result in results):
        return []
    return results[0]


def classes_between_tables(ledger: Ledger) -> list[Finding]:
    """Check each 类 of the functional tables against its row in the summaries."""
    found: list[Finding] = []
    for kind, summary_kind in (
        ("general_expenditure", "fiscal_summary"),
        ("expenditure_summary", "total_summary"),
    ):
        summary = next(ledger.of_kind(summary_kind), None)
        table = next(ledger.of_kind(kind), None)
        if summary is None or table is None or _repeats(table):
            continue
        at = find.total_column(table, ledger.year)
        for code, line in find.coded(table, ("functional",)).items():
            if len(code) != 3:
                continue
            other = next(
                (
                    row
                    for row in summary.lines
                    if row.side in ("支出", None) and row.bare == line.bare
                ),
                None,
            )
            if other is None:
                continue
            if kind == "general_expenditure":
                right = _fund_figure(summary, ledger, other)
            else:
                right = _at(summary, ledger, other, "支出")
            left = find.figure(table, line, at)
            if left is not None and right is not None:
                found += equal_finding(
                    "classes_between_tables", ERROR, f"{code} {line.label}", line.label, left, right
                )
    return found


def basic_between_tables(ledger: Ledger) -> list[Finding]:
    """Check the functional table's 基本支出 against the economic table's total."""
    functional = next(ledger.of_kind("general_expenditure"), None)
    if functional is None:
        return []
    left = find.figure(
        functional, find.total_line(functional), find.column(functional, ledger.year, "basic")
    )
    found: list[Finding] = []
    for right in find.grand_total(ledger, "basic_economic"):
        if left is not None:
            found += equal_finding(
                "basic_between_tables", ERROR, "基本支出", "basic expenditure", left, right
            )
    return found


def three_public_items(ledger: Ledger) -> list[Finding]:
    """Check the “三公” total against its items where they are printed as rows, both years."""
    found: list[Finding] = []
    for year in (ledger.year, ledger.year - 1):
        get = {item: find.public_item(ledger, item, year) for item in find.words()["three_public"]}
        total, vehicles, reception = get["total"], get["vehicles"], get["reception"]
        if total is None or reception is None or total.place.row_id == reception.place.row_id:
            continue  # printed as columns: column_groups checks them
        parts = [f for f in (get["abroad"], vehicles, reception) if f is not None]
        found += sum_finding(
            "three_public_items",
            ERROR,
            f"{year}年“三公”经费",
            "three public expenses",
            total,
            parts,
        )
        inner = [f for f in (get["purchase"], get["running"]) if f is not None]
        if vehicles is not None and len(inner) == 2:
            found += sum_finding(
                "three_public_items",
                ERROR,
                f"{year}年公务用车购置及运行费",
                "vehicles",
                vehicles,
                inner,
            )
    return found


def economic_within_three_public(ledger: Ledger) -> list[Finding]:
    """Compare economic items of basic spending with the “三公” table, which covers projects too."""
    table = next(ledger.of_kind("basic_economic"), None)
    if table is None:
        return []
    lines = find.coded(table, ("economic",))
    at = find.total_column(table, ledger.year)
    found: list[Finding] = []
    for code, item in find.words()["economic_items"].items():
        left = find.figure(table, lines.get(code), at)
        right = find.public_item(ledger, item, ledger.year)
        if left is None or right is None or left.yuan is None or left.yuan == (right.yuan or 0):
            continue
        over = left.yuan > (right.yuan or Decimal(0))
        found += equal_finding(
            "economic_within_three_public",
            ERROR if over else WARNING,
            f"{lines[code].label}（基本支出与“三公”口径）",
            f"{lines[code].label} (basic spending against the three public expenses)",
            left,
            right,
            "" if over else "经济分类表只含基本支出，“三公”经费表还含项目支出，差额可能列在项目里",
        )
    return found


def same_money(ledger: Ledger) -> list[Finding]:
    """Compare contributions that the functional and the economic table both print."""
    functional = next(ledger.of_kind("general_expenditure"), None)
    economic = next(ledger.of_kind("basic_economic"), None)
    if functional is None or economic is None:
        return []
    left_lines = find.coded(functional, ("functional",))
    right_lines = find.coded(economic, ("economic",))
    basic = find.column(functional, ledger.year, "basic") or find.total_column(
        functional, ledger.year
    )
    at = find.total_column(economic, ledger.year)
    found: list[Finding] = []
    for lefts, rights in find.words()["same_money"]:
        parts = [f for code in lefts if (f := find.figure(functional, left_lines.get(code), basic))]
        totals = [f for code in rights if (f := find.figure(economic, right_lines.get(code), at))]
        if len(parts) != len(lefts) or not totals or totals[0].value is None:
            continue
        if all(part.value is None for part in parts):
            continue
        found += sum_finding(
            "same_money",
            WARNING,
            f"{right_lines[rights[0]].label}（功能与经济分类）",
            f"{right_lines[rights[0]].label}",
            totals[0],
            parts,
            "两种分类口径可能不同",
        )
    return found


def project_rows(ledger: Ledger) -> list[Finding]:
    """Check that projects add up to their table's total, column by column."""
    found: list[Finding] = []
    for account in ledger.of_kind("project_list"):
        total = find.total_line(account)
        items = [line for line in account.lines if line.kind == "item" and not line.parents]
        if total is None or len(items) < 2:
            continue
        for index, _, _ in account.amounts():
            figure = total.figures.get(index)
            parts = [line.figures[index] for line in items if index in line.figures]
            if figure is not None:
                found += sum_finding(
                    "project_rows",
                    ERROR,
                    f"{account.annex} 合计（{'/'.join(figure.path)}）",
                    "projects",
                    figure,
                    parts,
                )
    return found


def projects_between_tables(ledger: Ledger) -> list[Finding]:
    """Check the project table's total against 项目支出 of the spending tables."""
    lefts = []
    for account in ledger.of_kind("expenditure_summary", "general_expenditure"):
        lefts.append(
            find.figure(
                account, find.total_line(account), find.column(account, ledger.year, "project")
            )
        )
    found: list[Finding] = []
    for right in find.grand_total(ledger, "project_list"):
        found += _one_of("projects_between_tables", "项目支出", lefts, right)
    return found


def procurement(ledger: Ledger) -> list[Finding]:
    """Check that 货物, 工程 and 服务 (goods, works, services) add up to the total."""
    found: list[Finding] = []
    for account in ledger.of_kind("procurement"):
        total = find.total_line(account)
        parts = [
            line
            for line in account.lines
            if line.kind != "total"
            and any(
                re.match(rf"^[A-C]?{w}(类)?$", line.bare)
                for w in find.words()["procurement"].values()
            )
        ]
        if total is None or len(parts) < 2 or len({line.bare for line in parts}) != len(parts):
            continue
        for index, _, _ in account.amounts():
            figure = total.figures.get(index)
            if figure is not None:
                found += sum_finding(
                    "procurement",
                    ERROR,
                    f"{account.annex} 合计（{'/'.join(figure.path)}）",
                    "procurement",
                    figure,
                    [line.figures[index] for line in parts if index in line.figures],
                )
    return found


def empty_tables(ledger: Ledger) -> list[Finding]:
    """Report a note 此表无数据 over figures, and a total row that lists nothing beside one that does."""
    found: list[Finding] = []
    for account in ledger.accounts:
        listed = [f for line in account.lines for f in line.figures.values() if f.value]
        note = next(
            (n for n in account.notes if re.search(r"无数据|为空|无此项|无发生额|未安排", n)), None
        )
        if note and listed and any(f.value for f in listed):
            place = listed[0].place
            found.append(
                Finding(
                    "empty_tables",
                    ERROR,
                    f"{account.annex} 注明“{note}”，表中却有金额",
                    f"{account.annex} says that it is empty, yet lists amounts",
                    (Side(note, None, None, place), side(listed[0])),
                )
            )
        found += _empty_total(account)
    return found


def _empty_total(account: Account) -> list[Finding]:
    totals = [
        line
        for line in account.lines
        if line.kind == "total" and re.match(r"^(合计|总计)$", line.bare)
    ]
    empty = [line for line in totals if all(f.value is None for f in line.figures.values())]
    if len(totals) < 2 or not empty or len(empty) == len(totals):
        return []
    figure = next(iter(empty[0].figures.values()))
    return [
        Finding(
            "empty_tables",
            INFO,
            f"{account.annex} 有一行“{empty[0].label}”没有数字，另有一行合计",
            f"{account.annex} has an empty total row beside the real one",
            (side(figure, empty[0].label),),
        )
    ]
