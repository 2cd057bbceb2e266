"""Read which item that departments commonly disclose a question sets side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from qa.regexes import regex
from qa.words.normalise import data


@dataclass(frozen=True, slots=True)
class Item:
    """Hold one item: how its figure is asked of a table, and how the text states it.

    `total`: it is what both sides of tables of these kinds print; `kinds` and `named`: where else
    its cell stands, unless a title names what is `wider`; `told`: the text comes before tables.
    """

    name: str
    said: re.Pattern[str]
    stated: re.Pattern[str]
    final: re.Pattern[str]
    moved: re.Pattern[str] | None
    ask: str = ""
    named: str = ""
    wider: str = ""
    within: str = ""
    kinds: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    unit: str = ""
    told: bool = False


def asked(text: str, spans: Sequence[tuple[int, int]]) -> Item | None:
    """Return the one item that a question names beside its departments, where it names nothing else."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}\n{text[end:]}"
    text = pattern("premise").sub("", text)
    found = [(item, item.said) for item in _longest(text)]
    if not found and pattern("bare").search(text):
        whole = data("common_items.yaml")["bare_item"]
        found = [(item, pattern("bare")) for item in items() if item.name == whole]
    return found[0][0] if len(found) == 1 and not _rest(text, found[0][1]) else None


def _longest(text: str) -> list[Item]:
    """Return the items that a text names, without those whose name is part of another's."""
    places = [(item, match.span()) for item in items() for match in item.said.finditer(text)]
    kept = [
        item
        for item, (start, end) in places
        if not any(a <= start and end <= b and b - a > end - start for _, (a, b) in places)
    ]
    return list(dict.fromkeys(kept))


def _rest(text: str, said: re.Pattern[str]) -> str:
    """Return what a question says beside an item and the words that set departments side by side."""
    rest = said.sub("\n", text)
    for name in ("against", "counted", "which", "moved", "much", "asks"):
        rest = _compared(name).sub("\n", rest)
    return pattern("beside").sub("", pattern("english").sub("\n", rest)).strip()


@cache
def items() -> tuple[Item, ...]:
    """Return the items of qa/data/common_items.yaml."""
    return tuple(_item(name, raw) for name, raw in data("common_items.yaml")["items"].items())


def _item(name: str, raw: dict[str, object]) -> Item:
    lists = {key: tuple(map(str, _list(raw.get(key)))) for key in ("kinds", "total")}
    words = {key: str(raw.get(key, "")) for key in ("ask", "named", "wider", "within", "unit")}
    patterns = {key: _compiled(str(raw[key])) for key in ("said", "stated", "final")}
    moved = _compiled(str(raw["moved"])) if "moved" in raw else None
    return Item(name, moved=moved, told=bool(raw.get("told")), **patterns, **lists, **words)  # type: ignore[arg-type]


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def say(language: str) -> str:
    """Return how what the text states is worded in a language."""
    return str(data("common_items.yaml")["say"]["en" if language == "en" else "zh"])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of the data file."""
    return _compiled(str(data("common_items.yaml")[name]))


def _compiled(text: str) -> re.Pattern[str]:
    raw = data("common_items.yaml")
    plain = re.sub(r"\?P<\w+>", "?:", str(raw["change"]))
    for key, value in (("money", raw["money"]), ("unit", raw["unit"]), ("change", plain)):
        text = text.replace(f"{{{key}}}", str(value))
    return regex(text, re.IGNORECASE)


@cache
def _compared(name: str) -> re.Pattern[str]:
    return regex(str(data("compared.yaml")[name]), re.I)
