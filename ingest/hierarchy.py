"""Place rows under their parents: by code, by printed numbering, by 其中."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.columns import ColumnWords
from ingest.records import Row

_INNER_CODE = re.compile(
    r"^\s*[\[【(（]?\s*(\d{6,8}[A-Z]\d{10,14}|\d{3}(?:\d{2}){0,3}|\d{6}|\d{9})"
    r"\s*[\]】)）]?\s*[-—–－_ ]?\s*(?=[^\d\s.,，%])(.+)$",
    re.S,
)
_PROJECT_CODE = re.compile(r"\s*\d{6,8}[A-Z]\d{10,14}")
_CN = "一二三四五六七八九十百"
_NUMBERINGS = (
    re.compile(rf"^\s*[{_CN}]+\s*[、.．,，]"),
    re.compile(rf"^\s*[（(]\s*[{_CN}]+\s*[)）]"),
    re.compile(r"^\s*\d+\s*[、.．](?!\d)"),
    re.compile(r"^\s*[（(]\s*\d+\s*[)）]"),
)
_OF_WHICH = re.compile(r"^\s*其中\s*[:：]?")


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
    if match is None or re.match(r"\s*(年|月|日|个|项|次|万|亿|元|人|辆)", match[2]):
        return None, label.strip()
    return match[1], match[2].strip()


def project_code(text: str) -> str | None:
    """Return the project code that a text opens with: division, year, T, number."""
    match = _PROJECT_CODE.match(text)
    return match[0].strip() if match else None


def place_rows(rows: Sequence[Row], vocabulary: ColumnWords) -> list[Row]:
    """Return rows with level and parents; each side of a table has a hierarchy of its own."""
    del vocabulary
    placed: list[Row] = []
    stacks: dict[str | None, list[tuple[int, Row]]] = {}
    for row in rows:
        stack = stacks.setdefault(row.side, [])
        rank = _rank(row, stack)
        while stack and stack[-1][0] >= rank:
            stack.pop()
        ancestors = _ancestors(row, stack)
        placed.append(
            replace(
                row, level=len(ancestors) + 1, parents=tuple(above.label for above in ancestors)
            )
        )
        if row.kind != "total":
            stack.append((rank, row))
    return placed


def _rank(row: Row, stack: Sequence[tuple[int, Row]]) -> int:
    """Return how deep a row stands: a longer code or a finer numbering is deeper."""
    if row.code and row.code_kind in ("functional", "economic", "government"):
        return 100 + len(row.code)
    for depth, pattern in enumerate(_NUMBERINGS):
        if pattern.match(row.label):
            return 10 * (depth + 1)
    if _OF_WHICH.match(row.label):
        return (stack[-1][0] if stack else 0) + 1
    return 0 if row.kind == "total" else 90


def _ancestors(row: Row, stack: Sequence[tuple[int, Row]]) -> list[Row]:
    above = [entry for _, entry in stack]
    if row.code and row.code_kind in ("functional", "economic", "government"):
        code = row.code
        return [entry for entry in above if entry.code and code.startswith(entry.code)]
    if row.kind == "total" or _rank(row, stack) == 90:
        return []
    return [entry for entry in above if entry.code is None]
