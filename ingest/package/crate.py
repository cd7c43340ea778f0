"""The metadata of a package: RO-Crate 1.1 in the profile of Process Run Crate 0.5.

Written here as plain JSON: the identifiers are paths that we chose, and no library is to add a time or to
follow one of them.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from ingest.dataset import Dataset
from ingest.package import layout
from ingest.package.checking import CONTEXT, CRATE, PROFILE
from ingest.package.software import dump

Json = dict[str, Any]

_FORMATS = {
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".rq": "application/sparql-query",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".cff": "application/yaml",
    ".html": "text/html",
    ".sqlite": "application/vnd.sqlite3",
    ".lock": "text/plain",
}
_NAMES = {
    layout.GRAPH: "The graph: who said what, according to whom, as canonical N-Quads",
    layout.ARTICLES: "The articles that were read, with the hashes of their texts",
    layout.JUDGEMENTS: "What people judged",
    layout.REPORT: "The verdict of the shapes, for people",
    layout.REPORT_GRAPH: "The verdict of the shapes, as a SHACL report",
    layout.SETTINGS: "The settings",
    layout.MODEL: "The model, by its digest",
    layout.MODEL_CARD: "The card of the model",
    layout.LOCK: "The lock file of the software",
    layout.VERSIONS: "The versions of the software",
    layout.LOG: "What was executed when and where; no part of the digest",
    layout.MANIFEST: "The SHA-256 of every file",
    layout.ABOUT: "What this package is, for programs",
    layout.README: "How to verify this package and run it again",
    layout.PAGE: "This package for people",
    layout.CITATION: "How to cite it",
    layout.DATACITE: "Its metadata for DataCite",
    layout.LICENCE: "The terms",
}
_FOLDERS = {
    layout.RECORDS: "What the model found in each article",
    layout.TEXTS: "The articles' texts",
    layout.QUARANTINE: "The articles that were set aside, with the reason",
    layout.KNOWLEDGE: "The part of Wikidata that links were decided against",
    layout.ONTOLOGY: "The ontology",
    layout.SHAPES: "The SHACL shapes",
    layout.QUERIES: "The queries",
    layout.ANSWERS: "The answers to the queries over the graph",
    "data": "Data",
    "software": "What made it",
}


def metadata(files: Iterable[tuple[str, int]], dataset: Dataset, software: str) -> bytes:
    """Write `ro-crate-metadata.json`.

    Args:
        files: the paths of all other files of the package, with their sizes in bytes.
        dataset: what its owner says.
        software: as a Run names it, such as ``hearsay 0.1.0``.
    """
    described = [file for file in sorted(files) if file[0] != layout.METADATA]
    paths = [path for path, _ in described]
    folders = sorted({folder for path in paths for folder in _folders(path)})
    creators = _creators(dataset)
    entities: list[Json] = [
        {
            "@id": layout.METADATA,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": [{"@id": CRATE}],
        },
        _root(dataset, paths, folders, creators),
        {"@id": PROFILE, "@type": ["CreativeWork", "Profile"], "name": "Process Run Crate", "version": "0.5"},
        {
            "@id": dataset.licence,
            "@type": "CreativeWork",
            "name": "The licence",
            "description": dataset.licence,
        },
        *creators,
        _software(software),
        _action(software, creators, paths),
        *(_file(path, size) for path, size in described),
        *(
            {"@id": f"{folder}/", "@type": "Dataset", "name": _FOLDERS.get(folder, folder)}
            for folder in folders
        ),
    ]
    return dump({"@context": CONTEXT, "@graph": entities})


def _root(dataset: Dataset, paths: list[str], folders: list[str], creators: list[Json]) -> Json:
    parts = [{"@id": path} for path in paths] + [{"@id": f"{folder}/"} for folder in folders]
    return {
        "@id": "./",
        "@type": "Dataset",
        "conformsTo": [{"@id": PROFILE}],
        "name": dataset.title,
        "description": dataset.description,
        "datePublished": dataset.published,
        "license": {"@id": dataset.licence},
        "creator": [{"@id": creator["@id"]} for creator in creators],
        "author": [{"@id": creator["@id"]} for creator in creators],
        "keywords": list(dataset.keywords),
        "mentions": [{"@id": "#run"}],
        "hasPart": parts,
    } | ({"version": dataset.version} if dataset.version else {})


def _creators(dataset: Dataset) -> list[Json]:
    addresses = dataset.creator_ids or tuple(f"#creator-{n}" for n in range(1, len(dataset.creators) + 1))
    return [
        {"@id": address, "@type": "Person", "name": name}
        for name, address in zip(dataset.creators, addresses, strict=True)
    ]


def _software(software: str) -> Json:
    name, _, number = software.partition(" ")
    return {
        "@id": "#hearsay",
        "@type": "SoftwareApplication",
        "name": name,
        "softwareVersion": number,
        "version": number,
        "url": {"@id": "https://w3id.org/hearsay/"},
        "softwareRequirements": {"@id": layout.LOCK},
    }


def _action(software: str, creators: list[Json], paths: list[str]) -> Json:
    inputs = [layout.ARTICLES, layout.SETTINGS, layout.MODEL, layout.JUDGEMENTS]
    return {
        "@id": "#run",
        "@type": "CreateAction",
        "name": f"{software} read the articles",
        "description": f"The commands, and when they were run, stand in {layout.LOG}.",
        "instrument": {"@id": "#hearsay"},
        "agent": {"@id": creators[0]["@id"]},
        "object": [{"@id": path} for path in inputs if path in paths],
        "result": [{"@id": layout.GRAPH}],
    }


def _file(path: str, size: int) -> Json:
    suffix = PurePosixPath(path).suffix
    return {
        "@id": path,
        "@type": "File",
        "name": _NAMES.get(path, PurePosixPath(path).name),
        "encodingFormat": _FORMATS.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream",
    } | ({} if path in layout.OUTSIDE_DIGEST else {"contentSize": str(size)})


def _folders(path: str) -> list[str]:
    return [str(folder) for folder in PurePosixPath(path).parents if str(folder) != "."]
