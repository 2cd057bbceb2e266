"""Read a question behind the story that it is told in: 馆里搬了新楼，听说开销降了。想问机关运行经费减了多少.

A story tells of those who ask; what they want stands behind it. Where the question only points back
(这个费, 它的项目) or names nothing, the thing that the story names last is put in its place. A story
that chooses what is meant (只看一般公共预算, 2024年的) is none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.data_files import data_file
from qa.linking.text import bare
from qa.query import Operation
from qa.regexes import regex
from qa.understand import Reader, reader
from qa.words import around, chatter, lexicon
from qa.words.asking import ASKS, language
from qa.words.normalise import simplify, without_dialect

if TYPE_CHECKING:
    from qa.query import Mention, Query
    from qa.view import View

_CLAUSE = regex(r"[^,，。;；:：?？!！]+[,，。;；:：?？!！]*")
_MARKS = ",，。;；:：?？!！ "
_SENTENCE = ("。", "！", "!", "：", ":")
_WHOLE = (Operation.TOP, Operation.BOTTOM, Operation.COUNT, Operation.STAFFING)
"""What is asked of all rows or people, so that no thing need be named."""
_SURE = 0.75  # how surely a word names an item
_SHORTEST = 3  # characters of a name that a story may name
_PRINTED = 4  # characters of a name that the corpus prints
_LEAST = 4  # characters of a question behind a story
_LONGEST = 24  # characters of a name


def asked(view: View, question: str, *, plainly: bool = False) -> str:
    """Return what is asked behind a story, with what it points back at; else the question as it is.

    `plainly` takes only what words open as a question and what names its thing itself.
    """
    text = without_dialect(simplify(question))
    if language(text) == "en":
        return question
    known = reader(view.catalogue)
    clauses = [match[0] for match in _CLAUSE.finditer(text)]
    at = _begins(clauses)
    if at is None or (plainly and not _pattern("openers").search(clauses[at])):
        return question
    story, wanted = clauses[:at], _ended(_opened(clauses[at:]))
    if len(wanted) < _LEAST or any(_chooses(clause) for clause in story):
        return question
    told = _with_thing(known, [clause.strip(_MARKS) for clause in story], wanted)
    return question if told is None or (plainly and told != wanted) else told


def _begins(clauses: list[str]) -> int | None:
    """Return where the question behind a story begins: at words that open it, its sentence, or what asks."""
    asking = [i for i, clause in enumerate(clauses) if chatter.asks(clause.strip(_MARKS))]
    if not asking:
        return None
    last = asking[-1]
    opened = [i for i in range(1, last + 1) if _pattern("openers").search(clauses[i])]
    opened += [i for i in range(1, last + 1) if _pattern("opens_next").search(clauses[i - 1])]
    if opened:
        return max(opened)
    ended = [i for i in range(1, last + 1) if clauses[i - 1].endswith(_SENTENCE)]
    if ended:
        return ended[-1]
    told = asking[0] > 0 and _pattern("asked_by").search(clauses[0]) is not None
    return asking[0] if told else None


def _opened(clauses: list[str]) -> str:
    """Return clauses without the words that open their question."""
    first = _pattern("openers").sub("", clauses[0], count=1)
    if len(clauses) > 1 and (_pattern("leads").search(first) or not first.strip(_MARKS)):
        first = ""
    return "".join([first, *clauses[1:]])


def _ended(text: str) -> str:
    """Return a text without clauses behind its question that only ask for help or thank."""
    clauses = [match[0] for match in _CLAUSE.finditer(text)]
    while len(clauses) > 1 and around.stands_around(clauses[-1]):
        clauses.pop()
    return "".join(clauses).rstrip(",，;；:： ")


def _chooses(clause: str) -> bool:
    """Tell whether a clause before a question chooses what is meant, or asks something itself."""
    words = clause.strip(_MARKS)
    if _pattern("chooses").search(words):
        return True
    return bool(ASKS.search(words)) and not _pattern("reported").search(words)


def _with_thing(known: Reader, story: list[str], wanted: str) -> str | None:
    """Return a question with the thing that its story names, where it names none itself."""
    said = known.understand(wanted)
    pointed = _pattern("points").match(wanted)
    if pointed is None and _names(known, said):
        return None if _chosen(known, story, wanted) else wanted
    name = _named(known, story, pointed["head"] if pointed else None)
    if not name:
        return None
    if pointed is None:
        return f"{name}{wanted}"
    return f"{name}{wanted[pointed.end() :]}"


def _chosen(known: Reader, story: list[str], wanted: str) -> bool:
    """Tell whether a story names a table, a code, a body or a printed row that a question does not."""
    for clause in story:
        said = known.understand(clause)
        if said.table_words or said.codes or said.annexes or said.titles or said.scope.strangers:
            return True
        if said.scope.named and len(known.departments.institutions) > 1:
            return True
        named = (bare(m.text) for m in said.mentions)
        if any(
            name in known.words and name not in wanted and len(name) >= _PRINTED for name in named
        ):
            return True
    return False


def _names(known: Reader, said: Query) -> bool:
    """Tell whether a question names what the corpus or the lexicon knows, cells of a thing aside."""
    measures = _measures()
    if not measures.issuperset(said.column_words) or said.asks(*_WHOLE):
        return True
    return any(m.end and m.text not in measures and _is_known(known, m) for m in said.mentions)


def _is_known(known: Reader, mention: Mention) -> bool:
    """Tell whether the corpus or, surely, the lexicon has what a question names, or begins with it."""
    if bare(mention.text) in known.words or any(h.weight >= _SURE for h in mention.hints):
        return True
    return len(mention.text) >= _PRINTED and known.prints(mention.text[:_PRINTED]) > 0


def _named(known: Reader, story: list[str], head: str | None) -> str:
    """Return the thing that a story names last; one that only narrative prints by its `head`."""
    for clause in reversed(story):
        if name := _longest(known, clause):
            return name
        if head and (name := _printed(known, clause, head)):
            return name
    return ""


def _longest(known: Reader, clause: str) -> str:
    """Return the longest name in a clause that the corpus or, surely, the lexicon has, no department's."""
    own = known.departments.names
    for size in range(min(_LONGEST, len(clause)), _SHORTEST - 1, -1):
        for start in range(len(clause) - size + 1):
            name = clause[start : start + size]
            if name not in own and name not in _measures() and _is_name(known, name):
                return name
    return ""


def _is_name(known: Reader, name: str) -> bool:
    sense = lexicon.sense(name)
    sure = sense is not None and any(h.weight >= _SURE for h in sense.hints)
    return sure or bare(name) in known.words


def _printed(known: Reader, clause: str, head: str) -> str:
    """Return the longest words up to a `head` in a clause that the corpus prints."""
    end = clause.rfind(head) + len(head)
    starts = range(max(0, end - _LONGEST), end - len(head) - 1)
    return next((clause[i:end] for i in starts if known.prints(clause[i:end])), "")


@cache
def _measures() -> frozenset[str]:
    return frozenset(str(data_file("qa", "story.yaml")["measures"]).split())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data_file("qa", "story.yaml")[name]))
