"""What a snapshot can be built from, recognised by what a file holds and not by its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import HearsayError
from ingest.link.snapshot import SHIPPED, Snapshot
from ingest.wikidata.chunks import compression, head
from ingest.wikidata.dump import BYTE_ORDER_MARK
from ingest.wikidata.output import SQLITE

#: The name of the snapshot that travels with Hearsay, as a source.
SHIPPED_NAME = "shipped"

_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a build.

    Attributes:
        form: ``json`` and ``truthy`` for dumps, ``snapshot``.
        identity: what tells it from another file: size and digest of its beginning, or a snapshot's digest.
        total: bytes of the decompressed file, None where that is not known.
    """

    name: str
    path: Path
    form: str
    identity: str
    total: int | None = None


def identify(given: str) -> Source:
    """Recognise a source: ``shipped``, a dump (plain, gzip or bzip2), or a snapshot's file.

    Raises:
        HearsayError: there is no such file, or it is neither.
    """
    if given == SHIPPED_NAME:
        return _snapshot(SHIPPED_NAME, SHIPPED)
    path = Path(given)
    if not path.is_file():
        raise HearsayError(
            f"{path}: there is no such file.",
            f"Give Wikidata dumps, snapshots, or {SHIPPED_NAME!r} for the one that comes with Hearsay.",
        )
    with path.open("rb") as file:
        raw = file.read(_HEAD)
    if raw.startswith(SQLITE):
        return _snapshot(path.name, path)
    start = head(path, 4096).removeprefix(BYTE_ORDER_MARK).lstrip()
    if start.startswith((b"[", b"{")):
        form = "json"
    elif start.startswith((b"<http", b"_:", b"#")):
        form = "truthy"
    else:
        kind = f" ({compression(path)})" if compression(path) else ""
        raise HearsayError(
            f"{path}{kind} is no Wikidata dump: it begins neither as JSON nor as N-Triples.",
            "Give a JSON dump (latest-all.json.gz) or a truthy one (latest-truthy.nt.gz).",
        )
    size = path.stat().st_size
    identity = f"{size} bytes, first MiB SHA-256 {hashlib.sha256(raw).hexdigest()}"
    return Source(path.name, path, form, identity, None if compression(path) else size)


def _snapshot(name: str, path: Path) -> Source:
    with Snapshot.open(path) as snapshot:
        return Source(name, path, "snapshot", f"snapshot {snapshot.digest}")
