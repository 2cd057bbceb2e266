"""Be the one door from the pages to the store and to the answers.

Everything here is shared by all sessions of the server and safe for threads.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import streamlit as st

import audit.service
from audit.findings import Side
from audit.ledger import Place
from audit.service import Findings
from ingest.settings import Settings, settings
from ingest.store import Store, StoredDocument
from qa.catalogue import Catalogue, load
from qa.query import Answer, Citation, Route
from ui import reading
from ui.i18n import LANGUAGES, Language
from ui.records import Evidence, Example, Found, Issue, PrintedTable, Term, Turn
from ui.talks import TalkBook
from ui.topics import examples_from

WARM_UP_AFTER = 1.5
log = logging.getLogger(__name__)


class Answerer(Protocol):
    """Answer questions over the store."""

    def ask(
        self, question: str, history: Sequence[str] = (), docs: Sequence[str] | None = None
    ) -> Answer:
        """Return the answer to a question after earlier ones, over some or all documents."""
        ...

    def warm(self) -> None:
        """Load what first questions would wait for."""
        ...


def open_chain(store: Path) -> Answerer:
    """Open the chain over a store."""
    from qa.chain import Chain

    return Chain.open(None if settings().database_url else store)


class Service:
    """Hold the store, the chain and the talks of one server."""

    def __init__(self, store: Store, chain: Answerer, options: Settings) -> None:
        self.store = store
        self.chain = chain
        self.options = options
        self.talks = TalkBook()
        self._lock = threading.Lock()
        self._catalogue: Catalogue | None = None
        self._examples: dict[tuple[int, Language], tuple[Example, ...]] = {}
        self._documents: tuple[int, tuple[StoredDocument, ...]] = (-1, ())
        self._tried = -1

    def warm_up(self) -> None:
        """Try the examples in the background, which also loads what a first question waits for."""
        generation = self.catalogue.generation
        with self._lock:
            if self._tried == generation:
                return
            self._tried = generation
        # A moment later, so as not to hold up the page that is being drawn.
        timer = threading.Timer(WARM_UP_AFTER, self._try_examples)
        timer.daemon = True
        timer.start()

    def _try_examples(self) -> None:
        try:
            self.chain.warm()
        except Exception:  # what first questions wait for then, they say themselves
            log.exception("the first questions were not prepared for")
        catalogue = self.catalogue
        for language in LANGUAGES:
            found = examples_from(catalogue, language)
            tried = tuple(one for one in found if self._has_answer(one.question))
            self._examples[catalogue.generation, language] = tried

    # --- what is loaded ------------------------------------------------------------------

    @property
    def catalogue(self) -> Catalogue:
        """Return what is loaded, read again when the store has changed."""
        generation = self.store.generation
        with self._lock:
            if self._catalogue is None or self._catalogue.generation != generation:
                self._catalogue = load(self.store)
            return self._catalogue

    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the loaded documents by name."""
        generation = self.store.generation
        if self._documents[0] != generation:
            self._documents = (generation, self.store.documents())
        return self._documents[1]

    def examples(self, language: Language) -> tuple[Example, ...]:
        """Return questions by topic; once each was tried, only those that have an answer."""
        catalogue = self.catalogue
        self.warm_up()
        tried = self._examples.get((catalogue.generation, language))
        return examples_from(catalogue, language) if tried is None else tried

    def _has_answer(self, question: str) -> bool:
        try:
            return self.ask(question).route not in (Route.REFUSE, Route.CLARIFY)
        except Exception:  # one bad example must not cost the page; the log has the rest
            log.exception("an example has no answer: %r", question)
            return False

    def tables(self, document_id: int) -> tuple[PrintedTable, ...]:
        """Return the tables of a document as printed."""
        return reading.tables_of(self.store, document_id)

    def table(self, table_id: int) -> PrintedTable | None:
        """Return one table as printed."""
        return reading.table_by_id(self.store, table_id)

    def problems(self, document_id: int) -> tuple[Issue, ...]:
        """Return the problems met while reading a document."""
        return reading.problems_of(self.store, document_id)

    def search(self, words: str, document_id: int | None = None) -> tuple[Found, ...]:
        """Return rows that hold all the words."""
        return reading.search_rows(self.store, words, document_id) if words.strip() else ()

    def terms(self) -> tuple[Term, ...]:
        """Return the terms that the documents define themselves."""
        return tuple(
            Term(name, meaning, _passage_citation(self.catalogue, passage.id))
            for passage in self.catalogue.passages.values()
            if passage.kind == "definition"
            for name, meaning in [_split_definition(passage.text)]
        )

    # --- answers -------------------------------------------------------------------------

    def ask(
        self, question: str, history: Sequence[str] = (), docs: Sequence[str] | None = None
    ) -> Answer:
        """Return the answer to a question."""
        return self.chain.ask(question, history=list(history), docs=list(docs) if docs else None)

    def row_name(self, citation: Citation) -> str:
        """Return a short name of a cited row: its label, without number and code."""
        row = self.catalogue.rows.get(citation.row_id or -1)
        return row.label if row is not None and row.label else citation.row or ""

    def evidence(self, citation: Citation) -> Evidence:
        """Return all that the source drawer shows of a citation."""
        return reading.evidence_of(self.store, citation)

    def scope(self, answer: Answer) -> tuple[tuple[str, int, str], ...]:
        """Return whose figures an answer gives: institution, year and phase, each once."""
        documents = {d.name: d for d in self.documents()}
        found = dict.fromkeys(
            (c.department, c.year, documents[c.doc].phase if c.doc in documents else "")
            for c in answer.citations
        )
        return tuple(found)

    def original(self, document: StoredDocument) -> Path | None:
        """Return the file that a document was read from, None where it is no longer there."""
        if document.path is None:
            return None
        path = Path(document.path)
        return path if path.is_file() else None

    def findings(self) -> Findings:
        """Return what the audit found; of a disclosure in several files, only the one shown."""
        found = audit.service.load(self.store)
        catalogue = self.catalogue
        shown = tuple(one for one in found.all if all(_is_shown(s, catalogue) for s in one.sides))
        return Findings(shown, found.reviews)

    def citation_of(self, place: Place) -> Citation:
        """Return a place of the audit as a citation, so that the source drawer can open it."""
        catalogue = self.catalogue
        document = next((d for d in self.documents() if d.name == place.doc), None)
        row = catalogue.rows.get(place.row_id or -1)
        table = None if row is None else catalogue.tables[row.table_id]
        columns = () if table is None else table.columns
        return Citation(
            doc=place.doc,
            department="" if document is None else document.institution,
            year=0 if document is None else document.fiscal_year,
            annex=place.annex,
            table=place.table,
            row=place.row,
            column=place.column,
            section=place.section,
            page=place.page,
            bbox=place.bbox,
            quote=place.quote,
            document_id=None if document is None else document.id,
            table_id=None if table is None else table.id,
            row_id=None if row is None else row.id,
            column_idx=next((c.index for c in columns if c.name == place.column), None),
            passage_id=place.passage_id,
        )

    def review(self, key: str, state: str, who: str, why: str) -> None:
        """Keep a decision on a finding."""
        audit.service.review(self.store, key, state, who, why)

    def settings_shown(self) -> tuple[tuple[str, str], ...]:
        """Return the settings in force, secrets hidden, for staff."""
        return tuple(
            (name.upper(), _shown(value)) for name, value in self.options.model_dump().items()
        )

    # --- feedback ------------------------------------------------------------------------

    def save_feedback(self, turn: Turn, verdict: str, comment: str) -> None:
        """Keep a reader's verdict with the question, the plan and the answer."""
        reading.put_feedback(
            self.store,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            verdict=verdict,
            comment=comment[:2000],
            question=turn.question,
            history=json.dumps(turn.history, ensure_ascii=False),
            docs=json.dumps(turn.docs, ensure_ascii=False),
            plan="\n".join(turn.answer.trace),
            answer=json.dumps(turn.answer.to_dict(), ensure_ascii=False),
        )

    def feedback(self) -> tuple[dict[str, str], ...]:
        """Return the latest verdicts, for staff."""
        return reading.feedback_list(self.store)


