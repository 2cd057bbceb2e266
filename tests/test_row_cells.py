"""Ask what a row itself is: its code, the column of its money, its project, its weight and goal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from qa.words.operations import bounds
from tests.chains import chain_over

PROJECTS = [
    ["序号", "项目名称", "合计", "年初特定目标", "", ""],
    ["", "", "", "小计", "一般性项目", "民生配套项目"],
    ["", "合计", "150.00", "150.00", "60.00", "90.00"],
    ["1", "70015222T000000125711-档案会议专项", "60.00", "60.00", "60.00", ""],
    ["2", "70015225T000004992901-库房保险", "90.00", "90.00", "", "90.00"],
]
GOALS = [
    ["指标名称", "指标性质", "指标值", "计量单位", "指标权重(%)", "是否核心"],
    ["馆藏数字化率", "≥", "80", "%", "30", "是"],
    ["查档满意度", "≥", "95", "%", "10", "否"],
]
BOUGHT = [
    ["专项名称", "采购品目名称", "采购组织形式", "合计"],
    ["", "合计", "", "33.00"],
    ["库房改造", "消防服务", "分散采购", "30.00"],
    ["定额", "复印纸", "集中采购", "3.00"],
]
CARS = [
    ["部门编码", "部门名称", "总计", "公务接待费", "公务用车运行维护费"],
    ["", "合计", "9.00", "2.00", "7.00"],
    ["418", "区档案馆", "9.00", "2.00", "7.00"],
]
TABLES = (
    ("项目支出明细表", PROJECTS), ("部门整体绩效目标表", GOALS),
    ("政府采购支出表", BOUGHT), ("一般公共预算“三公”经费支出预算表", CARS),
)  # fmt: skip


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    place = tmp_path_factory.mktemp("cells")
    document = docx.Document()
    document.add_heading("某区档案馆2026年部门预算公开", 1)
    for number, (title, grid) in enumerate(TABLES, 1):
        document.add_paragraph(f"附件{number}")
        document.add_paragraph(f"某区档案馆2026年{title}")
        document.add_paragraph("单位：万元")
        table = document.add_table(rows=len(grid), cols=len(grid[0]))
        for r, line in enumerate(grid):
            for c, text in enumerate(line):
                table.cell(r, c).text = text
        if number == 1:
            for c in (0, 1, 2):
                table.cell(0, c).merge(table.cell(1, c))
            table.cell(0, 3).merge(table.cell(0, 5))
    path = place / "某区档案馆2026年部门预算.docx"
    document.save(str(path))
    with Store(place) as store:
        for one in read_file(path, path.name):
            store.put(one)
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("库房保险的钱摆在哪一栏", ["民生配套项目", "90.00"]),
        ("档案会议专项是算一般性项目还是民生配套项目", ["的年初特定目标/一般性项目", "60.00"]),
        ("70015225T000004992901这个编码的项目名和金额", ["库房保险", "90.00"]),
        ("库房保险的项目编码是多少，金额多少", ["70015225T000004992901", "90.00"]),
        ("附件4里区档案馆的部门编码写的是几号", ["418"]),
        ("馆藏数字化率要求达到多少，权重多大", ["80", "30"]),
        ("查档满意度权重多少，是不是核心指标", ["10", "是否核心：否"]),
        ("消防服务多少钱，集中还是分散", ["30.00", "分散采购"]),
        ("库房改造采购的是什么，多少万，集中还是分散", ["消防服务", "30.00", "分散采购"]),
    ],
)
def test_what_a_row_itself_is(chain: Chain, question: str, words: list[str]) -> None:
    answer = chain.ask(question)
    assert answer.route.value == "table"
    assert [w for w in words if w not in answer.answer] == []


def test_near_misses_are_left_to_the_other_rooms(chain: Chain) -> None:
    one = chain.ask("库房保险多少钱")
    assert [v.value for v in one.values] == ["90.00"]
    assert [v.value for v in chain.ask("馆藏数字化率的权重").values] == ["30"]


def test_rows_by_their_place_in_print(chain: Chain) -> None:
    assert "库房保险" in chain.ask("附件1最后一行是什么项目").answer
    assert "档案会议专项" in chain.ask("项目支出明细表倒数第二行").answer
    listed = chain.ask("附件1里前两个项目叫什么")  # as printed, though the second has more money
    assert [v.value for v in listed.values] == ["2", "60.00", "90.00"]
    largest = chain.ask("附件1里金额最大的前两个项目")
    assert [v.value for v in largest.values][:2] == ["90.00", "60.00"]
    second = chain.ask("第二个项目多少钱", ("附件1里前两个项目叫什么",))
    assert [v.value for v in second.values] == ["90.00"]


def test_a_number_of_a_table_is_no_range(chain: Chain) -> None:
    assert bounds_of("附件12-7的指标有哪些") == []
    assert bounds_of("7-12万的项目有哪些") == [("7", "12")]


def bounds_of(text: str) -> list[tuple[str, str]]:
    found = [hit.asked.bound for hit in bounds(text)]
    return [(str(b.low), str(b.high)) for b in found if b is not None]


@pytest.mark.slow
def test_a_line_of_a_form_is_set_against_the_form(
    tmp_path_factory: pytest.TempPathFactory, real: Path
) -> None:
    name = "2026年重庆市经济和信息化委员会部门预算.pdf"
    place = tmp_path_factory.mktemp("forms")
    with chain_over(next(real.rglob(name)), place) as opened:
        share = opened.ask("市工业和信息化专项补助区县的占百分之多少")
        assert "（212777.00 万元）的 42.25%" in share.answer
