"""Tell whether a question speaks of every department of the corpus: 哪家, 四家, the six departments."""

from __future__ import annotations

import re
from functools import cache

from qa.words import numerals, operations
from qa.words.departments import Departments, words

FEW = 6  # institutions that are each meant where none is named


@cache
def _all_of() -> re.Pattern[str]:
    patterns = (p.replace("{n}", "[一二三四五六七八九十\\d]+") for p in words("all_of"))
    return re.compile("|".join(p.replace("{{", "{").replace("}}", "}") for p in patterns), re.I)


@cache
def _counted() -> re.Pattern[str]:
    """Return how a number of departments is said: 四家, 六个部门, the six departments."""
    return re.compile(
        rf"(?P<n>[两{numerals.DIGITS}十\d]+)(?:家|个?(?:部门|单位|街道|乡镇|[镇乡](?![村级])|机构|[局委办]))(?:单位|部门)?"
        rf"|(?:which |all |the |of |these |among )+(?P<m>two|three|four|five|six|seven|eight|nine|ten|\d+) "
        r"(?:部门|单位|departments?|agencies|bureaus|units|offices)",
        re.I,
    )


def every(text: str, known: Departments) -> re.Match[str] | None:
    """Return the words for every institution of the corpus: 哪家, or how many there are (四家)."""
    if len(known.institutions) < 2:
        return None
    counted = (
        match
        for match in _counted().finditer(text)
        if operations.count(match["n"] or match["m"]) == len(known.institutions)
    )
    said = _all_of().search(text) or next(counted, None)
    return said or _of_sort(text, known) or _one_by_one(text, known)


def _one_by_one(text: str, known: Departments) -> re.Match[str] | None:
    """Return the word that asks one thing of each of a few institutions: 各多少, 从高到低排."""
    few = len(known.institutions) <= FEW
    asks = re.search(words("one_by_one")[0], text) if few else None
    return re.compile(re.escape(asks["each"] or asks["rank"])).search(text) if asks else None


def _of_sort(text: str, known: Departments) -> re.Match[str] | None:
    """Return the words for all institutions by what all their names end with: 两馆, 哪馆."""
    ends = {re.sub(r"\(.*", "", name)[-1:] for name in known.institutions}
    if len(ends) > 1:
        return None
    said = re.finditer(rf"(?P<n>[两{numerals.DIGITS}十]|哪)[个家所座]?{re.escape(*ends)}", text)
    meant = (
        m for m in said if m["n"] == "哪" or operations.count(m["n"]) == len(known.institutions)
    )
    return next(meant, None)
