"""Cut a question of arithmetic into the things it sets against each other (甲占乙的几成)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from qa.query import Operation
from qa.regexes import regex
from qa.words.normalise import data

_KINDS = (Operation.SHARE, Operation.DIFFERENCE, Operation.RATIO)
_LISTED = regex(r"^[^()]*\(([^()]+[、,和与及加+][^()]+)\)")
_WHOLE = regex(
    r"(?:全部(?!门)|所有|整个|全年|一年|^total |^overall )的?(20\d\d ?年?)?(?=(?:支出|收入|预算|开支)$)"
)
_WEIGHT = regex(r"权重|分值|\bweight", re.IGNORECASE)
_PLACES = ("name", "inside", "takes", "less", "left", "amount", "pointed", "negated")
_MINUS = regex(r"减[去掉]|\bminus\b|\bless\b", re.I)
_RATED = regex(r"(?<=[少几])%(?=$|[,。?])")
_ENDING = 3  # characters behind what is asked: 啊?
_NAME = (4, 24)  # characters of a name
_ASKS = regex(r"请|帮|问|想|知道|多少|几|什么|吗|呢|说|看|下$")
_AROUND = 2  # characters on each side of a joint that a label may print with it
_PARTS = regex(r"[、,]|(?<=[一-鿿])[和与跟及](?=[一-鿿]{2})|\band\b")


@dataclass(frozen=True, slots=True)
class Frame:
    """Hold an operation with the words of its two sides; `each` asks for every part by itself.

    `clauses`: its sides stand in clauses of their own, the last of the question being one.
    `beside`: neither need hold the other (甲是乙的多少): it may be more than all of it.
    """

    operation: Operation
    part: str
    whole: str
    each: bool = False
    beside: bool = False
    clauses: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """Hold what is left of a whole without some parts; of the parts' own table where it is empty.

    `columns` is what is said of such a whole (决算); `minus`: the words only take one from another,
    so the first need not hold the others; `listed`: the parts as they are said in one.
    """

    whole: str
    parts: tuple[str, ...]
    columns: str = ""
    said: str = ""
    minus: bool = False
    listed: str = ""


def rest(text: str) -> Rest | None:
    """Return the whole and what is taken out of it, where a question asks what is left."""
    if _pattern("no_rest").search(text):
        return None
    for pattern in _rests():
        match = pattern.search(text)
        if match is None:
            continue
        again = f"(?:再|又|还|,)*{data('frames.yaml')['less']}"
        part = _pattern("counted").sub("", re.sub(again, "、", match["part"]))
        inside = rf"{data('frames.yaml')['inside']}$"
        whole = _unstressed(re.sub(inside, "", match["whole"] or ""))
        own = _pattern("own").fullmatch(whole) is not None
        if named := tuple(parts(part)):
            minus = bool(whole) and _MINUS.search(match[0]) is not None
            ends = [match.span(name) for name in ("less", "part") if name in pattern.groupindex]
            said = text[min(ends)[0] : max(ends)[1]] if len(ends) > 1 else ""
            whole, columns = ("", whole) if own else (whole, "")
            return Rest(whole, named, columns, said, minus, part.strip(" 的,"))
    return None


def parts(listed: str, labels: str = "") -> Iterator[str]:
    """Give the parts that words list; no joint that a label prints (社会保障和就业支出) parts them."""
    at = 0
    for joint in _PARTS.finditer(listed):
        around = listed[max(at, joint.start() - _AROUND) : joint.end() + _AROUND]
        if around == joint[0] or around not in labels:
            yield from (p for p in (listed[at : joint.start()],) if len(p.strip(" 的,")) > 1)
            at = joint.end()
    yield from (p for p in (listed[at:],) if len(p.strip(" 的,")) > 1)


@lru_cache(maxsize=256)
def read(text: str) -> Frame | None:
    """Return the frame that a question has, or None."""
    text = _RATED.sub("", text)
    for operation, pattern in _patterns():
        match = pattern.search(text)
        if match is None or (operation is Operation.SHARE and _WEIGHT.search(text)):
            continue  # the weight of an indicator is printed, it is no share
        part, whole = _listed(match["part"]), _unstressed(match["whole"])
        held = _holding().match(part) if operation is Operation.SHARE else None
        if held is not None and (_pattern("own").fullmatch(whole) or _pattern("all").search(whole)):
            part, whole = held["part"], _unstressed(held["whole"])  # 甲里头,乙占整个项目几成
        elif operation is Operation.SHARE and _pattern("own").fullmatch(whole):
            whole = _before(text[: match.start()]) or whole  # 甲那个组,一年经费里乙占几成
        if len(part) < 2 or len(whole) < 2 or _pattern("all").search(whole):
            return None
        groups = match.groupdict()
        if item := (groups.get("item") or "").strip(" 的,"):
            part, whole = f"{part}的{item}", f"{whole}的{item}"
        each, beside = (bool(groups.get(name)) for name in ("each", "be"))
        said = text[min(match.start("part"), match.start("whole")) : match.end()]
        ends = len(text) - match.end() <= _ENDING
        return Frame(operation, part, whole, each, beside, "," in said and ends)
    return None


def _before(text: str) -> str:
    """Return the thing that the clause before a share names, if it is as short as a name."""
    named = _stripped(re.split(r"[,。?;]", text.rstrip(","))[-1])
    return named if _NAME[0] <= len(named) <= _NAME[1] and not _ASKS.search(named) else ""


def is_denied(said: str) -> bool:
    """Tell whether words for what is left out say of which source or kind money is not."""
    return re.match(data("frames.yaml")["negated"], said) is not None


def of_whole(whole: str) -> str | None:
    """Return the words of a whole that is said without its part (占基本支出的比例), if it is one."""
    words = _unstressed(whole)
    return None if len(words) < 2 or _pattern("all").search(words) else words


def of_owner(words: str, *, named: bool) -> str | None:
    """Return what is said of all that a department has (全局支出), whose name is cut out if `named`."""
    match = _pattern("owner").fullmatch(words)
    if match is None or not (named or match["owner"]):
        return None
    if half := match["half"]:
        return half
    return "总收入" if match["income"] else "总支出"


def of_it(words: str) -> str:
    """Return the words of a whole without those that only say that all of it is meant."""
    return _pattern("of_it").sub("", words)


def _listed(words: str) -> str:
    """Return what brackets list instead of the name for all of it (那几样(甲、乙))."""
    match = _LISTED.search(words)
    return _stripped(match[1] if match else words)


def _unstressed(words: str) -> str:
    return _WHOLE.sub(r"\1总", _pattern("stress").sub("", _stripped(words)))


def _stripped(words: str) -> str:
    """Drop what a cut leaves at the ends: commas, a bracket without its other half."""
    words = _pattern("idle").sub("", words.strip(",、 "))
    if words.count("(") > words.count(")"):
        words = f"{words})" if words[-1:] != "(" else words[:-1]
    words = words.lstrip(")") if words.count(")") > words.count("(") else words
    pointed = _pattern("pointed").sub("", words).strip(" ,'\"“”‘’")
    return _pattern("code").sub(r"\1类", pointed if len(pointed) > 1 else words)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(data("frames.yaml")[name], re.IGNORECASE)


@cache
def _patterns() -> tuple[tuple[Operation, re.Pattern[str]], ...]:
    texts = data("frames.yaml")
    return tuple((kind, one) for kind in _KINDS for one in _compiled(texts[kind.value]))


@cache
def _holding() -> re.Pattern[str]:
    return next(_compiled([data("frames.yaml")["holding"]]))


@cache
def _rests() -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled(data("frames.yaml")["rest"]))


def _compiled(texts: Sequence[str]) -> Iterator[re.Pattern[str]]:
    """Give patterns with the words that they share put in."""
    for text in texts:
        for place in _PLACES:
            text = text.replace("{" + place + "}", data("frames.yaml")[place])
        yield regex(text, re.IGNORECASE)
