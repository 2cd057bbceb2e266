"""What a line above a table says of its number, title and unit."""

from __future__ import annotations

import pytest

from ingest.tables_caption import heads_table, line_caption
from ingest.tables_words import words


@pytest.mark.parametrize(
    ("line", "number", "title", "unit"),
    [
        ("表一　收支预算总表（万元）", "表一", "收支预算总表", "万元"),
        ("表一 收支预算总表（单位：万元）", "表一", "收支预算总表", "万元"),
        ("项目支出预算表(元)", "", "项目支出预算表", "元"),
        ("表二 支出预算总表", "表二", "支出预算总表", None),
        ("三公经费支出表（含公务用车）", "", "三公经费支出表（含公务用车）", None),
        ("资产情况表（单位：辆）", "", "资产情况表", "辆"),
        ("比上年增加（万元）", "", "", None),
    ],
)
def test_a_line_tells_number_title_and_unit(
    line: str, number: str, title: str, unit: str | None
) -> None:
    """Read the unit in brackets behind a title, and take no other bracket for one."""
    caption = line_caption(line, words())
    assert (caption.annex, caption.title, caption.unit) == (number, title, unit)


@pytest.mark.parametrize(
    ("texts", "heads"),
    [
        (["部门：某县民政局", "2024年度", "单位：万元"], True),
        (["部门：", "某县民政局", "金额单位：万元"], True),
        (["单位：万元", "（2026年度）", "单位：某县民政局"], True),
        (["编制日期：2026年3月12日", "计量单位：元"], True),
        (["公开02表"], True),
        (["2024年", "2025年"], False),
        (["2024年"], False),
        (["项目", "金额（单位：万元）"], False),
        (["单位名称", "2026年"], False),
        (["部门", "金额"], False),
    ],
)
def test_a_line_of_body_year_and_unit_heads_a_table(texts: list[str], heads: bool) -> None:
    """Tell a line of a caption from years that head columns and from headings."""
    assert heads_table(texts) is heads
