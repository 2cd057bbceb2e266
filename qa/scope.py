"""Find which departments and documents a question speaks of, and which the corpus lacks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product

from ingest.records import Phase
from ingest.store import StoredDocument
from qa import spelling
from qa.catalogue import Catalogue
from qa.normalise import data, simplify
from qa.query import Scope

_HAN = "[一-鿿]"
_PLACE = re.compile(rf"^({_HAN}{{2,3}}?(?:省|自治区))?({_HAN}{{2,7}}?(?:市|州|盟|地区))?({_HAN}{{1,6}}?(?:新区|区|县|旗|市))?")
_WEAK_TAIL = re.compile(r"^(?:公厅|公室|员会|事处|府|室|处|管理局|)$")


@dataclass(frozen=True, slots=True)
class Name:
    """Hold one way of writing an institution."""

    text: str
    document_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Hold a scope with the places of its words, to be taken out of the content."""

    scope: Scope
    spans: tuple[tuple[int, int], ...]
    all_span: bool = False


@cache
def _words(section: str) -> tuple[str, ...]:
    return tuple(str(word) for word in data("departments.yaml")[section])


@cache
def _contractions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    raw: dict[str, list[str]] = data("departments.yaml")["contractions"]
    pairs = ((str(k), tuple(v)) for k, v in raw.items())
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _all_of() -> re.Pattern[str]:
    patterns = (p.replace("{n}", "[一二三四五六七八九十\\d]+") for p in _words("all_of"))
    return re.compile("|".join(p.replace("{{", "{").replace("}}", "}") for p in patterns), re.I)


@cache
def _own() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _words("own")), key=len, reverse=True)), re.I)


def split_place(institution: str) -> tuple[tuple[str, ...], str]:
    """Return the places that a name starts with and the rest: (重庆市, 潼南区), 人民政府办公室."""
    match = _PLACE.match(institution)
    places = tuple(part for part in (match.groups() if match else ()) if part)
    rest = institution[sum(map(len, places)) :]
    while places and len(rest) < 2:
        rest = places[-1] + rest
        places = places[:-1]
    return places, rest


def short_forms(institution: str) -> frozenset[str]:
    """Return the ways in which people write an institution's name."""
    institution = simplify(institution)
    places, rest = split_place(institution)
    rests = {rest.removeprefix(party) for party in ("中国共产党", "中共", "")}
    for long, shorts in _contractions():
        rests |= {r.replace(long, short) for r, short in product(rests, shorts) if long in r}
    forms = {institution} | {r for r in rests if len(r) >= 2}
    for prefix in _prefixes(places):
        forms |= {prefix + r for r in rests}
    generic = {"办公室", "办公厅", "中心", "委员会", "街道", "办", "厅", "机关", "政府", "府"}
    return frozenset(form for form in forms if len(form) >= 2 and form not in generic)


def _prefixes(places: Sequence[str]) -> set[str]:
    prefixes: set[str] = set()
    for start in range(len(places)):
        tail = places[start:]
        prefixes.add("".join(tail))
        prefixes.add("".join(place[:-1] if len(place) > 2 else place for place in tail))
        prefixes.add(tail[-1][-1])
    return prefixes


