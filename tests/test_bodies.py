"""A body that no document is of is told, whatever it is called; those that are held stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.query import Route
from tests.chains import chain_over
from tests.understanding import read


@pytest.mark.parametrize(
    ("question", "strangers"),
    [
        ("重庆市教育委员会公务接待费多少", ("重庆市教育委员会",)),
        ("重庆市住房和城乡建设委员会奖金多少", ("重庆市住房和城乡建设委员会",)),
        ("重庆市药品监督管理局奖金多少", ("重庆市药品监督管理局",)),  # known to no list
        ("重庆市经济和信息化委员会奖金多少", ()),
        ("重庆市经信委奖金多少", ()),
        ("委员会的奖金多少", ()),  # the one of its sort
        ("重庆市各局奖金多少", ()),
    ],
)
def test_another_body(question: str, strangers: tuple[str, ...]) -> None:
    assert read(4).understand(question).scope.strangers == strangers


@pytest.mark.parametrize(
    ("question", "strangers"),
    [
        ("What is the reception budget of the Ministry of Finance?", ("Ministry of Finance",)),
        (
            "How much does the Drug Administration of Chongqing spend on receptions?",
            ("Drug Administration of Chongqing",),
        ),
        ("How much will the Chongqing Education Commission spend on receptions?", ("教育委员会",)),
        ("How much will the Chongqing Commission of Education spend?", ("教育委员会",)),
        ("How much does the Department spend on receptions?", ()),
        ("How much will the Commission of Economy and Information spend?", ()),
    ],
)
def test_another_body_in_english(question: str, strangers: tuple[str, ...]) -> None:
    assert read(4).understand(question).scope.strangers == strangers


@pytest.mark.parametrize(
    "name",
    [
        "Putuo Finance Bureau",
        "Putuo District Finance Bureau",
        "Finance Bureau of Putuo District",
        "Suzhou Audit Bureau",
        "Suzhou Municipal Audit Bureau",
        "Suzhou Data Bureau",
        "Suzhou Municipal Data Bureau",
        "Chongqing Economy and Information Commission",
        "Chongqing Commission of Economy and Information Technology",
        "Publicity Department of Chongqing",
    ],
)
def test_the_english_name_of_a_body_that_is_held(name: str) -> None:
    asked = read(2, 3, 4, 5, 8).understand(f"How much will the {name} spend on receptions?")
    assert asked.scope.named
    assert asked.scope.strangers == ()


@pytest.mark.parametrize(
    "name",
    [
        "Putuo Tax Bureau",
        "Putuo District Education Bureau",
        "Suzhou Finance Bureau",
        "Finance Bureau of Suzhou",
        "Suzhou Tourism Bureau",
        "Suzhou Forestry Bureau",
        "Chongqing Water Resources Bureau",
        "Chongqing Audit Bureau",
        "Putuo Municipal Audit Bureau",
        "Chengdu Finance Bureau",
        "Xuhui District Finance Bureau",
    ],
)
def test_the_english_name_of_a_body_that_is_not_held(name: str) -> None:
    asked = read(2, 3, 4, 5, 8).understand(f"How much will the {name} spend on receptions?")
    assert asked.scope.strangers


def test_a_verb_before_a_place_is_no_part_of_it(tmp_path: Path) -> None:
    """测算云沔县 is the county of the documents, 测算鹿岭县 another one."""
    folder = Path(__file__).parents[1] / "evals" / "documents"
    asked = "请测算{}特殊教育学校收入占部门收入总计的比例"
    with chain_over(folder / "云沔县教育局2026年部门预算公开表及说明.xlsx", tmp_path) as chain:
        told = chain.ask(asked.format("云沔县"))
        assert (told.route, told.values[0].value) == (Route.TABLE, "1.99")
        assert chain.ask(asked.format("鹿岭县")).route is Route.REFUSE
