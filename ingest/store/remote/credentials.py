"""User and password for a server: from the environment or from netrc, and never in any text.

A server that wants none is asked without. The password goes out only when the server asks for it, and in
clear (Basic) only over an encrypted connection or within this machine.
"""

from __future__ import annotations

import base64
import os
import threading
from types import SimpleNamespace
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from requests.utils import get_netrc_auth

from ingest.errors import StoreError

USER, PASSWORD = "HEARSAY_STORE_USER", "HEARSAY_STORE_PASSWORD"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Credentials:
    """What is known of our user on a server; shows nothing of it when printed.

    Raises:
        StoreError: there is a user without a password in the environment, or the other way round.
    """

    def __init__(self) -> None:
        user, password = os.environ.get(USER), os.environ.get(PASSWORD)
        if bool(user) != (password is not None):
            raise StoreError(f"Only one of {USER} and {PASSWORD} is set.", "Set both, or none.")
        self._given = (user, password) if user and password is not None else None

    def __repr__(self) -> str:
        return "Credentials(…)"

    def known_of(self, address: str) -> tuple[str, str] | None:
        """Return user and password for the server of an address, if there are any."""
        return self._given or get_netrc_auth(address)

    def answer_to(self, challenge: str, address: str) -> AuthBase | None:
        """Return what answers a server that asks who we are; None if we do not know, or not how it asks.

        Args:
            challenge: its header WWW-Authenticate.
            address: what was asked.

        Raises:
            StoreError: the password would go over the network in clear.
        """
        known = self.known_of(address)
        asked = challenge.lower()
        if known is None:
            return None
        if "digest" in asked:
            return _Digest(*known)
        if "basic" not in asked:
            return None
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise StoreError(
                f"{parts.netloc} asks for the password in clear, over a connection that is not encrypted.",
                "Give an https address, or let the server ask by Digest.",
            )
        user, password = known
        return HTTPBasicAuth(user.encode(), password.encode())

    def hidden(self, said: str, address: str) -> str:
        """Return what a server said without our password, should it repeat what it was sent."""
        known = self.known_of(address)
        if known is None:
            return said
        user, password = known
        for secret in (base64.b64encode(f"{user}:{password}".encode()).decode(), password):
            said = said.replace(secret, "…") if secret else said
        return said


class Nobody(AuthBase):
    """Says nothing; without it `requests` would send what stands in netrc before anybody asks."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return the request as it is."""
        return request


class _Digest(HTTPDigestAuth):
    """Digest authentication whose state is one for all threads: every request here has a thread of its
    own."""

    _thread_local: threading.local | SimpleNamespace

    def __init__(self, user: str, password: str) -> None:
        super().__init__(user, password)
        self._thread_local = SimpleNamespace()
