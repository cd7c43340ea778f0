"""How long to leave a service alone."""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime


def wait(seconds: float) -> None:
    """Wait, in real time."""
    time.sleep(seconds)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return for how many seconds a service asks to be left alone, if it says so.

    A date is read against the service's own clock (``Date``), not against ours.
    """
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
        return max(0.0, (until - parsedate_to_datetime(headers.get("Date", ""))).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
