"""Hold what the narrative states against what tables list of the same item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import plain_decimal
from qa.answering.cite import cite_all, value_of
from qa.checking import in_two_rows
from qa.checking.cells import YUAN, cells_of, money, place, total_cell, worth
from qa.checking.words import consistency_words, covers, told_words
from qa.linking.text import bare
from qa.linking.words import load_words
from qa.narration.figures import figures_of
from qa.narration.reading import number
from qa.planning.types import Figure, Plan
from qa.query import Answer, Asked, Citation, Operation, Query, Route, Value
from qa.understand import reader

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.narration.figures import Bound
    from qa.narrative import Reading
    from qa.view import View

_LEAST = 0.5  # share of the shorter name's pairs of characters that both names have
_AMOUNT = re.compile(r"\d+\.\d+(?:亿元?|万元?|元)?")
_OTHER_COLUMN = re.compile(r"年初|上年|调整|全年|结转|增减|执行")
_DELTA = re.compile(r"增减|增加|减少|差额|变动")
_NUMBERED = re.compile(r"^(?:其中[:：]?|[\d一二三四五六七八九十、.．()（）]+)*")
_ENDS = re.compile(r"(?:支出|收入|经费|费用?|预算|决算|数|总额|金额|[合小总]计|\([^()]*\))+$")
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
    money = [v for v in reading.values if v.unit in YUAN]
    stated = next((v for v in money if v.column.startswith("较") == bool(moved)), None)
    cited = next(iter(reading.citations), None)
    if stated is None or cited is None or reading.kind not in _STATED:
        return None
    if moved:
        return _moved(view, query, stated, cited)
    if two := in_two_rows.answer(view, query, stated, cited, _innermost(stated)):
        return two
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
        years: dict[int, Figure] = {}
        for cell in cells_of(view.catalogue, view.lookup, sheet, rows[0]):
            if money(cell) is not None and not _DELTA.search(cell.column_name):
                years.setdefault(cell.year, cell)
        year = stated.year or 0
        if year in years and year - 1 in years:
            return _changes(view, query, stated, cited, years[year], years[year - 1])
    return None


def _changes(
    view: View, query: Query, stated: Value, cited: Citation, now: Figure, then: Figure
) -> Answer:
    """Say whether the stated change is the one between two cells."""
    frames = consistency_words()["held_against"]["en" if query.language == "en" else "zh"]
    new, old = worth(now), worth(then)
    gap, said = (new - old) / YUAN["万元"], _worth(stated) / YUAN["万元"]
    text = frames["agreed" if abs(gap - said) < Decimal("0.0051") else "disagreed"]
    text += frames["changes"].format(
        subject=_innermost(stated), told=_way(said, frames),
        now=place(view.catalogue, now), then=place(view.catalogue, then), gap=_way(gap, frames),
    )  # fmt: skip
    change = Value(now.label, "增减", plain_decimal(gap), "万元", stated.year)
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.BOTH,
        answer=text,
        values=(replace(stated, column="正文"), change, *_values_of((now, then))),
        citations=(cited, *cite_all(view.catalogue, (now, then))),
        calculation=f"{plain_decimal(new)} - {plain_decimal(old)} = {plain_decimal(new - old)} 元",
    )


def _values_of(cells: Sequence[Figure]) -> tuple[Value, ...]:
    return tuple(v for cell in cells if (v := value_of(cell)) is not None)


def _way(change: Decimal, frames: Mapping[str, str]) -> str:
    """Return a change of so many 万元 in words."""
    return frames["up" if change > 0 else "down"].format(gap=f"{plain_decimal(abs(change))} 万元")


def _reading(view: View, alone: Query) -> Reading:
    from qa.narrative import figure_stated

    retriever = view.retriever
    return figure_stated(alone, view.catalogue, retriever.by_words if retriever else None)


def _item(view: View, alone: Query) -> Query | None:
    """Return the question for the row that the planner finds, by its printed name."""
    label = next((bare(f.label) for f in figures_in(view.planner.plan(alone))), "")
    if len(label) < 3:
        return None
    asked = reader(view.catalogue).piece(f"{label.lstrip('0123456789')}多少", alone)
    return replace(asked, operations=(Asked(Operation.LOOKUP),), parts=(), scope=alone.scope)


def _listed(view: View, query: Query, alone: Query, stated: Value, cited: Citation) -> list[Figure]:
    """Return the item's cells, one a table: by its name in rows, or as the planner finds it."""
    found: dict[int, Figure] = {}
    plans = (view.planner.plan(alone), view.planner.plan(query))
    figures = [f for plan in plans for f in figures_in(plan) if _same_name(view, f, stated)]
    for cell in (*_named(view, stated, cited), *figures):
        if cell is not None and cell.document_id == cited.document_id and money(cell) is not None:
            found.setdefault(cell.table_id, cell)
    if not found:
        for cell in _alike(view, stated, cited):
            found.setdefault(cell.table_id, cell)
    annexes = {re.sub(r"\s", "", annex) for annex in query.annexes}
    tables = {key: view.catalogue.tables[key] for key in found}
    kept = [
        found[key]
        for key, table in tables.items()
        if table.kind in query.table_words or re.sub(r"\s", "", table.annex) in annexes
    ]
    amount = _worth(stated)
    ranked = sorted(kept or found.values(), key=lambda c: (money(c) != amount, c.table_id))
    ranked = [_of_grand(view, query, cell) for cell in ranked]
    distinct = {money(cell): cell for cell in reversed(ranked)}  # each amount once
    return [cell for cell in ranked if distinct[money(cell)] is cell][:MOST]


