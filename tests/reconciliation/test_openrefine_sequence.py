"""OpenRefine's requests in its order, over a column of names: from adding the service to new columns."""

from __future__ import annotations

import json
from collections import Counter

from reconciling import Client

COLUMN = (
    "Emmanuel Macron", "France", "Paris", "London", "BBC", "Georgia", "John Smith", "Nobody At All", "USA",
    "x",
)  # fmt: skip


def test_openrefine_reconciles_a_column_and_extends_the_table(client: Client) -> None:
    # Adding the service: its manifest, which OpenRefine keeps.
    manifest = client.get("/", "manifest")
    assert "0.2" in manifest["versions"]

    # Guessing the column's type: ten cells, three candidates each, the most frequent types offered.
    guess = {f"q{n}": {"query": cell, "limit": 3} for n, cell in enumerate(COLUMN)}
    answers = client.form("results", queries=json.dumps(guess))
    types = Counter(
        each["id"] for answer in answers.values() for found in answer["result"] for each in found["type"]
    )
    assert types.most_common(1)[0][0] in {each["id"] for each in manifest["defaultTypes"]}

    # The dialog: a type and a property are typed and suggested, with a flyout each.
    (country,) = client.get("/suggest/type", "suggest-type", prefix="country")["result"]
    (belongs,) = client.get("/suggest/property", "suggest-property", prefix="country", type="Q6256")["result"]
    for what, each in (("type", country), ("property", belongs)):
        assert each["name"] in client.get(f"/flyout/{what}", "flyout", id=each["id"])["html"]

    # Reconciling: batches of ten with the chosen type and a column as property.
    batch = {
        f"q{n}": {
            "query": cell,
            "type": country["id"],
            "type_strict": "should",
            "properties": [{"pid": belongs["id"], "v": "France"}],
        }
        for n, cell in enumerate(COLUMN)
    }
    answers = client.form("results", queries=json.dumps(batch))
    assert list(answers) == [f"q{n}" for n in range(10)]
    matched = {
        COLUMN[int(key[1:])]: found["id"]
        for key, answer in answers.items()
        for found in answer["result"]
        if found["match"]
    }
    assert matched == {"France": "Q142"}
    assert answers["q7"]["result"] == answers["q9"]["result"] == []

    # A cell without a match: the candidates are previewed, and another one is searched for.
    template = manifest["preview"]["url"]
    for found in answers["q5"]["result"]:
        page = client.http.get(template.replace("{{id}}", found["id"]))
        assert page.headers["content-type"].startswith("text/html")
        assert found["name"] in page.text
    searched = client.get("/suggest/entity", "suggest-entity", prefix="geor", type="Q6256", type_strict="any")
    assert [each["id"] for each in searched["result"]] == ["Q230"]

    # Adding columns from the matched entities: properties are proposed, then fetched.
    proposed = client.get("/propose_properties", "proposal", type=country["id"], limit="5")
    wishes = [{"id": each["id"]} for each in proposed["properties"]]
    asked = json.dumps({"ids": ["Q142", "Q230"], "properties": wishes})
    extended = client.form("extension", extend=asked)
    assert [each["id"] for each in extended["meta"]] == [wish["id"] for wish in wishes]
    assert extended["rows"]["Q142"]["P31"] == [{"id": "Q3624078", "name": "sovereign state"}]
