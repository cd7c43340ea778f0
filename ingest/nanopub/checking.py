"""Whether a nanopublication is what it was: its digest, its signature, its four graphs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from ingest.errors import HearsayError
from ingest.nanopub import signing, trusty
from ingest.nanopub.terms import NP
from ingest.rdf.vocabulary import RDF

MAX_BYTES = 4_000_000
"""The largest file that is read: a nanopublication is small."""
_GRAPHS = (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a nanopublication turned out to be.

    Attributes:
        nanopub: its Trusty URI.
        trusty: whether the URI's digest is that of its content.
        signed: whether its signature is good; None if it has none.
    """

    nanopub: str
    trusty: bool
    signed: bool | None

    @property
    def ok(self) -> bool:
        """Nothing speaks against it."""
        return self.trusty and self.signed is not False


def check(path: Path) -> Checked:
    """Check a nanopublication in a file, TriG or N-Quads.

    Raises:
        HearsayError: it holds no nanopublication, or more than one, or what checks signatures is missing.
    """
    quads = _read(path)
    names = [
        quad.subject for quad in quads if (quad.predicate, quad.object) == (RDF.type, NP.Nanopublication)
    ]
    if len(names) != 1 or not isinstance(names[0], NamedNode):
        raise HearsayError(f"{path} does not hold one nanopublication.", "Name a file with a single one.")
    nanopub = names[0]
    if trusty.code_of(nanopub) is None:
        raise HearsayError(f"<{nanopub.value}> is no Trusty URI of module RA.", "It cannot be checked.")
    parts = {quad.object for quad in quads if quad.subject == nanopub and quad.predicate in _GRAPHS}
    head = {quad.graph_name for quad in quads if quad.predicate == NP.hasAssertion}
    if len(parts) != 3 or len(head) != 1 or {quad.graph_name for quad in quads} != parts | head:
        raise HearsayError(f"{path} does not have the four graphs of a nanopublication.", "Fetch it again.")
    whole = trusty.code(quads, nanopub) == trusty.code_of(nanopub)
    return Checked(nanopub.value, whole, signing.is_valid(quads, nanopub))


def _read(path: Path) -> list[Quad]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise HearsayError(f"{path} cannot be read: {error.strerror or error}.", "Check the path.") from None
    if len(data) > MAX_BYTES:
        raise HearsayError(f"{path} is too large for a nanopublication.", "Name another file.")
    form = RdfFormat.N_QUADS if path.suffix == ".nq" else RdfFormat.TRIG
    try:
        return list(parse(data, format=form))
    except (SyntaxError, ValueError) as error:
        raise HearsayError(f"{path} is no {form.name}: {error}.", "Fetch it again.") from None
