"""Answer about the row that a question means where its phrases lead to no figure.

The rows are ranked by everything that a whole question shares with them (`qa/linking/rank.py`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.chaining.merge import merge
from qa.chaining.told import other_measure
from qa.linking.rank import ASKS, OFFERED, Ranked
from qa.linking.rank_rows import Row
from qa.linking.text import unnumbered
from qa.linking.words import load_words
from qa.planning.types import Plan, Target
from qa.query import Answer, Mention, Operation, Query, Route
from qa.words.asking import asks_figure, asks_no_money, language
from qa.words.row_asks import asks_points

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

MEANT = ("按意思最接近的项“{label}”作答。", "Answered for the row nearest in meaning, “{label}”.")
ASKS_MONEY = re.compile(
    r"多少(?:钱|万|亿|元)|几(?:万|亿|元)|(?:掏|花|出|拨|安排|列)了?多少(?![个次人条项家])|how much",
    re.I,
)
LIKELY = 0.39  # a lexicon term this sure is meant, even where no row has it
SURE_TERM = 0.9  # an everyday word this sure is the term and nothing else
LEAST_HEAD = 4  # characters of a column's head that are no everyday words
WORTH_ASKING = 0.1  # least share of a row beside the first that is asked about with it
OF_SEVERAL = frozenset({
    Operation.SUM, Operation.DIFFERENCE, Operation.RATIO, Operation.SHARE, Operation.TOP,
    Operation.BOTTOM, Operation.RANK, Operation.FILTER, Operation.COMPARE, Operation.INVERSE,
    Operation.LIST, Operation.COUNT, Operation.AVERAGE, Operation.PER_HEAD, Operation.CONSISTENCY,
    Operation.WHY, Operation.BACK_CALCULATE, Operation.STAFFING,
})  # fmt: skip


def unanswered(query: Query, plan: Plan, answer: Answer) -> bool:
    """Tell whether the row nearest in meaning is worth a look: there is no figure yet."""
    lacks = plan.reason == "not_found"
    if answer.route is Route.REFUSE:
        return lacks or plan.reason.startswith("lacking")
    return lacks and not answer.values and bool(ASKS_MONEY.search(query.text))


def in_place_of_money(view: View, query: Query, answer: Answer) -> Found | None:
    """Answer about the row that is meant where money is told of what an English question counts.

    Points that are asked for in Chinese are no money either.
    """
    english = language(query.original) == "en"
    if not (asks_no_money(query.original) if english else asks_points(query.original)):
        return None
    if not answer.values or not all((v.unit or "").endswith("元") for v in answer.values):
        return None
    refused = Plan(Route.REFUSE, reason="not_found")
    found = answer_meant(view, query) if english else None
    return found or (refused, view.composer.compose(query, refused), None)


def answer_meant(view: View, query: Query) -> Found | None:
    """Answer about the row that a question means in other words, or ask between those it may mean."""
    if query.asks(*OF_SEVERAL) or not query.mentions or not asks_figure(query.text):
        return None
    if len(_coded(query)) > 1:
        return None
    ranked = view.ranker.rank(query)
    if ranked is None or ranked.probability < ASKS or ranked.differs:
        return None
    if _is_another(query, ranked.rows[0]):
        return None
    if ranked.is_sure:
        return _about(view, query, ranked.rows[0].label)
    return _between(view, query, ranked)


def _coded(query: Query) -> list[Mention]:
    """Return what a question names of the classification."""
    return [m for m in query.mentions if any(h.code and h.weight >= LIKELY for h in m.hints)]


def _is_another(query: Query, row: Row) -> bool:
    """Tell whether a question names another item: by code, formal or usual name that is not the row's own."""
    own = row.label.lower()
    hints = [(m, h) for m in query.mentions if m.text not in own for h in m.hints if h.code]
    sure = {h.term for m, h in hints if h.term == m.text or h.weight >= SURE_TERM}
    if row.codes & {h.code for _, h in hints}:
        sure = set()
    other_code = bool(query.codes) and not row.codes & set(query.codes)
    return other_code or (bool(sure) and unnumbered(row.label) not in sure)


def _about(view: View, query: Query, label: str) -> Found | None:
    """Answer about a row, and say which it is; None where that is no single figure."""
    label = named_surely(view, query, label)
    if load_words().opposed(query.text, label):
        return None
    meant = replace(query, mentions=(Mention(label, quoted=True),))
    plan = view.planner.plan(meant)
    if head := _column_said(view, query, plan):
        meant = replace(meant, mentions=(*meant.mentions, Mention(head, quoted=True)))
        plan = view.planner.plan(meant)
        if not _in_column(plan, head):
            return None  # the row's total is not what its named part is
    answer, reading = merge(view, meant, plan)
    if answer.route is not Route.TABLE:
        return None
    note = MEANT[query.language == "en"].format(label=label)
    return plan, replace(answer, notes=(*answer.notes, note)), reading


def named_surely(view: View, query: Query, label: str) -> str:
    """Return the printed row that a phrase is a sure name of, else the label found by meaning."""
    sure = {h.term for m in query.mentions for h in m.hints if not h.code and h.weight >= 1}
    scope = query.scope.documents or tuple(view.catalogue.documents)
    printed = {
        row.label
        for table in view.catalogue.tables.values()
        if table.document_id in scope
        for row in table.rows
        if row.kind == "item" and row.label in sure
    }
    return printed.pop() if len(printed) == 1 and not any(t in label for t in sure) else label


def _column_said(view: View, query: Query, plan: Plan) -> str:
    """Return the head of another column of the row found that a question prints word for word."""
    figure = next((t.figure for step in plan.steps for t in step.operands), None)
    if figure is None:
        return ""
    table = view.catalogue.tables[figure.table_id]
    own = f"{figure.label}/{figure.column_name}"
    heads = {
        head
        for column in table.columns
        if column.role == "amount" and column.index != figure.column
        for head in column.path
        if len(head) >= LEAST_HEAD and head in query.text and head not in own
    }
    return max(heads, key=len, default="")


def _in_column(plan: Plan, head: str) -> bool:
    """Tell whether all that a plan tells stands under a head."""
    figures = [t.figure for step in plan.steps for t in step.operands]
    return bool(figures) and all(head in figure.column_name for figure in figures)


def _between(view: View, query: Query, ranked: Ranked) -> Found | None:
    """Ask which of the rows ranked first is meant."""
    options: list[Target] = []
    told = zip(ranked.rows[:OFFERED], ranked.shares, strict=False)
    for label in [
        row.label
        for n, (row, share) in enumerate(told)
        if (not n or share > WORTH_ASKING) and not load_words().opposed(query.text, row.label)
    ]:
        plan = view.planner.plan(replace(query, mentions=(Mention(label, quoted=True),)))
        options += [target for step in plan.steps[:1] for target in step.operands[:1]]
    if not options:
        return None
    plan = Plan(Route.CLARIFY, options=tuple(options), score=ranked.probability)
    answer = view.composer.compose(query, plan)
    return None if other_measure(view, query, answer) else (plan, answer, None)
