"""Say an English question in Chinese as far as its words are known.

What is left aside is counted: the chain asks a question said so only where it has no other answer,
and tells what it finds only where that is likely right (`qa/chaining/in_english.py`).
"""

from __future__ import annotations

import re
from functools import cache

from qa.words.english_question import Translator
from qa.words.normalise import data


class LooseTranslator(Translator):
    """Say one English question in Chinese; `left` are the words that it leaves aside."""

    def __init__(self, of: Translator) -> None:
        super().__init__(*of.parts)
        self.left: list[str] = []

    def _single(self, words: list[str]) -> list[str]:
        """Return the words that are known, in Chinese."""
        known, unknown = self._sorted(words)
        self.left += [word for word in unknown if word not in self.left]
        return known

    def _clause(self, clause: str) -> str | None:
        """Return a clause by a frame, else as a question of the kind that its words ask."""
        if (framed := super()._clause(clause)) is not None:
            return framed
        named = self._words(_asking().sub(" ", clause))
        if not named:
            return None if _points().search(clause) else ""
        return next(
            f"{before}{named}{behind}" for cue, before, behind in _kinds() if cue.search(clause)
        )


@cache
def _asking() -> re.Pattern[str]:
    return re.compile(data("english_loose.yaml")["asking"], re.IGNORECASE)


@cache
def _points() -> re.Pattern[str]:
    """Return what points back at what was told: a clause of it is no talk."""
    return re.compile(data("english_loose.yaml")["points"], re.IGNORECASE)


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    raw = data("english_loose.yaml")["kinds"]
    return tuple((re.compile(cue, re.IGNORECASE), before, behind) for cue, before, behind in raw)
