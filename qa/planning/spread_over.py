"""Divide what a question names by a count that the documents tell, or tell what part of one another is.

公用经费摊到在校学生头上: the amount is a cell or stated, the count told by narrative or a table of basic
figures. Several counts that fit alike are named; where none does, those that are told are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa import calculate
from qa.answering.cite import cite, cite_text
from qa.calculate import YUAN_UNIT
from qa.linking.cover import covered
from qa.linking.text import bare, core
from qa.narration.quantities import Quantity
from qa.planning import told_counts, unit_goals
from qa.planning.figures import make_figure, unit_of
from qa.planning.framed_told import Settle
from qa.planning.per_thing import over_stated
from qa.planning.scope import ground
from qa.planning.sides import Sides
from qa.planning.thing_counts import Count
from qa.planning.told_amounts import Amount, amount_of
from qa.planning.told_counts import Words
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Citation, Operation, Query, Route, Value
from qa.words import frames, spread
from qa.words.normalise import data
from qa.words.spread import Piece

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

SURE = 1.0
COUNTED = ("spread over", "count in count")
"""What plans are traced by that reckon with a count which the documents print."""
WHOLE = 0.8
"""Least part of each phrase that the amount must print."""
NAMED = 0.6
"""Least part of a project's name that the statement of those it is for must print."""
PAIR = 2  # names of a question that spreads one over another
SHORT = 8  # characters of a name that is no clause
ECONOMIC = ("basic_economic",)  # tables whose items are for no one kind of thing
SHOWN = 6  # counts that are named where none is meant


def answer(view: View, query: Query, settle: Settle, *, alone: bool = True) -> Found | None:
    """Return an amount over a count, or a count's share of another, else None."""
    leans = query.follow is not None and not alone
    if query.refusals or leans or query.english or query.scope.strangers:
        return None
    documents = _documents(view, query)
    if not documents:
        return None
    text = spread.plain(query.text)
    sure = spread.divides(text)
    if not sure:
        return _share(view, query, documents)
    pieces = _pieces(view, text, documents)
    left = [
        one for one in spread.without(text, tuple(one.piece for one in pieces))
        if not any(one.text in named.piece.text for named in pieces)
    ]  # fmt: skip
    left = [one for one in left if not spread.idle(one.text)]
    if sure == "over" and (not pieces or len(left) != 1):
        return _untold(view, query, settle, list(spread.names(text)))
    if not pieces or len(left) != 1 or (sure == "mean" and _set_goal(view, query)):
        return None
    if _pattern("changed").search(query.text):
        return None
    trims = dict.fromkeys(spread.trims(left[0]))
    money = next((m for t in trims if (m := _money(view, query, settle, t)) is not None), None)
    if money is None:
        return None
    counts = _meant(view, pieces, money, documents)
    if len(counts) > 1:
        return _which(view, query, counts)
    if counts and not _of_one_body(view, query, money, counts[0]):
        return (*_of_all(query, counts[0], left[0].text), None)
    return _over(view, query, money, counts[0]) if counts else None


def _untold(view: View, query: Query, settle: Settle, names: Sequence[Piece]) -> Found | None:
    """Return a refusal where an item of the budget, for no one kind of thing, is spread over some."""
    things = [p for p in names if _pattern("things").search(p.text)]
    others = [p for p in names if p not in things]
    if len(others) != 1 or not things or not told_counts.read(view, things[0].text).says:
        return None
    money = _money(view, query, settle, others[0].text)
    if not isinstance(money, Figure) or bare(money.label) != bare(others[0].text):
        return None
    if _pattern("of_things").search(money.label):
        return None
    if view.catalogue.tables[money.table_id].kind not in ECONOMIC:
        return None
    return (*_lacking(view, query, things[0].text), None)


@dataclass(frozen=True, slots=True)
class _Named:
    """Hold a piece of a question with what it says of a count, and the counts that it may mean."""

    piece: Piece
    words: Words
    counts: tuple[Quantity, ...]


