"""Put rows below the names that stand left of theirs: category and project, unit, project and item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from ingest import money
from ingest.columns import ColumnWords
from ingest.hierarchy import split_code
from ingest.records import BodyRow, Column, Role, Row

_CLASSIFIED = frozenset({"functional", "economic", "government"})
_TWO_KINDS = re.compile(
    r"(?:单位|部门|机构)(?:名称)?[/／∕、及或(（].{0,4}项目|项目(?:名称)?[/／∕、及或(（].{0,4}单位"
)
_CLASS = re.compile(r"科目|功能分类|经济分类")
_SUM = re.compile(r"(?:小计|合计)$")
_OF_PATH = re.compile(r"^小计")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Levels:
    """Hold the columns that name a row from the outermost on, and how the outermost is used."""

    columns: tuple[Column, ...]
    unit: int
    """The place among them of the column that names units, or -1."""
    unit_sums: bool
    """Whether lines give the sums of units: then units stand above their rows, else beside them."""
    sections: frozenset[int]
    """Lines that print the outermost name alone, of a kind of its own: a unit over its projects."""


def climb(
    rows: Sequence[Row],
    bodies: Sequence[BodyRow],
    columns: Sequence[Column],
    vocabulary: ColumnWords,
) -> list[Row]:
    """Return rows with the names in columns left of theirs as parents.

    `rows` have the parents that their codes, numbering and sums tell. The deepest name that a line
    prints is its row's; a blank means the name above it, as a merged cell does; a subtotal stands
    for the name that it sums.
    """
    levels = _levels(bodies, columns, vocabulary)
    if levels is None:
        return list(rows)
    path = [""] * len(levels.columns)
    lines = [_names(body, levels) for body in bodies]
    alone = {names[0] for names in lines if _is_alone(names)}
    sole = len({names[0] for names in lines if names[0] and not vocabulary.is_total(names[0])}) < 2
    section = ""
    placed: list[Row] = []
    for at, (row, names) in enumerate(zip(rows, lines, strict=True)):
        last = max((i for i, name in enumerate(names) if name), default=-1)
        if last < 0:
            placed.append(row)
            continue
        above = _inherited(path, names, last)
        if vocabulary.is_total(names[last]):
            if (sole or not any(names[:last])) and not _OF_PATH.match(names[last]):
                above = []  # the sum of all
            own = [name for name in above if name]
            path = [*above, *[""] * (len(path) - len(above))]
            section = section if own else ""
            placed.append(_sum_of(row, own, section, levels) if own else row)
            continue
        path = [*above, names[last], *[""] * (len(path) - last - 1)]
        if at in levels.sections:
            section, path = names[last], [""] * len(path)
            placed.append(row)
            continue
        placed.append(_joined(row, _below(row, path[: last + 1], section, levels), alone))
    return placed


def _joined(row: Row, below: Row, alone: set[str]) -> Row:
    """Return a row with the parents that columns tell between those of sums and those of numbering.

    A name is not told twice: 货物 with 货物小计, a purchase with the project that it is called by.
    """
    outer = [name for name in row.parents if name in alone]
    inner = row.parents[len(outer) :]
    sums = {_SUM.sub("", name) for name in outer if _SUM.search(name)}
    told = [name for name in below.parents if name != row.label and name not in sums]
    parents = (*(name for name in outer if name not in told), *told)
    parents += tuple(name for name in inner if name not in parents)
    return replace(below, parents=parents, level=len(parents) + 1)


def _names(body: BodyRow, levels: _Levels) -> list[str]:
    texts = (body.cells[column.index].strip() for column in levels.columns)
    return ["" if money.is_blank(text) else split_code(text)[1] for text in texts]


def _is_alone(names: Sequence[str]) -> bool:
    """Tell whether a line prints its outermost name and no deeper one."""
    return bool(names[0]) and not any(names[1:])


def _inherited(path: Sequence[str], names: Sequence[str], last: int) -> list[str]:
    """Return the names above the deepest of a line: its own, or those of the line before."""
    above: list[str] = []
    changed = False
    for own, before in zip(names[:last], path, strict=False):
        changed = changed or bool(own and own != before)
        above.append(own or ("" if changed else before))
    return above


def _sum_of(row: Row, own: Sequence[str], section: str, levels: _Levels) -> Row:
    """Return the row of a subtotal under the name that it sums."""
    return _below(
        replace(row, label=own[-1], kind="item", code=None, code_kind=None), own, section, levels
    )


def _below(row: Row, path: Sequence[str], section: str, levels: _Levels) -> Row:
    """Return a row with the names above it as parents; a unit that sums nothing only has it."""
    unit = path[levels.unit] if 0 <= levels.unit < len(path) else ""
    two_kinds = section and _TWO_KINDS.search("".join(levels.columns[0].path))
    institution = unit or (section if two_kinds else "") or row.institution
    above = [
        name
        for at, name in enumerate(path[:-1])
        if name and (at != levels.unit or levels.unit_sums)
    ]
    parents = tuple(name for name in (section, *above) if name)
    return replace(row, parents=parents, level=len(parents) + 1, institution=institution)


def _levels(
    bodies: Sequence[BodyRow], columns: Sequence[Column], vocabulary: ColumnWords
) -> _Levels | None:
    """Return the columns that name rows, outermost first; None where one alone does."""
    figures = next((c.index for c in columns if c.role in (Role.AMOUNT, Role.CHANGE)), len(columns))
    before = [c for c in columns if c.index < figures]
    labels = [c for c in before if c.role is Role.LABEL]
    ends = labels[:1] + labels[-1:]  # between a project and what it buys, an item only classes
    labels = [c for c in labels if c in ends or not _CLASS.search("".join(c.path[-1:]))]
    if not labels or _is_classified(before, labels, vocabulary):
        return None
    outer = [
        c
        for c in before
        if c.index < labels[0].index
        and (c.role is Role.UNIT_NAME or (c.role is Role.TEXT and _gathers(c, bodies, vocabulary)))
    ]
    named = (*outer, *labels)
    if len(named) < 2:
        return None
    unit = next((i for i, c in enumerate(named) if c.role is Role.UNIT_NAME), -1)
    found = _Levels(named, unit, False, frozenset())
    lines = [_names(body, found) for body in bodies]
    return replace(
        found,
        unit_sums=unit >= 0 and any(_sums_at(names, unit, vocabulary) for names in lines),
        sections=_sections(lines, bodies, columns, vocabulary),
    )


def _is_classified(
    before: Sequence[Column], labels: Sequence[Column], vocabulary: ColumnWords
) -> bool:
    """Tell whether a code of the classification begins a name: codes place such rows."""
    codes = [c for c in before if c.role is Role.CODE and c.index < labels[-1].index]
    heads = ["/".join(c.path) for c in codes]
    return any(
        "科目" in head or vocabulary.code_kind(head, "", "") in _CLASSIFIED for head in heads
    )


def _gathers(column: Column, bodies: Sequence[BodyRow], vocabulary: ColumnWords) -> bool:
    """Tell whether a column of classes gathers rows: each class names one run of several lines."""
    if not vocabulary.gathers(column.path):
        return False
    texts = [body.cells[column.index].strip() for body in bodies]
    texts = [text for text in texts if text and not vocabulary.is_total(text)]
    runs = [text for text, _ in groupby(texts)]
    return len(set(runs)) == len(runs) > 1


def _sums_at(names: Sequence[str], at: int, vocabulary: ColumnWords) -> bool:
    """Tell whether a line gives the sum of the name in one column: no deeper one, or a total's."""
    inner = next((name for name in names[at + 1 :] if name), "")
    return bool(names[at]) and not vocabulary.is_total(names[at]) and (
        not inner or vocabulary.is_total(inner)
    )  # fmt: skip


