"""Find places in a question that the corpus is not of, by a list and by structure (某某区)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from qa.regexes import regex
from qa.words.departments import HAN, Departments, partyless, pinyin, split_place
from qa.words.dictionary import dictionary
from qa.words.normalise import data

_STRUCTURE = regex(
    r"(?<=[一-鿿]{2})(?:省|自治[区州县]|市|新区|区|县|旗|镇|乡|街道)(?!长|情|域|委书|级|内|间|镇|区|里|外)"
)
_LEAD = regex(
    r"(?:^|[^一-鿿]|年|查|看|问|下|道|关于|解|那|和|跟|与|比|及|是|想|把|给|说|讲|帮|请|有|没|像|对|由|省|市|州|的)$"
)
_PREPOSITIONS = frozenset("比拿把跟和与同对给按较据")
_OF_OFFICE = "办|府|各|网|采购|性|工作|会议|常务|全体|专题|令|文件|有关|的?要求|规定|批"
_ENGLISH = regex(
    r"\b([A-Z][a-z']{2,}(?: [A-Z][a-z']{2,})?) (District|County|City|Province|Municipality|Town|Township)\b"
)

_BESIDE = regex(
    r"(?:的|本级|20\d\d年度?|'s|\s|(?<![a-z])(?:Municipal|City|District|County|Provinc(?:e|ial)))+$",
    re.IGNORECASE,
)
_OF = regex(r"\s*(?:of|in)\s+")


@dataclass(frozen=True, slots=True)
class Place:
    """Hold a place that a text names, with where it stands."""

    name: str
    start: int
    end: int


@cache
def _words(section: str) -> frozenset[str]:
    """Return the words, or the characters, of a section of qa/data/places.yaml."""
    return frozenset(data("places.yaml")[section])


@cache
def _listed() -> tuple[str, ...]:
    raw = data("places.yaml")
    names = {*raw["provinces"], *raw["cities"], *raw["districts"]}
    return tuple(sorted(map(str, names), key=len, reverse=True))


@cache
def _bare() -> re.Pattern[str]:
    raw = data("places.yaml")
    names = "|".join(map(re.escape, _listed()))
    return regex(
        rf"(?<![{raw['not_after']}])(?:{names})(?:特别行政区|自治区|[省市区县州])?(?!{raw['not_followed']})"
    )


@cache
def _spelled() -> dict[str, str]:
    """Return how the listed places are written in letters → their characters."""
    found = {spelled: name for name in _listed() for spelled in pinyin(name)}
    english: dict[str, str] = data("places.yaml")["english"]
    return {k: v for k, v in found.items() if len(k) >= 5} | english


def foreign(text: str, known: Departments) -> tuple[Place, ...]:
    """Return the places named in a text of which the corpus says nothing, neighbours joined."""
    found = sorted(
        {
            *_by_list(text, known),
            *_by_structure(text, known),
            *_in_english(text, known),
            *_above(text, known),
        },
        key=lambda p: (p.start, -p.end),
    )
    joined: list[Place] = []
    for place in found:
        last = joined[-1] if joined else None
        if last is None or place.start > last.end:
            joined.append(place)
        elif place.end > last.end:
            joined[-1] = Place(text[last.start : place.end], last.start, place.end)
    return tuple(joined)


def _by_list(text: str, known: Departments) -> Iterator[Place]:
    ordinary = _words("ordinary")
    for match in _bare().finditer(text):
        bounded = match[0][-1] in "省市区县州" or _LEAD.search(text[: match.start()])
        if bounded and match[0] not in ordinary and not _in_corpus(match[0], known):
            yield Place(match[0], *match.span())


def _by_structure(text: str, known: Departments) -> Iterator[Place]:
    """Find 某某区 that the corpus does not print: known to the dictionary, or where a name starts."""
    for match in _STRUCTURE.finditer(text):
        for size in (3, 2):
            start = match.start() - size
            stem, name = text[max(0, start) : match.start()], text[max(0, start) : match.end()]
            if start < 0 or not re.fullmatch(rf"{HAN}+", stem) or _no_place(name, stem):
                continue
            if not _LEAD.search(text[:start]) or not is_name(stem, name):
                continue
            led = stem[0] in _PREPOSITIONS and _in_corpus(name[1:], known)  # 比|月塘街道
            if not led and not _in_corpus(name, known):
                yield Place(name, start, match.end())
            break


def _above(text: str, known: Departments) -> Iterator[Place]:
    """Find the government of a place above those that the corpus's offices are of (市政府)."""
    for match in re.finditer(rf"({HAN}{{2,3}}?[省市区县])(?:人民)?政府(?!{_OF_OFFICE})", text):
        places = [split_place(partyless(i))[0] for i in known.institutions]
        if match[1] in known.places and all(p[-1:] != (match[1],) for p in places):
            yield Place(match[0], *match.span())


def is_name(stem: str, name: str) -> bool:
    """Tell whether 某某 of 某某区 may be a place: known as one, or made as such names are."""
    known = dictionary().places, dictionary().proper
    if any(word in names for word in (name, stem) for names in known):
        return True
    return _unheard(stem) and dictionary().place_characters.issuperset(stem)


def _no_place(name: str, stem: str) -> bool:
    if _words("never") & set(stem):
        return True
    general = name[0] in _words("not_before") or name[-2] in _words("general")
    return general or name.endswith(tuple(_words("no_places")))


def _unheard(stem: str) -> bool:
    """Tell whether a stem is no ordinary word, nor ends with one (政府, 今年)."""
    words = dictionary().ordinary
    return not any(stem[i : i + 2] in words for i in range(len(stem) - 1))


def _in_english(text: str, known: Departments) -> Iterator[Place]:
    for match in _ENGLISH.finditer(text):
        if match[1].lower().replace(" ", "") not in known.places and not _plain(match[1]):
            yield Place(match[0], *match.span())
    for match in re.finditer(r"\b[A-Z][a-z]{3,}\b", text):
        spelled = _spelled().get(match[0].lower())
        if spelled and not _in_corpus(spelled, known):
            yield Place(match[0], *match.span())


def _plain(word: str) -> bool:
    """Tell whether a capitalised word before District is none of a place (The, Digital)."""
    return word.lower() in {"the", "this", "that", "our", "digital", "smart", "which", "what"}


def of_others(text: str, name: range, ids: Sequence[int], known: Departments) -> str | None:
    """Return a name with the place beside it, where the corpus is of it but no document named is.

    上海市|统计局 where the corpus has the bureau of 广州 and another body of 上海.
    """
    said = text[name.start : name.stop]
    own = {place for place, of in known.places.items() if not set(of).isdisjoint(ids)}
    if not own or said.lower().startswith(tuple(own)):
        return None
    before = _BESIDE.sub("", text[: name.start])
    after = _OF.sub("", text[name.stop :]) if _OF.match(text[name.stop :]) else ""
    found = [p for p in known.places if before.endswith(p) or (after and after.startswith(p))]
    if not found or not own.isdisjoint(found):
        return None
    return max(found, key=len) + said


def _in_corpus(name: str, known: Departments) -> bool:
    """Tell whether the corpus is of a place or speaks of it."""
    return (
        name in known.places
        or name in known.names
        or name in known.mentioned
        or name in known.narrative
    )
