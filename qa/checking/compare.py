"""Hold figures of several places against each other where the audit found nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.money import plain_decimal
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.checking.words import consistency_words
from qa.linking.text import bare
from qa.linking.words import load_words
from qa.lookup import Fact, Lookup
from qa.query import Answer, Citation, Operation, Query, Route, Value

_AROUND = re.compile(
    r"附件\s*[\d-]+|表[一二三四五六七八九十\d]+|数字|一致|一样|相同|相符|对得上|是否|是不是|吗|呢|里面?|中|在|和|与|跟"
    r"|[、，,。？?\s]|都|的|各|数据|金额|预算"
)
_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_FUNDS = re.compile(r"资金总额|预算总额|项目资金|当年预算|预算金额|年度资金")
MOST = 8  # rows told of one place


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one figure with its place."""

    sheet: Sheet
    entry: Entry
    heading: Heading
    fact: Fact

    @property
    def money(self) -> Decimal | None:
        """Return the figure in yuan, or as it is where it is no money."""
        if self.fact.value is None:
            return None
        return self.fact.value * _YUAN.get(self.fact.unit or "", Decimal(1))

    @property
    def told(self) -> str:
        """Return the place with the printed figure."""
        label = self.entry.label
        name = "" if self.heading.role != "amount" else self.heading.name
        where = f"{self.sheet.annex}“{label}”" + (f"（{name}）" if name and name != label else "")
        sign = self.fact.sign or ""
        return f"{where} {sign}{plain_decimal(self.fact.value or Decimal(0))} {self.fact.unit or ''}".rstrip()


def over_tables(query: Query, catalogue: Catalogue, lookup: Lookup) -> Answer | None:
    """Return whether what a question names is the same in the tables it names, or adds up."""
    sheets = _named(query, catalogue)
    if query.asks(Operation.SUM) or sums_asked(query):
        return _adds_up(query, catalogue, lookup, sheets)
    if len(sheets) < 2 or len({sheet.document_id for sheet in sheets}) > 1:
        return None
    weight = weights_asked(query)
    found = [_cells(sheet, _terms(query), lookup, weight=weight) for sheet in sheets]
    if any(not cells for cells in found):
        return None
    cells = [cell for group in found for cell in group[:MOST]]
    names = {bare(cell.entry.label) for cell in cells if not _is_whole(cell)}
    single = all(len(group) == 1 for group in found) and len(names) < 2
    values = {cell.money for cell in cells}
    verdict = "listed" if not single else "same" if len(values) == 1 else "differ"
    first = cells[0].fact
    value = f"{plain_decimal(first.value or Decimal(0))} {first.unit or ''}".strip()
    told = "；".join(cell.told for cell in cells)
    return _answer(query, catalogue, cells, _say(query, verdict, told=told, value=value))


def weights_asked(query: Query) -> bool:
    """Tell whether the weights of an indicator are what is held against each other."""
    return load_words().measure_asked(query.text) == "weight"


def sums_asked(query: Query) -> bool:
    """Tell whether a question adds up the rows of a table."""
    return any(word in query.text.lower() for word in consistency_words()["sums"])


def _say(query: Query, frame: str, **parts: str) -> str:
    frames: Mapping[str, str] = consistency_words()["compared"][
        "en" if query.language == "en" else "zh"
    ]
    return frames[frame].format(**parts)


def _named(query: Query, catalogue: Catalogue) -> list[Sheet]:
    """Return the tables of the annexes that a question names, in the question's order."""
    scope = query.scope.documents
    sheets = [s for s in catalogue.tables.values() if not scope or s.document_id in scope]
    found: list[Sheet] = []
    for annex in dict.fromkeys(re.sub(r"\s", "", a) for a in query.annexes):
        found += [sheet for sheet in sheets if re.sub(r"\s", "", sheet.annex) == annex][:1]
    return found if len(found) > 1 else [*found, *_of_kinds(query, sheets, found)]


