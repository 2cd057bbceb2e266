"""Tell where words answer what records cannot: a figure that is no money, whence an income comes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.narration.fits import TYPED, WORDED, is_typed
from qa.narration.inside import inside
from qa.narration.lore import asked_units
from qa.narration.measured import is_added, stated
from qa.narration.moved_most import asks_moved_most
from qa.narration.project import figure_in, measured
from qa.narration.terms import asks_term
from qa.narration.want import kinds_asked, sort_named, without_concepts
from qa.narrative import evidence_of, why_moved
from qa.planning.types import Plan
from qa.query import Answer, Operation, Query, Route
from qa.regexes import regex
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narrative import Reading
    from qa.view import View

MONEY_UNITS = frozenset({"元", "万元", "亿元", "%"})
IN_FULL = "in full"  # what narrative states of a thing by its whole name, which no row prints
NAMED_IN_FULL = 4  # least characters of a name that the text prints in full and no row does
PEOPLE = frozenset({"人", "名", "位"})
_OPENS = re.compile(r"^(?:其中|主要|包括|用于|安排|和|及|[:：])*")
_PLAIN = (Operation.LOOKUP, Operation.COUNT, Operation.SUM)
TOLD = ("fact", "sentence")
FIGURED_WORDS = 0.4  # least score of words that have the figure asked for
TEXT_SAID, SPOKEN_OF = 0.5, 0.6
"""Least score of words that stand for money which is no answer, and the least of the question
that they speak of."""
ALL_OF_IT = 0.85
SURE_OF_ITEM = 0.7  # least score of words that are told beside what records have
_WORKED_OUT = (
    Operation.SUM, Operation.SHARE, Operation.TOP, Operation.BOTTOM, Operation.FILTER,
    Operation.CHANGE, Operation.GROWTH, Operation.DIFFERENCE, Operation.CONSISTENCY,
    Operation.PER_HEAD,
)  # fmt: skip
_FIGURED = (
    Operation.SUM, Operation.SHARE, Operation.TOP, Operation.BOTTOM, Operation.RATIO,
    Operation.GROWTH, Operation.RANK, Operation.COUNT, Operation.INVERSE, Operation.PER_HEAD,
    Operation.CONSISTENCY, Operation.CONVERT,
)  # fmt: skip
FIGURE_ASKED = re.compile(
    r"多少|(?<![\d十百千万哪])几(?!类|种|方面|样|层|块)|金额|数额|预算数|决算数|\d|how (?:much|many|big|large)|amount|figure",
    re.I,
)
_RECKONED = (
    Operation.SHARE, Operation.TOP, Operation.BOTTOM, Operation.RATIO, Operation.RANK,
    Operation.CONVERT, Operation.FILTER, Operation.PER_HEAD, Operation.BACK_CALCULATE,
)  # fmt: skip
INCOME_COLUMN = frozenset({"其他收入", "事业收入", "经营收入", "其他资金"})
_OF_CELLS = re.compile(r"编码|代码|哪(?:一)?[张列行]|填")
_KNOWN = re.compile(r"\d(?:亿|万)?元?[^,，。]{0,4}(?:是|差)")
ASKS_MONEY = re.compile(
    r"(?:花|用|费|开支|开销|安排|预算)了?多少|(?:多少|几)(?:钱|[万亿](?![人户辆台票吨亩名件次家份])|元|经费|费用)"
)


def other_measure(view: View, query: Query, table: Answer) -> frozenset[str]:
    """Return the measure asked for (几名, 多少票) where records only have money or shares to give."""
    given = table.route in (Route.TABLE, Route.CLARIFY)
    money = given and {v.unit for v in table.values} <= MONEY_UNITS
    if not money or query.asks(*_WORKED_OUT) or ASKS_MONEY.search(query.text):
        return frozenset()
    units = asked_units(query.text, evidence_of(view.catalogue).measures)
    people_asked = regex(str(data("staff.yaml")["people_asked"]))
    if not units and people_asked.search(query.text):
        units = PEOPLE
    return units - {"分"}  # points of a weight are printed as a share


def measured_words(
    view: View, query: Query, plan: Plan, units: frozenset[str], reading: Reading
) -> Reading | None:
    """Return the words with a figure of a measure: those found, the project's, of what is asked."""
    said = "".join(citation.quote for citation in reading.citations)
    found = figure_in(said, units) if reading.score >= FIGURED_WORDS else None
    if found is not None and not is_added(said, found, query.text):
        return reading
    figures = [target.figure for step in plan.steps for target in step.operands[:1]]
    evidence = evidence_of(view.catalogue)
    own = measured(evidence, figures[0], units) if figures else None
    return own or stated(query, evidence, units)


