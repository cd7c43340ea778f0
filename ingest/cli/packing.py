"""`hearsay package`, `reproduce` and `diff`: a store for others to verify, and what others made verified."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ingest.cli import judgement_file, screen
from ingest.cli.options import ConfigOption, JsonOption, JudgementsOption, StoreOption, configuration
from ingest.errors import HearsayError
from ingest.model import TextLevel
from ingest.package import checking, layout
from ingest.package.differing import Change, differences
from ingest.package.making import Request, make
from ingest.package.opening import Package
from ingest.package.replaying import tools_of
from ingest.package.reproducing import Step, opened, reproduce
from ingest.package.texts import Texts
from ingest.store import Store, open_store
from ingest.versions import articles

_SHOWN = 10
"""Statements that differ, shown of each article."""


def package(
    target: Annotated[Path, typer.Argument(metavar="OUT[.zip]", help="The folder or zip file to make.")],
    text: Annotated[
        TextLevel, typer.Option("--text", help="How much of the articles' wording goes into it.")
    ] = TextLevel.QUOTES,
    bagit: Annotated[
        bool, typer.Option("--bagit", help="Pack it as a BagIt bag, with SHA-256 and SHA-512.")
    ] = False,
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
) -> None:
    """Pack the store as a research object (RO-Crate) that others can verify and run again.

    It needs a title, description, creators, licence and day of publication under `[dataset]` in hearsay.toml.
    The same store gives the same bytes; its digest leaves out the log of what was executed when.

        hearsay package dam.zip
    """
    configured = configuration(config, store, judgements=judgements)
    held, whole = judgement_file.judgements(configured)
    with open_store(configured.store) as filled:
        request = Request(text, configured, held, bagit)
        total = sum(1 for _ in articles(filled))
        with screen.progress("Packing articles", total) as advance:
            digest = make(filled, target, request, advance)
    screen.out().print(f"{target}\nSHA-256 of {layout.MANIFEST}: {digest}", soft_wrap=True, markup=False)
    if not whole:
        raise typer.Exit(1)


def reproduce_(
    crate: Annotated[Path, typer.Argument(metavar="CRATE", help="A package: its folder or zip file.")],
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="FOLDER", help="The articles' texts, each as SHA256.txt."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Verify a package, and run it again: its graph from its records, and its records from the texts.

    Exit status: 0 all that could be verified came out the same, 1 something did not, 2 it is no package.

        hearsay reproduce dam.zip

        hearsay reproduce dam --texts news.nq.texts
    """
    if texts is not None and not texts.is_dir():
        raise HearsayError(f"There is no folder {texts}.", "`hearsay export --text full` writes one.")
    with Package(crate) as package_, tools_of(package_) as tools:
        total = 2 * len(package_.below(layout.RECORDS))
        with screen.progress("Running it again", total) as advance:
            steps = list(reproduce(package_, tools, Texts(package_, texts), advance))
        digests = {name: checking.sha256(package_, name) for name in (layout.GRAPH, layout.MANIFEST)}
    if as_json:
        print(json.dumps([_described(step) for step in steps], ensure_ascii=False, indent=2))
    else:
        for step in steps:
            _show(step)
        for name, digest in digests.items():
            screen.out().print(f"{name} has the SHA-256 {digest}", soft_wrap=True, highlight=False)
    if any(step.differences for step in steps):
        raise typer.Exit(1)


def _show(step: Step) -> None:
    console = screen.out()
    verdict = "differs" if step.differences else "the same" if step.checked else "not verified"
    console.print(screen.plain(f"{verdict:12}  {step.name} ({step.checked:,})"), soft_wrap=True)
    if step.skipped:
        console.print(screen.plain(f"{'':12}  not verified: {step.skipped:,}, {step.reason}"), soft_wrap=True)
    for difference in step.differences:
        console.print(screen.plain(f"\n  {difference.where}\n    {difference.message}"), soft_wrap=True)
        console.print(screen.plain(f"    Likeliest cause: {difference.cause}"), soft_wrap=True)
        for sign, lines in (("-", difference.lost), ("+", difference.gained)):
            for line in lines[:_SHOWN]:
                console.print(screen.plain(f"    {sign} {line}"), soft_wrap=True)
            if len(lines) > _SHOWN:
                console.print(f"    {sign} and {len(lines) - _SHOWN:,} more")


def _described(step: Step) -> dict[str, object]:
    return {
        "step": step.name,
        "checked": step.checked,
        "not verified": step.skipped,
        "reason": step.reason,
        "differences": [
            {
                "where": each.where,
                "message": each.message,
                "cause": each.cause,
                "lost": list(each.lost),
                "gained": list(each.gained),
            }
            for each in step.differences
        ],
    }


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A package, or a store's folder.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    as_json: JsonOption = False,
) -> None:
    """Say what changed between two packages or stores: articles, claims and links.

    Exit status: 0 nothing, 1 something, 2 it could not be compared.

        hearsay diff march.zip april.zip

        hearsay diff dam.zip .hearsay --json
    """
    counts: Counter[tuple[str, str]] = Counter()
    with ExitStack() as stack:
        one, other = (stack.enter_context(_graphs(Path(path))) for path in (before, after))
        for change in differences(one, other):
            counts[change.what, change.how] += 1
            if as_json:
                print(json.dumps(asdict(change), ensure_ascii=False, default=str))
            else:
                _tell(change)
    told = ", ".join(f"{count:,} {what} {how}" for (what, how), count in sorted(counts.items()))
    screen.note(f"{told}." if told else "They hold the same articles, claims and links.")
    if counts:
        raise typer.Exit(1)


@contextmanager
def _graphs(path: Path) -> Iterator[Store]:
    """Open a store's folder, or the graph of a package."""
    if path.is_dir() and not (path / layout.ABOUT).is_file() and not (path / "bagit.txt").is_file():
        with open_store(path) as store:
            yield store
        return
    with Package(path) as package_, opened(package_) as store:
        checking.about(package_)
        yield store


def _tell(change: Change) -> None:
    console = screen.out()
    head = f"{change.how:8} {change.what:8} {change.name or change.article}"
    console.print(screen.plain(f"{head}\n{'':17} {change.url or change.article}"), soft_wrap=True)
    before, after = change.before or {}, change.after or {}
    for key in dict.fromkeys([*before, *after]):
        said = f"{_said(before.get(key))} → {_said(after.get(key))}" if before and after else ""
        said = said or _said(before.get(key, after.get(key)))
        console.print(screen.plain(f"{'':17} {key}: {said}"), soft_wrap=True)


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)