def _pieces(view: View, text: str, documents: Sequence[int]) -> list[_Named]:
    """Return the pieces of a question that name a count, the longest of those that overlap."""
    known = _known_pairs(view, documents)
    found: list[_Named] = []
    coarse = list(spread.names(text))
    every = [*coarse, *spread.names(text, fine=True), *(i for p in coarse for i in spread.inner(p))]
    for piece in sorted(dict.fromkeys(every), key=lambda one: one.start - one.end):
        if any(piece.start < o.piece.end and o.piece.start < piece.end for o in found):
            continue
        words = told_counts.read(view, piece.text)
        if not words.says or all(_pattern("rows").fullmatch(run) for run in words.runs or ("",)):
            continue
        if not all(told_counts.near(run, known) for run in words.runs):
            continue
        if any(len(run) < PAIR and not _pattern("single").fullmatch(run) for run in words.runs):
            continue
        counts = told_counts.find(view, words, documents)
        if counts or _serves(words):
            found.append(_Named(piece, words, tuple(counts)))
    return found


def _known_pairs(view: View, documents: Sequence[int]) -> frozenset[str]:
    """Return the pairs of characters that the names of counts print, and those of their owners."""
    names = [f"{q.name}|{q.around}|{q.holder}" for q in told_counts.counts(view, documents)]
    names += [view.catalogue.documents[d].institution for d in documents]
    return frozenset(name[i : i + 2] for name in names for i in range(len(name) - 1))


def _serves(words: Words) -> bool:
    """Tell whether words only say of people that something is for them."""
    return any(_pattern("served").fullmatch(run) for run in words.runs)


def _meant(
    view: View, pieces: Sequence[_Named], money: Figure | Amount, documents: Sequence[int]
) -> list[Quantity]:
    """Return the counts that all pieces may mean."""
    for one in pieces:
        if served := _served(view, one.words, money, documents):
            return served
    found = list(pieces[0].counts)
    for one in pieces[1:]:
        numbers = {count.number for count in one.counts}
        found = [count for count in found if count.number in numbers]
    longest = pieces[0].counts  # 按在校学生摊，一个学生多少: the longer name says more
    return found or (list(longest) if len(longest) == 1 and _within(pieces) else [])


def _within(pieces: Sequence[_Named]) -> bool:
    """Tell whether every piece repeats the end of the first, the longest of them."""
    return all(pieces[0].piece.text.endswith(one.piece.text) for one in pieces[1:])


def _of_one_body(view: View, query: Query, money: Figure | Amount, count: Quantity) -> bool:
    """Tell whether an amount is that of the unit whose people are counted, not of all units."""
    if not count.holder:
        return True
    if isinstance(money, Amount):
        words = f"{money.name}|{bare(money.passage.text)}"
    else:
        words = Sides(view, query).around(money)
    body = _pattern("body").search(count.holder)
    return count.holder in words or (
        body is not None and body[0] in bare(query.text) and body[0] in words
    )


def _set_goal(view: View, query: Query) -> bool:
    """Tell whether what one of the things may cost is itself set as a goal."""
    place = ground(query, view.catalogue)
    return unit_goals.plan(query, place, view.catalogue, view.lookup) is not None


def checked(view: View, query: Query, plan: Plan, done: Answer) -> tuple[Plan, Answer] | None:
    """Return a refusal in place of an answer that leaves out over what a question spreads something."""
    text = spread.plain(query.text)
    if query.english or done.route in (Route.REFUSE, Route.CLARIFY):
        return None
    if set(plan.trace) & set(COUNTED):
        return None
    if part := _share_left_out(view, query, done):
        return _lacking(view, query, part)
    if spread.divides(text) != "over":
        return None
    names = [*spread.names(text), *spread.names(text, fine=True)]
    if len(names) < PAIR or (lacks := _left_out(view, names, plan, done)) is None:
        return None
    return _lacking(view, query, lacks)


