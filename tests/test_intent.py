"""What kind of answer a question's words want, and where it makes the chain look again."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from evals import train_intent
from evals.dataset import GoldError
from qa.chain import Chain
from qa.checking import doubt
from qa.query import Route
from qa.words.intent import ROUTES, intent, terms


@pytest.mark.parametrize(
    ("question", "route"),
    [
        ("会议费今年安排多少万元", Route.TABLE),
        ("30201 本年数", Route.TABLE),
        ("排前三的项目各是多少", Route.TABLE),
        ("收入为什么比上年减少", Route.TEXT),
        ("主要职责有哪些", Route.TEXT),
        ("Why did spending fall compared with last year?", Route.TEXT),
        ("局长一个月工资多少", Route.REFUSE),
        ("今天天气怎么样", Route.REFUSE),
    ],
)
def test_the_likeliest_route_is_the_one_wanted(question: str, route: Route) -> None:
    wanted = intent(question)
    assert max(ROUTES, key=wanted.of) is route
    assert sum(wanted.of(each) for each in ROUTES) == pytest.approx(1)


def test_a_word_for_reasons_in_a_side_clause_makes_no_reason() -> None:
    assert intent("我不问为什么，只问公务接待费是多少").table > 0.5


def test_traditional_characters_and_figures_are_read_as_others_are() -> None:
    assert terms("會議費 120 萬") == terms("会议费 77 万")
    assert terms("会议费", later=True) != terms("会议费")


def test_a_row_is_told_where_words_want_a_figure(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubt, "DOUBTED", 1.0)  # so much talk is asked about
    answer = chain.ask("老花眼看不清那张密密麻麻的表，麻烦帮我瞅一眼基本工资那栏，一年总共是多少")
    assert answer.route is Route.TABLE
    assert [Decimal(value.value) for value in answer.values] == [Decimal("323.03")]


@pytest.mark.parametrize("question", ["区长一个月到手工资多少", "九台公车分别是啥牌子、车牌号多少"])
def test_what_is_never_printed_stays_refused(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.REFUSE
    assert not answer.values


def test_weights_are_learned_from_routes_alone(tmp_path: Path) -> None:
    said = tmp_path / "said.jsonl"
    lines = [
        {"question": f"{what}{ask}", "route": route}
        for what in ("会议费", "培训费", "电费", "水费")
        for ask, route in (("多少钱", "table"), ("为什么少", "text"), ("归谁管呀", "text"),
                           ("谁收了", "refuse"), ("多少，为何", "both"), ("那块", "clarify"))
    ]  # fmt: skip
    said.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    given = train_intent.of_words([said])
    weights = train_intent.learn(given)
    found = train_intent.intent.likely(terms("差旅费多少钱"), weights)
    assert max(ROUTES, key=found.of) is Route.TABLE
    written = tmp_path / "intent.json"
    train_intent.write(weights, written)
    again = {
        term: tuple(n / 100 for n in row)
        for term, row in json.loads(written.read_text("utf-8")).items()
    }
    assert again == weights


@pytest.mark.parametrize(
    "line", ['{"question": "多少"}', '{"question": "多少", "route": "maybe"}', "[]", "{"]
)
def test_a_line_that_has_no_route_is_named(tmp_path: Path, line: str) -> None:
    said = tmp_path / "said.jsonl"
    said.write_text('{"question": "多少", "route": "table"}\n' + line + "\n", "utf-8")
    with pytest.raises(GoldError, match="line 2"):
        train_intent.of_words([said])
