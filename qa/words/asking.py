"""Say what a question asks by its words: operations, total, figures, language."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from ingest.records import Phase
from qa.linking.text import bare
from qa.query import Asked, Bound, Comparator, Mention, Operation, Query
from qa.regexes import regex
from qa.words import lexicon, numerals, operations, references
from qa.words.normalise import data, fillers
from qa.words.phrases import Taken

_HAN = regex(r"[一-鿿]")
_LATIN = regex(r"[A-Za-z][A-Za-z'-]+")
ASKS = regex(
    r"多少|多[长大久高宽远重深](?![于出])|(?<![那这好前后上下十百])几|哪|谁|什么|怎么|为什么|吗|何|是不是|有没有|how|what|which|why|who|when|where",
    re.I,
)


_ENDS = ",。; "
_TOTAL_OF = regex(r"(?:支出|预算|资金|金额)?(?:总额|总数|总计|合计|总量|总和)")
_SURE = 0.9  # weight of a hint that surely tells the kind of table
_WHENCE = regex(r"钱从哪|哪(?:里|儿)?来的钱|资金来源|where does the money", re.IGNORECASE)
_BOUGHT = regex(
    r"买(?![了多什哪的])[一-鿿]|租(?![了多什哪的])[一-鿿]|修(?![了改正多什哪的])[一-鿿]"
)
_PRINTED = regex(r"(?:附件|附表|公开|[^出]表|^表)$")  # 附件7 is no figure
_TOTAL = regex(r"总额|总数|总计|合计|总量|总和|全部")
_HOW_MANY = regex(
    r"\bwhich (two|three|four|five|ten|\d+)\b|哪([两二三四五六七八九十]|\d+)(?:个|项|家|笔|类)"
    r"|([两二三四五六七八九十]|(?<!\d)\d{1,2})(?:个|项|家|笔|类)最[大多高小少低]",
    re.IGNORECASE,
)


_BY_HOW_MUCH = regex(r"(?:多|少|高|低|贵|大|小)(?:花|用)?(?:出来?|了)?(?:多少|几)?")


def asked_of(
    found: Sequence[operations.Found], mentions: Sequence[Mention], codes: int, text: str
) -> tuple[Asked, ...]:
    asked: list[Asked] = []
    wholes = [hit.whole for hit in found if hit.whole]
    counted = {hit.start for hit in found if hit.asked.operation is Operation.COUNT}
    for hit in found:
        if any(start <= hit.start and hit.end <= end for start, end in wholes):
            continue  # the total in 占三公合计多少 is no sum of its own
        if hit.asked.operation is Operation.SUM and hit.end in counted:
            continue  # 一共几个: they are counted together, not added
        if hit.weak and len(mentions) + codes < 2:
            continue
        same = next(
            (a for a in asked if (a.operation, a.bound) == (hit.asked.operation, hit.asked.bound)),
            None,
        )
        if same is None:
            asked.append(hit.asked)
        elif same.k is None and hit.asked.k is not None:
            asked[asked.index(same)] = hit.asked
    asked = [_of_a_thing(a, mentions) for a in asked]
    if len(mentions) + codes > 1 and any(a.operation is Operation.COMPARE for a in asked):
        asked = [_apart(a) for a in asked]
    kinds = {a.operation for a in asked}
    if kinds & {Operation.TOP, Operation.BOTTOM}:  # 前五大项目分别是哪些: the list is the top
        asked = [_counted(a, text) for a in asked if a.operation is not Operation.LIST]
    if kinds & {Operation.CHANGE, Operation.GROWTH} and len(mentions) + codes < 2:
        asked = [a for a in asked if a.operation is not Operation.DIFFERENCE]
    if any(is_sum(m) for m in mentions):
        asked.append(Asked(Operation.SUM))
    if Operation.INVERSE in kinds:
        asked = _with_inverse(asked, text)
    quantity = re.search(r"多少|几|how much|how many|how large|how big", text, re.I)
    if not asked or (kinds <= {Operation.YES_NO, Operation.WHY, Operation.CONVERT} and quantity):
        asked.insert(0, Asked(Operation.LOOKUP))
    return tuple(asked)


def _apart(asked: Asked) -> Asked:
    """Read 多出多少 beside a comparison of two things as their difference, not as a change."""
    change = asked.operation is Operation.CHANGE and _BY_HOW_MUCH.fullmatch(asked.text)
    return replace(asked, operation=Operation.DIFFERENCE) if change else asked


def _counted(asked: Asked, text: str) -> Asked:
    """Give TOP and BOTTOM the number that stands elsewhere (which two projects are the smallest)."""
    if asked.k is not None or asked.operation not in (Operation.TOP, Operation.BOTTOM):
        return asked
    match = _HOW_MANY.search(text)
    k = operations.count(match[1] or match[2] or match[3]) if match else None
    return replace(asked, k=k)


def _of_a_thing(asked: Asked, mentions: Sequence[Mention]) -> Asked:
    """Read 做什么的 as what a thing is for, where it is not a department that is asked about."""
    whose = mentions[0].text if mentions else "单位"
    office = re.search(r"[局委办厅部院所处]$|中心$|单位$|部门$|办公室$", whose)
    if asked.operation is Operation.DUTIES and asked.text.endswith("什么的") and not office:
        return replace(asked, operation=Operation.PURPOSE)
    return asked


def _with_inverse(asked: Sequence[Asked], text: str) -> list[Asked]:
    """Give the figure that is looked for to INVERSE; without a figure it is none."""
    numbered = references.row_number(text)
    figures = [
        a for a in numerals.amounts(text)
        if not (1990 <= a.value <= 2060 and not a.unit) and not _PRINTED.search(text[: a.start])
        and not (numbered and numbered[1].start <= a.start < numbered[1].end)
    ]  # fmt: skip
    bound = next((a.bound for a in asked if a.bound), None)
    kept = [a for a in asked if a.operation not in (Operation.INVERSE, Operation.FILTER)]
    if bound is None and figures:
        bound = Bound(Comparator.EQUAL, figures[0].value, None, figures[0].unit)
    if bound is None or bound.comparator is not Comparator.EQUAL:  # 不到20万的有几个,是哪几个
        return [a for a in asked if a.operation is not Operation.INVERSE]
    return [*kept, Asked(Operation.INVERSE, "", None, bound)]


def is_sum(mention: Mention) -> bool:
    sense = lexicon.sense(mention.text)
    return sense is not None and sense.together and all(h.code for h in sense.hints)


def asked_sum(asked: Sequence[Asked]) -> bool:
    """Tell whether a sum is among the operations."""
    return any(a.operation is Operation.SUM for a in asked)


def counted(text: str) -> tuple[Mention, ...]:
    """Return 人数 where nothing is named but how many people (保多少人)."""
    match = re.search(r"(?<![有个每])(?:多少|几)(?:个)?(人|户|名)(?!大|民|均)", text)
    return (Mention("户数" if match[1] == "户" else "人数", *match.span()),) if match else ()


def is_plain(asked: Sequence[Asked]) -> bool:
    money = (Operation.LOOKUP, Operation.SUM, Operation.CHANGE, Operation.GROWTH, Operation.WHY,
             Operation.CONVERT, Operation.SOURCE)  # fmt: skip
    return all(a.operation in money for a in asked)


def moves(asked: Sequence[Asked]) -> bool:
    """Tell whether a change against another year is asked for."""
    return any(a.operation in (Operation.CHANGE, Operation.GROWTH) for a in asked)


def without_totals(
    mentions: Sequence[Mention], held: Callable[[], Collection[str]]
) -> tuple[Mention, ...]:
    """Return mentions without a total right behind a thing of whose kinds of tables none is `held`.

    It is that thing's total (政府采购预算总额), which only the text can tell.
    """
    kept: list[Mention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        behind = last is not None and bool(mention.end) and mention.start == last.end
        kinds = {k for h in last.hints if h.weight >= _SURE for k in h.kinds} if last else set()
        total = _TOTAL_OF.fullmatch(mention.text) and mention.hints
        if not (behind and total and kinds and kinds.isdisjoint(held())):
            kept.append(mention)
    return tuple(kept)


def total_of(text: str, *, moved: bool = False) -> tuple[Mention, ...]:
    """Return the total that a question of money means that names nothing; `moved` asks of change."""
    if _BOUGHT.search(text):
        return ()  # a thing of one character is left out of the phrases (买花买草)
    name = references.total(text) or ("支出总计" if moved else None)
    if name is None and _WHENCE.search(text):
        name = "收入总计"
    sense = lexicon.sense(name) if name else None
    return (Mention(name, hints=sense.hints if sense else ()),) if name else ()


def strong_phase(phases: Sequence[Phase], text: str) -> Phase | None:
    """Return final accounts where 预算 is said beside words that money was really spent."""
    if Phase.FINAL in phases and not re.search(
        r"预算[^,。?]{0,6}(?:和|与|跟|及|比)|(?:比|和|与)[^,。?]{0,6}预算|budget", text, re.I
    ):
        return Phase.FINAL
    return None


def figures_of(text: str, taken: Taken) -> tuple[Decimal, ...]:
    return tuple(
        a.value for a in numerals.amounts(text)
        if not any(taken.mask[a.start : a.end])
    )  # fmt: skip


def whole_of(found: Sequence[operations.Found], text: str) -> str | None:
    for hit in found:
        if hit.asked.operation not in (Operation.SHARE, Operation.RATIO):
            continue
        if hit.whole and (words := text[hit.whole[0] : hit.whole[1]].strip("了的 ")):
            return words
    return None


@lru_cache(maxsize=1024)
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
    asks = any(word in data("english_asks.yaml")["asking"] for word in latin)
    return "en" if asks or frame_words >= 2 or len(latin) >= 4 else "zh"


def without_story(text: str) -> str:
    """Return text without the clauses that tell who asks and why, where a question remains."""
    topic = re.compile(str(data("chatter.yaml")["topics"]))
    rest = fillers().story.sub(lambda m: m[0] if topic.search(m[0].strip(_ENDS)) else "", text)
    rest = rest.strip(_ENDS)
    return rest if rest != text and ASKS.search(rest) else text


def column_names(columns: Sequence[references.Span], phases: Sequence[Phase]) -> tuple[str, ...]:
    """Return the columns named; 年初预算和决算 names two."""
    names = dict.fromkeys(span.value for span in columns)
    if "年初预算数" in names and Phase.FINAL in phases:
        names["决算数"] = None
    return tuple(names)


def masked(text: str, spans: Sequence[references.Span]) -> str:
    """Return text in which table names cannot be taken for operation words (排序 …)."""
    chars = list(text)
    for span in spans:
        chars[span.start : span.end] = "□" * (span.end - span.start)
    return "".join(chars)


def whole_apart(query: Query) -> Query:
    """Return a query whose whole is a thing of its own, where a column's name says it.

    占基本支出多少 asks for a share of all basic spending, not for a part of that column.
    """
    if query.whole is None:
        return query
    whole = bare(query.whole)
    named = next((c for c in query.column_words if bare(c) in whole), None)
    outside = [m for m in query.mentions if bare(m.text) not in whole]
    if named is None or (query.mentions and not outside and not _TOTAL.search(whole)):
        return query
    if not query.mentions or any(bare(named) == bare(m.text) for m in query.mentions):
        return query
    sense = lexicon.sense(named)
    mention = Mention(named, hints=sense.hints if sense else ())
    columns = tuple(c for c in query.column_words if c != named)
    return replace(query, mentions=(*outside, mention), column_words=columns, whole=named)


_RULE = regex(
    r"(?:哪|什么|啥)(?:一)?(?:个|份|部|条|项|些|样)?(?:的)?(办法|条例|规定|细则|意见|方案|规划)"
)


def rule_asked(text: str) -> re.Pattern[str] | None:
    """Return what cites a rule of the kind asked for (照哪个办法), or None where none is."""
    kind = _RULE.search(text)
    return re.compile(rf"《[^》]*{kind[1]}") if kind else None


def asks_figure(text: str) -> bool:
    """Tell whether a question asks for a figure: only then may a row that it means answer it."""
    return bool(regex("|".join(data("meaning.yaml")["asks"])).search(text.lower()))


def asks_no_money(text: str) -> bool:
    """Tell whether an English question asks for a number, a time or a place and for no money."""
    counts, money = (regex(said, re.I) for said in data("meaning.yaml")["english_no_money"])
    return bool(counts.search(text)) and not money.search(text)
