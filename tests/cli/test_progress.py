"""What is told of long work: rate, time gone, and a time left that does not lie."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from ingest.cli import progress
from ingest.cli.pace import Pace
from ingest.cli.progress import BYTES, Meter, _Line, now_and_then


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def work(meter, clock, seconds, amount=1):
    """Do so much every second."""
    for _ in range(seconds):
        clock.now += 1
        meter(amount)


def test_rate_and_time_left_are_those_of_the_last_half_minute(clock):
    meter = Meter("Reading", 10_000, "articles", clock=clock)
    work(meter, clock, 60, amount=100)
    work(meter, clock, 60, amount=10)
    assert meter.parts() == ["66%", "6,600 articles", "5:40 left", "10 articles/s", "2:00 elapsed"]
    assert meter.fields() == {
        "what": "Reading",
        "done": 6600,
        "total": 10_000,
        "unit": "articles",
        "rate": 10.0,
        "elapsed": 120.0,
        "left": 340,
    }


def test_a_pause_lowers_the_rate_and_raises_the_time_left(clock):
    meter = Meter("Reading", 1000, "articles", clock=clock)
    work(meter, clock, 60, amount=10)
    before = meter.fields()
    clock.now += 15
    after = meter.fields()
    assert after["rate"] < before["rate"]
    assert after["left"] > before["left"]
    clock.now += 60
    assert (meter.fields()["rate"], meter.fields()["left"]) == (None, None)


def test_no_time_left_is_told_without_a_total_at_the_start_or_at_the_end(clock):
    unknown, known = Meter("A", None, "articles", clock=clock), Meter("B", 100, "articles", clock=clock)
    clock.now += 1
    known(10)
    assert known.fields()["left"] is None
    work(unknown, clock, 20)
    assert unknown.fields()["left"] is None
    assert unknown.parts() == ["20 articles", "1.0 articles/s", "0:21 elapsed"]
    known(90)
    assert known.fields()["left"] is None


def test_bytes_are_done_when_the_next_come_and_articles_give_the_rate(clock):
    meter = Meter("Reading", 4_000_000, BYTES, clock=clock)
    for _ in range(3):
        meter(1_000_000)
        clock.now += 10
        meter.item()
    assert meter.parts() == ["50%", "3 articles", "0:30 left", "0.1 articles/s", "0:30 elapsed"]
    meter(1_000_000)
    meter(0)
    assert meter.share() == 1


def test_what_is_skipped_says_nothing_of_what_comes(clock):
    meter = Meter("Reading", 1000, "articles", clock=clock)
    meter.unlike_the_rest()
    work(meter, clock, 10, amount=50)
    assert meter.fields()["left"] is None
    meter.turn()
    work(meter, clock, 10, amount=1)
    assert meter.fields()["left"] == 490


@given(
    steps=st.lists(st.tuples(st.integers(0, 1000), st.floats(0, 100, allow_nan=False)), max_size=50),
    total=st.none() | st.integers(0, 5000),
)
def test_whatever_happens_nothing_is_negative_or_divided_by_nothing(steps, total):
    pace, now = Pace(total, 0.0), 0.0
    for amount, seconds in steps:
        now += seconds
        pace.add(amount, amount // 2, now)
        left, rate, share = pace.left(now), pace.rate(now), pace.share()
        assert left is None or left >= 0
        assert rate is None or rate > 0
        assert share is None or 0 <= share <= 1


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
@pytest.mark.parametrize("total", [None, 10_000])
def test_the_live_line_is_one_line_in_a_terminal_of_any_width(clock, width, total):
    meter = Meter("Reading a file with a long \x1b[2J name", total, "articles", clock=clock)
    work(meter, clock, 60, amount=100)
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    console.print(_Line(meter))
    (line,) = console.file.getvalue().splitlines()
    assert len(line) <= width
    assert "\x1b[2J" not in line
    if width >= 40:
        assert ("60%" if total else "6,000 articles") in line


def test_a_log_gets_a_line_after_a_while_then_again_and_one_at_the_end(monkeypatch):
    monkeypatch.setattr(progress, "FIRST_LINE", 0.05)
    monkeypatch.setattr(progress, "EVERY_LINE", 0.05)
    told = []
    meter = Meter("Reading", 4, "articles")
    with now_and_then(meter, lambda sentence, _: told.append(sentence)):
        while len(told) < 2:
            pass
        meter(4)
    assert told[0].startswith("Reading: 0%, ")
    assert told[-1].startswith("Reading: done, 100%, 4 articles, ")


def test_short_work_leaves_no_line():
    told = []
    with now_and_then(Meter("Reading", 4, "articles"), lambda sentence, _: told.append(sentence)):
        pass
    assert told == []
