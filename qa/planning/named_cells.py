"""Plan the cell of a row inside a table, both named as they are printed."""

from __future__ import annotations

from qa.catalogue import Catalogue, Entry, Sheet
from qa.checking.cells import cells_of
from qa.linking.labels import plain_title
from qa.linking.text import bare
from qa.linking.words import load_words
from qa.lookup import Lookup
from qa.planning.scope import Ground
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route

WHOLE = "合计"
_PLAIN = {Operation.LOOKUP, Operation.SUM}


def plan(query: Query, place: Ground, catalogue: Catalogue, lookup: Lookup) -> Plan | None:
    """Return the cell of the one row that a question names in a table it names by its title.

    Of a question that says a column, a code or anything else it decides nothing.
    """
    if len(query.titles) != 1 or len(place.wishes) != 1 or not _is_plain(query):
        return None
    document_id, wish = place.wishes[0]
    names = _names(query)
    if len(names) != 1 or (query.asks(Operation.SUM) and not names <= {*load_words().total_rows}):
        return None
    found = [
        figure
        for table in catalogue.tables.values()
        if table.document_id == document_id
        and bare(plain_title(table, catalogue)) == query.titles[0]
        for row in table.rows
        if bare(row.label) in names
        and (figure := _cell(catalogue, lookup, table, row, wish.year)) is not None
    ]
    if len(found) != 1:
        return None
    step = Step(Asked(Operation.LOOKUP), (Target(found[0]),))
    return Plan(Route.TABLE, (step,), score=0.95, trace=("row and title as printed",))


def _names(query: Query) -> set[str]:
    """Return the names of rows that a question says; of a table as a whole it is the total."""
    text, rows = bare(query.text), {*map(bare, query.row_words)}
    said = {name for mention in query.mentions if (name := bare(mention.text)) in text}
    said = rows | {name for name in said if not any(name in row for row in rows)}
    return said or ({WHOLE} if query.mentions else set())


def _is_plain(query: Query) -> bool:
    said = query.codes or query.column_words or query.figures or query.annexes or query.unit
    other = said or query.row_number is not None or query.parts or query.earlier or query.measure
    return not other and {asked.operation for asked in query.operations} <= _PLAIN


def _cell(
    catalogue: Catalogue, lookup: Lookup, table: Sheet, row: Entry, year: int | None
) -> Figure | None:
    """Return the one amount that a row has of a year, else that in the column of totals."""
    cells = [
        figure
        for figure in cells_of(catalogue, lookup, table, row)
        if figure.fact is not None
        and figure.fact.measure == "amount"
        and (year is None or figure.year == year)
    ]
    names = {heading.index: bare(heading.path[-1]) for heading in table.columns}
    whole = [figure for figure in cells if names[figure.column] in load_words().totals]
    kept = whole or cells
    if len(kept) > 1:  # 预算数 beside 决算数 in final accounts
        own, words = catalogue.documents[table.document_id].phase, load_words()
        plain = {*words.totals, *map(bare, words.final_columns)}
        kept = [f for f in kept if f.fact and f.fact.phase == own and names[f.column] in plain]
    return kept[0] if len(kept) == 1 else None
