"""Tell verbs and small words from nouns, by the dictionary that cuts words."""

from __future__ import annotations

from functools import lru_cache

_NOUNS = ("n", "vn", "an", "i", "l", "j", "s", "b", "eng")
"""Tags of words that name something, idioms and short forms among them."""
_FIGURES = ("计", "数", "额", "率", "费", "款")
"""How names of figures end (小计)."""
_NAME = 3
"""Characters from which a word that the dictionary lacks is a name; shorter ones are cut wrong."""


@lru_cache(maxsize=1)
def _dictionary() -> bytes:
    import jieba

    with jieba.dt.get_dict_file() as file:
        read: bytes = file.read()
    return read


_VAGUE = frozenset("事活话家款费数项人样块点时地头处部局钱年月日天万元里下上中前后边面方法")


def things(text: str) -> list[str]:
    """Return the nouns of one character that a text says (船, 狗), vague ones left aside."""
    from qa.words.lexical import cut

    single = [w for w in cut(text) if len(w) == 1 and w not in _VAGUE and not w.isascii()]
    return [word for word in dict.fromkeys(single) if _tag(word).startswith("n")]


@lru_cache(maxsize=4096)
def names_something(word: str) -> bool:
    """Tell whether a word is a noun or a name (食堂); verbs and adverbs tell less (动手)."""
    if word.endswith(_FIGURES):
        return True
    tag = _tag(word)
    return tag.startswith(_NOUNS) if tag else len(word) >= _NAME


def _tag(word: str) -> str:
    """Return what the dictionary tags a word as, or the empty string."""
    held = _dictionary()
    at = held.find(f"\n{word} ".encode())
    return "" if at < 0 else held[at + 1 : held.find(b"\n", at + 1)].split()[-1].decode()
