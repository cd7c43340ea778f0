"""How far cue words alone tell the act, and whether a claim is made.

    python -m benchmarks.cue_senses [--folder ../shared/gold/attribution]

prints as Markdown: which share of PolNeAR's cues `sense_of` knows (occurrences, and distinct cues), and how
often it agrees with the labels of ``gold/cue_senses.tsv``: 150 cues of dev, drawn with a fixed seed and
labelled by reading cue and context, before `sense_of` was written. The labels were made by a machine and
checked by nobody else, and the word list was written after them by the same hand: they are no blind test.
That file names articles and offsets only.

The first run on them gave 0.873 for the group and 0.913 for the claim.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.form_score import wilson
from ingest.extract.cue_senses import CueSense, sense_of
from ingest.extract.lexicon import english
from ingest.model import SpeechAct

FOLDER = Path(__file__).parents[2] / "shared" / "gold" / "attribution"
LABELS = Path(__file__).parent / "gold" / "cue_senses.tsv"
_GROUPS = {
    "directive": "ask propose demand",
    "commissive": "promise threaten",
    "expressive": "denounce praise",
    "attitude": "believe know doubt fear hope intend",
    "evidence": "show",
}
GROUP = {SpeechAct(act): group for group, acts in _GROUPS.items() for act in acts.split()}
"""The group of each act that is no assertive, as `SpeechAct` orders them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled cue, beside what the words alone said of it."""

    group: str
    claim: bool
    sense: CueSense

    @property
    def found_group(self) -> str:
        """The group of the act found."""
        return GROUP.get(self.sense.act, "assertive")


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description="Measure what cue words alone tell.")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    print("| cues of PolNeAR | occurrences | known | distinct | known |\n|---|--:|--:|--:|--:|")
    for name in ("train", "dev"):
        occurrences, known, types, known_types = coverage(folder / f"polnear-{name}.jsonl")
        print(f"| {name} | {occurrences} | {known:.1%} | {types} | {known_types:.1%} |")
    print("\n" + "\n".join(report(judged(folder / "polnear-dev.jsonl"))))


def coverage(path: Path) -> tuple[int, float, int, float]:
    """Return the number of cues of a file, the share known, the number of distinct cues, the share known."""
    known: dict[str, bool] = {}
    counted: Counter[str] = Counter()
    for _, text, attribution in _attributions(path):
        cue = _words(text, attribution["cue"])
        counted[cue.lower()] += 1
        known.setdefault(cue.lower(), sense_of(cue, "", english()).known)
    total = counted.total()
    return (
        total,
        sum(count for cue, count in counted.items() if known[cue]) / max(total, 1),
        len(known),
        sum(known.values()) / max(len(known), 1),
    )


def judged(path: Path, labels: Path = LABELS) -> list[Judged]:
    """Return the labelled cues with the senses found.

    Raises:
        ValueError: a labelled cue is not in the file.
    """
    wanted = {}
    for line in labels.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            article, cue, label, answer = line.split("\t")
            wanted[article, cue] = (label, answer == "yes")
    found = []
    for article, text, attribution in _attributions(path):
        key = (article, " ".join(f"{start}:{end}" for start, end in attribution["cue"]))
        if key in wanted:
            group, claim = wanted.pop(key)
            content = _words(text, attribution["content"])
            found.append(Judged(group, claim, sense_of(_words(text, attribution["cue"]), content, english())))
    if wanted:
        raise ValueError(
            f"{path}: no cue at {next(iter(wanted))}: the labels belong to another version of it"
        )
    return found


def report(cases: list[Judged]) -> Iterator[str]:
    """Yield the lines of the report."""
    yield "| right | of | share | 95% interval |\n|---|--:|--:|---|"
    for name, right in (
        ("group of the act", sum(case.group == case.found_group for case in cases)),
        ("claim or not", sum(case.claim == case.sense.claim for case in cases)),
        ("both", sum(case.group == case.found_group and case.claim == case.sense.claim for case in cases)),
    ):
        low, high = wilson(right, len(cases))
        yield f"| {name} | {len(cases)} | {right / len(cases):.3f} | {low:.3f}–{high:.3f} |"
    yield f"\nknown: {sum(case.sense.known for case in cases)} of {len(cases)}"
    wrong = Counter((c.group, c.found_group) for c in cases if c.group != c.found_group)
    for (gold, system), count in sorted(wrong.items()):
        yield f"- {gold} taken for {system}: {count}"
    missed = sum(case.claim and not case.sense.claim for case in cases)
    made_up = sum(case.sense.claim and not case.claim for case in cases)
    yield f"- claims missed: {missed}, made up: {made_up}"


def _attributions(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for attribution in record["attributions"]:
                if attribution["cue"]:
                    yield record["id"], record["text"], attribution


def _words(text: str, spans: list[list[int]]) -> str:
    return " ".join(text[start:end] for start, end in spans)


if __name__ == "__main__":
    main()
