"""Read which cells of a known row a question asks for, by general words and the row's own heads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from qa.linking.text import bare
from qa.regexes import regex
from qa.words.normalise import data

LEAST_HEAD, LEAST_PART = 2, 4  # characters of a head that name its column; of a part of one
_NEVER = regex(r"(?!)")
_YEAR = regex(r"20\d\d")
_SPENT = ("final", "outgo", "unspent")
_GENERIC = frozenset({
    "项目", "内容", "指标", "单位", "名称", "金额", "合计", "小计", "总计", "预算", "目标", "数量", "类型",
    "项目名称", "财政", "资金", "其中", "收入", "支出", "本年", "年度", "采购", "一级", "二级", "三级",
})  # fmt: skip
_TRIMMED = regex(
    r"^(?:本次|当年|项目|采购|政策)|(?:预算)?(?:数额|金额|数|额|情况)$|（.*?）|\(.*?\)|%"
)


@dataclass(frozen=True, slots=True)
class Aspect:
    """Hold what one column holds: how it is asked for and the heads it stands under.

    `cell` names what of the row itself is meant where no head tells it: its number, its level, the
    columns that its money stands in, its amount.
    """

    name: str
    said: re.Pattern[str]
    heads: re.Pattern[str]
    common: bool = False
    words: bool = False
    cell: str = ""

    def heads_of(self, path: str) -> bool:
        """Tell whether a column stands under this aspect's heads."""
        return bool(self.heads.search(re.sub(r"\s+", "", path)))


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold an aspect that a question says of a row, and the places where it says it."""

    aspect: Aspect
    start: int
    end: int


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data("row_asks.yaml")[name]), re.I)


@cache
def known_aspects() -> tuple[Aspect, ...]:
    """Return the aspects of columns in the order of their file."""
    raw: Mapping[str, Mapping[str, object]] = data("row_asks.yaml")["aspects"]
    return tuple(
        Aspect(
            name,
            regex(str(one["said"]), re.I),
            regex(str(one.get("heads") or r"(?!)")),
            common=bool(one.get("common")),
            words=bool(one.get("words")),
            cell=str(one.get("cell") or ""),
        )
        for name, one in raw.items()
    )


@cache
def other_funds() -> Aspect:
    """Return the columns of money that is no budget's, from which other income is spent."""
    return Aspect("other", _pattern("which"), _pattern("other_funds"))


def aspect_of(name: str) -> Aspect:
    """Return the aspect of a name."""
    return next(one for one in known_aspects() if one.name == name)


@lru_cache(maxsize=256)
def given(text: str) -> tuple[Asked, ...]:
    """Return the aspects that a question without its row's name says, in its order."""
    text = unruled(text)
    hits = [Asked(a, m.start(), m.end()) for a in known_aspects() for m in a.said.finditer(text)]
    if {"closing", "final"} & {hit.aspect.name for hit in hits}:  # 年末还剩多少没花
        hits = [hit for hit in hits if hit.aspect.name != "unspent"]
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end)))


def unruled(text: str) -> str:
    """Return a question with what it rules out masked."""
    return _pattern("ruled_out").sub(lambda m: "□" * len(m[0]), text)


@lru_cache(maxsize=4096)
def head_forms(head: str) -> tuple[str, ...]:
    """Return what a column's head may be called: 当年采购金额 also 采购金额, 一般公共预算."""
    whole = bare(head)
    short = bare(_TRIMMED.sub("", head))
    forms = dict.fromkeys(form for form in (whole, short) if len(form) >= LEAST_HEAD)
    return tuple(form for form in forms if form not in _GENERIC)


def exactly(head: str) -> re.Pattern[str]:
    """Return the pattern of a column's own head, whatever stands over it."""
    return regex("(?:^|/)" + re.escape("".join(head.split())) + "$")


