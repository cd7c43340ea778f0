"""From a feed to its entries. Runs in the child process: nothing here is safe from hostile markup."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import feedparser
import lxml.html
from lxml import etree

from ingest.read.web.anchoring import anchored
from ingest.read.web.hyperlinks import collected
from ingest.read.web.page import Hyperlink, Page

_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre"
    " section table tr ul".split()
)


def parse_feed(xml: str) -> list[Page]:
    """Return the entries of an RSS or Atom feed, in its order.

    `Page.article_body` is what an entry gives as its content, `Page.text` its description, both without
    markup; `Page.hyperlinks` belong to the content where there is one.

    Args:
        xml: the feed, in which a document type has been ruled out.
    """
    headers = {
        "content-type": "application/xml; charset=utf-8"
    }  # whatever its declaration says: it is decoded
    # A stream, since what is not one is taken for the name of a file or an address.
    found = feedparser.parse(io.BytesIO(xml.encode("utf-8", "replace")), response_headers=headers)
    return [_page(entry, found.feed) for entry in found.entries]


def _page(entry: Any, feed: Any) -> Page:
    contents = entry.get("content") or []
    summary = entry.get("summary") or ""
    bodies = [each.get("value") or "" for each in contents]
    body = max(bodies, key=lambda markup: len(text_of(markup)), default="")
    content = text_of(body)
    return Page(
        text=text_of(summary),
        article_body=content,
        hyperlinks=_hyperlinks(body if content else summary, entry.get("link") or ""),
        titles=_given(" ".join(text_of(entry.get("title") or "").split())),
        addresses=_given(entry.get("link"), entry.get("id") if "://" in entry.get("id", "") else ""),
        dates=_given(entry.get("published")),
        languages=_given(*(each.get("language") for each in contents), feed.get("language")),
        publishers=_given(entry.get("publisher"), entry.get("source", {}).get("title"), feed.get("title")),
        authors=_given(*(each.get("name") for each in entry.get("authors") or [])),
    )


def _given(*values: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for value in values if value and (text := value.strip())))


def _hyperlinks(markup: str, address: str) -> tuple[Hyperlink, ...]:
    root = _tree(markup)
    return () if root is None else anchored(text_of(markup), collected(root, address))


def text_of(markup: str) -> str:
    """Return the text of a piece of HTML, one paragraph a line."""
    root = _tree(markup)
    if root is None:
        return ""
    lines = "".join(_pieces(root)).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _tree(markup: str) -> lxml.html.HtmlElement | None:
    if not markup.strip():
        return None
    try:
        return lxml.html.document_fromstring(_bytes(f"<div>{markup}</div>"), parser=_parser())
    except etree.LxmlError:
        return None


def _bytes(markup: str) -> bytes:
    return markup.replace("\0", "\ufffd").encode("utf-8", "replace")  # a NUL would end it


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def _pieces(root: lxml.html.HtmlElement) -> Iterator[str]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield "\n"
        text = element.text if event == "start" else element.tail
        if text and not (event == "start" and element.tag in ("script", "style")):
            yield text.replace("\n", " ")
