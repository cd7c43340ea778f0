"""How to cite a package, and on what terms: CITATION.cff, DataCite metadata, the licence."""

from __future__ import annotations

import json
from typing import Any

from ingest.dataset import Dataset
from ingest.package.software import dump

_ORCID = "https://orcid.org/"


def citation(dataset: Dataset) -> bytes:
    """Write CITATION.cff (Citation File Format 1.2.0); JSON strings are YAML strings."""
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use this dataset, please cite it as below."',
        "type: dataset",
        f"title: {_quoted(dataset.title)}",
        f"abstract: {_quoted(dataset.description)}",
        "authors:",
    ]
    for name, address in _creators(dataset):
        lines.append(f"  - name: {_quoted(name)}")
        if address.startswith(_ORCID):
            lines.append(f"    orcid: {_quoted(address)}")
        elif address:
            lines.append(f"    website: {_quoted(address)}")
    lines += [f"license-url: {_quoted(dataset.licence)}", f"date-released: {_quoted(dataset.published)}"]
    if dataset.version:
        lines.append(f"version: {_quoted(dataset.version)}")
    if dataset.homepage:
        lines.append(f"url: {_quoted(dataset.homepage)}")
    if dataset.keywords:
        lines += ["keywords:", *(f"  - {_quoted(keyword)}" for keyword in dataset.keywords)]
    return ("\n".join(lines) + "\n").encode()


def datacite(dataset: Dataset, software: str) -> bytes:
    """Write DataCite 4 metadata as JSON, without the DOI, which is given where it is published."""
    said: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceType": "Research package", "resourceTypeGeneral": "Dataset"},
        "titles": [{"title": dataset.title}],
        "creators": [_creator(name, address) for name, address in _creators(dataset)],
        "descriptions": [{"description": dataset.description, "descriptionType": "Abstract"}],
        "rightsList": [{"rightsUri": dataset.licence}],
        "publicationYear": dataset.published[:4],
        "dates": [{"date": dataset.published, "dateType": "Issued"}],
        "formats": ["application/n-quads", "application/ld+json"],
        "subjects": [{"subject": keyword} for keyword in dataset.keywords],
        "version": dataset.version,
        "relatedItems": [_made_by(software)],
    }
    return dump({key: value for key, value in said.items() if value})


def _made_by(software: str) -> dict[str, Any]:
    titles = [{"title": software}]
    return {"titles": titles, "relatedItemType": "Software", "relationType": "IsCompiledBy"}


def licence(dataset: Dataset) -> bytes:
    """Say on what terms a package may be used."""
    return (
        f"{dataset.title}, by {', '.join(dataset.creators)}, is under the licence at {dataset.licence}\n\n"
        "That licence is its creators' to give for what is theirs. The articles that the dataset describes\n"
        "are their publishers'; what is quoted of them here is quoted to be found again and checked. Facts\n"
        "from Wikidata are under CC0; knowledge/about.json names the sources of the slice that is enclosed.\n"
        "Ontology and shapes are Hearsay's, under CC BY 4.0 and Apache-2.0.\n"
    ).encode()


def _creators(dataset: Dataset) -> list[tuple[str, str]]:
    addresses = dataset.creator_ids or ("",) * len(dataset.creators)
    return list(zip(dataset.creators, addresses, strict=True))


def _creator(name: str, address: str) -> dict[str, Any]:
    if not address.startswith(_ORCID):
        return {"name": name}
    identifier = {"nameIdentifier": address, "nameIdentifierScheme": "ORCID", "schemeUri": _ORCID}
    return {"name": name, "nameIdentifiers": [identifier]}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
