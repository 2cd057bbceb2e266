"""Make questions about years and wholes, later questions of a talk, and what is to be refused."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from decimal import Decimal

from evals.dataset import Case, Expected, Place
from evals.normal import SCALES, flat
from evals.synth_ground import Ground, places_of
from evals.synth_holdings import Amount
from evals.synth_sets import MONTHS
from evals.synth_units import ALSO, Say, case, cents, figures
from ingest.records import Phase
from qa.query import Route

ASKED = "{x}多少钱"
NONE = ("没有", "无", "未安排", "未列", "为零", "空表", "no ", "none", "not")
PARTS = ("公共预算", "基金", "资本")
"""Funds in the heads above columns, which are then not of all."""
SOURCES = ("财政拨款", "一般公共预算", "事业收入", "其他收入", "上年结转")


class TalkKinds:
    """Make the questions over one document; `items` are names of rows of other documents."""

    def __init__(
        self, ground: Ground, dice: random.Random, say: Say, items: Sequence[str] = (),
        bodies: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.ground, self.dice, self.say = ground, dice, say
        self.items, self.bodies = items, bodies
        self.held = ground.held

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        prefixes = ("prior", "whole_", "source_", "basic_", "project_", "fund_", "capital_",
                    "exists", "follow_", "refuse_")  # fmt: skip
        names = [n for n in dir(self) if n.startswith(prefixes)]
        return {n: getattr(self, n) for n in names}

    def _one(self) -> Amount | None:
        return self.dice.choice(self.held.plain) if self.held.plain else None

    def _with_prior(self) -> tuple[Amount, Amount] | None:
        found = [(a, p) for a in self.held.plain if (p := self.held.prior(a)) is not None]
        found = [(a, p) for a, p in found if a.value != p.value and a.fact.unit == p.fact.unit]
        labels = [flat(a.label) for a in self.held.amounts if a.fact.year < a.document.fiscal_year]
        alone = [(a, p) for a, p in found if labels.count(flat(a.label)) == 1]
        return self.dice.choice(alone) if alone else None

    # --- years ---------------------------------------------------------------------------

    def prior(self) -> Case | None:
        """Ask for the year before."""
        if (found := self._with_prior()) is None:
            return None
        a, p = found
        expected = figures(p.value, unit=p.fact.unit or "")
        return case("lookup", self.say("prior", x=a.label), expected, (p.place,))

    def prior_both(self) -> Case | None:
        """Ask for both years."""
        if (found := self._with_prior()) is None:
            return None
        a, p = found
        expected = figures(a.value, p.value, unit=p.fact.unit or "")
        return case("lookup", self.say("prior_both", x=a.label), expected, (p.place,))

    def prior_change(self) -> Case | None:
        """Ask by how much an item changed."""
        if (found := self._with_prior()) is None:
            return None
        a, p = found
        expected = figures(abs(a.value - p.value), unit=p.fact.unit or "")
        return case("computation", self.say("prior_change", x=a.label), expected, (p.place,))

    def prior_rate(self) -> Case | None:
        """Ask by how many percent an item changed."""
        if (found := self._with_prior()) is None:
            return None
        a, p = found
        rate = abs(cents((a.value - p.value) / p.value * 100))
        expected = figures(rate, unit="%")
        return case("computation", self.say("prior_rate", x=a.label), expected, (p.place,))

    # --- wholes --------------------------------------------------------------------------

    def _whole(self, kind: str) -> tuple[Decimal, str, tuple[Place, ...]] | None:
        """Return the one total of the tables of a kind."""
        found = []
        for sheet in self.ground.of_kinds(kind):
            column = self.ground.principal(sheet)
            totals = [row for row in sheet.rows if row.kind == "total"]
            cells = [self.ground.cell(sheet, r, column) for r in totals[:1] if column]
            found += [cell for cell in cells if cell is not None]
        if len({cell.value for cell in found}) != 1 or not self._in_both(found[0].value):
            return None
        return found[0].value, found[0].unit, places_of(found)

    def _in_both(self, whole: Decimal) -> bool:
        """Tell whether the table of income and spending has no larger total beside a whole."""
        sheets = self.ground.of_kinds("total_summary")
        rows = [(s, row) for s in sheets for row in s.rows if row.kind == "total"]
        facts = [f for s, row in rows for f in self.ground.facts(s, row)]
        year = self.ground.document.fiscal_year
        values = [f.value for f in facts if f.value is not None and f.year == year]
        return not values or max(values) == whole

    def whole_income(self) -> Case | None:
        """Ask for the whole income."""
        return self._of_whole("whole_income", "income_summary")

    def whole_spending(self) -> Case | None:
        """Ask for the whole spending."""
        return self._of_whole("whole_spending", "expenditure_summary")

    def _of_whole(self, said: str, kind: str) -> Case | None:
        if (found := self._whole(kind)) is None:
            return None
        value, unit, places = found
        anywhere = (*places, Place("", None, doc=self.ground.document.name))
        return case("lookup", self.say(said), figures(value, unit=unit), anywhere)

    def _column(self, kind: str, *heads: str) -> tuple[str, Decimal, Decimal] | None:
        """Return a column of a table's total row with the row's whole."""
        found, above = [], list[str]()
        for sheet in self.ground.of_kinds(kind):
            column = self.ground.principal(sheet)
            totals = [row for row in sheet.rows if row.kind == "total"]
            whole = self.ground.cell(sheet, totals[0], column) if totals and column else None
            for head in sheet.columns if whole else ():
                label = head.path[-1] if head.path else ""
                cell = self.ground.cell(sheet, totals[0], head)
                if head.role == "amount" and label in heads and cell and cell.value and whole:
                    found.append((label, cell.value, whole.value))
                    above += head.path[:-1]
        labels = [label for label, *_ in found]
        found = [one for one in found if labels.count(one[0]) == 1]  # of one fund or unit each
        if any(part in head for head in above for part in PARTS):
            return None
        return self.dice.choice(found) if found else None

    def source_share(self) -> Case | None:
        """Ask what percent of the income comes from a source."""
        found = self._column("income_summary", *SOURCES)
        if found is None or found[1] >= found[2]:
            return None
        text = self.say("source_share", c=found[0])
        return self._share(text, found[1], found[2])

    def basic_share(self) -> Case | None:
        """Ask what percent of the spending is basic."""
        found = self._column("expenditure_summary", "基本支出")
        return self._share(self.say("basic_share"), found[1], found[2]) if found else None

    def project_share(self) -> Case | None:
        """Ask what percent of the spending goes to projects."""
        found = self._column("expenditure_summary", "项目支出")
        return self._share(self.say("project_share"), found[1], found[2]) if found else None

    def _share(self, text: str, part: Decimal, whole: Decimal) -> Case:
        anywhere = (Place("", None, doc=self.ground.document.name),)
        return case("computation", text, figures(cents(part / whole * 100), unit="%"), anywhere)

    def basic_against_project(self) -> Case | None:
        """Ask which of both kinds of spending is larger."""
        one = self._column("expenditure_summary", "基本支出")
        other = self._column("expenditure_summary", "项目支出")
        whole = self._whole("expenditure_summary")
        if one is None or other is None or whole is None or one[1] == other[1]:
            return None
        more = "基本支出" if one[1] > other[1] else "项目支出"
        expected = figures(abs(one[1] - other[1]), unit=whole[1], words=(more,))
        anywhere = (Place("", None, doc=self.ground.document.name),)
        return case("computation", self.say("basic_against_project"), expected, anywhere)

    def fund_none(self) -> Case | None:
        """Ask for fund spending where its table is empty."""
        return self._none("fund_none", "government_fund")

    def capital_none(self) -> Case | None:
        """Ask for capital spending where its table is empty."""
        return self._none("capital_none", "state_capital")

    def _none(self, said: str, kind: str) -> Case | None:
        sheets = self.ground.of_kinds(kind)
        facts = [f for s in sheets for row in s.rows for f in self.ground.facts(s, row)]
        if not sheets or any(f.value for f in facts):
            return None
        expected = Expected(Route.TABLE, ALSO, any_words=(NONE,))
        anywhere = (Place("", None, doc=self.ground.document.name),)
        return case("lookup", self.say(said), expected, anywhere)

    def exists(self) -> Case | None:
        """Ask whether there is money for an item."""
        if (a := self._one()) is None:
            return None
        expected = figures(a.value, unit=a.fact.unit or "")
        return case("lookup", self.say("exists", x=a.label), expected, self.held.places(a))

    # --- later questions -----------------------------------------------------------------

    def _later(
        self, text: str, expected: Expected, history: tuple[str, ...], *amounts: Amount
    ) -> Case:
        places = tuple(p for a in amounts for p in self.held.places(a))
        return Case("", text, "followup", expected, places, history=history)

    def _first(self, amount: Amount) -> tuple[str, ...]:
        return (ASKED.format(x=amount.label),)

    def _pair(self) -> tuple[Amount, Amount] | None:
        a = self._one()
        others = self.held.siblings(a) if a else []
        others = [b for b in others if a and b.value != a.value]
        return (a, self.dice.choice(others)) if a and others else None

    def follow_prior(self) -> Case | None:
        """Ask for the year before, next."""
        if (found := self._with_prior()) is None:
            return None
        a, p = found
        expected = figures(p.value, unit=p.fact.unit or "")
        return self._later(self.say("follow_prior"), expected, self._first(a), p)

    def follow_change(self) -> Case | None:
        """Ask for the change, next."""
        if (found := self._with_prior()) is None:
            return None
        a, p = found
        expected = figures(abs(a.value - p.value), unit=p.fact.unit or "")
        return self._later(self.say("follow_change"), expected, self._first(a), a)

    def follow_other(self) -> Case | None:
        """Ask for another item, next."""
        if (found := self._pair()) is None:
            return None
        a, b = found
        expected = figures(b.value, unit=b.fact.unit or "")
        return self._later(self.say("follow_other", y=b.label), expected, self._first(a), b)

    def follow_correct(self) -> Case | None:
        """Correct what was asked."""
        if (found := self._pair()) is None:
            return None
        a, b = found
        expected = figures(b.value, unit=b.fact.unit or "")
        return self._later(self.say("follow_correct", y=b.label), expected, self._first(a), b)

    def follow_gap(self) -> Case | None:
        """Ask how much more or less than another item that is."""
        if (found := self._pair()) is None:
            return None
        a, b = found
        expected = figures(abs(a.value - b.value), unit=a.fact.unit or "")
        return self._later(self.say("follow_gap", y=b.label), expected, self._first(a), a, b)

    def follow_two_sum(self) -> Case | None:
        """Ask for both of two items together, next."""
        if (found := self._pair()) is None:
            return None
        a, b = found
        expected = figures(a.value + b.value, unit=a.fact.unit or "")
        history = (*self._first(a), ASKED.format(x=b.label))
        return self._later(self.say("follow_two_sum"), expected, history, a, b)

    def follow_share(self) -> Case | None:
        """Ask what percent of the row above it that is."""
        a = self._one()
        parents = a.row.parents if a else ()
        if a is None or not parents:
            return None
        above = self.held.by_label.get(flat(parents[-1]), [])
        whole = next((b for b in above if b.sheet.id == a.sheet.id and b.value), None)
        if whole is None or whole not in self.held.plain:
            return None
        expected = figures(cents(a.value / whole.value * 100), unit="%")
        return self._later(self.say("follow_share", y=whole.label), expected, self._first(a), a)

    def follow_convert_yuan(self) -> Case | None:
        """Ask for the amount in yuan, next."""
        a = self._one()
        if a is None or a.fact.unit != "万元":
            return None
        expected = figures(a.value * SCALES["万元"], unit="元")
        return self._later(self.say("follow_convert_yuan"), expected, self._first(a), a)

    def follow_months(self) -> Case | None:
        """Ask for a month of it, next."""
        if (a := self._one()) is None:
            return None
        expected = figures(cents(a.value / MONTHS), unit=a.fact.unit or "")
        return self._later(self.say("follow_months"), expected, self._first(a), a)

    # --- refusals ------------------------------------------------------------------------

    def _refused(self, text: str, note: str) -> Case:
        return case("unanswerable", text, Expected(Route.REFUSE, note=note), ())

    def refuse_item(self) -> Case | None:
        """Ask for an item that only other documents have."""
        held = "".join(flat(row.label) for s in self.ground.sheets for row in s.rows)
        held += "".join(flat(p.text) for p in self.ground.passages)
        strange = [item for item in self.items if flat(item) not in held and len(item) > 3]
        pairs = [
            item
            for item in strange
            if "结转" not in item
            and not any(flat(item)[i : i + 3] in held for i in range(len(flat(item)) - 2))
        ]
        if not pairs:
            return None
        return self._refused(self.say("refuse_item", x=self.dice.choice(pairs)), "no such item")

    def refuse_body(self) -> Case | None:
        """Ask for an institution that is not held."""
        a = self._one()
        own = self.ground.document.institution
        others = [b for b in self.bodies if b[:2] != own[:2]]
        if a is None or not others:
            return None
        text = self.say("refuse_body", o=self.dice.choice(others), x=a.label)
        return self._refused(text, "another institution")

    def refuse_year(self) -> Case | None:
        """Ask for a year that is not held."""
        if (a := self._one()) is None:
            return None
        year = self.ground.document.fiscal_year + self.dice.choice((-5, -4, 3, 4))
        return self._refused(self.say("refuse_year", x=a.label, a=str(year)), "another year")

    def refuse_person(self) -> Case:
        """Ask for a person's pay."""
        return self._refused(self.say("refuse_person"), "a person's pay")

    def refuse_supplier(self) -> Case | None:
        """Ask for the company of a contract."""
        cells = [
            cell
            for s in self.ground.of_kinds("procurement")
            for cell in self.ground.flat_list(s)
            if len(cell.label) > 3
        ]
        if not cells or self.ground.document.phase == Phase.FINAL.value:
            return None
        text = self.say("refuse_supplier", x=self.dice.choice(cells).label)
        return self._refused(text, "a supplier")
