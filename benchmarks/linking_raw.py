"""Score linking from raw text: find the names, link them, and compare both with gold, span by span.

    python -m benchmarks.linking_raw               figures by set, by type, and by cause of error
    python -m benchmarks.linking_raw --errors      and every miss and every wrong link
    python -m benchmarks.linking_raw --corpora     and how well names are found in corpora of named entities
    python -m benchmarks.linking_raw --cache DIR   keeps extractions there: linking alone takes seconds

The protocol. A mention counts as found if its span is that of a gold mention, character for character
(`lenient`, in every table: if the two overlap). A link on a mention is right if the span is found and the
entity is gold's. It is wrong if gold has another entity or none there, or marks a span that merely overlaps.
As benchmarks mark only some of a text's names, a link where gold marks nothing is left out of `precision`,
and held to be wrong in `precision of all links`. Names only: what stands in gold in lower case, pronouns, and
entities that the benchmark's makers could not map are left out, and so is a name within a longer one ("Oslo"
in "University of Oslo"), though a right link on it is right. `recall of known`: of the gold entities that the
snapshot holds; `recall of all`: of all. NIL is right where gold has no entity or one that the snapshot does
not hold.

Development data (`--gold`, by default ../shared/gold): nothing from it enters the snapshot or the code.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from benchmarks.raw_documents import PRONOUNS, Document, Label, corpora, sets
from ingest.extract import TrainedExtractor
from ingest.link import Snapshot, choice, link
from ingest.model import Extraction, Link, Mention, Proposal, Run
from ingest.records import from_json, to_json

RUN = Run("benchmark", "0" * 64, "0" * 64, "0" * 64)
CAUSES = (
    "name not found",
    "other span found",
    "no candidate",
    "right candidate below the threshold",
    "not among the candidates",
    "wrong candidate",
)


@dataclass(frozen=True, slots=True)
class Linked:
    """A name that was found, and the decision on it."""

    mention: Mention
    link: Link | None
    proposals: tuple[Proposal, ...]

    @property
    def qid(self) -> str | None:
        """The entity that it was linked to, or None."""
        return self.link.qid if self.link else None


@dataclass
class Tally:
    """Counts over mentions of one set."""

    gold: int = 0
    found: int = 0  # spans that are gold's
    touched: int = 0  # gold mentions that a span overlaps
    names: int = 0  # names found, in all
    names_right: int = 0
    links: int = 0
    right: int = 0
    links_right: int = 0  # also within longer names
    wrong: int = 0
    wrong_span: int = 0  # of the wrong ones: the right entity at a span that merely overlaps
    right_leniently: int = 0
    entities: int = 0
    known: int = 0
    nil_gold: int = 0
    nil_right: int = 0
    nil_made: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)  # (type, what became of it)

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Tally)))


def share(part: int, whole: int) -> float:
    """Return part / whole, 0 of nothing."""
    return part / whole if whole else 0.0


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def extraction_of(document: Document, extractor: TrainedExtractor, cache: Path | None) -> Extraction:
    """Extract, or take what an equal extractor found in an equal text."""
    if cache is None:
        return extractor.extract(document.article)
    article = document.article
    name = hashlib.sha256(f"{extractor.digest}\0{article.title}\0{article.text}".encode()).hexdigest()
    file = cache / f"{name}.json"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(to_json(extractor.extract(article), RUN, ())), encoding="utf-8")
    return from_json(json.loads(file.read_text(encoding="utf-8")))[0]


def names_of(extraction: Extraction) -> list[Mention]:
    """Return the mentions that are names: no pronouns, no descriptions, nobody unnamed."""
    text = extraction.article.text
    unnamed = {actor.id for actor in extraction.actors if actor.unnamed}
    return [
        m
        for m in extraction.mentions
        if m.actor not in unnamed
        and not (words := m.span.of(text))[:1].islower()
        and words.lower() not in PRONOUNS
        and not words.lower().startswith(("the ", "his ", "her ", "its ", "their "))
    ]


def tally(document: Document, found: Iterable[Linked], snapshot: Snapshot, told: list[str]) -> Tally:
    """Compare what was found in one document with its gold; add a line on every error to `told`."""
    linked = list(found)
    by_span = {one.mention.span: one for one in linked}
    gold = {label.span for label in document.labels}
    text = document.article.text
    wanted = [label for label in document.labels if not label.within]
    count = Tally(gold=len(wanted), names=len(linked), links=sum(1 for one in linked if one.qid))
    count.names_right = sum(one.mention.span in gold for one in linked)
    for label in wanted:
        held = label.entity is not None and snapshot.entity(label.entity) is not None
        one = by_span.get(label.span)
        near = [other for other in linked if _overlap(other.mention, label)]
        count.found += one is not None
        count.touched += bool(near)
        count.entities += label.entity is not None
        count.known += held
        count.nil_gold += not held
        count.nil_right += not held and one is not None and one.qid is None
        count.right += one is not None and one.qid is not None and one.qid == label.entity
        count.right_leniently += label.entity is not None and any(o.qid == label.entity for o in near)
        outcome = _outcome(label, one, near, held)
        entity = snapshot.entity(label.entity) if label.entity else None
        kind = entity.kind if entity else "not in the snapshot" if label.entity else "no entity"
        count.kinds[kind, outcome] += 1
        if outcome not in ("right", "none linked"):
            shown = " ".join(f"{o.mention.span.of(text)}→{o.qid}" for o in near)
            told.append(
                f"{document.name}\t{outcome}\t{kind}\t{label.span.of(text)}\t{label.entity}\tfound: {shown}"
            )
    for one in linked:
        annotated = any(_overlap(one.mention, label) for label in document.labels)
        right = any(label.span == one.mention.span and label.entity == one.qid for label in document.labels)
        count.links_right += bool(one.qid) and right
        count.wrong += bool(one.qid) and annotated and not right
        count.wrong_span += (
            bool(one.qid)
            and not right
            and any(_overlap(one.mention, label) and label.entity == one.qid for label in document.labels)
        )
        count.nil_made += one.qid is None and one.mention.span in gold
        if one.qid and not annotated:
            told.append(
                f"{document.name}\tnot annotated\t\t{one.mention.span.of(text)}\t{one.qid} {one.link.label}"
                if one.link
                else ""
            )
    return count


def _overlap(mention: Mention, label: Label) -> bool:
    return mention.span.start < label.span.end and label.span.start < mention.span.end


def _outcome(label: Label, one: Linked | None, near: list[Linked], held: bool) -> str:
    """Return what became of a gold mention: "right", "none linked" (rightly), or a cause of error."""
    if one is None:
        if not held:
            return "none linked" if not any(other.qid for other in near) else "other span linked"
        return CAUSES[1] if near else CAUSES[0]
    if one.qid is not None:
        return "right" if one.qid == label.entity else CAUSES[5] if held else "linked, and should be NIL"
    if not held:
        return "none linked"
    if not one.proposals:
        return CAUSES[2]
    return CAUSES[3] if any(p.qid == label.entity for p in one.proposals) else CAUSES[4]


def linked_names(extraction: Extraction, snapshot: Snapshot, threshold: float) -> Iterator[Linked]:
    """Yield the names of an extraction with the decision on each."""
    linking = link(extraction, snapshot, threshold=threshold)
    links = {made.actor: made for made in linking.links}
    proposals: dict[str, list[Proposal]] = {}
    for proposal in linking.proposals:
        proposals.setdefault(proposal.actor, []).append(proposal)
    for mention in names_of(extraction):
        yield Linked(mention, links.get(mention.actor), tuple(proposals.get(mention.actor, ())))


def name_table(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """Yield how well names are found."""
    yield "| set | gold names | recall | lenient recall | names found | of them in gold |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, t in tallies.items():
        shares = (share(t.found, t.gold), share(t.touched, t.gold))
        yield (
            f"| {name} | {t.gold} | {shares[0]:.3f} | {shares[1]:.3f} | {t.names} "
            f"| {share(t.names_right, t.names):.3f} |"
        )


def link_table(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """Yield how good the links are."""
    yield (
        "| set | gold entities | of them in the snapshot | links | precision | lenient "
        "| precision of all links | recall of known | lenient | recall of all | F1 (known) | F1 (all) "
        "| NIL precision | NIL recall |"
    )
    yield "|---|" + "---:|" * 13
    for name, t in tallies.items():
        precision = share(t.links_right, t.links_right + t.wrong)
        known, every = share(t.right, t.known), share(t.right, t.entities)
        figures = (
            precision,
            share(t.links_right + t.wrong_span, t.links_right + t.wrong),
            share(t.links_right, t.links),
            known,
            share(t.right_leniently, t.known),
            every,
            f1(precision, known),
            f1(precision, every),
            share(t.nil_right, t.nil_made),
            share(t.nil_right, t.nil_gold),
        )
        yield (
            f"| {name} | {t.entities} | {share(t.known, t.entities):.3f} | {t.links} | "
            + " | ".join(f"{figure:.3f}" for figure in figures)
            + " |"
        )


def cause_table(total: Tally) -> Iterator[str]:
    """Yield what became of gold's names, by the type of their entities."""
    kinds = sorted({kind for kind, _ in total.kinds}, key=lambda kind: (kind.startswith("no"), kind))
    outcomes = ["right", *CAUSES, "none linked", "linked, and should be NIL", "other span linked"]
    yield "| type | " + " | ".join(outcomes) + " |"
    yield "|---|" + "---:|" * len(outcomes)
    for kind in kinds:
        yield f"| {kind} | " + " | ".join(str(total.kinds[kind, outcome]) for outcome in outcomes) + " |"
    sums = (sum(total.kinds[kind, outcome] for kind in kinds) for outcome in outcomes)
    yield "| all | " + " | ".join(map(str, sums)) + " |"


