"""Rows whose cells hold several lines are told by how those lines tile the table's body."""

from __future__ import annotations

from dataclasses import replace

from ingest.readers.pdf_captions import units_below
from ingest.readers.pdf_first_row import mirrored
from ingest.readers.pdf_glyphs import Glyph, Rule
from ingest.readers.pdf_joints import jointed
from ingest.readers.pdf_segments import Segment
from ingest.readers.pdf_tiling import leaves_room, tile
from ingest.records import Cell, Grid, Location, Paragraph

LINE, APART = 18.0, 1.5
"""The step of lines in a cell, and how much farther apart rows are."""

PLACE = Location("a.pdf", 1)


def seg(text: str, x: float, middle: float) -> Segment:
    return Segment(text, (x, middle - 6, x + 12 * len(text), middle + 6))


def columns(*names: tuple[str, ...]) -> dict[int, list[Segment]]:
    """Set a column of names of several lines and one of figures at the middle of each row."""
    found: dict[int, list[Segment]] = {0: [], 1: []}
    top = 100.0
    for number, lines in enumerate(names):
        found[0] += [seg(text, 50, top + n * LINE) for n, text in enumerate(lines)]
        middle = top + (len(lines) - 1) * LINE / 2
        found[1].append(seg(f"{number + 1}.00", 200, middle - 0.75))  # figures stand a little high
        top += len(lines) * LINE + APART
    return found


def rows(found: dict[int, list[Segment]]) -> list[list[str]] | None:
    tiled = tile(found)
    return None if tiled is None else [sorted(one.segment.text for one in row) for row in tiled]


def test_names_of_several_lines_stay_with_their_figures() -> None:
    found = columns(
        ("教育支出",), ("进修及培", "训"), ("机关事业", "单位基本", "养老保险"), ("培训支出",)
    )
    assert rows(found) == [
        ["1.00", "教育支出"],
        ["2.00", "训", "进修及培"],
        ["3.00", "养老保险", "单位基本", "机关事业"],
        ["4.00", "培训支出"],
    ]


def test_rows_of_one_line_stay_apart() -> None:
    found = columns(("教育支出",), ("进修及培训",), ("培训支出",))
    assert rows(found) == [["1.00", "教育支出"], ["2.00", "进修及培训"], ["3.00", "培训支出"]]


def test_lines_that_fit_no_steps_say_nothing() -> None:
    found = columns(("教育支出",), ("进修及培训",), ("培训支出",))
    found[1][1] = seg("2.00", 200, found[1][1].middle + 7)
    assert rows(found) is None


def test_a_name_begins_above_the_figures_of_its_row() -> None:
    body = [seg("训支出", 50, 109), seg("1.00", 200, 100), seg("2.00", 200, 128)]
    assert mirrored(seg("进修及培", 50, 91), body[1:2], body)
    assert not mirrored(seg("科目名称", 80, 91), body[1:2], body)  # begins elsewhere


def test_a_heading_is_no_name_though_the_next_row_stands_as_far_below() -> None:
    body = [
        seg("合计", 50, 100),
        seg("教育支出", 50, 114),
        seg("1.00", 200, 100),
        seg("2.00", 200, 114),
    ]
    assert not mirrored(seg("科目名称", 50, 86), body[2:3], body)


def test_joints_of_rules_are_walls_up_to_the_rule_above() -> None:
    across = [
        Rule(at, left, right)
        for at in (100.0, 120.0, 140.0, 160.0)
        for left, right in ((40.0, 90.0), (90.0, 150.0), (150.0, 220.0))
    ]
    tops, walls = jointed(across, [], [])
    assert tops == []
    assert {(wall.at, wall.start, wall.end) for wall in walls} == {
        (x, top, top + 20) for x in (40.0, 90.0, 150.0, 220.0) for top in (100.0, 120.0, 140.0)
    }


def test_three_rules_or_rules_in_one_piece_show_no_walls() -> None:
    pieces = ((40.0, 90.0), (90.0, 150.0), (150.0, 220.0))
    three = [Rule(at, a, b) for at in (100.0, 120.0, 140.0) for a, b in pieces]
    assert jointed(three, [], []) == ([], [])
    whole = [Rule(at, 40.0, 220.0) for at in (100.0, 120.0, 140.0, 160.0)]
    assert jointed(whole, [], []) == ([], [])


def test_a_unit_above_the_title_goes_to_its_table() -> None:
    unit, title = Paragraph("单位：万元", PLACE), Paragraph("表1 2026年部门收支总表", PLACE)
    grid = Grid((Cell(0, 0, "项目"),), 1, 1, PLACE, proved=False)
    assert units_below((unit, title, grid)) == (title, unit, grid)
    assert units_below((title, unit, grid)) == (title, unit, grid)
    other = Paragraph("本部门收支如下。", PLACE)
    assert units_below((unit, other, grid)) == (unit, other, grid)


def test_a_line_of_figures_is_lower_than_one_of_chinese_letters() -> None:
    first = [seg("全年执行", 50, 100), seg("数", 50, 118)]
    mixed = [seg("执行率", 150, 102.25), seg("90.96%", 150, 117.25)]
    found = {
        0: [*first, seg("新建防火", 50, 143.5), seg("阻隔带", 50, 161.5)],
        1: [*mixed, seg("建成公里", 150, 143.5), seg("数", 150, 161.5)],
    }
    tiled = tile(found)
    assert tiled is not None
    assert [len(row) for row in tiled] == [4, 4]


def test_a_line_that_leaves_room_ends_its_cell() -> None:
    upper, lower = seg("合计", 50, 100), seg("教育支出", 50, 118)
    assert leaves_room(upper, lower, 100)
    assert not leaves_room(upper, lower, 50)


def test_rows_of_one_figure_apart_by_rules_in_pieces_need_no_fourth_rule() -> None:
    pieces = ((40.0, 90.0), (90.0, 150.0), (150.0, 220.0))
    across = [Rule(at, a, b) for at in (100.0, 120.0, 140.0) for a, b in pieces]
    glyphs = [Glyph(one, 95.0 + 5 * at, 125, 100.0 + 5 * at, 135) for at, one in enumerate("1.00")]
    tops, walls = jointed(across, [], [glyphs])
    assert tops == []
    assert {wall.at for wall in walls} == {40.0, 90.0, 150.0, 220.0}
    below = [replace(one, top=130.0, bottom=138.0) for one in glyphs]
    above = [replace(one, top=121.0, bottom=128.0) for one in glyphs]
    assert jointed(across, [], [above, below]) == ([], [])  # two rows between two rules
