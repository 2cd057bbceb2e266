"""Tell how well a unit's form suits the kind of answer that a question wants."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.data_files import data_file
from qa.narration.cover import lacks_figure
from qa.narration.unit import Unit, defined_term, is_duty
from qa.narration.want import Want
from qa.words.sentences import plain

WORDED = ("define", "why", "purpose", "source", "where", "rule", "worked")
"""Kinds of answer that only words give; a figure beside them says nothing."""
TYPED = (*WORDED, "when", "who")
"""Kinds of answer that a text shows by how it is worded."""
PART_OF_TERM = 4
"""Characters of a term that tell it, where not all of it is said."""
LACKING, SHOWING, LEAST, MOST = 0.8, 1.1, 0.4, 1.15
UNSORTED = 0.85  # what is left where a text lacks the noun of which an example is asked for
"""What is left where the mark of a kind of answer is missing, and what one adds."""


@lru_cache(maxsize=1)
def marks() -> dict[str, re.Pattern[str]]:
    """Return what a text prints that gives each kind of answer."""
    raw: dict[str, str] = data_file("qa", "narrative.yaml")["marks"]
    return {kind: re.compile(printed) for kind, printed in raw.items()}


def is_typed(want: Want, text: str) -> bool:
    """Tell whether a text prints what every kind of worded answer that is wanted looks like."""
    asked = [kind for kind in TYPED if kind in want.kinds]
    return bool(asked) and all(marks()[kind].search(plain(text)) for kind in asked)


def fits(want: Want, unit: Unit) -> float:
    """Return how well a unit's form suits the kind of answer wanted."""
    factor = 0.5 if lacks_figure(want, unit.text) else 1.0
    words = plain(unit.text)
    listed = want.has("list")  # which things a sentence names: it need not define them
    for kind, mark in marks().items():
        if kind in want.kinds and not (listed and kind == "define"):
            shown = mark.search(words) or (kind == "why" and unit.kind == "reason")
            factor *= LACKING if not shown else SHOWING if kind in WORDED else 1.0
    if any(guard.inside and not guard.printed.search(unit.text) for guard in want.guards):
        factor *= 0.6
    if unit.kind == "contact" and not want.has("contact"):
        factor *= 0.6
    if want.has("duties", "which_item", "who"):
        factor *= 1.1 if is_duty(unit) else 0.9
    if want.sort:
        factor *= MOST if want.sort in words else UNSORTED
    if listed:
        factor *= (
            1.1 if re.search(r"包括|分别|[：:]$|、.*、|、[^、]*等|如[^下，。]", unit.text) else 0.85
        )
    if words.startswith(("主要原因", "主要是")) and not want.has("why"):
        factor *= 0.8
    if want.things and not any(thing.nouns.search(unit.text) for thing in want.things):
        factor *= 0.85
    if want.has("when") and unit.entry is not None and "时间" in unit.entry.label:
        factor *= 1.15
    if want.has("basis") and unit.entry is not None and "依据" in unit.entry.label:
        factor *= 1.25
    return max(LEAST, min(MOST, factor)) * _of_definition(want, unit)


def _of_definition(want: Want, unit: Unit) -> float:
    """Return what a definition gains where its term is asked about, and loses elsewhere."""
    if want.has("define"):
        return 1.1 if unit.kind == "definition" else 1.0 if want.has("list") else 0.8
    if unit.kind != "definition":
        return 1.0
    if want.has("amount", "how_many", "changed", "percent"):
        return 0.55
    term = re.sub(r"[“”\"]", "", defined_term(unit))
    told = want.has("words", *TYPED) and not want.has("yes_no")
    return SHOWING if told and names_term(want, term) else 0.8


def names_term(want: Want, term: str) -> bool:
    """Tell whether a question names a term, whole or by the parts it is known by (超采治理)."""
    if len(term) > 2 and term in want.text:
        return True
    forms = [[form for form, _ in c.forms if form in term] for c in want.concepts if not c.own]
    said = sum(max(map(len, held), default=0) for held in forms)
    return bool(forms) and all(forms) and said >= PART_OF_TERM
