"""Hold what the narrative states against what tables list of the same item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import plain_decimal
from qa.checking.compare import Cell, cell_citation, total_cell
from qa.checking.words import consistency_words, told_words
from qa.linking.text import bare
from qa.linking.words import load_words
from qa.narration.reading import number
from qa.planning.types import Figure, Plan
from qa.query import Answer, Asked, Citation, Operation, Query, Route, Value
from qa.understand import reader

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.chain import View
    from qa.narrative import Reading

_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_LEAST = 0.5  # share of the shorter name's pairs of characters that both names have
_AMOUNT = re.compile(r"\d+\.\d+(?:亿元?|万元?|元)?")
_OTHER_COLUMN = re.compile(r"年初|上年|调整|全年|结转|增减|执行")
_DELTA = re.compile(r"增减|增加|减少|差额|变动")
_NUMBERED = re.compile(r"^(?:其中[:：]?|[\d一二三四五六七八九十、.．()（）]+)*")
_ENDS = re.compile(r"(?:支出|收入|经费|费用?|预算|决算|数|总额|金额|\([^()]*\))+$")
_STATED = ("fact", "sum", "figure", "count")
MOST = 4  # tables told of


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(consistency_words()[name]))


def asks_told(query: Query) -> bool:
    """Tell whether a question holds the narrative against a table."""
    text = query.text.lower()
    if not any(word in text for word in told_words()):
        return False
    table = bool(query.annexes or query.table_words) or "表" in text
    held = table and _pattern("held").search(text)
    return bool(held or _pattern("agrees").search(text))


def as_lookup(query: Query, view: View) -> Query:
    """Return the question for the item's amount alone, without the words of comparing."""
    text = _pattern("hearsay").sub(" ", query.text)
    text = re.sub(r"[和与跟同比][，,、]?(?=\s|$|[？?，,])|[，,：:？?。吗呢]+", " ", text)
    words = max(text.split(), key=lambda word: len(bare(word)), default="")
    kept = " ".join(word for word in text.split() if len(bare(word)) > 1) or words
    asked = reader(view.catalogue).piece(f"{kept}多少", query)
    quoted = " ".join(_AMOUNT.findall(query.text))  # the amount said tells which one is meant
    text = f"{asked.text} {quoted}".strip()
    return replace(
        asked, text=text, operations=(Asked(Operation.LOOKUP),), parts=(), scope=query.scope
    )


def answer(view: View, query: Query) -> Answer | None:
    """Return whether the stated amount is that of the tables, or None where one is missing."""
    if query.refusals or not asks_told(query):
        return None
    keys = query.scope.documents or tuple(view.catalogue.documents)
    owners = {
        (d.institution, d.fiscal_year, d.phase)
        for d in map(view.catalogue.documents.get, keys)
        if d
    }
    if len(owners) != 1:  # the same item of somebody else proves nothing
        return None
    alone = as_lookup(query, view)
    reading = _reading(view, alone)
    if reading.kind not in _STATED and (item := _item(view, alone)):
        reading = _reading(view, item)
    moved = query.asks(Operation.CHANGE, Operation.GROWTH) or _pattern("moved").search(query.text)
    money = [v for v in reading.values if v.unit in _YUAN]
    stated = next((v for v in money if v.column.startswith("较") == bool(moved)), None)
    cited = next(iter(reading.citations), None)
    if stated is None or cited is None or reading.kind not in _STATED:
        return None
    if moved:
        return _moved(view, query, stated, cited)
    cells = _listed(view, query, alone, stated, cited)
    return _compared(view, query, stated, cited, cells) if cells else None


def _moved(view: View, query: Query, stated: Value, cited: Citation) -> Answer | None:
    """Hold a stated change against that between two years of the item's row, or what it prints."""
    path = _path(stated.label)
    name = _core(path[-1] if path else "")
    for sheet in view.catalogue.tables.values():
        rows = [r for r in sheet.rows if _core(r.label) == name]
        if sheet.document_id != cited.document_id or len(rows) != 1:
            continue
        headings = {h.index: h for h in sheet.columns}
        years: dict[int, Cell] = {}
        for fact in view.lookup.row(sheet.id, rows[0].id):
            if fact.column in headings and fact.value is not None and fact.unit in _YUAN:
                cell = Cell(sheet, rows[0], headings[fact.column], fact)
                if fact.year is not None and not _DELTA.search(cell.heading.name):
                    years.setdefault(fact.year, cell)
        year = stated.year or 0
        if year in years and year - 1 in years:
            return _changes(view, query, stated, cited, years[year], years[year - 1])
    return None


