"""Read what a question asks of all that a department takes in or spends.

What names income, spending, a source, basic or project spending is masked; what asks is one of a few
kinds (`qa/data/wholes.yaml`). Every clause that asks must be explained to the last word; clauses
before it may only tell a story, which restricts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache, lru_cache

from qa.regexes import regex
from qa.words.normalise import data

BASIC, PROJECT, SPENDING, INCOME, SOURCE = "ⒷⓅⒺⒾⓈ"
GENERAL, FISCAL = "Ⓖ", "Ⓣ"
_MARKS = {
    "fund": "Ⓕ", "general": GENERAL, "fiscal": FISCAL, "both": f"{BASIC}{PROJECT}", "basic": BASIC,
    "project": PROJECT, "sides": f"{INCOME}{SPENDING}", "spending": SPENDING, "income": INCOME,
}  # fmt: skip
_ANY = regex("[ⒷⓅⒺⒾⓈⒼⒻⓉ]")
_CLAUSE = regex(r"[,，。;；?？!！:：、]+")
_WORD = regex(r"[a-z']+|[^\W_a-z]+", re.I)
_ASKS = ("share", "more", "gap", "even", "amount")
_TREASURY = regex("(?<=预算)财政拨款")  # as the heads of columns call it
_BEHIND = regex(f"{SOURCE}(?:拨款|资金|收入)+")
_LEAST = regex("最[少小低]")
_GRAM, _BESIDE = 3, 2
_LONGEST = 5  # characters of a small word


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what is asked (`amount`, `share`, `compare`, `balance`) of what is named, by marks in order.

    `sources` are the names of sources of income, `printed` tells that a total is named as printed.
    """

    asked: str
    names: tuple[str, ...]
    sources: tuple[str, ...] = ()
    printed: bool = False

    @property
    def general(self) -> bool:
        """Tell whether the general budget alone is meant."""
        return GENERAL in self.names

    @property
    def fiscal(self) -> bool:
        """Tell whether only what the treasury gives is meant."""
        return FISCAL in self.names


def read(text: str, sources: Collection[str], prints: Callable[[str], int]) -> Said | None:
    """Return what a question asks, or None where a word of it is not explained."""
    masked, found = _masked(text.lower(), sources)
    rest = _rest(masked, text) or _without(masked, found, prints)
    if rest is not None:
        return rest
    clauses = [c for c in _CLAUSE.split(masked) if c.strip()]
    asking = [c for c in clauses if _asks(c)] or [c for c in clauses if _ANY.search(c)]
    if not asking or _left(asking[-1]):
        return None
    core = [c for c in clauses if (c in asking or _ANY.search(c)) and not _left(c)]
    stories = [c for c in clauses if c not in core]
    if any(_restricts(c, prints) or f"{c}、" in masked for c in stories):
        return None  # what 、 joins to what is asked is no story
    told = dict.fromkeys(_ANY.findall("".join(core)))
    if not {BASIC, PROJECT} & set(told):
        told |= dict.fromkeys(m for c in stories for m in _ANY.findall(c) if m in (BASIC, PROJECT))
    asked, names = ",".join(core), tuple(told)
    if SPENDING not in names and INCOME not in names and word("out_of").search(asked):
        names = (*names, SPENDING)
    printed = any(word(one).search(text) for one in ("printed", "even"))
    as_said = [c for c in _CLAUSE.split(text) if c.strip()]
    alike = len(as_said) == len(clauses)
    words = [c for c, mask in zip(as_said, clauses, strict=True) if mask in core] if alike else core
    kind = _kind(asked, frozenset(names), ",".join(words))
    return Said(kind, names, found, printed) if kind and len(found) < 2 else None


