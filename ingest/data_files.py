"""Read the word lists that are kept beside the code as YAML."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# The parser in C reads a list ten times as fast; PyYAML may be built without it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def data_file(package: str, name: str) -> Any:
    """Return what `data/NAME` of a package holds, read once; not to be changed."""
    text = (files(package) / "data" / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)
