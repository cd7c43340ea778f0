"""Which machines may be asked: those of the public internet, by the address that the socket really has.

A name is looked up once; what comes back is judged and connected to, and never looked up again. So it does
not help to spell an address as a number, to embed it in another, to answer the second look-up differently
from the first (DNS rebinding), or to redirect: every connection goes through here.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from time import monotonic

from ingest.fetch.address import Address
from ingest.fetch.unfetched import Code, Unfetched
from ingest.network.deadline import within

Network = IPv4Network | IPv6Network
IP = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""From a host's name and port to its IP addresses, best first; raises OSError where there are none."""

# What Python's own tables lack in some versions, and addresses that only lead on to others.
_REFUSED = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4"),
            *("2001::/23", "2002::/16"),  # Teredo and others, 6to4
            *("2001:db8::/32", "3fff::/20"),  # documentation
        ),
    )
)
_UNICAST = ip_network("2000::/3")  # all that IANA gives out; the rest is local, mapped, or nobody's
_NAT64 = ip_network("64:ff9b::/96")  # how a network without IPv4 reaches the rest


def is_public(ip: IP) -> bool:
    """Whether an IP address belongs to a machine on the public internet.

    An address that stands for one of version 4 (mapped, or NAT64's) is what it stands for.

    >>> is_public(ip_address("93.184.215.14")), is_public(ip_address("64:ff9b::5db8:d70e"))
    (True, True)
    >>> is_public(ip_address("::ffff:10.0.0.1")), is_public(ip_address("64:ff9b::7f00:1"))
    (False, False)
    """
    ip = _plain(ip)
    if isinstance(ip, IPv6Address) and ip not in _UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _REFUSED)


def _plain(ip: IP) -> IP:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip


def look_up(host: str, port: int) -> list[str]:
    """Ask the system for the IP addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Reach:
    """Who may be asked.

    Attributes:
        allowed: networks that may be asked although they are not public.
        resolve: looks hosts up.
    """

    allowed: tuple[Network, ...] = ()
    resolve: Resolve = look_up

    def may_ask(self, ip: IP) -> bool:
        """Whether an IP address may be asked."""
        plain = _plain(ip)
        return is_public(ip) or any(plain in network for network in self.allowed)

    def connect(self, address: Address, until: float) -> tuple[socket.socket, str]:
        """Connect to the host of an address, at one of its IP addresses that may be asked.

        Args:
            address: the page's.
            until: when it must be done, as `time.monotonic` counts.

        Returns:
            The connection, and the IP address of its other end.

        Raises:
            Unfetched: none may be asked, or none answers.
        """
        ips = self._looked_up(address, until)
        allowed = [ip for ip in ips if self.may_ask(ip)]
        if not allowed:
            where = address.host if address.name == str(ips[0]) else f"{address.host} is {ips[0]}, which"
            message = f"{where} is no address of the public internet."
            cure = f"If it is a machine that you mean to ask, allow it: --allow {_plain(ips[0])}."
            raise Unfetched(Code.ADDRESS_REFUSED, message, cure)
        reason = ""
        for number, ip in enumerate(allowed):
            try:
                # An address that does not answer leaves time for the others.
                connection = _connected(ip, address.port, (until - monotonic()) / (len(allowed) - number))
            except OSError as error:
                reason = reason or _described(error)
                continue
            if ip_address(connection.getpeername()[0]) != ip:
                connection.close()
                raise Unfetched(Code.ADDRESS_REFUSED, f"{address.host} is not where it was looked up.", "")
            return connection, str(ip)
        message = f"{address.authority} cannot be reached: {reason}."
        raise Unfetched(Code.UNREACHABLE, message, "Check the address and the network, or try again later.")

    def _looked_up(self, address: Address, until: float) -> list[IP]:
        def ask(_: object) -> Sequence[str]:
            return self.resolve(address.name, address.port)

        try:
            found = within(max(until - monotonic(), 0), ask)
            ips = [ip_address(each.partition("%")[0]) for each in found]
        except TimeoutError:
            raise too_slow(f"The name {address.host} was not looked up in time.") from None
        except (OSError, UnicodeError, ValueError):
            ips = []
        if not ips:
            message = f"There is no host {address.host}, or its name cannot be looked up."
            raise Unfetched(Code.UNREACHABLE, message, "Check the address and the network.")
        return ips


def too_slow(message: str) -> Unfetched:
    """Return the fault of a page that is not there in time."""
    return Unfetched(Code.TOO_SLOW, message, "Try again later, or give it more time: --timeout SECONDS.")


def _connected(ip: IP, port: int, seconds: float) -> socket.socket:
    if seconds <= 0:
        raise TimeoutError
    family = socket.AF_INET if isinstance(ip, IPv4Address) else socket.AF_INET6
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect((str(ip), port))
    except OSError:
        connection.close()
        raise
    return connection


def _described(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "it does not answer"
    if isinstance(error, ConnectionRefusedError):
        return "the connection was refused"
    return error.strerror or type(error).__name__
