"""Make questions about amounts worked out of named cells: a head, a part, without a source, over a bound."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from evals.dataset import Case, Expected, Figure, Place
from evals.normal import flat
from evals.synth_ground import Cell, Ground, places_of
from evals.synth_holdings import Amount
from evals.synth_units import ALSO, Say, case, cents, figures
from qa.catalogue import Entry, Sheet
from qa.query import Route

STAFF = re.compile(
    r"(?:在职(?:在编)?(?:实有)?(?:人员|人数|职工|民警|教职工|干警)*|实有在[职编](?:人员|教职工|民警|职工)?)(?:编制)?(?:小计)?(?:共|为|有)?(\d+)[人名]"
)
POSTS = re.compile(r"(?<![预决]算)编制(?:人数|数)?(?:小计|合计|总数)?(?:共|为|有)*(\d+)[名人]")
UNITS = re.compile(r"另有|编外|超编")
SOURCES = (
    "一般公共预算拨款收入", "政府性基金预算拨款收入", "事业收入", "其他收入", "上年结转", "事业单位经营收入",
    "一般公共预算财政拨款", "政府性基金预算财政拨款", "上年结转结余", "上级补助收入", "非同级财政拨款收入",
)  # fmt: skip
BOUNDS = (10, 20, 30, 50, 100, 200, 300, 500, 1000)
HEADS = (12, 26, 35, 48, 64, 80, 105, 150)
BODY = re.compile(r"[局委院馆站所校队办团场会部社]$|中心$|大队$|[）)]$")
FEW = 6  # names that an answer may be asked for


class AmountKinds:
    """Make the questions over one document."""

    def __init__(self, ground: Ground, dice: random.Random, say: Say) -> None:
        self.ground, self.dice, self.say = ground, dice, say
        self._anywhere = (Place("", None, doc=ground.document.name),)
        said = [re.sub(r"\s", "", passage.text) for passage in ground.passages]
        self._staff, self._posts = (_count(rule, said) for rule in (STAFF, POSTS))

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        heads = ("per_head_given", "per_head_posts", "per_head_staff", "posts_vacant")
        parts = ("two_sum_change", "income_without", "share_in", "level_one_share")
        return {n: getattr(self, n) for n in (*heads, *parts, "projects_over", "projects_without")}

    def _item(self) -> Amount | None:
        plain = [a for a in self.ground.held.plain if not BODY.search(a.label)]
        return self.dice.choice(plain) if plain else None

    def _a_head(self, kind: str, count: int | None, **slots: str) -> Case | None:
        if count is None or (a := self._item()) is None:
            return None
        value = a.value / count
        unit = a.fact.unit or ""
        if unit == "万元" and value < 1:
            value, unit = value * 10000, "元"
        places = (*self.ground.held.places(a), *self._anywhere)
        return case(
            "computation",
            self.say(kind, x=a.label, **slots),
            figures(cents(value), unit=unit),
            places,
        )

    def per_head_given(self) -> Case | None:
        """Ask for an item a head of some people."""
        n = self.dice.choice(HEADS)
        return self._a_head("per_head_given", n, n=str(n))

    def per_head_posts(self) -> Case | None:
        """Ask for an item an authorised post."""
        return self._a_head("per_head_posts", self._posts)

    def per_head_staff(self) -> Case | None:
        """Ask for an item a head of the staff in post."""
        return self._a_head("per_head_staff", self._staff)

    def posts_vacant(self) -> Case | None:
        """Ask how many posts nobody holds."""
        if self._posts is None or self._staff is None or self._staff >= self._posts:
            return None
        given = (Figure(str(self._posts - self._staff), None),)
        expected = Expected(Route.TEXT, (Route.BOTH, Route.TABLE), given)
        return case("computation", self.say("posts_vacant"), expected, self._anywhere)

    def two_sum_change(self) -> Case | None:
        """Ask by how much two items together are more than the year before."""
        held = self.ground.held
        known = [a for a in held.plain if self._before(a)]
        pairs = [
            (a, b) for a in known for b in held.siblings(a) if a.label < b.label and self._before(b)
        ]
        if not pairs:
            return None
        a, b = self.dice.choice(pairs)
        gap = a.scaled + b.scaled - self._before(a) - self._before(b)
        if not gap:
            return None
        text = self.say("two_sum_change", x=a.label, y=b.label)
        places = (*held.places(a), *held.places(b))
        return case("computation", text, figures(abs(gap), unit="元"), places)

    def _before(self, amount: Amount) -> Decimal:
        """Return the one amount that all rows of a name print for the year before, else nothing."""
        held = self.ground.held
        same = [a for a in held.amounts if flat(a.label) == flat(amount.label)]
        before = {a.scaled for a in same if a.fact.year == amount.fact.year - 1}
        return before.pop() if len(before) == 1 else Decimal(0)

    def income_without(self) -> Case | None:
        """Ask for all the income without one source."""
        sheets = self.ground.of_kinds("income_summary")
        column = self.ground.principal(sheets[0]) if len(sheets) == 1 else None
        totals = [row for row in sheets[0].rows if row.kind == "total"] if column else []
        whole = self.ground.cell(sheets[0], totals[0], column) if totals and column else None
        if whole is None:
            return None
        found: list[tuple[str, Cell]] = []
        names = Counter(h.path[-1] for h in sheets[0].columns if h.path)
        for head in sheets[0].columns:
            cell = self.ground.cell(sheets[0], totals[0], head)
            label = head.path[-1] if head.path else ""
            if (
                cell
                and cell.value
                and label in SOURCES
                and names[label] == 1
                and cell.value < whole.value
            ):
                found.append((label, cell))
        if not found:
            return None
        label, cell = self.dice.choice(found)
        text = self.say("income_without", c=label)
        return case(
            "computation", text, figures(whole.value - cell.value, unit=whole.unit), self._anywhere
        )

    def _projects(self) -> list[Cell]:
        """Return the projects of the one list that a document has."""
        sheets = self.ground.of_kinds("project_list")
        return self.ground.flat_list(sheets[0]) if len(sheets) == 1 else []

    def projects_over(self) -> Case | None:
        """Ask how many projects have over an amount, and which."""
        if not (cells := self._projects()):
            return None
        scale = Decimal(10000) if cells[0].unit == "元" else Decimal(1)
        bounds = [b for b in BOUNDS if 1 <= sum(c.value > b * scale for c in cells) <= FEW]
        bounds = [b for b in bounds if all(c.value != b * scale for c in cells)]
        if not bounds:
            return None
        bound = self.dice.choice(bounds)
        over = [c for c in cells if c.value > bound * scale]
        given = (Figure(str(len(over)), None),)
        expected = Expected(Route.TABLE, ALSO, given, words=tuple(c.label for c in over))
        return case(
            "computation", self.say("projects_over", v=f"{bound}万元"), expected, places_of(over)
        )

    def projects_without(self) -> Case | None:
        """Ask which projects get nothing from a source."""
        sheets = self.ground.of_kinds("project_list")
        cells = self._projects()
        if not cells:
            return None
        found = []
        column = self.ground.principal(sheets[0])
        names = Counter(h.path[-1] for h in sheets[0].columns if h.path)
        for head in sheets[0].columns:
            if head.role != "amount" or not head.path or head == column or names[head.path[-1]] > 1:
                continue
            none = [c for c in cells if not self._value(sheets[0], c.entry, head.index)]
            if 1 <= len(none) <= FEW and len(none) < len(cells):
                found.append((re.sub(r"\s", "", head.path[-1]), none))
        if not found:
            return None
        label, none = self.dice.choice(found)
        expected = Expected(Route.TABLE, ALSO, words=tuple(c.label for c in none))
        return case("lookup", self.say("projects_without", c=label), expected, places_of(none))

    def _value(self, sheet: Sheet, row: Entry, column: int) -> Decimal | None:
        fact = self.ground.lookup.fact(sheet.id, row.id, column)
        return fact.value if fact is not None else None

    def share_in(self) -> Case | None:
        """Ask what part of a row one below it is."""
        plain = self.ground.held.plain
        labels = Counter(flat(a.label) for a in plain)
        found = [
            (a, b)
            for a in plain
            for b in plain
            if a.sheet.id == b.sheet.id
            and a.heading.index == b.heading.index
            and b.row.parents[-1:] == (a.row.label,)
            and labels[flat(a.label)] == labels[flat(b.label)] == 1
            and 0 < b.value < a.value
        ]
        if not found:
            return None
        a, b = self.dice.choice(found)
        places = (*self.ground.held.places(a), *self.ground.held.places(b))
        text = self.say("share_in", x=a.label, y=b.label)
        return case("computation", text, figures(cents(b.value / a.value * 100), unit="%"), places)

    def level_one_share(self) -> Case | None:
        """Ask what part of all project spending a first-level project makes up."""
        sheets = self.ground.of_kinds("project_list")
        column = self.ground.principal(sheets[0]) if len(sheets) == 1 else None
        if column is None:
            return None
        above = {row.parents[0] for row in sheets[0].rows if row.kind == "item" and row.parents}
        tops = [r for r in sheets[0].rows if r.kind == "item" and not r.parents]
        first = [r for r in tops if r.label in above]
        cells = [c for r in tops if (c := self.ground.cell(sheets[0], r, column)) and c.value]
        totals = [r for r in sheets[0].rows if r.kind == "total"]
        whole = self.ground.cell(sheets[0], totals[0], column) if len(totals) == 1 else None
        total = sum((c.value for c in cells), Decimal(0))
        cells = [c for c in cells if c.entry in first and not BODY.search(c.label)]
        if not cells or whole is None or whole.value != total or len(tops) < 2:
            return None
        cell = self.dice.choice(cells)
        expected = figures(cents(cell.value / total * 100), unit="%")
        return case(
            "computation", self.say("level_one_share", x=cell.label), expected, self._anywhere
        )


def _count(rule: re.Pattern[str], said: list[str]) -> int | None:
    """Return the one number of people of a kind that the text tells of the whole body."""
    found = [int(m[1]) for text in said for m in rule.finditer(UNITS.split(text)[0])]
    if not found or (len({*found}) > 1 and found[0] != sum(found[1:])):
        return None
    return found[0]
