"""Find the one row label that a question means where its words are none of the label's.

The last resort: sentence embeddings put 囤煤 near 煤炭储备. Their similarities lie close together, so
the margin to the next label decides, and the whole question and its content phrases must agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from ingest.data_files import data_file
from ingest.settings import settings
from ingest.store import Store
from qa.catalogue import Catalogue
from qa.linking import meaning_english
from qa.linking.text import bare, unnumbered
from qa.query import Query

LEAST = 0.88  # cosine that the question or its phrases must reach
LEAD = 0.0035  # least lead of each over the next label that is no kin
LEADS = 0.0179  # least sum of both leads
SUPPOSED, SUPPOSED_LEADS = 0.9, 0.003  # for a label that the words come nearest to already
KIN = 75  # likeness of labels that name one thing (缴费, 缴费支出)
LOOKED_AT = 12

Vector = NDArray[np.float32]


def _embed(text: str) -> Vector:
    from ingest.embeddings import question_vector

    return question_vector(text)


@dataclass(frozen=True, slots=True)
class Nearest:
    """Hold the label nearest to a text, its cosine and its lead."""

    label: str
    cosine: float
    lead: float


def load() -> None:
    """Embed the phrases that every English question is held against."""
    meaning_english.anything(_embed)


@cache
def _asks() -> re.Pattern[str]:
    return re.compile("|".join(data_file("qa", "meaning.yaml")["asks"]))


def asks_figure(query: Query) -> bool:
    """Tell whether a question asks for a figure: only then may a row that it means answer it."""
    return bool(_asks().search(query.text.lower()))


class Meaning:
    """Hold the vectors of a catalogue's row labels; read at the first question that needs them."""

    def __init__(
        self, catalogue: Catalogue, store: Store, embed: Callable[[str], Vector] = _embed
    ) -> None:
        self._catalogue = catalogue
        self._store = store
        self._embed = embed

    @cached_property
    def _labels(self) -> tuple[tuple[str, ...], Vector]:
        from ingest.embeddings import content_key, unpack

        rows = self._catalogue.rows.values()
        wanted = sorted({row.label for row in rows if row.kind in ("item", "indicator")})
        keys = {label: content_key(label) for label in wanted}
        kept = self._store.vectors(settings().embedding_model, keys.values())
        held = [label for label in wanted if keys[label] in kept]
        if not held:
            return (), np.empty((0, 0), dtype=np.float32)
        return tuple(held), np.stack([unpack(kept[keys[label]]) for label in held])

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the labels without their printed numbering."""
        return frozenset(map(unnumbered, self._labels[0]))

    def nearest(
        self, query: Query, *, supposed: str = "", among: frozenset[str] | None = None
    ) -> str | None:
        """Return the label that a question means, or None where no single one stands out.

        A label that the words of the question come nearest to is `supposed`: it needs less of a
        lead. `among` holds the labels of a table that the question names.
        """
        phrases = " ".join(mention.text for mention in query.mentions)
        if not phrases or not asks_figure(query):
            return None
        labels, matrix = self._labels
        if among is not None:
            kept = [at for at, label in enumerate(labels) if label in among]
            labels, matrix = tuple(labels[at] for at in kept), matrix[kept]
        if len(labels) < 2:
            return None
        whole = _best(query.text, labels, matrix, self._embed)
        is_supposed = whole.label == supposed
        least, both = (0.0, SUPPOSED_LEADS) if is_supposed else (LEAD, LEADS)
        if whole.lead < least:
            return None  # the whole is embedded for passages too: the phrases are spared
        part = _best(phrases, labels, matrix, self._embed)
        near = max(whole.cosine, part.cosine) >= (SUPPOSED if is_supposed else LEAST)
        leads = part.lead >= least and whole.lead + part.lead >= both
        return whole.label if whole.label == part.label and near and leads else None

    def of_english(
        self, query: Query, said: Callable[[Sequence[str]], Mapping[str, float]]
    ) -> str | None:
        """Return the label of the documents spoken of that an English question means, or None."""
        labels, matrix = self._labels
        scope = query.scope.documents or tuple(self._catalogue.documents)
        tables = (t for t in self._catalogue.tables.values() if t.document_id in scope)
        printed = {row.label for table in tables for row in table.rows}
        kept = [at for at, label in enumerate(labels) if label in printed]
        text = query.original
        own = tuple(labels[at] for at in kept)
        return meaning_english.nearest(text, own, matrix[kept], self._embed, said) if kept else None

    def near(self, text: str, count: int) -> tuple[str, ...]:
        """Return the labels that lie nearest to a text, at most so many, the nearest first."""
        labels, matrix = self._labels
        if not labels:
            return ()
        return tuple(labels[at] for at in np.argsort(-(matrix @ self._embed(text)))[:count])


def _best(
    text: str, labels: Sequence[str], matrix: Vector, embed: Callable[[str], Vector]
) -> Nearest:
    """Return the nearest label with its lead over the next one that names another thing."""
    scores = matrix @ embed(text)
    ranked = np.argsort(-scores)[:LOOKED_AT]
    first = ranked[0]
    others = (at for at in ranked[1:] if not _kin(labels[first], labels[at]))
    second = next(others, ranked[-1])
    return Nearest(labels[first], float(scores[first]), float(scores[first] - scores[second]))


def _kin(left: str, right: str) -> bool:
    a, b = bare(left), bare(right)
    return a in b or b in a or fuzz.ratio(a, b) >= KIN
