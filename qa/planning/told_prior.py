"""Work back what no table prints of the year before from the change that the text states of an item.

去年是多少 where only 比上年减少1.20万元 is told, and 涨了百分之几 where no rate is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa.answering.cite import cite_all, cite_text
from qa.catalogue import Text
from qa.linking.text import bare, core, unnumbered
from qa.narrative import evidence_of
from qa.planning.find import filled
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route, Value
from qa.words import lexicon
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.fact import Fact
    from qa.narration.reading import Reading
    from qa.narration.unit import Stated
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

SURE = 0.9
SAID = 4  # least characters of a name that the text may print as it is said
_CENT = Decimal("0.01")
_WHOLE = "收支总计"
_MOVED = {Operation.CHANGE, Operation.GROWTH}
_BESIDE = {Operation.LOOKUP, Operation.WHY}
_PLAIN = {
    Operation.LOOKUP, Operation.BACK_CALCULATE, Operation.CONVERT, Operation.CHANGE, Operation.SUM,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """Hold a change that a sentence states of an item, with the amounts it states beside."""

    delta: Decimal
    unit: str
    passage: Text
    quote: str
    now: Decimal | None = None
    percent: str | None = None
    reason: str | None = None


def answer(view: View, query: Query) -> Found | None:
    """Return the amount of the year before, or what it changed by since, as the text tells it."""
    query = _of_one(query)
    wanted = _wanted(view, query)
    if query.refusals or query.parts or wanted is None:
        return None
    if _printed(view, query, before=wanted == "before"):
        return None
    now = _now(view, query)
    change = None
    if now is not None and not _is_said(
        view, query, now
    ):  # what the text names is none of its rows
        change = _stated(view, query, None, moved=wanted == "change")
        now = now if change is None else None
    change = change or _stated(view, query, now, moved=wanted == "change")
    if now is not None and change is not None and change.now is not None:
        now = now if _same(change, now) else None
    amount = _amount(now, change) if change is not None else None
    if change is None or amount is None or amount - change.delta <= 0:
        return None
    if query.asks(Operation.WHY) and not change.reason:
        return None
    return _told(view, query, now, change, amount, wanted)


def asks_back(query: Query) -> bool:
    """Tell whether the parts of a question are one: what changed is told, the year before asked."""
    return _of_one(query) is not query


def _of_one(query: Query) -> Query:
    """Return a question as one whose last part asks only for the year before of what it named."""
    if len(query.parts) < 2 or not query.asks(Operation.BACK_CALCULATE):
        return query
    first, last = query.parts[0], query.parts[-1]
    known = [m for m in last.mentions if m.hints]
    if known or last.codes or not last.asks(Operation.BACK_CALCULATE) or len(query.parts) > 2:
        return query
    return replace(first, operations=last.operations, offsets=(-1,), year_offset=-1)


def _wanted(view: View, query: Query) -> str | None:
    """Return what is asked for: the year before, growth over it in percent, or the change itself."""
    kinds = {asked.operation for asked in query.operations}
    back = Operation.BACK_CALCULATE in kinds
    several = len({m.text for m in query.mentions if m.hints}) > 1
    if (back or kinds <= _PLAIN) and _of_before(view, query):
        return "before" if Operation.SUM not in kinds or not several else None
    if back or not kinds & _MOVED or kinds - _MOVED - _BESIDE:
        return None
    if several and Operation.CHANGE in kinds:
        return None
    return "change" if Operation.CHANGE in kinds else "growth"


def _of_before(view: View, query: Query) -> bool:
    """Tell whether the amount of the year before the document's own is asked for, and no other."""
    inside = query.scope.documents or tuple(view.catalogue.documents)
    own = {view.catalogue.documents[d].fiscal_year for d in inside}
    if len(own) != 1:
        return False
    year = own.pop() - 1
    return set(query.offsets) == {-1} or set(query.years) == {year}


