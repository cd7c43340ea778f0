"""How well each aspect of a claim is found by itself: speakers, certainty, polarity, acts, media, relations.

Chain-exact scoring (`benchmarks.scoring`) asks for everything at once; this tells where it fails. Most
figures are over claims whose *wording* was found (relaxed), whoever is said to have said it. Chains are
compared from the inside out, so that a missing outer link does not spoil the inner ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from benchmarks.confusion import Confusion
from benchmarks.gold import GoldArticle, GoldClaim, GoldLink
from benchmarks.scoring import Matching, Score, align, bare, contains, same_medium, same_speaker, total
from ingest.model import Attribution, Certainty, Claim, Polarity

_PRONOUNS = frozenset(
    "he him his she her hers it its they them their we us our i me my you your who whom".split()
)


class Reference(StrEnum):
    """How the gold's source words name the speaker."""

    NAME = "full name"
    SHORT = "role or short name"
    PRONOUN = "pronoun"
    UNNAMED = "unnamed source"
    SILENT = "no words"


@dataclass(frozen=True, slots=True)
class Scored:
    """An article's gold beside what was found in it.

    Attributes:
        worded: indices (gold, found) of claims with the same content, relaxed.
    """

    gold: GoldArticle
    found: tuple[Claim, ...]
    worded: tuple[tuple[int, int], ...]

    @property
    def pairs(self) -> Iterator[tuple[GoldClaim, Claim]]:
        """The claims with the same content."""
        return ((self.gold.claims[wanted], self.found[candidate]) for wanted, candidate in self.worded)

    @property
    def unworded(self) -> Iterator[GoldClaim]:
        """The gold's claims whose wording was not found."""
        worded = dict(self.worded)
        return (claim for index, claim in enumerate(self.gold.claims) if index not in worded)


@dataclass(frozen=True, slots=True)
class LinkPair:
    """A link of the gold, and the one found in its place.

    Attributes:
        found: None if the claim's wording was not found, or its chain has no such link.
        worded: whether the claim's wording was found.
    """

    article: GoldArticle
    claim: GoldClaim
    gold: GoldLink
    found: Attribution | None
    worded: bool

    @property
    def reference(self) -> Reference:
        """How the gold's source words name the speaker."""
        return reference(self.gold, self.article.article.text)

    def right(self, *, relaxed: bool) -> bool:
        """Whether the speaker found is the gold's."""
        return self.found is not None and same_speaker(self.gold, self.found, relaxed=relaxed)


def scored(gold: GoldArticle, found: Sequence[Claim]) -> Scored:
    """Put an article's gold and what was found in it side by side."""
    return Scored(gold, tuple(found), align(gold.claims, found, gold.article.text))


def reference(link: GoldLink, text: str) -> Reference:
    """Return how a link's source words name its speaker."""
    words = " ".join(span.of(text) for span in link.source)
    if not words:
        return Reference.SILENT
    if words.casefold() in _PRONOUNS:
        return Reference.PRONOUN
    if link.unnamed:
        return Reference.UNNAMED
    named = any(contains(bare(words), bare(name)) for name in link.names)
    return Reference.NAME if named else Reference.SHORT


def link_pairs(articles: Iterable[Scored]) -> Iterator[LinkPair]:
    """Yield every link of the gold with the one found for it, claims in text order, links outside in."""
    for one in articles:
        found = dict(one.worded)
        for index, claim in enumerate(one.gold.claims):
            chain = one.found[found[index]].chain[1:] if index in found else ()
            paired = zip_longest(reversed(claim.chain), reversed(chain[-len(claim.chain) :]))
            for gold, other in reversed([(gold, other) for gold, other in paired if gold]):
                yield LinkPair(one.gold, claim, gold, other, index in found)


@dataclass(frozen=True, slots=True)
class Speakers:
    """How many speakers the gold has, and how many are right.

    Attributes:
        links: links in the gold.
        worded: of these, links of claims whose wording was found.
        exact: of these, links with the gold's name.
        relaxed: links with a longer or shorter form of it, or the gold's.
        missing: links of claims whose wording was found with fewer links.
    """

    links: int
    worded: int
    exact: int
    relaxed: int
    missing: int


def speakers(pairs: Iterable[LinkPair]) -> Speakers:
    """Count the speakers that are right."""
    listed = list(pairs)
    return Speakers(
        links=len(listed),
        worded=sum(pair.worded for pair in listed),
        exact=sum(pair.right(relaxed=False) for pair in listed),
        relaxed=sum(pair.right(relaxed=True) for pair in listed),
        missing=sum(pair.worded and pair.found is None for pair in listed),
    )


def certainty(articles: Iterable[Scored]) -> Confusion:
    """Return certainties found against the gold's, over claims whose wording was found.

    A value that the gold accepts beside its own counts as the gold's.
    """
    classes = (
        (found.certainty if found.certainty in gold.certainties else gold.certainties[0], found.certainty)
        for one in articles
        for gold, found in one.pairs
    )
    return Confusion(classes, Certainty)


def polarity(articles: Iterable[Scored]) -> Confusion:
    """Return polarities found against the gold's, as `certainty` does."""
    classes = (
        (found.polarity if found.polarity in gold.polarities else gold.polarities[0], found.polarity)
        for one in articles
        for gold, found in one.pairs
    )
    return Confusion(classes, Polarity)


def acts(pairs: Iterable[LinkPair]) -> Counter[tuple[str, str]]:
    """Count (gold, found) speech acts over the links found."""
    return Counter((str(pair.gold.act), str(pair.found.act)) for pair in pairs if pair.found)


def media(pairs: Iterable[LinkPair]) -> Score:
    """Score media over the links of claims whose wording was found; names relaxed."""
    gold = found = right = 0
    for pair in pairs:
        if not pair.worded:
            continue
        named = pair.found is not None and pair.found.medium is not None
        same = named and pair.found is not None and same_medium(pair.gold, pair.found, relaxed=True)
        gold += same or None not in pair.gold.media
        found += named
        right += same
    return Score(gold, found, right)


def own_voice(articles: Iterable[Scored]) -> Score:
    """Score the claims of the article's own voice by their wording (relaxed) alone."""
    return total(_own_voice(one) for one in articles)


def _own_voice(one: Scored) -> Score:
    gold = [claim for claim in one.gold.claims if not claim.chain]
    found = [claim for claim in one.found if len(claim.chain) == 1]
    return Score(len(gold), len(found), len(align(gold, found, one.gold.article.text)))


def relations(articles: Iterable[Scored]) -> Score:
    """Score relations: right if type is, and both ends are claims with the wording of the gold's two."""
    return total(_relations(one) for one in articles)


def _relations(one: Scored) -> Score:
    names = {one.found[found].id: one.gold.claims[gold].id for gold, found in one.worded}
    gold = {(claim.id, *relation) for claim in one.gold.claims for relation in claim.relations}
    found = [(claim.id, relation.type, relation.claim) for claim in one.found for relation in claim.relations]
    right = {(names.get(claim), kind, names.get(other)) for claim, kind, other in found} & gold
    return Score(len(gold), len(found), len(right))


def at_depth(article: GoldArticle, found: Sequence[Claim], matching: Matching, depths: range) -> Score:
    """Score, of a matching, the claims whose chain has so many links below link 0."""
    wanted = [index for index, claim in enumerate(article.claims) if len(claim.chain) in depths]
    return Score(
        gold=len(wanted),
        found=sum(len(claim.chain) - 1 in depths for claim in found),
        right=sum(gold in wanted for gold, _ in matching.pairs),
    )
