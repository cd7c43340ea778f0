"""Who the actors of an article are in Wikidata: decisions from a knowledge snapshot, offline."""

from ingest.link.compiling import compile_snapshot
from ingest.link.entity import KINDS, About, Entity, Position
from ingest.link.linker import Linking, link
from ingest.link.prominence import prominence_of
from ingest.link.slices import Recorder, write_slice
from ingest.link.snapshot import Snapshot

__all__ = [
    "KINDS",
    "About",
    "Entity",
    "Linking",
    "Position",
    "Recorder",
    "Snapshot",
    "compile_snapshot",
    "link",
    "prominence_of",
    "write_slice",
]
