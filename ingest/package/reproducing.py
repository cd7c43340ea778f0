"""Running a package again: its graph from its records, and its records from the texts.

The two are told apart because the first is exact on every machine, while the second runs a model, whose last
bits may differ between processors.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from ingest import __version__, bundles, judging, query, validate, versions
from ingest.errors import HearsayError, PackageError
from ingest.examining import Tools, find
from ingest.export.view import wordless
from ingest.judgements import Judgements, collect, parse
from ingest.model import TextLevel
from ingest.package import checking, layout, masked
from ingest.package.opening import Package
from ingest.package.texts import Texts
from ingest.rdf import iri
from ingest.records import kept as records
from ingest.records.kept import Kept
from ingest.store import Store, open_store

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that did not come out the same.

    Attributes:
        where: an article's IRI, a query's or a file's name.
        message: what differs, as a sentence.
        cause: the likeliest cause, as a sentence.
        lost: statements of the package that did not come out, as N-Quads.
        gained: statements that came out and are not in the package.
    """

    where: str
    message: str
    cause: str
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was verified.

    Attributes:
        name: what.
        checked: how many.
        differences: what did not come out the same.
        skipped: how many could not be verified, and why not.
    """

    name: str
    checked: int
    differences: tuple[Difference, ...] = ()
    skipped: int = 0
    reason: str = ""


def reproduce(
    package: Package, tools: Tools | None, texts: Texts, progress: Progress = lambda _: None
) -> Iterator[Step]:
    """Verify a package and run it again, step by step.

    Args:
        package: its bytes are compared with its manifest first.
        tools: what reads texts, with the package's settings and slice of knowledge; None: none is read.
        texts: those that the user has, and the package's own.
        progress: is told the number of articles whenever some are done.

    Raises:
        PackageError: it is no package, or its records cannot be read.
    """
    said = checking.about(package)
    yield _intact(package, said)
    with opened(package) as store:
        level = TextLevel(said.text)
        yield _graph_again(package, store, texts, level, progress)
        yield _records_again(package, store, tools, texts, progress)
        if texts.right or texts.wrong:
            yield _texts(texts)
        yield _conforms(store, level)
        yield _answers_again(package, store)


def _intact(package: Package, said: checking.About) -> Step:
    found = [
        Difference(fault.file, f"The file is {fault.kind}.", "It is not the package that was made.")
        for fault in checking.faults(package)
    ]
    manifest = checking.manifest(package)
    if manifest.get(layout.GRAPH) != said.graph and not found:
        message = f"Its SHA-256 is not the one that {layout.ABOUT} gives."
        found.append(Difference(layout.GRAPH, message, "It is not the package that was made."))
    return Step("files are as they were written", len(manifest), tuple(found))


@contextmanager
def opened(package: Package) -> Iterator[Store]:
    """Load the package's graph into a store of its own for as long as the block runs."""
    with (
        tempfile.TemporaryDirectory(prefix="hearsay-") as folder,
        open_store(Path(folder) / "store", mode="write", create=True) as store,
    ):
        try:
            with store.rebuilding() as bulk:  # type: ignore[attr-defined]
                bulk.load(_whole_lines(package.chunks(layout.GRAPH)), {})
        except SyntaxError as error:
            raise PackageError(
                f"{package.path}: {layout.GRAPH} is no N-Quads: {error}.", "Fetch the package again."
            ) from None
        yield store


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        lines, newline, rest = (rest + chunk).rpartition(b"\n")
        yield lines + newline
    yield rest


# -- graph from records ----------------------------------------------------------------------------------


def _graph_again(package: Package, store: Store, texts: Texts, level: TextLevel, progress: Progress) -> Step:
    judgements = _judgements(package)
    differences: list[Difference] = []
    checked = skipped = 0
    for name in package.below(layout.RECORDS):
        article = _article_of(name)
        progress(1)
        try:
            kept = _kept(package, name, store, article, texts)
        except PackageError:
            skipped += 1
            continue
        except HearsayError as error:
            checked += 1
            differences.append(_unreadable(name, error))
            continue
        checked += 1
        difference = _compared(kept, judgements, store, article, level)
        if difference:
            differences.append(difference)
    reason = "the package holds no words of their texts: give them with --texts" if skipped else ""
    return Step("graph from the records", checked, tuple(differences), skipped, reason)


def _kept(package: Package, name: str, store: Store, article: NamedNode, texts: Texts) -> Kept:
    """Read an article's records against its text, if it is at hand, or what the graph quotes of it."""
    record = package.read(name)
    current = versions.current(store, article)
    if current is None:
        raise PackageError(f"{package.path}: {layout.GRAPH} has no article {article}.", "Fetch it again.")
    text = texts.get(current.sha256)
    if text is not None:
        return records.from_bytes(record, text)
    own = (iri.graph(article), iri.corrections_graph(article))
    return masked.kept(record, (quad for graph in own for quad in store.graph(graph)))


def _compared(
    kept: Kept, judgements: Judgements, store: Store, article: NamedNode, level: TextLevel
) -> Difference | None:
    stored = versions.graphs_of(store, article)
    outcome, _ = judging.gated(kept, judging.apply(kept, judgements, judging.labels_in(stored)))
    again = {quad for quad in outcome.graphs.quads if quad.graph_name != iri.RUNS}
    if level is TextLevel.NONE:
        again = set(wordless(again))
    return _difference(article, stored, again, kept)


