"""Collect the notes that stand under tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.records import Paragraph
from ingest.tables_caption import HEADING
from ingest.tables_words import normal, words
from ingest.text import clean, join_lines

if TYPE_CHECKING:
    from ingest.tables_draft import Draft


class NoteTaker:
    """Collect the notes under a table: the line that begins with 注 and its broken lines."""

    def __init__(self) -> None:
        self.last: Paragraph | None = None

    def close(self) -> None:
        """End the notes of a table."""
        self.last = None

    def takes(self, line: Paragraph, draft: Draft) -> bool:
        """Attach a line to the table above where it is a note; tell whether it was."""
        text = clean(line.text)
        if words().note.search(normal(text)):
            draft.notes.append(text)
            self.last = line
            return True
        if self.last is not None and self._goes_on(self.last, line):
            draft.notes[-1] = join_lines([draft.notes[-1], text])
            self.last = line
            return True
        return False

    @staticmethod
    def _goes_on(last: Paragraph, line: Paragraph) -> bool:
        a, b = last.location.bbox, line.location.bbox
        if a is None or b is None or last.location.page != line.location.page:
            return False
        close = -2 <= b[1] - a[3] < 1.6 * (a[3] - a[1])
        if re.match(r"\d+[.、．]\D", line.text):
            return close
        if re.search(r"[。！!]$", last.text.strip()) or HEADING.match(line.text):
            return False
        return a[2] - a[0] > 250 and close
