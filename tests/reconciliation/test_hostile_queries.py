"""Whatever is sent, the answer is of the specified form, or an error that says what is wrong."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reconciling import HOSTILE, SCHEMAS, Client

NAMES = st.one_of(
    st.sampled_from(
        ["Paris", "France", "Q142", "Georgia", HOSTILE, "bbc.co.uk", "http://[", "P17", "Q0", "\u202e"]
    ),
    st.text(max_size=40),
)
ATOMS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), NAMES)
ANYTHING = st.recursive(
    ATOMS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
)
VALUES = st.one_of(ATOMS, st.fixed_dictionaries({"id": NAMES}), st.lists(ATOMS, max_size=3))
PROPERTIES = st.lists(
    st.fixed_dictionaries(
        {
            "pid": st.one_of(
                st.sampled_from(["P17", "P31", "P39", "P569", "P856", "sitelinks", "P1"]), NAMES
            ),
            "v": VALUES,
        }
    ),
    max_size=3,
)
QUERIES = st.fixed_dictionaries(
    {"query": NAMES},
    optional={
        "type": st.one_of(st.sampled_from(["Q5", "Q6256", "Q515"]), ANYTHING),
        "limit": ATOMS,
        "type_strict": st.one_of(st.sampled_from(["any", "all", "should"]), ATOMS),
        "properties": st.one_of(PROPERTIES, ANYTHING),
    },
)
HARD = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def in_form(client: Client, schema: str, **fields: str) -> Any:
    answer = client.http.post(
        "/", data={name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
    )
    assert answer.status_code in (200, 400, 413)
    SCHEMAS[schema if answer.status_code == 200 else "error"].validate(answer.json())
    return answer.json() if answer.status_code == 200 else None


@HARD
@given(query=QUERIES)
def test_any_query_is_answered_in_form_or_refused(client: Client, query: dict[str, Any]) -> None:
    answer = in_form(client, "results", queries=json.dumps({"q": query}))
    if answer is not None:
        found = answer["q"]["result"]
        assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)
        assert sum(each["match"] for each in found) <= 1
        assert not any(each["match"] for each in found[1:])
        for each in found:
            names = [feature["id"] for feature in each["features"]]
            assert len(names) == len(set(names))


@HARD
@given(sent=st.one_of(ANYTHING.map(lambda each: json.dumps(each)), st.text(max_size=60)))
def test_any_batch_is_answered_in_form_or_refused(client: Client, sent: str) -> None:
    in_form(client, "results", queries=sent)


@HARD
@given(
    ids=st.one_of(st.lists(NAMES, max_size=4), ANYTHING),
    wishes=st.one_of(
        st.lists(st.fixed_dictionaries({"id": NAMES, "settings": ANYTHING}), max_size=3),
        st.lists(st.fixed_dictionaries({"id": st.sampled_from(["P39", "P31", "P17", "P569"])}), max_size=3),
        ANYTHING,
    ),
)
def test_any_data_extension_is_answered_in_form_or_refused(client: Client, ids: Any, wishes: Any) -> None:
    answer = in_form(client, "extension", extend=json.dumps({"ids": ids, "properties": wishes}))
    if answer is not None:
        assert set(answer["rows"]) == set(ids)


@settings(HARD, max_examples=25)
@given(words=NAMES, cursor=NAMES, kind=NAMES)
def test_any_suggestion_and_flyout_is_answered_in_form_or_refused(
    client: Client, words: str, cursor: str, kind: str
) -> None:
    sent = {
        name: value.encode("utf-8", "replace").decode()
        for name, value in {"prefix": words, "id": words, "type": kind, "cursor": cursor}.items()
    }
    for path in ("/suggest/entity", "/suggest/type", "/suggest/property", "/flyout/entity", "/flyout/type",
                 "/flyout/property", "/propose_properties"):  # fmt: skip
        answer = client.http.get(path, params={**sent, "cursor": "0"} if cursor < "5" else sent)
        assert answer.status_code in (200, 400, 404)
        kind_of = path.split("/")[1]
        form = path.strip("/").replace("/", "-") if kind_of == "suggest" else kind_of
        form = "proposal" if kind_of == "propose_properties" else form
        SCHEMAS[form if answer.status_code == 200 else "error"].validate(answer.json())


@HARD
@given(identifier=st.text(max_size=30), address=st.binary(max_size=30))
def test_a_preview_never_repeats_markup(client: Client, identifier: str, address: bytes) -> None:
    sent = identifier.encode("utf-8", "replace").decode()
    answer = client.http.get("/preview", params={"id": f"<img src=x>{sent}"})
    assert answer.status_code == 404
    assert "<img" not in answer.text
    raw = client.http.get("/preview?id=" + quote(address))
    assert raw.status_code in (200, 404)


@pytest.mark.parametrize("depth", [500, 5_000, 200_000])
def test_deep_nesting_is_refused(client: Client, depth: int) -> None:
    for nested in ("[" * depth + "]" * depth, '{"q":' * depth + "1" + "}" * depth):
        sent = json.dumps({"q": {"query": "x"}})[:-1] + f', "r": {nested}}}'
        answer = client.http.post("/", data={"queries": sent})
        assert answer.status_code in (400, 413)
        SCHEMAS["error"].validate(answer.json())


def test_a_huge_number_and_a_huge_key_are_harmless(client: Client) -> None:
    for sent in (
        '{"q": {"query": "Paris", "limit": ' + "9" * 4000 + "}}",
        '{"q": {"query": "Paris", "limit": 1e308}}',
    ):
        in_form(client, "results", queries=sent)
    key = "k" * 100_000
    answer = in_form(client, "results", queries=orjson.dumps({key: {"query": "Paris"}}).decode())
    assert list(answer) == [key]
