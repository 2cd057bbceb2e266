"""Add the figures that one passage states and hold their sum against the whole it states too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import plain_decimal
from qa.answering.cite import cite_text
from qa.checking.words import consistency_words
from qa.narration.figures import Bound, figures_of
from qa.narration.reading import number
from qa.query import Answer, Query, Route, Value

if TYPE_CHECKING:
    from qa.catalogue import Catalogue

_TOTAL = re.compile(r"总|合计|共计|规划")
_MOVED = re.compile(r"增加|减少|增长|下降|[较比与]20\d\d年|[较比]上年")
_LEANS = re.compile(r"^(?:它|其|这个?数|那个?数)")
_NAMED = 2  # parts that a question must name


@dataclass(frozen=True, slots=True)
class _Sum:
    """Hold a whole with its parts, and how many of the parts a question names."""

    whole: Bound
    parts: tuple[Bound, ...]
    named: int


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(str(consistency_words()["added"]))


def answer(query: Query, catalogue: Catalogue) -> Answer | None:
    """Return whether parts that a question adds up make the whole, as one passage states them."""
    tables = query.annexes or "表" in query.text
    if query.refusals or tables or not _asked().search(query.text):
        return None
    keys = query.scope.documents or tuple(catalogue.documents)
    passages: dict[int, list[Bound]] = {}
    for bound in figures_of(catalogue).all:
        if bound.passage.document_id in keys:
            passages.setdefault(bound.passage.id, []).append(bound)
    found = [s for held in passages.values() if (s := _sum(held, query.text)) is not None]
    if not found:
        return None
    most = max(s.named for s in found)
    best = [s for s in found if s.named == most]
    if len({s.whole.passage.document_id for s in best}) > 1:
        return None
    return _said(query, catalogue, max(best, key=lambda s: _near(s.whole, query.text)))


def _near(bound: Bound, text: str) -> int:
    """Return how many pairs of a question's characters stand in a figure's passage."""
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return sum(pair in f"{bound.context}{bound.whole}" for pair in pairs)


def _sum(held: Sequence[Bound], text: str) -> _Sum | None:
    """Return the whole and its parts in a passage, where a question names enough of them."""
    said, of_whole = _sides(text)
    stated = _stated(text)
    for unit in dict.fromkeys(b.printed.unit for b in held):
        alike = [
            b
            for b in {b.printed.name: b for b in reversed(held) if b.printed.unit == unit}.values()
            if not _MOVED.search(b.printed.label)
        ]
        alike.sort(key=lambda b: b.printed.place)
        parts = _parts(alike, said, of_whole)
        if len(parts) < _NAMED:
            parts = _parts(alike, text, "")
        if len(parts) < _NAMED:
            continue
        before = [b for b in alike if b.printed.place < parts[0].printed.place]
        wholes = [b for b in before if _worth(b) >= max(map(_worth, parts))]
        named = [b for b in wholes if _own(b, alike, of_whole)]
        given = [b for b in held if b.printed.unit == unit and _worth(b) == stated]
        wholes = given or named or [b for b in wholes if _is_whole(b)] or wholes
        if wholes:
            return _Sum(wholes[-1], tuple(parts), len(parts))
    return None


def _stated(text: str) -> Decimal | None:
    """Return the amount that a question says its parts are to make (能不能凑出251.25)."""
    match = re.search(r"(?:凑得?|等于|是不是|够)(?:得?出)?(?:那个?)?(\d[\d,]*\.?\d*)", text)
    return Decimal(match[1].replace(",", "")) if match else None


def _sides(text: str) -> tuple[str, str]:
    """Return a question's words for the parts and those for the whole."""
    cut = re.search(
        r"等于|够|(?<!是)是不是|[跟和与同](?=[^、加]*(?:对得上|对不上|一致|一样|相等|吻合))", text
    )
    if cut is None:
        return text, ""
    before, after = text[: cut.start()], text[cut.end() :]
    first, comma, rest = before.partition(",")
    if comma and _LEANS.match(after):  # 总数写8013,甲和乙加起来等于它吗
        return rest, first
    return before, after


def _parts(alike: Sequence[Bound], said: str, of_whole: str) -> list[Bound]:
    return [
        b
        for b in alike
        if _own(b, alike, said) and not _is_whole(b) and not _own(b, alike, of_whole)
    ]


def _own(bound: Bound, alike: Sequence[Bound], text: str) -> bool:
    """Tell whether a question says what tells a figure's name from the others of its passage."""
    name = bound.printed.name
    others = [b.printed.name for b in alike if b.printed.name != name]
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    if any(pair in text for pair in pairs if all(pair not in other for other in others)):
        return True
    longer = [other for other in others if name in other]  # 计容 beside 不计容
    rest = text
    for lead in (other[: other.find(name) + 2] for other in longer):
        rest = rest.replace(lead, "|")
    return bool(longer) and name[:2] in rest and all(name[:2] in other for other in longer)


def _is_whole(bound: Bound) -> bool:
    return _TOTAL.search(bound.printed.label) is not None


def _worth(bound: Bound) -> Decimal:
    return Decimal(number(bound.printed.value))


def _said(query: Query, catalogue: Catalogue, found: _Sum) -> Answer:
    english = query.language == "en"
    frames = consistency_words()["added_up"]["en" if english else "zh"]
    unit = found.whole.printed.unit
    sum_ = sum((_worth(b) for b in found.parts), Decimal(0))
    gap = sum_ - _worth(found.whole)
    arithmetic = " + ".join(plain_decimal(_worth(b)) for b in found.parts)
    arithmetic += f" = {plain_decimal(sum_)}"
    frame = "same" if not gap else "more" if gap > 0 else "less"
    text = frames[frame].format(
        parts="、".join(f"“{b.printed.name}”" for b in found.parts),
        sum=f"{arithmetic} {unit}", whole=found.whole.printed.name,
        value=f"{found.whole.printed.value} {unit}", gap=f"{plain_decimal(abs(gap))} {unit}",
    )  # fmt: skip
    year = catalogue.documents[found.whole.passage.document_id].fiscal_year
    values = [Value("相加", "合计", plain_decimal(sum_), unit, year)]
    values += [
        Value(b.printed.name, "正文", number(b.printed.value), unit, year)
        for b in (found.whole, *found.parts)
    ]
    if gap:
        values.append(Value("相差", "差额", plain_decimal(abs(gap)), unit, year))
    quotes = dict.fromkeys((found.whole.quote, *(b.quote for b in found.parts)))
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.TEXT,
        answer=text,
        values=tuple(values),
        citations=(cite_text(catalogue, found.whole.passage, "；".join(quotes)),),
        calculation=arithmetic,
    )
