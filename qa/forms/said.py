"""Read what a question says of performance forms: the names in it, what is asked, what is left."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from math import ceil

from qa.catalogue import Catalogue, Entry, Sheet
from qa.forms.shapes import Form, pattern
from qa.forms.whose import without_names
from qa.linking.short import shortened
from qa.regexes import regex
from qa.words import chatter
from qa.words.normalise import data, simplify, without_dialect

PROJECT, PART, GOAL, CLASS = "ⓟ", "ⓢ", "ⓖ", "ⓒ"  # a name, most of a project's name
_ORDER = (PROJECT, GOAL, CLASS, PART)  # what a name is taken for first
SIDE = frozenset({"form", "whole", "which", "sum"})
EXTREME = frozenset({"most", "least"})
LACKING = "≠"  # before a word that names do not have
LEAST = {PROJECT: 4, PART: 4, GOAL: 3, CLASS: 3}
MOST = 0.6  # least share of a project's name that may stand for it
LONGEST = 8  # characters of a short name of a project
KEPT = 64  # choices of documents whose names are kept
LEFT = 5  # characters that may stay unexplained in a clause that asks
_KEPT = regex(r"\w|[≥≤%]")
_CLAUSES = regex(r"[^,。;?!]+[,。;?!]*")
_SENTENCES = regex(r"[^。?!]+[。?!]*")
_WORDS = regex(r"[a-z]{2,}|[一-鿿]|\d+|%")
_RUNS = regex(r"[一-鿿]{2,}")
_BESIDE = regex(r"[一-鿿](?=[ⓖⓒⓢ])|(?<=[ⓖⓒⓢ])[一-鿿]")
_OTHER = "除"  # what beside a name makes it another name
_BEFORE = regex(r"[一-鿿]{2,}(?=ⓖ)|[一-鿿](?=ⓢ)")
_BRACKETS = regex(r"[（(\[【][^）)\]】]*[）)\]】]")


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what a question says: forms by their projects, indicators, classes, what is asked."""

    forms: tuple[Form, ...]
    goals: tuple[tuple[Form, Entry], ...]
    classes: tuple[str, ...]
    word: str  # what the names of those meant have in them, or have not, after a mark
    asked: frozenset[str]
    text: str  # the question with marks for names
    spoken: bool = True  # whether it names a project, or speaks of goals
    sure: bool = True  # whether every word is explained

    def only(self, *asked: str) -> bool:
        """Tell whether nothing but some of these is asked, and at least the first."""
        return asked[0] in self.asked and self.asked - SIDE <= set(asked)


@lru_cache(maxsize=8192)
def flat(text: str) -> str:
    """Return a name without punctuation and gaps."""
    return "".join(_KEPT.findall(unicodedata.normalize("NFKC", text).lower()))


def read(text: str, forms: Sequence[Form], catalogue: Catalogue) -> Said | None:
    """Return what a question says of forms, or None where some of it is not understood."""
    names = _names(tuple(forms))
    plain, word = _with_word(_with_classes(simplify(text).lower()), forms)
    marked, found = _marked(plain, tuple(forms))
    if pattern("elsewhere").search(marked):
        return None
    if not any(mark in (PROJECT, PART, GOAL) for mark, _ in found):
        marked, found = _with_short(marked, found, forms)
    projects = [(mark, n) for mark, n in found if mark in (PROJECT, PART)]
    own = list(dict.fromkeys(f for key in projects for f in names[key][0]))
    if len(own) > len(projects):
        return None
    goals = [g for mark, n in found if mark == GOAL for g in names[GOAL, n][1]]
    if own:
        goals = [(f, e) for f, e in goals if f in own]
        if not goals and any(mark == GOAL for mark, _ in found):
            return None
    classes = tuple(dict.fromkeys(n for mark, n in found if mark == CLASS))
    inside = {form.table.document_id for form in forms}
    tables = [t for t in catalogue.tables.values() if t.document_id in inside]
    plainly = without_names(marked, forms, catalogue)
    asked = _asked(plainly, tables)
    goals = list(dict.fromkeys(goals))
    if len(goals) == 1:
        above = "".join(map(flat, goals[0][1].parents))
        classes = tuple(one for one in classes if one.removesuffix("指标") not in above)
    if word and (goals or classes):
        return None
    held = (tuple(own), tuple(goals), classes, word)
    printed = names_in(tuple(tables))
    alone = goals and not any(flat(goal.label) in printed for _, goal in goals)
    spoken = bool(own or (alone and pattern("of_row").search(marked)))
    if asked is not None:
        return Said(*held, asked, marked, spoken)
    if len(goals) > 1 or classes or word or len(own) > 1 or not spoken:
        return None
    loosely = _of_row(plainly, tables)
    return None if loosely is None else Said(*held, loosely, marked, sure=False)


