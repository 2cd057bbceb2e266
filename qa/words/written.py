"""Read what is asked in words of documents as it is asked in speech: 何者为高, 立项依据及实施主体."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.data_files import data_file
from qa.regexes import regex


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a question without words of documents; fields that it only lists are asked for."""
    for pattern, word in _words():
        text = pattern.sub(word, text)
    return text if _asks().search(text) else _asked(text)


def _asked(text: str) -> str:
    """Return a question that only ends with what it asks for, a list of fields, with each asked for."""
    for pattern, word in _ends():
        text = pattern.sub(word, text)
    listed = _list().fullmatch(text)
    if listed is None:
        return text
    names = [name for name in _joints().split(listed["list"]) if name]
    asked = [_question(name) for name in names]
    if len(names) < 2 or not all(asked) or not any(_tells(name) for name in names):
        return text
    return f"{listed['of']}{listed['with'] or ''}{','.join(asked)}"


def _question(name: str) -> str:
    """Return a field as it is asked for, or nothing."""
    found = (p.sub(word, name) for p, word in _fields() if p.fullmatch(name))
    return next(found, "")


def _tells(name: str) -> bool:
    """Tell whether a field is told in words or counted, not a column of figures alone."""
    return _told().fullmatch(name) is not None


@cache
def _words() -> tuple[tuple[re.Pattern[str], str], ...]:
    return _compiled("words")


@cache
def _ends() -> tuple[tuple[re.Pattern[str], str], ...]:
    return _compiled("ends")


@cache
def _fields() -> tuple[tuple[re.Pattern[str], str], ...]:
    return _compiled("fields")


def _compiled(section: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    raw: dict[str, str] = data_file("qa", "written.yaml")[section]
    return tuple((regex(said), str(word or "")) for said, word in raw.items())


@cache
def _told() -> re.Pattern[str]:
    return _pattern("told")


@cache
def _asks() -> re.Pattern[str]:
    return _pattern("asks")


@cache
def _joints() -> re.Pattern[str]:
    return _pattern("joints")


@cache
def _list() -> re.Pattern[str]:
    """Return how a list of fields ends a question, behind what they are of."""
    field = "|".join(f"(?:{p.pattern})" for p, _ in _fields())
    joint = _joints().pattern
    return regex(
        rf"(?P<of>.{{2,}}?)(?P<with>[:,，：]|的)?(?P<list>(?:{field})(?:(?:{joint})(?:{field}))+)[。.]?"
    )


def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data_file("qa", "written.yaml")[name]))
