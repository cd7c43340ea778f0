import re

import pyshacl
import pytest
import rdflib
from pyoxigraph import NamedNode
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef

from ingest.judgements import Aspect
from ingest.model import ActorKind, Certainty, ClaimKind, LinkMethod, Polarity, SpeechAct, TextLevel
from ingest.rdf import vocabulary
from ingest.rdf.vocabulary import CITO, DCTERMS, HS, OA, PROV, SCHEMA, concepts
from ingest.resources import folder
from ingest.sources import SourceKind
from ingest.validate.shapes import SHAPES, article_shapes, copies_shapes, enrichment_shapes, load

FILES = sorted(folder("shapes").rglob("*.ttl"))
OF_ARTICLES = [path for path in FILES if path.parent.name in ("shapes", "profiles")]
DEFINED_ONLY = {HS.relayedThrough}
"""Properties that are derived by reasoning and never stated."""


@pytest.fixture(scope="module")
def everything():
    return load(*FILES)


@pytest.fixture(scope="module")
def graph():
    return article_shapes().graph


def named_shapes(graph):
    kinds = (SH.NodeShape, SH.PropertyShape)
    return [shape for kind in kinds for shape in graph.subjects(RDF.type, kind)]


def test_every_shape_has_a_name_a_description_and_a_message(everything):
    for rule in everything.rules.values():
        assert rule.name, f"{rule.iri} has no sh:name"
        assert rule.description.endswith("."), f"{rule.iri}: the description is no sentence"
        assert rule.message.endswith("."), f"{rule.iri}: the message is no sentence"
        assert re.search(r"[.;] [A-Z]|: ", rule.message), f"{rule.iri}: the message does not say what to do"


def test_names_and_messages_tell_rules_apart(everything):
    names = [rule.name for rule in everything.rules.values()]
    assert len(names) == len(set(names))


def test_every_shape_that_can_be_reported_has_an_iri(everything):
    graph = everything.graph
    for shape in named_shapes(graph):
        assert isinstance(shape, URIRef), "a typed shape without an IRI"
        for part in graph.objects(shape, SH.property):
            assert isinstance(part, URIRef), f"{shape} holds a property shape without an IRI"
    for target in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode):
        assert not [shape for shape in graph.subjects(target, None) if isinstance(shape, BNode)]


def test_rules_that_are_not_targeted_belong_to_a_shape_that_is_or_are_checked_in_code(graph):
    in_code = set(load(folder("shapes") / "in-code.ttl").rules)
    for shape in named_shapes(graph):
        targeted = any((shape, kind, None) in graph for kind in (SH.targetClass, SH.targetSubjectsOf))
        assert targeted or (None, SH.property, shape) in graph or str(shape) in in_code, shape


def test_shapes_are_valid_by_the_shapes_for_shapes(everything):
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=everything.graph, meta_shacl=True)
    assert conforms, text


def test_every_class_shape_is_closed_but_for_types(graph):
    for name in (
        *("Article", "ArticleVersion", "Claim", "Attribution", "Actor", "Mention"),
        *("Link", "Entity", "Judgement", "Run", "Graph", "Tombstone"),
    ):
        shape = URIRef(SHAPES + name)
        assert graph.value(shape, SH.closed).toPython() is True, name
        assert list(graph.items(graph.value(shape, SH.ignoredProperties))) == [RDF.type], name


def test_shapes_name_no_term_outside_the_vocabulary():
    known = {term.value for space in (HS, SCHEMA, OA, PROV, CITO, DCTERMS) for term in space}
    known |= {term.value for scheme in _SCHEMES.values() for term in concepts(scheme)}
    known |= {str(term) for term in (RDF.type, RDF.langString, RDFS.label)}
    known |= {str(rdflib.XSD[name]) for name in ("string", "integer", "decimal", "dateTime")}
    own = ("http://www.w3.org/ns/shacl#", SHAPES, str(RDF), str(rdflib.XSD.boolean))
    for path in OF_ARTICLES:
        for triple in load(path).graph:
            for term in map(str, triple):
                if term.startswith(("http:", "https:")) and " " not in term and term not in known:
                    assert term.startswith(own), f"{path.name}: {term}"


def test_every_property_of_the_vocabulary_is_allowed_by_some_shape(graph):
    graphs = (graph, enrichment_shapes().graph, copies_shapes().graph)
    paths = {str(path) for each in graphs for path in each.objects(None, SH.path)}
    classes = {node.value for node in HS if node.value.rsplit("#")[-1][0].isupper()} | {HS.nil.value}
    properties = {node.value for node in HS if node not in DEFINED_ONLY} - classes
    assert properties <= paths


_SCHEMES = {
    "ClaimKind": ClaimKind,
    "AttributionAct": SpeechAct,
    "AttributionCertainty": Certainty,
    "AttributionPolarity": Polarity,
    "ActorKind": ActorKind,
    "LinkMethod": LinkMethod,
    "JudgementAspect": Aspect,
    "SourceKind": SourceKind,
}


@pytest.mark.parametrize(("shape", "scheme"), _SCHEMES.items())
def test_value_lists_are_those_of_the_schemes(graph, shape, scheme):
    values = list(graph.items(graph.value(URIRef(SHAPES + shape), SH["in"])))
    assert {NamedNode(str(value)) for value in values} == set(concepts(scheme))
    assert len(values) == len(scheme)


def test_numbers_and_dates_have_their_lexical_form_checked(graph):
    for datatype in (rdflib.XSD.integer, rdflib.XSD.decimal, rdflib.XSD.dateTime):
        shapes = list(graph.subjects(SH.datatype, datatype))
        assert shapes
        assert not [shape for shape in shapes if (shape, SH.pattern, None) not in graph]


def test_every_prefix_is_written_as_everywhere_else():
    usual = vocabulary.PREFIXES | {"sh": str(SH), "hs-shapes": SHAPES}
    for path in OF_ARTICLES:
        declared = re.findall(r"^PREFIX ([\w-]+): <([^>]+)>$", path.read_text(encoding="utf-8"), re.M)
        assert declared
        for prefix, base in declared:
            assert usual[prefix] == base, f"{path.name}: {prefix}"


def test_each_text_level_has_its_profile():
    plain = set(article_shapes().rules)
    assert {len(set(article_shapes(level).rules) - plain) for level in TextLevel} == {3}
