"""`hearsay judgements review`, `cluster` and `list`: what is to be decided, and what was."""

from __future__ import annotations

import json
import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from pyoxigraph import NamedNode

from ingest import pipeline, versions
from ingest.cli import judgement_file, screen
from ingest.cli.options import (
    ConfigOption,
    JsonOption,
    JudgementsOption,
    StoreOption,
    WhoOption,
    configuration,
)
from ingest.errors import HearsayError
from ingest.judgements import Aspect, Judgement, Namesakes, by_name, one_by_one, write_cell
from ingest.model import Proposal
from ingest.store import Store, open_store

_SHEET = "subject aspect value why name kind actors claims best others context title article".split()
"""The columns of the review list as a sheet: the first four are what `import` reads."""


def review(
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many to show.")] = 20,
    each: Annotated[
        bool, typer.Option("--each", help="Each actor for itself, not one entry a name.")
    ] = False,
    linked: Annotated[
        bool, typer.Option("--linked", help="Also those whom the machine linked, to check on it.")
    ] = False,
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--tsv",
            metavar="FILE",
            help="Write all of them as a table instead, to fill in and `import`; - for standard output.",
        ),
    ] = None,
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the actors that are undecided: those on whom most claims hang first.

    With the proposals, the words around, and the commands that decide. An actor is undecided if linking found
    no entity for it, or none that is likely enough, and nobody judged. Those of one name are one entry.

        hearsay judgements review

        hearsay judgements review --tsv review.tsv
    """
    configured = configuration(config, store, judgements=judgements)
    held, whole = judgement_file.judgements(configured, new=True)
    with open_store(configured.store) as opened, _through(opened, "Reading what was found") as articles:
        everybody = pipeline.review(opened, held, linked=linked, among=articles)
        found = one_by_one(everybody) if each else by_name(everybody)
    if as_json:
        print(json.dumps([_described(group) for group in found[:limit]], ensure_ascii=False, indent=2))
    elif sheet:
        if sheet.exists():  # somebody may have filled it in
            raise HearsayError(f"{sheet} is there already.", "Choose another file, or remove it.")
        judgement_file.write(_as_sheet(found), sheet)
    else:
        _show(found, limit)
    if not whole:
        raise typer.Exit(1)


def list_(
    everything: Annotated[
        bool, typer.Option("--all", help="Also those that hold no longer, and withdrawals.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many to show: the last ones.")] = 200,
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the judgements that hold. Exit status: 1 if lines of the file could not be read.

    hearsay judgements list
    """
    configured = configuration(config, store, judgements=judgements)
    held, whole = judgement_file.judgements(configured)
    current = {id(each) for each in held.current}
    listed = [each for each in held.all if everything or id(each) in current]
    shown = listed if as_json else listed[-limit:]
    if as_json:
        records = [{**_fields(each), "holds": id(each) in current} for each in shown]
        print(json.dumps(records, ensure_ascii=False, indent=2))
    elif not shown:
        screen.out().print("Nothing was judged.")
    else:
        table = screen.table("when", "who", "subject", "aspect", "value", "why")
        for each in shown:
            style = None if id(each) in current else "dim"
            table.add_row(*(screen.plain(text) for text in _fields(each).values()), style=style)
        screen.out().print(table)
        if len(listed) > limit:
            screen.note(f"{len(listed) - limit:,} earlier ones: --limit shows them, --json all of them.")
    if not whole:
        raise typer.Exit(1)


