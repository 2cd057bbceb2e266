"""Answer for lists of named things (甲、乙、丙各多少, 甲+乙): all that are named, or what is missing.

Each thing is looked up by itself, in short form too (印刷 for 印刷费), and all are taken from one
table where one has them. A sum that leaves out one of the things named is never given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa import calculate
from qa.answering.wording import wording
from qa.linking.text import bare, core, shortens
from qa.planning import told_items
from qa.planning.figures import make_figure
from qa.planning.find import filled
from qa.planning.groups import WHOLE_KIND
from qa.planning.scope import ground
from qa.planning.sides import Sides
from qa.planning.targets import ACCEPT
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Mention, Operation, Query, Route
from qa.understand import Reader, complete, reader
from qa.words.listed import Listed, read, words_of
from qa.words.rowsets import abridges

if TYPE_CHECKING:
    from qa.view import View

SURE_TERM = 0.5  # how sure the lexicon is of a term that a row may be printed under
SPOKEN = 0.5  # least part of a name's pairs of characters that print of it has
_MONEY = re.compile(r"(?:多少|几|好多|几多)(?:钱|个?[万亿]?元|块)")
_BUDGET = "预算"
_SUMMARIES = ("fiscal_summary", "total_summary")


@dataclass(frozen=True, slots=True)
class _Item:
    """Hold one thing of a list with the cells that it may be, the likeliest first."""

    name: str
    targets: tuple[Target, ...]
    several: bool = False


class Enumerated:
    """Look up the things of one list."""

    def __init__(self, view: View, query: Query, listed: Listed) -> None:
        self.view = view
        self.query = query
        self.reader: Reader = reader(view.catalogue)
        names = self._of_units(listed.names)
        self.owned = names != listed.names
        self.listed = replace(listed, names=names, held=listed.held or self.owned)
        self._sides = Sides(view, query)

    def _of_units(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return units each with what is asked of all, which is named behind the last of them."""
        cuts = [self.view.planner.units.cut(bare(name), self._documents()) for name in names]
        lasting = cuts[-1][1].strip("的") or (_BUDGET if _BUDGET in self.query.text else "")
        if not lasting or any(rest for _, rest in cuts[:-1]) or not all(u for u, _ in cuts):
            return names
        return tuple(f"{unit}{lasting}" for unit, _ in cuts)

    def items(self) -> list[_Item]:
        """Return every thing with its cells, those of one table first where one has them."""
        items = [self._item(name) for name in self.listed.names]
        tables = Counter(
            table for item in items for table in {f.table_id for f in _cells(item.targets)}
        )
        most = max(tables.values(), default=0)
        firsts = [t.figure.table_id for item in items for t in item.targets[:1]]
        whole = self.listed.spread or "总" in self.listed.noun
        kinds = self.view.catalogue.tables
        best = sorted(
            (t for t in tables if tables[t] == most),
            key=lambda t: (not (whole and kinds[t].kind == WHOLE_KIND), -firsts.count(t)),
        )
        return [self._in_table(item, best[0]) if best else item for item in items]

    def _in_table(self, item: _Item, table: int) -> _Item:
        for target in item.targets:
            cell = next((f for f in _cells((target,)) if f.table_id == table), None)
            if cell is not None:
                others = tuple(f for f in _cells((target,)) if f is not cell)
                return _Item(item.name, (replace(target, figure=cell, others=others),))
        return replace(item, targets=()) if item.several and len(item.targets) > 1 else item

    def _item(self, name: str) -> _Item:
        """Return what a name may be: as said, with the noun of the list, or in short form."""
        if self.owned:
            return self._of_unit(name)
        words = words_of()
        noun = self._noun()
        kept: _Item | None = None
        if self.listed.headed:
            return self._printed(self._in_context(name), name)
        if noun in words["projects"] and (project := self._label(name, projects=True)):
            found = self._printed(project, name)  # what is called a project is none that is bought
            if found.targets and not found.several:
                return found
        ways = (*([name + noun] if noun else []), name)
        inside = tuple(self.listed.inside + way for way in ways if self.listed.inside)
        for said in (*inside, *ways):
            piece = self.reader.piece(said, self.query)
            if own := self._sides.of_unit(piece):
                return _Item(name, (Target(own),))
            found = self._asked(piece, name)
            if found.targets and not found.several:
                return found
            kept = kept or (found if found.targets else None)
        label = self._in_context(name) or self._label(name, projects=noun in words["projects"])
        found = self._printed(label, name)
        if found.targets and not found.several:
            return found
        return self._under(name) or kept or _Item(name, ())

    def _of_unit(self, name: str) -> _Item:
        """Return what a unit has, spends or gets, from the table that tells it of units."""
        piece = complete(self.reader.piece(name, self.query), self.view.catalogue)
        piece = replace(piece, operations=(Asked(Operation.LOOKUP),), parts=())
        if own := self._sides.of_unit(piece):
            return _Item(name, (Target(own),))
        plan = self.view.planner.units.plan(piece, ground(piece, self.view.catalogue))
        told = plan.steps[0].operands if plan and plan.steps else ()
        return _Item(name, told if len(told) == 1 else ())

    def _printed(self, label: str | None, name: str) -> _Item:
        """Return what a printed name is of, nothing where there is none."""
        if label is None:
            return _Item(name, ())
        return self._asked(
            replace(self.query, mentions=(Mention(label, quoted=True),), text=label), name
        )

    def _noun(self) -> str:
        """Return the noun of a list that is part of its names; nothing where it only counts amounts."""
        noun, words = self.listed.noun, words_of()
        project = next((word for word in words["projects"] if noun.endswith(word)), "")
        ending = max((len(e) for e in words["nouns"] if noun.endswith(e)), default=0)
        return project or (noun if len(noun) - ending > 1 else "")

    def _under(self, name: str) -> _Item | None:
        """Return the row whose name ends what is said and whose parent's year is said before it."""
        said = bare(name).replace("去年", "上年").replace("今年", "本年")
        found: dict[str, Target] = {}
        for table in self.view.catalogue.tables.values():
            if table.document_id not in self._documents() or table.kind not in _SUMMARIES:
                continue
            for row in (e for e in table.rows if e.kind == "item" and e.parents):
                label, parent = bare(row.label), bare(row.parents[-1])
                if not said.endswith(label) or parent[:2] not in ("上年", "本年"):
                    continue
                columns = [c for c in table.columns if c.role == "amount"]
                cells = [
                    make_figure(self.view.catalogue, self.view.lookup, table, row, c.index)
                    for c in columns
                ]
                cell = next((f for f in cells if filled(f)), None)
                if parent[:2] in said and cell is not None:
                    found.setdefault(label, Target(cell))
        return _Item(name, tuple(found.values())) if len(found) == 1 else None

    def _asked(self, query: Query, name: str) -> _Item:
        """Return the cells that a query for one thing means and that are printed as it says."""
        plain = (Asked(Operation.LOOKUP),)
        tables = query.table_words or self.query.table_words
        query = replace(query, operations=plain, parts=(), table_words=tables)
        if not (query.mentions or query.codes or query.column_words):
            return _Item(name, ())
        plan = self.view.planner.plan(complete(query, self.view.catalogue))
        told = query.mentions
        if plan.route is Route.CLARIFY and plan.reason != "document":
            options = tuple(t for t in plan.options if _named(t.figure, name, told))
            return _Item(name, options, several=len(options) > 1)
        if plan.route is not Route.TABLE or len(plan.steps) != 1 or plan.score < ACCEPT:
            return _Item(name, ())
        targets = plan.steps[0].operands
        figure = targets[0].figure
        if not query.codes and self._repeated(figure):
            return _Item(name, ())
        sure = query.codes or _named(figure, name, told) or self._is_table(figure, told)
        unit = figure.fact.unit if figure.fact is not None else None
        sure = sure and not (unit and _MONEY.search(self.query.text) and not is_money(unit))
        return _Item(name, targets if sure and len(targets) == 1 else ())

    def _repeated(self, figure: Figure) -> bool:
        """Tell whether several rows of its table go by a cell's name, of which it is but one."""
        entry = self.view.catalogue.rows[figure.row_id]
        table = self.view.catalogue.tables[figure.table_id]
        alike = [e for e in table.rows if e.kind == "item" and e.label == entry.label]
        return len([e for e in alike if e.label not in e.parents]) > 1

    def _is_table(self, figure: Figure, told: Sequence[Mention]) -> bool:
        """Tell whether a cell is the total of the table that a name surely means (三公)."""
        kind = self.view.catalogue.tables[figure.table_id].kind
        words = self.view.linker.words
        means = any(kind in h.kinds and h.weight >= SURE_TERM for m in told for h in m.hints)
        leaf = bare(figure.column_name.split("/")[-1])
        return (
            means
            and len(told) == 1
            and (leaf in words.totals or bare(figure.label) in words.totals)
        )

    def _in_context(self, name: str) -> str | None:
        """Return the one row named by what the list shares and a name; 本身 is that without others."""
        context, itself = bare(self.listed.context), words_of()["itself"]
        if not context:
            return None
        word = itself.sub("", bare(name))
        others = [bare(n) for n in self.listed.names if n != name] if word != bare(name) else []
        labels = {
            bare(row.label): row.label
            for table in self.view.catalogue.tables.values()
            if table.document_id in self._documents()
            for row in table.rows
            if row.kind == "item" and abridges(context, bare(row.label)) and word in bare(row.label)
        }
        kept = [text for text in labels if not any(other in text for other in others)]
        return labels[kept[0]] if len(kept) == 1 else None

    def _label(self, name: str, *, projects: bool) -> str | None:
        """Return the one row that a short name can be short for, nearest in form first."""
        word = core(name) if len(bare(name)) > 1 else bare(name)
        rows = [
            row for table in self.view.catalogue.tables.values()
            if table.document_id in self._documents()
            and (table.kind == "project_list" if projects else table.kind != "project_performance")
            for row in table.rows if row.kind in ("item", "total")
        ]  # fmt: skip
        labels = dict.fromkeys(row.label for row in rows)
        completed = {word + ending for ending in words_of()["endings"]}
        for fits in (
            lambda text: text in completed, lambda text: text.startswith(word),
            lambda text: word in text, lambda text: shortens(word, text),
        ):  # fmt: skip
            found = {bare(label): label for label in labels if fits(bare(label))}
            if len(found) == 1:
                return next(iter(found.values()))
            if found:
                return None
        return None

    def _documents(self) -> Sequence[int]:
        return self.query.scope.documents or tuple(self.view.catalogue.documents)

    def plan(self, items: Sequence[_Item]) -> Plan | None:
        """Return the sum or the figures of the things found, or None where none is."""
        found = [item.targets[0] for item in items if item.targets]
        cells = {(t.figure.row_id, t.figure.column) for t in found}
        if not found or len(cells) < len(found):
            return None
        whole = len(found) == len(items) and all(filled(t.figure) for t in found)
        if (self.listed.total or self.listed.summed) and self._mixes_units(found):
            return None  # an item and all that a unit spends: 住房公积金, 本级和中心
        if self.listed.spread:
            return _spread(found) if whole else None
        operation = Operation.SUM if self.listed.total and whole else Operation.LOOKUP
        summed = (Operation.SUM,) if self.listed.summed and whole else ()
        steps = tuple(Step(Asked(one), tuple(found)) for one in (operation, *summed))
        return Plan(Route.TABLE, steps, score=1.0, whole=True)

    def _mixes_units(self, found: Sequence[Target]) -> bool:
        """Tell whether some things of one table are units and others what units spend on."""
        rows = [self.view.catalogue.rows[t.figure.row_id] for t in found]
        kinds = {row.code_kind == "institution" for row in rows}
        return len(kinds) > 1 and len({t.figure.table_id for t in found}) == 1


