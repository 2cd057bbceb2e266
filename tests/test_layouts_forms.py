"""Forms and evaluations as different places print them, and what must be read from each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.records import Document, StoredTable
from tests.test_layouts import figures, read


def page(folder: Path, title: str, rows: Sequence[str], unit: str = "") -> Document:
    """Return a web page with one table; `|` parts cells, `*3` behind a text spans columns."""
    file = folder / "one.html"
    body = "".join(f"<tr>{''.join(map(_cell, row.split('|')))}</tr>" for row in rows)
    file.write_text(
        f"<meta charset=utf-8><h1>临江市水务局2024年度部门决算</h1><p>{title}</p><p>{unit}</p>"
        f"<table>{body}</table>",
        encoding="utf-8",
    )
    return read(file)


def _cell(text: str) -> str:
    text, _, across = text.strip().partition("*")
    text, _, down = text.partition("^")
    return f"<td colspan={across or 1} rowspan={down or 1}>{text}</td>"


def fields(table: StoredTable) -> dict[str, str]:
    labels = {row.index: row.label for row in table.rows if row.kind == "field"}
    return {labels[o.row]: o.printed for o in table.observations if o.row in labels}


def test_a_head_before_labels_and_their_figures_on_one_line(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "项目支出绩效目标表",
        [
            "项目名称|渠道清淤*5",
            "项目资金（万元）|年度资金总额|414.5|其中：财政拨款|400|其他资金：14.5",
            "项目负责人|王某|联系电话|01|项目属性|新增",
            "一级指标|二级指标|三级指标|指标值*3",
            "产出指标|数量指标|清淤长度|≥12公里*3",
        ],
    )
    (table,) = document.tables
    assert fields(table) == {
        "项目名称": "渠道清淤",
        "项目资金（万元）/年度资金总额": "414.5",
        "项目资金（万元）/其中：财政拨款": "400",
        "项目资金（万元）/其他资金": "14.5",
        "项目负责人": "王某",
        "联系电话": "01",
        "项目属性": "新增",
    }


def test_what_was_expected_and_what_was_reached_stand_under_their_heads(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "部门整体支出绩效自评表",
        [
            "部门名称|水务局*6",
            "年度总体目标^2|预期目标*3|实际完成情况*3",
            "全年完成12座水库除险加固，保障城乡供水。*3|完成13座水库除险加固，供水保证率达到要求。*3",
            "绩效指标^3|一级指标|二级指标|三级指标|年度指标值|实际完成值|得分",
            "产出指标|数量指标|除险加固座数|≥12座|13座|10",
            "总分*5|98.5",
        ],
    )
    (table,) = document.tables
    assert fields(table)["年度总体目标/预期目标"].startswith("全年完成12座")
    assert fields(table)["年度总体目标/实际完成情况"].startswith("完成13座")
    assert figures(table)["除险加固座数", "实际完成值"] == "13座 座 2024决算"
    assert figures(table)["总分", "得分"] == "98.5 None 2024决算"


def test_a_sum_below_the_words_at_the_side_of_a_grid_is_kept(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "部门整体支出绩效自评表",
        [
            "部门名称|水务局*6",
            "年度指标完成情况^2|一级指标|二级指标|三级指标|年度指标值|实际完成值|得分",
            "产出指标|数量指标|除险加固座数|≥12座|13座|10",
            "总分*6|98.5",
        ],
    )
    (table,) = document.tables
    assert figures(table)["总分", "得分"] == "98.5 None 2024决算"
    assert not table.problems


def test_lines_that_print_their_own_unit_count_in_it_where_no_money_is_meant(
    tmp_path: Path,
) -> None:
    document = page(
        tmp_path,
        "机构人员情况表",
        [
            "项目|计量单位|上年年末数|本年年末数|增减",
            "年末实有人数|人|39|41|2",
            "资产总额|万元|344.00|350.00|6.00",
        ],
    )
    (table,) = document.tables
    assert {(o.printed, o.unit, o.measure) for o in table.observations if o.value is not None} == {
        ("39", "人", "count"), ("41", "人", "count"), ("2", "人", "count"),
        ("344.00", "万元", "amount"), ("350.00", "万元", "amount"), ("6.00", "万元", "amount"),
    }  # fmt: skip


def test_money_beside_a_count_stays_money(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "新增资产配置预算表",
        [
            "资产名称^2|计量单位^2|配置数量*2|预算金额^2",
            "小计|其中：更新",
            "巡查车|辆|2|1|36.00",
        ],
        "单位：万元",
    )
    (table,) = document.tables
    assert [(o.printed, o.unit, o.measure) for o in table.observations if o.value is not None] == [
        ("2", "辆", "count"),
        ("1", "辆", "count"),
        ("36.00", "万元", "amount"),
    ]
