"""Answer what is asked of rows that a question names by a table's title, a class, or a mark.

The set is found by printed names, what is asked of it by `words/anchored.py`. Nothing is answered
where a word is left beside them that could choose other rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from qa import calculate
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.columns import default_columns
from qa.linking.words import load_words
from qa.lookup import Lookup
from qa.planning.anchor_names import LISTS, NO_LISTS, Hit, Names, below, flat, leaves, without_own
from qa.planning.figures import make_figure
from qa.planning.filter import within
from qa.planning.scope import Ground, ground
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.understand import reader
from qa.words import anchored, code_parts
from qa.words.anchored import CLASS, MARK, ROW, TABLE, Ask
from qa.words.lexical import cut
from qa.words.normalise import normalise

if TYPE_CHECKING:
    from qa.view import View

SURE = 1.0
PRINTED = "printed"  # members stand in the order in which they are printed
KEPT = 64  # documents whose names are kept
_DISTINCT = 3  # characters of a mark that needs no head beside it


@dataclass(frozen=True, slots=True)
class Anchor:
    """Hold rows that words name: their table, what they are called, the masks of the words.

    `whole` is the row that they are parts of, `less` those that are left out of it;
    `headed` tells that the head of the column of a mark is said, or the row beside it.
    """

    sheet: Sheet
    rows: tuple[Entry, ...]
    name: str
    masks: tuple[tuple[Hit, str], ...]
    whole: Entry | None = None
    less: tuple[Entry, ...] = ()
    marked: bool = False
    headed: bool = False


def answer(view: View, query: Query, question: str) -> tuple[Query, Plan, Answer] | None:
    """Return what is asked of a set of rows that a question names, else None."""
    place = ground(query, view.catalogue)
    if not _is_plain(view, query, place):
        return None
    text = code_parts.written(normalise(question), reader(view.catalogue).codes)
    names = _names(view.catalogue, view.lookup, place.documents[0])
    for anchor in _anchors(names, text):
        masked = _masked(text, anchor, names)
        ask = anchored.read(masked)
        if ask is None or not _fits(anchor, ask) or not _explained(masked, ask, names):
            continue
        plan = _Plans(view, place, names, text).plan(anchor, ask)
        if plan is not None:
            asked = tuple(step.asked for step in plan.steps)
            summed = (Asked(Operation.SUM),) if ask.summed else ()
            worded = replace(query, operations=(*asked, *summed), parts=())
            return worded, plan, view.composer.compose(worded, plan)
    return None


def of_code(view: View, query: Query, question: str) -> str | None:
    """Return the plain question of a code whose parts are said apart amid other talk, else None."""
    place = ground(query, view.catalogue)
    code = query.codes[0] if len(query.codes) == 1 else ""
    if not code or code in question or not _is_plain(view, query, place):
        return None
    text = code_parts.written(normalise(question), reader(view.catalogue).codes)
    names = _names(view.catalogue, view.lookup, place.documents[0])
    masked = text.replace(code, ROW)
    ask = anchored.read(masked)
    if ROW not in masked or ask is None or ask.bound or ask.part:
        return None
    plain = ask.operation in (Operation.LOOKUP, Operation.SUM) and not ask.share
    if not plain or not _explained(masked, ask, names):
        return None
    return f"How much is {code}?" if query.language == "en" else f"{code}是多少钱?"


def _is_plain(view: View, query: Query, place: Ground) -> bool:
    """Tell whether a question is of one document and of its own year."""
    if place.many or place.missing or len(place.documents) != 1:
        return False
    if query.refusals or query.scope.strangers or query.base_year or any(query.offsets):
        return False
    year = view.catalogue.documents[place.documents[0]].fiscal_year
    return set(query.years) <= {year}


@lru_cache(maxsize=KEPT)
def _names(catalogue: Catalogue, lookup: Lookup, document: int) -> Names:
    return Names(catalogue, lookup, document).read()


# --- what is named ----------------------------------------------------------------------------


def _anchors(names: Names, text: str) -> Iterator[Anchor]:
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
        yield Anchor(sheet, tuple(leaves(sheet)), sheet.title, masks)


_Masks = tuple[tuple[Hit, str], ...]


def _tables(
    names: Names, text: str, titles: Sequence[Hit]
) -> list[tuple[Sheet, _Masks]] | None:
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


def _marked(
    names: Names, text: str, tables: Sequence[tuple[Sheet, _Masks]]
) -> Iterator[Anchor]:
    """Give the rows that carry a mark that a text says, with its column's head or long enough."""
    taken = [hit for _, masks in tables for hit, _ in masks]
    free = [h for h in names.find(text, (*names.marks, *names.heads)) if not _meets(h, taken)]
    inside = {sheet.id for sheet, _ in tables}
    own = tuple(mask for _, masks in tables for mask in masks)
    for hit in sorted(free, key=lambda h: -len(h.name)):
        by_column: dict[tuple[int, int], list[tuple[Sheet, Heading, Entry]]] = defaultdict(list)
        for sheet, head, entry in names.marks.get(hit.name, ()):
            if not inside or sheet.id in inside:
                by_column[sheet.id, head.index].append((sheet, head, entry))
        said = {h.name for h in free if h.name in names.heads and h is not hit}
        groups = sorted(by_column.values(), key=lambda g: _order(g[0][0]))
        headed = [g for g in groups if flat(g[0][1].path[-1]) in said]
        if not headed and len(hit.name) < _DISTINCT:
            headed, groups = _of_row(names, text, hit, groups), []
        for group in headed or groups[:1]:
            sheet, head, _ = group[0]
            heads = tuple((h, MARK) for h in free if h.name == flat(head.path[-1]))
            rows = tuple(entry for _, _, entry in group)
            masks = (*own, (hit, MARK), *heads)
            same = _of_name(names, text, sheet, rows, masks)
            told = f"{''.join(head.path[-1].split())}“{_printed(names, group[0])}”"
            yield same or Anchor(sheet, rows, told, masks, marked=True, headed=bool(headed))


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
    names: Names, text: str, sheet: Sheet, rows: Sequence[Entry], masks: _Masks
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
    return Anchor(sheet, tuple(own), own[0].label, (*masks, *named), headed=True) if len(own) == 1 else None


