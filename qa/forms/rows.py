"""Tell all that a question asks of one indicator: cells, whether its target was met, what it missed and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.money import plain_decimal
from qa.catalogue import Entry
from qa.forms.shapes import CELLS, Form, cell, column_of, field_cells, pattern
from qa.forms.told import held, made, name_of, plain, say, shown
from qa.forms.verdicts import lost, met, number, points
from qa.planning.figures import make_figure
from qa.planning.types import Figure
from qa.query import Query, Value

if TYPE_CHECKING:
    from qa.forms.told import Found
    from qa.view import View

LIMIT = ("≤", "<")
_Way = Callable[["View", Query, Form, Entry], "Line | None"]


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one sentence with what it stands on."""

    text: str
    figures: tuple[Figure, ...]
    parts: frozenset[str]  # whose cells it tells
    values: tuple[Value, ...] = ()
    worked: str = ""


def told(view: View, query: Query, form: Form, goal: Entry, asked: Collection[str]) -> Found | None:
    """Tell everything asked of an indicator, or None where its row lacks some of it."""
    lines: list[Line] = []
    if "gap" in asked and len({"prior", "before"} & set(asked)) == 1:
        if not (line := _risen(view, query, form, goal, asked)):
            return None
        lines.append(line)
        asked = set(asked) - {"gap", "actual"}
    for names, way in _WAYS:
        if not names.isdisjoint(asked):
            line = way(view, query, form, goal)
            if line is None:
                return None
            lines.append(line)
    parts = [part for part in CELLS if part in asked]
    known = {part for line in lines for part in line.parts}
    judged = {"reason"} & set(asked) and not known
    if judged:
        parts = [part for part in ("target", "actual") if cell(view, form, goal, part)] + parts
    if not set(parts) <= known or not lines:
        if not (line := _held(view, query, form, goal, parts)):
            return None
        lines.insert(0, line)
    return _told(view, query, lines)


def _told(view: View, query: Query, lines: Sequence[Line]) -> Found:
    """Return an answer of sentences."""
    figures = tuple(dict.fromkeys(f for line in lines for f in line.figures))
    worked = "；".join(line.worked for line in lines if line.worked)
    values = tuple(v for line in lines for v in line.values)
    between = " " if query.language == "en" else ""
    text = between.join(line.text.strip() for line in lines)
    return made(view, query, text, figures, values, worked or None)


def whole(
    view: View, query: Query, form: Form, goal: Entry, asked: Collection[str], text: str
) -> Found | None:
    """Tell all cells of an indicator, where it is named but not every word is understood."""
    if pattern("last_year").search(text) and cell(view, form, goal, "prior") is None:
        return None
    own = cell(view, form, goal, "reason") is not None
    why = _reason(view, query, form, goal) if own or "reason" in asked else None
    if why is None and "reason" in asked:
        return None
    parts = [part for part in CELLS if cell(view, form, goal, part)]
    line = _verdict(view, query, form, goal) or _held(view, query, form, goal, parts)
    more = [way(view, query, form, goal) for names, way in _WORKED if not names.isdisjoint(asked)]
    found = (line, *more, why, _beside(view, query, form, goal))
    return _told(view, query, [one for one in found if one]) if parts and line else None


def _beside(view: View, query: Query, form: Form, goal: Entry) -> Line | None:
    """Tell what other columns print of an indicator: its half-year target, how points are given."""
    known = {c.index for part in (*CELLS, "reason") for c in column_of(form.table, part)}
    cells = [
        make_figure(view.catalogue, view.lookup, form.table, goal, column.index)
        for column in form.table.columns
        if column.index not in known
        and column.path
        and pattern("beside_head").search(column.path[-1])
    ]
    filled = [f for f in cells if f.fact is not None and f.fact.printed.strip(" .-—")]
    told = [say(query, "part", i=f.column_name, v=shown(f)) for f in filled]
    text = say(query, "row", p="", told=say(query, "comma").join(told))
    return Line(text, tuple(filled), frozenset()) if filled else None


def _held(view: View, query: Query, form: Form, goal: Entry, parts: Sequence[str]) -> Line | None:
    """Tell cells of an indicator; what was reached beside what was aimed at."""
    both = [*parts, *(("target", "actual") if "actual" in parts else ())]
    found = {part: cell(view, form, goal, part) for part in CELLS if part in both}
    if any(found[part] is None for part in parts):
        return None
    words = held(query, view, form, goal, tuple(found))
    text = say(query, "row", p=name_of(query, form), told=words)
    return Line(text, tuple(f for f in found.values() if f), frozenset(found))


def _verdict(view: View, query: Query, form: Form, goal: Entry) -> Line | None:
    """Tell whether an indicator met its target, or kept within it, with both figures."""
    reached = met(view, form, goal)
    target, actual = cell(view, form, goal, "target"), cell(view, form, goal, "actual")
    if reached is None or target is None or actual is None:
        return None
    score = points(view, form, goal) or ()
    limit = target.fact is not None and target.fact.sign in LIMIT
    key = f"{'within' if limit else 'met'}_{'it' if reached else 'not'}"
    words = held(query, view, form, goal)
    text = say(query, key, p=name_of(query, form), told=words)
    return Line(text, (target, actual, *score), frozenset(CELLS))


