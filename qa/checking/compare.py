"""Hold figures of several places against each other where the audit found nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from ingest.money import plain_decimal
from qa.answering.cite import cite_all, value_of
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.checking.cells import YUAN, place, printed, total_cell, worth
from qa.checking.words import consistency_words
from qa.linking.text import bare
from qa.linking.words import load_words
from qa.lookup import Lookup
from qa.planning.types import Figure
from qa.query import Answer, Operation, Query, Route

_AROUND = re.compile(
    r"附件\s*[\d-]+|表[一二三四五六七八九十\d]+|数字|一致|一样|相同|相符|对得上|是否|是不是|吗|呢|里面?|中|在|和|与|跟"
    r"|[、，,。？?\s]|都|的|各|数据|金额|预算"
)
_FUNDS = re.compile(r"资金总额|预算总额|项目资金|当年预算|预算金额|年度资金")
MOST = 8  # rows told of one place


def over_tables(query: Query, catalogue: Catalogue, lookup: Lookup) -> Answer | None:
    """Return whether what a question names is the same in the tables it names, or adds up."""
    sheets = _named(query, catalogue)
    if query.asks(Operation.SUM) or sums_asked(query):
        return _adds_up(query, catalogue, lookup, sheets)
    if len(sheets) < 2 or len({sheet.document_id for sheet in sheets}) > 1:
        return None
    take = partial(total_cell, catalogue, lookup, weight=weights_asked(query))
    found = [_cells(sheet, _terms(query), take) for sheet in sheets]
    if any(not cells for cells in found):
        return None
    cells = [cell for group in found for cell in group[:MOST]]
    names = {bare(cell.label) for cell in cells if not _is_whole(cell, catalogue)}
    single = all(len(group) == 1 for group in found) and len(names) < 2
    verdict = "listed" if not single else "same" if len(set(map(worth, cells))) == 1 else "differ"
    places = "；".join(place(catalogue, cell) for cell in cells)
    return _answer(
        query, catalogue, cells, _say(query, verdict, told=places, value=_number(cells[0]))
    )


def _number(cell: Figure) -> str:
    unit = cell.fact.unit if cell.fact else None
    return f"{plain_decimal(printed(cell))} {unit or ''}".strip()


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
    rest = _AROUND.sub("", query.text) if not query.english else ""
    totals = [word for word in load_words().total_rows if word in bare(query.text)]
    rest = "" if bare(rest) in "".join(totals) else rest
    terms = [bare(term) for term in (rest, *hints, *said, *totals)]
    return tuple(t for t in dict.fromkeys(terms) if len(t) > 1 and not t.isascii())


def _cells(sheet: Sheet, terms: Sequence[str], take: partial[Figure | None]) -> list[Figure]:
    """Return the figures of a table for a term: its row, its column's total, or the whole."""
    for term in terms:
        exact = [row for row in sheet.rows if bare(row.label) == term]
        cells = [c for row in exact if (c := take(sheet, row)) is not None]
        if cells or (exact and take.keywords["weight"]):
            return cells[:1]
        columns = [h for h in sheet.columns if any(bare(part) == term for part in h.path)]
        if columns and (cell := take(sheet, _total(sheet), _inner(columns, term))):
            return [cell]
        if len(term) > 3 and term in bare(sheet.subject):
            whole = [r for r in sheet.rows if _FUNDS.search(bare(r.label))]
            if cells := [c for row in whole if (c := take(sheet, row))][:1]:
                return cells
        if (term in bare(sheet.title) or term in load_words().total_rows) and (
            cell := take(sheet, _total(sheet))
        ):
            return [cell]
    for term in terms:
        inside = [row for row in sheet.rows if row.kind != "field" and _speaks(term, row.label)]
        if cells := [cell for row in inside if (cell := take(sheet, row)) is not None]:
            counted = [c for c in cells if c.fact and c.fact.unit not in (*YUAN, "%")]
            return counted or cells  # where a table has both counts and costs of a thing
    return []


def _is_whole(cell: Figure, catalogue: Catalogue) -> bool:
    """Tell whether a cell's row is the whole of its table or of its form's project."""
    total = _total(catalogue.tables[cell.table_id])
    return (total is not None and total.id == cell.row_id) or bool(_FUNDS.search(bare(cell.label)))


def _speaks(term: str, label: str) -> bool:
    """Tell whether a label has a term, or ends a part with its first word (会议, 常务会)."""
    shortened = len(term) == 2 and re.search(rf"{re.escape(term[0])}(?:$|[、，,（(])", label)
    return term in bare(label) or bool(shortened)


def _inner(columns: Sequence[Heading], term: str) -> Heading:
    """Return the column of a name, or the total of the columns below it."""
    totals = load_words().totals
    last = [h for h in columns if bare(h.path[-1]) == term or bare(h.path[-1]) in totals]
    return (last or list(columns))[0]


def _total(sheet: Sheet) -> Entry | None:
    names = load_words().total_rows
    return next((row for row in sheet.rows if bare(row.label) in names), None)


def _adds_up(
    query: Query, catalogue: Catalogue, lookup: Lookup, sheets: Sequence[Sheet]
) -> Answer | None:
    """Say that the items of a table make its total, where they do; the audit tells the rest."""
    said = {bare(mention.text) for mention in query.mentions}
    for sheet in sheets or _titled(query, catalogue):
        total = total_cell(catalogue, lookup, sheet, _total(sheet))
        if total is None or _names_rows(sheet, said):
            continue
        rows = [row for row in sheet.rows if row.id != total.row_id and row.kind != "note"]
        top = min((row.level for row in rows), default=0)
        heading = next(h for h in sheet.columns if h.index == total.column)
        items = (total_cell(catalogue, lookup, sheet, r, heading) for r in rows if r.level == top)
        held = [cell for cell in items if cell is not None]
        whole, sum_ = printed(total), sum(map(printed, held), Decimal(0))
        if len(held) < 2 or sum_ != whole or (query.figures and whole not in query.figures):
            continue
        text = _say(
            query, "adds", n=str(len(held)), title=sheet.title, total=total.label,
            value=_number(total),
        )  # fmt: skip
        parts = " + ".join(plain_decimal(printed(c)) for c in held)
        answer = _answer(query, catalogue, [total, *held], text, first=1)
        return replace(answer, calculation=f"{parts} = {plain_decimal(sum_)}")
    return None


def _names_rows(sheet: Sheet, said: set[str]) -> bool:
    """Tell whether single rows of a table are named: its own total is then not what is asked."""
    return any(bare(row.label) in said for row in sheet.rows if row.kind == "item")


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


def _answer(
    query: Query, catalogue: Catalogue, cells: Sequence[Figure], text: str, first: int | None = None
) -> Answer:
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.TABLE,
        answer=text,
        values=tuple(v for cell in cells[:first] if (v := value_of(cell)) is not None),
        citations=cite_all(catalogue, cells),
    )
