"""Tell which words of a question are its content: what names something, and what documents print.

A phrase left between what a question asks with may hold words that only go with it (货物采购|只, 买|冲锋舟).
Parts of speech tell them, by the dictionary that cuts words; what a document prints joined to the
rest of the phrase (森林管护) stays whatever it is.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import lru_cache

from qa.words import lexicon
from qa.words.dictionary import dictionary
from qa.words.lexical import cut
from qa.words.normalise import fillers
from qa.words.wordclass import names_something

_SMALL = ("d", "u", "c", "p", "y", "e", "o", "r", "zg", "k")
"""Tags of words that name nothing by themselves: adverbs, particles, pronouns …"""
_ACTS = ("v", "z", "ad")
"""Tags of words that name something only where a document says so."""
_KEPT = frozenset("费款率额数地")
_POINTING = frozenset("这那每")
LEAST = 2  # characters that a phrase must keep


def trimmed(words: str, printed: Container[str], told: Callable[[str], bool]) -> tuple[int, int]:
    """Return where the content of a phrase begins and ends.

    `printed` holds the pairs of characters that stand together in printed names; `told` says
    whether a document has a word anywhere.
    """
    pieces = cut(words)
    first, last = 0, len(pieces)

    def idle(at: int, beside: int) -> bool:
        word, other = pieces[at], pieces[beside]
        joint = word[-1] + other[0] if at < beside else other[-1] + word[0]
        return (
            joint not in printed
            and names_something(other)
            and word not in printed
            and _is_idle(word, told)
        )

    while last - first > 1 and idle(last - 1, last - 2):
        last -= 1
    while last - first > 1 and idle(first, first + 1):
        first += 1
    start = sum(map(len, pieces[:first]))
    end = sum(map(len, pieces[:last]))
    return (start, end) if end - start >= LEAST else (0, len(words))


@lru_cache(maxsize=4096)
def nouns(phrase: str) -> tuple[str, ...]:
    """Return the words of two and more characters in a phrase that name something."""
    return tuple(w for w in cut(phrase) if len(w) >= LEAST and names_something(w))


def _is_idle(word: str, told: Callable[[str], bool]) -> bool:
    """Tell whether a word names nothing; an act does where a document tells of it."""
    if word[-1] in _KEPT or lexicon.sense(word):
        return False
    if word[0] in _POINTING or word.isascii():
        return False
    tag = dictionary().tags.get(word, "")
    if tag.startswith(_ACTS):
        return word in fillers().light if len(word) == 1 else not told(word)
    return tag.startswith(_SMALL)
