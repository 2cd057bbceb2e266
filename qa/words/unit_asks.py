"""Read a question about a department's units: which units, what money, what is worked out of it.

Names of units, the department, amounts and kinds of money are first put as single signs; what is asked
is read from what stands beside which sign. Every other word must say nothing that restricts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from qa.query import Bound, Comparator
from qa.regexes import regex
from qa.words import numerals
from qa.words.dictionary import dictionary
from qa.words.lexical import cut
from qa.words.normalise import data, fillers
from qa.words.unit_money import flat, measures, plain
from qa.words.wordclass import names_something

_UNIT, _MONEY, _THING = 0xE000, 0xE100, 0xE140  # the first signs of units, kinds of money, things
_OWN, _DEPARTMENT, _NAMED, _BELOW, _UNITS, _AMOUNT, _BODIES = (chr(0xE200 + i) for i in range(7))
_PLACES = {
    "{U}": "[\ue000-\ue0ff]", "{M}": "[\ue100-\ue1ff]", "{O}": _OWN, "{B}": _BELOW, "{A}": f"[{_UNITS}{_BODIES}]",
    "{D}": f"[{_DEPARTMENT}{_NAMED}]", "{V}": _AMOUNT,
}  # fmt: skip
_CLAUSE = regex(r"[^,。;?!:]+[,。;?!:]*")
_HAN = regex(r"[一-鿿]{1,}")
_CODE = regex(r"(?<![\d.,])\d{3,}(?![\d.,年%])")
_LATIN = regex(r"[a-z]{2,}")
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5}
TIMED = {"prior", "change", "heads"}
"""What is asked of another year, or of each of a unit's people."""
LESS = "less"
"""What is asked where a unit is left out."""


@dataclass(frozen=True, slots=True)
class Named:
    """Hold how a question may name things: forms of units by their number, and of the department."""

    units: Mapping[str, int]
    department: Sequence[str]
    own: int | None = None  # the department's own office among the units
    own_by_name: bool = False  # it goes by the department's name


