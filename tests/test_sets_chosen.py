"""Sets chosen by marks, spoken bounds, classes printed once, what is left out, and gaps inside them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Answer, Route
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads several whole documents

STREET = "红旗街道2026部门预算公开.html"
RESCUE = "泺阳市应急管理局2026年部门预算.docx"
ROADS = "海阜市交通运输局2024年度部门决算.docx"
LAKES = "江岚区水务和湖泊局2026年部门预算.pdf"
SPORT = "棠州市沧浦区文化旅游体育局2026年部门预算公开.docx"
FARMS = "锦屏市农业农村局2026年部门预算.xlsx"
WATER = "滦溪市水利局2026年部门预算信息公开情况说明.pdf"
DISABLED = "云陂市残疾人联合会2025年度部门决算公开.pdf"
TOWN = "松河镇2026年预算公开.docx"
STREETS = "临澜市综合行政执法局2025年部门预算.docx"
NAMES = (STREET, RESCUE, ROADS, LAKES, SPORT, FARMS, WATER, DISABLED, TOWN, STREETS)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(
        [DOCUMENTS / name for name in NAMES], tmp_path_factory.mktemp("chosen")
    ) as chain:
        yield chain


def _told(answer: Answer, *values: str) -> bool:
    """Tell whether an answer from a table prints every one of some figures."""
    said = answer.answer.replace(",", "")
    return answer.route is Route.TABLE and all(value in said for value in values)


@pytest.mark.parametrize(
    ("document", "question", "values"),
    [
        (STREET, "项目性质写“新增”的一共有几个，要花多少钱", ("共 2 项", "61.80")),
        (STREET, "项目性质填的“延续”的项目合计多少", ("共 9 项",)),
        (RESCUE, "政府采购预算表里单笔上百万的有多少笔，合起来是多少？", ("4 项", "801.40")),
        (RESCUE, "采购里过百万的有几笔", ("4 项",)),
        (RESCUE, "救援保障中心的项目占项目支出百分之几", ("1052.60", "49.53%")),
        (SPORT, "采购预算里服务类占百分之几？", ("78.00", "42.60", "34.96%")),
        (SPORT, "采购里货物类一共几笔，合计多少", ("共 3 项", "128.40")),
        (FARMS, "采购里除开工程，货物加服务一共多少", ("556.40",)),
        (WATER, "采购里工程有几笔、合计多少", ("共 2 项", "3535.00")),
        (LAKES, "老旧排水管网改造上了采购表的合计几多钱", ("1096.00",)),
        (LAKES, "纳入预算的三家单位里钱最多的是谁？它比钱最少的多出多少？", ("2479.61",)),
        (ROADS, "年初预算写的是0，年底却有决算数的项级科目，一共几个，总共花了多少万元？", ("2 项", "103.02")),
        (ROADS, "按公开05表，全年预算数减决算数，剩得最多的是哪个项级科目？剩多少？", ("公路建设", "163.25")),
        (DISABLED, "全年预算比年初预算调增的有哪几个项目，各调增多少", ("28.60", "7.50", "32.00")),
        (DISABLED, "执行数比全年预算少的有几个，各少多少", ("7.33", "2.67")),
        (DISABLED, "有几个项目的钱是全年预算百分百花完的", ("共 3 项", "盲人按摩店扶持")),
    ],
)  # fmt: skip
def test_a_set_is_told_with_what_is_asked_of_it(
    others: Chain, document: str, question: str, values: tuple[str, ...]
) -> None:
    assert _told(others.ask(question, docs=[document]), *values)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("名称后面标了“常年性项目”的一共几个、总共安排多少资金？", ("共 5 项", "245.00")),
        ("巨灾保险在所有项目里头排老几？和排它前头那个差好多", ("第 2 位", "75.00")),
        ("数字化城市专项排第几，比后面那个多多少", ("第 1 位", "75.00")),
        ("哪个项目最多，比第二名多多少", ("295.00", "220.00", "75.00")),
        ("假如巨灾保险不算，剩下那些项目总共还有多少万", ("970.00",)),
        ("巨灾保险拿掉的话，其余项目加起来多少", ("970.00",)),
        ("我想问哈：医疗底下那四个小科目，跟2025年比哪个涨得最凶，涨了好多万？", ("41.40",)),
        ("采购清单上货物那块占采购总额多大比例啊", ("79.59%",)),
        (
            "行政单位医疗、事业单位医疗、公务员医疗补助这三项哪个最高哪个最低",
            ("最多的1项：“2101101 行政单位医疗” 48.26", "最少的1项：“2101103 公务员医疗补助” 4.96"),
        ),
    ],
)
def test_a_set_of_the_budget_here(chain: Chain, question: str, values: tuple[str, ...]) -> None:
    assert _told(chain.ask(question), *values)


def test_the_sum_of_all_is_no_set_of_rows(others: Chain) -> None:
    answer = others.ask("项目支出决算情况表合计的执行数比全年预算少花了多少万", docs=[DISABLED])
    assert _told(answer, "24.51")
    assert "654.69" not in answer.answer


def test_a_number_that_no_project_reaches_is_told_so(chain: Chain) -> None:
    answer = chain.ask("上千万的项目有几个")
    assert _told(answer, "没有")
    assert "295.00" in answer.answer  # the nearest


@pytest.mark.parametrize(
    ("document", "question", "values"),
    [
        (LAKES, "台式计算机单价多少", ("6000.00",)),
        (ROADS, "41辆车一年运行维护费66.93万，一辆车划多少万？", ("66.93", "1.63")),
        (STREETS, "路灯项目1380万换6200盏，摊到一盏是多少元", ("1380.00", "2225.81")),
    ],
)
def test_one_of_several_things(
    others: Chain, document: str, question: str, values: tuple[str, ...]
) -> None:
    assert _told(others.ask(question, docs=[document]), *values)


def test_an_amount_that_is_nowhere_printed_is_not_divided(others: Chain) -> None:
    answer = others.ask("41辆车一年运行维护费66.94万，一辆车划多少万？", docs=[ROADS])
    assert not any(v.value == "1.63" for v in answer.values)


def test_an_amount_beside_the_question_is_not_divided(chain: Chain) -> None:
    answer = chain.ask(
        "我自己养台车一年也就两三万，他们说一共9辆公车，那个公务用车运行维护费摊下来一辆得多少钱"
    )
    assert answer.values[0].value == "4.00"


def test_two_prices_are_set_against_each_other(others: Chain) -> None:
    answer = others.ask("一台台式计算机比一艘冲锋舟便宜多少钱", docs=[LAKES])
    assert _told(answer, "6000.00", "91500.00", "85500.00")


@pytest.mark.parametrize(
    ("history", "question", "value"),
    [
        (("办公费多少",), "除以12，一个月要多少", "8.75"),
        (("办公费多少",), "除以12呢", "8.75"),
        (("巨灾保险花多少钱", "保多少人啊"), "那按保的人头算，一个人摊几块钱", "3.05"),
        (("巨灾保险花多少钱",), "每人摊几块钱", "3.05"),
    ],
)
def test_what_was_told_is_divided(
    chain: Chain, history: tuple[str, ...], question: str, value: str
) -> None:
    assert _told(chain.ask(question, history), value)


@pytest.mark.parametrize(
    ("document", "question", "values"),
    [
        (TOWN, "72个保洁员一个月600块，那一年下来光发保洁员补助得多少钱？", ("51.84",)),
        (
            TOWN,
            "咱屯子保洁员72个人，一个月600，干满一年得多少钱？占人居环境整治那笔项目款百分之多少",
            ("51.84", "60.00%"),
        ),
        (
            RESCUE,
            "救援队伍那680万，假如120个队员每人都顶格领4.8万补助，还能剩多少万用来干别的？",
            ("576", "104"),
        ),
        (
            WATER,
            "病险水库除险加固这个项目的预算，平摊到每座水库大约是多少万",
            ("1240.00", "413.33"),
        ),
    ],
)
def test_numbers_that_a_question_says_are_held_against_the_printed(
    others: Chain, document: str, question: str, values: tuple[str, ...]
) -> None:
    assert _told(others.ask(question, docs=[document]), *values)


def test_another_number_than_the_printed_is_not_multiplied(others: Chain) -> None:
    answer = others.ask("73个保洁员一个月600块，一年多少钱", docs=[TOWN])
    assert not any(v.value in ("51.84", "52.56") for v in answer.values)


def test_those_in_post_are_no_posts(others: Chain) -> None:
    answer = others.ask("公用经费按实有在职人员平均，每个人合多少万元？", docs=[FARMS])
    assert answer.values[0].value == "3.36"
    assert "编制" not in answer.answer


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("涉案资产处置工作组那四条成本指标，加拢来跟项目总额对得上不", ("一致", "40")),
        ("工作组工作经费（代管）那个项目的几项成本指标加起来，刚好是40万不？", ("一致", "40")),
        ("巨灾保险的成本指标加起来和项目总额对得上吗", ("不一致", "112", "108.00")),
        ("医疗底下四个小科目加起来等于行政事业单位医疗吗", ("一致", "89.30")),
    ],
)
def test_goals_or_rows_below_are_held_against_their_whole(
    chain: Chain, question: str, values: tuple[str, ...]
) -> None:
    assert _told(chain.ask(question), *values)


@pytest.mark.parametrize(
    "question",
    [
        "一般公共预算基本支出“商品和服务支出”里排前三的明细科目",
        "基本支出商品和服务支出里排前三的明细科目",
    ],
)
def test_a_name_in_quotes_that_holds_the_rows(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert [value.value for value in answer.values] == ["105.03", "36.00", "30.73"], answer.answer


def test_rows_that_fell_are_not_all_rows(chain: Chain) -> None:
    answer = chain.ask("一般公共预算支出表中今年预算数比去年下降的有哪些，各降多少？")
    assert {"15.00", "0.16"} <= {value.value.removeprefix("-") for value in answer.values}
    assert "行政运行" not in answer.answer
