"""Answer a later question of another row of the table just told, or another figure of its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from qa.answering.cite import cite_text
from qa.linking.text import bare, shortens
from qa.narration.figures import figures_of
from qa.narration.reading import number
from qa.planning.figures import make_figure
from qa.planning.find import amount_of, filled
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, FollowKind, Mention, Operation, Query, Route, Value
from qa.talk import restated
from qa.talk.frame import Turn, is_institution, with_scope
from qa.understand import reader
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.catalogue import Heading, Sheet
    from qa.view import Explained, View

_SURE = 0.9
_SIDE = re.compile(r"(?:收入|支出)$")
_OF_ALL = re.compile(r"部门|单位|全[局委办院校镇县市区]|整个|本级|[总合]计|总[共数额]")
_UNIT = re.compile(r"单位(?:名称)?$")
_SUMS = ("小计", "合计")
_LEANING = (
    FollowKind.ELLIPSIS, FollowKind.PRONOUN, FollowKind.REPLACE, FollowKind.CORRECTION,
)  # fmt: skip


def answer(view: View, asked: Query, turns: Sequence[Turn]) -> Explained | None:
    """Return what the place just told says of the one thing that a later question names."""
    plain = all(a.operation in (Operation.LOOKUP, Operation.STAFFING) for a in asked.operations)
    if not plain or asked.parts or asked.codes or asked.annexes or asked.years or asked.offsets:
        return None
    if (other := in_column(view, asked, turns)) is not None:
        return other
    cell = restated.last_cell(turns)
    if cell is not None:
        figure = another(view, asked.text, turns)
        return None if figure is None else told(view, asked, turns, figure)
    for name in ("other", "counted"):
        if match := re.fullmatch(str(data("restated.yaml")[name]), asked.text):
            return _in_sentence(view, asked, turns, match["word"], other=name == "other")
    return None


def in_column(view: View, asked: Query, turns: Sequence[Turn]) -> Explained | None:
    """Return another column of the unit just told, which a later question names (那它的培训费)."""
    cell = restated.last_cell(turns)
    kind = asked.follow.kind if asked.follow else None
    leans = kind in _LEANING or (kind is None and not _OF_ALL.search(asked.text))
    if cell is None or not leans or len(asked.mentions) != 1 or asked.scope.named:
        return None
    row, table = view.catalogue.rows[cell.row_id], view.catalogue.tables[cell.table_id]
    heads = (bare(c.path[-1]) for c in table.columns if c.role == "label" and c.path)
    of_unit = is_institution(Mention(row.label)) or any(map(_UNIT.search, heads))
    if row.kind != "item" or not of_unit:
        return None
    mention = asked.mentions[0]
    words = {bare(mention.text), *(bare(hint.term) for hint in mention.hints)}
    if any(bare(other.label) in words for other in table.rows):
        return None
    amounts = [
        c for c in table.columns if c.role == "amount" and c.year in (cell.year, None) and c.path
    ]
    make = partial(make_figure, view.catalogue, view.lookup, table, row)
    made = [make(c.index, _SURE) for c in amounts if bare(c.path[-1]) in words]
    made = made or _worth([make(c.index, _SURE) for c in _of_group(amounts, words)])
    return told(view, asked, turns, made[0]) if len(made) == 1 else None


def _worth(figures: Sequence[Figure]) -> list[Figure]:
    """Return the cells that hold an amount other than none: one of them is what all come to."""
    return [figure for figure in figures if filled(figure) and amount_of(figure)]


def _of_group(columns: Sequence[Heading], words: set[str]) -> list[Heading]:
    """Return the columns of the group that words head (财政拨款 of 财政拨款收入): its sum where it has one."""
    found = [c for c in columns if any(_SIDE.sub("", bare(part)) in words for part in c.path[:-1])]
    return [c for c in found if bare(c.path[-1]) in _SUMS] or found


def below_another(view: View, asked: Query, turns: Sequence[Turn]) -> Explained | None:
    """Return the item just told, below another unit of its table that is named (换成普查中心)."""
    cell = restated.last_cell(turns)
    kind = asked.follow.kind if asked.follow else None
    if cell is None or kind not in _LEANING or len(asked.mentions) != 1 or asked.scope.named:
        return None
    word = bare(asked.mentions[0].text)
    table = view.catalogue.tables[cell.table_id]
    plain = all(a.operation is Operation.LOOKUP for a in asked.operations)
    of_unit = plain and is_institution(Mention(word))
    figure = _below(view, table, cell, word) if of_unit else None
    return told(view, asked, turns, figure) if figure is not None else None


def another(view: View, text: str, turns: Sequence[Turn]) -> Figure | None:
    """Return the cell of another row of the table just told that a text names (水库那个呢)."""
    cell = restated.last_cell(turns)
    match = re.fullmatch(str(data("restated.yaml")["another"]), text)
    word = bare(match["word"]) if match else ""
    if cell is None or not word or _is_elsewhere(view, cell, word):
        return None
    return beside(view, cell, word)


def _is_elsewhere(view: View, cell: Figure, word: str) -> bool:
    """Tell whether a word is the whole name of rows, but of none beside the one just told."""
    rows = view.catalogue.tables[cell.table_id].rows
    own = {bare(row.label) for row in rows}
    units = {bare(row.institution) for row in rows if row.institution}
    return (
        not (word in own or any(word in unit for unit in units))
        and word in reader(view.catalogue).labels
    )


def told(view: View, asked: Query, turns: Sequence[Turn], figure: Figure) -> Explained:
    """Return the answer of one cell to a later question."""
    from qa.view import Explained

    steps = (Step(Asked(Operation.LOOKUP), (Target(figure),)),)
    plan = Plan(Route.TABLE, steps, score=_SURE, whole=True)
    query = with_scope(replace(asked, follow=None, parts=()), turns[-1].query)
    return Explained(view.composer.compose(query, plan), query, plan, None)


def _in_sentence(
    view: View, asked: Query, turns: Sequence[Turn], word: str, *, other: bool
) -> Explained | None:
    """Return the figure that the passage just told binds to a word, in the unit just told.

    Of several the `other` one is that which was not told.
    """
    from qa.view import Explained

    last = turns[-1].answer
    if last is None or last.route is not Route.TEXT or len(word) < 2:
        return None
    passages = {c.passage_id for c in last.citations} - {None}
    units = {value.unit for value in last.values}
    known = {bare(value.label) for value in last.values} if other else set()
    found = [
        bound
        for bound in figures_of(view.catalogue).all
        if bound.passage.id in passages
        and bare(word) in bare(bound.printed.label)
        and _people(bound.printed.unit) in map(_people, units)
        and not any(k in bare(bound.printed.label) or bare(bound.printed.label) in k for k in known)
    ]
    if len({number(b.printed.value) for b in found}) != 1 or not found:
        return None
    bound = found[0]
    year = view.catalogue.documents[bound.passage.document_id].fiscal_year
    label = bound.printed.label.strip(" ，、（(")
    value = Value(label, "", number(bound.printed.value), bound.printed.unit, year)
    words = data("restated.yaml")["told"]["en" if asked.language == "en" else "zh"]
    text = words.format(label=label, value=value.value, unit=value.unit, quote=bound.quote)
    done = Answer(
        question=asked.original,
        language=asked.language,
        route=Route.TEXT,
        answer=text,
        values=(value,),
        citations=(cite_text(view.catalogue, bound.passage, bound.quote),),
    )
    return Explained(
        done,
        with_scope(replace(asked, follow=None), turns[-1].query),
        Plan(Route.TEXT, score=_SURE),
        None,
    )


def _people(unit: str | None) -> str:
    """Return a counting word, those for people as one."""
    return "人" if unit in ("名", "人", "个", "位") else unit or ""


def beside(view: View, cell: Figure, word: str) -> Figure | None:
    """Return the cell of a column in the one other row of its table that a word is short for."""
    table = view.catalogue.tables[cell.table_id]
    if (below := _below(view, table, cell, word)) is not None:
        return below
    rows = {bare(r.label): r for r in table.rows if r.kind in ("item", "total", "indicator")}
    rows.pop(bare(cell.label), None)
    for fits in (word.__eq__, lambda label: word in label, lambda label: shortens(word, label)):
        found = [row for label, row in rows.items() if fits(label)]
        if len(found) == 1:
            figure = make_figure(view.catalogue, view.lookup, table, found[0], cell.column, _SURE)
            return figure if filled(figure) else None
        if found:
            return None
    units = [row for row in rows.values() if row.institution and word in bare(row.institution)]
    if len(units) != 1:
        return None
    figure = make_figure(view.catalogue, view.lookup, table, units[0], cell.column, _SURE)
    return figure if filled(figure) else None


def _below(view: View, table: Sheet, cell: Figure, word: str) -> Figure | None:
    """Return the cell of the same item below another unit of the table that a word names."""
    same = [
        row for row in table.rows if bare(row.label) == bare(cell.label) and row.id != cell.row_id
    ]
    word = word.replace(bare(cell.label), "").strip("的")
    if not same or not word:
        return None
    own = view.catalogue.rows[cell.row_id]
    above = {own.institution, *own.parents}
    found = [
        row for row in same
        if any(
            shortens(word, bare(name)) and name not in above
            for name in (row.institution, *row.parents) if name
        )
    ]  # fmt: skip
    if len(found) != 1:
        return None
    figure = make_figure(view.catalogue, view.lookup, table, found[0], cell.column, _SURE)
    return figure if filled(figure) else None
