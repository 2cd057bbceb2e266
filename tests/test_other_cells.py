"""Ask for cells of a row beside its money: matching classes, months, last years, numbers of things."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

EMERGENCY = "泺阳市应急管理局2026年部门预算.docx"
PLANNING = "秦岭市自然资源和规划局2026年部门综合预算.pdf"
FINANCE = "乌江县财政局2026年部门预算公开.docx"
LIBRARY = "深圳市澜湖区图书馆2026年单位预算.pdf"


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over four invented budgets."""
    place = tmp_path_factory.mktemp("others")
    files = [DOCUMENTS / name for name in (EMERGENCY, PLANNING, FINANCE, LIBRARY)]
    with chain_over(files, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "told"),
    [
        (
            EMERGENCY,
            "请教个账务问题：部门经济分类的劳务费，对应到政府预算经济分类是哪个科目？",
            ["50205 委托业务费"],
        ),
        (EMERGENCY, "印刷费的政府预算支出经济分类", ["50201 办公经费"]),
        (LIBRARY, "表4中“电费”对应到政府预算经济分类是哪个编码？", ["商品和服务支出", "50502"]),
        (LIBRARY, "绩效工资归政府预算支出经济分类的哪一类", ["工资福利支出", "50501"]),
        (PLANNING, "办公费在政府经济科目里是什么", ["办公经费", "50201"]),
        (PLANNING, "控规编制服务采购预算多少，计划哪个月实施", ["420.00", "2026年3月"]),
        (PLANNING, "物业管理几月份采购", ["2026年1月"]),
        (FINANCE, "革命老区转移支付归哪个股室管 一直到哪年截止", ["预算股", "2026"]),
    ],
)
def test_other_cells_of_a_row(others: Chain, document: str, question: str, told: list[str]) -> None:
    assert [v.value for v in others.ask(question, docs=[document]).values] == told


def test_money_is_still_money(others: Chain) -> None:
    answer = others.ask("部门经济分类的劳务费是多少", docs=[EMERGENCY])
    assert [v.value for v in answer.values] == ["11.00"]
