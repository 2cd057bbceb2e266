"""Find which departments and documents a question speaks of, and which the corpus lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.records import Phase
from qa.query import Scope
from qa.regexes import regex
from qa.words import bodies, places
from qa.words.departments import HAN, Departments, common, known_institution, words
from qa.words.dictionary import dictionary
from qa.words.normalise import data, fillers
from qa.words.scope_every import every
from qa.words.scope_short import acronym_pattern, by_acronym, is_subsequence, short

_BESIDE = ("隔壁", "旁边", "邻近", "附近")  # another one of the sort, though its sort is known here


@dataclass(frozen=True, slots=True)
class Named:
    """Hold a scope with the places of its words, to be taken out of the content."""

    scope: Scope
    spans: tuple[tuple[int, int], ...]
    all_span: bool = False


@cache
def _own() -> re.Pattern[str]:
    return regex("|".join(sorted(map(re.escape, words("own")), key=len, reverse=True)), re.I)


def find(text: str, known: Departments, years: Sequence[int], phases: Sequence[Phase]) -> Named:
    """Return the scope of a question with the places of its words in the text."""
    said = (text, tuple(years), tuple(phases))
    return known.kept.once(said, lambda: _find(text, known, years, phases))


def _find(text: str, known: Departments, years: Sequence[int], phases: Sequence[Phase]) -> Named:
    spans: list[tuple[int, int]] = []
    elsewhere: list[str] = []
    foreign = places.foreign(text, known)
    groups = _named_groups(text, known, spans, elsewhere, foreign)
    vague = _elsewhere_words()
    strangers = tuple(
        s
        for s in _strangers(text, known, spans, beside=bool(groups))
        if not (elsewhere and vague.fullmatch(s))
    )
    strangers += _foreign(text, foreign, spans)
    groups += _listed_places(text, known, spans) if groups else []
    placed = _place_groups(text, known, spans)
    all_match = every(text, known)
    if not groups and (elsewhere or strangers):
        placed = []  # 上海市财政局 is not every office in 上海
    chosen, ambiguous = _combine(known, groups, placed)
    candidates = _candidates(known, chosen)
    narrowed = narrow(candidates, years, phases)
    several = len({known_institution(known, d) for d in chosen}) > 1
    scope = Scope(
        documents=narrowed,
        strangers=(*elsewhere, *strangers),
        ambiguous=ambiguous,
        named=bool(groups or placed),
        all_of=bool(all_match) and (not groups or several),
        candidates=candidates,
    )
    spans += [span for span in own_words(text) if not _overlaps(spans, *span)]
    if all_match and not groups:
        spans.append(all_match.span())
    return Named(scope, tuple(spans), bool(all_match))


def _named_groups(
    text: str,
    known: Departments,
    spans: list[tuple[int, int]],
    elsewhere: list[str],
    foreign: Sequence[places.Place],
) -> list[tuple[int, ...]]:
    """Return for each institution name in the text the documents that it fits."""
    found = _listed(text, known, spans)
    found += _by_name(text, known.names, known, spans, elsewhere, foreign)
    for match in _acronyms(text, spans):
        ids = by_acronym(match[0], known)
        if ids:
            spans.append(match.span())
            found.append(ids)
    found += _by_end(text, known, spans)
    own = bodies.blanked(text, known, spans)  # 教育|委员会 is not the one 委员会 of the corpus
    return found + _by_name(own, known.tails, known, spans, elsewhere, foreign)


def _by_end(text: str, known: Departments, spans: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Return the documents of institutions that a text calls by the end of their name."""
    found: list[tuple[int, ...]] = []
    for form in sorted((f for f in known.ends if f in text), key=len, reverse=True):
        for match in re.finditer(re.escape(form), text):
            alone = _stands_alone(text, form, match.end()) and bodies.begins(text, match.start())
            if alone and not _overlaps(spans, *match.span()) and form not in known.mentioned:
                spans.append(match.span())
                found.append(known.ends[form])
    return found


