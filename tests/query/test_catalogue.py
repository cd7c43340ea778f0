from pathlib import Path

import pytest

from ingest.errors import QueryError
from ingest.query import catalogue, find, parse
from ingest.query.parameters import Parameter

TEXT = """# Who says it?
#
# Further
# lines.
# param: entity qid  The entity
# param: kind actor-kind?  Only these
# param: least integer = 2  At least as many
# example: entity=Q212
SELECT ?x ?entity ?kind ?least { GRAPH ?g { ?x ?y ?entity } }
# param: late string  Not in the header
"""


def test_a_header_is_read_up_to_the_first_line_of_the_query(tmp_path: Path) -> None:
    (tmp_path / "who.rq").write_text(TEXT, encoding="utf-8")
    (question,) = catalogue(tmp_path)
    assert (question.name, question.question, question.notes) == ("who", "Who says it?", "Further\nlines.")
    assert question.parameters == (
        Parameter("entity", "qid", "The entity"),
        Parameter("kind", "actor-kind", "Only these", optional=True),
        Parameter("least", "integer", "At least as many", default="2"),
    )
    assert question.example == (("entity", "Q212"),)
    assert question.text == TEXT


@pytest.mark.parametrize(
    "declaration",
    [
        "entity",
        "entity qid",
        "entity qid The entity",
        "entity quid  The entity",
        "two words qid  The entity",
        "entity qid? = Q1  Both",
        "least integer = two  Ill-typed default",
        "entity qid  Once\n# param: entity qid  Twice",
    ],
)
def test_a_malformed_declaration_is_refused(declaration: str) -> None:
    with pytest.raises(QueryError):
        parse(f"# Who?\n# param: {declaration}\nASK {{}}")


def test_bound_of_a_parameter_is_refused_since_the_engine_takes_it_for_false() -> None:
    with pytest.raises(QueryError, match=r"COALESCE\(\?value = \?kind, true\)"):
        parse("# Who?\n# param: kind string?  Kind\nSELECT ?kind { FILTER(!bound( $kind )) }")
    parse("# Who?\n# param: kind string?  Kind\nSELECT ?kind ?x { FILTER(!BOUND(?x)) }")


def test_a_query_without_a_header_has_no_question_and_no_parameters() -> None:
    question = parse("SELECT * { GRAPH ?g { ?a ?b ?c } }")
    assert (question.question, question.parameters) == ("", ())


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(QueryError, match="Did you mean `who-said-what`"):
        find("who-siad-what")
    with pytest.raises(QueryError, match="`hearsay queries` lists all"):
        find("zzz")


def test_names_come_in_one_order() -> None:
    names = [question.name for question in catalogue()]
    assert names == sorted(names)
