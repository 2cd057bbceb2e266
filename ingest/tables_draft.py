"""Build one logical table from its pieces, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest import money
from ingest.forms import (
    banner_pairs,
    closing_pairs,
    form_end,
    indicator_row,
    read_pairs,
    starts_form,
)
from ingest.forms_broken import EDGE, on_their_pages, stacked, with_named
from ingest.records import BBox, BodyRow, Cell, Location, Pair, Paragraph, Problem, Severity, Table
from ingest.tables_caption import Caption
from ingest.tables_grid import (
    Piece,
    header_paths,
    header_rows,
    header_texts,
    lone_text,
    numbers_columns,
    row_location,
)
from ingest.tables_words import is_filler, normal, words
from ingest.text import clean, join_lines

SHORT_FORM = 3
"""What stands of a form at the end of a page has at most so many rows to be told by its title."""

_GROUPED = re.compile(r"[-(（]?\d{1,3}(?:[^\S\n]\d{3})+(?:\.\d+)?[)）]?")
_CONTINUED = re.compile(r"\(?续表?\d*\)?$")


class Draft:
    """Hold a table under construction."""

    def __init__(self, caption: Caption) -> None:
        self.caption = caption
        self.is_form = False
        self.header: list[tuple[str, ...]] = []
        self.header_cells: tuple[Cell, ...] = ()
        self.header_words: list[str] = []
        self.n_header = 0
        self.rows: list[BodyRow] = []
        self.pairs: list[Pair] = []
        self.labels: Piece | None = None  # labels and values of a form not yet at its grid,
        self.label_pages: list[int] = []  # and the page of each piece of them
        self.notes: list[str] = []
        self.pages: list[int] = []
        self.edges: list[float | None] = []
        self.location: Location | None = None
        self.proved = True
        self.turned: int | None = None  # the first column that stands on another page

    # --- pieces ---

    def start(self, piece: Piece) -> None:
        """Take the first piece: pairs or header rows, then the body."""
        self.location = piece.location
        self._page(piece)
        end = form_end(piece)
        if end is None and self._begins_form(piece):
            end = piece.n_rows
        if end is not None:
            self.is_form = True
            self._form(piece, end)
        else:
            self._table(piece)

    def _begins_form(self, piece: Piece) -> bool:
        """Tell whether a page ends behind the first labels of a form, too few to tell by."""
        labels = [cell.text for cell in piece.row(0)]
        known = all(words().form_labels.search(normal(text)) for text in labels)
        short = piece.location.page is not None and 1 < piece.n_rows <= SHORT_FORM
        return short and known and words().form_title.search(normal(self.caption.title)) is not None

    def _form(self, piece: Piece, end: int) -> None:
        here = piece.rows(0, end)
        joined = stacked(self.labels, here) if self.labels else None
        self.labels, page = joined or here, piece.location.page or 0
        self.label_pages = [*self.label_pages, page] if joined else [page]
        read = on_their_pages(read_pairs(self.labels, self.labels.n_rows), self.label_pages)
        self.pairs = read if joined else [*self.pairs, *read]
        if end < piece.n_rows:
            self._table(with_named(piece.rows(end, piece.n_rows).compact()))

    def _table(self, piece: Piece) -> None:
        count = header_rows(piece)
        self.n_header = count
        self.header = header_paths(piece, count)
        self.header_cells = tuple(c for c in piece.cells if c.row < count)
        self.header_words = _flat(header_texts(piece, count))
        self.edges = piece.edges()
        self._code_parts(piece, count)
        self._body(piece, count, list(range(piece.n_cols)))

    def _code_parts(self, piece: Piece, count: int) -> None:
        """Give 类, 款 and 项 in the first body row to the header: they name their columns."""
        if count >= piece.n_rows:
            return
        parts = [cell for cell in piece.row(count) if normal(cell.text) in words().code_parts]
        for cell in parts if len(parts) > 1 else ():  # one alone is a unit: 1 项
            self.header[cell.col] = (*self.header[cell.col], normal(cell.text))

    def extend(self, piece: Piece) -> list[Problem]:
        """Take a piece from the next page; return what does not fit."""
        self._page(piece)
        if self.is_form and not self.header:
            if indicator_row(piece) == 0:  # the grid stands in a table of its own, or inside a cell
                self._table(piece)
                return []
            end = form_end(piece)
            self._form(piece, piece.n_rows if end is None else end)
            return []
        start = self.repeats(piece)
        columns = self._align(piece)
        if columns is None:
            columns = list(range(min(piece.n_cols, self.turned or len(self.header))))
            problem = Problem(
                Severity.WARNING, "columns differ from those on the page before", piece.location
            )
            self._body(piece, start, columns)
            return [problem]
        self._body(piece, start, columns)
        return []

    def below(self, piece: Piece, count: int) -> Draft:
        """Return the form that begins inside this grid: `count` rows name its project."""
        form = self
        if self.rows or self.pairs:
            form = Draft(self.caption)
            form.header, form.header_cells = list(self.header), self.header_cells
            form.header_words, form.n_header = self.header_words, self.n_header
            form.edges, form.proved = self.edges, self.proved
            form.location = piece.location
        form.is_form = True
        form._page(piece)
        form.pairs.extend(banner_pairs(piece, count))
        form._body(piece, count, list(range(piece.n_cols)))
        return form

    def _page(self, piece: Piece) -> None:
        self.proved = self.proved and piece.proved
        if piece.location.page and piece.location.page not in self.pages:
            self.pages.append(piece.location.page)

    def repeats(self, piece: Piece) -> int:
        """Return how many rows of a piece repeat the header."""
        for count in (self.n_header, header_rows(piece)):
            if 0 < count <= piece.n_rows and _alike(
                _flat(header_texts(piece, count)), self.header_words
            ):
                return count
        return 0

    def _align(self, piece: Piece) -> list[int] | None:
        """Return for each column of a piece the table's column; None where they do not fit."""
        width = self.turned or len(self.header)
        if piece.n_cols == width:
            return list(range(width))
        placed = _by_edges(piece.edges(), self.edges)
        if placed is not None:
            return placed
        if piece.n_cols < width:  # the first columns were lost on this page
            return list(range(width - piece.n_cols, width))
        return None

    # --- rows ---

    def _body(self, piece: Piece, start: int, columns: Sequence[int]) -> None:
        vocabulary = words()
        first = True
        for index in range(start, piece.n_rows):
            text = lone_text(piece, index)
            if text and vocabulary.tells_below(normal(text)):
                self.notes.append(clean(text))
                continue
            if self._is_column_numbers(piece, index):
                continue
            row = self._row(piece, index, columns)
            torn = not piece.proved and bool(self.rows) and _torn(self.rows[-1], row)
            if torn or ((first or _cut(piece, index)) and self.rows and self._breaks(row)):
                self.rows[-1] = _joined(self.rows[-1], row)
            else:
                self.rows.append(row)
            first = False

    def _is_column_numbers(self, piece: Piece, index: int) -> bool:
        if self.rows and not any(
            c.text.strip() and not c.text.isdecimal() for c in piece.row(index)
        ):
            return False  # figures below others are figures
        return numbers_columns([cell.text for cell in piece.row(index)])

    def _row(self, piece: Piece, index: int, columns: Sequence[int]) -> BodyRow:
        width = len(self.header)
        texts, boxes = [""] * width, _nothing(width)
        own, own_boxes = piece.texts(index), piece.boxes(index)
        for at, col in enumerate(columns):
            texts[col] = self._own_text(own[at], col)
            boxes[col] = own_boxes[at]
        if any(texts) and not self.is_form and not any("指标" in "".join(p) for p in self.header):
            for at, text in piece.reaching(index).items():
                head = self.header[columns[at]] if at < len(columns) else ()
                if head and words().spanning.search(normal(head[-1])):
                    texts[columns[at]] = text
        place = row_location(piece, index, len(self.rows) + 1)
        return BodyRow(tuple(texts), (place,), tuple(boxes))

    def _own_text(self, text: str, col: int) -> str:
        """Leave out a header word that is repeated in the body, and blanks between thousands."""
        bare = normal(text)
        text = re.sub(r"\s", "", text) if _GROUPED.fullmatch(text.strip()) else text
        path = self.header[col]
        if path and bare and bare == normal(path[-1]) and (self.is_form or len(bare) == 1):
            return ""
        return text

    def _breaks(self, row: BodyRow) -> bool:
        """Tell whether a page's first row goes on with the last row of the page before."""
        before = self.rows[-1]
        last, place = before.pieces[-1], row.pieces[0]
        if last.page == place.page and place.bbox is not None:  # formats without boxes have no
            return False  # pages of their own: each piece of a table begins on another one
        heads = "".join(path[0] for path in self.header if path)
        if not self.is_form and "收入" in heads and "支出" in heads:
            return False
        filled = [at for at, text in enumerate(row.cells) if text]
        if not filled or len(filled) > 2:
            return False
        vocabulary = words()
        for at in filled:
            text = row.cells[at]
            if money.is_figure(text) or not before.cells[at]:
                return False
            if vocabulary.numbered.search(normal(text)) or vocabulary.total.search(normal(text)):
                return False
        return any(text and at not in filled for at, text in enumerate(before.cells))

    # --- joining ---

    def continued_by(self, piece: Piece, caption: Caption, left: Sequence[Paragraph]) -> bool:
        """Tell whether a piece goes on with this table."""
        own = self.caption.annex  # that of a form may be numbered below its group's: 附件5-1
        if caption.annex not in ("", own.split("-")[0], own if caption.title else ""):
            return False
        if any(not is_filler(line.text, words()) for line in left) or not self.next_to(piece):
            return False
        if starts_form(piece) and not self._broken_off(piece, caption):
            return False
        again = self.repeats(piece) > 0
        if self._is_of_another(caption, again=again, heads=header_rows(piece)):
            return False
        if caption.title:
            return same_title(caption.title, self.caption.title) and (again or not self.is_form)
        if again or (self.is_form and not self.header):
            return True
        if _by_edges(piece.edges(), self.edges) is not None:
            return True
        width = self.turned or len(self.header)
        same = piece.n_cols == width
        lost = width - piece.n_cols == 1 and not (piece.proved and _has_boxes(piece))
        return (same or lost) and not self.headed(piece)

    def _is_of_another(self, caption: Caption, *, again: bool, heads: int) -> bool:
        """Tell whether a caption names another body or unit, or a unit over other heads."""
        own = self.caption
        if caption.owner and own.owner and caption.owner != own.owner:
            return True
        if self.is_form or caption.unit is None or caption.title:
            return False
        return caption.unit != (own.unit or caption.unit) or (heads > 0 and not again)

    def _broken_off(self, piece: Piece, caption: Caption) -> bool:
        """Tell whether a page's end broke this form before its indicators: no label comes again."""
        if not self.is_form or self.header or not caption.empty or not piece.location.page:
            return False
        first = normal(next(text for text in piece.texts(0) if text))
        named = {normal(pair.label.split("/")[-1]) for pair in self.pairs}
        return piece.location.page not in self.pages and first not in named

    def headed(self, piece: Piece) -> bool:
        """Tell whether a piece has a header of its own: rows made of header words."""
        heads = _flat(header_texts(piece, header_rows(piece)))
        known = sum(bool(words().head.search(text)) for text in heads)
        return len(heads) > 1 and known * 2 > len(heads)

    def next_to(self, piece: Piece) -> bool:
        page = piece.location.page
        return page is None or not self.pages or page - self.pages[-1] in (0, 1)

    # --- result ---

    def is_blank(self) -> bool:
        """Tell whether nothing at all is printed in the table."""
        return (
            not self.pairs and not any(self.header) and not any(any(row.cells) for row in self.rows)
        )

    def _close(self) -> None:
        """Give what stands below the indicators to the labels and values of the form."""
        closing: list[Pair] = []
        while self.rows and (pairs := closing_pairs(self.rows[-1])):
            self.rows.pop()
            closing[:0] = pairs
        self.pairs.extend(closing)

    def table(self, ordinal: int) -> Table:
        """Return the finished table."""
        assert self.location is not None
        if self.is_form and self.header:
            self._close()
        title = _CONTINUED.sub("", self.caption.title)
        return Table(
            ordinal=ordinal,
            annex=self.caption.annex or title,
            title=title,
            header=tuple(self.header),
            body=tuple(self.rows),
            location=self.location,
            unit=self.caption.unit,
            pairs=tuple(self.pairs),
            notes=tuple(self.notes),
            pages=tuple(self.pages),
            rows_in=len(self.rows),
            header_cells=self.header_cells,
            proved=self.proved,
            owner=self.caption.owner,
        )


