"""Word what is asked of a set whose members are measured by two columns, or held against their mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qa import calculate
from qa.answering.words import Worded, Words
from qa.errors import CalculationError
from qa.planning.types import Figure, Measured, Step
from qa.query import Value


@dataclass(frozen=True, slots=True)
class Member:
    """Hold one member: its figures, and what it is measured by in the unit of all."""

    figures: tuple[Figure, ...]
    value: Decimal
    worked: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Hold what one thing asked gives: a sentence, its figures, the members told, the sums behind."""

    text: str
    values: tuple[Value, ...]
    members: Sequence[Member]
    worked: str = ""


class MeasuredSets(Words):
    """Word sets of members that are measured."""

    def _measured(self, step: Step, asked: Measured) -> Worded:
        unit = calculate.common_unit([t.figure for t in (*step.operands, *step.bases)])
        members = [
            _member(
                tuple(t.figure for t in (one, *step.bases[i : i + 1])), unit, moved=bool(step.bases)
            )
            for i, one in enumerate(step.operands)
        ]
        tell: dict[str, Callable[[Step, list[Member], str | None], Part]] = {
            "count": self._counted, "sum": self._summed, "mean": self._mean, "each": self._each,
            "beyond": self._beyond, "short": self._short, "top": self._top, "bottom": self._bottom,
            "part": self._part, "gap": self._gap,
        }  # fmt: skip
        parts = [tell[name](step, members, unit) for name in asked.wants]
        told = list(dict.fromkeys(f for p in parts for m in p.members for f in m.figures))
        worked = dict.fromkeys(w for p in parts for w in (p.worked, *(m.worked for m in p.members)))
        return Worded(
            "".join(p.text for p in parts),
            tuple(dict.fromkeys(v for p in parts for v in p.values)),
            tuple(told),
            "；".join(filter(None, worked)) or None,
        )

    def _counted(self, step: Step, members: list[Member], unit: str | None) -> Part:
        value = Value(self._group_name(step), "个数", str(len(members)), "个", self._year(members))
        ordered = sorted(members, key=lambda m: -abs(m.value))
        text = self._say(
            "measured_count", group=self._group_name(step), how=self._how(step), n=len(members),
            items=self._told(step, ordered, unit),
        )  # fmt: skip
        return Part(text, (value, *self._values(ordered, unit)), ordered)

    def _each(self, step: Step, members: list[Member], unit: str | None) -> Part:
        text = self._say("measured_each", items=self._told(step, members, unit))
        return Part(text, self._values(members, unit), members)

    def _summed(self, step: Step, members: list[Member], unit: str | None) -> Part:
        total = sum((m.value for m in members), Decimal(0))
        terms = " + ".join(_shown(m.value) for m in members)
        name = f"measured_{step.measured.by}" if step.measured else ""
        text = self._say(
            _way(name, total), value=calculate.shown(abs(total)), unit=self._say.unit(unit)
        )
        value = Value("合计", "", calculate.shown(total), unit, self._year(members))
        return Part(text, (value,), members, f"{terms} = {calculate.shown(total)}")

    def _mean(self, step: Step, members: list[Member], unit: str | None) -> Part:
        total, mean = _mean_of(members)
        text = self._say(
            "average", group=self._group_name(step), n=len(members), value=calculate.shown(mean),
            total=calculate.shown(total), unit=self._say.unit(unit),
        )  # fmt: skip
        worked = f"{calculate.shown(total)} ÷ {len(members)} = {calculate.shown(mean)}"
        value = Value("平均", "", calculate.shown(mean), unit, self._year(members))
        return Part(text, (value,), members, worked)

    def _beyond(self, step: Step, members: list[Member], unit: str | None) -> Part:
        return self._beside_mean(step, members, unit, above=True)

    def _short(self, step: Step, members: list[Member], unit: str | None) -> Part:
        return self._beside_mean(step, members, unit, above=False)

    def _beside_mean(
        self, step: Step, members: list[Member], unit: str | None, *, above: bool
    ) -> Part:
        total, mean = _mean_of(members)
        exact = total / len(members)
        kept = [m for m in members if (m.value > exact if above else m.value < exact)]
        kept.sort(key=lambda m: -m.value)
        text = self._say(
            "mean_over" if above else "mean_under", n=len(kept), mean=calculate.shown(mean),
            unit=self._say.unit(unit), items=self._told(step, kept, unit),
        )  # fmt: skip
        worked = f"{calculate.shown(total)} ÷ {len(members)} = {calculate.shown(mean)}；{len(kept)}"
        count = Value(self._group_name(step), "个数", str(len(kept)), "个", self._year(members))
        return Part(text, (count, *self._values(kept, unit)), members, worked)

    def _top(self, step: Step, members: list[Member], unit: str | None) -> Part:
        return self._most(step, members, unit, sign=1)

    def _bottom(self, step: Step, members: list[Member], unit: str | None) -> Part:
        return self._most(step, members, unit, sign=-1)

    def _most(self, step: Step, members: list[Member], unit: str | None, *, sign: int) -> Part:
        """Word the members that rose most, or fell most; none where none did."""
        most = max((m.value * sign for m in members), default=Decimal(0))
        kept = [m for m in members if m.value * sign == most] if most > 0 else []
        name = "most_up" if sign > 0 else "most_down"
        if not kept:
            return Part(self._say(f"{name}_none"), (), ())
        text = self._say(name, items=self._told(step, kept, unit))
        return Part(text, self._values(kept, unit), kept)

    def _part(self, step: Step, members: list[Member], unit: str | None) -> Part:
        """Word what part of the sum of all one member is."""
        row = step.measured.row if step.measured else None
        one = next((m for m in members if m.figures[0].row_id == row), None)
        total = sum((m.value for m in members), Decimal(0))
        if one is None or total <= 0:
            raise CalculationError(f"zero_base:{step.group}")
        percent = calculate.half_up(one.value / total * 100)
        text = self._say(
            "measured_part", one=self._told(step, [one], unit), all=calculate.shown(total),
            unit=self._say.unit(unit), value=calculate.shown(percent),
        )  # fmt: skip
        terms = " + ".join(_shown(m.value) for m in members)
        shown = calculate.shown(total)
        worked = f"{terms} = {shown}；{one.value} ÷ {shown} × 100% = {percent}%"
        year = self._year(members)
        values = (
            *self._values([one], unit),
            Value(one.figures[0].label, "", calculate.shown(percent), "%", year),
            Value("合计", "", shown, unit, year),
        )
        return Part(text, values, members, worked)

    def _gap(self, step: Step, members: list[Member], unit: str | None) -> Part:
        """Word how far one member is from the mean of all."""
        row = step.measured.row if step.measured else None
        one = next((m for m in members if m.figures[0].row_id == row), None)
        if one is None:
            raise CalculationError(f"zero_base:{step.group}")
        mean = self._mean(step, members, unit)
        total, shown = _mean_of(members)
        gap = calculate.half_up(one.value - total / len(members))
        text = self._say(
            "mean_more" if gap >= 0 else "mean_less", one=self._told(step, [one], unit),
            mean=calculate.shown(shown), unit=self._say.unit(unit), value=calculate.shown(abs(gap)),
        )  # fmt: skip
        label = one.figures[0].label
        value = Value(label, "差额", calculate.shown(gap), unit, self._year(members))
        worked = f"{calculate.shown(one.value)} − {calculate.shown(shown)} = {calculate.shown(gap)}"
        values = (value, *self._values([one], unit), *mean.values)
        return Part(mean.text + text, values, members, f"{mean.worked}；{worked}")

    def _how(self, step: Step) -> str:
        asked = step.measured
        return self._say(f"measured_{asked.sign}") if asked and asked.sign else ""

    def _told(self, step: Step, members: Sequence[Member], unit: str | None) -> str:
        return self._say.join(
            [
                self._say(
                    "measured_item" if m.worked else "measured_plain",
                    what=self._names.row(m.figures[0]), value=calculate.shown(m.value),
                    unit=self._say.unit(unit), worked=m.worked.partition(" = ")[0],
                )
                for m in members
            ]
        )  # fmt: skip

    def _values(self, members: Sequence[Member], unit: str | None) -> tuple[Value, ...]:
        return tuple(
            Value(m.figures[0].label, "", calculate.shown(m.value), unit, m.figures[0].year)
            for m in members
        )

    def _year(self, members: Sequence[Member]) -> int:
        return members[0].figures[0].year


def _member(figures: tuple[Figure, ...], unit: str | None, *, moved: bool) -> Member:
    one, *others = (calculate.brought(f, unit) for f in figures)
    if not moved:
        return Member(figures, one)
    value = one - others[0]
    worked = f"{calculate.shown(one)} − {calculate.shown(others[0])} = {calculate.shown(value)}"
    return Member(figures, value, worked)


def _mean_of(members: Sequence[Member]) -> tuple[Decimal, Decimal]:
    total = sum((m.value for m in members), Decimal(0))
    return total, calculate.half_up(total / len(members))


def _shown(value: Decimal) -> str:
    return calculate.shown(value) if value >= 0 else f"({calculate.shown(value)})"


def _way(name: str, total: Decimal) -> str:
    """Return the sentence of a sum: of what moved by its sign, else as it is."""
    if name != "measured_moved":
        return "measured_sum"
    return "measured_rise" if total >= 0 else "measured_fall"