def _lacking(view: View, query: Query, count: str) -> tuple[Plan, Answer]:
    """Return a refusal for a count that nothing tells, naming those that are told."""
    known = _known(view, _documents(view, query))
    say = _say(query)
    options = say["known"].format(options="；".join(known)) if known else ""
    refused = Answer(
        question=query.original, language=query.language, route=Route.REFUSE,
        answer=say["none"].format(count=count, known=options),
    )  # fmt: skip
    return Plan(Route.REFUSE, reason="no_heads", score=0.3, trace=COUNTED[:1]), refused


def _of_all(query: Query, count: Quantity, money: str) -> tuple[Plan, Answer]:
    """Return a refusal where an amount is only printed of all units together."""
    refused = Answer(
        question=query.original, language=query.language, route=Route.REFUSE,
        answer=_say(query)["of_all"].format(count=count.holder, money=money),
    )  # fmt: skip
    return Plan(Route.REFUSE, reason="no_heads", score=0.3, trace=COUNTED[:1]), refused


def _share_left_out(view: View, query: Query, done: Answer) -> str:
    """Return the part of a told count that an answer tells nothing of, where its share is asked."""
    frame = _frame(query.text)
    documents = _documents(view, query)
    if frame is None or frame.operation is not Operation.SHARE or query.parts or not documents:
        return ""
    if _pattern("money").search(query.text) or any(v.unit == "%" for v in done.values):
        return ""
    words = told_counts.read(view, frame.whole)
    if not words.says or len(told_counts.find(view, words, documents)) != 1:
        return ""
    return frame.part


def _left_out(view: View, names: Sequence[Piece], plan: Plan, done: Answer) -> str | None:
    """Return the things that an answer does not divide by, if it leaves any out."""
    rows = any(step.asked.operation is Operation.AVERAGE for step in plan.steps)
    if "÷" in (done.calculation or "") and not rows:
        return None
    things = (p.text for p in names if _pattern("things").search(p.text))
    return next((text for text in things if told_counts.read(view, text).says), None)


def names_others(view: View, query: Query) -> bool:
    """Tell whether a question names people who are not simply those in post."""
    text = spread.plain(query.text)
    pieces = [p.text for p in (*spread.names(text), *spread.names(text, fine=True))]
    said = [told_counts.read(view, p) for p in pieces if _pattern("things").search(p)]
    return any(words.runs or words.kind not in ("", "in_post") for words in said)


def _known(view: View, documents: Sequence[int]) -> list[str]:
    """Return the counts of people that the documents tell."""
    found: dict[str, None] = {}
    for one in told_counts.counts(view, documents):
        if (
            one.unit == "人"
            and one.whole is None
            and one.number
            and (one.kind or len(one.name) <= SHORT)
        ):
            found.setdefault(one.said)
    return list(found)[:SHOWN]


def _documents(view: View, query: Query) -> tuple[int, ...]:
    """Return the documents of one department that are meant, of the year that is."""
    known = view.catalogue.documents
    inside = tuple(query.scope.documents or known)
    if len({known[d].institution for d in inside}) != 1:
        return ()
    years = {known[d].fiscal_year for d in inside}
    asked = set(query.years) & years
    if len(years) > 1 and len(asked) != 1:
        return ()
    return tuple(d for d in inside if not asked or known[d].fiscal_year in asked)


# --- an amount over a count ---------------------------------------------------------------


def _money(view: View, query: Query, settle: Settle, words: str) -> Figure | Amount | None:
    """Return the one amount that some words name, all of which it explains."""
    if _pattern("general").fullmatch(words):
        return None
    sides = Sides(view, query)
    piece = sides.read(words)
    found = sides.find(piece)
    if found is not None and (len(found.targets) == 1 or _one_amount(found.figures)):
        figure = found.targets[0].figure
        if is_money(unit_of(figure)) and not sides.unexplained(piece, found.figures, WHOLE):
            return figure
    if (stated := amount_of(view, query, bare(words))) is not None:
        return stated
    plan, told, _ = settle(view, replace(piece, text=f"{piece.text}多少"))
    cells = [t.figure for step in plan.steps for t in step.operands]
    if told.route is Route.TABLE and len(cells) == 1 and is_money(unit_of(cells[0])):
        return None if sides.unexplained(piece, cells, WHOLE) else cells[0]
    return None


