"""Write small PDF files with Chinese tables for tests: no font is embedded, none is needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

Spanned = tuple[str, int, int]
"""A text with the columns and rows that its cell covers."""

CellIn = str | Spanned | None
"""A cell of a table: a text, one with spans, or None where a span covers the place."""

_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 "
    "/W [1 95 500 814 939 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light "
    "/Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 "
    "/CapHeight 880 /StemV 93 >> >>] >>"
)


def width_of(text: str, size: float) -> float:
    """Return how wide a text is set."""
    return sum(size if ord(char) > 0xFF else size / 2 for char in text)


class PdfPage:
    """Hold what is drawn on one page; `y` counts from the top."""

    def __init__(self, width: float = 595, height: float = 842, rotate: int = 0) -> None:
        self.width, self.height, self.rotate = width, height, rotate
        self.drawn: list[str] = []

    def text(self, x: float, y: float, text: str, size: float = 9) -> None:
        """Set a text with its top at `y`."""
        code = text.encode("utf-16-be").hex()
        base = self.height - y - 0.86 * size
        self.drawn.append(f"BT /F1 {size} Tf {x:.2f} {base:.2f} Td <{code}> Tj ET")

    def centred(self, y: float, text: str, size: float = 12) -> None:
        """Set a text in the middle of the page."""
        self.text((self.width - width_of(text, size)) / 2, y, text, size)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a rule."""
        a, b = self.height - y0, self.height - y1
        self.drawn.append(f"{x0:.2f} {a:.2f} m {x1:.2f} {b:.2f} l S")

    def table(
        self,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[CellIn]],
        *,
        x: float = 40,
        size: float = 8,
        high: float = 16,
        ruled: bool = True,
    ) -> float:
        """Set a table with its cells' spans; figures stand at the right. Return its bottom."""
        lefts = [x + sum(widths[:at]) for at in range(len(widths) + 1)]
        tall = [high * max(1, *(_lines(cell) for cell in row)) for row in rows]
        tops = [y + sum(tall[:at]) for at in range(len(rows) + 1)]
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell is None:
                    continue
                text, across, down = cell if isinstance(cell, tuple) else (cell, 1, 1)
                box = lefts[c], tops[r], lefts[c + across], tops[r + down]
                if ruled:
                    self._frame(*box)
                self._set(text, box, size)
        return tops[-1]

    def _frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.line(x0, y0, x1, y0)
        self.line(x0, y1, x1, y1)
        self.line(x0, y0, x0, y1)
        self.line(x1, y0, x1, y1)

    def _set(self, text: str, box: tuple[float, float, float, float], size: float) -> None:
        lines = text.split("\n")
        top = (box[1] + box[3]) / 2 - len(lines) * size * 1.25 / 2
        for at, line in enumerate(lines):
            figure = line.replace(",", "").replace(".", "").replace("-", "").isdigit()
            right = figure and "." in line
            left = box[2] - 3 - width_of(line, size) if right else box[0] + 3
            if line:
                self.text(left, top + at * size * 1.25, line, size)


def _lines(cell: CellIn) -> int:
    if cell is None or isinstance(cell, tuple):
        return 1
    return cell.count("\n") + 1


def write(path: Path, pages: Sequence[PdfPage]) -> Path:
    """Write pages as a PDF file."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _FONT]
    kids = []
    for page in pages:
        stream = "0.5 w\n" + "\n".join(page.drawn)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] "
            f"/Rotate {page.rotate} /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {content} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    out, offsets = "%PDF-1.5\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(out.encode("latin-1"))
    return path
