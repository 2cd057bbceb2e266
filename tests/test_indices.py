"""Indices and kept results give what reading everything anew gives."""

from __future__ import annotations

import pytest

from qa.kept import Kept, Same
from qa.linking.short import Names, shortened

PROJECTS = [
    "巨灾保险",
    "数字化城市运行维护和治理专项",
    "市管领导周转用房经费",
    "水灾保险",
    "会议专项",
]


@pytest.mark.parametrize(
    ("said", "named", "meant"),
    [
        ("周转房", False, "市管领导周转用房经费"),  # all its characters, in order
        ("城市数字化", False, "数字化城市运行维护和治理专项"),  # in pieces
        ("洪灾保险", False, None),  # one character other than two of them
        ("旱灾补助", False, None),
        ("会议", True, "会议专项"),
        ("会议", False, None),  # a part this short needs the word project
        ("巨灾", True, "巨灾保险"),
        ("码头", True, None),  # no name has these characters
    ],
)
def test_names_by_characters_are_those_of_all_names(
    said: str, named: bool, meant: str | None
) -> None:
    assert shortened(said, PROJECTS, named=named) == meant
    assert shortened(said, Names(PROJECTS), named=named) == meant


def test_a_name_that_differs_by_one_character_is_found_by_its_end() -> None:
    names = ["水灾保险", "巨额补助"]
    assert shortened("洪灾保险", names, named=False) == "水灾保险"
    assert shortened("洪灾保险", Names(names), named=False) == "水灾保险"


def test_what_is_kept_of_one_object_is_not_told_of_its_like() -> None:
    kept, one, like = Kept(), [1], [1]
    assert kept.once(("sum", Same(one)), lambda: "first") == "first"
    assert kept.once(("sum", Same(one)), lambda: "again") == "first"
    assert kept.once(("sum", Same(like)), lambda: "second") == "second"
