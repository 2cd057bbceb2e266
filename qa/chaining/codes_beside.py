"""Leave out the code that a question has right before the project's name, as tables print both.

A code and the name behind it mean what the name does, where no other project goes by it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from qa.catalogue import Catalogue
    from qa.view import View

_CODE = re.compile(r"(?<![0-9A-Za-z])(?P<code>[0-9A-Z]{12,})[ :：\-－—–]{0,2}(?=[^\s\d])")
_KNOWN: WeakKeyDictionary[Catalogue, dict[str, str]] = WeakKeyDictionary()


def left_out(view: View, question: str) -> str:
    """Return a question without the codes of projects whose names stand right behind them."""
    if _CODE.search(question) is None:
        return question
    names = _names(view.catalogue)

    def name_alone(match: re.Match[str]) -> str:
        name = names.get(match["code"], "")
        return "" if name and match.string.startswith(name, match.end()) else match[0]

    return _CODE.sub(name_alone, question)


def _names(catalogue: Catalogue) -> dict[str, str]:
    """Return the names of projects by their codes, those that several codes share left out."""
    known = _KNOWN.get(catalogue)
    if known is None:
        coded = {(e.code, e.label) for t in catalogue.tables.values() for e in t.rows if e.code}
        codes: dict[str, set[str]] = {}
        for code, label in coded:
            codes.setdefault(label, set()).add(code)
        known = {code: label for code, label in coded if len(codes[label]) == 1}
        _KNOWN[catalogue] = known
    return known
