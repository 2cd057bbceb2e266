"""Cut a question that asks the same of each of several things (甲和乙各买几件、各花多少)."""

from __future__ import annotations

import re
from functools import cache

from qa.regexes import regex
from qa.words.listed import words_of as listed_words
from qa.words.normalise import data
from qa.words.references import column_words


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return {key: regex(text) for key, text in data("asked_each.yaml").items()}


def heads(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the list of things as said and what is asked of each of them, or None."""
    words = _words()
    match = words["each"].match(words["end"].split(text)[0])
    if match is None:
        return None
    pieces = [words["again"].sub("", p).strip() for p in words["joint"].split(match["asks"])]
    asks = tuple(piece for piece in pieces if words["asks"].search(piece))
    return (match["head"], asks) if asks else None


def placed(text: str) -> tuple[str, ...]:
    """Return the questions that ask the same of one thing in each of several places, or nothing."""
    if tables := _words()["in_tables"].match(text):
        places = re.split("[和与跟及、]", tables["tables"])
        return tuple(f"{place}里的{tables['name']}是多少" for place in places)
    if kinds := _words()["in_kinds"].match(text):
        said = [match[0] for match in _words()["kind"].finditer(kinds["kinds"])]
        return tuple(f"{kinds['name']}的{kind}是多少" for kind in said)
    match = _words()["placed"].match(text)
    if match is None:
        return ()
    places = [piece.removesuffix(match["ask"]) for piece in match["asks"].split(",")]
    return tuple(f"{place},{match['name']}{match['ask']}" for place in places)


def place(text: str) -> str:
    """Return in which kind of spending a question that `placed` gives asks for a thing."""
    kind = _words()["kind"].search(text)
    return kind[0] if kind else ""


def dated(names: list[str]) -> list[str]:
    """Return the one thing of several years or phases that a list says (甲去年, 今年) with each.

    Nothing is returned where no year or phase is said with the thing itself.
    """
    words = listed_words()
    if not all(words["only_when"].fullmatch(name) for name in names[1:]):
        return names
    if names and words["only_when"].fullmatch(names[0]):
        return names
    first = words["when"].search(names[0])
    thing = names[0][: first.start()].rstrip(",，的") if first else ""
    return [names[0], *(f"{thing}{name}" for name in names[1:])] if thing else []


def in_columns(names: list[str]) -> list[str]:
    """Return columns of the one thing that a list says with the first of them, each with it.

    甲的基本支出, 项目支出 are two columns of 甲; a list of which any other name is no mere column stays.
    """
    if len(names) < 2 or not all(map(_is_column, names[1:])):
        return names
    last = max(column_words(names[0]), key=lambda span: span.end, default=None)
    thing = names[0][: last.start].rstrip("的") if last and last.end == len(names[0]) else ""
    return [names[0], *(f"{thing}的{name}" for name in names[1:])] if thing else names


def _is_column(name: str) -> bool:
    return any((span.start, span.end) == (0, len(name)) for span in column_words(name))
