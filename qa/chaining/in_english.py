"""Answer an English question as it is asked in Chinese, else in its own words.

All readers share the Chinese structure of a question; what is found so is told in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.chaining.told import MONEY_UNITS
from qa.checking import doubt
from qa.checking.doubt import likely_wrong
from qa.checking.doubt_figures import figures
from qa.checking.english_left import unanswered
from qa.planning.types import Plan
from qa.query import Operation, Route
from qa.understand import reader, told_in
from qa.words import frames
from qa.words.english_wanted import asks_money, counts, only_counts
from qa.words.reasons import verdicts

if TYPE_CHECKING:
    from qa.view import Explained, View

    Ask = Callable[[str], Explained]

LEFT = 1  # words that are left aside of a question that is told by its parts
UNSURE = 0.2  # likelihood of a wrong answer from which a question is asked by its parts as well
LIKELY = 0.15  # likelihood of a wrong answer below which what is found so is told
LIKELIEST = 0.06  # the same, where a word is left aside
OPEN, PART = 0.3, 0.15  # both of them where there is no answer so far
LIKELIER = 0.33  # of the likelihood that the answer so far is wrong
_SHARE = re.compile(r"\b(?:per ?cent|percentage|share|proportion|fraction)\b|%", re.IGNORECASE)
_OF_TOLD = re.compile(
    r"\b(?:of|from|in|do|does|did|is|are|was) (?:that|this|those|these|them|it)(?=[ ,?.]|$)",
    re.IGNORECASE,
)
_POINTS = re.compile("[其它这]|哪")
_MOVED = re.compile(
    r"\b(?:mov|chang|increas|decreas|r[io]s|gr[eo]w|f[ae]ll|drop)\w*\b.*\b(?:against|compared|over|from|than|since)\b",
    re.IGNORECASE,
)
_MOVES = re.compile("[比变增减升降涨跌]")
_WAS = re.compile(r"\b(?:was|were|did|had)\b", re.IGNORECASE)
_AIMED = re.compile(
    r"\b(?:targets?|targeted|goals?|aim\w*|plan(?:s|ned)?|supposed|meant|expected|intended|required|due|set|budget\w*)\b",
    re.IGNORECASE,
)
_GOAL = re.compile("指标值|目标值")
_REACHED = re.compile("实际|完成值")
_FIGURE = re.compile(r"(?<!\[)\d")
_COUNTED = re.compile(r"(?<![第\d.,])\d+(?:\.\d+)?(?![\d.,年月日元亿万%％、）)点])[一-鿿]")
_RATES = frozenset({"%"})
_OF_MONEY = re.compile("元|^$")
_IN_UNITS = re.compile(r"(?:多少|几)([一-鿿]{1,3})$")
_UNFOUND = frozenset({"not_found", "lacking", "no_whole", "no_heads"})
"""Why a question is refused whose words were not understood; what is not published stays refused."""


def answer(view: View, question: str, whole: str, said_so: Ask, own_words: Ask) -> Explained:
    """Return what answers a question, `whole` with the talk around it, asked in Chinese or as it is."""
    asked = reader(view.catalogue).understand(whole)
    if asked.scope.strangers or verdicts() & set(asked.refusals):
        own = own_words(question)  # what no disclosure tells is told by a question's own words
        return _printed(view, question, whole, said_so, own) or own
    done = _in_full(view, question, whole, said_so, own_words)
    done = _by_parts(view, question, whole, said_so, done) or done
    done = _as_done(view, question, whole, said_so, done) or done
    done = _fuller(view, question, done, own_words) or done
    if only_counts(question) and done.answer.values and _is_money(done):
        return _refused(view, done)
    if asks_money(question) and not _SHARE.search(question) and _is_no_money(done):
        return _refused(view, done)
    return done


def _printed(
    view: View, question: str, whole: str, said_so: Ask, own: Explained
) -> Explained | None:
    """Return what is told of a question in Chinese although it is withheld in its own words: guests received."""
    known = reader(view.catalogue)
    chinese = known.in_chinese(whole) if own.answer.route is Route.REFUSE else None
    if chinese is None or set(known.understand(chinese[0]).refusals):
        return None
    with told_in("en"):
        done = said_so(chinese[0])
    done = replace(done, answer=replace(done.answer, question=question))
    told = done.answer.route in doubt.ANSWERED and _odds(view, done) < LIKELY
    return done if told and unanswered(view, question, done) is None else None


def _fuller(view: View, question: str, done: Explained, own_words: Ask) -> Explained | None:
    """Return what a question's own words are told where an answer leaves some of them aside, and that none."""
    if unanswered(view, question, done) is None or done.query.original == question:
        return None
    own = own_words(question)
    told = own.answer.route in doubt.ANSWERED and _odds(view, own) < LIKELY
    return own if told and unanswered(view, question, own) is None else None


