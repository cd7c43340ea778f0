"""Extraction records as a store keeps them: all that linking again and judging need.

The form is that of `hearsay extract --format json` (`docs/extract-format.md`) and, beside it, what that form
leaves out: which actor a medium is, where the lead ends, how each link was reached, and the proposals. The
article's words are not in it but for names: the text is kept under its hash, and spans point into it.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.errors import HearsayError
from ingest.model import Article, Claim, Extraction, Link, LinkMethod, Proposal, Run, TextLevel
from ingest.records.json_node import Node
from ingest.records.reading import from_json
from ingest.records.writing import Json, to_json

VERSION = 1
"""The version of this form."""

_OF_TEXT = ("title", "text")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the machine found in one article: extraction, links and proposals, before anybody judged them.

    Attributes:
        text_level: at which its graphs were written.
        links: the machine's decisions.
    """

    extraction: Extraction
    run: Run
    text_level: TextLevel
    links: tuple[Link, ...]
    proposals: tuple[Proposal, ...]


def to_bytes(kept: Kept) -> bytes:
    """Write records as one line of JSON, the same for the same records."""
    article = kept.extraction.article
    document = to_json(kept.extraction, kept.run)
    for key in _OF_TEXT:
        del document[key]
    for place in _places(document):
        del place["text"]
    whole: Json = {
        "version": VERSION,
        "textLevel": kept.text_level.value,
        "parts": [len(article.title), None if article.lead is None else len(article.lead)],
        "media": _media(kept.extraction.claims),
        "links": [dataclasses.asdict(link) for link in kept.links],
        "proposals": [dataclasses.asdict(proposal) for proposal in kept.proposals],
        "records": document,
    }
    return (json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def from_bytes(content: bytes, text: str) -> Kept:
    """Read what `to_bytes` wrote.

    Args:
        content: the line of JSON.
        text: the article's text, `Article.text`.

    Raises:
        HearsayError: it is of another version, or not what was written.
    """
    try:
        whole = json.loads(content)
    except ValueError:
        raise HearsayError("The kept records are no JSON.", _AGAIN) from None
    top = Node(whole).fields(*_FIELDS)
    if top["version"].integer() != VERSION:
        raise HearsayError(f"The kept records are of version {top['version'].value}, not {VERSION}.", _AGAIN)
    document = dict(whole["records"])
    title, lead = (None if size.value is None else size.integer() for size in top["parts"].items())
    document["text"] = text
    document["title"] = text[:title]
    for place in _places(document):
        place["text"] = text[place["start"] : place["end"]]
    extraction, run, _ = from_json(document)
    article = _with_lead(extraction.article, lead)
    claims = _with_media(extraction.claims, top["media"])
    return Kept(
        dataclasses.replace(extraction, article=article, claims=claims),
        run,
        top["textLevel"].member(TextLevel),
        tuple(_link(node) for node in top["links"].items()),
        tuple(_proposal(node) for node in top["proposals"].items()),
    )


def part_lengths(content: bytes) -> tuple[int, ...]:
    """Return the lengths of headline and lead (if any) of the article that records are of.

    Raises:
        HearsayError: they are not what was written.
    """
    try:
        whole = json.loads(content)
    except ValueError:
        raise HearsayError("The kept records are no JSON.", _AGAIN) from None
    parts = Node(whole).fields(*_FIELDS)["parts"].items()
    return tuple(part.integer() for part in parts if part.value is not None)


def _places(document: Json) -> list[Json]:
    """Give what in a document quotes the text at its offsets."""
    return [*document["mentions"], *document.get("sources", ())]


def has_sources(content: bytes) -> bool:
    """Whether an article's records say that it links to something; a name cannot hold this unescaped."""
    return b'"sources":' in content


_AGAIN = "Ingest the article again to renew them."
_FIELDS = ("version", "textLevel", "parts", "media", "links", "proposals", "records")


def _media(claims: Sequence[Claim]) -> list[list[str | None]]:
    """Give the ids of the actors that are media, link by link of each claim."""
    return [[link.medium.actor if link.medium else None for link in claim.chain] for claim in claims]


def _with_media(claims: Sequence[Claim], node: Node) -> tuple[Claim, ...]:
    actors = [[each.optional_string() for each in of_claim.items()] for of_claim in node.items()]
    if [len(of_claim) for of_claim in actors] != [len(claim.chain) for claim in claims]:
        raise HearsayError("The kept records name media of other claims.", _AGAIN)
    result = []
    for claim, media in zip(claims, actors, strict=True):
        chain = tuple(
            dataclasses.replace(link, medium=dataclasses.replace(link.medium, actor=actor))
            if link.medium and actor
            else link
            for link, actor in zip(claim.chain, media, strict=True)
        )
        result.append(dataclasses.replace(claim, chain=chain))
    return tuple(result)


def _with_lead(article: Article, length: int | None) -> Article:
    if length is None:
        return article
    rest = article.body[length:].removeprefix("\n\n")
    return dataclasses.replace(article, lead=article.body[:length], body=rest)


def _link(node: Node) -> Link:
    one = node.fields(*(field.name for field in dataclasses.fields(Link)))
    values: dict[str, Any] = {name: value.optional_string() for name, value in one.items() if name in _WORDS}
    return Link(
        actor=one["actor"].words(),
        score=one["score"].score(),
        method=one["method"].member(LinkMethod),
        **values,
    )


_WORDS = ("qid", "referent", "label", "mention", "judgement", "identity")


def _proposal(node: Node) -> Proposal:
    one = node.fields(*(field.name for field in dataclasses.fields(Proposal)))
    return Proposal(
        actor=one["actor"].words(),
        qid=one["qid"].words(),
        label=one["label"].string(),
        description=one["description"].string(),
        score=one["score"].score(),
    )