def _one_amount(figures: Sequence[Figure]) -> bool:
    """Tell whether cells print one amount of money."""
    amounts = {
        convert(f.fact.value, f.fact.unit or YUAN_UNIT, YUAN_UNIT)
        for f in figures
        if f.fact is not None and f.fact.value is not None and is_money(f.fact.unit)
    }
    return len(amounts) == 1 and all(is_money(unit_of(f)) for f in figures)


def _served(
    view: View, words: Words, money: Figure | Amount, documents: Sequence[int]
) -> list[Quantity]:
    """Return those that the statement of a project says to be served by it."""
    if not isinstance(money, Figure) or not _serves(words):
        return []
    label = core(money.label)
    unit = "户" if "户" in words.said else "人"
    found = {
        one.number: one
        for one in told_counts.counts(view, documents)
        if one.unit == unit and one.passage is not None
        and covered(label, bare(_clause(one)), bare(_clause(one))) >= NAMED
    }  # fmt: skip
    return list(found.values())


def _clause(one: Quantity) -> str:
    """Return the words of a statement up to its next full thought."""
    return one.quote


def _over(view: View, query: Query, money: Figure | Amount, count: Quantity) -> Found | None:
    """Return an amount over a count, each from where it stands."""
    if not count.number:
        return None
    citations = _cited(view, count)
    if isinstance(money, Amount):
        over = Count(count.number, count.unit, words=count.said, citations=citations)
        plan, stated, _ = over_stated(query, money, over)
        route = Route.BOTH if _cells(view, count) else Route.TEXT
        return replace(plan, trace=COUNTED[:1]), replace(stated, route=route), None
    values = _values(view, count)
    done = view.composer.a_head(query, money, values, citations, count.unit)
    cells = _cells(view, count)
    if cells:
        step = Step(
            Asked(Operation.PER_HEAD), (Target(money),), tuple(map(Target, cells)), group=count.unit
        )
        plan = Plan(Route.TABLE, (step,), score=SURE, whole=True, trace=COUNTED[:1])
        return plan, replace(done, route=Route.TABLE), None
    step = Step(Asked(Operation.LOOKUP), (Target(money),))
    plan = Plan(Route.TABLE, (step,), score=SURE, trace=COUNTED[:1])
    return (
        plan,
        replace(done, answer=f"{done.answer}{_quoted(query, count)}", route=Route.BOTH),
        None,
    )


def of_those_in_post(view: View, query: Query, money: Figure) -> Answer | None:
    """Return an amount a head of those in post, where a document tells their one number."""
    documents = _documents(view, query)
    if _names_unit(view, query, documents):
        return None
    found = told_counts.find(view, told_counts.read(view, "在职人员"), documents)
    done = _over(view, query, money, found[0]) if len(found) == 1 else None
    return done[1] if done else None


def _names_unit(view: View, query: Query, documents: Sequence[int]) -> bool:
    """Tell whether a question names one of the units whose people are counted."""
    text = told_counts.without_department(view, query.text)
    if _pattern("body").search(text):
        return True
    holders = {one.holder for one in told_counts.counts(view, documents) if one.holder}
    pieces = [*spread.names(text), *spread.names(text, fine=True)]
    runs = [run for piece in pieces for run in told_counts.read(view, piece.text).runs]
    return any(told_counts.short(run, holder) for run in runs for holder in holders)


def _values(view: View, count: Quantity) -> tuple[Value, ...]:
    year = view.catalogue.documents[count.document_id].fiscal_year
    return tuple(
        Value(one.said, "", f"{one.number.normalize():f}", one.unit, year)
        for one in count.parts or (count,)
    )


def _cells(view: View, count: Quantity) -> list[Figure]:
    """Return the cells that print a count, where they do."""
    found = []
    for one in count.parts or (count,):
        if one.cell is None:
            return []
        table, row, column = one.cell
        sheet, entry = view.catalogue.tables[table], view.catalogue.rows[row]
        found.append(make_figure(view.catalogue, view.lookup, sheet, entry, column, SURE))
    return found


