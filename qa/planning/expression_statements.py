"""Tell what a question sets against each other: its two sides, a whole without parts, a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.planning.expression_cells import Side
from qa.words import expressions as words
from qa.words.expressions import Token

_CONTENT = (words.NAME, words.TABLE, words.YEAR, words.OWNER, words.AMOUNT, "whole")
_EACH = (*words.ASKS, words.OF)  # what may be said of each thing by itself: 各占
_SMALL = (words.BREAK, "each", "rest", "sum", "left", words.OF)


@dataclass(frozen=True, slots=True)
class Statement:
    """Hold what a question says: its sides, what is asked, and of which side the gap is a share."""

    one: Side
    other: Side
    asks: tuple[str, ...]
    less: Side | None = None
    years: tuple[int, ...] = ()
    each: bool = False
    of: Side | None = None
    moved: bool = False  # the changes of both sides are meant


def statements(said: Sequence[Token]) -> Iterator[Statement]:
    """Give the ways in which the words of a question may be meant, the likeliest first."""
    asks = [i for i, token in enumerate(said) if token.kind in words.ASKS]
    if not asks:
        return
    main = next((i for i in asks if said[i].kind not in ("sum", "left")), asks[0])
    kinds = tuple(dict.fromkeys(said[i].kind for i in asks if i >= main))
    if any(token.kind == "change" for token in said):
        yield from _of_change(said, kinds)
        return
    if any(token.kind == words.LESS for token in said):
        yield from _less(said, kinds)
        yield from _minus(said, kinds)
        return
    years: tuple[int, ...] = ()
    if "points" in kinds:
        years = tuple(sorted({int(t.number or 0) for t in said if t.kind == words.YEAR}))
        if len(years) != 2:
            return
    kept = [t for t in said[:main] if not (years and t.kind == words.YEAR)]
    head, tail = kept, [t for t in said[main + 1 :] if not (years and t.kind == words.YEAR)]
    of, tail = _tail(tail)
    each = any(t.kind == "each" or (t.kind in _EACH and words.of_each(t.text)) for t in said)
    of_whole = any(token.kind == words.OF for token in head)
    for left, right in _splits(head, said[main], tail):
        one, other = _side(left, of=of_whole), _side(right, of=of_whole)
        if one is None or other is None or one.silent or other.silent:
            continue
        share = None if of is None else _side(of)
        yield Statement(one, _twin(one, other), kinds, years=years, each=each, of=share)


def _tail(tail: list[Token]) -> tuple[list[Token] | None, list[Token]]:
    """Return what is said of the gap after it (占三公表里那个数的几成), and the rest of the tail."""
    at = next((i for i, token in enumerate(tail) if token.kind == words.OF), None)
    if at is None:
        return None, tail
    end = next((i for i in range(at, len(tail)) if tail[i].kind in words.ASKS), len(tail))
    return tail[at + 1 : end], tail[:at]


def _splits(
    head: list[Token], ask: Token, tail: list[Token]
) -> Iterator[tuple[list[Token], list[Token]]]:
    """Give the two sides of a question, with what is said behind it put to both."""
    behind = [token for token in tail if token.kind in _CONTENT]
    marks = [i for i, token in enumerate(head) if token.kind in (words.OF, words.VERSUS)]
    marks = [i for i in marks if any(t.kind in _CONTENT for t in _clause(head[i + 1 :]))]
    if marks:
        at = marks[-1]
        other = _clause(head[at + 1 :])
        behind += head[at + 1 + len(other) :]  # said of both: 甲跟乙比,三公经费谁多
        yield head[:at] + behind, other + behind
        return
    if ask.kind in ("enough", "beyond", "same") and behind:
        yield head, [t for t in tail if t.kind in _CONTENT or t.kind in (words.JOIN, "summed")]
        return
    for kind in (words.TABLE, words.OWNER, words.YEAR):
        places = [i for i, token in enumerate(head) if token.kind == kind]
        apart = [
            i for i in places[1:] if i - 1 not in places and head[i].ids != head[places[0]].ids
        ]
        if len(apart) == 1:
            at = _joint(head, apart[0])
            yield head[:at] + behind, head[at:] + behind
            return
    joints = [i for i, token in enumerate(head) if token.kind == words.JOIN]
    apart = [i for i in joints if not words.is_plus(head[i].text)]
    joints = apart if len(apart) == 1 else joints  # 甲跟乙加丙一样吗
    if joints and not apart and ask.kind in ("gap", "way"):
        yield from _in_two_years(head, behind)  # what is added is on one side
        return
    if len(joints) == 1 and ask.kind in ("gap", "same", "way", "sum"):
        yield head[: joints[0]] + behind, head[joints[0] + 1 :] + behind
    if len(joints) > 1 and ask.kind == "sum":
        yield from _of_one_year(head, behind)


def _in_two_years(
    head: list[Token], behind: list[Token]
) -> Iterator[tuple[list[Token], list[Token]]]:
    """Give one sum in each of two years, the one said last before the other (去年甲加乙…,今年的大多少)."""
    said = [t for t in head if t.kind == words.YEAR]
    years = {t.number: t for t in said}
    if len(years) != 2 or any(t.kind == words.YEAR for t in behind):
        return
    last = said[-1]
    other = next(t for t in said if t.number != last.number)
    kept = [t for t in head if t.kind not in (words.YEAR, words.BREAK)]
    yield [*kept, last, *behind], [*kept, other, *behind]


def _of_one_year(
    head: list[Token], behind: list[Token]
) -> Iterator[tuple[list[Token], list[Token]]]:
    """Give three or more things of the one year that is said of them all (甲、乙、丙去年合计多少)."""
    years = [t for t in head if t.kind == words.YEAR]
    names = sum(t.kind == words.NAME for t in head)
    counted = [t for t in head if t.kind == "counted"]
    if len(years) != 1 or any(t.number != names for t in counted):
        return
    kept = [t for t in head if t not in (*years, *counted)]
    last = max(i for i, t in enumerate(kept) if t.kind == words.JOIN)
    yield kept[:last] + years + behind, kept[last + 1 :] + years + behind


def _joint(head: Sequence[Token], at: int) -> int:
    """Return where the side of a table begins: at the joint behind a clause before its name."""
    start = next((i for i in range(at - 1, -1, -1) if head[i].kind != words.NAME), 0)
    joins = start and head[start].kind == words.JOIN and head[start - 1].kind == words.BREAK
    return start if joins else at


def _of_change(said: Sequence[Token], kinds: tuple[str, ...]) -> Iterator[Statement]:
    """Give one thing whose change is part of the change of all (多的那267.93万里头,某项贡献了几成)."""
    change = next(token for token in said if token.kind == "change")
    part = _side([t for t in said if t is not change and t.kind not in words.ASKS])
    if part is not None and part.names:
        yield Statement(part, Side(whole=True, stated=change.number), kinds, moved=True)


def _clause(said: list[Token]) -> list[Token]:
    """Return what is said up to the end of the clause."""
    end = next((i for i, token in enumerate(said) if token.kind == words.BREAK), len(said))
    return said[:end]


def _minus(said: Sequence[Token], kinds: tuple[str, ...]) -> Iterator[Statement]:
    """Give what one side is less the other, neither of which need hold the other (甲表的减去乙表的)."""
    at = next(i for i, token in enumerate(said) if token.kind == words.LESS)
    if not words.is_minus(said[at].text):
        return
    end = next((i for i, t in enumerate(said) if i > at and t.kind in words.ASKS), len(said))
    one, other = _side(said[:at]), _side(said[at + 1 : end])
    if one is not None and other is not None and not one.silent and not other.silent:
        yield Statement(one, other, ("gap", *kinds))


def _less(said: Sequence[Token], kinds: tuple[str, ...]) -> Iterator[Statement]:
    """Give a whole without some parts, in two years where both are named."""
    at = next(i for i, token in enumerate(said) if token.kind == words.LESS)
    ends = [i for i, t in enumerate(said) if t.kind == words.BREAK or t.kind in words.ASKS]
    start = max((i for i in ends if i < at), default=-1) + 1
    end = min((i for i in ends if i > at), default=len(said))
    behind = [t for t in said[at + 1 : end] if t.kind in (words.NAME, words.JOIN, "counted")]
    if any(t.kind == words.NAME for t in behind):
        parts, rest = behind, [*said[:at], *said[end:]]
    else:
        before = list(said[start:at])
        last = next((i for i in range(len(before) - 1, -1, -1) if before[i].kind in _CONTENT), -1)
        first = last
        while first > 0 and before[first - 1].kind in (words.NAME, words.JOIN, "counted"):
            first -= 1
        parts, rest = before[first:], [*said[:start], *before[:first], *said[at + 1 :]]
    years = tuple(sorted({int(t.number or 0) for t in rest if t.kind == words.YEAR}))
    rest = [t for t in rest if t.kind not in words.ASKS]
    whole = _side([t for t in rest if t.kind != words.YEAR or len(years) < 2])
    part = _side(parts)
    if whole is None or part is None or len(years) > 2 or not part.names:
        return
    whole = replace(whole, whole=whole.whole or not whole.names)
    yield Statement(whole, Side(), kinds, less=part, years=years)


def _side(said: Sequence[Token], *, of: bool = False) -> Side | None:
    """Return what one side says, None where two of a kind stand against each other."""
    side = Side(of=of)
    for at, token in enumerate(said):
        if token.kind == words.NAME:
            side = replace(side, names=(*side.names, token))
        elif token.kind == words.TABLE:
            both = side.tables & token.ids
            if side.tables and not both:
                return None
            side = replace(side, tables=both or token.ids)
        elif token.kind == words.YEAR:
            year = int(token.number or 0)
            if side.year not in (None, year):
                return None
            side = replace(side, year=year)
        elif token.kind == words.OWNER:
            if side.documents not in (frozenset(), token.ids):
                return None
            side = replace(side, documents=token.ids)
        elif token.kind == "whole" and at and said[at - 1].kind == "counted":
            side = replace(side, joined=side.joined + 1)  # 两条合计
        elif token.kind == "whole":
            projects = side.projects or words.of_projects(token.text)
            side = replace(side, whole=True, projects=projects)
        elif token.kind == "inner":
            side = replace(side, below=int(token.number or 0))
        elif token.kind == words.AMOUNT and side.names and side.stated is None:
            side = replace(side, stated=token.number)
        elif token.kind in (words.JOIN, words.VERSUS, "summed"):
            side = replace(side, joined=side.joined + (not words.is_against(token.text)))
        elif token.kind == "counted":
            side = replace(side, count=max(side.count, int(token.number or 0)))
        elif token.kind not in _SMALL:
            return None
    return side


def _twin(one: Side, other: Side) -> Side:
    """Return a side that only says another time (年初) as what the first names, at that time."""
    for first, second in words.twins():
        if len(one.names) == len(other.names) == 1 and other.names[0].text == second:
            name = one.names[0]
            if name.text.startswith(first):
                said = second + name.text.removeprefix(first)
                return replace(other, names=(replace(name, text=said, forms=(said,)),))
    return other
