"""Check performance forms for what was filled in wrongly: years, places, headings, typing."""

from __future__ import annotations

import re
from collections import defaultdict

from audit.findings import INFO, WARNING, Finding, Side, side
from audit.ledger import Account, Figure, Ledger, Line
from audit.rules_performance import targets


def stale_years(ledger: Ledger) -> list[Finding]:
    """Report an earlier year left over in this year's goals or grounds, and new projects that are old."""
    found: list[Finding] = []
    for account in ledger.of_kind("project_performance"):
        for line in account.lines:
            if line.kind != "field":
                continue
            for figure in line.figures.values():
                found += _stale(ledger, account, line, figure)
        found += _not_new(ledger, account)
    return found


def _stale(ledger: Ledger, account: Account, line: Line, figure: Figure) -> list[Finding]:
    years = {int(year) for year in re.findall(r"(20\d\d)\s*年", figure.printed)}
    goal = bool(re.search(r"目标", line.bare))
    grounds = bool(re.search(r"依据", line.bare)) and bool(
        re.search(r"预算的通知|年度预算", figure.printed)
    )
    if not (goal or grounds) or not years or max(years) >= ledger.year:
        return []
    return [
        Finding(
            "stale_years",
            WARNING if goal else INFO,
            f"{account.annex} {line.label}写的是 {max(years)} 年，本表为 {ledger.year} 年预算",
            f"{account.annex}: {line.label} speaks of {max(years)}, the budget is {ledger.year}'s",
            (side(figure, line.label),),
        )
    ]


def _not_new(ledger: Ledger, account: Account) -> list[Finding]:
    kind = next(
        (f for line in account.lines if "属性" in line.label for f in line.figures.values()), None
    )
    start = next(
        (f for line in account.lines if "起始" in line.label for f in line.figures.values()), None
    )
    if kind is None or start is None or "新增" not in kind.printed:
        return []
    year = re.search(r"20\d\d", start.printed)
    if year is None or int(year[0]) >= ledger.year:
        return []
    return [
        Finding(
            "stale_years",
            WARNING,
            f"{account.annex} 项目属性为“新增”，起始时间却是 {start.printed}",
            f"{account.annex}: called new, yet started in {year[0]}",
            (side(kind, "项目属性"), side(start, "项目起始时间")),
        )
    ]


def misplaced_indicators(ledger: Ledger) -> list[Finding]:
    """Report slips of form filling: a count among quality indicators, a target that says 定性."""
    found: list[Finding] = []
    for account in ledger.of_kind("project_performance"):
        for line, figure in targets(account):
            quality = any(parent == "质量指标" for parent in line.parents)
            if (
                quality
                and figure.value is not None
                and figure.unit in ("次", "份", "本", "个", "条", "场")
            ):
                why = f"列在质量指标下，单位却是“{figure.unit}”"
            elif figure.printed in ("定性", "") and not figure.value:
                why = "没有写出指标值"
            elif line.bare in ("定性", "满意度指标", "服务对象满意度指标"):
                why = "指标名称照抄了类别"
            else:
                continue
            found.append(
                Finding(
                    "misplaced_indicators",
                    INFO,
                    f"{account.annex} “{line.label}”{why}",
                    f"{account.annex}: {line.label} is filled in oddly",
                    (side(figure),),
                )
            )
    return found


def header_slips(ledger: Ledger) -> list[Finding]:
    """Report headings of like forms that differ in a character (指标性 beside 指标性质)."""
    heads: dict[str, list[Account]] = defaultdict(list)
    for account in ledger.of_kind("project_performance"):
        for path in account.header:
            heads["/".join(path)].append(account)
    found: list[Finding] = []
    names = sorted(heads, key=len)
    for short in names:
        longer = next(
            (
                name
                for name in names
                if name != short and name.startswith(short) and len(name) == len(short) + 1
            ),
            None,
        )
        if longer is None:
            continue
        place = next(iter(heads[short][0].lines[0].figures.values())).place
        annexes = "、".join(account.annex for account in heads[short])
        found.append(
            Finding(
                "header_slips",
                INFO,
                f"表头“{short}”（{annexes}）与其他表的“{longer}”不一致",
                f"the heading {short} is {longer} elsewhere",
                (Side(short, None, None, place),),
            )
        )
    return found


def typing_slips(ledger: Ledger) -> list[Finding]:
    """Report words typed twice (难点难点) and two fields of a form that differ in one character."""
    found: list[Finding] = []
    for account in ledger.of_kind("project_performance", "overall_performance"):
        written = [
            (line, f)
            for line in account.lines
            for f in line.figures.values()
            if line.kind == "field"
        ]
        for line, figure in written:
            if match := re.search(r"([\u4e00-\u9fff]{2,4})\1", figure.printed):
                found.append(_slip(account, line, figure, f"“{match[0]}”有重复"))
        clauses = [(line, f, clause) for line, f in written for clause in _clauses(f.printed)]
        for i, (line, figure, left) in enumerate(clauses):
            for _, other, right in clauses[i + 1 :]:
                if figure is not other and len(left) == len(right) >= 8 and _one_apart(left, right):
                    found.append(
                        _slip(account, line, figure, f"“{left}”与“{right}”差一个字", other)
                    )
    return found


def _clauses(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[，。；;,]", text) if part.strip()]


def _one_apart(left: str, right: str) -> bool:
    return sum(a != b for a, b in zip(left, right, strict=True)) == 1


def _slip(
    account: Account, line: Line, figure: Figure, what: str, other: Figure | None = None
) -> Finding:
    sides = (side(figure, line.label), *((side(other),) if other is not None else ()))
    return Finding(
        "typing_slips",
        INFO,
        f"{account.annex} {line.label}：{what}",
        f"{account.annex}: a typing slip",
        sides,
    )
