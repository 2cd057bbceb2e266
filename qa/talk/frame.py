"""Keep the frame of a talk: what a question leaves unsaid and the one before it said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.linking.text import bare
from qa.planning.types import Figure
from qa.query import Answer, Mention, Query, Scope
from qa.talk.follow import words
from qa.words.scope import narrow


@dataclass(frozen=True, slots=True)
class Turn:
    """Hold one question of a talk as resolved, with its answer and its cells where there are.

    `said` is the question in words that stand alone, where it has such.
    """

    query: Query
    answer: Answer | None = None
    cells: tuple[Figure, ...] = ()
    said: str = ""


def is_attribute(mention: Mention) -> bool:
    if mention.hints and all(h.kinds == ("project_performance",) for h in mention.hints):
        return True
    listed = words("attributes")
    return any(bare(mention.text) in (word, f"{word}指标") for word in listed) or (
        bare(mention.text).endswith(("时间", "满意度", "权重"))
        or bare(mention.text).startswith(("满意度", "权重"))
    )


def is_institution(mention: Mention) -> bool:
    return bool(re.search(rf"(?:{words('institutions')})$", bare(mention.text)))


def is_period(mention: Mention) -> bool:
    return bool(re.fullmatch(str(words("periods")), bare(mention.text)))


def is_generic(mentions: Sequence[Mention]) -> bool:
    return all(m.text in ("项目", "专项", "部门", "单位", "科目") for m in mentions)


def with_scope(query: Query, before: Query) -> Query:
    scope = query.scope
    if scope.named or scope.strangers or scope.all_of:
        return query
    if not (before.scope.named or before.scope.all_of):
        return query
    kept = before.scope
    years = query.years or tuple(_shifted(before, offset) for offset in query.offsets if offset)
    if kept.candidates and (years or query.phase):
        phases = (query.phase,) if query.phase else ()
        documents = narrow(kept.candidates, years or before.years, phases)
        kept = replace(kept, documents=documents)
        if not query.years and {year for d, year, _ in kept.candidates if d in documents} <= {
            *years
        }:
            query = replace(query, years=years, offsets=(), year_offset=None)  # of its own document
    return replace(query, scope=kept)


def _shifted(before: Query, offset: int) -> int:
    """Return the year that 去年 means after a question about a year."""
    known = [year for d, year, _ in before.scope.candidates if d in before.scope.documents]
    base = before.years[0] if before.years else max(known, default=0)
    return base + offset


def framed_by(query: Query, before: Query) -> Query:
    """Give a question what it leaves unsaid of the frame: scope, year, phase, columns, table."""
    query = with_scope(query, before)
    if not (query.years or query.offsets):
        query = replace(
            query,
            years=before.years,
            offsets=before.offsets,
            year_offset=before.year_offset,
        )
    if query.base_year is None and not query.years:
        query = replace(query, base_year=before.base_year)
    return replace(
        query,
        phase=query.phase or before.phase,
        unit=query.unit or before.unit,
        column_words=query.column_words or _columns_kept(query, before),
        table_words=query.table_words or before.table_words,
        row_words=query.row_words or (before.row_words if not query.mentions else ()),
        language=query.language,
    )


def _columns_kept(query: Query, before: Query) -> tuple[str, ...]:
    """Return the earlier columns unless they were what the earlier question was about."""
    kept = before.column_words
    if query.phase is not None and query.phase is not before.phase:  # 年初预算多少 → 实际呢
        kept = tuple(word for word in kept if not word.endswith(("预算数", "决算数")))
    if not query.mentions:
        return kept
    about = {bare(m.text) for m in before.mentions}
    return tuple(word for word in kept if bare(word) not in about)


def distinct(mentions: Sequence[Mention]) -> list[Mention]:
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault(bare(mention.text), mention)
    return list(found.values())


def joint_scope(queries: Sequence[Query], otherwise: Scope) -> Scope:
    """Return a scope over the departments of several turns, where these differ."""
    scopes = [q.scope for q in queries if q.scope.documents]
    documents = tuple(dict.fromkeys(d for s in scopes for d in s.documents))
    if len({s.documents for s in scopes}) < 2:
        return otherwise
    candidates = tuple(dict.fromkeys(c for s in scopes for c in s.candidates))
    return Scope(documents=documents, named=True, all_of=True, candidates=candidates)
