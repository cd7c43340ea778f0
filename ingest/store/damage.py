"""What a walk through a store finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing in a store that is not as it was written: which graph or text, and what is wrong with it."""

    where: str
    message: str
