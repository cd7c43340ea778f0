import hashlib
import logging
import os
import subprocess
import sys
from dataclasses import replace

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from records_by_hand import ARTICLE, LINKS, RUN, extraction

from ingest import validate
from ingest.model import TextLevel
from ingest.rdf import graph, iri, tombstone
from ingest.rdf.vocabulary import HS, OA, RDF, SCHEMA, XSD
from ingest.validate import terms
from ingest.validate.shapes import SHAPES

FACT = NamedNode("https://example.org/fact")


@pytest.fixture(scope="module")
def graphs():
    return graph.build(extraction(), LINKS, RUN)


def rules(findings):
    return {finding.rule.removeprefix(SHAPES) for finding in findings}


def without(quads, *, subject=None, predicate=None):
    """Leave out what has this subject (if given) and this predicate (if given)."""
    return [
        quad
        for quad in quads
        if not (subject in (None, quad.subject) and predicate in (None, quad.predicate))
    ]


def first(quads, predicate):
    return next(quad for quad in quads if quad.predicate == predicate)


def changed(quads, predicate, value):
    """Give the first quad with this predicate another value."""
    quad = first(quads, predicate)
    return [*(each for each in quads if each != quad), Quad(quad.subject, predicate, value, quad.graph_name)]


# What the graph builder writes


@pytest.mark.parametrize("level", TextLevel)
def test_what_is_built_conforms_at_every_text_level(level):
    report = validate.validate(graph.build(extraction(), LINKS, RUN, level).quads, text_level=level)
    assert report.findings == (), validate.render(report)
    assert report.conforms


def test_without_links_it_conforms(graphs):
    assert validate.validate([*graphs.graph, *graphs.runs]).conforms


def test_an_article_without_url_date_and_claims_conforms():
    article = replace(ARTICLE, url=None, date=None, publisher=None)
    bare = replace(extraction(article), claims=(), mentions=(), actors=())
    assert validate.validate(graph.build(bare, (), RUN).quads).conforms


def test_words_do_not_pass_the_level_that_keeps_them_out(graphs):
    report = validate.validate(graphs.quads, text_level=TextLevel.NONE)
    assert rules(report.findings) == {"NoHeadline", "NoClaimText", "NoQuotation"}


def test_missing_words_do_not_pass_the_level_that_wants_them():
    bare = graph.build(extraction(), LINKS, RUN, TextLevel.NONE)
    report = validate.validate(bare.quads, text_level=TextLevel.QUOTES)
    assert rules(report.findings) == {"WithHeadline", "WithClaimText", "WithQuotation"}


def test_nothing_can_be_stated_beside_the_shapes(graphs):
    subjects = {quad.subject for quad in graphs.quads}
    facts = [Quad(subject, FACT, Literal("so it is")) for subject in subjects]
    report = validate.validate([*graphs.quads, *facts])
    assert {finding.focus for finding in report.findings} == subjects
    assert {finding.path for finding in report.findings} == {FACT.value}


def test_nothing_escapes_by_losing_its_type(graphs):
    untyped = [quad for quad in graphs.quads if quad.predicate != RDF.type]
    entities = {quad.object for quad in graphs.links if quad.predicate == HS.entity}
    report = validate.validate(untyped)
    unseen = {finding.focus for finding in report.findings if finding.rule == SHAPES + "Subject"}
    assert unseen == {quad.subject for quad in untyped} - entities


# What a finding says


def test_a_finding_names_article_claim_rule_place_and_cure(graphs):
    claim = next(quad.subject for quad in graphs.graph if quad.object == Literal("the pier could be unsafe"))
    report = validate.validate(without(graphs.quads, subject=claim, predicate=HS.kind))
    (finding,) = report.findings
    assert finding.article == ARTICLE.url
    assert finding.claim == "the pier could be unsafe"
    assert finding.rule == SHAPES + "ClaimKind"
    assert (finding.focus, finding.path, finding.value) == (claim, HS.kind.value, None)
    assert finding.severity is validate.Severity.VIOLATION
    assert "Add or correct hs:kind." in finding.message
    shown = validate.render(report)
    for words in (
        ARTICLE.url,
        "“the pier could be unsafe”",
        "claim: kind",
        finding.message,
        "hs-shapes:ClaimKind",
    ):
        assert words in shown


