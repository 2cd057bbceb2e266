"""Let a Chinese gloss in an English question stand for the words that it explains."""

from __future__ import annotations

import re

from qa.words.normalise import fillers

_GLOSS = re.compile(
    r"(?P<words>[\"“‘']?[A-Za-z][A-Za-z'’”\" &/-]*?)\s*[(（](?P<gloss>[一-鿿][一-鿿()（）]{1,24})[)）]"
)
_STARTS = re.compile(
    r"(?:^|.*\b)(?:for)\s+(?=\S)|.*\b(?:of|on|the|an?|is|are|was|were|does|do|did|has|have|minus|plus|versus|vs|than|against|from)\s+(?=\S)"
)


def glossed(text: str) -> str:
    """Return an English question with each `words (汉字)` as `汉字`.

    The words reach back to the last `for`, else to the last preposition or article.
    """
    return _GLOSS.sub(_replaced, text)


def _replaced(match: re.Match[str]) -> str:
    words = match["words"]
    start = _STARTS.match(words)
    if start:
        return f"{words[: start.end()]}{match['gloss']}"
    kept = [word for word in words.split() if word.lower() in fillers().english]
    return " ".join((*kept, match["gloss"]))
