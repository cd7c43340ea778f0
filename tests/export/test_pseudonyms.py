"""Exports under pseudonyms: no name of anybody who is not linked is left, and all else stays what it was."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import small_world as world
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from ingest.export import FORMS, TABLES, TABULAR, Pseudonymous, Pseudonyms, export, view
from ingest.export.masking import Mask, parts
from ingest.judgements import Aspect, Judgements
from ingest.model import TextLevel
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, OA, SCHEMA
from ingest.store import Store, open_store
from ingest.validate import validate

KEY = b"k" * 32
HIDDEN = ("Rolf Berg", "Carla Ruiz")
"""Who is linked to nobody in the small world."""
KNOWN = ("Ada Holm", "Moscow", "Daily Beacon")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("names") / "store", mode="write", create=True) as opened:
        judged = [each for each in world.judgements().all if each.subject != "name:rolf berg"]
        judged.append(
            replace(judged[0], subject="name:rolf berg", aspect=Aspect.NOT, value="Q77", why="Not Berg.")
        )
        world.fill(opened, Judgements(judged))
        yield opened


def shown(store: Store, text: TextLevel = TextLevel.QUOTES, key: bytes = KEY) -> Pseudonymous:
    return Pseudonymous(view(store, None, text), Pseudonyms(key))


def quads(source: Pseudonymous | Store) -> list[Quad]:
    return list(source.quads())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", [TextLevel.QUOTES, TextLevel.NONE])
def test_no_hidden_name_nor_part_of_one_is_left_in_any_form(store: Store, form: str, text: TextLevel) -> None:
    for table in TABLES if form in TABULAR else ("claims",):
        out, plain = io.BytesIO(), io.BytesIO()
        export(shown(store, text), form, out, table)
        export(view(store, None, text), form, plain, table)
        for part in (part for name in HIDDEN for part in name.split()):
            assert part.encode() not in re.sub(rb"https?://[^\s\">,]*", b"", out.getvalue()), (form, table)
        if form == "nquads":
            assert all(name.encode() in plain.getvalue() for name in HIDDEN)  # or the test shows nothing
            assert all(name.encode() in out.getvalue() for name in KNOWN)


def test_it_conforms_to_the_shapes(store: Store) -> None:
    found = [quad for quad in quads(shown(store)) if quad.graph_name != iri.ENRICHMENT]
    assert len({quad.graph_name for quad in found}) > 5
    assert validate(found).findings == ()


def test_offsets_and_all_that_is_no_name_stay(store: Store) -> None:
    before, after = quads(store), quads(shown(store))
    reasons = [quad for quad in before if quad.predicate == HS.reason]
    assert len(after) == len(before) - len(reasons)
    for predicate in (OA.start, OA.end, HS.confidence, HS.textSha256, SCHEMA.url, HS.score):
        assert sorted(str(quad.object) for quad in before if quad.predicate == predicate) == sorted(
            str(quad.object) for quad in after if quad.predicate == predicate
        )
    for predicate in (OA.exact, SCHEMA.text, SCHEMA.headline):
        words = [quad for quad in after if quad.predicate == predicate]
        assert words
        assert sorted(len(str(quad.object)) for quad in words) == sorted(
            len(str(quad.object)) for quad in before if quad.predicate == predicate
        )


def test_whoever_guesses_a_name_cannot_check_it_by_an_iri_or_digest(store: Store) -> None:
    kinds = re.compile(r"/(actor|claim|link|corrected|judgement|identity)/[a-z2-7]{32}")

    def secret(found: list[Quad]) -> set[str]:
        nodes = (
            term.value
            for quad in found
            for term in (quad.subject, quad.object)
            if isinstance(term, NamedNode)
        )
        return {node[: match.end()] for node in nodes for match in kinds.finditer(node)}

    def digests(found: list[Quad]) -> set[str]:
        return {str(quad.object) for quad in found if quad.predicate == HS.wordingDigest}

    before, after, other = quads(store), quads(shown(store)), quads(shown(store, key=b"o" * 32))
    for of in (secret, digests):
        assert len(of(before)) == len(of(after)) > 5
        assert not of(before) & of(after)
        assert not of(other) & of(after)


def test_one_key_gives_one_pseudonym_to_one_name_in_every_article(store: Store) -> None:
    one, other = Pseudonyms(KEY), Pseudonyms(KEY)
    assert one.of("Rolf Berg") == other.of("rolf  Berg") != Pseudonyms(b"o" * 32).of("Rolf Berg")
    assert quads(shown(store)) != quads(shown(store, key=b"o" * 32))
    first, second = io.BytesIO(), io.BytesIO()
    shown(store).export_nquads(first)
    shown(store).export_nquads(second)
    assert first.getvalue() == second.getvalue()
    assert KEY.hex().encode() not in first.getvalue()


def test_the_table_says_who_is_who(store: Store) -> None:
    names = Pseudonyms(KEY)
    found = list(Pseudonymous(store, names).quads())
    table = names.table().decode()
    for name in HIDDEN:
        assert f"{names.of(name)},{name}\n" in table
        assert any(quad.object == Literal(names.of(name)) for quad in found)


def test_iris_of_what_holds_no_words_stay() -> None:
    for address in (
        "article/" + "a" * 32,
        "article/" + "a" * 32 + "/mention/" + "b" * 32,
        "source/" + "c" * 32,
    ):
        node = NamedNode(iri.BASE + address)
        assert iri.keyed(node, KEY) == node
    below = NamedNode(iri.BASE + "article/" + "a" * 32 + "/claim/" + "b" * 32 + "/link/1")
    above = NamedNode(below.value.removesuffix("/link/1"))
    assert iri.keyed(below, KEY).value == iri.keyed(above, KEY).value + "/link/1"


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Rolf Berg's dam; Berg said.", "████ ████'s dam; ████ said."),
        ("the Bergs and ROLF BERG, rolf berg", "the █████ and ████ ████, ████ ████"),
        ("an iceberg, Bergen and a berg", "an iceberg, Bergen and a berg"),
        ("@rolfberg and #RolfBerg2024", "@████████ and #████████████"),
        ("Rolf-Berg Street", "████-████ Street"),
    ],
)
def test_names_are_covered_where_they_are_words(text: str, covered: str) -> None:
    assert Mask(["Rolf Berg"])(text) == covered


def test_names_that_context_cuts_off_are_covered_to_the_edge() -> None:
    mask = Mask(["Boris Rozhin"])
    assert mask("zhin said so", cut_before=True) == "████ said so"
    assert mask("so says Bor", cut_after=True) == "so says ███"
    assert mask("zhin said so Bor") == "zhin said so Bor"


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4), st.text(max_size=60))
def test_the_length_stays_and_no_capitalised_part_does(names: list[str], text: str) -> None:
    masked = Mask(names)(text)
    assert len(masked) == len(text)
    assert [a for a, b in zip(text, masked, strict=True) if a != b and b != "█"] == []
    for name in names:
        for part in name.split():
            if any(parts(part)) and part.isalpha() and len(part) > 1:
                assert part not in Mask(names)(f"so {part} said").split()
