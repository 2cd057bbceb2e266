"""Name each failure of question answering; a message says where and what to do next."""

from __future__ import annotations


class QaError(Exception):
    """Be the base of all failures that question answering reports as one clear line."""


class BatchLineError(QaError):
    """Report a line of a batch file that is not a question."""

    def __init__(self, path: str, line: int, why: str) -> None:
        super().__init__(f'{path}, line {line}: {why}; expected {{"id": …, "question": …}}')


class CalculationError(QaError):
    """Report operands that must not be calculated with: mixed phase or unit, a blank base."""


class VerificationError(QaError):
    """Report an answer with a figure or a citation that its evidence lacks."""


class MissingDataError(QaError):
    """Report a package whose data are needed but that is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__(f"the package {package} is not installed; run make run once more")
