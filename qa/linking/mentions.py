"""Judge the phrases of a question: which there are, how sure and how ambiguous they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.linking.text import bare
from qa.query import Hint, Mention, Operation, Query

LIKELY, TAKEN = 0.28, 0.75  # a lone term this likely is taken for meant
WHOLE_TERMS = (
    Operation.SHARE, Operation.RATIO, Operation.DIFFERENCE, Operation.CHANGE, Operation.GROWTH,
)  # fmt: skip
SURE_HINT = 0.55
USUAL = 0.75  # a lexicon term this sure is what the word usually means
LEAST_END = 4  # characters of the end of a column's name that stand for it


def mentions_of(query: Query) -> list[Mention]:
    """Return the phrases of a query, the codes and the words for columns and rows of sums."""
    found = list(query.mentions)
    known = {bare(mention.text) for mention in found}
    for word in (*query.column_words, *query.row_words):
        if bare(word) not in known:
            known.add(bare(word))
            found.append(_as_said(word, query.text))
    return [*found, *(_code_mention(code) for code in query.codes)]


def _as_said(word: str, text: str) -> Mention:
    """Return a column by the end of its name that was said (公用经费), its whole name as a hint."""
    ends = (word[i:] for i in range(len(word) - LEAST_END + 1))
    said = next((end for end in ends if end in text), word)
    hints = () if said == word else (Hint(word),)
    return Mention(text=said, start=text.find(said), hints=hints)


def is_context(mention: Mention, mentions: Sequence[Mention], query: Query) -> bool:
    """Tell whether a phrase is a word for a column beside something that is looked for."""
    columns = {bare(word) for word in query.column_words}
    columns |= {bare(m.text) for m in mentions if any(bare(h.term) in columns for h in m.hints)}
    if bare(mention.text) not in columns:
        return False
    if query.asks(*WHOLE_TERMS) and not re.search("预算数|决算数", mention.text):
        return False
    return any(bare(other.text) not in columns for other in mentions)


def sure(mention: Mention) -> Mention:
    """Take a single term of the lexicon at its word where the phrase names nothing else."""
    terms = {hint.term for hint in mention.hints}
    if len(terms) != 1 or not LIKELY <= strongest(mention) < SURE_HINT:
        return mention
    scale = TAKEN / strongest(mention)
    return replace(mention, hints=tuple(replace(h, weight=h.weight * scale) for h in mention.hints))


def has_code(mention: Mention) -> bool:
    """Tell whether a word stands for one item of the classification."""
    return any(hint.code and hint.weight >= USUAL for hint in mention.hints)


def strongest(mention: Mention) -> float:
    return max((hint.weight for hint in mention.hints), default=1.0)


def is_ambiguous(mention: Mention) -> bool:
    """Tell whether an everyday word has several formal terms and none is the usual one."""
    return len({h.term for h in mention.hints}) > 1 and 0.35 <= strongest(mention) < USUAL


def _code_mention(code: str) -> Mention:
    return Mention(text=code, quoted=True)
