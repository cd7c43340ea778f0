"""Extraction records survive the way to JSON and back, and what is wrong is named with its place."""

from __future__ import annotations

import copy
import dataclasses
import json
from typing import Any

import jsonschema
import pytest
import records_by_hand
from hypothesis import given, settings
from hypothesis import strategies as st
from records_by_hand import RUN

from ingest.errors import GroundingError, HearsayError
from ingest.model import (
    Actor,
    ActorKind,
    Article,
    Attribution,
    Certainty,
    Claim,
    ClaimKind,
    Extraction,
    FlatAttribution,
    Link,
    LinkMethod,
    Marker,
    Medium,
    Mention,
    Polarity,
    Relation,
    RelationType,
    Span,
    Spans,
    SpeechAct,
)
from ingest.records import Ids, from_json, schema, to_json
from ingest.sources import LinkedSource, SourceKind, Standing

BODY = "“No calls 🙅 were made,” Anna Bergfors said on Telegram. Two officials doubt it."
ARTICLE = Article("Bergfors denies calls", BODY, url="https://example.org/a", date="2024-05-06")


def at(words: str) -> Spans:
    return (records_by_hand.at(words, ARTICLE.text),)


def _ends(words: str) -> tuple[int, int]:
    (span,) = at(words)
    return span.start, span.end


VOICE = Attribution("a0", "example.org", SpeechAct.ASSERT)
BERGFORS = Attribution(
    *("a1", "Anna Bergfors", SpeechAct.SAY),
    spans=at("Anna Bergfors"),
    cue=at("said"),
    medium=Medium("Telegram", at("Telegram"), "a2"),
    polarity=Polarity.NEGATED,
)
OFFICIALS = Attribution(
    *("a3", "two officials", SpeechAct.DOUBT),
    spans=at("Two officials"),
    cue=at("doubt"),
    certainty=Certainty.UNKNOWN,
    unnamed=True,
)
EXTRACTION = Extraction(
    ARTICLE,
    claims=(
        Claim(
            *("c1", (at("“No calls 🙅 were made,”"),), ClaimKind.DIRECT, (VOICE, BERGFORS)),
            cues=(Marker("polarity", at("No")),),
            confidence=0.9,
        ),
        Claim(
            *("c2", (at("it"),), ClaimKind.INDIRECT, (VOICE, OFFICIALS)),
            relations=(Relation(RelationType.DISPUTES, "c1", at("doubt it")),),
        ),
    ),
    attributions=(FlatAttribution(at("Anna Bergfors"), at("said"), at("“No calls 🙅 were made,”"), 0.9),),
    mentions=(
        Mention("m1", at("Anna Bergfors")[0], ActorKind.PERSON, "a1"),
        Mention("m2", at("Telegram")[0], ActorKind.OTHER, "a2"),
    ),
    actors=(
        Actor("a0", "example.org", ActorKind.ORGANISATION),
        Actor("a1", "Anna Bergfors", ActorKind.PERSON),
        Actor("a2", "Telegram", ActorKind.OTHER),
        Actor("a3", "two officials", ActorKind.GROUP, unnamed=True),
    ),
)
LINKS = (
    Link("a1", None, 0.8, LinkMethod.NIL),
    Link("a2", "Q15616276", 0.97, LinkMethod.CONTEXT, referent="Q42"),
)


def document() -> dict[str, Any]:
    return to_json(EXTRACTION, RUN, LINKS)


def valid(records: dict[str, Any]) -> bool:
    return jsonschema.Draft202012Validator(schema()).is_valid(records)


def test_the_schema_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_schema_lists_every_value_of_the_closed_schemes() -> None:
    definitions = schema()["$defs"]
    assert definitions["act"]["enum"] == [act.value for act in SpeechAct]
    assert definitions["certainty"]["enum"] == [certainty.value for certainty in Certainty]
    assert definitions["mention"]["properties"]["kind"]["enum"] == [kind.value for kind in ActorKind]


