"""The snapshot's file: what goes in comes out, it knows its digest, and what is wrong is told with a cure."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from snapshot_by_hand import ABOUT, CLASSES, WORLD, compile_world, entity

from ingest.errors import HearsayError
from ingest.link import KINDS, About, Entity, Position, Snapshot, compile_snapshot
from ingest.link.cleaning import MOST_ALIASES, clean, tidied
from ingest.link.names import LONGEST


def change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


# What goes in comes out.


def test_an_entity_comes_back_with_all_its_facts(small: Path) -> None:
    with Snapshot.open(small) as snapshot:
        assert tuple(snapshot.entities()) == WORLD
        assert tuple(snapshot.entity(each.qid) for each in WORLD) == WORLD


def test_what_it_says_of_itself(small: Path) -> None:
    with Snapshot.open(small) as snapshot:
        assert snapshot.about == ABOUT
        assert (snapshot.counts["entities"], snapshot.counts["redirects left out"]) == (len(WORLD), 4)


def test_terms_are_labels_for_what_is_no_entity(small: Path) -> None:
    with Snapshot.open(small) as snapshot:
        found = [snapshot.label_of(qid) for qid in ("Q100", "Q2", "Q999", "nonsense")]
        assert found == ["sovereign state", "Zwanga", None, None]
        assert [qid for qid, _ in snapshot.terms()] == ["Q100", "Q104", "Q105"]


def test_classes_are_climbed_and_circles_left(small: Path) -> None:
    with Snapshot.open(small) as snapshot:
        assert tuple(snapshot.classes()) == tuple(sorted(CLASSES))
        assert [snapshot.is_a("Q2", root) for root in ("Q2", "Q100", "Q111", "Q101")] == [True] * 4
        assert [snapshot.is_a("Q100", root) for root in ("Q100", "Q110", "Q111")] == [True] * 3
        assert not any(snapshot.is_a("Q2", root) for root in ("Q112", "Q1", "Q0", "", "Q2 OR 1=1"))


def test_merged_entities_are_followed_to_the_end_and_circles_dropped(small: Path) -> None:
    with Snapshot.open(small) as snapshot:
        asked = ("Q20", "Q21", "Q22", "Q30", "Q32", "Q33", "Q2", "nonsense")
        assert [snapshot.current(qid) for qid in asked] == [
            "Q2",
            "Q2",
            "Q2",
            "Q30",
            "Q32",
            "Q33",
            "Q2",
            "nonsense",
        ]


def test_a_long_chain_of_redirects_is_followed(tmp_path: Path) -> None:
    chain = [(f"Q{n}", f"Q{n + 1}") for n in range(100, 3000)]
    compile_snapshot(tmp_path / "x.sqlite", WORLD, about=ABOUT, redirects=reversed(chain))
    with Snapshot.open(tmp_path / "x.sqlite") as snapshot:
        assert {now for _, now in snapshot.redirects()} == {"Q3000"}
        assert snapshot.counts["redirects left out"] == 0


@pytest.mark.parametrize(
    ("name", "expected"), [("Zvanha", []), ("Zvonga", ["Q2"]), ("Zwango", ["Q2"]), ("?", [])]
)
def test_names_that_sound_alike(small: Path, name: str, expected: list[str]) -> None:
    with Snapshot.open(small) as snapshot:
        assert [found.qid for found in snapshot.near(name)] == expected


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [("Zw", ["Q2"]), ("the he", ["Q3"]), ("POST", ["Q7"]), ("", []), ("%", []), ("x", [])],
)
def test_names_that_start_alike(small: Path, prefix: str, expected: list[str]) -> None:
    with Snapshot.open(small) as snapshot:
        assert [found.qid for found in snapshot.starting(prefix)] == expected


def test_an_entity_with_many_names_does_not_crowd_out_the_others(tmp_path: Path) -> None:
    many = entity("Q1", "Zwinger", *(f"Zwinger {n}" for n in range(300)), prominence=0.9)
    compile_snapshot(tmp_path / "x.sqlite", [many, *WORLD[1:]], about=ABOUT)
    with Snapshot.open(tmp_path / "x.sqlite") as snapshot:
        assert [found.qid for found in snapshot.starting("zw", 2)] == ["Q2", "Q1"]
        assert [found.qid for found in snapshot.starting("zw", 1)] == ["Q2"]
        assert snapshot.starting("zw", 0) == ()


def test_of_several_entities_with_one_domain_the_best_known_is_found(tmp_path: Path) -> None:
    outlets = [
        entity(f"Q{n}", f"Paper {n}", kind="media", domain="paper.example", prominence=prominence)
        for n, prominence in ((1, 0.3), (2, 0.6), (3, 0.6), (4, 0.2))
    ]
    compile_snapshot(tmp_path / "x.sqlite", outlets, about=ABOUT)
    with Snapshot.open(tmp_path / "x.sqlite") as snapshot:
        found = snapshot.by_domain("paper.example")
        assert found is not None
        assert found.qid == "Q2"
        snapshot.verify()


# Names that are hardly names.


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ky\x00iv\nCity\t", "Ky iv City"),
        ("\u202eviyK\u202c", "viyK"),
        ("\ufeffKyiv\u200e", "Kyiv"),
        ("Ky\ud800iv", ""),
        ("نیم\u200cفاصله", "نیم\u200cفاصله"),  # a joiner that Persian is spelt with
        (" \u2028 ", ""),
        ("A|B\x1fC", "A|B C"),
    ],
)
def test_names_are_cleaned_or_left_out(written: str, kept: str) -> None:
    assert clean(written) == kept


def test_an_entity_without_a_label_is_called_by_its_first_alias_or_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    nameless = entity("Q1", "", "\ud800", "N" * (LONGEST + 1))
    compile_snapshot(path, [nameless, entity("Q2", "\u200f", "Second", "Third")], about=ABOUT)
    with Snapshot.open(path) as snapshot:
        assert [(found.qid, found.names) for found in snapshot.entities()] == [("Q2", ("Second", "Third"))]
        assert snapshot.counts["entities left out"] == 1
        assert snapshot.counts["names left out"] == 3


def test_a_list_of_two_megabytes_of_aliases_is_cut_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    aliases = [f"Alias number {n:07d}" for n in range(100_000)]
    compile_snapshot(path, [entity("Q1", "Many", *aliases)], about=ABOUT)
    with Snapshot.open(path) as snapshot:
        (found,) = snapshot.entities()
        assert found.aliases == tuple(aliases[:MOST_ALIASES])
        assert snapshot.counts["names left out"] == 100_000 - MOST_ALIASES
        assert snapshot.candidates(aliases[MOST_ALIASES - 1]) == (found,)
        assert snapshot.candidates(aliases[MOST_ALIASES]) == ()


_TEXT = st.text(st.characters(codec=None), max_size=12) | st.sampled_from(["\ud800", "a\x1fb", "a=b:c"])
_QIDS = st.sampled_from(["Q5", "Q42", "Q99999999999", "Q0", "", "P31", "Q1\n"])
_DATES = st.sampled_from(["", "1970", "1970-01", "1970-01-31", "-0044-03-15", "never", "1970-01-31T00:00"])
_ENTITIES = st.builds(
    Entity,
    qid=st.integers(1, 10**16).map(lambda n: f"Q{n}"),
    label=_TEXT,
    aliases=st.lists(_TEXT, max_size=5).map(tuple),
    kind=st.sampled_from(KINDS),
    country=st.none() | _QIDS,
    description=_TEXT,
    domain=st.sampled_from(["", "a.example", "B.example", "no domain", "x" * 300 + ".example"]),
    prominence=st.floats(-1, 2),
    labels=st.lists(st.tuples(st.sampled_from(["en", "zh-hant", "", "e=n"]), _TEXT), max_size=4).map(tuple),
    descriptions=st.lists(st.tuples(st.sampled_from(["en", "uk"]), _TEXT), max_size=3).map(tuple),
    types=st.lists(_QIDS, max_size=3).map(tuple),
    occupations=st.lists(_QIDS, max_size=3).map(tuple),
    positions=st.lists(st.builds(Position, _QIDS, _DATES, _DATES), max_size=3).map(tuple),
    website=_TEXT,
    sitelinks=st.integers(-5, 10**6),
    born=_DATES,
    died=_DATES,
)


@settings(max_examples=60, deadline=None)
@given(given_entities=st.lists(_ENTITIES, max_size=4, unique_by=lambda each: each.qid))
def test_any_entity_comes_back_as_it_was_tidied(
    tmp_path_factory: pytest.TempPathFactory, given_entities: list[Entity]
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.sqlite"
    ordered = sorted(given_entities, key=lambda each: int(each.qid[1:]))
    digest = compile_snapshot(path, ordered, about=ABOUT)
    expected = [kept for each in ordered if (kept := tidied(each)[0]) is not None]
    with Snapshot.open(path) as snapshot:
        assert list(snapshot.entities()) == expected
        assert snapshot.digest == digest
        snapshot.verify()


@given(_ENTITIES)
def test_tidying_twice_is_tidying_once(given_entity: Entity) -> None:
    once, _ = tidied(given_entity)
    assert once is None or tidied(once) == (once, 0)


# The digest.


def test_the_digest_is_of_the_rows_as_documented(small: Path) -> None:
    """The lines of the smallest snapshot, written out here."""
    lines = (
        "about\tdate\t2026-11-01",
        "about\tsources\tone\x1ftwo",
        "about\tlicence\tCC0-1.0",
        "about\tlanguages\ten",
        "about\tfilters\t",
        "about\tparent\t",
        "entity\t1\tUniverse\tCosmos\x1fEverything\t11\t\tall of it\t\t950\ten:0\x1fuk=Всесвіт"
        "\t\t454\t\t\t\t9\t\t",
        "class\t454\t455",
        "term\t454\tthing",
        "demonym\tuniversal\t1",
        "redirect\t7\t1",
        "word\tcosmos\t12",
    )
    universe = entity(
        "Q1",
        "Universe",
        "Cosmos",
        "Everything",
        description="all of it",
        prominence=0.95,
        labels=(("en", "Universe"), ("uk", "Всесвіт")),
        types=("Q454",),
        sitelinks=9,
    )
    digest = compile_snapshot(
        small,
        [universe],
        about=About("2026-11-01", ("one", "two"), "CC0-1.0", ("en",)),
        classes=[("Q454", "Q455")],
        terms=[("Q454", "thing")],
        demonyms=[("Universal", "Q1")],
        redirects=[("Q7", "Q1")],
        words=[("cosmos", 12)],
    )
    assert digest == hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def test_two_compilations_of_the_same_are_the_same_bytes(compiled: bytes, tmp_path: Path) -> None:
    compile_world(tmp_path / "again.sqlite")
    assert (tmp_path / "again.sqlite").read_bytes() == compiled


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_bytes_do_not_depend_on_the_seed_of_hashes(compiled: bytes, tmp_path: Path, seed: str) -> None:
    code = "import pathlib, sys, snapshot_by_hand as by; by.compile_world(pathlib.Path(sys.argv[1]))"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    path = tmp_path / "seeded.sqlite"
    subprocess.run([sys.executable, "-c", code, str(path)], env=environment, check=True)
    assert path.read_bytes() == compiled


def test_the_digest_is_not_of_the_file_s_bytes(small: Path) -> None:
    before = small.read_bytes()
    change(small, "PRAGMA user_version = 7")
    change(small, "VACUUM")
    assert small.read_bytes() != before
    with Snapshot.open(small) as snapshot:
        snapshot.verify()


@pytest.mark.parametrize(
    "changed",
    [
        {"entities": (*WORLD[:1], replace(WORLD[1], label="Zwango"), *WORLD[2:])},
        {"entities": (*WORLD[:4], replace(WORLD[4], died="2026-01-01"), *WORLD[5:])},
        {"entities": WORLD[:-1]},
        {"about": replace(ABOUT, date="2026-11-02")},
        {"about": replace(ABOUT, parent="0" * 64)},
    ],
)
def test_whatever_changes_changes_the_digest(
    compiled: bytes, tmp_path: Path, changed: dict[str, object]
) -> None:
    (tmp_path / "one.sqlite").write_bytes(compiled)
    other = compile_world(tmp_path / "other.sqlite", **changed)  # type: ignore[arg-type]
    with Snapshot.open(tmp_path / "one.sqlite") as one:
        assert one.digest != other


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entity SET label = 'Zwango' WHERE id = 2",
        "UPDATE entity SET prominence = 940 WHERE id = 2",
        "DELETE FROM entity WHERE id = 1",
        "UPDATE meta SET value = '2026-11-02' WHERE name = 'date'",
        "DELETE FROM name WHERE key = 'zwanga'",
        "UPDATE name SET id = 1 WHERE key = 'swanga'",
        "UPDATE name SET spelled = 0 WHERE key = 'who'",
        "INSERT INTO name VALUES ('strange', 100, 2, 0)",
        "DELETE FROM near WHERE id = 2",
        "INSERT INTO near VALUES ('strng', 100, 2)",
        "DELETE FROM domain",
        "UPDATE domain SET id = 7 WHERE host = 'herald.example'",
        "INSERT INTO domain VALUES ('strange.example', 0, 2)",
        "INSERT INTO word VALUES ('zwanga', 5000)",
        "INSERT INTO class VALUES (100, 5)",
        "UPDATE term SET label = 'city'",
        "UPDATE redirect SET now = 3",
        "DELETE FROM demonym",
        "UPDATE entity SET kind = 77 WHERE id = 3",
        "UPDATE entity SET positions = 'x' WHERE id = 3",
        "UPDATE entity SET labels = 'en:9' WHERE id = 3",
        "UPDATE entity SET label = x'ff' WHERE id = 3",
    ],
)
def test_verifying_finds_what_was_changed_by_hand(small: Path, statement: str) -> None:
    with Snapshot.open(small) as snapshot:
        snapshot.verify()
    change(small, statement)
    with Snapshot.open(small) as snapshot, pytest.raises(HearsayError, match=r"small\.sqlite"):
        snapshot.verify()


# What can go wrong while writing.


@pytest.mark.parametrize(
    "entities",
    [
        [entity("Q2", "Two"), entity("Q1", "One")],
        [entity("Q1", "One"), entity("Q1", "One")],
        [entity("Q01", "One")],
        [entity("L1", "One")],
        [entity("Q1", "One", kind="planet")],
    ],
)
def test_entities_that_a_program_gets_wrong_are_refused(tmp_path: Path, entities: list[Entity]) -> None:
    with pytest.raises(ValueError, match=r"Q0?1|L1"):
        compile_snapshot(tmp_path / "x.sqlite", entities, about=ABOUT)
    assert list(tmp_path.iterdir()) == []


def test_a_compilation_that_fails_leaves_the_old_file_and_nothing_else(small: Path, compiled: bytes) -> None:
    def broken() -> object:
        yield WORLD[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compile_snapshot(small, broken(), about=ABOUT)  # type: ignore[arg-type]
    assert list(small.parent.iterdir()) == [small]
    assert small.read_bytes() == compiled


def test_what_a_killed_compilation_left_does_not_stop_the_next(tmp_path: Path, compiled: bytes) -> None:
    path = tmp_path / "x.sqlite"
    (tmp_path / "x.sqlite.part").write_bytes(compiled[:5000])
    (tmp_path / "x.sqlite.part-stage").write_bytes(b"half")
    compile_world(path)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == compiled


def test_two_compilations_of_one_file_do_not_mix(tmp_path: Path, compiled: bytes) -> None:
    path = tmp_path / "x.sqlite"

    def meanwhile() -> object:
        yield from WORLD
        with pytest.raises(HearsayError, match="another process") as raised:
            compile_world(path)
        assert raised.value.cure

    compile_world(path, meanwhile())  # type: ignore[arg-type]
    assert path.read_bytes() == compiled


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(HearsayError, match=r"x\.sqlite.*cannot be written") as raised:
        compile_world(tmp_path / "nowhere" / "x.sqlite")
    assert raised.value.cure


def _compile_with_room_for(size: int, path: Path, answers: multiprocessing.SimpleQueue[str]) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        answers.put(compile_world(path))
    except HearsayError as error:
        answers.put(str(error))


@pytest.mark.parametrize("size", [0, 3 * 4096, 10 * 4096])
def test_a_full_disk_is_told_and_what_was_there_stays(small: Path, compiled: bytes, size: int) -> None:
    """As on a full disk, in a process that may write no longer files."""
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    child = context.Process(target=_compile_with_room_for, args=(size, small, answers))
    child.start()
    child.join(30)
    assert "small.sqlite: the knowledge snapshot cannot be written" in answers.get()
    assert list(small.parent.iterdir()) == [small]
    assert small.read_bytes() == compiled


# What can be wrong with a file that is opened.


def test_a_missing_snapshot_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(HearsayError, match=r"nothing\.sqlite.*missing") as raised:
        Snapshot.open(tmp_path / "nothing.sqlite")
    assert raised.value.cure


@pytest.mark.parametrize("content", [b"", b"no database" * 500, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_snapshot_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.sqlite"
    path.write_bytes(content)
    with pytest.raises(HearsayError, match=r"bad\.sqlite") as raised:
        Snapshot.open(path)
    assert raised.value.cure


def use_all_of(snapshot: Snapshot) -> None:
    snapshot.entity("Q2")
    snapshot.candidates("Zwanga")
    snapshot.near("Zwanga")
    snapshot.starting("Zw")
    snapshot.demonym("Zwangan")
    snapshot.by_domain("herald.example")
    snapshot.is_a("Q2", "Q5")
    snapshot.current("Q20")
    snapshot.label_of("Q100")
    snapshot.names_with("the")
    list(snapshot.entities())


def test_a_truncated_snapshot_says_what_to_do(small: Path, compiled: bytes) -> None:
    for size in range(1000, len(compiled), 1000):
        small.write_bytes(compiled[:size])
        with pytest.raises(HearsayError, match=r"small\.sqlite") as raised:
            Snapshot.open(small)
        assert raised.value.cure


def test_a_page_lost_anywhere_is_found_by_verifying(small: Path, compiled: bytes) -> None:
    """But the pages of tables that are empty may go."""
    for start in range(0, len(compiled), 4096):
        small.write_bytes(compiled[:start] + bytes(4096) + compiled[start + 4096 :])
        with pytest.raises(HearsayError, match=r"small\.sqlite"), Snapshot.open(small) as snapshot:
            snapshot.verify()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_byte_changed_anywhere_is_an_error_of_ours_or_harmless(small: Path, data: st.DataObject) -> None:
    whole = small.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    small.write_bytes(whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :])
    try:
        with Snapshot.open(small) as snapshot:
            use_all_of(snapshot)
            snapshot.verify()
    except HearsayError as error:
        told = error
    else:
        told = HearsayError("", "nothing to cure")
    small.write_bytes(whole)
    assert told.cure


def test_a_snapshot_of_another_layout_is_refused(small: Path) -> None:
    change(small, "UPDATE meta SET value = '99' WHERE name = 'layout'")
    with pytest.raises(HearsayError, match="layout 99") as raised:
        Snapshot.open(small)
    assert raised.value.cure


def test_a_snapshot_of_an_older_hearsay_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    change(path, "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    change(path, "INSERT INTO meta VALUES ('layout', '2'), ('digest', '0')")
    with pytest.raises(HearsayError, match="layout 2, this Hearsay reads 3"):
        Snapshot.open(path)


def test_a_snapshot_whose_names_were_read_in_another_way_is_refused(small: Path) -> None:
    change(small, "UPDATE meta SET value = 'x' WHERE name = 'naming'")
    with pytest.raises(HearsayError, match="read names in another way") as raised:
        Snapshot.open(small)
    assert raised.value.cure


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE near",
        "ALTER TABLE word ADD COLUMN more TEXT",
        "CREATE VIEW everything AS SELECT * FROM entity",
        "CREATE INDEX entity_label ON entity (label)",
    ],
)
def test_a_file_with_other_tables_is_refused(small: Path, statement: str) -> None:
    change(small, statement)
    with pytest.raises(HearsayError, match="tables are not those") as raised:
        Snapshot.open(small)
    assert raised.value.cure


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    change(tmp_path / "other.sqlite", "CREATE TABLE meta (name TEXT, value TEXT)")
    with pytest.raises(HearsayError, match="does not say its layout"):
        Snapshot.open(tmp_path / "other.sqlite")


# Deleted or replaced while it is in use.


def _look_up(snapshot: Snapshot, answers: multiprocessing.SimpleQueue[str]) -> None:
    try:
        answers.put(snapshot.candidates("Zwanga")[0].qid)
    except HearsayError as error:
        answers.put(str(error))


def in_a_forked_process(snapshot: Snapshot) -> str:
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    child = context.Process(target=_look_up, args=(snapshot, answers))
    child.start()
    child.join(30)
    assert child.exitcode == 0
    return answers.get()


def in_a_thread(snapshot: Snapshot) -> str:
    answers: multiprocessing.SimpleQueue[str] = multiprocessing.SimpleQueue()
    thread = threading.Thread(target=_look_up, args=(snapshot, answers))
    thread.start()
    thread.join(30)
    return answers.get()


def test_a_snapshot_deleted_while_in_use_is_read_on_and_whoever_opens_it_anew_is_told(small: Path) -> None:
    with Snapshot.open(small) as snapshot:
        snapshot.candidates("Universe")
        small.unlink()
        assert snapshot.candidates("Zwanga")[0].qid == "Q2"
        assert tuple(snapshot.entities()) == WORLD
        assert "missing" in in_a_forked_process(snapshot)
        assert "missing" in in_a_thread(snapshot)
        with pytest.raises(HearsayError, match="missing"):
            pickle.loads(pickle.dumps(snapshot))  # noqa: S301  # our own bytes
        with pytest.raises(HearsayError, match="missing"):
            Snapshot.open(small)


def test_a_snapshot_replaced_while_in_use_is_never_mixed_with_the_new_one(
    small: Path, tmp_path: Path
) -> None:
    with Snapshot.open(small) as snapshot:
        compile_world(small, WORLD[:-1])
        assert len(tuple(snapshot.entities())) == len(WORLD)
        assert "replaced" in in_a_forked_process(snapshot)
        assert "replaced" in in_a_thread(snapshot)
        with pytest.raises(HearsayError, match="replaced"):
            pickle.loads(pickle.dumps(snapshot))  # noqa: S301  # our own bytes


def test_a_file_that_cannot_be_read_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(HearsayError, match=r"small\.sqlite.*Permission denied"):
        Snapshot.open(small)


def test_a_path_of_strange_letters_is_opened(small: Path, tmp_path: Path) -> None:
    path = tmp_path / "50% of? #1 ’Zwanga’.sqlite"
    shutil.move(small, path)
    with Snapshot.open(path) as snapshot:
        assert snapshot.candidates("Zwanga")[0].qid == "Q2"


def test_a_closed_snapshot_says_so(small: Path) -> None:
    snapshot = Snapshot.open(small)
    snapshot.close()
    with pytest.raises(HearsayError, match="closed"):
        snapshot.candidates("Zwanga")


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="needs a user who may not write everywhere"
)
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(HearsayError, match="cannot be written"):
        compile_world(tmp_path / "x.sqlite")
