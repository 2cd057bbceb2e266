"""Set what was reached against its goal, as the text tells both: 覆盖率目标≥93%，实际95.8%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from qa.answering.cite import cite_text
from qa.catalogue import Text
from qa.linking.text import bare
from qa.planning.told_amounts import flat
from qa.planning.types import Plan
from qa.query import Answer, Operation, Query, Route, Value
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

SAID, SURE = 0.5, 0.9
"""Least part of an indicator's name that a question says."""
_OTHER = (Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.FILTER, Operation.COUNT)


@dataclass(frozen=True, slots=True)
class Goal:
    """Hold one indicator that a passage tells: its goal, what was reached, what is said behind."""

    name: str
    sign: str
    goal: Decimal
    reached: Decimal
    unit: str
    passage: Text
    quote: str


def answer(view: View, query: Query) -> Found | None:
    """Return how far the indicator that a question names is from its goal."""
    text = query.text
    if query.refusals or query.asks(*_OTHER) or not _asks(text):
        return None
    inside = query.scope.documents or tuple(view.catalogue.documents)
    if len(inside) != 1:
        return None
    passages = (p for p in view.catalogue.passages.values() if p.document_id in inside)
    said = [
        (_said(_pattern("counted").sub("", goal.name), text), goal)
        for p in passages
        for goal in goals(p)
    ]
    near = sorted((g for g in said if g[0] >= SAID), key=lambda g: -g[0])
    if not near or (len(near) > 1 and near[0][0] == near[1][0]) or _strange(query, near[0][1]):
        return None
    return _told(view, query, near[0][1])


def goals(passage: Text) -> Iterator[Goal]:
    """Give the indicators of a passage that tells what was aimed at and what was reached."""
    text = flat(passage.text)
    for match in _pattern("told").finditer(text):
        if match["unit"] != match["got_unit"]:
            continue
        why = _pattern("why").search(text, match.end())
        of_it = why is not None and _said(match["name"], why[0]) > 0
        told = [_printed(passage, match[0])]
        told += [_printed(passage, why[0])] if why is not None and of_it else []
        yield Goal(
            match["name"], match["sign"] or "", Decimal(match["goal"].replace(",", "")),
            Decimal(match["got"].replace(",", "")), match["unit"], passage, "……".join(told),
        )  # fmt: skip


def _printed(passage: Text, words: str) -> str:
    """Return the clause of a passage that holds some of its flattened words, as printed."""
    parts = re.split(r"[；;。]", passage.text)
    return next((part.strip() for part in parts if words in flat(part)), words)


def _asks(text: str) -> bool:
    """Tell whether a question asks for what was aimed at and what was reached."""
    return bool(_pattern("aimed").search(text) and _pattern("reached").search(text))


def _said(name: str, text: str) -> float:
    """Return the part of a name's pairs of characters that a question says."""
    pairs = [name[i : i + 2] for i in range(len(name) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs)


def _strange(query: Query, goal: Goal) -> bool:
    """Tell whether a question names something that is not of the indicator."""
    known = f"{goal.name}|{flat(goal.passage.text)}|{bare(''.join(goal.passage.headings))}"
    for mention in query.mentions:
        word = _pattern("empty").sub("", bare(mention.text))
        if len(word) > 1 and word not in known and _said(word, known) < SAID:
            return True
    return False


def _told(view: View, query: Query, goal: Goal) -> Found:
    """Word goal, what was reached and their gap."""
    say = data("told_goals.yaml")["say"]["en" if query.language == "en" else "zh"]
    gap = goal.reached - goal.goal
    way = "more" if gap > 0 else "less" if gap < 0 else "same"
    measured = say["points"] if goal.unit == "%" else goal.unit
    text = str(say["told"]).format(
        name=goal.name, goal=f"{goal.sign}{goal.goal:f}{goal.unit}",
        reached=f"{goal.reached:f}{goal.unit}",
        gap=str(say[way]).format(gap=f"{abs(gap):f}{measured}"), quote=goal.quote,
    )  # fmt: skip
    year = view.catalogue.documents[goal.passage.document_id].fiscal_year
    done = Answer(
        question=query.original, language=query.language, route=Route.TEXT, answer=text,
        values=(Value(goal.name, "实际 − 目标", f"{gap:f}", measured, year),
                Value(goal.name, "目标", f"{goal.goal:f}", goal.unit, year),
                Value(goal.name, "实际", f"{goal.reached:f}", goal.unit, year)),
        citations=(cite_text(view.catalogue, goal.passage),),
        calculation=f"{goal.reached:f} − {goal.goal:f} = {gap:f}",
    )  # fmt: skip
    return Plan(Route.TEXT, score=SURE, trace=("goal and what was reached as told",)), done, None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("told_goals.yaml")[name]))
