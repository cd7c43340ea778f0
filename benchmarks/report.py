"""What the chain-exact benchmark prints, as lines: figures by article, depth and aspect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum

from benchmarks import aspects
from benchmarks.aspects import LinkPair, Reference, Scored
from benchmarks.bootstrap import f1_interval
from benchmarks.confusion import Confusion
from benchmarks.gold import GoldArticle
from benchmarks.scoring import Matching, Score, faults, match, total
from ingest.model import Claim

PARTS = ("chain", "speaker", "medium", "certainty", "polarity")
DEPTHS = {
    "own voice": range(0, 1),
    "attributed": range(1, 100),
    "  1 link": range(1, 2),
    "  2 links": range(2, 3),
    "  3 or more": range(3, 100),
}
_WIDTH = 44


def report(gold: Sequence[GoldArticle], found: Sequence[Sequence[Claim]]) -> Iterator[str]:
    """Yield the lines of the report.

    Args:
        gold: the articles with their gold.
        found: the claims found in each.
    """
    exact = [match(one.claims, claims, one.article.text) for one, claims in zip(gold, found, strict=True)]
    relaxed = [
        match(one.claims, claims, one.article.text, relaxed=True)
        for one, claims in zip(gold, found, strict=True)
    ]
    articles = [aspects.scored(one, claims) for one, claims in zip(gold, found, strict=True)]
    links = list(aspects.link_pairs(articles))
    yield from _chain_exact(gold, exact, relaxed)
    yield ""
    yield from _depths(articles, exact, relaxed)
    yield ""
    yield from _parts(articles)
    yield from _beyond(articles, relaxed)
    if links:
        yield ""
        yield from _speakers(links)
    yield ""
    yield from _values(articles, links)


def _chain_exact(
    gold: Sequence[GoldArticle], exact: Sequence[Matching], relaxed: Sequence[Matching]
) -> Iterator[str]:
    yield f"{'':{_WIDTH}}{'':12}{'exact':^18}{'relaxed':^18}"
    yield f"{'article':{_WIDTH}}{'gold':>6}{'found':>6}" + f"{'P':>6}{'R':>6}{'F1':>6}" * 2
    for one, strict, loose in zip(gold, exact, relaxed, strict=True):
        yield _row(one.name, strict.score, loose.score)
    strictly, loosely = ([matching.score for matching in each] for each in (exact, relaxed))
    yield _row("total", total(strictly), total(loosely))
    intervals = (f1_interval(scores) for scores in (strictly, loosely))
    yield f"{'  95% interval of F1, drawing articles':{_WIDTH}}{'':12}" + "".join(
        f"{f'{low:.2f} to {high:.2f}':>18}" for low, high in intervals
    )


def _depths(
    articles: Sequence[Scored], exact: Sequence[Matching], relaxed: Sequence[Matching]
) -> Iterator[str]:
    """Yield the same by the number of links below the article's own voice."""
    yield f"{'by depth of the chain':{_WIDTH}}"
    for name, depths in DEPTHS.items():
        strict, loose = (
            total(
                aspects.at_depth(one.gold, one.found, matching, depths)
                for one, matching in zip(articles, matchings, strict=True)
            )
            for matchings in (exact, relaxed)
        )
        yield _row(name, strict, loose)


def _row(name: str, exact: Score, relaxed: Score) -> str:
    return f"{name:{_WIDTH}}{exact.gold:6}{exact.found:6}{_figures(exact)}{_figures(relaxed)}"


def _figures(score: Score) -> str:
    return f"{score.precision:6.2f}{score.recall:6.2f}{score.f1:6.2f}"


