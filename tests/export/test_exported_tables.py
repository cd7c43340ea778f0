"""Tables of claims, links and mentions, as CSV with CSVW and as Parquet; the network of who relays whom."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pandas
import pytest
import small_world as world
from pyoxigraph import Literal, NamedNode, Quad

from ingest.errors import ExportError
from ingest.export import TABLES, csvw, export
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, SCHEMA
from ingest.store import Store, open_store

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
HOLM = "http://www.wikidata.org/entity/Q101"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("tables") / "store", mode="write", create=True) as opened:
        world.fill(opened, world.judgements())
        yield opened


def written(store: Store, form: str, table: str = "claims") -> bytes:
    out = io.BytesIO()
    export(store, form, out, table)
    return out.getvalue()


def rows(store: Store, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(store, "csv", table).decode(), newline="")))


def test_links_say_who_each_actor_is_and_who_decided(store: Store) -> None:
    links = rows(store, "links")
    assert len(links) == sum(quad.predicate == HS.ofActor for quad in store.quads())
    (berg,) = (row for row in links if row["name"] == "Rolf Berg")
    assert (berg["entity"], berg["method"]) == ("http://www.wikidata.org/entity/Q77", "human")
    assert berg["judgement"].startswith(iri.BASE)
    (ruiz,) = (row for row in links if row["name"] == "Carla Ruiz")
    assert ruiz["entity"].startswith(f"{iri.BASE}identity/")
    assert any(row["entity"] == "" and row["method"] == "nil" for row in links)


def test_mentions_point_to_the_words_and_to_the_actor(store: Store) -> None:
    texts = {draft.article.url: draft.article.text for draft in world.drafts()}
    mentions = rows(store, "mentions")
    assert mentions
    for row in mentions:
        assert texts[row["url"]][int(row["start"]) : int(row["end"])] == row["words"]
    assert any(row["entity"] == HOLM for row in mentions)


@pytest.mark.parametrize("table", TABLES)
def test_the_key_tells_rows_apart(store: Store, table: str) -> None:
    keys = [row[TABLES[table].key] for row in rows(store, table)]
    assert len(keys) == len(set(keys)) > 0


@pytest.mark.parametrize("table", TABLES)
def test_parquet_holds_the_same_as_csv(store: Store, table: str) -> None:
    frame = pandas.read_parquet(io.BytesIO(written(store, "parquet", table)))
    expected = rows(store, table)
    assert list(frame.columns) == list(expected[0])
    assert len(frame) == len(expected)
    for column in TABLES[table].columns:
        got: list[Any] = frame[column.name].tolist()
        for value, row in zip(got, expected, strict=True):
            cell = row[column.name]
            match column.datatype:
                case _ if pandas.isna(value):
                    assert cell == ""
                case "boolean":
                    assert cell == str(value).lower()
                case "integer" | "decimal":
                    assert float(cell) == value
                case "dateTime":
                    assert pandas.Timestamp(cell) == value
                case _:
                    assert cell == value


@pytest.mark.parametrize("table", TABLES)
def test_csvw_describes_every_column_in_order(store: Store, table: str) -> None:
    described = json.loads(csvw(TABLES[table], "a table.csv"))
    head = written(store, "csv", table).decode().splitlines()[0].split(",")
    columns = described["tableSchema"]["columns"]
    assert described["url"] == "a%20table.csv"
    assert [column["name"] for column in columns] == [column["titles"] for column in columns] == head
    assert described["tableSchema"]["primaryKey"] in head
    assert all(column["dc:description"].endswith((".", "…")) for column in columns)


def test_an_unknown_table_is_refused_with_the_known_ones(store: Store) -> None:
    with pytest.raises(ExportError, match="claims, links, mentions"):
        export(store, "csv", io.BytesIO(), "sources")


def network(data: bytes) -> tuple[dict[str, dict[str, str]], dict[tuple[str, str], dict[str, str]]]:
    root = ElementTree.fromstring(data)  # noqa: S314 - we wrote it

    def values(element: ElementTree.Element) -> dict[str, str]:
        return {each.attrib["key"]: each.text or "" for each in element.findall(f"{GRAPHML}data")}

    nodes = {each.attrib["id"]: values(each) for each in root.iter(f"{GRAPHML}node")}
    found = [
        (each.attrib["source"], each.attrib["target"], values(each)) for each in root.iter(f"{GRAPHML}edge")
    ]
    edges = {(source, target): data for source, target, data in found}
    assert len(edges) == len(found)
    return nodes, edges


def test_the_network_has_an_edge_for_each_step_of_each_chain(store: Store) -> None:
    nodes, edges = network(written(store, "graphml"))
    steps = sum(int(row["hands"]) for row in rows(store, "claims"))
    assert sum(int(edge["claims"]) for edge in edges.values()) == steps
    assert all(end in nodes for edge in edges for end in edge)
    assert nodes[HOLM]["label"] == "Ada Holm"
    assert {source for source, target in edges if target == HOLM} == {
        node for node, data in nodes.items() if data["label"] in ("Daily Beacon", "Meridian Post")
    }


def test_hedged_and_negated_claims_are_counted_on_the_edge(store: Store) -> None:
    _, edges = network(written(store, "graphml"))
    claims = [row for row in rows(store, "claims") if row["hands"] != "0"]
    hedged = sum(int(row["hands"]) for row in claims if row["certainty"] != "certain")
    negated = sum(int(row["hands"]) for row in claims if row["polarity"] == "negated")
    assert sum(int(edge["hedged"]) for edge in edges.values()) == hedged > 0
    assert sum(int(edge["negated"]) for edge in edges.values()) == negated > 0


def test_no_name_breaks_out_of_the_network(tmp_path: Any) -> None:
    with open_store(tmp_path / "store", mode="write", create=True) as opened:
        world.fill(opened)
        name = iri.graph(iri.article(world.dam().article))
        quads = set(opened.graph(name))
        hostile = "\"><node id='x'/>\t&amp;\n\x01 ]]>"
        renamed = {
            Quad(quad.subject, quad.predicate, Literal(hostile), name)
            if quad.predicate == SCHEMA.name and isinstance(quad.subject, NamedNode)
            else quad
            for quad in quads
        }
        opened.replace({name: renamed})
        nodes, _ = network(written(opened, "graphml"))
        assert "\"><node id='x'/> &amp; \ufffd ]]>" in {node["label"] for node in nodes.values()}
        assert "x" not in nodes
