"""Find the total of a table of units that prints none: the row whose code begins all others'."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from ingest.nesting import total_of_units
from ingest.records import Location, Row


def _kinds(
    codes: Sequence[str], amounts: Sequence[str], code_kind: str = "institution"
) -> list[str]:
    rows = [
        Row(at, f"单位{at}", "", (Location("a"),), code=code, code_kind=code_kind)
        for at, code in enumerate(codes)
    ]
    return [row.kind for row in total_of_units(rows, [Decimal(amount) for amount in amounts])]


def test_the_body_over_its_units_is_their_total() -> None:
    assert _kinds(["401", "401001", "401002"], ["26.40", "17.90", "8.50"]) == [
        "total",
        "item",
        "item",
    ]


@pytest.mark.parametrize(
    ("codes", "amounts"),
    [
        (["401", "401001", "401002"], ["26.40", "17.90", "8.60"]),  # no sum
        (["401", "401001", "402001"], ["26.40", "17.90", "8.50"]),  # another's unit
        (["401001", "401001", "401001"], ["26.40", "17.90", "8.50"]),  # projects of one unit
        (["508", "508001"], ["7.80", "7.80"]),  # a body and its only unit
    ],
)
def test_other_first_rows_are_no_total(codes: list[str], amounts: list[str]) -> None:
    assert set(_kinds(codes, amounts)) == {"item"}


def test_items_are_no_units() -> None:
    kinds = _kinds(["208", "20805", "20827"], ["26.40", "17.90", "8.50"], "functional")
    assert set(kinds) == {"item"}
