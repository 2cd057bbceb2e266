"""Answer from stated amounts: change, share, reason, purpose, the year before worked back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from qa.narration.beside import (
    explaining,
    moved_beside,
    named_beside,
    precision,
    rivals,
    with_amount,
)
from qa.narration.case import Case, cite
from qa.narration.cover import coverage, qualified
from qa.narration.fact import Fact, decimal, has_amount
from qa.narration.fits import TYPED, is_typed
from qa.narration.moved_by import has_size, told_moves
from qa.narration.reading import Reading, both, number
from qa.narration.unit import Stated
from qa.narration.want import Concept, Want
from qa.narration.worked import against_plan, back, gap_said, growth
from qa.query import Value
from qa.words.sentences import plain

_MONEY_KINDS = ("amount", "why", "changed", "percent", "purpose", "before", "how_many")
NAMED_AMOUNT = 0.25
"""What a fact gains by the amount that a question names."""
MOST_SAID = 160  # characters that are quoted behind a figure
TELLS = 5  # Chinese characters from which the rest of a sentence says something
UNUSED = 0.4  # what is left of a fact that tells no use where that is asked for
UNSAID = 0.6  # most for one without the reason that is asked for
CONTRARY = 0.9  # what is left of a fact that moved the other way than the question says
UNASKED = 0.9  # what is left of a fact whose subject says what is not asked: 拟购置
WORKED_OUT = 0.6  # least coverage of a statement whose subject says nothing of the question
ROUNDING = 1e-9  # of shares added up in another order
LEAST = 0.3  # least score of a fact to be thought of
SHARED, MOST_SHARED = 0.005, 4  # for each pair of characters in common: tells equals apart
OTHER_MEASURE = 0.93  # what is left of what was planned where what was spent is asked, and back
_OTHER_MEASURE = {"年初预算": re.compile(r"预算|年初"), "决算": re.compile(r"年初|预算数")}
_PARTS = re.compile(r"(?:其中|主要|增加|减少|增减)[^。]*(?:主要(?:为|是|因)|原因|由于)")
_OF_WHOLE = re.compile(r"占(?!用|地)(?![^,，。?？]{0,12}(?:增|减|涨|降|升|变))")
_DONE = re.compile(r"完成[^,。?]{0,6}预算|预算[^,。?]{0,2}完成")
_INNER = re.compile(
    r"(?:里|中|内)(?:面|头|边)?的?(?P<thing>[\u4e00-\u9fff]{2,}?)(?:20\d\d|去年|上年|[是有为]|多少)"
)
"""A thing that is asked for inside another (机关运行经费里的办公费去年)."""
_DIRECTIONS = {
    "增加": re.compile(
        r"增加|增长|上涨|涨了|多了|上升|变多|\b(?:rose|rise|increas|grew|up)", re.IGNORECASE
    ),
    "减少": re.compile(
        r"减少|下降|降低|降了|少了|变少|砍|缩|\b(?:fell|fall|decreas|drop|cut|down|shrink|declin)",
        re.IGNORECASE,
    ),
    "持平": re.compile(r"持平|不变"),
}
_ENGLISH = {
    "增加": "an increase (up)", "减少": "a decrease (down)", "持平": "no change (level)",
}  # fmt: skip
_OVERALL = Concept(
    "收支总额",
    (
        ("收入预算", 1.0),
        ("支出预算", 0.95),
        ("收、支", 0.95),
        ("预算收支", 0.95),
        ("收入", 0.9),
        ("支出", 0.85),
        ("收入支出", 0.85),
    ),
)


def fact(case: Case) -> Reading | None:
    """Give a stated amount with its change, share, reason and purpose."""
    scored = _scored(case, case.want.concepts)
    vague = _says_nothing(case) or _of_all(case)
    if not scored and case.want.has("why", "changed") and vague:
        scored = _scored(case, (_OVERALL,))
    if case.want.has("why", "changed"):
        scored = told_moves(case) or with_amount(case, scored) or scored
    if not scored:
        return None
    reading = _say_fact(case, scored)
    not_money = case.want.has("who", "where", "list", "basis") and not case.want.has(*_MONEY_KINDS)
    not_money = not_money or (bool(case.want.units) and not case.want.money)
    aside = case.want.has("define") or not_money
    return replace(reading, score=0.7 * reading.score) if aside else reading


def moved_by(case: Case) -> Reading | None:
    """Give the change of the size that a question tells, with its reason."""
    scored = told_moves(case)
    told = _say_fact(case, scored) if scored else None
    return None if told is None else replace(told, typed=told.score > UNSAID)


def _of_all(case: Case) -> bool:
    """Tell whether the question speaks of the whole budget, which some texts only call 收入."""
    return any("收支总计" in (form for form, _ in c.forms) for c in case.want.concepts)


def _says_nothing(case: Case) -> bool:
    """Tell whether no word of the question names anything but the institution."""
    return all(concept.light for concept in case.want.concepts)


def _scored(case: Case, concepts: Sequence[Concept]) -> list[tuple[float, Stated]]:
    """Return facts that concepts speak of, best first, then in order of place."""
    weights, years = case.evidence.weights(concepts), case.years
    scored = []
    own = case.evidence.subjects.most(concepts, weights)
    whole = case.evidence.statements.most(concepts, weights)
    for at in np.flatnonzero((own > 0) | (whole >= WORKED_OUT - ROUNDING)):
        stated = case.evidence.stated[at]
        if stated.passage.document_id in case.documents and stated.fact is not None:
            score = _fact_score(case, concepts, weights, stated, years)
            if score > LEAST:
                score += SHARED * _shared(case.want.text, stated.fact.subject)
                scored.append((score, stated))
    return sorted(
        scored,
        key=lambda pair: (-pair[0], pair[1].passage.id, pair[1].fact.start if pair[1].fact else 0),
    )


def _shared(text: str, subject: str) -> int:
    """Return how many pairs of characters of a subject a question has as they stand."""
    return min(MOST_SHARED, sum(subject[i : i + 2] in text for i in range(len(subject) - 1)))


def _fact_score(
    case: Case,
    concepts: Sequence[Concept],
    weights: dict[str, float],
    stated: Stated,
    years: frozenset[int],
) -> float:
    one = stated.fact
    assert one is not None
    own, _ = coverage(concepts, weights, one.subject, "")
    if case.want.has("before") and (own == 0 or _is_whole(case.want.text, one.subject)):
        return 0.0
    whole, _ = coverage(concepts, weights, stated.said, stated.context)
    if own == 0 and whole < WORKED_OUT:  # worked out of a subject's own figure
        return 0.0
    core = _without_body(case, stated, _core(one.subject))
    score = 0.45 * own + 0.3 * whole + 0.25 * precision(concepts, core)
    score *= _kind_fit(case.want, one)
    if one.part_of is not None:
        score *= 0.9
    if not case.want.english and qualified(core, case.want.text):
        score *= UNASKED
    if whole < 0.5:  # another word of the question weighs more than this subject
        score *= 0.6
    if one.measure in _OTHER_MEASURE and _asks_other(case.want.text, one.measure):
        score *= OTHER_MEASURE
    if one.measure in ("执行数", "上年") and not case.want.has("before"):
        score *= 0.85
    year = one.year or case.evidence.catalogue.documents[stated.passage.document_id].fiscal_year
    if years and year not in years and not case.want.has("changed", "before", "why"):
        score *= 0.6
    if case.want.has("before") and years and years.isdisjoint({year, year - 1}):
        return 0.0  # a change tells of the year before it alone
    return score + (NAMED_AMOUNT if has_amount(case.want.text, one) else 0.0)


def _is_whole(text: str, subject: str) -> bool:
    """Tell whether a subject can only be the whole of the thing that a question asks for inside it."""
    inner = _INNER.search(text)
    return inner is not None and not _shared(inner["thing"], subject)


def _asks_other(text: str, measure: str) -> bool:
    """Tell whether a question asks for what was spent, or for what was planned, and this is not it."""
    planned = _OTHER_MEASURE["年初预算"].search(text) is not None and "决算" not in text
    return planned == (measure == "决算")


@lru_cache(maxsize=4096)
def _core(subject: str) -> str:
    """Return the innermost name of a classification path, or the subject."""
    parts = [part for part in re.split(r"\([类款项]\)", subject) if part.strip()]
    return parts[-1] if parts else subject


def _without_body(case: Case, stated: Stated, subject: str) -> str:
    """Return a subject without the name of the body that its document is of (某某局政府采购)."""
    held = case.evidence.catalogue.documents[stated.passage.document_id]
    names = (name for name in (held.institution, *held.aliases) if subject.startswith(name))
    return subject.removeprefix(max(names, key=len, default="")) or subject


def _kind_fit(want: Want, one: Fact) -> float:
    fit = 1.0
    if want.has("why"):
        fit *= 1.1 if one.reason else 0.6
    if want.has("source"):
        fit *= 1.0 if one.purpose or one.reason else UNUSED
    if want.has("changed"):
        fit *= 1.05 if one.direction or one.planned else 0.6
    if want.has("purpose"):
        fit *= 1.1 if one.purpose else 0.75 if one.reason else UNUSED
    if want.has("percent"):
        printed = one.percent or one.share or one.planned
        fit *= 1.1 if printed else 0.95 if one.before is not None else 0.6
    if want.has("before"):
        fit *= 1.1 if one.before is not None else 0.5
    if _contrary(want, one):
        fit *= CONTRARY
    if not want.has("why", "changed", "purpose", "percent", "before") and one.value is None:
        fit *= 0.6
    return fit


def _say_fact(case: Case, scored: Sequence[tuple[float, Stated]]) -> Reading:
    score, best = scored[0]
    one = best.fact
    assert one is not None
    others_alike = rivals(scored)
    others = [*others_alike, *named_beside(case, best)]
    values = [*_fact_values(case, best)]
    parts, calculation = _say_change(case, best, values)
    untold = (case.want.has("why") and not one.reason) or (
        case.want.has("source", "purpose") and not one.purpose
    )
    worded = case.want.has("words", *TYPED) and not case.want.has("why", "changed", "percent")
    beyond = _beyond(case, best, worded=worded, untold=untold)
    named = "" if _core(one.subject) in plain(best.quote) else f"{_core(one.subject)}："
    parts.append(("quote", named + best.quote + beyond))
    if one.delta is None and one.reason and case.want.has("why", "changed", "purpose"):
        others = [*others, *moved_beside(case, best)]
    # what the 20万 more are for
    moved = case.want.has("purpose") and not one.purpose and has_size(case.want.text, one)
    reasons = explaining(case, best) if (case.want.has("why") or moved) and not one.reason else []
    others = [*others, *reasons]
    if case.want.has("why") and not (one.reason or reasons or beyond):
        parts.insert(0, ("unsaid", ""))
    for other in others:
        if other.quote not in best.quote:
            parts.append(("quote", other.quote))
        values += _fact_values(case, other)
    zh, en = both(*parts)
    notes = ("文中有口径不同的同名数，一并列出。",) if others_alike else ()
    quotes = [best.quote + beyond, *(s.quote for s in others)]
    stated = zip((best, *others), quotes, strict=True)
    cited = tuple(cite(case.evidence.catalogue, s, quote) for s, quote in stated)
    unsaid = any(part[0] == "unsaid" for part in parts)
    of_use = case.want.has("source", "purpose") and not (one.purpose or (moved and reasons))
    unsaid = unsaid or (of_use and not is_typed(case.want, best.quote + beyond))
    return Reading(
        min(UNSAID if unsaid else 0.95, 0.28 + 0.72 * score),
        zh,
        en,
        tuple(values),
        cited,
        calculation,
        notes,
        kind="fact",
        coverage=score,
    )


def _beyond(case: Case, best: Stated, *, worded: bool, untold: bool) -> str:
    """Return what the text goes on to say behind a fact's figures, as far as it is asked for."""
    after = best.whole[best.group[1] :]
    rest, _, later = after.partition("。")
    rest = rest.strip(" ，,；;")
    behind = "" if after[:1] in "。；" else "，"
    if worded:
        said = f"{behind}{rest[:MOST_SAID]}" if rest else ""
        after_that = later.split("。")[0]
        return f"{said}。{after_that}" if is_typed(case.want, after_that[:MOST_SAID]) else said
    if untold:
        if _PARTS.match(parts := after.lstrip("。；; ").split("。")[0]):  # 其中：…增加…，主要为…
            return parts if behind else f"。{parts}"
        tells = len(re.findall(r"[\u3400-\u9fff]", rest)) >= TELLS and not re.search(r"\d", rest)
        return f"{behind}{rest}" if tells else ""
    figures = ("amount", "how_many", "why", "changed", "percent", "before", "yes_no")
    return f"，{rest}" if rest.startswith("其中") and not case.want.has(*figures) else ""


