"""Published disclosures of other places: identity, kinds, units, and no figure lost."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ingest import money
from ingest.identify import identify_disclosure
from ingest.readers.pdf import read
from ingest.records import Grid, Paragraph, Phase, Problem, Source, Table
from ingest.tables import extract
from ingest.tables_words import kind_of

pytestmark = pytest.mark.slow  # takes seconds

REAL = Path(__file__).parents[1].parent / "shared" / "real"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="no ../shared/real here")

WHO = {
    "上海/2026年上海市统计局_部门预算.pdf": (
        "上海市统计和大数据研究院（上海市统计数据管理中心）",
        2026,
    ),
    "上海/2026年上海市财政局_部门预算.pdf": (
        "上海市财务会计综合管理事务中心（上海市财政科学研究所）",
        2026,
    ),
    "上海/万里街道2024年部门预算.pdf": ("上海市普陀区人民政府万里街道办事处", 2024),
    "上海/万里街道2025年部门预算.pdf": ("上海市普陀区人民政府万里街道办事处", 2025),
    "上海/普陀区财政局2025年部门预算.pdf": ("上海市普陀区财政局", 2025),
    "决算/上海市普陀区财政局2024年度部门决算.pdf": ("上海市普陀区财政局", 2024),
    "广州/2026年广州市人民政府办公厅部门预算.pdf": ("广州市人民政府办公厅", 2026),
    "广州/2026年广州市商务局部门预算.pdf": ("广州市商务局", 2026),
    "广州/统计局_2026年部门预算.pdf": ("广州市统计局", 2026),
    "苏州/2026年苏州市审计局部门预算.pdf": ("苏州市审计局", 2026),
    "苏州/2026年苏州市数据局部门预算.pdf": ("苏州市数据局", 2026),
    "重庆/2026年重庆市人民政府办公厅部门预算.pdf": ("重庆市人民政府办公厅", 2026),
    "重庆/2026年重庆市商务委员会部门预算.pdf": ("重庆市商务委员会", 2026),
    "重庆/2026年重庆市委宣传部部门预算.pdf": ("中共重庆市委宣传部", 2026),
    "重庆/2026年重庆市经济和信息化委员会部门预算.pdf": ("重庆市经济和信息化委员会", 2026),
}
QUICK = "苏州/2026年苏州市数据局部门预算.pdf"


@cache
def whole(name: str) -> tuple[Source, list[Table], list[Paragraph], list[Problem]]:
    source = read(REAL / name)
    return (source, *extract(source))


def figures(texts: list[str]) -> Counter[str]:
    bare = [re.sub(r"\s", "", text) for text in texts]
    return Counter(text for text in bare if money.is_figure(text))


@needs_real
@pytest.mark.slow
@pytest.mark.parametrize("name", WHO)
def test_institution_year_and_phase(name: str) -> None:
    source, tables, paragraphs, _ = whole(name)
    found, _, _, _ = identify_disclosure(source, tables, paragraphs)
    phase = Phase.FINAL if name.startswith("决算") else Phase.BUDGET
    assert (found.institution, found.fiscal_year, found.phase) == (*WHO[name], phase)


@needs_real
@pytest.mark.slow
@pytest.mark.parametrize("name", WHO)
def test_every_printed_figure_is_in_a_table(name: str) -> None:
    source, tables, _, problems = whole(name)
    grids = [b for page in source.pages for b in page.blocks if isinstance(b, Grid)]
    printed = figures([cell.text for grid in grids for cell in grid.cells])
    kept = figures(
        [cell for table in tables for row in table.body for cell in row.cells]
        + [pair.value for table in tables for pair in table.pairs]
    )
    numbers_of_columns = Counter({"1": 1, "2": 1, "3": 1}) if name.startswith("苏州") else Counter()
    assert printed - kept == numbers_of_columns
    assert kept - printed == Counter()
    assert problems == []


@needs_real
@pytest.mark.slow
@pytest.mark.parametrize("name", WHO)
def test_every_budget_table_has_a_kind_and_a_unit(name: str) -> None:
    for table in whole(name)[1]:
        if table.title != "部门决算单位构成":
            assert table.kind != "unknown", table.title
        money_inside = table.kind not in ("unknown", "overall_performance", "project_performance")
        assert not money_inside or table.unit in ("元", "万元"), table.title


@needs_real
def test_units_differ_between_tables_of_one_document() -> None:
    tables = whole("上海/普陀区财政局2025年部门预算.pdf")[1]
    assert {t.unit for t in tables if t.kind == "three_public"} == {"万元"}
    assert {t.unit for t in tables if t.kind != "three_public"} == {"元"}


@needs_real
@pytest.mark.slow
def test_a_table_goes_on_without_title_or_header() -> None:
    tables = whole(QUICK)[1]
    assert len(tables) == 13
    table = next(t for t in tables if t.annex == "公开13表")
    assert table.kind == "procurement"
    assert table.pages == (25, 26, 27, 28)
    assert table.body[0].cells == ("合计", "", "", "", "", "2,379.35", "", "", "", "2,379.35")
    assert table.body[-1].cells[1:6] == ("定额", "印刷费", "其他印刷服务", "集中采购", "0.50")


@needs_real
def test_the_name_of_the_file_never_decides() -> None:
    source, tables, paragraphs, _ = whole("广州/统计局_2026年部门预算.pdf")
    from dataclasses import replace

    lying = replace(source, name="某县财政局2019年部门决算.pdf")
    found, _, _, problems = identify_disclosure(lying, tables, paragraphs)
    assert found.institution == "广州市统计局"
    assert found.fiscal_year == 2026
    assert found.phase is Phase.BUDGET
    assert "year 2019" in problems[0].message
    assert "决算" in problems[0].message


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2026年财政拨款收支总体情况表", "fiscal_summary"),
        ("一般公共预算财政拨款支出决算表", "general_expenditure"),
        ("一般公共预算基本支出情况表（按经济分类科目）", "basic_economic"),
        ("一般公共预算项目支出情况表（按经济分类科目）", "project_economic"),
        ("部门收支总表", "total_summary"),
        ("收入总体情况表", "income_summary"),
        ("本年支出总体情况表", "expenditure_summary"),
        ("部门预算项目支出及其他支出预算表", "project_list"),
        ("部门整体支出绩效目标表", "overall_performance"),
        ("2026年市级一般性项目绩效目标表（一级项目）", "project_performance"),
        ("“三公”经费和机关运行经费预算表", "three_public"),
        ("一般公共预算机关运行经费支出预算表", "operating_expenses"),
        ("国有资本经营预算财政拨款收入支出决算表", "state_capital"),
        ("政府性基金预算支出表", "government_fund"),
        ("政府采购预算明细表", "procurement"),
        ("职工名册", "unknown"),
    ],
)
def test_a_kind_is_told_by_the_title(title: str, kind: str) -> None:
    assert kind_of(title, (("项目",), ("金额",))) == kind


def test_rows_that_no_rule_parts_are_parted_where_all_columns_agree() -> None:
    from ingest.records import Cell, Location
    from ingest.tables_grid import piece_of, split_rows

    def grid(*texts: str) -> Grid:
        cells = tuple(Cell(0, col, text) for col, text in enumerate(texts))
        return Grid(cells, 1, len(texts), Location("a.pdf", 1))

    parted = split_rows(piece_of(grid("201\n20103", "总务\n行政", "3.00\n1.50", "3.00\n1.50")))
    assert [parted.texts(row) for row in range(parted.n_rows)] == [
        ["201", "总务", "3.00", "3.00"],
        ["20103", "行政", "1.50", "1.50"],
    ]
    whole = split_rows(piece_of(grid("201", "一般公共\n服务支出", "2,937.\n77", "3.00")))
    assert whole.n_rows == 1
