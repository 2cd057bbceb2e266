"""What the audit holds against what in final accounts, whose tables print plan and spending."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from audit import service
from audit.findings import Finding
from ingest.store import Store
from tests.chains import DOCUMENTS, documents_of

pytestmark = pytest.mark.slow  # takes seconds

FILES = ("岫云县民政局2024年度部门决算.pdf", "霖溪县农业农村局2024年度部门决算公开.pdf")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Finding, ...]]:
    with Store(tmp_path_factory.mktemp("finals")) as store:
        for name in FILES:
            for document in documents_of(DOCUMENTS / name):
                store.put(document)
        yield service.load(store).all


def test_spending_is_held_against_spending(found: tuple[Finding, ...]) -> None:
    """Find the figures of one sum that the text prints in another order, and no plan's."""
    said = [f.message for f in found if f.rule == "three_public_statements"]
    assert said == ["正文“公务接待费”为 48620.00 元，公开07表为 48,260.00 元"]


def test_points_are_no_weights(found: tuple[Finding, ...]) -> None:
    assert not [f.message for f in found if f.rule == "weights"]


def test_plans_rates_and_blocks_that_go_on_are_no_errors(found: tuple[Finding, ...]) -> None:
    """Hold spending against spending, add up no rates, and follow a class into its next columns."""
    rules = ("project_rows", "projects_between_tables", "totals_between_tables", "balance",
             "classes_between_tables", "code_hierarchy", "empty_tables")  # fmt: skip
    assert not [f.message for f in found if f.rule in rules]
