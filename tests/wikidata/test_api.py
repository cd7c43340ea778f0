"""Wikidata's API: what it answers, and the errors that it hides in answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from server import Reply, as_json, html, serving
from wiki import MAXLAG, Document, Wiki, error, item, wikidata

from ingest.errors import OnlineError
from ingest.wikidata.api import BATCH, Api, Hit, inspect
from ingest.wikidata.api import Reply as Said
from ingest.wikidata.client import Client

CONTACT = "mailto:desk@example.org"


@contextmanager
def asking(address: str) -> Iterator[tuple[Api, list[float]]]:
    waits: list[float] = []
    with Client(address, CONTACT, inspect, sleep=waits.append) as client:
        yield Api(client), waits


def fetched(address: str, *qids: str) -> list[Said]:
    with asking(address) as (api, _):
        return list(api.entities(qids, ("en",)))


PERSON = item("Q7001", "Ada Holm", "A. Holm", types=("Q5",))
NAMESAKE = item("Q7002", "Ada Holmgren", types=("Q5",))
CITY = item("Q7003", "Varnholm", types=("Q515",))


def test_a_search_gives_what_begins_so_and_which_name_it_was() -> None:
    with wikidata(PERSON, NAMESAKE, CITY) as (service, _), asking(service.address) as (api, _):
        assert api.search("Ada Holm", "en") == (Hit("Q7001", "Ada Holm"), Hit("Q7002", "Ada Holmgren"))
        assert api.search("A. Holm", "en") == (Hit("Q7001", "A. Holm"),)
        assert api.search("Nobody", "en") == ()
    assert {asked.query["type"] for asked in service.asked} == {"item"}
    assert {asked.query["maxlag"] for asked in service.asked} == {"5"}


def test_in_a_language_that_wikidata_does_not_know_english_is_searched() -> None:
    with wikidata(PERSON) as (service, _), asking(service.address) as (api, _):
        assert api.search("Ada Holm", "en-x-1") == (Hit("Q7001", "Ada Holm"),)


def test_qids_are_asked_for_in_batches_of_fifty_each_once_and_in_order() -> None:
    documents = [item(f"Q{n}", f"Thing {n}") for n in range(1, 121)]
    with wikidata(*documents) as (service, _):
        replies = fetched(service.address, *(f"Q{n}" for n in range(120, 0, -1)), "Q7", "Q7")
    assert [len(asked.query["ids"].split("|")) for asked in service.asked] == [BATCH, BATCH, 20]
    assert [each["id"] for reply in replies for each in reply.documents] == [f"Q{n}" for n in range(1, 121)]


def test_a_merged_item_is_followed_and_recorded_and_a_deleted_one_reported() -> None:
    with wikidata(PERSON, redirects={"Q9": "Q7001"}) as (service, _):
        (reply,) = fetched(service.address, "Q9", "Q10")
    assert reply.redirects == (("Q9", "Q7001"),)
    assert reply.missing == ("Q10",)
    assert [document["id"] for document in reply.documents] == ["Q7001"]


def test_what_is_no_qid_is_not_asked_for() -> None:
    with wikidata(PERSON) as (service, _):
        assert fetched(service.address, "P31", "Q0", "Q1|Q2", "Q", "q7001", "Q٧", "Q1\n") == []
    assert service.asked == []


def test_a_qid_that_makes_the_whole_request_fail_costs_only_itself() -> None:
    with wikidata(PERSON, CITY) as (service, _):
        replies = fetched(service.address, "Q7001", "Q9999999999", "Q7003")
    assert {each["id"] for reply in replies for each in reply.documents} == {"Q7001", "Q7003"}
    assert [qid for reply in replies for qid in reply.missing] == ["Q9999999999"]


@pytest.mark.parametrize("most", [1, 2, 7])
def test_what_was_left_out_of_an_answer_that_would_be_too_long_is_asked_for_again(most: int) -> None:
    documents = [item(f"Q{n}", f"Thing {n}") for n in range(1, 31)]
    with wikidata(*documents, most=most) as (service, _):
        replies = fetched(service.address, *(document["id"] for document in documents))
    assert sorted(each["id"] for reply in replies for each in reply.documents) == sorted(
        document["id"] for document in documents
    )
    assert not any(reply.unanswered for reply in replies)


def test_what_is_always_left_out_is_reported_and_does_not_go_on_for_ever() -> None:
    with wikidata(PERSON, CITY, most=0) as (service, _):
        replies = fetched(service.address, "Q7001", "Q7003")
    assert [reply.unanswered for reply in replies] == [("Q7001",), ("Q7003",)]
    assert len(service.asked) == 3


def test_a_batch_that_fails_does_not_end_the_others() -> None:
    documents = [item(f"Q{n}", f"Thing {n}") for n in range(1, 61)]
    with wikidata(*documents) as (service, wiki):
        wiki.broken["|".join(f"Q{n}" for n in range(1, 51))] = html()
        first, second = fetched(service.address, *(document["id"] for document in documents))
    assert len(first.unanswered) == 50
    assert "text/html" in first.reason
    assert len(second.documents) == 10


def test_the_lag_of_the_database_is_waited_for() -> None:
    wiki = Wiki({"Q7001": PERSON})
    replies = [MAXLAG, MAXLAG]
    with serving(script=lambda asked: replies.pop() if replies else wiki(asked)) as service:
        with asking(service.address) as (api, waits):
            assert api.search("Ada Holm", "en")
        assert waits == [5, 5]


@pytest.mark.parametrize(
    ("reply", "says", "times"),
    [
        (MAXLAG, "maxlag: Waiting for 10", 6),
        (error("ratelimited"), "ratelimited", 6),
        (error("readonly"), "readonly", 6),
        (error("internal_api_error_DBQueryError"), "internal_api_error", 3),
        (error("blocked", "You are blocked"), "refuses the request: blocked: You are blocked", 1),
        (as_json({"error": "so"}), "refuses the request: unknown: so", 1),
        (as_json([]), "no object", 3),
        (as_json(None), "no object", 3),
        (Reply(b"[" * 100_000, headers={"Content-Type": "application/json"}), "garbled", 3),
        (Reply(b'{"search": \xff}', headers={"Content-Type": "application/json"}), "garbled", 3),
        (Reply(b"{}", headers={"Content-Type": "text/plain"}), "text/plain and not JSON", 3),
        (Reply(b"{}"), "something and not JSON", 3),
    ],
)
def test_an_error_in_an_answer_of_status_200_is_found(reply: Reply, says: str, times: int) -> None:
    with serving(reply) as service, asking(service.address) as (api, _):
        with pytest.raises(OnlineError, match=says):
            api.search("Ada Holm", "en")
        assert len(service.asked) == times


STRANGE: list[Any] = [
    {},
    {"entities": []},
    {"entities": {"Q7001": None}},
    {"entities": {"Q7001": []}},
    {"entities": {"Q7001": {"id": 7}}},
    {"entities": {"Q7001": {"id": "Q7001", "redirects": "no"}}},
]


@pytest.mark.parametrize("said", STRANGE)
def test_an_answer_of_a_strange_shape_is_no_crash(said: Document) -> None:
    with serving(as_json(said)) as service:
        for reply in fetched(service.address, "Q7001"):
            assert reply.redirects == ()


@pytest.mark.parametrize(
    "said",
    [{}, {"search": None}, {"search": [1, None, {}, {"id": "P1"}, {"id": "Q1", "match": 7, "label": None}]}],
)
def test_a_search_of_a_strange_shape_is_no_crash(said: Document) -> None:
    with serving(as_json(said)) as service, asking(service.address) as (api, _):
        assert all(isinstance(hit.text, str) for hit in api.search("Ada", "en"))
