"""Read what stands above a table: its number, title and unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.records import Paragraph
from ingest.tables_grid import Piece, row_location
from ingest.tables_words import TableWords, is_filler, normal, words
from ingest.text import clean, clean_line

MAX_LINES = 9
MAX_TITLE = 70
MAX_LEAD = 20
FORM_LINES = 20  # lines of a form above its indicators
SHORT = 8  # characters of a line over all columns, below the line of body and unit
WRAP = 1.8
"""The lines of a name follow one another within so many heights,"""

EDGE = 1.2
"""and begin within so many points of one another."""

_CONTINUED = re.compile(r"\(?(?:续|续表|接上表|接上页)[一二三四五\d]*\)?")
_NUMBER_IN_TITLE = re.compile(r"[-—－–](\d+)$")
_YEAR_ALONE = re.compile(r"\(?20\d\d年?度?\)?")
_BEFORE_YEAR = re.compile(r"(?<=[\d一二三四五六七八九十表])\s+(?=20\d\d年)")
_OF_BODY = re.compile(r"(?:\([^()]*\)|本级|本部|机关|汇总)+$")
HEADING = re.compile(r"^(?:第[一二三四五六七八九十\d]+部分|[一二三四五六七八九十]+[、.．])\s*")


@dataclass(frozen=True, slots=True)
class Caption:
    """Hold a table's number, title, unit, owner as printed; `used` counts the lines they took.

    `over`: the unit stands above the title; `section`: the heading of rows inside the grid.
    """

    annex: str = ""
    title: str = ""
    unit: str | None = None
    used: int = 0
    over: bool = False
    owner: str = ""
    section: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether neither number nor title is known."""
        return not self.annex and not self.title

    def completed(self, other: Caption) -> Caption:
        """Return this caption, completed from one that stands farther away."""
        return Caption(
            self.annex or other.annex,
            self.title or other.title,
            self.unit or other.unit,
            self.used + other.used,
            self.over or (other.over and self.unit is None),
        )


def read_caption(lines: Sequence[Paragraph]) -> Caption:
    """Read the caption from the lines above a table, nearest last; narrative ends it."""
    vocabulary = words()
    caption = Caption()
    below: Paragraph | None = None
    for line in list(reversed(lines))[:MAX_LINES]:
        step = _step(caption, line, below, vocabulary)
        if step is None and below is None and _leads_in(line.text):
            caption, below = replace(caption, used=caption.used + 1), line
            continue
        if step is None and _rest_of_name(lines[: len(lines) - caption.used]):
            caption, below = replace(caption, used=caption.used + 1), line
            continue
        step = step or _below_number(caption, line, lines, vocabulary)
        if (step := step or _below_title(caption, line, lines, vocabulary)) is None:
            break
        caption, below = step, line
    caption = _under_form(caption, lines)
    return caption if caption.title or caption.annex or caption.unit else Caption()


def _below_number(
    caption: Caption, line: Paragraph, lines: Sequence[Paragraph], vocabulary: TableWords
) -> Caption | None:
    """Take in a line of any words as the title where a table's number stands alone above it."""
    text, at = clean(line.text), len(lines) - caption.used - 1
    bare = normal(text)
    if caption.annex or caption.title or at < 1 or not 2 < len(bare) <= 40 or _sentence(bare):
        return None
    above = normal(lines[at - 1].text).rstrip(":：")
    alone = vocabulary.annex.fullmatch(above) is not None
    return replace(caption, title=text, used=caption.used + 1) if alone else None


def _below_title(
    caption: Caption, line: Paragraph, lines: Sequence[Paragraph], vocabulary: TableWords
) -> Caption | None:
    """Leave out a line that tells whose or which a table is where the title stands above it."""
    at, bare = len(lines) - caption.used - 1, normal(line.text)
    if caption.title or at < 1 or _sentence(bare) or HEADING.match(clean(line.text)):
        return None
    upper = clean_line(lines[at - 1].text)
    told = tells_owner(line.text, vocabulary)
    below = told and line_caption(upper, vocabulary).title.endswith("表")
    inside = len(bare) <= SHORT and heads_table([upper])  # 申报内容, over a form's own columns
    return replace(caption, used=caption.used + 1) if below or inside else None


