"""The parts of the pages that need no page: words, grids, exports, talks, charts, pictures."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from PIL import Image

from qa.query import Answer, Citation, Route, Value
from tests.ui_fakes import NAME, PROJECTS, FakeChain, make_store
from ui import charts, export, grid, pictures, reading
from ui import points as drawable
from ui.i18n import LANGUAGES, language_of, texts
from ui.records import Mark, Pair, PrintedTable, Turn
from ui.talks import KEEP_SECONDS, RateLimit, TalkBook
from ui.uploads import safe_name
from ui.words import amount, grouped, html, markdown

ROOT = Path(__file__).parents[1]


# --- words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2937.77", "2,937.77"),
        ("-1234567.00", "-1,234,567.00"),
        ("0.00", "0.00"),
        ("-0.50", "-0.50"),
        ("999", "999"),
        ("满意", "满意"),
        ("2026-01", "2026-01"),
    ],
)
def test_figures_are_grouped_and_keep_their_digits(value: str, shown: str) -> None:
    assert grouped(value) == shown


def test_a_percent_sign_follows_its_figure_without_a_space() -> None:
    assert amount("18.49", "%") == "18.49%"
    assert amount("1190.00", "万元") == "1,190.00 万元"
    assert amount("7", None) == "7"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_markdown_shows_text_as_it_is(text: str) -> None:
    assert MarkdownIt().render(f"x{markdown(text)}x") == f"<p>x{_escaped(text)}x</p>\n"


def _escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def test_markdown_stops_directives_and_links() -> None:
    assert markdown(":red[x] [1](u)") == r"\:red\[x\] \[1\](u)"


# --- languages ----------------------------------------------------------------------------


def test_every_text_is_there_in_both_languages_with_the_same_blanks() -> None:
    for key, both in texts().items():
        assert set(both) == set(LANGUAGES), key
        blanks = [set(re.findall(r"{(\w+)", both[name])) for name in LANGUAGES]
        assert blanks[0] == blanks[1], key


def test_every_text_that_the_code_asks_for_exists() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "ui").rglob("*.py"))
    asked = set(re.findall(r'(?:tr|translate)\(\s*f?"([\w.]+)"', source))
    assert len(asked) > 80
    assert asked - set(texts()) == set()


def test_a_browser_without_chinese_gets_english() -> None:
    assert language_of("zh-TW") == "zh"
    assert language_of("de-DE") == "en"
    assert language_of(None) == "zh"


# --- grids --------------------------------------------------------------------------------


def test_header_paths_become_merged_cells() -> None:
    paths = [("科目",), ("预算数", "合计"), ("预算数", "三公", "小计"), ("预算数", "三公", "接待")]
    rows = [[(c.text, c.col_span, c.row_span) for c in row] for row in grid.header_rows(paths)]
    assert rows == [
        [("科目", 1, 3), ("预算数", 3, 1)],
        [("合计", 1, 2), ("三公", 2, 1)],
        [("小计", 1, 1), ("接待", 1, 1)],
    ]


def test_a_column_without_a_header_keeps_its_place() -> None:
    rows = [[c.text for c in row] for row in grid.header_rows([("甲",), (), ("乙",)])]
    assert rows == [["甲", "", "乙"]]


def _table(rows: int = 12) -> PrintedTable:
    body = tuple((str(n), f"第{n}行", f"{n}.00") for n in range(rows))
    header = (("序号",), ("名称",), ("合计",))
    return PrintedTable(1, 1, "附件1", "测试表", "万元", (1,), (), header, body)


def test_around_a_row_stand_four_lines_each_side_and_the_row_is_marked_in_words() -> None:
    drawn = grid.table_html(
        _table(), caption="表", mark_word="引用处", row=6, column=2, whole=False
    )
    assert re.findall(r"第(\d+)行", drawn) == [str(n) for n in range(2, 11)]
    assert '<tr class="mz-row"><td class="mz-flag">▶ 引用处</td><td>6</td>' in drawn
    assert '<td class="mz-cell">6.00</td>' in drawn
    assert drawn.count("mz-row") == 1


def test_html_in_a_document_stays_text() -> None:
    pairs = grid.pairs_html((Pair("<b>名</b>", "<script>alert(1)</script>", True),), "here")
    assert "<script>" not in pairs
    assert "&lt;script&gt;" in pairs
    assert html("a\n<b>") == "a<br>&lt;b&gt;"


# --- exports ------------------------------------------------------------------------------


CITATION = Citation(
    NAME, "示例市财政局", 2026, "附件3", "项目支出明细表", "农村道路养护", "合计", page=1
)
ANSWER = Answer(
    "道路养护多少钱？",
    "zh",
    Route.TABLE,
    "农村道路养护为 120.50 万元。[1]",
    values=(Value("农村道路养护", "合计", "120.50", "万元", 2026),),
    citations=(CITATION,),
    calculation="100 + 20.50 = 120.50",
)


def test_copied_text_keeps_its_sources() -> None:
    assert export.answer_text(ANSWER, "zh").splitlines() == [
        "农村道路养护为 120.50 万元。[1]",
        "计算过程: 100 + 20.50 = 120.50",
        f"[1] {NAME} · 附件3 · 项目支出明细表 · 行“农村道路养护” · 列“合计” · 第1页",
    ]


def test_an_answer_as_csv_opens_in_a_spreadsheet() -> None:
    text = export.answer_csv(ANSWER, "zh")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert rows[0] == ["部门", "项目", "栏目", "年度", "数值", "单位", "出处"]
    assert rows[1][:6] == ["示例市财政局", "农村道路养护", "合计", "2026", "120.50", "万元"]


def test_no_cell_runs_as_a_formula() -> None:
    table = PrintedTable(1, 1, "表/一", "表", None, (), (), (("a",),), (("=1+1",), ("-5.00",)))
    assert list(csv.reader(io.StringIO(export.table_csv(table)[1:]))) == [
        ["a"],
        ["'=1+1"],
        ["-5.00"],
    ]
    sheet = load_workbook(io.BytesIO(export.table_xlsx(table))).active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet["A"]][-2:] == [
        ("=1+1", "s"),
        ("-5.00", "s"),
    ]


def test_a_talk_is_exported_as_markdown_and_as_a_page() -> None:
    turn = Turn("1", ANSWER.question, ANSWER)
    assert "**道路养护多少钱？**" in export.talk_markdown([turn], "zh")
    page = export.talk_html([turn], "en")
    assert '<html lang="en">' in page
    assert "农村道路养护为 120.50 万元" in page
    assert "http" not in page


# --- talks and limits ---------------------------------------------------------------------


def test_a_talk_is_found_by_its_name_only_and_dropped_after_a_day() -> None:
    now = [0.0]
    book = TalkBook(clock=lambda: now[0])
    talk = book.new()
    assert len(talk.id) >= 20
    assert book.get(talk.id) is talk
    assert book.get("1") is None
    now[0] = KEEP_SECONDS + 1
    assert book.get(talk.id) is None


def test_a_rate_limit_opens_again_after_its_window() -> None:
    now = [0.0]
    limit = RateLimit(2, seconds=60, clock=lambda: now[0])
    assert [limit.allow() for _ in range(3)] == [True, True, False]
    now[0] = 60.0
    assert limit.allow()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\预算.pdf", "预算.pdf"),
        (".htaccess", "htaccess"),
        ("a\x00b<c>.xlsx", "abc.xlsx"),
        ("..", "document"),
    ],
)
def test_a_file_name_cannot_leave_its_folder(name: str, safe: str) -> None:
    assert safe_name(name) == safe


# --- charts -------------------------------------------------------------------------------


def _answer(*values: tuple[str, str, str, int, str], unit: str | None = "万元") -> Answer:
    """Return an answer of (department, label, value, year, column) each with its citation."""
    return Answer(
        "q",
        "zh",
        Route.TABLE,
        "a",
        values=tuple(
            Value(label, column, value, unit, year) for _, label, value, year, column in values
        ),
        citations=tuple(
            Citation("d", who, year, "附件1", "表", label, column)
            for who, label, _, year, column in values
        ),
    )


def test_a_list_is_ranked_and_with_its_exact_total_also_divided() -> None:
    rows = [("甲局", name, value, 2026, "合计") for name, value in PROJECTS]
    points = drawable.points_of(_answer(*rows))
    assert drawable.views_of(points) == (drawable.View.RANKING,)
    whole = drawable.points_of(_answer(("甲局", "合计", "850.00", 2026, "合计"), *rows))
    assert drawable.views_of(whole) == (drawable.View.COMPOSITION, drawable.View.RANKING)
    total = drawable.total_of(whole)
    assert total is not None
    assert total.value == Decimal("850.00")
    almost = drawable.points_of(_answer(("甲局", "合计", "850.01", 2026, "合计"), *rows))
    assert drawable.total_of(almost) is None
    # one of three equals that happens to be the sum of the others is no total
    equals = [("印刷费", "20.00"), ("邮电费", "30.00"), ("差旅费", "10.00")]
    three = drawable.points_of(_answer(*[("甲局", n, v, 2026, "合计") for n, v in equals]))
    assert drawable.total_of(three) is None
    assert drawable.views_of(three) == (drawable.View.RANKING,)


def test_two_years_are_a_change_and_two_departments_a_comparison() -> None:
    years = _answer(
        ("甲局", "接待", "21.70", 2025, "2025/接待"), ("甲局", "接待", "14.90", 2026, "2026/接待")
    )
    assert drawable.views_of(drawable.points_of(years)) == (drawable.View.CHANGE,)
    departments = _answer(("甲局", "接待", "1", 2026, "x"), ("乙局", "接待", "2", 2026, "x"))
    points = drawable.points_of(departments)
    assert drawable.views_of(points) == (drawable.View.COMPARISON,)
    assert drawable.finding(points, "en") == (
        "2 figures; the largest is 乙局 接待 with 2 万元, the smallest 甲局 接待 with 1 万元."
    )


def test_nothing_is_drawn_without_a_source_or_in_mixed_units() -> None:
    cited = _answer(("甲局", "接待", "1", 2026, "x"), ("甲局", "培训", "2", 2026, "x"))
    assert len(drawable.points_of(cited)) == 2
    loose = Answer("q", "zh", Route.TABLE, "a", values=cited.values)
    assert drawable.points_of(loose) == ()
    mixed = Answer(
        "q",
        "zh",
        Route.TABLE,
        "a",
        values=(cited.values[0], Value("培训", "x", "2", "次", 2026)),
        citations=cited.citations,
    )
    assert drawable.points_of(mixed) == ()


def test_money_in_two_units_is_drawn_in_one_and_keeps_its_printed_text() -> None:
    answer = Answer(
        "q",
        "zh",
        Route.TABLE,
        "a",
        values=(Value("接待", "x", "1.35", "万元", 2026), Value("", "x", "21443300", "元", 2026)),
        citations=(
            Citation("a", "甲局", 2026, "表一", "表", "接待", "x"),
            Citation("b", "乙局", 2026, "表二", "表", "合计", "y/x"),
        ),
    )
    found = drawable.points_of(answer)
    assert [(p.department, p.value, p.shown, p.short, p.unit) for p in found] == [
        ("甲局", Decimal("1.35"), "1.35 万元", "1.35", "万元"),
        ("乙局", Decimal("2144.33"), "21,443,300 元", "21,443,300 元", "万元"),
    ]
    assert drawable.views_of(found) == (drawable.View.COMPARISON,)


def _cited_in(*annexes: tuple[str, int]) -> Answer:
    """Return figures of one department that stand in these (annex, year)."""
    return Answer(
        "q",
        "zh",
        Route.TABLE,
        "a",
        values=tuple(Value("接待", "x", str(n), "万元", y) for n, (_, y) in enumerate(annexes, 1)),
        citations=tuple(
            Citation("d", "甲局", y, annex, annex, "接待", "x") for annex, y in annexes
        ),
    )


def test_figures_of_several_tables_share_a_chart_only_where_each_is_another_year() -> None:
    years = drawable.points_of(_cited_in(("表七", 2024), ("表九", 2025)))
    assert drawable.views_of(years) == (drawable.View.CHANGE,)
    scopes = drawable.points_of(_cited_in(("表七", 2025), ("表九", 2025)))
    assert drawable.views_of(scopes) == ()


def test_a_computed_figure_has_no_source() -> None:
    answer = Answer(
        "q",
        "zh",
        Route.TABLE,
        "a",
        values=(
            Value("", "增减额", "10.00", "万元", 2025),
            Value("", "三公", "37.91", "万元", 2025),
        ),
        citations=(Citation("a", "甲局", 2025, "表", "表", "合计", "预算数/三公"),),
    )
    assert drawable.sources_of(answer) == (None, answer.citations[0])
    assert drawable.printed_at(answer, answer.citations[0]) == "37.91 万元"


def test_bars_start_at_zero_and_at_most_ten_are_shown() -> None:
    rows = [("甲局", f"项目{n}", str(100 + n), 2026, "合计") for n in range(14)]
    points = drawable.points_of(_answer(*rows))
    drawn = charts.chart(points, drawable.View.RANKING).to_dict()
    assert drawn["layer"][0]["encoding"]["x"]["scale"]["domain"][0] == 0
    assert len(next(iter(drawn["datasets"].values()))) == 10
    assert "只显示前 10 项，共 14 项" in drawable.caption(points, drawable.View.RANKING, "zh")


# --- evidence -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passage", "quote", "span"),
    [
        ("一。负责 预算。三", "负责预算。", (2, 8)),
        ("一。负责预算。", "负责决算。", None),
        ("一", "", None),
    ],
)
def test_a_quote_is_found_in_its_passage(
    passage: str, quote: str, span: tuple[int, int] | None
) -> None:
    assert reading.sentence_span(passage, quote) == span


def test_a_citation_finds_its_row_and_cell_in_the_printed_table(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    citation = FakeChain(store).ask("老旧小区改造多少钱").citations[0]
    evidence = reading.evidence_of(store, citation)
    assert evidence.row == 4
    assert evidence.table is not None
    assert evidence.column is not None
    assert evidence.table.body[evidence.row][evidence.column] == "310.00"
    assert [(p.label, p.value, p.marked) for p in evidence.pairs] == [
        ("序号", "4", False),
        ("项目名称", "老旧小区改造", False),
        ("2026年预算数 / 合计", "310.00", True),
        ("2026年预算数 / 一般性项目", "310.00", False),
    ]


def test_a_search_wants_every_word_and_takes_wildcards_literally(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    assert [one.row for one in reading.search_rows(store, "社区 150")] == [
        "9 社区养老服务 150.00 150.00"
    ]
    assert reading.search_rows(store, "社区 151") == ()
    assert reading.search_rows(store, "%") == ()


def test_the_mark_lies_on_the_printed_word(tmp_path: Path) -> None:
    path = next((ROOT / "corpus").glob("*.pdf"))
    with pdfplumber.open(path) as book:
        page = book.pages[0]
        word = next(word for word in page.extract_words() if len(word["text"]) > 3)
    box = (word["x0"], word["top"], word["x1"], word["bottom"])
    mark = Mark(1, box)
    plain = pictures.page_picture(path, "a", 1, (), None)
    marked = pictures.page_picture(path, "a", 1, (mark,), mark)
    assert plain is not None
    assert marked is not None
    before, after = (Image.open(io.BytesIO(one.png)) for one in (plain, marked))
    changed = [
        (x, y)
        for x in range(0, before.width, 3)
        for y in range(0, before.height, 3)
        if before.getpixel((x, y)) != after.getpixel((x, y))
    ]
    assert changed
    scale = pictures.SCALE
    assert min(x for x, _ in changed) >= box[0] * scale - 8
    assert max(y for _, y in changed) <= box[3] * scale + 8
    strip = pictures.strip_picture(path, "a", 1, (mark,), mark)
    assert strip is not None
    assert strip.height < before.height
    assert pictures.page_picture(path, "a", 999, (), None) is None
