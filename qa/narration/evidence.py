"""Hold everything that narrative and forms state, cut to what can answer, and score it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from qa.catalogue import Catalogue, Entry, Sheet, Text
from qa.kept import Kept
from qa.narration.counts import Count, counts
from qa.narration.cover import coverage, prints_year
from qa.narration.fact import Fact
from qa.narration.facts import facts
from qa.narration.fits import fits, is_typed
from qa.narration.postings import Postings
from qa.narration.unit import Scored, Stated, Unit, definitions, items, kind_of
from qa.narration.want import Concept, Want
from qa.regexes import regex
from qa.words.lexical import LexicalIndex
from qa.words.sentences import Span, plain, sentences, statements, tidy

KEPT = 8192  # passages whose facts and counts are kept
READ = 16  # questions and their parts whose readings are kept
UNKNOWN_WEIGHT = 0.5
"""What a word that no document prints counts: people's own words, mostly."""
OWN_VERB = 0.2
"""The same for one that names nothing (动工, 超支): people put things in verbs of their own."""
OWN_SHARE = 0.4
"""What is left of a word that nothing prints, where a text has the kind of answer asked for."""
AMOUNT = 0.6
"""How rare an amount that a question names is taken to be."""
_LONG_SENTENCE = 80
_LONG_FIELD = 30  # Chinese characters from which a row's words can be read as a sentence
_HAN = regex(r"[\u3400-\u9fff]")
_RUN_OF_FIGURES = regex(
    r"^(?:[^\u3400-\u9fff]*\s)?(?=\S*[\u3400-\u9fff])|(?:\s+(?:-?\d[\d,]*(?:\.\d+)?%?|[-.—]))+$"
)
"""The figures of a row's other cells, before and behind its words."""
_REMARK = regex(r"\d\S*\s(?P<said>(?:\d{1,2}月)?[\u3400-\u9fff]\S*[\u3400-\u9fff]\S*)$")
"""The words behind the figures of an indicator: why it was missed."""
_MARK = regex(r"“[\u3400-\u9fff]”")
_LEANING = regex(r"涉及|金额(?:为|共)?|共计|合计|总额")
_MEASURED = regex(r"\d(?:余|多|万|亿)*([\u3400-\u9fff])(?=[，。；、/）)以]|$)")


