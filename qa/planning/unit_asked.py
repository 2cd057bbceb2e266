"""Answer what is asked of a department's units: of one, of two, of all, of the subordinate ones.

A table that lists the units with the money asked for gives every figure. Nothing is told unless the
units, the money and what is worked out are read and no other word restricts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa import calculate
from qa.answering.pairs import REST
from qa.catalogue import Catalogue
from qa.linking.text import bare, core
from qa.planning import unit_projects
from qa.planning.scope import Ground, ground
from qa.planning.types import Figure, Plan, Step, Target
from qa.planning.unit_rosters import Amounts, Rosters
from qa.query import Asked, Bound, Comparator, FollowKind, Operation, Query, Route
from qa.understand import reader, understand
from qa.words import lexicon
from qa.words.departments import own_names, short_forms, split_place
from qa.words.lexical import cut
from qa.words.normalise import normalise, simplify
from qa.words.unit_asks import Named, UnitAsk, Words, flat, measures, read

if TYPE_CHECKING:
    from qa.query import Answer
    from qa.talk.frame import Turn
    from qa.view import Explained, View

SHORTEST = 4  # characters at the end of a unit's name that name it
BODY = 3  # the same where they are its whole name behind its place
SURE = 0.75  # how surely a word means an item that nothing else is asked of
_OVER_ALL = {"top", "bottom", "second", "third", "last_second", "average", "apart", "each"}
_TOLD = (Route.TABLE, Route.TEXT, Route.BOTH)
_FLOWS = (("income",), ("spending",))
_OF_TALK = (FollowKind.ORDINAL, FollowKind.CHOICE)
_SUBORDINATE = ("below", "without")
_OF_MONEY = {*_OVER_ALL, "share", "gap", "times"}
_RANKS = {"second": 2, "third": 3}
_WORKED = {"gap", "times", "top", "bottom", "second", "third", "last_second", "average", "apart"}


def answer(view: View, question: str, turns: Sequence[Turn]) -> tuple[Query, Plan, Answer] | None:
    """Return the answer to a question about units, else None."""
    query = understand(question, view.catalogue)
    ordinal = query.follow is not None and query.follow.kind in _OF_TALK
    asked = None if turns and ordinal else _asking(view, query)
    if asked is None:
        return None
    said = asked.read(question, [turn.query.original for turn in turns])
    known = said is not None and not (said.either and not said.measures and asked.is_item(said))
    plan = (asked.plan(said) if said is not None and known else None) or asked.project(question)
    if plan is None:
        return None
    query = replace(query, follow=None, parts=())
    return query, plan, view.composer.compose(query, plan)


def unsure(view: View, question: str, done: Explained) -> Plan | None:
    """Return what to ask where units and their money are meant, but not what is worked out of them.

    An answer that explains every word of its question stands.
    """
    if done.plan.whole or done.answer.route not in _TOLD:
        return None
    asked = _asking(view, understand(question, view.catalogue))
    said = asked.read(question, ()) if asked is not None else None
    if asked is None or said is None or not (said.units or said.of_units):
        return None
    found = asked.amounts(said) if said.measures in _FLOWS else None
    if found is None:
        return None
    names = [asked.names[at] for at in said.units] or asked.names
    rows = {found.units[name].row_id for name in names}
    if done.answer.calculation and rows & {c.row_id for c in done.answer.citations}:
        return None
    options = tuple(Target(found.units[name]) for name in names)
    return Plan(Route.CLARIFY, options=options, score=1.0, trace=("units unsure",))


def _asking(view: View, query: Query) -> Asking | None:
    """Return the reader of the one document that is asked of, where that lists units."""
    if query.refusals or query.codes or query.annexes or query.year_offset or query.base_year:
        return None
    place = ground(query, view.catalogue)
    if place.missing or place.many or len(place.documents) != 1:
        return None
    asked = Asking(view, place.documents[0], place)
    return asked if asked.rosters.units else None


@dataclass
class Asking:
    """Read and plan questions over the units of one document."""

    view: View
    document: int
    place: Ground

    def __post_init__(self) -> None:
        self.rosters: Rosters = self.view.planner.rosters(self.document)
        self.names = [unit.name for unit in self.rosters.units]

    def is_item(self, said: UnitAsk) -> bool:
        """Tell whether an item of the classification goes by the name of the one unit that is meant."""
        units = self.view.planner.units
        return any(units.is_item(bare(self.names[at]), (self.document,)) for at in said.units)

    def read(self, question: str, before: Sequence[str]) -> UnitAsk | None:
        """Return what is asked, with what the questions before it leave; None where that is unsure."""
        said = self._said(question)
        if not said.placed:
            return None
        if not before or (said.measures and (said.units or said.of_units or said.which)):
            return said
        last = self.read(before[-1], before[:-1])
        return _leaning(said, last) if last is not None else None

    def _said(self, question: str) -> UnitAsk:
        written = reader(self.view.catalogue).units_written(normalise(question))
        return read(written, self._named, Words(self._restricts, self._names))

    @property
    def _named(self) -> Named:
        """Return the forms by which units and the department are said."""
        own = [i for i, unit in enumerate(self.rosters.units) if unit.own]
        itself = self.view.catalogue.documents[self.document]
        names = {itself.institution, *itself.aliases}
        by_name = bool(own) and not any(
            word in self.names[own[0]] for word in ("本级", "机关", "本部")
        )
        forms: dict[str, set[int]] = {}
        for at, unit in enumerate(self.rosters.units):
            for form in _forms(unit.name, own=unit.own):
                forms.setdefault(form, set()).add(at)
        department = {flat(f) for name in names for f in (simplify(name), *short_forms(name))}
        department |= {flat(simplify(self.names[i]).split("(")[0]) for i in own}
        kept = {f: next(iter(ats)) for f, ats in forms.items() if len(ats) == 1}
        if by_name:
            kept = {f: at for f, at in kept.items() if f not in department}
        return Named(
            kept, [name for name in department if len(name) >= BODY],
            own[0] if len(own) == 1 else None, by_name,
        )  # fmt: skip

    def _restricts(self, word: str) -> bool:
        """Tell whether a row or a head of the document says a word, units' own names left aside."""
        if word.isascii():
            return False
        return any(word in label for label in (*self._labels, *map(bare, self.names)))

    def _names(self, run: str) -> bool:
        """Tell whether words name an item of the document, or one that everybody knows."""
        senses = (lexicon.sense(word) for word in cut(run))
        known = any(h.weight >= SURE for sense in senses if sense for h in sense.hints if h.code)
        return known or any(name in run for name in self._labels if len(name) > BODY)

    @property
    def _labels(self) -> frozenset[str]:
        return _labels(self.view.catalogue, self.document, frozenset(map(bare, self.names)))

    def project(self, question: str) -> Plan | None:
        """Return what the one unit that is named has for a project of its own."""
        units = self._said(question).units
        view = self.view
        if len(units) != 1:
            return None
        found = unit_projects.named(
            view.catalogue, view.lookup, view.linker.words, self.place, self.names[units[0]],
            normalise(question),
        )  # fmt: skip
        if found is None:
            return None
        left = self._said(flat(normalise(question)).replace(found[0], "这一条"))
        plain = left.units == units and not (left.measures or left.bound or left.which)
        if not plain or not left.placed or not left.clear or left.wants - {"sum", "list"}:
            return None
        return self._told([Step(Asked(Operation.LOOKUP), (Target(found[1]),))], "project")

    # --- what is worked out -------------------------------------------------------------

    def plan(self, said: UnitAsk) -> Plan | None:
        """Return the steps of what is asked, None where it is not all understood."""
        told = not said.units and {"count", "list"} & said.wants and said.by_name and not said.first
        told = told and said.clear
        if told and not (said.bound or said.measures or said.wants & _OF_MONEY):
            return self._told(self._listed(said), "units")
        found = self.amounts(said)
        if found is None:
            return None
        steps = list(self._steps(said, found))
        return self._told(steps, said.measures[0] if said.measures else "budget")

    def _told(self, steps: Sequence[Step], what: str) -> Plan | None:
        if not steps:
            return None
        return Plan(Route.TABLE, tuple(steps), score=1.0, whole=True, trace=(f"units {what}",))

    def amounts(self, said: UnitAsk) -> Amounts | None:
        """Return the amounts that are meant; none where tables tell different ones."""
        known = measures()
        names = said.measures or (("income", "spending") if said.either else ())
        if len(names) != 1 and not said.either:
            return None
        wish = self.place.wish(self.document)
        found = [one for name in names for one in self.rosters.amounts(known[name], wish)]
        if not found:
            return None
        same = {tuple(_amount(one.units[name]) for name in self.names) for one in found}
        return found[0] if len(same) == 1 or said.measures == ("income",) else None

    def _listed(self, said: UnitAsk) -> list[Step]:
        """Return the units that are asked for by number or name."""
        cells = self.rosters.listing()
        names = self._of(said.which, cells)
        if not names:
            return []
        targets = tuple(Target(cells[name]) for name in names)
        return [Step(Asked(Operation.LIST), targets, group=self._group(said.which))]

    def _of(self, which: str, cells: Mapping[str, Figure]) -> list[str]:
        """Return the names of the units that are meant together."""
        owns = [unit for unit in self.rosters.units if unit.own]
        if which in _SUBORDINATE and len(owns) != 1:
            return []
        return [u.name for u in self.rosters.units if which not in _SUBORDINATE or not u.own]

    def _group(self, which: str) -> str:
        return "所属单位" if which in _SUBORDINATE else "部门各单位"

    def _steps(self, said: UnitAsk, found: Amounts) -> Iterator[Step]:
        cells = [found.units[self.names[at]] for at in said.units]
        if any(_amount(cell) is None for cell in cells):
            return
        if not cells:
            yield from self._of_set(said, found)
        elif len(cells) == 1:
            yield from self._of_one(said, found, cells[0])
        elif "less" in said.wants and "gap" not in said.wants:
            if found.whole is not None and said.wants <= {"less", "sum", "each"}:
                operands = (Target(found.whole), *map(Target, cells))
                yield Step(Asked(Operation.DIFFERENCE), operands)
        elif not said.wants & {"top", "bottom", "second", "third", "place"}:
            yield from self._of_several(said, found, cells)

    def _of_set(self, said: UnitAsk, found: Amounts) -> Iterator[Step]:
        """Give what is worked out of all units, or of the subordinate ones."""
        names = self._of(said.which, found.units)
        cells = [found.units[name] for name in names]
        known = tuple(Target(cell) for cell in cells if _amount(cell) is not None)
        group = self._group(said.which)
        if len(known) < 2 or not (said.of_units or said.which):
            return
        if said.others and not said.which and "second" not in said.wants:
            return
        if said.bound is not None and not said.wants & (_OVER_ALL - {"each"}):
            yield from self._within(said.bound, known, group)
            return
        whole = len(known) == len(cells)
        yield from self._ranked(said, found, known, group)
        if "average" in said.wants and whole and not said.wants & (_WORKED - {"average"}):
            yield Step(Asked(Operation.AVERAGE), known, group=group)
        elif said.first:
            return
        elif {"top", "bottom", "times"} <= said.wants and not said.which:
            every = calculate.ranked([t.figure for t in known], len(known))
            yield Step(Asked(Operation.RATIO), (Target(every[0]), Target(every[-1])))
        elif (
            "share" in said.wants
            and said.which in _SUBORDINATE
            and found.whole is not None
            and whole
        ):
            if not said.wants & (_WORKED | {"less"}):
                yield Step(Asked(Operation.SHARE), known, (Target(found.whole),))
        elif said.wants & (_WORKED | {"share", "place"}):
            return
        elif "order" in said.wants:
            yield Step(Asked(Operation.RANK), known, group=group)
        elif said.which in _SUBORDINATE and whole:
            yield Step(Asked(Operation.SUM), known, group=group)
        elif said.wants & {"each", "list"} and said.measures:
            yield Step(Asked(Operation.LIST), known, group=group)

    def _ranked(
        self, said: UnitAsk, found: Amounts, known: tuple[Target, ...], group: str
    ) -> Iterator[Step]:
        """Give the unit at the place that is asked for; beside the subordinate one that of all."""
        wants = said.wants
        if wants & {"average", "gap", "times", "share", "less"} and "apart" not in wants:
            return
        if said.which == "below":
            yield from self._ranked_both(said, found, known)
            return
        place = next((k for name, k in _RANKS.items() if name in wants), None)
        if said.first:
            operation = Operation.TOP if said.first > 0 else Operation.BOTTOM
            yield Step(Asked(operation, k=abs(said.first)), known, group=group)
        elif "apart" in wants:
            yield Step(Asked(Operation.DIFFERENCE), known, group=group)
        elif "last_second" in wants:
            yield Step(Asked(Operation.BOTTOM, k=2), known, group=group)
        elif place is not None:
            yield Step(Asked(Operation.RANK, k=place), known, group=group)
        else:
            for name, operation in (("top", Operation.TOP), ("bottom", Operation.BOTTOM)):
                if name in wants:
                    yield Step(Asked(operation, k=1), known, group=group)

    def _ranked_both(
        self, said: UnitAsk, found: Amounts, known: tuple[Target, ...]
    ) -> Iterator[Step]:
        """Give the subordinate unit at a place, and the one of all where that is another."""
        every = tuple(Target(f) for f in found.units.values() if _amount(f) is not None)
        for which, targets in (("below", known), ("", every)):
            yield from self._ranked(
                replace(said, which=""), found, targets, f"{self._group(which)}"
            )

    def _within(self, bound: Bound, known: tuple[Target, ...], group: str) -> Iterator[Step]:
        """Give the units on the side of an amount that is asked for; the nearest where there is none."""
        over = bound.comparator is Comparator.OVER
        kept = []
        for target in known:
            fact = target.figure.fact
            if fact is None or fact.value is None or not is_money(fact.unit) or not bound.unit:
                return
            low = convert(bound.low, bound.unit, fact.unit or "")
            if (fact.value > low) if over else (fact.value < low):
                kept.append(target)
        asked = Asked(Operation.FILTER, bound=bound)
        if kept:
            yield Step(asked, tuple(kept), group=group)
            return
        smallest = not over
        nearest = calculate.ranked([t.figure for t in known], 1, smallest=smallest)
        yield Step(asked, tuple(map(Target, nearest)), group=group, note="none")

    def _of_one(self, said: UnitAsk, found: Amounts, cell: Figure) -> Iterator[Step]:
        """Give what is asked of one unit: its amount, its share, the others without it, its place."""
        others = [f for f in found.units.values() if f is not cell]
        if said.which or said.bound is not None or any(_amount(f) is None for f in others):
            complete = False
        else:
            complete = True
        if "less" in said.wants:
            if not complete or said.wants & {"share", "gap", "times"}:
                return
            rest = tuple(map(Target, others))
            if said.wants & _OVER_ALL:
                yield from self._of_rest(said, found, rest)
            elif said.of_units and self.rosters.units[said.units[0]].own and len(rest) > 1:
                yield Step(Asked(Operation.SUM), rest, group=self._group("without"))
            elif found.whole is not None:
                operands = (Target(found.whole), Target(cell))
                yield Step(Asked(Operation.DIFFERENCE), operands, note=REST)
            return
        if said.wants & _WORKED or said.bound is not None or said.which:
            return
        if "share" in said.wants:
            whole = (Target(found.whole),) if found.whole is not None else ()
            bases = whole or tuple(map(Target, found.units.values()))
            if complete:
                yield Step(Asked(Operation.SHARE), (Target(cell),), bases)
        elif "place" in said.wants:
            every = tuple(map(Target, found.units.values()))
            yield Step(Asked(Operation.RANK), every, group=self._group(""))
        elif said.clear and not said.wants & {"count", "more", "each"}:
            yield Step(Asked(Operation.LOOKUP), (Target(cell),))

    def _of_rest(self, said: UnitAsk, found: Amounts, rest: tuple[Target, ...]) -> Iterator[Step]:
        if len(rest) < 2:
            return
        yield from self._ranked(replace(said, wants=said.wants - {"less"}), found, rest, "其余单位")
        if "average" in said.wants:
            yield Step(Asked(Operation.AVERAGE), rest, group="其余单位")

    def _of_several(self, said: UnitAsk, found: Amounts, cells: Sequence[Figure]) -> Iterator[Step]:
        """Give what two or more units give together, or set against each other."""
        targets = tuple(map(Target, cells))
        wants = said.wants
        if said.which or said.bound is not None:
            return
        if "average" in wants:
            yield Step(Asked(Operation.AVERAGE), targets)
        elif wants & {"times", "share", "gap", "more"}:
            yield from self._of_two(said, targets)
        elif "sum" in wants:
            yield Step(Asked(Operation.SUM), targets)
        elif said.clear:
            yield from (Step(Asked(Operation.LOOKUP), (target,)) for target in targets)

    def _of_two(self, said: UnitAsk, targets: tuple[Target, ...]) -> Iterator[Step]:
        """Give two units set against each other."""
        if len(targets) != 2:
            return
        base = next(i for i, at in enumerate(said.units) if at == said.base)
        one, other = targets[1 - base], targets[base]
        if "times" in said.wants:
            yield Step(Asked(Operation.RATIO), (one, other))
        elif "share" in said.wants and not said.whole and "sum" not in said.wants:
            yield Step(Asked(Operation.SHARE), (one,), (other,))
        elif "share" not in said.wants:
            yield Step(Asked(Operation.DIFFERENCE), (one, other))


