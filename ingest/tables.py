"""Join what readers saw into logical tables: captions, header paths, bodies over pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest import money
from ingest.forms import banners, form_end, indicator_row, starts_form
from ingest.identify import owner_told
from ingest.records import Grid, Location, Paragraph, Problem, Source, Table
from ingest.tables_beside import beside
from ingest.tables_caption import (
    HEADING,
    Caption,
    caption_far_above,
    caption_rows,
    fallback_title,
    line_caption,
    numbered_form,
    read_caption,
    unit_above,
    unit_below,
)
from ingest.tables_draft import Draft
from ingest.tables_grid import (
    Piece,
    cell_text,
    lone_text,
    piece_of,
    split_rows,
)
from ingest.tables_notes import NoteTaker
from ingest.tables_parted import parted
from ingest.tables_prose import names_sheet, prose_rows
from ingest.tables_turned import turned
from ingest.tables_words import is_filler, kind_of, normal, words
from ingest.text import clean

LEVEL = 3.0
"""Two tables whose tops lie nearer than this, in points, stand side by side."""


def extract(source: Source) -> tuple[list[Table], list[Paragraph], list[Problem]]:
    """Return a source's tables, its narrative outside of them, and what did not fit."""
    reading = _Reading()
    for page in source.pages:
        for block in page.blocks:
            if isinstance(block, Grid):
                reading.grid(block)
            else:
                reading.paragraph(block)
    return reading.result()


