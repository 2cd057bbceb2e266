"""Resolve a question that leans on the ones before it: ellipsis, pronouns, corrections, choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from qa.linking.text import bare
from qa.query import Asked, Follow, FollowKind, Mention, Operation, Query
from qa.talk.choices import choice_of, nth
from qa.talk.contrast import Known, contrasted, headed
from qa.talk.follow import words
from qa.talk.frame import (
    Turn,
    distinct,
    framed_by,
    is_attribute,
    is_generic,
    is_institution,
    is_period,
    with_scope,
)
from qa.talk.group import against, grouped, things

__all__ = ["Turn", "resolve"]


_QUANTITY = re.compile(r"多少|几|how (?:much|many)", re.IGNORECASE)
_OF_EARLIER = (FollowKind.GROUP, FollowKind.AGAINST, FollowKind.AGAIN)
_PAIRS = (Operation.COMPARE, Operation.DIFFERENCE, Operation.RATIO)
_MOVES = (Operation.CHANGE, Operation.GROWTH)
_APPOSED = re.compile(r"的?[那这]一?(?:个|项|块|笔|条|家|行|栏|边|类)")
_SUMMED = re.compile(r"金额|合计|总额|总数|资金|total|amount", re.I)
_TOTAL = re.compile(r"(?:总计|合计|总额|总数)$")
_OF_MONEY = re.compile(r"钱|\d|元|how much", re.I)
_OWN = re.compile(r"单位|部门|办公室|你们|全年|整个|总(?:预算|支出|收入|盘子)|total|whole|overall")
_GENERIC_WHOLES = ("总", "总的", "全部", "整个", "总数", "总额", "总共", "合计", "所有")


def resolve(query: Query, turns: Sequence[Turn], known: Known = lambda _: False) -> Query:
    """Return a question complete in itself, given the turns before it, oldest first.

    `known` tells whether the corpus has a row of that name.
    """
    if not turns:
        return replace(query, follow=None, parts=_resolve_parts(query, ()))
    query = contrasted(_without_total(query), turns[-1].query, known)
    choice = choice_of(query, turns[-1])
    if choice is not None:
        return choice
    resolved = _resolve_one(query, turns)
    if resolved.follow is not None and resolved.follow.kind in _OF_EARLIER:
        return replace(resolved, parts=())
    return replace(resolved, parts=_resolve_parts(query, turns))


def other_readings(query: Query, resolved: Query, turns: Sequence[Turn]) -> Iterator[Query]:
    """Yield what else a question may mean in its talk, where its first reading has no answer."""
    before = turns[-1].query
    subject = tuple(m for m in things(turns) if not is_attribute(m))[:1]
    if resolved.follow is None and query.mentions and subject and not query.scope.named:
        yield _within(query, subject[0], before)
    attributes = [m for m in resolved.mentions if is_attribute(m)]
    kept = tuple(m for m in resolved.mentions if not is_attribute(m))
    if query.mentions and kept and any(m not in query.mentions for m in attributes):
        yield replace(resolved, mentions=kept)
    inside = query.asks(Operation.SHARE) and not query.whole  # a share of what was spoken of
    alone = not (inside or _names_only_whole(query))
    if resolved.follow is not None and query.mentions and alone:
        yield replace(with_scope(query, before), follow=None)


def _within(query: Query, subject: Mention, before: Query) -> Query:
    """Return a question as one about what the talk is of, or of a share of that."""
    mentions = tuple(distinct((subject, *query.mentions)))
    framed = replace(framed_by(query, before), follow=Follow(FollowKind.PRONOUN), parts=())
    if not query.asks(Operation.SHARE) or query.whole:
        return replace(framed, mentions=mentions)
    text = re.sub(r"占(?!比)", f"占{subject.text}", query.text, count=1)
    return replace(framed, mentions=mentions, whole=subject.text, text=text)


def _without_total(query: Query) -> Query:
    """Drop the total that a bare 一共多少钱 was read as: in a talk it is of what was spoken of."""
    own = _OWN.search(query.text) or query.scope.named
    kept = tuple(m for m in query.mentions if m.end or own)
    parts = tuple(_without_total(part) for part in query.parts)
    return replace(query, mentions=kept, parts=parts)


def _resolve_parts(query: Query, turns: Sequence[Turn]) -> tuple[Query, ...]:
    """Resolve the parts of one question one after the other."""
    done: list[Query] = []
    for part in query.parts:
        if not turns and not done:
            done.append(replace(part, follow=None))
            continue
        before = (*turns, *(Turn(p) for p in done))
        if done and part.mentions == query.parts[len(done) - 1].mentions:
            part = replace(part, mentions=done[-1].mentions, codes=done[-1].codes)
        attribute = bool(part.mentions) and all(is_attribute(m) for m in part.mentions)
        leans = part.follow is not None or bool(turns and not done) or attribute
        done.append(_resolve_one(part, before) if leans else with_scope(part, before[-1].query))
    return tuple(done)


def _resolve_one(query: Query, turns: Sequence[Turn]) -> Query:
    kind = _kind(query, turns[-1].query)
    before = turns[-1].query
    if re.search(str(words("established")), query.text):
        return _ellipsis(query, turns, FollowKind.PRONOUN)
    if kind is None:
        return replace(with_scope(query, before), follow=None)
    if kind in (FollowKind.AGGREGATE, FollowKind.GROUP):
        return grouped(query, turns)
    if kind is FollowKind.AGAIN:
        return replace(
            before, original=query.original, language=query.language, follow=query.follow
        )
    if kind is FollowKind.AGAINST:
        return against(query, turns) if query.mentions else grouped(query, turns)
    if kind is FollowKind.ELLIPSIS and not query.mentions and _compares(query, turns):
        return grouped(replace(query, follow=Follow(FollowKind.GROUP, 2)), turns)
    if query.scope.named and before.scope.named and not query.mentions and query.asks(*_PAIRS):
        return grouped(
            replace(query, follow=Follow(FollowKind.GROUP)), (*turns, _moved(query, before))
        )
    if kind is FollowKind.ORDINAL:
        return nth(query, turns)
    if kind is FollowKind.PRONOUN:
        return _pronoun(query, turns)
    return _ellipsis(query, turns, kind)


def _moved(query: Query, before: Query) -> Turn:
    """Return the earlier question as one of another department (经信委的呢, 谁花得多)."""
    return Turn(replace(before, scope=query.scope, follow=Follow(FollowKind.ELLIPSIS)))


def _kind(query: Query, before: Query) -> FollowKind | None:
    """Return how a question leans; one with content and no sign of leaning stands alone."""
    own = bool(query.mentions or query.codes or query.annexes)
    said = query.follow.kind if query.follow else None
    if said in _OF_EARLIER:
        return said if said is not FollowKind.GROUP or len(query.mentions) < 2 else None
    if (
        query.asks(Operation.SHARE)
        and said is not FollowKind.ORDINAL
        and before.mentions
        and _names_only_whole(query)
    ):
        return FollowKind.PRONOUN
    if query.follow is not None:
        if query.follow.kind is FollowKind.AGGREGATE and len(query.mentions) > 1:
            return None
        if query.follow.kind is FollowKind.ORDINAL and own and query.asks(Operation.RANK):
            return FollowKind.ORDINAL if is_generic(query.mentions) else None
        if query.follow.kind is FollowKind.PRONOUN and query.scope.named and own:
            return None
        if query.follow.kind is FollowKind.PRONOUN and _apposed(query):
            return FollowKind.ELLIPSIS
        return query.follow.kind
    if not own:
        return FollowKind.ELLIPSIS
    if all(is_attribute(m) for m in query.mentions) and before.mentions and not query.codes:
        return FollowKind.ELLIPSIS
    return None


def _apposed(query: Query) -> bool:
    """Tell whether the pronoun only points at the word before it (事业运行那项)."""
    ends = (m.end for m in query.mentions if m.end)
    return not query.asks(Operation.SHARE) and any(_APPOSED.match(query.text[e:]) for e in ends)


def _names_only_whole(query: Query) -> bool:
    """Tell whether all that a share's question names is what it is a share of (占三公多少)."""
    whole = bare(query.whole or "")
    said = all(bare(m.text) in whole for m in query.mentions)
    return bool(whole and query.mentions) and said and not query.codes


