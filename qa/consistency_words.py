"""Read the words of questions about agreement (`qa/data/consistency.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def consistency_words() -> Mapping[str, Any]:
    """Return the words, read once."""
    text = (files("qa") / "data" / "consistency.yaml").read_text("utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def told_words() -> tuple[str, ...]:
    """Return the words that say the narrative is held against a table."""
    return tuple(consistency_words()["told"])
