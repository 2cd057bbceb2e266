"""Uploads, replacements and removals on a real ingest of small files."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import Silent, Status
from ingest.store import Store
from tests.test_compendium import compendium
from ui import uploads
from ui.uploads import Upload

pytestmark = pytest.mark.slow  # files are read in processes of their own

BUDGET = """示例区图书馆{year}年部门预算

一、单位基本情况
示例区图书馆负责全区公共阅读服务。

附件1
示例区图书馆项目支出表
单位：万元
序号\t项目名称\t合计
\t合计\t{total}
1\t夜间开放\t{total}
"""


def budget(year: int, total: str) -> bytes:
    return BUDGET.format(year=year, total=total).encode()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def printed(store: Store) -> set[str]:
    from ui.reading import search_rows

    return {found.row for found in search_rows(store, "夜间开放")}


def test_an_upload_is_kept_beside_the_store_and_read(store: Store) -> None:
    summary = uploads.take_in(store, [Upload("图书馆.txt", budget(2025, "35.00"))], Silent())
    assert [outcome.status for outcome in summary.outcomes] == [Status.STORED]
    assert printed(store) == {"1 夜间开放 35.00"}
    assert (store.folder / uploads.FOLDER / "图书馆.txt").is_file()


def test_the_same_name_again_replaces_the_document(store: Store) -> None:
    uploads.take_in(store, [Upload("图书馆.txt", budget(2025, "35.00"))], Silent())
    uploads.take_in(store, [Upload("图书馆.txt", budget(2025, "36.00"))], Silent())
    assert len(store.documents()) == 1
    assert printed(store) == {"1 夜间开放 36.00"}


def test_a_file_that_cannot_be_read_leaves_what_was_there(store: Store) -> None:
    uploads.take_in(store, [Upload("图书馆.txt", budget(2025, "35.00"))], Silent())
    summary = uploads.take_in(store, [Upload("图书馆.txt", b"")], Silent())
    assert summary.failed
    file = store.folder / uploads.FOLDER / "图书馆.txt"
    assert file.read_bytes() == budget(2025, "35.00")
    assert printed(store) == {"1 夜间开放 35.00"}
    assert [path.name for path in file.parent.iterdir()] == ["图书馆.txt"]


def test_a_broken_new_file_is_not_kept(store: Store) -> None:
    summary = uploads.take_in(store, [Upload("坏.pdf", b"%PDF-1.7 broken")], Silent())
    assert summary.failed
    assert list((store.folder / uploads.FOLDER).iterdir()) == []
    assert store.documents() == ()


def test_a_replacement_under_another_name_takes_the_old_document_out(store: Store) -> None:
    uploads.take_in(store, [Upload("旧.txt", budget(2024, "30.00"))], Silent())
    uploads.take_in(store, [Upload("新.txt", budget(2025, "35.00"))], Silent(), "旧.txt")
    assert [document.name for document in store.documents()] == ["新.txt"]
    assert not (store.folder / uploads.FOLDER / "旧.txt").exists()


def test_a_failed_replacement_takes_nothing_out(store: Store) -> None:
    uploads.take_in(store, [Upload("旧.txt", budget(2024, "30.00"))], Silent())
    uploads.take_in(store, [Upload("新.txt", b"")], Silent(), "旧.txt")
    assert [document.name for document in store.documents()] == ["旧.txt"]


def test_a_file_of_several_institutions_stays_while_one_of_them_does(
    store: Store, tmp_path: Path
) -> None:
    content = compendium(tmp_path / "汇编.pdf").read_bytes()
    uploads.take_in(store, [Upload("汇编.pdf", content)], Silent())
    file = store.folder / uploads.FOLDER / "汇编.pdf"
    documents = store.documents()
    assert len(documents) == 2
    for document in documents:
        assert file.is_file()
        uploads.take_out(store, document)
    assert not file.exists()
    assert store.documents() == ()