def _joined(before: BodyRow, row: BodyRow) -> BodyRow:
    cells = tuple(
        clean(join_lines([a, b])) if b else a for a, b in zip(before.cells, row.cells, strict=True)
    )
    place = replace(row.pieces[0], row=before.pieces[0].row)
    return BodyRow(cells, (*before.pieces, place), before.boxes)


def _by_edges(edges: Sequence[float | None], wanted: Sequence[float | None]) -> list[int] | None:
    """Place columns by their left edges; None where one has no counterpart of its own."""
    known = [(at, edge) for at, edge in enumerate(wanted) if edge is not None]
    if not known or not edges:
        return None
    placed: list[int] = []
    for edge in edges:
        if edge is None:
            return None
        at, nearest = min(known, key=lambda pair: abs(pair[1] - edge))
        if abs(nearest - edge) > EDGE or (placed and at <= placed[-1]):
            return None
        placed.append(at)
    return placed


def _torn(before: BodyRow, row: BodyRow) -> bool:
    """Tell whether a row is the rest of the name above it: a bracket opened there is open still."""
    filled = [at for at, text in enumerate(row.cells) if text]
    if len(filled) != 1:
        return False
    above, rest = normal(before.cells[filled[0]]), normal(row.cells[filled[0]])
    return above.count("(") > above.count(")") and rest.count(")") > rest.count("(")


def _cut(piece: Piece, index: int) -> bool:
    """Tell whether a side label goes on blank from here: a page ended above in the original."""
    side = next((cell for cell in piece.row(index) if cell.col == 0), None)
    return index > 0 and side is not None and not side.text.strip() and side.row_span > 1


def _has_boxes(piece: Piece) -> bool:
    return any(cell.bbox is not None for cell in piece.cells)


def _flat(rows: Sequence[Sequence[str]]) -> list[str]:
    return [text for row in rows for text in row if text]


def _alike(found: Sequence[str], wanted: Sequence[str]) -> bool:
    if not found or not wanted:
        return False
    return list(found) == list(wanted) or "".join(sorted("".join(found))) == "".join(
        sorted("".join(wanted))
    )


def same_title(title: str, other: str) -> bool:
    """Tell whether two titles are one but for the words that it goes on."""
    return _CONTINUED.sub("", normal(title)) == _CONTINUED.sub("", normal(other))


def _nothing(width: int) -> list[BBox | None]:
    return [None] * width
