"""Tell where words answer what records cannot: a figure that is no money, whence an income comes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.planning.types import Plan
from qa.query import Answer, Operation, Query, Route

if TYPE_CHECKING:
    from qa.chain import View
    from qa.narrative import Reading

MONEY_UNITS = frozenset({"元", "万元", "亿元", "%"})
_PLAIN = (Operation.LOOKUP, Operation.COUNT, Operation.SUM)
TOLD = ("fact", "sentence")
WORDED = 0.4  # least score of words that have the figure asked for
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
    r"多少|几(?!类|种|方面|样|层|块)|金额|数额|预算数|决算数|\d|how (?:much|many|big|large)|amount|figure",
    re.I,
)
_INCOME = re.compile(r"(?:收入|资金|拨款|基金|结转|结余|捐赠)$")
INCOME_COLUMN = frozenset({"其他收入", "事业收入", "经营收入", "其他资金"})
_OF_CELLS = re.compile(r"编码|代码|哪(?:一)?[张列行]|填")
_KNOWN = re.compile(r"\d(?:亿|万)?元?[^,，。]{0,4}(?:是|差)")
_WHENCE = re.compile(r"什么样?的?(?:钱|收入|来头|来路|名堂)|哪(?:里|儿|块)?(?:来|弄|搞|冒|出来)的")
ASKS_MONEY = re.compile(
    r"(?:花|用|费|开支|开销|安排|预算)了?多少|(?:多少|几)(?:钱|[万亿](?![人户辆台票吨亩名件次家份])|元|经费|费用)"
)


def other_measure(view: View, query: Query, table: Answer) -> frozenset[str]:
    """Return the measure asked for (几名, 多少票) where records only have money or shares to give."""
    from qa.narration.measures import asked_units
    from qa.narrative import evidence_of

    money = table.route is Route.TABLE and {v.unit for v in table.values} <= MONEY_UNITS
    if not money or query.asks(*_WORKED_OUT) or ASKS_MONEY.search(query.text):
        return frozenset()
    units = asked_units(query.text, evidence_of(view.catalogue).measures)
    return units - {"分"}  # points of a weight are printed as a share


def measured_words(
    view: View, plan: Plan, units: frozenset[str], reading: Reading
) -> Reading | None:
    """Return the words that have a figure of a measure: those found, or the project's own."""
    from qa.narration.project import figure_in, measured
    from qa.narrative import evidence_of

    said = "".join(citation.quote for citation in reading.citations)
    if reading.score >= WORDED and figure_in(said, units):
        return reading
    figures = [target.figure for step in plan.steps for target in step.operands[:1]]
    return measured(evidence_of(view.catalogue), figures[0], units) if figures else None


def asks_whence(query: Query) -> bool:
    """Tell whether a question asks where the money of an income comes from (是啥钱, 打哪儿来的)."""
    incomes = any(_INCOME.search(m.text) for m in query.mentions) or INCOME_COLUMN & set(
        query.column_words
    )
    return bool(incomes) and (query.asks(Operation.SOURCE) or bool(_WHENCE.search(query.text)))


def asks_words(view: View, query: Query) -> bool:
    """Tell whether a question asks for what only words give: a reason, a use, a rule, a term."""
    from qa.narration.fits import WORDED
    from qa.narration.terms import asks_term
    from qa.narration.want import kinds_asked
    from qa.narrative import evidence_of

    foreign = query.language == "en"  # operations alone read English: what is budgeted for it
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
    from qa.narration.want import kinds_asked

    compared = query.asks(Operation.COMPARE) and len(table.values) > 1  # 哪个花得多
    money = table.route is Route.TABLE and bool(table.values) and not compared
    money = money and {v.unit for v in table.values} <= MONEY_UNITS - {"%"}
    open_ = table.route in (Route.REFUSE, Route.CLARIFY)
    asked = "words" in kinds_asked(query) and not query.asks(*_FIGURED, Operation.FILTER)
    money = money and not query.asks(Operation.YES_NO)
    if _OF_CELLS.search(query.text):
        return False
    told = bool(_KNOWN.search(query.text)) and not open_  # 105万是什么支出: the row is looked for
    return (money or open_) and asked and not told and query.language != "en"


def shows_kind(query: Query, text: str) -> bool:
    """Tell whether an answer has the look of the kind that is asked for: a reason, a source."""
    from qa.narration.fits import is_typed
    from qa.narration.want import want

    return is_typed(want(query), text)


def spoken_of(query: Query, plan: Plan, reading: Reading) -> bool:
    """Tell whether words speak of all that is asked, where records only ask back which they mean."""
    words = reading.kind in ("sentence", "definition") and reading.coverage >= ALL_OF_IT
    return words and not figure_asked(query.text) and reading.score > plan.score


def told_whole(view: View, query: Query, *, loose: bool = False) -> bool:
    """Tell whether the parts of a question are one: what happened, and who, where or why it was.

    `loose` lets the first ask something too (哪个没评上优，为什么).
    """
    from qa.narration.fits import TYPED
    from qa.narration.want import want

    if len(query.parts) < 2 or query.language == "en" or figure_asked(query.text):
        return False
    last = query.parts[-1]
    asks = any(part.asks(*_FIGURED) for part in query.parts)
    kinds = TYPED if loose else ("words", *TYPED)
    if asks or not want(last).has(*kinds):
        return False
    if not loose and (
        want(query.parts[0]).has("words", *TYPED) or re.search(r"[?？].", query.text)
    ):
        return False
    labels = {row.label for row in view.catalogue.rows.values()}
    return not any(m.hints or any(m.text in label for label in labels) for m in last.mentions)


def says_it(query: Query, reading: Reading) -> bool:
    """Tell whether narrative says enough of what is asked to stand for a figure of records."""
    from qa.narration.fits import TYPED
    from qa.narration.want import want

    if want(query).has(*TYPED) and not reading.typed:
        return False
    kinds = (*TOLD, "definition", "duty")
    return reading.kind in kinds and reading.score >= TEXT_SAID and reading.coverage >= SPOKEN_OF


def figure_asked(text: str) -> bool:
    """Tell whether words ask for a figure; amounts that they name are known already."""
    return bool(FIGURE_ASKED.search(re.sub(r"\d[\d,.]*", "", text)))


def tells_of(query: Query, reading: Reading) -> bool:
    """Tell whether narrative surely speaks of the very item that is asked about."""
    said = "".join(citation.quote for citation in reading.citations)
    named = any(m.text in said for m in query.mentions)
    return named and reading.kind in TOLD and reading.score >= SURE_OF_ITEM


def inside_form(view: View, query: Query) -> Reading | None:
    """Return what the prose of a project's form says of a measure or of a list it counts."""
    from qa.narration.inside import inside
    from qa.narrative import evidence_of

    return inside(query, evidence_of(view.catalogue))


def is_blank(query: Query, plan: Plan, table: Answer) -> bool:
    """Tell whether a figure is asked for and the cells that were found are blank."""
    cells = [t.figure for step in plan.steps for t in step.operands]
    empty = all(cell.fact is None or cell.fact.value is None for cell in cells)
    plain = all(a.operation in _PLAIN for a in query.operations)
    return bool(cells) and empty and plain and not table.values


def may_have_moved(query: Query, table: Answer) -> bool:
    """Tell whether it is asked which item moved most, and records told no changes."""
    from qa.narration.moved_most import asks_moved_most

    return table.calculation is None and asks_moved_most(query.text)
