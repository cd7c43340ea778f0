"""`hearsay ontology check` and `format`: what they accept, what they catch, and what they say."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import OWL, Graph
from rdflib.compare import isomorphic

from ingest import hermit, ontology
from ingest.errors import HearsayError
from ingest.ontology.profile import breaches
from ingest.ontology.turtle import files, read

PREFIXES = """
PREFIX certainty: <https://w3id.org/hearsay/certainty#>
PREFIX ex: <https://example.org/>
PREFIX hs: <https://w3id.org/hearsay/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

Addition = Callable[[str], Path]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return ontology.load()


@pytest.fixture
def addition(tmp_path: Path) -> Addition:
    """Write some Turtle to a file in canonical form."""

    def write(turtle: str) -> Path:
        path = tmp_path / "addition.ttl"
        path.write_text(PREFIXES + turtle, encoding="utf-8")
        list(ontology.format_files([path]))
        return path

    return write


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_the_ontology_is_in_canonical_form(path: Path) -> None:
    assert ontology.is_canonical(path), f"{path.name} is not in canonical form: run `hearsay ontology format`"


def test_canonical_form_depends_on_the_triples_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    original = files()[-1]
    lines = read(original).serialize(format="nt").splitlines()
    lines.sort(key=lambda line: line[::-1])
    prefixes = [
        line for line in original.read_text(encoding="utf-8").splitlines() if line.startswith("PREFIX")
    ]
    prefixes.reverse()
    path.write_text("\n".join(["# a comment", *prefixes, *lines]), encoding="utf-8")
    assert isomorphic(read(path), read(original))
    assert not ontology.is_canonical(path)
    assert list(ontology.format_files([path])) == [path]
    assert path.read_bytes() == original.read_bytes()
    assert list(ontology.format_files([path])) == []


@pytest.mark.parametrize("seed", ["1", "2"])
def test_canonical_form_is_the_same_under_any_hash_seed(seed: str) -> None:
    code = "from ingest.ontology.turtle import *; print([is_canonical(path) for path in files()])"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout == "[True, True]\n"


def test_a_file_that_is_no_turtle_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text('PREFIX ex: <https://example.org/>\nex:a ex:b "c .\n', encoding="utf-8")
    with pytest.raises(HearsayError, match=r"bad\.ttl: line 2: not Turtle"):
        ontology.check([path])
    with pytest.raises(HearsayError, match=r"none\.ttl: cannot be read"):
        ontology.check([tmp_path / "none.ttl"])
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(HearsayError, match="UTF-8"):
        ontology.check([path])


def test_the_ontology_is_owl_2_dl_consistent_and_every_class_can_have_members(java: str) -> None:
    result = ontology.check()
    assert result.findings == ()
    assert result.ok
    hs, prov = "https://w3id.org/hearsay/ontology#", "http://www.w3.org/ns/prov#"
    assert (f"{hs}ThirdHandClaim", f"{hs}SecondHandClaim") in result.hierarchy  # inferred, not stated
    assert (f"{hs}HedgedClaim", f"{prov}Entity") in result.hierarchy
    tree = ontology.render(result).splitlines()
    assert f"    {hs}SecondHandClaim" in tree
    assert f"      {hs}ThirdHandClaim" in tree


INCONSISTENT = {
    "an attribution that is an activity": "ex:a a owl:NamedIndividual , hs:Attribution , prov:Activity .",
    "a claim that is its own attribution": "ex:a a owl:NamedIndividual , hs:Claim ; hs:attribution ex:a .",
    "a link with two certainties": (
        "ex:a a owl:NamedIndividual ; hs:certainty certainty:certain , certainty:possible ."
    ),
    "an actor that is a concept": "ex:a a owl:NamedIndividual , hs:Actor , skos:Concept .",
    "a claim with two confidences": "ex:a a owl:NamedIndividual ; hs:confidence 0.5 , 0.6 .",
}


@pytest.mark.parametrize("turtle", INCONSISTENT.values(), ids=INCONSISTENT)
def test_an_inconsistent_addition_is_caught(turtle: str, java: str) -> None:
    graph = ontology.load().parse(data=PREFIXES + turtle, format="turtle")
    with pytest.raises(hermit.Inconsistent, match="contradict each other"):
        hermit.infer(ontology.triples(graph))


def test_an_inconsistent_ontology_is_one_finding(addition: Addition, java: str) -> None:
    path = addition(INCONSISTENT["an attribution that is an activity"])
    result = ontology.check([*files(), path])
    assert [finding.check for finding in result.findings] == ["consistency"]
    assert "inconsistent" in ontology.render(result)
    assert not result.ok


def test_a_term_that_explains_nothing_is_a_finding_of_the_shapes(addition: Addition, java: str) -> None:
    path = addition("hs:Rumour a owl:Class ; rdfs:isDefinedBy <https://w3id.org/hearsay/ontology> .")
    result = ontology.check([*files(), path])
    assert {finding.check for finding in result.findings} == {"shapes"}
    assert any("ontology#Rumour" in one.message and "definition" in one.message for one in result.findings)


def test_a_class_that_can_have_no_member_is_named(addition: Addition, java: str) -> None:
    result = ontology.check(
        [*files(), addition("ex:Impossible a owl:Class ; rdfs:subClassOf hs:Claim , hs:Run .")]
    )
    assert result.unsatisfiable == ("https://example.org/Impossible",)
    (finding,) = result.findings
    assert finding.check == "satisfiability"
    assert "<https://example.org/Impossible>" in finding.message


