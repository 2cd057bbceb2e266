"""What is answered of governments' budgets and of other provinces' tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

ACCOUNTS = DOCUMENTS / "汨源县2024年财政决算（草案）.html"
PROSECUTORS = DOCUMENTS / "皖溪市人民检察院2026年部门预算.html"
VETERANS = DOCUMENTS / "辰澧县退役军人事务局2026年部门预算公开表.xlsx"
DRAFT = """沱溪县财政局
2026年预算草案
表一
2026年一般公共预算收入表
单位：万元
项目\t2025年预算数\t2025年执行数\t2026年预算数
一、税收收入\t64\t60\t62
增值税\t43\t40\t42
契税\t21\t20\t20
二、非税收入\t31\t30\t31
本年收入合计\t95\t90\t93

表二
2026年一般公共预算支出表
单位：万元
科目编码\t科目名称\t2025年执行数\t2026年预算数
205\t教育支出\t50\t56
20502\t普通教育\t44\t48
2050202\t小学教育\t20\t21
2050203\t初中教育\t11\t13
213\t农林水支出\t30\t34
\t支出合计\t80\t90
"""
HOSPITAL = """沱溪县人民医院2026年单位预算
沱溪县人民医院2026年编制320名。
表一
单位收支总表
单位：万元
项目\t预算数\t项目\t预算数
一、事业收入\t480.00\t一、卫生健康支出\t520.00
二、其他收入\t60.00\t二、住房保障支出\t20.00
收入总计\t540.00\t支出总计\t540.00

