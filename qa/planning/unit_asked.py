"""Answer what is asked of a department's units: of one, of two, of all, of the subordinate ones.

A table that lists the units with the money asked for gives every figure. Nothing is told unless the
units, the money and what is worked out are read and no other word restricts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.catalogue import Catalogue
from qa.linking.text import bare, core
from qa.narration.quantities import kind_of_name
from qa.planning import people, spread_over, told_counts, unit_projects
from qa.planning.scope import Ground, ground
from qa.planning.types import Plan, Step, Target
from qa.planning.unit_lacking import not_listed, not_moved
from qa.planning.unit_rosters import Amounts, Rosters
from qa.planning.unit_steps import Steps, amount_of
from qa.planning.unit_things import Things
from qa.query import Asked, FollowKind, Operation, Query, Route
from qa.understand import reader, understand
from qa.words import code_parts, lexicon
from qa.words.departments import own_names, short_forms, split_place
from qa.words.lexical import cut
from qa.words.normalise import data, normalise, simplify
from qa.words.unit_asks import Named, UnitAsk, Words, read
from qa.words.unit_money import flat, measures

if TYPE_CHECKING:
    from qa.planning.spread_over import Found
    from qa.query import Answer
    from qa.talk.frame import Turn
    from qa.view import Explained, View

SHORTEST = 4  # characters at the end of a unit's name that name it
BODY = 3  # the same where they are its whole name behind its place
SURE = 0.75  # how surely a word means an item that nothing else is asked of
_TOLD = (Route.TABLE, Route.TEXT, Route.BOTH)
_FLOWS = (("income",), ("spending",))
_OF_TALK = (FollowKind.ORDINAL, FollowKind.CHOICE)
_OF_MONEY = {
    "top", "bottom", "second", "third", "last_second", "average", "apart", "each", "share", "gap",
    "times",
}  # fmt: skip
_PARTED = re.compile(r"(?<![\d-])\d{3}(?:-\d\d){1,2}(?![\d-])")
_YEARS = re.compile(r"(20\d\d)年?度?")


def answer(view: View, question: str, turns: Sequence[Turn]) -> tuple[Query, Plan, Answer] | None:
    """Return the answer to a question about units, else None."""
    query = understand(question, view.catalogue)
    ordinal = query.follow is not None and query.follow.kind in _OF_TALK
    asked = None if turns and ordinal else _asking(view, query)
    if asked is None:
        return None
    said = asked.read(question, [turn.query.original for turn in turns])
    if said is not None and asked.asks_all(question, said):
        said = replace(said, either=True)
    known = said is not None and not (said.either and not said.measures and asked.is_item(said))
    plan = (asked.plan(said) if said is not None and known else None) or asked.project(question)
    if plan is None and said is not None and known and (shared := asked.a_head(query, said)):
        return query, *shared[:2]
    plan = plan or asked.not_shared(question) or not_moved(view, query, said)
    plan = plan or not_listed(view, query, question, asked.said(question), asked.names)
    if plan is None or (plan.route is Route.REFUSE and turns and not asked.names_thing(question)):
        return None  # another unit need not have what was told of the one before
    query = replace(query, follow=None, parts=())
    return query, plan, view.composer.compose(query, plan)


def restated(view: View, question: str, turns: Sequence[Turn]) -> str | None:
    """Return a question of the unit whose money moved most in plain words, with what the talk is of."""
    asked = _asking(view, understand(question, view.catalogue))
    said = asked.read(question, ()) if asked is not None else None
    if asked is None or said is None or said.units or not said.of_units:
        return None
    if not {"change", "top"} <= said.wants or said.wants & {"prior", "bottom"}:
        return None
    names = _longest(said.measures) or asked.talked_of(turns)
    if len(names) != 1 or names[0] in measures():
        return None
    words = data("unit_asks.yaml")["moved"]
    way = "down" if re.search(words["falls"], question) else "up"
    return str(words[way]).format(name=names[0])


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
    if (
        set(query.refusals) - {"headcount"}  # units' people may be counted
        or query.annexes
        or query.scope.strangers
        or query.year_offset not in (None, 0, -1)
    ):
        return None
    place = ground(query, view.catalogue)
    if place.missing.startswith("year") or query.year_offset:
        now = replace(query, years=(), offsets=(), year_offset=None, base_year=None)
        place = ground(now, view.catalogue)
    if place.missing or place.many or len(place.documents) != 1:
        return None
    year = view.catalogue.documents[place.documents[0]].fiscal_year
    if {*query.years, query.base_year} - {year, year - 1, None}:
        return None
    asked = Asking(view, place.documents[0], place)
    return asked if asked.units else None


@dataclass
class Asking:
    """Read and plan questions over the units of one document."""

    view: View
    document: int
    place: Ground

    def __post_init__(self) -> None:
        self.rosters: Rosters = self.view.planner.rosters(self.document)
        self.units = self.rosters.all_units
        self.names = [unit.name for unit in self.units]
        self.steps = Steps(self.units)

    def is_item(self, said: UnitAsk) -> bool:
        """Tell whether an item of the classification goes by the name of the one unit that is meant."""
        units = self.view.planner.units
        return any(units.is_item(bare(self.names[at]), (self.document,)) for at in said.units)

    def read(self, question: str, before: Sequence[str]) -> UnitAsk | None:
        """Return what is asked, with what the questions before it leave; None where that is unsure."""
        said = self.said(question)
        if not said.placed:
            return None
        if not before or (said.measures and (said.units or said.of_units or said.which)):
            return said
        last = self.read(before[-1], before[:-1])
        return _leaning(said, last) if last is not None else None

    def asks_all(self, question: str, said: UnitAsk) -> bool:
        """Tell whether a question only asks how much money one unit has."""
        if len(said.units) != 1 or said.measures or said.wants - {"sum"} or said.which or said.kind:
            return False
        text = told_counts.without_department(self.view, normalise(question))
        unit, rest = self.view.planner.units.cut(bare(text), (self.document,))
        return bool(unit) and re.fullmatch(data("units.yaml")["all_money"], rest) is not None

    def talked_of(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """Return the money that the last question which names some is of, none where that is of a unit."""
        for turn in reversed(turns):
            last = self.said(turn.query.original)
            if last.units:
                return ()
            if names := _longest(last.measures):
                return names
        return ()

    def names_thing(self, question: str) -> bool:
        """Tell whether a question itself says what units have."""
        return bool(self.said(question).measures)

    def said(self, question: str) -> UnitAsk:
        key = ("units said", self.document, question)
        return self.view.kept.once(key, lambda: self._read(question))

    def _read(self, question: str) -> UnitAsk:
        known = reader(self.view.catalogue)
        coded = _PARTED.sub(lambda m: m[0].replace("-", ""), normalise(question))
        written = known.units_written(code_parts.written(coded, known.codes))
        year = self.view.catalogue.documents[self.document].fiscal_year
        now = {str(year): "今年", str(year - 1): "去年"}
        written = _YEARS.sub(lambda m: now.get(m[1], m[0]), written)
        words = Words(self._restricts, self._names, self.rosters.cells.named)
        return read(written, self._named, words)

    @property
    def _named(self) -> Named:
        return self.view.kept.once(("units named", self.document), self._names_said)

    def _names_said(self) -> Named:
        """Return the forms by which units and the department are said."""
        own = [i for i, unit in enumerate(self.units) if unit.own]
        itself = self.view.catalogue.documents[self.document]
        names = {itself.institution, *itself.aliases}
        by_name = bool(own) and not any(
            word in self.names[own[0]] for word in ("本级", "机关", "本部")
        )
        forms: dict[str, set[int]] = {}
        for at, unit in enumerate(self.units):
            for form in _forms(unit.name, own=unit.own):
                forms.setdefault(form, set()).add(at)
        department = {flat(f) for name in names for f in (simplify(name), *short_forms(name))}
        department |= {
            flat(simplify(self.names[i]).split("(")[0])
            for i in own
            if "(" in self.names[i] or "（" in self.names[i]
        }
        for code, name in self.rosters.codes.items():
            forms[code] = {self.names.index(name)}
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
        units = self.said(question).units
        view = self.view
        if len(units) != 1:
            return None
        found = unit_projects.named(
            view.catalogue, view.lookup, view.linker.words, self.place, self.names[units[0]],
            normalise(question),
        )  # fmt: skip
        if found is None:
            return None
        left = self.said(flat(normalise(question)).replace(found[0], "这一条"))
        plain = left.units == units and not (left.measures or left.bound or left.which)
        if not plain or not left.placed or not left.clear or left.wants - {"sum", "list"}:
            return None
        return self._told([Step(Asked(Operation.LOOKUP), (Target(found[1]),))], "project")

    def a_head(self, query: Query, said: UnitAsk) -> Found | None:
        """Return one unit's money a head of its people, as the text counts them."""
        others = said.which or said.of_units or said.bound or said.others or said.first
        if len(said.units) != 1 or others or said.wants - {"average"} != {"heads"}:
            return None
        name = self.names[said.units[0]]
        if set(said.measures) <= set(measures()):
            found = self.amounts(replace(said, wants=frozenset()))
            money = found.units.get(name) if found is not None else None
        else:
            things = Things(self.view, self.document, self.rosters, self.steps)
            money = things.amount(said.measures, name)
        kind = kind_of_name(said.people) or people.HELD
        count = people.of_unit(self.view, (self.document,), kind, bare(name)) if money else None
        return spread_over.over(self.view, query, money, count) if money and count else None

    def not_shared(self, question: str) -> Plan | None:
        """Return a refusal where money that is not known of a unit is to be shared among its people."""
        said = self.said(question)
        things = Things(self.view, self.document, self.rosters, self.steps)
        if "heads" not in said.wants or not things.counts_people(said):
            return None
        near = (self.names[said.units[0]],)
        return Plan(Route.REFUSE, reason="no_heads", near=near, trace=("units heads",))

    # --- what is worked out -------------------------------------------------------------

    def plan(self, said: UnitAsk) -> Plan | None:
        """Return the steps of what is asked, None where it is not all understood."""
        things = Things(self.view, self.document, self.rosters, self.steps)
        if said.of_things:
            return things.plan(said)
        told = not said.units and {"count", "list"} & said.wants and said.by_name and not said.first
        told = told and said.clear
        if told and not (said.bound or said.measures or said.wants & _OF_MONEY):
            return self._told(self._listed(said), "units")
        found = self.amounts(said)
        if found is None:
            return things.plan(said) if len(said.measures) == 1 else None
        steps = list(self.steps.plan(said, found))
        return self._told(steps, said.measures[0] if said.measures else "budget")

    def _told(self, steps: Sequence[Step], what: str) -> Plan | None:
        if not steps:
            return None
        return Plan(Route.TABLE, tuple(steps), score=1.0, whole=True, trace=(f"units {what}",))

    def amounts(self, said: UnitAsk) -> Amounts | None:
        """Return the amounts that are meant; none where tables tell different ones."""
        known = measures()
        names = said.measures or (("income", "spending") if said.either else ())
        if (len(names) != 1 and not said.either) or not self.rosters.units:
            return None
        wish = self.place.wish(self.document)
        found = [one for name in names for one in self.rosters.amounts(known[name], wish)]
        if not found:
            return None
        same = {tuple(amount_of(one.units[name]) for name in self.names) for one in found}
        return found[0] if len(same) == 1 or said.measures == ("income",) else None

    def _listed(self, said: UnitAsk) -> list[Step]:
        """Return the units that are asked for by number or name."""
        cells = self.rosters.listing() if self.rosters.units else {}
        names = self.steps.of(said.which, cells)
        if not names or not cells:
            return []
        targets = tuple(Target(cells[name]) for name in names)
        return [Step(Asked(Operation.LIST), targets, group=self.steps.group(said.which))]


def _longest(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names without those that are part of another (公务用车运行 of 公务用车运行费)."""
    return tuple(n for n in names if not any(n != other and n in other for other in names))


def _leaning(said: UnitAsk, last: UnitAsk) -> UnitAsk | None:
    """Return a later question with what the one before it leaves: the money, what is worked out, the unit."""
    if "share" in said.wants and not said.percent:  # 那它占多少
        said = replace(said, wants=said.wants - {"share"}, clear=True)
    told = _longest(last.measures)
    if last.bound is not None or len(told) > 1 or said.wants & {"share", "heads"}:
        return None
    money = said.measures or told
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


def _forms(name: str, *, own: bool) -> Iterator[str]:
    """Give the ways in which a unit's name is said: whole, behind its place, its end by whole words."""
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
        words = cut(body)
        ends = ("".join(words[at:]) for at in range(1, len(words)))
        yield from (end for end in ends if len(end) == BODY)  # 休养所, 执法队
