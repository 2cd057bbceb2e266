"""Read tables whose cells plain text parts by bars: Markdown's, and those of web pages saved as text.

A page saved as text writes an empty cell for what a span covers to the right and nothing at all for what
a cell above covers: such rows are short at their beginning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest import money
from ingest.readers.text_spans import Rows
from ingest.tables_words import normal

Line = tuple[int, str]

RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)*\s*:?-{2,}:?\s*\|?\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_SHORTEST = 2
"""A table without a rule under its head has at least so many rows, and columns."""


def marked_end(lines: Sequence[Line], start: int) -> int:
    """Return the line after a Markdown table that begins here, or the same line."""
    if start + 1 >= len(lines) or "|" not in lines[start][1]:
        return start
    if "|" not in lines[start + 1][1] or not RULE.match(lines[start + 1][1]):
        return start
    end = start + 2
    while end < len(lines) and "|" in lines[end][1]:
        end += 1
    return end


def marked_rows(lines: Sequence[Line]) -> list[list[str]]:
    """Return the rows of a Markdown table, the rule under its head left out."""
    return [_cells(text) for at, (_, text) in enumerate(lines) if at != 1]


def barred_end(lines: Sequence[Line], start: int) -> int:
    """Return the line after rows that are parted by bars alone and begin here, or the same line."""
    end = start
    while end < len(lines) and _is_barred(lines[end][1]):
        end += 1
    if end - start < _SHORTEST:
        return start
    full = sum(sum(map(bool, _cells(text))) >= _SHORTEST for _, text in lines[start:end])
    return end if full >= _SHORTEST else start


def without_bars(line: str) -> str:
    """Return a line of a page's frame, in one cell, without the bars around it."""
    return line.strip(" |\t") if line.rstrip().endswith("|") else line


def barred_rows(lines: Sequence[Line]) -> list[list[str]]:
    """Return rows parted by bars alone, as wide as their table wherever a cell above covers some."""
    rows = [_cells(text) for _, text in lines if text.strip(" |\t")]
    led = [text.lstrip().startswith("|") for _, text in lines if text.strip(" |\t")]
    if not all(led):  # then a bar in front of a row stands behind an empty cell
        rows = [["", *row] if bar else row for row, bar in zip(rows, led, strict=True)]
    width = Counter(map(len, rows)).most_common(1)[0][0]
    width = max([width, *(len(row) for row in rows if any(row[width:]))])
    return _placed([row[:width] for row in rows], width)


def _is_barred(text: str) -> bool:
    """Tell whether a line is cells parted by bars: one cell alone frames a page, no table."""
    bare = text.strip()
    return (" | " in text or bare[:1] == "|" or bare[-1:] == "|") and len(_cells(text)) > 1


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    texts = [part.strip().replace("\\|", "|") for part in _BAR.split(inner)]
    return [re.sub(r"<br\s*/?>", "\n", text) for text in texts]


# --- rows that lost cells ------------------------------------------------------------------------


def _placed(rows: list[list[str]], width: int) -> list[list[str]]:
    """Put rows that lost cells where they belong: under groups of the head, else at one end."""
    figures = _columns_of_figures([row for row in rows if len(row) == width], width)
    placed: list[list[str]] = []
    for row in rows:
        if len(row) == width:
            placed.append(row)
        elif placed and not _has_figures(row) and (under := _under_groups(placed[-1], row)):
            placed.append(under)
        else:
            placed.append(_at_an_end(row, width, figures))
    return placed


def _columns_of_figures(rows: Rows, width: int) -> list[bool]:
    """Tell which columns print figures no less than words, those of their heads among them."""
    shares = [
        Counter(money.is_figure(row[col]) for row in rows if row[col]) for col in range(width)
    ]
    return [share[True] >= max(1, share[False]) for share in shares]


def _has_figures(row: Sequence[str]) -> bool:
    return any(money.is_figure(normal(text)) for text in row if text)


def _under_groups(above: Sequence[str], row: Sequence[str]) -> list[str]:
    """Return a row of the head under the groups above, which reach over the blanks behind them."""
    groups = [col for col in range(len(above)) if not above[col] or _blank_behind(above, col)]
    if len(groups) != len(row) or not any(above) or not all(row) or _has_figures(above):
        return []
    under = [""] * len(above)
    for col, text in zip(groups, row, strict=True):
        under[col] = text
    return under


def _blank_behind(texts: Sequence[str], col: int) -> bool:
    return col + 1 < len(texts) and bool(texts[col]) and not texts[col + 1]


def _at_an_end(row: list[str], width: int, figures: Sequence[bool]) -> list[str]:
    """Fill a short row in front where its figures then stand in columns of figures, else behind."""
    blanks = [""] * (width - len(row))

    def fits(texts: Sequence[str]) -> int:
        said = [
            (money.is_figure(normal(t)), figure)
            for t, figure in zip(texts, figures, strict=True)
            if t
        ]
        return sum(one == other for one, other in said)

    behind, front = [*row, *blanks], [*blanks, *row]
    return front if fits(front) > fits(behind) else behind