def _printed(names: Names, cell: tuple[Sheet, Heading, Entry]) -> str:
    fact = names.lookup.fact(cell[0].id, cell[2].id, cell[1].index)
    return "".join(fact.printed.split()) if fact is not None else ""


def _classed(
    names: Names, text: str, tables: Sequence[tuple[Sheet, _Masks]]
) -> Iterator[Anchor]:
    """Give the rows below a class that a text names, in each table that has it."""
    taken = [hit for _, masks in tables for hit, _ in masks]
    own = tuple(mask for _, masks in tables for mask in masks)
    inside = {sheet.id for sheet, _ in tables}
    free = [h for h in names.find(text, names.rows) if not _meets(h, taken)]
    priority = load_words().priority
    for hit in (h for h in free if h.name in names.classes):
        for sheet, entry in sorted(names.classes[hit.name], key=lambda one: -priority.get(one[0].kind, 0.0)):
            if inside and sheet.id not in inside:
                continue
            rows = tuple(below(sheet, entry))
            others = [h for h in free if h.name != hit.name]
            less = tuple(e for e in rows if any(flat(e.label) == h.name for h in others))
            if len({flat(e.label) for e in less}) < len(less):
                continue  # two rows of one name
            masks = [(h, CLASS) for h in free if h.name == hit.name]
            masks += [(h, ROW) for h in others if any(flat(e.label) == h.name for e in less)]
            yield Anchor(sheet, rows, entry.label, (*own, *masks), entry, less)


def _order(sheet: Sheet) -> tuple[int, int]:
    return (0 if sheet.kind in LISTS else 1, sheet.ordinal)


def _meets(hit: Hit, others: Sequence[Hit]) -> bool:
    return any(hit.start < one.end and one.start < hit.end for one in others)


