"""A small world for the tests of the snapshot's file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.link import About, Entity, Position, compile_snapshot

ABOUT = About(
    date="2026-11-01",
    sources=("made by hand",),
    licence="CC0-1.0",
    languages=("en", "uk"),
    filters="nothing left out",
)


def entity(qid: str, label: str, *aliases: str, kind: str = "other", **facts: Any) -> Entity:
    defaults: dict[str, Any] = {"country": None, "description": "", "domain": "", "prominence": 0.5}
    return Entity(qid=qid, label=label, aliases=aliases, kind=kind, **(defaults | facts))


WORLD = (
    entity("Q1", "Universe"),
    entity(
        "Q2",
        "Zwanga",
        "Званга",
        "Swanga",
        kind="place-country",
        country="Q2",
        description="country",
        prominence=0.95,
        labels=(("en", "Zwanga"), ("uk", "Званга")),
        descriptions=(("en", "country"), ("uk", "країна")),
        types=("Q100", "Q101"),
        sitelinks=312,
        born="1291-08-01",
        website="https://zwanga.example/",
    ),
    entity(
        "Q3",
        "The Herald",
        kind="media",
        country="Q2",
        description="newspaper in Zwanga",
        domain="herald.example",
        prominence=0.4,
    ),
    entity("Q4", "World Helper Office", "WHO", kind="organisation", description="body", prominence=0.7),
    entity(
        "Q5",
        "Ann Famous",
        kind="person",
        country="Q2",
        description="president",
        prominence=0.9,
        types=("Q103",),
        occupations=("Q104",),
        positions=(Position("Q105", "2019-05-20"), Position("Q106", "2011", "2019-05")),
        born="1970-01-31",
    ),
    entity("Q6", "Bo Obscure", kind="person", country="Q2", description="member", prominence=0.2),
    entity("Q7", "PostHub", kind="platform", description="site", domain="posthub.example", prominence=0.8),
)
CLASSES = (("Q100", "Q110"), ("Q110", "Q111"), ("Q111", "Q110"), ("Q103", "Q112"))
TERMS = (("Q100", "sovereign state"), ("Q104", "politician"), ("Q105", "president of Zwanga"), ("Q2", "no"))
DEMONYMS = (("Zwangan", "Q2"), ("Zwangans", "Q2"))
REDIRECTS = (
    ("Q20", "Q2"),
    ("Q21", "Q20"),
    ("Q22", "Q21"),
    ("Q30", "Q31"),
    ("Q31", "Q30"),
    ("Q32", "Q31"),
    ("Q33", "Q33"),
)


def compile_world(path: Path, entities: tuple[Entity, ...] = WORLD, about: About = ABOUT) -> str:
    return compile_snapshot(
        path,
        entities,
        about=about,
        classes=CLASSES,
        terms=TERMS,
        demonyms=DEMONYMS,
        redirects=REDIRECTS,
    )
