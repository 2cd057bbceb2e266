"""What the audit finds in the shipped disclosure and in published ones: each looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from audit import service
from audit.__main__ import main
from audit.findings import Finding, State
from audit.rules_performance import label_products
from ingest.pipeline import ingest
from ingest.records import Severity
from ingest.store import Store

pytestmark = pytest.mark.slow  # audits whole corpora

CORPUS = Path(__file__).parents[1] / "corpus"


class Quiet:
    """Watch an ingest without a word."""

    def reading(self, files: int) -> None: ...
    def embedding(self, passages: int) -> None: ...
    def embedded(self, passages: int) -> None: ...
    def done(self, outcome: object) -> None: ...


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store over the shipped PDF."""
    folder = tmp_path_factory.mktemp("audited")
    with Store(folder) as opened:
        ingest([next(CORPUS.glob("*.pdf"))], opened, Quiet(), workers=0)
        yield opened


@pytest.fixture(scope="module")
def found(store: Store) -> tuple[Finding, ...]:
    return service.load(store).all


def of(found: tuple[Finding, ...], rule: str) -> list[Finding]:
    return [finding for finding in found if finding.rule == rule]


def test_the_only_errors_are_those_that_arithmetic_shows(found: tuple[Finding, ...]) -> None:
    errors = sorted({(f.rule, f.arithmetic) for f in found if f.severity is Severity.ERROR})
    assert errors == [
        ("column_groups", "36 = 36 ≠ 57.70（万元）"),
        ("column_groups", "57.70 + 21.70 = 79.40 ≠ 57.70（万元）"),
        ("none_statements", "无 ≠ 29.40 万元"),
        ("weights", "9 + 5 + 8 + 5 + 5 + 5 + 5 + 7 + 29 + 14 = 92 ≠ 100"),
    ]


def test_a_figure_with_another_scope_is_a_warning_with_its_reason(
    found: tuple[Finding, ...],
) -> None:
    (finding,) = of(found, "economic_within_three_public")
    assert finding.severity is Severity.WARNING
    assert [(side.value, side.place.annex) for side in finding.sides] == [
        (Decimal("9.90"), "附件3"),
        (Decimal("14.90"), "附件4"),
    ]
    assert "基本支出" in finding.explanation


def test_costs_over_the_total_and_label_arithmetic(found: tuple[Finding, ...]) -> None:
    over = [f for f in of(found, "costs_against_total") if f.severity is Severity.WARNING]
    assert [f.arithmetic for f in over] == ["20 + 100 + 30 + 100 + 20 + 30 = 300 ≠ 295"]
    labels = {f.arithmetic: f.severity for f in of(found, "label_arithmetic")}
    assert labels["1次*15万/次 = 15 万元"] is Severity.WARNING
    assert labels["12次*0.83万/次 = 9.96 万元"] is Severity.INFO  # 10 is its rounding


def test_the_narrative_is_checked(found: tuple[Finding, ...]) -> None:
    (base,) = of(found, "base_years")
    assert base.sides[0].label == "与2024年持平"
    (order,) = of(found, "headings_in_order")
    assert [side.label[:2] for side in order.sides] == ["六、", "六、"]
    unknown = of(found, "change_statements")
    assert unknown
    assert {f.state for f in unknown} == {State.UNVERIFIABLE}
    assert {f.severity for f in unknown} == {Severity.INFO}


def test_slips_of_typing_are_info(found: tuple[Finding, ...]) -> None:
    slips = of(found, "typing_slips")
    assert {f.severity for f in slips} == {Severity.INFO}
    assert any("差一个字" in f.message for f in slips)
    assert any("难点难点" in f.message for f in slips)
    assert of(found, "header_slips")[0].sides[0].label == "指标性"


def test_every_side_says_where_it_stands(found: tuple[Finding, ...]) -> None:
    for finding in found:
        for side in finding.sides:
            assert side.place.page is not None
            assert side.place.row_id is not None or side.place.passage_id is not None


def test_findings_come_back_from_the_store_as_they_were(
    store: Store, found: tuple[Finding, ...]
) -> None:
    assert [service.from_json(service.to_json(f)) for f in found] == list(found)
    assert service.load(store).all == found


def test_other_rules_make_the_findings_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Store] = []
    monkeypatch.setattr(service, "_make", lambda store: made.append(store) or [])
    with Store(tmp_path) as empty:
        service.load(empty)
        service.load(empty)
        assert len(made) == 1
        monkeypatch.setattr(service, "rules_version", lambda: "another")
        service.load(empty)
        service.load(empty)
        assert len(made) == 2


def test_a_review_is_kept_with_who_and_why(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    key = service.load(store).all[0].key
    where = ["--store", str(store.folder)]
    assert main([*where, "--accept", key]) == 2
    assert main([*where, "--accept", key, "--who", "审计", "--why", "已更正"]) == 0
    capsys.readouterr()
    assert main([*where, "--json"]) == 0
    assert key not in {entry["key"] for entry in json.loads(capsys.readouterr().out)}
    assert main([*where, "--json", "--all"]) == 0
    entry = next(e for e in json.loads(capsys.readouterr().out) if e["key"] == key)
    assert (entry["review"]["who"], entry["review"]["why"]) == ("审计", "已更正")


def test_strict_fails_on_errors_and_html_shows_both_places(store: Store, tmp_path: Path) -> None:
    page = tmp_path / "audit.html"
    assert main(["--store", str(store.folder), "--strict", "--html", str(page)]) == 1
    text = page.read_text("utf-8")
    assert "附件9" in text
    assert "http" not in text


def test_a_store_without_documents_has_no_findings(tmp_path: Path) -> None:
    with Store(tmp_path) as empty:
        assert service.load(empty).all == ()


@pytest.mark.parametrize(
    ("label", "products"),
    [
        ("政府网站（12次*0.83万/次）", [("12次*0.83万/次", Decimal("99600.00"))]),
        ("政报（60期*300份*3元/份）", [("60期*300份*3元/份", Decimal(54000))]),
        ("合订本（100元/本*150本）", [("100元/本*150本", Decimal(15000))]),
        ("2次*3天", []),  # no money
        ("举办2次", []),
    ],
)
def test_products_written_into_labels(label: str, products: list[tuple[str, Decimal]]) -> None:
    assert label_products(label) == products


@pytest.mark.slow
def test_errors_in_published_disclosures_are_real(real: Path, tmp_path: Path) -> None:
    """One page prints 本表为空表 (this table is empty) under a full table; the rest agree."""
    with Store(tmp_path) as opened:
        ingest([real], opened, Quiet(), workers=2)
        errors = [f for f in service.load(opened).all if f.severity is Severity.ERROR]
    assert [(f.rule, f.sides[0].place.page) for f in errors] == [("empty_tables", 31)]
