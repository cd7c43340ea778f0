"""Publication dates are read for certain, or not at all."""

import locale
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.dates import parse_date
from ingest.read.fault import Code, Fault


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-06", "2024-05-06"),
        (" 2024-02-29 ", "2024-02-29"),
        ("2024-05-06T10:15:30Z", "2024-05-06T10:15:30Z"),
        ("2024-05-06t10:15:30z", "2024-05-06T10:15:30Z"),
        ("2024-05-06 10:15+00:00", "2024-05-06T10:15:00Z"),
        ("2024-05-06T01:30:00+02:00", "2024-05-05T23:30:00Z"),
        ("2024-12-31T23:30:00-0530", "2025-01-01T05:00:00Z"),
        ("2024-05-06T10:15:30.999+02", "2024-05-06T08:15:30Z"),
        ("2024-05-06T23:59:59", "2024-05-06"),
        ("Mon, 06 May 2024 10:15:00 +0200", "2024-05-06T08:15:00Z"),
        ("6 May 2024 10:15 GMT", "2024-05-06T10:15:00Z"),
        ("Mon, 06 May 2024 22:15:00 EST", "2024-05-07T03:15:00Z"),
        ("Mon, 06 May 2024 22:15:00 CET", "2024-05-06"),
        ("0001-01-01", "0001-01-01"),
    ],
)
def test_dates_and_times_become_days_or_moments_in_utc(text, expected):
    assert parse_date(text, "Line 1") == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-02-31", Code.IMPOSSIBLE_DATE),
        ("2023-02-29", Code.IMPOSSIBLE_DATE),
        ("2024-13-01T10:00:00Z", Code.IMPOSSIBLE_DATE),
        ("0000-01-01", Code.IMPOSSIBLE_DATE),
        ("0001-01-01T00:00:00+14:00", Code.IMPOSSIBLE_DATE),
        ("31 Feb 2024 10:00 GMT", Code.IMPOSSIBLE_DATE),
        ("2024-05-06T10:00:00+99:00", Code.IMPOSSIBLE_DATE),
        ("05/06/2024", Code.AMBIGUOUS_DATE),
        ("5.6.24", Code.AMBIGUOUS_DATE),
        ("13/06/2024", Code.AMBIGUOUS_DATE),
        ("2024", Code.INCOMPLETE_DATE),
        ("2024-05", Code.INCOMPLETE_DATE),
        ("yesterday", Code.BAD_DATE),
        ("6 Mai 2024 10:15 GMT", Code.BAD_DATE),
        ("2024-05-06T25:00:00Z", Code.BAD_DATE),
        ("２０２４-05-06", Code.BAD_DATE),
        ("1714953600", Code.BAD_DATE),
    ],
)
def test_what_is_no_certain_date_is_refused_with_place_and_cure(text, code):
    with pytest.raises(Fault) as refusal:
        parse_date(text, "Line 1")
    assert refusal.value.code == code
    assert refusal.value.message.startswith("Line 1: ")
    assert text in refusal.value.message
    assert "YYYY-MM-DD" in refusal.value.cure


def test_the_locale_has_no_say():
    before = locale.setlocale(locale.LC_ALL)
    for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8", "C"):
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:  # not installed on this machine; "C" always is
            continue
        try:
            assert parse_date("6 May 2024 10:15 GMT", "Line 1") == "2024-05-06T10:15:00Z"
        finally:
            locale.setlocale(locale.LC_ALL, before)


@given(st.dates())
def test_every_day_reads_back_equal(day):
    assert parse_date(day.isoformat(), "Line 1") == day.isoformat()


_OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=_OFFSETS))
def test_every_moment_becomes_the_same_moment_in_utc(moment):
    expected = moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    assert parse_date(moment.isoformat(), "Line 1") == expected
    if moment.utcoffset():  # email.utils takes a zero offset for the text's own clock
        assert parse_date(format_datetime(moment), "Line 1") == expected


@given(st.text() | st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,4}[-/.][0-9]{1,4}[T ]?[0-9:+Z]*"))
def test_any_text_gives_a_date_or_a_fault(text):
    result = _date_or_fault(text)
    assert isinstance(result, Fault) or len(result) in (10, 20)


def _date_or_fault(text):
    try:
        return parse_date(text, "Line 1")
    except Fault as fault:
        return fault
