"""Answer questions about performance forms that name a project, an indicator or a class in full."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from qa.catalogue import Entry
from qa.errors import VerificationError
from qa.forms import everywhere, lacks, money, near, rows, scores, told
from qa.forms.said import EXTREME, LACKING, SIDE, Said, asked_apart, flat, read, weighing
from qa.forms.shapes import CELLS, Form, cell, column_of, field_cells, forms_of, pattern
from qa.forms.verdicts import in_all, lost, met, number, points, total_of
from qa.planning.types import Figure
from qa.query import Operation, Query
from qa.verify import verify
from qa.words import written
from qa.words.normalise import simplify

if TYPE_CHECKING:
    from qa.forms.told import Found
    from qa.view import View

OTHERS = frozenset({
    Operation.STAFFING, Operation.RANK, Operation.CONSISTENCY, Operation.BACK_CALCULATE,
    Operation.CONVERT, Operation.RATIO, Operation.CONTACT, Operation.TOP,
    Operation.BOTTOM, Operation.DUTIES,
})  # fmt: skip
"""Operations that no indicator named by other words answers."""
MOST = 4  # indicators of one name that are told side by side
POINTS = ("weight", "score")
OF_SEVERAL = frozenset({"which_project", "average", "product", "rate", "sum"})
LOST = ("lost", "unfull", "full", "gap", "points", "count", "score", "reason", "list", "kind")


def answer(view: View, query: Query, words: str) -> Found | None:
    """Return what performance forms tell of a question, or None where some of it is left.

    `words` is the question as it was asked, or as it stands alone where it leans on a talk.
    """
    forms = _meant(view, query)
    words, weight = weighing(written.plain(simplify(words)))
    if forms and (unknown := lacks.core(view, query, forms, words)):
        return unknown
    said = read(words, forms, view.catalogue) if forms else None
    if said is None:
        return None
    asking = _Asking(view, query, forms, said)
    return _carried(asking.answer() if weight is None else asking.weighing(weight))


def likely(view: View, query: Query, words: str, *, sure: bool) -> Found | None:
    """Return the indicator that a question most likely means, not all of which need be explained.

    In place of another answer that is `sure` stands only an indicator that is named with its project,
    or a goal of the kind asked for with no word left.
    """
    forms = _meant(view, query)
    said = read(words, forms, view.catalogue) if forms else None
    alone = said is not None and len(said.forms) == len(said.goals) == 1
    named = alone and not query.parts  # of several questions this is one
    tried = _Asking(view, query, forms, said) if said is not None and (named or not sure) else None
    found = tried.likely() if tried is not None else None
    inside_one = len({form.table.document_id for form in forms}) == 1
    if found is None and inside_one and not query.asks(*OTHERS):
        found = near.answer(view, query, forms, words, sure=sure)
    return _carried(found)


def _meant(view: View, query: Query) -> list[Form]:
    """Return the forms that a question may be of."""
    scope, held = query.scope, view.catalogue.documents
    if scope.strangers or scope.all_of or query.earlier is not None:
        return []
    documents = [d for d in scope.documents or tuple(held) if d in held]
    years = {held[d].fiscal_year for d in documents}
    forms = forms_of(view.catalogue, documents)
    titles = {flat(form.table.title) for form in forms}
    others = [said for said in query.titles if not any(flat(said) in title for title in titles)]
    elsewhere = query.codes or others or query.row_number is not None
    if any(any(column_of(form.table, "prior")) for form in forms):
        years |= {year - 1 for year in years}
    return [] if set(query.years) - years or elsewhere else list(forms)


def _carried(found: Found | None) -> Found | None:
    """Return what was found, unless what it cites does not carry every figure of it."""
    try:
        if found is not None:
            verify(found[1])
    except VerificationError:
        return None
    return found


class _Asking:
    """Answer one question over the forms in scope."""

    def __init__(self, view: View, query: Query, forms: Sequence[Form], said: Said) -> None:
        self._view, self._query, self._forms, self._said = view, query, forms, said
        self._asked = said.asked

    def answer(self) -> Found | None:
        """Return the answer, or None where the question is no one that forms answer."""
        if "grade" in self._asked and self._said.sure:
            return self._graded()
        form = self._form()
        if not self._said.sure:
            both = {"initial", "spent"} <= self._asked and not self._said.goals
            return money.apart(self._view, self._query, form) if both and form is not None else None
        if len(self._said.forms) > 1:
            return self._of_several()
        if "whole" in self._asked and form is None:
            return None
        if self._said.goals:
            return self._of_goals(form)
        if form is None:
            if self._said.word:
                return None
            return everywhere.answer(self._view, self._query, self._forms, self._said)
        return self._of_form(form)

    def _graded(self) -> Found | None:
        """Return the grade of a project that is named, or that the rest of a question finds."""
        rest = self._asked - {"grade"}
        found = _Asking(self._view, self._query, self._forms, replace(self._said, asked=rest))
        first = found.answer()
        if self._said.goals or (first is None and rest - SIDE):
            return None
        return told.graded(self._view, self._query, self._forms, self._form(), first)

    def weighing(self, weight: Decimal) -> Found | None:
        """Return the indicators of a form that weigh as much as a question says."""
        form = self._form() or (self._forms[0] if len(self._forms) == 1 else None)
        several = len(self._said.forms) > 1 or self._said.goals or not self._said.sure
        if form is None or several or self._asked - SIDE - {"list", "target", "count", "weight"}:
            return None
        goals = self._of_class(form)
        if goals and not any(cell(self._view, form, goal, "weight") for goal in goals):
            return lacks.weights(self._query, form)
        return scores.weighing(self._view, self._query, form, goals, weight)

    def likely(self) -> Found | None:
        """Return the row of a form that a question names, although not all of it is explained."""
        view, query, asked, form = self._view, self._query, self._asked, self._form()
        if len(self._said.forms) > 1 or self._said.classes:
            return None
        goals = [(f, e) for f, e in self._said.goals if form is None or f is form]
        if len(goals) == 1 and self._said.spoken and not asked & OF_SEVERAL:
            return rows.whole(view, query, *goals[0], self._asked_of_row(), self._said.text)
        if goals or form is None or self._said.sure or not ("lost" in asked and asked & EXTREME):
            return None
        return scores.most_of_form(view, query, form, form.goals, most="most" in asked)

    def _form(self) -> Form | None:
        """Return the form that is named, or that of the whole department where it is meant."""
        if self._said.forms:
            return self._said.forms[0]
        whole = [form for form in self._forms if not form.project]
        return whole[0] if "whole" in self._asked and len(whole) == 1 else None

    def _only(self, *asked: str) -> bool:
        """Tell whether nothing but some of these is asked, and at least the first."""
        return self._said.only(*asked)

    def _only_of(self, *asked: str) -> bool:
        """Tell whether nothing but some of these is asked."""
        return self._asked - SIDE <= set(asked)

    def _of_several(self) -> Found | None:
        """Answer what each of several projects got, and how far two are apart."""
        asked = ("total_score", "score", "points", "gap", "list")
        totals = [(form, total_of(self._view, form)) for form in self._said.forms]
        held = [(form, total) for form, total in totals if total is not None]
        scored = {"total_score", "score"} & self._asked and self._only_of(*asked)
        if self._said.goals or self._said.classes or not scored or len(held) < len(totals):
            return None
        return scores.scores(self._view, self._query, held, apart="gap" in self._asked)

    # --- indicators -----------------------------------------------------------------------

    def _of_goals(self, form: Form | None) -> Found | None:
        goals = [(f, e) for f, e in self._said.goals if form is None or f is form]
        if not goals or self._said.classes:
            return None
        names = {flat(entry.label) for _, entry in goals}
        if form is None and len(names) == 1 and self._only("which_project", "list", "count"):
            return told.owners(self._view, self._query, goals)
        if len(goals) == 2 and {"product", "money"} & self._asked:
            if self._only_of("product", "money", "target", "spent", "weight", "least"):
                return told.product(self._view, self._query, goals)
            return None
        if form is None and len(names) == 1 < len(goals) <= MOST and self._asked - SIDE == {"unit"}:
            units = [rows.told(self._view, self._query, f, g, {"unit"}) for f, g in goals]
            return (
                told.joined(self._view, self._query, [u for u in units if u])
                if all(units)
                else None
            )
        if len(goals) != len(names) or (form is None and len({f for f, _ in goals}) != 1):
            return None
        if len(goals) > 1:
            return self._cells(goals)
        own, goal = goals[0]
        asked = self._asked_of_row()
        if own.project and "money" in asked and asked_apart(self._said.text, "money"):
            row, more = (
                self._cells(goals, asked - {"money"} or {"target"}),
                money.of_project(self._view, self._query, own),
            )
            return told.joined(self._view, self._query, [row, more]) if row and more else None
        plain = asked <= {"which"} and not self._query.parts  # nothing of it is asked apart
        if self._said.forms and plain:
            return rows.whole(self._view, self._query, own, goal, (), self._said.text)
        if asked & rows.ASPECTS and asked <= {*rows.ASPECTS, *CELLS}:
            row = rows.told(self._view, self._query, own, goal, asked)
            lacks_unit = row is None and asked == {"unit"}
            return lacks.unit(self._query, own, goal.label) if lacks_unit else row
        return self._cells(goals)

    def _asked_of_row(self) -> set[str]:
        """Return what is asked of one indicator."""
        asked = {"target" if one == "aim" else one for one in self._asked - SIDE - {"initial"}}
        if {"full", "gap"} <= asked:  # how far from full points
            asked = asked - {"full", "gap"} | {"lost"}
        if "lost" in asked or "unfull" in asked:
            asked -= {"points", "count"}
        if "missed" in asked and len(asked) > 1:  # that it was is said, not asked
            asked = asked - {"missed"} | ({"met"} if "reason" not in asked else set())
        return asked

    def _cells(
        self, goals: Sequence[tuple[Form, Entry]], said: Collection[str] = ()
    ) -> Found | None:
        asked = {"target" if one == "aim" else one for one in said or self._asked - SIDE}
        asked -= {"list"} if len(asked) > 1 else set()
        if {"points", "full"} & asked:  # how many points: those to be had and those got
            asked |= {"weight"} if {"full", "weight"} & asked else {"weight", "score"}
            asked -= {"points", "full"} | ({"score"} if not self._are_scored(goals) else set())
        parts = [part for part in CELLS if part in asked]
        if not parts or asked - set(CELLS):
            return None
        cells = [(part, cell(self._view, f, g, part)) for f, g in goals for part in parts]
        if any(figure is None for _, figure in cells):
            return None
        if "actual" in parts and "target" not in parts:  # what was reached is told beside its goal
            cells = [("target", cell(self._view, f, g, "target")) for f, g in goals] + cells
        figures = [f for _, f in cells if f is not None]
        added = "sum" in self._asked or bool(pattern("added").search(self._said.text))
        added = added and len(parts) == 1
        whose = {f for f, _ in goals}
        if added and len(goals) > 1 == len(whose) and parts[0] in POINTS and _unitless(figures):
            each, these = [g for _, g in goals], told.say(self._query, "these", n=len(goals))
            return told.summed(self._view, self._query, whose.pop(), each, these, parts[0])
        return told.cells(self._view, self._query, figures, added=added)

    def _are_scored(self, goals: Sequence[tuple[Form, Entry]]) -> bool:
        """Tell whether forms print points that indicators got."""
        return all(cell(self._view, form, goal, "score") for form, goal in goals)

    # --- a form ----------------------------------------------------------------------------

    def _of_form(self, form: Form) -> Found | None:
        goals = self._of_class(form)
        if not goals:
            return None
        name = self._said.classes[0] if self._said.classes else self._of_word()
        view, query = self._view, self._query
        if name:
            found = self._of_rows(form, goals, name)
        else:
            found = self._of_fields(form) or self._of_rows(form, goals, "")
        if found is not None:
            return found
        if self._only("missed", "count", "list", "target", "actual"):
            return self._kept(form, goals, "missed", lambda g: met(view, form, g) is False)
        several = {"count", "list"} & self._asked
        if self._only("unfull", "count", "list") or (
            self._only("lost", "count", "list") and several
        ):
            return self._unfull(form, goals)
        if self._which_lost():
            each = [g for g in goals if lost(view, form, g)]
            return scores.lost_each(view, query, form, each, self._unfull(form, goals))
        if self._only("full", "count", "list"):
            return self._kept(form, goals, "full", lambda g: lost(view, form, g) == 0)
        if (
            self._only("met", "count", "list", "target")
            and {"which", "count", "list"} & self._asked
        ):
            return self._kept(form, goals, "met", lambda g: met(view, form, g) is True)
        spoken = name or pattern("of_goals").search(self._said.text)
        listed = self._only("list", "target", "count") or self._only("count", "target")
        if spoken and listed and "sum" not in self._asked:
            return told.listed(view, query, form, goals, name, counted="count" in self._asked)
        return None

    def _unfull(self, form: Form, goals: Sequence[Entry]) -> Found | None:
        return self._kept(form, goals, "unfull", lambda g: bool(lost(self._view, form, g)))

    def _which_lost(self) -> bool:
        """Tell whether it is asked which indicators lost points, and how many."""
        asked = {"lost", "unfull"} & self._asked and self._only_of(
            "lost", "unfull", "points", "list"
        )
        which = {"which", "list"} & self._asked and pattern("of_goals").search(self._said.text)
        return bool(asked and which)

    def _of_word(self) -> str:
        """Return how the indicators are told that have a word in their names, or lack it."""
        word = self._said.word
        key = "named_without" if word.startswith(LACKING) else "named_with"
        return told.say(self._query, key, w=word.removeprefix(LACKING)) if word else ""

    def _of_class(self, form: Form) -> list[Entry]:
        """Return the indicators of the class that is named, all where none is."""
        if word := self._said.word:
            without, word = word.startswith(LACKING), word.removeprefix(LACKING)
            return [goal for goal in form.goals if (word in flat(goal.label)) is not without]
        if not self._said.classes:
            return list(form.goals)
        classes = {flat(name): goals for name, goals in form.classes().items()}
        if len(self._said.classes) != 1:
            return []
        name = self._said.classes[0]
        return classes.get(name) or classes.get(name.removesuffix("指标")) or []

    def _of_rows(self, form: Form, goals: Sequence[Entry], name: str) -> Found | None:
        """Answer of the weights or points of a form's indicators."""
        view, query = self._view, self._query
        part = "score" if "score" in self._asked else "weight"
        extreme = EXTREME & self._asked
        missing = {"lost", "unfull"} & self._asked or {"full", "gap"} <= self._asked
        if len(extreme) == 1 and missing:
            if not self._only_of(*extreme, *LOST):
                return None
            return scores.most_of_form(view, query, form, goals, most="most" in extreme)
        if len(extreme) == 1 and (
            self._only(*extreme, "weight", "list") or self._only(*extreme, "score")
        ):
            if part == "weight" and not ({"weight"} & self._asked):
                return None
            return told.extreme(view, query, form, goals, part, most="most" in extreme)
        if name and (self._only("weight") or self._only("score")):
            return told.summed(view, query, form, goals, name, part)
        if self._only("weight") and "sum" in self._asked:
            return told.summed(view, query, form, goals, name, part)
        if self._only("points") and (name or "sum" in self._asked):
            scored = self._are_scored([(form, goal) for goal in goals])
            parts = ("weight", "score") if scored else ("weight",)
            return told.summed(view, query, form, goals, name, *parts)
        if name and self._only_of("target") and "sum" not in self._asked:
            return told.listed(view, query, form, goals, name, counted=False)
        return None

    def _of_fields(self, form: Form) -> Found | None:
        """Answer of what a form says of the project itself."""
        view, query = self._view, self._query
        if self._only("total_score", "score", "points", "sum") or (
            self._only("score", "points") and not self._asked & {"which"}
        ):
            figure = total_of(self._view, form)
            return scores.total_score(view, query, form, figure) if figure is not None else None
        if self._only("lost", "points", "total_score", "score") and not self._which_lost():
            return scores.lost_in_all(view, query, form, *in_all(self._view, form))
        if self._only("aim", "target", "list"):
            return money.fields(self._view, self._query, field_cells(view, form, "aim"))
        several = {"count", "list"} & self._asked
        if several and self._only("money", "count", "list", "target"):
            return money.beside_goals(self._view, self._query, form, self._said)
        if self._only("initial", "spent", "gap", "money", "count") and (
            {"spent", "gap"} & self._asked
        ):
            return money.apart(self._view, self._query, form)
        if self._only("rate", "score", "points", "total_score"):
            return money.used(view, query, form, self._asked)
        if not money.is_meant(view, form, self._said):
            return None
        if self._only("spent", "money"):
            return money.of_part(view, query, form, "spent")
        return money.of_project(view, query, form, whole=True) if self._only("money") else None

    def _kept(
        self, form: Form, goals: Sequence[Entry], kind: str, fits: Callable[[Entry], bool]
    ) -> Found | None:
        """Answer which indicators of a form, or how many, are as asked."""
        judged = [g for g in goals if met(self._view, form, g) is not None]
        if kind in ("full", "unfull"):
            judged = [g for g in goals if points(self._view, form, g) is not None]
        if len(judged) < len(goals):
            return None
        return told.kept(self._view, self._query, form, goals, kind, [g for g in goals if fits(g)])


def _unitless(figures: Sequence[Figure]) -> bool:
    """Tell whether cells are bare numbers, as points are."""
    return all(number(f) is not None and f.fact and not f.fact.unit for f in figures)
