"""Check the narrative against the tables: amounts, changes, base years, headings, 无 (none)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from audit import find
from audit.findings import ERROR, INFO, WARNING, Finding, Side, State, amount, side
from audit.ledger import Figure, Ledger, Statement, bare
from ingest.money import YUAN

_AMOUNT = r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*(亿元|万元|元)"
_FACT = re.compile(
    r"(?P<head>[^，,。；;：:]{0,40}?)[:：]?\s*" + _AMOUNT.replace("(", "(?P<value>", 1)
)
_CHANGE = re.compile(
    r"[较比与同](?P<base>上年|去年|上一年|20\d\d年)(?:年初)?(?:预算数?)?[^，,。；;\d]{0,8}?"
    r"(?P<word>持平|一致|增加|增长|上升|提高|减少|下降|降低)(?:了)?\s*(?:" + _AMOUNT + r")?"
)
_ORDER = re.compile(r"^\s*([一二三四五六七八九十]+)\s*[、.．]")


@dataclass(frozen=True, slots=True)
class Told:
    """Hold one amount that the narrative states: in yuan, with its unit's precision."""

    head: str
    value: Decimal
    unit: str
    rest: str
    statement: Statement

    @property
    def yuan(self) -> Decimal:
        """Return the amount in yuan."""
        return self.value * YUAN[self.unit]

    @property
    def half(self) -> Decimal:
        """Return half of the last stated digit in yuan."""
        exponent = self.value.as_tuple().exponent
        return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2 * YUAN[self.unit]

    def side(self, label: str = "正文") -> Side:
        """Return the statement as a side of a finding."""
        return Side(label, self.value, self.unit, self.statement.place)


def told(ledger: Ledger) -> Iterator[Told]:
    """Yield every amount stated in the narrative with the words in front of it and after it."""
    for statement in ledger.statements:
        if statement.kind == "definition":
            continue
        for sentence in re.split(r"[。；;]", statement.text):
            for match in _FACT.finditer(sentence):
                rest = sentence[match.end() :]
                after = re.search(_AMOUNT, re.sub(_CHANGE, lambda m: "#" * len(m[0]), rest))
                yield Told(
                    match["head"].strip(),
                    Decimal(match["value"].replace(",", "")),
                    match[3],
                    rest[: after.start()] if after else rest,
                    statement,
                )


def three_public_statements(ledger: Ledger) -> list[Finding]:
    """Check the stated “三公” amounts and their changes against the table, both years."""
    found: list[Finding] = []
    subjects = find.words()["narrative"]["subjects"]
    for fact in told(ledger):
        section = "/".join(fact.statement.headings)
        if "三公" not in section + fact.statement.text or _CHANGE.search(fact.head):
            continue
        head = re.sub(r"[“”\"]", "", fact.head)
        subject = next(
            (s for s in reversed(subjects) if any(re.search(w, head) for w in s["words"])), None
        )
        prior = re.match(r"[较比与同](上年|去年|20)", head)
        if subject is None or prior or re.search(r"较|比|增|减|人均|标准|其中[^，]*$", head[-6:]):
            continue
        found += _against_item(ledger, fact, subject["item"])
    return found


def _against_item(ledger: Ledger, fact: Told, item: str) -> list[Finding]:
    phase = re.search(r"年初预算|全年预算|决算|预算", fact.head)
    now = find.public_item(ledger, item, ledger.year, phase[0] if phase else "")
    if now is None:
        return []
    found = _stated(fact, now, "three_public_statements")
    before = find.public_item(ledger, item, ledger.year - 1)
    change = _CHANGE.search(fact.rest)
    if change is not None and before is not None:
        found += _changed(fact, change, now, before)
    return found


