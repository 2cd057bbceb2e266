"""Take the department and the years of forms out of a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.catalogue import Catalogue
from qa.forms.shapes import Form
from qa.understand import reader
from qa.words import scope as scopes

_EARLIER = ("去年", "前年")


def without_names(text: str, forms: Sequence[Form], catalogue: Catalogue) -> str:
    """Return a question without the names and the year of the department that the forms are of.

    The two years before are told by their words.
    """
    documents = {f.table.document_id for f in forms}
    for held in (catalogue.documents[d] for d in documents):
        for name in sorted((held.institution, *held.aliases), key=len, reverse=True):
            text = text.replace(name.lower(), "")
        for before, word in enumerate(("", *_EARLIER)):
            text = _said(held.fiscal_year - before).sub(word, text)
    spans = scopes.find(text, reader(catalogue).departments, (), ()).spans
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{text[end:]}"
    return text


@lru_cache(maxsize=64)
def _said(year: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d)(?:{year}(?:年度?)?|{year % 100}年度?)(?!\d)")
