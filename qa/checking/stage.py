"""Tell that an answer is of another stage of a work than its question names (一期, where 二期 is printed)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.planning.types import Plan
from qa.query import Answer, Query, Route
from qa.regexes import regex

if TYPE_CHECKING:
    from qa.view import Explained, View

_STAGE = regex(r"(?<![每前\d十百])(?P<n>[一二三四五六七八九首\d])期(?![间限末初刊])")
_SAME = str.maketrans("一二三四五六七八九首", "1234567891")
NEAREST = 3  # names that a refusal tells
_BEFORE_COUNT = frozenset("≥≤=于办第")


def checked(view: View, done: Explained) -> Explained:
    """Return an answer, or a refusal that names what is printed of another stage."""
    if not of_other(done.query, done.answer):
        return done
    near = tuple(dict.fromkeys(v.label for v in done.answer.values if v.label))[:NEAREST]
    plan = Plan(Route.REFUSE, reason="not_found", near=near, trace=done.plan.trace)
    answer = view.composer.compose(done.query, plan)
    return replace(done, answer=answer, plan=plan, reading=None)


def of_other(query: Query, answer: Answer) -> bool:
    """Tell whether all that an answer is of are other stages than the one that its question names."""
    asked = _stages(query.original)
    if len(asked) != 1 or query.english or answer.route in (Route.REFUSE, Route.CLARIFY):
        return False
    printed = _printed(answer)
    return bool(printed) and not printed & asked


def _printed(answer: Answer) -> set[str]:
    """Return the stages in the names of what an answer is of."""
    names = [value.label for value in answer.values]
    names += [cited.row or cited.quote for cited in answer.citations]
    return set().union(*map(_stages, names)) if names else set()


def _stages(text: str) -> set[str]:
    """Return the stages that words name, in figures; a number of courses is none."""
    found = _STAGE.finditer(text)
    return {m["n"].translate(_SAME) for m in found if not _is_count(text, m)}


def _is_count(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number counts courses or issues (≥6期)."""
    return match["n"].isdigit() and text[max(match.start() - 1, 0) : match.start()] in _BEFORE_COUNT
