"""Find the words of an English question that nothing of its answer accounts for: a football stadium is no 体育场馆.

A word is accounted for where the evidence of an answer prints one of its meanings, where it only asks or talks,
and where it stands beside the Chinese name that it says. What is not meant (not for vehicles) need not be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qa.checking import doubt
from qa.checking.english_undone import undone
from qa.query import Answer
from qa.regexes import regex
from qa.words import lexicon
from qa.words.english import mended, senses_of, stem
from qa.words.english_frames import replacements
from qa.words.english_kinds import asked_words, general, says_nothing
from qa.words.english_meanings import LONGEST, meanings_of
from qa.words.english_parts import talk, weighty
from qa.words.english_spelled import is_spelled, spelled_by
from qa.words.normalise import data, simplify

if TYPE_CHECKING:
    from qa.view import Explained, View

TERMS = 4  # words of the longest term
NAMED = 0.1  # likelihood of a wrong answer below which a name given in Chinese is enough
TOLD = 0.5  # of a meaning's words, where one of them is told
_WORD = regex(r"[A-Za-z]+(?:'[a-z]+)?")
_HAN = regex(r"[一-鿿]+")
_NAMED = regex(r"[一-鿿]{2,}")
_GIVEN = regex(r"[一-鿿]{3,}")
_ASIDE = regex(r"\([^()]*\)|（[^（）]*）")
_SENTENCE = regex(r"[^.!?;:]+(?:\.(?=\d)[^.!?;:]*)*[.!?;:]*")
_CODE = regex(r"(?<![\d.,])\d{5,}(?![\d.,]*(?:元|万|yuan|RMB))")
_QUOTES = regex('[“”‘’"《》]')
_UNFOUND = regex(r"“[^”]*” was not found|(?:The documents do not|There is no)[^.]*\.")
_EITHER = regex(r"[A-Za-z' -]+/[A-Za-z' -]+|[A-Za-z'-]+ or (?:the |a |an )?[A-Za-z'-]+")
_STROKE = regex(r"/| or ")
_SPELLED = regex(r"(?<=[a-z])'(?=(?:a|e(?!d\b)|o(?!f\b))[a-z])")  # Xi'an, Cang'er
_BESIDE = 6  # words before a Chinese name in brackets that say the same


@dataclass(frozen=True, slots=True)
class _Word:
    """Hold a word of a question with its place."""

    text: str
    start: int
    end: int


def checked(view: View, question: str, done: Explained, earlier: Sequence[str] = ()) -> Explained:
    """Return an answer to an English question, or a question back where words of it are left aside."""
    words = unanswered(view, question, done)
    return done if words is None else doubt.asked_back(view, done, earlier, words)


def unanswered(view: View, question: str, done: Explained) -> tuple[str, ...] | None:
    """Return the words that an answer in figures or sentences leaves aside of an English question.

    None where it leaves nothing of it, no words where what is asked was not done.
    """
    answer = done.answer
    if answer.language != "en" or answer.route not in doubt.ANSWERED or not answer.citations:
        return None
    printed = evidence(view, answer)
    words = () if _is_named(view, question, done, printed) else left(question, printed)
    return words if words or undone(question, answer, printed) else None


def _is_named(view: View, question: str, done: Explained, printed: str) -> bool:
    """Tell whether an answer is likely of the very name that a question gives in Chinese."""
    named = any(name in printed for name in _GIVEN.findall(question))
    return named and doubt.likelihood(view, done) < NAMED


def evidence(view: View, answer: Answer) -> str:
    """Return all that an answer says in Chinese, and that stands at its figures and sentences."""
    catalogue = view.catalogue
    said = _UNFOUND.sub("", answer.answer)
    printed: list[str | None] = [*_HAN.findall(said)]
    for c in answer.citations:
        printed += [c.department, c.annex, c.table, c.row, c.column, c.section, c.quote, c.doc]
        if c.row_id in catalogue.rows:
            entry = catalogue.rows[c.row_id]
            table = catalogue.tables[entry.table_id]
            printed += [entry.text, *entry.parents, table.title, table.subject]
    for value in answer.values:
        printed += [value.label, value.column, value.unit]
    return _QUOTES.sub("", " ".join(filter(None, printed)))


def left(question: str, evidence: str) -> tuple[str, ...]:
    """Return the telling words of an English question that evidence does not account for, in order."""
    if _pattern("why").match(question) or any(c in evidence for c in _CODE.findall(question)):
        return ()  # a reason explains what is told before, and a code names its row alone
    text = _without_names(_plain(simplify(question)), evidence)
    words = [_Word(m[0].lower().removesuffix("'s"), *m.span()) for m in _WORD.finditer(text)]
    busy = set(_in_terms(words, evidence)) | set(_in_either(text, words, evidence))
    found = (w.text for i, w in enumerate(words) if i not in busy and _tells(w.text))
    known = (w for w in found if senses_of(w))  # of others nothing says what would account for them
    return tuple(dict.fromkeys(w for w in known if not _accounted(w, evidence)))


def _plain(question: str) -> str:
    """Return what of a question asks: without what is only told before, and what is not meant."""
    for said, again in replacements("turned"):
        question = said.sub(again, question)
    told = [one for one in _SENTENCE.findall(question) if one.strip()]
    asking = [one for one in told if _pattern("asks").search(one) and not _is_story(one)]
    return _pattern("without").sub(" ", mended(_SPELLED.sub("", "".join(asking or told))))


def _is_story(sentence: str) -> bool:
    """Tell whether a sentence only tells why something is asked."""
    return not sentence.rstrip().endswith("?") and bool(_pattern("story").match(sentence.strip()))


def _without_names(text: str, evidence: str) -> str:
    """Return a text without what its Chinese names, which evidence prints, say in English beside them."""
    for aside in list(_ASIDE.finditer(text))[::-1]:
        named = [name for name in _NAMED.findall(aside[0]) if name in evidence]
        before = text[: aside.start()]
        if named:  # a body-worn recorder (执法记录仪)
            said = [m.start() for m in _WORD.finditer(before)][-_BESIDE:]
            cut = max((m.end() for m in re.finditer(r"[,.;:?!]", before)), default=0)
            text = before[: max([cut, *said[:1]])] + " " + text[aside.end() :]
        elif _HAN.search(before[-3:]):  # “智博会” (Smart China Expo)
            text = f"{before} {text[aside.end() :]}"
    return text


def _in_terms(words: Sequence[_Word], evidence: str) -> Iterator[int]:
    """Give the places of words that are of a term which evidence prints."""
    for size in range(TERMS, 1, -1):
        for at in range(len(words) - size + 1):
            term = tuple(lexicon.singular(w.text) for w in words[at : at + size])
            known = (lexicon.english().get(term, ""), *lexicon.english_names().get(term, ()))
            if any(
                one and one in evidence for one in (*known, *lexicon.english_words().get(term, ()))
            ):
                yield from range(at, at + size)
    said = " ".join(w.text for w in words)
    places = [i for i, word in enumerate(words) for _ in f"{word.text} "]
    for pattern, printed in _terms():
        for match in pattern.finditer(said):
            if printed.search(evidence):
                yield from range(places[match.start()], places[match.end() - 1] + 1)


def _in_either(text: str, words: Sequence[_Word], evidence: str) -> Iterator[int]:
    """Give the places of words between which a stroke stands, where one side is accounted for."""
    for match in _EITHER.finditer(text):
        inside = [
            i for i, w in enumerate(words) if match.start() <= w.start and w.end <= match.end()
        ]
        cut = _STROKE.search(match[0])
        if cut is None:
            continue
        sides: tuple[list[int], list[int]] = ([], [])
        for i in inside:
            sides[words[i].start > match.start() + cut.start()].append(i)
        if any(s and all(_accounted(words[i].text, evidence) for i in s) for s in sides):
            yield from inside


def _tells(word: str) -> bool:
    """Tell whether a word names something: no word that asks, talks or is of anything."""
    one = lexicon.singular(word)
    if says_nothing(word) or {word, one} & (talk() | _asking() | weighty() | asked_words()):
        return False
    return stem(word) not in general() and not (word.endswith("ly") and len(word) > LONGEST)


def _accounted(word: str, evidence: str) -> bool:
    """Tell whether evidence prints a word as it is, one of its meanings, or what it spells."""
    if printed := data("english_left.yaml")["shared"].get(lexicon.singular(word)):
        return regex(printed).search(evidence) is not None
    if word in evidence.lower() or any(sense in evidence for sense in senses_of(word)):
        return True
    if _stems(evidence).get(stem(word), 0.0) >= TOLD:
        return True
    return is_spelled(word) and any(spelled_by(evidence, i, word) for i in range(len(evidence)))


@lru_cache(maxsize=64)
def _stems(evidence: str) -> dict[str, float]:
    """Return the stems of what evidence means in English, with the share of a meaning that each is."""
    found: dict[str, float] = {}
    for run in _HAN.findall(evidence):
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + LONGEST) + 1):
                whole = 1.0 if end - start > 1 else TOLD
                for meaning in meanings_of(run[start:end]):
                    for one in meaning:
                        found[one] = max(found.get(one, 0.0), whole / len(meaning))
    return found


@cache
def _asking() -> frozenset[str]:
    return frozenset(data("english_left.yaml")["asking"].split())


@cache
def _terms() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    known = data("english_left.yaml")["terms"].items()
    return tuple((regex(said, re.IGNORECASE), regex(printed)) for said, printed in known)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(data("english_left.yaml")[name], re.IGNORECASE)
