"""Who the actors of an article are in Wikidata: decisions from a knowledge snapshot, offline."""

from ingest.link.linker import link
from ingest.link.snapshot import Entity, Snapshot

__all__ = ["Entity", "Snapshot", "link"]
