"""Reading extraction records back from JSON, strictly.

The form is told in `docs/extract-format.md`. Reading checks more than its JSON Schema can: spans must
lie in the text, ids that are used must be defined, and what the form says twice must agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

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
    Run,
    Span,
    Spans,
    SpeechAct,
)
from ingest.records.json_node import Node
from ingest.sources import LinkedSource, SourceKind, Standing

FORMAT = 1
"""The version of the form."""

_ADDRESS = re.compile(r"https?://(?:(?![/?#@<>\"{}|\\^`])[!-~])+/(?:(?![#<>\"{}|\\^`])[!-~])*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")


def from_json(
    document: object, *, link_method: LinkMethod = LinkMethod.CONTEXT
) -> tuple[Extraction, Run, tuple[Link, ...]]:
    """Read what `ingest.records.to_json` wrote, checking everything.

    Ids become the records' ids as they stand. The form does not say where the lead ends: all below the
    headline is read back as the body, so that `text`, and with it the article's version, is the same. It says
    neither how a link was reached nor the entity's label: links are given `link_method` (NIL where there is
    no QID) and no label. An actor with neither QID nor score has had no link decision, and gets none.

    Args:
        document: a parsed JSON document.
        link_method: how the links in it were reached, as far as the caller knows.

    Raises:
        GroundingError: a span does not lie in the text, or not in text order, or its words differ.
        HearsayError: anything else is not as the form demands; the message begins with the JSON path.
    """
    top = Node(document).fields(
        *("format", "id", "url", "title", "date", "language", "publisher", "authors", "text", "run"),
        *("claims", "attributions", "mentions", "actors"),
        optional=("sources",),
    )
    if top["format"].integer() != FORMAT:
        raise HearsayError(
            f"$.format: this is version {top['format'].value}, and only version {FORMAT} can be read.",
            "Extract the article again with this version of Hearsay.",
        )
    top["id"].words()
    article = _read_article(top)
    text = article.text
    run = top["run"].fields("software", "model", "settings", "snapshot")
    taken: set[str] = set()
    actors, links = _read_actors(top["actors"], link_method, taken)
    mentions = _read_mentions(top["mentions"], text, actors, taken)
    reader = _ClaimReader(text, actors, mentions, taken)
    claims = reader.claims(top["claims"])
    return (
        Extraction(
            article=article,
            claims=claims,
            attributions=tuple(_read_flat(node, text) for node in top["attributions"].items()),
            mentions=tuple(mentions.values()),
            actors=tuple(actors.values()),
        ),
        Run(**{name: node.string() for name, node in run.items()}),
        links,
    )


def _read_article(top: dict[str, Node]) -> Article:
    title, text = top["title"].words(), top["text"].string()
    article = Article(
        title=title,
        body=text.removeprefix(title).removeprefix("\n\n"),
        url=top["url"].optional_string(),
        date=_date(top["date"]),
        language=top["language"].words(),
        publisher=top["publisher"].optional_string(),
        authors=tuple(author.string() for author in top["authors"].items()),
    )
    if article.text != text:
        raise HearsayError(
            "$.text: the text must be the title, a blank line and the rest, or the title alone."
        )
    if "sources" not in top:
        return article
    return replace(article, sources=tuple(_source(node, text) for node in top["sources"].items()))


def _source(node: Node, text: str) -> LinkedSource:
    one = node.fields("start", "end", "text", "url", "kind", "standing")
    span = _grounded(Span(one["start"].integer(), one["end"].integer()), text, node.path)
    if span.of(text) != one["text"].string():
        raise GroundingError(f"{node.path}: the text at {span.start}–{span.end} is not the link's text.")
    url = one["url"].string()
    if not _ADDRESS.fullmatch(url):
        raise one["url"].wrong("a web address (http or https) in ASCII, without what no address may hold")
    kind, standing = one["kind"].member(SourceKind), one["standing"].member(Standing)
    return LinkedSource(span.start, span.end, url, kind, standing)


def _read_actors(
    node: Node, method: LinkMethod, taken: set[str]
) -> tuple[dict[str, Actor], tuple[Link, ...]]:
    actors: dict[str, Actor] = {}
    links = []
    for item in node.items():
        one = item.fields("id", "name", "kind", "unnamed", "qid", "score", "referent")
        actor = Actor(
            _new_id(one["id"], taken),
            one["name"].words(),
            one["kind"].member(ActorKind),
            one["unnamed"].boolean(),
        )
        actors[actor.id] = actor
        qid, score, referent = _qid(one["qid"]), one["score"].score(), _qid(one["referent"])
        if qid or referent or score:
            links.append(Link(actor.id, qid, score, method if qid else LinkMethod.NIL, referent))
    return actors, tuple(links)


def _read_mentions(node: Node, text: str, actors: dict[str, Actor], taken: set[str]) -> dict[str, Mention]:
    mentions: dict[str, Mention] = {}
    for item in node.items():
        one = item.fields("id", "start", "end", "text", "kind", "actor")
        span = _grounded(Span(one["start"].integer(), one["end"].integer()), text, item.path)
        if span.of(text) != one["text"].string():
            raise GroundingError(
                f"{item.path}: the text at {span.start}–{span.end} is not the mention's text."
            )
        mention = Mention(
            _new_id(one["id"], taken), span, one["kind"].member(ActorKind), _known(one["actor"], actors)
        )
        mentions[mention.id] = mention
    return mentions


def _read_flat(node: Node, text: str) -> FlatAttribution:
    one = node.fields("source", "cue", "content", "confidence")
    source, cue, content = (_spans(one[name], text) for name in ("source", "cue", "content"))
    return FlatAttribution(source, cue, content, one["confidence"].score())


@dataclass(frozen=True, slots=True)
class _ClaimReader:
    """Reads claims against the text and the records that they may name."""

    text: str
    actors: dict[str, Actor]
    mentions: dict[str, Mention]
    taken: set[str]

    def claims(self, node: Node) -> tuple[Claim, ...]:
        claims: dict[str, Claim] = {}
        for item in node.items():
            claim = self._claim(item)
            claims[claim.id] = claim
        for index, claim in enumerate(claims.values()):
            for number, relation in enumerate(claim.relations):
                _known(Node(relation.claim, f"{node.path}[{index}].relations[{number}].claim"), claims)
        return tuple(claims.values())

    def _claim(self, node: Node) -> Claim:
        one = node.fields(
            *("id", "occurrences", "kind", "certainty", "polarity", "cues", "confidence", "chain", "about"),
            "relations",
        )
        claim = Claim(
            id=_new_id(one["id"], self.taken),
            occurrences=tuple(self._some(place) for place in one["occurrences"].items()),
            kind=one["kind"].member(ClaimKind),
            chain=tuple(self._link(link) for link in one["chain"].items()),
            cues=tuple(self._marker(marker) for marker in one["cues"].items()),
            confidence=one["confidence"].score(),
            about=tuple(_known(mention, self.mentions) for mention in one["about"].items()),
            relations=tuple(self._relation(relation) for relation in one["relations"].items()),
        )
        if not claim.occurrences:
            raise one["occurrences"].wrong("at least one place in the text")
        if not claim.chain or claim.chain[0].spans or claim.chain[0].cue:
            raise HearsayError(
                f"{one['chain'].path}: a chain begins with the article's own voice, without words."
            )
        for name, innermost in (("certainty", claim.certainty), ("polarity", claim.polarity)):
            if one[name].value != innermost:
                raise HearsayError(f'{one[name].path}: the innermost link of the chain says "{innermost}".')
        return claim

    def _some(self, node: Node) -> Spans:
        spans = _spans(node, self.text)
        if not spans:
            raise node.wrong("at least one span")
        return spans

    def _marker(self, node: Node) -> Marker:
        one = node.fields("of", "spans")
        if one["of"].value not in ("certainty", "polarity"):
            raise one["of"].wrong('"certainty" or "polarity"')
        return Marker(one["of"].string(), self._some(one["spans"]))

    def _relation(self, node: Node) -> Relation:
        one = node.fields("type", "claim", "evidence")
        return Relation(
            one["type"].member(RelationType), one["claim"].string(), _spans(one["evidence"], self.text)
        )

    def _link(self, node: Node) -> Attribution:
        one = node.fields("agent", "cue", "act", "medium", "certainty", "polarity")
        agent = one["agent"].fields("name", "spans", "role", "actor", "unnamed")
        return Attribution(
            actor=_known(agent["actor"], self.actors),
            name=agent["name"].words(),
            act=one["act"].member(SpeechAct),
            spans=_spans(agent["spans"], self.text),
            role=_spans(agent["role"], self.text),
            cue=_spans(one["cue"], self.text),
            medium=None if one["medium"].value is None else self._medium(one["medium"]),
            certainty=one["certainty"].member(Certainty),
            polarity=one["polarity"].member(Polarity),
            unnamed=agent["unnamed"].boolean(),
        )

    def _medium(self, node: Node) -> Medium:
        """Read a medium; its actor is the one of the same name, if several that which is mentioned there."""
        one = node.fields("name", "spans")
        name, spans = one["name"].words(), self._some(one["spans"])
        namesakes = [actor.id for actor in self.actors.values() if actor.name == name]
        if not namesakes:
            raise one["name"].wrong("the name of one of the actors")
        there = {mention.actor for mention in self.mentions.values() if mention.span in spans}
        return Medium(name, spans, next((actor for actor in namesakes if actor in there), namesakes[0]))


def _spans(node: Node, text: str) -> Spans:
    spans: list[Span] = []
    for item in node.items():
        ends = [end.integer() for end in item.items()]
        if len(ends) != 2:
            raise item.wrong("a pair [start, end]")
        span = _grounded(Span(*ends), text, item.path)
        if spans and span.start < spans[-1].end:
            raise GroundingError(f"{item.path}: spans must stand in text order and not overlap.")
        spans.append(span)
    return tuple(spans)


def _grounded(span: Span, text: str, path: str) -> Span:
    if not 0 <= span.start < span.end <= len(text):
        raise GroundingError(
            f"{path}: {span.start}–{span.end} is no span of a text of {len(text)} characters.",
            "Offsets count Unicode code points from 0; the end is exclusive.",
        )
    return span


def _new_id(node: Node, taken: set[str]) -> str:
    """Return an id that no other record of the document has, of whatever kind."""
    identifier = node.words()
    if identifier in taken:
        raise node.wrong("an id that no other record has")
    taken.add(identifier)
    return identifier


def _known(node: Node, records: Mapping[str, object]) -> str:
    identifier = node.string()
    if identifier not in records:
        raise node.wrong("the id of a record in this document")
    return identifier


def _date(node: Node) -> str | None:
    date = node.optional_string()
    if date is not None and not _DATE.fullmatch(date):
        raise node.wrong("null, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ")
    return date


def _qid(node: Node) -> str | None:
    qid = node.optional_string()
    if qid is not None and not (qid[:1] == "Q" and qid[1:].isascii() and qid[1:].isdigit() and qid[1] != "0"):
        raise node.wrong('null or a Wikidata QID such as "Q42"')
    return qid
