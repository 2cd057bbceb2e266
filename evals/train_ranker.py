"""Learn the weights of the row ranker (`qa/data/ranker.json`) from gold questions.

python -m evals.train_ranker --over STORE GOLD.jsonl … [--over STORE GOLD.jsonl …] [--blind] [--write]

Rows that an acceptable citation names are right. Beside the gold questions those about names that
`evals.train_nearness` kept out are asked, in phrases that people use for them; `--blind` leaves meaning and
these out, for rows of which no vectors are known. Ranking is learned over all rows of a question at
once (a softmax, so that every other row is a negative); belief in the first row by a logistic
regression, over ranks made without the question's own place. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals import dataset, train_nearness
from evals.dataset import Case, Expected, Figure, Place
from evals.places import cites
from qa.chain import Chain
from qa.chaining.meaning import OF_SEVERAL
from qa.errors import CalculationError
from qa.linking import rank
from qa.linking.rank import BELIEVED, Ranker, believed
from qa.linking.rank_features import NAMES, OF_MEANING
from qa.query import Citation, Query, Route
from qa.view import View
from qa.words.asking import asks_figure

Numbers = NDArray[np.float64]
WEIGHTS = Path(rank.__file__).parents[1] / "data" / "ranker.json"
RIDGE = 1.0  # of the ranking's weights
STEPS = 150  # of its learning
FOLDS = 6
OPEN = 3.0  # weight, for belief, of a question that phrases leave unanswered
PLACE = 6  # characters of a document's name by which places are told apart
MOST_LABELS = 4  # labels that one figure may be printed under


@dataclass(frozen=True, slots=True)
class Sample:
    """Hold one question with the figures of all rows; `right` marks the acceptable ones."""

    case: Case
    place: str
    ranker: Ranker
    figures: Numbers
    places: Sequence[int]
    right: NDArray[np.bool_]
    labels: frozenset[str]
    open: bool  # what phrases leave unanswered
    several: bool  # whether it is asked of several rows

    @property
    def is_single(self) -> bool:
        """Tell whether one row is asked for."""
        one = len(self.case.expected.figures) == 1
        return one and self.case.category != "cross" and 0 < len(self.labels) <= MOST_LABELS


def samples(store: Path, files: Sequence[Path], *, said: bool) -> Iterable[Sample]:
    """Give the questions of gold files over a store, and where `said` those about names kept out."""
    with Chain.open(store) as chain:
        for case in (*dataset.load(files), *(_said(chain) if said else ())):
            view = chain.view(case.docs)
            found = chain.explain(case.question, case.history, case.docs)
            place = f"{store.name}:{(case.docs or ('',))[0][:PLACE]}"
            waits = _waits(view, found.query)
            if not found.query.parts and view.ranker.rows.rows:
                yield _sample(case, view, found.query, place, waits)


def _said(chain: Chain) -> Iterable[Case]:
    """Give questions about the names kept out of what is learned of nearness, of a document each."""
    known, dice = train_nearness.names_said(), random.Random(0)
    view = chain.view()
    printed = {row.label: row for row in view.ranker.rows.rows}
    for name in sorted(filter(train_nearness.is_held, known.keys() & printed.keys())):
        document = view.catalogue.documents[printed[name].document_id].name
        for phrase in known[name]:
            yield Case(
                f"{name}: {phrase}", train_nearness.asked(phrase, dice), "lookup",
                Expected(Route.TABLE, figures=(Figure("0"),)), (Place("", row=name, doc=document),),
                docs=(document,), source="names_said",
            )  # fmt: skip


def _waits(view: View, query: Query) -> bool:
    """Tell whether the phrases of a question lead to no row."""
    try:
        return view.planner.plan(query).reason.split(":")[0] in ("not_found", "lacking")
    except CalculationError:  # there are rows, which give nothing
        return False


def _sample(case: Case, view: View, query: Query, place: str, waits: bool) -> Sample:
    ranker = view.ranker
    figures, places = ranker.features(query, query.scope.documents)
    tables = case.expected.route in (Route.TABLE, Route.BOTH)
    right = np.array([tables and _is_right(case, view, at) for at in places])
    labels = frozenset(ranker.rows.bare[at] for at, yes in zip(places, right, strict=True) if yes)
    waits = waits and asks_figure(query.text)
    return Sample(
        case,
        place,
        ranker,
        figures.astype(np.float64),
        places,
        right,
        labels,
        waits,
        query.asks(*OF_SEVERAL),
    )


def _is_right(case: Case, view: View, at: int) -> bool:
    """Tell whether an acceptable citation names a row."""
    named = [place for place in case.places if place.row]
    for row_id in view.ranker.rows.rows[at].row_ids:
        entry, table = view.catalogue.rows[row_id], view.catalogue.table_of(row_id)
        document = view.catalogue.document_of(row_id)
        cited = Citation(
            document.name, document.institution, document.fiscal_year, table.annex,
            table=table.title, row=entry.printed,
        )  # fmt: skip
        words = {w for place in named for w in (place.row, *(place.row or "").split()[-1:])}
        if not {entry.label, entry.code, entry.printed} & words:
            continue
        if any(cites(place, [cited]) for place in named):
            return True
    return False


def learn_rank(given: Sequence[Sample]) -> Numbers:
    """Return weights that make the right rows likely among all rows of their question."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    every = np.concatenate([sample.figures for sample in given])
    spread = every.std(axis=0) + 1e-6
    lines, right = every / spread, np.concatenate([sample.right for sample in given])
    sizes = [len(sample.figures) for sample in given]
    starts, owner = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = lines @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        chance = raised / np.add.reduceat(raised, starts)[owner]
        hits = np.where(right, chance, 0.0)
        hit = np.add.reduceat(hits, starts) + 1e-12
        total = RIDGE * float(weights @ weights) - float(np.log(hit).sum())
        slope = lines.T @ (chance - hits / hit[owner]) + 2 * RIDGE * weights
        return total / len(sizes), slope / len(sizes)

    found = minimize(
        loss, np.zeros(every.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}
    ).x
    weights: Numbers = found / spread
    return weights