def _printed(view: View, query: Query, *, before: bool) -> bool:
    """Tell whether a table prints the year before."""
    plan = view.planner.plan(query)
    if plan.route is not Route.TABLE:
        return plan.route is Route.CLARIFY
    if not before:
        return any(step.bases for step in plan.steps)
    return any(filled(t.figure) for step in plan.steps for t in step.operands)


def _now(view: View, query: Query) -> Figure | None:
    """Return the amount of the document's own year."""
    plain = replace(
        query, years=(), year_offset=None, offsets=(), base_year=None, figures=(),
        operations=(Asked(Operation.LOOKUP),),
    )  # fmt: skip
    plan = view.planner.plan(plain)
    targets = [t for step in plan.steps for t in step.operands]
    if plan.route is not Route.TABLE or len(targets) != 1 or not filled(targets[0].figure):
        return None
    figure = targets[0].figure
    return figure if figure.fact is not None and is_money(figure.fact.unit) else None


def _is_said(view: View, query: Query, figure: Figure) -> bool:
    """Tell whether an amount goes by a name that a question says, where it says one."""
    said = {_name(unnumbered(term)) for term in _spoken(query)}
    names = {_name(unnumbered(name)) for name in _names(view, figure)}
    return not said or bool(said & names) or _is_whole(view, figure)


def _stated(
    view: View, query: Query, figure: Figure | None, *, moved: bool = False
) -> Change | None:
    """Return the one change that the text states of an item."""
    spoken = _spoken(query)
    groups = (spoken,) if figure is None else (_names(view, figure), spoken)
    if figure is not None and not _is_whole(view, figure):
        groups = groups[:1]
    for names in groups:
        found: dict[Decimal, Change] = {}
        for change in _changes(view, query, figure, names):
            found.setdefault(_yuan(change.delta, change.unit), change)
        if len(found) > 1 and not moved:  # of several, the one whose amount is the figure's
            found = {k: c for k, c in found.items() if figure is not None and _same(c, figure)}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _spoken(query: Query) -> tuple[str, ...]:
    """Return the formal terms of what a question names, where no table prints it."""
    ends = (m.text[i:] for m in query.mentions for i in range(len(m.text) - 1))  # 全局三公
    senses = [sense for end in ends if (sense := lexicon.sense(end)) is not None]
    hints = (*(h for m in query.mentions for h in m.hints), *(h for s in senses for h in s.hints))
    terms = {bare(h.term) for h in hints if h.weight >= SURE}
    terms |= {bare(m.text) for m in query.mentions if len(bare(m.text)) >= SAID}
    whole = [name for name in data("told_prior.yaml")["whole"] if len(name) >= SAID]
    terms |= {_WHOLE} if any(name in query.text for name in whole) else set()
    return tuple(sorted((t for t in terms if len(t) > 1), key=len, reverse=True))


def _names(view: View, figure: Figure) -> tuple[str, ...]:
    """Return the names under which the text may speak of an amount."""
    kind = view.catalogue.tables[figure.table_id].kind
    whole = _is_whole(view, figure)
    names = {figure.column_name.split("/")[-1] if whole else figure.label}
    names -= set(_owners(view, figure.document_id))
    if whole and kind in ("total_summary", "income_summary", "expenditure_summary"):
        names = {_WHOLE}
    return tuple(sorted(names))


def _is_whole(view: View, figure: Figure) -> bool:
    """Tell whether a figure is the total of its table."""
    entry = view.catalogue.rows[figure.row_id]
    of_all = figure.label in _owners(view, figure.document_id)
    return of_all or entry.kind == "total" or bare(figure.label) in view.linker.words.total_rows


def _owners(view: View, document_id: int) -> tuple[str, ...]:
    document = view.catalogue.documents[document_id]
    return (document.institution, *document.aliases)


