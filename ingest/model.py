"""The records that flow through Hearsay: what was read, what was found in it, and who that is.

Data only: no record reads a file, mints an IRI or knows RDF. All offsets are Unicode code points into
`Article.text`, half-open. Identifiers (`Claim.id`, `Actor.id`, `Mention.id`) are opaque, unique within one
article's extraction, and hold no meaning; IRIs are derived from content by `ingest.rdf.iri`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from ingest.errors import Origin
from ingest.sources import LinkedSource


class Certainty(StrEnum):
    """How committed a speaker is to what is said: the FactBank scale (Saurí & Pustejovsky 2009)."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


class Polarity(StrEnum):
    """Whether a speaker affirms or negates the content."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class ClaimKind(StrEnum):
    """How the article words the content: quoted, reported, both, or in its own voice."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    OWN_VOICE = "own-voice"


class ActorKind(StrEnum):
    """What sort of thing a mention names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    PLACE = "place"
    OTHER = "other"


class SpeechAct(StrEnum):
    """In what act an actor stands behind a content; the ontology's scheme of acts groups and defines them.

    Groups after Searle (1976): assertives, directives, commissives, expressives; and, because attribution
    corpora count them (PolNeAR), mental attitudes and evidence that speaks.
    """

    # assertives
    ASSERT = "assert"  # the article's own voice, and "asserted"
    SAY = "say"  # the neutral default, also for cues never seen
    STATE = "state"
    WRITE = "write"
    TELL = "tell"
    REPORT = "report"
    ACCORDING_TO = "according to"
    CLAIM = "claim"
    ARGUE = "argue"
    ADD = "add"
    UNDERSCORE = "underscore"
    EXPLAIN = "explain"
    DESCRIBE = "describe"
    ANNOUNCE = "announce"
    REPLY = "reply"
    CONFIRM = "confirm"
    ADMIT = "admit"
    ALLEGE = "allege"
    ACCUSE = "accuse"
    DENY = "deny"
    REJECT = "reject"
    WARN = "warn"
    PREDICT = "predict"
    ESTIMATE = "estimate"
    SUGGEST = "suggest"
    CONCLUDE = "conclude"
    AGREE = "agree"
    # directives
    ASK = "ask"
    PROPOSE = "propose"
    DEMAND = "demand"
    # commissives
    PROMISE = "promise"
    THREATEN = "threaten"
    # expressives
    DENOUNCE = "denounce"
    PRAISE = "praise"
    # mental attitudes
    BELIEVE = "believe"
    KNOW = "know"
    DOUBT = "doubt"
    FEAR = "fear"
    HOPE = "hope"
    INTEND = "intend"
    # evidence that speaks: a survey found, documents show
    SHOW = "show"


class LinkMethod(StrEnum):
    """How a link decision was reached."""

    DOMAIN = "domain"  # the outlet's web domain
    NAME = "name"  # the entity's label or alias, one candidate
    CONTEXT = "context"  # several candidates, decided by type, context, coherence and prominence
    NIL = "nil"  # no candidate, or none sure enough
    HUMAN = "human"  # a person's judgement


class RelationType(StrEnum):
    """How one claim's speaker stands to another claim."""

    DISPUTES = "disputes"
    SUPPORTS = "supports"
    REPEATS = "repeats"
    CORRECTS = "corrects"
    REVIEWS = "reviews"  # judges it, in whatever way


