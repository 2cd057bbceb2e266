"""Mend typos by sound and by shape against the words that a corpus and the lexicon have.

A word that is right is never mended: a window is looked at only where the vocabulary does not
know it, and is left alone where ordinary words explain its characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from qa.words.dictionary import dictionary
from qa.words.sounds import function_words, looks, plain_sound, sound, sounds

_HAN_RUN = re.compile(r"[一-鿿]{2,}")
_LONGEST = 10
_FEE = "..费"
_COUNTED = re.compile("(?:几|多少)[册本幅卷篇期班场株棵头只亩吨栋幢座]")
"""What counts things behind 几 is meant as it stands: 多少册 is no 多少车."""
_ONLY_HAN = re.compile(r"[一-鿿]+")


class Words:
    """Index words by sound and by what is left when one character is lost."""

    def __init__(self, strong: frozenset[str], others: frozenset[str] = frozenset()) -> None:
        self.strong = strong
        self._all = strong | others

    @cached_property
    def grams(self) -> frozenset[str]:
        """Return all runs of four neighbouring characters of the words."""
        runs = [run for word in self._all for run in _HAN_RUN.findall(word)]
        return frozenset(run[i : i + 4] for run in runs for i in range(len(run) - 3))

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Return all pairs of neighbouring characters of the words."""
        return frozenset(word[i : i + 2] for word in self._all for i in range(len(word) - 1))

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """Return the strong words by their sounds."""
        return _sounding(self.strong)

    @cached_property
    def grams_by_sound(self) -> dict[str, list[str]]:
        """Return the runs by their sounds."""
        return _sounding(self.grams)

    @cached_property
    def begun(self) -> frozenset[str]:
        """Return the first two characters of the strong words."""
        return frozenset(word[:2] for word in self.strong)

    @cached_property
    def sounds_begun(self) -> frozenset[tuple[str, ...]]:
        """Return the first two sounds of the strong words and of the runs."""
        keys = (*self.by_sound, *self.grams_by_sound)
        return frozenset(tuple(key.split(" ", 2)[:2]) for key in keys)

    @cached_property
    def losses_begun(self) -> frozenset[str]:
        """Return the first two characters of what one lost character leaves of words."""
        return frozenset(form[:2] for form in self.by_loss)

    @cached_property
    def by_loss(self) -> dict[str, list[str]]:
        """Return words of four or more characters by what one lost character leaves of them."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.strong:
            if len(word) >= 4 and not set(word) & function_words():
                for form in losses(word):
                    found[form].append(word)
        return found


def _sounding(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        found[sounds(word)].append(word)
    return found


def _strong(words: Iterable[str]) -> frozenset[str]:
    return frozenset(w for w in words if 2 <= len(w) <= _LONGEST and _ONLY_HAN.fullmatch(w))


@lru_cache(maxsize=1)
def _common(words: tuple[str, ...]) -> Words:
    """Return the words that every corpus shares, indexed once."""
    return Words(_strong(words))


class Vocabulary:
    """Hold the words of a corpus beside those that it has in `common` with all others.

    `strong` words may be put in the place of what was typed, and of `labels` runs of four
    characters.
    """

    def __init__(
        self, strong: Iterable[str], labels: Iterable[str], common: Iterable[str] = ()
    ) -> None:
        shared = _common(tuple(common))
        own = _strong(strong)
        self.strong = shared.strong | own
        self.labels = frozenset(label for label in labels if len(label) >= 2)
        others = self.labels - shared.strong
        self._parts = (shared, Words(own - shared.strong, others))

    @cached_property
    def grams(self) -> frozenset[str]:
        """Return all runs of four neighbouring characters of labels and words."""
        return frozenset().union(*(part.grams for part in self._parts))

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Return all pairs of neighbouring characters of labels and words."""
        return frozenset().union(*(part.pairs for part in self._parts))

    def sounding(self, key: str) -> tuple[str, ...]:
        """Return the words and runs of a sound; whole words come first."""
        if not any(key in part.by_sound or key in part.grams_by_sound for part in self._parts):
            return ()
        words = {word for part in self._parts for word in part.by_sound.get(key, ())}
        runs = {run for part in self._parts for run in part.grams_by_sound.get(key, ())}
        return (*sorted(words), *sorted(runs - self.strong))

    def sounds(self, first: str, second: str) -> bool:
        """Tell whether any word or run begins with two sounds."""
        return any((first, second) in part.sounds_begun for part in self._parts)

    def loses(self, three: str) -> bool:
        """Tell whether what a lost character leaves of any word may begin as three characters do."""
        begun = (three[:2], three[:1] + three[2:], three[1:])
        return any(pair in part.losses_begun for part in self._parts for pair in begun)

    def begun(self, pair: str) -> bool:
        """Tell whether any strong word begins with two characters."""
        return any(pair in part.begun for part in self._parts)

    def losing(self, forms: Iterable[str]) -> set[str]:
        """Return the words of four or more characters of which one lost character leaves a form."""
        held = [part.by_loss for part in self._parts]
        return {word for form in forms for loss in held if form in loss for word in loss[form]}

    @cached_property
    def fees(self) -> dict[str, tuple[str, ...]]:
        """Return the printed fees of three characters by their first and last (印费: 印刷费)."""
        found: dict[str, set[str]] = defaultdict(set)
        for word in self.strong & self.labels:
            if re.fullmatch(_FEE, word):
                found[word[0] + word[-1]].add(word)
        return {form: tuple(sorted(words)) for form, words in found.items()}


