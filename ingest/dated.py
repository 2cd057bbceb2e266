"""Tell of which year a disclosure is, and whether it plans or accounts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.identity_words import words
from ingest.records import Paragraph, Phase, Table
from ingest.tables_words import normal

_DATE = re.compile(r"20\d\d年\d{1,2}月")
_BALANCE = re.compile(r"截[至止到]+20\d\d年")
_PLANNED = re.compile(
    r"20\d\d年度?[^\d]{0,12}(?:执行情况|决算(?:情况)?)[和与及、暨](20\d\d)年[^\d]{0,12}预算"
)
"""A budget that tells first what came of the one before: 2025年预算执行情况和2026年预算草案."""
_OF_BUDGET = re.compile(r"(?:部门|单位)预算(?=(?:项目|整体)支出绩效自评)")
_EVALUATED = re.compile(r"绩效(?:自评|评价)|自评(?:报告|表)")


def year_of(
    cover: Sequence[str], tables: Sequence[Table], paragraphs: Sequence[Paragraph]
) -> int | None:
    """Return the year that most titles name; headings of columns or texts where none names one."""
    titles = [line for line in map(normal, cover[:8]) if len(line) <= 60]
    for title in (*titles, *(a + b for a, b in pairwise(titles))):
        if planned := _PLANNED.search(title):
            return int(planned[1])
    votes: Counter[int] = Counter()
    for line in cover:
        if len(line) <= 60 and re.search(r"预算|决算", line):
            votes.update({int(y): 4 for y in words().year.findall(normal(line))})
    for line in cover[:4]:
        if len(line) <= 40:
            text = _BALANCE.sub("", normal(line))
            votes.update({int(y): 4 for y in words().year.findall(text)})
    for table in tables:
        title = _DATE.sub("", normal(table.title))
        votes.update({int(y): 3 for y in words().year.findall(title)})
    if not votes:
        heads = [p for table in tables for path in table.header for p in path]
        years = [int(y) for text in heads for y in words().year.findall(normal(text))]
        votes.update({max(years): 1} if years else {})
    if not votes:
        for paragraph in paragraphs:
            text = normal(paragraph.text)
            found = re.findall(r"(20\d\d)年度?(?:部门|单位)?(?:年初)?(?:预算|决算)", text)
            votes.update(int(y) for y in found)
    return votes.most_common(1)[0][0] if votes else None


def phase_of(
    cover: Sequence[str], year: int, titles: Sequence[str], paragraphs: Sequence[Paragraph]
) -> Phase:
    """Return whether titles speak of 决算 more than of 预算; bare texts decide where none does.

    Of titles of two years, as a site puts its own over a document, those of the document's count.
    """
    heads = [line for line in cover[:8] if len(line) <= 60 and "。" not in line]
    years = {found for line in heads for found in words().year.findall(normal(line))}
    own = [line for line in cover if str(year) in line and len(line) <= 60]
    if _tells_evaluation([line for line in heads if str(year) in line]):
        return Phase.FINAL  # what was reached is told when the year is over
    for texts in (own if len(years) > 1 else (), heads, titles, [p.text for p in paragraphs]):
        joined = _OF_BUDGET.sub("", "".join(normal(text) for text in texts))
        final, budget = joined.count("决算"), joined.count("预算")
        if final != budget:
            return Phase.FINAL if final > budget else Phase.BUDGET
    return Phase.BUDGET


def _tells_evaluation(titles: Sequence[str]) -> bool:
    """Tell whether titles speak of an evaluation, and of no 预算 or 决算 but what it is of."""
    joined = _OF_BUDGET.sub("", "".join(map(normal, titles)))
    return bool(_EVALUATED.search(joined)) and not re.search("预算|决算", joined)
