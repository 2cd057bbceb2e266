"""Share what every reader needs: the file's bytes, limits, and grids built from spans."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import EmptyFileError, LimitError, MissingFileError, UnreadableFileError
from ingest.records import Cell, Grid, Location

MAX_BYTES = 200_000_000
MAX_COLUMNS = 500
MAX_CELLS = 2_000_000
"""Real disclosures stay far below these; a file over them is damaged or hostile."""


@dataclass(frozen=True, slots=True)
class Content:
    """Hold a file's bytes with its name and hash."""

    path: Path
    data: bytes
    sha256: str

    @property
    def name(self) -> str:
        """Return the name that locations carry."""
        return self.path.name


def load(path: Path) -> Content:
    """Return the bytes of a file.

    Raises MissingFileError, EmptyFileError, LimitError or UnreadableFileError.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise LimitError(str(path), f"has {size} bytes", f"{MAX_BYTES} bytes")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise MissingFileError(str(path)) from error
    except OSError as error:
        raise UnreadableFileError(str(path), str(error.strerror), "check the path") from error
    if not data.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise EmptyFileError(str(path))
    return Content(path, data, hashlib.sha256(data).hexdigest())


def check_width(path: Path, columns: int, rows: int = 1) -> None:
    """Raise LimitError for a table too wide or too large to be printed."""
    if columns > MAX_COLUMNS:
        raise LimitError(str(path), f"has a table of {columns} columns", f"{MAX_COLUMNS} columns")
    if columns * rows > MAX_CELLS:
        raise LimitError(str(path), f"has a table of {columns * rows} cells", f"{MAX_CELLS} cells")


@dataclass(frozen=True, slots=True)
class Placed:
    """Hold one cell before it has a place: its text and the spans that its format declares."""

    text: str
    row_span: int = 1
    col_span: int = 1


def lay_cells(rows: Iterable[Iterable[Placed]], path: Path) -> tuple[list[Cell], int, int]:
    """Place cells row by row as HTML does: each in the first column that no span covers.

    Returns the cells, the number of rows and of columns. Spans that reach past the last row are
    cut; a place that nothing covers becomes an empty cell.
    """
    listed = [list(row) for row in rows]
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    width = 0
    for at, row in enumerate(listed):
        col = 0
        for placed in row:
            while (at, col) in taken:
                col += 1
            across = max(1, placed.col_span)
            check_width(path, col + across, len(listed))
            down = _free_rows(taken, at, col, across, min(placed.row_span, len(listed) - at))
            cells.append(Cell(at, col, placed.text, down, across))
            taken.update((at + i, col + j) for i in range(down) for j in range(across))
            col += across
            width = max(width, col)
    return fill(cells, len(listed), width), len(listed), width


def _free_rows(taken: set[tuple[int, int]], row: int, col: int, across: int, down: int) -> int:
    """Return how far down a cell may reach without covering another."""
    for i in range(1, down):
        if any((row + i, col + j) in taken for j in range(across)):
            return i
    return max(1, down)


def fill(cells: list[Cell], n_rows: int, n_cols: int) -> list[Cell]:
    """Return the cells in reading order, with an empty one at each place that none covers."""
    covered = {
        (cell.row + i, cell.col + j)
        for cell in cells
        for i in range(cell.row_span)
        for j in range(cell.col_span)
    }
    missing = [
        Cell(row, col, "")
        for row in range(n_rows)
        for col in range(n_cols)
        if (row, col) not in covered
    ]
    return sorted([*cells, *missing], key=lambda cell: (cell.row, cell.col))


def grid_of(rows: Iterable[Iterable[Placed]], location: Location, path: Path) -> Grid | None:
    """Return a grid of spanned rows, or None where no cell has a text."""
    cells, n_rows, n_cols = lay_cells(rows, path)
    if not any(cell.text for cell in cells):
        return None
    return Grid(tuple(cells), n_rows, n_cols, location)
