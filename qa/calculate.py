"""Calculate with exact figures; refuse what must not be calculated, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ingest.money import YUAN, convert, is_money
from qa.errors import CalculationError
from qa.planning.types import Figure

WAN = "万元"
YUAN_UNIT = "元"
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Number:
    """Hold a value in its unit, with how it came about (None for one that is printed)."""

    value: Decimal
    unit: str | None
    derivation: str | None = None


def half_up(value: Decimal, digits: int = 2) -> Decimal:
    """Round half away from zero."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def shown(value: Decimal) -> str:
    """Write a value without exponent, digits as they are."""
    return format(value, "f")


def number(figure: Figure) -> Number:
    """Return a figure's printed value; raises CalculationError for a blank or for words."""
    fact = figure.fact
    if fact is None or fact.value is None:
        raise CalculationError(f"blank:{figure.label}")
    return Number(fact.value, fact.unit)


def common_unit(figures: Sequence[Figure]) -> str | None:
    """Return the unit that all figures are brought to: the shared one, else 万元 for money."""
    units = [f.fact.unit for f in figures if f.fact is not None and f.fact.value is not None]
    if not units:
        raise CalculationError("blank:" + "、".join(f.label for f in figures))
    first = units[0]
    for unit in units:
        if unit != first and not (is_money(unit) and is_money(first)):
            raise CalculationError(f"unit:{first or '—'}、{unit or '—'}")
    return first if len(set(units)) == 1 else WAN


def conversions(figures: Sequence[Figure], unit: str | None) -> str:
    """Return how figures printed in another unit were converted (3947780 元 = 394.778 万元；)."""
    said = [
        f"{shown(f.fact.value)} {f.fact.unit} = {shown(trimmed(in_unit(f, unit)))} {unit}；"
        for f in figures
        if f.fact is not None and f.fact.value is not None and f.fact.unit != unit and unit
    ]
    return "".join(dict.fromkeys(said))


def check_alike(figures: Sequence[Figure], *, years: bool = True) -> None:
    """Raise CalculationError where figures mix planned and spent amounts (or years)."""
    phases = {f.fact.phase for f in figures if f.fact is not None}
    if len(phases) > 1:
        raise CalculationError("phase:" + "、".join(sorted(phases)))
    if years and len({f.year for f in figures}) > 1:
        raise CalculationError(
            "year:" + "、".join(str(y) for y in sorted({f.year for f in figures}))
        )


def in_unit(figure: Figure, unit: str | None) -> Decimal:
    """Return a figure's value in a unit; a blank counts 0, which only sums may use."""
    fact = figure.fact
    if fact is None or fact.value is None:
        return Decimal(0)
    if fact.unit == unit or unit is None or fact.unit is None:
        return fact.value
    return convert(fact.value, fact.unit, unit)


def add(figures: Sequence[Figure]) -> Number:
    """Return the sum; blanks count 0, all blank is refused."""
    unit = common_unit(figures)
    values = [brought(f, unit) for f in figures]
    total = sum(values, Decimal(0))
    return Number(total, unit, f"{conversions(figures, unit)}{_terms(values)} = {shown(total)}")


def _terms(values: Sequence[Decimal]) -> str:
    return " + ".join(shown(v) if v >= 0 else f"({shown(v)})" for v in values)


def subtract(one: Figure, other: Figure) -> Number:
    """Return one less other; a blank on either side is refused."""
    number(one), number(other)
    unit = common_unit([one, other])
    first, second = brought(one, unit), brought(other, unit)
    said = conversions((one, other), unit)
    return Number(
        first - second, unit, f"{said}{shown(first)} − {shown(second)} = {shown(first - second)}"
    )


def less(whole: Figure, parts: Sequence[Figure]) -> Number:
    """Return what is left of a whole without several parts; a blank is refused."""
    figures = (whole, *parts)
    for figure in figures:
        number(figure)
    unit = common_unit(figures)
    values = [brought(f, unit) for f in figures]
    left = values[0] - sum(values[1:])
    said = " − ".join(map(shown, values))
    return Number(left, unit, f"{conversions(figures, unit)}{said} = {shown(left)}")


def brought(figure: Figure, unit: str | None) -> Decimal:
    """Return a figure's value in a unit, without the zeros that a conversion adds."""
    value = in_unit(figure, unit)
    same = figure.fact is None or figure.fact.unit in (unit, None) or unit is None
    return value if same else trimmed(value)


