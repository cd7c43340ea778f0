"""`hearsay query` and `hearsay queries`: what a store answers."""

from __future__ import annotations

import json
import re
import sys
from itertools import compress
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from ingest import __version__
from ingest import query as queries_
from ingest.cli import screen
from ingest.cli.options import ConfigOption, JsonOption, StoreOption, configuration
from ingest.cli.work import work
from ingest.errors import QueryError
from ingest.export import trust
from ingest.places import Remote
from ingest.query import OWN, Answer, Limits, Question
from ingest.rdf import iri
from ingest.sparql.process import MOST_MEGABYTES, MOST_SECONDS
from ingest.store import Store, open_store
from ingest.store.files import write_atomically

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}", re.ASCII)


def query(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE|-", help="A shipped query, a file with SPARQL, or - for standard input."
        ),
    ],
    params: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter; may be repeated."),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(queries_.FORMS)}.")
    ] = "table",
    timeout: Annotated[
        int | None,
        typer.Option(
            "--timeout",
            metavar="SECONDS",
            min=1,
            max=MOST_SECONDS,
            help="How long a query that is not shipped may take. [default: 60]",
            show_default=False,
        ),
    ] = None,
    memory: Annotated[
        int | None,
        typer.Option(
            "--memory",
            metavar="MB",
            min=1,
            max=MOST_MEGABYTES,
            help="How much memory it may take (enforced on Linux). [default: 4096]",
            show_default=False,
        ),
    ] = None,
    online: Annotated[
        bool, typer.Option("--online", help="Let the query ask other endpoints (SPARQL's SERVICE).")
    ] = False,
    metadata: Annotated[
        Path | None,
        typer.Option(
            "--metadata",
            metavar="FILE",
            help="Write what was asked, and how far to trust the store, into this file, as JSON.",
        ),
    ] = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Ask the store a question. `hearsay queries` lists those that are shipped.

    Parameters are bound by the engine as typed terms and never pasted into the query.

        hearsay query who-said-what -p article=https://dailybeacon.example.org/2024/03/11/varnholm-dam-evacuation

        hearsay query claims-about -p entity=Q212 --format csv --metadata ukraine.json > ukraine.csv

    A query of your own is answered in a process of its own, which is ended when it takes too much.

        hearsay query heavy.rq --timeout 600 --memory 8000
    """
    configured = configuration(config, store)
    where = configured.store
    if timeout is not None and isinstance(where, Remote):
        where = where.configured(timeout=timeout)
    limits = Limits(timeout or configured.query_timeout, memory or configured.query_memory)
    question = _question(name)
    given = _parameters(params or [])
    if form not in queries_.FORMS:
        raise QueryError(f"There is no format {form!r}.", f"Choose one of {', '.join(queries_.FORMS)}.")
    quiet = screen.out().is_terminal and form != "table"
    with (
        work("Nothing was changed."),
        open_store(where) as opened,
        screen.progress("Asking the store", quiet=quiet),
    ):
        if question.name != OWN and timeout is None and memory is None:
            answer = queries_.run(opened, question, given, online=online, contact=configured.contact)
        else:
            answer = queries_.run_isolated(
                opened, question, given, limits=limits, online=online, contact=configured.contact
            )
        if iri.ENRICHMENT.value in question.text and not any(opened.graph(iri.ENRICHMENT)):
            screen.note("This question asks what Wikidata knows: run `hearsay enrich` first.")
        if question.name == "copies" and not any(opened.graph(iri.COPIES)):
            screen.note("Nobody looked for copies yet: run `hearsay copies` first.")
        to_people = form == "table" and screen.out().is_terminal
        counts, total = trust.estimated(opened) if to_people else (None, 0)
        about = _metadata(opened, question, given) if metadata else b""
    if metadata:
        write_atomically(metadata, about)
    if to_people:
        show(answer)
        if counts:
            screen.note(trust.sentence(counts, total))
    else:
        _write(queries_.render(answer, form))


def _metadata(opened: Store, question: Question, given: dict[str, str]) -> bytes:
    """Say what was asked, and how far to trust what answered it."""
    counts = trust.of_all(opened)
    figures = trust.measures(counts, trust.set_aside_for_language(opened))
    said = {
        "question": question.question,
        "query": question.text,
        "parameters": given,
        "software": f"hearsay {__version__}",
        "store": {
            "articles": counts.articles,
            "claims": counts.claims,
            "languages": dict(sorted(counts.languages.items())),
            **{each.name: each.number for each in figures},
        },
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def queries(as_json: JsonOption = False) -> None:
    """List the shipped queries with their questions and parameters.

    hearsay queries
    """
    catalogue = queries_.catalogue()
    if as_json:
        print(json.dumps([_described(question) for question in catalogue], ensure_ascii=False, indent=2))
        return
    console = screen.out()
    for question in catalogue:
        console.print(f"[bold cyan]{question.name}[/]  {question.question}")
        for parameter in question.parameters:
            need = (
                "" if parameter.required else f" = {parameter.default}" if parameter.default else ", optional"
            )
            console.print(
                f"    -p {parameter.name}=…  {parameter.description} ({parameter.type}{need})", markup=False
            )


def show(answer: Answer, *, addresses: bool = True) -> None:
    """Print an answer as a table on the terminal.

    Args:
        answer: of any query.
        addresses: also print columns of nothing but IRIs, which are wide, and of use for further queries.
    """
    head, *rows = queries_.cells(answer)
    if not addresses:
        kept = [not all(cell.startswith("http") for cell in column) for column in zip(*rows, strict=True)]
        head, *rows = (list(compress(row, kept)) for row in (head, *rows))
    table = screen.table(*head)
    for row in rows:
        table.add_row(*(screen.plain(cell) for cell in row))
    screen.out().print(table)
    screen.note(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}")


def _question(name: str) -> Question:
    """Return a shipped question by name; else what a file or standard input holds."""
    if name == "-":
        return queries_.parse(_decoded(sys.stdin.buffer.read(), "standard input"))
    if any(name == question.name for question in queries_.catalogue()):
        return queries_.find(name)
    path = Path(name)
    try:
        return queries_.parse(_decoded(path.read_bytes(), name), path=path)
    except (FileNotFoundError, ValueError):
        if _NAME.fullmatch(name):
            return queries_.find(name)  # says which name may be meant
        shown, reason = name if len(name) <= 80 else f"{name[:79]}…", "there is no such file"
    except OSError as error:
        shown, reason = name if len(name) <= 80 else f"{name[:79]}…", error.strerror or "it cannot be read"
    raise QueryError(
        f"{shown} is no query: {reason}.",
        "Give a name that `hearsay queries` lists, a file, or - with the query on standard input.",
    )


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise QueryError(f"{name} is not UTF-8 (byte {error.start}).", "Save the query as UTF-8.") from None


def _parameters(given: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise QueryError(f"--param {pair!r} is not of the form KEY=VALUE.")
        if key in found:
            raise QueryError(f"--param {key} is given twice.")
        found[key] = value
    return found


def _described(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "question": question.question,
        "parameters": [
            {
                "name": each.name,
                "type": each.type,
                "required": each.required,
                "default": each.default,
                "description": each.description,
            }
            for each in question.parameters
        ],
    }


def _write(data: bytes) -> None:
    output: BinaryIO = sys.stdout.buffer
    output.write(data)
    output.flush()
