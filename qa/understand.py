"""Turn a question into a Query: what is asked, of what, where and when; no amount is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache, partial

from ingest.records import Phase
from qa.catalogue import Catalogue
from qa.linking.labels import without_dates
from qa.linking.text import bare
from qa.query import Follow, FollowKind, Mention, Operation, Query
from qa.talk import follow
from qa.words import (
    around,
    bodies,
    chatter,
    code_parts,
    english,
    english_departments,
    fields,
    heads,
    lexicon,
    operations,
    phases,
    references,
    row_numbers,
    scope,
    slips,
    spelling,
    spelling_told,
)
from qa.words.asking import (
    asked_of,
    asked_sum,
    column_names,
    counted,
    figures_of,
    is_plain,
    language,
    masked,
    moves,
    strong_phase,
    total_of,
    whole_apart,
    whole_of,
    without_story,
    without_totals,
)
from qa.words.english_parts import PartsTranslator, weighty
from qa.words.excluding import without
from qa.words.glosses import glossed
from qa.words.normalise import normalise, simplify, without_dialect
from qa.words.parts import compared, inherit, one_each, says_no_more, split_questions
from qa.words.phrases import Squeezed, Taken, measure_of, take_free
from qa.words.printed_words import PrintedWords
from qa.words.reasons import refusals

_OF_PEOPLE = {Operation.STAFFING, Operation.PER_HEAD, Operation.AVERAGE}
KEPT = 64  # readings that are kept
_SPENT = ("actual_spending",)
_TOLD_IN: ContextVar[str] = ContextVar("language", default="")
_AGAINST_PLAN = re.compile(r"(?:年初|全年|调整)?预算数?的?(?:百分之|几成|多少|比例)|预算执行率")


class Reader(PrintedWords):
    """Read questions against one catalogue; its words are prepared once."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue)
        # one question, its clauses and its pieces are asked about by several readers
        self.understand = lru_cache(maxsize=KEPT)(self._understand)
        self.piece = lru_cache(maxsize=KEPT)(self._piece)
        self._read = lru_cache(maxsize=KEPT)(self._reading)
        self._refused = lru_cache(maxsize=KEPT)(
            lambda text: refusals(text, self.labels.__contains__)
        )

    def _understand(self, question: str) -> Query:
        """Return a question as a Query; nothing of a history is taken into account."""
        whole_codes = code_parts.written(normalise(question), self.codes)
        said_first = self.doings.named(self._without_own(whole_codes))
        plain = follow.without_retort(said_first)
        asking = self._relevant(without_story(chatter.broken(plain)))
        text, corrections = self._mended(asking)
        whole = self._read(question, text)
        if asking != plain and not any(m.end for m in whole.mentions):
            told = self._read(question, self._mended(plain)[0]).mentions
            spoken_of = self._known(told)[-1:] or tuple(m for m in told if chatter.is_thing(m.text))
            whole = replace(whole, mentions=spoken_of[-1:] or whole.mentions)
        base = (whole.base_year,) if whole.base_year else ()
        said = self._refusals(
            asking, (*whole.years, *base)
        )  # in its own language, before translation
        reasons = tuple(dict.fromkeys((*whole.refusals, *said)))
        whole = replace(whole, corrections=corrections, refusals=reasons)
        if plain != said_first:
            whole = replace(whole, follow=Follow(FollowKind.CORRECTION))
        return replace(whole, parts=self._parts(text, whole))

    def _without_own(self, text: str) -> str:
        """Return text without a word for the kind of the one body that is asked of."""
        own = self.departments.institutions
        return bodies.without_own(text, next(iter(own)), self.prints) if len(own) == 1 else text

    def plain(self, question: str) -> str:
        """Return a question without clauses that only talk and without words of dialects."""
        question = self.joined(chatter.dated(around.without(question)))
        first = simplify(question)
        if language(first) == "en":
            return question
        text = without_dialect(first)
        kept = self._relevant(without_story(text))
        if kept != text and self._tells(kept):
            left_aside = chatter.asked_in_left(normalise(text), normalise(kept))
            if not left_aside and not heads.told_in_left(text, kept):
                text = kept
        return text if text != first else question

    def without_edges(self, question: str) -> str:
        """Return a question without clauses before and behind it of which the corpus knows nothing."""
        text = without_dialect(simplify(question))
        if language(text) == "en":
            return question
        left = around.without_edges(text, self._mute)
        return question if left == text else left

    def _mute(self, clause: str) -> bool:
        """Tell whether a clause has nothing at all that a question may want, nor another body."""
        said = self._read(clause, clause, total=False)
        return not (self._speaks(clause) or said.scope.strangers or said.scope.all_of)

    def _mended(self, text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        text = self.departments.localise(self._in_chinese(glossed(text)))
        text, asked = slips.mended(text, self._printed)
        text, mended = spelling.mend(self.unit_names.written(text), self.vocabulary)
        text, told = spelling_told.mend(text, self.spoken)
        return self.unit_names.written(text), (*asked, *mended, *told)

    def _printed(self, words: str) -> bool:
        """Tell whether the corpus or the lexicon has words as they stand."""
        own = any(words[i : i + 2] in self.vocabulary.pairs for i in range(len(words) - 1))
        return (own and len(words) == 2) or self.prints(words) > 0

    def _in_chinese(self, text: str) -> str:
        """Return text with the English that the lexicon or the corpus knows in Chinese."""
        if language(text) != "en":
            return self.works.named(lexicon.translate(text))
        text = english_departments.read(english.mended(text), self.departments)
        text = self.english_labels.read(text, english.told_operations(text))
        text = english.joined(text, self.prints)
        return english.single(english.translated(text), self.prints)

    def in_chinese(self, question: str) -> tuple[str, bool] | None:
        """Return an English question as a Chinese one asks it and whether all of it is surely read so.

        None where that is not known.
        """
        if (text := self._english(question)) is None:
            return None
        if asked := self.translator.asked(text):
            return asked, True
        said = self.translator.question(text) or self.translator.asked(text, printed=False)
        return (said, False) if said else None

    def by_parts(self, question: str, *, framed: bool) -> tuple[str, int] | None:
        """Return an English question in Chinese by its parts, and how many words of it are left aside.

        None where a word that says what is asked for is among them.
        """
        if (text := self._english(question)) is None:
            return None
        parts = PartsTranslator(self.translator, framed=framed)
        said = parts.question(self.english_bodies.read(text))
        if not said or weighty() & {word.lower() for word in parts.left}:
            return None
        return said, len(parts.left)

    def _english(self, question: str) -> str | None:
        """Return an English question with slips mended and departments in Chinese; None for another."""
        if language(simplify(question)) != "en":
            return None
        text = english.mended(glossed(self.doings.named(simplify(question))))
        return self.departments.localise(english_departments.read(text, self.departments))

    def _relevant(self, text: str) -> str:
        """Return a text without the clauses that only talk."""
        return chatter.relevant(text, self._tells, self._placed, self._speaks)

    def _speaks(self, clause: str) -> bool:
        """Tell whether a clause has a time, an operation, a printed word or anything else wanted."""
        said = self._read(clause, clause, total=False)
        marked = bool(said.years or said.base_year or said.offsets or said.phase or said.unit)
        marked = marked or bool(said.refusals or said.row_words or said.figures)
        if marked or said.decimals is not None:
            return True
        if self._tells(clause) or any(a.operation is not Operation.LOOKUP for a in said.operations):
            return True
        words = [m.text for m in said.mentions]
        grams = (w[i : i + 3] for w in words for i in range(max(1, len(w) - 2)))
        return any(self.prints(gram) for gram in grams)

    def _tells(self, clause: str, sure: float = 0.0) -> bool:
        """Tell whether a clause names something that the lexicon or the corpus knows so surely."""
        said = self._read(clause, clause, total=False)
        marked = said.codes or said.annexes or said.table_words or said.column_words
        return bool(marked or said.scope.named or self._known(said.mentions, sure))

    def _placed(self, clause: str) -> bool:
        """Tell whether a clause names a department, where the corpus holds several."""
        return len(self.departments.institutions) > 1 and bool(
            scope.find(clause, self.departments, (), ()).scope.named
        )

    def _known(self, mentions: Sequence[Mention], sure: float = 0.0) -> tuple[Mention, ...]:
        """Return the mentions that the lexicon, so surely, or the corpus knows."""
        return tuple(
            m
            for m in mentions
            if bare(m.text) in self.words or any(h.weight >= sure for h in m.hints)
        )

    def _heard(self, text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Drop what is unknown in clauses that only talk, where something else is named."""
        talk = chatter.talk(text)
        known = set(self._known(mentions))
        kept = tuple(
            m
            for m in mentions
            if m in known or not (chatter.told(m.text) or any(a <= m.start < b for a, b in talk))
        )
        return kept if known & set(kept) else mentions

    def _parts(self, text: str, whole: Query) -> tuple[Query, ...]:
        clauses = split_questions(text)
        if len(clauses) < 2:
            return one_each(whole)
        own_words = split_questions(whole.original) if whole.english else clauses
        if len(own_words) != len(clauses):
            own_words = (whole.original,) * len(clauses)
        parts: list[Query] = []
        for words, clause in zip(own_words, clauses, strict=True):
            part = self._read(words, clause, total=False)
            said = any(m.text != part.unit for m in part.mentions)  # 差多少万元 names nothing
            own = bool(said or part.codes or part.annexes)
            if parts and not own and says_no_more(part, parts[-1]):
                continue
            parts.append(inherit(part, parts[-1] if parts else None, whole, own))
        one = len(parts) < 2 or all(part.asks(Operation.CONTACT) for part in parts)
        return () if one else tuple(parts)

    def _piece(self, words: str, query: Query) -> Query:
        """Return some words of a query as a query of their own, with its scope and time."""
        part = inherit(self._read(words, words), None, query, True)
        part = _foreign(part) if query.language == "en" else part
        if part.years or part.year_offset is not None:
            return part
        return replace(
            part, years=query.years, year_offset=query.year_offset, offsets=query.offsets,
            phase=part.phase or query.phase,
        )  # fmt: skip

    def _reading(self, question: str, text: str, *, total: bool = True) -> Query:
        marks = references.read(text, self.codes, self.annexes)
        asked_years = marks.years or marks.base_years
        named = scope.find(text, self.departments, asked_years, marks.phases)
        squeezed = Squeezed.of(text)
        tables = squeezed.place(references.table_words(squeezed.text))
        titles = squeezed.place(references.titles(squeezed.text, self.titles))
        used = [(s.start, s.end) for s in (*marks.spans, *tables, *titles)]
        taken = _taken(text, used, named.spans)
        found = operations.find(masked(text, tables))
        lean = follow.detect(text)
        for start, end in lean.spans:
            take_free(taken, start, end, found)
        columns = [
            column
            for column in squeezed.place(references.column_words(squeezed.text))
            if not any(t.start <= column.start and column.end <= t.end for t in titles)
        ]
        rows = squeezed.place(references.row_words(squeezed.text))
        mentions = self.phrases.mentions(text, squeezed, taken, found, columns)
        kinds = partial(self._kinds, named.scope.documents)
        mentions = without_totals(self._heard(text, mentions), kinds)
        asked = asked_of(found, mentions, len(marks.codes), text)
        if len(mentions) < 2 and not {a.operation for a in asked} & _OF_PEOPLE:
            mentions = (*mentions, *counted(text))
        alone = lean.follow is None or (named.scope.named and asked_sum(asked))
        if total and alone and is_plain(asked) and not (mentions or marks.codes or marks.annexes):
            mentions = total_of(text, moved=named.scope.named and moves(asked))
        query = Query(
            original=question,
            text=text,
            language=language(simplify(question)),
            operations=asked,
            mentions=mentions,
            titles=references.distinct(titles),
            table_words=references.distinct(tables),
            column_words=column_names(columns, marks.phases),
            row_words=references.distinct(rows),
            figures=figures_of(text, taken),
            scope=bodies.of_english(named.scope, simplify(question), self.departments),
            refusals=self._refusals(text, (*marks.years, *marks.base_years)),
            measure=measure_of(text),
            follow=lean.follow,
            whole=whole_of(found, text),
        )
        held = set(phases.fiscal_years(self.catalogue, named.scope.documents))
        said = without_dates(text, self.dated_names)
        marks = references.undated(marks, held, said, self.dated_names)
        marks = replace(marks, years=phases.without_own(text, marks.years, held))
        if is_plain(asked) and phases.beside_prior(text, held):
            marks = replace(marks, offsets=marks.offsets or (-1, 0))
        far = phases.far_years(marks.offsets, held)
        if is_plain(asked) and not far:
            each = all(a.operation is Operation.LOOKUP for a in asked)
            inside = named.scope.documents
            far = phases.spoken_years(text, self.catalogue, inside, each=each)
        query = compared(without(whole_apart(_marked(query, marks, far))))
        return row_numbers.of_table(query, self.catalogue)

    def _kinds(self, documents: Sequence[int]) -> frozenset[str]:
        """Return the kinds of the tables of documents, of all where none is named."""
        tables = self.catalogue.tables.values()
        return frozenset(t.kind for t in tables if not documents or t.document_id in documents)

    def _refusals(self, text: str, years: Sequence[int]) -> tuple[str, ...]:
        """Return reasons to check; actual spending is none where final accounts are there."""
        found = self._refused(text)
        final = {
            d.fiscal_year for d in self.catalogue.documents.values() if d.phase == Phase.FINAL.value
        }
        if final and (not years or final & set(years)):
            told = ("actual_spending", "progress") if _AGAINST_PLAN.search(text) else _SPENT
            return tuple(reason for reason in found if reason not in told)
        return found


def _foreign(query: Query) -> Query:
    """Return a query that is answered in English, with its parts."""
    return replace(query, language="en", parts=tuple(map(_foreign, query.parts)))


def _taken(text: str, *groups: Sequence[tuple[int, int]]) -> Taken:
    """Return which characters references and departments have used."""
    taken = Taken(bytearray(len(text)))
    for start, end in (span for group in groups for span in group):
        taken.take(start, end)
    return taken


def _marked(query: Query, marks: references.Marks, spoken: tuple[int, ...]) -> Query:
    """Return a query with its printed references."""
    offsets = marks.offsets
    undated = not (marks.years or marks.base_years or offsets)
    if query.asks(Operation.BACK_CALCULATE) and (-1 in offsets or undated):
        offsets = (-1,)  # 去年多少(今年数减增加额): this year is only where it is worked back from
    phase = marks.phases[0] if len(marks.phases) == 1 else strong_phase(marks.phases, query.text)
    return replace(
        query,
        codes=marks.codes,
        annexes=marks.annexes,
        row_number=marks.row_number,
        years=spoken if set(marks.years) <= set(spoken) else marks.years,
        base_year=marks.base_years[0] if marks.base_years else None,
        offsets=offsets,
        year_offset=marks.offset if offsets == marks.offsets else -1,
        phase=phase,
        unit=marks.unit,
        decimals=marks.decimals,
    )


@lru_cache(maxsize=40)  # more than the views that are kept, so that none is read anew
def reader(catalogue: Catalogue) -> Reader:
    """Return the reader of a catalogue, made once."""
    return Reader(catalogue)


def understand(question: str, catalogue: Catalogue, language: str | None = None) -> Query:
    """Return a question as a Query over a catalogue, answered in its own language or another."""
    query = reader(catalogue).understand(question)
    return _foreign(query) if "en" in (language, _TOLD_IN.get()) else query


@contextmanager
def told_in(language: str) -> Iterator[None]:
    """Have what is understood answered in a language, whatever it is said in."""
    before = _TOLD_IN.set(language)
    try:
        yield
    finally:
        _TOLD_IN.reset(before)


def complete(query: Query, catalogue: Catalogue) -> Query:
    """Return a query that needs no talk any more with what it asks of a project's form."""
    known = reader(catalogue).forms
    query = phases.across(query, catalogue)
    parts = tuple(fields.of_form(phases.across(part, catalogue), known) for part in query.parts)
    return replace(fields.of_form(query, known), parts=parts)
