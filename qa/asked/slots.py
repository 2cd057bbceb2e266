"""Find what a question names and what kind of thing each is: the rest of it is how it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qa.asked.learned import pairs
from qa.catalogue import Catalogue
from qa.forms.shapes import KINDS as FORMS
from qa.forms.shapes import forms_of
from qa.linking.printed import plain, printed
from qa.linking.text import bare
from qa.planning.expression_words import tables_in
from qa.regexes import regex
from qa.words import lexicon
from qa.words.dictionary import dictionary
from qa.words.lexical import cut
from qa.words.normalise import data, normalise

if TYPE_CHECKING:
    from qa.linking.printed import Place, Printed
    from qa.query import Query
    from qa.view import View

FILE = "kinds.yaml"
ITEM, PROJECT, UNIT, INDICATOR, LEVEL = "item", "project", "unit", "indicator", "level"
COLUMN, TABLE = "column", "table"
AMOUNT, PERCENT, NUMBER, YEAR = "amount", "percent", "number", "year"
LINKED = 0.6  # least score of a phrase that names a row in other words
LONGEST, SHORTEST = 40, 3  # characters of an indicator, a class or a project of a form
PART = 4  # characters that a part of a name must have to stand for it
_FIGURES = (
    (YEAR, regex(r"(?<![\d.])20\d\d年?(?:度)?(?![\d.万亿元%])")),
    (PERCENT, regex(r"\d+(?:\.\d+)?(?:%|个百分点| ?percent| per cent)|百分之\d+(?:\.\d+)?")),
    (AMOUNT, regex(r"\d[\d,]*(?:\.\d+)? ?(?:亿|万|千|百)?(?:元|块钱|块|yuan|RMB)|\d[\d,]*(?:\.\d+)?[亿万]|\d[\d,]*\.\d+")),
    (NUMBER, regex(r"(?<![\d.A-Za-z-])\d{1,4}(?!\.?\d|[A-Za-z])")),
)  # fmt: skip
NOUN = "n"  # how tags of nouns begin
_BAR = "|"
_BETWEEN = regex(r"(?<=[a-z]) (?=[a-z])", re.IGNORECASE)  # in a question in both languages
_CODE = regex(r"[0-9A-Z]{12,24}[-—]?")  # before the name of a project


@dataclass(frozen=True, slots=True)
class Slot:
    """Hold one thing that a question names: as it says it, where, and the kinds that it may be of."""

    text: str
    start: int
    end: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold a question as it is read here, with what it names in order."""

    text: str
    slots: tuple[Slot, ...]


def read(view: View, query: Query) -> Asked:
    """Return a question with what it names; words that ask are none of it."""
    text = _said(query)
    found: list[Slot] = []
    taken: list[tuple[int, int]] = []
    for slot in (*_printed(view, text), *_linked(view, query, text), *_figures(text)):
        if not any(slot.start < end and start < slot.end for start, end in taken):
            found.append(slot)
            taken.append((slot.start, slot.end))
    found = _widened(query, text, sorted(found, key=lambda one: one.start))
    return Asked(text, tuple(found))


def _said(query: Query) -> str:
    """Return a question as it was asked, with the slips in it mended."""
    said = normalise(_CODE.sub("", query.original))
    for typed, meant in query.corrections:
        said = said.replace(typed, meant)
    if query.language == "en":
        return said
    return " ".join(plain(words) for words in _BETWEEN.split(said))


def _widened(query: Query, text: str, found: list[Slot]) -> list[Slot]:
    """Return things with the words that a longer phrase has around a name: it may be another thing."""
    phrases = [plain(mention.text) for mention in query.mentions]
    for at, slot in enumerate(found):
        others = found[:at] + found[at + 1 :]
        if slot.kinds[0] not in (YEAR, PERCENT, AMOUNT, NUMBER):
            found[at] = _around(slot, text, phrases, others)
    return found


def _around(slot: Slot, text: str, phrases: Sequence[str], others: Sequence[Slot]) -> Slot:
    """Return a thing with what a phrase has before and behind its name that no wording has."""
    for phrase in phrases:
        start = text.find(phrase) if slot.text in phrase and phrase != slot.text else -1
        end = start + len(phrase)
        inside = 0 <= start <= slot.start and slot.end <= end
        if not inside or any(o.start < end and start < o.end for o in others):
            continue
        start = start if is_odd(text[start : slot.start]) else slot.start
        end = end if is_odd(text[slot.end : end]) else slot.end
        return Slot(text[start:end], start, end, slot.kinds)
    return slot


def is_odd(words: str) -> bool:
    """Tell whether words are of no wording: they belong to what is named; a bar parts words."""
    both = (words[at : at + 2] for at in range(len(words) - 1))
    return any(pair not in pairs() for pair in both if not pair.isascii() and _BAR not in pair)


