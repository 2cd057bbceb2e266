"""Read every figure that narrative states, bound to the words that say what it is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from weakref import WeakKeyDictionary

import numpy as np

from qa.catalogue import Catalogue, Text
from qa.narration.postings import Postings
from qa.narration.unit import kind_of
from qa.regexes import regex
from qa.words.sentences import plain, statements, tidy

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_LONG = (
    "平方公里|平方千米|平方米|立方米|万千瓦时|千瓦时|公顷|公里|千米|公斤|千克|常住人口|人次|场次|批次|班次|件次|册次"
    "|个工作日|个月|小时|分钟|台/套|台\\(套\\)|台套|百分点|个百分点"
)
_SHORT = "辆台套名人家个项次场户所间栋座条艘只头株部件起篇份本册张处位批支架盏棵块门期届岁吨亩米层楼段组类种天周届级分"
_FIGURE = regex(
    rf"(?<![\d.A-Za-z〔\[])(?P<value>{NUMBER})(?:余|多)?"
    rf"(?P<unit>亿元|万元|元|%|‰|(?:万|亿|百|千)?(?:{_LONG}|[{_SHORT}])(?!元))"
)
_BOUNDS = regex(r"[,;:、()。]|其中")
_SAYS_NOTHING = regex(
    r"(?:其中|共计|合计|总计|总额|总数|金额|数额|涉及|一共|共有|现有|设有|另有|约为?|达到?|安排|预算数?|决算数?|支出"
    r"|年初|全年|当年|本年|本部门|本单位|我部门|20\d\d年度?|各|共|为|是|有|约|达|的)*"
)
_LEAD = 30  # characters up to which a statement without a figure names those of the next
_ITEM = regex(r"^[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[).、.]*\s*")
_TAIL = regex(r"(?:约?为|达到?|共计|共有?|有|是|由|约|仅)+$")
_BOUND_OF = regex(r"(?:\([^()]*\))?(?:及|含|\(含\))?以[上下内]|/")  # 50万元以上的设备: no figure


@dataclass(frozen=True, slots=True)
class Printed:
    """Hold one figure of a paragraph.

    `label` is what stands before it up to the last mark or figure, `before` the label of the figure
    before it where its own says nothing (车辆8台，共计176万元), `after` what follows to the next mark.
    `start` and `end` delimit its statement in the tidied paragraph.
    """

    value: str
    unit: str
    label: str
    before: str
    after: str
    clause: str
    start: int
    end: int
    place: int

    @property
    def near(self) -> str:
        """Return the words right beside the figure."""
        return f"{self.label} {self.before} {self.after}"

    @property
    def name(self) -> str:
        """Return what the figure is of, for a label."""
        return _bare(self.label) or self.before or self.after or "原文"


def printed_figures(text: str) -> list[Printed]:
    """Return the figures of a paragraph in order; `text` is tidied first."""
    whole = tidy(text)
    found: list[Printed] = []
    lead = ""
    for statement in statements(whole):
        words = plain(statement.text)
        last, before = 0, lead
        if len(words) <= _LEAD and not _FIGURE.search(words):
            lead = _ITEM.sub("", words).strip(" .;:。")  # 公务接待费。2026年预算数0.49万元
            continue
        lead = ""
        for match in _FIGURE.finditer(words):
            if _BOUND_OF.match(words, match.end()):
                continue
            held = words[last : match.start()]
            bounds = [m.end() for m in _BOUNDS.finditer(held)]
            label = held[bounds[-1] :] if bounds else held
            after = re.split(r"[,;:、()。\d]", words[match.end() :], maxsplit=1)[0]
            silent = _SAYS_NOTHING.fullmatch(label.strip()) is not None
            clause = words[words.rfind(",", 0, match.start()) + 1 : match.end() + len(after)]
            found.append(
                Printed(
                    match["value"], match["unit"], label, before if silent else "", after, clause,
                    statement.start, statement.end, statement.start + match.start(),
                )
            )  # fmt: skip
            if not silent:
                before = _bare(label)
            last = match.end()
    return found


@lru_cache(maxsize=8192)
def _bare(label: str) -> str:
    """Return a label without the words that only lead to a figure."""
    return _TAIL.sub("", _SAYS_NOTHING.sub("", label, count=1)).strip(" ,")


@lru_cache(maxsize=8192)
def _printed(text: str) -> tuple[Printed, ...]:
    """Return the figures of a passage, read once for every choice of documents."""
    return tuple(printed_figures(text))


@dataclass(frozen=True, slots=True)
class Bound:
    """Hold a printed figure with its passage and the words over it."""

    passage: Text
    whole: str
    context: str
    printed: Printed

    @property
    def quote(self) -> str:
        """Return its statement in the document's words."""
        return self.whole[self.printed.start : self.printed.end].strip(" ，,；;")


class Figures:
    """Hold every figure of a catalogue's narrative, and how rare each character is there."""

    def __init__(self, catalogue: Catalogue) -> None:
        passages = catalogue.passages.values()
        self._texts = [passage.text for passage in passages]
        self._rare: dict[str, dict[str, float]] = {}
        self.all: Sequence[Bound] = [
            Bound(passage, tidy(passage.text), " / ".join(passage.headings), one)
            for passage in passages
            if kind_of(passage) not in ("definition", "contact")
            for one in _printed(passage.text)
        ]

    @cached_property
    def postings(self) -> Postings:
        """Return what each figure's statement, and what stands over it, may speak of."""
        return Postings(
            [
                f"{plain(b.whole[b.printed.start : b.printed.end])} {b.printed.near}"
                for b in self.all
            ],
            [b.context for b in self.all],
        )

    def that(self, bits: int) -> list[Bound]:
        """Return the figures of some bits."""
        return [self.all[int(at)] for at in np.flatnonzero(self.postings.at(bits))]

    @cached_property
    def _spread(self) -> Counter[str]:
        return Counter(char for text in self._texts for char in set(text))

    def alike(self, word: str, text: str) -> float:
        """Return the share of a word's characters that a text has, rare ones counting more."""
        if (rare := self._rare.get(word)) is None:
            rare = self._rare[word] = {c: self._rarity(c) for c in set(word)}
        return sum(rare[c] for c in rare if c in text) / (sum(rare.values()) or 1.0)

    def _rarity(self, char: str) -> float:
        return log(1 + len(self._texts) / (1 + self._spread[char]))


_CACHE: WeakKeyDictionary[Catalogue, Figures] = WeakKeyDictionary()


def figures_of(catalogue: Catalogue) -> Figures:
    """Return the figures of a catalogue, read once."""
    if catalogue not in _CACHE:
        _CACHE[catalogue] = Figures(catalogue)
    return _CACHE[catalogue]
