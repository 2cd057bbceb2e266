"""Hold what one of several documents states of the thing that they are compared by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.store import StoredDocument
from qa.narration.reading import Reading, number
from qa.query import Value

MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Own:
    """Hold one document's reading and the value of it that is compared."""

    document: StoredDocument
    reading: Reading
    value: Value

    @property
    def amount(self) -> Decimal:
        """Return the value, money in yuan."""
        return Decimal(number(self.value.value)) * MONEY.get(self.value.unit or "", Decimal(1))

    @property
    def told(self) -> str:
        """Return the document's name and its value."""
        kind = "决算" if self.document.phase == "决算" else ""
        return (
            f"{self.document.institution}（{self.document.fiscal_year}年{kind}）"
            f"{self._figure}{self.value.unit or ''}{self._rate}{self._beside}"
        )

    @property
    def also(self) -> tuple[Value, ...]:
        """Return the other things that one document's reading counts."""
        counted = self.reading.kind == "count" and self.reading.calculation is None
        return self.reading.values[1:] if counted else ()

    @property
    def _beside(self) -> str:
        """Return what is counted beside the value compared."""
        return "".join(f"，{v.label}{v.value}{v.unit or ''}" for v in self.also)

    @property
    def _figure(self) -> str:
        """Return the value; a change in words and without a sign."""
        if self.value.unit == "%" and self.value.value.startswith("-"):
            return f"下降{self.value.value.removeprefix('-')}"
        if not self.value.column.startswith("较"):
            return self.value.value
        word = "减少" if self.value.value.startswith("-") else "增加"
        return f"{word}{self.value.value.removeprefix('-')}"

    @property
    def _rate(self) -> str:
        """Return the stated rate of a change, in brackets."""
        if not self.value.column.startswith("较"):
            return ""
        rate = next((v.value for v in self.reading.values if v.unit == "%"), None)
        return f"（{rate.removeprefix('-')}%）" if rate else ""


Answered = tuple[Sequence[Own], str, str, str | None, tuple[Value, ...]]
"""What is named first, its openings in Chinese and English, a calculation, values worked out."""


def unit_of(owns: Sequence[Own], wanted: str | None) -> str:
    """Return the unit to reckon in: the one that is asked for, else the one most are printed in."""
    units = [own.value.unit or "" for own in owns]
    if wanted in MONEY and MONEY.keys() >= set(units):
        return str(wanted)
    return max(dict.fromkeys(units), key=units.count)


def converted(owns: Sequence[Own], unit: str) -> list[str]:
    """Return how amounts of other units of money are said in one unit."""
    others = [own for own in owns if own.value.unit != unit and own.value.unit in MONEY]
    return [
        f"{own.value.value} {own.value.unit} = {own.amount / MONEY[unit]:f} {unit}"
        for own in others
        if unit in MONEY
    ]
