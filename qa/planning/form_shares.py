"""Plan what part of a project's money one line of its form is (补助区县占整个专项, 中央资金占执行数)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.cover import covered
from qa.linking.names import subject_of
from qa.linking.text import bare, core
from qa.planning.bases import FUNDS
from qa.planning.figures import make_figure
from qa.planning.find import amount_of, filled
from qa.planning.two_cells import alike
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route
from qa.understand import reader
from qa.words import scope
from qa.words.frames import Frame
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.catalogue import Sheet
    from qa.view import View

NAMED, SAID = 0.8, 0.75
"""Least part of a project's name that a question says; of a part's words that a line prints."""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("form_shares.yaml")[name]))


def plan(view: View, query: Query, frame: Frame) -> Plan | None:
    """Return the share of one line of a project's form in the project's money, or None."""
    if frame.operation is not Operation.SHARE or frame.each:
        return None
    documents = query.scope.documents or tuple(view.catalogue.documents)
    said, found = bare(alike(query.text)), []
    spans = scope.find(query.text, reader(view.catalogue).departments, (), ()).spans
    bodies = tuple(query.text[start:end] for start, end in spans)
    for table in view.catalogue.tables.values():
        if table.document_id not in documents or table.kind != "project_performance":
            continue
        name = bare(subject_of(table))
        if name and covered(core(name), said, said) >= NAMED:
            found += [(len(name), pair) for pair in _pairs(view, table, (*bodies, name), frame)]
    if not found and _pattern("one_form").fullmatch(bare(frame.whole)):
        own = bare(alike(frame.part))
        forms = (
            t
            for t in view.catalogue.tables.values()
            if t.document_id in documents and t.kind == "project_performance"
        )
        found = [(0, pair) for table in forms for pair in _pairs(view, table, bodies, frame)
                 if bare(pair[0].label) == own]  # fmt: skip
    most = max((length for length, _ in found), default=0)
    pairs = {(p.row_id, w.row_id): (p, w) for length, (p, w) in found if length == most}
    if len(pairs) != 1:
        return None
    part, whole = next(iter(pairs.values()))
    step = Step(Asked(Operation.SHARE), (Target(part),), (Target(whole),))
    return Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("form share",))


def _pairs(
    view: View, table: Sheet, names: Sequence[str], frame: Frame
) -> Iterator[tuple[Figure, Figure]]:
    """Give a line that the part names with the money of its form, where the whole says no more.

    `names` are those of the body and of the project.
    """
    part, whole = (bare(alike(words)) for words in (frame.part, frame.whole))
    for name in (view.catalogue.documents[table.document_id].institution, *names):
        part, whole = _without(part, bare(alike(name))), _without(whole, bare(alike(name)))
    words = _pattern("idle").sub("", part)
    if len(words) < 2 or _pattern("money").sub("", whole):
        return
    lines = [(bare(e.label), f) for e in table.rows if e.kind == "field"
             if filled(f := make_figure(view.catalogue, view.lookup, table, e, table.columns[-1].index))
             and f.fact is not None and f.fact.unit not in (None, "%")]  # fmt: skip
    said, phase = frame.part + frame.whole, view.catalogue.documents[table.document_id].phase
    for label, line in lines:
        head, tail = _cut(label)
        if FUNDS.search(head) or covered(words, head, head) < SAID:
            continue
        for other, money in lines:
            fits = FUNDS.search(other) and _cut(other)[1] == tail and _meant(tail, said, phase)
            if fits and 0 < amount_of(line) <= amount_of(money):
                yield line, money


def _cut(label: str) -> tuple[str, str]:
    """Return what a line is of, and whether it was planned or spent, where a form prints both."""
    match = _pattern("tail").search(label)
    return (label[: match.start()], match[0]) if match and match.start() else (label, "")


def _meant(tail: str, said: str, phase: str) -> bool:
    """Tell whether a question means what is planned or what is spent, as a line prints it."""
    spent = _pattern("spent").search(said) or (
        phase == "决算" and not _pattern("planned").search(said)
    )
    return not tail or bool(spent) == bool(_pattern("executed").search(tail))


def _without(words: str, name: str) -> str:
    """Return words without those of a name."""
    at, kept = 0, ""
    while at < len(words):
        size = next((n for n in range(len(words) - at, 1, -1) if words[at : at + n] in name), 0)
        kept += "" if size else words[at]
        at += size or 1
    return kept