def _of_grand(view: View, query: Query, cell: Figure) -> Figure:
    """Return a cell of the year alone as that of the whole with what was left, where 总计 is asked."""
    grand = str(consistency_words()["grand"])
    if grand not in query.text or not bare(cell.label).endswith("合计"):
        return cell
    sheet = view.catalogue.tables[cell.table_id]
    rows = [r for r in sheet.rows if bare(r.label) == grand]
    wholes = [total_cell(view.catalogue, view.lookup, sheet, r) for r in rows]
    kept = [w for w in wholes if w is not None and w.column == cell.column]
    return kept[0] if kept else cell


def _named(view: View, stated: Value, cited: Citation) -> Iterator[Figure | None]:
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


def _of_row(view: View, sheet: Sheet, row: Entry, stated: Value) -> Figure | None:
    """Return the cell of a row that prints the stated amount, else that of what it is of."""
    for cell in cells_of(view.catalogue, view.lookup, sheet, row):
        if _same_rounded(stated, cell):
            return cell
    whole = total_cell(view.catalogue, view.lookup, sheet, row)
    if whole is None or money(whole) is None or _OTHER_COLUMN.search(whole.column_name):
        return None
    return whole if whole.year == stated.year else None


def _alike(view: View, stated: Value, cited: Citation) -> Iterator[Figure]:
    """Give the cells that print the stated amount, of totals and of rows named like the item."""
    totals, name = load_words().total_rows, bare(stated.label)
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    for sheet in view.catalogue.tables.values():
        if sheet.document_id != cited.document_id or not _worth(stated):
            continue
        for row in sheet.rows:
            own = bare(row.label)
            if own in totals or any(pair in own for pair in pairs):
                cells = cells_of(view.catalogue, view.lookup, sheet, row)
                yield from (cell for cell in cells if _same_rounded(stated, cell))


def _innermost(stated: Value) -> str:
    """Return the name of a stated item, the last of its path."""
    return next(iter(_path(stated.label)[-1:]), stated.label)


def _path(label: str) -> list[str]:
    """Return the names of a path of the classification, without a year behind it."""
    label = _pattern("listed").sub("", label)
    parts = [p.strip() for p in re.split(r"\([类款项]\)|（[类款项]）", label) if p.strip(" :：")]
    return [p for p in parts if not re.fullmatch(r"[:：]?(?:20\d\d年?度?)?", p)]


def figures_in(plan: Plan) -> list[Figure]:
    targets = [t for step in plan.steps for t in step.operands] or list(plan.options)
    return [f for t in targets for f in (t.figure, *t.others) if f.fact is not None]


