"""The extractors that can be measured, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ingest.extract
from ingest.extract import Extractor, RuleExtractor, TrainedExtractor

_ROOM = Path(ingest.extract.__file__).parent


@dataclass(frozen=True, slots=True)
class _Choice:
    make: Callable[[], Extractor]
    data: Path  # the folder of what it has learnt or was told: model or word lists


_CHOICES = {
    "rules": _Choice(RuleExtractor, _ROOM / "lexicon"),
    "trained": _Choice(TrainedExtractor, _ROOM / "encoder" / "data"),
}
NAMES = tuple(_CHOICES)
DEFAULT = NAMES[-1]


def extractor(name: str) -> Extractor:
    """Return a new extractor.

    Raises:
        KeyError: no extractor has that name.
    """
    return _CHOICES[name].make()


def size_on_disk(name: str) -> int:
    """Return how many bytes an extractor's model or word lists take.

    Raises:
        KeyError: no extractor has that name.
    """
    return sum(path.stat().st_size for path in _CHOICES[name].data.rglob("*") if path.suffix not in _CODE)


_CODE = {"", ".py", ".pyc"}  # folders have no suffix either
