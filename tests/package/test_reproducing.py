"""A package is run again to the same, and whatever was changed is told with place and cause."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import small_world as world
from package.conftest import CONFIGURED, SEEDS, Pack, fill

from ingest.export import view
from ingest.export.texts import write_texts
from ingest.judgements import Judgements
from ingest.model import TextLevel
from ingest.package import layout, masked
from ingest.package.archive import write_manifest
from ingest.package.making import Request, make
from ingest.package.opening import Package
from ingest.package.replaying import tools_of
from ingest.package.reproducing import Step, reproduce
from ingest.package.texts import Texts
from ingest.rdf import iri
from ingest.store import Store, open_store

GRAPH, RECORDS = "graph from the records", "records from the texts"
FILES, SHAPES, ANSWERS = (
    "files are as they were written",
    "graph conforms to the shapes",
    "answers to the queries",
)


def run(path: Path, texts: Path | None = None, *, extract: bool = False) -> dict[str, Step]:
    with Package(path) as package:
        if not extract:
            steps = reproduce(package, None, Texts(package, texts))
            return {step.name: step for step in steps}
        with tools_of(package) as tools:
            return {step.name: step for step in reproduce(package, tools, Texts(package, texts))}


def put(folder: Path, name: str, change: Callable[[str], str]) -> None:
    """Change a file and sign for it: as somebody would who wants the change to go unnoticed."""
    file = folder / name
    before = file.read_text(encoding="utf-8")
    file.write_text(change(before), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != before
    about = json.loads((folder / layout.ABOUT).read_text())
    about["graph"] = hashlib.sha256((folder / layout.GRAPH).read_bytes()).hexdigest()
    (folder / layout.ABOUT).write_text(json.dumps(about))
    write_manifest(folder)


@pytest.mark.parametrize("suffix", ["", ".zip"])
def test_without_texts_all_that_can_be_is_verified_and_the_rest_is_said(packages: Pack, suffix: str) -> None:
    steps = run(packages(suffix=suffix))
    assert list(steps) == [FILES, GRAPH, RECORDS, SHAPES, ANSWERS]
    assert not any(step.differences for step in steps.values())
    assert (steps[GRAPH].checked, steps[GRAPH].skipped) == (2, 0)
    assert (steps[RECORDS].checked, steps[RECORDS].skipped) == (0, 2)
    assert "--texts" in steps[RECORDS].reason


def test_with_texts_the_records_come_out_the_same(store: Store, packages: Pack, tmp_path: Path) -> None:
    write_texts(store, view(store), tmp_path / "texts")
    steps = run(packages(), tmp_path / "texts", extract=True)
    assert not any(step.differences for step in steps.values())
    assert (steps[RECORDS].checked, steps[RECORDS].skipped) == (2, 0)


def test_a_package_with_texts_needs_nothing_else(packages: Pack) -> None:
    steps = run(packages(TextLevel.FULL), extract=True)
    assert not any(step.differences for step in steps.values())
    assert steps[RECORDS].checked == 2


def test_without_words_the_graph_waits_for_the_texts(store: Store, packages: Pack, tmp_path: Path) -> None:
    steps = run(packages(TextLevel.NONE))
    assert not any(step.differences for step in steps.values())
    assert (steps[GRAPH].checked, steps[GRAPH].skipped) == (0, 2)
    write_texts(store, view(store), tmp_path / "texts")
    steps = run(packages(TextLevel.NONE), tmp_path / "texts")
    assert not any(step.differences for step in steps.values())
    assert (steps[GRAPH].checked, steps[GRAPH].skipped) == (2, 0)


def test_what_people_judged_is_made_again_too(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", mode="write", create=True) as store:
        world.fill(store, world.judgements())
        request = Request(TextLevel.QUOTES, CONFIGURED, world.judgements())
        make(store, tmp_path / "judged", request)
    steps = run(tmp_path / "judged")
    assert not any(step.differences for step in steps.values())
    assert steps[GRAPH].checked == len(world.drafts())


def test_fact_checks_are_made_again_from_their_texts(tmp_path: Path) -> None:
    feed = json.loads((SEEDS.parent / "claimreviews" / "factchecks-2024-06.json").read_text())
    files = [tmp_path / f"{number}.json" for number, _ in enumerate(feed["dataFeedElement"])]
    for file, element in zip(files, feed["dataFeedElement"], strict=True):
        file.write_text(json.dumps(element))
    with open_store(tmp_path / "store", mode="write", create=True) as store:
        fill(store, *files)
        make(store, tmp_path / "checks", Request(TextLevel.FULL, CONFIGURED, Judgements()))
    steps = run(tmp_path / "checks", extract=True)
    assert not any(step.differences for step in steps.values())
    assert steps[RECORDS].checked == 2


def test_a_changed_byte_is_found_in_any_file(folder: Path) -> None:
    names = sorted(
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and file.name not in layout.OUTSIDE_DIGEST
    )
    kinds = {Path(name).suffix: name for name in names}  # one file of each kind, and not only JSON
    readable = {".md", ".html", ".txt", ".ttl", ".csv", ".tsv", ".cff", ".lock", ".rq", ".sqlite"}
    for name in (name for suffix, name in kinds.items() if suffix in readable):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
        (fault,) = [each for each in run(folder)[FILES].differences if each.where == name]
        assert "changed" in fault.message
        (folder / name).write_bytes(content)
    assert run(folder)[FILES].differences == ()


def test_a_missing_and_an_added_file_are_named(folder: Path) -> None:
    (folder / layout.MODEL_CARD).unlink()
    (folder / "data" / "more.txt").write_text("more")
    found = {each.where: each.message for each in run(folder)[FILES].differences}
    assert found == {
        layout.MODEL_CARD: "The file is missing.",
        "data/more.txt": "The file is added.",
    }


def test_a_statement_that_was_added_is_found_though_it_was_signed_for(folder: Path) -> None:
    put(folder, layout.GRAPH, lambda text: text.replace("certainty#possible", "certainty#unknown", 1))
    steps = run(folder)
    assert steps[FILES].differences == ()
    (difference,) = steps[GRAPH].differences
    assert difference.where.startswith(f"{iri.BASE}article/")
    assert any("certainty#unknown" in line for line in difference.lost)
    assert any("certainty#possible" in line for line in difference.gained)
    assert "changed after they were made" in difference.cause


def test_a_record_that_was_changed_is_found_though_it_was_signed_for(folder: Path) -> None:
    name = next(
        file.relative_to(folder).as_posix()
        for file in sorted((folder / layout.RECORDS).iterdir())
        if '"name":"Boris Rozhin"' in file.read_text()
    )
    put(folder, name, lambda text: text.replace('"name":"Boris Rozhin"', '"name":"Boris Rozhim"'))
    (difference,) = run(folder)[GRAPH].differences
    assert any("Rozhim" in line for line in difference.gained)
    assert any("Rozhin" in line for line in difference.lost)


def test_records_that_are_none_are_named_and_the_others_go_on(folder: Path) -> None:
    first, _ = sorted((folder / layout.RECORDS).iterdir())
    name = first.relative_to(folder).as_posix()
    put(folder, name, lambda text: text[: len(text) // 2])
    step = run(folder)[GRAPH]
    assert step.checked == 2
    assert [each.where for each in step.differences] == [name]


def test_other_software_is_said_to_be_the_likeliest_cause(folder: Path) -> None:
    for file in (folder / layout.RECORDS).iterdir():
        name = file.relative_to(folder).as_posix()
        put(folder, name, lambda text: text.replace('"software":"hearsay ', '"software":"hearsay 9.'))
    causes = {each.cause for each in run(folder)[GRAPH].differences}
    assert len(causes) == 1
    assert "made by hearsay 9." in causes.pop()


def test_another_model_is_said_to_be_the_likeliest_cause(store: Store, folder: Path, tmp_path: Path) -> None:
    write_texts(store, view(store), tmp_path / "texts")
    for file in (folder / layout.RECORDS).iterdir():
        record = json.loads(file.read_text())
        record["records"]["run"]["model"] = "0" * 64
        for of_claims in (record["records"]["claims"], record["media"]):
            del of_claims[-1]
        name = file.relative_to(folder).as_posix()
        line = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        put(folder, name, lambda _, line=line: line)
    differences = run(folder, tmp_path / "texts", extract=True)[RECORDS].differences
    assert len(differences) == 2
    assert all("Another model" in each.cause for each in differences)
    assert all("1 others did" in each.message for each in differences)


def test_another_text_is_not_taken_for_the_article_s(store: Store, packages: Pack, tmp_path: Path) -> None:
    write_texts(store, view(store), tmp_path / "texts")
    for file in (tmp_path / "texts").iterdir():
        file.write_text(file.read_text() + " And more.")
    steps = run(packages(), tmp_path / "texts", extract=True)
    assert steps[RECORDS].checked == 0
    assert len(steps["texts are the articles'"].differences) == 2


def test_a_graph_that_breaks_a_rule_and_an_answer_that_is_another_are_found(folder: Path) -> None:
    put(folder, layout.GRAPH, lambda text: text.replace("/polarity#affirmed", "/polarity#maybe", 1))
    put(folder, f"{layout.ANSWERS}/outlets.csv", lambda text: text.replace("sputnik", "putnik"))
    steps = run(folder)
    assert len(steps[SHAPES].differences) == 1
    assert [each.where for each in steps[ANSWERS].differences] == ["outlets"]


def test_a_covered_text_shows_what_is_quoted_and_nothing_else(store: Store, packages: Pack) -> None:
    rows = csv.DictReader(io.StringIO((packages() / layout.ARTICLES).read_text(), newline=""))
    for row in rows:
        article = iri.article_at(row["article"])
        text, sha256 = masked.covered(store.graph(iri.graph(article)))
        whole = store.text(row["text_sha256"])
        assert sha256 == row["text_sha256"]
        assert len(text) == len(whole)
        assert all(one in (masked.COVER, other) for one, other in zip(text, whole, strict=True))
        assert masked.COVER in text


def test_a_bag_is_opened_as_what_it_holds(store: Store, tmp_path: Path) -> None:
    request = Request(TextLevel.QUOTES, CONFIGURED, Judgements(), bagit=True)
    make(store, tmp_path / "bag.zip", request)
    assert not any(step.differences for step in run(tmp_path / "bag.zip").values())
