"""Answer what is asked of rows that a question names by a table's title, a class, or a mark.

The set is found by printed names, what is asked of it by `words/anchored.py`. Nothing is answered
where a word is left beside them that could choose other rows.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.catalogue import Catalogue
from qa.lookup import Lookup
from qa.planning import unprinted_tables
from qa.planning.anchor_names import LISTS, Names, flat, without_own
from qa.planning.anchored_plans import Plans
from qa.planning.anchors import Anchor, anchors
from qa.planning.scope import Ground, ground
from qa.planning.types import Plan
from qa.query import Answer, Asked, Operation, Query
from qa.understand import reader
from qa.words import anchored, code_parts, numerals, references
from qa.words.anchored import Ask
from qa.words.lexical import cut
from qa.words.normalise import normalise, simplify, without_dialect
from qa.words.reasons import refusals

if TYPE_CHECKING:
    from qa.view import View

KEPT = 64  # documents whose names are kept


def answer(view: View, query: Query, question: str) -> tuple[Query, Plan, Answer] | None:
    """Return what is asked of a set of rows that a question names, else None."""
    document = _document(view, query)
    if document is None:
        return None
    names = _names(view.catalogue, view.lookup, document)
    told = without_dialect(simplify(question))
    if missing := unprinted_tables.refusal(view, query, document):
        return query, missing, view.composer.compose(query, missing)
    for said in dict.fromkeys((normalise(question), numerals.amounts_to_digits(told))):
        text = code_parts.written(said, reader(view.catalogue).codes)
        for anchor in anchors(names, text):
            if found := _told(view, query, _masked(text, anchor, names), anchor, names):
                return found
    return None


def _told(
    view: View, query: Query, masked: str, anchor: Anchor, names: Names
) -> tuple[Query, Plan, Answer] | None:
    """Return what a masked question asks of one set, None where it is not all explained."""
    ask = anchored.read(masked)
    if ask is None or not _fits(anchor, ask) or not _explained(masked, ask, names):
        return None
    if anchor.whole is not None and anchored.word("projects").search(anchored.active(masked)):
        return None
    if anchor.whole is not None and not _as_many(masked, ask, len(anchor.rows)):
        return None  # another table prints as many below it
    place = _place(view, query, masked)
    plan = None if place is None else Plans(view, place).plan(anchor, ask)
    if plan is None:
        return None
    asked = tuple(step.asked for step in plan.steps)
    summed = (Asked(Operation.SUM),) if ask.summed else ()
    worded = replace(query, operations=(*asked, *summed), parts=(), refusals=())
    return worded, plan, view.composer.compose(worded, plan)


def _document(view: View, query: Query) -> int | None:
    """Return the one document that a question is of, where it asks of no other year than its own."""
    place = ground(replace(query, phase=None), view.catalogue)
    if place.many or place.missing or len(place.documents) != 1:
        return None
    if query.scope.strangers or query.base_year or any(query.offsets):
        return None
    year = view.catalogue.documents[place.documents[0]].fiscal_year
    return place.documents[0] if set(query.years) <= {year} else None


def _place(view: View, query: Query, masked: str) -> Ground | None:
    """Return the columns that are meant; what only names say is no phase, and refuses nothing."""
    if query.refusals and refusals(masked, reader(view.catalogue).labels.__contains__):
        return None
    phase = query.phase if references.phases(masked) else None
    place = ground(replace(query, phase=phase), view.catalogue)
    return None if place.missing else place


@lru_cache(maxsize=KEPT)
def _names(catalogue: Catalogue, lookup: Lookup, document: int) -> Names:
    return Names(catalogue, lookup, document).read()


def _masked(text: str, anchor: Anchor, names: Names) -> str:
    """Return a text with what names the set masked, and without the department's own name."""
    hits = [hit for hit, _ in anchor.masks]
    institution = names.catalogue.documents[names.document].institution
    masks = [*anchor.masks, *((hit, " ") for hit in without_own(text, institution, hits))]
    for hit, slot in sorted(masks, key=lambda one: -one[0].start):
        text = f"{text[: hit.start]}{slot}{text[hit.end :]}"
    return text


def _fits(anchor: Anchor, ask: Ask) -> bool:
    """Tell whether what is asked can be asked of a set that is named so."""
    if ask.less or anchor.less:
        return ask.less and bool(anchor.less) and anchor.whole is not None
    if anchor.whole is not None:
        plain = ask.operation in (Operation.SUM, Operation.LOOKUP) and not ask.bound
        return ask.below and not plain and not ask.part
    if anchor.limit is not None or ask.beside.endswith("_row"):
        return anchor.limit is not None and ask.beside.endswith("_row")
    if anchor.column is not None:
        plain = ask.operation in (Operation.SUM, Operation.LOOKUP) and not ask.bound
        return not plain and not ask.part
    if anchor.marked:
        return anchor.headed or ask.operation not in (Operation.LIST, Operation.LOOKUP)
    if anchor.headed:  # one row
        return ask.operation in (Operation.SUM, Operation.LOOKUP, Operation.LIST) and not ask.share
    if ask.operation is Operation.COUNT and not ask.beside:
        named = anchored.word("projects").search(ask.text) is not None
        other = named and anchor.sheet.kind not in LISTS
        sums = any(e.kind == "item" and e not in anchor.rows for e in anchor.sheet.rows)
        other = other or (sums and anchored.word("as_printed").search(ask.text) is not None)
        if other or anchored.word("not_all").search(ask.text):
            return bool(ask.part or ask.bound)
    return bool(ask.part or ask.bound or ask.beside) or ask.operation in (
        Operation.TOP, Operation.BOTTOM, Operation.AVERAGE, Operation.COUNT,
    )  # fmt: skip


def _as_many(masked: str, ask: Ask, rows: int) -> bool:
    """Tell whether a class has as many parts as a question that lists them says (哪两项, 哪几项)."""
    said = anchored.word("as_many").search(masked) if ask.operation is Operation.LIST else None
    if said is None or rows == 0:
        return True
    count = numerals.parse(said["n"])
    return rows > 1 if count is None else rows == count


def _explained(masked: str, ask: Ask, names: Names) -> bool:
    """Tell whether no word of the clauses that name or ask could choose other rows."""
    if anchored.word("other").search(anchored.active(ask.text)):
        return False
    printed = names.printed
    for phrase in ask.left:
        for piece in cut(phrase):
            if anchored.is_small(piece):
                continue
            at = masked.lower().find(piece.lower())
            if at < 0 or piece.isdigit() or (len(piece) > 1 and flat(piece) in printed):
                return False
            if anchored.chooses(masked[:at], masked[at + len(piece) :]):
                return False
    return True
