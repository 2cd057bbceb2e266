"""Read the right half of a table too wide for one page: its rows are named on the page before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ingest import money
from ingest.records import BodyRow, Paragraph
from ingest.tables_caption import Caption
from ingest.tables_draft import Draft, same_title
from ingest.tables_grid import Piece
from ingest.tables_words import is_filler, normal, words

FEWEST = 3
"""So many rows are needed to tell by their names that two pages print the same ones."""


def beside(draft: Draft, piece: Piece, caption: Caption, left: Sequence[Paragraph]) -> Draft | None:
    """Return the table that holds the further columns that a page prints of a table's rows, or None.

    It is the table itself where each row of the page is one of its rows, by its name or, without
    any, by as many rows; else one of its own, whose rows the page names again.
    """
    if draft.is_form or not draft.rows or draft.repeats(piece) or not draft.next_to(piece):
        return None
    if any(not is_filler(line.text, words()) for line in left):
        return None
    if caption.annex and caption.annex != draft.caption.annex:
        return None
    if caption.title and not same_title(caption.title, draft.caption.title):
        return None
    right = Draft(replace(draft.caption, unit=caption.unit or draft.caption.unit))
    right.start(piece)
    if right.is_form or not right.n_header:
        return None
    if _nameless(right):
        return draft if right.headed(piece) and _joined(draft, right, 0) else None
    if _shares_heads(right, draft):
        return None  # it prints more rows
    again, told = _same_names(right, draft), bool(caption.title) and right.headed(piece)
    if again and _joined(draft, right, 1):
        return draft
    return right if told or again else None


def _nameless(table: Draft) -> bool:
    """Tell whether a table begins with figures that nothing left of them names."""
    first = [row.cells[0] for row in table.rows if row.cells[0].strip()]
    head = normal(table.header[0][-1]) if table.header[0] else ""
    if not first or words().row_head.search(head) or words().column_numbers.search(head):
        return False
    return all(money.is_figure(text) for text in first)


def _joined(left: Draft, right: Draft, names: int) -> bool:
    """Put the columns of the right half, behind its names, to the rows of a page of the left.

    Its rows are those of the first page that has no other half yet; False if they are not.
    """
    pages = [list(rows) for _, rows in groupby(left.rows, key=lambda row: row.pieces[0].page)]
    rows = next((one for one in pages if all(row.turned is None for row in one)), [])
    if not rows or len(rows) != len(right.rows) or left.caption.unit != right.caption.unit:
        return False
    if names and not all(_same_name(a, b) for a, b in zip(rows, right.rows, strict=True)):
        return False
    at = left.rows.index(rows[0])
    header, start = right.header[names:], left.turned
    if start is None:
        start = left.turned = _widen(left, header)
    if left.header[start:] != header:
        return False
    left.rows[at : at + len(rows)] = [
        replace(
            row,
            cells=(*row.cells[:start], *more.cells[names:]),
            boxes=(*row.boxes[:start], *more.boxes[names:]),
            pieces=(*row.pieces, *more.pieces),
            turned=start,
        )
        for row, more in zip(left.rows[at : at + len(rows)], right.rows, strict=True)
    ]
    left.notes.extend(right.notes)
    left.pages.extend(page for page in right.pages if page not in left.pages)
    left.proved = left.proved and right.proved
    return True


def _widen(table: Draft, header: Sequence[tuple[str, ...]]) -> int:
    """Add columns that are blank in every row so far; return the first of them."""
    start = len(table.header)
    table.header = [*table.header, *header]
    table.edges = [*table.edges, *(None for _ in header)]
    blank, none = ("",) * len(header), (None,) * len(header)
    table.rows = [
        replace(row, cells=(*row.cells, *blank), boxes=(*row.boxes, *none)) for row in table.rows
    ]
    return start


def _same_name(named: BodyRow, again: BodyRow) -> bool:
    return normal(again.cells[0]) in {normal(text) for text in named.cells}


def _name_columns(table: Draft) -> list[int]:
    """Return the columns that name the rows of the last group of a table's columns: codes, names."""
    vocabulary = words()

    def names(at: int) -> bool:
        head = normal(table.header[at][-1]) if table.header[at] else ""
        return head in vocabulary.code_parts or bool(vocabulary.row_names.search(head))

    last = next((at for at in reversed(range(len(table.header))) if names(at)), None)
    if last is None:
        return []
    first = last
    while first and names(first - 1):
        first -= 1
    return list(range(first, last + 1))


def _shares_heads(right: Draft, left: Draft) -> bool:
    """Tell whether most headings of a page are those of the page before."""
    before = {path[-1] for path in left.header[: left.turned] if path}
    heads = [path[-1] for path in right.header if path]
    return sum(head in before for head in heads) * 2 > len(heads)


def _same_names(right: Draft, left: Draft) -> bool:
    """Tell whether a page prints names that stand before other figures on the page before."""
    columns = _name_columns(left)
    found = [normal(row.cells[0]) for row in right.rows if row.cells[0].strip()]
    listed = {normal(row.cells[at]) for row in left.rows for at in columns}
    return len(found) >= FEWEST and sum(name in listed for name in found) * 5 > len(found) * 4