表二
单位支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t540.00\t500.00\t40.00
210\t卫生健康支出\t520.00\t480.00\t40.00
21002\t公立医院\t520.00\t480.00\t40.00
221\t住房保障支出\t20.00\t20.00\t
"""


def told(chain: Chain, question: str) -> list[tuple[str, str | None]]:
    """Return the values of an answer with their units."""
    return [(value.value, value.unit) for value in chain.ask(question).values]


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(ACCOUNTS, tmp_path_factory.mktemp("accounts")) as opened:
        yield opened


@pytest.fixture(scope="module")
def prosecutors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(PROSECUTORS, tmp_path_factory.mktemp("prosecutors")) as opened:
        yield opened


@pytest.fixture(scope="module")
def veterans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(VETERANS, tmp_path_factory.mktemp("veterans")) as opened:
        yield opened


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with _over(DRAFT, tmp_path_factory.mktemp("draft")) as opened:
        yield opened


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with _over(HOSPITAL, tmp_path_factory.mktemp("hospital")) as opened:
        yield opened


def _over(lines: str, folder: Path) -> AbstractContextManager[Chain]:
    path = folder / "a.txt"
    path.write_text(lines, encoding="utf-8")
    return chain_over(path, folder / "store")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("全县专项债务余额是多少？", "30.64"),
        ("全县一般债务余额是多少？", "19.83"),
        ("县本级专项债务限额是多少？", "29.60"),
    ],
)
def test_columns_of_one_head_are_told_apart_by_their_group(
    accounts: Chain, question: str, value: str
) -> None:
    assert told(accounts, question) == [(value, "亿元")]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("增值税2025年实际收了多少？", "40"),
        ("增值税2025年预算多少？", "43"),
        ("2026年一般公共预算支出合计多少？", "90"),  # 普通教育 is more than what is named of it
        ("小学教育2026年预算多少？", "21"),
    ],
)
def test_what_was_taken_in_and_what_a_table_sums(draft: Chain, question: str, value: str) -> None:
    assert told(draft, question) == [(value, "万元")]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("契税2026年比2025年执行数增加多少？", "都是 20 万元"),
        ("契税2026年比2025年预算增加多少？", "2025年 21 万元"),
        ("增值税2026年比2025年执行数增加多少？", "增加 2 万元"),
        ("增值税2026年比2025年预算减少多少？", "减少 1 万元"),
    ],
)
def test_a_year_is_set_against_what_is_said_of_the_one_before(
    draft: Chain, question: str, said: str
) -> None:
    assert said in draft.ask(question).answer


def test_a_heading_of_marks_alone_breaks_nothing(prosecutors: Chain) -> None:
    assert told(prosecutors, "司法救助金多少？") == [("60.00", "万元")]
    assert told(prosecutors, "检察监督2025年执行数是多少？") == [("728.80", "万元")]


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("劳务费2025年预算多少？", "971000.00", "元"),
        ("军队转业干部安置的项目支出多少？", "34.00", "万元"),
    ],
)
def test_figures_of_units_and_of_the_year_before(
    veterans: Chain, question: str, value: str, unit: str
) -> None:
    assert told(veterans, question) == [(value, unit)]


def test_a_unit_and_an_item_are_no_sum(veterans: Chain) -> None:
    assert "合计 1486.35 万元" in veterans.ask("局本级和休养所加起来多少？").answer
    assert "合计 431.90 万元" in veterans.ask("拥军优属和军队转业干部安置加起来多少？").answer
    mixed = veterans.ask("住房公积金本级和休养所加起来多少？").answer
    assert "246.00" not in mixed


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("卫生健康支出比上年增长多少？", "-1.3"),
        ("教育支出比上年增长百分之几？", "4.8"),
    ],
)
def test_a_rate_of_change_that_is_printed_is_told(
    accounts: Chain, question: str, value: str
) -> None:
    assert told(accounts, question) == [(value, "%")]


def test_a_rate_is_no_amount(accounts: Chain) -> None:
    assert accounts.ask("教育支出比上年增加多少万元？").route is Route.REFUSE


CHANGES = """沱溪县水利局2026年部门预算
表一
部门支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出\t较上年增减
\t合计\t90.00\t50.00\t40.00\t(3.00)
213\t农林水支出\t70.00\t30.00\t40.00\t(5.40)
221\t住房保障支出\t20.00\t20.00\t\t2.40
"""


def test_a_change_that_is_printed_is_told(tmp_path: Path) -> None:
    with _over(CHANGES, tmp_path) as chain:
        assert told(chain, "农林水支出比上年增减多少？") == [("-5.40", "万元")]
        assert told(chain, "住房保障支出比去年增加多少？") == [("2.40", "万元")]
        assert chain.ask("农林水支出比上年下降百分之几？").route is Route.REFUSE


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("医院2026年收入总计多少？", "540.00"),
        ("医院收入总计多少？", "540.00"),
        ("公立医院支出多少？", "520.00"),
        ("2026年预算收入多少？", "540.00"),
    ],
)
def test_a_body_s_own_kind_before_a_year_is_no_item(
    hospital: Chain, question: str, value: str
) -> None:
    assert told(hospital, question)[0] == (value, "万元")


REPORT = """2025年财政决算情况及2026年财政预算情况报告
沱溪县柳坞镇人民政府
各位代表:
现将我镇财政情况报告如下,请予审议。
第一部分 2025年财政决算情况
全镇一般公共预算支出完成17586.40万元,占年初预算的87.93%。具体支出科目如下:
一、教育支出48226310.40元,占年初预算98.20%。
二、农林水支出36204118.62元,占年初预算81.40%。
第二部分 2026年财政预算安排
2026年全镇一般公共预算总支出安排19205.00万元,其中:教育支出5012.00万元、卫生健康支出890.00万元。
"""


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2025年教育支出多少元？", "48226310.40"),
        ("2025年农林水支出多少？", "36204118.62"),
        ("2026年卫生健康支出安排多少？", "890.00"),
    ],
)
def test_what_stands_below_a_heading_of_the_year_before(
    tmp_path: Path, question: str, value: str
) -> None:
    with _over(REPORT, tmp_path) as chain:
        assert value in chain.ask(question).answer


@pytest.mark.parametrize("question", ["2025年卫生健康支出多少？", "2024年教育支出多少？"])
def test_what_no_heading_of_that_year_tells_is_refused(tmp_path: Path, question: str) -> None:
    with _over(REPORT, tmp_path) as chain:
        assert chain.ask(question).route is Route.REFUSE


HELPED = """沱溪县退役军人事务局2026年部门预算
表一
优抚对象补助资金安排表
单位：人、万元
对象\t2025年人数\t2025年金额\t2026年人数\t2026年金额
在乡复员军人\t126\t315.00\t118\t306.80
伤残军人\t342\t684.00\t339\t711.90
"""


def test_money_is_no_answer_where_people_are_asked_for(tmp_path: Path) -> None:
    with _over(HELPED, tmp_path) as chain:
        assert told(chain, "伤残军人2026年金额是多少？") == [("711.90", "万元")]
        for question in ("在乡复员军人2026年多少人？", "2026年在乡复员军人有多少人？"):
            assert told(chain, question)[:1] != [("306.80", "万元")]
