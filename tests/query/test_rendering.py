"""Answers as text, read back by other parsers; and values as Python has them."""

import csv
import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, Triple, parse_query_results
from rdflib.query import Result

from ingest.errors import QueryError
from ingest.query import FORMS, Graph, Table, Verdict, cells, render, value
from ingest.text import printable

XSD = "http://www.w3.org/2001/XMLSchema#"
HOSTILE = 'a "b", c\r\n\td\\n ’ 🔥‮ \x1b[2J =1+1'


def typed(lexical: str, datatype: str) -> Literal:
    return Literal(lexical, datatype=NamedNode(XSD + datatype))


TABLE = Table(
    ("iri", "text", "number"),
    (
        (NamedNode("https://example.org/a,b"), Literal(HOSTILE), typed("7", "integer")),
        (None, Literal("été", language="fr"), typed("0.50", "decimal")),
        (NamedNode("urn:x"), Literal(""), None),
    ),
)
TRIPLES = Graph((Triple(NamedNode("urn:a"), NamedNode("https://schema.org/name"), Literal(HOSTILE)),))

terms = st.one_of(
    st.none(),
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")).map(Literal),
    st.integers(-(10**17), 10**17).map(lambda number: typed(str(number), "integer")),
    st.just(NamedNode("https://example.org/x")),
    st.just(Literal("x", language="en")),
)
tables = st.lists(st.tuples(terms, terms), max_size=4).map(lambda rows: Table(("a", "b"), tuple(rows)))


@given(tables)
def test_json_and_tsv_are_read_back_by_the_engines_parser(table: Table) -> None:
    for form, syntax in (("json", QueryResultsFormat.JSON), ("tsv", QueryResultsFormat.TSV)):
        solutions = parse_query_results(render(table, form), format=syntax)
        assert [variable.value for variable in solutions.variables] == ["a", "b"]  # type: ignore[union-attr]
        assert tuple(tuple(solution) for solution in solutions) == table.terms  # type: ignore[union-attr, arg-type]


@given(tables)
def test_csv_keeps_every_value_exactly(table: Table) -> None:
    head, *rows = csv.reader(io.StringIO(render(table, "csv").decode(), newline=""), strict=True)
    assert head == ["a", "b"]
    assert rows == [["" if term is None else term.value for term in row] for row in table.terms]  # type: ignore[union-attr]


def test_json_is_read_back_by_rdflib() -> None:
    result = Result.parse(io.BytesIO(render(TABLE, "json")), format="json")
    assert [str(variable) for variable in result.vars or ()] == list(TABLE.columns)
    first, second, _ = result.bindings
    assert str(first[rdflib.Variable("text")]) == HOSTILE
    assert second[rdflib.Variable("text")] == rdflib.Literal("été", lang="fr")
    assert rdflib.Variable("iri") not in second


def test_csv_does_not_defuse_formulas_since_the_wording_would_be_another() -> None:
    table = Table(("wording",), ((Literal("=1+1"),), (Literal("@home"),)))
    assert render(table, "csv") == b"wording\r\n=1+1\r\n@home\r\n"


