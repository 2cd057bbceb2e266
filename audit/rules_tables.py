"""Check the identities between tables, and of the tables of one subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from audit import find
from audit.findings import ERROR, INFO, WARNING, Finding, Side, equal_finding, side, sum_finding
from audit.ledger import Account, Figure, Ledger, Line
from ingest.records import Severity


def totals_between_tables(ledger: Ledger) -> list[Finding]:
    """Check that tables over the same money give the same total."""
    summary = next(ledger.of_kind("total_summary"), None)
    found: list[Finding] = []
    if summary is not None:
        for name, key, kind in (
            ("收入", "income_total", "income_summary"),
            ("支出", "spending_total", "expenditure_summary"),
        ):
            left = find.side_figure(summary, ledger, name, key)
            year = find.side_figure(
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
        whole = _all_funds(fiscal, ledger)
        for right in find.grand_total(ledger, "general_expenditure"):
            found += _one_of("totals_between_tables", "一般公共预算支出", [*lefts, *whole], right)
    return found


def _all_funds(fiscal: Account, ledger: Ledger) -> list[Figure | None]:
    """Return what all funds of the treasury spent: a table may be of them without saying so."""
    keys = ("spending_year", "spending_total") if find.is_final(ledger) else ()
    return [find.side_figure(fiscal, ledger, "支出", key) for key in keys]


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
        if summary is None or table is None or find.repeats_codes(table):
            continue
        at = find.total_column(table, ledger.year, final=find.is_final(ledger))
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
                right = find.figure_on_side(summary, ledger, other, "支出")
            left = find.figure(table, line, at)
            if left is None or right is None:
                continue
            whole = find.figure_on_side(summary, ledger, other, "支出")
            rights = [right, whole] if whole is not None and find.is_final(ledger) else [right]
            name = (f"{code} {line.label}", line.label)
            results = [
                equal_finding("classes_between_tables", ERROR, *name, left, one) for one in rights
            ]
            found += results[0] if all(results) else []
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
        inner = [f for f in (get["purchase"], get["running"]) if f is not None]
        cars = [vehicles] if vehicles is not None else inner  # those who buy none print what runs
        parts = [f for f in (get["abroad"], *cars, reception) if f is not None]
        found += sum_finding(
            "three_public_items",
            ERROR,
            f"{year}年“三公”经费",
            "three public expenses",
            total,
            parts,
        )
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
        projects = [line for line in items if line.code_kind != "functional"]
        sets = [items, projects] if projects else [items]  # classes may be printed above projects
        for index, path, _ in account.amounts():
            figure = total.figures.get(index)
            if figure is None or find.pattern("no_sum").search("".join(path)):
                continue
            results = [_projects_sum(account, figure, index, each) for each in sets]
            found += results[0] if all(results) else []
    return found


def _projects_sum(
    account: Account, total: Figure, index: int, lines: Sequence[Line]
) -> list[Finding]:
    """Hold the total of a column of projects against some of its rows."""
    parts = [line.figures[index] for line in lines if index in line.figures]
    name = f"{account.annex} 合计（{'/'.join(total.path)}）"
    return sum_finding("project_rows", ERROR, name, "projects", total, parts) if parts else []


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
        note = next((n for n in account.notes if find.pattern("said_empty").search(n)), None)
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
