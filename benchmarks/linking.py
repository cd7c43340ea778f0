"""Measure entity linking on gold mentions, and fit its weights.

    python -m benchmarks.linking [--gold ../shared/gold]          the table of docs/decisions/0012-linking.md
    python -m benchmarks.linking --fit                            weights, and precision by threshold, cross-validated
    python -m benchmarks.linking --errors                         the wrong links, one a line

Development data: nothing from it enters the snapshot or the code but the eight weights and the threshold.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from benchmarks.linking_gold import Gold, read_benchmark, read_gum
from ingest.link import Snapshot, choice, link
from ingest.link.evidence import Features
from ingest.link.linker import Candidate, propose

BENCHMARKS = ("rss-500", "reuters-128", "oke-2015-eval", "oke-2016-eval", "kore50")
FOLDS = 5
RIDGE = 1.0


@dataclass
class Score:
    """Counts of mentions."""

    right: int = 0
    wrong: int = 0
    missed: int = 0  # in the snapshot, but NIL
    known: int = 0  # gold entities in the snapshot
    named: int = 0  # gold entities
    nil: int = 0  # gold NIL, or an entity that the snapshot does not hold
    nil_kept: int = 0

    def row(self, name: str) -> str:
        """Return the score as a row of a Markdown table."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.known)
        return (
            f"| {name} | {self.named + self.nil - (self.named - self.known)} | {self.known / max(1, self.named):.2f}"
            f" | {precision:.3f} | {recall:.3f} | {self.right / max(1, self.named):.3f}"
            f" | {self.nil_kept / max(1, self.nil):.3f} |"
        )


def measure(golds: Iterable[Gold], snapshot: Snapshot, errors: list[str], threshold: float) -> Score:
    """Link every document and count, mention by mention."""
    score = Score()
    for gold in golds:
        links = {made.actor: made for made in link(gold.extraction, snapshot, threshold=threshold)}
        for mention in gold.extraction.mentions:
            wanted, made = gold.entities[mention.id], links[mention.actor]
            held = wanted is not None and snapshot.entity(wanted) is not None
            score.named += wanted is not None
            score.known += held
            score.nil += not held
            score.nil_kept += not held and made.qid is None
            score.missed += held and made.qid is None
            score.right += made.qid is not None and made.qid == wanted
            if made.qid is not None and made.qid != wanted:
                score.wrong += 1
                words = mention.span.of(gold.extraction.article.text)
                errors.append(f"{gold.name}\t{words}\t{made.qid} {made.label} {made.score}\tgold {wanted}")
            elif made.qid is None and held:
                words = mention.span.of(gold.extraction.article.text)
                errors.append(f"{gold.name}\t{words}\tNIL {made.score}\tgold {wanted}")
    return score


@dataclass(frozen=True)
class Choice:
    """One actor's candidates and which of them is right (None: NIL)."""

    document: str
    candidates: tuple[Candidate, ...]
    right: int | None
    weight: int


def choices(golds: Iterable[Gold], snapshot: Snapshot) -> list[Choice]:
    """Return what the weights are fitted on: actors with at least one candidate and one gold entity or NIL."""
    found = []
    for gold in golds:
        proposed = propose(gold.extraction, snapshot)
        for actor, candidates in proposed.items():
            wanted = Counter(gold.entities[m.id] for m in gold.extraction.mentions if m.actor == actor)
            if not candidates or len(wanted) != 1:
                continue
            ((qid, count),) = wanted.items()
            right = next((i for i, c in enumerate(candidates) if c.entity.qid == qid), None)
            found.append(Choice(gold.name, candidates, right, count))
    return found


def fit(data: list[Choice], ridge: float = RIDGE) -> np.ndarray:
    """Return intercept and weights of the conditional logit, by Newton's method with a ridge on the weights."""
    size = len(fields(Features)) + 1
    beta = np.zeros(size)
    rows = [(_matrix(c), c.right) for c in data]
    penalty = ridge * np.eye(size)
    penalty[0, 0] = 0.0
    for _ in range(50):
        gradient, hessian = -penalty @ beta, -penalty.copy()
        for matrix, right in rows:
            utilities = np.append(matrix @ beta, 0.0)
            shares = np.exp(utilities - utilities.max())
            shares = (shares / shares.sum())[:-1]
            mean = shares @ matrix
            gradient += (matrix[right] if right is not None else 0.0) - mean
            hessian -= (matrix * shares[:, None]).T @ matrix - np.outer(mean, mean)
        step = np.linalg.solve(hessian, gradient)
        beta = beta - step
        if np.abs(step).max() < 1e-6:
            break
    return beta


def _matrix(chosen: Choice) -> np.ndarray:
    return np.array([(1.0, *c.features.values()) for c in chosen.candidates])


def cross_validate(data: list[Choice], ridge: float = RIDGE) -> list[tuple[float, bool, bool, int]]:
    """Return for each choice (probability of the best, whether it is right, whether a right one exists, mentions)."""
    documents = sorted({c.document for c in data})
    fold = {name: i % FOLDS for i, name in enumerate(documents)}
    judged = []
    for held_out in range(FOLDS):
        beta = fit([c for c in data if fold[c.document] != held_out], ridge)
        for chosen in (c for c in data if fold[c.document] == held_out):
            strengths = np.exp(_matrix(chosen) @ beta)
            best = int(strengths.argmax())
            judged.append(
                (
                    float(strengths[best] / (1 + strengths.sum())),
                    best == chosen.right,
                    chosen.right is not None,
                    chosen.weight,
                )
            )
    return judged


def report_fit(data: list[Choice]) -> None:
    """Print the weights fitted on all data, and what the thresholds give in cross-validation."""
    beta = fit(data)
    print(f"{len(data)} choices")
    print(f"INTERCEPT = {beta[0]:.2f}")
    for name, value in zip((f.name for f in fields(Features)), beta[1:], strict=True):
        print(f"    {name}={value:.2f},")
    judged = cross_validate(data)
    print("| threshold | precision | recall |")
    for threshold in np.arange(0.3, 0.96, 0.05):
        made = [j for j in judged if j[0] >= threshold]
        right = sum(j[3] for j in made if j[1])
        print(
            f"| {threshold:.2f} | {right / max(1, sum(j[3] for j in made)):.3f}"
            f" | {right / sum(j[3] for j in judged if j[2]):.3f} |"
        )
    for low in np.arange(0.0, 1.0, 0.1):
        bin_ = [j for j in judged if low <= j[0] < low + 0.1]
        if bin_:
            print(f"probability {low:.1f}: {np.mean([j[1] for j in bin_]):.2f} right of {len(bin_)}")


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
        print("| set | mentions | coverage | precision | recall in snapshot | recall of all | NIL kept |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for name, golds in sets.items():
            errors: list[str] = []
            print(measure(golds, snapshot, errors, args.threshold).row(name))
            if args.errors:
                print(*errors, sep="\n")


if __name__ == "__main__":
    main()
