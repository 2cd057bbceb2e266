"""Check performance forms against the budget tables and against themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from audit import find
from audit.findings import ERROR, INFO, WARNING, Finding, amount, equal_finding, side
from audit.ledger import Account, Figure, Ledger, Line
from ingest.money import YUAN, is_money

_TERM = r"\d+(?:\.\d+)?\s*[^\d*×xX+（）()，,、；;]{0,8}"
_PRODUCT = re.compile(rf"{_TERM}(?:[*×xX]\s*{_TERM})+")
_POINTS = "得分"
_NUMBER = re.compile(r"(\d+)")
_GIVEN = re.compile(r"[（(](\d{1,2})分")
_FACTOR = re.compile(r"(\d+(?:\.\d+)?)\s*(亿元|万元|元|万(?=/))?")


def fields(account: Account, *keys: str) -> Iterator[tuple[Line, Figure]]:
    """Yield the label and value pairs of a form whose label the words name."""
    for line in account.lines:
        if line.kind == "field" and find.pattern(*keys).search(line.bare):
            yield from ((line, figure) for figure in line.figures.values())


def targets(account: Account) -> Iterator[tuple[Line, Figure]]:
    """Yield a form's indicators with their target."""
    for line in account.lines:
        if line.kind == "indicator":
            target = next((f for f in line.figures.values() if f.measure != "weight"), None)
            if target is not None:
                yield line, target


def project_code(account: Account) -> str | None:
    """Return the code of the project that a form is about."""
    return next((line.code for line in account.lines if line.code_kind == "project"), None)


def projects_against_forms(ledger: Ledger) -> list[Finding]:
    """Check each project's amount against its form's 资金总额, and that both sets are equal."""
    listed = {
        line.code: figure
        for account in ledger.of_kind("project_list")
        for line in account.lines
        if line.code_kind == "project"
        and line.code
        and (figure := find.figure(account, line, find.total_column(account, ledger.year)))
    }
    forms = {
        code: figure
        for account in ledger.of_kind("project_performance")
        if (code := project_code(account))
        for _, figure in list(fields(account, "form_total"))[:1]
    }
    if not listed or not forms:
        return []
    found: list[Finding] = []
    for code in listed.keys() & forms.keys():
        found += equal_finding(
            "projects_against_forms",
            ERROR,
            f"项目 {code} 的预算与绩效目标表资金总额",
            f"project {code}: budget against its performance form",
            listed[code],
            forms[code],
        )
    for code in listed.keys() ^ forms.keys():
        figure = listed.get(code) or forms[code]
        where = "绩效目标表" if code in listed else "项目支出表"
        found.append(
            Finding(
                "projects_against_forms",
                WARNING,
                f"项目 {code} 在{where}中没有对应",
                f"project {code} has no counterpart",
                (side(figure),),
            )
        )
    return sorted(found, key=lambda finding: finding.message)


def overall_against_tables(ledger: Ledger) -> list[Finding]:
    """Check 整体绩效 (overall performance): its amounts against the tables, its weights against 100 %."""
    found: list[Finding] = []
    for account in ledger.of_kind("overall_performance"):
        totals = list(find.grand_total(ledger, "expenditure_summary", "income_summary"))
        for line, figure in fields(account, "overall", "total"):
            if figure.measure == "amount" and figure.value is not None and totals:
                found += _any_equal(line, figure, totals)
        summary = next(ledger.of_kind("expenditure_summary", "general_expenditure"), None)
        for line, figure in targets(account):
            for key in ("basic", "project"):
                if (
                    summary is not None
                    and is_money(figure.unit)
                    and find.pattern("overall", key).search(line.bare)
                ):
                    at = find.column(summary, ledger.year, key)
                    other = find.figure(summary, find.total_line(summary), at)
                    if other is not None:
                        found += equal_finding(
                            "overall_against_tables", ERROR, line.label, line.label, figure, other
                        )
        found += _weights(account)
    return found


