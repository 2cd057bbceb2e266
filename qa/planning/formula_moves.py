"""Tell which items of a table that is named moved against the year before: most, up, down, new."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.records import Phase
from qa import calculate
from qa.answering.cite import cite_all, value_of
from qa.linking.columns import ColumnWish, default_columns
from qa.linking.text import unnumbered
from qa.planning.figures import in_unit_of, make_figure
from qa.planning.find import filled
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route, Value
from qa.words import formulas as words
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.catalogue import Sheet
    from qa.planning.formula_names import Said
    from qa.view import View

    Moved = tuple[Figure, Figure, Decimal]  # now, before, by how much

LEAST = 2  # items that a list has


def answer(view: View, query: Query, said: Said) -> tuple[Plan, Answer] | None:
    """Return the items of the one table that a question names, by how they moved, else None."""
    if said.names or len(said.tables) != 1 or (asked := words.moved(said.text)) is None:
        return None
    ids = said.tables[0].ids & {
        t.id
        for t in view.catalogue.tables.values()
        if t.document_id in (said.documents or query.scope.documents or view.catalogue.documents)
    }
    if len(ids) != 1:
        return None
    listed = _listed(view, view.catalogue.tables[next(iter(ids))])
    if len(listed) < LEAST:
        return None
    kind, counts = asked
    chosen = _chosen(kind, listed)
    if chosen is None:
        return None
    figures = [f for now, before, _ in chosen or listed for f in (now, before)]
    step = Step(Asked(Operation.COUNT if counts else Operation.LIST), tuple(map(Target, figures)))
    plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("formulas", kind))
    return plan, _worded(view, query, kind, chosen, listed, counts=counts)


def _listed(view: View, table: Sheet) -> list[Moved]:
    """Return the items below which no other stands, with what they had the year before."""
    document = view.catalogue.documents[table.document_id]
    wish = ColumnWish(document.fiscal_year, Phase(document.phase))
    above = {parent for row in table.rows for parent in row.parents}
    found: list[Moved] = []
    for row in (e for e in table.rows if e.kind == "item" and e.label not in above):
        columns = default_columns(table, row, wish, view.linker.words)
        columns = [c for c in columns if c.year == document.fiscal_year]
        if not columns:
            return []
        now = make_figure(view.catalogue, view.lookup, table, row, columns[0].index)
        before = view.planner.bases.prior(now)
        if before is None or before.table_id != table.id:
            return []
        if not (filled(now) or filled(before)):
            continue
        first, second = (in_unit_of(f, now if filled(now) else before) for f in (now, before))
        if first is None or second is None:
            return []
        found.append((now, before, first - second))
    return found


def _chosen(kind: str, listed: list[Moved]) -> list[Moved] | None:
    """Return the items that are asked for, None where two moved most."""
    if kind == "new":
        return [m for m in listed if _amount(m[0]) and not _amount(m[1])]
    sign = 1 if kind.endswith("up") else -1
    known = (m for m in listed if filled(m[0]))  # what is blank now is not said to have fallen
    moved = sorted((m for m in known if m[2] * sign > 0), key=lambda m: -m[2] * sign)
    if not kind.startswith("most"):
        return moved
    twice = len(moved) > 1 and moved[0][2] == moved[1][2]
    return None if twice else moved[:1]


def _amount(figure: Figure) -> Decimal:
    return (figure.fact.value if figure.fact is not None else None) or Decimal(0)


def _worded(
    view: View, query: Query, kind: str, chosen: list[Moved], listed: list[Moved], *, counts: bool
) -> Answer:
    """Return the words: each item with both years, and how many there are."""
    say = data("formulas.yaml")["say"]["en" if query.language == "en" else "zh"]
    items = [_item(moved, say) for moved in chosen]
    year = listed[0][0].year
    text = say["none"]
    if chosen:
        text = say[kind].format(
            n=len(chosen), item=items[0], items="；".join(items), now=year, before=year - 1
        )
    shown = [f for now, before, _ in chosen for f in (now, before)]
    values = [v for v in map(value_of, shown) if v is not None]
    number = Value(say["count"], "", str(len(chosen)), None, year)
    steps = [
        f"{calculate.shown(_amount(now))} − {calculate.shown(_amount(before))} = {calculate.shown(gap)}"
        for now, before, gap in chosen
        if filled(before)
    ]
    return Answer(
        question=query.original, language=query.language, route=Route.TABLE, answer=text,
        values=(*((number,) if counts else ()), *values),
        citations=cite_all(view.catalogue, shown or [m[0] for m in listed]),
        calculation="；".join(steps) or None,
    )  # fmt: skip


def _item(moved: Moved, say: dict[str, str]) -> str:
    now, before, gap = moved
    fact = now.fact or before.fact
    slots = {"label": unnumbered(now.label), "now": now.year, "before": now.year - 1,
             "unit": (fact.unit if fact else None) or "", "a": calculate.shown(_amount(now))}  # fmt: skip
    if not filled(before):
        return say["fresh"].format(**slots, b=say["blank"])
    way = say["rose" if gap > 0 else "fell"]
    b = calculate.shown(_amount(before))
    return say["moved"].format(**slots, b=b, way=way, gap=calculate.shown(abs(gap)))
