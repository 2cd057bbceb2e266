"""Make figures of cells: a row and a column with their names and their fact."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ingest.money import convert, is_money, parse_figure
from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.names import subject_of
from qa.lookup import Fact, Lookup
from qa.planning.types import Figure

RATES = frozenset({"%", "‰"})
_MONEY = re.compile(r"\d{1,3}(?:,\d{3})*\.\d{2}")


def _as_amount(fact: Fact | None, table: Sheet) -> Fact | None:
    """Return an amount that a form prints in a field of words (40,624.00) as an amount."""
    if fact is None or fact.value is not None or fact.unit is not None or not table.unit:
        return fact
    if not _MONEY.fullmatch(fact.printed.strip()):
        return fact
    return replace(fact, value=parse_figure(fact.printed), unit=table.unit, measure="amount")


def make_figure(
    catalogue: Catalogue,
    lookup: Lookup,
    table: Sheet,
    entry: Entry,
    column: int,
    score: float = 0.0,
) -> Figure:
    """Return one cell with its names and its fact."""
    heading = next(c for c in table.columns if c.index == column)
    fact = _as_amount(lookup.fact(table.id, entry.id, column), table)
    document = catalogue.documents[table.document_id]
    return Figure(
        document_id=table.document_id,
        table_id=table.id,
        row_id=entry.id,
        column=column,
        label=entry.label,
        column_name=heading.name,
        year=(fact.year if fact else heading.year) or document.fiscal_year,
        fact=fact,
        score=score,
        subject=subject_of(table),
    )


def in_unit_of(figure: Figure, base: Figure) -> Decimal | None:
    """Return a figure's value in the unit of another; None where they are not alike."""
    unit, other = (f.fact.unit if f.fact else None for f in (figure, base))
    value = (figure.fact.value if figure.fact else None) or Decimal(0)
    if unit == other:
        return value
    both = is_money(unit) and is_money(other)
    return convert(value, unit, other) if both and unit and other else None


def unit_of(figure: Figure) -> str | None:
    """Return the unit of a figure's value, nothing where it has none."""
    return figure.fact.unit if figure.fact is not None else None


def is_rate(figure: Figure) -> bool:
    """Tell whether a figure is a rate, over which nothing can be spread."""
    return unit_of(figure) in RATES
