"""Tell columns of one head apart by the groups that they stand under: 一般债务/余额, 专项债务/余额."""

from __future__ import annotations

from collections.abc import Sequence

from qa.catalogue import Heading
from qa.linking.text import bare

SAID = 2
"""The name of a group has at least so many characters."""


def of_groups_said(columns: Sequence[Heading], text: str) -> list[Heading]:
    """Return columns without those under other groups than the one that a question says.

    Where it says none of the groups, or all, each column stays.
    """
    said = bare(text)
    by_leaf: dict[str, list[Heading]] = {}
    for column in columns:
        by_leaf.setdefault(bare(column.path[-1]) if column.path else "", []).append(column)
    kept: set[int] = set()
    for alike in by_leaf.values():
        named = [c for c in alike if any(_is_said(part, said) for part in c.path[:-1])]
        kept |= {column.index for column in named or alike}
    return [column for column in columns if column.index in kept]


def _is_said(part: str, said: str) -> bool:
    return len(bare(part)) >= SAID and bare(part) in said