def test_a_finding_deep_in_a_chain_names_its_claim(graphs):
    report = validate.validate(changed(graphs.quads, HS.certaintyCue, Literal("could")))
    found = [finding.claim for finding in report.findings if finding.path == HS.certaintyCue.value]
    assert found == ["the pier could be unsafe"]


def test_words_are_shortened_and_cannot_act_on_a_terminal():
    words = "\x1b[2J\u202eevil\n" + "x" * 500
    finding = validate.Finding(
        *("urn:r", "name", validate.Severity.VIOLATION, FACT, None, Literal(words)),
        *("What to do.", "urn:c", None, words),
    )
    shown = validate.render(validate.Report((finding,)))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\\x1b[2J\\u202eevil\\n" in shown
    assert len(shown) < 600


def test_findings_are_sorted_and_without_duplicates(graphs):
    report = validate.validate(without(graphs.quads, predicate=HS.certainty))
    keys = [finding.key for finding in report.findings]
    assert len(keys) > 1
    assert keys == sorted(set(keys))


def test_the_report_graph_is_a_shacl_report_without_blank_nodes(graphs):
    report = validate.validate([*without(graphs.quads, predicate=HS.kind), Quad(BlankNode("b"), FACT, FACT)])
    quads = list(parse(validate.as_turtle(report), format=RdfFormat.TURTLE))
    sh = "http://www.w3.org/ns/shacl#"
    results = {quad.object for quad in quads if quad.predicate.value == sh + "result"}
    assert len(results) == len(report.findings) == 4
    for name in ("focusNode", "resultSeverity", "sourceShape", "sourceConstraintComponent", "resultMessage"):
        assert {quad.subject for quad in quads if quad.predicate.value == sh + name} == results
    assert not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert [quad.object.value for quad in quads if quad.predicate.value == sh + "conforms"] == ["false"]


def test_a_conforming_report_says_so():
    assert validate.render(validate.Report()).startswith("Conforms")
    assert "sh:conforms true" in validate.as_turtle(validate.Report())


_CHILD = """
from records_by_hand import LINKS, RUN, extraction
from ingest import validate
from ingest.rdf import graph
from ingest.rdf.vocabulary import HS
quads = graph.build(extraction(), LINKS, RUN).quads
quads = [quad for quad in quads if quad.predicate not in (HS.kind, HS.cue)]
report = validate.validate(reversed(quads))
print(validate.render(report), validate.as_turtle(report))
"""


def test_reports_do_not_depend_on_the_hash_seed():
    found = set()
    for seed in ("0", "1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run([sys.executable, "-c", _CHILD], env=environment, capture_output=True, check=True)
        assert run.stderr == b""
        found.add(run.stdout)
    assert len(found) == 1
    assert b"Does not conform" in found.pop()


# Literals


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (SCHEMA.datePublished, Literal("2024-03-11", datatype=XSD.dateTime)),
        (SCHEMA.datePublished, Literal("2024-02-30T00:00:00Z", datatype=XSD.dateTime)),
        (HS.textLength, Literal("abc", datatype=XSD.integer)),
        (HS.textLength, Literal(f"0{len(ARTICLE.text)}", datatype=XSD.integer)),
        (HS.confidence, Literal("0.90", datatype=XSD.decimal)),
        (HS.confidence, Literal("NaN", datatype=XSD.decimal)),
    ],
    ids=str,
)
def test_ill_typed_and_uncommon_forms_are_found_as_they_are_written(graphs, predicate, value, caplog):
    report = validate.validate(changed(graphs.quads, predicate, value))
    assert [(finding.path, finding.value) for finding in report.findings] == [(predicate.value, value)]
    assert caplog.records == []


