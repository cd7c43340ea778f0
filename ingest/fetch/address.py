"""Web addresses as they are asked for: what of them goes into a request, and nothing that could steer one."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

from ingest.fetch.unfetched import Code, Unfetched

MOST_CHARS = 8_000
"""The longest address that RFC 9110 recommends to support."""

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?", re.ASCII)
_LITERAL = "!$%&'()*+,/:;=?@[]~"  # also %: what is encoded already is not encoded again
_USER = re.compile(r"//[^/?#]*@")
_CURE = "Correct it."


@dataclass(frozen=True, slots=True)
class Address:
    """A web address; every part is ASCII without white space or control characters.

    Attributes:
        scheme: ``http`` or ``https``.
        host: as in the address: a name in lower case (IDNA), or an IP address, of version 6 in brackets.
        port: the number.
        target: path and query, percent-encoded, as it stands in the request's first line.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port, the port only where it is not the scheme's own."""
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def name(self) -> str:
        """The host as it is looked up."""
        return self.host.strip("[]")

    def __str__(self) -> str:
        return self.origin + self.target

    def at(self, target: str) -> Address:
        """Return another page of the same site."""
        return Address(self.scheme, self.host, self.port, target)

    def follow(self, location: str) -> Address:
        """Return where a redirect from here leads.

        Raises:
            Unfetched: it leads to no web address.
        """
        try:
            return parse(urljoin(str(self), location.strip(" \t")))
        except (Unfetched, ValueError) as error:
            reason = error.message if isinstance(error, Unfetched) else "It is no address."
            message = f"{self} leads on to an address that is not asked. {reason}"
            raise Unfetched(Code.REDIRECTS, message, "Look the page up in a browser.") from None


def shown(text: str) -> str:
    """Return what was given as an address, as it may be shown: without a user's name or password."""
    return _USER.sub("//…@", text)


def parse(text: str) -> Address:
    """Return an address, without its fragment.

    >>> str(parse("HTTPS://Bücher.example:443/a b?q=ü#top"))
    'https://xn--bcher-kva.example/a%20b?q=%C3%BC'

    Raises:
        Unfetched: it is none of the web, or holds what none may hold. The message never repeats a password.
    """
    if not text.isprintable():
        raise _bad("The address holds a line break or another character that none may hold.")
    if len(text) > MOST_CHARS:
        raise _bad(f"The address has {len(text):,} characters, and none may have more than {MOST_CHARS:,}.")
    try:
        parts = urlsplit(text)
        port, name = parts.port, parts.hostname
    except ValueError as error:  # "http://[", a port of 70000
        raise _bad(f"It is no web address: {error}.") from None
    scheme = parts.scheme
    if scheme not in _PORTS:
        raise _bad("It is no web address: it does not begin with http:// or https://.")
    if "@" in parts.netloc:
        cure = "Leave it out: pages are asked for as anybody may."
        raise _bad("The address holds a user's name or password.", cure)
    if not name or port == 0:
        raise _bad("The address names no host.")
    path = quote(parts.path or "/", safe=_LITERAL)
    query = f"?{quote(parts.query, safe=_LITERAL)}" if parts.query else ""
    return Address(scheme, _host(name, bracketed="[" in parts.netloc), port or _PORTS[scheme], path + query)


def _host(name: str, *, bracketed: bool) -> str:
    if bracketed:
        try:
            return f"[{ipaddress.IPv6Address(name)}]"
        except ValueError:
            raise _bad("The host in brackets is no IPv6 address.") from None
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise _bad(f"The host is no host name: {error}.") from None
    if not _HOST.fullmatch(name):
        raise _bad("The host is no host name.")
    return name


def _bad(message: str, cure: str = _CURE) -> Unfetched:
    return Unfetched(Code.BAD_URL, message, cure)
