"""`hearsay judgements import`, `export` and `apply`: judgements from and for others, and from the editor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ingest.cli import judgement_file, screen
from ingest.cli.options import ConfigOption, JudgementsOption, StoreOption, WhoOption, configuration
from ingest.errors import HearsayError
from ingest.judgements import collect, incoming, merge, render


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table, or - for standard input.")],
    who: WhoOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
) -> None:
    """Add the judgements of a table: a review list that was filled in, or somebody else's file.

    Lines that are known already, or older than what was judged since, are left out. Exit status: 0 all lines
    read, 1 some could not be.

        hearsay judgements import review.tsv --who Ada

        hearsay judgements import colleague.tsv
    """
    configured = configuration(config, store, judgements=judgements)
    name = "standard input" if str(file) == "-" else str(file)
    raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    now = judgement_file.now()
    found = collect(incoming(raw, name, when=now, who=who or configured.who))
    whole = judgement_file.tell(found.problems)
    held, _ = judgement_file.judgements(configured, new=True)
    merged = merge(held, found.judgements.all, now=now)
    for older, stands in merged.older[:20]:
        screen.note(
            f"left out: {older.subject} {older.aspect} {older.value}, judged on {older.when}: "
            f"{stands.who} judged it {stands.value} on {stands.when}"
        )
    screen.note(
        f"{len(merged.new)} new, {merged.known} known already, {len(merged.older)} older than what stands."
    )
    if merged.new:
        judgement_file.add(configured, merged.new)
    if not whole:
        raise typer.Exit(1)


def apply(
    store: StoreOption = None, config: ConfigOption = None, judgements: JudgementsOption = None
) -> None:
    """Let the store follow the file again, as after editing it by hand.

    hearsay judgements apply
    """
    configured = configuration(config, store, judgements=judgements)
    held, whole = judgement_file.judgements(configured)
    if judgement_file.apply(configured, held) or not whole:
        raise typer.Exit(1)


def export(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file. [default: standard output]"),
    ] = None,
    current: Annotated[bool, typer.Option("--current", help="Only those that hold.")] = False,
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
) -> None:
    """Write the judgements as a table that others can import: all of them, with what was withdrawn.

    hearsay judgements export -o for-colleagues.tsv
    """
    configured = configuration(config, store, judgements=judgements)
    held, whole = judgement_file.judgements(configured)
    if output and output.resolve() == configured.judgements_file.resolve():
        raise HearsayError(f"{output} is the file of judgements itself.", "Choose another file.")
    judgement_file.write(render(held.current if current else held.all), output)
    if not whole:
        raise typer.Exit(1)