@pytest.mark.parametrize("setting", [True, False])
def test_the_libraries_settings_are_left_as_they_were(graphs, setting, monkeypatch, tmp_path):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", setting)
    loggers = [logging.getLogger(name) for name in ("rdflib.term", "pyshacl-validate")]
    validate.validate(graphs.quads)
    assert rdflib.NORMALIZE_LITERALS is setting
    broken = tmp_path / "broken.ttl"
    broken.write_text(
        "[] <http://www.w3.org/ns/shacl#targetNode> 1 ; <http://www.w3.org/ns/shacl#datatype> 1 , 2 ."
    )
    with pytest.raises(validate.ShapesError):
        validate.validate(graphs.quads, extra_shapes=[broken])
    assert rdflib.NORMALIZE_LITERALS is setting
    assert not any(logger.disabled for logger in loggers)


def test_a_statement_about_a_statement_does_not_pass(graphs):
    statement = Triple(NamedNode("urn:moscow"), NamedNode("urn:denies"), Literal("it"))
    for subject in (NamedNode("urn:reifier"), graphs.article, BlankNode("b")):
        quad = Quad(subject, NamedNode(f"{RDF.type.value.rpartition('#')[0]}#reifies"), statement)
        report = validate.validate([*graphs.quads, quad])
        assert [finding.focus for finding in report.findings] == [subject]
        assert validate.as_turtle(report)
        assert validate.check_text([*graphs.quads, quad], ARTICLE.text) == ()


def test_tombstones_conform(graphs):
    quads = tombstone.superseded(graphs.version, "0" * 64, graph.date_time("2024-01-01"), graphs.article)
    assert validate.validate(quads).conforms
    assert validate.validate([*tombstone.withdrawn(graphs.article, None, None), *quads]).conforms


FORMS = ["", "5", "-5.50", "NaN", "2024-01-01", "P1D", "true", "<a", "\\\\1 {?value}"]
DATATYPES = [
    *(
        XSD.string.value.replace("string", name)
        for name in ("string", "integer", "decimal", "double", "boolean")
    ),
    *(XSD.string.value.replace("string", name) for name in ("date", "dateTime", "duration", "hexBinary")),
    *("http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral", "urn:unknown", terms.ILL_TYPED),
]
LITERALS = st.builds(
    lambda form, datatype: Literal(form, datatype=NamedNode(datatype)),
    st.sampled_from(FORMS) | st.text(),
    st.sampled_from(DATATYPES),
)
OTHERS = [NamedNode("urn:x"), NamedNode(terms.GENID + "a/b"), BlankNode("b"), Literal("x", language="en")]


@pytest.mark.parametrize("form", ["NaN", "Infinity", "1e5", "1_0"])
def test_a_number_that_only_python_takes_for_one_is_a_finding(graphs, form):
    decimal = NamedNode(XSD.string.value.replace("string", "decimal"))
    claim = next(quad.subject for quad in graphs.quads if quad.predicate == HS.confidence)
    kept = [quad for quad in graphs.quads if (quad.subject, quad.predicate) != (claim, HS.confidence)]
    name = iri.graph(graphs.article)
    report = validate.validate([*kept, Quad(claim, HS.confidence, Literal(form, datatype=decimal), name)])
    assert [finding.path for finding in report.findings] == [HS.confidence.value]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_value_whatever_stops_the_gate(graphs, data):
    predicate = data.draw(
        st.sampled_from([OA.start, OA.end, HS.score, HS.entity, HS.part, SCHEMA.datePublished])
    )
    value = data.draw(LITERALS | st.sampled_from(OTHERS))
    node = data.draw(st.sampled_from(sorted({quad.subject.value for quad in graphs.quads})))
    quad = Quad(NamedNode(node), predicate, value)
    report = validate.validate([*graphs.quads, quad])
    assert not report.conforms or quad.triple in {each.triple for each in graphs.quads}
    assert validate.render(report)
    assert list(parse(validate.as_turtle(report), format=RdfFormat.TURTLE))
    validate.check_text([*graphs.quads, quad], ARTICLE.text)


# The user's own shapes

OWN = """
PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX hs: <https://w3id.org/hearsay/ontology#>
PREFIX ex: <https://example.org/> PREFIX schema: <https://schema.org/>
"""


