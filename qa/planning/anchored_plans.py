"""Plan what is asked of the rows of one table that a question names by what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from qa import calculate
from qa.catalogue import Entry
from qa.linking.columns import default_columns
from qa.planning.anchor_names import flat
from qa.planning.anchors import Anchor
from qa.planning.figures import make_figure
from qa.planning.filter import within
from qa.planning.scope import Ground
from qa.planning.types import Figure, Measured, Plan, Step, Target
from qa.query import Asked, Bound, Comparator, Operation, Route
from qa.words.anchored import Ask

if TYPE_CHECKING:
    from qa.view import View

SURE = 1.0
PRINTED = "printed"  # members stand in the order in which they are printed


class Plans:
    """Plan what is asked of the rows of one table."""

    def __init__(self, view: View, place: Ground) -> None:
        self._view, self._place = view, place

    def plan(self, anchor: Anchor, ask: Ask) -> Plan | None:
        """Return the steps, or None where the rows do not give what is asked."""
        rows = anchor.rows
        if ask.part:
            rows = tuple(e for e in rows if flat(ask.part) in flat(e.label))
        figures = [f for e in rows if (f := self._figure(anchor, e)) and _filled(f)]
        whole = self._whole(anchor)
        if not figures or len({f.column for f in figures}) > 1:
            return None
        if whole is not None and not (anchor.whole or anchor.marked or anchor.headed):
            every = [f for e in anchor.rows if (f := self._figure(anchor, e)) and _filled(f)]
            kept = without_sums(every, whole)
            if not _near(kept, whole):
                return None  # which rows are its members is not sure
            figures = [f for f in figures if f in kept]
        if anchor.less:
            return self._less(anchor, whole)
        if anchor.whole is not None and not _adds_up(figures, whole):
            return None
        if ask.beside.endswith("place") and (ask.k or 0) > len(figures):
            return Plan(Route.REFUSE, reason="not_found", trace=("anchored",))
        if ask.beside:
            steps = self._held(anchor, ask, figures)
            return _certain(steps) if steps else None
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
            if whole is None:
                return []
            told = Step(Asked(Operation.SUM), targets, group=group)
            return [told, Step(Asked(Operation.SHARE), targets, (Target(whole),))]
        if operation is Operation.AVERAGE and len(chosen) < 2:
            return []
        added = operation is Operation.LIST and ask.summed
        plain = added or operation in (Operation.LOOKUP, Operation.SUM)
        if plain or (anchor.headed and not anchor.marked):
            several = len(chosen) > 1
            operation = Operation.SUM if several else Operation.LOOKUP
            return [Step(Asked(operation), targets, group=group if several else "")]
        note = PRINTED if anchor.whole is not None and ask.bound is None else ""
        return [Step(Asked(operation, bound=ask.bound), targets, group=group, note=note)]

    def _held(self, anchor: Anchor, ask: Ask, figures: list[Figure]) -> list[Step]:
        """Return the members held against their mean, one of them, or each other."""
        targets = tuple(map(Target, figures))
        if len(figures) < 2:
            return []
        if ask.beside.endswith("place"):
            operation = Operation.RANK if ask.beside == "place" else Operation.BOTTOM
            return [Step(Asked(operation, k=ask.k), targets, group=anchor.name)]
        if ask.beside == "times":
            ends = calculate.ranked(figures, len(figures))
            return [Step(Asked(Operation.RATIO), (Target(ends[0]), Target(ends[-1])))]
        over = ask.beside.startswith("over")
        if anchor.limit is None:
            wants = (*(("mean",) if ask.summed else ()), "beyond" if over else "short")
            measured = Measured(wants)
            return [Step(Asked(Operation.LIST), targets, group=anchor.name, measured=measured)]
        if ask.beside == "gap_row":
            measured = Measured(("gap",), row=anchor.limit.id)
            return [Step(Asked(Operation.LIST), targets, group=anchor.name, measured=measured)]
        limit = next((f.fact for f in figures if f.row_id == anchor.limit.id), None)
        if limit is None or limit.value is None:
            return []
        comparator = Comparator.OVER if over else Comparator.UNDER
        bound = Bound(comparator, limit.value, None, limit.unit)
        chosen = tuple(map(Target, within(figures, bound, limit.unit)))
        asked = Asked(Operation.COUNT, bound=bound)
        return [Step(asked, chosen, group=anchor.name)] if chosen else []

    def _share_of_one(self, ask: Ask, figures: list[Figure], whole: Figure | None) -> list[Step]:
        """Return what part of all the largest or the smallest ones are."""
        smallest = ask.operation is Operation.BOTTOM
        best = calculate.ranked(figures, ask.k or 1, smallest=smallest)
        if whole is None and len(best) > 1:
            return []
        bases = (Target(whole),) if whole is not None else tuple(map(Target, figures))
        return [Step(Asked(Operation.SHARE), tuple(map(Target, best)), bases)]

    def _less(self, anchor: Anchor, whole: Figure | None) -> Plan | None:
        """Return what is left of a class without rows below it."""
        parts = [f for e in anchor.less if (f := self._figure(anchor, e)) and _filled(f)]
        if whole is None or not _filled(whole) or len(parts) < len(anchor.less):
            return None
        targets = tuple(map(Target, (whole, *parts)))
        return _certain([Step(Asked(Operation.DIFFERENCE), targets)])

    def _whole(self, anchor: Anchor) -> Figure | None:
        """Return the row that sums the set: its class, or the total of its table."""
        entry = anchor.whole or next((e for e in anchor.sheet.rows if e.kind == "total"), None)
        figure = self._figure(anchor, entry) if entry is not None else None
        return figure if figure is not None and _filled(figure) else None

    def _figure(self, anchor: Anchor, entry: Entry) -> Figure | None:
        """Return a row's cell in the column that is named, else in that of all."""
        view, sheet, named = self._view, anchor.sheet, anchor.column
        if named is not None:
            return make_figure(view.catalogue, view.lookup, sheet, entry, named.index, SURE)
        wish = self._place.wish(sheet.document_id)
        columns = default_columns(sheet, entry, wish, self._view.linker.words)
        if not columns:
            return None
        return make_figure(view.catalogue, view.lookup, sheet, entry, columns[0].index, SURE)


def _filled(figure: Figure) -> bool:
    return figure.fact is not None and bool(figure.fact.value)


def _adds_up(figures: Sequence[Figure], whole: Figure | None) -> bool:
    """Tell whether rows below a class are all of it, as far as it prints an amount."""
    if whole is None or whole.fact is None or whole.fact.value is None:
        return False
    values = [f.fact.value for f in figures if f.fact and f.fact.value]
    digits = max(-min(0, int(v.as_tuple().exponent)) for v in (*values, whole.fact.value))
    rounded = Decimal(1).scaleb(-digits) * (len(values) + 1) / 2  # each is printed rounded
    return abs(sum(values) - whole.fact.value) <= rounded


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
