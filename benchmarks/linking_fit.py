"""Fit the weights of linking, and choose its threshold: python -m benchmarks.linking_fit --cache DIR

What is fitted on are actors with gold entities: as the extractor finds them in raw text (its kinds and its
errors are what linking meets in earnest), and as the benchmarks mark them. What is judged, in
cross-validation over documents and again leaving one set out, are raw text's alone. Only weights and
threshold come from here (`ingest.link.choice`); nothing else of the development data enters Hearsay.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.linking_gold import read_benchmark
from benchmarks.linking_raw import extraction_of
from benchmarks.raw_documents import BENCHMARKS, PRONOUNS, sets
from ingest.extract import TrainedExtractor
from ingest.link import Snapshot
from ingest.link.evidence import Features
from ingest.link.proposing import propose
from ingest.model import Extraction

FOLDS = 5
RIDGE = 1.0
#: Set by hand: kinds that disagree, since words in the wrong mouth are the worst error and the data on it are
#: few (fitted, 0 to -1; what they cost is within the error of measuring); dates, which the shipped snapshot
#: does not have.
BY_HAND = {"clashes": -1.0, "crosses": -2.5, "in_office": 1.0, "departed": -2.0, "headless": -4.0}
#: Mentions of one actor that count in judging: one long article must not outweigh a set.
MOST_MENTIONS = 3
#: The genre that is no news: left out of fitting and judging.
NO_NEWS = "GUM interview"

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Choice:
    """One actor's candidates and which of them is right (None: NIL).

    Attributes:
        features: a row a candidate, after a 1 for the intercept.
        qids: the candidates'.
        gold: how many of its mentions have which entity (None: none).
        held: how many of them have one that the snapshot holds.
    """

    group: str
    document: str
    features: Vector
    qids: tuple[str, ...]
    gold: Counter[str | None]
    held: int

    @property
    def right(self) -> int | None:
        """The place of the entity that most mentions have, or None."""
        [(entity, _)] = self.gold.most_common(1)
        return self.qids.index(entity) if entity in self.qids else None


def choices_in(
    group: str, name: str, extraction: Extraction, gold: dict[str, Counter[str | None]], snapshot: Snapshot
) -> Iterator[Choice]:
    """Yield the choices of one document, for the actors (ids) that gold knows."""
    proposed = propose(extraction, snapshot)
    for actor, entities in sorted(gold.items()):
        candidates = proposed.get(actor, ())
        held = sum(n for qid, n in entities.items() if qid and snapshot.entity(qid))
        rows = [(1.0, *candidate.features.values()) for candidate in candidates]
        qids = tuple(candidate.entity.qid for candidate in candidates)
        yield Choice(group, name, np.array(rows), qids, entities, held)


def raw_choices(gold: Path, cache: Path | None, snapshot: Snapshot) -> Iterator[Choice]:
    """Yield what the extractor finds in raw text, where its span is gold's."""
    extractor = TrainedExtractor()
    for group, documents in sets(gold).items():
        for document in documents if group != NO_NEWS else ():
            extraction = extraction_of(document, extractor, cache)
            actors = {mention.span: mention.actor for mention in extraction.mentions}
            entities: dict[str, Counter[str | None]] = {}
            for label in document.labels:
                if label.span in actors:
                    entities.setdefault(actors[label.span], Counter())[label.entity] += 1
            yield from choices_in(group, document.name, extraction, entities, snapshot)


def gold_choices(gold: Path, snapshot: Snapshot) -> Iterator[Choice]:
    """Yield the names as the benchmarks mark them."""
    for group in BENCHMARKS:
        for one in read_benchmark(gold / "linking" / f"{group}.jsonl"):
            entities: dict[str, Counter[str | None]] = {}
            text = one.extraction.article.text
            for mention in one.extraction.mentions:
                if mention.span.of(text).lower() not in PRONOUNS:
                    entities.setdefault(mention.actor, Counter())[one.entities[mention.id]] += 1
            yield from choices_in(group, one.name, one.extraction, entities, snapshot)


def fit(data: Iterable[Choice]) -> Vector:
    """Return the conditional logit's intercept and weights, by Newton's method with a ridge."""
    rows = [(c.features, c.right) for c in data if len(c.qids)]
    size = rows[0][0].shape[1]
    table = np.concatenate([features for features, _ in rows])
    counts = np.array([len(features) for features, _ in rows])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    group = np.repeat(np.arange(len(rows)), counts)
    wanted = np.zeros(len(table))
    wanted[[start + right for start, (_, right) in zip(starts, rows, strict=True) if right is not None]] = 1
    penalty = RIDGE * np.eye(size)
    penalty[0, 0] = 0.0
    target = np.zeros(size)
    for name, weight in BY_HAND.items():
        place = 1 + [f.name for f in fields(Features)].index(name)
        target[place], penalty[place, place] = weight, 1e6
    beta = target.copy()
    for _ in range(50):
        strengths = np.exp(np.minimum(50.0, table @ beta))
        shares = strengths / (1 + np.add.reduceat(strengths, starts))[group]
        means = np.add.reduceat(table * shares[:, None], starts, axis=0)
        gradient = table.T @ (wanted - shares) - penalty @ (beta - target)
        hessian = means.T @ means - (table * shares[:, None]).T @ table - penalty
        step = np.linalg.solve(hessian, gradient)
        beta = beta - step
        if np.abs(step).max() < 1e-6:
            break
    return beta


