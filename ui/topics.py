"""Make example questions from what is loaded, by the patterns of a data file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest.data_files import data_file
from qa.catalogue import Catalogue, Entry, Sheet
from ui.i18n import Language
from ui.records import Example

LABEL_AT_MOST = 16


@dataclass(frozen=True, slots=True)
class Topic:
    """Hold one topic: its name and, by kind of table, patterns of questions."""

    name: dict[str, str]
    kinds: tuple[str, ...]
    patterns: dict[str, list[str]]
    rows: str = "item"
    per_row: bool = False
    needs: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """Return the topics in the order of the data file."""
    raw: list[dict[str, Any]] = data_file("ui", "topics.yaml")
    return tuple(
        Topic(
            name=entry["name"],
            kinds=tuple(entry["kinds"]),
            patterns=entry["patterns"],
            rows=entry.get("rows", "item"),
            per_row=entry.get("per_row", False),
            needs=tuple(entry.get("needs", ())),
        )
        for entry in raw
    )


def examples_from(catalogue: Catalogue, language: Language) -> tuple[Example, ...]:
    """Return one or a few questions a topic, only for topics that the loaded tables have."""
    return tuple(
        Example(topic.name[language], question)
        for topic in topics()
        for question in _questions(topic, catalogue, language)
    )


def _questions(topic: Topic, catalogue: Catalogue, language: Language) -> Iterator[str]:
    tables = [t for t in catalogue.tables.values() if t.kind in topic.kinds and t.rows]
    if not tables and not ("passage" in topic.kinds and catalogue.passages):
        return
    if topic.needs and not any(t.kind in topic.needs for t in catalogue.tables.values()):
        return
    patterns = topic.patterns[language]
    if not topic.per_row:
        yield from patterns
        return
    for pattern, row in zip(patterns, _telling_rows(tables, topic.rows), strict=False):
        yield pattern.format(label=row.label)


def _telling_rows(tables: Iterable[Sheet], kind: str) -> Iterator[Entry]:
    """Return rows with short names, which make good examples; plain names come first."""
    short = [
        row
        for table in tables
        for row in reversed(table.rows)
        if row.kind == kind and 2 <= len(row.label) <= LABEL_AT_MOST
    ]
    yield from sorted(short, key=lambda row: not row.label.isalnum())
