"""Read plain text: encodings, tab-separated tables with lost spans, Markdown tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import EmptyFileError, LimitError, UnreadableFileError
from ingest.readers import read
from ingest.readers.text_spans import spanned
from tests.reader_helpers import grids, line, placed, texts, true_cells

ROWS_LOST_FIRST_COLUMN = {19, 24, 27}
"""Pieces of forms that go on without their first column; tables give it back."""
SPANS_OF_BODY = {2, 22}
"""Pieces with a body cell over blanks, which text cannot tell from a blank."""


def _write(tmp_path: Path, data: bytes | str, name: str = "a.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_seed_grids(samples: Path, truth: dict[str, Any]) -> None:
    found = grids(read(samples / "seed.txt"))
    assert len(found) == len(truth["fragments"]) == 34
    for grid, fragment in zip(found, truth["fragments"], strict=True):
        if fragment["id"] in ROWS_LOST_FIRST_COLUMN:
            assert grid.n_cols == fragment["ncols"] - 1
            continue
        matrix = [["" for _ in range(fragment["ncols"])] for _ in range(fragment["nrows"])]
        for cell in fragment["cells"]:
            matrix[cell["r"]][cell["c"]] = line(cell["text"])
        assert grid.matrix() == matrix, fragment["id"]
        if fragment["id"] not in SPANS_OF_BODY:
            assert placed(grid) == true_cells(fragment), fragment["id"]


def test_seed_narrative(samples: Path, truth: dict[str, Any]) -> None:
    source = read(samples / "seed.txt")
    assert texts(source)[: len(truth["narrative"])] == [line(t) for t in truth["narrative"]]
    assert not source.paged
    assert source.problems == ()
    first = source.pages[0].blocks[0].location
    assert (first.row, first.page) == (3, None)


def test_group_word_one_column_off_is_put_over_its_columns() -> None:
    cells = spanned(
        [
            ["单位", "甲年", "", "乙年", "", "", ""],
            ["", "总计", "出国", "接待", "总计", "出国", "接待"],
            ["本级", "3", "1", "2", "6", "2", "4"],
        ]
    )
    assert [(c.col, c.col_span, c.text) for c in cells if c.row == 0] == [
        (0, 1, "单位"),
        (1, 3, "甲年"),
        (4, 3, "乙年"),
    ]


def test_groups_of_other_columns_stay() -> None:
    cells = spanned(
        [
            ["单位", "收入", "", "支出", "", ""],
            ["", "总计", "拨款", "总计", "基本", "项目"],
            ["本级", "3", "3", "3", "1", "2"],
        ]
    )
    tops = [(c.col, c.col_span) for c in cells if c.row == 0]
    assert tops == [(0, 1), (1, 2), (3, 3)]


def test_body_blanks_are_not_spans() -> None:
    cells = spanned([["科目", "金额", "备注"], ["201", "", ""], ["202", "5.00", ""]])
    assert all(c.row_span == c.col_span == 1 for c in cells)
    assert len(cells) == 9


@given(st.lists(st.lists(st.sampled_from(["", "合计", "项目", "1.00"]), min_size=4, max_size=4),
                min_size=1, max_size=6))  # fmt: skip
def test_spans_tile_every_table(rows: list[list[str]]) -> None:
    """Every place is covered by exactly one cell, and no text is lost or moved."""
    covered = [
        (cell.row + i, cell.col + j)
        for cell in spanned(rows)
        for i in range(cell.row_span)
        for j in range(cell.col_span)
    ]
    assert sorted(covered) == [(r, c) for r in range(len(rows)) for c in range(4)]
    kept = sorted(cell.text for cell in spanned(rows) if cell.text)
    assert kept == sorted(text for row in rows for text in row if text)


TEXT = "某某局2026年部门预算\n\n单位：万元\n\n科目\t预算数\n合计\t60.00\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    source = read(_write(tmp_path, TEXT.encode(encoding)))
    assert texts(source) == ["某某局2026年部门预算", "单位：万元"]
    assert grids(source)[0].matrix() == [["科目", "预算数"], ["合计", "60.00"]]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode() + b"\xff\xfe\x80",
        b"\xef\xbb\xbf" + TEXT.encode("gb18030"),
        TEXT.encode("gb18030")[:-20] + b"\xff\xff",
        bytes(range(256)) * 20,
    ],
)
def test_undecodable(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(_write(tmp_path, data))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\t\n"])
def test_empty(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(EmptyFileError):
        read(_write(tmp_path, data))


def test_ten_thousand_columns(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="10000 columns"):
        read(_write(tmp_path, "\t".join("x" for _ in range(10_000))))


def test_short_rows_are_filled_up(tmp_path: Path) -> None:
    source = read(_write(tmp_path, "科目\t金额\t备注\n201\t5.00\n小类\n202\t6.00\t无\n"))
    assert grids(source)[0].matrix()[1:] == [
        ["201", "5.00", ""],
        ["小类", "", ""],
        ["202", "6.00", "无"],
    ]


def test_markdown(tmp_path: Path) -> None:
    text = "# 某局预算\n\n## 收支\n\n| 科目 | 金额 |\n|---|---:|\n| 一\\|二 | 1,190.00 |\n| 空 | |\n\n注\n"
    source = read(_write(tmp_path, text, "a.md"))
    assert grids(source)[0].matrix() == [["科目", "金额"], ["一|二", "1,190.00"], ["空", ""]]
    assert texts(source) == ["某局预算", "收支", "注"]
    assert [getattr(b, "level", 0) for b in source.pages[0].blocks][:2] == [1, 2]


def test_a_line_with_a_bar_is_no_table(tmp_path: Path) -> None:
    assert grids(read(_write(tmp_path, "首页 | 新闻\n正文\n"))) == []


def test_radicals_are_mapped(tmp_path: Path) -> None:
    assert texts(read(_write(tmp_path, "部⻔预算 公务⻋ ⼈⺠ ⻓ ⼾\n"))) == [
        "部门预算 公务车 人民 长 户"
    ]


def _barred(tmp_path: Path, text: str) -> list[list[list[str]]]:
    return [grid.matrix() for grid in grids(read(_write(tmp_path, text)))]


def test_rows_parted_by_bars_are_a_table(tmp_path: Path) -> None:
    text = "收入 ||支出 ||\n项目 | 预算数 | 项目 | 预算数 |\n拨款 | 3.00 | 教育支出 | 3.00 |\n"
    assert _barred(tmp_path, text) == [
        [
            ["收入", "", "支出", ""],
            ["项目", "预算数", "项目", "预算数"],
            ["拨款", "3.00", "教育支出", "3.00"],
        ]
    ]


def test_a_row_under_groups_has_lost_what_cells_above_cover(tmp_path: Path) -> None:
    text = (
        "科目 | 总计 | 基本支出 ||项目支出 |\n人员 | 公用 |\n合计 | 9.00 | 5.00 | 1.00 | 3.00 |\n"
    )
    assert _barred(tmp_path, text) == [
        [
            ["科目", "总计", "基本支出", "", "项目支出"],
            ["", "", "人员", "公用", ""],
            ["合计", "9.00", "5.00", "1.00", "3.00"],
        ]
    ]


def test_a_short_row_is_filled_where_its_figures_fit(tmp_path: Path) -> None:
    text = "类 | 名称 | 金额 |\n甲 | 一 | 1.00 |\n二 | 2.00 |\n乙 | 三 |\n"
    assert _barred(tmp_path, text)[0][2:] == [["", "二", "2.00"], ["乙", "三", ""]]


def test_a_bar_in_front_stands_behind_an_empty_cell_where_other_rows_have_none(
    tmp_path: Path,
) -> None:
    text = "编码 | 名称 | 金额 |\n| 合计 | 4.00 |\n205 | 教育 | 4.00 |\n"
    assert _barred(tmp_path, text)[0][1:] == [["", "合计", "4.00"], ["205", "教育", "4.00"]]


def test_lines_in_one_cell_are_no_table(tmp_path: Path) -> None:
    source = read(_write(tmp_path, "某局2024年单位预算 |\n||||\n收入 | 支出\n浏览量:1 | | |\n"))
    assert grids(source) == []
    assert texts(source) == ["某局2024年单位预算", "收入 | 支出", "浏览量:1"]
