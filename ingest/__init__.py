"""Hearsay: who said what, where, and according to whom, as linked data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.query.reader import Reader

__version__ = "0.1.0"


def open_store(path: str | Path = ".hearsay", *, contact: str = "") -> Reader:
    """Open a store for asking.

        with ingest.open_store(".hearsay") as store:
            for row in store.query("who-said-what", article="https://…").rows:
                print(row)

    Args:
        path: the store folder that `hearsay ingest` made, or the address of a server (docs/store.md).
        contact: ``mailto:…`` or ``https://…``, for queries that ask other endpoints (``online=True``).

    Raises:
        ingest.errors.StoreError: there is no store, or it is held by a writer, damaged, or of another format.
    """
    from ingest.query.reader import Reader  # here, so that `import ingest` stays light

    return Reader(path, contact=contact)
