"""Find what the text states of an item by its name: what was planned, what was spent, or one amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qa.answering.cite import cite_text
from qa.catalogue import Text
from qa.query import Citation, Query
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

NAMED = 4  # characters that name a part
NAME = 2  # least characters of a name that is looked for


@dataclass(frozen=True, slots=True)
class Amount:
    """Hold what the text states of an item: one amount, with what was planned where it is told."""

    name: str
    value: Decimal
    unit: str
    year: int
    passage: Text
    citation: Citation
    planned: Decimal | None = None
    plan: str = ""  # which plan the text says that it is: 年初, 全年


def amount_of(view: View, query: Query, name: str) -> Amount | None:
    """Return the one amount that the text states right behind a name; what was spent before a plan."""
    found = {(a.value, a.unit): a for a in amounts(view, query, name)}
    if len(found) > 1:  # stated in full once, repeated elsewhere by another scope
        told = [a for a in found.values() if a.planned is not None]
        return told[0] if len(told) == 1 else None
    return next(iter(found.values()), None)


def in_passage(view: View, passage: Text, name: str) -> Amount | None:
    """Return the one amount that a passage states right behind a name."""
    word = _word(name).removesuffix("类")  # 服务类: 服务支出271.50万元
    found = {(a.value, a.unit): a for a in _in_passage(view, passage, name, word)}
    return next(iter(found.values())) if len(found) == 1 and len(word) >= NAME else None


def whole_of(passage: Text, words: str) -> tuple[Decimal, str] | None:
    """Return the amount that a passage states before its parts, where it is of what words say."""
    text = flat(passage.text)
    match = _pattern("whole").search(text)
    if match is None or _is_of_part(words, match["name"], text[match.end() :]):
        return None
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    spoken = any(pair in match["name"] for pair in pairs)
    if match["end"] == "。":  # a sentence of its own: it must name the very whole
        spoken = words[-2:] in match["name"]
    return (_number(match["value"]), match["unit"]) if spoken else None


def _is_of_part(words: str, name: str, parts: str) -> bool:
    """Tell whether words say what only the parts behind a whole print (面向中小企业的采购 of 采购总额)."""
    said = (words[i : i + NAMED] for i in range(len(words) - NAMED + 1))
    return any(
        gram in parts and not any(gram[i : i + 2] in name for i in range(NAMED - 1))
        for gram in said
    )


def printed(passage: Text) -> tuple[tuple[Decimal, str], ...]:
    """Return every amount of money that a passage prints."""
    found = _pattern("printed").finditer(flat(passage.text))
    return tuple((_number(m["value"]), m["unit"]) for m in found)


def spent_of_planned(view: View, query: Query, name: str) -> Amount | None:
    """Return what was spent on an item of what was planned for it, where the text tells both."""
    found = [a for a in amounts(view, query, name) if a.planned is not None]
    return found[0] if len({(a.value, a.planned) for a in found}) == 1 else None


def amounts(view: View, query: Query, name: str) -> Iterator[Amount]:
    """Give every amount that the text states right behind a name."""
    word = _word(name)
    if len(word) < NAME:
        return
    inside = query.scope.documents or tuple(view.catalogue.documents)
    for passage in view.catalogue.passages.values():
        if passage.document_id in inside:
            yield from _in_passage(view, passage, name, word)


def _in_passage(view: View, passage: Text, name: str, word: str) -> Iterator[Amount]:
    text = flat(passage.text)
    document = view.catalogue.documents[passage.document_id]
    ends = [m.end() for m in re.finditer(re.escape(word), text)]
    matches = [_told(text, end) for end in ends]
    for match in filter(None, (*matches, _under_heading(passage, word))):
        planned = match["planned"]
        value, unit = (
            (match["spent"], match["spent_unit"]) if planned else (match["one"], match["unit"])
        )
        yield Amount(
            name, _number(value), unit, document.fiscal_year, passage, cite_text(view.catalogue, passage),
            _number(planned) if planned else None, match["plan"] or "" if planned else "",
        )  # fmt: skip


def _told(text: str, end: int) -> re.Match[str] | None:
    """Return what is told right behind a name, whether the plan or the spending comes first."""
    return _pattern("turned").match(text, end) or _pattern("behind").match(text, end)


def _under_heading(passage: Text, word: str) -> re.Match[str] | None:
    """Return what was planned and spent where the item's name is the heading of a passage."""
    heading = flat(passage.headings[-1]) if passage.headings else ""
    if word not in heading:
        return None
    text = f"{heading}:{flat(passage.text)}"
    match = _told(text, heading.rindex(word) + len(word))
    return match if match is not None and match["planned"] else None


def _word(name: str) -> str:
    """Return a name as the text may print it, without its last word: 培训 of 培训费."""
    plain = flat(name)
    short = re.sub(r"(?:费用?|支出|经费|采购)$", "", plain)
    return short if len(short) >= NAME else plain


@lru_cache(maxsize=8192)
def flat(text: str) -> str:
    """Return a passage without quotes and blanks, brackets and commas in one form."""
    plain = re.sub(r"[“”\"\s]", "", text).replace("，", ",").replace("：", ":")
    return plain.replace("（", "(").replace("）", ")")


def _number(printed: str) -> Decimal:
    return Decimal(printed.replace(",", ""))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    raw = data("told_amounts.yaml")
    return re.compile(str(raw[name]).replace("{money}", str(raw["money"])))
