"""Documentation pages that are made from their sources while the site is built (a MkDocs hook).

The home page is the README; the reference pages are the ontology's and the shapes' own annotations; the list
of decisions is the folder; other pages ask in a comment for a command's options or for figures. Every text
from a source is escaped: an annotation is data, not markup.
See `docs/decisions/0051-reference-pages.md`.
"""

from __future__ import annotations

import html
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.term import Node

from ingest import ontology
from ingest.cli.app import app
from ingest.export import TABLES
from ingest.rdf.vocabulary import HS

ROOT = Path(__file__).parent.parent
_KINDS = (
    ("Classes", OWL.Class),
    ("Object properties", OWL.ObjectProperty),
    ("Datatype properties", OWL.DatatypeProperty),
    ("Individuals", OWL.NamedIndividual),
)
_FACETS = (
    ("subclass of", RDFS.subClassOf),
    ("subproperty of", RDFS.subPropertyOf),
    ("domain", RDFS.domain),
    ("range", RDFS.range),
)
_OPTIONS = re.compile(r"<!-- options: ?(.*?) ?-->")
_TABLES = "<!-- tables -->"
_OUTPUT = re.compile(r"<!-- output: ([\w.]+) -->")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put every decision record into the navigation."""
    records = [f"decisions/{path.name}" for path in _records(ROOT / "docs" / "decisions")]
    config.nav = [*(config.nav or []), {"Decisions": ["decisions/index.md", *records]}]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages to the site's files."""
    pages = {
        "index.md": home((ROOT / "README.md").read_text(encoding="utf-8")),
        "reference/ontology.md": ontology_page(ontology.load()),
        "reference/shapes.md": shapes_page(_shapes()),
        "decisions/index.md": decisions_page(ROOT / "docs" / "decisions"),
    }
    for path, content in pages.items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Fill in what a page asks for: a command's options, the columns of tables, what a benchmark prints."""
    markdown = markdown.replace(_TABLES, column_tables())
    markdown = _OPTIONS.sub(lambda match: options_table(match[1]), markdown)
    return _OUTPUT.sub(lambda match: f"```text\n{output(match[1])}```", markdown)


def output(module: str) -> str:
    """Run a module and return what it prints."""
    command = [sys.executable, "-m", module]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603


def column_tables() -> str:
    """Write the columns of each table that is exported."""
    parts = []
    for table in TABLES.values():
        rows = (
            f"| `{column.name}` | {column.datatype} | {html.escape(column.description)} |"
            for column in table.columns
        )
        head = f"**`{table.name}`**: {html.escape(table.description)}"
        parts.append("\n".join((head, "", "| column | type | holds |", "|---|---|---|", *rows)))
    return "\n\n".join(parts)


def options_table(command: str) -> str:
    """Write what a command (``quarantine list``; empty: all of them) takes, as its `--help` has it."""
    rows = "".join(
        f"<tr><td><code>{_escape(name.removesuffix(' <list[str]>'))}</code></td><td>{_prose(text)}</td></tr>"
        for name, text in parameters(command)
    )
    return f"<table><tbody>{rows}</tbody></table>"


def parameters(command: str) -> list[tuple[str, str]]:
    """Return what a command takes, with the text of its help."""
    found = typer.main.get_command(app)
    for name in command.split():
        within = getattr(found, "commands", {})
        if name not in within:
            raise KeyError(f"docs/command-line.md: there is no command `hearsay {command}`")
        found = within[name]
    context = typer.Context(found)
    records = (parameter.get_help_record(context) for parameter in found.params)
    return [record for record in records if record]


def home(readme: str) -> str:
    """Turn the README into the home page: links into `docs/` become the site's, links to other files text."""

    def link(match: re.Match[str]) -> str:
        mark, text, target = match.groups()
        if target.startswith("docs/"):
            target += "index.md" if target.endswith("/") else ""
            return f"{mark}[{text}]({target.removeprefix('docs/')})"
        return match[0] if re.match(r"https?:|#", target) else text

    return _LINK.sub(link, readme)


def ontology_page(graph: Graph) -> str:
    """Write the reference page of all own terms."""
    (header,) = (node for node in graph.subjects(RDF.type, OWL.Ontology) if HS.base == f"{node}#")
    parts = [
        "# The ontology\n",
        _paragraph(_text(graph, header, URIRef("http://purl.org/dc/terms/description"))),
        f"<p>Version {_text(graph, header, OWL.versionInfo)}, <code>{_escape(header)}</code>, "
        "<code>PREFIX hs: &lt;https://w3id.org/hearsay/ontology#&gt;</code>, licensed CC BY 4.0.</p>\n",
    ]
    for title, kind in _KINDS:
        terms = sorted(_own(graph, kind), key=lambda term: term.lower())
        parts.append(f"## {title}\n")
        parts += [_term(graph, term) for term in terms]
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        parts += _scheme(graph, scheme)
    return "\n".join(parts)


