"""A small world to reconcile against, and a client that holds every answer against its schema."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
from starlette.testclient import TestClient

from ingest.link import Snapshot
from ingest.link.entity import Entity, Position
from ingest.reconciliation import app

SCHEMAS = {
    path.stem: jsonschema.Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))
    for path in sorted((Path(__file__).parent / "schemas").glob("*.json"))
}

HOSTILE = '<script>alert("1")</script>\u202eevil'


def entity(
    qid: str, label: str, kind: str, prominence: float, country: str | None = None, **facts: Any
) -> Entity:
    return replace(Entity(qid, label, (), kind, country, "", "", prominence), **facts)


WORLD = (
    entity("Q30", "United States", "place-country", 0.97, "Q30", aliases=("United States of America", "USA")),
    entity(
        "Q84", "London", "place-city", 0.95, "Q145", description="capital of the United Kingdom",
        types=("Q515",),
    ),
    entity("Q90", "Paris", "place-city", 0.94, "Q142", description="capital of France", types=("Q515",)),
    entity(
        "Q142", "France", "place-country", 0.97, "Q142", description="country in Europe", types=("Q3624078",),
        born="0843", sitelinks=300, aliases=("French Republic",), website="https://www.gouvernement.fr/",
    ),
    entity("Q145", "United Kingdom", "place-country", 0.97, "Q145", aliases=("UK",)),
    entity("Q230", "Georgia", "place-country", 0.86, "Q230", description="country in the Caucasus"),
    entity("Q1428", "Georgia", "place-region", 0.86, "Q30", description="state of the United States"),
    entity("Q9531", "BBC", "media", 0.9, "Q145", domain="bbc.co.uk", description="British broadcaster"),
    entity(
        "Q3052772", "Emmanuel Macron", "person", 0.92, "Q142", description="President of France since 2017",
        occupations=("Q82955",),
        positions=(Position("Q191954", "2017-05-14"), Position("Q42", "2014", "2016-08")),
        born="1977-12-21", sitelinks=180, types=("Q5",),
    ),
    entity("Q830149", "Paris", "place-city", 0.35, "Q30", description="city in Texas"),
    entity("Q900001", "John Smith", "person", 0.4, "Q145", description="boxer", born="1950"),
    entity("Q900002", "John Smith", "person", 0.4, "Q30", description="senator for Labour", born="1961-03"),
    entity("Q900003", HOSTILE, "other", 0.3, description=f"{HOSTILE} & more"),
    entity("Q900005", "The Herald", "media", 0.4, domain="herald.example"),
    entity("Q900006", "herald.example", "media", 0.2),
    entity("Q900004", "Quelle", "organisation", 0.9, "Q142", website="https://www.quelle.example/shop"),
)  # fmt: skip


class Client:
    """Asks as a client would, and checks every answer's form."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.http = TestClient(app(snapshot), base_url="http://127.0.0.1:3334", raise_server_exceptions=True)

    def get(self, path: str, schema: str, status: int = 200, **parameters: str) -> Any:
        answer = self.http.get(path, params=parameters)
        assert answer.status_code == status, answer.text
        return self.checked(answer.json(), schema)

    def form(self, schema: str, status: int = 200, **fields: str) -> Any:
        answer = self.http.post("/", data=fields)
        assert answer.status_code == status, answer.text
        return self.checked(answer.json(), schema)

    def ask(self, **query: Any) -> list[dict[str, Any]]:
        """Return the candidates of one query."""
        (answer,) = self.form("results", queries=json.dumps({"q0": query})).values()
        found: list[dict[str, Any]] = answer["result"]
        return found

    @staticmethod
    def checked(data: Any, schema: str) -> Any:
        SCHEMAS[schema].validate(data)
        return data