def has_odd_noun(words: str) -> bool:
    """Tell whether words have a noun that is of no wording: it may be what is asked for."""
    tags = dictionary().tags
    return any(
        len(word) > 1 and tags.get(word, NOUN).startswith(NOUN) and is_odd(word)
        for word in cut(words)
    )


def _figures(text: str) -> Iterator[Slot]:
    for kind, pattern in _FIGURES:
        for match in pattern.finditer(text):
            yield Slot(match[0], *match.span(), (kind,))


def _printed(view: View, text: str) -> list[Slot]:
    """Return what is named as it is printed, longest first."""
    names, goals = printed(view.catalogue), _goals(view.catalogue)
    tables = view.catalogue.tables
    found = [Slot(m[0], *m.span(), (ITEM,)) for m in _totals().finditer(text)]
    found += [
        Slot(t.text, t.start, t.end, (TABLE,))
        for t in tables_in(view, text)
        if not any(tables[i].kind in FORMS for i in t.ids)  # 绩效目标表 is said of what it prints
    ]
    for at in range(len(text)):
        for said in _goals_at(goals, text, at):
            found.append(Slot(said, at, at + len(said), goals[said]))
        if (name := names.at(text, at)) is not None and _is_name(name[0], name[1], names):
            kinds = _kinds(view, name[1], [p for form in name[1] for p in names.places(form)])
            if goals.get(name[0]):
                kinds = tuple(dict.fromkeys((*goals[name[0]], *kinds)))
            found.append(Slot(name[0], at, at + len(name[0]), kinds))
    return sorted(found, key=lambda slot: (slot.start - slot.end, slot.start))


@cache
def _totals() -> re.Pattern[str]:
    """Return the words for the row of all rows, which are no names of their own."""
    return regex("|".join(data(FILE)["totals"]))


def _is_name(said: str, forms: tuple[str, ...], names: Printed) -> bool:
    """Tell whether words are a name as it is printed or meant, no piece out of the midst of one."""
    if said.isdigit() or said.count("(") != said.count(")"):
        return False
    return said in forms or len(said) >= PART or lexicon.sense(said) is not None


def _goals_at(goals: dict[str, tuple[str, ...]], text: str, at: int) -> Iterator[str]:
    for size in range(min(LONGEST, len(text) - at), SHORTEST - 1, -1):
        if text[at : at + size] in goals:
            yield text[at : at + size]
            return


def _kinds(view: View, forms: tuple[str, ...], places: list[Place]) -> tuple[str, ...]:
    """Return what a printed name may be."""
    if any(printed(view.catalogue).is_kind(form) for form in forms) and not places:
        return (TABLE,)
    rows = [p.row for p in places if p.row is not None]
    kinds = []
    if any(row.code_kind == "institution" or view.linker.is_unit(row) for row in rows):
        kinds.append(UNIT)
    if any(view.catalogue.tables[p.table].kind == "project_list" for p in places if p.row):
        kinds.append(PROJECT)
    if any(row.code_kind != "institution" for row in rows) or not places:
        kinds.append(ITEM)
    if any(p.column is not None for p in places):
        kinds.append(COLUMN)
    return tuple(kinds)


def _linked(view: View, query: Query, text: str) -> Iterator[Slot]:
    """Give the phrases that name rows in other words than are printed."""
    documents = query.scope.documents or tuple(view.catalogue.documents)
    for link in view.linker.link(query, documents):
        said = plain(link.mention.text)
        at = text.find(said) if len(said) > 1 else -1
        if at < 0 or link.best < LINKED:
            continue
        scores = {
            ITEM: max(link.rows.values(), default=0.0),
            COLUMN: max(link.columns.values(), default=0.0),
            TABLE: max(link.tables.values(), default=0.0),
            PROJECT: max(link.subjects.values(), default=0.0),
        }
        kinds = sorted((k for k in scores if scores[k] >= LINKED), key=lambda k: -scores[k])
        if kinds:
            yield Slot(said, at, at + len(said), tuple(kinds))


@lru_cache(maxsize=32)
def _goals(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the indicators, their classes and the projects of performance forms by their names."""
    found: dict[str, list[str]] = {}
    for form in forms_of(catalogue, catalogue.documents):
        names = [(goal.label, INDICATOR) for goal in form.goals]
        names += [(name, LEVEL) for name in form.classes()]
        names += [(form.project, PROJECT)] if form.project else []
        for name, kind in names:
            for said in dict.fromkeys((plain(name), plain(bare(name)))):
                if len(said) > 1 and kind not in found.setdefault(said, []):
                    found[said].append(kind)
    return {name: tuple(kinds) for name, kinds in found.items()}
