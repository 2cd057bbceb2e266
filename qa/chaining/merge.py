"""Choose between records and narrative."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.chaining.across import of_each
from qa.chaining.stated import stated
from qa.chaining.told import (
    ASKS_MONEY,
    FIGURE_ASKED,
    INCOME_COLUMN,
    TOLD,
    asks_in_words,
    asks_words,
    explains_move,
    figure_asked,
    inside_form,
    is_blank,
    may_have_moved,
    measured_words,
    named_in_full,
    names_better,
    other_measure,
    other_sort,
    says_it,
    shows_kind,
    sort_asked,
    spoken_of,
    tells_other,
)
from qa.linking.text import core
from qa.narration import charges, income, quantities
from qa.narration.lore import lore
from qa.narration.project import aspects
from qa.narration.set import as_planned
from qa.narration.terms import explained
from qa.narrative import counts_things, evidence_of, read
from qa.planning import filled, spread_over
from qa.planning.types import Plan
from qa.query import Answer, Asked, Mention, Operation, Query, Route

if TYPE_CHECKING:
    from qa.narrative import Reading
    from qa.view import View

TEXT_FIRST = frozenset({
    Operation.DEFINE, Operation.WHY, Operation.PURPOSE, Operation.BASIS, Operation.DUTIES,
    Operation.STAFFING, Operation.CONTACT,
})  # fmt: skip
TEXT_PERHAPS = frozenset({
    Operation.DESCRIBE, Operation.CONSISTENCY, Operation.YES_NO, Operation.BACK_CALCULATE,
    Operation.PER_HEAD,
})  # fmt: skip
MONEY = (Operation.SUM, Operation.SHARE, Operation.TOP, Operation.BOTTOM, Operation.FILTER)
COUNTED_OR_TOLD = frozenset({Operation.LOOKUP, Operation.COUNT})
MOVES = (Operation.CHANGE, Operation.GROWTH, Operation.DIFFERENCE, Operation.CONSISTENCY)
_IN_POST = re.compile(r"实有|在职|在岗")
HEADS = (("辆", ("车辆", "车")), ("名", ("编制", "人均")))
PEOPLE = ("名", "人")
TEXT_ASKED, LOOSE_SENTENCE = 0.4, 0.7
"""Least score of narrative where words are asked for; of a sentence that but resembles them."""
TEXT_ONLY = 0.5  # least score of narrative where records have nothing
BY_WORDS = 0.0  # records this sure are weighed against narrative found by words alone
SURE = 0.78  # records this sure are not weighed against narrative
BLANK_TEXT = 0.6  # least score of narrative that is told beside a blank cell
DENIED = 0.85  # the same for a sentence without a figure (未安排购置)
DENIALS = ("没有", "否")  # how a text denies
COUNTED = 0.7  # least score of narrative that counts what tables do not: vehicles, posts, units
TEXT_MARGIN = 0.3  # how far narrative may be behind records where the question asks for words
WHY_MARGIN = 0.45  # the same for a reason, which no record gives
TERM, TELLING = 0.4, 3  # how sure a lexicon term is, and characters that tell it
AHEAD = 0.1  # how far narrative must be ahead of records that have an answer
UNSAID = ("文字里没有说明原因。", "The narrative gives no reason.")
_NAMES_NOTHING = re.compile(
    r"[几一二两三四五六七八九十百千万亿多余来个\d.]+|[收支入出总计合额数预算年度]+|(?:什么|哪个)?项目"
)
UNSAID_DUTY = (
    "列出的职责里没有查到这一项。",
    "It is not among the duties listed.",
)
_COUNTING = re.compile(r"多少|几|车吗|编制|设备|(?i:how many|number of|vehicles?|posts?|count)")
_NONE = re.compile(r"(?:无|没有|未安排|不安排|不涉及|不属于)")
_FINAL_REASONS = ("asked", "stranger", "documents", "phase", "year", "unit")


def merge(view: View, query: Query, plan: Plan) -> tuple[Answer, Reading | None]:
    """Return the answer of records or of narrative, with the reading where one was made."""
    plan = _guarded(view, query, plan)
    table = view.composer.compose(query, plan)
    if (settled := _settled(view, query, plan, table)) is not None:
        return settled
    cues = view.linker.words.narrative
    wants_text = query.asks(*TEXT_FIRST) or any(cue in query.text.lower() for cue in cues)
    words = asks_words(view, query) and not view.planner.of_cells(query)
    wants_text = wants_text or words or bool(lore().text_first.search(query.text))
    listed = as_planned(query.text)
    in_words = asks_in_words(query, table)
    perhaps = query.asks(*TEXT_PERHAPS) or listed or _counts_things(query) or bool(aspects(query))
    other = other_measure(view, query, table)
    typed = sort_asked(query)
    weighed = wants_text or perhaps or bool(other) or in_words
    blank = table.route is Route.TABLE and not table.values
    sure = plan.route is not Route.REFUSE and plan.score >= SURE and (plan.whole or not blank)
    known = (plan.whole and not listed and not words) or _is_field(query)
    pointed = query.row_number is not None and plan.route is Route.TABLE
    pointed = pointed and not query.asks(*TEXT_FIRST - {Operation.DEFINE})
    if pointed or (sure and not typed and (known or not weighed)):
        return table, None
    goal = plan.whole and all(s.asked.operation is Operation.LOOKUP for s in plan.steps)
    if query.asks(Operation.PER_HEAD) and plan.route is Route.TABLE and not goal:
        return _a_head(view, query, plan, table), None
    answered = table.route is Route.TABLE and not wants_text
    named = answered and plan.score >= BY_WORDS
    reading = read_narrative(view, query, by_words=named or not query.mentions)
    if plan.reason == "not_found" and reading.score >= TEXT_ASKED and _denies(query, reading):
        return text_answer(query, reading), reading
    told = {"fact": BLANK_TEXT, "sentence": DENIED}.get(reading.kind, 1.0)
    about = reading.answer_zh.startswith(DENIALS) or _names_same(plan, reading)
    denied = blank and _denies(query, reading)
    if blank and not wants_text and (denied or (about and reading.score >= told)):
        return _joined(query, table, reading), reading
    if other:
        measured = measured_words(view, query, plan, other, reading)
        if measured is not None:
            return text_answer(query, measured), measured
        if {value.unit for value in table.values} == {"%"}:  # 评多少家 is no rate
            return _unlike(view, query, plan), None
    if other_sort(query, table, reading):
        return text_answer(query, reading), reading
    if tells_other(query, table, reading):
        return _joined(query, table, reading), reading
    if sure and (known or not weighed):
        return table, reading
    untold = words and plan.whole and not shows_kind(query, table.answer)
    if (in_words and not plan.whole and says_it(query, reading)) or (untold and reading.typed):
        return text_answer(query, reading), reading
    if plan.whole and words:
        return table, reading
    chosen = _chosen(query, plan, table, reading, wants_text, words=words)
    looked_up = {asked.operation for asked in query.operations} <= COUNTED_OR_TOLD
    if chosen is table and other and looked_up and not (plan.whole or "年" in other):  # 多少亩
        return _unlike(view, query, plan), reading
    if chosen is table and table.route is Route.TABLE and query.asks(Operation.WHY):
        chosen = replace(table, notes=(*table.notes, UNSAID[query.language == "en"]))
    return chosen, reading


def _unlike(view: View, query: Query, plan: Plan) -> Answer:
    """Refuse figures of another measure than the one asked for, with the items they are of."""
    near = tuple(t.figure.label for step in plan.steps for t in step.operands[:1])
    return view.composer.compose(query, Plan(Route.REFUSE, reason="not_found", near=near))


def _settled(
    view: View, query: Query, plan: Plan, table: Answer
) -> tuple[Answer, Reading | None] | None:
    """Return the answer where records need not be weighed against narrative, or None."""
    if plan.route is Route.REFUSE and plan.reason.split(":")[0] in _FINAL_REASONS:
        return _stated(view, query, plan) or (table, None)
    rows = plan.whole and any(step.measured is not None for step in plan.steps)
    if rows and not query.asks(Operation.WHY):
        return table, None  # which of them moved, not how far all did
    if (reason := explains_move(view, query)) is not None:
        return text_answer(query, reason), reason
    moved = read_narrative(view, query, by_words=True) if may_have_moved(query, table) else None
    if moved is not None and moved.kind == "list" and moved.score >= SURE:
        return text_answer(query, moved), moved
    if (beside := _of_the_others(view, query, plan, table)) is not None:
        return beside
    if (each := of_each(view, query, plan, lambda asked: read_narrative(view, asked))) is not None:
        return replace(text_answer(query, each), route=Route.BOTH), each
    to_reach = query.asks(Operation.CONTACT) and not ASKS_MONEY.search(query.text)
    if to_reach and (reached := _contact(view, query)) is not None:
        return reached
    if named := named_in_full(view, query, plan):
        return text_answer(query, named), named
    said = explained(query, evidence_of(view.catalogue)) if not figure_asked(query.text) else None
    said = said or charges.told(query, evidence_of(view.catalogue))
    said = said or income.told(query, evidence_of(view.catalogue)) or inside_form(view, query)
    if said:
        return text_answer(query, said), said
    if plan.trace == filled.TRACE and income.income_asked(query.text):
        return table, None
    return (table, None) if plan.reason == "not_found" and _unread(query) else None


def _of_the_others(
    view: View, query: Query, plan: Plan, table: Answer
) -> tuple[Answer, Reading] | None:
    """Return what to ask back about documents, with those whose narrative alone states the item."""
    if plan.route is not Route.CLARIFY or plan.reason != "document":
        return None
    listed = {target.figure.document_id for target in plan.options}
    if listed >= set(query.scope.documents or view.catalogue.documents):
        return None
    reading = read_narrative(view, query)
    told = {citation.document_id for citation in reading.citations}
    if reading.kind not in ("fact", "count") or reading.score < COUNTED or told <= listed:
        return None
    return replace(_joined(query, table, reading), route=Route.CLARIFY), reading


def _contact(view: View, query: Query) -> tuple[Answer, Reading] | None:
    """Return the contact line, whatever figures are near the words that ask for it."""
    reading = read_narrative(view, query, by_words=True)
    if reading.kind != "contact" or reading.score < TEXT_ONLY:
        return None
    return text_answer(query, reading), reading


def _unread(query: Query) -> bool:
    """Tell whether all that is asked about are English words that nothing could read."""
    units = "单位", "部门", "办事处", "办公室"
    named = [m for m in query.mentions if m.text not in units]
    plain = query.asks(Operation.LOOKUP, Operation.YES_NO)
    return plain and bool(named) and all(m.text.isascii() and not m.hints for m in named)


def _stated(view: View, query: Query, plan: Plan) -> tuple[Answer, Reading] | None:
    """Return what the text states of a year or phase that no document is of."""
    if not plan.reason.startswith(("year", "phase")):
        return None
    reading = stated(view, query)
    return None if reading is None else (text_answer(query, reading), reading)


def read_narrative(view: View, query: Query, *, by_words: bool = False) -> Reading:
    """Read narrative; `by_words` leaves the costly comparison by meaning out."""
    retriever = view.retriever
    if by_words and retriever is not None:
        retriever = retriever.by_words
    return read(query, view.catalogue, retriever)


def _names_same(plan: Plan, reading: Reading) -> bool:
    """Tell whether what narrative states is of the item whose cell is blank."""
    said = "".join(citation.quote for citation in reading.citations)
    labels = [t.figure.label for step in plan.steps for t in step.operands]
    pairs = [label[i : i + 2] for label in labels[:1] for i in range(len(label) - 1)]
    return bool(pairs) and sum(pair in said for pair in pairs) >= 0.5 * len(pairs)


def _denies(query: Query, reading: Reading) -> bool:
    """Tell whether a sentence says in so many words that there is none of what is named (无某项经费)."""
    said = "".join(citation.quote for citation in reading.citations)
    if _NONE.search(said) is None:
        return False
    names = "|".join(re.escape(m.text) for m in query.mentions if len(m.text) > 2)
    none = rf"{_NONE.pattern}(?:安排|使用|任何|[省市县区]对下)?(?:的)?(?:{names})"
    return bool(names) and len(query.mentions) == 1 and re.search(none, said) is not None


def _guarded(view: View, query: Query, plan: Plan) -> Plan:
    """Refuse figures beside what disclosures leave out: a score, an address, a circulation."""
    guards = [g for g in lore().guards if g.tables and g.asked.search(query.text)]
    if plan.whole:
        guards = [guard for guard in guards if guard.cells]
    if plan.route is Route.REFUSE or not guards:
        return plan
    targets = [t.figure for step in plan.steps for t in step.operands] or [
        t.figure for t in plan.options
    ]
    tables = view.catalogue.tables
    printed = " ".join(f"{tables[f.table_id].title} {f.label} {f.column_name}" for f in targets)
    if all(guard.printed.search(printed) for guard in guards):
        return plan
    return Plan(Route.REFUSE, reason="not_found", trace=(*plan.trace, "guarded"))


def _is_field(query: Query) -> bool:
    """Tell whether a question was read as one field of a project's form: its words are the answer."""
    two = len(query.mentions) == 2 and all(m.quoted and not m.end for m in query.mentions)
    both_ends = any(aspect.all_fields for aspect in aspects(query))
    return two and bool(query.annexes) and not both_ends