def first(sample: Sample, weights: Numbers) -> tuple[NDArray[np.float32], list[str]]:
    """Return what belief in the first row is read from, and the labels that are ranked first."""
    best, shares = sample.ranker.by_label(
        (sample.figures @ weights).astype(np.float32), sample.places
    )
    line = believed(sample.figures[best[0]].astype(np.float32), shares)
    return line, [sample.ranker.rows.bare[sample.places[n]] for n in best]


def learn_belief(
    lines: Numbers, right: NDArray[np.bool_], weight: Numbers
) -> tuple[Numbers, float]:
    """Return the weights and the constant of a logistic regression."""
    from sklearn.linear_model import LogisticRegression

    spread = lines.std(axis=0) + 1e-6
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit(lines / spread, right, sample_weight=weight)
    found: Numbers = model.coef_[0] / spread
    return found, float(model.intercept_[0])


def chance(lines: Numbers, belief: Numbers, constant: float) -> Numbers:
    """Return the probability of each line."""
    odds: Numbers = 1 / (1 + np.exp(-(lines @ belief + constant)))
    return odds


@dataclass(frozen=True, slots=True)
class Tried:
    """Hold what ranks made without a question's own group say of it."""

    sample: Sample
    line: NDArray[np.float32]
    labels: list[str]

    @property
    def right(self) -> bool:
        """Tell whether the first row is one asked for alone."""
        return self.sample.is_single and self.labels[0] in self.sample.labels


def crossed(given: Sequence[Sample], group: Sequence[str]) -> list[Tried]:
    """Return each question ranked by weights that never saw its group."""
    out: list[Tried] = []
    for held in _folds(group):
        seen = [s for s, g in zip(given, group, strict=True) if g not in held and s.is_single]
        weights = learn_rank(seen)
        for sample, g in zip(given, group, strict=True):
            if g in held:
                out.append(Tried(sample, *first(sample, weights)))
    return out


def _folds(group: Sequence[str]) -> Iterable[frozenset[str]]:
    """Give the groups that are held out together."""
    names = sorted(set(group))
    return (frozenset(names[n::FOLDS]) for n in range(min(FOLDS, len(names))))


