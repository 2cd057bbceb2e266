"""Answer a share in each of two years, with how far the two are apart in percentage points."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from qa import calculate
from qa.chaining.operand import number_of
from qa.planning.types import Plan
from qa.query import Answer, Query, Route, Value
from qa.understand import understand
from qa.words.normalise import data, normalise
from qa.words.steps import pattern

if TYPE_CHECKING:
    from qa.view import Explained, View

    Read = Callable[[Query], Explained]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("steps.yaml")["in_years"][name]))


def answer(view: View, question: str, read: Read) -> tuple[Plan, Answer] | None:
    """Return what a part is of a whole in each of the two years that a question names, else None."""
    text = pattern("speaker").sub("", normalise(question))
    plain = _pattern("year").sub("", text)
    said = _pattern("share").search(plain)
    if said is None or len(list(_pattern("year").finditer(text))) < 2:
        return None
    query = understand(question, view.catalogue)
    years = list(dict.fromkeys(_years(view, query, text)))
    names = [_pattern("around").sub("", said[group]) for group in ("part", "whole")]
    if len(years) != 2 or query.refusals or not all(names):
        return None
    apart = _pattern("points").search(text) is not None
    if not apart and not _pattern("each").search(text):
        return None
    answers = [_of_year(view, query, year, names, read) for year in years]
    told = [one for one in answers if one is not None]
    if len(told) != 2:
        return None
    return Plan(Route.TABLE, score=1.0, whole=True), _told(query, years, told, apart=apart)


def _years(view: View, query: Query, text: str) -> Iterator[int]:
    """Give the years that a text names, those it names relatively from the documents' own."""
    ids = query.scope.documents or tuple(view.catalogue.documents)
    own = max((view.catalogue.documents[i].fiscal_year for i in ids), default=0)
    for match in _pattern("year").finditer(text):
        back = 0 if match["now"] else 1 if match["last"] else 2
        yield int(match["said"]) if match["said"] else own - back


def _of_year(view: View, query: Query, year: int, names: list[str], read: Read) -> Answer | None:
    """Return the share of one year, or None where it is not worked out of that year's figures."""
    text = data("steps.yaml")["in_years"]["ask"].format(year=year, part=names[0], whole=names[1])
    asked = understand(text, view.catalogue, query.language)
    scope = asked.scope if asked.scope.named else query.scope
    done = read(replace(asked, scope=scope, follow=None, parts=()))
    shares = [v for v in done.answer.values if v.unit == "%"]
    years = {v.year for v in done.answer.values}
    known = len(shares) == 1 and number_of(shares[0]) is not None and years == {year}
    return done.answer if known and done.answer.calculation else None


def _told(query: Query, years: list[int], told: list[Answer], *, apart: bool) -> Answer:
    """Return one answer of the shares of two years."""
    texts = [f"{year}：{one.answer}" for year, one in zip(years, told, strict=True)]
    shares = [next(v for v in one.values if v.unit == "%") for one in told]
    worked = [one.calculation or "" for one in told]
    values = [replace(share, year=year) for year, share in zip(years, shares, strict=True)]
    if apart:
        gap, text, derivation = _apart(query, years, [Decimal(v.value) for v in values])
        texts.append(text)
        worked.append(derivation)
        values.insert(0, gap)
    rest = [v for one in told for v in one.values if v not in shares]
    routes = {one.route for one in told}
    return Answer(
        question=query.original, language=query.language,
        route=routes.pop() if len(routes) == 1 else Route.BOTH, answer="\n".join(texts),
        values=tuple(dict.fromkeys((*values, *rest))), calculation="；".join(worked),
        citations=tuple(dict.fromkeys(c for one in told for c in one.citations)),
    )  # fmt: skip


def _apart(query: Query, years: list[int], rates: list[Decimal]) -> tuple[Value, str, str]:
    """Return how far the shares of two years are apart, said and worked out."""
    say: dict[str, Any] = data("steps.yaml")["in_years"]["say"]
    language = query.language if query.language == "en" else "zh"
    now = years.index(max(years))
    gap = calculate.shown(abs(rates[0] - rates[1]))
    moved = say[f"{language}_moved"][rates[now] < rates[1 - now]]
    text = say[language].format(now=years[now], before=years[1 - now], gap=gap, moved=moved)
    return Value("", "", gap, "%", years[now]), text, f"{max(rates)} − {min(rates)} = {gap}"
