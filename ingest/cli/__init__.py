"""The `hearsay` command: composes the rooms, and does all the printing."""

import sys

from ingest.cli import log
from ingest.cli.stopping import Stopped, current

__all__ = ["main"]


def main() -> None:
    """Run the command line; from the first moment on, Ctrl-C is minded."""
    try:
        with current.watched():
            from ingest.cli import app  # a second's work, in which one may want to stop as well

            app.main()
    except Stopped as stop:  # before or after the command itself, which tells more
        if log.is_asked_for(sys.argv):
            log.write("warning", "interrupted", "Stopped.", {})
        else:
            print("Stopped.", file=sys.stderr)
        raise SystemExit(stop.status) from None
