"""Ask each of several departments the same, and set side by side what they answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa import arithmetic
from qa.chaining import common
from qa.chaining.across import COMPARED, SURE, listed, owners
from qa.chaining.parts import answered
from qa.errors import VerificationError
from qa.narration.across import across
from qa.planning.types import Plan
from qa.query import Answer, Asked, Operation, Query, Route, Scope
from qa.understand import reader, understand
from qa.verify import verify
from qa.words import common_items
from qa.words import scope as scopes
from qa.words.compared import counts, of_one
from qa.words.phases import both_spoken

if TYPE_CHECKING:
    from ingest.store import StoredDocument
    from qa.narration.reading import Reading
    from qa.view import Explained, View

    Read = Callable[[Query], Explained]

Named = dict[tuple[str, int, str], list["StoredDocument"]]
MOST_READ = 6
_MOVES = (Operation.CHANGE, Operation.GROWTH)
_RANKS = {Operation.TOP, Operation.BOTTOM, Operation.COMPARE, Operation.RANK}
LISTED = "个数"
"""The column of how many rows a list has."""
_TOTAL = re.compile(r"(?:一共|总共|合计|总计|加起来|加一起)(?:是|有)?(?:多少|几)")
_NONE = re.compile(r"没|未|无|不|\bno\b|\bnone\b|without", re.I)
_ALLOWED = COMPARED | {
    Operation.GROWTH, Operation.CHANGE, Operation.STAFFING, Operation.COUNT, Operation.SHARE,
}  # fmt: skip


def answer(view: View, query: Query, done: Explained, read: Read) -> Explained | None:
    """Return what the departments named answer one by one, where one answer leaves some out.

    What a department's own parts are compared by in several clauses is answered as one.
    """
    if framed := arithmetic.of_clauses(view, query):
        return _framed(query, *framed)
    named = owners(view, query)
    if not 1 < len({key[0] for key in named}) <= MOST_READ or query.refusals:
        return None
    if {asked.operation for asked in query.operations} - _ALLOWED or query.scope.strangers:
        return None
    if query.asks(Operation.LIST) and done.answer.route not in (Route.REFUSE, Route.CLARIFY):
        return None  # which of them have a thing: the others have none
    before = _covered(view, query, done)
    if before >= len(named):
        if not _lacks_total(query, done):
            return None
        before = 0
    ways = _alone(view, query)
    if not ways or _NONE.search(query.text):
        return None
    pairs = [(own[0], _told(view, query, ways, own, read)) for own in named.values()]
    found = across(query, [(d, r) for d, r in pairs if r is not None])
    if found is None or len({c.document_id for c in found.citations}) <= before:
        return None
    worked = [r.calculation for _, r in pairs if r is not None and r.calculation]
    found = replace(found, calculation="；".join([*worked, *filter(None, [found.calculation])]))
    return _verified(_explained(query, found, [d for d, r in pairs if r is None]))


def of_common(view: View, query: Query, read: Read) -> Explained | None:
    """Return what the departments have of an item that all disclose, each where its template has it.

    Of one department it is what two years' documents have of it, a budget and final accounts
    where the question speaks of both.
    """
    named = owners(view, query)
    years = _two_years(view, query) if not named else {}
    if not (years or 1 < len({key[0] for key in named}) <= MOST_READ) or query.scope.strangers:
        return None
    known = reader(view.catalogue).departments
    item = common_items.asked(query.text, scopes.find(query.text, known, (), ()).spans)
    if item is None or {a.operation for a in query.operations} - _ALLOWED:
        return None
    if not years and not _of_their_time(query, named):
        return None
    if len({key[2] for key in years}) == 1 and (item.ask or item.total):
        return None  # tables print both years
    moved = not years and common_items.pattern("moving").search(query.text) is not None
    named = named or years

    def ask(text: str, documents: list[StoredDocument]) -> Explained:
        return read(_of(view, query, text, documents))

    pairs = [(own[0], common.of_one(view, item, own, ask, moved=moved)) for own in named.values()]
    told = [(d, r) for d, r in pairs if r is not None]
    text = item.said.sub(_sum_kept, query.text)
    asked = _over_years(query, text) if years else _beside(query, text, moved=moved)
    if years and len(told) < len(pairs):
        return None
    if len(told) < len(pairs):  # neither the sum nor the most of some is that of all
        kinds = (Asked(Operation.CHANGE),) if moved else ()
        asked = replace(asked, text="", operations=kinds)
    if asked.asks(Operation.GROWTH):
        told = [(d, common.with_rate(r)) for d, r in told]
    found = across(asked, told, least=1)
    if found is None:
        return None
    if asked.asks(Operation.GROWTH):
        worked = [r.calculation for _, r in told if r.calculation]
        found = replace(
            found, calculation="；".join([*worked, found.calculation or ""]).strip("；")
        )
    return _verified(_explained(query, found, [d for d, r in pairs if r is None]))


def _verified(told: Explained) -> Explained | None:
    """Return an answer that its evidence carries; what was answered before stands else."""
    try:
        verify(told.answer)
    except VerificationError:
        return None
    return told


def _of_their_time(query: Query, named: Named) -> bool:
    """Tell whether a question's year, phase and year before are those of all the departments."""
    years = {key[1] for key in named}
    if (query.years and years - {*query.years}) or query.asks(Operation.BACK_CALCULATE):
        return False
    if query.phase is not None and {key[2] for key in named} != {query.phase.value}:
        return False
    return query.base_year is None or {year - 1 for year in years} == {query.base_year}


