"""Tell whose disclosure a source holds, by words inside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import PurePath

from ingest.dated import phase_of, year_of
from ingest.errors import UnidentifiedError
from ingest.identity_words import words
from ingest.imprint import tells_imprint, title_told
from ingest.records import (
    Disclosure,
    Grid,
    Location,
    Paragraph,
    Phase,
    Problem,
    Severity,
    Source,
    Table,
)
from ingest.tables_words import normal
from ingest.text import clean

SPOKEN_OF = 2  # times that a text names a body which only its file's name tells
COVER_LINES = 24
"""How many lines at the beginning may name the disclosure."""


_UNIT_LABEL = re.compile(r"^单位[:：]")
"""Stands before a body's name above a table as well as before a unit of money."""
_NAME = re.compile(r"(?=.*[一-鿿]{4}).{4,40}")
_NUMBERED = re.compile(r"^\d{1,2}(?:[.、_\-]|(?=[一-鿿]))")
"""What counts files in a folder: 03.某局, 12某局."""
_ABOUT = re.compile("^关于|关于$")
_TITLED = re.compile(r"预算|决算|绩效(?:自评|评价)")
_GOES_ON = re.compile(r"[和与及、的暨]$")
_BUDGETARY = re.compile(r"预算|决算|收支|收入|支出|绩效|三公|采购")


def identify_disclosure(
    source: Source, tables: Sequence[Table], paragraphs: Sequence[Paragraph]
) -> tuple[Disclosure, str, tuple[str, ...], list[Problem]]:
    """Return whose disclosure a source is, its title, other names of the institution, problems.

    Raises UnidentifiedError where no institution or no year stands in the source.
    """
    cover = _cover(source)
    titles = [table.title for table in tables]
    inside = _institution(source, cover, tables, paragraphs)
    institution = inside or _name_of_file(source)
    if institution is None:
        raise UnidentifiedError(source.name, "institution")
    year_inside = year_of(cover, tables, paragraphs)
    year = year_inside or _year_of_file(source)
    if year is None:
        raise UnidentifiedError(source.name, "fiscal year")
    disclosure = Disclosure(institution, year, phase_of(cover, year, titles, paragraphs))
    title = _title(cover) or f"{institution}{year}年{disclosure.phase.value}"
    problems = [*_from_file(source, inside, year_inside), *_mismatch(source, disclosure)]
    return disclosure, title, _aliases(disclosure, tables, paragraphs), problems


def _name_of_file(source: Source) -> str | None:
    """Return the institution that the file's name tells, for a document that names none."""
    stem = _NUMBERED.sub("", normal(PurePath(source.name).stem))
    return next(
        (
            name
            for part in re.split(r"[_\s]|20\d\d年?度?", stem)
            for tail in (words().title_tail.search(part),)
            if (name := institution_name(part[: tail.start()] if tail else part))
        ),
        None,
    )


def _year_of_file(source: Source) -> int | None:
    found = re.findall(r"20\d\d", PurePath(source.name).stem)
    return int(found[0]) if len(set(found)) == 1 else None


def _from_file(source: Source, institution: str | None, year: int | None) -> list[Problem]:
    """Report what only the file's name tells."""
    lacking = [what for what, known in (("institution", institution), ("year", year)) if not known]
    if not lacking:
        return []
    message = f"nothing inside names the {' or the '.join(lacking)}; taken from the file's name"
    return [Problem(Severity.WARNING, message, Location(source.name))]


def _cover(source: Source) -> list[str]:
    lines: list[str] = []
    for page in source.pages[:3]:
        for block in page.blocks:
            if isinstance(block, Grid):
                continue
            text = title_told(block.text) or clean(block.text)
            if tells_imprint(text):
                continue
            lines.append(text)
            if len(lines) >= COVER_LINES:
                return lines
    return lines


def _institution(
    source: Source,
    cover: Sequence[str],
    tables: Sequence[Table],
    paragraphs: Sequence[Paragraph],
) -> str | None:
    votes: Counter[str] = Counter()
    for name in _labelled(source):
        votes[name] += 3
    for name in _from_titles([*cover[:8], *_pairs_of_lines(cover[:6])]):
        votes[name] += 5
    for table in tables:
        for pair in table.pairs:
            if words().form_labels.search(normal(pair.label)) and (
                n := institution_name(pair.value)
            ):
                votes[n] += 3
    for name in _from_titles([table.title for table in tables]):
        votes[name] += 2
    if shared := _common_start([table.title for table in tables]):
        votes[shared] += 2 * len(tables)
    if not votes:
        votes.update(_from_titles([line.text for line in paragraphs]))
    if not votes and (named := _named_by_file(source, paragraphs)):
        return named
    if not votes and (owner := _one_owner(tables)):
        return owner
    if not votes:
        votes.update(_from_narrative(paragraphs))
    return votes.most_common(1)[0][0] if votes else None


