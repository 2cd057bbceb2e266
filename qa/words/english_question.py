"""Say an English question in Chinese: its frame by data, its names by what the documents print.

All readers share the Chinese structure of a question, so English is turned into it once. A question
is said so only where each of its words is: what remains unknown is no question about the documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import copy

from qa.linking.text import bare
from qa.regexes import regex
from qa.words import english, english_asks, lexicon
from qa.words.english_frames import fitting, follow, kind_of, pattern, replacements
from qa.words.english_kinds import is_general
from qa.words.english_names import Names
from qa.words.english_plain import ASKS, OPENS, VERB, clauses, plain
from qa.words.normalise import data, fillers

_VERBS = frozenset("V")
_EXTREMES = frozenset("ST")
_UNSAID = {"L": "去年"}
_CODED = regex(r"\([^()]*[A-Za-z]{3}[^()]*\)")
_STATED = regex(
    r"^(?:the |all )?(?:\d[\d,. ]*[万亿]?(?:元|yuan|RMB|CNY)|money|funds?) +(?:for|to) +", re.I
)
"""What stands before the name of what money is for."""
_SLOT = regex(r"\{([A-Z])\}")
_TWICE = regex(r"([一-鿿]{2,})(?=\1)")
LEAD_IN = regex(
    rf"^{OPENS} (?P<lead>[^,]+), *(?P<rest>(?:{ASKS}|{VERB}).+)",
    re.IGNORECASE,
)
HEADED = regex(
    rf"^(?:{OPENS} )?(?P<lead>[^:?]{{3,80}}?)(?: *:| [-–—]+) +(?P<rest>.+)", re.IGNORECASE
)
BEHIND = regex(
    r"(?P<rest>.+?),? (?:according to|as set out in|as stated in) (?P<lead>.+)", re.IGNORECASE
)
_TIME = r"(?:20\d\d年(?:\d+月)?[末初]?|[今去明]年|年[末初]|平均)"
_TIMED = regex(rf"(?P<begins>{_TIME}) *,? +(?P<first>.+)|(?P<last>.+?) *,? +(?P<ends>{_TIME})")
_VERBAL = regex(rf"\b(?:{ASKS}|{VERB})|\bto\b", re.IGNORECASE)
_QUESTION = regex(rf"(?:{ASKS}|{VERB}|{OPENS}\b)", re.IGNORECASE)
_SAYS = regex(r"[一-鿿\d]|\b(?:mean|meant|not|no|wrong|instead)\b", re.IGNORECASE)
TOKEN = regex(r"\d+[A-Z]\d{6,}|[A-Z]\d{2,5}(?!\d)|[A-Za-z]+(?:[-'][A-Za-z]+)*|[^A-Za-z\s]+")
LETTERS = regex(r"[A-Za-z](?!\d{2})")  # none inside a code: 50015225T000004994168, X208
_ROAD = regex(r"[A-Z]\d{2,5}")
_LONGEST = 4  # words that are read as one
_STEM = 2  # characters with which a name begins that another one holds
_CORE = 4  # characters that tell a term
_LABELLED = 100  # times that words are printed as of a label
_RATES = (["rate"], ["rates"], ["percentage"])  # what a name that is one has said already
_JOINED = regex(r"[和与及、]")
_ANY = regex(r"^(?:机关|行政)事业单位(?:基本)?|(?:缴费|支出|收入|经费|费用|补助|补贴)+$")
"""What the names of many items begin and end with."""
_SUM, _GOAL = "多少钱", "目标"
_COST = regex(r"^(?:the )?(?:total |full |overall )?costs? of +(?:the )?", re.IGNORECASE)
_COSTS = "成本"
_PRONOUN = regex("that|it|this|them|those|these", re.IGNORECASE)
_PROJECT = regex("projects?|program(?:me)?s?|schemes?|initiatives?", re.IGNORECASE)
LISTED = regex(r",|\b(?:and|or|&)\b|/")


class Translator:
    """Say English questions in Chinese, by the names that one choice of documents prints."""

    def __init__(
        self, names: Names, printed: Callable[[str], int], projects: Names | None = None,
        bodies: Collection[str] = (), titles: str = "",
    ) -> None:  # fmt: skip
        self._names = names
        self._projects = projects
        self._printed = printed
        self._bodies = bodies
        self._titles = titles
        self._beside: frozenset[str] = frozenset()
        self._money = False
        self._goal = False

    @property
    def parts(self) -> tuple[Names, Callable[[str], int], Names | None, Collection[str], str]:
        """Return what it was made of."""
        return self._names, self._printed, self._projects, self._bodies, self._titles

    def asked(self, text: str, *, printed: bool = True) -> str | None:
        """Return an English question in Chinese by the words around its names; None where one is unknown.

        The names are Chinese, as they are `printed`, or are read from English too.
        """
        projects = self._projects.labels if self._projects else ()
        return english_asks.read(
            plain(text), self._known if printed else self._own, self._is_body, projects
        )

    def _known(self, words: str) -> str | None:
        """Return Chinese words as they are where they are printed."""
        known = bare(words) in self._names.labels or bare(words) in self._titles
        known = known or self._is_body(words) or bool(self._printed(words))
        return words if known and not words.isascii() else None

    def _own(self, words: str) -> str | None:
        """Return the one printed name or known term that words mean."""
        if not words.isascii():
            return self._known(words)
        said = self._words(words)
        known = said and (bare(said) in self._names.labels or lexicon.sense(said))
        return said if known else None

    def _is_body(self, words: str) -> bool:
        return bare(words) in self._bodies

    def question(self, text: str) -> str | None:
        """Return an English question in Chinese; None where a word of it stays unknown."""
        text = plain(text)
        one = copy(self)  # several threads ask at once
        one._beside = english.printed_senses(TOKEN.findall(text), self._printed)
        return one._question(text)

    def _question(self, text: str) -> str | None:
        said: list[str] = []
        for clause in clauses(text):
            told = follow(clause, said) or self._clause(clause)
            if told is None and not self._is_talk(clause):
                return None
            said += [told] if told else []
        whole = ",".join(said)
        return whole if whole and not LETTERS.search(whole) else None

    def _clause(self, clause: str) -> str | None:
        if _CODED.search(clause) or pattern("untold").search(clause):
            return None
        further = pattern("further").match(clause)
        clause = pattern("trail").sub("", pattern("lead").sub("", clause)).strip(" ,.")
        if not clause or pattern("idle").fullmatch(clause):
            return ""
        if found := fitting("opening", clause):
            return self._framed(*found)
        if lead := LEAD_IN.match(clause) or BEHIND.fullmatch(clause):
            return self._led(lead)
        if found := fitting("frames", clause):
            return self._framed(*found)
        if lead := HEADED.match(clause):
            return self._led(lead)
        if (timed := _TIMED.fullmatch(clause)) and (rest := timed["first"] or timed["last"]):
            said = self._clause(rest)
            return f"{timed['begins'] or timed['ends']}{said}" if said else None
        return self._bare(clause, further=bool(further))

    def _is_talk(self, clause: str) -> bool:
        """Tell whether a clause asks nothing and names nothing that the documents print."""
        clause = pattern("lead").sub("", clause)
        if _QUESTION.match(clause) or _SAYS.search(clause):
            return False
        words = TOKEN.findall(clause)
        return self._names.best(words) is None and _term(words) is None

    def _led(self, lead: re.Match[str]) -> str | None:
        """Return a question with the thing that stands before it as what it is of."""
        said, rest = self._words(lead["lead"]), self._clause(lead["rest"])
        if said is None or rest is None:
            return None
        return f"{said}{rest}" if rest.startswith("有") else f"{said}的{rest}"

    def _bare(self, clause: str, *, further: bool) -> str | None:
        """Return a clause without a verb as a question of what it names."""
        if not further and _VERBAL.search(clause):
            return None
        if not further and (found := fitting("bare", clause)):
            return self._framed(*found)
        said = self._words(clause)
        return f"{said}{'呢' if further else '是多少'}" if said else None

    def _framed(self, chinese: str, match: re.Match[str]) -> str | None:
        """Return a frame's Chinese with its slots filled, None where one stays unknown."""
        said: dict[str, str] = {}
        known = data("english_frames.yaml")
        self._money, self._goal = _SUM in chinese, _GOAL in chinese
        for name, words in match.groupdict().items():
            words = _STATED.sub("", words) if words and "占" in chinese else words
            told = known["units"].get(words) or known["numbers"].get((words or "").lower())
            told = told or (known["superlative"] if name in _EXTREMES else None)
            told = told or (kind_of(words or "") if "占" in chinese else None)
            self._money = self._money or bool(words and _COST.match(words))
            told = told or ("它" if _PRONOUN.fullmatch(words or "") else None)
            filled = told or self._words(words or _UNSAID.get(name, ""))
            if filled and words and filled.startswith(_COSTS) and (cut := _COST.match(words)):
                filled = self._words(words[cut.end() :]) or filled  # what a thing costs is its sum
            if filled is None and name in _VERBS:
                filled = ""  # what is done to a thing is told by the thing
            if filled is None:
                return None
            said[name] = filled
        whole = _TWICE.sub("", _SLOT.sub(lambda m: said.get(m[1], ""), chinese))
        return re.sub(r"^里", "其中", re.sub(r"^的|(?<=个)的|的(?=最)", "", whole))

    def _words(self, text: str) -> str | None:
        """Return words in Chinese in their order, None where one stays unknown."""
        return None if (said := self._named(TOKEN.findall(text))) is None else _tidy(said)

    def _named(self, words: list[str]) -> list[str] | None:
        """Return words with the printed names among them in Chinese."""
        if found := self._names.averaged(words):
            before, behind = self._named(words[: found[1]]), self._named(words[found[2] + 1 :])
            return None if before is None or behind is None else [*before, found[0], *behind]
        run = next(_runs(words), None)
        if run is None:
            return words
        start, end = run
        if listed := self._enumerated(words, start) or self._project(words, start, end):
            return listed
        leave = self._projects.labels if self._goal and self._projects else ()
        found = self._names.best(words[start:end], money=self._money, leave=leave)
        term = _term(words[start:end])
        if term and not (found and self._instead(found, term, words[start:end])):
            found = term  # one thing, whatever it lists
        elif found and (
            listed := self._listed(words, start + found[1], start + found[2], found[0])
        ):
            return listed
        middle = [found[0]] if found else self._single(words[start:end])
        if not found and (middle is None or middle == words[start:end]):
            found = self._names.single(words[start:end])
            middle = [found[0]] if found else middle
        first, last = (start + found[1], start + found[2] + 1) if found else run
        if middle is None:
            return None
        if found and found[0].endswith("率") and words[last : last + 1] in _RATES:
            last += 1
        if found and _ROAD.fullmatch("".join(words[last : last + 1])) and words[last] in found[0]:
            last += 1  # the number of a road that the name has
        left, right = self._named(words[:first]), self._named(words[last:])
        return None if left is None or right is None else [*left, *middle, *right]

    def _instead(
        self, name: tuple[str, int, int], term: tuple[str, int, int], words: Sequence[str]
    ) -> bool:
        """Tell whether a printed name is meant instead of a term that words are of as well."""
        if _inside(term, name, words):
            return True
        if bare(name[0]) in bare(term[0]) or not (name[1] <= term[1] and term[2] <= name[2]):
            return False
        core = _ANY.sub("", bare(term[0]))[:_CORE]
        alike = any(core[i : i + _STEM] in name[0] for i in range(len(core) - 1))
        unprinted = alike and not self._printed(core)
        more = name[1] < term[1] or name[2] > term[2]
        return unprinted or (more and name == self._names.in_full(words))

    def _enumerated(self, words: list[str], start: int) -> list[str] | None:
        """Return words with the one project whose name lists things with commas between."""
        at = next((i for i in range(start, len(words)) if _PROJECT.fullmatch(words[i])), start)
        places = [i for i in range(start, at) if words[i] != ","]
        if len(places) == at - start or words[at].endswith("s") or self._projects is None:
            return None
        name, first, last = self._projects.best([words[i] for i in places]) or ("", 0, 0)
        listed = "," in words[places[first] : places[last]] and places[last] == at - 1
        before, behind = self._named(words[: places[first]]), self._named(words[at + 1 :])
        if not listed or bare(name) not in self._projects.labels or None in (before, behind):
            return None
        return [*(before or ()), name, "项目", *(behind or ())]

    def _project(self, words: list[str], start: int, end: int) -> list[str] | None:
        """Return words with those before `project` as the one project that they tell."""
        at = next((i for i in range(start, end) if _PROJECT.fullmatch(words[i])), None)
        found = self._projects.only(words[start:at]) if self._projects and at else None
        if found is None or at is None or self._is_whole(words[start : at + 1]):
            return None
        before, behind = self._named(words[: start + found[1]]), self._named(words[at + 1 :])
        return None if before is None or behind is None else [*before, found[0], "项目", *behind]

    def _is_whole(self, words: list[str]) -> bool:
        """Tell whether a printed name says all of some words, `projects` as well: 水利工程建设."""
        found = self._names.in_full(words) if words[-1].endswith("s") else None
        if found is None or found[2] < len(words) - 1:
            return False
        return all(map(is_idle, words[: found[1]]))

    def _listed(self, words: list[str], first: int, last: int, name: str) -> list[str] | None:
        """Return two names that labels print where one name would stand for both of a list."""
        at = next((i for i in range(first, last) if LISTED.fullmatch(words[i].lower())), None)
        if at is None or _JOINED.search(name) or _is_said(words[first : last + 1], at - first):
            return None
        sides = [self._named(words[first:at]), self._named(words[at + 1 : last + 1])]
        said = ["".join(side or ()) for side in sides]
        if said[0] == said[1] or all(one[:_STEM] in name for one in said):
            return None  # 科学技术支出 is one name of science and technology
        if not all(self._printed(one) >= _LABELLED for one in said if one):
            return None
        before, behind = self._named(words[:first]), self._named(words[last + 1 :])
        if not all(said) or before is None or behind is None:
            return None
        return [*before, said[0], words[at], said[1], *behind]

    def _single(self, words: list[str]) -> list[str] | None:
        """Return words that no printed name has by the lexicon, the dictionary, or as idle."""
        known, unknown = self._sorted(words)
        return None if unknown else known

    def _sorted(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Return words in Chinese as far as they are known, and those that are not."""
        text = " ".join(words)
        for said_so, chinese in replacements("words"):
            text = said_so.sub(rf" {chinese} ", text)
        said = list(self._printed_words(TOKEN.findall(self._translated(text))))
        unknown = [w for w in said if LETTERS.match(w) and not LISTED.fullmatch(w)]
        return [w for w in said if w not in unknown], unknown

    def _translated(self, text: str) -> str:
        """Return text with the terms of the lexicon in Chinese.

        An item that pays for a thing does not stand for it where labels print the thing: 保安.
        """

        def printed(phrase: lexicon.Translated) -> bool:
            words = tuple(map(lexicon.singular, text[phrase.start : phrase.end].split()))
            things = lexicon.english_names().get(words, ())
            item = phrase.chinese.endswith("费") and phrase.chinese[:_STEM] not in "".join(things)
            return item and any(self._printed(thing) >= _LABELLED for thing in things)

        return lexicon.translate(text, printed)

    def _printed_words(self, words: list[str]) -> Iterator[str]:
        """Say the words that the documents print in Chinese, those that mean nothing left out."""
        at = 0
        while at < len(words):
            for size in range(min(_LONGEST, len(words) - at), 0, -1):
                run = words[at : at + size]
                ends = [w for w in (run[0], run[-1]) if not LETTERS.match(w) or is_idle(w)]
                if not ends and (word := english.printed_as(run, self._printed, self._beside)):
                    yield word
                    break
            else:
                size = 1
                if not is_idle(words[at]):
                    yield words[at]
            at += size


def _inside(term: tuple[str, int, int], name: tuple[str, int, int], words: Sequence[str]) -> bool:
    """Tell whether a name is told by a term's words and by more; by far more where it lists."""
    listed = any(LISTED.fullmatch(w.lower()) for w in words[name[1] : name[2] + 1])
    beyond = [*words[name[1] : term[1]], *words[term[2] + 1 : name[2] + 1]]
    more = name[1] <= term[1] and term[2] <= name[2] and not all(map(is_general, beyond))
    return more and (not listed or term[2] < name[2] - 1) and _has_terms(name, words)


def _is_said(words: Sequence[str], at: int) -> bool:
    """Tell whether what joins two words is inside of what is said for one thing."""
    said = [lexicon.singular(w.lower()) for w in words]
    runs = ((a, b) for a in range(at) for b in range(at + 2, len(said) + 1))
    return any(tuple(said[a:b]) in lexicon.english_names() for a, b in runs)


def _has_terms(name: tuple[str, int, int], words: Sequence[str]) -> bool:
    """Tell whether a name has something of each term of several words that its words say."""
    said = " ".join(words[name[1] : name[2] + 1])
    terms = (_ANY.sub("", p.chinese) for p in lexicon.phrases(said) if p.size > 1)
    terms = (t for t in terms if len(t) > _STEM)
    return all(any(t[i : i + _STEM] in name[0] for i in range(len(t) - 1)) for t in terms)


def _term(words: list[str]) -> tuple[str, int, int] | None:
    """Return the first term of several words that the lexicon has, with its first and last."""
    places = [i for i, word in enumerate(words) for _ in f"{word} "]
    found = (p for p in lexicon.phrases(" ".join(words)) if p.size > 1)
    return next(((p.chinese, places[p.start], places[p.end - 1]) for p in found), None)


def _runs(words: list[str]) -> Iterator[tuple[int, int]]:
    """Find runs of English words."""
    start = None
    for i, word in enumerate([*words, ","]):
        inside = bool(LETTERS.match(word)) and i < len(words)
        if inside and start is None:
            start = i
        if not inside and start is not None:
            yield start, i
            start = None


def is_idle(word: str) -> bool:
    said = word.lower().removesuffix("'s")
    return said in fillers().english and said not in {"and", "or"}


def _tidy(words: list[str]) -> str:
    """Return Chinese words as one text, things that are listed with marks between."""
    said = "".join("、" if LISTED.fullmatch(w.lower()) else w for w in words)
    said = re.sub(r"、+", "、", said).strip("、的.")
    said = _TWICE.sub("", said)  # 广州 + 广州市统计局
    said = re.sub(r"购置(?=[一-鿿]{2,8}购置)", "", said)
    return re.sub(r"(支出|收入|费)(?:\1|支出(?![合总]))", r"\1", said)