def alone(text: str, sources: Collection[str]) -> str:
    """Return the fund whose amount is all that a question asks for, else nothing.

    FISCAL stands for all that the treasury gives.
    """
    text = _TREASURY.sub("拨款", text.lower())
    known = sorted(filter(word("fund_alone").fullmatch, sources), key=len, reverse=True)
    for name in (*known, word("treasury_said").pattern):
        masked = _BEHIND.sub(SOURCE, text.replace(name, SOURCE))
        if masked.count(SOURCE) != 1 or not word("amount").search(masked):
            continue
        others = ("share", "more", "gap", "rest", "without", "of_another", "restricts")
        if (
            any(word(one).search(masked) for one in others)
            or _ANY.findall(_masked(masked, ())[0])[1:]
        ):
            return ""
        own = FISCAL if name not in known else name
        return "" if _left(masked) else own
    return ""


def most(text: str) -> tuple[bool, bool] | None:
    """Return whether the smallest source of income is asked for, and its share; None where neither is."""
    match = word("source_most").search(text.lower())
    if match is None or word("restricts").search(word("source_most").sub(" ", text.lower())):
        return None
    rest = f"{text[: match.start()]} {text[match.end() :]}".lower()
    share = word("share").search(rest) is not None
    left = _left(word("source_share").sub(" ", rest))
    return (
        None
        if left or _ANY.search(_masked(rest, ())[0])
        else (_LEAST.search(match[0]) is not None, share)
    )


def uses(text: str, sources: Collection[str]) -> str:
    """Return the source of income of which a question asks only what it is spent on, else nothing."""
    text = _TREASURY.sub("拨款", text.lower())
    asked = word("uses").search(text)
    if asked is None:
        return ""
    listed = word("uses_level").search(asked[0]) is not None
    said = word("uses").sub(" ", word("uses_also").sub(" ", text))
    for name in sorted(sources, key=len, reverse=True):
        masked = _BEHIND.sub(SOURCE, said.replace(name, SOURCE))
        if masked.count(SOURCE) == 1 and not word("restricts").search(masked):
            plain = not (_left(masked) or _ANY.findall(masked)[1:])
            told = listed or not word("treasury").search(name)  # of the treasury's the text tells
            return name if plain and told else ""
    return ""


def _rest(masked: str, text: str) -> Said | None:
    """Return what is left of all spending without a kind of it, where every word is explained."""
    names = frozenset(_ANY.findall(masked))
    part = names & {BASIC, PROJECT}
    leaves = word("rest").search(masked) and word("rest_idle").search(masked)
    if not (
        leaves and len(part) == 1 and names == {*part, SPENDING} and word("whole").search(text)
    ):
        return None
    said = word("rest_idle").sub(" ", word("rest").sub(" ", masked))
    if any(_left(c) for c in _CLAUSE.split(said)) or word("share").search(said):
        return None
    return Said("rest", (SPENDING, *part))


def gives(text: str) -> tuple[str, ...]:
    """Return the clauses before a last one that only asks whether something got money."""
    clauses = [c for c in _CLAUSE.split(text) if c.strip()]
    last = clauses[-1] if len(clauses) > 1 else ""
    asks = word("given").search(last) is not None
    return tuple(clauses[:-1]) if asks and not _left(word("given").sub(" ", last)) else ()


def pointed(text: str) -> str | None:
    """Return a question of a fund that its last clause points back at, in plain words."""
    clauses = [c for c in _CLAUSE.split(text) if c.strip()]
    funds = [m[0] for c in clauses[:-1] for m in word("fund", "names").finditer(c)]
    last = clauses[-1] if clauses else ""
    if not funds or not word("pointing").search(last) or not word("exists").search(last):
        return None
    rest = word("pointing").sub(" ", word("exists").sub(" ", last))
    return None if _left(rest) else str(data("wholes.yaml")["fund_asked"]).format(fund=funds[-1])


def _kind(asked: str, names: frozenset[str], text: str) -> str:
    """Return what is asked of the things that are named."""
    two = {BASIC, PROJECT} & names
    apart = any(word(one).search(asked) for one in ("more", "gap", "even"))
    if apart and {INCOME, SPENDING} == names - {FISCAL} and not word("share").search(asked):
        return "balance"
    if word("share").search(asked) or word("out_of").search(asked):
        of_spending = len(two) == 1 and names <= {*two, SPENDING, GENERAL} and SPENDING in names
        return "share" if of_spending or names == {SOURCE, INCOME} else ""
    if len(two) > 1:
        return "compare" if apart and names <= {*two, SPENDING, GENERAL} else ""
    whole = word("whole").search(text) and not word("gap").search(asked)
    return "amount" if whole and names and names <= {SPENDING, INCOME} else ""


