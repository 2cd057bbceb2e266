"""Read the picture of a page: rules give the cells, a recogniser their words.

What comes out is unproved until sums confirm it. The recogniser is the optional extra `ocr`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ingest.data_files import data_file
from ingest.errors import UnsupportedFormatError
from ingest.readers.pdf_glyphs import Drawn
from ingest.readers.pdf_lattice import Lattice, lattices
from ingest.records import BBox, Cell, Grid, Location, Paragraph, Problem, Severity
from ingest.text import mend

Block = Paragraph | Grid
Box = tuple[int, int, int, int]

THREADS = 2
DOUBTFUL = 0.6
"""A line recognised with less confidence than this is reported."""
SAMPLE = 6
"""How many lines tell which way up a page is."""
UPRIGHT = 0.8
"""A page read with less confidence than this may lie on its side or upside down."""
LONG = 4.0
"""A line this many times as long as tall is one that reads level."""
LOWEST_DPI, HIGHEST_DPI = 150, 200
HOW = "to read it install the extra: pip install 'mingzhang[ocr]'"
INSET = 2
PADDING = 4

_WRONG_SEPARATOR = re.compile(r"(?<=\d)[，、](?=\d{3})|(?<=\d)\s+(?=[,.\d])|(?<=[,.])\s+(?=\d)")
_WRONG_POINT = re.compile(r"(?<=\d)[。·．](?=\d)")
_TWO_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+\.\d{2}")
_FIGURE = re.compile(r"[-+]?[\d.,，。·．、\s]+%?")


@dataclass(frozen=True, slots=True)
class Words:
    """Hold what `data/ocr.yaml` says of look-alikes."""

    members: frozenset[str]
    share: float
    lookalikes: dict[str, str]
    whole: dict[str, str]


@cache
def _words() -> Words:
    raw = data_file("ingest", "ocr.yaml")
    closed = raw["closed"]
    return Words(
        frozenset(closed["members"]), float(closed["share"]), closed["lookalikes"], raw["words"]
    )


@cache
def _recogniser() -> Any:
    """Load the recogniser once a process; its models lie in its own package."""
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_det": False,
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "Rec.rec_img_shape": [3, 48, 320],
        }
    )
    load: Any = engine._load_rec_model
    return load()


def is_installed() -> bool:
    """Tell whether the recogniser can be imported."""
    try:
        import cv2  # noqa: F401
        import rapidocr  # noqa: F401
    except ImportError:
        return False
    return True


def require(path: str) -> None:
    """Raise UnsupportedFormatError where the recogniser is missing."""
    if not is_installed():
        raise UnsupportedFormatError(path, "is a scan, a picture without text", HOW)


def read_picture(page: Any, name: str, number: int) -> tuple[tuple[Block, ...], list[Problem]]:
    """Return what the picture of a PDF page (pdfplumber's) shows, and what is doubtful.

    Where the extra `ocr` is missing the page is a problem that says so; other pages go on.
    """
    if not is_installed():
        message = f"page {number}: a scan; {HOW}"
        return (), [Problem(Severity.ERROR, message, Location(name, number))]
    dots = max(
        (float(i["srcsize"][0]) / max(1.0, float(i["width"])) for i in page.images), default=0
    )
    dpi = min(max(dots * 72, LOWEST_DPI), HIGHEST_DPI)
    picture = page.to_image(resolution=dpi).original
    return read_scanned_page(picture, name, number, float(page.width))


# --- one page ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """Hold one line to be recognised: where it belongs and what was read."""

    home: tuple[int, int]  # table and slot; (-1, -1) outside of tables
    box: Box
    text: str = ""
    score: float = 0.0


def read_scanned_page(
    image: Any, name: str, number: int, width: float
) -> tuple[tuple[Block, ...], list[Problem]]:
    """Return the blocks of a page from its picture (a PIL image), and what is doubtful.

    `width` is the page's in points; boxes are in points of the page set level. Grids are marked
    as not proved. Raises UnsupportedFormatError where the extra `ocr` is not installed.
    """
    require(name)
    import numpy as np

    from ingest.readers import scan_image as images

    picture = images.upright(np.asarray(image.convert("L")))
    sight = _look(picture, width / picture.shape[1])
    if _confidence(sight) < UPRIGHT:
        turns = (_look(images.turned(picture, t), sight.scale, t) for t in (90, 180, 270))
        sight = max((sight, *turns), key=_confidence)
    _recognise(sight.lines, sight.clean)
    blocks = _grids(sight, name, number) + _paragraphs(sight, name, number)
    blocks.sort(key=lambda item: item[:2])
    return tuple(block for _, _, block in blocks), _doubts(sight, name, number)


@dataclass(frozen=True, slots=True)
class _Sight:
    """Hold a page as seen one way up: its tables, its lines, its picture without rules."""

    tables: tuple[Lattice, ...]
    lines: list[_Line]
    letters: Any
    clean: Any
    scale: float
    turn: int

    def printed(self, box: BBox) -> BBox:
        """Return a box, in points, as it lies on the page as printed."""
        height, width = (side * self.scale for side in self.clean.shape[:2])
        if self.turn == 180:
            return width - box[2], height - box[3], width - box[0], height - box[1]
        return Drawn((), (), (), width, height, self.turn).printed(box)

    def points(self, box: Box) -> BBox:
        """Return a box of pixels in points of this sight."""
        x0, y0, x1, y1 = (round(v * self.scale, 2) for v in box)
        return x0, y0, x1, y1


def _look(picture: Any, scale: float, turn: int = 0) -> _Sight:
    """Find the tables and lines of a picture."""
    import cv2

    from ingest.readers import scan_image as images

    printed = images.ink(picture)
    across, down, mask = images.rules(printed, scale)
    found = [one for one in lattices(across, down) if len(one.xs) > 2 and len(one.slots) >= 3]
    letters = images.without_specks(cv2.bitwise_and(printed, cv2.bitwise_not(mask)))
    clean = picture.copy()
    clean[mask > 0] = 255
    lines = _lines(found, letters, clean, scale)
    return _Sight(tuple(found), lines, letters, clean, scale, turn)


def _confidence(sight: _Sight) -> float:
    """Return how well the recogniser reads a sample of the longer lines.

    Characters on their side are read too, one above another: lines that are not long count less.
    """
    wide = sorted(sight.lines, key=lambda line: line.box[0] - line.box[2])
    sample = [replace(line) for line in wide[4 : 4 + SAMPLE] or wide[:SAMPLE]]
    if not sample:
        return 1.0
    _recognise(sample, sight.clean)
    score = sum(line.score for line in sample) / len(sample)
    longs = sorted((x1 - x0) / (y1 - y0) for x0, y0, x1, y1 in (line.box for line in sample))
    return score * min(1.0, longs[len(longs) // 2] / LONG)


def _lines(found: Sequence[Lattice], letters: Any, clean: Any, scale: float) -> list[_Line]:
    from ingest.readers import scan_image as images

    boxes = {
        (at, index): _pixels(slot.box, scale, letters)
        for at, lattice in enumerate(found)
        for index, slot in enumerate(lattice.slots)
    }
    usual = images.line_height(letters, list(boxes.values()))
    lines = [
        _Line(home, (s.x0, s.y0, s.x1, s.y1))
        for home, box in boxes.items()
        for strip in images.strips(letters, box, usual)
        for s in [images.widened(clean, strip, box)]
    ]
    rest = letters.copy()
    for lattice in found:
        x0, y0, x1, y1 = _pixels(lattice.box, scale, letters, -4)
        rest[y0:y1, x0:x1] = 0
    whole = (0, 0, rest.shape[1], rest.shape[0])
    usual = images.line_height(rest, [whole])
    lines.extend(
        _Line((-1, -1), (s.x0, s.y0, s.x1, s.y1))
        for strip in images.strips(rest, whole, usual)
        if strip.height >= 0.5 * usual
        for s in images.parted(rest, strip)
    )
    return lines


def _pixels(box: BBox, scale: float, picture: Any, inset: int = INSET) -> Box:
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = (round(v / scale) for v in box)
    return (
        max(0, x0 + inset),
        max(0, y0 + inset),
        min(width, max(x1 - inset, x0 + inset)),
        min(height, max(y1 - inset, y0 + inset)),
    )


def _recognise(lines: list[_Line], picture: Any) -> None:
    import cv2
    import numpy as np
    from rapidocr.ch_ppocr_rec.typings import TextRecInput

    if not lines:
        return
    crops = []
    for line in lines:
        x0, y0, x1, y1 = line.box
        grow = max(0, 14 - (y1 - y0)) // 2  # a dash or a dot keeps its size in its line
        crop = picture[max(0, y0 - 1 - grow) : y1 + 1 + grow, max(0, x0 - 1) : x1 + 1]
        crop = cv2.copyMakeBorder(
            crop, PADDING, PADDING, PADDING, PADDING, cv2.BORDER_CONSTANT, value=255
        )
        crops.append(np.ascontiguousarray(cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR)))
    read = _recogniser()(TextRecInput(img=crops))
    for line, text, score in zip(lines, read.txts, read.scores, strict=True):
        line.text, line.score = mend(text).strip(), float(score)


# --- blocks -----------------------------------------------------------------------------------


def _grids(sight: _Sight, name: str, number: int) -> list[tuple[float, float, Block]]:
    held: dict[tuple[int, int], list[str]] = {}
    for line in sight.lines:
        if line.text:
            held.setdefault(line.home, []).append(line.text)
    blocks: list[tuple[float, float, Block]] = []
    for at, lattice in enumerate(sight.tables):
        cells = [
            Cell(slot.row, slot.col, text, slot.row_span, slot.col_span, sight.printed(slot.box))
            for index, slot in enumerate(lattice.slots)
            for text in [figure("\n".join(held.get((at, index), [])))]
        ]
        place = Location(name, number, sight.printed(lattice.box))
        grid = Grid(
            tuple(repaired(cells)), len(lattice.ys) - 1, len(lattice.xs) - 1, place, proved=False
        )
        blocks.append((lattice.box[1], lattice.box[0], grid))
    return blocks


def _paragraphs(sight: _Sight, name: str, number: int) -> list[tuple[float, float, Block]]:
    found: list[tuple[float, float, Block]] = []
    for line in sight.lines:
        if line.home == (-1, -1) and line.text:
            box = sight.points(line.box)
            place = Location(name, number, sight.printed(box))
            found.append((box[1], box[0], Paragraph(line.text, place)))
    return found


def _doubts(sight: _Sight, name: str, number: int) -> list[Problem]:
    message = f"page {number} is a scan; its figures are unproved until sums confirm them"
    problems = [Problem(Severity.INFO, message, Location(name, number))]
    for line in sight.lines:
        if line.text and line.score < DOUBTFUL:
            text = f"page {number}: read {line.text!r} with little confidence ({line.score:.2f})"
            place = Location(name, number, sight.printed(sight.points(line.box)))
            problems.append(Problem(Severity.WARNING, text, place))
    return problems


# --- repair -----------------------------------------------------------------------------------


def figure(text: str) -> str:
    """Return a recognised figure with its separators mended; other texts stay."""
    if not any(char.isdigit() for char in text) or not _FIGURE.fullmatch(text):
        return text
    mended = _WRONG_POINT.sub(".", _WRONG_SEPARATOR.sub(_separator, text))
    if _TWO_POINTS.fullmatch(mended):
        whole, _, places = mended.rpartition(".")
        mended = whole.replace(".", ",") + "." + places
    return mended


def _separator(match: re.Match[str]) -> str:
    return "" if match[0].isspace() else ","


def repaired(cells: Sequence[Cell]) -> list[Cell]:
    """Return cells with look-alikes replaced where the words allow only one reading."""
    words = _words()
    columns: dict[int, list[str]] = {}
    for cell in cells:
        if cell.text:
            columns.setdefault(cell.col, []).append(cell.text)
    closed = {col for col, texts in columns.items() if _is_closed(texts, words)}
    return [replace(cell, text=_mended(cell, closed, words)) for cell in cells]


def _is_closed(texts: Sequence[str], words: Words) -> bool:
    short = [text for text in texts if len(text) <= 2]
    sure = sum(text in words.members for text in short)
    fit = sure + sum(text in words.lookalikes for text in short)
    return sure >= 2 and fit > words.share * len(short)


def _mended(cell: Cell, closed: set[int], words: Words) -> str:
    if cell.col in closed and cell.text in words.lookalikes:
        return words.lookalikes[cell.text]
    return words.whole.get(cell.text.replace("\n", ""), cell.text)
