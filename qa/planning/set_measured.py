"""Measure the members of a set by what two columns give: their change, what is left of their money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from qa.catalogue import Catalogue, Heading, Sheet
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.planning.bases import Bases
from qa.planning.figures import make_figure
from qa.planning.types import Figure, Measured, Step, Target
from qa.query import Asked, Operation
from qa.words.normalise import data
from qa.words.set_asks import SetAsk

Pair = tuple[Figure, Figure | None]


class SetMeasures:
    """Measure the members of sets of one catalogue."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, bases: Bases) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._bases = bases

    def step(
        self,
        extra: SetAsk,
        table: Sheet,
        figures: Sequence[Figure],
        priors: Mapping[Figure, Figure],
        group: str,
        row: int | None,
    ) -> Step | None:
        """Return the step that tells all that is asked, or None where no columns give it."""
        pairs = list(self._pairs(extra, table, figures, priors))
        counts = extra.by == "left" and "count" in extra.wants  # of which nothing is left is none
        pairs = [p for p in pairs if fits(amount_of(p), "up" if counts else extra.sign)]
        if not pairs or ("part" in extra.wants and row is None):
            return None
        return Step(
            Asked(Operation.LIST),
            tuple(Target(one) for one, _ in pairs),
            tuple(Target(other) for _, other in pairs if other is not None),
            group=group,
            measured=Measured(extra.wants, extra.by, extra.sign, row),
        )

    def _pairs(
        self,
        extra: SetAsk,
        table: Sheet,
        figures: Sequence[Figure],
        priors: Mapping[Figure, Figure],
    ) -> Iterator[Pair]:
        """Give each member with what it is held against; what prints neither is no member."""
        if not extra.by:
            yield from ((f, None) for f in figures if _value(f) is not None)
        elif extra.by == "moved":
            for now in figures:
                before = priors.get(now) or self._bases.prior(now)
                if before is not None and before.year != now.year and _told((now, before)):
                    yield now, before
        else:
            heads = data("conditions.yaml")["worked"][extra.by]
            of, against = (head(table, str(heads[name])) for name in ("of", "against"))
            for figure in figures if of is not None and against is not None else ():
                entry = self._catalogue.rows[figure.row_id]
                one, other = (
                    make_figure(self._catalogue, self._lookup, table, entry, c.index, figure.score)
                    for c in (of, against)
                    if c is not None
                )
                if _told((one, other)):
                    yield one, other


def head(table: Sheet, said: str) -> Heading | None:
    """Return the one column of amounts whose last head is as said."""
    amounts = (c for c in table.columns if c.role == "amount" and c.path)
    found = [c for c in amounts if re.search(said, bare(c.path[-1]))]
    return found[0] if len(found) == 1 else None


def fits(value: Decimal, sign: str) -> bool:
    """Tell whether a change went the way that is meant."""
    return value < 0 if sign == "down" else value > 0 if sign == "up" else True


def amount_of(pair: Pair) -> Decimal:
    """Return what a member is measured by; a blank beside a figure counts nothing, as in sums."""
    one, other = pair
    base = _value(other) if other is not None else None
    return (_value(one) or Decimal(0)) - (base or Decimal(0))


def _value(figure: Figure) -> Decimal | None:
    return figure.fact.value if figure.fact is not None else None


def _told(pair: tuple[Figure, Figure]) -> bool:
    return any(_value(f) is not None for f in pair)
