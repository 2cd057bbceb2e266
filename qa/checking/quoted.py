"""Find the amounts that a question holds against each other (是350.35还是352.67万), each with its places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ingest.money import plain_decimal
from qa.answering.cite import cite_all, value_of
from qa.catalogue import Catalogue, Text
from qa.linking.text import bare, core
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.types import Figure
from qa.query import Answer, Citation, Query, Route, Value
from qa.words.normalise import data

_AMOUNT = re.compile(r"(?<![\d.\-年])(\d[\d,]*(?:\.\d+)?)\s*(亿元?|万元?|元)?(?![\d.年月%])")
_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
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
        return Decimal(self.text) * _YUAN[self.unit]

    def is_printed_by(self, yuan: Decimal) -> bool:
        """Tell whether an amount is this one at the decimals that are quoted."""
        step = Decimal(1).scaleb(Decimal(self.text).as_tuple().exponent) * _YUAN[self.unit]  # type: ignore[arg-type]
        return abs(yuan - self.yuan) * 2 <= step


@cache
def _vies() -> re.Pattern[str]:
    return re.compile(data("quoted.yaml")["vies"], re.I)


def answer(query: Query, catalogue: Catalogue, lookup: Lookup) -> Answer | None:
    """Return where each of the amounts stands, or None where no two are held against each other."""
    numbers = _numbers(query)
    documents = query.scope.documents or tuple(catalogue.documents)
    owners = {catalogue.documents[d].institution for d in documents}
    names = _names(query)
    if len(numbers) < 2 or len(owners) != 1 or not names or not _vies().search(query.text):
        return None
    words = data("quoted.yaml")["en" if query.language == "en" else "zh"]
    figures: list[Figure] = []
    values: list[Value | None] = []
    cited: list[Citation] = []
    lines = [words["head"].format(name=names[0])]
    for number in numbers:
        cells = list(_cells(number, names, documents, catalogue, lookup))[:_MOST_CELLS]
        told = next(_told(number, names, documents, catalogue), None)
        places = [_cell_said(f, catalogue, words) for f in cells]
        values += [value_of(f) for f in cells[:1]]
        figures += cells
        if told is not None:
            quote = _around(told.text, number.text)
            places.append(words["text"].format(quote=quote))
            year = catalogue.documents[told.document_id].fiscal_year
            values.append(Value(names[0], "正文", number.text, number.unit, year))
            cited.append(_citation(told, quote, catalogue))
        shown = f"{number.text} {number.unit}"
        name = "found" if places else "none"
        lines.append(words[name].format(number=shown, places="；".join(places)))
    if not figures and not cited:
        return None
    citations = (*cite_all(catalogue, figures), *cited)
    route = Route.BOTH if figures and cited else Route.TABLE if figures else Route.TEXT
    kept = tuple(v for v in dict.fromkeys(values) if v is not None)
    return Answer(query.original, query.language, route, "\n".join(lines), kept, citations)


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


def _names(query: Query) -> tuple[str, ...]:
    """Return the names of the one thing that is spoken of, as said first."""
    named = [m for m in query.mentions if not re.search(r"\d", m.text)]
    sure = [m for m in named if any(h.weight >= _SURE_TERM for h in m.hints)]
    named = named if len(named) == 1 else sure
    if len(named) != 1:
        return ()
    terms = [h.term for h in named[0].hints if h.weight >= _SURE_TERM]
    said = _TAIL.sub("", named[0].text) or named[0].text
    return tuple(dict.fromkeys((said, *terms)))


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
            facts = lookup.row(table.id, entry.id)
            fits = (
                f.column
                for f in facts
                if f.value is not None
                and f.unit in _YUAN
                and number.is_printed_by(f.value * _YUAN[f.unit])
            )
            column = next(fits, None)
            if column is not None:
                yield make_figure(catalogue, lookup, table, entry, column)


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
    where = table.title if bare(table.annex) == bare(table.title) else table.annex
    assert figure.fact is not None
    assert figure.fact.value is not None
    value = f"{plain_decimal(figure.fact.value)} {figure.fact.unit}"
    return words["cell"].format(where=where, row=entry.printed, value=value)


def _around(text: str, number: str) -> str:
    """Return the words around an amount, cut at the ends of clauses."""
    text = text.replace(",", "")
    place = text.find(number)
    start = max(text.rfind(mark, 0, place) for mark in "。；，\n") + 1
    ends = [e for mark in "。；，\n" if (e := text.find(mark, place)) >= 0]
    return text[start : min(ends, default=place + _AROUND)].strip()


def _citation(passage: Text, quote: str, catalogue: Catalogue) -> Citation:
    document = catalogue.documents[passage.document_id]
    return Citation(
        document.name, document.institution, document.fiscal_year, "正文",
        section=" / ".join(passage.headings), page=passage.page, bbox=passage.bbox,
        quote=quote, document_id=document.id, passage_id=passage.id,
    )  # fmt: skip
