"""Word what performance forms tell."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import plain_decimal
from qa import calculate
from qa.answering.cite import cite_all, value_of
from qa.catalogue import Entry
from qa.forms.shapes import JUDGED, Form, cell, field_cells
from qa.forms.verdicts import number
from qa.linking.text import bare
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route, Value
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]


def say(query: Query, key: str, **slots: object) -> str:
    words = data("forms.yaml")["told"]["en" if query.language == "en" else "zh"]
    return str(words[key]).format(**slots)


def name_of(query: Query, form: Form) -> str:
    """Return what a form is of: its project, or the whole department."""
    return say(query, "project", p=form.project) if form.project else say(query, "whole")


def shown(figure: Figure | None) -> str:
    """Return what a cell prints, with sign and unit."""
    fact = figure.fact if figure is not None else None
    if fact is None:
        return ""
    printed = fact.printed.strip()
    if fact.value is None or (fact.unit and bare(fact.unit) in bare(printed)):
        return printed
    sign = fact.sign if fact.sign and fact.sign not in printed else ""
    return f"{sign}{printed}{fact.unit or ''}"


def made(
    view: View,
    query: Query,
    text: str,
    figures: Sequence[Figure],
    values: Sequence[Value] = (),
    calculation: str | None = None,
) -> Found:
    """Return an answer that stands on cells."""
    step = Step(Asked(Operation.LOOKUP), tuple(Target(f) for f in figures))
    plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("performance form",))
    own = [v for f in figures if (v := value_of(f)) is not None]
    return plan, Answer(
        question=query.original, language=query.language, route=Route.TABLE, answer=text,
        values=(*values, *own), citations=cite_all(view.catalogue, figures),
        calculation=calculation,
    ), None  # fmt: skip


def joined(view: View, query: Query, found: Sequence[Found]) -> Found:
    """Return several answers as one."""
    if len(found) == 1:
        return found[0]
    figures = [t.figure for plan, *_ in found for step in plan.steps for t in step.operands]
    text = "\n".join(answer.answer for _, answer, _ in found)
    worked = "；".join(answer.calculation for _, answer, _ in found if answer.calculation)
    return made(view, query, text, list(dict.fromkeys(figures)), calculation=worked or None)


def graded(
    view: View, query: Query, forms: Sequence[Form], form: Form | None, found: Found | None
) -> Found | None:
    """Tell the grade of a form, or of that whose cell an answer tells first, behind that answer."""
    told = [t.figure.table_id for step in found[0].steps for t in step.operands] if found else []
    form = form or next((f for f in forms if told and f.table.id == told[0]), None)
    grades = field_cells(view, form, "grade") if form is not None else []
    if not grades:
        return None
    last = cells(view, query, grades)
    return joined(view, query, [found, last]) if found else last


def cells(view: View, query: Query, figures: Sequence[Figure], *, added: bool = False) -> Found:
    """Tell cells one after another, or `added` up where they are of one unit."""
    units = {f.fact.unit if f.fact is not None and number(f) is not None else None for f in figures}
    add = added and len(figures) > 1 == len(units) and None not in units
    asked = Asked(Operation.SUM if add else Operation.LOOKUP)
    step = Step(asked, tuple(Target(f) for f in figures))
    plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("performance form",))
    return plan, view.composer.compose(query, plan), None


def _goal(query: Query, view: View, form: Form, goal: Entry) -> tuple[str, Figure]:
    """Return an indicator with its target in words, and the cell that it stands on."""
    figure = cell(view, form, goal, "target") or cell(view, form, goal, "weight")
    figure = figure or _label(view, form, goal)
    return say(query, "goal", i=goal.label, v=shown(cell(view, form, goal, "target"))), figure


def _label(view: View, form: Form, goal: Entry) -> Figure:
    """Return the first cell of an indicator that prints none of its parts."""
    from qa.planning.figures import make_figure

    column = next((c for c in form.table.columns if c.role == "amount"), form.table.columns[-1])
    return make_figure(view.catalogue, view.lookup, form.table, goal, column.index)


def listed(
    view: View, query: Query, form: Form, goals: Sequence[Entry], name: str, *, counted: bool
) -> Found:
    """Tell the indicators of a form or of a class of it, with their targets."""
    told = [_goal(query, view, form, goal) for goal in goals]
    key = "counted" if counted else "listed"
    joined = say(query, "between").join(words for words, _ in told)
    kind = name or say(query, "any")
    text = say(query, key, p=name_of(query, form), e=kind, n=len(goals), told=joined)
    number_of = Value(kind, "", str(len(goals)), say(query, "unit"), told[0][1].year)
    return made(view, query, text, [f for _, f in told], (number_of,) if counted else ())


def kept(
    view: View,
    query: Query,
    form: Form,
    goals: Sequence[Entry],
    kind: str,
    found: Sequence[Entry],
    **slots: object,
) -> Found:
    """Tell which indicators of a form are as asked, and how many; `slots` is what else is said."""
    shown = found or goals
    figures = [
        f for goal in shown for part in JUDGED if (f := cell(view, form, goal, part)) is not None
    ]
    lines = [held(query, view, form, goal) for goal in found]
    key = kind if found else f"{kind}_none"
    text = say(
        query, key, p=name_of(query, form), n=len(found), all=len(goals),
        told=say(query, "between").join(lines), **slots,
    )  # fmt: skip
    count = Value(form.project, "", str(len(found)), say(query, "unit"), figures[0].year)
    worked = f"{len(goals)} − {len(goals) - len(found)} = {len(found)}"
    return made(view, query, text, figures, (count,), worked)


def held(query: Query, view: View, form: Form, goal: Entry, parts: Sequence[str] = JUDGED) -> str:
    """Return an indicator with its target, what was reached and its points in words."""
    words = [
        say(query, f"{part}_is", v=shown(figure))
        for part in parts
        if (figure := cell(view, form, goal, part)) is not None
    ]
    return say(query, "held", i=goal.label, told=say(query, "comma").join(words))


def owners(view: View, query: Query, goals: Sequence[tuple[Form, Entry]]) -> Found:
    """Tell the projects that have an indicator, each with its target."""
    figures, lines = [], []
    for form, goal in goals:
        words, figure = _goal(query, view, form, goal)
        figures.append(figure)
        lines.append(say(query, "owned", p=name_of(query, form), told=words))
    key = "owner" if len(goals) == 1 else "owners"
    text = say(query, key, i=goals[0][1].label, n=len(goals),
                told=say(query, "between").join(lines))  # fmt: skip
    return made(view, query, text, figures)


def apart(
    view: View,
    query: Query,
    form: Form,
    plan: str,
    planned: Sequence[Figure],
    paid: Sequence[Figure],
) -> Found | None:
    """Tell what was planned for a project, what was paid, and how far apart both are."""
    amounts = [{number(figure) for figure in figures} for figures in (planned, paid)]
    if any(len(one) != 1 or None in one for one in amounts):
        return None
    had, gave = number(planned[0]) or Decimal(0), number(paid[0]) or Decimal(0)
    gap, unit = plain_decimal(abs(had - gave)), planned[0].fact and planned[0].fact.unit
    if paid[0].fact is None or paid[0].fact.unit != unit:
        return None
    high, low = (planned[0], paid[0]) if had >= gave else (paid[0], planned[0])
    worked = f"{plain(high)} − {plain(low)} = {gap}"
    text = say(
        query, "apart_money", p=name_of(query, form), plan=say(query, f"plan_{plan}"), a=shown(planned[0]), b=shown(paid[0]),
        v=f"{gap} {unit or ''}", worked=worked,
    )  # fmt: skip
    value = Value(form.project, "−", gap, unit, paid[0].year)
    return made(view, query, text, [planned[0], paid[0]], (value,), worked)


def most_used(
    view: View, query: Query, rates: Sequence[tuple[Form, Figure]], *, most: bool
) -> Found:
    """Tell which project spent most or least of its plan, and the rates of all."""
    order = sorted(rates, key=lambda one: number(one[1]) or Decimal(0), reverse=most)
    edge = number(order[0][1])
    first = [form for form, figure in order if number(figure) == edge]
    text = say(
        query, "most_used" if most else "least_used", n=len(order), v=shown(order[0][1]),
        i=say(query, "and").join(say(query, "quoted", i=form.project) for form in first),
        told=say(query, "comma").join(
            say(query, "part", i=form.project, v=shown(figure)) for form, figure in order
        ),
    )  # fmt: skip
    return made(view, query, text, [figure for _, figure in order])


def product(view: View, query: Query, goals: Sequence[tuple[Form, Entry]]) -> Found | None:
    """Tell what as many as one indicator aims at cost at the price that another one caps."""
    cells = [cell(view, form, goal, "target") for form, goal in goals]
    kept = [(f, f.fact.unit or "") for f in cells if f is not None and f.fact is not None]
    price = [(f, u) for f, u in kept if u.startswith(("元/", "万元/"))]
    count = [(f, u) for f, u in kept if (f, u) not in price]
    if len(price) != 1 or len(count) != 1 or goals[0][0] is not goals[1][0]:
        return None
    (one, per), (many, unit) = price[0], count[0]
    each, times = number(one), number(many)
    if each is None or times is None or per.split("/")[-1] != unit:
        return None
    yuan = each * times * (10_000 if per.startswith("万") else 1)
    rate = " × 10000" if per.startswith("万") else ""
    worked = f"{times} × {each}{rate} = {plain_decimal(yuan)}"
    text = say(
        query, "product", p=name_of(query, goals[0][0]), i=many.label, a=shown(many),
        j=one.label, b=shown(one), v=plain_decimal(yuan), worked=worked,
    )  # fmt: skip
    value = Value(many.label, "×", plain_decimal(yuan), "元", many.year)
    return made(view, query, text, [many, one], (value,), worked)


def mean(
    view: View, query: Query, cells_: Sequence[tuple[Form, Figure]], name: str, part: str
) -> Found:
    """Tell the average of what indicators of a class aim at, or reached."""
    figures = [figure for _, figure in cells_]
    total = sum((number(f) or Decimal(0) for f in figures), Decimal(0))
    value = calculate.half_up(total / len(figures))
    worked = f"({' + '.join(map(plain, figures))}) ÷ {len(figures)} = {calculate.shown(value)}"
    unit = figures[0].fact.unit if figures[0].fact is not None else None
    lines = [
        say(query, "owned", p=name_of(query, form), told=say(query, "part", i=f.label, v=shown(f)))
        for form, f in cells_
    ]
    text = say(
        query, "mean", n=len(figures), e=name, part=say(query, f"{part}_part"),
        v=calculate.shown(value), u=unit or "", worked=worked,
        told=say(query, "between").join(lines),
    )  # fmt: skip
    held = Value(name, "÷", calculate.shown(value), unit, figures[0].year)
    return made(view, query, text, figures, (held,), worked)


def extreme(
    view: View, query: Query, form: Form, goals: Sequence[Entry], part: str, *, most: bool
) -> Found | None:
    """Tell which indicator of a form has most or least weight or points."""
    held = [(goal, cell(view, form, goal, part)) for goal in goals]
    known = [(goal, f, v) for goal, f in held if f is not None and (v := number(f)) is not None]
    if len(known) < len(goals) or not known:
        return None
    edge = (max if most else min)(value for _, _, value in known)
    best = [(goal, figure) for goal, figure, value in known if value == edge]
    if len(best) == len(known) > 1:
        key = f"alike_{part}"
    else:
        key = f"{'most' if most else 'least'}_{part}"
    names = say(query, "and").join(say(query, "quoted", i=goal.label) for goal, _ in best)
    text = say(query, key, p=name_of(query, form), i=names, v=plain_decimal(edge))
    return made(view, query, text, [figure for _, figure in best])


def summed(
    view: View, query: Query, form: Form, goals: Sequence[Entry], name: str, *parts: str
) -> Found | None:
    """Tell what the indicators of a class weigh, or got, together."""
    lines, figures, values, worked = [], [], [], []
    for part in parts:
        held = [cell(view, form, goal, part) for goal in goals]
        own = [f for f in held if f is not None and number(f) is not None]
        if len(own) < len(goals):
            return None
        total = plain_decimal(sum((number(f) or Decimal(0) for f in own), Decimal(0)))
        told = say(query, "comma").join(say(query, "part", i=f.label, v=shown(f)) for f in own)
        kind = name or say(query, "any")
        lines.append(say(query, f"sum_{part}", p=name_of(query, form), e=kind, v=total, told=told))
        figures += own
        values.append(Value(name, "+", total, None, own[0].year))
        worked.append(f"{' + '.join(map(plain, own))} = {total}")
    return made(view, query, "".join(lines), figures, values, "；".join(worked))


def plain(figure: Figure) -> str:
    value = number(figure)
    return "" if value is None else f"{value:f}"
