"""Tell whether an English question asks for a number of things, for money, or for what is paid."""

from __future__ import annotations

import re

from qa.regexes import regex

_COUNTED = regex(
    r"\bhow many (?!per ?cent|percentage|%|times (?:as|the|more|bigger|larger|higher)\b)"
    r"(?!(?:(?:hundreds?|tens?|thousands?|millions?|billions?|10k|10, ?000|wan|of) ?)*"
    r"(?:yuan|rmb|cny|[万亿元]|million|billion))",
    re.IGNORECASE,
)
_OF_MONEY = regex(
    r"\bhow (?:much|big|large)\b|\bcosts?\b|\bamounts?\b|\byuan\b|\brmb\b|[元万亿]|\bworth\b|\bmoney\b|\bbudget",
    re.IGNORECASE,
)
_PAID = regex(
    r"^how much (?!more|less|of|higher|lower|time)(?:money )?(?:\w+ ){0,6}?(?:spent|spend|spends|paid|pay|pays|cost|costs)\b"
    r"|^how much (?:money|cash|funding)\b"
    r"|^how much (?!more|less|higher|lower)(?:\w+ ){0,4}?(?:budgeted|allocated|earmarked|appropriated|set aside|put aside|goes (?:to|on|into)|went (?:to|on|into))\b"
    r"|^what (?:is|are|was|were) the (?:total |full |overall )?costs? of\b"
    r"|^what (?:does|do|did|will) .+ cost(?: [^,]*)?[?. ]*$",
    re.IGNORECASE,
)


def counts(text: str) -> bool:
    """Tell whether an English question asks for a number of things, no money."""
    return _COUNTED.search(text) is not None


def asks_money(text: str) -> bool:
    """Tell whether an English question asks for what is spent or paid."""
    return _PAID.search(text) is not None


def only_counts(text: str) -> bool:
    """Tell whether an English question asks for a number of things and says nothing of money."""
    return counts(text) and _OF_MONEY.search(text) is None