def test_a_file_out_of_form_is_a_finding_that_says_how_to_put_it_right(tmp_path: Path, java: str) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(PREFIXES + "ex:o a owl:Ontology .", encoding="utf-8")
    (finding,) = (one for one in ontology.check([path]).findings if one.check == "form")
    assert finding.cure == "Run `hearsay ontology format`."


BREACHES = {
    "an undeclared property": ("ex:a ex:knows ex:b .", "<https://example.org/knows> is used as a property"),
    "a misspelt class": ("ex:a a hs:Clam .", "ontology#Clam> is used as a class or datatype"),
    "an undeclared superclass": (
        "ex:A a owl:Class ; rdfs:subClassOf ex:B .",
        "<https://example.org/B> is used as a",
    ),
    "two kinds of property": (
        "ex:p a owl:ObjectProperty , owl:DatatypeProperty .",
        "<https://example.org/p> is declared as",
    ),
    "a class that is a datatype": ("ex:A a owl:Class , rdfs:Datatype .", "as a class and as a datatype"),
    "a literal for an object": ('ex:a hs:speaker "he" .', "object property with a literal"),
    "an object for a literal": ("ex:a schema:text ex:b .", "datatype property with no literal"),
    "a date": ('ex:a schema:datePublished "2024-05-06"^^xsd:date .', "use xsd:dateTime"),
    "an ill-typed literal": ('ex:a hs:confidence "high"^^xsd:decimal .', "is ill-typed"),
    "a counted transitive property": (
        "ex:A a owl:Class ; rdfs:subClassOf "
        "[ a owl:Restriction ; owl:onProperty hs:relayedThrough ; owl:maxCardinality 1 ] .",
        "ontology#relayedThrough> is, or is above, a transitive property and cannot be counted",
    ),
    "an irreflexive transitive property": ("hs:relayedThrough a owl:IrreflexiveProperty .", "and cannot be"),
    "a functional property above a transitive one": (
        "ex:p a owl:ObjectProperty , owl:FunctionalProperty . hs:relayedThrough rdfs:subPropertyOf ex:p .",
        "<https://example.org/p> is, or is above, a transitive property",
    ),
    "a union of one": (
        "ex:A a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf ( hs:Claim ) ] .",
        "2 or more",
    ),
    "a restriction on nothing": (
        "ex:A a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:someValuesFrom hs:Claim ] .",
        "exactly one owl:onProperty",
    ),
    "a restricted property that is none": (
        "ex:A a owl:Class ; rdfs:subClassOf "
        "[ a owl:Restriction ; owl:onProperty ex:p ; owl:someValuesFrom hs:Claim ] .",
        "<https://example.org/p> is restricted",
    ),
    "a shared class expression": (
        "ex:A a owl:Class ; rdfs:subClassOf _:x . ex:B a owl:Class ; rdfs:subClassOf _:x . "
        "_:x a owl:Class ; owl:unionOf ( hs:Claim hs:Run ) .",
        "write it twice",
    ),
    "an anonymous individual": ("[] a hs:Claim .", "give it an IRI"),
    "a term of OWL's own": ("owl:Class a owl:Class .", "reserved vocabulary"),
}


@pytest.mark.parametrize(("turtle", "sentence"), BREACHES.values(), ids=BREACHES)
def test_what_is_not_owl_2_dl_is_said(turtle: str, sentence: str, graph: Graph) -> None:
    (breach,) = breaches(graph + Graph().parse(data=PREFIXES + turtle, format="turtle"))
    assert sentence in breach


def test_a_graph_without_an_ontology_is_none() -> None:
    assert breaches(Graph()) == ["No owl:Ontology is declared."]


def test_imports_are_neither_followed_nor_passed_on(addition: Addition, java: str) -> None:
    path = addition("<https://w3id.org/hearsay/ontology> owl:imports <http://127.0.0.1:9/none> .")
    assert list(ontology.load([path]).objects(None, OWL.imports))
    result = ontology.check([*files(), path])
    assert [finding.check for finding in result.findings] == ["shapes"]
    assert "Declare the terms that are used instead" in ontology.render(result)
    assert result.hierarchy


def test_without_java_the_cure_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(hermit.JavaMissing, match=r"needs Java.*apt-get install default-jre-headless"):
        ontology.check()


def test_hermit_leaves_nothing_behind(
    addition: Addition, java: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room = tmp_path / "tmp"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    assert not ontology.check([*files(), addition(INCONSISTENT["an actor that is a concept"])]).ok
    monkeypatch.setattr(hermit, "TIME_LIMIT", 0.01)
    with pytest.raises(hermit.ReasonerError, match="stopped after"):
        hermit.infer(ontology.triples(ontology.load()))
    assert list(room.iterdir()) == []


def test_hermit_s_refusal_becomes_one_sentence(addition: Addition, java: str) -> None:
    path = addition('ex:a schema:datePublished "2024-05-06"^^xsd:date .')
    found = {finding.check: finding for finding in ontology.check([*files(), path]).findings}
    assert set(found) == {"profile", "consistency"}
    assert "UnsupportedDatatypeException" in found["consistency"].message
    assert "\n" not in found["consistency"].message
