"""Make regular expressions that are compiled when a text may match them.

The readers know some two thousand, and one question in the shell meets all of them: to compile each
takes longer than everything else that is done. Most can be told to fail without it, because no match
is without one of a few words that stand in the expression (`needles`). A server compiles all at once.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, cast

PATIENCE = 200  # texts that are looked through by words, which then took as long as compiling does
_MOST = 40  # words of one expression that are worth looking for
_TOKEN = re.compile(
    r"[^\\\[()|.^$*+?{]+(?![*+?{])|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|\(\?(?:P<\w+>|<[=!]|[:=!>])|\(\?|[()|.^$]|[*+?][?+]?|\{\d*,?\d*\}[?+]?"
    r"|[^\\\[()|.^$*+?{]|\{",
    re.DOTALL,
)  # words before all else; a character that is repeated stands for itself
_PLAIN = re.IGNORECASE | re.DOTALL | re.MULTILINE  # flags under which words are words
_ENDS, _REPEATS = ("|", ")"), ("*", "+", "?", "{")
_AROUND = ("(?=", "(?!", "(?<=", "(?<!", "(?>")
_MAY_LACK = ("*", "?", "{0", "{,")
_ALL = ("search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split")

Needles = tuple[str, ...]


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression that is compiled at the first text that may match it."""
    if _server:
        return re.compile(text, flags)
    made = _Pattern(text, flags)
    _waiting.add(made)
    return cast("re.Pattern[str]", made)


def load() -> None:
    """Compile what was made, and from now on at once what is made: for those who ask more than one."""
    _server.append(True)
    for one in list(_waiting):
        one.compiled()
    _waiting.clear()


class _Pattern:
    """Stand for a regular expression; once it is compiled its methods are that one's own."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags
        self._looked = 0

    def compiled(self) -> re.Pattern[str]:
        """Return the expression itself."""
        made = re.compile(self.pattern, self._flags)
        vars(self).update({name: getattr(made, name) for name in _ALL})
        return made

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.compiled(), name)

    def __repr__(self) -> str:
        return f"regex({self.pattern!r})"

    @cached_property
    def _needles(self) -> Needles:
        if self._flags & ~_PLAIN:
            return ()
        found = needles(self.pattern)
        return tuple(map(str.casefold, found)) if self._flags & re.IGNORECASE else found

    def _fails(self, text: str) -> bool:
        """Tell whether no match can be in a text, without compiling."""
        self._looked += 1
        if self._looked > PATIENCE or not self._needles:
            return False
        said = text.casefold() if self._flags & re.IGNORECASE else text
        return not any(needle in said for needle in self._needles)

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        return None if self._fails(text) else self.compiled().search(text, *span)

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        return None if self._fails(text) else self.compiled().match(text, *span)

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        return None if self._fails(text) else self.compiled().fullmatch(text, *span)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        return text if self._fails(text) else self.compiled().sub(by, text, count)

    def subn(
        self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0
    ) -> tuple[str, int]:
        return (text, 0) if self._fails(text) else self.compiled().subn(by, text, count)

    def findall(self, text: str, *span: int) -> list[Any]:
        return [] if self._fails(text) else self.compiled().findall(text, *span)

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        return iter(()) if self._fails(text) else self.compiled().finditer(text, *span)

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        return [text] if self._fails(text) else self.compiled().split(text, maxsplit)


_server: list[bool] = []
_waiting: weakref.WeakSet[_Pattern] = weakref.WeakSet()


def needles(expression: str) -> Needles:
    """Return words of which every match has one; nothing where the expression does not tell."""
    tokens = _TOKEN.findall(expression)
    if "".join(tokens) != expression or "(?" in tokens:  # flags, conditions, what is not known here
        return ()
    found, _ = _branches(tokens, 0)
    return found if len(found) <= _MOST else ()


def _branches(tokens: list[str], at: int) -> tuple[Needles, int]:
    """Read branches up to the end of their group; return their words and where they end."""
    found: list[str] = []
    lacking = False
    while True:
        told, at = _sequence(tokens, at)
        lacking = lacking or not told
        found += told
        if at >= len(tokens) or tokens[at] == ")":
            break
        at += 1
    return (() if lacking else tuple(dict.fromkeys(found))), at + 1


def _sequence(tokens: list[str], at: int) -> tuple[Needles, int]:
    """Read one branch; return the words that tell most of it and where it ends."""
    found: list[Needles] = []
    run = ""
    while at < len(tokens) and (token := tokens[at]) not in _ENDS:
        at += 1
        inner: Needles = ()
        if token[0] == "(":
            inner, at = _branches(tokens, at)
            letters = ""
        else:
            letters = _letters(token)
        after = tokens[at] if at < len(tokens) else ""
        repeated = after[:1] in _REPEATS and len(after) + (after[:1] != "{") > 1
        lacking = repeated and after.startswith(_MAY_LACK)
        if letters and not lacking:
            run += letters
        if run and (repeated or not letters):
            found.append((run,))
            run = ""
        if inner and not lacking and token not in _AROUND:
            found.append(inner)
        at += repeated
    if run:
        found.append((run,))
    return (max(found, key=_telling) if len(found) > 1 else found[0] if found else ()), at


def _letters(token: str) -> str:
    """Return the characters that a token stands for, or nothing where it may be several."""
    if token[0] == "\\":
        return "" if token[1].isalnum() else token[1]
    return "" if token[0] in "[.^$" else token


def _telling(words: Needles) -> int:
    """Return how much words tell: long ones more, many less."""
    return min(map(len, words)) * _MOST - len(words)
