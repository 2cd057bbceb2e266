"""Make questions whether figures tally, about what is printed as 0, and of parts no document lists."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal

from evals.dataset import Case, Expected, Figure, Place
from evals.normal import SCALES, flat
from evals.synth_ground import Ground, title
from evals.synth_holdings import Amount
from evals.synth_units import ALSO, Say, case, cents, figures
from qa.query import Route

AGREE = ("一致", "相同", "对得上", "同一", "一样")
DIFFER = ("不一致", "不相同", "对不上", "差异")
NOTHING = ("没有安排", "未安排", "为0", "0.00", "0元")
STRANGE = ("柳树屯村", "青石桥社区", "北岗子村", "望月社区", "育英小学", "石板铺村", "丹枫里社区")
TEN_THOUSAND = Decimal(10000)
SURE = 20  # 万元 from which an amount is told apart from others by chance


class CheckKinds:
    """Make the questions over one document."""

    def __init__(self, ground: Ground, dice: random.Random, say: Say) -> None:
        self.ground, self.dice, self.say = ground, dice, say

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        names = ("same_two", "same_text", "differ_why", "premise_zero", "refuse_part")
        return {n: getattr(self, n) for n in names}

    def _title(self, amount: Amount) -> str:
        return title(amount.sheet, self.ground.document.institution)

    def _pairs(self, amounts: list[Amount]) -> list[tuple[Amount, Amount]]:
        """Return amounts of one name in two tables, each told apart by its title."""
        titles = [title(s, self.ground.document.institution) for s in self.ground.sheets]
        alone = [a for a in amounts if titles.count(self._title(a)) == 1]
        return [(a, b) for a in alone for b in alone if a.sheet.id < b.sheet.id]

    def same_two(self) -> Case | None:
        """Ask whether an item tallies in two tables that print the same of it."""
        held = self.ground.held
        found = [p for a in held.plain for p in self._pairs(held.by_label[flat(a.label)])]
        if not found:
            return None
        a, b = self.dice.choice(found)
        text = self.say("same_two", x=a.label, t=self._title(a), s=self._title(b))
        value = (Figure(f"{a.value:f}", a.fact.unit),)
        expected = Expected(Route.TABLE, ALSO, value, any_words=(AGREE,), banned=DIFFER)
        return case("cross", text, expected, held.places(a))

    def differ_why(self) -> Case | None:
        """Ask how far an item is apart in two tables."""
        held = self.ground.held
        shared = {flat(a.label) for a in held.shared}
        found = [p for label in shared for p in self._pairs(held.by_label[label])]
        found = [(a, b) for a, b in found if a.scaled != b.scaled and a.value and b.value]
        found = [(a, b) for a, b in found if a in held.shared and b in held.shared]
        if not found:
            return None
        a, b = self.dice.choice(found)
        unit = a.fact.unit or ""
        gap = abs(a.scaled - b.scaled) / SCALES.get(unit, Decimal(1))
        text = self.say("differ_why", x=a.label, t=self._title(a), s=self._title(b))
        return case("cross", text, figures(gap, unit=unit), (a.place, b.place))

    def same_text(self) -> Case | None:
        """Ask whether what the text says of an item tallies with a table."""
        found = [
            (a, said) for a in self.ground.held.plain if (said := self._said(a.label)) is not None
        ]
        found = [(a, said) for a, said in found if a.scaled >= SURE * TEN_THOUSAND]
        if not found:
            return None
        a, said = self.dice.choice(found)
        text = self.say("same_text", x=a.label, t=self._title(a))
        printed = cents(a.scaled / TEN_THOUSAND)
        value = (Figure(f"{said:f}", "万元"),)
        agree = Expected(Route.BOTH, (Route.TEXT,), value, any_words=(AGREE,), banned=DIFFER)
        apart = abs(said - printed)
        differ = Expected(
            Route.BOTH, (Route.TEXT,), (Figure(f"{apart:f}", "万元"),), any_words=(DIFFER,)
        )
        anywhere = (Place("", None, doc=self.ground.document.name),)
        return case("cross", text, differ if apart else agree, anywhere)

    def _said(self, label: str) -> Decimal | None:
        """Return the one amount in 万元 that the narrative states right behind a name."""
        stated = re.compile(
            rf"(?:[、。；，,;\s（(）)：:“\d.%]|^|[款类项])“?{re.escape(label)}”?(?:（项）)?(?:支出|预算)?"
            r"(?:20\d\d年)?(?:预算数?|决算数?)?(?:为|安排)?([\d,]+\.?\d*)万元"
        )
        texts = [re.sub(r"\s", "", p.text) for p in self.ground.passages]
        found = {Decimal(m[1].replace(",", "")) for t in texts for m in stated.finditer(t)}
        return found.pop() if len(found) == 1 else None

    def premise_zero(self) -> Case | None:
        """Ask how much is spent on what every table prints as 0."""
        held = self.ground.held
        zero = [
            a
            for label, amounts in held.by_label.items()
            for a in amounts[:1]
            if a.row.kind == "item" and 3 < len(label) <= 16 and label not in held.columns
            and not re.search("[收补助]入|结转|结余|拨款|合计", a.label)
            and not any(o.value for o in held.amounts if flat(o.label) == label)
            and all(flat(o.label) != label for o in held.blanks)
        ]  # fmt: skip
        if not zero:
            return None
        a = self.dice.choice(zero)
        expected = Expected(Route.TABLE, ALSO, any_words=(NOTHING,))
        text = self.say("premise_zero", x=a.label)
        return case("unanswerable", text, expected, held.places(a))

    def refuse_part(self) -> Case | None:
        """Ask for the part of an item that goes to a place that the document never names."""
        held = "".join(flat(p.text) for p in self.ground.passages)
        held += "".join(flat(row.label) for s in self.ground.sheets for row in s.rows)
        strange = [v for v in STRANGE if v[:3] not in held]
        if not (self.ground.held.plain and strange):
            return None
        a = self.dice.choice(self.ground.held.plain)
        text = self.say("refuse_part", x=a.label, v=self.dice.choice(strange))
        return case("unanswerable", text, Expected(Route.REFUSE, note="no such part"), ())