class Departments:
    """Know the corpus's institutions by every name they go by."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the documents in store order."""
        return tuple(self._catalogue.documents.values())

    @cached_property
    def names(self) -> dict[str, tuple[int, ...]]:
        """Return every form of name → the documents that it fits."""
        found: dict[str, set[int]] = defaultdict(set)
        for document in self.documents:
            for form in short_forms(document.institution):
                found[form.lower()].add(document.id)
            for alias in document.aliases:
                if len(alias) >= 2:
                    found[simplify(alias).lower()].add(document.id)
        return {name: tuple(sorted(ids)) for name, ids in found.items()}

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Return place names, with and without 市 or 区, in characters and in pinyin → documents."""
        found: dict[str, set[int]] = defaultdict(set)
        for document in self.documents:
            places, rest = split_place(simplify(document.institution))
            for place in (*places, *re.findall(rf"^({_HAN}{{2,3}})街道", rest)):
                for form in {place, place[:-1] if len(place) > 2 else place}:
                    found[form].add(document.id)
                    for spelled in _pinyin(form) if len(form) <= 4 else ():
                        found[spelled].add(document.id)
        return {name: tuple(sorted(ids)) for name, ids in found.items()}

    @cached_property
    def institutions(self) -> tuple[str, ...]:
        """Return the institutions' names, each once."""
        return tuple(dict.fromkeys(simplify(d.institution) for d in self.documents))

    @cached_property
    def mentioned(self) -> str:
        """Return all labels and unit names that rows print, to tell units from strangers."""
        rows = self._catalogue.rows.values()
        return "\n".join({f"{row.label}\n{row.institution or ''}" for row in rows})

    @cached_property
    def narrative(self) -> str:
        """Return the narrative of all documents."""
        return "\n".join(p.text for p in self._catalogue.passages.values())

    def of_institution(self, institution: str) -> tuple[int, ...]:
        """Return the documents of one institution."""
        return tuple(d.id for d in self.documents if simplify(d.institution) == institution)


@cache
def _pinyin(text: str) -> tuple[str, ...]:
    """Return how a place is spelled in letters, by every reading of its characters."""
    return tuple("".join(parts) for parts in product(*(spelling.readings(c) for c in text)))


def find(text: str, known: Departments, years: Sequence[int], phases: Sequence[Phase]) -> Named:
    """Return the scope of a question with the places of its words in the text."""
    spans: list[tuple[int, int]] = []
    groups = _named_groups(text, known, spans)
    placed = _place_groups(text, known, spans)
    strangers = _strangers(text, known, spans)
    all_match = _all_of().search(text) if len(known.institutions) > 1 else None
    chosen, ambiguous = _combine(known, groups, placed)
    narrowed = _narrow(known, chosen, years, phases)
    several = len({known_institution(known, d) for d in chosen}) > 1
    scope = Scope(
        documents=narrowed,
        strangers=strangers,
        ambiguous=ambiguous,
        named=bool(groups or placed),
        all_of=bool(all_match) and (not groups or several),
    )
    if all_match and not groups:
        spans.append(all_match.span())
    return Named(scope, tuple(spans), bool(all_match))


def known_institution(known: Departments, document_id: int) -> str:
    """Return the institution of a document."""
    return next(d.institution for d in known.documents if d.id == document_id)


def _named_groups(
    text: str, known: Departments, spans: list[tuple[int, int]]
) -> list[tuple[int, ...]]:
    """Return for each institution name in the text the documents that it fits."""
    lowered = text.lower()
    found: list[tuple[int, ...]] = []
    for name in sorted(known.names, key=len, reverse=True):
        start = lowered.find(name)
        while start >= 0:
            end = start + len(name)
            if not _overlaps(spans, start, end) and _stands_alone(lowered, name, start, end):
                spans.append((start, end))
                found.append(known.names[name])
            start = lowered.find(name, end)
    for match in _acronyms(text, spans):
        ids = _by_acronym(match[0], known)
        if ids:
            spans.append(match.span())
            found.append(ids)
    return found


def _stands_alone(text: str, name: str, start: int, end: int) -> bool:
    """Tell whether a name is no part of a longer word (宣传部 in 宣传部门, 统计局 in 统计局面)."""
    after, before = text[end : end + 1], text[max(0, start - 2) : start]
    if len(name) <= 3 and after in ("门", "面", "事", "限", "部", "署") and after:
        return False
    if name[0] in "市区县" and before[-1:] and re.match(_HAN, before[-1:]):
        return True
    return True


@cache
def _acronym_pattern() -> re.Pattern[str]:
    return re.compile(rf"{_HAN}{{1,5}}?(?:局|委|办|所|院|厅|部|中心|街道)(?!{_HAN}?[室法门])")


