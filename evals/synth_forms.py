"""Make questions of what follows from performance forms: points lost, targets missed, gaps, averages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from evals.dataset import Case, Expected, Figure
from evals.normal import flat
from evals.synth_goals import ACTUAL, SAID, SCORE, TARGET, WEIGHT, GoalKinds, indicators, printed
from evals.synth_ground import name
from evals.synth_units import ALSO, case
from ingest.money import plain_decimal
from qa.catalogue import Entry, Sheet
from qa.query import Route

REASON = re.compile(r"偏差|原因|改进")
PRIOR = re.compile(r"^上年(?:度)?(?:指标|目标)值$")
NOW = re.compile(r"^(?:本年|年度|当年)?(?:度)?(?:指标|目标)值$")
SPENT = re.compile(r"^(?:项目)?资金[^/]*/(?:年度资金总额/)?全年执行数$")
RATE = re.compile(r"^(?:项目)?资金[^/]*/(?:年度资金总额/)?执行率$")
PERCENT = Decimal("0.01")
MANY = 6  # projects that share an indicator, at most


class FormKinds(GoalKinds):
    """Make the questions over one document."""

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        lost = ("goal_lost", "goal_reason", "goal_missed_count", "goal_missed_list")
        rest = ("goal_unfull_count", "goal_prior", "goal_gap", "goal_lightest", "goal_kind")
        paid = ("goal_spent", "goal_rate", "goal_cost")
        made = {n: self._of_form(getattr(self, n)) for n in (*lost, *rest, *paid)}
        over = ("goal_average_score", "goal_shared", "goal_satisfaction")
        return {**super().kinds(), **made, **{n: getattr(self, n) for n in over}}

    def goal_lost(self, p: str, sheet: Sheet) -> Case | None:
        """Ask how many points an indicator lost."""
        rows = [(row, lost) for row in self._indicators(sheet) if (lost := self._lost(sheet, row))]
        if not rows:
            return None
        row, lost = self.dice.choice(rows)
        expected = Expected(Route.TABLE, ALSO, (Figure(plain_decimal(lost), None),))
        text = self.say("goal_lost", p=p, i=name(row))
        return case("performance", text, expected, self._place(sheet, row))

    def _lost(self, sheet: Sheet, row: Entry) -> Decimal | None:
        full, got = self._fact(sheet, row, WEIGHT), self._fact(sheet, row, SCORE)
        known = full and got and full.value is not None and got.value is not None
        return full.value - got.value if known and full and got else None  # type: ignore[operator]

    def goal_reason(self, p: str, sheet: Sheet) -> Case | None:
        """Ask why an indicator missed its target."""
        columns = [h for h in sheet.columns if h.path and REASON.search(h.path[-1])]
        found = [
            (row, fact)
            for row in self._indicators(sheet)
            for h in columns
            if (fact := self.ground.lookup.fact(sheet.id, row.id, h.index))
            and len(flat(fact.printed)) > SAID
        ]
        if not found:
            return None
        row, fact = self.dice.choice(found)
        expected = Expected(Route.TABLE, ALSO, words=(re.sub(r"\s", "", fact.printed)[:SAID],))
        text = self.say("goal_reason", p=p, i=name(row))
        return case("performance", text, expected, self._place(sheet, row))

    def _met(self, sheet: Sheet, row: Entry) -> bool | None:
        """Tell whether a row met its target, None where its figures do not tell for sure."""
        wanted, had = self._fact(sheet, row, TARGET), self._fact(sheet, row, ACTUAL)
        if wanted is None or had is None:
            return None
        if flat(wanted.printed) == flat(had.printed):
            return True
        if wanted.value is None or had.value is None or wanted.unit != had.unit:
            return None
        if wanted.sign == "≤":
            return had.value <= wanted.value
        return had.value >= wanted.value if wanted.sign == "≥" else None

    def _missed(self, sheet: Sheet) -> list[Entry] | None:
        rows = indicators(sheet)
        judged = [(row, self._met(sheet, row)) for row in rows]
        if len(rows) < 2 or any(met is None for _, met in judged):
            return None
        return [row for row, met in judged if not met]

    def goal_missed_count(self, p: str, sheet: Sheet) -> Case | None:
        """Ask how many targets were missed."""
        if (rows := self._missed(sheet)) is None:
            return None
        expected = Expected(Route.TABLE, ALSO, (Figure(str(len(rows)), None),))
        text = self.say("goal_missed_count", p=p)
        return case("performance", text, expected, self._place(sheet, *indicators(sheet)))

    def goal_missed_list(self, p: str, sheet: Sheet) -> Case | None:
        """Ask which targets were missed."""
        if not (rows := self._missed(sheet)):
            return None
        expected = Expected(Route.TABLE, ALSO, words=tuple(name(row) for row in rows))
        text = self.say("goal_missed_list", p=p)
        return case("performance", text, expected, self._place(sheet, *rows))

    def goal_unfull_count(self, p: str, sheet: Sheet) -> Case | None:
        """Ask how many indicators got less than all their points."""
        rows = indicators(sheet)
        lost = [(row, self._lost(sheet, row)) for row in rows]
        if len(rows) < 2 or any(points is None for _, points in lost):
            return None
        some = [row for row, points in lost if points]
        expected = Expected(Route.TABLE, ALSO, (Figure(str(len(some)), None),))
        text = self.say("goal_unfull_count", p=p)
        return case("performance", text, expected, self._place(sheet, *rows))

    def goal_prior(self, p: str, sheet: Sheet) -> Case | None:
        """Ask for the target of last year and of this one."""
        found = [
            (row, then, now)
            for row in self._indicators(sheet)
            if (then := self._fact(sheet, row, PRIOR)) and (now := self._fact(sheet, row, NOW))
            and then.value is not None and now.value is not None
        ]  # fmt: skip
        if not found:
            return None
        row, then, now = self.dice.choice(found)
        both = tuple(
            Figure(plain_decimal(f.value), f.unit) for f in (then, now) if f.value is not None
        )
        text = self.say("goal_prior", p=p, i=name(row))
        return case("performance", text, Expected(Route.TABLE, ALSO, both), self._place(sheet, row))

    def goal_gap(self, p: str, sheet: Sheet) -> Case | None:
        """Ask how far what was reached is from the target."""
        found = [
            (row, abs(had.value - wanted.value))
            for row in self._indicators(sheet)
            if (wanted := self._fact(sheet, row, TARGET)) and (had := self._fact(sheet, row, ACTUAL))
            and wanted.value is not None and had.value is not None and wanted.unit == had.unit
        ]  # fmt: skip
        found = [one for one in found if one[1]]
        if not found:
            return None
        row, gap = self.dice.choice(found)
        expected = Expected(Route.TABLE, ALSO, (Figure(plain_decimal(gap), None),))
        text = self.say("goal_gap", p=p, i=name(row))
        return case("performance", text, expected, self._place(sheet, row))

    def goal_lightest(self, p: str, sheet: Sheet) -> Case | None:
        """Ask which indicators weigh least."""
        weights = self._weights(sheet)
        least = min((w for _, w in weights), default=None)
        rows = [row for row, w in weights if w == least]
        if not rows or len(rows) == len(weights):
            return None
        expected = Expected(Route.TABLE, ALSO, words=tuple(name(row) for row in rows))
        return case(
            "performance", self.say("goal_lightest", p=p), expected, self._place(sheet, *rows)
        )

    def goal_kind(self, p: str, sheet: Sheet) -> Case | None:
        """Ask of which class an indicator is."""
        rows = [r for r in self._indicators(sheet) if r.parents and r.parents[-1].endswith("指标")]
        if not rows:
            return None
        row = self.dice.choice(rows)
        expected = Expected(Route.TABLE, ALSO, words=(row.parents[-1],))
        text = self.say("goal_kind", p=p, i=name(row))
        return case("performance", text, expected, self._place(sheet, row))

    def _paid(self, kind: str, p: str, sheet: Sheet, said: re.Pattern[str]) -> Case | None:
        found = [(r, f) for r, f in self._fields(sheet, said) if f.value is not None]
        if len({f.value for _, f in found}) != 1:
            return None
        row, fact = found[0]
        listed = tuple(a.place for a in self.ground.held.amounts if flat(a.label) == flat(p))
        places = self._place(sheet, row) + listed
        return case("performance", self.say(kind, p=p), printed(fact), places)

    def goal_spent(self, p: str, sheet: Sheet) -> Case | None:
        """Ask how much money a form says was spent."""
        return self._paid("goal_spent", p, sheet, SPENT)

    def goal_rate(self, p: str, sheet: Sheet) -> Case | None:
        """Ask which part of its money a form says was spent."""
        return self._paid("goal_rate", p, sheet, RATE)

    def goal_cost(self, p: str, sheet: Sheet) -> Case | None:
        """Ask what all of a thing costs at the price that the form states for one."""
        facts = [(r, f) for r in self._indicators(sheet) if (f := self._fact(sheet, r, TARGET))]
        prices = [
            (r, f) for r, f in facts if f.value and f.unit and re.fullmatch(r"元/\w+", f.unit)
        ]
        judged = any(self._fact(sheet, row, ACTUAL) for row in indicators(sheet))
        if len(prices) != 1 or prices[0][1].unit is None or judged:
            return None
        price, one = prices[0]
        things = [(r, f) for r, f in facts if f.value and f.unit == (one.unit or "")[2:]]
        if len(things) != 1 or one.value is None or things[0][1].value is None:
            return None
        row, count = things[0]
        value = one.value * (count.value or Decimal(0))
        expected = Expected(Route.TABLE, ALSO, (Figure(plain_decimal(value), "元"),))
        text = self.say("goal_cost", p=p, i=name(row), j=name(price))
        return case("performance", text, expected, self._place(sheet, row, price))

    def goal_average_score(self) -> Case | None:
        """Ask what projects scored on average."""
        scores = self._scores()
        if len(scores) < 2:
            return None
        mean = sum((value for _, value, _, _ in scores), Decimal(0)) / len(scores)
        expected = Expected(
            Route.TABLE, ALSO, (Figure(str(mean.quantize(PERCENT, ROUND_HALF_UP)), None),)
        )
        places = tuple(q for _, _, sheet, row in scores for q in self._place(sheet, row))
        return case("performance", self.say("goal_average_score"), expected, places)

    def goal_shared(self) -> Case | None:
        """Ask which projects have an indicator that several have."""
        held: dict[str, list[tuple[str, Sheet, Entry]]] = defaultdict(list)
        for p, sheet in self._forms:
            for row in self._indicators(sheet):
                held[name(row)].append((p, sheet, row))
        several = [label for label, own in held.items() if 1 < len(own) < MANY]
        if not several:
            return None
        label = self.dice.choice(several)
        expected = Expected(Route.TABLE, ALSO, words=tuple(p for p, _, _ in held[label]))
        places = tuple(q for _, sheet, row in held[label] for q in self._place(sheet, row))
        return case("performance", self.say("goal_shared", i=label), expected, places)

    def goal_satisfaction(self) -> Case | None:
        """Ask for the average of the targets of satisfaction of all projects."""
        found = [
            (sheet, row, fact)
            for _, sheet in self._forms
            for row in indicators(sheet)
            if any("满意度" in part for part in (*row.parents, row.label))
            if (fact := self._fact(sheet, row, TARGET)) and fact.value and fact.unit == "%"
        ]
        every = self.ground.of_kinds("project_performance")
        if len(found) < 2 or len(every) != len(self._forms):
            return None
        mean = sum((f.value or Decimal(0) for _, _, f in found), Decimal(0)) / len(found)
        expected = Expected(
            Route.TABLE, ALSO, (Figure(str(mean.quantize(PERCENT, ROUND_HALF_UP)), "%"),)
        )
        places = tuple(q for sheet, row, _ in found for q in self._place(sheet, row))
        return case("performance", self.say("goal_satisfaction"), expected, places)
