"""How long a large file of judgements takes: `python -m benchmarks.judgements [LINES]`, by default a million.

The file is made up, from a seed, in the proportions that one would expect: two thirds about actors and names,
one third about claims. Times are of one core (`time.process_time`).
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from ingest.judgements import Aspect, Judgement, append, read, render

_ARTICLE = "https://w3id.org/hearsay/article/"
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_T = TypeVar("_T")


def made_up(count: int) -> Iterator[Judgement]:
    """Give judgements of actors, names and claims in turn."""
    chance = random.Random(2026)  # noqa: S311 - no secret

    def digest() -> str:
        return "".join(chance.choices(_LETTERS, k=32))

    for number in range(count):
        second, minute, hour, day = number % 60, number // 60 % 60, number // 3600 % 24, 1 + number % 28
        when = f"2026-11-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}Z"
        match number % 3:
            case 0:
                actor = f"{_ARTICLE}{digest()}/actor/{digest()}"
                yield Judgement(when, "A. Analyst", actor, Aspect.ENTITY, f"Q{number + 1}", "the role fits")
            case 1:
                yield Judgement(
                    when, "B. Analyst", f"name:Person Number {number}", Aspect.NOT, f"Q{number + 1}"
                )
            case _:
                claim = f"{_ARTICLE}{digest()}/claim/{digest()}"
                why = "a hedge “overlooked”"
                yield Judgement(when, "A. Analyst", claim, Aspect.CERTAINTY, "possible: perhaps", why)


def _timed(what: str, work: Callable[[], _T]) -> _T:
    start = time.process_time()
    result = work()
    print(f"{what:24} {time.process_time() - start:6.1f} s")
    return result


def main() -> None:
    """Write, read and add to a file of so many lines."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    history = list(made_up(count))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "judgements.tsv"
        content = _timed("write", lambda: render(history))
        file.write_bytes(content)
        print(f"{count:,} lines, {len(content) / 1e6:,.0f} MB")
        found = _timed("read, check and fold", lambda: read(file))
        if found.problems or len(found.judgements.all) != count:
            raise SystemExit("not what was written")
        _timed("add one", lambda: append(file, history[:1]))


if __name__ == "__main__":
    main()
