"""Read the forms of English questions and the Chinese that says each (`qa/data/english_frames.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from qa.words import lexicon
from qa.words.normalise import data

_SET = re.compile(r"(?<!\?P)<([A-Z]+)>")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Hold a form of English question and the Chinese that says it."""

    english: re.Pattern[str]
    chinese: str


@cache
def _frames(kind: str) -> tuple[_Frame, ...]:
    raw = data("english_frames.yaml")
    return tuple(_Frame(re.compile(_filled(p), re.IGNORECASE), zh) for p, zh in raw[kind])


def _filled(pattern: str) -> str:
    """Return a pattern with its sets written out, other slots as groups of any words."""
    sets: dict[str, str] = data("english_frames.yaml")["sets"]
    return _SET.sub(lambda m: _filled(sets[m[1]]) if m[1] in sets else f"(?P<{m[1]}>.+?)", pattern)


def fitting(kind: str, clause: str) -> tuple[str, re.Match[str]] | None:
    """Return the Chinese of the first form of a kind that fits a whole clause, and how it fits.

    A form that cuts a known term of several words fits only where none other does.
    """
    terms = terms_of(clause)
    cutting: tuple[str, re.Match[str]] | None = None
    for frame in _frames(kind):
        if match := frame.english.fullmatch(clause):
            if not any(_cuts(match, term) for term in terms):
                return frame.chinese, match
            cutting = cutting or (frame.chinese, match)
    return cutting


def terms_of(text: str) -> list[tuple[int, int]]:
    """Return the places of the terms of several words that the lexicon has."""
    return [(p.start, p.end) for p in lexicon.phrases(text) if p.size > 1]


def _cuts(match: re.Match[str], term: tuple[int, int]) -> bool:
    """Tell whether a slot of a form begins or ends inside a term."""
    edges = [at for name in match.groupdict() for at in match.span(name)]
    return any(term[0] < at < term[1] for at in edges)


@cache
def replacements(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what is said in Chinese, word for word, in a list of the forms."""
    raw = data("english_frames.yaml")[name]
    return tuple((re.compile(_filled(p), re.IGNORECASE), said) for p, said in raw)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a pattern that the forms name."""
    return re.compile(data("english_frames.yaml")[name], re.IGNORECASE)


def follow(clause: str, before: Sequence[str]) -> str | None:
    """Return a clause that only asks further of the one before it: by how much, why."""
    if not before:
        return None
    clause = pattern("trail").sub("", pattern("lead").sub("", clause)).strip(" ,.")
    known = data("english_frames.yaml")["follows"]
    return next(
        (
            zh
            for english, told, zh in known
            if re.fullmatch(english, clause, re.IGNORECASE) and re.search(told, before[-1])
        ),
        None,
    )


def kind_of(words: str) -> str | None:
    """Return what a slot of a share says where it names only a kind of spending."""
    kinds = replacements("kinds")
    return next((zh for pattern, zh in kinds if pattern.fullmatch(words.strip())), None)