def _without(masked: str, sources: tuple[str, ...], prints: Callable[[str], int]) -> Said | None:
    """Return what is left of all income without sources, where no other word names what is printed."""
    names = frozenset(_ANY.findall(masked))
    if names != {SOURCE, INCOME} or not word("without").search(masked):
        return None
    if word("of_another").search(masked):
        return None
    said = word("rest_idle").sub(" ", word("without").sub(" ", masked))
    left = [piece for c in _CLAUSE.split(said) for piece in _left(c).split()]
    if any(re.search(r"\d", p) or _prints(p, prints) for p in left):
        return None
    return Said("rest", (INCOME, SOURCE), sources)


def _prints(piece: str, prints: Callable[[str], int]) -> bool:
    """Tell whether a word shares three characters with what is printed, or is printed itself."""
    if len(piece) < _GRAM:
        return len(piece) > 1 and bool(prints(piece))
    return any(prints(piece[i : i + _GRAM]) for i in range(len(piece) - _GRAM + 1))


def _masked(text: str, sources: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return a text with marks for the names in it, and the sources that it names."""
    found: list[str] = []
    if (other := word("others").search(text)) and word("without").search(text[: other.start()]):
        text = word("others").sub(INCOME, text)
    if INCOME in text or word("income", "names").search(text):
        for name in sorted(sources, key=len, reverse=True):
            if name in text:
                text, found = text.replace(name, SOURCE), [*found, name]
    for name, mark in _MARKS.items():
        text = word(name, "names").sub(mark, text)
    return text, tuple(found)


def _asks(clause: str) -> bool:
    return any(word(name).search(clause) for name in _ASKS)


def _left(clause: str) -> str:
    """Return what of a clause no word explains."""
    said = _ANY.sub(" ", word("even").sub(" ", word("out_of").sub(" ", clause)))
    english = {w for w in re.findall(r"[a-z']+", said) if not _english().fullmatch(w)}
    pieces = _WORD.findall(re.sub(r"[a-z']+", " ", said))
    return " ".join(left for left in (*map(_unexplained, pieces), *english) if left)


@lru_cache(maxsize=4096)
def _unexplained(piece: str) -> str:
    """Return the fewest characters of a piece that no small words make up."""
    least = [""]
    for end in range(1, len(piece) + 1):
        ways = [least[-1] + piece[end - 1]]
        starts = range(max(0, end - _LONGEST), end)
        ways += [least[at] for at in starts if word("idle").fullmatch(piece, at, end)]
        least.append(min(ways, key=len))
    return least[-1]


def _restricts(clause: str, prints: Callable[[str], int]) -> bool:
    """Tell whether a clause may be more than a story: it names something, or leaves something out."""
    if word("restricts").search(clause):
        return True
    named = _ANY.search(clause)
    if named and not word("story").search(clause):
        return True
    for match in _ANY.finditer(clause):
        said = clause[: match.start()]
        if said.endswith("的") and _left(said):
            return True
        before = re.sub(r"\W+$", "", said)[-_BESIDE:]
        if len(before) == _BESIDE and not _ANY.search(before) and prints(before):
            return True
    pieces = [p for p in _WORD.findall(_ANY.sub(" ", clause)) if not p.isascii()]
    return any(prints(p[i : i + _GRAM]) for p in pieces for i in range(len(p) - _GRAM + 1))


@cache
def word(name: str, group: str = "") -> re.Pattern[str]:
    """Return the words of one kind."""
    words = data("wholes.yaml")
    return regex(str((words[group] if group else words)[name]), re.IGNORECASE)


@cache
def _english() -> re.Pattern[str]:
    return regex(str(data("wholes.yaml")["english"]))
