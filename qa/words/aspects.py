"""Say which columns of a row a question asks for by what they hold: planned, spent, reached, points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from qa.words.normalise import data


@dataclass(frozen=True, slots=True)
class Aspect:
    """Hold what one column holds: how it is asked for and the heads it stands under.

    `cell` names what of the row itself is meant where no head tells it: its printed name, the
    columns that its money stands in, its amount, the project of its form.
    """

    name: str
    said: re.Pattern[str]
    heads: re.Pattern[str]
    common: bool = False
    words: bool = False
    needs: frozenset[str] = frozenset()
    cell: str = ""

    def heads_of(self, path: str) -> bool:
        """Tell whether a column stands under this aspect's heads."""
        return bool(self.heads.search(re.sub(r"\s+", "", path)))


@dataclass(frozen=True, slots=True)
class AskedAspects:
    """Hold the aspects that a question says, in its order, and the words that are left."""

    aspects: tuple[Aspect, ...]
    rest: str
    part: bool = False
    apart: bool = False
    whole: bool = False
    text: str = ""

    def asks(self, name: str) -> bool:
        """Tell whether an aspect is asked for."""
        return any(aspect.name == name for aspect in self.aspects)

    @property
    def pieces(self) -> tuple[str, ...]:
        """Return the words that are left, cut where words were taken away."""
        return tuple(piece for piece in re.split(r"[，,。?!、:\s]+", self.rest) if piece)

    @property
    def of_the_row(self) -> bool:
        """Tell whether what no set of rows has is asked: a place, a code, a project, a way."""
        return any(aspect.cell and not aspect.common for aspect in self.aspects)


@dataclass(frozen=True, slots=True)
class _Said:
    """Hold the aspects and the words around them."""

    aspects: tuple[Aspect, ...]
    part: re.Pattern[str]
    apart: re.Pattern[str]
    filler: re.Pattern[str]
    which: re.Pattern[str]
    whole: re.Pattern[str]
    lost: re.Pattern[str]


@cache
def _words() -> _Said:
    whole = data("aspects.yaml")
    raw: Mapping[str, Mapping[str, object]] = whole["aspects"]
    found = tuple(
        Aspect(
            name,
            re.compile(str(one["said"]), re.I),
            re.compile(str(one.get("heads") or r"(?!)")),
            bool(one.get("common")),
            bool(one.get("words")),
            frozenset(str(one["needs"]).split("|")) if one.get("needs") else frozenset(),
            str(one.get("cell") or ""),
        )
        for name, one in raw.items()
    )
    return _Said(
        found,
        *(
            re.compile(whole[k], re.I)
            for k in ("part", "apart", "filler", "which", "whole", "lost")
        ),
    )


def known_aspects() -> tuple[Aspect, ...]:
    """Return the aspects of columns in the order of their file."""
    return _words().aspects


def apart_said(text: str) -> bool:
    """Tell whether a question asks how far two cells are apart."""
    return bool(_words().apart.search(text))


@lru_cache(maxsize=256)
def asked_aspects(text: str) -> AskedAspects | None:
    """Return the aspects that a question says; None where it says none, or only one common one."""
    words = _words()
    text = re.sub(str(data("aspects.yaml")["ruled_out"]), "", text)
    hits = [
        (m.start(), m.end(), one) for one in words.aspects for m in [one.said.search(text)] if m
    ]
    if {"closing", "final"} & {one.name for _, _, one in hits}:  # 年末还剩多少没花
        hits = [hit for hit in hits if hit[2].name != "unspent"]
    if not hits or (all(one.common for _, _, one in hits) and len(_places(hits)) < 2):
        return None
    hits.sort(key=lambda hit: hit[:2])
    return AskedAspects(
        tuple(one for _, _, one in hits),
        without_aspects(text),
        bool(words.part.search(text)),
        bool(words.apart.search(text)),
        bool(words.whole.search(text)),
        text,
    )


def worked_out(asked: AskedAspects) -> AskedAspects:
    """Return what is asked with a rate that no column prints as what was spent of what was planned."""
    known = {one.name: one for one in _words().aspects}
    planned = {"full", "initial", "planned"} & {one.name for one in asked.aspects}
    names = ("final", *(() if planned else ("full",)))
    kept = tuple(one for one in asked.aspects if one.name != "rate")
    return replace(asked, aspects=(*kept, *(known[name] for name in names)), part=True)


@lru_cache(maxsize=256)
def without_aspects(text: str) -> str:
    """Return a text without the words for columns."""
    words = _words()
    for pattern in (words.part, words.apart, *(one.said for one in words.aspects), words.filler):
        text = pattern.sub("，", text)
    return text


def asks_which(text: str) -> bool:
    """Tell whether a question asks which rows there are, or what something is for."""
    return bool(_words().which.search(text))


def asks_lost(text: str) -> bool:
    """Tell whether a question asks where an evaluation lost points."""
    return bool(_words().lost.search(text))


def _places(hits: list[tuple[int, int, Aspect]]) -> list[tuple[int, int]]:
    """Return the places where aspects are said, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end, _ in sorted(hits, key=lambda hit: hit[:2]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