def losses(word: str) -> set[str]:
    """Return what a word becomes when one character is lost."""
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


@dataclass(frozen=True, slots=True)
class _Mend:
    start: int
    end: int
    word: str
    score: float


def mend(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return text with typos mended, and each as typed and as read."""
    corrections: list[tuple[str, str]] = []
    for run in reversed(list(_HAN_RUN.finditer(text))):
        found = list(_best(_candidates(run[0], vocabulary)))
        for fix in sorted(found, key=lambda f: -f.start):
            start, end = run.start() + fix.start, run.start() + fix.end
            corrections.insert(0, (text[start:end], fix.word))
            text = text[:start] + fix.word + text[end:]
    return text, tuple(corrections)


def _best(candidates: Iterable[_Mend]) -> Iterator[_Mend]:
    """Return the best mends that do not overlap."""
    taken: list[_Mend] = []
    for fix in sorted(candidates, key=lambda f: (-f.score, f.start)):
        if not any(fix.start < t.end and t.start < fix.end for t in taken):
            taken.append(fix)
            yield fix


def _candidates(run: str, vocabulary: Vocabulary) -> Iterator[_Mend]:
    known = _known_places(run, vocabulary)
    keys = [sound(char) for char in run]
    alike = [(at, other) for at, char in enumerate(run) for other in looks().get(char, "")
             if char not in function_words()]  # fmt: skip
    for start in range(len(run) - 1):
        sounding = vocabulary.sounds(keys[start], keys[start + 1])
        losing = vocabulary.loses(run[start : start + 3])
        seen = [(at, other) for at, other in alike if start <= at < start + _LONGEST
                and vocabulary.begun(_with(run, at, other)[start : start + 2])]  # fmt: skip
        for size in range(2, min(_LONGEST, len(run) - start) + 1):
            end = start + size
            if not (sounding or losing or seen or size == len(_FEE)) or all(known[start:end]):
                continue
            window = run[start:end]
            if window in vocabulary.strong or window in vocabulary.grams:
                continue
            for word in vocabulary.sounding(" ".join(keys[start:end])) if sounding else ():
                score = _sound_score(run, start, window, word, vocabulary)
                if score and not _touches(known, start, window, word):
                    yield _Mend(start, end, word, score)
            if size == len(_FEE) and (fee := _fee_slipped(run, start, window, vocabulary)):
                yield _Mend(start, end, fee, size * 0.9)
            for word in _lookalikes(run, start, window, seen, vocabulary):
                if not _touches(known, start, window, word):
                    yield _Mend(start, end, word, size * 1.1)
            for fix in _shape(run, start, window, vocabulary) if losing and size > 2 else ():
                if not _touches(known, start, window, fix.word):
                    yield fix


def _with(run: str, at: int, other: str) -> str:
    return run[:at] + other + run[at + 1 :]


def _fee_slipped(run: str, start: int, window: str, vocabulary: Vocabulary) -> str:
    """Return the one fee of three characters of which a window may be a slip, or nothing."""
    fee = vocabulary.fees.get(window[0] + window[-1], ())
    slip = len(fee) == 1 and window[:2] not in vocabulary.pairs
    slip = slip and window[1] not in function_words()
    if slip and not _explained(run, start, len(window), [1], strict=True):
        return fee[0]
    return ""


def _lookalikes(
    run: str, start: int, window: str, seen: Sequence[tuple[int, str]], vocabulary: Vocabulary
) -> Iterator[str]:
    """Find whole words that a lookalike of one character makes, which no ordinary word explains."""
    for at, other in seen:
        if (index := at - start) < len(window):
            word = window[:index] + other + window[index + 1 :]
            if word in vocabulary.strong and not _explained(
                run, start, len(word), [index], strict=True
            ):
                yield word


def _touches(known: bytearray, start: int, window: str, word: str) -> bool:
    """Tell whether a change of equal length would alter characters that a known word explains."""
    if len(window) != len(word):
        return False
    return any(
        known[start + i] for i, (a, b) in enumerate(zip(window, word, strict=True)) if a != b
    )


def _known_places(run: str, vocabulary: Vocabulary) -> bytearray:
    """Return which characters a whole word of the vocabulary of three or more explains."""
    known = bytearray(len(run))
    for start in range(len(run)):
        for size in range(min(_LONGEST, len(run) - start), 1, -1):
            if run[start : start + size] in vocabulary.strong:
                known[start : start + size] = b"\1" * size
                break
    for counted in _COUNTED.finditer(run):
        known[counted.end() - 1] = 1
    return known


def _sound_score(run: str, start: int, window: str, word: str, vocabulary: Vocabulary) -> float:
    """Return how surely a window that sounds like a word is that word mistyped; 0 is no."""
    changed = [i for i, (a, b) in enumerate(zip(window, word, strict=True)) if a != b]
    strong = word in vocabulary.strong
    if not changed or len(changed) > max(1, len(word) // 2):
        return 0
    if any(window[i] in function_words() for i in changed) and (len(word) < 4 or not strong):
        return 0
    rest = word[1:] in vocabulary.strong or (start and word[1:] in dictionary().ordinary)
    if changed == [0] and window[0] in function_words() and rest:
        return 0  # 是统计局 is no 市统计局, 单位里退休 no 单位离退休
    exact = all(plain_sound(window[i]) == plain_sound(word[i]) for i in changed)
    if not exact and (len(word) < 4 or len(changed) > 1):
        return 0
    if _explained(run, start, len(word), changed, strict=len(word) < 3 or not strong):
        return 0
    if (len(word) == 2 and len(changed) > 1) or (len(word) < 4 and not strong):
        return 0
    if len(word) == 2 and start and run[start - 1 : start + 1] in dictionary().ordinary:
        return 0  # 镇上往区里 is no 镇上网区里
    return len(word) * (1.2 if strong else 1) * (1.1 if exact else 1)


def _explained(run: str, start: int, size: int, changed: Sequence[int], *, strict: bool) -> bool:
    """Tell whether ordinary words account for the changed characters as they stand.

    A word that reaches over the window's edge always does; one inside it does where `strict`.
    """
    words = dictionary().ordinary
    for index in changed:
        place = start + index
        for begin in range(max(0, place - 3), place + 1):
            for length in (2, 3, 4):
                end = begin + length
                if end <= place or end > len(run) or run[begin:end] not in words:
                    continue
                inside = start <= begin and end <= start + size
                if not inside or strict or length >= size:
                    return True
    return False


def _shape(run: str, start: int, window: str, vocabulary: Vocabulary) -> Iterator[_Mend]:
    """Find words of which one character is lost, added, swapped or written as a lookalike."""
    forms = {window, *losses(window)} if len(window) >= 4 else {window}
    for word in vocabulary.losing(forms):
        if abs(len(word) - len(window)) > 1 or OSA.distance(word, window) != 1:
            continue
        if word[0] != window[0] and word[-1] != window[-1]:
            continue
        if _shape_fits(run, start, window, word):
            yield _Mend(start, start + len(window), word, len(word) * 0.9)


def _shape_fits(run: str, start: int, window: str, word: str) -> bool:
    """Tell whether the difference is a slip: inside the word, and no ordinary word explains it."""
    if len(window) > len(word):  # one character too many, and not at an edge
        extra = next((i for i, (a, b) in enumerate(zip(window, word, strict=False)) if a != b), -1)
        if extra <= 0 or extra >= len(window) - 1:
            return False
        return len(word) >= 4 and not _explained(run, start, len(window), [extra], strict=True)
    if len(window) < len(word):  # one is missing: not the first or the last, which may be meant
        lost = next((i for i, (a, b) in enumerate(zip(window, word, strict=False)) if a != b), -1)
        return 0 < lost < len(word) - 1 and len(word) >= 5 and not _cut_is_word(run, start, window)
    changed = [i for i, (a, b) in enumerate(zip(window, word, strict=True)) if a != b]
    if len(changed) == 2:  # swapped, unless it is the word cut short beside another character
        if {window[:-1], window[1:]} & losses(word):
            return False
        return not _explained(run, start, len(window), changed, strict=True)
    if len(word) < 4 or changed[0] in (0, len(word) - 1) or window[changed[0]] in function_words():
        return False
    return not _explained(run, start, len(window), changed, strict=True)


def _cut_is_word(run: str, start: int, window: str) -> bool:
    """Tell whether a shortened word is made of ordinary words only (住房补贴 for 住房改革补贴)."""
    words = dictionary().ordinary
    return any(window[:cut] in words and window[cut:] in words for cut in range(2, len(window) - 1))
