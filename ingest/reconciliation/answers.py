"""What the service answers, as the JSON objects of the specification."""

from __future__ import annotations

from typing import Any

from ingest import __version__
from ingest.link import Snapshot
from ingest.reconciliation import classes, pages, properties
from ingest.reconciliation.matching import Match, reconcile
from ingest.reconciliation.requests import BATCH, Extension, Query

Json = dict[str, Any]

ENTITY_SPACE = "http://www.wikidata.org/entity/"
PROPERTY_SPACE = "http://www.wikidata.org/prop/direct/"


def manifest(base: str, snapshot: Snapshot) -> Json:
    """Return the service manifest.

    Args:
        base: the address of the service, without a slash at its end.
    """
    return {
        "versions": ["0.2"],
        "name": f"Wikidata as Hearsay knows it ({snapshot.digest[:8]})",
        "identifierSpace": ENTITY_SPACE,
        "schemaSpace": PROPERTY_SPACE,
        "serviceVersion": f"hearsay {__version__}",
        "defaultTypes": [{"id": each.qid, "name": each.name} for each in classes.CLASSES],
        "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
        "preview": {"url": f"{base}/preview?id={{{{id}}}}", "width": pages.WIDTH, "height": pages.HEIGHT},
        "suggest": {what: _suggest(base, what) for what in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/propose_properties"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Values",
                    "help_text": "How many values of one entity at most; 0 for all.",
                    "type": "number",
                    "default": 0,
                },
                {
                    "name": "dates",
                    "label": "With dates",
                    "help_text": "Positions held as text, with the dates from and until.",
                    "type": "checkbox",
                    "default": False,
                },
            ],
        },
        "batchSize": BATCH,
    }


def _suggest(base: str, what: str) -> Json:
    return {
        "service_url": base,
        "service_path": f"/suggest/{what}",
        "flyout_service_url": base,
        "flyout_service_path": f"/flyout/{what}?id=${{id}}",
    }


def results(batch: dict[str, Query], snapshot: Snapshot, threshold: float) -> Json:
    """Return the reconciliation result batch."""
    return {
        key: {"result": [_candidate(match, snapshot) for match in reconcile(query, snapshot, threshold)]}
        for key, query in batch.items()
    }


def _candidate(match: Match, snapshot: Snapshot) -> Json:
    told: Json = {"id": match.entity.qid, "name": match.entity.label}
    if match.entity.description:
        told["description"] = match.entity.description
    return {
        **told,
        "type": classes.types_of(match.entity, snapshot),
        "score": round(100 * match.chance, 2),
        "match": match.sure,
        "features": [{"id": name, "value": value} for name, value in match.features],
    }


def extension(asked: Extension, snapshot: Snapshot) -> Json:
    """Return the data extension response: every entity has every property, unknown ones without a value."""
    rows: Json = {}
    for identifier in asked.ids:
        entity = snapshot.entity(snapshot.current(identifier))
        rows[identifier] = {
            wish.pid: properties.values(entity, wish, snapshot) if entity else [] for wish in asked.wishes
        }
    return {"meta": [_meta(wish.pid) for wish in asked.wishes], "rows": rows}


def _meta(pid: str) -> Json:
    known = properties.PROPERTIES.get(pid)
    told: Json = {"id": pid, "name": known.name if known else pid}
    if known and known.target:
        told["type"] = {"id": known.target[0], "name": known.target[1]}
    return told


def proposal(qid: str, limit: int | None, snapshot: Snapshot) -> Json:
    """Return the properties that entities of a type may have."""
    found = properties.of_kinds(classes.kinds_of(qid, snapshot))
    told: Json = {"type": qid, "properties": [{"id": each.pid, "name": each.name} for each in found[:limit]]}
    return told if limit is None else {**told, "limit": limit}
