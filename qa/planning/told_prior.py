"""Work back what no table prints of the year before from the change that the text states of an item.

去年是多少 where only 比上年减少1.20万元 is told, and 涨了百分之几 where no rate is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa.catalogue import Text
from qa.linking.text import bare, core, unnumbered
from qa.narrative import evidence_of
from qa.planning.find import filled
from qa.planning.told_change import BACK, Change, head_of, told
from qa.planning.types import Figure, Plan
from qa.query import Answer, Asked, Mention, Operation, Query, Route, Value
from qa.regexes import regex
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


def answer(view: View, query: Query) -> Found | None:
    """Return the amount of the year before, or what it changed by since, as the text tells it."""
    query = _plain(_of_one(query))
    wanted = _wanted(view, query)
    if query.refusals or query.parts or wanted is None:
        return None
    if query.asks(Operation.BACK_CALCULATE) and query.years:  # 只有2024年的数,倒推2023年
        query = replace(query, years=(min(query.years),), annexes=())
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
    return told(view, query, now, change, amount, wanted)


def before_of(told: Answer) -> tuple[Value, Value] | None:
    """Return the amounts of the year before and of the year, as they were worked back."""
    before = next((v for v in told.values if v.year and v.unit and v.column.endswith(BACK)), None)
    now = next((v for v in told.values if before and v.column == "" and v.unit != "%"), None)
    return (before, now) if before is not None and now is not None else None


def _of_one(query: Query) -> Query:
    """Return a question as one whose last part asks only for the year before of what it named."""
    if len(query.parts) < 2 or not query.asks(Operation.BACK_CALCULATE):
        return query
    first, last = query.parts[0], query.parts[-1]
    known = [m for m in last.mentions if m.hints]
    if known or last.codes or not last.asks(Operation.BACK_CALCULATE) or len(query.parts) > 2:
        return query
    return replace(first, operations=last.operations, offsets=(-1,), year_offset=-1)


def _plain(query: Query) -> Query:
    """Return a question without the phrases that only say how the amount is worked back."""
    kept = tuple(m for m in query.mentions if m.hints or len(_pattern("idle").sub("", m.text)) > 1)
    if query.asks(Operation.BACK_CALCULATE) and any(m.hints for m in kept):  # 三公经费支出合计
        kept = (
            tuple(m for m in kept if bare(m.text) not in data("told_prior.yaml")["whole"]) or kept
        )
    return query if len(kept) == len(query.mentions) else replace(query, mentions=kept)


def _wanted(view: View, query: Query) -> str | None:
    """Return what is asked for: the year before, growth over it in percent, or the change itself."""
    kinds = {asked.operation for asked in query.operations}
    back = Operation.BACK_CALCULATE in kinds
    several = len({m.text for m in query.mentions if m.hints}) > 1
    if (back or kinds <= _PLAIN) and _of_before(view, query):
        if _pattern("executed").search(query.text):
            return None
        added = Operation.SUM in kinds and (several or len({m.text for m in query.mentions}) > 1)
        return None if added else "before"
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
    offsets = set(query.offsets)
    back = query.asks(Operation.BACK_CALCULATE) and offsets == {-1, 0}  # 用今年数倒推去年
    years = set(query.years)
    if query.asks(Operation.BACK_CALCULATE):  # 只有2024年的数,倒推2023年
        years -= {year + 1}
    return offsets == {-1} or back or years == {year}


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
    if plan.route is Route.CLARIFY:  # of cells that may be meant, the only one that is a whole
        targets = [t for t in plan.options if filled(t.figure) and _is_whole(view, t.figure)]
    if plan.route is Route.REFUSE or len(targets) != 1 or not filled(targets[0].figure):
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
    printed = _as_printed(view, query)
    groups: tuple[tuple[str, ...], ...]
    groups = (spoken, printed) if figure is None else (_names(view, figure), spoken, printed)
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
    mentions = [m for m in query.mentions if not _holds(query, m)]
    ends = (m.text[i:] for m in mentions for i in range(len(m.text) - 1))  # 全局三公
    senses = [sense for end in ends if (sense := lexicon.sense(end)) is not None]
    ends_mean = (
        h for s in senses for h in s.hints if h.term not in data("told_prior.yaml")["whole"]
    )
    hints = (*(h for m in mentions for h in m.hints), *ends_mean)
    terms = {bare(h.term) for h in hints if h.weight >= SURE}
    terms |= {bare(m.text) for m in mentions if len(bare(m.text)) >= SAID}
    raw = data("told_prior.yaml")
    whole = [name for name in raw["whole"] if len(name) >= SAID]
    narrowed = query.column_words or query.table_words
    said = {bare(m.text) for m in query.mentions}
    short = not narrowed and bool(said) and said <= set(raw["whole_said"])
    terms |= {_WHOLE} if short or any(name in query.text for name in whole) else set()
    return tuple(sorted((t for t in terms if len(t) > 1), key=len, reverse=True))


def _holds(query: Query, mention: Mention) -> bool:
    """Tell whether a phrase is only the whole in which another thing is asked for (甲里的乙)."""
    behind = query.text[mention.end :] if mention.end else ""
    return bool(_pattern("within").match(behind)) and mention is not query.mentions[-1]


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one


def _as_printed(view: View, query: Query) -> tuple[str, ...]:
    """Return the longest subject of a change that a question has as it is printed, if it has one.

    What is named beside it is nothing that the text would have to tell apart.
    """
    said = _flat(query.text)
    inside = query.scope.documents or tuple(view.catalogue.documents)
    stated = (s for s in evidence_of(view.catalogue).stated if s.passage.document_id in inside)
    names = {_flat(s.fact.subject) for s in stated if s.fact is not None and s.fact.delta}
    found = [name for name in names if len(name) > SAID and name in said]
    longest = max(found, key=len, default="")
    whole = bare(longest)
    if any(m.hints and not _overlap(bare(m.text), whole) for m in query.mentions):
        return ()
    return (longest,) if longest and not _pattern("within").match(said.split(longest)[1]) else ()


def _names(view: View, figure: Figure) -> tuple[str, ...]:
    """Return the names under which the text may speak of an amount."""
    kind = view.catalogue.tables[figure.table_id].kind
    whole = _is_whole(view, figure)
    names = {head_of(figure) if whole else figure.label}
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
    if figure is None:
        return _pattern("opening").match(_flat(passage.text)) is not None
    held = figure.fact.value if figure.fact is not None else None
    return held is not None and f"{held:f}" in passage.text.replace(",", "")


def _change(fact: Fact, stated: Stated, beside: tuple[str, str | None] | None) -> Change:
    """Return a change with its amount, or with that of the same thing told before it."""
    unit = fact.delta_unit or ""
    delta = Decimal(str(fact.delta).replace(",", ""))
    amount = (fact.value, fact.unit) if fact.value is not None else beside
    opening = _pattern("opening").match(_flat(stated.passage.text)) if amount is None else None
    amount = (opening["value"], opening["unit"]) if opening is not None else amount
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


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data("told_prior.yaml")[name]))
