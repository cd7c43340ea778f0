"""Why input cannot be read, or only with a reservation: the stable codes, and this room's exception."""

from __future__ import annotations

from enum import StrEnum

from ingest.errors import Origin, Problem
from ingest.text import printable


class Code(StrEnum):
    """The stable name of a fault, as it stands in `Problem.code`.

    A script may rely on these: they are added to, never renamed.
    """

    # files and folders
    MISSING = "missing"  # no such file
    NOTHING_FOUND = "nothing-found"  # a folder or glob that holds no article file
    UNREADABLE = "unreadable"  # no permission, a disk error, vanished while reading
    # bytes
    EMPTY_FILE = "empty-file"
    BINARY = "binary"
    NOT_UTF_8 = "not-utf-8"  # no encoding found
    ENCODING_GUESSED = "encoding-guessed"  # warning
    TRUNCATED_GZIP = "truncated-gzip"
    DAMAGED_GZIP = "damaged-gzip"
    GZIP_BOMB = "gzip-bomb"
    TOO_LARGE = "too-large"
    # web pages and archives
    MARKUP = "markup"  # a web page where its text belongs
    TOO_SLOW = "too-slow"  # a page that takes its parser too long
    PAGE_FAILED = "page-failed"  # a page that makes its parser fail
    BOILERPLATE = "boilerplate"  # no article: a consent page, an error page, a list of headlines
    PAYWALL = "paywall"  # only what stands before a paywall
    DAMAGED_ARCHIVE = "damaged-archive"
    DAMAGED_RECORD = "damaged-record"
    TRUNCATED_RECORD = "truncated-record"  # it breaks off with the file
    CUT_SHORT = "cut-short"  # warning: by the crawler, which says so
    ENCODING_DAMAGED = "encoding-damaged"  # warning
    DATE_GUESSED = "date-guessed"  # warning
    DATE_LEFT_OUT = "date-left-out"  # warning
    URL_NOT_BELIEVED = "url-not-believed"  # warning
    LINKS_LEFT_OUT = "links-left-out"  # warning: more than the limit
    # feeds
    DOCTYPE = "doctype"  # in XML, where it can define entities without end
    TEASER = "teaser"  # an entry with a description alone
    # tables
    NO_COLUMN = "no-column"  # none for headline or text, or none of the name that was given
    BAD_ROW = "bad-row"
    DAMAGED_TABLE = "damaged-table"
    NOT_INSTALLED = "not-installed"  # what reads the format
    # records
    INVALID_JSON = "invalid-json"
    NOT_JSON_LINES = "not-json-lines"  # one JSON document over several lines
    NOT_AN_OBJECT = "not-an-object"
    TOO_DEEP = "too-deep"
    REPEATED_KEY = "repeated-key"
    NOT_A_NUMBER = "not-a-number"  # warning: NaN or Infinity, which JSON does not have, read as null
    WRONG_TYPE = "wrong-type"
    IGNORED_FIELD = "ignored-field"  # warning
    # feeds of fact-checks
    NO_RATING = "no-rating"  # a ClaimReview without a verdict
    OTHER_TYPE = "other-type"  # warning: items of a feed that are no ClaimReview
    # fields
    NO_DATE_LINE = "no-date-line"  # warning
    IMPOSSIBLE_DATE = "impossible-date"
    AMBIGUOUS_DATE = "ambiguous-date"
    INCOMPLETE_DATE = "incomplete-date"
    BAD_DATE = "bad-date"
    BAD_URL = "bad-url"
    NO_HEADLINE = "no-headline"
    NO_TEXT = "no-text"
    BAD_LANGUAGE = "bad-language"  # warning
    CONTROL_CHARACTERS = "control-characters"  # warning
    BIDI_CONTROLS = "bidi-controls"  # warning


class Fault(Exception):
    """One file or record cannot be read; never leaves this room, where it becomes a `Problem`."""

    def __init__(self, code: Code, message: str, cure: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.cure = cure

    def problem(self, origin: Origin, *, fatal: bool = True) -> Problem:
        """Return this fault as the user is told it."""
        return Problem(origin, printable(self.message), self.cure, self.code.value, fatal)
