"""Make questions with exact answers from whatever a store holds, to train and to stress on."""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from evals import synth_asked
from evals.dataset import Case, Expected, Figure, as_json
from evals.normal import SCALES, flat
from evals.synth_holdings import LONG, SHORT, Amount, Holdings, holdings
from evals.synth_words import Wording
from ingest.errors import IngestError
from ingest.money import plain_decimal
from ingest.records import Phase
from ingest.settings import settings
from ingest.store import Store
from qa.query import Route

_BLANK = ("未列", "没有列", "未安排", "空白", "为空", "无数据", "no figure", "not listed", "blank")


class Maker:
    """Make questions of every kind over one document."""

    def __init__(self, held: Holdings, dice: random.Random, wording: Wording) -> None:
        self.held = held
        self.dice = dice
        self.word = wording

    def kinds(self) -> Mapping[str, Callable[[], Case | None]]:
        """Return the kinds of question by category and name."""
        return {
            "lookup": self.lookup,
            "in_table": self.in_table,
            "in_column": self.in_column,
            "convert": self.convert,
            "sum": self.sum,
            "difference": self.difference,
            "share": self.share,
            "growth": self.growth,
            "inverse": self.inverse,
            "follow": self.follow,
            "blank": self.blank,
            "other_year": self.other_year,
            "other_phase": self.other_phase,
        }

    def make(self, kind: str) -> Case | None:
        """Return one question of a kind, or None where the document has nothing for it."""
        made = self.kinds()[kind]()
        return made and replace(made, docs=(self.held.document.name,), source=kind)

    def _pick(self) -> Amount | None:
        return self.dice.choice(self.held.plain) if self.held.plain else None

    def _case(self, category: str, question: str, expected: Expected, *amounts: Amount) -> Case:
        places = tuple(p for amount in amounts for p in self.held.places(amount))
        return Case("", question, category, expected, places, language=self.word.language)

    def _figures(self, value: Decimal, unit: str | None, note: str = "") -> Expected:
        also = (Route.BOTH, Route.TEXT)  # the narrative often says the same
        return Expected(Route.TABLE, also, (Figure(plain_decimal(value), unit),), note=note)

    def lookup(self) -> Case | None:
        """Ask for a row by name, everyday word, code or in English."""
        amount = self._pick()
        if amount is None:
            return None
        final = self.held.document.phase == Phase.FINAL.value
        text = self.word.say("lookup_final" if final else "lookup", x=self.word.row(amount.label))
        return self._case("lookup", text, self._figures(amount.value, amount.fact.unit), amount)

    def in_table(self) -> Case | None:
        """Ask for a row that several tables have, naming the table."""
        if not self.held.shared:
            return None
        amount = self.dice.choice(self.held.shared)
        title = self.word.table(amount.sheet.title, self.held.document.institution)
        text = self.word.say("in_table", x=amount.label, t=title)
        expected = self._figures(amount.value, amount.fact.unit)
        return Case("", text, "lookup", replace(expected, also=()), (amount.place,))

    def in_column(self) -> Case | None:
        """Ask for a row's figure in a column that is not the principal one."""
        plain = {flat(amount.label) for amount in self.held.plain}
        found = [
            a
            for a in self.held.amounts
            if not a.principal
            and a.value
            and a.column
            and flat(a.label) in plain
            and a.fact.year == self.held.document.fiscal_year
            and self._one_column(a)
        ]
        if not found:
            return None
        amount = self.dice.choice(found)
        text = self.word.say("in_column", x=amount.label, c=amount.column)
        return self._case("lookup", text, self._figures(amount.value, amount.fact.unit), amount)

    def _one_column(self, amount: Amount) -> bool:
        same = {
            a.scaled
            for a in self.held.amounts
            if flat(a.label) == flat(amount.label) and a.column == amount.column
        }
        return len(same) == 1

    def convert(self) -> Case | None:
        """Ask for a figure in another unit."""
        amount = self._pick()
        if amount is None or amount.fact.unit not in ("元", "万元"):
            return None
        unit = "万元" if amount.fact.unit == "元" else "元"
        value = amount.scaled / SCALES[unit]
        text = self.word.say("convert", x=self.word.row(amount.label), u=unit)
        return self._case("computation", text, self._figures(value, unit), amount)

    def _pair(self) -> tuple[Amount, Amount] | None:
        amount = self._pick()
        others = self.held.siblings(amount) if amount else []
        return (amount, self.dice.choice(others)) if amount and others else None

    def sum(self) -> Case | None:
        """Ask for two rows together."""
        pair = self._pair()
        if pair is None:
            return None
        x, y = pair
        text = self.word.say("sum", x=x.label, y=y.label)
        return self._case("computation", text, self._figures(x.value + y.value, x.fact.unit), x, y)

    def difference(self) -> Case | None:
        """Ask how much more one row is than another."""
        pair = self._pair()
        if pair is None or pair[0].value == pair[1].value:
            return None
        x, y = sorted(pair, key=lambda a: -a.value)
        text = self.word.say("difference", x=x.label, y=y.label)
        return self._case("computation", text, self._figures(x.value - y.value, x.fact.unit), x, y)

    def share(self) -> Case | None:
        """Ask what part of the row above it a row is."""
        amount = self._pick()
        parents = amount.row.parents if amount else ()
        if amount is None or not parents:
            return None
        above = self.held.by_label.get(flat(parents[-1]), [])
        whole = next((a for a in above if a.sheet.id == amount.sheet.id and a.value), None)
        if whole is None or whole not in self.held.plain:
            return None
        text = self.word.say("share", x=amount.label, y=whole.label)
        rate = percent(amount.value, whole.value)
        return self._case("computation", text, self._figures(rate, "%"), amount, whole)

    def growth(self) -> Case | None:
        """Ask by how many percent a row grew."""
        both = [(a, p) for a in self.held.plain if (p := self.held.prior(a)) is not None]
        found = [(now, before) for now, before in both if now.value != before.value]
        if not found:
            return None
        now, before = self.dice.choice(found)
        rate = percent(now.value - before.value, before.value)
        text = self.word.say("growth", x=now.label)
        return self._case("computation", text, self._figures(abs(rate), "%"), now, before)

    def inverse(self) -> Case | None:
        """Ask which row has a figure that stands under one label only."""
        amount = self._pick()
        if amount is None:
            return None
        labels = {flat(a.label) for a in self.held.amounts if a.scaled == amount.scaled}
        if len(labels) > 1 or not amount.fact.unit:
            return None
        text = self.word.say("inverse", v=plain_decimal(amount.value), u=amount.fact.unit)
        expected = replace(self._figures(amount.value, amount.fact.unit), words=(amount.label,))
        return self._case("computation", text, expected, amount)

    def follow(self) -> Case | None:
        """Ask for a second row after a first."""
        pair = self._pair()
        if pair is None:
            return None
        first, second = pair
        text = self.word.say("follow", x=second.label)
        made = self._case("followup", text, self._figures(second.value, second.fact.unit), second)
        return replace(made, history=(f"{first.label}多少",))

    def blank(self) -> Case | None:
        """Ask for a row that prints nothing anywhere."""
        known = {flat(a.label) for a in self.held.amounts} | self.held.columns
        found = [
            a
            for a in self.held.blanks
            if a.principal and flat(a.label) not in known and SHORT <= len(a.label) <= LONG
        ]
        if not found:
            return None
        amount = self.dice.choice(found)
        expected = Expected(
            Route.TABLE, (Route.BOTH, Route.TEXT), any_words=(_BLANK,), banned=("0.00",), blank=True
        )
        text = self.word.say("blank", x=amount.label)
        same = tuple(dict.fromkeys(a.place for a in found if flat(a.label) == flat(amount.label)))
        return Case("", text, "lookup", expected, same, language=self.word.language)

    def other_year(self) -> Case | None:
        """Ask for a year that the document has not."""
        amount = self._pick()
        if amount is None:
            return None
        year = self.held.document.fiscal_year + self.dice.choice((-4, -3, 2, 3))
        text = self.word.say("other_year", x=amount.label, a=str(year))
        return Case("", text, "unanswerable", Expected(Route.REFUSE, note="other year"), ())

    def other_phase(self) -> Case | None:
        """Ask a budget for spending, final accounts for a coming budget."""
        amount = self._pick()
        if amount is None:
            return None
        budget = self.held.document.phase == Phase.BUDGET.value
        text = self.word.say(f"other_phase.{'budget' if budget else 'final'}", x=amount.label)
        return Case("", text, "unanswerable", Expected(Route.REFUSE, note="other phase"), ())


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return a share in percent with two digits."""
    return (part / whole * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def make(held: Sequence[Holdings], count: int, seed: int) -> Iterator[Case]:
    """Yield up to `count` different questions, kinds and documents taken in turn."""
    dice = random.Random(seed)
    asked: set[tuple[object, ...]] = set()
    made = 0
    for attempt in range(count * 20):
        if made >= count:
            return
        maker = Maker(held[attempt % len(held)], dice, Wording(dice))
        case = maker.make(list(maker.kinds())[(attempt // len(held)) % len(maker.kinds())])
        if case is None or (key := (case.question, case.history, case.docs)) in asked:
            continue
        asked.add(key)
        made += 1
        yield replace(case, id=f"Y{made:04d}")


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    found = argparse.ArgumentParser("python -m evals synth", description=__doc__)
    found.add_argument("--store", type=Path, help="folder of the store (default: the setting's)")
    found.add_argument("--out", type=Path, help="gold file to write (default: standard output)")
    found.add_argument("--count", type=int, default=300, help="how many questions [300]")
    found.add_argument("--seed", type=int, default=1, help="another seed, other questions [1]")
    found.add_argument(
        "--asked",
        choices=("dev", "test"),
        help="questions of sets, units, forms and narrative, worded by people: either half of wordings",
    )
    return found


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    options = parser().parse_args(arguments)
    try:
        conf = settings()
        url = None if options.store is not None else conf.database_url
        with Store(options.store or conf.disclosure_store, url, create=False) as store:
            held = [found for found in holdings(store) if found.plain]
            asked = synth_asked.make(store, options.count, options.seed, options.asked or "")
    except IngestError as error:
        print(error, file=sys.stderr)
        return 1
    drawn = make(held, options.count, options.seed) if held else iter(())
    cases = iter(asked) if options.asked else drawn
    lines = [json.dumps(as_json(case), ensure_ascii=False) + "\n" for case in cases]
    if options.out is None:
        sys.stdout.writelines(lines)
    else:
        options.out.write_text("".join(lines), encoding="utf-8")
        print(f"{len(lines)} questions over {len(held)} documents written to {options.out}")
    return 0 if lines else 1
