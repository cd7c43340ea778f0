"""What the documentation says of commands, options, terms and files is so."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

import markdown
import pytest
import typer
import yaml
from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef

import ingest
from ingest import ontology, query, settings
from ingest import read as reading
from ingest.cli.app import app
from ingest.extract.encoder.network import MODEL
from ingest.extract.encoder.words import VOCABULARY
from ingest.link.choice import THRESHOLD
from ingest.model import Article, LinkMethod
from ingest.rdf.vocabulary import HS
from ingest.read import Code, json_lines
from training.attribution import corpora

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("*/README.md")])


def commands() -> dict[str, Any]:
    """Every command that does something, by its words after `hearsay`."""

    def below(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield " ".join(words), command
        for name, each in (inner or {}).items():
            yield from below(each, (*words, name))

    return dict(below(typer.main.get_command(app), ()))


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generated_pages", DOCS / "generated_pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


# -- the command line


def test_every_command_has_its_section_with_an_example_and_its_options() -> None:
    sections = re.split(r"(?m)^## hearsay ", read("command-line.md"))[1:]
    documented = {section.partition("\n")[0]: section for section in sections}
    assert set(documented) == set(commands())
    for name, section in documented.items():
        assert f"<!-- options: {name} -->" in section
        assert re.search(rf"(?m)^(.*\| )?hearsay {name}\b", section), name


def test_the_table_of_options_holds_every_option_of_every_command(pages: ModuleType) -> None:
    for name, command in commands().items():
        table = pages.options_table(name)
        for parameter in command.params:
            for flag in parameter.opts if parameter.param_type_name == "option" else []:
                assert flag == "--help" or flag in table, f"{name} {flag}"


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_s_help_teaches_with_an_example(name: str) -> None:
    assert f"hearsay {name}" in " ".join((commands()[name].help or "").split())


def examples() -> Iterator[tuple[str, str]]:
    """Give (where, command line) of every line of code that calls `hearsay`, in pages and in help texts."""
    for page in PAGES:
        blocks = re.findall(
            r"(?ms)^ *```(?:sh|bash|console|text)?\n(.*?)^ *```", page.read_text(encoding="utf-8")
        )
        for line in "".join(blocks).splitlines():
            yield str(page.relative_to(ROOT)), line.strip().removeprefix("$ ")
    for name, command in commands().items():
        for line in (command.help or "").splitlines():
            yield f"hearsay {name} --help", line.strip()


EXAMPLES = sorted(
    {
        (where, part.strip())
        for where, line in examples()
        for part in re.split(r" [|>] |  +#", line)
        if re.match(r"hearsay( |$)", part.strip())
    }
)


@pytest.mark.parametrize(("where", "line"), EXAMPLES)
def test_every_example_calls_what_there_is(where: str, line: str) -> None:
    words = shlex.split(line)[1:]
    command: Any = typer.main.get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    flags = {flag for parameter in command.params for flag in (*parameter.opts, *parameter.secondary_opts)}
    flags |= {"--help", "-h", "--install-completion", "--show-completion"}
    assert not hasattr(command, "commands") or not words or words[0].startswith("-") or words[0].isupper(), (
        line
    )
    for word in words:
        if word.startswith("-") and word != "-":
            assert word.partition("=")[0] in flags, f"{where}: {line}"


@pytest.mark.parametrize(
    ("where", "line"), [each for each in EXAMPLES if each[1].startswith("hearsay query ")]
)
def test_every_example_of_a_query_names_one_that_is_shipped_and_its_parameters(where: str, line: str) -> None:
    shipped = {
        question.name: {parameter.name for parameter in question.parameters} for question in query.catalogue()
    }
    name, *rest = shlex.split(line)[2:]
    if name.isupper() or name == "-" or Path(name).suffix:
        return
    assert name in shipped, f"{where}: {line}"
    given = [
        rest[place + 1].partition("=")[0] for place, word in enumerate(rest) if word in ("-p", "--param")
    ]
    assert set(given) <= shipped[name], f"{where}: {line}"


SAMPLES = {
    article.url
    for article in reading.read([str(ROOT / "seeds" / "articles")])
    if isinstance(article, Article) and article.url
}


def test_every_article_of_an_example_is_a_sample() -> None:
    """So that whoever types it after `hearsay ingest seeds/` gets an answer."""
    given = {(where, url) for where, line in EXAMPLES for url in re.findall(r"https://[^\s\"…]+", line)}
    articles = {(where, url) for where, url in given if not url.startswith("https://w3id.org/")}
    assert len(articles) > 5
    assert {url for _, url in articles} <= SAMPLES, articles


def test_the_answer_on_the_home_page_is_the_expected_one() -> None:
    with (ROOT / "queries" / "chains.csv").open(encoding="utf-8", newline="") as file:
        expected = {tuple(row[:4]) for row in csv.reader(file)}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = [tuple(line.strip("| ").split(" | ")) for line in readme.splitlines() if line.startswith("| ")]
    assert len(shown) > 2
    assert set(shown) <= expected


def test_every_example_in_python_asks_a_shipped_question_with_its_parameters() -> None:
    shipped = {one.name: {parameter.name for parameter in one.parameters} for one in query.catalogue()}
    asked = [
        (page.name, *call)
        for page in PAGES
        for call in re.findall(r'\.query\(\s*"([a-z-]+)"(?:,\s*(\w+)=)?', page.read_text(encoding="utf-8"))
    ]
    assert len(asked) >= 3
    for where, name, parameter in asked:
        assert name in shipped, where
        assert not parameter or parameter in shipped[name], where


# -- lists that stand in the code as well


def test_every_reason_for_setting_aside_is_explained() -> None:
    rows = [line for line in read("input-formats.md").splitlines() if line.startswith("| `")]
    first = [cell for row in rows for cell in re.findall(r"`([a-z0-9-]+)`", row.split("|")[1])]
    assert sorted(first) == sorted(code.value for code in Code)


def test_every_field_of_json_lines_is_listed() -> None:
    fields_ = set(re.findall(r"``([\w-]+)``", json_lines.__doc__ or ""))
    assert len(fields_) > 20
    assert fields_ <= set(re.findall(r"`([\w-]+)`", read("input-formats.md")))


def test_the_methods_and_the_threshold_of_linking_are_those_of_the_code() -> None:
    page = read("linking.md")
    rows = re.findall(r"(?m)^\| `([a-z]+)` \|", page)
    assert sorted(rows) == sorted(method.value for method in LinkMethod)
    assert f"threshold ({THRESHOLD:.2f};" in page


def test_the_settings_file_shown_has_every_setting_and_is_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"(?s)```toml\n(.*?)```", read("settings.md"))
    assert set(tomllib.loads(example)) == {
        *(field.name for field in fields(settings.Configuration) if field.name != "settings"),
        *(field.name for field in fields(settings.Settings)),
    }
    file = tmp_path / "hearsay.toml"
    file.write_text(example, encoding="utf-8")
    read_back = settings.load(file)
    assert read_back.store == tmp_path / "news-store"
    assert read_back.settings.min_confidence == 0.5


def test_one_version_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert str(citation["version"]) == ingest.__version__
    released = re.findall(
        r"(?m)^## \[(\d.*?)\] - (\S+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    )
    assert released[0] == (ingest.__version__, citation["date-released"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == ingest.__version__


# -- generated pages


def test_the_ontology_s_page_has_every_term_with_its_definition(pages: ModuleType) -> None:
    graph = ontology.load()
    page = pages.ontology_page(graph)
    for term in HS:
        assert f"{{ #{term.value.removeprefix(HS.base)} }}" in page
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert f"<code>{concept.n3(graph.namespace_manager)}</code>" in page
    assert "hs:Claim and (hs:attribution some (hs:polarity value polarity:negated))" in page


def test_markup_in_an_annotation_is_shown_and_not_run(pages: ModuleType) -> None:
    graph = ontology.load()
    hostile = "<script>alert(1)</script> [x](javascript:alert(1)) `<img src=x onerror=alert(1)>`"
    term = URIRef(HS.Claim.value)
    for predicate in (SKOS.definition, SKOS.example, SKOS.scopeNote, RDFS.label):
        graph.set((term, predicate, Literal(hostile, "en")))
    scheme = next(graph.subjects(RDF.type, SKOS.ConceptScheme))
    graph.set((scheme, RDFS.label, Literal(hostile, "en")))
    graph.add((URIRef(HS.base + '"><script>'), RDF.type, OWL.Class))
    page = markdown.markdown(pages.ontology_page(graph), extensions=["attr_list", "tables", "toc"])
    assert page.count("&lt;script&gt;") >= 4
    for live in ("<script", "<img", 'href="javascript'):
        assert live not in page


def test_the_shapes_page_has_every_rule_with_its_message(pages: ModuleType) -> None:
    page = pages.shapes_page(pages._shapes())
    rules = re.findall(
        r"(?m)^hs-shapes:(\w+) a sh:",
        "".join(path.read_text(encoding="utf-8") for path in (ROOT / "shapes").glob("*.ttl")),
    )
    assert len(rules) > 40
    for rule in rules:
        assert f'id="{rule}"' in page


def test_the_home_page_is_the_readme_with_links_that_work_in_the_site(pages: ModuleType) -> None:
    home = pages.home("[a](docs/model.md#graphs) [b](LICENSE) ![c](docs/images/c.svg) [d](docs/decisions/)")
    assert home == "[a](model.md#graphs) b ![c](images/c.svg) [d](decisions/index.md)"
    assert pages.home("[e](https://example.org) [f](#g)") == "[e](https://example.org) [f](#g)"


def test_a_marker_for_a_command_that_is_gone_stops_the_build(pages: ModuleType) -> None:
    with pytest.raises(KeyError, match="no command `hearsay gone`"):
        pages.on_page_markdown("<!-- options: gone -->", page=None)


def test_a_page_s_figures_are_what_the_benchmark_prints(pages: ModuleType) -> None:
    page = pages.on_page_markdown("<!-- output: benchmarks.chain_exact -->", page=None)
    assert re.search(r"(?m)^total +\d+ +\d+ +[01]\.\d\d", page)
    assert page.startswith("```text\n")
    assert page.endswith("\n```")


# -- links between files of the repository


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    generated = {DOCS / "reference/ontology.md", DOCS / "reference/shapes.md", DOCS / "decisions/index.md"}
    text = re.sub(r"(?s)```.*?```", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:|#", target):
            file = (page.parent / target.partition("#")[0]).resolve()
            notebook = file.with_suffix(".ipynb")
            assert file.exists() or file in generated or notebook.exists(), (
                f"{page.relative_to(ROOT)}: {target}"
            )


# -- the attribution model


def test_the_model_card_is_of_the_model_that_is_shipped() -> None:
    card = read("model-card.md")
    notice = (ROOT / "ingest/extract/encoder/data/NOTICE.md").read_text(encoding="utf-8")
    for path in (MODEL, VOCABULARY):
        content = path.read_bytes()
        assert f"{len(content):,} bytes" in card, f"{path.name}: renew docs/model-card.md"
        assert hashlib.sha256(content).hexdigest() in card, f"{path.name}: renew docs/model-card.md"
    assert hashlib.sha256(MODEL.read_bytes()).hexdigest() in notice


def test_the_model_card_names_the_initial_weights_and_every_corpus_with_its_digest() -> None:
    card = read("model-card.md")
    script = (ROOT / "training/attribution/train.py").read_text(encoding="utf-8")
    (weights,) = re.findall(r'(?m)^WEIGHTS_DIGEST = "(\w+)"$', script)
    assert weights in card
    for name, digest in corpora.DIGESTS.items():
        assert re.search(rf"(?m)^\| `{re.escape(name)}` \|.*`{digest}` \|$", card), name


def test_every_notice_goes_with_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    notices = {str(path.relative_to(ROOT)) for path in (ROOT / "ingest").rglob("NOTICE.md")}
    assert len(notices) == 2
    assert notices <= set(project["license-files"])
