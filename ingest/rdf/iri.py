"""The only place that mints IRIs: each derives from content, and from nothing else.

An IRI's last segment is the first 160 bits of a SHA-256 over its parts, in lower-case base 32: 32 characters
that need no escaping anywhere. The parts are joined as netstrings, so that no two lists of parts give the
same bytes. Two people who read the same article therefore mint the same IRIs, and no text can break out of
one.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence

from pyoxigraph import NamedNode

from ingest.judgements import Judgement
from ingest.model import Actor, Article, Attribution, Claim, Run, Spans
from ingest.rdf.vocabulary import WIKIDATA
from ingest.text import normalise_wording

BASE = "https://w3id.org/hearsay/"

RUNS = NamedNode(BASE + "graph/runs")
TOMBSTONES = NamedNode(BASE + "graph/tombstones")
JUDGEMENTS = NamedNode(BASE + "graph/judgements")
DERIVED = NamedNode(BASE + "graph/derived")
ENRICHMENT = NamedNode(BASE + "graph/enrichment")
COPIES = NamedNode(BASE + "graph/copies")

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)
_ARTICLE = re.compile(re.escape(BASE) + r"article/[a-z2-7]{32}", re.ASCII)
_CORRECTED = re.compile(r"/corrected/[a-z2-7]{32}\Z", re.ASCII)
_FROM_WORDS = re.compile(
    r"(/(?:actor|claim|link|corrected|judgement|identity)/)[a-z2-7]{32}(?=/|\Z)", re.ASCII
)
_QID = re.compile(r"Q[1-9][0-9]{0,11}", re.ASCII)


def digest(*parts: str) -> str:
    """Return 32 characters of base 32 that stand for `parts`.

    >>> digest("a", "bc") == digest("ab", "c")
    False
    >>> len(digest("a"))
    32
    """
    joined = b"".join(b"%d:%s," % (len(raw), raw) for raw in (part.encode() for part in parts))
    number = int.from_bytes(hashlib.sha256(joined).digest()[:20], "big")
    # Base 32 by pairs of letters: the standard library's function takes three times as long, in Python.
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(150, -1, -10)])


def article(record: Article) -> NamedNode:
    """Mint from the canonical URL; from the text where there is no URL."""
    # Never through `article_at`: an article whose URL is one of these IRIs must not take another's place.
    key = ("url", record.url) if record.url else ("text", record.text_sha256)
    return NamedNode(f"{BASE}article/{digest(*key)}")


def article_at(address: str) -> NamedNode:
    """Return the IRI of the article that a user names by canonical URL, or by its IRI itself."""
    if _ARTICLE.fullmatch(address):
        return NamedNode(address)
    return NamedNode(f"{BASE}article/{digest('url', address)}")


def article_above(address: str) -> NamedNode | None:
    """Return the article that an IRI lies below, such as an actor's or a claim's; None for any other."""
    match = _ARTICLE.match(address)
    return NamedNode(match[0]) if match and address[match.end() :].startswith("/") else None


def uncorrected(address: str) -> str:
    """Return the IRI of the machine's claim for that of a corrected one; any other IRI as it is."""
    return _CORRECTED.sub("", address)


def version(article_iri: NamedNode, text_sha256: str) -> NamedNode:
    """Mint from the article and the hash of its text."""
    return _below(article_iri, "version", text_sha256)


def graph(article_iri: NamedNode) -> NamedNode:
    """Name the graph of what was extracted from an article."""
    return NamedNode(article_iri.value + "/graph")


def links_graph(article_iri: NamedNode) -> NamedNode:
    """Name the graph of an article's link decisions."""
    return NamedNode(article_iri.value + "/links")


def corrections_graph(article_iri: NamedNode) -> NamedNode:
    """Name the graph of an article's claims as people corrected them."""
    return NamedNode(article_iri.value + "/corrections")


def article_of(graph_name: NamedNode) -> NamedNode | None:
    """Return the article whose graph, graph of links or of corrections this is; None for any other graph."""
    article_iri, _, kind = graph_name.value.rpartition("/")
    return NamedNode(article_iri) if article_iri and kind in ("graph", "links", "corrections") else None


def article_extracted_in(graph_name: NamedNode) -> NamedNode | None:
    """Return the article whose graph this is; None for one of its other graphs, and for any other graph."""
    return article_of(graph_name) if graph_name.value.endswith("/graph") else None


def claims(article_iri: NamedNode, records: Sequence[Claim], text: str) -> dict[str, NamedNode]:
    """Mint a claim's IRI from article, normalised wording, chain (names and acts) and occurrence number.

    Offsets take no part, so that a typo corrected elsewhere in the article does not re-mint it.

    Returns:
        IRIs by `Claim.id`.
    """
    keys = {
        claim.id: (
            normalise_wording(words(claim.occurrences[0], text)),
            *(part for link in claim.chain for part in (normalise_wording(link.name), link.act.value)),
        )
        for claim in records
    }
    return _numbered(article_iri, "claim", keys)


def correction(claim_iri: NamedNode, changes: Sequence[str]) -> NamedNode:
    """Mint a corrected claim from the machine's and what people changed: the same changes give the same."""
    return _below(claim_iri, "corrected", *changes)


