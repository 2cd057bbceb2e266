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


def test_boxes_with_the_roles_of_a_table_are_one(tmp_path: Path) -> None:
    page = (
        "<html><body><div role='table'><div>收支表<em>（单位：万元）</em></div>"
        "<div role='rowgroup'><div role='row'><span role='columnheader'>项目</span>"
        "<span role='columnheader' aria-colspan='2'>金额</span></div></div>"
        "<div><div role='row'><div role='rowheader'>合计</div><div role='cell'>12.00</div>"
        "<div role='cell'></div></div></div><p>注：尾</p></div></body></html>"
    )
    source = _read(tmp_path, page)
    assert texts(source) == ["收支表（单位：万元）", "注：尾"]
    assert placed(grids(source)[0]) == {
        (0, 0, 1, 1, "项目"), (0, 1, 1, 2, "金额"),
        (1, 0, 1, 1, "合计"), (1, 1, 1, 1, "12.00"), (1, 2, 1, 1, ""),
    }  # fmt: skip


def test_boxes_that_the_style_shows_as_a_table_are_one_and_a_layout_is_not(tmp_path: Path) -> None:
    page = (
        "<html><head><style>.t{width:9px;display:table}.r{display:table-row}"
        ".c{display:table-cell}</style></head><body>"
        "<div class='t'><div class='r'><div class='c'>左栏</div><div class='c'>正文。"
        "<div class='t'><div class='r'><span class='c'>项目</span>"
        "<span class='c'>金额</span></div><div class='r'><span class='c'>甲</span>"
        "<span class='c'>1.00</span></div></div></div></div></div></body></html>"
    )
    source = _read(tmp_path, page)
    assert texts(source) == ["左栏", "正文。"]
    assert grids(source)[0].matrix() == [["项目", "金额"], ["甲", "1.00"]]


CARD = (
    "<article><header><i>01</i><h4>惠民演出</h4></header><dl><div><dt>项目名称</dt><dd>惠民演出"
    "</dd></div><div><dt>实施单位</dt><dd>某馆</dd></div><div><dt>预算总额</dt><dd>148.50万元</dd>"
    "</div></dl><h5>产出指标</h5><dl><dt><i>数量指标</i>演出场次</dt><dd><b>≥320场</b>"
    "<small>权重 15</small></dd><dt><i>质量指标</i>合格率</dt><dd><b>100%</b></dd></dl>{}</article>"
)


def test_a_card_of_a_project_is_a_form_with_its_indicators(tmp_path: Path) -> None:
    source = _read(tmp_path, f"<html><body>{CARD.format('')}</body></html>")
    assert texts(source) == []
    assert grids(source)[0].matrix() == [
        ["项目名称", "惠民演出", "", "", ""],
        ["实施单位", "某馆", "", "", ""],
        ["预算总额", "148.50万元", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "指标值", "权重"],
        ["产出指标", "数量指标", "演出场次", "≥320场", "15"],
        ["产出指标", "质量指标", "合格率", "100%", ""],
    ]


def test_a_list_that_tells_more_than_indicators_stays_a_list(tmp_path: Path) -> None:
    more = "<ul><li>群众满意度</li><li>其他：见说明</li></ul>"
    source = _read(tmp_path, f"<html><body>{CARD.format(more)}</body></html>")
    assert texts(source) == ["群众满意度", "其他：见说明"]


def test_terms_stand_in_the_line_of_their_sentence(tmp_path: Path) -> None:
    page = (
        "<html><body><dl><dt>其他收入</dt><dd>指以外的收入。</dd><dt>项目资金</dt>"
        "<dd>指安排给项目的资金。</dd><dt>年度目标</dt><dd>指当年的目标。</dd></dl></body></html>"
    )
    assert texts(_read(tmp_path, page))[0] == "其他收入：指以外的收入。"


def test_a_button_that_opens_a_table_is_its_heading(tmp_path: Path) -> None:
    page = (
        "<html><body><div><h3><button><span>01　收入表</span></button></h3>{}<table><tr><td>项目"
        "</td><td>金额</td></tr></table></div><button>打印</button></body></html>"
    )
    assert texts(_read(tmp_path, page.replace("{}", ""))) == ["01 收入表"]
