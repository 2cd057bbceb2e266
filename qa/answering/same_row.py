"""Tell what else the row of an answer prints: an indicator's level and weight, a purchase's way."""

from __future__ import annotations

import re
from functools import lru_cache

from qa import calculate
from qa.answering.cite import QUOTE_LIMIT, WHOLE_ROWS
from qa.answering.names import Names
from qa.answering.wording import Wording
from qa.catalogue import Entry, Heading, Sheet
from qa.narration.lore import lore
from qa.planning.limits import EXTREMES
from qa.planning.types import Figure, Plan
from qa.query import Operation
from qa.words.row_asks import known_aspects

OPERATIONS = frozenset({
    Operation.LOOKUP, Operation.LIST, Operation.DIFFERENCE, Operation.YES_NO,
})  # fmt: skip
MOST = 8  # cells told
LONGEST, LONGEST_ASKED = 40, 120
"""Characters of a cell that is told, and of one that is asked for."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COUNTED = re.compile(r"[（(][^（()）]*\d[^（()）]*[)）]")  # of a head: 分值权重（90分）


def beside(plan: Plan, names: Names, say: Wording, told: str, asked: str) -> str:
    """Return a line with the other filled cells of the one row that a plan tells, or nothing.

    Cells under heads that the question `asked` has words for come first.
    """
    figures = [t.figure for step in plan.steps for t in (*step.operands, *step.bases)]
    first = _first(plan, names)
    figures = first or figures
    if len({f.row_id for f in figures}) != 1:
        return ""
    if not first and {step.asked.operation for step in plan.steps} - OPERATIONS:
        return ""
    entry = names.catalogue.rows[figures[0].row_id]
    table = names.catalogue.tables[figures[0].table_id]
    if table.kind not in WHOLE_ROWS or entry.kind not in ("indicator", "item"):
        return ""
    cells = [*_above(table, entry, say), *_cells(table, entry, figures, names)]
    wanted = {name for name, _ in cells if any(said.search(asked) for said in _said_for(name))}
    cells.sort(key=lambda cell: cell[0] not in wanted)
    kept = [
        f"{name} {text}"
        for name, text in cells
        if not _is_told(text, told)
        and len(text) <= (LONGEST_ASKED if name in wanted else LONGEST)
        and _is_carried(f"{name} {text}", text, entry)
    ]
    return say("same_row", items=say.join(kept[:MOST])) if kept else ""


def _first(plan: Plan, names: Names) -> list[Figure]:
    """Return the one goal of a form that weighs most or least, where a plan asks for it alone."""
    step = plan.steps[0] if len(plan.steps) == 1 else None
    if step is None or step.asked.operation not in EXTREMES or (step.asked.k or 1) != 1:
        return []
    figures = [t.figure for t in step.operands]
    if any(names.catalogue.rows[f.row_id].kind != "indicator" for f in figures):
        return []
    return calculate.ranked(figures, 1, smallest=step.asked.operation is Operation.BOTTOM)


@lru_cache(maxsize=1024)
def _said_for(head: str) -> tuple[re.Pattern[str], ...]:
    """Return the words by which a question asks for cells under a head: when, who, how, its name."""
    known = lore()
    kinds = {kind for kind, heads in known.heads if heads.search(head)}
    named = [one.said for one in known_aspects() if one.heads.search(head)]
    return (*named, *(cue for kind, cue in known.cues if kind in kinds))


def _above(table: Sheet, entry: Entry, say: Wording) -> list[tuple[str, str]]:
    """Return what stands over a row: the project and level of an indicator; a project's code."""
    found = []
    levels = [part for part in entry.parents if part.strip()]
    if entry.kind == "indicator" and levels:
        found.append((say("belongs"), "/".join(levels)))
    if entry.code and entry.code_kind == "project":
        found.append((say("own_code"), entry.code))
    return found


def _cells(
    table: Sheet, entry: Entry, figures: list[Figure], names: Names
) -> list[tuple[str, str]]:
    """Return heads and printed cells of a row that are no figures of the answer."""
    told = {f.column for f in figures}
    named = next((c for c in table.columns if c.index in told), None)
    own = [c for c in table.columns if _says_more(c) and c.index not in told]
    own = [c for c in own if named is None or entry.group is None or c.label_index == entry.group]
    return [(_COUNTED.sub("", c.path[-1]), names.printed(table, entry, c.index)) for c in own]


def _says_more(column: Heading) -> bool:
    return bool(column.path) and column.role in ("amount", "change", "text", "institution", "code")


def _is_told(text: str, told: str) -> bool:
    """Tell whether an answer says a cell already; a number as a number of its own."""
    if text not in told:
        return False
    return re.search(rf"(?<![\d.]){re.escape(text)}(?![\d.])", told) is not None


def _is_carried(said: str, text: str, entry: Entry) -> bool:
    """Tell whether a cell is filled and the quote of its row carries every number of it."""
    if not text or text == entry.label:
        return False
    quote = f"{entry.text[:QUOTE_LIMIT]} {entry.printed}".replace(",", "")
    return set(_NUMBER.findall(said.replace(",", ""))) <= set(_NUMBER.findall(quote))
