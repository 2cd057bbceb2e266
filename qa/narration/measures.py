"""Read which measure a question asks for: 几辆, 多少户."""

from __future__ import annotations

import re

_UNITS = (
    "次|天|年|张(?!表)|封|篇|期|届|吨|亩|公里|趟|棵|座|套|台|辆|名|位|人(?!员|大)|家|项(?!目)|场|米|层"
    "|楼|栋|平方米|小时|个?工作日|户|本|份|条|批|分|处室|科室|处"
)
_ASKED_UNIT = re.compile(
    rf"(?<![哪前好这那过没])(?:几|多少|好多)(?:个|多)?(?:万|亿)?({_UNITS})(?!元|钱)"
)
_ASKED_ANY = re.compile(r"(?:几|多少)(?:个|多)?(?:万|亿)?([\u3400-\u9fff])(?=[,。?呢呀啊才]|$)")
ALIKE = (
    frozenset({"人", "名", "位"}),
    frozenset({"天", "日", "工作日", "个工作日"}),
    frozenset({"次", "场", "场次", "回"}),
    frozenset({"套", "间", "处"}),
)
"""Measure words of the same things."""
_ASKED_PIECE = re.compile(r"(?:几|多少|好多)(个)(?!百分|点)")


def asked_units(text: str, measures: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the measure words behind 几 and 多少, with those that the documents alone know."""
    said = _ASKED_UNIT.findall(text) or [u for u in _ASKED_ANY.findall(text) if u in measures]
    said = said or _ASKED_PIECE.findall(text)
    return frozenset(said).union(*(same for same in ALIKE if not same.isdisjoint(said)))
