"""What a view holds as tables, for people who do not speak RDF: claims, links and mentions, a row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingest.export.statements import ArticleStatements, articles, set_aside
from ingest.export.view import View
from ingest.rdf.vocabulary import HS, OA, RDFS, SCHEMA

Value = str | int | Decimal | bool | None
Row = tuple[Value, ...]
Datatype = Literal["string", "anyURI", "dateTime", "integer", "decimal", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: its name, in every table the same for the same thing.
        description: what it holds, in a sentence.
        datatype: XML Schema's name of what its values are.
    """

    name: str
    description: str
    datatype: Datatype = "string"


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: what `--table` takes.
        description: what a row is, in a sentence.
        columns: the columns; `key` is one of them.
        key: the column whose values tell the rows apart.
        rows: gives the rows of one article; an absent value is None.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: str
    rows: Callable[[ArticleStatements], Iterator[Row]]


def rows(table: Table, view: View) -> Iterator[Row]:
    """Give a table's rows, article by article in the order of their IRIs, one article at a time in memory.

    A claim that people rejected is left out, and one that they corrected stands as corrected.
    """
    aside = set_aside(view) if table.name == "claims" else frozenset()
    claim = next((at for at, column in enumerate(table.columns) if column.name == "claim"), None)
    for article in articles(view):
        for row in table.rows(article):
            if claim is None or row[claim] not in aside:
                yield row


_ARTICLE = Column("article", "The IRI of the article.", "anyURI")
_URL = Column("url", "The article's address.", "anyURI")
_DATE = Column("date", "When it was published; a day stands for its first instant in UTC.", "dateTime")
_OUTLET = Column("outlet", "The name of its publisher.")


def _claims(article: ArticleStatements) -> Iterator[Row]:
    found = article.extracted
    made = [
        _claim(claim, article)
        for claim in found.subjects(SCHEMA.appearance, article.article)
        if found.chain(claim)
    ]
    yield from sorted(made, key=lambda row: (row[3] or 0, row[-2]))


def _claim(claim: str, article: ArticleStatements) -> Row:
    found, links = article.extracted, article.links
    chain = found.chain(claim)
    start, end = found.place(found.one(claim, HS.wording))
    speaker = found.one(chain[-1], HS.speaker)
    entity = links.entity(speaker)
    speakers = [found.one(link, HS.speaker) for link in chain]
    return (
        found.one(article.article, SCHEMA.url) or None,
        found.one(article.article, SCHEMA.datePublished) or None,
        article.outlet,
        start,
        end,
        found.one(claim, SCHEMA.text) or None,
        found.word(claim, HS.kind),
        found.one(speaker, SCHEMA.name),
        entity or None,
        links.one(entity, RDFS.label) or None,
        found.word(chain[-1], HS.act),
        found.word(chain[-1], HS.certainty),
        found.word(chain[-1], HS.polarity),
        found.one(found.one(chain[-1], HS.medium), SCHEMA.name) or None,
        found.route(claim),
        len(chain) - 1,
        any(found.has_type(each, HS.UnnamedActor) for each in speakers),
        _decimal(found.one(claim, HS.confidence)),
        claim,
        article.article,
    )


def _decimal(value: str) -> Decimal | None:
    return Decimal(value) if value else None


def _links(article: ArticleStatements) -> Iterator[Row]:
    found, links = article.extracted, article.links
    for link, actor in links.pairs(HS.ofActor):
        entity = links.entity(actor)
        yield (
            found.one(article.article, SCHEMA.url) or None,
            found.one(actor, SCHEMA.name),
            found.word(actor, HS.actorKind),
            entity or None,
            links.one(entity, RDFS.label) or None,
            links.one(link, HS.referent) or None,
            links.word(link, HS.method),
            _decimal(links.one(link, HS.score)),
            links.one(link, HS.judgement) or None,
            links.one(link, HS.snapshot) or None,
            link,
            actor,
            article.article,
        )


