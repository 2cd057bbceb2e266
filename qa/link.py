"""Link the phrases of a question to rows, columns, tables and forms, with scores.

Nothing is known of any document: candidates are what the catalogue holds. A phrase may be a
row's label, a column's head, a table's name, the project a form is about, or the heading above
a row; `qa.linking.cells` puts the readings of all phrases together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from qa.catalogue import Entry, Sheet
from qa.kept import Kept
from qa.linking.index import CORE, EXACT
from qa.linking.labels import PROJECT_LIST, ColumnKey, Labels
from qa.linking.mentions import (
    SURE_HINT,
    USUAL,
    WHOLE_TERMS,
    has_code,
    is_ambiguous,
    is_context,
    mentions_of,
    strongest,
    sure,
)
from qa.linking.short import LONG, shortened
from qa.linking.split import split
from qa.linking.text import bare
from qa.query import Hint, Mention, Query

_BARE_SIDES = ("支出", "收入", "经费", "资金")
KEPT = 32  # questions and their parts whose readings are kept
PHRASES = 128  # phrases whose readings are kept: parts of a question share them
UNKNOWN = 0.4  # a phrase whose best reading is below this says nothing that the corpus knows
UNKNOWN_WEIGHT = 0.3
NAMED, RESEMBLES = 0.85, 0.72  # a label by this very name; what then is dropped below
NOT_TERM = 0.3  # a formal term that ends a longer one is another: 电费, 邮电费
NOT_OTHER = 0.6  # likeness left of 其他工资福利 to a row that is not 其他
LITERAL = 0.75  # likeness of the words themselves where the lexicon knows their formal term
WHOLE_FIRST = 0.97  # for the total of a table that the lexicon gives for a word for the whole
WHOLE = 0.85  # for a total row that a word for the whole stands for
PRINTED = 0.9  # for what the lexicon gives for a phrase that is itself printed as a row
AMBIGUOUS = 0.8  # score of the likeliest term of an ambiguous word
ALIKE = 0.7  # a phrase this like a label is not cut
NO_UNIT = 0.8  # for a unit's row in a table of something else
PROJECT_NAMED, NO_PROJECT = 0.9, 0.75  # for a project that holds the name before 专项; for others
ALIAS = 0.96
LINE = 0.85  # for a line of a form by its last part, so that other tables' own names come first


@dataclass(frozen=True, slots=True)
class MentionLink:
    """Hold what one phrase may mean: scores by row, column, table and form; `weight` sums to 1."""

    mention: Mention
    weight: float
    rows: Mapping[int, float] = field(default_factory=dict)
    columns: Mapping[ColumnKey, float] = field(default_factory=dict)
    tables: Mapping[int, float] = field(default_factory=dict)
    subjects: Mapping[int, float] = field(default_factory=dict)
    parents: Mapping[int, float] = field(default_factory=dict)
    ambiguous: bool = False  # an everyday word with several formal terms, none the usual one
    unique: bool = False  # one label alone holds the phrase
    context: bool = False  # a word for a column: it tells where to look, not what for

    @property
    def best(self) -> float:
        """Return the best score of any reading."""
        readings = (self.rows, self.columns, self.tables, self.subjects, self.parents)
        return max((max(scores.values()) for scores in readings if scores), default=0.0)


class Linker(Labels):
    """Index one catalogue once and link questions to it."""

    # --- linking -----------------------------------------------------------------------

    @cached_property
    def _kept(self) -> Kept:
        return Kept(KEPT)

    @cached_property
    def _kept_phrases(self) -> Kept:
        return Kept(PHRASES)

    def link(self, query: Query, documents: Iterable[int]) -> tuple[MentionLink, ...]:
        """Return the readings of every phrase and code of a query inside the documents."""
        inside = frozenset(documents)
        return self._kept.once((query, inside), lambda: self._linked(query, inside))

    def _linked(self, query: Query, inside: frozenset[int]) -> tuple[MentionLink, ...]:
        dated = self.dated_in(query.text)
        mentions = [
            m
            for m in mentions_of(query)
            if not self._is_owner(m, inside) and not any(bare(m.text) in n for n in dated)
        ]
        mentions += [Mention(name, quoted=True) for name in dated]
        whole = {bare(word) for word in (*query.column_words, *query.row_words)}
        mentions = [
            piece for m in mentions for piece in ([m] if bare(m.text) in whole else self._pieces(m))
        ]
        if query.asks(*WHOLE_TERMS):
            mentions = [self._spelt_out(m) for m in mentions]
        telling = [m for m in mentions if not self._is_generic(m)]
        mentions = telling or mentions
        found = [
            replace(self._read(mention, inside), context=is_context(mention, mentions, query))
            for mention in mentions
        ]
        found += [self._link_kind(kind, inside) for kind in query.table_words]
        masses = [self._mass(link) for link in found]
        total = sum(masses) or 1.0
        return tuple(
            replace(link, weight=mass / total) for link, mass in zip(found, masses, strict=True)
        )

    def _pieces(self, mention: Mention) -> list[Mention]:
        """Cut a phrase that is like no label into the words that are known."""
        best = max(self.index.match(mention.text).values(), default=0.0)
        if self._names_project(mention):
            return [replace(mention, hints=())]
        if best >= ALIKE or any(hint.weight >= SURE_HINT for hint in mention.hints):
            return [mention]
        phrase = bare(mention.text)
        if len(phrase) >= LONG and shortened(phrase, self._projects, named=False):
            return [replace(mention, hints=())]
        pieces = split(mention, self._known, self.stripped)
        return [sure(mention)] if pieces == [mention] else pieces

    def _names_project(self, mention: Mention) -> bool:
        """Tell whether a phrase is part of a project's name with the word project behind (值班专项)."""
        name = self._project_name(mention)
        if not name or any(name in label for label in self._projects):
            return bool(name)
        return shortened(name, self._projects, named=True) is not None

    def _spelt_out(self, mention: Mention) -> Mention:
        """Return 项目支出 for a bare 项目 where it is set against something."""
        term = self.words.generic_terms.get(bare(mention.text))
        return mention if term is None else replace(mention, text=term, hints=())

    def _is_generic(self, mention: Mention) -> bool:
        """Tell whether a phrase is only a word for things of the domain: 项目, 指标, 专项."""
        if any(hint.weight > USUAL for hint in mention.hints):
            return False
        return not bare(self.stripped(mention.text))

    def _is_owner(self, mention: Mention, inside: Set[int]) -> bool:
        """Tell whether a phrase only names the institution that all documents are of."""
        wanted = bare(mention.text)
        if mention.hints or wanted in self._rows or len(wanted) < 2:
            return False
        names = [
            {
                bare(n)
                for n in (
                    self.catalogue.documents[d].institution,
                    *self.catalogue.documents[d].aliases,
                )
            }
            for d in inside
        ]
        return bool(names) and all(any(wanted in name for name in owned) for owned in names)

    def _mass(self, link: MentionLink) -> float:
        """Return how much a phrase counts: by rarity, less where the corpus does not know it."""
        mass = math.sqrt(max(self.index.weight(link.mention.text), 1.0))
        known = link.best >= UNKNOWN or link.mention.quoted
        return mass if known else mass * UNKNOWN_WEIGHT

    def _link_kind(self, kind: str, inside: Set[int]) -> MentionLink:
        """Link a kind of table that a question names."""
        known = self.catalogue.tables
        tables = {t: 1.0 for t in self._kinds.get(kind, ()) if known[t].document_id in inside}
        return MentionLink(Mention(text=kind), 0.0, tables=tables)

    def _read(self, mention: Mention, inside: frozenset[int]) -> MentionLink:
        """Return the readings of a phrase, read once for all parts of a question that have it."""
        return self._kept_phrases.once((mention, inside), lambda: self._link(mention, inside))

    def _link(self, mention: Mention, inside: Set[int]) -> MentionLink:
        rows: dict[int, float] = {}
        columns: dict[ColumnKey, float] = {}
        tables: dict[int, float] = {}
        subjects: dict[int, float] = {}
        parents: dict[int, float] = {}
        ambiguous = is_ambiguous(mention)
        for phrase, weight, hint in self._phrases(mention):
            for label, raw in self.index.match(phrase).items():
                score = raw * weight
                if "其他" in phrase and "其他" not in label:
                    score *= NOT_OTHER
                if raw < CORE and label.endswith(bare(phrase)) and has_code(mention):
                    score *= NOT_TERM
                elif hint is None and mention.hints and raw < (EXACT if ambiguous else CORE):
                    score *= LITERAL
                self._spread(self._rows.get(label, ()), rows, score, inside, hint)
                self._spread(self._aliases.get(label, ()), rows, score * ALIAS, inside, hint)
                self._spread(self._lines.get(label, ()), rows, score * LINE, inside, hint)
                self._spread(self._children.get(label, ()), parents, score, inside, hint)
                self._spread(self._owners.get(label, ()), parents, score, inside, hint)
                self._spread_columns(self._columns.get(label, ()), columns, score, inside, hint)
                self._spread_tables(self._subjects.get(label, ()), subjects, score, inside)
                self._spread_tables(self._titles.get(label, ()), tables, score, inside)
            self._name_tables(phrase, weight, tables, inside)
            self._name_totals(phrase, weight, hint, rows, inside)
            if hint is not None and hint.code:
                self._spread(self._coded(hint.code, hint.term), rows, weight, inside, hint)
        for code in re.findall(r"(?=[A-Z]*\d)[0-9A-Z]{8,24}|\d{3,}", mention.text):
            self._link_code(code, rows, subjects, inside)
        self._as_project(mention, rows, subjects)
        self._as_unit(rows)
        self._prune(rows, columns, parents)
        unique = len(mention.text) > 1 and self.index.rarity(bare(mention.text)) == 1
        return MentionLink(
            mention, 0.0, rows, columns, tables, subjects, parents, ambiguous, unique
        )

    def _phrases(self, mention: Mention) -> list[tuple[str, float, Hint | None]]:
        """Return what is compared with labels: the words as said, without noise, their formal terms."""
        phrases: list[tuple[str, float, Hint | None]] = [(mention.text, 1.0, None)]
        stripped = self.stripped(mention.text)
        known = bare(mention.text) in self._rows or bare(mention.text) in self._columns
        telling = len(bare(stripped)) >= 2 and stripped not in _BARE_SIDES
        if telling and stripped != mention.text and not known and not mention.hints:
            phrases.append((stripped, 0.97, None))
        scale = max(1.0, AMBIGUOUS / strongest(mention)) if is_ambiguous(mention) else 1.0
        printed = bare(mention.text) in self._rows  # a row goes by this very name
        others = min(scale, PRINTED) if printed else scale
        scales = [scale if hint.term == mention.text else others for hint in mention.hints]
        named = zip(mention.hints, scales, strict=True)
        return [*phrases, *((hint.term, hint.weight * by, hint) for hint, by in named)]

    def _prune(
        self, rows: dict[int, float], columns: dict[ColumnKey, float], parents: dict[int, float]
    ) -> None:
        """Drop what only resembles a phrase where something goes by that very name.

        Targets of performance stay: a count is asked by the same words as an amount.
        """
        best = max([*rows.values(), *columns.values()], default=0.0)
        if best < NAMED:
            return
        least = best * RESEMBLES
        kept = {k: s for k, s in rows.items() if s >= least or self._is_indicator(k)}
        for key in [k for k in rows if k not in kept]:
            del rows[key]
        for key in [k for k, score in parents.items() if score < least]:
            del parents[key]
        for pair in [k for k, score in columns.items() if score < least]:
            del columns[pair]

    def _as_project(
        self, mention: Mention, rows: dict[int, float], subjects: dict[int, float]
    ) -> None:
        """Take 会议专项 for the project that has 会议 in its name, not for the item 会议费."""
        name = self._project_name(mention)
        self._as_short(mention, name, rows, subjects)
        tables = self.catalogue.table_of
        named = {
            row_id
            for row_id in rows
            if name
            and tables(row_id).kind == PROJECT_LIST
            and name in bare(self.catalogue.rows[row_id].label)
        }
        for row_id in list(rows) if named else ():
            if row_id in named:
                rows[row_id] = max(rows[row_id], PROJECT_NAMED)
            elif self._is_indicator(row_id):
                del rows[row_id]
            else:
                rows[row_id] *= NO_PROJECT
        for row_id in named:
            for table_id in self._subjects.get(bare(self.catalogue.rows[row_id].label), ()):
                subjects[table_id] = max(subjects.get(table_id, 0.0), PROJECT_NAMED)

    def _as_short(
        self, mention: Mention, name: str, rows: dict[int, float], subjects: dict[int, float]
    ) -> None:
        """Take a shortened name of one project for it, where nothing goes by those very words."""
        best = max([*rows.values(), *subjects.values()], default=0.0)
        if mention.hints or best >= NAMED:
            return
        phrase = name or bare(self.stripped(mention.text))
        label = shortened(phrase, self._projects, named=bool(name))
        for row_id in self._rows.get(label, ()) if label else ():
            if self.catalogue.table_of(row_id).kind == PROJECT_LIST:
                rows[row_id] = NAMED
        for table_id in self._subjects.get(label, ()) if label else ():
            subjects[table_id] = NAMED

    def _as_unit(self, rows: dict[int, float]) -> None:
        """Take a unit's name for the unit's whole money, not for what it buys or runs."""
        for row_id in rows:
            if self.is_unit_elsewhere(row_id):
                rows[row_id] *= NO_UNIT

    def _link_code(
        self, code: str, rows: dict[int, float], subjects: dict[int, float], inside: Set[int]
    ) -> None:
        for row_id in self._codes.get(code, ()):
            table = self.catalogue.table_of(row_id)
            if table.document_id not in inside:
                continue
            entry = self.catalogue.rows[row_id]
            if entry.kind == "field":
                subjects[table.id] = 1.0
            else:
                rows[row_id] = 1.0

    def _spread(
        self,
        ids: Sequence[int],
        into: dict[int, float],
        score: float,
        inside: Set[int],
        hint: Hint | None,
    ) -> None:
        for row_id in ids:
            entry = self.catalogue.rows[row_id]
            table = self.catalogue.tables[entry.table_id]
            if table.document_id not in inside:
                continue
            fitted = score * _hint_fit(hint, entry, table)
            if fitted > into.get(row_id, 0.0):
                into[row_id] = fitted

    def _spread_columns(
        self,
        keys: Sequence[ColumnKey],
        into: dict[ColumnKey, float],
        score: float,
        inside: Set[int],
        hint: Hint | None,
    ) -> None:
        for key in keys:
            table = self.catalogue.tables[key[0]]
            if table.document_id not in inside:
                continue
            fits = hint is None or not hint.kinds or table.kind in hint.kinds
            fitted = score if fits else score * 0.9
            if fitted > into.get(key, 0.0):
                into[key] = fitted

    def _spread_tables(
        self, ids: Sequence[int], into: dict[int, float], score: float, inside: Set[int]
    ) -> None:
        for table_id in ids:
            if self.catalogue.tables[table_id].document_id in inside:
                into[table_id] = max(into.get(table_id, 0.0), score)

    def _name_totals(
        self,
        phrase: str,
        weight: float,
        hint: Hint | None,
        rows: dict[int, float],
        inside: Set[int],
    ) -> None:
        """Let words for a whole (支出总计) name the total rows of every table that covers it."""
        wanted = bare(phrase)
        if wanted not in self.words.total_rows:
            return
        for side, kinds in self.words.whole_tables.items():
            if side not in wanted:
                continue
            for table in self.catalogue.tables.values():
                if table.document_id not in inside or table.kind not in kinds:
                    continue
                first = hint is not None and table.kind in hint.kinds
                score = weight * (WHOLE_FIRST if first else WHOLE)
                for entry in table.rows:
                    if entry.kind == "total" and entry.side in (None, side):
                        rows[entry.id] = max(rows.get(entry.id, 0.0), score)

    def _name_tables(
        self, phrase: str, weight: float, tables: dict[int, float], inside: Set[int]
    ) -> None:
        """Give tables that go by the phrase in everyday words their score."""
        wanted = bare(phrase)
        found = {
            *(
                t
                for kind in self.words.kinds_named.get(wanted, ())
                for t in self._kinds.get(kind, ())
            ),
            *self._annexes.get(wanted, ()),
            *self._annexes.get(f"附件{wanted}", ()),
        }
        for table in sorted(found):
            if self.catalogue.tables[table].document_id in inside:
                tables[table] = max(tables.get(table, 0.0), weight)


def _hint_fit(hint: Hint | None, entry: Entry, table: Sheet) -> float:
    """Return how well a row fits what its hint says of code and kind of table."""
    fit = 1.0
    if hint is None:
        return fit
    if hint.kinds and table.kind not in hint.kinds:
        fit *= 0.93
    if hint.code and entry.code and not entry.code.startswith(hint.code):
        fit *= 0.93
    return fit
