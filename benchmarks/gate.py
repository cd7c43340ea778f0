"""The quality gate: measures how good extraction is, and fails if it is worse than what was pinned.

    python -m benchmarks.gate
    python -m benchmarks.gate --raise
    python -m benchmarks.gate --pin
    python -m benchmarks.gate --lower NAME… --reason "…" --date YYYY-MM-DD

prints floor, figure and margin of everything in `benchmarks/floors.toml`, and ends with 1 if a figure is
below its floor, or if the model or a gold file is not the one that the floors were measured on. With --raise
it writes higher floors where there is room; with --pin it takes note of a new model or gold; with --lower it
lowers floors to what is measured, and keeps the reason and the date. If anything fails, nothing is written.
It takes about a minute on two cores. Where the gold beside the checkout is absent, only what lies in the
repository is measured.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from benchmarks.floors import (
    CEILINGS,
    Floors,
    changed,
    dumps,
    failures,
    loads,
    lowered,
    margin,
    raised,
    unbounded,
    unexplained,
    unmeasured,
)
from benchmarks.quality import FIGURES, PARTS, SHARED_GOLD, digests, measure, outside
from ingest.errors import HearsayError

FLOORS = Path(__file__).with_name("floors.toml")
RENEW = "python -m benchmarks.gate --pin"
"""How a new model or gold file is taken note of."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is now.

    Attributes:
        measured: figures by name, per cent.
        digests: hex SHA-256 of the model and of the gold files that there are, by path.
        outside: whether the gold beside the checkout is there.
        figures: the names of all figures, measured or not.
    """

    measured: Mapping[str, float]
    digests: Mapping[str, str]
    outside: bool
    figures: Sequence[str] = FIGURES


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done to the floors.

    Attributes:
        higher: whether to raise what can be raised.
        pin: whether to take note of new digests.
        lower: the names of the floors to lower, for this reason, on this day.
    """

    higher: bool = False
    pin: bool = False
    lower: tuple[str, ...] = ()
    reason: str = ""
    day: date = date.min


def decide(floors: Floors, seen: Seen, wish: Wish) -> tuple[Floors, list[str]]:
    """Return the floors as wished, and what speaks against it; only if nothing does are they to be kept.

    Raises:
        benchmarks.floors.FloorError: a floor cannot be lowered as wished.
    """
    faults = [*unexplained(floors), *unmeasured(floors, seen.figures)]
    if wish.lower:
        floors = lowered(floors, seen.measured, wish.lower, wish.reason, wish.day)
    if not wish.higher:
        faults += unbounded(floors, seen.figures)
    faults += failures(floors, seen.measured)
    if wish.pin and seen.outside:
        floors = replace(floors, digests=seen.digests)
    elif wish.pin:
        faults.append("--pin measures everything, and the gold beside the checkout is absent.")
    else:
        moved = list(changed(floors, seen.digests, outside=seen.outside))
        faults += moved
        if moved:
            faults.append(f"If that is meant, take note of it: {RENEW}")
    if wish.higher:
        floors = raised(floors, seen.measured)
    return floors, faults


def table(floors: Floors, seen: Seen) -> Iterator[str]:
    """Yield the lines of the report: floor, figure and margin, per cent."""
    width = max(map(len, seen.figures), default=0)
    yield f"{'per cent':{width}}{'floor':>9}{'measured':>10}{'margin':>8}"
    for name in seen.figures:
        bound = floors.bounds.get(name)
        line = f"{name:{width}}{'-' if bound is None else bound.value:>9}"
        if name not in seen.measured:
            yield f"{line}{'-':>10}"
            continue
        line += f"{seen.measured[name]:10.2f}"
        if bound is not None:
            line += f"{margin(name, bound.value, seen.measured[name]):+8.2f}"
        yield line + ("  (a ceiling)" if name in CEILINGS else "")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the gate from the command line."""
    parser = argparse.ArgumentParser(description="Fail if extraction is worse than its floors.")
    parser.add_argument("--raise", action="store_true", dest="higher", help="write higher floors")
    parser.add_argument("--pin", action="store_true", help="take note of a new model or gold")
    parser.add_argument("--lower", nargs="+", default=[], metavar="NAME", help="lower these floors")
    parser.add_argument("--reason", default="", help="why they are lowered")
    parser.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="of lowering them")
    given = parser.parse_args(arguments)
    if bool(given.lower) != bool(given.reason.strip() and given.date):
        parser.error("--lower, --reason and --date go together: no floor is lowered without a reason")
    wish = Wish(given.higher, given.pin, tuple(given.lower), given.reason, given.date or date.min)
    try:
        floors = loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else Floors()
        seen = look()
        new, faults = decide(floors, seen, wish)
    except HearsayError as error:
        parser.exit(1, f"{error}\n")
    print("\n".join(table(new, seen)))
    if not seen.outside:
        print(f"\nOnly in part: {SHARED_GOLD} is absent, and is not distributed with Hearsay.")
    if faults:
        parser.exit(1, "\n" + "\n".join(faults) + "\n")
    if new != floors:
        FLOORS.write_text(dumps(new), encoding="utf-8")
        print(f"\n{FLOORS.name} is written anew.")


def look() -> Seen:
    """Measure everything that can be measured here."""
    beside = outside()
    measured = measure(name for name, part in PARTS.items() if beside or not part.outside)
    return Seen(measured, digests(), beside)


if __name__ == "__main__":
    main()
