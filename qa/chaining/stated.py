"""Find in the text what a year or phase that no document is of is stated to have been."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.money import is_money
from ingest.records import Phase
from qa.linking.text import bare
from qa.query import Asked, Operation, Query, Value
from qa.understand import reader

if TYPE_CHECKING:
    from qa.narrative import Reading
    from qa.view import View

ENOUGH = 0.5  # least score of narrative
NAMED = 0.75  # least share of an item's name in its sentence: 行政运行经费 is no 机关运行经费
_PLAIN = (Operation.LOOKUP, Operation.BACK_CALCULATE)
_OTHER_YEAR = re.compile(r"20\d\d(?=年)")
_SPENT = re.compile(r"执行|决算")
_MOVED = re.compile(r"[比较][^,，。]*(?:增|减|降|升|少|多|平)|增减|比例")
_SAID = re.compile(r"执行|决算|预算|安排|当年|全年|支出|实际|[的数]")


def stated(view: View, query: Query) -> Reading | None:
    """Return the sentence that states an item's figure of another year than the documents', or None."""
    year = _year(view, query)
    if year is None or any(a.operation not in _PLAIN for a in query.operations):
        return None
    names = [name for m in query.mentions if len(name := _SAID.sub("", m.text)) > 1]
    if not names:
        return None
    if query.asks(Operation.BACK_CALCULATE):
        return _fitting(view, query, query, year, names)
    if query.years and (headed := _under_heading(view, query, year, names)):
        return headed
    words = "执行数" if query.phase is Phase.FINAL else ""
    asked = reader(view.catalogue).piece(f"{year}年{''.join(names)}{words}多少", query)
    asked = replace(
        asked, phase=None, operations=(Asked(Operation.LOOKUP),), scope=query.scope, parts=()
    )
    return _fitting(view, query, asked, year, names)


def _fitting(view: View, query: Query, asked: Query, year: int, names: list[str]) -> Reading | None:
    from qa.narrative import read

    retriever = view.retriever
    reading = read(asked, view.catalogue, retriever.by_words if retriever else None)
    spent = query.phase is Phase.FINAL or bool(re.search(r"执行", query.text))
    kept = tuple(v for v in reading.values if _is_of(v, year, spent=spent))
    quote = bare("".join(c.quote for c in reading.citations))
    if len({v.value for v in kept}) != 1 or reading.score < ENOUGH or not _named(names, quote):
        return None
    told = f"{kept[0].value} {kept[0].unit or ''}".strip()
    if reading.calculation:
        return replace(reading, values=kept)
    return replace(
        reading, values=kept, answer_zh=f"{year}年为 {told}。{reading.answer_zh}",
        answer_en=f"In {year} it was {told}. {reading.answer_en}",
    )  # fmt: skip


def _under_heading(view: View, query: Query, year: int, names: list[str]) -> Reading | None:
    """Return the sentence below a heading of the year before that states an item's one figure."""
    from qa.narrative import read

    retriever = view.retriever
    asked = replace(query, years=(), offsets=(-1,), year_offset=-1)
    reading = read(asked, view.catalogue, retriever.by_words if retriever else None)
    quote = bare("".join(c.quote for c in reading.citations))
    own = tuple(v for v in reading.values if is_money(v.unit))
    sure = len({v.value for v in own}) == 1 and reading.score >= ENOUGH and _named(names, quote)
    return replace(reading, values=own) if sure and _under_year(reading, year) else None


def _under_year(reading: Reading, year: int) -> bool:
    """Tell whether a sentence stands below a heading of the year and tells of no other and no change."""
    said = "".join(citation.quote for citation in reading.citations)
    headed = [str(year) in (citation.section or "") for citation in reading.citations]
    others = {int(one) for one in _OTHER_YEAR.findall(said)} - {year}
    return bool(headed) and all(headed) and not others and not _MOVED.search(said)


def _is_of(value: Value, year: int, *, spent: bool) -> bool:
    """Tell whether a figure is of the year asked for, and spent where that is asked."""
    said = f"{value.label} {value.column}"
    of_year = str(year) in said or (value.year == year and value.column != "原文")
    return of_year and not _MOVED.search(said) and (not spent or bool(_SPENT.search(said)))


def _named(names: list[str], quote: str) -> bool:
    """Tell whether a sentence prints each name, or most of its pairs of characters."""
    pairs = ([n[i : i + 2] for i in range(len(n) - 1)] for n in map(bare, names))
    return all(sum(p in quote for p in own) >= NAMED * len(own) for own in pairs if own)


def _year(view: View, query: Query) -> int | None:
    """Return the one year asked for, where no document in scope is of it in the phase asked for."""
    inside = query.scope.documents or tuple(view.catalogue.documents)
    own = {view.catalogue.documents[d].fiscal_year for d in inside}
    if len(own) != 1:
        return None
    offsets = [o for o in query.offsets if o < 0] if not query.years else []
    years = {*query.years, *(next(iter(own)) + o for o in offsets)}
    return next(iter(years)) if len(years) == 1 and not years & own else None
