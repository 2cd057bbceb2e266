"""What a line above a table says of its number, title and unit."""

from __future__ import annotations

import pytest

from ingest.tables_caption import line_caption
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
