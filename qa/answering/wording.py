"""Hold the sentences of answers in Chinese and English (`qa/data/wording.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.data_files import data_file

# English of one thing: the 1 largest, 1 items of it are …
_SINGULAR = (
    (re.compile(r"\bThe 1 (largest|smallest)\b"), r"The \1"),
    (re.compile(r"(?<![\d.,])1 items of (.*?) are\b"), r"1 item of \1 is"),
    (re.compile(r"(?<![\d.,])1 items\b"), "1 item"),
)
_YEAR_TWICE = re.compile(r"(20\d\d年)\1")  # the sentence's year before a title's


@dataclass(frozen=True, slots=True)
class Wording:
    """Give the sentences of one language by name."""

    language: str
    templates: dict[str, str]

    def __call__(self, name: str, **parts: object) -> str:
        """Return a sentence with its parts filled in, without double spaces."""
        said = re.sub(" +", " ", self.templates[name].format(**parts)).strip()
        said = _YEAR_TWICE.sub(r"\1", said)
        for many, one in _SINGULAR if self.language == "en" else ():
            said = many.sub(one, said)
        return said

    def join(self, items: list[str]) -> str:
        """Return items as one list."""
        return self.templates["sep"].join(items)

    def unit(self, unit: str | None) -> str:
        """Return a unit as it follows a value: after a space, nothing where there is none."""
        if not unit:
            return ""
        if unit == "%":
            return "%"
        return f" {unit}" if self.language == "zh" else unit


@lru_cache(maxsize=4)
def wording(language: str) -> Wording:
    """Return the wording of a language; Chinese for any but English."""
    raw = data_file("qa", "wording.yaml")
    key = "en" if language == "en" else "zh"
    return Wording(key, {name: str(text) for name, text in raw[key].items()})