def _operations(query: Query, before: Query) -> tuple[Asked, ...]:
    """Return a question's own operations, or the earlier ones where it names none."""
    plain = all(a.operation in (Operation.LOOKUP, Operation.YES_NO) for a in query.operations)
    if not plain:
        return query.operations
    if _QUANTITY.search(query.text) and not before.asks(Operation.STAFFING):
        return query.operations
    if before.asks(Operation.COUNT, Operation.LIST) and _SUMMED.search(query.text):
        return (Asked(Operation.SUM),)
    if query.mentions and before.asks(Operation.FILTER):
        return query.operations  # a thing that is named is none of those inside a bound
    return before.operations


def _ellipsis(query: Query, turns: Sequence[Turn], kind: FollowKind) -> Query:
    before = turns[-1].query
    operations = _operations(query, before)
    mentions = query.mentions if _other_goal(query, turns, kind) else _replaced(query, before, kind)
    figures = query.figures
    if re.search(str(words("established")), query.text):
        figures, mentions = _established(query, turns, mentions)
    framed = framed_by(query, before)
    if query.asks(Operation.WHY) and before.asks(*_MOVES) and mentions and not query.mentions:
        framed, mentions = _of_the_move(framed, before, mentions)
    inherits = not (query.codes or query.annexes) and (
        not query.mentions or mentions != query.mentions
    )
    return replace(
        framed,
        operations=operations,
        mentions=mentions,
        figures=figures,
        codes=query.codes or (before.codes if inherits else ()),
        annexes=query.annexes or _annexes_kept(before, mentions),
        whole=query.whole or (before.whole if operations == before.operations else None),
        follow=Follow(kind),
    )


