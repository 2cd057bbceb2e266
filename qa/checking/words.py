"""Read the words of questions about agreement (`qa/data/consistency.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from ingest.data_files import data_file
from qa.query import Query


@cache
def consistency_words() -> Mapping[str, Any]:
    """Return the words, read once."""
    found: Mapping[str, Any] = data_file("qa", "consistency.yaml")
    return found


def told_words() -> tuple[str, ...]:
    """Return the words that say the narrative is held against a table."""
    return tuple(consistency_words()["told"])


def suspects(query: Query) -> bool:
    """Tell whether a question says that a figure may be wrong or stand otherwise elsewhere."""
    return bool(re.search(consistency_words()["suspects"], query.text, re.IGNORECASE))


def covers(kind: str, language: str) -> str:
    """Return what the amounts of a kind of table cover, in words."""
    found: Mapping[str, str] = consistency_words()["covers"].get(kind, {})
    return found.get(language, "")
