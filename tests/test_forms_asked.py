"""Ask performance forms for what they print of projects, indicators and classes, and for what follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads several whole documents

SCHOOL = "漪州职业技术学院2026年单位预算公开.xlsx"
COURT = "沁阴县人民法院2025年度部门决算.html"
FORM = ("performance form",)
TRIALS, HOUSE = "案件审判业务费", "柳泉人民法庭审判用房维修改造"
WHY = "个别案件送达周期较长；推行电子送达"
JOURNEYS = "受汛期影响，山区巡回审判场次减少；下步增加线上庭审和法庭直通车场次"
TEAM, JURORS = "案件执行专项经费", "人民陪审员及特邀调解员补助"


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(DOCUMENTS / COURT, tmp_path_factory.mktemp("court")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (f"{TRIALS}的当事人满意度目标值是多少", ["92"]),
        (f"当事人满意度分值 {TRIALS}", ["10"]),
        (f"我教了一辈子书，看见打分就想看看。{TRIALS}里当事人满意度得了几分？", ["9.85"]),
        (f"{TRIALS}的当事人满意度扣了多少分", ["0.15", "10", "9.85", WHY]),
        (f"{TRIALS}的当事人满意度离满分差几分", ["0.15", "10", "9.85", WHY]),
        (f"{TRIALS}的巡回审判场次实际和目标差多少", ["13", "60", "47"]),
        (f"{HOUSE}自评总共得了多少分", ["94.87"]),
        (f"{HOUSE}里头产出指标分值加起来好多嘛", ["60", "20", "15", "15", "10"]),
        (f"{HOUSE}自评表上资金执行率是多少", ["98.71"]),
        (f"{TRIALS}和{TEAM}的自评总分相差多少", ["1.25", "97.42", "98.67"]),
        ("审判业务费一共扣了几分", ["2.58", "100", "97.42"]),  # most of its name
        (f"{TRIALS}哪个指标扣分最多，扣了几分", ["2.17", "10", "7.83", JOURNEYS]),
        (f"{TRIALS}的当事人满意度没做满，表里头写的实际数是几化，点解", ["92", "90.6", WHY]),
        (f"{TRIALS}年初定了多少，到头花了多少，差多少", ["92.36", "420.00", "512.36"]),
        (f"{TRIALS}花了多少钱", ["512.36"]),  # no other table prints the project
        ("几个项目自评总分平均多少分", ["96.40", "97.42", "98.67", "94.87", "94.62"]),
    ],
)  # fmt: skip
def test_figures(court: Chain, question: str, values: list[str]) -> None:
    explained = court.explain(question)
    assert explained.plan.trace == FORM
    assert [v.value for v in explained.answer.values] == values, explained.answer.answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (f"{TRIALS}的当事人满意度达标没有", "没有达到目标：“案件审判业务费”项目“当事人满意度”指标值 ≥92%，实际完成值 90.6%，分值 10，得分 9.85。"),
        (f"Did {TRIALS} meet its target for 审结案件数?", "Yes, the target was met."),
        (f"{TRIALS}的当事人满意度没达标是什么原因", "原因：个别案件送达周期较长；推行电子送达。"),
        ("哪个项目扣分最多", f"扣分最多的项目是“{JURORS}”，扣了 5.38 分。"),
        ("自评总分最低的项目是哪个", f"自评总分最低的项目是“{JURORS}”，94.62 分。"),
        ("我爱讲第一名。自评里哪个项目总分最高？", f"自评总分最高的项目是“{TEAM}”，98.67 分。"),
        (f"{HOUSE}有几个质量指标", "“柳泉人民法庭审判用房维修改造”项目的质量指标共 1 个：“验收合格率” 100%。"),
        (f"Which indicators of {TEAM} missed their targets?", "missed the targets of 1 of its"),
        ("哪个项目有改造建筑面积这个指标", f"有“改造建筑面积”这个指标的是“{HOUSE}”项目"),
        (f"改造建筑面积在{HOUSE}里算什么指标", "属于产出指标/数量指标"),
    ],
)  # fmt: skip
def test_words(court: Chain, question: str, words: str) -> None:
    explained = court.explain(question)
    assert explained.plan.trace == FORM
    assert words in explained.answer.answer


@pytest.mark.parametrize(
    "question",
    [
        f"{TRIALS}去年的当事人满意度目标值",  # no form of last year
        f"{TRIALS}的女性当事人满意度当初说好的和真正干成的都要",  # another indicator
        "法庭一共有多少平方米",  # not what is to be rebuilt
        f"{TRIALS}的女性当事人满意度目标值",  # another indicator
        f"除了质量指标，{HOUSE}的分值加起来多少",  # not all of what is said
        f"{HOUSE}的各项得分加起来等于总分吗",  # whether they agree
        "民事审判业务费有几个指标",  # another project
        f"{TRIALS}没有完成的指标不算，其余几个指标",
        f"{HOUSE}主要做哪些内容",
        f"{TRIALS}的办公费目标值是多少",
        "哪个项目花钱最多",
    ],
)
def test_what_forms_do_not_tell(court: Chain, question: str) -> None:
    assert court.explain(question).plan.trace != FORM


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(DOCUMENTS / SCHOOL, tmp_path_factory.mktemp("school")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("汽车检测实训中心要买多少套设备？", ["12"]),  # 购置实训台套数
    ],
)
def test_an_indicator_is_meant_by_other_words(
    school: Chain, question: str, values: list[str]
) -> None:
    explained = school.explain(question)
    assert explained.plan.trace == FORM
    assert [v.value for v in explained.answer.values] == values, explained.answer.answer


@pytest.mark.parametrize(
    "question", ["汽车检测实训中心一共花了多少钱", "汽车检测实训中心去年买了多少套设备"]
)
def test_money_and_years_before_are_no_indicators(school: Chain, question: str) -> None:
    assert school.explain(question).plan.trace != FORM


@pytest.mark.slow  # reads a whole document
def test_a_total_read_as_an_indicator_is_none(tmp_path: Path) -> None:
    name = "岫云县民政局2024年度部门决算.pdf"
    with chain_over(DOCUMENTS / name, tmp_path) as opened:
        answer = opened.ask("高龄津贴一共有几个绩效指标")
        assert (answer.route, answer.values[0].value) == (Route.TABLE, "7")
