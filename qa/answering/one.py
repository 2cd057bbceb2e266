"""Word single figures: as printed, elsewhere, a head, a month, in another unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.money import is_money
from qa import calculate
from qa.answering.cite import value_of
from qa.answering.words import Worded, Words, children_of, plain, yuan
from qa.catalogue import Entry, Sheet
from qa.errors import CalculationError
from qa.linking.text import bare
from qa.planning.alike import of_one_measure
from qa.planning.types import Figure, Step, Target
from qa.query import Operation, Value

MONTHS = Decimal(12)
GOAL = 12  # characters from which a row's words tell a goal, not a name
_PURPOSE = re.compile(
    r"干(?:什么|嘛|啥)|做(?:什么|啥)|[用花]在(?:哪|什么|啥)|用途|用来|哪些功能|功能|什么时候|何时|要做到|要达到|what .*for|purpose",
    re.I,
)
_WAY = re.compile(
    r"集采|散采|集中采购|分散采购|组织形式|采购方式|怎么(?:个)?[采买]|(?:哪|什么)(?:种|个)?(?:方式|形式)|centrali[sz]ed|method",
    re.I,
)
WITH_CHILDREN = ("procurement", "project_list", "total_summary", "fiscal_summary")
FUNDS = ("government_fund", "state_capital")
MOST_CHILDREN = 4
WORDS_ASKED = (
    Operation.PURPOSE, Operation.DESCRIBE, Operation.DEFINE, Operation.WHY, Operation.BASIS,
)  # fmt: skip
MOST_DIFFER = 6

_SPACED = re.compile(
    r"(?<=\d)[ \u3000]+(?=[年月日])|(?<=年)[ \u3000]+(?=\d+ ?月)|(?<=月)[ \u3000]+(?=\d+ ?日)"
)
"""Spaces that a form prints inside a date."""
_BOUND = re.compile(
    r"符号|至少|最少|起码|最多|正好|刚好|恰好|[大小]于|等于(?!多少)|at (?:least|most)|exact", re.I
)
_CHANGE = re.compile(
    r"(?:增减|变动|变化|增加或减少)(?:额|数|金额)?(?:[(（][^()（）]*[)）])?$"
)  # no rate


class One(Words):
    """Word single figures."""

    def _lookup(self, step: Step) -> Worded:
        parts = [self._one(target) for target in step.operands]
        return Worded(
            "\n".join(p.text for p in parts),
            tuple(v for p in parts for v in p.values),
            tuple(f for p in parts for f in p.evidence),
            next((p.calculation for p in parts if p.calculation), None),
            tuple(dict.fromkeys(n for p in parts for n in p.notes)),
        )

    def _one(self, target: Target) -> Worded:
        figure = target.figure
        unit = self._query.unit
        fact = figure.fact
        if (
            unit
            and fact is not None
            and fact.value is not None
            and fact.unit != unit
            and is_money(unit)
        ) and is_money(fact.unit):
            return self._converted(figure, unit)
        agree, differ, blank = self._elsewhere(target)
        text = self.sentence(figure) + self._beside(figure)
        agree = [f for f in agree if f.subject == figure.subject] or agree
        values = [value_of(figure), *(value_of(f) for f in differ)]
        for other in differ:
            text += self._say(
                "also", where=self._names.where(other), value=plain(other), unit=self._unit(other)
            )
        notes = self._notes(figure, agree, differ, blank)
        children = self._children(figure)
        if children:
            text += self._say("of_which", items=self._items(children))
            values += [value_of(f) for f in children]
        return Worded(
            text,
            tuple(v for v in values if v is not None),
            (
                figure,
                *differ,
                *children,
                *agree[:4],
                *(blank[:1] if fact is None or fact.value is None else ()),
            ),
            None,
            notes,
        )

    def _beside(self, figure: Figure) -> str:
        """Return the words of a project's row (its goal) where a question asks for more than money."""
        catalogue = self._names.catalogue
        kind = catalogue.tables[figure.table_id].kind
        several = self._names.in_columns(figure)
        if kind == "procurement" and _WAY.search(self._query.text) and not several:
            return self._way(figure)
        if kind != "project_list" or self._is_text(figure):
            return ""
        if not (self._query.asks(*WORDS_ASKED) or _PURPOSE.search(self._query.text)):
            return ""
        entry = catalogue.rows[figure.row_id]
        said = max(re.split(r"[\d,.]{4,}\s*", entry.text), key=len, default="").strip()
        return f"“{said}”" if len(said) > GOAL and said != entry.label else ""

    def _way(self, figure: Figure) -> str:
        """Return the words of a purchase's row: in which way it is bought."""
        table = self._names.catalogue.tables[figure.table_id]
        entry = self._names.catalogue.rows[figure.row_id]
        cells = [
            (column, self._names.printed(table, entry, column.index))
            for column in table.columns
            if column.role == "text"
        ]
        told = [self._say("words", what=c.name, text=text) for c, text in cells if text]
        return self._say.join(told)

    def _children(self, figure: Figure) -> list[Figure]:
        """Return the few filled lines below a sum of a summary, in its column."""
        catalogue = self._names.catalogue
        table, entry = catalogue.tables[figure.table_id], catalogue.rows[figure.row_id]
        if figure.fact is None or not figure.fact.value:
            return []
        if table.kind not in WITH_CHILDREN and not self._spent_on(table, entry):
            return []
        below = children_of(table, entry) or self._spent_on(table, entry)
        filled = [f for e in below if (f := self._names.cell(table, e, figure.column)) is not None]
        least = 1 if table.kind in ("project_list", *FUNDS) else 2
        return filled if least <= len(filled) <= MOST_CHILDREN else []

    def _spent_on(self, table: Sheet, entry: Entry) -> list[Entry]:
        """Return the items of a fund where what its money is for is asked."""
        if (
            table.kind not in FUNDS
            or entry.kind != "total"
            or not _PURPOSE.search(self._query.text)
        ):
            return []
        above = {bare(parent) for row in table.rows for parent in row.parents}
        return [row for row in table.rows if row.kind == "item" and bare(row.label) not in above]

    def _elsewhere(self, target: Target) -> tuple[list[Figure], list[Figure], list[Figure]]:
        """Return the same row elsewhere: agreeing, differing (one a value), blank."""
        mine = yuan(target.figure)
        agree: list[Figure] = []
        differ: dict[Decimal, Figure] = {}
        blank: list[Figure] = []
        for other in target.others:
            theirs = yuan(other)
            if other.year != target.figure.year or not of_one_measure(target.figure, other):
                continue
            if theirs is None:
                blank.append(other)
            elif mine is not None and theirs == mine:
                agree.append(other)
            else:
                differ.setdefault(theirs, other)
        return agree, list(differ.values())[:MOST_DIFFER], blank

    def _notes(
        self,
        figure: Figure,
        agree: Sequence[Figure],
        differ: Sequence[Figure],
        blank: Sequence[Figure],
    ) -> tuple[str, ...]:
        notes: list[str] = []
        if agree:
            where = self._say.templates["comma"].join(self._names.where(f) for f in agree[:4])
            notes.append(
                self._say("agree", where=where, value=plain(figure), unit=self._unit(figure))
            )
        if differ:
            kinds = {self._names.catalogue.tables[f.table_id].kind for f in (figure, *differ)}
            notes.append(self._say("three_public" if "three_public" in kinds else "scope"))
        if blank and figure.fact is not None and figure.fact.value is not None:
            notes.append(self._say("also_blank", where=self._names.where(blank[0])))
        return tuple(notes)

    def sentence(self, figure: Figure) -> str:
        """Return the sentence that states one figure."""
        fact, what = figure.fact, self._names.what(figure)
        where = self._names.where(figure)
        if fact is None or (fact.value is None and not fact.printed.strip(" .-—")):
            return self._say("blank", year=figure.year, what=what, where=where)
        if fact.value is None or self._is_text(figure):
            return self._say("words", what=what, text=_SPACED.sub("", fact.printed.strip()))
        signs = {"≥": "at_least", "≤": "at_most", ">": "over", "<": "below"}
        parts = {"what": what, "value": plain(figure), "unit": self._unit(figure)}
        if fact.sign in signs:
            return self._say(signs[fact.sign], **parts)
        if fact.sign == "=" and _BOUND.search(self._query.original):
            return self._say("exactly", **parts)
        if fact.measure != "amount":
            return self._say("indicator", **parts)
        if fact.value == 0:
            return self._say("zero", year=figure.year, **parts)
        if fact.value < 0 and _CHANGE.search(figure.column_name):
            return self._say("fell", year=figure.year, less=format(-fact.value, "f"), **parts)
        return self._say("figure", year=figure.year, phase=self._names.phase(figure), **parts)

    def _is_text(self, figure: Figure) -> bool:
        return figure.fact is not None and figure.fact.measure == "text"

    def _per_head(self, step: Step) -> Worded:
        """Word an amount over a number of people (72.06 万 people count 720600)."""
        figure = step.operands[0].figure
        if not step.bases:
            raise CalculationError("no_heads:" + figure.label)
        heads = step.bases[0].figure
        count = calculate.number(heads)
        people = count.value * (10_000 if (count.unit or "").startswith("万") else 1)
        things = heads.row_id == figure.row_id  # a purchase: so much for so many
        per = step.group or (self._counted_in(heads) if things else "人")
        per = per.removeprefix("万").split("、")[0]
        spread = things or step.group not in ("", "人")
        unit = calculate.each_unit(figure, people, self._query.unit) if spread else "元"
        result = calculate.per_head(figure, people, unit)
        text = self._say(
            "per_head", one=self._names.what(figure), a=plain(figure), ua=self._unit(figure),
            heads=f"{self._names.what(heads)} {plain(heads)}", hu=per if things else count.unit or "", per=per,
            value=calculate.shown(result.value), unit=self._say.unit(result.unit),
        )  # fmt: skip
        label = f"{figure.label} ÷ {heads.label}"
        return self._computed(
            text, label, result.value, result.unit, (figure, heads), result.derivation
        )

    def _counted_in(self, figure: Figure) -> str:
        """Return the unit that a row counts its things in: that of its column of units."""
        table = self._names.catalogue.tables[figure.table_id]
        entry = self._names.catalogue.rows[figure.row_id]
        printed = (
            self._names.printed(table, entry, c.index)
            for c in table.columns
            if c.path and c.path[-1].endswith("单位") and c.role == "text"
        )
        return next((unit for unit in printed if unit), "件")

    def _a_month(self, step: Step) -> Worded:
        """Word a year's amount over its twelve months; nothing else is spread over them."""
        figure = step.operands[0].figure
        unit = calculate.number(figure).unit
        if not is_money(unit) or unit is None:
            return self._lookup(step)
        wanted = self._query.unit
        unit = wanted if wanted and is_money(wanted) else unit
        result = calculate.per_head(figure, MONTHS, unit)
        text = self._say(
            "per_month", one=self._names.what(figure), a=plain(figure), ua=self._unit(figure),
            value=calculate.shown(result.value), unit=self._say.unit(result.unit),
        )  # fmt: skip
        label = f"{figure.label} ÷ {MONTHS}"
        return self._computed(text, label, result.value, result.unit, (figure,), result.derivation)

    def _convert(self, step: Step) -> Worded:
        unit = self._query.unit
        figure = step.operands[0].figure
        if unit is None or not is_money(unit):
            return self._lookup(step)
        return self._converted(figure, unit)

    def _converted(self, figure: Figure, unit: str) -> Worded:
        result = calculate.to_unit(figure, unit, self._query.decimals)
        text = self._say(
            "convert", what=self._names.what(figure), a=plain(figure), ua=self._unit(figure),
            value=calculate.shown(result.value), unit=self._say.unit(unit),
        )  # fmt: skip
        value = Value(
            figure.label, figure.column_name, calculate.shown(result.value), unit, figure.year
        )
        return Worded(text, (value,), (figure,), result.derivation)
