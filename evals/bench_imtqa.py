"""Measure the reading of any table on IM-TQA: headers found, and questions answered from cells.

Each table is stored as a document of its own, as if it had been printed on a page.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.dataset import GoldError
from evals.normal import flat, same_figure
from evals.run import Asks
from ingest.column_roles import describe_columns
from ingest.columns import words
from ingest.observations import store_table
from ingest.records import (
    BBox,
    Cell,
    Disclosure,
    Document,
    Grid,
    Location,
    Page,
    Phase,
    Role,
    Source,
    Table,
)
from ingest.store import Store
from ingest.tables import extract
from qa.query import Answer

OWNER = Disclosure("基准单位", 2020, Phase.FINAL)
SIDE = 10.0  # every cell's box is a square: boxes tell cells apart, as on a page


@dataclass(frozen=True, slots=True)
class Printed:
    """Hold one table of the benchmark: cells' places and texts, and which of them are headers."""

    id: str
    kind: str
    grid: Grid
    texts: tuple[str, ...]
    headers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one question with the cells that answer it."""

    table: str
    question: str
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Hold what was found in tables of one kind."""

    tables: int
    questions: int
    exact: int
    found: int
    given: int
    gold: int

    @property
    def f1(self) -> float:
        """Return F1 over header cells."""
        return 2 * self.found / max(1, self.given + self.gold)


def read(tables: Path, questions: Path) -> tuple[list[Printed], list[Asked]]:
    """Return tables and questions; raises GoldError where a file is none of the benchmark's."""
    try:
        printed = [_printed(raw) for raw in _json(tables)]
    except (KeyError, TypeError) as error:
        raise GoldError(tables, None, "is not a file of IM-TQA's tables") from error
    try:
        asked = [
            Asked(raw["table_id"], raw["chinese_question"], tuple(raw["answer_cell_list"]))
            for raw in _json(questions)
        ]
    except (KeyError, TypeError) as error:
        raise GoldError(questions, None, "is not a file of IM-TQA's questions") from error
    return printed, asked


