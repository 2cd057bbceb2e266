"""Projects that are pointed at or named with their codes, sums in two years, literary and Cantonese words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

FARMING = "霖溪县农业农村局2024年度部门决算公开.pdf"
WORKS = "甬南市澜山区水利局2025年度部门决算.pdf"
LABOUR = "沅麓市人力资源和社会保障局2026年部门预算.docx"
TOURISM = "岚川市文化广电和旅游局2026年部门预算公开.pdf"
SCHOOLS = "穗宁市榕浦区教育局2026年部门预算.pdf"
STREET = "荆澧市沙桥区月塘街道办事处2026年部门预算.pdf"
WATER = "洵塬县水利局2026年部门综合预算公开.pdf"
CLAIMS = "50015225T000004992901"  # of 巨灾保险


@pytest.fixture(scope="module")
def finals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over the final accounts of two departments and five budgets."""
    files = [DOCUMENTS / name for name in (FARMING, WORKS, WATER, LABOUR, STREET, SCHOOLS, TOURISM)]
    with chain_over(files, tmp_path_factory.mktemp("naming")) as opened:
        yield opened


@pytest.mark.parametrize("question", ["那个项目得了多少分？", "該項目之總得分為何？"])
def test_a_project_pointed_at_before_any_talk_is_asked_about(finals: Chain, question: str) -> None:
    answer = finals.ask(question, (), [FARMING])
    assert answer.route is Route.CLARIFY
    assert [v.value for v in answer.values] == ["98.56", "98.06"]


def test_what_is_chosen_among_projects_is_told(chain: Chain) -> None:
    assert chain.ask("该项目多少钱").route is Route.CLARIFY
    answer = chain.ask("2", ("该项目多少钱",))
    assert (answer.values[0].value, answer.values[0].unit) == ("30.00", "万元")


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("政府会议那个项目多少钱", ()),  # it is named before it is pointed at
        ("这个项目多少钱", ("政府会议专项是做什么的",)),  # it was told before
    ],
)
def test_a_project_that_is_known_is_told(
    chain: Chain, question: str, history: tuple[str, ...]
) -> None:
    answer = chain.ask(question, history)
    assert answer.route is Route.TABLE
    assert {"60", "60.00"} & {v.value for v in answer.values}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (f"{CLAIMS}-巨灾保险多少钱", "220.00"),
        (f"{CLAIMS} 巨灾保险 是多少", "220.00"),
        (f"{CLAIMS}多少钱", "220.00"),  # the code alone
        (
            f"I need the intended level of 居民房屋重置费用及临时生活费用 as laid down in the "
            f"performance goals of {CLAIMS}-巨灾保险.",
            "100",
        ),
    ],
)
def test_a_project_is_named_with_its_code(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert answer.values[0].value == value
    assert answer.question == question


def test_the_code_of_another_project_is_kept(chain: Chain) -> None:
    answer = chain.ask(f"{CLAIMS}-金融产业发展补助多少钱")
    assert {"220.00", "200.00"} <= {v.value for v in answer.values}


@pytest.mark.parametrize(
    "question",
    [
        "去年事业运行加行政运行是一个数，今年又是一个数，今年的大多少",
        "旧年事业运行加行政运行系一个数，今年又系一个数，今年嗰个大几多？",
    ],
)
def test_one_sum_in_two_years(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.values[0].value == "180.02"  # 1283.35 − 1103.33
    assert len(answer.citations) == 4


def test_what_is_added_is_never_set_apart(chain: Chain) -> None:
    told = chain.ask("行政运行加事业运行差多少").values
    assert "271.23" not in {v.value for v in told}  # 777.29 − 506.06


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("设了满意度的项目都有哪些", 8),
        ("用满意度来考核的项目有哪些", 8),
        ("满意度在几个项目里用了", 8),
        ("有群众满意度指标的项目有哪些", 4),
    ],
)
def test_projects_that_have_an_indicator(chain: Chain, question: str, count: int) -> None:
    answer = chain.ask(question)
    assert f"有 {count} 个" in answer.answer
    assert len(answer.citations) == count


def test_a_refusal_names_no_project_that_was_not_asked_for(chain: Chain) -> None:
    answer = chain.ask("哪些项目没有设满意度")
    assert answer.route is Route.REFUSE
    assert "政府会议专项" not in answer.answer


