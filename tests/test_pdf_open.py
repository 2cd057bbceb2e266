"""Tables whose rules leave out the body: a frame and a ruled header, or walls alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers import pdf
from ingest.records import Grid, Table
from ingest.tables import extract
from tests.make_pdf import PdfPage, width_of, write

WALLS = (40.0, 250.0, 330.0, 410.0, 490.0, 555.0)
TOP = 60.0
HIGH = 16.0
ROWS = (
    ("（一）教育支出", "1,163.06", "1,186.45", "126.72", "2.01"),
    ("1.职业教育", "1,153.70", "", "126.72", "2.00"),
    ("（1）机关事业单位基本养老保\n险缴费支出", "314.43", "307.96", "", "-2.06"),
    ("2.进修及培训", "", "9.65", "", "—"),
    ("合　计", "1,163.06", "1,186.45", "126.72", "2.01"),
)


def head(page: PdfPage) -> float:
    """Draw a ruled header of two rows; return its bottom."""
    bottom = TOP + 2 * HIGH
    for at in (TOP, bottom):
        page.line(WALLS[0], at, WALLS[-1], at)
    page.line(WALLS[2], TOP + HIGH, WALLS[-1], TOP + HIGH)
    for n, wall in enumerate(WALLS):
        page.line(wall, TOP + (HIGH if n in (3, 4) else 0), wall, bottom)
    for n, label in enumerate(("项　　目", "2025年预算")):
        middle = (WALLS[n] + WALLS[n + 1] - width_of(label, 8)) / 2
        page.text(middle, TOP + HIGH - 4, label, 8)
    page.text((WALLS[2] + WALLS[-1]) / 2 - 22, TOP + 4, "2026年预算", 8)
    for n, label in enumerate(("小计", "项目支出", "增减%"), 2):
        middle = (WALLS[n] + WALLS[n + 1] - width_of(label, 8)) / 2
        page.text(middle, TOP + HIGH + 4, label, 8)
    return bottom


def body(page: PdfPage, y: float) -> float:
    """Set the rows from `y` with no rule between them; return where they end."""
    for name, *figures in ROWS:
        lines = name.split("\n")
        for n, line in enumerate(lines):
            page.text(WALLS[0] + 4, y + 4 + 11 * n, line, 8)
        for n, figure in enumerate(figures, 1):
            page.text(WALLS[n + 1] - 3 - width_of(figure, 8), y + 4, figure, 8)
        y += HIGH + 11 * (len(lines) - 1)
    return y


def tables_of(path: Path, page: PdfPage) -> list[Table]:
    write(path, [page])
    return extract(pdf.read(path))[0]


@pytest.mark.parametrize("walls", [False, True])
def test_a_body_without_rules_has_the_rows_that_its_words_show(tmp_path: Path, walls: bool) -> None:
    page = PdfPage()
    page.centred(24, "表5　2026年一般公共预算支出表")
    page.text(500, 44, "单位：万元", 8)
    start = head(page)
    end = body(page, start)
    page.line(WALLS[0], end, WALLS[-1], end)
    for wall in WALLS if walls else (WALLS[0], WALLS[-1]):
        page.line(wall, start, wall, end)
    page.text(40, end + 6, "注：空格表示无此项。", 7)
    (table,) = tables_of(tmp_path / "a.pdf", page)
    assert table.header == (
        ("项目",),
        ("2025年预算",),
        ("2026年预算", "小计"),
        ("2026年预算", "项目支出"),
        ("2026年预算", "增减%"),
    )
    assert [row.cells for row in table.body] == [
        (name.replace("\n", "").replace("合　计", "合计"), *rest) for name, *rest in ROWS
    ]
    assert table.notes == ("注：空格表示无此项。",)
    assert not table.proved


def test_words_in_a_cell_over_several_columns_stay_in_it(tmp_path: Path) -> None:
    goal = "目标1：完成培训 120 人次，成本 9.65 万元；目标2：群众满意率达到九成以上。"
    page = PdfPage()
    page.centred(24, "项目支出绩效目标表")
    page.table(
        60,
        [90, 130, 130, 130],
        [
            [("项目名称", 1, 1), ("全民健身", 3, 1), None, None],
            ["绩效目标", (goal, 3, 1), None, None],
            ["一级指标", "二级指标", "三级指标", "指标值"],
            ["产出指标", "数量指标", "培训\n参赛", "≥120人\n≥30队"],
        ],
        high=26,
    )
    write(tmp_path / "a.pdf", [page])
    (grid,) = [
        block
        for one in pdf.read(tmp_path / "a.pdf").pages
        for block in one.blocks
        if isinstance(block, Grid)
    ]
    assert grid.proved
    assert grid.n_rows == 4
    assert [cell.text for cell in grid.cells if cell.row == 3][2:] == [
        "培训\n参赛",
        "≥120人\n≥30队",
    ]


def test_a_total_set_wide_in_a_merged_cell_stays_in_it(tmp_path: Path) -> None:
    page = PdfPage()
    page.centred(24, "部门收入总表")
    page.table(
        60,
        [90, 130, 130],
        [
            ["科目编码", "科目名称", "预算数"],
            [("合　　　　　　　　　　计", 2, 1), None, "12.00"],
            ["201", "一般公共服务支出", "12.00"],
        ],
    )
    (table,) = tables_of(tmp_path / "a.pdf", page)
    assert table.proved
    assert [row.cells for row in table.body] == [
        ("合计", "", "12.00"),
        ("201", "一般公共服务支出", "12.00"),
    ]


def test_figures_that_break_over_two_lines_stay_in_the_row_of_their_name(tmp_path: Path) -> None:
    page = PdfPage()
    page.centred(24, "表12　2026年“三公”经费支出预算表")
    page.text(500, 44, "单位：万元", 8)
    page.table(
        60,
        [160, 120, 90, 90],
        [
            ["单位名称", "经济科目编码", "增减", "下降"],
            ["水土保持工作站", "30218\n50204", "-18.5\n0", "-16.3\n0"],
            ["河库管理服务中心", "30227\n50205", "-16.5\n0", "-0.40"],
        ],
        high=12,
    )
    (table,) = tables_of(tmp_path / "a.pdf", page)
    assert [row.cells for row in table.body] == [
        ("水土保持工作站", "30218 50204", "-18.50", "-16.30"),
        ("河库管理服务中心", "30227 50205", "-16.50", "-0.40"),
    ]
    assert table.proved