def _json(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GoldError(path, None, f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise GoldError(path, None, "is not JSON") from error
    return list(found)


def _printed(raw: Mapping[str, Any]) -> Printed:
    matrix: list[list[int]] = raw["cell_ID_matrix"]
    texts: list[str] = raw["chinese_cell_value_list"]
    headers: set[int] = set()
    for key in ("column_attribute", "row_attribute", "column_index", "row_index"):
        headers.update(raw[key])
    name = str(raw["table_id"])
    return Printed(
        name, str(raw["table_type"]), grid_of(name, matrix, texts), tuple(texts), frozenset(headers)
    )


def grid_of(name: str, matrix: Sequence[Sequence[int]], texts: Sequence[str]) -> Grid:
    """Return a grid; a cell's number repeated over rows and columns is its span."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for r, line in enumerate(matrix):
        for c, cell in enumerate(line):
            places[cell].append((r, c))
    cells = []
    for number, spots in places.items():
        (top, left), (bottom, right) = spots[0], spots[-1]
        rows, columns = bottom - top + 1, right - left + 1
        text = texts[number].strip()
        cells.append(Cell(top, left, text, rows, columns, box_of(number)))
    width = max(len(line) for line in matrix)
    return Grid(tuple(cells), len(matrix), width, Location(name, 1))


def box_of(cell: int) -> BBox:
    """Return the box that stands for a cell."""
    return (cell * SIDE, 0.0, (cell + 1) * SIDE, SIDE)


def _cell_of(box: BBox | None) -> int | None:
    return None if box is None else round(box[0] / SIDE)


def document(printed: Printed) -> tuple[Document, set[int]]:
    """Return the table as a stored document, and the cells that are taken for headers."""
    page = Page(1, (printed.grid,))
    source = Source(printed.id, "bench", printed.id, (page,))
    extracted = extract(source)
    tables = extracted[0]
    headers = {cell for table in tables for cell in headers_of(table)}
    stored = tuple(store_table(table, OWNER) for table in tables)
    made = Document(
        printed.id, "bench", printed.id, OWNER, printed.id, n_pages=1, paged=True, tables=stored
    )
    return made, headers


def headers_of(table: Table) -> Iterable[int]:
    """Yield the header rows' cells and the body's labels and codes."""
    columns = describe_columns(table, OWNER, words())
    for cell in table.header_cells:
        if (number := _cell_of(cell.bbox)) is not None:
            yield number
    labels = [column.index for column in columns if column.role in (Role.LABEL, Role.CODE)]
    for row in table.body:
        for index in labels:
            box = row.boxes[index] if index < len(row.boxes) else None
            if row.cells[index] and (number := _cell_of(box)) is not None:
                yield number


def is_exact(answer: Answer, wanted: Sequence[str]) -> bool:
    """Tell whether an answer gives these cells' texts and no other figure."""
    given = [value.value for value in answer.values]
    if not given:
        return len(wanted) == 1 and flat(wanted[0]) != "" and flat(wanted[0]) in flat(answer.answer)
    return len(given) == len(wanted) and all(
        any(same_figure(text, None, value, None) for value in given) for text in wanted
    )


def measure(chain: Asks, printed: Sequence[Printed], asked: Sequence[Asked]) -> dict[str, int]:
    """Return how many questions of each table are answered exactly."""
    texts = {table.id: table.texts for table in printed}
    right: dict[str, int] = defaultdict(int)
    for one in asked:
        answer = chain.ask(one.question, docs=[one.table])
        right[one.table] += is_exact(answer, [texts[one.table][cell] for cell in one.cells])
    return right


def scores(printed: Sequence[Printed], asked: Sequence[Asked]) -> dict[str, Score]:
    """Store the tables, ask the questions, count by kind of table."""
    from tqdm import tqdm

    from qa.chain import Chain

    headers: dict[str, set[int]] = {}
    with TemporaryDirectory() as folder:
        with Store(Path(folder)) as store:
            for table in tqdm(printed, unit="table", disable=None, leave=False):
                made, headers[table.id] = document(table)
                store.put(made)
        with Chain.open(Path(folder)) as chain:
            right = measure(chain, printed, tqdm(asked, disable=None, leave=False))
    kinds: dict[str, list[Printed]] = defaultdict(list)
    for table in printed:
        kinds[table.kind].append(table)
    kinds["all"] = list(printed)
    return {kind: _score(tables, headers, right, asked) for kind, tables in kinds.items()}


def _score(
    tables: Sequence[Printed],
    headers: Mapping[str, set[int]],
    right: Mapping[str, int],
    asked: Sequence[Asked],
) -> Score:
    ids = {table.id for table in tables}
    return Score(
        tables=len(tables),
        questions=sum(one.table in ids for one in asked),
        exact=sum(right.get(name, 0) for name in ids),
        found=sum(len(headers[table.id] & table.headers) for table in tables),
        given=sum(len(headers[table.id]) for table in tables),
        gold=sum(len(table.headers) for table in tables),
    )


def report(tables: Path, questions: Path, limit: int | None = None) -> None:
    """Print exact match of answer cells and F1 of header cells by kind of table."""
    from rich.console import Console
    from rich.table import Table as Lines

    printed, asked = read(tables, questions)
    printed = printed[:limit]
    ids = {table.id for table in printed}
    asked = [one for one in asked if one.table in ids]
    lines = Lines(title="IM-TQA")
    for column in ("", "tables", "questions", "exact match", "header F1"):
        lines.add_column(column, justify="right")
    for kind, score in scores(printed, asked).items():
        share = score.exact / max(1, score.questions)
        lines.add_row(
            kind, str(score.tables), str(score.questions), f"{share:.1%}", f"{score.f1:.3f}"
        )
    Console().print(lines)
