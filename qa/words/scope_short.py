"""Know institutions by words that are short for their names: 财科所, 市府办, 审计."""

from __future__ import annotations

import re
from functools import cache

from qa.regexes import regex
from qa.words.departments import ENDINGS, HAN, Departments, own_names, split_place

_WEAK_TAIL = regex(r"^(?:公厅|公室|员会|事处|府|室|处|管理局|)$")


def short(name: str, known: Departments) -> tuple[int, ...]:
    """Return the documents of the institutions that a short name stands in, or is short for."""
    inside = tuple(d.id for d in known.documents if name in split_place(d.institution)[1])
    ended = (known.names.get(name + end, ()) for end in ("", *ENDINGS))
    return inside or next(filter(None, ended), ())


@cache
def acronym_pattern() -> re.Pattern[str]:
    """Return how short words for institutions end."""
    return regex(rf"{HAN}{{1,9}}?(?:局|委|办|所|院|厅|部|中心|街道)(?!{HAN}?[室法门])")


def by_acronym(word: str, known: Departments) -> tuple[int, ...]:
    """Return documents of the institutions that a short word abbreviates (财科所, 市府办)."""
    for start in range(len(word) - 2):
        said = word[start:]
        found = [i for i in known.institutions if any(_abbreviates(said, n) for n in own_names(i))]
        if found:
            return tuple(d for i in found for d in known.of_institution(i))
    return ()


def _abbreviates(short: str, institution: str) -> bool:
    places, rest = split_place(institution)
    heads = {rest[0], *(place[-1] for place in places[-1:])}
    if len(short) < 3 or short[0] not in heads or short[-1] not in institution:
        return False
    tail = institution[institution.rfind(short[-1]) + 1 :]
    subject = (places[-1][-1] if places and short[0] == places[-1][-1] else "") + rest
    return bool(_WEAK_TAIL.match(tail)) and is_subsequence(short, subject)


def is_subsequence(short: str, text: str) -> bool:
    """Tell whether a text has the characters of a word in their order."""
    position = 0
    for char in short:
        position = text.find(char, position) + 1
        if position == 0:
            return False
    return True
