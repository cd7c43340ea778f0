"""Making a package of a store: everything that others need to verify it and to run it again."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from ingest import bundles, link, query, resources, validate, versions
from ingest import export as exports
from ingest.errors import PackageError
from ingest.export.statements import Statements
from ingest.judgements import Aspect, Judgements, render
from ingest.link import Recorder, write_slice
from ingest.model import Run, TextLevel
from ingest.package import archive, citing, crate, layout, page, readme, software
from ingest.package.bag import make_bag
from ingest.package.opening import Package
from ingest.package.reproducing import Progress, opened
from ingest.rdf import iri
from ingest.rdf.vocabulary import SCHEMA
from ingest.records import kept as records
from ingest.settings import Configuration
from ingest.store import Entry, Store
from ingest.store.files import sha256_of
from ingest.validate import Report

_QUOTING = frozenset({Aspect.WORDING, Aspect.CERTAINTY, Aspect.POLARITY})


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be packed.

    Attributes:
        text: how much of the articles' wording.
        configured: the settings, with what the owner says of the dataset.
        judgements: as the store's file has them.
        bagit: whether it becomes a BagIt bag.
    """

    text: TextLevel
    configured: Configuration
    judgements: Judgements
    bagit: bool = False


def make(store: Store, target: Path, request: Request, progress: Progress = lambda _: None) -> str:
    """Write a package: a folder, or a file if `target` ends in ``.zip``; whole or not at all.

    The same store and settings give the same bytes. Stores of the same articles differ in the log alone: it
    says when they were ingested, and is no part of the digest.

    Args:
        store: open; nothing is changed in it.
        target: where it goes; there must be nothing.
        request: what is to be packed.
        progress: is told the number of articles whenever some are done.

    Returns:
        The package's digest: the hex SHA-256 of its manifest.

    Raises:
        PackageError: it cannot be written, or its owner has not said what a package must say.
        StoreError: the store cannot be read.
    """
    missing = request.configured.dataset.missing_for_a_package
    if missing:
        raise PackageError(
            f"A package must say its {', '.join(missing)}, and nobody has said so.",
            "Put it under [dataset] in hearsay.toml; docs/settings.md shows how.",
        )
    with archive.staged(target) as folder:
        _Maker(store, folder, request, progress).make()
        digest = archive.write_manifest(folder)
        if request.bagit:
            make_bag(folder, request.configured.dataset, software.NAME)
        return digest


