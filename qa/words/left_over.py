"""Tell the phrases that are left where what a question asks of a set of rows is taken away."""

from __future__ import annotations

import re
from functools import cache

from qa.linking.text import bare
from qa.regexes import regex
from qa.words.dictionary import dictionary
from qa.words.lexical import cut
from qa.words.normalise import data, fillers

_SMALL = ("d", "u", "c", "p", "y", "e", "o", "r", "zg", "k", "q", "m", "f")
"""Tags of words that name nothing by themselves: adverbs, particles, pronouns, numbers …"""


@cache
def _words(name: str) -> re.Pattern[str]:
    return regex(data("rowsets.yaml")[name], re.IGNORECASE)


@cache
def _english() -> re.Pattern[str]:
    return regex(rf"\b(?:{data('rowsets.yaml')['english']})\b", re.IGNORECASE)


@cache
def _empty(place: str) -> re.Pattern[str]:
    return regex(place.format(data("rowsets.yaml")["empty"]))


def left_over(text: str, names: str) -> tuple[tuple[str, ...], bool]:
    """Return the phrases of a text, and whether words say that they are parts of names.

    `names` are all printed names in bare form, a line each.
    """
    text = _english().sub("|", text)
    pieces = re.split(r"[|,。;?!:、()\"'「」《》\s~/的]+", text)
    trimmed = [_trimmed(piece, names) for piece in pieces]
    part = any(_words("named").match(piece) for piece in trimmed)
    kept = (_trimmed(_words("named").sub("", piece, count=1), names) for piece in trimmed)
    told = (_content(piece, names) for piece in kept)
    left = (piece for piece in told if piece and not _words("alone").fullmatch(piece))
    return tuple(dict.fromkeys(left)), part


def _content(piece: str, names: str) -> str:
    """Return a phrase without words at its ends that name nothing; what turns its sense stays."""
    if (len(piece) > 1 and bare(piece) in names) or _words("turns").search(piece):
        return piece
    pieces = cut(piece)
    while pieces and _is_small(pieces[0]):
        pieces.pop(0)
    while pieces and _is_small(pieces[-1]):
        pieces.pop()
    return "".join(pieces)


def _is_small(word: str) -> bool:
    tag = dictionary().tags.get(word, "")
    return tag.startswith(_SMALL) or (tag.startswith("v") and word in fillers().light)


def _trimmed(piece: str, names: str) -> str:
    """Return a phrase without empty words at its ends, unless they are of a printed name."""
    forms = [f for tail in _shorter(piece, r"(?:{})$") for f in _shorter(tail, r"^(?:{})")]
    known = [f for f in forms if len(bare(f)) > 1 and bare(f) in names]
    return max(known, key=len) if known else forms[-1]


def _shorter(piece: str, place: str) -> list[str]:
    """Return a phrase, then with one empty word less each at its start or its end."""
    ends = _empty(place)
    forms = [piece]
    while forms[-1] != (less := ends.sub("", forms[-1], count=1)):
        forms.append(less)
    return forms
