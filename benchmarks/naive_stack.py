"""Hearsay's graph side beside what one would build first: rdflib, pySHACL, rdflib's own query engine.

    python -m benchmarks.naive_stack [--articles 1000] [--validated 100] [--limit 60]

The same invented articles (`benchmarks.synthetic`), the same mapping to triples, the same shapes and the same
questions, in one run: two processes, one after the other. Hearsay makes quads, validates each article and
puts it into a store on disk, in a transaction of its own. The naive stack makes quads with rdflib's terms,
validates an even sample with pySHACL (all of them would take hours), and keeps all in memory, as rdflib does.
A question may take so many seconds (`--limit`).
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pyshacl
import rdflib

from benchmarks.machine import machine, peak_memory
from benchmarks.questions import Asked, asked
from benchmarks.recorded import RUN
from benchmarks.serialising import terms_of, triples_of, ways
from benchmarks.synthetic import corpus
from ingest import validate, versions
from ingest.model import TextLevel
from ingest.query import Table, find, run
from ingest.query.parameters import bind
from ingest.rdf import graph
from ingest.rdf.vocabulary import HS
from ingest.store import Store, open_store
from ingest.validate import terms
from ingest.validate.shapes import article_shapes

ASKED = ("who-said-what", "claims-by", "claims-about", "hedged-share", "most-quoted")

Figures = dict[str, Any]


def hearsay(articles: int, limit: int) -> Figures:
    """Take articles through Hearsay's graph side; return seconds by step."""
    made = validated = stored = 0.0
    quads = 0
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "store"
        with open_store(place, mode="write", create=True) as store:
            for extraction, links in corpus(articles):
                begun = time.perf_counter()
                graphs = graph.build(extraction, links, RUN)
                built = time.perf_counter()
                if not validate.validate(graphs.quads, text_level=TextLevel.QUOTES).conforms:
                    raise AssertionError(extraction.article.url)
                checked = time.perf_counter()
                versions.put(store, graphs, extraction.article.text, None)
                made += built - begun
                validated += checked - built
                stored += time.perf_counter() - checked
                quads += len(graphs.quads)
        with open_store(place) as store:
            answers = {
                question.question: _asked(partial(_own_rows, store, question), limit)
                for question in _questions(articles)
            }
    return {
        "quads": quads,
        "made": made,
        "validated": validated,
        "articles validated": articles,
        "stored": stored,
        "answers": answers,
        "memory": peak_memory(),
    }


