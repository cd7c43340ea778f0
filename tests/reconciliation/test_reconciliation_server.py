"""`hearsay reconcile` as a process: it says where it is, answers many at once, and ends in good order."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from reconciling import SCHEMAS

from ingest.cli import serving as serving_command
from ingest.reconciliation.hosts import LOOPBACK

COMMAND = (sys.executable, "-c", "from ingest.cli import main; main()", "reconcile")


@pytest.fixture
def serving(world_file: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [*COMMAND, "--snapshot", str(world_file), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def post(address: str, query: dict[str, Any]) -> Any:
    body = urllib.parse.urlencode({"queries": json.dumps({"q0": query})}).encode()
    with urllib.request.urlopen(address, data=body, timeout=30) as answer:  # noqa: S310 - http, our own
        return json.load(answer)


def test_it_prints_its_address_answers_many_at_once_and_ends_on_ctrl_c(
    serving: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = serving
    assert address.startswith("http://127.0.0.1:")
    names = ["Paris", "France", "Georgia", "Emmanuel Macron", "BBC", "London"] * 20
    alone = {name: post(address, {"query": name}) for name in set(names)}
    with ThreadPoolExecutor(16) as threads:
        together = list(threads.map(lambda name: post(address, {"query": name}), names))
    assert together == [alone[name] for name in names]
    port = int(address.rsplit(":", 1)[1].strip("/"))
    with socket.create_connection(("127.0.0.1", port)), socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\n")  # idle, and in the middle of a request
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 0, told
    assert address in told
    assert "OpenRefine" in told
    assert "Traceback" not in told


def test_what_is_asked_is_written_nowhere(serving: tuple[subprocess.Popen[str], str]) -> None:
    process, address = serving
    post(address, {"query": "Whoever This Is"})
    process.send_signal(signal.SIGINT)
    printed, told = process.communicate(timeout=30)
    assert "Whoever" not in printed + told


def test_bytes_that_are_no_request_do_not_stop_it(serving: tuple[subprocess.Popen[str], str]) -> None:
    process, address = serving
    port = int(address.rsplit(":", 1)[1].strip("/"))
    length = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999\r\n\r\n"
    for sent in (
        b"\x16\x03\x01\x00",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 50_000,
        length,
        b"GET / HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(sent)
    assert post(address, {"query": "Paris"})["q0"]["result"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address + "?callback=a()", timeout=30)  # noqa: S310
    SCHEMAS["error"].validate(json.load(refused.value))
    refused.value.close()
    assert process.poll() is None


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False, env=environment
    )


def test_a_port_that_is_taken_is_said(world_file: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = run("--snapshot", str(world_file), "--port", port)
    assert done.returncode == 2
    assert port in done.stderr
    assert "Give another --port" in done.stderr


@pytest.mark.parametrize(
    ("host", "address", "names"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/", {*LOOPBACK}),
        ("::1", "http://[::1]:80/", {*LOOPBACK}),
        ("192.0.2.7", "http://192.0.2.7:80/", {*LOOPBACK, "192.0.2.7"}),
        ("0.0.0.0", "http://127.0.0.1:80/", {*LOOPBACK}),  # noqa: S104
    ],
)
def test_it_is_reached_at_its_address_and_by_no_name_that_was_not_given(
    host: str, address: str, names: set[str]
) -> None:
    assert serving_command._address(host, 80) == address
    assert set(serving_command._hosts(host, ())) == names
    assert set(serving_command._hosts(host, ("desk.example",))) == {*names, "desk.example"}


@pytest.mark.parametrize("host", ["no such host", "256.1.1.1", "x" * 300])
def test_an_address_that_is_not_ours_is_said(world_file: Path, host: str) -> None:
    done = run("--snapshot", str(world_file), "--host", host, "--port", "0")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_snapshot_that_is_missing_is_said(tmp_path: Path) -> None:
    done = run("--snapshot", str(tmp_path / "none.sqlite"), "--port", "0")
    assert done.returncode == 2
    assert "none.sqlite" in done.stderr
