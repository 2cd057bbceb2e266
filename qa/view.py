"""Hold what is built over one generation of the store, and what the stages make of a question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ingest.store import Store
from qa import catalogue as catalogues
from qa.answer import Composer
from qa.catalogue import Catalogue, Shelf
from qa.kept import Kept
from qa.link import Linker
from qa.plan import Planner
from qa.planning.types import Figure, Plan
from qa.query import Answer, Query, Route
from qa.talk.cells import told_cells

if TYPE_CHECKING:
    from qa.consistency import Consistency
    from qa.linking.rank import Ranker
    from qa.narrative import Reading
    from qa.retrieve import Retriever


@dataclass(frozen=True, slots=True)
class Explained:
    """Hold an answer with what every stage made of the question."""

    answer: Answer
    query: Query
    plan: Plan
    reading: Reading | None
    restated: str = ""

    @property
    def said(self) -> str:
        """Return the question in words that stand alone, or nothing where it leans on a talk."""
        return self.restated or ("" if self.query.follow else self.query.text)

    @property
    def sure(self) -> float:
        """Return how sure (0–1) the stage is that gave the answer: the narrative's or the plan's."""
        told = self.answer.route is Route.TEXT and self.reading is not None
        return self.reading.score if told and self.reading else self.plan.score

    @property
    def cells(self) -> tuple[Figure, ...]:
        """Return the cells that were asked for; of a group those that the answer lists."""
        return told_cells(self.plan, self.answer)


class View:
    """Hold what is built over one generation of the store and a choice of documents."""

    def __init__(self, store: Store, names: tuple[str, ...] | None, shelf: Shelf) -> None:
        """Take a store, a choice, and what is read of the store for other choices as well."""
        self._store = store
        self._shelf = shelf
        self.catalogue: Catalogue = catalogues.load(store, names, shelf)
        self.linker = Linker(self.catalogue)
        self.lookup = shelf.lookup
        self.kept = Kept()
        self.planner = Planner(self.linker, self.lookup)
        self.composer = Composer(self.catalogue, self.linker.words, self.lookup)

    @cached_property
    def ranker(self) -> Ranker:
        """Return the reader of whole questions; made at the first question that needs it."""
        from qa.linking.rank import Ranker

        return Ranker(self.catalogue, self._store, self.lookup, self.linker.words)

    @cached_property
    def consistency(self) -> Consistency:
        """Return the audit's findings; made once a generation of the store."""
        from qa.consistency import Consistency

        return Consistency(self.catalogue, self._shelf.findings, self.lookup)

    @cached_property
    def retriever(self) -> Retriever | None:
        """Return the search over passages; built at the first question that needs it."""
        from qa.chaining.retriever import open_retriever

        return open_retriever(self._store, self.catalogue)