def _counts_things(query: Query) -> bool:
    if not _COUNTING.search(ASKS_MONEY.sub("", query.text)):
        return False
    return counts_things(query)


def _chosen(
    query: Query,
    plan: Plan,
    table: Answer,
    reading: Reading,
    wants_text: bool,
    *,
    words: bool = False,
) -> Answer:
    has_table = table.route is not Route.REFUSE
    stated = reading.kind in ("count", "fact", "sum") and bool(reading.values)
    if plan.reason.startswith("lacking") and not stated:
        return table
    blank = is_blank(query, plan, table)
    blank = blank and (plan.score < SURE or names_better(query, plan, reading))
    if blank and reading.values and reading.score >= LOOSE_SENTENCE:  # a figure beside no figure
        return text_answer(query, reading)
    if reading.kind == "figure" and has_table:  # it speaks where nothing else does
        return text_answer(query, reading) if _counts_it(plan, table, reading) else table
    if plan.reason == "not_found" and not wants_text and _of_another(query, reading):
        return table
    if plan.reason == "no_prior" and stated and not _of_near(query, plan, reading):
        return table
    pinned = bool(query.codes or query.annexes or query.row_number)
    if pinned and not wants_text and all(c.row_id is None for c in reading.citations):
        return table  # a code or a table is named: narrative is not what is asked
    if _counts_things(query) and reading.score >= COUNTED and reading.kind in ("count", "sentence"):
        return text_answer(query, reading)
    if reading.kind == "list" and reading.score >= SURE and as_planned(query.text):
        return text_answer(query, reading)
    if reading.kind == "project" and reading.score >= SURE and not query.asks(*MONEY):
        return text_answer(query, reading)
    loose_words = words and not reading.typed and reading.kind in TOLD
    wants_text = wants_text and not (loose_words and has_table and not query.asks(*TEXT_FIRST))
    words = words and not loose_words
    margin = WHY_MARGIN if query.asks(Operation.WHY) else TEXT_MARGIN
    unsure = table.route is Route.CLARIFY or reading.score >= plan.score - margin
    worded = words or (wants_text and not _asks_figure(query))  # a figure would be no answer
    if wants_text and reading.score >= TEXT_ASKED and (unsure or worded):
        return text_answer(query, reading)
    loose = reading.kind == "sentence" and not reading.values and not wants_text
    least = LOOSE_SENTENCE if loose and not reading.typed else TEXT_ONLY
    if not has_table and reading.score >= least:
        return text_answer(query, reading)
    if has_table and re.search(r"职责|职能", query.text) and query.asks(Operation.YES_NO):
        return replace(
            table, route=Route.REFUSE, answer=UNSAID_DUTY[query.language == "en"],
            values=(), citations=(), calculation=None,
        )  # fmt: skip
    if table.route is Route.CLARIFY and not spoken_of(query, plan, reading):
        return table
    fewer = reading.kind == "sentence" and 1 < len(table.values) > len(reading.values)
    if fewer and len(query.mentions) > 1 and not wants_text:
        return table  # a sentence with one amount does not answer for several things
    spoken = table.route is Route.CLARIFY
    if (
        has_table
        and (spoken or not loose)
        and reading.score >= max(TEXT_ONLY, plan.score + AHEAD * (not spoken))
    ):
        return text_answer(query, reading)
    return table


