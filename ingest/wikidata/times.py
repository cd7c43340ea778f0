"""Wikidata's points in time as ISO 8601, as precisely as they are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

# How finely a time value is known, in Wikibase's data model.
_YEAR, _MONTH, _DAY = 9, 10, 11

_JULIAN = "Q1985786"  # the proleptic Julian calendar; the other one is the proleptic Gregorian (Q1985727)
_TIME = re.compile(r"([+-]?)0*(\d{1,4})-(\d\d)-(\d\d)T", re.ASCII)


def iso_date(value: Mapping[str, Any]) -> str:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` for a time value of Wikibase's JSON, or "".

    Less than a year's precision, and years of more than four digits, are left out. Years before our era are
    counted as ISO 8601 does: Wikibase's ``-0044`` (44 BCE) is ``-0043``. A day of the Julian calendar is
    given in the Gregorian one, as in Wikidata's RDF; before our era only its year.

    >>> iso_date({"time": "+1952-03-11T00:00:00Z", "precision": 11})
    '1952-03-11'
    >>> iso_date({"time": "+1952-00-00T00:00:00Z", "precision": 9})
    '1952'
    """
    found = _TIME.match(str(value.get("time", "")))
    precision = value.get("precision")
    if not found or not isinstance(precision, int) or precision < _YEAR:
        return ""
    sign, *digits = found.groups()
    year, month, day = map(int, digits)
    if sign == "-":
        year = 1 - year
    known_month, known_day = 1 <= month <= 12, 1 <= day <= 31
    if precision >= _DAY and known_month and known_day:
        if str(value.get("calendarmodel", "")).endswith(f"/{_JULIAN}"):
            converted = _gregorian(year, month, day)
            return converted.isoformat() if converted else _written(year)
        return f"{_written(year)}-{month:02}-{day:02}"
    return f"{_written(year)}-{month:02}" if precision >= _MONTH and known_month else _written(year)


_XSD = re.compile(r"(-?\d{4})-(\d\d)-(\d\d)T", re.ASCII)


def iso_date_of_rdf(lexical: str) -> str:
    """Return what an ``xsd:dateTime`` of Wikidata's truthy RDF surely says.

    It does not tell how precise it is: the first of January may be any day of the year, the first of another
    month any day of that month; so these are taken as a year and as a month.

    >>> iso_date_of_rdf("1952-01-01T00:00:00Z"), iso_date_of_rdf("1952-03-11T00:00:00Z")
    ('1952', '1952-03-11')
    """
    found = _XSD.match(lexical)
    if not found:
        return ""
    year, month, day = found.groups()
    if day != "01":
        return f"{year}-{month}-{day}"
    return f"{year}-{month}" if month != "01" else year


def _written(year: int) -> str:
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def _gregorian(year: int, month: int, day: int) -> date | None:
    """Convert a Julian date by its Julian day number (Explanatory Supplement to the Almanac, 2013, 15.11).

    None for a date before our era, which Python's calendar does not reach.
    """
    shift = (14 - month) // 12
    years = year + 4800 - shift
    number = day + (153 * (month + 12 * shift - 3) + 2) // 5 + 365 * years + years // 4 - 32083
    ordinal = number - 1721425  # the Julian day number of the day before 0001-01-01
    return date.fromordinal(ordinal) if 0 < ordinal <= date.max.toordinal() else None