def shapes_page(shapes: dict[str, Graph]) -> str:
    """Write the reference page of all shapes: what each demands, and what it says when that is not so."""
    parts = [
        "# The shapes\n",
        "What every article's graph must keep to before it enters a store, and what `hearsay validate` says "
        "where it does not.\n",
    ]
    for name, graph in shapes.items():
        parts.append(f"## {_in_markdown(name)}\n")
        rules = sorted({node for node in graph.subjects(SH.message, None) if isinstance(node, URIRef)})
        rows = "".join(
            f'<tr><td id="{_escape(_local(rule))}"><code>{_breakable(_local(rule))}</code></td>'
            f"<td>{_prose(_text(graph, rule, SH.description))}</td>"
            f"<td>{_prose(_text(graph, rule, SH.message))}</td></tr>"
            for rule in rules
        )
        parts.append(
            f"<table><thead><tr><th>rule</th><th>demands</th><th>says</th></tr></thead>{rows}</table>\n"
        )
    return "\n".join(parts)


def decisions_page(folder: Path) -> str:
    """Write the list of decision records by their first headings."""
    rows = []
    for path in _records(folder):
        title = path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        rows.append(f"- [{_in_markdown(title)}]({path.name})")
    return "\n".join(["# Decisions\n", "What was decided, why, and what else was considered.\n", *rows, ""])


def _records(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*.md"))


def _shapes() -> dict[str, Graph]:
    files = sorted((ROOT / "shapes").glob("*.ttl"))
    return {path.stem.replace("-", " "): Graph().parse(path, format="turtle") for path in files}


def _own(graph: Graph, kind: Node) -> Iterator[URIRef]:
    for term in graph.subjects(RDF.type, kind):
        if isinstance(term, URIRef) and term.startswith(HS.base):
            yield term


def _term(graph: Graph, term: URIRef) -> str:
    rows = []
    for name, predicate in _FACETS:
        values = sorted(value for value in graph.objects(term, predicate) if isinstance(value, URIRef))
        if values:
            rows.append((name, ", ".join(_reference(graph, value) for value in values)))
    if (term, RDF.type, OWL.FunctionalProperty) in graph:
        rows.append(("", "at most one a subject"))
    if expression := ontology.definition(graph, term):
        rows.append(("defined as", f"<code>{html.escape(expression)}</code>"))
    rows.append(("example", _prose(_text(graph, term, SKOS.example))))
    if note := _text(graph, term, SKOS.scopeNote):
        rows.append(("note", _prose(note)))
    table = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    return (
        f"### `hs:{_local(term)}` {{ #{_local(term)} }}\n\n"
        f"{_paragraph(_text(graph, term, SKOS.definition))}<table><tbody>{table}</tbody></table>\n"
    )


def _scheme(graph: Graph, scheme: Node) -> Iterator[str]:
    yield f"## Scheme: {_in_markdown(_text(graph, scheme, RDFS.label))}\n"
    yield _paragraph(_text(graph, scheme, SKOS.definition))
    concepts = sorted(
        graph.subjects(SKOS.inScheme, scheme), key=lambda node: (_group(graph, node), str(node))
    )
    rows = "".join(
        f"<tr><td><code>{html.escape(node.n3(graph.namespace_manager))}</code></td>"
        f"<td>{_escape(_group(graph, node))}</td>"
        f"<td>{_prose(_text(graph, node, SKOS.definition))}</td>"
        f"<td>{_prose(_text(graph, node, SKOS.example))}</td></tr>"
        for node in concepts
    )
    yield (
        "<table><thead><tr><th>concept</th><th>group</th><th>definition</th><th>example</th></tr></thead>"
        f"{rows}</table>\n"
    )


def _group(graph: Graph, concept: Node) -> str:
    broader = graph.value(concept, SKOS.broader)
    return _text(graph, broader, RDFS.label) if broader else ""


def _reference(graph: Graph, term: URIRef) -> str:
    shown = html.escape(term.n3(graph.namespace_manager))
    inside = term.startswith(HS.base)
    return f'<a href="#{_local(term)}"><code>{shown}</code></a>' if inside else f"<code>{shown}</code>"


def _text(graph: Graph, node: Node, predicate: URIRef) -> str:
    return " ".join(sorted(str(value) for value in graph.objects(node, predicate)))


def _local(term: Node) -> str:
    return re.sub(r"[^\w-]", "", str(term).rpartition("#")[2])


def _escape(text: object) -> str:
    return html.escape(str(text))


def _breakable(name: str) -> str:
    """Let a narrow column break a name in camel case between its words."""
    return re.sub("(?<=[a-z])(?=[A-Z])", "<wbr>", _escape(name))


def _in_markdown(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()#+.!|-])", r"\\\1", html.escape(text))


def _prose(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def _paragraph(text: str) -> str:
    return f"<p>{_prose(text)}</p>\n"