def _of_the_move(
    framed: Query, before: Query, mentions: tuple[Mention, ...]
) -> tuple[Query, tuple[Mention, ...]]:
    """Return 为什么 after a change as the question why that thing rose or fell."""
    subject = _TOTAL.sub("", mentions[0].text) or mentions[0].text
    fell = re.search(str(words("fell")), f"{before.text},{framed.text}")
    text = f"{subject}{'减少' if fell else '增加'}的原因"
    if subject != mentions[0].text:
        mentions = (Mention(subject), *mentions[1:])
    return replace(framed, text=text), mentions


def _annexes_kept(before: Query, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return the tables named before, but not the form of a project that is no more spoken of."""
    subject = next((m for m in before.mentions if not is_attribute(m)), None)
    of_form = any(is_attribute(m) for m in before.mentions)
    return () if of_form and subject not in mentions else before.annexes


def _compares(query: Query, turns: Sequence[Turn]) -> bool:
    """Tell whether a question without content weighs the last two answers against each other."""
    if len(turns) < 2 or turns[-1].query.follow is None or query.codes:
        return False
    before, last = turns[-2].query, turns[-1].query
    if query.asks(Operation.DIFFERENCE, Operation.COMPARE, Operation.RATIO):
        return True
    if before.scope.documents != last.scope.documents and query.asks(Operation.CHANGE):
        return True
    other_time = (before.years, before.offsets) != (last.years, last.offsets)
    return other_time and query.asks(Operation.CHANGE, Operation.GROWTH)


def _replaced(query: Query, before: Query, kind: FollowKind) -> tuple[Mention, ...]:
    """Return what is spoken of now: new words take the place of the old ones of their sort."""
    new, old = query.mentions, before.mentions
    if query.codes and (not new or kind is FollowKind.CORRECTION):
        return tuple(m for m in new if m.hints)
    if not new:
        return old
    if not old:
        return new
    if all(is_institution(m) for m in new):
        kept = tuple(_general(m) for m in old if not is_institution(m))
        return (*new, *kept) if kept else new
    if all(is_period(m) for m in new):
        return (*(m for m in old if not is_period(m)), *new)
    if all(is_attribute(m) for m in new) and not all(is_attribute(m) for m in old):
        return (*(m for m in old if not is_attribute(m)), *new)
    if only_columns(query) and not only_columns(before):
        columns = {bare(word) for word in before.column_words}
        rest = tuple(m for m in old if bare(m.text) not in columns)
        return old if len(rest) == len(old) else (*rest, *new)
    new = headed(new, old)
    new = (*new, *_attributes_kept(query, new, old))
    if kind is not FollowKind.ELLIPSIS or not any(is_institution(m) for m in old):
        return new
    return (*(m for m in old if is_institution(m) and len(old) > 1), *new)


def _other_goal(query: Query, turns: Sequence[Turn], kind: FollowKind) -> bool:
    """Tell whether the goal just told is replaced by another one by its name."""
    if kind not in (FollowKind.REPLACE, FollowKind.CORRECTION):
        return False
    told = {bare(cell.label) for cell in turns[-1].cells}
    old = turns[-1].query.mentions
    named = any(is_attribute(m) and bare(m.text) not in words("attributes") for m in query.mentions)
    return named and bool(old) and all(bare(m.text) in told for m in old)


def _general(mention: Mention) -> Mention:
    """Return 编制 for 行政编制: another unit may have posts of another sort."""
    word = bare(mention.text)
    general = next((g for g in words("general") if word.endswith(g) and word != g), None)
    return Mention(general) if general else mention


def _attributes_kept(
    query: Query, new: Sequence[Mention], old: Sequence[Mention]
) -> tuple[Mention, ...]:
    """Return what was asked of the old thing and is asked of the new one (督查议案的呢)."""
    plain = all(a.operation is Operation.LOOKUP for a in query.operations)
    if not plain or _OF_MONEY.search(query.text) or any(is_attribute(m) for m in new):
        return ()
    kept = tuple(m for m in old if is_attribute(m))
    return kept if len(kept) < len(old) else ()


def only_columns(query: Query) -> bool:
    """Tell whether all that a question names is columns."""
    words = {bare(word) for word in query.column_words}
    return bool(words) and all(
        any(bare(m.text) in word or word in bare(m.text) for word in words) for m in query.mentions
    )


def _established(
    query: Query, turns: Sequence[Turn], mentions: tuple[Mention, ...]
) -> tuple[tuple[Decimal, ...], tuple[Mention, ...]]:
    """Return a figure that the talk has settled, and the amount it is to be used on."""
    figures = query.figures
    for turn in reversed(turns):
        if turn.query.figures and not figures:
            figures = turn.query.figures
            continue
        if turn.query.mentions and not turn.query.asks(Operation.STAFFING):
            return figures, turn.query.mentions
    return figures, mentions


def _pronoun(query: Query, turns: Sequence[Turn]) -> Query:
    before = turns[-1].query
    old = things(turns)
    if query.mentions and all(is_attribute(m) for m in query.mentions):
        old = old if re.search(str(words("plural")), query.text) else old[:1]
    mentions = tuple(distinct((*old, *query.mentions)))
    framed = framed_by(query, before)
    whole = query.whole
    if whole in _GENERIC_WHOLES and len(before.mentions) > 1:
        whole = before.mentions[1].text
    operations = query.operations if query.mentions else _operations(query, before)
    return replace(
        framed,
        mentions=mentions,
        operations=operations,
        whole=whole,
        codes=query.codes or before.codes,
        annexes=query.annexes or before.annexes,
        follow=Follow(FollowKind.PRONOUN),
    )
