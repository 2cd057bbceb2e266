"""Learn how likely an answer is wrong (`qa/data/doubt.json`) from questions asked for the first time.

python -m evals.train_doubt [--by-block] [--write]
python -m evals.train_doubt --record NAME GOLD.jsonl … --over STORE …

`data/first_asked.jsonl` keeps what is learned from: the figures of an answer (`qa.checking.doubt_figures`),
whether it was right, and the block of questions it is of, each asked before anybody had read it; what was
read and mended since tells little of what goes wrong. `--record` asks new ones and adds a block.
Tried on each block by what was learned from the others. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals import dataset
from evals.scorers import judge
from ingest.store import Store
from qa.chain import Chain
from qa.checking import doubt
from qa.checking.doubt import Trees
from qa.checking.doubt_figures import figures

KEPT = Path(__file__).parent / "data" / "first_asked.jsonl"
TREES = Path(doubt.__file__).parents[1] / "data" / doubt.FILE
COUNT, RATE, LEAVES, LEAST, PART, FIGURES = 200, 0.05, 8, 12, 0.6, 0.25
"""Trees, what each counts, their leaves, answers in a leaf, parts of answers and figures each sees."""
DIGITS, OF_BOUNDS = 3, 5  # of what is kept
BOUNDS = (0.25, 0.3, 0.35, 0.4, 0.5, 0.6)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one answer: its block of questions, its figures, and whether it was right or wrong."""

    block: str
    figures: dict[str, float]
    wrong: bool


def kept(path: Path = KEPT) -> list[Asked]:
    """Return the answers that are kept; the first line names the figures."""
    names, *rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [
        Asked(block, dict(zip(names, line, strict=True)), bool(wrong))
        for block, wrong, line in rows
    ]


def add(given: Iterable[Asked], path: Path = KEPT) -> None:
    """Add answers to those that are kept; the figures named in the first line are kept of them."""
    names = json.loads(path.read_text("utf-8").split("\n", 1)[0])
    with path.open("a", encoding="utf-8") as out:
        for asked in given:
            line = [round(asked.figures[name], DIGITS) for name in names]
            out.write(json.dumps([asked.block, int(asked.wrong), line], ensure_ascii=False) + "\n")


def ask(block: str, gold: Sequence[Path], stores: Sequence[Path]) -> Iterator[Asked]:
    """Ask the questions whose documents a store holds; give what is answered right or wrong.

    Those that name no document are asked over the first store.
    """
    for folder in stores:
        store = Store(folder, create=False)
        chain = Chain(store, doubts=False)
        held = {Path(document.name).stem for document in store.documents()}
        for case in dataset.load(gold):
            asked_of = {Path(name).stem for name in case.docs or ()}
            if not asked_of <= held or (not asked_of and folder != stores[0]):
                continue
            told = chain.explain(case.question, case.history, case.docs)
            outcome = judge(case, told.answer)
            if outcome.answered and (outcome.right or outcome.wrong_number):
                known = figures(doubt.told_of(chain.view(case.docs), told, case.history))
                yield Asked(block, known, outcome.wrong_number)


def learn(given: Sequence[Asked]) -> Trees:
    """Return trees grown one after the other on what those before leave wrong."""
    from sklearn.ensemble import GradientBoostingClassifier

    names = tuple(given[0].figures)
    model = GradientBoostingClassifier(
        n_estimators=COUNT, learning_rate=RATE, max_leaf_nodes=LEAVES, max_depth=None,
        min_samples_leaf=LEAST, subsample=PART, max_features=FIGURES, random_state=0,
    )  # fmt: skip
    wrong = np.array([asked.wrong for asked in given])
    model.fit(np.array([[asked.figures[name] for name in names] for asked in given]), wrong)
    odds = float(np.log(wrong.mean() / (1 - wrong.mean())))
    trees = tuple(_grown(line[0].tree_, 0) for line in model.estimators_)
    return Trees(names, round(odds, DIGITS), trees)


def _grown(tree: object, at: int) -> doubt.Tree:
    """Return a learned tree from a node down."""
    left, right = tree.children_left[at], tree.children_right[at]  # type: ignore[attr-defined]
    if left < 0:
        return round(float(tree.value[at][0][0]) * RATE, OF_BOUNDS)  # type: ignore[attr-defined]
    bound = round(float(tree.threshold[at]), OF_BOUNDS)  # type: ignore[attr-defined]
    figure = int(tree.feature[at])  # type: ignore[attr-defined]
    return figure, bound, _grown(tree, left), _grown(tree, right)


def report(name: str, given: Sequence[Asked], trees: Trees) -> None:
    """Print how many wrong and right answers are asked about from some likelihoods on.

    What explains every word of its question never is.
    """
    open_ = [asked for asked in given if not asked.figures["whole"]]
    likely = [doubt.likely_wrong(asked.figures, trees) for asked in open_]
    wrong = sum(asked.wrong for asked in given)
    print(f"{name}: {wrong} wrong, {len(given) - wrong} right")
    for bound in BOUNDS:
        stopped = [asked.wrong for asked, odds in zip(open_, likely, strict=True) if odds >= bound]
        print(
            f"  from {bound}: {sum(stopped)} wrong stopped, {len(stopped) - sum(stopped)} right lost"
        )


def write(trees: Trees, path: Path = TREES) -> None:
    """Write the trees, a line each."""
    lines = ",\n".join(json.dumps(tree) for tree in trees.trees)
    head = f'"figures": {json.dumps(trees.figures)},\n"odds": {trees.odds},\n"trees": [\n'
    path.write_text("{\n" + head + lines + "\n]\n}\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    found = argparse.ArgumentParser("python -m evals.train_doubt", description=__doc__)
    found.add_argument("gold", nargs="*", type=Path)
    found.add_argument(
        "--record", metavar="NAME", help="ask the gold questions, keep their figures"
    )
    found.add_argument("--over", nargs="+", type=Path, default=[], help="stores to ask them over")
    found.add_argument("--by-block", action="store_true", help="try each block on the others")
    found.add_argument("--write", action="store_true", help=f"write {TREES.name}")
    options = found.parse_args(sys.argv[1:] if arguments is None else arguments)
    if options.record:
        add(ask(options.record, options.gold, options.over))
    given = kept()
    if options.by_block:
        for block in dict.fromkeys(asked.block for asked in given):
            mine = [asked for asked in given if asked.block == block]
            report(block, mine, learn([asked for asked in given if asked.block != block]))
    if options.write:
        write(learn(given))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
