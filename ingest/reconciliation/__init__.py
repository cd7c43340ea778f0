"""A reconciliation service over a knowledge snapshot: tables matched with Wikidata by the tool one knows.

W3C Reconciliation Service API 0.2 (Entity Reconciliation Community Group, final report of 2023-04-10), which
OpenRefine speaks. Read-only: nothing that is asked changes anything.
"""

from ingest.reconciliation.service import app

__all__ = ["app"]
