"""Plan which items hold a figure: the lowest rows of its table that fill its column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from qa.catalogue import Entry, Sheet
from qa.link_text import bare
from qa.plan_figures import make_figure
from qa.plan_find import Finding, amount_of, filled
from qa.plan_groups import has_children
from qa.plan_limits import MEMBERS_OF
from qa.plan_targets import ACCEPT, APART_KINDS
from qa.plan_types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Route

_WHICH = re.compile(
    r"哪(?:一|几|些|两|三|四|\d)?(?:个|项|条|行|类|款|样)?(?:支出)?(?:功能|经济)?(?:分类)?(?:科目|项|行)(?!目)"
    r"|什么科目|which (?:\w+ )?(?:items?|lines?|accounts?|rows?|categor\w+)",
    re.IGNORECASE,
)


def members_of(finding: Finding) -> Plan | None:
    """Return the items that make up a figure or a named column of a row, where that is asked."""
    query = finding.query
    if {asked.operation for asked in query.operations} - MEMBERS_OF or query.codes:
        return None
    if not _WHICH.search(query.text) or not (query.figures or query.column_words):
        return None
    for figure in _wholes(finding):
        members = _members(finding, figure)
        if members:
            name = figure.column_name or figure.label
            step = Step(Asked(Operation.LIST), tuple(map(Target, members)), group=name)
            return Plan(Route.TABLE, (step,), score=0.9, trace=finding.trace())
    return None


def _wholes(finding: Finding) -> Iterable[Figure]:
    """Give the figures whose items may be meant: those printed as said, or the one found."""
    query = finding.query
    if query.figures:
        bound = next((asked.bound for asked in query.operations if asked.bound), None)
        unit = bound.unit if bound is not None else query.unit
        printed = finding.targets(finding.place.documents).by_value(query.figures, unit)
        words = [bare(word) for word in query.column_words]
        named = [f for f in printed if all(w in bare(f.column_name) for w in words)]
        yield from named or printed
        return
    found = [f.target for _, targets in finding.find() for f in targets if f.score >= ACCEPT]
    figures = [figure for target in found for figure in (target.figure, *target.others)]
    yield from sorted(
        figures, key=lambda f: finding.catalogue.tables[f.table_id].kind in APART_KINDS
    )


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