def _changes(
    view: View, query: Query, stated: Value, cited: Citation, now: Cell, then: Cell
) -> Answer:
    """Say whether the stated change is the one between two cells."""
    frames = consistency_words()["held_against"]["en" if query.language == "en" else "zh"]
    assert now.money is not None
    assert then.money is not None
    gap = (now.money - then.money) / _YUAN["万元"]
    said = _worth(stated) / _YUAN["万元"]
    same = abs(gap - said) < Decimal("0.0051")
    sums = f"{plain_decimal(now.money)} - {plain_decimal(then.money)} = {plain_decimal(now.money - then.money)} 元"
    text = frames["agreed" if same else "disagreed"] + frames["changes"].format(
        subject=next(iter(_path(stated.label)[-1:]), stated.label),
        told=_way(said, frames), now=now.told, then=then.told,
        gap=_way(gap, frames),
    )  # fmt: skip
    change = Value(now.entry.label, "增减", plain_decimal(gap), "万元", stated.year)
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.BOTH,
        answer=text,
        values=(replace(stated, column="正文"), change, _value(now), _value(then)),
        citations=(cited, cell_citation(view.catalogue, now), cell_citation(view.catalogue, then)),
        calculation=sums,
    )


def _way(change: Decimal, frames: Mapping[str, str]) -> str:
    """Return a change of so many 万元 in words."""
    return frames["up" if change > 0 else "down"].format(gap=f"{plain_decimal(abs(change))} 万元")


def _reading(view: View, alone: Query) -> Reading:
    from qa.narrative import figure_stated

    retriever = view.retriever
    return figure_stated(alone, view.catalogue, retriever.by_words if retriever else None)


def _item(view: View, alone: Query) -> Query | None:
    """Return the question for the row that the planner finds, by its printed name."""
    label = next((bare(f.label) for f in _figures(view.planner.plan(alone))), "")
    if len(label) < 3:
        return None
    asked = reader(view.catalogue).piece(f"{label.lstrip('0123456789')}多少", alone)
    return replace(asked, operations=(Asked(Operation.LOOKUP),), parts=(), scope=alone.scope)


def _listed(view: View, query: Query, alone: Query, stated: Value, cited: Citation) -> list[Cell]:
    """Return the item's cells, one a table: by its name in rows, or as the planner finds it."""
    found: dict[int, Cell] = {}
    plans = (view.planner.plan(alone), view.planner.plan(query))
    figures = [f for plan in plans for f in _figures(plan) if _same_name(view, f, stated)]
    for cell in (*_named(view, stated, cited), *(_as_cell(view, f) for f in figures)):
        if cell is not None and cell.sheet.document_id == cited.document_id:
            found.setdefault(cell.sheet.id, cell)
    if not found:
        for cell in _alike(view, stated, cited):
            found.setdefault(cell.sheet.id, cell)
    annexes = {re.sub(r"\s", "", annex) for annex in query.annexes}
    kept = [
        c
        for c in found.values()
        if c.sheet.kind in query.table_words or re.sub(r"\s", "", c.sheet.annex) in annexes
    ]
    worth = _worth(stated)
    ranked = sorted(kept or found.values(), key=lambda c: (c.money != worth, c.sheet.id))
    return _distinct(ranked)[:MOST]


def _distinct(cells: Sequence[Cell]) -> list[Cell]:
    """Return cells, each amount once."""
    found: dict[Decimal | None, Cell] = {}
    for cell in cells:
        found.setdefault(cell.money, cell)
    return list(found.values())


def _named(view: View, stated: Value, cited: Citation) -> Iterator[Cell | None]:
    """Give the cells of the rows that have the stated item's innermost name."""
    path = _path(stated.label)
    name = bare(path[-1]) if path else ""
    for sheet in view.catalogue.tables.values():
        if sheet.document_id != cited.document_id or len(name) < 3:
            continue
        rows = [r for r in sheet.rows if bare(r.label).lstrip("0123456789") == name]
        if len(rows) > 1 and len(path) > 1:  # 一般行政管理事务 stands below many
            rows = [r for r in rows if any(bare(path[-2]) in bare(p) for p in r.parents)]
        if len(rows) == 1:
            yield _of_row(view, sheet, rows[0], stated)


def _of_row(view: View, sheet: Sheet, row: Entry, stated: Value) -> Cell | None:
    """Return the cell of a row that prints the stated amount, else that of what it is of."""
    headings = {h.index: h for h in sheet.columns}
    for fact in view.lookup.row(sheet.id, row.id):
        if fact.value is None or fact.unit not in _YUAN or fact.column not in headings:
            continue
        cell = Cell(sheet, row, headings[fact.column], fact)
        if _same_rounded(stated, cell):
            return cell
    whole = total_cell(sheet, row, view.lookup)
    if whole is None or whole.fact.unit not in _YUAN or _OTHER_COLUMN.search(whole.heading.name):
        return None
    return whole if whole.fact.year in (None, stated.year) else None


