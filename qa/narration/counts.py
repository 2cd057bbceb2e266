"""Read what narrative counts: vehicles, equipment, posts, divisions, projects, square metres."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from qa.words.sentences import clauses, plain, sentences, tidy

_AROUND_NOUN = re.compile(r"^其中:?|(?:共有|共计|共|为|有|合计|(?<!内)(?<!下)设有?|计)$")
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_UNITS = (
    "平方米|台\\(套\\)|台/套|台套|万常住人口|万人次|万人|人次|场次|个工作日|小时|分钟|辆|台|套|名|人|家|个"
    "|项|次|场|户|所|间|栋|层|米|分|条|艘|只|头|株|座|部|件|起|张|篇|公里|公顷|批次|班次|位|处|亩|本(?![年级部单期])|份|批|天|万台|万辆"
)
_COUNT = re.compile(rf"(?P<value>{NUMBER})(?P<unit>{_UNITS})(?!元)")
_WORDS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SPELLED = re.compile(
    r"(?P<value>[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])(?P<unit>项|个|家|名|辆|条)"
)


@dataclass(frozen=True, slots=True)
class Count:
    """Hold one counted thing: the words before and after its figure, and where the clause stands."""

    before: str
    value: str
    unit: str
    after: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int

    @property
    def around(self) -> str:
        """Return the words beside the figure."""
        return f"{self.before} {self.after}"

    @property
    def beside(self) -> str:
        """Return the few words right before and after the figure."""
        return f"{self.before[-20:]} {self.after[:6]}"

    @property
    def noun(self) -> str:
        """Return what is counted, as a label."""
        return _noun(self.before, self.after)


@lru_cache(maxsize=8192)
def _noun(before: str, after: str) -> str:
    bare = _AROUND_NOUN.sub("", before.strip(" :,"))
    return bare or after.strip(" ,;。") or "数量"


def counts(text: str) -> list[Count]:
    """Return the counted things of a paragraph in order; `text` is tidied first."""
    whole = tidy(text)
    found: list[Count] = []
    for sentence in sentences(whole):
        for clause in clauses(sentence.text):
            words = plain(clause.text)
            for part in _parts(words):
                found += _read(
                    words, part, sentence.start + clause.start, sentence.start, sentence.end
                )
    return found


def _parts(words: str) -> list[tuple[int, int]]:
    """Cut a clause where an enumeration goes on after a figure: `…26名、工勤8名`, `（其中：…`."""
    cuts = [0]
    for match in re.finditer(r"(?<=[^\d])[、;]|其中:?|(?<=[辆台套名人个])[,(](?!套)", words):
        cuts.append(match.end())
    cuts.append(len(words))
    return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]


def _read(words: str, part: tuple[int, int], offset: int, first: int, last: int) -> list[Count]:
    held = words[part[0] : part[1]]
    matches = list(_COUNT.finditer(held)) or list(_SPELLED.finditer(held))
    found: list[Count] = []
    for index, match in enumerate(matches):
        begin = matches[index - 1].end() if index else 0
        stop = matches[index + 1].start() if index + 1 < len(matches) else len(held)
        found.append(
            Count(
                held[begin : match.start()],
                to_digits(match["value"]),
                match["unit"],
                held[match.end() : stop],
                offset + part[0],
                offset + part[1],
                first,
                last,
            )
        )
    return found


def to_digits(printed: str) -> str:
    """Return a small number, spelled out or not, in digits."""
    if printed[0].isdigit():
        return printed
    if "十" not in printed:
        return str(_WORDS[printed])
    tens, _, ones = printed.partition("十")
    return str(10 * _WORDS.get(tens, 1) + _WORDS.get(ones, 0))
