"""Tell what a later question does with the amounts told before it, and with the one item that it names.

The words around the name say what is asked (`words/later.py`); the cells told are the operands, and the
item is looked for in their own table and column first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from qa.errors import CalculationError
from qa.linking.printed import printed
from qa.linking.text import bare, same_words
from qa.planning.figures import make_figure
from qa.planning.find import amount_of, filled
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Follow, FollowKind, Mention, Operation, Route
from qa.talk import restated
from qa.talk.frame import Turn, framed_by
from qa.understand import understand
from qa.words import formulas, later, steps
from qa.words.normalise import simplify

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.linking.printed import Printed
    from qa.view import Explained, View

_STEPS = {later.SHARE: "share", later.GAP: "apart", later.SUM: "added"}
_MOVED = {later.CHANGE: Operation.CHANGE, later.RATE: Operation.GROWTH}
_MONTHS = ("月", Decimal(12))


def readings(view: View, question: str) -> tuple[tuple[later.Later, ...], str]:
    """Return what a question may ask of amounts told before, with the one name beside it."""
    text = same_words(later.unquoted(simplify(question)))
    if found := later.read(text, 0):
        return found, ""
    names = printed(view.catalogue)
    said: list[str] = []
    at = 0
    while at < len(text) and len(said) <= formulas.MOST:
        name = _name(names, text, at)
        if name:
            said += [name] if name not in said else []
            text = f"{text[:at]}{formulas.mark(said.index(name))}{text[at + len(name) :]}"
        at += 1
    return (later.read(text, 1), said[0]) if len(said) == 1 else ((), "")


def added(question: str) -> str:
    """Return a later question that adds one thing to what was told in plain words."""
    return later.added(question)


def plainly(view: View, question: str) -> str:
    """Return a question that only asks of the year before in plain words, any other as it is."""
    found, _ = readings(view, question)
    language = "en" if question.isascii() else "zh"
    return later.plain(found[0].kind, language) or question if found else question


def _name(names: Printed, text: str, at: int) -> str:
    """Return the longest name of a row at a place of a text."""
    found = names.at(text, at)
    rows = found and any(p.row is not None for form in found[1] for p in names.places(form))
    return found[0] if found and rows and not found[0].isdigit() else ""


def read(view: View, question: str, turns: Sequence[Turn]) -> Iterator[steps.Step]:
    """Give what a question may do with the amounts told before as steps on them."""
    found, name = readings(view, question)
    told = restated.last_cell(turns)
    printed_so = bool(name) and told is not None and beside(view, name, told) is not None
    for one in found:
        if one.turned and not printed_so:
            continue  # 其中电费 is of a form or a sentence
        if name and one.kind in _STEPS:
            yield steps.Step(
                _STEPS[one.kind], "", name, like=printed_so and not one.turned, turned=one.turned
            )
        elif one.kind == later.SPREAD:
            yield steps.Step("spread", "", unit=_MONTHS[0], number=_MONTHS[1])
        elif one.kind == later.CONVERT:
            yield steps.Step("convert", "", unit=one.unit)


def answer(view: View, question: str, turns: Sequence[Turn]) -> Explained | None:
    """Return the sum of the cells told, or how the one cell told moved since the year before."""
    from qa.view import Explained

    found, name = readings(view, question)
    for one in found:
        if name:
            step = _other(view, name, turns) if one.kind == later.OTHER else None
        else:
            step = _of_told(view, one, turns)
        if step is None:
            continue
        plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("figures told before",))
        labels = dict.fromkeys(t.figure.label for t in step.operands)
        asked = understand(question, view.catalogue)
        named = tuple(Mention(label, quoted=True) for label in labels if label)
        named = (turns[-1].query.mentions if one.kind in _MOVED else ()) or named
        asked = replace(asked, mentions=named, parts=(), operations=(step.asked,))
        query = replace(
            framed_by(asked, turns[-1].query), follow=Follow(FollowKind.GROUP, len(named))
        )
        try:
            return Explained(view.composer.compose(query, plan), query, plan, None)
        except CalculationError:
            continue
    return None


def _of_told(view: View, one: later.Later, turns: Sequence[Turn]) -> Step | None:
    """Return what is asked of the amounts told alone."""
    if one.kind == later.SUM:
        return _summed(one, turns)
    return _apart(turns) if one.kind == later.GAP else _moved(view, one, turns)


def _apart(turns: Sequence[Turn]) -> Step | None:
    """Return how the last of two amounts, told one after the other, stands to the one before it."""
    cells = restated.one_by_one(turns)[-2:]
    units = {c.fact.unit for c in cells if c.fact is not None}
    apart = len({(c.row_id, c.column) for c in cells}) == 2
    if not apart or len(units) != 1 or not all(map(filled, cells)):
        return None
    before, last = map(Target, cells)
    return Step(Asked(Operation.DIFFERENCE), (last, before))


def _summed(one: later.Later, turns: Sequence[Turn]) -> Step | None:
    """Return the sum of all that was told last, or one after the other."""
    cells = restated.cells_of(turns[-1])
    if len(cells) < 2:
        cells = restated.one_by_one(turns)[-one.count :]
    units = {c.fact.unit for c in cells if c.fact is not None}
    apart = len({(c.row_id, c.column) for c in cells}) == len(cells)
    fit = len(cells) == one.count if one.count else len(cells) > 1
    if not fit or not apart or len(units) != 1 or not all(map(filled, cells)):
        return None
    return Step(Asked(Operation.SUM), tuple(map(Target, cells)))


def _other(view: View, name: str, turns: Sequence[Turn]) -> Step | None:
    """Return the cell of another row of the table of the one cell told, in the same column."""
    told = restated.last_cell(turns)
    last = turns[-1].query
    plainly = all(a.operation is Operation.LOOKUP for a in last.operations)
    if told is None or not filled(told) or last.column_words or not plainly:
        return None
    table = view.catalogue.tables[told.table_id]
    if told.year != view.catalogue.documents[told.document_id].fiscal_year:
        return None
    found = _in_column(view, table, told, name)
    exact = found is not None and bare(found.label) == bare(name)
    return Step(Asked(Operation.LOOKUP), (Target(found),)) if found and exact else None


def _moved(view: View, one: later.Later, turns: Sequence[Turn]) -> Step | None:
    """Return how the one cell told moved since the year before."""
    now = restated.last_cell(turns) if one.kind in _MOVED else None
    before = view.planner.bases.prior(now) if now is not None and filled(now) else None
    if now is None or before is None or not filled(before):
        return None
    return Step(Asked(_MOVED[one.kind]), (Target(now),), (Target(before),))


def beside(view: View, name: str, figure: Figure) -> Figure | None:
    """Return the cell of a named row in the column of a cell told, or of its like in another table."""
    own = view.catalogue.tables[figure.table_id]
    if (found := _in_column(view, own, figure, name)) is not None:
        return found
    others = []
    for table in view.catalogue.tables.values():
        if table.document_id != figure.document_id or table is own:
            continue
        for twin in twins(view, table, figure):
            others.append(_in_column(view, table, twin, name))
    known = [one for one in others if one is not None]
    amounts = {amount_of(one) for one in known}
    return known[0] if len(amounts) == 1 else None


def twins(view: View, table: Sheet, figure: Figure) -> Iterator[Figure]:
    """Give the cells of another table that print a cell's amount under its name."""
    for entry in table.rows:
        if bare(entry.label) != bare(figure.label):
            continue
        for column in (c for c in table.columns if c.role == "amount"):
            made = make_figure(view.catalogue, view.lookup, table, entry, column.index)
            if filled(made) and made.year == figure.year and amount_of(made) == amount_of(figure):
                yield made
                break


