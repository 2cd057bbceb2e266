"""Word what two figures give: difference, ratio, share, change against the prior year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from qa import calculate
from qa.answering.cite import value_of
from qa.answering.words import Worded, Words, plain, yuan
from qa.errors import CalculationError
from qa.planning.types import Figure, Step
from qa.query import Value

REST = "rest"
"""A step that takes one thing from a whole."""


class Pairs(Words):
    """Word two figures set side by side."""

    def _difference(self, step: Step) -> Worded:
        if step.bases and len(step.operands) > 1:
            return self._gap_of_sum(step)
        if step.bases:
            return self._against_prior(step)
        figures = [t.figure for t in step.operands]
        if (len(figures) > 2 or step.note == REST) and not step.group:
            return self._rest(figures[0], figures[1:])
        template = ""
        if step.group:
            figures = [
                calculate.ranked(figures, 1)[0],
                calculate.ranked(figures, 1, smallest=True)[0],
            ]
            template = "extremes"
        one, other = figures[0], figures[1]
        result = calculate.subtract(one, other)
        if not template:
            template = "difference_more" if result.value > 0 else "difference_less"
            template = "difference_same" if result.value == 0 else template
        derivation = result.derivation
        if result.value < 0:
            derivation = calculate.subtract(other, one).derivation
        text = self._say(
            template, group=self._group_name(step), one=self._names.what(one), a=plain(one), ua=self._unit(one),
            other=self._names.what(other), b=plain(other), ub=self._unit(other),
            value=calculate.shown(abs(result.value)), unit=self._say.unit(result.unit),
        )  # fmt: skip
        label = label_of(*((one, other) if result.value >= 0 else (other, one)), "−")
        return self._computed(text, label, abs(result.value), result.unit, (one, other), derivation)

    def _rest(self, whole: Figure, parts: Sequence[Figure]) -> Worded:
        """Word what is left of a whole without several parts."""
        left = calculate.less(whole, parts)
        text = self._say(
            "rest", one=self._names.what(whole), a=plain(whole), ua=self._unit(whole),
            items=self._items(parts), value=calculate.shown(left.value),
            unit=self._say.unit(left.unit),
        )  # fmt: skip
        label = f"{whole.label} − {'、'.join(f.label for f in parts)}"
        return self._computed(text, label, left.value, left.unit, (whole, *parts), left.derivation)

    def _gap_of_sum(self, step: Step) -> Worded:
        """Word how far several figures together are from another."""
        parts, other = self._figures(step), step.bases[0].figure
        total = calculate.add(parts)
        base = calculate.in_unit(other, total.unit)
        gap = abs(total.value - base)
        high, low = map(calculate.shown, (max(total.value, base), min(total.value, base)))
        name = "difference_more" if total.value > base else "difference_less"
        text = self._say(
            name, one=self._items(parts), a=calculate.shown(total.value), ua=self._say.unit(total.unit),
            other=self._names.what(other), b=plain(other), ub=self._unit(other),
            value=calculate.shown(gap), unit=self._say.unit(total.unit),
        )  # fmt: skip
        worked = f"{total.derivation}；{high} − {low} = {calculate.shown(gap)}"
        return self._computed(
            text, f"合计 − {other.label}", gap, total.unit, (*parts, other), worked
        )

    def _ratio(self, step: Step) -> Worded:
        if len(step.operands) > 1 and step.bases:
            return self._ratio_of_sum(step)
        one = step.operands[0].figure
        other = step.bases[0].figure if step.bases else step.operands[1].figure
        result = calculate.divide(one, other)
        text = self._say(
            "ratio", one=self._dated(one, other), a=plain(one), ua=self._unit(one),
            other=self._dated(other, one), b=plain(other), ub=self._unit(other),
            value=calculate.shown(result.value),
        )  # fmt: skip
        label = label_of(one, other, "÷")
        return self._computed(text, label, result.value, "倍", (one, other), result.derivation)

    def _ratio_of_sum(self, step: Step) -> Worded:
        """Word how many times a figure several others together are."""
        parts, other = self._figures(step), step.bases[0].figure
        total = calculate.add(parts)
        base = calculate.in_unit(other, total.unit)
        if not base:
            raise CalculationError(f"blank_base:{other.label}")
        times = calculate.half_up(total.value / base)
        derivation = f"{total.derivation}；{calculate.shown(total.value)} ÷ {calculate.shown(base)} = {times}"
        text = self._say(
            "ratio", one=self._items(parts), a=calculate.shown(total.value), ua=self._say.unit(total.unit),
            other=self._names.what(other), b=plain(other), ub=self._unit(other), value=times,
        )  # fmt: skip
        return self._computed(text, "合计", times, "倍", (*parts, other), derivation)

    def _dated(self, figure: Figure, other: Figure) -> str:
        what = self._names.what(figure)
        return f"{figure.year}年{what}" if figure.year != other.year else what

    def _share(self, step: Step) -> Worded:
        if len(step.bases) > 1:
            return self._shares(step) if len(step.operands) > 1 else self._share_in_sum(step)
        if len(step.operands) > 1:
            return self._share_of_sum(step)
        part, whole = step.operands[0].figure, step.bases[0].figure
        result = calculate.share(part, whole)
        text = self._say(
            "share", one=self._names.what(part), a=plain(part), ua=self._unit(part),
            other=self._names.what(whole), b=plain(whole), ub=self._unit(whole),
            value=calculate.shown(result.value),
        )  # fmt: skip
        label = f"{part.label} ÷ {whole.label}"
        return self._computed(text, label, result.value, "%", (part, whole), result.derivation)

    def _shares(self, step: Step) -> Worded:
        """Word the same share of several documents, the largest first."""
        done: list[tuple[Decimal, Worded]] = []
        for part, whole in zip(step.operands, step.bases, strict=True):
            worded = self._share(replace(step, operands=(part,), bases=(whole,)))
            done.append((Decimal(worded.values[0].value), worded))
        done.sort(key=lambda pair: -pair[0])
        return Worded(
            "\n".join(w.text for _, w in done),
            tuple(v for _, w in done for v in w.values),
            tuple(f for _, w in done for f in w.evidence),
            "；".join(w.calculation or "" for _, w in done),
        )

    def _share_in_sum(self, step: Step) -> Worded:
        """Word what part one figure is of the sum of several."""
        part, alike = step.operands[0].figure, [t.figure for t in step.bases]
        total = calculate.add(alike)
        own = calculate.in_unit(part, total.unit)
        if not (own and total.value):
            raise CalculationError(f"blank_base:{part.label}")
        percent = calculate.half_up(own / total.value * 100)
        derivation = f"{total.derivation}；{calculate.shown(own)} ÷ {calculate.shown(total.value)} × 100% = {percent}%"
        text = self._say(
            "share", one=self._names.what(part), a=plain(part), ua=self._unit(part),
            other=self._items(alike), b=calculate.shown(total.value), ub=self._say.unit(total.unit),
            value=percent,
        )  # fmt: skip
        return self._computed(text, f"{part.label} ÷ 合计", percent, "%", tuple(alike), derivation)

    def _share_of_sum(self, step: Step) -> Worded:
        """Word what part several figures together are of a whole."""
        parts = self._figures(step)
        whole = step.bases[0].figure
        total = calculate.add(parts)
        base = calculate.in_unit(whole, total.unit)
        if not base:
            raise CalculationError(f"blank_base:{whole.label}")
        percent = calculate.half_up(total.value / base * 100)
        derivation = f"{total.derivation}；{calculate.shown(total.value)} ÷ {calculate.shown(base)} × 100% = {percent}%"
        text = self._say(
            "share", one=self._items(parts), a=calculate.shown(total.value), ua=self._say.unit(total.unit),
            other=self._names.what(whole), b=plain(whole), ub=self._unit(whole), value=percent,
        )  # fmt: skip
        return self._computed(text, "合计占比", percent, "%", (*parts, whole), derivation)

    def _against_prior(self, step: Step) -> Worded:
        now, before = step.operands[0].figure, step.bases[0].figure
        parts = {
            "what": self._names.what(now), "y1": now.year, "y0": before.year,
            "a": plain(now), "ua": self._unit(now), "b": plain(before), "ub": self._unit(before),
        }  # fmt: skip
        if yuan(now) is None:
            return Worded(self._say("now_blank", **parts), (), (now, before))
        if yuan(before) is None:
            values = tuple(v for v in (value_of(now),) if v)
            return Worded(self._say("base_blank", **parts), values, (now, before))
        change = calculate.subtract(now, before)
        if before.fact is not None and before.fact.value == 0:
            return self._worded_zero_base(parts, now, before)
        rate = calculate.growth(now, before)
        parts["change"] = calculate.shown(abs(change.value))
        parts["unit"] = self._say.unit(change.unit)
        word = "percent_up" if change.value > 0 else "percent_down"
        parts["percent"] = self._say(word, value=calculate.shown(abs(rate.value)))
        template = "rise" if change.value > 0 else "fall" if change.value < 0 else "flat"
        if now.year == before.year and change.value:  # planned and spent of one year
            template = "over_percent" if change.value > 0 else "under_percent"
            parts |= {
                "one": self._names.what(now), "other": self._names.what(before),
                "value": parts["change"], "percent": calculate.shown(abs(rate.value)),
            }  # fmt: skip
        text = self._say(template, **parts)
        return self._change(text, now, before, change, rate)

    def _change(
        self,
        text: str,
        now: Figure,
        before: Figure,
        change: calculate.Number,
        rate: calculate.Number,
    ) -> Worded:
        column = "增减额" if self._say.language == "zh" else "change"
        values = [
            Value(now.label, column, calculate.shown(abs(change.value)), change.unit, now.year),
            Value(now.label, "增减%", calculate.shown(abs(rate.value)), "%", now.year),
            value_of(now),
            value_of(before),
        ]
        derivation = "；".join(d for d in (change.derivation, rate.derivation) if d)
        return Worded(text, tuple(v for v in values if v), (now, before), derivation)

    def _worded_zero_base(self, parts: dict[str, object], now: Figure, before: Figure) -> Worded:
        values = tuple(v for v in (value_of(now), value_of(before)) if v)
        return Worded(self._say("base_zero", **parts), values, (now, before))


def label_of(one: Figure, other: Figure, sign: str) -> str:
    """Return what is worked out of two cells: their rows, or their columns where the row is one."""
    if one.label != other.label:
        return f"{one.label} {sign} {other.label}"
    heads, others = one.column_name.split("/"), other.column_name.split("/")
    while len(heads) > 1 and len(others) > 1 and heads[0] == others[0]:
        heads, others = heads[1:], others[1:]
    return f"{'/'.join(heads)} {sign} {'/'.join(others)}"