def _any_equal(line: Line, figure: Figure, totals: list[Figure]) -> list[Finding]:
    results = [
        equal_finding("overall_against_tables", ERROR, line.label, line.label, figure, total)
        for total in totals
    ]
    return [] if any(not result for result in results) else results[0]


def _weights(account: Account) -> list[Finding]:
    """Check that the weights of a form's indicators sum to all that it gives; points are no weights."""
    weights = [
        figure
        for line in account.lines
        for figure in line.figures.values()
        if figure.measure == "weight" and figure.value is not None
        and line.kind == "indicator" and _POINTS not in "".join(figure.path)
    ]  # fmt: skip
    total = sum((figure.value for figure in weights if figure.value is not None), Decimal(0))
    if len(weights) < 2 or total in {Decimal(100), Decimal(1), *_other_wholes(account, weights)}:
        return []
    terms = " + ".join(format(f.value, "f") for f in weights if f.value is not None)
    return [
        Finding(
            "weights",
            ERROR,
            f"{account.annex} 指标权重合计 {total}，不是 100",
            f"{account.annex}: the weights sum to {total}, not 100",
            tuple(side(figure) for figure in weights),
            f"{terms} = {total} ≠ 100",
            total - 100,
            "%",
        )
    ]


def _other_wholes(account: Account, weights: list[Figure]) -> Iterator[Decimal]:
    """Give what the weights may sum to: what their head says, or what spending the money leaves of 100."""
    for figure in weights[:1]:
        yield from (Decimal(n) for n in _NUMBER.findall("".join(figure.path)))
    for line in account.lines:
        if line.kind == "field":
            yield from (Decimal(100) - Decimal(n) for n in _GIVEN.findall(line.label))
            own = [
                f for f in line.figures.values() if f.measure == "weight" and f.value is not None
            ]
            if own and _POINTS not in line.label.rpartition("/")[2]:
                yield Decimal(100) - (own[0].value or Decimal(0))  # 年度资金总额/分值 10


def costs_against_total(ledger: Ledger) -> list[Finding]:
    """Compare the sum of a form's cost indicators with its 资金总额."""
    found: list[Finding] = []
    for account in ledger.of_kind("project_performance"):
        total = next(
            (figure for _, figure in fields(account, "form_total") if figure.value is not None),
            None,
        )
        costs = [
            figure
            for line, figure in targets(account)
            if figure.value is not None
            and _yuan_unit(figure.unit) is not None
            and "/" not in re.sub(r"/年$", "", figure.unit or "")
            and any("成本" in parent for parent in line.parents)
        ]
        if total is None or total.yuan is None or len(costs) < 2:
            continue
        spent = sum((_cost(figure) for figure in costs), Decimal(0))
        if spent == total.yuan:
            continue
        over = spent > total.yuan
        found.append(
            Finding(
                "costs_against_total",
                WARNING if over else INFO,
                f"{account.annex} 成本指标合计 {amount(spent, total.unit)} {total.unit}，"
                f"{'超过' if over else '少于'}资金总额 {total.printed} {total.unit}",
                f"{account.annex}: cost indicators sum to {amount(spent, total.unit)}, total {total.printed}",
                (side(total, "资金总额"), *(side(figure) for figure in costs)),
                " + ".join(amount(_cost(f), total.unit) for f in costs)
                + f" = {amount(spent, total.unit)} ≠ {total.printed}",
                (spent - total.yuan) / YUAN.get(total.unit or "", Decimal(1)),
                total.unit,
                "成本指标可能只列主要支出，或列有标准、限额",
            )
        )
    return found


def _yuan_unit(unit: str | None) -> Decimal | None:
    match = re.match(r"^(亿元|万元|元)(/年)?$", unit or "")
    return YUAN[match[1]] if match else None


def _cost(figure: Figure) -> Decimal:
    scale = _yuan_unit(figure.unit)
    return (figure.value or Decimal(0)) * (scale or Decimal(1))


