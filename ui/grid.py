"""Draw printed tables as HTML: merged headers, the cited row and cell marked in words too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ui.records import Pair, PrintedTable
from ui.words import html

AROUND = 4


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """Hold one merged header cell."""

    text: str
    col_span: int
    row_span: int


def header_rows(paths: Sequence[tuple[str, ...]]) -> list[list[HeaderCell]]:
    """Return header rows with spans from one path a column."""
    paths = [path or ("",) for path in paths]
    depth = max((len(path) for path in paths), default=0)
    rows: list[list[HeaderCell]] = [[] for _ in range(depth)]
    for level in range(depth):
        keyed = [(path[: level + 1], len(path)) for path in paths]
        at = 0
        for (prefix, length), group in groupby(keyed, key=lambda pair: _group(pair, level)):
            size = len(list(group))
            at += size
            if len(prefix) <= level:
                continue
            last = length == level + 1
            rows[level].append(HeaderCell(prefix[-1], size, depth - level if last else 1))
    return rows


def _group(pair: tuple[tuple[str, ...], int], level: int) -> tuple[tuple[str, ...], int]:
    """Keep columns apart that end at this level; join those that share their path further down."""
    prefix, length = pair
    return prefix, min(length, level + 2)


def table_html(
    table: PrintedTable,
    *,
    caption: str,
    mark_word: str,
    row: int | None = None,
    column: int | None = None,
    whole: bool = True,
) -> str:
    """Return a table (or the lines around a row) as HTML in a region that scrolls."""
    first, last = 0, len(table.body)
    if not whole and row is not None:
        first, last = max(0, row - AROUND), min(last, row + AROUND + 1)
    flag = "" if row is None else "<td></td>"
    head = "".join(f"<tr>{flag}{_header(cells)}</tr>" for cells in header_rows(table.header))
    body = "".join(
        _marked_line(table.body[at], column, mark_word)
        if at == row
        else f"<tr>{flag}{''.join(f'<td>{html(cell)}</td>' for cell in table.body[at])}</tr>"
        for at in range(first, last)
    )
    return (
        f'<div class="mz-scroll" role="region" tabindex="0" aria-label="{html(caption)}">'
        f'<table class="mz-grid"><caption>{html(caption)}</caption>'
        f"<thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )


def _header(cells: Sequence[HeaderCell]) -> str:
    return "".join(
        f'<th scope="{"colgroup" if cell.col_span > 1 else "col"}" '
        f'colspan="{cell.col_span}" rowspan="{cell.row_span}">{html(cell.text)}</th>'
        for cell in cells
    )


def _marked_line(cells: Sequence[str], column: int | None, mark_word: str) -> str:
    inside = "".join(
        f'<td class="mz-cell">{html(cell)}</td>' if at == column else f"<td>{html(cell)}</td>"
        for at, cell in enumerate(cells)
    )
    return f'<tr class="mz-row"><td class="mz-flag">▶ {html(mark_word)}</td>{inside}</tr>'


def pairs_html(pairs: Sequence[Pair], mark_word: str) -> str:
    """Return labels and values as a list; the cited one is marked."""
    lines = "".join(
        f'<div class="{"mz-pair mz-here" if pair.marked else "mz-pair"}">'
        f"<dt>{html(pair.label)}</dt><dd>{html(pair.value)}"
        f"{f' <span class=mz-flag>◀ {html(mark_word)}</span>' if pair.marked else ''}</dd></div>"
        for pair in pairs
    )
    return f'<dl class="mz-pairs">{lines}</dl>'
