"""Say a later question again so that it stands alone, with the printed names of what it leans on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TypeVar

from qa.linking.text import bare
from qa.planning.types import Figure
from qa.query import Mention, Query, Route
from qa.regexes import regex
from qa.talk.choices import below, labels
from qa.talk.frame import Turn, is_attribute
from qa.words import numerals
from qa.words.normalise import data

_T = TypeVar("_T")
_ENDS = regex(r"[呢咧哩嘞?？。!！ ]+$")
_TOTALS = ("合计", "总计", "小计", "总额")
_PROJECT = "项目"
SAME = 2  # characters by which words are of the same sort as others
PAIR = 2
LONGEST = 40  # characters of a name that is put in a question


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data("restated.yaml")[name]), re.I)


def without_pointing(text: str) -> str:
    """Return a text without the words that point at things told before."""
    if _pattern("pair").search(text):
        text = _pattern("pair_side").sub("", text)
    return _pattern("group").sub(" ", _pattern("nth").sub(" ", text))


def unled(text: str) -> str:
    """Return a text without what only leads to a question (那, 还有) and without its end."""
    return _ENDS.sub("", _pattern("lead").sub("", text))


def unpointed(text: str) -> str:
    """Return a text without the word that stands for the one thing spoken of."""
    return _pattern("pronoun").sub("", text)


def asks_each(text: str) -> bool:
    """Tell whether a text asks what one of several comes to."""
    return _pattern("each").search(text) is not None


def each_of(text: str) -> str:
    """Return what one of several is counted in where a text asks what that comes to (每一盏灯)."""
    match = _pattern("each").search(text)
    return match[0][-1] if match else ""


def dated(text: str, turns: Sequence[Turn]) -> str:
    """Return a text with the year that 前一年 is, counted from what was told last."""
    match = _pattern("year_beside").search(text)
    years = {cell.year for cell in turns[-1].cells} if turns else set()
    if match is None or len(years) != 1:
        return text
    year = years.pop() + (-1 if match["before"] else 1)
    said = f"in {year}" if match["before"] and match["before"].isascii() else f"{year}年"
    return f"{text[: match.start()]}{said}{text[match.end() :]}"


def only_year(text: str) -> bool:
    """Tell whether a text asks the same of a year, and names nothing else."""
    return _pattern("only_year").fullmatch(text) is not None


def points_at(text: str) -> bool:
    """Tell whether a text has a word that stands for the one thing spoken of (它, 这个项目)."""
    return _pattern("pronoun").search(text) is not None


def points_within(text: str) -> bool:
    """Tell whether a text asks for something inside the row just told (其中, 里头)."""
    return _pattern("within").search(text) is not None


def asks_used(text: str) -> bool:
    """Tell whether a text asks how far the budget of what was just told was used."""
    return _pattern("used").search(text) is not None


def called(cell: Figure) -> str:
    """Return what a cell is of: its row, the column of a row that only totals."""
    label = bare(cell.label)
    return label if label not in _TOTALS else bare(cell.column_name.split("/")[-1])


def of_the_last(query: Query, turns: Sequence[Turn]) -> Iterator[str]:
    """Yield a question as one about the row that the talk was last of, barely named first."""
    names = _names(turns[-1]) or _asked_about(turns[-1])
    if len(names) != 1:
        return
    label, subject = names[0]
    if bare(label) in _TOTALS:
        return  # a total has no name of its own
    for name in (f"“{label}”", *((f"“{subject}”的“{label}”",) if subject else ())):
        yield about(query.text, name)


def is_of_the_row(query: Query, last: Turn) -> bool:
    """Tell whether a question names nothing, and the one before it named the row just told."""
    label = "".join(bare(cell.label) for cell in last.cells)
    named = [_shared(bare(m.text), label) >= SAME for m in last.query.mentions]
    return bool(named) and all(named) and not any(m.end for m in query.mentions)


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


def in_place(query: Query, last: Turn, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield the question before with what this one names in the place of what stood there.

    `spans` are the places of the departments that the question before named.
    """
    said = last.said
    if not said or query.language != last.query.language:
        return
    if query.scope.named and not query.mentions:
        start, end = spans[0] if spans else (0, 0)
        yield f"{said[:start]}{_own_words(query)}{said[end:]}"
        return
    if query.scope.named:
        return
    new = [m for m in query.mentions if m.end]
    if not new:
        yield from _beside(_own_words(query), said)
        return
    words = query.text[new[0].start : new[-1].end]
    told = {bare(cell.label) for cell in last.cells}
    olds = [m for m in last.query.mentions if m.end and said[m.start : m.end] == m.text]
    olds.sort(key=lambda m: -max((_shared(m.text, t) for t in told), default=0))
    for old in olds[:1] if all(map(is_attribute, new)) else olds:
        if inner := _inside(last, old):
            rest = said[inner[1] :]
            rest = rest.removeprefix(_PROJECT) if words.endswith(_PROJECT) else rest
            yield f"{said[: inner[0]]}{words}{rest}"
        yield f"{said[: old.start]}{words}{said[old.end :]}"


