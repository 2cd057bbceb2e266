"""Answer with one figure that narrative prints, by the words it is bound to, where nothing else does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache, reduce
from operator import or_

from qa.narration.case import Case, cite
from qa.narration.cover import qualified, shortened
from qa.narration.evidence import Evidence
from qa.narration.figures import Bound, Figures, figures_of
from qa.narration.lore import asked_units
from qa.narration.reading import Reading, both, number
from qa.narration.want import Concept, want
from qa.query import Query, Value
from qa.regexes import regex
from qa.words.numerals import parse
from qa.words.sentences import plain

LEAST, MARGIN = 0.5, 0.1
"""Least score of a figure, and how far it must be ahead of any other that fits."""
_NAMED = 0.8  # least share of each word that a label has, of a figure set against another
HEAD = 0.3
"""Least share of the word that says which figure is meant."""
ALIKE = 0.85
"""What a word that no document prints is worth where a label has all its characters."""
BESIDE = 0.55
"""Score of the only figure that fits beside one that the question knows (8台车, 共值多少)."""
UNASKED = 0.75
"""What is left of a figure whose label says what the question does not: 人均, 新增, 拟."""
_LABEL, _CLAUSE, _STATEMENT, _OVER = 1.0, 0.9, 0.75, 0.5
_ASK = regex(
    r"(?:多少|好多|几多|几|多[大高长宽重]|\bhow (?:many|much|big|large)\b)[\u3400-\u9fff]{0,2}"
)
_AREA = regex(r"多大|面积|(?:多少|几)(?:个)?(?:平方?|亩|公顷)")
_RATE = regex(r"百分|几成|几个点|比例|占比|比重|率[^,，]{0,6}(?:多少|几)")
_IN_AREA = regex(r"平方|亩|公顷")
_WORTH = regex(
    r"(?:价值|原值|净值|市值|造价|总价|值)(?:了|个)?(?:多少|几)|多少钱|钱数|金额|多少(?:万|亿|元)|几(?:个)?(?:万|亿|百万|千万)"
    r"(?![人户辆台票吨亩名件次家份册平])|花(?:了)?多少|\bhow much (?:money|was|is|were|did|does)\b"
)
_SAYS_WORTH = regex(r"价值|原值|净值|金额|总额|钱$")
_PIECES = frozenset("个台辆套家名份张座艘条只栋部支块间处所项门架株头")
_PEOPLE = frozenset({"人", "名", "位", "个", "人次"})
_TIMES = frozenset({"次", "场", "场次", "回", "期"})
_GROUPS = frozenset({"批次", "批", "拨", "个批次"})
_MONEY = frozenset({"元", "万元", "亿元"})
_PLACE = regex(r".[上里头中下内]")  # 账上, 馆里, 手头: where, not what
_GIVEN = regex(
    r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)((?:万|亿)?[\u3400-\u9fff])(?P<what>[\u3400-\u9fff]?)"
)
_EACH_OF = regex(
    r"((?:几|多少)[个家名所条座户辆台][^的是里,，]{1,5}?)(?=[又还和跟、]?有?(?:几|多少)[个家名所条座户辆台][\u3400-\u9fff])"
)
_ONE_SIGN = regex(r"(?:几|多少)[个家名所条座户辆台](?P<noun>[\u3400-\u9fff])$")
_OF_SAME = regex(
    r"(?:一共|总共|加一起|加起来|合计|合起来|都|又|还|各|共|的)*(?:有|是|值|花|要|给)?(?:了)?(?:多少|几).{0,3}"
)
_LEFT_OUT = regex(
    r"不是|除(?:了|去|开)|以外|之外|不含|不算|没(?!有?(?:多少|几))|剩|其余|另外|\bnot\b|\bexcept\b"
)
_NO_NAME = "的那这其共总里各"
_NUMERAL = regex(r"^[\d一二两三四五六七八九十]+[辆台个家条名位座栋处项]")


@dataclass(frozen=True, slots=True)
class _Ask:
    """Hold one thing asked for: its words, the one that says which figure, and units that fit."""

    concepts: tuple[Concept, ...]
    head: Concept | None
    units: frozenset[str]
    money: bool
    percent: bool
    area: bool


def figure(case: Case) -> Reading | None:
    """Give the figure whose words are those of the question; each of several asked in a row."""
    if case.want.has("why", "define", "contact", "consistency", "purpose", "order", "changed"):
        return None
    if _LEFT_OUT.search(case.want.text):
        return None
    if not case.want.has("amount", "how_many", "percent") and not _AREA.search(case.want.text):
        return None
    asks = _asks(case)
    found = _beside_found(case, asks, [_best(case, ask) for ask in asks])
    if not asks or any(one is None for one in found):
        return None
    chosen = [one for one in found if one is not None]
    values = tuple(_value(case, bound) for _, bound in chosen)
    body = "，".join(f"{v.label}{v.value}{v.unit}" for v in values)
    quotes = list(dict.fromkeys(bound.quote for _, bound in chosen))
    zh, en = both(("count", body), ("quote", "；".join(quotes)))
    cited = {b.quote: cite(case.evidence.catalogue, b, b.quote) for _, b in chosen}
    score = min(score for score, _ in chosen)
    return Reading(
        0.3 + 0.65 * score, zh, en, values, tuple(cited.values()), kind="figure", coverage=score
    )


def _beside_found(
    case: Case, asks: list[_Ask], found: list[tuple[float, Bound] | None]
) -> list[tuple[float, Bound] | None]:
    """Look for what several figures may be meant by in the one statement that has the others."""
    sure = [bound for one in found if one is not None for bound in (one[1],)]
    if not sure or len({bound.quote for bound in sure}) > 1:
        return found
    return [one or _best(case, ask, sure) for ask, one in zip(asks, found, strict=True)]


def _asks(case: Case) -> list[_Ask]:
    """Return what is asked for, one in each part of the question between marks."""
    text = case.want.text
    found: list[_Ask] = []
    before = ""
    for piece in re.split(r"[,，;；?？。]", _EACH_OF.sub(r"\1，", text)):  # 几个村几个社区
        ask = _ask(case, f"{before}{piece}", text) if piece.strip() else None
        if ask is None and found and not before and _OF_SAME.fullmatch(piece.strip()):
            ask = _of_same(case, piece, found[-1])
        before = f"{before}{piece}，" if ask is None else ""
        found += [] if ask is None else [ask]
    return found


def _of_same(case: Case, piece: str, last: _Ask) -> _Ask:
    """Return a further figure asked of the same thing (几台, 一共值多少钱)."""
    units = asked_units(piece, case.evidence.measures)
    worth = _WORTH.search(piece) is not None
    return replace(last, units=units, money=worth, percent=False, area=False)


def leaves_out(case: Case, reading: Reading) -> bool:
    """Tell whether a reading has no figure of a kind that a question asks for beside another."""
    asks = _asks(case)
    given = [v.unit or "" for v in reading.values]
    return len(asks) > 1 and not all(any(_fits(ask, unit) for unit in given) for ask in asks)


def _ask(case: Case, piece: str, text: str) -> _Ask | None:
    own = [
        c
        for c in case.want.concepts
        if not c.light and c.text.lower() in piece.lower() and not _says_where(case, c)
    ]
    asked = _ASK.search(piece)
    if (noun := _ONE_SIGN.search(piece)) is not None:  # 几个村: a word of one character
        own.append(Concept(noun["noun"], ((noun["noun"], 1.0),)))
    if not own or (asked is None and not re.search(r"各|分别|呢$", text)):
        return None
    behind = [c for c in own if asked and piece.find(c.text) >= asked.start()]
    ahead = sorted(own, key=lambda c: piece.find(c.text))
    head = behind[0] if behind else ahead[-1]
    units = asked_units(piece, case.evidence.measures) or asked_units(text)
    groups = re.search(r"(?:多少|几)(?:批|拨)", piece)
    return _Ask(
        tuple(own),
        head,
        frozenset(_GROUPS) if groups else units,
        _WORTH.search(piece) is not None,
        _RATE.search(piece) is not None,
        _AREA.search(piece) is not None,
    )


def _says_where(case: Case, concept: Concept) -> bool:
    """Tell whether a word that no document prints only says where (账上, 馆里)."""
    return _PLACE.fullmatch(concept.text) is not None and case.evidence.unknown(concept)


def _best(case: Case, ask: _Ask, beside: Sequence[Bound] = ()) -> tuple[float, Bound] | None:
    """Return the one figure that an ask means, or None where none or several might be meant."""
    held = figures_of(case.evidence.catalogue)
    within = _known_places(case, held) if ask.money else set()
    heads = () if ask.head is None or within else (ask.head,)
    weights = case.evidence.weights(ask.concepts)
    known = [(c, case.evidence.unknown(c)) for c in ask.concepts]
    scored = []
    for bound in held.that(_may_be_of(case, held, heads)):
        if bound.passage.document_id not in case.documents or not _fits(ask, bound.printed.unit):
            continue
        if _is_given(bound, case.want.text):
            continue
        if beside and (bound.quote != beside[0].quote or bound in beside):
            continue
        if within and (bound.passage.id, bound.printed.start) not in within:
            continue  # the figure that the question knows stands elsewhere
        score = _score(case, ask.head, known, bound, weights)
        if within and all(_held(case, c, bound, False) for c in ask.concepts if _tells(case, c)):
            score = max(score, BESIDE)
        if score > 0:
            scored.append((score, bound))
    scored.sort(key=lambda pair: -pair[0])
    if not scored or scored[0][0] < LEAST:
        return None
    best = scored[0]
    rival = next((s for s, b in scored[1:] if b.printed.value != best[1].printed.value), 0.0)
    return best if best[0] - rival >= MARGIN else None


def _known_places(case: Case, held: Figures) -> set[tuple[int, int]]:
    """Return the statements of the figures that a question itself says with their measures."""
    if not _given(case.want.text):
        return set()
    mine = (b for b in held.all if b.passage.document_id in case.documents)
    return {(b.passage.id, b.printed.start) for b in mine if _is_given(b, case.want.text)}


def _may_be_of(case: Case, held: Figures, concepts: Sequence[Concept]) -> int:
    """Return, as bits, the figures that words may be held to be of; one of strange words may be any."""
    bits = held.postings.every
    for concept in concepts:
        forms = [form for form, _ in concept.forms]
        if not case.evidence.unknown(concept) and all(_bare(form) == form for form in forms):
            bits &= reduce(or_, map(held.postings.may_print, forms))
    return bits


def _tells(case: Case, concept: Concept) -> bool:
    """Tell whether a word says what a figure is of, not only that it is one (总价值, 原值)."""
    return not (_SAYS_WORTH.search(concept.text) or case.evidence.unknown(concept))


def _is_given(bound: Bound, text: str) -> bool:
    """Tell whether a question itself says a figure with its measure (那8台车)."""
    unit = bound.printed.unit
    return any(
        value == Decimal(number(bound.printed.value))
        and _alike(measure, unit)
        and (not what or what in _NO_NAME or what in f"{bound.printed.label}{bound.printed.after}")
        for value, measure, what in _given(text)
    )


@lru_cache(maxsize=64)
def _given(text: str) -> tuple[tuple[Decimal | None, str, str], ...]:
    """Return the figures that a question itself says, with their measures and what they are of."""
    return tuple((parse(value), measure, what) for value, measure, what in _GIVEN.findall(text))


def _alike(one: str, other: str) -> bool:
    return one[0] == other[0] or any(
        one in group and other[0] in group for group in (_PIECES, _PEOPLE, _TIMES)
    )


def _fits(ask: _Ask, unit: str) -> bool:
    if not unit:
        return False
    bare = unit.lstrip("万亿百千") or unit
    if ask.money or ask.percent:
        return unit in _MONEY if ask.money else unit == "%"
    if ask.area:
        return _IN_AREA.search(bare) is not None
    if not ask.units:
        return unit != "%"
    return any(
        bare in ask.units or (bare[0] in group and not ask.units.isdisjoint(group))
        for group in (frozenset({bare}), _PIECES, _PEOPLE, _TIMES)
    ) or bool(ask.units & _GROUPS and bare in _GROUPS)


def _score(
    case: Case,
    head: Concept | None,
    known: Sequence[tuple[Concept, bool]],
    bound: Bound,
    weights: dict[str, float],
) -> float:
    """Return how surely a figure is of what words say, each with whether no document prints it."""
    total = got = 0.0
    for concept, strange in known:
        held = _held(case, concept, bound, strange)
        if concept is head and held < HEAD:
            return 0.0
        weight = weights[concept.text]
        total += weight
        got += weight * held
    unasked = not case.want.english and qualified(bound.printed.label, case.want.text)
    return got / total * (UNASKED if unasked else 1.0) if total else 0.0


def _held(case: Case, concept: Concept, bound: Bound, strange: bool) -> float:
    """Return how surely a figure is of what a word says: by its label, clause or statement."""
    places = (
        (_LABEL, bound.printed.near), (_CLAUSE, plain(bound.printed.clause)),
        (_STATEMENT, plain(bound.quote)), (_OVER, bound.context),
    )  # fmt: skip
    best, known = 0.0, len(concept.forms) > 1  # a matter of several names, none of them printed
    for form, sure in concept.forms:
        bare = _bare(form)
        for worth, words in places if sure > best else ():  # no place is worth more than a label
            if bare in words or (len(bare) > 2 and shortened(bare, words)):
                best = max(best, worth * sure)
                break
        if (strange and not known) or bare != form:
            alike = figures_of(case.evidence.catalogue).alike
            near_it = (ALIKE * worth * alike(bare, words) for worth, words in places[:2])
            best = max(best, *near_it)
    return best


@lru_cache(maxsize=8192)
def _bare(form: str) -> str:
    """Return a form without the numeral it begins with (3个中心)."""
    return _NUMERAL.sub("", form) or form


def _value(case: Case, bound: Bound) -> Value:
    year = case.evidence.catalogue.documents[bound.passage.document_id].fiscal_year
    printed = bound.printed
    leads = len(printed.name) == 1 and printed.after  # 辖2个社区
    name = printed.after if leads else printed.name
    return Value(name, "原文", number(printed.value), printed.unit, year)


def spoken(query: Query, evidence: Evidence, names: tuple[str, ...]) -> list[tuple[float, Bound]]:
    """Return the figures whose own label has every word of a question, the closest label first."""
    catalogue = evidence.catalogue
    wanted = want(query, names, evidence.prints, evidence.measures)
    case = Case(
        query, wanted, evidence, (), frozenset(query.scope.documents or catalogue.documents)
    )
    concepts = tuple(c for c in wanted.concepts if not c.light and not _says_where(case, c))
    if not concepts:
        return []
    found = []
    figures = figures_of(catalogue)
    for bound in figures.that(_may_be_of(case, figures, concepts)):
        if bound.passage.document_id not in case.documents or bound.printed.unit == "%":
            continue
        held = []
        for concept in concepts:
            held.append(_held(case, concept, bound, evidence.unknown(concept)))
            if held[-1] < _NAMED:
                break
        if held[-1] < _NAMED or qualified(bound.printed.label, wanted.text):
            continue
        name = bound.printed.name
        close = sum(char in wanted.text for char in name) / len(name)
        found.append((sum(held) / len(held) * (0.6 + 0.4 * close), bound))
    return sorted(found, key=lambda pair: -pair[0])
