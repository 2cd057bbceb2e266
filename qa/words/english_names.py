"""Find the printed name that English words mean, by the English of the name's own words.

A word that means nothing may be spelled Chinese: the name of a place, a river, a road.

Every word inside a printed name has its English in CC-CEDICT and in the word lists; a name is told
by how many of the words asked it has, weighted by rarity, and by how much of it they explain.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import fsum, log

from qa.linking.text import bare, unnumbered
from qa.words import lexicon
from qa.words.english import meanings, stem
from qa.words.english_kinds import asked_words, general, is_general, measures, says_nothing
from qa.words.english_meanings import Part, parts_of, share_of, weights_of
from qa.words.english_spelled import is_spelled, spelled_by

MOST = 0.6  # of a name's characters that are told, where it stands for the words
FEW = 0.2  # of them, where the name is one of few
SOME = 0.3  # of them, where only those that are told do
COMMON = 0.2  # of a word's rarity, where it is for any money or any project
BESIDE = 0.6  # for each word right beside a run that a name does not tell
IDLE = 0.5  # of the rarity of a word that says little, where a name tells it: running, other, one
REACH = 3  # words from a run to one that says little and is of its name too
FULL = (
    0.9  # of a name that is told, and of what is said that it tells, where no term is meant instead
)
HALF = 0.45  # of them, where all that is said is told
PATH = 2  # names that a path has at least, and characters of each
PAIR = 2  # telling words by which one name is told alone
SURE = 0.8  # of what a run of words says that a name tells, where it stands for them
ALIKE = 0.9  # of the best name's score, where another is as well told
MORE = 1.1  # of what another name tells, where one tells more of what is said
_INSIDE = re.compile(r"^(?:其中[:：]?|项目名称\s+)")
_TAIL = re.compile(r"(?:支出|经费|专项|项目|数量|个数|次数|工作|情况|费)+$")
_RATE = re.compile("(?:满意[度率]|率|占比|比例)$")
_EACH = re.compile("[均每单]")
_REST, _OTHER = frozenset({"other"}), "其他"
_COSTS = frozenset({"cost", "price"})
_PRICED = re.compile("成本|造价|单价|价格|费")
_NUMBER = re.compile("(?:[数量次场率度]|面积|时间|时限|长度|里程)$")
AVERAGES = {"平均": "average", "人均": "capita", "平均每": "each", "平均每个": "each"}
NEAR = 2  # words between a name and what says that it is for each
_KIND = re.compile("类$")
_LEAD = re.compile(r"^(?:开展|完成|举办|组织|召开|推进|实施|新增|加强|做好)")
_ASIDE = re.compile(r"[（(][^（()）]{3,}[）)]$")
_BEFORE = 5  # characters before brackets that are a name by themselves
_TOLD = 0.5  # of a meaning that is said, where its word is told


@dataclass(frozen=True, slots=True)
class Found:
    """Hold a printed name with the places of the words that tell it."""

    label: int
    told: str
    first: int
    last: int
    score: float
    explained: float
    sure: float
    mass: float
    to_end: bool


def _pieces(label: str) -> list[str]:
    """Return a label and what stands before its brackets, the names in one that is a path instead."""
    pieces = label.split("/")
    if len(pieces) > PATH:
        return [p for p in pieces if len(p) > PATH]
    before = _ASIDE.sub("", label)
    return [label, before] if len(before) >= _BEFORE else [label]


def plain(label: str) -> str:
    """Return a printed label without its number and what only says that it is inside."""
    return _INSIDE.sub("", unnumbered(label))


class Names:
    """Find printed names by English words."""

    def __init__(self, labels: Iterable[str]) -> None:
        named = map(plain, labels)
        whole = (part for x in named for part in _pieces(x))
        self._labels = tuple(dict.fromkeys(x for x in whole if len(bare(x)) > 1))
        self._spells: dict[str, dict[int, list[Part]]] = {}

    @cached_property
    def labels(self) -> frozenset[str]:
        """Return the names in bare form."""
        return frozenset(map(bare, self._labels))

    @cached_property
    def _index(self) -> dict[str, dict[int, list[Part]]]:
        found: dict[str, dict[int, list[Part]]] = defaultdict(dict)
        for i, label in enumerate(self._labels):
            for part in parts_of(bare(label)):
                for one in part.stems:
                    found[one].setdefault(i, []).append(part)
        return found

    def rarity(self, one: str) -> float:
        """Return how much a stem tells: little where many names have it."""
        common = COMMON if one in general() else 1.0
        return common * log(1 + len(self._labels) / (1 + len(self._having(one))))

    def _key(self, word: str) -> str:
        """Return the stem of a word, one that no name tells and that is spelled Chinese as it is."""
        one, said = stem(word), word.lower()
        return said if one not in self._index and is_spelled(said) else one

    def _having(self, one: str) -> dict[int, list[Part]]:
        """Return the names with a word that a stem tells, or that it spells where it tells none."""
        return self._index.get(one) or self._spelling(one)

    def _spelling(self, one: str) -> dict[int, list[Part]]:
        """Return the names with characters that letters spell: canger → 苍耳."""
        if one not in self._spells:
            self._spells[one] = dict(self._spelled(one)) if is_spelled(one) else {}
        return self._spells[one]

    def _spelled(self, one: str) -> Iterator[tuple[int, list[Part]]]:
        for i, label in enumerate(self._labels):
            name = bare(label)
            runs = (spelled_by(name, start, one) for start in range(len(name)))
            parts = [Part(a, b, frozenset({one}), 1.0) for a, b in filter(None, runs)]
            if parts:
                yield i, parts

    def best(
        self, words: Sequence[str], *, money: bool = False, leave: Collection[str] = ()
    ) -> tuple[str, int, int] | None:
        """Return the name that a run of words tells best and the run; None where none is sure.

        What the words tell of a name stands for it where they may tell another as well. Where
        `money` is asked for, no number, rate or measure is meant if a word says none and other
        names are told; names to `leave` only where no other is told about as well.
        """
        found = self.told(words)
        if leave:
            found = _rather(found, lambda f: bare(self._labels[f.label]) not in leave)
        if _REST & set(map(str.lower, words)):
            found = _rather(found, lambda f: _OTHER in self._labels[f.label])
        if _COSTS & set(map(lexicon.singular, words)):
            found = _rather(found, lambda f: bool(_PRICED.search(self._labels[f.label])))
        if money and not measures() & set(map(lexicon.singular, words)):
            found = [f for f in found if not _NUMBER.search(self._labels[f.label])] or found
        if not found or found[0].explained < SOME:
            return None
        first = _fuller(found)
        same = bare(self._labels[first.label])  # 运行维护 and 运行 are one name
        others = (f for f in found if f.label != first.label)
        near = [f for f in others if f.score > found[0].score * ALIKE]
        near = [f for f in near if bare(self._labels[f.label]) != same]
        near = [f for f in near if f.mass * MORE >= first.mass]
        alone = first.first == first.last and not is_spelled(words[first.first].lower())
        if alone or first.sure < MOST:
            return None  # one word by itself may mean much else
        whole = first.explained >= MOST or (first.sure >= SURE and first.explained >= HALF)
        if not first.to_end and _RATE.search(self._labels[first.label]):
            return first.told, first.first, first.last  # a rate that is not said
        if self._lacks(first, words) and first.explained < MOST:
            return first.told, first.first, first.last
        if (whole and not near) or self._alone(first, words):
            return self._labels[first.label], first.first, first.last
        return first.told, first.first, first.last

    def in_full(self, words: Sequence[str]) -> tuple[str, int, int] | None:
        """Return the name of which a run of words tells nearly all, and nothing besides."""
        found = next(iter(self.told(words)), None)
        if found is None or found.explained < FULL or found.sure < FULL:
            return None
        return self._labels[found.label], found.first, found.last

    def averaged(self, words: Sequence[str]) -> tuple[str, int, int] | None:
        """Return the one name of what is so much for each thing or on average, as words ask for."""
        at = [i for i, word in enumerate(words) if word in AVERAGES]
        if not at:
            return None
        said = [AVERAGES.get(word, word) for word in words]
        found = [f for f in self.told(said) if _EACH.search(self._labels[f.label])]
        found = [f for f in found if f.first - NEAR <= at[0] <= f.last + NEAR]
        if not found or found[0].explained < SOME or found[0].sure < SURE:
            return None
        first, *rest = found
        if any(f.label != first.label and f.score > first.score * ALIKE for f in rest):
            return None
        return self._labels[first.label], min(first.first, at[0]), max(first.last, at[0])

    def single(self, words: Sequence[str]) -> tuple[str, int, int] | None:
        """Return the first printed name that one word by itself says in full; none of any budget."""
        for at, word in enumerate(words):
            if is_general(word) or lexicon.singular(word) in asked_words():
                continue
            for chinese in told_by(word):
                if name := self._by_core.get(bare(chinese)) or self._by_core.get(_core(chinese)):
                    return name, at, at
        return None

    @cached_property
    def _by_core(self) -> dict[str, str]:
        """Return the names by their bare form and by what they are of: 货物 → 货物类."""
        found = {bare(label): label for label in reversed(self._labels)}
        for label in sorted(self._labels, key=len):
            found.setdefault(_core(label), label)
        return found

    def _lacks(self, found: Found, words: Sequence[str]) -> bool:
        """Tell whether a name lacks a word in the midst of those that tell it."""
        inside = words[found.first : found.last + 1]
        keys = (self._key(w) for w in inside if not is_general(w))
        return any(found.label not in self._having(one) for one in keys)

    def _alone(self, found: Found, words: Sequence[str]) -> bool:
        """Tell whether a name is the only one that has all that a run of words says.

        A word right beside the run is of another name: (postnatal monitoring) equipment renewal.
        """
        beside = (i for i in (found.first - 1, found.last + 1) if 0 <= i < len(words))
        if found.sure < SURE or not all(is_general(words[i]) for i in beside):
            return False
        said = {self._key(w) for w in words[found.first : found.last + 1] if not is_general(w)}
        having = [self._having(one).keys() for one in said]
        both = set.intersection(*map(set, having)) if len(having) >= PAIR else set()
        return both == {found.label}

    def only(self, words: Sequence[str]) -> tuple[str, int, int] | None:
        """Return the one name that the last telling words are of, with none right before them."""
        last = max((i for i, word in enumerate(words) if not says_nothing(word)), default=None)
        ends = (f for f in self.told(words) if f.last == last)
        found = [f for f in ends if f.first == 0 or says_nothing(words[f.first - 1])]
        if not found or found[0].explained < FEW or found[0].sure < SURE:
            return None
        first = found[0]
        if any(f.label != first.label and f.score > first.score * ALIKE for f in found[1:]):
            return None
        return self._labels[first.label], first.first, first.last

    def name(self, found: Found) -> str:
        """Return the name that is found."""
        return self._labels[found.label]

    def ends(self, found: Found, stems: Sequence[str]) -> bool:
        """Tell whether what a name ends with is among some stems."""
        name = bare(self._labels[found.label])
        parts = (p for p in parts_of(name) if p.end == len(name))
        return any(p.stems & set(stems) for p in parts)

    def told(self, words: Sequence[str]) -> list[Found]:
        """Return every run of words that tells a name, the best first."""
        stems = list(map(self._key, words))
        telling = [i for i, word in enumerate(words) if not says_nothing(word)]
        having: dict[int, list[int]] = defaultdict(list)
        for place in telling:
            for label in self._having(stems[place]):
                having[label].append(place)
        runs = (run for i, at in having.items() for run in self._runs(i, stems, telling, at))
        return sorted(runs, key=lambda f: f.score, reverse=True)

    def _runs(
        self, label: int, stems: Sequence[str], telling: Sequence[int], at: Sequence[int]
    ) -> Iterator[Found]:
        """Find the runs of words that tell a name, with how well each does."""
        name = bare(self._labels[label])
        lead = _LEAD.match(name)
        core = slice(lead.end() if lead else 0, len(_TAIL.sub("", name)))
        core = core if len(name[core]) > len(name) / 2 else slice(0, len(name))
        weights = weights_of(name)
        idle = self._idle(label, stems, telling)
        for first, last in ((a, b) for a in at for b in at if b >= a):
            if all(stems[p] in general() for p in at if first <= p <= last):
                continue
            asked = [stems[p] for p in telling if first <= p <= last]
            begin, end = _reaching(first, last, idle, telling)
            little = {stems[p] for p in idle if begin <= p <= end} - set(asked)
            hit, told = [0.0] * len(name), dict.fromkeys((*asked, *little), 0.0)
            for part in {p for one in told for p in self._having(one).get(label, ())}:
                share = part.weight * len(part.stems & told.keys()) / len(part.stems)
                for one in part.stems & told.keys():
                    told[one] = max(told[one], share**0.5)
                for i in range(part.start, part.end):
                    hit[i] = max(hit[i], share)
            explained = sum(hit[core]) / len(hit[core])
            explained = max(explained, share_of(hit[core], weights[core]))
            mass = fsum(self.rarity(one) * told[one] for one in dict.fromkeys(asked))
            sure = mass / fsum(map(self.rarity, dict.fromkeys(asked)))
            mass += IDLE * fsum(self.rarity(one) * told[one] for one in sorted(little))
            beside = sum(p in telling and p not in at for p in (begin - 1, end + 1))
            said = "".join(c for c, share in zip(name, hit, strict=True) if share >= _TOLD)
            yield Found(label, said, begin, end, mass * sure * explained * BESIDE**beside,
                        explained, sure, mass, hit[-1] >= _TOLD)  # fmt: skip

    def _idle(self, label: int, stems: Sequence[str], telling: Sequence[int]) -> list[int]:
        """Return the places of words that say little by themselves but that a name has a word for."""
        silent = set(range(len(stems))).difference(telling)
        return [
            p
            for p in sorted(silent)
            if len(stems[p]) >= PAIR and label in self._index.get(stems[p], ())
        ]


def _reaching(
    first: int, last: int, idle: Sequence[int], telling: Sequence[int]
) -> tuple[int, int]:
    """Return a run with the words near it that say little, up to the next that tells something."""
    before = [p for p in idle if first - REACH <= p < first]
    behind = [p for p in idle if last < p <= last + REACH]
    before = [p for p in before if not any(p < q < first for q in telling)]
    behind = [p for p in behind if not any(last < q < p for q in telling)]
    return min([*before, first]), max([*behind, last])


def _rather(found: list[Found], fits: Callable[[Found], bool]) -> list[Found]:
    """Return the names that fit where the best of them is told about as well as any."""
    kept = list(filter(fits, found))
    return kept if kept and kept[0].score >= found[0].score * MOST else found


def _fuller(found: Sequence[Found]) -> Found:
    """Return the best name, one that is as well told by the same words and by more before it."""
    first = found[0]
    for f in found[1:]:
        if f.score <= found[0].score * ALIKE:
            break
        longer = f.first <= first.first and first.last <= f.last
        if longer and f.sure >= first.sure and f.mass > first.mass * MORE:
            first = f
    return first


@lru_cache(maxsize=4096)
def told_by(word: str) -> tuple[str, ...]:
    """Return what one word says as it stands: by the lists, by the dictionary where they lack it."""
    return lexicon.meant(word) or meanings(word)


def _core(name: str) -> str:
    """Return what a name is of: without what says that it is money, a number or a kind."""
    said = bare(name)
    return _KIND.sub("", _TAIL.sub("", said)) or said
