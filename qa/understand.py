"""Turn a question into a Query: what is asked, of what, where and when; no amount is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from weakref import WeakKeyDictionary

from ingest.records import Phase
from qa import dialogue, lexicon, numerals, operations, references, scope, spelling
from qa.catalogue import Catalogue
from qa.link_text import bare, core
from qa.normalise import data, fillers, normalise, squeeze
from qa.query import Asked, Bound, Comparator, Hint, Mention, Operation, Query

_HAN = re.compile(r"[一-鿿]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'-]+")
_QUOTED = re.compile(r"\"([^\"]{2,40})\"|「([^」]{2,40})」|《([^》]{2,40})》|'([^']{3,40})'(?!s)")
_JOINTS = re.compile(
    r"[,，。;；:：?？!！、/+~…\n]|[()]|(?<=[一-鿿])买(?=[一-鿿]{2})|(?<=[一-鿿])(?:以及|和|与|跟|及(?!时)|或者?|还是|同(?!比|期|意|步)|加上|比(?!例|重|如))(?=[一-鿿])|(?:(?<=专项)|(?<=项目)|(?<=采购)|(?<=支出)|(?<=经费)|(?<=预算)|(?<=收入)|(?<=资金)|(?<=三公)|(?<=表))里(?!程|面)"
)
_LEAD = re.compile(
    r"^(?:[^\w]|的|了|是|也(?!许)|又|那么|地(?=[一-鿿]{0,2}给)|就(?!业|医|近)|都(?!市)|还(?!款|债|本|贷)|在(?!职|编|岗|校|建|线|读)"
    r"|有(?!关|限|效|无|线|机)|个(?!人|体|税)|把|被(?!装)|从(?!业|事|严)|给(?!水|排)|按(?!揭)|对(?!外|口|应|企|个|社)|于|为(?!民|侨)|下来|那|搞(?!活|好)|买(?!卖)|管(?!理|道|委|护|线|网|控))+"
)
_TAIL = re.compile(
    r"(?:[^\w%]|的|了|是|有|在|(?<![万公])里|都|各|也|就|还|又|(?<!行)为|占|说|写|叫|这|那|放在|分别|方面|一格|怎么|时候|要|会要|跟|和|与|对|被|(?<=[一-鿿]{2})预算(?:数|额)?|(?<=[一-鿿]{2})的钱)+$"
)
_CLAUSE = re.compile(
    r"[,;?。!、]+|(?<=[一-鿿])\s+(?=[一-鿿])|\.\s|, and (?=how|what|which|why|where|who)| and (?=how|what|which|why|where|who)",
    re.I,
)
_ASKS = re.compile(
    r"多少|几|哪|谁|什么|怎么|为什么|吗|何|是不是|有没有|how|what|which|why|who|when|where", re.I
)
_TWO_YEARS = re.compile(r"两年|两个年度|both years|two years")
_MEASURED = re.compile(r"(?:多少|几|\d|[一二两三四五六七八九十])$")
_MEASURES = "个项家名位份条件处台辆本篇期类种笔场次套"
_MAX_WORD = 24


@dataclass(frozen=True, slots=True)
class Taken:
    """Hold which characters of a text are no longer content."""

    mask: bytearray

    def take(self, start: int, end: int) -> None:
        """Mark characters as used."""
        self.mask[start:end] = b"\1" * (end - start)


class Reader:
    """Read questions against one catalogue; its words are prepared once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.departments = scope.Departments(catalogue)

    @cached_property
    def labels(self) -> frozenset[str]:
        """Return every row's label in bare form, its core, its parts and near part names."""
        found: set[str] = set()
        names = sorted(self.departments.names, key=len, reverse=True)
        for label in {row.label for row in self.catalogue.rows.values()}:
            found.update(part_names(label, names))
        return frozenset(found)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Return every code of the corpus."""
        return frozenset(row.code for row in self.catalogue.rows.values() if row.code)

    @cached_property
    def annexes(self) -> tuple[str, ...]:
        """Return every annex as printed, in the order of the tables."""
        return tuple(dict.fromkeys(t.annex for t in self.catalogue.tables.values() if t.annex))

    @cached_property
    def vocabulary(self) -> spelling.Vocabulary:
        """Return the words against which typos are mended."""
        headings = (
            part for t in self.catalogue.tables.values() for c in t.columns for part in c.path
        )
        labels = (row.label for row in self.catalogue.rows.values())
        return spelling.Vocabulary(
            strong=[*lexicon.senses(), *self.labels, *map(bare, headings), *self.departments.names],
            labels=[bare(label) for label in labels],
        )

    def understand(self, question: str) -> Query:
        """Return a question as a Query; nothing of a history is taken into account."""
        plain = normalise(question)
        text = self.departments.localise(lexicon.translate(without_story(plain)))
        text, corrections = spelling.mend(text, self.vocabulary)
        whole = replace(self._read(question, text, plain), corrections=tuple(corrections))
        return replace(whole, parts=self._parts(question, text, plain, whole))

    def _parts(self, question: str, text: str, plain: str, whole: Query) -> tuple[Query, ...]:
        clauses = split_questions(text)
        if len(clauses) < 2:
            return ()
        parts: list[Query] = []
        for clause in clauses:
            part = self._read(clause, clause, plain, total=False)
            own = bool(part.mentions or part.codes or part.annexes)
            if parts and not own and _says_no_more(part, parts[-1]):
                continue
            parts.append(_inherit(part, parts[-1] if parts else None, whole, own))
        return tuple(parts) if len(parts) > 1 else ()

    def _read(self, question: str, text: str, plain: str, *, total: bool = True) -> Query:
        taken = Taken(bytearray(len(text)))
        codes = references.codes(text, self.codes)
        annexes = references.annexes(text, self.annexes)
        row = references.row_number(text)
        years = references.years(text)
        offsets = references.offsets(text)
        decimals, unit = references.decimals(text), references.unit(text)
        for span in (*codes, *annexes, *(s for _, s in years), *(s for _, s in offsets)):
            taken.take(span.start, span.end)
        for pair in (row, decimals):
            if pair:
                taken.take(pair[1].start, pair[1].end)
        phases = references.phases(text)
        looked_up = [year for year, span in years if not references.is_base(text, span)]
        based = [year for year, span in years if references.is_base(text, span)]
        relative = [o for o, span in offsets if not references.is_base(text, span)]
        named = scope.find(text, self.departments, looked_up or based, phases)
        for start, end in named.spans:
            taken.take(start, end)
        if not looked_up and _TWO_YEARS.search(text):
            looked_up = self._years_of(named.scope.documents)
        squeezed = _Squeezed.of(text)
        tables = squeezed.place(references.table_words(squeezed.text))
        for span in tables:
            taken.take(span.start, span.end)
        found = operations.find(_masked(text, tables))
        lean = dialogue.detect(text)
        for start, end in lean.spans:
            _take_free(taken, start, end, found)
        columns = squeezed.place(references.column_words(squeezed.text))
        mentions = self._mentions(text, squeezed, taken, found, columns)
        asked = _asked(found, mentions, len(codes), text)
        if total and not (mentions or codes or annexes) and _plain(asked):
            if lean.follow is None or (named.scope.named and asked_sum(asked)):
                mentions = _total(text)
        rows = squeezed.place(references.row_words(squeezed.text))
        return Query(
            original=question,
            text=text,
            language=language(plain),
            operations=asked,
            mentions=mentions,
            codes=tuple(dict.fromkeys(span.value for span in codes)),
            annexes=tuple(dict.fromkeys(span.value for span in annexes)),
            table_words=tuple(dict.fromkeys(span.value for span in tables)),
            column_words=tuple(dict.fromkeys(span.value for span in columns)),
            row_number=row[0] if row else None,
            years=tuple(dict.fromkeys(looked_up)),
            year_offset=next((o for o in relative if o), relative[0] if relative else None),
            offsets=tuple(dict.fromkeys(relative)),
            base_year=based[0] if based else None,
            phase=phases[0] if len(phases) == 1 else _strong_phase(phases, text),
            unit=unit[0] if unit else None,
            decimals=decimals[0] if decimals else None,
            figures=_figures(text, taken),
            scope=named.scope,
            refusals=self._refusals(text, looked_up or based),
            measure=_measure(text),
            follow=lean.follow,
            whole=_whole(found, text),
            row_words=tuple(dict.fromkeys(span.value for span in rows)),
        )

    def _refusals(self, text: str, years: Sequence[int]) -> tuple[str, ...]:
        """Return reasons to check; actual spending is none where final accounts are there."""
        found = refusals(text)
        final = {
            d.fiscal_year
            for d in self.catalogue.documents.values()
            if d.phase == Phase.FINAL.value
        }
        if final and (not years or final & set(years)):
            return tuple(reason for reason in found if reason != "actual_spending")
        return found

    def _years_of(self, documents: Sequence[int]) -> list[int]:
        """Return the years of the documents in scope where there are exactly two."""
        ids = documents or tuple(self.catalogue.documents)
        years = sorted({self.catalogue.documents[d].fiscal_year for d in ids})
        return years if len(years) == 2 else []

    def _mentions(
        self,
        text: str,
        squeezed: _Squeezed,
        taken: Taken,
        found: Sequence[operations.Found],
        columns: Sequence[references.Span],
    ) -> tuple[Mention, ...]:
        quoted = list(_QUOTED.finditer(text))
        names = self._names(squeezed, taken, found)
        mask = bytearray(taken.mask)
        for hit in found:
            if not hit.keep:
                _take_operation(mask, hit, names)
        for span in (*names, *columns):
            mask[span.start : span.end] = b"\1" * (span.end - span.start)
        content = [n for n in names if not _is_column(n, columns)]
        for start, end in references.phase_spans(text):
            mask[start:end] = b"\1" * (end - start)
        rest = _residue(text, mask)
        mentions = [
            self._merged(text, group, quoted)
            if len(group) > 1
            else self._mention(text, group[0], quoted)
            for group in _groups(content, rest)
        ]
        told = _specific(_unique(_together(sorted(mentions, key=lambda m: m.start))))
        if told:
            return told
        mentions = [self._mention(text, span, quoted) for span in names or columns]
        return _specific(_unique(_together(mentions))) or _unique(
            self._mention(text, span, quoted) for span in columns
        )

    def _merged(
        self, text: str, pieces: Sequence[references.Span], quoted: Sequence[re.Match[str]]
    ) -> Mention:
        """Return one phrase of several pieces; what a piece means counts by its share of it."""
        span = references.Span(
            text[pieces[0].start : pieces[-1].end], pieces[0].start, pieces[-1].end
        )
        hints: list[Hint] = []
        for piece in pieces:
            sense = lexicon.sense(piece.value)
            share = round(0.8 * len(piece.value) / len(span.value), 2)
            hints += [replace(h, weight=h.weight * share) for h in (sense.hints if sense else ())]
        own = lexicon.sense(span.value)
        return Mention(
            span.value, span.start, span.end,
            _of_measure(
                own.hints if own else tuple(sorted(hints, key=lambda h: -h.weight)), text
            ),
            _is_quoted(span, quoted),
        )  # fmt: skip

    def _mention(
        self, text: str, span: references.Span, quoted: Sequence[re.Match[str]]
    ) -> Mention:
        sense = lexicon.sense(span.value)
        hints: tuple[Hint, ...] = _of_measure(sense.hints if sense else (), text)
        words = text[span.start : span.end] or span.value
        return Mention(words, span.start, span.end, hints, _is_quoted(span, quoted))

    def _names(
        self, squeezed: _Squeezed, taken: Taken, found: Sequence[operations.Found]
    ) -> list[references.Span]:
        """Return the longest words of lexicon and catalogue that stand in the text."""
        senses, labels = lexicon.senses(), self.labels
        spans: list[references.Span] = []
        text, position = squeezed.text, 0
        while position < len(text):
            size = _longest(text, position, senses, labels)
            if size:
                span = squeezed.span(position, position + size)
                if not any(taken.mask[span.start : span.end]) and not _operation_word(span, found):
                    spans.append(span)
                    position += size
                    continue
            position += 1
        return spans


def part_names(label: str, institutions: Sequence[str]) -> set[str]:
    """Return the names by which a question may call a row: bare, core, without whose it is, parts."""
    forms = {bare(label), core(label)}
    for form in list(forms):
        whose = next((name for name in institutions if form.startswith(name)), "")
        rest = form.removeprefix(whose)
        forms |= {rest, core(rest)} if whose else set()
    for piece in re.split(r"[、,，和与及:：]|（.*?）|\(.*?\)", label):
        forms |= {bare(piece), core(piece)} if len(bare(piece)) >= 4 else set()
    for form in [f for f in forms if 4 <= len(f) <= 6]:
        forms |= {form[:i] + form[i + 1 :] for i in range(1, len(form) - 1)}
    kept = {f for f in forms if 3 <= len(f) <= _MAX_WORD and not f.isdigit()}
    return kept | ({bare(label)} if len(bare(label)) == 2 else set())


def _groups(
    names: Sequence[references.Span], rest: Sequence[references.Span]
) -> list[list[references.Span]]:
    """Return known words and other phrases, each alone, but joined where they touch."""
    residue = set(rest)
    groups: list[list[references.Span]] = []
    for span in sorted((*names, *rest), key=lambda s: s.start):
        touches = bool(groups) and groups[-1][-1].end == span.start
        if touches and not (_is_form_word(span) or _is_form_word(groups[-1][-1])):
            groups[-1].append(span)
        else:
            groups.append([span])
    found: list[list[references.Span]] = []
    for group in groups:
        found += [group] if residue & set(group) else [[span] for span in group]
    return found


def _is_form_word(span: references.Span) -> bool:
    """Tell whether a word names a field that every project's form has (起始时间)."""
    sense = lexicon.sense(span.value)
    return sense is not None and all(
        h.kinds == ("project_performance",) and not h.code for h in sense.hints
    )


