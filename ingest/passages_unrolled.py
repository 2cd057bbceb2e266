"""Set paragraphs apart again where a page was published as one: headings stand inside the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ingest.records import Paragraph

LONG = 120
"""A shorter paragraph holds no headings that are worth setting apart."""
LEAST = 3
"""So many headings in a row, numbered one after the other, are no accident."""

_DIGITS = "一二三四五六七八九十"
_HEADING = re.compile(
    rf"(?:第[{_DIGITS}]+部分[:：]?\s?|(?P<number>[{_DIGITS}]{{1,3}})、\s?)"
    rf"(?P<name>[^\s。；，,、;:：]{{2,30}})(?=\s|第[{_DIGITS}]+部分|[{_DIGITS}]{{1,3}}、)"
)
"""A numbered heading that a blank ends, where its line ended."""


def unrolled(paragraph: Paragraph) -> list[Paragraph]:
    """Return the headings inside a paragraph and the texts between them, in order; or itself."""
    text = paragraph.text
    found = list(_HEADING.finditer(text)) if len(text) >= LONG and paragraph.level is None else []
    if not _in_order([_DIGITS.find(at["number"]) for at in found if at["number"]]):
        return [paragraph]
    return [replace(paragraph, text=part) for part in _parts(text, found) if part]


def _in_order(numbers: list[int]) -> bool:
    """Tell whether enough headings follow on each other, 一、二、三、, or begin anew with 一、."""
    follow = [one in (0, before + 1) for before, one in pairwise([-1, *numbers])]
    return len(numbers) >= LEAST and all(follow)


def _parts(text: str, found: list[re.Match[str]]) -> Iterator[str]:
    end = 0
    for at in found:
        yield text[end : at.start()].strip()
        yield at[0].strip()
        end = at.end()
    yield text[end:].strip()