def _changes(
    view: View, query: Query, figure: Figure | None, names: tuple[str, ...]
) -> Iterator[Change]:
    """Give the changes of money that the text states of what goes by one of the names."""
    inside = (figure.document_id,) if figure is not None else query.scope.documents
    wanted = {_name(name) for name in names} - {""}
    amounts: dict[int, tuple[str, str | None]] = {}
    for stated in evidence_of(view.catalogue).stated:
        fact, passage = stated.fact, stated.passage
        if fact is None or passage.document_id not in inside:
            continue
        named = _name(fact.subject, _owners(view, passage.document_id)) in wanted
        if not named and not (_WHOLE in wanted and _all_of_it(stated, amounts.get(passage.id))):
            continue
        if fact.value is not None:
            amounts.setdefault(passage.id, (fact.value, fact.unit))
        if _moved(fact) and _told_of(fact, passage, figure):
            yield _change(fact, stated, amounts.get(passage.id))


def _all_of_it(stated: Stated, whole: tuple[str, str | None] | None) -> bool:
    """Tell whether a sentence tells of a part that is all there is (其中:财政拨款收入, the same)."""
    fact = stated.fact
    same = fact is not None and whole is not None and (fact.value, fact.unit) == whole
    return same and stated.quote.startswith("其中")


def _moved(fact: Fact) -> bool:
    """Tell whether a fact has an amount of money by which it rose or fell since the year before."""
    of_prior = fact.base is None or _pattern("base").match(fact.base) is not None
    return fact.delta is not None and is_money(fact.delta_unit or "") and of_prior


def _told_of(fact: Fact, passage: Text, figure: Figure | None) -> bool:
    """Tell whether a change of the whole, told without its amount, stands beside the figure."""
    if fact.value is not None or _name(fact.subject) != _WHOLE:
        return True
    held = figure.fact.value if figure is not None and figure.fact is not None else None
    return held is not None and f"{held:f}" in passage.text.replace(",", "")


def _change(fact: Fact, stated: Stated, beside: tuple[str, str | None] | None) -> Change:
    """Return a change with its amount, or with that of the same thing told before it."""
    unit = fact.delta_unit or ""
    delta = Decimal(str(fact.delta).replace(",", ""))
    amount = (fact.value, fact.unit) if fact.value is not None else beside
    now = _in(amount, unit) if amount is not None else None
    signed = -delta if fact.direction == "减少" else delta
    return Change(signed, unit, stated.passage, stated.quote, now, fact.percent, fact.reason)


def _name(subject: str, owners: tuple[str, ...] = ()) -> str:
    """Return what a subject of the text or a label comes down to: without whose it is and what for."""
    parts = [bare(part) for part in re.split(r"\([类款项]\)", _flat(subject))]
    parts = [part for part in parts if _pattern("end").sub("", part)] or parts[:1]
    plain = parts[-1]
    for owner in owners:
        plain = plain.removeprefix(bare(owner))
    plain = _pattern("lead").sub("", plain)
    if plain in data("told_prior.yaml")["whole"]:
        return _WHOLE
    return core(_pattern("end").sub("", plain) or plain)


def _flat(text: str) -> str:
    return re.sub(r"[“”\"\s]", "", text).replace("（", "(").replace("）", ")")


def _in(amount: tuple[str | None, ...], unit: str) -> Decimal:
    value, own = Decimal(str(amount[0]).replace(",", "")), str(amount[1])
    return value if own == unit else convert(value, own, unit)


def _yuan(value: Decimal, unit: str) -> Decimal:
    return convert(value, unit, "元")


def _same(change: Change, figure: Figure) -> bool:
    """Tell whether a sentence's own amount is the figure, as it is rounded there."""
    if change.now is None or figure.fact is None or figure.fact.value is None:
        return False
    own = convert(figure.fact.value, figure.fact.unit or change.unit, change.unit)
    return abs(own - change.now) < _CENT


