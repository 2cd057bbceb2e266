"""Find the row of a list that a question speaks of by everything that the row prints.

A card is a row with what stands around it: the project of its form, the items above it, its cells
of words. Characters of a question that stand in the card in pairs are explained by it; rare pairs
tell more. So a row is found however long the question is and whatever else it asks.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

from qa.answering.cite import WHOLE_ROWS
from qa.catalogue import Catalogue, Entry, Sheet
from qa.kept import Kept
from qa.linking.names import subject_of
from qa.linking.text import bare
from qa.planning.numbered import rows_at
from qa.query import Query

LISTS = frozenset({*WHOLE_ROWS, "unknown"})
"""Kinds of table whose rows are things of their own."""
UNIQUE = 1.03  # weight of what is said of a name, from which less than half of it is enough
KEPT = 64  # texts whose cards are kept
LIKELY = 8  # cards that are looked at closely
SHORT = 2  # characters of a name that longer words hold
RARE = 0.7  # weight of a pair of characters that few names print
ALONE = 0.5  # what a character tells that only one name prints
AROUND = 0.6  # what a pair around a row tells, beside one of its name
OTHER = "其他"
_FIGURE = re.compile(r"(?<![\d.])\d{2,}(?:\.\d+)?")
_CODE = re.compile(r"^[a-z]?\d+")
_CALLS = re.compile(r"[一-鿿]{3,16}")
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")


@dataclass(frozen=True, slots=True)
class Card:
    """Hold a row with its name and the words around it in bare form."""

    table: Sheet
    entry: Entry
    name: str
    around: str


@dataclass(frozen=True, slots=True)
class Found:
    """Hold a card that a question speaks of: how much it explains, and the places it explains."""

    card: Card
    weight: float
    named: float
    cover: float
    own: frozenset[int]
    near: frozenset[int]


@lru_cache(maxsize=8192)
def pairs(text: str) -> frozenset[str]:
    """Return the pairs of characters of a text; of one character the text itself."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset((text,))


