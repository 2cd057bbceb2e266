"""Give every text of the interface in the reader's language, from one data file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from ingest.data_files import data_file

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
HTML_LANG = {"zh": "zh-CN", "en": "en"}

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def texts() -> dict[str, dict[Language, str]]:
    """Return every text by key and language."""
    return cast("dict[str, dict[Language, str]]", data_file("ui", "i18n.yaml"))


def translate(key: str, language: Language, **values: object) -> str:
    """Return one text with its blanks filled in; raises KeyError for an unknown key."""
    return texts()[key][language].format(**values)


def language_of(code: str | None) -> Language:
    """Return the interface language for a browser's or an address's language code."""
    return "en" if code and not code.lower().startswith("zh") else "zh"
