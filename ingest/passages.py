"""Turn narrative into passages, each with the headings above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.passages_lines import Block, HeadingWords, blocks_of, heading_words, without_contents
from ingest.passages_unrolled import unrolled
from ingest.records import Location, Paragraph, Passage, Problem
from ingest.tables_words import normal
from ingest.text import clean, clean_line

MAX_HEADING = 45
MAX_TERM = 90
"""The longest term that a definition explains: a budget item with its parents."""

LONGEST = 700
"""A longer passage is cut at sentence ends."""

_BREAK = re.compile(r"[:：。]")


def passages(paragraphs: Sequence[Paragraph]) -> tuple[list[Passage], list[Problem]]:
    """Return the passages of a narrative in order; a problem for each text left out."""
    writer = _Writer()
    lines = [line for paragraph in paragraphs for line in unrolled(paragraph)]
    for block in blocks_of(without_contents(lines)):
        writer.take(block)
    return writer.passages, []


@dataclass(frozen=True, slots=True)
class _Split:
    """Hold a block cut into its heading and the text behind it."""

    heading: str
    text: str


class _Writer:
    """Write passages while keeping the path of headings."""

    def __init__(self) -> None:
        self.words: HeadingWords = heading_words()
        self.path: list[tuple[int, str]] = []
        self.passages: list[Passage] = []
        self.styled: tuple[int, int | None] = (-1, None)  # rank and numbering of the last style
        self.begun = False  # whether anything but the document's own title was seen
        self.seen: set[tuple[str, tuple[str, ...]]] = set()

    def take(self, block: Block) -> None:
        """Take one paragraph: a heading, text under one, or both."""
        if self._is_document_title(block):
            return
        self.begun = True
        text = clean(block.text)
        if self.words.contact.search(normal(text)):
            self._contact(clean_line(block.text), block.location)
            return
        rank = self._rank(block)
        if rank is None:
            self._write(text, block.location, "paragraph")
            return
        split = self._split(text, rank, block)
        self.path = [entry for entry in self.path if entry[0] < rank]
        if split.heading:
            self.path.append((rank, split.heading))
            if block.level is not None:
                self.styled = (rank, self.words.rank(block.text))
        if not split.text:
            return
        kind = "paragraph" if split.heading else "list_item"
        if self._defines(split):
            self._write(
                f"{split.heading}：{split.text}" if split.heading else split.text,
                block.location,
                "definition",
            )
            return
        self._write(split.text, block.location, kind)

    def _is_document_title(self, block: Block) -> bool:
        bare = normal(block.text)
        styled = block.level is not None and self.words.rank(bare) is None
        if styled and self.words.own_title.search(bare):
            return True
        if self.begun or len(block.text) > 60:
            return False
        known = self.words.document_title.search(bare) is not None and not re.search("[。，]", bare)
        return known or (block.centred and self.words.rank(bare) is None and _is_name(bare))

    def _rank(self, block: Block) -> int | None:
        if block.level is not None:
            return block.level
        rank = self.words.rank(block.text)
        if rank is not None:
            return self._below_styled(rank)
        bare = normal(block.text)
        if block.centred and len(bare) <= MAX_HEADING and not re.search(r"[。；：，;:,]", bare):
            return 0
        return None

    def _below_styled(self, rank: int) -> int:
        """Return the rank of a numbered line without a style: below a styled heading of a part."""
        level, numbered = self.styled
        open_still = any(entry[0] == level for entry in self.path)
        if not open_still or (numbered is not None and numbered >= rank):
            return rank
        return level + 1 + rank

    def _split(self, text: str, rank: int, block: Block) -> _Split:
        """Cut a numbered text into heading and text; a list item has no heading."""
        bare = text.rstrip("：:")
        inner = re.search(r"[。；;！]" if rank == 0 else r"[。；;！，,]", bare) is not None
        if len(bare) <= MAX_HEADING and not inner:
            return _Split(bare, "")
        if block.level is not None:
            return _Split(bare[:MAX_HEADING], text if len(bare) > MAX_HEADING else "")
        match = _BREAK.search(text)
        if match is None:
            return _Split("", text)
        head, rest = text[: match.start()], text[match.end() :].strip()
        name = self._unnumbered(head)
        if match[0] != "。" and len(head) <= MAX_TERM and self._in_definitions() and name:
            return _Split(head, rest)
        if len(head) > MAX_HEADING or re.search(r"[，,；;]", head) or not name:
            return _Split("", text)
        if match[0] == "。":
            above = normal(" ".join(heading for _, heading in self.path))
            topic = len(name) <= 24 and self.words.topic.search(normal(name)) is not None
            if self.words.duties.search(above) and rank > 1:
                topic = False
            return _Split(head, rest) if topic else _Split("", text)
        return _Split(head, rest) if len(name) <= 30 else _Split("", text)

    def _unnumbered(self, head: str) -> str:
        for pattern in self.words.ranks:
            if match := pattern.match(normal(head)):
                return normal(head)[match.end() :]
        return normal(head)

    def _in_definitions(self) -> bool:
        above = normal(" ".join(text for _, text in self.path))
        return self.words.definitions.search(above) is not None

    def _defines(self, split: _Split) -> bool:
        if self._in_definitions():
            return True
        return bool(split.heading) and re.match(r"(?:是指|指|系指|反映)", split.text) is not None

    def _contact(self, text: str, place: Location) -> None:
        self.path = []
        last = self.passages[-1] if self.passages else None
        if last is not None and last.kind == "contact" and last.location.page == place.page:
            self.passages[-1] = replace(last, text=f"{last.text}，{text}")
            return
        self._write(text, place, "contact")

    def _write(self, text: str, place: Location, kind: str) -> None:
        headings = tuple(heading for _, heading in self.path)
        if not normal(text) or (text, headings) in self.seen:
            return
        self.seen.add((text, headings))
        if kind == "paragraph" and self.words.definitions.search(normal(" ".join(headings))):
            kind = "definition"
        for part in _cut(text):
            self.passages.append(Passage(len(self.passages) + 1, part, headings, place, kind))


def _is_name(bare: str) -> bool:
    from ingest.identify import institution_name  # identify knows tables, narrative does not

    return institution_name(bare) is not None


def _cut(text: str) -> list[str]:
    """Cut a long text at sentence ends into parts of about equal length."""
    if len(text) <= LONGEST:
        return [text]
    sentences = re.findall(r"[^。；]*[。；]?", text)
    parts = [""]
    wanted = len(text) / -(-len(text) // LONGEST)
    for sentence in sentences:
        if parts[-1] and len(parts[-1]) + len(sentence) > wanted * 1.15:
            parts.append("")
        parts[-1] += sentence
    return [part for part in parts if part.strip()]
