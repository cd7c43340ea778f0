"""Who the actors of an article are in Wikidata: decisions from a knowledge snapshot, offline."""

from ingest.link.linker import Linking, link
from ingest.link.snapshot import Snapshot

__all__ = ["Linking", "Snapshot", "link"]
