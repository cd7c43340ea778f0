import dataclasses

import pytest
from rdflib import OWL, RDF, Graph
from shapes.fixtures import EXAMPLES, HERE, INVALID, VALID, expected, header, named, quads

from ingest import validate
from ingest.resources import folder
from ingest.validate.shapes import SHAPES, article_shapes

CHECKED_AGAINST_TEXT = {"TextSha256", "TextLength", "TextOfMention", "TextAroundMention", "TextOfClaim"}
"""Rules that only `check_text` applies; `tests/test_validate.py` breaks them."""


@pytest.mark.parametrize("path", INVALID, ids=named)
def test_a_fault_breaks_exactly_the_rules_it_is_meant_to(path):
    report = validate.validate(quads(path))
    assert {finding.rule for finding in report.findings} == expected(path), validate.render(report)
    assert expected(path)
    assert not report.conforms


@pytest.mark.parametrize("path", [*VALID, *EXAMPLES], ids=named)
def test_what_is_right_conforms(path):
    report = validate.validate(quads(path))
    assert report.findings == (), validate.render(report)


@pytest.mark.parametrize("path", [path for path in EXAMPLES if header(path, "text")], ids=named)
def test_examples_agree_with_the_text_that_they_quote(path):
    text = header(path, "text").replace("\\n", "\n")
    assert validate.check_text(quads(path), text) == ()


def test_the_shapes_as_the_engine_gets_them_find_what_the_shapes_as_written_find(monkeypatch):
    # All faults in one graph: they disturb each other, but the two must agree on whatever comes out.
    faults = [quad for path in INVALID for quad in quads(path)]
    fast = validate.validate(faults)
    as_written = dataclasses.replace(article_shapes(), spread=article_shapes().graph)
    monkeypatch.setattr(validate, "article_shapes", lambda *_: as_written)
    assert validate.validate(faults).findings == fast.findings
    assert len(fast.findings) > 100


def test_every_class_has_an_example():
    ontology = Graph().parse(folder("ontology") / "hearsay.ttl")
    prefix = "https://w3id.org/hearsay/ontology#"
    classes = {str(each) for each in ontology.subjects(RDF.type, OWL.Class)}
    named_classes = {each.removeprefix(prefix) for each in classes if each.startswith(prefix)}
    assert {path.stem for path in EXAMPLES} == named_classes


def test_every_rule_is_broken_by_a_fixture():
    broken = set().union(*(expected(path) for path in INVALID))
    untried = set(article_shapes().rules) - broken - {SHAPES + name for name in CHECKED_AGAINST_TEXT}
    assert not untried, f"add a fixture to tests/shapes that breaks {sorted(untried)}"


def test_fixtures_lie_in_the_folder_of_the_shape_whose_rule_they_break():
    for path in INVALID:
        source = (folder("shapes") / f"{path.parts[-3]}.ttl").read_text(encoding="utf-8")
        rules = {rule.removeprefix(SHAPES) for rule in expected(path)}
        assert any(f"\nhs-shapes:{rule} a " in source for rule in rules), path.relative_to(HERE)


def test_fixtures_say_in_words_what_is_wrong():
    for path in INVALID:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# "), path
        assert first.endswith("."), path
