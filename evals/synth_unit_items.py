"""Make questions about what single units of a department have of items, this year and the last."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from evals.dataset import Case, Expected, Place
from evals.normal import flat
from evals.synth_ground import TOTALS, Ground, name, place
from evals.synth_units import Say, _is_unit, case, cents, figures
from ingest.money import is_money
from qa.catalogue import Entry, Heading, Sheet
from qa.query import Route

_KINDS = (
    "income_summary", "expenditure_summary", "basic_economic", "three_public", "project_list",
    "procurement", "unknown",
)  # fmt: skip
_OWN = re.compile(r"机关|本级|本部|局本|委本")
_TIME = re.compile(r"20\d\d年?(?:度)?|[上本去今]年(?:度)?|预算数|[“”\s]")
_INCOME = re.compile(
    r"^(?!.*结转).*(?:事业收入|经营收入|其他收入|上级补助收入|附属单位上缴收入|单位资金)"
)
_CODE = re.compile(r"^[A-Z]\d*")
_FUND = re.compile(r"^(?:一般公共预算|政府性基金|国有资本|财政拨款)")
_STAFF = re.compile(r"在职(?:人[员数])*")
_STRANGERS = ("青石桥村", "柳林社区", "东风小学", "龙门村", "和平里社区", "桃园村")
LEAST = 2


@dataclass(frozen=True, slots=True)
class Item:
    """Hold what a unit has of one thing, this year and, where it is printed, the year before."""

    unit: str
    label: str
    sheet: Sheet
    entry: Entry
    value: Decimal
    money: str
    prior: Decimal | None = None
    above: tuple[str, ...] = ()
    lined: bool = False


class UnitItemKinds:
    """Make the questions about items of units over one document."""

    def __init__(self, ground: Ground, dice: random.Random, say: Say) -> None:
        self.ground, self.dice, self.say = ground, dice, say
        self.units = self._units()
        found = [item for s in ground.sheets for item in self._items(s)] if self.units else []
        amounts: dict[tuple[str, str], set[Decimal]] = defaultdict(set)
        for item in found:
            amounts[item.unit, flat(item.label)].add(item.value)
        self.items = [i for i in found if len(amounts[i.unit, flat(i.label)]) == 1 and i.value]

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        names = [n for n in dir(self) if n.startswith(("unit_", "units_", "follow_", "refuse_"))]
        return {n: getattr(self, n) for n in names}

    def _units(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for sheet in self.ground.of_kinds(*_KINDS):
            rows = [r for r in sheet.rows if r.kind == "item" and r.code_kind != "functional"]
            named = [r for r in rows if _is_unit(r) and not r.label.startswith("其他")]
            if len(named) >= LEAST:
                found |= {flat(r.label): name(r) for r in named}
        itself = flat(self.ground.document.institution)
        kept = {k: v for k, v in found.items() if not itself.endswith(k)}
        return kept if len(kept) >= LEAST else {}

    def _items(self, sheet: Sheet) -> Iterator[Item]:
        """Give the amounts of units in one table: their own lines, and rows below or beside them."""
        if sheet.kind not in _KINDS:
            return
        lines = [r for r in sheet.rows if r.kind == "item" and flat(r.label) in self.units]
        if len(lines) >= LEAST and len({r.label for r in lines}) == len(lines):
            for row in lines:
                yield from self._of_line(sheet, row)
        column = self.ground.principal(sheet)
        below = [(r, u) for r, u in self._owned(sheet) if flat(r.label) not in self.units]
        keys = [(u, flat(name(r))) for r, u in below]
        for row, unit in below if column else ():
            cell = self.ground.cell(sheet, row, column) if column else None
            if cell and is_money(cell.unit) and keys.count((unit, flat(name(row)))) == 1:
                label = re.sub(r"[（(][^（()）]*[）)]$", "", _CODE.sub("", name(row)))
                if len(label) > 1:
                    yield Item(unit, label, sheet, row, cell.value, cell.unit, above=row.parents)

    def _of_line(self, sheet: Sheet, row: Entry) -> Iterator[Item]:
        amounts = [h for h in sheet.columns if h.role == "amount" and h.path]
        labels = [(_label(h), h.year) for h in amounts]
        for head in amounts:
            label = _label(head)
            fact = self.ground.lookup.fact(sheet.id, row.id, head.index)
            own = head.year == self.ground.document.fiscal_year
            if not label or not own or labels.count((label, head.year)) != 1 or fact is None:
                continue
            if fact.value is None or not fact.unit or not is_money(fact.unit):
                continue
            before = [h for h in amounts if h.year == (head.year or 0) - 1 and _label(h) == label]
            old = self.ground.lookup.fact(sheet.id, row.id, before[0].index) if before else None
            prior = old.value if old is not None else None
            unit = self.units[flat(row.label)]
            yield Item(unit, label, sheet, row, fact.value, fact.unit, prior, lined=True)

    def _owned(self, sheet: Sheet) -> Iterator[tuple[Entry, str]]:
        """Give the lowest rows that stand below a unit, or beside it, or in its block."""
        rows = self.ground.leaves(sheet)
        blocks = sum(r.code_kind == "institution" for r in sheet.rows) >= LEAST
        block = ""
        for row in sheet.rows:
            if row.code_kind == "institution":
                block = self.units.get(flat(row.label), "")
            owners = [
                self.units[k]
                for p in (*row.parents, row.institution or "")
                if (k := flat(p)) in self.units
            ]
            owner = (
                owners[-1] if owners else block if blocks and row.code_kind == "functional" else ""
            )
            if row in rows and owner:
                yield row, owner

    # --- kinds ---------------------------------------------------------------------------

    def _pick(self, kept: Callable[[Item], bool] = bool) -> Item | None:
        return self.dice.choice(fit) if (fit := [i for i in self.items if kept(i)]) else None

    def _before(self, item: Item) -> tuple[str, ...]:
        return (f"{self.ground.document.institution}今年{item.label}是多少？",)

    def _places(self, *items: Item) -> tuple[Place, ...]:
        return tuple(place(self.ground.document.name, i.sheet, i.entry) for i in items)

    def _of_all(self) -> list[Item]:
        """Return what each unit has of one thing in one table, where two or more have it."""
        groups: dict[tuple[int, str], list[Item]] = defaultdict(list)
        for item in self.items:
            groups[item.sheet.id, flat(item.label)].append(item)
        one = {key for key in groups if sum(key[1] == k[1] for k in groups) == 1}
        fit = [
            g for k, g in groups.items() if k in one and len(g) == len({i.unit for i in g}) >= LEAST
        ]
        return self.dice.choice(fit) if fit else []

    def units_item_gap(self) -> Case | None:
        """Ask how far the unit with most of an item is from the one with least."""
        group = sorted(self._of_all(), key=lambda i: -i.value)
        if len(group) < 3 or len({i.value for i in group}) < len(group):
            return None
        found = figures(group[0].value - group[-1].value, unit=group[0].money)
        text = self.say("units_item_gap", x=group[0].label)
        return case("computation", text, found, self._places(*group))

    def units_item_sum(self) -> Case | None:
        """Ask what the subordinate units have of an item."""
        group = self._of_all()
        own = {u for u in self.units.values() if _OWN.search(u)}
        below = [i for i in group if i.unit not in own]
        if len(own) != 1 or len(below) < LEAST:
            return None
        found = figures(sum((i.value for i in below), Decimal(0)), unit=below[0].money)
        text = self.say("units_item_sum", x=below[0].label)
        return case("computation", text, found, self._places(*below))

    def unit_item_prior(self) -> Case | None:
        """Ask what a unit had of an item in the year before."""
        item = self._pick(lambda i: i.prior is not None and i.prior > 0)
        if item is None or item.prior is None:
            return None
        text = self.say("unit_item_prior", u=item.unit, x=item.label)
        return case("lookup", text, figures(item.prior, unit=item.money), self._places(item))

    def unit_item_change(self) -> Case | None:
        """Ask by how much a unit's item changed."""
        item = self._pick(lambda i: i.prior is not None and i.prior != i.value)
        if item is None or item.prior is None:
            return None
        text = self.say("unit_item_change", u=item.unit, x=item.label)
        found = figures(abs(item.value - item.prior), unit=item.money)
        return case("computation", text, found, self._places(item))

    def unit_item_both(self) -> Case | None:
        """Ask for a unit's item of this year and the year before."""
        item = self._pick(lambda i: i.prior is not None and i.prior > 0)
        if item is None or item.prior is None:
            return None
        text = self.say("unit_item_both", u=item.unit, x=item.label)
        both = figures(item.value, item.prior, unit=item.money)
        return case("lookup", text, both, self._places(item))

    def unit_item_part(self) -> Case | None:
        """Ask what part of one thing another is inside a unit."""
        pairs = [
            (x, y) for y in self.items if y.above
            for x in self.items
            if x.unit == y.unit and x.sheet is y.sheet and x.label in y.above and y.value < x.value
        ]  # fmt: skip
        pairs += [
            (x, y) for x in self.items for y in self.items
            if x.entry is y.entry and x.sheet is y.sheet and x.label == "三公经费"
            and y.value < x.value
        ]  # fmt: skip
        if not pairs:
            return None
        x, y = self.dice.choice(pairs)
        text = self.say("unit_item_part", u=x.unit, x=x.label, y=y.label)
        found = figures(cents(y.value / x.value * 100), unit="%")
        return case("computation", text, found, self._places(x, y))

    def unit_own_income(self) -> Case | None:
        """Ask what a unit takes in besides what the treasury gives it."""
        sheets = self.ground.of_kinds("income_summary")
        own = [i for i in self.items if i.sheet in sheets and _INCOME.search(i.label)]
        if not own:
            return None
        unit = self.dice.choice(sorted({i.unit for i in own}))
        parts = [i for i in own if i.unit == unit]
        special = any(i.unit == unit and "专户" in i.label for i in self.items)
        if special or len({i.sheet.id for i in parts}) != 1:
            return None
        value = sum((i.value for i in parts), Decimal(0))
        text = self.say("unit_own_income", u=unit)
        return case("lookup", text, figures(value, unit=parts[0].money), self._places(*parts))

    def unit_buys(self) -> Case | None:
        """Ask for how much a unit wants to buy something."""
        item = self._pick(lambda i: i.sheet.kind == "procurement" and not i.lined)
        others = [i for i in self.items if item and i.unit == item.unit and item.label in i.label]
        if item is None or len(others) != 1 or flat(item.label) == "政府采购":
            return None
        text = self.say("unit_buys", u=item.unit, x=item.label)
        return case("lookup", text, figures(item.value, unit=item.money), self._places(item))

    def unit_heads(self) -> Case | None:
        """Ask for a unit's money a head of its own staff in post."""
        heads: dict[str, tuple[Decimal, Sheet, Entry]] = {}
        for sheet in self.ground.sheets:
            columns = [h for h in sheet.columns if h.path and _is_staff(h)]
            for row in sheet.rows if len(columns) == 1 else ():
                fact = self.ground.lookup.fact(sheet.id, row.id, columns[0].index)
                if flat(row.label) in self.units and fact is not None and fact.value:
                    heads[self.units[flat(row.label)]] = (fact.value, sheet, row)
        item = self._pick(lambda i: i.unit in heads)
        if item is None:
            return None
        people, sheet, row = heads[item.unit]
        text = self.say("unit_heads", u=item.unit, m=item.label)
        where = (*self._places(item), place(self.ground.document.name, sheet, row))
        return case(
            "computation", text, figures(cents(item.value / people), unit=item.money), where
        )

    def follow_unit(self) -> Case | None:
        """Ask for one unit after the whole department's amount."""
        item = self._pick(lambda i: i.sheet.kind != "procurement")
        if item is None:
            return None
        text = self.say("follow_unit", u=item.unit)
        made = case("followup", text, figures(item.value, unit=item.money), self._places(item))
        return replace(made, history=self._before(item))

    def follow_unit_both(self) -> Case | None:
        """Ask for one unit, with the year before, after the whole department's amount."""
        item = self._pick(lambda i: i.prior is not None and i.prior > 0)
        if item is None or item.prior is None:
            return None
        text = self.say("follow_unit_both", u=item.unit)
        found = figures(item.value, item.prior, unit=item.money)
        made = case("followup", text, found, self._places(item))
        return replace(made, history=self._before(item))

    def refuse_part(self) -> Case | None:
        """Ask how much of a project goes to a place that the document does not list."""
        printed = "".join(p.text for p in self.ground.passages)
        fit = [i for i in self.items if i.sheet.kind == "project_list" and i.label not in printed]
        strange = [s for s in _STRANGERS if s not in printed]
        if not fit or not strange:
            return None
        x, v = self.dice.choice(fit).label, self.dice.choice(strange)
        return case("unanswerable", self.say("refuse_part", x=x, v=v), Expected(Route.REFUSE), ())


def _label(head: Heading) -> str:
    """Return what a column is of, without the year."""
    heads = [_TIME.sub("", h) for h in head.path]
    while len(heads) > 1 and heads[-1] in (*TOTALS, ""):
        heads.pop()
    vague = (label := heads[-1]) in (*TOTALS, "收入", "支出") or label.endswith("金额")
    return label if not (vague or _FUND.search(label)) and len(label) > 1 else ""


def _is_staff(head: Heading) -> bool:
    return bool(_STAFF.search(flat(head.path[-1])))
