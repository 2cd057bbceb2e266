"""Read what people say is done with money as the item that pays for it: 送人去上课 is 培训费.

Verbs and their objects are data (`qa/data/doings.yaml`) and combine. They are read only where money
is asked for, the item is printed and nothing that is printed has the words itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from qa.catalogue import Catalogue
from qa.linking.text import bare
from qa.regexes import regex
from qa.words import lexicon
from qa.words.dictionary import dictionary
from qa.words.normalise import data

InFull = Callable[[Sequence[str]], tuple[str, int, int] | None]
"""What finds the printed name of which a run of English words tells nearly all."""

_OWN = frozenset(("project_list", "project_performance", "procurement"))
"""Kinds of table whose rows name doings themselves."""
_SPENT = frozenset("花费用款钱有是要给")
_PLAIN = 0.75  # weight from which a word has one meaning
_LEAST = 2  # characters of a word that may name something
_HAN = regex("[一-鿿]")
_NEXT = regex(r" ([A-Za-z]+)")
_BEHIND = r"[^,。;?多少几]{0,10}?,?[^,。;?多少几钱]{0,9}?"
_CODE = regex(r"(?<!\d)[1-5]\d{4}(?:\d\d)?(?![\d.,年])")
_EACH = regex("各|分别|each|respectively")
_SMALL = regex(r"\b(?:and|or|the|for|of|to|on|a|an|its|their)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Doing:
    """Hold an item with the patterns of what is said of it, compiled when they are first needed.

    `unless` are the tables that name such things, `named` what other names have that are meant too.
    """

    term: str
    chinese: str
    foreign: str
    about: str
    unless: frozenset[str]
    named: str

    @cached_property
    def said(self) -> re.Pattern[str]:
        """Return what is said of it in Chinese."""
        return regex(self.chinese)

    @cached_property
    def english(self) -> re.Pattern[str]:
        """Return what is said of it in English."""
        return regex(self.foreign, re.IGNORECASE)

    @cached_property
    def parts(self) -> re.Pattern[str]:
        """Return what is said of it that a name may have."""
        return regex(self.about)


@cache
def _words(section: str) -> re.Pattern[str]:
    return regex(str(data("doings.yaml")[section]), re.IGNORECASE)


def _group(words: str) -> str:
    return f"(?:{words})"


@cache
def _doings() -> tuple[_Doing, ...]:
    raw = data("doings.yaml")
    between, joint = f"{_group(raw['between'])}{{0,4}}?", _group(raw["joint"])
    lead, tail = f"{_group(raw['lead'])}?", f"费?{_group(raw['tail'])}?"
    found: list[_Doing] = []
    for item in raw["items"]:
        pairs = [list(pair) for pair in item.get("pairs", ())]
        pairs += [[item["do"], item["of"]]] if "do" in item else []
        verbs = "|".join(do for do, _ in pairs)
        objects = "|".join(of for _, of in pairs)
        units = [f"{_group(do)}{between}{_group(of)}" for do, of in pairs]
        if back := item.get("back"):
            acts = item.get("more") or verbs
            units.append(f"{_group(back)}{_BEHIND}{_group(acts)}")
        units += [item["sure"]] if "sure" in item else []
        unit = _group("|".join(units))
        more = _group("|".join(filter(None, (unit, item.get("more"), objects))))
        strung = f"(?:{joint}?{between}{more})*"
        english = _group(item["en"])
        found.append(
            _Doing(
                item["term"],
                f"{lead}(?P<core>{unit}{strung}){tail}",
                rf"\b(?P<core>{english}(?:(?:,| and| or|, and) (?:the )?{english})*)\b",
                _group("|".join(filter(None, (objects, item.get("more")))) or "$^"),
                frozenset(filter(None, [item.get("unless")])),
                item.get("named", ""),
            )
        )
    return tuple(found)


class Doings:
    """Know the items of a catalogue by what is done with them."""

    def __init__(self, catalogue: Catalogue, in_full: InFull = lambda _: None) -> None:
        """Take a catalogue, and what finds the name of which English words tell nearly all."""
        self._in_full = in_full
        tables = catalogue.tables.values()
        rows = [(table.kind, row.label) for table in tables for row in table.rows if row.label]
        columns = (part for table in tables for column in table.columns for part in column.path)
        names = {bare(label) for _, label in rows} | {bare(part) for part in columns}
        self._items = frozenset(item for item in self._terms() if bare(item) in names)
        self._names = "\n".join({bare(label) for kind, label in rows if kind in _OWN})
        self._bought = "\n".join({bare(label) for kind, label in rows if kind == "procurement"})
        self._kinds = frozenset(table.kind for table in tables)
        self._known = self._items | names

    @staticmethod
    def _terms() -> Iterator[str]:
        return (doing.term for doing in _doings())

    def named(self, text: str) -> str:
        """Return a question with what is done with money as the items that pay for it."""
        if not _words("money").search(text) or _words("other").search(text):
            return text
        if _words("inside").search(text) or _CODE.search(text):
            return text
        for doing in _doings():
            named = doing.named and doing.named in self._names
            if doing.term in self._items and not (named or doing.unless & self._kinds):
                text = self._read(text, doing)
        return text

    def _read(self, text: str, doing: _Doing) -> str:
        spoken = doing.said if _HAN.search(text) else doing.english
        match = spoken.search(text)
        if match is None or doing.term in text or self._printed(match["core"], doing):
            return text
        if _known(match["core"]) or _cuts(text, *match.span()) or _describes(text, match):
            return text
        if _EACH.search(text) and _words("joint").search(match["core"]):
            return text
        return f"{text[: match.start()]}{doing.term}{text[match.end() :]}"

    def _printed(self, said: str, doing: _Doing) -> bool:
        """Tell whether what is printed has the words, or what they are about, itself."""
        words = bare(said)
        if words.isascii():
            told = self._in_full(said.split())  # temporary staff is 临时聘用人员经费 itself
            return told is not None and bare(told[0]) not in self._items
        if words in self._known or (len(words) >= _LEAST and words in self._names):
            return True
        parts = [one for one in doing.parts.findall(said) if len(one) >= _LEAST]
        return any(
            one in self._known or one in self._bought or (len(one) > _LEAST and one in self._names)
            for one in parts
        )


def _known(said: str) -> bool:
    """Tell whether the lexicon has words as they stand, all of them."""
    if _HAN.search(said):
        sense = lexicon.sense(said)
        return sense is not None and sense.hints[0].weight >= _PLAIN
    told = [said[phrase.start : phrase.end] for phrase in lexicon.phrases(said)]
    return len(" ".join(told).split()) >= len(_SMALL.sub(" ", said).replace(",", " ").split())


def _describes(text: str, match: re.Match[str]) -> bool:
    """Tell whether English words and the one behind them are known as one thing: paper books."""
    behind = _NEXT.match(text, match.end())
    if behind is None:
        return False
    said = tuple(map(lexicon.singular, f"{match['core']} {behind[1]}".lower().split()))
    return said in lexicon.english_names() or said in lexicon.english_words()


def _cuts(text: str, start: int, end: int) -> bool:
    """Tell whether words begin or end inside others (支|出差, 体检|验), or tell of another item."""
    ordinary = dictionary().ordinary
    before, after = text[start - 1 : start + 1] if start else "", text[end - 1 : end + 1]
    if before in ordinary or (after in ordinary and after[1:] not in _SPENT):
        return True
    return bool(_words("named").match(text[end:]))
