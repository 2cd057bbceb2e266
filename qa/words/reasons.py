"""Find what a question asks that disclosures withhold, and whether evidence prints it after all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from qa.regexes import regex
from qa.words.dictionary import dictionary
from qa.words.normalise import data

_ASKING = regex(r"[^一-鿿]|多少|哪(?:些|个|几个|里|儿)?|什么|谁|[几的了过是有吗呢去到个]")


@dataclass(frozen=True, slots=True)
class Anew:
    """Hold the printed words that ask for what is said, and what a name must print of it."""

    words: str
    said: str = ""
    prints: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Hold a reason to refuse: the words that suggest it, and what prints it all the same."""

    name: str
    words: re.Pattern[str]
    prints: re.Pattern[str] | None
    verdict: bool  # no evidence takes it away
    anew: tuple[Anew, ...] = ()  # how what is withheld is asked for in printed words
    around: str = ""  # what may stand beside and says no more


@cache
def _reasons() -> tuple[Reason, ...]:
    found: list[Reason] = []
    for name, entry in data("refusals.yaml").items():
        held = entry if isinstance(entry, dict) else {"patterns": entry}
        patterns = [*held.get("patterns", ())]
        if "who" in held:
            who, what = "|".join(held["who"]), "|".join(held["what"])
            patterns.append(f"(?:{who})[^,。?!;]{{0,8}}?(?:{what})")
        prints = regex(held["prints"]) if "prints" in held else None
        words = regex("|".join(patterns), re.I)
        ways = held.get("anew", ())
        ways = (Anew(ways),) if isinstance(ways, str) else tuple(Anew(**way) for way in ways)
        verdict, around = bool(held.get("verdict")), str(held.get("around", ""))
        found.append(Reason(name, words, prints, verdict, ways, around))
    return tuple(found)


def refusals(text: str, is_label: Callable[[str], bool] = lambda _: False) -> tuple[str, ...]:
    """Return reasons why disclosures may not say what is asked.

    Words inside a name that `is_label` knows (区长公开信箱) are none.
    """
    return tuple(r.name for r in _reasons() if any(_found(r, text, is_label)))


def _found(reason: Reason, text: str, is_label: Callable[[str], bool]) -> list[re.Match[str]]:
    matches = reason.words.finditer(text)
    return [m for m in matches if not (_ordinary(m) or _inside_label(m, text, is_label))]


def _ordinary(match: re.Match[str]) -> bool:
    """Tell whether what was taken for a person's name is a word of every day (周转, 方便)."""
    name = match.groupdict().get("name") or ""
    known = dictionary()
    return bool(name) and name[:2] in known.ordinary and name[:2] not in known.proper


def _inside_label(match: re.Match[str], text: str, is_label: Callable[[str], bool]) -> bool:
    """Tell whether a match is part of a name that the documents print."""
    start, end = match.span()
    begins = range(max(0, start - 8), start + 1)
    return any(is_label(text[i:j]) for i in begins for j in range(end, min(len(text), end + 8) + 1))


def verdicts() -> frozenset[str]:
    """Return the reasons that no evidence takes away."""
    return frozenset(r.name for r in _reasons() if r.verdict)


def anew(name: str, text: str) -> Anew | None:
    """Return how what a reason withholds is asked for in the words that documents print.

    Where it is told what is said, nothing else of the question may be left.
    """
    reason = next(reason for reason in _reasons() if reason.name == name)
    for way in reason.anew:
        rest, found = re.subn(way.said, "", text, count=1) if way.said else ("", 1)
        if found and not (way.said and re.sub(reason.around, "", rest)):
            return way
    return None


def untold(names: tuple[str, ...], text: str, evidence: str) -> str:
    """Return the first of some reasons whose matter the evidence of an answer does not print."""
    for reason in _reasons():
        if reason.name in names and not _is_printed(reason, text, evidence):
            return reason.name
    return ""


def _is_printed(reason: Reason, text: str, evidence: str) -> bool:
    if reason.prints is not None:
        return reason.prints.search(evidence) is not None
    matches = [m[0] for m in reason.words.finditer(text)]
    said = [run for match in matches for run in _ASKING.split(match) if run]
    return bool(said) and all(run in evidence for run in said)
