"""Tell that an answer gives figures without what a question asks to be worked out or counted."""

from __future__ import annotations

import re
from functools import cache

from qa.query import Answer, Query, Route
from qa.regexes import regex
from qa.words import numerals
from qa.words.normalise import data


def left(query: Query, answer: Answer) -> str:
    """Return what a question asks for that an answer in figures shows nothing of, else nothing."""
    if _pattern("told").search(answer.answer):
        return ""
    if _is_of_others(query, answer):
        return "added"
    kinds = (name for name in _kinds() if not answer.calculation or _always(name))
    return next((name for name in kinds if _is_left(name, query, answer)), "")


def _is_of_others(query: Query, answer: Answer) -> bool:
    """Tell whether another number of rows was added up than the question says (三个项目加起来)."""
    said = _pattern("added").search(query.original)
    told = _pattern("added_told").search(answer.answer)
    if said is None or told is None or answer.route is not Route.TABLE:
        return False
    return numerals.parse(said["n"]) != int(told["n"])


def _always(name: str) -> bool:
    """Tell whether a kind of work may be left out although something else was worked out."""
    return bool(data("left_undone.yaml")[name].get("always"))


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
    return tuple(
        name for name, entry in data("left_undone.yaml").items() if isinstance(entry, dict)
    )


@cache
def _pattern(name: str, part: str = "") -> re.Pattern[str]:
    raw = data("left_undone.yaml")[name]
    return regex(str(raw[part] if part else raw), re.IGNORECASE)
