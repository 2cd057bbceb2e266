"""An answer that is likely another than the one asked for is asked about, with what was understood."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from evals import train_doubt
from evals.train_doubt import Asked
from qa.chain import Chain
from qa.checking import doubt
from qa.checking.doubt import Trees, likely_wrong
from qa.checking.doubt_figures import Cited, Phrase, Told, figures, left_aside
from qa.planning.types import Plan
from qa.query import Answer, Citation, Operation, Query, Route, Value
from qa.query import Asked as Wanted
from qa.verify import verify

FLATS = "How much per flat and month does the housing of leaders cost?"
TREES = Trees(("own", "asks"), -1.0, ((0, 0.5, (1, 1.0, 0.5, 3.0), -2.0), 0.25))


@pytest.mark.parametrize(
    ("own", "asks", "likelihood"),
    [
        (0.5, 2.0, 0.9047),  # 1 / (1 + e^-(-1 + 3 + 0.25))
        (0.5, 1.0, 0.4378),
        (0.51, 2.0, 0.0601),
    ],
)
def test_the_trees_that_figures_lead_through_are_added(
    own: float, asks: float, likelihood: float
) -> None:
    known = {"asks": asks, "own": own, "unused": 9.0}
    assert likely_wrong(known, TREES) == pytest.approx(likelihood, abs=1e-4)


def _told(text: str, *phrases: Phrase, calculation: str | None = None) -> Told:
    value = Value("退休费", "决算数", "69.10", "万元", 2024)
    cited = Citation(
        doc="a.pdf", department="某局", year=2024, annex="表5", table="支出表", row="30302 退休费",
        column="2024年决算数", quote="退休费 69.10",
    )  # fmt: skip
    answer = Answer(text, "zh", Route.TABLE, "", (value,), (cited,), calculation)
    query = Query(text, text, operations=(Wanted(Operation.LOOKUP),), figures=(Decimal(3),))
    row = Cited("退休费", "支出表", "item", 1, "economic", "", 0.5)
    return Told(query, "", answer, phrases, (row,), Plan(Route.TABLE, score=0.9))


RETIRED = Phrase("退休费", 1.0, 3.0, 1.0, 1.0, 1.0)
SUBSIDY = Phrase("取暖补贴", 0.9, 5.0, 0.0, 0.0, 0.9)


def _known(told: Told, *names: str) -> Mapping[str, float]:
    known = figures(told)
    return {name: known[name] for name in names}


def test_what_is_asked_is_held_against_what_is_told() -> None:
    told = _told("退休费多少，平均每人取暖补贴多少", RETIRED, SUBSIDY)
    names = ("asks", "one_for_several", "uncomputed", "left_known", "left_characters", "covered")
    assert _known(told, *names) == {
        "asks": 2, "one_for_several": True, "uncomputed": True, "left_known": 1,
        "left_characters": 4, "covered": 3 / 8,
    }  # fmt: skip
    assert left_aside(told) == ("取暖补贴",)


def test_a_figure_that_is_asked_for_by_its_name_leaves_nothing() -> None:
    told = _told("退休费多少", RETIRED)
    names = ("asks", "one_for_several", "uncomputed", "left_known", "labels", "names_left")
    assert _known(told, *names) == {
        "asks": 1, "one_for_several": False, "uncomputed": False, "left_known": 0, "labels": 1,
        "names_left": 2,
    }  # fmt: skip
    assert left_aside(told) == ()


def test_a_calculation_is_worked_out() -> None:
    told = _told("平均每人退休费多少", RETIRED, calculation="69.10 ÷ 30 = 2.30")
    assert _known(told, "uncomputed", "mean_unworked") == {
        "uncomputed": False,
        "mean_unworked": False,
    }


def test_the_trees_know_every_figure() -> None:
    assert set(doubt.learned().figures) == set(figures(_told("退休费多少", RETIRED)))


@pytest.mark.parametrize(
    "question",
    [
        "保安服务多少钱",
        "公务接待费比去年少多少",
        "公车平均每辆一年多少",
        "职业年金和住房公积金各多少",
    ],
)
def test_a_plain_question_is_answered(chain: Chain, question: str) -> None:
    assert chain.ask(question).route in doubt.ANSWERED


def test_what_is_likely_not_meant_is_asked_about(chain: Chain) -> None:
    answer = chain.ask(FLATS)
    assert answer.route is Route.CLARIFY
    assert "is this what you ask?" in answer.answer
    assert "Nothing in it answers to “leaders”, “flat”, “month”." in answer.answer
    assert [value.value for value in answer.values] == ["98.73"]
    assert answer.citations
    verify(answer)


@pytest.mark.parametrize("said", ["对，就是这个", "是的", "Yes, that's it."])
def test_what_was_understood_rightly_is_answered(chain: Chain, said: str) -> None:
    answer = chain.ask(said, [FLATS])
    assert answer.route is Route.TABLE
    assert [value.value for value in answer.values] == ["98.73"]
    assert "is this what you ask?" not in answer.answer


@pytest.mark.parametrize("said", ["对了，公务接待费多少", "公务接待费是多少"])
def test_what_asks_confirms_nothing(chain: Chain, said: str) -> None:
    assert not doubt.confirms(said)
    assert chain.ask(said, [FLATS]).values[0].value == "14.90"


def test_a_doubt_offers_what_confirms_it(chain: Chain) -> None:
    doubted = chain.ask(FLATS)
    assert doubted.suggestions[0] == "Yes, exactly"
    assert chain.ask(doubted.suggestions[0], [FLATS]).route is Route.TABLE
    assert doubt.confirms("对，就是这个")


def test_a_talk_goes_on_over_what_only_confirms(chain: Chain) -> None:
    told = chain.ask("那印刷费呢", ["办公费多少", "对"])
    assert [value.value for value in told.values] == ["20.00"]


def test_what_is_refused_stays_refused(chain: Chain) -> None:
    assert chain.ask("局长一个月工资多少").route is Route.REFUSE


def test_a_talk_leans_on_what_was_understood(chain: Chain) -> None:
    assert chain.explain("公务接待费多少", [FLATS]).answer.values[0].value == "14.90"


def test_trees_learn_what_wrong_answers_have(tmp_path: Path) -> None:
    given = [Asked("one", {"own": n / 100, "asks": n % 3}, n < 30) for n in range(100)]
    trees = train_doubt.learn(given)
    assert likely_wrong({"own": 0.1, "asks": 1.0}, trees) > 0.9
    assert likely_wrong({"own": 0.9, "asks": 1.0}, trees) < 0.1
    train_doubt.write(trees, tmp_path / "doubt.json")
    kept = (tmp_path / "doubt.json").read_text("utf-8")
    assert kept.startswith('{\n"figures": ["own", "asks"],\n"odds": -0.847')


def test_answers_are_kept_by_the_figures_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text('["asks", "own"]\n["one", 1, [2, 0.5]]\n', encoding="utf-8")
    train_doubt.add([Asked("two", {"own": 0.12345, "asks": 1.0, "new": 3.0}, wrong=False)], file)
    one, two = train_doubt.kept(file)
    assert one == Asked("one", {"asks": 2, "own": 0.5}, wrong=True)
    assert two == Asked("two", {"asks": 1.0, "own": 0.123}, wrong=False)


def test_what_is_worked_out_of_the_amounts_quoted_is_not_doubted(chain: Chain) -> None:
    asked = "巨灾险{}万元，保的是全区72.06万人，那摊到一个人头上是几块钱？"
    told = chain.ask(asked.format(220))
    assert (told.route, told.values[0].value) == (Route.TABLE, "3.05")
    assert chain.ask(asked.format(230)).route is Route.CLARIFY


def test_the_row_of_a_code_is_not_doubted_where_its_money_is_asked_for(chain: Chain) -> None:
    told = chain.ask("22102这个码后头挂的是啥科目，26年一共给了多少？")
    assert (told.route, told.values[0].value) == (Route.TABLE, "98.73")
