"""Read workbooks: merged ranges, figures as shown, several tables a sheet, hidden parts."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from ingest.errors import EmptyFileError, LimitError, UnreadableFileError
from ingest.readers import read
from ingest.readers.number_format import shown
from tests.reader_helpers import grids, line, placed, texts, true_cells


def test_seed(samples: Path, truth: dict[str, Any]) -> None:
    sheets = json.loads((samples / "truth_xlsx.json").read_text("utf-8"))
    source = read(samples / "seed.xlsx")
    found = grids(source)
    assert [(g.location.sheet, g.location.row) for g in found] == [
        (s["sheet"], s["row0"]) for s in sheets
    ]
    for grid, sheet in zip(found, sheets, strict=True):
        assert placed(grid) == true_cells(sheet), sheet["sheet"]
    assert texts(source)[:56] == [line(t) for t in truth["narrative"]]
    assert texts(source)[56:59] == [
        "附件1", "重庆市潼南区人民政府办公室财政拨款收支总表", "单位：万元",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (60, "0.00", "60.00"),
        (1190, "#,##0.00", "1,190.00"),
        (2937.77, "General", "2937.77"),
        (0.1 + 0.2, "General", "0.3"),
        (1.005, "0.00", "1.01"),
        (-3.5, "#,##0.00_);[Red]\\(#,##0.00\\)", "(3.50)"),
        (-3.5, "0.00_ ", "-3.50"),
        (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (60, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "60.00"),
        (0, "0.00;-0.00;", ""),
        (0, "#,##0", "0"),
        (0.125, "0.0%", "12.5%"),
        (12, '0"万元"', "12万元"),
        (0, '[=0]"-";General', "-"),
        (5, '[=0]"-";General', "5"),
        (3, "000", "003"),
        (1_234_567.5, "#,##0.00,", "1,234.57"),
        (Decimal("7.10"), "0.0", "7.1"),
        ("60.00", "General", "60.00"),
    ],
)
def test_shown(value: object, code: str, text: str) -> None:
    assert shown(value, code) == text


def _save(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def test_several_tables_on_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ["收支总表"], ["单位：元"], ["项目", "金额"], ["甲", 5], ["乙", None], [],
        ["采购表"], ["品目", "金额"], ["丙", 7], ["注：含上年结转"],
    ]:  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    source = read(_save(book, tmp_path / "a.xlsx"))
    assert [g.matrix() for g in grids(source)] == [
        [["项目", "金额"], ["甲", "5"], ["乙", ""]],
        [["品目", "金额"], ["丙", "7"]],
    ]
    assert texts(source) == ["收支总表", "单位：元", "采购表", "注：含上年结转"]


def test_ruled_blank_rows_and_columns_stay(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["部门：甲局", None, "单位：万元"])
    for row in [["科目", "上年", "今年"], ["甲", None, 5], [None, None, None], ["乙", None, 6]]:
        sheet.append(row)
    thin = Border(*[Side(style="thin")] * 4)
    for row in sheet["A2:C5"]:
        for cell in row:
            cell.border = thin
    source = read(_save(book, tmp_path / "a.xlsx"))
    (grid,) = grids(source)
    assert grid.matrix() == [
        ["科目", "上年", "今年"],
        ["甲", "", "5"],
        ["", "", ""],
        ["乙", "", "6"],
    ]
    assert texts(source) == ["部门：甲局", "单位：万元"]


def test_heads_without_borders_belong_to_the_ruled_rows_below(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    thin = Border(*[Side(style="thin")] * 4)
    for values in (
        ["表1"],
        ["部门预算收支总体情况表"],
        ["预算部门：北原县住房和建设局", None, None, "单位：万元"],
        ["收入", None, "支出", None],
        ["项目", "2026年预算数", "项目", "2026年预算数"],
        ["一、财政预算拨款收入", 120.5, "一、基本支出", 80.5],
        ["其中：上年结转", 20, "二、项目支出", 40],
        ["注：", "本表含上年结转。"],
    ):
        sheet.append(values)
    for row in sheet["A6:D7"]:
        for cell in row:
            cell.border = thin
    source = read(_save(book, tmp_path / "a.xlsx"))
    (grid,) = grids(source)
    assert grid.location.row == 4
    assert [cell.text for cell in grid.cells[:8] if cell.text] == [
        "收入", "支出", "项目", "2026年预算数", "项目", "2026年预算数",
    ]  # fmt: skip
    above = ["表1", "部门预算收支总体情况表", "预算部门：北原县住房和建设局", "单位：万元"]
    assert texts(source) == [*above, "注：", "本表含上年结转。"]


def test_hidden_parts_are_left_out_and_reported(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "内部"])
    book.active.append(["1", "2", "8"])
    book.active.append(["3", "4", "9"])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["C"].hidden = True
    other = book.create_sheet("隐藏表")
    other.append(["c", "d"])
    other.sheet_state = "hidden"
    source = read(_save(book, tmp_path / "a.xlsx"))
    assert [g.matrix() for g in grids(source)] == [[["a", "b"], ["", ""], ["3", "4"]]]
    messages = [p.message for p in source.problems]
    assert messages == [
        "hidden rows were left out: 2",
        "hidden columns were left out: C",
        "the sheet is hidden; it was left out",
    ]


def test_tables_side_by_side_are_read_one_by_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["表1 收入预算表", None, None, "表2 支出预算表", None, None],
        ["项目", "预算数", None, "科目", "基本支出", "项目支出"],
        ["财政拨款", 30, None, "教育支出", 10, 5],
        ["合计", 30, None, "卫生健康支出", 8, 7],
        [None, None, None, "合计", 18, 12],
    ):
        book.active.append(row)
    source = read(_save(book, tmp_path / "a.xlsx"))
    assert texts(source) == ["表1 收入预算表", "表2 支出预算表"]
    one, other = grids(source)
    assert one.matrix() == [["项目", "预算数"], ["财政拨款", "30"], ["合计", "30"]]
    assert other.matrix()[0] == ["科目", "基本支出", "项目支出"]
    assert other.matrix()[-1] == ["合计", "18", "12"]


def test_captions_stand_a_blank_row_above_tables_side_by_side(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["表1", None, None, "表2"], ["收入表", None, None, "支出表"], [],
        ["项目", "金额", None, "项目", "金额"], ["拨款", "9.00", None, "工资", "5.00"],
        ["其他", "1.00", None, "办公", "2.00"],
    ):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "one.xlsx")
    found = [grid.matrix() for grid in grids(read(tmp_path / "one.xlsx"))]
    assert found == [
        [["项目", "金额"], ["拨款", "9.00"], ["其他", "1.00"]],
        [["项目", "金额"], ["工资", "5.00"], ["办公", "2.00"]],
    ]


def test_halves_of_one_table_stay_together(tmp_path: Path) -> None:
    """Leave a table whole whose right half stands behind a blank column, below one title."""
    book = openpyxl.Workbook()
    for row in (
        ["表1 收支预算总表", None, None, None, None],
        ["收入", "预算数", None, "支出", "预算数"],
        ["财政拨款", 30, None, "教育支出", 30],
        ["合计", 30, None, "合计", 30],
    ):
        book.active.append(row)
    (grid,) = grids(read(_save(book, tmp_path / "a.xlsx")))
    assert grid.matrix()[-1] == ["合计", "30", "", "合计", "30"]


def test_formula_without_a_value_is_reported(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    book.active.append(["合计", "=SUM(B1:B1)"])
    source = read(_save(book, tmp_path / "a.xlsx"))
    assert grids(source)[0].matrix() == [["a", "1"], ["合计", "（公式，文件未存结果）"]]
    assert "B2" in source.problems[0].message


def test_formatted_emptiness_costs_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active["XFD1048576"].number_format = "0.00"
    assert grids(read(_save(book, tmp_path / "a.xlsx")))[0].n_cols == 2


def test_ten_thousand_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(range(10_000)))
    with pytest.raises(LimitError, match="10000 columns"):
        read(_save(book, tmp_path / "a.xlsx"))


def test_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError):
        read(_save(openpyxl.Workbook(), tmp_path / "a.xlsx"))


def test_truncated(samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes((samples / "seed.xlsx").read_bytes()[:20_000])
    with pytest.raises(UnreadableFileError, match="truncated"):
        read(path)


def test_damaged_xls(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    path.write_bytes(head + "Workbook".encode("utf-16-le") + b"\x00" * 4000)
    with pytest.raises(UnreadableFileError):
        read(path)


def test_xls() -> None:
    source = read(Path(__file__).parent / "data" / "small.xls")
    (first,) = grids(source)
    assert placed(first) == {
        (0, 0, 2, 1, "科目编码"), (0, 1, 2, 1, "科目名称"), (0, 2, 1, 2, "预算数"),
        (1, 2, 1, 1, "基本支出"), (1, 3, 1, 1, "项目支出"),
        (2, 0, 1, 1, "201"), (2, 1, 1, 1, "一般公共服务支出"), (2, 2, 1, 1, "60.00"),
        (2, 3, 1, 1, "1,190.00"),
    }  # fmt: skip
    assert texts(source) == ["某区某局收支总表", "单位：万元"]
    assert [p.message for p in source.problems] == [
        "hidden rows were left out: 6",
        "the sheet is hidden; it was left out",
    ]
