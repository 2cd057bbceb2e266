"""Read a question about a set of rows: which members, in which column, and what of them is asked.

The words are taken away one kind after another (`qa/data/rowsets.yaml`). What is left must be a name
in the document; `qa/planning/rowsets.py` looks it up there, and a question with anything left over is
none about a set.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from qa.linking.text import bare
from qa.query import Bound, Comparator, Operation, Query
from qa.regexes import regex
from qa.words import operations, references, set_asks
from qa.words.left_over import left_over
from qa.words.normalise import data
from qa.words.set_asks import NOTHING, SetAsk

LOWEST = 9
WEIGHT = "指标权重"
_EXTREMES = (Operation.TOP, Operation.BOTTOM)
_KEPT = (Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.AVERAGE)
_AGAINST = (
    Operation.GROWTH, Operation.CHANGE, Operation.SHARE, Operation.RATIO, Operation.DIFFERENCE,
    Operation.PER_HEAD, Operation.WHY, Operation.BACK_CALCULATE, Operation.CONSISTENCY,
    Operation.COMPARE, Operation.STAFFING, Operation.DEFINE, Operation.BASIS, Operation.PURPOSE,
)  # fmt: skip
_HOLDS = regex(
    r"[\"「]([^\"「」]{2,20})[\"」](?=(?:科目|大类|这一?[类款项块])?(?:项下|下面|之下|里|中|下|内))"
)
_BUYS = regex(r"采购|购买|购置|买")
_NOT_WANTED = regex(r"的?(?:那[种些])?(?:也|都)?(?:不要|不算|不含|不计|除外|别算)")


@dataclass(frozen=True, slots=True)
class Printed:
    """Hold what documents print: numbers and titles of their tables, all names in bare form."""

    annexes: tuple[str, ...]
    titles: tuple[str, ...]
    names: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hold the members that a question speaks of and what it asks of them.

    `level` counts from 1 for a class, LOWEST for what has nothing below. `rest` are the phrases
    that must be names in the document; `part` is set where they are parts of the members' names
    (`ending`: the last one), `said` where words ask which or how many, `both` where the largest
    and the smallest are asked, `either` where phrases may be alternatives, `per_unit` where a mean is
    of units. `note` is what an answer shall add.
    """

    operation: Operation
    k: int | None = None
    bound: Bound | None = None
    noun: str = ""
    level: int | None = None
    annexes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    weight: bool = False
    blank: bool = False
    same: bool = False
    number: int | None = None
    place: bool = False
    note: str = ""
    said: bool = False
    part: bool = False
    ending: bool = False
    side: str = ""
    both: bool = False
    first: int | None = None
    either: bool = False
    per_unit: bool = False
    extra: SetAsk = NOTHING
    rest: tuple[str, ...] = ()

    @property
    def reckons(self) -> bool:
        """Tell whether amounts choose the members: a bound, an extreme, a mean."""
        told = self.bound or self.extra.spread or self.extra.way or self.extra.wants
        return bool(told) or self.operation in (*_EXTREMES, Operation.AVERAGE)

    @property
    def of_one(self) -> bool:
        """Tell whether one member is named: its place or its part is asked."""
        return self.place or "part" in self.extra.wants

    @property
    def picks(self) -> bool:
        """Tell whether words ask for a set, and its members are told apart or reckoned with."""
        chosen = bool(self.bound or self.blank or self.rest or self.level or self.extra.less)
        bought = self.kinds == ("procurement",)
        if self.operation is Operation.SUM:
            below = self.number and self.rest  # 甲下头四小项
            named = bool(
                self.noun or self.columns or below or (bought and (self.rest or self.bound))
            )
            return self.weight or (chosen and (named or self.part))
        told = self.place or self.extra.spread or self.extra.way
        if told or self.operation in (*_EXTREMES, Operation.AVERAGE):
            return True
        if self.extra.wants:
            return chosen or bool(self.noun or self.columns or self.kinds)
        ranked = self.operation is Operation.RANK and (self.k or (self.noun and self.rest))
        if self.same or self.first or ranked:
            return True
        goals = self.noun == "indicator" and bool(self.annexes)
        if self.extra.share:
            return bool(chosen and (self.said or self.rest) and (self.noun or self.bound or bought))
        return self.said and (chosen or goals or bool(self.columns))

    def after(self, before: Wanted) -> Wanted | None:
        """Return what a question wants that leans on the set before, or None where it does not.

        What it says replaces what was said; of the largest few only the sum may be asked.
        """
        more = self.rest or self.place or self.number or self.extra.explains or self.extra.less
        if more or (self.bound and before.bound):
            return None
        asks = self.said or self.operation is not Operation.LIST
        ranked = before.operation in _EXTREMES
        if ranked and self.operation is Operation.AVERAGE:
            return None
        summed = ranked and self.operation is Operation.SUM
        kept = before if summed or not asks else self
        elsewhere = bool(self.annexes or self.kinds or self.titles)
        return replace(
            before,
            operation=kept.operation, k=kept.k, both=kept.both, said=True,
            bound=self.bound or before.bound, noun=self.noun or before.noun,
            level=self.level or before.level, columns=self.columns or before.columns,
            weight=self.weight or before.weight, blank=self.blank or before.blank,
            annexes=self.annexes if elsewhere else before.annexes,
            kinds=self.kinds if elsewhere else before.kinds,
            titles=self.titles if elsewhere else before.titles,
        )  # fmt: skip


