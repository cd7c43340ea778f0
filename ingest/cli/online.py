"""Wikidata asked over the network by a command: who asks, what is kept, and what is told of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ingest import online, versions
from ingest.cli import screen
from ingest.errors import Origin, Problem
from ingest.pipeline import Item, Tools
from ingest.rdf import iri
from ingest.settings import Configuration, Lookup
from ingest.store import Store
from ingest.wikidata.fetch import Harvest

if TYPE_CHECKING:
    from ingest.wikidata.api import Api

SNAPSHOTS = "snapshots"
"""The folder in a store that holds what was fetched, frozen."""

_SILENT = 5  # seconds that are waited without a word
_TOLD_EVERY = 500  # names
_SHOWN = 10  # names of one sort that a message lists


def cache_file(name: str) -> Path:
    """Return a file in the user's folder for what can be fetched again."""
    folder = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.path.expanduser(folder), "hearsay", name)  # noqa: PTH111 - Path's raises where there is no home


@contextmanager
def wikidata_api(configured: Configuration) -> Iterator[Api]:
    """Give Wikidata's API, asked with the contact of the settings.

    Raises:
        OnlineError: there is no contact.
    """
    from ingest.wikidata.api import Api, inspect  # costly: only where something is asked
    from ingest.wikidata.client import Client

    cache = cache_file("wikidata.sqlite")
    with Client(configured.wikidata_api, configured.contact, inspect, cache=cache, sleep=_wait) as client:
        yield Api(client)


def _wait(seconds: float) -> None:
    if seconds > _SILENT:
        screen.note(f"Wikidata is busy: waiting for {seconds:.0f} seconds.")
    time.sleep(seconds)


@contextmanager
def looked_up(
    items: Iterable[Item], opened: Store, used: Tools, configured: Configuration
) -> Iterator[tuple[Iterable[Item], Tools, tuple[Problem, ...]]]:
    """Give the articles, the tools to ingest them with, and what could not be looked up.

    Unless the settings say that Wikidata's API is to be asked, the first two are as they were given.
    """
    if configured.wikidata is not Lookup.API:
        yield items, used, ()
        return
    with (
        wikidata_api(configured) as api,
        online.frozen(
            items,
            used,
            api,
            configured.folder / SNAPSHOTS,
            is_away=lambda article: versions.is_buried(opened, iri.article(article)),
            searching=_announce,
        ) as found,
    ):
        problems = tell(found.harvest, api.address)
        if found.snapshot != used.snapshot.path:
            screen.note(f"Linked against {found.snapshot}. `--snapshot` with it repeats this run offline.")
        yield found.items, found.tools, problems


def tell(harvest: Harvest, address: str) -> tuple[Problem, ...]:
    """Tell what Wikidata did not answer, or no longer has; return the former."""
    gone = sorted({*harvest.missing} & {*harvest.asked, *harvest.named})
    if gone:
        screen.note(f"Deleted from Wikidata, or never there: {_listed(gone)}.")
    if harvest.redirects:
        merged = [f"{old} into {new}" for old, new in sorted(harvest.redirects.items())]
        screen.note(f"Merged on Wikidata: {_listed(merged)}.")
    if harvest.stale:
        screen.note("Wikidata did not give all answers anew: some are old ones that were kept.")
    problems = tuple(_problems(harvest, address))
    for problem in problems:
        screen.problem(problem)
    return problems


def _problems(harvest: Harvest, address: str) -> Iterator[Problem]:
    """Yield a problem for each reason why something was not looked up."""
    by_reason: dict[str, list[str]] = {}
    for each in harvest.unanswered:
        by_reason.setdefault(each.why, []).append(each.what)
    for why, names in by_reason.items():
        yield Problem(
            Origin(address),
            f"Not looked up: {_listed(names)}. {why}",
            "Run it again later: what was answered is kept.",
            "not-looked-up",
            fatal=False,
        )


def _announce(names: int) -> Callable[[int], None]:
    """Say how much is asked, and now and then how far it is; a bar would not do beside that of reading."""
    screen.note(f"Asking Wikidata for {names:,} {'name' if names == 1 else 'names'}.")
    done = 0

    def advance(amount: int) -> None:
        nonlocal done
        before, done = done, done + amount
        if before // _TOLD_EVERY < done // _TOLD_EVERY and done < names:
            screen.note(f"{done:,} of {names:,} names.")

    return advance


def _listed(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
