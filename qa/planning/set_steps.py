"""Make the steps for a set of rows: what is listed, added, ranked, held against a whole or a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from qa import calculate
from qa.catalogue import Catalogue, Sheet
from qa.linking.columns import default_columns
from qa.linking.labels import PROJECT_LIST
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.bases import Bases
from qa.planning.figures import make_figure
from qa.planning.scope import Ground
from qa.planning.types import Figure, Step, Target
from qa.query import Asked, Operation
from qa.words.set_asks import SetAsk

WHOLES = {
    "procurement": ("procurement",),
    "project": (PROJECT_LIST,),
    "spending": ("expenditure_summary", "total_summary"),
    "income": ("income_summary", "total_summary"),
}
"""Kinds of table whose total a share may be of, by what the whole is called."""


TOLD = 12  # members that moved that are told at most


class SetSteps:
    """Make steps over figures of one table."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, words: LinkWords) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._words = words
        self._bases = Bases(catalogue, lookup, words)

    def steps(
        self, extra: SetAsk, figures: Sequence[Figure], table: Sheet, place: Ground,
        priors: Mapping[Figure, Figure],
    ) -> list[Step]:  # fmt: skip
        """Return the steps of a spread, a share or a move; none where it cannot be worked out."""
        filled = [f for f in figures if _value(f) is not None]
        if extra.way:
            return self._moved(extra, figures, priors)
        if extra.spread:
            return self._spread(filled)
        return self._share(extra.whole, filled, table, place) if extra.share else []

    def _spread(self, filled: Sequence[Figure]) -> list[Step]:
        """Return the largest against the smallest."""
        if len(filled) < 2 or len({f.fact.unit for f in filled if f.fact}) != 1:
            return []
        ordered = calculate.ranked(filled, len(filled))
        pair = (Target(ordered[0]), Target(ordered[-1]))
        return [Step(Asked(Operation.DIFFERENCE), pair)]

    def _share(
        self, whole: str, filled: Sequence[Figure], table: Sheet, place: Ground
    ) -> list[Step]:
        """Return what part of the whole the members are, where its total is printed."""
        kinds = WHOLES.get(whole, (table.kind,))
        own = table.kind in kinds
        tables = [table] if own else [
            t for kind in kinds for t in self._catalogue.tables.values()
            if t.kind == kind and t.document_id == table.document_id
        ]  # fmt: skip
        plain = own and whole not in WHOLES
        totals = (self._total(t, filled[0], place, own=plain) for t in tables if filled)
        total = next((t for t in totals if t is not None), None)
        if total is None or not filled:
            return []
        return [Step(Asked(Operation.SHARE), tuple(map(Target, filled)), (Target(total),))]

    def _total(self, table: Sheet, like: Figure, place: Ground, *, own: bool) -> Figure | None:
        """Return the total of a table: in the members' own column, or in that of its year."""
        for entry in (e for e in table.rows if e.kind == "total"):
            columns = default_columns(table, entry, place.wish(table.document_id), self._words)
            at = like.column if own else columns[0].index if columns else None
            if at is None:
                continue
            figure = make_figure(self._catalogue, self._lookup, table, entry, at, like.score)
            if _value(figure):
                return figure
        return None

    def _moved(
        self, extra: SetAsk, figures: Sequence[Figure], priors: Mapping[Figure, Figure]
    ) -> list[Step]:
        """Return the change of the member that rose or fell most, by amount or by rate."""
        moves: list[tuple[Decimal, Figure, Figure]] = []
        gone = Decimal(0)  # the largest amount of those that print nothing any more
        for now in figures:
            before = priors.get(now) or self._bases.prior(now)
            if before is None or _value(before) is None or now.year == before.year:
                continue
            value, base = _value(now), _value(before) or Decimal(0)
            if value is None:
                gone = max(gone, base)
                continue
            change = value - base
            if extra.rate and not base:
                continue
            moves.append((change / base if extra.rate else change, now, before))
        sign = 1 if extra.way == "up" else -1
        kept = sorted((m for m in moves if m[0] * sign > 0), key=lambda m: -m[0] * sign)
        if not kept or (gone and extra.way == "down" and (extra.rate or gone > -kept[0][0])):
            return []
        return [
            Step(Asked(Operation.CHANGE), (Target(now),), (Target(before),))
            for _, now, before in (kept[:TOLD] if extra.every else kept[:1])
        ]


def _value(figure: Figure) -> Decimal | None:
    return figure.fact.value if figure.fact is not None else None
