"""What remains of an article version that was replaced, or of an article that was taken down."""

from pyoxigraph import Literal, NamedNode, Quad

from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, PROV, RDF, SCHEMA


def superseded(old: NamedNode, sha256: str, published: Literal | None, new: NamedNode) -> tuple[Quad, ...]:
    """Write that the version `new` replaced the version `old`.

    Args:
        old: IRI of the version that was replaced.
        sha256: hex SHA-256 of its text.
        published: its article's `schema:datePublished`, if it had one.
        new: IRI of the version that is current now.
    """
    return (*withdrawn(old, sha256, published), Quad(new, PROV.wasRevisionOf, old, iri.TOMBSTONES))


def withdrawn(node: NamedNode, sha256: str | None, published: Literal | None) -> tuple[Quad, ...]:
    """Write that `node` (an article, or a version of one) is no longer kept, and must not come back.

    Args:
        node: its IRI.
        sha256: hex SHA-256 of the text, None if there never was one here.
        published: `schema:datePublished`, if known.
    """
    quads = [Quad(node, RDF.type, HS.Tombstone, iri.TOMBSTONES)]
    if sha256:
        quads.append(Quad(node, HS.textSha256, Literal(sha256), iri.TOMBSTONES))
    if published:
        quads.append(Quad(node, SCHEMA.datePublished, published, iri.TOMBSTONES))
    return tuple(quads)
