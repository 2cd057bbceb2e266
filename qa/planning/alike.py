"""Tell whether two figures are of one thing: names, codes, projects, values."""

from __future__ import annotations

from decimal import Decimal

from ingest.money import convert, is_money
from qa.catalogue import Entry
from qa.linking.text import bare, core
from qa.lookup import Fact
from qa.planning.types import Figure


def repeats(one: Figure, other: Figure) -> bool:
    """Tell whether a goal is printed again with the same figure in another table."""
    same = bare(one.label) == bare(other.label) and amount_or_none(one) is not None
    return same and one.table_id != other.table_id and amount_or_none(one) == amount_or_none(other)


def is_below(entry: Entry, other: Entry) -> bool:
    """Tell whether a row repeats the name of a row above it in the same table."""
    if entry.table_id != other.table_id or bare(entry.label) != bare(other.label):
        return False
    if not (entry.code and other.code):
        return False
    return len(entry.code) > len(other.code) and entry.code.startswith(other.code)


def one_project(one: Figure, other: Figure) -> bool:
    """Tell whether one is a project's row and the other a field of the form about it."""
    names = {bare(one.subject or one.label), bare(other.subject or other.label)}
    return len(names) == 1


def names_match(one: Figure, other: Figure) -> bool:
    """Tell whether a row here is a column there, or both go by one core name."""
    names = {core(one.label), core(one.column_name.split("/")[-1])}
    others = {core(other.label), core(other.column_name.split("/")[-1])}
    generic = {core(word) for word in ("合计", "总计", "小计", "预算数", "决算数", "金额")}
    return bool((names - generic) & (others - generic))


def equal(fact: Fact, value: Decimal, unit: str | None) -> bool:
    if fact.value is None:
        return False
    if unit and fact.unit and is_money(unit) and is_money(fact.unit):
        return convert(value, unit, fact.unit) == fact.value
    return value == fact.value


def amount_or_none(figure: Figure) -> object:
    return figure.fact.value if figure.fact is not None else None


def other_code(one: Entry, other: Entry) -> bool:
    """Tell whether two items of one classification, neither below the other, go by one name."""
    if not (one.code and other.code) or one.code_kind != other.code_kind:
        return False
    if one.code.startswith(other.code) or other.code.startswith(one.code):
        return False
    return core(one.label) == core(other.label)


def of_one_measure(one: Figure, other: Figure) -> bool:
    """Tell whether two figures may be held against each other: money and money, people and people."""
    measures = {f.fact.measure for f in (one, other) if f.fact is not None}
    return len(measures) < 2 or not measures & {"count", "percent"}
