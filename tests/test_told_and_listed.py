"""Hold what the text states against the rows that print it, with what explains the difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain

pytestmark = pytest.mark.slow  # reads several whole documents

ROOT = Path(__file__).parents[1]
HEALTH = "高原县卫生健康委员会2026年单位预算公开.html"
ACCOUNTS = "上海市普陀区财政局2024年度部门决算.pdf"
INDUSTRY = "2026年重庆市经济和信息化委员会部门预算.pdf"


def _opened(folder: Path, files: list[Path]) -> Iterator[Chain]:
    with Store(folder) as store:
        for file in files:
            for document in read_file(file, file.name):
                store.put(document)
    with Chain.open(folder) as chain:
        yield chain


@pytest.fixture(scope="module")
def health(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget whose text counts what was carried over."""
    yield from _opened(tmp_path_factory.mktemp("health"), [ROOT / "evals" / "documents" / HEALTH])


@pytest.fixture(scope="module")
def published(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over two published disclosures."""
    files = [next(real.rglob(name)) for name in (ACCOUNTS, INDUSTRY)]
    yield from _opened(tmp_path_factory.mktemp("published"), files)


@pytest.mark.parametrize(
    "question",
    [
        "一般公共预算拨款，说明写5970.16，表四写的怎么不一样？",
        "一般公共预算拨款收入到底是多少，说明里和表四的本年收入好像不是一个数？",
    ],
)
def test_what_was_carried_over_explains_it(health: Chain, question: str) -> None:
    told = health.ask(question)
    assert [v.value for v in told.values] == ["5970.16", "5920.16", "50.00"]
    assert "“二、上年结转”下另列 50.00 万元" in told.answer
    assert told.calculation == "5920.16 + 50.00 = 5970.16 万元"


def test_nothing_explains_what_agrees(health: Chain) -> None:
    told = health.ask("住房保障支出，说明写的和表四一样吗？")
    assert "两处口径不同" not in told.answer


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (
            "审计核对：2024年度财政拨款收入支出总计，情况说明第四条写的数和决算总表里的数对不对得上？",
            {"0.3", "2961.68"},
        ),
        ("一般公共服务支出，正文里一个数表里一个数，核对一下两边分别是多少", {"190.62", "190.63"}),
    ],
)
def test_both_places_are_told(published: Chain, question: str, values: set[str]) -> None:
    doc = ACCOUNTS if "决算" in question else INDUSTRY
    told = published.ask(question, (), [doc])
    assert told.answer.startswith("不一致")
    assert values <= {v.value for v in told.values}