@dataclass(frozen=True, slots=True)
class Words:
    """Tell what a document prints: words of its names (`restricts`), whole ones in a clause (`names`),
    and where a text names what its units have (`things`)."""

    restricts: Callable[[str], bool]
    names: Callable[[str], bool]
    things: Callable[[str], Iterable[tuple[int, int, str]]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class UnitAsk:
    """Hold what a question says of units.

    `units` are those named in their order, `which` are those below, all, or all without the department's own office, where that is said, `wants` what
    is asked, `base` the unit that another is held against, `bound` the amount units are held against.
    `placed` says that no other word restricts it, `whole` that the department is spoken of.
    """

    units: tuple[int, ...] = ()
    which: str = ""
    measures: tuple[str, ...] = ()
    either: bool = False
    wants: frozenset[str] = frozenset()
    base: int | None = None
    bound: Bound | None = None
    placed: bool = False
    whole: bool = False
    of_units: bool = False
    leans: bool = False
    others: bool = False  # those that are left beside one that was told
    first: int = 0  # how many of the largest are asked for, of the smallest where it is below 0
    clear: bool = False  # nothing is done to the amounts that is not read
    by_name: bool = False  # units are said by that word, or that they have budgets
    kind: str = ""  # the kind of table that is meant
    percent: bool = False  # a share is told in percent
    several: int = 0  # how many units are said to be meant
    people: str = ""  # the words that may say a kind of people

    @property
    def things(self) -> tuple[str, ...]:
        """Return the names of what units have, as tables print them."""
        return tuple(name for name in self.measures if name not in measures())

    @property
    def of_things(self) -> bool:
        """Tell whether what is asked is read of single cells of units, this year's or the last one's."""
        own = any(measures()[m].parts for m in self.measures if m in measures())
        two = len(self.units) == 1 and len(self.measures) == 2
        return own or bool(self.things) or two or bool(self.wants & TIMED)


@cache
def _words(name: str) -> re.Pattern[str]:
    raw = data("unit_asks.yaml")
    return _compiled(str(raw[name] if name in raw else raw["asks"][name]))


def _compiled(text: str) -> re.Pattern[str]:
    for place, signs in _PLACES.items():
        text = text.replace(place, signs)
    return regex(text, re.IGNORECASE)


@cache
def _idle() -> re.Pattern[str]:
    raw = data("unit_asks.yaml")
    names = ("idle", "inside", "outside", "latter", "either", "less", "less_behind")
    asks = [str(text) for text in (*raw["asks"].values(), *raw["hints"].values())]
    every = [*(a for text in asks for a in plain(text)), *(str(raw[name]) for name in names)]
    return _compiled("|".join(f"(?:{text})" for text in every))


@cache
def _without() -> re.Pattern[str]:
    """Return what says that a unit is left out: words before it or behind."""
    raw, one = data("unit_asks.yaml"), "(?:{U}|{O}|{D}|它|这家|那家)"
    before, behind = raw["less"], raw["less_behind"]
    return _compiled(rf"(?:{before})(?:上|了)? ?{one}|{one}[^,。?;]{{0,8}}(?:{behind})")


def read(text: str, named: Named, words: Words) -> UnitAsk:
    """Return what a question says of units."""
    text, early = _with_things(flat(text), words, (), units=named.units)
    for form in sorted(named.units, key=len, reverse=True):
        text = text.replace(form, chr(_UNIT + named.units[form]))
    text = re.sub(rf"[省市州区县旗镇乡](?={_PLACES['{U}']})", "", text)  # 市人民医院
    for name in sorted(named.department, key=len, reverse=True):
        text = text.replace(name, _NAMED)
    text = re.sub(
        rf"{_NAMED}?的?\(?(?:{_words('own').pattern})\)?", _OWN, text, flags=re.IGNORECASE
    )
    text = _words("below").sub(_BELOW, text)
    text, own = _with_money(text, parts=True)
    text, things = _with_things(text, words, early)
    text, said = _with_money(text)
    places = {name: text.find(chr(_THING + at)) for at, name in enumerate(things)}
    said = (*own, *sorted(things, key=lambda name: places[name]), *said)
    text = _words("department").sub(_DEPARTMENT, text)
    text, bound = _with_amount(text)
    text = _words("units").sub(lambda m: _UNITS if "家" in m[0] else _BODIES, text)
    return _asked(text, named, said, bound, words)


def _with_things(
    text: str, words: Words, known: Sequence[str], *, units: Iterable[str] = ()
) -> tuple[str, list[str]]:
    """Return a text with signs for what units have, and by which names these go.

    `known` are names that have signs already; of `units` a name must hold one, where any is given.
    """
    names = list(known)
    for start, end, name in reversed(list(words.things(text))):
        said = text[start:end]
        money = any(re.fullmatch(m.said, said, re.IGNORECASE) for m in measures().values())
        if money or (units and not any(unit in said and unit != said for unit in units)):
            continue
        names += [name] * (name not in names)
        text = f"{text[:start]}{chr(_THING + names.index(name))}{text[end:]}"
    return text, names


def _with_money(text: str, *, parts: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return a text with signs for kinds of money, and those that are said."""
    found: list[str] = []
    for at, (name, measure) in enumerate(measures().items()):
        if measure.parts != parts:
            continue
        text, times = re.subn(measure.said, chr(_MONEY + at), text, flags=re.IGNORECASE)
        found += [name] * bool(times)
        text = re.sub(measure.around, "", text) if times and measure.around else text
    return text, tuple(found)


def _with_amount(text: str) -> tuple[str, Bound | None]:
    """Return a text with a sign for the one amount that it says, and on which side of it units are meant."""
    spaced = re.sub(r"(?<!\d),(?=\d)", " ", text)
    amounts = [a for a in numerals.amounts(spaced) if a.unit]
    if len({(a.value, a.unit) for a in amounts}) != 1:
        return text, None
    for amount in reversed(amounts):
        text = f"{text[: amount.start]}{_AMOUNT}{text[amount.end :]}"
    over, under = _words("over").search(text), _words("under").search(text)
    if bool(over) == bool(under):
        return text, None
    side = Comparator.OVER if over else Comparator.UNDER
    return text, Bound(side, amounts[0].value, None, amounts[0].unit)


def _asked(
    text: str,
    named: Named,
    said: tuple[str, ...],
    bound: Bound | None,
    words: Words,
) -> UnitAsk:
    wants = frozenset(n for n in data("unit_asks.yaml")["asks"] if _words(n).search(text))
    wants = _timed(wants)
    if {"top", "bottom"} <= wants and (
        wants & {"gap", "minus"}
        or _words("distance").search(text)
        or not _words("which").search(text)
    ):
        wants |= {"apart"}
    percent = "percent" in wants
    wants -= {"percent"}
    if _without().search(text):
        wants |= {LESS}
    people = text if "heads" in wants else ""
    text = _words("people").sub("人", text) if people else text
    units = [ord(c) - _UNIT for c in text if _UNIT <= ord(c) < _MONEY]
    which, itself = _which(text)
    if itself and named.own is not None:
        first = next((i for i, c in enumerate(text) if c == _OWN), 0)
        before = sum(1 for c in text[:first] if _UNIT <= ord(c) < _MONEY)
        units.insert(before, named.own)
    units = list(dict.fromkeys(units))
    by_name = named.own_by_name and named.own is not None and named.own not in units
    of_two = len(units) != 1 or (by_name and _NAMED in text)
    wants = (wants - {"minus"}) | ({"gap"} if "minus" in wants and of_two else set())
    joined = re.search(
        f"{_NAMED}[、和跟与及同]+{_PLACES['{U}']}|{_PLACES['{U}']}[、和跟与及同]+{_NAMED}", text
    )
    paired = len(units) == 1 and (joined or wants & {"gap", "times", "sum", "average", "more"})
    several = _DEPARTMENT in text or (LESS in wants and (_BODIES in text or _UNITS in text))
    apart = not units and several and wants & {"share", "less"}
    if by_name and _NAMED in text and (paired or apart) and named.own is not None:
        behind = units and text.index(chr(_UNIT + units[0])) < text.index(_NAMED)
        units = [*units, named.own] if behind else [named.own, *units]
    own = [name for name in said if name in measures() and measures()[name].parts]
    kinds = own or [n for n in said if n not in ("income", "spending")] or list(said)
    if "share" in wants and not own:
        kinds = list(said)  # a fund as a part of all income is another share
    if which == "without" and not units:
        wants -= {LESS}
    return UnitAsk(
        tuple(units), which, tuple(kinds), not said and bool(_words("either").search(text)), wants,
        _base(text, units), bound, _is_placed(text, words),
        _DEPARTMENT in text or _NAMED in text,
        any(sign in text for sign in (_UNITS, _BODIES, _BELOW)) or "budgets" in wants,
        bool(_words("pronoun").search(text)),
        bool(_words("others").search(text)),
        _first(text),
        _is_clear(text) and not (_AMOUNT in text and bound is None),
        _BELOW in text or "budgets" in wants or bool(re.search(f"{_UNITS}{{2}}|{_BODIES}", text)),
        _kind(text), percent, _number("several", text), people,
    )  # fmt: skip


def _timed(wants: frozenset[str]) -> frozenset[str]:
    """Return what is asked, years and heads in terms of each other."""
    if "heads" in wants:
        return wants - {"average", "prior", "change", "now", "each"}
    if "prior" in wants and "gap" in wants:
        return (wants - {"gap", "more"}) | {"change"}
    return wants if wants & {"prior", "change"} else wants - {"now"}


def _kind(text: str) -> str:
    """Return the kind of table that words mean (采购, 买)."""
    hints: Mapping[str, str] = data("unit_asks.yaml")["hints"]
    return next((k for k, said in hints.items() if re.search(said, text, re.IGNORECASE)), "")


def _first(text: str) -> int:
    """Return how many of the largest are asked for, a number below 0 for the smallest, else 0."""
    return _number("first", text) or -_number("last", text)


def _number(name: str, text: str) -> int:
    """Return the number that a pattern finds, 0 where it finds none."""
    match = _words(name).search(text)
    said = next((g for g in match.groups() if g), "") if match else ""
    value = numerals.parse(said) or _ENGLISH.get(said) if said else None
    return int(value) if value else 0


def _which(text: str) -> tuple[str, bool]:
    """Return which units are meant together, and whether the department's own office is meant by itself."""
    at = text.find(_OWN)
    below = text.find(_BELOW)
    if at < 0:
        return ("below" if below >= 0 else ""), False
    if below >= 0 and (latter := _words("latter").search(text)):
        return ("below", False) if at < below < latter.start() else ("", True)
    near = next(m[0] for m in _CLAUSE.finditer(text) if m.start() <= at < m.end())
    told = [m[0] for m in _CLAUSE.finditer(text) if re.search(_PLACES["{M}"], m[0])]
    if told and all(_BELOW in clause and _OWN not in clause for clause in told):
        return "below", False  # of the office other clauses only say that it is another
    if _words("outside").search(near):
        return "without", False
    if _words("inside").search(near):
        return "all", False
    return "", True


def _base(text: str, units: Sequence[int]) -> int | None:
    """Return the unit of two that the other is held against: the second, unless words make it the first."""
    if len(units) != 2:
        return None
    first = f"[{chr(_UNIT + units[0])}{_OWN}{_NAMED}]"
    patterns = (
        rf"(?:以|拿|把|将|用|假设){first}[^?。;]{{0,12}}(?:为|算作|当作?|作为?|当成|看成|看作|记作)(?:1|底|基|标准|单位|分母)",
        rf"(?:几|多少|好多)个{first}", rf"how many times {first}",
        rf"{first}[^?。;]{{0,8}}(?:乘以?|翻)(?:上)?(?:多少|几)",
        rf"{first}[^?。;]{{0,6}}的?(?:几|多少)倍(?:才|就|能)*(?:等于|够|抵|赶|是)",
        rf"{first}[^?。;]{{0,8}}(?:为|算作|当作?|作为|记作)1(?!\d)",
    )  # fmt: skip
    turned = any(re.search(p, text) for p in patterns)
    return units[0] if turned else units[1]


def _is_placed(text: str, known: Words) -> bool:
    """Tell whether no word beside what was read says which money or which units are meant."""
    if _words("elsewhere").search(text) or _words("beside").search(text) or _CODE.search(text):
        return False
    money = re.search(_PLACES["{M}"], text) is not None
    signs = f"[{chr(_MONEY)}-\ue1ff{_OWN}{_BELOW}{_AMOUNT}]"
    for match in _CLAUSE.finditer(text):
        clause = match[0]
        asks = re.search(signs, clause) or (not money and re.search(_PLACES["{U}"], clause))
        asking = _words("asking").search(clause) and (_words_of_units(clause) or not money)
        if not (asks or asking):
            if any(map(known.names, _HAN.findall(_idle().sub("|", clause)))):
                return False
            continue
        if _restricted(_named_alone(clause), known.restricts, strict=not money):
            return False
    return True


def _is_clear(text: str) -> bool:
    """Tell whether the clauses that name units or money do nothing else with the amounts."""
    clauses = [m[0] for m in _CLAUSE.finditer(text)]
    units = [c for c in clauses if re.search(_PLACES["{U}"], c)]
    told = [c for c in clauses if re.search(_PLACES["{M}"], c)] or units
    if not told:
        told = [c for c in clauses if _words_of_units(c) or _BELOW in c]
        if any(_words("turned").search(_named_alone(clause)) for clause in told):
            return False
    if any(_words("works").search(_named_alone(clause)) for clause in (*units, *told)):
        return False
    if any(word not in _english() for clause in (*units, *told) for word in _latin(clause)):
        return False
    left = (_words("plain").sub("|", _named_alone(clause)) for clause in told)
    return not any(_works(run) for clause in left for run in _HAN.findall(clause))


def _named_alone(clause: str) -> str:
    """Return a clause without what is read, its signs kept."""
    return _idle().sub(lambda m: re.sub("[^\ue000-\ue2ff]", "|", m[0]), clause)


def _latin(clause: str) -> list[str]:
    """Return the English words of a clause that are not read."""
    return _LATIN.findall(_named_alone(clause).lower())


@cache
def _english() -> frozenset[str]:
    """Return English words that only ask."""
    return frozenset(str(data("unit_asks.yaml")["english"]).split("|"))


def _works(run: str) -> bool:
    """Tell whether words have a verb, or a saying, that may work on an amount."""
    tags = [(word, dictionary().tags.get(word, "n")) for word in cut(run)]
    return any(
        len(word) > 1 and tag.startswith(("v", "i", "l", "a")) and word not in fillers().light
        for word, tag in tags
    )


def _words_of_units(clause: str) -> bool:
    return _UNITS in clause or _BODIES in clause


def _restricted(clause: str, restricts: Callable[[str], bool], *, strict: bool) -> bool:
    """Tell whether a clause restricts; `strict`: any unknown English word may, where no money is said."""
    if any(
        word not in _english() and (strict or restricts(word)) for word in _LATIN.findall(clause)
    ):
        return True
    for run in _HAN.finditer(clause):
        words = cut(run[0])
        kept = [word for word in words if _tells(word)]
        if any(restricts(word) for word in kept):
            return True
        behind = clause[run.end() : run.end() + 1]
        last = next((word for word in reversed(words) if word != "的"), "")
        if behind and re.match(_PLACES["{M}"], behind) and _tells(last) and names_something(last):
            return True  # 春游收入
    return False


def _tells(word: str) -> bool:
    """Tell whether a word may say which money or units are meant: no small word, no light verb."""
    if len(word) < 2:
        return False
    tag = dictionary().tags.get(word, "n")
    return tag.startswith(("n", "v", "a", "b", "j", "l", "i", "s")) and word not in fillers().light
