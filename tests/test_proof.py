"""Figures of inferred cells: proved by sums, or reported with their place; never silently wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.pipeline import read_file
from ingest.records import Document, StoredTable
from tests.make_pdf import CellIn, PdfPage, write

pytestmark = pytest.mark.slow  # takes seconds

HEAD: list[CellIn] = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
BODY: list[list[CellIn]] = [
    ["", "合计", "1,500.00", "900.00", "600.00"],
    ["201", "一般公共服务支出", "1,100.00", "700.00", "400.00"],
    ["20103", "政府办公厅及相关机构事务", "1,100.00", "700.00", "400.00"],
    ["2010301", "行政运行", "700.00", "700.00", ""],
    ["2010302", "一般行政管理事务", "400.00", "", "400.00"],
    ["208", "社会保障和就业支出", "400.00", "200.00", "200.00"],
    ["20805", "行政事业单位养老支出", "400.00", "200.00", "200.00"],
    ["2080505", "机关事业单位基本养老保险缴费支出", "400.00", "200.00", "200.00"],
]
WIDTHS = [70, 190, 80, 80, 80]


def page(body: list[list[CellIn]], *, ruled: bool = False) -> PdfPage:
    one = PdfPage()
    one.centred(40, "某县水利局2026年部门支出总表", 14)
    one.text(450, 70, "单位：万元")
    one.table(90, WIDTHS, [HEAD, *body], ruled=ruled)
    return one


def table(path: Path, *pages: PdfPage) -> StoredTable:
    (document,) = read_file(write(path / "one.pdf", pages), "one.pdf")
    (found,) = document.tables
    return found


def test_sums_prove_a_table_without_rules(tmp_path: Path) -> None:
    found = table(tmp_path, page(BODY))
    assert [list(row.cells) for row in found.table.body] == BODY
    assert found.table.proved
    assert found.problems == ()


def test_a_ruled_table_needs_no_proof(tmp_path: Path) -> None:
    wrong = [[*row[:2], "9.99", *row[3:]] for row in BODY]
    assert table(tmp_path, page(wrong, ruled=True)).problems == ()


@pytest.mark.parametrize(
    ("at", "column", "text"), [(3, 2, "790.00"), (0, 4, "500.00"), (7, 3, "280.00"), (4, 4, "")]
)
def test_a_figure_that_sums_deny_is_reported(
    tmp_path: Path, at: int, column: int, text: str
) -> None:
    body = [[text if (r, c) == (at, column) else cell for c, cell in enumerate(row)]
            for r, row in enumerate(BODY)]  # fmt: skip
    found = table(tmp_path, page(body))
    assert not found.table.proved
    (problem,) = found.problems
    assert "no sum proves them" in problem.message
    assert str(BODY[at][1]) in problem.message or "合计" in problem.message
    assert problem.location.page == 1
    box = problem.location.bbox
    assert box is not None
    assert 90 < box[3] < 260


def test_figures_that_nothing_adds_up_stay_unproved(tmp_path: Path) -> None:
    found = table(tmp_path, page([BODY[1], ["205", "教育支出", "33.00", "", "33.00"],
                                  ["206", "科学技术支出", "7.10", "7.10", ""]]))  # fmt: skip
    assert found.table.proved  # rows prove themselves: 合计 = 基本支出 + 项目支出
    lone: list[list[CellIn]] = [["201", "甲", "5.00", "", ""], ["202", "乙", "6.00", "", ""],
                                ["203", "丙", "7.00", "", ""]]  # fmt: skip
    head: list[CellIn] = ["科目编码", "科目名称", "预算数", "", ""]
    one = PdfPage()
    one.centred(40, "某县水利局2026年项目支出表", 14)
    one.table(90, WIDTHS, [head, *lone], ruled=False)
    found = table(tmp_path, one)
    assert not found.table.proved
    assert [p.message for p in found.problems] == [
        "某县水利局2026年项目支出表: 3 figures were read from inferred cells and no sum proves "
        "them: 甲 5.00; 乙 6.00; 丙 7.00"
    ]


def test_a_table_without_rules_on_a_page_with_a_ruled_one(tmp_path: Path) -> None:
    one = page(BODY, ruled=True)
    one.centred(300, "某县水利局2026年一般公共预算支出表", 14)
    one.text(450, 330, "单位：万元")
    one.table(350, WIDTHS, [HEAD, *BODY[:5], *BODY[5:]], ruled=False)
    one.text(40, 520, "注：本表按科目列示。")
    (document,) = read_file(write(tmp_path / "two.pdf", [one]), "two.pdf")
    assert [[list(row.cells) for row in t.table.body] for t in document.tables] == [BODY, BODY]
    assert [t.table.kind for t in document.tables] == ["expenditure_summary", "general_expenditure"]
    assert document.tables[1].table.proved
    assert document.tables[1].table.notes == ("注：本表按科目列示。",)


def _unproved(document: Document) -> dict[str, int]:
    return {t.table.annex: len(t.problems) for t in document.tables if not t.table.proved}


def test_the_seed_without_rules(samples: Path) -> None:
    (document,) = read_file(samples / "seed_borderless.pdf", "seed")
    left = _unproved(document)
    assert {annex.split("-")[0] for annex in left} == {"附件11", "附件12"}  # forms have no sums
    assert all(left.values())
    told = " ".join(p.message for t in document.tables for p in t.problems)
    assert "no sum proves them" in told
    # the project list and the totals prove what forms repeat of them
    assert not re.search(r"资金总额|部门支出预算数|基本支出 1,?747", told)


def test_a_table_whose_columns_have_no_heading_is_not_proved(tmp_path: Path) -> None:
    one = PdfPage()
    one.centred(40, "某县水利局2026年部门支出总表", 14)
    one.table(90, WIDTHS, BODY, ruled=False)
    found = table(tmp_path, one)
    assert (found.table.kind, found.table.proved, found.observations) == ("unreadable", False, ())
    assert "figures below no heading" in found.problems[-1].message


def test_the_rest_of_a_name_is_joined_by_its_bracket_and_else_reported(tmp_path: Path) -> None:
    rows: list[list[CellIn]] = [
        ["", "合计", "9.00", "9.00", ""],
        ["", "某县水利监测中心（某县水利", "6.00", "6.00", ""],
        ["", "发展中心）", "", "", ""],
        ["", "某县水文站", "1.00", "1.00", ""],
        ["", "某县水库所", "1.00", "1.00", ""],
        ["", "某县河道所", "1.00", "1.00", ""],
    ]
    found = table(tmp_path, page(rows))
    assert [row.label for row in found.rows][1] == "某县水利监测中心（某县水利发展中心）"
    assert found.table.proved
    rows[1][1], rows[2][1] = "某县水利监测和发展促进", "中心"
    found = table(tmp_path, page(rows))
    labels = [row.label for row in found.rows]
    assert "中心" not in labels or not found.table.proved
