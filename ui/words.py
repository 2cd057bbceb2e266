"""Write figures and printed words so that Markdown and HTML show them as they are."""

from __future__ import annotations

import re
from html import escape

_PLAIN_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#$~|:!+\-])")


def grouped(value: str) -> str:
    """Return a plain decimal with thousands separators, its digits kept; words as they are."""
    if not _PLAIN_DECIMAL.fullmatch(value):
        return value
    whole, point, digits = value.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{digits}"


def amount(value: str, unit: str | None) -> str:
    """Return a figure with its unit; % follows without a space."""
    shown = grouped(value)
    if not unit:
        return shown
    return f"{shown}{unit}" if unit in "%％" else f"{shown} {unit}"


def markdown(text: str) -> str:
    """Return text that Markdown shows as it is, lines kept."""
    return _MARKDOWN.sub(r"\\\1", text).replace("\n", "  \n")


def html(text: str) -> str:
    """Return text that HTML shows as it is, lines kept."""
    return escape(text).replace("\n", "<br>")
