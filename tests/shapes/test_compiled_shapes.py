"""The compiled shapes say yes only where the reference engine does, and otherwise leave it to that engine."""

from __future__ import annotations

from collections import Counter

import pytest
import small_world as world
from fixtures import EXAMPLES, INVALID, VALID, named, quads
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from records_by_hand import ARTICLE, LINKS, RUN, extraction
from w3c import SUITE, Case, cases

from ingest import validate
from ingest.model import TextLevel
from ingest.rdf import graph
from ingest.rdf.vocabulary import XSD
from ingest.validate.compiled import Data, Doubtful, Unsupported, compile_shapes
from ingest.validate.shapes import article_shapes

COMPILED = compile_shapes(article_shapes().graph)
LEFT_TO_THE_REFERENCE = {
    "core/node/languageIn-001": "sh:languageIn",
    "core/node/qualified-001": "sh:qualifiedValueShapesDisjoint",
    "core/property/languageIn-001": "sh:languageIn",
    "core/property/qualifiedMinCountDisjoint-001": "sh:qualifiedValueShapesDisjoint",
    "core/property/qualifiedValueShapesDisjoint-001": "sh:qualifiedValueShapesDisjoint",
    "core/node/datatype-001": "an ill-typed integer",
    "core/node/datatype-002": "rdf:HTML",
    "core/node/minInclusive-002": "a point in time without a zone",
    "core/node/minInclusive-003": "a point in time without a zone",
    "core/property/datatype-001": "an ill-typed point in time",
    "core/property/datatype-ill-formed": "xsd:byte",
    "core/property/or-datatypes-001": "an ill-typed boolean",
    "core/property/qualifiedValueShape-001": "a datatype of its own",
}
"""Cases of the suite that the compiled shapes do not decide, each with what they do not take."""


def decided(case: Case) -> bool | None:
    """Return the compiled shapes' verdict, or None where they leave it to the reference."""
    try:
        return compile_shapes(case.shapes).conforms(Data(case.data))
    except (Unsupported, Doubtful):
        return None


@pytest.mark.skipif(not SUITE.is_dir(), reason="needs the W3C's test suite, which is not published here")
@pytest.mark.filterwarnings("ignore:Parsing weird boolean:UserWarning")
def test_the_w3c_s_suite_is_decided_as_it_says() -> None:
    verdicts = {case.name: (decided(case), case.conforms) for case in cases()}
    wrong = {name for name, (found, wanted) in verdicts.items() if found is not None and found != wanted}
    assert wrong == set()
    left = {name for name, (found, _) in verdicts.items() if found is None}
    assert left == set(LEFT_TO_THE_REFERENCE)
    assert len(verdicts) - len(left) >= 85


@pytest.mark.parametrize("path", [*VALID, *EXAMPLES], ids=named)
def test_what_is_right_needs_no_reference(path) -> None:
    assert COMPILED.conforms(Data(quads(path)))


@pytest.mark.parametrize("path", INVALID, ids=named)
def test_no_fault_is_passed(path) -> None:
    """Whatever is wrong goes to the reference, which says what."""
    assert not validate._certainly_conforms(quads(path), article_shapes())


def _graphs() -> list[list[Quad]]:
    found = [list(draft.graphs().quads) for draft in world.drafts()]
    for level in TextLevel:
        found.append(list(graph.build(extraction(ARTICLE), LINKS, RUN, level).quads))
    return found


GRAPHS = _graphs()
STRANGE = [
    *(Literal(text) for text in ("", " ", "x", "0", "a\nb", "Ключ")),
    *(Literal(text, language=tag) for text in ("", "Kyiv") for tag in ("en", "en-gb")),
    *(Literal(text, datatype=XSD.integer) for text in ("0", "-1", "7", "007", "999999", "x", "1.0")),
    *(Literal(text, datatype=XSD.decimal) for text in ("0", "1", "0.5", "0.50", "1.01", "-0.1", ".5", "NaN")),
    *(
        Literal(text, datatype=XSD.dateTime)
        for text in ("2024-03-11T00:00:00Z", "2024-02-30T00:00:00Z", "2024-03-11T24:00:00Z", "2024-03-11")
    ),
    Literal("2024-03-11", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    Literal("true", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean")),
    BlankNode("b"),
    NamedNode("https://example.org/elsewhere"),
    NamedNode("http://www.wikidata.org/entity/Q42"),
    NamedNode("http://www.wikidata.org/entity/L42"),
]


@st.composite
def mutations(draw: st.DrawFn) -> list[Quad]:
    """An article with one to three statements changed, added or left out."""
    mutated = list(draw(st.sampled_from(GRAPHS)))
    place = st.integers(0, len(mutated) - 2)
    for _ in range(draw(st.integers(1, 3))):
        at, other = draw(place) % len(mutated), draw(place) % len(mutated)
        one, two = mutated[at], mutated[other]
        kind = draw(st.sampled_from(("drop", "object", "strange", "predicate", "subject", "add", "graph")))
        if kind == "drop":
            del mutated[at]
        elif kind == "object":
            mutated[at] = Quad(one.subject, one.predicate, two.object, one.graph_name)
        elif kind == "strange":
            mutated[at] = Quad(one.subject, one.predicate, draw(st.sampled_from(STRANGE)), one.graph_name)
        elif kind == "predicate":
            mutated[at] = Quad(one.subject, two.predicate, one.object, one.graph_name)
        elif kind == "subject":
            mutated[at] = Quad(two.subject, one.predicate, one.object, one.graph_name)
        elif kind == "add":
            mutated.append(Quad(one.subject, two.predicate, draw(st.sampled_from(STRANGE)), one.graph_name))
        else:
            mutated[at] = Quad(one.subject, one.predicate, one.object, two.graph_name)
    return mutated


@pytest.mark.parametrize("level", [None, *TextLevel], ids=str)
def test_two_thousand_mutated_articles_get_the_reference_s_verdict(level: TextLevel | None) -> None:
    """Five hundred for each text level."""
    counts: Counter[str] = Counter()
    shapes = article_shapes(level)

    @settings(max_examples=500, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(mutations())
    def same_verdict(mutated: list[Quad]) -> None:
        reference = validate.validate_by_reference(mutated, text_level=level)
        quick = validate._certainly_conforms(mutated, shapes)
        counts["conforms" if reference.conforms else "fails"] += 1
        if quick:
            assert not reference.findings, validate.render(reference)
        elif not reference.findings:
            with pytest.raises(Doubtful):  # the compiled shapes may be unsure, and never wrong
                Data(mutated)

    same_verdict()
    assert min(counts["fails"], counts["conforms"]) >= 10, counts
