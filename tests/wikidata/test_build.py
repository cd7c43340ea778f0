"""Snapshots built from dumps and snapshots: what is in them, interruptions, and bad input."""

from __future__ import annotations

import bz2
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from documents import a_small_world, claim, item, line, person, subclass, to_item, write_dump

from ingest.errors import HearsayError
from ingest.link import Snapshot
from ingest.link.entity import Position
from ingest.wikidata import chunks, sources, staging
from ingest.wikidata.batch import SHOWN_PROBLEMS
from ingest.wikidata.build import Options, Report, build, staging_of
from ingest.wikidata.kinds import KINDS

HERE = Path(__file__).parent
SMALL = Options(workers=0)


@pytest.fixture
def world(tmp_path: Path) -> Path:
    return write_dump(tmp_path / "world.json", a_small_world())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.sqlite"


def qids(path: Path) -> list[str]:
    with Snapshot.open(path) as snapshot:
        snapshot.verify()
        return [entity.qid for entity in snapshot.entities()]


def digest(path: Path) -> str:
    with Snapshot.open(path) as snapshot:
        return snapshot.digest


def people(count: int) -> list[dict[str, Any]]:
    return [
        person(f"Q{number}", f"Person {number:05}", aliases=(f"P. {number}",))
        for number in range(1, count + 1)
    ]


# -- what is in it


def test_what_a_snapshot_of_a_dump_holds(world: Path, out: Path) -> None:
    report = build([str(world)], out, SMALL)
    assert report.kinds == {
        "place-country": 1,
        "place-city": 1,
        "person": 1,
        "media": 1,
        "left out": 2,
    }
    with Snapshot.open(out) as snapshot:
        assert snapshot.digest == report.digest
        marn, varnholm = snapshot.entity("Q903"), snapshot.entity("Q902")
        courier, varnland = snapshot.entity("Q904"), snapshot.entity("Q901")
        assert marn
        assert varnholm
        assert courier
        assert varnland
        assert [entity.kind for entity in (marn, varnholm, courier, varnland)] == [
            "person",
            "place-city",
            "media",
            "place-country",
        ]
        assert marn.positions == (Position("Q912", "2019-05-20", "2024"), Position("Q913", "2024-06-01"))
        assert marn.labels == (("en", "Ilse Marn"),)
        assert [found.qid for found in snapshot.candidates("Ilse Marn")] == ["Q903"]
        assert (courier.domain, courier.website) == (
            "varncourier.example",
            "https://www.varncourier.example/",
        )
        assert courier.born == "1888-10-17"
        assert snapshot.demonym("Varnish") == "Q901"
        assert snapshot.demonym("varnois") is None
        assert snapshot.label_of("Q912") == "mayor of Varnholm"
        assert snapshot.label_of("Q910") == "capital city"
        assert snapshot.label_of("Q3624078") is None  # the dump does not hold it
        assert snapshot.is_a("Q902", "Q486972")
        assert snapshot.is_a("Q913", "Q4164871")
        assert varnland.prominence > varnholm.prominence > courier.prominence
        about = snapshot.about
    assert (about.date, about.licence, about.languages) == ("2026-10-05", "CC0-1.0", ("en",))
    assert about.sources[0].startswith("world.json: ")
    assert "at least 3 site links" in about.filters
    assert not staging_of(out).exists()


def test_kinds_and_languages_are_chosen(world: Path, out: Path) -> None:
    build([str(world)], out, replace(SMALL, kinds=("person", "other"), min_sitelinks=0, date="2026-01-01"))
    assert qids(out) == ["Q515", "Q903", "Q905", "Q907", "Q910", "Q911", "Q912", "Q913"]
    with Snapshot.open(out) as snapshot:
        assert snapshot.about.date == "2026-01-01"
    with pytest.raises(HearsayError, match="holds no Wikidata entity"):
        build([str(write_dump(out.with_name("e.json"), []))], out, SMALL)
    build([str(world)], out, replace(SMALL, languages=("uk",)))
    assert qids(out) == []


