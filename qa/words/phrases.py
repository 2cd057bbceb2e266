"""Find the content of a question: what is left of it beside operations, references and fillers."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from qa.linking.text import bare, core
from qa.query import Hint, Mention, Operation
from qa.regexes import regex
from qa.words import content, lexicon, numerals, operations, references
from qa.words.normalise import fillers, squeeze

_LATIN = regex(r"[A-Za-z][A-Za-z'-]+")
_JOINTS = regex(
    r"[,，。;；:：?？!！、/+~…\n]|[()]|(?<=[一-鿿])买(?=[一-鿿]{2})|(?<=[一-鿿])(?:以及|和|与|跟|及(?!时)|或者?|还是|还有|外加|同(?!比|期|意|步)|加上|比(?!例|重|如))(?=[一-鿿])|(?:(?<=专项)|(?<=项目)|(?<=采购)|(?<=支出)|(?<=经费)|(?<=预算)|(?<=收入)|(?<=资金)|(?<=三公)|(?<=指标)|(?<=目标)|(?<=表))里(?!程|面)"
)
_LEAD = regex(
    r"^(?:[^\w]|的|了|是|也(?!许)|又|那么|地(?=[一-鿿]{0,2}给)|就(?!业|医|近)|都(?!市)|还(?!款|债|本|贷)|在(?!职|编|岗|校|建|线|读)"
    r"|有(?!关|限|效|无|线|机)|个(?!人|体|税)|把|被(?!装)|从(?!业|事|严)|给(?!水|排)|按(?!揭)|对(?!外|口|应|企|个|社)|于|为(?!民|侨)|下来|那|搞(?!活|好)|买(?!卖)|管(?!理|道|委|护|线|网|控))+"
)
_TAIL = regex(
    r"(?:[^\w%]|的|了|是|有|在|(?<![万公])里|都|各|也|就|还|又|(?<!行)为|占|说|写|叫|这|那|放在|分别|方面|一格|怎么|时候|(?:要|得(?!分)|须|会要)(?:做|达|保|造|完成|搞|办|开)?(?:到|住|成)?|跟|和|与|对|被|(?<=[一-鿿]{2})预算(?:数|额)?|(?<=[一-鿿]{2})的钱|(?<!本)钱)+$"
)
_MEASURED = regex(r"(?:多少|几|哪|哪一|\d|[一二两三四五六七八九十])$")
_MEASURES = "个项家名位份条件处台辆本篇期类种笔场次套"
_HEADS = frozenset({"专项", "项目", "经费", "资金", "工程", "专项资金", "专项经费"})
_MAX_WORD = 24
_RUN_ON = 8  # unknown characters before a known word that are no part of its name
OF_NOUNS = (Operation.COUNT, Operation.LIST, Operation.DUTIES, Operation.TOP, Operation.BOTTOM)
_QUOTED = regex(r"\"([^\"]{2,40})\"|「([^」]{2,40})」|《([^》]{2,40})》|'([^']{3,40})'(?!s)")


@dataclass(frozen=True, slots=True)
class Taken:
    """Hold which characters of a text are no longer content."""

    mask: bytearray

    def take(self, start: int, end: int) -> None:
        """Mark characters as used."""
        self.mask[start:end] = b"\1" * (end - start)


@dataclass(frozen=True, slots=True)
class Squeezed:
    text: str
    places: tuple[int, ...]

    @staticmethod
    def of(text: str) -> Squeezed:
        return Squeezed(*squeeze(text))

    def span(self, start: int, end: int) -> references.Span:
        return references.Span(self.text[start:end], self.places[start], self.places[end - 1] + 1)

    def place(self, spans: Iterable[references.Span]) -> list[references.Span]:
        return [
            references.Span(s.value, self.places[s.start], self.places[s.end - 1] + 1)
            for s in spans
        ]


def part_names(label: str, institutions: Sequence[str]) -> set[str]:
    """Return the names by which a question may call a row: bare, core, without whose it is, parts."""
    forms = {bare(label), core(label)}
    for form in list(forms):
        whose = next((name for name in institutions if form.startswith(name)), "")
        rest = form.removeprefix(whose)
        forms |= {rest, core(rest)} if whose else set()
    for piece in re.split(r"[、,，和与及:：]|（.*?）|\(.*?\)", label):
        forms |= {bare(piece), core(piece)} if len(bare(piece)) >= 4 else set()
    kept = {f for f in forms if 3 <= len(f) <= _MAX_WORD and not f.isdigit()}
    return kept | ({bare(label)} if len(bare(label)) == 2 else set())


def groups(
    names: Sequence[references.Span], rest: Sequence[references.Span]
) -> list[list[references.Span]]:
    """Return known words and other phrases, each alone, but joined where they touch."""
    residue = set(rest)
    groups: list[list[references.Span]] = []
    for span in sorted((*names, *rest), key=lambda s: s.start):
        touches = bool(groups) and groups[-1][-1].end == span.start
        touches = touches and not _ends_name(groups[-1][-1].value, span.value)
        touches = touches and not (
            groups[-1][-1] in residue and len(groups[-1][-1].value) > _RUN_ON
        )
        if touches and not (_is_form_word(span) or _is_form_word(groups[-1][-1])):
            groups[-1].append(span)
        else:
            groups.append([span])
    found: list[list[references.Span]] = []
    for group in groups:
        joined = residue & set(group) or (len(group) > 1 and group[-1].value in _HEADS)
        found += [group] if joined else [[span] for span in group]
    return found


def _ends_name(value: str, after: str) -> bool:
    """Tell whether a name ends here though another follows at once: 交易中心便民中心."""
    return value.endswith("专项") or (value.endswith("中心") and after.endswith("中心"))


def _is_form_word(span: references.Span) -> bool:
    """Tell whether a word names a field that every project's form has (起始时间)."""
    sense = lexicon.sense(span.value)
    return sense is not None and all(
        h.kinds == ("project_performance",) and not h.code for h in sense.hints
    )


