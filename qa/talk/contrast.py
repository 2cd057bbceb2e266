"""Put a new word where its counterpart stood (农村 for 城市), and trust what its frame suggests."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.linking.text import bare, core
from qa.query import FollowKind, Mention, Query
from qa.talk.follow import words
from qa.talk.frame import is_attribute

Known = Callable[[str], bool]
_LEANING = (FollowKind.ELLIPSIS, FollowKind.REPLACE, FollowKind.CORRECTION)
_LONGEST = 6  # characters of a word that may stand for a part of the name before
_SORT = 3  # characters of a word that may name a sort (行政, 事业, 工勤)
_TAILS = re.compile(r"的?(?:支出|经费|费用|预算|项目|那[个项块边]|方面)?$")


def contrasted(query: Query, before: Query, known: Known) -> Query:
    """Return a follow-up with the whole name of which it says only the part that is new.

    城市特困人员救助供养支出 … 那农村的呢 asks for 农村特困人员救助供养支出, where that is printed.
    """
    kind = query.follow.kind if query.follow else None
    if kind not in _LEANING or not query.mentions or query.codes or query.scope.strangers:
        return query
    said = "".join(bare(m.text) for m in query.mentions)
    if known(said) and len(query.mentions) > 1 and "的" in query.text:
        return replace(query, mentions=(Mention(said, quoted=True),))
    if len(query.mentions) > 1 or len(said) > _LONGEST or known(said):
        return query
    names = [n for m in before.mentions for n in _names(m)]
    found = next((name for old in names for name in _swapped(said, old) if known(name)), None)
    found = found or _sort_of(said, names)
    if found is None:
        return query
    text = query.text.replace(query.mentions[0].text, found, 1)
    return replace(query, mentions=(Mention(found, quoted=True),), text=text)


def _sort_of(said: str, names: Sequence[str]) -> str | None:
    """Return 行政编制 for 行政 after 事业编制: a head whose sorts are told apart in narrative."""
    if len(said) > _SORT:
        return None
    heads = (g for g in words("general") for name in names if name.endswith(g) and name != g)
    head = next(heads, None)
    return None if head is None or said.endswith(head) else said + head


def _names(mention: Mention) -> tuple[str, ...]:
    """Return the names by which the thing before may be printed, the words said first."""
    said = bare(mention.text)
    terms = [bare(h.term) for h in mention.hints if h.weight >= 0.5]
    return tuple(dict.fromkeys((said, core(said), _TAILS.sub("", said), *terms)))


def _swapped(new: str, old: str) -> tuple[str, ...]:
    """Return the old name with the new word in place of its first words, or of its last ones."""
    firsts = [new + old[cut:] for cut in range(2, len(old) - 1)]
    lasts = [old[:cut] + new for cut in range(len(old) - 2, 1, -1)]
    return tuple(name for name in (*firsts, *lasts) if name != old)


def headed(new: Sequence[Mention], old: Sequence[Mention]) -> tuple[Mention, ...]:
    """Give a short new name the kind of thing that the old one was (电商 after 会展业专题)."""
    if len(new) != 1 or len(old) != 1 or any(h.weight > 0.5 for h in new[0].hints):
        return tuple(new)
    if is_attribute(new[0]):
        return tuple(new)
    head = next((h for h in words("heads") if bare(old[0].text).endswith(h)), "")
    word = re.sub(r"\s+one$", "", new[0].text)
    if not head or word.endswith(head) or (len(word) > 4 and word == new[0].text):
        return tuple(new)
    return (replace(new[0], text=word + head),)
