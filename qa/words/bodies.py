"""Tell the public bodies that a question names by their kind, and that no document is of.

No list has every bureau: what stands before 局 or Commission is held against what the institutions
of a corpus see to, and against what its documents speak of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from qa.query import Scope
from qa.regexes import regex
from qa.words.departments import HAN, Departments, common
from qa.words.dictionary import dictionary
from qa.words.english import printed_as, senses_of, stem
from qa.words.english_meanings import meanings_of
from qa.words.normalise import data

_SMALL = "问查看个的说下在讲知道晓得"  # characters that a word for the body may stand behind
_LONGEST = 5  # characters of a village's name
_PAIR = 2  # characters of a subject that are held against a name


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data("bodies.yaml")[name]).replace("{HAN}", HAN))


def unknown(text: str, known: Departments) -> Iterator[re.Match[str]]:
    """Give the bodies of a place named in a text that no row prints and no institution is."""
    named = (_of_places(_pattern(name), text, known) for name in ("named", "proper"))
    for match in chain.from_iterable(named):
        name = match["subject"] + match["kind"]
        if any(name in words for words in (known.mentioned, *known.institutions)):
            continue
        if name in known.narrative:
            if _pattern("money").search(text) and not _paid(name, known):
                yield match
        elif match.re is _pattern("proper") or _strange(match["subject"], known):
            yield match


def _of_places(pattern: re.Pattern[str], text: str, known: Departments) -> Iterator[re.Match[str]]:
    """Give where bodies stand behind a place that is known, a word before it left out (给甲区乙小学)."""
    at = 0
    while match := pattern.search(text, at):
        placed = _placed(match["place"], known)
        at = match.end() if placed else match.start() + 1
        if placed:
            yield match


def afar(text: str, known: Departments) -> Iterator[tuple[int, int]]:
    """Give where a text names a body by a place of which the corpus never speaks."""
    for match in _pattern("afar").finditer(text):
        start = _behind_edge(match["place"], match.start())
        place = text[start : match.end("place")]
        stem = place[:-1]
        ends = (place[at:] for at in range(1, len(stem) - _PAIR + 1))  # 测算云沔县 is 云沔县
        names = (stem, *ends, text[start : match.end()])
        if len(stem) >= _PAIR and not any(_said(name, known) for name in names):
            yield start, match.end()


def local(text: str, known: Departments) -> Iterator[tuple[int, int]]:
    """Give where a text asks for the part of a village, community or school that nothing prints."""
    for start, end in locals_in(text):
        kind = _pattern("local").search(text, start, end)
        subject = text[start : kind.start("kind")] if kind else ""
        if subject and not _said(subject, known):
            yield start, end
    for own in _pattern("ours").finditer(text) if _pattern("share").search(text) else ():
        if not any(own["kind"] in name for name in known.institutions):
            yield own.span()
    for match in _pattern("bare").finditer(text):
        start = _behind_edge(match["subject"], match.start())
        subject = text[start : match.start("kind")]
        name = text[start : match.end()]
        unsaid = len(subject) >= _PAIR and not (_said(name, known) or _said(subject, known))
        if unsaid and _strange(subject, known) and _pattern("money").search(text):
            yield start, match.end()


def locals_in(text: str) -> Iterator[tuple[int, int]]:
    """Give where a text names a village, community or school for what it gets."""
    words, proper = dictionary().ordinary, dictionary().proper
    for match in _pattern("local").finditer(text) if _pattern("share").search(text) else ():
        start = _behind_edge(match["subject"], match.start())
        subject, kind = text[start : match.start("kind")], match["kind"]
        plain = subject[-1:] + kind in words or (subject in words and subject not in proper)
        lives = _pattern("lives").search(text[:start])
        if not _PAIR <= len(subject) <= _LONGEST or plain or lives:
            continue
        if not _pattern("no_name").search(subject):
            yield start, match.end()


def begins(text: str, at: int) -> bool:
    """Tell whether a name may begin at a place: no word that it goes on from stands before it."""
    before = text[max(0, at - 2) : at]
    return not re.search("[一-鿿]$", before) or _behind_edge(before, 0) == len(before)


def _behind_edge(words: str, start: int) -> int:
    """Return where the name begins behind words that lead up to it."""
    return start + max((m.end() for m in _pattern("edge").finditer(words)), default=0)


def _said(name: str, known: Departments) -> bool:
    """Tell whether the corpus prints a name anywhere."""
    return name in known.spoken or any(name in i for i in known.institutions)


def _strange(subject: str, known: Departments) -> bool:
    """Tell whether no institution has a character of what a body sees to."""
    said = _pattern("generic").sub("", subject)
    return bool(said) and not _shared(said, known)


def _placed(place: str, known: Departments) -> bool:
    """Tell whether a word is a place of the dictionary or of the corpus."""
    places = dictionary().places
    return any(name in places or name in known.places for name in (place, place[:-1]))


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
    found = (match[0].strip() for match in _pattern("english").finditer(text))
    return replace(scope, strangers=tuple(n for n in found if _is_stranger(n, text, known)))


def _is_stranger(name: str, text: str, known: Departments) -> bool:
    """Tell whether no institution of the place in a name has a word of it, and none is spoken of."""
    said = [w.removesuffix("'s") for w in re.findall(r"[A-Z][A-Za-z'-]+", name)]
    telling = [w for w in said if not _pattern("plain").fullmatch(w)]
    content = [w for w in telling if w.lower() not in known.spelled]
    here = [known.spelled[w.lower()] for w in telling if w.lower() in known.spelled]
    if any(map(_is_place, content)) and len(content) > 1:
        return True
    held = [i for i in known.institutions if all(place in i for place in here)]
    meant = any(_means(word, i) for word in content for i in held)
    if meant or not content:
        return False
    if not (here and _pattern("money").search(text)):
        return not any(_spoken(word, known.spoken) for word in content)
    rows = known.mentioned  # an amount of a body of this place is in a row that names it
    for other in known.institutions:
        rows = rows if other in held else rows.replace(other, "")
    return not all(_spoken(word, rows) for word in content)


def _is_place(word: str) -> bool:
    """Tell whether a word that the dictionary lacks is spelled as places are (Chengdu)."""
    return not senses_of(word.lower()) and _pattern("spelled").fullmatch(word) is not None


def _means(word: str, institution: str) -> bool:
    """Tell whether an English word means a part of an institution's name (finance of 财政局)."""
    if any(len(s) >= _PAIR and s in institution for s in senses_of(word.lower())):
        return True
    pairs = (institution[i : i + _PAIR] for i in range(len(institution) - 1))
    return any(stem(word) in stems for pair in pairs for stems in meanings_of(pair))


