"""Find the sets of rows that a question names by a table's title, a class above them, or a mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.catalogue import Entry, Heading, Sheet
from qa.linking.text import core
from qa.linking.words import load_words
from qa.planning.anchor_names import (
    LISTS,
    NO_LISTS,
    Hit,
    Names,
    below,
    flat,
    leaves,
    without_own,
)  # fmt: skip
from qa.words import anchored
from qa.words.anchored import CLASS, MARK, ROW, TABLE

_DISTINCT = 3  # characters of a mark that needs no head beside it
Masks = tuple[tuple[Hit, str], ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Hold rows that words name: their table, what they are called, the masks of the words.

    `whole` is the row that they are parts of, `less` those that are left out of it;
    `headed` tells that the head of the column of a mark is said, or the row beside it;
    `column` is the one that is named, of which rows are meant that have money in it;
    `limit` is the row whose amount bounds those that are meant.
    """

    sheet: Sheet
    rows: tuple[Entry, ...]
    name: str
    masks: tuple[tuple[Hit, str], ...]
    whole: Entry | None = None
    less: tuple[Entry, ...] = ()
    marked: bool = False
    headed: bool = False
    limit: Entry | None = None
    column: Heading | None = None


def anchors(names: Names, text: str) -> Iterator[Anchor]:
    """Give the sets that a text may name, the most said first."""
    titles = names.titled(text)
    parts = anchored.word("part_cue").search(text)
    tables = _tables(names, text, titles)
    if tables is None:
        return
    marked = list(_marked(names, text, tables))
    yield from (anchor for anchor in marked if anchor.headed)
    if not (parts and tables):
        yield from _classed(names, text, tables)
    yield from (anchor for anchor in marked if not anchor.headed)
    for sheet, masks in tables:
        yield from _limited(names, text, sheet, masks)
        yield from _in_column(names, text, sheet, masks)
        yield Anchor(sheet, tuple(leaves(sheet)), sheet.title, masks)


def _tables(names: Names, text: str, titles: Sequence[Hit]) -> list[tuple[Sheet, Masks]] | None:
    """Return the one table that is named, nothing where none is, None where several are."""
    if len({hit.name for hit in titles}) > 1:
        return None
    if titles:
        sheets = [s for s in names.titles[titles[0].name] if s.kind not in NO_LISTS]
        masks = tuple((hit, TABLE) for hit in titles)
        return [(sheets[0], masks)] if len(sheets) == 1 else None
    kinds = names.by_kind(text)
    if len({sheet.id for _, sheet in kinds}) != 1:
        return [] if not kinds else None
    return [(kinds[0][1], tuple((hit, TABLE) for hit, _ in kinds))]


def _marked(names: Names, text: str, tables: Sequence[tuple[Sheet, Masks]]) -> Iterator[Anchor]:
    """Give the rows that carry a mark that a text says, with its column's head or long enough."""
    taken = [hit for _, masks in tables for hit, _ in masks]
    free = [h for h in names.find(text, (*names.marks, *names.heads)) if not _meets(h, taken)]
    longer = names.find(text, names.rows)  # 农林水 in 农林水支出 is that row's
    free = [h for h in free if not any(_is_inside(h, row) for row in longer)]
    inside = {sheet.id for sheet, _ in tables}
    own = tuple(mask for _, masks in tables for mask in masks)
    for hit in sorted(free, key=lambda h: -len(h.name)):
        by_column: dict[tuple[int, int], list[tuple[Sheet, Heading, Entry]]] = defaultdict(list)
        for sheet, head, entry in names.marks.get(hit.name, ()):
            if (not inside or sheet.id in inside) and not _is_named(entry, hit):
                by_column[sheet.id, head.index].append((sheet, head, entry))
        groups = sorted(by_column.values(), key=lambda g: _order(g[0][0]))
        said = {g[0][1]: names.head_said(text, g[0][1], (*taken, hit)) for g in groups}
        most = max((h.end - h.start for h in said.values() if h), default=0)
        headed = [g for g in groups if (h := said[g[0][1]]) and h.end - h.start == most]
        vague = len(hit.name) < _DISTINCT or hit.name.endswith(load_words().unit_endings)
        if hit.name in names.rows and not inside:  # a row of its own, unless the head is said whole
            headed = [g for g in headed if _is_whole(g[0][1], said[g[0][1]])]
            vague = True
        if not headed and vague:
            headed, groups = _of_row(names, text, hit, groups), []
        for group in headed or groups[:1]:
            sheet, head, _ = group[0]
            at = said[head]
            heads = ((at, MARK),) if at is not None else ()
            rows = tuple(entry for _, _, entry in group)
            masks = (*own, (hit, MARK), *heads)
            same = _of_name(names, text, sheet, rows, masks)
            told = f"{''.join(head.path[-1].split())}“{_printed(names, group[0])}”"
            yield same or Anchor(sheet, rows, told, masks, marked=True, headed=bool(headed))


