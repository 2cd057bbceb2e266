"""Leave out what only describes a thing that is named in full behind it: 日常开销的机关运行经费.

People say in their own words what a term means and then the term itself (救火运兵那种特种专业技术用车).
The description is no condition where nothing of it is printed; one that a row's name has is (扑火队的人均
经费), and so is one that chooses (去年的, 不含…的).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.data_files import data_file
from qa.regexes import regex
from qa.understand import Reader, reader
from qa.words.asking import ASKS, language
from qa.words.normalise import simplify, without_dialect

if TYPE_CHECKING:
    from qa.view import View

_LINK = regex(r"(?:的(?:[这那][个种笔项块类些份])?|[这那][种笔项块类])(?=[一-鿿]{4})")
_KIND = "种"
_EDGE = regex(r"[,，。;；:：?？!！、(（]|(?:多少|几)[一-鿿]|(?<=[一-鿿])有(?!关)")
_NAME = 4  # characters of a name that are printed as they stand
_GRAM = 3  # characters of a description of which no name has any
_SHORTEST, _LONGEST = 3, 14  # characters of a description


def without(view: View, question: str) -> str:
    """Return a question without the descriptions that stand right before a printed name."""
    text = without_dialect(simplify(question))
    if language(text) == "en":
        return question
    known, before = reader(view.catalogue), text
    for link in reversed(list(_LINK.finditer(text))):
        start = _starts(known, text, link.start())
        described = text[start : link.start()]
        # 采血车那种特种专业技术用车: an example of it, whatever is printed
        likened = _KIND in link[0]
        named = _is_name(known, text[link.end() :])
        if named and _only_describes(known, described, likened=likened):
            text = f"{text[:start]}{text[link.end() :]}"
    return question if text == before else text


def _starts(known: Reader, text: str, end: int) -> int:
    """Return where a description begins: behind a mark, what is counted, or the department's name."""
    edges = [m.end() for m in _EDGE.finditer(text, 0, end)]
    start = max(edges, default=0)
    names = sorted(known.departments.names, key=len, reverse=True)
    own = next((name for name in names if text.startswith(name, start)), "")
    return start + len(own)


def _is_name(known: Reader, behind: str) -> bool:
    """Tell whether a text begins with a name that the corpus prints."""
    return known.prints(behind[:_NAME]) > 0


def _only_describes(known: Reader, words: str, *, likened: bool) -> bool:
    """Tell whether words choose nothing, and no printed name has any of them."""
    if not _SHORTEST <= len(words) <= _LONGEST:
        return False
    if _chooses().search(words) or ASKS.search(words):
        return False
    said = known.understand(words)
    if (
        said.scope.named
        or said.scope.strangers
        or said.table_words
        or said.column_words
        or said.years
        or said.offsets
    ):
        return False
    return likened or not any(
        known.prints(words[i : i + _GRAM]) for i in range(len(words) - _GRAM + 1)
    )


@cache
def _chooses() -> re.Pattern[str]:
    return regex(str(data_file("qa", "story.yaml")["describes_no"]))