def test_no_other_kind_is_kept_than_snapshots_have(world: Path, out: Path) -> None:
    build([str(world)], out, replace(SMALL, kinds=KINDS, min_sitelinks=0))
    assert "Q906" not in qids(out)


def test_a_limit_reads_the_first_entities_only(tmp_path: Path, out: Path) -> None:
    dump = write_dump(tmp_path / "d.json", people(50))
    build([str(dump)], out, replace(SMALL, limit=7))
    assert qids(out) == [f"Q{number}" for number in range(1, 8)]


def test_of_several_records_of_an_entity_the_last_one_stays(tmp_path: Path, out: Path) -> None:
    documents = [person("Q1", "First"), person("Q2", "Other"), person("Q1", "Last")]
    build([str(write_dump(tmp_path / "d.json", documents))], out, SMALL)
    with Snapshot.open(out) as snapshot:
        assert [entity.label for entity in snapshot.entities()] == ["Last", "Other"]


@pytest.mark.parametrize("form", ["plain", "gzip", "bzip2", "gzip of two", "bzip2 of two"])
@pytest.mark.parametrize("style", ["array", "no brackets", "no commas"])
def test_every_form_gives_the_same_entities(tmp_path: Path, out: Path, form: str, style: str) -> None:
    plain = write_dump(
        tmp_path / "plain", people(200), brackets=style == "array", commas=style != "no commas"
    ).read_bytes()
    half = len(plain) // 2
    packed = {
        "plain": plain,
        "gzip": gzip.compress(plain),
        "bzip2": bz2.compress(plain),
        "gzip of two": gzip.compress(plain[:half]) + gzip.compress(plain[half:]),
        "bzip2 of two": bz2.compress(plain[:half]) + bz2.compress(plain[half:]),
    }[form]
    dump = tmp_path / "any-name"
    dump.write_bytes(packed)
    report = build([str(dump)], out, SMALL)
    assert report.problems == ()
    assert len(qids(out)) == 200


def test_a_byte_order_mark_is_no_part_of_a_line(tmp_path: Path, out: Path) -> None:
    dump = write_dump(tmp_path / "d.json", people(3), brackets=False)
    dump.write_bytes(b"\xef\xbb\xbf" + dump.read_bytes())
    assert build([str(dump)], out, SMALL).problems == ()
    assert qids(out) == ["Q1", "Q2", "Q3"]


def test_what_a_fact_names_has_a_label_even_if_it_is_of_no_kind_wanted(tmp_path: Path, out: Path) -> None:
    documents = [
        person(
            "Q1",
            "Ada",
            *(claim(to_item("P39", office)) for office in ("Q2", "Q5")),
            claim(to_item("P106", "Q3")),
        ),
        item("Q2", "Warden of the Tides", claim(to_item("P31", "Q999")), sites=9),
        item("Q3", "tide watcher", claim(to_item("P31", "Q28640")), claim(to_item("P279", "Q4"))),
        item("Q5", "Warden of the Locks", claim(to_item("P31", "Q294414"))),
    ]
    build([str(write_dump(tmp_path / "d.json", documents))], out, SMALL)
    assert qids(out) == ["Q1"]
    with Snapshot.open(out) as snapshot:
        assert snapshot.label_of("Q2") == "Warden of the Tides"
        assert snapshot.label_of("Q3") == "tide watcher"
        assert snapshot.label_of("Q5") == "Warden of the Locks"


def test_a_truthy_dump_says_that_it_has_no_dates(tmp_path: Path, out: Path) -> None:
    triples = b"".join((HERE / "data" / name).read_bytes() for name in ("person.nt", "class.nt"))

    dump = tmp_path / "truthy.nt.gz"
    dump.write_bytes(gzip.compress(triples))
    build([str(dump)], out, SMALL)
    with Snapshot.open(out) as snapshot:
        found = snapshot.entity("Q903")
        assert found
        assert found.positions == (Position("Q913"),)
        assert "no dates" in snapshot.about.filters


