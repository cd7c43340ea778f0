"""Whom a service on one's own machine answers: only requests that address it by a name of its own.

A web page can have its own domain name resolve to 127.0.0.1 and then read a local service as if it were its
own site (DNS rebinding). Such a request bears the foreign name as its host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ingest.reconciliation.replies import refusal
from ingest.reconciliation.requests import RequestError

LOOPBACK = ("localhost", "127.0.0.1", "::1")

_HOST = re.compile(r"(?:\[([0-9a-fA-F:.]{2,45})\]|([A-Za-z0-9._-]{1,253}))(?::[0-9]{1,5})?")


class AllowedHosts:
    """Refuses requests for any other host than those given."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower().strip("[]") for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an allowed request on."""
        if scope["type"] == "http":
            found = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
            if not found or (found.group(1) or found.group(2)).lower().rstrip(".") not in self.hosts:
                error = RequestError(
                    "This service is not addressed by that host name.",
                    "Use the address that it printed, or start it with --allow-host NAME.",
                    status=421,
                )
                await refusal(error)(scope, receive, send)
                return
        await self.app(scope, receive, send)
