"""How far a target is from what was reached in earlier years, where a form prints these."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from tests.chains import chain_over

PAGE = """<html><body><h1>浠水县农业农村局2026年部门预算</h1>
<p>项目支出绩效目标表</p><table>
<tr><td>项目名称</td><td>农业综合执法办案</td><td>项目负责人</td><td>宗肃</td><td></td><td></td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>前年完成值</td><td>上年预计完成值</td><td>本年指标值</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>办结案件数</td><td>87件</td><td>104件</td><td>≥110件</td></tr>
<tr><td>产出指标</td><td>时效指标</td><td>案件平均办理期限</td><td>58天</td><td>49天</td><td>≤45天</td></tr>
</table></body></html>"""


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a form that prints what two earlier years reached."""
    place = tmp_path_factory.mktemp("since")
    page = place / "浠水县农业农村局2026年部门预算.html"
    page.write_text(PAGE, encoding="utf-8")
    with chain_over(page, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "gap"),
    [
        ("办结案件数今年目标比上年预计多多少件？", "6 件"),
        ("办结案件数2026目标比2025预计完成增加多少", "6 件"),
        ("办结案件数今年目标比前年完成值多多少件？", "23 件"),
        ("案件平均办理期限目标比2025年缩短多少天？", "4 天"),
        ("办结案件数比去年多多少？", "6 件"),
    ],
)
def test_the_gap_is_to_the_year_that_is_said(chain: Chain, question: str, gap: str) -> None:
    assert f"相差 {gap}" in chain.ask(question).answer


def test_no_other_year_stands_for_one_that_is_not_printed(chain: Chain) -> None:
    assert "相差" not in chain.ask("办结案件数比2022年多多少件？").answer