def _two_years(view: View, query: Query) -> Named:
    """Return one department's documents of the two years and phases that a question speaks of."""
    years = {*query.years, *((query.base_year,) if query.base_year else ())}
    known = view.catalogue.documents
    documents = [known[key] for key, year, _ in query.scope.candidates if year in years]
    found: Named = {}
    for document in documents:
        key = (document.institution, document.fiscal_year, document.phase)
        found.setdefault(key, []).append(document)
    apart = [{key[i] for key in found} for i in range(3)]
    each = len(found) == 2 and [len(some) for some in apart[:2]] == [1, 2]
    fits = len(apart[2]) == 1 + both_spoken(query.text)
    return found if each and fits and not query.asks(Operation.GROWTH) else {}


def _over_years(query: Query, text: str) -> Query:
    """Return a question of two years of one department without its item."""
    against = common_items.pattern("gap").search(text) or query.asks(Operation.CHANGE)
    kept = tuple(a for a in query.operations if a.operation is Operation.RATIO)
    kept = (Asked(Operation.DIFFERENCE),) if against and not kept else kept
    return replace(query, text="", operations=kept, phase=None)


def _sum_kept(match: re.Match[str]) -> str:
    """Return the word that adds up of an item's name where it ends in one: 三公经费合计多少."""
    ends = common_items.pattern("sum_end").search(match[0])
    return ends[0] if ends else ""


def _beside(query: Query, text: str, *, moved: bool) -> Query:
    """Return a question without its item: what is done with the figures of the departments.

    A change is the item's own only where it is to have moved; a total in its name adds nothing up.
    """
    if moved:
        rate = query.asks(Operation.GROWTH) or common_items.pattern("rate").search(text)
        operations = (Asked(Operation.GROWTH if rate else Operation.CHANGE),)
        return replace(query, text=text, operations=operations)
    kept = {a.operation: a for a in query.operations if a.operation not in _MOVES}
    for name, operation in (("gap", Operation.DIFFERENCE), ("sum", Operation.SUM)):
        kept.pop(operation, None)
        if common_items.pattern(name).search(text):
            kept[operation] = Asked(operation)
    if not kept.keys() & _RANKS and common_items.pattern("top").search(text):
        kept[Operation.TOP] = Asked(Operation.TOP)
    return replace(query, text=text, operations=tuple(kept.values()))


def _framed(query: Query, plan: Plan, told: Answer, reading: Reading | None) -> Explained:
    from qa.view import Explained

    return Explained(told, query, plan, reading)


