"""Answer what disclosures may withhold as if it were published, where evidence then prints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.wording import wording
from qa.narration.counted import without_department
from qa.planning.count_evidence import COUNTED
from qa.planning.types import Plan
from qa.query import Answer, Query, Route
from qa.understand import reader
from qa.words.asking import ASKS
from qa.words.reasons import anew, untold, verdicts

if TYPE_CHECKING:
    from qa.view import Explained, View

HALF_YEAR = "half_year"
SUPPLIER = "supplier"
_BETTER = ("stranger", "year", "phase", "documents")  # reasons that say more than that of a topic


def by_parts(query: Query) -> bool:
    """Tell whether only some of several questions ask for what no evidence could tell."""
    asking = [part for part in query.parts if ASKS.search(part.text)]
    held = [bool(verdicts() & set(part.refusals)) for part in asking]
    return any(held) and not all(held) and "instruction" not in query.refusals


def checked(
    view: View,
    query: Query,
    run: Callable[[Query], Explained],
    refuse: Callable[[Plan], Explained],
) -> Explained:
    """Return what a question is answered by as if all were published, unless nothing prints it."""
    hard = next((r for r in query.refusals if r in verdicts()), "")
    if hard and not by_parts(query):
        return refuse(Plan(Route.REFUSE, reason=f"asked:{hard}"))
    done = run(replace(query, refusals=()))
    if done.answer.route is Route.REFUSE and done.plan.reason.startswith(_BETTER):
        return done
    if set(done.plan.trace) & set(COUNTED):
        return done
    missing = untold(query.refusals, query.text, _evidence(view, done.answer))
    apart = missing and any(ASKS.search(p.text) and not p.refusals for p in query.parts)
    named = wording(query.language).templates.get(f"reason_{missing}", "")
    if not missing or (apart and named in done.answer.answer):  # one part is refused by itself
        return _as_one(view, query, run, refuse, done)
    return _anew(view, query, missing, run) or refuse(Plan(Route.REFUSE, reason=f"asked:{missing}"))


def is_untold(view: View, refused: Explained, answer: Answer) -> bool:
    """Tell whether an answer in place of a refusal prints nothing of the company that is asked for."""
    known = refused.plan.reason == f"asked:{SUPPLIER}"
    return known and bool(untold((SUPPLIER,), refused.query.text, _evidence(view, answer)))


def of_other_time(view: View, query: Query, answer: Answer) -> bool:
    """Tell whether an answer prints nothing of the part of a year that a question asks for."""
    timed = tuple(reason for reason in query.refusals if reason == HALF_YEAR)
    return bool(untold(timed, query.text, _evidence(view, answer)))


def _as_one(
    view: View,
    query: Query,
    run: Callable[[Query], Explained],
    refuse: Callable[[Plan], Explained],
    done: Explained,
) -> Explained:
    """Return an answer, anew where it refuses a part and all parts ask for one matter together."""
    named, text = wording(query.language).templates, without_department(view, query.text)
    denied = [r for r in query.refusals if named.get(f"reason_{r}", r) in done.answer.answer]
    ways = ((r, way) for r in denied if (way := anew(r, text)) is not None and way.said)
    reason, way = next(ways, ("", None))
    if way is None or not query.parts or query.english:
        return done
    again = run(replace(reader(view.catalogue).piece(way.words, query), refusals=()))
    if untold((reason,), way.words, _evidence(view, again.answer)):
        return refuse(Plan(Route.REFUSE, reason=f"asked:{reason}"))
    return again


def _anew(
    view: View, query: Query, missing: str, run: Callable[[Query], Explained]
) -> Explained | None:
    """Return what is withheld as documents print it, where a sentence or a row does print it."""
    way = None if query.english else anew(missing, without_department(view, query.text))
    if way is None or (query.parts and not way.said):
        return None
    again = run(replace(reader(view.catalogue).piece(way.words, query), refusals=()))
    answer = again.answer
    if not answer.values or answer.route not in (Route.TEXT, Route.TABLE, Route.BOTH):
        return None
    if answer.route is not Route.TEXT and not (way.said and _names(answer, way.prints)):
        return None
    return None if untold((missing,), way.words, _evidence(view, answer)) else again


def _names(answer: Answer, printed: str) -> bool:
    """Tell whether a row or column of an answer is named so."""
    return any(printed in f"{value.label}{value.column}" for value in answer.values)


def _evidence(view: View, answer: Answer) -> str:
    """Return what the evidence of an answer prints; final accounts print what was spent."""
    if answer.route is Route.REFUSE:
        return ""
    printed: list[str | None] = [
        name for value in answer.values for name in (value.label, value.column)
    ]
    printed += [f"{value.label} {value.value} {value.unit or ''}" for value in answer.values]
    for cited in answer.citations:
        known = view.catalogue.documents.get(cited.document_id or 0)
        printed += [cited.quote, cited.row, cited.column, known.phase if known else ""]
    return "\n".join(filter(None, printed))
