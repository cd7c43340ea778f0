"""The closed vocabulary: every class, property and concept that Hearsay writes; a typo raises.

Own terms are those of `ontology/hearsay.ttl` (a test holds the two equal); of other vocabularies only the
terms in use are listed.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from pyoxigraph import NamedNode

from ingest.judgements import Aspect
from ingest.model import ActorKind, Certainty, ClaimKind, LinkMethod, Polarity, SpeechAct
from ingest.sources import SourceKind


class Namespace:
    """A namespace of listed terms: `HS.Claim` is a `NamedNode`, `HS.Clam` raises `AttributeError`."""

    def __init__(self, base: str, terms: Iterable[str]) -> None:
        self.base = base
        self._terms = {term: NamedNode(base + term) for term in terms}
        self.__dict__.update(self._terms)  # found at once; `__getattr__` sees what is none

    def __getattr__(self, term: str) -> NamedNode:
        raise AttributeError(f"<{self.base}> has no term {term!r} in Hearsay's vocabulary")

    def __iter__(self) -> Iterator[NamedNode]:
        return iter(self._terms.values())


HS = Namespace(
    "https://w3id.org/hearsay/ontology#",
    """Actor Article ArticleVersion Attribution Claim Judgement Link Mention Run Source Tombstone
    UnnamedActor DisputedClaim HedgedClaim NegatedClaim SecondHandClaim ThirdHandClaim
    UnnamedSourceClaim act actorKind aspect attribution certainty certaintyCue confidence correctionOf
    cue entity entityKind evidence followedBy heldSince heldUntil host judgedAt judgedBy judgement
    judges judgesName kind leastSharedWording linksTo medium mediumMention method model next nil ofActor
    ofMention part polarity polarityCue reason referent refersTo relayedThrough repeatedAt repeats role
    score setsAside settings sharedWording sharesWordingWith snapshot software sourceKind speaker
    speakerMention textLength textSha256 verdict wording wordingDigest""".split(),
)
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", ["type"])
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", ["label"])
SCHEMA = Namespace(
    "https://schema.org/",
    """Claim NewsArticle about appearance author datePublished headline inLanguage name publisher sameAs
    text url""".split(),
)
PROV = Namespace("http://www.w3.org/ns/prov#", ["Activity", "Bundle", "wasGeneratedBy", "wasRevisionOf"])
OA = Namespace(
    "http://www.w3.org/ns/oa#",
    ["TextPositionSelector", "TextQuoteSelector", "start", "end", "exact", "prefix", "suffix"],
)
DCTERMS = Namespace("http://purl.org/dc/terms/", ["hasVersion"])
CITO = Namespace("http://purl.org/spar/cito/", ["cites", "disputes", "supports", "corrects", "reviews"])
XSD = Namespace("http://www.w3.org/2001/XMLSchema#", ["dateTime", "decimal", "integer", "string"])

WIKIDATA = "http://www.wikidata.org/entity/"
WDT = Namespace("http://www.wikidata.org/prop/direct/", ["P17", "P27", "P31", "P39", "P279", "P856"])
P = Namespace("http://www.wikidata.org/prop/", ["P39"])
PS = Namespace("http://www.wikidata.org/prop/statement/", ["P39"])

_SCHEMES: dict[type[StrEnum], str] = {
    Certainty: "certainty",
    Polarity: "polarity",
    SpeechAct: "act",
    ClaimKind: "claim-kind",
    ActorKind: "actor-kind",
    LinkMethod: "link-method",
    Aspect: "judgement-aspect",
    SourceKind: "source-kind",
}


@lru_cache(maxsize=None, typed=True)  # concepts of two schemes may be spelled alike
def concept(value: StrEnum) -> NamedNode:
    """Return the concept of an enumerated value, e.g. ``…/certainty#possible`` for `Certainty.POSSIBLE`."""
    return NamedNode(f"https://w3id.org/hearsay/{_SCHEMES[type(value)]}#{value.value.replace(' ', '-')}")


def concepts(scheme: type[StrEnum]) -> list[NamedNode]:
    """Return all concepts of an enumeration's scheme."""
    return [concept(value) for value in scheme]


PREFIXES = {
    "act": "https://w3id.org/hearsay/act#",
    "actorkind": "https://w3id.org/hearsay/actor-kind#",
    "aspect": "https://w3id.org/hearsay/judgement-aspect#",
    "certainty": "https://w3id.org/hearsay/certainty#",
    "cito": CITO.base,
    "dcterms": DCTERMS.base,
    "hs": HS.base,
    "kind": "https://w3id.org/hearsay/claim-kind#",
    "method": "https://w3id.org/hearsay/link-method#",
    "oa": OA.base,
    "p": P.base,
    "polarity": "https://w3id.org/hearsay/polarity#",
    "prov": PROV.base,
    "ps": PS.base,
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "schema": SCHEMA.base,
    "sourcekind": "https://w3id.org/hearsay/source-kind#",
    "wd": WIKIDATA,
    "wdt": WDT.base,
    "xsd": XSD.base,
}
"""Prefixes for reading and writing Turtle, TriG and SPARQL."""
