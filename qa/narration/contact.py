"""Answer whom to reach: the published contact line."""

from __future__ import annotations

import re

from qa.narration.case import Case, cite
from qa.narration.reading import Reading, both
from qa.narration.want import Concept

_CONTACT_WORD = re.compile(
    r"联系|电话|咨询|疑问|问题|公开|负责|预算|决算|部门|单位|person|disclosure|questions?|call|reach"
)
_REACHED = r"联系|电话|号码|contact|phone"


def contact(case: Case) -> Reading | None:
    """Give the published contact line."""
    if not case.want.has("contact"):
        return None
    lines = [
        u for u in case.evidence.units if u.kind == "contact" and u.document_id in case.documents
    ]
    if not lines:
        return None
    zh, en = both(("quote", "；".join(dict.fromkeys(u.text.strip("。；") for u in lines))))
    cited = tuple(cite(case.evidence.catalogue, u, u.text) for u in lines)
    whose = [c for c in case.want.concepts if not c.light and _of_whom(case.want.text, c)]
    held = all(any(form in u.text for u in lines for form, _ in c.forms) for c in whose)
    named = [c for c in case.want.concepts if not (c.light or case.evidence.unknown(c))]
    alone = all(any(_CONTACT_WORD.fullmatch(form) for form, _ in c.forms) for c in named)
    return Reading(
        (0.99 if alone else 0.95) if held else 0.45, zh, en, (), cited, kind="contact", coverage=1.0
    )


def _of_whom(text: str, concept: Concept) -> bool:
    """Tell whether a concept says whose contact is asked for: it stands right beside the word."""
    if any(_CONTACT_WORD.search(form) for form in (concept.text, *(f for f, _ in concept.forms))):
        return False
    word = re.escape(concept.text)
    return (
        re.search(rf"{word}的?(?:{_REACHED})|(?:{_REACHED}) (?:of|for) (?:the )?{word}", text)
        is not None
    )