def _cited(view: View, count: Quantity) -> tuple[Citation, ...]:
    """Return where a count stands."""
    cells = _cells(view, count)
    if cells:
        return tuple(cite(view.catalogue, cell) for cell in cells)
    parts = [one for one in count.parts or (count,) if one.passage is not None]
    return tuple(
        dict.fromkeys(cite_text(view.catalogue, p.passage, p.quote) for p in parts if p.passage)
    )


def _quoted(query: Query, count: Quantity) -> str:
    quotes = dict.fromkeys(one.quote for one in count.parts or (count,) if one.quote)
    if not quotes:
        return ""
    quote = "；".join(quotes)
    return f" The document states: “{quote}”" if query.language == "en" else f"原文：“{quote}”"


def _which(view: View, query: Query, counts: Sequence[Quantity]) -> Found:
    """Ask which of several counts is meant."""
    options = "；".join(f"{i}. {one.said}" for i, one in enumerate(counts, 1))
    asked = Answer(
        question=query.original, language=query.language, route=Route.CLARIFY,
        answer=_say(query)["several"].format(options=options),
        citations=tuple(dict.fromkeys(c for one in counts for c in _cited(view, one))),
    )  # fmt: skip
    return Plan(Route.CLARIFY, score=0.5, trace=COUNTED[:1]), asked, None


# --- a share of a count -------------------------------------------------------------------


def _share(view: View, query: Query, documents: Sequence[int]) -> Found | None:
    """Return what part of one told count another is, where both are named in full."""
    frame = _frame(query.text)
    if frame is None or frame.operation is not Operation.SHARE or frame.each:
        return None
    if query.parts and not frame.clauses:
        return None
    if _pattern("money").search(f"{frame.part}{frame.whole}"):
        return None
    wholes = told_counts.find(view, told_counts.read(view, frame.whole), documents)
    if len(wholes) != 1 or not wholes[0].number or not told_counts.read(view, frame.whole).says:
        return None
    whole = wholes[0]
    parts = []
    for said in frames.parts(_pattern("joined").sub("", frame.part)) or ():
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
    match = _pattern("share").search(text)
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
    total = sum((one.number for one in parts[1:]), parts[0].number)
    percent = calculate.half_up(total / whole.number * 100)
    name = "+".join(one.name for one in parts)
    text = _say(query)["share"].format(
        one=name, a=f"{total.normalize():f}", ua=parts[0].unit, other=whole.name,
        b=f"{whole.number.normalize():f}", ub=whole.unit, value=percent,
    )  # fmt: skip
    year = view.catalogue.documents[whole.document_id].fiscal_year
    cited = [c for one in (*parts, whole) for c in _cited(view, one)]
    tables = [bool(_cells(view, one)) for one in (*parts, whole)]
    route = Route.TABLE if all(tables) else Route.BOTH if any(tables) else Route.TEXT
    added = " + ".join(f"{one.number.normalize():f}" for one in parts)
    worked = f"{added} = {total.normalize():f}；" if len(parts) > 1 else ""
    worked += f"{total.normalize():f} ÷ {whole.number.normalize():f} × 100% = {percent}%"
    quotes = "".join(dict.fromkeys(_quoted(query, one) for one in (*parts, whole)))
    done = Answer(
        question=query.original, language=query.language, route=route, answer=f"{text}{quotes}",
        values=(Value(f"{name} / {whole.name}", "", f"{percent}", "%", year),
                *(v for one in (*parts, whole) for v in _values(view, one))),
        citations=tuple(dict.fromkeys(cited)), calculation=worked,
    )  # fmt: skip
    return Plan(route, score=SURE, whole=True, trace=COUNTED[1:]), done, None


def _say(query: Query) -> dict[str, str]:
    said: dict[str, str] = data("told_counts.yaml")["say"]["en" if query.language == "en" else "zh"]
    return said


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("told_counts.yaml")[name]))
