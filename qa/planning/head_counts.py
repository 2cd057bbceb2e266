"""Find the count that a question spreads an amount over: one that it names, or a number that it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.narration.quantities import Quantity
from qa.planning import people, told_counts
from qa.planning.types import Figure
from qa.words import heads
from qa.words.expressions import Token

if TYPE_CHECKING:
    from qa.view import View

COUNT = "count"  # the kind of a word that names a count
SHORTEST = 4  # characters of a count's own name


@dataclass(frozen=True, slots=True)
class Heads:
    """Hold a number of people, and the count that tells it, where one does."""

    number: Decimal
    told: Quantity | None


def tokens(view: View, text: str, documents: Sequence[int]) -> list[Token]:
    """Return the counts that a text names, by their kind or by their own name.

    The name of a unit is none: its people are meant only where the money is its own.
    """
    if not heads.spreads(text):
        return []
    found = [Token(COUNT, m[0], m.start(), m.end(), (kind,)) for kind, m in heads.kinds(text)]
    for count in told_counts.counts(view, documents):
        name = bare(count.name).removeprefix("另有").removeprefix("现有")
        at = text.find(name) if len(name) >= SHORTEST and count.unit == people.PEOPLE else -1
        if at >= 0 and not view.planner.units.named(name, documents):
            own = Token(COUNT, name, at, at + len(name))
            found = [t for t in found if not (t.forms and _covers(own, t))]  # its very name
            found.append(own)
    return found


def _covers(one: Token, other: Token) -> bool:
    """Tell whether a word holds all of another."""
    return one.start <= other.start and other.end <= one.end


def place(
    view: View,
    documents: Sequence[int],
    said: Sequence[Token],
    number: Decimal,
    figures: Sequence[Figure],
) -> Heads | None:
    """Return the people that are meant, None where nothing tells how many there are.

    Those of a unit are meant where the money is the unit's.
    """
    units = {view.planner.units.cut(bare(f.label), documents)[0] for f in figures}
    if not documents or len(units) != 1:
        return None
    unit = units.pop()
    if number:
        every = (q for q in told_counts.counts(view, documents) if q.unit == people.PEOPLE)
        same = [q for q in every if q.number == number and _is_said(q, said)]
        return Heads(number, same[0] if same else None)
    found = {q.number: q for token in said if (q := _count(view, documents, token, unit))}
    if len(found) != 1:
        return None
    told = next(iter(found.values()))
    return Heads(told.number, told)


def _is_said(count: Quantity, said: Sequence[Token]) -> bool:
    """Tell whether a count is of a kind, or has a name, that a question says beside its number."""
    return any(count.kind in token.forms or token.text in bare(count.name) for token in said)


def _count(view: View, documents: Sequence[int], token: Token, unit: str) -> Quantity | None:
    if not token.forms:
        counts = told_counts.counts(view, documents)
        named = {q.number: q for q in counts if token.text in bare(q.name)}
        return next(iter(named.values())) if len(named) == 1 and not unit else None
    kind = token.forms[0]
    if unit:
        return people.of_unit(view, documents, kind, unit)
    return people.whole(view, documents, kind)