class _Maker:
    """Writes one package into a folder."""

    def __init__(self, store: Store, folder: Path, request: Request, progress: Progress) -> None:
        self._store = store
        self._folder = folder
        self._request = request
        self._progress = progress
        self._dataset = request.configured.dataset
        self._words = request.text is not TextLevel.NONE

    def make(self) -> None:
        runs = self._articles()
        self._graph()
        self._quarantine()
        self._judgements()
        self._rooms()
        self._software(runs)
        self._verdict_answers_and_page(runs)
        self._write(layout.CITATION, citing.citation(self._dataset))
        self._write(layout.DATACITE, citing.datacite(self._dataset, self._name(runs)))
        self._write(layout.LICENCE, citing.licence(self._dataset))
        self._log()
        self._metadata(runs)

    # -- data ----------------------------------------------------------------------------------------------

    def _graph(self) -> None:
        with self._file(layout.GRAPH).open("wb") as out:
            exports.export(exports.view(self._store, None, self._request.text), "nquads", out)

    def _articles(self) -> list[Run]:
        """Write the list of articles, their records and texts, and the knowledge that they were linked by."""
        runs: dict[Run, None] = {}
        table = io.StringIO(newline="")
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(_COLUMNS)
        with Recorder.open(self._request.configured.snapshot) as snapshot:
            for article in versions.articles(self._store):
                before = versions.current(self._store, article)
                assert before is not None  # noqa: S101 - it has a graph
                record = versions.record(self._store, article, before)
                text = self._store.text(before.sha256)
                name = ""
                if record is not None:
                    name = f"{layout.RECORDS}/{_segment(article)}.json"
                    self._write(name, record)
                    kept = records.from_bytes(record, text)
                    runs[kept.run] = None
                    link.link(kept.extraction, snapshot)
                own = f"{layout.TEXTS}/{before.sha256}.txt" if self._request.text is TextLevel.FULL else ""
                if own:
                    self._write(own, text.encode())
                rows.writerow(self._row(article, before, len(text), name, own))
                self._progress(1)
            self._knowledge(snapshot)
        self._write(layout.ARTICLES, table.getvalue().encode())
        return list(runs)

    def _row(
        self, article: NamedNode, before: versions.Current, length: int, record: str, text: str
    ) -> tuple[object, ...]:
        found = Statements(self._store.graph(iri.graph(article)))
        return (
            article.value,
            before.version.value,
            found.one(article.value, SCHEMA.url),
            found.one(article.value, SCHEMA.headline) if self._words else "",
            found.one(article.value, SCHEMA.datePublished),
            found.one(found.one(article.value, SCHEMA.publisher), SCHEMA.name),
            found.one(article.value, SCHEMA.inLanguage),
            before.sha256,
            length,
            before.run.value,
            record,
            text,
        )

    def _knowledge(self, snapshot: Recorder) -> None:
        """Write the slice of what linking asked for; SQLite's own version is no part of it."""
        file = self._file(layout.SNAPSHOT)
        digest = write_slice(snapshot, sorted(snapshot.seen), file)
        with file.open("r+b") as opened_:
            opened_.seek(_SQLITE_VERSION)
            opened_.write(bytes(4))
        said = snapshot.about
        self._dump(
            layout.KNOWLEDGE_ABOUT,
            {
                "digest": digest,
                "part of": snapshot.digest,
                "date": said.date,
                "sources": list(said.sources),
                "licence": said.licence,
            },
        )

    def _quarantine(self) -> None:
        for entry in self._store.quarantine:
            self._dump(f"{layout.QUARANTINE}/{entry.id}.json", self._set_aside(entry))

    def _set_aside(self, entry: Entry) -> dict[str, Any]:
        said: dict[str, Any] = {"id": entry.id, "reason": entry.reason, "url": entry.report.get("url")}
        if self._words:
            said |= {**entry.report, "report": entry.text, "turtle": entry.turtle}
        if self._request.text is TextLevel.FULL:
            said["article"] = entry.article
        return said

    def _judgements(self) -> None:
        """Write what people judged; what quotes the articles only if words may leave."""
        judged = self._request.judgements.all
        if not self._words:
            judged = tuple(each for each in judged if each.aspect not in _QUOTING)
        self._write(layout.JUDGEMENTS, render(judged))

    # -- what it means and what made it --------------------------------------------------------------------

    def _rooms(self) -> None:
        for room in (layout.ONTOLOGY, layout.SHAPES, layout.QUERIES):
            source = resources.folder(room)
            for file in sorted(source.rglob("*")):
                if file.suffix in _TAKEN and "examples" not in file.parts:
                    self._write(f"{room}/{file.relative_to(source).as_posix()}", file.read_bytes())

    def _software(self, runs: list[Run]) -> None:
        self._dump(layout.SETTINGS, software.settings(self._request.configured))
        models = sorted({run.model for run in runs})
        self._dump(layout.MODEL, {"extractor": self._request.configured.extractor, "digests": models})
        self._write(layout.MODEL_CARD, resources.file("docs/model-card.md").read_bytes())
        self._write(layout.LOCK, resources.file("requirements.lock").read_bytes())
        self._dump(layout.VERSIONS, software.versions())

    def _name(self, runs: list[Run]) -> str:
        return ", ".join(sorted({run.software for run in runs})) or software.NAME

    # -- what follows from the data ------------------------------------------------------------------------

    def _verdict_answers_and_page(self, runs: list[Run]) -> None:
        """Write what is found over the package's own graph, as whoever opens it will find it."""
        with Package(self._folder) as package, opened(package) as store:
            self._verdict(store)
            asked = self._answers(store)
            counts = exports.count(store)
            graph = sha256_of(self._folder / layout.GRAPH)
            name = self._name(runs)
            made = page.page(store, counts, self._dataset, name, graph)
            self._write(layout.PAGE, made)
            self._write(layout.PREVIEW, made)
            text = self._request.text
            self._write(layout.README, readme.readme(self._dataset, counts, text, name, graph, asked))
            self._dump(
                layout.ABOUT,
                {
                    "format": layout.FORMAT,
                    "software": name,
                    "packed by": software.NAME,
                    "text": text.value,
                    "graph": graph,
                    "articles": counts.articles,
                    "claims": counts.claims,
                    "statements": counts.quads,
                    "runs": sorted(iri.run(run).value for run in runs),
                },
            )

    def _verdict(self, store: Store) -> None:
        found = [
            finding
            for bundle in bundles.in_store(store)
            for finding in validate.validate(bundle.quads, text_level=self._request.text).findings
        ]
        report = Report(tuple(found))
        self._write(layout.REPORT, validate.render(report).encode())
        self._write(layout.REPORT_GRAPH, validate.as_turtle(report).encode())

    def _answers(self, store: Store) -> int:
        """Ask every question that needs to be told nothing, and nobody else; return how many."""
        asked = 0
        for question in query.catalogue():
            if "SERVICE" not in question.text and not any(each.required for each in question.parameters):
                self._write(
                    f"{layout.ANSWERS}/{question.name}.csv", query.render(query.run(store, question), "csv")
                )
                asked += 1
        return asked

    def _log(self) -> None:
        self._write(layout.LOG, b"".join(software.line(entry) for entry in self._store.log))

    def _metadata(self, runs: list[Run]) -> None:
        files = [
            (file.relative_to(self._folder).as_posix(), file.stat().st_size)
            for file in self._folder.rglob("*")
            if file.is_file()
        ]
        files.append((layout.MANIFEST, 0))
        made = crate.metadata(files, self._dataset, self._name(runs))
        self._write(layout.METADATA, made)

    def _dump(self, name: str, value: object) -> None:
        self._write(name, software.dump(value))

    def _write(self, name: str, content: bytes) -> None:
        self._file(name).write_bytes(content)

    def _file(self, name: str) -> Path:
        file = self._folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        return file


_COLUMNS = (
    "article",
    "version",
    "url",
    "title",
    "date",
    "publisher",
    "language",
    "text_sha256",
    "text_length",
    "run",
    "record",
    "text",
)
_TAKEN = frozenset({".ttl", ".rq", ".jsonld", ".md"})
_SQLITE_VERSION = 96
"""Where SQLite writes its own version into the head of a file, for whoever wonders; nothing reads it."""


def _segment(node: NamedNode) -> str:
    return node.value.rpartition("/")[2]
