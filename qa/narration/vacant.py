"""Tell how many posts are vacant: those approved without those held, as one passage states both."""

from __future__ import annotations

import re

from qa.catalogue import Catalogue, Text
from qa.query import Answer, Citation, Query, Route, Value
from qa.words.normalise import data

_KIND = "行政|事业|工勤|参公"
_POSTS = re.compile(
    rf"(?P<kind>{_KIND})?(?:\([^()]*\))?编制(?:人数|数)?(?:为|共|有)?(?P<n>\d+)[名人个]"
)
_HELD = re.compile(r"实有(?:在职|在编)*(?:人员|人数)?(?:为|共|有)?(?P<n>\d+)人")
_HELD_OF = re.compile(rf"(?P<kind>{_KIND})(?:人员|人数)?(?P<n>\d+)人")
_SAID = {
    "zh": "{what} {posts} 名，实有 {held} 人，空 {free} 名。原文：“{quote}”",
    "en": "{posts} posts ({what}), {held} held: {free} vacant. The document states: “{quote}”",
}
_TURNED = {
    "zh": "{what} {posts} 名，实有 {held} 人，超出 {free} 名，没有空编。原文：“{quote}”",
    "en": "{posts} posts ({what}), {held} held: {free} more than approved. The document states: “{quote}”",
}


def answer(query: Query, catalogue: Catalogue) -> Answer | None:
    """Return the vacant posts where they are asked for and one passage tells posts and holders."""
    if not re.search(str(data("vacant.yaml")["asked"]), query.text, re.IGNORECASE):
        return None
    inside = query.scope.documents or tuple(catalogue.documents)
    kinds = set(re.findall(_KIND, query.text))
    kind = kinds.pop() if len(kinds) == 1 else ""
    found = [
        (passage, figures)
        for passage in catalogue.passages.values()
        if passage.document_id in inside and (figures := told(passage.text, kind)) is not None
    ]
    return _answer(query, catalogue, kind, *found[0]) if len(found) == 1 else None


def told(text: str, kind: str) -> tuple[int, int] | None:
    """Return posts and holders that a passage tells, of a kind or of all; None where it lacks one."""
    words = text.replace("（", "(").replace("）", ")").replace("，", ",")
    words = "。".join(part for part in words.split("。") if "车" not in part[:12])
    plain = re.sub(r"\([^()]*\)", "", words)  # what a bracket tells is part of what stands before
    posts = [(m["kind"] or "", int(m["n"])) for m in _POSTS.finditer(plain)]
    if kind:
        own = [n for k, n in posts if k == kind]
        held = _held_of(plain, kind) or _held_of(words, kind)
        return (own[0], held[0]) if len(own) == 1 and len(held) == 1 else None
    holders = _HELD.findall(plain) or [n for _, n in _HELD_OF.findall(_from_held(plain))]
    whole = [n for k, n in posts if not k] or [sum(n for _, n in posts)]
    return (whole[0], sum(map(int, holders))) if posts and holders else None


def _from_held(words: str) -> str:
    """Return words from where holders are told."""
    return words[words.find("实有") :] if "实有" in words else ""


def _held_of(words: str, kind: str) -> list[int]:
    """Return the numbers of holders of a kind: right behind its posts, or by its name."""
    beside = re.findall(rf"{kind}编制\d+[人名],实有(?:人数)?(\d+)人", words)
    named = [n for k, n in _HELD_OF.findall(_from_held(words)) if k == kind]
    return [int(n) for n in beside or named]


def _answer(
    query: Query, catalogue: Catalogue, kind: str, passage: Text, figures: tuple[int, int]
) -> Answer:
    document = catalogue.documents[passage.document_id]
    posts, held = figures
    free = abs(posts - held)
    said = (_SAID if posts >= held else _TURNED)["en" if query.language == "en" else "zh"]
    text = said.format(
        what=f"{kind}编制", posts=posts, held=held, free=free, quote=passage.text.strip()
    )
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.TEXT,
        answer=text,
        values=(
            Value("空编", "编制", str(posts - held), "名", document.fiscal_year),
            Value(f"{kind}编制", "编制", str(posts), "名", document.fiscal_year),
            Value("实有人员", "人数", str(held), "人", document.fiscal_year),
        ),
        citations=(
            Citation(
                doc=document.name,
                department=document.institution,
                year=document.fiscal_year,
                annex="正文",
                section=" / ".join(passage.headings) or None,
                page=passage.page,
                bbox=passage.bbox,
                quote=passage.text,
                document_id=document.id,
                passage_id=passage.id,
            ),
        ),
        calculation=f"{posts} − {held} = {posts - held}",
    )