def _gap(view: View, query: Query, form: Form, goal: Entry) -> Line | None:
    """Tell how far what was reached is from the target."""
    return _apart(view, query, goal, form, "target", "actual")


def _risen(
    view: View, query: Query, form: Form, goal: Entry, asked: Collection[str]
) -> Line | None:
    """Tell how far the target, or what was reached where that is meant, is from an earlier year's."""
    earlier = "prior" if "prior" in asked else "before"
    reached = "target" not in asked and cell(view, form, goal, "actual") is not None
    return _apart(view, query, goal, form, "actual" if reached else "target", earlier)


def _apart(view: View, query: Query, goal: Entry, form: Form, one: str, other: str) -> Line | None:
    """Tell how far two parts of an indicator are apart."""
    target, actual = cell(view, form, goal, one), cell(view, form, goal, other)
    wanted, had = number(target), number(actual)
    if target is None or actual is None or wanted is None or had is None:
        return None
    units = [f.fact.unit for f in (target, actual) if f.fact is not None]
    if units[0] != units[1]:
        return None
    high, low = max(wanted, had), min(wanted, had)
    apart = plain_decimal(high - low)
    worked = f"{plain_decimal(high)} − {plain_decimal(low)} = {apart}"
    unit = say(query, "points") if units[0] == "%" else units[0] or ""
    text = say(
        query, "gap" if (one, other) == ("target", "actual") else "risen",
        p=name_of(query, form), i=goal.label, a=shown(actual), t=shown(target),
        v=f"{apart} {unit}", worked=worked, g=_head(target), h=_head(actual),
    )  # fmt: skip
    value = Value(goal.label, "−", apart, unit or None, target.year)
    return Line(text, (target, actual), frozenset({one, other}), (value,), worked)


def _head(figure: Figure) -> str:
    return figure.column_name.split("/")[-1]


def _lost(view: View, query: Query, form: Form, goal: Entry) -> Line | None:
    """Tell how many points an indicator lost, and the reason that its row prints."""
    held, missing = points(view, form, goal), lost(view, form, goal)
    if held is None or missing is None or missing < 0:
        return None
    weight, score = held
    text = say(
        query, "lost" if missing else "lost_none", p=name_of(query, form), i=goal.label,
        w=shown(weight), s=shown(score), v=plain_decimal(missing),
    )  # fmt: skip
    why = cell(view, form, goal, "reason") if missing else None
    if why is not None:
        text += say(query, "why", v=shown(why))
    worked = f"{plain(weight)} − {plain(score)} = {plain_decimal(missing)}"
    value = Value(goal.label, "−", plain_decimal(missing), say(query, "point"), weight.year)
    figures = (weight, score, *([why] if why else []))
    return Line(text, figures, frozenset({"weight", "score"}), (value,), worked)


def _kind(view: View, query: Query, form: Form, goal: Entry) -> Line | None:
    """Tell in which class of indicators one stands."""
    above = [part for part in goal.parents if part.strip() and part != form.project]
    if not above:
        return None
    figure = next((f for part in CELLS if (f := cell(view, form, goal, part))), None)
    text = say(query, "kind", p=name_of(query, form), i=goal.label, v="/".join(above))
    return Line(text, (figure,), frozenset()) if figure else None


def _unit(view: View, query: Query, form: Form, goal: Entry) -> Line | None:
    """Tell in what an indicator is measured."""
    target = cell(view, form, goal, "target")
    unit = target.fact.unit if target is not None and target.fact is not None else None
    if target is None or not unit:
        return None
    slots = {"i": goal.label, "u": unit, "v": shown(target)}
    text = say(query, "measured", p=name_of(query, form), **slots)
    return Line(text, (target,), frozenset({"target"}))


def _reason(view: View, query: Query, form: Form, goal: Entry) -> Line | None:
    """Tell the reason that the row of an indicator prints for what it missed."""
    own = cell(view, form, goal, "reason")
    whys = [own] if own else field_cells(view, form, "reason")
    if not whys:
        return None
    key = "reason" if own else "reason_of_form"
    told = " ".join(shown(why).rstrip("。.") for why in whys)
    text = say(query, key, p=name_of(query, form), i=goal.label, v=told)
    return Line(text, tuple(whys), frozenset())


_WAYS: tuple[tuple[frozenset[str], _Way], ...] = (
    (frozenset({"met", "within"}), _verdict),
    (frozenset({"gap"}), _gap),
    (frozenset({"lost", "unfull"}), _lost),
    (frozenset({"kind"}), _kind),
    (frozenset({"unit"}), _unit),
    (frozenset({"reason"}), _reason),
)
_WORKED = _WAYS[1:4]
ASPECTS = frozenset(name for names, _ in _WAYS for name in names)