@cache
def _words(name: str) -> re.Pattern[str]:
    return regex(data("rowsets.yaml")[name], re.IGNORECASE)


@cache
def _table(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = data("rowsets.yaml")[name]
    return tuple((str(key), regex(text, re.IGNORECASE)) for key, text in raw.items())


@dataclass(slots=True)
class _Left:
    """Hold what of a question is not explained yet; what is taken leaves a bar."""

    text: str

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Take every match away and return the first."""
        first = pattern.search(self.text)
        if first is not None:
            self.text = pattern.sub("|", self.text)
        return first

    def take_words(self, words: str) -> None:
        self.text = self.text.replace(words, "|", 1)

    def take_end(self, words: str) -> bool:
        """Take words away, or the end of them where what leads to it is taken already."""
        ends = (words[i:] for i in range(max(1, len(words) - 1)))
        end = next((e for e in ends if e in self.text), "")
        if end:
            self.take_words(end)
        return bool(end)

    def take_spans(self, spans: list[references.Span]) -> None:
        for span in sorted(spans, key=lambda s: -s.start):
            self.text = self.text[: span.start] + "|" + self.text[span.end :]


def read(query: Query, printed: Printed) -> Wanted | None:
    """Return the set that a question speaks of, or None where it asks something else.

    `printed` is what the documents print.
    """
    extra = set_asks.read(query.text, share=query.asks(Operation.SHARE))
    against = [op for op in _AGAINST if op not in extra.reads]
    if any(a.operation is Operation.PURPOSE and _BUYS.search(a.text) for a in query.operations):
        against.remove(Operation.PURPOSE)  # what is bought, not what for
    if (
        query.row_number is not None
        or query.refusals
        or query.asks(*against)
        or (query.codes and not dict(_table("levels"))[str(LOWEST)].search(query.text))
    ):
        return None
    left = _Left(_words("denied").sub("", _words("lead").sub("", extra.text)))
    note = _note(left, query.original)
    left.text = _unquoted(left.text, printed)
    quoted = _quoted(left)
    side = _side(left.take(_words("side")))
    weight, bound = _bound(left)
    wanted = Wanted(
        Operation.LIST, bound=bound, annexes=query.annexes, weight=weight, note=note, side=side,
        extra=extra,
    )  # fmt: skip
    wanted = _placed(wanted, left, printed)
    wanted = _asking(wanted, left, query)
    return _named(wanted, left, printed, quoted)


def _placed(wanted: Wanted, left: _Left, printed: Printed) -> Wanted:
    """Add where the members stand: table, column, level; whether their cells are blank or alike."""
    left.take_spans(references.annexes(left.text, printed.annexes))
    level = _first(left, "levels")
    kinds = _spans(left, references.table_words)
    titles = _titles(left, printed.titles)
    only = _first(left, "only")
    columns = _spans(left, references.column_words)
    blank = bool(left.take(_words("blank"))) or bool(only)
    return replace(
        wanted,
        level=int(level) if level else None,
        kinds=kinds,
        titles=titles,
        columns=tuple(c for c in columns if c != WEIGHT) or ((only,) if only else ()),
        blank=bool(columns and left.take(_words("lacking"))) or blank,
        same=bool(left.take(_words("same"))),
        weight=wanted.weight or WEIGHT in columns,
    )


def _asking(wanted: Wanted, left: _Left, query: Query) -> Wanted:
    """Add what is asked of the members."""
    place = bool(left.take(_words("place")))
    if place:
        left.take(_words("before"))
        left.take(_words("ordered"))
        left.take(_words("inside"))
    operation, k = _operation(query, left)
    first = k if operation is Operation.TOP and _by_print(wanted, query) else None
    if first is not None:
        operation, k = Operation.LIST, None
    mean = bool(left.take(_words("mean")))
    number = left.take(_words("number"))
    total, counted = (bool(left.take(_words(w))) for w in ("total", "count"))
    total = total or bool(counted and _words("money").search(left.text))
    said = _number(number) if number else None
    among = _words("among").search(query.text)
    if operation is None or (mean and operation not in _EXTREMES):
        operation = _plainly(mean, total and not (wanted.bound or wanted.blank), counted)
    return replace(
        wanted,
        operation=operation,
        k=k or (said if operation in _EXTREMES and not among else None),
        number=said,
        place=place,
        said=counted or total or wanted.bound is not None,
        first=first,
        per_unit=operation is Operation.AVERAGE and bool(_words("per_unit").search(query.text)),
        note="printed" if first else wanted.note,
        both=len({a.operation for a in query.operations if a.operation in _EXTREMES}) > 1,
        either=bool(re.search(r"[/、]|或|和|与|\bor\b", query.text)),
    )


def _number(match: re.Match[str]) -> int | None:
    said = next(group for group in match.groups() if group)
    return {"俩": 2, "仨": 3}.get(said) or operations.count(said)


def _by_print(wanted: Wanted, query: Query) -> bool:
    """Tell whether the first few of a printed list are meant, not the largest (附件10里前三个)."""
    top = next((a.text for a in query.operations if a.operation is Operation.TOP), "")
    listed = wanted.annexes or wanted.titles or "表" in query.text
    reckons = _words("by_amount").search(query.text)
    return bool(listed and _words("first").fullmatch(top)) and not reckons


def _named(wanted: Wanted, left: _Left, printed: Printed, quoted: tuple[str, ...]) -> Wanted:
    """Add what the members are called and the phrases that are left."""
    kind = _first(left, "kinds") or ("three_public" if left.take(_words("public")) else "")
    wild = left.take(_words("wild"))
    weight = bool(left.take(_words("weights"))) or wanted.weight
    if weight:
        left.take(dict(_table("nouns"))["indicator"])
    noun = "indicator" if weight else _noun(left)
    listed = bool(left.take(_words("listed")))
    rest, part = left_over(left.text, printed.names)
    told = tuple(p for p in rest if not _is_noun(p))
    if not noun and quoted and (held := _words("holding").search(left.text)):
        told, part = tuple(p for p in told if p not in held[0]), True
        noun = next((key for key, w in _table("nouns") if w.search(quoted[0])), "")
    return replace(
        wanted,
        kinds=wanted.kinds or ((kind,) if kind else ()),
        weight=weight,
        noun=noun,
        said=wanted.said or listed,
        part=bool(quoted or wild) or part,
        ending=wild is not None,
        rest=tuple(dict.fromkeys((*quoted, *told))),
    )


def _note(left: _Left, original: str) -> str:
    """Return what an answer shall add: whether weights make a hundred, codes, printed numbers."""
    if _words("weights").search(left.text) and _words("total").search(left.text):
        return "hundred" if left.take(_words("hundred")) else ""
    if left.take(_words("ordinal")):
        return "ordinal"
    left.take(_words("codes"))
    return "codes" if _words("codes").search(original) else ""


def _bound(left: _Left) -> tuple[bool, Bound | None]:
    """Return whether the bound is of weights, and the bound; one that is not wanted is dropped."""
    match = left.take(_words("weight"))
    if match is not None:
        value = next(group for group in match.groups() if group)
        return True, Bound(Comparator.EQUAL, Decimal(value))
    left.take(_words("limit_out"))
    found: list[Bound] = []
    for hit in sorted(operations.bounds(left.text), key=lambda h: -h.start):
        unwanted = _NOT_WANTED.match(left.text[hit.end :])
        end = hit.end + (unwanted.end() if unwanted else 0)
        left.text = left.text[: hit.start] + "|" + left.text[end:]
        if unwanted is None and hit.asked.bound is not None:
            found.append(hit.asked.bound)
    return False, found[-1] if found else None


def _first(left: _Left, name: str) -> str:
    """Return the first key of a table whose words are there; all of its keys' words are taken."""
    found = [key for key, pattern in _table(name) if left.take(pattern)]
    return found[0] if found else ""


def _spans(left: _Left, find) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    spans = find(left.text)
    left.take_spans(spans)
    return tuple(dict.fromkeys(span.value for span in spans))


def _side(match: re.Match[str] | None) -> str:
    """Return 收入 or 支出 as the heads of a table print it."""
    if match is None:
        return ""
    return match[1] or ("收入" if match[2].lower() == "income" else "支出")


def _titles(left: _Left, tables: tuple[str, ...]) -> tuple[str, ...]:
    """Return the phrases that name tables by most of their title (政府性基金支出表)."""
    found: list[str] = []
    for match in re.finditer(r"[一-鿿]{3,18}?(?:表(?!现|示|格|彰)|清单)", left.text):
        words = match[0]
        starts = (words[i:] for i in range(len(words) - 4))
        named = next((w for w in starts if any(abridges(w, title) for title in tables)), "")
        if named:
            found.append(named)
    for words in found:
        left.take_words(words)
    return tuple(found)


def abridges(words: str, title: str) -> bool:
    """Tell whether the characters of words stand in a title in their order."""
    place = iter(title)
    return all(char in place for char in words)


def _unquoted(text: str, printed: Printed) -> str:
    """Return a text without quotes around the printed name of what holds the members ("甲"里前三)."""
    names = set(printed.names.split("\n"))
    return _HOLDS.sub(lambda m: m[1] if bare(m[1]) in names else m[0], text)


def _quoted(left: _Left) -> tuple[str, ...]:
    """Return the phrases in quotes, without what stands for any words."""
    quoted = regex(r"[\"「]([^\"「」]{2,20})[\"」]")
    found = [_words("wild").sub("", m[1]) for m in quoted.finditer(left.text)]
    left.take(quoted)
    return tuple(phrase for phrase in found if phrase)


def _noun(left: _Left) -> str:
    """Return what the members are called; only the words of the first are taken."""
    for key, pattern in _table("nouns"):
        if left.take(pattern):
            return key
    return ""


def _is_noun(phrase: str) -> bool:
    return any(pattern.fullmatch(phrase) for _, pattern in _table("nouns"))


def _operation(query: Query, left: _Left) -> tuple[Operation | None, int | None]:
    """Return the extreme or ranking asked for with its number; its words are taken."""
    asked = [a for a in query.operations if a.operation in _KEPT and a.text]
    found = [a for a in asked if left.take_end(_words("mean_of").sub("", a.text))]
    extremes = [a for a in found if a.operation in _EXTREMES]
    first = next(iter(extremes or found), None)
    return (first.operation, first.k) if first else (None, None)


def _plainly(mean: bool, total: bool, counted: bool) -> Operation:
    if mean:
        return Operation.AVERAGE
    if total:
        return Operation.SUM
    return Operation.COUNT if counted else Operation.LIST