def _parts(articles: Sequence[Scored]) -> Iterator[str]:
    """Yield how often each part is right where the wording is (relaxed): where the errors come from."""
    wrong: Counter[str] = Counter()
    for one in articles:
        for gold, found in one.pairs:
            parts = faults(gold, found, one.gold.article.text, relaxed=True)
            wrong.update({part.split()[0] for part in parts})
    worded = sum(len(one.worded) for one in articles)
    claims = sum(len(one.gold.claims) for one in articles)
    yield f"wording found (relaxed): {worded} of {claims}; of these right:"
    yield "  " + ", ".join(f"{part} {worded - wrong[part]}" for part in PARTS)


def _beyond(articles: Sequence[Scored], relaxed: Sequence[Matching]) -> Iterator[str]:
    """Yield how often what chain-exact matching does not ask for is right as well, over the right claims."""
    right: Counter[str] = Counter()
    for one, matching in zip(articles, relaxed, strict=True):
        for wanted, candidate in matching.pairs:
            claim, other = one.gold.claims[wanted], one.found[candidate]
            right["kind"] += claim.kind == other.kind
            right["all places"] += len(claim.places) == len(other.occurrences)
            right["cues"] += [link.cue for link in claim.chain] == [link.cue for link in other.chain[1:]]
            right["hedges and negations"] += set(claim.markers) == {(m.of, m.spans) for m in other.cues}
    yield f"right claims (relaxed): {sum(len(matching.pairs) for matching in relaxed)}; of these also right:"
    yield "  " + ", ".join(f"{part} {number}" for part, number in right.items())


def _speakers(links: Sequence[LinkPair]) -> Iterator[str]:
    """Yield speaker accuracy by how the source words name the speaker."""
    heads = f"{'links':>7}{'worded':>8}{'exact':>7}{'relaxed':>9}{'no link':>9}"
    yield f"{'speakers, link by link':{_WIDTH}}{heads}"
    groups = {str(kind): [pair for pair in links if pair.reference is kind] for kind in Reference}
    for name, group in {**groups, "all": links}.items():
        if group:
            count = aspects.speakers(group)
            yield (
                f"  {name:{_WIDTH - 2}}{count.links:7}{count.worded:8}"
                f"{count.exact:7}{count.relaxed:9}{count.missing:9}"
            )
    count = aspects.speakers(links)
    for name, right in (("exact", count.exact), ("relaxed", count.relaxed)):
        yield (
            f"  accuracy, {name}: {_share(right, count.worded)} where the wording was found, "
            f"{_share(right, count.links)} of all"
        )


def _values(articles: Sequence[Scored], links: Sequence[LinkPair]) -> Iterator[str]:
    """Yield what is measured by classes, and by precision and recall."""
    unworded = [claim for one in articles for claim in one.unworded]
    missed_certainties: Counter[StrEnum] = Counter(claim.certainties[0] for claim in unworded)
    missed_polarities: Counter[StrEnum] = Counter(claim.polarities[0] for claim in unworded)
    yield from _confusion("certainty", aspects.certainty(articles), missed_certainties)
    yield from _confusion("polarity", aspects.polarity(articles), missed_polarities)
    acts = aspects.acts(links)
    same = sum(count for (gold, found), count in acts.items() if gold == found)
    yield f"speech act, over the links found: {_share(same, acts.total())}"
    for name, score in (
        ("own voice (wording)", aspects.own_voice(articles)),
        ("medium, where the wording was found", aspects.media(links)),
        ("relations", aspects.relations(articles)),
    ):
        yield (
            f"{name}: precision {_share(score.right, score.found)}, recall {_share(score.right, score.gold)}"
        )


def _confusion(name: str, confusion: Confusion, missed: Counter[StrEnum]) -> Iterator[str]:
    yield (
        f"{name}, where the wording was found: macro-F1 {confusion.macro_f1:.2f}, "
        f"right {_share(confusion.right, confusion.items)}"
    )
    yield from confusion.table(missed)


def _share(right: int, of: int) -> str:
    """Write a share with its counts.

    >>> _share(3, 4), _share(0, 0)
    ('0.75 (3 of 4)', '- (0 of 0)')
    """
    return f"{right / of:.2f} ({right} of {of})" if of else "- (0 of 0)"