def _limited(names: Names, text: str, sheet: Sheet, masks: Masks) -> Iterator[Anchor]:
    """Give the rows of a table with the one of them that is named beside it."""
    rows = tuple(leaves(sheet))
    taken = [hit for hit, _ in masks]
    hits = [h for h in names.find(text, {flat(e.label) for e in rows}) if not _meets(h, taken)]
    found = [e for e in rows if hits and flat(e.label) == hits[0].name]
    if len(hits) == 1 and len(found) == 1:
        yield Anchor(sheet, rows, sheet.title, (*masks, (hits[0], ROW)), limit=found[0])


def _in_column(names: Names, text: str, sheet: Sheet, masks: Masks) -> Iterator[Anchor]:
    """Give the rows of a table with the one column of amounts that is named beside it."""
    taken = [hit for hit, _ in masks]
    columns = [c for c in sheet.columns if c.role == "amount" and c.path]
    heads = [flat(c.path[-1]) for c in columns]
    once = {head for head in heads if heads.count(head) == 1 and len(head) > _DISTINCT}
    hits = [h for h in names.find(text, once) if not _meets(h, taken)]
    if len(hits) == 1:
        column = columns[heads.index(hits[0].name)]
        name = f"{sheet.title}“{''.join(column.path[-1].split())}”"
        rows = tuple(leaves(sheet))
        yield Anchor(sheet, rows, name, (*masks, (hits[0], MARK)), column=column)


def _is_whole(head: Heading, said: Hit | None) -> bool:
    return said is not None and said.name == flat(head.path[-1])


def _of_row(
    names: Names, text: str, hit: Hit, groups: Sequence[list[tuple[Sheet, Heading, Entry]]]
) -> list[list[tuple[Sheet, Heading, Entry]]]:
    """Return the groups in which a row is named that is no other's by its mark alone."""
    masks = ((hit, MARK),)
    return [
        g for g in groups
        if _of_name(names, text, g[0][0], tuple(e for _, _, e in g), masks) is not None
    ]  # fmt: skip


def _of_name(
    names: Names, text: str, sheet: Sheet, rows: Sequence[Entry], masks: Masks
) -> Anchor | None:
    """Return the one row of a name that several rows have which carries the mark, else None."""
    taken = [hit for hit, _ in masks]
    labels = [flat(e.label) for e in leaves(sheet)]
    several = {label for label in labels if labels.count(label) > 1}
    hits = [h for h in names.find(text, several) if not _meets(h, taken)]
    if len({h.name for h in hits}) != 1:
        return None
    own = [e for e in rows if flat(e.label) == hits[0].name]
    named = tuple((h, ROW) for h in hits)
    return (
        Anchor(sheet, tuple(own), own[0].label, (*masks, *named), headed=True)
        if len(own) == 1
        else None
    )


def _printed(names: Names, cell: tuple[Sheet, Heading, Entry]) -> str:
    fact = names.lookup.fact(cell[0].id, cell[2].id, cell[1].index)
    return "".join(fact.printed.split()) if fact is not None else ""


def _classed(names: Names, text: str, tables: Sequence[tuple[Sheet, Masks]]) -> Iterator[Anchor]:
    """Give the rows below a class that a text names, in each table that has it."""
    taken = [hit for _, masks in tables for hit, _ in masks]
    own = tuple(mask for _, masks in tables for mask in masks)
    inside = {sheet.id for sheet, _ in tables}
    free = [h for h in names.find(text, (*names.rows, *names.classes)) if not _meets(h, taken)]
    own_name = without_own(text, names.catalogue.documents[names.document].institution, ())
    free = [h for h in free if not any(_is_inside(h, name) for name in own_name)]  # 司法局
    priority = load_words().priority
    for hit in (h for h in free if h.name in names.classes):
        for sheet, entry in sorted(
            names.classes[hit.name], key=lambda one: -priority.get(one[0].kind, 0.0)
        ):
            if inside and sheet.id not in inside:
                continue
            rows = tuple(below(sheet, entry))
            others = [h for h in free if h.name != hit.name]
            less = tuple(e for e in rows if any(_is_named(e, h) for h in others))
            if len({flat(e.label) for e in less}) < len(less):
                continue  # two rows of one name
            masks = [(h, CLASS) for h in free if h.name == hit.name]
            masks += [(h, ROW) for h in others if any(_is_named(e, h) for e in less)]
            yield Anchor(sheet, rows, entry.label, (*own, *masks), entry, less)


def _is_named(entry: Entry, hit: Hit) -> bool:
    return hit.name in (flat(entry.label), core(flat(entry.label)))


def _order(sheet: Sheet) -> tuple[int, int]:
    return (0 if sheet.kind in LISTS else 1, sheet.ordinal)


def _is_inside(hit: Hit, other: Hit) -> bool:
    """Tell whether a name is only a part of another."""
    return other.start <= hit.start and hit.end <= other.end and hit.name != other.name


def _meets(hit: Hit, others: Sequence[Hit]) -> bool:
    return any(hit.start < one.end and one.start < hit.end for one in others)
