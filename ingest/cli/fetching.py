"""`hearsay wikidata fetch`: a knowledge snapshot of what Wikidata's API knows."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from ingest.cli import screen
from ingest.cli.lists import lines
from ingest.cli.online import tell, wikidata_api
from ingest.cli.options import ConfigOption, JsonOption, configuration
from ingest.cli.work import work
from ingest.errors import HearsayError
from ingest.link import Snapshot
from ingest.wikidata.fetch import Harvest, Wanted, fetch, is_name
from ingest.wikidata.freeze import freeze, is_class_of, left_out
from ingest.wikidata.item import QID
from ingest.wikidata.output import check_output

SHIPPED = "shipped"

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,3}")


def fetch_command(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME|QID…", help="What to look up: names, or QIDs such as Q42."),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The snapshot to write.")
    ] = Path("wikidata.sqlite"),
    names: Annotated[
        Path | None,
        typer.Option(
            "--names",
            metavar="FILE",
            help="More of them, one a line; - for standard input. # begins a remark.",
        ),
    ] = None,
    onto: Annotated[
        str | None,
        typer.Option(
            "--onto",
            metavar="FILE",
            help="A snapshot whose content is to stand in the new one as well; 'shipped' for Hearsay's own.",
        ),
    ] = None,
    languages: Annotated[
        list[str] | None,
        typer.Option(
            "--language",
            metavar="TAG",
            help="Look names up, and keep names and descriptions, in this language; repeatable, the preferred"
            " one first. [default: en]",
            show_default=False,
        ),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look names and QIDs up through Wikidata's API, and write what it knows into a snapshot.

    It needs a contact in hearsay.toml. What was answered is kept for a week and not asked for again. Exit
    status: 0 done, 1 something was not looked up or is not there, 2 it could not be done.

        hearsay wikidata fetch "Chasiv Yar" Q1874 -o ours.sqlite

        hearsay wikidata fetch --names people.txt --onto shipped -o ours.sqlite
    """
    configured = configuration(config)
    given = [*(wanted or []), *(lines(names) if names else [])]
    qids = {each for each in given if QID.fullmatch(each)}
    tongues = tuple(dict.fromkeys(languages or ["en"]))
    searched = {Wanted(each, tongue) for each in given if each not in qids for tongue in tongues}
    _check(given, [each for each in given if each not in qids], tongues)
    check_output(output)
    with ExitStack() as stack:
        stack.enter_context(work("What was answered is kept, and not asked for again."))
        api = stack.enter_context(wikidata_api(configured))
        base = stack.enter_context(_base(onto)) if onto else None
        meter = stack.enter_context(
            screen.progress("Asking Wikidata", len(searched) + len(qids), unit="names")
        )
        harvest = fetch(
            api,
            searched,
            qids,
            tongues,
            is_known_class=(lambda qid: is_class_of(base, qid)) if base else lambda qid: False,
            advance=meter,
        )
        problems = tell(harvest, api.address)
        if not harvest.named and not harvest.asked & set(harvest.items):
            cure = "Try again later." if problems else "Check the names and QIDs."
            raise HearsayError("Nothing was found, and no snapshot written.", cure)
        digest = freeze(harvest, output, languages=tongues, source=api.address, base=base)
        aside = left_out(harvest, base)
    _conclude(harvest, output, digest, aside, as_json)
    if problems or aside or harvest.asked & set(harvest.missing):
        raise typer.Exit(1)


def _base(onto: str) -> Snapshot:
    return Snapshot.open(None if onto == SHIPPED else Path(onto))


def _check(given: list[str], names: list[str], languages: tuple[str, ...]) -> None:
    if not given:
        raise HearsayError("Nothing is asked for.", "Give names, QIDs, or a file of them with --names.")
    for name in names:
        if not is_name(name):
            raise HearsayError(
                f"{name!r} is no name, and no QID.", "A name has a capital and up to 200 letters."
            )
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            raise HearsayError(f"{language!r} is no language.", "Give a tag such as en or pt-br.")


def _conclude(harvest: Harvest, output: Path, digest: str, aside: tuple[str, ...], as_json: bool) -> None:
    if aside:
        screen.note(
            f"Left out, since it has no name or is no entity (a disambiguation page): {', '.join(aside)}."
        )
    with Snapshot.open(output) as snapshot:
        entities = snapshot.counts["entities"]
    unknown = sorted(set(harvest.unknown))
    if as_json:
        found = {
            "snapshot": str(output),
            "digest": digest,
            "entities": entities,
            "unknown": unknown,
            "missing": sorted(harvest.asked & set(harvest.missing)),
            "redirects": dict(sorted(harvest.redirects.items())),
            "not looked up": [each.what for each in harvest.unanswered],
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if unknown:
        screen.note(f"Wikidata knows nobody and nothing of the name: {', '.join(unknown)}.")
    screen.out().print(screen.plain(f"{output}: {entities:,} entities, SHA-256 {digest}"))