_CLASSES = {
    "person": ("PER", "person"),
    "organisation": ("ORG", "corporation", "group"),
    "place": ("LOC", "location"),
}


def corpus_table(
    documents_of: Mapping[str, list[Document]], extractor: TrainedExtractor, cache: Path | None
) -> Iterator[str]:
    """Yield how well names are found in corpora of named entities, which the encoder learnt from."""
    yield f"| corpus | names | precision | recall | F1 | {' | '.join(f'recall, {k}' for k in _CLASSES)} |"
    yield "|---|" + "---:|" * (4 + len(_CLASSES))
    for name, documents in documents_of.items():
        found, right = 0, Counter[str]()
        gold = Counter(label.kind for document in documents for label in document.labels)
        for document in documents:
            spans = {m.span for m in names_of(extraction_of(document, extractor, cache))}
            found += len(spans)
            right.update(label.kind for label in document.labels if label.span in spans)
        precision, recall = share(right.total(), found), share(right.total(), gold.total())
        classes = (share(sum(right[k] for k in ks), sum(gold[k] for k in ks)) for ks in _CLASSES.values())
        figures = (precision, recall, f1(precision, recall), *classes)
        yield f"| {name} | {gold.total()} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |"


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description="Measure entity linking from raw text.")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--cache", type=Path, help="a folder for extractions, so that they are made once")
    parser.add_argument("--corpora", action="store_true", help="look for the names of corpora, too")
    parser.add_argument("--errors", action="store_true", help="list misses and wrong links")
    parser.add_argument("--snapshot", type=Path, help="another knowledge snapshot than the shipped one")
    parser.add_argument("--threshold", type=float, default=choice.THRESHOLD)
    args = parser.parse_args()
    extractor = TrainedExtractor()
    told: list[str] = []
    tallies: dict[str, Tally] = {}
    opened = Snapshot.open(args.snapshot) if args.snapshot else Snapshot.open()
    with opened as snapshot:
        for name, documents in sets(args.gold).items():
            tallies[name] = Tally()
            for document in documents:
                extraction = extraction_of(document, extractor, args.cache)
                found = linked_names(extraction, snapshot, args.threshold)
                tallies[name] += tally(document, found, snapshot, told)
    tallies["all"] = sum(tallies.values(), Tally())
    for table in (name_table(tallies), link_table(tallies), cause_table(tallies["all"])):
        print(*table, sep="\n", end="\n\n")
    if args.corpora:
        print(*corpus_table(corpora(args.gold), extractor, args.cache), sep="\n", end="\n\n")
    if args.errors:
        print(*told, sep="\n")


if __name__ == "__main__":
    main()
