"""What can go wrong on purpose: every error says what, where and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article came from: a file and, if it holds several, the record (line) within it, from 1."""

    file: str
    record: int | None = None

    def __str__(self) -> str:
        return self.file if self.record is None else f"{self.file}:{self.record}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one article, record or file was set aside, or read with a reservation.

    Attributes:
        origin: the file and record.
        message: what is wrong, as a sentence.
        cure: what the user can do about it, as a sentence.
        code: a short stable name of the fault, e.g. ``not-utf-8``.
        fatal: True if the article was set aside; False for a warning on an article that was read.
    """

    origin: Origin
    message: str
    cure: str
    code: str
    fatal: bool = True

    def __str__(self) -> str:
        return f"{self.origin}: {self.message} {self.cure}"


class HearsayError(Exception):
    """An error that a user can act on: `message` says what is wrong, `cure` what to do.

    The command line prints both and no traceback.
    """

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(f"{message} {cure}".strip())
        self.message = message
        self.cure = cure


class StoreError(HearsayError):
    """The store cannot be opened, read or written: held by another process, too old, damaged, disk full."""


class GroundingError(HearsayError):
    """An extraction names words that are not at the stated place in the text."""


class QueryError(HearsayError):
    """A query is unknown, malformed, or called with missing or ill-typed parameters."""


class LanguageError(HearsayError):
    """An article is in a language that the extractor does not read."""


class ExportError(HearsayError):
    """A format cannot hold something that a store holds."""


class OnlineError(HearsayError):
    """A service on the network may not be asked, or did not answer as it should."""


class PackageError(HearsayError):
    """A research package cannot be written, or one that was given is none, damaged, or not to be trusted."""
