"""Where a store is: a folder here, or a server that speaks SPARQL."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from ingest.errors import StoreError

_ADDRESS = re.compile(r"(?:(?P<kind>[a-z]+)\+)?(?P<url>https?://.*)", re.DOTALL)
_URL = re.compile(r"https?://[!-~]+")

LAYOUTS = {
    "virtuoso": ("/sparql", "/sparql-auth", "/sparql-graph-crud"),
    "fuseki": ("/query", "/update", "/data"),
    "oxigraph": ("/query", "/update", "/store"),
    "graphdb": ("", "/statements", "/rdf-graphs/service"),
}
"""What follows the address of a server for queries, for updates and for whole graphs, by the server's
kind."""

TIMEOUT = 300
"""Seconds that one request may take."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A store on a server that speaks SPARQL 1.1.

    Attributes:
        query: the address that answers queries.
        update: the address that takes updates.
        graphs: the address of its Graph Store Protocol, or "" if it has none: then queries do its work.
        kind: which server it is, a key of `LAYOUTS`, or "" if that is not said.
        folder: where texts, records, quarantine and log are kept, beside the server.
        timeout: seconds that one request may take.
        loader: the SQL port of a Virtuoso whose own bulk loader is to be used, as ``HOST:PORT``, or "".
        loader_folder: where files are put for that loader; it must be among its `DirsAllowed`.
    """

    query: str
    update: str
    graphs: str
    kind: str
    folder: Path
    timeout: int = TIMEOUT
    loader: str = ""
    loader_folder: Path | None = None

    def __str__(self) -> str:
        return self.query

    def configured(
        self,
        update: str | None = None,
        graphs: str | None = None,
        folder: Path | None = None,
        timeout: int | None = None,
        loader: str | None = None,
        loader_folder: Path | None = None,
    ) -> Remote:
        """Return it with what settings say otherwise.

        Raises:
            StoreError: an address is none, or names a user.
        """
        for url in filter(None, (update, graphs)):
            _check(url)
        return replace(
            self,
            update=update or self.update,
            graphs=self.graphs if graphs is None else graphs,
            folder=folder or self.folder,
            timeout=timeout or self.timeout,
            loader=loader or self.loader,
            loader_folder=loader_folder or self.loader_folder,
        )


Place = Path | Remote


def place(given: str, beside: Path | None = None) -> Place:
    """Read where a store is.

    Args: given: a folder; or an address, with its kind of server and a plus before it if that is one of
        `LAYOUTS`. beside: the folder in which a relative path, and the folder beside a server, are meant.

    Raises:
        StoreError: an address is none, names a user, or is of a server of no such kind.

    >>> place("oxigraph+http://localhost:7878").update
    'http://localhost:7878/update'
    >>> place("https://example.org/sparql").update
    'https://example.org/sparql'
    """
    match = _ADDRESS.fullmatch(given)
    if not match:
        if "://" in given:
            raise StoreError(
                f"{_printable(given)} is no address of a store.", "Give http:// or https://, or a folder."
            )
        return (beside or Path()) / given
    kind, url = match["kind"] or "", match["url"].rstrip("/")
    if kind and kind not in LAYOUTS:
        raise StoreError(
            f"There is no kind of server `{kind}`.",
            f"Choose one of {', '.join(LAYOUTS)}, or give the address alone and the rest under [remote].",
        )
    _check(url)
    folder = (beside or Path()) / _folder_name(url)
    if not kind:
        return Remote(url, url, "", "", folder)
    query, update, graphs = (url + path for path in LAYOUTS[kind])
    return Remote(query, update, graphs, kind, folder)


def folder_of(where: Place) -> Path:
    """Return the folder of a store: its own, or the one beside a server."""
    return where.folder if isinstance(where, Remote) else where


def _folder_name(url: str) -> str:
    host = re.sub(r"[^a-z0-9.-]", "-", urlsplit(url).netloc.lower())
    return f".hearsay-{host}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        named, host = "@" in parts.netloc, parts.hostname
        _ = parts.port
    except ValueError:
        named, host = "@" in url, None
    if named:
        raise StoreError(
            "The address of the store names a user, and addresses end up in logs.",
            "Put user and password into HEARSAY_STORE_USER and HEARSAY_STORE_PASSWORD, or into ~/.netrc.",
        )
    if not host or not _URL.fullmatch(url) or parts.query or parts.fragment:
        raise StoreError(
            f"{_printable(url)} is no address of a store.",
            "Give one like https://example.org/sparql, without `?` and `#`.",
        )


def _printable(url: str) -> str:
    """Return an address as it may be shown: without what might be a password."""
    return repr(re.sub(r"//[^/]*@", "//…@", url))
