"""Find what a question means in its documents: cells, targets, groups; tell what is missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from ingest.money import is_money
from qa.catalogue import Catalogue, Entry
from qa.errors import CalculationError
from qa.link import Linker, MentionLink
from qa.linking.cells import CellRanker, Focus
from qa.linking.labels import plain_title
from qa.linking.near import Near
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.planning.across import aligned
from qa.planning.bases import Bases
from qa.planning.figures import make_figure
from qa.planning.filter import within
from qa.planning.groups import Group, Groups
from qa.planning.limits import (
    AGAINST_PRIOR,
    CALCULATED,
    DOCUMENT_MARGIN,
    GROUP_ACCEPT,
    KNOWN,
    SURE_TERM,
)
from qa.planning.scope import Ground, institutions
from qa.planning.targets import ACCEPT, Found, Targets
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route

_BUYS = re.compile(r"采购|购|买|procure|purchas|buy", re.I)
_COUNTED = re.compile(r"分(?!之|成|项)|人次?|名|[户辆台套盏座所](?![一-鿿]*金)|平方米|公里")
"""Units behind a bound that is of no money."""
_DEPARTMENTS = re.compile(r"[几两三四五六七八九十\d]+(?:家|个(?:部门|单位|局))")


class Finding:
    """Hold the state of planning one query, and find what it speaks of."""

    def __init__(
        self,
        query: Query,
        place: Ground,
        links: tuple[MentionLink, ...],
        linker: Linker,
        lookup: Lookup,
        bases: Bases,
    ) -> None:
        self.query = query
        self.place = without_base_year(query, place)
        self.links = links
        self.linker = linker
        self.lookup = lookup
        self.bases = bases
        self.catalogue: Catalogue = linker.catalogue
        self._found: dict[tuple[bool, int, int], list[Found]] = {}

    def focus(self, documents: Sequence[int], year: int | None = None) -> Focus:
        """Return what the question says beside its phrases, for some documents."""
        wishes = [(key, wish) for key, wish in self.place.wishes if year in (None, wish.year)]

        def wish_of(document_id: int):  # type: ignore[no-untyped-def]
            return next(
                (w for key, w in wishes if key == document_id), self.place.wish(document_id)
            )

        return replace(
            self._focus,
            documents=tuple(documents),
            wish=wish_of,
            tables=self.named_tables(documents),
            loose={row: s for key in documents for row, s in self._loose.get(key, {}).items()},
        )

    @cached_property
    def _focus(self) -> Focus:
        """Return what is the same for all documents."""
        text, words = self.query.text, self.linker.words
        return Focus(
            documents=(),
            wish=self.place.wish,
            measure=self._measure(),
            prefer=self.preferred_kinds(),
            counted=words.unit_asked(self._text()),
            side=side_of(text),
            projects=any(w in text for w in words.project_words),
            buys=_BUYS.search(text) is not None,
            goals=any(w in text for w in words.goal_words),
        )

    def preferred_kinds(self) -> frozenset[str]:
        return self.linker.words.kinds_of_funds(self.query.text)

    def _measure(self) -> str | None:
        """Return the kind of figure asked for; calculations ask for their own."""
        if any(asked.operation in CALCULATED for asked in self.query.operations):
            return None
        return self.linker.words.measure_asked(self._text())

    def _text(self) -> str:
        """Return the question without words that count its departments (这几家, 哪两家)."""
        return _DEPARTMENTS.sub("", self.query.text) if self.place.many else self.query.text

    @cached_property
    def _loose(self) -> Mapping[int, Mapping[int, float]]:
        """Return the rows that the whole question resembles, by their document."""
        found: dict[int, dict[int, float]] = defaultdict(dict)
        matched = self.linker.loose.match(self.query.text, self.place.documents)
        for row_id, score in matched.items():
            found[self.catalogue.table_of(row_id).document_id][row_id] = score
        return found

    def named_tables(self, documents: Sequence[int]) -> frozenset[int] | None:
        """Return the tables that are named by number or by their whole title, or None."""
        if not (self.query.annexes or self.query.titles):
            return None
        wanted = {bare(name) for name in self.query.annexes}
        inside = [t for t in self.catalogue.tables.values() if t.document_id in documents]
        found = {
            table.id
            for table in inside
            if bare(table.annex) in wanted or bare(table.annex).split("-")[0] in wanted
        } or {t.id for t in inside if bare(plain_title(t, self.catalogue)) in self.query.titles}
        return frozenset(found) if found else None

    def targets(self, documents: Sequence[int], year: int | None = None) -> Targets:
        """Return the finder of targets inside some documents."""
        ranker = CellRanker(self.linker, self.links, self.focus(documents, year), self._near_links)
        wholes = self.query.asks(Operation.SHARE)
        return Targets(self.linker, self.lookup, ranker, wholes=wholes)

    @cached_property
    def _near_links(self) -> Near:
        return Near(self.catalogue, self.links)

    def _may_stand(self, document_id: int) -> bool:
        """Tell whether a document has a table of which something is named, or a row like the question."""
        named = self._near_links.tables(tuple(range(len(self.links))))
        return bool(
            self.query.annexes
            or self.query.titles
            or named.get(document_id)
            or self._loose.get(document_id)
        )

    def find(self, *, apart: bool = False) -> list[tuple[int, list[Found]]]:
        """Return targets by (document, year) wish, only those of documents that fit about best."""
        found: list[tuple[int, list[Found]]] = []
        for document_id, wish in self.place.wishes:
            key = (apart, document_id, wish.year)
            if key not in self._found:
                may_stand = self._may_stand(document_id)
                targets = self.targets([document_id], wish.year) if may_stand else None
                self._found[key] = targets.find(apart=apart) if targets else []
            if self._found[key]:
                found.append((document_id, self._found[key]))
        best = max((score_of(targets) for _, targets in found), default=0.0)
        return [(d, t) for d, t in found if score_of(t) >= best - DOCUMENT_MARGIN]

    def apart(self) -> list[Target]:
        found = self.find(apart=True)
        if self.several_institutions(found):
            return []
        return distinct([f.target for _, targets in found for f in targets])

    def of_each_document(self) -> list[Target]:
        """Return the one thing named of each of the departments set side by side, else nothing."""
        if not self.place.many or len(institutions(self.catalogue, self.place.documents)) < 2:
            return []
        found = self.find()
        sure = [f[0] for _, f in found if len(f) == 1 and not f[0].rivals and f[0].score >= ACCEPT]
        if len(sure) != len(self.place.wishes):
            return []
        return aligned([f.target for f in sure], self.catalogue, self.preferred_kinds())

    def several_institutions(self, found: Sequence[tuple[int, list[Found]]]) -> bool:
        names = {self.catalogue.documents[d].institution for d, _ in found}
        return len(names) > 1 and not self.place.many

    def ask_document(
        self, found: Sequence[tuple[int, list[Found]]], asked: Asked, score: float
    ) -> Plan:
        del asked
        options = tuple(targets[0].target for _, targets in found)
        return Plan(
            Route.CLARIFY, options=options, reason="document", score=score, trace=self.trace()
        )

    def accepted(
        self, asked: Asked, targets: Sequence[Target], bases: Sequence[Target] = ()
    ) -> Plan:
        return Plan(
            Route.TABLE,
            (Step(asked, tuple(targets), tuple(bases)),),
            score=min(t.figure.score for t in targets),
            trace=self.trace(),
        )

    def lacking(self) -> Plan | None:
        """Refuse to calculate with a known term that the documents do not have."""
        for link in self.links:
            sure = any(hint.weight >= SURE_TERM for hint in link.mention.hints)
            if sure and link.best < KNOWN and len(self.links) > 1:
                return Plan(
                    Route.REFUSE,
                    reason=f"lacking:{link.mention.text}",
                    near=self._near(),
                    score=0.3,
                )
        return None

    def only_total(self, plan: Plan) -> bool:
        """Tell whether totals are told of a known term that no row in scope has."""
        rows = [self.catalogue.rows[t.figure.row_id] for s in plan.steps for t in s.operands]
        if plan.route is not Route.TABLE or not rows or any(r.kind != "total" for r in rows):
            return False
        unknown = (link.mention for link in self.links if link.best == 0)
        return any(h.weight >= SURE_TERM or h.term == m.text for m in unknown for h in m.hints)

    def of_one_fund(self) -> list[Target] | None:
        """Return a row's total and its figure of the one fund named, of one table."""
        targets = self.apart()
        labels = {bare(t.figure.label) for t in targets}
        if len(labels) != 1 or len(self.query.column_words) != 1:
            return None
        word = bare(self.query.column_words[0])
        score = targets[0].figure.score
        for figure in (f for t in targets for f in (t.figure, *t.others)):
            table = self.catalogue.tables[figure.table_id]
            funds = [
                c for c in table.columns
                if c.role == "amount" and c.year in (figure.year, None) and word in bare(c.path[-1])
            ]  # fmt: skip
            if len(funds) != 1:
                continue
            row = self.catalogue.rows[figure.row_id]
            own = make_figure(self.catalogue, self.lookup, table, row, funds[0].index)
            wholes = self.bases.wholes(own, parents=False)
            whole = next((w for w in wholes if w.row_id == row.id and filled(w)), None)
            if whole is not None and filled(own) and amount_of(whole) >= amount_of(own):
                return [Target(replace(whole, score=score)), Target(replace(own, score=score))]
        return None

    def best_group(self) -> Group | None:
        focus = self.focus(self.place.documents)
        groups = Groups(self.linker, self.lookup, self.links, focus)
        spoken = " ".join(
            (self.query.original, self.query.text, *(m.text for m in self.query.mentions))
        )
        ranking = self.query.asks(Operation.TOP, Operation.BOTTOM, Operation.RANK)
        found = groups.find(spoken, ranking=ranking)
        return found[0] if found and found[0].score >= GROUP_ACCEPT else None

    def group_step(self, asked: Asked, group: Group) -> Step:
        unit = self._bound_unit(group)
        said = self._counted_in(asked)
        if said and (is_money(unit) or said == "%") and unit != said:
            raise CalculationError(f"unit:{unit or '—'}、{said}")  # 95%, 95分 bound no money
        figures = within(group.figures, asked.bound, unit)
        operands = tuple(Target(f) for f in figures)
        return Step(asked, operands, group=group.name)

    def _counted_in(self, asked: Asked) -> str:
        """Return the unit of a bound that is said of no money: 95%, 95分."""
        if asked.bound is None or asked.bound.unit is not None:
            return ""
        said = next(
            (a.text for a in self.query.operations if a.bound == asked.bound and a.text), ""
        )
        match = _COUNTED.match(self.query.text.partition(said)[2]) if said else None
        return "%" if "%" in said else match[0] if match else ""

    def _bound_unit(self, group: Group) -> str | None:
        units = [f.fact.unit for f in group.figures if f.fact is not None and f.fact.unit]
        return units[0] if units else None

    def asks_sum(self) -> bool:
        return any(word in self.query.text for word in self.linker.words.sum_words)

    def nothing(self, score: float = 0.0) -> Plan:
        near = self._near()
        return Plan(Route.REFUSE, reason="not_found", near=near, score=score, trace=self.trace())

    def _near(self) -> tuple[str, ...]:
        labels: list[str] = []
        for document_id in self.place.documents[:3]:
            cells = self.targets([document_id]).ranker.rank()
            labels.extend(self.catalogue.rows[c.row_id].label for c in cells[:3])
        return tuple(dict.fromkeys(labels))[:3]

    def trace(self) -> tuple[str, ...]:
        lines = [
            f"phrase {link.mention.text!r} weight {link.weight:.2f} best {link.best:.2f}"
            for link in self.links
        ]
        for (apart, document_id, year), found in self._found.items():
            lines.extend(
                f"{'apart' if apart else 'whole'} document {document_id} year {year}: "
                f"{f.target.figure.label} / {f.target.figure.column_name} {f.score:.3f}"
                + "".join(f" ~ {r.figure.label} {r.figure.score:.3f}" for r in f.rivals)
                for f in found
            )
        return tuple(lines)


