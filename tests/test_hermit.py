"""HermiT as a program: what goes in, what is read from its answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from ingest import hermit

PREFIXES = """
PREFIX : <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + turtle, RdfFormat.TURTLE)]


def short(pairs: frozenset[tuple[str, str]]) -> set[tuple[str, str]]:
    return {
        (one.removeprefix("https://example.org/"), two.removeprefix("https://example.org/"))
        for one, two in pairs
    }


def test_classes_are_closed_upwards_and_over_equivalence(java: str) -> None:
    inferred = hermit.infer(
        triples("""
        :o a owl:Ontology .
        :A a owl:Class ; rdfs:subClassOf :B .
        :B a owl:Class ; owl:equivalentClass :Same .
        :Same a owl:Class ; rdfs:subClassOf :C .
        :C a owl:Class .
        :Never a owl:Class ; rdfs:subClassOf :A , [ a owl:Class ; owl:complementOf :C ] .
        :x a owl:NamedIndividual , :A .
        :y a owl:NamedIndividual , :Same .
        """)
    )
    assert inferred.unsatisfiable == ("https://example.org/Never",)
    above_a = {("A", "B"), ("A", "Same"), ("A", "C")}
    assert above_a | {("B", "Same"), ("Same", "B"), ("B", "C"), ("Same", "C")} == {
        pair for pair in short(inferred.subclasses) if "Never" not in pair
    }
    assert short(inferred.types) == {
        *(("x", "A"), ("x", "B"), ("x", "Same"), ("x", "C")),
        *(("y", "B"), ("y", "Same"), ("y", "C")),
    }


def test_addresses_and_words_in_any_script_pass_in_any_locale(
    java: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    inferred = hermit.infer(
        triples("""
        :o a owl:Ontology . :A a owl:Class . :text a owl:DatatypeProperty .
        <https://приклад.example.org/é?q=1&b=(2)#x> a owl:NamedIndividual , :A ;
            :text "«Привет» \\"quoted\\" \\\\ 😀\\n\\t\\u202E" .
        """)
    )
    assert inferred.types == {("https://приклад.example.org/é?q=1&b=(2)#x", "https://example.org/A")}


def test_a_contradiction_and_a_refusal_are_told_apart(java: str) -> None:
    with pytest.raises(hermit.Inconsistent):
        hermit.infer(triples(":A a owl:Class ; owl:disjointWith :B . :B a owl:Class . :x a :A , :B ."))
    with pytest.raises(hermit.ReasonerError, match="UnsupportedDatatype"):
        hermit.infer(
            triples(':d a owl:DatatypeProperty . :x a owl:NamedIndividual ; :d "2024-05-06"^^xsd:date .')
        )


def test_java_home_is_tried_first_and_the_path_next(
    java: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    runtime = tmp_path / "bin" / "java"
    runtime.write_text("#!/bin/sh\n", encoding="utf-8")
    runtime.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert hermit.java() == str(runtime)
    runtime.unlink()
    assert hermit.java() != str(runtime)
