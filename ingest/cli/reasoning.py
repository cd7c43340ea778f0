"""`hearsay reason` and `hearsay ontology`: what follows from the definitions, and whether they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from pyoxigraph import NamedNode

from ingest import bundles, ontology
from ingest import reason as reasoning
from ingest.cli import screen
from ingest.cli.options import ConfigOption, JsonOption, StoreOption, configuration
from ingest.cli.work import work
from ingest.errors import HearsayError
from ingest.rdf import iri
from ingest.rdf.vocabulary import PREFIXES
from ingest.store import Store, open_store

_UNTOUCHED = "Nothing was changed."

ontology_app = typer.Typer(
    help="Check and format the ontology.", epilog="Example: hearsay ontology check", no_args_is_help=True
)


def reason(
    store: StoreOption = None,
    config: ConfigOption = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="CLAIM", help="Say why a claim (its IRI) is in which class."),
    ] = None,
    hermit: Annotated[
        str | None,
        typer.Option(
            "--hermit", metavar="ARTICLE", help="Classify one article (URL or IRI) by HermiT; needs Java."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Derive which claims are second-hand, hedged, disputed …, into the store's derived graph.

    The classes are those that the ontology defines; SPARQL derives them for a whole store. `--hermit` derives
    them for one article with an OWL reasoner instead, writes nothing, and exits with 1 if the two differ.

        hearsay reason

        hearsay reason --hermit https://dailybeacon.example.org/2024/03/11/varnholm-dam-evacuation
    """
    configured = configuration(config, store)
    if explain is not None:
        with open_store(configured.store) as opened:
            _explain(opened, explain)
    elif hermit is not None:
        with work(_UNTOUCHED), open_store(configured.store) as opened:
            _compare(opened, hermit)
    else:
        with (
            work("The derived graph is as it was."),
            open_store(configured.store, mode="write") as opened,
            screen.progress("Deriving", unit="classes") as meter,
        ):
            derived = reasoning.materialise(opened, meter.so_many)
        if as_json:
            print(json.dumps({each.definition.term.value: each.claims for each in derived}, indent=2))
            return
        table = screen.table("class", "claims", "definition")
        for each in derived:
            table.add_row(each.definition.label, str(each.claims), each.definition.text)
        screen.out().print(table)


def _explain(opened: Store, claim: str) -> None:
    explanations = reasoning.explain(opened, _node(claim))
    console = screen.out()
    if not explanations:
        console.print("The store has no such claim, or it is in no defined class.")
    for each in explanations:
        console.print(screen.plain(f"{each.definition.label}: {each.definition.text}"), style="bold")
        console.print(screen.plain(f"  {each.definition.expression}"), soft_wrap=True)
        for triple in each.triples:
            console.print(screen.plain(f"  {_shortened(str(triple))}"), soft_wrap=True)


def _compare(opened: Store, article: str) -> None:
    wanted = iri.article_at(article)
    found = [bundle for bundle in bundles.in_store(opened) if bundle.name == wanted.value]
    if not found:
        raise HearsayError(
            f"The store does not hold {article}.", "`hearsay query articles` lists what it holds."
        )
    with screen.progress("Reasoning by HermiT"):
        by_hermit = set(reasoning.classify_article(found[0].quads))
    claims = {quad.subject for quad in found[0].quads}
    with screen.progress("Reasoning by SPARQL"):
        by_sparql = {
            (quad.subject, quad.object) for quad in reasoning.construct(opened) if quad.subject in claims
        }
    table = screen.table("class", "claim", "by")
    for claim, term in sorted(by_hermit | by_sparql, key=str):
        who = [
            name for name, those in (("HermiT", by_hermit), ("SPARQL", by_sparql)) if (claim, term) in those
        ]
        table.add_row(_shortened(str(term)), str(claim), " and ".join(who))
    screen.out().print(table)
    if by_hermit != by_sparql:
        raise typer.Exit(1)


def _node(text: str) -> NamedNode:
    try:
        return NamedNode(text)
    except ValueError:
        raise HearsayError(f"{text!r} is no IRI.", "Copy the claim's IRI from a query's answer.") from None


def _shortened(text: str) -> str:
    for prefix, base in PREFIXES.items():
        text = text.replace(base, f"{prefix}:")
    return text


@ontology_app.command("check")
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE…]", help="Turtle files; by default Hearsay's ontology."),
    ] = None,
) -> None:
    """Check form, labels, OWL 2 DL profile, consistency and classes, with HermiT; needs Java.

    hearsay ontology check
    """
    with work(_UNTOUCHED), screen.progress("Checking the ontology"):
        result = ontology.check(files or None)
    screen.out().print(screen.plain(ontology.render(result)), soft_wrap=True)
    if not result.ok:
        raise typer.Exit(1)
    screen.note("The ontology is consistent, and every class can have members.")


@ontology_app.command("format")
def format_(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE…]", help="Turtle files; by default Hearsay's ontology."),
    ] = None,
) -> None:
    """Rewrite the ontology in its canonical serialisation.

    hearsay ontology format
    """
    for path in ontology.format_files(files or None):
        screen.note(f"rewrote {path}")
