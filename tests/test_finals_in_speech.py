"""What people ask of final accounts in speech: plans changed, rates, what is left, parts of a whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.chaining import formal
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

COURT = "沁阴县人民法院2025年度部门决算.html"
WOMEN = "鉴屏市妇女联合会2024年度部门决算.html"
SCHOOL = "漈屿市第六中学2024年度单位决算.html"
HEALTH = "颍渡市卫生健康委员会2024年度部门决算.docx"
HOSPITAL = "绵岭市第三人民医院2024年度部门决算.docx"
TOWN = "涪筠县磨盘溪镇人民政府2025年度部门决算.docx"
WELFARE = "岫云县民政局2024年度部门决算.pdf"
FARMING = "霖溪县农业农村局2024年度部门决算公开.pdf"
CONTROL = "漓阳市疾病预防控制中心2024年度单位决算.xlsx"
NAMES = (COURT, WOMEN, SCHOOL, HEALTH, HOSPITAL, TOWN, WELFARE, FARMING, CONTROL)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("finals")
    with chain_over([DOCUMENTS / name for name in NAMES], folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "question", "values"),
    [
        # how a plan was changed in the year
        (HEALTH, "基本公共卫生全年预算比年初追加了多少元？", ["3010600.00"]),
        (WOMEN, "“鉴屏嫂”那个就业项目全年预算压了多少", ["4.80"]),
        (COURT, "案件审判业务费年中追加了多少", ["106.00"]),
        (FARMING, "农产品质量安全例行监测年初预算和全年预算差多少", ["40000.00"]),
        # each plan of a form by its own name
        (COURT, "案件审判业务费全年预算和执行数差多少", ["13.64", "526.00", "512.36"]),
        (WELFARE, "低保项目里农村的年初、全年、执行各是多少", ["4700.00", "4980.00", "4962.75"]),
        # how much of a plan was spent, and what is left of it
        (FARMING, "公车运行费完成全年预算的百分之几", ["80.70"]),
        (COURT, "买车的钱完成预算的百分之几", ["98.22"]),
        (HOSPITAL, "公车维护费执行率多少", ["90.00"]),
        (HOSPITAL, "发热门诊建设执行率多少", ["81.25"]),
        (SCHOOL, "智慧教室项目钱没花完，剩多少", ["19.55"]),
        (WOMEN, "妇女之家建设还有多少钱没花完", ["1.18"]),
        # which project, and all of them
        (COURT, "哪个项目执行率最低", ["90.20"]),
        (COURT, "四个自评项目年初预算数加起来多少", ["575.00"]),
        (FARMING, "执行率最低的项目是哪个", ["86.40"]),
        (WELFARE, "殡仪馆实施的项目有几个，执行数合计", ["255.05"]),
        (WELFARE, "二十个项目里自评是良的有哪几个", ["402.60", "73.85"]),
        (FARMING, "高标准农田自评总分多少", ["98.56"]),
        (HEALTH, "基本公卫项目的执行率是多少？得几分", ["93.28", "9.33"]),
        # what is carried over of the money of the treasury; two tables of one item
        (SCHOOL, "年末结转里有多少是财政拨款的", ["186623.40"]),
        (CONTROL, "年末结转和结余里财政拨款的部分", ["412573.66"]),
        (SCHOOL, "2050299在全口径和一般公共预算里差多少元", ["879045.68"]),
        (FARMING, "事业收入年初打算收多少，实际收多少", ["100000.00", "86400.00"]),
        # the accounts against a plan that the text tells behind them
        (HOSPITAL, "综合医院超出年初预算多少", ["260.00"]),
        (WELFARE, "殡葬超了年初预算百分之几", ["4.44"]),
        # parts and names that only the text tells
        (HOSPITAL, "其他收入里社会捐赠多少", ["36.50"]),
        (HOSPITAL, "外事接待花了多少", ["0.00"]),
        (HOSPITAL, "综合医院花了多少", ["1744.46"]),
    ],
)
def test_told(chain: Chain, name: str, question: str, values: list[str]) -> None:
    answer = chain.ask(question, (), [name])
    told = [str(v.value) for v in answer.values]
    assert set(values) <= set(told), answer.answer


@pytest.mark.parametrize(
    ("name", "history", "question", "value", "said"),
    [
        (TOWN, "高山青花椒项目全年执行数多少", "那执行率呢", "96.67", "高山青花椒"),
        (WELFARE, "高龄津贴执行数多少", "自评多少分", "98.00", "高龄津贴"),
        (
            COURT,
            "柳泉法庭维修改造项目自评得了多少分？",
            "那扣的分最多的是哪个指标",
            "5",
            "完工时间",
        ),
        (COURT, "柳泉法庭维修改造项目自评得了多少分？", "哪些指标没拿满分", "1", "完工时间"),
        # the other one of two forms
        (
            FARMING,
            "农产品质量安全例行监测自评得了多少分？",
            "另一張表的總分呢？",
            "98.56",
            "高标准",
        ),
        (
            FARMING,
            "农产品质量安全例行监测得了多少分",
            "仲有一个项目喎，佢攞几多分？",
            "98.56",
            "农田",
        ),
    ],
)
def test_later_questions_are_of_the_project_told(
    chain: Chain, name: str, history: str, question: str, value: str, said: str
) -> None:
    answer = chain.ask(question, (history,), [name])
    assert answer.values[0].value == value
    assert said in answer.answer


@pytest.mark.parametrize(
    ("history", "question", "values"),
    [
        ("案件审判业务费自评得了多少分？", "另一个项目得了几分？", ["98.67", "94.87", "94.62"]),
        ("案件审判业务费全年预算多少？", "另外那个项目呢？", ["95.00", "240.00", "60.00"]),
    ],
)
def test_another_one_of_several_projects_is_asked_about(
    chain: Chain, history: str, question: str, values: list[str]
) -> None:
    answer = chain.ask(question, (history,), [COURT])
    assert answer.route is Route.CLARIFY
    assert all(value in answer.answer for value in values), answer.answer


def test_an_indicator_that_was_told_stays_meant(chain: Chain) -> None:
    """Ask a later question of the indicator told, not of all its project."""
    answer = chain.ask("那得分呢", ("六中实验开出率实际多少",), [SCHOOL])
    assert answer.values[0].value == "9.68"


def test_a_plan_goes_by_the_name_that_the_text_gives_it(chain: Chain) -> None:
    answer = chain.ask("三公2025年少花了多少", (), [COURT])
    assert answer.answer.startswith("“三公经费”预算 62.60万元，决算 55.46万元，少 7.14万元")


@pytest.mark.parametrize("name", [CONTROL, HOSPITAL])
def test_none_is_told_where_the_text_says_so(chain: Chain, name: str) -> None:
    answer = chain.ask("机关运行经费多少", (), [name])
    assert answer.route is Route.TEXT
    assert answer.answer.startswith("没有。")
    assert not answer.values


@pytest.mark.parametrize(
    ("name", "question"),
    [
        (WELFARE, "其他收入里存款利息有多少"),  # the text names it without an amount
        (CONTROL, "取暖费花了多少"),  # nothing prints it
        (TOWN, "污水处理站项目自评多少分，是优还是良"),  # no indicator stands for its project
    ],
)
def test_the_whole_or_what_is_near_stands_for_nothing(
    chain: Chain, name: str, question: str
) -> None:
    answer = chain.ask(question, (), [name])
    assert answer.route is Route.REFUSE
    assert not answer.values


def test_reasons_and_the_year_before_are_not_answered_by_a_gap(chain: Chain) -> None:
    why = chain.ask("三公没花完预算，咋回事", (), [COURT])
    assert why.route is Route.TEXT
    assert "食堂统一保障" in why.answer
    before = chain.ask("三公完成预算百分之几，去年是多少", (), [CONTROL])
    assert "66.51%" in before.answer
    assert "21.54" in before.answer


def test_words_are_replaced_only_where_they_are_printed(chain: Chain) -> None:
    """Leave a question as it is where the document prints no second plan."""
    town, court = chain.view([CONTROL]), chain.view([COURT])
    assert formal.restated(town, "重大公共卫生服务年中追加了多少") is None
    assert formal.restated(court, "案件审判业务费年中追加了多少") == (
        "案件审判业务费全年预算数比年初预算数多多少",
        2,
    )


def test_an_item_that_no_row_prints_is_none_that_is_spelled_alike(chain: Chain) -> None:
    refused = chain.ask("药品事务这一项的金额有多大？", (), [HOSPITAL])
    assert (refused.route, refused.values) == (Route.REFUSE, ())
    assert "中医药事务" in refused.answer
    assert chain.ask("中医药事务多少钱", (), [HOSPITAL]).values[0].value == "45.00"
