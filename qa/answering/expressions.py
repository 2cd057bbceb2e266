"""Word what sums of cells give that a question sets against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa import calculate
from qa.answering.cite import cite_all, value_of
from qa.answering.names import Names
from qa.answering.pairs import label_of
from qa.answering.wording import wording
from qa.errors import CalculationError
from qa.planning.types import Figure
from qa.query import Answer, Query, Route, Value
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Sum:
    """Hold cells that are added and cells that are taken away."""

    plus: tuple[Figure, ...]
    minus: tuple[Figure, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return all cells in order."""
        return (*self.plus, *self.minus)

    @property
    def single(self) -> bool:
        """Tell whether it is one cell."""
        return len(self.figures) == 1

    def value(self, unit: str | None) -> Decimal:
        """Return what the cells give in a unit."""
        plus = (calculate.brought(f, unit) for f in self.plus)
        minus = (calculate.brought(f, unit) for f in self.minus)
        return sum(plus, Decimal(0)) - sum(minus, Decimal(0))

    def worked(self, unit: str | None) -> str:
        """Return how the cells give it, nothing for one cell."""
        if len(self.figures) < 2:
            return ""
        plus = " + ".join(calculate.shown(calculate.brought(f, unit)) for f in self.plus)
        minus = "".join(f" − {calculate.shown(calculate.brought(f, unit))}" for f in self.minus)
        return f"{plus}{minus} = {calculate.shown(self.value(unit))}"


Pair = tuple[Sum, "Sum | None"]


@dataclass(slots=True)
class _Told:
    """Gather sentences, values and steps of a calculation."""

    sentences: list[str]
    values: list[Value]
    sums: list[Value]
    steps: list[str]
    where: dict[Figure, str]  # of cells whose names others have too


def worded(
    view: View,
    query: Query,
    pairs: Sequence[Pair],
    asks: Sequence[str],
    share_of: int | None = None,
) -> Answer:
    """Return the answer of sums set against each other; raises CalculationError for mixed units."""
    say = wording(query.language)
    figures = [f for pair in pairs for side in pair if side for f in side.figures]
    if any(f.fact is None or f.fact.value is None for f in figures):
        raise CalculationError("blank:")
    unit = calculate.common_unit(figures)
    rows = [f.row_id for f in dict.fromkeys(figures)]
    many = len({view.catalogue.documents[f.document_id].institution for f in figures}) > 1
    in_columns = frozenset(row for row in rows if rows.count(row) > 1)
    names = Names(view.catalogue, view.linker.words, say, many, view.lookup, in_columns)
    told = _Told([], [], [], [], _where(names, figures))
    for one, other in pairs:
        _pair(told, query, names, one, other, unit, asks, share_of)
    if "points" in asks and len(pairs) == 2:
        _points(told, query, unit, pairs)
    conversions = calculate.conversions(figures, unit).rstrip("；")
    operands = [v for v in map(value_of, figures) if v is not None]
    return Answer(
        question=query.original, language=query.language, route=Route.TABLE,
        answer="\n".join(told.sentences), values=_ordered(told, asks, operands),
        citations=cite_all(view.catalogue, figures),
        calculation="；".join(filter(None, (conversions, *dict.fromkeys(told.steps)))) or None,
    )  # fmt: skip


def _ordered(told: _Told, asks: Sequence[str], operands: Sequence[Value]) -> tuple[Value, ...]:
    """Return the values, what is asked for first: a rate, the sum that is held against another, the gap."""
    rates = [v for v in told.values if v.unit in ("%", "倍")]
    gaps = [
        v for v in told.values if v not in rates and (v.value.strip("0.") or "same" not in asks)
    ]
    if "same" in asks:
        kept = (*told.sums, *operands, *gaps, *rates)
    elif "times" in asks or "share" in asks:
        kept = (*rates, *gaps, *told.sums, *operands)
    else:
        kept = (*told.values, *told.sums, *operands)
    return tuple(dict.fromkeys(kept))


def _where(names: Names, figures: Sequence[Figure]) -> dict[Figure, str]:
    """Return the table, or the year of the document, of cells that only it tells apart from others."""
    documents = names.catalogue.documents
    tables: dict[tuple[int, str], set[int]] = {}
    years: dict[str, set[int]] = {}
    for figure in figures:
        document = documents[figure.document_id]
        tables.setdefault((document.id, figure.label), set()).add(figure.table_id)
        years.setdefault(document.institution, set()).add(document.fiscal_year)
    found: dict[Figure, str] = {}
    for figure in figures:
        document = documents[figure.document_id]
        if len(years[document.institution]) > 1:
            found[figure] = f"{document.fiscal_year}年{document.phase}"
        elif len(tables[document.id, figure.label]) > 1:
            found[figure] = names.where(figure)
    return found


