"""Put the broken lines of narrative back into paragraphs; leave the table of contents out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import median
from typing import Any

from ingest.data_files import data_file
from ingest.records import BBox, Location, Paragraph
from ingest.tables_words import normal
from ingest.text import clean_line, is_wide

LARGE = 1.2
"""Letters this much taller than most are those of a title."""

_END = re.compile(r"[。；：！？;:!?.…]$")
_PAGE_FOOT = re.compile(r"^(?:[—–－-]+\s*\d{1,3}\s*[—–－-]+\s*)+$")
_LEADER = re.compile(r"[….·]{4,}\s*\d*$|\s\d{1,3}$")


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """Hold the patterns of `data/headings.yaml`."""

    ranks: tuple[re.Pattern[str], ...]
    topic: re.Pattern[str]
    duties: re.Pattern[str]
    definitions: re.Pattern[str]
    definition: re.Pattern[str]
    contact: re.Pattern[str]
    contents: re.Pattern[str]
    document_title: re.Pattern[str]
    own_title: re.Pattern[str]

    def rank(self, text: str) -> int | None:
        """Return the rank of a text's numbering, 0 the outermost; None without one."""
        bare = normal(text[:24])
        return next((i for i, pattern in enumerate(self.ranks) if pattern.search(bare)), None)


@cache
def heading_words() -> HeadingWords:
    """Return the patterns, read once."""
    raw: dict[str, Any] = data_file("ingest", "headings.yaml")
    one = {key: re.compile(value) for key, value in raw.items() if key != "ranks"}
    return HeadingWords(ranks=tuple(re.compile(rank) for rank in raw["ranks"]), **one)


@dataclass(frozen=True, slots=True)
class Block:
    """Hold one paragraph put together; `centred` where it stands in the middle of its line."""

    text: str
    location: Location
    level: int | None = None
    centred: bool = False


# --- table of contents ------------------------------------------------------------------------