def _inside(last: Turn, old: Mention) -> tuple[int, int] | None:
    """Return the place of the name of what was told inside words that say more (甲项目自评总分)."""
    names = {name for cell in last.cells for name in (cell.subject, cell.label) if name}
    held = [name for name in names if name in old.text and len(name) < len(old.text)]
    name = max(held, key=len, default="")
    start = last.said.find(name, old.start) if name else -1
    return (start, start + len(name)) if start >= 0 else None


def _beside(words: str, said: str) -> Iterator[str]:
    """Yield a text with some words in the place of those that begin or end as they do."""
    for cut in range(len(words) - SAME, 0, -1):  # 支出决算 for 收入决算
        for at, start in ((said.find(words[cut:]), cut), (said.find(words[:-cut]), 0)):
            old = said[at - start : at - start + len(words)]
            if at >= start and old != words:
                yield said.replace(old, words, 1)


def _shared(one: str, other: str) -> int:
    """Return how many characters of one text another has."""
    return len(set(one) & set(other))


def _own_words(query: Query) -> str:
    """Return what a follow-up names, without the words that put it in its place."""
    return _pattern("put").sub("", _ENDS.sub("", _pattern("lead").sub("", query.text)))


def of_the_nth(query: Query, turns: Sequence[Turn]) -> tuple[str, bool] | None:
    """Return a question with the name of the n-th thing, and whether things asked are counted.

    The n-th is of the list just given; where none was, of what was asked one after the other.
    """
    found = [(match, cell.label) for match, cell in _nth(query, turns)]
    found = found or list(_places(query, names(query, turns[-1])))
    if not found:
        return None
    text = query.text
    for match, name in reversed(found):
        text = f"{text[: match.start()]}“{name}”{text[match.end() :]}"
    return _ENDS.sub("", _pattern("lead").sub("", text)), len(cells_of(turns[-1])) < 2


def _nth(query: Query, turns: Sequence[Turn]) -> list[tuple[re.Match[str], Figure]]:
    """Return the words for the n-th of the things told, each with the cell that it stands for."""
    cells = listed(query, turns[-1])
    if len(cells) < 2:
        cells = [own[0] for turn in turns if len(own := cells_of(turn)) == 1]
    if len({(c.label, c.subject) for c in cells}) < len(cells):
        return []  # what is told apart by nothing but its place in a table has no name to say
    return _places(query, cells)


def _places(query: Query, told: Sequence[_T]) -> list[tuple[re.Match[str], _T]]:
    """Return the words for the n-th of what was told, each with what it stands for."""
    found = []
    for match in _pattern("nth").finditer(query.text):
        k = int(numerals.parse(match["k"]) or 0) if match["k"] else 0
        place = 1 if match["first"] else -1 if match["end"] else k
        index = place - (place > 0)
        if not place or len(told) < 2 or not -len(told) <= index < len(told):
            return []
        found.append((match, told[index]))
    return found