def weighing(text: str) -> tuple[str, Decimal | None]:
    """Return a question without the weight by which it chooses indicators, and that weight."""
    match = pattern("weighing").search(text)
    if match is None:
        return text, None
    figure = next(value for value in match.groups() if value)
    return f"{text[: match.start()]}{text[match.end() :]}", Decimal(figure)


def _of_row(text: str, tables: Sequence[Sheet]) -> frozenset[str] | None:
    """Return what is asked, as far as it is understood, where a question surely is of one row."""
    told: set[str] = set()
    for m in _CLAUSES.finditer(_plain(text)):
        asked, left = _of_clause(m[0])
        words = "".join(_WORDS.findall(left))
        if pattern("leaves_out").search(words) or _BEFORE.search(left):
            return None
        if any(_is_label(run, tables) for run in _RUNS.findall(left)):
            return None
        told |= asked
    return frozenset(told)


def with_projects(text: str, forms: Sequence[Form]) -> tuple[str, list[Form], bool]:
    """Return a text with marks for names of projects, their forms, and whether it names indicators."""
    names = _names(tuple(forms))
    _, found = _marked(text, tuple(forms))
    if any(mark in (GOAL, CLASS) for mark, _ in found):
        return text, [], True
    marked, found = _marked(text, tuple(forms), (PROJECT,))
    return marked, list(dict.fromkeys(form for key in found for form in names[key][0])), False


def asked_of(text: str) -> tuple[frozenset[str], str]:
    """Return what a text asks of forms, and what of it is not explained."""
    read = [_of_clause(m[0]) for m in _CLAUSES.finditer(_plain(text))]
    return frozenset().union(*(asked for asked, _ in read)), ",".join(left for _, left in read)


def asked_loosely(text: str) -> tuple[frozenset[str], int]:
    """Return what a text asks of forms, and how much of it is not explained."""
    asked, left = asked_of(text)
    return asked, _weight(left)


def asked_apart(text: str, name: str) -> bool:
    """Tell whether a clause without an indicator asks for something, and says nothing else."""
    clauses = (m[0] for m in _CLAUSES.finditer(_plain(text)))
    read = (_of_clause(clause) for clause in clauses if GOAL not in clause)
    return any(name in asked and not _weight(left) for asked, left in read)


def _is_label(run: str, tables: Sequence[Sheet]) -> bool:
    """Tell whether words have the whole name of another row of a table."""
    return any(label in run for table in tables for label in _labels(table))


@lru_cache(maxsize=64)
def names_in(tables: tuple[Sheet, ...]) -> frozenset[str]:
    """Return the names of the items and columns of tables."""
    return frozenset(name for table in tables for name in (*_labels(table), *_heads(table)))


@lru_cache(maxsize=4096)
def _heads(table: Sheet) -> frozenset[str]:
    """Return the names of the columns of a table."""
    return frozenset(flat(part) for column in table.columns for part in column.path)


@lru_cache(maxsize=4096)
def _labels(table: Sheet) -> frozenset[str]:
    """Return the names of the items of a table."""
    names = (flat(entry.label) for entry in table.rows if entry.kind == "item")
    return frozenset(name for name in names if len(name) >= LEAST[GOAL])


def _with_classes(text: str) -> str:
    """Return a question with the English names of classes as forms print them."""
    classes: dict[str, str] = data("forms.yaml")["english"]
    for said, printed in classes.items():
        text = re.sub(rf"\b{said}\b", printed, text)
    return text


def _with_word(text: str, forms: Sequence[Form]) -> tuple[str, str]:
    """Return a text with a mark for goals that have a word in their names, or lack it, and that word."""
    match = pattern("named_with").search(text)
    word = flat(match["word"] or match["said"]) if match else ""
    if match is None or not any(word in flat(goal.label) for f in forms for goal in f.goals):
        return text, ""
    word = f"{LACKING}{word}" if match["without"] else word
    return f"{text[: match.start()]}{CLASS}{text[match.end() :]}", word


