"""Tell how many people of a kind one unit below a department has, by the counts that the text states."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.narration.quantities import kind_of_name
from qa.planning import people, staff, told_counts
from qa.planning.count_evidence import cells_of, cited, documents_of, lacking, quoted, values_of
from qa.planning.types import Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.words.normalise import data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.narration.quantities import Quantity
    from qa.view import View

BOTH = ("approved", "in_post")  # what is told where no kind of people is named


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return how many people a unit has, where a question is of nothing else; never those of all units."""
    plain = all(asked.operation in staff.PLAIN for asked in query.operations)
    documents = documents_of(view, query)
    years = {view.catalogue.documents[d].fiscal_year for d in documents}
    leans = query.follow is not None or query.english or query.year_offset
    if not (plain and documents) or leans or set(query.years) - years:
        return None
    text = told_counts.without_department(view, query.text)
    unit, rest = view.planner.units.cut(bare(text), documents)
    meant = unit in view.planner.units.below(documents) or (unit and _word("own").search(text))
    kinds = _kinds(rest) if meant else ()
    if not kinds:
        return None
    found = [people.of_unit(view, documents, kind, unit) for kind in kinds]
    counts = [one for one in found if one is not None]
    if len(counts) == len(kinds) or (counts and kinds == BOTH):
        return _told(view, query, counts)
    others = any(q.unit == people.PEOPLE for q in told_counts.counts(view, documents))
    return lacking(view, query, unit) if others else None


def _kinds(rest: str) -> tuple[str, ...]:
    """Return the kinds of people of whom words ask how many, none where they say more."""
    said = staff.read(rest)
    if said is None:
        return BOTH if _word("how_many").fullmatch(rest) else ()
    if said.extreme is not None or said.left or any(kind.sorts for kind in said.kinds):
        return ()
    found = tuple(kind_of_name(kind.heads) for kind in said.kinds)
    return found if all(found) and _word("asks").search(rest) else ()


def _told(view: View, query: Query, counts: Sequence[Quantity]) -> tuple[Plan, Answer]:
    cells = [cell for one in counts for cell in cells_of(view, one)]
    quotes = dict.fromkeys(filter(None, (quoted(query, one) for one in counts)))
    told = "，".join(one.said for one in counts)
    route = Route.TABLE if cells and not quotes else Route.TEXT
    done = Answer(
        question=query.original, language=query.language, route=route,
        answer=f"{told}。{''.join(quotes)}",
        values=tuple(v for one in counts for v in values_of(view, one)),
        citations=tuple(dict.fromkeys(c for one in counts for c in cited(view, one))),
    )  # fmt: skip
    steps = (Step(Asked(Operation.LOOKUP), tuple(map(Target, cells))),) if cells else ()
    return Plan(route, steps, score=1.0, whole=True, trace=("unit people",)), done


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(str(data("staff.yaml")[name]))
