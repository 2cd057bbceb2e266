"""Answer what is asked of one of a department's units, where the department's figure was told instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.linking.text import bare, core
from qa.planning import told_amounts, told_counts
from qa.planning.of_unit import concerns, counterparts, named_of
from qa.planning.scope import ground
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route
from qa.understand import reader, understand
from qa.words.departments import short_forms
from qa.words.lexical import cut
from qa.words.normalise import data
from qa.words.wordclass import names_something

if TYPE_CHECKING:
    from qa.view import Explained, View

    Read = Callable[[Query], Explained]

LEAST_TOLD = 0.3  # share of an item's pairs of characters that tells it
SUMMED = re.compile(r"(?:[合小总]计|(?:20\d\d年度?)?(?:年初|全年|本年)?[预决]算数?|金额)$")
TELLING = 2  # characters of a word that tells what is asked
_PLAIN = {Operation.LOOKUP}
_NAMED = ("project_list", "project_performance", "procurement", "overall_performance")
_OF_ONE = {*_PLAIN, Operation.LIST, Operation.SUM}


def told(view: View, done: Explained, read: Read) -> Explained | None:
    """Return the unit's own figure, a refusal where only the department's is printed, or None."""
    query = done.query
    kinds = {a.operation for a in query.operations}
    unit = "" if kinds - _OF_ONE else _alone(query)
    if unit and not _is_of(view, done, unit):
        return _explained(view, query, _nothing(unit))
    if kinds - _PLAIN or done.answer.route is not Route.TABLE:
        return None
    documents = {c.document_id for c in done.cells}
    if len(documents) != 1 or done.answer.calculation:
        return None
    said = reader(view.catalogue).units_written(bare(query.text))
    name, rest = view.planner.units.cut(said, tuple(documents))
    if not name or _is_itself(view, next(iter(documents)), said, rest):
        return None
    units = {name, *view.planner.units.below(tuple(documents))}
    apart = [c for c in done.cells if not any(concerns(view.catalogue, c, u) for u in units)]
    if any(view.catalogue.tables[c.table_id].kind in _NAMED for c in apart):
        return None  # a project or purchase is known by its own name
    if not (_items(apart) if len(apart) < len(done.cells) else apart):
        if _unexplained(view, query, done.cells) or _names_more(
            view, query, name, rest, done.cells
        ):
            return _explained(view, query, _nothing(name))
        return None
    if direct := _named(view, query, name, tuple(documents)):
        return _answer(view, query, direct)
    asked = replace(understand(rest, view.catalogue, query.language), original=query.original)
    asked = replace(asked, scope=query.scope, follow=None)
    whole = read(asked)
    found = _own(view, whole, name)
    if found:
        return _answer(view, query, found)
    return _explained(view, query, _nothing(name))


def _alone(query: Query) -> str:
    """Return the unit that a question asks of by itself (南海站自己一家), else nothing."""
    match = re.search(data("units.yaml")["alone"], query.text)
    return bare(match["unit"]) if match else ""


def _is_of(view: View, done: Explained, unit: str) -> bool:
    """Tell whether an answer is of a unit, or states an amount right behind its name."""
    if done.answer.route is Route.TEXT:
        return told_amounts.amount_of(view, done.query, unit) is not None
    ends = [unit[i:] for i in range(len(unit) - 2)]
    cells = [c for c in done.cells if any(concerns(view.catalogue, c, end) for end in ends)]
    return bool(cells) or not done.cells


def _nothing(name: str) -> Plan:
    return Plan(Route.REFUSE, reason="not_found", trace=(f"nothing of that of {name}",))


def _is_itself(view: View, document: int, said: str, rest: str) -> bool:
    """Tell whether the words that name a unit name the department as well (财政局 of 财政局财政所)."""
    word = next((said[i : len(said) - len(rest) + i] for i in range(len(rest) + 1)
                 if rest[:i] == said[:i] and said.endswith(rest[i:])), "")  # fmt: skip
    stored = view.catalogue.documents[document]
    names = {bare(name) for name in (stored.institution, *stored.aliases)}
    return not word or any(word in name or word in short_forms(name) for name in names)


def _items(cells: Sequence[Figure]) -> list[Figure]:
    """Return the cells that are no grand total."""
    return [c for c in cells if not bare(c.label).endswith(("总计", "合计"))]


def _unexplained(view: View, query: Query, cells: Sequence[Figure]) -> bool:
    """Tell whether a question names an item of spending by kind that no cell's names have."""
    terms = [
        core(hint.term) for m in query.mentions for hint in m.hints[:1]
        if (hint.code or "").startswith("30")
    ]  # fmt: skip
    named = "/".join(_printed(view, cells))
    return any(_told(term, named) < LEAST_TOLD for term in terms)


