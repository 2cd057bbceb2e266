"""Tell the reason or the use of what a figure is of, where a question asks for both and only the figure was told.

A reader that explains a figure word by word (决算比年初多花了多少) does not look into the text for why. What is
told beside it must name the same row and have the mark of a reason or a use; else the figure stays alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ingest.data_files import data_file
from ingest.records import Phase
from qa.chaining.several import several
from qa.linking.text import core, unnumbered
from qa.query import Answer, Operation, Query, Route
from qa.regexes import regex

if TYPE_CHECKING:
    from qa.planning.types import Figure
    from qa.view import Explained, View

    Ask = Callable[[str], Explained]

_ASKED = {Operation.WHY: "reason", Operation.PURPOSE: "use"}
_SHORTEST = 2  # characters of a name


def told(view: View, done: Explained, ask: Ask) -> Explained:
    """Return an answer with what the text or its row says in words of the row, where that is asked for too."""
    if done.answer.route not in (Route.TABLE, Route.BOTH) or not done.answer.values:
        return done
    figure = _figure(done)
    kinds = [kind for asked, kind in _ASKED.items() if _asks(done.query, asked)]
    if figure is None or len(kinds) != 1 or len(core(_name(figure))) < _SHORTEST:
        return done
    both = done.answer.route is Route.BOTH
    if _names(done.answer, figure) if both else _says(kinds[0], done.answer.answer):
        return done
    for question in _questions(view, figure, kinds[0]):
        other = ask(question)
        if _of_the_row(other.answer, figure, kinds[0]):
            return _joined(_figures_alone(view, done) if both else done, other)
    return done


def _names(answer: Answer, figure: Figure) -> bool:
    """Tell whether a sentence that is told beside a figure names its row, or none is told."""
    name = core(_name(figure))
    quotes = [c.quote for c in answer.citations if c.table_id is None]
    return not quotes or any(name in quote for quote in quotes)


def _figures_alone(view: View, done: Explained) -> Explained:
    """Return an answer without sentences, which are of another row."""
    plan = replace(done.plan, route=Route.TABLE)
    answer = view.composer.compose(done.query, plan)
    return replace(done, answer=replace(answer, question=done.answer.question))


def _asks(query: Query, operation: Operation) -> bool:
    return any(part.asks(operation) for part in (query, *query.parts))


def _figure(done: Explained) -> Figure | None:
    """Return the one row that all figures are of; None where they are of several or of a list."""
    targets = [t.figure for step in done.plan.steps for t in step.operands]
    names = {_name(figure) for figure in targets}
    # a cell with the one that it is held against
    return targets[0] if len(names) == 1 and len(targets) <= len(done.plan.steps) + 1 else None


def _name(figure: Figure) -> str:
    """Return what a cell is of: its row, or its column where the row is a total or a year."""
    label = unnumbered(figure.label).strip()
    if _pattern("no_name").fullmatch(label) is None:
        return label
    head = unnumbered(figure.column_name.split("/")[-1]).strip()
    return "" if _pattern("no_name").fullmatch(head) else head


def _questions(view: View, figure: Figure, kind: str) -> Iterator[str]:
    """Give how the words are asked for: by the column that prints them, else of the text."""
    name = _name(figure)
    columns = view.catalogue.tables[figure.table_id].columns
    heads = (c.path[-1] for c in columns if c.role == "text" and c.path)
    for head in heads:
        if _pattern(kind).search(head):
            yield f"{name}{head}"
    spent = view.catalogue.phase_of(figure.document_id) is Phase.FINAL
    for asked in (f"{kind}_spent" if spent else "", f"{kind}_asked"):
        if asked in _words():
            yield str(_words()[asked]).format(name=name)


def _says(kind: str, text: str) -> bool:
    return _pattern(kind).search(text) is not None


def _of_the_row(answer: Answer, figure: Figure, kind: str) -> bool:
    """Tell whether an answer in words is of the row alone, by its cell or sentences that name it."""
    if answer.route not in (Route.TEXT, Route.TABLE) or not _says(kind, answer.answer):
        return False
    name = core(_name(figure))
    return bool(answer.citations) and all(
        c.row_id == figure.row_id or (c.table_id is None and name in c.quote)
        for c in answer.citations
    )


def _joined(done: Explained, other: Explained) -> Explained:
    """Return the figure with the words behind it."""
    answer = several(done.query.original, done.query, (done.answer, other.answer))
    answer = replace(answer, route=Route.BOTH, question=done.answer.question)
    return replace(done, answer=replace(answer, suggestions=done.answer.suggestions))


@cache
def _words() -> dict[str, object]:
    return dict(data_file("qa", "words_beside.yaml"))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return regex(str(_words()[kind]))
