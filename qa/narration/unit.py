"""Hold what narrative and forms are cut into: units, stated facts, and what kind each is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from qa.catalogue import Entry, Sheet, Text
from qa.narration.counts import Count
from qa.narration.fact import Fact
from qa.words.sentences import Span

_DEFINITION_HEADING = re.compile(r"名词解释|名词说明|术语")
_DEFINED = re.compile(
    r"^[（(]?[\d一二三四五六七八九十]*[）)]?[、.．]?\s*(?P<term>[^。；]{2,40}?)[：:]"
)
_NEXT_TERM = re.compile(
    r"(?:^|[。；;])\s*(?P<head>(?:[（(]?\d{1,2}[）)、.．]\s*[^。；：:，,]{2,30}[：:]"
    r"|[^。；：:，,]{2,24}[：:](?:是|主要)?(?:指|反映)))"
)
"""Where another term is explained: behind a number, or before 指."""
_NEXT_ITEM = re.compile(
    r"(?:^|[。；;：:])\s*(?P<head>(?:[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、．](?!\d))(?!\d))"
)
SEVERAL = 3
"""Numbers in one paragraph from which it is a list."""
_DUTY_HEADING = re.compile(r"职责|职能")
CONTACT = re.compile(r"联系人|联系方式|联系电话|咨询电话")
_ITEM = re.compile(r"^[（(]?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})(?:[）)]|[、.．](?!\d))\s*")


@dataclass(frozen=True, slots=True)
class Unit:
    """Hold one sentence, list item, definition, contact line or form field.

    `context` is what stands over it: headings, the start of its paragraph, the table and project.
    """

    index: int
    document_id: int
    text: str
    context: str
    kind: str
    passage: Text | None = None
    entry: Entry | None = None
    sheet: Sheet | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class Stated:
    """Hold a fact or a count with the passage that states it."""

    passage: Text
    whole: str
    context: str
    fact: Fact | None = None
    count: Count | None = None
    group: tuple[int, int] = (0, 0)

    @property
    def quote(self) -> str:
        """Return the statement in the document's words."""
        return self.whole[self.group[0] : self.group[1]].strip(" ，,；;")

    @property
    def said(self) -> str:
        """Return a fact's subject with its statement."""
        return f"{self.fact.subject if self.fact else ''} {self.quote}"


@dataclass(frozen=True, slots=True)
class Scored:
    """Hold a unit with how much of the question it covers."""

    unit: Unit
    score: float
    coverage: float
    missing: tuple[str, ...] = ()


def kind_of(passage: Text) -> str:
    """Return a passage's kind, read from its words where the reader of the file left it open."""
    if passage.kind in ("definition", "contact", "list_item", "heading"):
        return passage.kind
    if CONTACT.search(passage.text) and len(passage.text) < 160:
        return "contact"
    if any(_DEFINITION_HEADING.search(heading) for heading in passage.headings):
        return "definition"
    duty = any(_DUTY_HEADING.search(heading) for heading in passage.headings)
    return "list_item" if duty and _ITEM.match(passage.text.strip()) else passage.kind


def defined_term(unit: Unit) -> str:
    """Return the term that a definition explains."""
    match = _DEFINED.match(unit.text)
    if match and not re.match(r"^(?:指|是指|反映)", match["term"]):
        return match["term"]
    last = unit.passage.headings[-1] if unit.passage is not None and unit.passage.headings else ""
    return "" if _DEFINITION_HEADING.search(last) else _ITEM.sub("", last)


def item_number(text: str) -> str | None:
    """Return the printed number of a list item."""
    match = _ITEM.match(text.strip())
    return match["n"] if match else None


def is_duty(unit: Unit) -> bool:
    """Tell whether a unit stands under a heading of duties."""
    return unit.passage is not None and any(_DUTY_HEADING.search(h) for h in unit.passage.headings)


def definitions(whole: str) -> list[Span]:
    """Return the explanations that a paragraph holds, each with its term.

    Words before the first term belong to it.
    """
    return _cut_at(whole, [match.start("head") for match in _NEXT_TERM.finditer(whole)])


def items(whole: str) -> list[Span]:
    """Return the numbered items of a paragraph that lists several, or the paragraph as one."""
    starts = [match.start("head") for match in _NEXT_ITEM.finditer(whole)]
    return _cut_at(whole, starts if len(starts) >= SEVERAL else [])


def _cut_at(whole: str, starts: list[int]) -> list[Span]:
    cuts = [0, *(start for start in starts if start > 0), len(whole)]
    return [Span(whole[a:b], a, b) for a, b in pairwise(cuts)]
