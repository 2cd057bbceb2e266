"""Use an optional language model for words only: a question in printed names, passages to prose.

Off unless `CHAT_MODEL` is set. Figures never come from it: prose with a figure that its evidence
lacks is thrown away, and so is a question with a figure that nobody asked about.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser

from ingest.errors import ModelError
from ingest.settings import settings
from qa.errors import VerificationError
from qa.prompts import PROSE_EN, PROSE_ZH, REWORD
from qa.query import Answer, Route
from qa.verify import verify
from qa.words.sentences import plain

_LOG = logging.getLogger(__name__)

_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SPELLED = re.compile(
    r"[零一二三四五六七八九十百千两]+(?:点[零一二三四五六七八九]+)?(?=万|亿|元|成|倍)"
)
_FAILED = (
    "语言模型没有可用的措辞，按原文作答。",
    "The language model gave no usable wording; answered in the document's words.",
)
_WORDED = (
    "措辞由语言模型根据所引原文整理，数字均已与原文核对。",
    "Worded by a language model from the cited passages; every figure was checked against them.",
)
LONGEST = 120  # characters of a question in the model's words
UNSAID = ("原文未说明", "do not say", "无法改写")


@lru_cache(maxsize=1)
def chat_model() -> BaseChatModel | None:
    """Return the model of the settings, or None where none is set; raises ModelError."""
    wanted = settings()
    if not wanted.chat_model:
        return None
    try:
        from langchain.chat_models import init_chat_model

        extra: dict[str, Any] = {"temperature": 0, "timeout": 30, "max_retries": 1}
        if wanted.chat_base_url:
            extra |= {"base_url": wanted.chat_base_url, "model_provider": "openai"}
        if wanted.chat_api_key:
            extra["api_key"] = wanted.chat_api_key.get_secret_value()
        model: BaseChatModel = init_chat_model(wanted.chat_model, **extra)
    except (ImportError, ValueError) as error:
        raise ModelError(
            f"CHAT_MODEL={wanted.chat_model}: cannot be used ({error}); install the `chat` extra or unset it"
        ) from error
    return model


def reworded(question: str, names: Sequence[str], model: BaseChatModel) -> str | None:
    """Return a question in the documents' own names, or None where the model gives none that holds.

    `names` are printed labels that lie near. A question with a figure that the one asked lacks, one
    of several lines and one that is no other are thrown away.
    """
    chain = REWORD | model | StrOutputParser()
    said = chain.invoke({"question": question, "names": "、".join(names)}).strip()
    if not said or "\n" in said or len(said) > LONGEST or any(mark in said for mark in UNSAID):
        return None
    return said if said != question and figures_held(said, [question]) else None


def prose(question: str, quotes: Sequence[str], language: str, model: BaseChatModel) -> str | None:
    """Return the quotes worded as prose, or None where the model says more than they do."""
    prompt = PROSE_EN if language == "en" else PROSE_ZH
    chain = prompt | model | StrOutputParser()
    said = chain.invoke({"question": question, "evidence": "\n".join(quotes)}).strip()
    if not said or any(mark in said for mark in UNSAID):
        return None
    return said if figures_held(said, quotes) else None


def worded(answer: Answer, model: BaseChatModel) -> Answer:
    """Return an answer from narrative in the model's prose, or as it was where that does not hold.

    A note says which of both was done.
    """
    if answer.route is not Route.TEXT or not answer.citations:
        return answer
    english = answer.language == "en"
    quotes = [citation.quote for citation in answer.citations]
    try:
        said = prose(answer.question, quotes, answer.language, model)
    except Exception as error:  # every provider has error classes of its own
        _LOG.warning("the chat model failed: %s", error)
        said = None
    told = None if said is None else replace(answer, answer=said)
    if told is None or not _holds(told):
        return replace(answer, notes=(*answer.notes, _FAILED[english]))
    return replace(told, notes=(*told.notes, _WORDED[english]))


def _holds(answer: Answer) -> bool:
    """Tell whether an answer passes the check that every answer has to pass."""
    try:
        verify(answer)
    except VerificationError as error:
        _LOG.warning("the chat model's prose was dropped: %s", error)
        return False
    return True


def figures_held(said: str, quotes: Sequence[str]) -> bool:
    """Tell whether every figure of a text, in digits or spelled out, stands in the quotes."""
    evidence = plain(" ".join(quotes))
    held = {number.replace(",", "") for number in _FIGURE.findall(evidence)}
    printed = {number.replace(",", "") for number in _FIGURE.findall(plain(said))}
    spelled = set(_SPELLED.findall(said))
    return printed <= held and all(word in evidence for word in spelled)