def _same_name(view: View, figure: Figure, stated: Value) -> bool:
    """Tell whether a cell is of the item by its row, its column, or as the whole of its table."""
    path = _path(stated.label)
    name = _core(path[-1] if path else stated.label)
    own = bare(figure.label)
    column = bare(figure.column_name.split("/")[-1])
    sheet = view.catalogue.tables[figure.table_id]
    items = [e.id for e in sheet.rows if e.kind == "item"]
    one_of_many = len(items) > 1 and figure.row_id in items  # 合计 of one purchase is not of all
    if own in load_words().total_rows or (column in load_words().totals and not one_of_many):
        title = bare(f"{sheet.title} {figure.column_name}")
        said = bare(stated.label)
        pairs = {said[i : i + 2] for i in range(len(said) - 1)}
        return sum(pair in title for pair in pairs) >= _LEAST * max(1, len(pairs))
    return name in (_core(figure.label), *map(_core, figure.column_name.split("/")))


def _core(label: str) -> str:
    """Return a name without its number and without words that only say what kind of sum it is."""
    return _ENDS.sub("", _NUMBERED.sub("", re.sub('[“”"]', "", bare(label))))


def _worth(stated: Value) -> Decimal:
    return Decimal(number(stated.value)) * YUAN[stated.unit or "元"]


def _same_rounded(stated: Value, cell: Figure) -> bool:
    """Tell whether a cell's amount is the stated one at the decimals that the text prints."""
    amount = money(cell)
    places = Decimal(number(stated.value)).as_tuple().exponent
    step = Decimal(1).scaleb(int(places)) * YUAN[stated.unit or "元"]
    return amount is not None and abs(amount - _worth(stated)) * 2 <= step


def _compared(
    view: View, query: Query, stated: Value, cited: Citation, cells: Sequence[Figure]
) -> Answer:
    """Say which tables agree with the text, and by how much the others differ."""
    frames = consistency_words()["held_against"]["en" if query.language == "en" else "zh"]
    same = [_same_rounded(stated, cell) for cell in cells]
    verdict = "agreed" if all(same) else "partly" if any(same) else "disagreed"
    told = f"{stated.value} {stated.unit}"
    subject = _innermost(stated)
    again = list(_again(view, stated, cited))
    lines = [frames["twice" if again else verdict]]
    lines.append(frames["stated"].format(subject=subject, told=told))
    lines += [frames["again"].format(quote=_said(b)) for b in again]
    sums: list[str] = []
    for cell, equal in zip(cells, same, strict=True):
        gap = (worth(cell) - _worth(stated)) / YUAN["万元"]
        scope = covers(
            view.catalogue.tables[cell.table_id].kind, "en" if query.language == "en" else "zh"
        )
        name = "same" if equal else "more" if gap > 0 else "less"
        lines.append(
            frames[name].format(
                place=place(view.catalogue, cell),
                gap=f"{plain_decimal(abs(gap))} 万元",
                scope=scope,
            )
        )
        if not equal:
            listed, text = plain_decimal(worth(cell)), plain_decimal(_worth(stated))
            sums.append(f"{listed} - {text} = {plain_decimal(worth(cell) - _worth(stated))} 元")
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.BOTH,
        answer="".join(lines),
        values=(replace(stated, column="正文"), *_values_of(cells), *_values(again, stated)),
        citations=(cited, *cite_all(view.catalogue, cells)),
        calculation="；".join(sums) or None,
    )


def _again(view: View, stated: Value, cited: Citation) -> Iterator[Bound]:
    """Give other amounts that the same statement prints of the item and its year (安排352.67万元)."""
    bounds = [b for b in figures_of(view.catalogue).all if b.passage.id == cited.passage_id]
    behind = False
    for bound in sorted(bounds, key=lambda b: b.printed.place):
        printed, same = bound.printed, bound.printed.value == stated.value
        if behind and not same and _pattern("same_item").fullmatch(bare(printed.label)):
            of_year = str(stated.year) in printed.label or not re.search(r"20\d\d", printed.label)
            if of_year and printed.unit == stated.unit:
                yield bound
        behind = behind or same


def _said(bound: Bound) -> str:
    """Return a figure with the words right before it."""
    return f"{bound.printed.label}{bound.printed.value}{bound.printed.unit}".strip()


def _values(bounds: Sequence[Bound], stated: Value) -> tuple[Value, ...]:
    return tuple(
        replace(stated, column="正文（另处）", value=number(b.printed.value)) for b in bounds
    )
