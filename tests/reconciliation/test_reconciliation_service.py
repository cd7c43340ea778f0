"""The service over HTTP: what it says of itself, how it may be asked, and what it refuses."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from reconciling import HOSTILE, SCHEMAS, Client
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ingest.link import Snapshot
from ingest.reconciliation import app
from ingest.reconciliation.requests import BATCH
from ingest.reconciliation.service import BODY

PARIS = json.dumps({"q0": {"query": "Paris"}})


def test_schemas_are_schemas_and_refuse_what_is_none() -> None:
    for name, validator in SCHEMAS.items():
        jsonschema.Draft202012Validator.check_schema(validator.schema)
        assert not validator.is_valid({"surprise": 1}) or name == "results"
    assert not SCHEMAS["results"].is_valid({"q0": []})


def test_a_get_without_parameters_gives_the_manifest(client: Client) -> None:
    manifest = client.get("/", "manifest")
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == "http://www.wikidata.org/entity/"
    assert manifest["schemaSpace"] == "http://www.wikidata.org/prop/direct/"
    assert manifest["suggest"]["entity"]["service_url"] == "http://127.0.0.1:3334"


def test_every_address_in_the_manifest_is_answered(client: Client) -> None:
    manifest = client.get("/", "manifest")
    ids = {"entity": "Q142", "type": "Q5", "property": "P17"}
    for what, service in manifest["suggest"].items():
        address = service["service_url"] + service["service_path"]
        assert client.http.get(address, params={"prefix": "a"}).status_code == 200
        flyout = service["flyout_service_url"] + service["flyout_service_path"]
        shown = client.http.get(flyout.replace("${id}", ids[what])).json()
        assert client.checked(shown, "flyout")["id"] == ids[what]
    assert client.http.get(manifest["preview"]["url"].replace("{{id}}", "Q142")).status_code == 200
    proposing = manifest["extend"]["propose_properties"]
    client.get(proposing["service_url"] + proposing["service_path"], "proposal", type="Q5")


def test_get_and_post_give_the_same(client: Client) -> None:
    assert client.get("/", "results", queries=PARIS) == client.form("results", queries=PARIS)


def test_an_empty_batch_has_an_empty_answer(client: Client) -> None:
    assert client.form("results", queries="{}") == {}


def test_keys_and_order_of_a_batch_are_kept(client: Client) -> None:
    keys = ["z", "", "a b", "ключ", "q0"]
    batch = json.dumps({key: {"query": "Paris"} for key in keys})
    assert list(client.form("results", queries=batch)) == keys


@pytest.mark.parametrize(
    ("batch", "query"),
    [
        ("", None),
        ("[]", None),
        ("null", None),
        ("{", None),
        ('{"q0": NaN}', None),
        ('{"q0": "Paris"}', "q0"),
        ('{"ok": {"query": "Paris"}, "bad": {"query": 3}}', "bad"),
        ('{"q1": {"query": ""}}', "q1"),
        ('{"q1": {}}', "q1"),
        ('{"q1": {"query": "Paris", "limit": 0}}', "q1"),
        ('{"q1": {"query": "Paris", "limit": 1.5}}', "q1"),
        ('{"q1": {"query": "Paris", "limit": true}}', "q1"),
        ('{"q1": {"query": "Paris", "limit": "9"}}', "q1"),
        ('{"q1": {"query": "Paris", "type": 5}}', "q1"),
        ('{"q1": {"query": "Paris", "type": [{"name": "x"}]}}', "q1"),
        ('{"q1": {"query": "Paris", "type_strict": "must"}}', "q1"),
        ('{"q1": {"query": "Paris", "properties": {}}}', "q1"),
        ('{"q1": {"query": "Paris", "properties": [{"pid": "P17"}]}}', "q1"),
        ('{"q1": {"query": "Paris", "properties": [{"v": "x"}]}}', "q1"),
        ('{"q1": {"query": "Paris", "properties": [{"pid": "P17", "v": {"name": "x"}}]}}', "q1"),
        ('{"q1": {"query": "Paris", "properties": ["P17"]}}', "q1"),
        ('{"q1": {"query": "\\ud800"}}', None),
        ('{"q":' + "[" * 100_000, None),
        ('{"q":' * 5_000 + "1" + "}" * 5_000, None),
    ],
)
def test_a_malformed_batch_is_refused_with_the_query_at_fault(
    client: Client, batch: str, query: str | None
) -> None:
    error = client.form("error", 400, queries=batch)["error"]
    if query is not None:
        assert error["query"] == query
        assert query in error["message"]


def test_a_null_for_an_optional_field_is_as_if_it_were_not_there(client: Client) -> None:
    bare = client.ask(query="Paris")
    assert client.ask(query="Paris", type=None, limit=None, type_strict=None, properties=None) == bare


def test_too_many_queries_at_once_are_refused(client: Client) -> None:
    client.form("results", queries=json.dumps({str(n): {"query": "x"} for n in range(BATCH)}))
    client.form("error", 413, queries=json.dumps({str(n): {"query": "x"} for n in range(BATCH + 1)}))


def test_a_body_that_is_too_long_is_refused(client: Client) -> None:
    client.form("error", 413, queries="x" * BODY)


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_a_body_that_is_no_form_is_refused(client: Client, kind: str) -> None:
    answer = client.http.post("/", content=b"queries={}", headers={"Content-Type": kind})
    assert answer.status_code == 415
    SCHEMAS["error"].validate(answer.json())


@pytest.mark.parametrize("body", [b"queries=%ff", b"queries=\xff", b"&".join([b"a=b"] * 50), b"", b"other=1"])
def test_a_form_that_cannot_be_read_is_refused(client: Client, body: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.http.post("/", content=body, headers=kind)
    assert answer.status_code == 400
    SCHEMAS["error"].validate(answer.json())


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("PUT", "/", 405), ("DELETE", "/", 405), ("POST", "/suggest/entity", 405)],
)
def test_what_there_is_not_is_said_in_json(client: Client, method: str, path: str, status: int) -> None:
    answer = client.http.request(method, path)
    assert answer.status_code == status
    SCHEMAS["error"].validate(answer.json())
    assert status != 405 or "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    ["/", "/?queries=" + PARIS, "/suggest/type?prefix=h", "/preview?id=Q142", "/preview?id=Q1", "/nowhere"],
)
def test_any_web_page_may_ask(client: Client, path: str) -> None:
    answer = client.http.get(path, headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    preflight = client.http.options(
        path, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]


def test_jsonp_calls_a_named_function_with_the_same_answer(client: Client) -> None:
    for path in ("/", "/suggest/entity?prefix=Par", "/flyout/entity?id=Q142"):
        callback = "jQuery110_42.answer"
        answer = client.http.get(path, params={"callback": callback})
        if "?" in path:
            answer = client.http.get(f"{path}&callback={callback}")
        assert answer.headers["content-type"].startswith("text/javascript")
        called = re.fullmatch(r"/\*\*/jQuery110_42\.answer\((.*)\);", answer.text)
        assert called is not None
        assert json.loads(called.group(1)) == client.http.get(path).json()


@pytest.mark.parametrize(
    "callback", ["alert(1)//", "a;b", "<script>", "a b", "", "1a", "a.", "a" * 400, "a\u2028b", "ａ", "x[0]"]
)
def test_a_callback_that_is_no_name_is_refused(client: Client, callback: str) -> None:
    answer = client.http.get("/", params={"callback": callback})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/json"
    assert not answer.text.startswith(callback[:1] or "/")


def test_a_script_in_an_answer_by_jsonp_is_escaped(client: Client) -> None:
    answer = client.http.get(
        "/", params={"callback": "f", "queries": json.dumps({"<script>": {"query": "x"}})}
    )
    assert "<" not in answer.text


@pytest.mark.parametrize(
    "host", ["127.0.0.1:3334", "localhost", "LOCALHOST:1", "[::1]:3334", "localhost.:80"]
)
def test_it_is_addressed_by_its_own_names(client: Client, host: str) -> None:
    assert client.http.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:3334",
        "",
        "localhost@evil.example",
        "[::1",
        "::1",
    ],
)
def test_a_foreign_host_name_is_refused(client: Client, host: str) -> None:
    answer = client.http.get("/", headers={"Host": host})
    assert answer.status_code == 421
    SCHEMAS["error"].validate(answer.json())
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_further_host_name_can_be_allowed(world: Snapshot) -> None:
    http = TestClient(app(world, hosts=("recon.example",)), base_url="http://recon.example")
    assert http.get("/").json()["suggest"]["type"]["service_url"] == "http://recon.example"
    assert http.get("/", headers={"Host": "127.0.0.1"}).status_code == 421


def test_a_preview_is_text_and_nothing_to_run(client: Client) -> None:
    answer = client.http.get("/preview", params={"id": "Q900003"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "\u202e" not in answer.text
    assert "src=" not in answer.text
    flyout = client.get("/flyout/entity", "flyout", id="Q900003")["html"]
    assert "<script" not in flyout
    assert HOSTILE not in flyout


def test_a_preview_tells_the_facts(client: Client) -> None:
    text = client.http.get("/preview", params={"id": "Q3052772"}).text
    for told in ("President of France since 2017", "1977-12-21", "politician", "2017-05-14 –", "France"):
        assert told in text, told


@pytest.mark.parametrize("path", ["/preview", "/flyout/entity", "/suggest/entity"])
def test_a_missing_parameter_is_named(client: Client, path: str) -> None:
    answer = client.http.get(path)
    assert answer.status_code == 400
    SCHEMAS["error"].validate(answer.json())


@pytest.mark.parametrize("identifier", ["Q1", "Q0", "P17", "<b>", "Q" + "9" * 30, "", "Q142 ", "Ｑ142", "Q١"])
def test_an_identifier_of_nobody_is_not_found(client: Client, identifier: str) -> None:
    page = client.http.get("/preview", params={"id": identifier})
    assert page.status_code == 404
    assert "<b>" not in page.text
    client.get("/flyout/entity", "error", 404, id=identifier)


def asked_by_asgi(service: Starlette, messages: list[dict[str, Any]]) -> int:
    """Post a form whose body arrives as these messages and then hangs; return the status."""
    waiting = iter(messages)
    sent: list[Any] = []

    async def receive() -> Any:
        message = next(waiting, None)
        if message is None:
            await asyncio.sleep(60)
        return message

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/", "query_string": b"", "scheme": "http",
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/x-www-form-urlencoded")],
    }  # fmt: skip
    asyncio.run(service(scope, receive, send))
    return int(sent[0]["status"])


def test_a_body_that_stops_arriving_is_given_up(world: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.reconciliation.service.ARRIVAL", 0.05)
    begun = {"type": "http.request", "body": b"queries=", "more_body": True}
    assert asked_by_asgi(app(world), [begun]) == 408


def test_who_asks_and_goes_is_no_fault(world: Snapshot) -> None:
    begun = {"type": "http.request", "body": b"queries=", "more_body": True}
    assert asked_by_asgi(app(world), [begun, {"type": "http.disconnect"}]) == 400


# -- suggest


def suggested(client: Client, what: str, prefix: str, **more: str) -> list[str]:
    answer: dict[str, Any] = client.get(f"/suggest/{what}", f"suggest-{what}", prefix=prefix, **more)
    return [each["id"] for each in answer["result"]]


def test_entities_are_suggested_by_beginning_name_and_identifier(client: Client) -> None:
    assert suggested(client, "entity", "Par")[:2] == ["Q90", "Q830149"]
    assert suggested(client, "entity", "emmanuel ma") == ["Q3052772"]
    assert suggested(client, "entity", "Q142")[0] == "Q142"
    assert suggested(client, "entity", "Q777")[0] == "Q142"
    assert suggested(client, "entity", "Zzz") == []
    assert suggested(client, "entity", "") == []
    assert suggested(client, "entity", "x" * 10_000) == []


def test_suggested_entities_can_be_held_to_a_type(client: Client) -> None:
    assert suggested(client, "entity", "Georgia", type="Q6256") == ["Q230"]


def test_a_cursor_goes_on_where_the_last_answer_ended(client: Client) -> None:
    everything = suggested(client, "entity", "Geo")
    assert suggested(client, "entity", "Geo", cursor="1") == everything[1:]
    assert suggested(client, "entity", "Geo", cursor="999999999") == []
    for cursor in ("-1", "x", "1e9", "9" * 50):
        client.get("/suggest/entity", "error", 400, prefix="Geo", cursor=cursor)


def test_types_and_properties_are_suggested_by_words_and_identifiers(client: Client) -> None:
    assert suggested(client, "type", "country") == ["Q6256"]
    assert suggested(client, "type", "Q5") == ["Q5", "Q56061"]
    assert suggested(client, "type", "settle") == ["Q486972"]
    assert suggested(client, "type", "state") == ["Q3624078"]
    assert suggested(client, "type", "sovereign st") == ["Q3624078"]
    assert suggested(client, "type", "politician") == []
    assert suggested(client, "type", "c", cursor="1") == suggested(client, "type", "c")[1:]
    assert suggested(client, "type", "c", cursor="500") == []
    assert suggested(client, "type", "Q3624078") == ["Q3624078"]
    assert suggested(client, "property", "birth") == ["P569"]
    assert suggested(client, "property", "P1") == ["P17", "P106"]
    assert suggested(client, "property", "nothing like it") == []


# -- data extension


def extended(client: Client, ids: list[str], *wishes: dict[str, Any]) -> dict[str, Any]:
    asked = json.dumps({"ids": ids, "properties": list(wishes)})
    answer: dict[str, Any] = client.form("extension", extend=asked)
    assert answer == client.get("/", "extension", extend=asked)
    return answer


def test_a_data_extension_gives_every_property_of_every_entity(client: Client) -> None:
    pids = ["P31", "P17", "P106", "P39", "P569", "P570", "P571", "P856", "sitelinks", "P9999"]
    answer = extended(client, ["Q142", "Q3052772"], *({"id": pid} for pid in pids))
    assert [each["id"] for each in answer["meta"]] == pids
    assert answer["meta"][1]["type"] == {"id": "Q6256", "name": "country"}
    france, macron = answer["rows"]["Q142"], answer["rows"]["Q3052772"]
    assert list(france) == list(macron) == pids
    assert france["P31"] == [{"id": "Q3624078", "name": "sovereign state"}]
    assert france["P571"] == [{"str": "0843"}]
    assert france["P569"] == []
    assert france["P856"] == [{"str": "https://www.gouvernement.fr/"}]
    assert france["sitelinks"] == [{"int": 300}]
    assert macron["P17"] == [{"id": "Q142", "name": "France"}]
    assert macron["P106"] == [{"id": "Q82955", "name": "politician"}]
    assert macron["P569"] == [{"date": "1977-12-21T00:00:00Z"}]
    assert macron["P39"] == [
        {"id": "Q191954", "name": "President of the French Republic"},
        {"id": "Q42", "name": "Q42"},
    ]
    assert macron["P9999"] == []


def test_offices_come_with_their_dates_if_wished(client: Client) -> None:
    wish = {"id": "P39", "settings": {"dates": "on", "limit": "1"}}
    rows = extended(client, ["Q3052772"], wish)["rows"]
    assert rows["Q3052772"]["P39"] == [{"str": "President of the French Republic (2017-05-14 –)"}]
    rows = extended(client, ["Q3052772"], {"id": "P39", "settings": {"dates": True}})["rows"]
    assert rows["Q3052772"]["P39"][1] == {"str": "Q42 (2014 – 2016-08)"}


def test_an_unknown_entity_has_a_row_without_values_and_a_merged_one_those_of_its_heir(
    client: Client,
) -> None:
    rows = extended(client, ["Q1", "nonsense", "Q777"], {"id": "P17"})["rows"]
    assert rows["Q1"] == rows["nonsense"] == {"P17": []}
    assert rows["Q777"] == {"P17": [{"id": "Q142", "name": "France"}]}


@pytest.mark.parametrize(
    "asked",
    ["", "[]", '{"ids": "Q1", "properties": []}', '{"ids": [1], "properties": []}', '{"ids": []}',
     '{"ids": [], "properties": [{}]}', '{"ids": [], "properties": [{"id": "P17", "settings": 3}]}'],
)  # fmt: skip
def test_a_malformed_data_extension_is_refused(client: Client, asked: str) -> None:
    client.form("error", 400, extend=asked)


def test_too_large_a_data_extension_is_refused(client: Client) -> None:
    client.form("error", 413, extend=json.dumps({"ids": ["Q1"] * 501, "properties": []}))


def test_properties_are_proposed_by_type(client: Client) -> None:
    people = client.get("/propose_properties", "proposal", type="Q5")
    assert {"P569", "P39", "P17"} <= {each["id"] for each in people["properties"]}
    assert "P571" not in {each["id"] for each in people["properties"]}
    bodies = client.get("/propose_properties", "proposal", type="Q43229", limit="2")
    assert (len(bodies["properties"]), bodies["limit"]) == (2, 2)
    for unknown in ({"type": "Q99999"}, {"type": ""}, {}):
        assert len(client.get("/propose_properties", "proposal", **unknown)["properties"]) == 10


# -- the snapshot


def test_a_snapshot_that_fails_is_said_and_not_a_crash(world_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(world_file.read_bytes())
    with Snapshot.open(copy) as snapshot:
        http = TestClient(app(snapshot), base_url="http://127.0.0.1", raise_server_exceptions=False)
        assert http.get("/", params={"queries": PARIS}).status_code == 200
        snapshot.close()
        answer = http.get("/", params={"queries": PARIS})
    assert answer.status_code == 503
    SCHEMAS["error"].validate(answer.json())
