"""Read web pages: spans, layout tables, split figures, furniture, charsets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.errors import EmptyFileError, LimitError
from ingest.readers import read
from ingest.records import Source
from tests.reader_helpers import grids, line, placed, texts, true_cells


def _read(tmp_path: Path, page: str | bytes) -> Source:
    path = tmp_path / "a.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read(path)


def test_seed(samples: Path, truth: dict[str, Any]) -> None:
    source = read(samples / "seed.html")
    assert [placed(g) for g in grids(source)] == [true_cells(f) for f in truth["fragments"]]
    assert texts(source)[:56] == [line(t) for t in truth["narrative"]]


def test_split_figures_spaces_and_breaks(tmp_path: Path) -> None:
    page = (
        "<html><body><table><tr><td>项&nbsp;目<br>名称</td><td>金额</td></tr>"
        "<tr><td>甲</td><td><span>1,1</span><span>90</span><b>.</b>00&nbsp;</td></tr></table></body></html>"
    )
    assert grids(_read(tmp_path, page))[0].matrix() == [["项 目\n名称", "金额"], ["甲", "1,190.00"]]


def test_layout_table_is_no_data(tmp_path: Path) -> None:
    page = (
        "<html><body><table><tr><td>左栏</td><td><p>收支总表</p>"
        "<table><tr><th rowspan=2>科目</th><th colspan='2'>预算</th></tr>"
        "<tr><th>基本</th><th>项目</th></tr><tr><td>201</td><td>1</td><td></td></tr></table>"
        "</td></tr></table></body></html>"
    )
    source = _read(tmp_path, page)
    assert texts(source) == ["左栏", "收支总表"]
    (grid,) = grids(source)
    assert placed(grid) == {
        (0, 0, 2, 1, "科目"), (0, 1, 1, 2, "预算"), (1, 1, 1, 1, "基本"), (1, 2, 1, 1, "项目"),
        (2, 0, 1, 1, "201"), (2, 1, 1, 1, "1"), (2, 2, 1, 1, ""),
    }  # fmt: skip


def test_furniture_is_left_out(tmp_path: Path) -> None:
    page = (
        "<html><head><title>t</title><style>p{}</style></head><body><nav>首页</nav>"
        "<div class='breadcrumb'>当前位置</div><script>var a='甲';</script>"
        "<p style='display:none'>看不见</p><div hidden>也看不见</div>"
        "<div class='article'><h2>部门预算</h2><p>正文<span>一</span>句。</p>尾句</div>"
        "<div id='footer'>版权所有</div></body></html>"
    )
    source = _read(tmp_path, page)
    assert texts(source) == ["部门预算", "正文一句。", "尾句"]
    assert [getattr(b, "level", 0) for b in source.pages[0].blocks] == [2, None, None]


def test_a_table_in_a_block_named_like_furniture_stays(tmp_path: Path) -> None:
    page = "<div class='links'><table><tr><td>a</td><td>b</td></tr></table></div>"
    assert grids(_read(tmp_path, f"<html><body>{page}</body></html>"))[0].matrix() == [["a", "b"]]


@pytest.mark.parametrize(
    ("meta", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ("", "gb18030"),
        ("", "utf-8"),
        ('<meta charset="utf-8">', "utf-8-sig"),
        ('<meta charset="utf-8">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030"),
    ],
)
def test_charsets(tmp_path: Path, meta: str, encoding: str) -> None:
    page = f"<html><head>{meta}</head><body><p>部门预算公开，镕</p></body></html>"
    assert texts(_read(tmp_path, page.encode(encoding))) == ["部门预算公开，镕"]


def test_footer_rows_come_last_and_hidden_rows_not(tmp_path: Path) -> None:
    page = (
        "<table><tfoot><tr><td>合计</td><td>2</td></tr></tfoot><tbody><tr><td>甲</td><td>2</td></tr>"
        "<tr style='display: none'><td>x</td><td>9</td></tr></tbody></table>"
    )
    assert grids(_read(tmp_path, f"<html>{page}</html>"))[0].matrix() == [
        ["甲", "2"],
        ["合计", "2"],
    ]


def test_nothing_shown(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError):
        _read(tmp_path, "<html><body><script>alert(1)</script></body></html>")


def test_deep_nesting_and_wide_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="nested too deeply"):
        _read(tmp_path, "<html>" + "<div>" * 3000 + "深")
    with pytest.raises(LimitError, match="columns"):
        _read(tmp_path, "<html><table><tr>" + "<td>x</td>" * 10_000 + "</tr></table></html>")
    with pytest.raises(LimitError, match="columns"):
        _read(tmp_path, "<html><table><tr><td colspan=99999>x</td><td>y</td></tr></table></html>")


def test_a_rowspan_past_the_end_is_cut(tmp_path: Path) -> None:
    grid = grids(
        _read(tmp_path, "<html><table><tr><td rowspan=900000>a</td><td>b</td></tr></table></html>")
    )[0]
    assert placed(grid) == {(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")}


def test_saved_web_page_and_workbook_that_is_a_page(tmp_path: Path) -> None:
    page = "<html><head><meta charset='utf-8'></head><body><p>部门预算</p><table><tr><td>甲</td><td>5.00</td></tr></table></body></html>"
    import base64

    body = base64.encodebytes(page.encode()).decode()
    head = 'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"; type="text/html"\r\n\r\n'
    part = f"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n--b--\r\n"
    (tmp_path / "a.mht").write_text(head + part, "utf-8")
    (tmp_path / "a.xls").write_text(page, "utf-8")
    saved, workbook = read(tmp_path / "a.mht"), read(tmp_path / "a.xls")
    for source in (saved, workbook):
        assert (texts(source), grids(source)[0].matrix()) == (["部门预算"], [["甲", "5.00"]])
    assert saved.problems == ()
    assert "read as HTML" in workbook.problems[0].message
