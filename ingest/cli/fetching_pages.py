"""`hearsay fetch`: pages from the web into an archive."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

import typer

from ingest.cli import screen
from ingest.cli.lists import lines
from ingest.cli.options import ConfigOption, JsonOption, configuration
from ingest.cli.work import work
from ingest.errors import HearsayError
from ingest.fetch.archive import opened
from ingest.fetch.document import Fetcher
from ingest.fetch.exchange import Asking
from ingest.fetch.reachable import Network, Reach
from ingest.fetch.run import Outcome, Page, Result, fetch_all
from ingest.fetch.turns import Turns
from ingest.network.contact import user_agent
from ingest.network.pauses import wait


def fetch(
    addresses: Annotated[
        list[str] | None, typer.Argument(metavar="URL…", help="The pages' addresses (http or https).")
    ] = None,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="The archive that they are added to (.warc.gz)."),
    ] = Path("pages.warc.gz"),
    urls: Annotated[
        Path | None,
        typer.Option(
            "--urls",
            metavar="FILE",
            help="More of them, one a line; - for standard input. # begins a remark.",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Fetch also what is in the archive already.")
    ] = False,
    delay: Annotated[
        float,
        typer.Option(
            "--delay", metavar="SECONDS", min=0, help="The pause between two requests to one host, at least."
        ),
    ] = 1,
    timeout: Annotated[
        float,
        typer.Option("--timeout", metavar="SECONDS", min=0.1, max=3600, help="How long a page may take."),
    ] = 60,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            "--allow",
            metavar="NETWORK",
            help="Ask also machines of this network, which is not public, e.g. 10.1.0.0/16; repeatable."
            " [default: none]",
            show_default=False,
        ),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch web pages and feeds into an archive, which `hearsay ingest` reads, today or in ten years.

    It needs a contact in hearsay.toml, keeps to robots.txt, and asks no machine that is not on the public
    internet. What is in the archive is not asked again. Exit status: 0 all there, 1 some not fetched, 2 it
    could not be done.

        hearsay fetch https://dailybeacon.example.org/2024/03/11/varnholm-dam-evacuation

        hearsay fetch --urls list.txt -o pages.warc.gz && hearsay ingest pages.warc.gz
    """
    configured = configuration(config)
    wanted = [*(addresses or []), *(lines(urls) if urls else [])]
    if not wanted:
        raise HearsayError("Nothing is asked for.", "Give addresses, or a file of them with --urls.")
    agent = user_agent(configured.contact, f"h11/{version('h11')}")
    most_bytes = configured.limits.max_page_bytes
    asking = Asking(agent, Reach(_networks(allow or [])), _now, timeout, most_bytes)
    fetcher = Fetcher(asking, Turns(delay, wait), wait, most_bytes)
    results: list[Result] = []
    with (
        work("What was fetched is kept."),
        opened(output, agent, _now()) as archive,
        screen.progress("Fetching", len(wanted), unit="pages") as advance,
    ):
        if archive.cut:
            screen.note(f"{output} broke off; what was left of its last record was put aside: {archive.cut}.")
        for result in fetch_all(wanted, archive, fetcher, again=again):
            results.append(result)
            if result.problem:
                screen.problem(result.problem, result.outcome)
            advance(1)
    _conclude(output, results, as_json)
    if any(result.problem for result in results):
        raise typer.Exit(1)


def _now() -> datetime:
    return datetime.now(UTC)


def _networks(given: Sequence[str]) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(each, strict=False) for each in given)
    except ValueError as error:
        raise HearsayError(f"--allow: {error}.", "Give an IP address or a network: 10.1.0.0/16.") from None


def _conclude(output: Path, results: Sequence[Result], as_json: bool) -> None:
    counts = Counter(result.outcome for result in results)
    if as_json:
        found = {
            "file": str(output),
            **{outcome.value: counts[outcome] for outcome in Outcome},
            "pages": [_as_json(each.address, each.page) for each in results if each.page],
            "problems": [
                {
                    "origin": str(problem.origin),
                    "code": problem.code,
                    "message": problem.message,
                    "cure": problem.cure,
                }
                for result in results
                if (problem := result.problem)
            ],
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    told = ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in Outcome if counts[outcome])
    screen.out().print(screen.plain(f"{output}: {told}"))
    if counts[Outcome.FETCHED]:
        screen.note(f"Read it with: hearsay ingest {output}")


def _as_json(address: str, page: Page) -> dict[str, object]:
    return {
        "url": address,
        "page": page.address,
        "ip": page.ip,
        "time": page.time.isoformat(),
        "type": page.media_type,
        "bytes": page.size,
        "digest": page.digest,
    }
