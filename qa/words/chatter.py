"""Tell the clauses that ask from those that only talk around a question."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from qa.linking.words import load_words
from qa.regexes import regex
from qa.words import operations
from qa.words.asking import ASKS
from qa.words.normalise import data

_CLAUSE = regex(r"[^,。;?!]+[,。;?!]*")
_GAP = regex(r"(?<=[一-鿿]{4}) (?=[一-鿿]{3})")
_SAID = regex(r"(?<=[,，。;；?？!！])|(?<=\. )")
_LONG_RUN = 18  # characters without punctuation that a spoken question may have
_SURE = 0.75  # how surely a word names an item that is not to be left out
_END = ",。;?! "
_SHORT = 3  # characters from which a clause may be one


@cache
def _words(section: str) -> re.Pattern[str]:
    return regex(str(data("chatter.yaml")[section]), re.IGNORECASE)


@cache
def _breaks() -> re.Pattern[str]:
    return regex("|".join(data("chatter.yaml")["breaks"]))


def broken(text: str) -> str:
    """Return text with commas where a speaker without punctuation paused."""
    for gap in _GAP.finditer(text):
        if talks(re.split("[,。;?!]", text[gap.end() :])[0]):
            text = f"{text[: gap.start()]},{text[gap.end() :]}"
    runs = re.split(r"([^一-鿿A-Za-z0-9.%]+)", _words("two_asked").sub(",", text))
    return "".join(_breaks().sub(",", run) if len(run) > _LONG_RUN else run for run in runs)


def dated(text: str) -> str:
    """Return a text with the year that an earlier clause says in place of what points at it: 那一年."""
    year, parts = "", []
    for clause in _SAID.split(text):
        own = [m[0] for m in _words("said_year").finditer(clause)]
        if year and not own:
            said = f"in {year}" if clause.isascii() else f"{year}年"
            clause = _words("that_year").sub(said, clause, count=1)
        parts.append(clause)
        year = own[-1] if own else year
    return "".join(parts)


def asks(clause: str) -> bool:
    """Tell whether a clause asks something; 好几年 and 不是有三个吗 ask nothing."""
    words = _words("no_question").sub("", clause)
    return bool(ASKS.search(words)) or any(not hit.weak for hit in operations.find(words))


def opens(clause: str) -> bool:
    """Tell whether a clause opens a question: 我想问一下办公费."""
    return bool(_words("intros").search(clause)) and not _words("no_question").search(clause)


def talks(clause: str) -> bool:
    """Tell whether a clause only talks: it asks nothing and tells of people or feelings."""
    words = clause.strip(_END)
    return told(words) and not (asks(words) or opens(words))


def told(words: str) -> bool:
    """Tell whether words speak of people or feelings."""
    return bool(_words("persons").search(words) or _words("talk").search(words))


def is_thing(words: str) -> bool:
    """Tell whether words end as what money is given for does: 烂泥塘项目."""
    return bool(_words("things").search(words))


def talk(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of the clauses that only talk."""
    return tuple(match.span() for match in _CLAUSE.finditer(text) if talks(match[0]))


def relevant(
    text: str,
    tells: Callable[[str, float], bool],
    placed: Callable[[str], bool],
    speaks: Callable[[str], bool],
) -> str:
    """Return text without the clauses that only talk.

    `tells` says whether a clause names what is known, `placed` whether it names a department held,
    `speaks` whether it has anything at all that a question may want.
    A clause that does stays where the question behind it does not, or leans on it.
    """
    clauses = [match[0] for match in _CLAUSE.finditer(text)]
    if len(clauses) < 2 or not any(map(asks, clauses)):
        return text
    clauses = [match[0] for match in _CLAUSE.finditer(_words("restating").sub("", text))]
    kept = [
        c
        for i, c in enumerate(clauses)
        if not (_idle(c, clauses[i + 1 :], tells, placed) or _denies(c, clauses[:i]))
        and not _empty(c, clauses, i, tells, speaks)
    ]
    kept = [_unit(c) for c in kept]
    return "".join(kept).strip(",。; ") if any(map(asks, kept)) else text


def _unit(clause: str) -> str:
    """Return the unit's name behind 的那个 that ends a clause which asks nothing."""
    found = None if asks(clause) else _words("described").search(clause)
    named = found is not None and found["name"].endswith(load_words().unit_endings)
    return clause[found.start("name") :] if found is not None and named else clause


def asked_in_left(text: str, kept: str) -> bool:
    """Tell whether a clause that was left out of a text asks something."""
    left = (match[0].strip(_END) for match in _CLAUSE.finditer(text))
    return any(asks(clause) for clause in left if clause not in kept)


def _denies(clause: str, before: list[str]) -> bool:
    """Tell whether a clause behind what is asked says what is not meant: 不是会议费."""
    said = clause.strip()
    if not before or asks(said):
        return False
    if _words("uncounted").search(said):
        return not any(_words("sums").search(c) for c in before)
    return bool(_words("denies").search(said))


def _empty(
    clause: str,
    clauses: list[str],
    place: int,
    tells: Callable[[str, float], bool],
    speaks: Callable[[str], bool],
) -> bool:
    """Tell whether a clause has nothing to do with a question beside it that names its thing."""
    words = clause.strip(_END)
    if len(words) < _SHORT or asks(words) or _words("chooses").search(words):
        return False
    behind = any(map(asks, clauses[:place]))
    if (
        not (opens(words) or (behind and told(words)))
        or _words("points").search(words)
        or is_thing(words)
    ):
        return False
    beside = (*clauses[place + 1 :], *reversed(clauses[:place]))
    question = next((c for c in beside if asks(c)), "")
    if not question or _words("leans").search(question) or not tells(question, _SURE):
        return False
    return not speaks(words)


def _idle(
    clause: str,
    after: list[str],
    tells: Callable[[str, float], bool],
    placed: Callable[[str], bool],
) -> bool:
    """Tell whether a clause adds nothing to what is asked."""
    words = clause.strip(_END)
    if _words("only_told").match(words):
        return not tells(words, _SURE)
    if not asks(words) and (_words("forbids").search(words) or _words("everything").search(words)):
        return not tells(words, _SURE)
    if not talks(words):
        return False
    if _words("myself").search(words):
        return not placed(words)
    question = next((c for c in after if asks(c)), "")
    if question and _words("topics").search(words) and not tells(question, 0.0):
        return False
    if placed(words) and not placed(question):
        return False
    if question and not _words("leans").search(question) and tells(question, 0.0):
        return True
    return bool(_words("talk").search(words)) and not tells(words, 0.0)
