"""Read Word files: spans, merged cells, nested tables, list numbers, hostile packages."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import EncryptedFileError, LimitError, UnreadableFileError
from ingest.readers import read
from ingest.readers.docx_numbers import numeral
from ingest.records import Severity
from tests.reader_helpers import docx, grids, line, placed, texts, true_cells


def _p(text: str, props: str = "") -> str:
    return f"<w:p><w:pPr>{props}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _tc(text: str, props: str = "") -> str:
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{_p(text)}</w:tc>"


def _listed(text: str, level: int) -> str:
    return _p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


NUMBERING = (
    '<w:abstractNum w:abstractNumId="5">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%3."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
)


def test_seed(samples: Path, truth: dict[str, Any]) -> None:
    source = read(samples / "seed.docx")
    assert [placed(g) for g in grids(source)] == [true_cells(f) for f in truth["fragments"]]
    assert texts(source)[:56] == [line(t) for t in truth["narrative"]]
    assert (source.paged, source.problems) == (False, ())


def test_list_numbers_are_part_of_the_text(tmp_path: Path) -> None:
    body = "".join(
        _listed(text, level)
        for text, level in [
            ("概况", 0),
            ("职能", 1),
            ("机构", 1),
            ("甲", 2),
            ("乙", 2),
            ("收支", 0),
            ("收入", 1),
        ]
    )
    source = read(docx(tmp_path / "a.docx", body, NUMBERING))
    assert texts(source) == [
        "一、概况",
        "（一）职能",
        "（二）机构",
        "3.甲",
        "4.乙",
        "二、收支",
        "（一）收入",
    ]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (21, "japaneseCounting", "二十一"),
        (110, "chineseCounting", "一百一十"),
        (4, "upperRoman", "IV"),
        (27, "lowerLetter", "aa"),
        (3, "decimalEnclosedCircle", "③"),
        (3, "unknownFormat", "3"),
    ],
)
def test_numerals(value: int, kind: str, text: str) -> None:
    assert numeral(value, kind) == text


def test_heading_levels(tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="a1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="b"><w:name w:val="x"/><w:basedOn w:val="a1"/></w:style>'
    )
    body = _p("甲", '<w:pStyle w:val="b"/>') + _p("乙", '<w:outlineLvl w:val="1"/>') + _p("丙")
    source = read(docx(tmp_path / "a.docx", body, styles=styles))
    assert [getattr(b, "level", 0) for b in source.pages[0].blocks] == [1, 2, None]


def test_spans_deleted_text_and_nested_table(tmp_path: Path) -> None:
    nested = f"<w:tbl><w:tr>{_tc('内1')}{_tc('内2')}</w:tr></w:tbl>"
    merge, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        "<w:tbl>"
        f"<w:tr>{_tc('科目', merge)}{_tc('预算', '<w:gridSpan w:val=' + repr('2').replace(chr(39), chr(34)) + '/>')}</w:tr>"
        f"<w:tr>{_tc('', go_on)}{_tc('基本')}{_tc('项目')}</w:tr>"
        f"<w:tr>{_tc('201')}<w:tc><w:p><w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
        f"<w:ins><w:r><w:t>5.00</w:t></w:r></w:ins></w:p>{nested}</w:tc>{_tc('')}</w:tr>"
        "</w:tbl>"
    )
    outer, inner = grids(read(docx(tmp_path / "a.docx", body)))
    assert placed(outer) == {
        (0, 0, 2, 1, "科目"), (0, 1, 1, 2, "预算"), (1, 1, 1, 1, "基本"), (1, 2, 1, 1, "项目"),
        (2, 0, 1, 1, "201"), (2, 1, 1, 1, "5.00"), (2, 2, 1, 1, ""),
    }  # fmt: skip
    assert inner.matrix() == [["内1", "内2"]]


def test_a_frame_around_blocks_is_no_table(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr>{_tc('a')}{_tc('b')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{_p('标题')}{inner}</w:tc></w:tr></w:tbl>"
    source = read(docx(tmp_path / "a.docx", body))
    assert (texts(source), [g.matrix() for g in grids(source)]) == (["标题"], [[["a", "b"]]])


def test_wrong_extension_is_read_with_a_note(samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    shutil.copyfile(samples / "seed.docx", path)
    source = read(path)
    assert len(grids(source)) == 34
    assert [p.severity for p in source.problems] == [Severity.INFO]
    assert "read as DOCX" in source.problems[0].message


def test_entity_bomb(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", "")
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document/>'
    import zipfile

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(UnreadableFileError, match="entities"):
        read(path)


def test_truncated(samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes((samples / "seed.docx").read_bytes()[:30_000])
    with pytest.raises(UnreadableFileError, match="truncated"):
        read(path)


def test_damaged_xml(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", "<w:p>")
    with pytest.raises(UnreadableFileError, match="damaged"):
        read(path)


def test_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 400)
    with pytest.raises(EncryptedFileError, match="password"):
        read(path)


def test_ten_thousand_columns(tmp_path: Path) -> None:
    wide = '<w:gridSpan w:val="10000"/>'
    path = docx(tmp_path / "a.docx", f"<w:tbl><w:tr>{_tc('x', wide)}</w:tr></w:tbl>")
    with pytest.raises(LimitError, match="10000 columns"):
        read(path)
