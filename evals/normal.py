"""Compare printed words and figures the way a careful reader would."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

SCALES = {
    "元": Decimal(1),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
_LOOKALIKES = str.maketrans({"−": "-", "–": "-", "，": ",", "“": '"', "”": '"', "‘": "'", "’": "'"})
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_LESS = re.compile(r"减|降|少|下滑|decreas|fell|drop|less|down|lower", re.IGNORECASE)
_SLACK = Decimal("0.51")  # of the last printed digit: either way of rounding a half is accepted


def flat(text: object) -> str:
    """Return text in one width and case, without blanks and thousands separators."""
    return re.sub(r"\s+", "", _readable(text)).lower()


def _readable(text: object) -> str:
    """Return text in one width, blanks kept, thousands separators gone."""
    plain = unicodedata.normalize("NFKC", str(text or "")).translate(_LOOKALIKES)
    return _THOUSANDS.sub("", plain)


def number(text: object) -> Decimal | None:
    """Return the figure that a text is, or None; a percent or comparison sign is allowed."""
    bare = re.sub(r"[,\s%]", "", unicodedata.normalize("NFKC", str(text))).lstrip("≥≤=><")
    try:
        found = Decimal(bare)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def close(expected: Decimal, found: Decimal) -> bool:
    """Tell whether two figures agree at the digits after the point that the first one shows."""
    if expected == found:
        return True
    places = -int(expected.as_tuple().exponent)
    return places > 0 and abs(expected - found) <= _SLACK * Decimal(1).scaleb(-places)


def same_figure(value: str, unit: str | None, other: str, other_unit: str | None) -> bool:
    """Tell whether a figure is the expected one (first), money converted between its units."""
    expected, found = number(value), number(other)
    if expected is None or found is None:
        return flat(value) == flat(other)
    scale = SCALES.get(unit or "", Decimal(1))
    # A figure of money with no unit of money is taken to be in the unit asked for.
    theirs = SCALES.get(other_unit or "", scale if unit in SCALES else Decimal(1))
    return close(expected, found * theirs / scale)


def figures_in(text: object) -> Iterator[Decimal]:
    """Yield every figure that stands in a text."""
    for match in _NUMBER.findall(_readable(text)):
        yield Decimal(match)


def says_figure(value: str, text: object) -> bool:
    """Tell whether a text gives the figure; "减少 6.80" gives -6.80."""
    expected = number(value)
    if expected is None:
        return flat(value) in flat(text)
    found = list(figures_in(text))
    if expected < 0 and _LESS.search(str(text)):
        expected, found = -expected, [abs(figure) for figure in found]
    return any(close(expected, figure) for figure in found)


def says(word: str, text: object) -> bool:
    """Tell whether a text has the word, or the figure where the word is one."""
    return says_figure(word, text) if number(word) is not None else flat(word) in flat(text)
