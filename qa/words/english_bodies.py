"""Read the English name of a unit below a department: the maternal and child health hospital.

Nothing is listed: the words of a unit's short name are held against the English of its characters; it
counts where they tell nearly all of it, the kind of unit that it ends with among them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qa.linking.text import bare
from qa.words.english import stem
from qa.words.english_names import Found, Names

_RUN = re.compile(r"[A-Za-z]+(?:[-'][A-Za-z]+)*(?: +[A-Za-z]+(?:[-'][A-Za-z]+)*)*")
_WORD = re.compile(r"[A-Za-z]+")
_LEAST = 0.75  # of a unit's name that is told
_SURE = 0.8  # of what is said that the name tells
_ALIKE = 0.95  # of the best one's score, where another is meant as well
_PAIR = 2  # words that tell a unit


class Bodies:
    """Find the units of a catalogue by English words."""

    def __init__(self, bodies: Mapping[str, str]) -> None:
        """Take short names with the names they stand for."""
        self._names = Names(bodies)
        self._whole = {bare(short): name for short, name in bodies.items()}

    def read(self, text: str) -> str:
        """Return text with each run of English words that tells one unit in its characters."""
        pieces: list[str] = []
        done = 0
        for run in _RUN.finditer(text):
            words = list(_WORD.finditer(run[0]))
            found = self._best([w[0] for w in words])
            if found is None:
                continue
            start = run.start() + words[found.first].start()
            end = run.start() + words[found.last].end()
            pieces.append(f"{text[done:start]}{self._whole[bare(self._names.name(found))]} ")
            done = end
        return re.sub(r" +", " ", "".join(pieces) + text[done:]).strip()

    def _best(self, words: Sequence[str]) -> Found | None:
        """Return the one unit that words tell nearly in full."""
        sure = [
            f
            for f in self._names.told(words)
            if f.explained >= _LEAST and f.sure >= _SURE and f.last - f.first + 1 >= _PAIR
            and self._names.ends(f, [stem(w) for w in words[f.first : f.last + 1]])
        ]  # fmt: skip
        if not sure:
            return None
        first = sure[0]
        others = (f for f in sure[1:] if f.label != first.label)
        return None if any(f.score > first.score * _ALIKE for f in others) else first
