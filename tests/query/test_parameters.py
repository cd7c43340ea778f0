from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store, Variable

from ingest.errors import QueryError
from ingest.model import SpeechAct
from ingest.query import TYPES, Parameter
from ingest.query.parameters import bind
from ingest.rdf import iri

XSD = "http://www.w3.org/2001/XMLSchema#"


def term(kind: str, value: object) -> NamedNode | Literal:
    return Parameter("p", kind, "What it does").term(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("iri", "https://example.org/a?b=c#d", NamedNode("https://example.org/a?b=c#d")),
        ("iri", "urn:x", NamedNode("urn:x")),
        ("article", "HTTPS://Example.org/a?utm_source=x#top", iri.article_at("https://example.org/a")),
        ("article", f"{iri.BASE}article/{'x2' * 16}", NamedNode(f"{iri.BASE}article/{'x2' * 16}")),
        ("qid", "Q212", NamedNode("http://www.wikidata.org/entity/Q212")),
        ("string", "", Literal("")),
        ("integer", " 7"[1:], Literal("7", datatype=NamedNode(XSD + "integer"))),
        ("integer", -7, Literal("-7", datatype=NamedNode(XSD + "integer"))),
        ("integer", "+007", Literal("7", datatype=NamedNode(XSD + "integer"))),
        ("decimal", "0.50", Literal("0.50", datatype=NamedNode(XSD + "decimal"))),
        ("decimal", 1e-7, Literal("0.0000001", datatype=NamedNode(XSD + "decimal"))),
        ("decimal", Decimal("1E+2"), Literal("100", datatype=NamedNode(XSD + "decimal"))),
        ("date", "2024-05-06", Literal("2024-05-06T00:00:00Z", datatype=NamedNode(XSD + "dateTime"))),
        ("date", date(2024, 5, 6), Literal("2024-05-06T00:00:00Z", datatype=NamedNode(XSD + "dateTime"))),
        (
            "date",
            "2024-05-06T08:00:00+02:00",
            Literal("2024-05-06T06:00:00Z", datatype=NamedNode(XSD + "dateTime")),
        ),
        (
            "date",
            datetime(2024, 5, 6, 8, tzinfo=timezone(timedelta(hours=2))),
            Literal("2024-05-06T06:00:00Z", datatype=NamedNode(XSD + "dateTime")),
        ),
        (
            "date",
            datetime(2024, 5, 6, 8, tzinfo=UTC),
            Literal("2024-05-06T08:00:00Z", datatype=NamedNode(XSD + "dateTime")),
        ),
        ("certainty", "possible", NamedNode("https://w3id.org/hearsay/certainty#possible")),
        ("polarity", "negated", NamedNode("https://w3id.org/hearsay/polarity#negated")),
        ("act", "according to", NamedNode("https://w3id.org/hearsay/act#according-to")),
        ("act", "according-to", NamedNode("https://w3id.org/hearsay/act#according-to")),
        ("act", SpeechAct.DENY, NamedNode("https://w3id.org/hearsay/act#deny")),
        ("kind", "own-voice", NamedNode("https://w3id.org/hearsay/claim-kind#own-voice")),
        ("actor-kind", "person", NamedNode("https://w3id.org/hearsay/actor-kind#person")),
        ("method", "nil", NamedNode("https://w3id.org/hearsay/link-method#nil")),
    ],
)
def test_a_value_becomes_the_term_of_its_type(
    kind: str, value: object, expected: NamedNode | Literal
) -> None:
    assert term(kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iri", "article"),
        ("iri", "https://example.org/a b"),
        ("iri", "https://example.org/> } DROP ALL #"),
        ("iri", ""),
        ("article", "example.org/a"),
        ("article", "https://example.org/> } DROP ALL #"),
        ("qid", "212"),
        ("qid", "Q0"),
        ("qid", "q212"),
        ("qid", "Q212\n"),
        ("integer", "2.0"),
        ("integer", "１"),
        ("integer", "1_000"),
        ("integer", "9" * 19),
        ("integer", True),
        ("decimal", "1e3"),
        ("decimal", "NaN"),
        ("decimal", "."),
        ("date", "2024-02-30"),
        ("date", "06.05.2024"),
        ("date", "2024-05-06T08:00:00"),
        ("date", "2024-05-06T25:00:00Z"),
        ("certainty", "sure"),
        ("act", "shout"),
        ("string", "\ud800"),
    ],
)
def test_what_is_not_of_the_type_is_refused_with_an_example(kind: str, value: object) -> None:
    with pytest.raises(QueryError) as caught:
        term(kind, value)
    assert f"p={TYPES[kind].example}" in caught.value.cure


@pytest.mark.parametrize("kind", TYPES)
def test_every_types_example_is_of_the_type(kind: str) -> None:
    assert term(kind, TYPES[kind].example)


def test_missing_unknown_and_default_values() -> None:
    needed = Parameter("entity", "qid", "The entity")
    optional = Parameter("kind", "actor-kind", "Only these", optional=True)
    defaulted = Parameter("least", "integer", "At least", default="2")
    parameters = (needed, optional, defaulted)
    with pytest.raises(QueryError, match="needs the parameter `entity`: The entity"):
        bind(parameters, {"entity": None})
    with pytest.raises(QueryError, match=r"no parameter `enttiy`.*`entity`, `kind`, `least`"):
        bind(parameters, {"enttiy": "Q1"})
    assert bind(parameters, {"entity": "Q1"}).keys() == {Variable("entity"), Variable("least")}
    assert bind(parameters, {"entity": "Q1", "least": 5})[Variable("least")].value == "5"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_is_bound_as_itself_and_nothing_else(text: str) -> None:
    """No text can break out of a parameter: the engine gives back what went in."""
    (row,) = Store().query(
        "SELECT ?p { }", substitutions=bind((Parameter("p", "string", "Text"),), {"p": text})
    )
    assert row["p"] == Literal(text)
