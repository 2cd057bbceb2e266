"""Test that a question is answered alike in whichever speech, order or spelling it is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

FILES = {
    "schools": "黔岭县教育局2024年度部门决算公开.docx",
    "safety": "冀北县应急管理局2026年部门预算信息公开.html",
    "farms": "青河县农业农村局2026年部门预算公开.xlsx",
    "relief": "洛原县民政局2024年度部门决算公开报表.xlsx",
    "health": "高原县卫生健康委员会2026年单位预算公开.html",
    "funds": "乌江县财政局2026年部门预算公开.docx",
    "people": "沅麓市人力资源和社会保障局2026年部门预算.docx",
}


@pytest.fixture(scope="module")
def chains(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    files = [DOCUMENTS / name for name in FILES.values()]
    with chain_over(files, tmp_path_factory.mktemp("dialects")) as opened:
        yield opened


def _ask(chains: Chain, place: str, question: str) -> str:
    return chains.ask(question, docs=[FILES[place]]).answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("拿印刷费来比，办公费有它好多倍嘛", "5.25 倍"),
        ("跟印刷费比，办公费是它的几倍", "5.25 倍"),
        ("比起办公费，印刷费是几成", "19.04%"),
        ("拿办公费做分母，印刷费占百分之几", "19.04%"),
        ("办公费和印刷费归拢几钿", "125.03"),
        ("办公费化了多少", "105.03"),
        ("政府会议专项那笔莫算，项目头花钱最多的前两个是啥子、各好多", "220.00 万元。"),
    ],
)
def test_what_another_is_told_in_or_what_is_left_out(
    chain: Chain, question: str, told: str
) -> None:
    assert told in chain.ask(question).answer


@pytest.mark.parametrize(
    "question",
    ["今年给潼南区第一小学的预算是多少", "今年潼南区第一小学花好多钱"],
)
def test_what_is_not_held_is_refused(chain: Chain, question: str) -> None:
    assert chain.ask(question).route is Route.REFUSE


def test_a_year_is_no_thing_that_another_is_told_in(chain: Chain) -> None:
    assert "没有列出这一项的上年数" in chain.ask("跟去年比，办公费是它的几倍").answer


@pytest.mark.parametrize(
    ("place", "question", "told"),
    [
        ("schools", "周转宿舍自评攞到几多分、评咗咩等级", ("86.2", "自评等级：良")),
        ("schools", "营养改善计划自评好多分，评的啥等次", ("97.5", "自评等级：优")),
        ("safety", "安全生產執法大隊什麼級別，單位性質又是什麼", ("副科级", "财政补助事业单位")),
        ("safety", "安全生产执法大队单位性质是什么", ("财政补助事业单位",)),
        ("farms", "哪两个项目用的是政府性基金，各好多钱，合拢来占项目支出百分之好多", ("10.21%",)),
        ("farms", "政府性基金安排的两个项目各几钿，一共占项目支出几成", ("10.21%",)),
        ("relief", "农村低保现在一人一年给好多", ("6720",)),
        ("health", "三间单位比一比，边间退休人数最多", ("“高原县人民医院”的离退休人数/退休 37 人",)),
        ("funds", "财政局今年的预算怎么反而变少了呢", ("人员减少、压减一般性支出",)),
        ("people", "城乡居民养老保险配套补助唔好计埋，项目入面使钱最多嘅头两个系乜", ("845.50",)),
        ("people", "拿职业技能培训补贴作比，公益性岗位补贴有它好多倍", ("1.49 倍",)),
        ("people", "公益性岗位补贴搭职业技能培训补贴侪加起来几钿", ("2105.50",)),
    ],
)  # fmt: skip
def test_cells_asked_in_dialects(
    chains: Chain, place: str, question: str, told: tuple[str, ...]
) -> None:
    answer = _ask(chains, place, question)
    assert all(one in answer for one in told), answer


@pytest.mark.parametrize(
    ("place", "question", "not_told"),
    [
        ("relief", "城市低保每人每月多少钱", "6720"),
        ("farms", "哪几个项目用的是上级转移支付的钱", "13120000.00"),
        ("people", "城乡居民养老保险配套补助不要算进去，项目里花钱最多的是哪个", "6420.00"),
    ],
)
def test_what_a_word_rules_out_is_not_told(
    chains: Chain, place: str, question: str, not_told: str
) -> None:
    assert not_told not in _ask(chains, place, question)
