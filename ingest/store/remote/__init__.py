"""The remote backend: any server that speaks SPARQL 1.1."""

from ingest.store.remote.store import RemoteStore

__all__ = ["RemoteStore"]