def test_a_table_for_the_terminal_has_aligned_columns_and_no_control_characters() -> None:
    text = render(TABLE, "table").decode()
    assert len(text.splitlines()) == 4
    assert not {"\x1b", "\r", "\t", "\u202e"} & set(text)
    assert "\\x1b[2J" in text
    assert "\\u202e" in text
    header, first = text.splitlines()[:2]
    assert header.index("text") == first.index('a "b"')


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain “quotes” ünï 漢字 🔥", "plain “quotes” ünï 漢字 🔥"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202eevil\u2066", "\\u202eevil\\u2066"),
        ("👩‍👧 می‌خواهم", "👩‍👧 می‌خواهم"),
        ("\u2028\ufeff", "\\u2028\\ufeff"),
    ],
)
def test_what_would_steer_a_terminal_is_made_visible(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_nothing_printable_controls(text: str) -> None:
    assert all(
        character.isprintable() or character in "\u200c\u200d" or character.isspace()
        for character in printable(text)
    )
    assert not set(printable(text)) & {chr(code) for code in (*range(32), *range(127, 160))}


def test_triples_as_turtle_nquads_and_a_table() -> None:
    for form, syntax in (("ttl", "turtle"), ("nquads", "nt")):
        graph = rdflib.Graph().parse(data=render(TRIPLES, form), format=syntax)
        assert {str(target) for target in graph.objects()} == {HOSTILE}
    assert cells(TRIPLES)[0] == ["subject", "predicate", "object"]
    assert json.loads(render(TRIPLES, "json"))["head"]["vars"] == ["subject", "predicate", "object"]


@pytest.mark.parametrize(
    ("form", "text"), [("csv", b"true\r\n"), ("tsv", b"true\n"), ("table", b"answer\ntrue\n")]
)
def test_a_verdict_in_every_form(form: str, text: bytes) -> None:
    assert render(Verdict(True), form) == text
    assert json.loads(render(Verdict(False), "json")) == {"head": {}, "boolean": False}


def test_forms_that_do_not_suit_or_do_not_exist() -> None:
    with pytest.raises(QueryError, match="CONSTRUCT"):
        render(TABLE, "ttl")
    with pytest.raises(QueryError, match="table, csv, tsv, json, ttl, nquads"):
        render(TABLE, "xlsx")
    assert list(FORMS) == ["table", "csv", "tsv", "json", "ttl", "nquads"]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (None, None),
        (NamedNode("urn:x"), "urn:x"),
        (Literal("x", language="en"), "x"),
        (typed("-7", "integer"), -7),
        (typed("7", "nonNegativeInteger"), 7),
        (typed("0.10", "decimal"), Decimal("0.10")),
        (typed("1e3", "double"), 1000.0),
        (typed("true", "boolean"), True),
        (typed("2024-05-06T00:00:00Z", "dateTime"), datetime(2024, 5, 6, tzinfo=UTC)),
        (typed("seven", "integer"), "seven"),
        (typed("1_000", "integer"), "1_000"),
        (typed("9" * 5000, "integer"), "9" * 5000),
        (typed("NaN", "decimal"), "NaN"),
        (typed("24000-05-06T00:00:00Z", "dateTime"), "24000-05-06T00:00:00Z"),
        (typed("2024-05-06", "date"), "2024-05-06"),
        (typed("20240506", "dateTime"), "20240506"),
        (typed("2024-05-06T00:00:00.1234567Z", "dateTime"), "2024-05-06T00:00:00.1234567Z"),
        (typed("2024-02-30T00:00:00Z", "dateTime"), "2024-02-30T00:00:00Z"),
    ],
)
def test_terms_as_python_values(term: Literal | NamedNode | None, expected: object) -> None:
    assert value(term) == expected
    assert type(value(term)) is type(expected)


def test_a_table_is_read_by_row_and_by_column() -> None:
    assert len(TABLE) == 3
    assert list(TABLE)[1] == (None, "été", Decimal("0.50"))
    assert TABLE.records()[2] == {"iri": "urn:x", "text": "", "number": None}


def test_a_data_frame_has_whole_numbers_where_cells_are_empty() -> None:
    table = Table(("n", "text"), ((typed("1", "integer"), Literal("a")), (None, None)))
    frame = table.to_pandas()
    assert list(frame.columns) == ["n", "text"]
    assert str(frame["n"].dtype) == "Int64"
    assert frame["text"].isna().tolist() == [False, True]
    assert list(Table(("n",), ()).to_pandas().columns) == ["n"]


def test_without_pandas_the_error_says_how_to_install_it() -> None:
    program = """
import sys
sys.modules["pandas"] = None
from ingest.query import Table
try:
    Table((), ()).to_pandas()
except Exception as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "pip install 'pandas>=2.2'" in done.stdout
