"""Tell how many came where a row or a sentence prints it, and not how many of others did."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words.reasons import anew
from tests.chains import DOCUMENTS, chain_over

POLICE = "闽中县公安局2024年度部门决算.docx"
AUDIT = "嘉州市审计局2026年部门预算.docx"
TRAFFIC = "海阜市交通运输局2024年度部门决算.docx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over final accounts that count visits, and a budget that counts experts."""
    place = tmp_path_factory.mktemp("visits")
    with chain_over([DOCUMENTS / name for name in (POLICE, AUDIT, TRAFFIC)], place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("公安局去年接待了几批客人多少人次啊", ["142", "1180"]),
        ("2024年公务接待一共多少批", ["142"]),
        ("接待来宾多少人次", ["1180"]),
    ],
)
def test_visits_that_a_row_counts(chain: Chain, question: str, values: list[str]) -> None:
    answer = chain.ask(question, (), [POLICE])
    assert answer.route is Route.TABLE
    assert [v.value for v in answer.values] == values


def test_visits_that_a_sentence_counts(chain: Chain) -> None:
    answer = chain.ask("2024年接待了多少批多少人次", (), [TRAFFIC])
    assert answer.route is Route.TEXT
    assert "31批次、268人次" in answer.answer


@pytest.mark.parametrize("question", ["接待一年接了多少批，多少人", "接待了几批客人，来了多少人"])
def test_both_numbers_of_visits_are_one_question(chain: Chain, question: str) -> None:
    answer = chain.ask(question, (), [TRAFFIC])
    assert answer.route is Route.TEXT
    assert "31批次、268人次" in answer.answer
    assert "没有公开" not in answer.answer


def test_no_money_is_told_for_visits_not_published(chain: Chain) -> None:
    assert chain.ask("接待去年接了几批、多少人", (), [AUDIT]).values == ()


@pytest.mark.parametrize("question", ["公务接待多少批次", "去年接待了几批客人多少人次"])
def test_no_others_are_told_for_visits(chain: Chain, question: str) -> None:
    assert chain.ask(question, (), [AUDIT]).route is Route.REFUSE


def test_more_than_visits_is_not_asked_anew() -> None:
    way = anew("visits", "接待了几批客人")
    assert way is not None
    assert way.words == "国内公务接待多少批次"
    assert anew("visits", "接待港澳代表团几批次") is None