def test_every_object_of_the_schema_is_closed_and_demands_every_member() -> None:
    def objects(node: object) -> list[dict[str, Any]]:
        inner = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
        here = [node] if isinstance(node, dict) and node.get("type") == "object" else []
        return here + [found for item in inner for found in objects(item)]

    found = objects(schema())
    assert len(found) == 12
    for item in found:
        assert item["additionalProperties"] is False
        assert item["required"] == [name for name in item["properties"] if name != "sources"]


def test_records_have_the_form_of_the_schema() -> None:
    jsonschema.validate(document(), schema(), jsonschema.Draft202012Validator)


def test_records_come_back_equal_through_json() -> None:
    assert from_json(json.loads(json.dumps(document()))) == (EXTRACTION, RUN, LINKS)


LINKING = dataclasses.replace(
    ARTICLE,
    sources=(
        LinkedSource(*_ends("Telegram"), "https://t.me/bergfors/7", SourceKind.POST),
        LinkedSource(*_ends("doubt it."), "https://example.org/b?q=%C3%BC", standing=Standing.EMBED),
    ),
)


def linking(**changed: object) -> dict[str, Any]:
    records = to_json(dataclasses.replace(EXTRACTION, article=LINKING), RUN, LINKS)
    records["sources"][0] |= changed
    return records


def test_what_is_linked_comes_back_equal_and_is_left_out_where_there_is_nothing() -> None:
    assert "sources" not in document()
    assert valid(linking())
    (extraction, _, _) = from_json(json.loads(json.dumps(linking())))
    assert extraction.article == LINKING
    assert linking()["sources"][0] == {
        **{"start": LINKING.sources[0].start, "end": LINKING.sources[0].end, "text": "Telegram"},
        **{"url": "https://t.me/bergfors/7", "kind": "post", "standing": "link"},
    }


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "https://ada:secret@t.me/7"),
        ("url", "https://t.me/a b"),
        ("url", "https://t.me/<b>"),
        ("url", "https://t.me/ü"),
        ("url", "https://t.me/7#a"),
        ("url", "https://t.me/7\n"),
        ("url", None),
        ("kind", "rumour"),
        ("standing", "near"),
        ("start", -1),
        ("text", ""),
    ],
)
def test_a_link_with_a_fault_is_refused_by_reader_and_schema(member: str, value: object) -> None:
    assert not valid(linking(**{member: value}))
    with pytest.raises(HearsayError, match=r"^\$\.sources\[0\]"):
        from_json(linking(**{member: value}))


@pytest.mark.parametrize("changed", [{"end": 10_000}, {"text": "Telegraph"}, {"start": 5, "end": 5}])
def test_a_link_whose_words_are_not_there_is_a_grounding_error(changed: dict[str, object]) -> None:
    with pytest.raises(GroundingError):
        from_json(linking(**changed))


def test_offsets_beyond_the_basic_plane_count_code_points() -> None:
    (claim, _) = document()["claims"]
    ((start, end),) = claim["occurrences"][0]
    assert document()["text"][start:end] == "“No calls 🙅 were made,”"


def test_an_actor_without_a_link_decision_has_no_qid_and_score_nought() -> None:
    assert document()["actors"][3] | {"id": "", "name": ""} == {
        **{"id": "", "name": "", "kind": "group", "unnamed": True},
        **{"qid": None, "score": 0.0, "referent": None},
    }


def test_the_caller_may_name_the_records() -> None:
    ids = Ids(
        article=lambda article: f"urn:article:{article.title}",
        claim=lambda claim: f"urn:claim:{claim}",
        actor=lambda actor: f"urn:actor:{actor}",
        mention=lambda mention: f"urn:mention:{mention}",
    )
    records = to_json(EXTRACTION, RUN, LINKS, ids)
    assert records["id"] == "urn:article:Bergfors denies calls"
    assert records["claims"][1]["relations"][0]["claim"] == records["claims"][0]["id"] == "urn:claim:c1"
    assert records["claims"][0]["chain"][1]["agent"]["actor"] == records["actors"][1]["id"] == "urn:actor:a1"
    assert records["mentions"][0]["id"] == "urn:mention:m1"
    assert to_json(*from_json(records), Ids(article=ids.article)) == records


