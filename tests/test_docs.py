"""What the documents say of commands and settings is what the code has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from ingest.settings import describe

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_readme_lists_every_setting() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\| (.*) \|$", README, re.MULTILINE)
    assert rows == describe()


def test_promised_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE))
    assert {"run", "test", "check", "lint", "ingest", "eval", "help"} <= targets
    named = re.findall(
        r"make ([a-z-]+)", README + (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    )
    assert set(named) <= targets


def test_links_of_the_documents_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name} links {link}"


def test_torch_is_pinned_in_one_extra_only() -> None:
    """An open range resolves to a CUDA build of several gigabytes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    pulling = re.compile(r"torch|sentence-transformers|langchain-huggingface|transformers")
    assert [d for d in project["dependencies"] if pulling.match(d)] == []
    assert [name for name, needs in extras.items() if any(pulling.match(d) for d in needs)] == [
        "models"
    ]
    assert "torch==2.13.0" in extras["models"]


def test_no_file_of_the_set_up_names_a_host() -> None:
    for name in ("Makefile", ".ci/run", "pyproject.toml", ".pre-commit-config.yaml"):
        assert not re.search(r"https?://(?!localhost|127\.)\w", (ROOT / name).read_text("utf-8"))
