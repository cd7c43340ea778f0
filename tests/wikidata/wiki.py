"""A small Wikidata behind a server on this machine: recorded shapes, invented facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from server import Asked, Reply, Service, as_json, serving

Document = dict[str, Any]


def item(
    qid: str,
    label: str = "",
    *aliases: str,
    description: str = "",
    types: tuple[str, ...] = (),
    above: tuple[str, ...] = (),
    offices: tuple[str, ...] = (),
    country: str = "",
    website: str = "",
    sitelinks: int = 1,
    modified: str = "2026-11-20T08:00:00Z",
) -> Document:
    """A document as `wbgetentities` gives it; what is empty is a list and not a map, as PHP writes it."""

    def term(text: str) -> Document:
        return {"en": {"language": "en", "value": text}}

    claims: dict[str, list[Document]] = {}
    for name, values in (
        ("P31", types),
        ("P279", above),
        ("P39", offices),
        ("P17", (country,) if country else ()),
    ):
        if values:
            claims[name] = [statement(qid, name, entity_value(value)) for value in values]
    if website:
        claims["P856"] = [statement(qid, "P856", {"value": website, "type": "string"}, "url")]
    return {
        "pageid": 100 + int(qid[1:]),
        "ns": 0,
        "title": qid,
        "lastrevid": 2_000_000,
        "modified": modified,
        "type": "item",
        "id": qid,
        "labels": term(label) if label else [],
        "descriptions": term(description) if description else [],
        "aliases": {"en": [{"language": "en", "value": alias} for alias in aliases]} if aliases else [],
        "claims": claims or [],
        "sitelinks": {
            f"w{n}wiki": {"site": f"w{n}wiki", "title": label, "badges": []} for n in range(sitelinks)
        }
        or [],
    }


def statement(qid: str, name: str, datavalue: Document, datatype: str = "wikibase-item") -> Document:
    return {
        "mainsnak": {
            "snaktype": "value",
            "property": name,
            "hash": "5d29f2d0a1b2c3d4e5f60718293a4b5c6d7e8f90",
            "datavalue": datavalue,
            "datatype": datatype,
        },
        "type": "statement",
        "id": f"{qid}$8e1d0b6a-4f8c-5f0e-9d0a-2f4b6c8d0e1f",
        "rank": "normal",
    }


def entity_value(qid: str) -> Document:
    value = {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}
    return {"value": value, "type": "wikibase-entityid"}


def error(code: str, info: str = "said the wiki", **headers: str) -> Reply:
    said = {"code": code, "info": info, "*": "See https://www.wikidata.org/w/api.php for API usage."}
    return as_json({"error": said, "servedby": "mw-api-ext.eqiad.main-5d6f"}, **headers)


MAXLAG = as_json(
    {
        "error": {
            "code": "maxlag",
            "info": "Waiting for 10.192.16.41: 7.10323 seconds lagged.",
            "host": "10.192.16.41",
            "lag": 7.10323,
            "type": "db",
        },
        "servedby": "mw-api-ext.eqiad.main-5d6f",
    },
    Retry_After="5",
)


@dataclass
class Wiki:
    """What it knows, and what it answers.

    Attributes:
        redirects: old QID → the one that it was merged into.
        most: how many entities fit into an answer; the others are left out of it.
        broken: answers given instead, to requests that hold these words.
    """

    items: Mapping[str, Document]
    redirects: Mapping[str, str] = field(default_factory=dict)
    most: int = 1000
    broken: dict[str, Reply] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        for words, reply in self.broken.items():
            if words in asked.query.values():
                return reply
        if asked.query.get("maxlag") != "5" or asked.query.get("format") != "json":
            return error("badvalue", "the request has no manners")
        if asked.query["action"] == "wbsearchentities":
            return self._search(asked.query)
        return self._entities(asked.query["ids"].split("|"))

    def _search(self, query: Mapping[str, str]) -> Reply:
        if not query["language"].isalpha():
            return error("badvalue", 'Unrecognized value for parameter "language".')
        wanted = query["search"].lower()
        hits = []
        for qid, document in self.items.items():
            for kind, text in self._names(document):
                if text.lower().startswith(wanted):
                    match = {"type": kind, "language": "en", "text": text}
                    hits.append(
                        {
                            "id": qid,
                            "title": qid,
                            "pageid": document["pageid"],
                            "concepturi": f"http://www.wikidata.org/entity/{qid}",
                            "repository": "wikidata",
                            "url": f"//www.wikidata.org/wiki/{qid}",
                            "label": text,
                            "match": match,
                        }
                    )
                    break
        return as_json(
            {"searchinfo": {"search": query["search"]}, "search": hits[: int(query["limit"])], "success": 1}
        )

    @staticmethod
    def _names(document: Document) -> Iterator[tuple[str, str]]:
        if document["labels"]:
            yield "label", document["labels"]["en"]["value"]
        if document["aliases"]:
            for alias in document["aliases"]["en"]:
                yield "alias", alias["value"]

    def _entities(self, qids: list[str]) -> Reply:
        if len(qids) > 50:
            return error("toomanyvalues")
        for qid in qids:
            if int(qid[1:]) > 2**31 - 1:
                return error("no-such-entity", f'Could not find an entity with the ID "{qid}".')
        entities: Document = {}
        truncated = False
        for qid in qids:
            now = self.redirects.get(qid, qid)
            if len(entities) == self.most:
                truncated = True
            elif now not in self.items:
                entities[qid] = {"id": qid, "missing": ""}
            elif now != qid:
                entities[qid] = self.items[now] | {"redirects": {"from": qid, "to": now}}
            else:
                entities[qid] = self.items[qid]
        said: Document = {"entities": entities, "success": 1}
        if truncated:
            why = (
                "This result was truncated because it would otherwise be larger than the limit of 12,582,912"
            )
            said = {"warnings": {"result": {"*": f"{why} bytes."}}} | said
        return as_json(said)


@contextmanager
def wikidata(*documents: Document, **also: Any) -> Iterator[tuple[Service, Wiki]]:
    """Serve a Wikidata of these documents."""
    wiki = Wiki({document["id"]: document for document in documents}, **also)
    with serving(script=wiki) as service:
        yield service, wiki
