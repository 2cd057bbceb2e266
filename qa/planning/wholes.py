"""Answer of all that a department takes in or spends, of its sources, basic and project spending.

The totals stand in the summary tables: 收入总计 and 支出总计 of the table of both, the total row of
the tables of income and of spending, whose columns are the sources and the kinds of spending. Where
tables print different totals it is asked which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.records import Phase
from qa.answering import expressions
from qa.answering.expressions import Sum
from qa.answering.formulas import in_asked
from qa.answering.words import yuan
from qa.checking import own_office
from qa.linking.columns import ColumnWish, default_columns
from qa.linking.printed import printed
from qa.linking.text import bare
from qa.planning import funds
from qa.planning.figures import make_figure
from qa.planning.find import filled
from qa.planning.funds import planned
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.understand import reader
from qa.words import lexicon, wholes
from qa.words import scope as scopes
from qa.words.normalise import data, normalise
from qa.words.wholes import BASIC, INCOME, PROJECT, SPENDING, Said, word

if TYPE_CHECKING:
    from ingest.store import StoredDocument
    from qa.catalogue import Entry, Heading, Sheet
    from qa.view import View

BOTH, FISCAL, SIDES = "total_summary", "fiscal_summary", {INCOME: "收入", SPENDING: "支出"}
TABLES = {INCOME: "income_summary", SPENDING: "expenditure_summary"}
GENERAL = "general_expenditure"
KINDS = {BASIC: "基本支出", PROJECT: "项目支出"}
NAMED = 3  # characters of the end of a department's name that stand for it
_OWN = re.compile(r"[小合总]计")
_THIS_YEAR = re.compile(r"(?:本|当)年度?")
_YEAR = re.compile(r"(20\d\d)年?(?:度)?")


def answer(view: View, query: Query, question: str) -> tuple[Plan, Answer] | None:
    """Return what is asked of a department's wholes, None where a word of a question is left."""
    documents = query.scope.documents or tuple(view.catalogue.documents)
    kinds = (BOTH, FISCAL, *TABLES.values())
    held = {t.document_id for t in view.catalogue.tables.values() if t.kind in kinds}
    documents = tuple(d for d in documents if d in held)
    if len(documents) != 1 or query.scope.strangers or query.scope.all_of:
        return None
    if own_office.named(view, question):
        return None  # what its office has is not what the department has
    plan = Wholes(view, query, documents[0]).plan(question)
    if plan is None or (query.unit and "without" not in plan.trace):
        return None
    if "without" in plan.trace:
        return plan, left_of(view, query, [t.figure for s in plan.steps for t in s.operands])
    return plan, view.composer.compose(query, plan)


def left_of(view: View, query: Query, figures: Sequence[Figure]) -> Answer:
    """Return what is left of the first cell without the others."""
    left = Sum((figures[0],), tuple(figures[1:]))
    return in_asked(query, expressions.worded(view, query, [(left, None)], ("each",)))


def restated(view: View, question: str) -> str | None:
    """Return a question of a thing that only seems to be of a whole in plain words, else None.

    教育总支出 is what is spent on 教育; 这类支出 is that of the fund named before.
    """
    text = normalise(question)
    match = word("of_thing").search(text)
    if match is None:
        return wholes.pointed(text) or _given(view, text)
    own = tuple(name for d in view.catalogue.documents.values() for name in _names(d))
    for start in range(0 if match["thing"].endswith(own) else len(match["thing"]) - 1):
        thing = match["thing"][start:]
        if any(word(name, "names").search(thing) for name in data("wholes.yaml")["names"]):
            return None
        if _named(view, thing) or lexicon.sense(thing):
            spent = f"{thing}支出"
            longer = not _named(view, thing) and (_named(view, spent) or lexicon.sense(spent))
            place = match.start() + start
            return f"{text[:place]}{spent if longer else thing}{text[match.end() :]}"
    return None


def _names(document: StoredDocument) -> list[str]:
    """Return what a department is called, from its whole name to the end of it, longest first."""
    own = document.institution
    names = {*document.aliases, *(own[i:] for i in range(len(own) - NAMED + 1))}
    return sorted(names, key=len, reverse=True)


