"""Read what else may be asked of a set of rows: a spread, a share of a whole, what moved most."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from qa.query import Operation
from qa.regexes import regex
from qa.words.normalise import data

_SPREAD = frozenset({Operation.DIFFERENCE, Operation.COMPARE, Operation.CHANGE})
_WORKED = frozenset(
    {Operation.CHANGE, Operation.GROWTH, Operation.DIFFERENCE, Operation.COMPARE, Operation.SHARE}
)
_MOVE = frozenset({Operation.CHANGE, Operation.GROWTH, Operation.DIFFERENCE, Operation.COMPARE})


@dataclass(frozen=True, slots=True)
class SetAsk:
    """Hold what is asked of a set beside which and how many, and the words that are left.

    `way` is up or down where the member that moved most is wanted, by `rate` or by amount, or
    `every` one that moved so; `whole` says what a share is of: own for the table of the set, else
    income or spending of all. `less` names a member that is left out. `wants` are several things
    asked of the same members in their order, each measured `by` what two columns give (empty for
    its amount), of those alone that went the way of `sign`. `beside` is before or behind where the one
    whose place is asked is held against its neighbour; `second` where a spread is to the next one.
    """

    text: str
    spread: bool = False
    share: bool = False
    whole: str = ""
    way: str = ""
    rate: bool = False
    every: bool = False
    less: str = ""
    wants: tuple[str, ...] = ()
    by: str = ""
    sign: str = ""
    beside: str = ""
    second: bool = False

    @property
    def explains(self) -> frozenset[Operation]:
        """Return the operations whose words this has read."""
        if self.wants:
            return _WORKED
        found = (_SPREAD if self.spread else frozenset()) | (_MOVE if self.way else frozenset())
        return found | {Operation.SHARE} if self.share else found

    @property
    def reads(self) -> frozenset[Operation]:
        """Return the operations that are explained, with the taking away of a member."""
        found = self.explains | _SPREAD if self.beside else self.explains
        return found | {Operation.DIFFERENCE} if self.less else found


NOTHING = SetAsk("")


@cache
def _words(name: str) -> re.Pattern[str]:
    text = data("set_asks.yaml")[name].replace("~less~", data("frames.yaml")["less"])
    return regex(text, re.IGNORECASE)


def read(text: str, *, share: bool) -> SetAsk:
    """Return what a question asks of a set; `share` says whether it asks for a share at all."""
    match = _words("less").search(text)
    less = next((g for g in match.groups() if g), "") if match is not None else ""
    if match is not None and less and not _words("no_less").search(less):
        left = f"{text[: match.start()]}|{text[match.end() :]}"
        return replace(_read(left, share=share), less=less)
    return _read(text, share=share)


def _read(text: str, *, share: bool) -> SetAsk:
    if _place().search(text):
        for name, pattern in _table("beside"):
            if pattern.search(text):
                return SetAsk(pattern.sub("|", text), beside=name)
    if several := _several(text):
        return several
    for suffix in ("", "_every"):
        way = next((way for way in ("down", "up") if _words(way + suffix).search(text)), "")
        if way:
            return _moved(text, way, suffix)
    if _words("second").search(text):
        return SetAsk(_words("second").sub("|", text), spread=True, second=True)
    if _words("spread").search(text) and not _words("times").search(text):
        left = _words("spread_rest").sub("|", _words("spread").sub("|", text))
        return SetAsk(left, spread=True)
    return _shared(text) if share else SetAsk(text)


def spread(text: str) -> str | None:
    """Return what is left of a question that sets the largest against the smallest, else None."""
    if not _words("spread").search(text):
        return None
    left = _words("spread").sub("|", text)
    for name in ("spread_rest", "spread_of"):
        left = _words(name).sub("|", left)
    return re.sub(r"\W*\|\W*", "", left)


def _several(text: str) -> SetAsk | None:
    """Return the things asked of members that two columns measure, or against their mean."""
    by, sign, left = _measured(text)
    found: dict[str, int] = {}
    for name, pattern in _table(f"wants_{by or 'amount'}"):
        if match := pattern.search(left):
            found[name] = match.start()
            left = pattern.sub(lambda m: _without_nouns(m[0]), left)
    wants = tuple(sorted(found, key=lambda name: found[name]))
    called = _words("wants_nouns").search(left) is not None
    beside = {"beyond", "short"} & set(wants) and ("mean" in wants or called)
    if not wants or not (by or beside):
        return None
    if by == "moved" and not sign and set(wants) in ({"top"}, {"bottom"}):
        return None  # the one that moved most is no set
    return SetAsk(_words("wants_rest").sub("|", left), wants=wants, by=by, sign=sign)


def _without_nouns(said: str) -> str:
    """Return bars in place of words, those kept by which members are called."""
    noun = _words("wants_nouns").search(said)
    return "|" * len(said) if noun is None else noun[0].rjust(len(said), "|")


def _measured(text: str) -> tuple[str, str, str]:
    """Return what members are measured by, the way of those that are meant, and what is left."""
    for sign in ("down", "up"):
        if _words(f"{sign}_some").search(text):
            return "moved", sign, _words(f"{sign}_some").sub("|", text)
    for name, pattern in _table("measures"):
        if pattern.search(text):
            return name, "", pattern.sub("|", text)
    return "", "", text


@cache
def _place() -> re.Pattern[str]:
    return regex(data("rowsets.yaml")["place"], re.IGNORECASE)


@cache
def _table(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = data("set_asks.yaml")[name]
    return tuple((str(key), regex(text, re.IGNORECASE)) for key, text in raw.items())


def before_words() -> list[str]:
    """Return the words by which the head of a column is of the year before, or of a change."""
    return [str(word) for word in data("set_asks.yaml")["before"]]


def _moved(text: str, way: str, suffix: str) -> SetAsk:
    rate = bool(_words("by_rate").search(text)) and not _words("by_amount").search(text)
    for name in (way + suffix, "against", "move_rest", "by_amount", "by_rate"):
        text = _words(name).sub("|", text)
    return SetAsk(text, way=way, rate=rate, every=bool(suffix))


def _shared(text: str) -> SetAsk:
    """Return a share with the whole that is said, or the text alone where that is no total."""
    match = _words("share").search(text)
    if match is None:
        return SetAsk(text)
    said = match.groupdict().get("whole") or ""
    if _words("whole_words").sub("", said) or _of_one(text[: match.start()]):
        return SetAsk(text)
    left = f"{text[: match.start()]}|{text[match.end() :]}"
    left = _words("share_also").sub("|", left)
    return SetAsk(left, share=True, whole=_whole(said))


def _of_one(before: str) -> bool:
    """Tell whether a share is of one thing that its own clause names, not of the set before it."""
    clauses = re.split(r"[,。;?|]", before)
    subject = _words("joined").sub("", clauses[-1])
    return len(clauses) > 1 and bool(subject)


def _whole(said: str) -> str:
    if _words("whole_purchase").search(said):
        return "procurement"
    if _words("whole_projects").search(said):
        return "project"
    if _words("whole_spending").search(said):
        return "spending"
    return "income" if _words("whole_income").search(said) else "own"