def _say_change(
    case: Case, best: Stated, values: list[Value]
) -> tuple[list[tuple[str, ...]], str | None]:
    """Return what is said before the quote, with the arithmetic; computed values come first."""
    one = best.fact
    assert one is not None
    parts: list[tuple[str, ...]] = []
    calculation = None
    if (contrary := _contrary(case.want, one)) is not None:
        parts.append(("contrary", contrary, _ENGLISH[contrary]))
    plain_yes = case.want.has("yes_no") and not case.want.has(*_MONEY_KINDS, "consistency")
    if plain_yes and one.value is not None:
        parts.append(("none" if decimal(one.value) == 0 else "some", ""))
    if case.want.has("changed") and one.direction and one.delta:
        verb = {"增加": "上升", "减少": "下降"}.get(one.direction, "持平")
        moved = f"{one.delta}{one.delta_unit}"
        english = f"{one.subject}: {_ENGLISH[one.direction]} {moved} from {one.base or 'last year'}"
        parts.append(("turned", f"{one.subject}较{one.base or '上年'}{verb}{moved}", english))
    if _done(case, one) and one.share is not None:
        told = next(value for value in values if value.column == "占比")
        values[:] = [told, *(value for value in values if value is not told)]
        english = f"{one.subject}: {one.share}% of the budget was spent"
        parts.append(("turned", f"{one.subject}完成预算的{one.share}%", english))
    elif _grows(case) and one.percent is None and one.delta is not None:
        calculation, value = growth(case, best)
        values[:0] = [value] if value else []
        parts.append(("growth", calculation) if value else ("zero", ""))
    if case.want.has("before") and one.before is not None:
        calculation, value = back(case, best)
        values.insert(0, value)
        parts.append(("before", f"{calculation}{one.unit}"))
    if one.planned is not None and one.delta is None and case.want.has("changed", "percent"):
        calculation, value = against_plan(case, best)
        values.insert(0, value)
        parts.append(("planned", *gap_said(value, calculation)))
    if case.want.has("why") and one.reason:
        parts.append(("why", one.reason))
    if case.want.has("purpose") and one.purpose:
        parts.append(("purpose", one.purpose))
    return parts, calculation


