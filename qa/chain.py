"""Answer questions over a store: keep its views and the answers of each talk, be a Runnable.

The order of the stages stands in `qa/chaining/asking.py`.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.settings import settings
from ingest.store import Store
from qa.answering import unread
from qa.answering.cite import marked
from qa.catalogue import Shelf
from qa.chaining import behind_story, by_kind, described
from qa.chaining.asking import Asking
from qa.chaining.runnable import runnable
from qa.checking import doubt, english_left, other_class, own_office, stage
from qa.dialogue import Turn
from qa.query import Answer, Route
from qa.understand import reader
from qa.view import Explained, View
from qa.words import around

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable


CACHED_VIEWS = 32
CACHED_TURNS = 512
FIRST = "1"  # chooses the first of what was offered
SURE = 0.05  # likelihood of a wrong answer up to which a question is not asked without its edges


class Chain:
    """Answer questions over one store; safe to use from several threads."""

    def __init__(
        self, store: Store, model: BaseChatModel | None = None, *, doubts: bool = True
    ) -> None:
        """Take a store; `model` words answers from narrative, by default that of the settings.

        Without `doubts` answers that are likely wrong are given as they are.
        """
        self._store = store
        self._model = model
        self._doubts = doubts
        self._lock = threading.Lock()
        self._generation = -1
        self._shelf = Shelf(store)
        self._views: OrderedDict[tuple[str, ...] | None, View] = OrderedDict()
        self._turns: OrderedDict[tuple[object, ...], tuple[Turn, ...]] = OrderedDict()

    @classmethod
    def open(cls, store_dir: Path | None = None) -> Chain:
        """Open the store of a folder, by default that of the settings."""
        conf = settings()
        folder = store_dir or conf.disclosure_store
        return cls(Store(folder, conf.database_url, create=False))

    def __enter__(self) -> Chain:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the store back."""
        self._store.close()

    def warm(self) -> None:
        """Load what first questions would wait for; a server calls it once it stands."""
        from qa.chaining import warm

        warm.load(self.ask)
        view = self.view()
        view.lookup.prefetch(view.catalogue.tables)

    # --- asking ------------------------------------------------------------------------

    def ask(
        self, question: str, history: Sequence[str] = (), docs: Iterable[str] | None = None
    ) -> Answer:
        """Answer one question; `history` holds the user's earlier ones, oldest first."""
        return self.explain(question, history, docs).answer

    def explain(
        self, question: str, history: Sequence[str] = (), docs: Iterable[str] | None = None
    ) -> Explained:
        """Answer one question and keep what every stage made of it."""
        view = self.view(docs)
        asked = reader(view.catalogue).plain
        earlier = tuple(asked(said) for said in history if not doubt.confirms(said))
        turns = self._history(view, earlier, docs)
        start = time.perf_counter()
        explained = self._confirmed(view, question, earlier, turns)
        if explained is None:
            said = reader(view.catalogue).joined(around.without(question))
            explained = Asking(view, self._model).explain(asked(question), turns, said)
            explained = self._surer(view, explained, said, earlier, turns)
            explained = self._by_kind(view, question, explained, earlier, turns)
            explained = self._checked(view, question, explained, earlier)
        elapsed = (time.perf_counter() - start) * 1000
        answer = unread.told(explained.query, explained.answer, view.catalogue)
        answer = replace(answer, question=question, answer=marked(answer), elapsed_ms=elapsed)
        return replace(explained, answer=answer)

    def _surer(
        self,
        view: View,
        done: Explained,
        said: str,
        earlier: tuple[str, ...],
        turns: tuple[Turn, ...],
    ) -> Explained:
        """Return an answer, or a surer one to the question without clauses that tell nothing, or without its story."""
        likely = doubt.likelihood(view, done, earlier)
        if likely <= SURE:
            return done if turns else self._plainly(view, done, said, earlier)
        for short in self._shorter(view, said, alone=not turns):
            asked = reader(view.catalogue).plain(short)
            other = Asking(view, self._model).explain(asked, turns, short)
            if (less := doubt.likelihood(view, other, earlier)) < min(likely, doubt.DOUBTED):
                done, likely = other, less
        return done

    def _plainly(
        self, view: View, done: Explained, said: str, earlier: tuple[str, ...]
    ) -> Explained:
        """Return a sure answer, or one as sure to what words open as the question behind a story."""
        short = behind_story.asked(view, said, plainly=True)
        if short == said:
            return done
        other = Asking(view, self._model).explain(reader(view.catalogue).plain(short), (), short)
        return other if doubt.likelihood(view, other, earlier) <= SURE else done

    @staticmethod
    def _shorter(view: View, said: str, *, alone: bool) -> list[str]:
        """Return a question without edges, without its story, without what only describes; each but once."""
        told = behind_story.asked(view, said) if alone else said
        plain = (described.without(view, text) for text in dict.fromkeys((said, told)))
        found = (reader(view.catalogue).without_edges(said), told, *plain)
        return [text for text in dict.fromkeys(found) if text != said]

    def _by_kind(
        self,
        view: View,
        question: str,
        done: Explained,
        earlier: tuple[str, ...],
        turns: tuple[Turn, ...],
    ) -> Explained:
        """Return an answer, or a surer one to the question said as one of the kind it is likely of."""
        asking = Asking(view, self._model)
        ask = partial(asking.explain, turns=turns)
        return by_kind.answer(view, question, done, ask, later=bool(turns), earlier=earlier)

    def _checked(
        self, view: View, question: str, done: Explained, earlier: tuple[str, ...]
    ) -> Explained:
        """Return an answer, or a question back where it is likely wrong."""
        for check in (stage, own_office, other_class):
            done = check.checked(view, done)
        if not self._doubts:
            return done
        told = english_left.checked(view, question, done, earlier)
        return doubt.checked(view, told, earlier)

    def _confirmed(
        self, view: View, question: str, earlier: tuple[str, ...], turns: tuple[Turn, ...]
    ) -> Explained | None:
        """Return the answer that was asked about, where a question only confirms it."""
        if not earlier or not doubt.confirms(question):
            return None
        asking = Asking(view, self._model)
        done = asking.explain(earlier[-1], turns[:-1])
        if done.answer.route is Route.CLARIFY and len(done.answer.options) == 1:
            return asking.explain(FIRST, turns)
        return None if self._checked(view, earlier[-1], done, earlier[:-1]) is done else done

    def view(self, docs: Iterable[str] | None = None) -> View:
        """Return the current view of the store, rebuilt when its generation has moved."""
        key = None if docs is None else tuple(sorted(set(docs)))
        with self._lock:
            generation = self._store.generation
            if generation != self._generation:
                self._views.clear()
                self._turns.clear()
                self._shelf = Shelf(self._store)
                self._generation = generation
            if key not in self._views:
                self._views[key] = View(self._store, key, self._shelf)
                while len(self._views) > CACHED_VIEWS:
                    self._views.popitem(last=False)
            self._views.move_to_end(key)
            return self._views[key]

    def _history(
        self, view: View, history: tuple[str, ...], docs: Iterable[str] | None
    ) -> tuple[Turn, ...]:
        """Return the earlier questions with their answers; answered once and kept."""
        names = None if docs is None else tuple(sorted(set(docs)))
        turns: tuple[Turn, ...] = ()
        for i, question in enumerate(history):
            key = (self._generation, names, history[: i + 1])
            known = self._turns.get(key)
            if known is None:
                done = Asking(view, self._model).explain(question, turns)
                done = self._by_kind(view, question, done, history[:i], turns)
                known = (*turns, Turn(done.query, done.answer, done.cells, done.said))
                with self._lock:
                    self._turns[key] = known
                    while len(self._turns) > CACHED_TURNS:
                        self._turns.popitem(last=False)
            turns = known
        return turns

    # --- as a LangChain Runnable ---------------------------------------------------------

    def as_runnable(self) -> Runnable[dict[str, Any], dict[str, Any]]:
        """Return the chain as a Runnable: {question, history?, docs?} → the contract's JSON."""
        return runnable(
            lambda given: self.ask(
                given["question"], tuple(given.get("history") or ()), given.get("docs")
            )
        )

    def stream(
        self, question: str, history: Sequence[str] = (), docs: Iterable[str] | None = None
    ) -> Iterator[str]:
        """Give the answer's text piece by piece, as it is shown in a chat."""
        given = {"question": question, "history": history, "docs": docs}
        for chunk in self.as_runnable().stream(given):
            if "answer" in chunk:
                yield chunk["answer"]
