"""What a package holds: everything that others need, and the same bytes for the same store."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from package.conftest import CONFIGURED, DATASET, Pack

from ingest import versions
from ingest.dataset import Dataset
from ingest.errors import PackageError
from ingest.judgements import Judgements
from ingest.link import Snapshot
from ingest.model import TextLevel
from ingest.package import layout
from ingest.package.making import Request, make
from ingest.store import Store


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_the_manifest_is_what_sha256sum_reads(packages: Pack) -> None:
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "--quiet", layout.MANIFEST], cwd=packages(), capture_output=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    listed = [line[66:] for line in (packages() / layout.MANIFEST).read_text().splitlines()]
    assert listed == sorted(files(packages()).keys() - layout.OUTSIDE_DIGEST)


def test_a_folder_and_a_zip_hold_the_same(packages: Pack) -> None:
    with zipfile.ZipFile(packages(suffix=".zip")) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files(packages())


def test_the_same_store_gives_the_same_zip(store: Store, packages: Pack, tmp_path: Path) -> None:
    again = tmp_path / "another-name.zip"
    digest = make(store, again, Request(TextLevel.QUOTES, CONFIGURED, Judgements()))
    assert again.read_bytes() == packages(suffix=".zip").read_bytes()
    assert digest == hashlib.sha256((packages() / layout.MANIFEST).read_bytes()).hexdigest()


def test_a_zip_has_no_clock_no_owner_and_one_order(packages: Pack) -> None:
    with zipfile.ZipFile(packages(suffix=".zip")) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.extra for entry in entries} == {b""}


def test_every_article_is_listed_with_its_record_and_the_hash_of_its_text(
    store: Store, packages: Pack
) -> None:
    found = files(packages())
    rows = list(csv.DictReader(io.StringIO(found[layout.ARTICLES].decode(), newline="")))
    assert [row["article"] for row in rows] == [article.value for article in versions.articles(store)]
    for row in rows:
        assert row["record"] in found
        assert hashlib.sha256(store.text(row["text_sha256"]).encode()).hexdigest() == row["text_sha256"]
        assert int(row["text_length"]) == len(store.text(row["text_sha256"]))
        assert row["text"] == ""


def test_texts_go_along_only_if_they_may(store: Store, packages: Pack) -> None:
    full = files(packages(TextLevel.FULL))
    texts = [name for name in full if name.startswith(layout.TEXTS)]
    assert len(texts) == 2
    assert all(hashlib.sha256(full[name]).hexdigest() == Path(name).stem for name in texts)
    assert not any(name.startswith(layout.TEXTS) for name in files(packages()))


def test_without_words_no_file_holds_any(packages: Pack) -> None:
    words = [b"mercenaries could have", b"French Foreign Legion Possibly", b"cracks in the spillway"]
    quoted = b"".join(files(packages()).values())
    assert all(word in quoted for word in words)
    for name, content in files(packages(TextLevel.NONE)).items():
        assert not any(word in content for word in words), name


def test_the_knowledge_is_a_snapshot_of_what_was_asked_for(packages: Pack) -> None:
    about = json.loads((packages() / layout.KNOWLEDGE_ABOUT).read_text())
    with Snapshot.open(packages() / layout.SNAPSHOT) as snapshot, Snapshot.open() as whole:
        snapshot.verify()
        assert snapshot.digest == about["digest"]
        assert whole.digest == about["part of"] == snapshot.about.parent
        assert snapshot.entity("Q212") is not None


def test_who_made_it_is_cited_in_each_way(packages: Pack) -> None:
    found = files(packages())
    cited = yaml.safe_load(found[layout.CITATION])
    assert (cited["title"], cited["date-released"]) == (DATASET.title, DATASET.published)
    assert [author["name"] for author in cited["authors"]] == list(DATASET.creators)
    assert cited["authors"][0]["orcid"] == DATASET.creator_ids[0]
    catalogued = json.loads(found[layout.DATACITE])
    assert catalogued["publicationYear"] == "2026"
    assert [creator["name"] for creator in catalogued["creators"]] == list(DATASET.creators)
    assert DATASET.licence in found[layout.LICENCE].decode()


class Page(HTMLParser):
    """Notes what a page would load, and the text that it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [
            value or "" for name, value in attrs if name in ("src", "href", "action", "xlink:href")
        ]

    def handle_data(self, data: str) -> None:
        self.shown += data


