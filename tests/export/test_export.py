"""Every export format is read back by another parser and compared with what the store holds."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import small_world as world
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import ExportError
from ingest.export import FORMS, export
from ingest.export.jsonld import Writer, load_context
from ingest.rdf import iri
from ingest.rdf.vocabulary import CITO, HS, OA, RDF, RDFS, SCHEMA, XSD
from ingest.store import Store, open_store

pytestmark = [  # rdflib's own parsers
    pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
]

HOSTILE = [
    "quotes \" ' ''' \"\"\" and \\ back\\nslashes",
    "new\nline, carriage\rreturn, both\r\n, tab\t, next line\x85, separators\u2028\u2029",
    " spaces around ",
    "<b>&amp;</b> ]]> <!-- -->",
    "emoji 🔥👩‍👧, Cyrillic Тимур, Arabic النار, override \u202eevil",
    "@prefix : <urn:x> . # comment",
    "{{ {% ${x} %s",
    "",
]
CONTROL = "\x01 \x1b[2J \x7f \ufffe"
PLAIN = ox.NamedNode(XSD.string.value)

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
xml_characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
literals = st.one_of(
    st.text(characters).map(ox.Literal),
    st.builds(lambda text: ox.Literal(text, language="en"), st.text(characters)),
    st.integers(-(10**17), 10**17).map(lambda number: ox.Literal(str(number), datatype=XSD.integer)),
    st.sampled_from(["0.5", "1", "-0"]).map(lambda text: ox.Literal(text, datatype=XSD.decimal)),
    st.just(ox.Literal("2024-05-06T00:00:00Z", datatype=XSD.dateTime)),
)
nodes = st.sampled_from(
    [HS.nil, ox.NamedNode("http://www.wikidata.org/entity/Q1"), iri.RUNS, HS.Claim, OA.exact]
    + [ox.NamedNode(f"https://w3id.org/hearsay/{scheme}#name") for scheme in ("link-method", "act")]
    + [ox.NamedNode("https://example.org/a?b=c&d='e'#f"), ox.NamedNode("urn:name"), ox.NamedNode(SCHEMA.base)]
)
predicates = st.sampled_from([*HS, *SCHEMA, *OA, *CITO, RDFS.label, ox.NamedNode("https://example.org/p")])
NAME = ox.NamedNode("https://w3id.org/hearsay/article/x/graph")
statements = st.builds(ox.Quad, nodes, predicates, st.one_of(nodes, literals), st.just(NAME))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store", mode="write", create=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples of a property: opening one takes longer than the rest."""
    with open_store(tmp_path_factory.mktemp("shared") / "store", mode="write", create=True) as opened:
        yield opened


@pytest.fixture
def filled(store: Store) -> Store:
    world.fill(store)
    subject = ox.NamedNode("https://w3id.org/hearsay/article/hostile")
    name = ox.NamedNode(f"{subject.value}/graph")
    store.replace({name: [ox.Quad(subject, SCHEMA.text, ox.Literal(text), name) for text in HOSTILE]})
    return store


def written(store: Store, form: str) -> bytes:
    out = io.BytesIO()
    export(store, form, out)
    return out.getvalue()


def from_rdflib(term: Any) -> ox.NamedNode | ox.Literal:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else PLAIN)


def triples_of_rdflib(text: bytes, syntax: str) -> set[ox.Triple]:
    rdflib.NORMALIZE_LITERALS = False
    try:
        graph = rdflib.Graph().parse(data=text, format=syntax)
    finally:
        rdflib.NORMALIZE_LITERALS = True
    return {ox.Triple(from_rdflib(s), from_rdflib(p), from_rdflib(o)) for s, p, o in graph}  # type: ignore[arg-type]


def quads_of_rdflib(text: bytes, syntax: str) -> set[ox.Quad]:
    rdflib.NORMALIZE_LITERALS = False
    try:
        dataset = rdflib.Dataset()
        dataset.parse(data=text, format=syntax)
    finally:
        rdflib.NORMALIZE_LITERALS = True
    return {
        ox.Quad(from_rdflib(s), from_rdflib(p), from_rdflib(o), ox.NamedNode(str(g)))  # type: ignore[arg-type]
        for s, p, o, g in dataset.quads()
    }


def union(quads: Iterable[ox.Quad]) -> set[ox.Triple]:
    return {quad.triple for quad in quads}


