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


def without_pointing(text: str) -> str:
    """Return a text without the words that point at things told before."""
    return _pattern("group").sub(" ", _pattern("nth").sub(" ", text))


def asks_each(text: str) -> bool:
    """Tell whether a text asks what one of several comes to."""
    return _pattern("each").search(text) is not None


def points_within(text: str) -> bool:
    """Tell whether a text asks for something inside the row just told (其中, 里头)."""
    return _pattern("within").search(text) is not None


def asks_used(text: str) -> bool:
    """Tell whether a text asks how far the budget of what was just told was used."""
    return _pattern("used").search(text) is not None


def of_the_last(query: Query, turns: Sequence[Turn]) -> Iterator[str]:
    """Yield a question as one about the row that the talk was last of, barely named first."""
    names = _names(turns[-1])
    if len(names) != 1:
        return
    label, subject = names[0]
    for name in (f"“{label}”", *((f"“{subject}”的“{label}”",) if subject else ())):
        yield about(query.text, name)


def beside_another(query: Query, turns: Sequence[Turn]) -> str | None:
    """Return a question that sets a new thing beside the row just told (跟甲比,哪个多)."""
    match = _pattern("beside").match(query.text)
    names = _names(turns[-1])
    if match is None or len(names) != 1:
        return None
    return f"“{names[0][0]}”和{match['new']}{match['ask']}"


def about(text: str, name: str) -> str:
    """Return a text with a name in place of its pronoun, or before it."""
    text = _ENDS.sub("", _pattern("lead").sub("", text))
    text = _pattern("within").sub("", text)
    if (used := _pattern("used").search(text)) and not used["which"]:
        text = f"{text[: used.start('which')]}年初{text[used.start('which') :]}"
    match = _pattern("pronoun").search(text)
    if match is None:
        return f"{name}{text}"
    start, end = match.span("it") if match["it"] else match.span()
    return f"{text[:start]}{name}{text[end:]}"


def at_time(query: Query, turns: Sequence[Turn]) -> str | None:
    """Return the question before as one of the time that this one names and names nothing else."""
    before = turns[-1].query
    named = query.mentions or query.codes or query.annexes or query.column_words
    if query.language == "en" or before.language == "en":
        return None
    if named or before.follow is not None or before.parts or not (query.years or query.offsets):
        return None
    when = _pattern("time").search(query.text)
    if when is None:
        return None
    text = _pattern("time").sub("", before.text)
    at = old.start() if (old := _pattern("time").search(before.text)) else 0
    return f"{text[:at]}{when[0]}{text[at:]}"


def of_the_nth(query: Query, turns: Sequence[Turn]) -> tuple[str, bool] | None:
    """Return a question with the name of the n-th thing, and whether things asked are counted.

    The n-th is of the list just given; where none was, of what was asked one after the other.
    """
    found = _nth(query, turns)
    if not found:
        return None
    text = query.text
    for match, cell in reversed(found):
        text = f"{text[: match.start()]}“{cell.label}”{text[match.end() :]}"
    return _ENDS.sub("", _pattern("lead").sub("", text)), len(_cells(turns[-1])) < 2


def _nth(query: Query, turns: Sequence[Turn]) -> list[tuple[re.Match[str], Figure]]:
    """Return the words for the n-th of the things told, each with the cell that it stands for."""
    cells = _cells(turns[-1])
    if len(cells) < 2:
        cells = [own[0] for turn in turns if len(own := _cells(turn)) == 1]
    found = []
    for match in _pattern("nth").finditer(query.text):
        k = int(numerals.parse(match["k"]) or 0) if match["k"] else 0
        place = 1 if match["first"] else -1 if match["end"] else k
        index = place - (place > 0)
        if not place or len(cells) < 2 or not -len(cells) <= index < len(cells):
            return []
        found.append((match, cells[index]))
    return found


def told_of(query: Query, turns: Sequence[Turn]) -> tuple[Figure, ...]:
    """Return the cells told before that a question points at: the n-th ones, or the last few."""
    if found := _nth(query, turns):
        return tuple(cell for _, cell in found)
    match = _pattern("group").search(query.text)
    if match is None:
        return ()
    count = _count(match["k"])
    cells = _cells(turns[-1])
    if len(cells) != count:
        cells = [own[0] for turn in turns if len(own := _cells(turn)) == 1][-count:]
    return tuple(cells) if len(cells) == count else ()


def _count(word: str) -> int:
    return {"俩": 2, "两": 2, "仨": 3}.get(word) or int(numerals.parse(word) or 0)


def _cells(turn: Turn) -> list[Figure]:
    """Return the cells that a turn was answered by, each row once."""
    found: dict[tuple[int, int], Figure] = {}
    for cell in turn.cells:
        if cell.label and len(cell.label) <= LONGEST:
            found.setdefault((cell.table_id, cell.row_id), cell)
    return list(found.values())


def of_the_group(query: Query, turns: Sequence[Turn]) -> str | None:
    """Return a question with the names of the several things that it counts (这俩, 那三项)."""
    match = _pattern("group").search(query.text)
    if match is None:
        return None
    count = _count(match["k"])
    names = [label for label, _ in _names(turns[-1])]
    if len(names) != count:
        names = [found[0][0] for turn in turns if len(found := _names(turn)) == 1]
        names = list(dict.fromkeys(names))[-count:]
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
