"""Reckon with counts that one passage states beside one another: a share, a sum, a gap, so many a head.

车辆46辆，其中应急保障用车15辆: what part of them; 教职工286人，在校学生3412人: how many pupils a teacher.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ingest.money import is_money
from qa.catalogue import Catalogue
from qa.narration.case import cite
from qa.narration.figures import printed_figures
from qa.narration.unit import Unit
from qa.narrative import evidence_of
from qa.query import Answer, Query, Route, Value
from qa.understand import reader
from qa.words import scope as scopes
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

_CENT = Decimal("0.01")
_CACHE: WeakKeyDictionary[Catalogue, list[list[Counted]]] = WeakKeyDictionary()
_MOVED = re.compile(r"增加|减少|增长|下降|新增|购置|[较比与]20\d\d年|[较比]上年|以[上下]")


@dataclass(frozen=True, slots=True)
class Counted:
    """Hold one count of a passage or of a field of a form, by its name, with its statement."""

    name: str
    value: Decimal
    unit: str
    source: Unit
    quote: str


@dataclass(frozen=True, slots=True)
class Done:
    """Hold what was reckoned, with the counts it was reckoned with."""

    name: str
    used: Sequence[Counted]
    value: Decimal
    unit: str
    worked: str


def answer(view: View, query: Query) -> Answer | None:
    """Return what a question asks to be reckoned with counts of one passage, else None."""
    asked = _asked(query)
    if asked is None or query.refusals or query.english:
        return None
    text = without_department(view, query.text)
    terms = _terms(query, text)
    found: dict[tuple[str, ...], Answer] = {}
    for counts in _groups(view, query):
        done = _READERS[asked](query, counts, _named(counts, text, terms))
        if done is not None and _explained(view, text, done, asked):
            answer = _answer(view, query, done)
            found.setdefault(tuple(v.value for v in answer.values), answer)
    return next(iter(found.values())) if len(found) == 1 else None


def without_department(view: View, text: str) -> str:
    """Return a question without the words that say whose counts they are."""
    known = reader(view.catalogue).departments
    for start, end in sorted(scopes.find(text, known, (), ()).spans, reverse=True):
        text = f"{text[:start]}|{text[end:]}"
    return text


def _asked(query: Query) -> str | None:
    """Return what is to be reckoned: the largest part, a share, a gap, so many a head or a sum."""
    if _pattern("money").search(query.text):
        return None
    if _pattern("ratio_asked").search(query.text) and _per(query.text):
        return "ratio"
    return next(
        (name for name in ("most", "share", "gap", "sum") if _pattern(name).search(query.text)),
        None,
    )


def _terms(query: Query, text: str) -> tuple[str, ...]:
    """Return the formal terms and the printed words of what a question names."""
    terms = [h.term for part in (query, *query.parts) for m in part.mentions for h in m.hints]
    alike = data("counted.yaml")["alike"].items()
    printed = [word for word, said in alike if any(form in text for form in said)]
    return (*terms, *printed)


def _groups(view: View, query: Query) -> Iterator[list[Counted]]:
    """Give the counts of every passage and field in scope, in order of place."""
    inside = query.scope.documents or tuple(view.catalogue.documents)
    if view.catalogue not in _CACHE:
        _CACHE[view.catalogue] = _all(view)
    yield from (
        counts for counts in _CACHE[view.catalogue] if counts[0].source.document_id in inside
    )


def _all(view: View) -> list[list[Counted]]:
    """Return the counts of a catalogue, those of one passage or field together."""
    groups: dict[tuple[int, int], list[Counted]] = defaultdict(list)
    for unit in evidence_of(view.catalogue).units:
        if unit.kind not in ("definition", "contact"):
            place = (unit.passage.id if unit.passage else 0, unit.index if unit.sheet else 0)
            groups[place] += _counts(unit)
    return [counts for counts in groups.values() if len(counts) > 1]


def _counts(unit: Unit) -> Iterator[Counted]:
    for printed in printed_figures(unit.text):
        silent = is_money(printed.unit) or printed.unit in ("%", "‰")
        if silent or _MOVED.search(printed.label):
            continue
        behind = printed.after.split("的")[0]
        name = behind if behind and printed.before else f"{printed.name}{behind}"
        name = _pattern("lead").sub("", name)
        value = Decimal(printed.value.replace(",", ""))
        yield Counted(name, value, printed.unit, unit, unit.text.strip())


def _named(counts: Sequence[Counted], text: str, terms: Sequence[str]) -> list[Counted]:
    """Return the counts of which a question says what tells their names from one another."""
    kept = []
    for one in counts:
        beside = [c for c in counts if c.source.index == one.source.index]
        others = [c.name for c in beside if c.name != one.name]
        pairs = {one.name[i : i + 2] for i in range(len(one.name) - 1)}
        said = [p for p in pairs if p in text] + [t for t in terms if t in one.name]
        if any(all(word not in other for other in others) for word in said):
            kept.append(one)
    return kept


def _alike(one: str, other: str) -> bool:
    """Tell whether two units count the same things."""
    kinds = data("counted.yaml")["units"].values()
    return one == other or any(one in kind and other in kind for kind in kinds)


def _whole(counts: Sequence[Counted], part: Counted) -> Counted | None:
    """Return what a count is part of: the one before it that it and its neighbours add up to."""
    place = counts.index(part)
    for i in range(place - 1, -1, -1):
        whole, total = counts[i], Decimal(0)
        for j, one in enumerate(counts[i + 1 :], i + 1):
            if not _alike(one.unit, whole.unit) or total >= whole.value > 0:
                break
            total += one.value
            if j >= place and total == whole.value > part.value:
                return whole
    return None


def _share(query: Query, counts: Sequence[Counted], named: Sequence[Counted]) -> Done | None:
    """Return the share of one named count in its whole."""
    parts = [one for one in named if _whole(counts, one) is not None]
    if len(parts) != 1:
        return None
    part = parts[0]
    whole = _whole(counts, part)
    if whole is None or any(one is not whole and one.name != part.name for one in named):
        return None
    percent = (part.value / whole.value * 100).quantize(_CENT, ROUND_HALF_UP)
    worked = f"{part.value:f} ÷ {whole.value:f} × 100% = {percent}%"
    return Done("share", (part, whole), percent, "%", worked)


def _sum(query: Query, counts: Sequence[Counted], named: Sequence[Counted]) -> Done | None:
    """Return the sum of counts that a question joins, or of all that it speaks of."""
    noun = _pattern("all").search(query.text)
    meant = [c for c in counts if noun["noun"] in c.name] if noun else list(named)
    meant = [p for p in meant if not any(_whole(counts, q) is p for q in meant)]
    first = Counter(c.source.index for c in meant).most_common(1)
    parts = [c for c in meant if c.source.index == first[0][0]] if first else []
    if len(parts) < 2 or not all(_alike(p.unit, parts[0].unit) for p in parts):
        return None
    total = sum((p.value for p in parts), Decimal(0))
    worked = " + ".join(f"{p.value:f}" for p in parts) + f" = {total:f}"
    return Done("sum", parts, total, parts[0].unit, worked)


def _most(query: Query, counts: Sequence[Counted], named: Sequence[Counted]) -> Done | None:
    """Return the largest (or smallest) of the parts that one count of the things meant is made up of."""
    asked = _pattern("most").search(query.text)
    parts: dict[int, list[Counted]] = defaultdict(list)
    for one in counts:
        if (whole := _whole(counts, one)) is not None:
            parts[counts.index(whole)].append(one)
    if asked is None or len(parts) != 1:
        return None
    ((at, found),) = parts.items()
    fits = any(unit in asked[0] or unit in query.text for unit in _things(counts[at]))
    ordered = sorted(found, key=lambda c: c.value, reverse=asked["end"] != "少")
    if not fits or len(ordered) < 2 or ordered[0].value == ordered[1].value:
        return None
    worked = "、".join(f"{c.name}{c.value:f}{c.unit}" for c in ordered)
    return Done("most", (ordered[0], counts[at]), ordered[0].value, ordered[0].unit, worked)


def _things(count: Counted) -> Sequence[str]:
    """Return the words by which the things of a count are spoken of."""
    kinds = data("counted.yaml")["kinds_of"].items()
    return next((said for unit, said in kinds if unit == count.unit), ())


def _gap(query: Query, counts: Sequence[Counted], named: Sequence[Counted]) -> Done | None:
    """Return by how much one of two named counts is above the other."""
    if len(named) != 2 or not _alike(named[0].unit, named[1].unit):
        return None
    one, other = sorted(named, key=lambda c: -c.value)
    gap = one.value - other.value
    worked = f"{one.value:f} − {other.value:f} = {gap:f}"
    return Done("gap", (one, other), gap, one.unit, worked)


def _ratio(query: Query, counts: Sequence[Counted], named: Sequence[Counted]) -> Done | None:
    """Return how many of one named thing there are to each of the other."""
    per = _per(query.text)
    over = [one for one in counts if any(_in_name(word, one.name) for word in per)]
    rest = [one for one in named if one not in over]
    if len(rest) != 1 or len(over) != 1 or not over[0].value:
        return None
    of = rest[0]
    value = (of.value / over[0].value).quantize(_CENT, ROUND_HALF_UP)
    worked = f"{of.value:f} ÷ {over[0].value:f} = {value}"
    return Done("ratio", (of, over[0]), value, of.unit, worked)


def _per(text: str) -> tuple[str, ...]:
    """Return the words behind 一个 or 每个."""
    return tuple(m["per"] for m in _pattern("per").finditer(text))


def _in_name(words: str, name: str) -> bool:
    """Tell whether words begin with the end of a name, or with what people call it."""
    alike = [said for word, said in data("counted.yaml")["alike"].items() if word in name]
    if any(words.startswith(form) for group in alike for form in group):
        return True
    return any(name.endswith(words[:n]) for n in range(1, len(words) + 1))


def _explained(view: View, text: str, done: Done, asked: str) -> bool:
    """Tell whether nothing of a question is left beside what was reckoned with."""
    text = _pattern(asked).sub(lambda m: f"|{m.groupdict().get('whole') or ''}|", text)
    names = [one.name for one in done.used]
    alike = data("counted.yaml")["alike"].items()
    names += [form for word, said in alike for form in said if any(word in n for n in names)]
    runs = {n[i:j] for n in names for i in range(len(n)) for j in range(i + 2, len(n) + 1)}
    for run in sorted(runs, key=len, reverse=True):
        text = text.replace(run, "|")
    owner = view.catalogue.documents[done.used[0].source.document_id].institution
    left = _pattern("word").findall(_pattern("empty").sub("|", text))
    return all(re.search(".*".join(map(re.escape, word)), owner) for word in left)


def _answer(view: View, query: Query, done: Done) -> Answer:
    """Return the answer with its arithmetic and the sentence."""
    say = data("counted.yaml")["say"]["en" if query.language == "en" else "zh"]
    used = done.used
    quotes = dict.fromkeys(one.quote for one in used)
    cited = (cite(view.catalogue, one.source, one.quote) for one in used)
    year = view.catalogue.documents[used[0].source.document_id].fiscal_year
    one, other = used[0], used[1]
    text = str(say[done.name]).format(
        one=one.name, a=f"{one.value:f}", ua=one.unit, other=other.name, b=f"{other.value:f}",
        ub=other.unit, value=done.value, unit=done.unit, quote="".join(quotes), items=done.worked,
    )  # fmt: skip
    return Answer(
        question=query.original, language=query.language, route=Route.TEXT, answer=text,
        values=(Value(done.worked, "", f"{done.value:f}", done.unit, year),
                *(Value(c.name, "原文", f"{c.value:f}", c.unit, year) for c in used)),
        citations=tuple(dict.fromkeys(cited)), calculation=done.worked,
    )  # fmt: skip


_READERS = {"most": _most, "share": _share, "sum": _sum, "gap": _gap, "ratio": _ratio}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("counted.yaml")[name]))
