"""Give the cells of a row that is found: by what is asked, by heads said, by values offered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.records import Phase
from qa.catalogue import Catalogue, Entry, Heading
from qa.linking.text import bare
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.cards import Card, pairs
from qa.planning.head_groups import of_groups_said
from qa.planning.row_cells import RowCells
from qa.planning.types import Figure
from qa.query import Query
from qa.words.asking import rule_asked
from qa.words.row_asks import (
    Asked,
    Aspect,
    aspect_of,
    by_head,
    exactly,
    is_other_term,
    left_of,
    offers_either,
    set_against,
    tells_document,
    with_terms,
)

ECONOMIC = ("basic_economic", "project_economic")
_BASIC = re.compile(r"基本支出|公用经费|人员经费|日常|项目支出|附件|附表|表\d")
WORDY = ("text", "institution", "code", "label")
_HOW_MANY = re.compile(r"^(?:多少|几|好多)个?")
_NEVER = re.compile(r"(?!)")
COUNTED = ("quantity", "worth", "counted")
LONG = 8  # characters of a cell that tells more than a name
HEAD = 3  # characters of a head that no name has by chance
_QUANTITY = re.compile(r"多少|几|什么时候|多久|多大|多长|多高|上限|下限")
_KIND = re.compile(r"^[a-z]|(?:指标|采购)$")
_SLASH = re.compile(r"/(?![^（(]*[）)])")
_SPLIT = ("类", "款", "项")  # heads of the parts of a code
_GOAL = re.compile(r"(?:指标值|目标值)$")
_ENDS = re.compile(r"终止|结束|截止")
PLANNED = "planned"
TARGET = Aspect("target", _NEVER, _GOAL, common=True, cell="target")
LEVEL = Aspect("level", _NEVER, _NEVER, cell="level")
FILLED = Aspect("place", _NEVER, _NEVER, cell="filled")
MONEY = Aspect("whole", _NEVER, _NEVER, common=True, cell="money")


def _parts(label: str) -> list[str]:
    """Return the parts of a field's label; 执行率（B/A） is one."""
    return _SLASH.split(label)


def _above_said(entry: Entry, text: str) -> bool:
    """Tell whether a question says what stands over the last part of a field's label."""
    above = _parts(entry.label)[1:-1]
    return any(len(bare(part)) > 1 and bare(part) in text for part in above)


def is_words(figure: Figure) -> bool:
    """Tell whether a cell holds words."""
    return figure.fact is not None and figure.fact.measure == "text"


