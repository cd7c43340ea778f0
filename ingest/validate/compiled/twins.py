"""Rules of Hearsay's shapes that are written in SPARQL, once more as functions.

A twin stands for exactly one query, by its words: a changed one has none, and is left to the reference
engine. That the two agree is tested on articles and on mutations of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import rdflib
from pyoxigraph import Literal
from rdflib import SH
from rdflib.term import Node

from ingest.rdf.vocabulary import HS, OA, XSD
from ingest.validate.compiled.constraints import Check
from ingest.validate.compiled.data import Data, Doubtful, Term, Values
from ingest.validate.compiled.paths import Unsupported


def twin(shapes: rdflib.Graph, constraint: Node) -> Check:
    """Return the function that says the same as a SPARQL constraint.

    Raises:
        Unsupported: there is none.
    """
    found = _TWINS.get(" ".join(str(shapes.value(constraint, SH.select)).split()))
    if found is None or (constraint, SH.deactivated, None) in shapes:
        raise Unsupported("a constraint in SPARQL")
    return found


def _within_the_text(data: Data, version: Term, values: Values) -> bool:
    """No mention of the version ends beyond any of its lengths."""
    lengths = [_integer(each) for each in data.objects(version, HS.textLength)]
    below = f"{version.value}/mention/"
    return not any(
        mention.value.startswith(below) and _integer(end) > length
        for length in lengths
        for mention, end in data.pairs.get(OA.end, ())
    )


def _as_long_as_its_words(data: Data, version: Term, values: Values) -> bool:
    """A mention's quotation has as many characters as lie between its offsets."""
    below = f"{version.value}/mention/"
    for mention, exact in data.pairs.get(OA.exact, ()):
        if mention.value.startswith(below):
            for start, end in _offsets(data, mention):
                if start < end and len(exact.value) != end - start:
                    return False
    return True


def _parts_apart(data: Data, mention: Term, values: Values) -> bool:
    """No part of a mention begins within another."""
    parts = list(data.objects(mention, HS.part))
    starts = [(part, _integer(start)) for part in parts for start in data.objects(part, OA.start)]
    return not any(
        part != other and before <= start < end
        for part, start in starts
        for other in parts
        for before, end in _offsets(data, other)
    )


def _offsets(data: Data, mention: Term) -> Iterator[tuple[int, int]]:
    for start in data.objects(mention, OA.start):
        for end in data.objects(mention, OA.end):
            yield _integer(start), _integer(end)


def _integer(term: Term) -> int:
    if isinstance(term, Literal) and term.datatype == XSD.integer:
        return int(term.value)
    raise Doubtful(term)


_PROLOGUE = "PREFIX hs: <https://w3id.org/hearsay/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#> "
_TWINS: dict[str, Check] = {
    _PROLOGUE + query: check
    for query, check in (
        (
            "SELECT $this ?value WHERE { $this hs:textLength ?length . ?value oa:end ?end . "
            'FILTER(?end > ?length && STRSTARTS(STR(?value), CONCAT(STR($this), "/mention/"))) }',
            _within_the_text,
        ),
        (
            "SELECT $this ?value WHERE { $this a hs:ArticleVersion . "
            "?value oa:start ?start ; oa:end ?end ; oa:exact ?exact . "
            "FILTER(?start < ?end && STRLEN(?exact) != ?end - ?start && "
            'STRSTARTS(STR(?value), CONCAT(STR($this), "/mention/"))) }',
            _as_long_as_its_words,
        ),
        (
            "SELECT $this ?value WHERE { $this hs:part ?value , ?other . ?value oa:start ?start . "
            "?other oa:start ?before ; oa:end ?end . "
            "FILTER(?value != ?other && ?before <= ?start && ?start < ?end) }",
            _parts_apart,
        ),
    )
}