def names(query: Query, last: Turn) -> tuple[str, ...]:
    """Return the names that a turn listed: those of its cells, or those that narrative lists."""
    cells = listed(query, last)
    if cells or last.answer is None or last.answer.route is not Route.TEXT:
        return tuple(cell.label for cell in cells)
    return below(labels(last.answer), f"{query.text},{last.query.text}", last.answer)


def listed(query: Query, last: Turn) -> list[Figure]:
    """Return the cells just told, without the department's own where its units are spoken of."""
    cells = cells_of(last)
    said = f"{query.text},{last.query.text}"
    kept = below(tuple(cell.label for cell in cells), said, last.answer)
    return [cell for cell in cells if cell.label in kept]


def of_the_ranked(text: str) -> tuple[int, int, str] | None:
    """Return which of a ranking a text begins with, of how many (or 0), and what it asks of it."""
    match = _pattern("ranked").match(text)
    if match is None:
        return None
    place = 1 if match["first"] else -1 if match["end"] else int(numerals.parse(match["k"]) or 0)
    count = _count(match["of"]) if match["of"] else 0
    return (place, count, _ENDS.sub("", text[match.end() :])) if place else None


def told_of(query: Query, turns: Sequence[Turn]) -> tuple[Figure, ...]:
    """Return the cells told before that a question points at: the n-th ones, or the last few."""
    if found := _nth(query, turns):
        return tuple(cell for _, cell in found)
    if pair := _pattern("pair").search(query.text):
        two = cells_of(turns[-1])
        two = two if len(two) == PAIR else one_by_one(turns)[-PAIR:]
        return tuple(reversed(two) if pair["turned"] else two) if len(two) == PAIR else ()
    match = _pattern("group").search(query.text)
    if match is None:
        return ()
    count = _count(match["k"])
    cells = cells_of(turns[-1])
    if len(cells) != count:
        cells = [own[0] for turn in turns if len(own := cells_of(turn)) == 1][-count:]
    return tuple(cells) if len(cells) == count else ()


def asks_rest(text: str) -> bool:
    """Tell whether a text asks of what is left when what was told is taken away."""
    return _pattern("remaining").search(text) is not None


def of_all(text: str) -> bool:
    """Tell whether a share is of all that was told together."""
    return _pattern("all").search(text) is not None


def _count(word: str) -> int:
    return {"俩": 2, "两": 2, "仨": 3}.get(word) or int(numerals.parse(word) or 0)


def cells_of(turn: Turn) -> list[Figure]:
    """Return the cells that a turn was answered by, each row once."""
    found: dict[tuple[int, int], Figure] = {}
    for cell in turn.cells:
        if cell.label and len(cell.label) <= LONGEST:
            found.setdefault((cell.table_id, cell.row_id), cell)
    return list(found.values())


def one_by_one(turns: Sequence[Turn]) -> list[Figure]:
    """Return what the last turns told, each one cell."""
    found: list[Figure] = []
    for turn in reversed(turns):
        own = cells_of(turn)
        if len(own) != 1:
            break
        found.insert(0, own[0])
    return found


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


def _asked_about(turn: Turn) -> list[tuple[str, str]]:
    """Return the first thing that a question answered by narrative named, with nothing around it."""
    told = turn.answer is not None and turn.answer.route is Route.TEXT and not turn.cells
    named = [m.text for m in turn.query.mentions if m.end and not is_attribute(m)]
    return [(named[0], "")] if told and named and len(named[0]) <= LONGEST else []


def last_cell(turns: Sequence[Turn]) -> Figure | None:
    """Return the one cell that the question before was answered by."""
    cells = turns[-1].cells
    return cells[0] if len({(c.table_id, c.row_id, c.column) for c in cells}) == 1 else None
