"""What every shipped question keeps to, whatever it asks."""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import rdflib
from asked_of_the_world import VALUES
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from ingest.export import export
from ingest.query import Question, catalogue, run
from ingest.query.parameters import bind
from ingest.query.reader import Reader

pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own parsers

QUESTIONS = catalogue()
OFFLINE = tuple(question for question in QUESTIONS if "SERVICE" not in question.text)
JUDGED = {"corrections", "judgements"}  # of what people judged: asked of `test_judged_world.py`'s store
CHECKED = {"fact-checks"}  # of ClaimReviews: asked of `test_fact_checks.py`'s store
COPIED = {"copies"}  # of articles that share their wording: asked of `test_copied_world.py`'s store
GRAPHS = ("Graph", "GraphGraphPattern", "ServiceGraphPattern")  # the second is what EXISTS keeps
CASES = [(question, values) for question in OFFLINE for values in VALUES.get(question.name, [{}])]


def named(question: Question) -> str:
    return question.name


def header_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


def walk(node: Any) -> Iterator[tuple[CompValue, bool]]:
    """Give every node of a query's algebra, and whether it stands inside a GRAPH (or SERVICE)."""

    def visit(part: Any, inside: bool) -> Iterator[tuple[CompValue, bool]]:
        if isinstance(part, CompValue):
            yield part, inside
            for child in part.values():
                yield from visit(child, inside or part.name in GRAPHS)
        elif isinstance(part, list | tuple):
            for child in part:
                yield from visit(child, inside)

    return visit(node, False)


def test_there_are_at_least_fourteen() -> None:
    assert len(QUESTIONS) >= 14


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_its_header_asks_one_question_in_plain_words(question: Question) -> None:
    assert question.question.endswith("?")
    assert question.question[0].isupper()
    assert len(header_of(question.text)[0]) <= 110
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", question.name)


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_every_pattern_stands_in_a_named_graph(question: Question) -> None:
    algebra = prepareQuery(question.text).algebra
    patterns = [(node, inside) for node, inside in walk(algebra) if node.name in ("BGP", "TriplesBlock")]
    assert any(node.get("triples") for node, _ in patterns)
    for node, inside in patterns:
        assert inside or not node.get("triples"), f"outside every GRAPH: {node['triples']}"


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_every_parameter_is_selected_and_used_and_no_column_is_one_by_mistake(question: Question) -> None:
    selected = {str(variable) for variable in prepareQuery(question.text).algebra.PV}
    body = question.text.partition("WHERE")[2]
    for parameter in question.parameters:
        assert parameter.name in selected
        assert re.search(rf"[?]{parameter.name}\b", body)
        assert parameter.description[0].isupper()


@pytest.mark.parametrize(
    "question", [each for each in OFFLINE if each.name not in JUDGED | CHECKED | COPIED], ids=named
)
def test_every_column_is_filled_somewhere(question: Question, reader: Reader) -> None:
    tables = [reader.query(question.name, **values) for values in VALUES.get(question.name, [{}])]
    assert sum(len(table) for table in tables) > 0
    rows = [row for table in tables for row in table.rows]
    empty = [name for place, name in enumerate(tables[0].columns) if all(row[place] is None for row in rows)]
    assert empty == []


@pytest.mark.parametrize(("question", "values"), CASES)
def test_its_rows_are_in_one_order_only(question: Question, values: dict[str, Any], reader: Reader) -> None:
    """No two rows agree in all that they are ordered by."""
    conditions = next(node for node, _ in walk(prepareQuery(question.text).algebra) if node.name == "OrderBy")
    by = {str(condition.expr) for condition in conditions.expr}
    table = reader.query(question.name, **values)
    places = [place for place, name in enumerate(table.columns) if name in by]
    keys = [tuple(row[place] for place in places) for row in table.rows]
    assert len(set(keys)) == len(keys)


def pasted(question: Question, values: dict[str, Any]) -> str:
    """Return the query with the values written in the variables' place: what binding has to mean."""
    text = question.text
    for variable, term in bind(question.parameters, values).items():
        text = re.sub(rf"[?]{variable.value}\b", lambda _, term=term: str(term), text)
        clauses = r"(SELECT\b(?:(?!WHERE).)*WHERE|GROUP BY[^\n}]*)"
        text = re.sub(
            clauses, lambda match, term=term: match[0].replace(str(term), ""), text, flags=re.DOTALL
        )
    return text


@pytest.mark.parametrize(("question", "values"), CASES)
def test_what_is_bound_answers_like_what_is_written(
    question: Question, values: dict[str, Any], reader: Reader
) -> None:
    """Binding by the engine means the same as the query with the value in the variable's place."""
    text = pasted(question, values)
    unbound = {parameter.name for parameter in question.parameters} - values.keys()
    written = run(reader.store, "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    bound = reader.query(question.name, **values)
    kept = [place for place, name in enumerate(written.columns) if name not in unbound]  # type: ignore[union-attr]
    assert [tuple(row[place] for place in kept) for row in written] == bound.rows  # type: ignore[union-attr, misc]


@pytest.fixture(scope="module")
def second_engine(reader: Reader) -> Iterator[rdflib.Dataset]:
    yield from in_second_engine(reader)


def in_second_engine(reader: Reader) -> Iterator[rdflib.Dataset]:
    """Give the same graphs in rdflib, which has a SPARQL engine of its own."""
    out = io.BytesIO()
    export(reader.store, "nquads", out)
    rdflib.NORMALIZE_LITERALS = False
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=out.getvalue(), format="nquads")
    yield dataset
    rdflib.NORMALIZE_LITERALS = True


@pytest.mark.parametrize(("question", "values"), CASES)
def test_a_second_engine_gives_the_same_rows_in_the_same_order(
    question: Question, values: dict[str, Any], reader: Reader, second_engine: rdflib.Dataset
) -> None:
    """The questions rely on SPARQL 1.1 and not on the engine that they were written with."""
    table = reader.query(question.name, **values)
    result = second_engine.query(pasted(question, values))
    assert as_strings([[row[name] for name in table.columns] for row in result]) == as_strings(table.terms)


def as_strings(rows: Iterable[Iterable[Any]]) -> list[list[str | None]]:
    """Return the terms of either engine as texts."""
    return [
        [None if term is None else str(term if isinstance(term, str) else term.value) for term in row]
        for row in rows
    ]


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_what_people_set_aside_is_left_out_wherever_claims_are_looked_for(question: Question) -> None:
    """`tests/queries/test_judged_world.py` shows that it is; a new question must not forget it."""
    terms = ("schema:appearance", "hs:attribution")
    looks_for_claims = question.name != "judgements" and any(term in question.text for term in terms)
    assert ("hs:setsAside" in question.text) == looks_for_claims


def test_the_federated_question_asks_wikidata_for_a_bounded_list_and_sends_nothing_of_the_store() -> None:
    (question,) = (question for question in QUESTIONS if "SERVICE" in question.text)
    (service,) = (
        node for node, _ in walk(prepareQuery(question.text).algebra) if node.name == "ServiceGraphPattern"
    )
    assert str(service.term) == "https://query.wikidata.org/sparql"
    asked = question.text.partition("SERVICE")[2]
    assert "wdt:P31 wd:Q3624078" in asked, "sovereign states: some two hundred"
    assert question.parameters == (), "what is bound would not be sent, and the list be without bound"
