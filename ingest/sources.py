"""What an article links to: pages, posts, videos and papers, each with the place in the text where it does.

Below `ingest.model`, whose `Article` holds them. All offsets are Unicode code points into `Article.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit


class SourceKind(StrEnum):
    """What sort of thing an address leads to, as the address itself tells."""

    PAGE = "page"
    POST = "post"
    VIDEO = "video"
    PAPER = "paper"


class Standing(StrEnum):
    """How the words at a place stand to what is linked there."""

    LINK = "link"  # they are a hyperlink's
    QUOTATION = "quotation"  # they are what a post embedded here, or a page quoted here, is shown to say
    EMBED = "embed"  # the post or video is embedded right after them, and shows nothing as text


@dataclass(frozen=True, slots=True, order=True)
class LinkedSource:
    """One place where an article links to something.

    Attributes:
        start: where the words begin.
        end: where they end.
        url: the canonical address of what is linked.
        kind: what sort of thing that is.
        standing: how the words stand to it.
    """

    start: int
    end: int
    url: str
    kind: SourceKind = SourceKind.PAGE
    standing: Standing = Standing.LINK

    def of(self, text: str) -> str:
        """Return the words."""
        return text[self.start : self.end]

    @property
    def host(self) -> str:
        """The web host, without a leading ``www.``."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def platform(self) -> frozenset[str]:
        """The names under which an article may speak of the platform that this is on, in lower case."""
        return _PLATFORMS.get(self.host, frozenset())


_TWITTER = frozenset({"twitter", "x", "x (formerly twitter)"})
_PLATFORMS: Final[dict[str, frozenset[str]]] = {
    "t.me": frozenset({"telegram", "telegram channel"}),
    "twitter.com": _TWITTER,
    "x.com": _TWITTER,
    **{f"{name}.com": frozenset({name}) for name in ("facebook", "instagram", "tiktok", "youtube", "vimeo")},
}
