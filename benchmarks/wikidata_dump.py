"""How fast a snapshot is built from a Wikidata dump, on a synthetic dump of the real one's shape.

    python -m benchmarks.wikidata_dump                # generate, build from plain, gzip, bzip2; print a table
    python -m benchmarks.wikidata_dump --entities 200000 --folder /data/tmp

An entity is written exactly as in the JSON dump: snaks with hashes and data values, qualifiers, references,
site links. The mixture is after the real one: many scholarly articles, stars, proteins and categories, few
people and places; some 15 KB an entity. No fact in it is true.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import os
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from ingest.wikidata.build import Options, build

#: Items in Wikidata on 2025-09-03, as public statistics made from its dumps say (WikiAr/WikiData-Dumps).
ALL_ENTITIES = 117_416_494

LANGUAGES = (
    "en de fr es it nl pl pt ru uk sv ca cs da fi nb ro sk sl hu tr ar fa he hi bn id vi ko ja zh zh-hans"
    " zh-hant sr hr bg mk el lt lv et eu gl cy ga is sq ka hy az kk uz ast oc nn"
).split()
SYLLABLES = "ba den kor lin mar nov ost per rad sel tar ul vor wen zak elm fir gro hal ist jor kal".split()

_CLASSES = 3000
"""Classes in the synthetic hierarchy, each below an earlier one; the first lie below real roots."""


def word(rng: random.Random, least: int = 2, most: int = 4) -> str:
    """Return a made-up name."""
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(least, most))).capitalize()


def snak(rng: random.Random, name: str, value: object, kind: str, datatype: str) -> dict[str, object]:
    """Return a snak as the dump writes it."""
    return {
        "snaktype": "value",
        "property": name,
        "hash": f"{rng.getrandbits(160):040x}",
        "datavalue": {"value": value, "type": kind},
        "datatype": datatype,
    }


def item_snak(rng: random.Random, name: str, number: int) -> dict[str, object]:
    """Return a snak with an item."""
    value = {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}
    return snak(rng, name, value, "wikibase-entityid", "wikibase-item")


def string_snak(rng: random.Random, name: str, text: str, datatype: str = "external-id") -> dict[str, object]:
    """Return a snak with a string."""
    return snak(rng, name, text, "string", datatype)


def time_snak(rng: random.Random, name: str) -> dict[str, object]:
    """Return a snak with a day."""
    value = {
        "time": f"+{rng.randint(1800, 2024)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": 11,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }
    return snak(rng, name, value, "time", "time")


def reference(rng: random.Random) -> dict[str, object]:
    """Return a reference: stated in, retrieved, reference URL."""
    return {
        "hash": f"{rng.getrandbits(160):040x}",
        "snaks": {
            "P248": [item_snak(rng, "P248", rng.randint(1, 10**8))],
            "P813": [time_snak(rng, "P813")],
            "P854": [
                string_snak(rng, "P854", f"https://{word(rng).lower()}.example/{rng.getrandbits(40)}", "url")
            ],
        },
        "snaks-order": ["P248", "P813", "P854"],
    }


def statement(
    rng: random.Random,
    qid: str,
    main: dict[str, object],
    references: list[dict[str, object]],
    qualifiers: dict[str, list[dict[str, object]]] | None = None,
) -> dict[str, object]:
    """Return a statement as the dump writes it."""
    guid = f"{rng.getrandbits(128):032X}"
    made: dict[str, object] = {"mainsnak": main, "type": "statement"}
    if qualifiers:
        made["qualifiers"] = qualifiers
        made["qualifiers-order"] = list(qualifiers)
    made["id"] = f"{qid}${guid[:8]}-{guid[8:12]}-{guid[12:16]}-{guid[16:20]}-{guid[20:]}"
    made["rank"] = "normal"
    if references:
        made["references"] = references
    return made


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of entity: how often it comes, and how large it is.

    Attributes:
        share: of all entities.
        languages: with a label, and with a description.
        statements: how many besides its class.
        sitelinks: how many at most; most have few.
    """

    share: float
    root: int
    languages: tuple[int, int]
    statements: int
    sitelinks: int


SORTS = {
    "scholarly article": Sort(0.38, 13442814, (3, 18), 16, 0),
    "star or galaxy": Sort(0.09, 523, (6, 8), 14, 0),
    "other without pages": Sort(0.22, 7187, (3, 8), 10, 0),
    "category or disambiguation": Sort(0.06, 4167836, (6, 30), 1, 6),
    "human": Sort(0.10, 5, (25, 16), 22, 40),
    "place": Sort(0.08, 486972, (25, 20), 14, 40),
    "body": Sort(0.03, 43229, (12, 6), 16, 25),
    "work or species": Sort(0.04, 16521, (20, 20), 14, 30),
}


