"""Ask in words each of which restricts what is meant, and hold what is told against what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Answer, Route
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads several whole documents

HOUSING = "深圳市榄山区住房和建设局2026年部门预算.xlsx"
RENTAL = "4403182600217T003"
QUARTERS = "50015225T000004992891"
PUTUO = "上海/普陀区财政局2025年部门预算.pdf"
PUBLISHED = (
    "苏州/2026年苏州市数据局部门预算.pdf",
    "苏州/2026年苏州市审计局部门预算.pdf",
    "广州/2026年广州市商务局部门预算.pdf",
    "重庆/2026年重庆市经济和信息化委员会部门预算.pdf",
    "重庆/2026年重庆市商务委员会部门预算.pdf",
    "重庆/2026年重庆市委宣传部部门预算.pdf",
)


@pytest.fixture(scope="module")
def published(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over([real / name for name in PUBLISHED], tmp_path_factory.mktemp("real")) as opened:
        yield opened


@pytest.fixture(scope="module")
def housing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(DOCUMENTS / HOUSING, tmp_path_factory.mktemp("housing")) as opened:
        yield opened


def told(chain: Chain, question: str) -> Answer:
    """Return the answer to a question."""
    return chain.explain(question).answer


def has(answer: Answer, *values: str) -> bool:
    """Tell whether an answer gives values."""
    printed = {value.value for value in answer.values}
    return all(value in printed for value in values)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        # verbs for what is spent stand before the largest
        ("砸钱最多的三个项目是哪三个，加起来占项目总盘子百分之多少", ["715.00", "60.08"]),
        ("投钱最多的两个专项加起来占项目支出几成", ["515.00", "43.28"]),
        # whose a thing is names no thing of its own
        ("职工基本养老保险加上职业年金，单位两样总共要缴多少", ["136.38", "68.19", "204.57"]),
        # which, each and all of them
        ("对个人和家庭的补助底下都有哪几样，各填了多少，合起来呢", ["77.53", "5.40", "82.93"]),
        # a project named by its code is asked for several things
        (f"{QUARTERS} 对应哪个项目，总额多少，哪年起的", ["20"]),
        # 总额 beside a name is that of what is named
        ("巨灾保险的总额是多少", ["220.00"]),
        ("公用经费总额是多少", ["317.90"]),
        (
            "附件2的行政单位医疗加事业单位医疗，等不等于基本支出表的职工基本医疗保险缴费？各是多少",
            ["48.26", "26.36", "74.62"],
        ),
        ("三公那张表里的公务接待费比基本支出表里的多多少", ["14.90", "9.90", "5.00"]),
        ("区政府办政府会议专项召开区政府常务会要开几次，预算总额多少", ["40", "60"]),
        (
            "Of the 400,000 yuan for the illegal-finance asset disposal working group, "
            "what share goes to staff wages and labour fees?",
            ["25", "40.00", "62.50"],
        ),
    ],
)
def test_of_the_shipped_text(chain: Chain, question: str, values: list[str]) -> None:
    answer = told(chain, question)
    assert answer.route is Route.TABLE
    assert has(answer, *values), answer.answer
    assert "2937.77" not in answer.answer  # no total of the department


@pytest.mark.parametrize(
    "question",
    [
        "三公经费2025年的预算执行率是百分之几呢？",  # worked back, it would be the amount
        "2025年公务接待费执行率",
        "部门支出总表比一般公共预算支出表多多少",  # two tables and no thing in them
        "设备维护占政府会议专项的百分之几",  # another project's form has it
        "广告费占区政府办政府会议专项的百分之几",  # no goal of the project in its place
        "Of the 600,000 yuan for government meetings, what percentage is for equipment maintenance?",
        "政府采购里搞绿化的钱多少",  # no total of what is bought in place of one thing
        "How big is the bonus for the head of the office?",
        "What annual salary does the director of the office receive?",
    ],
)
def test_what_no_table_prints_is_refused(chain: Chain, question: str) -> None:
    answer = told(chain, question)
    assert answer.route is Route.REFUSE, answer.answer
    assert not answer.values


def test_all_income_is_of_the_treasury(chain: Chain) -> None:
    answer = told(chain, "财政拨款以外的收入有多少")  # no other source is filled: the total less it
    assert answer.route is Route.TABLE
    assert (answer.values[0].value, answer.calculation) == ("0.00", "2937.77 − 2937.77 = 0.00")
    assert len(answer.citations) == 2


def test_began_of_a_coded_project(chain: Chain) -> None:
    assert "2025年" in told(chain, f"{QUARTERS} 对应哪个项目，总额多少，哪年起的").answer


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (f"{RENTAL}是哪个项目", ["1987.50"]),
        (f"{RENTAL}这个编码是哪个项目，预算多少", ["1987.50"]),
    ],
)
def test_codes_of_letters_and_digits(housing: Chain, question: str, values: list[str]) -> None:
    answer = told(housing, question)
    assert answer.route is Route.TABLE
    assert has(answer, *values), answer.answer
    assert "公共租赁住房物业管理及空置房维护" in answer.answer


@pytest.mark.parametrize("question", ["44031826T003是哪个项目", "4403182600217T009多少钱"])
def test_codes_of_no_row(housing: Chain, question: str) -> None:
    assert told(housing, question).route is Route.REFUSE


@pytest.mark.parametrize(
    ("question", "values"),
    [
        # a short name of the department chooses no rows
        (
            "广州商务局花钱最狠的三个项目系边三个，加埋几多万？",
            ["23200.00", "22000.00", "13902.00", "59102.00"],
        ),
        # a blank column of people is not meant by the people who are paid
        ("市商务委（重庆）基本支出里付给劳务人员的劳务费，帮查一哈", ["1941.07"]),
        # one thing in two tables, told by pairs of their titles
        (
            "苏州市数据局培训费，“三公”会议培训那张表里的数跟基本支出表里的差多少万？",
            ["59.04", "2.45", "56.59"],
        ),
        (
            "重庆市委宣传部的基本支出，全口径（部门支出表）跟一般公共预算口径差好多万？",
            ["13236.18", "12899.62", "336.56"],
        ),
        # what brackets and other words of a form choose
        ("重庆经信委的市工业和信息化专项，权重只有2%的是哪条指标，目标值多少？", ["50"]),
        ("重庆经信委市工业和信息化专项里权重为5%的指标有哪些", ["2", "35", "10"]),
        ("重庆经信委市工业和信息化专项里权重为7%的指标是哪个", ["0"]),
        # all income but the funds of the treasury
        ("重庆市委宣传部财政拨款以外的收入有多少", ["45369.18", "37891.58", "4066.60", "3411.00"]),
        ("重庆市商务委不靠财政拨款的收入合起来多少", ["174900.64", "31532.07"]),
        ("重庆市商务委其他收入合起来多少", ["717.01"]),
        (
            "重庆市经信委职业教育运转那个项目，单位面积建设成本控制在多少元以内，项目一共多少钱",
            ["1300", "2485.93"],
        ),
        ("“小巨人”企业培育指标，重庆经信委在表十跟表十一给的权重各几？", ["10", "5"]),
        # the one row of a total's table that prints what the total leaves untold
        ("苏州市审计局请外面的人协审，政府采购里排了多少、用什么采购方式", ["170.00"]),
    ],
)
def test_of_published_disclosures(published: Chain, question: str, values: list[str]) -> None:
    answer = told(published, question)
    assert answer.route is Route.TABLE
    assert has(answer, *values), answer.answer


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("苏州数据局便民中心为12345热线搬迁买家俱（优化整合搬迁费），一共合计多少万？", "3635.81"),
        ("重庆经信委钱最多的两个项目是哪两个，一共占项目支出总额的几成", "77.18"),
        ("重庆市委宣传部基本支出，部门支出表跟一般公共预算口径差多少", "1673.85"),
        ("重庆市商务委专户、事业、经营、其他收入合起来多少", "174900.64"),
        ("重庆市商务委专户、事业、经营、其他收入合起来多少", "29070.81"),
    ],
)
def test_no_wrong_figure(published: Chain, question: str, wrong: str) -> None:
    answer = told(published, question)
    assert wrong not in answer.answer
    assert not has(answer, wrong)


def test_each_of_what_a_sentence_enumerates(real: Path, tmp_path: Path) -> None:
    with chain_over(real / PUTUO, tmp_path) as chain:
        four = told(chain, "普陀区财政局2025年编报绩效目标的四个项目各多少钱？")
        assert four.route is Route.TEXT
        assert [v.value for v in four.values] == ["418.80", "10.00", "166.66", "3.00"]
        assert not has(told(chain, "编报绩效目标的三个项目各多少钱"), "418.80")
