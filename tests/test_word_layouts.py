"""Tables of Word files set side by side, by tabs, and with names on stairs."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from ingest.readers import read
from tests.reader_helpers import grids, texts
from tests.test_layouts import figures, word
from tests.test_layouts import read as whole

INNER = (["项目", "金额"], ["拨款", "9.00"]), (["科目", "金额"], ["工资", "5.00"])


@pytest.mark.parametrize("above", [False, True])
def test_a_table_that_sets_tables_side_by_side_is_none(tmp_path: Path, above: bool) -> None:
    """Read each inner table below its own caption, which stands in its cell or in the row above."""
    paper = docx.Document()
    outer = paper.add_table(1 + above, 2)
    for col, rows in enumerate(INNER):
        outer.cell(0, col).paragraphs[0].text = f"表{col + 1} 收支表"
        inner = outer.cell(int(above), col).add_table(2, 2)
        for at, text in enumerate([*rows[0], *rows[1]]):
            inner.cell(at // 2, at % 2).text = text
    paper.save(str(tmp_path / "one.docx"))
    source = read(tmp_path / "one.docx")
    assert texts(source) == ["表1 收支表", "表2 收支表"]
    assert [grid.matrix() for grid in grids(source)] == [list(rows) for rows in INNER]


def test_a_table_beside_figures_stays_one(tmp_path: Path) -> None:
    """Keep a table whose cell holds another beside figures of its own."""
    paper = docx.Document()
    outer = paper.add_table(1, 2)
    outer.cell(0, 0).text = "8.00"
    outer.cell(0, 1).add_table(1, 1).cell(0, 0).text = "6.00"
    paper.save(str(tmp_path / "one.docx"))
    assert [grid.matrix() for grid in grids(read(tmp_path / "one.docx"))] == [
        [["8.00", ""]],
        [["6.00"]],
    ]


@pytest.mark.parametrize("tab", ["\t", "\t\t"])
def test_paragraphs_parted_by_tabs_are_a_table(tmp_path: Path, tab: str) -> None:
    """Read rows that tabs part, however many stand between two texts."""
    rows = [["科目", "预算数", "决算数"], ["工资", "9.00", "8.00"], ["办公", "2.00", "1.50"]]
    paper = docx.Document()
    for row in rows:
        paper.add_paragraph(tab.join(row))
    paper.save(str(tmp_path / "one.docx"))
    (grid,) = grids(read(tmp_path / "one.docx"))
    assert grid.matrix() == rows


def test_a_blank_between_tabs_stays_blank(tmp_path: Path) -> None:
    """Leave the place between two tabs empty: the figure behind it belongs to the next column."""
    paper = docx.Document()
    for line in ("科目\t预算数\t决算数", "工资\t\t8.00", "办公\t2.00\t1.50"):
        paper.add_paragraph(line)
    paper.save(str(tmp_path / "one.docx"))
    (grid,) = grids(read(tmp_path / "one.docx"))
    assert grid.matrix()[1] == ["工资", "", "8.00"]


@pytest.mark.parametrize(
    "lines",
    [
        ["一、部门概况\t1", "二、收支总表\t3", "三、名词解释\t9"],
        ["科目\t预算数\t决算数", "工资\t8.00", "办公\t2.00\t1.50"],
        ["负责人：\t某某", "联系人：\t某某", "电话：\t123"],
    ],
)
def test_other_lines_with_tabs_are_text(tmp_path: Path, lines: list[str]) -> None:
    """Leave a list of contents, rows of several lengths and signatures as lines."""
    paper = docx.Document()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(str(tmp_path / "one.docx"))
    source = read(tmp_path / "one.docx")
    assert not grids(source)
    assert texts(source) == [line.replace("\t", " ") for line in lines]


def test_the_innermost_of_names_on_stairs_names_the_row(tmp_path: Path) -> None:
    """Give figures to the item, not to the class whose merged cell begins in its row."""
    path = word(tmp_path / "one.docx", ["某县林业局2025年度部门决算", "支出决算表", "单位：元"], [
        ["类", "款", "项", "本年支出"],
        ["208社会保障和就业支出", "20805行政事业单位养老支出", "2080505养老保险缴费支出", "120.00"],
        ["", "", "2080506职业年金缴费支出", "60.00"],
        ["", "社会保障和就业支出小计", "", "180.00"],
    ])  # fmt: skip
    (table,) = whole(path).tables
    assert [(row.code, row.label) for row in table.rows] == [
        ("2080505", "养老保险缴费支出"), ("2080506", "职业年金缴费支出"),
        (None, "社会保障和就业支出小计"),
    ]  # fmt: skip
    assert figures(table)["社会保障和就业支出小计", "本年支出"] == "180.00 元 2025决算"


def test_forms_below_each_other_that_open_with_a_label_and_its_value(tmp_path: Path) -> None:
    """Read each project with its points, its money and its own indicators."""
    heads = ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    path = word(tmp_path / "one.docx", ["某县林业局2025年度部门决算", "项目支出绩效自评汇总表"], [
        ["项目名称：造林", "", "", "自评总分", "82.5", ""], heads,
        ["产出指标", "造林面积", "≥600亩", "472亩", "60", "43"],
        ["项目名称：防火", "", "", "自评总分", "97.4", ""], heads,
        ["产出指标", "巡护次数", "≥52次", "54次", "50", "50"],
    ])  # fmt: skip
    found = []
    for table in whole(path).tables:
        labels = {row.index: row.label for row in table.rows}
        found.append({labels[o.row]: o.printed for o in table.observations if o.row in labels})
    assert [form["自评总分"] for form in found] == ["82.5", "97.4"]
    assert [form["项目名称"] for form in found] == ["造林", "防火"]
    assert ["巡护次数" in form for form in found] == [False, True]
