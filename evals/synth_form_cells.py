"""Make questions of several cells of a form at once, of the project's money, and later questions of forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from evals.dataset import Case, Expected, Figure, Place
from evals.normal import flat
from evals.synth_forms import NOW, REASON, FormKinds
from evals.synth_goals import ACTUAL, SAID, TARGET, WEIGHT, indicators
from evals.synth_ground import name
from evals.synth_units import ALSO, case
from ingest.money import plain_decimal
from qa.catalogue import Entry, Sheet
from qa.lookup import Fact
from qa.query import Route

EARLIER = re.compile(r"^(?:上年|去年)(?:度)?(?:(?:指标|目标|完成)值)?$")
AIMED = re.compile(r"^(?:(?:本年|年度|当年|预期)?(?:度)?(?:指标|目标)值|预期当年实现值)$")
PLANNED = re.compile(r"年初预算数?$")
PAID = re.compile(r"全年执行数$")
WHOLE = re.compile(r"年度资金总额")
KEPT = ("未超", "没超", "没有超", "控制在", "以内", "达到", "Yes", "not exceed")
BROKEN = ("超", "未达", "没有达", "exceeded")
LONGEST = 24  # characters of a project's name that people say in full


class FormCellKinds(FormKinds):
    """Make the questions over one document."""

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        of_goal = ("goal_both", "goal_target_weight", "goal_prior_target", "goal_shortfall_why")
        more = ("goal_within_limit", "goal_most_lost", "project_plan_paid", "en_goal")
        made = {n: self._of_form(getattr(self, n)) for n in (*of_goal, *more, "en_goal_both")}
        alone = ("project_code_money", "follow_other_form", "follow_other_indicator")
        return {**super().kinds(), **made, **{n: getattr(self, n) for n in alone}}

    def _two(
        self, kind: str, p: str, sheet: Sheet, one: re.Pattern[str], other: re.Pattern[str]
    ) -> Case | None:
        """Ask for what two columns print of one indicator."""
        found = [
            (row, a, b)
            for row in self._indicators(sheet)
            if (a := self._fact(sheet, row, one)) and (b := self._fact(sheet, row, other))
        ]
        if not found:
            return None
        row, a, b = self.dice.choice(found)
        text = self.say(kind, p=p, i=name(row))
        return case("performance", text, _told(a, b), self._place(sheet, row))

    def goal_both(self, p: str, sheet: Sheet) -> Case | None:
        """Ask for the target and what was reached."""
        return self._two("goal_both", p, sheet, TARGET, ACTUAL)

    def en_goal_both(self, p: str, sheet: Sheet) -> Case | None:
        """Ask in English for the target and what was reached."""
        return self._two("en_goal_both", p, sheet, TARGET, ACTUAL)

    def en_goal(self, p: str, sheet: Sheet) -> Case | None:
        """Ask in English for the target of an indicator."""
        return self._asked("en_goal", sheet, TARGET, p=p)

    def goal_target_weight(self, p: str, sheet: Sheet) -> Case | None:
        """Ask for the target and the weight."""
        return self._two("goal_target_weight", p, sheet, NOW, WEIGHT)

    def goal_prior_target(self, p: str, sheet: Sheet) -> Case | None:
        """Ask for the year before and the target."""
        return self._two("goal_prior_target", p, sheet, EARLIER, AIMED)

    def _reasons(self, sheet: Sheet) -> list[tuple[Entry, Fact, Fact]]:
        """Return the indicators that missed something, with what was reached and the reason."""
        columns = [h for h in sheet.columns if h.path and REASON.search(h.path[-1])]
        return [
            (row, had, why)
            for row in self._indicators(sheet)
            if self._lost(sheet, row) and (had := self._fact(sheet, row, ACTUAL))
            for h in columns
            if (why := self.ground.lookup.fact(sheet.id, row.id, h.index))
            and len(flat(why.printed)) > SAID
        ]

    def goal_shortfall_why(self, p: str, sheet: Sheet) -> Case | None:
        """Ask how much was done of what was not reached, and why."""
        if not (found := self._reasons(sheet)):
            return None
        row, had, why = self.dice.choice(found)
        words = (re.sub(r"\s", "", why.printed)[:SAID],)
        text = self.say("goal_shortfall_why", p=p, i=name(row))
        return case("performance", text, _told(had, words=words), self._place(sheet, row))

    def goal_within_limit(self, p: str, sheet: Sheet) -> Case | None:
        """Ask what something cost and whether it kept within its limit."""
        found = [
            (row, had, self._met(sheet, row))
            for row in self._indicators(sheet)
            if (limit := self._fact(sheet, row, TARGET)) and (had := self._fact(sheet, row, ACTUAL))
            and limit.sign == "≤" and "元" in (limit.unit or "")
        ]  # fmt: skip
        found = [one for one in found if one[2] is not None]
        if not found:
            return None
        row, had, kept = self.dice.choice(found)
        expected = _told(had, either=KEPT if kept else BROKEN)
        text = self.say("goal_within_limit", p=p, i=name(row))
        return case("performance", text, expected, self._place(sheet, row))

    def goal_most_lost(self, p: str, sheet: Sheet) -> Case | None:
        """Ask which indicator lost most points and how many."""
        lost = [(row, self._lost(sheet, row)) for row in indicators(sheet)]
        known = [(row, points) for row, points in lost if points is not None]
        most = max((points for _, points in known), default=Decimal(0))
        first = [row for row, points in known if points == most]
        if not most or len(first) != 1 or len(known) < len(lost):
            return None
        figure = Figure(plain_decimal(most), None)
        expected = Expected(Route.TABLE, ALSO, (figure,), words=(name(first[0]),))
        text = self.say("goal_most_lost", p=p)
        return case("performance", text, expected, self._place(sheet, first[0]))

    def project_plan_paid(self, p: str, sheet: Sheet) -> Case | None:
        """Ask how far apart what was planned for a project and what was paid are."""
        found = [[*self._money(sheet, head)] for head in (PLANNED, PAID)]
        if any(len({f.value for _, f in one}) != 1 for one in found):
            return None
        (row, plan), (other, paid) = found[0][0], found[1][0]
        if plan.value is None or paid.value is None or plan.value == paid.value:
            return None
        gap = Figure(plain_decimal(abs(plan.value - paid.value)), plan.unit)
        text = self.say("project_plan_paid", p=p)
        listed = tuple(a.place for a in self.ground.held.amounts if flat(a.label) == flat(p))
        places = self._place(sheet, row, other) + listed
        return case("computation", text, Expected(Route.TABLE, ALSO, (gap,)), places)

    def _money(self, sheet: Sheet, said: re.Pattern[str]) -> list[tuple[Entry, Fact]]:
        """Return the fields of a form's whole money of a kind."""
        found = [(r, f) for r, f in self._fields(sheet, said) if f.value is not None]
        return [(r, f) for r, f in found if WHOLE.search(re.sub(r"\s", "", r.label))]

    def project_code_money(self) -> Case | None:
        """Ask for a project's code and its money."""
        found = [
            a for a in self.ground.held.plain
            if a.row.code and a.row.code_kind == "project" and 3 < len(a.label) <= LONGEST
        ]  # fmt: skip
        if not found:
            return None
        a = self.dice.choice(found)
        figure = Figure(plain_decimal(a.value), a.fact.unit)
        expected = Expected(Route.TABLE, ALSO, (figure,), words=(a.row.code or "",))
        text = self.say("project_code_money", p=a.label)
        return case("lookup", text, expected, self.ground.held.places(a))

    def follow_other_form(self) -> Case | None:
        """Ask for the total score of the other of two projects."""
        scores = self._scores()
        if len(scores) != len(self._forms) or len(scores) != 2:
            return None
        (first, *_), (_, value, sheet, row) = self.dice.sample(scores, 2)
        figure = Figure(plain_decimal(value), None)
        return self._follow(
            self.say("follow_other_form"), f"{first}自评得了多少分？",
            Expected(Route.TABLE, ALSO, (figure,)), self._place(sheet, row),
        )  # fmt: skip

    def follow_other_indicator(self) -> Case | None:
        """Ask for the target of another project's indicator."""
        if len(self._forms) < 2:
            return None
        (p, sheet), (before, other) = self.dice.sample(self._forms, 2)
        facts = [(r, f) for r in self._indicators(sheet) if (f := self._fact(sheet, r, AIMED))]
        earlier = [r for r in self._indicators(other) if self._fact(other, r, AIMED)]
        if not facts or not earlier:
            return None
        row, fact = self.dice.choice(facts)
        text = self.say("follow_other_indicator", p=p, i=name(row))
        asked = f"{before}的{name(self.dice.choice(earlier))}目标是多少？"
        return self._follow(text, asked, _told(fact), self._place(sheet, row))

    def _follow(
        self, text: str, before: str, expected: Expected, places: tuple[Place, ...]
    ) -> Case:
        return Case("", text, "followup", expected, places, history=(before,))


def _told(*facts: Fact, words: tuple[str, ...] = (), either: tuple[str, ...] = ()) -> Expected:
    """Return what an answer must have of printed cells."""
    figures = tuple(
        Figure(plain_decimal(f.value), None if f.measure == "weight" else f.unit)
        for f in facts
        if f.value is not None
    )
    words += tuple(re.sub(r"\s", "", f.printed) for f in facts if f.value is None)
    return Expected(Route.TABLE, ALSO, figures, words=words, any_words=(either,) if either else ())
