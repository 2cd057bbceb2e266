"""Word a question as people do: everyday words, other scripts, typos, fillers, English."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.data_files import data_file
from qa.words.lexicon import senses

# How often each way of saying is taken, out of the sum.
WAYS = {
    "plain": 8,
    "everyday": 4,
    "typo": 2,
    "traditional": 2,
    "wide": 1,
    "filler": 2,
    "english": 2,
}
_SURE = 0.9  # an everyday word stands for its term alone from this weight on


@cache
def _templates() -> dict[str, Any]:
    loaded: dict[str, Any] = data_file("evals", "synth.yaml")
    return loaded


@cache
def everyday() -> dict[str, tuple[str, ...]]:
    """Return everyday words by the one formal term that each of them means."""
    found: dict[str, list[str]] = defaultdict(list)
    for word, sense in senses().items():
        if len(sense.hints) == 1 and not sense.together:
            hint = sense.hints[0]
            if hint.weight >= _SURE and hint.term != word and not hint.kinds and not hint.column:
                found[hint.term].append(word)
    return {term: tuple(words) for term, words in found.items()}


@cache
def english() -> dict[str, tuple[str, ...]]:
    """Return English phrases by Chinese term, those of one meaning only."""
    found: dict[str, list[str]] = defaultdict(list)
    meant: dict[str, int] = defaultdict(int)
    pairs = []
    for line in (files("qa") / "data" / "english.tsv").read_text("utf-8").splitlines():
        if "\t" in line and not line.startswith("#"):
            phrases, term = line.split("\t")[:2]
            pairs += [(phrase.strip(), term.strip()) for phrase in phrases.split("|")]
    for phrase, _ in pairs:
        meant[phrase] += 1
    for phrase, term in pairs:
        if meant[phrase] == 1:
            found[term].append(phrase)
    return {term: tuple(phrases) for term, phrases in found.items()}


@cache
def homophones() -> dict[str, tuple[str, ...]]:
    """Return common characters by sound, from the characters that the lexicon uses."""
    from pypinyin import lazy_pinyin

    characters = sorted({char for word in senses() for char in word if "一" <= char <= "鿿"})
    by_sound: dict[str, list[str]] = defaultdict(list)
    for char, sound in zip(characters, lazy_pinyin(characters), strict=True):
        by_sound[sound].append(char)
    return {
        char: tuple(other for other in same if other != char)
        for same in by_sound.values()
        for char in same
        if len(same) > 1
    }


class Wording:
    """Say one question one way; `language` is the gold's: zh, en or mixed."""

    def __init__(self, dice: random.Random, way: str | None = None) -> None:
        self.dice = dice
        self.way = way or dice.choices(list(WAYS), list(WAYS.values()))[0]
        self.language = "zh"

    def say(self, kind: str, **parts: str) -> str:
        """Return a question of a kind with its parts filled in."""
        templates: Any = _templates()
        for key in kind.split("."):
            templates = templates[key]
        if self.language == "en":
            templates = _templates()["english"]
        return self._noisy(self.dice.choice(templates).format(**parts))

    def row(self, label: str) -> str:
        """Return a row's label, or another word for it."""
        if self.way == "everyday" and label in everyday():
            return self.dice.choice(everyday()[label])
        if self.way == "english" and label in english():
            self.language = "en"
            return self.dice.choice(english()[label])
        return self._typo(label) if self.way == "typo" else label

    def table(self, title: str, institution: str) -> str:
        """Return a table's title without owner and year."""
        bare = re.sub(r"\s+", "", title).replace(re.sub(r"\s+", "", institution), "")
        return re.sub(r"\d{4}年(度)?", "", bare) or bare

    def _typo(self, label: str) -> str:
        """Mistake one character by sound or by shape, never in a short label."""
        if len(label) < 3:
            return label
        shapes: dict[str, str] = _templates()["shapes"]
        places = [i for i, char in enumerate(label) if char in homophones() or char in shapes]
        if not places:
            return label
        at = self.dice.choice(places)
        char = label[at]
        others = (*homophones().get(char, ()), *filter(None, [shapes.get(char)]))
        return label[:at] + self.dice.choice(others) + label[at + 1 :]

    def _noisy(self, text: str) -> str:
        if self.way == "traditional":
            from opencc import OpenCC

            return str(OpenCC("s2t").convert(text))
        if self.way == "wide":
            return text.translate({ord(d): ord(d) - ord("0") + ord("０") for d in "0123456789"})
        if self.way == "filler":
            return str(self.dice.choice(_templates()["fillers"])) + text
        return text
