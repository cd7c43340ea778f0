"""A store, or part of it, as one file: linked data, tables, a network, claims for the web."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO

from ingest.errors import ExportError
from ingest.export.choosing import Choice, chosen
from ingest.export.counting import Counts, count
from ingest.export.description import File, schema_org, turtle
from ingest.export.graphml import write_graphml
from ingest.export.jsonld import write_jsonld
from ingest.export.pseudonymous import Pseudonymous
from ingest.export.pseudonyms import Pseudonyms
from ingest.export.rdf import write_nquads, write_ntriples, write_rdfxml, write_trig, write_turtle
from ingest.export.schema_claims import write_claims
from ingest.export.tables import TABLES, Table
from ingest.export.tabular import csvw, write_csv, write_parquet
from ingest.export.texts import write_texts
from ingest.export.view import View, view

__all__ = [
    "FORMS",
    "TABLES",
    "TABULAR",
    "Choice",
    "Counts",
    "File",
    "Pseudonymous",
    "Pseudonyms",
    "View",
    "chosen",
    "count",
    "csvw",
    "export",
    "schema_org",
    "turtle",
    "view",
    "write_texts",
]

TABULAR: Mapping[str, Callable[[View, BinaryIO, Table], None]] = {
    "csv": write_csv,
    "parquet": write_parquet,
}
"""The forms of tables, by the name that `--format` takes."""

_WHOLE: Mapping[str, Callable[[View, BinaryIO], None]] = {
    "nquads": write_nquads,
    "trig": write_trig,
    "jsonld": write_jsonld,
    "ntriples": write_ntriples,
    "turtle": write_turtle,
    "rdfxml": write_rdfxml,
    "graphml": write_graphml,
    "claims-jsonld": write_claims,
}

FORMS = (*_WHOLE, *TABULAR)
"""All forms."""


def export(source: View, form: str, out: BinaryIO, table: str = "claims") -> None:
    """Write everything in a view, the same bytes for the same content.

    N-Quads, TriG and JSON-LD keep the graphs apart and lose nothing. N-Triples, Turtle and RDF/XML cannot
    name graphs: they hold the union of all graphs, each triple once. CSV and Parquet hold a table, GraphML
    who relays whom, and `claims-jsonld` the claims in the terms of schema.org alone.

    Args:
        source: a store, or what `view` made of it.
        form: one of `FORMS`.
        out: where the bytes go.
        table: for the forms of tables, a key of `TABLES`.

    Raises:
        ExportError: there is no such form or table, or it cannot hold something that the store holds.
        StoreError: the store cannot be read.
    """
    if form in TABULAR:
        if table not in TABLES:
            raise ExportError(f"There is no table `{table}`.", f"Choose one of {', '.join(TABLES)}.")
        TABULAR[form](source, out, TABLES[table])
    elif form in _WHOLE:
        _WHOLE[form](source, out)
    else:
        raise ExportError(f"There is no export format `{form}`.", f"Choose one of {', '.join(FORMS)}.")
