"""Bring an English question into plain words, times and amounts in Chinese, and cut it into clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from qa.regexes import regex
from qa.words.english import ELECTRONIC
from qa.words.english_frames import pattern, replacements

ASKS = r"(?:by |(?:in|on|at|from|under|within|for) (?=how|what|which))?(?:how|what|which|why|who|when|where|list|name)\b"
VERB = r"(?:is|are|was|were|did|does|do|has|have|will)\b"
OPENS = (
    r"(?:for|in|under|at|within|out of|of|among|across|from|regarding|about|on|as for|according to)"
)

_SHORT = {"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}
_SHORTENED = regex(r"(?<=[a-z])'(re|ve|ll|m|d)\b", re.IGNORECASE)
_NOT = regex(r"(?<=[a-z])n't\b", re.IGNORECASE)
_OWNED = regex(r"(?<=[A-Za-z一-鿿])'s\b|(?<=s)'(?![A-Za-z])")
_IS = regex(r"\b(what|how|who|where|when|which|that|it|there)'s\b", re.IGNORECASE)
_ASIDE = regex(r"\([^()一-鿿\d]*\)")
_WHOLE = regex(
    r"\b(total|overall|whole|entire|actual) +((?:(?:(?:20\d\d|[今去明])年[末初]?|年[末初]) *)+)"
)
_AMOUNT = regex(
    r"\b(\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|fifty)(?:[- ]odd)?[- ]?"
    r"((?:hundred )?thousand|(?:hundred )?million|k|m)\b(?P<bare>(?= *(?:[,.?!;:)]|$|(?:for|in|to|on|by)\b)))?",
    re.IGNORECASE,
)
_TIMES = {"thousand": 1000, "k": 1000, "million": 1000000, "m": 1000000}
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
          "ten": 10, "twenty": 20, "thirty": 30, "fifty": 50}  # fmt: skip
_GROUPED = regex(r"\b\d{1,3}(?:,\d{3})+\b(?P<bare>(?= *(?:[,.?!;:)]|$|(?:for|in|to|on|by|of)\b)))?")
_CLAUSE = regex(
    rf"[?!;]+ *|(?<!\bNo)\. +|,? +(?:and|but|also|plus) +(?={ASKS}|{VERB})|, +(?={ASKS})",
    re.IGNORECASE,
)
_WITHOUT = regex(
    r"(?:if|once|after|excluding|except|without|apart|leaving|not|setting|taking|minus|net|stripping)\b",
    re.IGNORECASE,
)
_SPELLED = regex(r"(?<=[a-z])'(?=(?:a|e(?!d\b)|o(?!f\b))[a-z])")  # Xi'an, Cang'er
_QUOTED = regex(r"(?<![一-鿿])[\"']|[\"'](?![一-鿿])")


def plain(text: str) -> str:
    """Return a question without short forms, with its times and amounts in Chinese."""
    text = _SPELLED.sub("", text.replace("can't", "can not"))
    text = _SHORTENED.sub(lambda m: f" {_SHORT[m[1].lower()]}", _NOT.sub(" not", text))
    text = _IS.sub(r"\1 is", _ASIDE.sub(" ", text))
    text = _OWNED.sub(" ", pattern("contrast").sub(" ", pattern("possessive").sub(" ", text)))
    text = re.sub(r"(?<=[A-Za-z])-(?=[A-Za-z])", " ", ELECTRONIC.sub("electronic ", text))
    text = _AMOUNT.sub(_amount, _GROUPED.sub(_grouped, text))
    for english, again in replacements("turned"):
        text = english.sub(again, text)
    for english, chinese in replacements("times"):
        text = english.sub(rf" {chinese} ", text)
    return re.sub(r" +", " ", _WHOLE.sub(r"\2 \1 ", _QUOTED.sub(" ", text)))


def _amount(match: re.Match[str]) -> str:
    """Return an amount as a number; one that nothing is counted by is of money."""
    said, times = match[1].lower(), match[2].lower()
    number = Decimal(_WORDS.get(said) or said) * _TIMES[times.removeprefix("hundred ")]
    number *= 100 if times.startswith("hundred") else 1
    return f"{number:f}{'元' if match['bare'] is not None else ''}"


def _grouped(match: re.Match[str]) -> str:
    """Return a number without its commas; one that nothing is counted by is of money."""
    return f"{match[0].replace(',', '')}{'元' if match['bare'] is not None else ''}"


def clauses(text: str) -> Iterator[str]:
    """Find the clauses of a question that each ask something."""
    pending = ""
    for piece in (p.strip() for p in _CLAUSE.split(text)):
        if not piece:
            continue
        whole = f"{pending}, {piece}" if pending else piece
        opens = _WITHOUT.match(piece) or re.match(rf"{OPENS}\b", piece, re.I)
        if opens and not pending and not re.search(rf"(?:^|\s|,){ASKS}", piece, re.I):
            pending = whole
            continue
        pending = ""
        yield whole
    if pending:
        yield pending
