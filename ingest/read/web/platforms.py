"""Addresses on the platforms that news links to: what a frame shows, and what an address leads to."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from ingest.sources import SourceKind

_SITE = r"(?:https?:)?//(?:www\.|m\.|mobile\.)?"


def _pattern(*addresses: str) -> re.Pattern[str]:
    """Return what matches the beginning of an address, of a site or its mobile one."""
    return re.compile(_SITE + "(?:" + "|".join(addresses) + ")", re.IGNORECASE | re.ASCII)


_FRAMES = tuple(
    (re.compile(_SITE + frame, re.IGNORECASE | re.ASCII), shown)
    for frame, shown in (
        (r"youtube(?:-nocookie)?\.com/embed/([\w-]{11})(?![\w-])", "https://www.youtube.com/watch?v={}"),
        (r"t\.me/(?:s/)?(\w+/\d+)", "https://t.me/{}"),
        (r"instagram\.com/((?:p|reel|tv)/[\w-]+)", "https://www.instagram.com/{}/"),
        (r"tiktok\.com/(@[\w.-]+/video/\d+)", "https://www.tiktok.com/{}"),
        (r"tiktok\.com/((?:embed(?:/v\d)?|player/v1)/\d+)", "https://www.tiktok.com/{}"),
        (r"player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{}"),
        (r"rumble\.com/embed/(\w+)", "https://rumble.com/embed/{}"),
    )
)
_WITH_PARAMETER = (
    (_pattern(r"facebook\.com/plugins/(?:post|video)\.php"), "href", "{}"),
    (_pattern(r"platform\.twitter\.com/embed/tweet\.html"), "id", "https://twitter.com/i/status/{}"),
)
_POST = _pattern(
    r"t\.me/(?:s/|c/)?\w+/\d+",
    r"(?:twitter|x)\.com/\w+(?:/web)?/status/\d+",
    r"facebook\.com/(?:[^/?#]+/posts/|permalink\.php|story\.php|photo|share/p/)",
    r"instagram\.com/(?:[\w.]+/)?p/",
    r"vk\.(?:com|ru)/wall-?\d+_\d+",
    r"bsky\.app/profile/[^/]+/post/",
    r"threads\.(?:net|com)/@[^/]+/post/",
    r"truthsocial\.com/@\w+/(?:posts/)?\d+",
    r"linkedin\.com/(?:posts/|feed/update/|pulse/)",
    r"reddit\.com/r/\w+/comments/",
    r"[^/?#]+/@\w+(?:@[^/?#]+)?/\d{10,}",  # Mastodon, on whatever host
)
_KNOWN_BY_PATH = _pattern(
    r"(?:twitter|x)\.com/\w+(?:/web)?/status/\d+", r"instagram\.com/(?:[\w.]+/)?(?:p|reel|tv)/"
)
_VIDEO = _pattern(
    r"youtube\.com/(?:watch|shorts/|live/)",
    r"youtu\.be/[\w-]{11}",
    r"vimeo\.com/\d+",
    r"(?:instagram\.com/(?:[\w.]+/)?(?:reel|tv)/)",
    r"tiktok\.com/(?:@[^/]+/video/|embed/|player/)",
    r"facebook\.com/(?:watch|[^/?#]+/videos/|share/v/)",
    r"(?:dailymotion\.com|rutube\.ru)/video/",
    r"rumble\.com/(?:embed/|v\w+-)",
)
_PAPER = _pattern(
    r"(?:dx\.)?doi\.org/10\.\d{4,}",
    r"(?:arxiv\.org)/(?:abs|pdf|html)/",
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov/\d|(?:pmc\.)?ncbi\.nlm\.nih\.gov/(?:pmc/|pubmed/|articles/))",
    r"(?:bio|med)rxiv\.org/content/",
    r"nature\.com/articles/",
    r"(?:papers\.)?ssrn\.com/",
    r"[^/?#]+/(?:[\w-]+/)*doi/(?:[\w-]+/)*10\.\d{4,}",
)
_SHARING = _pattern(
    r"facebook\.com/(?:sharer|share\.php|dialog/)",
    r"(?:twitter|x)\.com/(?:intent|share)\b",
    r"(?:t\.me|telegram\.me)/share\b",
    r"linkedin\.com/(?:sharearticle|cws/share|sharing/)",
    r"reddit\.com/submit",
    r"pinterest\.[a-z.]+/pin/create",
    r"(?:vk\.com|vkontakte\.ru)/share\.php",
    r"connect\.ok\.ru/(?:dk|offer)",
    r"(?:wa\.me/\?|api\.whatsapp\.com/send|web\.whatsapp\.com/send)",
    r"(?:tumblr\.com/(?:widgets/share|share)|getpocket\.com/(?:save|edit)|news\.ycombinator\.com/submitlink)",
    r"(?:bsky\.app/intent/|threads\.net/intent/)",
)


def embedded(frame: str) -> str:
    """Return the address of the post or video that a frame shows, or "" if it is not known to show one.

    >>> embedded("https://www.youtube.com/embed/abcdefghijk?autoplay=1")
    'https://www.youtube.com/watch?v=abcdefghijk'
    """
    for pattern, shown in _FRAMES:
        if match := pattern.match(frame):
            return shown.format(match[1])
    for pattern, parameter, shown in _WITH_PARAMETER:
        if pattern.match(frame) and (value := _parameter(frame, parameter)):
            return shown.format(value)
    return ""


def _parameter(address: str, name: str) -> str:
    try:
        return parse_qs(urlsplit(address).query, max_num_fields=100).get(name, [""])[0]
    except ValueError:
        return ""


def plain(url: str) -> str:
    """Return an address without what a platform adds to tell how somebody came there.

    >>> plain("https://x.com/port/status/1775?ref_src=twsrc%5Etfw")
    'https://x.com/port/status/1775'
    """
    return url.partition("?")[0] if _KNOWN_BY_PATH.match(url) else url


def kind(url: str) -> SourceKind:
    """Return what sort of thing an address leads to.

    >>> kind("https://t.me/channel/4711").value, kind("https://t.me/channel").value
    ('post', 'page')
    """
    for pattern, found in ((_POST, SourceKind.POST), (_VIDEO, SourceKind.VIDEO), (_PAPER, SourceKind.PAPER)):
        if pattern.match(url):
            return found
    return SourceKind.PAGE


def is_sharing(url: str) -> bool:
    """Whether an address is a button's by which readers pass an article on."""
    return _SHARING.match(url) is not None
