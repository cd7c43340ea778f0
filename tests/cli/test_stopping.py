"""Signals end a command in good order; where it does not look at them, it is ended from beside."""

import os
import signal
import threading
import time

import pytest

from ingest.cli import stopping
from ingest.cli.stopping import Stopped, Stopping


class Ended:
    """Stands for the end of the process."""

    def __init__(self):
        self.status = None
        self.when = threading.Event()

    def __call__(self, status):
        self.status = status
        self.when.set()


def send(number):
    os.kill(os.getpid(), number)


def send_while_waiting(number):
    send(number)
    time.sleep(60)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_block_with_the_status_that_a_shell_gives(number):
    ended = Ended()
    with pytest.raises(Stopped) as stop, Stopping(ended).watched():
        send_while_waiting(number)
    assert stop.value.status == 128 + number
    assert str(stop.value) == signal.Signals(number).name
    assert ended.status is None


def test_handlers_are_what_they_were_before():
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with Stopping().watched():
        assert signal.getsignal(signal.SIGTERM) != before[1]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_what_does_not_stop_in_time_is_ended_after_its_last_words(monkeypatch):
    monkeypatch.setattr(stopping, "PATIENCE", 0.1)
    ended, said = Ended(), []
    one = Stopping(ended)
    with one.watched(), one.with_last_words(lambda: said.append(one.number)):
        with pytest.raises(Stopped):
            send_while_waiting(signal.SIGTERM)
        assert ended.when.wait(30)
    assert ended.status == 128 + signal.SIGTERM
    assert said == [signal.SIGTERM]


def test_a_second_signal_ends_at_once(monkeypatch):
    monkeypatch.setattr(stopping, "PATIENCE", 600)
    ended = Ended()
    with Stopping(ended).watched():
        with pytest.raises(Stopped):
            send_while_waiting(signal.SIGINT)
        time.sleep(2 * stopping._ONE_PRESS)
        send(signal.SIGINT)
        assert ended.when.wait(30)
    assert ended.status == 130


def test_last_words_that_nobody_reads_delay_nothing(monkeypatch):
    monkeypatch.setattr(stopping, "PATIENCE", 0.1)
    ended, never = Ended(), threading.Event()
    one = Stopping(ended)
    with one.watched(), one.with_last_words(never.wait):
        with pytest.raises(Stopped):
            send_while_waiting(signal.SIGINT)
        assert ended.when.wait(30)
    never.set()


def test_where_others_deal_with_signals_nothing_is_ended(monkeypatch):
    monkeypatch.setattr(stopping, "PATIENCE", 0.05)
    ended = Ended()
    one = Stopping(ended)
    with one.watched(), one.left_to_others():
        for _ in range(2):
            with pytest.raises(Stopped):
                send_while_waiting(signal.SIGINT)
        assert not ended.when.wait(0.5)