def _longest(
    text: str, position: int, senses: dict[str, lexicon.Sense], labels: frozenset[str]
) -> int:
    for size in range(min(_MAX_WORD, len(text) - position), 1, -1):
        word = text[position : position + size]
        if word in senses or word in labels:
            if word.isascii() and not _whole_word(text, position, size):
                continue
            return size
    return 0


def _whole_word(text: str, position: int, size: int) -> bool:
    around = text[position - 1 : position] + text[position + size : position + size + 1]
    return not any(c.isascii() and c.isalnum() for c in around)


def _operation_word(span: references.Span, found: Sequence[operations.Found]) -> bool:
    """Tell whether a short word lies wholly inside an operation's words (比例, 增长)."""
    return any(
        not hit.keep and hit.start <= span.start and span.end <= hit.end
        and not (hit.whole and hit.whole[0] <= span.start and span.end <= hit.whole[1])
        for hit in found
    )  # fmt: skip


def _take_free(taken: Taken, start: int, end: int, found: Sequence[operations.Found]) -> None:
    """Mark characters as used unless an operation's kept words need them."""
    for place in range(start, end):
        if not any(hit.keep and hit.start <= place < hit.end for hit in found):
            taken.mask[place] = 1


def _take_operation(
    mask: bytearray, hit: operations.Found, names: Sequence[references.Span]
) -> None:
    for place in range(hit.start, hit.end):
        if hit.whole and hit.whole[0] <= place < hit.whole[1]:
            continue
        if not any(n.start <= place < n.end for n in names):
            mask[place] = 1