def _amount(figure: Figure | None, change: Change) -> Decimal | None:
    """Return the amount of the year in the change's unit: the sentence's own, else the table's."""
    if change.now is not None:
        return change.now
    fact = figure.fact if figure is not None else None
    if fact is None or fact.value is None:
        return None
    return convert(fact.value, fact.unit or change.unit, change.unit)


def _told(
    view: View, query: Query, figure: Figure | None, change: Change, amount: Decimal, wanted: str
) -> Found:
    """Word what is worked out, with the sentence."""
    own_year = figure.year if figure is not None else _year(view, change)
    before = amount - change.delta
    rate = (change.delta / before * 100).quantize(_CENT, ROUND_HALF_UP)
    rate = _printed_rate(change) or rate
    say = data("told_prior.yaml")["say"]["en" if query.language == "en" else "zh"]
    unit = query.unit if wanted == "before" and query.unit and is_money(query.unit) else change.unit
    shown = convert(before, change.unit, unit) if unit != change.unit else before
    what = _what(figure, query)
    text = str(say["before" if wanted == "before" else "growth"]).format(
        what=what, y1=own_year, y0=own_year - 1, now=f"{amount:f}", delta=f"{abs(change.delta):f}",
        verb=say["down" if change.delta < 0 else "up"],
        rose=say["fell" if change.delta < 0 else "rose"], unit=change.unit, before=f"{shown:f}",
        own=unit, rate=abs(rate), quote=change.quote,
    )  # fmt: skip
    if query.asks(Operation.WHY):
        text += str(say["why"]).format(reason=change.reason)
    values = {
        "before": Value(what, f"{own_year - 1}年（倒推）", f"{shown:f}", unit, own_year - 1),
        "change": Value(what, "较上年", f"{change.delta:f}", change.unit, own_year),
        "growth": Value(what, "增减%", f"{rate:f}", "%", own_year),
        "now": Value(what, "", f"{amount:f}", change.unit, own_year),
    }
    kept = [wanted, *(name for name in values if name not in (wanted, "before"))]
    done = Answer(
        question=query.original, language=query.language, route=Route.BOTH if figure else Route.TEXT,
        answer=text, values=tuple(values[name] for name in kept),
        citations=(*cite_all(view.catalogue, [figure] if figure else []), cite_text(view.catalogue, change.passage)),
        calculation=_worked(change, amount, rate, wanted),
    )  # fmt: skip
    steps = (Step(Asked(Operation.LOOKUP), (Target(figure),)),) if figure else ()
    return (
        Plan(Route.TABLE if figure else Route.TEXT, steps, score=SURE, trace=("worked back",)),
        done,
        None,
    )


def _printed_rate(change: Change) -> Decimal | None:
    """Return the rate that the sentence itself states, with its sign."""
    if change.percent is None:
        return None
    rate = Decimal(change.percent.replace(",", ""))
    return -rate if change.delta < 0 else rate


def _worked(change: Change, amount: Decimal, rate: Decimal, wanted: str) -> str | None:
    """Return how what the text does not state itself is worked out."""
    before = amount - change.delta
    sign = "−" if change.delta > 0 else "+"
    back = f"{amount:f} {sign} {abs(change.delta):f} = {before:f}"
    if wanted == "before":
        return back
    if change.percent is not None:
        return None
    return f"{back}；{change.delta:f} ÷ {before:f} × 100% = {rate}%"


def _what(figure: Figure | None, query: Query) -> str:
    """Return the name of what changed."""
    if figure is None:
        terms = "、".join(h.term for m in query.mentions for h in m.hints[:1])
        return terms or "、".join(m.text for m in query.mentions)
    whole = figure.label in ("合计", "总计", "")
    return figure.column_name.split("/")[-1] if whole else figure.label


def _year(view: View, change: Change) -> int:
    return view.catalogue.documents[change.passage.document_id].fiscal_year


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("told_prior.yaml")[name]))