def crossed_belief(tried: Sequence[Tried], group: Sequence[str]) -> Numbers:
    """Return the probability of each first row by a belief that never saw its group."""
    lines = np.stack([t.line for t in tried]).astype(np.float64)
    right = np.array([t.right for t in tried])
    weight = np.array([OPEN if t.sample.open else 1.0 for t in tried])
    out = np.zeros(len(tried))
    for held in _folds(group):
        mine = np.array([g in held for g in group])
        belief, constant = learn_belief(lines[~mine], right[~mine], weight[~mine])
        out[mine] = chance(lines[mine], belief, constant)
    return out


def report(name: str, tried: Sequence[Tried], believed_: Numbers) -> None:
    """Print how often the right row comes first, and whether belief holds what it says."""
    single = [t for t in tried if t.sample.is_single]
    waits = [t for t in single if t.sample.open]
    for what, some in (("all", single), ("unanswered by phrases", waits)):
        one = np.mean([t.labels[0] in t.sample.labels for t in some])
        three = np.mean([bool(set(t.labels[:3]) & t.sample.labels) for t in some])
        print(f"{name}, {what}: {len(some)} questions, recall@1 {one:.3f}, recall@3 {three:.3f}")
    right = np.array([t.right for t in tried])
    waiting = np.array([t.sample.open for t in tried])
    for low, high in pairwise((0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.01)):
        told = []
        for mask in (np.ones(len(tried), dtype=bool), waiting):
            inside = (believed_ >= low) & (believed_ < high) & mask
            told.append(f"{right[inside].sum():4d} right of {inside.sum():4d}")
        print(f"  believed {low:.1f}-{min(high, 1):.1f}: {told[0]}; unanswered {told[1]}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    found = argparse.ArgumentParser("python -m evals.train_ranker", description=__doc__)
    found.add_argument("--over", nargs="+", action="append", type=Path, required=True)
    found.add_argument("--blind", action="store_true", help="learn to rank rows without vectors")
    found.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    options = found.parse_args(sys.argv[1:] if arguments is None else arguments)
    given = [
        s for store, *gold in options.over for s in samples(store, gold, said=not options.blind)
    ]
    if len({(_place(s), _source(s)) for s in given if s.is_single}) < 2:
        found.error("weights are tried on what they have not seen: give gold of two places or more")
    if options.blind:
        given = [_blind(sample) for sample in given]
    for name, key in (("by place", _place), ("by question file", _source)):
        if len({key(s) for s in given if s.is_single}) < 2:
            continue
        tried = _judged(crossed(given, [key(s) for s in given]))
        believed_ = crossed_belief(tried, [key(t.sample) for t in tried])
        report(name, tried, believed_)
    if options.write:
        known = json.loads(WEIGHTS.read_text("utf-8"))
        known["blind" if options.blind else "near"] = _weights(given)
        text = json.dumps(known, indent=1, ensure_ascii=False)
        WEIGHTS.write_text(text + "\n", encoding="utf-8")
    return 0


def _blind(sample: Sample) -> Sample:
    """Return a question as it is where no vectors of rows are known."""
    figures = sample.figures.copy()
    figures[:, [NAMES.index(name) for name in OF_MEANING]] = 0
    return replace(sample, figures=figures)


def _weights(given: Sequence[Sample]) -> dict[str, object]:
    """Return the weights of rank and belief by their names; belief is learned of ranks by others."""
    key = _place if len({_place(s) for s in given if s.is_single}) > 1 else _source
    tried = _judged(crossed(given, [key(s) for s in given]))
    weight = np.array([OPEN if t.sample.open else 1.0 for t in tried])
    right = np.array([t.right for t in tried])
    lines = np.stack([t.line for t in tried]).astype(np.float64)
    belief, constant = learn_belief(lines, right, weight)
    ranked = learn_rank([s for s in given if s.is_single])
    return {
        "rank": {n: round(float(w), 4) for n, w in zip(NAMES, ranked, strict=True)},
        "belief": {n: round(float(w), 4) for n, w in zip(BELIEVED, belief, strict=True)},
        "constant": round(constant, 4),
    }


def _judged(tried: Iterable[Tried]) -> list[Tried]:
    """Return what belief is learned from: one row is asked for, or phrases lead to none."""
    return [t for t in tried if (t.sample.is_single or t.sample.open) and not t.sample.several]


def _place(sample: Sample) -> str:
    return sample.place


def _source(sample: Sample) -> str:
    return sample.case.source


if __name__ == "__main__":
    raise SystemExit(main())
