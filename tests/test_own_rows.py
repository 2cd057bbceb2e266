"""Rows that are a department's own, and units that go by a short name, in lists of projects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from tests.chains import DOCUMENTS, chain_over

FARMS = "锦屏市农业农村局2026年部门预算.xlsx"
CULTURE = "永宁区文旅局2026年预算信息公开.html"
FIELDS = "青河县农业农村局2026年部门预算公开.xlsx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over three budgets whose lists tell units by code, cell and cell."""
    place = tmp_path_factory.mktemp("own")
    with chain_over([DOCUMENTS / name for name in (FARMS, CULTURE, FIELDS)], place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (FARMS, "疫控中心名下的项目资金加总是多少", "379.80"),
        (CULTURE, "局本级的项目加起来多少", "1908.651000"),
        (CULTURE, "本级名下的项目里最大的是哪个", "520.000000"),
        (CULTURE, "不算图书馆，局本级有几个项目", "8"),
        (FIELDS, "局本级的采购一共多少元", "12554200.00"),
        (FIELDS, "牧水中心采购的东西合计多少", "1647000.00"),
    ],
)
def test_rows_of_one_owner(chain: Chain, document: str, question: str, value: str) -> None:
    answer = chain.ask(question, docs=[document])
    assert value in {v.value for v in answer.values}, answer.answer


def test_a_mean_of_units_is_none_of_projects(chain: Chain) -> None:
    answer = chain.ask("各单位项目经费平均一家多少", docs=[FIELDS])
    assert not any(v.label == "平均" for v in answer.values), answer.answer


def test_a_mean_of_units_is_of_what_they_have(chain: Chain) -> None:
    answer = chain.ask("每个单位平均多少钱", docs=[FIELDS])
    assert "23137143.99" in {v.value for v in answer.values}


def test_a_word_in_a_name_is_no_class(chain: Chain) -> None:
    answer = chain.ask("名称里带“服务”的采购平均一个多少", docs=[FIELDS])
    assert "273000.00" in {v.value for v in answer.values}, answer.answer


def test_all_rows_stay_all_rows(chain: Chain) -> None:
    answer = chain.ask("一共有几个项目", docs=[CULTURE])
    assert "18" in {v.value for v in answer.values}
