"""Say how well each row fits a whole question, in figures that know no document.

Coverage is counted both ways and weighted by rarity: how much of a row's label the question says,
and how much of what the question says the label, or what stands around it, explains.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from qa.linking.rank_rows import Numbers, Pieces, Row, Rows, pairs, singles, sounds
from qa.linking.text import bare, contains_any, core
from qa.linking.words import LinkWords
from qa.query import Hint, Query
from qa.words import lexicon
from qa.words.lexical import words
from qa.words.normalise import data

Places = NDArray[np.intp]

NAMES = (
    "label_pairs", "label_characters", "label_words", "label_sounds", "label_run", "whole_label",
    "said_pairs", "said_characters", "said_around", "both_pairs", "both_characters", "run",
    "sense", "sense_near", "sense_differs", "other_sense",
    "unit_fits", "unit_differs", "goal_indicator", "money_item",
    "table_named", "annex_named", "code", "project_named", "flow_differs",
    "near", "nearest", "near_rank", "run_near", "english_near",
    "indicator", "other_label", "length",
)  # fmt: skip

OF_MEANING = ("near", "nearest", "near_rank", "run_near", "english_near", "sense_near")
"""Those that need the vectors of rows: 0 where there are none."""

LONGEST_RUN = 8  # characters from which a shared run tells no more
LONGEST_SENSE = 9  # characters of a word of the lexicon that is looked for
COSINE, SPREAD = 0.4, 0.1  # about which the nearness of what is meant lies, and how close together
FARTHEST = -5.0  # spreads from the nearest label that still tell
WITHIN = 0.75  # worth of a formal term that stands in a label or shares its core
UNKNOWN = 0.4  # weight of a piece that no row has, against the rarest one
HALF = 0.5  # fit of a row that counts something, where no unit is said
_BREAK = re.compile(r"[\s,，。?？、;；:：]+")
_MONEY = re.compile(r"^(?:[万亿百千]*元.*)?$")


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what a question says, in the pieces that rows are compared by."""

    text: str
    pairs: frozenset[str]
    characters: frozenset[str]
    hints: tuple[Hint, ...]
    units: tuple[str, ...]
    measure: str | None

    @classmethod
    def of(cls, query: Query, link_words: LinkWords, owners: Sequence[str]) -> Said:
        """Read a question; words that name nothing, or whose it is, are left out of its pieces."""
        kept = query.text
        for word in (*owners, *link_words.noise):
            kept = kept.replace(word, " ")
        told = [bare(piece) for piece in _BREAK.split(kept)]
        return cls(
            bare(query.text),
            frozenset[str]().union(*map(pairs, told)),
            frozenset[str]().union(*map(singles, told)),
            (*_meant(query.text), *(h for m in query.mentions for h in m.hints)),
            (*link_words.unit_asked(query.text), *filter(None, [query.measure])),
            link_words.measure_asked(query.text),
        )


def _meant(text: str) -> Iterable[Hint]:
    """Give the formal terms that words anywhere in a question may stand for, longest first."""
    known, plain, at = lexicon.senses(), bare(text), 0
    while at < len(plain):
        sizes = range(min(LONGEST_SENSE, len(plain) - at), 1, -1)
        size = next((n for n in sizes if plain[at : at + n] in known), 1)
        yield from known[plain[at : at + size]].hints if size > 1 else ()
        at += size