class Evidence:
    """Hold the units, facts and counts of a catalogue, with an index over the units."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._weights = lru_cache(maxsize=64)(self._weighed)  # every reader of a question asks
        self._kept = Kept()
        self.read_before = Kept(READ)
        self.units: list[Unit] = []
        self._owners: dict[tuple[int, tuple[str, ...]], str] = {}
        for passage in catalogue.passages.values():
            self._add_passage(passage)
        for sheet in catalogue.tables.values():
            self._add_fields(sheet)
        self._by_passage: dict[int, list[Unit]] = defaultdict(list)
        for unit in self.units:
            if unit.passage is not None:
                self._by_passage[unit.passage.id].append(unit)

    @cached_property
    def index(self) -> LexicalIndex:
        """Return the word index over the units."""
        return LexicalIndex([f"{unit.context} {unit.text}" for unit in self.units])

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Return the text of each unit with half-width punctuation and digits."""
        return tuple(plain(unit.text) for unit in self.units)

    @cached_property
    def definitions(self) -> list[Unit]:
        """Return the units that explain a term."""
        return [unit for unit in self.units if unit.kind == "definition"]

    @cached_property
    def documents(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Return each unit's document."""
        return np.array([unit.document_id for unit in self.units], dtype=np.int64)

    def _add_passage(self, passage: Text) -> None:
        whole = tidy(passage.text)
        kind = kind_of(passage)
        over = " / ".join(passage.headings)
        owner = self._owner_over(passage, whole)
        if owner and kind in ("list_item", "paragraph"):
            over = f"{over} {owner}"
        if kind in ("definition", "contact", "list_item"):
            cut = {"definition": definitions, "list_item": items}.get(kind)
            for part in cut(whole) if cut else [Span(whole, 0, len(whole))]:
                unit = Unit(0, passage.document_id, part.text, over, kind, passage)
                self._add(replace(unit, start=part.start))
            return
        lead = whole[:24]
        for sentence in _with_leads(sentences(whole)):
            parts = statements(sentence.text) if len(sentence.text) > _LONG_SENTENCE else []
            pieces = parts if len(parts) > 1 else [Span(sentence.text, 0, len(sentence.text))]
            for piece in pieces:
                if piece.text.strip("：:，,。 ") in ("其中", "具体如下", "如下"):
                    continue
                start = sentence.start + piece.start
                context = f"{over} {lead}" if start else over
                self._add(
                    Unit(
                        0,
                        passage.document_id,
                        piece.text,
                        context,
                        "sentence",
                        passage,
                        start=start,
                    )
                )

    def _owner_over(self, passage: Text, whole: str) -> str:
        """Return the line above a list (`…包括以下七项：`) for the passages that follow it."""
        key = (passage.document_id, passage.headings)
        over = self._owners.get(key, "")
        if whole.endswith(("：", ":")) and len(whole) < 80:
            self._owners[key] = whole
            return ""
        return over

    def _add_fields(self, sheet: Sheet) -> None:
        for row in sheet.rows:
            if row.kind == "indicator" and (prose := _REMARK.search(row.text)):
                context = f"{sheet.title} {sheet.subject} {row.label} {' '.join(row.parents)}"
                said = Unit(0, sheet.document_id, prose["said"], context, "reason")
                self._add(replace(said, entry=row, sheet=sheet))
            value = row.text.removeprefix(row.label).strip()
            named = row.kind == "field" and re.search(r"名称|部门|单位|编码", row.label)
            if (
                named
                or row.kind == "indicator"
                or (
                    row.kind != "field"
                    and (
                        len(_HAN.findall(value)) < _LONG_FIELD
                        or not re.search(r"[，。；,;]", value)
                    )
                )
            ):
                continue
            context = f"{sheet.title} {sheet.subject} {row.label} {' '.join(row.parents)}"
            if row.kind == "field" and _HAN.search(value or row.text) is None:
                continue  # a bare figure says nothing by itself: records answer it
            if row.kind == "field":
                self._add_field(tidy(value or row.text), context, row, sheet)
                continue
            whole = tidy(_RUN_OF_FIGURES.sub("", value))
            for piece in statements(whole):
                over = f"{context} {whole[:24]}" if piece.start else context
                self._add_field(piece.text, over, row, sheet, piece.start)

    def _add_field(self, text: str, context: str, row: Entry, sheet: Sheet, start: int = 0) -> None:
        self._add(
            Unit(0, sheet.document_id, text, context, "field", entry=row, sheet=sheet, start=start)
        )

    def _add(self, unit: Unit) -> None:
        self.units.append(replace(unit, index=len(self.units)))

    @cached_property
    def stated(self) -> list[Stated]:
        """Return every fact of the narrative."""
        found: list[Stated] = []
        for passage in self.catalogue.passages.values():
            if kind_of(passage) in ("definition", "contact"):
                continue
            whole = tidy(passage.text)
            context = f"{' / '.join(passage.headings)} {whole[:24]}"
            read = _facts(passage.text, passage.headings)
            for fact in read:
                found.append(
                    Stated(passage, whole, context, fact=fact, group=_group(fact, read, whole))
                )
        return found

    @cached_property
    def subjects(self) -> Postings:
        """Return what the facts' subjects may speak of."""
        return Postings([s.fact.subject if s.fact else "" for s in self.stated], ())

    @cached_property
    def statements(self) -> Postings:
        """Return what the facts' subjects and statements, and what stands over them, may speak of."""
        return Postings([s.said for s in self.stated], [s.context for s in self.stated])

    @cached_property
    def counted(self) -> list[Stated]:
        """Return every count of the narrative."""
        found: list[Stated] = []
        for passage in self.catalogue.passages.values():
            if kind_of(passage) in ("definition", "contact"):
                continue
            whole = tidy(passage.text)
            context = f"{' / '.join(passage.headings)} {whole[:24]}"
            for count in _counts(passage.text):
                span = (count.sentence_start, count.sentence_end)
                found.append(Stated(passage, whole, context, count=count, group=span))
        return found

    def units_of(self, passage_id: int) -> Sequence[Unit]:
        """Return the units of a passage."""
        return self._by_passage.get(passage_id, [])

    def rank(
        self,
        want: Want,
        near: dict[int, float],
        doc_ids: frozenset[int],
        years: frozenset[int] = frozenset(),
        pool: int = 50,
    ) -> list[Scored]:
        """Return units that may answer, best first; `near` holds passages' retrieval scores."""
        if not self.units:
            return []
        inside = self._inside(doc_ids)
        by_words = self.index.scores(want.search_text)
        scores = by_words[inside]
        top = float(scores.max(initial=0.0)) or 1.0
        best = np.argsort(-scores, kind="stable")[:pool]
        chosen = {int(inside[i]) for i in best if scores[i] > 0}
        for passage_id in near:
            chosen |= {unit.index for unit in self.units_of(passage_id)}
        weights = self.weights(want.concepts)
        typed = {
            c.text: weights[c.text] * (OWN_SHARE if self.unknown(c) else 1) for c in want.concepts
        }
        found = []
        for i in chosen:
            unit = self.units[i]
            own = unit.text
            if unit.sheet is not None and unit.entry is not None:
                own = f"{unit.entry.label} {unit.text} {unit.sheet.subject}"
            weighing = typed if unit.kind == "reason" or is_typed(want, unit.text) else weights
            covered, missing = coverage(want.concepts, weighing, own, unit.context)
            meaning = near.get(unit.passage.id, 0.0) if unit.passage is not None else 0.0
            said = float(by_words[i]) if unit.document_id in doc_ids else 0.0
            score = 0.65 * covered + 0.2 * covered * said / top + 0.15 * meaning
            if years:
                score *= 1.1 if prints_year(unit.text, years) else 0.75
            found.append(Scored(unit, score * fits(want, unit), covered, missing))
        return sorted(found, key=lambda scored: (-scored.score, scored.unit.index))

    def _inside(self, doc_ids: frozenset[int]) -> NDArray[np.intp]:
        """Return the units of some documents, in order."""
        return self._kept.once(
            doc_ids, lambda: np.flatnonzero(np.isin(self.documents, list(doc_ids)))
        )

    def weights(self, concepts: Iterable[Concept]) -> dict[str, float]:
        """Return how much each concept counts: by the rarest of its forms that occurs."""
        return self._weights(tuple(concepts))

    def _weighed(self, known: tuple[Concept, ...]) -> dict[str, float]:
        strange = sum(self.unknown(concept) for concept in known)
        share = min(1.0, 2 / strange) if strange else 1.0  # many of people's own words: less each
        return {
            concept.text: self._weight(concept) * (share if self.unknown(concept) else 1.0)
            for concept in known
        }

    def prints(self, phrase: str) -> bool:
        """Tell whether some document prints a phrase as it is."""
        if len(phrase) == 3 and phrase[0] == "“":
            return phrase in self._marks
        known = phrase[:1].isdigit() or self.index.rarity(phrase) < 0.999
        return known and any(phrase in unit.text for unit in self.units)

    @cached_property
    def _marks(self) -> frozenset[str]:
        """Return the single characters that the documents print in quotes: “良”."""
        return frozenset(mark for unit in self.units for mark in _MARK.findall(unit.text))

    @cached_property
    def measures(self) -> frozenset[str]:
        """Return the words that the documents print behind figures, money left aside."""
        held = {m for unit in self.units for m in _MEASURED.findall(unit.text)}
        return frozenset(held - {"元", "万", "亿", "年", "月", "个", "号"})

    def unknown(self, concept: Concept) -> bool:
        """Tell whether no document prints any form of a concept."""
        return all(self._rarity(form) >= 0.999 for form, _ in concept.forms)

    def _rarity(self, form: str) -> float:
        """Return how rare a form is; amounts are looked for before they are made forms."""
        return AMOUNT if form[0].isdigit() and len(form) > 3 else self.index.rarity(form)

    def _weight(self, concept: Concept) -> float:
        rarities = [self._rarity(form) for form, _ in concept.forms]
        known = [rarity for rarity in rarities if rarity < 0.999]
        own = OWN_VERB if concept.own else UNKNOWN_WEIGHT
        weight = 0.25 + max(known) if known else own
        return weight * (1.5 if concept.quoted else 0.25 if concept.light else 1.0)


@lru_cache(maxsize=KEPT)
def _facts(text: str, headings: tuple[str, ...]) -> tuple[Fact, ...]:
    """Return the facts of a passage, read once for every choice of documents."""
    return tuple(facts(text, headings))


@lru_cache(maxsize=KEPT)
def _counts(text: str) -> tuple[Count, ...]:
    return tuple(counts(text))


def _with_leads(found: Sequence[Span]) -> list[Span]:
    """Join a lead such as `2、政府采购情况。` to the sentence after it."""
    if len(found) > 1 and len(found[0].text) <= 24 and not re.search(r"[，,；;]", found[0].text):
        first = Span(found[0].text + found[1].text, found[0].start, found[1].end)
        return [first, *found[2:]]
    return list(found)


def _group(fact: Fact, read: Sequence[Fact], whole: str) -> tuple[int, int]:
    """Return where a fact's statement runs, with its neighbours of the same subject."""
    start, end = fact.start, fact.end
    for other in read:
        if (
            other.subject == fact.subject
            and abs(other.start - start) < 160
            and other.part_of == fact.part_of
        ):
            start, end = min(start, other.start), max(end, other.end)
    if _LEANING.match(whole[start:]):  # the clause before says what the amount is of
        start = max((whole.rfind(mark, 0, start) + 1 for mark in "。；;"), default=0)
    return start, end
