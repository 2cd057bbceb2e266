"""Read printed figures exactly; convert between 元 (yuan), 万元 (ten thousand) and 亿元 (10^8).

A blank cell, a dash or a lone full stop means that nothing is listed; it is never 0.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from ingest.errors import MoneyError

YUAN: dict[str, Decimal] = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
}
"""How many yuan one of each money unit is."""

SCALE = 10_000
"""Stored integers count ten-thousandths: of a yuan for money, of their own unit otherwise."""

_BLANK = {"", ".", "-", "--", "---", "—", "——", "–", "−", "/", "\\", "…", "·", "。"}
_FIGURE = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")
_BRACKETED = re.compile(r"\(((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)%?\)")


_MARK = re.compile(
    r"(?<=[\d)）%％])\s*(?:[①-⑳¹²³⁰-⁹*＊※†]+|[\[［(（]注\s*\d*[\])）］])\s*$|^\s*[①-⑳](?=\s*\d)"
)
"""What stands at a figure for a note below the table: 26,415.60①, 12.5²."""

_WITH_UNIT = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)((?:万|千|百|亿)?元)")
_LESS = re.compile(r"^\s*△(?=\s*[\d.])")
"""What accounts print for a minus: △3.00."""


def plain(text: str) -> str:
    """Return a printed figure with half-width digits and signs, without blanks, ¥ and note marks."""
    text = unicodedata.normalize("NFKC", _MARK.sub("", text)).replace("−", "-").replace("–", "-")
    text = _LESS.sub("-", text)
    return re.sub(r"\s+|^\s*¥(?=\s*[-\d(])|(?<=-)¥(?=\d)", "", text).replace("，", ",")


def is_blank(text: str) -> bool:
    """Tell whether a cell lists nothing: empty, a dash, a lone full stop."""
    return plain(text) in _BLANK


def is_figure(text: str) -> bool:
    """Tell whether the whole text is one figure: 2,937.77, -3.5, (3.50), 12%."""
    body = plain(text).removesuffix("%")
    return bool(_FIGURE.fullmatch(body) or _BRACKETED.fullmatch(body))


def parse_figure(text: str) -> Decimal | None:
    """Return the exact value of a printed figure, or None where nothing is listed.

    Digits after the point are kept as printed (60.00 stays 60.00). A figure in brackets is
    negative, as accountants print it. A trailing % is dropped; the caller keeps the unit.

    Raises MoneyError for a text that is neither a figure nor blank.
    """
    if is_blank(text):
        return None
    body = plain(text).removesuffix("%")
    if match := _BRACKETED.fullmatch(body):
        return -Decimal(match[1].replace(",", ""))
    if not _FIGURE.fullmatch(body):
        raise MoneyError(f"{text!r} is not a figure")
    return Decimal(body.replace(",", ""))


def amount_with_unit(text: str) -> tuple[str, str] | None:
    """Return the figure and the unit of a cell that prints both and no more: 1,286.40万元."""
    match = _WITH_UNIT.fullmatch(plain(text))
    return (match[1], match[2]) if match else None


def is_money(unit: str | None) -> bool:
    """Tell whether a unit is one of money."""
    return unit in YUAN


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """Return an amount in another money unit, exactly.

    Raises MoneyError where either unit is not one of money.
    """
    if unit not in YUAN or to not in YUAN:
        raise MoneyError(f"cannot convert {unit!r} to {to!r}: not both are units of money")
    return value * YUAN[unit] / YUAN[to]


def scaled(value: Decimal | None, unit: str | None) -> int | None:
    """Return the integer that the store keeps beside the printed text, or None for a blank."""
    if value is None:
        return None
    return int((value * YUAN.get(unit or "", Decimal(1)) * SCALE).to_integral_value(ROUND_HALF_UP))


def plain_decimal(value: Decimal) -> str:
    """Write a value without exponent or separators, digits as they are."""
    return format(value, "f")
