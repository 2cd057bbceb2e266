"""Read shares that lean on another question of the same sentence."""

from __future__ import annotations

from dataclasses import replace

from qa.query import Operation, Query


def share_of_top(first: Query, share: Query) -> Query:
    """Return one question of two: which is the largest, and what share it is."""
    return replace(first, operations=(*first.operations, *share.operations), whole=share.whole)


def share_of_all(query: Query) -> bool:
    """Tell whether a share is asked for without its whole: it is of the table's total."""
    return query.asks(Operation.SHARE) and not query.whole
