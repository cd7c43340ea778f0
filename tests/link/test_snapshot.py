"""The snapshot: it says its digest, finds names, and fails with a cure."""

from __future__ import annotations

import hashlib
import lzma
import multiprocessing
import pickle
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.link import Snapshot
from ingest.link.names import key
from ingest.link.shipped import COLUMNS
from ingest.link.snapshot import SHIPPED


def names(snapshot: Snapshot, name: str) -> list[str]:
    return [entity.qid for entity in snapshot.candidates(name)]


def test_the_shipped_snapshot_is_compiled_from_the_shipped_table(snapshot: Snapshot) -> None:
    table = lzma.decompress((SHIPPED.parent / "entities.tsv.xz").read_bytes())
    assert hashlib.sha256(table).hexdigest() in snapshot.about.sources[-1]


def test_the_shipped_table_is_canonical() -> None:
    text = lzma.decompress((SHIPPED.parent / "entities.tsv.xz").read_bytes()).decode()
    header, *lines = text.removesuffix("\n").split("\n")
    rows = [line.split("\t") for line in lines]
    numbers = [int(row[0][1:]) for row in rows]
    assert tuple(header.split("\t")) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert numbers == sorted(set(numbers)), "one row a QID, in order"
    assert all(row[4] == "" or row[4][1:].isdigit() for row in rows)
    assert (SHIPPED.parent / "entities.tsv.xz").stat().st_size <= 3_500_000


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Zwanga", ["Q2"]),
        ("zwanga", ["Q2"]),
        ("Zwanga's", ["Q2"]),
        ("Званга", ["Q2"]),
        ("the Herald", ["Q3"]),
        ("Herald", []),
        ("WHO", ["Q4"]),
        ("W.H.O.", ["Q4"]),
        ("Who", []),
        ("who", []),
        ("Famous", ["Q5"]),
        ("President Famous", ["Q5"]),
        ("Obscure", []),
        ("Zwanga Pirates", []),
        ("Pirates of Zwanga", []),
        ("Captain Zwanga", []),
        ("Zwanga Inc.", []),
        ("PostHub Inc", ["Q7"]),
        ("PostHub Inc's", ["Q7"]),
        ("", []),
    ],
)
def test_candidates(small: Path, name: str, expected: list[str]) -> None:
    with Snapshot.open(small) as snapshot:
        assert names(snapshot, name) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("herald.example", "Q3"),
        ("www.herald.example", "Q3"),
        ("en.news.HERALD.example.", "Q3"),
        ("herald.example.com", None),
        ("notherald.example", None),
        ("posthub.example", "Q7"),
        ("www.posthub.example", "Q7"),
        ("someone.posthub.example", None),
        ("example", None),
        ("", None),
        ("..", None),
        ("a." * 5000 + "herald.example", "Q3"),
        ("' OR 1=1 --", None),
        ("herald\ud800.example", None),
        ("hérald.example", None),
    ],
)
def test_an_outlet_by_its_domain(small: Path, host: str, expected: str | None) -> None:
    with Snapshot.open(small) as snapshot:
        found = snapshot.by_domain(host)
        assert (found.qid if found else None) == expected


def test_peoples_and_adjectives(small: Path) -> None:
    with Snapshot.open(small) as snapshot:
        assert [snapshot.demonym(word) for word in ("Zwangan", "the Zwangans", "Zwanga", "")] == [
            "Q2",
            "Q2",
            None,
            None,
        ]


@pytest.mark.parametrize(
    "qid", ["", "Q", "Q0x1", "1", "Q-1", "Q99999999999999999999", "Q²", "q1", "Q1; DROP"]
)
def test_what_is_no_qid_is_unknown(small: Path, qid: str) -> None:
    with Snapshot.open(small) as snapshot:
        assert snapshot.entity(qid) is None


HOSTILE = [
    "'; DROP TABLE entity; --",
    '" OR ""="',
    "%",
    "Zwan_a",
    "Zwanga\x00",
    "\x00",
    "Z" * 1_000_000,
    "\u202eagnawZ",
    "\ud800",
    "🦊",
    "Zwаnga",  # with a Cyrillic а
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_find_nothing_and_break_nothing(small: Path, name: str) -> None:
    with Snapshot.open(small) as snapshot:
        assert names(snapshot, name) in ([], ["Q2"] if key(name) == "zwanga" else [])
        assert names(snapshot, "Zwanga") == ["Q2"]


@settings(max_examples=200, deadline=None)
@given(name=st.text(max_size=40))
def test_any_text_may_be_looked_up(snapshot: Snapshot, name: str) -> None:
    for entity in snapshot.candidates(name):
        assert key(name), entity
    snapshot.by_domain(name)
    snapshot.demonym(name)


def test_the_most_prominent_candidate_comes_first(snapshot: Snapshot) -> None:
    found = snapshot.candidates("Paris")
    assert found[0].qid == "Q90"
    assert len(found) > 1
    assert list(found) == sorted(found, key=lambda entity: -entity.prominence)


def test_reading_leaves_the_file_alone(small: Path) -> None:
    before = small.read_bytes()
    small.chmod(0o444)
    with Snapshot.open(small) as snapshot:
        snapshot.candidates("Zwanga")
    assert small.read_bytes() == before
    assert list(small.parent.iterdir()) == [small]


def test_threads_share_one_snapshot(small: Path) -> None:
    found: list[list[str]] = []
    with Snapshot.open(small) as snapshot:
        threads = [
            threading.Thread(target=lambda: found.extend(names(snapshot, "Zwanga") for _ in range(50)))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [["Q2"]] * 200


def _child(snapshot: Snapshot, answers: multiprocessing.SimpleQueue[list[str]]) -> None:
    answers.put(names(snapshot, "Zwanga"))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_share_one_snapshot(small: Path, method: str) -> None:
    context = multiprocessing.get_context(method)
    answers = context.SimpleQueue()
    with Snapshot.open(small) as snapshot:
        child = context.Process(target=_child, args=(snapshot, answers))
        child.start()
        child.join(30)
        assert child.exitcode == 0
        assert answers.get() == names(snapshot, "Zwanga") == ["Q2"]


def test_a_snapshot_can_be_pickled(small: Path) -> None:
    with Snapshot.open(small) as snapshot:
        copy = pickle.loads(pickle.dumps(snapshot))  # noqa: S301  # our own bytes
        with copy:
            assert copy.digest == snapshot.digest