def longest(
    text: str,
    position: int,
    senses: dict[str, lexicon.Sense],
    labels: frozenset[str],
    *,
    varied: bool = False,
) -> int:
    """Return the length of the longest known word at a place; `varied` words have other spellings."""
    for size in range(min(_MAX_WORD, len(text) - position), 1, -1):
        word = text[position : position + size]
        if (
            word in senses
            or word in labels
            or (varied and (bare(word) in labels or bare(word) in senses))
        ):
            if word.isascii() and not _whole_word(text, position, size):
                continue
            if size == 2 and text[position - 1 : position + 1] in fillers().closed:
                continue
            return size
    return 0


def _whole_word(text: str, position: int, size: int) -> bool:
    around = text[position - 1 : position] + text[position + size : position + size + 1]
    return not any(c.isascii() and c.isalnum() for c in around)


def operation_word(span: references.Span, found: Sequence[operations.Found]) -> bool:
    """Tell whether a short word lies wholly inside an operation's words (比例, 增长)."""
    return any(
        not hit.keep and hit.start <= span.start and span.end <= hit.end
        and not (hit.whole and hit.whole[0] <= span.start and span.end <= hit.whole[1])
        for hit in found
    )  # fmt: skip


def take_free(taken: Taken, start: int, end: int, found: Sequence[operations.Found]) -> None:
    """Mark characters as used unless an operation's kept words need them."""
    for place in range(start, end):
        if not any(hit.keep and hit.start <= place < hit.end for hit in found):
            taken.mask[place] = 1


def take_operation(
    mask: bytearray, hit: operations.Found, names: Sequence[references.Span]
) -> None:
    for place in range(hit.start, hit.end):
        if hit.whole and hit.whole[0] <= place < hit.whole[1]:
            continue
        if not any(n.start <= place < n.end for n in names):
            mask[place] = 1


