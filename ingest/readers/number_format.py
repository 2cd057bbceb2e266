"""Show numbers as a spreadsheet shows them: 60 with the format 0.00 is printed as 60.00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_SECTION = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\!_*].|[^;]', re.DOTALL)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_(?P<gap>.)|\*(?P<filler>.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<digits>[#0?][#0?,]*(?:\.[#0?]*)?,*|\.[#0?]+)|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"^(<=|>=|<>|=|<|>)(-?[\d.]+)$")
_PARTS = re.compile(
    r'"[^"]*"|\\.|\[[^\]]*\]|yyyy|yy|e|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|AM/PM|上午/下午|_.|.',
    re.IGNORECASE,
)
_GENERAL = frozenset({"general", "g/通用格式", "@", ""})


@dataclass(frozen=True, slots=True)
class Pattern:
    """Hold one section of a number format as the digits and what stands around them."""

    before: str
    digits: str | None
    after: str
    percent: bool
    condition: tuple[str, Decimal] | None
    general: bool = False
    pointed: int = 0
    """So many of the last digits stand behind a point that is typed text: 0!.0, shows 万元."""


def shown(value: object, code: str) -> str:
    """Return a cell's value as its format shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time):
        return _dated(value, code)
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float | Decimal):
        return _number(exact(value), code)
    return str(value)


def exact(value: float | Decimal) -> Decimal:
    """Return a stored number with the 15 digits that a spreadsheet keeps."""
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")
    return Decimal(value)


def general(value: Decimal) -> str:
    """Return a number without a format: as few digits as it needs."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: Decimal, code: str) -> str:
    if code.strip().lower() in _GENERAL:
        return general(value)
    patterns = _patterns(code)
    pattern, unsigned = _chosen(patterns, value)
    if pattern is None:
        return general(value)
    number = abs(value) if unsigned else value
    if pattern.general:
        return pattern.before + general(number) + pattern.after
    if pattern.digits is None:
        return (pattern.before + pattern.after).strip()
    return _filled(pattern, number)


def _filled(pattern: Pattern, number: Decimal) -> str:
    digits = pattern.digits or ""
    scale = len(digits) - len(digits.rstrip(","))
    number = number / Decimal(1000) ** scale * (100 if pattern.percent else 1)
    whole, _, places = digits.rstrip(",").partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    text = format(abs(rounded), ",f" if "," in whole else "f")
    left, _, right = text.partition(".")
    left = left.zfill(whole.replace(",", "").count("0")) if "," not in whole else left
    if pattern.pointed:
        left = f"{left[: -pattern.pointed]}.{left[-pattern.pointed :]}"
    if left == "0" and "0" not in whole:
        left = ""
    optional = len(places) - len(places.rstrip("#?"))
    while optional and right.endswith("0"):
        right, optional = right[:-1], optional - 1
    body = f"{left}.{right}" if right else left
    sign = "-" if rounded < 0 else ""
    return (sign + pattern.before + body + pattern.after).strip()


def _chosen(patterns: tuple[Pattern, ...], value: Decimal) -> tuple[Pattern | None, bool]:
    """Return the section that fits a value, and whether it shows the sign itself."""
    if any(pattern.condition for pattern in patterns):
        for pattern in patterns:
            if pattern.condition is None or _fits(value, pattern.condition):
                return pattern, False
        return None, False
    if len(patterns) > 2 and value == 0:
        return patterns[2], False
    if len(patterns) > 1 and value < 0:
        return patterns[1], True
    return patterns[0], False


def _fits(value: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, bound = condition
    return {
        "<=": value <= bound,
        ">=": value >= bound,
        "<>": value != bound,
        "=": value == bound,
        "<": value < bound,
        ">": value > bound,
    }[sign]


@lru_cache(maxsize=1024)
def _patterns(code: str) -> tuple[Pattern, ...]:
    sections = [""]
    position = 0
    for match in _SECTION.finditer(code):
        sections.extend([""] * (match.start() - position))
        sections[-1] += match[0]
        position = match.end()
    sections.extend([""] * (len(code) - position))
    return tuple(_pattern(section) for section in sections[:4])


def _pattern(section: str) -> Pattern:
    before, after, digits = "", "", None
    percent = whole = False
    condition, pointed = None, 0
    for match in _TOKEN.finditer(re.sub(r"(?i)general|g/通用格式", "\x00", section)):
        text = _literal(match)
        if match["bracket"] is not None:
            found = _CONDITION.match(match["bracket"])
            condition = (found[1], Decimal(found[2])) if found else condition
        if text == "\x00":
            whole, text = True, ""
        percent = percent or text == "%"
        if match["digits"] and digits is None:
            digits = match["digits"]
        elif match["digits"] and digits and after == "." and "." not in digits + match["digits"]:
            digits, after = digits + match["digits"], ""
            pointed = len(match["digits"].rstrip(","))
        elif digits is None and not whole:
            before += text
        else:
            after += text
    return Pattern(before, digits, after, percent, condition, whole, pointed)


def _literal(match: re.Match[str]) -> str:
    """Return what a token prints; gaps and fillers are white space, colours nothing."""
    if match["bracket"] is not None:
        currency = re.match(r"\$([^-\]]*)", match["bracket"])
        return currency[1] if currency else ""
    for name in ("quoted", "escaped", "other"):
        if match[name] is not None:
            return match[name]
    return ""


# --- dates ------------------------------------------------------------------------------------


def _dated(value: datetime | date | time, code: str) -> str:
    """Return a date as its format shows it; an unknown format gives the ISO form."""
    if not re.search(r"[ymdh]", code, re.IGNORECASE):
        return value.isoformat()
    section = code.split(";")[0]
    text, after_hour = "", False
    for part in _PARTS.findall(section):
        key = part.lower()
        if part.startswith(("[", "_")):
            continue
        if part.startswith(('"', "\\")):
            text += part.strip('"').lstrip("\\")
            continue
        text += _part(value, key, after_hour)
        if key[0] in "hymds":
            after_hour = key[0] in "hs"
    return text


def _part(value: datetime | date | time, key: str, minutes: bool) -> str:
    names = {"yyyy": "%Y", "yy": "%y", "e": "%Y", "dd": "%d", "hh": "%H", "ss": "%S"}
    if key in ("mm", "m"):
        number = getattr(value, "minute" if minutes else "month", 0)
        return f"{number:02d}" if key == "mm" else str(number)
    if key in ("d", "h", "s"):
        return str(getattr(value, {"d": "day", "h": "hour", "s": "second"}[key], 0))
    return value.strftime(names[key]) if key in names else key


_LIKE_FIGURE = re.compile(r"[-+(]?\d")


def without_separators(texts: dict[tuple[int, int], str], grouped: set[tuple[int, int]]) -> None:
    """Take out the separators that a format puts into a few figures of a column of words.

    `texts` are by row and column, `grouped` the figures that a format shows with separators. In a
    column of money all figures have them; in a form the format of one cell is typing's accident.
    """
    for col in {col for _, col in grouped}:
        figures = {place for place in texts if place[1] == col and _LIKE_FIGURE.match(texts[place])}
        if not figures:
            continue  # shown with a sign of money before them
        first = min(row for row, _ in figures)
        below = {place for place in texts if place[1] == col and place[0] >= first}
        marked = below & grouped
        if len(marked) * 2 < len(below) and below - figures:
            for place in marked:
                texts[place] = texts[place].replace(",", "")
