"""Know the English of the words inside printed names: by the lists, by CC-CEDICT where they lack it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import fsum

from qa.linking.text import bare
from qa.words import lexicon
from qa.words.english import glosses, stems_of

LONGEST = 8  # characters of a word inside a name
_SINGLE = 0.5  # for one character that stands for itself
_LESS = 0.5  # for the characters of a word that many names have
_LIGHT = re.compile(
    r"资金|补助|补贴|经费|项目|专项|工作|情况|支出|建设|管理|服务|[市县区省]级|年度|本年|[及和与的等]"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Hold where in a name a word stands, and the stems of one of its meanings."""

    start: int
    end: int
    stems: frozenset[str]
    weight: float


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    """Return the Chinese words of the lists → their English."""
    found: dict[str, list[str]] = defaultdict(list)
    for words, chinese in lexicon.english().items():
        found[bare(chinese)].append(" ".join(words))
    lists = (lexicon.english_words(), lexicon.english_names())
    for words, meant in (pair for one in lists for pair in one.items()):
        for chinese in meant:
            for said in dict.fromkeys(
                (chinese, bare(chinese))
            ):  # as names are compared: 运维 → 运行
                found[said].append(" ".join(words))
    return {chinese: tuple(words) for chinese, words in found.items()}


@lru_cache(maxsize=32768)
def meanings_of(word: str) -> frozenset[frozenset[str]]:
    """Return the meanings of a Chinese word, each as the stems of its English words."""
    said = (*_listed().get(word, ()), *glosses(word))
    return frozenset(map(stems_of, said)) - {frozenset()}


def parts_of(name: str) -> list[Part]:
    """Return the words of a name with their meanings, a character alone where no word has it."""
    found: list[Part] = []
    covered = [False] * len(name)
    for size in range(min(LONGEST, len(name)), 1, -1):
        for start in range(len(name) - size + 1):
            end = start + size
            if told := meanings_of(name[start:end]):
                found += [Part(start, end, stems, 1.0) for stems in told]
                covered[start:end] = [True] * size
    for i in (i for i, done in enumerate(covered) if not done):
        found += [Part(i, i + 1, stems, _SINGLE) for stems in meanings_of(name[i])]
    return found


@lru_cache(maxsize=32768)
def weights_of(name: str) -> tuple[float, ...]:
    """Return how much each character of a name tells it: little where it is of any name."""
    light = {i for found in _LIGHT.finditer(name) for i in range(*found.span())}
    return tuple(_LESS if i in light else 1.0 for i in range(len(name)))


def share_of(hit: Sequence[float], weights: Sequence[float]) -> float:
    """Return how much of a name is told, by the weights of its characters."""
    return fsum(h * w for h, w in zip(hit, weights, strict=True)) / fsum(weights)