def _counts_it(plan: Plan, table: Answer, reading: Reading) -> bool:
    """Tell whether a figure of all that is asked counts another sort of thing than a row near it."""
    units = {value.unit for value in table.values}
    other = units.isdisjoint(value.unit for value in reading.values)
    return not plan.whole and other and plan.score < SURE <= reading.score and reading.coverage >= 1


def _asks_figure(query: Query) -> bool:
    """Tell whether a question asks for a figure too, in words or by an operation."""
    told = query.asks(Operation.WHY)  # a figure there is known, not asked for
    said = re.sub(r"\d[\d,.]*", "", query.text) if told else query.text
    return bool(FIGURE_ASKED.search(said)) or query.asks(*MONEY, *MOVES)


def _of_another(query: Query, reading: Reading) -> bool:
    """Tell whether a sentence says nothing of the items that the lexicon knows in the question."""
    terms = {h.term for m in query.mentions for h in m.hints if h.code and h.weight >= TERM}
    said = "".join(citation.quote for citation in reading.citations)
    words = [m.text for m in query.mentions]
    return bool(terms) and not any(
        part in said for part in (*(core(term)[:TELLING] for term in terms), *words)
    )


def _of_near(query: Query, plan: Plan, reading: Reading) -> bool:
    """Tell whether a change that narrative states is of the item found, not of one that holds it."""
    said = "".join(value.label for value in reading.values)
    near = [label for label in plan.near[:1] if not label.endswith(("合计", "总计"))]
    said_names = (m.text for m in query.mentions if not _NAMES_NOTHING.fullmatch(m.text))
    names = [core(name) for name in (*near, *said_names)]
    if not names:  # income as a whole is no one kind of it
        return INCOME_COLUMN.isdisjoint(value.label for value in reading.values)
    found = [[name[i : i + 2] for i in range(len(name) - 1)] for name in names]
    return any(sum(pair in said for pair in pairs) >= 0.5 * len(pairs) for pairs in found if pairs)