class _Reading:
    """Collect tables and narrative while going through a source from top to bottom."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.narrative: list[Paragraph] = []
        self.pending: list[Paragraph] = []
        self.notes = NoteTaker()
        self.problems: list[Problem] = []
        self.since = 0  # where the narrative after the last table begins
        self.page, self.head = 0, ""  # the last page, and what it begins with
        self.group = ""  # the annex number that numbered forms belong to

    def paragraph(self, line: Paragraph) -> None:
        """Take a line: a note of the table above it, or what stands above the next one."""
        self._turn(line.location)
        if self._heads_pages(line):
            return
        if self.drafts and not self.pending and self._told_below(line, self.drafts[-1]):
            return
        self.pending.append(line)

    def _told_below(self, line: Paragraph, draft: Draft) -> bool:
        """Tell whether a line is a note of the table above it; take the unit that it names."""
        unit = unit_below(line)
        if unit and draft.caption.unit is None:
            draft.caption = replace(draft.caption, unit=unit)
        if unit:
            draft.notes.append(line.text)
        return unit is not None or self.notes.takes(line, draft)

    def grid(self, grid: Grid) -> None:
        """Take a grid: one table, a piece of one, or several."""
        self._turn(grid.location)
        if grid.location.page not in (None, self.page):
            self.page, self.head = grid.location.page or 0, ""
        if lines := prose_rows(piece_of(grid)):
            self.pending.extend(lines)
            return
        for piece in _parts(split_rows(piece_of(grid))):
            self._piece(piece)

    def _heads_pages(self, line: Paragraph) -> bool:
        """Tell whether a line heads its page as it did the one before: the name of a sheet."""
        page, text = line.location.page, normal(line.text)
        if page is None or page == self.page:
            return False
        again = page - self.page == 1 and text == self.head and page != 0
        self.page, self.head = page, text
        return again and line_caption(line.text, words()) == Caption()

    def _turn(self, place: Location) -> None:
        """Leave the lines of another sheet behind: they stand above no table of this one."""
        if self.pending and self.pending[-1].location.sheet != place.sheet:
            self._keep(self.pending)
            self.pending = []

    def _piece(self, piece: Piece) -> None:
        count, lines = caption_rows(piece, _is_caption_line)
        if count >= piece.n_rows:
            self.pending.extend(lines)
            return
        inner = read_caption(lines)
        piece = piece.rows(count, piece.n_rows).compact() if count else piece.compact()
        outer = read_caption(self.pending)
        if inner.title and outer.title and normal(inner.title) != normal(outer.title):
            outer = Caption()
        told = [line.text for line in [*self.pending[len(self.pending) - outer.used :], *lines]]
        caption = inner.completed(outer)
        caption = replace(
            caption, used=outer.used, owner=owner_told(told), section=_section_of(lines)
        )
        if caption.over and self._told_of_last(outer):
            caption = replace(caption, unit=None)
        if caption.unit is None and (unit := unit_above(self.pending)):
            caption = replace(caption, unit=unit)
        left = self.pending[: len(self.pending) - outer.used]
        if left and normal(left[-1].text) == self.head and names_sheet(left[-1], caption.title):
            left = left[:-1]
        if caption.empty and not any(normal(line.text) for line in left) and starts_form(piece):
            caption = self._of_form_above(caption)
        self.notes.close()
        heads = indicator_row(piece)
        goes_on = heads == 0 or (heads is None and self._in_form())
        runs = banners(piece) if goes_on else []
        rest, piece = piece, piece.rows(0, runs[0][0]) if runs else piece
        last = self.drafts[-1] if self.drafts else None
        right = beside(last, piece, caption, left) if last else None
        if right is not None:
            self._keep(left)
            self.drafts.extend([right] if right is not last else [])
        elif last and last.continued_by(piece, caption, left):
            self._keep(left)
            self.problems.extend(last.extend(piece))
        else:
            self._keep(left)
            self._open(piece, self._of_left_half(piece, caption))
        for (start, behind), (end, _) in pairwise([*runs, (rest.n_rows, 0)]):
            form = self.drafts[-1].below(rest.rows(start, end), behind - start)
            if form is not self.drafts[-1]:
                self.drafts.append(form)
        self.pending = []

    def _told_of_last(self, caption: Caption) -> bool:
        """Tell whether a unit above a title may as well be that of the table right above it."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.caption.unit is not None or caption.used < len(self.pending):
            return False
        return self.pending[0].location.page in (None, *last.pages)

    def _in_form(self) -> bool:
        """Tell whether the last table is a form whose indicators have begun."""
        return bool(self.drafts) and self.drafts[-1].is_form and bool(self.drafts[-1].header)

    def _of_form_above(self, caption: Caption) -> Caption:
        """Return the caption of a form printed right below another: theirs is one."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or not last.is_form or not last.header:
            return caption
        return replace(last.caption, unit=caption.unit or last.caption.unit, used=caption.used)

    def _annex_of_form_above(self, draft: Draft) -> str:
        """Return the number of the form right above a form of the same title that prints none."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or not last.is_form or draft.caption.annex:
            return ""
        return (
            last.caption.annex if normal(last.caption.title) == normal(draft.caption.title) else ""
        )

    def _of_left_half(self, piece: Piece, caption: Caption) -> Caption:
        """Return the caption of the table at the left for one that stands level with it."""
        last = self.drafts[-1] if self.drafts else None
        place = last.location if last else None
        if last is None or place is None or not caption.empty or self.pending:
            return caption
        left, right = place.bbox, piece.location.bbox
        if left is None or right is None or place.page != piece.location.page:
            return caption
        level = abs(left[1] - right[1]) < LEVEL and left[2] < right[0] + LEVEL
        return replace(last.caption, unit=caption.unit or last.caption.unit) if level else caption

    def _keep(self, lines: Sequence[Paragraph]) -> None:
        self.narrative.extend(line for line in lines if normal(line.text))

    def _open(self, piece: Piece, caption: Caption) -> None:
        if caption.annex:
            self.group = caption.annex
        if not caption.title and indicator_row(piece) == 0:
            caption = replace(caption.completed(self._of_form(piece)), used=caption.used)
        title = caption.title or caption.section
        title = title or fallback_title(self.narrative[self.since :], piece)
        draft = Draft(replace(caption, title=title))
        draft.start(piece)
        if (draft.is_form and (annex := numbered_form(title, self.group))) or (
            draft.is_form and (annex := self._annex_of_form_above(draft))
        ):
            draft.caption = replace(draft.caption, annex=annex)
        self.drafts.append(draft)
        self.since = len(self.narrative)

    def _of_form(self, piece: Piece) -> Caption:
        """Return the caption of a form whose first part was read as narrative or as another table."""
        page = piece.location.page
        last = self.drafts[-1] if self.drafts else None
        if last and page is not None and page in last.pages and "绩效" in last.caption.title:
            return last.caption
        return caption_far_above(self.narrative[self.since :], page)

    def result(self) -> tuple[list[Table], list[Paragraph], list[Problem]]:
        """Return everything collected, tables numbered in order."""
        self._keep(self.pending)
        tables: list[Table] = []
        for draft in self.drafts:
            if draft.is_blank():
                continue
            table = parted(turned(draft.table(len(tables) + 1)))
            labels = [pair.label for pair in table.pairs]
            tables.append(replace(table, kind=kind_of(table.title, table.header, labels)))
        return tables, self.narrative, self.problems


