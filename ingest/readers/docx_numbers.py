"""Number list paragraphs of Word as Word prints them: 一、（一）1. and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import cn2an
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
        "japaneseDigitalTenThousand",
        "koreanCounting",
    }
)
_FORMAL = frozenset({"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"})
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def value_of(element: etree._Element | None, default: str | None = None) -> str | None:
    """Return an element's `w:val`."""
    if element is None:
        return default
    found: str | None = element.get(f"{W}val", default)
    return found


@dataclass(frozen=True, slots=True)
class Level:
    """Hold how one level of a list is numbered."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """Count the list paragraphs of a document; the one mutable thing is the counters."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, num_id: str, level: int) -> str:
        """Count one more paragraph of a list and return its printed number."""
        abstract = self.lists.get(num_id)
        if abstract is None or (abstract, level) not in self.levels:
            return ""
        counts = self.counters.setdefault(abstract, {})
        start = self._start(num_id, abstract, level)
        if (num_id, level) in self.starts and (num_id, level) not in self.begun:
            counts[level] = start
        else:
            counts[level] = counts.get(level, start - 1) + 1
        self.begun.add((num_id, level))
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        return self._printed(num_id, abstract, level, counts)

    def _start(self, num_id: str, abstract: str, level: int) -> int:
        known = self.levels.get((abstract, level), Level())
        return self.starts.get((num_id, level), known.start)

    def _printed(self, num_id: str, abstract: str, level: int, counts: dict[int, int]) -> str:
        own = self.levels[abstract, level]
        if own.kind in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            kind = self.levels.get((abstract, at), Level()).kind
            value = counts.get(at, self._start(num_id, abstract, at))
            return numeral(value, "decimal" if own.legal and at != level else kind)

        return _PLACE.sub(number, own.text)


def read_numbering(root: etree._Element | None) -> Numbering:
    """Return the lists that a document's numbering part defines."""
    numbering = Numbering()
    if root is None:
        return numbering
    for abstract in root.iter(f"{W}abstractNum"):
        name = abstract.get(f"{W}abstractNumId", "")
        for one in abstract.iter(f"{W}lvl"):
            numbering.levels[name, int(one.get(f"{W}ilvl", "0"))] = _level(one)
    for num in root.iter(f"{W}num"):
        num_id = num.get(f"{W}numId", "")
        numbering.lists[num_id] = value_of(num.find(f"{W}abstractNumId"), "") or ""
        for override in num.iter(f"{W}lvlOverride"):
            start = value_of(override.find(f"{W}startOverride"))
            if start is not None:
                numbering.starts[num_id, int(override.get(f"{W}ilvl", "0"))] = int(start)
    return numbering


def _level(element: etree._Element) -> Level:
    return Level(
        int(value_of(element.find(f"{W}start"), "1") or 1),
        value_of(element.find(f"{W}numFmt"), "decimal") or "decimal",
        value_of(element.find(f"{W}lvlText"), "") or "",
        element.find(f"{W}isLgl") is not None,
    )


def numeral(value: int, kind: str) -> str:
    """Write a number in one of Word's formats; an unknown one as digits."""
    if kind in _CHINESE:
        return _chinese(value)
    if kind in _FORMAL:
        return str(cn2an.an2cn(value, "up"))
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        return _roman(value) if kind == "lowerRoman" else _roman(value).upper()
    if kind in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return str(value).translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)})
    if kind == "decimalZero":
        return f"{value:02d}"
    return str(value)


def _chinese(value: int) -> str:
    text = str(cn2an.an2cn(value))
    return text.removeprefix("一") if 10 <= value < 20 else text


def _roman(value: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        while value >= worth:
            text += sign
            value -= worth
    return text
