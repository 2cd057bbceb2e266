"""Word what several figures give: sums, rankings, lists, averages, printed values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from qa import calculate
from qa.answering.cite import value_of
from qa.answering.one import One
from qa.answering.pairs import Pairs
from qa.answering.words import Worded, plain, yuan
from qa.errors import CalculationError
from qa.linking.text import unnumbered
from qa.planning.types import Figure, Step
from qa.query import Bound, Comparator, Operation, Value
from qa.words.normalise import data

HUNDRED = Decimal(100)
_TOTAL = re.compile(
    r"合计|加(?:起来|一块|一起|拢)|总额|(?:总共|一共|拢共|统共|共计)(?:要|得|是|有|花|用|合|需)*(?:多少|几)(?!个|项|家|笔)|(?:几|多少)(?:个|项|笔|家)[^各每。?]{0,8}多少(?:钱|万)|in total|together|altogether|(?:add|sum)s? up|combined|sum to"
)
_AS_PRINTED = re.compile(str(data("rowsets.yaml")["as_printed"]))

PRINTED = "printed"  # a step whose members stand in the order in which they are printed


class Many(One, Pairs):
    """Word several figures."""

    def _sum(self, step: Step) -> Worded:
        figures = self._figures(step)
        if not step.group:
            calculate.check_alike(figures)
        result = calculate.add(figures)
        template = "sum_group" if step.group else "sum"
        text = self._say(
            template, items=self._items(figures), value=calculate.shown(result.value),
            unit=self._say.unit(result.unit), group=self._group_name(step), n=len(figures),
        )  # fmt: skip
        return self._computed(text, "合计", result.value, result.unit, figures, result.derivation)

    def _ranked(self, step: Step) -> Worded:
        figures = self._figures(step)
        if step.asked.operation is Operation.RANK and step.asked.k:
            return self._nth(step, figures, step.asked.k)
        k = step.asked.k or (len(figures) if step.asked.operation is Operation.RANK else 1)
        smallest = step.asked.operation is Operation.BOTTOM
        chosen = calculate.ranked(figures, k, smallest=smallest)
        if not step.group:
            chosen_text = calculate.ranked(figures, len(figures), smallest=smallest)
        else:
            chosen_text = chosen
        name = {Operation.TOP: "top", Operation.BOTTOM: "bottom"}.get(step.asked.operation, "rank")
        text = self._say(
            name, group=self._group_name(step), n=len(chosen), items=self._items(chosen)
        )
        if len(chosen_text) > len(chosen):
            text += self._say(
                "list",
                group=self._group_name(step),
                n=len(chosen_text),
                items=self._items(chosen_text),
            )
        values = tuple(v for v in (value_of(f) for f in chosen_text) if v)
        return self._with_sum(Worded(text, values, tuple(chosen_text)), chosen)

    def _with_sum(self, worded: Worded, figures: Sequence[Figure]) -> Worded:
        """Add the sum of what is listed where the question wants it too."""
        if len(figures) < 2 or not (
            self._query.asks(Operation.SUM) or _TOTAL.search(self._query.text)
        ):
            return worded
        total = calculate.add(figures)
        shown = calculate.shown(total.value)
        said = self._say("in_all", value=shown, unit=self._say.unit(total.unit))
        value = Value("合计", "", shown, total.unit, figures[0].year)
        calculation = "；".join(c for c in (worded.calculation, total.derivation) if c)
        return replace(
            worded, text=worded.text + said, values=(value, *worded.values), calculation=calculation
        )

    def _nth(self, step: Step, figures: Sequence[Figure], k: int) -> Worded:
        """Word the figure that stands at one place of the ranking, with those before it."""
        ordered = calculate.ranked(figures, len(figures))
        if k > len(ordered):
            return self._ranked(replace(step, asked=replace(step.asked, k=None)))
        one = ordered[k - 1]
        text = self._say("nth", k=k, one=self._names.what(one), a=plain(one), ua=self._unit(one))
        text += self._say("top", group=self._group_name(step), n=k, items=self._items(ordered[:k]))
        values = tuple(v for v in (value_of(f) for f in (one, *ordered[: k - 1])) if v)
        return Worded(text, values, (one, *ordered[: k - 1]))

    def _compare(self, step: Step) -> Worded:
        if len(step.operands) == 2:
            return self._difference(step)
        figures = self._figures(step)
        ordered = calculate.ranked(figures, len(figures))
        if not ordered:
            return self._lookup(step)
        one, other = ordered[0], ordered[-1]
        text = self._say(
            "compare", items=self._items(figures), one=self._names.what(one), a=plain(one),
            ua=self._unit(one), other=self._names.what(other), b=plain(other), ub=self._unit(other),
        )  # fmt: skip
        return Worded(text, tuple(v for v in (value_of(f) for f in figures) if v), tuple(figures))

    def _count(self, step: Step) -> Worded:
        figures = self._figures(step)
        bound = self._bound(step.asked.bound)
        group = self._group_name(step)
        if not figures:
            return Worded(self._say("none_within", group=group, bound=bound))
        printed = step.note == PRINTED or _AS_PRINTED.search(self._query.text)
        names = figures if printed else self._by_amount(figures)
        said = self._beside(names[0]) if len(names) == 1 else ""
        template = "filter" if bound else "list"
        text = self._say(
            template, group=group, bound=bound, n=len(figures), items=self._items(names)
        )
        text += said
        unit = "个"
        count = Value(group, "个数", str(len(figures)), unit, figures[0].year)
        values = (count, *(v for v in (value_of(f) for f in names) if v))
        worded = Worded(text, values, tuple(names), bound or None)
        return self._with_sum(worded, names) if step.asked.bound is not None else worded

    def _by_amount(self, figures: list[Figure]) -> list[Figure]:
        """Return figures largest first, as printed where their units differ; blanks last."""
        units = {f.fact.unit for f in figures if f.fact is not None and f.fact.value is not None}
        if len(units) != 1:
            return figures
        ordered = calculate.ranked(figures, len(figures))
        return [*ordered, *(f for f in figures if f not in ordered)]

    def _bound(self, bound: Bound | None) -> str:
        if bound is None:
            return ""
        names = {
            Comparator.OVER: "bound_over", Comparator.AT_LEAST: "bound_at_least",
            Comparator.UNDER: "bound_under", Comparator.AT_MOST: "bound_at_most",
            Comparator.EQUAL: "bound_equal", Comparator.BETWEEN: "bound_between",
        }  # fmt: skip
        return self._say(
            names[bound.comparator], low=bound.low, high=bound.high, unit=bound.unit or ""
        ).rstrip()

    def _average(self, step: Step) -> Worded:
        figures = [f for f in self._figures(step) if yuan(f) is not None]
        if not figures:
            raise CalculationError("blank:" + step.group)
        result = calculate.average(figures)
        total = calculate.add(figures)
        text = self._say(
            "average", group=self._group_name(step), n=len(figures), total=calculate.shown(total.value),
            value=calculate.shown(result.value), unit=self._say.unit(result.unit),
        )  # fmt: skip
        return self._computed(text, "平均", result.value, result.unit, figures, result.derivation)

    def _inverse(self, step: Step) -> Worded:
        figures = self._figures(step)
        items = self._say.join(
            [f"{self._names.where(f)}{self._names.item(f)}" for f in figures[:6]]
        )
        asked = "、".join(str(v) for v in self._query.figures) or self._names.amount(figures[0])
        text = self._say("inverse", value=asked, items=items)
        return Worded(
            text, tuple(v for v in (value_of(f) for f in figures[:6]) if v), tuple(figures[:6])
        )

    def _noted(self, step: Step, worded: Worded) -> Worded:
        """Add what the question wants said of the members: codes, printed numbers, a hundred."""
        entries = [self._names.catalogue.rows[f.row_id] for f in worded.evidence]
        if step.note == "hundred":
            return self._hundred(worded)
        if step.note == "none":
            return self._none(step, worded)
        if step.note == "codes":
            coded = [f"{e.label} {e.code}" for e in entries if e.code]
            said = self._say("codes", items=self._say.join(coded)) if coded else ""
            return replace(worded, text=worded.text + said)
        numbered = [re.match(r"[一二三四五六七八九十]+(?=、)", e.label) for e in entries]
        if step.note == "ordinal" and numbered and numbered[0]:
            said = self._say("ordinal", number=numbered[0][0], label=unnumbered(entries[0].label))
            return replace(worded, text=worded.text + said)
        return worded

    def _none(self, step: Step, worded: Worded) -> Worded:
        """Say that no member is as asked, before what is nearest."""
        bound = self._bound(step.asked.bound) or self._say("blank_group").strip("中的")
        group = self._group_name(step)
        count = Value(group, "个数", "0", "个", worded.evidence[0].year)
        text = self._say("none_within", group=group, bound=bound) + worded.text
        calculation = "；".join(c for c in (worded.calculation, bound) if c)
        return replace(worded, text=text, values=(count, *worded.values), calculation=calculation)

    def _hundred(self, worded: Worded) -> Worded:
        """Say whether the sum of weights is a hundred."""
        total = Decimal(worded.values[0].value)
        if total == HUNDRED:
            return replace(worded, text=worded.text + self._say("hundred"))
        gap = calculate.shown(abs(HUNDRED - total))
        name = "hundred_less" if total < HUNDRED else "hundred_more"
        calculation = f"{worded.calculation}；|{calculate.shown(total)} − 100| = {gap}"
        text = worded.text + self._say(name, gap=gap)
        return replace(worded, text=text, calculation=calculation)