def _stated(fact: Told, figure: Figure, rule: str) -> list[Finding]:
    shown = figure.yuan or Decimal(0)
    if abs(shown - fact.yuan) <= _coarser(fact, figure):
        return []
    slight = abs(shown - fact.yuan) <= 2 * max(fact.half, figure.half)
    return [
        Finding(
            rule,
            WARNING if slight else ERROR,
            f"正文“{fact.head}”为 {fact.value} {fact.unit}，{figure.place.annex}为"
            f" {figure.printed or '未列'} {figure.unit or ''}",
            f"the text says {fact.value} {fact.unit}, {figure.place.annex} {figure.printed or 'none'}",
            (fact.side(), side(figure)),
            f"{fact.value} {fact.unit} ≠ {figure.printed or '未列'} {figure.unit or ''}",
            (fact.yuan - shown) / YUAN[fact.unit],
            fact.unit,
            "可能是四舍五入" if slight else "",
        )
    ]


def _changed(fact: Told, change: re.Match[str], now: Figure, before: Figure) -> list[Finding]:
    """Check a stated change against the difference of the two years' figures."""
    difference = (now.yuan or Decimal(0)) - (before.yuan or Decimal(0))
    flat, up = _direction(change["word"])
    stated = Decimal(0)
    if not flat:
        if change[3] is None:
            return []
        stated = Decimal(change[3].replace(",", "")) * YUAN[change[4]] * (1 if up else -1)
    tolerance = max(fact.half, now.half, before.half) * 2
    if abs(difference - stated) <= (tolerance if not flat else now.half + before.half):
        return []
    unit = now.unit or fact.unit
    return [
        Finding(
            "stated_changes",
            ERROR,
            f"正文说“{fact.head}”{change[0]}，按表计算应为 {amount(difference, unit)} {unit}",
            f"the text says {change[0]}, the table gives {amount(difference, unit)} {unit}",
            (fact.side(), side(now), side(before)),
            f"{now.printed or '未列'} − {before.printed or '未列'} = {amount(difference, unit)}",
            (stated - difference) / YUAN[unit],
            unit,
        )
    ]


def _direction(word: str) -> tuple[bool, bool]:
    if word in find.words()["narrative"]["flat"]:
        return True, False
    return False, word in find.words()["narrative"]["up"]


def base_years(ledger: Ledger) -> list[Finding]:
    """Report a comparison with another year than the one before the budget's."""
    found: list[Finding] = []
    for statement in ledger.statements:
        for match in _CHANGE.finditer(statement.text):
            year = re.match(r"20\d\d", match["base"])
            if year is None or int(year[0]) == ledger.year - 1:
                continue
            found.append(
                Finding(
                    "base_years",
                    WARNING,
                    f"正文与 {year[0]} 年比较（“{match[0]}”），{ledger.year} 年预算应与 {ledger.year - 1} 年比较",
                    f"the text compares with {year[0]}; the year before the budget is {ledger.year - 1}",
                    (Side(match[0], None, None, statement.place),),
                    f"{ledger.year} − 1 = {ledger.year - 1} ≠ {year[0]}",
                    explanation="可能沿用了往年文字",
                )
            )
    return found


def class_statements(ledger: Ledger) -> list[Finding]:
    """Check the stated amount of each 类 (class of spending) against the tables' rows of its name."""
    rows: dict[str, list[Figure]] = {}
    for account in ledger.of_kind(
        "total_summary", "expenditure_summary", "fiscal_summary", "general_expenditure"
    ):
        for line in account.lines:
            top = line.code is None or len(line.code) == 3
            if top and line.side != "收入" and line.bare.endswith("支出") and line.kind != "total":
                rows.setdefault(line.bare, []).extend(line.figures.values())
    found: list[Finding] = []
    for fact in told(ledger):
        name = bare(re.sub(r"^.*[：:]", "", fact.head))
        name = re.sub(r"(20\d\d年)?(年初)?(预算数?)?(为|是|安排)?$", "", name)
        figures = [figure for figure in rows.get(name, []) if figure.measure == "amount"]
        if not figures or any(
            abs((f.yuan or Decimal(0)) - fact.yuan) <= _coarser(fact, f) for f in figures
        ):
            continue
        this_year = [f for f in figures if f.year == ledger.year and f.value is not None] or figures
        nearest = min(this_year, key=lambda f: abs((f.yuan or Decimal(0)) - fact.yuan))
        found += _stated(fact, nearest, "class_statements")
    return found


