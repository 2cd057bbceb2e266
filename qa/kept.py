"""Keep what was made of a question, for readers that ask the same of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")
_NOTHING = object()


class Same:
    """Be the key of one object and of none that only equals it; holds it, so that none takes its place."""

    __slots__ = ("_one",)

    def __init__(self, one: object) -> None:
        self._one = one

    def __hash__(self) -> int:
        return id(self._one)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other._one is self._one


class Kept:
    """Keep the last results by their keys; one view of a store has one of these."""

    def __init__(self, size: int = 256) -> None:
        """Take how many are kept; all are dropped when there would be more."""
        self._size = size
        self._held: dict[Hashable, object] = {}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for a key, or make it; a key is of one function and what it is given."""
        held = self._held.get(key, _NOTHING)
        if held is not _NOTHING:
            return cast(T, held)
        made = make()
        if len(self._held) >= self._size:
            self._held.clear()
        self._held[key] = made
        return made
