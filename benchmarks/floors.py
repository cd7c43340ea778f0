"""Floors of quality: how far a figure may fall, how that was settled, and what it was measured on.

Pure rules, and the file `floors.toml` that keeps them. Figures and floors are per cent. Of some figures less
is better (`CEILINGS`): there the bound is from above, and "lower" means laxer all the same.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from ingest.errors import HearsayError

CEILINGS = frozenset({"polnear.calibration-error"})
"""Figures that may not rise."""

OUTSIDE = "../"
"""How the path of a file begins that is not part of the repository."""


class FloorError(HearsayError):
    """The floors cannot be read, or may not be changed as was asked."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The bound of one figure.

    Attributes:
        value: the bound in force, per cent.
        history: all that were ever in force, the first first; the last is in force.
    """

    value: float
    history: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Lowered:
    """Why a floor was lowered."""

    name: str
    before: float
    after: float
    date: date
    reason: str


@dataclass(frozen=True, slots=True)
class Floors:
    """Everything that is pinned.

    Attributes:
        bounds: by the name of the figure.
        digests: hex SHA-256 of the model and of every gold file, by path from the repository's root.
        lowered: one for each time that a floor was lowered.
    """

    bounds: Mapping[str, Floor] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    lowered: tuple[Lowered, ...] = ()


# -- rules


def margin(name: str, bound: float, figure: float) -> float:
    """Return by how much a figure is better than a bound; negative if it is worse."""
    return bound - figure if name in CEILINGS else figure - bound


def tight(name: str, figure: float) -> float:
    """Return the bound for a figure: one to two tenths of a point worse, in whole tenths.

    >>> tight("polnear.source", 81.57), tight("polnear.calibration-error", 5.31)
    (81.4, 5.5)
    """
    tenths = round(10 * figure, 6)  # 10 * 57.1 is more than 571
    return (math.ceil(tenths) + 1) / 10 if name in CEILINGS else (math.floor(tenths) - 1) / 10


def failures(floors: Floors, measured: Mapping[str, float]) -> Iterator[str]:
    """Yield a sentence for every figure that is worse than its bound."""
    for name, figure in measured.items():
        bound = floors.bounds.get(name)
        if bound is not None and not margin(name, bound.value, figure) >= 0:  # nor is a figure that is none
            yield f"{name} is {figure:.2f}; its {_kind(name)} is {bound.value}."


def unbounded(floors: Floors, names: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for every figure without a bound."""
    for name in names:
        if name not in floors.bounds:
            yield f"{name} has no {_kind(name)}: set it with --raise."


