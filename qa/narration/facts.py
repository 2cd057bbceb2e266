"""Read what narrative states about money: subject, amount, change, share, reason, purpose.

A small clause grammar over a tidied paragraph. Clauses in turn open a subject (`公务接待费14.90万元`),
add to it (`较2025年减少6.80万元`, `下降31.3%`, `主要原因是…`, `主要用于…`), or state parts of a
reason. Figures keep their printed digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qa.narration.fact import Draft, Fact, last_moved, named_above, same_subject, turn, year_of
from qa.regexes import regex
from qa.words.sentences import Span, clauses, plain, statements, tidy

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
MONEY = regex(rf"(?P<value>-?{NUMBER})(?P<unit>亿元|万元|元)(?!/|\(含|（含|\(?及?以[上下])")
PERCENT = regex(rf"(?P<value>-?{NUMBER})%")
_TURN = regex(r"增加|增长|上升|提高|上涨|减少|下降|降低|压减|持平|相同|保持一致|一致|不变|无变化")
_BASE = regex(
    r"(?:较|比|与|同)(?P<base>(?:上一?年度?|去年|20\d\d年度?)(?:年初|当年)?(?:预算|决算)?(?:执行)?数?"
    r"|(?:当年|本年)?(?:年初|全年|调整后?)(?:的)?预算数?)"
    rf"(?:{NUMBER}(?:亿元|万元|元))?(?:相比|同期|相比较)?"
)
_REASON = regex(
    r"(?P<before>.*?)(?:的)?(?:主要)?(?:变动)?(?:原因|理由)(?:主要)?(?:是|为|系|在于)?[:,]?(?:一是|由于|因为|因)?"
    r"|(?P<bare>^(?:增加|减少|变动|主要|其)?(?:主要是|由于|因为|系因为?|是因为?|因(?!公|此|素))(?:因为|由于)?)"
)
_ENDS_REASON = regex(r"^(?:以及|和|及|并且?|同时).*等(?:原因|因素)|等(?:原因|因素)(?:影响)?$")
_PURPOSE = regex(
    r"(?P<before>.*?)(?:主要)?(?:(?<!不得)(?<!不能)(?<!不可)(?<!禁止)用于|用途(?:是|为)|主要包括|主要安排)[:]?"
)
_DONE = regex(r"^完成[^,;。%]*预算")
_SHARE = regex(rf"(?:占|完成)(?P<whole>[^,;。%]*?)(?:的)?(?P<value>{NUMBER})%")
_HEAD = regex(
    r"^(?:其中[:,]?|[((]?\d{1,2}[)).、．](?!\d)|[((]?[一二三四五六七八九十]{1,3}[)、]|[一二三四五六七八九]是)+"
)
_MEASURES = {
    "决算": regex(r"(?:支出|收入)?决算数?(?:为|是)?$"),
    "执行数": regex(r"(?:当年)?预算执行数(?:为|是)?$"),
    "上年": regex(r"^(?:上年|去年)(?:年初)?(?:预算|决算)?数?(?:为|是)?$"),
    "年初预算": regex(r"年初预算数?(?:为|是)?$"),
}
_TAIL = regex(
    r"(?:(?:年初|全年|当年)?(?:预算支出|预算|决算)?(?:执行)?(?:数|总额|金额|总数|总计|合计|安排)?"
    r"(?:共计|共|合计|总计|各|为|是|安排|达到|达)?[:,]?)$"
)
_LEAD = regex(
    r"^(?:(?:截至)?20\d\d年(?:度|\d{1,2}月(?:\d{1,2}日)?)?(?:底|末)?[,]?|本(?:部门|单位|年度?)|所属各预算单位)"
)
_REMARK = regex(r"\((?:以|按|据)[^()]*\)")  # (以合同签订为准) names nothing else
_WHOSE = regex(
    r"^[一-鿿()]{2,40}?(?:局|委|委员会|部|办|办公厅|办公室|厅|院|中心|办事处|单位|政府|[小中大]学|学校|幼儿园|[馆站所队社场校乡镇])"
    r"(?:\([^()]{2,8}\))?(?:20\d\d年度?|上?年末)(?=[“\"]?[一-鿿]{2})"
)
_GENERIC = regex(
    r"^(?:年初|全年|当年|本年|上年|去年)?(?:(?:支出|收入)?(?:预算|决算))?(?:执行|安排)?(?:数|总额|金额|情况)?"
    r"(?:为|是|各)?$"
)
_WHOLE = regex(r"^(?:收入|支出)预算$")  # of the whole department, where it stands alone
_OF_YEAR = regex(r"[:,]20\d\d年度?$")  # 收入预算:2024年(年初预算数)
_BEGINS_LIST = regex(r"^其中[:,]?")
_SAID_OF_WHOLE = regex(rf"^(?:同比|{_BASE.pattern})[,]?(?:{_TURN.pattern})")
"""A sentence that says of nothing named how far it moved."""
_AND_SO_ON = regex(r"^[二三四五六七八九]是")
_NEXT_LISTED = regex(
    rf"(?:[、和与及]|以及)(?P<words>(?!(?:{_TURN.pattern}))[一-鿿()]{{2,24}}){NUMBER}(?:亿元|万元|元)"
)
_HEADLINE = regex(r"(?!压减|严控|减少)[^,，。\d]{2,24}(?:费用?|支出|收入)")  # 公务接待费。2026年…
_TITLE = regex(r"\(类\)|\(款\)|\(项\)")


def facts(text: str, headings: tuple[str, ...] = ()) -> list[Fact]:
    """Return the amounts stated in a paragraph, in order of place; `text` is tidied first."""
    whole = tidy(text)
    reader = _Reader(whole, headings)
    reader.read()
    return sorted(
        (draft.fact() for draft in reader.drafts if draft.says_something),
        key=lambda fact: fact.start,
    )


@dataclass(slots=True)
class _Reader:
    """Walk a paragraph's clauses, carrying the subject that is spoken of."""

    whole: str
    headings: tuple[str, ...]
    drafts: list[Draft] = field(default_factory=list)
    current: Draft | None = None
    mode: str | None = None  # "reason" or "purpose" while its words run on
    listed: tuple[Draft, int] | None = None  # what 其中 divides, and where its parts begin

    def read(self) -> None:
        for statement in statements(self.whole):
            self._back_to_whole(statement)
            if self.mode is not None and _AND_SO_ON.match(statement.text):
                self._goes_on(plain(statement.text).strip(" ;。"), statement)
                continue
            self.mode = None
            outer = self._nested(statement)
            for clause in clauses(outer):
                self._clause(
                    Span(clause.text, statement.start + clause.start, statement.start + clause.end)
                )

    def _back_to_whole(self, statement: Span) -> None:
        """Take up what was divided where a new sentence tells how it moved, naming nothing.

        After several parts (其中：甲1万元，乙2万元。比上年减少3万元) it is not the last that moved.
        """
        if not self.whole[: statement.start].rstrip().endswith("。"):
            return
        whole, since = self.listed or (None, 0)
        self.listed = None
        if whole is None or whole.direction or len(self.drafts) - since < 2:
            return
        if _SAID_OF_WHOLE.match(plain(statement.text).strip()):
            self.current = whole

    def _nested(self, statement: Span) -> str:
        """Read amounts inside brackets after blanking them out of the statement."""
        text = statement.text
        for match in re.finditer(r"[（(][^（()）]*[）)]", text):
            if not MONEY.search(plain(match.group())):
                continue
            text = text[: match.start()] + "\u0000" * len(match.group()) + text[match.end() :]
        inner = list(re.finditer("\u0000+", text))
        for match in inner:
            held = statement.text[match.start() + 1 : match.end() - 1]
            self._inside(held, statement.start + match.start() + 1)
        return text

    def _inside(self, held: str, offset: int) -> None:
        saved, saved_mode = self.current, self.mode
        for clause in clauses(held):
            self._clause(Span(clause.text, offset + clause.start, offset + clause.end))
        self.current, self.mode = saved, saved_mode

    def _clause(self, span: Span) -> None:
        words = plain(span.text).replace("\u0000", "")
        if self.current and self.current.value and _BEGINS_LIST.match(words.strip()):
            self.listed = (self.current, len(self.drafts))
        words = _HEAD.sub("", words.strip()).strip(" ,;。!?")
        if not words:
            return
        if self.mode == "reason" and _ENDS_REASON.search(words):
            self._goes_on(words, span)
            return
        if self._starts_purpose(words, span) or self._starts_reason(words, span):
            return
        if self.mode == "reason" and not _BASE.search(words):
            self._goes_on(words, span)
            return
        if self.mode == "purpose" and not (_BASE.search(words) or self._opens(words)):
            self._goes_on(words, span)
            return
        self.mode = None
        if self._changes(words, span) or self._adds_share(words, span):
            return
        self._amount(words, span)

    def _stated(self, words: str, span: Span) -> None:
        if not self._changes(words, span):
            self._amount(words, span)

    def _opens(self, words: str) -> bool:
        money = MONEY.search(words)
        return money is not None and bool(self._subject(words[: money.start()]))

    def _goes_on(self, words: str, span: Span) -> None:
        if self.current is None:
            return
        if self.mode == "reason":
            self.current.reason = f"{self.current.reason}，{words}"
            self._part(words, span)
        else:
            self.current.purpose = f"{self.current.purpose}，{words}"
        self.current.end = span.end

    def _starts_reason(self, words: str, span: Span) -> bool:
        match = _REASON.match(words)
        if match is None:
            return False
        said = match["before"] or ""
        own = re.sub(r"(?:增加|减少|增长|下降|变动|变化|小于预算数|大于预算数)$", "", said)
        if _BASE.search(own) or MONEY.search(own):
            self._stated(own, span)
        elif self._named(own):
            self._open(self._subject(own), span)
            if self.current is not None and (turned := _TURN.search(said[len(own) :])):
                self.current.direction = turn(turned.group())
        elif self.current and not self.current.direction and (turned := _TURN.search(said)):
            self.current = last_moved(self.drafts, turn(turned.group())) or self.current
        if self.current is None:
            self._open("", span)
        assert self.current is not None
        rest = words[match.end() :]
        self.current.reason = f"{self.current.reason}；{rest}" if self.current.reason else rest
        self.current.end = max(self.current.end, span.end)
        self.mode = "reason"
        self._part(rest, span)
        return True

    def _named(self, own: str) -> bool:
        subject = self._subject(own)
        if len(subject) < 2 or (self.current and same_subject(subject, self.current.subject)):
            return False
        return not re.fullmatch(
            r"主要|其|全部|全额|具体|定向|变动|增减变化|决算数|预算数|决算数与预算数.*|较?上年.*",
            subject,
        )

    def _starts_purpose(self, words: str, span: Span) -> bool:
        match = _PURPOSE.match(words)
        if match is None or len(match["before"]) > 30:
            return False
        own = match["before"]
        if MONEY.search(own):
            self._stated(own, span)
        elif self._named(own) and not _TURN.search(own):
            self._open(self._subject(own), span)
        if self.current is None:
            self._open("", span)
        assert self.current is not None
        self.current.purpose = words[match.end() :]
        self.current.end = max(self.current.end, span.end)
        self.mode = "purpose"
        return True

    def _part(self, words: str, span: Span) -> None:
        """Keep an amount inside a reason as a part of the change that it explains."""
        money = MONEY.search(words)
        if money is None or self.current is None:
            return
        before = words[: money.start()]
        turned = list(_TURN.finditer(before))
        subject = self._subject(before[: turned[-1].start()] if turned else before)
        if len(subject) < 2:
            return
        part = Draft(
            subject, span.start, span.end, part_of=self.current.subject, year=self.current.year
        )
        if turned:
            part.direction, part.base = turn(turned[-1].group()), self.current.base
            part.delta, part.delta_unit = money["value"], money["unit"]
        else:
            part.value, part.unit = money["value"], money["unit"]
        self.drafts.append(part)

    def _changes(self, words: str, span: Span) -> bool:
        base = _BASE.search(words)
        if base is None:
            return self._bare_change(words, span)
        before, after = words[: base.start()], words[base.end() :].strip(" ,")
        money = MONEY.search(before)
        if money:
            self._amount(before, span)
        elif self._named(before):
            self._open(self._subject(before), span)
        turned = _TURN.search(after)
        own = self._subject(after[: turned.start()]) if turned else ""
        if len(own) > 1 and self._named(own) and not money:
            self._open(own, span)
        if self.current is None:
            self._open("", span)
        assert self.current is not None
        self.current.base = base["base"]
        self._turned(after, span)
        return True

    def _bare_change(self, words: str, span: Span) -> bool:
        """Read `增长12.5%`, `减少47.15万元` or `收入各增加3万元` after `与上年相比`."""
        turned = _TURN.search(words)
        if turned is None or self.current is None:
            return False
        before, after = words[: turned.start()], words[turned.end() :]
        if MONEY.search(before) or not (MONEY.match(after) or PERCENT.match(after) or not after):
            return False
        if self.current.delta and MONEY.match(after):
            return False
        if self._named(before) and self.current.base and not self.current.direction:
            base = self.current.base
            self._open(self._subject(before), span)
            self.current.base = base
        self._turned(words[turned.start() :], span)
        return True

    def _turned(self, after: str, span: Span) -> None:
        assert self.current is not None
        turned = _TURN.search(after)
        self.current.end = max(self.current.end, span.end)
        if turned is None:
            return
        self.current.direction = self.current.direction or turn(turned.group())
        rest = after[turned.end() :]
        money, percent = MONEY.search(rest), PERCENT.search(rest)
        if money and self.current.delta is None:
            self.current.delta, self.current.delta_unit = money["value"], money["unit"]
        if percent and self.current.percent is None:
            self.current.percent = percent["value"]

    def _adds_share(self, words: str, span: Span) -> bool:
        share = _SHARE.search(words)
        if share is None or self.current is None:
            return False
        if MONEY.search(words) and not _DONE.search(words):  # 完成预算645万元的92% states no sum
            return False
        self.current.share = share["value"]
        self.current.end = span.end
        return True

    def _amount(self, words: str, span: Span) -> None:
        money = MONEY.search(words)
        if money is None:
            lead = _HEADLINE.fullmatch(words) and self._alone(span)
            if lead or _TITLE.search(words) or re.search(r"\(项\)|情况$|经费$", words):
                self._open(self._subject(words), span)
            return
        before = words[: money.start()]
        turned = re.search(rf"(?:{_TURN.pattern})(?:了|各)?$", before)
        if turned is not None and self.current is not None:
            self._moved(before[: turned.start()], turned.group(), money, span)
            return
        measure = next((name for name, mark in _MEASURES.items() if mark.search(before)), "预算")
        subject = self._subject(before)
        fresh = self.current is None or bool(subject) or self.current.value is not None
        if fresh:
            if not subject and self.current is not None:
                subject = self.current.subject
            self._open(subject, span)
        assert self.current is not None
        self.current.value, self.current.unit = money["value"], money["unit"]
        self.current.measure = measure
        self.current.planned = self._planned(measure, self.current.subject)
        self.current.year = self.current.year or year_of(before)
        self.current.end = max(self.current.end, span.end)
        if share := _SHARE.search(words[money.end() :]):
            self.current.share = share["value"]
        self._turned_inside(words[money.end() :], span)
        self._listed(words[money.end() :], span)

    def _alone(self, span: Span) -> bool:
        """Tell whether a clause is a whole statement."""
        before = self.whole[: span.start].rstrip()
        return (not before or before[-1] in "。；\n") and self.whole[span.end - 1] in "。："

    def _listed(self, rest: str, span: Span) -> None:
        """Read the amounts that follow in a list: 货物5万元、工程3万元和服务2万元."""
        match = _NEXT_LISTED.match(rest)
        if match is not None and "等" not in match["words"] and self._subject(match["words"]):
            self._amount(rest[match.start("words") :], span)

    def _moved(self, subject: str, word: str, money: re.Match[str], span: Span) -> None:
        """Keep `其中：基本支出增加3万元`: a change of a part, without its amount."""
        whole = self.current
        assert whole is not None
        own = self._subject(subject)
        if own and not same_subject(own, whole.subject):
            self._open(own, span)
            assert self.current is not None
            self.current.base, self.current.part_of = whole.base, whole.part_of or whole.subject
        assert self.current is not None
        if self.current.delta is None:
            self.current.direction = turn(word)
            self.current.delta, self.current.delta_unit = money["value"], money["unit"]
        self.current.end = max(self.current.end, span.end)

    def _planned(self, measure: str, subject: str) -> str | None:
        """Return the initial budget stated right before what was really spent."""
        before = self.drafts[-2] if len(self.drafts) > 1 else None
        if measure != "决算" or before is None or before.measure != "年初预算":
            return None
        return before.value if before.subject == subject else None

    def _turned_inside(self, after: str, span: Span) -> None:
        if _TURN.match(after):
            self._turned(after, span)

    def _open(self, subject: str, span: Span) -> None:
        self.current = Draft(subject or named_above(self.headings), span.start, span.end)
        self.current.year = year_of(_BASE.split(plain(span.text))[0])
        self.drafts.append(self.current)

    def _subject(self, words: str) -> str:
        bare = _HEAD.sub("", _REMARK.sub("", words.strip(" ,:;")))
        bare = _WHOSE.sub("", bare)
        for _ in range(3):
            bare = _LEAD.sub("", bare).strip(" ,:")
        if _WHOLE.match(bare):
            return bare
        if _GENERIC.match(bare):
            return ""
        short = _OF_YEAR.sub("", _TAIL.sub("", bare))
        if re.search(r"收、?支$", short):  # 收、支预算总计 is a name, not a tail
            short = re.sub(r"[各为共]$", "", bare)
        bare = re.sub(r"[“”\"']", "", short).strip(" ,:")
        return "" if _GENERIC.match(bare) else bare
