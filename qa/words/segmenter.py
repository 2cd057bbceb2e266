"""Cut text with jieba, with the terms of the data files as words of their own.

The counts of words of a first character are read when a text has it: jieba's own file of all of them
takes half a second to read, which one question would wait for. `load` reads all, for those who ask more.
"""

from __future__ import annotations

import csv
import logging
import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qa.words.dictionary import entries

if TYPE_CHECKING:
    import jieba

PLAIN, ALL = 60_101_967, 62_330_650
"""Occurrences of all words of the dictionary; with the domain's terms. Words are weighed by their share
of it, so that a few thousand more or less cut nothing otherwise."""
_LOADING = threading.Lock()
_TERM = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{2,12}(?![\u3400-\u9fff])")
_TERM_FILES = (
    Path(__file__).parents[2] / "ingest" / "data",
    Path(__file__).parents[1] / "data",
)


@cache
def domain_terms() -> tuple[str, ...]:
    """Return the domain's terms of 2 to 12 characters from the data files."""
    found: dict[str, None] = {}
    for folder in _TERM_FILES:
        for path in sorted((*folder.glob("*.csv"), *folder.glob("*.tsv"))):
            found.update(dict.fromkeys(_terms_of(path)))
    return tuple(found)


def _terms_of(path: Path) -> Iterable[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ","):
            for cell in row:
                yield from _TERM.findall(cell)


@cache
def _begun() -> Mapping[str, list[str]]:
    """Return the domain's terms by their first character."""
    found: dict[str, list[str]] = defaultdict(list)
    for term in domain_terms():
        found[term[0]].append(term)
    return found


class Counts(dict[str, int]):
    """Hold how often words stand, and their beginnings; read for a first character when it is asked about.

    Without a `measured` tokenizer they are those of jieba's dictionary, else with the domain's terms,
    each as often as `measured` must have it to keep it whole.
    """

    def __init__(self, measured: jieba.Tokenizer | None = None) -> None:
        super().__init__()
        self._measured = measured
        self._read: set[str] = set()

    def __contains__(self, word: object) -> bool:
        self.read(str(word)[:1])
        return super().__contains__(word)

    def get(self, word: str, default: int = 0) -> int:  # type: ignore[override]
        """Return how often a word stands."""
        self.read(word[:1])
        return super().get(word, default)

    def read(self, first: str) -> None:
        """Read the words that begin with a character."""
        if first in self._read:
            return
        for word in entries(first):
            self._add(word.text, word.count)
        if (measured := self._measured) is not None:
            for term in _begun().get(first, ()):
                self._add(term, measured.suggest_freq(term))
        self._read.add(first)

    def _add(self, word: str, count: int) -> None:
        self[word] = count
        for end in range(1, len(word)):
            self.setdefault(word[:end], 0)


def _made(counts: dict[str, int], total: int) -> jieba.Tokenizer:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = counts, total, True
    return tokenizer


def by_need() -> jieba.Tokenizer:
    """Return a tokenizer that reads the counts of words that it is asked about."""
    return _made(Counts(_made(Counts(), PLAIN)), ALL)


class _Segmenter:
    """Hold the tokenizer in use: one that reads by need, or one that holds all."""

    def __init__(self) -> None:
        self._made: jieba.Tokenizer | None = None
        self._whole = False

    def tokenizer(self) -> jieba.Tokenizer:
        """Return the tokenizer in use."""
        with _LOADING:  # several threads at once would each make one
            if self._made is None:
                self._made = by_need()
            return self._made

    def load(self) -> None:
        """Read the counts of all words."""
        import jieba

        with _LOADING:
            if self._whole:
                return
            jieba.setLogLevel(logging.WARNING)
            plain = jieba.Tokenizer()
            plain.initialize()
            counted = {term: plain.suggest_freq(term) for term in domain_terms()}
            for term, count in counted.items():
                plain.add_word(term, count)
            plain.total = ALL
            self._made, self._whole = plain, True


_segmenter = _Segmenter()
load = _segmenter.load


def pieces(text: str) -> list[str]:
    """Return the words of a text."""
    words: list[str] = _segmenter.tokenizer().lcut(text)
    return words


def is_word(word: str) -> bool:
    """Tell whether the dictionary or the domain has a word."""
    return bool(_segmenter.tokenizer().FREQ.get(word))