def _of_kinds(query: Query, sheets: Sequence[Sheet], beside: Sequence[Sheet]) -> list[Sheet]:
    """Return of each kind of table that a question names the first that has the row it names."""
    names = {bare(mention.text) for mention in query.mentions}
    found: list[Sheet] = []
    for kind in query.table_words:
        if any(sheet.kind == kind for sheet in beside):
            continue
        alike = [sheet for sheet in sheets if sheet.kind == kind]
        held = [s for s in alike if names & {bare(row.label) for row in s.rows}]
        found += (held or (alike if len(alike) == 1 else []))[:1]
    return found


def _terms(query: Query) -> tuple[str, ...]:
    """Return the names of what is compared: formal terms of the mentions, or the words left over."""
    hints = [h.term for m in query.mentions for h in m.hints if h.weight >= 0.5]
    said = [m.text for m in query.mentions]
    rest = _AROUND.sub("", query.text) if query.language != "en" else ""
    totals = [word for word in load_words().total_rows if word in bare(query.text)]
    rest = "" if bare(rest) in "".join(totals) else rest
    terms = [bare(term) for term in (rest, *hints, *said, *totals)]
    return tuple(t for t in dict.fromkeys(terms) if len(t) > 1 and not t.isascii())


def _cells(
    sheet: Sheet, terms: Sequence[str], lookup: Lookup, *, weight: bool = False
) -> list[Cell]:
    """Return the figures of a table for a term: its row, its column's total, or the whole."""
    for term in terms:
        exact = [row for row in sheet.rows if bare(row.label) == term]
        cells = [
            c for row in exact if (c := total_cell(sheet, row, lookup, weight=weight)) is not None
        ]
        if cells or (exact and weight):
            return cells[:1]
        columns = [h for h in sheet.columns if any(bare(part) == term for part in h.path)]
        if columns and (cell := total_cell(sheet, _total(sheet), lookup, _inner(columns, term))):
            return [cell]
        if len(term) > 3 and term in bare(sheet.subject):
            whole = [r for r in sheet.rows if _FUNDS.search(bare(r.label))]
            if cells := [c for row in whole if (c := total_cell(sheet, row, lookup))][:1]:
                return cells
        if (term in bare(sheet.title) or term in load_words().total_rows) and (
            cell := total_cell(sheet, _total(sheet), lookup)
        ):
            return [cell]
    for term in terms:
        inside = [row for row in sheet.rows if row.kind != "field" and _speaks(term, row.label)]
        told = (total_cell(sheet, row, lookup, weight=weight) for row in inside)
        if cells := [cell for cell in told if cell is not None]:
            return _one_measure(cells)
    return []


def _is_whole(cell: Cell) -> bool:
    """Tell whether a cell's row is the whole of its table or of its form's project."""
    return _total(cell.sheet) == cell.entry or _FUNDS.search(bare(cell.entry.label)) is not None


def _speaks(term: str, label: str) -> bool:
    """Tell whether a label has a term, or ends a part with its first word (会议, 常务会)."""
    shortened = len(term) == 2 and re.search(rf"{re.escape(term[0])}(?:$|[、，,（(])", label)
    return term in bare(label) or bool(shortened)


def _one_measure(cells: list[Cell]) -> list[Cell]:
    """Keep figures that count, where a table has both counts and costs of a thing."""
    counted = [cell for cell in cells if cell.fact.unit not in (*_YUAN, "%")]
    return counted or cells


def _inner(columns: Sequence[Heading], term: str) -> Heading:
    """Return the column of a name, or the total of the columns below it."""
    totals = load_words().totals
    last = [h for h in columns if bare(h.path[-1]) == term or bare(h.path[-1]) in totals]
    return (last or list(columns))[0]


def _total(sheet: Sheet) -> Entry | None:
    names = load_words().total_rows
    return next((row for row in sheet.rows if bare(row.label) in names), None)


