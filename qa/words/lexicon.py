"""Know what everyday words of Chinese and English may mean in a budget."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

from qa.linking.text import bare
from qa.query import Hint

_TOKEN = re.compile(r"[A-Za-z]+(?:['&][A-Za-z]+)*|\d+")


@dataclass(frozen=True, slots=True)
class Sense:
    """Hold what a word may mean: alternatives, or several terms that are meant together."""

    word: str
    hints: tuple[Hint, ...]
    together: bool = False


def _rows(name: str) -> Iterator[list[str]]:
    text = (files("qa") / "data" / name).read_text(encoding="utf-8")
    for row in csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row and row[0].strip() and not row[0].startswith("#"):
            yield row + [""] * (7 - len(row))


def _hints(row: list[str]) -> tuple[Hint, ...]:
    terms, codes = row[1].split("+"), row[2].split("+")
    codes += [""] * (len(terms) - len(codes))
    return tuple(
        Hint(
            term=term.strip(),
            weight=float(row[5] or 1),
            code=code.strip() or None,
            kinds=tuple(kind for kind in row[3].split(",") if kind),
            column=row[4] or None,
            caution=row[6] or None,
        )
        for term, code in zip(terms, codes, strict=False)
    )


@cache
def senses() -> dict[str, Sense]:
    """Return the lexicon by bare word; formal terms stand for themselves."""
    hints: dict[str, dict[tuple[str, str | None], Hint]] = defaultdict(dict)
    together: dict[str, tuple[Hint, ...]] = {}
    for row in _rows("lexicon.tsv"):
        for word in filter(None, (bare(word) for word in row[0].split("|"))):
            found = _hints(row)
            if len(found) > 1:
                together[word] = found
            for hint in found:
                hints[word].setdefault((hint.term, hint.code), hint)
    for row in _rows("lexicon.tsv"):
        for hint in _hints(row):
            hints[bare(hint.term)].setdefault((hint.term, hint.code), hint)
    return {
        word: Sense(word, together.get(word) or _ranked(found), word in together)
        for word, found in hints.items()
    }


def _ranked(found: dict[tuple[str, str | None], Hint]) -> tuple[Hint, ...]:
    return tuple(sorted(found.values(), key=lambda hint: -hint.weight))


def sense(word: str) -> Sense | None:
    """Return what a word means, or None where the lexicon does not know it."""
    return senses().get(bare(word))


@cache
def classes() -> tuple[str, ...]:
    """Return the items of the classification of expenditure, by function and by economic use."""
    return tuple(row[1] for row in _rows("english_classes.tsv"))


@cache
def english() -> dict[tuple[str, ...], str]:
    """Return English phrases as singular lower-case tokens → Chinese."""
    found: dict[tuple[str, ...], str] = {}
    for row in chain(_rows("english.tsv"), _rows("english_classes.tsv")):
        for phrase in row[0].split("|"):
            tokens = tuple(singular(token) for token in _TOKEN.findall(phrase))
            if tokens:
                found.setdefault(tokens, row[1])
    return found


@cache
def english_words() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return English words as singular lower-case tokens → what they may mean inside names."""
    return _meanings("english_words.tsv")


@cache
def english_names() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return English words as singular tokens → the words of names that they may be said for."""
    return _meanings("english_names.tsv")


def meant(word: str) -> tuple[str, ...]:
    """Return what the lists have for one English word as it stands."""
    key = (singular(word),)
    known = english().get(key)
    return (
        *((known,) if known else ()),
        *english_words().get(key, ()),
        *english_names().get(key, ()),
    )


def _meanings(name: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in _rows(name):
        for phrase in row[0].split("|"):
            tokens = tuple(singular(token) for token in _TOKEN.findall(phrase))
            found[tokens] = (*found.get(tokens, ()), *row[1].split())
    return found


@cache
def english_measures() -> frozenset[str]:
    """Return the English words for what is measured, which a name must have if a question does."""
    rows = (row for row in _rows("english_words.tsv") if row[2] == "measure")
    return frozenset(singular(word) for row in rows for word in row[0].split("|"))


@cache
def _longest() -> dict[str, int]:
    longest: dict[str, int] = {}
    for tokens in english():
        longest[tokens[0]] = max(longest.get(tokens[0], 0), len(tokens))
    return longest


def singular(token: str) -> str:
    """Return an English word in small letters and in the singular."""
    token = token.lower().removesuffix("'s")
    if len(token) > 4 and token.endswith("ies"):
        return token[:-3] + "y"
    if len(token) > 4 and token.endswith(("ches", "shes", "sses", "xes")):
        return token[:-2]
    if len(token) > 3 and token.endswith("s") and not token.endswith(("ss", "us", "is")):
        return token[:-1]
    return token


@dataclass(frozen=True, slots=True)
class Translated:
    """Hold an English phrase of a text by its place, its number of words and its Chinese."""

    start: int
    end: int
    size: int
    chinese: str


def phrases(text: str) -> tuple[Translated, ...]:
    """Return every known English phrase of a text, longest first at each place."""
    tokens = [(m.start(), m.end(), singular(m[0])) for m in _TOKEN.finditer(text)]
    if not any(token[2].isalpha() for token in tokens):
        return ()
    found: list[Translated] = []
    index = 0
    while index < len(tokens):
        length, chinese = _match(tokens, index) or (1, "")
        if chinese:
            end = tokens[index + length - 1][1]
            found.append(Translated(tokens[index][0], end, length, chinese))
        index += length
    return tuple(found)


def translate(text: str, leave: Callable[[Translated], bool] = lambda _: False) -> str:
    """Return text with every known English phrase replaced by its Chinese term, but those left."""
    found = [phrase for phrase in phrases(text) if not leave(phrase)]
    if not found:
        return text
    pieces: list[str] = []
    done = 0
    for phrase in found:
        pieces.append(text[done : phrase.start] + f" {phrase.chinese} ")
        done = phrase.end
    return re.sub(r" +", " ", "".join(pieces) + text[done:]).strip()


def _match(tokens: list[tuple[int, int, str]], index: int) -> tuple[int, str] | None:
    most = min(_longest().get(tokens[index][2], 0), len(tokens) - index)
    for length in range(most, 0, -1):
        key = tuple(token[2] for token in tokens[index : index + length])
        chinese = english().get(key)
        if chinese is not None:
            return length, chinese
    return None
