"""The place of one thing in its set: among projects, in a class, among classes."""

from __future__ import annotations

import pytest

from qa.chain import Chain


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("按钱数从大往小排，巨灾保险在所有项目里头是第几名", 2),
        ("巨灾保险在项目里排第几", 2),
        ("政府会议专项的金额在14个项目里居第几位", 6),
        ("值班应急调度投诉处理专项在项目里排名多少", 6),  # among equals
        ("办公费在商品和服务支出里头排第几", 1),
        ("社会保障和就业支出在各类里头排第几", 2),
        ("Where does the catastrophe insurance project rank among all projects by amount?", 2),
    ],
)
def test_the_place_of_one_thing(chain: Chain, question: str, place: int) -> None:
    answer = chain.ask(question)
    assert f"第 {place} 位" in answer.answer or f"Number {place} " in answer.answer


def test_what_is_no_member_has_no_place(chain: Chain) -> None:
    assert "位是" not in chain.ask("植树造林在所有项目里头是第几名").answer
