"""Compare a whole question with rows and what stands around them, where its phrases name nothing.

A row of a form is found by its own words and those of the project that the form is about, so
that 会议专项外出考察 needs no cutting into project and indicator.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from math import fsum

from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.index import GramIndex
from qa.linking.text import bare, grams
from qa.linking.words import LinkWords

ROW_SHARE, CONTEXT_SHARE = 0.3, 0.9  # of the row's label; of words found only around the row
LEAST_ROW = 0.18  # least part of the question's words that the row's own label must hold
BESIDE_KINDS = ("procurement", "project_list")  # tables with words in further columns
NOT_OTHER = 0.6  # likeness left of 其他工资福利 to a row that is not 其他
BESIDE = 80  # characters of a row's further words
COMMON = 0.12  # grams in more than this part of the rows find nothing by themselves


def _words(text: str) -> str:
    return re.sub(r"[\d,.\s]+", "", text)


@cache
def _how_many(unit: str) -> re.Pattern[str]:
    return re.compile(rf"(?:多少|几|好多|几多){unit}")


class LooseIndex:
    """Index rows by the grams of their labels; context is added when scored."""

    def __init__(
        self, catalogue: Catalogue, index: GramIndex, words: LinkWords, subjects: dict[int, str]
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._words = words
        self._labels: dict[int, frozenset[str]] = {}
        self._context: dict[int, frozenset[str]] = {}
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._wholes: dict[frozenset[str], float] = {}
        for table in catalogue.tables.values():
            around = grams(bare(subjects.get(table.id, "")))
            document = catalogue.documents[table.document_id]
            owners = {bare(name) for name in (document.institution, *document.aliases)}
            for entry in table.rows:
                if bare(entry.label) not in owners:  # a question names it to say whose
                    self._add(table, entry, around)

    def _add(self, table: Sheet, entry: Entry, around: frozenset[str]) -> None:
        label = grams(bare(entry.label))
        self._labels[entry.id] = label
        parents = (
            grams(bare("".join(entry.parents[-1:]))) if entry.kind == "indicator" else frozenset()
        )
        beside = frozenset[str]()
        if entry.kind == "item" and table.kind in BESIDE_KINDS:
            beside = grams(bare(_words(entry.text))[:BESIDE])
        self._context[entry.id] = around | parents | beside
        for gram in label:
            self._postings[gram].append(entry.id)

    def match(self, text: str, documents: Collection[int], least: float = 0.42) -> dict[int, float]:
        """Return rows with scores for the whole text of a question."""
        wanted = self._wanted(text)
        weights = {gram: self._index.gram_weight(gram) for gram in wanted}
        total = fsum(weights.values())
        if total < 1.0:
            return {}
        limit = max(12.0, COMMON * len(self._labels))
        candidates: set[int] = set()
        for gram in wanted:
            places = self._postings.get(gram, ())
            if len(gram) > 1 or len(places) < limit / 4:
                candidates.update(places if len(places) < limit else ())
        found: dict[int, float] = {}
        for row_id in candidates:
            table = self._catalogue.table_of(row_id)
            if table.document_id not in documents:
                continue
            score = self._score(row_id, weights, total)
            if "其他" in text and "其他" not in self._catalogue.rows[row_id].label:
                score *= NOT_OTHER
            if score >= least:
                found[row_id] = score
        return found

    def _wanted(self, text: str) -> frozenset[str]:
        counted: list[str] = []
        for unit, names in self._words.counted.items():
            if _how_many(unit).search(text):
                counted = counted or list(names[:1])
        for word in self._words.noise:
            text = text.replace(word, " ")
        pieces = [bare(piece) for piece in re.split(r"[\s,，。?？、;；:：]+", text)]
        found: set[str] = set()
        for piece in pieces:
            found |= grams(piece)
        for name in counted:
            found |= grams(name)
        return frozenset(found)

    def _whole(self, label: frozenset[str]) -> float:
        """Return how much all of a label tells, reckoned once."""
        if label not in self._wholes:
            self._wholes[label] = fsum(map(self._index.gram_weight, label)) or 1.0
        return self._wholes[label]

    def _score(self, row_id: int, weights: Mapping[str, float], total: float) -> float:
        label, context = self._labels[row_id], self._context[row_id]
        own = fsum([weights[gram] for gram in weights.keys() & label])
        if own < LEAST_ROW * total:
            return 0.0
        around = fsum([weights[gram] for gram in (weights.keys() & context) - label])
        whole = self._whole(label)
        share = (own + CONTEXT_SHARE * around) / total
        return min(0.95, (1 - ROW_SHARE) * share + ROW_SHARE * own / whole)
