"""Cut narrative into sentences and clauses without losing a figure or a bracket.

Text is tidied first: white space that a page's layout put between Chinese characters and figures
goes, everything else stays as printed, so a quote is the document's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WIDE = r"\u2e80-\u9fff\u3000-\u303f\uff00-\uffef“”‘’"
_SPACE_BY_WIDE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")
_PAGE_NUMBER = re.compile(r"\s*[—–]\s*\d{1,4}\s*[—–]\s*")  # a page's foot inside a sentence
_SPACE_IN_FIGURE = re.compile(r"(?<=\d)\s+(?=[\d.,%])|(?<=[.,])\s+(?=\d)")
# One character for one, so that a place in plain text is the place in the tidied text.
_PLAIN = str.maketrans("，；：（）％．！？０１２３４５６７８９〔〕[]", ",;:()%.!?0123456789()()")
_OPEN, _CLOSE = "(（“「『《", ")）”」』》"


@dataclass(frozen=True, slots=True)
class Span:
    """Hold a piece of a tidied text and where it stands there."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """Return a text without the spaces and line breaks that layout put into it."""
    bare = _PAGE_NUMBER.sub("", text.strip())
    return _SPACE_IN_FIGURE.sub("", _SPACE_BY_WIDE.sub("", bare))


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return a text of the same length with half-width punctuation and digits."""
    return text.translate(_PLAIN)


def sentences(text: str) -> list[Span]:
    """Return the sentences of a tidied text; stops inside brackets and quotes do not count."""
    return _cut(text, "。！？!?\n")


def statements(text: str) -> list[Span]:
    """Return the parts of a tidied text between full stops and semicolons."""
    return _cut(text, "。！？!?；;\n")


def clauses(text: str) -> list[Span]:
    """Return the parts between commas, semicolons and stops outside brackets.

    Words that end in 的 belong to what they describe, behind their comma.
    """
    found: list[Span] = []
    for piece in _cut(text, "，,；;。！？!?\n"):
        last = found[-1] if found else None
        if last is not None and last.end == piece.start and last.text.endswith(("的，", "的,")):
            found[-1] = Span(last.text + piece.text, last.start, piece.end)
        else:
            found.append(piece)
    return found


def _cut(text: str, marks: str) -> list[Span]:
    found: list[Span] = []
    start = depth = 0
    for index, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in marks and (depth == 0 or char == "\n") and not _in_figure(text, index):
            _keep(found, text, start, index + 1)
            start, depth = index + 1, 0
    if depth:  # a bracket that never closes must not swallow the rest
        return found + _cut_flat(text, start, marks)
    _keep(found, text, start, len(text))
    return found


def _cut_flat(text: str, start: int, marks: str) -> list[Span]:
    found: list[Span] = []
    for index in range(start, len(text)):
        if text[index] in marks and not _in_figure(text, index):
            _keep(found, text, start, index + 1)
            start = index + 1
    _keep(found, text, start, len(text))
    return found


def _keep(found: list[Span], text: str, start: int, end: int) -> None:
    if text[start:end].strip(" ，,；;。\n"):
        found.append(Span(text[start:end], start, end))


def _in_figure(text: str, index: int) -> bool:
    return (
        text[index] in ",，"
        and 0 < index < len(text) - 3
        and text[index - 1].isdigit()
        and re.match(r"\d{3}(?!\d)", text[index + 1 : index + 5]) is not None
    )
