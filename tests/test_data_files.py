"""Test that every word list reads alike with and without PyYAML's parser in C."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
LISTS = sorted(
    path
    for package in ("qa", "ingest", "audit", "ui", "evals")
    for path in (ROOT / package).rglob("*.yaml")
)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_word_list_reads_alike_with_both_parsers(path: Path) -> None:
    text = path.read_text("utf-8")
    plain = yaml.load(text, Loader=yaml.SafeLoader)
    assert plain
    if hasattr(yaml, "CSafeLoader"):
        assert plain == yaml.load(text, Loader=yaml.CSafeLoader)
