"""Tell what explains a term, a list item and a reason apart, and whole questions from parts."""

from __future__ import annotations

import pytest

from qa.narration.unit import definitions, items
from qa.words.wordclass import names_something, things

GLOSSARY = "弃管楼：指没有物业服务企业管理的住宅楼。物业托底：指由街道组织保洁的做法。"
NUMBERED = "1.预算准备金：指预留的资金。2.无感借阅：指无须人工操作的服务方式。"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (GLOSSARY, ["弃管楼", "物业托底"]),
        (NUMBERED, ["1.预算准备金", "2.无感借阅"]),
        ("机关运行经费：指各项资金，包括办公费、邮电费。", ["机关运行经费"]),
    ],
)
def test_each_term_is_explained_by_itself(text: str, terms: list[str]) -> None:
    found = definitions(text)
    assert [span.text.split("：")[0] for span in found] == terms
    assert "".join(span.text for span in found) == text


def test_a_list_in_one_paragraph_is_cut_from_three_items_on() -> None:
    duties = "（一）贯彻方针。（二）管理经费。（三）主管教师工作。"
    assert [span.text for span in items(duties)] == [
        "（一）贯彻方针。",
        "（二）管理经费。",
        "（三）主管教师工作。",
    ]
    assert len(items("（一）贯彻方针。（二）管理经费。")) == 1
    assert len(items("增长1.5倍；3.2公里；4.5万人；5.6米。")) == 1


def test_verbs_of_ones_own_name_nothing() -> None:
    assert not any(map(names_something, ("超支", "缩水", "评上", "拿来")))
    assert all(map(names_something, ("食堂", "庄稼", "小计", "其他财政事务支出")))


def test_nouns_of_one_character_are_read_vague_ones_left_aside() -> None:
    assert things("四条船是做什么的船") == ["船"]
    assert things("这笔钱是做什么的事") == []