def _spread(found: Sequence[Target]) -> Plan:
    """Return the largest of the things found against the smallest."""
    ordered = calculate.ranked([t.figure for t in found], len(found))
    pair = (Target(ordered[0]), Target(ordered[-1]))
    return Plan(Route.TABLE, (Step(Asked(Operation.DIFFERENCE), pair),), score=1.0, whole=True)


def _cells(targets: Sequence[Target]) -> Iterator[Figure]:
    for target in targets:
        yield target.figure
        yield from target.others


def _named(figure: Figure, name: str, told: Sequence[Mention]) -> bool:
    """Tell whether a cell is printed under a name, a short form of it, or a sure term for it."""
    printed = [bare(text) for text in (figure.label, figure.column_name, figure.subject)]
    terms = {core(h.term) for m in told for h in m.hints if h.weight >= SURE_TERM}
    said = [core(name), *(core(m.text) for m in told if len(told) == 1)]
    return core(figure.label) in terms or any(
        shortens(word, text) for word in said for text in printed
    )


def _told(figure: Figure, name: str) -> bool:
    """Tell whether a cell may be what a name means: most of either is printed in the other."""
    word, label = core(name.replace("的", "")), bare(figure.label)
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    alike = sum(pair in label for pair in pairs) >= SPOKEN * len(pairs)
    return alike or _named(figure, name, ()) or word.endswith(core(label))


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return the answer for all things of a list, else None where records lack one of them."""
    listed = _listed(view, query)
    if listed is None:
        return None
    found = Enumerated(view, query, listed)
    items = found.items()
    plan = found.plan(items) if all(item.targets for item in items) else None
    if plan is None and found.listed.held:
        plan = Plan(Route.REFUSE, reason="not_found")  # no unit's whole for what it has
    if plan is None and not (listed.inside or listed.context or listed.spread):
        return told_items.answer(view, query, listed.names, total=listed.total)
    return None if plan is None else (plan, view.composer.compose(query, plan))


def whole(view: View, query: Query, plan: Plan, told: Answer) -> tuple[Plan, Answer]:
    """Return an answer for a list, or what was found and what was not, where it lacks a thing."""
    listed = _listed(view, query) if told.route is Route.TABLE else None
    cells = {(t.figure.row_id, t.figure.column) for s in plan.steps for t in s.operands}
    given = max(len(cells), len(told.values) - bool(told.calculation))
    if listed is None or given >= len(listed.names) + listed.total:
        return plan, told
    found = Enumerated(view, query, listed)
    items = found.items()
    told_of = [t.figure for s in plan.steps for t in s.operands]
    missing = [
        item.name for item in items
        if not (item.targets or any(_told(f, item.name) for f in told_of))
    ]  # fmt: skip
    part = found.plan(items)
    if part is None or not missing:
        return plan, told
    say = wording(query.language)
    lacks = say(
        "list_lacks" if listed.total else "list_without", items=say.templates["comma"].join(missing)
    )
    answer = view.composer.compose(query, part)
    return part, replace(answer, answer=f"{answer.answer}\n{lacks}", notes=(*answer.notes, lacks))


def _listed(view: View, query: Query) -> Listed | None:
    if query.refusals or query.scope.strangers or query.scope.all_of:
        return None
    read_by = reader(view.catalogue)
    listed = read(query.text, read_by.departments.mentioned)
    pieces = [read_by.piece(name, query) for name in listed.names] if listed else []
    owners = {view.catalogue.documents[key].institution for key in query.scope.documents}
    if len(owners) > 1 and any(p.scope.named and not p.mentions for p in pieces):
        return None  # 甲局和乙局的培训费: departments, each of which has the thing
    rows = [
        bool({bare(m.text) for m in p.mentions} - set(map(bare, p.column_words))) for p in pieces
    ]
    columns = any(p.column_words and not row for p, row in zip(pieces, rows, strict=True))
    of_one_row = any(rows) and columns  # 印刷费基本支出和项目支出: columns of one thing
    return None if of_one_row else listed
