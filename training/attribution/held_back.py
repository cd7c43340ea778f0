"""Which train articles the model never learns from: to choose by, and to fit confidence on."""

from __future__ import annotations

import hashlib

ONE_IN = 20


def held_back(name: str) -> bool:
    """Return whether a train article, by its id, is held back."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % ONE_IN == 0