class CardCells:
    """Give cells of the rows of one catalogue."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, words: LinkWords) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._rows = RowCells(catalogue, lookup, words)
        self._targets: dict[int, Figure | None] = {}

    # --- what is asked ------------------------------------------------------------------

    def fitting(self, card: Card, asked: Sequence[Asked]) -> list[Asked]:
        """Return what is asked as it fits a row: how many of an indicator is its goal."""
        goal = card.entry.kind == "indicator"
        kept = []
        for one in asked:
            if goal and one.aspect.name in COUNTED:
                kept.append(Asked(TARGET, one.start, one.end))
            elif goal or one.aspect.cell != "level":
                kept.append(one)
        return kept

    def worked_rate(self, card: Card, asked: list[Asked]) -> list[Asked]:
        """Return a rate that no cell prints as what was spent of what was planned."""
        said = [one for one in asked if one.aspect.name == "rate"]
        if not said or self._cell(card, said[0].aspect, "") is not None:
            return asked
        names = {one.aspect.name for one in asked}
        wanted = ("final",) if names & {"full", "initial", "planned"} else ("full", "final")
        kept = [one for one in asked if one.aspect.name != "rate"]
        new = [Asked(aspect_of(n), said[0].start, said[0].end) for n in wanted if n not in names]
        return [*kept, *new]

    def money(self, card: Card) -> Figure | None:
        """Return the amount of money of a row."""
        return None if card.entry.kind == "indicator" else self._rows.money(card.table, card.entry)

    def counted(self, figure: Figure, fits: Callable[[Figure, str], bool]) -> Figure | None:
        """Return how many a row of money counts, where that is in the measure asked for."""
        return self._rows.counted(figure, fits)

    def is_public(self, card: Card, query: Query) -> bool:
        """Tell whether a basic item is asked of that all spending on the public three has too."""
        if card.table.kind not in ECONOMIC or query.codes or query.table_words:
            return False
        return not _BASIC.search(query.text) and self._rows.has_public(card.table, card.entry)

    def by_heads(self, card: Card, text: str) -> list[Asked]:
        """Return the columns, or the fields of a form, whose heads a question says.

        Of columns set against each other (一般性项目还是民生配套项目) those that are filled are meant.
        """
        heads = (by_head(n, head, text, words=w) for n, head, w in self._heads(card, text))
        found = sorted((one for one in heads if one is not None), key=lambda one: one.start)
        for one, other in pairwise(found):
            if not one.aspect.words and set_against(text[one.end : other.start]):
                return [Asked(FILLED, found[0].start, found[-1].end)]
        return found

    def _heads(self, card: Card, text: str) -> Iterator[tuple[str, str, bool]]:
        if card.entry.kind == "field":
            fields = (e for e in card.table.rows if e.kind == "field")
            yield from ((f"field {e.index}", _parts(e.label)[-1], False) for e in fields)
            return
        for column in of_groups_said(self._own_columns(card), text):
            yield f"column {column.index}", column.path[-1], column.role in WORDY

    def heads_said(self, card: Card, text: str) -> Iterator[range]:
        """Give the places where a question says the whole head of a column of money or words."""
        for column in (c for c in self._own_columns(card) if c.role in ("amount", *WORDY)):
            head = bare(column.path[-1])
            start = text.find(head) if len(head) >= HEAD else -1
            if start >= 0:
                yield range(start, start + len(head))

    def by_values(self, card: Card, text: str) -> Iterator[Asked]:
        """Give the columns of words one of whose values a question offers: 货物还是服务."""
        if not offers_either(text):
            return
        for value in self._levels(card):
            start = text.find(value)
            if start >= 0:
                yield Asked(LEVEL, start, start + len(value))
        for column in (c for c in self._own_columns(card) if c.role in ("text", "label")):
            for value in self._values(card, column):
                start = text.find(value)
                if start >= 0 and len(value) > 1:
                    exact = exactly(column.path[-1])
                    aspect = Aspect(f"column {column.index}", _NEVER, exact, words=True)
                    yield Asked(aspect, start, start + len(value))

    def by_texts(self, card: Card, text: str) -> Iterator[Asked]:
        """Give the columns of longer words of which a question says some or asks a count: 一周几次."""
        said = [text[i : i + 2] for i in range(len(text) - 1)]
        counts = list(aspect_of("counted").said.finditer(text))
        for column in (c for c in self._own_columns(card) if c.role == "text"):
            fact = self._lookup.fact(card.table.id, card.entry.id, column.index)
            printed = bare(fact.printed) if fact is not None else ""
            if len(printed) < LONG or card.entry.kind != "item":
                continue
            told = Aspect(f"column {column.index}", _NEVER, exactly(column.path[-1]), words=True)
            for i, pair in enumerate(said):
                if pair in printed and pair not in card.name and left_of(pair) == (pair,):
                    yield Asked(told, i, i + 2)
            for count in counts:
                if re.search(rf"\d{re.escape(_HOW_MANY.sub('', count[0]))}", printed):
                    yield Asked(told, count.start(), count.end())

    def _levels(self, card: Card) -> set[str]:
        """Return the levels that the indicators of a table stand at: 产出, 数量."""
        if card.entry.kind != "indicator":
            return set()
        projects = {bare(e.label) for e in card.table.rows if e.kind == "item"}
        above = {bare(p) for e in card.table.rows if e.kind == "indicator" for p in e.parents}
        short = {_KIND.sub("", level) for level in above - projects}
        return {level for level in short if 1 < len(level) < 7}

    def _values(self, card: Card, column: Heading) -> set[str]:
        printed = (self._lookup.fact(card.table.id, e.id, column.index) for e in card.table.rows)
        words = {_KIND.sub("", bare(fact.printed)) for fact in printed if fact is not None}
        return {word for word in words if 1 < len(word) < 9}

    def units_in(self, card: Card, text: str) -> frozenset[int]:
        """Return the places where a question says the unit that the row counts in."""
        facts = self._lookup.row(card.table.id, card.entry.id)
        units = {u for f in facts if f.unit for u in re.split(r"[/·]", f.unit) if u}
        found = (
            m for u in units for m in re.finditer(re.escape(u.removeprefix("万")) or "(?!)", text)
        )
        return frozenset(i for m in found for i in range(m.start(), m.end()))

    @staticmethod
    def only_by_unit(card: Card, text: str) -> bool:
        """Tell whether a question names no more of a row than the unit whose row it is."""
        unit = bare(card.entry.institution or "")
        rest = bare(text).replace(unit, "|") if unit else ""
        return bool(unit) and unit in bare(text) and pairs(card.name).isdisjoint(pairs(rest))

    @staticmethod
    def asks_default(rest: str) -> bool:
        """Tell whether a question still asks how much, when what else it asks is taken away."""
        return bool(_QUANTITY.search(rest))

    @staticmethod
    def default(card: Card) -> Asked:
        """Return what is asked of a row where no column is said: its goal, or its money."""
        return Asked(TARGET if card.entry.kind == "indicator" else MONEY, 0, 0)

    def prints(self, card: Card, number: str) -> bool:
        """Tell whether a cell of a row prints a number, whatever stands around it."""
        wanted = bare(number)
        facts = self._lookup.row(card.table.id, card.entry.id)
        texts = (card.entry.text, card.entry.printed, *(fact.printed for fact in facts))
        return any(wanted in bare(text) for text in texts)

    def plans_all(
        self, card: Card, asked: Sequence[Asked], told: Sequence[tuple[str, Figure]]
    ) -> bool:
        """Tell whether the plan is asked for of a budget's row, whose own amount it is."""
        names = {name for name, _ in told}
        wanted = PLANNED in {one.aspect.name for one in asked} and names and PLANNED not in names
        phase = self._catalogue.documents[card.table.document_id].phase
        return bool(wanted) and card.entry.kind == "item" and phase == Phase.BUDGET

    # --- cells ------------------------------------------------------------------------------

    def of(self, card: Card, asked: Sequence[Asked], text: str) -> Iterator[tuple[str, Figure]]:
        """Give the filled cells that are asked for, each with the name of its aspect."""
        aspects = {one.aspect.name: one.aspect for one in asked}
        if card.entry.kind == "field" and "began" in aspects:  # a form prints both in one line
            aspects.setdefault("ends", Aspect("ends", _NEVER, _ENDS))
        for one in aspects.values():
            if one.cell == "filled":
                yield from ((one.name, f) for f in self._rows.filled(card.table, card.entry))
            if one.cell == "target":
                yield from ((one.name, f) for f in self._goals(card, text))
                continue
            figure = self._cell(card, one, text)
            if figure is not None and figure.fact is not None:
                printed = figure.fact.printed.strip(" .-—")
                if printed and (one.name != "basis" or tells_document(text, printed)):
                    yield one.name, figure

    def _cell(self, card: Card, aspect: Aspect, text: str) -> Figure | None:
        table, entry = card.table, card.entry
        if aspect.cell == "level":
            return self._level(card)
        if aspect.cell == "label":
            return self._rows.label(table, entry)
        if aspect.cell == "number":
            column = next((c for c in table.columns if c.role == "number"), None)
            return None if column is None else self._rows.figure(table, entry, column.index)
        if aspect.cell == "unit":
            return self._unit(card)
        if aspect.cell == "money":
            return self._rows.money(table, entry) if entry.kind != "indicator" else None
        if aspect.cell:
            return None
        if entry.kind == "field":
            return self._field(card, aspect, text)
        found = self._in_columns(card, aspect, text)
        if found is None and entry.kind == "total":
            lines = self._money_lines(card, aspect)
            found = next((self._rows.figure(table, e, at) for e, at in lines), None)
        return self._rows.coded(table, entry, found, text) if aspect.name == "code" else found

    def _in_columns(self, card: Card, aspect: Aspect, text: str = "") -> Figure | None:
        for column in of_groups_said(self._fitting_columns(card, aspect), text):
            if column.path[-1] in _SPLIT and column.role == "code":
                return self._code(card, column)
            figure = self._rows.figure(card.table, card.entry, column.index)
            if figure.fact is None and column.name.startswith("是否"):
                figure = self._rows.answered(card.table, card.entry, column) or figure
            if figure.fact is not None and figure.fact.printed.strip(" .-—"):
                return figure
        return None

    def _fitting_columns(self, card: Card, aspect: Aspect) -> list[Heading]:
        """Return the columns of a head, of one head under several years those of the last."""
        fit = [
            c
            for c in self._own_columns(card)
            if (aspect.name == "code" and c.role == "code")
            or ((c.role in WORDY) == aspect.words and aspect.heads_of(c.name))
        ]
        year = max((c.year or 0 for c in fit if c.role == "amount"), default=0)
        heads = {c.path[-1] for c in fit if c.role == "amount" and c.year == year}
        return [c for c in fit if c.path[-1] not in heads or c.year == year]

    def _code(self, card: Card, first: Heading) -> Figure:
        """Return the code that several columns print in parts, with the item it stands for."""
        parts = [
            fact.printed.strip()
            for c in card.table.columns
            if c.path[:-1] == first.path[:-1] and c.path[-1] in _SPLIT
            for fact in [self._lookup.fact(card.table.id, card.entry.id, c.index)]
            if fact is not None
        ]
        code = "".join(parts)
        item = next((e for e in card.table.rows if e.code == code), None)
        figure = self._rows.label(card.table, item) if item is not None else None
        return figure or self._rows.figure(card.table, card.entry, first.index)

    def _field(self, card: Card, aspect: Aspect, text: str) -> Figure | None:
        total = next((e for e in card.table.rows if e.kind == "total"), None)
        if total is not None and (figure := self._in_columns(replace(card, entry=total), aspect)):
            return figure
        last = card.table.columns[-1].index
        printed = [e for e in card.table.rows if e.kind == "field"]
        fields = [e for e in printed if aspect.heads_of(_parts(e.label)[-1])]
        rule = rule_asked(text) if fields and aspect.words else None
        if rule is not None and not any(rule.search(e.text) for e in fields):
            fields = [e for e in printed if rule.search(e.text)][:1] or fields
        if aspect.name == "score":  # what the form's money got is not what the project got
            fields = [e for e in fields if len(_parts(e.label)) == 1 or _above_said(e, text)]
        lines = [(e, last) for e in sorted(fields, key=lambda e: not _above_said(e, text))]
        lines += self._money_lines(card, aspect)
        for entry, column in lines:
            figure = self._rows.figure(card.table, entry, column)
            if figure.fact is not None and figure.fact.printed.strip(" .-—"):
                return figure
        return None

    def _money_lines(self, card: Card, aspect: Aspect) -> Iterator[tuple[Entry, int]]:
        """Give the lines of money that stand among the indicators of a form, with their column."""
        for entry in (e for e in card.table.rows if e.kind == "indicator"):
            facts = self._lookup.row(card.table.id, entry.id)
            if aspect.heads_of(entry.label) and not any(f.measure == "count" for f in facts):
                money = [f.column for f in facts if f.measure == "amount" and f.value is not None]
                yield from ((entry, column) for column in money[:1])

    def _own_columns(self, card: Card) -> list[Heading]:
        """Return the columns of a row that hold its cells: no number, not its name."""
        entry = card.entry
        own = [c for c in card.table.columns if c.path and c.role != "number"]
        if entry.kind == "indicator" and entry.group is not None:
            own = [c for c in own if c.label_index == entry.group]
        named = entry.group is None and entry.label  # a row without a name has figures there too
        names = {c.label_index for c in own if c.role == "amount"} if named else set()
        return [c for c in own if c.index != entry.group and c.index not in names]

    def _level(self, card: Card) -> Figure | None:
        levels = [p for p in card.entry.parents if p.strip()]
        column = next((c for c in card.table.columns if c.path and "级指标" in c.path[-1]), None)
        if card.entry.kind != "indicator" or not levels or column is None:
            return None
        kept = [p for p in levels if bare(p) in self._values_above(card)] or levels
        return self._rows.printed(card.table, card.entry, column, "/".join(kept))

    def _values_above(self, card: Card) -> set[str]:
        """Return what stands above rows of several projects: levels, no names of projects."""
        projects = {bare(e.label) for e in card.table.rows if e.kind == "item"}
        return {bare(p) for p in card.entry.parents} - projects

    def _unit(self, card: Card) -> Figure | None:
        goal = self.target(card)
        column = next(
            (c for c in card.table.columns if c.path and c.path[-1].endswith("单位")), None
        )
        if goal is None or goal.fact is None or not goal.fact.unit or column is None:
            return None
        return self._rows.printed(card.table, card.entry, column, goal.fact.unit)

    def target(self, card: Card) -> Figure | None:
        """Return what a row was to reach."""
        if card.entry.id not in self._targets:
            self._targets[card.entry.id] = next(iter(self._goals(card, "")), None)
        return self._targets[card.entry.id]

    def _goals(self, card: Card, text: str) -> list[Figure]:
        """Return what a row was to reach, by the terms said where it has several: 上半年, 全年."""
        if card.entry.kind != "indicator":
            return []
        heads = ((_GOAL.sub("", bare(c.path[-1])), c) for c in self._own_columns(card))
        goals = {head: c for head, c in heads if _GOAL.search(bare(c.path[-1]))}
        text = with_terms(text)
        said = [head for head in goals if head and head.removeprefix("本") in text]
        said = said or [head for head in goals if not is_other_term(head)][:1]
        figures = [self._rows.figure(card.table, card.entry, goals[head].index) for head in said]
        return [f for f in figures if f.fact is not None and f.fact.printed.strip(" .-—")]

    def reached(self, card: Card) -> Figure | None:
        """Return what a row has reached; what it reached in earlier years is something else."""
        figure = self._in_columns(card, aspect_of("reached"))
        return None if figure is not None and is_other_term(figure.column_name) else figure

    def full_score(self, card: Card) -> Figure | None:
        """Return the points that a row could get."""
        return self._in_columns(card, aspect_of("weight"))