def _one_owner(tables: Sequence[Table]) -> str | None:
    """Return the body that the lines above the tables name, where all that name one name it."""
    owners = {name for table in tables if (name := institution_name(table.owner))}
    return owners.pop() if len(owners) == 1 else None


def _named_by_file(source: Source, paragraphs: Sequence[Paragraph]) -> str | None:
    """Return what stands before the year in the file's name, if the text speaks of it, however it ends."""
    stem = _NUMBERED.sub("", normal(PurePath(source.name).stem))
    name = re.split(r"20\d\d", stem)[0].strip("_-—：: ")
    said = sum(normal(line.text).count(name) for line in paragraphs) if len(name) > 3 else 0
    enough = 1 if institution_name(name) else SPOKEN_OF
    return name.replace("(", "（").replace(")", "）") if said >= enough else None


def _labelled(source: Source) -> Iterator[str]:
    """Yield names printed behind a label such as 编制单位：."""
    for page in source.pages:
        for block in page.blocks:
            texts = [c.text for c in block.cells[:12]] if isinstance(block, Grid) else [block.text]
            for text in texts:
                for line in text.split("\n"):
                    if name := _behind(words().labels, line):
                        yield name


def _behind(label: re.Pattern[str], line: str) -> str | None:
    """Return the name of an institution printed behind a label, up to the unit or the year."""
    return institution_name(_told_behind(label, line))


def _told_behind(label: re.Pattern[str], line: str) -> str:
    bare = normal(line)
    match = label.search(bare[:60])
    return re.split(r"(?:金额)?单位[:：]|\d{4}年", bare[match.end() :])[0] if match else ""


def owner_told(lines: Iterable[str]) -> str:
    """Return the one body that the lines above a table say it is of, if they name one.

    Whatever stands behind the label is a name, however it ends: 某某乌兰牧骑.
    """
    told = [_told_behind(label, line) for line in lines for label in (words().labels, _UNIT_LABEL)]
    found = {institution_name(text) or text for text in told if _NAME.fullmatch(text)}
    return found.pop() if len(found) == 1 else ""


def _from_titles(titles: Sequence[str]) -> Iterator[str]:
    """Yield names before or after the year in titles that speak of a budget."""
    for title in titles:
        bare = normal(title)
        match = words().year.search(bare)
        if match is None or not _BUDGETARY.search(bare) or len(bare) > 60:
            continue
        before = re.sub(r"^.*(?:第.部分|附件\d*[:：]?)", "", bare[: match.start()])
        after = bare[match.end() :]
        tail = words().title_tail.search(after)
        for part in (before, after[: tail.start()] if tail else ""):
            if name := institution_name(_ABOUT.sub("", part.strip("的-—《》"))):
                yield name


def _pairs_of_lines(lines: Sequence[str]) -> list[str]:
    return [a + _behind_name(b, a) for a, b in pairwise(lines)]


def _behind_name(line: str, above: str) -> str:
    """Return a title from its year on where the line above names in full the body that begins it.

    某县某镇人民政府 above 某镇2026年预算: it is no name broken in two.
    """
    bare = normal(line)
    match = words().year.search(bare)
    name = bare[: match.start()] if match else ""
    return bare[len(name) :] if name and name in normal(above) else line


def institution_name(text: str) -> str | None:
    """Return a text as the name of an institution, or None."""
    bare = words().name_marks.sub("", normal(text)).strip("_-—：: ")
    bare = re.sub(r"^(?:[\[【]\d{3,9}[\]】]|\d{3,9})[-—_]?", "", bare)
    core = re.sub(r"\([^()]*\)$", "", bare)
    if words().not_institution.search(core) or not words().institution.search(bare):
        return None
    return bare.replace("(", "（").replace(")", "）")


