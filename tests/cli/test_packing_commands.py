"""`hearsay package`, `reproduce` and `diff`, as somebody publishes a store and another checks it."""

import json
import shutil
import zipfile

OWNED = """
[dataset]
title = "The dam"
description = "Who said what about it."
creators = ["Ada Analyst"]
licence = "https://creativecommons.org/licenses/by/4.0/"
published = "2026-11-30"
"""


def test_a_package_is_made_and_run_again(seeded, tmp_path):
    (tmp_path / "hearsay.toml").write_text(OWNED)
    done = seeded("package", "dam.zip")
    assert done.status == 0
    digest = done.out.split()[-1]
    assert len(digest) == 64
    assert seeded("export", "--text", "full", "-o", "all.nq").status == 0
    with zipfile.ZipFile(tmp_path / "dam.zip") as archive:
        (entry,) = archive.read("log.jsonl").splitlines()
    assert json.loads(entry)["command"].startswith("hearsay ingest /")
    shutil.rmtree(tmp_path / ".hearsay")
    done = seeded("reproduce", "dam.zip", "--texts", "all.nq.texts")
    assert done.status == 0, done.out
    assert done.out.count("the same") == 6
    assert "differs" not in done.out


def test_what_differs_is_shown_with_its_cause_and_is_status_1(seeded, tmp_path):
    (tmp_path / "hearsay.toml").write_text(OWNED)
    assert seeded("package", "dam").status == 0
    answers = tmp_path / "dam" / "answers" / "outlets.csv"
    answers.write_text(answers.read_text().replace("beacon", "bacon"))
    done = seeded("reproduce", "dam")
    assert done.status == 1
    assert "answers/outlets.csv" in done.out
    assert "Likeliest cause" in done.out
    steps = json.loads(seeded("reproduce", "dam", "--json").out)
    differing = {step["step"]: [each["where"] for each in step["differences"]] for step in steps}
    assert differing["files are as they were written"] == ["answers/outlets.csv"]
    assert differing["answers to the queries"] == ["outlets"]


def test_without_an_owner_no_package_is_made(seeded, tmp_path):
    done = seeded("package", "dam.zip")
    assert done.status == 2
    assert "title, creators, licence, description, published" in done.err
    assert "[dataset]" in done.err
    assert not list(tmp_path.glob("*dam*"))


def test_what_is_no_package_is_status_2(seeded, tmp_path):
    (tmp_path / "text.zip").write_text("no zip")
    for path in ("nothing", "text.zip", ".hearsay"):
        done = seeded("reproduce", path)
        assert (done.status, done.out) == (2, ""), path
    assert seeded("reproduce", "text.zip", "--texts", "nowhere").status == 2


def test_differences_are_told_between_a_package_and_a_store(seeded, tmp_path):
    (tmp_path / "hearsay.toml").write_text(OWNED)
    assert seeded("package", "dam.zip").status == 0
    same = seeded("diff", "dam.zip", ".hearsay")
    assert (same.status, same.out) == (0, "")
    assert "the same articles, claims and links" in same.err
    address = "https://dailybeacon.example.org/2024/03/11/varnholm-dam-evacuation"
    assert seeded("takedown", address).status == 0
    done = seeded("diff", "dam.zip", ".hearsay")
    assert done.status == 1
    assert "removed  article" in done.out
    assert address in done.out
    (line,) = seeded("diff", "dam.zip", ".hearsay", "--json").out.splitlines()
    assert json.loads(line)["how"] == "removed"
