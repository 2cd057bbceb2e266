"""Answer what a term means, and whether it includes something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from qa.narration.case import Case, cite
from qa.narration.cover import coverage, shortened
from qa.narration.evidence import Evidence
from qa.narration.lore import lore
from qa.narration.reading import Reading, both
from qa.narration.unit import Unit, defined_term
from qa.narration.want import Concept
from qa.query import Query, Value
from qa.regexes import regex
from qa.words.sentences import plain, statements

_TERMS = regex(r"名词|术语|(?:专业|专有)性?(?:名)?词|\bterms\b|\bglossary\b", re.IGNORECASE)
_HOW_MANY = regex(
    r"(?:几|多少)(?:个|条|项)?(?:专业性?|专有)?(?:名?词|术语|条|个)|\bhow many\b", re.IGNORECASE
)
_HEAD = regex(r"^(?P<head>.{0,60}?)(?:主要)?(?:反映|是指|指|包括|包含|[:：])")
_REFLECTS = regex(r"^(?P<head>[^，。；,;：:]{2,24}?)(?:主要)?(?:反映|是指)")
_WHAT = regex(
    r"(?:是|算|叫|指|讲|说)的?是?(?:一?[个种门套])?什么(?!时候|地方|原因|理由|用|人|单位|部门|钱|情况|时间|文件|依据|数)"
    r"|什么(?:东西|概念|意思|意义|标准|名堂|制度|机制|做法|样)|怎么(?:理解|定义|界定|解释)"
    r"|\bwhat (?:is an?|does)\b|\bmean",
    re.IGNORECASE,
)
"""What a thing is, asked in whatever words."""
_WHOLE_TERM = 4
"""Characters of a term from which they may be said in another order (河长湖长制, 河湖长制)."""
EXPLAINED = 0.95  # how sure a term's explanation is
REACH = 24  # characters behind two terms in which it is asked what sets them apart
_INSIDE = regex(r"包括|包含|涵盖|名词|解释|\binclud|\bcover", re.IGNORECASE)
_DENIES = regex(r"(?<![包含算计])不(?:算(?!算)|包括|包含|计入|纳入|在)")
"""A question about what a term leaves out: its explanation has no such thing."""
_LEFT_OUT = regex(r"(?:不包括|不包含|不含)[^）)。；]*$|除[^。；，]*$")


def inclusion(case: Case) -> Reading | None:
    """Say whether a term's explanation includes what is asked (算不算, 包不包括)."""
    if not case.want.has("define") or not case.want.has("yes_no") or len(case.want.concepts) < 2:
        return None
    if _DENIES.search(case.want.text):
        return None
    found: list[tuple[bool, float, Reading]] = []
    for unit in case.evidence.units:
        if unit.document_id not in case.documents or unit.kind == "field":
            continue
        pieces = statements(unit.text)
        for index, piece in enumerate(pieces):
            whole = _head_of(piece.text, unit)
            named = [(_share(c, whole), c) for c in case.want.concepts if not _is_duty(c)]
            if not named:
                continue
            share, container = max(named, key=lambda pair: pair[0])
            if share > 0.3:
                text = piece.text + _goes_on([p.text for p in pieces[index + 1 :]])
                said = _say_included(case, share, unit, text, container)
                if said is not None:
                    found.append((said[0] != "unlisted", share, said[1]))
    return max(found, key=lambda entry: entry[:2])[2] if found else None


def _is_duty(concept: Concept) -> bool:
    """Tell whether a concept is duties themselves: what they include is read item by item."""
    return any(form in ("职责", "职能") for form, _ in concept.forms)


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
    match = shortened(form, body) if 3 <= len(form) <= 6 else None
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


def bare_term(unit: Unit) -> str:
    """Return the term that a definition explains, without number, quotes and brackets."""
    return _bare(defined_term(unit))


def asks_term(text: str, evidence: Evidence, documents: frozenset[int]) -> bool:
    """Tell whether a question asks what one of the terms is that the documents explain."""
    if not _WHAT.search(text):
        return False
    said = re.sub(r"[“”\"\s]", "", text)
    terms = {bare_term(u) for u in evidence.definitions if u.document_id in documents}
    return any(
        term in said or (len(term) >= _WHOLE_TERM and set(term) <= set(said))
        for term in terms
        if len(term) > 1
    )


