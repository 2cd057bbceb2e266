"""Read a whole question and say which row it means, and how likely that is right.

A second reader beside the linking of phrases (`qa/link.py`): chatter and unknown words between do
not hide a row. One linear model ranks the rows, a second one says how far the first is to be
believed; both are learned (`evals/train_ranker.py`) and stand in `qa/data/ranker.json`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from ingest.settings import settings
from ingest.store import Store
from qa.catalogue import Catalogue
from qa.kept import Kept
from qa.linking import nearness
from qa.linking.rank_features import NAMES, Features, Places, most
from qa.linking.rank_rows import Numbers, Row, Rows
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.query import Query

ANSWERS = 0.6  # probability from which the first row answers
ASKS = 0.35  # probability from which the first rows are asked about
CLEAR = 0.4  # least lead of the share of the first row's label over the next
KEPT = 16  # questions whose rows are kept with what they print
OFFERED = 3  # rows that are asked about
BELIEVED = (
    "share", "lead", "said_pairs", "said_characters", "said_around", "label_characters",
    "sense", "other_sense", "unit_fits", "unit_differs", "goal_indicator", "near", "code",
)  # fmt: skip

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Hold the rows that a question may mean, best first, one a label; `probability` of the first.

    `shares` are the parts of all likeness that go to each label.
    """

    rows: tuple[Row, ...]
    shares: tuple[float, ...]
    probability: float
    differs: bool  # the first one counts another thing than the question asks for

    @property
    def is_sure(self) -> bool:
        """Tell whether the first row may answer."""
        lead = self.shares[0] - (self.shares[1] if len(self.shares) > 1 else 0.0)
        return self.probability >= ANSWERS and lead >= CLEAR


@dataclass(frozen=True, slots=True)
class Weights:
    """Hold what was learned: the weights of `NAMES`, and of `BELIEVED` with a constant."""

    rank: Numbers
    belief: Numbers
    constant: float


@cache
def learned(*, blind: bool = False) -> Weights:
    """Return the bundled weights, or those for rows of which no vectors are known."""
    raw = json.loads((files("qa") / "data" / "ranker.json").read_text("utf-8"))
    raw = raw["blind" if blind else "near"]
    return Weights(
        np.array([raw["rank"][name] for name in NAMES], dtype=np.float32),
        np.array([raw["belief"][name] for name in BELIEVED], dtype=np.float32),
        float(raw["constant"]),
    )


class Ranker:
    """Rank the rows of one catalogue; made at the first question that needs it."""

    def __init__(
        self,
        catalogue: Catalogue,
        store: Store,
        lookup: Lookup,
        link_words: LinkWords,
        embed: Callable[[Query], Vector] = nearness.of_question,
    ) -> None:
        self.rows = Rows(catalogue, lookup, link_words)
        self._features = Features(self.rows, link_words)
        self._store = store
        self._embed = embed
        self._kept = Kept(KEPT)

    @cached_property
    def _vectors(self) -> Vector | None:
        """Return the vectors of the labels; None where the store has none, or those of another model."""
        from ingest.embeddings import content_key, unpack

        if not nearness.fits():
            return None
        keys = [content_key(row.label) for row in self.rows.rows]
        kept = self._store.vectors(settings().embedding_model, set(keys))
        held = [kept.get(key) for key in keys]
        width = next((len(unpack(vector)) for vector in held if vector is not None), 0)
        if not width:
            return None
        nothing = np.zeros(width, dtype=np.float32)
        return nearness.of_names(np.stack([nothing if v is None else unpack(v) for v in held]))

    @property
    def weights(self) -> Weights:
        """Return the weights of the rows of this catalogue."""
        return learned(blind=self._vectors is None)

    def features(
        self, query: Query, documents: Collection[int] = ()
    ) -> tuple[Numbers, Sequence[int]]:
        """Return the figures of every row in scope, and which rows these are."""
        at, printed = self._printed(query, documents)
        vectors = self._vectors
        cosines = None if vectors is None else vectors @ self._embed(query)
        return self._features.of(query, at, printed, cosines), at.tolist()

    def most(self, query: Query, documents: Collection[int]) -> tuple[Numbers, Sequence[int]]:
        """Return the most that each row in scope may weigh, whatever it means, and which these are."""
        at, printed = self._printed(query, documents)
        return most(printed, self.weights.rank, english=bool(query.english)), at.tolist()

    def _printed(
        self, query: Query, documents: Collection[int]
    ) -> tuple[Places, Mapping[str, Numbers]]:
        """Return the rows in scope with the figures of what they print; those of the last are kept."""
        inside = frozenset(documents)
        return self._kept.once((query, inside), lambda: self._read(query, inside))

    def _read(
        self, query: Query, documents: Collection[int]
    ) -> tuple[Places, Mapping[str, Numbers]]:
        scope = np.array([d in documents for d in self.rows.documents]) if documents else None
        at = np.arange(len(self.rows.rows)) if scope is None else np.flatnonzero(scope)
        return at, self._features.printed(query, at)

    def rank(self, query: Query, weights: Weights | None = None) -> Ranked | None:
        """Return the rows that a question means, best first, or None where there are none."""
        weights = weights or self.weights
        figures, places = self.features(query, query.scope.documents)
        if not places:
            return None
        best, shares = self.by_label(figures @ weights.rank, places)
        line = believed(figures[best[0]], shares)
        odds = float(line @ weights.belief + weights.constant)
        return Ranked(
            tuple(self.rows.rows[places[n]] for n in best),
            tuple(shares),
            float(1 / (1 + np.exp(-odds))),
            bool(figures[best[0], NAMES.index("unit_differs")]),
        )

    def near(self, query: Query, count: int) -> tuple[str, ...]:
        """Return the labels nearest in meaning to a question, at most so many, the nearest first."""
        if self._vectors is None:
            return ()
        ranked = np.argsort(-(self._vectors @ self._embed(query)))
        return tuple(dict.fromkeys(self.rows.rows[at].label for at in ranked))[:count]

    def by_label(
        self, scores: Numbers, places: Sequence[int]
    ) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Return the best row of each of the first labels, and what share of all falls to it."""
        weight = np.exp(scores - scores.max())
        weight /= weight.sum()
        first: dict[str, int] = {}
        total: dict[str, float] = {}
        for n in np.argsort(-scores):
            label = self.rows.bare[places[n]]
            first.setdefault(label, int(n))
            total[label] = total.get(label, 0.0) + float(weight[n])
        labels = sorted(first, key=lambda label: -total[label])[: OFFERED + 1]
        return tuple(first[label] for label in labels), tuple(total[label] for label in labels)


def believed(line: Numbers, shares: Sequence[float]) -> Numbers:
    """Return the figures of `BELIEVED` for the first row."""
    known = dict(zip(NAMES, line.tolist(), strict=True))
    known["share"] = shares[0]
    known["lead"] = shares[0] - (shares[1] if len(shares) > 1 else 0.0)
    return np.array([known[name] for name in BELIEVED], dtype=np.float32)
