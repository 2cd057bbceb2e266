"""Know the institutions of a corpus by every name that people give them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from itertools import product

from ingest.store import StoredDocument
from qa.catalogue import Catalogue
from qa.kept import Kept
from qa.regexes import regex
from qa.words.dictionary import dictionary
from qa.words.normalise import data, simplify
from qa.words.sounds import readings

HAN = "[一-鿿]"
_PLACE = regex(
    rf"^({HAN}{{2,3}}?(?:省|自治区))?({HAN}{{2,7}}?(?:市(?!场)|州|盟|地区))?({HAN}{{1,6}}?(?:新区|区|县|旗|市(?!场)))?"
)
_NO_PLACE = regex(r"(?:[灌库林牧校院矿]|社)区$")  # what a body looks after, not where it is
ENDINGS = ("局", "厅", "委")
"""What a department's name ends with that people leave out."""
_LONG = 4  # characters from which on a name is also said by its first word and its ending


@cache
def words(section: str) -> tuple[str, ...]:
    return tuple(str(word) for word in data("departments.yaml")[section])


@cache
def _contractions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    raw: dict[str, list[str]] = data("departments.yaml")["contractions"]
    pairs = ((str(k), tuple(v)) for k, v in raw.items())
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def common() -> re.Pattern[str]:
    """Return how departments that governments commonly have are called, by list and by subject."""
    listed = {*words("common")}
    subjects = {n[:-1] for n in listed if len(n) > 2 and n.endswith(ENDINGS)}
    subjects |= {one for long, shorts in _contractions() for one in (long, *shorts)}
    whole = ("委员会", "办公室", "办公厅", "中心", "院", "会", "社", "办", "办公", "政府", "委")
    subjects = {s for s in subjects if len(s) > 1 and not s.endswith((*whole, *ENDINGS))}
    longest = [sorted(map(re.escape, some), key=len, reverse=True) for some in (listed, subjects)]
    return regex(
        rf"(?:{HAN}{{2,3}}[省市])?(?:{HAN}{{2}}[省市区县]|[省市区县])?"
        rf"(?P<name>{'|'.join(longest[0])}|(?:{'|'.join(longest[1])})(?:委员会|[{''.join(ENDINGS)}]))"
        rf"(?!{data('departments.yaml')['not_office']})"
    )


@lru_cache(maxsize=4096)
def own_names(institution: str) -> tuple[str, ...]:
    """Return an institution's name and the second one that brackets may give."""
    name = simplify(institution)
    second = re.findall(r"\(([^()]{4,})\)", name)
    return (re.sub(r"\([^()]*\)", "", name), *second)


def partyless(institution: str) -> str:
    return re.sub(r"^(?:中国共产党|中共)", "", simplify(institution))


@lru_cache(maxsize=4096)
def split_place(institution: str) -> tuple[tuple[str, ...], str]:
    """Return the places that a name starts with and the rest: (重庆市, 江南区), 人民政府办公室."""
    match = _PLACE.match(institution)
    places = tuple(part for part in (match.groups() if match else ()) if part)
    rest = institution[sum(map(len, places)) :]
    while places and (len(rest) < 2 or _NO_PLACE.search(places[-1])):
        rest = places[-1] + rest
        places = places[:-1]
    return places, rest


@lru_cache(maxsize=4096)
def short_forms(institution: str) -> frozenset[str]:
    """Return the ways in which people write an institution's name."""
    institution = partyless(institution)
    places, rest = split_place(institution)
    under = rest.removeprefix("人民政府")
    if len(under) >= 5 and under != rest:  # 普陀区人民政府万里街道办事处
        last = places[-1:] or ("",)
        return short_forms(under) | {institution, "".join(places) + under, last[0] + under}
    rests = {rest, rest.removeprefix("委")}  # 市委宣传部
    rests |= _first_words(rest) | {_without_and(rest)}
    rests |= {without_people(one) for one in rests}
    if rest.endswith(("镇人民政府", "乡人民政府")):
        rests |= {one.removesuffix("人民政府") for one in rests}  # a township's goes by its name
    for long, shorts in _contractions():
        rests |= {r.replace(long, short) for r, short in product(rests, shorts) if long in r}
    forms = {institution} | {r for r in rests if len(r) >= 2}
    for prefix in _prefixes(places):
        forms |= {prefix + r for r in rests}
        if len(prefix) > 1:  # 临江城管, 临江市人社: after its place a short name needs no ending
            forms |= {prefix + short for short in _subjects(rests)}
    generic = {"办公室", "办公厅", "中心", "委员会", "街道", "办", "厅", "机关", "政府", "府"}
    return frozenset(form for form in forms if len(form) >= 2 and form not in generic)


