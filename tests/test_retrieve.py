"""Find passages by words and by meaning."""

from __future__ import annotations

import numpy as np
import pytest

from qa.retrieve import Bare, ExactDense, Retriever
from qa.words.lexical import LexicalIndex, words

TEXTS = [
    "公务接待费14.90万元，较2025年减少6.80万元。",
    "所属各预算单位共有车辆9辆，均为一般公务用车。",
    "负责区政府政务值班和区长公开电话工作。",
    "指在基本支出之外为完成特定行政任务所发生的支出。",
]


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def test_two_characters_are_found_where_a_dictionary_cuts_otherwise() -> None:
    scores = LexicalIndex(["车改取得进展", "公务用车改革", "会议"]).scores("车改")
    assert scores[0] > 0
    assert scores[1] > 0
    assert scores[2] == 0


def test_rarity_falls_with_use() -> None:
    index = LexicalIndex(TEXTS)
    assert index.rarity("无此词") > index.rarity("接待费") > index.rarity("。") - 1
    assert index.rarity("支出") < index.rarity("品牌")


def test_words_keep_terms() -> None:
    assert "值班" in words("区政府政务值班")


def test_words_alone_find_the_passage() -> None:
    hits = Retriever.over(TEXTS, None, None).search("接待费减少多少", 2)
    assert hits[0].id == 0
    assert hits[0].dense is None


def test_meaning_finds_what_words_cannot() -> None:
    vectors = np.vstack([unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1), unit(1, 1, 1)])
    retriever = Retriever.over(TEXTS, vectors, lambda _: unit(0.1, 1, 0))
    assert retriever.search("how many cars", 1)[0].id == 1
    assert retriever.search("anything", 4, mode="dense")[0].id == 1


def test_documents_filter_both_sides() -> None:
    pieces = [Bare(10, TEXTS[0], document_id=1), Bare(11, TEXTS[0], document_id=2)]
    dense = ExactDense(pieces, np.vstack([unit(1, 0), unit(1, 0)]))
    retriever = Retriever(pieces, dense, lambda _: unit(1, 0))
    assert [hit.id for hit in retriever.search("接待费", 5, [2])] == [11]
    assert [hit.id for hit in retriever.search("zzz", 5, [2])] == [11]


def test_a_decisive_word_match_needs_no_embedding() -> None:
    def embed(_: str) -> np.ndarray:
        raise AssertionError("embedded without need")

    retriever = Retriever.over(TEXTS, np.eye(4, 3, dtype=np.float32), embed)
    assert retriever.search("所属各预算单位共有车辆几辆", 1)[0].id == 1


def test_a_cross_encoder_reorders() -> None:
    pieces = [Bare(i, text) for i, text in enumerate(TEXTS)]
    dense = ExactDense(pieces, np.eye(4, 4, dtype=np.float32))
    retriever = Retriever(
        pieces, dense, lambda _: unit(1, 1, 1, 1), lambda _, texts: [len(t) for t in texts]
    )
    assert retriever.search("费", 1)[0].id == max(range(4), key=lambda i: len(TEXTS[i]))


@pytest.mark.parametrize("question", ["", "！？", "\x00", "😀"])
def test_nothing_to_find_is_no_failure(question: str) -> None:
    assert Retriever.over(TEXTS, None, None).search(question) == []
