"""Measure the plain way for comparison: cut the documents into chunks, fetch five by embedding.

A question counts where all that it asks stands in the five chunks: the most that a model reading
them could answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.dataset import Case
from evals.metrics import Tally
from evals.normal import says, says_figure
from ingest.embeddings import Cached, embeddings
from ingest.store import Store
from qa.catalogue import Catalogue, load

SIZE = 500
TOP = 5


@dataclass(frozen=True, slots=True)
class PlainRag:
    """Hold how often all that is asked stands in the first chunk and in the first five."""

    first: Tally
    five: Tally


def measure(store: Store, cases: Sequence[Case]) -> PlainRag:
    """Return the ceiling of the plain way over the questions whose words are printed."""
    chunks = chunk("\n".join(lines(load(store))))
    printed = [case for case in cases if is_printed(case, chunks)]
    model = Cached(embeddings(), store)
    vectors = model.passages(chunks)
    first = five = 0
    for case in printed:
        question = "\n".join((*case.history, case.question))
        best = np.argsort(-(vectors @ model.query(question)), kind="stable")[:TOP]
        found = [chunks[i] for i in best]
        first += stands(case, found[:1])
        five += stands(case, found)
    return PlainRag(Tally(first, len(printed)), Tally(five, len(printed)))


def lines(catalogue: Catalogue) -> Iterable[str]:
    """Yield the text of every document: its narrative, then its tables line by line."""
    for document in catalogue.documents.values():
        for passage in catalogue.passages.values():
            if passage.document_id == document.id:
                yield passage.text
        for table in catalogue.tables.values():
            if table.document_id == document.id:
                yield f"{table.annex} {table.title}"
                yield " ".join(heading.name for heading in table.columns)
                yield from (row.text for row in table.rows)


def chunk(text: str, size: int = SIZE) -> list[str]:
    """Cut text into pieces of at most `size` characters, at a line's end where one fits."""
    pieces: list[str] = []
    held = ""
    for line in text.splitlines():
        while len(line) > size:
            line, rest = line[:size], line[size:]
            pieces.extend(piece for piece in (held, line) if piece)
            held, line = "", rest
        if held and len(held) + 1 + len(line) > size:
            pieces.append(held)
            held = line
        else:
            held = f"{held}\n{line}" if held else line
    return [*pieces, held] if held else pieces


def is_printed(case: Case, chunks: Sequence[str]) -> bool:
    """Tell whether a question asks for figures or words that stand in the documents as they are."""
    expected = case.expected
    asks = bool(expected.figures or expected.words) and not expected.blank
    return asks and not case.unanswerable and stands(case, chunks)


def stands(case: Case, chunks: Sequence[str]) -> bool:
    """Tell whether all that is asked stands in these chunks."""
    text = "\n".join(chunks)
    figures = all(says_figure(figure.value, text) for figure in case.expected.figures)
    return figures and all(says(word, text) for word in case.expected.words)
