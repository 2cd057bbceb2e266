"""Read forms: label and value pairs above an indicator grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest import money
from ingest.forms_money import around, heads_tasks, money_lines, named_figures
from ingest.records import BodyRow, Cell, Pair
from ingest.tables_caption import line_caption
from ingest.tables_grid import Piece, cell_text
from ingest.tables_words import normal, words
from ingest.text import clean

_COLON = re.compile("[:：]")

_NUMBERED = re.compile("[一二三四五六七八九十]+、")

SHORT = 14
"""A label has at most about this many characters."""


def indicator_row(piece: Piece) -> int | None:
    """Return the row that heads an indicator grid, or None."""
    pattern = words().indicator
    for index in range(piece.n_rows):
        heads = sum(bool(pattern.search(normal(cell.text))) for cell in piece.row(index))
        if heads >= 2:
            return index
    return None


def form_end(piece: Piece) -> int | None:
    """Return how many rows at the top are labels and values; None where it is no form."""
    head = indicator_row(piece)
    if head == 0:
        return None
    labelled = sum(_is_label_row(piece, index) for index in range(head or piece.n_rows))
    if head is None:
        return piece.n_rows if labelled >= 3 and labelled * 2 > piece.n_rows else None
    crossing = any(
        cell.row < head < cell.row + cell.row_span and cell.text.strip() and cell.col > 0
        for cell in piece.cells
    )
    return head if labelled and not crossing else None


def _is_label_row(piece: Piece, index: int) -> bool:
    cells = [cell for cell in piece.row(index) if cell.text.strip()]
    if not cells or money.is_figure(cells[0].text):
        return False
    return words().form_labels.search(normal(cells[0].text)) is not None


def starts_form(piece: Piece) -> bool:
    """Tell whether a piece begins with a form's first row."""
    return form_end(piece) is not None and _is_label_row(piece, 0)


def closing_pairs(row: BodyRow) -> list[Pair]:
    """Return labels and values of a row below a form's indicators that holds just these.

    They stand in two cells, or each label stands with its value in one (项目负责人：…).
    """
    filled = [text for text in row.cells if text.strip()]
    if filled and all(map(_labelled, filled)) and _known_label(normal(filled[0])):
        parts = [_COLON.split(clean(text), maxsplit=1) for text in filled]
        return [Pair(label.strip(), value.strip(), row.pieces[0]) for label, value in parts]
    if len(filled) != 2 or money.is_figure(filled[1]):
        return []
    if words().form_closing.search(normal(filled[0])) is None:
        return []
    return [Pair(clean(filled[0]), clean(filled[1]), row.pieces[0])]


def banners(piece: Piece) -> list[tuple[int, int]]:
    """Return the rows, first and behind, of each run inside an indicator grid that names a project.

    Each of its cells is a label with its value: 项目名称：… | 项目预算：….
    """
    runs: list[tuple[int, int]] = []
    for index in range(piece.n_rows):
        filled = [cell for cell in piece.row(index) if cell.text.strip()]
        named = [normal(cell.text) for cell in filled]
        if not named or not all(map(_labelled, named)) or not _known_label(named[0]):
            continue
        if words().form_banner.search(named[0]):
            runs.append((index, index + 1))
        elif runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
    return runs


def _labelled(text: str) -> bool:
    """Tell whether a text is a label with its value behind a colon."""
    label, *value = _COLON.split(text, maxsplit=1)
    return bool(value) and 0 < len(label) <= SHORT


def _known_label(text: str) -> bool:
    return words().form_labels.search(_COLON.split(text, maxsplit=1)[0]) is not None


def banner_pairs(piece: Piece, end: int) -> list[Pair]:
    """Return the labels and values of the first `end` rows, each cell holding both."""
    cells = [cell for index in range(end) for cell in piece.row(index) if cell.text.strip()]
    return _inner(piece, cells)


def _inline(cell: Cell) -> bool:
    """Tell whether a cell holds a known label and its value; 其中 (of which) is none of its own."""
    text = normal(cell.text)
    return _labelled(text) and _known_label(text) and not re.match("其中|.*[:：]$", text)


def _told_inside(filled: Sequence[Cell]) -> list[Cell]:
    """Return the cells of a row that hold label and value: all do, or the first names a project."""
    inner = [cell for cell in filled if _inline(cell)]
    named = words().form_banner.search(normal(filled[0].text)) is not None
    return inner if named or len(inner) == len(filled) else []


def _inner(piece: Piece, cells: Sequence[Cell]) -> list[Pair]:
    parts = [(cell, _COLON.split(cell_text(cell), maxsplit=1)) for cell in cells]
    return [Pair(label, value, around(piece, cell, cell)) for cell, (label, value) in parts]


