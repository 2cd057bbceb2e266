"""Take a later part that only names a whole (占总额几成) as asked of what the part before names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.query import Query
from qa.understand import complete, understand

if TYPE_CHECKING:
    from qa.view import Explained, View

_LEADS = re.compile(r"^(?:那|又|也|大概|还|各|约)*(?=占|是[^,，]{1,16}(?:几成|几倍|百分))")
_ASKS = re.compile(
    r"(?:一共|总共|拢共|共|大概|到底)*(?:有|是|为|要|花|安排|留|给|涉及)?(?:了|的)?(?:多少|几(?!乎)|多大|好多)[^,，]*$"
)


def share_before(
    view: View, part: Query, before: Query, one: Callable[[Query], Explained]
) -> Explained | None:
    """Return the share that what the part before asks about has of the whole that this one names."""
    lead, subject = _LEADS.match(part.text), _ASKS.sub("", before.text)
    if lead is None or subject == before.text or len(subject) < 2:
        return None
    words = f"{subject}{part.text[lead.end() :]}"
    said = understand(words, view.catalogue, part.language)
    said = replace(said, scope=part.scope, follow=None, parts=(), original=part.original)
    done = one(complete(said, view.catalogue))
    shared = any(value.unit in ("%", "倍") for value in done.answer.values)
    return done if shared and done.answer.calculation else None