@cache
def _list_pattern() -> re.Pattern[str]:
    count = r"[两二三四五六七八九](?:家|个?部门|个?单位|个?局|个?委)"
    names = rf"{HAN}{{2,8}}?(?:[、和与跟及]{HAN}{{2,4}}?)+"
    return regex(rf"(?P<list>{names})(?:这|那)?{count}|{count}\((?P<inside>{names})\)")


def _listed(text: str, known: Departments, spans: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Return the documents of short names in a list that is counted (审计、数据两家), all known."""
    found: list[tuple[int, ...]] = []
    for match in _list_pattern().finditer(text):
        group = "list" if match["list"] else "inside"
        start, end = match.span(group)
        if (lead := _place_before(match[group], known)) is not None:
            start += lead
        if _overlaps(spans, start, end):
            continue
        groups = [short(name, known) for name in re.split("[、和与跟及]", text[start:end])]
        if all(groups):
            spans.append((start, end))
            found += groups
    return found


def _place_before(words: str, known: Departments) -> int | None:
    """Return how long the name of a known place is that opens some words."""
    lengths = [len(place) for place in known.places if words.startswith(place)]
    return max(lengths, default=None)


def _by_name(
    text: str,
    names: Mapping[str, tuple[int, ...]],
    known: Departments,
    spans: list[tuple[int, int]],
    elsewhere: list[str],
    foreign: Sequence[places.Place],
) -> list[tuple[int, ...]]:
    lowered = text.lower()
    found: list[tuple[int, ...]] = []
    for name in sorted((n for n in names if n in lowered), key=len, reverse=True):
        for match in re.finditer(re.escape(name), lowered):
            start, end = match.span()
            if _overlaps(spans, start, end) or not _stands_alone(lowered, name, end):
                continue
            spans.append((start, end))
            other = _of_place(text, start, end, foreign)
            if other is None and not _joined(text, start, spans):
                other = _elsewhere(text, start, end, known)
            other = other or places.of_others(text, range(start, end), names[name], known)
            if other:
                elsewhere.append(other)
            else:
                found.append(names[name])
    return found


def _joined(text: str, start: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a name stands right behind another that is known (宣传部和市政府办公厅)."""
    joint = re.search(r"[和与跟同及、]$", text[:start])
    return joint is not None and any(stop == joint.start() for _, stop in spans)


def _of_place(text: str, start: int, end: int, foreign: Sequence[places.Place]) -> str | None:
    """Return another place's department where a place of elsewhere leads up to a name."""
    for place in foreign:
        if place.start < start <= place.end or (start <= place.start and place.end < end):
            return text[place.start : end]
        if place.end < start and not text[place.end : start].strip(" 's的"):
            return text[place.start : end]
    return None


def _foreign(
    text: str, foreign: Sequence[places.Place], spans: list[tuple[int, int]]
) -> tuple[str, ...]:
    """Return places of elsewhere that no department found stands beside."""
    found: list[str] = []
    for place in foreign:
        if not any(place.start <= start <= place.end + 1 for start, _ in spans):
            found.append(place.name)
        spans.append((place.start, place.end))
    return tuple(found)


def _stands_alone(text: str, name: str, end: int) -> bool:
    """Tell whether a name is no part of a longer word (宣传部 in 宣传部门, 统计局 in 统计局面)."""
    last: dict[str, str] = data("departments.yaml")["continuations"]
    after = text[end : end + 1]
    return not (after and any(name.endswith(k) and after in v for k, v in last.items()))


def _acronyms(text: str, spans: list[tuple[int, int]]) -> Iterable[re.Match[str]]:
    for match in acronym_pattern().finditer(text):
        if not _overlaps(spans, *match.span()):
            yield match


def _place_groups(
    text: str, known: Departments, spans: list[tuple[int, int]]
) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    lowered = text.lower()
    for place in sorted((p for p in known.places if p in lowered), key=len, reverse=True):
        pattern = rf"\b{place}\b" if place.isascii() else re.escape(place)
        for match in re.finditer(pattern, lowered):
            if not _overlaps(spans, *match.span()):
                spans.append(match.span())
                found.append(known.places[place])
    return found


def _listed_places(
    text: str, known: Departments, spans: list[tuple[int, int]]
) -> list[tuple[int, ...]]:
    """Return the documents of places that stand for their one institution beside another's name.

    清泉镇和农业农村局 are two, where the corpus has one institution of 清泉镇.
    """
    found: list[tuple[int, ...]] = []
    for place in sorted((p for p in known.places if not p.isascii()), key=len, reverse=True):
        if place not in text:
            continue
        of_one = len({known_institution(known, d) for d in known.places[place]}) == 1
        name = rf"{place}[市区县镇乡]?(?P<own>{HAN}{{1,5}}?(?:局|委|办|厅|院|馆))?"
        ahead = name.replace("?P<own>", "?:")
        alone = rf"(?<=[占是])(?={place}[市区县镇乡]?(?:的|[,?]|$))"
        pattern = (
            rf"(?:(?<=[和与跟及、比])|{alone}|(?:^[把拿]?|(?<=,))(?={ahead}[和与跟及、比])){name}"
        )
        match = re.search(pattern, text) if of_one else None
        if match is None or _overlaps(spans, *match.span()):
            continue
        institution = known_institution(known, known.places[place][0])
        end = match.end() if is_subsequence(match["own"] or "", institution) else match.start("own")
        if end < match.end() and match["own"][-1] in "局委办厅":
            continue  # another body of that place
        spans.append((match.start(), end))
        found.append(known.places[place])
    return found


def _combine(
    known: Departments, groups: Sequence[tuple[int, ...]], placed: Sequence[tuple[int, ...]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the documents meant, and those among which a name leaves the choice open."""
    within = set().union(*placed) if placed else None
    chosen: list[int] = []
    ambiguous: list[int] = []
    for group in groups:
        kept = [d for d in group if within is None or d in within] or list(group)
        chosen += kept
        if len({known_institution(known, d) for d in kept}) > 1:
            ambiguous += kept
    if not groups and within:
        chosen = sorted(within)
    return tuple(dict.fromkeys(chosen)), tuple(dict.fromkeys(ambiguous))


def _candidates(known: Departments, chosen: Sequence[int]) -> tuple[tuple[int, int, str], ...]:
    """Return the documents chosen, or all where the corpus is of one institution."""
    one = not chosen and len(known.institutions) == 1
    return tuple((d.id, d.fiscal_year, d.phase) for d in known.documents if one or d.id in chosen)


def narrow(
    candidates: Sequence[tuple[int, int, str]], years: Sequence[int], phases: Sequence[Phase]
) -> tuple[int, ...]:
    """Return the documents of the years and the phase asked for, where there are some."""
    found = [c for c in candidates if c[1] in years] or list(candidates)
    if len(phases) == 1:
        found = [c for c in found if c[2] == phases[0].value] or found
    return tuple(c[0] for c in found)


_COUNTED, _ABOUT = "个每名的", "概约致"


def _strangers(
    text: str, known: Departments, spans: list[tuple[int, int]], *, beside: bool
) -> tuple[str, ...]:
    """Return departments named in the text that no document is of.

    What is an item of spending too (红十字会) is no department `beside` one that is held.
    """
    found: list[str] = []
    for match in common().finditer(text):
        whole = _stands_alone(text, match["name"], match.end())
        about = text[match.start("name") - 1 : match.start("name")] in _COUNTED
        whole = whole and not (about and text[match.end() :][:1] in _ABOUT)  # 每个人大概
        if _overlaps(spans, *match.span()) or not whole or match["name"] in known.mentioned:
            continue
        if known.speaks_of(match["name"]) and not _about_money(text):
            continue
        if beside and match["name"] in words("items"):
            continue
        spans.append(match.span())
        found.append(_before(text, match.start()) + match[0])
    for match in bodies.unknown(text, known):
        if not _overlaps(spans, match.start("subject"), match.end()):
            spans.append(match.span())
            found.append(match[0])
    for start, end in (*bodies.afar(text, known), *bodies.local(text, known)):
        if not _overlaps(spans, start, end):
            spans.append((start, end))
            found.append(text[start:end])
    for match in _elsewhere_words().finditer(text):
        inside = text[max(0, match.start() - 1) : match.start() + 1]  # 级别的单位 has no 别的单位
        printed = text[match.start() : match.end() + 2] in known.mentioned  # 其他城市|生活救助
        if (
            inside in dictionary().ordinary
            or found
            or printed
            or _left_out().search(text[: match.start()])
        ):
            continue
        if match[0].startswith(_BESIDE) or not _overlaps(spans, *match.span()):
            spans.append(match.span())
            found.append(match[0])
    return tuple(dict.fromkeys(found))


@cache
def _elsewhere_words() -> re.Pattern[str]:
    return regex(str(data("departments.yaml")["elsewhere"]), re.IGNORECASE)


@cache
def _left_out() -> re.Pattern[str]:
    """Return what leaves a unit out before the others are spoken of (除了局本级,其他单位)."""
    return re.compile(str(data("departments.yaml")["left_out"]))


def _before(text: str, start: int) -> str:
    """Return the English name of a place right before a department (Chengdu 审计局)."""
    match = re.search(r"\b([A-Z][a-z]{3,})\s*$", text[:start])
    return f"{match[1]} " if match else ""


def _about_money(text: str) -> bool:
    return bool(re.search(r"多少|预算|支出|经费|花|几|much|budget|spen[dt]", text))


def _elsewhere(text: str, start: int, end: int, known: Departments) -> str | None:
    """Return another place's department where the words before a name say another place.

    大足区|政府办 where the corpus has the office of another district, 上海市|财政局 where it has
    that of a district of the city, Chengdu 审计局.
    """
    english = re.search(
        r"\b([A-Z][a-z]{3,})(?:'s)?(?: (?:City|District|County|Municipal))*\s*$", text[:start]
    )
    if english and english[1].lower() not in known.places and not _is_ordinary(english[1]):
        return f"{english[1]} {text[start:end]}"
    level = text[start] if text[start] in "省市区县" else ""
    if level:
        place = text[max(0, start - 2) : start]
        if len(place) == 2 and places.is_name(place, place + level):
            return None if place in known.places else place + text[start:end]
    head = text[: start + len(level)]
    if re.search(r"[省市区县]$", head):
        return _other_region(text, start + len(level), end, known, bare_name=not level)
    place = head[-2:]
    if len(place) == 2 and place not in known.places and place in dictionary().places:
        return place + text[start:end]
    return None


def _other_region(
    text: str, start: int, end: int, known: Departments, *, bare_name: bool
) -> str | None:
    for size in (3, 2):
        place, region = text[max(0, start - 1 - size) : start - 1], text[start - 1]
        if len(place) != size or not re.fullmatch(rf"{HAN}+", place):
            continue
        full = place + region + text[start:end]
        if place in known.places:
            here = any(full in form for form in known.names)
            return full if bare_name and not here else None
        if {place, place + region} & dictionary().places:
            return full
    return None


def _is_ordinary(word: str) -> bool:
    return word.lower() in fillers().english or word.lower() in {
        "how", "what", "which", "does", "among", "compare", "whose", "municipal", "general",
        "convert", "besides", "district", "city", "county",
    }  # fmt: skip


def _overlaps(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < stop and begin < end for begin, stop in spans)


def own_words(text: str) -> list[tuple[int, int]]:
    """Return the places of words for the document's own department."""
    return [match.span() for match in _own().finditer(text) if len(match[0]) > 2]