def _acronyms(text: str, spans: list[tuple[int, int]]) -> Iterable[re.Match[str]]:
    for match in _acronym_pattern().finditer(text):
        if not _overlaps(spans, *match.span()):
            yield match


def _by_acronym(word: str, known: Departments) -> tuple[int, ...]:
    """Return documents of the institutions that a short word abbreviates (财科所, 市府办)."""
    for start in range(len(word) - 2):
        short = word[start:]
        found = [i for i in known.institutions if _abbreviates(short, i)]
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
    return bool(_WEAK_TAIL.match(tail)) and _is_subsequence(short, subject)


def _is_subsequence(short: str, text: str) -> bool:
    position = 0
    for char in short:
        position = text.find(char, position) + 1
        if position == 0:
            return False
    return True


def _place_groups(
    text: str, known: Departments, spans: list[tuple[int, int]]
) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    lowered = text.lower()
    for place in sorted(known.places, key=len, reverse=True):
        pattern = rf"\b{place}\b" if place.isascii() else re.escape(place)
        for match in re.finditer(pattern, lowered):
            if not _overlaps(spans, *match.span()):
                spans.append(match.span())
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


def _narrow(
    known: Departments, chosen: Sequence[int], years: Sequence[int], phases: Sequence[Phase]
) -> tuple[int, ...]:
    """Return the documents of the years and phase asked for, where the corpus has them."""
    named = [d for d in known.documents if d.id in chosen]
    if not named and len(known.institutions) == 1:
        named = list(known.documents)
    by_year = [d for d in named if d.fiscal_year in years]
    named = by_year or named
    by_phase = [d for d in named if len(phases) == 1 and d.phase == phases[0].value]
    return tuple(d.id for d in by_phase or named)


def _strangers(
    text: str, known: Departments, spans: list[tuple[int, int]]
) -> tuple[str, ...]:
    """Return departments named in the text that no document is of."""
    found: list[str] = []
    for name in sorted(_words("common"), key=len, reverse=True):
        for match in re.finditer(rf"(?:{_HAN}{{2}}[省市区县]|[省市区县])?{name}(?![门面件])", text):
            if _overlaps(spans, *match.span()) or name in known.mentioned:
                continue
            if name in known.narrative and not _about_money(text):
                continue
            spans.append(match.span())
            found.append(match[0])
    found += _foreign_places(text, known, spans)
    return tuple(dict.fromkeys(found))


def _about_money(text: str) -> bool:
    return bool(re.search(r"多少|预算|支出|经费|花|几|much|budget|spen[dt]", text))


def _foreign_places(
    text: str, known: Departments, spans: list[tuple[int, int]]
) -> list[str]:
    """Return departments of a place that the corpus lacks, in Chinese or English."""
    found = []
    for start, end in list(spans):
        before = text[:start]
        english = re.search(r"\b([A-Z][a-z]{3,})(?: (?:City|District|County|Municipal))*\s*$", before)
        chinese = re.search(rf"({_HAN}{{2}})(市|区|县|省)$", before)
        if english and not _is_known_place(english[1].lower(), known):
            found.append(f"{english[1]} {text[start:end]}")
        elif chinese and not _is_known_place(chinese[1], known):
            found.append(chinese[0] + text[start:end])
    return found


def _is_known_place(word: str, known: Departments) -> bool:
    common = {"the", "does", "what", "which", "whose", "with", "from", "this", "that", "when",
              "have", "much", "many", "district", "municipal", "city", "general", "state"}  # fmt: skip
    if word in known.places or word in common:
        return True
    return any(word in simplify(d.institution) for d in known.documents)


def _overlaps(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < stop and begin < end for begin, stop in spans)


def own_words(text: str) -> list[tuple[int, int]]:
    """Return the places of words for the document's own department."""
    return [match.span() for match in _own().finditer(text)]
