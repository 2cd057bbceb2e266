"""Ask back instead of answering where an answer is likely another than the one asked for.

The last check of an answer, whatever reader it came from. How likely it is wrong is learned from
questions that were asked for the first time (`evals/train_doubt.py`, trees in `qa/data/doubt.json`) over
the figures of `doubt_figures`: it knows no document and no row. What was understood is told with its
figures, as one reading to be confirmed, beside the phrases that it leaves aside and the nearest rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from math import exp
from typing import TYPE_CHECKING

from qa.answering.cite import marked
from qa.answering.wording import wording
from qa.checking.doubt_figures import KNOWN, Cited, Phrase, Told, figures, left_aside
from qa.kept import Same
from qa.query import Answer, Operation, Query, Route
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.link import MentionLink
    from qa.view import Explained, View

FILE = "doubt.json"
DOUBTED = 0.4  # likelihood of a wrong answer from which it is asked about: a wrong figure is worse
ROWS = 6  # cited rows that are looked at
TURNS = 2  # earlier questions whose words count as said
NEAREST = 3  # rows that are named beside what was understood
ABOVE = 0.85  # what a heading over a row counts for a phrase
ANSWERED = (Route.TABLE, Route.TEXT, Route.BOTH)

TEN_THOUSAND = 10_000

_FIGURE = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Tree = float | tuple[int, float, "Tree", "Tree"]


@dataclass(frozen=True, slots=True)
class Trees:
    """Hold what was learned: the figures in their order, the odds of all, and what each tree adds.

    A tree is what it adds, or which figure is held against which bound, and the trees for a figure
    up to the bound and beyond.
    """

    figures: tuple[str, ...]
    odds: float
    trees: tuple[Tree, ...]


def checked(view: View, done: Explained, earlier: Sequence[str] = ()) -> Explained:
    """Return an answer, or a question back where it is likely not what was asked for.

    A plan that explains every word of its question is not doubted, nor the row of a code, nor what is
    worked out of the amounts that a question quotes; what is spread of other amounts than those always is.
    """
    known = done.plan.whole or _by_code(done) or _by_amounts(done)
    if done.answer.route not in ANSWERED or known:
        return done
    if _odds(view, done, earlier) < DOUBTED and not _spreads_others(done):
        return done
    return asked_back(view, done, earlier)


def asked_back(
    view: View, done: Explained, earlier: Sequence[str] = (), words: Sequence[str] = ()
) -> Explained:
    """Return an answer as a question back, with the `words` or phrases of its question that it leaves aside."""
    told, links = _told(view, done, earlier)
    left = dict.fromkeys([*words, *(t for t in left_aside(told) if _is_said(t, done.query))])
    return replace(done, answer=_asked_back(view, done, told, links, tuple(left)))


def likelihood(view: View, done: Explained, earlier: Sequence[str] = ()) -> float:
    """Return how likely (0–1) an answer is not what was asked for; 1 where there is none."""
    if done.answer.route not in ANSWERED:
        return 1.0
    if done.plan.whole or _by_code(done) or _by_amounts(done):
        return 0.0
    return _odds(view, done, earlier)


def _odds(view: View, done: Explained, earlier: Sequence[str]) -> float:
    """Return how likely an answer is wrong; several readers ask it of the same one."""
    return view.kept.once(
        (_odds, Same(done), tuple(earlier[-TURNS:])),
        lambda: likely_wrong(figures(_told(view, done, earlier)[0])),
    )


def _by_code(done: Explained) -> bool:
    """Tell whether a cell is asked for by codes that its answer prints."""
    told = " ".join([done.answer.answer, *(c.quote or "" for c in done.answer.citations)])
    asked = {asked.operation for asked in done.query.operations}
    plain = asked <= {Operation.LOOKUP, Operation.SUM} and not done.answer.calculation
    return plain and bool(done.query.codes) and all(code in told for code in done.query.codes)


def _by_amounts(done: Explained) -> bool:
    """Tell whether all that an answer works with are the amounts of its rows, which its question quotes."""
    cells = [t.figure for step in done.plan.steps for t in (*step.operands, *step.bases)]
    held = {cell.fact.value for cell in cells if cell.fact is not None}
    named = all(_shares(cell.label, done.query.original) for cell in cells)
    worked = bool(held and done.answer.calculation) and held <= set(done.query.figures)
    return worked and named and not _unused(done)


def _spreads_others(done: Explained) -> bool:
    """Tell whether what is spread is not the amount that a question says."""
    asked = {asked.operation for asked in done.query.operations}
    spread = asked <= {Operation.LOOKUP, Operation.PER_HEAD, Operation.AVERAGE}
    return spread and "÷" in (done.answer.calculation or "") and bool(_unused(done))


def _unused(done: Explained) -> set[Decimal]:
    """Return the figures of a question that neither rows nor the working of its answer have."""
    worked = (done.answer.calculation or "").replace(",", "")
    numbers = set(map(Decimal, _NUMBER.findall(worked)))
    cells = (t.figure for step in done.plan.steps for t in (*step.operands, *step.bases))
    held = {cell.fact.value for cell in cells if cell.fact is not None}
    return {n for n in set(done.query.figures) - held if not {n, n * TEN_THOUSAND} & numbers}


def _shares(label: str, text: str) -> bool:
    """Tell whether a text says two characters of a name in a row."""
    return any(label[i : i + 2] in text for i in range(len(label) - 1))


def confirms(question: str) -> bool:
    """Tell whether a question only says that the one before it was understood rightly."""
    return bool(re.match(data("doubt.yaml")["confirms"], question, re.IGNORECASE))


def likely_wrong(known: dict[str, float], trees: Trees | None = None) -> float:
    """Return how likely (0–1) an answer of these figures is wrong."""
    trees = trees or learned()
    line = [known[name] for name in trees.figures]
    odds = trees.odds + sum(_grown(tree, line) for tree in trees.trees)
    return 1 / (1 + exp(-odds))


def _grown(tree: Tree, line: Sequence[float]) -> float:
    """Return what a tree adds for a line of figures."""
    while not isinstance(tree, float):
        at, bound, below, beyond = tree
        tree = below if line[at] <= bound else beyond
    return tree


@cache
def learned() -> Trees:
    """Return the bundled trees."""
    raw = json.loads((files("qa") / "data" / FILE).read_text("utf-8"))
    return Trees(tuple(raw["figures"]), float(raw["odds"]), tuple(map(_tree, raw["trees"])))


def _tree(raw: object) -> Tree:
    if not isinstance(raw, list):
        return float(str(raw))
    at, bound, below, beyond = raw
    return int(at), float(bound), _tree(below), _tree(beyond)


def told_of(view: View, done: Explained, earlier: Sequence[str] = ()) -> Told:
    """Return a question with its answer and what the readers know of both."""
    return _told(view, done, earlier)[0]


def _told(
    view: View, done: Explained, earlier: Sequence[str]
) -> tuple[Told, tuple[MentionLink, ...]]:
    query, catalogue = done.query, view.catalogue
    links = view.linker.link(query, query.scope.documents or tuple(catalogue.documents))
    cited = dict.fromkeys(c.row_id for c in done.answer.citations)
    rows = [row for row in cited if row is not None and row in catalogue.rows][:ROWS]
    explained = {row: view.planner.cover.explained(links, row) for row in rows}
    told = Told(
        query=query,
        earlier=" ".join(earlier[-TURNS:]),
        answer=done.answer,
        phrases=tuple(_phrase(view, link, at, explained) for at, link in enumerate(links)),
        rows=tuple(
            _row(view, row, view.planner.cover.share(links, explained[row])) for row in rows
        ),
        plan=done.plan,
        reading=done.reading,
    )
    return told, links


def _phrase(
    view: View, link: MentionLink, at: int, explained: Mapping[int, Sequence[float]]
) -> Phrase:
    """Return a phrase with what the cited rows explain of it; it is the one `at` that place."""
    return Phrase(
        text=link.mention.text,
        best=link.best,
        weight=view.linker.index.weight(link.mention.text),
        explained=max((shares[at] for shares in explained.values()), default=0.0),
        cited=max((_named(link, row) for row in explained), default=0.0),
        row=max(link.rows.values(), default=0.0),
    )


def _row(view: View, row: int, share: float) -> Cited:
    """Return a cited row with what stands around it."""
    entry = view.catalogue.rows[row]
    table = view.catalogue.tables[entry.table_id]
    around = " ".join((entry.text, *entry.parents, table.title))
    return Cited(
        entry.label, around, entry.kind, entry.level, table.kind, entry.institution or "", share
    )


def _named(link: MentionLink, row: int) -> float:
    """Return how well a phrase names a row, or what stands over it."""
    return max(link.rows.get(row, 0.0), ABOVE * link.parents.get(row, 0.0))


def _asked_back(
    view: View, done: Explained, told: Told, links: Sequence[MentionLink], aside: Sequence[str]
) -> Answer:
    """Return what was understood as a question, with what it leaves aside and the nearest rows."""
    answer, say = done.answer, wording(done.answer.language)
    comma = say.templates["comma"]
    left = [f"“{text}”" for text in aside]
    near = _nearest(view, told, links)
    lines = (
        say("doubted", told=marked(answer)),
        say("doubted_left", items=comma.join(left)) if left else "",
        say("doubted_else", near=say("near", items=comma.join(near)) if near else "").strip(),
    )
    offered = (say("doubted_yes"), *answer.suggestions)
    text = "\n".join(filter(None, lines))
    return replace(answer, route=Route.CLARIFY, answer=text, suggestions=offered)


def _is_said(phrase: str, query: Query) -> bool:
    """Tell whether a phrase stands in a question as it was asked, and is more than a figure."""
    return len(phrase) > 1 and phrase in query.original and not _FIGURE.search(phrase)


def _nearest(view: View, told: Told, links: Sequence[MentionLink]) -> list[str]:
    """Return the names of the rows that phrases name best and that are not told; none with figures."""
    known = {row.label for row in told.rows}
    found: dict[str, float] = {}
    for link in links:
        for row, score in link.rows.items():
            label = view.catalogue.rows[row].label
            if score >= KNOWN and label not in known and not _FIGURE.search(label):
                found[label] = max(score, found.get(label, 0.0))
    return sorted(found, key=lambda label: -found[label])[:NEAREST]
