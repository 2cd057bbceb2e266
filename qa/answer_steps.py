"""Word one step: calculate it, say it, name its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.money import convert, is_money
from qa import calculate
from qa.answer_cite import value_of
from qa.answer_names import Names
from qa.catalogue import Entry, Sheet
from qa.errors import CalculationError
from qa.link_text import bare
from qa.plan_types import Figure, Step, Target
from qa.query import Bound, Comparator, Operation, Query, Value
from qa.wording import Wording

LISTED = 30
MONTHS = Decimal(12)
_MONTH = re.compile(r"月|month", re.I)
_TOTAL = re.compile(r"合计|加起来|总额|总共多少|一共多少|in total|together|altogether")
GOAL = 12  # characters from which a row's words tell a goal, not a name
_PURPOSE = re.compile(
    r"干什么|做什么|用途|用来|哪些功能|功能|什么时候|何时|要做到|要达到|what .*for|purpose", re.I
)
WITH_CHILDREN = ("procurement", "project_list", "total_summary", "fiscal_summary")
MOST_CHILDREN = 4
WORDS_ASKED = (
    Operation.PURPOSE, Operation.DESCRIBE, Operation.DEFINE, Operation.WHY, Operation.BASIS,
)  # fmt: skip
MOST_DIFFER = 6


@dataclass(frozen=True, slots=True)
class Worded:
    """Hold what one step gives to the answer."""

    text: str
    values: tuple[Value, ...] = ()
    evidence: tuple[Figure, ...] = ()
    calculation: str | None = None
    notes: tuple[str, ...] = ()


class Steps:
    """Word the steps of one question."""

    def __init__(self, query: Query, names: Names, say: Wording) -> None:
        self._query = query
        self._names = names
        self._say = say
        self._by_operation: dict[Operation, Callable[[Step], Worded]] = {
            Operation.SUM: self._sum,
            Operation.DIFFERENCE: self._difference,
            Operation.RATIO: self._ratio,
            Operation.SHARE: self._share,
            Operation.GROWTH: self._against_prior,
            Operation.CHANGE: self._against_prior,
            Operation.TOP: self._ranked,
            Operation.BOTTOM: self._ranked,
            Operation.RANK: self._ranked,
            Operation.COMPARE: self._compare,
            Operation.COUNT: self._count,
            Operation.FILTER: self._count,
            Operation.LIST: self._count,
            Operation.AVERAGE: self._average,
            Operation.INVERSE: self._inverse,
            Operation.CONVERT: self._convert,
            Operation.PER_HEAD: self._per_head,
        }

    def word(self, step: Step) -> Worded:
        """Return the sentences of a step; raises CalculationError where it cannot be calculated."""
        handler = self._by_operation.get(step.asked.operation, self._lookup)
        many = (self._sum, self._ranked, self._count, self._average, self._compare)
        alone = len(step.operands) == 1 and not step.bases and not step.group
        if alone and handler == self._average and _MONTH.search(step.asked.text):
            return self._a_month(step)
        if alone and handler in many:
            handler = self._lookup
        return handler(step)

    # --- one figure --------------------------------------------------------------------

    def _lookup(self, step: Step) -> Worded:
        parts = [self._one(target) for target in step.operands]
        return Worded(
            "\n".join(p.text for p in parts),
            tuple(v for p in parts for v in p.values),
            tuple(f for p in parts for f in p.evidence),
            next((p.calculation for p in parts if p.calculation), None),
            tuple(dict.fromkeys(n for p in parts for n in p.notes)),
        )

    def _one(self, target: Target) -> Worded:
        figure = target.figure
        unit = self._query.unit
        fact = figure.fact
        if (
            unit
            and fact is not None
            and fact.value is not None
            and fact.unit != unit
            and is_money(unit)
        ) and is_money(fact.unit):
            return self._converted(figure, unit)
        agree, differ, blank = self._elsewhere(target)
        text = self.sentence(figure) + self._beside(figure)
        agree = [f for f in agree if f.subject == figure.subject] or agree
        values = [value_of(figure), *(value_of(f) for f in differ)]
        for other in differ:
            text += self._say(
                "also", where=self._names.where(other), value=_plain(other), unit=self._unit(other)
            )
        notes = self._notes(figure, agree, differ, blank)
        children = self._children(figure)
        if children:
            text += self._say("of_which", items=self._items(children))
            values += [value_of(f) for f in children]
        return Worded(
            text,
            tuple(v for v in values if v is not None),
            (
                figure,
                *differ,
                *children,
                *agree[:4],
                *(blank[:1] if fact is None or fact.value is None else ()),
            ),
            None,
            notes,
        )

    def _beside(self, figure: Figure) -> str:
        """Return the words of a project's row (its goal) where a question asks for more than money."""
        catalogue = self._names.catalogue
        if catalogue.tables[figure.table_id].kind != "project_list":
            return ""
        if not (self._query.asks(*WORDS_ASKED) or _PURPOSE.search(self._query.text)):
            return ""
        entry = catalogue.rows[figure.row_id]
        said = max(re.split(r"[\d,.]{4,}\s*", entry.text), key=len, default="").strip()
        return f"“{said}”" if len(said) > GOAL and said != entry.label else ""

    def _children(self, figure: Figure) -> list[Figure]:
        """Return the few filled lines below a sum of a summary, in its column."""
        catalogue = self._names.catalogue
        table, entry = catalogue.tables[figure.table_id], catalogue.rows[figure.row_id]
        if table.kind not in WITH_CHILDREN or figure.fact is None or not figure.fact.value:
            return []
        below = children_of(table, entry)
        filled = [f for e in below if (f := self._names.cell(table, e, figure.column)) is not None]
        least = 1 if table.kind == "project_list" else 2
        return filled if least <= len(filled) <= MOST_CHILDREN else []

    def _elsewhere(self, target: Target) -> tuple[list[Figure], list[Figure], list[Figure]]:
        """Return the same row elsewhere: agreeing, differing (one a value), blank."""
        mine = _yuan(target.figure)
        agree: list[Figure] = []
        differ: dict[Decimal, Figure] = {}
        blank: list[Figure] = []
        for other in target.others:
            theirs = _yuan(other)
            if other.year != target.figure.year:
                continue
            if theirs is None:
                blank.append(other)
            elif mine is not None and theirs == mine:
                agree.append(other)
            else:
                differ.setdefault(theirs, other)
        return agree, list(differ.values())[:MOST_DIFFER], blank

    def _notes(
        self,
        figure: Figure,
        agree: Sequence[Figure],
        differ: Sequence[Figure],
        blank: Sequence[Figure],
    ) -> tuple[str, ...]:
        notes: list[str] = []
        if agree:
            where = self._say.templates["comma"].join(self._names.where(f) for f in agree[:4])
            notes.append(
                self._say("agree", where=where, value=_plain(figure), unit=self._unit(figure))
            )
        if differ:
            kinds = {self._names.catalogue.tables[f.table_id].kind for f in (figure, *differ)}
            notes.append(self._say("three_public" if "three_public" in kinds else "scope"))
        if blank and figure.fact is not None and figure.fact.value is not None:
            notes.append(self._say("also_blank", where=self._names.where(blank[0])))
        return tuple(notes)

    def sentence(self, figure: Figure) -> str:
        """Return the sentence that states one figure."""
        fact, what = figure.fact, self._names.what(figure)
        where = self._names.where(figure)
        if fact is None or (fact.value is None and not fact.printed.strip(" .-—")):
            return self._say("blank", year=figure.year, what=what, where=where)
        if fact.value is None or self._is_text(figure):
            return self._say("words", what=what, text=fact.printed.strip())
        signs = {"≥": "at_least", "≤": "at_most", ">": "over", "<": "under"}
        parts = {"what": what, "value": _plain(figure), "unit": self._unit(figure)}
        if fact.sign in signs:
            return self._say(signs[fact.sign], **parts)
        if fact.measure != "amount":
            return self._say("indicator", **parts)
        if fact.value == 0:
            return self._say("zero", year=figure.year, **parts)
        return self._say("figure", year=figure.year, phase=self._names.phase(figure), **parts)

    def _is_text(self, figure: Figure) -> bool:
        return figure.fact is not None and figure.fact.measure == "text"

    # --- a head -------------------------------------------------------------------------

    def _per_head(self, step: Step) -> Worded:
        """Word an amount over a number of people (72.06 万 people count 720600)."""
        figure = step.operands[0].figure
        if not step.bases:
            raise CalculationError("no_heads:" + figure.label)
        heads = step.bases[0].figure
        count = calculate.number(heads)
        people = count.value * (10_000 if (count.unit or "").startswith("万") else 1)
        result = calculate.per_head(figure, people, "元")
        text = self._say(
            "per_head", one=self._names.what(figure), a=_plain(figure), ua=self._unit(figure),
            heads=f"{self._names.what(heads)} {_plain(heads)}", hu=count.unit or "", per="人",
            value=calculate.shown(result.value), unit=self._say.unit(result.unit),
        )  # fmt: skip
        label = f"{figure.label} ÷ {heads.label}"
        return self._computed(
            text, label, result.value, result.unit, (figure, heads), result.derivation
        )

    def _a_month(self, step: Step) -> Worded:
        """Word a year's amount over its twelve months; nothing else is spread over them."""
        figure = step.operands[0].figure
        unit = calculate.number(figure).unit
        if not is_money(unit) or unit is None:
            return self._lookup(step)
        result = calculate.per_head(figure, MONTHS, unit)
        text = self._say(
            "per_month", one=self._names.what(figure), a=_plain(figure), ua=self._unit(figure),
            value=calculate.shown(result.value), unit=self._say.unit(result.unit),
        )  # fmt: skip
        label = f"{figure.label} ÷ {MONTHS}"
        return self._computed(text, label, result.value, result.unit, (figure,), result.derivation)

    # --- conversion --------------------------------------------------------------------

    def _convert(self, step: Step) -> Worded:
        unit = self._query.unit
        figure = step.operands[0].figure
        if unit is None or not is_money(unit):
            return self._lookup(step)
        return self._converted(figure, unit)

    def _converted(self, figure: Figure, unit: str) -> Worded:
        result = calculate.to_unit(figure, unit, self._query.decimals)
        text = self._say(
            "convert", what=self._names.what(figure), a=_plain(figure), ua=self._unit(figure),
            value=calculate.shown(result.value), unit=self._say.unit(unit),
        )  # fmt: skip
        value = Value(
            figure.label, figure.column_name, calculate.shown(result.value), unit, figure.year
        )
        return Worded(text, (value,), (figure,), result.derivation)

    # --- two figures -------------------------------------------------------------------

    def _difference(self, step: Step) -> Worded:
        if step.bases:
            return self._against_prior(step)
        figures = [t.figure for t in step.operands]
        template = ""
        if step.group:
            figures = [
                calculate.ranked(figures, 1)[0],
                calculate.ranked(figures, 1, smallest=True)[0],
            ]
            template = "extremes"
        one, other = figures[0], figures[1]
        result = calculate.subtract(one, other)
        if not template:
            template = "difference_more" if result.value > 0 else "difference_less"
            template = "difference_same" if result.value == 0 else template
        derivation = result.derivation
        if result.value < 0:
            derivation = calculate.subtract(other, one).derivation
        text = self._say(
            template, group=self._group_name(step), one=self._names.what(one), a=_plain(one), ua=self._unit(one),
            other=self._names.what(other), b=_plain(other), ub=self._unit(other),
            value=calculate.shown(abs(result.value)), unit=self._say.unit(result.unit),
        )  # fmt: skip
        label = f"{one.label} − {other.label}"
        return self._computed(text, label, abs(result.value), result.unit, (one, other), derivation)

    def _ratio(self, step: Step) -> Worded:
        one = step.operands[0].figure
        other = step.bases[0].figure if step.bases else step.operands[1].figure
        result = calculate.divide(one, other)
        text = self._say(
            "ratio", one=self._dated(one, other), a=_plain(one), ua=self._unit(one),
            other=self._dated(other, one), b=_plain(other), ub=self._unit(other),
            value=calculate.shown(result.value),
        )  # fmt: skip
        label = f"{one.label} ÷ {other.label}"
        return self._computed(text, label, result.value, "倍", (one, other), result.derivation)

    def _dated(self, figure: Figure, other: Figure) -> str:
        what = self._names.what(figure)
        return f"{figure.year}年{what}" if figure.year != other.year else what

    def _share(self, step: Step) -> Worded:
        if len(step.bases) > 1:
            return self._shares(step)
        if len(step.operands) > 1:
            return self._share_of_sum(step)
        part, whole = step.operands[0].figure, step.bases[0].figure
        result = calculate.share(part, whole)
        text = self._say(
            "share", one=self._names.what(part), a=_plain(part), ua=self._unit(part),
            other=self._names.what(whole), b=_plain(whole), ub=self._unit(whole),
            value=calculate.shown(result.value),
        )  # fmt: skip
        label = f"{part.label} ÷ {whole.label}"
        return self._computed(text, label, result.value, "%", (part, whole), result.derivation)

    def _shares(self, step: Step) -> Worded:
        """Word the same share of several documents, the largest first."""
        done: list[tuple[Decimal, Worded]] = []
        for part, whole in zip(step.operands, step.bases, strict=True):
            worded = self._share(replace(step, operands=(part,), bases=(whole,)))
            done.append((Decimal(worded.values[0].value), worded))
        done.sort(key=lambda pair: -pair[0])
        return Worded(
            "\n".join(w.text for _, w in done),
            tuple(v for _, w in done for v in w.values),
            tuple(f for _, w in done for f in w.evidence),
            "；".join(w.calculation or "" for _, w in done),
        )

    def _share_of_sum(self, step: Step) -> Worded:
        """Word what part several figures together are of a whole."""
        parts = self._figures(step)
        whole = step.bases[0].figure
        total = calculate.add(parts)
        base = calculate.in_unit(whole, total.unit)
        if not base:
            raise CalculationError(f"blank_base:{whole.label}")
        percent = calculate.half_up(total.value / base * 100)
        derivation = f"{total.derivation}；{calculate.shown(total.value)} ÷ {calculate.shown(base)} × 100% = {percent}%"
        text = self._say(
            "share", one=self._items(parts), a=calculate.shown(total.value), ua=self._say.unit(total.unit),
            other=self._names.what(whole), b=_plain(whole), ub=self._unit(whole), value=percent,
        )  # fmt: skip
        return self._computed(text, "合计占比", percent, "%", (*parts, whole), derivation)

    def _computed(
        self,
        text: str,
        label: str,
        value: Decimal,
        unit: str | None,
        evidence: Sequence[Figure],
        derivation: str | None,
    ) -> Worded:
        operands = [v for v in (value_of(f) for f in evidence) if v is not None]
        wanted = self._query.unit
        if unit and wanted and unit != wanted and is_money(unit) and is_money(wanted):
            other = calculate.trimmed(convert(value, unit, wanted))
            shown = calculate.shown(other)
            text += self._say("that_is", value=shown, unit=self._say.unit(wanted))
            derivation = f"{derivation or ''}；{calculate.shown(value)} {unit} = {shown} {wanted}"
            operands.insert(0, Value(label, "", shown, wanted, evidence[0].year))
        result = Value(label, "", calculate.shown(value), unit, evidence[0].year)
        return Worded(text, (result, *operands), tuple(evidence), derivation)

    # --- against the prior year ---------------------------------------------------------

    def _against_prior(self, step: Step) -> Worded:
        now, before = step.operands[0].figure, step.bases[0].figure
        parts = {
            "what": self._names.what(now), "y1": now.year, "y0": before.year,
            "a": _plain(now), "ua": self._unit(now), "b": _plain(before), "ub": self._unit(before),
        }  # fmt: skip
        if _yuan(now) is None:
            return Worded(self._say("now_blank", **parts), (), (now, before))
        if _yuan(before) is None:
            values = tuple(v for v in (value_of(now),) if v)
            return Worded(self._say("base_blank", **parts), values, (now, before))
        change = calculate.subtract(now, before)
        if before.fact is not None and before.fact.value == 0:
            return self._worded_zero_base(parts, now, before)
        rate = calculate.growth(now, before)
        parts["change"] = calculate.shown(abs(change.value))
        parts["unit"] = self._say.unit(change.unit)
        word = "percent_up" if change.value > 0 else "percent_down"
        parts["percent"] = self._say(word, value=calculate.shown(abs(rate.value)))
        template = "rise" if change.value > 0 else "fall" if change.value < 0 else "flat"
        text = self._say(template, **parts)
        return self._change(text, now, before, change, rate)

    def _change(
        self,
        text: str,
        now: Figure,
        before: Figure,
        change: calculate.Number,
        rate: calculate.Number,
    ) -> Worded:
        column = "增减额" if self._say.language == "zh" else "change"
        values = [
            Value(now.label, column, calculate.shown(abs(change.value)), change.unit, now.year),
            Value(now.label, "增减%", calculate.shown(abs(rate.value)), "%", now.year),
            value_of(now),
            value_of(before),
        ]
        derivation = "；".join(d for d in (change.derivation, rate.derivation) if d)
        return Worded(text, tuple(v for v in values if v), (now, before), derivation)

    def _worded_zero_base(self, parts: dict[str, object], now: Figure, before: Figure) -> Worded:
        values = tuple(v for v in (value_of(now), value_of(before)) if v)
        return Worded(self._say("base_zero", **parts), values, (now, before))

    # --- many figures ------------------------------------------------------------------

    def _figures(self, step: Step) -> list[Figure]:
        return [t.figure for t in step.operands]

    def _sum(self, step: Step) -> Worded:
        figures = self._figures(step)
        if not step.group:
            calculate.check_alike(figures)
        result = calculate.add(figures)
        template = "sum_group" if step.group else "sum"
        text = self._say(
            template, items=self._items(figures), value=calculate.shown(result.value),
            unit=self._say.unit(result.unit), group=self._group_name(step), n=len(figures),
        )  # fmt: skip
        return self._computed(text, "合计", result.value, result.unit, figures, result.derivation)

    def _items(self, figures: Sequence[Figure]) -> str:
        listed = [self._names.item(f) for f in figures[:LISTED]]
        if len(figures) > LISTED:
            listed.append("…")
        return self._say.join(listed)

    def _group_name(self, step: Step) -> str:
        if step.group and step.operands:
            return self._names.without_institution(step.group, step.operands[0].figure)
        if step.group:
            return step.group
        return "所列各项" if self._say.language == "zh" else "these items"

    def _ranked(self, step: Step) -> Worded:
        figures = self._figures(step)
        if step.asked.operation is Operation.RANK and step.asked.k:
            return self._nth(step, figures, step.asked.k)
        k = step.asked.k or (len(figures) if step.asked.operation is Operation.RANK else 1)
        smallest = step.asked.operation is Operation.BOTTOM
        chosen = calculate.ranked(figures, k, smallest=smallest)
        if not step.group:
            chosen_text = calculate.ranked(figures, len(figures), smallest=smallest)
        else:
            chosen_text = chosen
        name = {Operation.TOP: "top", Operation.BOTTOM: "bottom"}.get(step.asked.operation, "rank")
        text = self._say(
            name, group=self._group_name(step), n=len(chosen), items=self._items(chosen)
        )
        if len(chosen_text) > len(chosen):
            text += self._say(
                "list",
                group=self._group_name(step),
                n=len(chosen_text),
                items=self._items(chosen_text),
            )
        values = tuple(v for v in (value_of(f) for f in chosen_text) if v)
        return self._with_sum(Worded(text, values, tuple(chosen_text)), chosen)

    def _with_sum(self, worded: Worded, figures: Sequence[Figure]) -> Worded:
        """Add the sum of what is listed where the question wants it too."""
        if len(figures) < 2 or not (
            self._query.asks(Operation.SUM) or _TOTAL.search(self._query.text)
        ):
            return worded
        total = calculate.add(figures)
        shown = calculate.shown(total.value)
        said = self._say("in_all", value=shown, unit=self._say.unit(total.unit))
        value = Value("合计", "", shown, total.unit, figures[0].year)
        calculation = "；".join(c for c in (worded.calculation, total.derivation) if c)
        return replace(
            worded, text=worded.text + said, values=(value, *worded.values), calculation=calculation
        )

    def _nth(self, step: Step, figures: Sequence[Figure], k: int) -> Worded:
        """Word the figure that stands at one place of the ranking, with those before it."""
        ordered = calculate.ranked(figures, len(figures))
        if k > len(ordered):
            return self._ranked(replace(step, asked=replace(step.asked, k=None)))
        one = ordered[k - 1]
        text = self._say("nth", k=k, one=self._names.what(one), a=_plain(one), ua=self._unit(one))
        text += self._say("top", group=self._group_name(step), n=k, items=self._items(ordered[:k]))
        values = tuple(v for v in (value_of(f) for f in (one, *ordered[: k - 1])) if v)
        return Worded(text, values, (one, *ordered[: k - 1]))

    def _compare(self, step: Step) -> Worded:
        if len(step.operands) == 2:
            return self._difference(step)
        figures = self._figures(step)
        ordered = calculate.ranked(figures, len(figures))
        if not ordered:
            return self._lookup(step)
        one, other = ordered[0], ordered[-1]
        text = self._say(
            "compare", items=self._items(figures), one=self._names.what(one), a=_plain(one),
            ua=self._unit(one), other=self._names.what(other), b=_plain(other), ub=self._unit(other),
        )  # fmt: skip
        return Worded(text, tuple(v for v in (value_of(f) for f in figures) if v), tuple(figures))

    def _count(self, step: Step) -> Worded:
        figures = self._figures(step)
        bound = self._bound(step.asked.bound)
        group = self._group_name(step)
        if not figures:
            return Worded(self._say("none_within", group=group, bound=bound))
        names = self._by_amount(figures)
        said = self._beside(names[0]) if len(names) == 1 else ""
        template = "filter" if bound else "list"
        text = self._say(
            template, group=group, bound=bound, n=len(figures), items=self._items(names)
        )
        text += said
        unit = "个"
        count = Value(group, "个数", str(len(figures)), unit, figures[0].year)
        values = (count, *(v for v in (value_of(f) for f in names) if v))
        worded = Worded(text, values, tuple(names), bound or None)
        return self._with_sum(worded, names) if step.asked.bound is not None else worded

    def _by_amount(self, figures: list[Figure]) -> list[Figure]:
        """Return figures largest first, as printed where their units differ; blanks last."""
        units = {f.fact.unit for f in figures if f.fact is not None and f.fact.value is not None}
        if len(units) != 1:
            return figures
        ordered = calculate.ranked(figures, len(figures))
        return [*ordered, *(f for f in figures if f not in ordered)]

    def _bound(self, bound: Bound | None) -> str:
        if bound is None:
            return ""
        names = {
            Comparator.OVER: "bound_over", Comparator.AT_LEAST: "bound_at_least",
            Comparator.UNDER: "bound_under", Comparator.AT_MOST: "bound_at_most",
            Comparator.EQUAL: "bound_equal", Comparator.BETWEEN: "bound_between",
        }  # fmt: skip
        return self._say(
            names[bound.comparator], low=bound.low, high=bound.high, unit=bound.unit or ""
        ).rstrip()

    def _average(self, step: Step) -> Worded:
        figures = [f for f in self._figures(step) if _yuan(f) is not None]
        if not figures:
            raise CalculationError("blank:" + step.group)
        result = calculate.average(figures)
        total = calculate.add(figures)
        text = self._say(
            "average", group=self._group_name(step), n=len(figures), total=calculate.shown(total.value),
            value=calculate.shown(result.value), unit=self._say.unit(result.unit),
        )  # fmt: skip
        return self._computed(text, "平均", result.value, result.unit, figures, result.derivation)

    def _inverse(self, step: Step) -> Worded:
        figures = self._figures(step)
        items = self._say.join(
            [f"{self._names.where(f)}{self._names.item(f)}" for f in figures[:6]]
        )
        asked = "、".join(str(v) for v in self._query.figures) or self._names.amount(figures[0])
        text = self._say("inverse", value=asked, items=items)
        return Worded(
            text, tuple(v for v in (value_of(f) for f in figures[:6]) if v), tuple(figures[:6])
        )

    def _unit(self, figure: Figure) -> str:
        return self._say.unit(figure.fact.unit if figure.fact is not None else None)


def children_of(table: Sheet, entry: Entry) -> list[Entry]:
    """Return the rows right below one; for a total of a purchase table its classes."""
    if entry.kind == "total" and table.kind in ("procurement", "project_list"):
        return [e for e in table.rows if e.kind == "item" and e.level == 1]
    wanted = bare(entry.label)
    return [
        e
        for e in table.rows
        if e.side == entry.side and e.parents and bare(e.parents[-1]) == wanted and wanted
    ]


def _plain(figure: Figure) -> str:
    fact = figure.fact
    if fact is None or fact.value is None:
        return "未列"
    return format(fact.value, "f")


def _yuan(figure: Figure) -> Decimal | None:
    """Return a figure in yuan (or its own unit) for comparison."""
    fact = figure.fact
    if fact is None or fact.value is None:
        return None
    return convert(fact.value, fact.unit, "元") if fact.unit and is_money(fact.unit) else fact.value
