"""The `hearsay` command: composes the rooms, and does all the printing."""

from ingest.cli.app import main

__all__ = ["main"]
