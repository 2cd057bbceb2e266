"""Leave out the clauses that only stand around a question: every word of them tells who asks, why, or thanks."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.data_files import data_file
from qa.words.normalise import simplify

_CLAUSE = re.compile(r"[^,，。;；:：?？!！]+[,，。;；:：?？!！]*")
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
    return re.compile(str(data_file("qa", "around.yaml")[name]))
