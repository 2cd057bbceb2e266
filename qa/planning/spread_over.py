"""Divide what a question names by a count that the documents tell, or tell what part of one another is.

公用经费摊到在校学生头上: the amount is a cell or stated, the count told by narrative or a table of basic
figures. Several counts that fit alike are named; where none does, those that are told are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa.calculate import YUAN_UNIT
from qa.linking.cover import covered
from qa.linking.text import bare, core
from qa.narration.quantities import Quantity, body_of
from qa.planning import people, told_counts, unit_goals
from qa.planning.count_evidence import (
    COUNTED,
    SURE,
    cells_of,
    cited,
    documents_of,
    in_row,
    lacking,
    pattern,
    quoted,
    say_of,
    values_of,
)
from qa.planning.count_shares import share, share_left_out
from qa.planning.figures import unit_of
from qa.planning.framed_told import Settle
from qa.planning.per_thing import over_stated
from qa.planning.scope import ground
from qa.planning.sides import Sides
from qa.planning.thing_counts import Count
from qa.planning.told_amounts import Amount, amount_of
from qa.planning.told_counts import Words
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.words import spread
from qa.words.spread import Piece

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

WHOLE = 0.8
"""Least part of each phrase that the amount must print."""
NAMED = 0.6
"""Least part of a project's name that the statement of those it is for must print."""
PAIR = 2  # names of a question that spreads one over another
ECONOMIC = ("basic_economic",)  # tables whose items are for no one kind of thing


def answer(view: View, query: Query, settle: Settle, *, alone: bool = True) -> Found | None:
    """Return an amount over a count, or a count's share of another, else None."""
    leans = query.follow is not None and not alone
    if query.refusals or leans or query.english or query.scope.strangers:
        return None
    documents = documents_of(view, query)
    if not documents:
        return None
    text = spread.plain(query.text)
    sure = spread.divides(text)
    if not sure:
        return share(view, query, documents)
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
    if pattern("changed").search(query.text):
        return None
    trims = dict.fromkeys(spread.trims(left[0]))
    money = next((m for t in trims if (m := _money(view, query, settle, t)) is not None), None)
    if money is None:
        return None
    counts = _meant(view, pieces, money, documents)
    if len(counts) > 1:
        return _which(view, query, counts)
    if counts and _of_other_unit(view, money, counts[0], documents):
        return None
    if counts and (body := _body_apart(view, money, counts[0], documents)):
        return (*_of_all(query, body, left[0].text), None)
    if counts and not _of_one_body(view, query, money, counts[0]):
        return (*_of_all(query, counts[0].holder, left[0].text), None)
    return over(view, query, money, counts[0]) if counts else None


def _untold(view: View, query: Query, settle: Settle, names: Sequence[Piece]) -> Found | None:
    """Return a refusal where an item of the budget, for no one kind of thing, is spread over some."""
    things = [p for p in names if pattern("things").search(p.text)]
    others = [p for p in names if p not in things]
    if len(others) != 1 or not things or not told_counts.read(view, things[0].text).says:
        return None
    money = _money(view, query, settle, others[0].text)
    if not isinstance(money, Figure) or bare(money.label) != bare(others[0].text):
        return None
    if pattern("of_things").search(money.label):
        return None
    if view.catalogue.tables[money.table_id].kind not in ECONOMIC:
        return None
    return (*lacking(view, query, things[0].text), None)


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
        if not words.says or all(pattern("rows").fullmatch(run) for run in words.runs or ("",)):
            continue
        if not all(told_counts.near(run, known) for run in words.runs):
            continue
        if any(len(run) < PAIR and not pattern("single").fullmatch(run) for run in words.runs):
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
    return any(pattern("served").fullmatch(run) for run in words.runs)


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
    body = pattern("body").search(count.holder)
    return count.holder in words or (
        body is not None and body[0] in bare(query.text) and body[0] in words
    )


def _of_other_unit(
    view: View, money: Figure | Amount, count: Quantity, documents: Sequence[int]
) -> bool:
    """Tell whether a count goes by the name of a unit whose amount this is not."""
    unit = view.planner.units.named(bare(count.name), documents) if not count.holder else ""
    if not unit or isinstance(money, Amount):
        return False
    return not any(unit in name for name in _owners(view, money))


def _body_apart(
    view: View, money: Figure | Amount, count: Quantity, documents: Sequence[int]
) -> str:
    """Return the unit whose people a count's name tells, where an amount is not that unit's."""
    body = "" if count.holder else body_of(bare(count.name))
    units = view.planner.units
    names = [*units.below(documents), *filter(None, (units.cut(body, documents)[0],))]
    if not body or not any(told_counts.short(body, name) for name in names):
        return ""
    if isinstance(money, Amount):
        return "" if body in money.name else body
    return "" if any(told_counts.short(body, name) for name in _owners(view, money)) else body


