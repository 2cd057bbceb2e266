"""Keep tuples, boxes and places as JSON text in the store, and give them back as they were."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from ingest.records import BBox, Location


def bbox_from(raw: Sequence[float] | None) -> BBox | None:
    """Return a box from a JSON list."""
    return None if raw is None else (raw[0], raw[1], raw[2], raw[3])


T = TypeVar("T")


class _Json(TypeDecorator[T], Generic[T]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(self.raw(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> T | None:
        return None if value is None else self.read(json.loads(value))

    def raw(self, value: T) -> Any:
        """Return what JSON can write."""
        return value

    def read(self, raw: Any) -> T:
        """Return the value from what JSON gave."""
        raise NotImplementedError


class Items(_Json[tuple[T, ...]], Generic[T]):
    """A tuple of texts or numbers."""

    cache_ok = True

    def read(self, raw: list[T]) -> tuple[T, ...]:
        """Return the tuple."""
        return tuple(raw)


class Lines(_Json[tuple[tuple[str, ...], ...]]):
    """A tuple of tuples of texts: header paths, printed rows."""

    cache_ok = True

    def read(self, raw: list[list[str]]) -> tuple[tuple[str, ...], ...]:
        """Return the tuples."""
        return tuple(tuple(line) for line in raw)


class Box(_Json[BBox]):
    """A box on a page, in points from its upper left corner."""

    cache_ok = True

    def read(self, raw: list[float]) -> BBox:
        """Return the box."""
        return raw[0], raw[1], raw[2], raw[3]


class Place(_Json[Location]):
    """Where something stands in a file."""

    cache_ok = True

    def raw(self, value: Location) -> dict[str, object]:
        """Return the location by its parts."""
        return _parts(value)

    def read(self, raw: dict[str, Any]) -> Location:
        """Return the location."""
        return _location(raw)


class Places(_Json[tuple[Location, ...]]):
    """The places of a row, several where a page breaks it."""

    cache_ok = True

    def raw(self, value: tuple[Location, ...]) -> list[dict[str, object]]:
        """Return each location by its parts."""
        return [_parts(place) for place in value]

    def read(self, raw: list[dict[str, Any]]) -> tuple[Location, ...]:
        """Return the locations."""
        return tuple(_location(place) for place in raw)


def _parts(place: Location) -> dict[str, object]:
    return {
        "file": place.file,
        "page": place.page,
        "bbox": place.bbox,
        "sheet": place.sheet,
        "row": place.row,
    }


def _location(raw: dict[str, Any]) -> Location:
    return Location(raw["file"], raw["page"], bbox_from(raw["bbox"]), raw["sheet"], raw["row"])