def _alike(view: View, stated: Value, cited: Citation) -> Iterator[Cell]:
    """Give the cells that print the stated amount, of totals and of rows named like the item."""
    worth, totals = _worth(stated), load_words().total_rows
    name = bare(stated.label)
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    for sheet in view.catalogue.tables.values():
        if sheet.document_id != cited.document_id or not worth:
            continue
        headings = {h.index: h for h in sheet.columns}
        for row in sheet.rows:
            own = bare(row.label)
            if own not in totals and not any(pair in own for pair in pairs):
                continue
            for fact in view.lookup.row(sheet.id, row.id):
                heading = headings.get(fact.column)
                if heading is not None and fact.value is not None and fact.unit in _YUAN:
                    cell = Cell(sheet, row, heading, fact)
                    if _same_rounded(stated, cell):
                        yield cell


def _path(label: str) -> list[str]:
    """Return the names of a path of the classification, without a year behind it."""
    parts = [p.strip() for p in re.split(r"\([类款项]\)|（[类款项]）", label) if p.strip(" :：")]
    return [p for p in parts if not re.fullmatch(r"[:：]?(?:20\d\d年?度?)?", p)]


def _as_cell(view: View, figure: Figure) -> Cell | None:
    sheet, entry = view.catalogue.tables[figure.table_id], view.catalogue.rows[figure.row_id]
    heading = next((h for h in sheet.columns if h.index == figure.column), None)
    fact = figure.fact
    if heading is None or fact is None or fact.value is None or fact.unit not in _YUAN:
        return None
    return Cell(sheet, entry, heading, fact)


def _figures(plan: Plan) -> list[Figure]:
    targets = [t for step in plan.steps for t in step.operands] or list(plan.options)
    return [f for t in targets for f in (t.figure, *t.others) if f.fact is not None]


def _same_name(view: View, figure: Figure, stated: Value) -> bool:
    """Tell whether a cell is of the item by its row, its column, or as the whole of its table."""
    path = _path(stated.label)
    name = _core(path[-1] if path else stated.label)
    own = bare(figure.label)
    if own in load_words().total_rows:
        title = bare(f"{view.catalogue.tables[figure.table_id].title} {figure.column_name}")
        said = bare(stated.label)
        pairs = {said[i : i + 2] for i in range(len(said) - 1)}
        return sum(pair in title for pair in pairs) >= _LEAST * max(1, len(pairs))
    return name in (_core(figure.label), *map(_core, figure.column_name.split("/")))


def _core(label: str) -> str:
    """Return a name without its number and without words that only say what kind of sum it is."""
    return _ENDS.sub("", _NUMBERED.sub("", bare(label)))


def _worth(stated: Value) -> Decimal:
    return Decimal(number(stated.value)) * _YUAN[stated.unit or "元"]


def _same_rounded(stated: Value, cell: Cell) -> bool:
    """Tell whether a cell's amount is the stated one at the decimals that the text prints."""
    assert cell.money is not None
    places = Decimal(number(stated.value)).as_tuple().exponent
    step = Decimal(1).scaleb(int(places)) * _YUAN[stated.unit or "元"]
    return abs(cell.money - _worth(stated)) * 2 <= step


def _compared(
    view: View, query: Query, stated: Value, cited: Citation, cells: Sequence[Cell]
) -> Answer:
    """Say which tables agree with the text, and by how much the others differ."""
    frames = consistency_words()["held_against"]["en" if query.language == "en" else "zh"]
    same = [_same_rounded(stated, cell) for cell in cells]
    verdict = "agreed" if all(same) else "partly" if any(same) else "disagreed"
    told = f"{stated.value} {stated.unit}"
    subject = next(iter(_path(stated.label)[-1:]), stated.label)
    lines = [frames[verdict], frames["stated"].format(subject=subject, told=told)]
    sums: list[str] = []
    for cell, equal in zip(cells, same, strict=True):
        assert cell.money is not None
        gap = (cell.money - _worth(stated)) / _YUAN["万元"]
        covers = consistency_words()["covers"].get(cell.sheet.kind, {})
        scope = covers.get("en" if query.language == "en" else "zh", "")
        name = "same" if equal else "more" if gap > 0 else "less"
        lines.append(
            frames[name].format(place=cell.told, gap=f"{plain_decimal(abs(gap))} 万元", scope=scope)
        )
        if not equal:
            listed, text = plain_decimal(cell.money), plain_decimal(_worth(stated))
            sums.append(f"{listed} - {text} = {plain_decimal(cell.money - _worth(stated))} 元")
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.BOTH,
        answer="".join(lines),
        values=(replace(stated, column="正文"), *(_value(cell) for cell in cells)),
        citations=(cited, *(cell_citation(view.catalogue, cell) for cell in cells)),
        calculation="；".join(sums) or None,
    )


def _value(cell: Cell) -> Value:
    amount = plain_decimal(cell.fact.value or Decimal(0))
    return Value(cell.entry.label, cell.heading.name, amount, cell.fact.unit, cell.fact.year)
