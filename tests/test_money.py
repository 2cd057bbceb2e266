"""Money is exact; blanks are not zero; near misses are refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import money
from ingest.errors import MoneyError


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2,937.77", "2937.77"),
        ("５，０００．５０", "5000.50"),
        ("60.00", "60.00"),
        ("0", "0"),
        ("0.00", "0.00"),
        ("-6.80", "-6.80"),
        ("−6.80", "-6.80"),
        ("(6.80)", "-6.80"),
        ("（2.19%）", "-2.19"),
        ("41,534.730000", "41534.730000"),
        ("9%", "9"),
        (" 1 190.00 ", "1190.00"),
    ],
)
def test_a_figure_is_read_as_printed(printed: str, value: str) -> None:
    found = money.parse_figure(printed)
    assert found is not None
    assert money.plain_decimal(found) == value


@pytest.mark.parametrize("printed", ["", " ", ".", "-", "—", "——", "－", "　"])
def test_a_blank_is_none_not_zero(printed: str) -> None:
    assert money.parse_figure(printed) is None
    assert money.is_blank(printed)
    assert not money.is_figure(printed)


@pytest.mark.parametrize(
    "printed", ["5000万元", "1,23", "12,34.5", "1.2.3", "长期", "2026年", "≥90", "1e5"]
)
def test_what_is_not_a_figure_is_refused(printed: str) -> None:
    with pytest.raises(MoneyError):
        money.parse_figure(printed)
    assert not money.is_figure(printed)


def test_a_printed_zero_is_not_blank() -> None:
    assert not money.is_blank("0")
    assert not money.is_blank("0.00")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
def test_printing_and_reading_round_trips(value: Decimal) -> None:
    assert money.parse_figure(f"{value:,}") == value


@given(st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False))
def test_units_convert_exactly_there_and_back(value: Decimal) -> None:
    yuan = money.convert(value, "万元", "元")
    assert yuan == value * 10_000
    assert money.convert(yuan, "元", "万元") == value


def test_only_money_converts() -> None:
    with pytest.raises(MoneyError):
        money.convert(Decimal(1), "次", "元")


def test_the_stored_integer_counts_ten_thousandths() -> None:
    assert money.scaled(Decimal("220.00"), "万元") == 22_000_000_000
    assert money.scaled(Decimal("2200000"), "元") == 22_000_000_000
    assert money.scaled(Decimal("72.06"), "万") == 720_600
    assert money.scaled(None, "万元") is None