def is_column(span: references.Span, columns: Sequence[references.Span]) -> bool:
    return any(c.start <= span.start and span.end <= c.end for c in columns)


def is_quoted(span: references.Span, quoted: Sequence[re.Match[str]]) -> bool:
    return any(m.start() <= span.start and span.end <= m.end() for m in quoted)


def residue(text: str, mask: bytearray, printed: Callable[[str], bool]) -> list[references.Span]:
    """Return what is left of a text once known words, fillers and joints are taken out."""
    mask = bytearray(mask)
    for pattern in (fillers().drop, _JOINTS, _question_words()):
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 3) : match.end() + 3]
            if pattern is _JOINTS and match[0] in "和与及、" and printed(around):
                continue  # 数字化城市运行和治理中心 is one name
            if not any(mask[match.start() : match.end()]):
                mask[match.start() : match.end()] = b"\1" * len(match[0])
    for match in _LATIN.finditer(text):
        if match[0].lower() in fillers().english:
            mask[match.start() : match.end()] = b"\1" * len(match[0])
    spans: list[references.Span] = []
    for amount in numerals.amounts(text):
        if amount.unit:  # 295万 is a figure, 12345热线 is a name
            mask[amount.start : amount.end] = b"\1" * (amount.end - amount.start)
    for gap in re.finditer(rb"\0+", bytes(mask)):
        start, end = gap.span()
        for cut in re.finditer(r"专项(?=[一-鿿]{2,})|中心(?=[一-鿿]{2,6}中心)", text[start:end]):
            spans += _trimmed(text, start, gap.start() + cut.end())
            start = gap.start() + cut.end()
        spans += _trimmed(text, start, end)
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
    return regex(
        r"百分之(?:多少|几)|多少(?:钱|万元|亿元|万|亿|元|个|名|人|次|辆|台|家|项)?|(?:几)(?:个|名|人|次|辆|台|家|项|笔|回|趟|场|万元|万|元|块钱|块|天|年|套|份|种|位|成|条)|什么|怎么|怎样|哪(?:里|儿|个|些|家|种|年|条|一)?|谁|何时|多久|多大|多高|多长|(?<![\d一-鿿])(?:预算|决算)(?:数|金额|额)?(?=[\s,?]|$)|的?(?:预算|决算)(?:数|金额|额)?(?=(?:是|有|为)?(?:多少|几|$|[,?]))"
    )


def together(mentions: Sequence[Mention]) -> list[Mention]:
    """Expand words that mean several terms at once (水电费 → 水费, 电费)."""
    found: list[Mention] = []
    for mention in mentions:
        sense = lexicon.sense(mention.text)
        if sense is None or not sense.together:
            found.append(mention)
            continue
        found += [replace(mention, text=hint.term, hints=(hint,)) for hint in sense.hints]
    return found


