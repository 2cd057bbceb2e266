"""English asks of each of two things, of what terms mean and of what was counted, over whole documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words import english
from qa.words.english_plain import plain
from tests.chains import DOCUMENTS, chain_over

BOOKS = "淮沭市图书馆2026年度单位预算.html"
READERS = "深圳市澜湖区图书馆2026年单位预算.pdf"
CULTURE = "永宁区文旅局2026年预算信息公开.html"
RESCUE = "泺阳市应急管理局2026年部门预算.docx"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Water and electricity, how much each?", "how much each for Water and electricity?"),
        ("What do books and databases cost respectively?", "how much each for books and databases?"),
        ("How much is water and how much each?", "How much is water and how much each?"),
        ("The sum of the two contributions, pension and annuity?", "The sum of pension and annuity?"),
        ("The sum of the two years, one and the other?", "The sum of the two years, one and the other?"),
        ("Who exactly is covered by the term 应急力量?", "what is meant by 应急力量?"),
    ],
)  # fmt: skip
def test_said_again(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("runing costs", "running costs"),
        ("leasing costs", "leasing costs"),
        ("using it", "using it"),
    ],
)
def test_a_doubled_letter_that_is_left_out_is_mended(said: str, meant: str) -> None:
    assert english.mended(said) == meant


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    files = [DOCUMENTS / name for name in (BOOKS, READERS, CULTURE, RESCUE)]
    with chain_over(files, tmp_path_factory.mktemp("each")) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "document", "values"),
    [
        ("What do paper books and digital databases cost respectively?", BOOKS, ["1650000.00", "920000.00"]),
        ("Water and electricity, how much each?", READERS, ["18.40", "168.00"]),
        ("How much for paper books?", BOOKS, ["1650000.00"]),
    ],
)  # fmt: skip
def test_each_is_told(chain: Chain, question: str, document: str, values: list[str]) -> None:
    assert [v.value for v in chain.ask(question, docs=[document]).values] == values


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "document", "part"),
    [
        ("How many new 城市书房 are being built?", CULTURE, "新建城市书房4处"),
        ("Who exactly is covered by the term 社会应急力量?", RESCUE, "社会应急力量：指"),
    ],
)
def test_sentences_are_told(chain: Chain, question: str, document: str, part: str) -> None:
    answer = chain.ask(question, docs=[document])
    assert answer.route is Route.TEXT
    assert part in answer.answer
