"""The one spelling of a web address, so that one article has one identity."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import unquote

from ingest.claim_review import FRAGMENT

MAX_URL_CHARS = 8_000
"""The longest URL that RFC 9110 recommends to support."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(#.*)?", re.DOTALL)
_REFUSED = set('<>"{}|\\^`')
_ALWAYS_LITERAL = "A-Za-z0-9._~!$&'()*+,;=:@/-"
_PATH_STEP = re.compile(rf"%[0-9A-Fa-f]{{2}}|[^{_ALWAYS_LITERAL}]")
_QUERY_STEP = re.compile(rf"%[0-9A-Fa-f]{{2}}|[^{_ALWAYS_LITERAL}?]")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_ASCII_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|ysclid|igshid|igsh|li_fat_id"
    r"|mc_cid|mc_eid|_ga|_gl|_hsenc|_hsmi|mkt_tok|oly_anon_id|oly_enc_id|vero_id|wickedid|__twitter_impression",
    re.IGNORECASE | re.DOTALL,
)


def canonical_url(url: str) -> str:
    """Return the one spelling of a web address under which its article is known.

    Scheme and host are lower-cased, the host is written in ASCII (IDNA); the scheme's own port, the fragment,
    an empty query and tracking parameters (``utm_*``, ``fbclid``, ``gclid``, …) are dropped; dot segments are
    resolved, and percent-encoding is normalised as RFC 3986, section 6.2.2, says: what need not be encoded
    is not, what must be is, in upper-case hex. Order and case of path and query are kept, ``http`` is not
    taken for ``https``, nor ``www.`` dropped: servers may tell them apart. Characters outside ASCII are
    percent-encoded as UTF-8. One fragment is kept: that which tells a ClaimReview from the page
    that holds it. The result is an absolute URI, and its own canonical form.

    >>> canonical_url("HTTPS://News.Example.org:443/a/../b%7e?utm_source=x&id=3#top")
    'https://news.example.org/b~?id=3'

    Raises:
        ValueError: it is no ``http`` or ``https`` address, or holds what none may hold; the message says
            which, as a sentence.
    """
    _refuse_characters(url)
    if len(url) > MAX_URL_CHARS:
        raise ValueError(
            f"The URL is {len(url):,} characters long, and none may have more than {MAX_URL_CHARS:,}."
        )
    parts = _PARTS.fullmatch(url)
    if parts is None or (scheme := parts[1].lower()) not in _DEFAULT_PORTS:
        raise ValueError(f"{_shown(url)} is no web address: it does not begin with http:// or https://.")
    if not parts[2]:
        raise ValueError(f"The URL {_shown(url)} names no host.")
    path = _without_dot_segments(_PATH_STEP.sub(_normal_character, parts[3])) or "/"
    query = _QUERY_STEP.sub(_normal_character, _without_tracking(parts[4] or ""))
    fragment = parts[5] if parts[5] and FRAGMENT.fullmatch(parts[5]) else ""
    result = f"{scheme}://{_authority(parts[2], scheme)}{path}{'?' if query else ''}{query}{fragment}"
    if len(result) > MAX_URL_CHARS:
        raise ValueError(f"The URL has more than {MAX_URL_CHARS:,} characters when written in ASCII.")
    return result


def _shown(url: str) -> str:
    return f"“{url}”" if len(url) <= 120 else f"“{url[:119]}…”"


def _refuse_characters(url: str) -> None:
    if not url:
        raise ValueError("The URL is empty.")
    for character in url:
        if character == " ":
            raise ValueError("The URL holds a space, which no URL may hold.")
        if character in _REFUSED:
            raise ValueError(f"The URL holds “{character}”, which no URL may hold.")
        if not character.isascii() or not character.isprintable():
            category = unicodedata.category(character)
            # zero-width joiners shape words in Persian and Indic scripts and do occur in addresses
            if category[0] in "CZ" and category not in ("Co", "Cn") and character not in "\u200c\u200d":
                name = unicodedata.name(
                    character, "a line break" if character in "\r\n" else "a control character"
                )
                raise ValueError(f"The URL holds U+{ord(character):04X} ({name}), which no URL may hold.")


def _authority(authority: str, scheme: str) -> str:
    if "@" in authority:
        raise ValueError(
            "The URL holds a user name or password before its host, which no published address has."
        )
    parts = re.fullmatch(r"(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]*))?", authority)
    if parts is None or not parts[1]:
        raise ValueError(f"The URL's host {_shown(authority)} is no host name.")
    host, port = _host(parts[1]), (parts[2] or "").lstrip("0")
    if len(port) > 5 or (port and int(port) > 65_535):
        raise ValueError(f"The URL's port {_shown(port)} is greater than 65535.")
    return host if not port or int(port) == _DEFAULT_PORTS[scheme] else f"{host}:{port}"


def _host(host: str) -> str:
    if host.startswith("["):
        try:
            return f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
        except ValueError:
            raise ValueError(f"The URL's host {_shown(host)} is no IPv6 address.") from None
    labels = [_label(label) for label in _folded(host).removesuffix(".").split(".")]
    ascii_host = ".".join(labels)
    if len(ascii_host) > 253:
        raise ValueError("The URL's host name is longer than 253 characters.")
    if labels[-1].isdigit():
        try:
            return str(ipaddress.IPv4Address(ascii_host))
        except ValueError:
            raise ValueError(f"The URL's host {_shown(host)} is no IPv4 address.") from None
    return ascii_host


def _folded(host: str) -> str:
    """Map a host name as UTS #46 does before encoding: compatibility forms, lower case, one full stop."""
    if host.isascii():
        return host.lower()
    compatible = unicodedata.normalize("NFKC", host).replace("ẞ", "ß")
    # sharp s and final sigma are letters of their own in host names, which casefold() would make others
    folded = "".join(letter if letter in "ßς" else letter.casefold() for letter in compatible)
    return unicodedata.normalize("NFKC", folded).replace("。", ".")


def _label(label: str) -> str:
    """Return one label of a host name in ASCII: letters, digits, hyphens, the rest in Punycode."""
    if not label.isascii() and all(_may_stand_in_label(character) for character in label):
        label = "xn--" + label.encode("punycode").decode("ascii")
    if not _ASCII_LABEL.fullmatch(label):
        raise ValueError(f"The URL's host holds {_shown(label)}, which is no part of a host name.")
    return label


def _may_stand_in_label(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in "-_"
    return unicodedata.category(character)[0] in "LMN" or character in "\u00b7\u30fb\u200c\u200d"


def _normal_character(match: re.Match[str]) -> str:
    """Normalise one percent-encoded octet, or encode one character that may not stand for itself."""
    found = match[0]
    if len(found) == 3:
        plain = chr(int(found[1:], 16))
        return plain if _UNRESERVED.fullmatch(plain) else found.upper()
    return "".join(f"%{byte:02X}" for byte in found.encode())


def _without_dot_segments(path: str) -> str:
    """Resolve ``.`` and ``..`` (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "".join(f"/{segment}" for segment in kept)


def _without_tracking(query: str) -> str:
    """Drop the parameters that say how a reader came to the page, and empty ones."""
    return "&".join(
        pair for pair in query.split("&") if pair and not _TRACKING.fullmatch(unquote(pair.partition("=")[0]))
    )
