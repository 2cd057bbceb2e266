"""Keep learned numbers as text in data files."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ingest.embeddings import Vector


def unpacked(text: str, kind: type[np.generic]) -> Vector:
    """Return numbers that are kept as text."""
    return np.frombuffer(base64.b64decode(text), dtype=kind).astype(np.float32)


def packed(numbers: Vector, kind: type[np.generic]) -> str:
    """Return numbers as text."""
    return base64.b64encode(np.asarray(numbers, dtype=kind).tobytes()).decode("ascii")