def test_the_lead_is_read_back_as_part_of_the_body_and_the_text_stays_the_same() -> None:
    article = Article("Title", "Body\n\nand more", lead="Lead")
    (back, _, _) = from_json(to_json(Extraction(article), RUN))
    assert (back.article.lead, back.article.body) == (None, "Lead\n\nBody\n\nand more")
    assert back.article.text_sha256 == article.text_sha256


def test_a_medium_named_like_two_actors_is_the_one_mentioned_in_its_words() -> None:
    records = document()
    records["actors"].insert(0, records["actors"][2] | {"id": "a9"})
    (extraction, _, _) = from_json(records)
    medium = extraction.claims[0].chain[1].medium
    assert medium is not None
    assert medium.actor == "a2"


def test_the_caller_says_how_the_links_were_reached() -> None:
    (_, _, links) = from_json(document(), link_method=LinkMethod.HUMAN)
    assert [link.method for link in links] == [LinkMethod.NIL, LinkMethod.HUMAN]


# What is wrong, by the path of the member that is replaced. The schema finds the first group as well.
AGAINST_THE_SCHEMA: list[tuple[str, object]] = [
    ("$.format", 2),
    ("$.format", "1"),
    ("$.id", None),
    ("$.url", 3),
    ("$.id", ""),
    ("$.title", ""),
    ("$.date", "6 May 2024"),
    ("$.language", ""),
    ("$.actors[0].name", ""),
    ("$.authors", "Anna"),
    ("$.authors[0]", 3),
    ("$.run", {}),
    ("$.claims", {}),
    ("$.claims[0]", []),
    ("$.claims[0].occurrences", []),
    ("$.claims[0].occurrences[0]", []),
    ("$.claims[0].occurrences[0][0]", [1]),
    ("$.claims[0].occurrences[0][0]", [1, 2, 3]),
    ("$.claims[0].occurrences[0][0][0]", -1),
    ("$.claims[0].occurrences[0][0][0]", 1.5),
    ("$.claims[0].occurrences[0][0][0]", True),
    ("$.claims[0].kind", "quoted"),
    ("$.claims[0].certainty", "sure"),
    ("$.claims[0].cues[0].of", "mood"),
    ("$.claims[0].cues[0].spans", []),
    ("$.claims[0].confidence", 1.01),
    ("$.claims[0].confidence", "high"),
    ("$.claims[0].chain", []),
    ("$.claims[0].chain[1].act", "mumble"),
    ("$.claims[0].chain[1].agent.unnamed", 0),
    ("$.claims[0].chain[1].medium.spans", []),
    ("$.claims[1].relations[0].type", "mocks"),
    ("$.mentions[0].kind", "animal"),
    ("$.actors[2].qid", "42"),
    ("$.actors[2].qid", "Q0"),
    ("$.actors[2].referent", "Q42 "),
    ("$.actors[2].score", -0.1),
]
BEYOND_THE_SCHEMA: list[tuple[str, object]] = [
    ("$.actors[2].score", float("nan")),
    ("$.title", "Another title"),
    ("$.text", "Bergfors denies calls\n\n"),
    ("$.claims[0].certainty", "possible"),
    ("$.claims[0].polarity", "affirmed"),
    ("$.claims[0].chain[0].cue", [[0, 8]]),
    ("$.claims[0].chain[1].agent.actor", "a7"),
    ("$.claims[0].chain[1].medium.name", "Signal"),
    ("$.claims[0].about", ["m7"]),
    ("$.claims[1].id", "c1"),
    ("$.claims[1].relations[0].claim", "c7"),
    ("$.mentions[1].id", "m1"),
    ("$.mentions[1].actor", "a7"),
    ("$.actors[1].id", "a0"),
    ("$.mentions[1].id", "a1"),
]
UNGROUNDED: list[tuple[str, object]] = [
    ("$.claims[0].occurrences[0][0]", [5, 5]),
    ("$.claims[0].occurrences[0][0]", [5, 10_000]),
    ("$.claims[0].chain[1].cue", [[9, 12], [11, 14]]),
    ("$.claims[0].chain[1].cue", [[9, 12], [1, 4]]),
    ("$.claims[0].chain[1].medium.spans[0][1]", 10_000),
    ("$.attributions[0].content[0][1]", 0),
    ("$.mentions[0].text", "Anna Berg"),
    ("$.mentions[0].end", 10_000),
]