def read_pairs(piece: Piece, end: int) -> list[Pair]:
    """Return the labels and values of the first `end` rows; no text is left out."""
    piece = _without_blanks(piece, end)
    pairs: list[Pair] = []
    waiting: Cell | None = None
    headed: list[Cell] = []
    over: dict[int, str] = {}
    group, group_end = "", 0
    done = 0
    for index in range(end):
        if index < done:
            continue
        opens = waiting is None or heads_tasks(piece, index)
        if opens and (lines := money_lines(piece, index, end)):
            if waiting is not None:
                pairs.append(Pair(cell_text(waiting), "", around(piece, waiting, waiting)))
            pairs.extend(lines.pairs)
            waiting, headed, done = None, [], lines.end
            continue
        if not (cells := piece.row(index)):
            continue
        filled = [cell for cell in cells if cell.text.strip()]
        if index >= group_end:
            group = ""
        if headed:  # the row above named the columns of this one
            pairs.extend(_below(piece, headed, cells, group))
            headed = []
            continue
        if len(filled) == 1 and len(cells) == 1:
            waiting = _lone(piece, filled[0], waiting, pairs, last=index + 1 >= end)
            continue
        if waiting is not None:
            pairs.append(Pair(cell_text(waiting), "", around(piece, waiting, waiting)))
            waiting = None
        if len(filled) > 1 and (inner := _told_inside(filled)):
            pairs.extend(_inner(piece, inner))
            if not (cells := [cell for cell in cells if cell not in inner]):
                continue
        if filled and (led := _led(piece, cells, index, end)):
            group, group_end = cell_text(cells[0]), index + led
            cells = cells[1:]
        if told := _headed_inside(piece, cells, group):
            pairs.extend(told)
            continue
        if _heads(piece, cells, index + 1, end):
            headed = cells
            continue
        pairs.extend(_alternate(piece, cells, group, over))
    return pairs


def _without_blanks(piece: Piece, end: int) -> Piece:
    """Leave out columns that are blank in every row of a form and part labels from their values.

    A form drawn over the columns of a sheet: 项目名称 | | 道路养护.
    """
    blank = set(range(piece.n_cols)) - {
        cell.col for cell in piece.cells if cell.row < end and cell.text.strip()
    }
    parting = dict.fromkeys(blank, 0)
    for row in range(end):
        cells = piece.row(row)
        for at, cell in enumerate(cells):
            if at and cell.col in blank:
                parting[cell.col] += _parts(cells, at)
    gone = {col for col, count in parting.items() if count > 0}
    told = set() if piece.proved else {row for row in range(end) if _alternates(piece.row(row))}
    kept = [
        cell
        for cell in piece.cells
        if cell.row >= end or not (cell.col in gone or (cell.row in told and not cell.text.strip()))
    ]
    return replace(piece, cells=tuple(kept)) if gone or told else piece


