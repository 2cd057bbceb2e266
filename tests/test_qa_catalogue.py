"""One disclosure published as several files counts once in what questions are linked to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store
from qa.catalogue import load

BUDGET = Disclosure("某县财政局", 2026, Phase.BUDGET)


def document(name: str, kind: str, passages: list[str], tables: list[str]) -> Document:
    """Return a document with a passage a text and a table of one row a title."""
    here = Location(name, 1 if kind == "pdf" else None)
    stored = tuple(
        store_table(
            Table(
                i,
                title,
                title,
                (("科目",), ("合计",)),
                (BodyRow(("教育", "1"), (here,)),),
                here,
                "万元",
            ),
            BUDGET,
        )
        for i, title in enumerate(tables, 1)
    )
    told = tuple(Passage(i, text, (), here) for i, text in enumerate(passages, 1))
    return Document(name, kind, "0" * 64, BUDGET, "预算", 1, kind == "pdf", stored, told)


def test_a_rendition_without_pages_is_hidden_by_the_one_with_pages(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put(document("a.txt", "txt", ["共有车辆9辆。", "无政府采购。"], ["支出表"]))
        store.put(document("a.pdf", "pdf", ["共有车辆 9 辆。无政府采购。"], ["支出表"]))
        found = load(store)
        alone = load(store, ["a.txt"])
    assert [d.name for d in found.documents.values()] == ["a.pdf"]
    assert len(found.tables) == len(found.passages) == 1
    assert len(alone.passages) == 2


def test_parts_of_one_disclosure_are_both_kept(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put(document("说明.pdf", "pdf", ["共有车辆9辆。"], []))
        store.put(document("报表.pdf", "pdf", [], ["支出表", "收入表"]))
        found = load(store)
    assert len(found.documents) == 2
    assert (len(found.tables), len(found.passages)) == (2, 1)


def test_another_year_is_another_disclosure(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put(document("a.pdf", "pdf", [], ["支出表"]))
        other = replace(
            document("b.pdf", "pdf", [], ["支出表"]), disclosure=replace(BUDGET, fiscal_year=2025)
        )
        store.put(other)
        assert len(load(store).tables) == 2
