"""Measure entity linking on gold mentions: what linking by itself gets right and wrong, by type and by cause.

    python -m benchmarks.linking            figures by set, by cause of error and by type
    python -m benchmarks.linking --errors   with the wrong links and the misses, one a line
    python -m benchmarks.linking --cost     how long linking takes, against extraction

From raw text, with names that the extractor has to find, it is `benchmarks.linking_raw` that measures; the
weights come from `benchmarks.linking_fit`. Development data (`--gold`, by default ../shared/gold): nothing
from it enters the snapshot or the code but the weights and the threshold of `ingest.link.choice`.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from benchmarks.linking_gold import Gold, read_benchmark, read_gum
from ingest.extract import TrainedExtractor
from ingest.link import Snapshot, choice, link
from ingest.link.entity import PLACES, Entity
from ingest.link.proposing import Candidate, propose
from ingest.model import Article
from ingest.read import read
from ingest.resources import folder

BENCHMARKS = ("rss-500", "reuters-128", "oke-2015-eval", "oke-2016-eval", "kore50")
PRONOUNS = frozenset("i he she it they we you his her its their him them who".split())
#: What becomes of a mention whose entity the snapshot holds, and of one whose entity it does not hold.
HELD = ("right", "no candidate", "not among them", "below threshold", "another likelier", "wrong link")
NOT_HELD = ("NIL kept", "link, no entity in gold", "link, entity not held")


@dataclass
class Score:
    """Counts of mentions."""

    right: int = 0
    wrong: int = 0
    known: int = 0  # gold entities in the snapshot
    named: int = 0  # gold entities
    nil: int = 0  # gold NIL, or an entity that the snapshot does not hold
    nil_kept: int = 0
    nil_made: int = 0  # mentions that got no link
    causes: Counter[tuple[str, str]] = field(default_factory=Counter)  # (type or set, what became of it)

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Score)))

    def row(self, name: str) -> str:
        """Return the score as a row of a Markdown table."""
        precision = self.right / max(1, self.right + self.wrong)
        recall, of_all = self.right / max(1, self.known), self.right / max(1, self.named)
        shares = (
            self.known / max(1, self.named),
            precision,
            recall,
            2 * precision * recall / (precision + recall) if self.right else 0.0,
            of_all,
            self.nil_kept / max(1, self.nil_made),
            self.nil_kept / max(1, self.nil),
        )
        return (
            f"| {name} | {self.known + self.nil} | " + " | ".join(f"{share:.3f}" for share in shares) + " |"
        )


def measure(golds: Iterable[Gold], snapshot: Snapshot, errors: list[str], threshold: float) -> Score:
    """Link every document and count, name by name; tell what went wrong in `errors`."""
    score = Score()
    for gold in golds:
        text = gold.extraction.article.text
        links = {made.actor: made for made in link(gold.extraction, snapshot, threshold=threshold).links}
        proposed = propose(gold.extraction, snapshot)
        for mention in gold.extraction.mentions:
            words = mention.span.of(text)
            if words.lower() in PRONOUNS:  # names only
                continue
            wanted, made = gold.entities[mention.id], links[mention.actor].qid
            entity = snapshot.entity(wanted) if wanted else None
            score.named += wanted is not None
            score.known += entity is not None
            score.nil += entity is None
            score.nil_kept += entity is None and made is None
            score.nil_made += made is None
            score.right += made is not None and made == wanted
            score.wrong += made is not None and made != wanted
            cause = cause_of(wanted, entity, made, proposed[mention.actor], snapshot)
            score.causes[entity.kind if entity else "not in the snapshot", cause] += 1
            if cause not in ("right", "NIL kept"):
                errors.append(f"{gold.name}\t{cause}\t{words}\t{made}\tgold {wanted}")
    return score


def cause_of(
    wanted: str | None,
    entity: Entity | None,
    made: str | None,
    candidates: Sequence[Candidate],
    snapshot: Snapshot,
) -> str:
    """Return what became of a mention, as in HELD and NOT_HELD, or a cause that explains more."""
    if entity is None:
        return NOT_HELD[0] if made is None else NOT_HELD[1] if wanted is None else NOT_HELD[2]
    if made == wanted:
        return "right"
    taken = snapshot.entity(made) if made else None
    best = max(candidates, key=lambda c: choice.utility(c.features), default=None)
    among = any(candidate.entity.qid == wanted for candidate in candidates)
    if taken is not None:
        if taken.kind in PLACES and entity.kind == "organisation":
            return "wrong link: the place of a team or body"
        return "wrong link: another kind" if taken.kind != entity.kind else "wrong link: a namesake"
    if not candidates:
        return "no candidate"
    if not among:
        return "not among them"
    return "below threshold" if best and best.entity.qid == wanted else "another likelier"


def cause_table(score: Score) -> Iterator[str]:
    """Yield what became of the mentions, by the type of their entities."""
    kinds = sorted({kind for kind, _ in score.causes})
    causes = [
        cause
        for cause, _ in Counter(cause for _, cause in sorted(score.causes)).most_common()
        if cause not in NOT_HELD
    ]
    causes.sort(key=lambda cause: (cause != "right", "wrong" in cause, cause))
    yield "| type | " + " | ".join((*causes, *NOT_HELD)) + " |"
    yield "|---|" + "---:|" * (len(causes) + len(NOT_HELD))
    for kind in (*kinds, "all"):
        counts = (
            sum(n for (each, what), n in score.causes.items() if what == cause and kind in (each, "all"))
            for cause in (*causes, *NOT_HELD)
        )
        yield f"| {kind} | " + " | ".join(map(str, counts)) + " |"


def cost(snapshot: Snapshot) -> Iterator[str]:
    """Yield the milliseconds an article, the median of the sample articles, and the share of extraction's."""
    extractor = TrainedExtractor()
    articles = [item for item in read([str(folder("seeds"))]) if isinstance(item, Article)]
    spent: dict[str, list[float]] = {"extract": [], "link": []}
    for _ in range(3):
        for article in articles:
            begun = time.perf_counter()
            extraction = extractor.extract(article)
            between = time.perf_counter()
            link(extraction, snapshot)
            spent["extract"].append(between - begun)
            spent["link"].append(time.perf_counter() - between)
    medians = {step: 1000 * statistics.median(seconds) for step, seconds in spent.items()}
    yield f"extraction {medians['extract']:.0f} ms, linking {medians['link']:.1f} ms an article (medians)"
    yield f"linking takes {sum(spent['link']) / sum(spent['extract']):.3f} of extraction's time"


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description="Measure entity linking on gold mentions.")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--cost", action="store_true", help="measure time instead")
    parser.add_argument("--errors", action="store_true", help="list wrong links and misses")
    parser.add_argument("--snapshot", type=Path, help="another knowledge snapshot than the shipped one")
    parser.add_argument("--threshold", type=float, default=choice.THRESHOLD)
    args = parser.parse_args()
    with Snapshot.open(args.snapshot) as snapshot:
        if args.cost:
            print(*cost(snapshot), sep="\n")
            return
        sets = {name: list(read_benchmark(args.gold / "linking" / f"{name}.jsonl")) for name in BENCHMARKS}
        sets["GUM news"] = list(read_gum(args.gold / "gum", ("news",)))
        print("| set | names | coverage | precision | recall of covered | F1 | recall of all ", end="")
        print("| NIL precision | NIL kept |\n|---|" + "---:|" * 8)
        total, errors = Score(), list[str]()
        for name, golds in sets.items():
            score = measure(golds, snapshot, errors, args.threshold)
            total = total + score
            print(score.row(name))
    print(total.row("all"), *cause_table(total), sep="\n")
    if args.errors:
        print(*errors, sep="\n")


if __name__ == "__main__":
    main()
