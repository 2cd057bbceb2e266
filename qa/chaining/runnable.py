"""Show the chain as a LangChain Runnable: invoke, batch and stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from qa.query import Answer

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

PIECE = 4  # characters of a streamed piece


def pieces(text: str) -> Iterator[str]:
    """Cut a text for showing it piece by piece."""
    for at in range(0, len(text), PIECE):
        yield text[at : at + PIECE]


def runnable(ask: Callable[[dict[str, Any]], Answer]) -> Runnable[dict[str, Any], dict[str, Any]]:
    """Return a Runnable: {question, history?, docs?} → the contract's JSON.

    Streamed, the text of the answer comes in pieces and then all else; the pieces add up to what
    `invoke` returns.
    """
    from langchain_core.runnables import RunnableLambda
    from langchain_core.runnables.utils import AddableDict

    def run(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
        rest = ask(given).to_dict()
        for piece in pieces(str(rest.pop("answer"))):
            yield AddableDict(answer=piece)
        yield AddableDict(rest)

    return RunnableLambda(run, name="mingzhang")
