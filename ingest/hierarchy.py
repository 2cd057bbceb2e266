"""Place rows under their parents: by code, by printed numbering, by 其中."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.records import Row

_INNER_CODE = re.compile(
    r"^(?!\s*(?:12|9[56])\d{3}[\u4e00-\u9fff])"  # a hotline's number begins its name: 12345热线
    r"\s*[\[【(（]?\s*(\d{6,9}[A-Z]\d{6,14}|[A-Z]\d{6,20}|[ABC]\d{4,10}|\d{12,24}|\d{3}(?:\d{2}){0,3}|\d{6}|\d{9})"
    r"\s*[\]】)）]?\s*[-—–－_ ]?\s*(?=[^\d\s.,，%])(.+)$",
    re.S,
)
_PROJECT_CODE = re.compile(r"\s*\d{6,9}[A-Z]\d{6,14}")
_COUNTED = re.compile(
    r"\s*(?:年|月|日|个|项|次|万|亿|元|人|辆)(?:$|[^\u4e00-\u9fff]|[年月日次元以左度])"
)
"""What follows a number that is no code (120人次, 30000元/年); 人力 and 个人 begin names."""
_CN = "一二三四五六七八九十百"
_NUMBERINGS = (
    re.compile(rf"^\s*[{_CN}]+\s*[、.．,，]"),
    re.compile(rf"^\s*[（(]\s*[{_CN}]+\s*[)）]"),
    re.compile(r"^\s*\d+\s*[、.．](?!\d)"),
    re.compile(r"^\s*[（(]\s*\d+\s*[)）]"),
)
_OF_WHICH = re.compile(r"^\s*其中\s*[:：]?")
_PLAIN = 90
_CLASSIFIED = ("functional", "economic", "government")


def compose_code(parts: Sequence[str]) -> str | None:
    """Return one code from its printed column or its 类, 款 and 项 columns.

    Columns hold the code's own part (208 | 05 | 05) or the code so far (208 | 20805 | 2080505).
    """
    listed = [re.sub(r"\s+", "", part) for part in parts]
    listed = [part for part in listed if part]
    if not listed:
        return None
    code = listed[0]
    for part in listed[1:]:
        code = part if part.startswith(code) and len(part) > len(code) else code + part
    return code


def split_code(label: str) -> tuple[str | None, str]:
    """Return the code in front of a name (2010301 行政运行, [30101]基本工资) and the bare name."""
    match = _INNER_CODE.match(label)
    if match is None or _COUNTED.match(match[2]):
        return None, label.strip()
    return match[1], match[2].strip()


def project_code(text: str) -> str | None:
    """Return the project code that a text opens with: division, year, T, number."""
    match = _PROJECT_CODE.match(text)
    return match[0].strip() if match else None


def place_rows(rows: Sequence[Row], groups: Sequence[int]) -> list[Row]:
    """Return rows with level and parents.

    `groups` says which of the tables printed side by side a row stands in: each has a numbering of
    its own, while a code's parents stand anywhere in the table.
    """
    codes: dict[str | None, Row] = {
        row.code: row for row in rows if row.code and row.code_kind in _CLASSIFIED
    }
    stacks: dict[int, list[tuple[int, Row]]] = {}
    placed: list[Row] = []
    for row, group in zip(rows, groups, strict=True):
        above = _above(row, codes, stacks.setdefault(group, []))
        placed.append(replace(row, level=len(above) + 1, parents=tuple(up.label for up in above)))
    return placed


def _above(row: Row, codes: dict[str | None, Row], stack: list[tuple[int, Row]]) -> list[Row]:
    if row.code and row.code_kind in _CLASSIFIED:
        return [
            codes[row.code[:n]] for n in (3, 5, 7) if n < len(row.code) and row.code[:n] in codes
        ]
    rank = _rank(row.label)
    if row.kind == "total" and rank >= _PLAIN:
        return []
    if _OF_WHICH.match(row.label) and stack and stack[-1][0] >= rank and not _both(row, stack[-1]):
        stack[-1] = (rank - 1, stack[-1][1])  # 其中 (of which) puts the row below the one before
    while stack and stack[-1][0] >= rank:
        stack.pop()
    above = [up for _, up in stack]
    stack.append((rank, row))
    return above if rank < _PLAIN else []


def _both(row: Row, last: tuple[int, Row]) -> bool:
    """Tell whether two lines in turn begin with 其中 and no number: parts of the same."""
    return last[0] == _rank(row.label) == _PLAIN - 1 and _OF_WHICH.match(last[1].label) is not None


def _rank(label: str) -> int:
    """Return how deep a label's numbering stands; a plain label is no heading's child."""
    bare = _OF_WHICH.sub("", label)
    for depth, pattern in enumerate(_NUMBERINGS):
        if pattern.match(bare):
            return 10 * (depth + 1)
    return _PLAIN - 1 if _OF_WHICH.match(label) else _PLAIN