def _leaning(said: UnitAsk, last: UnitAsk) -> UnitAsk | None:
    """Return a later question with what the one before it leaves: the money, what is worked out, the unit."""
    if last.bound is not None or len(last.measures) > 1:
        return None
    money = said.measures or last.measures
    if said.units and not said.of_units and not said.which:
        same = len(said.units) == len(last.units)
        wants = said.wants or (last.wants if same else frozenset())
        if len(said.units) > 1 and not same and not said.wants & {"sum", "gap", "average", "times"}:
            return None
        return replace(said, measures=money, either=said.either or last.either, wants=wants)
    if said.leans and len(last.units) == 1 and not said.which and not said.of_units:
        return replace(said, units=last.units, measures=money, base=None)
    if said.of_units and not said.measures:
        return replace(said, measures=money)
    return None


@lru_cache(maxsize=32)
def _labels(catalogue: Catalogue, document: int, units: frozenset[str]) -> frozenset[str]:
    """Return the printed names of a document's rows and columns, those of its units left aside."""
    found: set[str] = set()
    for table in catalogue.tables.values():
        if table.document_id == document:
            found |= {bare(row.label) for row in table.rows if row.kind in ("item", "indicator")}
            found |= {bare(part) for column in table.columns for part in column.path}
    return frozenset(label for label in found if label not in units and core(label))


def _amount(figure: Figure) -> Decimal | None:
    return figure.fact.value if figure.fact is not None else None


def _forms(name: str, *, own: bool) -> Iterator[str]:
    """Give the ways in which a unit's name is said: whole, behind its place, its end."""
    yield flat(simplify(name))
    if own:
        return
    for one in own_names(name):
        body = flat(split_place(one)[1])
        yield flat(one)
        for start in range(max(1, len(body) - SHORTEST + 1)):
            if start == 0 and len(body) >= BODY:
                yield body
            elif len(body) - start >= SHORTEST:
                yield body[start:]
        last = cut(body)[-1]
        if len(last) == BODY:  # 休养所
            yield last
