"""Read the right half of a table too wide for one page: its rows are named on the page before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ingest import money
from ingest.records import Paragraph
from ingest.tables_caption import Caption
from ingest.tables_draft import Draft, same_title
from ingest.tables_grid import Piece
from ingest.tables_words import is_filler, normal, words

FEWEST = 3
"""So many rows are needed to tell by their names that two pages print the same ones."""


def beside(draft: Draft, piece: Piece, caption: Caption, left: Sequence[Paragraph]) -> Draft | None:
    """Return a table of the further columns that a page prints of a table's rows, or None.

    Its rows have the names that the page prints again, or else those of as many rows before it.
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
    right.half_of = draft
    if _nameless(right):
        return _named(right, draft) if right.headed(piece) else None
    if _shares_heads(right, draft):
        return None  # it prints more rows
    told = bool(caption.title) and right.headed(piece)
    return right if told or _same_names(right, draft) else None


def _nameless(table: Draft) -> bool:
    """Tell whether a table begins with figures that nothing left of them names."""
    first = [row.cells[0] for row in table.rows if row.cells[0].strip()]
    head = normal(table.header[0][-1]) if table.header[0] else ""
    if not first or words().row_head.search(head) or words().column_numbers.search(head):
        return False
    return all(money.is_figure(text) for text in first)


def _named(right: Draft, left: Draft) -> Draft | None:
    """Put the names of the left half's rows before those of the right; None if they are not as many."""
    columns = _name_columns(left)
    pages = groupby(left.rows, key=lambda row: row.pieces[0].page)
    rows = next((list(found) for page, found in pages if page not in left.named_again), [])
    if not columns or len(rows) != len(right.rows):
        return None
    left.named_again.append(rows[0].pieces[0].page)
    right.header = [*(left.header[at] for at in columns), *right.header]
    right.edges = [*(None for _ in columns), *right.edges]
    right.header_cells = tuple(replace(c, col=c.col + len(columns)) for c in right.header_cells)
    right.rows = [
        replace(
            row,
            cells=(*(named.cells[at] for at in columns), *row.cells),
            boxes=(*(None for _ in columns), *row.boxes),
        )
        for named, row in zip(rows, right.rows, strict=True)
    ]
    return right


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
    before = {path[-1] for path in left.header if path}
    heads = [path[-1] for path in right.header if path]
    return sum(head in before for head in heads) * 2 > len(heads)


def _same_names(right: Draft, left: Draft) -> bool:
    """Tell whether a page prints names that stand before other figures on the page before."""
    columns = _name_columns(left)
    found = [normal(row.cells[0]) for row in right.rows if row.cells[0].strip()]
    listed = {normal(row.cells[at]) for row in left.rows for at in columns}
    return len(found) >= FEWEST and sum(name in listed for name in found) * 5 > len(found) * 4
