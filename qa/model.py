"""Use an optional language model for words only: a question to a plan, passages to prose.

Off unless `CHAT_MODEL` is set. Figures never come from it: prose with a figure that its evidence
lacks is thrown away, and so is a plan that names an operation which does not exist.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from langchain_core.exceptions import OutputParserException
from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import PydanticOutputParser, StrOutputParser
from pydantic import BaseModel, Field

from ingest.errors import ModelError
from ingest.settings import settings
from qa.errors import VerificationError
from qa.prompts import PLAN, PROSE_EN, PROSE_ZH
from qa.query import Answer, Operation, Route
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
UNSAID = ("原文未说明", "do not say")


class Sketch(BaseModel):
    """Hold a question as a model reads it: what to do with which words. No figures."""

    operations: list[Operation] = Field(description="what is asked", min_length=1, max_length=3)
    terms: list[str] = Field(description="words of the rows or topics spoken of", max_length=8)


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


def sketch(question: str, model: BaseChatModel) -> Sketch | None:
    """Return the model's reading of a question, or None where it gives none that holds.

    Words that the question lacks and figures among the terms are dropped.
    """
    parser = PydanticOutputParser(pydantic_object=Sketch)
    names = "、".join(operation.value for operation in Operation)
    prompt = PLAN.partial(operations=names)
    chain = prompt | model | parser
    try:
        read: Sketch = chain.invoke({"question": f"{question}\n{parser.get_format_instructions()}"})
    except OutputParserException:
        return None
    terms = [term for term in read.terms if term and not _FIGURE.search(plain(term))]
    return Sketch(operations=read.operations, terms=terms)


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