def cluster(
    write: Annotated[bool, typer.Option("--write", help="Add them to the file, and apply them.")] = False,
    who: WhoOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose which actors of several articles, whom Wikidata does not know, are one person.

    By full name together with role, outlet or company; never by the name alone. Nothing is decided unless
    `--write` is given, and `hearsay judgements withdraw ACTOR identity` takes each back.

        hearsay judgements cluster

        hearsay judgements cluster --write --who Ada
    """
    configured = configuration(config, store, judgements=judgements)
    held, whole = judgement_file.judgements(configured, new=True)
    judge = judgement_file.judge_of(configured, who) if write else ""
    with open_store(configured.store) as opened, _through(opened, "Comparing who appears") as articles:
        proposed = pipeline.cluster(opened, held, judgement_file.now(), judge, articles)
    if as_json:
        print(json.dumps([_fields(each) for each in proposed], ensure_ascii=False, indent=2))
    else:
        _show_clusters(proposed)
    if write and proposed:
        judgement_file.add(configured, proposed)
    if not whole:
        raise typer.Exit(1)


@contextmanager
def _through(opened: Store, what: str) -> Iterator[Iterator[NamedNode]]:
    """Give the articles of a store, one after the other, and show how far whoever takes them is."""
    articles = tuple(versions.articles(opened))
    with screen.progress(what, len(articles)) as meter:

        def counted() -> Iterator[NamedNode]:
            for article in articles:
                yield article
                meter(1)

        yield counted()


def _show_clusters(proposed: Sequence[Judgement]) -> None:
    console = screen.out()
    if not proposed:
        console.print("There is nobody to propose.")
    by_person: dict[str, list[Judgement]] = defaultdict(list)
    for each in proposed:
        by_person[each.value].append(each)
    for person, several in by_person.items():
        console.print(screen.plain(person), style="bold", soft_wrap=True)
        console.print(screen.plain(f"    {several[0].why}"), soft_wrap=True)
        for each in several:
            console.print(screen.plain(f"    {each.subject}"), soft_wrap=True)


def _show(found: list[Namesakes], limit: int) -> None:
    console = screen.out()
    if not found:
        console.print("Nothing is undecided.")
    for group in found[:limit]:
        several = f", {len(group.actors):,} actors" if len(group.actors) > 1 else ""
        title = f"{group.heaviest.name}  ({group.heaviest.kind}{several}, {_claims(group.claims)})"
        console.print(screen.plain(title), style="bold", soft_wrap=True)
        for line in _details(group):
            console.print(screen.plain("    " + line), soft_wrap=True)
    if len(found) > limit:
        screen.note(f"{len(found) - limit:,} more: --limit shows them, --tsv writes them all.")


def _details(group: Namesakes) -> Iterator[str]:
    heaviest = group.heaviest
    yield f"{heaviest.date or 'undated'}: {heaviest.title}"
    if heaviest.context:
        yield f"… {heaviest.context} …"
    if heaviest.link and heaviest.link.qid:
        yield f"linked: {heaviest.link.score:.2f}  {heaviest.link.qid}  {heaviest.link.label or ''}".rstrip()
    yield from map(_worded, heaviest.proposals)
    subject = heaviest.actor if len(group.actors) == 1 else shlex.quote(heaviest.name)
    if any(each.proposals or (each.link and each.link.qid) for each in group.actors):
        yield f"hearsay judgements accept {subject}"
    yield f"hearsay judgements set {subject} QID|nil"
    if len(group.actors) > 1:
        yield "`set` decides for whoever bears the name, in any article; `review --each` shows the actors."


def _claims(number: int) -> str:
    return f"{number:,} claim{'' if number == 1 else 's'}"


def _worded(proposal: Proposal) -> str:
    described = f", {proposal.description}" if proposal.description else ""
    return f"{proposal.score:.2f}  {proposal.qid}  {proposal.label}{described}"


def _as_sheet(found: Iterable[Namesakes]) -> bytes:
    lines = [_SHEET, *map(_row, found)]
    return "".join("\t".join(map(write_cell, line)) + "\n" for line in lines).encode()


def _row(group: Namesakes) -> list[str]:
    heaviest = group.heaviest
    best, *others = [*map(_worded, heaviest.proposals), ""]
    return [
        group.subject,
        Aspect.ENTITY,
        "",
        "",
        heaviest.name,
        heaviest.kind,
        str(len(group.actors)),
        str(group.claims),
        best,
        "; ".join(filter(None, others)),
        heaviest.context,
        heaviest.title,
        heaviest.article,
    ]


def _described(group: Namesakes) -> dict[str, Any]:
    heaviest = group.heaviest
    return {
        "subject": group.subject,
        "name": heaviest.name,
        "kind": heaviest.kind,
        "actors": [each.actor for each in group.actors],
        "claims": group.claims,
        "article": heaviest.article,
        "title": heaviest.title,
        "date": heaviest.date,
        "context": heaviest.context,
        "linked": heaviest.link.qid if heaviest.link else None,
        "proposals": [
            {"qid": one.qid, "label": one.label, "description": one.description, "score": one.score}
            for one in heaviest.proposals
        ],
    }


def _fields(judgement: Judgement) -> dict[str, str]:
    return {
        "when": judgement.when,
        "who": judgement.who,
        "subject": judgement.subject,
        "aspect": judgement.aspect,
        "value": judgement.value,
        "why": judgement.why,
    }
