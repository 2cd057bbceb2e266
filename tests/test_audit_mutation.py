"""Change any one amount of a clean disclosure: the audit sees it, and sees nothing in the clean one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from audit.findings import Finding
from audit.ledger import read_ledgers
from audit.rules import audit
from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Pair, Phase, Severity, Table
from ingest.store import Store

HERE = Location("clean.pdf", 1)
BUDGET = Disclosure("某市某局", 2026, Phase.BUDGET)
CODES = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅及相关机构事务",
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "基本养老保险缴费支出",
    "2080506": "职业年金缴费支出",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
}
LEAVES = [code for code in CODES if len(code) == 7]
ECONOMIC = {
    "301": "工资福利支出",
    "30101": "基本工资",
    "30108": "机关事业单位基本养老保险缴费",
    "30109": "职业年金缴费",
    "30113": "住房公积金",
    "302": "商品和服务支出",
    "30201": "办公费",
    "30217": "公务接待费",
    "30231": "公务用车运行维护费",
}


def printed(value: Decimal | None) -> str:
    """Print an amount as tables do, a blank for None."""
    return "" if value is None else f"{value:,.2f}"


def table(
    ordinal: int,
    kind: str,
    title: str,
    header: list[str],
    body: list[list[str]],
    pairs: dict[str, str] | None = None,
) -> Table:
    """Build a logical table from header paths joined by / and rows of texts."""
    return Table(
        ordinal=ordinal,
        annex=f"附件{ordinal}",
        title=title,
        header=tuple(tuple(path.split("/")) for path in header),
        body=tuple(BodyRow(tuple(row), (HERE,)) for row in body),
        location=HERE,
        unit="万元",
        kind=kind,
        pairs=tuple(Pair(label, value, HERE) for label, value in (pairs or {}).items()),
    )


def clean(seed: int) -> list[Table]:
    """Generate the tables of a disclosure in which every identity holds."""
    rng = random.Random(seed)

    def some() -> Decimal:
        return Decimal(rng.randrange(100, 90_000)) / 100

    economic = {code: some() for code in ECONOMIC if len(code) == 5}
    basic = {
        "2010301": Decimal(0),
        "2080505": economic["30108"],
        "2080506": economic["30109"],
        "2210201": economic["30113"],
    }
    basic["2010301"] = sum(economic.values()) - sum(basic.values())
    projects = [some() for _ in range(4)]
    project = {"2010302": sum(projects)}
    prior = {code: some() for code in LEAVES}
    whole = {code: basic.get(code, Decimal(0)) + project.get(code, Decimal(0)) for code in LEAVES}

    def over(code: str, leaves: dict[str, Decimal]) -> Decimal | None:
        total = sum((v for c, v in leaves.items() if c.startswith(code)), Decimal(0))
        return total or None

    spending = sum(whole.values())
    rows = [
        [code, name, *(printed(over(code, leaves)) for leaves in (whole, basic, project))]
        for code, name in CODES.items()
    ]
    totals = [printed(sum(leaves.values())) for leaves in (whole, basic, project)]
    classes = [code for code in CODES if len(code) == 3]
    econ_total = sum(economic.values())
    personal = {c: v for c, v in economic.items() if c.startswith("301")}
    public = {c: v for c, v in economic.items() if c.startswith("302")}
    running, reception, before = economic["30231"], economic["30217"], (some(), some())
    goods, works, services = some(), some(), some()
    procurement = goods + works + services
    forms = [
        table(
            20 + i,
            "project_performance",
            f"项目绩效目标表-{i}",
            ["一级指标", "三级指标", "指标值", "指标性质", "度量单位"],
            [["产出指标", f"指标{i}", "3", "≥", "次"]],
            {"项目名称": f"50015225T00000000000{i}-项目{i}", "资金总额（万元）": printed(amount)},
        )
        for i, amount in enumerate(projects)
    ]
    return [
        table(
            1,
            "total_summary",
            "部门收支总表",
            ["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"],
            [
                ["一般公共预算拨款收入", printed(spending), *_class_row(classes[0], over, whole)],
                ["", "", *_class_row(classes[1], over, whole)],
                ["", "", *_class_row(classes[2], over, whole)],
                ["本年收入合计", printed(spending), "本年支出合计", printed(spending)],
                ["收入总计", printed(spending), "支出总计", printed(spending)],
            ],
        ),
        table(
            2,
            "general_expenditure",
            "一般公共预算支出表",
            [
                "科目编码",
                "科目名称",
                "2025年预算数",
                "2026年预算数/总计",
                "2026年预算数/基本支出",
                "2026年预算数/项目支出",
            ],
            [
                ["", "合计", printed(sum(prior.values())), *totals],
                *([row[0], row[1], printed(over(row[0], prior)), *row[2:]] for row in rows),
            ],
        ),
        table(
            3,
            "expenditure_summary",
            "部门支出总表",
            ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
            [["", "合计", *totals], *rows],
        ),
        table(
            4,
            "income_summary",
            "部门收入总表",
            ["科目编码", "科目名称", "总计", "一般公共预算拨款收入", "事业收入"],
            [["", "合计", totals[0], totals[0], ""], *([r[0], r[1], r[2], r[2], ""] for r in rows)],
        ),
        table(
            5,
            "basic_economic",
            "基本支出表",
            [
                "经济分类科目/科目编码",
                "经济分类科目/科目名称",
                "2026年基本支出/总计",
                "2026年基本支出/人员经费",
                "2026年基本支出/公用经费",
            ],
            [
                [
                    "",
                    "合计",
                    printed(econ_total),
                    printed(sum(personal.values())),
                    printed(sum(public.values())),
                ],
                *(
                    [
                        code,
                        name,
                        *(printed(over(code, leaves)) for leaves in (economic, personal, public)),
                    ]
                    for code, name in ECONOMIC.items()
                ),
            ],
        ),
        table(
            6,
            "three_public",
            "“三公”经费预算表",
            [
                "部门名称",
                *(
                    f"{year}年预算数/{item}"
                    for year in (2025, 2026)
                    for item in (
                        "总计",
                        "因公出国(境)费用",
                        "公务用车购置及运行费/小计",
                        "公务用车购置及运行费/公务用车购置",
                        "公务用车购置及运行费/公务用车运行维护费",
                        "公务接待费",
                    )
                ),
            ],
            [
                [
                    "合计",
                    *(
                        printed(v)
                        for v in (sum(before), None, before[0], None, before[0], before[1])
                    ),
                    *(
                        printed(v)
                        for v in (running + reception, None, running, None, running, reception)
                    ),
                ]
            ],
        ),
        table(
            7,
            "procurement",
            "政府采购预算表",
            ["项目", "总计", "一般公共预算拨款收入", "事业收入"],
            [
                ["合计", printed(procurement), printed(procurement), ""],
                *(
                    [name, printed(v), printed(v), ""]
                    for name, v in (("货物类", goods), ("工程类", works), ("服务类", services))
                ),
            ],
        ),
        table(
            8,
            "project_list",
            "项目支出明细表",
            ["项目名称", "合计", "年初特定目标/小计", "上级专项/小计"],
            [
                ["合计", totals[2], totals[2], ""],
                *(
                    [f"50015225T00000000000{i}-项目{i}", printed(v), printed(v), ""]
                    for i, v in enumerate(projects)
                ),
            ],
        ),
        table(
            9,
            "overall_performance",
            "整体绩效目标表",
            ["指标", "指标权重", "计量单位", "指标性质", "指标值"],
            [
                ["基本支出", "60%", "万元", "=", printed(sum(basic.values()))],
                ["项目支出", "40%", "万元", "=", totals[2]],
            ],
            {"部门支出预算数": printed(spending)},
        ),
        *forms,
    ]


def _class_row(code: str, over, whole) -> list[str]:  # type: ignore[no-untyped-def]
    return [CODES[code], printed(over(code, whole))]


def findings(tables: list[Table], folder: Path) -> list[Finding]:
    """Store the tables as one document and audit it."""
    stored = tuple(store_table(entry, BUDGET) for entry in tables)
    with Store(folder) as store:
        store.put(Document("clean.pdf", "pdf", "0" * 64, BUDGET, "预算", 1, True, stored))
        (ledger,) = read_ledgers(store)
    return [finding for finding in audit(ledger) if finding.severity is not Severity.INFO]


def mutations(tables: list[Table], rng: random.Random) -> Iterator[list[Table]]:
    """Yield the tables with one printed amount changed, each amount in turn."""
    for t, entry in enumerate(tables):
        for r, row in enumerate(entry.body):
            for c, text in enumerate(row.cells):
                if "." not in text:
                    continue
                value = Decimal(text.replace(",", "")) + rng.choice(
                    [Decimal("1.00"), Decimal("-0.37"), Decimal("90")]
                )
                cells = (*row.cells[:c], printed(value), *row.cells[c + 1 :])
                body = (*entry.body[:r], replace(row, cells=cells), *entry.body[r + 1 :])
                yield [*tables[:t], replace(entry, body=body), *tables[t + 1 :]]


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_found_in_a_clean_disclosure(seed: int, tmp_path: Path) -> None:
    assert findings(clean(seed), tmp_path) == []


@pytest.mark.slow
def test_nearly_every_changed_amount_is_caught(tmp_path: Path) -> None:
    tables = clean(1)
    caught = missed = 0
    for number, changed in enumerate(mutations(tables, random.Random(2))):
        if findings(changed, tmp_path / str(number)):
            caught += 1
        else:
            missed += 1
    assert caught + missed > 100
    assert caught / (caught + missed) >= 0.95
