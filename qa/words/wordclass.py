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


@lru_cache(maxsize=4096)
def names_something(word: str) -> bool:
    """Tell whether a word is a noun or a name (食堂); verbs and adverbs tell less (动手)."""
    if word.endswith(_FIGURES):
        return True
    held = _dictionary()
    at = held.find(f"\n{word} ".encode())
    if at < 0:
        return len(word) >= _NAME
    tag = held[at + 1 : held.find(b"\n", at + 1)].split()[-1].decode()
    return tag.startswith(_NOUNS)
