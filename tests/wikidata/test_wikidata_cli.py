"""`hearsay wikidata build` and `show`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from documents import a_small_world, person, write_dump
from typer.testing import CliRunner, Result

from ingest import cli, settings
from ingest.cli.app import app
from ingest.cli.options import configuration
from ingest.link import Snapshot


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["wikidata", *map(str, words)])


@pytest.fixture
def world(tmp_path: Path) -> Path:
    return write_dump(tmp_path / "world.json", a_small_world())


def test_a_snapshot_is_built_and_shown(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite"
    done = run("build", world, "-o", out, "--workers", "1", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["entities"]["person"] == 1
    assert told["problems"] == []
    shown = run("show", out, "--verify", "--json")
    assert shown.exit_code == 0
    about = json.loads(shown.stdout)
    assert about["digest"] == told["digest"]
    assert about["verified"] is True
    assert about["counts"]["entities"] == 4
    assert about["licence"] == "CC0-1.0"


def test_tables_are_for_people(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite"
    assert "place-country" in run("build", world, "-o", out, "--workers", "0").stdout
    assert "at least 3 site links" in " ".join(run("show", out).stdout.split())


def test_the_shipped_snapshot_is_shown_without_a_file() -> None:
    with Snapshot.open() as shipped:
        assert shipped.digest in run("show").stdout.replace("\n", "")


def test_a_broken_line_gives_status_1_and_is_told(tmp_path: Path) -> None:
    dump = write_dump(tmp_path / "d.json", [person("Q1", "Ada"), "{broken"])
    done = run("build", dump, "-o", tmp_path / "o.sqlite", "--workers", "0")
    assert done.exit_code == 1
    assert "d.json:3" in done.stderr.replace("\n", "")
    assert (tmp_path / "o.sqlite").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--type", "human"], "no type 'human'"),
        (["--language", "english please"], "no language code"),
        (["--date", "yesterday"], "no date"),
        (["--date", "2026-02-30"], "no date"),
        (["--date", "20260203"], "no date"),
    ],
)
def test_options_that_make_no_sense_are_told(
    world: Path, tmp_path: Path, words: Sequence[str], says: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    command = ["hearsay", "wikidata", "build", str(world), "-o", str(tmp_path / "o.sqlite"), *words]
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert says in capsys.readouterr().err


def test_the_options_reach_the_snapshot(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite"
    words = (
        "--type person --language uk --language en --min-sitelinks 0 --limit 7 --date 2026-01-02 --workers 0"
    )
    assert run("build", world, "-o", out, *words.split()).exit_code == 0
    with Snapshot.open(out) as snapshot:
        assert [entity.label for entity in snapshot.entities()] == ["Ilse Marn", "Otto Marn"]
        assert snapshot.about.languages == ("uk", "en")
        assert snapshot.about.date == "2026-01-02"
        assert "first 7 entities" in snapshot.about.filters


def test_an_empty_snapshot_is_told_and_language_codes_are_lower_case(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite"
    done = run("build", world, "-o", out, "--language", "UK", "--workers", "0")
    assert "is empty" in done.stderr
    assert "is empty" not in run("build", world, "-o", out, "--language", "EN", "--workers", "0").stderr


def test_a_snapshot_of_one_s_own_is_set_in_the_file_or_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "hearsay.toml"
    file.write_text('snapshot = "mine.sqlite"\n')
    assert settings.load(file).snapshot == tmp_path / "mine.sqlite"
    assert configuration(file, snapshot=Path("other.sqlite")).snapshot == Path("other.sqlite")
    assert configuration(file).snapshot == tmp_path / "mine.sqlite"


def test_ingest_links_against_the_snapshot_it_is_given(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite"
    run("build", world, "-o", out, "--workers", "0")
    article = tmp_path / "a.txt"
    article.write_text(
        "Marn warns of floods\n\nIlse Marn said on Monday that the dam in Varnholm might fail.\n"
    )
    (tmp_path / "hearsay.toml").write_text('extractor = "rules"\n')
    config, store = ["--config", str(tmp_path / "hearsay.toml")], ["--store", str(tmp_path / "store")]
    done = CliRunner().invoke(
        app, ["ingest", str(article), *config, *store, "--snapshot", str(out), "--json"]
    )
    assert done.exit_code == 0, done.output
    exported = CliRunner().invoke(app, ["export", "--format", "nquads", *config, *store])
    with Snapshot.open(out) as snapshot:
        assert snapshot.digest in exported.stdout
    assert "http://www.wikidata.org/entity/Q903" in exported.stdout
