"""Questions made from a store: the figures are the store's, the words are people's."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest

from evals import synth
from evals.dataset import Case, load
from evals.synth import percent
from evals.synth_cells import CellKinds
from evals.synth_ground import grounds
from evals.synth_words import Wording, everyday
from ingest.data_files import data_file
from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Phase, Table
from ingest.store import Store
from qa.query import Route

pytestmark = pytest.mark.slow  # takes seconds

OWNER = Disclosure("某市档案局", 2026, Phase.BUDGET)
ROWS = (
    ("", "合计", "80.00", "100.00"),
    ("302", "商品和服务支出", "80.00", "100.00"),
    ("30201", "办公费", "50.00", "40.00"),
    ("30202", "印刷费", "30.00", "60.00"),
    ("30205", "水费", "", ""),
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    place = Location("a.pdf", 1)
    table = Table(
        ordinal=1,
        annex="表一",
        title="某市档案局2026年基本支出预算表",
        header=(("科目编码",), ("科目名称",), ("2025年预算数",), ("2026年预算数", "合计")),
        body=tuple(BodyRow(row, (place,), (None,) * 4) for row in ROWS),
        location=place,
        unit="万元",
        kind="economic",
    )
    document = Document(
        "a.pdf", "pdf", "0" * 64, OWNER, "a", n_pages=1, paged=True,
        tables=(store_table(table, OWNER),),
    )  # fmt: skip
    with Store(tmp_path / "store") as opened:
        opened.put(document)
    return tmp_path / "store"


def made(store: Path, kind: str, seed: int = 1) -> Case | None:
    with Store(store, create=False) as opened:
        (held,) = synth.holdings(opened)
    return synth.Maker(held, random.Random(seed), Wording(random.Random(seed), "plain")).make(kind)


def test_a_lookup_asks_for_a_stored_figure(store: Path) -> None:
    case = made(store, "lookup")
    assert case is not None
    figures = {"商品和服务支出": "100.00", "办公费": "40.00", "印刷费": "60.00"}
    (label,) = [name for name in figures if name in case.question]
    assert case.expected.figures[0].value == figures[label]
    assert case.expected.figures[0].unit == "万元"
    assert case.docs == ("a.pdf",)
    assert case.places[0].annex == "表一"


@pytest.mark.parametrize("seed", range(5))
def test_arithmetic_is_exact(store: Path, seed: int) -> None:
    values = {"办公费": Decimal(40), "印刷费": Decimal(60)}
    both = made(store, "sum", seed)
    assert both is None or both.expected.figures[0].value == "100.00"
    less = made(store, "difference", seed)
    assert less is None or less.expected.figures[0].value == "20.00"
    part = made(store, "share", seed)
    if part is not None:
        (label,) = [name for name in values if name in part.question]
        assert Decimal(part.expected.figures[0].value) == values[label]
    growth = made(store, "growth", seed)
    assert growth is not None
    assert growth.expected.figures[0].value in ("25.00", "20.00", "100.00")


def test_a_blank_and_a_strange_year_are_known(store: Path) -> None:
    blank = made(store, "blank")
    assert blank is not None
    assert "水费" in blank.question
    assert blank.expected.blank
    other = made(store, "other_year")
    assert other is not None
    assert other.expected.route is Route.REFUSE
    assert "2026" not in other.question


def test_percent_rounds_half_up() -> None:
    assert percent(Decimal("0.16"), Decimal("5.12")) == Decimal("3.13")
    assert percent(Decimal(1), Decimal(3)) == Decimal("33.33")


def test_the_command_writes_a_gold_file(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "made.jsonl"
    arguments = ["--store", str(store), "--out", str(out), "--count", "30"]
    assert synth.main(arguments) == 0
    first = out.read_text(encoding="utf-8")
    cases = load([out])
    assert len({(case.question, case.history) for case in cases}) == len(cases) >= 20
    assert synth.main(arguments) == 0
    assert out.read_text(encoding="utf-8") == first
    assert all(json.loads(line)["docs"] == ["a.pdf"] for line in first.splitlines())


def test_no_store_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert synth.main(["--store", str(tmp_path / "nothing")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("way", "holds"),
    [("traditional", "費"), ("wide", "２０２６"), ("plain", "费")],
)
def test_a_question_may_be_written_in_other_ways(way: str, holds: str) -> None:
    said = Wording(random.Random(1), way).say("other_year", x="办公费", a="2026")
    assert holds in said


def test_a_typo_changes_one_character() -> None:
    wording = Wording(random.Random(3), "typo")
    told = wording.row("公务接待费")
    assert len(told) == 5
    assert sum(a != b for a, b in zip(told, "公务接待费", strict=True)) == 1
    assert wording.row("水费") == "水费"


def test_everyday_words_mean_one_term() -> None:
    assert everyday()
    assert all(term not in words for term, words in everyday().items())


def test_a_table_is_named_without_owner_and_year() -> None:
    title = Wording(random.Random(1), "plain").table(
        "某市档案局 2026年基本支出预算表", "某市档案局"
    )
    assert title == "基本支出预算表"


def test_what_a_row_has_outside_a_column_is_no_subtotal(tmp_path: Path) -> None:
    rows = (("项目甲", "90.00", "60.00", "30.00"), ("项目乙", "50.00", "50.00", ""))
    place = Location("a.pdf", 1)
    table = Table(
        ordinal=1,
        annex="表二",
        title="某市档案局2026年项目支出表",
        header=(("项目名称",), ("合计",), ("一般公共预算",), ("其他资金",)),
        body=tuple(BodyRow(row, (place,), (None,) * 4) for row in rows),
        location=place,
        unit="万元",
    )
    document = Document(
        "a.pdf", "pdf", "0" * 64, OWNER, "a", n_pages=1, paged=True,
        tables=(store_table(table, OWNER),),
    )  # fmt: skip
    with Store(tmp_path / "store") as opened:
        opened.put(document)
    with Store(tmp_path / "store", create=False) as opened:
        [ground] = grounds(opened)
    makers = CellKinds(ground, random.Random(1), lambda kind, **slots: f"{kind} {slots}").kinds()
    case = makers["outside_column"]()
    assert case is not None
    assert "项目甲" in case.question
    assert [figure.value for figure in case.expected.figures] in (["30.00"], ["60.00"])
    assert makers["two_years"]() is None


def test_wordings_fill_their_kinds_and_halves_share_none() -> None:
    """Let every wording be filled with the slots of its kind, and keep the test half apart."""
    said: dict[str, dict[str, list[str]]] = data_file("evals", "synth_asked.yaml")
    slots = dict.fromkeys("uwxyztscdmkvbpieaho", "甲") | dict.fromkeys("nqLKXfgjlr", "1")
    for half in said.values():
        for kind, wordings in half.items():
            assert wordings, kind
            for wording in wordings:
                assert wording.format(**slots)
    for kind, wordings in said["test"].items():
        assert not set(wordings) & set(said["dev"].get(kind, ())), kind
