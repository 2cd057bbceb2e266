"""Answer what a part of a project costs, where the whole department's item was told instead.

A project's money is none of the basic spending: of 排水泵站运行维护的电费 neither the department's 电费
nor all of the project is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa.linking.cover import covered
from qa.linking.text import bare, core
from qa.narration.reading import number
from qa.planning import told_amounts
from qa.planning.inside import Inside
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Mention, Operation, Query, Route, Value
from qa.understand import understand
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.planning.told_amounts import Amount
    from qa.view import Explained, View

    Read = Callable[[Query], Explained]

_KINDS = ({Operation.LOOKUP}, {Operation.SHARE})
_SURE = 0.9
_KNOWN, _WHOLE = 0.75, 0.9  # a formal term this sure; a name of which a row prints so much
_NAME = re.compile(r"[一-鿿]{4,}")  # a name that the text may tell an amount of
_UNTOLD = 0.5  # words of a part of which less is printed by a cell are not told by it
_INNER = re.compile(r"(?:里头?|里面|里边|当中|其中|中)[,，]?(?:的|有|属于|来自)*$")
_ENDS = re.compile(r"(?:的|有|收入|支出)+$")
_HOLDS = re.compile(r"(?:[这那]个)?(?:项目|专项)?[,，]?(?:的|里头?|里面|当中|其中|中)+(?:的|有)*$")


def told(view: View, done: Explained, read: Read) -> Explained | None:
    """Return the part of the project, a refusal where it is not told, or None for other answers."""
    query = done.query
    kinds = {a.operation for a in query.operations}
    if both := _of_public(view, done):
        return both
    if kinds == _KINDS[0] and (part_of := _of_whole(view, done) or _by_name(view, done)):
        return part_of
    pair = _pair(view, done) if kinds in _KINDS and not query.parts else None
    if pair is None:
        return None
    holder, part = pair
    words = _words(query, part)
    if words is None or not _is_named(query, words, holder):
        return None
    between = _between(query, words)
    if between is not None and not _HOLDS.match(between):
        return None
    if kinds == {Operation.SHARE}:
        return _share(view, query, holder, words.text, read)
    inside = Inside(view)
    if figure := inside.row(holder, words.text):
        step = Step(Asked(Operation.LOOKUP), (Target(figure),))
        return _explained(view, query, Plan(Route.TABLE, (step,), score=_SURE, whole=True))
    amount = inside.told(holder, words.text) or inside.told(holder, part.label)
    return _stated(query, amount) if amount else _refused(view, query, holder)


def _of_whole(view: View, done: Explained) -> Explained | None:
    """Return what the text tells of a part where only its whole was told, a refusal where it only names it.

    其他收入里社会捐赠多少: the whole of the other income is no answer.
    """
    cells = _cells(done)
    if (
        done.answer.route is not Route.TABLE
        or len({c.label for c in cells}) != 1
        or done.query.parts
    ):
        return None
    holder, text = cells[0], done.query.text
    names = bare("".join(f"{c.label}{c.column_name}{c.subject}" for c in cells))
    for part in _said(done.query):
        before = text[: part.start] if not part.hints else ""
        inner = _INNER.search(before)
        words = _ENDS.sub("", bare(part.text))
        if inner is None or not bare(before[: inner.start()]).endswith(core(holder.label)):
            continue
        if covered(words, names, names) >= _UNTOLD:
            continue
        told_so = (
            Inside(view).told(holder, said) for said in (words, f"{words}收入", f"{words}支出")
        )
        if amount := next((a for a in told_so if a is not None), None):
            return _stated(done.query, amount)
        passages = view.catalogue.passages.values()
        inside = (p for p in passages if p.document_id == holder.document_id)
        if any(words in bare(p.text) and bare(holder.label) in bare(p.text) for p in inside):
            return _refused(view, done.query, holder)
    return None


def _said(query: Query) -> list[Mention]:
    """Return the phrases of a question that leans on none before it."""
    said = [m for m in query.mentions if m.end and query.text[m.start : m.end] == m.text]
    return said if query.follow is None else []


def _of_money(cells: list[Figure]) -> bool:
    return all(c.fact is not None and is_money(c.fact.unit or "") for c in cells)


def _by_name(view: View, done: Explained) -> Explained | None:
    """Return what the text states of the very name said, of which a row has but a part (外事接待)."""
    cells, query = _cells(done), done.query
    if done.answer.route is not Route.TABLE or not cells or query.parts:
        return None
    names = bare("".join(f"{c.label}{c.column_name}{c.subject}" for c in cells))
    told_so = {c.fact.value for c in cells if c.fact is not None}
    for mention in _said(query) if _of_money(cells) else ():
        words = bare(mention.text)
        known = any(hint.weight >= _KNOWN for hint in mention.hints)
        if known or not _NAME.fullmatch(words) or covered(words, names, names) >= _WHOLE:
            continue
        amount = told_amounts.amount_of(view, query, words)
        if amount is not None and amount.value not in told_so:
            return _stated(query, amount)
    return None


def _of_public(view: View, done: Explained) -> Explained | None:
    """Return an item of the public expenses beside what a project's form has of it.

    三公里出国是零,招商专项里又有出国的成本: of the project not all is meant.
    """
    cells = _cells(done)
    kinds = {view.catalogue.tables[c.table_id].kind: c for c in cells}
    part, holder = kinds.get("three_public"), kinds.get("project_list")
    if done.answer.route is not Route.TABLE or len(cells) != 2 or part is None or holder is None:
        return None
    words = next((m for m in done.query.mentions if _is_of(m, part)), None)
    if words is None or not _in_one_clause(done.query, words, holder):
        return None
    figure = Inside(view).row(holder, words.text)
    if figure is None or figure.row_id == holder.row_id:
        return None
    step = Step(Asked(Operation.LOOKUP), (Target(part), Target(figure)))
    return _explained(view, done.query, Plan(Route.TABLE, (step,), score=_SURE, whole=True))


def _is_of(words: Mention, part: Figure) -> bool:
    """Tell whether words name a cell by its row or column."""
    names = bare(f"{part.label}{part.column_name}")
    return any(bare(text) in names for text in (words.text, *(h.term for h in words.hints)))


def _in_one_clause(query: Query, words: Mention, holder: Figure) -> bool:
    """Tell whether a clause names a project and an item that is said before it too."""
    name = bare(f"{holder.label}{holder.subject}")
    core = bare(words.text)[-2:]
    clauses = re.split(r"[,，。;；?？]", query.text)
    return any(
        core in clause
        and any(pair in name for pair in map("".join, pairwise(clause.split(core)[0])))
        for clause in clauses
    )


def _cells(done: Explained) -> list[Figure]:
    cells = (t.figure for s in done.plan.steps for t in (*s.operands, *s.bases))
    return list({(c.row_id, c.column): c for c in cells}.values())


def _pair(view: View, done: Explained) -> tuple[Figure, Figure] | None:
    """Return a project and an item of basic spending that one answer is of."""
    cells = _cells(done)
    if done.answer.route is not Route.TABLE or len(cells) != 2:
        return None
    inside = Inside(view)
    found = [(h, p) for h, p in (cells, cells[::-1]) if inside.apart(h, p)]
    return found[0] if len(found) == 1 else None


def _words(query: Query, part: Figure) -> Mention | None:
    """Return the words of a question that the item was found by."""
    label = bare(part.label)
    for mention in query.mentions:
        terms = [bare(mention.text), *(bare(hint.term) for hint in mention.hints)]
        if any(term in label or label in term for term in terms):
            return mention
    return None


def _is_named(query: Query, words: Mention, holder: Figure) -> bool:
    """Tell whether a project is spoken of by words of its own, beside those of the item."""
    names = bare(f"{holder.label}{holder.subject}")
    others = (bare(m.text) for m in query.mentions if m is not words)
    return any(pair in names for word in others for pair in map("".join, pairwise(word)))


def _between(query: Query, words: Mention) -> str | None:
    """Return what stands between the project and the item, None where the talk names the project."""
    before = [m.end for m in query.mentions if m is not words and m.end and m.end <= words.start]
    after = [m for m in query.mentions if m is not words and m.start >= words.end > 0]
    if not before:
        return "," if after else None
    return query.text[max(before) : words.start]


def _share(view: View, query: Query, holder: Figure, words: str, read: Read) -> Explained:
    """Return what part of the project the item is, where its text or form tells the amount."""
    said = f"“{holder.label}”里{words}占百分之几"
    asked = replace(understand(said, view.catalogue, query.language), scope=query.scope)
    done = read(replace(asked, original=query.original, follow=None))
    if done.answer.calculation and _pair(view, done) is None:
        return done
    return _refused(view, query, holder)


def _stated(query: Query, amount: Amount) -> Explained:
    """Return what the text states of the part."""
    from qa.view import Explained

    quote = amount.citation.quote
    value = Value(amount.name, "", number(f"{amount.value:f}"), amount.unit, amount.year)
    words = data("restated.yaml")["told"]["en" if query.language == "en" else "zh"]
    text = words.format(label=amount.name, value=value.value, unit=value.unit, quote=quote)
    answer = Answer(
        question=query.original, language=query.language, route=Route.TEXT, answer=text,
        values=(value,), citations=(amount.citation,),
    )  # fmt: skip
    return Explained(answer, query, Plan(Route.TEXT, score=_SURE), None)


def _refused(view: View, query: Query, holder: Figure) -> Explained:
    trace = (f"no such part of {holder.label}",)
    return _explained(view, query, Plan(Route.REFUSE, reason="not_found", trace=trace))


def _explained(view: View, query: Query, plan: Plan) -> Explained:
    from qa.view import Explained

    return Explained(view.composer.compose(query, plan), query, plan, None)
