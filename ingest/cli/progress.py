"""How far long work is, on standard error: a live line on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from ingest.cli.log import Value
from ingest.cli.pace import Pace
from ingest.text import printable

BYTES = "bytes"
FIRST_LINE, EVERY_LINE = 10.0, 30.0
"""Seconds until a log gets its first line, and from one to the next."""

_BAR = 30  # columns at most
_BAR_FROM = 60  # columns of a terminal that has room for a bar


class Meter:
    """What a piece of work tells how far it is. Calling it is telling that more is done.

    Args:
        what: what is being done.
        total: how much there is to do, None if that is not known.
        unit: what `total` counts: things, by their plural, or `BYTES`.
        items: what is counted beside bytes.
        clock: gives the time in seconds.
    """

    def __init__(
        self,
        what: str,
        total: int | None,
        unit: str,
        items: str = "articles",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.what = what
        self.unit = unit
        self._items = items
        self._clock = clock
        self._pace = Pace(total, clock())
        self._held = 0

    def __call__(self, amount: int) -> None:
        """Tell that more is done.

        Bytes that were read are not done yet, but at work: those told last are held back until the next come.
        """
        if self.unit == BYTES:
            amount, self._held = self._held, amount
        self._pace.add(amount, 0, self._clock())

    def so_many(self, done: int, total: int) -> None:
        """Tell how much is done altogether, and of how much."""
        self._pace.total = total
        self._pace.add(done - self._pace.done, 0, self._clock())

    def finished(self, amount: int) -> None:
        """Tell that more is done, and not merely at work."""
        self._pace.add(amount, 0, self._clock())

    def item(self) -> None:
        """Tell that one more thing is done of those that come from the bytes."""
        self._pace.add(0, 1, self._clock())

    def reached(self, done: int, total: int | None, items: int) -> None:
        """Tell how much is done altogether."""
        self._pace.total = total
        self._pace.add(done - self._pace.done, items - self._pace.items, self._clock())

    def unlike_the_rest(self) -> None:
        """Say that what is done now goes faster or slower than what comes: no time left is told from it."""
        self._pace.steady = False

    def turn(self) -> None:
        """Say that another kind of work begins, whose pace nothing is known of yet."""
        self._pace.turn(self._clock())

    def share(self) -> float | None:
        """How much of the whole is done, from 0 to 1, if that is known."""
        return self._pace.share()

    def parts(self) -> list[str]:
        """What is known, in words, the most telling first."""
        now, pace = self._clock(), self._pace
        share, rate, left = pace.share(), pace.rate(now), pace.left(now)
        found = [f"{share:.0%}"] if share is not None else []
        if pace.items:
            found.append(f"{pace.items:,} {self._items}")
        elif pace.done:
            found.append(_amount(pace.done, self.unit))
        if left is not None:
            found.append(f"{duration(left)} left")
        if rate is not None:
            found.append(_rate(rate, self._items if pace.items else self.unit))
        return [*found, f"{duration(now - pace.begun)} elapsed"]

    def fields(self) -> dict[str, Value]:
        """What is known, for machines: amounts, and seconds."""
        now, pace = self._clock(), self._pace
        rate, left = pace.rate(now), pace.left(now)
        return {
            "what": self.what,
            "done": pace.done,
            "total": pace.total,
            "unit": self.unit,
            **({self._items: pace.items} if pace.items else {}),
            "rate": None if rate is None else round(rate, 2),
            "elapsed": round(now - pace.begun, 1),
            "left": None if left is None else round(left),
        }


def duration(seconds: float) -> str:
    """Write a duration as on a clock.

    >>> duration(65), duration(3_725), duration(90_061)
    ('1:05', '1:02:05', '1 d 1:01:01')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if not days and not hours:
        return f"{minutes}:{rest:02}"
    return f"{f'{days} d ' if days else ''}{hours}:{minutes:02}:{rest:02}"


def _amount(number: float, unit: str) -> str:
    if unit != BYTES:
        return f"{number:,.0f} {unit}"
    return f"{number / 1e9:,.2f} GB" if number >= 1e9 else f"{number / 1e6:,.1f} MB"


def _rate(rate: float, unit: str) -> str:
    if unit == BYTES:
        return f"{rate / 1e6:,.1f} MB/s"
    return f"{rate:,.0f} {unit}/s" if rate >= 10 else f"{rate:.1f} {unit}/s"


class _Line:
    """The live line: as much of what is known as there is room for."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._spinner = Spinner("dots")

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the line, drawn anew each time."""
        width, share = options.max_width, self._meter.share()
        line = Table.grid(padding=(0, 1))
        cells: list[object] = [self._spinner] if share is None else []
        cells.append(Text(printable(self._meter.what), no_wrap=True, overflow="ellipsis"))
        used = 2 + min(len(self._meter.what), width // 2)
        if share is not None and width >= _BAR_FROM:
            bar = min(_BAR, width // 5)
            cells.append(ProgressBar(total=1.0, completed=share, width=bar))
            used += bar + 1
        said = ""
        for part in self._meter.parts():
            longer = f"{said} · {part}" if said else part
            if used + len(longer) + 1 > width:
                break
            said = longer
        for cell in cells:
            line.add_column(no_wrap=True, max_width=width // 2 if isinstance(cell, Text) else None)
        line.add_column(no_wrap=True)
        line.add_row(*cells, Text(said, no_wrap=True))  # type: ignore[arg-type]
        yield line


@contextmanager
def live(meter: Meter, console: Console) -> Iterator[None]:
    """Show a line that follows the work, and goes when it is done."""
    with Live(_Line(meter), console=console, transient=True, refresh_per_second=8):
        yield


@contextmanager
def now_and_then(meter: Meter, tell: Callable[[str, Meter], None]) -> Iterator[None]:
    """Tell after a while, and then again and again, how far the work is; also while it says nothing itself.

    Args:
        meter: knows how far it is.
        tell: is given a sentence.
    """
    ended = threading.Event()
    told = False

    def keep_telling() -> None:
        nonlocal told
        wait = FIRST_LINE
        while not ended.wait(wait):
            tell(f"{meter.what}: {', '.join(meter.parts())}", meter)
            told, wait = True, EVERY_LINE

    teller = threading.Thread(target=keep_telling, name="progress", daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()
    if told:
        tell(f"{meter.what}: done, {', '.join(meter.parts())}", meter)