def _subjects(rests: Iterable[str]) -> frozenset[str]:
    """Return the contracted names of what a department sees to, without its ending."""
    short = {one for _, shorts in _contractions() for one in shorts if len(one) > 1}
    ended = {rest[:-1] for rest in rests if len(rest) > 2 and rest.endswith(ENDINGS)}
    return frozenset(ended | {bare for rest in rests if (bare := rest[:-1]) in short})


def ends_of(rest: str) -> frozenset[str]:
    """Return the ends of a name that begin with a word of their own, and what is short for them."""
    ordinary, found = dictionary().ordinary, set[str]()
    for start in range(len(rest) - _LONG):
        first = rest[start : start + 2]
        inside = start and rest[start - 1 : start + 1] in ordinary
        if first in ordinary and not inside and first not in words("plain_words"):
            found |= {rest[start:]} if start else set()
            found |= {first + rest[-1]} if rest.endswith(words("endings")) else set()
    return frozenset(found)


def _first_words(rest: str) -> frozenset[str]:
    """Return a long name by its first word and its ending: 农业局 for 农业农村局."""
    plain = re.sub(r"^(?:国家|中国|全国|中央)", "", rest)
    long = len(plain) > _LONG and plain.endswith(ENDINGS) and not plain.startswith("综合")
    return frozenset({plain, plain[:2] + plain[-1]} if long else {plain})


def _without_and(rest: str) -> str:
    """Return a name without the word that joins what it sees to: 水务湖泊局 for 水务和湖泊局."""
    return re.sub(rf"(?<={HAN}{{2}})[和与](?={HAN}{{3}})", "", rest)


def _of_file(document: StoredDocument) -> str:
    """Return the department, without its place, that a file of a body below it is named by."""
    name = re.sub(r"^.*/", "", document.name)
    match = re.search(
        rf"({HAN}{{2,12}}(?:{'|'.join(ENDINGS)}))_?(?:20\d\d年?度?)?(?:部门|单位)", name
    )
    own = simplify(match[1].lstrip("年度")) if match else ""
    return "" if own in simplify(document.institution) else split_place(own)[1]


@lru_cache(maxsize=16384)
def unit_forms(label: str) -> frozenset[str]:
    """Return how a unit's name is cut short: 交易中心, 资源交易中心 for 某市公共资源交易中心."""
    found: set[str] = set()
    for name in own_names(label):
        ending = next((e for e in words("unit_endings") if name.endswith(e)), "")
        body = split_place(name)[1].removesuffix(ending) if ending else ""
        found |= {
            body[start:end] + ending
            for start in range(len(body) - 1)
            for end in range(start + 2, len(body) + 1)
        }
    return frozenset(found)


def bare_place(place: str) -> str:
    """Return a place without 市, 区 or what it governs itself by: 岷沱 of 岷沱彝族自治州, 滨湾 of 滨湾开发区."""
    peoples = "|".join(words("peoples"))
    bare = re.sub(rf"(?:(?:(?:{peoples})族)+自治[州县旗]|{'|'.join(words('zones'))})$", "", place)
    return bare if 1 < len(bare) < len(place) else place[:-1] if len(place) > 2 else place


def without_people(name: str) -> str:
    """Return a township's name without the people that it is of: 鹤岭乡 for 鹤岭傈僳族乡."""
    peoples = "|".join(words("peoples"))
    return re.sub(rf"(?<={HAN}{{2}})(?:(?:(?:{peoples})族)+|民族)(?=乡|镇)", "", name)


def _prefixes(places: Sequence[str]) -> set[str]:
    prefixes: set[str] = set()
    for start in range(len(places)):
        tail = places[start:]
        prefixes.add("".join(tail))
        prefixes.add("".join(map(bare_place, tail)))
        prefixes.add(tail[-1][-1])
    return prefixes


