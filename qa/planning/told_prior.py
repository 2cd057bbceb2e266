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
from qa.linking.text import bare, core
from qa.planning.find import filled
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route, Value
from qa.words import lexicon
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

SURE = 0.9
SAID = 4  # least characters of a name that the text may print as it is said
_CENT = Decimal("0.01")
_PLAIN = {Operation.LOOKUP, Operation.BACK_CALCULATE, Operation.CONVERT, Operation.CHANGE}


@dataclass(frozen=True, slots=True)
class Change:
    """Hold a change that a sentence states of an item, with the amounts it states beside."""

    delta: Decimal
    unit: str
    passage: Text
    quote: str
    now: Decimal | None = None
    before: Decimal | None = None


def answer(view: View, query: Query) -> Found | None:
    """Return the amount of the year before, or the growth over it, as the text lets it be worked out."""
    growth = query.asks(Operation.GROWTH)
    kinds = {asked.operation for asked in query.operations}
    if (
        query.refusals
        or query.parts
        or not (growth or (kinds <= _PLAIN and _of_before(view, query)))
    ):
        return None
    if _printed(view, query, growth=growth):
        return None
    now = _now(view, query)
    change = _stated(view, query, now)
    amount = _amount(now, change) if change is not None else None
    if change is None or amount is None:
        return None
    before = change.before if change.before is not None else amount - change.delta
    if before <= 0:
        return None
    return _told(view, query, now, change, amount, before, growth=growth)


def _of_before(view: View, query: Query) -> bool:
    """Tell whether the amount of the year before the document's own is asked for, and no other."""
    inside = query.scope.documents or tuple(view.catalogue.documents)
    own = {view.catalogue.documents[d].fiscal_year for d in inside}
    if len(own) != 1:
        return False
    year = own.pop() - 1
    return set(query.offsets) == {-1} or set(query.years) == {year}


def _printed(view: View, query: Query, *, growth: bool) -> bool:
    """Tell whether a table prints the year before."""
    plan = view.planner.plan(query)
    if plan.route is not Route.TABLE:
        return plan.route is Route.CLARIFY
    if growth:
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


def _stated(view: View, query: Query, figure: Figure | None) -> Change | None:
    """Return the one change that the text states of an item."""
    names = _names(view, figure) if figure is not None else _spoken(query)
    found: dict[Decimal, Change] = {}
    inside = (figure.document_id,) if figure is not None else query.scope.documents
    for passage in view.catalogue.passages.values():
        if passage.document_id in inside:
            for change in _changes(passage, names):
                found.setdefault(_yuan(change.delta, change.unit), change)
    if len(found) > 1:  # of several, the one whose amount is the figure's
        found = {k: c for k, c in found.items() if figure is not None and _same(c, figure)}
    return next(iter(found.values())) if len(found) == 1 else None


def _spoken(query: Query) -> tuple[str, ...]:
    """Return the formal terms of what a question names, where no table prints it."""
    ends = (m.text[i:] for m in query.mentions for i in range(len(m.text) - 1))  # 全局三公
    senses = [sense for end in ends if (sense := lexicon.sense(end)) is not None]
    hints = (*(h for m in query.mentions for h in m.hints), *(h for s in senses for h in s.hints))
    terms = {bare(h.term) for h in hints if h.weight >= SURE}
    terms |= {bare(m.text) for m in query.mentions if len(bare(m.text)) >= SAID}
    return tuple(sorted((t for t in terms if len(t) > 1), key=len, reverse=True))


def _names(view: View, figure: Figure) -> tuple[str, ...]:
    """Return the names under which the text may speak of an amount, the longest first."""
    entry = view.catalogue.rows[figure.row_id]
    kind = view.catalogue.tables[figure.table_id].kind
    whole = entry.kind == "total" or bare(figure.label) in view.linker.words.total_rows
    names = {bare(figure.column_name.split("/")[-1])} if whole else {bare(figure.label)}
    if whole and kind == "three_public":
        names |= {"三公经费"} if names <= view.linker.words.totals else set()
    elif whole and kind in ("total_summary", "income_summary", "expenditure_summary"):
        names = set(map(str, data("told_prior.yaml")["whole"]))
    names |= {core(name) for name in names}
    return tuple(sorted((n for n in names if len(n) > 1), key=len, reverse=True))


