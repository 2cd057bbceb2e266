"""Prove the figures of tables whose cells are inferred (borderless, scanned) by the sums they make.

A figure is proved where it takes part in a sum that holds to the last digit and in none that fails.
What stays unproved is reported with its page and box, never silently taken as right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.proof_columns import column_sums
from ingest.proof_shape import broken_places
from ingest.records import BBox, Location, Observation, Problem, Row, Severity, StoredTable
from ingest.soundness import UNREADABLE

Place = tuple[int, int]
"""A row and a column of a stored table."""

LONG = 4
"""An amount of so many digits does not meet another one by chance."""

SHOWN = 6
"""So many unproved figures are named in one problem; the rest are counted."""

_CLASSIFIED = ("functional", "economic", "government", "institution")
_NUMBERED = re.compile(r"[一二三四五六七八九十]+[、.．]")
_ZERO = Decimal(0)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Sum:
    """Say that one figure should be the sum of others."""

    total: Place
    parts: tuple[Place, ...]


def prove_all(tables: Sequence[StoredTable]) -> tuple[StoredTable, ...]:
    """Prove the inferred tables of a document: by their sums, forms also by what those show."""
    proved = [one if _is_form(one) or _is_unread(one) else prove(one) for one in tables]
    known = _known(one for one in proved if one.table.proved)
    return tuple(prove(one, known) if _is_form(one) else one for one in proved)


def _is_form(stored: StoredTable) -> bool:
    return bool(stored.table.pairs)


def _is_unread(stored: StoredTable) -> bool:
    return stored.table.kind == UNREADABLE


def _known(tables: Iterable[StoredTable]) -> dict[str, set[Decimal]]:
    """Return the figures of proved tables by project code; those of sum rows under no code."""
    found: dict[str, set[Decimal]] = defaultdict(set)
    for stored in tables:
        keys = {
            row.index: "" if row.kind == "total" else row.code or "-"
            for row in stored.rows
            if row.kind == "total" or row.code_kind == "project"
        }
        for one in stored.observations:
            if one.row in keys and one.value and one.measure == "amount":
                found[keys[one.row]].add(one.value)
    return found


def _shown_elsewhere(stored: StoredTable, known: Mapping[str, set[Decimal]]) -> set[Place]:
    """Return the places of a form whose amount a proved table prints for its project, or in all."""
    codes = {row.code for row in stored.rows if row.code_kind == "project" and row.code}
    wanted = {value for code in codes for value in known.get(code, ())}
    if not codes:
        wanted = {value for value in known.get("", ()) if len(value.as_tuple().digits) >= LONG}
    return {(o.row, o.column) for o in stored.observations if o.value in wanted}


def prove(stored: StoredTable, known: Mapping[str, set[Decimal]] | None = None) -> StoredTable:
    """Return an inferred table marked as proved, or with what no sum proves as problems."""
    if stored.table.proved:
        return stored
    figures = {
        (o.row, o.column): o
        for o in stored.observations
        if o.value is not None and o.measure != "text"
    }
    values = {place: o.value for place, o in figures.items() if o.value is not None}
    shown, doubtful = _judged(_sums(stored, values), values)
    shown |= _shown_elsewhere(stored, known or {})
    doubtful |= broken_places(stored) & set(figures)
    open_places = sorted(place for place in figures if place not in shown or place in doubtful)
    if not open_places:
        return replace(stored, table=replace(stored.table, proved=True))
    problems = list(_reports(stored, [figures[place] for place in open_places], doubtful))
    return replace(stored, problems=(*stored.problems, *problems))


def _judged(sums: Iterable[Sum], values: dict[Place, Decimal]) -> tuple[set[Place], set[Place]]:
    """Return the places that sums prove, and those that stand in a sum that fails."""
    shown: set[Place] = set()
    doubtful: set[Place] = set()
    for one in sums:
        listed = [place for place in (one.total, *one.parts) if place in values]
        off = misses(one, values)
        if off is None:
            continue
        if not off:
            shown.update(listed)
        elif off > _slack(one, values):
            doubtful.update(listed)
    return shown, doubtful


def misses(one: Sum, values: dict[Place, Decimal]) -> Decimal | None:
    """Return how far a sum is off; None where nothing of it is printed.

    A total above parts that are all blank is off: a figure may have been lost.
    """
    if not any(place in values for place in (one.total, *one.parts)):
        return None
    return abs(values.get(one.total, _ZERO) - sum((values.get(p, _ZERO) for p in one.parts), _ZERO))


def _slack(one: Sum, values: dict[Place, Decimal]) -> Decimal:
    """Return what rounding alone explains: n + 1 halves of the last printed digit."""
    places = [value for p in (one.total, *one.parts) if (value := values.get(p)) is not None]
    digits = [exponent for v in places if isinstance(exponent := v.as_tuple().exponent, int)]
    return Decimal(1).scaleb(max(digits, default=0)) / 2 * (len(one.parts) + 1)


# --- the sums of a table ------------------------------------------------------------------------


def _sums(stored: StoredTable, values: dict[Place, Decimal]) -> Iterator[Sum]:
    for total, parts in column_sums(stored.columns, _by_row(values)):
        for row in stored.rows:
            if any((row.index, column) in values for column in (total, *parts)):
                yield Sum((row.index, total), tuple((row.index, part) for part in parts))
    held: dict[int, set[int]] = defaultdict(set)
    summed = {c.index for c in stored.columns if c.unit}  # of one kind of things, or money
    for observation in stored.observations:
        if observation.measure != "count" or observation.column in summed:
            held[observation.column].add(observation.row)
    for column, known in held.items():
        rows = [row for row in stored.rows if row.index in known and row.kind in ("item", "total")]
        yield from _coded(rows, column)
        yield from _nested(rows, column)
        yield from _totals(rows, column, values)
    yield from _weights(stored, values)


def _by_row(values: dict[Place, Decimal]) -> list[dict[int, Decimal]]:
    rows: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for (row, column), value in values.items():
        rows[row][column] = value
    return list(rows.values())


def _coded(rows: Sequence[Row], column: int) -> Iterator[Sum]:
    """Yield 款 = Σ 项 and 类 = Σ 款 by code; a code printed twice sums what follows it."""
    children: dict[int, list[int]] = defaultdict(list)
    seen: list[Row] = []
    for row in rows:
        if not row.code or row.code_kind not in _CLASSIFIED:
            continue
        above = [up for up in seen if row.code != up.code and row.code.startswith(up.code or "-")]
        if above:
            longest = max(len(up.code or "") for up in above)
            parent = [up for up in above if len(up.code or "") == longest][-1]
            children[parent.index].append(row.index)
        seen.append(row)
    for index, inner in children.items():
        yield Sum((index, column), tuple((child, column) for child in inner))


def _nested(rows: Sequence[Row], column: int) -> Iterator[Sum]:
    """Yield the sums of rows without codes: a numbered row over those below it."""
    children: dict[int, list[int]] = defaultdict(list)
    at: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row.code and row.code_kind in _CLASSIFIED:
            continue
        if row.parents in at:
            children[at[row.parents]].append(row.index)
        at[(*row.parents, row.label)] = row.index
    for index, inner in children.items():
        yield Sum((index, column), tuple((child, column) for child in inner))


def _totals(rows: Sequence[Row], column: int, values: dict[Place, Decimal]) -> Iterator[Sum]:
    """Yield for each total the sum that it is: of all outermost rows, of those above, of both."""
    for at, row in enumerate(rows):
        tries = list(_readings(rows, at)) if row.kind == "total" else list(_plain_run(rows, at))
        sums = [Sum((row.index, column), tuple((r.index, column) for r in one)) for one in tries]
        holding = next((one for one in sums if misses(one, values) == 0), None)
        if holding:
            yield holding
        elif sums and row.kind == "total" and (row.index, column) in values:
            yield sums[0]


def _readings(rows: Sequence[Row], at: int) -> Iterator[list[Row]]:
    """Yield the sets of rows that a total at a place may be the sum of."""
    codes = {code for row in rows if (code := row.code)}
    outer = [
        r
        for r in rows
        if r.level == 1 and r.kind == "item" and not _has_parent(r.code or "", codes)
    ]
    above, below = rows[:at], rows[at + 1 :]
    last = max((i for i, r in enumerate(above) if r.kind == "total"), default=-1)
    fresh = [r for r in above[last + 1 :] if r.level == 1]
    following = next((i for i, r in enumerate(below) if r.kind == "total"), len(below))
    numbered = [r for r in above if r.kind == "item" and any(r.label in x.parents for x in rows)]
    for reading in (
        outer,
        fresh,
        [*([above[last]] if last >= 0 else []), *fresh],
        [r for r in below[:following] if r.level == 1],
        [r for r in above if r.kind == "total"],
        numbered,
        list(_run_heads(above)),
    ):
        if reading:
            yield reading


def _has_parent(code: str, codes: set[str]) -> bool:
    return any(code[:end] in codes for end in range(3, len(code)))


def _run_heads(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows that printed numbering (一、二、) makes the heads of those after them."""
    return (row for row in rows if _NUMBERED.match(row.label) and row.kind == "item")


