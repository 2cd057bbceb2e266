"""Read the English name of a department that the corpus has: water bureau, bureau of statistics.

Nothing is listed: the words before or after its kind mean characters of one institution's name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from qa.words import lexicon
from qa.words.departments import Departments
from qa.words.english import senses_of
from qa.words.normalise import data

Span = tuple[int, int]

_KIND = re.compile(
    r"\b(?P<kind>bureau|commission|(?:general )?office|department|cent(?:er|re)|institute|academy|committee"
    r"|township|town|sub-?district)\b(?P<of> (?:of|for) (?=[A-Za-z]))?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"[A-Za-z][A-Za-z'-]*(?= *$)")
_AFTER = re.compile(r" *(?:, *)?([A-Za-z][A-Za-z'-]*)")
_REST = re.compile(r"(?: (?:office|bureau|department))?(?:'s)?", re.IGNORECASE)
_STRANGER = re.compile(r"[^.?!]\s(?:[A-Z][a-z]{2,}) *$")
_JOINTS = frozenset({"and", "of", "for", "'s"})


def read(text: str, known: Departments) -> str:
    """Return text with each English name of one institution of the corpus in its characters."""
    spelled = known.spelled
    pieces: list[str] = []
    done = 0
    for match in _KIND.finditer(text):
        found = [_place(text, match, name, spelled, done) for name in known.institutions]
        best = max((words for words, _, _ in found), default=0)
        if best == 1 and _is_term(text, match.start("kind")):
            continue  # office expenses are no office
        named = [
            (name, a, b)
            for name, (words, a, b) in zip(known.institutions, found, strict=True)
            if words == best
        ]
        if best and len(named) == 1:
            name, start, end = named[0]
            if _other_place(text[done:start]):
                continue
            pieces.append(f"{text[done:start]}{known.short_name(name)} ")
            rest = _REST.match(text, end)
            done = rest.end() if rest else end
    return re.sub(r" +", " ", "".join(pieces) + text[done:]).strip()


def _is_term(text: str, at: int) -> bool:
    """Tell whether a term of several words begins at a place."""
    return any(phrase.start == at and phrase.size > 1 for phrase in lexicon.phrases(text))


def _other_place(before: str) -> bool:
    """Tell whether a capitalised word stands before a name: the bureau of another place."""
    return bool(_STRANGER.search(before))


def _place(
    text: str, kind: re.Match[str], name: str, spelled: Mapping[str, str], done: int
) -> tuple[int, int, int]:
    """Return how many words around a kind mean parts of a name, and the place of all of it."""
    kinds: dict[str, list[str]] = data("departments.yaml")["english_kinds"]
    if not any(word in name for word in kinds[_key(kind["kind"])]):
        return 0, 0, 0
    start, end = kind.start(), kind.end("kind")
    words = 0
    place = start
    while (found := _BEFORE.search(text[done:place])) is not None:
        place = done + found.start()
        said = found[0].lower().removesuffix("'s")
        if said in _JOINTS and words:
            continue
        if not _means(said, name, spelled):
            break
        start, words = place, words + 1
    place = kind.end() if kind["of"] else len(text)
    after = _AFTER.match(text, place)
    if kind["of"] and after and not _means(after[1].lower(), name, spelled):
        return 0, 0, 0  # the Chongqing Commission of something else
    while (after := _AFTER.match(text, place)) is not None:
        place = after.end()
        if after[1].lower() in _JOINTS:
            continue
        if not _means(after[1].lower(), name, spelled):
            break
        end, words = place, words + 1
    return words, start, end


def _key(kind: str) -> str:
    return kind.lower().replace("-", "").replace("center", "centre").removeprefix("general ")


def _means(word: str, name: str, spelled: Mapping[str, str]) -> bool:
    """Tell whether a word means a part of a name, or spells one."""
    written = spelled.get(word)
    return bool(written and written in name) or _in(senses_of(word, least=1), name)


def _in(senses: Sequence[str] | Collection[str], name: str) -> bool:
    return any(sense in name for sense in senses)
