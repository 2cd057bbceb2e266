"""Find an item that departments commonly disclose in one of them, wherever its template has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ingest.records import Phase
from qa.answering.cite import cite, cite_text, value_of
from qa.linking.columns import ColumnWish, default_columns
from qa.linking.text import bare
from qa.narration.reading import Reading
from qa.narration.unit import kind_of
from qa.planning.figures import make_figure
from qa.planning.types import Figure
from qa.query import Route, Value
from qa.words import common_items
from qa.words.common_items import Item, pattern
from qa.words.sentences import plain, sentences, tidy

if TYPE_CHECKING:
    from ingest.store import StoredDocument
    from qa.catalogue import Text
    from qa.view import Explained, View

    Ask = Callable[[str, list[StoredDocument]], Explained]

FINAL = Phase.FINAL.value
_TOTALS = ("支出总计", "收入总计", "总计", "合计", "收支总计", "支出合计", "收入合计")
_BEFORE = "较上年"
_RATE = "增幅"


def of_one(
    view: View, item: Item, documents: list[StoredDocument], ask: Ask, *, moved: bool
) -> Reading | None:
    """Return what a department's tables or text give of an item; the text where it is to have moved."""
    stated = _stated(view, item, documents, moved=moved)
    if moved or (item.told and stated is not None):
        return stated
    total = _total(view, item, documents) if item.total else None
    return total or _listed(view, item, documents, ask) or stated


def beside_blanks(view: View, done: Explained) -> Explained:
    """Return an answer that tells of blank cells with what the text states of their items."""
    if done.answer.route is not Route.TABLE:
        return done
    blank = [f for f in done.cells if f.fact is not None and not f.fact.printed.strip()]
    told = [(f, item, r) for f in blank for item, r in _of_blank(view, f)]
    if not told:
        return done
    answer, lines = done.answer, [done.answer.answer]
    for figure, item, reading in told:
        owner, value = view.catalogue.documents[figure.document_id], reading.values[0]
        lines.append(
            common_items.say(answer.language).format(
                owner=owner.institution, year=owner.fiscal_year, item=item.name,
                value=value.value, unit=value.unit,
            )
        )  # fmt: skip
    values = (*answer.values, *(r.values[0] for _, _, r in told))
    citations = (*answer.citations, *(r.citations[0] for _, _, r in told))
    answer = replace(
        answer, route=Route.BOTH, answer="\n".join(lines), values=values, citations=citations
    )
    return replace(done, answer=answer)


def _of_blank(view: View, figure: Figure) -> Iterator[tuple[Item, Reading]]:
    """Yield the item that a blank cell is of with what its document's text states of it."""
    table = view.catalogue.tables[figure.table_id]
    document = view.catalogue.documents[figure.document_id]
    phase = figure.fact.phase if figure.fact is not None else ""
    if figure.year != document.fiscal_year or not phase == document.phase == FINAL:
        return  # a budget's blank is no plan of nothing
    parts = [view.catalogue.rows[figure.row_id].label, *figure.column_name.split("/")]
    names = [p for p in parts if p and not common_items.pattern("measure").fullmatch(bare(p))]
    for item in common_items.items():
        if names and table.kind in item.kinds and item.said.search(plain(names[-1])):
            reading = _stated(view, item, (document,), moved=False)
            if reading is not None:
                yield item, reading


def _listed(view: View, item: Item, documents: list[StoredDocument], ask: Ask) -> Reading | None:
    """Return the cell that answers an item's own question, where it is one of the item."""
    if not item.ask or (item.total and any(d.phase == FINAL for d in documents)):
        return None  # a table's total of accounts leaves out what is carried over
    done = ask(item.ask, documents)
    cells = [cell for step in done.plan.steps for cell in (t.figure for t in step.operands)]
    if not cells or done.answer.calculation or not _is_of(view, item, cells[0]):
        return None
    return _reading(view, cells[0])


def _is_of(view: View, item: Item, figure: Figure) -> bool:
    """Tell whether a cell is one of an item: it prints its name, in a table that may hold it."""
    table, row = view.catalogue.tables[figure.table_id], view.catalogue.rows[figure.row_id]
    own = not (item.wider and re.search(item.wider, table.title))
    title = table.title if own and row.kind == "total" else ""
    printed = f"{row.label}{figure.column_name}{title}"
    if row.kind in ("indicator", "field") or item.named not in bare(printed):
        return False
    years = re.findall(r"20\d\d", f"{row.label}{figure.column_name}")
    if years and str(view.catalogue.documents[figure.document_id].fiscal_year) not in years:
        return False  # 2025年预算数合计 beside 2026年预算数合计
    if not item.named and row.kind != "total":
        return False
    own_row = bool(item.named and item.named in bare(row.label) and not row.code)
    return table.kind in item.kinds or own_row


