"""Set what two departments, or the most and the least of several, have against each other."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from qa.narration.owned import MONEY, Answered, Own, converted, unit_of
from qa.query import Operation, Query, Value
from qa.words.compared import turned


def set_apart(query: Query, ranked: Sequence[Own]) -> Answered | None:
    """Return what the most and the least are of each other, where a gap or a multiple is asked."""
    kinds = {a.operation for a in query.operations}
    unit = unit_of(ranked, query.unit)
    ratio = Operation.RATIO in kinds and ranked[-1].amount > 0
    gap = Operation.DIFFERENCE in kinds
    if len(ranked) == 2:
        pair = _as_asked(query.text, ranked)
        if Operation.SHARE in kinds and pair[1].amount:
            return _share(pair)
        if ratio:
            return _ratio(pair)
        return _difference(ranked, unit) if gap else None
    ends = kinds & {Operation.TOP, Operation.BOTTOM}
    if not (len(ends) > 1 or (ends and (gap or ratio))):
        return None
    high, low = ranked[0], ranked[-1]
    if ratio:
        _, _, _, calculation, extra = _ratio((high, low))
        zh, en = f"，前者是后者的{extra[0].value}倍", f", {extra[0].value} times as much"
    else:
        _, _, _, calculation, extra = _difference((high, low), unit)
        zh, en = (
            f"，相差{extra[0].value}{extra[0].unit}",
            f", {extra[0].value}{extra[0].unit} apart",
        )
    names = _names(high, low)
    head_zh = f"最多的是{names[0]}，最少的是{names[1]}{zh}："
    return ranked, head_zh, f"The most: {names[0]}; the least: {names[1]}{en}. ", calculation, extra


def _as_asked(text: str, ranked: Sequence[Own]) -> Sequence[Own]:
    """Return two in the order in which a question sets them (甲是乙的几倍), the larger first else."""
    high, low = ranked
    over = turned(text, high.document.institution, low.document.institution)
    return (low, high) if over and high.amount else ranked


def _names(one: Own, other: Own) -> tuple[str, str]:
    """Return the names of two institutions, with their years where they are one."""
    names = one.document.institution, other.document.institution
    if names[0] != names[1]:
        return names
    return f"{one.document.fiscal_year}年", f"{other.document.fiscal_year}年"


def _difference(ranked: Sequence[Own], unit: str) -> Answered:
    high, low = ranked
    scale = MONEY.get(unit, Decimal(1))
    gap = (high.amount - low.amount) / scale
    worked = f"{high.amount / scale:f} - {low.amount / scale:f} = {gap:f}"
    calculation = "；".join([*converted(ranked, unit), worked])
    value = Value(high.value.label, "差额", f"{gap:f}", unit, None)
    names = _names(high, low)
    zh, en = (
        f"{names[0]}比{names[1]}多{gap:f}{unit}：",
        f"{names[0]} has {gap:f}{unit} more than {names[1]}: ",
    )
    if not gap:
        zh, en = "相同：", "The same: "
    return ranked, zh, en, calculation, (value,)


def _ratio(ranked: Sequence[Own]) -> Answered:
    """Return how many times the second the first is, with both named."""
    high, low = ranked
    scale = MONEY.get(high.value.unit or "", Decimal(1))
    times = (high.amount / low.amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    calculation = f"{high.amount / scale:f} ÷ {low.amount / scale:f} = {times}"
    value = Value(high.value.label, "倍数", str(times), "倍", None)
    above, below = _names(high, low)
    names = f"{above}是{below}的"
    english = f"{above} has {times} times that of {below}: "
    return ranked, f"{names}{times}倍：", english, calculation, (value,)


def _share(ranked: Sequence[Own]) -> Answered:
    """Return what share of the second the first is, with both named."""
    one, other = ranked
    scale = MONEY.get(one.value.unit or "", Decimal(1))
    share = (one.amount / other.amount * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    calculation = f"{one.amount / scale:f} ÷ {other.amount / scale:f} × 100% = {share}%"
    value = Value(one.value.label, "占比", str(share), "%", None)
    above, below = _names(one, other)
    names = f"{above}是{below}的"
    english = f"{above} has {share}% of what {below} has: "
    return ranked, f"{names}{share}%：", english, calculation, (value,)
