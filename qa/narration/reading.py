"""Define what reading the narrative gives, and how it is worded in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass

from qa.query import Citation, Value


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what narrative and forms say to a question.

    `score` (0–1) tells how sure it is that the asked thing is really stated there; `kind` names the
    way it was found (fact, count, duty, definition, contact, list, sentence, field).
    `refused_reason` is set where the evidence speaks of the matter but not of what is asked.
    """

    score: float
    answer_zh: str = ""
    answer_en: str = ""
    values: tuple[Value, ...] = ()
    citations: tuple[Citation, ...] = ()
    calculation: str | None = None
    notes: tuple[str, ...] = ()
    refused_reason: str | None = None
    kind: str = "sentence"
    coverage: float = 0.0
    subject: str = ""  # the project that the words are of, where it is asked for
    typed: bool = False  # the kind of answer that is asked for stands in the words quoted

    def answer(self, language: str) -> str:
        """Return the wording in a language."""
        return self.answer_en if language == "en" else self.answer_zh


NOTHING = Reading(0.0)

_FRAMES = {
    "why": ("主要原因：{body}。", "The stated reason: {body}."),
    "purpose": ("主要用于：{body}。", "It is mainly for: {body}."),
    "count": ("{body}。", "{body}."),
    "yes": ("是。", "Yes."),
    "no": ("否。", "No."),
    "left_out": ("不包括。", "No, it is left out."),
    "unlisted": ("解释中没有列出。", "No, the explanation does not list it."),
    "unsaid": ("原文没有说明原因。", "The text gives no reason."),
    "contrary": (
        "与问法不同，原文写的是{body}。",
        "Other than the question says, the text has {body}.",
    ),
    "some": ("有。", "Yes."),
    "none": ("没有。", "No."),
    "quote": ("原文：“{body}”", "The document states: “{body}”"),
    "item": ("职责第{body}项。", "It is item {body} of the duties."),
    "items": ("共列{body}项。", "{body} items are listed."),
    "before": (
        "由增减额倒推（原文未直接列出）：{body}。",
        "Worked back from the stated change (not printed as such): {body}.",
    ),
    "turned": ("{body}。", "{body}."),
    "planned": ("与年初预算相比：{body}。", "Against the initial budget: {body}."),
    "growth": (
        "增减比例由文中数计算：{body}。",
        "Rate worked out from the stated figures: {body}.",
    ),
    "zero": (
        "上年基数为0或未列，无法计算增长率。",
        "The prior-year base is 0 or not printed, so no growth rate can be given.",
    ),
    "sum": ("合计{body}（由所列数相加）。", "In all {body} (the sum of those listed)."),
}


def say(language: str, *parts: tuple[str, ...]) -> str:
    """Return frames filled with their bodies, joined; an empty body leaves its frame out.

    A part is a frame's name and its body, with the English body behind it where that differs.
    """
    column = 1 if language == "en" else 0
    bodies = [(name, body[column] if len(body) > 1 else body[0]) for name, *body in parts]
    said = [
        _FRAMES[name][column].replace("{body}", body.strip(" 。；;，,"))
        for name, body in bodies
        if body or "{body}" not in _FRAMES[name][0]
    ]
    return (" " if language == "en" else "").join(said)


def both(*parts: tuple[str, ...]) -> tuple[str, str]:
    """Return the wording in Chinese and in English."""
    return say("zh", *parts), say("en", *parts)


def number(printed: str) -> str:
    """Return a printed figure as a plain decimal string."""
    return printed.replace(",", "")
