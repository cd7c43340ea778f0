"""The vocabulary of nanopublications, and where ours are."""

from __future__ import annotations

from pyoxigraph import NamedNode

from ingest.rdf import iri
from ingest.rdf.vocabulary import Namespace

NP = Namespace(
    "http://www.nanopub.org/nschema#",
    ["Nanopublication", "hasAssertion", "hasProvenance", "hasPublicationInfo"],
)
NPX = Namespace(
    "http://purl.org/nanopub/x/",
    ["hasAlgorithm", "hasPublicKey", "hasSignature", "hasSignatureTarget", "signedBy"],
)
PAV = Namespace("http://purl.org/pav/", ["createdWith"])
FOAF = Namespace("http://xmlns.com/foaf/0.1/", ["name"])
DCT = Namespace("http://purl.org/dc/terms/", ["created", "creator", "license"])
SOFTWARE = Namespace("http://www.w3.org/ns/prov#", ["SoftwareAgent", "wasDerivedFrom"])

DRAFT = iri.nanopub("draft")
"""What a nanopublication is called until its Trusty URI is known."""


def part(nanopub: NamedNode, name: str) -> NamedNode:
    """Return a part of a nanopublication, such as its assertion."""
    return NamedNode(f"{nanopub.value}#{name}")