def _alternates(cells: Sequence[Cell]) -> bool:
    """Tell whether the texts of a row are labels and their values in turn."""
    texts = [normal(cell.text) for cell in cells if cell.text.strip()]
    labels = [words().form_labels.search(text) is not None for text in texts]
    return len(texts) % 2 == 0 and labels == [True, False] * (len(texts) // 2)


def _parts(cells: list[Cell], at: int) -> int:
    """Return 1 where a blank cell parts a label from its value, -1 where it parts two labels."""
    pattern, behind = words().form_labels, [cell for cell in cells[at + 1 :] if cell.text.strip()]
    if not behind or not pattern.search(normal(cells[at - 1].text)):
        return 0
    if not pattern.search(normal(behind[0].text)):
        return 1
    grouped = len(behind) > 1 and money.is_figure(behind[1].text)
    return 0 if grouped else -1


def _heads(piece: Piece, cells: list[Cell], below: int, end: int) -> bool:
    """Tell whether cells side by side name the texts below them: 预期目标 | 实际完成情况.

    Known labels do; short words of any kind do over sentences alone, or over figures alone.
    """
    if len(cells) < 2 or below >= end:
        return False
    pattern = words().form_labels
    lower = [cell for cell in piece.row(below) if cell.text.strip()]
    if [cell.col for cell in lower] != [cell.col for cell in cells]:
        return False
    uppers, lowers = ([normal(cell.text) for cell in row] for row in (cells, lower))
    if all(0 < len(text) <= SHORT and not money.is_figure(text) for text in uppers) and (
        all(len(text) > SHORT for text in lowers) or all(map(money.is_figure, lowers))
    ):
        return True
    known = [one for one in (pattern, words().form_aims) if all(map(one.search, uppers))]
    return bool(known) and not any(one.search(text) for one in known for text in lowers)


def _led(piece: Piece, cells: list[Cell], index: int, end: int) -> int:
    """Return how many rows the first cell of a row leads: those that it spans, or a head and its texts."""
    heads = _heads(piece, cells[1:], index + 1, end)
    if cells[0].row_span > 1:
        return cells[0].row_span if heads or (len(cells) % 2 and len(cells) >= 3) else 0
    return 2 if heads and cells[0].text.strip() else 0


def _headed_inside(piece: Piece, cells: list[Cell], group: str) -> list[Pair]:
    """Return pairs of a row whose cells each print a label over its text, behind what groups them.

    年度总体目标 | 预期目标 ⏎ … | 实际完成情况 ⏎ …: all cells that have a text do, two at least.
    """
    parts = [(cell, cell.text.strip().split("\n", 1)) for cell in cells if cell.text.strip()]
    if parts and not group and not _labels_over(parts[0][1]):
        group = cell_text(parts.pop(0)[0])
    if len(parts) < 2 or not all(_labels_over(lines) for _, lines in parts):
        return []
    return [
        Pair(
            "/".join(part for part in (group, clean(lines[0])) if part),
            clean(lines[1]),
            around(piece, cell, cell),
        )
        for cell, lines in parts
    ]


def _labels_over(lines: list[str]) -> bool:
    """Tell whether the first line of a cell is a label and more stands below it."""
    label = normal(lines[0])
    return len(lines) == 2 and words().form_aims.search(label) is not None


def _below(piece: Piece, heads: list[Cell], cells: list[Cell], group: str) -> list[Pair]:
    values = {cell.col: cell for cell in cells}
    pairs: list[Pair] = []
    for head in heads:
        label = f"{group}/{cell_text(head)}" if group else cell_text(head)
        value = values[head.col]
        place = around(piece, head, value)
        inner = named_figures(label, cell_text(value)) or [(label, cell_text(value))]
        pairs.extend(Pair(name, text, place) for name, text in inner)
    return pairs


def _lone(
    piece: Piece, cell: Cell, waiting: Cell | None, pairs: list[Pair], last: bool
) -> Cell | None:
    """Take a row of one text: a label for the next row, or the value of the row above."""
    text = cell_text(cell)
    if waiting is not None:
        pairs.append(Pair(cell_text(waiting), text, around(piece, waiting, cell)))
        return None
    if last and line_caption(text, words()).title.endswith("表"):
        return None  # it heads the indicators below
    if len(normal(text)) <= SHORT and not last:
        return cell
    headed = last and _NUMBERED.match(text) is not None  # 二、绩效指标 heads what is below
    if headed:
        pairs.append(Pair(text, "", around(piece, cell, cell)))
        return None
    label = pairs[-1].label if pairs else ""
    pairs.append(Pair(label, text, around(piece, cell, cell)))
    return None


def _led_by_group(cells: list[Cell]) -> bool:
    """Tell whether the first cell heads labels and figures behind it: 项目资金 | 总额 | 5.0 | 其中 | 2.0.

    Read in turn from the first, a figure would be a label; read from the second, none is.
    """
    if len(cells) < 3:
        return False
    as_labels, shifted = cells[::2], cells[1::2]
    return any(money.is_figure(cell.text) for cell in as_labels) and not any(
        money.is_figure(cell.text) for cell in shifted
    )


def _alternate(piece: Piece, cells: list[Cell], group: str, over: dict[int, str]) -> list[Pair]:
    """Read labels and values in turn; a label printed twice in a row is told by the one above.

    `over` holds the last label of each column (中期资金总额 | 年度资金总额 above 其中 | 其中).
    """
    pairs: list[Pair] = []
    if _led_by_group(cells):
        group = "/".join(part for part in (group, cell_text(cells[0])) if part)
        cells = cells[1:]
    named = [(cell, named_figures(group, cell_text(cell))) for cell in cells if cell.text.strip()]
    if named and all(inner for _, inner in named):  # each cell is a name and its figure
        return [Pair(*one, around(piece, cell, cell)) for cell, inner in named for one in inner]
    labels = [cell_text(cell) for cell in cells[::2]]
    first = group or labels[0]
    for at in range(0, len(cells), 2):
        label = labels[at // 2]
        value = cells[at + 1] if at + 1 < len(cells) else None
        text = cell_text(value) if value else ""
        if not label and not text:
            continue
        if label and pairs and len(cells) % 2 and (inner := named_figures(first, label)):
            pairs.extend(
                Pair(name, figure, around(piece, cells[at], cells[at])) for name, figure in inner
            )
            continue
        name = f"{group}/{label}" if group and label else label or group
        if inner := named_figures(name, text):
            pairs.extend(
                Pair(name, figure, around(piece, cells[at], value or cells[at]))
                for name, figure in inner
            )
            continue
        if label and labels.count(label) > 1 and cells[at].col in over:
            name = f"{over[cells[at].col]}/{label}"
        else:
            over[cells[at].col] = name
        pairs.append(Pair(name, text, around(piece, cells[at], value or cells[at])))
    return pairs