def specific(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Drop words like 经费 or 这个单位 where something more telling is named, or they say nothing."""
    own = fillers().generic
    return tuple(m for m in mentions if m.text.strip("的 ") not in own)


_COUNTED = regex(
    r"(?:多少|几)(?:多)?(个工作日|人次|场次|平方米|公里|[次场回趟辆台人名天户套份条期篇本座栋层米岁楼家%])"
    r"|(百分之)(?:几|多少)|how many (times|days|people|vehicles|cars)|(辆|台)(?=车)",
    re.IGNORECASE,
)


def measure_of(text: str) -> str | None:
    """Return what is counted where it is no money."""
    match = _COUNTED.search(text)
    return next((group for group in match.groups() if group), None) if match else None


def of_measure(hints: Sequence[Hint], text: str) -> tuple[Hint, ...]:
    """Make little of money terms where times or days are asked for (培训要办几场)."""
    if measure_of(text) in (None, "%", "百分之"):
        return tuple(hints)
    return tuple(
        replace(h, weight=round(h.weight * 0.3, 2)) if h.code and h.code[0] == "3" else h
        for h in hints
    )


def unique(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    by_text: dict[str, Mention] = {}
    for mention in mentions:
        by_text.setdefault(bare(mention.text) or mention.text, mention)
    return tuple(by_text.values())


class Phrases:
    """Cut questions into content phrases by the words of the lexicon and of one corpus."""

    def __init__(
        self,
        words: frozenset[str],
        shortened: Mapping[str, str],
        printed: Callable[[str], bool],
        pairs: Container[str],
    ) -> None:
        self._pairs = pairs
        self._words = words
        self._shortened = shortened
        self._corpus_has = printed

    def _printed(self, words: str) -> bool:
        """Tell whether the corpus has words just so."""
        if len(words) < 6:
            return False
        return self._corpus_has(words)

    def mentions(
        self,
        text: str,
        squeezed: Squeezed,
        taken: Taken,
        found: Sequence[operations.Found],
        columns: Sequence[references.Span],
    ) -> tuple[Mention, ...]:
        quoted = list(_QUOTED.finditer(text))
        names = self._names(squeezed, taken, found)
        mask = bytearray(taken.mask)
        for hit in found:
            if not hit.keep:
                take_operation(mask, hit, names)
        for span in (*names, *columns):
            mask[span.start : span.end] = b"\1" * (span.end - span.start)
        telling = [n for n in names if not is_column(n, columns)]
        for start, end in references.phase_spans(text):
            mask[start:end] = b"\1" * (end - start)
        rest = [self._content(span) for span in residue(text, mask, self._printed)]
        mentions = [
            self._merged(text, group, quoted)
            if len(group) > 1
            else self._mention(text, group[0], quoted)
            for group in groups(telling, rest)
        ]
        said = unique(together(sorted(mentions, key=lambda m: m.start)))
        told = specific(said)
        if told:
            return told
        if said and any(h.asked.operation in OF_NOUNS for h in found):
            return said
        mentions = [self._mention(text, span, quoted) for span in names or columns]
        return specific(unique(together(mentions))) or unique(
            self._mention(text, span, quoted) for span in columns
        )

    def _content(self, span: references.Span) -> references.Span:
        """Return a phrase without the words at its edges that name nothing."""
        start, end = content.trimmed(span.value, self._pairs, self._corpus_has)
        return references.Span(span.value[start:end], span.start + start, span.start + end)

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
        if own is None and self._printed(span.value):
            hints = []  # what the corpus prints just so is no compound of everyday words
        return Mention(
            span.value, span.start, span.end,
            of_measure(
                own.hints if own else tuple(sorted(hints, key=lambda h: -h.weight)), text
            ),
            is_quoted(span, quoted),
        )  # fmt: skip

    def _mention(
        self, text: str, span: references.Span, quoted: Sequence[re.Match[str]]
    ) -> Mention:
        sense = lexicon.sense(span.value)
        hints: tuple[Hint, ...] = of_measure(sense.hints if sense else (), text)
        if span.value in self._shortened:
            hints = (Hint(self._shortened[span.value], 0.9), *hints)
        words = text[span.start : span.end] or span.value
        return Mention(words, span.start, span.end, hints, is_quoted(span, quoted))

    def _names(
        self, squeezed: Squeezed, taken: Taken, found: Sequence[operations.Found]
    ) -> list[references.Span]:
        """Return the longest words of lexicon and catalogue that stand in the text."""
        senses, labels = lexicon.senses(), self._words
        spans: list[references.Span] = []
        text, position = squeezed.text, 0
        varied = len(bare(text)) < len(re.sub(r"[^\w]", "", text))
        while position < len(text):
            size = longest(text, position, senses, labels, varied=varied)
            if size:
                span = squeezed.span(position, position + size)
                if not any(taken.mask[span.start : span.end]) and not operation_word(span, found):
                    spans.append(span)
                    position += size
                    continue
            position += 1
        return spans
