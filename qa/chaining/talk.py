"""Answer a later question by saying it again with the names of what it leans on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.chaining import earlier, ranked, same_place
from qa.chaining.parts import answered
from qa.chaining.several import several
from qa.dialogue import only_columns
from qa.linking.text import bare
from qa.planning import by_measure as goals
from qa.planning.types import Figure
from qa.query import FollowKind, Mention, Operation, Query, Route
from qa.talk import restated
from qa.talk.follow import words
from qa.talk.frame import Turn, is_attribute, is_institution, with_scope
from qa.understand import reader, understand
from qa.words import chatter
from qa.words import scope as scopes

if TYPE_CHECKING:
    from qa.view import Explained, View

    Read = Callable[[Query], Explained]
    Explain = Callable[[str, tuple[Turn, ...]], Explained]

_LEANING = (None, FollowKind.PRONOUN, FollowKind.ELLIPSIS, FollowKind.ORDINAL)
_NAMED = (FollowKind.ELLIPSIS, FollowKind.REPLACE, FollowKind.CORRECTION)
_PLAIN = {Operation.LOOKUP, Operation.COUNT, Operation.YES_NO}
_THEN = re.compile(r"^(?P<first>[^,?。]{1,20}?(?:呢|咧|哩|嘞))[,?。 ]+(?P<then>[^,?。].+)$")
_CLAUSES = re.compile(r"[,?。;!]+")
_ANOTHER = re.compile(r"[呢咧哩嘞]\W*$|^(?:and|what about|how about)\b", re.IGNORECASE)
_CHOICE = re.compile("还是")
_RANKED = (Operation.TOP, Operation.BOTTOM, Operation.RANK)
_OF_ONE = (Operation.SHARE, Operation.GROWTH)
_EACH = (Operation.PER_HEAD, Operation.AVERAGE)
_FEW = 3
_CHECKED = {"progress", "actual_spending"}  # reasons that a column of accounts may take away
_SURE = 0.9


def first(view: View, asked: Query, turns: Sequence[Turn], read: Read) -> Explained | None:
    """Return the answer of a question said anew, where its own words surely ask it so."""
    kind = asked.follow.kind if asked.follow else None
    if (below := same_place.below_another(view, asked, turns)) is not None:
        return below
    if (moved := _in_place(view, asked, turns, read)) is not None:
        return moved
    if set(asked.refusals) - _CHECKED or asked.scope.strangers:
        return None
    if (same := same_place.answer(view, asked, turns)) is not None:
        return same
    two = _THEN.match(asked.text)
    if two and (other := same_place.another(view, two["first"], turns)):
        # else each of two questions is answered by itself
        return earlier.against(view, asked, turns, other, two["then"])
    if asked.scope.named:
        return None
    if (of_nth := ranked.answer(view, asked, turns, read)) is not None:
        return of_nth
    if (worked := earlier.answer(view, asked, turns)) is not None:
        return worked
    if (text := restated.beside_another(asked, turns)) is not None:
        done = read(_said(view, text, asked, turns))
        if answered(done) and len(done.answer.values) > 1:
            return done
    if (nth := restated.of_the_nth(asked, turns)) is not None:
        said = _said(view, nth[0], asked, turns)
        if nth[1] or view.planner.of_columns(said):
            done = read(said)
            return done if answered(done) else None
    each = re.search(str(words("each")), asked.text) is not None
    if (kind is not FollowKind.GROUP or each) and (text := restated.of_the_group(asked, turns)):
        done = read(_said(view, text, asked, turns))
        return done if answered(done) else None
    if _of_units(view, asked, turns) and (beside := _sibling(view, asked, turns)):
        return beside
    return _of_the_last(view, asked, turns, read)


def _of_the_last(view: View, asked: Query, turns: Sequence[Turn], read: Read) -> Explained | None:
    """Return the answer of a question said anew of the row told last."""
    kind = asked.follow.kind if asked.follow else None
    if kind is FollowKind.AGGREGATE and restated.points_at(asked.text):
        kind = FollowKind.PRONOUN
    if kind not in _LEANING:
        return None
    unknown = not _knows(view, asked, turns) and not _THEN.match(asked.text)
    apiece = restated.asks_each(asked.text) and unknown
    points = kind in (None, FollowKind.PRONOUN) and restated.points_at(asked.text)
    inside = restated.points_within(asked.text) or restated.asks_used(asked.text)
    alone = with_scope(replace(asked, follow=None), turns[-1].query)
    bare_ask = asked.asks(*_OF_ONE) and restated.is_of_the_row(asked, turns[-1])
    if unknown and not asked.parts and (goal := by_measure(view, asked, turns[-1].cells)):
        return goal
    another = kind is FollowKind.ELLIPSIS and _names_another(asked)
    another = another or (not inside and not points and _ranks_on(asked, turns[-1]))
    for text in () if another else restated.of_the_last(asked, turns):
        said = _said(view, text, asked, turns)
        if bare_ask and (done := read(said)).answer.calculation and answered(done):
            return replace(done, restated=text)
        if view.planner.of_columns(said) and (unknown or not view.planner.of_columns(alone)):
            done = read(said)
            return _of_row(done, turns[-1]) if _of_its_table(view, asked, done) else None
        reckons = apiece or (points and not asked.asks(Operation.SHARE))
        more = read(said) if reckons or inside else None
        if more and reckons and more.answer.calculation and _sure(turns[-1], more):
            return more
        if more and inside and _inside(turns, more):
            return more
        if more and points and _CHOICE.search(asked.text) and _same_row(turns[-1], more):
            return more
    if (
        unknown
        and not asked.parts
        and (goal := by_measure(view, asked, turns[-1].cells, sure=False))
    ):
        return goal
    bare_ask = not (another or asked.asks(*_EACH)) and (unknown or only_columns(asked))
    for text in restated.of_the_last(asked, turns) if bare_ask else ():
        if _says_again(turns[-1], done := read(_said(view, text, asked, turns))):
            return replace(done, restated=text)
    return None


def _same_row(last: Turn, done: Explained) -> bool:
    """Tell whether records told nothing but the row told before."""
    rows = {cell.row_id for cell in last.cells}
    return answered(done) and bool(rows) and {cell.row_id for cell in done.cells} == rows


def _sure(last: Turn, done: Explained) -> bool:
    """Tell whether records answered, or narrative that prints what was just told."""
    return answered(done) or _says_again(last, done)


def _says_again(last: Turn, done: Explained) -> bool:
    """Tell whether narrative tells more of what was just told, in a sentence that prints it."""
    if last.answer is None or done.answer.route is not Route.TEXT:
        return False
    told = {v.value for v in last.answer.values if v.value}
    quoted = "。".join(c.quote for c in done.answer.citations).replace(",", "")
    same = [s for s in re.split("[。；;]", quoted) if any(value in s for value in told)]
    values = [v.value for v in done.answer.values if v.value]
    return bool(same) and (not values or any(value in s for s in same for value in values))


def _in_place(view: View, asked: Query, turns: Sequence[Turn], read: Read) -> Explained | None:
    """Return the answer of the question before, asked of what is named in this one."""
    kind = asked.follow.kind if asked.follow else None
    last = turns[-1]
    plain = all(a.operation is Operation.LOOKUP for a in asked.operations)
    if kind not in _NAMED or not plain or asked.refusals or asked.scope.strangers or asked.parts:
        return None
    if asked.codes or asked.annexes or asked.years or asked.offsets:
        return None
    if asked.column_words and not _in_words(last):
        return None  # a term may be the name of a column too
    known = reader(view.catalogue).departments
    spans = scopes.find(last.said, known, (), ()).spans if last.said else ()
    for text in restated.in_place(asked, last, spans):
        done = read(_said(view, text, asked, turns))
        if (answered(done) and _alike(view, done, last)) or _explains_too(done, last):
            return replace(done, restated=text, query=replace(done.query, follow=asked.follow))
        if not asked.mentions and not asked.scope.named and done.answer.route is Route.CLARIFY:
            return done  # what is named instead may be several things; the thing before is none
    return None


def _in_words(last: Turn) -> bool:
    """Tell whether the question before was answered by words alone."""
    return last.answer is not None and last.answer.route is Route.TEXT and not last.answer.values


def _explains_too(done: Explained, last: Turn) -> bool:
    """Tell whether an answer explains a term, where the one before told words alone."""
    told = done.reading if done.answer.route is Route.TEXT else None
    return _in_words(last) and told is not None and told.kind == "definition" and not told.values


def _alike(view: View, done: Explained, last: Turn) -> bool:
    """Tell whether an answer is of the sort of the one before: other cells of the same columns."""
    tables = view.catalogue.tables
    told = {(tables[c.table_id].kind, c.column_name.rsplit("/")[-1]) for c in last.cells}
    new = {(tables[c.table_id].kind, c.column_name.rsplit("/")[-1]) for c in done.cells}
    worked = last.answer is not None and bool(last.answer.calculation)
    before = {(c.row_id, c.column) for c in last.cells}
    other = {(c.row_id, c.column) for c in done.cells} - before
    return bool(other and new) and new <= told and worked == bool(done.answer.calculation)


def in_turn(
    asked: Query, turns: Sequence[Turn], first: Explained, explain: Explain
) -> Explained | None:
    """Return the answers of 甲呢,比目标少几天 and 去年呢?为什么变了, each as a question after those before it."""
    clauses = _in_turn(asked)
    listed = first.answer.route is Route.TABLE and len(first.answer.values) >= len(clauses)
    if len(clauses) < 2 or listed:
        return None
    another = _THEN.match(asked.text) is not None  # the first clause names another thing
    told: list[Explained] = []
    for clause in clauses:
        talk = (*turns, *(Turn(done.query, done.answer, done.cells) for done in told))
        done = explain(clause, talk)
        if told and not _tells_on(done, talk):
            done = explain(clause, tuple(turns))  # 去年呢?为什么变了: why it changed since
        if not (answered(done) if another and not told else _tells_on(done, talk)):
            return None
        told.append(done)
    answer = several(asked.original, asked, [done.answer for done in told])
    plan = replace(told[-1].plan, steps=tuple(step for done in told for step in done.plan.steps))
    return replace(told[-1], answer=answer, plan=plan)


def _in_turn(asked: Query) -> tuple[str, ...]:
    """Return the clauses of a later question that ask by themselves; none where one does not."""
    if match := _THEN.match(asked.text):
        ranks = asked.asks(Operation.TOP, Operation.BOTTOM, Operation.RANK)
        return () if ranks else (match["first"], match["then"])
    clauses = tuple(clause for clause in _CLAUSES.split(asked.text) if clause.strip())
    asking = all(chatter.asks(clause) or _ANOTHER.search(clause) for clause in clauses)
    return clauses if asking and len(clauses) <= _FEW else ()


def _tells_on(done: Explained, talk: Sequence[Turn]) -> bool:
    """Tell whether an answer tells what the talk did not, of a row that it was of."""
    if done.answer.route not in (Route.TABLE, Route.TEXT, Route.BOTH):
        return False
    before = [turn.answer for turn in talk if turn.answer]
    known = {value.value for answer in before for value in answer.values}
    values = {value.value for value in done.answer.values}
    cells = [cell for turn in talk for cell in turn.cells]
    names = {restated.called(cell) for cell in cells} - {""}
    quoted = bare("".join(c.quote or "" for c in done.answer.citations))
    told = {restated.called(cell) for cell in done.cells}
    same = {cell.row_id for cell in cells} & {cell.row_id for cell in done.cells}
    same_name = names & told or any(name in quoted for name in names)
    return bool(same or same_name) and not (values and values <= known)


def last(view: View, asked: Query, turns: Sequence[Turn], read: Read) -> Iterator[Explained]:
    """Yield what a question may be answered by, said anew, where nothing else answers it."""
    if (sibling := _sibling(view, asked, turns)) is not None:
        yield sibling
    if asked.scope.named:
        return
    if (text := restated.of_the_group(asked, turns)) is not None:
        yield read(_said(view, text, asked, turns))
    if (nth := restated.of_the_nth(asked, turns)) is not None:
        yield read(_said(view, nth[0], asked, turns))
    if _names_another(asked):
        return  # what was told before is not what is asked now
    for text in restated.of_the_last(asked, turns):
        yield read(_said(view, text, asked, turns))


def _names_another(asked: Query) -> bool:
    """Tell whether a question only names another thing than the one before (水费呢)."""
    named = any(m.end and not is_attribute(m) for m in asked.mentions)
    return named and _ANOTHER.search(asked.text) is not None


def by_measure(
    view: View, asked: Query, cells: Sequence[Figure], *, sure: bool = True
) -> Explained | None:
    """Return the goal that a question measures, of the project that cells are of.

    Where it is not `sure`, the only goal in that measure does, whatever its name.
    """
    from qa.view import Explained

    if {a.operation for a in asked.operations} - _PLAIN or len({c.row_id for c in cells}) != 1:
        return None
    rows = view.catalogue.rows
    named = (n for c in cells for n in (c.subject, *rows[c.row_id].parents[:1], c.label) if n)
    for name in dict.fromkeys(named):
        documents = frozenset(c.document_id for c in cells)
        plan = goals.plan(asked.text, name, documents, view.catalogue, view.lookup, sure=sure)
        if plan is not None:
            of_it = replace(asked, mentions=(Mention(name), *asked.mentions))
            return Explained(view.composer.compose(asked, plan), of_it, plan, None)
    return None


def _said(view: View, text: str, asked: Query, turns: Sequence[Turn]) -> Query:
    """Return a text as a question that stands alone, in the scope and time of the talk."""
    said = with_scope(understand(text, view.catalogue, asked.language), turns[-1].query)
    parts = tuple(with_scope(part, turns[-1].query) for part in said.parts)
    parts = tuple(replace(part, follow=None) for part in parts)
    return replace(said, original=asked.original, language=asked.language, follow=None, parts=parts)


def _of_its_table(view: View, asked: Query, done: Explained) -> bool:
    """Tell whether an answer is of the kind of table that a question names (它的政府采购金额)."""
    named = (m for m in asked.mentions if not is_attribute(m))
    sure = [hint for m in named for hint in m.hints if hint.kinds and hint.weight >= _SURE]
    kinds = {kind for hint in sure for kind in hint.kinds}
    told = {view.catalogue.tables[cell.table_id].kind for cell in done.cells}
    return not kinds or not told or bool(kinds & told)


def _of_row(done: Explained, last: Turn) -> Explained:
    """Return an answer as that of a question which names the row told before, not a total."""
    named = tuple(m for m in done.query.mentions if m.end)
    named = named or (Mention(last.cells[0].label, quoted=True),)
    return replace(done, query=replace(done.query, mentions=named))


def _ranks_on(asked: Query, before: Turn) -> bool:
    """Tell whether the next of the things that were ranked is asked for (第二多的又是哪个)."""
    named = asked.mentions or asked.codes or asked.column_words or asked.table_words
    return not named and asked.asks(Operation.RANK) and before.query.asks(*_RANKED)


def _inside(turns: Sequence[Turn], done: Explained) -> bool:
    """Tell whether an answer tells more of the very row that the talk was last of, and no other."""
    rows = {cell.row_id for cell in done.cells}
    told = {(cell.row_id, cell.column) for cell in turns[-1].cells}
    new = {(cell.row_id, cell.column) for cell in done.cells} - told
    more = bool(new) or done.answer.calculation is not None
    return answered(done) and more and bool(rows) and rows <= {c.row_id for c in turns[-1].cells}


def _knows(view: View, asked: Query, turns: Sequence[Turn]) -> bool:
    """Tell whether a question names a row itself: no goal of the project that the talk is of."""
    labels = reader(view.catalogue).labels
    rows = view.catalogue.rows
    tables = {c.table_id for c in turns[-1].cells}
    of_project = {
        bare(row.label)
        for cell in turns[-1].cells
        for row in view.catalogue.tables[cell.table_id].rows
        if row.parents[:1] == rows[cell.row_id].parents[:1]
    }
    for mention in asked.mentions:
        word = bare(mention.text)
        if not is_attribute(mention):
            if word in labels or mention.hints:
                return True
        elif tables and word in labels and word not in of_project | set(words("attributes")):
            return True
    return False


def _of_units(view: View, asked: Query, turns: Sequence[Turn]) -> bool:
    """Tell whether one unit is named after what another one has."""
    cell = restated.last_cell(turns)
    if cell is None or not asked.mentions:
        return False
    row = view.catalogue.rows[cell.row_id]
    of_unit = is_institution(Mention(cell.label)) or any(
        is_institution(Mention(name)) for name in (row.institution, *row.parents) if name
    )
    return of_unit and is_institution(asked.mentions[0]) and len(asked.mentions) < _FEW


def _sibling(view: View, asked: Query, turns: Sequence[Turn]) -> Explained | None:
    """Return the cell of the column just told, of the one row beside it that a new word names."""
    kind = asked.follow.kind if asked.follow else None
    cell = restated.last_cell(turns)
    plain = all(a.operation is Operation.LOOKUP for a in asked.operations)
    word = bare("".join(m.text for m in asked.mentions))
    if cell is None or kind not in _NAMED or not plain or not word or asked.codes or asked.years:
        return None
    figure = same_place.beside(view, cell, word)
    if figure is None:
        return None
    return same_place.told(view, asked, turns, figure)
