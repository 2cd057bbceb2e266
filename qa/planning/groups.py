"""Find the rows that a question ranks, counts, lists, filters or adds: a table, a heading, a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.catalogue import Catalogue, Entry, Sheet
from qa.link import Linker, MentionLink
from qa.linking.cells import Focus
from qa.linking.columns import default_columns
from qa.linking.labels import PROJECT_LIST, UNIT_KINDS
from qa.linking.names import subject_of
from qa.linking.near import HEAD
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.set_members import without as kept_of
from qa.planning.types import Figure

WHOLE_KIND, WHOLE_FIRST = "expenditure_summary", 0.01
LISTING = 0.9  # for a form of several projects where a question speaks of projects
UNITS = 1.0  # for the rows of units where a question speaks of units
FORM, NAMED = "project_performance", 0.8  # a form, and how well a phrase must name its project
HELD = 3  # characters of a phrase that a project's name holds
SPENDING = 0.76  # for a table of all spending where a ranking names no group
_LEVEL_ASKED = re.compile(
    r"(?:哪|每|各|按)?一?个?大?[类款项](?:级|别|支出)?(?:科目)?|(?:功能|支出)?科目|支出"
)
_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")  # another name of a unit behind its own
_LEVELS = (("类", 1), ("款", 2), ("项", 3))


@dataclass(frozen=True, slots=True)
class Group:
    """Hold sibling rows of one table in one column, with what they are of."""

    name: str
    figures: tuple[Figure, ...]
    score: float
    part: bool = False  # only members whose names hold a phrase of the question


def has_children(rows: Sequence[Entry], i: int) -> bool:
    """Tell whether the next row of the same side stands below a row, by its level or its code."""
    later = next((e for e in rows[i + 1 :] if e.side == rows[i].side), None)
    if later is None:
        return False
    code, further = rows[i].code or "", later.code or ""
    return later.level > rows[i].level or (
        bool(code) and further != code and further.startswith(code)
    )


def _naming(figure: Figure) -> str:
    """Return what a member may be told by: its label, or the words that stand for its value."""
    fact = figure.fact
    words = fact.printed if fact is not None and fact.value is None else ""
    return bare(figure.label + words)


def without(group: Group, less: str, catalogue: Catalogue) -> Group | None:
    """Return a group without the members that words leave out; none where they are no members."""
    rows = [catalogue.rows[f.row_id] for f in group.figures]
    kept = kept_of(catalogue.tables[rows[0].table_id], rows, less) if rows else []
    return replace(group, figures=tuple(f for f, e in zip(group.figures, rows, strict=True)
                                        if e in kept)) if kept else None  # fmt: skip


class Groups:
    """Find groups of rows for one question."""

    def __init__(
        self, linker: Linker, lookup: Lookup, links: Sequence[MentionLink], focus: Focus
    ) -> None:
        self._linker = linker
        self._lookup = lookup
        self._links = links
        self._focus = focus
        self._catalogue = linker.catalogue
        self._ranking = False

    def find(self, text: str, *, ranking: bool = False) -> list[Group]:
        """Return groups best first: rows under a named heading, of a named table, of a named kind."""
        self._ranking = ranking
        forms = self._forms()
        found = [
            group
            for table in self._catalogue.tables.values()
            if table.document_id in self._focus.documents
            and (not forms or table.kind != FORM or table.id in forms)
            and (self._focus.tables is None or table.id in self._focus.tables)
            for group in self._of_table(table, text)
        ]
        return sorted(found, key=lambda group: -group.score)

    def _forms(self) -> frozenset[int]:
        """Return the forms of the projects that phrases name: goals of others are not meant."""
        named = frozenset(
            table_id
            for link in self._links
            for table_id, score in link.subjects.items()
            if score >= NAMED
        )
        return named or self._held()

    def _held(self) -> frozenset[int]:
        """Return the forms of the one project whose name holds a phrase that is in no other's."""
        tables = [self._catalogue.tables[key] for link in self._links for key in link.subjects]
        for link in self._links:
            said = bare(link.mention.text)
            own = [t for t in tables if len(said) >= HELD and said in bare(subject_of(t))]
            if own and len({subject_of(t) for t in own}) == 1:
                return frozenset(t.id for t in own)
        return frozenset()

    def _of_table(self, table: Sheet, text: str) -> list[Group]:
        groups: list[Group] = []
        score, column = self._table_score(table, text)
        for link in self._links:
            groups.extend(self._under_rows(table, link, column))
        units = self._units(table, text)
        if units:
            groups.append(self._group(table, table.title, units, UNITS, column))
        if score >= HEAD:
            rows = self._level(table, text)
            groups.append(self._group(table, table.title, rows, score, column))
        return [self._named_part(group) for group in groups if len(group.figures) > 1]

    def _units(self, table: Sheet, text: str) -> list[Entry]:
        """Return the rows of subordinate units, the deepest, where the question speaks of units."""
        words = self._linker.words
        if table.kind not in UNIT_KINDS or not any(word in text for word in words.unit_words):
            return []
        rows = [
            e
            for e in table.rows
            if e.kind == "item" and bare(_BRACKET.sub("", e.label)).endswith(words.unit_endings)
        ]
        deepest = max((e.level for e in rows), default=0)
        return [e for e in rows if e.level == deepest]

    def _named_part(self, group: Group) -> Group:
        """Keep the members whose names hold a phrase of the question, where some but not all do."""
        phrases = {bare(self._stripped(link.mention.text)) for link in self._links}
        phrases = {p for p in phrases if p not in bare(group.name) or p == bare(group.name)}
        phrases = {p for p in phrases if p not in bare(group.figures[0].subject)}
        named = [
            f
            for f in group.figures
            if any(len(phrase) >= 2 and phrase in _naming(f) for phrase in phrases)
        ]
        if not 0 < len(named) < len(group.figures) or bare(group.name) in phrases:
            return group
        return replace(group, figures=tuple(named), part=True)

    def _stripped(self, text: str) -> str:
        for word in self._linker.words.noise:
            text = text.replace(word, "")
        return re.sub(r"^[一二两三四五六七八九十\d]+[个项笔家]?|带|涉及|有关|相关|类", "", text)

    def _under_rows(self, table: Sheet, link: MentionLink, column: int | None) -> list[Group]:
        """Return the children of rows that a phrase names."""
        found: list[Group] = []
        labels: dict[str, tuple[list[Entry], float]] = {}
        for entry in table.rows:
            score = link.parents.get(entry.id, 0.0)
            if score < 0.7 or not entry.parents:
                continue
            rows, best = labels.get(entry.parents[-1], ([], 0.0))
            rows.append(entry)
            labels[entry.parents[-1]] = (rows, max(best, score))
        for label, (rows, score) in labels.items():
            if bare(label) in self._named_parents(link):
                prior = self._linker.words.priority.get(table.kind, 0.0)
                found.append(self._group(table, label, rows, score + prior, column))
        return found

    def _named_parents(self, link: MentionLink) -> set[str]:
        named = set(self._linker.index.match(link.mention.text, 0.7))
        for hint in link.mention.hints:
            named |= self._linker.index.match(hint.term, 0.7).keys()
        return named

    def _table_score(self, table: Sheet, text: str) -> tuple[float, int | None]:
        """Return how well the question names a table, and a column that it names."""
        score = max(
            (
                max(link.tables.get(table.id, 0.0), link.subjects.get(table.id, 0.0))
                for link in self._links
            ),
            default=0.0,
        )
        if self._focus.tables is not None:
            score = max(score, 1.0)
        if "项目" in text or "project" in text.lower():
            score = max(
                score,
                {PROJECT_LIST: 0.95, "project_performance": self._lists(table)}.get(
                    table.kind, 0.0
                ),
            )
        if self._ranking and self._spends(table) and self._only_columns():
            first = table.kind == WHOLE_KIND
            score = max(score, SPENDING + (WHOLE_FIRST if first else 0.0))
        columns = [
            (value, key[1])
            for link in self._links
            for key, value in link.columns.items()
            if key[0] == table.id and value >= 0.8
        ]
        return score + self._linker.words.priority.get(table.kind, 0.0), max(columns)[
            1
        ] if columns else None

    def _lists(self, table: Sheet) -> float:
        """Return the score of a form that lists several projects, each with its money."""
        return LISTING if sum(e.kind == "item" for e in table.rows) > 1 else 0.0

    def _only_columns(self) -> bool:
        """Tell whether the question names nothing but columns, so that all spending is meant."""
        totals = self._linker.words.total_rows
        return all(
            _LEVEL_ASKED.fullmatch(bare(link.mention.text))
            or max(link.columns.values(), default=0.0) >= 0.9
            or any(bare(hint.term) in totals for hint in link.mention.hints)
            for link in self._links
        )

    def _spends(self, table: Sheet) -> bool:
        """Tell whether a table lists what all the money is spent on."""
        return table.kind in self._linker.words.whole_tables["支出"]

    def _level(self, table: Sheet, text: str) -> list[Entry]:
        """Return the rows of one level, the leaves by default; totals and fields are no members."""
        kinds = {"item", "indicator"}
        if table.kind == "project_performance" and "项目" in text and self._lists(table):
            kinds = {"item"}
        rows = [e for e in table.rows if e.kind in kinds]
        side = self._focus.side
        rows = [e for e in rows if side is None or e.side in (None, side)]
        for word, level in _LEVELS:
            if re.search(f"[大按]?[一个]?{word}(级|科目|的|别)|(?:大|哪一?){word}(?!目)", text):
                return [e for e in rows if e.level == level]
        return [e for i, e in enumerate(rows) if not has_children(rows, i)]

    def _group(
        self, table: Sheet, name: str, rows: Sequence[Entry], score: float, column: int | None
    ) -> Group:
        wish = self._focus.wish(table.document_id)
        figures: list[Figure] = []
        for entry in rows:
            default = default_columns(table, entry, wish, self._linker.words)
            if not default:
                continue
            at = default[0].index if column is None or entry.kind == "indicator" else column
            figures.append(make_figure(self._catalogue, self._lookup, table, entry, at, score))
        return Group(name, tuple(figures), score)
