"""Read the words that tell tables, columns and measures apart (`qa/data/link.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest.data_files import data_file
from qa.linking.text import bare

_COUNTED = re.compile(r"(?:多少|几|好多|几多)(?:个)?([一-鿿])")
_NEGATED = re.compile(
    r"(?:不(?:是|含|算|包括|靠|用|走)?|非|除(?:了|去|开)?|扣(?:除|掉)?|减(?:去|掉)|去掉|没有?(?:用|靠)?)"
    r"(?:用|由|从)?(?:的)?$"
)


@dataclass(frozen=True, slots=True, eq=False)
class LinkWords:
    """Hold the words of `link.yaml`, bare; `kinds_named` gives kinds of table by name."""

    totals: frozenset[str]
    total_rows: frozenset[str]
    final_columns: tuple[str, ...]
    initial_columns: tuple[str, ...]
    opening_columns: frozenset[str]
    closing_columns: frozenset[str]
    opening_words: tuple[str, ...]
    opposites: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    reach_columns: frozenset[str]
    part_columns: tuple[str, ...]
    weights: tuple[str, ...]
    targets: tuple[str, ...]
    kinds_named: dict[str, tuple[str, ...]]
    priority: dict[str, float]
    measures: dict[str, tuple[str, ...]]
    noise: tuple[str, ...]
    units: dict[str, tuple[str, ...]]
    whole_tables: dict[str, tuple[str, ...]]
    narrative: tuple[str, ...]
    scope_words: dict[str, tuple[str, ...]]
    table_first: frozenset[str]
    sum_words: tuple[str, ...]
    generic_terms: dict[str, str]
    project_words: tuple[str, ...]
    project_heads: tuple[str, ...]
    goal_words: tuple[str, ...]
    unit_words: tuple[str, ...]
    unit_endings: tuple[str, ...]
    counted: dict[str, tuple[str, ...]]

    def unit_asked(self, text: str) -> tuple[str, ...]:
        """Return the counting words that a question asks in (多少趟 → 趟, 次)."""
        match = _COUNTED.search(text)
        if match is None:
            return ()
        return (match[1], *self.units.get(match[1], ()))

    def measure_asked(self, text: str) -> str | None:
        """Return the measure that a question's words ask for, the longest sign first."""
        found = [
            (len(sign), measure)
            for measure, signs in self.measures.items()
            for sign in signs
            if sign in text
        ]
        return max(found)[1] if found else None

    def kinds_of_funds(self, text: str, heads: str = "") -> frozenset[str]:
        """Return the kinds of tables of the funds that a text names, but one that heads print."""
        said = (
            w for w in self.scope_words
            if w in text and w not in heads and not _NEGATED.search(text[: text.find(w)])
        )  # fmt: skip
        return frozenset(kind for word in said for kind in self.scope_words[word])

    def opposed(self, text: str, label: str) -> bool:
        """Tell whether a label says the opposite of a text: 上年结转 where 年末结转 is asked for."""
        return any(
            (one.search(text) and not other.search(text) and other.search(label))
            or (other.search(text) and not one.search(text) and one.search(label))
            for one, other in self.opposites
        )


@lru_cache(maxsize=1)
def load_words() -> LinkWords:
    """Read the bundled words once."""
    raw: dict[str, Any] = data_file("qa", "link.yaml")
    named: dict[str, list[str]] = {}
    for kind, names in raw["kinds"].items():
        for name in names:
            named.setdefault(bare(name), []).append(kind)
    return LinkWords(
        totals=frozenset(map(bare, raw["totals"])),
        total_rows=frozenset(map(bare, raw["total_rows"])),
        final_columns=tuple(raw["final_columns"]),
        initial_columns=tuple(raw["initial_columns"]),
        opening_columns=frozenset(map(bare, raw["opening_columns"])),
        closing_columns=frozenset(map(bare, raw["closing_columns"])),
        opening_words=tuple(raw["opening_words"]),
        opposites=tuple((re.compile(one), re.compile(other)) for one, other in raw["opposites"]),
        reach_columns=frozenset(map(bare, raw["reach_columns"])),
        part_columns=tuple(raw["part_columns"]),
        weights=tuple(raw["weights"]),
        targets=tuple(raw["targets"]),
        kinds_named={name: tuple(kinds) for name, kinds in named.items()},
        priority=dict(raw["priority"]),
        measures={name: tuple(signs) for name, signs in raw["measures"].items()},
        whole_tables={side: tuple(kinds) for side, kinds in raw["whole_tables"].items()},
        narrative=tuple(raw["narrative"]),
        scope_words={str(word): tuple(kinds) for word, kinds in raw["scope_words"].items()},
        table_first=frozenset(raw["table_first"]),
        sum_words=tuple(raw["sum_words"]),
        generic_terms=dict(raw["generic_terms"]),
        project_words=tuple(raw["project_words"]),
        project_heads=tuple(raw["project_heads"]),
        goal_words=tuple(raw["goal_words"]),
        unit_words=tuple(raw["unit_words"]),
        unit_endings=tuple(raw["unit_endings"]),
        units={str(unit): tuple(same) for unit, same in raw["units"].items()},
        noise=tuple(sorted(map(str, raw["noise"]), key=len, reverse=True)),
        counted={str(unit): tuple(names) for unit, names in raw["counted"].items()},
    )
