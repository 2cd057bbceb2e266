"""Ask which project is meant where a question only points at one before anything was told of any.

那个项目得了多少分 is asked of each project that the documents print; the answers are what is chosen among.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.linking.words import load_words
from qa.planning.scope import institutions
from qa.planning.types import Plan, Target
from qa.query import Route
from qa.regexes import regex
from qa.understand import reader
from qa.words.normalise import data, normalise

if TYPE_CHECKING:
    import re

    from qa.view import Explained, View

MOST = 20  # projects that are chosen among


def asked_back(
    view: View, question: str, done: Explained, first: Callable[[str], Explained]
) -> Explained:
    """Return what is asked of each project, to be chosen among; `done` where none is pointed at."""
    text = normalise(question)
    match = _points().search(text)
    inside = done.query.scope.documents or tuple(view.catalogue.documents)
    open_so = done.answer.route in (Route.REFUSE, Route.TEXT)
    if match is None or not open_so or len(institutions(view.catalogue, inside)) != 1:
        return done
    totals = load_words().totals
    printed = {bare(name): name for name in reader(view.catalogue).projects if name}
    names = [name for form, name in printed.items() if form not in totals]
    if not 1 < len(names) <= MOST:
        return done
    start, end = match.span("it")
    asked = ((name, first(f"{text[:start]}{name}{text[end:]}")) for name in names)
    found = (_told(one, name) for name, one in asked)
    targets = {target.figure: target for target in found if target is not None}
    if len(targets) < 2:
        return done
    plan = Plan(Route.CLARIFY, options=tuple(targets.values()), score=1.0)
    answer = replace(view.composer.compose(done.query, plan), question=question)
    return replace(done, plan=plan, answer=answer, reading=None)


def _told(one: Explained, name: str) -> Target | None:
    """Return the first cell that answers a question of a project, if it is that project's."""
    if one.answer.route is not Route.TABLE or not one.answer.values:
        return None
    told = [t for step in one.plan.steps for t in step.operands]
    own = (t for t in told if bare(name) in (bare(t.figure.label), bare(t.figure.subject)))
    found = next(own, None)
    fact = found.figure.fact if found is not None else None
    return found if fact is not None and str(fact.value) == one.answer.values[0].value else None


@cache
def _points() -> re.Pattern[str]:
    return regex(str(data("which_project.yaml")["points"]))
