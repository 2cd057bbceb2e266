"""Share what many tests need: the samples' folder and stores over the corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of the seed disclosure in every form; skip where it is absent."""
    if not (SHARED / "samples").is_dir():
        pytest.skip("no ../shared/samples beside the project")
    return SHARED / "samples"


@pytest.fixture(scope="session")
def real() -> Path:
    """Return the folder of published disclosures; skip where it is absent."""
    if not (SHARED / "real").is_dir():
        pytest.skip("no ../shared/real beside the project")
    return SHARED / "real"


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over the shipped text, stored without vectors."""
    folder = tmp_path_factory.mktemp("shipped")
    text = next((ROOT / "corpus").glob("*.txt"))
    with Store(folder) as store:
        for document in read_file(text, text.name):
            store.put(document)
    with Chain.open(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def truth(samples: Path) -> dict[str, Any]:
    """Return the true cells of the seed disclosure."""
    return json.loads((samples / "truth.json").read_text("utf-8"))  # type: ignore[no-any-return]