def _grows(case: Case) -> bool:
    """Tell whether a percentage is asked for that is no part of a whole (车占几成)."""
    return case.want.has("percent") and not _OF_WHOLE.search(case.want.text)


def _done(case: Case, one: Fact) -> bool:
    """Tell whether the share of a budget that was spent is asked for, and stated as such."""
    return one.share is not None and _DONE.search(case.want.text) is not None


@lru_cache(maxsize=64)
def _directions(text: str) -> frozenset[str]:
    """Return the directions that a question takes for granted."""
    return frozenset(name for name, cue in _DIRECTIONS.items() if cue.search(text))


def _contrary(want: Want, one: Fact) -> str | None:
    """Return the stated direction where the question takes another one for granted."""
    if one.direction is None:
        return None
    said = _directions(want.text)
    if len(said) != 1 or one.direction in said:
        return None
    return one.direction


def _fact_values(case: Case, stated: Stated) -> list[Value]:
    one = stated.fact
    assert one is not None
    year = one.year or case.evidence.catalogue.documents[stated.passage.document_id].fiscal_year
    values: list[Value] = []
    if one.value is not None:
        values.append(Value(one.subject, one.measure, number(one.value), one.unit, year))
    if one.delta is not None:
        sign = "-" if one.direction == "减少" else ""
        values.append(
            Value(
                one.subject,
                f"较{one.base or '上年'}{one.direction}",
                sign + number(one.delta),
                one.delta_unit,
                year,
            )
        )
    if one.percent is not None:
        sign = "-" if one.direction == "减少" else ""
        values.append(
            Value(
                one.subject, f"{one.direction or '增减'}比例", sign + number(one.percent), "%", year
            )
        )
    if one.share is not None:
        values.append(Value(one.subject, "占比", number(one.share), "%", year))
    changed = case.want.has("changed", "percent", "why") and not case.want.has("amount")
    return values[1:] + values[:1] if changed and len(values) > 1 else values
