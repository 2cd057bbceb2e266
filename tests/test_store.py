"""The store: idempotent, exact, versioned; a document goes with all that came from it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from ingest import schema
from ingest.errors import StoreError, StoreVersionError, UnknownDocumentError
from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store

HERE = Location("a.pdf", 3, (1.0, 2.0, 3.0, 4.0))
BUDGET = Disclosure("某县财政局", 2026, Phase.BUDGET)


def document(amount: str, name: str = "a.pdf") -> Document:
    """Return a document of one table with one row and one passage."""
    table = Table(
        1,
        "表一",
        "支出表",
        (("科目",), ("合计",)),
        (BodyRow(("教育支出", amount), (HERE,)),),
        HERE,
        "万元",
    )
    passage = Passage(1, "共有车辆9辆。", ("六、其他", "4、资产"), HERE)
    stored = store_table(table, BUDGET)
    return Document(name, "pdf", "0" * 64, BUDGET, "预算", 3, True, (stored,), (passage,))


def count(store: Store, table: str) -> int:
    """Count the rows of one table of the store."""
    with store.engine.connect() as connection:
        found = connection.execute(select(func.count()).select_from(schema.metadata.tables[table]))
        return int(found.scalar_one())


def test_putting_twice_is_putting_once(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put(document("1.00"))
        store.put(document("2.00"))
        assert (
            count(store, "documents")
            == count(store, "observations")
            == count(store, "passages")
            == 1
        )
        assert store.generation == 2


def test_removing_takes_all_that_came_from_it(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put(document("1.00"))
        store.remove("a.pdf")
        counts = {table: count(store, table) for table in schema.metadata.tables}
    assert counts == {**dict.fromkeys(counts, 0), "meta": 2}


def test_a_failed_put_leaves_the_old_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path) as store:
        store.put(document("1.00"))
        monkeypatch.setattr("ingest.store.insert_passages", _fail)
        with pytest.raises(RuntimeError):
            store.put(document("2.00"))
        with store.engine.connect() as connection:
            assert connection.execute(select(schema.observations.c.value)).scalar_one() == "1.00"


def _fail(*_: object) -> None:
    raise RuntimeError("killed")


def test_an_unknown_name_says_what_is_near(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put(document("1.00"))
        with pytest.raises(UnknownDocumentError, match=r"a\.pdf"):
            store.remove("a.pdx")


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    with Store(tmp_path) as store, store.engine.begin() as connection:
        connection.execute(
            update(schema.meta).where(schema.meta.c.key == "version").values(value="99")
        )
    with pytest.raises(StoreVersionError, match="schema 99"):
        Store(tmp_path)


def test_a_missing_or_broken_store_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        Store(tmp_path / "none", create=False)
    (tmp_path / "disclosures.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path)


@settings(max_examples=20, deadline=None)
@given(st.decimals(min_value=-(10**10), max_value=10**10, places=2, allow_nan=False))
def test_amounts_come_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, value: Decimal
) -> None:
    with Store(tmp_path_factory.mktemp("store")) as store:
        store.put(document(f"{value:,}"))
        with store.engine.connect() as connection:
            row = connection.execute(select(schema.observations)).one()
    assert Decimal(row.value) == value
    assert row.printed == f"{value:,}"
    assert row.scaled == int(value * 10_000 * 10_000)
