"""Read forms whose cells print points to be had and points got in one, and rows below their total."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.records import BodyRow, Location, Table
from ingest.tables_parted import parted
from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

HERE = Location("a.html", None)


def _form(name: str, goals: list[list[str]], total: str, told: str) -> str:
    rows = [
        ["项目名称", name, "", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值/得分"],
        *goals,
        ["合计", "", "", "", "", total],
    ]
    cells = "".join(f"<tr>{''.join(f'<td>{x}</td>' for x in row)}</tr>" for row in rows)
    below = (
        f'<tr><td>评价结论</td><td colspan="5">{told}</td></tr>'
        '<tr><td>存在问题</td><td colspan="5">施工滞后。</td></tr>'
        '<tr><td colspan="3">项目负责人：谷青</td><td colspan="3">财务负责人：尤敏</td></tr>'
    )
    title = "<p>部门预算项目支出绩效自评表（2025年度）</p>"
    return f"{title}<table>{cells}{below}</table>"


ORCHARD = _form(
    "花椒园提质增效",
    [
        ["产出指标", "数量指标", "改造低效园", "≥1,200亩", "1,050亩", "50/43.75"],
        ["产出指标", "质量指标", "苗木成活率", "≥90%", "93.4%", "50/50"],
    ],
    "100/93.75",
    "自评得分93.75分，自评等级为“优”。",
)
SEWAGE = _form(
    "污水治理设施运维",
    [
        ["产出指标", "数量指标", "运维处理站数量", "7座", "7座", "40/40"],
        ["产出指标", "质量指标", "出水水质达标率", "≥95%", "91.2%", "60/49.5"],
    ],
    "100/89.50",
    "自评得分89.50分，自评等级为“良”。",
)
PAGE = f"<html><body><h1>磨溪镇人民政府2025年度部门决算</h1>{ORCHARD}{SEWAGE}</body></html>"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over two forms of evaluation."""
    place = tmp_path_factory.mktemp("forms")
    page = place / "磨溪镇人民政府2025年度部门决算.html"
    page.write_text(PAGE, encoding="utf-8")
    with chain_over(page, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("改造低效园比目标少了多少亩，扣了几分？", ["150 亩", "6.25 分"]),
        ("花椒园提质增效项目自评得了多少分，什么等级？", ["93.75 分", "优"]),
        ("两个项目里哪个自评得分垫底？得了几分、什么等级？", ["污水治理设施运维", "89.50", "良"]),
        ("污水治理设施运维项目里哪项指标扣分最多？", ["出水水质达标率", "10.5 分"]),
        ("花椒园提质增效项目的负责人是谁？", ["谷青"]),
    ],
)
def test_points_printed_in_one_cell_are_told_apart(
    chain: Chain, question: str, told: list[str]
) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert all(word in answer.answer for word in told), answer.answer


def _table(head: str, *cells: str) -> Table:
    body = tuple(BodyRow((str(i), cell), (HERE,)) for i, cell in enumerate(cells))
    return Table(1, "表1", "表", (("指标",), (head,)), body, HERE, rows_in=len(body))


def test_a_column_of_two_figures_becomes_two() -> None:
    table = parted(_table("分值/得分", "15/13.13", "", "10 / 10"))
    assert table.header == (("指标",), ("分值",), ("得分",))
    assert [row.cells[1:] for row in table.body] == [("15", "13.13"), ("", ""), ("10", "10")]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("年/月", ("2025/10", "2025/11")),
        ("分值/得分", ("15/13.13", "满分")),
        ("分值", ("15/13", "10/9")),
        ("权重/得分", ("15/13", "")),
    ],
)
def test_other_columns_stay_as_they_are(head: str, cells: tuple[str, ...]) -> None:
    table = _table(head, *cells)
    assert parted(table) is table
