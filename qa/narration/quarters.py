"""Answer from amounts that narrative states quarter by quarter."""

from __future__ import annotations

import re
from decimal import Decimal

from qa.narration.case import Case, cite
from qa.narration.reading import Reading, both, number
from qa.query import Value

_STATED = re.compile(
    r"第?(?P<q>[一二三四])季度[^，,。；;\d]{0,14}(?P<v>\d[\d,]*(?:\.\d+)?)(?P<u>亿元|万元|元)"
)
_SCHEDULED = re.compile(r"第?[一二三四1-4](?:[至到、和-][一二三四1-4])?个?季度[^，。；]{2,}")
_ASKED = re.compile(r"(?:第([一二三四1-4])个?|([一二三四1-4]))季度")
_OF_WORK = re.compile(
    r"(?:做|干|搞|安排|推进|完成)(?:些|点)?(?:什么|啥|哪些)|什么(?:工作|内容|任务)"
)
_WHOLE = re.compile(r"加|一共|合计|总|共|全年|到|至|四个季度(?!分别|各)")
_DIGITS = {"1": "一", "2": "二", "3": "三", "4": "四"}


def quarters(case: Case) -> Reading | None:
    """Give the amount of a quarter, of each, or their sum."""
    told = (case.want.text, *(m.text for m in case.query.mentions))
    if not any("季度" in text for text in told):
        return None
    if _OF_WORK.search(case.want.text):
        return _work(case)
    held = [u for u in case.evidence.units if u.document_id in case.documents and u.passage]
    unit = next((u for u in held if len(_STATED.findall(u.text)) > 1), None)
    if unit is None:
        return None
    found = list(_STATED.finditer(unit.text))
    said = ("".join(pair) for pair in _ASKED.findall(case.want.text))
    named = {_DIGITS.get(quarter, quarter) for quarter in said}
    whole = _WHOLE.search(case.want.text) is not None and len(named) != 1
    shown = found if whole or not named else [m for m in found if m["q"] in named]
    if not shown or len({m["u"] for m in found}) != 1:
        return None
    year = case.evidence.catalogue.documents[unit.document_id].fiscal_year
    values = [Value(f"第{m['q']}季度", "原文", number(m["v"]), m["u"], year) for m in shown]
    calculation = None
    parts = [("quote", unit.text)]
    if whole:
        total = sum((Decimal(v.value) for v in values), Decimal(0))
        calculation = " + ".join(v.value for v in values) + f" = {total}"
        values.insert(0, Value("各季度合计", "合计", str(total), found[0]["u"], year))
        parts.insert(0, ("sum", f"{total}{found[0]['u']}：{calculation}"))
    zh, en = both(*parts)
    cited = (cite(case.evidence.catalogue, unit, unit.text),)
    return Reading(0.96, zh, en, tuple(values), cited, calculation, kind="sum", coverage=0.9)


def _work(case: Case) -> Reading | None:
    """Say what is planned for the quarters, where a schedule says it without an amount."""
    held = [u for u in case.evidence.units if u.document_id in case.documents and u.passage]
    held = [u for u in held if _SCHEDULED.search(u.text) and not _STATED.search(u.text)]
    if len({u.passage.id for u in held if u.passage}) != 1:
        return None
    text = "".join(u.text for u in held)
    zh, en = both(("quote", text))
    cited = (cite(case.evidence.catalogue, held[0], text),)
    return Reading(0.9, zh, en, (), cited, kind="sentence", coverage=0.8)