def _sections(
    lines: Sequence[Sequence[str]],
    bodies: Sequence[BodyRow],
    columns: Sequence[Column],
    vocabulary: ColumnWords,
) -> frozenset[int]:
    """Return lines that print the outermost name alone, over lines that print it with deeper ones.

    The heading says that the column names two kinds (单位／项目), or each sums the lines below it.
    """
    alone = [
        at
        for at, names in enumerate(lines)
        if _is_alone(names) and not vocabulary.is_total(names[0])
    ]
    spans = {at: _span(at, alone, lines, vocabulary) for at in alone}
    spans = {at: below for at, below in spans.items() if below}  # not one right over another
    if not spans or not all(lines[i][0] for below in spans.values() for i in below):
        return frozenset()
    head = next((c for c in columns if c.role in (Role.LABEL, Role.UNIT_NAME)), columns[0])
    two_kinds = _TWO_KINDS.search("".join(head.path)) is not None
    return frozenset(alone) if two_kinds or _add_up(spans, bodies, columns) else frozenset()


def _span(
    at: int, alone: Sequence[int], lines: Sequence[Sequence[str]], vocabulary: ColumnWords
) -> list[int]:
    """Return the lines below one, up to the next of its kind or a total."""
    below: list[int] = []
    for i in range(at + 1, len(lines)):
        if i in alone or vocabulary.is_total(lines[i][0]):
            break
        below.append(i)
    return below


def _add_up(
    spans: dict[int, list[int]], bodies: Sequence[BodyRow], columns: Sequence[Column]
) -> bool:
    """Tell whether each line is the sum of those below it in the first column that has it."""
    amounts = [c.index for c in columns if c.role is Role.AMOUNT]
    for at, below in spans.items():
        own = next((i for i in amounts if _value(bodies[at], i)), None)
        if own is None:
            return False
        parts = [_value(bodies[i], own) or _ZERO for i in below]
        if sum(parts, _ZERO) != _value(bodies[at], own):
            return False
    return True


def _value(body: BodyRow, index: int) -> Decimal | None:
    text = body.cells[index]
    return money.parse_figure(text) if money.is_figure(text) else None