def actors(article_iri: NamedNode, records: Sequence[Actor]) -> dict[str, NamedNode]:
    """Mint an actor's IRI from article, normalised name, and its number among those of the same name.

    Returns:
        IRIs by `Actor.id`.
    """
    return _numbered(article_iri, "actor", {actor.id: (normalise_wording(actor.name),) for actor in records})


def keyed(node: NamedNode, key: bytes) -> NamedNode:
    """Mint anew, under a secret key, what derives from names or wordings; any other IRI stays as it is.

    That is: an article's actors, claims and links, with what lies below them, judgements and identities.
    Without the key, nobody can see by an IRI whether a name that they guess is right.
    """
    if not node.value.startswith(BASE):
        return node

    def anew(match: re.Match[str]) -> str:
        secret = hmac.new(key, node.value[: match.end()].encode(), hashlib.sha256).hexdigest()
        return match[1] + digest(secret)

    return NamedNode(_FROM_WORDS.sub(anew, node.value))


def outlet(record: Article, name: str) -> NamedNode:
    """Mint the publisher from web host and name: one over all articles, since we know who published."""
    return NamedNode(f"{BASE}source/{digest(record.host or '', normalise_wording(name))}")


def source(article_iri: NamedNode, url: str) -> NamedNode:
    """Mint what an article links to, from article and canonical URL."""
    return _below(article_iri, "source", url)


def own_voice(article_iri: NamedNode, link: Attribution) -> NamedNode:
    """Mint link 0: claims with the same certainty and polarity share it."""
    return _below(article_iri, "attribution", link.act.value, link.certainty.value, link.polarity.value)


def attribution(claim_iri: NamedNode, depth: int) -> NamedNode:
    """Mint link `depth` (1 or more, counted from the article inwards) of a claim's chain."""
    return NamedNode(f"{claim_iri.value}/link/{depth}")


def mention(version_iri: NamedNode, spans: Spans) -> NamedNode:
    """Mint from version and offsets: one node for the same characters, whatever they are anchors of."""
    return _below(version_iri, "mention", *(f"{span.start}-{span.end}" for span in spans))


def link(actor_iri: NamedNode, article_iri: NamedNode) -> NamedNode:
    """Mint an article's link decision about an actor."""
    return _below(article_iri, "link", actor_iri.value)


def judgement(record: Judgement) -> NamedNode:
    """Mint from all that a judgement says: who, when, what, why."""
    parts = (record.when, record.who, record.subject, record.aspect.value, record.value, record.why)
    return NamedNode(f"{BASE}judgement/{digest(*parts)}")


def identity(name: str) -> NamedNode:
    """Mint one person across articles, whom no QID names, from the name that people's judgements give."""
    return NamedNode(f"{BASE}identity/{digest(normalise_wording(name) or name)}")


def run(record: Run) -> NamedNode:
    """Mint from the configuration."""
    return NamedNode(f"{BASE}run/{digest(record.software, record.model, record.settings, record.snapshot)}")


def tenure(holder: NamedNode, office: str, start: str, end: str) -> NamedNode:
    """Mint the statement that somebody held an office from one date to another, as a snapshot has them."""
    return NamedNode(f"{BASE}tenure/{digest(holder.value, office, start, end)}")


def entity(qid: str) -> NamedNode:
    """Return Wikidata's IRI of an entity.

    Raises:
        ValueError: `qid` is no QID.
    """
    if not _QID.fullmatch(qid):
        raise ValueError(f"{qid!r} is no Wikidata QID such as Q212")
    return NamedNode(WIKIDATA + qid)


def dataset(sha256: str) -> NamedNode:
    """Mint the IRI of an export from the SHA-256 of its bytes."""
    return NamedNode(f"{BASE}dataset/{digest(sha256)}")


def metric(name: str) -> NamedNode:
    """Name what a figure of an export's trustworthiness measures."""
    return NamedNode(f"{BASE}metric/{name}")


def nanopub(code: str) -> NamedNode:
    """Name a nanopublication by the code of its Trusty URI."""
    return NamedNode(f"{BASE}np/{code}")


def wording_digest(wording: str) -> str:
    """Return the digest of a normalised wording: equal for claims that are worded alike."""
    return digest(normalise_wording(wording))


def words(spans: Spans, text: str) -> str:
    """Return the words at a span list, stretches joined by one space."""
    return " ".join(span.of(text) for span in spans)


def _below(parent: NamedNode, kind: str, *parts: str) -> NamedNode:
    return NamedNode(f"{parent.value}/{kind}/{digest(*parts)}")


def _numbered(parent: NamedNode, kind: str, keys: dict[str, tuple[str, ...]]) -> dict[str, NamedNode]:
    """Mint below `parent` from each key and, for keys that recur, their number in order."""
    seen: dict[tuple[str, ...], int] = {}
    result = {}
    for identifier, key in keys.items():
        seen[key] = seen.get(key, 0) + 1
        result[identifier] = _below(parent, kind, str(seen[key]), *key)
    return result
