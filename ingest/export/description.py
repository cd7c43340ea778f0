"""What an export is, for catalogues and search engines: VoID, DCAT 3 and PROV, and schema.org.

What Hearsay knows by itself it counts. Title, creators and licence are the owner's to say: what
`hearsay.toml` does not say is left out. No clock is read: the time that is given is that of the articles.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from ingest import __version__
from ingest.dataset import Dataset
from ingest.export.counting import Counts
from ingest.export.trust import measures
from ingest.rdf import iri
from ingest.rdf.vocabulary import DCTERMS, HS, PROV, RDF, SCHEMA, XSD, Namespace

VOID = Namespace(
    "http://rdfs.org/ns/void#",
    """Dataset Linkset classPartition propertyPartition class property entities triples classes properties
    distinctSubjects distinctObjects subset subjectsTarget objectsTarget linkPredicate uriSpace vocabulary
    dataDump""".split(),
)
DCAT = Namespace(
    "http://www.w3.org/ns/dcat#",
    """Dataset Distribution distribution version keyword landingPage mediaType byteSize downloadURL startDate
    endDate""".split(),
)
DCT = Namespace(
    "http://purl.org/dc/terms/",
    """title description creator license language temporal PeriodOfTime""".split(),
)
FOAF = Namespace("http://xmlns.com/foaf/0.1/", ["Agent", "name"])
SPDX = Namespace(
    "http://spdx.org/rdf/terms#",
    ["Checksum", "checksum", "algorithm", "checksumValue", "checksumAlgorithm_sha256"],
)
DQV = Namespace(
    "http://www.w3.org/ns/dqv#",
    """Metric QualityMeasurement computedOn expectedDataType hasQualityMeasurement isMeasurementOf
    value""".split(),
)
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#", ["definition"])
SOFTWARE = Namespace("http://www.w3.org/ns/prov#", ["SoftwareAgent", "wasAssociatedWith", "Entity"])

MEDIA_TYPES = {
    "nquads": "application/n-quads",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "turtle": "text/turtle",
    "rdfxml": "application/rdf+xml",
    "graphml": "application/graphml+xml",
    "claims-jsonld": "application/ld+json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
"""The media types of the forms of export; GraphML has none that is registered."""

_WIKIDATA = NamedNode("http://www.wikidata.org/entity/")
_PREFIXES = {
    "dcat": DCAT.base,
    "dcterms": DCT.base,
    "dqv": DQV.base,
    "foaf": FOAF.base,
    "hs": HS.base,
    "prov": PROV.base,
    "schema": SCHEMA.base,
    "skos": SKOS.base,
    "spdx": SPDX.base,
    "void": VOID.base,
    "xsd": XSD.base,
}


@dataclass(frozen=True, slots=True)
class File:
    """The file that an export was written to.

    Attributes:
        name: its name, without folder.
        form: one of `ingest.export.FORMS`.
        sha256: hex SHA-256 of its bytes.
        size: in bytes.
    """

    name: str
    form: str
    sha256: str
    size: int


def turtle(file: File, counts: Counts, dataset: Dataset, aside: int | None = None) -> bytes:
    """Describe an export in VoID, DCAT 3, DQV and PROV.

    Args:
        file: what was written.
        counts: of what is in it.
        dataset: what its owner says.
        aside: articles set aside for their language, as far as that is known (`ingest.export.trust`).
    """
    triples = sorted(set(_Description(file, counts, dataset, aside).triples()), key=str)
    return cast(bytes, serialize(triples, format=RdfFormat.TURTLE, prefixes=_PREFIXES))


def schema_org(file: File, counts: Counts, dataset: Dataset, aside: int | None = None) -> bytes:
    """Describe an export as a `schema:Dataset` in JSON-LD, as search engines for data read it."""
    said: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": iri.dataset(file.sha256).value,
        "name": dataset.title,
        "description": dataset.description,
        "creator": _creators(dataset),
        "license": dataset.licence,
        "version": dataset.version,
        "url": dataset.homepage,
        "keywords": list(dataset.keywords),
        "inLanguage": sorted(counts.languages),
        "temporalCoverage": f"{counts.first[:10]}/{counts.last[:10]}" if counts.first else "",
        "measurementTechnique": f"hearsay {__version__}",
        "variableMeasured": [
            {"@type": "PropertyValue", "name": name, "value": value}
            for name, value in (
                ("articles", counts.articles),
                ("claims", counts.claims),
                *((each.name, each.number) for each in measures(counts, aside)),
            )
        ],
        "distribution": {
            "@type": "DataDownload",
            "name": file.name,
            "encodingFormat": MEDIA_TYPES[file.form],
            "contentSize": f"{file.size} B",
            "sha256": file.sha256,
        },
    }
    kept = {key: value for key, value in said.items() if value}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()


def _creators(dataset: Dataset) -> list[dict[str, str]]:
    ids = dataset.creator_ids or ("",) * len(dataset.creators)
    return [
        {"@type": "Person" if "orcid.org/" in address else "Thing", "name": name}
        | ({"@id": address} if address else {})
        for name, address in zip(dataset.creators, ids, strict=True)
    ]


class _Description:
    """The triples that describe one export."""

    def __init__(self, file: File, counts: Counts, dataset: Dataset, aside: int | None) -> None:
        self._file = file
        self._counts = counts
        self._measures = measures(counts, aside)
        self._dataset = dataset
        self._node = iri.dataset(file.sha256)

    def triples(self) -> Iterator[Triple]:
        node, counts = self._node, self._counts
        yield Triple(node, RDF.type, VOID.Dataset)
        yield Triple(node, RDF.type, DCAT.Dataset)
        yield Triple(node, RDF.type, SOFTWARE.Entity)
        yield from self._owned()
        yield from self._counted()
        yield from self._partitions()
        yield from self._links()
        yield from self._quality()
        yield from self._distribution()
        for language in counts.languages:
            yield Triple(node, DCT.language, Literal(language))
        if counts.first:
            period = self._below("period")
            yield Triple(node, DCT.temporal, period)
            yield Triple(period, RDF.type, DCT.PeriodOfTime)
            yield Triple(period, DCAT.startDate, Literal(counts.first, datatype=XSD.dateTime))
            yield Triple(period, DCAT.endDate, Literal(counts.last, datatype=XSD.dateTime))
        software = self._below("software")
        yield Triple(software, RDF.type, SOFTWARE.SoftwareAgent)
        yield Triple(software, FOAF.name, Literal(f"hearsay {__version__}"))
        for run in counts.runs:
            yield Triple(node, PROV.wasGeneratedBy, NamedNode(run))
            yield Triple(NamedNode(run), RDF.type, PROV.Activity)
            yield Triple(NamedNode(run), SOFTWARE.wasAssociatedWith, software)

    def _owned(self) -> Iterator[Triple]:
        """Give what the owner says."""
        node, dataset = self._node, self._dataset
        for predicate, text in (
            (DCT.title, dataset.title),
            (DCT.description, dataset.description),
            (DCAT.version, dataset.version),
            *((DCAT.keyword, keyword) for keyword in dataset.keywords),
        ):
            if text:
                yield Triple(node, predicate, Literal(text))
        if dataset.licence:
            yield Triple(node, DCT.license, NamedNode(dataset.licence))
        if dataset.homepage:
            yield Triple(node, DCAT.landingPage, NamedNode(dataset.homepage))
        for number, name in enumerate(dataset.creators):
            given = dataset.creator_ids[number] if dataset.creator_ids else ""
            creator = NamedNode(given) if given else self._below(f"creator-{number + 1}")
            yield Triple(node, DCT.creator, creator)
            yield Triple(creator, RDF.type, FOAF.Agent)
            yield Triple(creator, FOAF.name, Literal(name))

    def _counted(self) -> Iterator[Triple]:
        counts = self._counts
        for predicate, number in (
            (VOID.triples, counts.quads),
            (VOID.distinctSubjects, counts.subjects),
            (VOID.distinctObjects, counts.objects),
            (VOID.classes, len(counts.classes)),
            (VOID.properties, len(counts.properties)),
        ):
            yield Triple(self._node, predicate, _integer(number))
        yield Triple(self._node, VOID.uriSpace, Literal(iri.BASE))
        for vocabulary in (HS, SCHEMA, PROV, DCTERMS):
            yield Triple(self._node, VOID.vocabulary, NamedNode(vocabulary.base))

    def _partitions(self) -> Iterator[Triple]:
        for kind, names, part, said, counted in (
            ("class", self._counts.classes, VOID.classPartition, "class", VOID.entities),
            ("property", self._counts.properties, VOID.propertyPartition, "property", VOID.triples),
        ):
            for number, (name, count) in enumerate(sorted(names.items()), 1):
                partition = self._below(f"{kind}-{number}")
                yield Triple(self._node, part, partition)
                yield Triple(partition, RDF.type, VOID.Dataset)
                yield Triple(partition, getattr(VOID, said), NamedNode(name))
                yield Triple(partition, counted, _integer(count))

    def _links(self) -> Iterator[Triple]:
        if self._counts.linked:
            links = self._below("wikidata")
            yield Triple(self._node, VOID.subset, links)
            yield Triple(links, RDF.type, VOID.Linkset)
            yield Triple(links, VOID.subjectsTarget, self._node)
            yield Triple(links, VOID.objectsTarget, _WIKIDATA)
            yield Triple(links, VOID.linkPredicate, SCHEMA.sameAs)
            yield Triple(links, VOID.triples, _integer(self._counts.linked))

    def _quality(self) -> Iterator[Triple]:
        """Say how far to trust it, each figure with what it measures."""
        for each in self._measures:
            measured, metric = self._below(each.key), iri.metric(each.key)
            yield Triple(self._node, DQV.hasQualityMeasurement, measured)
            yield Triple(measured, RDF.type, DQV.QualityMeasurement)
            yield Triple(measured, DQV.computedOn, self._node)
            yield Triple(measured, DQV.isMeasurementOf, metric)
            yield Triple(measured, DQV.value, Literal(str(each.value), datatype=XSD.decimal))
            yield Triple(metric, RDF.type, DQV.Metric)
            yield Triple(metric, DQV.expectedDataType, XSD.decimal)
            yield Triple(metric, SKOS.definition, Literal(each.name, language="en"))

    def _distribution(self) -> Iterator[Triple]:
        file, node, checksum = self._file, self._below("file"), self._below("checksum")
        yield Triple(self._node, DCAT.distribution, node)
        yield Triple(node, RDF.type, DCAT.Distribution)
        yield Triple(node, DCT.title, Literal(file.name))
        media = f"https://www.iana.org/assignments/media-types/{MEDIA_TYPES[file.form]}"
        yield Triple(node, DCAT.mediaType, NamedNode(media))
        yield Triple(node, DCAT.byteSize, Literal(str(file.size), datatype=_NON_NEGATIVE))
        yield Triple(node, SPDX.checksum, checksum)
        yield Triple(checksum, RDF.type, SPDX.Checksum)
        yield Triple(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
        yield Triple(checksum, SPDX.checksumValue, Literal(file.sha256, datatype=_HEX))

    def _below(self, name: str) -> NamedNode:
        return NamedNode(f"{self._node.value}#{name}")


_HEX = NamedNode("http://www.w3.org/2001/XMLSchema#hexBinary")
_NON_NEGATIVE = NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