# --- whether all is explained -----------------------------------------------------------------


def _masked(text: str, anchor: Anchor, names: Names) -> str:
    """Return a text with what names the set masked, and without the department's own name."""
    hits = [hit for hit, _ in anchor.masks]
    institution = names.catalogue.documents[names.document].institution
    masks = [*anchor.masks, *((hit, " ") for hit in without_own(text, institution, hits))]
    for hit, slot in sorted(masks, key=lambda one: -one[0].start):
        text = f"{text[: hit.start]}{slot}{text[hit.end :]}"
    return text


def _fits(anchor: Anchor, ask: Ask) -> bool:
    """Tell whether what is asked can be asked of a set that is named so."""
    if ask.less or anchor.less:
        return ask.less and bool(anchor.less) and anchor.whole is not None
    if anchor.whole is not None:
        plain = ask.operation in (Operation.SUM, Operation.LOOKUP) and not ask.bound
        return ask.below and not plain and not ask.part
    if anchor.marked:
        return anchor.headed or ask.operation is not Operation.LIST
    if anchor.headed:  # one row
        return ask.operation in (Operation.SUM, Operation.LOOKUP, Operation.LIST) and not ask.share
    return bool(ask.part or ask.bound) or ask.operation in (
        Operation.TOP, Operation.BOTTOM, Operation.AVERAGE,
    )  # fmt: skip


def _explained(masked: str, ask: Ask, names: Names) -> bool:
    """Tell whether no word of the clauses that name or ask could choose other rows."""
    if anchored.word("other").search(anchored.active(masked)):
        return False
    printed = names.printed
    for phrase in ask.left:
        for piece in cut(phrase):
            if anchored.is_small(piece):
                continue
            at = masked.find(piece)
            if at < 0 or piece.isdigit() or (len(piece) > 1 and flat(piece) in printed):
                return False
            if anchored.chooses(masked[:at], masked[at + len(piece) :]):
                return False
    return True


# --- what is told -----------------------------------------------------------------------------


