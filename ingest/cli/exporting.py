"""`hearsay export`: a store, or part of it, as a file, with its description beside it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, BinaryIO, cast

import typer

from ingest import export as exports
from ingest.cli import screen
from ingest.cli.counted import Counted
from ingest.cli.options import ConfigOption, StoreOption, SummaryOption, address_of, configuration
from ingest.cli.progress import BYTES
from ingest.cli.work import work
from ingest.dataset import Dataset
from ingest.errors import HearsayError
from ingest.export import Choice, Pseudonyms, View, trust
from ingest.export.pseudonyms import new_key as make_key
from ingest.export.pseudonyms import read_key, write_secret
from ingest.model import TextLevel
from ingest.rdf import iri
from ingest.store import open_store
from ingest.store.files import sha256_of


def export(
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(exports.FORMS)}.")
    ] = "nquads",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file. [default: standard output]"),
    ] = None,
    table: Annotated[
        str,
        typer.Option("--table", metavar="TABLE", help=f"For csv and parquet: {', '.join(exports.TABLES)}."),
    ] = "claims",
    article: Annotated[
        list[str] | None,
        typer.Option("--article", metavar="URL", help="Only this article; may be repeated."),
    ] = None,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Only articles of this day, month or year on.")
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="Only articles up to this day, month or year.")
    ] = "",
    outlet: Annotated[
        list[str] | None,
        typer.Option(
            "--outlet", metavar="NAME", help="Only of this outlet, by name or host; may be repeated."
        ),
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option("--actor", metavar="NAME", help="Only with this actor, by name or Q…; may be repeated."),
    ] = None,
    text: Annotated[
        TextLevel,
        typer.Option("--text", help="How much of the articles' wording leaves the machine."),
    ] = TextLevel.QUOTES,
    pseudonymise: Annotated[
        Path | None,
        typer.Option(
            "--pseudonymise",
            metavar="KEYFILE",
            help="Give people who are not linked pseudonyms under this key, and cover their names.",
        ),
    ] = None,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="With --pseudonymise: make the key first.")
    ] = False,
    names: Annotated[
        Path | None,
        typer.Option(
            "--table-of-names",
            metavar="FILE",
            help="With --pseudonymise: write who is who into this file, for those who may know.",
        ),
    ] = None,
    described: Annotated[
        bool,
        typer.Option("--describe/--no-describe", help="With -o: write the dataset's description beside it."),
    ] = True,
    store: StoreOption = None,
    config: ConfigOption = None,
    summary: SummaryOption = None,
) -> None:
    """Write the store, or part of it, as linked data, as a table, or as a network.

    The same articles, settings and snapshot give the same N-Quads, byte for byte. A file is written whole or
    not at all, with a description of the dataset beside it (VoID, DCAT and PROV; schema.org). Title, creators
    and licence stand in the settings, or nowhere.

        hearsay export --format trig -o news.trig

        hearsay export --format csv --table links --since 2024-05 --outlet "Daily Beacon" -o links.csv

        hearsay export --pseudonymise key.txt --new-key -o shared.nq

        hearsay export | sha256sum
    """
    configured = configuration(config, store)
    _check(form, table, output, text)
    pseudonyms = _pseudonyms(pseudonymise, new_key, names, text)
    choice = Choice(
        tuple(iri.article_at(address_of(each)) for each in article or ()),
        since,
        until,
        tuple(outlet or ()),
        tuple(actor or ()),
    )
    to_stdout = output is None or str(output) == "-"
    with (
        work("What is written is not whole." if to_stdout else "No file is there in part.", summary),
        open_store(configured.store) as opened,
        screen.progress(f"Writing {form}", unit=BYTES, quiet=to_stdout and screen.out().is_terminal) as meter,
    ):
        articles = exports.chosen(opened, choice) if choice else None
        view = exports.view(opened, articles, text)
        if pseudonyms:
            view = exports.Pseudonymous(view, pseudonyms)

        def write_to(file: BinaryIO) -> None:
            exports.export(view, form, cast(BinaryIO, Counted(file, meter)), table)

        if output is None or to_stdout:
            write_to(sys.stdout.buffer)
        else:
            _write(output, write_to)
        if pseudonyms and names:
            write_secret(names, pseudonyms.table())
        if output is None or to_stdout:
            return
        if form == "csv" and described:
            _beside(output, "-metadata.json", exports.csvw(exports.TABLES[table], output.name))
        if described:
            aside = None if choice else trust.set_aside_for_language(opened)
            _describe(output, form, view, configured.dataset, aside)
        if text is TextLevel.FULL:
            exports.write_texts(opened, view, output.with_name(f"{output.name}.texts"))


def _check(form: str, table: str, output: Path | None, text: TextLevel) -> None:
    if form not in exports.FORMS:
        raise HearsayError(f"There is no format {form!r}.", f"Choose one of {', '.join(exports.FORMS)}.")
    if table not in exports.TABLES:
        raise HearsayError(f"There is no table {table!r}.", f"Choose one of {', '.join(exports.TABLES)}.")
    if text is TextLevel.FULL and (output is None or str(output) == "-"):
        raise HearsayError("Whole texts are written beside a file.", "Name one with --output.")


def _pseudonyms(key: Path | None, new: bool, names: Path | None, text: TextLevel) -> Pseudonyms | None:
    if key is None:
        if new or names:
            raise HearsayError(
                "A key and a table of names belong to pseudonyms.", "Add --pseudonymise KEYFILE."
            )
        return None
    if text is TextLevel.FULL:
        raise HearsayError(
            "Whole texts name people, whom --pseudonymise is to hide.", "Choose --text quotes or none."
        )
    return Pseudonyms(make_key(key) if new else read_key(key))


def _describe(output: Path, form: str, view: View, dataset: Dataset, aside: int | None) -> None:
    """Write the description of a file beside it; of a pipe or device there is none."""
    if not output.is_file():
        return
    written = exports.File(output.name, form, sha256_of(output), output.stat().st_size)
    counts = exports.count(view)
    for suffix, content in (
        (".dataset.ttl", exports.turtle(written, counts, dataset, aside)),
        (".dataset.jsonld", exports.schema_org(written, counts, dataset, aside)),
    ):
        _beside(output, suffix, content)
    if dataset.missing:
        missing = ", no ".join(dataset.missing)
        screen.note(f"The description names no {missing}: [dataset] in hearsay.toml is the place to say it.")


def _beside(output: Path, suffix: str, content: bytes) -> None:
    _write(output.with_name(output.name + suffix), lambda file: file.write(content))


def _write(output: Path, write_to: Callable[[BinaryIO], object]) -> None:
    """Write a file whole or not at all; a pipe or device, which cannot be replaced, as it comes."""
    output = output.resolve()
    in_place = output.exists() and not output.is_file() and not output.is_dir()
    part = output if in_place else output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file:
            write_to(file)
        if not in_place:
            part.replace(output)
    except OSError as error:
        reason = error.strerror or str(error)
        raise HearsayError(f"{output} cannot be written: {reason}.", "Choose another file.") from None
    finally:
        if not in_place:
            part.unlink(missing_ok=True)
