"""Plan which items hold a figure: the lowest rows of its table that fill its column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ingest.money import convert, is_money
from qa.catalogue import Entry, Sheet
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.planning.figures import make_figure
from qa.planning.find import Finding, amount_of, filled
from qa.planning.groups import has_children
from qa.planning.limits import MEMBERS_OF
from qa.planning.targets import ACCEPT, APART_KINDS
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route

_WHICH = re.compile(
    r"哪(?:一|几|些|两|三|四|\d)?(?:个|项|条|行|类|款|样)?(?:支出)?(?:功能|经济)?(?:分类)?(?:科目|项目?|行)"
    r"|什么(?:科目|项目)|which (?:\w+ )?(?:items?|lines?|accounts?|rows?|categor\w+)",
    re.IGNORECASE,
)

_ONE = re.compile(
    r"(?:正好|恰好|刚好|恰是|就?是)(?:的)?(?:哪|什么)(?:一)?(?:个|项|条|行|款|类)?"
    r"|哪(?:一)?(?:个|项|条|行|款|类)(?:支出|科目|项目)?(?:的)?(?:数|金额)?(?:正好|恰好|刚好|恰|就?是)"
    r"|(?:is|which (?:item|line|row|account)) exactly",
    re.IGNORECASE,
)


def members_of(finding: Finding) -> Plan | None:
    """Return the items that make up a figure or a named column of a row, where that is asked."""
    query = finding.query
    if (
        {asked.operation for asked in query.operations} - MEMBERS_OF
        or query.codes
        or query.row_number
    ):
        return None
    asked = _WHICH.search(query.text)
    if asked is None or not (query.figures or query.column_words):
        return None
    if query.figures and _ONE.search(query.text):
        return None  # the one row that prints the figure, not what it is made of
    projects = "项目" in asked[0] or "project" in asked[0].lower()
    for figure in _wholes(finding):
        listed = finding.catalogue.tables[figure.table_id].kind == PROJECT_LIST
        if listed != projects or not _as_said(finding, figure):
            continue
        members = _members(finding, figure)
        if members:
            name = figure.column_name or figure.label
            step = Step(Asked(Operation.LIST), tuple(map(Target, members)), group=name)
            return Plan(Route.TABLE, (step,), score=0.9, trace=finding.trace(), whole=True)
    return None


def _wholes(finding: Finding) -> Iterable[Figure]:
    """Give the figures whose items may be meant: printed as said, found, the totals of a column."""
    query = finding.query
    words = [bare(word) for word in query.column_words]
    if query.figures:
        printed = finding.targets(finding.place.documents).by_value(query.figures, _unit(query))
        named = [f for f in printed if all(w in bare(f.column_name) for w in words)]
        yield from named or printed
    found = [f.target for _, targets in finding.find() for f in targets if f.score >= ACCEPT]
    figures = [figure for target in found for figure in (target.figure, *target.others)]
    figures += _column_totals(finding, words)
    yield from sorted(
        figures, key=lambda f: finding.catalogue.tables[f.table_id].kind in APART_KINDS
    )


def _unit(query: Query) -> str | None:
    bound = next((asked.bound for asked in query.operations if asked.bound), None)
    return bound.unit if bound is not None else query.unit


def _as_said(finding: Finding, figure: Figure) -> bool:
    """Tell whether a figure is the one a question quotes, to the unit (73万多), if it quotes one."""
    said, unit = finding.query.figures, _unit(finding.query)
    if not said or figure.fact is None or figure.fact.value is None:
        return not said
    value, own = figure.fact.value, figure.fact.unit
    if unit and own and is_money(unit) and is_money(own):
        value = convert(value, own, unit)
    return any(value == one or int(value) == one for one in said)


def _column_totals(finding: Finding, words: Sequence[str]) -> list[Figure]:
    """Return the total of every column that goes by a name of the question."""
    total_rows = finding.linker.words.total_rows
    return [
        make_figure(finding.catalogue, finding.lookup, table, entry, column.index)
        for table in finding.catalogue.tables.values()
        if table.document_id in finding.place.documents
        for column in table.columns
        if column.role == "amount" and any(bare(part) in words for part in column.path)
        for entry in table.rows
        if entry.kind == "total" or bare(entry.label) in total_rows
    ]


def _members(finding: Finding, whole: Figure) -> list[Figure]:
    """Return the lowest filled rows below a figure's row in its column, where they add up to it."""
    table = finding.catalogue.tables[whole.table_id]
    entry = finding.catalogue.rows[whole.row_id]
    if not filled(whole):
        return []
    rows = _leaves(table, entry, finding.linker.words.total_rows)
    figures = [make_figure(finding.catalogue, finding.lookup, table, e, whole.column) for e in rows]
    held = [f for f in figures if filled(f) and amount_of(f)]
    return held if sum(map(amount_of, held), Decimal(0)) == amount_of(whole) else []


def _leaves(table: Sheet, entry: Entry, total_rows: frozenset[str]) -> list[Entry]:
    """Return the lowest items below a row; of a total, those of its table."""
    total = entry.kind == "total" or bare(entry.label) in total_rows
    name = bare(entry.label)
    below = [
        (i, e)
        for i, e in enumerate(table.rows)
        if e.kind == "item" and (total or name in map(bare, e.parents))
    ]
    return [e for i, e in below if e.id != entry.id and not has_children(table.rows, i)]
