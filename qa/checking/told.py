"""Hold what the narrative states against what a table lists of the same item."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import plain_decimal
from qa.checking.words import consistency_words, told_words
from qa.linking.text import bare
from qa.narration.reading import number
from qa.planning.types import Figure, Plan
from qa.query import Answer, Asked, Citation, Operation, Query, Route, Value

if TYPE_CHECKING:
    from qa.catalogue import Catalogue
    from qa.narrative import Reading

_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_LEAST = 0.5  # share of the shorter name's pairs of characters that both names have
_HEARSAY = re.compile(
    r"(?:正文|文字|说明|文本|叙述)(?:里|中|部分|说明)?(?:写|说|印)?(?:的|了)?|表(?:格)?(?:里|中|上)(?:列|印|填|写)?的?"
    r"|附件\s*[\d-]+|(?:是否|是不是)?(?:一致|一样|相同|相符|对得上|吻合|同一个数|对得起来)(?:吗|么|不)?|挑个?错"
)


def asks_told(query: Query) -> bool:
    """Tell whether a question holds the narrative against a table."""
    text = query.text.lower()
    doubts = query.asks(Operation.CONSISTENCY) or re.search(r"同一个数|对得上", text)
    return bool(doubts) and any(word in text for word in told_words())


def as_lookup(query: Query) -> Query:
    """Return the question for the item's amount alone, without the words of comparing."""
    text = re.sub(r"[和与跟][，,、]?(?=$|[？?，,])", "", _HEARSAY.sub(" ", query.text))
    text = re.sub(r"[，,：:？?吗呢]+", " ", text).strip()
    return replace(query, text=f"{text}多少", operations=(Asked(Operation.LOOKUP),), parts=())


def told_and_listed(
    query: Query, plan: Plan, reading: Reading, catalogue: Catalogue
) -> Answer | None:
    """Return whether the stated and the listed amount agree, or None where one is missing."""
    keys = query.scope.documents or tuple(catalogue.documents)
    owners = {
        (d.institution, d.fiscal_year, d.phase) for d in map(catalogue.documents.get, keys) if d
    }
    if len(owners) != 1:  # the same item of somebody else proves nothing
        return None
    stated = next((v for v in reading.values if v.unit in _YUAN), None)
    cited = next(iter(reading.citations), None)
    if stated is None or cited is None or reading.kind not in ("fact", "sum"):
        return None
    figures = [f for f in _figures(plan) if f.document_id == cited.document_id]
    listed = next((f for f in figures if _same_name(f, stated, catalogue)), None)
    if listed is None or listed.fact is None or listed.fact.value is None:
        return None
    return _compared(query, stated, cited, listed, catalogue)


def _figures(plan: Plan) -> list[Figure]:
    targets = [t for step in plan.steps for t in step.operands] or list(plan.options)
    return [f for t in targets for f in (t.figure, *t.others) if f.fact is not None]


def _same_name(figure: Figure, stated: Value, catalogue: Catalogue) -> bool:
    """Tell whether a cell has the item's name, in its row, its column or its table's title."""
    title = catalogue.tables[figure.table_id].title
    name = bare(stated.label)
    around = bare(f"{figure.label} {figure.column_name} {title}")
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    own = bare(figure.label)
    back = {own[i : i + 2] for i in range(len(own) - 1)}
    near = sum(pair in around for pair in pairs) >= _LEAST * max(1, len(pairs))
    return near or (bool(back) and sum(pair in name for pair in back) >= 0.8 * len(back))


def _compared(
    query: Query, stated: Value, cited: Citation, listed: Figure, catalogue: Catalogue
) -> Answer:
    fact = listed.fact
    assert fact is not None
    assert fact.value is not None
    sheet = catalogue.tables[listed.table_id]
    one = Decimal(number(stated.value)) * _YUAN[stated.unit or "元"]
    other = fact.value * _YUAN.get(fact.unit or "", Decimal(1))
    worth = f"{plain_decimal(fact.value)} {fact.unit or ''}".strip()
    place = (
        f"{sheet.annex}《{sheet.title}》“{listed.label}”" if sheet.annex else f"《{sheet.title}》"
    )
    gap = f"{plain_decimal(abs(one - other) / _YUAN['万元'])} 万元"
    frame = "agreed" if one == other else "disagreed"
    frames = consistency_words()["compared"]["en" if query.language == "en" else "zh"]
    text = frames[frame].format(
        subject=stated.label,
        told=f"{stated.value} {stated.unit}",
        place=place,
        value=worth,
        gap=gap,
    )
    value = Value(listed.label, listed.column_name, plain_decimal(fact.value), fact.unit, fact.year)
    arithmetic = f"{plain_decimal(one)} - {plain_decimal(other)} = {plain_decimal(one - other)} 元"
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.BOTH,
        answer=text,
        values=(replace(stated, column="正文"), value),
        citations=(cited, _cite(listed, catalogue)),
        calculation=None if one == other else f"{arithmetic} = {gap}",
    )


def _cite(listed: Figure, catalogue: Catalogue) -> Citation:
    fact = listed.fact
    assert fact is not None
    document = catalogue.documents[listed.document_id]
    sheet, row = catalogue.tables[listed.table_id], catalogue.rows[listed.row_id]
    return Citation(
        document.name, document.institution, document.fiscal_year, sheet.annex, sheet.title,
        row.printed, listed.column_name, page=fact.page, bbox=fact.bbox,
        quote=f"{row.label} … {fact.printed}", document_id=document.id,
        table_id=sheet.id, row_id=row.id, column_idx=listed.column,
    )  # fmt: skip
