"""Tell the public bodies that a question names by their kind, and that no document is of.

No list has every bureau: what stands before 局 or Commission is held against what the institutions
of a corpus see to, and against what its documents speak of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from qa.query import Scope
from qa.words.departments import HAN, Departments, common
from qa.words.dictionary import dictionary
from qa.words.english import senses_of
from qa.words.normalise import data

_PAIR = 2  # characters of a subject that are held against a name


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("bodies.yaml")[name]).replace("{HAN}", HAN))


def unknown(text: str, known: Departments) -> Iterator[re.Match[str]]:
    """Give the bodies of a place named in a text that no row prints and no institution is."""
    for match in _pattern("named").finditer(text):
        name = match["subject"] + match["kind"]
        place = {match["place"], match["place"][:-1]}
        if name in known.mentioned or not place & (dictionary().places | known.places.keys()):
            continue
        if name in known.narrative:
            if _pattern("money").search(text) and not _paid(name, known):
                yield match
        elif (subject := _pattern("generic").sub("", match["subject"])) and not _shared(
            subject, known
        ):
            yield match


def blanked(text: str, known: Departments, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text with blanks for the bodies in it that have no name of the corpus."""
    found = [match.span("name") for match in common().finditer(text)]
    found += [(match.start("subject"), match.end()) for match in unknown(text, known)]
    for start, end in found:
        if not any(start < stop and begin < end for begin, stop in spans):
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _shared(subject: str, known: Departments) -> bool:
    """Tell whether an institution has a character of what a body sees to."""
    names = "".join(known.institutions) + "".join(known.names)
    return any(char in names for char in subject)


def _paid(name: str, known: Departments) -> bool:
    """Tell whether the narrative states an amount in a sentence that names a body."""
    amount = rf"{re.escape(name)}[^。；;\n]*?\d[\d,.]*(?:万|亿)?元"
    return re.search(amount, known.narrative) is not None


def of_english(scope: Scope, text: str, known: Departments) -> Scope:
    """Return a scope with the bodies that a text names in English and no document is of."""
    if scope.strangers or not text.isascii():
        return scope
    strangers = (
        match[0].strip()
        for match in _pattern("english").finditer(text)
        if (words := _content(match[0], known)) and not any(_told(word, known) for word in words)
    )
    return replace(scope, strangers=tuple(strangers))


def _content(name: str, known: Departments) -> list[str]:
    """Return the words of a name that say what a body sees to."""
    words = re.findall(r"[A-Z][A-Za-z-]+", name)
    plain = (word.removesuffix("'s") for word in words)
    return [
        w for w in plain if w.lower() not in known.spelled and not _pattern("plain").fullmatch(w)
    ]


def _told(word: str, known: Departments) -> bool:
    """Tell whether a word means a part of an institution's name, or of a body that is spoken of."""
    senses = [s for s in senses_of(word.lower()) if len(s) >= _PAIR]
    if not senses:
        return True  # what the dictionary lacks proves nothing
    names = "".join(known.institutions)
    return any(s[0] in names or _body_of(s).search(known.spoken) for s in senses)


@cache
def _body_of(subject: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(subject)}{HAN}{{0,6}}(?:局|委|厅|部|署|办|院|中心|所|站|校|队)")