def own_shapes(tmp_path, text):
    path = tmp_path / "own.ttl"
    path.write_text(OWN + text, encoding="utf-8")
    return path


def test_own_shapes_add_rules(graphs, tmp_path):
    path = own_shapes(
        tmp_path,
        """ex:Dated a sh:PropertyShape ; sh:targetClass hs:Article ; sh:path schema:datePublished ;
        sh:name "our articles are short" ; sh:message "Too many dates." ; sh:maxCount 0 .""",
    )
    report = validate.validate(graphs.quads, extra_shapes=[path])
    assert [(f.rule, f.name, f.message) for f in report.findings] == [
        ("https://example.org/Dated", "our articles are short", "Too many dates.")
    ]
    assert not report.conforms


def test_warnings_are_reported_and_keep_nothing_out(graphs, tmp_path):
    path = own_shapes(
        tmp_path,
        """ex:Dated a sh:NodeShape ; sh:targetClass hs:Article ; sh:property [ sh:path schema:datePublished ;
        sh:maxCount 0 ; sh:message "Mind the date." ; sh:severity sh:Warning ] .""",
    )
    report = validate.validate(graphs.quads, extra_shapes=[path])
    assert [(f.rule, f.severity.value) for f in report.findings] == [("https://example.org/Dated", "Warning")]
    assert report.conforms
    assert "Warning" in validate.render(report)


def test_own_classes_may_be_described_where_a_closed_shape_looks_at_them(graphs, tmp_path):
    path = own_shapes(
        tmp_path,
        """ex:Note a sh:NodeShape ; sh:targetClass ex:Comment ; sh:closed true ;
        sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) .""",
    )
    note = Quad(NamedNode("https://example.org/1"), RDF.type, NamedNode("https://example.org/Comment"))
    assert rules(validate.validate([*graphs.quads, note]).findings) == {"Subject"}
    assert validate.validate([*graphs.quads, note], extra_shapes=[path]).conforms


def test_a_broken_file_of_shapes_is_named_with_its_line(graphs, tmp_path):
    path = own_shapes(tmp_path, "ex:Broken a sh:NodeShape\nex:Other a sh:NodeShape .")
    with pytest.raises(validate.ShapesError, match=r"own\.ttl:5: .*not valid Turtle") as error:
        validate.validate(graphs.quads, extra_shapes=[path])
    assert error.value.cure


def test_a_missing_file_of_shapes_is_named(graphs, tmp_path):
    with pytest.raises(validate.ShapesError, match=r"nowhere\.ttl.*cannot be read"):
        validate.validate(graphs.quads, extra_shapes=[tmp_path / "nowhere.ttl"])


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:datatype 1 , 2",
        "sh:minCount 1",
        "sh:pattern '('",
        "sh:property ex:Nowhere",
        "sh:or 5",
        "sh:property [ sh:path [ ex:p 1 ] ; sh:minCount 1 ]",
        "sh:sparql [ sh:select 'SELECT $this WHERE {' ]",
        "sh:sparql [ sh:select 'SELECT $this { $this unknown:prefix 1 }' ]",
        "sh:sparql [ sh:select 'SELECT $this { SERVICE <http://localhost:1/> { ?s ?p ?o } }' ]",
    ],
)
def test_what_is_turtle_but_not_shacl_is_an_error_that_names_the_file(graphs, tmp_path, constraint, capfd):
    path = own_shapes(tmp_path, f"ex:A a sh:NodeShape ; sh:targetClass hs:Claim ; {constraint} .")
    with pytest.raises(validate.ShapesError, match=r"own\.ttl: not valid SHACL"):
        validate.validate(graphs.quads, extra_shapes=[path])
    assert capfd.readouterr() == ("", "")


def test_own_rules_in_sparql_name_the_value_they_found(graphs, tmp_path):
    query = "SELECT $this ?value { $this <https://w3id.org/hearsay/ontology#kind> ?value }"
    message = "found {?value}, as it is"
    rule = f'sh:sparql [ sh:message "{message}" ; sh:select "{query}" ]'
    path = own_shapes(tmp_path, f"ex:A a sh:NodeShape ; sh:targetClass hs:Claim ; {rule} .")
    found = validate.validate(graphs.quads, extra_shapes=[path]).findings
    assert {finding.message for finding in found} >= {
        "found https://w3id.org/hearsay/claim-kind#direct, as it is"
    }