def _mentions(article: ArticleStatements) -> Iterator[Row]:
    found, links = article.extracted, article.links
    made = []
    for mention, actor in found.pairs(HS.refersTo):
        start, end = found.place(mention)
        made.append(
            (
                found.one(article.article, SCHEMA.url) or None,
                start,
                end,
                found.one(mention, OA.exact) or None,
                found.one(actor, SCHEMA.name),
                found.word(actor, HS.actorKind),
                links.entity(actor) or None,
                mention,
                actor,
                article.article,
            )
        )
    yield from sorted(made, key=lambda row: (row[1] or 0, row[2] or 0, row[-3], row[-2]))


_ENTITY = "The Wikidata entity, or an identity that people gave"

CLAIMS = Table(
    "claims",
    "One claim: what an article puts into somebody's mouth, or says itself. Not what is true.",
    (
        _URL,
        _DATE,
        _OUTLET,
        Column("start", "The first character of its wording, in Unicode code points from 0.", "integer"),
        Column("end", "The character after the last of its wording.", "integer"),
        Column("wording", "The words of the claim, as they stand in the article."),
        Column("kind", "direct, indirect, mixed, or own-voice."),
        Column("speaker", "Who says it: the innermost of the chain."),
        Column("speaker_entity", f"{_ENTITY}, that the speaker was linked to.", "anyURI"),
        Column("speaker_label", "The entity's name."),
        Column("act", "The speech act: say, deny, ask, …"),
        Column("certainty", "certain, probable, possible or unknown: the speaker's, as worded."),
        Column("polarity", "affirmed or negated."),
        Column("medium", "Through what the speaker spoke, such as Telegram."),
        Column("chain", "Everybody it came through, from the outlet inwards."),
        Column("hands", "How many speakers there are inside the article's own voice.", "integer"),
        Column("unnamed", "Whether somebody in the chain is unnamed.", "boolean"),
        Column("confidence", "How likely it is that the machine read it rightly, from 0 to 1.", "decimal"),
        Column("claim", "The IRI of the claim.", "anyURI"),
        _ARTICLE,
    ),
    "claim",
    _claims,
)

LINKS = Table(
    "links",
    "One decision on who or what an article's actor is.",
    (
        _URL,
        Column("name", "The actor's name in the article."),
        Column("kind", "person, organisation, group, place or other."),
        Column("entity", f"{_ENTITY}; nothing if none was found or sure enough (NIL).", "anyURI"),
        Column("label", "The entity's name."),
        Column("referent", "What the entity stands for where it is a metonym: Russia for Moscow.", "anyURI"),
        Column("method", "How it was decided: domain, name, context, human or nil."),
        Column("score", "How likely the decision is right, from 0 to 1.", "decimal"),
        Column("judgement", "The IRI of the judgement, where people decided.", "anyURI"),
        Column("snapshot", "The SHA-256 of the knowledge that it was decided against."),
        Column("link", "The IRI of the link.", "anyURI"),
        Column("actor", "The IRI of the article's actor.", "anyURI"),
        _ARTICLE,
    ),
    "link",
    _links,
)

MENTIONS = Table(
    "mentions",
    "One place in an article that names or means an actor.",
    (
        _URL,
        Column("start", "The first character, in Unicode code points from 0.", "integer"),
        Column("end", "The character after the last.", "integer"),
        Column("words", "The words."),
        Column("name", "The actor's name in the article."),
        Column("kind", "person, organisation, group, place or other."),
        Column("entity", f"{_ENTITY}, that the actor was linked to.", "anyURI"),
        Column("mention", "The IRI of the mention.", "anyURI"),
        Column("actor", "The IRI of the article's actor.", "anyURI"),
        _ARTICLE,
    ),
    "mention",
    _mentions,
)

TABLES: Mapping[str, Table] = {table.name: table for table in (CLAIMS, LINKS, MENTIONS)}
"""The tables, by the name that `--table` takes."""
