"""How long the shipped questions take on a store of so many articles.

    python -m benchmarks.questions                                1,000 articles
    python -m benchmarks.questions --articles 1000 10000 --place /tmp/stores     keep the stores there

Stores are made of invented articles (`benchmarks.synthetic`), with a judgement on every fiftieth and with
invented facts about their speakers, and loaded at once. Each question runs in a process of its own that may
take so long (`--limit`): once to warm up, then so many times (`--runs`). Printed are the rows of the answer,
the median and the slowest milliseconds, the process's memory, and whether the answer is selective: bound by
what the parameters name, and not by how much the store holds. A question that is not has to look at all
claims, and its last column says what for.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, Quad

from benchmarks.machine import machine, peak_memory
from benchmarks.recorded import RUN
from benchmarks.synthetic import article, corpus, people
from ingest.judgements import Aspect, Judgement
from ingest.model import ActorKind, Extraction, Link
from ingest.query import Table, run
from ingest.rdf import graph, iri, judged
from ingest.rdf.vocabulary import HS, WDT
from ingest.store import open_store

JUDGED_EVERY = 50
COUNTRIES = 150
HEAD_OF_STATE = "Q48352"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with parameters.

    Attributes:
        question: its name.
        params: its parameters by name.
        scans: why it has to look at all claims of the store, or "": the answer is selective.
    """

    question: str
    params: dict[str, str]
    scans: str = ""


