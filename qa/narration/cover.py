"""Tell how much of a question a text speaks of, and whether it has the figure that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.narration.lore import lore
from qa.narration.want import Concept, Want
from qa.words.sentences import plain

_OF_EACH = re.compile(r"[和跟与、][^,，。?？]{1,12}(?:各|分别)(?:自|是|有|为)*(?:几|多少)")
_CALENDAR = re.compile(r"(?<!\d)(?:19|20)\d\d年")
_CLAUSE_ENDS = frozenset("，。；、")
_MEASURES = frozenset({"条", "个", "台", "辆", "套", "家", "名", "份", "张", "座", "艘", "栋"})
"""Measure words that people and documents use for one another (几条船, 4艘)."""


def coverage(
    concepts: Sequence[Concept], weights: dict[str, float], text: str, context: str
) -> tuple[float, tuple[str, ...]]:
    """Return the weighted share of concepts that a text (or what stands over it) speaks of."""
    total = got = 0.0
    missing: list[str] = []
    for concept in concepts:
        weight = weights[concept.text]
        held = 0.0
        for form, sure in concept.forms:
            if sure > held:  # no form holds by more than it is sure
                by = _holds(form, text, context) * sure
                if by > held:
                    held = by
        total += weight
        got += weight * held
        if held < 0.4:
            missing.append(concept.text)
    return (got / total if total else 0.0), tuple(missing)


@lru_cache(maxsize=32768)
def _holds(form: str, text: str, context: str) -> float:
    if form in text:
        return 1.0
    if form in context:
        return 0.7
    if (len(text) < 90 or len(form) > 2) and _abbreviates(form, text):
        return 0.8 if len(form) > 2 else 0.55
    if len(form) < 3:
        return 0.0
    pairs = _pairs(form)
    shared = sum([pair in text for pair in pairs]) / len(pairs)
    return 0.75 * shared if shared >= 0.5 else 0.0


@lru_cache(maxsize=8192)
def _pairs(form: str) -> tuple[str, ...]:
    return tuple(form[i : i + 2] for i in range(len(form) - 1))


def _abbreviates(form: str, text: str) -> bool:
    """Tell whether a text has a form's characters in order with at most two between (科技, 科学技术)."""
    return 2 <= len(form) <= 6 and in_order(form, text)


def in_order(form: str, text: str) -> bool:
    """Tell whether a clause has a form's characters in order with at most two others between.

    Walked by hand: making a pattern of each form takes longer than reading all the texts.
    """
    for char in form:
        if char not in text:
            return False
    ends = [at for at, char in enumerate(text) if char == form[0]]
    for char in form[1:]:
        ends = [at for end in ends for at in _behind(char, text, end)]
        if not ends:
            return False
    return bool(ends)


def _behind(char: str, text: str, end: int) -> list[int]:
    """Return where a character stands close behind a place, before the clause ends."""
    found: list[int] = []
    for at in range(end + 1, min(end + 4, len(text))):
        if text[at] == char:
            found.append(at)
        if text[at] in _CLAUSE_ENDS:
            break
    return found


def shortened(form: str, text: str) -> re.Match[str] | None:
    """Return where a clause has a form's characters in order, or None."""
    return _spread(form).search(text) if in_order(form, text) else None


@lru_cache(maxsize=4096)
def _spread(form: str) -> re.Pattern[str]:
    return re.compile(r"[^，。；、]{0,2}".join(re.escape(char) for char in form))


def lacks_figure(want: Want, text: str) -> bool:
    """Tell whether a figure of the asked unit, or of money or a share, is not in a text."""
    words = without_calendar(plain(text))
    if want.units and not want.has("define", "which_item"):
        marks = "|".join(
            map(re.escape, want.units | ({"家", "所"} if "个" in want.units else set()))
        )
        held = re.findall(rf"[\d一二三四五六七八九十百两万]\s*(?:个|常住)?(?:{marks})", words)
        least = 2 if _OF_EACH.search(want.text) else 1  # 村和社区各有几个
        beside = want.units <= _MEASURES and _counted_beside(want, words)
        return len(held) < least and not (least == 1 and beside)
    if want.money:
        return re.search(r"\d\s*(?:亿|万|元)", words) is None
    if want.has("amount") and not want.things and not want.units:
        return re.search(r"\d\s*(?:亿|万|元|%|平方米|吨|分|名|人|项|辆)", words) is None
    asks_share = want.has("percent") and not want.has("changed", "why")
    return asks_share and "%" not in words and "百分" not in words


def without_calendar(text: str) -> str:
    """Return a text of the same length without the years of a calendar: 2026年 is no number of years."""
    return _CALENDAR.sub(lambda found: "·" * len(found.group()), text)


def _counted_beside(want: Want, words: str) -> bool:
    """Tell whether a figure stands right behind what is counted, with another measure word."""
    forms = [re.escape(f) for c in want.concepts if not c.light for f, _ in c.forms if len(f) > 1]
    return bool(forms) and re.search(rf"(?:{'|'.join(forms)})(?:共|有|共有)?\d", words) is not None


def prints_year(text: str, years: frozenset[int]) -> bool:
    """Tell whether a text states something of a year, not only a change from it."""
    return any(re.search(rf"(?<![较比与同]){year}年", text) for year in years)


def prints_number(text: str, number: str) -> bool:
    """Tell whether a text prints the number of a notice, whatever brackets stand in it."""
    wanted, held = re.findall(r"\d+", number), re.findall(r"\d+", text)
    size = len(wanted)
    return any(held[i : i + size] == wanted for i in range(len(held) - size + 1))


@lru_cache(maxsize=8192)
def qualified(label: str, text: str) -> bool:
    """Tell whether a label says of its figure what a question does not: 人均, 拟, 新增."""
    return any(
        printed.search(label) and not asked.search(text) for printed, asked in lore().qualifiers
    )