def unmeasured(floors: Floors, names: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for every bound without a figure.

    Args:
        floors: the floors.
        names: all figures that there are, measured this time or not.
    """
    for name in sorted(set(floors.bounds) - set(names)):
        yield f"{name} has a {_kind(name)}, and nothing measures it."


def unexplained(floors: Floors) -> Iterator[str]:
    """Yield a sentence for everything in the history that does not add up.

    Every step down in a history needs an entry that says why, and every entry its step; the bound in force is
    the last of its history.
    """
    for name, bound in floors.bounds.items():
        if not bound.history or bound.history[-1] != bound.value:
            yield f"{name}: {bound.value} is not the last of its history {list(bound.history)}."
    steps = Counter(
        (name, before, after)
        for name, bound in floors.bounds.items()
        for before, after in pairwise(bound.history)
        if not margin(name, before, after) >= 0
    )
    entries = Counter((one.name, one.before, one.after) for one in floors.lowered)
    for name, before, after in (steps - entries).elements():
        yield f"{name} was lowered from {before} to {after} without a reason."
    for name, before, after in (entries - steps).elements():
        yield f"{name}: a reason is given for a step from {before} to {after} that its history does not have."
    for one in floors.lowered:
        if not one.reason.strip():
            yield f"{one.name}: the reason for lowering it to {one.after} is empty."


def changed(floors: Floors, digests: Mapping[str, str], *, outside: bool) -> Iterator[str]:
    """Yield a sentence for every file that is not the one that the floors were measured on.

    Args:
        floors: the floors, with the pinned digests.
        digests: those of the files that there are.
        outside: whether the files outside the repository should be there.
    """
    for path in sorted({*floors.digests, *digests}):
        if path.startswith(OUTSIDE) and not outside:
            continue
        if path not in digests:
            yield f"{path} is gone."
        elif path not in floors.digests:
            yield f"{path} is new."
        elif floors.digests[path] != digests[path]:
            yield f"{path} has changed: its SHA-256 is {digests[path]}."


def raised(floors: Floors, measured: Mapping[str, float]) -> Floors:
    """Return the floors with every bound that can be tighter, and a first one where there was none."""
    bounds = dict(floors.bounds)
    for name, figure in measured.items():
        new, old = tight(name, figure), bounds.get(name)
        if old is None:
            bounds[name] = Floor(new, (new,))
        elif margin(name, old.value, new) > 0:
            bounds[name] = Floor(new, (*old.history, new))
    return replace(floors, bounds=bounds)


def lowered(
    floors: Floors, measured: Mapping[str, float], names: Sequence[str], reason: str, day: date
) -> Floors:
    """Return the floors with some lowered to what is measured now, and the reason on record.

    Raises:
        FloorError: there is no such floor, its figure was not measured or is not below it, or the reason is
            empty or more than a line.
    """
    if not reason.strip() or not reason.isprintable():
        raise FloorError("A floor is lowered for a reason.", "Give it as one line.")
    bounds, entries = dict(floors.bounds), list(floors.lowered)
    for name in dict.fromkeys(names):
        if name not in bounds or name not in measured:
            raise FloorError(f"{name}: there is no such floor, or it was not measured.")
        old, new = bounds[name], tight(name, measured[name])
        if margin(name, old.value, measured[name]) >= 0:
            raise FloorError(f"{name} holds its {_kind(name)} of {old.value}: there is nothing to lower.")
        bounds[name] = Floor(new, (*old.history, new))
        entries.append(Lowered(name, old.value, new, day, reason.strip()))
    return replace(floors, bounds=bounds, lowered=tuple(entries))


def _kind(name: str) -> str:
    return "ceiling" if name in CEILINGS else "floor"


# -- the file


def loads(text: str) -> Floors:
    """Read what `dumps` writes.

    Raises:
        FloorError: it has not that form.
    """
    try:
        record = tomllib.loads(text)
        return Floors(
            bounds={
                name: Floor(float(one[_kind(name)]), tuple(map(float, one["history"])))
                for name, one in record.get("bounds", {}).items()
            },
            digests=dict(record.get("digests", {})),
            lowered=tuple(
                Lowered(one["name"], float(one["from"]), float(one["to"]), one["date"], one["reason"])
                for one in record.get("lowered", [])
            ),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise FloorError(f"The floors cannot be read: {error!r}.") from error


def dumps(floors: Floors) -> str:
    """Return the floors as TOML, one figure beneath the other, so that a change reads as one."""
    parts = [_HEAD]
    for name, bound in floors.bounds.items():
        parts.append(
            f"\n[bounds.{_text(name)}]\n{_kind(name)} = {bound.value}\nhistory = {list(bound.history)}\n"
        )
    parts.append("\n[digests]\n")
    parts += [f"{_text(path)} = {_text(digest)}\n" for path, digest in sorted(floors.digests.items())]
    for one in floors.lowered:
        steps = f"from = {one.before}\nto = {one.after}\ndate = {one.date.isoformat()}"
        parts.append(f"\n[[lowered]]\nname = {_text(one.name)}\n{steps}\nreason = {_text(one.reason)}\n")
    return "".join(parts)


def _text(words: str) -> str:
    """Write a string; what JSON escapes, TOML reads.

    >>> print(_text('a "b"'))
    "a \\"b\\""
    """
    return json.dumps(words, ensure_ascii=False)


_HEAD = """\
# How good extraction is and must stay, per cent, and the SHA-256 of what that was measured on.
# Written by `python -m benchmarks.gate`; docs/decisions/0064-quality-gate.md tells the rules.
"""
