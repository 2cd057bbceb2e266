"""Tell one column of the row told before, or what is left of it without one: 按一般公共预算再报一遍, 上年结转拿掉.

The words around the column's printed head say what is asked (`words/later.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa.answering.pairs import REST
from qa.chaining.later import twins
from qa.linking.text import bare, same_words
from qa.planning.figures import make_figure, unit_of
from qa.planning.find import amount_of, filled
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Follow, FollowKind, Mention, Operation, Route
from qa.regexes import regex
from qa.talk import restated
from qa.talk.frame import Turn, framed_by
from qa.understand import understand
from qa.words import formulas, later
from qa.words.normalise import simplify

if TYPE_CHECKING:
    from qa.catalogue import Entry, Heading, Sheet
    from qa.view import Explained, View

_TOTAL = regex(r"[合总小]计|^(?:预算|决算|金额)数?$|预算数$|决算数$|金额$")
SHORTEST = 3
"""Characters of a column's head by which it is known in a question."""


def answer(view: View, question: str, turns: Sequence[Turn]) -> Explained | None:
    """Return the cell of a named column in the row told, or the amount told less that cell.

    None where the words around the name ask for anything else, or tables that print the amount told
    have different cells there.
    """
    from qa.view import Explained

    told = _told(view, turns)
    if told is None or not filled(told) or not is_money(unit_of(told)):
        return None
    text = same_words(later.unquoted(simplify(question)))
    found: dict[str, list[tuple[Figure, Figure]]] = {}
    for table, row, cell in _places(view, told):
        if (named := _named(table, text)) is None:
            continue
        kind, headings = named
        headings = _of_the_same(table, cell, headings)
        made = [make_figure(view.catalogue, view.lookup, table, row, c.index) for c in headings]
        if part := _one([c for c in made if c.year == told.year] or made):
            found.setdefault(kind, []).append((cell, part))
    if not found and (apart := _carried(view, told, text)):
        found[later.LESS] = [(told, apart)]
    if len(found) != 1:
        return None
    ((kind, cells),) = found.items()
    cell, part = cells[0]
    amounts = {amount_of(p) if filled(p) else None for _, p in cells}
    step = _step(kind, cell, part)
    if len(amounts) != 1 or step is None:
        return None
    plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("a column of the row told",))
    asked = replace(
        understand(question, view.catalogue), mentions=(Mention(told.label, quoted=True),),
        parts=(), operations=(step.asked,), refusals=(),
    )  # fmt: skip
    query = replace(framed_by(asked, turns[-1].query), follow=Follow(FollowKind.GROUP, 1))
    return Explained(view.composer.compose(query, plan), query, plan, None)


def _told(view: View, turns: Sequence[Turn]) -> Figure | None:
    """Return the one cell told last, or the one that stands above all others told with it."""
    if not turns or not turns[-1].cells:
        return None
    first, *others = turns[-1].cells
    rows = view.catalogue.rows
    below = all(
        o.table_id == first.table_id and first.label in rows[o.row_id].parents for o in others
    )
    return first if below else restated.last_cell(turns)


def _carried(view: View, told: Figure, text: str) -> Figure | None:
    """Return what was carried over beside a total, printed in a row of its own below the same head."""
    words = later.carried(text)
    of_total = view.catalogue.rows[told.row_id].kind == "total"
    if (
        not words
        or not of_total
        or later.of_column(text.replace(words, formulas.mark(0))) != later.LESS
    ):
        return None
    table = view.catalogue.tables[told.table_id]
    rows = [e for e in table.rows if e.id != told.row_id and later.is_carried(bare(e.label))]
    cells = [make_figure(view.catalogue, view.lookup, table, e, told.column) for e in rows]
    known = [c for c in cells if filled(c)]
    return known[0] if len(known) == 1 else None


def _step(kind: str, cell: Figure, part: Figure) -> Step | None:
    """Return what is told of the column: its cell, or how much less it leaves."""
    if kind == later.ONLY:
        return Step(Asked(Operation.LOOKUP), (Target(part),))
    apart = (cell.row_id, cell.column) != (part.row_id, part.column)
    less = apart and filled(part) and amount_of(part) <= amount_of(cell)
    return (
        Step(Asked(Operation.DIFFERENCE), (Target(cell), Target(part)), note=REST) if less else None
    )


def _places(view: View, told: Figure) -> Iterator[tuple[Sheet, Entry, Figure]]:
    """Give the rows that print the amount told under its name, its own first, each with that cell."""
    own = view.catalogue.tables[told.table_id]
    yield own, view.catalogue.rows[told.row_id], told
    for table in view.catalogue.tables.values():
        if table.document_id == told.document_id and table is not own:
            for twin in twins(view, table, told):
                yield table, view.catalogue.rows[twin.row_id], twin


def _named(table: Sheet, text: str) -> tuple[str, list[Heading]] | None:
    """Return what is asked of the one head of a table that a question names, with its columns."""
    amounts = [c for c in table.columns if c.role == "amount"]
    heads: dict[str, list[Heading]] = {}
    for column in amounts:
        for head in dict.fromkeys(map(bare, column.path)):
            heads.setdefault(head, []).append(column)
    said = [
        h for h, c in heads.items() if len(h) >= SHORTEST and h in text and len(c) < len(amounts)
    ]
    if not said:
        carried = later.carried(text)
        said = [h for h in heads if carried and later.is_carried(h)]
        text = text.replace(carried, formulas.mark(0)) if carried else text
    if not said:
        return None
    name = max(said, key=len)
    kind = later.of_column(text.replace(name, formulas.mark(0)))
    return (kind, heads[name]) if kind else None


def _of_the_same(table: Sheet, cell: Figure, headings: list[Heading]) -> list[Heading]:
    """Return those of some columns that are of the thing whose column was told (预算数/公务接待费).

    One that stands beside that column below the same head is of the row itself (财政拨款, 事业收入).
    """
    path = next(c.path for c in table.columns if c.index == cell.column)
    own = bare(path[-1])
    if _TOTAL.search(own) or all(c.path[:-1] == path[:-1] for c in headings):
        return headings
    return [c for c in headings if own in map(bare, c.path)]


def _one(cells: Sequence[Figure]) -> Figure | None:
    """Return the cell that stands for all of a head: its only one, or the largest, which holds the others."""
    known = [c for c in cells if filled(c)]
    if not known:
        return cells[0] if len(cells) == 1 else None
    return max(known, key=amount_of)
