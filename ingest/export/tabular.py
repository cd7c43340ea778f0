"""Tables as files: CSV with its CSVW metadata, and Parquet.

CSV as in RFC 4180, in UTF-8. Every value is exact: a wording that begins with ``=``, ``+``, ``-`` or ``@``
is not defused, since it would be another. Import such a file into a spreadsheet with its columns set to text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from importlib import import_module
from itertools import islice
from typing import Any, BinaryIO
from urllib.parse import quote

from ingest.errors import ExportError
from ingest.export.tables import Column, Row, Table, Value, rows
from ingest.export.view import View

_BATCH = 10_000
"""Rows of a row group of Parquet, which are in memory together."""


def write_csv(view: View, out: BinaryIO, table: Table) -> None:
    """Write a table as CSV; an absent value is an empty cell."""
    out.write(_line(column.name for column in table.columns))
    for row in rows(table, view):
        out.write(_line(map(_cell, row)))


def csvw(table: Table, name: str) -> bytes:
    """Return the W3C's metadata for tabular data (CSVW) of a table as `write_csv` writes it.

    Args:
        table: the table.
        name: the CSV file's; the metadata lies beside it.
    """
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": quote(name),
        "dc:description": table.description,
        "dialect": {"lineTerminators": ["\r\n"], "encoding": "utf-8"},
        "tableSchema": {
            "columns": [_described(column, column.name == table.key) for column in table.columns],
            "primaryKey": table.key,
        },
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def write_parquet(view: View, out: BinaryIO, table: Table) -> None:
    """Write a table as Parquet, with pyarrow.

    Raises:
        ExportError: pyarrow is not installed.
    """
    try:
        pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise ExportError(
            "Parquet files are written with pyarrow, which is not installed.",
            'Install it: pip install "hearsay[parquet]". Or export as csv.',
        ) from None
    types = {
        "integer": pyarrow.int64(),
        "decimal": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "dateTime": pyarrow.timestamp("s", tz="UTC"),
    }
    schema = pyarrow.schema(
        [
            pyarrow.field(
                column.name,
                types.get(column.datatype, pyarrow.string()),
                metadata={"description": column.description},
            )
            for column in table.columns
        ],
        metadata={"description": table.description},
    )
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in _batches(rows(table, view)):
            columns = [
                pyarrow.array(
                    [_plain(value) for value in values],
                    pyarrow.string() if column.datatype == "dateTime" else field.type,
                )
                for values, column, field in zip(zip(*batch, strict=True), table.columns, schema, strict=True)
            ]
            writer.write_table(pyarrow.table(columns, names=schema.names).cast(schema))


def _batches(found: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(found)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _described(column: Column, required: bool) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": column.datatype,
        "required": required,
    }


def _plain(value: Value) -> str | int | float | bool | None:
    return float(value) if isinstance(value, Decimal) else value


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _line(row: Iterable[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue().encode()
