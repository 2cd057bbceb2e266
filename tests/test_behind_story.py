"""One question in many wordings: told in a story, with a description, in fragments; figure and reason together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.chaining import behind_story, described
from qa.query import Answer, Route
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

ARCHIVE = "洨泽市档案馆2026年单位预算信息公开.pdf"
JUSTICE = "濞源市司法局2026年部门预算公开.pdf"
POLICE = "闽中县公安局2024年度部门决算.docx"
SCHOOLS = "黔岭县教育局2024年度部门决算公开.docx"
ROADS = "沧岭县交通运输局2026年部门预算公开.pdf"
WATER = "甬南市澜山区水利局2025年度部门决算.pdf"
MARKETS = "岑蓬区市场监督管理局2025年度部门决算.xlsx"
CITY = "临澜市综合行政执法局2025年部门预算.docx"
PARKS = "北京市潞川区园林绿化局2026年部门预算公开.pdf"
NAMES = (ARCHIVE, JUSTICE, POLICE, SCHOOLS, ROADS, WATER, MARKETS, CITY, PARKS)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("story")
    with chain_over([DOCUMENTS / name for name in NAMES], folder) as opened:
        yield opened


def figures(answer: Answer) -> set[str]:
    return {value.value.lstrip("-") for value in answer.values}


# --- what is asked behind a story ------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "question", "asked"),
    [
        (
            ARCHIVE,
            "馆里搬了新楼，听说开销反倒降了。想问机关运行经费比2025年减了多少，是什么原因",
            "机关运行经费比2025年减了多少,是什么原因",
        ),
        (  # what the story names takes the place of what points at it, or is missing
            POLICE,
            "上次开会说信息化建设严重超支，我想拿到准数：这一项决算完成了年初预算的百分之几",
            "信息化建设决算完成了年初预算的百分之几",
        ),
        (
            ARCHIVE,
            "看收入表的时候发现有一块单位资金收入，不太懂。请问金额是多少，是用来做什么的",
            "单位资金收入金额是多少,是用来做什么的",
        ),
        (
            PARKS,
            "被告知要交森林植被恢复费。想请问这个费今年预计征多少万",
            "森林植被恢复费今年预计征多少万",
        ),
    ],
)
def test_a_question_is_read_behind_its_story(
    chain: Chain, name: str, question: str, asked: str
) -> None:
    assert behind_story.asked(chain.view([name]), question) == asked


@pytest.mark.parametrize(
    ("name", "question"),
    [
        (ARCHIVE, "只看一般公共预算的。请问档案事务是多少"),  # it chooses
        (ARCHIVE, "我2025年退休。请问离休费是多少"),  # so does a year
        (ARCHIVE, "电费是多少，请问差旅费是多少"),  # it asks something itself
        (JUSTICE, "我在看强制隔离戒毒人员伙食费。请问目标是多少件"),  # nothing else is lost
        (POLICE, "事业编那边的人看病，财政去年掏了多少"),  # a topic is no story
        (ARCHIVE, "公务接待费是多少"),
    ],
)
def test_what_chooses_is_no_story(chain: Chain, name: str, question: str) -> None:
    left = behind_story.asked(chain.view([name]), question)
    assert left == question or "伙食费" in left


@pytest.mark.parametrize(
    ("name", "question", "value"),
    [
        (POLICE, "上次开会说信息化建设严重超支，我想拿到准数：这一项决算完成了年初预算的百分之几", "167.85"),
        (ROADS, "我在核对运输服务中心的项目表，想知道它所有项目的合计里，城乡公交一体化运营补贴占百分之多少", "54.20"),
        (ARCHIVE, "做档案外包的朋友想知道哪块业务最大，请问档案馆金额最大的项目是哪个、多少钱", "128.60"),
        (ARCHIVE, "我们是消防器材厂，想报价。请问气体灭火设备准备采购多少瓶，单价是多少", "0.32"),
    ],
)  # fmt: skip
def test_a_story_changes_no_answer(chain: Chain, name: str, question: str, value: str) -> None:
    assert value in figures(chain.ask(question, docs=[name]))


# --- a description before a name -----------------------------------------------------


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("日常开销的机关运行经费是多少", "机关运行经费是多少"),
        ("有几台救火运兵那种特种专业技术用车", "有几台特种专业技术用车"),
        # a row's own words, a year, a number and a body choose
        ("扑火队的人均年经费是多少", "扑火队的人均年经费是多少"),
        ("去年的机关运行经费是多少", "去年的机关运行经费是多少"),
        ("两个中心的基本支出是多少", "两个中心的基本支出是多少"),
        ("一台车平摊的公务用车运行维护费", "一台车平摊的公务用车运行维护费"),
    ],
)
def test_a_description_is_no_condition(chain: Chain, question: str, left: str) -> None:
    assert described.without(chain.view([PARKS]), question) == left


# --- fragments and everyday words -----------------------------------------------------


@pytest.mark.parametrize(
    ("name", "question", "value"),
    [
        (ARCHIVE, "气体灭火设备采购数量、单价", "46"),
        (POLICE, "公务用车运行维护费决算较年初预算节约额", "65.58"),
        (POLICE, "公務接待費比年初預算慳咗幾多", "9.48"),
        (SCHOOLS, "教育局哪个项目的钱花得最慢，执行率才多少", "72.86"),
        (ROADS, "运输服务中心项目支出前三及金额", "1126300.00"),
        (MARKETS, "执行率最低的项目是哪个", "0.00"),  # a rate of nothing is the least
        (MARKETS, "2025年货物采购省了多少", "18.75"),
        (MARKETS, "市监局执法执勤用车的年末数是多少", "20"),
        # a name that is only a part of a row's, or of the department's own, chooses nothing
        (PARKS, "农林水支出占支出总计比重", "62.82"),
        (PARKS, "购买领域是农林水的一共多少钱", "713.280000"),
        (JUSTICE, "司法局今年买的东西里哪样最贵，多少钱", "1680000"),
        (ROADS, "运输服务中心的项目钱里头，城乡公交一体化运营补贴占了几成", "54.20"),
    ],
)
def test_shorthand_and_everyday_words(chain: Chain, name: str, question: str, value: str) -> None:
    assert value in figures(chain.ask(question, docs=[name]))


@pytest.mark.parametrize("question", ["项目支出项目个数", "档案馆今年安排了几个项目"])
def test_projects_are_counted(chain: Chain, question: str) -> None:
    assert "共 7 项" in chain.ask(question, docs=[ARCHIVE]).answer


# --- a figure and its reason ----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "question", "value", "words"),
    [
        (WATER, "水利局防汛的钱比年初定的多花了多少，为啥超", "73.07", "台风"),
        (WATER, "防汛决算超年初预算额及原因", "73.07", "台风"),
        (SCHOOLS, "教育局养车花了多少钱，比预算少是为啥", "32.10", "减少出行"),
        (CITY, "公务用车购置费安排了多少，为什么要买", "28.00", "新能源"),
        (CITY, "公务用车购置费金额及购置事由", "28.00", "新能源"),
        (JUSTICE, "公务用车购置费安排了多少，为什么要买", "180000", "囚车"),
        (ARCHIVE, "单位资金收入金额及用途", "12.00", "口述史"),
    ],
)
def test_a_figure_with_its_words(
    chain: Chain, name: str, question: str, value: str, words: str
) -> None:
    answer = chain.ask(question, docs=[name])
    assert answer.route is Route.BOTH
    assert value in figures(answer)
    assert words in answer.answer


@pytest.mark.parametrize(
    ("name", "question"),
    [
        (ARCHIVE, "电费是多少，为什么"),  # the text tells nothing of it
        (CITY, "公务用车购置费安排了多少"),  # no reason is asked for
    ],
)
def test_no_words_of_another_row(chain: Chain, name: str, question: str) -> None:
    answer = chain.ask(question, docs=[name])
    assert "新能源" not in answer.answer
    assert "线上" not in answer.answer


def test_basis_and_amount_of_what_is_levied(chain: Chain) -> None:
    told = chain.ask("森林植被恢复费今年打算收多少，凭啥收的", docs=[PARKS]).answer
    assert "360万元" in told
    assert "森林法" in told
