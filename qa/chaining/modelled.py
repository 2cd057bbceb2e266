"""Let the language model shape words, where one is set: off by default, and never for a figure."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.settings import settings
from qa.query import Answer, Route

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from qa.view import Explained, View

_LOG = logging.getLogger(__name__)

NAMES = 40  # printed labels near to a question that a model may choose from
UNDERSTOOD = (
    "语言模型把问题理解为“{said}”，数字取自所引的表格和原文。",
    "A language model understood the question as “{said}”; the figures are those cited.",
)


def chat(model: BaseChatModel | None) -> BaseChatModel | None:
    """Return the model given, or that of the settings, or None where none is set."""
    if model is not None or not settings().chat_model:
        return model
    from qa.model import chat_model

    return chat_model()


def worded(answer: Answer, model: BaseChatModel | None) -> Answer:
    """Return an answer in a model's words, or as it is where none is set."""
    if (using := chat(model)) is None:
        return answer
    from qa import model as wording

    return wording.worded(answer, using)


def asked_again(
    view: View,
    question: str,
    done: Explained,
    model: BaseChatModel | None,
    ask: Callable[[str], Explained],
) -> Explained:
    """Return the answer to a question in printed names where nothing was found for it as asked.

    What is refused for another reason (another year, another body, a person's pay) stays refused.
    """
    refused = done.answer.route is Route.REFUSE and done.plan.reason == "not_found"
    using = chat(model) if refused else None
    if using is None:
        return done
    from qa.model import reworded

    try:
        said = reworded(question, view.ranker.near(done.query, NAMES), using)
    except Exception as error:  # every provider has error classes of its own
        _LOG.warning("the chat model failed: %s", error)
        return done
    if said is None or (found := ask(said)).answer.route is Route.REFUSE:
        return done
    note = UNDERSTOOD[done.answer.language == "en"].format(said=said)
    answer = replace(found.answer, question=question, notes=(*found.answer.notes, note))
    return replace(found, answer=answer)
