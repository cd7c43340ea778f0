"""Claims in the terms of schema.org alone, as JSON-LD to embed in a page or to hand to who knows no more.

A `schema:Claim` has a text and an appearance. It is given no `author`: schema.org would read that as the
fact that somebody said it, and what is known is that an article says so. Who is said to have said it, and how
surely, stands in words in the description; no `firstAppearance` is given, since nobody can know it from a
store. And nothing that Hearsay read is a `ClaimReview`: it gives no verdicts, and passes on those of others
as their claims.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from ingest.export.statements import ArticleStatements, articles, set_aside
from ingest.export.view import View
from ingest.rdf.vocabulary import HS, RDFS, SCHEMA

Json = dict[str, Any]

_CONTEXT = "https://schema.org/"
_FOR_HTML = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
"""Within a page's `script` no text may end it."""


def write_claims(view: View, out: BinaryIO) -> None:
    """Write every claim of a view, article by article in the order of their IRIs; one is in memory."""
    aside = set_aside(view)
    out.write(b'{\n"@context": ' + _dump(_CONTEXT) + b',\n"@graph": [')
    separator = b"\n"
    for article in articles(view):
        for claim in _claims(article, aside):
            out.write(separator + _dump(claim))
            separator = b",\n"
    out.write(b"\n]\n}\n")


def _claims(article: ArticleStatements, aside: frozenset[str]) -> Iterator[Json]:
    found = article.extracted
    claims = [each for each in found.subjects(SCHEMA.appearance, article.article) if each not in aside]
    appearance = _appearance(article)
    for claim in sorted(claims, key=lambda each: (found.place(found.one(each, HS.wording))[0] or 0, each)):
        if found.chain(claim):
            yield _filled(
                {
                    "@type": "Claim",
                    "@id": claim,
                    "additionalType": HS.Claim.value,
                    "text": found.one(claim, SCHEMA.text),
                    "description": _description(article, claim),
                    "inLanguage": found.one(article.article, SCHEMA.inLanguage).removeprefix("und"),
                    "about": _about(article, claim),
                    "appearance": appearance,
                }
            )


def _description(article: ArticleStatements, claim: str) -> str:
    found = article.extracted
    innermost = found.chain(claim)[-1]
    act, certainty, polarity = (found.word(innermost, each) for each in (HS.act, HS.certainty, HS.polarity))
    return f"According to: {found.route(claim)}. Act: {act}. Certainty: {certainty}. Polarity: {polarity}."


def _appearance(article: ArticleStatements) -> Json:
    found, node = article.extracted, article.article
    publisher = found.one(node, SCHEMA.publisher)
    return _filled(
        {
            "@type": "NewsArticle",
            "@id": node,
            "url": found.one(node, SCHEMA.url),
            "headline": found.one(node, SCHEMA.headline),
            "datePublished": found.one(node, SCHEMA.datePublished),
            "publisher": _filled(
                {"@type": "Organization", "@id": publisher, "name": article.outlet} if publisher else {}
            ),
        }
    )


def _about(article: ArticleStatements, claim: str) -> list[Json]:
    """Give the topics that were linked; of others nothing but the name is known, which the text has."""
    links = article.links
    entities = {links.entity(each) for each in article.extracted.all(claim, SCHEMA.about)} - {""}
    return [
        _filled({"@type": "Thing", "@id": entity, "name": links.one(entity, RDFS.label)})
        for entity in sorted(entities)
    ]


def _filled(node: Json) -> Json:
    return {key: value for key, value in node.items() if value}


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).translate(_FOR_HTML).encode()