def _names_more(view: View, query: Query, name: str, rest: str, cells: Sequence[Figure]) -> bool:
    """Tell whether words beside a unit's name say a thing of which all its money tells nothing (买枪)."""
    whole = all(SUMMED.search(bare(c.column_name)) for c in cells)
    if not whole or any(bare(c.label) != name for c in cells):
        return False  # a column is meant
    if query.follow is not None or query.english or query.codes:
        return False
    said = data("units.yaml")
    if re.search(said["of_things"], rest):
        return False
    rest = told_counts.without_department(view, rest)
    rest = re.sub(f"{said['around']}|{said['general']}", " ", rest)
    tables = [view.catalogue.tables[c.table_id] for c in cells]
    named = "/".join((*_printed(view, cells), *(bare(t.title) for t in tables)))
    words = [w for w in cut(rest) if len(w.strip()) >= TELLING and names_something(w)]
    return any(_told(bare(word), named) == 0 for word in words)


def _printed(view: View, cells: Sequence[Figure]) -> list[str]:
    """Return the names that cells have: of their rows, of what is above them, of their columns."""
    rows = view.catalogue.rows
    return [bare("".join((c.label, c.column_name, *rows[c.row_id].parents))) for c in cells]


def _told(term: str, named: str) -> float:
    """Return the share of a term's pairs of characters that names have."""
    pairs = [term[i : i + 2] for i in range(len(term) - 1)]
    return sum(pair in named for pair in pairs) / len(pairs) if pairs else 1.0


def _named(view: View, query: Query, name: str, documents: tuple[int, ...]) -> tuple[Figure, ...]:
    """Return the one cell of the unit for each word of a question that names one."""
    place = ground(query, view.catalogue)
    if place.missing or not set(place.documents) <= set(documents):
        return ()
    found: dict[tuple[int, int], Figure] = {}
    for mention in query.mentions:
        terms = (mention.text, *(h.term for h in mention.hints))
        said = {text for term in terms for text in (bare(term), core(term))} - {name}
        own = named_of(view.catalogue, view.lookup, view.linker.words, place, said, name)
        own = [f for f in own if f.fact is not None]
        if len({f.fact.value for f in own if f.fact is not None}) == 1:
            found[own[0].row_id, own[0].column] = own[0]
    return tuple(found.values())


def _own(view: View, whole: Explained, name: str) -> tuple[Figure, ...]:
    """Return the unit's counterpart of the one thing that was told of the department."""
    rows = {(c.row_id, c.column) for c in whole.cells}
    if len(rows) != 1:
        return ()
    cell = whole.cells[0]
    found = counterparts(view.catalogue, view.lookup, view.linker.words, cell, name)
    amounts = {f.fact.value for f in found if f.fact is not None}
    return tuple(found[:1]) if len(amounts) < 2 else ()


def _answer(view: View, query: Query, figures: tuple[Figure, ...]) -> Explained:
    step = Step(Asked(Operation.LOOKUP), tuple(map(Target, figures)))
    return _explained(view, query, Plan(Route.TABLE, (step,), score=figures[0].score, whole=True))


def _explained(view: View, query: Query, plan: Plan) -> Explained:
    from qa.view import Explained

    return Explained(view.composer.compose(query, plan), query, plan, None)
