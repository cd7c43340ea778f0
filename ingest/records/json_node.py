"""A value of a JSON document that knows where it stands, so that an error can name the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from ingest.errors import HearsayError

_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and its path, for example ``$.claims[0].chain[1].cue``.

    Every reader below raises `HearsayError` naming the path if the value is not what was asked for.
    """

    value: object
    path: str = "$"

    def wrong(self, expected: str) -> HearsayError:
        """Return the error that this value is not `expected`."""
        found = {dict: "an object", list: "a list", type(None): "null"}.get(type(self.value))
        return HearsayError(f"{self.path}: expected {expected}, found {found or _shortened(self.value)}.")

    def fields(self, *names: str, optional: tuple[str, ...] = ()) -> dict[str, Node]:
        """Return the members of an object that has the members `names`, maybe optional ones, and no other."""
        if not isinstance(self.value, dict):
            raise self.wrong("an object")
        missing = [name for name in names if name not in self.value]
        unknown = sorted(name for name in self.value if name not in (*names, *optional))
        if missing or unknown:
            what = [f"lacks {name!r}" for name in missing] + [f"has the unknown {name!r}" for name in unknown]
            raise HearsayError(f"{self.path}: the object {', '.join(what)}.")
        present = [*names, *(name for name in optional if name in self.value)]
        return {name: Node(self.value[name], f"{self.path}.{name}") for name in present}

    def items(self) -> Iterator[Node]:
        """Yield the items of a list."""
        if not isinstance(self.value, list):
            raise self.wrong("a list")
        for index, item in enumerate(self.value):
            yield Node(item, f"{self.path}[{index}]")

    def string(self) -> str:
        """Return a string."""
        if not isinstance(self.value, str):
            raise self.wrong("a string")
        return self.value

    def words(self) -> str:
        """Return a string that is not empty."""
        if not self.string():
            raise self.wrong("a string that is not empty")
        return self.string()

    def optional_string(self) -> str | None:
        """Return a string, or None for null."""
        return None if self.value is None else self.string()

    def boolean(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong("true or false")
        return self.value

    def integer(self) -> int:
        """Return an integer."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.wrong("an integer")
        return self.value

    def score(self) -> float:
        """Return a number from 0 to 1."""
        if (
            not isinstance(self.value, int | float)
            or isinstance(self.value, bool)
            or not 0 <= self.value <= 1
        ):
            raise self.wrong("a number from 0 to 1")
        return float(self.value)

    def member(self, kind: type[_E]) -> _E:
        """Return the member of `kind` that the string names."""
        try:
            return kind(self.string())
        except ValueError:
            raise self.wrong("one of " + ", ".join(f'"{member}"' for member in kind)) from None


def _shortened(value: object, limit: int = 60) -> str:
    """Return `value` as Python writes it, cut to `limit` characters: it may be a whole article."""
    text = repr(value[: limit + 1] if isinstance(value, str) else value)
    return text if len(text) <= limit else text[:limit] + "…"
