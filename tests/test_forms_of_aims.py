"""Forms print what was aimed at beside what came of it, under 年度总体目标, in several shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_layouts_forms import fields, page

AIM, DONE = "保障11个村正常运转，按时发放报酬。", "已按月足额发放报酬，运转正常。"


@pytest.mark.parametrize(
    "rows",
    [
        ["年度总体目标*2|预期目标*2|实际完成情况*2", f"*2|{AIM}*2|{DONE}*2"],
        ["年度总体目标^2*2|预期目标*2|实际完成情况*2", f"{AIM}*2|{DONE}*2"],
        [f"年度总体目标*2|预期目标<br>{AIM}*2|实际完成情况<br>{DONE}*2"],
    ],
    ids=["blank cell below", "spanning cell", "over the text in its cell"],
)
def test_aim_and_outcome_keep_their_labels(tmp_path: Path, rows: list[str]) -> None:
    document = page(
        tmp_path,
        "项目支出绩效自评表",
        [
            "项目名称*2|村级组织运转*4",
            "主管部门*2|临江市民政局*4",
            *rows,
            "一级指标|二级指标|三级指标|年度指标值|实际完成值|得分",
            "产出指标|数量指标|保障村数|11个|11个|10",
        ],
    )
    (table,) = document.tables
    told = fields(table)
    assert told["年度总体目标/预期目标"] == AIM
    assert told["年度总体目标/实际完成情况"] == DONE
    assert len(told) == 4


def test_a_value_of_two_lines_is_no_label_over_a_text(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "项目支出绩效目标表",
        [
            "项目名称|村级组织运转|主管部门|民政局<br>财政局",
            "一级指标|二级指标|三级指标|指标值",
            "产出指标|数量指标|保障村数|11个",
        ],
    )
    (table,) = document.tables
    assert fields(table) == {"项目名称": "村级组织运转", "主管部门": "民政局财政局"}