def _lacks_total(query: Query, done: Explained) -> bool:
    """Tell whether the sum is asked beside the most or the least, and was not given."""
    ranked = query.asks(Operation.TOP, Operation.BOTTOM, Operation.COMPARE)
    added = "+" in (done.answer.calculation or "")
    return ranked and not added and _TOTAL.search(query.text) is not None


def _covered(view: View, query: Query, done: Explained) -> int:
    """Return of how many departments an answer tells what is asked; of none where it is refused."""
    if done.answer.route in (Route.REFUSE, Route.CLARIFY):
        return 0
    known = view.catalogue.documents
    told = {known[c.document_id].institution for c in done.answer.citations if c.document_id}
    units = [value.unit for value in done.answer.values]
    if query.asks(Operation.GROWTH):
        return min(len(told), sum(unit == "%" for unit in units))
    if counts(query.text):
        return min(len(told), sum(not is_money(unit) for unit in units))
    return min(len(told), max(len(units), len(done.cells)))


def _told(
    view: View, query: Query, ways: Sequence[str], documents: list[StoredDocument], read: Read
) -> Reading | None:
    """Return what one department answers, by the first way of asking that gives such a figure."""
    money = not counts(query.text)
    for way in ways:
        found = _reading(view, read(_of(view, query, way, documents)))
        if found is None:
            continue
        right = tuple(v for v in found.values if money or not is_money(v.unit))
        told = found.kind in ("fact", "count")
        if not told and found.score >= SURE:  # a sentence that has one such figure only
            unit = counts(query.text)
            right = tuple(v for v in right if (is_money(v.unit) if money else v.unit == unit))
            told = len(right) == 1
        if told and right:
            return replace(found, values=right, kind=found.kind if money else "count")
    return None


def _alone(view: View, query: Query) -> tuple[str, ...]:
    """Return the ways in which a question is asked of one of its departments."""
    known = reader(view.catalogue).departments
    return of_one(query.text, scopes.find(query.text, known, (), ()).spans)


def _of(view: View, query: Query, text: str, documents: list[StoredDocument]) -> Query:
    asked = understand(text, view.catalogue, query.language)
    candidates = tuple((d.id, d.fiscal_year, d.phase) for d in documents)
    scope = Scope(tuple(d.id for d in documents), named=True, candidates=candidates)
    parts = tuple(replace(part, scope=scope) for part in asked.parts)
    return replace(asked, scope=scope, parts=parts, follow=None, unit=asked.unit or query.unit)


def _reading(view: View, done: Explained) -> Reading | None:
    """Return one department's answer as what it states, or None where it has none."""
    if done.answer.route is Route.TEXT and done.reading is not None:
        return done.reading
    told = answered(done) or done.answer.route is Route.TEXT
    if not told or any(value.column == LISTED for value in done.answer.values):
        return None
    if len(done.cells) == 1 and not done.answer.calculation:
        return listed(view, done.cells[0], done.plan.score)
    from qa.narration.reading import Reading

    return Reading(
        min(done.plan.score, 1.0), values=done.answer.values, citations=done.answer.citations,
        kind="fact", calculation=done.answer.calculation,
    )  # fmt: skip


def _explained(query: Query, found: Reading, lacking: list[StoredDocument]) -> Explained:
    from qa.view import Explained

    tables = [citation.table_id is not None for citation in found.citations]
    route = Route.TABLE if all(tables) else Route.BOTH if any(tables) else Route.TEXT
    names = "、".join(d.institution for d in lacking)
    missing = f"没有查到可比的数：{names}。" if names else ""
    text = found.answer(query.language)
    told = Answer(
        question=query.original, language=query.language, route=route,
        answer=f"{text}\n{missing}" if missing else text,
        values=found.values, citations=found.citations, calculation=found.calculation or None,
        notes=(*found.notes, *([missing] if missing else [])),
    )  # fmt: skip
    plan = Plan(route, score=found.score, whole=True)
    return Explained(told, query, plan, found if route is Route.TEXT else None)
