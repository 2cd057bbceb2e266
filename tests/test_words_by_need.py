"""Words read when they are asked about are those that are read at once."""

from __future__ import annotations

import pytest

from qa.kept import Kept
from qa.words import segmenter
from qa.words.dictionary import ByNeed, Whole

pytestmark = pytest.mark.slow  # takes seconds

TEXTS = (
    "巨灾保险多少钱", "机关事业单位基本养老保险缴费支出", "会议费和培训费哪个多", "重庆市潼南区人民政府办公室",
    "How much is the catastrophe insurance?", "2026年一般公共预算“三公”经费支出表", "购置1辆公务用车",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> Whole:
    return Whole()


def test_a_word_by_need_is_of_the_same_sorts(whole: Whole) -> None:
    by_need = ByNeed()
    runs = {text[i : i + size] for text in TEXTS for i in range(len(text)) for size in range(1, 6)}
    for run in runs:
        assert (run in by_need.ordinary) == (run in whole.ordinary)
        assert (run in by_need.places) == (run in whole.places)
        assert (run in by_need.proper) == (run in whole.proper)
        assert by_need.tags.get(run) == whole.tags.get(run)
    assert runs & by_need.ordinary == runs & whole.ordinary


def test_all_by_need_is_the_whole(whole: Whole) -> None:
    by_need = ByNeed()
    assert set(by_need.places) == whole.places
    assert by_need.place_characters == whole.place_characters


def test_text_is_cut_alike_by_need_and_at_once() -> None:
    by_need = segmenter.by_need()
    segmenter.load()
    assert [by_need.lcut(text) for text in TEXTS] == [segmenter.pieces(text) for text in TEXTS]
    assert all(segmenter.is_word(word) for word in ("保险", "三公经费"))


def test_what_is_kept_is_made_once() -> None:
    made: list[int] = []
    kept = Kept(size=2)
    assert [kept.once(key, lambda: made.append(1)) for key in (1, 1, 1)] == [None] * 3
    assert len(made) == 1
    kept.once(2, lambda: made.append(2))
    kept.once(3, lambda: made.append(3))
    kept.once(1, lambda: made.append(1))
    assert len(made) == 4, "of more than its size it drops what it has"
