"""Say an English clause in Chinese by its parts, in whatever order they stand: what it names, what it asks.

What asks is cut out by the first kind whose cues stand in the clause (`qa/data/english_parts.yaml`), the
rest is named by what the documents print. Words that tell nothing of either are `left`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from qa.regexes import regex
from qa.words import english, lexicon
from qa.words.english_frames import replacements, terms_of
from qa.words.english_question import HEADED, LEAD_IN, LETTERS, LISTED, TOKEN, Translator, is_idle
from qa.words.normalise import data

_SET = regex(r"<([A-Z]+)>")
_LONGEST = 4  # words that are read as one
_CUT = " "
_LY = frozenset(
    [
        "family",
        "supply",
        "assembly",
        "elderly",
        "monthly",
        "daily",
        "yearly",
        "quarterly",
        "weekly",
        "early",
        "friendly",
    ]
)
_IT = regex("它(?!们)")  # where something else is named
_OWN = regex(r"(?:i|we|my \w+|our \w+|they|he|she)\b", re.IGNORECASE)
_ASKS = regex(
    r"\b(?:how|what|which|who|whose|why|when|where|want|wanted|need|needed|meant|mean|tell|after|like to see)\b",
    re.IGNORECASE,
)
_NUMBERS = dict(
    zip(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        "23456789",
        strict=False,
    )
)
_DIGIT = regex(
    r"\b(?:\d|10|two|three|four|five|six|seven|eight|nine|ten)\b(?![\d.]|年|月|万|元|%)", re.I
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Hold what a clause must say to ask one thing, what of it is no name, and the Chinese."""

    needs: tuple[re.Pattern[str], ...]
    bars: tuple[re.Pattern[str], ...]
    cut: tuple[re.Pattern[str], ...]
    parted: tuple[re.Pattern[str], ...]
    number: bool
    chinese: str


class PartsTranslator(Translator):
    """Say one English question in Chinese by its parts; `framed` takes the forms of clauses first.

    `left` are the words that it leaves aside.
    """

    def __init__(self, of: Translator, *, framed: bool) -> None:
        super().__init__(*of.parts)
        self._framed_first = framed
        self.left: list[str] = []

    def _single(self, words: list[str]) -> list[str]:
        """Return the words that are known, in Chinese."""
        known, unknown = self._sorted(words)
        self.left += [word for word in unknown if word not in self.left]
        return known

    def _clause(self, clause: str) -> str | None:
        """Return a clause as a question of the kind that its words ask."""
        if self._framed_first and (framed := Translator._clause(self, clause)) is not None:
            return framed
        if _OWN.match(clause) and not _ASKS.search(clause):
            return ""
        kind = next(k for k in _kinds() if _fits(k, clause))
        whole = "{a}" in kind.chinese or kind.chinese.startswith("其中")  # of what stands before it
        lead = None if whole else LEAD_IN.match(clause) or HEADED.match(clause)
        if lead and not self._framed_first:
            return self._led(lead)
        return self._of_kind(kind, clause)

    def _of_kind(self, kind: _Kind, clause: str) -> str | None:
        number = ""
        if kind.number and (found := _DIGIT.search(clause)):
            number = _NUMBERS.get(found[0].lower(), found[0])
            clause = clause[: found.start()] + clause[found.end() :]
        for parted in kind.parted:
            if match := parted.search(clause):
                a = self._named_of(kind, match["a"])
                b = self._named_of(kind, clause[: match.start()] + "," + clause[match.end() :])
                if a and b:
                    return kind.chinese.format(a=a, b=b)
        if "{a}" in kind.chinese:
            named = self._named_of(kind, clause)
            return f"{named}占比是多少" if named else None
        named = self._named_of(kind, clause)
        return kind.chinese.format(x=named, n=number) if named else ""

    def _named_of(self, kind: _Kind, words: str) -> str:
        """Return what is named in words that are rid of what asks."""
        for pattern in (*kind.needs, *kind.cut, _asking()):
            words = _without(pattern, words)
        said = self._words(words) or ""
        said = said.strip(",、 的:") if LETTERS.search(said) is None else ""
        return _IT.sub("", said) or said

    def _sorted(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Return words in Chinese as far as they are known, and those that are not and tell something."""
        text = " ".join(words)
        for said_so, chinese in replacements("words"):
            text = said_so.sub(rf" {chinese} ", text)
        joined = list(self._as_one(TOKEN.findall(text)))
        kept = _without_talk(joined)
        said = list(self._printed_words(TOKEN.findall(self._translated(" ".join(kept)))))
        unknown = [w for w in said if LETTERS.match(w) and not LISTED.fullmatch(w)]
        known = [w for w in said if w not in unknown]
        return known, [w for w in unknown if not _is_talk(w)]

    def _as_one(self, words: Sequence[str]) -> Iterator[str]:
        """Say runs of several words in Chinese that the documents print as one."""
        at = 0
        while at < len(words):
            for size in range(min(_LONGEST, len(words) - at), 1, -1):
                run = words[at : at + size]
                if all(map(LETTERS.match, run)) and not is_idle(run[0]) and not is_idle(run[-1]):
                    term = tuple(map(lexicon.singular, run)) in lexicon.english()
                    if not term and (one := english.printed_as(run, self._printed, self._beside)):
                        yield one
                        at += size
                        break
            else:
                yield words[at]
                at += 1


def _is_talk(word: str) -> bool:
    """Tell whether a word tells nothing of what is asked: of talk, or of how anything is done."""
    said = word.lower()
    return said in talk() or (said.endswith("ly") and said not in _LY)


def _without(pattern: re.Pattern[str], words: str) -> str:
    """Return words without what a pattern has, known terms kept whole."""
    terms = terms_of(words)

    def kept(match: re.Match[str]) -> str:
        inside = any(a < match.end() and match.start() < b for a, b in terms)
        return match[0] if inside else _CUT

    return pattern.sub(kept, words)


def _without_talk(words: Sequence[str]) -> list[str]:
    """Return words without those of talk that are of no term."""
    terms = terms_of(" ".join(words))
    kept: list[str] = []
    at = 0
    for word in words:
        of_term = any(a <= at < b for a, b in terms)
        kept += [word] if of_term or not _is_talk(word) else []
        at += len(word) + 1
    return kept


def _fits(kind: _Kind, clause: str) -> bool:
    return all(p.search(clause) for p in kind.needs) and not any(
        p.search(clause) for p in kind.bars
    )


@cache
def _kinds() -> tuple[_Kind, ...]:
    raw = data("english_parts.yaml")

    def read(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        filled = (_SET.sub(lambda m: raw["sets"][m[1]], p) for p in patterns)
        return tuple(regex(p, re.IGNORECASE) for p in filled)

    return tuple(
        _Kind(
            needs=read(kind.get("needs", ())),
            bars=read(kind.get("bars", ())),
            cut=read(kind.get("cut", ())),
            parted=read(kind.get("parted", ())),
            number=bool(kind.get("number")),
            chinese=kind["zh"],
        )
        for kind in raw["kinds"]
    )


@cache
def _asking() -> re.Pattern[str]:
    return regex(data("english_parts.yaml")["asking"], re.IGNORECASE)


@cache
def weighty() -> frozenset[str]:
    """Return the words that say what is asked for."""
    return frozenset(data("english_parts.yaml")["weighty"].split())


@cache
def talk() -> frozenset[str]:
    return frozenset(data("english_parts.yaml")["talk"].split())