def naive(articles: int, sample: int, limit: int) -> Figures:
    """Take them through the naive stack."""
    way = ways()[-1]
    dataset = rdflib.Dataset()
    shapes = article_shapes(TextLevel.QUOTES).graph
    made = validated = stored = 0.0
    count = 0
    with terms_of(way):
        for number, (extraction, links) in enumerate(corpus(articles)):
            begun = time.perf_counter()
            triples = triples_of(extraction, links)
            built = time.perf_counter()
            for name, some in triples.items():
                dataset.addN((*triple, dataset.graph(name)) for triple in some)
            stored += time.perf_counter() - built
            made += built - begun
            if number % max(1, articles // sample) == 0:
                article = [triple for some in triples.values() for triple in some]
                begun = time.perf_counter()
                good = _conforms(article, shapes)
                validated += time.perf_counter() - begun
                count += 1
                without_kinds = [triple for triple in article if str(triple[1]) != HS.kind.value]
                if not good or _conforms(without_kinds, shapes):
                    raise AssertionError(f"not the verdict for {extraction.article.url}")
    answers = {}
    for question in _questions(articles):
        found = find(question.question)
        values = {
            variable.value: terms.node(term)
            for variable, term in bind(found.parameters, question.params).items()
        }
        answers[question.question] = _asked(partial(_rows, dataset, found.text, values), limit)
    return {
        "quads": len(dataset),
        "made": made,
        "validated": validated,
        "articles validated": count,
        "stored": stored,
        "answers": answers,
        "memory": peak_memory(),
    }


def _rows(dataset: rdflib.Dataset, query: str, values: dict[str, Any]) -> int:
    return sum(1 for _ in dataset.query(query, initBindings=values))


def _own_rows(store: Store, question: Asked) -> int:
    answer = run(store, question.question, question.params)
    return len(answer.rows) if isinstance(answer, Table) else 0


def _conforms(triples: Iterable[tuple[Any, Any, Any]], shapes: rdflib.Graph) -> bool:
    alone = rdflib.Graph()
    for triple in triples:
        alone.add(triple)
    conforms, _, _ = pyshacl.validate(alone, shacl_graph=shapes)
    return bool(conforms)


def _questions(articles: int) -> list[Asked]:
    """Give one of each question, with the parameters under which it is asked first."""
    found: dict[str, Asked] = {}
    for question in asked(articles):
        found.setdefault(question.question, question)
    return [found[name] for name in ASKED]


def _asked(work: Callable[[], int], limit: int) -> tuple[float | None, int]:
    """Return the seconds that a question takes, None if more than the limit, and the rows of its answer."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(limit)
    begun = time.perf_counter()
    try:
        rows = work()
    except TimeoutError:
        return None, 0
    finally:
        signal.alarm(0)
    return time.perf_counter() - begun, rows


def main() -> None:
    """Print the table, or as one of the two processes the figures."""
    parser = argparse.ArgumentParser(description="Hearsay's graph side beside the naive stack.")
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--validated", type=int, default=100, help="how many pySHACL sees")
    parser.add_argument("--limit", type=int, default=60, help="seconds that a question may take")
    parser.add_argument("--stack", choices=("hearsay", "naive"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.stack == "hearsay":
        print(json.dumps(hearsay(arguments.articles, arguments.limit)))
    elif arguments.stack == "naive":
        print(json.dumps(naive(arguments.articles, arguments.validated, arguments.limit)))
    else:
        both = [_in_a_process(stack, arguments) for stack in ("hearsay", "naive")]
        print(machine())
        print(f"{arguments.articles:,} articles, {both[0]['quads']:,} quads\n")
        _print(arguments.articles, arguments.limit, *both)


def _in_a_process(stack: str, arguments: argparse.Namespace) -> Figures:
    command = [sys.executable, "-m", "benchmarks.naive_stack", "--stack", stack]
    for name in ("articles", "validated", "limit"):
        command += [f"--{name}", str(getattr(arguments, name))]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    figures: Figures = json.loads(done.stdout)
    return figures


def _print(articles: int, limit: int, ours: Figures, theirs: Figures) -> None:
    print("| | Hearsay | rdflib, pySHACL | |")
    print("|---|---:|---:|---:|")
    for step, name in (("made", "quads made, a second"), ("stored", "quads stored, a second")):
        mine, other = (each["quads"] / each[step] for each in (ours, theirs))
        print(f"| {name} | {mine:,.0f} | {other:,.0f} | {mine / other:.1f} × |")
    mine, other = (each["articles validated"] / each["validated"] for each in (ours, theirs))
    print(f"| articles validated, a second | {mine:,.1f} | {other:,.1f} | {mine / other:.1f} × |")
    mine, other = (
        each["quads"]
        / (each["made"] + each["stored"] + each["validated"] * articles / each["articles validated"])
        for each in (ours, theirs)
    )
    print(f"| all three, quads a second | {mine:,.0f} | {other:,.0f} | {mine / other:.1f} × |")
    for name, (mine, rows) in ours["answers"].items():
        other, found = theirs["answers"][name]
        if other is not None and rows != found:
            raise AssertionError(f"{name}: {rows} rows, and {found} by rdflib")
        print(f"| `{name}`, {rows:,} rows, ms | {_ms(mine, limit)} | {_ms(other, limit)} | |")
    print(f"| memory, MB | {ours['memory']:,} | {theirs['memory']:,} | |")


def _ms(seconds: float | None, limit: int) -> str:
    return f"more than {limit * 1000:,}" if seconds is None else f"{seconds * 1000:,.1f}"


if __name__ == "__main__":
    main()