def by_head(name: str, head: str, text: str, *, words: bool) -> Asked | None:
    """Return a column as asked for where a question says its head, or most of it.

    Of a head with a year, what stands beside the year is of every year's column.
    """
    year = _YEAR.search(head)
    if year is not None and year[0] not in text:
        return None
    for form in head_forms(head):
        start = text.find(form)
        if start >= 0:
            return Asked(Aspect(name, _NEVER, exactly(head), words=words), start, start + len(form))
    whole = bare(head)
    for size in range(len(whole) - 1, max(LEAST_PART, len(whole) * 3 // 5) - 1, -1):
        for at in range(len(whole) - size + 1):
            start = text.find(whole[at : at + size])
            if start >= 0 and whole[at : at + size] not in _GENERIC:
                return Asked(Aspect(name, _NEVER, exactly(head), words=words), start, start + size)
    return None


def asked_columns(text: str, asked: Sequence[Asked]) -> list[Asked]:
    """Return what is asked without words that only say how much of it is asked: 用了多少结转, 省了多少钱."""
    apart = [m.span() for m in _pattern("spent_apart").finditer(text)]
    kept = [
        one
        for one in asked
        if one.aspect.name not in _SPENT
        or not any(_pattern("how_much").fullmatch(text[one.end : b.start]) for b in asked)
    ]
    if len({one.aspect.name for one in kept} - {"whole"}) < 2:
        return kept
    return [
        one
        for one in kept
        if one.aspect.name != "whole" or not any(s < one.end and one.start < e for s, e in apart)
    ]


def apart_asked(text: str) -> bool:
    """Tell whether a question asks how far what is reached is from the goal."""
    return bool(_pattern("apart").search(text))


def is_unpaid(text: str, asked: Asked) -> bool:
    """Tell whether a question asks for what a column does not pay: 不是一般公共预算出的."""
    return bool(_pattern("not_paid").search(text[: asked.start]))


def lacks_unpaid(text: str, asked: Sequence[Asked]) -> bool:
    """Tell whether a question asks for what a fund does not pay, and no column is that fund."""
    said = _pattern("unpaid").search(text) is not None
    return said and not any(is_unpaid(text, one) for one in asked)


def is_of_set(text: str) -> bool:
    """Tell whether a question asks which or how many rows there are."""
    return bool(_pattern("sets").search(text))


def offers_either(text: str) -> bool:
    """Tell whether a question asks which of some values a cell holds."""
    return bool(_pattern("either").search(text))


def set_against(between: str) -> bool:
    """Tell whether words between two heads set one against the other: 甲还是乙."""
    return bool(_pattern("against").fullmatch(between))


def tells_document(text: str, printed: str) -> bool:
    """Tell whether a cell names a document by number or title, where a question asks for that."""
    return not _pattern("document").search(text) or bool(_pattern("numbered").search(printed))


def asks_own_code(text: str) -> bool:
    """Tell whether a question asks for the code of a project itself."""
    return _pattern("own_code").search(text) is not None


def is_name(said: str) -> bool:
    """Tell whether words only ask which row it is (哪个项目)."""
    return _pattern("by_name").fullmatch(said) is not None


def without_apart(text: str) -> str:
    """Return a text without the words that ask how far two cells are apart."""
    return _pattern("apart").sub(",", text)


def works_out(name: str, text: str) -> bool:
    """Tell whether a question works something out of columns: `times`, `part`, `added` …"""
    return bool(_pattern(name).search(text))


def asks_which(text: str) -> bool:
    """Tell whether a question asks which rows there are, or what something is for."""
    return bool(_pattern("which").search(text))


def asks_lost(text: str) -> bool:
    """Tell whether a question asks where an evaluation lost points."""
    return bool(_pattern("points_lost").search(text))


def asks_points(text: str) -> bool:
    """Tell whether a question asks for points and for no money."""
    return bool(_pattern("points").search(text)) and not _pattern("points_money").search(text)


def asks_no_money(text: str, name: str) -> bool:
    """Tell whether a question asks of a name for a date, a span, points or a count, not for money."""
    rest = text.replace(name, "")
    return bool(_pattern("no_money").search(rest)) and not _pattern("money").search(rest)


def asks_price(text: str) -> bool:
    """Tell whether a question asks for money by that word: 多少钱."""
    return _pattern("price").search(text) is not None


@lru_cache(maxsize=4096)
def is_other_term(head: str) -> bool:
    """Tell whether a head is of another term than the document's year: 上年, 半年, 中期."""
    return bool(_pattern("other_terms").search(head))


@lru_cache(maxsize=256)
def with_terms(text: str) -> str:
    """Return a text with the names that columns give to terms it says otherwise: 年中 is 半年."""
    named = data("row_asks.yaml")["terms"]
    return text + "".join(f",{name}" for name, said in named.items() if re.search(said, text))


def without_worked(text: str) -> str:
    """Return a text without the words for what is worked out of two cells."""
    for name in ("times", "moved", "part"):
        text = _pattern(name).sub(",", text)
    return text


def number_asked(text: str) -> bool:
    """Tell whether a question asks for the printed number of a row."""
    text = unruled(text)
    return any(one.said.search(text) for one in known_aspects() if one.cell == "number")


def number_said(text: str) -> re.Match[str] | None:
    """Return where a question says the number of a document or the long code of a project."""
    return _pattern("numbers").search(text)


def levels_offered(text: str) -> list[re.Match[str]]:
    """Return where a question offers levels of an indicator: 数量还是质量指标."""
    return list(_pattern("levels").finditer(text))


def earlier_said(text: str) -> bool:
    """Tell whether words speak of an earlier year."""
    return bool(_pattern("earlier").search(text))


def lost_said(text: str) -> bool:
    """Tell whether a question asks how many points were lost."""
    return bool(_pattern("lost").search(text))


def left_of(text: str) -> tuple[str, ...]:
    """Return what of a text tells of something else than rows and columns, in runs."""
    return tuple(re.findall(r"[一-鿿]+|[a-z]{3,}", _pattern("general").sub(",", text)))