class Cards:
    """Index the rows of the lists of one catalogue by the pairs of characters they print."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._cards = tuple(
            card
            for table in catalogue.tables.values()
            for card in _of_table(table, catalogue.documents[table.document_id].institution)
        )
        printed = {card.name for card in self._cards}
        self._cards += tuple(
            card
            for table in catalogue.tables.values()
            if table.kind in LISTS
            for card in _by_cells(table)
            if card.name not in printed
        )
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        names, letters = Counter[str](), Counter[str]()
        seen: set[tuple[str, str]] = set()
        for n, card in enumerate(self._cards):
            for pair in pairs(card.name) | pairs(card.around):
                self._by_pair[pair].append(n)
            listed = card.table.kind in LISTS  # an item of a budget stands in many tables
            if (key := (card.name, card.around if listed else "")) not in seen:
                seen.add(key)
                names.update(pairs(card.name))
                letters.update(set(card.name))
        count = max(len(seen), 1)
        self._most = math.log(1 + count)
        self._rare = {pair: math.log(1 + count / n) / self._most for pair, n in names.items()}
        self._titles = {p for card in self._cards for p in pairs(bare(card.table.title))}
        self._single = frozenset(c for c, n in letters.items() if n == 1 and "一" <= c <= "鿿")
        for n, card in enumerate(self._cards):
            for letter in set(card.name) & self._single:
                self._by_pair[letter].append(n)
        self._documents = [card.table.document_id for card in self._cards]
        self._fulls: dict[str, float] = {}
        self._kept = Kept(KEPT)

    def weight(self, pair: str) -> float:
        """Return how much a pair of characters tells: 1 where just one name prints it."""
        return self._rare.get(pair, 1.0)

    def tells(self, pair: str) -> bool:
        """Tell whether few names print a pair of characters, and no title of a table."""
        return self._rare.get(pair, 0.0) >= RARE and pair not in self._titles

    def knows(self, left: Sequence[str], card: Card) -> bool:
        """Tell whether words that a card leaves name another row: few names print them.

        The project of a form may be told by words of its goals.
        """
        within = "".join(bare(e.label) for e in card.table.rows if card.entry.kind == "field")
        runs = (run for run in left if len(run) > 1)
        return any(self.tells(p) and p not in within for run in runs for p in pairs(run))

    def likely(self, text: str, beside: str, documents: Iterable[int]) -> list[Found]:
        """Return the cards that explain most of a question, best first.

        `text` holds the phrases that may name a row, `beside` all that may tell where it stands.
        """
        inside = frozenset(documents)
        key = (text, beside, inside)
        return self._kept.once(key, lambda: self._likely(text, beside, inside))

    def _likely(self, text: str, beside: str, inside: Set[int]) -> list[Found]:
        said = [text[i : i + 2] for i in range(len(text) - 1)]
        rough: dict[int, float] = defaultdict(float)
        for pair in {*said, *(set(text) & self._single)}:
            told = self.weight(pair)
            for n in self._by_pair.get(pair, ()):
                if self._documents[n] in inside:
                    rough[n] += told
        best = sorted(rough, key=lambda n: -rough[n])[: LIKELY * 3]
        words = _Words.of(text, said, beside)
        found = [self._read(self._cards[n], words) for n in best]
        kept = [one for one in found if one.own]
        return sorted(kept, key=lambda one: (-one.weight, -one.cover))[:LIKELY]

    def of(self, documents: Iterable[int]) -> list[Card]:
        """Return the cards of some documents."""
        inside = set(documents)
        return [card for card in self._cards if card.table.document_id in inside]

    def numbered(self, query: Query, documents: Iterable[int]) -> list[Found]:
        """Return the card of the row whose printed number a question names with its table."""
        if query.row_number is None or len(query.annexes) != 1:
            return []
        inside, annex = set(documents), bare(query.annexes[0])
        own = [
            c for c in self._cards
            if c.table.document_id in inside and bare(c.table.annex) == annex
        ]  # fmt: skip
        tables = {c.table.id: c.table for c in own}
        meant = {e.id for table in tables.values() for e in rows_at(table, query)}
        rows = {c.entry.id: c for c in reversed(own) if c.entry.id in meant}
        return [Found(c, UNIQUE, UNIQUE, 1.0, frozenset(), frozenset()) for c in rows.values()]

    def coded(self, query: Query, text: str, documents: Iterable[int]) -> list[Found]:
        """Return the cards of rows that alone in a table print the one code a question names."""
        start = text.find(query.codes[0].lower()) if len(query.codes) == 1 else -1
        if start < 0:
            return []
        own = frozenset(range(start, start + len(query.codes[0])))
        rows = {
            c.entry.id: c for c in self.of(documents)
            if c.entry.code == query.codes[0] and c.entry.kind == "item"
        }  # fmt: skip
        often = Counter(c.table.id for c in rows.values())
        one = (c for c in rows.values() if often[c.table.id] == 1)
        return [Found(c, UNIQUE, UNIQUE, 1.0, own, frozenset()) for c in one]

    def _read(self, card: Card, words: _Words) -> Found:
        """Return what a question says of a card, and where."""
        text, said = words.text, words.said
        named, around = pairs(card.name), pairs(card.around)
        held = named & words.pairs
        own = _once(said, [i for i, pair in enumerate(said) if pair in held]) if held else set()
        if len(card.name) <= SHORT:  # 服务 is not named by 公共服务
            own = {n for n in own if not _inside(text, n, own)}
        for i in range(1, len(text)):  # 台式机 for 台式计算机
            if i - 1 in own and text[i] in card.name:
                own.add(i)
        shared = around & words.beside.keys()
        near = {n for pair in shared for i in words.beside[pair] for n in (i, i + 1)} - own
        single = self._single & words.letters
        alone = {i for i, c in enumerate(text) if c in single and c in card.name} - own
        figures = words.figures & _figures(card.entry.text) if words.figures else frozenset()
        near |= {i for f in figures for i in range(text.find(f), text.find(f) + len(f))}
        hit = fsum(self.weight(pair) for pair in held) if own else 0.0
        told = hit + ALONE * len(alone) + len(figures)
        placed = fsum(self.weight(pair) for pair in shared - named)
        full = self._full(card.name)
        if _of_the_rest(card.name, text, own):
            hit = told = 0.0
        cover = hit / full if full else 0.0
        weight = told + AROUND * placed
        return Found(card, weight, told, cover, frozenset(own | alone), frozenset(near))

    def _full(self, name: str) -> float:
        """Return how much all the pairs of a name tell; worked out once a name."""
        if name not in self._fulls:
            self._fulls[name] = fsum(self.weight(pair) for pair in pairs(name))
        return self._fulls[name]


@dataclass(frozen=True, slots=True)
class _Words:
    """Hold what cards are compared with: the pairs, letters and figures of a question."""

    text: str
    said: Sequence[str]
    pairs: frozenset[str]
    letters: frozenset[str]
    figures: frozenset[str]
    beside: Mapping[str, Sequence[int]]  # pairs that may tell where a row stands, with their places

    @classmethod
    def of(cls, text: str, said: Sequence[str], beside: str) -> _Words:
        """Return the words of a question, `beside` being all that may tell where a row stands."""
        places: dict[str, list[int]] = defaultdict(list)
        for i in range(len(beside) - 1):
            places[beside[i : i + 2]].append(i)
        figures = frozenset(_FIGURE.findall(text))
        return cls(text, said, frozenset(said), frozenset(text), figures, places)


def _of_the_rest(name: str, text: str, own: set[int]) -> bool:
    """Tell whether just one of a name and a text is of what is left: that is not the thing."""
    if name.startswith(OTHER):
        return OTHER not in text
    return any(i in own and i - 1 not in own and text[:i].endswith(OTHER) for i in own)


def _once(said: Sequence[str], places: Sequence[int]) -> set[int]:
    """Return the characters of pairs at some places, without what a longer run says as well."""
    runs: list[list[int]] = []
    for i in places:
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    kept: set[int] = set()
    told: set[str] = set()
    for run in sorted(runs, key=len, reverse=True):
        if not {said[i] for i in run} <= told:
            told |= {said[i] for i in run}
            kept |= {n for i in run for n in (i, i + 1)}
    return kept


def _inside(text: str, place: int, own: set[int]) -> bool:
    """Tell whether what is said of a name is the later part of a longer word."""
    start = place
    while start in own:
        start -= 1
    return start >= 0 and "一" <= text[start] <= "鿿"


@lru_cache(maxsize=4096)
def _figures(text: str) -> frozenset[str]:
    """Return the numbers that a row prints, as they may be written: 83.90 also as 83.9."""
    printed = _FIGURE.findall(text.replace(",", ""))
    short = (n.rstrip("0").rstrip(".") if "." in n else n for n in printed)
    return frozenset(printed) | frozenset(short)


def _of_table(table: Sheet, owner: str) -> list[Card]:
    """Return the cards of a table: its rows, and one for the project of a form."""
    subject, title = bare(subject_of(table)), bare(table.title.replace(owner, ""))
    form = next((e for e in table.rows if e.kind == "field"), None)
    cards = []
    if form is not None and subject:
        cards.append(Card(table, form, subject, title))
    for entry in table.rows:
        if entry.kind in ("item", "indicator") and entry.label.strip():
            cards.append(Card(table, entry, _name(entry), _around(entry, subject, title)))
        elif entry.kind == "total" and form is None:
            cards.append(Card(table, entry, subject or title + bare(entry.label), title))
    return cards


def _by_cells(table: Sheet) -> list[Card]:
    """Return cards of items by what other cells call them: a purchase by what is bought."""
    items = [e for e in table.rows if e.kind == "item" and e.label.strip()]
    words = {e.id: dict.fromkeys(map(bare, e.text.split())) for e in items}
    often = Counter(word for cells in words.values() for word in cells)
    return [
        Card(table, e, name, _around(e, bare(e.label), bare(table.title)))
        for e in items
        for word in words[e.id]
        for name in [_CODE.sub("", word)]
        if often[word] == 1 and _CALLS.fullmatch(name) and name not in bare(e.label)
    ]


def _name(entry: Entry) -> str:
    """Return a row's name without what brackets add, where enough is left."""
    short = bare(_BRACKETED.sub("", entry.label))
    return short if len(short) > 1 else bare(entry.label)


def _around(entry: Entry, subject: str, title: str) -> str:
    """Return what stands around a row: project, items above, cells of words."""
    above = [bare(part) for part in entry.parents]
    words = []
    if entry.kind == "item":
        words = [bare(w) for w in re.split(r"\s+", entry.text) if re.search(r"[一-鿿]{2}", w)]
    kept = [w for w in words if w != bare(entry.label) and len(w) < 40]
    return "　".join([subject, *above, *kept, title])
