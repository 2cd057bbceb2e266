"""Take the cells that are held against each other, and say what they print."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ingest.money import plain_decimal
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.text import bare
from qa.linking.words import load_words
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.types import Figure

YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def money(figure: Figure) -> Decimal | None:
    """Return a cell's amount in yuan, or None where it prints no money."""
    fact = figure.fact
    if fact is None or fact.value is None or fact.unit not in YUAN:
        return None
    return fact.value * YUAN[fact.unit]


def printed(figure: Figure) -> Decimal:
    """Return the number that a filled cell prints."""
    return (figure.fact.value if figure.fact else None) or Decimal(0)


def worth(figure: Figure) -> Decimal:
    """Return a cell's amount in yuan, or its number as it is where it is no money."""
    amount = money(figure)
    return printed(figure) if amount is None else amount


def place(catalogue: Catalogue, figure: Figure) -> str:
    """Return the place of a cell with the printed figure."""
    table, fact = catalogue.tables[figure.table_id], figure.fact
    heading = next(h for h in table.columns if h.index == figure.column)
    name = "" if heading.role != "amount" or heading.name == figure.label else heading.name
    where = f"{table.annex}“{figure.label}”" + (f"（{name}）" if name else "")
    sign, unit = (fact.sign or "", fact.unit or "") if fact else ("", "")
    return f"{where} {sign}{plain_decimal(printed(figure))} {unit}".rstrip()


def cells_of(catalogue: Catalogue, lookup: Lookup, sheet: Sheet, row: Entry) -> Iterator[Figure]:
    """Give the filled cells of a row that stand under a heading."""
    known = {h.index for h in sheet.columns}
    for fact in lookup.row(sheet.id, row.id):
        if fact.value is not None and fact.column in known:
            yield make_figure(catalogue, lookup, sheet, row, fact.column)


def total_cell(
    catalogue: Catalogue,
    lookup: Lookup,
    sheet: Sheet,
    row: Entry | None,
    heading: Heading | None = None,
    *,
    weight: bool = False,
) -> Figure | None:
    """Return the figure of a row in a column, else in that of totals or the first that is filled."""
    if row is None:
        return None
    names = {h.index: bare(h.path[-1]) for h in sheet.columns}
    cells = [
        f
        for f in cells_of(catalogue, lookup, sheet, row)
        if (heading is None or f.column == heading.index)
        and (f.fact is not None and (f.fact.measure == "weight") == weight)
    ]
    whole = [f for f in cells if names[f.column] in load_words().totals]
    return next(iter(whole or cells), None)
