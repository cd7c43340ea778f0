"""Points in time as a snapshot writes them: ISO 8601, as precisely as they are known."""

from __future__ import annotations


def is_before(one: str, other: str | None, years: int = 0) -> bool:
    """Whether `one` is earlier than `other` by more than `years`, beyond what their precision leaves open.

    Args:
        one: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, before our era with a minus; empty if not known.
        other: the same, or with a time of day; None or empty if not known.

    >>> is_before("2020-05", "2020-06-01"), is_before("2020", "2020-06-01"), is_before("-0044-03", "2020")
    (True, False, True)
    >>> is_before("2001", "2010-01-01", 10), is_before("1999", "2010-01-01", 10)
    (False, True)
    """
    if not one or not other:
        return False
    if one.startswith("-") or other.startswith("-"):
        return one.startswith("-") and not other.startswith("-")
    later = f"{int(one[:4]) + years:04}{one[4:]}"
    known = min(len(later), len(other), 10)
    return later[:known] < other[:known]


def is_during(date: str | None, start: str, end: str) -> bool:
    """Whether a date may lie between two, of which the first must be known."""
    return bool(date and start) and not is_before(date or "", start) and not is_before(end, date)
