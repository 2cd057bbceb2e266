"""Read ZIP archives and legacy files: members, limits, traversal, formats by content."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.errors import (
    EmptyFileError,
    EncryptedFileError,
    LimitError,
    MissingFileError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from ingest.readers import members, office, read
from tests.reader_helpers import grids, pack, texts

TEXT = "某局2026年部门预算\n\n科目\t金额\n甲\t5.00\n"


def test_members(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("表/收支.txt", TEXT)
        archive.writestr("说明.html", "<html><body><p>说明</p></body></html>")
        archive.writestr("__MACOSX/._x.txt", "x")
        archive.writestr("logo.png", b"\x89PNG")
        archive.writestr("空.txt", b"")
    first, second = members(path)
    assert (first.name, second.name) == ("收支.txt", "说明.html")
    assert grids(first)[0].matrix() == [["科目", "金额"], ["甲", "5.00"]]
    assert texts(second) == ["说明"]
    assert [p.message for p in first.problems] == ["空.txt: is empty; nothing to read"]


def test_a_plain_file_has_itself_as_its_member(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    assert [source.name for source in members(path)] == ["a.txt"]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:/a.txt"])
def test_traversal(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, TEXT)
    with pytest.raises(UnreadableFileError, match="outside the archive"):
        members(path)
    assert not (tmp_path.parent / "a.txt").exists()


@pytest.mark.parametrize("name", ["b.zip", "b.docx"])
def test_nested(tmp_path: Path, name: str) -> None:
    inner = pack(tmp_path / "inner.zip", **{"a.txt": TEXT})
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, inner.read_bytes())
    with pytest.raises(LimitError, match="another archive"):
        members(path)


def test_bomb(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", **{"a.txt": b"0" * 60_000_000})
    with pytest.raises(LimitError, match="200 times"):
        members(path)


def test_too_many_members(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", **{f"{i}.txt": "x" for i in range(5_001)})
    with pytest.raises(LimitError, match="members"):
        members(path)


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="without a file"):
        members(pack(tmp_path / "a.zip", **{"a.exe": b"MZ"}))


def test_missing_and_empty(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        read(tmp_path / "no.txt")
    (tmp_path / "a.zip").write_bytes(b"")
    with pytest.raises(EmptyFileError):
        members(tmp_path / "a.zip")


def test_legacy_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 3000)
    with pytest.raises(UnsupportedFormatError) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path}: a doc file needs LibreOffice to read; "
        "install LibreOffice (soffice), or save the file as DOCX"
    )


@pytest.mark.parametrize(
    "head", [b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"Rar!\x1a\x07", b"7z\xbc\xaf"]
)
def test_pictures_and_other_archives(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(head + b"\x01" * 100)
    with pytest.raises(UnsupportedFormatError):
        read(path)


def test_encrypted_member(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", **{"a.txt": TEXT})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(EncryptedFileError):
        members(path)
