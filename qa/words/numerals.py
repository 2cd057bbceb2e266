"""Turn Chinese numerals into digits where they are quantities, and read amounts with units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from qa.regexes import regex

DIGITS = "零〇○一二两三四五六七八九"
NUMERAL = rf"(?:\d+(?:\.\d+)?|[{DIGITS}十百千万亿俩仨]+)"
_CHINESE = rf"[{DIGITS}十百千万亿]+(?:点[{DIGITS}]+)?"
_VALUES = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "两": "2",
}
_WORD_UNITS = {"": None, "元": "元", "块": "元", "块钱": "元", "万": "万元", "万元": "万元",
               "万块": "万元", "万块钱": "万元", "亿": "亿元", "亿元": "亿元", "yuan": "元",
               "rmb": "元", "million": "百万元", "billion": "十亿元"}  # fmt: skip

_LONG_YEAR = regex(rf"[{DIGITS}]{{4}}(?=\s*(?:那一?|这一?)?年|\s*和|\s*与|\s*跟|、|财年)")
_SHORT_YEAR = regex(r"(?<![一-鿿\d])[二][〇零○一二三四五六七八九](?=年)")
_INNER_SHORT_YEAR = regex(r"二[〇零○四五六七八九](?=年(?!前|后|来|内|期|度计划))")
_DIGIT_YEAR = regex(r"(?<!\d)(?<!\d[.,])(2\d)(?=年(?!前|后|来|内|期|以))")
_PAIR_YEAR = regex(r"(?<![\d.,])(2\d)(年?[和与跟同、到至~-])(?=20\d\d年|2\d年)")
_LISTED_YEARS = regex(r"(?<![\d.,])(2\d)[、和跟与](2\d)(?=(?:这|那)?[两二]年)")
_SPELT_CODE = regex(
    rf"(?<=[目码号])(是|为|:)?([{DIGITS}]{{3}}(?:[{DIGITS}]{{2}}){{0,2}})(?![{DIGITS}十百千万亿个项款条])"
)
_PERCENT = regex(rf"百分之({_CHINESE})")
_YUAN = regex(
    rf"(?<![几数第])([{DIGITS}十百千万亿]*[{DIGITS}十百千]+(?:点[{DIGITS}]+)?)(?=元(?!化|论|制|旦)|块钱)"
)

_COUNT = regex(
    rf"(?<![第几数分之{DIGITS}十百千万亿])(?!一[^十百千])(?:[{DIGITS}]?[十百千][{DIGITS}十百千]*|[{DIGITS}])"
    rf"(?=[个名位户人台套辆亩次]|公[里顷斤]|(?<=[十百千])(?:[,。?、]|$))"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """Hold a figure said in a question with its unit (None where not said) and its place."""

    value: Decimal
    unit: str | None
    start: int
    end: int


@lru_cache(maxsize=4096)
def parse(text: str) -> Decimal | None:
    """Return the number that digits or a Chinese numeral say, or None."""
    text = text.strip().replace(",", "").replace("俩", "两").replace("仨", "三")
    if not text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        pass
    if re.fullmatch(rf"[{DIGITS}]+", text):
        return Decimal("".join(_VALUES[c] for c in text))
    # cn2an reads 十二点五 but not 一点二亿: the last 万 or 亿 is taken off and multiplied
    scale = {"万": 10_000, "亿": 100_000_000}.get(text[-1])
    if scale and "点" in text:
        head = parse(text[:-1])
        return None if head is None else head * scale
    import cn2an  # slow to import; most numbers are digits

    try:
        return Decimal(str(cn2an.cn2an(text.replace("○", "零").replace("〇", "零"), "smart")))
    except (ValueError, KeyError):
        return None


def plain(value: Decimal) -> str:
    """Return a decimal without exponent and without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def years_to_digits(text: str) -> str:
    """Write years in four digits: 二〇二五年, 二六年, 26年, 24和25年."""
    text = _LONG_YEAR.sub(lambda m: "".join(_VALUES[c] for c in m[0]), text)
    for pattern in (_SHORT_YEAR, _INNER_SHORT_YEAR):
        text = pattern.sub(lambda m: "20" + "".join(_VALUES[c] for c in m[0]), text)
    text = _DIGIT_YEAR.sub(r"20\1", text)
    text = _LISTED_YEARS.sub(r"20\1年、20\2", text)
    return _PAIR_YEAR.sub(r"20\1\2", text)


def codes_to_digits(text: str) -> str:
    """Write codes said figure by figure in digits: 编码三零二三九 → 编码30239."""
    return _SPELT_CODE.sub(lambda m: (m[1] or "") + "".join(_VALUES[c] for c in m[2]), text)


def amounts_to_digits(text: str) -> str:
    """Write money and percentages in digits: 六十万元 → 60万元, 一点二亿 → 1.2亿, 百分之八 → 8%."""
    text = _PERCENT.sub(lambda m: _or_same(m[1], m[0], "%"), text)
    text = _SPOKEN.sub(_replace_spoken, text)
    text = re.sub(
        rf"(?<![几数第])([{DIGITS}十百千]+(?:点[{DIGITS}]+)?)(万|亿)([{DIGITS}十百千]*万)?"
        r"(?=\s*(?:元|块|以[上下内]|及以|[,.?!;:()\s]|$|的|是|花|这|那|到|至|[嘛呢吧啊呀哈了]))",
        _replace_scaled,
        text,
    )
    return _YUAN.sub(lambda m: _or_same(m[1], m[0], ""), text)


def _replace_scaled(match: re.Match[str]) -> str:
    head, scale, rest = match[1], match[2], match[3]
    if rest:  # 一亿二千万
        whole = parse(head + scale + rest)
        return match[0] if whole is None else plain(whole / 10_000) + "万"
    return _or_same(head, match[0], scale)


def _replace_spoken(match: re.Match[str]) -> str:
    """Write 8万5, 八万五千 as 8.5万."""
    head, tail = parse(match[1]), parse(match[3])
    spoken = head is not None and tail and head == head.to_integral_value()
    return f"{head:f}.{tail:f}{match[2]}" if spoken else match[0]


def counts_to_digits(text: str) -> str:
    """Write numbers of things and bare numbers in digits: 六十个人、每月三百, → 60个人、每月300,.

    One is left: 一个月 says how often.
    """
    return _COUNT.sub(lambda m: _or_same(m[0], m[0], ""), text)


def _or_same(numeral: str, whole: str, suffix: str) -> str:
    value = parse(numeral)
    return whole if value is None else plain(value) + suffix


_SPOKEN = regex(
    rf"(?<![\d.几数第])(\d+|[{DIGITS}十百]+)(万|亿)([1-9{DIGITS}])千?"
    r"(?=元|块|的|这|那|[吗嘛呢吧啊呀哈了]|[,.?!;:()，。？\s]|$)"
)
_FIGURE = regex(
    r"(?<![\dA-Za-z.,-])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(亿元|亿|万元|万块钱|万块|万|元|块钱|块|yuan|rmb|million|billion)?(?![\dA-Za-z.])"
)


def amounts(text: str) -> tuple[Amount, ...]:
    """Return the figures of a text in digits, with the money unit that follows them."""
    found = []
    for match in _FIGURE.finditer(text):
        value, unit = Decimal(match[1].replace(",", "")), _WORD_UNITS[match[2] or ""]
        if unit == "百万元":
            value, unit = value * 100, "万元"
        elif unit == "十亿元":
            value, unit = value * 10, "亿元"
        found.append(Amount(value, unit, match.start(), match.end()))
    return tuple(found)
