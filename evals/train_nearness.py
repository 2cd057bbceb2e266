"""Learn how near names lie to what people call the same things (`qa/data/nearness.json`).

python -m evals.train_nearness [--unseen] [--write]

`data/names_said.tsv` has printed names, each with phrases that people use who do not know it. A linear map of
the bundled embeddings is learned so that a phrase, alone or in a question, lies nearest to its name among
others (InfoNCE, van den Oord et al. 2018, over names drawn anew each time). One name in `HELD` is kept out:
`--unseen` tries the map on those, and the ranker of rows is learned with them. Needs the extra `models`.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from ingest.data_files import data_file
from ingest.embeddings import BUNDLED, Vector, embeddings
from qa.linking import nearness
from qa.linking.nearness import Map

SAID = Path(__file__).parent / "data" / "names_said.tsv"
WEIGHTS = Path(nearness.__file__).parents[1] / "data" / nearness.FILE
HELD = 5  # of so many names one is kept out
DIMENSIONS, ROUNDS, SEEN, DRAWN = 128, 20, 256, 1500
"""Dimensions of the map, rounds of learning, phrases and names at a time."""
RATE, RIDGE, WARMTH = 2e-3, 1e-2, 0.05
PIECE = 64  # texts that are embedded at once
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Said:
    """Hold a name with what people say for it: a phrase, alone or in a question."""

    name: str
    text: str


def names_said(path: Path = SAID) -> dict[str, list[str]]:
    """Return printed names with the phrases that people use for them."""
    lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {name: phrases for name, *phrases in lines}


def is_held(name: str) -> bool:
    """Tell whether a name is kept out of what is learned."""
    return int(sha256(name.encode()).hexdigest(), 16) % HELD == 0


def asked(phrase: str, dice: random.Random) -> str:
    """Return a question about a phrase, in its language."""
    ways = data_file("evals", "names_asked.yaml")["zh" if _CHINESE.search(phrase) else "en"]
    return str(dice.choice(ways)).format(phrase)


def learn(given: Sequence[Said], questions: Vector, names: Sequence[str], vectors: Vector) -> Map:
    """Return the map under which phrases lie nearest to their names."""
    import torch
    from torch.nn.functional import cross_entropy, normalize

    torch.manual_seed(0)
    centres = vectors.mean(axis=0), questions.mean(axis=0)
    apart, asked_ = (
        normalize(torch.tensor(rows - centre))
        for rows, centre in zip((vectors, questions), centres, strict=True)
    )
    first = torch.pca_lowrank(torch.cat([apart, asked_]), q=DIMENSIONS, center=False)[2]
    found = first.clone().requires_grad_(True)
    steps = torch.optim.Adam([found], lr=RATE)
    at = {name: n for n, name in enumerate(names)}
    right = np.array([at[said.name] for said in given])
    for turn in range(ROUNDS):
        dice = np.random.default_rng(turn)
        order = dice.permutation(len(given))
        for start in range(0, len(order), SEEN):
            some = order[start : start + SEEN]
            others = np.unique(np.r_[right[some], dice.integers(0, len(names), DRAWN)])
            near = normalize(asked_[some] @ found) @ normalize(apart[others] @ found).T
            own = torch.tensor(np.searchsorted(others, right[some]))
            loss = cross_entropy(near / WARMTH, own) + RIDGE * ((found - first) ** 2).sum()
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            steps.step()
    return Map(*centres, found.detach().numpy())


def report(name: str, near: Vector, right: Sequence[int]) -> None:
    """Print how often the right name lies nearest, and among the nearest three."""
    ranked = np.argsort(-near, axis=1)[:, :3]
    first = float(np.mean([row[0] == at for row, at in zip(ranked, right, strict=True)]))
    three = float(np.mean([at in row for row, at in zip(ranked, right, strict=True)]))
    print(f"{name}: {len(right)} phrases, recall@1 {first:.3f}, recall@3 {three:.3f}")


def embedded(texts: Sequence[str], workers: int, *, questions: bool) -> Vector:
    """Return the bundled model's embeddings of texts, a row each, worked out by several processes."""
    pieces = [texts[at : at + PIECE] for at in range(0, len(texts), PIECE)]
    work = _questions if questions else _names
    with ProcessPoolExecutor(workers) as pool:
        return np.concatenate(list(pool.map(work, pieces)))


def _questions(texts: Sequence[str]) -> Vector:
    return np.stack([embeddings(BUNDLED).query(text) for text in texts])


def _names(texts: Sequence[str]) -> Vector:
    return embeddings(BUNDLED).passages(texts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    found = argparse.ArgumentParser("python -m evals.train_nearness", description=__doc__)
    found.add_argument("--unseen", action="store_true", help="try it on the names kept out")
    found.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    found.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    options = found.parse_args(sys.argv[1:] if arguments is None else arguments)
    dice = random.Random(0)
    known = names_said()
    names = sorted(known)
    every = [
        Said(name, text)
        for name in names
        for phrase in known[name]
        for text in (phrase, asked(phrase, dice))
    ]
    vectors = embedded(names, options.workers, questions=False)
    questions = embedded([said.text for said in every], options.workers, questions=True)
    seen = np.array([not is_held(said.name) for said in every])
    mine = [said for said, yes in zip(every, seen, strict=True) if yes]
    learned = learn(mine, questions[seen], names, vectors)
    print(f"learned from {len(mine)} phrases of {len({said.name for said in mine})} names")
    if options.unseen:
        right = [names.index(said.name) for said, yes in zip(every, seen, strict=True) if not yes]
        report("as embedded", questions[~seen] @ vectors.T, right)
        mapped = learned.of_questions(questions[~seen]) @ learned.of_names(vectors).T
        report("learned", mapped, right)
    if options.write:
        WEIGHTS.write_text(nearness.written(learned), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
