"""RSS and Atom feeds: every entry that holds its whole text is an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read.assemble import outcome
from ingest.read.fault import Code, Fault
from ingest.read.limits import Limits
from ingest.read.web.article import page_article
from ingest.read.web.charset import decode
from ingest.read.web.page import Page
from ingest.read.web.process import Parser

MIN_DESCRIPTION = 500
"""From so many characters on a description is taken for the whole text, if there is no content beside it."""

_SNIFFED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_DOCTYPE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Feed:
    """Reads a feed entry by entry."""

    suffixes = (".rss", ".atom")

    def __init__(self, parser: Parser) -> None:
        self._parser = parser

    def sniff(self, head: bytes) -> bool:
        """Whether the stream begins like a feed."""
        return is_feed(head)

    def read(self, stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Article | Problem]:
        """Yield each entry's article after its warnings, or the problem for which it is set aside."""
        warnings: list[Fault] = []
        found = entries(stream.read(limits.max_page_bytes + 1), limits, warnings, self._parser)
        yield from (warning.problem(origin, fatal=False) for warning in warnings)
        for number, entry in enumerate(found, start=1):
            yield from entry_article(entry, Origin(origin.file, number), limits)


def is_feed(head: bytes) -> bool:
    """Whether a document begins like a feed."""
    return head.lstrip().startswith(b"<") and _SNIFFED.search(head) is not None


def entries(
    data: bytes, limits: Limits, warnings: list[Fault], parser: Parser, *, charset: str = ""
) -> list[Page]:
    """Return the entries of a feed.

    Args:
        data: the feed, of which one byte more than allowed is enough to see that it is too long.
        limits: what is too large or slow.
        warnings: is added to.
        parser: parses it.
        charset: the encoding that the server stated.

    Raises:
        Fault: it has none, or cannot be read.
    """
    if len(data) > limits.max_page_bytes:
        message = f"The feed has more than {limits.max_page_bytes:,} bytes."
        raise Fault(Code.TOO_LARGE, message, "Split it, or raise the limit `max_page_bytes`.")
    xml, doubt = decode(data, charset)
    if doubt:
        warnings.append(doubt)
    if not xml.strip():
        raise Fault(Code.EMPTY_FILE, "The feed is empty.", "Fetch the feed again, or remove it.")
    if _DOCTYPE.search(xml):
        message = "The feed holds a document type (<!DOCTYPE), which can make a small file a huge one."
        raise Fault(Code.DOCTYPE, message, "Remove it: no feed needs one.")
    found = parser.parse_feed(xml, limits.max_page_seconds)
    if not found:
        message = "The feed holds no entries, or is no feed (RSS or Atom)."
        raise Fault(Code.EMPTY_FILE, message, "Fetch the feed again, or remove it.")
    return found


def entry_article(entry: Page, record: Origin, limits: Limits) -> Iterator[Article | Problem]:
    """Yield an entry's article after its warnings, or the problem for which it is set aside."""

    def parse(warnings: list[Fault]) -> Article:
        text = entry.article_body or entry.text
        if not text:
            message = "The entry holds no text."
            raise Fault(Code.NO_TEXT, message, _CURE)
        if not entry.article_body and len(text) < MIN_DESCRIPTION:
            message = f"The entry holds no article, but a description of {len(text)} characters."
            raise Fault(Code.TEASER, message, _CURE)
        return page_article(replace(entry, text=text, article_body=""), record, limits, warnings)

    yield from outcome(record, parse)


_CURE = "Save the page that it links to, and read that."
