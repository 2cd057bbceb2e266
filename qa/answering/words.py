"""Hold what wording of all operations shares: items, computed values, plain figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.money import convert, is_money
from qa import calculate
from qa.answering.cite import value_of
from qa.answering.names import Names
from qa.answering.wording import Wording
from qa.catalogue import Entry, Sheet
from qa.linking.text import bare
from qa.planning.types import Figure, Step
from qa.query import Query, Value

LISTED = 40


@dataclass(frozen=True, slots=True)
class Worded:
    """Hold what one step gives to the answer."""

    text: str
    values: tuple[Value, ...] = ()
    evidence: tuple[Figure, ...] = ()
    calculation: str | None = None
    notes: tuple[str, ...] = ()


class Words:
    """Hold what the wording of every operation needs."""

    def __init__(self, query: Query, names: Names, say: Wording) -> None:
        self._query = query
        self._names = names
        self._say = say

    def _computed(
        self,
        text: str,
        label: str,
        value: Decimal,
        unit: str | None,
        evidence: Sequence[Figure],
        derivation: str | None,
    ) -> Worded:
        operands = [v for v in (value_of(f) for f in evidence) if v is not None]
        wanted = self._query.unit
        if unit and wanted and unit != wanted and is_money(unit) and is_money(wanted):
            other = calculate.trimmed(convert(value, unit, wanted))
            shown = calculate.shown(other)
            text += self._say("that_is", value=shown, unit=self._say.unit(wanted))
            derivation = f"{derivation or ''}；{calculate.shown(value)} {unit} = {shown} {wanted}"
            operands.insert(0, Value(label, "", shown, wanted, evidence[0].year))
        result = Value(label, "", calculate.shown(value), unit, evidence[0].year)
        return Worded(text, (result, *operands), tuple(evidence), derivation)

    def _figures(self, step: Step) -> list[Figure]:
        return [t.figure for t in step.operands]

    def _items(self, figures: Sequence[Figure]) -> str:
        listed = [self._names.item(f) for f in figures[:LISTED]]
        if len(figures) > LISTED:
            listed.append("…")
        return self._say.join(listed)

    def _group_name(self, step: Step) -> str:
        if step.group and step.operands:
            name = self._names.without_institution(step.group, step.operands[0].figure)
            return name + self._say("blank_group") if step.note == "blank" else name
        if step.group:
            return step.group
        return "所列各项" if self._say.language == "zh" else "these items"

    def _unit(self, figure: Figure) -> str:
        return self._say.unit(figure.fact.unit if figure.fact is not None else None)


def children_of(table: Sheet, entry: Entry) -> list[Entry]:
    """Return the rows right below one; for a total of a whole purchase table its classes."""
    wanted = bare(entry.label)
    below = [
        e
        for e in table.rows
        if e.side == entry.side and e.parents and bare(e.parents[-1]) == wanted and wanted
    ]
    if not below and entry.kind == "total" and table.kind in ("procurement", "project_list"):
        return [e for e in table.rows if e.kind == "item" and e.level == 1]
    return below


def plain(figure: Figure) -> str:
    fact = figure.fact
    if fact is None or fact.value is None:
        return "未列"
    return format(fact.value, "f")


def yuan(figure: Figure) -> Decimal | None:
    """Return a figure in yuan (or its own unit) for comparison."""
    fact = figure.fact
    if fact is None or fact.value is None:
        return None
    return convert(fact.value, fact.unit, "元") if fact.unit and is_money(fact.unit) else fact.value