@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (FARMING, "農产品质量安全例行监测之總得分為何", "98.06"),
        (WORKS, "养护海塘长度這項指標，海塘及泵闸日常养护預定值為何、達成值又為何？", "36.4"),
    ],
)
def test_literary_words(finals: Chain, document: str, question: str, value: str) -> None:
    assert finals.ask(question, (), [document]).values[0].value == value


def test_points_that_no_form_prints_are_no_money(finals: Chain) -> None:
    for question in ("村级公共服务设施维护之總得分為何？", "村级公共服务设施维护的自评总分"):
        answer = finals.ask(question, (), [FARMING])
        assert answer.route in (Route.REFUSE, Route.CLARIFY)
        assert "1180000.00" not in {v.value for v in answer.values}


def test_the_largest_of_what_is_below_in_literary_words(chain: Chain) -> None:
    answer = chain.ask("烦请告知商品和服务支出项下各条目中金额最大者为何项。")
    assert "办公费" in answer.values[0].label
    assert answer.values[0].value == "105.03"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("洵塬县水利局（机关）总收入多少", "414.39"),
        ("洵塬县水利局机关总收入多少", "414.39"),
        ("洵塬县水利局总收入多少", "1516.97"),
        ("洵塬县水利局（机关）的公务用车购置及运行维护费是多少", "10.00"),
    ],
)
def test_a_department_and_its_own_office_are_two(finals: Chain, question: str, value: str) -> None:
    assert finals.ask(question, (), [WATER]).values[0].value == value


def test_nothing_of_the_department_is_told_of_its_office(finals: Chain) -> None:
    question = "洵塬县水利局（机关）公务用车购置及运行维护费的增减额"
    told = {v.value for v in finals.ask(question, (), [WATER]).values}
    assert not told & {"19.50", "37.40", "-17.90"}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("跟去年比多出来好多嘛？莫分开算哈，公益性岗位补贴连到就业见习补贴一起", "106.00"),
        ("多少钱？公益性岗位补贴和就业见习补贴一起算", "1592.00"),
        ("公益性岗位补贴和就业见习补贴一起", "1592.00"),
    ],
)
def test_things_added_up_are_named_last(finals: Chain, question: str, value: str) -> None:
    assert finals.ask(question, (), [LABOUR]).values[0].value == value


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("月塘街道办事处（本级）比月塘街道党群服务中心 收入 多多少", "4569.17"),
        ("拿月塘街道综合执法中心作底，月塘街道办事处（本级）在收入上高出的数额有多大？", "4380.19"),
    ],
)
def test_a_word_before_the_own_place_makes_no_other(
    finals: Chain, question: str, value: str
) -> None:
    assert value in {v.value for v in finals.ask(question, (), [STREET]).values}


def test_another_place_behind_the_same_word_stays_another(finals: Chain) -> None:
    assert finals.ask("比日塘街道收入多多少", (), [STREET]).route is Route.REFUSE


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("特殊学校教育多少钱", "1065.39"),  # an item, though a unit is called 启明特殊教育学校
        ("特殊学校教育比去年增长百分之几", "3.90"),
        ("特殊学校多少钱", "1262.28"),  # the unit
    ],
)
def test_an_item_is_no_unit_of_a_like_name(finals: Chain, question: str, value: str) -> None:
    assert value in {v.value for v in finals.ask(question, (), [SCHOOLS]).values}


@pytest.mark.parametrize(
    ("document", "history", "question", "value"),
    [
        (TOURISM, "市文化市场综合行政执法支队多少钱", "只看公务接待费呢，是多少？", "1.60"),
        (TOURISM, "市文化市场综合行政执法支队多少钱", "那公务接待费多少", "1.60"),
        (WATER, "洵塬县河库管理服务中心收入多少", "那培训费多少", "1.20"),
        (WATER, "洵塬县河库管理服务中心收入多少", "总支出呢", "406.46"),
        # no unit was told of, or another is asked for
        (TOURISM, "三公经费多少", "公务接待费呢", "7.45"),
        (TOURISM, "市文化市场综合行政执法支队多少钱", "公务接待费是多少？", "7.45"),
    ],
)
def test_one_more_thing_of_the_unit_told(
    finals: Chain, document: str, history: str, question: str, value: str
) -> None:
    answer = finals.ask(question, (history,), [document])
    assert (answer.route, answer.values[0].value) == (Route.TABLE, value)