def total_cell(
    sheet: Sheet,
    row: Entry | None,
    lookup: Lookup,
    heading: Heading | None = None,
    *,
    weight: bool = False,
) -> Cell | None:
    """Return the figure of a row in a column, else in that of totals or the first that is filled."""
    if row is None:
        return None
    facts = [f for f in lookup.row(sheet.id, row.id) if f.value is not None]
    if heading is not None:
        facts = [f for f in facts if f.column == heading.index]
    headings = {h.index: h for h in sheet.columns}
    totals = load_words().totals
    facts = [f for f in facts if f.column in headings and (f.measure == "weight") == weight]
    whole = [f for f in facts if bare(headings[f.column].path[-1]) in totals]
    fact = next(iter(whole or facts), None)
    return None if fact is None else Cell(sheet, row, headings[fact.column], fact)


def _adds_up(
    query: Query, catalogue: Catalogue, lookup: Lookup, sheets: Sequence[Sheet]
) -> Answer | None:
    """Say that the items of a table make its total, where they do; the audit tells the rest."""
    for sheet in sheets or _titled(query, catalogue):
        total = total_cell(sheet, _total(sheet), lookup)
        if total is None:
            continue
        rows = [row for row in sheet.rows if row.id != total.entry.id and row.kind != "note"]
        top = min((row.level for row in rows), default=0)
        items = [total_cell(sheet, r, lookup, total.heading) for r in rows if r.level == top]
        held = [cell for cell in items if cell is not None]
        asked = {figure for figure in query.figures if figure == total.fact.value}
        sum_ = sum((c.fact.value or Decimal(0) for c in held), Decimal(0))
        if len(held) < 2 or sum_ != total.fact.value or (query.figures and not asked):
            continue
        worth = f"{plain_decimal(total.fact.value)} {total.fact.unit or ''}".strip()
        text = _say(
            query, "adds", n=str(len(held)), title=sheet.title, total=total.entry.label, value=worth
        )
        parts = " + ".join(plain_decimal(c.fact.value) for c in held if c.fact.value is not None)
        answer = _answer(query, catalogue, [total, *held], text, first=1)
        return _with_calculation(answer, f"{parts} = {plain_decimal(sum_)}")
    return None


def _titled(query: Query, catalogue: Catalogue) -> list[Sheet]:
    """Return tables whose kind's name a question says, those said at greater length first."""
    text = bare(query.text)
    scope = query.scope.documents
    found = [
        (max(len(name) for name in names), sheet)
        for sheet in catalogue.tables.values()
        if (not scope or sheet.document_id in scope)
        and (
            names := [
                name
                for name, kinds in load_words().kinds_named.items()
                if name in text and sheet.kind in kinds
            ]
        )
    ]
    return [sheet for _, sheet in sorted(found, key=lambda pair: -pair[0])]


def _with_calculation(answer: Answer, calculation: str) -> Answer:
    return replace(answer, calculation=calculation)


def _answer(
    query: Query, catalogue: Catalogue, cells: Sequence[Cell], text: str, first: int | None = None
) -> Answer:
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.TABLE,
        answer=text,
        values=tuple(_value(cell) for cell in cells[:first]),
        citations=tuple(cell_citation(catalogue, cell) for cell in cells),
    )


def _value(cell: Cell) -> Value:
    fact = cell.fact
    value = plain_decimal(fact.value or Decimal(0))
    label = f"{cell.sheet.annex} {cell.entry.label}"
    return Value(label, cell.heading.name, value, fact.unit, fact.year)


def cell_citation(catalogue: Catalogue, cell: Cell) -> Citation:
    """Return the citation of a cell."""
    document = catalogue.documents[cell.sheet.document_id]
    return Citation(
        doc=document.name,
        department=document.institution,
        year=document.fiscal_year,
        annex=cell.sheet.annex,
        table=cell.sheet.title,
        row=cell.entry.printed,
        column=cell.heading.name,
        page=cell.fact.page,
        bbox=cell.fact.bbox,
        quote=f"{cell.entry.label} … {cell.fact.printed}",
        document_id=document.id,
        table_id=cell.sheet.id,
        row_id=cell.entry.id,
        column_idx=cell.heading.index,
    )
