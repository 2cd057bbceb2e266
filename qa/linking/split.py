"""Cut a compound phrase into the words the corpus and the lexicon know, and what is left."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace

from qa.linking.text import bare
from qa.query import Mention
from qa.words import lexicon

LONGEST = 16
SHORTEST = 2
PEOPLE = frozenset({"人员", "职工", "员工"})
"""Words for people at large, which beside another word name no thing of their own."""


def split(
    mention: Mention, labels: Container[str], stripped: Callable[[str], str]
) -> list[Mention]:
    """Return the known words of a phrase, longest first from the left, and the rest between them.

    A phrase that is itself known, or holds nothing known, comes back alone. Words for people at
    large are no pieces.
    """
    text = bare(mention.text)
    senses = lexicon.senses()
    if text in labels or text in senses or mention.quoted:
        return [mention]
    pieces: list[Mention] = []
    rest = ""
    at = 0
    while at < len(text):
        word = _longest(text, at, labels, senses)
        if not word:
            rest += text[at]
            at += 1
            continue
        pieces += _left(rest, mention, stripped)
        rest = ""
        sense = senses.get(word)
        pieces.append(replace(mention, text=word, hints=sense.hints if sense else ()))
        at += len(word)
    if not pieces:
        return [mention]
    return [*pieces, *_left(rest, mention, stripped)]


def _longest(text: str, at: int, labels: Container[str], senses: dict[str, lexicon.Sense]) -> str:
    for size in range(min(LONGEST, len(text) - at), SHORTEST - 1, -1):
        word = text[at : at + size]
        if word in senses or (size >= 3 and word in labels):
            return word
    return ""


def _left(rest: str, mention: Mention, stripped: Callable[[str], str]) -> list[Mention]:
    kept = stripped(rest)
    if len(kept) < SHORTEST or kept in PEOPLE:  # whose it is: 劳务人员, 职工基本养老保险
        return []
    return [replace(mention, text=kept, hints=())]
