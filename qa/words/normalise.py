"""Bring a question to one form: simplified, half width, digits, plain words for dialect."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ingest.data_files import data_file
from qa.regexes import regex
from qa.words import numerals, written

MAX_LENGTH = 1200
_CONTROL = regex(r"[\x00-\x08\x0b-\x1f\x7f​-‏⁠﻿￾￿]")
_IS = regex("(?<![關关聯联])係")  # which simplified characters write like 系
_SPACES = regex(r"\s+")
_PAUSE = regex(r"(?<=[一-鿿]) (?=[一-鿿])")
_PUNCTUATION = regex(r"[,。;?!:、]")
_ASKS = regex(r"多少|[几哪谁啥咩乜]|什么|怎么|好多|为何")


@dataclass(frozen=True, slots=True)
class Fillers:
    """Hold words without content and words to be read as others."""

    replace: tuple[tuple[re.Pattern[str], str], ...]
    drop: re.Pattern[str]
    english: frozenset[str]
    generic: frozenset[str]
    light: frozenset[str]
    story: re.Pattern[str]
    closed: frozenset[str]


@cache
def data(name: str) -> Any:
    """Return a YAML file of qa/data."""
    return data_file("qa", name)


@cache
def fillers() -> Fillers:
    """Return the words of qa/data/fillers.yaml."""
    raw = data("fillers.yaml")
    drop = sorted((str(word) for word in raw["drop"]), key=len, reverse=True)
    return Fillers(
        replace=tuple((regex(k, re.IGNORECASE), str(v)) for k, v in raw["replace"].items()),
        drop=regex("|".join(drop)),
        english=frozenset(str(raw["english"]).split()),
        generic=frozenset(str(word) for word in raw["generic"]),
        light=frozenset(raw["light"]),
        story=regex("|".join(raw["story"])),
        closed=frozenset(raw["closed"]),
    )


_Words = tuple[tuple[re.Pattern[str], str], ...]


def _compiled(words: dict[str, str]) -> _Words:
    return tuple((regex(said), str(plain or "")) for said, plain in words.items())


@cache
def _dialects() -> tuple[tuple[re.Pattern[str], _Words], ...]:
    """Return the marks of each dialect, and its words that are others elsewhere."""
    raw = data("dialects.yaml")
    marked = [(regex(one["marks"]), _compiled(one["replace"])) for one in raw["dialects"]]
    return ((regex(""), _compiled(raw["anywhere"])), *marked)


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=4096)
def simplify(text: str) -> str:
    """Return text in half width and simplified characters, control characters and gaps gone."""
    text = unicodedata.normalize("NFKC", text[:MAX_LENGTH])
    text = _CONTROL.sub("", text)
    text = _IS.sub("是", text)
    text = _SPACES.sub(" ", _converter().convert(text)).strip()
    return text.replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'")


@lru_cache(maxsize=4096)
def without_dialect(text: str) -> str:
    """Return text with words of dialects and of documents replaced, where it has what only they have.

    Where nothing else parts what somebody asks, gaps do, unless talk is behind the last.
    """
    if _ASKS.search(text.rsplit(" ", 1)[-1]) and not _PUNCTUATION.search(text[:-1]):
        text = _PAUSE.sub(",", text)
    marked = [words for marks, words in _dialects() if marks.search(text)]
    for pattern, word in (pair for words in marked for pair in words):
        text = pattern.sub(word, text)
    return written.plain(text)


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Return a question in plain words: dialect replaced, years and amounts in digits."""
    text = without_dialect(simplify(text))
    for pattern, word in fillers().replace:
        text = pattern.sub(word, text)
    text = text.lstrip(" ,，。;；、")  # left of a word of greeting
    text = numerals.codes_to_digits(numerals.years_to_digits(text))
    text = numerals.amounts_to_digits(text)
    return _CODE.sub(lambda m: "".join(part for part in m.groups() if part), text)


_CODE = regex(
    r"(?<!\d)([1-5]\d{2})类,?(\d{2})款(?:,?(\d{2})项)?"
    r"|(?<![\d-])([1-5]\d{2})-(\d{2})-(\d{2})(?![\d-])"
)
"""A code said by its parts: 301类13款, 205-03-05."""


def squeeze(text: str) -> tuple[str, tuple[int, ...]]:
    """Return text lower-cased without brackets, quotes and gaps, and each character's old place."""
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char in "\"'()[]{}<>《》〈〉「」『』【】·•“”":
            continue
        if char == " " and not _between_latin(text, place):
            continue
        kept.append(char.lower())
        places.append(place)
    return "".join(kept), tuple(places)


def _between_latin(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return before.isascii() and after.isascii()