def asked(articles: int) -> list[Asked]:
    """Give every shipped question; those that are selective ask for something in the middle article."""
    extraction, links = article(articles // 2)
    url = str(extraction.article.url)
    claim = graph.build(extraction, links, RUN).iris[extraction.claims[-1].id].value
    speaker = _rarest(extraction, links, ActorKind.PERSON)
    place = _rarest(extraction, links, ActorKind.PLACE)
    return [
        Asked("who-said-what", {"article": url}),
        Asked("provenance", {"article": url}),
        Asked("provenance", {"claim": claim}),
        Asked("claims-by", {"entity": speaker}),
        Asked("claims-about", {"entity": place}),
        Asked("corrections", {"article": url}),
        Asked("corrections", {}, "lists every correction"),
        Asked("judgements", {"by": "Ada"}),
        Asked("disputed-claims", {}),
        Asked("unnamed-sources", {}),
        Asked("linked-sources", {"article": url}),
        Asked("fact-checks", {}),
        Asked("copies", {}, "looks at every article that is a copy"),
        Asked("articles", {}, "counts every article's claims"),
        Asked("outlets", {}, "counts every outlet's claims"),
        Asked("hedged-share", {}, "counts every outlet's claims"),
        Asked("most-quoted", {}, "counts every speaker's claims"),
        Asked("acts", {}, "counts every speaker's claims"),
        Asked("acts", {"act": "warn"}, "every speaker may have warned"),
        Asked("chains", {}, "walks every claim's chain"),
        Asked("countries", {}, "counts every speaker's claims"),
        Asked("by-office-holders", {"office": HEAD_OF_STATE}, "looks at every speaker's offices"),
        Asked(
            "by-office-holders",
            {"office": HEAD_OF_STATE, "about": place},
            "looks at every speaker's offices; then at what the claims are about",
        ),
        Asked("through-medium", {"through": "Signal"}, "compares every medium's names, whatever their case"),
        Asked("only-spoken-about", {}, "compares all topics with all speakers"),
        Asked("same-wording", {}, "compares all wordings"),
        Asked("through-medium", {"through": "Telegram"}, "a fifth of all claims came that way"),
        Asked("unlinked-actors", {}, "counts every actor's mentions and claims"),
    ]


def _rarest(extraction: Extraction, links: tuple[Link, ...], kind: ActorKind) -> str:
    """Return the linked entity of this kind in an article that is named least often elsewhere."""
    named = {actor.id: actor for actor in extraction.actors if actor.kind is kind}
    # Names are spelled numbers: the longer the rarer.
    linked = [(len(named[link.actor].name), link.qid) for link in links if link.qid and link.actor in named]
    return max(linked)[1]


# -- the store


def build(articles: int, place: Path) -> None:
    """Make a store of so many articles at once, without digests, which no query needs, if there is none.

    One that `benchmarks.loading --keep` left there is taken as it is. In either, judgements and facts are
    added if there are none.
    """
    if not place.exists():
        part = place.with_name(place.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        with open_store(part, mode="write", create=True):
            pass
        database = pyoxigraph.Store(str(part / "oxigraph"))
        made = (graph.build(extraction, links, RUN).quads for extraction, links in corpus(articles))
        database.bulk_extend(quad for quads in made for quad in quads)
        database.flush()
        del database
        part.rename(place)
    with open_store(place, mode="write") as store:
        if not store.count(iri.ENRICHMENT):
            facts = (quad for qid in people() for quad in _facts(qid))
            store.replace({iri.JUDGEMENTS: _judgements(articles), iri.ENRICHMENT: facts})


def _judgements(articles: int) -> Iterator[Quad]:
    """Set the first claim of every so many-th article aside."""
    for number in range(0, articles, JUDGED_EVERY):
        extraction, links = article(number)
        claim = graph.build(extraction, links, RUN).iris[extraction.claims[0].id].value
        who = "Ada" if number % 1_000 == 0 else "Bo"
        yield from judged.build((), [Judgement("2026-11-22T10:00:00Z", who, claim, Aspect.CLAIM, "rejected")])


def _facts(qid: str) -> Iterator[Quad]:
    """Say of a person which country's citizen it is, and of one in a hundred that it is a head of state."""
    node, number = iri.entity(qid), int(qid[1:])
    yield Quad(node, HS.entityKind, Literal("person"), iri.ENRICHMENT)
    yield Quad(node, WDT.P27, iri.entity(f"Q{1 + number % COUNTRIES}"), iri.ENRICHMENT)
    if number % 100 == 0:
        yield Quad(node, WDT.P39, iri.entity(HEAD_OF_STATE), iri.ENRICHMENT)


# -- asking


def measure(place: Path, question: Asked, runs: int, limit: int) -> str:
    """Ask in a process of its own and describe the answer as cells of a table."""
    command = [sys.executable, "-m", "benchmarks.questions", "--one", str(place), "--runs", str(runs)]
    try:
        done = subprocess.run(
            [*command, "--ask", json.dumps([question.question, question.params])],
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f" | more than {limit:,} s | | "
    if done.returncode:
        return f" | failed: {done.stderr.strip().splitlines()[-1]} | | "
    rows, median, slowest, memory = json.loads(done.stdout)
    return f"{rows:,} | {_milliseconds(median)} | {_milliseconds(slowest)} | {memory:,}"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}" if seconds < 1 else f"{seconds * 1000:,.0f}"


def ask(place: Path, name: str, params: dict[str, str], runs: int) -> tuple[int, float, float, int]:
    """Return the answer's rows, the median and the greatest seconds, and the process's memory."""
    times = []
    with open_store(place) as store:
        for number in range(runs + 1):
            begun = time.perf_counter()
            answer = run(store, name, params)
            spent = time.perf_counter() - begun
            if number or spent > runs:  # one that takes so long has warmed itself
                times.append(spent)
            if spent > runs:
                break
    assert isinstance(answer, Table)
    return len(answer.rows), statistics.median(times), max(times), peak_memory()


def main() -> None:
    """Print a table for each number of articles."""
    parser = argparse.ArgumentParser(description="Time the shipped questions.")
    parser.add_argument("--articles", type=int, nargs="*", default=[1_000])
    parser.add_argument(
        "--place", type=Path, help="where the stores are kept, one folder a number of articles"
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=int, default=600, help="seconds that a question may take")
    parser.add_argument("--only", nargs="*", help="these questions")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        name, params = json.loads(arguments.ask)
        print(json.dumps(ask(arguments.one, name, params, arguments.runs)))
        return
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        for articles in arguments.articles:
            place = (arguments.place or Path(scratch)) / str(articles)
            build(articles, place)
            _table(articles, place, arguments)


def _table(articles: int, place: Path, arguments: argparse.Namespace) -> None:
    print(f"\n{articles:,} articles\n")
    print("| question | of | rows | median ms | slowest ms | memory, MB | |")
    print("|---|---|---:|---:|---:|---:|---|")
    for question in asked(articles):
        if not arguments.only or question.question in arguments.only:
            of = ", ".join(question.params)
            cells = measure(place, question, arguments.runs, arguments.limit)
            print(f"| {question.question} | {of} | {cells} | {question.scans or 'selective'} |", flush=True)


if __name__ == "__main__":
    main()
