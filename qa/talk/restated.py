"""Say a later question again so that it stands alone, with the printed names of what it leans on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from qa.linking.text import bare
from qa.planning.types import Figure
from qa.query import Query
from qa.talk.frame import Turn
from qa.words import numerals
from qa.words.normalise import data

_ENDS = re.compile(r"[呢咧哩嘞?？。!！ ]+$")
LONGEST = 40  # characters of a name that is put in a question


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("restated.yaml")[name]), re.I)


def asks_each(text: str) -> bool:
    """Tell whether a text asks what one of several comes to."""
    return _pattern("each").search(text) is not None


def of_the_last(query: Query, turns: Sequence[Turn]) -> Iterator[str]:
    """Yield a question as one about the row that the talk was last of, barely named first."""
    names = _names(turns[-1])
    if len(names) != 1:
        return
    label, subject = names[0]
    for name in (f"“{label}”", *((f"“{subject}”的“{label}”",) if subject else ())):
        yield about(query.text, name)


def about(text: str, name: str) -> str:
    """Return a text with a name in place of its pronoun, or before it."""
    text = _ENDS.sub("", _pattern("lead").sub("", text))
    match = _pattern("pronoun").search(text)
    if match is None:
        return f"{name}{text}"
    start, end = match.span("it") if match["it"] else match.span()
    return f"{text[:start]}{name}{text[end:]}"


def of_the_nth(query: Query, turns: Sequence[Turn]) -> tuple[str, bool] | None:
    """Return a question with the name of the n-th thing, and whether things asked are counted.

    The n-th is of the list just given; where none was, of what was asked one after the other.
    """
    match = _pattern("nth").search(query.text)
    if match is None:
        return None
    listed = [label for label, _ in _names(turns[-1])]
    said = len(listed) < 2
    if said:
        listed = [names[0][0] for turn in turns if len(names := _names(turn)) == 1]
    place = 1 if match["first"] else -1 if match["end"] else numerals.parse(match["k"])
    index = int(place or 0) - (1 if (place or 0) > 0 else 0)
    if place is None or len(listed) < 2 or not -len(listed) <= index < len(listed):
        return None
    text = f"{query.text[: match.start()]}“{listed[index]}”{query.text[match.end() :]}"
    return _ENDS.sub("", _pattern("lead").sub("", text)), said


def of_the_group(query: Query, turns: Sequence[Turn]) -> str | None:
    """Return a question with the names of the several things that it counts (这俩, 那三项)."""
    match = _pattern("group").search(query.text)
    if match is None:
        return None
    count = {"俩": 2, "两": 2, "仨": 3}.get(match["k"]) or numerals.parse(match["k"])
    names = [label for label, _ in _names(turns[-1])]
    if len(names) != count:
        names = [found[0][0] for turn in turns if len(found := _names(turn)) == 1]
        names = list(dict.fromkeys(names))[-int(count or 0) :]
    if len(names) != count:
        return None
    joined = "、".join(f"“{name}”" for name in names)
    return f"{query.text[: match.start()]}{joined}{query.text[match.end() :]}"


def _names(turn: Turn) -> list[tuple[str, str]]:
    """Return the rows that a turn was answered by, each with the project of its form."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for cell in turn.cells:
        if cell.label and len(cell.label) <= LONGEST:
            found.setdefault((bare(cell.label), cell.subject), (cell.label, cell.subject))
    return list(found.values())


def last_cell(turns: Sequence[Turn]) -> Figure | None:
    """Return the one cell that the question before was answered by."""
    cells = turns[-1].cells
    return cells[0] if len({(c.table_id, c.row_id, c.column) for c in cells}) == 1 else None
