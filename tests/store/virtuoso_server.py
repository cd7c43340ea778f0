"""A Virtuoso 7 of its own for tests: free ports on loopback, a temporary folder, little memory; stopped
afterwards.

`python tests/store/virtuoso_server.py` runs one until Ctrl-C, to try things by hand. Debian's package is
`virtuoso-opensource-7`; `.ci/run` installs it and starts no service.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import requests

REQUIRED = "HEARSAY_REQUIRE_VIRTUOSO"
USER, PASSWORD = "dba", "dba"  # a new database has no other, and nobody but this machine can reach it

_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 20
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folder}/load
NumberOfBuffers = 2000
MaxDirtyBuffers = 1500
MaxQueryMem = 100M
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 1
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 4
MaxClientConnections = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass
class Virtuoso:
    """A running server.

    Attributes:
        folder: what it was started in; `load` inside is where it may read files.
        http: its port for SPARQL.
        sql: its port for SQL.
        rows: how many rows it gives at most.
    """

    folder: Path
    http: int
    sql: int
    rows: int = 10_000  # as Debian sets it up

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def start(self) -> None:
        ini = _INI.format(folder=self.folder, http=self.http, sql=self.sql, rows=self.rows)
        (self.folder / "virtuoso.ini").write_text(ini)
        (self.folder / "load").mkdir(exist_ok=True)
        command = ["virtuoso-t", "+configfile", "virtuoso.ini", "+wait"]
        with (self.folder / "out").open("wb") as out:
            subprocess.run(command, cwd=self.folder, stdout=out, stderr=out, check=True, timeout=120)
        for _ in range(600):
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.address}/sparql?query=ASK%20%7B%7D", timeout=10).ok:
                    return
            time.sleep(0.1)
        raise TimeoutError((self.folder / "virtuoso.log").read_text())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        lock = self.folder / "virtuoso.lck"
        if not lock.is_file():
            return
        pid = int(re.findall(r"VIRT_PID=(\d+)", lock.read_text())[0])
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, how)
            for _ in range(300):
                if _has_ended(pid):
                    break
                time.sleep(0.1)
            else:
                os.kill(pid, signal.SIGKILL)
        lock.unlink(missing_ok=True)

    def kill(self) -> None:
        """Stop it as a power cut would."""
        self.stop(signal.SIGKILL)

    def update(self, text: str) -> None:
        auth = requests.auth.HTTPDigestAuth(USER, PASSWORD)
        kind = {"Content-Type": "application/sparql-update; charset=utf-8"}
        answer = requests.post(
            f"{self.address}/sparql-auth", text.encode(), headers=kind, auth=auth, timeout=60
        )
        answer.raise_for_status()


def is_here() -> bool:
    return bool(shutil.which("virtuoso-t"))


@contextlib.contextmanager
def running(rows: int = 10_000) -> Iterator[Virtuoso]:
    """A server for the block."""
    with tempfile.TemporaryDirectory(prefix="hearsay-virtuoso-") as folder:
        server = Virtuoso(Path(folder).resolve(), *_free_ports(), rows)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


def _has_ended(pid: int) -> bool:
    """Whether a process is gone, or only waits to be taken note of by a parent that does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


if __name__ == "__main__":
    with running() as started, contextlib.suppress(KeyboardInterrupt):
        print(f"--store virtuoso+{started.address}   SQL 127.0.0.1:{started.sql}   {started.folder}")
        signal.pause()
