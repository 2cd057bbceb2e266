"""Make questions about performance forms: targets, weights, what was reached, scores."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from evals.dataset import Case, Expected, Figure, Place
from evals.normal import flat
from evals.synth_ground import Ground, name, place
from evals.synth_units import ALSO, Say, case
from ingest.money import plain_decimal
from qa.catalogue import Entry, Heading, Sheet
from qa.lookup import Fact
from qa.query import Route

TARGET = re.compile(r"^(?:年度|全年|预期)?(?:指标|目标)值$")
WEIGHT = re.compile(r"权重|分值")
ACTUAL = re.compile(r"^(?:全年|年度)?(?:实际)?完成(?:值|情况)$")
SCORE = re.compile(r"^(?:自评)?得分$")
MONEY = re.compile(r"资金总额|项目总额|预算金额|年度资金总额")
TOTAL = re.compile(r"(?:总分|合计|总计|总得分)值?$")
AIM = re.compile(r"(?:年度|总体)(?:总体|绩效)?目标$")
SAID = 8  # characters of a goal in words that an answer must have


class GoalKinds:
    """Make the questions over one document."""

    def __init__(self, ground: Ground, dice: random.Random, say: Say) -> None:
        self.ground, self.dice, self.say = ground, dice, say
        self._forms = list(ground.forms.items())
        owners = Counter(
            label
            for sheet in ground.of_kinds("project_performance", "overall_performance")
            for label in {flat(name(row)) for row in indicators(sheet)}
        )
        self._alone = {label for label, count in owners.items() if count == 1}

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        of_form = ("goal", "goal_weight", "goal_count", "goal_count_kind", "goal_list_kind")
        more = ("goal_heaviest", "goal_weight_sum", "goal_money", "goal_actual", "goal_met")
        last = ("goal_score", "goal_total_score", "goal_inverse", "goal_year_aim")
        made = {n: self._of_form(getattr(self, n)) for n in (*of_form, *more, *last)}
        alone = ("goal_best_score", "goal_worst_score", "whole_weight", "whole_goal")
        return {**made, **{n: getattr(self, n) for n in alone}}

    def _of_form(self, make: Callable[[str, Sheet], Case | None]) -> Callable[[], Case | None]:
        return lambda: make(*self.dice.choice(self._forms)) if self._forms else None

    def _column(self, sheet: Sheet, said: re.Pattern[str]) -> Heading | None:
        found = [h for h in sheet.columns if h.path and said.search(re.sub(r"\s", "", h.path[-1]))]
        found = [h for h in found if h.role == "amount"]
        return found[0] if len(found) == 1 else None

    def _indicators(self, sheet: Sheet) -> list[Entry]:
        """Return the indicators of a form that their names tell apart."""
        rows = indicators(sheet)
        names = Counter(flat(name(row)) for row in rows)
        return [row for row in rows if names[flat(name(row))] == 1 and len(name(row)) > 2]

    def _fact(self, sheet: Sheet, row: Entry, said: re.Pattern[str]) -> Fact | None:
        column = self._column(sheet, said)
        fact = self.ground.lookup.fact(sheet.id, row.id, column.index) if column else None
        return fact if fact and fact.printed.strip() else None

    def _place(self, sheet: Sheet, *rows: Entry) -> tuple[Place, ...]:
        return tuple(place(self.ground.document.name, sheet, row) for row in rows)

    def _asked(self, kind: str, sheet: Sheet, said: re.Pattern[str], **slots: str) -> Case | None:
        """Ask for what one column prints of one indicator."""
        facts = [(r, f) for r in self._indicators(sheet) if (f := self._fact(sheet, r, said))]
        if not facts:
            return None
        row, fact = self.dice.choice(facts)
        text = self.say(kind, i=name(row), **slots)
        return case("performance", text, printed(fact), self._place(sheet, row))

    def goal(self, p: str, sheet: Sheet) -> Case | None:
        """Ask for the target of an indicator."""
        return self._asked("goal", sheet, TARGET, p=p)

    def goal_weight(self, p: str, sheet: Sheet) -> Case | None:
        """Ask for the weight of an indicator."""
        return self._asked("goal_weight", sheet, WEIGHT, p=p)

    def goal_actual(self, p: str, sheet: Sheet) -> Case | None:
        """Ask what was reached of an indicator."""
        return self._asked("goal_actual", sheet, ACTUAL, p=p)

    def goal_score(self, p: str, sheet: Sheet) -> Case | None:
        """Ask how many points an indicator got."""
        return self._asked("goal_score", sheet, SCORE, p=p)

    def goal_met(self, p: str, sheet: Sheet) -> Case | None:
        """Ask whether a target was reached."""
        found = []
        for row in self._indicators(sheet):
            wanted, had = self._fact(sheet, row, TARGET), self._fact(sheet, row, ACTUAL)
            if wanted is None or had is None or wanted.value is None or had.value is None:
                continue
            if wanted.unit == had.unit and wanted.sign in ("≥", "≤"):
                most = wanted.sign == "≤"
                met = had.value <= wanted.value if most else had.value >= wanted.value
                found.append((row, met))
        if not found:
            return None
        row, met = self.dice.choice(found)
        yes = ("完成", "达到", "达标", "达成", "是", "有", "Yes")
        no = ("没有", "未", "没", "不", "No")
        expected = Expected(Route.TABLE, ALSO, any_words=(yes if met else no,))
        text = self.say("goal_met", p=p, i=name(row))
        return case("performance", text, expected, self._place(sheet, row))

    def goal_count(self, p: str, sheet: Sheet) -> Case | None:
        """Ask how many indicators a form has."""
        rows = indicators(sheet)
        if not rows:
            return None
        expected = Expected(Route.TABLE, ALSO, (Figure(str(len(rows)), None),))
        text = self.say("goal_count", p=p)
        return case("performance", text, expected, self._place(sheet, *rows))

    def _kind(self, sheet: Sheet) -> tuple[str, list[Entry]] | None:
        rows = indicators(sheet)
        named = sorted(
            {parent for row in rows for parent in row.parents if parent.endswith("指标")}
        )
        if not named:
            return None
        kind = self.dice.choice(named)
        if any(other != kind and kind in other for other in named):
            return None
        return kind, [row for row in rows if kind in row.parents]

    def goal_count_kind(self, p: str, sheet: Sheet) -> Case | None:
        """Ask how many indicators of a class a form has."""
        if (found := self._kind(sheet)) is None:
            return None
        kind, rows = found
        expected = Expected(Route.TABLE, ALSO, (Figure(str(len(rows)), None),))
        text = self.say("goal_count_kind", p=p, e=kind)
        return case("performance", text, expected, self._place(sheet, *rows))

    def goal_list_kind(self, p: str, sheet: Sheet) -> Case | None:
        """Ask which indicators of a class a form has."""
        if (found := self._kind(sheet)) is None:
            return None
        kind, rows = found
        expected = Expected(Route.TABLE, ALSO, words=tuple(name(row) for row in rows))
        text = self.say("goal_list_kind", p=p, e=kind)
        return case("performance", text, expected, self._place(sheet, *rows))

    def _weights(self, sheet: Sheet) -> list[tuple[Entry, Decimal]]:
        rows = indicators(sheet)
        facts = [(row, self._fact(sheet, row, WEIGHT)) for row in rows]
        found = [(row, f.value) for row, f in facts if f is not None and f.value is not None]
        return found if len(found) == len(rows) else []

    def goal_heaviest(self, p: str, sheet: Sheet) -> Case | None:
        """Ask which indicator weighs most."""
        weights = self._weights(sheet)
        most = max((w for _, w in weights), default=None)
        best = [row for row, w in weights if w == most]
        if len(best) != 1:
            return None
        expected = Expected(Route.TABLE, ALSO, words=(name(best[0]),))
        text = self.say("goal_heaviest", p=p)
        return case("performance", text, expected, self._place(sheet, best[0]))

    def goal_weight_sum(self, p: str, sheet: Sheet) -> Case | None:
        """Ask what the indicators of a class weigh together."""
        weights, found = dict(self._weights(sheet)), self._kind(sheet)
        if not weights or found is None:
            return None
        kind, rows = found
        value = sum((weights[row] for row in rows), Decimal(0))
        expected = Expected(Route.TABLE, ALSO, (Figure(plain_decimal(value), None),))
        text = self.say("goal_weight_sum", p=p, e=kind)
        return case("performance", text, expected, self._place(sheet, *rows))

    def goal_inverse(self, p: str, sheet: Sheet) -> Case | None:
        """Ask which project has an indicator."""
        rows = [row for row in self._indicators(sheet) if flat(name(row)) in self._alone]
        if not rows:
            return None
        row = self.dice.choice(rows)
        expected = Expected(Route.TABLE, ALSO, words=(p,))
        return case(
            "performance", self.say("goal_inverse", i=name(row)), expected, self._place(sheet, row)
        )

    def _fields(self, sheet: Sheet, said: re.Pattern[str]) -> list[tuple[Entry, Fact]]:
        return [
            (row, fact)
            for row in sheet.rows
            if row.kind == "field" and said.search(re.sub(r"\s|[:：]", "", row.label))
            for fact in self.ground.facts(sheet, row)
            if fact.printed.strip()
        ]

    def goal_money(self, p: str, sheet: Sheet) -> Case | None:
        """Ask how much money a form states."""
        found = [(r, f) for r, f in self._fields(sheet, MONEY) if f.measure == "amount" and f.value]
        if len({f.value for _, f in found}) != 1:
            return None
        row, fact = found[0]
        text = self.say("goal_money", p=p)
        listed = tuple(
            q for a in self.ground.held.amounts if flat(a.label) == flat(p) for q in (a.place,)
        )
        return case("performance", text, printed(fact), self._place(sheet, row) + listed)

    def goal_year_aim(self, p: str, sheet: Sheet) -> Case | None:
        """Ask for the goal of the year in words."""
        found = [(r, f) for r, f in self._fields(sheet, AIM) if len(f.printed) > SAID * 2]
        if len(found) != 1:
            return None
        row, fact = found[0]
        words = re.sub(
            r"^(?:目标|任务)?[\d一二三四]*[：:.、]?", "", re.sub(r"\s", "", fact.printed)
        )
        expected = Expected(Route.TABLE, ALSO, words=(words[:SAID],))
        return case(
            "performance", self.say("goal_year_aim", p=p), expected, self._place(sheet, row)
        )

    def _scores(self) -> list[tuple[str, Decimal, Sheet, Entry]]:
        found = []
        for p, sheet in self._forms:
            totals = [
                r for r in sheet.rows if r.kind == "total" and name(r) in ("总分", "合计", "总计")
            ]
            facts = [(r, self._fact(sheet, r, SCORE)) for r in totals]
            found += [
                (p, f.value, sheet, r) for r, f in facts if f is not None and f.value is not None
            ]
        return found

    def goal_total_score(self, p: str, sheet: Sheet) -> Case | None:
        """Ask for the score of a project."""
        own = [one for one in self._scores() if one[0] == p]
        if len(own) != 1:
            return None
        _, value, sheet, row = own[0]
        expected = Expected(Route.TABLE, ALSO, (Figure(plain_decimal(value), None),))
        text = self.say("goal_total_score", p=p)
        return case("performance", text, expected, self._place(sheet, row))

    def _extreme(self, kind: str, *, best: bool) -> Case | None:
        scores = sorted(self._scores(), key=lambda one: one[1], reverse=best)
        if len(scores) < 2 or scores[0][1] == scores[1][1]:
            return None
        p, _, sheet, row = scores[0]
        expected = Expected(Route.TABLE, ALSO, words=(p,))
        return case("performance", self.say(kind), expected, self._place(sheet, row))

    def goal_best_score(self) -> Case | None:
        """Ask which project got the highest score."""
        return self._extreme("goal_best_score", best=True)

    def goal_worst_score(self) -> Case | None:
        """Ask which project got the lowest score."""
        return self._extreme("goal_worst_score", best=False)

    def _whole(self) -> Sheet | None:
        sheets = self.ground.of_kinds("overall_performance")
        return sheets[0] if len(sheets) == 1 else None

    def whole_weight(self) -> Case | None:
        """Ask for the weight of an indicator of the whole department."""
        sheet = self._whole()
        return self._asked("whole_weight", sheet, WEIGHT) if sheet else None

    def whole_goal(self) -> Case | None:
        """Ask for a target of the whole department."""
        sheet = self._whole()
        return self._asked("whole_goal", sheet, TARGET) if sheet else None


def indicators(sheet: Sheet) -> list[Entry]:
    """Return the indicators of a form without a total that was read as one."""
    return [r for r in sheet.rows if r.kind == "indicator" and not TOTAL.match(name(r))]


def printed(fact: Fact) -> Expected:
    """Return what an answer must have of a printed cell."""
    if fact.value is None:
        return Expected(Route.TABLE, ALSO, words=(re.sub(r"\s", "", fact.printed),))
    unit = None if fact.measure == "weight" else fact.unit
    return Expected(Route.TABLE, ALSO, (Figure(plain_decimal(fact.value), unit),))