def _in_column(view: View, table: Sheet, figure: Figure, name: str) -> Figure | None:
    """Return the one filled cell of a name in the column of a cell: of the row above it, or beside it."""
    names = printed(view.catalogue)
    found = names.at(name, 0)
    forms = found[1] if found and found[0] == name else (name,)
    places = [p for f in forms for p in names.places(f) if p.table == table.id and p.row]
    ids = {p.row.id for p in places if p.row and p.exact} or {p.row.id for p in places if p.row}
    own = view.catalogue.rows[figure.row_id]
    rows = [e for e in table.rows if e.id in ids and e.id != own.id]
    kept = next(filter(None, (_above(rows, own), _siblings(rows, own))), rows)
    made = [make_figure(view.catalogue, view.lookup, table, e, figure.column) for e in kept]
    amounts = {amount_of(one) for one in made if filled(one)}
    return made[0] if len(amounts) == 1 and all(map(filled, made)) else None


def _above(rows: Sequence[Entry], own: Entry) -> list[Entry]:
    """Return the one of several rows that stands above another."""
    parents = [bare(p) for p in own.parents]
    found = [
        e for e in rows
        if bare(e.label) in parents and list(own.parents[: len(e.parents)]) == list(e.parents)
    ]  # fmt: skip
    return found if len(found) == 1 else []


def _siblings(rows: Sequence[Entry], own: Entry) -> list[Entry]:
    """Return the rows that stand below what another stands below."""
    return [e for e in rows if e.parents == own.parents]
