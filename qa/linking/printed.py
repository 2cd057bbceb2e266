"""Find the rows and columns that go by a name, in every form in which people say a printed name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.text import core, same_words, unnumbered
from qa.linking.words import load_words
from qa.words import lexicon
from qa.words.normalise import data, simplify

LEAST = 2
PART = 3
"""Least characters of a part of a name that stands for it, where one name alone has it."""
REST = 6
"""Most characters of what a name has behind another one, that stands for it by itself."""
LONGEST = 40
SURE = 0.75
"""How sure the lexicon must be of what a word means."""
_QUOTES = re.compile(r"[\s“”\"'‘’《》「」『』]")
_BRACKET = re.compile(r"[（(][^）)]*[）)]")
_EDGES = re.compile(r"^[^\w(]|[^\w)%]$")
_ENDS = re.compile(r"[,。;?!:]")
_FIRM = re.compile(r"(?![一二三四五六七八九十百其运个年帐维]|.[个帐维])[\u4e00-\u9fff]{2}")
"""Two characters that no numbering and no other way to write a word takes from the front of a name."""
_YEAR = re.compile(r"^20\d\d年?度?")
_JOINT = re.compile(r"(?<=[一-鿿]{2})[和及与](?=[一-鿿]{2})")
_SMALL = frozenset("的和与及或了")
_ITSELF = re.compile(r"[(](机关|本级)[)]$")
_LEAD = re.compile(r"^(?:其中|减|加)[:：]")
_ENDINGS = ("数", "合计", "额", "预算数", "决算数", "预算", "决算")
_ROWS = ("item", "total")


@dataclass(frozen=True, slots=True)
class Place:
    """Hold where a name stands: a row of a table, or a column; `exact` where it is printed so."""

    table: int
    row: Entry | None = None
    column: Heading | None = None
    exact: bool = True


def plain(text: str) -> str:
    """Return words as they are compared here: joints stay, quotation marks and spaces go."""
    return same_words(_QUOTES.sub("", simplify(text)).replace("（", "(").replace("）", ")"))


class Printed:
    """Hold the names that one catalogue prints."""

    def __init__(self, catalogue: Catalogue, kinds: Iterable[str]) -> None:
        """Take a catalogue and the words for each kind of table."""
        self.catalogue = catalogue
        self._places: dict[str, list[Place]] = defaultdict(list)
        self._own: dict[str, str] = {}  # the form of a label → the label's core
        for table in catalogue.tables.values():
            for entry in (e for e in table.rows if e.kind in _ROWS):
                self._add(table, entry.label, row=entry)
                if entry.code:
                    self._places[entry.code].append(Place(table.id, row=entry))
            for heading in (c for c in table.columns if c.role == "amount"):
                for part in heading.path:
                    self._add(table, part, column=heading)
        self._all = "\n".join(self._own)
        self._begun: dict[str, list[str]] = defaultdict(list)
        for own in self._own:
            self._begun[own[:LEAST]].append(own)
        self._kinds = frozenset(map(plain, kinds))
        self._starts = {form[:LEAST] for form in (*self._places, *self._kinds, *lexicon.senses())}
        self._starts |= {own[i : i + LEAST] for own in self._own for i in range(len(own) - 1)}

    def _add(
        self, table: Sheet, label: str, row: Entry | None = None, column: Heading | None = None
    ) -> None:
        own, forms = _said_as(label)
        for form in forms:
            self._places[form].append(Place(table.id, row, column, exact=form == own))
        if row is not None and len(own) > PART:
            self._own[own] = core(own)

    @lru_cache(maxsize=4096)  # noqa: B019 - several readers ask of the same question
    def at(self, text: str, start: int) -> tuple[str, tuple[str, ...]] | None:
        """Return the longest name at a place of a text, with the forms by which it is printed."""
        pair = text[start : start + LEAST]
        if pair not in self._starts and _FIRM.fullmatch(pair):
            return None
        for size in range(min(LONGEST, len(text) - start), LEAST - 1, -1):
            said = text[start : start + size]
            forms = self._forms_of(said)
            if forms:
                return said, forms
        return None

    @lru_cache(maxsize=4096)  # noqa: B019 - one catalogue lives as long as its names
    def _forms_of(self, said: str) -> tuple[str, ...]:
        if said in _generic() or _EDGES.search(said):
            return ()
        if said in self._places or said in self._kinds:
            return (said,)
        if _ENDS.search(said):
            return ()
        sense = lexicon.sense(said)
        if sense is not None:
            terms = [plain(h.term) for h in sense.hints if h.weight >= SURE]
            own = (said,) if said in terms else ()  # a formal name that only the text may have
            return tuple(t for t in terms if t in self._places) or own
        return self._part(said)

    def _part(self, said: str) -> tuple[str, ...]:
        """Return the one name of which a part is said, or its beginning and its end."""
        if len(said) < PART or said[0] in _SMALL or said[-1] in _SMALL:
            return ()
        found = [own for own in self._own if said in own] if said in self._all else []
        if not found and len(said) > PART:
            begun = self._begun.get(said[:LEAST], ())
            found = [own for own in begun if _in_short(said, _BRACKET.sub("", own))]
        return tuple(found) if len({self._own[own] for own in found}) == 1 else ()

    def rests(self, heads: frozenset[str]) -> dict[str, tuple[str, ...]]:
        """Return what rows are called behind some names that others have, with their whole names."""
        found: dict[str, list[str]] = defaultdict(list)
        short = {_BRACKET.sub("", head) for head in heads}
        for own in self._own:
            for head in heads | short:
                rest = own.removeprefix(head)
                if LEAST <= len(rest) <= REST and rest != own and rest[0] != "(":
                    found[rest].append(own)
        kept = {rest: tuple(names) for rest, names in found.items() if len(set(names)) == 1}
        return dict(sorted(kept.items(), key=lambda one: -len(one[0])))

    @property
    def labels(self) -> str:
        """Return the names of all rows, a line each."""
        return self._all

    def is_kind(self, said: str) -> bool:
        """Tell whether words call a kind of table."""
        return said in self._kinds

    def places(self, form: str) -> tuple[Place, ...]:
        """Return where a name stands."""
        return tuple(self._places.get(form, ()))


@lru_cache(maxsize=16384)
def _said_as(label: str) -> tuple[str, tuple[str, ...]]:
    """Return a printed name as it is compared, with all forms in which it is said."""
    own = plain(_LEAD.sub("", unnumbered(label)))
    forms = dict.fromkeys(form for form in _forms(own) if len(form) >= LEAST)
    return own, tuple(form for form in forms if form not in _generic())


def _forms(own: str) -> Iterator[str]:
    """Give the forms in which a printed name is said: in short, without its year, without 合计."""
    yield own
    short = _BRACKET.sub("", own)
    if (itself := _ITSELF.search(own)) is not None:
        yield short[-1:] + itself[1]  # 局机关, 局本级
    for name in (short, _YEAR.sub("", short)):
        yield name
        yield core(name)
        yield name.removesuffix("用")
        yield _JOINT.sub("", name)
        for ending in _ENDINGS:
            yield name.removesuffix(ending)


def _in_short(said: str, name: str) -> bool:
    """Tell whether words are a name that leaves out its middle (红柳沟工程 for 红柳沟治理工程)."""
    ends = range(PART, len(said) - LEAST + 1)
    return any(name.startswith(said[:at]) and name.endswith(said[at:]) for at in ends)


@cache
def _generic() -> frozenset[str]:
    return frozenset(data("expressions.yaml")["generic"])


@lru_cache(maxsize=32)
def printed(catalogue: Catalogue) -> Printed:
    """Return the names of a catalogue, prepared once."""
    return Printed(catalogue, load_words().kinds_named)
