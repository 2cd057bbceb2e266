"""Find the amounts that a question holds against each other (是350.35还是352.67万), each with its places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import plain_decimal
from qa.answering.cite import cite_all, cite_text, value_of
from qa.catalogue import Catalogue, Text
from qa.checking import gaps
from qa.checking.cells import YUAN, cells_of, money
from qa.checking.told import as_lookup, figures_in
from qa.checking.words import covers
from qa.linking.text import bare, core
from qa.lookup import Lookup
from qa.planning.types import Figure
from qa.query import Answer, Citation, Query, Route, Value
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

_AMOUNT = re.compile(r"(?<![\d.\-年])(\d[\d,]*(?:\.\d+)?)\s*(亿元?|万元?|元)?(?![\d.年月%])")
_TAIL = re.compile(r"(?:的|预算|决算|安排|金额|数)+$")
_SURE_TERM = 0.6
_MOST_CELLS = 3
_HELD = 4  # characters of a name that may stand inside a label
_AROUND = 30  # characters around an amount that are quoted


@dataclass(frozen=True, slots=True)
class _Number:
    """Hold an amount as quoted, with its unit."""

    text: str
    unit: str

    @property
    def yuan(self) -> Decimal:
        return Decimal(self.text) * YUAN[self.unit]

    def is_printed_by(self, yuan: Decimal) -> bool:
        """Tell whether an amount is this one at the decimals that are quoted."""
        step = Decimal(1).scaleb(Decimal(self.text).as_tuple().exponent) * YUAN[self.unit]  # type: ignore[arg-type]
        return abs(yuan - self.yuan) * 2 <= step


@cache
def _vies() -> re.Pattern[str]:
    return re.compile(data("quoted.yaml")["vies"], re.I)


def answer(view: View, query: Query, *, loose: bool = False) -> Answer | None:
    """Return where each of the amounts stands, or None where no two are held against each other.

    Unless `loose`, each of them must stand somewhere.
    """
    catalogue, lookup = view.catalogue, view.lookup
    numbers = _numbers(query)
    documents = query.scope.documents or tuple(catalogue.documents)
    owners = {catalogue.documents[d].institution for d in documents}
    if len(numbers) < 2 or len(owners) != 1 or not _vies().search(query.text):
        return None
    names, known = _named(view, query)
    if not names:
        return None
    words = data("quoted.yaml")["en" if query.language == "en" else "zh"]
    figures: list[Figure] = []
    values: list[Value | None] = []
    cited: list[Citation] = []
    lacking = False
    lines = [words["head"].format(name=names[0])]
    for number in numbers:
        rows = _cells(number, names, documents, catalogue, lookup)
        cells = list(_distinct([*rows, *(f for f in known if _prints(f, number))]))[:_MOST_CELLS]
        told = next(_told(number, names, documents, catalogue), None)
        places = [_cell_said(f, catalogue, words) for f in cells]
        values += [value_of(f) for f in cells[:1]]
        figures += cells
        if told is not None:
            quote = _around(told.text, number.text)
            places.append(words["text"].format(quote=quote))
            year = catalogue.documents[told.document_id].fiscal_year
            values.append(Value(names[0], "正文", number.text, number.unit, year))
            cited.append(cite_text(catalogue, told, quote))
        shown = f"{number.text} {number.unit}"
        name = "found" if places else "none"
        lacking = lacking or not places
        lines.append(words[name].format(number=shown, places="；".join(places)))
    if (not figures and not cited) or (lacking and not loose):
        return None
    citations = (*cite_all(catalogue, figures), *cited)
    route = Route.BOTH if figures and cited else Route.TABLE if figures else Route.TEXT
    kept = tuple(v for v in dict.fromkeys(values) if v is not None)
    text = "\n".join(lines)
    found = Answer(query.original, query.language, route, text, kept, citations)
    return gaps.told(view, query, found, [number.yuan for number in numbers], figures)


def _numbers(query: Query) -> list[_Number]:
    """Return the amounts of a question; one without a unit has that of the next."""
    found: list[_Number] = []
    unit = ""
    for match in reversed(list(_AMOUNT.finditer(query.text))):
        unit = f"{(match[2] or unit).removesuffix('元')}元" if match[2] or unit else ""
        if "." in match[1] or (unit and match[2]):
            unit = unit or "万元"  # as nearly all disclosures print
            found.append(_Number(match[1].replace(",", ""), unit))
    return list(dict.fromkeys(reversed(found)))


def _named(view: View, query: Query) -> tuple[tuple[str, ...], list[Figure]]:
    """Return the names of the one thing that the amounts are said to be of, with its cells."""
    matches = _AMOUNT.finditer(query.text)
    start = next((m for m in matches if m[2] or "." in m[1]), None)  # 表1 is no amount
    before = query.text[: start.start()] if start else ""
    asked = as_lookup(replace(query, text=before if len(bare(before)) > 1 else query.text), view)
    named = [m for m in asked.mentions if not re.search(r"\d", m.text)]
    if len(named) != 1:
        return (), []
    terms = [h.term for h in named[0].hints if h.weight >= _SURE_TERM]
    found = figures_in(view.planner.plan(asked))
    said = _TAIL.sub("", named[0].text) or named[0].text
    labels = [f.label for f in found if len(f.label) > 1]
    return tuple(dict.fromkeys((said, *terms, *labels))), found


def _cells(
    number: _Number,
    names: Sequence[str],
    documents: Sequence[int],
    catalogue: Catalogue,
    lookup: Lookup,
) -> Iterator[Figure]:
    """Give the cells of rows of that name that print an amount, each table once."""
    wanted = {core(name) for name in names}
    for table in catalogue.tables.values():
        if table.document_id not in documents:
            continue
        for entry in (e for e in table.rows if _is_named(e.label, wanted)):
            cells = cells_of(catalogue, lookup, table, entry)
            yield from [f for f in cells if _prints(f, number)][:1]


def _prints(figure: Figure, number: _Number) -> bool:
    return (yuan := money(figure)) is not None and number.is_printed_by(yuan)


def _distinct(figures: Sequence[Figure]) -> Iterator[Figure]:
    """Give figures, one a table."""
    yield from {f.table_id: f for f in reversed(figures)}.values()


def _is_named(label: str, wanted: Collection[str]) -> bool:
    """Tell whether a label is one of the names or holds it."""
    own = core(label)
    return any(own == name or (len(name) >= _HELD and name in bare(label)) for name in wanted)


def _told(
    number: _Number, names: Sequence[str], documents: Sequence[int], catalogue: Catalogue
) -> Iterator[Text]:
    """Give the passages that print an amount beside the name."""
    printed = re.compile(rf"(?<![\d.,]){re.escape(number.text)}(?![\d.])")
    for passage in catalogue.passages.values():
        near = bare(passage.text)
        named = passage.document_id in documents and any(bare(n) in near for n in names)
        if named and printed.search(passage.text.replace(",", "")):
            yield passage


def _cell_said(figure: Figure, catalogue: Catalogue, words: dict[str, str]) -> str:
    table, entry = catalogue.tables[figure.table_id], catalogue.rows[figure.row_id]
    scope = covers(table.kind, words["language"])
    where = table.title if bare(table.annex) == bare(table.title) else table.annex
    column = figure.column_name if figure.column_name != entry.label else ""
    row = "，".join(filter(None, (entry.printed, column)))
    assert figure.fact is not None
    assert figure.fact.value is not None
    value = f"{plain_decimal(figure.fact.value)} {figure.fact.unit}"
    return words["cell"].format(where=where, row=row, value=value, scope=scope)


def _around(text: str, number: str) -> str:
    """Return the words around an amount, cut at the ends of clauses."""
    text = text.replace(",", "")
    place = text.find(number)
    start = max(text.rfind(mark, 0, place) for mark in "。；，\n") + 1
    ends = [e for mark in "。；，\n" if (e := text.find(mark, place)) >= 0]
    return text[start : min(ends, default=place + _AROUND)].strip()