def _owners(view: View, money: Figure) -> list[str]:
    """Return the names of what an amount may be of: its row, what is above it, its column."""
    row = view.catalogue.rows[money.row_id]
    names = (money.label, row.label, *row.parents, row.institution or "", money.column_name)
    return list(map(bare, names))


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
    if part := share_left_out(view, query, done):
        return lacking(view, query, part)
    if spread.divides(text) != "over":
        return None
    names = [*spread.names(text), *spread.names(text, fine=True)]
    if len(names) < PAIR or (lacks := _left_out(view, names, plan, done)) is None:
        return None
    if told_counts.find(view, told_counts.read(view, lacks), documents_of(view, query)):
        unknown = Plan(Route.REFUSE, reason="not_found", trace=COUNTED[:1])  # the amount is
        return unknown, view.composer.compose(query, unknown)
    return lacking(view, query, lacks)


def _of_all(query: Query, holder: str, money: str) -> tuple[Plan, Answer]:
    """Return a refusal where an amount is only printed of all units together."""
    refused = Answer(
        question=query.original, language=query.language, route=Route.REFUSE,
        answer=say_of(query)["of_all"].format(count=holder, money=money),
    )  # fmt: skip
    return Plan(Route.REFUSE, reason="no_heads", score=0.3, trace=COUNTED[:1]), refused


def _left_out(view: View, names: Sequence[Piece], plan: Plan, done: Answer) -> str | None:
    """Return the things that an answer does not divide by, if it leaves any out."""
    rows = any(step.asked.operation is Operation.AVERAGE for step in plan.steps)
    if "÷" in (done.calculation or "") and not rows:
        return None
    things = (p.text for p in names if pattern("things").search(p.text))
    return next((text for text in things if told_counts.read(view, text).says), None)


def names_others(view: View, query: Query) -> bool:
    """Tell whether a question names people who are not simply those in post."""
    text = spread.plain(query.text)
    pieces = [p.text for p in (*spread.names(text), *spread.names(text, fine=True))]
    said = [told_counts.read(view, p) for p in pieces if pattern("things").search(p)]
    return any(words.runs or words.kind not in ("", "in_post") for words in said)


def _money(view: View, query: Query, settle: Settle, words: str) -> Figure | Amount | None:
    """Return the one amount that some words name, all of which it explains."""
    if pattern("general").fullmatch(words):
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
        and covered(label, bare(one.quote), bare(one.quote)) >= NAMED
    }  # fmt: skip
    return list(found.values())


def over(view: View, query: Query, money: Figure | Amount, count: Quantity) -> Found | None:
    """Return an amount over a count, each from where it stands."""
    if not count.number or in_row(view, money, count):
        return None
    citations = cited(view, count)
    if isinstance(money, Amount):
        over = Count(count.number, count.unit, words=count.said, citations=citations)
        plan, stated, _ = over_stated(query, money, over)
        route = Route.BOTH if cells_of(view, count) else Route.TEXT
        return replace(plan, trace=COUNTED[:1]), replace(stated, route=route), None
    values = values_of(view, count)
    done = view.composer.a_head(query, money, values, citations, count.unit)
    cells = cells_of(view, count)
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
        replace(done, answer=f"{done.answer}{quoted(query, count)}", route=Route.BOTH),
        None,
    )


def of_those_in_post(view: View, query: Query, money: Figure) -> Answer | None:
    """Return an amount a head of those in post, where a document tells their one number."""
    documents = documents_of(view, query)
    if below := _unit_below(view, money, documents):
        plain = replace(query, operations=(Asked(Operation.LOOKUP),))
        known = view.planner.units.plan(plain, ground(plain, view.catalogue))
        if known is not None and known.route is Route.REFUSE:
            return _of_all(query, below, money.column_name)[1]
        own = people.of_unit(view, documents, people.HELD, below)
        done = over(view, query, money, own) if own else None
        return done[1] if done else lacking(view, query, money.label)[1]
    units = view.planner.units
    unit = units.cut(bare(told_counts.without_department(view, query.text)), documents)[0]
    if unit in units.below(documents):
        return _of_all(query, unit, money.label)[1]
    if _names_unit(view, query, documents):
        return None
    found = told_counts.find(view, told_counts.read(view, "在职人员"), documents)
    done = over(view, query, money, found[0]) if len(found) == 1 else None
    return done[1] if done else None


def _unit_below(view: View, money: Figure, documents: Sequence[int]) -> str:
    """Return the unit below a department that an amount is of by its row's name."""
    label = bare(money.label)
    return label if label in view.planner.units.below(documents) else ""


def _names_unit(view: View, query: Query, documents: Sequence[int]) -> bool:
    """Tell whether a question names one of the units whose people are counted."""
    text = told_counts.without_department(view, query.text)
    if pattern("body").search(text):
        return True
    holders = {one.holder for one in told_counts.counts(view, documents) if one.holder}
    pieces = [*spread.names(text), *spread.names(text, fine=True)]
    runs = [run for piece in pieces for run in told_counts.read(view, piece.text).runs]
    return any(told_counts.short(run, holder) for run in runs for holder in holders)


def _which(view: View, query: Query, counts: Sequence[Quantity]) -> Found:
    """Ask which of several counts is meant."""
    options = "；".join(f"{i}. {one.said}" for i, one in enumerate(counts, 1))
    asked = Answer(
        question=query.original, language=query.language, route=Route.CLARIFY,
        answer=say_of(query)["several"].format(options=options),
        citations=tuple(dict.fromkeys(c for one in counts for c in cited(view, one))),
    )  # fmt: skip
    return Plan(Route.CLARIFY, score=0.5, trace=COUNTED[:1]), asked, None
