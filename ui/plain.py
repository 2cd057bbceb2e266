"""Explain the terms of an answer in plain words, from a data file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest.data_files import data_file
from ui.i18n import Language


@dataclass(frozen=True, slots=True)
class PlainTerm:
    """Hold a term, other ways to write it, and what it means in plain words."""

    name: dict[str, str]
    also: tuple[str, ...]
    words: dict[str, str]


@lru_cache(maxsize=1)
def plain_terms() -> tuple[PlainTerm, ...]:
    """Return all terms of the data file."""
    raw: list[dict[str, Any]] = data_file("ui", "terms.yaml")
    return tuple(
        PlainTerm(entry["name"], tuple(entry.get("also", [])), entry["words"]) for entry in raw
    )


def explained(text: str, language: Language) -> list[tuple[str, str]]:
    """Return (term, plain words) for every term that occurs in a text."""
    bare = text.lower()
    return [
        (term.name[language], term.words[language])
        for term in plain_terms()
        if any(name.lower() in bare for name in (*term.name.values(), *term.also))
    ]
