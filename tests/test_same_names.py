"""The same name in several places: both are told, asked about or compared in what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route

pytestmark = pytest.mark.slow  # reads several whole documents

CORPUS = Path(__file__).parents[1] / "corpus"
BEFORE = "万里街道2024年部门预算.pdf"
OFFICE, STREET = "2026年重庆市人民政府办公厅部门预算.pdf", "万里街道2025年部门预算.pdf"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Iterator[Chain]:
    place = tmp_path_factory.mktemp("names")
    with Store(place) as store:
        for path in [
            *CORPUS.glob("*.txt"),
            *(next(real.rglob(n)) for n in (OFFICE, STREET, BEFORE)),
        ]:
            for document in read_file(path, path.name):
                store.put(document)
    with Chain.open(place) as opened:
        yield opened


def seed() -> list[str]:
    return [path.name for path in CORPUS.glob("*.txt")]


def test_goals_of_two_projects_are_asked_about(chain: Chain) -> None:
    answer = chain.ask("非法集资宣传要搞多少次", (), seed())
    assert answer.route is Route.CLARIFY
    assert {v.value for v in answer.values} == {"10", "12"}
    one = chain.ask(
        "打非专项里非法集资宣传要搞多少次", (), seed()
    )  # near miss: the project is named
    assert [v.value for v in one.values] == ["10"]


def test_weights_are_compared_where_weights_are_asked(chain: Chain) -> None:
    answer = chain.ask("门户网站优化整改次数在表十和表十二的权重一样吗", (), [OFFICE])
    assert answer.answer.startswith("不一致")
    assert {v.value for v in answer.values} == {"10", "5"}
    goals = chain.ask("门户网站优化整改次数在表十和表十二的指标值一样吗", (), [OFFICE])
    assert goals.answer.startswith("一致")


def test_options_of_one_name_tell_what_stands_over_them(chain: Chain) -> None:
    answer = chain.ask("一般行政管理事务多少钱", (), [STREET])
    assert answer.route is Route.CLARIFY
    assert "“宣传事务”下的“2013302 一般行政管理事务” 1106000 元" in answer.answer


@pytest.mark.parametrize(
    "question",
    ["住房公积金安排到底是350.35还是352.67万", "住房公积金预算究竟是352.67万元还是350.35万元？"],
)
def test_amounts_held_against_each_other_are_found(chain: Chain, question: str) -> None:
    answer = chain.ask(question, (), [BEFORE])
    assert answer.route is Route.BOTH
    assert "2024年部门收入预算总表“2210201 住房公积金，收入预算/合计”为 3503499 元" in answer.answer
    assert "352.67 万元：正文写“2024年预算安排352.67万元”" in answer.answer
    lacking = chain.ask("住房公积金到底是350.35还是999.99万", (), [BEFORE])
    assert "999.99 万元：没有查到" in lacking.answer


def test_one_amount_is_held_against_nothing(chain: Chain) -> None:
    answer = chain.ask("住房公积金安排是350.35万吗", (), [BEFORE])
    assert "没有查到" not in answer.answer
