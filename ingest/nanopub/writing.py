"""A nanopublication as TriG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from ingest.nanopub.terms import DCT, FOAF, NP, NPX, PAV
from ingest.rdf.vocabulary import PREFIXES


def to_trig(nanopub: NamedNode, quads: Sequence[Quad]) -> bytes:
    """Write one nanopublication, the same bytes for the same content."""
    own = {"sub": f"{nanopub.value}#", "np": NP.base, "npx": NPX.base, "pav": PAV.base, "foaf": FOAF.base}
    prefixes = dict(sorted({**PREFIXES, **own, "dct": DCT.base}.items()))
    return cast(bytes, serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes))