class Departments:
    """Know the corpus's institutions by every name they go by."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.kept = Kept()

    @cached_property
    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the documents in store order."""
        return tuple(self._catalogue.documents.values())

    @cached_property
    def names(self) -> dict[str, tuple[int, ...]]:
        """Return every form of name → the documents that it fits."""
        found: dict[str, set[int]] = defaultdict(set)
        for document in self.documents:
            for name in own_names(document.institution):
                for form in short_forms(name):
                    found[form.lower()].add(document.id)
            for alias in document.aliases:
                if len(alias) >= 2:
                    found[simplify(alias).lower()].add(document.id)
            if above := _of_file(document):
                found[above.lower()].add(document.id)
        return {name: tuple(sorted(ids)) for name, ids in found.items()}

    @cached_property
    def ends(self) -> dict[str, tuple[int, ...]]:
        """Return the ends of long names, whole and as short words → documents: 内陆湖泊研究所, 湖泊所."""
        found: dict[str, set[int]] = defaultdict(set)
        for document in self.documents:
            for name in own_names(partyless(document.institution)):
                for form in ends_of(split_place(name)[1]) - self.names.keys():
                    found[form].add(document.id)
        return {name: tuple(sorted(ids)) for name, ids in found.items()}

    @cached_property
    def tails(self) -> dict[str, tuple[int, ...]]:
        """Return sorts of institution (办公厅, 研究院, 街道) of which the corpus has just one."""
        found: dict[str, set[int]] = defaultdict(set)
        for document in self.documents:
            for name in own_names(document.institution):
                for tail in words("tails"):
                    if tail in name[-len(tail) - 3 :]:
                        found[tail].add(document.id)
        return {
            tail: tuple(sorted(ids))
            for tail, ids in found.items()
            if tail not in self.names and len({known_institution(self, d) for d in ids}) == 1
        }

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Return place names, with and without 市 or 区, in characters and in pinyin → documents."""
        found: dict[str, set[int]] = defaultdict(set)
        for document in self.documents:
            places, rest = split_place(partyless(document.institution))
            street = re.findall(
                rf"^(?:人民政府)?({HAN}{{2,3}})(?:街道|镇|乡)", without_people(rest)
            )
            for place in (*places, *street):
                for form in {place, bare_place(place)}:
                    found[form].add(document.id)
                    for spelled in pinyin(form) if len(form) <= 4 else ():
                        found[spelled].add(document.id)
        return {name: tuple(sorted(ids)) for name, ids in found.items()}

    @cached_property
    def institutions(self) -> tuple[str, ...]:
        """Return the institutions' names, each once."""
        return tuple(dict.fromkeys(simplify(d.institution) for d in self.documents))

    @cached_property
    def mentioned(self) -> str:
        """Return all that rows and heads of columns print of names, to tell units from strangers."""
        rows = self._catalogue.rows.values()
        tables = self._catalogue.tables.values()
        heads = {part for table in tables for column in table.columns for part in column.path}
        return "\n".join({f"{row.label}\n{row.institution or ''}" for row in rows} | heads)

    @cached_property
    def narrative(self) -> str:
        """Return the narrative of all documents."""
        return "\n".join(p.text for p in self._catalogue.passages.values())

    @cached_property
    def spoken(self) -> str:
        """Return the narrative, what rows print and what the fields of forms say."""
        return f"{self._told}\n{self.mentioned}"

    @cached_property
    def _told(self) -> str:
        """Return the narrative with what the fields of forms say."""
        fields = (row.text for row in self._catalogue.rows.values() if row.kind == "field")
        return "\n".join((self.narrative, *fields))

    def speaks_of(self, name: str) -> bool:
        """Tell whether a document speaks of an office, by its name or a longer one (外办)."""
        longer = rf"{name[0]}{HAN}{{1,3}}{name[-1]}" if len(name) == 2 else name
        return name in self._told or re.search(longer, self._told) is not None

    def localise(self, text: str) -> str:
        """Return text with places spelled in letters written in characters: Suzhou 审计局."""
        for place in sorted(self.spelled, key=len, reverse=True):
            if place in text.lower():
                written = self.spelled[place]
                text = re.sub(rf"\b{place}\b('s)?\s*", written, text, flags=re.IGNORECASE)
        return text

    @cached_property
    def spelled(self) -> dict[str, str]:
        """Return how the places of the corpus are spelled in letters → their characters."""
        han = [place for place in self.places if not place.isascii() and len(place) <= 4]
        return {spelled: place for place in han for spelled in pinyin(place)}

    def short_name(self, institution: str) -> str:
        """Return the shortest end of an institution's name that names it alone."""
        own = set(self.of_institution(institution))
        own_names = (n for n, ids in self.names.items() if set(ids) == own)
        whole = r"(?:.*[省市区县会])?(?:人民政府)?"
        ends = [n for n in own_names if re.fullmatch(whole + re.escape(n), institution)]
        return min(ends, key=len, default=institution)

    def of_institution(self, institution: str) -> tuple[int, ...]:
        """Return the documents of one institution."""
        return tuple(d.id for d in self.documents if simplify(d.institution) == institution)


@cache
def pinyin(text: str) -> tuple[str, ...]:
    """Return how a place is spelled in letters, by every reading of its characters."""
    return tuple("".join(parts) for parts in product(*(readings(c) for c in text)))


def known_institution(known: Departments, document_id: int) -> str:
    """Return the institution of a document."""
    return next(d.institution for d in known.documents if d.id == document_id)