def _refused(view: View, done: Explained) -> Explained:
    """Return a refusal where money was found for what is counted."""
    plan = Plan(Route.REFUSE, reason="not_found", trace=(*done.plan.trace, "money is no number"))
    answer = view.composer.compose(done.query, plan)
    language, question = done.answer.language, done.answer.question
    answer = replace(answer, question=question, language=language)
    return replace(done, answer=answer, plan=plan, reading=None)


def _in_full(view: View, question: str, whole: str, said_so: Ask, own_words: Ask) -> Explained:
    """Return what answers a question, in Chinese where each word of it is known."""
    known = reader(view.catalogue)
    asked = known.understand(whole)
    chinese = known.in_chinese(whole)
    if chinese is None:
        return own_words(question)
    text, sure = chinese
    if set(asked.refusals) - set(known.understand(text).refusals):
        return own_words(question)  # in Chinese it no more asks for what was really spent
    with told_in("en"):
        done = said_so(text)
    done = replace(done, answer=replace(done.answer, question=question))
    counted = counts(question) and not sure
    money = counted and _is_money(done)  # what is counted is no money
    told = (Route.TABLE, Route.BOTH, *((Route.TEXT,) if sure else ()))
    if only_counts(question) and _is_worded(done):
        own = own_words(question)
        return own if own.answer.values else done
    if not money and (done.answer.route in told or _is_duty(done)):
        return done
    own = own_words(question)
    if _is_term(done) and own.answer.route is Route.TABLE:
        return done  # an amount explains nothing
    frame = frames.read(text)
    share = frame is not None and frame.operation is Operation.SHARE
    if share and own.answer.route is Route.TABLE and not is_share(own):
        return done  # a rate that something aims at is no share of anything
    if not money and counted and _is_money(own) and done.answer.values:
        return done
    if not money and done.answer.route is own.answer.route is Route.TEXT:
        less = ("多少" in text and not _FIGURE.search(done.answer.answer)) or _is_within(done, own)
        return own if less else min((own, done), key=lambda one: _odds(view, one))
    return own if money or not is_open(own) or is_open(done) else done


def _is_within(one: Explained, other: Explained) -> bool:
    """Tell whether all that one answer cites is cited by another that cites more."""
    return {c.quote for c in one.answer.citations} < {c.quote for c in other.answer.citations}


def _as_done(
    view: View, question: str, whole: str, said_so: Ask, done: Explained
) -> Explained | None:
    """Return what was really done where a question in the past was answered by the goal alone."""
    columns = [c.column or "" for c in done.answer.citations]
    goals = done.answer.route is Route.TABLE and all(_GOAL.search(c) for c in columns)
    if not (columns and goals) or not _WAS.search(question) or _AIMED.search(question):
        return None
    chinese = reader(view.catalogue).in_chinese(whole)
    ways = [f"实际{chinese[0]}"] if chinese and "实际" not in chinese[0] else []
    rows = {(c.annex, c.row) for c in done.answer.citations}
    ways += [f"{row}实际完成值是多少" for _, row in rows if row and len(rows) == 1]
    for way in ways:
        with told_in("en"):
            found = said_so(way)
        told = [c for c in found.answer.citations if _REACHED.search(c.column or "")]
        if found.answer.route is Route.TABLE and {(c.annex, c.row) for c in told} == rows:
            return replace(found, answer=replace(found.answer, question=question))
    return None


def _is_worded(done: Explained) -> bool:
    """Tell whether cells of words or of money alone were found, which count nothing."""
    numbers = [v for v in done.answer.values if v.value[:1].isdigit()]
    return done.answer.route is Route.TABLE and all(v.unit in MONEY_UNITS for v in numbers)