def with_(path: str, value: object) -> dict[str, Any]:
    """Return the records with the member at `path` replaced (or added to a list)."""
    records = copy.deepcopy(document())
    node: Any = records
    *parents, last = path.removeprefix("$.").replace("[", ".").replace("]", "").split(".")
    for step in parents:
        node = node[int(step) if step.isdigit() else step]
    if not last.isdigit():
        node[last] = value
    elif int(last) == len(node):
        node.append(value)
    else:
        node[int(last)] = value
    return records


@pytest.mark.parametrize(("path", "value"), AGAINST_THE_SCHEMA + BEYOND_THE_SCHEMA + UNGROUNDED)
def test_a_fault_is_refused_with_its_place(path: str, value: object) -> None:
    with pytest.raises(HearsayError) as caught:
        from_json(with_(path, value))
    place = str(caught.value).split(":")[0]
    assert place.startswith("$.")
    assert path.startswith(place) or place.startswith(path) or place == "$.text"


@pytest.mark.parametrize(("path", "value"), UNGROUNDED)
def test_words_that_are_not_there_are_a_grounding_error(path: str, value: object) -> None:
    with pytest.raises(GroundingError):
        from_json(with_(path, value))


@pytest.mark.parametrize(("path", "value"), AGAINST_THE_SCHEMA)
def test_the_schema_refuses_what_it_can_see(path: str, value: object) -> None:
    assert not valid(with_(path, value))


@pytest.mark.parametrize("place", ["$", "$.claims[0]", "$.claims[0].chain[0].agent", "$.actors[0]"])
@pytest.mark.parametrize("fault", ["missing", "unknown"])
def test_a_missing_or_unknown_member_is_refused_by_reader_and_schema(place: str, fault: str) -> None:
    records = copy.deepcopy(document())
    node: Any = records
    for step in place.replace("[", ".").replace("]", "").split(".")[1:]:
        node = node[int(step) if step.isdigit() else step]
    if fault == "missing":
        del node[next(iter(node))]
    else:
        node["mood"] = "good"
    assert not valid(records)
    with pytest.raises(HearsayError, match="lacks" if fault == "missing" else "unknown 'mood'") as caught:
        from_json(records)
    assert str(caught.value).startswith(place + ":")


@pytest.mark.parametrize("value", [None, [], "text", 3])
def test_what_is_no_object_is_refused(value: object) -> None:
    with pytest.raises(HearsayError, match=r"^\$: expected an object"):
        from_json(value)


def test_a_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(HearsayError) as caught:
        from_json(with_("$.claims[0].kind", "x" * 1_000_000))
    assert len(str(caught.value)) < 300


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30
).filter(lambda words: words.strip() == words)