def _difference(article: NamedNode, stored: set[Quad], again: set[Quad], kept: Kept) -> Difference | None:
    lost, gained = sorted(map(str, stored - again)), sorted(map(str, again - stored))
    if not lost and not gained:
        return None
    message = f"{len(lost)} statements did not come out, and {len(gained)} others did."
    return Difference(article.value, message, _cause_of_graph(kept), tuple(lost), tuple(gained))


def _cause_of_graph(kept: Kept) -> str:
    if kept.run.software != f"hearsay {__version__}":
        return f"Other software: it was made by {kept.run.software}, and this is hearsay {__version__}."
    return "The graph, the records or the judgements were changed after they were made."


def _unreadable(name: str, error: HearsayError) -> Difference:
    return Difference(
        name, f"It cannot be read: {error.message}", "The file was changed, or another Hearsay made it."
    )


def _article_of(name: str) -> NamedNode:
    return iri.article_at(f"{iri.BASE}article/{Path(name).stem}")


def _judgements(package: Package) -> Judgements:
    if layout.JUDGEMENTS not in package:
        return Judgements()
    return collect(parse(package.read(layout.JUDGEMENTS), layout.JUDGEMENTS)).judgements


# -- records from texts ----------------------------------------------------------------------------------


def _records_again(
    package: Package, store: Store, tools: Tools | None, texts: Texts, progress: Progress
) -> Step:
    differences: list[Difference] = []
    checked = skipped = 0
    for name in package.below(layout.RECORDS):
        progress(1)
        record = package.read(name)
        current = versions.current(store, _article_of(name))
        text = texts.get(current.sha256) if current else None
        if text is None or tools is None:
            skipped += 1
            continue
        checked += 1
        try:
            before = records.from_bytes(record, text)
        except HearsayError as error:
            differences.append(_unreadable(name, error))
            continue
        again = _found(before, tools)
        if records.to_bytes(again) != record:
            differences.append(_record_difference(_article_of(name), before, again, tools))
    reason = "their texts are not at hand: give them with --texts" if skipped else ""
    return Step("records from the texts", checked, tuple(differences), skipped, reason)


def _found(before: Kept, tools: Tools) -> Kept:
    """Extract and link again, as it was done for the package; who made it is not what is compared."""
    again = find(before.extraction.article, tools)
    return dataclasses.replace(again, run=before.run, text_level=before.text_level)


def _record_difference(article: NamedNode, before: Kept, again: Kept, tools: Tools) -> Difference:
    old, new = (_by_id(kept) for kept in (before, again))
    lost = sum(claim not in new.values() for claim in old.values())
    gained = sum(claim not in old.values() for claim in new.values())
    links = sum(link not in again.links for link in before.links)
    message = (
        f"{lost} of {len(old)} claims did not come out, {gained} others did; "
        f"{links} of {len(before.links)} links differ."
    )
    return Difference(article.value, message, _cause_of_records(before, tools))


def _by_id(kept: Kept) -> dict[str, str]:
    return {claim.id: repr(claim) for claim in kept.extraction.claims}


def _cause_of_records(before: Kept, tools: Tools) -> str:
    """Say what is most likely to be behind it: what is known to differ first, the processor last."""
    now = tools.run
    if before.run.model != now.model:
        return f"Another model, or other rules: {before.run.model[:12]}… then, {now.model[:12]}… now."
    if before.run.settings != now.settings:
        return "Other settings."
    if before.run.software != now.software:
        return f"Other software: {before.run.software} then, {now.software} now."
    return "Another processor: the model's last bits may differ. Or the records were changed."


def _texts(texts: Texts) -> Step:
    message = "Its SHA-256 is not its name."
    cause = "The text was changed, or is another version of the article."
    wrong = tuple(Difference(name, message, cause) for name in sorted(texts.wrong))
    return Step("texts are the articles'", len(texts.right) + len(texts.wrong), wrong)


# -- verdict and answers ----------------------------------------------------------------------------------


def _conforms(store: Store, level: TextLevel) -> Step:
    checked = 0
    differences: list[Difference] = []
    for bundle in bundles.in_store(store):
        checked += 1
        report = validate.validate(bundle.quads, text_level=level)
        if not report.conforms:
            message = f"It breaks {len(report.findings)} rules: {report.findings[0].message}"
            differences.append(Difference(bundle.name, message, "The graph or the shapes were changed."))
    return Step("graph conforms to the shapes", checked, tuple(differences))


def _answers_again(package: Package, store: Store) -> Step:
    differences: list[Difference] = []
    names = package.below(layout.ANSWERS)
    for name in names:
        stem = Path(name).stem
        question = query.parse(package.text(f"{layout.QUERIES}/{stem}.rq"), path=Path(f"{stem}.rq"))
        answer = query.render(query.run(store, question), "csv")
        if answer != package.read(name):
            differences.append(Difference(stem, "Its answer is another one.", "Graph or query were changed."))
    return Step("answers to the queries", len(names), tuple(differences))
