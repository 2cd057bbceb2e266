"""Members of a set that are left out, of either column, of one level; exact, near misses beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Answer, Route
from tests.chains import DOCUMENTS, chain_over

FUNDS = "乌江县财政局2026年部门预算公开.docx"
HEALTH = "高原县卫生健康委员会2026年单位预算公开.html"
LAKES = "江岚区水务和湖泊局2026年部门预算.pdf"
ROADS = "海阜市交通运输局2024年度部门决算.docx"


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    place = tmp_path_factory.mktemp("members")
    with chain_over([DOCUMENTS / name for name in (FUNDS, HEALTH, LAKES, ROADS)], place) as opened:
        yield opened


def first(answer: Answer) -> tuple[Route, str, str | None]:
    """Return the route with the first value and its unit."""
    value = answer.values[0] if answer.values else None
    return answer.route, value.value if value else "", value.unit if value else None


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("把巨灾保险踢开，剩下那些项目平均一个好多万", "74.62", "万元"),
        ("剔除巨灾保险后剩下的项目里最大的是哪个", "295.00", "万元"),
        ("除了数字化城市运行维护那笔专项，二级项目里花钱最多的是哪个", "220.00", "万元"),
        ("项目里把金融产业发展补助拿掉之后，还有多少个，总共多少钱", "990.00", "万元"),
        ("附件3，只看五位编码的明细，人员经费或公用经费超过一百万的有几项", "6", "个"),
        ("不到20万的项目（不含20万）加一块多少钱", "25.00", "万元"),
        ("附件2按类排名，卫生健康支出排第几", "89.30", "万元"),
    ],
)
def test_members_are_told_apart(chain: Chain, question: str, value: str, unit: str) -> None:
    assert first(chain.ask(question)) == (Route.TABLE, value, unit)


def test_the_place_is_among_classes_alone(chain: Chain, others: Chain) -> None:
    assert "第 4 位" in chain.ask("附件2按类排名，卫生健康支出排第几").answer
    told = others.ask("支出决算表里按类排个名，社会保障和就业支出排第几", docs=[ROADS])
    assert "第 3 位" in told.answer


def test_what_is_no_member_cannot_be_left_out(chain: Chain) -> None:
    told = chain.ask("把彩虹桥工程踢开，剩下那些项目平均一个好多万")
    assert all(v.label != "平均" for v in told.values)


def test_running_costs_are_told_by_their_classes(others: Chain) -> None:
    told = others.ask("公用经费里花钱最多的三项是哪些", docs=[ROADS])
    assert [v.value for v in told.values] == ["141.26", "88.40", "74.21"]
    place = others.ask("公用经费里劳务费排老几，谁排在它前面", docs=[ROADS])
    assert "第 10 位" in place.answer
    assert {"33.18", "36.25"} <= {v.value for v in place.values}


def test_sections_below_a_class_are_ranked(
    real: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    document = next(real.rglob("上海市普陀区财政局2024年度部门决算.pdf"))
    with chain_over(document, tmp_path_factory.mktemp("finance")) as opened:
        told = opened.ask(
            "基本支出决算的公用经费明细，按金额从大到小排，福利费排第几？排它前头的是啥？"
        )
        staff = opened.ask("人员经费里最大的三项是什么")
    assert "第 2 位" in told.answer
    assert "其他交通费用" in told.answer
    assert [v.value for v in staff.values] == ["1238.58", "262.33", "187.19"]
