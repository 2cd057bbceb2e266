"""Bring labels and phrases to the form in which they are compared, and cut them into grams."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十百]+[)）]?[、.．,，]|[（(][一二三四五六七八九十百]+[)）]"
    r"|\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[)）])"
)
_LEAD = re.compile(r"^(?:其中|其他\s*[:：]|减|加)\s*[:：]")
_PUNCTUATION = re.compile(
    r"[\s“”\"'‘’《》<>〈〉「」『』·•,，、。;；:：!！?？\-—–_/\\|+*=（）()\[\]【】{}~～…]+"
)
_BRACKET = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_SUFFIXES = (
    "专项经费", "项目经费", "工作经费", "补助经费", "缴费支出", "拨款收入",
    "支出", "经费", "费用", "专项", "项目", "资金", "缴费", "收入", "费", "类",
)  # fmt: skip
_GENERAL = {"其他", "本年", "项目", "基本", "合计", "上年", "财政", "支出", "收入", "一般"}
_SHORT = 3  # characters of a name that stand together in the label
_SAME = {
    "运行维护": "运行",
    "运维": "运行",
    "帐": "账",
    "其它": "其他",
    "预算拨款": "预算",
    "个数": "数",
    "结转和结余": "结转结余",
    "年终结转": "年末结转",
}
_OLD = re.compile("|".join(_SAME))
_PLAIN = re.compile("[\u4e00-\u9fff]*")


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Return a label without numbering, quotes, punctuation and case: （一）“三公”经费 → 三公经费."""
    if _PLAIN.fullmatch(text):  # most of what is compared: nothing to be taken off
        return same_words(text)
    text = unicodedata.normalize("NFKC", text).strip()
    text = _LEAD.sub("", text)
    text = _NUMBERING.sub("", text)
    text = _LEAD.sub("", text)
    return _PUNCTUATION.sub("", same_words(text)).lower()


def same_words(text: str) -> str:
    """Return a text in which words that labels are compared by stand for their like."""
    if _OLD.search(text) is None:
        return text
    for old, new in _SAME.items():
        text = text.replace(old, new)
    return text


def unnumbered(text: str) -> str:
    """Return a label without its printed numbering: 二、外交支出 → 外交支出."""
    return _NUMBERING.sub("", text.strip()).strip() or text


@lru_cache(maxsize=65536)
def core(text: str) -> str:
    """Return a label without bracketed parts and its formal suffix: 职业年金缴费支出 → 职业年金."""
    text = unicodedata.normalize("NFKC", text)
    without = _BRACKET.sub("", text)
    kept = bare(without) or bare(text)
    for _ in range(2):
        kept = _without_suffix(kept)
    return kept


def _without_suffix(text: str) -> str:
    """Drop one formal suffix, unless only a general word would be left."""
    for suffix in _SUFFIXES:
        rest = text.removesuffix(suffix)
        if rest != text and len(rest) >= 2 and rest not in _GENERAL:
            return rest
    return text


@lru_cache(maxsize=65536)
def grams(text: str) -> frozenset[str]:
    """Return the single characters and neighbouring pairs of a bare text; a number is one gram."""
    found: set[str] = set()
    for piece in re.findall(r"[a-z]+|\d+(?:\.\d+)?|[^a-z\d]+", text):
        if piece[0].isascii() and piece[0].isalnum():
            found.add(piece)
            continue
        found.update(piece)
        found.update(piece[i : i + 2] for i in range(len(piece) - 1))
    return frozenset(found)


def contains_any(text: str, words: Iterable[str]) -> bool:
    """Tell whether one of the words stands in the text."""
    return any(word in text for word in words)


def shortens(word: str, text: str) -> bool:
    """Tell whether a word is short for a text: it stands in it, or its characters do in order."""
    if not word or word in text:
        return bool(word)
    rest = iter(text)
    long = len(word) > _SHORT or text.startswith(word[0])
    return long and all(character in rest for character in word)