def _given(view: View, text: str) -> str | None:
    """Return what the one thing gets that a story names before it is asked whether it got any."""
    names, found = printed(view.catalogue), set[str]()
    for clause in wholes.gives(text):
        start = 0
        while start < len(clause):
            said, forms = names.at(clause, start) or ("", ())
            if len(said) >= NAMED and said in forms:
                found.add(said)
            start += max(1, len(said))
    template = str(data("wholes.yaml")["given_asked"])
    return template.format(name=found.pop()) if len(found) == 1 else None


def _named(view: View, said: str) -> bool:
    """Tell whether words are a printed name."""
    found = printed(view.catalogue).at(said, 0)
    return found is not None and found[0] == said


@dataclass(frozen=True, slots=True)
class Part:
    """Hold the cells that make up a part of a whole, and the whole."""

    cells: tuple[Figure, ...]
    whole: Figure


class Wholes:
    """Find the wholes of one document and their parts."""

    def __init__(self, view: View, query: Query, document: int) -> None:
        self.view = view
        self.document = view.catalogue.documents[document]
        self.query = query
        self.tables = [t for t in view.catalogue.tables.values() if t.document_id == document]
        self.wish = ColumnWish(self.document.fiscal_year, Phase(self.document.phase))

    def plan(self, question: str) -> Plan | None:
        """Return what a question wants worked out, or None."""
        text = self._text(question)
        if text is None or self._unit(text):
            return None
        sources = self._sources()
        if word("without").search(text):
            sources = {**self._fiscal(sources), **sources}
        if (own := funds.plan(self, text, sources)) is not None:
            return own
        prints = reader(self.view.catalogue).prints
        said = wholes.read(text, sources, prints) or self._sides(text, prints)
        if said is None:
            return None
        if said.asked == "amount":
            return self._amounts(said)
        if said.asked == "compare":
            return self._compared(said)
        if said.asked == "balance":
            of_year = said.printed and word("this_year_said").search(text)
            return self._balance(replace(said, printed=False) if of_year else said)
        if said.asked == "rest" and not all(sources[name] for name in said.sources):
            return Plan(Route.REFUSE, reason="not_found")  # what is carried over is of any fund
        if said.asked == "rest" and said.sources:
            return self._without([sources[name] for name in said.sources])
        if said.asked == "rest":
            return self._rest(said)
        part = next((m for m in said.names if m in KINDS), "")
        found = [self.kind(part, said)] if part else sources[said.sources[0]]
        return self._share([p for p in found if p])

    def _sides(self, text: str, prints: Callable[[str], int]) -> Said | None:
        """Return what is asked of both sides: 财政拨款 is a source of income, and a table of both."""
        said = wholes.read(_THIS_YEAR.sub("", text), (), prints)
        return said if said is not None and said.asked == "balance" else None

    def _text(self, question: str) -> str | None:
        """Return a question without the department's names and its year; None for another year."""
        text = normalise(question)
        for name in _names(self.document):
            text = text.replace(name, "该部门")
        named = scopes.find(text, reader(self.view.catalogue).departments, (), ())
        if named.scope.documents == (self.document.id,):
            for start, end in sorted(named.spans, reverse=True):
                text = f"{text[:start]}该部门{text[end:]}"
        years = {int(y) for y in _YEAR.findall(text)}
        phase = "预算" if self.document.phase == Phase.FINAL.value else "决算"
        other = phase in text or years - {self.document.fiscal_year} or any(self.query.offsets)
        return None if other else _YEAR.sub(" ", text).replace("决算", "")

    def _unit(self, text: str) -> bool:
        """Tell whether one of the department's units is named."""
        unit, _ = self.view.planner.units.cut(bare(text), (self.document.id,))
        return bool(unit)

    def _amounts(self, said: Said) -> Plan | None:
        """Return the wholes that are asked for, or what to choose among where tables differ."""
        found = [self.whole(m, exact=said.printed) for m in said.names]
        if not all(found):
            return None
        for cells in found:
            if len(cells) > 1:
                options = tuple(Target(f) for f in cells)
                return Plan(Route.CLARIFY, options=options, score=1.0) if len(found) == 1 else None
        return planned(Step(Asked(Operation.LOOKUP), tuple(Target(c[0]) for c in found)))

    def _compared(self, said: Said) -> Plan | None:
        one, other = self.kind(BASIC, said), self.kind(PROJECT, said)
        if one is None or other is None or len(one.cells) > 1 or len(other.cells) > 1:
            return None
        targets = (Target(one.cells[0]), Target(other.cells[0]))
        return planned(Step(Asked(Operation.DIFFERENCE), targets))

    def _balance(self, said: Said) -> Plan | None:
        """Return what comes in and what goes out: of the year alone where that is printed, else in all."""
        sides = tuple(m for m in said.names if m in SIDES)
        ways = ("totals",) if said.printed else ("of_year", "totals")
        for table in self.of(FISCAL if said.fiscal else BOTH):
            for way in ways:
                cells = [self._of_side(table, SIDES[mark], way) for mark in sides]
                targets = tuple(Target(f) for f in cells if f is not None and filled(f))
                if len(targets) == len(sides):
                    return planned(Step(Asked(Operation.DIFFERENCE), targets))
        return None

    def _of_side(self, table: Sheet, side: str, way: str) -> Figure | None:
        """Return the cell of one side in a table of both: of the year alone, or the total."""
        for row in table.rows:
            label = bare(row.label)
            own = side in label if any(s in label for s in SIDES.values()) else row.side == side
            if own and word(way).fullmatch(label):
                return self.default(table, row)
        return None

    def _rest(self, said: Said) -> Plan | None:
        part = self.kind(said.names[-1], said)
        if part is None or len(part.cells) > 1:
            return None
        targets = (Target(part.whole), Target(part.cells[0]))
        return planned(Step(Asked(Operation.DIFFERENCE), targets))

    def _without(self, named: Sequence[Sequence[Part]]) -> Plan | None:
        """Return all the income and the sources to be left out of it; none where a name has several."""
        parts = [kept for found in named if (kept := [p for p in found if any(map(yuan, p.cells))])]
        if len(parts) < len(named) or any(len(p) > 1 for p in parts):
            return None
        cells = dict.fromkeys(f for p in parts for f in p[0].cells)
        targets = tuple(Target(f) for f in (parts[0][0].whole, *cells))
        return replace(planned(Step(Asked(Operation.LOOKUP), targets)), trace=("wholes", "without"))

    def _share(self, parts: Sequence[Part]) -> Plan | None:
        parts = [p for p in parts if any(yuan(f) for f in p.cells)] or parts
        if len(parts) > 1:
            options = tuple(Target(p.cells[0]) for p in parts)
            return Plan(Route.CLARIFY, options=options, score=1.0)
        if not parts:
            return None
        targets = tuple(Target(f) for f in parts[0].cells)
        return planned(Step(Asked(Operation.SHARE), targets, (Target(parts[0].whole),)))

    # --- cells ---------------------------------------------------------------------------

    def whole(self, mark: str, *, exact: bool = False) -> list[Figure]:
        """Return the one whole of a side, or the totals of both tables where they differ."""
        both = [f for t in self.of(BOTH) for f in self.totals(t, SIDES[mark])]
        own = [f for t in self.of(TABLES[mark]) if (f := self._total(t)) is not None]
        own = own or self._of_year_alone(mark)
        found: list[Figure] = []
        if exact and not both and self.document.phase == Phase.FINAL.value:
            return found  # what the year alone brought is less than what is printed as the total
        for figure in both if exact and both else (*both, *own):
            if all(yuan(figure) != yuan(known) for known in found):
                found.append(figure)
        return found

    def _of_year_alone(self, mark: str) -> list[Figure]:
        """Return what final accounts without a table of one side print of it in the one of both."""
        if self.document.phase != Phase.FINAL.value:
            return []
        cells = [self._of_side(table, SIDES[mark], "of_year") for table in self.of(BOTH)]
        return [cell for cell in cells if cell is not None and filled(cell)]

    def totals(self, table: Sheet, side: str) -> Iterator[Figure]:
        """Give the totals that a table of both sides prints of one."""
        rows = [row for row in table.rows if row.kind == "total"]
        told = {s for row in rows for s in SIDES.values() if s in bare(row.label)}
        for row in rows:
            label = bare(row.label)
            if not word("totals").fullmatch(label):
                continue
            own = row.side or (next(iter(told)) if len(told) == 1 else None)
            if side in label or (own == side and not any(s in label for s in SIDES.values())):
                figure = self.default(table, row)
                if figure is not None and filled(figure):
                    yield figure

    def kind(self, mark: str, said: Said) -> Part | None:
        """Return basic or project spending with the whole spending beside it."""
        name, kind = KINDS[mark], GENERAL if said.general else TABLES[SPENDING]
        for table in self.of(kind):
            row = self._total_row(table)
            columns = self._columns(table, name) if row else []
            cells = tuple(self.cell(table, row, c.index) for c in columns if row)
            whole = self.default(table, row) if row else None
            cells = tuple(f for f in cells if filled(f))
            if cells and whole is not None and _fits(cells, whole):
                return Part(cells, whole)
        return None

    def half(self, table: Sheet, name: str, *, listed: bool) -> Iterator[Figure]:
        """Give what a table prints of a kind of spending in all; of all that it is, if `listed`."""
        if listed and name == KINDS[PROJECT] and (own := self._total(table)) is not None:
            yield own
        row = self._total_row(table)
        columns = self._columns(table, name) if row else []
        if row is not None and len(columns) == 1:
            yield self.cell(table, row, columns[0].index)

    def _columns(self, table: Sheet, name: str) -> list[Heading]:
        """Return the columns of a kind of spending: its own one, its subtotal, or what it is of."""
        below = [
            c
            for c in table.columns
            if c.role == "amount" and name in map(bare, c.path)
            and c.year in (None, self.document.fiscal_year)
            and all(_heads(h) for h in c.path[: list(map(bare, c.path)).index(name)])
        ]  # fmt: skip
        own = [c for c in below if bare(c.path[-1]) == name or _OWN.fullmatch(bare(c.path[-1]))]
        return own[:1] or below

    def _sources(self) -> dict[str, list[Part]]:
        """Return the sources of income by the forms in which they are said."""
        found: dict[str, list[Part]] = {}
        for table in self.of(TABLES[INCOME])[:1]:
            row = self._total_row(table)
            whole = self.default(table, row) if row else None
            for column in table.columns if row is not None and whole is not None else ():
                if column.role != "amount" or whole is None or row is None:
                    continue
                heads = [bare(h) for h in column.path]
                while len(heads) > 1 and _OWN.fullmatch(heads[-1]):
                    heads.pop()
                cell = self.cell(table, row, column.index)
                if filled(cell) and column.index != whole.column and not _heads(heads[-1]):
                    for form in funds.forms(heads[-1], column.path[len(heads) - 1]):
                        found.setdefault(form, []).append(Part((cell,), whole))
        return found

    def _fiscal(self, sources: dict[str, list[Part]]) -> dict[str, list[Part]]:
        """Return the funds of the treasury as one source, without parts where they are not apart."""
        funds = {name: parts for name, parts in sources.items() if word("treasury").search(name)}
        cells = {p.cells[0].column: p for parts in funds.values() for p in parts}
        carried = any(word("carried").search(name) for name in sources)
        if not cells or carried or any(len(parts) > 1 for parts in funds.values()):
            return {word("treasury_said").pattern: []}
        whole = next(iter(cells.values())).whole
        part = Part(tuple(p.cells[0] for p in cells.values()), whole)
        return {word("treasury_said").pattern: [part]}

    def of(self, kind: str) -> list[Sheet]:
        """Return the document's tables of a kind."""
        return [table for table in self.tables if table.kind == kind]

    def _total_row(self, table: Sheet) -> Entry | None:
        """Return the row of a table's total, the filled one where its name is printed twice."""
        rows = [
            r for r in table.rows if r.kind == "total" and word("totals").fullmatch(bare(r.label))
        ]
        held = (r for r in rows if (f := self.default(table, r)) is not None and filled(f))
        return next(held, next(iter(rows), None))

    def _total(self, table: Sheet) -> Figure | None:
        row = self._total_row(table)
        figure = self.default(table, row) if row else None
        return figure if figure is not None and filled(figure) else None

    def default(self, table: Sheet, row: Entry) -> Figure | None:
        """Return the cell of a row that is meant where no column is named."""
        columns = default_columns(table, row, self.wish, self.view.linker.words)[:1]
        return self.cell(table, row, columns[0].index) if columns else None

    def cell(self, table: Sheet, row: Entry, column: int) -> Figure:
        """Return one cell of a row."""
        return make_figure(self.view.catalogue, self.view.lookup, table, row, column, 1.0)


def _heads(head: str) -> bool:
    """Tell whether a head restricts nothing."""
    return word("heads").fullmatch(bare(head)) is not None


def _fits(cells: Sequence[Figure], whole: Figure) -> bool:
    """Tell whether parts do not exceed their whole."""
    amounts, all_of = [yuan(f) or 0 for f in cells], yuan(whole)
    return all_of is not None and sum(amounts) <= all_of