def named_in_full(view: View, query: Query, plan: Plan) -> Reading | None:
    """Return the sentence that states money right behind all that is named, of which a row has a part."""
    plain = all(asked.operation is Operation.LOOKUP for asked in query.operations)
    if query.english or query.codes or plan.whole or plan.route is not Route.TABLE or not plain:
        return None
    cells = [t.figure for step in plan.steps for t in step.operands]
    rows = [view.catalogue.rows[cell.row_id] for cell in cells]
    printed = "".join(part for row in rows for part in (row.text, *row.parents))
    printed += "".join(f"{c.column_name}{view.catalogue.tables[c.table_id].title}" for c in cells)
    named = "".join(m.text for m in query.mentions)
    if len(named) < NAMED_IN_FULL or all(m.text in printed for m in query.mentions):
        return None
    reading = stated(query, evidence_of(view.catalogue), MONEY_UNITS - {"%"})
    quote = "".join(c.quote for c in reading.citations) if reading else ""
    in_full = reading is not None and _OPENS.sub("", quote).startswith(named)
    return replace(reading, kind=IN_FULL) if reading and in_full else None


def names_better(query: Query, plan: Plan, reading: Reading) -> bool:
    """Tell whether narrative prints a word of the question of which a blank cell prints nothing."""
    said = "".join(value.label for value in reading.values)
    cells = [t.figure for step in plan.steps for t in step.operands]
    printed = "".join(f"{c.label}{c.column_name}{c.subject}" for c in cells)
    return any(m.text in said and m.text not in printed for m in query.mentions)


def asks_words(view: View, query: Query) -> bool:
    """Tell whether a question asks for what only words give: a reason, a use, a rule, a term."""
    foreign = query.english  # operations alone read English: what is budgeted for it
    told = bool(kinds_asked(query) & {"purpose", "source", "why"})  # of an amount that is known
    figured = [op for op in _FIGURED if not (told and op is Operation.INVERSE)]
    if foreign or figure_asked(query.text) or query.asks(*figured):
        return False
    if not kinds_asked(query).isdisjoint(WORDED):
        return True
    documents = frozenset(query.scope.documents or view.catalogue.documents)
    return asks_term(query.text, evidence_of(view.catalogue), documents)


def asks_in_words(query: Query, table: Answer) -> bool:
    """Tell whether who, what or how is asked, to which records have nothing but money to say."""
    compared = query.asks(Operation.COMPARE) and len(table.values) > 1  # 哪个花得多
    money = table.route is Route.TABLE and not compared
    money = money and (bool(table.values) or query.asks(Operation.INVERSE))
    only = {v.unit for v in table.values} <= MONEY_UNITS - {"%"} or len(table.values) == 1
    money = money and only and not query.asks(Operation.COUNT)
    open_ = table.route in (Route.REFUSE, Route.CLARIFY)
    named = any(m.hints for m in query.mentions)  # else 105万是什么支出: the row is looked for
    known = bool(_KNOWN.search(query.text))
    figured = [op for op in _FIGURED if not (named and op is Operation.INVERSE)]
    asked = "words" in kinds_asked(query) and not query.asks(*figured)
    money = money and not query.asks(Operation.YES_NO, Operation.FILTER) and (named or not known)
    if _OF_CELLS.search(query.text):
        return False
    return (money or open_) and asked and query.language != "en"


def explains_move(view: View, query: Query) -> Reading | None:
    """Return the reason of a change whose size is told, where no figure and no other is asked for."""
    asked = kinds_asked(query) - {"changed", "why", "words", "define", "where", "purpose", "list"}
    others = (m for part in query.parts[1:] for m in part.mentions if m.hints)
    if query.english or query.refusals or figure_asked(query.text) or any(others):
        return None
    if asked or not kinds_asked(query) - {"changed"} or query.asks(*_RECKONED):
        return None
    return why_moved(query, view.catalogue)


