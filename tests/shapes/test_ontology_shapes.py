from pathlib import Path

import pytest
from rdflib import Graph

from ingest import validate
from ingest.resources import folder
from ingest.validate.shapes import SHAPES, ontology_shapes

PREFIXES = """
PREFIX hs: <https://w3id.org/hearsay/ontology#> PREFIX act: <https://w3id.org/hearsay/act#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX this: <https://w3id.org/hearsay/>
"""
TERM = """
    rdfs:isDefinedBy this:ontology ; rdfs:label "thing"@en ; skos:definition "A thing."@en ;
    skos:example "a pier"@en
"""
CONCEPT = f"""
    a owl:NamedIndividual , skos:Concept ; {TERM} ;
    skos:notation "moan" ; skos:prefLabel "moan"@en ; skos:inScheme this:act
"""

ADDED = {
    "ClassName": f"hs:very_odd a owl:Class ; {TERM} .",
    "PropertyName": f"hs:OddProperty a owl:ObjectProperty ; {TERM} .",
    "DatatypePropertyRange": f"hs:odd a owl:DatatypeProperty ; {TERM} .",
    "RangeNoDate": f"hs:day a owl:DatatypeProperty ; rdfs:range xsd:date ; {TERM} .",
    "TermDefinedBy": "hs:Odd a owl:Class .",
    "ConceptName": f"act:Moan_loudly {CONCEPT} .",
    "ConceptInScheme": f"act:moan {CONCEPT} , this:polarity .",
    "OntologyImports": "this:ontology owl:imports <http://www.w3.org/ns/prov-o> .",
    "OntologyLicence": "this:ontology dcterms:license <https://example.org/other> .",
}
REMOVED = {
    "TermLabel": "hs:Claim rdfs:label ?o",
    "TermDefinition": "hs:Claim skos:definition ?o",
    "TermExample": "hs:Claim skos:example ?o",
    "ConceptNotation": "act:say skos:notation ?o",
    "ConceptLabel": "act:say skos:prefLabel ?o",
    "OntologyTitle": "this:ontology dcterms:title ?o",
    "OntologyDescription": "this:ontology dcterms:description ?o",
    "OntologyCreator": "this:ontology dcterms:creator ?o",
    "OntologyVersionIri": "this:ontology owl:versionIRI ?o",
    "OntologyVersion": "this:ontology owl:versionInfo ?o",
}


def ontology(*files: str) -> Graph:
    graph = Graph()
    for file in files:
        graph.parse(Path(folder("ontology")) / file)
    return graph


def rules(graph: Graph) -> set[str]:
    return {finding.rule.removeprefix(SHAPES) for finding in validate.validate_ontology(graph).findings}


@pytest.mark.parametrize("files", [["hearsay.ttl"], ["alignments.ttl"], ["hearsay.ttl", "alignments.ttl"]])
def test_the_ontology_conforms_to_the_shapes_about_itself(files):
    report = validate.validate_ontology(ontology(*files))
    assert report.findings == (), validate.render(report)


@pytest.mark.parametrize(("rule", "triples"), ADDED.items(), ids=ADDED)
def test_what_is_wrong_with_a_new_term_is_found(rule, triples):
    graph = ontology("hearsay.ttl").parse(data=PREFIXES + triples, format="turtle")
    assert rules(graph) == {rule}


@pytest.mark.parametrize(("rule", "triple"), REMOVED.items(), ids=REMOVED)
def test_what_a_term_lacks_is_found(rule, triple):
    graph = ontology("hearsay.ttl")
    before = len(graph)
    graph.update(f"{PREFIXES} DELETE WHERE {{ {triple} }}")
    assert len(graph) < before
    assert rules(graph) == {rule}


def test_every_rule_is_broken_above():
    assert set(ADDED) | set(REMOVED) | {"Ontology"} == {
        rule.removeprefix(SHAPES) for rule in ontology_shapes().rules
    }
