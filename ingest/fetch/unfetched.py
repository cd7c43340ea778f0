"""Why a page was not fetched: the stable codes, and this room's exception."""

from __future__ import annotations

from enum import StrEnum

from ingest.errors import Origin, Problem
from ingest.text import printable


class Code(StrEnum):
    """The stable name of a fault, as it stands in `Problem.code`: they are added to, never renamed."""

    BAD_URL = "bad-url"
    ADDRESS_REFUSED = "address-refused"  # the host is in a private, local or reserved network
    UNREACHABLE = "unreachable"  # no such host, no connection, no encryption that can be trusted
    NO_ANSWER = "no-answer"  # cut off, garbled, or no HTTP
    TOO_SLOW = "too-slow"
    TOO_LARGE = "too-large"
    ROBOTS = "robots"  # robots.txt says no, or could not be asked
    BUSY = "busy"  # the site asks to be left alone
    STATUS = "status"  # the answer is no page: 404, 403, 500 …
    REDIRECTS = "redirects"  # in a circle, too many, or to nowhere
    MEDIA_TYPE = "media-type"


class Unfetched(Exception):
    """One page cannot be fetched; never leaves this room, where it becomes a `Problem`."""

    def __init__(self, code: Code, message: str, cure: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.cure = cure

    def problem(self, address: str) -> Problem:
        """Return this fault as the user is told it."""
        return Problem(Origin(printable(address)), printable(self.message), self.cure, self.code.value)
