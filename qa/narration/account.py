"""Give the section of a project's account in prose (立项依据, 实施主体, 实施周期) that is asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import groupby

from qa.catalogue import Text
from qa.narration.case import Case, cite
from qa.narration.cover import coverage
from qa.narration.lore import Aspect, lore
from qa.narration.project import aspects
from qa.narration.reading import Reading, both

SECTIONS = 3
"""Headings of aspects in a row from which passages are a project's account."""
SPOKEN_OF = 0.6
"""Least share of what is asked about that an account must speak of."""
LONGEST = 300  # characters of a section that are quoted, to the end of a sentence
SURE = 0.95

Account = dict[str, list[Text]]
"""The passages of one project by the last of their headings, in order."""


def account(case: Case) -> Reading | None:
    """Give the section that answers, of the one account that speaks of what is asked."""
    asked = [a for a in aspects(case.query) if _is_said(case, a)]
    if not asked or len(case.query.parts) > 1:  # a section answers one question
        return None
    found: list[tuple[float, str, list[Text]]] = []
    for one in accounts(case):
        for aspect in asked:
            for heading, section in one.items():
                if any(label in heading for label in aspect.labels):
                    found.append((_named(case, one, aspect), heading, section))
                    break
    best = max(found, key=lambda one: one[0], default=None)
    if best is None or best[0] < SPOKEN_OF or sum(one[0] == best[0] for one in found) > 1:
        return None
    return _say(case, *best)


def _is_said(case: Case, aspect: Aspect) -> bool:
    """Tell whether a section is asked for, by name where the words that ask may mean another."""
    return not aspect.in_lists or any(label in case.want.text for label in aspect.labels)


def accounts(case: Case) -> list[Account]:
    """Return the accounts of projects that the documents in question give in prose."""
    held = case.evidence.catalogue.passages.values()
    passages = (p for p in held if p.document_id in case.documents and len(p.headings) > 1)
    found: list[Account] = []
    for _, run in groupby(passages, lambda p: (p.document_id, p.headings[:-1])):
        sections: Account = defaultdict(list)
        for passage in run:
            sections[passage.headings[-1]].append(passage)
        if sum(map(_is_aspect, sections)) >= SECTIONS:
            found.append(sections)
    return found


def _is_aspect(heading: str) -> bool:
    return any(label in heading for aspect in lore().aspects for label in aspect.labels)


def _named(case: Case, one: Account, aspect: Aspect) -> float:
    """Return how much of what is asked about an account speaks of, the words of the aspect aside."""
    said = aspect.asked.search(case.want.text)
    words = "" if said is None else said.group()
    concepts = [c for c in case.want.concepts if not c.light and c.text not in words]
    concepts = [c for c in concepts if not any(form in aspect.labels for form, _ in c.forms)]
    if not concepts:
        return 0.0
    whole = " ".join(f"{h} {p.text}" for h, section in one.items() for p in section)
    over = " ".join(next(iter(one.values()))[0].headings)
    return coverage(concepts, case.evidence.weights(concepts), whole, over)[0]


def _say(case: Case, covered: float, heading: str, section: list[Text]) -> Reading:
    units = [u for p in section for u in case.evidence.units_of(p.id)]
    whole = "".join(unit.text for unit in units)
    ends = [m.end() for m in re.finditer(r"[。；]", whole) if m.end() <= LONGEST]
    quote = whole if len(whole) <= LONGEST or not ends else whole[: ends[-1]]
    zh, en = both(("quote", f"{heading}：{quote}"))
    cited = (cite(case.evidence.catalogue, units[0], quote),)
    return Reading(SURE, zh, en, (), cited, kind="project", coverage=covered, typed=True)
