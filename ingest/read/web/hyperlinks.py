"""What a page links to and embeds, by its place among the page's words. Runs in the child process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from ingest.read.web.ink import ink
from ingest.read.web.platforms import embedded, is_sharing, kind
from ingest.sources import SourceKind, Standing

# What stands around an article and not in it: nothing below these is looked at.
_AROUND = frozenset("aside dialog footer form head menu nav template".split())
# What shows no running text (trafilatura passes over it as well), but may hold a post or a video.
_WORDLESS = frozenset(
    "applet area audio blink button canvas datalist embed fencedframe fieldset figure frame frameset iframe"
    " input label legend link map marquee math menuitem noindex noscript object optgroup option output param"
    " picture progress rp rt rtc script select source style svg textarea time track use video".split()
)
_TWEET = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status/\d+", re.ASCII)
_TELEGRAM_POST = re.compile(r"\w+/\d+", re.ASCII)
_TO_ENCODE = re.compile(r'[ "<>{}|^`]')


@dataclass(frozen=True, slots=True, order=True)
class Written:
    """A link, by characters of `Markup.ink`; an embed that shows no text has no length."""

    start: int
    end: int
    url: str
    standing: Standing


@dataclass(slots=True)
class Markup:
    """A page's words without white space, in the order of its markup, and what they link to."""

    ink: str = ""
    links: list[Written] = field(default_factory=list)


def collected(tree: lxml.html.HtmlElement, address: str) -> Markup:
    """Go through a page and note its words and links.

    Args:
        tree: the page, or a piece of one.
        address: where it is, or "": then links that are relative stay so.
    """
    collector = _Collector(_base(tree, address))
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event == "start":
            collector.start(element)
        else:
            collector.end(element)
    return Markup("".join(collector.pieces), sorted(set(collector.links)))


def _base(tree: lxml.html.HtmlElement, address: str) -> str:
    stated = next((each.get("href", "") for each in tree.iter("base") if each.get("href")), "")
    return _absolute(address, stated)


def _absolute(base: str, url: str) -> str:
    """Resolve an address as browsers do, which encode what may not stand in one."""
    url = _TO_ENCODE.sub(lambda match: f"%{ord(match[0]):02X}", re.sub(r"[\t\n\r]", "", url.strip()))
    try:
        return urljoin(base, url)
    except ValueError:  # "http://["
        return ""


class _Collector:
    """Notes words and links while a page is gone through; elements are told apart by how deep they stand."""

    def __init__(self, base: str) -> None:
        self.pieces: list[str] = []
        self.links: list[Written] = []
        self._base = base
        self._at = 0  # how much ink there is so far
        self._around = 0  # how many elements of `_AROUND` are open
        self._wordless = 0
        self._open: list[tuple[etree._Element, int, str, Standing]] = []
        self._widgets = 0  # how many embedded posts are open: links in them are theirs

    def start(self, element: etree._Element) -> None:
        if element.tag in _AROUND:
            self._around += 1
        if element.tag in _WORDLESS:
            self._wordless += 1
        if self._around:
            return
        for url in _embeds(element):
            self._link(self._at, url, Standing.EMBED)
        if (post := _post(element)) is not None:
            self._open.append((element, self._at, post, Standing.QUOTATION))
            self._widgets += _is_widget(element)
        elif element.tag == "a" and element.get("href") and not self._widgets:
            self._open.append((element, self._at, element.get("href", ""), Standing.LINK))
        self._words(element.text)

    def end(self, element: etree._Element) -> None:
        if element.tag in _AROUND:
            self._around -= 1
        if element.tag in _WORDLESS:
            self._wordless -= 1
        if self._open and self._open[-1][0] is element:
            _, start, url, standing = self._open.pop()
            self._widgets -= standing is Standing.QUOTATION and _is_widget(element)
            if standing is Standing.QUOTATION or self._at > start:
                self._link(start, url, standing if self._at > start else Standing.EMBED)
        self._words(element.tail)

    def _words(self, text: str | None) -> None:
        if text and not self._around and not self._wordless:
            self.pieces.append(ink(text))
            self._at += len(self.pieces[-1])

    def _link(self, start: int, url: str, standing: Standing) -> None:
        url = "" if url.strip().startswith("#") else _absolute(self._base, url)
        if url:
            self.links.append(Written(start, self._at, url, standing))


def _embeds(element: etree._Element) -> Iterator[str]:
    """Give what an element shows that has no words of its own: frames, and what scripts make of it."""
    if element.tag in ("iframe", "amp-iframe", "embed"):
        for name in ("src", "data-src", "data-lazy-src"):
            if url := embedded(element.get(name, "").strip()):
                yield url
                return
    if element.tag == "script":
        post = element.get("data-telegram-post", "").strip()
        if _TELEGRAM_POST.fullmatch(post):
            yield f"https://t.me/{post}"
    if element.tag == "div" and {"fb-post", "fb-video"} & set(element.get("class", "").split()):
        yield element.get("data-href", "")


def _is_widget(element: etree._Element) -> bool:
    return bool(_WIDGETS & set(element.get("class", "").split()))


_WIDGETS = frozenset({"twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "telegram-post"})


def _post(element: etree._Element) -> str | None:
    """Return the address of what is quoted, or None if it is no quotation or does not say."""
    if element.tag not in ("blockquote", "q"):
        return None
    stated = element.get("cite", "") or element.get("data-instgrm-permalink", "")
    if not stated and _is_widget(element):
        found = [each.get("href", "") for each in element.iter("a")]
        stated = next((url for url in reversed(found) if _TWEET.match(url)), "")
        stated = stated or next((url for url in reversed(found) if _is_post(url)), "")
    return stated.strip() or None


def _is_post(url: str) -> bool:
    return kind(url) in (SourceKind.POST, SourceKind.VIDEO) and not is_sharing(url)