def sort_asked(query: Query) -> bool:
    """Tell whether words may say what is asked: an example of a noun, or who, when or why beside."""
    if figure_asked(query.text):
        return not kinds_asked(query).isdisjoint(TYPED)
    return bool(sort_named(query))


def other_sort(query: Query, table: Answer, reading: Reading) -> bool:
    """Tell whether narrative alone has the noun of which an example is asked for (哪几个街道)."""
    sort = sort_named(query)
    said = "".join(citation.quote for citation in reading.citations)
    lacks = sort not in table.answer and not any(m.text == sort for m in query.mentions)
    said_so = bool(sort) and sort in said and reading.score >= TEXT_SAID
    return said_so and lacks and not figure_asked(query.text)


def tells_other(query: Query, table: Answer, reading: Reading) -> bool:
    """Tell whether words say what is asked beside a figure of records: to whom, since when, why."""
    asked = kinds_asked(query) & set(TYPED)
    both = bool(asked) and figure_asked(query.text) and query.language != "en"
    both = both and bool(table.values) and not query.asks(*_FIGURED)
    said = "".join(citation.quote for citation in reading.citations)
    named = any(m.text in said for m in query.mentions) and reading.kind in TOLD
    return both and named and reading.typed and reading.score >= SURE_OF_ITEM


def shows_kind(query: Query, text: str) -> bool:
    """Tell whether an answer has the look of the kind that is asked for: a reason, a source."""
    return is_typed(without_concepts(query), text)


def spoken_of(query: Query, plan: Plan, reading: Reading) -> bool:
    """Tell whether words speak of all that is asked, where records only ask back which they mean."""
    words = reading.kind in ("sentence", "definition") and reading.coverage >= ALL_OF_IT
    return words and not figure_asked(query.text) and reading.score > plan.score


def told_whole(view: View, query: Query, *, loose: bool = False) -> bool:
    """Tell whether the parts of a question are one: what happened, and who, where or why it was.

    `loose` lets the first ask something too (哪个没评上优，为什么).
    """

    if len(query.parts) < 2 or query.english or figure_asked(query.text):
        return False
    if explains_move(view, query) is not None:
        return True
    last = query.parts[-1]
    asks = any(part.asks(*_FIGURED) for part in query.parts)
    kinds = TYPED if loose else ("words", *TYPED)
    if asks or not without_concepts(last).has(*kinds):
        return False
    if not loose and (
        without_concepts(query.parts[0]).has("words", *TYPED) or re.search(r"[?？].", query.text)
    ):
        return False
    labels = {row.label for row in view.catalogue.rows.values()}
    return not any(m.hints or any(m.text in label for label in labels) for m in last.mentions)


def says_it(query: Query, reading: Reading) -> bool:
    """Tell whether narrative says enough of what is asked to stand for a figure of records."""
    shown = reading.typed or not without_concepts(query).has(*TYPED)
    least = SPOKEN_OF if shown else ALL_OF_IT
    said = reading.score >= TEXT_SAID and reading.coverage >= least
    return said and reading.kind not in ("figure", "contact", "sum")


def figure_asked(text: str) -> bool:
    """Tell whether words ask for a figure; amounts that they name are known already."""
    return bool(FIGURE_ASKED.search(re.sub(r"\d[\d,.]*", "", text)))


def inside_form(view: View, query: Query) -> Reading | None:
    """Return what the prose of a project's form says of a measure or of a list it counts."""
    return inside(query, evidence_of(view.catalogue))


def is_blank(query: Query, plan: Plan, table: Answer) -> bool:
    """Tell whether a figure is asked for and the cells that were found are blank."""
    cells = [t.figure for step in plan.steps for t in step.operands]
    empty = all(cell.fact is None or cell.fact.value is None for cell in cells)
    plain = all(a.operation in _PLAIN for a in query.operations)
    return bool(cells) and empty and plain and not table.values


def may_have_moved(query: Query, table: Answer) -> bool:
    """Tell whether it is asked which item moved most, and records told no changes."""
    return table.calculation is None and asks_moved_most(query.text)
