"""Tell what a question asks of the names in it: a sum, a gap, a part, an amount cut or spread over months.

A question is its names, each marked, with the words around them (`qa/data/formulas.yaml`). What asks is
cut away, and what says nothing; a word that is left names something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from qa.regexes import regex
from qa.words import chatter, heads, lexicon, numerals
from qa.words.left_over import left_over
from qa.words.normalise import data, without_dialect

FIRST = 0xE000  # the mark of the first name
MOST = 12  # names that a question may have
_IN_CLASS = regex(r"(\[\^?[^\]]*)◇")
BEFORE, NOW = "\ue0f0", "\ue0f1"  # the marks of the year before and of this one
_TIMES = regex(f"[{BEFORE}{NOW}]")
MARK = f"[{chr(FIRST)}-{chr(FIRST + MOST)}]"
_LEAD = regex(f"其中:?(?={MARK})")  # printed before a name
_CLAUSE = regex(r"[^,。;?!:]+[,。;?!:]*")
_STOPS = ",。;?!: "
_PERCENT = regex(r"百分之(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)个百分点")
_MANY = regex(r"多少|几多|好多|how much", re.IGNORECASE)
_LATIN = regex(r"[A-Za-z]{2,}")
_COUNTS = {"两": 2, "二": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "五": 5, "六": 6}
PERIODS = ("month", "quarter", "week", "day")
HEADS = "heads"


@dataclass(frozen=True, slots=True)
class After:
    """Hold what is done to an amount: cut or raised by a rate, a rate of it, spread over a period or heads.

    `rate` is a number of heads, 0 where a count tells it.
    """

    kind: str
    rate: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Formula:
    """Hold what is asked of the names that stand in a question, in their order, and what is left."""

    asks: frozenset[str]
    after: After | None
    whole: bool  # a total of what is named is spoken of
    text: str  # the words around the names
    loose: bool = False  # words are left, which share nothing with printed names

    @property
    def count(self) -> int:
        """Return how many things the words say that are named, 0 where they do not."""
        found = _pattern("", "counted").findall(self.text)
        numbers = {int(n) if n.isdigit() else _COUNTS.get(n, 0) for n in found}
        return numbers.pop() if len(numbers) == 1 else 0

    def holds(self, name: int) -> bool:
        """Tell whether what follows a name says that others are part of it."""
        at = self.text.find(mark(name))
        return _pattern("", "inside").match(self.text, at + 1) is not None

    @property
    def is_sure(self) -> bool:
        """Tell whether something is spread over people, or several are held against the year before."""
        return {"change", "sum"} <= self.asks or (
            self.after is not None and self.after.kind == HEADS
        )

    @property
    def joins(self) -> bool:
        """Tell whether something is said to be added to another thing."""
        return _pattern("", "joins").search(self.text) is not None

    @property
    def shares(self) -> int:
        """Return how many times a share is asked for."""
        return sum(
            _pattern("", "takes").search(one) is not None for one in _CLAUSE.findall(self.text)
        )

    @property
    def goes_on(self) -> bool:
        """Tell whether the same is asked of one more thing by itself (甲占丙的几成?乙呢?)."""
        return _pattern("", "anew").search(self.text) is not None

    @property
    def wholes(self) -> list[int]:
        """Return the names behind a word that says what they are the whole of (占◇)."""
        return [ord(m["whole"]) - FIRST for m in _pattern("", "of").finditer(self.text)]

    @property
    def turned(self) -> bool:
        """Tell whether the name that others are told in stands first (拿甲当一份,乙有几倍)."""
        return bool(_pattern("", "turned").search(self.text))

    def is_part(self, part: int, whole: int) -> bool:
        """Tell whether a name is said to be a part of all that another has, by their marks."""
        at, of = self.text.find(mark(part)), self.text.find(mark(whole))
        share = _pattern("asks", "share").search(self.text)
        start = share.start() if share is not None else 0
        if _pattern("", "from").search(self.text, 0, at + 1):
            return True
        if not at < (start or at + 1) or self.holds(part):
            return False  # 甲在乙里占几成: 乙 is the whole
        return of < at or bool(_pattern("", "whole").match(self.text, of + 1))


def asks(kind: str) -> re.Pattern[str]:
    """Return the words that ask for a sum, a gap, a share …"""
    return _pattern("asks", kind)


def without_period(text: str, period: str) -> tuple[str, bool]:
    """Return a text without the words that spread an amount over the months, and whether it has any."""
    kept, counted = _cut(_pattern("periods", period), text)
    kept, spread = _cut(_pattern("after", period), kept)
    return kept, spread or counted


def mark(number: int) -> str:
    """Return the mark that stands for a name."""
    return chr(FIRST + number)


def read(text: str, names: str = "") -> Formula | None:
    """Return what a text with marks for its names asks, None where a word of it is not explained.

    Words that are left but share nothing with the printed `names` make it loose.
    """
    text = numerals.amounts_to_digits(without_dialect(text))
    text = _LEAD.sub("", _PERCENT.sub(r"\1\2%", text))
    timed = "".join(_asking(text))
    text = _TIMES.sub("", timed)
    number, kept = heads.read(text)
    if _pattern("", "beyond").search(kept):
        return None
    if number is not None and any(map(left, heads.narrowing(text))):
        return None
    after, kept = (After(HEADS, number), kept) if number is not None else _after(text)
    asks: set[str] = set()
    kept, before = _cut(_pattern("", "before"), kept)
    moves = before or BEFORE in timed or "同比" in timed
    if moves:
        kept, moves = _cut(_pattern("", "change"), kept)
        asks |= {"change"} if moves else set()
        if before and not moves:
            return None  # another year than the cells are read in
    if moves:
        kept, together = _cut(_pattern("", "together"), kept)
        asks |= {"sum"} if together else set()
    listed = number is None and asks_apart(kept)
    kept, apart = _cut(_pattern("asks", "apart"), kept)
    if apart:
        asks.add("each")
    for kind in ("rest", "share", "times") if after is None and not moves else ():
        kept, found = _cut(_pattern("asks", kind), kept)
        if found:
            asks.add(kind)
            break
    whole = bool(_pattern("", "whole").search(kept))
    plain = moves or number is not None
    for kind in ("sum",) if plain else ("same", "which", "gap", "sum", "each"):
        kept, found = _cut(_pattern("asks", kind), kept)
        if found and not (apart and kind == "sum"):
            asks.add(kind)
    if listed and not asks:
        asks.add("each")
    loose = left(kept)
    if loose and (not names or left(kept, names)):
        return None
    return Formula(frozenset(asks), after, whole, text, loose)


def asks_apart(text: str) -> bool:
    """Tell whether a text asks several questions, each with a word of its own (甲多少 乙多少)."""
    return len(_MANY.findall(text)) > 1


def asks_other_units(text: str, asked: Formula) -> bool:
    """Tell whether what is left out is a unit, and the others are meant, not the rest of its row."""
    return "rest" in asked.asks and bool(_pattern("", "other_units").search(text))


def restated(text: str, name: str, language: str) -> str | None:
    """Return the plain words for what a text asks to be told of its one name, None where more is asked.

    `name` stands at the mark. What a term means, what something is used for, why, by how much or by how many percent it moved.
    """
    states = bool(_pattern("", "states").search(text))
    kept = "".join(_asking(without_dialect(_TIMES.sub("", text))))
    for kind, one in data("formulas.yaml")["told"].items():
        rest, asked = _cut(regex(one["said"], re.IGNORECASE), kept)
        if not asked:
            continue
        if kind in ("why", "rate", "moved"):
            either = _pattern("", "either").search(kept)
            rest = _pattern("", "either").sub(",", rest)
            if not either or _pattern("", "one_way").search(rest):
                return None
        elif states or (kind == "used" and _pattern("", "bodies").search(name)):
            return None
        rest = _pattern("", "idle_told").sub(",", rest)
        return str(one["en" if language == "en" else "zh"]) if not left(rest) else None
    return None


def moved(text: str) -> tuple[str, bool] | None:
    """Return which items of a table are asked for by how they moved, and whether only their number is."""
    text = without_dialect(text)
    for sign, said in ((BEFORE, "before"), (NOW, "now")):
        text = _pattern("", said).sub(sign, text)
    kept = "".join(_asking(text))
    kept, counts = _cut(_pattern("", "counts"), kept)
    kept, lists = _cut(_pattern("", "lists"), kept)
    for kind in data("formulas.yaml")["moves"]:
        rest, found = _cut(_pattern("moves", kind), kept)
        if not found:
            continue
        most = kind.startswith("most")
        since = kind == "new" or BEFORE in kept or "同比" in kept
        rest = _pattern("", "idle_moves").sub(",", _TIMES.sub("", rest))
        wanted = not counts if most else counts or lists or kind == "new"
        return (kind, counts) if wanted and since and not left(rest) else None
    return None


def _asking(text: str) -> Iterator[str]:
    """Give the clauses of a text without those that only talk around what is asked."""
    clauses = _CLAUSE.findall(text)
    first = next((i for i, one in enumerate(clauses) if re.search(MARK, one)), 0)
    for at, clause in enumerate(clauses):
        if re.search(f"{MARK}|{BEFORE}|{heads.MARK}", clause) or _is_told(
            clause, behind=at > first
        ):
            yield clause


def _is_told(clause: str, *, behind: bool) -> bool:
    """Tell whether a clause that has no name says what is asked, or of what: no talk around it."""
    if not _pattern("", "rhetoric").sub("", clause).strip(_STOPS):
        return False
    if _pattern("", "chooses").search(clause):
        return True
    talks = chatter.told(clause)
    if chatter.asks(clause) and (behind or not talks):
        return True
    if not behind and not clause.endswith(":"):
        return False
    asks = any(_cut(_pattern("asks", kind), clause)[1] for kind in data("formulas.yaml")["asks"])
    narrows = not talks and bool(_pattern("", "narrows").search(clause))
    return asks or narrows or not left(clause)


def _after(text: str) -> tuple[After | None, str]:
    """Return what is done to the amount, with the text without it."""
    for kind in data("formulas.yaml")["after"]:
        found = _pattern("after", kind).search(text)
        if found is None:
            continue
        number = next((n for n in found.groupdict().values() if n), "")
        text = _pattern("after", kind).sub(",", text)
        if kind in PERIODS:
            return After(kind), _pattern("periods", kind).sub(",", text)
        text = _pattern("", "done").sub(",", text)
        if kind == "over":
            tenths = "".join(numerals.plain(v) for c in number if (v := numerals.parse(c)))
            return After("cut", 100 - Decimal(tenths.ljust(2, "0")[:2])), text
        return After(kind, Decimal(number)), text
    for kind in PERIODS:
        if _pattern("periods", kind).search(text):
            return After(kind), _pattern("periods", kind).sub(",", text)
    return None, text


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    cut = pattern.sub(",", text)
    return cut, cut != text


def left(text: str, names: str = "") -> bool:
    """Tell whether words are left that name something, of some printed names where they are given."""
    text = re.sub(MARK, "|", _pattern("", "talk").sub(",", text))
    if _LATIN.search(text):
        text = _pattern("", "idle_english").sub(",", text)
    text = _pattern("", "whole").sub(",", text)
    text = _pattern("", "idle").sub(",", text)
    if re.search(rf"[\dA-Za-z]|{heads.MARK}", text):
        return True
    left = left_over(text, "")[0]
    return any(_names(piece, names) for piece in left) if names else bool(left)


def _names(piece: str, names: str) -> bool:
    """Tell whether a word chooses among printed names: it shares a pair of characters with one, or narrows.

    An item that everybody knows does, printed or not.
    """
    if any(_pattern("", name).search(piece) for name in ("chooses", "beyond", "of_body")):
        return True
    spans = ((i, j) for i in range(len(piece)) for j in range(i + 2, len(piece) + 1))
    senses = (lexicon.sense(piece[i:j]) for i, j in spans)
    if any(hint.code for sense in senses if sense for hint in sense.hints):
        return True
    return any(piece[i : i + 2] in names for i in range(len(piece) - 1))


@cache
def _pattern(section: str, name: str) -> re.Pattern[str]:
    raw = data("formulas.yaml")
    return compiled(str(raw[section][name] if section else raw[name]))


def compiled(said: str) -> re.Pattern[str]:
    """Return a pattern in which ◇ stands for a name, ◁ and ▷ for the year before and this one."""
    said = _IN_CLASS.sub(rf"\1{MARK[1:-1]}", said)
    said = said.replace("◁", BEFORE).replace("▷", NOW)
    return regex(said.replace("◇", MARK), re.IGNORECASE)