# -- several sources


def test_a_snapshot_rebuilt_is_the_same_but_for_what_it_says_of_itself(world: Path, out: Path) -> None:
    build([str(world)], out, SMALL)
    again = out.with_name("again.sqlite")
    build([str(out)], again, SMALL)
    with Snapshot.open(out) as first, Snapshot.open(again) as second:
        for table in ("entity", "class", "term", "demonym", "redirect"):
            assert list(first.rows(table)) == list(second.rows(table)), table


def test_sources_unite_names_and_the_last_one_s_facts_count(tmp_path: Path, out: Path) -> None:
    old = write_dump(
        tmp_path / "old.json",
        [
            person("Q1", "Ann Older", aliases=("Annie",), description="then", sites=9),
            person("Q2", "Only Before"),
        ],
    )
    new = write_dump(
        tmp_path / "new.json",
        [person("Q1", "Ann Newer", claim(to_item("P106", "Q9")), sites=20), person("Q3", "Only Now")],
    )
    build([str(old), str(new)], out, SMALL)
    with Snapshot.open(out) as snapshot:
        ann = snapshot.entity("Q1")
        assert ann
        assert (ann.label, set(ann.aliases)) == ("Ann Newer", {"Ann Older", "Annie"})
        assert (ann.description, ann.occupations, ann.sitelinks) == ("then", ("Q9",), 20)
    assert qids(out) == ["Q1", "Q2", "Q3"]


def test_what_a_snapshot_says_of_a_kind_stays(tmp_path: Path, out: Path) -> None:
    first = tmp_path / "first.sqlite"
    build(
        [
            str(
                write_dump(
                    tmp_path / "a.json", [item("Q1", "The Body", claim(to_item("P31", "Q43229")), sites=5)]
                )
            )
        ],
        first,
        SMALL,
    )
    other = write_dump(tmp_path / "b.json", [item("Q1", "The Body", claim(to_item("P31", "Q999")), sites=5)])
    build([str(first), str(other)], out, SMALL)
    with Snapshot.open(out) as snapshot:
        body = snapshot.entity("Q1")
        assert body
        assert (body.kind, body.types) == ("organisation", ("Q999",))


