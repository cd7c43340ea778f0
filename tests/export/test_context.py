"""`ontology/context.jsonld` has a term for everything that Hearsay writes, and each means what it should."""

import json

import pyoxigraph as ox
import pytest

from ingest import resources
from ingest.export.jsonld import Writer, load_context
from ingest.rdf.vocabulary import _SCHEMES, CITO, DCTERMS, HS, OA, PROV, RDFS, SCHEMA, concept

CONTEXT = load_context()
WRITER = Writer(CONTEXT)
SUBJECT = ox.NamedNode("https://example.org/s")
TERMS = [*HS, *SCHEMA, *OA, *CITO, *PROV, *DCTERMS, *RDFS]
KINDS = {"act": "act", "certainty": "certainty", "polarity": "polarity", "claim-kind": "kind"} | {
    "actor-kind": "actorKind",
    "source-kind": "sourceKind",
    "link-method": "method",
    "judgement-aspect": "aspect",
}
CONCEPTS = [(KINDS[name], concept(value)) for scheme, name in _SCHEMES.items() for value in scheme]


def expand(node: dict[str, object]) -> ox.Quad:
    document = json.dumps({"@context": CONTEXT, "id": SUBJECT.value, **node})
    (quad,) = ox.parse(document, format=ox.RdfFormat.JSON_LD)
    return quad


def is_class(term: ox.NamedNode) -> bool:
    return term.value.rpartition("#")[2].rpartition("/")[2][0].isupper()


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.value)
def test_every_class_and_property_has_a_short_name_that_expands_to_it(term: ox.NamedNode) -> None:
    if term == HS.nil:
        return  # a value: `"entity": "hs:nil"`
    if is_class(term):
        name = WRITER.type(term)
        assert expand({"type": name}).object == term
        assert ":" not in name or term == SCHEMA.Claim, (
            "Claim alone is Hearsay's; schema.org's has its prefix"
        )
    else:
        name = WRITER.property(term, ox.Literal("x", language="en")).name
        assert ":" not in name
        value = {"en": "x"} if term == RDFS.label else {"@value": "x"}
        assert expand({name: value}).predicate == term


@pytest.mark.parametrize(("name", "node"), CONCEPTS, ids=lambda part: str(part))
def test_every_concept_is_one_word_of_its_property(name: str, node: ox.NamedNode) -> None:
    word = node.value.rpartition("#")[2]
    assert WRITER.value(WRITER.property(getattr(HS, name), node), node) == word
    assert expand({name: word}).object == node


@pytest.mark.parametrize(
    ("name", "written", "node"),
    [
        ("entity", "Q212", ox.NamedNode("http://www.wikidata.org/entity/Q212")),
        ("entity", "hs:nil", HS.nil),
        ("referent", "Q159", ox.NamedNode("http://www.wikidata.org/entity/Q159")),
    ],
)
def test_entities_are_written_as_qids(name: str, written: str, node: ox.NamedNode) -> None:
    assert WRITER.value(WRITER.property(getattr(HS, name), node), node) == written
    assert expand({name: written}).object == node


def test_no_key_stands_twice() -> None:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys))
        return dict(pairs)

    text = (resources.folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    json.loads(text, object_pairs_hook=once)