def _is_caption_line(text: str, lone: bool) -> bool:
    """Tell whether a text in a grid is caption; a title stands alone in its row."""
    vocabulary = words()
    bare = normal(text)
    if not bare:
        return False
    caption = line_caption(text, vocabulary)
    if caption.title:
        named = re.search(r"表(?:[-—－–(].*)?$", normal(caption.title)) is not None
        return lone and (named or bool(caption.annex))
    short = len(bare) <= 14 or HEADING.match(bare) is not None
    only_unit = caption.unit is not None and short and lone
    return bool(caption.annex) or only_unit or is_filler(text, vocabulary)


def _parts(piece: Piece) -> list[Piece]:
    """Cut a grid where a title stands between its rows: another table begins there."""
    vocabulary = words()
    cuts = [0]
    for index in range(1, piece.n_rows - 2):
        filled = [cell_text(cell) for cell in piece.row(index) if cell.text.strip()]
        if len(filled) != 1 or vocabulary.note.search(normal(filled[0])):
            continue
        caption, wide = line_caption(filled[0], vocabulary), lone_text(piece, index) is not None
        named = caption.title and normal(caption.title).endswith("表") and wide
        section = wide and caption.unit is not None and _columns_begin(piece, index + 1)
        if section or (index > 1 and named) or (caption.title and _headed(piece, index, caption)):
            if _heads_own_goals(piece.rows(cuts[-1], piece.n_rows), index - cuts[-1]):
                continue
            cuts.append(index)
    cuts = sorted({*cuts, *_forms_below(piece, cuts)})
    ends = [*cuts[1:], piece.n_rows]
    if len(cuts) == 1:
        return [piece]
    return [piece.rows(start, end) for start, end in zip(cuts, ends, strict=True)]


def _section_of(lines: Sequence[Paragraph]) -> str:
    """Return the words of a numbered line that tells the unit of the rows below it: 二、资产（单位：万元）."""
    for line in lines:
        text = clean(line.text)
        if HEADING.match(text) and line_caption(line.text, words()).unit:
            return re.split(r"[（(](?:金额|计量)?单位", HEADING.sub("", text))[0]
    return ""


def _columns_begin(piece: Piece, index: int) -> bool:
    """Tell whether a row in the middle of a grid heads the figures below it: nothing but words."""
    heads = [cell.text for cell in piece.row(index) if cell.text.strip()]
    below = [cell.text for cell in piece.row(index + 1) if cell.text.strip()]
    figures = any(map(money.is_figure, below))
    return len(heads) > 1 and figures and not any(map(money.is_figure, heads))


def _headed(piece: Piece, index: int, caption: Caption) -> bool:
    """Tell whether headings stand below a title in the middle of a grid: words, several of them."""
    above = [cell for cell in piece.row(index - 1) if cell.text.strip()]
    below = [normal(cell.text) for cell in piece.row(index + 1) if cell.text.strip()]
    if len(below) == 1 and line_caption(below[0], words()).unit and index + 2 < piece.n_rows:
        below = [normal(cell.text) for cell in piece.row(index + 2) if cell.text.strip()]
    known = sum(bool(words().head.search(text)) for text in below)
    heads = len(below) > 1 and (known > 1 or bool(caption.annex))
    return len(above) > 1 and heads and not any(map(money.is_figure, below))


def _heads_own_goals(piece: Piece, title: int) -> bool:
    """Tell whether a title inside a grid heads the indicators of the form that begins the grid."""
    return indicator_row(piece) == title + 1 and form_end(piece) is not None


def _forms_below(piece: Piece, titles: Sequence[int]) -> list[int]:
    """Return the rows where a form begins again as the one before, behind its indicators."""
    vocabulary = words()
    found: list[int] = []
    opening, behind = "", False
    for index in range(piece.n_rows):
        if index in titles:
            opening, behind = "", False
        texts = [normal(cell.text) for cell in piece.row(index) if cell.text.strip()]
        first = re.split("[:：]", texts[0])[0] if texts else ""
        if sum(bool(vocabulary.indicator.search(text)) for text in texts) >= 2:
            behind = True
        elif not opening and vocabulary.form_labels.search(first):
            opening = first
        elif behind and opening and first == opening:
            found.append(index)
            behind = False
    return found
