"""An indicator grid that lists several projects, each below a row that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers import pdf
from ingest.records import Pair, Table
from ingest.tables import extract
from tests.make_pdf import PdfPage, write

HEAD = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "计量单位", "权重（%）")
FIRST = (
    (("项目名称：岗位技能培训", 2, 1), None, ("项目预算：120.50", 5, 1), *[None] * 4),
    (("年度绩效目标：提高职工技能。", 7, 1), *[None] * 6),
    ("产出指标", "数量指标", "培训人次", "≥", "300", "人次", "50"),
)
SECOND = (
    (("项目名称：设备更新", 2, 1), None, ("项目预算：80.00", 5, 1), *[None] * 4),
    ("产出指标", "数量指标", "购置台数", "＝", "6", "台", "40"),
    ("", "质量指标", "验收合格率", "＝", "100", "%", "10"),
)
REST = (("满意度指标", "服务对象满意度指标", "职工满意度", "≥", "95", "%", "50"),)
WIDTHS = (70, 90, 130, 50, 50, 60, 60)


def read(path: Path) -> list[Table]:
    one, two = PdfPage(), PdfPage()
    one.centred(30, "2026年项目支出绩效目标表")
    one.table(60, WIDTHS, [HEAD, *FIRST, *SECOND])
    two.table(40, WIDTHS, [HEAD, *REST])
    return extract(pdf.read(write(path, [one, two])))[0]


def pairs(table: Table) -> list[tuple[str, str]]:
    return [(pair.label, pair.value) for pair in table.pairs]


def test_each_project_is_a_form_with_its_own_indicators(tmp_path: Path) -> None:
    first, second = read(tmp_path / "a.pdf")
    assert first.title == second.title == "2026年项目支出绩效目标表"
    assert pairs(first) == [
        ("项目名称", "岗位技能培训"),
        ("项目预算", "120.50"),
        ("年度绩效目标", "提高职工技能。"),
    ]
    assert pairs(second) == [("项目名称", "设备更新"), ("项目预算", "80.00")]
    assert first.header == second.header == tuple((name,) for name in HEAD)
    assert [row.cells[2] for row in first.body] == ["培训人次"]


def test_the_last_form_goes_on_over_the_page(tmp_path: Path) -> None:
    second = read(tmp_path / "a.pdf")[1]
    assert [row.cells[2] for row in second.body] == ["购置台数", "验收合格率", "职工满意度"]
    assert second.pages == (1, 2)
    assert isinstance(second.pairs[0], Pair)
    assert second.pairs[0].location.page == 1


def test_a_row_with_a_colon_that_names_no_project_is_no_banner(tmp_path: Path) -> None:
    page = PdfPage()
    page.centred(30, "2026年项目支出绩效目标表")
    rows = [HEAD, FIRST[2], ("产出指标", "时效指标", "说明：按季度考核", "≤", "12", "月", "10")]
    page.table(60, WIDTHS, rows)
    tables, _, _ = extract(pdf.read(write(tmp_path / "a.pdf", [page])))
    assert [row.cells[2] for row in tables[0].body] == ["培训人次", "说明：按季度考核"]
    assert not tables[0].pairs


@pytest.mark.parametrize("head", ["偏差原因分析", "偏差大或目标未完成原因分析", "目标未完成原因"])
def test_what_stands_below_the_indicators_is_said_of_the_form(tmp_path: Path, head: str) -> None:
    page = PdfPage()
    page.centred(30, "2025年项目支出绩效自评表")
    reason = ((head, 2, 1), None, ("设备到货推迟。", 5, 1), *[None] * 4)
    remedy = (("改进措施", 2, 1), None, ("提前签订合同。", 5, 1), *[None] * 4)
    named = (("项目名称", 2, 1), None, ("设备更新", 5, 1), *[None] * 4)
    page.table(60, WIDTHS, [named, HEAD, *SECOND[1:], reason, remedy])
    (form,), _, _ = extract(pdf.read(write(tmp_path / "a.pdf", [page])))
    assert pairs(form) == [
        ("项目名称", "设备更新"),
        (head, "设备到货推迟。"),
        ("改进措施", "提前签订合同。"),
    ]
    assert [row.cells[2] for row in form.body] == ["购置台数", "验收合格率"]
