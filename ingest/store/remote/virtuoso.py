"""Virtuoso's own bulk loader: N-Quads files in a folder that the server may read, loaded by its SQL client.

The folder must be among `DirsAllowed` of the server's virtuoso.ini. The client, `isql-vt` or `isql`, comes
with Virtuoso. It takes the password as an argument: while it runs, other users of this machine can see it
there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import StoreError
from ingest.store.faults import guarded
from ingest.store.remote.bulk import UpdateBulk
from ingest.store.remote.credentials import PASSWORD, USER, Credentials
from ingest.text import printable

_CLIENTS = ("isql-vt", "isql-v")
_OPTIONS = ("VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF", "ERRORS=STDOUT")
_SERVER = re.compile(r"[A-Za-z0-9.-]+:[0-9]{1,5}|[0-9]{1,5}", re.ASCII)
_FALLBACK = "urn:x-hearsay:no-graph"  # the loader wants one for lines that name none: there are none


@dataclass(frozen=True, slots=True)
class Loader:
    """Virtuoso's loader.

    Attributes:
        server: its SQL port, as ``HOST:PORT``.
        folder: where files are put for it.
    """

    server: str
    folder: Path


def bulk_load(files: Iterable[Path], loader: Loader, credentials: Credentials) -> None:
    """Load N-Quads files, which must lie in the loader's folder. Those loaded before are loaded again.

    Raises:
        StoreError: the client is missing or cannot reach the server, or the server cannot read a file.
    """
    if not _SERVER.fullmatch(loader.server):
        raise StoreError(f"{loader.server!r} is no SQL port of Virtuoso.", "Give it as HOST:PORT.")
    client = next(filter(None, map(shutil.which, _CLIENTS)), None)
    if client is None:
        raise StoreError(
            f"Virtuoso's SQL client ({' or '.join(_CLIENTS)}) is not here.",
            "Install it (Debian: virtuoso-opensource-7-bin), or load without --virtuoso.",
        )
    known = credentials.known_of(f"http://{loader.server}")
    if known is None:
        raise StoreError(
            "Virtuoso's loader needs a user.", f"Set {USER} and {PASSWORD}, or add it to ~/.netrc."
        )
    done = subprocess.run(  # noqa: S603 - no shell, and no word of anybody else's
        [client, loader.server, *known, *_OPTIONS],
        input=_script([file.name for file in files], loader.folder),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    said = credentials.hidden(
        printable(" ".join((done.stdout + done.stderr).split())), f"http://{loader.server}"
    )
    if done.returncode or "*** Error" in said or not said.endswith(_ALL_LOADED):
        raise StoreError(
            f"Virtuoso's loader at {loader.server} did not load: {said[:500] or 'it said nothing'}.",
            f"See that {loader.folder} is among DirsAllowed in its virtuoso.ini, then run the same command "
            "again.",
        )


_ALL_LOADED = "loaded: all"


def _script(names: list[str], folder: Path) -> str:
    """Return what the client is told; every word of ours but for paths, which `_quoted` lets pass."""
    inside = _quoted(f"{folder}/")
    ours = f"LOAD_LIST where left(ll_file, length({inside})) = {inside}"
    load = [f"ld_dir({_quoted(str(folder))}, {_quoted(name)}, '{_FALLBACK}');" for name in names]
    whole = "ll_state = 2 and ll_error is null"  # 2: loaded to its end
    verdict = f"case count(*) when {len(names)} then '{_ALL_LOADED}' else 'loaded: not all' end"
    return "\n".join(
        [
            "log_enable(2, 1);",
            f"delete from DB.DBA.{ours};",  # noqa: S608
            *load,
            "rdf_loader_run();",
            "checkpoint;",
            f"select ll_file, ll_state, ll_error from DB.DBA.{ours} and not ({whole});",  # noqa: S608
            f"select {verdict} from DB.DBA.{ours} and {whole};",  # noqa: S608
            "",
        ]
    )


def _quoted(text: str) -> str:
    if not text.isprintable() or not text.isascii() or set(text) & set("'\"\\;"):
        raise StoreError(f"Virtuoso cannot be told of the path {text!r}.", "Choose a plainer one.")
    return f"'{text}'"


class VirtuosoBulk(UpdateBulk):
    """Loads by Virtuoso's own loader. See `ingest.store.bulk.Bulk`."""

    def __init__(self, loader: Loader, credentials: Credentials, bulk: UpdateBulk) -> None:
        super().__init__(bulk.connection, bulk.share, bulk.texts, bulk.records)
        self._loader = loader
        self._credentials = credentials

    def send(self, chunks: Iterable[bytes]) -> None:
        """Give quads to the server, by a file in the loader's folder."""
        file = self._loader.folder / "hearsay-load.nq"
        with guarded(self._loader.folder):
            try:
                with file.open("wb") as opened:
                    opened.writelines(chunks)
                bulk_load([file], self._loader, self._credentials)
            finally:
                file.unlink(missing_ok=True)