class TextLevel(StrEnum):
    """How much of an article's wording its graph holds."""

    NONE = "none"  # hashes, lengths and offsets alone
    QUOTES = "quotes"  # the spans that anchor something, with a little context around claims
    FULL = "full"  # the same graph as `quotes`; whole texts may travel beside it in exports and packages


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words at this span."""
        return text[self.start : self.end]


Spans = tuple[Span, ...]
"""A span list, in text order; several when discontinuous, empty when there is none."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read.

    Attributes:
        title: the headline, never empty.
        body: the text below headline and lead.
        lead: the opening paragraph, where the format tells it apart from the body.
        url: canonical URL, or None.
        date: publication date, ISO 8601: ``YYYY-MM-DD`` or ``YYYY-MM-DDThh:mm:ssZ`` (UTC), or None.
        language: BCP 47 tag.
        publisher: the outlet's name as the input gives it, or None.
        authors: names as the input gives them.
        sources: what its text links to, in text order.
        origin: where it was read from; no part of the article's identity.
    """

    title: str
    body: str
    lead: str | None = None
    url: str | None = None
    date: str | None = None
    language: str = "en"
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    sources: tuple[LinkedSource, ...] = ()
    origin: Origin = field(default=Origin("-"), compare=False)

    @property
    def text(self) -> str:
        """Headline, lead and body (if any), joined by one blank line each: what offsets point into."""
        return "\n\n".join(part for part in (self.title, self.lead, self.body) if part)

    @property
    def host(self) -> str | None:
        """The web host at which it was published, without a leading ``www.``, or None."""
        try:
            host = urlsplit(self.url or "").hostname
        except ValueError:  # "http://[" is no URL, and has no host
            return None
        return host.removeprefix("www.") if host else None

    @property
    def voice(self) -> str:
        """The name of the article's own voice: the publisher, else the host, else ``unknown publisher``."""
        return self.publisher or self.host or "unknown publisher"

    @property
    def text_sha256(self) -> str:
        """Hex SHA-256 of `text` in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names or refers to an actor (name, role or pronoun)."""

    id: str
    span: Span
    kind: ActorKind
    actor: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who or what an article names or describes: the one who speaks, or is spoken of.

    Attributes:
        name: the fullest name in the article, or an unnamed source's description ("two officials").
        unnamed: True if the article does not say who this is.
    """

    id: str
    name: str
    kind: ActorKind
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Medium:
    """The outlet, platform, interview or document through which an actor spoke.

    `actor` is the id of the actor record of the same name, so that it is linked like any other.
    """

    name: str
    spans: Spans
    actor: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """One link of a chain: who, in what act, by which cue words, through which medium.

    Attributes:
        actor: id of the speaker's `Actor`.
        name: the speaker as resolved within the article ("Boris Rozhin" for "he").
        spans: the words that stand for the speaker at this cue (empty for the article's own voice).
        role: the speaker's role as worded here ("military correspondent"), or empty.
        cue: the cue words ("stated"), empty for the article's own voice and where there are none.
        act: what kind of act the cue reports.
    """

    actor: str
    name: str
    act: SpeechAct
    spans: Spans = ()
    role: Spans = ()
    cue: Spans = ()
    medium: Medium | None = None
    certainty: Certainty = Certainty.CERTAIN
    polarity: Polarity = Polarity.AFFIRMED
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """The words that make a claim's innermost link hedged or negated ("possibly", "no longer")."""

    of: str  # "certainty" or "polarity"
    spans: Spans


@dataclass(frozen=True, slots=True)
class Relation:
    """The claim's innermost speaker stands to another claim of the article: disputes it, supports it, …"""

    type: RelationType
    claim: str
    evidence: Spans


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition as worded, with the chain of who said it, outside in; link 0 is the article's own voice.

    Attributes:
        occurrences: every place where the article words it; the first is where it is worded most fully.
        chain: at least one link; certainty and polarity of the claim are the last link's.
        about: ids of mentions inside the wording: topic only.
        confidence: 0 to 1, two decimals.
    """

    id: str
    occurrences: tuple[Spans, ...]
    kind: ClaimKind
    chain: tuple[Attribution, ...]
    cues: tuple[Marker, ...] = ()
    confidence: float = 1.0
    about: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()

    @property
    def certainty(self) -> Certainty:
        """The innermost link's."""
        return self.chain[-1].certainty

    @property
    def polarity(self) -> Polarity:
        """The innermost link's."""
        return self.chain[-1].polarity


@dataclass(frozen=True, slots=True)
class FlatAttribution:
    """The flat, outermost reading of one attribution: source, cue and content, as PolNeAR marks them."""

    source: Spans
    cue: Spans
    content: Spans
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything an extractor found in one article, in text order."""

    article: Article
    claims: tuple[Claim, ...] = ()
    attributions: tuple[FlatAttribution, ...] = ()
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A decision that an article's actor is a Wikidata entity, or (qid None) that none is known: NIL.

    Attributes:
        actor: the `Actor.id` it is about.
        qid: ``Q…`` or None.
        score: 0 to 1, two decimals: how sure the decision is.
        method: how it was reached.
        referent: for a metonym, the ``Q…`` that it stands for ("Moscow said": Russia), or None.
        label: the entity's label in the snapshot.
        mention: the id of the `Mention` that names it, the first of the name that was looked up, or None.
        judgement: the IRI of the judgement that decided it, or None: the machine did.
        identity: for somebody without a QID whom people know from several articles, the name that they gave
            this one person, or None.
    """

    actor: str
    qid: str | None
    score: float
    method: LinkMethod
    referent: str | None = None
    label: str | None = None
    mention: str | None = None
    judgement: str | None = None
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entity that an actor may be, as linking proposes it: no decision.

    Attributes:
        actor: the `Actor.id` that it is about.
        qid: ``Q…``.
        label: the entity's label in the snapshot.
        description: its description there, or "".
        score: 0 to 1, two decimals: how likely it is meant.
    """

    actor: str
    qid: str
    label: str
    description: str
    score: float


@dataclass(frozen=True, slots=True)
class Run:
    """A configuration, not a moment: which software, model, settings and knowledge snapshot made a graph.

    All but `software` (``hearsay 0.1.0``) are hex SHA-256 digests.
    """

    software: str
    model: str
    settings: str
    snapshot: str
