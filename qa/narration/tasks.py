"""Give the n-th of the tasks that the text counts with 一是…二是… (工作安排第一条讲什么)."""

from __future__ import annotations

import re

from qa.narration.case import Case, cite
from qa.narration.counts import to_digits
from qa.narration.reading import Reading, both
from qa.narration.unit import Unit

_NTH = re.compile(r"第([一二三四五六七八九十\d]{1,2})(?:项|条|点|个)")
_TASKS = re.compile(
    r"工作(?:任务|安排|计划|重点|目标|打算|要点)|重点工作|主要(?:任务|工作)|重点任务"
)
_ITEM = re.compile(r"(?:^|[。；;:：\s])(?P<n>[一二三四五六七八九十]{1,3})是(?!否|指)")
SURE = 0.95
LEAST = 2  # tasks from which they are a list
WHOLE = 200  # characters of a task that are quoted


def nth_task(case: Case) -> Reading | None:
    """Return the tasks of the numbers that a question names, of the first list of tasks."""
    numbers = [int(to_digits(n)) for n in _NTH.findall(case.want.text)]
    if not numbers or not _TASKS.search(case.want.text) or len(case.documents) != 1:
        return None
    found = _listed(case)
    chosen = [found[n] for n in numbers if n in found]
    if len(found) < LEAST or len(chosen) < len(numbers):
        return None
    zh, en = both(*(("quote", text) for _, text in chosen))
    cited = tuple(cite(case.evidence.catalogue, unit, text) for unit, text in chosen)
    return Reading(SURE, zh, en, (), cited, kind="list", coverage=SURE, typed=True)


def _listed(case: Case) -> dict[int, tuple[Unit, str]]:
    """Return the tasks by number, each with its place: the first of each number."""
    found: dict[int, tuple[Unit, str]] = {}
    for unit in case.evidence.units:
        passage = unit.passage
        if passage is None or unit.start or unit.document_id not in case.documents:
            continue
        headed = any(_TASKS.search(heading) for heading in passage.headings)
        if unit.kind == "definition" or not (headed or _TASKS.search(unit.text)):
            continue
        text = "".join(u.text for u in case.evidence.units_of(passage.id))
        places = list(_ITEM.finditer(text))
        ends = [match.start("n") for match in places[1:]]
        for match, end in zip(places, [*ends, len(text)], strict=False):
            whole = text[match.start("n") : end].rstrip()
            shown = whole if len(whole) <= WHOLE else re.split(r"(?<=[。；;])", whole)[0]
            found.setdefault(int(to_digits(match["n"])), (unit, shown))
    return found
