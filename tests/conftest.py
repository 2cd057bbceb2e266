"""Share what many tests need: the samples' folder and stores over the corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

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
def truth(samples: Path) -> dict[str, Any]:
    """Return the true cells of the seed disclosure."""
    return json.loads((samples / "truth.json").read_text("utf-8"))  # type: ignore[no-any-return]
