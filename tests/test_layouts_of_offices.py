"""Read what offices' own tables do: halves under flat heads, drawn lines, several units, signs at figures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest import money
from ingest.pipeline import read_file
from ingest.readers.number_format import shown
from ingest.readers.text import read
from ingest.records import Document, StoredTable
from tests.reader_helpers import grids, texts

BODY = "沱源县水利局"


def book(path: Path, *rows: Sequence[object]) -> Document:
    """Read a workbook of one sheet whose rows are given, those of several cells with borders."""
    made = openpyxl.Workbook()
    sheet: Any = made.active
    thin = openpyxl.styles.Side(style="thin")
    for at, row in enumerate(rows, 1):
        for col, value in enumerate(row, 1):
            cell = sheet.cell(at, col, value)
            if len(row) > 2:
                cell.border = openpyxl.styles.Border(thin, thin, thin, thin)
        if len(row) == 1 and at > 2:
            sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=4)
    made.save(path)
    (document,) = read_file(path, path.name)
    return document


def figures(table: StoredTable) -> dict[tuple[str, str], tuple[Decimal | None, str | None]]:
    labels = {row.index: row.label for row in table.rows}
    return {(labels[o.row], o.path[-1]): (o.value, o.unit) for o in table.observations}


def test_the_second_half_under_the_same_heads_has_names_of_its_own(tmp_path: Path) -> None:
    (table,) = book(
        tmp_path / "a.xlsx",
        [f"{BODY}2026年收支预算总表"],
        ["单位：万元"],
        ["收入", "2026年", "2025年", "支出（按功能）", "2026年", "2025年"],
        ["财政拨款", 50, 40, "农林水支出", 45, 38],
        ["其他收入", 5, 6, "住房保障支出", 10, 8],
    ).tables
    found = figures(table)
    assert found["农林水支出", "2025年"] == (Decimal(38), "万元")
    assert found["财政拨款", "2025年"] == (Decimal(40), "万元")


def test_a_remark_between_figures_names_nothing(tmp_path: Path) -> None:
    (table,) = book(
        tmp_path / "a.xlsx",
        [f"{BODY}2026年项目支出预算表"],
        ["单位：万元"],
        ["项目名称", "预算数", "备注", "执行数"],
        ["水库维修", 50, "续建", 45],
        ["河道清淤", 5, "新建", 4],
    ).tables
    assert [row.label for row in table.rows] == ["水库维修", "河道清淤"]


def test_the_same_table_of_several_units_is_several_tables(tmp_path: Path) -> None:
    def part(unit: str, amount: int) -> list[list[object]]:
        title = [f"{BODY}2026年单位收支预算表"]
        head = ["收入", "预算数", "支出", "预算数"]
        row = ["财政拨款收入", amount, "人员经费", amount - 1]
        return [
            title,
            [f"单位：{unit}", "金额单位：元"],
            head,
            row,
            ["合计", amount, "合计", amount - 1],
        ]

    tables = book(
        tmp_path / "a.xlsx", *part("沱源县水库管理所", 500), *part("沱源县乌兰牧骑", 300)
    ).tables
    assert [{row.institution for row in table.rows} for table in tables] == [
        {"沱源县水库管理所"},
        {"沱源县乌兰牧骑"},
    ]
    assert [figures(table)["人员经费", "预算数"] for table in tables] == [
        (Decimal(499), "元"),
        (Decimal(299), "元"),
    ]


def test_sections_with_heads_and_units_of_their_own_are_tables(tmp_path: Path) -> None:
    tables = book(
        tmp_path / "a.xlsx",
        [f"{BODY}2025年度部门基本数字表"],
        ["编制单位：沱源县水利局"],
        ["一、人员情况（单位：人）"],
        ["指标", "行政", "事业", "合计"],
        ["编制数", 62, 35, 97],
        ["二、资产情况（单位：万元）"],
        ["指标", "年初数", "本年增加", "年末数"],
        ["固定资产", 2615.4, 318.2, 2933.6],
    ).tables
    assert [table.table.unit for table in tables] == ["人", "万元"]
    assert figures(tables[1])["固定资产", "年末数"] == (Decimal("2933.6"), "万元")


def test_a_date_of_balance_is_no_title_and_no_year(tmp_path: Path) -> None:
    document = book(
        tmp_path / "a.xlsx",
        [f"{BODY}国有资产占用情况表"],
        ["截至2025年12月31日"],
        ["资产", "2026年预算", "价值（万元）"],
        ["房屋", 1, 2],
        ["车辆", 3, 4],
    )
    assert document.tables[0].table.title == f"{BODY}国有资产占用情况表"
    assert document.disclosure.fiscal_year == 2026


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("26,415.60①", "26415.60"),
        ("12.5²", "12.5"),
        ("10.00*", "10.00"),
        ("10.00（注1）", "10.00"),
        ("(3.5)①", "-3.5"),
        ("￥1,792,345.60", "1792345.60"),
        ("①", "1"),
    ],
)
def test_marks_at_figures_are_no_digits(text: str, value: str) -> None:
    assert money.is_figure(text)
    assert money.parse_figure(text) == Decimal(value)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (20981774.46, "0!.0,", "2098.2"),
        (20981774.46, r"0\.0000", "2098.1774"),
        (-20981774.46, '0"."0,', "-2098.2"),
        (0, "0!.0,", "0.0"),
        (12.3, "0.00", "12.30"),
    ],
)
def test_a_typed_point_shows_ten_thousands(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_money_signs_in_front_of_all_figures_of_a_column(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    for row in (["项目", "金额"], ["食品抽检", 1792345.6]):
        sheet.append(row)
    sheet["B2"].number_format = '"￥"#,##0.00'
    made.save(tmp_path / "a.xlsx")
    from ingest.readers.xlsx import read as workbook

    assert grids(workbook(tmp_path / "a.xlsx"))[0].matrix()[1] == ["食品抽检", "￥1,792,345.60"]


def test_a_formula_that_gives_an_empty_text_is_blank(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    for row in (["a", 1], ["b", '=IF(B1=1,"","x")'], ["合计", "=B1+1"]):
        sheet.append(row)
    data = io.BytesIO()
    made.save(data)
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b'<c r="B2">', b'<c r="B2" t="str">')
            new.writestr(name, text)
    from ingest.readers.xlsx import read as workbook

    (grid,) = grids(workbook(tmp_path / "a.xlsx"))
    assert [row[1] for row in grid.matrix()] == ["1", "", "（公式，文件未存结果）"]


DRAWN = """表1 部门支出总表
┌────┬─────────┐
│        │     基本支出     │
│  科目  ├────┬────┤
│        │  人员  │  公用  │
├────┼────┼────┤
│行政运行│ 12.00  │  3.00  │
│（本级）│        │        │
├────┼────┼────┤
│  其他  │  1.00  │        │
│  其它  │  2.00  │        │
└────┴────┴────┘
"""


def test_a_table_drawn_with_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(DRAWN.encode("gb18030"))
    (grid,) = grids(read(path))
    cells = {(c.row, c.col, c.row_span, c.col_span, c.text) for c in grid.cells}
    assert {(0, 0, 2, 1, "科目"), (0, 1, 1, 2, "基本支出"), (1, 2, 1, 1, "公用")} <= cells
    assert grid.matrix()[2:] == [
        ["行政运行\n（本级）", "12.00", "3.00"],
        ["其他", "1.00", ""],
        ["其它", "2.00", ""],
    ]


def test_a_table_of_pluses_and_bars(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    line = "+----------+--------+\n"
    path.write_text(f"{line}| 项目     |  2026  |\n{line}| 合计     |  12.00 |\n{line}", "utf-8")
    assert grids(read(path))[0].matrix() == [["项目", "2026"], ["合计", "12.00"]]


def test_lines_that_do_not_meet_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("┌──┬──┐\n│项目│预算│决算│\n│甲 │1.00│\n└──┴──┘\n", "utf-8")
    source = read(path)
    assert not grids(source)
    assert "columns cannot be told" in source.problems[0].message
    assert len(texts(source)) == 4


ALIGNED = """表3 三公经费预算表
项目              2025年      2026年
合计              10.00       8.00
出国费                        1.00
接待费            10.00       7.00
"""


def test_cells_set_apart_by_blanks(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ALIGNED, "utf-8")
    assert grids(read(path))[0].matrix()[2:] == [
        ["出国费", "", "1.00"],
        ["接待费", "10.00", "7.00"],
    ]


def test_prose_with_blanks_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "一、职责  贯彻落实\n二、机构  设  三个科室\n  电话：  12345    传真：  3333\n", "utf-8"
    )
    source = read(path)
    assert not grids(source)
    assert not source.problems
