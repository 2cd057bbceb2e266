"""Set two amounts of one table against each other that a question names on both sides of an operator.

编制减在职, 债务限额减去余额, 负债÷资产, 年末结余比年初多了多少: two columns of one row or two rows of
one column. Every word is explained by the names of the cells, of their table or of its department.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qa.linking.cover import covered
from qa.linking.text import bare
from qa.planning.find import filled
from qa.planning.sides import Sides
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.regexes import regex
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.view import View

SAID, KNOWN = 0.8, 0.75
"""Least part of a side's words that its cell prints; of the other words, that its table does."""
SHORT = 0.7
"""What a character counts for that a name prints apart from the others."""
_WAYS = {
    "minus": Operation.DIFFERENCE, "over": Operation.SHARE, "times": Operation.RATIO,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what a question says of two amounts: the operation, both sides, what is said beside."""

    operation: Operation
    one: str
    other: str
    beside: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """Hold one amount with the plain names of its row and its column."""

    figure: Figure
    row: str
    column: str


def read(text: str) -> Said | None:
    """Return the two sides between which an operator stands, or None."""
    text = alike(text)
    for way, pattern in _patterns():
        match = pattern.search(text)
        if match is None:
            continue
        beside = f"{text[: match.start()]},{text[match.end() :]}"
        return Said(_WAYS[way], _plain(match["one"]), _plain(match["other"]), beside)
    return _unspent(text)


def _unspent(text: str) -> Said | None:
    """Return what was planned against what was spent, where a question asks what is left of it."""
    plan = _pattern("plan").search(text)
    rest = text if plan is None else text.replace(plan[0], ",")
    if plan is None or not _said("unspent", rest):
        return None
    beside, words = _pattern("unspent").sub(",", rest), data("two_cells.yaml")
    return Said(
        Operation.DIFFERENCE, f"{plan['kind'] or ''}{words['planned']}", str(words["spent"]), beside
    )


def _of_any_plan(said: Said) -> Said | None:
    """Return the same of the plan that is printed, where that of the year's start was said."""
    planned = str(data("two_cells.yaml")["planned"])
    of_start = said.one == f"年初{planned}"
    return replace(said, one=planned) if of_start else None


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return what two amounts of one table give that a question names, else None."""
    said = read(query.text)
    if said is None or query.follow is not None or len(query.scope.documents) > 1:
        return None
    found = TwoCells(view, query, said).found()
    if found is None and (plain := _of_any_plan(said)) is not None:
        found = TwoCells(view, query, plain).found()
    if found is None:
        return None
    one, other = map(Target, found)
    apart = said.operation is Operation.SHARE
    step = Step(Asked(said.operation), (one,) if apart else (one, other), (other,) if apart else ())
    plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("two cells",))
    return plan, view.composer.compose(query, plan)


class TwoCells:
    """Find the two amounts of one question."""

    def __init__(self, view: View, query: Query, said: Said) -> None:
        self.view = view
        self.said = said
        self.documents = query.scope.documents or tuple(view.catalogue.documents)
        self.sides = Sides(view, query)

    def found(self) -> tuple[Figure, Figure] | None:
        """Return the pair whose table explains most; none where two tables tell apart."""
        tables = (t for t in self.view.catalogue.tables.values() if t.document_id in self.documents)
        pairs = [pair for table in tables if (pair := self._of_table(table)) is not None]
        ranked = sorted(pairs, key=lambda pair: -pair[0])
        if not ranked:
            return None
        values = {tuple(f.fact and f.fact.value for f in pair[1:]) for pair in ranked
                  if pair[0] >= ranked[0][0]}  # fmt: skip
        return ranked[0][1:] if len(values) == 1 else None

    def _of_table(self, table: Sheet) -> tuple[float, Figure, Figure] | None:
        """Return the likeliest pair of a table's cells with how much of the question it explains."""
        words = f"{self.said.one}{self.said.other}{_plain(self.said.beside)}"
        heads = {c.index: _name(c.name) for c in table.columns if c.role == "amount"}
        cells = [c for e in table.rows if e.kind != "note" for c in self._cells(e, heads, words)]
        if not cells:
            return None
        best: list[tuple[tuple[float, ...], _Cell, _Cell]] = []
        near = [[c for c in cells if _touches(c.row, side) or _touches(c.column, side)]
                for side in (self.said.one, self.said.other)]  # fmt: skip
        for one in near[0]:
            for other in near[1]:
                if (rank := self._rank(table, one, other)) is not None:
                    best.append((rank, one, other))
        best.sort(key=lambda pair: pair[0], reverse=True)
        if not best or (len(best) > 1 and best[0][0] == best[1][0]):
            return None
        rank, one, other = best[0]
        return rank[0], one.figure, other.figure

    def _cells(self, entry: Entry, heads: Mapping[int, str], words: str) -> Iterator[_Cell]:
        """Give the amounts that a side may name of a row that is said, or of a table's total."""
        row = _name(entry.label)
        nested = entry.kind == "field" and "/" in entry.label  # a form's own grid, read by itself
        if nested or (entry.kind != "total" and not _touches(row, words)):
            return
        of_row = any(_touches(row, side) for side in (self.said.one, self.said.other))
        for column, head in heads.items():
            if of_row or any(_touches(head, side) for side in (self.said.one, self.said.other)):
                figure = self.sides.cell(entry, column)
                if filled(figure):
                    yield _Cell(figure, row, head)

    def _rank(self, table: Sheet, one: _Cell, other: _Cell) -> tuple[float, ...] | None:
        """Return how well two cells are what both sides name, or None where they are not."""
        same_row = one.figure.row_id == other.figure.row_id
        if one.figure == other.figure or (same_row and one.column == other.column):
            return None
        if not same_row and (one.column != other.column and not _across(table, one, other)):
            return None
        if same_row and not _of_one_item(table, one.figure.column, other.figure.column):
            return None
        own = (one.column, other.column) if same_row else (one.row, other.row)
        shared = (one.row, other.row) if same_row else (one.column, other.column)
        around = "|".join((*shared, *self._around(table, one)))
        sides, beside = (self.said.one, self.said.other), "|".join(shared)
        for side, name in zip(sides, own, strict=True):
            if printed_part(side, f"{name}|{beside}") <= printed_part(side, beside):
                return None  # what both share explains all that the side says
        got = [printed_part(side, name, around) for side, name in zip(sides, own, strict=True)]
        alone = [printed_part(side, name) for side, name in zip(sides, own, strict=True)]
        crossed = [printed_part(side, name) for side, name in zip(sides, own[::-1], strict=True)]
        if min(got) < SAID or any(a <= b for a, b in zip(alone, crossed, strict=True)):
            return None
        told = told_part(self.said.beside, "|".join((*own, around)))
        named_so = _touches(one.row, self._all) or self._titled(table, own)
        if told < KNOWN or not (named_so or (same_row and self._item_said(table, one))):
            return None
        named = sum(covered(name, self._all, self._all) for name in (*own, *shared))
        return told, sum(got), named, -float(sum(map(len, own)))

    @property
    def _all(self) -> str:
        return f"{self.said.one}|{self.said.other}|{self.said.beside}"

    def _titled(self, table: Sheet, own: Sequence[str]) -> bool:
        """Tell whether something beside the cells' own names says of which table a total is."""
        words = self._all
        for name in sorted(own, key=len, reverse=True):
            for size in range(len(name), 1, -1):
                for at in range(len(name) - size + 1):
                    words = words.replace(name[at : at + size], "|")
        return _touches(_name(table.title), words)

    def _item_said(self, table: Sheet, cell: _Cell) -> bool:
        """Tell whether the item of a column of one stage is said beside both sides."""
        path = next(c.path for c in table.columns if c.index == cell.figure.column)
        return _is_staged(path) and _touches(_name(path[-1]), _plain(self.said.beside))

    def _around(self, table: Sheet, cell: _Cell) -> Sequence[str]:
        """Return the plain names of a table, its department and what stands above a row."""
        entry = self.view.catalogue.rows[cell.figure.row_id]
        document = self.view.catalogue.documents[table.document_id]
        return [
            _name(name)
            for name in (
                *entry.parents, table.title, table.annex, document.institution, *document.aliases,
                cell.figure.subject, str(document.fiscal_year),
            )
        ]  # fmt: skip


def _of_one_item(table: Sheet, one: int, other: int) -> bool:
    """Tell whether columns of what was planned and spent (预算数/甲, 决算数/乙) are of one item."""
    paths = [c.path for at in (one, other) for c in table.columns if c.index == at]
    return not all(map(_is_staged, paths)) or paths[0][1:] == paths[1][1:]


def _is_staged(path: Sequence[str]) -> bool:
    """Tell whether a column is one item of what was planned or of what was spent."""
    return len(path) > 1 and _pattern("staged").fullmatch(bare(path[0])) is not None


def _across(table: Sheet, one: _Cell, other: _Cell) -> bool:
    """Tell whether cells stand in the same place of both sides of a table (收入, 支出)."""
    tails = {cell.column.removeprefix("收入").removeprefix("支出") for cell in (one, other)}
    return len(tails) == 1


def told_part(beside: str, around: str) -> float:
    """Return how much of what is said beside both sides is printed around the cells."""
    pieces = [_plain(p) for p in re.split(r"[,。?;:()]", _idle().sub(",", beside))]
    pieces = [p for p in pieces if p and not _pattern("rates").fullmatch(p)]
    scores = [covered(_pattern("rates").sub("", p) or p, around, around) for p in pieces]
    return min(scores, default=1.0)


def explained(beside: str, around: str) -> bool:
    """Tell whether what is said beside both sides is printed around the cells."""
    return told_part(beside, around) >= KNOWN


def printed_part(words: str, name: str, around: str = "") -> float:
    """Return the part of some words that a cell's name prints, one character in short, or its table."""
    text, at, got = f"{name}|{around}", 0, 0.0
    while at < len(words):
        size = next((n for n in range(len(words) - at, 1, -1) if words[at : at + n] in text), 0)
        got += size or SHORT * (words[at] in name)
        at += size or 1
    return got / (len(words) or 1)


def _touches(name: str, words: str) -> bool:
    return not _pairs(name).isdisjoint(_pairs(words))


@lru_cache(maxsize=16384)
def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[i : i + 2] for i in range(len(name) - 1))


@lru_cache(maxsize=8192)
def _name(text: str) -> str:
    return _pattern("ends").sub("", alike(bare(text)))


def _plain(text: str) -> str:
    return _pattern("ends").sub("", bare(text))


def alike(text: str) -> str:
    """Return a text in which words that documents print otherwise stand for their like."""
    for pattern, word in _same():
        text = pattern.sub(word, text)
    return text


@cache
def _same() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((regex(k), str(v)) for k, v in data("two_cells.yaml")["same"].items())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data("two_cells.yaml")[name]))


def _said(name: str, text: str) -> bool:
    return _pattern(name).search(text) is not None


@cache
def _idle() -> re.Pattern[str]:
    raw = data("two_cells.yaml")
    return regex(f"{raw['vacant']}|{raw['idle']}")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = data("two_cells.yaml")
    return tuple((way, regex(text)) for way in _WAYS for text in raw[way])