_Named = dict[tuple[str, str], tuple[list[Form], list[tuple[Form, Entry]]]]


@lru_cache(maxsize=KEPT)
def _names(forms: tuple[Form, ...]) -> _Named:
    """Return the names of projects, indicators and classes with what they name."""
    found: _Named = {}

    def add(mark: str, name: str) -> tuple[list[Form], list[tuple[Form, Entry]]] | None:
        name = flat(name)
        return found.setdefault((mark, name), ([], [])) if len(name) >= LEAST[mark] else None

    for form in forms:
        for name in _called(form.project):
            if (held := add(PROJECT, name)) is not None:
                held[0].append(form)
        for goal in form.goals:
            for name in dict.fromkeys((flat(goal.label), flat(_BRACKETS.sub("", goal.label)))):
                if (held := add(GOAL, name)) is not None:
                    held[1].append((form, goal))
        for name in form.classes():
            stem = name.removesuffix("指标")
            for said in {name, stem, f"{stem}指标"}:
                add(CLASS, said)
    for name, form in _parts(forms).items():
        if (PROJECT, name) not in found and (GOAL, name) not in found:
            found[PART, name] = ([form], [])
    return found


def _parts(forms: Iterable[Form]) -> dict[str, Form]:
    """Return most of the name of a project, or its first half, where it is of no other, with its form."""
    owners: dict[str, set[Form]] = defaultdict(set)
    for form in forms:
        name = flat(form.project)
        least = max(LEAST[PART], ceil(len(name) * MOST))
        half = max(LEAST[PART], ceil(len(name) / 2))
        for end in range(half, least):
            owners[name[:end]].add(form)
        for start in range(len(name) - least + 1):
            for end in range(start + least, len(name) + (start > 0)):
                owners[name[start:end]].add(form)
    return {part: next(iter(own)) for part, own in owners.items() if len(own) == 1}


def _called(project: str) -> Iterable[str]:
    """Give what a project is called: its name, also without brackets and its general ending."""
    short = _BRACKETS.sub("", project)
    names = [flat(project), flat(short)]
    names += [pattern("ending").sub("", name) for name in names]
    return dict.fromkeys(name for name in names if name)


@lru_cache(maxsize=KEPT)
def _begun(forms: tuple[Form, ...]) -> dict[str, list[tuple[int, str, str]]]:
    """Return the names of forms by their first characters, each with its place in the order of all."""
    ordered = sorted(_names(forms), key=lambda key: (-len(key[1]), _ORDER.index(key[0])))
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for at, (mark, name) in enumerate(ordered):
        found[name[:2]].append((at, mark, name))
    return found


def _marked(
    text: str, forms: tuple[Form, ...], marks: Sequence[str] = _ORDER
) -> tuple[str, list[tuple[str, str]]]:
    """Return a text with marks in place of the names in it, the longest first, and those names."""
    places = [i for i, char in enumerate(text) if _KEPT.match(char)]
    squeezed = "".join(text[i] for i in places)
    taken: dict[int, tuple[int, str, str]] = {}
    gone: set[int] = set()
    begun, pairs = _begun(forms), {squeezed[i : i + 2] for i in range(len(squeezed) - 1)}
    held = [one for pair in pairs for one in begun.get(pair, ()) if one[1] in marks]
    for _, mark, name in sorted(one for one in held if one[2] in squeezed):
        start = squeezed.find(name)
        while start >= 0:
            span = range(start, start + len(name))
            if not gone & set(span):
                gone |= set(span)
                taken[start] = (start + len(name), mark, name)
            start = squeezed.find(name, start + 1)
    parts, last = [], 0
    for start in sorted(taken):
        end, mark, _ = taken[start]
        parts += [text[last : places[start]], mark]
        last = places[end - 1] + 1
    found = [(mark, name) for _, (_, mark, name) in sorted(taken.items())]
    return "".join((*parts, text[last:])), list(dict.fromkeys(found))


