"""Tell how many posts nobody holds: those approved without those held, of a body, a sort or a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.narration.quantities import Quantity
from qa.planning import people
from qa.planning.count_evidence import cells_of, cited, documents_of, quoted, values_of
from qa.planning.types import Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route, Value
from qa.regexes import regex
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

KINDS = ("approved", "in_post")


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return the vacant posts where they are asked for and both counts are told, else None."""
    text = query.text
    if not _word("asked").search(text) or _word("other").search(text):
        return None
    if set(query.refusals) - {"headcount"}:
        return None
    documents = documents_of(view, query)
    years = {view.catalogue.documents[d].fiscal_year for d in documents}
    if not documents or query.scope.strangers or set(query.years) - years:
        return None
    posts, held = (_count(view, documents, text, kind) for kind in KINDS)
    return _told(view, query, posts, held) if posts is not None and held is not None else None


def _count(view: View, documents: Sequence[int], text: str, kind: str) -> Quantity | None:
    """Return the people of a kind in the unit, of the sort, or in all the body that a text names."""
    unit, _ = view.planner.units.cut(bare(text), documents)
    if unit:
        return people.of_unit(view, documents, kind, unit)
    sorts = set(_word("sorts").findall(text))
    if len(sorts) == 1 and not _word("every").search(text):
        return people.of_sort(view, documents, kind, sorts.pop())
    return people.whole(view, documents, kind)


def _told(view: View, query: Query, posts: Quantity, held: Quantity) -> tuple[Plan, Answer]:
    free = posts.number - held.number
    say = data("vacant.yaml")["say"]["en" if query.language == "en" else "zh"]
    cells = [*cells_of(view, posts), *cells_of(view, held)]
    told = dict.fromkeys(filter(None, (quoted(query, posts), quoted(query, held))))
    text = say["free" if free >= 0 else "over"].format(
        posts=f"{posts.number:f}", held=f"{held.number:f}", free=f"{abs(free):f}"
    )
    year = view.catalogue.documents[posts.document_id].fiscal_year
    total = [
        Value(say["of"][k], "", f"{q.number:f}", q.unit, year)
        for k, q in zip(KINDS, (posts, held), strict=True)
        if q.parts
    ]
    sums = [_sum(q) for q in (posts, held) if q.parts]
    done = Answer(
        question=query.original, language=query.language,
        route=Route.TABLE if cells and not told else Route.TEXT, answer=f"{text}{''.join(told)}",
        values=(Value(say["vacant"], "", f"{free:f}", "名", year), *total,
                *values_of(view, posts), *values_of(view, held)),
        citations=tuple(dict.fromkeys((*cited(view, posts), *cited(view, held)))),
        calculation="；".join((*sums, f"{posts.number:f} − {held.number:f} = {free:f}")),
    )  # fmt: skip
    steps = (Step(Asked(Operation.DIFFERENCE), tuple(map(Target, cells))),) if cells else ()
    return Plan(done.route, steps, score=1.0, whole=True, trace=("vacant",)), done


def _sum(count: Quantity) -> str:
    parts = " + ".join(f"{q.number:f}" for q in count.parts)
    return f"{parts} = {sum((q.number for q in count.parts), Decimal(0)):f}"


@cache
def _word(name: str) -> re.Pattern[str]:
    return regex(str(data("vacant.yaml")[name]), re.IGNORECASE)