def entity(rng: random.Random, number: int) -> bytes:
    """Return one line's entity."""
    qid = f"Q{number}"
    sort = SORTS[rng.choices(list(SORTS), [each.share for each in SORTS.values()])[0]]
    name = f"{word(rng)} {word(rng)}"
    labels = rng.sample(LANGUAGES, min(len(LANGUAGES), max(1, round(rng.gauss(sort.languages[0], 3)))))
    if "en" not in labels and rng.random() < 0.85:
        labels.append("en")
    described = rng.sample(LANGUAGES, min(len(LANGUAGES), max(0, round(rng.gauss(sort.languages[1], 3)))))
    references = [reference(rng) for _ in range(2)]
    claims: dict[str, list[dict[str, object]]] = {}

    def add(main: dict[str, object], qualifiers: dict[str, list[dict[str, object]]] | None = None) -> None:
        made = statement(rng, qid, main, references[: rng.choice((0, 1, 1, 1, 2))], qualifiers)
        claims.setdefault(str(main["property"]), []).append(made)

    add(
        item_snak(
            rng, "P31", 5 if sort.root == 5 else rng.choice((sort.root, 10**8 + rng.randrange(_CLASSES)))
        )
    )
    for _ in range(max(0, round(rng.gauss(sort.statements, sort.statements / 3)))):
        draw = rng.random()
        if draw < 0.5:
            add(string_snak(rng, f"P{rng.randint(200, 9000)}", f"{rng.getrandbits(48):x}"))
        elif draw < 0.75:
            order = {"P1545": [string_snak(rng, "P1545", str(rng.randint(1, 30)), "string")]}
            add(string_snak(rng, "P2093", f"{word(rng)} {word(rng)}", "string"), order)
        else:
            add(item_snak(rng, f"P{rng.randint(50, 3000)}", rng.randint(1, 10**8)))
    if sort.root == 5:
        add(item_snak(rng, "P27", rng.randint(1, 300)))
        add(item_snak(rng, "P106", 10**8 + rng.randrange(_CLASSES)))
        add(time_snak(rng, "P569"))
        if rng.random() < 0.2:
            dated = {"P580": [time_snak(rng, "P580")], "P582": [time_snak(rng, "P582")]}
            add(item_snak(rng, "P39", 10**8 + rng.randrange(_CLASSES)), dated)
    pages = int(sort.sitelinks * rng.random() ** 3)
    sites = [
        f"{language.replace('-', '_')}wiki" for language in rng.sample(LANGUAGES, min(pages, len(LANGUAGES)))
    ]
    return orjson.dumps(
        {
            "type": "item",
            "id": qid,
            "labels": {each: {"language": each, "value": name} for each in labels},
            "descriptions": {
                each: {"language": each, "value": f"{word(rng)} {word(rng).lower()}"} for each in described
            },
            "aliases": {
                each: [
                    {"language": each, "value": f"{word(rng)} {word(rng)}"} for _ in range(rng.randint(1, 4))
                ]
                for each in rng.sample(labels, min(3, len(labels)))
            },
            "claims": claims,
            "sitelinks": {site: {"site": site, "title": name, "badges": []} for site in sites},
            "pageid": number,
            "ns": 0,
            "title": qid,
            "lastrevid": rng.getrandbits(31),
            "modified": f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T12:00:00Z",
        }
    )


def class_entity(rng: random.Random, number: int) -> bytes:
    """Return a class, below an earlier one or a real root."""
    qid = f"Q{10**8 + number}"
    above = 10**8 + rng.randrange(number) if number > 20 else list(SORTS.values())[number % len(SORTS)].root
    claims = {"P279": [statement(rng, qid, item_snak(rng, "P279", above), [reference(rng)])]}
    label = {"en": {"language": "en", "value": word(rng).lower()}}
    made = {"type": "item", "id": qid, "labels": label, "descriptions": {}, "aliases": {}, "claims": claims}
    return orjson.dumps({**made, "sitelinks": {}, "modified": "2024-01-01T00:00:00Z"})


def lines(count: int, seed: int = 4) -> Iterator[bytes]:
    """Yield a dump's lines. The same count and seed give the same bytes."""
    rng = random.Random(seed)  # noqa: S311 - not a secret
    yield b"[\n"
    for number in range(_CLASSES):
        yield class_entity(rng, number) + b",\n"
    for number in range(1, count + 1):
        yield entity(rng, number + 1000) + (b",\n" if number < count else b"\n")
    yield b"]\n"


