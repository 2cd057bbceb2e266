"""Test that questions about a project's form are read as questions for its fields."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.query import Asked, Mention, Operation, Query
from qa.words.fields import Form, of_form

FORMS = (
    Form("区政府办改革调研专项", frozenset({"项目概况", "立项依据", "主管部门"}), "附件12-1"),
    Form("综合保险", frozenset({"项目概况", "项目当年绩效目标"}), "附件12-2"),
)


def asked(text: str, name: str, operation: Operation = Operation.LOOKUP) -> Query:
    query = Query(text, text, operations=(Asked(operation),), mentions=(Mention(name),))
    return of_form(query, FORMS)


@pytest.mark.parametrize(
    ("text", "name", "operation", "field", "annex"),
    [
        ("改革调研专项的立项依据", "改革调研专项", Operation.BASIS, "立项依据", "附件12-1"),
        ("改革调研专项主要做什么", "改革调研专项", Operation.PURPOSE, "项目概况", "附件12-1"),
        ("综合保险的年度目标是什么", "综合保险", Operation.LOOKUP, "项目当年绩效目标", "附件12-2"),
        ("改革调研专项的主管部门", "改革调研专项", Operation.LOOKUP, "主管部门", "附件12-1"),
    ],
)
def test_field(text: str, name: str, operation: Operation, field: str, annex: str) -> None:
    found = asked(text, name, operation)
    assert [m.text for m in found.mentions][1:] == [field]
    assert (found.annexes, found.operations) == ((annex,), (Asked(Operation.LOOKUP),))


@pytest.mark.parametrize(
    ("text", "name", "operation"),
    [
        ("改革调研专项多少钱", "改革调研专项", Operation.LOOKUP),
        ("委托业务费是做什么的", "委托业务费", Operation.PURPOSE),
        ("综合保险的立项依据", "综合保险", Operation.BASIS),  # its form prints none
        ("主管部门是谁", "部门", Operation.LOOKUP),
    ],
)
def test_no_field(text: str, name: str, operation: Operation) -> None:
    assert [m.text for m in asked(text, name, operation).mentions] == [name]


def test_several_fields_that_are_listed_are_all_told(chain: Chain) -> None:
    answer = chain.ask("巨灾保险项目的主管部门、实施单位、资金总额")
    assert "220" in {value.value for value in answer.values}, answer.answer
    assert "312001" in answer.answer
    one = chain.ask("巨灾保险的主管部门是哪个")  # near miss
    assert "312001" not in one.answer
