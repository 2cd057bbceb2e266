"""Add figures of one statement that a question names by what tells their labels apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from qa.narration.case import Case, cite
from qa.narration.figures import Bound, figures_of
from qa.narration.reading import Reading, both, number
from qa.query import Value
from qa.words import excluding

_ALL = re.compile(
    r"一共|总共|拢共|共(?:有|多少|几)|合计|加(?:起来|一起|一块|总)|合起来|合在一起|相加|总和|之和"
)
_JOINED = re.compile(r"[和跟与加、+]|以及")
_MOVED = re.compile(r"增加|减少|增长|下降|[较比与]20\d\d年|[较比]上年")
SURE = 0.92


def named_sum(case: Case) -> Reading | None:
    """Give the sum of at least two figures of one unit that a question joins, with each of them."""
    text = excluding.cut(case.want.text)
    if not (_ALL.search(text) and _JOINED.search(text)) or case.want.has(
        "percent", "changed", "why"
    ):
        return None
    groups: dict[tuple[int, int, str], list[Bound]] = defaultdict(list)
    for bound in figures_of(case.evidence.catalogue).all:
        if bound.passage.document_id in case.documents and not _MOVED.search(bound.printed.label):
            groups[bound.passage.id, bound.printed.start, bound.printed.unit].append(bound)
    apart = (_parts(held) for held in groups.values())
    found = [parts for held in apart if len(parts := named(held, text)) > 1]
    found = [parts for parts in found if _fits(case, parts) and _all_said(case, parts)]
    listed = max((clause.count("、") for clause in re.split("[,，。;?]", text)), default=0)
    if any(len(parts) <= listed for parts in found):
        return None  # one of those that are listed is none of them
    if not found or len({tuple(b.printed.value for b in parts) for parts in found}) > 1:
        return None
    return _said(case, found[0])


def _parts(alike: Sequence[Bound]) -> list[Bound]:
    """Return figures without the whole that the others make, which is added to none of them."""
    total = sum((Decimal(number(b.printed.value)) for b in alike), Decimal(0))
    whole = [b for b in alike if Decimal(number(b.printed.value)) * 2 == total]
    return [b for b in alike if len(alike) < 3 or b not in whole]


def named(alike: Sequence[Bound], text: str) -> list[Bound]:
    """Return the figures of which a question says what tells their names from one another."""
    kept = []
    for bound in alike:
        name = bound.printed.name
        others = [b.printed.name for b in alike if b.printed.name != name]
        pairs = {name[i : i + 2] for i in range(len(name) - 1)}
        if any(pair in text for pair in pairs if all(pair not in other for other in others)):
            kept.append(bound)
    return kept


def _fits(case: Case, parts: Sequence[Bound]) -> bool:
    unit = parts[0].printed.unit
    if case.want.money:
        return unit in ("元", "万元", "亿元")
    return not case.want.units or unit in case.want.units or unit[0] in "".join(case.want.units)


def _all_said(case: Case, parts: Sequence[Bound]) -> bool:
    """Tell whether the statement has every word of the question that the documents print."""
    words = [c for c in case.want.concepts if not c.light and not case.evidence.unknown(c)]
    said = f"{parts[0].context} {parts[0].whole}"
    return all(any(form in said for form, _ in concept.forms) for concept in words)


def _said(case: Case, parts: Sequence[Bound]) -> Reading:
    unit = parts[0].printed.unit
    values = [
        Value(b.printed.name, "原文", number(b.printed.value), unit, case.year) for b in parts
    ]
    total = sum(Decimal(v.value) for v in values)
    sum_ = " + ".join(v.value for v in values) + f" = {total}"
    zh, en = both(("sum", f"{total}{unit}：{sum_}"), ("quote", parts[0].quote))
    whole = Value("合计", "合计", str(total), unit, case.year)
    cited = (cite(case.evidence.catalogue, parts[0], parts[0].quote),)
    return Reading(SURE, zh, en, (whole, *values), cited, sum_, kind="sum", coverage=SURE)
