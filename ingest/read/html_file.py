"""Web pages as files: saved by a browser, by SingleFile, or by a crawler; one article each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read.assemble import outcome
from ingest.read.claim_review import review_article
from ingest.read.fault import Code, Fault
from ingest.read.limits import Limits
from ingest.read.web.article import page_address, page_article
from ingest.read.web.charset import decode
from ingest.read.web.page import Page
from ingest.read.web.process import LATEST, Parser

_SNIFFED = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL,
)


class HtmlFile:
    """Reads a web page as one article."""

    suffixes = (".html", ".htm", ".xhtml")

    def __init__(self, parser: Parser) -> None:
        self._parser = parser

    def sniff(self, head: bytes) -> bool:
        """Whether the stream begins like a web page."""
        return _SNIFFED.match(head) is not None

    def read(self, stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Article | Problem]:
        """Yield the article after its warnings, or the problem for which it is set aside."""
        data = stream.read(limits.max_page_bytes + 1)
        yield from page_items(
            origin, limits, lambda warnings: read_page(data, limits, warnings, self._parser)
        )


def page_items(
    origin: Origin, limits: Limits, parse: Callable[[list[Fault]], Page], address: str = ""
) -> Iterator[Article | Problem]:
    """Yield the article of a page, and the ClaimReviews that it holds, each after its warnings or set aside.

    Args:
        origin: the file or record.
        limits: what is too large.
        parse: returns the page, raises `Fault`, and appends its warnings to the list that it is given.
        address: where it was fetched.
    """
    parsed: list[Page] = []

    def article(warnings: list[Fault]) -> Article:
        page = parse(warnings)
        parsed.append(page)
        return page_article(page, origin, limits, warnings, address=address)

    yield from outcome(origin, article)
    for page in parsed:
        for review in page.reviews:
            where = page_address(page, address)
            yield from review_article(json.loads(review, parse_int=float), origin, limits, where)


def read_page(
    data: bytes,
    limits: Limits,
    warnings: list[Fault],
    parser: Parser,
    *,
    charset: str = "",
    address: str = "",
    latest: str = LATEST,
) -> Page:
    """Return what a page's bytes hold.

    Args:
        data: the page, of which one byte more than allowed is enough to see that it is too long.
        limits: what is too large or slow.
        warnings: is added to.
        parser: parses it.
        charset: the encoding that the server stated.
        address: where it was fetched.
        latest: the last day that it can have been published.

    Raises:
        Fault: it cannot be read.
    """
    if len(data) > limits.max_page_bytes:
        message = f"The page has more than {limits.max_page_bytes:,} bytes."
        raise Fault(Code.TOO_LARGE, message, "Extract its text, or raise the limit `max_page_bytes`.")
    markup, doubt = decode(data, charset)
    if doubt:
        warnings.append(doubt)
    if not markup.strip():
        raise Fault(Code.EMPTY_FILE, "The page is empty.", "Save it again, or remove it.")
    return parser.parse(markup, limits.max_page_seconds, address=address, latest=latest)
