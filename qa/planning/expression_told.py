"""Reckon with several things together where no table has them but the text tells each.

What they cost against their plan (决算比年初预算), and what they were the year before, each worked
back from the change that the text states of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import convert
from qa import calculate
from qa.planning import told_planned, told_prior
from qa.planning.expression_cells import Side
from qa.planning.types import Plan
from qa.query import Answer, Query, Route, Value
from qa.understand import complete, reader
from qa.words import expressions as words
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.planning.expression_cells import Cells
    from qa.planning.expression_statements import Statement
    from qa.view import View

SURE = 0.9
_AGAINST = {"gap", "way", "over"}


def answer(view: View, query: Query, statement: Statement) -> tuple[Plan, Answer] | None:
    """Return what the text gives of several things that a question takes together, else None."""
    sides = statement.one, statement.other
    things = [[n.text for n in side.names if not words.is_stage(n.text)] for side in sides]
    stages = ["".join(n.text for n in side.names if words.is_stage(n.text)) for side in sides]
    if statement.less or statement.moved or any(side.tables or side.below for side in sides):
        return None
    one_side = not (things[0] and things[1])
    if words.spent_of_planned(*stages) and one_side and len(things[0] or things[1]) > 1:
        return told_planned.together(view, query, things[0] or things[1])
    against = bool(_AGAINST & set(statement.asks)) and not things[1]
    names = things[0] if against else [*things[0], *things[1]]
    if len(names) < 2 or not (against or statement.asks == ("sum",)):
        return None
    inside = query.scope.documents or tuple(view.catalogue.documents)
    years = {view.catalogue.documents[d].fiscal_year - 1 for d in inside}
    said = {side.year for side in sides if side.year}
    if len(inside) != 1 or years != said:
        return None
    return _before(view, query, names, against=against)


def blank(cells: Cells, statement: Statement, inside: Callable[[Side], Sequence[int]]) -> str:
    """Return which of two rows no table has a figure of, where the part is asked by which one is over."""
    sides = statement.one, statement.other
    alone = all(replace(s, names=()) == Side() and len(s.names) == 1 for s in sides)
    if "over" not in statement.asks or statement.less or statement.years or not alone:
        return ""
    known, rows = [False, False], [False, False]
    for at, side in enumerate(sides):
        for table in cells.tables(side, inside(side)):
            read = cells.read(side, table)
            if read is not None and read.names:
                known[at] |= bool(cells.figures(side, read, table))
                rows[at] |= bool(read.rows and read.exact)
    lacking = [side for side, told, row in zip(sides, known, rows, strict=True) if row and not told]
    return lacking[0].names[0].text if known.count(False) == len(lacking) == 1 else ""


def _before(
    view: View, query: Query, names: list[str], *, against: bool
) -> tuple[Plan, Answer] | None:
    """Return what several things were together the year before, and how far they went since."""
    ask = str(data("expressions.yaml")["before"])
    found: list[Answer] = []
    for name in names:
        piece = reader(view.catalogue).understand(ask.format(name=name))
        piece = complete(replace(piece, scope=query.scope, follow=None), view.catalogue)
        told = told_prior.answer(view, piece)
        if told is None or told_prior.before_of(told[1]) is None:
            return None
        found.append(told[1])
    pairs = [told_prior.before_of(one) for one in found]
    known = [pair for pair in pairs if pair is not None]
    units = {value.unit or calculate.WAN for pair in known for value in pair}
    unit = units.pop() if len(units) == 1 else calculate.WAN
    before, now = ([_in(pair[at], unit) for pair in known] for at in (0, 1))
    return Plan(Route.TEXT, score=SURE, trace=("told together",)), _told(
        query, found, (before, now), unit, known[0][0].year or 0, against=against
    )


def _in(value: Value, unit: str) -> Decimal:
    """Return an amount in a unit."""
    amount, own = Decimal(value.value), value.unit or unit
    return amount if own == unit else convert(amount, own, unit)


def _told(
    query: Query, found: list[Answer], amounts: tuple[list[Decimal], list[Decimal]], unit: str,
    year: int, *, against: bool,
) -> Answer:  # fmt: skip
    """Word the sums of both years, or that of the year before alone, with each thing as told."""
    say = data("expressions.yaml")["say"]["en" if query.language == "en" else "zh"]
    before, now = (sum(each, Decimal(0)) for each in amounts)
    added = [
        f"{' + '.join(f'{v:f}' for v in each)} = {total:f}"
        for each, total in zip(amounts, (before, now), strict=True)
    ]
    values = [Value(say["sum_label"], str(year), f"{before:f}", unit, year)]
    worked = [one.calculation or "" for one in found] + added[:1]
    text = say["before"].format(year=year, value=f"{before:f}", unit=unit)
    if against:
        gap = now - before
        values.append(Value(say["sum_label"], str(year + 1), f"{now:f}", unit, year + 1))
        values.insert(0, Value(say["gap_label"], "", f"{abs(gap):f}", unit, year + 1))
        worked += [added[1], f"{max(now, before):f} − {min(now, before):f} = {abs(gap):f}"]
        way = "rose" if gap > 0 else "fell" if gap < 0 else "same"
        text += say["together_in"].format(year=year + 1, value=f"{now:f}", unit=unit)
        text += say[way].format(gap=f"{abs(gap):f}", unit=unit) + say["stop"]
    return Answer(
        question=query.original, language=query.language,
        route=Route.BOTH if any(one.route is Route.BOTH for one in found) else Route.TEXT,
        answer="\n".join((text, *(one.answer for one in found))),
        values=tuple(dict.fromkeys((*values, *(v for one in found for v in one.values)))),
        citations=tuple(dict.fromkeys(c for one in found for c in one.citations)),
        calculation="；".join(filter(None, worked)),
    )  # fmt: skip
