"""Give the sentence that states what is asked about in the measure asked for (几万亩)."""

from __future__ import annotations

import re

from qa.narration.case import cite
from qa.narration.evidence import Evidence
from qa.narration.reading import Reading, both, number
from qa.narration.unit import Unit
from qa.query import Query, Value
from qa.words.sentences import plain

LEAST = 3  # characters right before a figure that must be asked about
SURE = 0.9
_MOVED = (
    r"(?:[由从]\d[\d,.]*余?[个名人位家户][^\d,，。;；]{0,3}(?:到|至|为|成))?"  # 由58名增加到64名
)
_FIGURE = (
    r"(?:面积|任务|数量|总数)?(?:[≥≤=:]|为|达到?|约|共|计|不少于|不低于|超过)*\s*"
    r"(\d[\d,.]*)(余?[万亿千百]*(?:{}))"
)
PIECES = frozenset({"个"})
_COUNTED = frozenset({"名", "人", "位", "家", "户"})
"""What people say 个 of, and documents in measures of their own."""
_ADDED = re.compile(r"(?:新增|增加|新招|新聘|新进|减少|减员|压减)(?![^,，。;；]*(?:到|至|为))")
_ENDS = re.compile(r"[。；;，,、]")


def stated(query: Query, evidence: Evidence, units: frozenset[str]) -> Reading | None:
    """Return the sentence with the one figure of a measure right behind words of the question."""
    documents = frozenset(query.scope.documents or evidence.catalogue.documents)
    units = units | _COUNTED if units == PIECES else units
    pattern = re.compile(_MOVED + _FIGURE.format("|".join(map(re.escape, units))))
    asked = plain(query.text)
    found: list[tuple[int, Unit, re.Match[str]]] = []
    for unit, said in zip(evidence.units, evidence.plain, strict=True):
        if unit.document_id in documents and (not units or any(word in said for word in units)):
            stated_in = (m for m in pattern.finditer(said) if not is_added(said, m, asked))
            found += [(_behind(asked, said[: m.start()]), unit, m) for m in stated_in]
    best = max((size for size, *_ in found), default=0)
    first = [one for one in found if one[0] == best]
    if best < LEAST or len({(m[1], m[2]) for _, _, m in first}) > 1:
        return None
    return _say(evidence, first[0][1], first[0][2], best)


def is_added(text: str, figure: re.Match[str], asked: str) -> bool:
    """Tell whether a figure is only what was added or taken away (新增2名), which is not asked for."""
    before = _ENDS.split(text[: figure.start()])[-1]
    return _ADDED.search(before) is not None and _ADDED.search(asked) is None


def _behind(asked: str, before: str) -> int:
    """Return how many characters right before a figure stand in one run in what is asked about."""
    size = 0
    while size < len(before) and before[-size - 1 :] in asked:
        size += 1
    return size


def _say(evidence: Evidence, unit: Unit, figure: re.Match[str], size: int) -> Reading:
    ends = [m.start() for m in _ENDS.finditer(unit.text)]
    start = max((end + 1 for end in ends if end < figure.start()), default=0)
    quote = unit.text[start : min([end for end in ends if end >= figure.end()], default=None)]
    label = figure.string[figure.start() - size : figure.start()]
    year = evidence.catalogue.documents[unit.document_id].fiscal_year
    value = Value(label, "原文", number(figure[1]), figure[2], year)
    zh, en = both(("quote", quote))
    cited = (cite(evidence.catalogue, unit, quote),)
    return Reading(SURE, zh, en, (value,), cited, kind="sentence", coverage=SURE)
