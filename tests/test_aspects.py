"""Ask for several columns of one row, for what an evaluation reached, and of empty tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from qa.query import Answer, Route

EVALUATED = [
    ["项目名称", "审计信息化", "", "实施单位", "某县审计局", "", "", ""],
    ["项目资金", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "100.00", "120.00", "90.00", "10", "75.00%", "7.5"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
    ["产出指标", "数量指标", "审计项目数", "≥20个", "18个", "50", "45", "人手不足"],
    ["效益指标", "社会效益指标", "问题整改率", "≥90%", "95%", "40", "40", ""],
    ["总分", "", "", "", "", "100", "92.5", ""],
]
SPENT = [
    ["科目编码", "科目名称", "年初预算数", "全年预算数", "决算数", "年末结转和结余"],
    ["2010801", "行政运行", "300.00", "320.00", "310.00", "10.00"],
    ["2010804", "审计业务", "50.00", "60.00", "57.00", "3.00"],
    ["", "合计", "350.00", "380.00", "367.00", "13.00"],
]
BOUGHT = [
    ["采购物品名称", "归口单位", "数量", "计量单位", "政府采购金额"],
    ["复印机", "办公室", "4", "台", "6.00"],
    ["无人机", "法规科", "2", "架", "8.00"],
]
EMPTY = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["", "", "", "", ""]]
TABLES = (
    ("一般公共预算财政拨款支出决算表", SPENT), ("国有资本经营预算财政拨款支出决算表", EMPTY),
    ("政府采购情况表", BOUGHT), ("项目支出绩效自评表", EVALUATED),
)  # fmt: skip


def _written(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("某县审计局2024年度部门决算")
    for title, rows in TABLES:
        document.add_paragraph(title)
        document.add_paragraph("单位：万元")
        table = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    document.save(str(path))
    return path


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over final accounts with an evaluation."""
    place = tmp_path_factory.mktemp("store")
    path = _written(place / "某县审计局2024年度部门决算.docx")
    with Store(place) as store:
        for document in read_file(path, path.name):
            store.put(document)
    with Chain.open(place) as opened:
        yield opened


def values(answer: Answer) -> list[str]:
    return [v.value for v in answer.values]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("审计业务年初多少、全年多少、最后决算多少", ["50.00", "60.00", "57.00"]),
        ("审计业务花了全年预算的百分之几", ["57.00", "60.00", "95.00"]),
        ("审计业务全年预算的执行率是多少", ["57.00", "60.00", "95.00"]),
        ("行政运行年初预算和决算各是多少", ["300.00", "310.00"]),
        ("审计业务年末还剩多少", ["3.00"]),
        ("审计项目数实际完成多少，得了几分", ["20", "18", "45"]),
        ("审计项目数完成没有，差几个", ["20", "18", "2"]),
        ("问题整改率达标了吗", ["90", "95"]),
        ("审计信息化项目自评得了多少分，执行率多少", ["92.5", "75.00"]),
        ("无人机买几架，平均一架多少钱", ["2", "4.00"]),
    ],
)
def test_columns_asked_by_what_they_hold(chain: Chain, question: str, wanted: list[str]) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE, answer.answer
    assert set(wanted) <= set(values(answer)), answer.answer


def test_where_an_evaluation_lost_points(chain: Chain) -> None:
    most = chain.ask("项目自评里哪条丢分最多")
    assert "审计项目数" in most.answer
    assert most.calculation == "50 − 45 = 5"
    assert values(chain.ask("项目绩效自评哪些指标没拿满分")) == [
        "1",
        "45",
    ]  # near miss: 问题整改率 got all


def test_columns_of_words(chain: Chain) -> None:
    answer = chain.ask("审计项目数实际做到多少，为啥扣分")
    assert "人手不足" in answer.answer
    assert "法规科" in chain.ask("无人机归谁管").answer


def test_an_empty_table_is_said_to_be_empty(chain: Chain) -> None:
    answer = chain.ask("国有资本经营预算安排了多少")
    assert (answer.route, answer.values) == (Route.TABLE, ())
    assert answer.citations[0].table == "国有资本经营预算财政拨款支出决算表"
    assert "空" in answer.answer
    assert "空的" not in chain.ask("政府采购情况表里无人机多少钱").answer  # near miss


@pytest.fixture(scope="module")
def cars(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget whose 三公 table has a row a year."""
    place = tmp_path_factory.mktemp("cars")
    document = docx.Document()
    for line in ("某区档案馆2026年部门预算", "“三公”经费支出表", "单位：万元"):
        document.add_paragraph(line)
    rows = [
        ["年度", "“三公”经费预算总额", "公务接待费", "公务用车购置和运行维护费", "", ""],
        ["", "", "", "小计", "加油", "保险"],
        ["2025年", "19.00", "4.00", "15.00", "9.00", "6.00"],
        ["2026年", "14.00", "3.00", "11.00", "7.00", "4.00"],
    ]
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for c in (0, 1, 2):
        table.cell(0, c).merge(table.cell(1, c))
    table.cell(0, 3).merge(table.cell(0, 5))
    path = place / "某区档案馆2026年部门预算.docx"
    document.save(str(path))
    with Store(place) as store:
        for one in read_file(path, path.name):
            store.put(one)
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("三公经费多少", ["14.00"]),
        ("三公经费2025年多少", ["19.00"]),  # near miss: the other year's row, not 小计
        ("公车加油和保险费各花几万", ["7.00", "4.00"]),
        ("公务接待费多少", ["3.00"]),
    ],
)
def test_rows_that_are_years_answer_for_their_year(
    cars: Chain, question: str, wanted: list[str]
) -> None:
    assert values(cars.ask(question)) == wanted
