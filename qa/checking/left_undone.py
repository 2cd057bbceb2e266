"""Tell that an answer gives figures without what a question asks to be worked out or counted."""

from __future__ import annotations

import re
from functools import cache

from qa.query import Answer, Query
from qa.words.normalise import data


def left(query: Query, answer: Answer) -> str:
    """Return what a question asks for that an answer in figures shows nothing of, else nothing."""
    if answer.calculation or _pattern("told").search(answer.answer):
        return ""
    return next((name for name in _kinds() if _is_left(name, query, answer)), "")


def _is_left(name: str, query: Query, answer: Answer) -> bool:
    """Tell whether a question asks for one kind of work and an answer shows no mark of it."""
    entry = data("left_undone.yaml")[name]
    said = f"{query.original}\n{query.text}"
    if answer.route.value not in entry["routes"] or not _pattern(name, "asked").search(said):
        return False
    if "shown" in entry and _pattern(name, "shown").search(answer.answer):
        return False
    return "evidence" not in entry or not _pattern(name, "evidence").search(_evidence(answer))


def _evidence(answer: Answer) -> str:
    """Return what an answer says of its figures, and prints of their places."""
    printed = [answer.answer]
    for cited in answer.citations:
        printed += [text for text in (cited.quote, cited.row, cited.column) if text]
    return "\n".join(printed)


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(name for name, entry in data("left_undone.yaml").items() if name != "told")


@cache
def _pattern(name: str, part: str = "") -> re.Pattern[str]:
    raw = data("left_undone.yaml")[name]
    return re.compile(str(raw[part] if part else raw), re.IGNORECASE)