def label_arithmetic(ledger: Ledger) -> list[Finding]:
    """Work out the arithmetic written into a label (12次*0.83万/次); compare it with the target."""
    found: list[Finding] = []
    for account in ledger.of_kind("project_performance", "overall_performance"):
        for line, figure in targets(account):
            products = label_products(line.label)
            if _yuan_unit(figure.unit) is None or figure.value is None or not products:
                continue
            worked = sum((value for _, value in products), Decimal(0))
            if worked != _cost(figure):
                found.append(_label_finding(account, line, figure, products, worked))
    return found


def _label_finding(
    account: Account,
    line: Line,
    figure: Figure,
    products: list[tuple[str, Decimal]],
    worked: Decimal,
) -> Finding:
    near = abs(worked - _cost(figure)) * 100 <= _cost(figure)
    unit = (figure.unit or "").split("/")[0]
    return Finding(
        "label_arithmetic",
        INFO if near else WARNING,
        f"{account.annex} “{line.label}”按名称算得 {amount(worked, unit)} {unit}，"
        f"指标值为 {figure.printed} {unit}，不一致",
        f"{account.annex}: the label works out at {amount(worked, unit)}, target {figure.printed}",
        (side(figure),),
        "；".join(f"{text} = {amount(value, unit)} {unit}" for text, value in products),
        (worked - _cost(figure)) / YUAN[unit],
        unit,
        "可能是四舍五入" if near else "",
    )


def label_products(label: str) -> list[tuple[str, Decimal]]:
    """Return each product written into a label (60期*300份*3元/份) with its value in yuan.

    Only products with a money unit count; 万 before a slash means 万元 (ten thousand yuan).
    """
    results: list[tuple[str, Decimal]] = []
    for match in _PRODUCT.finditer(label):
        factors = _FACTOR.findall(match[0])
        units = [unit for _, unit in factors if unit]
        if len(units) != 1:
            continue
        value = Decimal(1)
        for number, _ in factors:
            value *= Decimal(number)
        results.append((match[0].strip(), value * YUAN["万元" if units[0] == "万" else units[0]]))
    return results


def repeated_targets(ledger: Ledger) -> list[Finding]:
    """Report one indicator with unlike targets in two forms."""
    by_name: dict[tuple[str, str | None], list[tuple[Account, Line, Figure]]] = defaultdict(list)
    for account in ledger.of_kind("overall_performance", "project_performance"):
        for line, figure in targets(account):
            if figure.value is not None and not re.search(r"满意", line.bare):
                by_name[line.bare, figure.unit].append((account, line, figure))
    entries = [entry for group in by_name.values() for entry in group]
    found: list[Finding] = []
    for i, (left_account, left_line, left) in enumerate(entries):
        for right_account, right_line, right in entries[i + 1 :]:
            if left_account.id == right_account.id or left.unit != right.unit:
                continue
            if not _same_indicator(left_line.bare, right_line.bare):
                continue
            if left.value == right.value and left.sign == right.sign:
                continue
            found.append(
                Finding(
                    "repeated_targets",
                    WARNING if left.value != right.value else INFO,
                    f"“{left_line.label}”在 {left_account.annex} 为 {left.sign or ''}{left.printed}{left.unit or ''}，"
                    f"“{right_line.label}”在 {right_account.annex} 为 {right.sign or ''}{right.printed}{right.unit or ''}",
                    f"one indicator, two targets: {left.printed} and {right.printed} {left.unit or ''}",
                    (side(left), side(right)),
                    f"{left.printed} ≠ {right.printed}",
                    None,
                    left.unit,
                    "两表的口径可能不同",
                )
            )
    return found


def _same_indicator(left: str, right: str) -> bool:
    """Tell whether two names are of one indicator: equal, one inside the other, or nearly so."""
    a, b = (re.sub(r"\(.*?\)", "", text) for text in (left, right))
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    inside = LCSseq.similarity(short, long) * 5 >= len(short) * 4
    return len(short) >= 5 and (short in long or inside or fuzz.ratio(a, b) >= 75)