def _spoken(word: str, text: str) -> bool:
    """Tell whether a text has a body of what a word means; an unknown word proves nothing."""
    senses = [s for s in senses_of(word.lower()) if len(s) >= _PAIR]
    senses += filter(None, [] if senses else [printed_as([word], lambda s: 1 + text.count(s))])
    return not senses or any(_body_of(s).search(text) for s in senses)


@cache
def _body_of(subject: str) -> re.Pattern[str]:
    return regex(rf"{re.escape(subject)}{HAN}{{0,6}}(?:局|委|厅|部|署|办|院|中心|所|站|校|队)")


def without_own(text: str, institution: str, prints: Callable[[str], int]) -> str:
    """Return text without a word for the kind of body whose documents alone are asked."""
    for kind, said in data("bodies.yaml")["own"]:
        if re.search(kind, institution):
            for match in reversed(list(re.finditer(said, text))):
                rest = text[match.end() : match.end() + 2]
                before = text[: match.start()][-1:]
                inside = bool(before) and before not in _SMALL and re.match("[一-鿿]", before)
                # before a year it is the end of the body's name, however often that is printed
                printed = not rest.isdecimal() and prints(match[0] + rest)
                if rest and not (inside or printed):
                    text = text[: match.start()] + text[match.end() :]
    return text
