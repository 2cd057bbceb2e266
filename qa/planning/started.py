"""Count and list the projects that started in a year, by what their forms print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.names import subject_of
from qa.linking.text import bare
from qa.query import Answer, Citation, Query, Route, Value
from qa.regexes import regex
from qa.words.normalise import data

_SAID = {
    "zh": ("{field}为 {year} 年的项目有 {n} 个：{items}。", "已收录的表里没有{field}为 {year} 年的项目。"),
    "en": ("Projects with {year} as their {field}: {n} ({items}).", "No project has {year} as its {field}."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Hit:
    subject: str
    table: Sheet
    entry: Entry


@cache
def _asked() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw: dict[str, str] = data("fields.yaml")["by_year"]
    return tuple((regex(pattern, re.I), field) for pattern, field in raw.items())


def answer(query: Query, catalogue: Catalogue) -> Answer | None:
    """Return the projects whose form prints a year in the field asked for; None if none is asked."""
    for pattern, field in _asked():
        match = pattern.search(query.text)
        if match is None:
            continue
        year = next(group for group in match.groups() if group)
        inside = query.scope.documents or tuple(catalogue.documents)
        printed = list(_fields(catalogue, inside, field))
        if printed:
            return _answer(query, catalogue, field, year, [h for h in printed if _is(h, year)])
    return None


def _fields(catalogue: Catalogue, inside: tuple[int, ...], field: str) -> Iterator[_Hit]:
    seen: set[str] = set()
    for table in catalogue.tables.values():
        subject = subject_of(table) if table.document_id in inside else ""
        if not subject or bare(subject) in seen:
            continue
        for entry in table.rows:
            if entry.kind == "field" and field in bare(entry.label):
                seen.add(bare(subject))
                yield _Hit(subject, table, entry)
                break


def _is(hit: _Hit, year: str) -> bool:
    """Tell whether a field prints a year; the row may print other fields after it."""
    words = re.sub(r"\s", "", hit.entry.text.split(hit.entry.label, 1)[-1])
    return words.startswith(year)


def _answer(query: Query, catalogue: Catalogue, field: str, year: str, hits: list[_Hit]) -> Answer:
    some, none = _SAID["en" if query.language == "en" else "zh"]
    if not hits:
        text = none.format(field=field, year=year)
        return Answer(query.original, query.language, Route.REFUSE, text)
    items = "；".join(f"“{hit.subject}”" for hit in hits)
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.TABLE,
        answer=some.format(field=field, year=year, n=len(hits), items=items),
        values=(Value(f"{field}为 {year} 年的项目", "", str(len(hits)), "个", int(year)),),
        citations=tuple(_cite(catalogue, hit) for hit in hits),
        options=tuple(hit.subject for hit in hits),
    )


def _cite(catalogue: Catalogue, hit: _Hit) -> Citation:
    document, table, entry = catalogue.documents[hit.table.document_id], hit.table, hit.entry
    return Citation(
        doc=document.name,
        department=document.institution,
        year=document.fiscal_year,
        annex=table.annex,
        table=table.title,
        row=entry.printed,
        page=entry.page if document.paged else None,
        bbox=entry.bbox if document.paged else None,
        quote=f"{hit.subject}：{entry.text}",
        document_id=document.id,
        table_id=table.id,
        row_id=entry.id,
    )
