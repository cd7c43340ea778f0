"""Extraction records to JSON: what was found, by whom it was said, and who that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.model import Actor, Article, Attribution, Claim, Extraction, Link, Run, Spans
from ingest.records.reading import FORMAT
from ingest.sources import LinkedSource

Json = dict[str, Any]


def _address_or_hash(article: Article) -> str:
    return article.url or f"urn:sha256:{article.text_sha256}"


def _same(identifier: str) -> str:
    return identifier


@dataclass(frozen=True, slots=True)
class Ids:
    """How records are named in the output: the caller may pass functions that return IRIs.

    By default claims, actors and mentions keep the extractor's ids, and an article is named by its URL or,
    if it has none, by its text's SHA-256.
    """

    article: Callable[[Article], str] = field(default=_address_or_hash)
    claim: Callable[[str], str] = field(default=_same)
    actor: Callable[[str], str] = field(default=_same)
    mention: Callable[[str], str] = field(default=_same)


def to_json(extraction: Extraction, run: Run, links: Sequence[Link] = (), ids: Ids | None = None) -> Json:
    """Return one article's records in the form of `docs/extract-format.md`, ready for `json.dumps`."""
    ids = ids or Ids()
    article, text = extraction.article, extraction.article.text
    decided = {link.actor: link for link in links}
    return {
        "format": FORMAT,
        "id": ids.article(article),
        "url": article.url,
        "title": article.title,
        "date": article.date,
        "language": article.language,
        "publisher": article.publisher,
        "authors": list(article.authors),
        "text": text,
        "run": {
            "software": run.software,
            "model": run.model,
            "settings": run.settings,
            "snapshot": run.snapshot,
        },
        "claims": [_claim(claim, ids) for claim in extraction.claims],
        "attributions": [
            {
                "source": _pairs(flat.source),
                "cue": _pairs(flat.cue),
                "content": _pairs(flat.content),
                "confidence": round(flat.confidence, 2),
            }
            for flat in extraction.attributions
        ],
        "mentions": [
            {
                "id": ids.mention(mention.id),
                "start": mention.span.start,
                "end": mention.span.end,
                "text": mention.span.of(text),
                "kind": mention.kind.value,
                "actor": ids.actor(mention.actor),
            }
            for mention in extraction.mentions
        ],
        "actors": [_actor(actor, decided.get(actor.id), ids) for actor in extraction.actors],
        # Left out where there are none, as in the first texts of this version of the form.
        **({"sources": [_source(each, text) for each in article.sources]} if article.sources else {}),
    }


def _source(source: LinkedSource, text: str) -> Json:
    return {
        "start": source.start,
        "end": source.end,
        "text": source.of(text),
        "url": source.url,
        "kind": source.kind.value,
        "standing": source.standing.value,
    }


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _claim(claim: Claim, ids: Ids) -> Json:
    return {
        "id": ids.claim(claim.id),
        "occurrences": [_pairs(spans) for spans in claim.occurrences],
        "kind": claim.kind.value,
        "certainty": claim.certainty.value,
        "polarity": claim.polarity.value,
        "cues": [{"of": marker.of, "spans": _pairs(marker.spans)} for marker in claim.cues],
        "confidence": round(claim.confidence, 2),
        "chain": [_attribution(link, ids) for link in claim.chain],
        "about": [ids.mention(mention) for mention in claim.about],
        "relations": [
            {
                "type": relation.type.value,
                "claim": ids.claim(relation.claim),
                "evidence": _pairs(relation.evidence),
            }
            for relation in claim.relations
        ],
    }


def _attribution(link: Attribution, ids: Ids) -> Json:
    return {
        "agent": {
            "name": link.name,
            "spans": _pairs(link.spans),
            "role": _pairs(link.role),
            "actor": ids.actor(link.actor),
            "unnamed": link.unnamed,
        },
        "cue": _pairs(link.cue),
        "act": link.act.value,
        "medium": link.medium and {"name": link.medium.name, "spans": _pairs(link.medium.spans)},
        "certainty": link.certainty.value,
        "polarity": link.polarity.value,
    }


def _actor(actor: Actor, link: Link | None, ids: Ids) -> Json:
    return {
        "id": ids.actor(actor.id),
        "name": actor.name,
        "kind": actor.kind.value,
        "unnamed": actor.unnamed,
        "qid": link.qid if link else None,
        "score": round(link.score, 2) if link else 0.0,
        "referent": link.referent if link else None,
    }