class Features:
    """Compare questions with the rows of one catalogue."""

    def __init__(self, rows: Rows, link_words: LinkWords) -> None:
        self._rows = rows
        self._words = link_words

    def printed(self, query: Query, at: Places) -> Mapping[str, Numbers]:
        """Return the figures of some rows that tell nothing of meaning."""
        said = Said.of(query, self._words, self._rows.owners)
        found = self._shared(said, query.text, at)
        found |= self._senses(said.hints, at)
        found |= self._measures(said, query, at)
        return found | self._named(query, at)

    def of(
        self, query: Query, at: Places, printed: Mapping[str, Numbers], cosines: Numbers | None
    ) -> Numbers:
        """Return a line of figures for each of some rows, as `NAMES` has them.

        `cosines` are those of all rows to the question; None where none are known.
        """
        found = {**printed, **_nearness(None if cosines is None else cosines[at], len(at))}
        near = found["nearest"]
        found["sense_near"] = found["sense"] * near
        found["sense_differs"] = found["sense"] * found["unit_differs"]
        found["run_near"] = found["run"] * near
        found["english_near"] = near * (query.english)
        return np.stack([found[name].astype(np.float32) for name in NAMES], axis=1)

    def _shared(self, said: Said, text: str, at: Places) -> dict[str, Numbers]:
        """Return what labels and question have in common."""
        rows = self._rows
        lengths = rows.lengths[at]
        own, single = rows.labels.held(said.pairs)[at], rows.characters.held(said.characters)[at]
        both = rows.labels.held(pairs(said.text))[at]
        runs = self._runs(said.text, at, both)
        label_characters = single / rows.characters.totals[at]
        said_pairs = own / _total(rows.labels, said.pairs)
        said_characters = single / _total(rows.characters, said.characters)
        around = rows.around.held(said.pairs)[at]
        return {
            "label_pairs": both / rows.labels.totals[at],
            "label_characters": label_characters,
            "label_words": rows.words.held(words(text))[at] / rows.words.totals[at],
            "label_sounds": rows.sounds.held(sounds(said.text))[at] / rows.sounds.totals[at],
            "label_run": runs / lengths,
            "whole_label": runs >= lengths,
            "said_pairs": said_pairs,
            "said_characters": said_characters,
            "said_around": around / _total(rows.around, said.pairs),
            "both_pairs": said_pairs * own / rows.labels.totals[at],
            "both_characters": said_characters * label_characters,
            "run": np.minimum(runs, LONGEST_RUN) / LONGEST_RUN,
            "length": np.log(lengths) / 3,
        }

    def _runs(self, text: str, at: Places, shared: Numbers) -> Numbers:
        """Return how long a run of characters each label shares with the question."""
        known = {text[i:j] for i in range(len(text)) for j in range(i + 2, len(text) + 1)}
        out = np.zeros(len(at), dtype=np.float32)
        for n in np.flatnonzero(shared):
            label, size = self._rows.bare[at[n]], 2
            for i in range(len(label) - 1):
                while i + size <= len(label) and label[i : i + size] in known:
                    out[n] = size
                    size += 1
        return out

    def _senses(self, hints: Sequence[Hint], at: Places) -> dict[str, Numbers]:
        """Return how sure the lexicon is of each row, and of a row that is another."""
        worth = np.zeros(len(self._rows.rows), dtype=np.float32)
        for hint in set(hints):
            fits = self._rows.meant(bare(hint.term), core(hint.term), hint.code)
            for place, whole in fits.items():
                worth[place] = max(worth[place], hint.weight * (1.0 if whole else WITHIN))
        sure = max((hint.weight for hint in hints if hint.code), default=0.0)
        mine = worth[at]
        return {"sense": mine, "other_sense": np.where(mine > 0, 0.0, sure)}

    def _measures(self, said: Said, query: Query, at: Places) -> dict[str, Numbers]:
        """Return whether rows count what the question asks for: money, percent, times, days."""
        rows = [self._rows.rows[i] for i in at]
        fit = np.array([_fit(row.unit, said) for row in rows], dtype=np.float32)
        text = query.text.lower()
        goals = (*self._words.goal_words, *self._words.weights, *data("rank.yaml")["goals"])
        goal = float(bool(self._words.unit_asked(text)) or contains_any(text, goals))
        indicator = np.array([row.is_indicator for row in rows], dtype=np.float32)
        return {
            "unit_fits": np.maximum(fit, 0),
            "unit_differs": np.maximum(-fit, 0),
            "indicator": indicator,
            "goal_indicator": goal * indicator,
            "money_item": float(said.measure == "money") * (1 - indicator),
        }

    def _named(self, query: Query, at: Places) -> dict[str, Numbers]:
        """Return what the question names of each row beside its label."""
        kinds, codes = set(query.table_words), set(query.codes)
        annexes = {bare(annex) for annex in query.annexes}
        projects = contains_any(query.text.lower(), self._words.project_words)
        flow: str = data("rank.yaml")["flow"]
        flows = flow in query.text
        others = "其他" not in query.text
        tests: dict[str, Callable[[Row], bool]] = {
            "table_named": lambda row: bool(row.table_kinds & kinds),
            "annex_named": lambda row: bool(row.annexes & annexes),
            "code": lambda row: bool(row.codes & codes),
            "project_named": lambda row: projects and "project_list" in row.table_kinds,
            "flow_differs": lambda row: (flow in row.label) != flows,
            "other_label": lambda row: others and "其他" in row.label,
        }
        rows = [self._rows.rows[i] for i in at]
        return {
            name: np.array([test(row) for row in rows], dtype=np.float32)
            for name, test in tests.items()
        }


def _total(pieces: Pieces, wanted: Iterable[str]) -> float:
    """Return how much the wanted pieces tell; those that no row has count less."""
    return fsum(pieces.weight(p) * (1.0 if pieces.knows(p) else UNKNOWN) for p in wanted) or 1.0


def _fit(unit: str, said: Said) -> float:
    """Return 1 where a unit is what is asked for, -1 where it is not, 0 where none is said."""
    kind = "money" if _MONEY.match(unit) else "percent" if unit in ("%", "‰") else "count"
    if any(asked in unit for asked in said.units) or said.measure == kind != "count":
        return 1.0
    if said.units or (said.measure in ("money", "percent", "count") and said.measure != kind):
        return -1.0
    return HALF if said.measure == kind else 0.0


def most(printed: Mapping[str, Numbers], weights: Numbers, *, english: bool) -> Numbers:
    """Return the most that rows may weigh, whatever their meaning."""
    known = dict(zip(NAMES, weights.tolist(), strict=True))
    told = sum(known[name] * figures for name, figures in printed.items())
    told = told + known["sense_differs"] * printed["sense"] * printed["unit_differs"]
    behind = known["nearest"] + known["sense_near"] * printed["sense"]
    behind = behind + known["run_near"] * printed["run"] + known["english_near"] * english
    near = max(known["near"] * (1 - COSINE), known["near"] * (-1 - COSINE))
    ranks = max(0.0, known["near_rank"] * math.log1p(len(behind)))
    return np.asarray(told + np.maximum(0, FARTHEST * behind) + near + ranks, dtype=np.float32)


def _nearness(cosines: Numbers | None, size: int) -> dict[str, Numbers]:
    """Return how near in meaning the labels are, and how far behind the nearest one."""
    if cosines is None or not size:
        return dict.fromkeys(("near", "nearest", "near_rank"), np.zeros(size, dtype=np.float32))
    rank = np.empty(size, dtype=np.float32)
    rank[np.argsort(-cosines)] = np.arange(size)
    behind = (cosines - cosines.max()) / SPREAD
    return {
        "near": cosines - COSINE,
        "nearest": np.maximum(behind, FARTHEST),
        "near_rank": np.log1p(rank),
    }