@pytest.mark.parametrize(("form", "syntax"), [("nquads", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")])
def test_forms_with_graphs_lose_nothing(filled: Store, form: str, syntax: str) -> None:
    assert quads_of_rdflib(written(filled, form), syntax) == set(filled.quads())


@pytest.mark.parametrize(("form", "syntax"), [("turtle", "turtle"), ("rdfxml", "xml")])
def test_forms_without_graphs_hold_the_union(filled: Store, form: str, syntax: str) -> None:
    assert triples_of_rdflib(written(filled, form), syntax) == union(filled.quads())


def test_json_ld_is_read_alike_by_a_second_parser(filled: Store) -> None:
    assert set(ox.parse(written(filled, "jsonld"), format=ox.RdfFormat.JSON_LD)) == set(filled.quads())


@settings(max_examples=60, deadline=None)
@given(st.lists(statements, max_size=12))
def test_any_statements_survive_json_ld_trig_and_turtle(shared: Store, quads: list[ox.Quad]) -> None:
    shared.replace({NAME: quads})
    want = set(shared.quads())
    assert set(ox.parse(written(shared, "jsonld"), format=ox.RdfFormat.JSON_LD)) == want
    assert set(ox.parse(written(shared, "trig"), format=ox.RdfFormat.TRIG)) == want
    assert union(ox.parse(written(shared, "turtle"), format=ox.RdfFormat.TURTLE)) == union(want)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(xml_characters | st.sampled_from("\r\n\t&<>]\"'")), max_size=6))
def test_any_text_that_xml_can_hold_survives_rdf_xml(shared: Store, texts: list[str]) -> None:
    shared.replace({NAME: [ox.Quad(NAME, SCHEMA.text, ox.Literal(text), NAME) for text in texts]})
    found = triples_of_rdflib(written(shared, "rdfxml"), "xml")
    assert {triple.object.value for triple in found} == set(texts)  # type: ignore[union-attr]


def test_control_characters_survive_all_but_xml_which_says_so_and_writes_nothing(store: Store) -> None:
    store.replace({NAME: [ox.Quad(NAME, SCHEMA.text, ox.Literal(CONTROL), NAME)]})
    assert set(ox.parse(written(store, "nquads"), format=ox.RdfFormat.N_QUADS)) == set(store.quads())
    assert quads_of_rdflib(written(store, "trig"), "trig") == set(store.quads())
    assert quads_of_rdflib(written(store, "jsonld"), "json-ld") == set(store.quads())
    out = io.BytesIO()
    with pytest.raises(ExportError, match=r"U\+0001"):
        export(store, "rdfxml", out)
    assert out.getvalue() == b""


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_store_gives_an_empty_document(store: Store, form: str) -> None:
    text = written(store, form)
    if form == "jsonld":
        assert json.loads(text)["@graph"] == []
    if form == "csv":
        assert len(text.splitlines()) == 1
    if form in ("turtle", "rdfxml"):
        assert triples_of_rdflib(text, {"turtle": "turtle", "rdfxml": "xml"}[form]) == set()
    if form in ("nquads", "trig"):
        assert quads_of_rdflib(text, form) == set()


@pytest.mark.parametrize(
    ("form", "read_as"),
    [("jsonld", ox.RdfFormat.JSON_LD), ("trig", ox.RdfFormat.TRIG), ("nquads", ox.RdfFormat.N_QUADS)],
)
def test_judgements_corrections_and_identities_come_back_as_they_were(
    store: Store, form: str, read_as: ox.RdfFormat
) -> None:
    world.fill(store, world.judgements())
    assert set(ox.parse(written(store, form), format=read_as)) == set(store.quads())


def test_n_quads_are_sorted_by_bytes(filled: Store) -> None:
    lines = written(filled, "nquads").splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == filled.count()


PROGRAM = """
import sys, hashlib, io
sys.path[:0] = {path!r}
import small_world as world
from ingest.export import FORMS, export
from ingest.store import open_store
with open_store(sys.argv[1], mode="write", create=True) as store:
    for draft in {order}(world.drafts()):
        built = draft.graphs()
        name, links = world.iri.graph(built.article), world.iri.links_graph(built.article)
        store.replace({{name: built.graph, links: built.links}}, built.runs)
    for form in FORMS:
        out = io.BytesIO()
        export(store, form, out)
        print(form, hashlib.sha256(out.getvalue()).hexdigest())
"""


def test_every_form_is_the_same_under_any_hash_seed_locale_time_zone_and_order_of_loading(
    tmp_path: Path,
) -> None:
    root = Path(__file__).parents[2]
    outputs = set()
    surroundings = [
        ("0", "C", "UTC", "list"),
        ("1", "tr_TR.UTF-8", "Asia/Kathmandu", "reversed"),
        ("7", "C", "UTC", "sorted_by_url"),
    ]
    for number, (seed, locale, zone, order) in enumerate(surroundings):
        order = (
            "(lambda drafts: sorted(drafts, key=lambda d: d.article.title))"
            if order == "sorted_by_url"
            else order
        )
        program = PROGRAM.format(path=[str(root), str(root / "tests")], order=order)
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / f"store{number}")],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == len(FORMS)