def _coarser(fact: Told, figure: Figure) -> Decimal:
    return max(fact.half, figure.half) if fact.half != figure.half else Decimal(0)


def total_statements(ledger: Ledger) -> list[Finding]:
    """Check the stated totals of income and spending, and their changes where a table has both years."""
    found: list[Finding] = []
    for fact in told(ledger):
        head = _whole(ledger, fact)
        for entry in find.words()["narrative"]["totals"]:
            if not any(re.fullmatch(word, head) for word in entry["words"]):
                continue
            figures = [f for kind in entry["kinds"] for f in _totals(ledger, kind, entry)]
            if figures and not any(
                abs((f.yuan or Decimal(0)) - fact.yuan) <= _coarser(fact, f) for f in figures
            ):
                found += _stated(fact, figures[0], "total_statements")
            break
    return found


def _whole(ledger: Ledger, fact: Told) -> str:
    """Return the words before an amount without who, when and filler: 支出预算 alone is the whole.

    A clause that only says “2026年年初预算数” (budget) takes its heading's words.
    """
    head = re.sub(r"\s+", "", fact.head)
    for name in (ledger.document.institution, *ledger.document.aliases):
        head = head.replace(name, "")
    head = re.sub(r"20\d\d年(度|年初|初)?|本部门|本单位|部门|单位|全年|当年|年初", "", head)
    head = re.sub(r"(为|共|共计|合计|是|安排|数为)$", "", head)
    if head in ("预算", "预算数") and fact.statement.headings:
        return re.sub(
            r"^[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?", "", fact.statement.headings[-1]
        )
    return head


def procurement_statements(ledger: Ledger) -> list[Finding]:
    """Check the stated whole of procurement against the total of the procurement table."""
    lines = [find.total_line(account) for account in ledger.of_kind("procurement")]
    figures = [
        f for line in lines if line for f in line.figures.values() if f.value and f.unit in YUAN
    ]
    found: list[Finding] = []
    for fact in told(ledger) if figures else ():
        head = re.sub(r"\s+", "", fact.head)
        if not find.pattern("narrative", "procurement").search(head):
            continue
        if not any(abs((f.yuan or Decimal(0)) - fact.yuan) <= _coarser(fact, f) for f in figures):
            largest = max(figures, key=lambda f: f.yuan or Decimal(0))
            found += _stated(fact, largest, "procurement_statements")
    return found


def _totals(ledger: Ledger, kind: str, entry: dict[str, str]) -> list[Figure]:
    figures = list(find.grand_total(ledger, kind))
    for account in ledger.of_kind(kind):
        line = find.line_of(account, entry["side"], entry["key"])
        if line is not None:
            figures += [f for f in line.figures.values() if f.value is not None]
    return figures


def change_statements(ledger: Ledger) -> list[Finding]:
    """Check stated changes of the whole budget against the prior-year column where one stands.

    A change whose prior-year figure stands in no table cannot be verified: a state of its own.
    """
    now = before = None
    if (table := next(ledger.of_kind("general_expenditure"), None)) is not None:
        line = find.total_line(table)
        now = find.figure(table, line, find.total_column(table, ledger.year))
        before = find.figure(table, line, find.total_column(table, ledger.year - 1))
    if before is not None and before.year != ledger.year - 1:
        before = None
    found: list[Finding] = []
    for fact in told(ledger):
        change = _CHANGE.search(fact.rest)
        if change is None or change[3] is None or "三公" in fact.statement.text:
            continue
        if now is not None and before is not None and now.yuan == fact.yuan and "支出" in fact.head:
            found += _changed(fact, change, now, before)
        elif not _prior_known(ledger, fact):
            found.append(_unverifiable(fact, change))
    return found


