"""Words of documents and reports are read as speech says them; a list of fields is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words.departments import short_forms
from qa.words.written import plain
from tests.chains import DOCUMENTS, chain_over
from tests.understanding import read

RELIEF = "岫云县民政局2024年度部门决算.pdf"
RIVERS = "沂蒙区水利局2025年度部门决算公开.html"
SPORT = "禾川市体育局2026年度部门预算公开.pdf"
CULTURE = "东滩区文化馆2025年度单位决算.pdf"
TOWN = "沐溪县石榴坪镇人民政府2026年部门预算公开.xlsx"
DISABLED = "云陂市残疾人联合会2025年度部门决算公开.pdf"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("采购金额居首的项目名称及金额", "采购金额最多的项目是哪个,多少"),
        ("在编人数以哪馆为多", "在编人数哪馆多"),
        ("两项孰高", "两项哪个高"),
        ("高龄津贴,失分指标名称及扣减分值", "高龄津贴,哪个指标被扣了分,扣了几分"),
        ("两癌检查项目:立项依据、实施主体", "两癌检查项目:立项依据是什么,实施主体是谁"),
        ("培训期数、人次及经费安排", "培训多少期,多少人次,经费安排多少"),
        ("40万元其他收入的来源方", "40万元其他收入是谁给的"),
        ("接警出动时限,分钟", "接警出动时限是多少分钟"),
        ("各项得分与总分是否相符", "各项得分与总分一致吗"),
    ],
)
def test_written_words_are_said_plainly(question: str, said: str) -> None:
    assert plain(question) == said
    assert plain(said) == said


@pytest.mark.parametrize(
    "question",
    [
        "护林员补助兑付及时率:实际完成值、得分",  # columns of one row, which are read as they stand
        "民居末端改造是哪个项目",
        "任何时候都公开吗",
        "立项依据是什么,谁实施",
    ],
)
def test_other_words_stay(question: str) -> None:
    assert plain(question) == question


def test_a_name_goes_without_the_word_that_joins_its_parts() -> None:
    assert "江岚区水务湖泊局" in short_forms("江岚区水务和湖泊局")
    assert "平局" not in short_forms("江岚区和平局")


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("数字化城市运行与治理中心运维多少", "数字化城市运行和治理中心运维多少"),
        ("奖金与办公设备购置多少", "奖金与办公设备购置多少"),
        ("数字化城市运行和治理中心运维多少", "数字化城市运行和治理中心运维多少"),
    ],
)
def test_names_are_joined_as_they_are_printed(said: str, printed: str) -> None:
    assert read(1).joined(said) == printed


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over final accounts, forms and budgets."""
    names = (RELIEF, RIVERS, SPORT, CULTURE, TOWN, DISABLED)
    with chain_over([DOCUMENTS / n for n in names], tmp_path_factory.mktemp("written")) as opened:
        yield opened


@pytest.mark.slow  # reads whole documents
@pytest.mark.parametrize(
    ("document", "question", "told"),
    [
        (RELIEF, "高龄津贴自评表，失分指标名称及扣减分值", ("生存认证覆盖率", "扣了 2 分")),
        (RELIEF, "高龄津贴一共扣了几分", ("一共扣了 2.00 分",)),
        (RELIEF, "烦请结合正文增减额，推算2023年三公经费实际支出合计", ("29.14",)),
        (RIVERS, "中小河流治理绩效评价表：分项得分合计与总分是否相符", ("不一致", "88.3")),
        (RIVERS, "中小河流治理离原定目标还欠多少公里", ("0.7",)),
        (SPORT, "体校年度向省队输送运动员人数指标，以及满意度指标值", ("≥ 16 人", "≥ 88%")),
        (SPORT, "向省级队伍输送人数是多少，满意度是多少", ("≥ 16 人", "≥ 88%")),
        (CULTURE, "公务用车运行费，2025年年初预算多少，到头来花了多少", ("8.00", "4.86")),
        (TOWN, "镇下头有多少村子，多少社区", ("11个行政村", "2个社区")),
        (
            DISABLED,
            "哪些项目的全年预算高于年初预算？请逐项列明调增额。",
            ("32.00", "28.60", "7.50"),
        ),
    ],
)
def test_written_and_plain_wordings_are_answered(
    chain: Chain, document: str, question: str, told: tuple[str, ...]
) -> None:
    answer = chain.ask(question, docs=[document])
    assert answer.route in (Route.TABLE, Route.TEXT, Route.BOTH)
    assert all(one in answer.answer for one in told)


@pytest.mark.slow  # reads whole documents
@pytest.mark.parametrize("item", ["培训费", "会议费", "差旅费"])
def test_no_total_is_told_of_an_item_that_is_not_printed(chain: Chain, item: str) -> None:
    assert chain.ask(f"{item}年初预算数多少", docs=[CULTURE]).route is Route.REFUSE