def tells_owner(text: str, vocabulary: TableWords) -> bool:
    """Tell whether a line names a body or labels something: 201 某某局, 区划：某某县, (汇总)."""
    bare = normal(text)
    if not 2 < len(bare) <= MAX_LEAD or _sentence(bare) or HEADING.match(clean(text)):
        return False
    name = _OF_BODY.sub("", bare)
    labelled = re.search(r"^[^:：]{2,12}[:：]", bare) is not None
    return labelled or not name or vocabulary.over_title.search(name) is not None


def _rest_of_name(lines: Sequence[Paragraph]) -> bool:
    """Tell whether the last line goes on with a body's name in one of the two lines above it."""
    b = lines[-1].location.bbox
    for above in lines[-3:-1]:
        a = above.location.bbox
        if a is None or b is None or not _names_body(above.text):
            continue
        near = 0 < (b[1] + b[3] - a[1] - a[3]) / 2 < WRAP * (b[3] - b[1])
        edge = min(abs(a[0] - b[0]), abs(a[2] - b[2]))
        if near and edge < EDGE and len(normal(lines[-1].text)) <= MAX_LEAD:
            return above.location.page == lines[-1].location.page
    return False


def _names_body(text: str) -> bool:
    return is_filler(text, words()) and re.search("[:：].", normal(text)) is not None


def _under_form(caption: Caption, lines: Sequence[Paragraph]) -> Caption:
    """Return number and title of the line above where a form repeats a title of its own below."""
    rest = lines[: len(lines) - caption.used]
    if caption.annex or not caption.title or not rest:
        return caption
    outer = read_caption(rest)
    if not outer.annex or not outer.title:
        return caption
    unit = caption.unit or outer.unit
    return replace(outer, unit=unit, used=outer.used + caption.used)


def _leads_in(text: str) -> bool:
    """Tell whether a line only leads over to the table below it: 情况如下："""
    bare = normal(text)
    return len(bare) <= 40 and bare.endswith((":", "：", "如下", "如下。", "下表", "下表。"))


def _step(
    caption: Caption, line: Paragraph, below: Paragraph | None, vocabulary: TableWords
) -> Caption | None:
    """Return the caption with one more line taken in, or None where the caption ends."""
    used = caption.used + 1
    text = clean_line(line.text)
    found = line_caption(text, vocabulary)
    if caption.title and not found.title and found.unit and heads_table([text]):
        above = caption.completed(replace(found, over=True))
        return replace(above, used=used) if caption.unit is None else None
    if caption.title and (found.title or found.unit):
        over = _over_title(caption, line, below, vocabulary)
        return replace(over, used=used) if over else None
    if found.empty and found.unit is None and not is_filler(text, vocabulary):
        if not normal(text):
            return replace(caption, used=used)
        if caption.title:
            over = _over_title(caption, line, below, vocabulary)
            return replace(over, used=used) if over else None
        return None
    if caption.annex and found.annex:
        return None
    return replace(caption.completed(found), used=used)


def heads_table(texts: Sequence[str]) -> bool:
    """Tell whether a line's texts tell body, year, unit or number of a table, and nothing else.

    A year alone may as well be a heading; a body's name may stand apart from what it is named by.
    """
    parts: list[str] = []
    for text in texts:
        if parts and parts[-1].rstrip().endswith((":", "：")):
            parts[-1] += text
        else:
            parts.append(text)
    years = sum(_YEAR_ALONE.fullmatch(normal(part)) is not None for part in parts)
    return years < len(parts) and all(_tells(part, words()) for part in parts)


def _tells(text: str, vocabulary: TableWords) -> bool:
    """Tell whether a text is a table's unit, number, body or year and nothing else."""
    found = _unit_in(text, vocabulary)
    if found and (not found[1] or is_filler(found[1], vocabulary)):
        return True
    return is_filler(text, vocabulary) or vocabulary.annex.fullmatch(normal(text)) is not None


