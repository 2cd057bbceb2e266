"""Tell verbs and small words from nouns, by the dictionary that cuts words."""

from __future__ import annotations

from functools import lru_cache

from qa.words.dictionary import NOUNS, dictionary
from qa.words.lexical import cut
from qa.words.segmenter import is_word

_FIGURES = ("计", "数", "额", "率", "费", "款")
"""How names of figures end (小计)."""
_NAME = 3
"""Characters from which a word that the dictionary lacks is a name; shorter ones are cut wrong."""
_VAGUE = frozenset("事活话家款费数项人样块点时地头处部局钱年月日天万元里下上中前后边面方法")


def things(text: str) -> list[str]:
    """Return the nouns of one character that a text says (船, 狗), vague ones left aside."""
    single = [w for w in cut(text) if len(w) == 1 and w not in _VAGUE and not w.isascii()]
    tags = dictionary().tags
    return [word for word in dict.fromkeys(single) if tags.get(word, "").startswith("n")]


@lru_cache(maxsize=4096)
def names_something(word: str) -> bool:
    """Tell whether a word is a noun or a name (食堂); verbs and adverbs tell less (动手)."""
    if word.endswith(_FIGURES):
        return True
    tag = dictionary().tags.get(word)
    if tag is not None:
        return tag.startswith(NOUNS)
    return is_word(word) or len(word) >= _NAME