class _Plans:
    """Plan what is asked of the rows of one table."""

    def __init__(self, view: View, place: Ground, names: Names, text: str) -> None:
        self._view, self._place, self._names, self._text = view, place, names, text

    def plan(self, anchor: Anchor, ask: Ask) -> Plan | None:
        """Return the steps, or None where the rows do not give what is asked."""
        rows = anchor.rows
        if ask.part:
            rows = tuple(e for e in rows if flat(ask.part) in flat(e.label))
        figures = [f for e in rows if (f := self._figure(anchor.sheet, e)) and _filled(f)]
        whole = self._whole(anchor)
        if not figures or len({f.column for f in figures}) > 1:
            return None
        if whole is not None and not (anchor.whole or anchor.marked or anchor.headed):
            every = [f for e in anchor.rows if (f := self._figure(anchor.sheet, e)) and _filled(f)]
            kept = without_sums(every, whole)
            if not _near(kept, whole):
                return None  # which rows are its members is not sure
            figures = [f for f in figures if f in kept]
        if anchor.less:
            return self._less(anchor, whole)
        if anchor.whole is not None and not _adds_up(figures, whole):
            return None
        steps = self._steps(anchor, ask, figures, whole)
        return _certain(steps) if steps else None

    def _steps(
        self, anchor: Anchor, ask: Ask, figures: list[Figure], whole: Figure | None
    ) -> list[Step]:
        unit = next((f.fact.unit for f in figures if f.fact), None)
        chosen = within(figures, ask.bound, unit) if ask.bound else figures
        group = anchor.name if not ask.part else f"{anchor.name}“{ask.part}”"
        targets = tuple(map(Target, chosen))
        if not chosen:
            return []
        operation = ask.operation
        if operation in (Operation.TOP, Operation.BOTTOM):
            if len(chosen) < 2:
                return []
            top = Step(Asked(operation, k=ask.k), targets, group=group)
            return [top, *self._share_of_one(ask, chosen, whole)] if ask.share else [top]
        if ask.share:
            if whole is None or ask.bound:
                return []
            told = Step(Asked(Operation.SUM), targets, group=group)
            return [told, Step(Asked(Operation.SHARE), targets, (Target(whole),))]
        if operation is Operation.AVERAGE and len(chosen) < 2:
            return []
        if operation in (Operation.LOOKUP, Operation.SUM) or (anchor.headed and not anchor.marked):
            several = len(chosen) > 1
            operation = Operation.SUM if several else Operation.LOOKUP
            return [Step(Asked(operation), targets, group=group if several else "")]
        note = PRINTED if anchor.whole is not None and ask.bound is None else ""
        return [Step(Asked(operation, bound=ask.bound), targets, group=group, note=note)]

    def _share_of_one(
        self, ask: Ask, figures: list[Figure], whole: Figure | None
    ) -> list[Step]:
        """Return what part of all the largest or the smallest ones are."""
        smallest = ask.operation is Operation.BOTTOM
        best = calculate.ranked(figures, ask.k or 1, smallest=smallest)
        if whole is None and len(best) > 1:
            return []
        bases = (Target(whole),) if whole is not None else tuple(map(Target, figures))
        return [Step(Asked(Operation.SHARE), tuple(map(Target, best)), bases)]

    def _less(self, anchor: Anchor, whole: Figure | None) -> Plan | None:
        """Return what is left of a class without rows below it."""
        parts = [f for e in anchor.less if (f := self._figure(anchor.sheet, e)) and _filled(f)]
        if whole is None or not _filled(whole) or len(parts) < len(anchor.less):
            return None
        targets = tuple(map(Target, (whole, *parts)))
        return _certain([Step(Asked(Operation.DIFFERENCE), targets)])

    def _whole(self, anchor: Anchor) -> Figure | None:
        """Return the row that sums the set: its class, or the total of its table."""
        entry = anchor.whole or next((e for e in anchor.sheet.rows if e.kind == "total"), None)
        figure = self._figure(anchor.sheet, entry) if entry is not None else None
        return figure if figure is not None and _filled(figure) else None

    def _figure(self, sheet: Sheet, entry: Entry) -> Figure | None:
        """Return a row's cell in the column that is named, else in that of all."""
        wish = self._place.wish(sheet.document_id)
        columns = default_columns(sheet, entry, wish, self._view.linker.words)
        if not columns:
            return None
        view = self._view
        return make_figure(view.catalogue, view.lookup, sheet, entry, columns[0].index, SURE)


def _filled(figure: Figure) -> bool:
    return figure.fact is not None and bool(figure.fact.value)


def _adds_up(figures: Sequence[Figure], whole: Figure | None) -> bool:
    """Tell whether rows below a class are all of it, as far as it prints an amount."""
    if whole is None or whole.fact is None or whole.fact.value is None:
        return False
    return sum(f.fact.value for f in figures if f.fact and f.fact.value) == whole.fact.value


def _near(figures: Sequence[Figure], whole: Figure) -> bool:
    """Tell whether figures make up the total of their table, but for what is rounded."""
    total = whole.fact.value if whole.fact else None
    added = sum(f.fact.value for f in figures if f.fact and f.fact.value)
    return total is not None and abs(added - total) <= abs(total) / 100


def without_sums(figures: list[Figure], whole: Figure) -> list[Figure]:
    """Return figures without those that sum the ones behind them, where all are twice the whole."""
    values = [f.fact.value or Decimal(0) if f.fact else Decimal(0) for f in figures]
    total = whole.fact.value if whole.fact else None
    if total is None or sum(values) != 2 * total:
        return figures
    sums: set[int] = set()
    at = 0
    while at < len(values):
        end, added = at + 1, Decimal(0)
        while end < len(values) and added < values[at]:
            added, end = added + values[end], end + 1
        if added != values[at]:
            return figures
        sums.add(at)
        at = end
    return [f for i, f in enumerate(figures) if i not in sums]


def _certain(steps: Sequence[Step]) -> Plan:
    return Plan(Route.TABLE, tuple(steps), score=SURE, whole=True, trace=("anchored",))
