"""Know how characters sound, confusable sounds made one, and which look alike."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache

from qa.words.dictionary import package
from qa.words.normalise import data


@cache
def _table() -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    raw = data("sounds.yaml")
    return dict(raw["initials"]), dict(raw["finals"]), frozenset(raw["function_words"])


def function_words() -> frozenset[str]:
    """Return the characters that are words of grammar."""
    return _table()[2]


def lookalikes(char: str) -> str:
    """Return the characters that one looks like."""
    return looks().get(char, "")


@cache
def looks() -> dict[str, str]:
    """Return the characters that each looks like."""
    found: dict[str, str] = defaultdict(str)
    for pair in str(data("sounds.yaml")["looks"]).split():
        found[pair[0]] += pair[1]
        found[pair[1]] += pair[0]
    return dict(found)


@cache
def _readings() -> dict[str, str]:
    # the table by character alone: importing pypinyin reads all its phrases too
    found: dict[str, str] = json.loads((package("pypinyin") / "pinyin_dict.json").read_bytes())
    return found


@lru_cache(maxsize=4096)
def readings(char: str) -> tuple[str, ...]:
    """Return every reading of a character without tones: 重 → zhong, chong, tong."""
    spelled = unicodedata.normalize("NFD", _readings().get(str(ord(char)), char))
    bare = "".join(c for c in spelled if not unicodedata.combining(c))
    return tuple(dict.fromkeys(bare.split(",")))


@lru_cache(maxsize=32768)
def plain_sound(char: str) -> str:
    """Return a character's first reading without tone, or the character where it has none."""
    return readings(char)[0]


@lru_cache(maxsize=32768)
def sound(char: str) -> str:
    """Return a character's sound, confusable sounds made one (视 → si, 绿 → lu)."""
    spelled = plain_sound(char)
    return _blurred(spelled) if spelled.isascii() else char


@lru_cache(maxsize=8192)
def blurred_readings(char: str) -> frozenset[str]:
    """Return all sounds that a character may have, confusable ones made one."""
    return frozenset(_blurred(r) for r in readings(char) if r.isascii())


@lru_cache(maxsize=2048)
def _blurred(spelled: str) -> str:
    initials, finals, _ = _table()
    match = re.match(r"(zh|ch|sh|[b-df-hj-np-tw-z]?)(.*)", spelled)
    head, tail = match.groups() if match else ("", spelled)
    if head in ("h",) and not tail.startswith("u"):
        return head + finals.get(tail, tail)
    return initials.get(head, head) + finals.get(tail, tail)


@lru_cache(maxsize=32768)
def sounds(word: str) -> str:
    """Return the sounds of a word as one key."""
    return " ".join(sound(char) for char in word)