def _pair(
    told: _Told, query: Query, names: Names, one: Sum, other: Sum | None, unit: str | None,
    asks: Sequence[str], share_of: int | None,
) -> None:  # fmt: skip
    """Word one pair: both sides, the gap between them, and what is asked of it."""
    text = data("expressions.yaml")["say"]["en" if query.language == "en" else "zh"]
    sides = [side for side in (one, other) if side is not None]
    said = [_side(told, query, names, side, unit, text) for side in sides]
    year = one.plus[0].year
    if other is None:
        told.sentences.append(said[0] + text["stop"])
        return
    first, second = one.value(unit), other.value(unit)
    gap = first - second
    parts: list[str] = []
    name = label_of(one.plus[0], other.plus[0], "−") if one.single and other.single else ""
    if not set(asks) <= {"share", "times", "sum", "points", "contributes"}:
        high, low = max(first, second), min(first, second)
        told.steps.append(
            f"{calculate.shown(high)} − {calculate.shown(low)} = {calculate.shown(abs(gap))}"
        )
        told.values.append(
            Value(name or text["gap_label"], "", calculate.shown(abs(gap)), unit, year)
        )
        key = "more" if gap > 0 else "less" if gap < 0 else "same"
        parts.append(text[key].format(gap=calculate.shown(abs(gap)), unit=_unit(names, unit)))
        parts += _in_asked(told, query, abs(gap), unit, year, text)
        if "enough" in asks:
            parts.insert(0, text["enough" if gap >= 0 else "short"])
        if "beyond" in asks:
            parts.insert(0, text["beyond" if gap > 0 else "within"])
    if "sum" in asks:
        total = first + second
        told.steps.append(
            f"{calculate.shown(first)} + {calculate.shown(second)} = {calculate.shown(total)}"
        )
        told.values.append(Value(text["sum_label"], "", calculate.shown(total), unit, year))
        parts.append(text["sum"].format(value=calculate.shown(total), unit=_unit(names, unit)))
    for value, step, sentence in _rates(asks, first, second, gap, share_of, year, text):
        told.steps.append(step)
        told.values.append(value)
        parts.append(sentence)
    verdict = text["agree" if not gap else "differ"] if "same" in asks else ""
    told.sentences.append(
        verdict + text["pair"].format(one=said[0], other=said[1], told=text["comma"].join(parts))
    )


def _rates(
    asks: Sequence[str], first: Decimal, second: Decimal, gap: Decimal, share_of: int | None,
    year: int, text: dict[str, str],
) -> Iterator[tuple[Value, str, str]]:  # fmt: skip
    """Give the percentages and multiples that are asked, with how they come about."""
    base = (first, second)[share_of] if share_of is not None else second
    if base == 0:
        raise CalculationError("zero_base:")
    if share_of is not None or "over" in asks:
        rate = calculate.half_up(abs(gap) / base * HUNDRED)
        step = f"{calculate.shown(abs(gap))} ÷ {calculate.shown(base)} × 100% = {calculate.shown(rate)}%"
        key = ("of_first", "of_second")[share_of] if share_of is not None else "over"
        yield (
            Value(text["share_label"], "", calculate.shown(rate), "%", year),
            step,
            text[key].format(rate=rate),
        )
    elif {"share", "contributes", "points"} & set(asks):
        rate = calculate.half_up(first / base * HUNDRED)
        step = (
            f"{calculate.shown(first)} ÷ {calculate.shown(base)} × 100% = {calculate.shown(rate)}%"
        )
        yield (
            Value(text["share_label"], "", calculate.shown(rate), "%", year),
            step,
            text["share"].format(rate=rate),
        )
    if "times" in asks:
        rate = calculate.half_up(first / base)
        step = f"{calculate.shown(first)} ÷ {calculate.shown(base)} = {calculate.shown(rate)}"
        yield (
            Value(text["times_label"], "", calculate.shown(rate), "倍", year),
            step,
            text["times"].format(rate=rate),
        )


def _points(told: _Told, query: Query, unit: str | None, pairs: Sequence[Pair]) -> None:
    """Word how far a share went between two years."""
    text = data("expressions.yaml")["say"]["en" if query.language == "en" else "zh"]
    shares: list[Decimal] = []
    for one, other in pairs:
        whole = other.value(unit) if other is not None else Decimal(0)
        if not whole:
            raise CalculationError("zero_base:")
        shares.append(one.value(unit) / whole * HUNDRED)
    gap = calculate.half_up(shares[1] - shares[0])
    told.steps.append(
        f"{calculate.half_up(shares[1])}% − {calculate.half_up(shares[0])}% = {gap} {text['points']}"
    )
    told.values.insert(
        0, Value(text["gap_label"], "", calculate.shown(gap), "%", pairs[1][0].plus[0].year)
    )
    key = "points_up" if gap >= 0 else "points_down"
    told.sentences.append(text[key].format(gap=calculate.shown(abs(gap)), points=text["points"]))


def _side(
    told: _Told, query: Query, names: Names, side: Sum, unit: str | None, text: dict[str, str]
) -> str:
    """Word one side with its sum where it has several cells."""
    listed = text["join"].join(told.where.get(f, "") + names.item(f) for f in side.plus)
    if side.minus:
        listed += text["without"].format(parts=text["join"].join(map(names.item, side.minus)))
    if not (worked := side.worked(unit)):
        return listed
    value = side.value(unit)
    told.steps.append(worked)
    told.sums.append(Value(text["sum_label"], "", calculate.shown(value), unit, side.plus[0].year))
    key = "left" if side.minus else "together"
    return listed + text[key].format(value=calculate.shown(value), unit=_unit(names, unit))


def _in_asked(
    told: _Told, query: Query, gap: Decimal, unit: str | None, year: int, text: dict[str, str]
) -> list[str]:
    """Return the gap in the unit of money that a question asks for."""
    wanted = query.unit
    if not (unit and wanted and unit != wanted and is_money(unit) and is_money(wanted)):
        return []
    other = calculate.trimmed(convert(gap, unit, wanted))
    told.steps.append(f"{calculate.shown(gap)} {unit} = {calculate.shown(other)} {wanted}")
    told.values.insert(0, Value(text["gap_label"], "", calculate.shown(other), wanted, year))
    return [text["that_is"].format(value=calculate.shown(other), unit=wanted)]


def _unit(names: Names, unit: str | None) -> str:
    return unit or ""
