"""Read the data file of words that name a disclosure once, as compiled patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.templates import load_words


@dataclass(frozen=True, slots=True)
class IdentityWords:
    """Hold the patterns of `data/identity.yaml`."""

    institution: re.Pattern[str]
    not_institution: re.Pattern[str]
    labels: re.Pattern[str]
    form_labels: re.Pattern[str]
    name_columns: re.Pattern[str]
    name_fields: re.Pattern[str]
    title_tail: re.Pattern[str]
    name_marks: re.Pattern[str]
    short_for: re.Pattern[str]
    short_name: re.Pattern[str]
    seat: re.Pattern[str]
    year: re.Pattern[str]


@cache
def words() -> IdentityWords:
    """Return the words, read once."""
    raw = load_words("identity")
    return IdentityWords(**{name: re.compile(raw[name]) for name in IdentityWords.__slots__})
