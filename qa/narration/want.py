"""Read what a question wants from narrative: which kind of answer, about what, with what printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from qa.narration.lore import Guard, Thing, asked_units, lore
from qa.query import Mention, Operation, Query, Scope
from qa.words import chatter
from qa.words.dictionary import dictionary
from qa.words.lexical import cut, words
from qa.words.numerals import amounts
from qa.words.wordclass import names_something, things

_BARE_CUES = frozenset({
    "why", "unspent", "order", "purpose", "how_many", "amount", "who", "where", "yes_no", "which_item", "list",
    "changed", "before", "when",
})  # fmt: skip
_ASKED_MONEY = re.compile(
    r"多少(?:钱|万元?|元|亿)|几(?:万|百万|千万|亿)|花(?:了)?多少|要多少钱|\bhow much (?:money|was|is|were|did|does)\b"
)
_OF_FIGURES = frozenset({"amount", "how_many", "percent", "before", "consistency"})
_SORT = re.compile(
    r"(?:(?<!了)什么样?|啥|哪[一二两三四五六七八九十几些]*[个家种类场条块份门座位名项台辆次张所]|哪些)(?:的)?"
    r"(?P<noun>[\u3400-\u9fff]+)"
)
_QUANTITY = re.compile(r"多少|几|百分|\bhow (?:much|many)\b")
_FIGURE = re.compile(r"\d[\d,.]*\s*(?:亿|万)?(?:元|块)?")
_BODY = re.compile(r".{1,4}(?:委|局|厅|办)")
_OWN_BODY = re.compile(
    r"[这那该本](?:一?[个家])?(?:委|局|厅|办|部|院|所|街道|镇|单位|部门)(?!员|办|门|分)"
)
_COUNTING = re.compile(
    r"^(?:[几多少各每这那哪某一二两三四五六七八九十百千]+[^级类期等届]|[辆台个名项].{0,2})$"
)
_HOW_BIG = re.compile(r"多[大高长宽重]的?(?=[\u3400-\u9fff])")
_DUTY = re.compile(r"(?:主要)?(?:职责|职能)+")
_MODAL = re.compile(r"^(?:能|可|可以|会|应?该|应|得|想)(?:补|领|拿|给|享|用|做|有|是|为)?$")
_OF_CHANGE = frozenset({"changed", "why", "percent", "yes_no", "when"})
_MEASURE_BEFORE = re.compile(r"^(?:几|多少|好多)(?:辆|台|套|名|家|个|条|次)(?=.)")
OF_PRINTED = 0.85
"""What a formal term stands for, where the documents print the very word of the question."""
SURE = 0.6
"""Least weight of a lexicon's hint that stands for a whole phrase of the question."""
_FROM_OPERATION = {
    Operation.WHY: "why",
    Operation.PURPOSE: "purpose",
    Operation.DEFINE: "define",
    Operation.CONTACT: "contact",
    Operation.BASIS: "basis",
    Operation.DUTIES: "duties",
    Operation.YES_NO: "yes_no",
    Operation.CHANGE: "changed",
    Operation.GROWTH: "percent",
    Operation.SHARE: "percent",
    Operation.BACK_CALCULATE: "before",
    Operation.LIST: "list",
    Operation.STAFFING: "staffing",
    Operation.CONSISTENCY: "consistency",
}


Prints = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Concept:
    """Hold one content word of a question with the words that mean the same; `sure` weighs each."""

    text: str
    forms: tuple[tuple[str, float], ...]
    quoted: bool = False
    light: bool = False  # part of the institution's own name: says little
    own: bool = False  # a verb where words are asked for: people put things in verbs of their own


@dataclass(frozen=True, slots=True)
class Want:
    """Hold what a question wants."""

    text: str
    kinds: frozenset[str]
    concepts: tuple[Concept, ...]
    things: tuple[Thing, ...]
    guards: tuple[Guard, ...]
    english: bool
    units: frozenset[str] = frozenset()
    money: bool = False
    sort: str = ""  # the noun behind 什么 or 哪: what the answer is one of

    def has(self, *kinds: str) -> bool:
        """Tell whether one of the kinds is wanted."""
        return not self.kinds.isdisjoint(kinds)

    @property
    def search_text(self) -> str:
        """Return the question with the formal words of its concepts, for the word index."""
        formal = (form for concept in self.concepts for form, sure in concept.forms if sure >= 0.8)
        return " ".join((self.text, *formal))


def _said(query: Query) -> str:
    return f"{query.text} {query.original}" if query.english else query.text


@lru_cache(maxsize=32)
def kinds_asked(query: Query) -> frozenset[str]:
    """Return the kinds of answer that a question wants; cheaper than all that `want` reads."""
    text = _said(query)
    kinds = {name for name, cue in lore().cues if cue.search(text)}
    kinds |= {
        _FROM_OPERATION[a.operation] for a in query.operations if a.operation in _FROM_OPERATION
    }
    if "source" in kinds:  # 靠什么赚的: whence it comes is the reason
        kinds.discard("why")
    if not kinds.isdisjoint(_OF_FIGURES):
        kinds.discard("words")
    if query.year_offset == -1 and "amount" in kinds and kinds.isdisjoint(_OF_CHANGE):
        kinds.add("before")
    return frozenset(kinds)


