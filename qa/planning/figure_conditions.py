"""Find the rows that a question chooses by figures: of a named column, one column against another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from qa.catalogue import Entry, Heading, Sheet
from qa.linking.text import bare
from qa.lookup import Fact, Lookup
from qa.planning.cell_words import GOALS, Condition, Worked, forms, pattern, words
from qa.planning.filter import holds
from qa.words import operations
from qa.words.normalise import data

_GAP = 3  # characters between a column's name and the bound on it


def members(table: Sheet) -> list[Entry]:
    """Return the rows that may be members of a set: goals of a form, items else."""
    goals = [e for e in table.rows if e.kind == "indicator"]
    if table.kind in GOALS and (goals or table.kind != GOALS[0]):
        return goals
    return [e for e in table.rows if e.kind == "item"]


def of_figures(text: str, table: Sheet, lookup: Lookup) -> Iterator[Condition]:
    """Give the rows whose figure in a named column is as said, or more than in another."""
    heads = {
        form: c for c in table.columns if c.role == "amount" for form in forms(c) if form in text
    }
    if not heads:
        return
    goals = any(e.kind == "indicator" for e in members(table))
    if goals and "项目" in text and "指标" not in text:
        return  # projects that got few points, not their indicators
    one = "|".join(sorted(map(re.escape, heads), key=lambda form: -len(form)))
    against = re.search(
        rf"(?P<a>{one})(?:{words('than')})(?P<b>{one})(?:{words('than_tail')})", text
    )
    if against is not None and heads[against["a"]] != heads[against["b"]]:
        if not pattern("of_total").search(text[: against.start()]) and not pattern(
            "how_much"
        ).match(text, against.end()):
            yield from _against(text, table, lookup, heads, against)
        return
    bounds = list(operations.bounds(text))
    for match in re.finditer(one, text):
        bound = next((b for b in bounds if 0 <= b.start - match.end() <= _GAP), None)
        joins = text[match.end() : bound.start] if bound is not None else ""
        if bound is None or bound.asked.bound is None or not pattern("gap").fullmatch(joins):
            continue
        limit, unit = bound.asked.bound, _unit_said(bound.asked.text)
        rows = tuple(
            e
            for e in members(table)
            if (fact := _fact(lookup, table, e, heads[match[0]], unit)) is not None
            and fact.value is not None
            and holds(fact.value, limit.comparator, limit.low, limit.high)
        )
        if rows and limit.unit is None:
            yield Condition(
                table,
                rows,
                (match.start(), bound.end),
                text[match.start() : bound.end].rstrip("的"),
                columns=(heads[match[0]],) if _is_told(text, unit, bound.end) else (),
            )


def _is_told(text: str, unit: str, end: int) -> bool:
    """Tell whether rates or points that are bounded are what is told of the rows, not their money."""
    rated = unit == "%" or text[end : end + 1] == "分"
    return rated and not pattern("of_money").search(text)


def unplanned(text: str, table: Sheet, lookup: Lookup) -> Iterator[Condition]:
    """Give the rows that have nothing in one column and something in another (年初是0却有决算的)."""
    if not pattern("zero").search(text):
        return
    heads = {f: c for c in table.columns if c.role == "amount" for f in forms(c) if f in text}
    one = "|".join(sorted(map(re.escape, heads), key=lambda form: -len(form)))
    match = re.search(words("unplanned").replace("{one}", one), text) if heads else None
    if match is None:
        return
    none, some = heads[match["a"]], heads[match["b"] or match["c"]]
    printed = pattern("printed_zero").search(match[0]) is not None
    rows = tuple(
        e
        for e in members(table)
        if (b := _fact(lookup, table, e, some)) is not None
        and b.value
        and ((a := _fact(lookup, table, e, none)) is None or not a.value)
        and not (printed and a is None)
    )
    if rows:
        yield Condition(table, rows, match.span(), match[0], "level", columns=(some,))


def all_spent(text: str, table: Sheet, lookup: Lookup) -> Iterator[Condition]:
    """Give the rows of which all money was spent (全年预算百分百花完的)."""
    match = pattern("all_spent").search(text)
    heads = data("conditions.yaml")["worked"]["rate"] if match is not None else {}
    columns = [c for c in table.columns if c.role == "amount" and c.path]
    sides = [
        [c for c in columns if re.search(str(heads[side]), bare(c.path[-1]))]
        for side in ("of", "against")
        if heads
    ]
    if match is None or [len(side) for side in sides] != [1, 1]:
        return
    of, against = (side[0] for side in sides)
    rows = tuple(
        e
        for e in members(table)
        if (a := _fact(lookup, table, e, of)) is not None
        and (b := _fact(lookup, table, e, against)) is not None
        and a.value
        and a.value == b.value
    )
    if rows:
        yield Condition(table, rows, match.span(), match[0].rstrip("的"))


def _against(
    text: str, table: Sheet, lookup: Lookup, heads: Mapping[str, Heading], said: re.Match[str]
) -> Iterator[Condition]:
    """Give the rows that print more in one column than in the other, or less; by how much each."""
    one, other = heads[said["a"]], heads[said["b"]]
    less = pattern("less_than").search(said[0]) is not None
    rows = tuple(
        e
        for e in members(table)
        if (a := _fact(lookup, table, e, one)) is not None
        and (b := _fact(lookup, table, e, other)) is not None
        and a.value is not None
        and b.value is not None
        and (a.value < b.value if less else a.value > b.value)
    )
    each = pattern("each_worked").search(text, said.end())
    if rows and each is not None:
        more = Worked(*((other, one) if less else (one, other)), k=len(rows))
        for span in (said.span(), each.span()):
            yield Condition(table, rows, span, said[0], kind="worked", worked=more)
    elif rows:
        yield Condition(table, rows, said.span(), said[0])


def _fact(
    lookup: Lookup, table: Sheet, entry: Entry, column: Heading, unit: str = ""
) -> Fact | None:
    fact = lookup.fact(table.id, entry.id, column.index)
    if fact is None or (unit and unit not in (fact.unit or "", fact.printed[-len(unit) :])):
        return None
    return fact


def _unit_said(text: str) -> str:
    """Return the unit of a bound that is no money: a percentage is held against no count."""
    return "%" if "%" in text or "百分之" in text else ""
