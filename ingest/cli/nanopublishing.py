"""`hearsay nanopub`: attributions as nanopublications, and whether one is what it was."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer
from pyoxigraph import NamedNode

from ingest import export as exports
from ingest import nanopub as nanopubs
from ingest.cli import screen
from ingest.cli.options import ConfigOption, StoreOption, address_of, configuration
from ingest.cli.work import work
from ingest.errors import HearsayError
from ingest.export import Choice
from ingest.model import TextLevel
from ingest.nanopub import Key, Maker, Origins
from ingest.rdf import iri
from ingest.store import open_store
from ingest.store.files import write_atomically

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?", re.ASCII)


def nanopub(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Where the files go, one a nanopublication.")
    ] = None,
    article: Annotated[
        list[str] | None,
        typer.Option("--article", metavar="URL", help="Only claims of this article; may be repeated."),
    ] = None,
    claim: Annotated[
        list[str] | None,
        typer.Option("--claim", metavar="IRI", help="Only this claim; may be repeated."),
    ] = None,
    text: Annotated[
        TextLevel, typer.Option("--text", help="How much of the articles' wording is published.")
    ] = TextLevel.QUOTES,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="Sign with this private RSA key.")
    ] = None,
    created: Annotated[
        str,
        typer.Option(
            "--created", metavar="DATE", help="When they were made. [default: `published` in the settings]"
        ),
    ] = "",
    verify: Annotated[
        list[Path] | None,
        typer.Option("--verify", metavar="FILE", help="Check this nanopublication instead; may be repeated."),
    ] = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Write nanopublications: that an article says that somebody said something, never what was said.

    Each is a TriG file with a Trusty URI. Creators, their addresses and licence stand in the settings;
    without them nothing is written. Nothing is sent anywhere. With --verify, exit status 1 if one is not what
    it was.

        hearsay nanopub nanopubs/ --key id_rsa

        hearsay nanopub --verify nanopubs/RA….trig
    """
    if verify:
        _verify(verify)
        return
    if folder is None:
        raise HearsayError("There is no folder to write to.", "Name one, or files to check with --verify.")
    configured = configuration(config, store)
    origins = Origins(configured.dataset, _instant(created or configured.dataset.published))
    signing = Key(key) if key else None
    choice = Choice(tuple(iri.article_at(address_of(each)) for each in article or ()))
    wanted = frozenset(claim or ())
    written = 0
    with work("What was written is whole."), open_store(configured.store) as opened:
        chosen = exports.chosen(opened, choice) if choice else _articles_of(wanted)
        maker = Maker(exports.view(opened, chosen, text), origins, signing)
        for name, quads in maker.all(wanted):
            _write(folder / f"{name.value.rpartition('/')[2]}.trig", nanopubs.to_trig(name, quads))
            written += 1
    if not written:
        raise HearsayError("There is no such claim.", "`hearsay query who-said-what` lists an article's.")
    screen.note(f"{written:,} nanopublications in {folder}{'' if key else ', not signed'}.")


def _verify(files: list[Path]) -> None:
    failed = False
    for file in files:
        found = nanopubs.check(file)
        failed |= not found.ok
        content = "its content is that of its Trusty URI" if found.trusty else "ITS CONTENT WAS CHANGED"
        signature = {None: "not signed", True: "the signature is good", False: "THE SIGNATURE IS NOT GOOD"}
        print(f"{file}: {content}; {signature[found.signed]}.")
    if failed:
        raise typer.Exit(1)


def _instant(date: str) -> str:
    if date and not _INSTANT.fullmatch(date):
        raise HearsayError(f"{date!r} is no date.", "Write 2026-11-30 or 2026-11-30T12:00:00Z.")
    return f"{(date if 'T' in date else f'{date}T00:00:00Z').removesuffix('Z')}+00:00" if date else ""


def _articles_of(claims: frozenset[str]) -> frozenset[NamedNode] | None:
    """Return the articles of claims, None for all."""
    return frozenset(found for each in claims if (found := iri.article_above(each))) or None


def _write(path: Path, content: bytes) -> None:
    try:
        write_atomically(path, content, safe=False)
    except OSError as error:
        reason = error.strerror or str(error)
        raise HearsayError(f"{path} cannot be written: {reason}.", "Choose another folder.") from None