def line_caption(text: str, vocabulary: TableWords) -> Caption:
    """Return what one line says of a table's number, title and unit."""
    unit, line = None, text
    if found := _unit_in(text, vocabulary):
        unit, text = found
    annex, text = _numbered(text, vocabulary)
    bare = normal(text)
    if not annex and (is_filler(text, vocabulary) or heads_table(line.split())):
        return Caption(_number_among(line, vocabulary), "", unit)
    if is_filler(text, vocabulary) or (annex and _CONTINUED.fullmatch(bare)):
        return Caption(annex, "", unit)
    title = clean(text) if is_title(text, vocabulary) else ""
    if annex and bare and not title and len(bare) <= MAX_TITLE and not _sentence(bare):
        title = clean(text)
    return Caption(annex, title, unit)


def _numbered(text: str, vocabulary: TableWords) -> tuple[str, str]:
    """Return the number that a line begins with and the line behind it: 表8 2026年…表."""
    bare = normal(text)
    parted = _BEFORE_YEAR.split(text.strip(), maxsplit=1)
    if len(parted) == 2 and (alone := vocabulary.annex.fullmatch(normal(parted[0]))):
        return alone[1], parted[1]
    match = vocabulary.annex.match(bare)
    return (match[1], _after(text, len(match[0]))) if match else ("", text)


def unit_above(lines: Sequence[Paragraph]) -> str | None:
    """Return the unit that the sentence right above a table ends with: …如下（万元）：."""
    match = words().unit_above.search(normal(lines[-1].text)) if lines else None
    return match[1] if match else None


def unit_below(line: Paragraph) -> str | None:
    """Return the unit that a line right below a table tells of it: 上表金额单位：万元."""
    match = words().unit_below.fullmatch(normal(line.text))
    return match[1] if match else None


def _number_among(text: str, vocabulary: TableWords) -> str:
    """Return the table's number that stands in a line that fills in its head, else nothing."""
    matches = (vocabulary.annex.fullmatch(normal(word)) for word in text.split())
    return next((match[1] for match in matches if match), "")


def _unit_in(text: str, vocabulary: TableWords) -> tuple[str, str] | None:
    """Return the unit that a line names and the line without it."""
    bare = normal(text)
    match = vocabulary.unit.search(bare)
    if match is None or len(bare) > 80:
        return None
    rest = (bare[: match.start()] + bare[match.end() :]).strip("()[]【】,，、%")
    if rest.endswith(("预算单位", "编制单位")) or (len(rest) > MAX_LEAD and _sentence(rest)):
        return None  # a sentence is narrative, whatever unit it tells
    return match[match.lastindex or 0], rest


def _after(text: str, count: int) -> str:
    """Return a text behind its first `count` characters that are not white space."""
    seen = 0
    for at, char in enumerate(text):
        if seen == count:
            return text[at:].strip()
        seen += not char.isspace()
    return ""


def is_title(text: str, vocabulary: TableWords) -> bool:
    """Tell whether a line reads like the title of a table."""
    bare = normal(text)
    return (
        2 < len(bare) <= MAX_TITLE
        and vocabulary.title.search(bare) is not None
        and vocabulary.not_title.search(bare) is None
    )


def _sentence(bare: str) -> bool:
    return re.search(r"[。；;，,]", bare) is not None


def _over_title(
    caption: Caption, line: Paragraph, below: Paragraph | None, vocabulary: TableWords
) -> Caption | None:
    """Take in the line above a title that belongs to it: a name, or the title's first half."""
    text = clean(line.text)
    bare = normal(text)
    if len(bare) > 40 or len(bare) < 2 or vocabulary.not_title.search(bare) or below is None:
        return None
    if _sentence(bare) or not vocabulary.over_title.search(bare) or not _stacked(line, below):
        return None
    if bare in normal(caption.title) or bare.endswith("表"):
        return None
    return replace(caption, title=f"{text} {caption.title}")


def _stacked(upper: Paragraph, lower: Paragraph) -> bool:
    """Tell whether two lines are centred over one another and close."""
    if upper.location.page != lower.location.page:
        return False
    a, b = upper.location.bbox, lower.location.bbox
    if a is None or b is None:
        return upper.level is None
    centred = abs((a[0] + a[2]) - (b[0] + b[2])) / 2 < 0.04 * max(b[2], 400)
    turned = abs((a[1] + a[3]) - (b[1] + b[3])) / 2 < 12
    close = -2 < b[1] - a[3] < 2.2 * (b[3] - b[1])
    return (centred and close) or (turned and abs(b[0] - a[2]) < 30)


