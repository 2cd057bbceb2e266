"""Questions of several steps: a later clause works on what the clause before it gave."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Answer
from qa.words import steps
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # takes seconds

TOWN = "松河镇2026年预算公开.docx"
RESCUE = "泺阳市应急管理局2026年部门预算.docx"
WATER = "澄河县水务局2024年度部门决算公开.docx"
LAKES = "江岚区水务和湖泊局2026年部门预算.pdf"
FLOODS = "甬南市澜山区水利局2025年度部门决算.pdf"


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("invented")
    files = [DOCUMENTS / name for name in (TOWN, RESCUE, WATER, LAKES, FLOODS)]
    with chain_over(files, folder) as opened:
        yield opened


def _figures(told: Answer) -> list[tuple[str, str | None]]:
    return [(v.value, v.unit) for v in told.values]


@pytest.mark.parametrize(
    ("text", "kind", "head", "other", "count"),
    [
        (
            "最大的是哪样?它在公用经费里占百分之多少?",
            "share",
            "最大的是哪样",
            "公用经费",
            0,
        ),
        ("培训费呢?俩加一块儿占公用经费几个点", "share", "培训费呢", "公用经费", 2),
        ("两个加起来,跟差旅费比哪个多,多多少", "apart", "两个加起来", "差旅费", 0),
        ("单价各是多少万元,差多少?", "between", "单价各是多少万元", "", 0),
        ("津贴和工资哪个多?是多少倍", "times", "津贴和工资哪个多", "", 0),
        ("超了多少,超百分之几", "over", "", "", 0),
        ("平摊到每个月是多少", "spread", "", "", 0),
    ],
)
def test_a_clause_that_works_on_what_is_before(
    text: str, kind: str, head: str, other: str, count: int
) -> None:
    read = steps.read(text)[0]
    assert (read.kind, read.head, read.other, read.count) == (kind, head, other, count)


@pytest.mark.parametrize(
    "text",
    [
        "办公费占公用经费百分之几",
        "办公费多少,差旅费多少",
        "财政出的和自己出的,是1比几",
        "比2025年是多了还是少了",
    ],
)
def test_a_clause_that_stands_alone_is_no_step(text: str) -> None:
    assert steps.read(text) == ()


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("商品和服务支出里最大的一块是哪样？它在公用经费总数里占百分之多少？", ("22.17", "%")),
        ("取暖费跟办公费加一块多少，占公用经费百分之多少", ("33.63", "%")),
    ],
)
def test_a_share_of_what_was_found_before(
    invented: Chain, question: str, wanted: tuple[str, str]
) -> None:
    assert invented.ask(question, docs=[TOWN]).values[0].value == wanted[0]
    assert wanted in _figures(invented.ask(question, docs=[TOWN]))


def test_every_thing_that_is_counted_is_in_the_sum(invented: Chain) -> None:
    told = invented.ask(
        "公開06表中養老保險、職業年金、職工基本醫療、公務員醫療補助、其他社會保障繳費"
        "與住房公積金六項之和為何？佔工資福利支出幾 %？",
        docs=[WATER],
    )
    assert {("286.03", "万元"), ("32.26", "%")} <= set(_figures(told))


def test_a_whole_in_the_table_of_its_parts(invented: Chain) -> None:
    told = invented.ask("办公费、水费、电费三样合计多少？占公用经费多少", docs=[RESCUE])
    assert _figures(told)[:3] == [("19.02", "%"), ("289.62", "万元"), ("55.10", "万元")]


def test_a_share_of_the_whole_department(invented: Chain) -> None:
    told = invented.ask("三家单位里哪家收入预算最多，占全部门多大比例？", docs=[LAKES])
    assert told.values[0].value == "55.90"


def test_two_unit_prices_set_against_each_other(invented: Chain) -> None:
    told = invented.ask("一艘冲锋舟跟一套移动照明灯塔，单价各是多少万元，差多少？", docs=[LAKES])
    assert {("9.15", "万元"), ("7.75", "万元"), ("1.40", "万元")} <= set(_figures(told))


def test_what_was_told_one_by_one_against_another_thing(invented: Chain) -> None:
    history = ("泺阳应急局办公费预算多少", "差旅费呢")
    told = invented.ask("这两个加起来，跟其他交通费用比哪个多，多多少", history, [RESCUE])
    assert {("70.60", "万元"), ("5.68", "万元")} <= set(_figures(told))
    again = invented.ask("这两样合起来比其他交通费用多多少", history, [RESCUE])
    assert again.values[0].value == "5.68"


def test_a_month_of_what_the_narrative_states(invented: Chain) -> None:
    history = ("澄河县水务局2024年机关运行经费支出多少？",)
    told = invented.ask("平摊到每个月是多少", history, [WATER])
    assert _figures(told)[0] == ("9.86", "万元")


def test_two_things_of_which_one_is_told_in_the_same_question(chain: Chain) -> None:
    told = chain.ask("培训费呢？俩加一块儿占公用经费几个点", ("2026年差旅费安排了多少？",))
    assert told.values[0].value == "4.54"


def test_a_blank_is_no_operand(chain: Chain) -> None:
    told = chain.ask("两项加起来占公用经费百分之几", ("公务接待费多少", "会议费呢"))
    assert not any(v.unit == "%" for v in told.values)


@pytest.mark.parametrize(
    ("document", "history", "question", "wanted"),
    [
        (RESCUE, (), "水费和电费加在一起，平均每个月多少元", ("14083.33", "元")),
        (TOWN, (), "人居环境整治项目多少钱，平均分给63个屯每个屯多少", ("1.37", "万元")),
        (
            LAKES,
            (),
            "老旧排水管网改造占全部项目支出多大比重？剩下的还有多少万",
            ("2722.25", "万元"),
        ),
        (LAKES, (), "哪个单位收入最多，其余两家一共多少", ("2747.20", "万元")),
        (
            LAKES,
            ("老旧排水管网改造占全部项目支出多大比重？",),
            "剩下的有多少钱",
            ("2722.25", "万元"),
        ),
        (LAKES, (), "哪个项目钱最多，哪个最少？差多少", ("1850.00", "万元")),
    ],
)
def test_what_falls_on_one_and_what_is_left(
    invented: Chain,
    document: str,
    history: tuple[str, ...],
    question: str,
    wanted: tuple[str, str],
) -> None:
    told = invented.ask(question, history, [document])
    assert _figures(told)[0] == wanted


def test_planned_for_what_was_spent_and_how_far_that_is_over(invented: Chain) -> None:
    history = ("澜山区水利局2025年防汛决算数是多少？",)
    planned = invented.ask("年初预算是多少？", history, [FLOODS])
    assert ("210.00", "万元") in _figures(planned)
    told = invented.ask("超了多少，超百分之几", (*history, "年初预算是多少？"), [FLOODS])
    assert _figures(told)[:2] == [("73.07", "万元"), ("34.80", "%")]


def test_which_is_bigger_and_the_multiple(chain: Chain) -> None:
    told = chain.ask(
        "Which is larger, the printing fee or the travel expenses, and what is the multiple?"
    )
    assert _figures(told)[0] == ("2.00", "倍")


def test_an_amount_over_people_that_the_question_counts(chain: Chain) -> None:
    told = chain.ask("印刷费和差旅费合计按67人算，每人多少元")
    assert _figures(told)[0] == ("4477.61", "元")


def test_a_share_in_each_of_two_years(chain: Chain) -> None:
    told = chain.ask("三公经费占当年总支出的百分比，去年和今年各是多少？")
    assert [(v.value, v.year) for v in told.values if v.unit == "%"] == [
        ("2.16", 2025),
        ("1.73", 2026),
    ]


def test_how_far_the_shares_of_two_years_are_apart(invented: Chain) -> None:
    told = invented.ask(
        "公务接待费占三公经费的比重，2025年和2024年各是多少，差几个百分点", docs=[FLOODS]
    )
    assert [v.value for v in told.values if v.unit == "%"] == ["3.86", "8.68", "12.54"]


def test_a_share_of_a_year_that_is_not_held_is_not_told(chain: Chain) -> None:
    told = chain.ask("人员经费占基本支出的比重，2025年和2026年分别是多少")
    assert {v.value for v in told.values if v.unit == "%"} == {"81.81"}


def test_a_month_of_one_amount_is_of_no_mean(chain: Chain) -> None:
    told = chain.ask("基本支出按十二个月平摊，一个月合多少万")
    assert told.values[0].value == "145.65"