def _with_short(
    text: str, found: list[tuple[str, str]], forms: Sequence[Form]
) -> tuple[str, list[tuple[str, str]]]:
    """Return a text with a mark for the one project that it calls by a short name (环卫项目)."""
    names = {form.project for form in forms if len(flat(form.project)) >= LEAST[PROJECT]}
    for match in pattern("short_project").finditer(text):
        run = match[0]
        for start in range(max(0, len(run) - LONGEST), len(run) - 1):
            name = shortened(run[start:], names, named=True)
            if name is not None and not _asks_only(run[start:]):
                at = match.start() + start
                return f"{text[:at]}{PART}{text[match.end() :]}", [*found, (PROJECT, flat(name))]
    return text, found


def _asks_only(run: str) -> bool:
    """Tell whether words ask and name nothing: 最低 is no short name of 最低生活保障金."""
    asked, left = _of_clause(run)
    return bool(asked) and not _weight(left)


@cache
def _tags() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return what may be asked of forms, in the order in which it is looked for."""
    raw: dict[str, str] = data("forms.yaml")["asked"]
    return tuple((name, regex(said)) for name, said in raw.items())


def _asked(text: str, tables: Sequence[Sheet]) -> frozenset[str] | None:
    """Return what a question asks of forms; None where it says more than is understood."""
    clauses = [m[0] for m in _CLAUSES.finditer(_without_stories(_plain(text)))]
    read = [(clause, *_of_clause(clause)) for clause in clauses]
    read = [(c, a, left + _OTHER * bool(_BESIDE.search(left))) for c, a, left in read]
    last = max((i for i, (_, asked, _) in enumerate(read) if asked), default=-1)
    told: set[str] = set()
    for i, (clause, asked, left) in enumerate(read):
        named = _named(clause)
        if i < last and not named and chatter.told(clause):
            continue
        words = "".join(_WORDS.findall(left))
        if pattern("restricts").search(words) or (asked and _weight(left) > LEFT):
            return None
        if any(_printed(run, tables) for run in _RUNS.findall(left)):
            return None
        talks = not asked and not named and chatter.asks(clause)
        if talks and words and not chatter.told(clause):
            return None
        told |= asked
    return frozenset(told)


def plainly(text: str) -> str:
    """Return a question in simple characters, without words of dialects."""
    return _plain(simplify(text).lower())


def _plain(text: str) -> str:
    """Return a question without words of dialects."""
    return pattern("how_many").sub("多少", without_dialect(text))


def _without_stories(text: str) -> str:
    """Return a question without sentences before its last that name nothing and only talk."""
    sentences = [m[0] for m in _SENTENCES.finditer(text)]
    *before, last = sentences or [text]
    kept = [s for s in before if _named(s) or not (chatter.told(s) or not chatter.asks(s))]
    return "".join((*kept, last))


def _named(text: str) -> bool:
    return any(mark in text for mark in _ORDER)


def _of_clause(clause: str) -> tuple[frozenset[str], str]:
    """Return what a clause asks of forms, and what of it is not explained."""
    asked: set[str] = set()
    counted = pattern("counted").search(clause) is not None
    for name, said in _tags():
        rest = said.sub(" ", clause)
        if rest != clause:
            asked.add(name)
            clause = rest
    if "count" in asked and asked & {"weight", "score"} and not counted:
        asked = asked - {"count"} | {"sum"}
    rest = pattern("general").sub(" ", clause)
    implied: dict[str, list[str]] = data("forms.yaml")["implied"]
    told = {more for one in asked for more in implied.get(one, (one,))}
    return frozenset(told), rest


def _weight(left: str) -> int:
    """Return how much stays unexplained: a Latin word as much as two characters."""
    return sum(2 if word.isascii() else 1 for word in _WORDS.findall(left))


def _printed(run: str, tables: Sequence[Sheet]) -> bool:
    """Tell whether words that are not explained are of a name or head that a document prints."""
    pairs = {run[i : i + 2] for i in range(len(run) - 1)}
    return any(not pairs.isdisjoint(_pairs(table)) for table in tables)


@lru_cache(maxsize=4096)
def _pairs(table: Sheet) -> frozenset[str]:
    """Return the pairs of characters of the names and heads of a table."""
    names = {flat(entry.label) for entry in table.rows if entry.kind in ("item", "field")}
    names |= {flat(part) for column in table.columns for part in column.path}
    return frozenset(name[i : i + 2] for name in names for i in range(len(name) - 1))