def _plain(asked: Sequence[Asked]) -> bool:
    money = (Operation.LOOKUP, Operation.SUM, Operation.CHANGE, Operation.GROWTH, Operation.WHY,
             Operation.CONVERT)  # fmt: skip
    return all(a.operation in money for a in asked)


def _total(text: str) -> tuple[Mention, ...]:
    """Return the total that a question of money means that names nothing."""
    name = references.total(text)
    sense = lexicon.sense(name) if name else None
    return (Mention(name, hints=sense.hints if sense else ()),) if name else ()


@dataclass(frozen=True, slots=True)
class _Squeezed:
    text: str
    places: tuple[int, ...]

    @staticmethod
    def of(text: str) -> _Squeezed:
        return _Squeezed(*squeeze(text))

    def span(self, start: int, end: int) -> references.Span:
        return references.Span(self.text[start:end], self.places[start], self.places[end - 1] + 1)

    def place(self, spans: Iterable[references.Span]) -> list[references.Span]:
        return [
            references.Span(s.value, self.places[s.start], self.places[s.end - 1] + 1)
            for s in spans
        ]


def _masked(text: str, spans: Sequence[references.Span]) -> str:
    """Return text in which table names cannot be taken for operation words (排序 …)."""
    chars = list(text)
    for span in spans:
        chars[span.start : span.end] = "□" * (span.end - span.start)
    return "".join(chars)