@st.composite
def extractions(draw: st.DrawFn) -> tuple[Extraction, tuple[Link, ...]]:
    article = Article(
        title=draw(WORDS),
        body=draw(WORDS),
        url=draw(st.none() | st.just("https://example.org/a")),
        date=draw(st.none() | st.sampled_from(["2024-05-06", "2024-05-06T10:00:00Z"])),
        publisher=draw(st.none() | WORDS),
        authors=tuple(draw(st.lists(WORDS, max_size=2))),
    )
    length = len(article.text)
    certainty, polarity = st.sampled_from(Certainty), st.sampled_from(Polarity)
    score = st.integers(0, 100).map(lambda hundredths: hundredths / 100)

    @st.composite
    def spans(draw: st.DrawFn, least: int = 0) -> Spans:
        ends = sorted(draw(st.sets(st.integers(0, length), min_size=2 * least, max_size=6)))
        return tuple(Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=False))

    actors = tuple(
        Actor(f"a{number}", name, draw(st.sampled_from(ActorKind)), draw(st.booleans()))
        for number, name in enumerate(draw(st.lists(WORDS, min_size=1, max_size=3, unique=True)))
    )
    actor = st.sampled_from(actors)
    mentions = tuple(
        Mention(f"m{number}", span, draw(st.sampled_from(ActorKind)), draw(actor).id)
        for number, span in enumerate(draw(spans()))
    )

    @st.composite
    def link(draw: st.DrawFn, first: bool) -> Attribution:
        who, channel = draw(actor), draw(st.none() | actor)
        return Attribution(
            actor=who.id,
            name=draw(WORDS),
            act=draw(st.sampled_from(SpeechAct)),
            spans=() if first else draw(spans()),
            role=draw(spans()),
            cue=() if first else draw(spans()),
            medium=channel and Medium(channel.name, draw(spans(least=1)), channel.id),
            certainty=draw(certainty),
            polarity=draw(polarity),
            unnamed=draw(st.booleans()),
        )

    number_of_claims = draw(st.integers(0, 3))
    claims = tuple(
        Claim(
            id=f"c{number}",
            occurrences=tuple(draw(st.lists(spans(least=1), min_size=1, max_size=2))),
            kind=draw(st.sampled_from(ClaimKind)),
            chain=(draw(link(first=True)), *draw(st.lists(link(first=False), max_size=3))),
            cues=tuple(
                Marker(of, draw(spans(least=1)))
                for of in draw(st.lists(st.sampled_from(["certainty", "polarity"]), max_size=2))
            ),
            confidence=draw(score),
            about=tuple(mention.id for mention in mentions if draw(st.booleans())),
            relations=tuple(
                Relation(draw(st.sampled_from(RelationType)), f"c{other}", draw(spans()))
                for other in range(number_of_claims)
                if draw(st.booleans())
            ),
        )
        for number in range(number_of_claims)
    )
    flat = tuple(
        FlatAttribution(draw(spans()), draw(spans()), draw(spans()), draw(score))
        for _ in range(draw(st.integers(0, 2)))
    )
    links = []
    for one in actors:
        qid, sure = draw(st.none() | st.just("Q42")), draw(score)
        if qid or sure:
            links.append(Link(one.id, qid, sure, LinkMethod.CONTEXT if qid else LinkMethod.NIL))
    return Extraction(article, claims, flat, mentions, actors), tuple(links)


@settings(max_examples=60, deadline=None)
@given(extractions())
def test_any_records_come_back_equal_and_have_the_form(drawn: tuple[Extraction, tuple[Link, ...]]) -> None:
    extraction, links = drawn
    records = to_json(extraction, RUN, links)
    assert valid(records)
    assert from_json(json.loads(json.dumps(records))) == (extraction, RUN, links)


def places(node: object, path: str = "$") -> list[str]:
    """Return the path of every value below a JSON document's top."""
    if isinstance(node, dict):
        inner = [(f"{path}.{name}", value) for name, value in node.items()]
    elif isinstance(node, list):
        inner = [(f"{path}[{index}]", value) for index, value in enumerate(node)]
    else:
        inner = []
    return [place for below, value in inner for place in (below, *places(value, below))]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 200) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(places(document())), VALUES)
def test_whatever_is_wrong_is_an_error_with_a_place_and_what_is_read_has_the_form(
    place: str, value: object
) -> None:
    records = with_(place, value)
    message = ""
    try:
        from_json(records)
    except HearsayError as error:
        message = str(error)
    assert message.startswith("$") or (not message and valid(records))
