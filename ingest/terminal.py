"""Show the progress of ingest on a terminal: a bar, a line a document, a sum at the end."""

from __future__ import annotations

import sys
from types import TracebackType

from tqdm import tqdm

from ingest.pipeline import Outcome, Status, Summary


class Terminal:
    """Watch a run: documents on standard output, failures and bars on standard error."""

    def __init__(self) -> None:
        self._bar: tqdm | None = None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def reading(self, files: int) -> None:
        """Begin the bar of files."""
        self._open(files, "reading", "file")

    def done(self, outcome: Outcome) -> None:
        """Write the line of one file."""
        failed = outcome.status is Status.FAILED
        out = sys.stderr if failed else sys.stdout
        tqdm.write(outcome.message if failed else _line(outcome), file=out)
        if self._bar is not None:
            self._bar.update(1)

    def embedding(self, passages: int) -> None:
        """Begin the bar of passages."""
        self._open(passages, "embedding", "passage")

    def embedded(self, passages: int) -> None:
        """Move the bar of passages on."""
        if self._bar is not None:
            self._bar.update(passages)

    def summary(self, summary: Summary) -> None:
        """Write what became of all files, and the account of rows."""
        self._close()
        counts = dict.fromkeys(Status, 0)
        for outcome in summary.outcomes:
            counts[outcome.status] += 1
        parts = [f"{count} {status}" for status, count in counts.items() if count]
        print(", ".join(parts) or "nothing to read")
        if counts[Status.STORED]:
            print(f"{summary.tally}; {summary.embedded} passages embedded")

    def _open(self, total: int, what: str, unit: str) -> None:
        self._close()
        # disable=None: no bar where standard error is not a terminal
        self._bar = tqdm(total=total, desc=what, unit=unit, file=sys.stderr, disable=None)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _line(outcome: Outcome) -> str:
    if outcome.status is Status.UNCHANGED:
        return f"{outcome.name}: unchanged"
    problems = f" · {outcome.problems:,} problems" if outcome.problems else ""
    pages = f"{outcome.pages:,} pages" if outcome.pages else "no pages"
    return (
        f"{outcome.name}: {outcome.tables:,} tables · {outcome.rows:,} rows · "
        f"{outcome.facts:,} facts · {outcome.chunks:,} chunks · {pages} · "
        f"{outcome.seconds:.1f} s{problems}"
    )
