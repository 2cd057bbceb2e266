"""Learn what kind of answer a question wants (`qa/data/intent.json`) from gold questions.

python -m evals.train_intent GOLD.jsonl … [--said FILE …]
    [--unseen GOLD.jsonl …] [--by-file] [--write]

A logistic regression over the terms of `qa.words.intent`, each present or absent, a question's
terms together of length 1. Tried on questions it has not seen: those of `--unseen`, or each file
(`--by-file`) by what was learned from the others. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from evals import dataset
from evals.dataset import GoldError
from qa.query import Route
from qa.words import intent
from qa.words.intent import CONSTANT, ROUTES, Weights, terms

WEIGHTS = Path(intent.__file__).parents[1] / "data" / intent.FILE
LEAST = 3  # questions that must have a term
STRENGTH = 15.0  # inverse of the ridge on the weights
BELIEVED = 0.8  # likelihood above which a route counts as told surely


@dataclass(frozen=True, slots=True)
class Said:
    """Hold one question's terms with the route that its answer has; `accepted` are right too."""

    terms: frozenset[str]
    route: Route
    accepted: frozenset[Route]
    source: str
    question: str


def of_gold(paths: Sequence[Path]) -> list[Said]:
    """Return the questions of gold files; a figure may be told with the text that states it."""
    return [
        Said(
            terms(case.question, later=bool(case.history)),
            case.expected.route,
            frozenset({case.expected.route, *case.expected.also}) | _joined(case.expected.route),
            case.source,
            case.question,
        )
        for case in dataset.load(paths)
    ]


def of_words(paths: Sequence[Path]) -> list[Said]:
    """Return questions that are labelled with their route alone: {question, route, later?} a line.

    Raises GoldError at a line that is none.
    """
    found: list[Said] = []
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            try:
                raw = json.loads(line)
                question, route = str(raw["question"]), Route(raw["route"])
            except (ValueError, KeyError, TypeError) as error:
                raise GoldError(path, number, f"not a question with its route: {error}") from error
            said = terms(question, later=bool(raw.get("later")))
            found.append(
                Said(said, route, frozenset({route}) | _joined(route), path.stem, question)
            )
    return found


def _joined(route: Route) -> frozenset[Route]:
    return frozenset({Route.BOTH} if route in (Route.TABLE, Route.TEXT) else ())


def learn(given: Sequence[Said]) -> Weights:
    """Return the weights of each term in hundredths' precision, one a route."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression

    counted = Counter(chain.from_iterable(said.terms for said in given))
    known = sorted(term for term, times in counted.items() if times >= LEAST)
    at = {term: n for n, term in enumerate(known)}
    lines = [[at[term] for term in said.terms if term in at] for said in given]
    ends = np.cumsum([0, *map(len, lines)])
    filled = np.concatenate([np.full(len(line), 1 / np.sqrt(max(1, len(line)))) for line in lines])
    shape = len(lines), len(known)
    matrix = csr_matrix((filled, list(chain.from_iterable(lines)), ends), shape=shape)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(matrix, [said.route.value for said in given])
    order = [list(model.classes_).index(route.value) for route in ROUTES]
    weights = np.round(model.coef_[order].T, 2)
    told = {CONSTANT: tuple(np.round(model.intercept_[order], 2).tolist())}
    rows = zip(known, weights, strict=True)
    return told | {term: tuple(row.tolist()) for term, row in rows if row.any()}


def report(name: str, given: Sequence[Said], weights: Weights) -> None:
    """Print how often the likeliest route is right, and how often where it is believed."""
    right: list[bool] = []
    sure: list[bool] = []
    for said in given:
        found = intent.likely(said.terms, weights)
        best = max(ROUTES, key=found.of)
        right.append(best in said.accepted)
        if found.of(best) >= BELIEVED:
            sure.append(right[-1])
    print(f"{name}: {_rate(right)}; above {BELIEVED}: {_rate(sure)}")


def _rate(right: Sequence[bool]) -> str:
    return f"{sum(right)} right of {len(right)} = {np.mean(right or [False]):.1%}"


def write(weights: Weights, path: Path = WEIGHTS) -> None:
    """Write the weights in hundredths, a line a term."""
    rows = {term: [round(weight * 100) for weight in row] for term, row in weights.items()}
    lines = (f"{json.dumps(term, ensure_ascii=False)}: {row}" for term, row in rows.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    found = argparse.ArgumentParser("python -m evals.train_intent", description=__doc__)
    found.add_argument("gold", nargs="+", type=Path)
    found.add_argument("--said", nargs="+", type=Path, default=[], help="labelled with routes only")
    found.add_argument("--unseen", nargs="+", type=Path, default=[], help="gold to be tried on")
    found.add_argument("--by-file", action="store_true", help="try each file on the others")
    found.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    options = found.parse_args(sys.argv[1:] if arguments is None else arguments)
    given = of_gold(options.gold) + of_words(options.said)
    if options.unseen:
        unseen = of_gold(options.unseen)
        asked = {said.question for said in unseen}
        report("unseen", unseen, learn([said for said in given if said.question not in asked]))
    if options.by_file:
        for source in sorted({said.source for said in given}):
            mine = [said for said in given if said.source == source]
            report(source, mine, learn([said for said in given if said.source != source]))
    if options.write:
        write(learn(given))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
