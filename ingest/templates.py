"""Read the data files of words, with what the templates of places add to them."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from ingest.errors import TemplateError

SECTIONS = ("tables", "columns", "identity")
"""Data files that a template may add to; docs/templates.md tells what each holds."""


def load_words(section: str) -> dict[str, Any]:
    """Return a data file with every template's words added, those of templates first.

    Raises TemplateError where a template names what the data file does not have.
    """
    found: dict[str, Any] = _yaml(files("ingest") / "data" / f"{section}.yaml")
    folder = files("ingest") / "data" / "templates"
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name.endswith(".yaml"):
            found = with_template(found, section, path.name, _yaml(path))
    return found


def with_template(
    base: dict[str, Any], section: str, name: str, template: dict[str, Any]
) -> dict[str, Any]:
    """Return a data file's content with one template's section added."""
    if unknown := set(template) - {"name", *SECTIONS}:
        raise TemplateError(name, f"has no use for {', '.join(sorted(unknown))}")
    added = template.get(section)
    return base if added is None else _merged(base, added, name, section)


def _merged(base: Any, added: Any, name: str, path: str) -> Any:
    """Add to a mapping key by key, to a list in front, to a pattern as an alternative."""
    if isinstance(base, dict) and isinstance(added, dict):
        for key in added:
            if key not in base:
                raise TemplateError(
                    name, f"{path} has no {key}; it has {', '.join(map(str, base))}"
                )
        return {
            key: _merged(value, added[key], name, f"{path}.{key}") if key in added else value
            for key, value in base.items()
        }
    for pattern in _patterns(added):
        try:
            re.compile(pattern)
        except re.error as error:
            raise TemplateError(name, f"{path}: {pattern!r} is no pattern ({error})") from error
    if isinstance(base, list) and isinstance(added, list):
        return [*added, *base]
    if isinstance(base, str) and isinstance(added, str):
        return f"{added}|{base}"
    raise TemplateError(name, f"{path} must be a {type(base).__name__} as in the data file")


def _patterns(added: Any) -> list[str]:
    if isinstance(added, str):
        return [added]
    listed = added if isinstance(added, list) else []
    inner = [value for rule in listed if isinstance(rule, dict) for value in rule.values()]
    flat = [one for value in inner if isinstance(value, list) for one in value]
    return [one for one in (*listed, *flat) if isinstance(one, str)]


def _yaml(path: Traversable) -> dict[str, Any]:
    loaded = yaml.safe_load(path.read_text("utf-8"))
    return loaded if isinstance(loaded, dict) else {}
