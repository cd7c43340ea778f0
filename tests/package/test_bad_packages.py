"""Packages that somebody else made, badly or in bad faith: refused by name, and nothing is unpacked."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from package.conftest import Pack

from ingest.errors import PackageError
from ingest.package import checking, layout
from ingest.package.opening import Package, check_name


def zipped(target: Path, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return target


def symbolic(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["../evil.txt"], "leads out of the package"),
        (["data/../../evil.txt"], "leads out of the package"),
        (["/etc/passwd"], "absolute path"),
        (["C:/Windows/evil.txt"], "absolute path"),
        (["data//graph.nq"], "plain way"),
        (["./data/graph.nq"], "plain way"),
        (["data/graph.nq", "Data/Graph.nq"], "only its case"),
        (["data/é.txt", "data/e\u0301.txt"], "only its case"),
        (["data/a:b"], "character"),
        (["data/a\x01b"], "character"),
        (["data/\u202egnp.exe"], "character"),
    ],
)
def test_a_name_that_no_file_may_have_is_refused(tmp_path: Path, names: list[str], says: str) -> None:
    file = zipped(tmp_path / "bad.zip", *((name, b"x") for name in names))
    with pytest.raises(PackageError, match=says):
        Package(file)
    assert [each.name for each in tmp_path.iterdir()] == ["bad.zip"]


def test_a_backslash_is_no_way_out(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out"):
        check_name("data\\..\\evil.txt")
    with pytest.raises(ValueError, match="absolute"):
        check_name("\\\\server\\share")


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        file = zipped(tmp_path / "twice.zip", ("a.txt", b"1"), ("a.txt", b"2"))
    with pytest.raises(PackageError, match="there twice"):
        Package(file)


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="symbolic link"):
        Package(zipped(tmp_path / "link.zip", (symbolic("data"), b"/etc")))


@pytest.mark.parametrize("to", ["/etc/passwd", "README.md", "data", "nowhere"])
def test_a_link_in_a_folder_is_refused(folder: Path, to: str) -> None:
    (folder / "link").symlink_to(to)
    with pytest.raises(PackageError, match="'link': it is a symbolic link"):
        Package(folder)


def test_a_pipe_in_a_folder_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(PackageError, match="no regular file"):
        Package(folder)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("data/graph.nq", "w") as out,
    ):
        for _ in range(1024):
            out.write(bytes(2**20))
    assert file.stat().st_size < 2**21
    with pytest.raises(PackageError, match="more than is allowed"):
        Package(file)


def test_a_zip_that_lies_about_sizes_gives_no_more_than_it_says(tmp_path: Path) -> None:
    file = zipped(tmp_path / "liar.zip", ("a.txt", b"x" * 100_000))
    raw = file.read_bytes().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    file.write_bytes(raw)
    with Package(file) as package, pytest.raises(PackageError, match="cannot be read"):
        package.read("a.txt")


@pytest.mark.parametrize("cut", [0, 10, 500, -30])
def test_a_zip_that_is_none_or_cut_off_is_told(packages: Pack, tmp_path: Path, cut: int) -> None:
    file = tmp_path / "cut.zip"
    file.write_bytes(packages(suffix=".zip").read_bytes()[:cut])
    with pytest.raises(PackageError, match="no zip file, or a damaged one"):
        Package(file)


def test_a_byte_that_was_changed_inside_a_zip_is_told(packages: Pack, tmp_path: Path) -> None:
    content = bytearray(packages(suffix=".zip").read_bytes())
    with zipfile.ZipFile(packages(suffix=".zip")) as archive:
        place = archive.getinfo(layout.GRAPH).header_offset + 2000
    content[place] ^= 1
    (tmp_path / "bad.zip").write_bytes(content)
    with Package(tmp_path / "bad.zip") as package, pytest.raises(PackageError, match=layout.GRAPH):
        list(checking.faults(package))


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="no package at"):
        Package(tmp_path / "none")


@pytest.mark.parametrize("name", [layout.GRAPH, layout.ABOUT, layout.METADATA, layout.MANIFEST])
def test_what_every_package_has_is_missed_by_name(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with Package(folder) as package, pytest.raises(PackageError, match=f"it has no {name}"):
        checking.about(package)


def changed(folder: Path, name: str, change: Callable[[dict[str, Any]], object]) -> Package:
    document = json.loads((folder / name).read_text())
    change(document)
    (folder / name).write_text(json.dumps(document))
    return Package(folder)


def test_a_package_of_a_newer_hearsay_says_so(folder: Path) -> None:
    package = changed(folder, layout.ABOUT, lambda about: about.update(format=99, software="hearsay 9.0"))
    with pytest.raises(PackageError, match=r"format 99, made by hearsay 9\.0") as caught:
        checking.about(package)
    assert caught.value.cure == "Update Hearsay."


@pytest.mark.parametrize("value", [None, "1", 0, True, [1]])
def test_a_package_of_no_format_is_none(folder: Path, value: object) -> None:
    package = changed(folder, layout.ABOUT, lambda about: about.update(format=value))
    with pytest.raises(PackageError, match="not what Hearsay writes"):
        checking.about(package)


@pytest.mark.parametrize(
    "context",
    [
        "https://evil.example/context.jsonld",
        "file:///etc/passwd",
        "context.jsonld",
        [checking.CONTEXT, "http://127.0.0.1/context"],
        [checking.CONTEXT, {"@import": "https://evil.example/"}],
        [checking.CONTEXT, {"name": {"@id": "x:y"}}],
        None,
        7,
    ],
)
def test_a_context_that_would_be_fetched_is_refused(folder: Path, context: object) -> None:
    package = changed(folder, layout.METADATA, lambda crate: crate.update({"@context": context}))
    with pytest.raises(PackageError, match="context"):
        checking.about(package)


@pytest.mark.parametrize(
    "identifier",
    [
        "../evil.txt",
        "data/../../evil",
        "/etc/passwd",
        "file:///etc/passwd",
        "C:\\evil",
        "ftp://evil/x",
        "a\\..\\b",
    ],
)
def test_an_id_that_points_out_of_the_package_is_refused(folder: Path, identifier: str) -> None:
    entity = {"@id": identifier, "@type": "File"}
    package = changed(folder, layout.METADATA, lambda crate: crate["@graph"].append(entity))
    with pytest.raises(PackageError, match="the @id"):
        checking.about(package)


@pytest.mark.parametrize("entity", [{"@type": "File"}, {"@id": 7}, "text", None])
def test_an_entity_without_an_id_is_refused(folder: Path, entity: object) -> None:
    package = changed(folder, layout.METADATA, lambda crate: crate["@graph"].append(entity))
    with pytest.raises(PackageError, match="no @id"):
        checking.about(package)


def test_a_crate_of_another_profile_is_told_apart(folder: Path) -> None:
    def other(crate: dict[str, Any]) -> None:
        (root,) = (entity for entity in crate["@graph"] if entity["@id"] == "./")
        root["conformsTo"] = {"@id": "https://w3id.org/ro/wfrun/workflow/0.5"}

    with pytest.raises(PackageError, match=r"another profile.*workflow"):
        checking.about(changed(folder, layout.METADATA, other))


@pytest.mark.parametrize("name", [layout.METADATA, layout.ABOUT])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'"text"'])
def test_json_that_is_none_is_named(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    with Package(folder) as package, pytest.raises(PackageError, match=name):
        checking.about(package)


@pytest.mark.parametrize(
    "line",
    ["nonsense", f"{'0' * 64} data", f"{'0' * 64}  ../evil", f"{'0' * 64}  /etc/passwd", f"{'G' * 64}  a"],
)
def test_a_manifest_that_is_none_is_told_with_the_line(folder: Path, line: str) -> None:
    lines = (folder / layout.MANIFEST).read_text().splitlines()
    (folder / layout.MANIFEST).write_text("\n".join([*lines[:3], line, *lines[3:]]) + "\n")
    with Package(folder) as package, pytest.raises(PackageError, match="line 4"):
        list(checking.faults(package))