def _total(view: View, item: Item, documents: Sequence[StoredDocument]) -> Reading | None:
    """Return the total that both sides of a summary print alike, or that its only side prints."""
    keys = {d.id: d for d in documents}
    found: list[Figure] = []
    for table in view.catalogue.tables.values():
        if table.document_id not in keys or table.kind not in item.total:
            continue
        document = keys[table.document_id]
        wish = ColumnWish(document.fiscal_year, Phase(document.phase))
        for row in table.rows:
            if row.kind != "total" or bare(row.label) not in _TOTALS:
                continue
            columns = default_columns(table, row, wish, view.linker.words)[:1]
            made = (make_figure(view.catalogue, view.lookup, table, row, c.index) for c in columns)
            found += [f for f in made if f.fact is not None and f.fact.value]
    if not found:
        return None
    amounts = [f.fact.value for f in found if f.fact is not None and f.fact.value is not None]
    most = max(amounts)
    if len(amounts) > 1 and amounts.count(most) < 2:
        return None  # the sides do not agree
    best = [f for f, amount in zip(found, amounts, strict=True) if amount == most]
    return _reading(view, min(best, key=lambda f: _TOTALS.index(bare(f.label))))


def _reading(view: View, figure: Figure) -> Reading | None:
    value = value_of(figure)
    if value is None or figure.fact is None or figure.fact.value is None:
        return None
    return Reading(1.0, values=(value,), citations=(cite(view.catalogue, figure),), kind="fact")


def _stated(
    view: View, item: Item, documents: Sequence[StoredDocument], *, moved: bool
) -> Reading | None:
    """Return the one amount that the text states of an item, and how it moved."""
    column = _BEFORE if moved else ""
    found = [r for d in documents for r in _statements(view, item, d)]
    fit = [(v, r) for r in found for v in r.values if _fits(v, column)]
    if len({(value.value, value.unit) for value, _ in fit}) != 1:
        return None
    return max((r for _, r in fit), key=lambda r: len(r.values))


def _fits(value: Value, column: str) -> bool:
    """Tell whether a value is an item's change, or where none is wanted its amount."""
    return value.column == column if column else value.column not in (_BEFORE, _RATE)


def _statements(view: View, item: Item, document: StoredDocument) -> Iterator[Reading]:
    words = item.final if document.phase == FINAL else item.stated
    for passage in view.catalogue.passages.values():
        if passage.document_id != document.id or kind_of(passage) == "definition":
            continue
        text = tidy(passage.text)
        flat = plain(text)
        if item.within not in flat:
            continue
        for match in words.finditer(flat):
            amount = pattern("amount").match(flat, match.end())
            if amount is None or (amount["unit"] in ("人", "名")) != (item.unit == "人"):
                continue
            if pattern("part").search(flat, flat.rfind("。", 0, match.start()) + 1, match.start()):
                continue
            change = pattern("change").match(flat, amount.end())
            end = change.end() if change else amount.end()
            value = _value(item, document, amount["value"], amount["unit"])
            values = (value, *_moves(item, document, change))
            yield _told(view, passage, text, (match.start(), end), values)
        for match in item.moved.finditer(flat) if item.moved else ():
            change = pattern("change").match(flat, match.end())
            place = match.start(), match.end()
            yield _told(view, passage, text, place, _moves(item, document, change))


def _value(
    item: Item, document: StoredDocument, printed: str, unit: str, column: str = ""
) -> Value:
    column = column or (document.phase if not item.unit else "数量")
    return Value(item.name, column, printed.replace(",", ""), unit, document.fiscal_year)


def _moves(item: Item, document: StoredDocument, change: re.Match[str] | None) -> tuple[Value, ...]:
    """Return how an amount moved: by how much, and at what rate."""
    if change is None:
        return ()
    if change["still"]:
        return (_value(item, document, "0", "万元", _BEFORE),)
    sign = "" if change["way"] in ("增加", "增长") else "-"
    gap = _value(item, document, f"{sign}{change['gap']}", change["gap_unit"], _BEFORE)
    rate = change["rate"] or change["rate_in"]
    return (gap, _value(item, document, f"{sign}{rate}", "%", _RATE)) if rate else (gap,)


def with_rate(reading: Reading) -> Reading:
    """Return what the text states of an item with the rate that its change comes to, where unsaid."""
    amounts = {v.column: v for v in reading.values}
    gap = amounts.get(_BEFORE)
    now = next((v for v in reading.values if v.column not in (_BEFORE, _RATE)), None)
    if _RATE in amounts or gap is None or now is None or gap.unit != now.unit:
        return reading
    change, value = Decimal(gap.value), Decimal(now.value)
    base = value - change
    if base <= 0:
        return reading
    rate = (change / base * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    worked = f"{change} ÷ ({value} - {change}) × 100% = {rate}%".replace("- -", "+ ")
    stated = Value(now.label, _RATE, f"{rate}", "%", now.year)
    return replace(reading, values=(*reading.values, stated), calculation=worked)


def _told(
    view: View, passage: Text, text: str, place: tuple[int, int], values: tuple[Value, ...]
) -> Reading:
    start, end = place
    told = [s for s in sentences(text) if s.start < end and start < s.end]
    quote = text[told[0].start : told[-1].end].strip() if told else text
    citation = cite_text(view.catalogue, passage, quote)
    return Reading(1.0, values=values, citations=(citation,), kind=_kind(values))


def _kind(values: tuple[Value, ...]) -> str:
    return "count" if values and values[0].column == "数量" else "fact"