def _by_parts(
    view: View, question: str, whole: str, said_so: Ask, done: Explained
) -> Explained | None:
    """Return what answers a question asked by its parts where its answer so far is unsure or none.

    None where more than a word of it is left aside, or where what is found is not far likelier right.
    """
    if not _is_unsure(done) or (most := _odds(view, done)) < UNSURE:
        return None
    known = reader(view.catalogue)
    ways = (known.by_parts(whole, framed=framed) for framed in (False, True))
    said = {text: left for text, left in filter(None, ways) if left <= LEFT}
    with told_in("en"):
        asked = [(text, said_so(text)) for text in said]
    likely = (LIKELY, LIKELIEST) if done.answer.route in doubt.ANSWERED else (OPEN, PART)
    limits = {text: likely[left > 0] for text, left in said.items()}
    found = [
        (odds, one)
        for text, one in asked
        if _tells(question, text, one)
        and unanswered(view, question, one) is None
        and (one.answer.values or not done.answer.values)  # no passage in place of figures
        and (odds := _odds(view, one)) < min(limits[text], LIKELIER * most)
    ]
    if not found:
        return None
    best = min(found, key=lambda pair: pair[0])[1]
    return replace(best, answer=replace(best.answer, question=question))


def _tells(question: str, said: str, found: Explained) -> bool:
    """Tell whether an answer is of the kind that is asked for: a number, a share, of what was told."""
    if only_counts(question) and found.answer.values and _is_money(found):
        return False
    if _MOVED.search(question) and not _MOVES.search(said):
        return False
    if _SHARE.search(question) and not any(v.unit == "%" for v in found.answer.values):
        return False
    return not _OF_TOLD.search(question) or bool(_POINTS.search(said))


def _is_unsure(done: Explained) -> bool:
    """Tell whether an answer may be of other words than were asked: a passage that is told is not."""
    route, reason = done.answer.route, (done.plan.reason or "").partition(":")[0]
    if route is Route.REFUSE:
        return reason in _UNFOUND
    return route in (Route.TABLE, Route.BOTH) or (route is Route.TEXT and bool(reason))


def _odds(view: View, done: Explained) -> float:
    """Return how likely an answer is wrong; 1 where there is none."""
    if done.answer.route not in doubt.ANSWERED:
        return 1.0
    return likely_wrong(figures(doubt.told_of(view, done)))


def is_open(explained: Explained) -> bool:
    """Tell whether a question has no answer yet: none at all, or another than the share asked."""
    if explained.answer.route in (Route.CLARIFY, Route.REFUSE):
        return True
    told = explained.answer.route is Route.TEXT
    return told and explained.query.asks(Operation.SHARE) and not is_share(explained)


def is_share(explained: Explained) -> bool:
    """Tell whether a share was worked out, from records or narrative."""
    percent = any(value.unit == "%" for value in explained.answer.values)
    return explained.query.asks(Operation.SHARE) and percent and bool(explained.answer.calculation)


def _is_money(explained: Explained) -> bool:
    """Tell whether all that an answer states is money, and no rows are counted."""
    if any(step.asked.operation is Operation.COUNT for step in explained.plan.steps):
        return False
    told, units = explained.answer, {value.unit for value in explained.answer.values}
    if told.route is Route.TEXT and units <= _RATES and _COUNTED.search(told.answer):
        return False  # a sentence that counts: 4处
    unit = _IN_UNITS.search(explained.query.original)
    if unit and re.search(rf"\d{unit[1]}", explained.answer.answer):
        return False  # 260箱 beside the money for them
    return units <= MONEY_UNITS


def _is_no_money(explained: Explained) -> bool:
    """Tell whether records give numbers and none of them is money."""
    told = explained.answer
    units = [v.unit or "" for v in told.values if v.value[:1].isdigit()]
    return told.route is Route.TABLE and bool(units) and not any(map(_OF_MONEY.search, units))


def _is_term(explained: Explained) -> bool:
    """Tell whether narrative says what a term means."""
    return explained.answer.route is Route.TEXT and explained.query.asks(Operation.DEFINE)


def _is_duty(explained: Explained) -> bool:
    """Tell whether narrative gives what a unit is to do."""
    return explained.reading is not None and explained.reading.kind == "duty"