def _is_shown(side: Side, catalogue: Catalogue) -> bool:
    """Tell whether a side stands in what the catalogue keeps of a disclosure's files."""
    row, passage = side.place.row_id, side.place.passage_id
    return (row is None or row in catalogue.rows) and (
        passage is None or passage in catalogue.passages
    )


def _shown(value: object) -> str:
    """Return a setting as text; a password inside an address is hidden, as is every secret."""
    if value is None:
        return "–"
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", str(value))


def _split_definition(text: str) -> tuple[str, str]:
    name, _, meaning = text.partition("：")
    return (name.strip(), meaning.strip()) if meaning else ("", text)


def _passage_citation(catalogue: Catalogue, passage_id: int) -> Citation:
    passage = catalogue.passages[passage_id]
    document = catalogue.documents[passage.document_id]
    return Citation(
        doc=document.name,
        department=document.institution,
        year=document.fiscal_year,
        annex="正文",
        section=" / ".join(passage.headings),
        page=passage.page,
        bbox=passage.bbox,
        quote=passage.text,
        document_id=document.id,
        passage_id=passage.id,
    )


@st.cache_resource(show_spinner=False)
def service() -> Service:
    """Open the store and the chain once for all sessions."""
    options = settings()
    store = Store(options.disclosure_store, options.database_url)
    made = Service(store, open_chain(options.disclosure_store), options)
    made.warm_up()
    return made
