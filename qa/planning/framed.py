"""Answer a question of arithmetic by what each of its sides is by itself.

甲占乙的几成, 甲比乙多多少, 甲是乙的几倍: both sides are understood and looked up as questions of
their own and then set against each other. `qa.planning.framed_told` does so with what narrative states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.planning import halves
from qa.planning.figures import in_unit_of
from qa.planning.find import amount_of, filled
from qa.planning.limits import EXTREMES
from qa.planning.one_kind import unlike
from qa.planning.shares import WHOLE_KIND
from qa.planning.sides import SURE, Side, Sides
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Mention, Operation, Query, Route
from qa.regexes import regex
from qa.understand import complete, reader
from qa.words import listed
from qa.words import scope as scopes
from qa.words.frames import Frame, of_it, of_owner

if TYPE_CHECKING:
    from qa.view import View


MONEY = "多少钱"
"""What is asked of each side where nothing else is said."""
_PLANNED = regex(r"(?:全年|年初|调整)预算数?")
_JOINT = regex(r"[、,+]|[和与跟及加](?=[一-鿿])|\band\b")
_ALL = regex(r"全部|所有|整个|全年")
_FUND = regex(r"一般公共|财政拨款|基金|国有资本|专户")
_GLOSS = regex(r"^[一-鿿]{2,12}\(([一-鿿]{2,16})\)")
_OPERAND = {Operation.LOOKUP, Operation.SUM, *EXTREMES}
Pair = tuple[list[Figure], Figure]  # parts and what they are set against


class Framed:
    """Set the two sides of one question against each other."""

    def __init__(self, view: View, query: Query, frame: Frame, part: Query | None = None) -> None:
        """Take the query for the part where an earlier question named it."""
        self.view = view
        self.query = query
        self.frame = frame
        self.named = part
        self.sides = Sides(view, query)
        self.share = frame.operation is Operation.SHARE
        self.owned = False  # the whole is all that a department has

    def pieces(self) -> tuple[Query, Query] | None:
        """Return the queries of both sides; one that names no item has that of the other."""
        read = reader(self.view.catalogue)
        part = self.named or read.piece(self.frame.part, self.query)
        whole = read.piece(self.frame.whole, self.query)
        if _PLANNED.fullmatch(self.frame.whole):
            part, whole = self._spent_of_planned(part)
        whole = self._of_owner(whole) if self.share else whole
        part, whole = self._of_units(part, whole)
        part, whole = self._halved(part, whole), self._halved(whole, part)
        named = self.items(whole)
        if not self.items(part) and part.column_words and named:
            part = replace(part, mentions=named)
        halves = part.column_words and whole.column_words and not self.share
        if halves and not named and self.items(part):  # 甲:项目支出里的比基本支出里的多多少
            whole = replace(whole, mentions=self.items(part))
        if whole.scope.named and not (whole.mentions or whole.column_words or whole.codes):
            whole = replace(part, scope=whole.scope)
        elif part.scope.named and not (part.mentions or part.column_words or part.codes):
            part = replace(whole, scope=part.scope)  # 甲局比乙局的某项: the item is of both
        if self.share and whole.column_words and not named and not part.column_words:
            part = replace(part, column_words=whole.column_words)
        if not self.frame.each and len(part.mentions) > 1 and self.listed(part):
            part = replace(part, operations=(Asked(Operation.SUM),))
        plain = all(
            not q.parts and {a.operation for a in q.operations} <= _OPERAND for q in (part, whole)
        )
        known = complete(part, self.view.catalogue), complete(whole, self.view.catalogue)
        return known if plain else None

    def _of_owner(self, side: Query) -> Query:
        """Return a whole that is all that a department has as the total of its table (全局支出)."""
        words, named = self._unowned(side.text)
        owned = of_owner(words, named=named)
        self.owned = owned is not None
        if owned is None:
            return side
        piece = reader(self.view.catalogue).piece(owned, self.query)
        return replace(piece, scope=side.scope)

    def _unowned(self, words: str) -> tuple[str, bool]:
        """Return words without the departments that they name, and whether they name any."""
        known = reader(self.view.catalogue).departments
        spans = scopes.find(words, known, (), ()).spans
        for start, end in sorted(spans, reverse=True):
            words = words[:start] + words[end:]
        return words.strip(" 的,"), bool(spans)

    def _of_units(self, *sides: Query) -> tuple[Query, Query]:
        """Return both sides, of which one that is only a unit is asked for what the other names."""
        documents = self.query.scope.documents or tuple(self.view.catalogue.documents)
        cut = [self.view.planner.units.cut(bare(side.text), documents) for side in sides]
        one, other = sides
        if self.share or not all(unit for unit, _ in cut) or cut[0][0] == cut[1][0]:
            return one, other
        alone = [not rest.strip("的") for _, rest in cut]
        read = reader(self.view.catalogue)
        if alone[0] and not alone[1]:
            one = read.piece(f"{one.text}的{cut[1][1].strip('的')}", self.query)
        elif alone[1] and not alone[0]:
            other = read.piece(f"{other.text}的{cut[0][1].strip('的')}", self.query)
        return one, other

    def _halved(self, side: Query, other: Query) -> Query:
        """Return a side with 项目 as 项目支出 where the other names a half of spending too."""
        terms = self.view.linker.words.generic_terms
        said = [m for m in side.mentions if bare(m.text) in terms]
        if self.share or side.column_words or not (said and other.column_words):
            return side
        kept = tuple(m for m in side.mentions if m not in said)
        return replace(side, mentions=kept, column_words=(terms[bare(said[0].text)],))

    def _spent_of_planned(self, part: Query) -> tuple[Query, Query]:
        """Return what was spent on an item and what was planned for it (完成年初预算的几成)."""
        read = reader(self.view.catalogue)
        spent, planned = (
            read.piece(f"{self.frame.part}{word}", self.query)
            for word in ("决算数", self.frame.whole.removesuffix("数") + "数")
        )
        return replace(spent, mentions=part.mentions), replace(planned, mentions=part.mentions)

    def listed(self, query: Query) -> bool:
        """Tell whether the words of a side list several things."""
        return _JOINT.search(query.text) is not None

    def items(self, query: Query) -> tuple[Mention, ...]:
        """Return the mentions that name an item: no column by any name, no word for a total."""
        words = self.view.linker.words
        generic = {*map(bare, query.column_words), *words.totals, *words.total_rows}
        return tuple(
            m for m in query.mentions
            if bare(m.text) not in generic and not any(
                h.term in words.total_rows or bare(h.column or "") in generic for h in m.hints
            )
        )  # fmt: skip

    def plan(self) -> Plan | None:
        """Return the plan of both sides where records have them."""
        pieces = self.pieces()
        if pieces is None:
            return None
        plan = self._of(*pieces)
        if plan is None and self.frame.operation is not Operation.RATIO:
            part, whole = (replace(q, text=f"{q.text}{MONEY}") for q in pieces)
            plan = self._of(part, whole) or (self._within(part, whole) if self.share else None)
        return plan or self._by_name()

    def _by_name(self) -> Plan | None:
        """Return the plan by the proper name that brackets give what is said (盐巴(食盐)储备)."""
        sides = [_GLOSS.sub(r"\1", side) for side in (self.frame.part, self.frame.whole)]
        if sides == [self.frame.part, self.frame.whole]:
            return None
        frame = replace(self.frame, part=sides[0], whole=sides[1])
        return Framed(self.view, self.query, frame, self.named).plan()

    def _of(self, part: Query, whole: Query) -> Plan | None:
        base = self._known(whole) or self.sides.printed(whole) or self._all_of(whole)
        if base is not None and len(base.targets) > 1:  # its purchases, not the project itself
            base = self.sides.project(whole) or base
        base = self._of_half(base, whole) if self.share else base
        if base is None:
            return None
        names = () if self.frame.each else listed.names(part.text, self._labels)
        parts = self._listed(part, names, base) if len(names) > 1 else self._known(part)
        alone = self.share and len(names) < 2
        plan = self._both(parts, base) if parts is not None else None
        if plan is not None and alone and self.strange(plan):
            plan = None
        return plan or (self._part_of(base, part) if alone else None)

    def strange(self, plan: Plan) -> bool:
        """Tell whether a share is of a part that cannot stand in its whole, or of another whole."""
        half = self._half
        bases = [t.figure for s in plan.steps for t in s.bases]
        if half and not all(halves.is_of(self.view, base, half) for base in bases):
            return True
        pairs = ((t.figure, b.figure) for s in plan.steps for t in s.operands for b in s.bases)
        return any(self.sides.inside.apart(base, part) for part, base in pairs)

    @cached_property
    def _half(self) -> str:
        """Return the half of spending that the whole says in all, if any."""
        return halves.said(self._unowned(self.frame.whole)[0])

    @property
    def _labels(self) -> str:
        return reader(self.view.catalogue).departments.mentioned

    def _listed(self, part: Query, names: Sequence[str], base: Side) -> Side | None:
        """Return every thing of a list: each by itself, or together where one table has them all."""
        found: list[Target] = []
        for name in names:
            side = self._known(self.sides.read(name, part.column_words))
            if side is not None and len(side.targets) == 1 and not side.several:
                found += side.targets
            elif not base.several and (figure := self.sides.inside.row(base.figures[0], name)):
                found.append(Target(figure))
        if len(found) == len(names):
            return Side(part, tuple(found), SURE)
        known = self._known(part)
        return known if known is not None and len(known.targets) >= len(names) else None

    def _all_of(self, whole: Query) -> Side | None:
        """Return a whole by the name of the thing alone (庙会总预算)."""
        name = of_it(self.frame.whole)
        short = name != self.frame.whole and len(name) > 1
        return self._known(self.sides.read(name, whole.column_words)) if short else None

    def _of_half(self, base: Side | None, whole: Query) -> Side | None:
        """Return all of project or basic spending where a whole says it; no other base is meant."""
        half = self._half
        figures = base.figures if base is not None else ()
        if not half or any(halves.is_of(self.view, f, half) for f in figures):
            return base
        documents = whole.scope.documents or tuple(self.view.catalogue.documents)
        found = halves.total(self.view, whole, documents[0], half) if len(documents) == 1 else None
        return None if found is None else Side(whole, (found,), SURE)

    def _both(self, parts: Side, base: Side) -> Plan | None:
        if parts.several and base.several:
            return None
        if len(base.targets) != 1 and not base.several:
            return None
        chosen = self._chosen(parts, base) if parts.several else parts
        return self._set(chosen, base) if chosen is not None else None

    def _known(self, query: Query) -> Side | None:
        """Return the cells that a side names where they explain all that it says."""
        found = self.sides.find(query)
        lacks = found is not None and self.sides.unexplained(query, found.figures)
        return None if lacks else found

    def _part_of(self, base: Side, part: Query) -> Plan | None:
        """Return the share of what stands in the whole itself: a line of its form, a purchase for it."""
        found: dict[str, Plan] = {}
        for whole in base.figures:
            figure = self.sides.inside.row(whole, part.text)
            if figure is None or self.sides.unexplained(part, (figure,)):
                continue
            if self._fits([figure], whole):
                step = Step(Asked(self.frame.operation), (Target(figure),), (Target(whole),))
                found.setdefault(bare(whole.label), Plan(Route.TABLE, (step,), score=SURE))
        return (
            next(iter(found.values())) if found and (len(found) == 1 or not base.several) else None
        )

    def _chosen(self, parts: Side, base: Side) -> Side | None:
        """Return the one of several readings of a part that the base holds."""
        figures = self._figures(base)
        held = [t for t in parts.targets if self._held(self._inside((t,), figures))]
        if len(held) > 1 and self.owned:  # of all that a department has: one of its units
            rows, is_unit = self.view.catalogue.rows, self.view.linker.is_unit
            held = [t for t in held if is_unit(rows[t.figure.row_id])]
        return replace(parts, targets=(held[0],), several=False) if len(held) == 1 else None

    def _within(self, part: Query, whole: Query) -> Plan | None:
        """Return a share of a row's own figure: another column of it (专项里的结转资金)."""
        mentions = (*whole.mentions, *part.mentions)
        both = replace(whole, mentions=mentions, column_words=part.column_words)
        name = self.frame.whole.removesuffix("的钱")
        said = self.sides.read(f"{name}的{self.frame.part}有多少")  # 去年没花完的钱
        base = self.sides.find(whole)
        if base is not None and (len(base.targets) > 1 or base.score < SURE):
            return None
        for parts in map(self.sides.find, (both, said)):
            if parts is None or len(parts.targets) != 1 or parts.score < SURE:
                continue
            cells = parts.figures
            sums = (self.sides.inside.whole_of(cell, name) for cell in cells)
            wholes = base.figures if base is not None else tuple(f for f in sums if f)
            pairs = [(f, g) for f in wholes for g in cells if f.row_id == g.row_id]
            pairs = [(f, g) for f, g in pairs if self._fits([g], f)]
            if pairs:
                pair = min(pairs, key=lambda pair: self._is_of_fund(pair[0]))
                step = Step(Asked(self.frame.operation), (Target(pair[1]),), (Target(pair[0]),))
                return Plan(Route.TABLE, (step,), score=parts.score)
        return None

    def _set(self, parts: Side, base: Side) -> Plan | None:
        """Set the parts against the base, each in one table where they can be."""
        groups = [(t,) for t in parts.targets] if self.frame.each else [parts.targets]
        steps: list[Step] = []
        for group in groups:
            pair = self._aligned(group, base, sure=parts.score >= SURE)
            if pair is None:
                return None
            figures, whole = tuple(map(Target, pair[0])), Target(pair[1])
            asked = Asked(self.frame.operation)
            over = self.share or len(figures) > 1
            step = Step(asked, figures, (whole,)) if over else Step(asked, (*figures, whole))
            steps.append(step)
        return Plan(Route.TABLE, tuple(steps), score=max(min(parts.score, base.score), SURE))

    def _aligned(self, parts: Sequence[Target], base: Side, *, sure: bool) -> Pair | None:
        """Return the figures of the parts and of the base: of one table, else the likeliest."""
        figures = self._figures(base)
        inside = self._inside(parts, figures)
        held = sorted(self._held(inside), key=self._is_narrow)
        if held and (sure or all(not self._is_total(p[1]) for p in held[:1])):
            return held[0]
        if base.several or not sure or base.score < SURE:
            return None
        if inside and all(f.row_id == pair[1].row_id for pair in inside for f in pair[0]):
            return min(inside, key=lambda pair: self._is_of_fund(pair[1]))
        if inside:
            return inside[0]
        likely = [part.figure for part in parts]
        if self.share and any(_when(f) != _when(figures[0]) for f in likely):
            return None
        return (likely, figures[0]) if self._fits(likely, figures[0]) else None

    def _figures(self, base: Side) -> list[Figure]:
        """Return the cells that a whole may be; equal totals of other tables are of it too."""
        figures = [f for t in base.targets for f in (t.figure, *t.others)]
        if self.share and not base.several:
            figures += self.view.planner.bases.equal_total(figures[0])
        return figures

    def _inside(self, parts: Sequence[Target], figures: Sequence[Figure]) -> list[Pair]:
        """Return the parts with each of the figures whose table has them."""
        inside: list[Pair] = []
        for figure in figures:
            chosen = [self._in_table(part, figure) for part in parts]
            found = [f for f in chosen if f is not None]
            if len(found) == len(parts) and self._fits(found, figure):
                inside.append((found, figure))
        return inside

    def _held(self, inside: Sequence[Pair]) -> list[Pair]:
        return [pair for pair in inside if all(self._holds(pair[1], f) for f in pair[0])]

    def _in_table(self, part: Target, base: Figure) -> Figure | None:
        """Return the part in the table of the base, in its column where the row has a figure there."""
        found = next((f for f in (part.figure, *part.others) if f.table_id == base.table_id), None)
        if found is None and self.share:
            return self._as_column(part.figure, base)
        if found is None or not self.share or found.row_id == base.row_id:
            return found
        entry = self.view.catalogue.rows[found.row_id]
        same = self.sides.cell(entry, base.column)
        return same if filled(same) and entry.kind == "item" else found

    def _as_column(self, part: Figure, base: Figure) -> Figure | None:
        """Return the part where the base's row has a column of its name (基本支出 of 合计)."""
        table = self.view.catalogue.tables[base.table_id]
        entry = self.view.catalogue.rows[base.row_id]
        names = {bare(part.label), bare(part.column_name.split("/")[-1])}
        names -= self.view.linker.words.totals | self.view.linker.words.total_rows
        named = [c for c in table.columns if c.role == "amount" and bare(c.path[-1]) in names]
        cells = [self.sides.cell(entry, c.index) for c in named if c.year in (part.year, None)]
        return next((c for c in cells if amount_of(c) == amount_of(part)), None)

    def _holds(self, base: Figure, part: Figure) -> bool:
        """Tell whether a figure is the total of the other's table or stands above it."""
        rows = self.view.catalogue.rows
        above = {bare(name) for name in rows[part.row_id].parents}
        field = rows[base.row_id].kind == rows[part.row_id].kind == "field"
        return self._is_total(base) or bare(rows[base.row_id].label) in above or field

    def _is_of_fund(self, base: Figure) -> bool:
        """Tell whether a row's own total is of one fund's table: it is of all unless a fund is said."""
        kind = self.view.catalogue.tables[base.table_id].kind
        return kind != WHOLE_KIND and _FUND.search(self.query.text) is None

    def _is_narrow(self, pair: Pair) -> bool:
        """Tell whether a whole is of one fund's table though all there is was asked for."""
        text = self.query.text
        of_all = self.share and bool(_ALL.search(text) or self._half) and not _FUND.search(text)
        kind = self.view.catalogue.tables[pair[1].table_id].kind
        return of_all and kind not in (WHOLE_KIND, PROJECT_LIST)

    def _is_total(self, figure: Figure) -> bool:
        entry = self.view.catalogue.rows[figure.row_id]
        return entry.kind == "total" or bare(entry.label) in self.view.linker.words.total_rows

    def _is_grand(self, figure: Figure) -> bool:
        """Tell whether a figure is a total row's total."""
        leaf = bare(figure.column_name.split("/")[-1])
        words = self.view.linker.words
        return self.share and self._is_total(figure) and leaf in words.totals | words.total_rows

    def _fits(self, parts: Sequence[Figure], base: Figure) -> bool:
        """Tell whether figures can be set against a base: alike in unit, none of them the base."""
        if not all(filled(f) for f in (*parts, base)) or not amount_of(base):
            return False
        planned = _PLANNED.fullmatch(self.frame.whole)
        if planned and planned[0][:2] not in base.column_name:
            return False  # what was spent is no plan of it
        if any((f.row_id, f.column) == (base.row_id, base.column) for f in parts):
            return False
        gap = self.frame.operation is Operation.DIFFERENCE
        if gap and unlike((*parts, base), self.view.catalogue):
            return False  # what one may cost, and what is spent in all
        if any(f.table_id == base.table_id and self._is_grand(f) for f in parts):
            return False  # a total of a table is no part of another one of it
        if any(self._holds(one, other) for one in parts for other in parts if one is not other):
            return False  # a sum of a thing and its own part
        amounts = [in_unit_of(f, base) for f in parts]
        known = [a for a in amounts if a is not None]
        if len(known) < len(parts):
            return False
        most = sum(known) if self.frame.beside else amount_of(base)
        return not self.share or 0 < sum(known) <= most


def _when(figure: Figure) -> tuple[int, int]:
    return figure.document_id, figure.year
