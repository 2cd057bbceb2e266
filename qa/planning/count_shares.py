"""Tell what part of one count another is, both told by narrative or a table of basic figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa import calculate
from qa.narration.quantities import Quantity
from qa.planning import told_counts
from qa.planning.count_evidence import (
    COUNTED,
    SURE,
    cells_of,
    cited,
    documents_of,
    pattern,
    quoted,
    say_of,
    values_of,
)
from qa.planning.types import Plan
from qa.query import Answer, Operation, Query, Route, Value
from qa.words import frames

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]


def share(view: View, query: Query, documents: Sequence[int]) -> Found | None:
    """Return what part of one told count another is, where both are named in full."""
    frame = _frame(query.text)
    if frame is None or frame.operation is not Operation.SHARE or frame.each:
        return None
    if query.parts and not frame.clauses:
        return None
    if pattern("money").search(f"{frame.part}{frame.whole}"):
        return None
    wholes = told_counts.find(view, told_counts.read(view, frame.whole), documents)
    if len(wholes) != 1 or not wholes[0].number or not told_counts.read(view, frame.whole).says:
        return None
    whole = wholes[0]
    parts = []
    for said in frames.parts(pattern("joined").sub("", frame.part)) or ():
        own = _part_of(view, said, whole, documents)
        if own is None:
            return None
        parts.append(own)
    total = sum(one.number for one in parts)
    if not parts or len({one.unit for one in (whole, *parts)} - {"台"}) > 1 or whole in parts:
        return None
    if total > whole.number and not frame.beside and "是" not in query.text:
        return None
    return _told_share(view, query, parts, whole)


def _frame(text: str) -> frames.Frame | None:
    """Return the part and the whole of which a question asks a share."""
    match = pattern("share").search(text)
    own = frames.Frame(Operation.SHARE, match["part"], match["whole"]) if match else None
    return frames.read(text) or own


def _part_of(view: View, said: str, whole: Quantity, documents: Sequence[int]) -> Quantity | None:
    """Return the part of a count that some words name, else the count that they name by themselves."""
    words = told_counts.read(view, said)
    if not words.says:
        return None
    inner = replace(words, kind=words.kind or whole.kind)
    found = told_counts.find(view, inner, documents, whole.unit, whole)
    found = found or told_counts.find(view, words, documents, whole.unit)
    return found[0] if len(found) == 1 else None


def _told_share(view: View, query: Query, parts: Sequence[Quantity], whole: Quantity) -> Found:
    """Word what part some counts are of a whole, with the arithmetic and the statements."""
    total = sum((one.number for one in parts[1:]), parts[0].number)
    percent = calculate.half_up(total / whole.number * 100)
    name = "+".join(one.name for one in parts)
    text = say_of(query)["share"].format(
        one=name, a=f"{total.normalize():f}", ua=parts[0].unit, other=whole.name,
        b=f"{whole.number.normalize():f}", ub=whole.unit, value=percent,
    )  # fmt: skip
    year = view.catalogue.documents[whole.document_id].fiscal_year
    places = [c for one in (*parts, whole) for c in cited(view, one)]
    tables = [bool(cells_of(view, one)) for one in (*parts, whole)]
    route = Route.TABLE if all(tables) else Route.BOTH if any(tables) else Route.TEXT
    added = " + ".join(f"{one.number.normalize():f}" for one in parts)
    worked = f"{added} = {total.normalize():f}；" if len(parts) > 1 else ""
    worked += f"{total.normalize():f} ÷ {whole.number.normalize():f} × 100% = {percent}%"
    quotes = "".join(dict.fromkeys(quoted(query, one) for one in (*parts, whole)))
    done = Answer(
        question=query.original, language=query.language, route=route, answer=f"{text}{quotes}",
        values=(Value(f"{name} / {whole.name}", "", f"{percent}", "%", year),
                *(v for one in (*parts, whole) for v in values_of(view, one))),
        citations=tuple(dict.fromkeys(places)), calculation=worked,
    )  # fmt: skip
    return Plan(route, score=SURE, whole=True, trace=COUNTED[1:]), done, None


def share_left_out(view: View, query: Query, done: Answer) -> str:
    """Return the part of a told count that an answer tells nothing of, where its share is asked."""
    frame = _frame(query.text)
    documents = documents_of(view, query)
    if frame is None or frame.operation is not Operation.SHARE or query.parts or not documents:
        return ""
    if pattern("money").search(query.text) or any(v.unit == "%" for v in done.values):
        return ""
    words = told_counts.read(view, frame.whole)
    if not words.says or len(told_counts.find(view, words, documents)) != 1:
        return ""
    return frame.part
