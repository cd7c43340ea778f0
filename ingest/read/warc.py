"""Web archives (WARC 1.0 and 1.1): every web page that a crawler was answered with is an article.

Read are `response` records with status 200 and `resource` records, if what they hold is HTML or a feed, of
which every entry is an article. All others (requests, redirects, pictures, revisits) are passed over.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from fastwarc.warc import WarcRecord, WarcRecordType

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read.assemble import outcome
from ingest.read.fault import Code, Fault
from ingest.read.feed import entries, entry_article, is_feed
from ingest.read.html_file import page_items, read_page
from ingest.read.limits import Limits
from ingest.read.streams import HEAD
from ingest.read.warc_records import Source, records
from ingest.read.web.article import media_type
from ingest.read.web.page import Page
from ingest.read.web.process import LATEST, Parser
from ingest.read.web.transfer import plain_body
from ingest.text import printable

_PAGES = ("text/html", "application/xhtml+xml")
_FEEDS = ("application/rss+xml", "application/atom+xml")
_XML = ("application/xml", "text/xml", "application/rdf+xml")  # of which some are feeds
_WANTED = WarcRecordType.response | WarcRecordType.resource
_HEAD = 64 * 1024
"""How much of a record is read to see whether it is a page."""
_AGAIN = "Fetch the archive again."
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Warc:
    """Reads a web archive record by record: one that is damaged is set aside and the rest goes on."""

    suffixes = (".warc",)

    def __init__(self, parser: Parser) -> None:
        self._parser = parser

    def sniff(self, head: bytes) -> bool:
        """Whether the stream begins with a WARC record."""
        return head.lstrip().startswith(b"WARC/1.")

    def read(self, stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Article | Problem]:
        """Yield each page's article after its warnings, or the problem for which it is set aside."""
        source = Source(cast(io.BufferedReader, stream))
        pages = number = 0
        for each in records(source, origin):
            if isinstance(each, Problem):
                pages += 1
                yield each
                continue
            place, record = each
            number += 1
            at = Origin(origin.file, number)
            for item in _read_record(record, at, limits, self._parser):
                pages += 1
                yield _placed(item, place, _address(record))
        if source.failure:
            raise source.failure
        if not pages:
            message = "The archive holds no web pages and no feeds (answered with status 200)."
            yield Fault(Code.NOTHING_FOUND, message, "Name another archive.").problem(origin)


def _placed(item: Article | Problem, position: int, address: str) -> Article | Problem:
    """Add to a problem whose record it is, and where that begins."""
    if isinstance(item, Article):
        return item
    whose = f"The record of {printable(address)}" if address else "The record"
    return replace(item, message=f"{item.message} ({whose} begins at byte {position:,}, unpacked.)")


def _read_record(
    record: WarcRecord, origin: Origin, limits: Limits, parser: Parser
) -> Iterator[Article | Problem]:
    stated = record.content_length
    if record.headers.get("Content-Length") is None:
        message = "The record's header breaks off, or does not state how long the record is."
        yield Fault(Code.TRUNCATED_RECORD, message, _AGAIN).problem(origin)
        return
    head = _read(record.reader.read, min(_HEAD, stated)) if record.record_type & _WANTED else b""
    opened = _opened(record, head)
    if opened is None or not _is_read(opened):
        if (size := len(head) + record.consume()) < stated:
            yield _breaks_off(stated, size).problem(origin)
        return
    block = head + _read(record.reader.read, min(stated, limits.max_page_bytes + _HEAD) - len(head))

    whole = _opened(record, block) or opened
    kind, charset = media_type(_content_type(whole))

    def body(warnings: list[Fault]) -> bytes:
        if len(block) < min(stated, limits.max_page_bytes + _HEAD):
            raise _breaks_off(stated, len(block))
        if cause := record.headers.get("WARC-Truncated"):
            message = f"The crawler has cut this page short ({cause[:40]})."
            warnings.append(Fault(Code.CUT_SHORT, message, "Its article may lack its end."))
        return _body(whole, limits)

    def parse(warnings: list[Fault]) -> Page:
        return read_page(
            body(warnings),
            limits,
            warnings,
            parser,
            charset=charset,
            address=_address(record),
            latest=_day(record),
        )

    def parse_feed(warnings: list[Fault]) -> list[Page]:
        data = body(warnings)
        if kind in _XML and not is_feed(data[:HEAD]):
            return []
        return entries(data, limits, warnings, parser, charset=charset)

    if kind in _PAGES:
        yield from page_items(origin, limits, parse, _address(record))
        return
    for found in outcome(origin, parse_feed):
        if isinstance(found, Problem):
            yield found
            continue
        for entry in found:
            yield from entry_article(entry, origin, limits)


def _breaks_off(stated: int, size: int) -> Fault:
    message = f"The record breaks off: it states {stated:,} bytes and has {size:,}."
    return Fault(Code.TRUNCATED_RECORD, message, _AGAIN)


def _read(read: Callable[[int], bytes], size: int) -> bytes:
    """Read so many bytes, or as many as there are."""
    data = b""
    while len(data) < size and (piece := read(size - len(data))):
        data += piece
    return data


def _opened(record: WarcRecord, block: bytes) -> WarcRecord | None:
    """Return a record of its own with (the beginning of) its block, or None if it is no HTTP response."""
    copy = WarcRecord()
    copy.init_headers(record.record_type, content_length=len(block))
    copy.set_bytes_content(block)
    if record.record_type == WarcRecordType.resource:
        copy.headers.set("Content-Type", record.headers.get("Content-Type") or "")
        return copy
    if not block.startswith(b"HTTP/"):
        return None
    copy.is_http = True
    try:
        copy.parse_http()
    except OSError:
        return None
    return copy


def _is_read(record: WarcRecord) -> bool:
    if record.is_http and record.http_headers.status_code != 200:
        return False
    return media_type(_content_type(record))[0] in (*_PAGES, *_FEEDS, *_XML)


def _content_type(record: WarcRecord) -> str:
    headers = record.http_headers if record.is_http else record.headers
    return headers.get("Content-Type") or ""


def _body(record: WarcRecord, limits: Limits) -> bytes:
    """Return what the server sent, unpacked as far as a page may go."""
    body = _read(record.reader.read, limits.max_page_bytes + _HEAD)
    if not record.is_http:
        return body
    headers = record.http_headers
    packed = headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or ""
    return plain_body(body, *packed, limits.max_page_bytes)


def _address(record: WarcRecord) -> str:
    return (record.headers.get("WARC-Target-URI") or "").strip("<> ")


def _day(record: WarcRecord) -> str:
    """Return the day on which the page was fetched, later than which it was not published."""
    match = _DAY.match(record.headers.get("WARC-Date") or "")
    return match[0] if match else LATEST
