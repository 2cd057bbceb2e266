"""Tell how much of what a question says a row explains: by its name, and by what stands with it.

A row explains a word that its name, its parents, its unit, its further cells or the heads of its
table print, whole or in short (远教站点: 远程教育站点).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from qa.catalogue import Catalogue, Entry, Sheet
from qa.link import Linker, MentionLink
from qa.linking.text import bare
from qa.words.content import nouns

PAIR = 2
SHORTENED = 0.9  # for characters that a name has in their order, with others between
BETWEEN = 3  # characters that may stand between two of them
NAMED = 0.5  # least likeness by which a phrase is taken as linked
PARENT, TABLE = 0.85, 0.9
CELLS = 160  # characters of a row's cells that are read
KEPT = 4096
LISTS = ("project_list", "procurement")
_NUMBERS = re.compile(r"[\d,.\s:：]+")


@lru_cache(maxsize=KEPT)
def covered(words: str, around: str, label: str) -> float:
    """Return the share of some words' characters that a row's text prints."""
    if not words:
        return 1.0
    got = [0.0] * len(words)
    at = 0
    while at < len(words):
        size = next((n for n in range(len(words) - at, 1, -1) if words[at : at + n] in around), 0)
        got[at : at + size] = [1.0] * size
        at += size or 1
    for i, (one, other) in enumerate(pairwise(words)):
        if min(got[i : i + PAIR]) < SHORTENED and _in_order(one, other, label):
            got[i] = max(got[i], SHORTENED)
            got[i + 1] = max(got[i + 1], SHORTENED)
    return sum(got) / len(words)


def _in_order(one: str, other: str, label: str) -> bool:
    """Tell whether a name has two characters in this order, with few others between."""
    at = label.find(one)
    while at >= 0:
        if other in label[at + 2 : at + 2 + BETWEEN]:
            return True
        at = label.find(one, at + 1)
    return False


class Cover:
    """Find the rows of one catalogue by the words that they explain."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._catalogue: Catalogue = linker.catalogue
        self._told: dict[int, tuple[str, str]] = {}
        self._own: dict[int, str] = {}
        self._postings: dict[str, list[int]] = defaultdict(list)
        for table in self._catalogue.tables.values():
            heads = "|".join(dict.fromkeys(bare(part) for c in table.columns for part in c.path))
            for entry in table.rows:
                self._add(table, entry, heads)

    def _add(self, table: Sheet, entry: Entry, heads: str) -> None:
        label = bare(entry.label)
        own = bare(_NUMBERS.sub(" ", entry.text))[:CELLS]
        above = "|".join(bare(part) for part in (*entry.parents, entry.institution or ""))
        self._own[entry.id] = own
        self._told[entry.id] = (label, "|".join((label, own, above, bare(table.title), heads)))
        text = label + "|" + own
        for pair in {text[i : i + PAIR] for i in range(len(text) - 1)}:
            self._postings[pair].append(entry.id)

    def having(self, words: str, documents: Collection[int]) -> set[int]:
        """Return the rows whose name or cells print a pair of some words' characters."""
        pairs = {words[i : i + PAIR] for i in range(len(words) - 1)}
        found = {row for pair in pairs for row in self._postings.get(pair, ())}
        tables = self._catalogue.table_of
        return {row for row in found if tables(row).document_id in documents}

    def words(self, link: MentionLink) -> str:
        """Return what of a phrase tells anything."""
        said = bare(link.mention.text)
        return bare(self._linker.stripped(link.mention.text)) or said

    def said(self, row_id: int) -> tuple[str, str]:
        """Return a row's bare name and its cells."""
        return self._told[row_id][0], self._own[row_id]

    def items(self, documents: Collection[int]) -> list[int]:
        """Return the rows of things that no classification names: projects, purchases, units."""
        tables = self._catalogue.tables.values()
        inside = [t for t in tables if t.document_id in documents]
        return [
            e.id
            for t in inside
            for e in t.rows
            if e.kind == "item" and (t.kind in LISTS or self._linker.is_unit(e))
        ]

    def explained(self, links: Sequence[MentionLink], row_id: int) -> list[float]:
        """Return for each phrase how much of it a row explains."""
        label, around = self._told[row_id]
        return [max(self._linked(x, row_id), covered(self.words(x), around, label)) for x in links]

    def missing(self, links: Sequence[MentionLink], row_id: int) -> set[str]:
        """Return the nouns of a question's phrases of which a row explains nothing."""
        label, around = self._told[row_id]
        said = {word for link in links for word in nouns(self.words(link))}
        return {word for word in said if not covered(word, around, label)}

    def by_name(self, words: str, row_id: int) -> float:
        """Return how much of some words a row's own name and cells print."""
        label = self._told[row_id][0]
        return covered(words, f"{label}|{self._own[row_id]}", label)

    def share(self, links: Sequence[MentionLink], explained: Iterable[float]) -> float:
        """Return the share of a question that is explained, its phrases weighed by rarity."""
        weights = [max(self._linker.index.weight(x.mention.text), 1.0) for x in links]
        told = sum(w * e for w, e in zip(weights, explained, strict=True))
        return told / (sum(weights) or 1.0)

    def _linked(self, link: MentionLink, row_id: int) -> float:
        table_id = self._catalogue.rows[row_id].table_id
        named = max(
            link.rows.get(row_id, 0.0),
            link.parents.get(row_id, 0.0) * PARENT,
            link.tables.get(table_id, 0.0) * TABLE,
            link.subjects.get(table_id, 0.0),
            *(score for (table, _), score in link.columns.items() if table == table_id),
            0.0,
        )
        return named if named >= NAMED else 0.0
