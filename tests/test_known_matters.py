"""Leave a matter that the lexicon knows to the text, where no row is of its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

WATER = "滦溪市水利局2026年部门预算信息公开情况说明.pdf"


@pytest.mark.slow
def test_running_costs_are_no_row_of_like_words(tmp_path: Path) -> None:
    with chain_over(DOCUMENTS / WATER, tmp_path) as opened:
        told = opened.ask("机关运行经费多少")
        near = opened.ask("水利行业管理经费多少")
    assert (told.route, [v.value for v in told.values]) == (Route.TEXT, ["246.12"]), told.answer
    assert (near.route, near.values[0].value) == (Route.TABLE, "46.00"), near.answer


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("巨灾保险的项目编码是多少", "50015225T000004992901"),
        ("项目编码50015225T000004992901对应哪个项目", "50015225T000004992901"),
        ("巨灾保险的功能科目编码是多少", "2010302"),  # the item that it is booked under
    ],
)
def test_the_code_of_a_project_is_its_own(chain: Chain, question: str, code: str) -> None:
    answer = chain.ask(question)
    assert code in answer.answer.splitlines()[0], answer.answer
    assert not any("没有可以回答" in note for note in answer.notes)
