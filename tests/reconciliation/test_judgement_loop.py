"""What was matched in OpenRefine comes back as judgements, by the columns that the page names."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from reconciling import Client

from ingest.judgements import Aspect, Judgement, collect, incoming

PAGE = Path(__file__).parents[2] / "docs" / "reconciliation.md"
SHEET = "subject aspect value why name kind claims".split()
ACTORS = {
    "Emmanuel Macron": f"https://w3id.org/hearsay/article/{'a2' * 16}/actor/{'b3' * 16}",
    "Georgia": "name:Georgia",
    "Nobody At All": "name:Nobody At All",
}


def export(rows: list[dict[str, str]]) -> bytes:
    """As OpenRefine writes "tab-separated value": a header, quotation marks where they are needed."""
    written = io.StringIO()
    table = csv.DictWriter(written, SHEET, dialect="excel-tab", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return written.getvalue().encode()


def test_a_table_matched_and_exported_is_imported_as_judgements(client: Client) -> None:
    rows = []
    for name, subject in ACTORS.items():
        matched = [found["id"] for found in client.ask(query=name) if found["match"]]
        value = "nil" if name == "Nobody At All" else "".join(matched)  # a person chose "create new item"
        row = {"subject": subject, "aspect": "entity", "value": value, "why": "OpenRefine", "name": name}
        rows.append({**row, "kind": "person", "claims": "3"})
    reading = collect(incoming(export(rows), "review.tsv", when="2026-11-22T10:00:00Z", who="Ada"))
    assert reading.problems == ()
    made = ("2026-11-22T10:00:00Z", "Ada")
    assert reading.judgements.all == (
        Judgement(*made, ACTORS["Emmanuel Macron"], Aspect.ENTITY, "Q3052772", "OpenRefine"),
        Judgement(*made, ACTORS["Nobody At All"], Aspect.ENTITY, "nil", "OpenRefine"),
    )


def test_the_page_names_the_columns_of_the_import() -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## Back into Hearsay")[2].partition("\n## ")[0]
    assert {"subject", "aspect", "value", "why", "when", "who", "name"} <= set(
        re.findall(r"`(\w+)`", section)
    )