# The graph held against the text


def test_what_is_built_agrees_with_its_text(graphs):
    assert validate.check_text(graphs.quads, ARTICLE.text) == ()


def test_another_text_does_not_agree(graphs):
    found = validate.check_text(graphs.graph, "🚢 " + ARTICLE.text)
    assert rules(found) == {"TextSha256", "TextLength", "TextOfMention", "TextAroundMention", "TextOfClaim"}
    assert {finding.article for finding in found} == {ARTICLE.url}


@pytest.mark.parametrize(
    ("predicate", "value", "rule"),
    [
        (HS.textSha256, Literal("0" * 64), "TextSha256"),
        (HS.textLength, Literal("7", datatype=XSD.integer), "TextLength"),
        (OA.exact, Literal("Ada Hulm"), "TextOfMention"),
        (OA.prefix, Literal("never said "), "TextAroundMention"),
        (OA.suffix, Literal(" never said"), "TextAroundMention"),
        (SCHEMA.text, Literal("the pier is unsafe"), "TextOfClaim"),
    ],
    ids=str,
)
def test_one_wrong_word_is_found(graphs, predicate, value, rule):
    (finding,) = validate.check_text(changed(graphs.graph, predicate, value), ARTICLE.text)
    assert (finding.rule, finding.path, finding.value) == (SHAPES + rule, predicate.value, value)
    assert finding.message.endswith(".")
    assert finding.article == ARTICLE.url


def test_a_wrong_word_in_a_chain_names_its_claim(graphs):
    place = first(graphs.graph, HS.certaintyCue).object
    exact = Quad(place, OA.exact, Literal("could"), first(graphs.graph, HS.certaintyCue).graph_name)
    quads = [Quad(place, OA.exact, Literal("would")) if quad == exact else quad for quad in graphs.graph]
    (finding,) = validate.check_text(quads, ARTICLE.text)
    assert finding.claim == "the pier could be unsafe"


def test_an_article_without_url_is_named_by_its_iri():
    found = graph.build(extraction(replace(ARTICLE, url=None)), LINKS, RUN)
    assert {each.article for each in validate.check_text(found.graph, "another")} == {found.article.value}


def test_an_interrupted_wording_is_held_against_all_its_parts(graphs):
    wrong = Literal("“It is safe,” and it stays open.”")
    quads = [
        Quad(quad.subject, quad.predicate, wrong, quad.graph_name)
        if str(quad.object).startswith('"“It is safe,” “')
        else quad
        for quad in graphs.graph
    ]
    assert rules(validate.check_text(quads, ARTICLE.text)) == {"TextOfClaim"}


def test_an_offset_beyond_the_text_is_found(graphs):
    quads = changed(graphs.graph, OA.end, Literal(str(10**9), datatype=XSD.integer))
    assert "TextOfMention" in rules(validate.check_text(quads, ARTICLE.text))


def test_at_the_level_without_words_hash_and_length_are_still_held_against_the_text():
    bare = graph.build(extraction(), LINKS, RUN, TextLevel.NONE)
    assert validate.check_text(bare.graph, ARTICLE.text) == ()
    assert rules(validate.check_text(bare.graph, "another")) == {"TextSha256", "TextLength"}


def test_offsets_that_are_no_numbers_are_left_to_the_shapes(graphs):
    quads = changed(graphs.graph, OA.start, Literal("x", datatype=XSD.integer))
    assert validate.check_text(quads, ARTICLE.text) == ()
    assert "MentionStart" in rules(validate.validate(quads).findings)


def test_a_text_with_lone_surrogates_does_not_stop_the_check(graphs):
    assert (
        hashlib.sha256(ARTICLE.text.encode()).hexdigest() == first(graphs.graph, HS.textSha256).object.value
    )
    assert "TextSha256" in rules(validate.check_text(graphs.graph, "\ud800"))