def _is_column(span: references.Span, columns: Sequence[references.Span]) -> bool:
    return any(c.start <= span.start and span.end <= c.end for c in columns)


def _is_quoted(span: references.Span, quoted: Sequence[re.Match[str]]) -> bool:
    return any(m.start() <= span.start and span.end <= m.end() for m in quoted)


def _residue(text: str, mask: bytearray) -> list[references.Span]:
    """Return what is left of a text once known words, fillers and joints are taken out."""
    mask = bytearray(mask)
    for pattern in (fillers().drop, _JOINTS, _question_words()):
        for match in pattern.finditer(text):
            if not any(mask[match.start() : match.end()]):
                mask[match.start() : match.end()] = b"\1" * len(match[0])
    for match in _LATIN.finditer(text):
        if match[0].lower() in fillers().english:
            mask[match.start() : match.end()] = b"\1" * len(match[0])
    spans: list[references.Span] = []
    for match in re.finditer(rb"\0+", bytes(mask)):
        spans += _trimmed(text, match.start(), match.end())
    return spans


def _trimmed(text: str, start: int, end: int) -> list[references.Span]:
    words = text[start:end]
    if words[:1] in _MEASURES and _MEASURED.search(text[:start]):
        start, words = start + 1, words[1:]
    if lead := _LEAD.match(words):
        start, words = start + lead.end(), words[lead.end() :]
    if tail := _TAIL.search(words):
        end, words = end - len(tail[0]), words[: tail.start()]
    if len(words) == 1 and lexicon.sense(words):
        return [references.Span(words, start, end)]
    if len(words) < 2 or not re.search(r"[一-鿿]|[A-Za-z]{2,}", words):
        return []
    return [references.Span(words, start, end)]


