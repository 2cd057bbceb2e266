"""Plan which departments have nothing of an item: a printed zero or a blank."""

from __future__ import annotations

import re

from qa.planning.find import Finding, amount_of
from qa.planning.targets import ACCEPT
from qa.planning.types import Plan, Step, Target
from qa.query import Asked, Operation, Route

_NONE = re.compile(
    r"(?:一分(?:钱)?|分文|一毛|根本|压根|完全)(?:都|也)?(?:没|未|不)|(?:没有?|未|不)(?:安排|列|编|花|设)"
    r"|(?:是|为|等于|报)(?:零|0)(?!\.?\d)|没有?(?:这|该)?(?:笔|项)|零预算"
    r"|\bnothing\b|\bzero\b|\bno (?:money|budget)|(?:did|do|does)(?:n't| not) (?:budget|plan|set)",
    re.IGNORECASE,
)
_WHO = re.compile(r"哪|谁|which|who", re.IGNORECASE)


def none_of(finding: Finding) -> Plan | None:
    """Return the departments that print zero or nothing for an item, where these are asked for."""
    text = finding.query.text
    if not (finding.place.many and _NONE.search(text) and _WHO.search(text)):
        return None
    found = [targets for _, targets in finding.find()]
    if len(found) < 2 or any(len(targets) != 1 or targets[0].score < ACCEPT for targets in found):
        return None
    targets = [t[0].target for t in found]
    empty = [t for t in targets if not amount_of(t.figure)]
    if not empty:
        return finding.accepted(Asked(Operation.LOOKUP), targets)
    name = targets[0].figure.column_name.split("/")[-1] or targets[0].figure.label
    step = Step(Asked(Operation.LIST), tuple(Target(t.figure) for t in empty), group=name)
    return Plan(Route.TABLE, (step,), score=0.9, trace=finding.trace(), whole=True)
