"""Leave out the clauses that only stand around a question: every word of them tells who asks, why, or thanks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from ingest.data_files import data_file
from qa.regexes import regex
from qa.words import chatter, operations
from qa.words.asking import ASKS
from qa.words.normalise import simplify

_CLAUSE = regex(r"[^,，。;；:：?？!！]+[,，。;；:：?？!！]*")
_END = ",，。;；:：?？!！ "
_LEAST = 2  # characters that may ask something


@lru_cache(maxsize=4096)
def without(question: str) -> str:
    """Return a question without its clauses that are made of nothing but words around a question."""
    text = simplify(question)
    clauses = [match[0] for match in _CLAUSE.finditer(text)]
    kept = [clause for clause in clauses if not stands_around(clause)]
    if len(kept) == len(clauses) or len("".join(kept).strip(_END)) < _LEAST:
        return question
    left = "".join(kept)
    return left if kept[-1] is clauses[-1] else left.rstrip(",，;；:： ")


@lru_cache(maxsize=4096)
def stands_around(clause: str) -> bool:
    """Tell whether a clause is made of nothing but words around a question."""
    words = clause.strip(_END).replace(" ", "")
    if len(words) < _LEAST or _pattern("bounds").search(words):
        return False
    return _pattern("marks").search(words) is not None and _made_of_them(words)


def without_edges(text: str, mute: Callable[[str], bool]) -> str:
    """Return a text without the clauses before and behind its question of which nothing is known.

    `mute` says whether a clause has nothing that a question may want.
    """
    clauses = [match[0] for match in _CLAUSE.finditer(text)]
    asking = [i for i, clause in enumerate(clauses) if _asks(clause)]
    if len(clauses) < 2 or not asking:
        return text
    first, last = asking[0], asking[-1] + 1
    lead = next((i for i in range(first) if not _is_mute(clauses[i], mute)), first)
    tail = next(
        (i for i in range(len(clauses), last, -1) if not _is_mute(clauses[i - 1], mute)), last
    )
    left = "".join(clauses[lead:tail])
    return left if tail == len(clauses) else left.rstrip(",，;；:： ")


def _asks(clause: str) -> bool:
    return bool(ASKS.search(clause)) or any(not hit.weak for hit in operations.find(clause))


def _is_mute(clause: str, mute: Callable[[str], bool]) -> bool:
    """Tell whether a clause is of those who ask: it asks and chooses nothing, and nothing of it is known."""
    words = clause.strip(_END)
    chooses = _pattern("chooses").search(words) or _pattern("bounds").search(words)
    if _pattern("reasons").fullmatch(words):
        return True
    if len(words) < _LEAST or chooses or _asks(words):
        return False
    return bool(_pattern("aside").search(words) or chatter.told(words)) and mute(words)


def _made_of_them(text: str) -> bool:
    """Tell whether a text can be cut into words around a question."""
    known = _words()
    longest = max(map(len, known))
    ends = {0}
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - longest), end)
        if any(start in ends and text[start:end] in known for start in starts):
            ends.add(end)
    return len(text) in ends


@cache
def _words() -> frozenset[str]:
    return frozenset(str(data_file("qa", "around.yaml")["words"]).split())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data_file("qa", "around.yaml")[name]))