def test_the_shipped_snapshot_is_a_source(
    tmp_path: Path, world: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sources.SHIPPED.name == "snapshot.sqlite"
    shipped = tmp_path / "shipped.sqlite"
    build([str(world)], shipped, SMALL)
    monkeypatch.setattr(sources, "SHIPPED", shipped)
    build(["shipped", str(write_dump(tmp_path / "d.json", people(1)))], out, SMALL)
    assert qids(out) == ["Q1", "Q901", "Q902", "Q903", "Q904"]
    with Snapshot.open(out) as snapshot:
        assert snapshot.demonym("Varnish") == "Q901"
        assert f"shipped: snapshot {digest(shipped)}" in snapshot.about.sources
        assert any(source.startswith("world.json: ") for source in snapshot.about.sources)


# -- the same whatever happens meanwhile


def test_the_number_of_workers_changes_nothing(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "BLOCK", 20_000)
    dump = write_dump(tmp_path / "d.json", [*people(300), "{broken", *a_small_world()])
    reports = [build([str(dump)], out, replace(SMALL, workers=workers)) for workers in (0, 1, 2, 3)]
    assert all(report == reports[0] for report in reports)
    assert [problem.origin.record for problem in reports[0].problems] == [302]
    truthy = write_truthy(tmp_path / "d.nt", 40)
    assert build([str(truthy)], out, replace(SMALL, workers=0)) == build(
        [str(truthy)], out, replace(SMALL, workers=3)
    )
    assert len(qids(out)) == 40


KILLED = """
import os, signal, sys
from pathlib import Path
from ingest.wikidata import build as building, chunks
from ingest.wikidata.batch import SHOWN_PROBLEMS
from ingest.wikidata.build import Options, build

dump, output, block, where, workers = sys.argv[1:]
chunks.BLOCK = int(block)
left = int(where.lstrip("f"))

def die(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

if where.startswith("f"):
    prominence = building.prominence_of
    building.prominence_of = lambda *given, **more: die() or prominence(*given, **more)
    die_reading = lambda *_: None
else:
    die_reading = die
print(build([dump], Path(output), Options(workers=int(workers)), progress=die_reading).digest)
"""


def run_killed(dump: Path, out: Path, where: str, workers: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", KILLED, str(dump), str(out), "15000", where, str(workers)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def write_truthy(path: Path, count: int) -> Path:
    one = (HERE / "data" / "person.nt").read_text()
    path.write_text("".join(one.replace("Q903", f"Q{number}") for number in range(1000, 1000 + count)))
    return path


@pytest.mark.parametrize("form", ["json", "gzip", "bzip2", "truthy"])
def test_killed_at_any_point_it_goes_on_to_the_same_digest(tmp_path: Path, out: Path, form: str) -> None:
    dump = write_dump(tmp_path / "d.json", [*people(120), "{broken", *a_small_world()])
    if form == "truthy":
        dump = write_truthy(tmp_path / "d.nt", 150)
    elif form != "json":
        pack = gzip.compress if form == "gzip" else bz2.compress
        dump = tmp_path / f"d.{form}"
        dump.write_bytes(pack((tmp_path / "d.json").read_bytes()))
    whole = build([str(dump)], out, SMALL)
    expected = out.read_bytes()
    out.unlink()
    for where in ("1", "2", "f3", "f100"):
        assert run_killed(dump, out, where).returncode == -9
        assert not out.exists()
        assert staging_of(out).exists()
    done = run_killed(dump, out, "1000", workers=2)
    assert done.stdout.strip() == whole.digest, done.stderr
    assert out.read_bytes() == expected
    assert not staging_of(out).exists()


def test_a_killed_build_leaves_no_workers_behind(tmp_path: Path, out: Path) -> None:
    dump = write_dump(tmp_path / "d.json", people(200))
    before = running_workers()
    assert run_killed(dump, out, "2", workers=3).returncode == -9
    for _ in range(200):
        if running_workers() <= before:
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert running_workers() <= before


def running_workers() -> set[str]:
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if b"ingest.wikidata.worker" in command:
            found.add(process.name)
    return found


def test_what_was_counted_before_a_stop_is_in_the_report(tmp_path: Path, out: Path) -> None:
    dump = write_dump(tmp_path / "d.json", ["{broken", *people(120)])
    assert run_killed(dump, out, "2").returncode == -9
    report = build([str(dump)], out, SMALL)
    assert report.counts["d.json"] == {"broken": 1, "kept": 120}
    assert [problem.origin.record for problem in report.problems] == [2]


@pytest.mark.parametrize("change", ["sources", "languages", "site links"])
def test_a_build_goes_on_only_with_the_same_parameters(tmp_path: Path, out: Path, change: str) -> None:
    dump = write_dump(tmp_path / "d.json", people(120))
    assert run_killed(dump, out, "1").returncode == -9
    options = SMALL
    if change == "sources":
        write_dump(dump, people(121))
    elif change == "languages":
        options = replace(SMALL, languages=("en", "uk"))
    else:
        options = replace(SMALL, min_sitelinks=1)
    with pytest.raises(HearsayError, match=f"another .*{change}") as told:
        build([str(dump)], out, options)
    assert "--no-resume" in told.value.cure
    build([str(dump)], out, options, resume=False)
    again = out.with_name("again.sqlite")
    build([str(dump)], again, options)
    assert out.read_bytes() == again.read_bytes()


# -- bad input


def problems(report: Report) -> list[str]:
    return [str(problem) for problem in report.problems]


@pytest.mark.parametrize("form", ["plain", "gzip", "bzip2"])
def test_a_dump_that_ends_within_a_line_is_told_and_what_came_before_is_kept(
    tmp_path: Path, out: Path, form: str
) -> None:
    plain = write_dump(tmp_path / "d.json", people(3000)).read_bytes()
    pack = {"plain": bytes, "gzip": gzip.compress, "bzip2": bz2.compress}[form]
    packed = pack(plain)
    dump = tmp_path / "cut"
    dump.write_bytes(packed[: len(packed) * 2 // 3])
    report = build([str(dump)], out, replace(SMALL, languages=("en",)))
    assert "ends before its time" in problems(report)[-1]
    assert report.counts["cut"]["incomplete"] == 1
    with Snapshot.open(out) as snapshot:
        assert "incomplete" in snapshot.about.filters
    if form == "plain":
        assert len(qids(out)) == 2000 or 1900 < len(qids(out)) < 2100


def test_a_dump_that_ends_between_two_lines_is_told_as_well(tmp_path: Path, out: Path) -> None:
    dump = write_dump(tmp_path / "d.json", people(5))
    dump.write_text(dump.read_text().rpartition(",\n")[0] + ",\n")
    report = build([str(dump)], out, SMALL)
    assert len(qids(out)) == 4
    (problem,) = report.problems
    assert "ends before its time" in problem.message


@pytest.mark.parametrize("form", ["gzip", "bzip2"])
def test_a_damaged_compressed_dump_is_told(
    tmp_path: Path, out: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "BLOCK", 30_000)
    plain = write_dump(tmp_path / "d.json", people(4000)).read_bytes()
    packed = bytearray((gzip.compress if form == "gzip" else lambda data: bz2.compress(data, 1))(plain))
    packed[len(packed) * 3 // 4] ^= 0xFF
    dump = tmp_path / "damaged"
    dump.write_bytes(packed)
    report = build([str(dump)], out, SMALL)
    assert "ends before its time" in problems(report)[-1]
    assert len(qids(out)) > 100


def test_a_broken_line_costs_itself_alone(tmp_path: Path, out: Path) -> None:
    lines = [line(document) for document in people(5)]
    dump = write_dump(tmp_path / "d.json", [lines[0], lines[1][:100], *lines[2:]])
    report = build([str(dump)], out, SMALL)
    (problem,) = report.problems
    assert (problem.origin.file, problem.origin.record) == (str(dump), 3)
    assert qids(out) == ["Q1", "Q3", "Q4", "Q5"]


def test_of_a_million_broken_lines_all_are_counted_and_the_first_are_shown(tmp_path: Path, out: Path) -> None:
    dump = write_dump(tmp_path / "d.json", [*["{"] * 5000, *people(1)])
    report = build([str(dump)], out, SMALL)
    assert report.counts["d.json"]["broken"] == 5000
    assert len(report.problems) == SHOWN_PROBLEMS


def test_redirects_in_circles_and_classes_in_circles_end(tmp_path: Path, out: Path) -> None:
    documents = [
        person("Q1", "Ada"),
        {"id": "Q10", "redirects": "Q11"},
        {"id": "Q11", "redirects": "Q10"},
        {"id": "Q12", "redirects": "Q13"},
        {"id": "Q13", "redirects": "Q1"},
        subclass("Q20", "a", "Q21"),
        subclass("Q21", "b", "Q20"),
        item("Q22", "Odd", claim(to_item("P31", "Q20")), claim(to_item("P31", "Q515")), sites=5),
    ]
    build([str(write_dump(tmp_path / "d.json", documents))], out, SMALL)
    with Snapshot.open(out) as snapshot:
        assert snapshot.current("Q12") == "Q1"
        assert snapshot.current("Q10") == "Q10"
        assert snapshot.is_a("Q22", "Q21")
        assert not snapshot.is_a("Q22", "Q5")


NO_DUMPS = {
    "nothing": b"",
    "white space": b"   \n",
    "a zip": b"PK\x03\x04 a zip",
    "a table": b"qid\tlabel\n",
    "JSON of numbers": b"[1, 2, 3]\n",
    "an answer of the API": b'{"entities": {"Q1": {}}}\n',
    "an empty array": b"[\n]\n",
    "a comment": b"# a comment\n",
    "broken gzip": b"\x1f\x8b not gzip",
    "broken bzip2": b"BZh9 not bzip2",
    "a broken database": b"SQLite format 3\0 not one",
    "other triples": b"<http://a> <http://b> <http://c> .\n",
}


@pytest.mark.parametrize("content", NO_DUMPS.values(), ids=NO_DUMPS)
def test_what_is_no_dump_is_refused(tmp_path: Path, out: Path, content: bytes) -> None:
    dump = tmp_path / "file"
    dump.write_bytes(content)
    with pytest.raises(HearsayError, match="file"):
        build([str(dump)], out, SMALL)
    assert not out.exists()


def test_a_file_without_an_end_of_line_is_no_dump(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "BLOCK", 1000)
    monkeypatch.setattr(chunks, "LONGEST", 5000)
    dump = tmp_path / "one-line.json"
    dump.write_text("[" + ",".join(json.dumps(document) for document in people(50)))
    with pytest.raises(HearsayError, match="line 1 has no end"):
        build([str(dump)], out, SMALL)


@pytest.mark.parametrize("given", [["nowhere.json"], []])
def test_a_source_that_is_not_there_is_told(given: Sequence[str], out: Path) -> None:
    with pytest.raises(HearsayError):
        build(given, out, SMALL)


def test_an_output_that_cannot_be_written_is_told_before_anything_is_read(
    world: Path, tmp_path: Path
) -> None:
    for output in (tmp_path / "no" / "out.sqlite", tmp_path):
        with pytest.raises(HearsayError, match="folder"):
            build([str(world)], output, SMALL)


def test_nothing_but_a_snapshot_is_replaced_by_one(world: Path, tmp_path: Path) -> None:
    before = world.read_bytes()
    for output in (world, Path(os.devnull)):
        with pytest.raises(HearsayError, match="no snapshot"):
            build([str(world)], output, SMALL)
    assert world.read_bytes() == before
    out = tmp_path / "out.sqlite"
    build([str(world)], out, SMALL)
    build([str(out), str(write_dump(tmp_path / "more.json", people(1)))], out, SMALL)  # adds to itself
    assert qids(out) == ["Q1", "Q901", "Q902", "Q903", "Q904"]


def test_a_full_disk_is_told_and_what_was_read_stays(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "BLOCK", 20_000)
    dump = write_dump(tmp_path / "d.json", people(2000))
    monkeypatch.setattr(staging, "PRAGMAS", (*staging.PRAGMAS, "PRAGMA max_page_count = 40"))
    with pytest.raises(HearsayError, match="full") as told:
        build([str(dump)], out, SMALL)
    assert "Make room" in told.value.cure
    monkeypatch.undo()
    read: list[int] = []
    report = build([str(dump)], out, SMALL, progress=lambda source, state: read.append(state.counts["kept"]))
    assert len(qids(out)) == 2000
    assert report.counts["d.json"] == {"kept": 2000}


def test_two_builds_of_one_output_do_not_mix(world: Path, out: Path) -> None:
    def meanwhile(*_: object) -> None:
        with pytest.raises(HearsayError, match="cannot be written") as told:
            build([str(world)], out, SMALL)
        assert "Another build" in told.value.cure

    build([str(world)], out, SMALL, progress=meanwhile)
    assert len(qids(out)) == 4


def test_a_staging_file_that_is_something_else_is_told(world: Path, out: Path) -> None:
    staging_of(out).write_text("not ours at all, and long enough to be looked at" * 20)
    with pytest.raises(HearsayError, match="staging"):
        build([str(world)], out, SMALL)


def test_a_damaged_snapshot_is_no_source(world: Path, tmp_path: Path, out: Path) -> None:
    build([str(world)], out, SMALL)
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(out.read_bytes()[:5000])
    with pytest.raises(HearsayError, match="damaged"):
        build([str(damaged)], tmp_path / "other.sqlite", SMALL)
