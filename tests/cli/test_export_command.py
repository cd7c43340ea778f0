"""`hearsay export`: parts, tables and text levels, and what stands beside a file."""

import csv
import hashlib
import io
import json
import re
import subprocess

import pytest
from cli.conftest import PROGRAM, SEEDS

from ingest.export import FORMS

DAM = "https://dailybeacon.example.org/2024/03/11/varnholm-dam-evacuation"
DAM_FILE = SEEDS / "dailybeacon-2024-03-11-varnholm-dam.txt"
OWNED = """
[dataset]
title = "The dam"
creators = ["Ada Analyst"]
licence = "https://creativecommons.org/licenses/by/4.0/"
"""


def test_a_file_is_described_beside_it_with_its_hash(seeded, tmp_path):
    (tmp_path / "hearsay.toml").write_text(OWNED)
    done = seeded("export", "--format", "trig", "-o", "dam.trig")
    assert (done.status, done.err) == (0, "")
    assert {file.name for file in tmp_path.glob("dam*")} == {
        "dam.trig",
        "dam.trig.dataset.ttl",
        "dam.trig.dataset.jsonld",
    }
    said = json.loads((tmp_path / "dam.trig.dataset.jsonld").read_text())
    assert said["name"] == "The dam"
    content = (tmp_path / "dam.trig").read_bytes()
    assert said["distribution"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert said["distribution"]["contentSize"] == f"{len(content)} B"


def test_who_owns_it_is_not_made_up_and_the_user_is_told(seeded, tmp_path):
    done = seeded("export", "-o", "dam.nq")
    assert done.status == 0
    assert "no title, no creators, no licence" in done.err
    assert "license" not in (tmp_path / "dam.nq.dataset.ttl").read_text()


def test_no_description_if_none_is_wanted(seeded, tmp_path):
    done = seeded("export", "-o", "dam.csv", "--format", "csv", "--no-describe")
    assert (done.status, done.err) == (0, "")
    assert [file.name for file in tmp_path.glob("dam*")] == ["dam.csv"]


def test_a_table_has_its_csvw_beside_it(seeded, tmp_path):
    assert seeded("export", "-f", "csv", "--table", "links", "-o", "links.csv").status == 0
    described = json.loads((tmp_path / "links.csv-metadata.json").read_text())
    assert described["url"] == "links.csv"
    rows = list(csv.DictReader((tmp_path / "links.csv").open(newline="", encoding="utf-8")))
    assert len(rows) > 10
    assert "links.csv" in (tmp_path / "links.csv.dataset.ttl").read_text()


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_in_a_file_as_on_standard_output(hearsay, tmp_path, form):
    assert hearsay("ingest", DAM_FILE).status == 0
    assert hearsay("export", "-f", form, "-o", "file", "--no-describe").status == 0
    with (tmp_path / "stream").open("wb") as stream:
        subprocess.run([*PROGRAM, "export", "-f", form], cwd=tmp_path, stdout=stream, check=True)
    assert (tmp_path / "stream").read_bytes() == (tmp_path / "file").read_bytes() != b""


def test_part_of_a_store_is_exported_and_described_as_such(seeded, tmp_path):
    whole = seeded("export").out.splitlines()
    part = seeded("export", "--article", DAM).out.splitlines()
    assert set(part) < set(whole)
    assert seeded("export", "--outlet", "dailybeacon.example.org").out.splitlines() == part
    assert seeded("export", "--until", "2024-03-11").out.splitlines() == part
    assert seeded("export", "--article", DAM, "-o", "part.nq").status == 0
    said = json.loads((tmp_path / "part.nq.dataset.jsonld").read_text())
    assert {each["name"]: each["value"] for each in said["variableMeasured"]}["articles"] == 1
    (tmp_path / "part.nq").rename(tmp_path / "moved.nq")
    assert seeded("validate", "moved.nq").status == 0


def test_an_actor_by_name_is_found_in_any_spelling_of_case(seeded):
    rows = list(csv.DictReader(io.StringIO(seeded("export", "-f", "csv", "--actor", "ingrid thalvik").out)))
    assert {row["url"] for row in rows} == {DAM}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--article", "https://example.org/none"), "holds no such article"),
        (("--article", "no address"), "is no article's address"),
        (("--since", "yesterday"), "'yesterday' is no date"),
        (("--table", "sources"), "no table 'sources'"),
        (("--text", "full"), "Name one with --output"),
    ],
)
def test_what_cannot_be_exported_is_said_and_nothing_written(seeded, arguments, says):
    done = seeded("export", *arguments)
    assert done.status == 2
    assert done.out == ""
    assert says in done.err


def test_without_words_it_conforms_and_holds_none(seeded, tmp_path):
    done = seeded("export", "--text", "none", "-o", "none.nq")
    assert done.status == 0
    assert "Evacuat" not in (tmp_path / "none.nq").read_text()
    assert seeded("validate", "none.nq").status == 0


def test_whole_texts_stand_beside_the_file(seeded, tmp_path):
    assert seeded("export", "--text", "full", "--article", DAM, "-o", "dam.nq").status == 0
    (file,) = (tmp_path / "dam.nq.texts").iterdir()
    assert file.stem == hashlib.sha256(file.read_bytes()).hexdigest()
    assert file.stem in (tmp_path / "dam.nq").read_text()


def test_a_device_is_written_without_a_description(seeded, tmp_path):
    assert seeded("export", "-o", "/dev/null").status == 0
    assert not list(tmp_path.glob("null*"))


def test_people_get_pseudonyms_under_a_key_that_is_kept_apart(seeded, tmp_path):
    done = seeded(
        "export", "--pseudonymise", "key.txt", "--new-key", "--table-of-names", "who.csv", "-o", "p.nq"
    )
    assert done.status == 0, done.err
    key = (tmp_path / "key.txt").read_text().strip()
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("key.txt", "who.csv")} == {0o600}
    names = [row["name"] for row in csv.DictReader((tmp_path / "who.csv").open(encoding="utf-8"))]
    assert len(names) > 3
    beside = [file for file in tmp_path.glob("p.nq*") if file.is_file()]
    for file in beside:
        content = re.sub(r"<https?://[^>]*>", "", file.read_text(encoding="utf-8"))
        assert key not in content
        assert not [part for name in names for part in name.split() if re.search(rf"\b{part}\b", content)]
    assert seeded("validate", "p.nq").status == 0
    again = seeded("export", "--pseudonymise", "key.txt").out
    assert again == (tmp_path / "p.nq").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--pseudonymise", "none.txt"), "There is no key none.txt. Add --new-key"),
        (("--pseudonymise", "open.txt"), "Others can read the key open.txt. Protect it: chmod 600 open.txt"),
        (("--pseudonymise", "short.txt"), "short.txt is no key"),
        (("--pseudonymise", "short.txt", "--new-key"), "short.txt is there already"),
        (("--new-key",), "Add --pseudonymise KEYFILE"),
        (("--pseudonymise", "short.txt", "--text", "full", "-o", "x.nq"), "Whole texts name people"),
    ],
)
def test_a_key_that_will_not_do_is_refused(seeded, tmp_path, arguments, says):
    (tmp_path / "open.txt").write_text("ab" * 32)
    (tmp_path / "open.txt").chmod(0o644)
    (tmp_path / "short.txt").write_text("abc")
    (tmp_path / "short.txt").chmod(0o600)
    done = seeded("export", *arguments)
    assert done.status == 2
    assert says in done.err
    assert not (tmp_path / "x.nq").exists()
    assert (tmp_path / "short.txt").read_text() == "abc"
