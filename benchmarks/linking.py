"""Measure entity linking on gold mentions, and fit its weights.

    python -m benchmarks.linking            the table of docs/decisions/0012-linking.md
    python -m benchmarks.linking --errors   with the wrong links and the misses, one a line
    python -m benchmarks.linking --fit      weights, and precision and recall by threshold, cross-validated

Development data (`--gold`, by default ../shared/gold): nothing from it enters the snapshot or the code but
the weights and the threshold of `ingest.link.choice`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.linking_gold import Gold, read_benchmark, read_gum
from ingest.link import Snapshot, choice, link
from ingest.link.evidence import Features
from ingest.link.proposing import Candidate, propose

BENCHMARKS = ("rss-500", "reuters-128", "oke-2015-eval", "oke-2016-eval", "kore50")
FOLDS = 5
RIDGE = 1.0
Vector = npt.NDArray[np.float64]


@dataclass
class Score:
    """Counts of mentions."""

    right: int = 0
    wrong: int = 0
    known: int = 0  # gold entities in the snapshot
    named: int = 0  # gold entities
    nil: int = 0  # gold NIL, or an entity that the snapshot does not hold
    nil_kept: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Score)))

    def row(self, name: str) -> str:
        """Return the score as a row of a Markdown table."""
        shares = (
            self.known / max(1, self.named),
            self.right / max(1, self.right + self.wrong),
            self.right / max(1, self.known),
            self.right / max(1, self.named),
            self.nil_kept / max(1, self.nil),
        )
        return (
            f"| {name} | {self.known + self.nil} | " + " | ".join(f"{share:.3f}" for share in shares) + " |"
        )


def measure(golds: Iterable[Gold], snapshot: Snapshot, errors: list[str], threshold: float) -> Score:
    """Link every document and count, mention by mention; tell what went wrong in `errors`."""
    score = Score()
    for gold in golds:
        linking = link(gold.extraction, snapshot, threshold=threshold)
        links = {made.actor: made for made in linking.links}
        for mention in gold.extraction.mentions:
            wanted, made = gold.entities[mention.id], links[mention.actor]
            held = wanted is not None and snapshot.entity(wanted) is not None
            score.named += wanted is not None
            score.known += held
            score.nil += not held
            score.nil_kept += not held and made.qid is None
            score.right += made.qid is not None and made.qid == wanted
            score.wrong += made.qid is not None and made.qid != wanted
            if made.qid != (wanted if held else None):
                words = mention.span.of(gold.extraction.article.text)
                errors.append(f"{gold.name}\t{words}\t{made.qid} {made.label} {made.score}\tgold {wanted}")
    return score


@dataclass(frozen=True)
class Choice:
    """One actor's candidates and which of them is right (None: NIL)."""

    document: str
    candidates: tuple[Candidate, ...]
    right: int | None


def choices(golds: Iterable[Gold], snapshot: Snapshot) -> list[Choice]:
    """Return what the weights are fitted on: actors with candidates and one gold entity or NIL."""
    found = []
    for gold in golds:
        proposed = propose(gold.extraction, snapshot)
        for actor, candidates in proposed.items():
            wanted = {gold.entities[m.id] for m in gold.extraction.mentions if m.actor == actor}
            if not candidates or len(wanted) != 1:
                continue
            [qid] = wanted
            right = next((i for i, c in enumerate(candidates) if c.entity.qid == qid), None)
            found.append(Choice(gold.name, candidates, right))
    return found


def fit(data: list[Choice]) -> Vector:
    """Return the conditional logit's intercept and weights, by Newton's method with a ridge."""
    size = len(fields(Features)) + 1
    beta = np.zeros(size)
    rows = [(matrix(c), c.right) for c in data]
    penalty = RIDGE * np.eye(size)
    penalty[0, 0] = 0.0
    for _ in range(50):
        gradient, hessian = -penalty @ beta, -penalty.copy()
        for features, right in rows:
            shares = shares_of(features, beta)
            mean = shares @ features
            gradient += (features[right] if right is not None else 0.0) - mean
            hessian -= (features * shares[:, None]).T @ features - np.outer(mean, mean)
        step = np.linalg.solve(hessian, gradient)
        beta = beta - step
        if np.abs(step).max() < 1e-6:
            break
    return beta