@dataclass(frozen=True)
class Judged:
    """The best candidate of one choice, as judged by weights that were fitted without it.

    Attributes:
        right, wrong: mentions that a link to it gets right and wrong, as weighted.
        held: mentions with an entity that the snapshot holds, as weighted.
        likelihood: the logarithm of the right answer's probability, NIL's or a candidate's, as weighted.
    """

    probability: float
    right: float
    wrong: float
    held: float
    likelihood: float = 0.0


def judge(choice: Choice, beta: Vector) -> Judged:
    """Return the best candidate's probability, and what a link to it is worth."""
    total = choice.gold.total()
    weight = min(1.0, MOST_MENTIONS / total)
    if not choice.qids:
        return Judged(0.0, 0.0, 0.0, weight * choice.held)
    strengths = np.exp(np.minimum(50.0, choice.features @ beta))
    best = int(strengths.argmax())
    right = choice.gold[choice.qids[best]]
    probability = float(strengths[best] / (1 + strengths.sum()))
    meant = 1.0 if choice.right is None else float(strengths[choice.right])
    return Judged(
        probability,
        weight * right,
        weight * (total - right),
        weight * choice.held,
        weight * total * float(np.log(meant / (1 + strengths.sum()))),
    )


def cross_validate(
    raw: Sequence[Choice], more: Sequence[Choice], part_of: Callable[[Choice], object]
) -> list[Judged]:
    """Return every choice in raw text as judged by weights fitted on the other parts of all data."""
    judged = []
    for part in sorted({str(part_of(choice)) for choice in raw}):
        beta = fit(choice for choice in (*raw, *more) if str(part_of(choice)) != part)
        judged += [judge(choice, beta) for choice in raw if str(part_of(choice)) == part]
    return judged


def threshold_table(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield what each threshold gives."""
    yield "| threshold | links | precision | standard error | recall of known, of names found |"
    yield "|---:|---:|---:|---:|---:|"
    for threshold in np.arange(0.3, 0.96, 0.05):
        made = [j for j in judged if j.probability >= threshold - 1e-9 and j.right + j.wrong]
        right, wrong = sum(j.right for j in made), sum(j.wrong for j in made)
        precision = right / max(1.0, right + wrong)
        error = (precision * (1 - precision) / max(1.0, right + wrong)) ** 0.5
        recall = right / sum(j.held for j in judged)
        yield f"| {threshold:.2f} | {right + wrong:.0f} | {precision:.3f} | {error:.3f} | {recall:.3f} |"


def reliability_table(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield how often the best candidate was right, by its probability, and the calibration error."""
    yield "| probability | mentions | mean | right |"
    yield "|---:|---:|---:|---:|"
    whole = sum(j.right + j.wrong for j in judged if j.probability)
    error = 0.0
    for low in np.arange(0.0, 1.0, 0.1):
        some = [j for j in judged if low <= j.probability < low + 0.1 and j.probability]
        count = sum(j.right + j.wrong for j in some)
        if count:
            mean = sum(j.probability * (j.right + j.wrong) for j in some) / count
            right = sum(j.right for j in some) / count
            error += count / whole * abs(mean - right)
            yield f"| {low:.1f} to {low + 0.1:.1f} | {count:.0f} | {mean:.2f} | {right:.2f} |"
    yield f"\nexpected calibration error {error:.3f}"


def main() -> None:
    """Print weights, thresholds and calibration."""
    parser = argparse.ArgumentParser(description="Fit the weights of linking.")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--cache", type=Path, help="a folder for extractions, so that they are made once")
    args = parser.parse_args()
    with Snapshot.open() as snapshot:
        raw = list(raw_choices(args.gold, args.cache, snapshot))
        more = list(gold_choices(args.gold, snapshot))
    beta = fit((*raw, *more))
    print(f"{len(raw)} actors in raw text, {len(more)} as marked\nINTERCEPT = {beta[0]:.2f}")
    print("\n".join(f"    {f.name}={w:.2f}," for f, w in zip(fields(Features), beta[1:], strict=True)))
    documents = sorted({choice.document for choice in raw})
    fold = {document: number % FOLDS for number, document in enumerate(documents)}
    by_document = cross_validate(raw, more, lambda choice: fold.get(choice.document))
    by_set = cross_validate(raw, more, lambda choice: choice.group)
    print("\nOver documents", *threshold_table(by_document), "", sep="\n")
    print(*reliability_table(by_document), sep="\n")
    print("\nLeaving one set out", *threshold_table(by_set), sep="\n")
    asked = sum(j.right + j.wrong for j in by_set if j.likelihood)
    print(f"\nmean log likelihood {sum(j.likelihood for j in by_set) / asked:.3f}")


if __name__ == "__main__":
    main()