def without_base_year(query: Query, place: Ground) -> Ground:
    """Keep the latest year where growth is asked: the other is what it is set against."""
    if (
        not query.asks(*AGAINST_PRIOR, Operation.RATIO, Operation.DIFFERENCE)
        or len(query.years) < 1
    ):
        return place
    wishes = place.wishes
    latest = max(wish.year for _, wish in wishes)
    kept = tuple((key, wish) for key, wish in wishes if wish.year == latest)
    return Ground(tuple(dict.fromkeys(k for k, _ in kept)), kept, place.missing, place.many)


def score_of(found: Sequence[Found]) -> float:
    return max((f.score for f in found), default=0.0)


def labels_of(found: Sequence[tuple[int, list[Found]]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.target.figure.label for _, targets in found for f in targets))[:3]


def distinct(targets: Sequence[Target]) -> list[Target]:
    seen: dict[tuple[int, int], Target] = {}
    for target in targets:
        seen.setdefault((target.figure.row_id, target.figure.column), target)
    return list(seen.values())


def filled(figure: Figure) -> bool:
    return figure.fact is not None and figure.fact.value is not None


def is_worded(figure: Figure) -> bool:
    """Tell whether a cell prints words where a figure might stand (长期)."""
    fact = figure.fact
    return fact is not None and fact.value is None and bool(fact.printed.strip(" .-—"))


def amount_of(figure: Figure) -> Decimal:
    return figure.fact.value if figure.fact and figure.fact.value is not None else Decimal(0)


def side_of(text: str) -> str | None:
    income, spending = "收入" in text, "支出" in text
    if income == spending:
        return None
    return "收入" if income else "支出"


def lowest(targets: Sequence[Target], rows: Mapping[int, Entry]) -> list[Target]:
    """Drop what holds others of those named in its table: adding or ranking both counts twice."""
    above = {
        (t.figure.table_id, bare(name)) for t in targets for name in rows[t.figure.row_id].parents
    }
    return [t for t in targets if (t.figure.table_id, bare(t.figure.label)) not in above]
