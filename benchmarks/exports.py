"""How long each form of export takes, in how much memory, and whether all of it comes back.

    python -m benchmarks.exports                   a store of 1,100 invented articles, a million quads
    python -m benchmarks.exports --articles 100

Articles are invented (`benchmarks.synthetic`). Every form is written by a process of its own, whose highest
resident memory is told, beside that of a process that opens the store and writes nothing. What was written is
then read by another parser, and its statements are counted: quads where graphs are named, distinct triples
elsewhere. A table's rows and a network's edges are held against the number of claims.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import pyoxigraph
from pyoxigraph import QuerySolutions, RdfFormat

from benchmarks.machine import machine, peak_memory
from benchmarks.questions import build
from ingest.export import FORMS, export
from ingest.store import Store, open_store

_RDF = {
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "ntriples": RdfFormat.N_TRIPLES,
    "turtle": RdfFormat.TURTLE,
    "rdfxml": RdfFormat.RDF_XML,
}
_WITH_GRAPHS = ("nquads", "trig", "jsonld")


def write(place: Path, form: str, target: Path) -> None:
    """Write one form (``-``: none) and print the seconds and the highest resident megabytes."""
    with open_store(place) as store:
        start = time.perf_counter()
        if form != "-":
            with target.open("wb") as out:
                export(store, form, out)
        seconds = time.perf_counter() - start
    print(seconds, peak_memory())


def timed(place: Path, form: str, target: Path) -> tuple[float, float]:
    """Write one form in a process of its own, and return its seconds and megabytes."""
    command = [sys.executable, "-m", "benchmarks.exports", "--one", form, str(place), str(target)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def read_back(form: str, target: Path) -> int:
    """Count what another parser finds: statements, rows, or the claims on a network's edges."""
    if form in _RDF:
        return sum(1 for _ in pyoxigraph.parse(path=str(target), format=_RDF[form]))
    if form == "csv":
        with target.open(newline="", encoding="utf-8") as file:
            return sum(1 for _ in csv.reader(file)) - 1
    if form == "parquet":
        return int(import_module("pyarrow.parquet").ParquetFile(target).metadata.num_rows)
    edges = ElementTree.parse(target).iter("{http://graphml.graphdrawing.org/xmlns}data")  # noqa: S314 - ours
    return sum(int(each.text or 0) for each in edges if each.get("key") == "claims")


def expected(store: Store) -> dict[str, int]:
    """Count what each form must hold, by ways of the store's own."""
    quads = store.count()
    triples = _ask(store, "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }")
    rejected = "FILTER NOT EXISTS { GRAPH ?j { ?judgement hs:setsAside ?claim } }"
    claims = _ask(store, f"SELECT (COUNT(?claim) AS ?n) {{ GRAPH ?g {{ ?claim a hs:Claim }} {rejected} }}")
    steps = _ask(
        store,
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?claim a hs:Claim ; hs:attribution/hs:next+ ?outer } "
        f"{rejected} }}",
    )
    found = {form: quads if form in _WITH_GRAPHS else triples for form in _RDF}
    return found | {"csv": claims, "parquet": claims, "graphml": steps}


def _ask(store: Store, query: str) -> int:
    prefix = "PREFIX hs: <https://w3id.org/hearsay/ontology#>\n"
    with store.guarded():
        (row,) = cast(QuerySolutions, store.query(prefix + query))
        return int(row["n"].value)


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description="Time every form of export.")
    parser.add_argument("--articles", type=int, default=1_100)
    parser.add_argument("--one", nargs=3, metavar=("FORM", "STORE", "FILE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        write(Path(args.one[1]), args.one[0], Path(args.one[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        place, target = Path(folder) / "store", Path(folder) / "export"
        build(args.articles, place)
        with open_store(place) as store:
            wanted, quads = expected(store), store.count()
        _, idle = timed(place, "-", target)
        print(f"{args.articles:,} articles, {quads:,} quads; {machine()}")
        print(f"A process that only opens the store takes {idle:.0f} MB.\n")
        print("| form | seconds | quads a second | peak memory, MB | file, MB | read back |")
        print("|---|---:|---:|---:|---:|---|")
        for form in FORMS:
            seconds, megabytes = timed(place, form, target)
            found = read_back(form, target)
            verdict = f"all {found:,}" if found == wanted[form] else f"{found:,} of {wanted[form]:,}"
            size = target.stat().st_size / 1e6
            figures = f"{seconds:.1f} | {quads / seconds:,.0f} | {megabytes:.0f} | {size:.0f}"
            print(f"| {form} | {figures} | {verdict} |", flush=True)


if __name__ == "__main__":
    main()
