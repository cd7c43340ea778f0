"""Entities in the exact shape of Wikidata's JSON dump, with invented facts, and dumps made of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Document = dict[str, Any]

HASH = "5e7d5a1a3c1f0b2d4e6f8091a2b3c4d5e6f70819"
GREGORIAN = "http://www.wikidata.org/entity/Q1985727"
JULIAN = "http://www.wikidata.org/entity/Q1985786"


def snak(name: str, value: object, kind: str, datatype: str) -> Document:
    return {
        "snaktype": "value",
        "property": name,
        "hash": HASH,
        "datavalue": {"value": value, "type": kind},
        "datatype": datatype,
    }


def to_item(name: str, qid: str) -> Document:
    value = {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}
    return snak(name, value, "wikibase-entityid", "wikibase-item")


def to_time(name: str, time: str, precision: int = 11, calendar: str = GREGORIAN) -> Document:
    value = {
        "time": time,
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": calendar,
    }
    return snak(name, value, "time", "time")


def to_url(name: str, url: str) -> Document:
    return snak(name, url, "string", "url")


def to_words(name: str, text: str, language: str = "en") -> Document:
    return snak(name, {"text": text, "language": language}, "monolingualtext", "monolingualtext")


def unknown(name: str) -> Document:
    return {"snaktype": "somevalue", "property": name, "hash": HASH, "datatype": "wikibase-item"}


def claim(main: Document, *qualifiers: Document, rank: str = "normal") -> Document:
    made: Document = {"mainsnak": main, "type": "statement"}
    if qualifiers:
        grouped: dict[str, list[Document]] = {}
        for each in qualifiers:
            grouped.setdefault(each["property"], []).append(each)
        made["qualifiers"] = grouped
        made["qualifiers-order"] = list(grouped)
    made["id"] = "Q1$8983b0ea-4a9c-0902-c0db-785db33f767c"
    made["rank"] = rank
    made["references"] = [
        {
            "hash": HASH,
            "snaks": {"P854": [to_url("P854", "https://archive.example/p279")]},
            "snaks-order": ["P854"],
        }
    ]
    return made


def item(
    qid: str,
    label: str = "",
    *claims: Document,
    aliases: Sequence[str] = (),
    description: str = "",
    sites: int = 0,
    labels: Mapping[str, str] | None = None,
    modified: str = "2026-10-05T11:23:10Z",
) -> Document:
    named = labels if labels is not None else ({"en": label} if label else {})
    grouped: dict[str, list[Document]] = {}
    for each in claims:
        grouped.setdefault(each["mainsnak"]["property"], []).append(each)
    return {
        "type": "item",
        "id": qid,
        "labels": {language: {"language": language, "value": text} for language, text in named.items()},
        "descriptions": {"en": {"language": "en", "value": description}} if description else {},
        "aliases": {"en": [{"language": "en", "value": alias} for alias in aliases]} if aliases else {},
        "claims": grouped,
        "sitelinks": {
            f"{site}wiki": {"site": f"{site}wiki", "title": label, "badges": []}
            for site in (f"x{number}" for number in range(sites))
        },
        "pageid": int(qid[1:]) + 100,
        "ns": 0,
        "title": qid,
        "lastrevid": 2145678901,
        "modified": modified,
    }


def subclass(qid: str, label: str, *above: str) -> Document:
    return item(qid, label, *(claim(to_item("P279", each)) for each in above))


def person(qid: str, name: str, *claims: Document, **more: Any) -> Document:
    return item(qid, name, claim(to_item("P31", "Q5")), *claims, **{"sites": 5, **more})


def line(document: Document) -> str:
    """One entity as the dump writes it: no spaces, and everything but ASCII escaped."""
    return json.dumps(document, separators=(",", ":"))


def write_dump(
    path: Path, documents: Iterable[Document | str], *, brackets: bool = True, commas: bool = True
) -> Path:
    lines = [each if isinstance(each, str) else line(each) for each in documents]
    text = (",\n" if commas else "\n").join(lines) + "\n"
    path.write_text(f"[\n{text}]\n" if brackets else text, encoding="utf-8")
    return path


def a_small_world() -> list[Document]:
    """A country, its capital, its president, her office, a newspaper, and the classes that they need."""
    return [
        item(
            "Q901",
            "Varnland",
            claim(to_item("P31", "Q3624078")),
            claim(to_item("P17", "Q901")),
            claim(to_words("P1549", "Varnish")),
            claim(to_words("P1549", "varnois", "fr")),
            aliases=("Republic of Varnland",),
            description="country by a cold sea",
            sites=120,
        ),
        item(
            "Q902",
            "Varnholm",
            claim(to_item("P31", "Q910")),
            claim(to_item("P17", "Q899"), to_time("P582", "+1920-00-00T00:00:00Z", 9), rank="preferred"),
            claim(to_item("P17", "Q901"), rank="preferred"),
            description="capital of Varnland",
            sites=60,
        ),
        person(
            "Q903",
            "Ilse Marn",
            claim(to_item("P27", "Q901")),
            claim(to_item("P106", "Q911")),
            claim(to_time("P569", "+1961-03-00T00:00:00Z", 10)),
            claim(
                to_item("P39", "Q912"),
                to_time("P580", "+2019-05-20T00:00:00Z"),
                to_time("P582", "+2024-00-00T00:00:00Z", 9),
            ),
            claim(to_item("P39", "Q913"), to_time("P580", "+2024-06-01T00:00:00Z"), rank="preferred"),
            claim(to_item("P39", "Q914"), rank="deprecated"),
            aliases=("I. Marn", "Илзе Марн"),
            description="politician",
            sites=30,
        ),
        item(
            "Q904",
            "The Varn Courier",
            claim(to_item("P31", "Q11032")),
            claim(to_item("P17", "Q901")),
            claim(to_url("P856", "https://www.varncourier.example/")),
            claim(to_time("P571", "+1888-10-05T00:00:00Z", 11, JULIAN)),
            sites=4,
        ),
        item("Q905", "Marn", claim(to_item("P31", "Q101352")), sites=9),
        item("Q906", "Marn (disambiguation)", claim(to_item("P31", "Q4167410")), sites=9),
        person("Q907", "Otto Marn", sites=1),
        subclass("Q910", "capital city", "Q515"),
        subclass("Q515", "city", "Q486972"),
        subclass("Q911", "politician", "Q28640"),
        item("Q912", "mayor of Varnholm", claim(to_item("P31", "Q4164871"))),
        subclass("Q913", "president of Varnland", "Q4164871"),
        {"type": "property", "datatype": "wikibase-item", "id": "P31", "labels": {}, "claims": {}},
        {"type": "lexeme", "id": "L7", "lemmas": {"en": {"language": "en", "value": "run"}}, "claims": []},
    ]