def without_contents(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Leave out the table of contents: the lines from 目录 to the first that it announced."""
    words = heading_words()
    start = next(
        (at for at, line in enumerate(lines[:80]) if words.contents.search(normal(line.text))), None
    )
    if start is None:
        return [line for line in lines if not re.search(r"[….·]{6,}", line.text)]
    page = lines[start].location.page
    seen: set[str] = set()
    end = len(lines)
    for at in range(start + 1, len(lines)):
        line = lines[at]
        entry = _entry(line.text)
        turned = line.location.page != page
        if entry in seen or _is_text(line.text) or (turned and not _announces(line.text)):
            end = at
            break
        seen.add(entry)
    return [*lines[:start], *lines[end:]]


def _entry(text: str) -> str:
    return normal(_LEADER.sub("", clean_line(text)))


def _is_text(text: str) -> bool:
    return (len(text) > 60 and _LEADER.search(clean_line(text)) is None) or "。" in text


def _announces(text: str) -> bool:
    return heading_words().rank(text) is not None or _LEADER.search(clean_line(text)) is not None


# --- lines to paragraphs ----------------------------------------------------------------------


def blocks_of(lines: Sequence[Paragraph]) -> list[Block]:
    """Join the lines of each paragraph."""
    margins = _margins(lines)
    joined: list[Block] = []
    last: Paragraph | None = None
    for line in lines:
        text = clean_line(line.text)
        if not text or _PAGE_FOOT.match(text):
            continue
        block = Block(text, line.location, line.level, _centred(line, margins))
        if last is not None and _goes_on(joined[-1], last, line, margins):
            joined[-1] = _join(joined[-1], block)
        else:
            joined.append(block)
        last = line
    return joined


@dataclass(frozen=True, slots=True)
class _Page:
    """Hold the margins of a page's text and the size of letters that most lines have."""

    left: float
    right: float
    size: float


@dataclass(frozen=True, slots=True)
class _Margins:
    """Hold the margins of each page, of each column where a page is set in two."""

    pages: dict[tuple[int, bool], _Page]
    splits: dict[int, float]

    def of(self, page: int, box: BBox) -> _Page:
        """Return the margins of the column that a line stands in."""
        return self.pages[page, _is_right(box, self.splits.get(page))]


def _is_right(box: BBox, split: float | None) -> bool:
    return split is not None and box[0] >= split


def _split(boxes: Sequence[BBox]) -> float | None:
    """Return where the right column of a page set in two begins; None where it is set in one."""
    middle = (min(b[0] for b in boxes) + max(b[2] for b in boxes)) / 2
    left = [b for b in boxes if b[2] <= middle]
    right = [b for b in boxes if b[0] >= middle]
    if min(len(left), len(right)) < 5 or len(left) + len(right) < 0.9 * len(boxes):
        return None
    return min(b[0] for b in right)


def _margins(lines: Sequence[Paragraph]) -> _Margins:
    """Return the margins of each page; a page of few lines has those of the others."""
    listed: dict[int, list[BBox]] = defaultdict(list)
    for line in lines:
        if line.location.bbox is not None and line.location.page is not None:
            listed[line.location.page].append(line.location.bbox)
    splits = {page: at for page, found in listed.items() if (at := _split(found)) is not None}
    boxes: dict[tuple[int, bool], list[BBox]] = defaultdict(list)
    for page, found in listed.items():
        for box in found:
            boxes[page, _is_right(box, splits.get(page))].append(box)
    return _Margins(_columns(boxes, splits), splits)


def _columns(
    boxes: dict[tuple[int, bool], list[BBox]], splits: dict[int, float]
) -> dict[tuple[int, bool], _Page]:
    if not boxes:
        return {}
    size = median([_size(box) for found in boxes.values() for box in found])
    left = median([min(b[0] for b in found) for found in boxes.values()])
    right = median([max(b[2] for b in found) for found in boxes.values()])
    pages = {}
    for page, found in boxes.items():
        own_left, own_right = min(b[0] for b in found), max(b[2] for b in found)
        alike = own_left < right and 0.6 * right < own_right < 1.2 * right and page[0] not in splits
        pages[page] = _Page(
            min(own_left, left) if alike else own_left,
            max(own_right, right) if alike else own_right,
            size,
        )
    return pages


def _size(box: BBox) -> float:
    return box[3] - box[1]


def _centred(line: Paragraph, pages: _Margins) -> bool:
    """Tell whether a line stands like a title: in the middle, or in larger letters."""
    box, number = line.location.bbox, line.location.page
    if box is None or number is None or len(line.text) > 45:
        return False
    page = pages.of(number, box)
    if _size(box) > LARGE * page.size:
        return True
    width = page.right - page.left
    before, after = box[0] - page.left, page.right - box[2]
    middle = abs(before - after) < 0.12 * width
    return before > 3.2 * _size(box) and after > 2 * _size(box) and middle


def _goes_on(block: Block, last: Paragraph, line: Paragraph, pages: _Margins) -> bool:
    """Tell whether a line belongs to the paragraph of the line before."""
    words = heading_words()
    numbered = words.rank(line.text) is not None
    if line.whole or last.whole:
        return False
    if line.level is not None or last.level is not None or words.contact.search(normal(line.text)):
        return False
    a, b = last.location, line.location
    if a.bbox is None or b.bbox is None or a.page is None or b.page is None:
        return _unfinished(block.text) and not numbered
    centred = _centred(line, pages)
    if block.centred or centred:
        return (
            block.centred
            and centred
            and not numbered
            and a.page == b.page
            and _second_half(a.bbox, b.bbox)
        )
    ended = _END.search(block.text) is not None
    size = _size(b.bbox)
    indent = (b.bbox[0] - pages.of(b.page, b.bbox).left) / size
    if ended and (numbered or indent > 0.7):
        return False
    if a.page == b.page and b.bbox[1] - a.bbox[3] > 3 * size:
        return False
    above = pages.of(a.page, a.bbox)
    width = above.right - above.left
    short = above.right - a.bbox[2]
    if short < 3.2 * size or (indent < 0.5 and not ended and short < 0.15 * width):
        broken = _unfinished(block.text) and _hangs(last, line)
        return (indent <= 1.2 and not numbered) or (broken and not numbered)
    return _unfinished(block.text) and not numbered


def _second_half(upper: BBox, lower: BBox) -> bool:
    """Tell whether a title line is the rest of the one above: same size, close."""
    return abs(_size(upper) - _size(lower)) < 1 and lower[1] - upper[3] < 0.6 * _size(upper)


def _hangs(last: Paragraph, line: Paragraph) -> bool:
    """Tell whether a line stands no farther right than the one it continues."""
    a, b = last.location.bbox, line.location.bbox
    return a is not None and b is not None and b[0] <= a[0] + 0.8 * _size(b)


def _unfinished(text: str) -> bool:
    """Tell whether a text breaks off in the middle of a sentence; a heading does not."""
    if _END.search(text) or text.endswith(("）", ")", "”", "无")):
        return False
    if heading_words().rank(text) is not None:
        return len(text) > 45 or re.search(r"[，,；;。]", text) is not None
    return len(text) > 14


def _join(block: Block, more: Block) -> Block:
    space = ""
    if not is_wide(block.text[-1]) and not is_wide(more.text[0]):
        space = " " if block.text[-1].isalpha() and more.text[0].isalpha() else ""
    box = block.location.bbox
    if box and more.location.bbox and block.location.page == more.location.page:
        b = more.location.bbox
        box = (min(box[0], b[0]), min(box[1], b[1]), max(box[2], b[2]), max(box[3], b[3]))
    return replace(
        block,
        text=f"{block.text}{space}{more.text}",
        location=replace(block.location, bbox=box),
    )
