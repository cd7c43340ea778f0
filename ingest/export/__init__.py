"""A whole store as one file: linked data in five forms, and a table of claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO

from ingest.errors import ExportError
from ingest.export.claims_csv import write_csv
from ingest.export.jsonld import write_jsonld
from ingest.export.rdf import write_nquads, write_rdfxml, write_trig, write_turtle
from ingest.store import Store

__all__ = ["FORMS", "export"]

FORMS: Mapping[str, Callable[[Store, BinaryIO], None]] = {
    "nquads": write_nquads,
    "trig": write_trig,
    "turtle": write_turtle,
    "jsonld": write_jsonld,
    "rdfxml": write_rdfxml,
    "csv": write_csv,
}
"""The forms, by the name that `--format` takes."""


def export(store: Store, form: str, out: BinaryIO) -> None:
    """Write everything in a store, the same bytes for the same content.

    N-Quads, TriG and JSON-LD keep the graphs apart and lose nothing. Turtle and RDF/XML cannot name graphs:
    they hold the union of all graphs, each triple once. CSV holds one row a claim.

    Args:
        store: the store to read.
        form: a key of `FORMS`.
        out: where the bytes go.

    Raises:
        ExportError: there is no such form, or it cannot hold something that the store holds.
        StoreError: the store cannot be read.
    """
    if form not in FORMS:
        raise ExportError(f"There is no export format `{form}`.", f"Choose one of {', '.join(FORMS)}.")
    FORMS[form](store, out)