def explained(query: Query, evidence: Evidence) -> Reading | None:
    """Return the explanations of the terms that a question asks to define, or to tell apart."""
    text = re.sub(r"[“”\"「」『』\s]", "", plain(query.text))
    documents = frozenset(query.scope.documents or evidence.catalogue.documents)
    units = [u for u in evidence.definitions if u.document_id in documents]
    if len({unit.document_id for unit in units}) != 1:
        return None
    named = _named(text, {_bare(one.name): one for u in units for one in reversed(_terms(u))})
    asked = _asked(text, named)
    if not asked:
        return None
    catalogue = evidence.catalogue
    zh, en = both(*(("quote", _whole(one)) for one in asked))
    cited = tuple(cite(catalogue, one.unit, one.text) for one in asked)
    return Reading(EXPLAINED, zh, en, (), cited, kind="definition", coverage=0.9, typed=True)


def _named(text: str, terms: dict[str, _Term]) -> list[tuple[int, str, _Term]]:
    """Return the terms that stand in a question with their places, the longest first of each."""
    found: list[tuple[int, str, _Term]] = []
    rest = text
    for name in sorted(terms, key=len, reverse=True):
        if len(name) > 1 and (place := rest.find(name)) >= 0:
            found.append((place, name, terms[name]))
            rest = rest.replace(name, "\0" * len(name))
    return sorted(found, key=lambda one: one[0])


def _asked(text: str, named: list[tuple[int, str, _Term]]) -> list[_Term]:
    """Return the one term that words ask to define, or the two that are to be told apart."""
    known = lore()
    for (start, one, first), (_, other, second) in pairwise(named):
        joined = rf"{re.escape(one)}(?:[和跟与同,、]|还是){re.escape(other)}"
        behind = re.match(rf"{joined}(?P<rest>.{{0,{REACH}}})", text[start:])
        if behind and known.tells_apart.search(behind["rest"]):
            return [first, second]
    for start, name, term in named:
        before, after = text[:start], text[start + len(name) :]
        if known.defines.match(after) or known.defines_before.search(before):
            return [term]
    return []


def _whole(one: _Term) -> str:
    """Return an explanation with its term in front."""
    near = not one.name or one.text.find(one.name) in range(8)
    return one.text if near else f"{one.name}：{one.text}"


def _bare(name: str) -> str:
    term = re.sub(r"[“”\"]|[（(].*?[）)]", "", name)
    return re.sub(r"^[\d一二三四五六七八九十]+[、.．]\s*", "", term)


@dataclass(frozen=True, slots=True)
class _Term:
    """Hold a term, what explains it, and the definition that this stands in."""

    name: str
    text: str
    unit: Unit


def definition(case: Case) -> Reading | None:
    """Give the explanation of a term; say whether it includes what is asked."""
    if not case.want.has("define"):
        return None
    units = [
        u for u in case.evidence.units if u.kind == "definition" and u.document_id in case.documents
    ]
    weights = case.evidence.weights(case.want.concepts)
    scored = [(_term_score(case, weights, t), t) for u in units for t in _terms(u)]
    if not scored:
        return None
    score, best = max(scored, key=lambda pair: (pair[0], -pair[1].unit.index))
    figure = case.want.has("how_many", "amount")
    if figure or (case.want.has("list") and not _INSIDE.search(case.want.text)):
        score *= 0.6
    if score < 0.4:
        return None
    return _explained(case, score, best)


def _explained(case: Case, score: float, best: _Term) -> Reading:
    zh, en = both(("quote", _whole(best)))
    cited = (cite(case.evidence.catalogue, best.unit, best.text),)
    sure = min(0.95, 0.3 + 0.65 * score)
    return Reading(sure, zh, en, (), cited, kind="definition", coverage=score)


def _terms(unit: Unit) -> list[_Term]:
    """Return the term of a definition and those that its sentences explain in turn."""
    found = [_Term(defined_term(unit), unit.text, unit)]
    pieces = statements(unit.text)
    for piece in pieces if len(pieces) > 1 else ():
        match = _REFLECTS.match(re.sub(r"^.{0,3}其中[:：,，]?", "", piece.text))
        if match:
            found.append(_Term(match["head"], piece.text, unit))
    return found


def _term_score(case: Case, weights: dict[str, float], one: _Term) -> float:
    term = re.sub(r"[“”\"（(].*?[）)]|[“”\"]", "", one.name) or one.name
    concepts = [c for c in case.want.concepts if not _TERMS.search(c.text)] or case.want.concepts
    own, _ = coverage(concepts, weights, term, "")
    whole, _ = coverage(concepts, weights, one.text, one.unit.context)
    asked = re.sub(r"[“”\"\s]", "", case.want.text)
    named = len(term) > 1 and term in asked
    named = named or (len(term) >= _WHOLE_TERM and set(term) <= set(asked))
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
