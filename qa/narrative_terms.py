"""Answer what a term means, and whether it includes something."""

from __future__ import annotations

import re

from qa.narrative_case import Case, cite
from qa.narrative_cover import coverage, spread
from qa.narrative_evidence import Unit, defined_term
from qa.narrative_reading import Reading, both
from qa.narrative_want import Concept
from qa.query import Value
from qa.sentences import statements

_TERMS = re.compile(r"名词|术语|(?:专业|专有)性?(?:名)?词|\bterms\b|\bglossary\b", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"(?:几|多少)(?:个|条|项)?(?:专业性?|专有)?(?:名?词|术语|条|个)|\bhow many\b", re.IGNORECASE
)
_HEAD = re.compile(r"^(?P<head>.{0,60}?)(?:主要)?(?:反映|是指|指|包括|包含|[:：])")
_LEFT_OUT = re.compile(r"(?:不包括|不包含|不含)[^）)。；]*$|除[^。；，]*$")


def inclusion(case: Case) -> Reading | None:
    """Say whether a term's explanation includes what is asked (算不算, 包不包括)."""
    if not case.want.has("define") or not case.want.has("yes_no") or len(case.want.concepts) < 2:
        return None
    found: list[tuple[bool, float, Reading]] = []
    for unit in case.evidence.units:
        if unit.document_id not in case.documents or unit.kind == "field":
            continue
        pieces = statements(unit.text)
        for index, piece in enumerate(pieces):
            whole = _head_of(piece.text, unit)
            named = [(_share(c, whole), c) for c in case.want.concepts]
            share, container = max(named, key=lambda pair: pair[0])
            if share > 0.3:
                text = piece.text + _goes_on([p.text for p in pieces[index + 1 :]])
                said = _say_included(case, share, unit, text, container)
                if said is not None:
                    found.append((said[0] != "unlisted", share, said[1]))
    return max(found, key=lambda entry: entry[:2])[2] if found else None


def _goes_on(after: list[str]) -> str:
    """Return the statements that go on explaining the same term."""
    kept: list[str] = []
    for text in after:
        match = _HEAD.match(text)
        if match and not re.fullmatch(r"(?:具体|其中|主要|一般)?[,，:：]?", match["head"]):
            break
        kept.append(text)
    return "".join(kept)


def _head_of(text: str, unit: Unit) -> str:
    """Return the words that a statement explains; a definition's term where it names none."""
    match = _HEAD.match(text)
    if match is None:
        return ""
    head = re.split(r"[，,。；;]", match["head"])[-1]
    return head if len(head) > 1 else defined_term(unit)


def _share(concept: Concept, head: str) -> float:
    """Return how much of a head a concept's longest form there makes up."""
    held = [len(form) for form, sure in concept.forms if form in head and sure >= 0.8]
    return max(held, default=0) / max(1, len(head))


def _place(form: str, body: str) -> int:
    """Return where a word stands, whole or spread over a longer one (过路费, 过路过桥费)."""
    if form in body:
        return body.find(form)
    match = spread(form).search(body) if 3 <= len(form) <= 6 else None
    return match.start() if match else -1


def _say_included(
    case: Case, share: float, unit: Unit, text: str, container: Concept
) -> tuple[str, Reading] | None:
    """Return the verdict and its wording, or None where nothing but the term is asked of."""
    asked = [c for c in case.want.concepts if c.text != container.text and not c.light]
    asked = [c for c in asked if not any(c.text in form for form, _ in container.forms)]
    if not asked:
        return None
    match = _HEAD.match(text)
    body = text[match.end() :] if match else text
    places = [place for c in asked for form, _ in c.forms if (place := _place(form, body)) >= 0]
    held = [place for place in places if not _LEFT_OUT.search(body[:place])]
    verdict = "yes" if held else "left_out" if places else "unlisted"
    zh, en = both((verdict, ""), ("quote", text))
    cited = (cite(case.evidence.catalogue, unit, text),)
    score = min(0.95, 0.7 + 0.3 * share)
    return verdict, Reading(score, zh, en, (), cited, kind="definition", coverage=share)


def definition(case: Case) -> Reading | None:
    """Give the explanation of a term; say whether it includes what is asked."""
    if not case.want.has("define"):
        return None
    units = [
        u for u in case.evidence.units if u.kind == "definition" and u.document_id in case.documents
    ]
    weights = case.evidence.weights(case.want.concepts)
    scored = [(_term_score(case, weights, u), u) for u in units]
    if not scored:
        return None
    score, unit = max(scored, key=lambda pair: (pair[0], -pair[1].index))
    if case.want.has("list", "how_many", "amount"):
        score *= 0.6
    if score < 0.4:
        return None
    term = defined_term(unit)
    text = unit.text if not term or unit.text.find(term) in range(8) else f"{term}：{unit.text}"
    zh, en = both(("quote", text))
    return Reading(
        min(0.95, 0.3 + 0.65 * score),
        zh,
        en,
        (),
        (cite(case.evidence.catalogue, unit, unit.text),),
        kind="definition",
        coverage=score,
    )


def _term_score(case: Case, weights: dict[str, float], unit: Unit) -> float:
    term = re.sub(r"[“”\"（(].*?[）)]|[“”\"]", "", defined_term(unit)) or defined_term(unit)
    own, _ = coverage(case.want.concepts, weights, term, "")
    whole, _ = coverage(case.want.concepts, weights, unit.text, unit.context)
    asked = re.sub(r"[“”\"\s]", "", case.want.text)
    named = len(term) > 1 and term in asked
    if own < 0.5 and not named:  # another term, whose explanation has the word
        own *= 0.6
    return own * 0.75 + (0.25 if named else 0.0) + 0.1 * whole


def term_count(case: Case) -> Reading | None:
    """Count the terms that a document explains."""
    text = case.query.text
    if not (_TERMS.search(text) and _HOW_MANY.search(text)):
        return None
    units = [
        u for u in case.evidence.units if u.kind == "definition" and u.document_id in case.documents
    ]
    named = {defined_term(u): u for u in reversed(units) if defined_term(u)}
    found = sorted(named.items(), key=lambda pair: pair[1].index)
    if not found or len({unit.document_id for _, unit in found}) > 1:
        return None
    terms = [
        re.sub(r"^[（(]?[\d一二三四五六七八九十]+[）)、.．]\s*", "", term) for term, _ in found
    ]
    zh, en = both(("count", f"{len(terms)}个：{'、'.join(terms)}"))
    value = Value("名词解释", "条数", str(len(terms)), "个", case.year)
    cited = tuple(cite(case.evidence.catalogue, u, u.text) for _, u in found)
    counting = f"所列名词数 = {len(terms)}"
    return Reading(0.9, zh, en, (value,), cited, counting, kind="definition", coverage=0.9)
