"""The rows of tables whose walls alone are drawn, cell by cell."""

from __future__ import annotations

from ingest.readers.pdf_floors import floored
from ingest.readers.pdf_glyphs import Glyph, Rule

ROWS = ((0.0, 20.0), (20.0, 40.0), (40.0, 60.0), (60.0, 80.0))


def words(text: str, left: float, middle: float) -> list[Glyph]:
    return [
        Glyph(one, left + 10 * at, middle - 5, left + 10 * at + 10, middle + 5)
        for at, one in enumerate(text)
    ]


def down(x: float, first: int = 0) -> list[Rule]:
    return [Rule(x, top, bottom) for top, bottom in ROWS[first:]]


LINES = [
    words("项目", 10, 20),
    words("支出", 130, 10),
    words("基本", 110, 30) + words("其他", 160, 30),
    words("合计", 10, 50) + words("1.00", 110, 50),
    words("教育", 10, 70) + words("2.00", 160, 70),
]


def test_floors_lie_where_the_pieces_of_all_walls_meet() -> None:
    walls = [*down(0), *down(100), *down(150, 1), *down(200)]
    assert floored((), walls, LINES) == [
        Rule(20.0, 100, 200),  # below the heading that spans two columns, and there alone
        Rule(40.0, 0, 200),
        Rule(60.0, 0, 200),
    ]


def test_walls_in_one_piece_and_floors_that_are_drawn_give_none() -> None:
    whole = [Rule(float(x), 0.0, 80.0) for x in (0, 100, 150, 200)]
    assert floored((), whole, LINES) == []
    walls = [*down(0), *down(100), *down(200)]
    drawn = [Rule(y, 0.0, 200.0) for y in (20.0, 40.0, 60.0)]
    assert floored(drawn, walls, LINES) == []


def test_two_sides_are_a_frame_and_no_walls() -> None:
    assert floored((), [*down(0), *down(200)], LINES) == []