def want(
    query: Query,
    names: tuple[str, ...] = (),
    prints: Prints | None = None,
    measures: frozenset[str] = frozenset(),
) -> Want:
    """Return what a question wants from narrative, the same in every document it may speak of.

    `names` are those of the institutions; `prints` tells whether the documents print a phrase;
    `measures` are the words that stand behind their figures.
    """
    anywhere = replace(query, scope=Scope(named=query.scope.named))
    return _want(anywhere, names, prints, measures)


@lru_cache(maxsize=32)
def _want(
    query: Query, names: tuple[str, ...], prints: Prints | None, measures: frozenset[str]
) -> Want:
    concepts = _concepts(query, _said(query), names, prints or (lambda _: False))
    return replace(without_concepts(query, measures), concepts=concepts)


@lru_cache(maxsize=32)
def without_concepts(query: Query, measures: frozenset[str] = frozenset()) -> Want:
    """Return what a question wants, but for what it names; cheaper than all that `want` reads."""
    text = _said(query)
    known = lore()
    return Want(
        text,
        kinds_asked(query),
        (),
        tuple(thing for thing in known.things if thing.forms.search(_with_told(query, text))),
        tuple(guard for guard in known.guards if guard.asked.search(text)),
        query.english,
        asked_units(text, measures),
        _ASKED_MONEY.search(text) is not None,
        sort_named(query),
    )


def sort_named(query: Query) -> str:
    """Return the noun of which an example is asked for: 什么树, 哪场台风, 归哪个局."""
    found = _SORT.search(_said(query))
    if found is None:
        return ""
    noun = cut(found["noun"])[0]
    named = noun not in lore().no_sort and (len(noun) == 1 or names_something(noun))
    return noun if named else ""


def _printed(said: str, text: str, names: tuple[str, ...], prints: Prints) -> Iterator[Concept]:
    """Return what the documents print as a question has it: amounts, names of places, marks.

    A name counts wherever it is `said`, in a clause that only talks too (不是要去韩国吗).
    """
    for one in amounts(text):
        if one.unit and "元" in one.unit:
            digits = {f"{one.value:f}", f"{one.value:.2f}", f"{one.value:,.2f}"}
            held = tuple((form, 1.0) for d in sorted(digits) if prints(form := f"{d}{one.unit}"))
            if held:
                yield Concept(text[one.start : one.end], held)
    known = dictionary()
    for word in words(said):
        name = word in known.places or word in known.proper
        if name and prints(word) and not any(word in own for own in names):
            yield Concept(word, ((word, 1.0),))
    for char in dict.fromkeys(text):
        if prints(mark := f"“{char}”"):
            yield Concept(char, ((mark, 1.0), (char, 0.9)))


def _concepts(
    query: Query, text: str, names: tuple[str, ...], prints: Prints
) -> tuple[Concept, ...]:
    """Return concepts from the mentions, the synonym groups and the words left over."""
    found: dict[str, Concept] = {}
    text = _HOW_BIG.sub("多少", _OWN_BODY.sub(" ", _asking(text)))
    text = _DUTY.sub(r" \g<0> ", text)  # 在职责里 is not 在职
    lowered = _without(_with_told(query, text).lower(), [name.lower() for name in names])
    lowered = _without_totals(query, lowered)
    covered: list[str] = []
    for group in lore().synonyms:
        hit = max((form for form in group if _stands_in(form, lowered)), key=len, default=None)
        if hit is not None:
            forms = tuple(
                (form, 1.0 if form == hit else 0.95) for form in group if _is_chinese(form)
            )
            found[hit] = Concept(hit, forms or ((hit, 1.0),))
            covered.append(hit.lower())
    for mention in query.mentions:
        mention = replace(mention, text=_MEASURE_BEFORE.sub("", mention.text))
        unasked = mention.text in query.text and mention.text not in text
        if not mention.text or mention.text in lore().stop or unasked:
            continue
        if not _is_sure(mention):
            if 2 < len(mention.text) <= 10 and prints(mention.text):
                found[mention.text] = Concept(mention.text, ((mention.text, 1.0),), mention.quoted)
                covered.append(mention.text.lower())
            continue
        share = OF_PRINTED if prints(mention.text) else 1.0
        hints = tuple((hint.term, share * min(1.0, hint.weight)) for hint in mention.hints)
        known = found.get(mention.text) or _same_thing(mention.text, found)
        own = ((mention.text, 1.0), (mention.text.removesuffix("类"), 0.95))
        inside = (c for name, c in found.items() if name in mention.text and len(name) > 1)
        near = tuple((form, 0.8 * sure) for c in inside for form, sure in c.forms)
        forms = (*own, *hints, *near) if known is None else (*known.forms, *hints)
        name = mention.text if known is None else known.text
        found[name] = Concept(name, _surest(forms), mention.quoted)
        covered.append(mention.text.lower())
    _add_words(query, lowered, covered, names, found)
    found |= {one.text: one for one in _printed(query.original, text, names, prints)}
    for quoted in re.findall(r"[“「『\"《]([^”」』\"》]{2,20})[”」』\"》]", text):
        found[quoted] = Concept(
            quoted, found[quoted].forms if quoted in found else ((quoted, 1.0),), True
        )
    if "duties" in kinds_asked(query):  # what is asked of is no duty's name
        found |= {n: replace(c, light=True) for n, c in found.items() if _DUTY.fullmatch(n)}
    if all(concept.light for concept in found.values()):
        found |= {word: Concept(word, ((word, 1.0),)) for word in things(_uncued(lowered))}
    return tuple(_longest(found))


