"""What an article links to: of a page's hyperlinks those in its text, under the canonical address."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from ingest.model import Article
from ingest.read.assemble import cleaned
from ingest.read.canonical_url import canonical_url
from ingest.read.fault import Code, Fault
from ingest.read.limits import Limits
from ingest.read.web.ink import ink, places
from ingest.read.web.page import Hyperlink, Page
from ingest.read.web.platforms import is_sharing, kind, plain
from ingest.sources import LinkedSource, SourceKind, Standing

MAX_URL_CHARS = 2_000
"""An address that is longer carries something else than a place."""


def with_sources(article: Article, page: Page, limits: Limits, warnings: list[Fault]) -> Article:
    """Return the article with what its text links to.

    Left out is whatever is no web address that can be told (``javascript:``, ``mailto:``, one with a
    password), a link to the article itself, a button for passing it on, and a paragraph that is nothing but a
    link to another page: an invitation to read on.

    Args:
        article: made from the page.
        page: with its hyperlinks.
        limits: how many are kept.
        warnings: is added to.
    """
    sources = sorted(set(_sources(article, page))) if page.hyperlinks else []
    if len(sources) > limits.max_links:
        message = f"The article links to more than {limits.max_links:,} places; the first were kept."
        cure = "If the others matter, raise the limit `max_links`."
        warnings.append(Fault(Code.LINKS_LEFT_OUT, message, cure))
    return replace(article, sources=tuple(sources[: limits.max_links]))


def _sources(article: Article, page: Page) -> Iterator[LinkedSource]:
    """Carry the links over from the page's text to the article's, which ends alike but for white space."""
    stored = cleaned(page.text)
    if not ink(stored).endswith(ink(article.body)):
        return
    before, after = places(stored), places(article.body)
    skipped = len(before) - len(after)
    offset = len(article.text) - len(article.body)
    for link in page.hyperlinks:
        first = bisect_left(before, link.start) - skipped
        last = bisect_left(before, link.end) - skipped - 1
        url = _address(link)
        if not 0 <= first <= last or not url or url == article.url or is_sharing(url):
            continue
        source = LinkedSource(offset + after[first], offset + after[last] + 1, url, kind(url), link.standing)
        if not _invites(source, article.text):
            yield source


def _address(link: Hyperlink) -> str:
    try:
        url = plain(canonical_url(link.url))
    except ValueError:
        return ""
    return url if len(url) <= MAX_URL_CHARS else ""


def _invites(source: LinkedSource, text: str) -> bool:
    alone = text[: source.start].endswith("\n") and text[source.end : source.end + 1] in ("", "\n")
    return alone and source.kind is SourceKind.PAGE and source.standing is Standing.LINK
