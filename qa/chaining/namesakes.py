"""Tell which other rows go by the name that was asked for, where one of them was answered from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.words import yuan
from qa.linking.columns import default_columns
from qa.linking.text import bare, core
from qa.planning.alike import amount_or_none, of_one_measure
from qa.planning.figures import make_figure
from qa.planning.scope import ground
from qa.planning.types import Figure
from qa.query import Mention, Operation, Query, Route
from qa.talk.frame import Turn, is_generic

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.planning.scope import Ground
    from qa.view import Explained, View

MOST = 5  # other rows that are told
LONGEST = 4  # characters of a word that may be part of several names
_ITEMS = ("item", "indicator")
_PROJECTS = re.compile(r"(?:专项|项目|工作)?(?:经费|资金|专项|项目)$")
_TAIL = re.compile(
    r"(?:那|这)?(?:块|部分|方面|项|类)(?:儿)?$|(?:费用|经费|支出|资金|专项|项目|费|的)+$"
)


def told(view: View, done: Explained, turns: Sequence[Turn] = ()) -> Explained:
    """Return an answer of one row with the other rows that the words asked for fit as well."""
    figure = _answered_from(done)
    if figure is not None and turns and figure.table_id in {c.table_id for c in turns[-1].cells}:
        return done  # the talk is of that table: what is named in it is known
    names = _names(view, done.query, figure) if figure is not None else ()
    if figure is None or not names:
        return done
    place = ground(done.query, view.catalogue)
    if figure.document_id not in place.documents:
        return done
    seen = {_amount(figure), *(_amount(f) for t in done.plan.steps[0].operands for f in t.others)}
    found: dict[object, Figure] = {}
    for other in _others(view, figure, names, place):
        if _amount(other) not in seen and of_one_measure(figure, other):
            found.setdefault(_amount(other), other)
    if not found:
        return done
    others = list(found.values())[:MOST]
    answer = view.composer.with_others(done.query, done.plan, done.answer, others)
    return replace(done, answer=answer)


def _answered_from(done: Explained) -> Figure | None:
    """Return the one cell that a plain look-up is answered from."""
    plan = done.plan
    if done.answer.route is not Route.TABLE or len(plan.steps) != 1 or done.query.parts:
        return None
    step = plan.steps[0]
    if step.asked.operation is not Operation.LOOKUP or len(step.operands) != 1 or step.group:
        return None
    figure = step.operands[0].figure
    return figure if amount_or_none(figure) is not None else None


def _names(view: View, query: Query, figure: Figure) -> tuple[str, ...]:
    """Return what a question calls the one row that it asks for: its word, and what that means."""
    plain = {a.operation for a in query.operations} <= {Operation.LOOKUP}
    marked = query.codes or query.annexes or query.table_words or query.column_words
    mentions = [m for m in query.mentions if not is_generic((m,)) and not _PROJECTS.match(m.text)]
    if not plain or marked or len(mentions) != 1 or query.row_number is not None:
        return ()
    row = view.catalogue.rows[figure.row_id]
    if row.kind not in _ITEMS or not _is_named(row, mentions[0]):
        return ()
    terms = [hint.term for hint in mentions[0].hints if row.kind == "indicator"]
    return tuple(dict.fromkeys(_TAIL.sub("", text) for text in (mentions[0].text, *terms)))


def _is_named(row: Entry, mention: Mention) -> bool:
    """Tell whether a phrase or what it means is the name of a row, not of its column."""
    words = [core(text) for text in (mention.text, *(hint.term for hint in mention.hints))]
    own = [core(text) for text in (row.label, *row.parents[-1:])]
    return any(word in name or name in word for word in words for name in own if word and name)


def _others(view: View, figure: Figure, names: tuple[str, ...], place: Ground) -> Iterator[Figure]:
    """Yield the filled rows of the document that go by one of the names, its own table's first."""
    own = view.catalogue.rows[figure.row_id]
    exact = bare(names[0]) in (bare(own.label), core(own.label))
    short = () if exact else tuple(name for name in names if 1 < len(name) <= LONGEST)
    tables = [t for t in view.catalogue.tables.values() if t.document_id == figure.document_id]
    for table in sorted(tables, key=lambda t: t.id != figure.table_id):
        for entry in table.rows:
            if entry.id == own.id or entry.kind != own.kind or not _named(entry, own, short):
                continue
            other = _cell(view, table, entry, place)
            if other is not None and other.year == figure.year and amount_or_none(other):
                yield other


def _named(entry: Entry, own: Entry, short: tuple[str, ...]) -> bool:
    """Tell whether a row goes by the name of another, or by a short word for it."""
    if core(entry.label) == core(own.label):
        return True
    of_kind = entry.parents[-1:] if entry.kind == "indicator" else ()
    return any(word in text for word in short for text in (entry.label, *of_kind))


def _cell(view: View, table: Sheet, entry: Entry, place: Ground) -> Figure | None:
    """Return a row in the column that a question means where it names none."""
    columns = default_columns(table, entry, place.wish(table.document_id), view.linker.words)
    if not columns:
        return None
    return make_figure(view.catalogue, view.lookup, table, entry, columns[0].index)


def _amount(figure: Figure) -> object:
    """Return an amount in one unit, with the project that it is a goal of."""
    return yuan(figure) or (amount_or_none(figure), figure.subject)
