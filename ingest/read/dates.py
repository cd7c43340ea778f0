"""Publication dates, read without guessing and without a locale."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from ingest.read.fault import Code, Fault

_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>[01]\d:[0-5]\d|2[0-3]:[0-5]\d)(?P<seconds>:[0-5]\d)?(?:[.,]\d{1,9})?"
    r" ?(?P<zone>Z|[+-]\d\d(?::?[0-5]\d)?)?)?",
    re.ASCII | re.IGNORECASE,
)
_RFC_2822 = re.compile(
    r"(?:[A-Z]{3}, ?)?(?P<day>\d{1,2}) (?P<month>[A-Z]{3}) (?P<year>\d{4})"
    r" (?P<time>\d\d:\d\d)(?P<seconds>:\d\d)?(?: (?P<zone>[+-]\d{4}|[A-Z]{1,3}))?",
    re.ASCII | re.IGNORECASE,
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ZONE_HOURS = {  # RFC 2822, section 4.3, which takes every other name for an unknown zone
    **{"Z": 0, "UT": 0, "UTC": 0, "GMT": 0},
    **{"EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8},
}
_INCOMPLETE = re.compile(r"\d{4}(?:-\d\d?)?", re.ASCII)
_AMBIGUOUS = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)\b.*", re.ASCII | re.DOTALL)

_CURE = "Write it as YYYY-MM-DD, or with a time as YYYY-MM-DDThh:mm:ssZ."


def parse_date(text: str, place: str) -> str:
    """Return a publication date as ``YYYY-MM-DD``, or with time and zone as ``YYYY-MM-DDThh:mm:ssZ``.

    Read are ISO 8601 and RFC 2822 (``Mon, 06 May 2024 10:15:00 +0200``). A time without a known zone cannot
    be turned into UTC, so that only its day is kept: the day on which the outlet dated it. Fractions of a
    second are cut.

    >>> parse_date("2024-05-06T01:30:00+02:00", "Line 1")
    '2024-05-05T23:30:00Z'

    Args:
        text: the date as the input gives it.
        place: where it stands there, for the message, e.g. ``Line 1``.

    Raises:
        Fault: it is no date, none of the calendar, incomplete, or can be read in two ways.
    """
    text = text.strip()
    if match := _ISO.fullmatch(text):
        return _assemble(match["day"], match, text, place)
    if (match := _RFC_2822.fullmatch(text)) and match["month"].lower() in _MONTHS:
        month = _MONTHS.index(match["month"].lower()) + 1
        return _assemble(f"{match['year']}-{month:02}-{match['day'].zfill(2)}", match, text, place)
    shown = f"“{text[:60]}”"
    if _INCOMPLETE.fullmatch(text):
        message = f"{place}: the date {shown} lacks its day."
        raise Fault(Code.INCOMPLETE_DATE, message, f"{_CURE} Leave the date empty if the day is not known.")
    if _AMBIGUOUS.fullmatch(text):
        message = f"{place}: the date {shown} can be read in several ways (which number is the month?)."
        raise Fault(Code.AMBIGUOUS_DATE, message, _CURE)
    raise Fault(Code.BAD_DATE, f"{place}: {shown} is no date that can be read for certain.", _CURE)


def _assemble(day: str, match: re.Match[str], text: str, place: str) -> str:
    try:
        offset = _offset(match["zone"] or "")
        if not match["time"] or offset is None:
            return date.fromisoformat(day).isoformat()
        moment = datetime.fromisoformat(f"{day}T{match['time']}{match['seconds'] or ':00'}")
        in_utc = moment.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{place}: the date “{text[:60]}” does not exist."
        raise Fault(Code.IMPOSSIBLE_DATE, message, f"Correct it. {_CURE}") from None
    return in_utc.isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def _offset(zone: str) -> timedelta | None:
    """Return how far a zone is ahead of UTC, or None if it is not known."""
    if not zone.startswith(("+", "-")):
        hours = _ZONE_HOURS.get(zone.upper())
        return None if hours is None else timedelta(hours=hours)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone.startswith("-") else offset
