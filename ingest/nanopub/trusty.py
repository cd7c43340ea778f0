"""Trusty URIs of module RA: the digest of RDF, whatever the order and form it is written in.

Statements are written in a normal form, one after the other in order, with a space where the digest itself
would stand in an IRI; what is hashed is that text (Kuhn and Dumontier 2014).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ingest.errors import HearsayError

_TRUSTY = re.compile(r"(?P<before>[^#]*/)(?P<code>RA[A-Za-z0-9_-]{43})", re.ASCII)

Key = tuple[bytes, bytes, bytes, bool, bytes, bytes, bytes]


def code_of(nanopub: NamedNode) -> str | None:
    """Return the digest in a Trusty URI, None if it is none.

    >>> code_of(NamedNode("https://example.org/np/x")) is None
    True
    """
    match = _TRUSTY.fullmatch(nanopub.value)
    return match["code"] if match else None


def code(quads: Iterable[Quad], nanopub: NamedNode) -> str:
    """Return the digest of a nanopublication's quads, ``RA…``.

    Args:
        quads: all of them.
        nanopub: what it is called in them: a Trusty URI, or a draft of one.

    Raises:
        HearsayError: there is a blank node.
    """
    digest = hashlib.sha256(normal_form(quads, nanopub).encode()).digest()
    return "RA" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def normal_form(quads: Iterable[Quad], nanopub: NamedNode) -> str:
    """Return the text that is hashed and signed.

    Raises:
        HearsayError: there is a blank node.
    """
    lines: dict[Key, str] = {}
    for quad in quads:
        names = [_iri(each, nanopub) for each in (quad.graph_name, quad.subject, quad.predicate)]
        target = quad.object
        graph, subject, predicate = (each.encode() for each in names)
        if isinstance(target, Literal):
            language = (target.language or "").lower()
            kind = "" if language else target.datatype.value
            key = (graph, subject, predicate, True, target.value.encode(), kind.encode(), language.encode())
            escaped = target.value.replace("\\", "\\\\").replace("\n", "\\n")
            shown = f"@{language} {escaped}" if language else f"^{kind} {escaped}"
        else:
            shown = _iri(target, nanopub)
            key = (graph, subject, predicate, False, shown.encode(), b"", b"")
        lines[key] = "".join(f"{each}\n" for each in (*names, shown))
    return "".join(lines[key] for key in sorted(lines))


def renamed(quads: Iterable[Quad], before: NamedNode, after: NamedNode) -> list[Quad]:
    """Return quads with a nanopublication and its parts under another name."""

    def node(term: object) -> NamedNode:
        value = term.value if isinstance(term, NamedNode) else ""
        if value == before.value or value.startswith(f"{before.value}#"):
            return NamedNode(after.value + value[len(before.value) :])
        return NamedNode(value)

    return [
        Quad(
            node(quad.subject),
            node(quad.predicate),
            quad.object if isinstance(quad.object, Literal) else node(quad.object),
            node(quad.graph_name),
        )
        for quad in quads
    ]


def _iri(term: object, nanopub: NamedNode) -> str:
    if not isinstance(term, NamedNode):
        what = "a blank node" if isinstance(term, BlankNode) else f"{term} as a name"
        raise HearsayError(f"A nanopublication of Hearsay has no {what}.", "Write an IRI in its place.")
    name, value = nanopub.value, term.value
    if value != name and not value.startswith(f"{name}#"):
        return value
    return f"{name.rpartition('/')[0]}/ {value[len(name) :]}"