def _changes(passage: Text, names: tuple[str, ...]) -> Iterator[Change]:
    """Give the changes that a passage states right behind one of the names."""
    earlier = ""
    for sentence in re.split(r"[。；;]", passage.text):
        text = re.sub(r"[“”\"\s]", "", sentence).replace("，", ",")
        told, earlier = earlier, text
        for match in _pattern("change").finditer(text):
            before = text[: match.start()]
            last = _pattern("break").split(before)[-1]
            last = (
                match["own"] or last or _of_before_it(told, names) or "".join(passage.headings[-1:])
            )
            name = next(
                (n for n in names if _pattern("follows").match(_behind_name(last, n))), None
            )
            if name is None or _pattern("other").search(_flat(last).rsplit(name, 1)[1]):
                continue
            amounts = _pattern("money").findall(last)
            amounts = amounts or _behind(passage.text, name)
            now = _in(amounts[-1], match["unit"]) if amounts else None
            base = _pattern("money").search(match["base"] or "")
            sign = -1 if _pattern("down").search(match["verb"]) else 1
            yield Change(
                sign * Decimal(match["delta"].replace(",", "")), match["unit"], passage,
                sentence.strip(), now, _in(base.groups(), match["unit"]) if base else None,
            )  # fmt: skip


def _of_before_it(earlier: str, names: tuple[str, ...]) -> str:
    """Return the sentence before one that names nothing, where it names the item."""
    return earlier if any(name in _flat(earlier) for name in names) else ""


def _behind_name(text: str, name: str) -> str:
    """Return what stands behind the last place of a name, or a mark that nothing follows."""
    flat = _flat(text)
    return flat.rsplit(name, 1)[1] if name in flat else "×"


def _behind(text: str, name: str) -> list[tuple[str, str]]:
    """Return the first amount that a passage states right behind a name."""
    plain = re.sub(r"[“”\"\s]", "", text)
    places = (plain[m.end() : m.end() + 20] for m in re.finditer(re.escape(name), plain))
    found = (re.match(r"(?:预算|支出|决算|财政拨款)*(?:数|安排)?(?:为|是|共)?" + str(data("told_prior.yaml")["money"]), p)
             for p in places)  # fmt: skip
    return [(m[1], m[2]) for m in found if m][:1]


def _flat(text: str) -> str:
    return (
        text.replace("、", "").replace("(", "").replace(")", "").replace("（", "").replace("）", "")
    )


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
        return change.before + change.delta if change.before is not None else None
    return convert(fact.value, fact.unit or change.unit, change.unit)


def _told(
    view: View, query: Query, figure: Figure | None, change: Change, amount: Decimal, before: Decimal,
    *, growth: bool,
) -> Found:  # fmt: skip
    """Word what is worked out, with the sentence."""
    own_year = figure.year if figure is not None else _year(view, change)
    year = own_year - 1
    sign = "−" if change.delta > 0 else "+"
    back = f"{amount:f} {sign} {abs(change.delta):f} = {amount - change.delta:f}"
    rate = (change.delta / before * 100).quantize(_CENT, ROUND_HALF_UP)
    grown = f"{change.delta:f} ÷ {before:f} × 100% = {rate}%"
    worked = grown if change.before is not None else f"{back}；{grown}"
    say = data("told_prior.yaml")["say"]["en" if query.language == "en" else "zh"]
    name = "growth" if growth else "before"
    unit = query.unit if not growth and query.unit and is_money(query.unit) else change.unit
    shown = convert(before, change.unit, unit) if unit != change.unit else before
    what = _what(figure, query)
    verb = say["down" if change.delta < 0 else "up"]
    text = str(say[name]).format(
        what=what,
        y1=own_year, y0=year, now=f"{amount:f}", verb=verb, delta=f"{abs(change.delta):f}",
        unit=change.unit, before=f"{shown:f}", own=unit, rate=abs(rate), quote=change.quote,
    )  # fmt: skip
    first = (
        Value(what, "增减%", f"{rate:f}", "%", own_year)
        if growth
        else Value(what, f"{year}年（倒推）", f"{shown:f}", unit, year)
    )
    done = Answer(
        question=query.original, language=query.language, route=Route.BOTH, answer=text,
        values=(first, Value(what, "", f"{amount:f}", change.unit, own_year),
                Value(what, "较上年", f"{change.delta:f}", change.unit, own_year)),
        citations=(*cite_all(view.catalogue, [figure] if figure else []), cite_text(view.catalogue, change.passage)),
        calculation=worked if growth else back,
    )  # fmt: skip
    if figure is None:
        return (
            Plan(Route.TEXT, score=SURE, trace=("worked back",)),
            replace(done, route=Route.TEXT),
            None,
        )
    step = Step(Asked(Operation.LOOKUP), (Target(figure),))
    return Plan(Route.TABLE, (step,), score=SURE, trace=("worked back",)), done, None


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
