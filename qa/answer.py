"""Make answers of plans: sentences, values, citations, notes, suggestions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from textwrap import shorten

from qa import calculate
from qa.answering.cite import cite_all, value_of
from qa.answering.names import Names
from qa.answering.same_row import beside
from qa.answering.steps import Steps
from qa.answering.wording import Wording, wording
from qa.answering.words import Worded, yuan
from qa.catalogue import Catalogue
from qa.errors import CalculationError
from qa.linking.text import unnumbered
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.alike import of_one_measure
from qa.planning.types import Figure, Plan, Target
from qa.query import Answer, Citation, Operation, Query, Route, Value

MAX_CITATIONS = 40
MOST_OPTIONS = 8
ECHOED = 90  # characters of a question that a refusal quotes
MOST_BESIDE = 2  # differing figures of other tables told beside an option
_HOLDERS = re.compile(r"实有|在编|在岗|在职|编外|床|车")
_UNWORKABLE = {
    "unit": "mixed_unit", "phase": "mixed_phase", "year": "mixed_year", "no_heads": "no_heads",
    "blank": "blank", "blank_base": "blank", "zero_base": "zero",
}  # fmt: skip


def unworkable(error: CalculationError) -> str:
    """Return the reason of a refusal for which figures cannot be reckoned with."""
    kind, _, detail = str(error).partition(":")
    return f"{_UNWORKABLE.get(kind, 'blank')}:{detail}"


def differing(target: Target) -> list[Figure]:
    """Return the same row of other tables where it has another figure of the same year."""
    found: dict[Decimal, Figure] = {}
    mine = yuan(target.figure)
    for other in target.others:
        theirs = yuan(other) if other.year == target.figure.year else None
        if mine is None or theirs is None or not of_one_measure(target.figure, other):
            continue
        if theirs != mine:
            found.setdefault(theirs, other)
    return list(found.values())[:MOST_BESIDE]


def _in_columns(plan: Plan) -> frozenset[int]:
    """Return the rows of which a plan tells several columns: each is named by its column."""
    cells = {
        (t.figure.row_id, t.figure.column)
        for step in plan.steps
        for t in (*step.operands, *step.bases)
    }
    rows = [row for row, _ in cells]
    return frozenset(row for row in rows if rows.count(row) > 1)


def _are_posts(label: str) -> bool:
    """Tell whether a count is of posts, not of those who hold them (在编职工, 编外)."""
    return "编" in label and _HOLDERS.search(label) is None


class Composer:
    """Compose answers over one catalogue."""

    def __init__(
        self, catalogue: Catalogue, words: LinkWords, lookup: Lookup | None = None
    ) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._words = words

    def compose(self, query: Query, plan: Plan) -> Answer:
        """Return the answer of a plan."""
        say = wording(query.language)
        if plan.route is Route.REFUSE:
            return self._refuse(query, plan, say)
        if plan.route is Route.CLARIFY:
            return self._clarify(query, plan, say)
        return self._answer(query, plan, say)

    def a_head(
        self,
        query: Query,
        figure: Figure,
        counted: Sequence[Value],
        citations: Sequence[Citation],
        unit: str,
    ) -> Answer:
        """Return an amount over what the narrative counts, with both cited."""
        say = wording(query.language)
        names = Names(self._catalogue, self._words, say, many=False)
        heads = sum((Decimal(v.value) for v in counted), Decimal(0))
        amount = calculate.number(figure)
        target = calculate.each_unit(figure, heads, query.unit)
        result = calculate.per_head(figure, heads, target)
        text = say(
            "per_head", one=names.what(figure), a=format(amount.value, "f"), ua=say.unit(amount.unit),
            heads=heads, hu=unit, per=unit, value=format(result.value, "f"), unit=say.unit(result.unit),
        )  # fmt: skip
        added = " + ".join(v.value for v in counted)
        derivation = (
            f"{added} = {heads}；{result.derivation}" if len(counted) > 1 else result.derivation
        )
        note = say("posts") if any(_are_posts(v.label) for v in counted) else ""
        return Answer(
            question=query.original,
            language=query.language,
            route=Route.BOTH,
            answer=f"{text}{note}",
            values=(
                Value(figure.label, "", format(result.value, "f"), result.unit, figure.year),
                *(v for v in (value_of(figure),) if v),
                *counted,
            ),
            citations=(*cite_all(self._catalogue, [figure]), *citations),
            calculation=derivation,
        )

    def _names(self, query: Query, plan: Plan, say: Wording) -> Names:
        documents = {
            t.figure.document_id for step in plan.steps for t in (*step.operands, *step.bases)
        }
        documents |= {t.figure.document_id for t in plan.options}
        names = {self._catalogue.documents[d].institution for d in documents}
        asked = {self._catalogue.documents[d].institution for d in query.scope.documents}
        many = len(names) > 1 or query.scope.all_of or (query.scope.named and len(asked) > 1)
        return Names(self._catalogue, self._words, say, many, self._lookup, _in_columns(plan))

    def _answer(self, query: Query, plan: Plan, say: Wording) -> Answer:
        steps = Steps(query, self._names(query, plan, say), say)
        done: list[Worded] = []
        refused: list[CalculationError] = []
        for step in plan.steps:
            try:
                worded = steps.word(step)
            except CalculationError as error:
                refused.append(error)
                continue
            if all(worded.text != other.text for other in done):
                done.append(worded)
        if not done:
            return self._cannot(query, plan, say, refused)
        calculations = [w.calculation for w in done if w.calculation]
        text = "\n".join(w.text for w in done)
        more = beside(plan, self._names(query, plan, say), say, text, query.text)
        lacks = self._years_lacking(query, plan, say)
        return Answer(
            question=query.original,
            language=query.language,
            route=Route.TABLE,
            answer="\n".join(filter(None, (text, more, lacks))),
            values=tuple(dict.fromkeys(v for w in done for v in w.values)),
            citations=cite_all(self._catalogue, [f for w in done for f in w.evidence])[
                :MAX_CITATIONS
            ],
            calculation="；".join(dict.fromkeys(calculations)) or None,
            notes=tuple(dict.fromkeys(n for w in done for n in (*w.notes,) if n)) + plan.notes,
        )

    def _years_lacking(self, query: Query, plan: Plan, say: Wording) -> str:
        """Return which of several years that are looked up the documents have nothing of."""
        if len(query.years) < 2 or any(
            s.asked.operation is not Operation.LOOKUP for s in plan.steps
        ):
            return ""
        told = {t.figure.year for step in plan.steps for t in step.operands}
        lacking = [str(year) for year in query.years if year not in told]
        if not lacking or not told & set(query.years):
            return ""
        return say("refuse_year", detail="、".join(lacking), have=self._have(say))

    def _cannot(
        self, query: Query, plan: Plan, say: Wording, refused: Sequence[CalculationError]
    ) -> Answer:
        """Refuse a calculation with its reason; the operands are cited as they are."""
        kind, _, detail = unworkable(refused[0]).partition(":")
        text = say(f"refuse_{kind}", detail=detail)
        figures = [t.figure for step in plan.steps for t in (*step.operands, *step.bases)]
        names = self._names(query, plan, say)
        listed = say.join([names.item(f) for f in figures[:6]])
        return Answer(
            question=query.original,
            language=query.language,
            route=Route.TABLE,
            answer=f"{text}{listed}",
            values=tuple(v for v in (value_of(f) for f in figures[:6]) if v is not None),
            citations=cite_all(self._catalogue, figures[:6]),
        )

    def _clarify(self, query: Query, plan: Plan, say: Wording) -> Answer:
        names = self._names(query, plan, say)
        targets = plan.options[:MOST_OPTIONS]
        figures = [t.figure for t in targets]
        elsewhere = [differing(t) for t in targets]
        options = [
            f"{names.where(t.figure)}{self._above(t.figure, figures, say)}{names.item(t.figure)}"
            + "".join(say("beside", where=names.where(f), value=names.amount(f)) for f in others)
            for t, others in zip(targets, elsewhere, strict=True)
        ]
        listed = say.join([f"{i}. {text}" for i, text in enumerate(options, start=1)])
        figures = [*figures, *(f for others in elsewhere for f in others)]
        name = "clarify_document" if plan.reason == "document" else "clarify"
        if len(options) == 1 and name == "clarify":
            listed, name = options[0], "clarify_one"
        yes = (say("doubted_yes"),) if name == "clarify_one" else ()
        return Answer(
            question=query.original,
            language=query.language,
            route=Route.CLARIFY,
            answer=say(name, items=listed),
            values=tuple(v for v in (value_of(f) for f in figures) if v is not None),
            citations=cite_all(self._catalogue, figures),
            options=tuple(names.what(t.figure) for t in targets),
            suggestions=yes,
        )

    def with_others(
        self, query: Query, plan: Plan, answer: Answer, figures: Sequence[Figure]
    ) -> Answer:
        """Return an answer that tells other rows by the same name too, as options to choose from."""
        say = wording(query.language)
        names = self._names(query, plan, say)
        own = plan.steps[0].operands[0].figure
        items = [
            f"{names.where(f)}{self._above(f, [own, *figures], say)}{names.item(f)}"
            for f in figures
        ]
        return replace(
            answer,
            answer=answer.answer + say("named_too", items=say.join(items)),
            citations=(*answer.citations, *cite_all(self._catalogue, figures))[:MAX_CITATIONS],
            options=tuple(names.what(f) for f in (own, *figures)),
        )

    def _above(self, figure: Figure, options: Sequence[Figure], say: Wording) -> str:
        """Return what stands over an option's row, or cell, where others go by the same name."""
        entry = self._catalogue.rows[figure.row_id]
        if any(f.row_id == figure.row_id and f.column != figure.column for f in options):
            return say("under", parent=figure.column_name.split("/")[-1])
        same = [f for f in options if f.label == figure.label and f.row_id != figure.row_id]
        owners = {self._catalogue.rows[f.row_id].institution for f in (figure, *same)}
        if len(owners) > 1 and entry.institution and not figure.subject:
            return say("under", parent=entry.institution)
        if figure.subject or not same or not "".join(entry.parents[-1:]).strip():
            return ""
        return say("under", parent=unnumbered(entry.parents[-1]))

    def _refuse(self, query: Query, plan: Plan, say: Wording) -> Answer:
        kind, _, detail = plan.reason.partition(":")
        detail = say.templates.get(f"reason_{detail}", detail)
        near = say("near", items=say.templates["comma"].join(plan.near)) if plan.near else ""
        text = say(
            f"refuse_{kind}", detail=detail, near=near, have=self._have(say),
            question=_echo(query.original),
        )  # fmt: skip
        return Answer(query.original, query.language, Route.REFUSE, text.strip())

    def _have(self, say: Wording) -> str:
        """Return the first documents held, by institution, year and phase."""
        return say.templates["comma"].join(
            f"{d.institution} {d.fiscal_year} {d.phase}"
            for d in list(self._catalogue.documents.values())[:8]
        )


def _echo(question: str) -> str:
    """Return a question as it is quoted: whole words of its first part."""
    return shorten(question, ECHOED, placeholder="…") if " " in question else question[:ECHOED]