def main() -> None:
    """Generate, build and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entities", type=int, default=60_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="Where to write the dump. [default: temporary]")
    parser.add_argument("--forms", default="plain,gzip,bzip2,truthy")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        _measure(Path(folder), options.entities, options.workers, options.forms.split(","))


def _measure(folder: Path, entities: int, workers: int, forms: list[str]) -> None:
    plain = folder / "dump.json"
    with plain.open("wb") as file:
        file.writelines(lines(entities))
    total = entities + _CLASSES
    size = plain.stat().st_size
    load = os.getloadavg()[0]
    print(f"{total:,} entities, {size / total / 1000:.1f} KB each, {workers} workers, load before {load:.1f}")
    print(
        "| form | KB an entity | entities/s | CPU ms an entity | of it in the writing process |"
        " hours for all of Wikidata | staging file, KB an entity kept | snapshot, KB an entity kept |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for form in forms:
        dump = _packed(plain, form)
        found = _timed(dump, folder / "out.sqlite", workers)
        rate = total / found.seconds
        print(
            f"| {form} | {dump.stat().st_size / total / 1000:.2f} | {rate:,.0f}"
            f" | {1000 * (found.own + found.workers) / total:.3f} | {1000 * found.own / total:.3f}"
            f" | {ALL_ENTITIES / rate / 3600:.1f} | {found.staging / found.kept / 1000:.2f}"
            f" | {found.snapshot / found.kept / 1000:.2f} |",
            flush=True,
        )
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"peak memory: {own} MB here (with making the dump), {child} MB in the largest worker")


def triples(line: bytes) -> Iterator[str]:
    """Yield what the truthy dump says of an entity, from its line of the JSON dump."""
    read = orjson.loads(line.strip().rstrip(b","))
    subject = f"<{_WIKIDATA}/entity/{read['id']}>"
    page = f"<https://www.wikidata.org/wiki/Special:EntityData/{read['id']}>"
    yield f"{page} <http://schema.org/about> {subject} .\n"
    yield f'{page} <http://schema.org/dateModified> "{read["modified"]}"^^<{_XSD}dateTime> .\n'
    yield f'{page} <http://wikiba.se/ontology#sitelinks> "{len(read["sitelinks"])}"^^<{_XSD}integer> .\n'
    for each in read["labels"].values():
        for name in (_LABEL, "http://www.w3.org/2004/02/skos/core#prefLabel", "http://schema.org/name"):
            yield f'{subject} <{name}> "{each["value"]}"@{each["language"]} .\n'
    for each in read["descriptions"].values():
        yield f'{subject} <http://schema.org/description> "{each["value"]}"@{each["language"]} .\n'
    for aliases in read["aliases"].values():
        for each in aliases:
            yield f'{subject} <{_ALIAS}> "{each["value"]}"@{each["language"]} .\n'
    for name, statements in read["claims"].items():
        for each in statements:
            value = each["mainsnak"]["datavalue"]["value"]
            written = f'"{value}"'
            if isinstance(value, dict):
                entity_iri = f"<{_WIKIDATA}/entity/{value.get('id')}>"
                written = entity_iri if "id" in value else f'"{value["time"][1:]}"^^<{_XSD}dateTime>'
            yield f"{subject} <{_WIKIDATA}/prop/direct/{name}> {written} .\n"
    for site, each in read["sitelinks"].items():
        article = (
            f"<https://{site.removesuffix('wiki')}.wikipedia.org/wiki/{each['title'].replace(' ', '_')}>"
        )
        yield f"{article} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Article> .\n"
        yield f"{article} <http://schema.org/about> {subject} .\n"
        yield f'{article} <http://schema.org/inLanguage> "{site.removesuffix("wiki")}" .\n'
        yield f'{article} <http://schema.org/name> "{each["title"]}"@{site.removesuffix("wiki")} .\n'


_WIKIDATA = "http://www.wikidata.org"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_ALIAS = "http://www.w3.org/2004/02/skos/core#altLabel"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def _packed(plain: Path, form: str) -> Path:
    """Return the dump in another form, beside the plain one."""
    if form == "plain":
        return plain
    if form == "truthy":
        packed = plain.with_name("truthy.nt.gz")
        with plain.open("rb") as source, gzip.open(packed, "wt", 6, encoding="utf-8") as target:
            for line in source:
                if line.startswith(b"{"):
                    target.writelines(triples(line))
        return packed
    module = {"gzip": gzip, "bzip2": bz2}[form]
    packed = plain.with_name(f"dump.json.{form}")
    with plain.open("rb") as source, module.open(packed, "wb") as target:
        shutil.copyfileobj(source, target)
    return packed


@dataclass(frozen=True, slots=True)
class Timed:
    """What a build took: seconds of the clock, CPU seconds here and in the workers, bytes, entities."""

    seconds: float
    own: float
    workers: float
    staging: int
    snapshot: int
    kept: int


def _timed(dump: Path, output: Path, workers: int) -> Timed:
    staging = 0

    def grown(*_: object) -> None:
        nonlocal staging
        staging = sum(each.stat().st_size for each in output.parent.glob("*.staging*"))

    before, started = _spent(), time.perf_counter()
    report = build([str(dump)], output, Options(workers=workers), progress=grown)
    seconds, after = time.perf_counter() - started, _spent()
    size = output.stat().st_size
    return Timed(seconds, after[0] - before[0], after[1] - before[1], staging, size, report.entities)


def _spent() -> tuple[float, float]:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own, workers = (each.ru_utime + each.ru_stime for each in used)
    return own, workers


if __name__ == "__main__":
    main()