def _without_totals(query: Query, text: str) -> str:
    """Return a text without the word for the total of one matter: 政府采购预算总额 is no 预算总额."""
    for mention in filter(_is_sure, query.mentions):
        kinds = {kind for hint in mention.hints for kind in hint.kinds}
        if kinds and not any(kind.endswith("summary") for kind in kinds):
            name = mention.text.lower()
            text = re.sub(rf"(?<={re.escape(name)})(?:支出)?(?:总额|总数|总计|合计)", "", text)
    return text


def _asking(text: str) -> str:
    """Return a question without the clauses that only talk (我在创业, 我要写论文)."""
    rest = text
    for start, end in reversed(chatter.talk(text)):
        rest = rest[:start] + " " + rest[end:]
    return rest if rest.strip() else text


def _add_words(
    query: Query,
    lowered: str,
    covered: list[str],
    names: tuple[str, ...],
    found: dict[str, Concept],
) -> None:
    """Add the words that no mention and no group of synonyms accounts for."""
    said = _FIGURE.sub(" ", _without(_uncued(lowered), covered))
    for word in words(said):
        known_as = any(word in form for concept in found.values() for form, _ in concept.forms)
        empty = word in lore().stop or _COUNTING.match(word) or _MODAL.match(word)
        if not (known_as or empty or word.isascii()):
            bare = word.removesuffix("类") if len(word) > 2 else word
            found[word] = Concept(
                word,
                _surest(((word, 1.0), (bare, 0.95))),
                light=_is_name(word, names, query.scope.named),
                own=not (_QUANTITY.search(query.text) or names_something(word)),
            )
    for word in _foreign(query.text.lower()) if query.english else ():
        if not any(word in name.lower() for name in found) and word not in lore().stop:
            found[word] = Concept(word, ((word, 1.0),), light=True)


def _same_thing(text: str, found: dict[str, Concept]) -> Concept | None:
    """Return the concept that already stands for a word: its English beside its Chinese."""
    said = (c for c in found.values() if c.text.isascii())
    return next((c for c in said if any(text == form for form, _ in c.forms)), None)


def _with_told(query: Query, text: str) -> str:
    """Return a question with what it takes over from the talk or from its other parts."""
    told = [m.text for m in query.mentions if m.text not in query.text or _is_sure(m)]
    return " ".join((text, *(said for said in told if said not in lore().stop)))


def _is_sure(mention: Mention) -> bool:
    return any(hint.weight >= SURE for hint in mention.hints)


def _foreign(text: str) -> list[str]:
    """Return English words that no lexicon turned into Chinese."""
    return re.findall(r"(?<![a-z])[a-z]{4,}(?![a-z])", text)


def _surest(forms: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """Keep each form once, at its best weight."""
    best: dict[str, float] = {}
    for form, sure in forms:
        best[form] = max(sure, best.get(form, 0.0))
    return tuple(best.items())


def _is_name(word: str, names: tuple[str, ...], known: bool) -> bool:
    """Tell whether a word is part of an institution's name, or how people call a `known` one."""
    called = known and _BODY.fullmatch(word) is not None
    return called or any(word in name for name in names)


def _uncued(text: str) -> str:
    """Blank the words that only say which kind of answer is wanted."""
    for name, cue in lore().cues:
        if name in _BARE_CUES:
            text = cue.sub(lambda found: " " if len(found.group()) <= 12 else found.group(), text)
    return text


def _longest(found: dict[str, Concept]) -> list[Concept]:
    """Drop a concept whose words are inside those of a longer one of the same meaning."""
    kept: list[Concept] = []
    for name, concept in found.items():
        inside = any(name != other and name in other for other in found)
        if not inside or concept.quoted:
            kept.append(concept)
    return kept


def _without(text: str, covered: list[str]) -> str:
    for word in sorted(covered, key=len, reverse=True):
        text = text.replace(word, " ")
    return text


def _stands_in(form: str, text: str) -> bool:
    said = form.lower()
    if said not in text or not said.isascii():
        return said in text
    return re.search(rf"(?<![a-z]){re.escape(said)}(?![a-z])", text) is not None


def _is_chinese(form: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in form) or form.isupper()
