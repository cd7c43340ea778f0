"""From a page's markup to a `Page`. Runs in the child process: nothing here is safe from hostile markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urljoin

import lxml.html
from lxml import etree
from trafilatura import bare_extraction

from ingest.read.web import json_ld
from ingest.read.web.anchoring import anchored
from ingest.read.web.hyperlinks import collected
from ingest.read.web.page import Page

# Where a page was saved from: browsers write `saved from url=(0031)https://…`; SingleFile ` url: https://…`.
_SAVED_FROM = re.compile(
    r"\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s)\s*(https?://\S+)"
)
_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
_DATES = (
    *("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "pubdate"),
    *("publishdate", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date"),
    *("dc.date.issued", "dcterms.date", "dcterms.issued", "citation_publication_date"),
)
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "citation_author")
_PUBLISHERS = ("og:site_name", "application-name", "dc.publisher", "publisher")


def parse(markup: str, address: str, latest: str) -> Page:
    """Return what a page holds.

    schema.org's JSON-LD is believed first, then OpenGraph and other `meta` elements, then the layout. The
    text is trafilatura's (Barbaresi 2021); so is the guess of a date where none is stated, from the address
    and the layout alone.

    Args:
        markup: the page.
        address: where it was fetched, or "".
        latest: the last day that a guessed date may have, ``YYYY-MM-DD``; never today, so that a page reads
            the same on any day.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", collect_ids=False)
    try:
        data = markup.replace("\0", "\ufffd").encode("utf-8", "replace")  # a NUL would end it
        tree = lxml.html.document_fromstring(data, parser=parser)
    except etree.LxmlError:  # nothing in it
        return Page()
    meta = _meta(tree)
    scripts = json_ld.loaded(_texts(tree.iterfind(".//script[@type='application/ld+json']")))
    stated = json_ld.articles(scripts)
    page = replace(
        _described(tree, meta, stated[0] if stated else {}, address),
        reviews=tuple(map(json.dumps, json_ld.claim_reviews(scripts))),
    )
    written = collected(tree, address or next(iter(page.addresses), ""))
    found = bare_extraction(
        tree,
        url=address or None,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": latest},
    )
    if found is None or isinstance(found, dict):
        return page
    text = found.text or ""
    return replace(page, text=text, guessed_date=found.date or "", hyperlinks=anchored(text, written))


def _described(
    tree: lxml.html.HtmlElement,
    meta: dict[str, list[str]],
    article: Mapping[str, object],
    address: str,
) -> Page:
    kind = (meta.get("og:type") or [""])[0].lower()
    return Page(
        titles=_unique(
            json_ld.strings(article.get("headline")),
            _named(meta, _TITLES),
            _texts(tree.iterfind(".//h1")),
            json_ld.strings(article.get("name")),
            _texts(tree.iterfind(".//title")),
        ),
        addresses=_addresses(tree, meta, article, address),
        dates=_unique(
            json_ld.strings(article.get("datePublished")),
            _named(meta, _DATES),
            _published(tree),
        ),
        languages=_unique(
            json_ld.strings(article.get("inLanguage")),
            [tree.get("lang") or tree.get("xml:lang") or ""],
            meta.get("og:locale", []),
            meta.get("content-language", []),
        ),
        publishers=_unique(json_ld.names(article.get("publisher")), _named(meta, _PUBLISHERS)),
        authors=_unique(json_ld.names(article.get("author")) or _people(_named(meta, _AUTHORS))),
        article_body="\n".join(json_ld.strings(article.get("articleBody"))),
        free=_free(meta, article),
        is_article=True if article or "article" in kind else False if kind == "website" else None,
    )


def _free(meta: dict[str, list[str]], article: Mapping[str, object]) -> bool | None:
    stated = json_ld.truth(article.get("isAccessibleForFree"))
    locked = "locked" in map(str.lower, meta.get("article:content_tier", []))
    return False if stated is None and locked else stated


def _addresses(
    tree: lxml.html.HtmlElement, meta: dict[str, list[str]], article: Mapping[str, object], address: str
) -> tuple[str, ...]:
    saved = [
        match[1]
        for each in tree.getroottree().xpath("//comment()")
        if (match := _SAVED_FROM.match(each.text or ""))
    ]
    canonical = [
        link.get("href", "")
        for link in tree.iterfind(".//link[@href]")
        if "canonical" in link.get("rel", "").lower().split()
    ]
    found = [
        *canonical,
        *meta.get("og:url", []),
        *json_ld.addresses(article.get("mainEntityOfPage")),
        *json_ld.addresses(article.get("url")),
        *saved,
    ]
    base = address or next((each for each in [*meta.get("og:url", []), *saved] if "://" in each), "")
    return _unique([each for each in (_absolute(base, url) for url in found) if "://" in each])


def _absolute(base: str, url: str) -> str:
    try:
        return urljoin(base, url.strip())
    except ValueError:  # "http://["
        return ""


def _meta(tree: lxml.html.HtmlElement) -> dict[str, list[str]]:
    """Return what `meta` elements hold, by name, property, `itemprop` or `http-equiv` in lower case."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := element.get(key)):
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _published(tree: lxml.html.HtmlElement) -> list[str]:
    """Return the dates of `time` elements that are marked as that of publication."""
    return [
        each.get("datetime", "")
        for each in tree.iter("time")
        if each.get("itemprop", "").lower() == "datepublished" or each.get("pubdate") is not None
    ]


def _people(names: list[str]) -> list[str]:
    """Leave out addresses, with which some name a person."""
    return [name for name in names if "://" not in name]


def _named(meta: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [content for name in names for content in meta.get(name, [])]


def _texts(elements: Iterable[lxml.html.HtmlElement]) -> list[str]:
    return ["".join(element.itertext()) for element in elements]


def _unique(*lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for each in lists for one in each if (text := " ".join(one.split()))))
