"""Find the one row that an English question means where its words name none.

Two judges must agree: how much of the question's words the row's name says, and how near the two
lie in meaning beyond what the row lies near to anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ingest.data_files import data_file
from qa.linking.text import bare
from qa.words.english_names import plain
from qa.words.normalise import fillers

SAID = 0.15  # weight of the share of the words that a name says beside the nearness in meaning
LEAST, LEAD = 0.09, 0.03  # least of both, and least lead over the next row
OF_KIND, LEAD_OF_KIND = 0.048, 0.018  # the same among rows of the kind that is asked for
PAIR = 2  # telling words of a question at least
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_LISTED = re.compile(r"\w, [^,]+ and |\bas well as\b", re.IGNORECASE)

Vector = NDArray[np.float32]
Embed = Callable[[str], Vector]


@cache
def _wants() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return ways to ask in English, each with what a row that answers has in its name."""
    raw: Sequence[tuple[str, str]] = data_file("qa", "meaning.yaml")["english_wants"]
    return tuple((re.compile(asked, re.IGNORECASE), re.compile(name)) for asked, name in raw)


def asks_no_money(text: str) -> bool:
    """Tell whether an English question asks for a number, a time or a place and for no money."""
    counts, money = data_file("qa", "meaning.yaml")["english_no_money"]
    return bool(re.search(counts, text, re.I)) and not re.search(money, text, re.I)


def telling(text: str) -> list[str]:
    """Return the words of an English question that tell what is asked about."""
    return [w for w in _WORD.findall(text) if w.lower() not in fillers().english]


def nearest(
    text: str,
    labels: Sequence[str],
    matrix: Vector,
    embed: Embed,
    said: Callable[[Sequence[str]], Mapping[str, float]],
) -> str | None:
    """Return the label that a question means, or None where no single one stands out."""
    words = telling(text)
    if len(words) < PAIR or _LISTED.search(text):
        return None
    wanted = next((name for asked, name in _wants() if asked.search(text)), None)
    kept = [i for i, label in enumerate(labels) if wanted is None or wanted.search(label)]
    if not kept:
        return None
    told = said(words)
    near = matrix[kept] @ (embed(" ".join(words)) - anything(embed))
    score = near + SAID * np.array([told.get(plain(labels[i]), 0.0) for i in kept])
    ranked = np.argsort(-score)
    first = labels[kept[ranked[0]]]
    others = (float(score[at]) for at in ranked[1:] if bare(labels[kept[at]]) != bare(first))
    lead = float(score[ranked[0]]) - next(others, 0.0)
    least, ahead = (OF_KIND, LEAD_OF_KIND) if wanted else (LEAST, LEAD)
    return first if float(score[ranked[0]]) >= least and lead >= ahead else None


@cache
def anything(embed: Embed) -> Vector:
    """Return the mean of what anything that is asked about means."""
    general: Sequence[str] = data_file("qa", "meaning.yaml")["english_anything"]
    return np.asarray(np.mean([embed(phrase) for phrase in general], axis=0), dtype=np.float32)