def _a_head(view: View, query: Query, plan: Plan, table: Answer) -> Answer:
    """Divide by what the narrative counts (posts, vehicles) where no form counts people."""
    step = plan.steps[0]
    if step.bases:
        return table
    unit, words = next(
        ((u, w) for u, w in HEADS if any(word in query.text for word in w)), HEADS[-1]
    )
    held = _IN_POST.search(query.text) is not None
    if unit in PEOPLE and spread_over.names_others(view, query):
        refused = Plan(Route.REFUSE, reason="no_heads", near=(step.operands[0].figure.label,))
        return view.composer.compose(query, refused)
    if unit in PEOPLE and "编" not in query.text and not query.english:
        worked = spread_over.of_those_in_post(view, query, step.operands[0].figure)
        if worked is not None:
            return worked
    if held:  # those in post, no posts
        unit, words = "人", ("实有在职人员", "在职")
    asked = replace(
        query, text=f"{words[0]}一共多少{unit}", operations=(Asked(Operation.STAFFING),),
        mentions=(Mention(words[0]),), column_words=(), unit=None,
    )  # fmt: skip
    reading = read_narrative(view, asked)
    counted = [v for v in reading.values if v.unit in (unit, "人", "名", "辆")]
    counted = [v for v in counted if "合计" in v.label][:1] or counted
    if held:
        counted = [v for v in counted if _IN_POST.search(v.label)][:1]
    elif unit in PEOPLE:  # pupils and pensioners hold no posts
        counted = [v for v in counted if quantities.kind_of_name(v.label) == "approved"]
    if reading.score < TEXT_ONLY or not counted:
        refused = Plan(Route.REFUSE, reason="no_heads", near=(step.operands[0].figure.label,))
        return view.composer.compose(query, refused)
    return view.composer.a_head(query, step.operands[0].figure, counted, reading.citations, unit)


def _joined(query: Query, table: Answer, reading: Reading) -> Answer:
    """Return what records list with what the narrative states of it."""
    text = text_answer(query, reading)
    return replace(
        table,
        route=Route.BOTH,
        answer=f"{table.answer}\n{text.answer}",
        values=(*table.values, *text.values),
        citations=(*table.citations, *text.citations),
        calculation="；".join(c for c in (table.calculation, text.calculation) if c) or None,
        notes=(*table.notes, *text.notes),
    )


def text_answer(query: Query, reading: Reading) -> Answer:
    forms = bool(reading.citations) and all(c.table_id is not None for c in reading.citations)
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.TABLE if forms else Route.TEXT,
        answer=reading.answer(query.language),
        values=reading.values,
        citations=reading.citations,
        calculation=reading.calculation,
        notes=reading.notes,
    )
