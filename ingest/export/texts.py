"""The articles' whole texts beside an export, each under the SHA-256 that the graph has of it."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal

from ingest.errors import ExportError
from ingest.export.view import View
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS
from ingest.store import Store


def write_texts(store: Store, view: View, folder: Path) -> int:
    """Write the text of each article of a view as ``<sha256>.txt`` in UTF-8, and return how many.

    Raises:
        ExportError: the folder cannot be written.
        StoreError: a text is missing or damaged.
    """
    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in view.graphs():
            if iri.article_extracted_in(name) is None:
                continue
            for quad in view.graph(name):
                if quad.predicate == HS.textSha256 and isinstance(quad.object, Literal):
                    text = store.text(quad.object.value)
                    (folder / f"{quad.object.value}.txt").write_bytes(text.encode())
                    written += 1
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"{folder} cannot be written: {reason}.", "Choose another file.") from None
    return written