def matrix(chosen: Choice) -> Vector:
    """Return a row of features, after a 1 for the intercept, for each candidate."""
    return np.array([(1.0, *c.features.values()) for c in chosen.candidates])


def shares_of(features: Vector, beta: Vector) -> Vector:
    """Return each candidate's probability; the rest is NIL's."""
    utilities = np.append(features @ beta, 0.0)
    strengths = np.exp(utilities - utilities.max())
    shares: Vector = (strengths / strengths.sum())[:-1]
    return shares


@dataclass(frozen=True)
class Judged:
    """The best candidate of one choice: its probability, whether it is right, and whether one is."""

    probability: float
    right: bool
    exists: bool


def cross_validate(data: list[Choice]) -> list[Judged]:
    """Return every choice as judged by weights that were fitted on other documents."""
    documents = sorted({c.document for c in data})
    fold = {name: i % FOLDS for i, name in enumerate(documents)}
    judged = []
    for held_out in range(FOLDS):
        beta = fit([c for c in data if fold[c.document] != held_out])
        for chosen in (c for c in data if fold[c.document] == held_out):
            shares = shares_of(matrix(chosen), beta)
            best = int(shares.argmax())
            judged.append(Judged(float(shares[best]), best == chosen.right, chosen.right is not None))
    return judged


def report_fit(data: list[Choice]) -> None:
    """Print the weights fitted on all data, and what the thresholds give in cross-validation."""
    beta = fit(data)
    print(f"{len(data)} choices\nINTERCEPT = {beta[0]:.2f}")
    for name, value in zip((f.name for f in fields(Features)), beta[1:], strict=True):
        print(f"    {name}={value:.2f},")
    judged = cross_validate(data)
    print("\n| threshold | precision | standard error | recall |\n|---:|---:|---:|---:|")
    for threshold in np.arange(0.3, 0.96, 0.05):
        made = [j for j in judged if j.probability >= threshold]
        precision = sum(j.right for j in made) / max(1, len(made))
        error = (precision * (1 - precision) / max(1, len(made))) ** 0.5
        recall = sum(j.right for j in made) / sum(j.exists for j in judged)
        print(f"| {threshold:.2f} | {precision:.3f} | {error:.3f} | {recall:.3f} |")
    print("\n| probability | choices | right |\n|---:|---:|---:|")
    for low in np.arange(0.0, 1.0, 0.1):
        some = [j for j in judged if low <= j.probability < low + 0.1]
        print(f"| {low:.1f} to {low + 0.1:.1f} | {len(some)} | {np.mean([j.right for j in some]):.2f} |")


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description="Measure entity linking on gold mentions.")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--fit", action="store_true", help="fit the weights instead of measuring")
    parser.add_argument("--errors", action="store_true", help="list wrong links and misses")
    parser.add_argument("--threshold", type=float, default=choice.THRESHOLD)
    args = parser.parse_args()
    sets = {name: list(read_benchmark(args.gold / "linking" / f"{name}.jsonl")) for name in BENCHMARKS}
    sets["GUM news"] = list(read_gum(args.gold / "gum", ("news",)))
    sets["GUM interview"] = list(read_gum(args.gold / "gum", ("interview",)))
    with Snapshot.open() as snapshot:
        if args.fit:
            extra = list(read_gum(args.gold / "gum", ("bio", "voyage", "court", "academic")))
            report_fit(choices([gold for golds in sets.values() for gold in golds] + extra, snapshot))
            return
        print("| set | mentions | coverage | precision | recall of covered | recall of all | NIL kept |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        total = Score()
        for name, golds in sets.items():
            errors: list[str] = []
            score = measure(golds, snapshot, errors, args.threshold)
            total = total + score
            print(score.row(name))
            if args.errors:
                print(*errors, sep="\n")
        print(total.row("all"))


if __name__ == "__main__":
    main()
