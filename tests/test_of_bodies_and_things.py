"""Ask schools, hospitals, courts and towns of what things cost, how many there are and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

SCHOOL = "珩州市柘塘区实验小学2026年单位预算公开.docx"
COLLEGE = "漪州职业技术学院2026年单位预算公开.xlsx"
HOSPITAL = "洪陂县中医院2026年单位预算.docx"
JUSTICE = "濞源市司法局2026年部门预算公开.pdf"
COURT = "榆麓县人民法院2026年部门预算公开情况说明.pdf"
FOREST = "赣皋县国有龙磜林场2026年单位预算.pdf"
TOWN = "澴东县砚汀镇人民政府2026年预算公开.html"
WATER = "椴河市水务局2026年部门预算公开.xlsx"
VETERANS = "瓯沄市退役军人事务局2026年部门预算.html"
ALL = (SCHOOL, COLLEGE, HOSPITAL, JUSTICE, COURT, FOREST, TOWN, WATER, VETERANS)


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over nine invented budgets."""
    place = tmp_path_factory.mktemp("bodies")
    with chain_over([DOCUMENTS / name for name in ALL], place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "told"),
    [
        # a rate is no number of people
        (FOREST, "护林员平均每人一年补助多少", ["32110.34"]),
        # the number of people is the question's own
        (SCHOOL, "退休老师37个，平均每人一年退休费多少", ["11151.35"]),
        (COURT, "聘用书记员28人，平均一个人一年多少钱", ["54000.00"]),
        # a piece goes by any piece's word; the row's own number, not that of all of them
        (SCHOOL, "智慧黑板一块多少钱", ["24000.00"]),
        (SCHOOL, "智慧黑板单价", ["24000.00"]),
        (JUSTICE, "扫描仪多少钱一台", ["12000"]),
        (JUSTICE, "司法所修缮采购了几个所，平均每个所多少钱", ["240000.00", "4"]),
        # posts of beds are no posts of people, a count goes by its own name
        (HOSPITAL, "支出总计除以编制床位", ["41.22", "260"]),
        (HOSPITAL, "支出总计除以实有人数", ["34.35", "312"]),
        (HOSPITAL, "支出总计除以在编人数", ["60.22", "178"]),
        # a number, not money
        (FOREST, "退休人员多少", ["128"]),
        (TOWN, "网格员现在多少个", ["64"]),
        # what is charged
        (COLLEGE, "护理专业一年学费", ["5800"]),
        (COLLEGE, "住宿费一年多少", ["900", "1200"]),
        (SCHOOL, "课后服务费一学期多少", ["450"]),
        # what only the text names in full
        (FOREST, "巡护终端通信费", ["8.40"]),
        (FOREST, "通信费多少", ["18200.00"]),
        # short codes, columns of one row, shares of people
        (TOWN, "T09项目里结转了多少", ["36.50"]),
        (HOSPITAL, "资本性支出里财政和事业收入各多少", ["150.00", "1250.00"]),
        (JUSTICE, "事业编制有几名，占总编制百分之几", ["14.47", "22", "152"]),
        (HOSPITAL, "编外的有多少人，占实有人数几成", ["42.95", "134", "312"]),
        # units by short names, by what they have and by their people
        (WATER, "灌区站今年一共多少钱", ["932.87"]),
        (VETERANS, "五家单位哪家上年结转不是零", ["75.70"]),
        (WATER, "哪家单位在职的人最多，占全部门百分之几", ["40.91", "36"]),
        (WATER, "哪个单位在职人员最少，多少人", ["9"]),
        (VETERANS, "哪家单位在职人员最多", ["33"]),
        (WATER, "塔尔沟二期投了多少", ["1280.00"]),
    ],
)
def test_figures(bodies: Chain, document: str, question: str, told: list[str]) -> None:
    values = [v.value for v in bodies.ask(question, docs=[document]).values]
    assert all(value in values for value in told), values


@pytest.mark.parametrize(
    ("document", "question"),
    [
        (WATER, "塔尔沟一期投了多少"),
        (WATER, "一把手配车花了多少"),
        (TOWN, "敬老院有多少护工"),
        (JUSTICE, "法律援助平均每个司法所摊多少钱"),
    ],
)
def test_nothing_else_is_told(bodies: Chain, document: str, question: str) -> None:
    assert bodies.ask(question, docs=[document]).route is Route.REFUSE


@pytest.mark.parametrize(
    ("document", "question", "said"),
    [
        (JUSTICE, "对下转移支付有多少", "无市对下转移支付"),
        (COLLEGE, "机关运行经费多少", "无机关运行经费"),
        (HOSPITAL, "机关运行经费多少", "不安排机关运行经费"),
        (WATER, "灌区站三公多少", "未列数"),
    ],
)
def test_none_is_told(bodies: Chain, document: str, question: str, said: str) -> None:
    answer = bodies.ask(question, docs=[document])
    assert said in answer.answer
    assert not answer.values


def test_what_is_denied_is_not_affirmed(bodies: Chain) -> None:
    answer = bodies.ask("公证处今年拿不拿财政的钱", docs=[JUSTICE])
    assert answer.answer.startswith("原文")
    assert "不安排财政拨款" in answer.answer
    assert bodies.ask("衡正公证处有没有财政拨款", docs=[JUSTICE]).answer.startswith("没有")


def test_another_column_of_the_row_told(bodies: Chain) -> None:
    earlier = ["绩效工资里头财政出了多少"]
    answer = bodies.ask("那事业收入出了多少", earlier, docs=[HOSPITAL])
    assert [v.value for v in answer.values] == ["1620.00"]
