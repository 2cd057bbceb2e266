"""Find the indicator that a question means by words of its own.

People say what is done to a thing and in what it is counted (给老人送了多少人次的餐, 一尾买价不能超过多少),
seldom the printed name. Of all indicators in scope one is meant that shares most with the question and
whose goal is in the kind of value asked for, where nothing that names something is left unexplained.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import fsum, log
from typing import TYPE_CHECKING

from qa.catalogue import Entry
from qa.forms import rows, said
from qa.forms.shapes import CELLS, Form, cell, pattern
from qa.forms.told import joined
from qa.forms.whose import without_names
from qa.linking.text import bare
from qa.planning.cards import pairs
from qa.planning.goal_kinds import is_single, kinds_of, of_money
from qa.planning.goal_kinds import pattern as goal_words
from qa.planning.measured_rows import Measure
from qa.planning.types import Figure
from qa.query import Query
from qa.regexes import regex
from qa.words.dictionary import dictionary
from qa.words.lexical import cut
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.forms.told import Found
    from qa.view import View

MASK, MANY_OF = "□", "多少"
COVER = 0.3  # least share of a name's characters that are said
OTHERS = frozenset(
    {"sum", "list", "average", "most", "least", "which_project", "product", "full", "whole", "kind"}
)
TOLD = rows.ASPECTS | set(CELLS)
LEAST, PLACED = 1.0, 0.55  # least weight of what is said of a name; where its project is named, too
LEAD = 0.6  # how much more than any other's
ALONE, ALIKE, SINGLE = 0.3, 0.8, 0.8
"""Weight of a character, of another word, of 每 and 一 with a unit."""
LACKS, MOST_LACKS = 0.12, 0.8  # what a character of a name that is not said takes away, at most
AROUND = 0.5  # weight of a pair of the project's name
LEFT, MORE_LEFT = 3.0, 5.0
"""Characters of names that may stay unexplained; where one goal alone fits."""
KEPT = 64  # choices of documents, and texts, of which pairs are kept
MANY = 2  # clauses that each ask for an indicator of their own
_CLAUSES = regex(r"[^,、。;?!]+[,、。;?!]*")
_DIGIT = regex(r"\d")
_HAN = regex("[一-鿿]")
_ONE = regex("(?:每|一|单)个?(?P<unit>(?![年月次下共些般定样直起个点])[一-鿿]{1,3})")
_SMALL = ("d", "u", "c", "p", "y", "e", "o", "r", "zg", "k", "q", "m", "f", "t", "i", "l")


@dataclass(frozen=True, slots=True)
class Near:
    """Hold an indicator with the places of a question that it explains and how much they weigh."""

    form: Form
    goal: Entry
    target: Figure
    own: frozenset[int]
    said: float  # weight of what its name explains
    around: float  # weight of what its project explains
    fit: float  # weight of its kind of value, below 0 where another is asked for
    cover: float  # share of its name that is said

    @property
    def weight(self) -> float:
        return self.said + self.around + self.fit

    @property
    def printed(self) -> tuple[str, str]:
        """Return the name and the goal as printed: of two that are the same, one is meant."""
        return bare(self.goal.label), self.target.fact.printed.strip() if self.target.fact else ""


def answer(
    view: View, query: Query, forms: Sequence[Form], words: str, *, sure: bool
) -> Found | None:
    """Return the rows of the indicators that a question means, or None where one is not clear.

    `words` is the question as it was asked. Of what is `sure` just the cells asked for are told.
    """
    if pattern("of_project_score").search(words):
        return None  # of the project, which no words of an indicator find
    texts = [query.text.lower()]
    texts += [said.plainly(words)] if query.language == "zh" else []
    for text in dict.fromkeys(texts):
        text = without_names(text, forms, view.catalogue)
        marked, own, others = said.with_projects(text, forms)
        if others or pattern("elsewhere").search(marked):
            return None
        reader = _Reader(view, own or forms, placed=bool(own), sure=sure)
        one = reader.meant(marked)
        if found := [one] if one else reader.each(marked):
            told = [
                rows.told(view, query, near.form, near.goal, {"target", *asked})
                if sure
                else rows.whole(view, query, near.form, near.goal, asked, text)
                for near, asked in found
            ]
            kept = [row for row in told if row is not None]
            return joined(view, query, kept) if len(kept) == len(found) else None
    return None


Meant = tuple[Near, frozenset[str]]


class _Reader:
    """Find indicators of forms in a text, which names their project where they are `placed`.

    One is `sure` only where no word of the text is left and its goal is of the kind asked for.
    """

    def __init__(self, view: View, forms: Sequence[Form], *, placed: bool, sure: bool) -> None:
        self._view, self._placed, self._sure = view, placed, sure
        inside = {form.table.document_id for form in forms}
        tables = tuple(t for t in view.catalogue.tables.values() if t.document_id in inside)
        others = said.names_in(tables) if not placed else frozenset[str]()
        goals = ((form, goal, said.flat(goal.label)) for form in forms for goal in form.goals)
        self._goals = [one for one in goals if one[-1] not in others]

    def each(self, text: str) -> list[Meant]:
        """Return the indicators that the clauses of a question mean, where each has one of its own."""
        clauses = [m[0] for m in _CLAUSES.finditer(text)]
        asking = [clause for clause in clauses if _asks(clause)]
        if len(asking) < MANY:
            return []
        before, found = "", list[Meant]()
        for clause in clauses:
            if clause not in asking:
                before += clause
                continue
            one = self.meant(before + clause)
            if one is None:
                return []
            found.append(one)
            before += _without(clause, _kinds(clause))
            own, goal = one[0].form, one[0].goal
            self._goals = [g for g in self._goals if g[0] is own and g[1] is not goal]
            self._placed = True
        return found

    def meant(self, text: str) -> Meant | None:
        """Return the one indicator that a text means, with what it asks beside."""
        if not _asks(text):
            return None
        kinds = _kinds(text)
        found = sorted(self._ranked(text, kinds), key=lambda one: -one.weight)
        best = next(iter(found), None)
        if best is None or best.cover < COVER or not _tells_all(best, kinds):
            return None
        alone = sum(one.fit >= 1 for one in found) == 1 and best.fit >= 1
        surely = alone and any(kind.sure for kind in kinds)
        if not _is_sure(best, found, placed=self._placed or surely):
            return None
        masked = "".join(MASK if i in best.own else char for i, char in enumerate(text))
        if any(m.start() not in best.own for m in _ONE.finditer(text)) or goal_words(
            "moved"
        ).search(masked):
            return None
        asked, left = self._left(masked, best, kinds)
        if self._sure and (best.fit < 1 or not asked <= TOLD):
            return None
        most = 0.0 if self._sure else MORE_LEFT if alone else LEFT
        if asked & OTHERS or _weight(left) > most:
            return None
        if _DIGIT.search(left) or pattern("leaves_out").search(left):
            return None
        if len({kind.start for kind in kinds}) > 1 and "gap" not in asked:
            return None
        if kinds and all(map(of_money, kinds)) and not _is_of_one(best, text):
            return None
        return best, asked

    def _left(
        self, masked: str, best: Near, kinds: Sequence[Measure]
    ) -> tuple[frozenset[str], str]:
        """Return what is asked of an indicator beside its goal, and what of a text is not explained."""
        for kind in sorted(kinds, key=lambda one: -one.start):
            masked = masked[: kind.start] + MANY_OF + masked[kind.end :]
        return said.asked_of(_without_cells(self._view, masked, best).replace(MASK, ","))

    def _ranked(self, text: str, kinds: Sequence[Measure]) -> list[Near]:
        """Return the indicators of which a text says something, with how much."""
        goals = self._goals
        rare = _rarities(tuple(name for *_, name in goals))
        projects = {form: pairs(said.flat(form.project)) for form, *_ in goals}
        shared = Counter(pair for own in projects.values() for pair in own)
        hit = [(form, goal, name, found) for form, goal, name in goals
               if (found := _said(text, name, rare))]  # fmt: skip
        known = [(*one, target) for one in hit
                 if (target := cell(self._view, one[0], one[1], "target"))]  # fmt: skip
        told = [
            k for k in kinds if k.sure or any(k.fits(t, bare(g.label)) for _, g, *_, t in known)
        ]
        ranked = []
        for form, goal, name, (places, weight), target in known:
            near = dict(_pairs_of(text, projects[form]))
            around = AROUND * fsum(1 / shared[pair] for pair in near if pair not in pairs(name))
            single = set(_single(text, name, target))
            kind = [k for k in told if k.fits(target, bare(goal.label))]
            fit = (SINGLE if single else 0.0) + (1.0 if kind else -2.0 if told else 0.0)
            spans = {i for k in kind for i in range(k.start, k.end)}
            beside = {n for start in near.values() for n in (start, start + 1)}
            own = frozenset(places | single | spans | beside)
            cover = sum(c in text for c in name) / len(name)
            ranked.append(Near(form, goal, target, own, weight, around, fit, cover))
        return ranked


@lru_cache(maxsize=KEPT)
def _rarities(names: tuple[str, ...]) -> Mapping[str, float]:
    """Return how few of some names have each pair of characters, from 0 to 1 where one has it."""
    often = Counter(pair for name in set(names) for pair in pairs(name))
    most = log(1 + len(names)) or 1.0
    return {pair: log(1 + len(names) / count) / most for pair, count in often.items()}


def _pairs_of(text: str, own: Collection[str]) -> Iterator[tuple[str, int]]:
    """Give the pairs of characters of a name that a text has, with their places."""
    return ((pair, i) for i, pair in enumerate(_pairs_in(text)) if pair in own)


@lru_cache(maxsize=KEPT)
def _pairs_in(text: str) -> tuple[str, ...]:
    return tuple(text[i : i + 2] for i in range(len(text) - 1))


def _said(text: str, name: str, rare: Mapping[str, float]) -> tuple[set[int], float] | None:
    """Return the places of a text that a name explains, and how much they weigh."""
    found = list(_pairs_of(text, pairs(name)))
    own = {n for _, i in found for n in (i, i + 1)}
    more = list(_alike(text, name))
    alone = {i for i, c in _telling(text) if c in name and i not in own}
    if not (found or more or len(alone) > 1):
        return None
    weight = fsum(rare[pair] for pair, _ in dict(found).items())
    weight += ALIKE * len(more) + ALONE * len({text[i] for i in alone})
    lacks = sum(c not in text and _tells(c) for c in name)
    return own | alone | {i for span in more for i in span}, weight - min(LACKS * lacks, MOST_LACKS)


def _kinds(text: str) -> list[Measure]:
    """Return the quantities that a text asks for; 多少以内 asks for none by itself."""
    light = str(pattern("no_unit").pattern)
    return [kind for kind in kinds_of(text) if kind.sure or kind.noun[:1] not in light]


def _asks(text: str) -> bool:
    """Tell whether a text asks for what an indicator is to reach."""
    if _kinds(text) or pattern("of_row").search(text):
        return True
    bound = goal_words("bound").search(text) or _ONE.search(text)
    return bound is not None and pattern("asks").search(text) is not None


def _without(text: str, kinds: Sequence[Measure]) -> str:
    gone = {i for kind in kinds for i in range(kind.start, kind.end)}
    return "".join(MASK if i in gone else char for i, char in enumerate(text))


def _tells_all(best: Near, kinds: Sequence[Measure]) -> bool:
    """Tell whether an indicator is in each kind of value asked for."""
    name, starts = bare(best.goal.label), {kind.start for kind in kinds}
    told = {kind.start for kind in kinds if kind.fits(best.target, name)}
    return starts == told


def _is_sure(best: Near, found: Sequence[Near], *, placed: bool) -> bool:
    """Tell whether enough is said of an indicator, and clearly less of any other."""
    least = PLACED if (placed or best.around >= AROUND) and best.fit > 0 else LEAST
    if best.said < least or best.fit < 0:
        return False
    others = [one for one in found if one.printed != best.printed or one.form is not best.form]
    return all(one.weight <= best.weight - LEAD for one in others)


def _is_of_one(best: Near, text: str) -> bool:
    """Tell whether money is asked for that an indicator sets: for one of a thing, or as a bound."""
    unit = (best.target.fact.unit if best.target.fact else None) or ""
    if is_single(bare(best.goal.label), unit):
        return goal_words("each").search(text) is not None or best.fit > 1
    return goal_words("bound").search(text) is not None


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in data("forms.yaml")["alike"])


@lru_cache(maxsize=8192)
def _others(name: str) -> tuple[str, ...]:
    """Return the other words for what a name prints."""
    groups = (words for words in _groups() if any(word in name for word in words))
    return tuple(word for words in groups for word in words if word not in name)


def _alike(text: str, name: str) -> Iterator[tuple[int, ...]]:
    """Give the places of words that say what a name prints in another word."""
    for word in _others(name):
        if (start := text.find(word)) >= 0:
            yield tuple(range(start, start + len(word)))


def _single(text: str, name: str, target: Figure) -> Iterator[int]:
    """Give the places of words that speak of one of what a goal is set for: 一尾, 每平方米."""
    unit = (target.fact.unit if target.fact else None) or ""
    parts = [part for part in re.split("[/·]", unit)[1:] if part]
    for m in _ONE.finditer(text):
        word = next((w for n in (3, 2, 1) if (w := m["unit"][:n]) in parts), "")
        for n in (2, 1):
            short = m["unit"][:n]
            if not word and any(
                said in name for said in (f"单{short}", f"每{short}", f"{short}均", f"{short}平均")
            ):
                word = short
        if word:
            yield from range(m.start(), m.start("unit") + len(word))


@lru_cache(maxsize=KEPT)
def _telling(text: str) -> tuple[tuple[int, str], ...]:
    """Return the characters of a text that may tell a name, with their places."""
    return tuple((i, c) for i, c in enumerate(text) if _tells(c))


@lru_cache(maxsize=8192)
def _tells(char: str) -> bool:
    """Tell whether a character may tell a name: no common one of names or of talk."""
    common = str(data("quantities.yaml")["common"])
    return (
        _HAN.match(char) is not None
        and char not in common
        and not pattern("general").fullmatch(char)
    )


def _without_cells(view: View, text: str, best: Near) -> str:
    """Return a text without the figures that the indicator's own cells print."""
    for part in CELLS:
        figure = cell(view, best.form, best.goal, part)
        if figure is not None and figure.fact is not None and figure.fact.value is not None:
            number = re.escape(f"{figure.fact.value.normalize():f}")
            unit = re.escape(figure.fact.unit or "")
            text = re.sub(rf"(?<![\d.]){number}(?![\d.])(?:{unit})?", ",", text)
    return text


def _weight(left: str) -> float:
    """Return how much of words that may name something is left."""
    words = [w for run in re.findall(r"[一-鿿]+|[a-z]{2,}", left) for w in cut(run)]
    return fsum(_of_word(word) for word in words)


def _of_word(word: str) -> float:
    if word.isascii():
        return 2.0
    tag = dictionary().tags.get(word, "n")
    if tag.startswith(_SMALL):
        return 0.0
    return len(word) * (0.5 if tag.startswith(("v", "a")) else 1.0)
