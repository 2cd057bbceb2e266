"""Gather the rows that a question may be about, with their words as postings of rare pieces."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

import numpy as np
from numpy.typing import NDArray

from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.names import subject_of
from qa.linking.text import bare, core
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.words.lexical import words
from qa.words.sounds import plain_sound

Numbers = NDArray[np.float32]

KINDS = ("item", "indicator", "total")
_RUN = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[^a-z\d]+")
_PLAIN_AMOUNTS = ("text", "weight")


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one thing of one document that rows print, with all that stands around it.

    `unit` is that of its figures, empty where they are money; `row_ids` are its rows in all tables.
    """

    document_id: int
    label: str
    subject: str
    kind: str
    unit: str
    row_ids: tuple[int, ...]
    codes: frozenset[str]
    table_kinds: frozenset[str]
    annexes: frozenset[str]
    around: str

    @property
    def is_indicator(self) -> bool:
        """Tell whether it is a performance target."""
        return self.kind == "indicator"


def pairs(text: str) -> set[str]:
    """Return the neighbouring pairs of characters of a bare text; Latin and figures stay whole."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        if run[0].isascii() and run[0].isalnum():
            found.add(run)
        else:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


def singles(text: str) -> set[str]:
    """Return the characters of a bare text that are no Latin letter and no figure."""
    return {char for char in text if not char.isascii()}


def sounds(text: str) -> set[str]:
    """Return the neighbouring pairs of syllables of a bare text."""
    syllables = [plain_sound(char) for char in text if not char.isascii()]
    return {f"{a} {b}" for a, b in pairwise(syllables)}


class Pieces:
    """Hold for each piece of text the rows that have it, and how rare it is."""

    def __init__(self, sets: Iterable[set[str]]) -> None:
        held = list(sets)
        self.size = len(held)
        found: dict[str, list[int]] = defaultdict(list)
        for at, pieces in enumerate(held):
            for piece in pieces:
                found[piece].append(at)
        self._places = {piece: np.array(at, dtype=np.intp) for piece, at in found.items()}
        self.unseen = math.log(1 + self.size)
        self._weights = {p: math.log(1 + self.size / len(at)) for p, at in found.items()}
        totals = [fsum(self._weights[p] for p in pieces) or 1.0 for pieces in held]
        self.totals: Numbers = np.array(totals, dtype=np.float32)

    def weight(self, piece: str) -> float:
        """Return how rare a piece is."""
        return self._weights.get(piece, self.unseen)

    def knows(self, piece: str) -> bool:
        """Tell whether a row has the piece."""
        return piece in self._weights

    def held(self, wanted: Iterable[str]) -> Numbers:
        """Return the summed rarity of the wanted pieces that each row has."""
        out = np.zeros(self.size, dtype=np.float32)
        for piece in wanted:
            places = self._places.get(piece)
            if places is not None:
                out[places] += self._weights[piece]
        return out


class Rows:
    """Hold the rows of a catalogue with their pieces; built once a view."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, link_words: LinkWords) -> None:
        self._names: dict[str, list[str]] = defaultdict(list)
        for name, kinds in link_words.kinds_named.items():
            for kind in kinds:
                self._names[kind].append(name)
        self._totals = link_words.totals | link_words.total_rows
        self.rows = _gather(catalogue, lookup, self._totals, self._names)
        self.owners = tuple(sorted(_owners(catalogue), key=len, reverse=True))
        self.bare = [bare(row.label) for row in self.rows]
        self.core = [core(row.label) for row in self.rows]
        self.labels = Pieces(map(pairs, self.bare))
        self.characters = Pieces(map(singles, self.bare))
        self.words = Pieces({*words(row.label)} for row in self.rows)
        self.sounds = Pieces(map(sounds, self.bare))
        self.around = Pieces(pairs(bare(row.around)) for row in self.rows)
        self.lengths: Numbers = np.array([len(b) for b in self.bare], dtype=np.float32)
        self.documents = np.array([row.document_id for row in self.rows], dtype=np.intp)
        self._by_code: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(self.rows):
            for code in row.codes:
                self._by_code[code].append(at)

    def meant(self, term: str, kernel: str, code: str | None) -> dict[int, bool]:
        """Return the rows that a formal term names: whole (or by code), or in part."""
        found = dict.fromkeys(
            (at for at, label in enumerate(self.bare) if term in label or self.core[at] == kernel),
            False,
        )
        found.update((at, True) for at in found if self.bare[at] == term)
        found.update(dict.fromkeys(self._by_code.get(code or "", ()), True))
        return found


def _owners(catalogue: Catalogue) -> set[str]:
    """Return the names of institutions: a question says them to tell whose rows it means."""
    documents = catalogue.documents.values()
    return {name for d in documents for name in (d.institution, *d.aliases) if name}


def _gather(
    catalogue: Catalogue, lookup: Lookup, totals: frozenset[str], names: dict[str, list[str]]
) -> tuple[Row, ...]:
    lookup.prefetch(catalogue.tables)
    grouped: dict[tuple[int, str, str], list[tuple[Entry, Sheet]]] = defaultdict(list)
    for table in catalogue.tables.values():
        document = catalogue.documents[table.document_id]
        owners = {bare(name) for name in (document.institution, *document.aliases)} | totals
        subject = subject_of(table)
        for entry in table.rows:
            label = bare(entry.label)
            if entry.kind not in KINDS or not label or label in owners:
                continue
            parent = entry.parents[-1] if entry.kind == "indicator" and entry.parents else ""
            about = subject or parent
            grouped[table.document_id, label, bare(about)].append((entry, table))
    return tuple(_row(found, lookup, names) for found in grouped.values())


def _row(found: list[tuple[Entry, Sheet]], lookup: Lookup, names: dict[str, list[str]]) -> Row:
    entry, table = found[0]
    subject = subject_of(table) or (entry.parents[-1] if entry.parents else "")
    tables = {t.id: t for _, t in found}.values()
    around = [subject, *entry.parents]
    for each in tables:
        around += [each.title, *names.get(each.kind, ())]
    around += [e.text for e, t in found if t.kind == "procurement"]
    return Row(
        document_id=table.document_id,
        label=entry.label,
        subject=subject if entry.kind == "indicator" else "",
        kind=entry.kind,
        unit=_unit(found, lookup),
        row_ids=tuple(e.id for e, _ in found),
        codes=frozenset(e.code for e, _ in found if e.code),
        table_kinds=frozenset(t.kind for t in tables),
        annexes=frozenset(bare(t.annex) for t in tables if t.annex),
        around="，".join(around),
    )


def _unit(found: list[tuple[Entry, Sheet]], lookup: Lookup) -> str:
    for entry, table in found:
        for fact in lookup.row(table.id, entry.id):
            if fact.unit and fact.measure not in _PLAIN_AMOUNTS:
                return fact.unit
    return ""