def _common_start(titles: Sequence[str]) -> str | None:
    """Return the institution that most table titles begin with."""
    starts: Counter[str] = Counter()
    for title in titles:
        bare = re.split(r"20\d\d", re.sub(r"^20\d\d年?度?", "", normal(title)))[0]
        for end in range(4, min(len(bare), 40) + 1):
            if name := institution_name(bare[:end]):
                starts[name] += 1
    shared = [name for name, count in starts.items() if count * 2 > len(titles)]
    return max(shared, key=len) if shared else None


def _from_narrative(paragraphs: Sequence[Paragraph]) -> Counter[str]:
    votes: Counter[str] = Counter()
    for line in paragraphs[:200]:
        for part in re.split(
            r"[，。；、,;：:]|是|的|[内下共]设|设[有置]|隶属|位于", normal(line.text)
        ):
            if name := institution_name(part):
                votes[name] += 1
    return Counter({name: n for name, n in votes.items() if len(name) >= 6})


def _title(cover: Sequence[str]) -> str:
    """Return the title on the cover, its two lines joined."""
    for at, line in enumerate(cover[:8]):
        bare = normal(line)
        if len(bare) > 60 or not _TITLED.search(bare) or bare == "目录" or "。" in bare:
            continue
        before = cover[at - 1] if at else ""
        if at + 1 < len(cover) and _GOES_ON.search(bare) and words().year.search(bare):
            return f"{line}{cover[at + 1]}"
        if not words().year.search(bare) and words().year.search(normal(before)):
            return f"{before}{line}"
        if before and institution_name(before) and normal(before) not in bare:
            return f"{before}{_behind_name(line, before)}"
        return line
    return ""


# --- other names and a lying file name -----------------------------------------------------------


def _aliases(
    disclosure: Disclosure, tables: Sequence[Table], paragraphs: Sequence[Paragraph]
) -> tuple[str, ...]:
    """Return other names the document uses: its letters stand in the full name in order."""
    found: Counter[str] = Counter()
    for table in tables:
        found.update(_names_in(table))
    for line in paragraphs:
        bare = normal(line.text)
        found.update(words().short_for.findall(bare))
        found.update(name for name in words().short_name.findall(bare) if len(name) > 2)
    full = normal(disclosure.institution)
    if seat := words().seat.search(full):  # 某镇 for 某县某镇人民政府
        found.update({seat[1]: sum(normal(line.text).count(seat[1]) for line in paragraphs)})
    level = "".join(re.findall(r"[市区县]", full))[-1:]
    return tuple(
        name
        for name, times in found.most_common()
        if len(name) >= 2
        and times
        and name != full
        and _within(name, full)
        and (name[0] not in "市区县" or name[0] == level)  # 市财政局 is not 某市某区财政局
    )


def _names_in(table: Table) -> Iterator[str]:
    for pair in table.pairs:
        if words().name_fields.search(normal(pair.label)):
            yield _bare_name(pair.value)
    for index, path in enumerate(table.header):
        if words().name_columns.search(normal("/".join(path))):
            for row in table.body:
                if row.cells[index]:
                    yield _bare_name(row.cells[index])


def _bare_name(text: str) -> str:
    return words().name_marks.sub("", re.sub(r"^[\dA-Z]{2,}[-—_]", "", normal(text)))


def _within(short: str, full: str) -> bool:
    rest = iter(full)
    return all(char in rest for char in short)


def _mismatch(source: Source, disclosure: Disclosure) -> list[Problem]:
    """Report a file name that speaks of another year, phase or institution than the inside."""
    stem = normal(PurePath(source.name).stem)
    said: list[str] = []
    if (years := words().year.findall(stem)) and str(disclosure.fiscal_year) not in years:
        said.append(f"year {years[0]}")
    other = Phase.BUDGET if disclosure.phase is Phase.FINAL else Phase.FINAL
    if other.value in stem and disclosure.phase.value not in stem:
        said.append(other.value)
    core = re.sub(
        r"(?:20\d\d年?度?|部门|单位|预算|决算|公开|说明|情况|报表|附表|财政(?=预算)|执行情况[和与及]?|草案|整体支出|绩效|自评|报告|汇总表?|\d|[_\-()A-Za-z.])+",
        "",
        stem,
    )
    full = normal(disclosure.institution)
    if len(core) >= 3 and not _within(core, full) and not _within(full, core):
        said.append(core)
    if not said:
        return []
    message = (
        f"the file's name says {', '.join(said)}; inside it is {disclosure.institution} "
        f"{disclosure.fiscal_year} {disclosure.phase.value}, which counts"
    )
    return [Problem(Severity.INFO, message, Location(source.name))]