def caption_far_above(narrative: Sequence[Paragraph], page: int | None) -> Caption:
    """Return the caption on a form's page above lines of it that were read as narrative."""
    lines = [line for line in narrative[-FORM_LINES:] if line.location.page == page]
    at = next(
        (
            at
            for at in range(len(lines), 0, -1)
            if line_caption(clean_line(lines[at - 1].text), words()).title.endswith("表")
        ),
        0,
    )
    return read_caption(lines[:at]) if at else Caption()


def fallback_title(narrative: Sequence[Paragraph], piece: Piece) -> str:
    """Return a name for a table without a title: the nearest heading above it, else its head."""
    narrative = [line for line in narrative if not is_filler(line.text, words())]
    if narrative and _names_table(clean(narrative[-1].text)):
        return clean(narrative[-1].text)
    for line in list(reversed(narrative))[:6]:
        text = clean(line.text)
        if (match := HEADING.match(text)) and len(text) <= 40:
            return text[match.end() :].rstrip("：:。") or text
    if narrative and len(narrative[-1].text) <= 40 and not _sentence(normal(narrative[-1].text)):
        return clean(narrative[-1].text).rstrip("：:")
    return "、".join(text for text in piece.texts(0) if text)[:40] or "表"


def _names_table(text: str) -> bool:
    """Tell whether a line right above a table is a name and no sentence: 机构设置情况."""
    return len(text) <= 20 and re.search(r"(?:情况|目标|明细|一览)$", normal(text)) is not None


def numbered_form(title: str, group: str) -> str | None:
    """Return the annex number of a form whose title ends with its own number (…表-10)."""
    match = _NUMBER_IN_TITLE.search(normal(title))
    if match is None or not group:
        return None
    return f"{_NUMBER_IN_TITLE.sub('', group)}-{match[1]}"


def caption_rows(
    piece: Piece, is_caption: Callable[[str, bool], bool]
) -> tuple[int, list[Paragraph]]:
    """Return how many rows at the top are caption, and their lines as paragraphs."""
    lines: list[Paragraph] = []
    count = taken = 0
    for index in range(min(piece.n_rows, 8)):
        texts = [cell.text for cell in piece.row(index) if cell.text.strip()]
        if any(cell.row_span > 1 and cell.text.strip() for cell in piece.row(index)):
            break
        if not texts:
            count = index + 1
            continue
        found = _caption_lines(texts, is_caption)
        if not found:
            break
        lines.extend(Paragraph(text, row_location(piece, index, index + 1)) for text in found)
        count = taken = index + 1
    return (count, lines) if taken else (0, [])


def _caption_lines(texts: Sequence[str], is_caption: Callable[[str, bool], bool]) -> list[str]:
    """Return the caption lines of a row: cell by cell, else the row run together."""
    lone = len(texts) == 1
    if not lone and all(_YEAR_ALONE.fullmatch(normal(text)) for text in texts):
        return []  # years that head columns
    split = [line for text in texts for line in text.split("\n")]
    if all(is_caption(line, lone) for line in split):
        return split
    joined = [text.replace("\n", "") for text in texts]
    if all(is_caption(text, lone) for text in joined):
        return joined
    units = [text for text in joined if line_caption(text, words()).unit and is_caption(text, True)]
    if len(units) == 1 and len(joined) == 2:
        other = next(text for text in joined if text is not units[0])
        told = tells_owner(other, words()) or words().note.search(normal(other))
        return units if told or not _heads_columns(other) else []
    whole = "".join(joined)  # one line cut by the columns of the table below it
    return [whole] if not lone and is_filler(whole, words()) else []


def _heads_columns(text: str) -> bool:
    """Tell whether a text beside a unit may head a column of the table."""
    bare = normal(text)
    return len(bare) > MAX_LEAD or bool(words().head.search(bare) or _YEAR_ALONE.match(bare))
