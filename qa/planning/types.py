"""Define what planning hands to calculation and wording: targets, steps, the plan."""

from __future__ import annotations

from dataclasses import dataclass

from qa.lookup import Fact
from qa.query import Asked, Route


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one cell with its fact and its names; `fact` is None where the cell holds nothing.

    `subject` is the project of a performance form, else empty.
    """

    document_id: int
    table_id: int
    row_id: int
    column: int
    label: str
    column_name: str
    year: int
    fact: Fact | None
    score: float = 0.0
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Hold one thing asked for: its figure, the same thing elsewhere, and its phrase.

    `others` stand for the same row in other tables of the document, whether they agree or not.
    """

    figure: Figure
    others: tuple[Figure, ...] = ()
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """Hold what is asked of the members of a set, each measured `by` what two columns give.

    `row` is the member that a part is of, `sign` the way that they all went.
    """

    wants: tuple[str, ...]
    by: str = ""
    sign: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one operation with its operands; `base` is the whole of a share, or the prior years."""

    asked: Asked
    operands: tuple[Target, ...]
    bases: tuple[Target, ...] = ()
    group: str = ""  # what the operands are, where they are all of a group
    note: str = ""
    measured: Measured | None = None  # the bases stand beside the operands, one each


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what is to be done: steps, or the options to ask about, or why it is refused."""

    route: Route
    steps: tuple[Step, ...] = ()
    options: tuple[Target, ...] = ()
    reason: str = ""
    near: tuple[str, ...] = ()
    score: float = 0.0
    notes: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()
    whole: bool = False  # every word of the question is explained: nothing is weighed against it

    @property
    def subject(self) -> str:
        """Return the project that the first figure is about, or the empty string."""
        return next((t.figure.subject for step in self.steps for t in step.operands), "")