def _plain_run(rows: Sequence[Row], at: int) -> Iterator[list[Row]]:
    """Yield the plain rows after a numbered one, which may be its parts."""
    if not _NUMBERED.match(rows[at].label):
        return
    run: list[Row] = []
    for row in rows[at + 1 :]:
        if row.kind == "total" or _NUMBERED.match(row.label):
            break
        run.append(row)
    if run:
        yield run


def _weights(stored: StoredTable, values: dict[Place, Decimal]) -> Iterator[Sum]:
    """Yield nothing but where the weights of indicators make one hundred: they prove each other."""
    by_column: dict[int, list[Place]] = defaultdict(list)
    for observation in stored.observations:
        place = (observation.row, observation.column)
        if place in values and observation.measure in ("percent", "weight"):
            by_column[observation.column].append(place)
    for places in by_column.values():
        if len(places) > 1 and sum((values[p] for p in places), _ZERO) == _HUNDRED:
            values[-1, places[0][1]] = _HUNDRED
            yield Sum((-1, places[0][1]), tuple(places))


# --- what stays open ------------------------------------------------------------------------


def _reports(
    stored: StoredTable, left: Sequence[Observation], doubtful: set[Place]
) -> Iterator[Problem]:
    """Yield a problem a page: which figures no sum proves, and the box around them."""
    labels = {row.index: row.label for row in stored.rows}
    pages: dict[int | None, list[Observation]] = defaultdict(list)
    for one in left:
        pages[one.location.page].append(one)
    for page, found in pages.items():
        named = [f"{labels.get(o.row, '')} {o.printed}".strip() for o in found[:SHOWN]]
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        failing = sum((o.row, o.column) in doubtful for o in found)
        why = f"; {failing} stand in a sum that fails or a torn row" if failing else ""
        yield Problem(
            Severity.WARNING,
            f"{stored.table.title}: {len(found)} figures were read from inferred cells and no sum "
            f"proves them{why}: {'; '.join(named)}{more}",
            Location(found[0].location.file, page, _around([o.location.bbox for o in found])),
        )


def _around(boxes: Sequence[BBox | None]) -> BBox | None:
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    x0, top, x1, bottom = zip(*known, strict=True)
    return min(x0), min(top), max(x1), max(bottom)