@cache
def _question_words() -> re.Pattern[str]:
    return re.compile(
        r"百分之(?:多少|几)|多少(?:钱|万元|亿元|万|亿|元|个|名|人|次|辆|台|家|项)?|(?:几)(?:个|名|人|次|辆|台|家|项|笔|回|趟|场|万元|万|元|块钱|块|天|年|套|份|种|位|成|条)|什么|怎么|怎样|哪(?:里|儿|个|些|家|种|年|条|一)?|谁|何时|多久|多大|多高|多长|(?<![\d一-鿿])(?:预算|决算)(?:数|金额|额)?(?=[\s,?]|$)|的?(?:预算|决算)(?:数|金额|额)?(?=(?:是|有|为)?(?:多少|几|$|[,?]))"
    )


def _together(mentions: Sequence[Mention]) -> list[Mention]:
    """Expand words that mean several terms at once (水电费 → 水费, 电费)."""
    found: list[Mention] = []
    for mention in mentions:
        sense = lexicon.sense(mention.text)
        if sense is None or not sense.together:
            found.append(mention)
            continue
        found += [replace(mention, text=hint.term, hints=(hint,)) for hint in sense.hints]
    return found


def _specific(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Drop words like 经费 or 这个单位 where something more telling is named, or they say nothing."""
    own = fillers().generic
    return tuple(m for m in mentions if m.text.strip("的 ") not in own)


def without_story(text: str) -> str:
    """Return text without the clauses that tell who asks and why, where a question remains."""
    rest = fillers().story.sub("", text).strip(",。;; ")
    return rest if rest != text and _ASKS.search(rest) else text


_COUNTED = re.compile(
    r"(?:多少|几)(?:多)?(个工作日|人次|场次|平方米|公里|[次场回趟辆台人名天户套份条期篇本座栋层米岁楼家%])"
    r"|(百分之)(?:几|多少)|how many (times|days|people|vehicles|cars)|(辆|台)(?=车)",
    re.IGNORECASE,
)


def _measure(text: str) -> str | None:
    """Return what is counted where it is no money."""
    match = _COUNTED.search(text)
    return next((group for group in match.groups() if group), None) if match else None


def _of_measure(hints: Sequence[Hint], text: str) -> tuple[Hint, ...]:
    """Make little of money terms where times or days are asked for (培训要办几场)."""
    if _measure(text) in (None, "%", "百分之"):
        return tuple(hints)
    return tuple(
        replace(h, weight=round(h.weight * 0.3, 2)) if h.code and h.code[0] == "3" else h
        for h in hints
    )


def _is_sum(mention: Mention) -> bool:
    sense = lexicon.sense(mention.text)
    return sense is not None and sense.together and all(h.code for h in sense.hints)


def asked_sum(asked: Sequence[Asked]) -> bool:
    """Tell whether a sum is among the operations."""
    return any(a.operation is Operation.SUM for a in asked)


def _unique(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    by_text: dict[str, Mention] = {}
    for mention in mentions:
        by_text.setdefault(bare(mention.text) or mention.text, mention)
    return tuple(by_text.values())


def _asked(
    found: Sequence[operations.Found], mentions: Sequence[Mention], codes: int, text: str
) -> tuple[Asked, ...]:
    asked: list[Asked] = []
    for hit in found:
        if hit.weak and len(mentions) + codes < 2:
            continue
        if not any(
            a.operation is hit.asked.operation and a.bound == hit.asked.bound for a in asked
        ):
            asked.append(hit.asked)
    kinds = {a.operation for a in asked}
    if any(_is_sum(m) for m in mentions):
        asked.append(Asked(Operation.SUM))
    if Operation.INVERSE in kinds:
        asked = _with_inverse(asked, text)
    quantity = re.search(r"多少|几|how much|how many|how large|how big", text, re.I)
    if not asked or (kinds <= {Operation.YES_NO, Operation.WHY, Operation.CONVERT} and quantity):
        asked.insert(0, Asked(Operation.LOOKUP))
    return tuple(asked)


def _with_inverse(asked: Sequence[Asked], text: str) -> list[Asked]:
    """Give the figure that is looked for to INVERSE; without a figure it is none."""
    figures = [a for a in numerals.amounts(text) if not (1990 <= a.value <= 2060 and not a.unit)]
    bound = next((a.bound for a in asked if a.bound), None)
    kept = [a for a in asked if a.operation not in (Operation.INVERSE, Operation.FILTER)]
    if bound is None and figures:
        bound = Bound(Comparator.EQUAL, figures[0].value, None, figures[0].unit)
    if bound is None:
        return [a for a in asked if a.operation is not Operation.INVERSE]
    return [*kept, Asked(Operation.INVERSE, "", None, bound)]


def _strong_phase(phases: Sequence[Phase], text: str) -> Phase | None:
    """Return final accounts where 预算 is said beside words that money was really spent."""
    if Phase.FINAL in phases and not re.search(
        r"预算[^,。?]{0,6}(?:和|与|跟|及|比)|(?:比|和|与)[^,。?]{0,6}预算|budget", text, re.I
    ):
        return Phase.FINAL
    return None


def _figures(text: str, taken: Taken) -> tuple[numerals.Decimal, ...]:
    return tuple(
        a.value for a in numerals.amounts(text)
        if not any(taken.mask[a.start : a.end])
    )  # fmt: skip


def _whole(found: Sequence[operations.Found], text: str) -> str | None:
    for hit in found:
        if hit.whole and (words := text[hit.whole[0] : hit.whole[1]].strip("了的 ")):
            return words
    return None


@cache
def _refusals() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw: dict[str, list[str]] = data("refusals.yaml")
    return tuple((name, re.compile("|".join(p), re.I)) for name, p in raw.items())


def refusals(text: str) -> tuple[str, ...]:
    """Return reasons to check whether the corpus can say what is asked."""
    return tuple(name for name, pattern in _refusals() if pattern.search(text))


def language(text: str) -> str:
    """Return en where the frame of a question is English, else zh."""
    frame = re.sub(r"\"[^\"]*\"|\([^)]*\)", " ", text)
    latin = [w.lower() for w in _LATIN.findall(frame)]
    frame_words = sum(word in fillers().english for word in latin)
    chinese = len(_HAN.findall(re.sub(r"[一-鿿]{1,4}(?=办|专项)", "", frame)))
    asks_chinese = bool(
        re.search(r"多少|几|哪|什么|怎么|吗|呢|是不是|有没有|为什么|的|了|是", frame)
    )
    if not chinese and latin:
        return "en"
    if asks_chinese:
        return "zh" if frame_words < 4 or chinese > 2 * len(latin) else "en"
    return "en" if frame_words >= 2 or len(latin) >= 4 else "zh"


def split_questions(text: str) -> tuple[str, ...]:
    """Return the clauses of a text that each ask something; others join a neighbour."""
    pieces = [piece.strip() for piece in _CLAUSE.split(text) if piece and piece.strip()]
    clauses: list[str] = []
    pending = ""
    for piece in pieces:
        found = operations.find(piece)
        asks = bool(_ASKS.search(piece) or _DATED.search(piece))
        if clauses and not asks and found and _modifies(found):
            clauses[-1] += f",{piece}"
            continue
        pending = f"{pending},{piece}" if pending else piece
        if asks or (found and not _modifies(found)):
            clauses.append(pending)
            pending = ""
    if pending and clauses:
        clauses[-1] += f",{pending}"
    return tuple(clauses)


_DATED = re.compile(r"预算 for 20\d\d$|决算 for 20\d\d$")
_MODIFIERS = (Operation.BACK_CALCULATE, Operation.CONVERT, Operation.FILTER, Operation.PER_HEAD,
              Operation.AVERAGE, Operation.SUM, Operation.RANK)  # fmt: skip


def _modifies(found: Sequence[operations.Found]) -> bool:
    """Tell whether a clause only says how to reckon what another one asks."""
    return all(hit.asked.operation in _MODIFIERS for hit in found)


_COMPARING = (Operation.CHANGE, Operation.GROWTH, Operation.COMPARE, Operation.TOP,
              Operation.BOTTOM)  # fmt: skip
_QUANTITY_ONLY = {Operation.LOOKUP, Operation.LIST, Operation.YES_NO, Operation.COUNT}


def _other_time(part: Query, before: Query) -> bool:
    """Tell whether a clause asks for another year or phase than the one before it."""
    if part.years:
        return part.years != before.years
    if part.phase is not None and before.phase is not None:
        return part.phase is not before.phase
    return bool(part.offsets) and part.offsets != before.offsets


def _says_no_more(part: Query, before: Query) -> bool:
    """Tell whether a clause without content only repeats what the one before it asks."""
    if _only_quantity(part):
        return not _other_time(part, before)
    return before.asks(*_COMPARING) and all(
        asked.operation in (*_QUANTITY_ONLY, Operation.DIFFERENCE) for asked in part.operations
    )


def _only_quantity(part: Query) -> bool:
    return all(asked.operation in _QUANTITY_ONLY for asked in part.operations)


def _inherit(part: Query, before: Query | None, whole: Query, own: bool) -> Query:
    """Give a later question of one sentence what it leaves unsaid."""
    part = replace(part, language=whole.language)
    if not part.scope.named:
        part = replace(part, scope=whole.scope)
    if before is None:
        return part if own else replace(part, mentions=whole.mentions[:1])
    if part.whole and all(bare(m.text) in bare(part.whole) for m in part.mentions) and own:
        part = replace(part, mentions=_unique((*before.mentions, *part.mentions)))
    if not own:
        part = replace(part, mentions=before.mentions, codes=before.codes, annexes=before.annexes)
    if not part.years and part.year_offset is None:
        part = replace(
            part, years=before.years, year_offset=before.year_offset, offsets=before.offsets
        )
    return replace(part, phase=part.phase or before.phase)


_READERS: WeakKeyDictionary[Catalogue, Reader] = WeakKeyDictionary()


def reader(catalogue: Catalogue) -> Reader:
    """Return the reader of a catalogue, made once."""
    found = _READERS.get(catalogue)
    if found is None:
        found = _READERS[catalogue] = Reader(catalogue)
    return found


def understand(question: str, catalogue: Catalogue) -> Query:
    """Return a question as a Query over a catalogue."""
    return reader(catalogue).understand(question)
