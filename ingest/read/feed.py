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
        return head.lstrip().startswith(b"<") and _SNIFFED.search(head) is not None

    def read(self, stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Article | Problem]:
        """Yield each entry's article after its warnings, or the problem for which it is set aside."""
        data = stream.read(limits.max_page_bytes + 1)
        if len(data) > limits.max_page_bytes:
            message = f"The feed has more than {limits.max_page_bytes:,} bytes."
            raise Fault(Code.TOO_LARGE, message, "Split it, or raise the limit `max_page_bytes`.")
        xml, doubt = decode(data)
        if doubt:
            yield doubt.problem(origin, fatal=False)
        if not xml.strip():
            raise Fault(Code.EMPTY_FILE, "The file is empty.", "Fetch the feed again, or remove it.")
        if _DOCTYPE.search(xml):
            message = "The feed holds a document type (<!DOCTYPE), which can make a small file a huge one."
            raise Fault(Code.DOCTYPE, message, "Remove it: no feed needs one.")
        entries = self._parser.parse_feed(xml, limits.max_page_seconds)
        if not entries:
            message = "The feed holds no entries, or is no feed (RSS or Atom)."
            raise Fault(Code.EMPTY_FILE, message, "Fetch the feed again, or remove it.")
        for number, entry in enumerate(entries, start=1):
            yield from _article(entry, Origin(origin.file, number), limits)


def _article(entry: Page, record: Origin, limits: Limits) -> Iterator[Article | Problem]:
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