def _prior_known(ledger: Ledger, fact: Told) -> bool:
    """Tell whether a row with the stated amount has a prior-year figure beside it."""
    for account in ledger.accounts:
        for line in account.lines:
            years = {f.year for f in line.figures.values() if f.value is not None}
            if ledger.year - 1 in years and any(f.yuan == fact.yuan for f in line.figures.values()):
                return True
    return False


def _unverifiable(fact: Told, change: re.Match[str]) -> Finding:
    return Finding(
        "change_statements",
        INFO,
        f"“{fact.head}”{change[0]}：上年数没有出现在任何表中，无法核对",
        f"{change[0]}: the prior year's figure stands in no table and cannot be verified",
        (fact.side(),),
        state=State.UNVERIFIABLE,
    )


def headings_in_order(ledger: Ledger) -> list[Finding]:
    """Report top-level headings whose numbers repeat or skip."""
    import cn2an  # slow to import; most questions need no rule run

    seen: list[tuple[int, str, Statement]] = []
    for statement in ledger.statements:
        if not statement.headings:
            continue
        for depth, heading in enumerate(statement.headings):
            match = _ORDER.match(heading)
            if (
                match
                and not any(h == heading for _, h, _ in seen)
                and depth == _first_depth(ledger)
            ):
                seen.append((int(cn2an.cn2an(match[1], "smart")), heading, statement))
    found: list[Finding] = []
    for (left, left_text, left_at), (right, right_text, right_at) in pairwise(seen):
        if right == left + 1 or right == 1:
            continue
        what = "重复" if right <= left else "跳号"
        found.append(
            Finding(
                "headings_in_order",
                INFO,
                f"标题序号{what}：“{left_text}”之后是“{right_text}”",
                f"headings out of order: {left_text}, then {right_text}",
                (
                    Side(left_text, None, None, left_at.place),
                    Side(right_text, None, None, right_at.place),
                ),
            )
        )
    return found


def _first_depth(ledger: Ledger) -> int:
    """Return how deep 一、二、三、 stand: under 第一部分 in some places, outermost in others."""
    depths = [
        depth
        for statement in ledger.statements
        for depth, heading in enumerate(statement.headings)
        if _ORDER.match(heading)
    ]
    return min(depths, default=0)


def none_statements(ledger: Ledger) -> list[Finding]:
    """Report a statement that there is none of what a table lists amounts for."""
    found: list[Finding] = []
    for entry in find.words()["narrative"]["none"]:
        listed = [f for f in find.grand_total(ledger, entry["kind"]) if f.value]
        if not listed:
            continue
        for statement in ledger.statements:
            heading = statement.headings[-1] if statement.headings else ""
            for word in entry["words"]:
                bare_none = re.search(word, heading) and re.fullmatch(
                    r"\s*(无|没有|不涉及|未安排)[。.]?\s*", statement.text
                )
                inline = re.search(
                    rf"{word}[^，。；\d]{{0,12}}[：:。]\s*无\s*[。.]?\s*$", statement.text
                )
                said = re.search(
                    rf"(无|未安排|没有(安排)?)[^，。；\d]{{0,6}}{word}[^，。；\d]*(支出|拨款|收入)",
                    statement.text,
                )
                if bare_none or inline or said:
                    found.append(_none_finding(word, statement, listed[0]))
                    break
    return found


def _none_finding(word: str, statement: Statement, figure: Figure) -> Finding:
    return Finding(
        "none_statements",
        ERROR,
        f"正文说{word}“无”，{figure.place.annex}却列 {figure.printed} {figure.unit or ''}",
        f"the text says none, {figure.place.annex} lists {figure.printed} {figure.unit or ''}",
        (Side("正文", None, None, statement.place), side(figure)),
        f"无 ≠ {figure.printed} {figure.unit or ''}",
    )