def divide(one: Figure, other: Figure, digits: int = 2) -> Number:
    """Return one over other as a number of times; a zero or blank base is refused."""
    first, second = _pair(one, other)
    ratio = half_up(first / second, digits)
    return Number(ratio, "倍", f"{shown(first)} ÷ {shown(second)} = {shown(ratio)}")


def share(part: Figure, whole: Figure, digits: int = 2) -> Number:
    """Return part over whole in percent."""
    first, second = _pair(part, whole)
    percent = half_up(first / second * 100, digits)
    return Number(percent, "%", f"{shown(first)} ÷ {shown(second)} × 100% = {shown(percent)}%")


def growth(now: Figure, before: Figure, digits: int = 2) -> Number:
    """Return the change over the base in percent; a zero or blank base is refused."""
    first, second = _pair(now, before)
    percent = half_up((first - second) / second * 100, digits)
    return Number(
        percent,
        "%",
        f"({shown(first)} − {shown(second)}) ÷ {shown(second)} × 100% = {shown(percent)}%",
    )


def _pair(one: Figure, base: Figure) -> tuple[Decimal, Decimal]:
    if base.fact is None or base.fact.value is None:
        raise CalculationError(f"blank_base:{base.label}")
    if base.fact.value == 0:
        raise CalculationError(f"zero_base:{base.label}")
    number(one)
    unit = common_unit([one, base])
    return brought(one, unit), brought(base, unit)


def average(figures: Sequence[Figure], digits: int = 2) -> Number:
    """Return the mean over all figures; blanks are refused, since they are no members."""
    filled = [f for f in figures if f.fact is not None and f.fact.value is not None]
    total = add(filled)
    mean = half_up(total.value / len(filled), digits)
    return Number(mean, total.unit, f"{shown(total.value)} ÷ {len(filled)} = {shown(mean)}")


def per_head(figure: Figure, heads: Decimal, unit: str, digits: int = 2) -> Number:
    """Return an amount over a number of people, cars …; `unit` is the result's."""
    base = number(figure)
    if heads == 0:
        raise CalculationError("zero_base:")
    if base.unit and base.unit != unit and not is_money(base.unit):
        raise CalculationError(f"unit:{base.unit}、{unit}")
    value = convert(base.value, base.unit, unit) if base.unit and base.unit != unit else base.value
    result = half_up(value / heads, digits)
    return Number(result, unit, f"{shown(value)} ÷ {shown(heads)} = {shown(result)}")


def each_unit(figure: Figure, heads: Decimal, wanted: str | None) -> str:
    """Return the unit to say what one of several costs in: as asked, else one that shows digits."""
    base = number(figure)
    return unit_of_one(base.value, base.unit or YUAN_UNIT, heads, wanted)


def unit_of_one(value: Decimal, own: str, heads: Decimal, wanted: str | None) -> str:
    """Return the unit of an amount over a number of things."""
    asked = wanted if wanted and is_money(wanted) else None
    if not is_money(own) or not heads or asked == YUAN_UNIT:
        return asked or own
    unit = asked or own
    least = CENT if asked else Decimal(1)
    return YUAN_UNIT if abs(convert(value, own, unit) / heads) < least else unit


def to_unit(figure: Figure, unit: str, digits: int | None = None) -> Number:
    """Return an amount in another money unit, exact unless digits are asked."""
    base = number(figure)
    if base.unit not in YUAN:
        raise CalculationError(f"unit:{base.unit or '—'}、{unit}")
    value = convert(base.value, base.unit, unit)
    value = trimmed(value) if digits is None else half_up(value, digits)
    factor = YUAN[base.unit] / YUAN[unit]
    sign, by = ("×", factor) if factor >= 1 else ("÷", 1 / factor)
    return Number(value, unit, f"{shown(base.value)} {sign} {shown(by)} = {shown(value)}")


def trimmed(value: Decimal) -> Decimal:
    """Drop zeros that the conversion added, but keep whole numbers whole."""
    reduced = value.normalize()
    exponent = reduced.as_tuple().exponent
    return reduced.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else reduced


def ranked(figures: Sequence[Figure], k: int, *, smallest: bool = False) -> list[Figure]:
    """Return the k largest (smallest) filled figures; ties with the last are kept."""
    filled = [f for f in figures if f.fact is not None and f.fact.value is not None]
    unit = common_unit(filled)
    ordered = sorted(filled, key=lambda f: in_unit(f, unit), reverse=not smallest)
    if len(ordered) <= k:
        return ordered
    edge = in_unit(ordered[k - 1], unit)
    return [f for i, f in enumerate(ordered) if i < k or in_unit(f, unit) == edge]
