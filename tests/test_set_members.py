"""Members of a set that are left out, of either column, of one level; exact, near misses beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from qa.query import Answer, Route

DOCUMENTS = Path(__file__).parents[1] / "evals" / "documents"
FUNDS = "乌江县财政局2026年部门预算公开.docx"
HEALTH = "高原县卫生健康委员会2026年单位预算公开.html"
LAKES = "江岚区水务和湖泊局2026年部门预算.pdf"
ROADS = "海阜市交通运输局2024年度部门决算.docx"


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    place = tmp_path_factory.mktemp("members")
    with Store(place) as store:
        for name in (FUNDS, HEALTH, LAKES, ROADS):
            for document in read_file(DOCUMENTS / name, name):
                store.put(document)
    with Chain.open(place) as opened:
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
