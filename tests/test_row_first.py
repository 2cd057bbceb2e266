"""Ask for any cells of one row, in whatever words: the row is found first, then what is asked."""

from __future__ import annotations

from collections.abc import Iterator

import docx
import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from qa.query import Answer, Route
from qa.words.row_asks import given, left_of

PROJECTS = [
    ["项目名称", "立项依据", "起始年度", "项目性质", "合计", "一般公共预算", "上年结转"],
    ["流浪动物收容与防疫", "河政发〔2023〕9号", "2023年", "延续", "83.90", "58.90", "25.00"],
    ["古桥修缮工程", "河文物函〔2024〕2号", "2025年", "新增", "120.00", "120.00", ""],
    ["合计", "", "", "", "203.90", "178.90", "25.00"],
]
BOUGHT = [
    ["采购内容", "采购类别", "采购方式", "数量", "计量单位", "金额"],
    ["执法记录仪", "货物", "询价", "40", "台", "8.00"],
    ["河道清淤服务", "服务", "公开招标", "1", "项", "60.00"],
    ["合计", "", "", "", "", "68.00"],
]
WANTED = [
    ["采购项目", "采购目录", "采购组织形式", "金额"],
    ["日常公用经费", "窗口外包服务", "分散采购", "9.20"],
    ["乡道养护", "乡道施工", "集中采购", "15.00"],
    ["合计", "", "", "24.20"],
]
HALVES = [
    ["一级指标", "二级指标", "三级指标", "半年指标值", "全年指标值"],
    ["产出指标", "数量指标", "巡查河道次数", "≥55次", "≥118次"],
    ["效益指标", "社会效益指标", "群众满意度", "≥80%", "≥92%"],
]
GOALS = [
    [
        "项目名称",
        "预算数",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "权重",
    ],
    ["古桥修缮工程", "120.00", "产出指标", "数量指标", "修缮石桥数量", "≥", "4", "座", "20"],
    ["", "", "产出指标", "时效指标", "资金支付进度", "＝", "100", "%", "15"],
    ["", "", "成本指标", "经济成本指标", "单桥修缮成本", "≤", "30", "万元/座", "10"],
]
KEPT_UP = [
    ["项目名称", "预算金额", "年度目标"],
    ["水文站点看护", "46.00", "聘用看护员12人，每月巡检不少于3次"],
    ["合计", "46.00", ""],
]
TABLES = (
    ("项目支出预算表", PROJECTS), ("政府采购预算表", BOUGHT), ("项目支出绩效目标表", GOALS),
    ("政府采购支出表", WANTED), ("部门整体支出绩效目标表", HALVES),
    ("项目支出情况表", KEPT_UP),
)  # fmt: skip


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget whose lists have columns of many kinds."""
    place = tmp_path_factory.mktemp("lists")
    document = docx.Document()
    document.add_paragraph("某县河务局2026年部门预算")
    for title, rows in TABLES:
        document.add_paragraph(title)
        document.add_paragraph("单位：万元")
        table = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    path = place / "某县河务局2026年部门预算.docx"
    document.save(str(path))
    with Store(place) as store:
        for read in read_file(path, path.name):
            store.put(read)
    with Chain.open(place) as opened:
        yield opened


def values(answer: Answer) -> list[str]:
    return [v.value for v in answer.values]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("修缮石桥数量的权重和目标值，一起给我", ["20", "4"]),
        ("石桥修缮几座，占几分，属于数量还是质量指标", ["4", "20", "产出指标/数量指标"]),
        ("流浪动物那个项目哪年开始的，依据什么文", ["2023年", "河政发〔2023〕9号"]),
        ("古桥修缮工程属于新增还是延续，今年拨了多少", ["新增", "120.00"]),
        ("执法记录仪是货物还是服务，买几台，怎么采购的", ["货物", "40", "询价"]),
        ("收容流浪动物总共83.9万里头，一般公共预算和结转各出多少", ["58.90", "25.00"]),
    ],
)
def test_every_cell_that_is_asked_is_told(lists: Chain, question: str, wanted: list[str]) -> None:
    answer = lists.ask(question)
    assert answer.route is Route.TABLE, answer.answer
    assert set(wanted) <= set(values(answer)), answer.answer


def test_a_purchase_is_known_by_what_is_bought(lists: Chain) -> None:
    answer = lists.ask("窗口外包走集采还是分散，多少钱")
    assert {"分散采购", "9.20"} <= set(values(answer)), answer.answer
    assert values(lists.ask("日常公用经费采购多少钱")) == ["9.20"]  # near miss: its project


def test_the_goal_of_the_year_and_that_of_half_of_it(lists: Chain) -> None:
    assert values(lists.ask("巡查河道次数目标多少"))[:1] == ["118"]
    assert values(lists.ask("巡查河道次数半年目标和全年目标各多少")) == ["55", "118"]


def test_two_columns_of_a_total(lists: Chain) -> None:
    answer = lists.ask("项目支出预算表的合计行，一般公共预算和上年结转分别多少")
    assert {"178.90", "25.00"} <= set(values(answer)), answer.answer


def test_words_of_a_name_refuse_nothing(lists: Chain) -> None:
    assert values(lists.ask("资金支付进度那条指标占几分")) == ["15"]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("流浪动物收容与防疫的上年结转占比", "29.80"),
        ("流浪动物收容与防疫里结转资金占比多少", "29.80"),
        ("流浪动物收容与防疫有多少不是一般公共预算出的", "25.00"),
        ("流浪动物收容与防疫不靠一般公共预算掏钱的有多少", "25.00"),
    ],
)
def test_one_fund_of_a_row_is_held_against_its_money(
    lists: Chain, question: str, wanted: str
) -> None:
    answer = lists.ask(question)
    assert wanted in values(answer), answer.answer
    assert answer.calculation is not None


def test_a_row_is_known_by_the_number_of_its_document(lists: Chain) -> None:
    answer = lists.ask("河文物函〔2024〕2号是给哪个项目做依据的，这个项目安排多少")
    assert "120.00" in values(answer)
    assert "古桥修缮工程" in answer.answer
    other = lists.ask("河文物函〔2024〕3号是给哪个项目做依据的，这个项目安排多少")  # near miss
    assert "120.00" not in values(other), other.answer


def test_several_cells_are_told_where_a_set_is_of_one_row(lists: Chain) -> None:
    answer = lists.ask("乡道施工是哪个采购项目的，多少钱，集采还是分散")
    assert {"15.00", "集中采购"} <= set(values(answer)), answer.answer
    assert "乡道养护" in answer.answer


def test_a_verb_before_a_column_asks_for_that_column(lists: Chain) -> None:
    assert values(lists.ask("流浪动物收容与防疫用了多少结转")) == ["25.00"]
    assert values(lists.ask("流浪动物收容与防疫用了多少钱"))[:1] == [
        "83.90"
    ]  # near miss: all of it


def test_two_rows_or_another_year_are_left_to_others(lists: Chain) -> None:
    two = lists.ask("执法记录仪和河道清淤服务各多少钱")
    assert {"8.00", "60.00"} <= set(values(two))
    assert lists.ask("古桥修缮工程2025年预算是多少").route is Route.REFUSE


def test_words_for_cells() -> None:
    said = given("□□的权重几何,正向反向")
    assert list(dict.fromkeys(one.aspect.name for one in said)) == ["weight", "direction"]
    assert left_of("这个项目的钱给多少") == ()
    assert left_of("隔壁县") == ("隔壁",)


def test_a_count_is_found_in_the_words_of_a_row(lists: Chain) -> None:
    answer = lists.ask("站点看护一个月几次，多少人，多少钱")
    assert "46.00" in values(answer), answer.answer
    assert "看护员12人" in answer.answer
    other = lists.ask("站点看护救助了多少户")  # near miss: no such count is printed
    assert "12" not in values(other), other.answer
