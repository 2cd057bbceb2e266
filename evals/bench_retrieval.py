"""Measure the retriever on a reading-comprehension set: all passages pooled, each to be found."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.dataset import GoldError
from ingest.embeddings import Cached, embeddings
from ingest.store import Store
from qa.retrieve import Retriever, Vector
from qa.words.lexical import words

DEPTH = 50
K1, B = 1.5, 0.75  # BM25's usual constants

Ranker = Callable[[int], Sequence[int]]
"""From a question's place to passages' places, best first."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Hold distinct passages, and questions with the place of the passage that answers each."""

    passages: tuple[str, ...]
    questions: tuple[str, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Hold how well passages are found; MRR counts what is past the depth as 0."""

    recall1: float
    recall5: float
    mrr: float


def read(path: Path, limit: int | None = None) -> Pool:
    """Return the pool of a file in SQuAD's format; raises GoldError where it is none."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        pairs = [
            (str(paragraph["context"]), str(qa["question"]))
            for article in raw["data"]
            for paragraph in article["paragraphs"]
            for qa in paragraph["qas"]
        ]
    except OSError as error:
        raise GoldError(path, None, f"cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise GoldError(path, None, "is not in SQuAD's format") from error
    places: dict[str, int] = {}
    for context, _ in pairs:
        places.setdefault(context, len(places))
    asked = pairs[:limit]
    return Pool(
        tuple(places), tuple(q for _, q in asked), tuple(places[context] for context, _ in asked)
    )


def measure(pool: Pool, rank: Ranker) -> Found:
    """Return how well a ranker finds the passages."""
    ranks = []
    for place, wanted in enumerate(pool.answers):
        best = list(rank(place))
        ranks.append(best.index(wanted) + 1 if wanted in best else math.inf)
    count = max(1, len(ranks))
    return Found(
        sum(rank <= 1 for rank in ranks) / count,
        sum(rank <= 5 for rank in ranks) / count,
        sum(1 / rank for rank in ranks) / count,
    )


class WordBM25:
    """Rank passages by BM25 over jieba's words alone: what most systems run."""

    def __init__(self, texts: Iterable[str]) -> None:
        counted = [Counter(words(text)) for text in texts]
        lengths = [sum(counts.values()) for counts in counted]
        mean = sum(lengths) / max(1, len(lengths)) or 1.0
        held = Counter(word for counts in counted for word in counts)
        self._weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, counts in enumerate(counted):
            norm = K1 * (1 - B + B * lengths[place] / mean)
            for word, count in counts.items():
                rarity = math.log1p((len(counted) - held[word] + 0.5) / (held[word] + 0.5))
                self._weights[word].append((place, rarity * count * (K1 + 1) / (count + norm)))

    def rank(self, question: str, k: int = DEPTH) -> list[int]:
        """Return up to `k` places, best first."""
        scores: Counter[int] = Counter()
        for word in words(question):
            for place, weight in self._weights.get(word, ()):
                scores[place] += weight  # type: ignore[assignment]
        return [place for place, _ in sorted(scores.items(), key=lambda p: (-p[1], p[0]))[:k]]


def rankers(pool: Pool, passages: Vector, questions: Vector) -> Mapping[str, Ranker]:
    """Return the ways compared: ours, and each of its parts alone."""
    ours = Retriever.over(pool.passages, passages, None)
    plain = WordBM25(pool.passages)

    def mode(name: str) -> Ranker:
        def rank(place: int) -> list[int]:
            asked, vector = pool.questions[place], questions[place]
            return [hit.id for hit in ours.search(asked, DEPTH, mode=name, vector=vector)]

        return rank

    return {
        "ours (fused)": mode("fused"),
        "dense alone": mode("dense"),
        "our words alone": mode("lexical"),
        "BM25 (jieba) alone": lambda place: plain.rank(pool.questions[place]),
    }


def report(path: Path, folder: Path, limit: int | None = None) -> None:
    """Print recall@1, recall@5 and MRR of each way."""
    from rich.console import Console
    from rich.table import Table

    pool = read(path, limit)
    table = Table(title=f"{len(pool.questions)} questions over {len(pool.passages)} passages")
    for column in ("", "recall@1", "recall@5", "MRR"):
        table.add_column(column, justify="right")
    passages, questions = _vectors(pool, folder)
    for name, rank in rankers(pool, passages, questions).items():
        found = measure(pool, rank)
        table.add_row(name, f"{found.recall1:.1%}", f"{found.recall5:.1%}", f"{found.mrr:.3f}")
    Console().print(table)


def _vectors(pool: Pool, folder: Path) -> tuple[Vector, Vector]:
    """Embed passages (cached in a store of their own) and questions."""
    import numpy as np
    from tqdm import tqdm

    with Store(folder) as store:
        model = Cached(embeddings(), store)
        todo = len(model.missing(pool.passages))
        with tqdm(total=todo, unit="passage", disable=None, leave=False) as bar:
            model.fill(pool.passages, bar.update)
        passages = model.passages(pool.passages)
        asked = [
            model.query(question) for question in tqdm(pool.questions, disable=None, leave=False)
        ]
    return passages, np.stack(asked)