def test_the_page_runs_nothing_loads_nothing_and_links_to_its_own_files(packages: Pack) -> None:
    found = files(packages())
    page = Page()
    page.feed(found[layout.PAGE].decode())
    assert not set(page.tags) & {"script", "link", "img", "iframe", "object", "embed", "form"}
    assert set(page.links) <= found.keys()
    assert DATASET.title in page.shown
    assert "svg" in page.tags
    assert found[layout.PAGE] == found[layout.PREVIEW]


def test_the_readme_reads_the_owner_s_words_as_words(packages: Pack) -> None:
    readme = files(packages())[layout.README].decode()
    assert readme.startswith(r"# Dams & \<script\>alert(1)\</script\>")
    assert r"\*one\* dam" in readme
    assert "$" not in readme


def test_metadata_describe_every_file_once(packages: Pack) -> None:
    found = files(packages())
    graph = json.loads(found[layout.METADATA])["@graph"]
    described = [entity["@id"] for entity in graph if entity["@type"] == "File"]
    assert sorted(described) == sorted(found.keys() - {layout.METADATA})
    (root,) = (entity for entity in graph if entity["@id"] == "./")
    ids = {entity["@id"] for entity in graph}
    assert {part["@id"] for part in root["hasPart"]} <= ids
    assert len(ids) == len(graph)


@pytest.mark.parametrize("key", ["title", "description", "creators", "licence", "published"])
def test_what_a_package_must_say_is_not_made_up(store: Store, tmp_path: Path, key: str) -> None:
    empty = () if key == "creators" else ""
    dataset = (
        replace(DATASET, **{key: empty})
        if key != "creators"
        else Dataset.of(
            {"title": "t", "description": "d", "licence": "https://example.org/l", "published": "2026-11-30"}
        )
    )
    request = Request(TextLevel.QUOTES, replace(CONFIGURED, dataset=dataset), Judgements())
    with pytest.raises(PackageError, match=f"must say its {key}"):
        make(store, tmp_path / "out", request)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_overwritten(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out.zip").write_text("mine")
    with pytest.raises(PackageError, match="something at"):
        make(store, tmp_path / "out.zip", Request(TextLevel.QUOTES, CONFIGURED, Judgements()))
    assert (tmp_path / "out.zip").read_text() == "mine"


def test_a_target_that_cannot_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(PackageError, match="cannot be written"):
        make(store, tmp_path / "file" / "out", Request(TextLevel.QUOTES, CONFIGURED, Judgements()))
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not Path("/proc/self/mounts").exists() or os.geteuid() != 0, reason="mounts a small disk")
def test_a_full_disk_leaves_nothing(store: Store, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small], check=False).returncode:
        pytest.skip("no disk may be mounted here")
    try:
        with pytest.raises(PackageError, match=r"No space left|cannot be written"):
            make(store, small / "out.zip", Request(TextLevel.QUOTES, CONFIGURED, Judgements()))
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", small], check=True)


@pytest.mark.skipif(not Path("/proc/self/mounts").exists() or os.geteuid() != 0, reason="mounts a small disk")
def test_a_target_that_may_only_be_read_is_told(store: Store, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", kept], check=False).returncode:
        pytest.skip("no disk may be mounted here")
    try:
        with pytest.raises(PackageError, match="Read-only file system"):
            make(store, kept / "out.zip", Request(TextLevel.QUOTES, CONFIGURED, Judgements()))
    finally:
        subprocess.run(["umount", kept], check=True)


def test_a_bag_is_valid_and_holds_the_package(store: Store, packages: Pack, tmp_path: Path) -> None:
    import bagit

    target = tmp_path / "bag"
    make(store, target, Request(TextLevel.QUOTES, CONFIGURED, Judgements(), bagit=True))
    bag = bagit.Bag(str(target))
    bag.validate()
    assert set(bag.algorithms) == {"sha256", "sha512"}
    assert files(target / "data") == files(packages())
    assert bag.info["Bagging-Date"] == DATASET.published