def test_the_table_has_a_row_for_each_claim_with_its_chain_and_place(filled: Store) -> None:
    rows = list(csv.DictReader(io.StringIO(written(filled, "csv").decode(), newline="")))
    assert len(rows) == 9
    by_claim = {row["claim"]: row for row in rows}
    row = by_claim[world.claim(world.post(), "c1")]
    assert row["url"] == world.POST
    assert row["outlet"] == "Meridian Post"
    assert row["chain"] == "Meridian Post ← Daily Beacon ← officials"
    assert (row["hands"], row["unnamed"], row["confidence"]) == ("2", "true", "0.75")
    assert (
        world.post().article.text[int(row["start"]) : int(row["end"])]
        == row["wording"]
        == "the dam is cracked"
    )
    holm = by_claim[world.claim(world.post(), "c0")]
    assert (holm["speaker"], holm["speaker_label"], holm["medium"]) == ("Holm", "Ada Holm", "Telegram")
    assert holm["speaker_entity"] == "http://www.wikidata.org/entity/Q101"
    denied = by_claim[world.claim(world.dam(), "c2")]
    assert (denied["act"], denied["polarity"], denied["certainty"]) == ("deny", "negated", "certain")


def test_the_table_has_corrected_claims_in_the_place_of_those_that_people_set_aside(store: Store) -> None:
    world.fill(store, world.judgements())
    rows = list(csv.DictReader(io.StringIO(written(store, "csv").decode(), newline="")))
    assert len(rows) == 8
    claims = {row["claim"]: row for row in rows}
    aside = {world.claim(world.dam(), "c1"), world.claim(world.dam(), "c3"), world.claim(world.post(), "c2")}
    assert not claims.keys() & aside
    (row,) = (row for row in rows if row["wording"] == "Moscow may help")
    assert (row["speaker"], row["chain"], row["polarity"]) == ("Holm", "Meridian Post ← Holm", "negated")
    assert row["speaker_label"] == "Ada Holm"
    (berg,) = (row for row in rows if row["speaker"] == "Rolf Berg")
    assert berg["speaker_entity"] == "http://www.wikidata.org/entity/Q77"


def test_rows_of_an_article_follow_its_text(filled: Store) -> None:
    rows = list(csv.DictReader(io.StringIO(written(filled, "csv").decode(), newline="")))
    starts = [int(row["start"]) for row in rows if row["url"] == world.DAM]
    assert starts == sorted(starts)
    assert len(starts) == 4


def test_json_ld_reads_naturally(filled: Store) -> None:
    document = json.loads(written(filled, "jsonld"))
    article = iri.article(world.post().article)
    (graph,) = (
        graph
        for graph in document["@graph"]
        if graph["id"] == "hearsay:" + article.value.removeprefix(iri.BASE) + "/graph"
    )
    (claim,) = (node for node in graph["@graph"] if node.get("text") == "Moscow may help")
    assert claim["kind"] == "own-voice"
    assert claim["attribution"]["certainty"] == "possible"
    assert claim["attribution"]["act"] == "assert"
    assert claim["attribution"]["certaintyCue"]["exact"] == "may"
    assert claim["wording"]["start"] == 124
    bundle, head, *claims = graph["@graph"][:5]
    assert bundle["id"] == graph["id"]
    assert "Article" in head["type"]
    assert [claim["wording"]["start"] for claim in claims] == [14, 104, 124]
    cue = claims[0]["attribution"]["cue"]
    assert (cue["exact"], cue["start"]) == ("wrote", 39)


def test_json_ld_writes_a_circle_of_attributions_without_losing_it(store: Store) -> None:
    one, two = (ox.NamedNode(f"https://example.org/{name}") for name in ("one", "two"))
    store.replace(
        {
            NAME: [
                ox.Quad(one, RDF.type, HS.Attribution, NAME),
                ox.Quad(two, RDF.type, HS.Attribution, NAME),
                ox.Quad(one, HS.next, two, NAME),
                ox.Quad(two, HS.next, one, NAME),
            ]
        }
    )
    assert quads_of_rdflib(written(store, "jsonld"), "json-ld") == set(store.quads())


def test_json_ld_writes_a_chain_of_any_depth(store: Store) -> None:
    links = [ox.NamedNode(f"https://example.org/{number}") for number in range(300)]
    quads = [ox.Quad(link, RDF.type, HS.Attribution, NAME) for link in links]
    quads += [ox.Quad(inner, HS.next, outer, NAME) for inner, outer in pairwise(links)]
    store.replace({NAME: quads})
    assert set(ox.parse(written(store, "jsonld"), format=ox.RdfFormat.JSON_LD)) == set(quads)


def test_an_iri_that_json_ld_would_take_for_an_abbreviation_is_refused() -> None:
    with pytest.raises(ExportError, match="abbreviated"):
        Writer(load_context()).compact(ox.NamedNode("schema:name"))


def test_an_unknown_form_is_refused_with_the_known_ones(store: Store) -> None:
    with pytest.raises(ExportError, match="nquads, trig, jsonld"):
        export(store, "xlsx", io.BytesIO())
