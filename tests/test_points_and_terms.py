"""Points are no money; a project by its short name; the other end of the year; talk around a question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

AFFAIRS = "岫云县民政局2024年度部门决算.pdf"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(DOCUMENTS / AFFAIRS, tmp_path_factory.mktemp("points")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("低保项目自评得了多少分", "99.97"),
        ("养老服务那个项目最后打了几分", "86.66"),
    ],
)
def test_points_of_a_project_in_short(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert [(str(v.value), v.unit) for v in answer.values] == [(value, None)], answer.answer


def test_points_of_what_has_no_form_are_no_money(chain: Chain) -> None:
    answer = chain.ask("公务接待费的自评总分是多少")
    assert not [v for v in answer.values if (v.unit or "").endswith("元")], answer.answer


def test_talk_of_whom_one_compares_with_names_no_stranger(chain: Chain) -> None:
    answer = chain.ask("民政局2024年水费交了多少？想跟我们小区比比")
    assert [(str(v.value), v.unit) for v in answer.values] == [("68200.00", "元")]


def test_a_stranger_that_is_asked_about_stays_one(chain: Chain) -> None:
    assert chain.ask("我们小区水费交了多少").route is Route.REFUSE


def test_what_one_keeps_hearing_of_is_a_term(chain: Chain) -> None:
    answer = chain.ask("新闻里老看到说“年末结转和结余”，这个到底指的是什么呀")
    assert "结转到下年或以后年度继续使用的资金" in answer.answer


def test_what_was_granted_is_the_plan(chain: Chain) -> None:
    first = "2024年公务接待费决算是多少"
    answer = chain.ask("那预算批的是多少呀", (first,))
    assert ("4.20", "万元") in {(str(v.value), v.unit) for v in answer.values}
