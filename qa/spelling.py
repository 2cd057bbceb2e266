"""Mend typos by sound and by shape against the words that a corpus and the lexicon have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Vocabulary:
    """Index words by sound and by deletions."""

    def __init__(self, strong: Iterable[str], labels: Iterable[str]) -> None:
        self.strong = frozenset(strong)
        self.labels = frozenset(labels)


def mend(text: str, vocabulary: Vocabulary) -> tuple[str, Sequence[tuple[str, str]]]:
    """Return text with typos mended and what was mended."""
    return text, ()
