"""Word what points indicators and projects got and lost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import plain_decimal
from qa import calculate
from qa.catalogue import Entry
from qa.forms import rows, told
from qa.forms.shapes import JUDGED, Form, cell
from qa.forms.told import made, name_of, plain, say
from qa.forms.verdicts import lost, number, points
from qa.planning.types import Figure
from qa.query import Query, Value

if TYPE_CHECKING:
    from qa.forms.told import Found
    from qa.view import View

LEAST = 2  # projects that are set against each other


def total_score(view: View, query: Query, form: Form, figure: Figure) -> Found:
    """Tell how many points a project got."""
    text = say(query, "total", p=name_of(query, form), v=plain(figure))
    return made(view, query, text, [figure])


def best(view: View, query: Query, scored: Sequence[tuple[Form, Figure]], *, most: bool) -> Found:
    """Tell which project got most or fewest points, and the order of all."""
    order = sorted(scored, key=lambda one: number(one[1]) or Decimal(0), reverse=most)
    edge = number(order[0][1])
    first = [form for form, figure in order if number(figure) == edge]
    names = say(query, "and").join(say(query, "quoted", i=form.project) for form in first)
    others = say(query, "comma").join(
        say(query, "part", i=form.project, v=plain(figure)) for form, figure in order
    )
    key = "best" if most else "worst"
    text = say(query, key, i=names, v=plain(order[0][1]), n=len(order), told=others)
    return made(view, query, text, [figure for _, figure in order])


def average(view: View, query: Query, scored: Sequence[tuple[Form, Figure]]) -> Found:
    """Tell what projects got on average."""
    figures = [figure for _, figure in scored]
    total = sum((number(f) or Decimal(0) for f in figures), Decimal(0))
    mean = calculate.half_up(total / len(figures))
    worked = f"({' + '.join(map(plain, figures))}) ÷ {len(figures)} = {calculate.shown(mean)}"
    text = say(query, "average", n=len(figures), v=calculate.shown(mean), worked=worked)
    value = Value("÷", "", calculate.shown(mean), say(query, "point"), figures[0].year)
    return made(view, query, text, figures, (value,), worked)


def lost_in_all(
    view: View, query: Query, form: Form, full: Figure | None, total: Figure | None
) -> Found | None:
    """Tell how many points a project lost of all that it could get."""
    could, got = number(full), number(total)
    if full is None or total is None or could is None or got is None or got > could:
        return None
    missing = plain_decimal(could - got)
    worked = f"{plain(full)} − {plain(total)} = {missing}"
    text = say(query, "lost_all", p=name_of(query, form), v=missing, w=plain(full), s=plain(total))
    value = Value(form.project, "−", missing, say(query, "point"), total.year)
    return made(view, query, text, [full, total], (value,), worked)


def most_lost(
    view: View,
    query: Query,
    held: Sequence[tuple[Form, Figure | None, Figure | None]],
    *,
    most: bool,
) -> Found | None:
    """Tell which project lost most or fewest points."""
    found = []
    for form, full, total in held:
        could, got = number(full), number(total)
        if full is None or total is None or could is None or got is None:
            return None
        found.append((form, full, total, could - got))
    if len(found) < LEAST:
        return None
    order = sorted(found, key=lambda one: one[3], reverse=most)
    first = [form for form, _, _, gap in order if gap == order[0][3]]
    names = say(query, "and").join(say(query, "quoted", i=form.project) for form in first)
    lines, worked = [], []
    for form, full, total, gap in order:
        slots = {"v": plain_decimal(gap), "w": plain(full), "s": plain(total)}
        lines.append(say(query, "lost_all", p=name_of(query, form), **slots))
        worked.append(f"{plain(full)} − {plain(total)} = {plain_decimal(gap)}")
    gap_ = plain_decimal(order[0][3])
    text = say(query, "most_lost" if most else "least_lost", i=names, v=gap_, told="".join(lines))
    value = Value(first[0].project, "−", gap_, say(query, "point"), order[0][2].year)
    figures = [figure for _, full, total, _ in order for figure in (full, total)]
    return made(view, query, text, figures, (value,), "；".join(worked))


def most_of_form(
    view: View, query: Query, form: Form, goals: Sequence[Entry], *, most: bool
) -> Found | None:
    """Tell which indicator of a form lost most or fewest points, with the reason printed."""
    found = [(goal, missing, held) for goal in goals
             if (held := points(view, form, goal)) and (missing := lost(view, form, goal)) is not None]  # fmt: skip
    if len(found) < max(len(goals), LEAST):
        return None
    edge = (max if most else min)(missing for _, missing, _ in found)
    first = [(goal, both) for goal, missing, both in found if missing == edge]
    lines, figures, worked = [], list[Figure](), list[str]()
    for goal, (weight, score) in first:
        why = cell(view, form, goal, "reason")
        lines.append(told.held(query, view, form, goal, (*JUDGED, "reason")))
        figures += [weight, score, *([why] if why else [])]
        worked.append(f"{plain(weight)} − {plain(score)} = {plain_decimal(edge)}")
    names = say(query, "and").join(say(query, "quoted", i=goal.label) for goal, _ in first)
    text = say(
        query, "most_of_form" if most else "least_of_form", p=name_of(query, form), i=names,
        v=plain_decimal(edge), told=say(query, "between").join(lines),
    )  # fmt: skip
    value = Value(first[0][0].label, "−", plain_decimal(edge), say(query, "point"), figures[0].year)
    return made(view, query, text, figures, (value,), "；".join(worked))


def lost_each(
    view: View, query: Query, form: Form, goals: Sequence[Entry], kept: Found | None
) -> Found | None:
    """Tell how many points each of some indicators lost, behind `kept`, which names them."""
    each = [found for g in goals if (found := rows.told(view, query, form, g, {"lost"}))]
    if kept is None or len(each) < len(goals):
        return None
    return told.joined(view, query, [kept, *each])


def weighing(
    view: View, query: Query, form: Form, goals: Sequence[Entry], weight: Decimal
) -> Found | None:
    """Tell which indicators of a form, all of which have a weight, weigh so much."""
    held = [(goal, number(cell(view, form, goal, "weight"))) for goal in goals]
    if not goals or any(value is None for _, value in held):
        return None
    fit = [goal for goal, value in held if value == weight]
    return told.kept(view, query, form, goals, "weighing", fit, v=plain_decimal(weight))


def scores(
    view: View, query: Query, held: Sequence[tuple[Form, Figure]], *, apart: bool
) -> Found | None:
    """Tell what several projects got, and how far two of them are apart."""
    figures = [figure for _, figure in held]
    text = "".join(say(query, "total", p=name_of(query, f), v=plain(c)) for f, c in held)
    if not apart:
        return made(view, query, text, figures)
    if len(held) != LEAST:
        return None
    low, high = sorted(figures, key=lambda figure: number(figure) or Decimal(0))
    gap = plain_decimal((number(high) or Decimal(0)) - (number(low) or Decimal(0)))
    worked = f"{plain(high)} − {plain(low)} = {gap}"
    value = Value("", "−", gap, say(query, "point"), high.year)
    text += say(query, "apart", v=gap, worked=worked)
    return made(view, query, text, figures, (value,), worked)
