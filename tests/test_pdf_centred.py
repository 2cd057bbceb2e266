"""Test projects that stand at half the height of their indicators where no rule parts rows."""

from __future__ import annotations

from ingest.readers.pdf_centred import with_merged
from ingest.records import Cell, Grid, Location

HEAD = [(0, 0, "项目名称"), (0, 1, "预算金额"), (0, 2, "三级指标"), (0, 3, "指标值")]
WHOLE = [(64.0, "渠道整治", "12.50"), (104.0, "河道清淤", "7.50"), (136.0, "合计", "20.00")]
PARTS = [
    (56.0, "整治长度", "≥3公里"),
    (72.0, "受益村", "≥6个"),
    (88.0, "清淤量", "≥2万吨"),
    (104.0, "合格率", "100%"),
    (120.0, "满意度", "≥90%"),
]


def grid(whole: list[tuple[float, str, str]], parts: list[tuple[float, str, str]]) -> Grid:
    heights = sorted({line[0] for line in (*whole, *parts)})
    cells = [Cell(row, col, text, bbox=(40, 30, 80, 40)) for row, col, text in HEAD]
    for first, lines in ((0, whole), (2, parts)):
        for middle, *texts in lines:
            row = heights.index(middle) + 1
            cells += [
                Cell(row, first + at, text, bbox=(40, middle - 4, 80, middle + 4))
                for at, text in enumerate(texts)
            ]
    place = Location("a.pdf", 1)
    return Grid(tuple(cells), len(heights) + 1, 4, place, proved=False)


def test_a_project_reaches_over_its_indicators() -> None:
    found = with_merged(grid(WHOLE, PARTS))
    assert found.matrix() == [
        ["项目名称", "预算金额", "三级指标", "指标值"],
        ["渠道整治", "12.50", "整治长度", "≥3公里"],
        ["", "", "受益村", "≥6个"],
        ["河道清淤", "7.50", "清淤量", "≥2万吨"],
        ["", "", "合格率", "100%"],
        ["", "", "满意度", "≥90%"],
        ["合计", "20.00", "", ""],
    ]
    spans = {cell.text: cell.row_span for cell in found.cells if cell.row_span > 1}
    assert spans == {"渠道整治": 2, "12.50": 2, "河道清淤": 3, "7.50": 3}


def test_a_project_level_with_its_first_indicator_stays() -> None:
    top = [(56.0, "渠道整治", "12.50"), (88.0, "河道清淤", "7.50")]
    printed = grid(top, PARTS)
    assert with_merged(printed) == printed


def test_a_project_in_the_middle_of_nothing_stays() -> None:
    printed = grid([(68.5, "渠道整治", "12.50"), *WHOLE[1:]], PARTS)
    assert with_merged(printed) == printed


def test_lines_of_the_page_before_stay() -> None:
    printed = grid(WHOLE[1:], PARTS)  # 整治长度 belongs to a project of another page
    assert with_merged(printed) == printed


def test_indicators_run_into_one_cell_get_lines_of_their_own() -> None:
    rows = [
        ("渠道整治", "12.50", "整治长度\n受益村", "≥3公里\n≥6个"),
        ("河道清淤", "7.50", "清淤量\n合格率", "≥2万吨\n100%"),
        ("合计", "20.00", "", ""),
    ]
    cells = [Cell(0, col, text) for _, col, text in HEAD]
    cells += [Cell(at, c, text) for at, row in enumerate(rows, 1) for c, text in enumerate(row)]
    found = with_merged(Grid(tuple(cells), 4, 4, Location("a.pdf", 1), proved=False))
    assert found.matrix()[1:] == [
        ["渠道整治", "12.50", "整治长度", "≥3公里"],
        ["", "", "受益村", "≥6个"],
        ["河道清淤", "7.50", "清淤量", "≥2万吨"],
        ["", "", "合格率", "100%"],
        ["合计", "20.00", "", ""],
    ]


def test_a_name_broken_over_two_lines_stays() -> None:
    rows = [
        ("渠道整治", "12.50", "整治\n长度", "≥3公里"),
        ("河道清淤", "7.50", "清淤\n总量", "≥2万吨"),
    ]
    cells = [Cell(0, col, text) for _, col, text in HEAD]
    cells += [Cell(at, c, text) for at, row in enumerate(rows, 1) for c, text in enumerate(row)]
    printed = Grid(tuple(cells), 3, 4, Location("a.pdf", 1), proved=False)
    assert with_merged(printed) == printed
