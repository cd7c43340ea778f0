"""Extraction records as JSON: what `hearsay extract --format json` prints, and reading it back.

The form is told in `docs/extract-format.md`; its JSON Schema lies beside this file.
"""

from __future__ import annotations

import json
from pathlib import Path

from ingest.records.reading import FORMAT, from_json
from ingest.records.writing import Ids, Json, to_json

__all__ = ["FORMAT", "Ids", "Json", "from_json", "schema", "to_json"]


def schema() -> Json:
    """Return the JSON Schema (2020-12) of the form."""
    file = Path(__file__).parent / "extract.schema.json"
    loaded: Json = json.loads(file.read_text(encoding="utf-8"))
    return loaded
