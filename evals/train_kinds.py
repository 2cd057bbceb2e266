"""Learn how people word kinds of question (`qa/data/kinds.json`) from `data/kinds.yaml`.

python -m evals.train_kinds [--record GOLD.jsonl … --over STORE …] [--unseen] [--write]

A logistic regression over the bundled embedding of wordings, with names for their letters, and of questions
asked in full (`data/kinds_asked.jsonl`): those that are right when they are said as the kind found are of it,
others of none. `--record` adds such questions; `--unseen` tries what is learned on the wordings of
`data/synth_asked.yaml` that are kept for tests. Needs scikit-learn; embedding takes some ten minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals import dataset
from evals.scorers import judge
from ingest.data_files import data_file
from ingest.embeddings import Vector
from qa.asked import kinds, learned, restate
from qa.asked.learned import OTHER, Weights
from qa.chain import Chain
from qa.linking.printed import plain
from qa.query import Route
from qa.weights import packed
from qa.words.normalise import normalise

WORDINGS = "kinds.yaml"
ASKED = Path(__file__).parent / "data" / "kinds_asked.jsonl"
WEIGHTS = Path(learned.__file__).parents[1] / "data" / learned.FILE
STRENGTH = 30.0  # inverse of the ridge on the weights
ROUNDS = 300
PIECE = 64  # texts that are embedded at once


@dataclass(frozen=True, slots=True)
class Said:
    """Hold one question without what it names, and the kind it is of."""

    frame: str
    label: str


def of_wordings(half: dict[str, list[str]] | None = None) -> list[Said]:
    """Return all wordings with each set of names, or those of `half` with the first set."""
    raw = data_file("evals", WORDINGS)
    sets = [dict(kinds.stands()) | names for names in raw["names"]]
    worded = half or raw["kinds"]
    found: list[Said] = []
    for name, wordings in worded.items():
        kind = kinds.kinds().get(name) or kinds.Kind(name, "", even=False)
        own = list(sets[:1] if half else sets)
        if half is None and name not in raw["not_with_asking_names"]:
            own.append(sets[1] | raw["asking_names"])
        for wording in wordings:
            label = kinds.label_of(kind, kinds.letters_of(wording))
            texts = dict.fromkeys(kinds.filled(wording, names) for names in own)
            found += [Said(normalise(text), label) for text in texts]
    return found


def of_asked(path: Path = ASKED) -> list[Said]:
    """Return the questions that were asked in full."""
    if not path.exists():
        return []
    return [Said(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def embedded(texts: Sequence[str], workers: int) -> Vector:
    """Return the embeddings of texts, a row each, worked out by several processes."""
    once = list(dict.fromkeys(texts))
    pieces = [once[at : at + PIECE] for at in range(0, len(once), PIECE)]
    with ProcessPoolExecutor(workers) as pool:
        rows = [row for piece in pool.map(_vectors, pieces) for row in piece]
    known = dict(zip(once, rows, strict=True))
    return np.stack([known[text] for text in texts])


def _vectors(texts: Sequence[str]) -> list[Vector]:
    return [learned.vector_of(text) for text in texts]


def learn(given: Sequence[Said], vectors: Vector) -> Weights:
    """Return what is learned of questions and their embeddings."""
    from sklearn.linear_model import LogisticRegression

    centre = vectors.mean(axis=0)
    apart = vectors - centre
    apart /= np.linalg.norm(apart, axis=1, keepdims=True)
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS)
    model.fit(apart, [said.label for said in given])
    labels = tuple(str(label) for label in model.classes_)
    return Weights(labels, centre, model.coef_, model.intercept_)


def report(name: str, given: Sequence[Said], vectors: Vector, weights: Weights) -> None:
    """Print how often the likeliest kind is right, and how often where it is believed."""
    odds = np.stack([learned.weighed(vector, weights) for vector in vectors])
    best, most = odds.argmax(axis=1), odds.max(axis=1)
    right = np.array([weights.labels[at] == s.label for at, s in zip(best, given, strict=True)])
    print(f"{name}: {right.mean():.1%} of {len(given)}")
    for least in (0.3, 0.5, 0.7, 0.9):
        sure = most >= least
        print(f"  from {least} on: {sure.mean():.0%}, right {right[sure].mean():.1%}")


def record(store: Path, cases: Sequence[dataset.Case]) -> Iterator[Said]:
    """Give the questions of one store with the kind that each was found right as, or none."""
    with Chain.open(store) as chain:
        for case in cases:
            found = restate.restated(chain.view(case.docs), case.question, later=bool(case.history))
            if found is not None:
                answer = chain.ask(found.text, case.history, case.docs)
                told = answer.route not in (Route.REFUSE, Route.CLARIFY)
                right = told and judge(case, answer).right
                yield Said(found.frame, found.label if right else OTHER)


def write(weights: Weights, path: Path = WEIGHTS) -> None:
    """Write what is learned: weights as bytes, a scale a label."""
    scale = np.abs(weights.weights).max(axis=1) / 127
    rows = np.round(weights.weights / scale[:, None])
    counted = Counter(
        pair for said in data_file("evals", WORDINGS)["kinds"].values() for pair in _pairs(said)
    )
    raw = {
        "labels": list(weights.labels),
        "centre": packed(weights.centre, np.float16),
        "scale": packed(scale, np.float16),
        "constants": packed(weights.constants, np.float16),
        "weights": packed(rows, np.int8),
        "pairs": "".join(sorted(counted)),
    }
    path.write_text(json.dumps(raw, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _pairs(wordings: Sequence[str]) -> Iterator[str]:
    """Give the pairs of characters of Chinese wordings, without letters."""
    for wording in wordings:
        text = plain(normalise(kinds.filled(wording, _Bars())))
        for at in range(len(text) - 1):
            pair = text[at : at + 2]
            if not pair.isascii() and "|" not in pair:
                yield pair


class _Bars(dict[str, Sequence[str]]):
    """Give a bar for every letter."""

    def __contains__(self, key: object) -> bool:
        return True

    def get(self, key: str, default: Any = None) -> Any:
        return ("|",)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    found = argparse.ArgumentParser("python -m evals.train_kinds", description=__doc__)
    found.add_argument("--record", nargs="+", type=Path, metavar="GOLD", help="gold to ask and add")
    found.add_argument(
        "--over", nargs="+", type=Path, default=[], help="stores that hold its documents"
    )
    found.add_argument(
        "--unseen", action="store_true", help="try it on the wordings kept for tests"
    )
    found.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    found.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    options = found.parse_args(sys.argv[1:] if arguments is None else arguments)
    if options.record:
        _record(options.record, options.over, options.workers)
        return 0
    given = of_wordings() + of_asked()
    print(f"{len(given)} of {len({said.label for said in given})} kinds")
    vectors = embedded([said.frame for said in given], options.workers)
    weights = learn(given, vectors)
    if options.unseen:
        known = kinds.kinds()
        half = {
            k: v for k, v in data_file("evals", "synth_asked.yaml")["test"].items() if k in known
        }
        unseen = of_wordings(half)
        report("unseen", unseen, embedded([s.frame for s in unseen], options.workers), weights)
    if options.write:
        write(weights)
    return 0


def _record(gold: Sequence[Path], over: Sequence[Path], workers: int) -> None:
    cases = dataset.load(gold)
    jobs: list[tuple[Path, list[dataset.Case]]] = []
    for folder in over:
        with Chain.open(folder) as chain:
            held = {
                Path(document.name).stem for document in chain.view().catalogue.documents.values()
            }
        own = [c for c in cases if c.docs and all(Path(name).stem in held for name in c.docs)]
        own.sort(key=lambda case: case.docs or ())
        jobs += [(folder, own[at : at + 200]) for at in range(0, len(own), 200)]
    with ProcessPoolExecutor(workers) as pool, ASKED.open("a", encoding="utf-8") as kept:
        for found in pool.map(_recorded, *zip(*jobs, strict=True)):
            for said in found:
                line = {"frame": said.frame, "label": said.label}
                kept.write(json.dumps(line, ensure_ascii=False) + "\n")


def _recorded(store: Path, cases: list[dataset.Case]) -> list[Said]:
    return list(record(store, cases))


if __name__ == "__main__":
    raise SystemExit(main())
