"""Hold the kinds of question that are known by how people word them, and what stands for what is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from qa.asked.slots import FILE, Slot
from qa.regexes import regex
from qa.words.normalise import data

ORDER = ":"  # between a kind and the order of its letters
MONEY = "m"  # a letter for 收入 or 支出, which names nothing
_LETTER = re.compile(r"(?:百分之)?\{(\w+)\}([%％])?")
_INCOME, _SPENDING = "收入", "支出"
_PERCENT = re.compile(r"%|百分之|个百分点|\s*per ?cent", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kind:
    """Hold one kind of question: how it is said, its letters, whether the order of like ones matters."""

    name: str
    say: str
    even: bool

    @property
    def letters(self) -> tuple[str, ...]:
        """Return the letters of what it names, each once."""
        return tuple(dict.fromkeys(x for x in letters_of(self.say) if x != MONEY))


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds by their names."""
    raw: dict[str, dict[str, object]] = data(FILE)["kinds"]
    return {name: Kind(name, str(one["say"]), bool(one.get("even"))) for name, one in raw.items()}


@cache
def _accepts() -> dict[str, tuple[str, ...]]:
    return {letter: tuple(kinds) for letter, kinds in data(FILE)["letters"].items()}


@cache
def _groups() -> tuple[str, ...]:
    return tuple(data(FILE)["groups"])


@cache
def stands() -> dict[str, tuple[str, ...]]:
    """Return what stands for the first, second and third thing of each kind."""
    return {kind: tuple(names) for kind, names in data(FILE)["stands"].items()}


@cache
def asking() -> frozenset[str]:
    """Return the words that belong to how a question asks, though a document prints them as names."""
    return frozenset(str(data(FILE)["asking"]).split())


@cache
def as_they_stand() -> frozenset[str]:
    """Return the kinds that are asked for amounts as they stand."""
    return frozenset(data(FILE)["as_they_stand"])


def letters_of(wording: str) -> list[str]:
    """Return the letters of a wording in order."""
    return [letter for letter, _ in _LETTER.findall(wording)]


def order_of(said: Sequence[str]) -> str:
    """Return the order in which letters of like things are said: yx for 甲比乙 said the other way."""
    first = list(dict.fromkeys(said))
    like = ("".join(x for x in first if x in group) for group in _groups())
    return "".join(letters for letters in like if len(letters) > 1)


def label_of(kind: Kind, said: Sequence[str]) -> str:
    """Return what a wording is learned as: its kind, with the order of its letters where that matters."""
    order = "" if kind.even else order_of(said)
    return f"{kind.name}{ORDER}{order}" if order else kind.name


def filled(wording: str, names: Mapping[str, Sequence[str]]) -> str:
    """Return a wording with names for its letters: `names` of each letter's first kind, in order."""
    given: dict[str, str] = {}
    counts: dict[str, int] = {}
    for letter in dict.fromkeys(letters_of(wording)):
        kind = letter if letter in names else _accepts().get(letter, (letter,))[0]
        at = counts.get(kind, 0)
        counts[kind] = at + 1
        known = names.get(kind, ("",))
        given[letter] = known[min(at, len(known) - 1)]
    return _LETTER.sub(lambda m: given[m[1]], wording)


def framed(text: str, slots: Iterable[Slot]) -> str:
    """Return a question with what stands for each thing that it names."""
    counts: dict[str, int] = {}
    known: dict[str, str] = {}
    parts, at = [], 0
    for slot in slots:
        if slot.text not in known:
            names = stands()[slot.kinds[0]]
            count = counts.get(slot.kinds[0], 0)
            counts[slot.kinds[0]] = count + 1
            known[slot.text] = names[min(count, len(names) - 1)]
        parts += [text[at : slot.start], known[slot.text]]
        at = slot.end
    return "".join((*parts, text[at:]))


def keeps(kind: Kind, frame: str) -> bool:
    """Tell whether a kind is said with the words that change what is asked wherever they stand."""
    said = bare(frame)
    return all(regex(w).search(kind.say) for w in data(FILE)["kept"] if regex(w).search(said))


def bare(frame: str) -> str:
    """Return a question with bars for what stands for the things that it names."""
    names = sorted((name for named in stands().values() for name in named), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, names)), "|", frame)


def is_plain(frame: str) -> bool:
    """Tell whether a question asks for an amount in the plainest words."""
    return bare(frame).strip("|,。?的") in data(FILE)["plain"]


def placed(label: str, slots: Sequence[Slot]) -> dict[str, Slot] | None:
    """Return which named thing each letter of a learned label stands for, None where they do not fit."""
    name, _, order = label.partition(ORDER)
    kind = kinds().get(name)
    if kind is None or len(kind.letters) != len(slots):
        return None
    best: tuple[float, dict[str, Slot]] | None = None
    for mixed in permutations(slots):
        given = dict(zip(kind.letters, mixed, strict=True))
        cost = _cost(given)
        if cost is None or (best is not None and cost >= best[0]):
            continue
        said = order_of(sorted(kind.letters, key=lambda x: given[x].start))
        if said == (order or order_of(sorted(kind.letters))):
            best = cost, given
    return None if best is None else best[1]


def _cost(given: Mapping[str, Slot]) -> float | None:
    """Return how far things are from what letters stand for, None where one cannot be that."""
    cost = 0.0
    for letter, slot in given.items():
        accepted = _accepts().get(letter, ())
        found = next((kind for kind in accepted if kind in slot.kinds), None)
        if found is None:
            return None
        cost += slot.kinds.index(found) + accepted.index(found) / 10
    return cost


def said(kind: Kind, given: Mapping[str, Slot], text: str) -> str:
    """Return a kind said of things; `text` tells whether income is meant or spending."""
    money = _INCOME if "收" in text else _SPENDING

    def name(match: re.Match[str]) -> str:
        letter, rest = match[1], match[2] or ""
        if letter == MONEY:
            return money + rest
        own = given[letter].text
        return f"{_PERCENT.sub('', own)}%" if "percent" in _accepts()[letter] else own + rest

    return _LETTER.sub(name, kind.say)
