"""A slice of a snapshot: only the entities asked for, and articles link against it as against the whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from snapshot_by_hand import ABOUT, WORLD, compile_world

from ingest.extract import TrainedExtractor
from ingest.link import Recorder, Snapshot, link, write_slice
from ingest.model import Article
from ingest.read import read
from ingest.resources import folder


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "whole.sqlite"
    compile_world(path)
    return path


def test_a_slice_holds_the_entities_asked_for_and_their_countries(whole: Path, tmp_path: Path) -> None:
    with Snapshot.open(whole) as snapshot:
        write_slice(snapshot, ["Q3", "Q1", "Q999", "nonsense"], tmp_path / "slice.sqlite")
    with Snapshot.open(tmp_path / "slice.sqlite") as part:
        assert tuple(part.entities()) == WORLD[:3]  # Q2 is the country of Q3
        assert part.candidates("PostHub") == ()
        part.verify()


def test_a_slice_says_what_it_is_a_slice_of(whole: Path, tmp_path: Path) -> None:
    with Snapshot.open(whole) as snapshot:
        digest = write_slice(snapshot, ["Q1"], tmp_path / "slice.sqlite")
        with Snapshot.open(tmp_path / "slice.sqlite") as part:
            assert part.about == replace(ABOUT, parent=snapshot.digest)
            assert part.digest == digest != snapshot.digest


def test_a_slice_keeps_what_its_entities_are_weighed_by(whole: Path, tmp_path: Path) -> None:
    with Snapshot.open(whole) as snapshot:
        write_slice(snapshot, ["Q5"], tmp_path / "slice.sqlite")
        with Snapshot.open(tmp_path / "slice.sqlite") as part:
            assert part.demonyms == snapshot.demonyms
            assert tuple(part.words()) == tuple(snapshot.words())
            assert [part.label_of(qid) for qid in ("Q100", "Q104", "Q105")] == [
                snapshot.label_of(qid) for qid in ("Q100", "Q104", "Q105")
            ]
            assert part.is_a("Q2", "Q111")
            assert part.is_a("Q5", "Q112")
            assert tuple(part.redirects()) == tuple(snapshot.redirects())


def test_a_merged_entity_is_asked_for_by_either_name(whole: Path, tmp_path: Path) -> None:
    with Snapshot.open(whole) as snapshot:
        write_slice(snapshot, ["Q21"], tmp_path / "slice.sqlite")
    with Snapshot.open(tmp_path / "slice.sqlite") as part:
        assert part.current("Q21") == "Q2"
        assert [found.qid for found in part.entities()] == ["Q2"]


def test_of_a_class_that_was_asked_about_the_slice_knows_as_much(whole: Path, tmp_path: Path) -> None:
    with Recorder.open(whole) as recorder:
        assert recorder.is_a("Q103", "Q112")
        assert recorder.label_of("Q100") == "sovereign state"
        write_slice(recorder, recorder.seen, tmp_path / "slice.sqlite")
    with Snapshot.open(tmp_path / "slice.sqlite") as part:
        assert tuple(part.entities()) == ()
        assert part.is_a("Q103", "Q112")
        assert part.label_of("Q100") == "sovereign state"


def test_the_order_of_asking_does_not_matter(whole: Path, tmp_path: Path) -> None:
    with Snapshot.open(whole) as snapshot:
        write_slice(snapshot, ["Q1", "Q5", "Q3"], tmp_path / "one.sqlite")
        write_slice(snapshot, ["Q3", "Q3", "Q1", "Q5"], tmp_path / "other.sqlite")
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "other.sqlite").read_bytes()


def test_a_slice_of_a_slice_for_the_same_entities_holds_the_same(whole: Path, tmp_path: Path) -> None:
    with Snapshot.open(whole) as snapshot:
        write_slice(snapshot, ["Q5", "Q3"], tmp_path / "one.sqlite")
    with Snapshot.open(tmp_path / "one.sqlite") as one:
        write_slice(one, ["Q5", "Q3"], tmp_path / "two.sqlite")
        with Snapshot.open(tmp_path / "two.sqlite") as two:
            assert tuple(two.entities()) == tuple(one.entities())
            assert two.about.parent == one.digest


def test_the_seeds_link_against_the_slice_of_what_they_asked_for_as_against_the_whole(tmp_path: Path) -> None:
    extractor = TrainedExtractor()
    articles = [item for item in read([str(folder("seeds") / "articles")]) if isinstance(item, Article)]
    extractions = [extractor.extract(article) for article in articles]
    with Recorder.open() as recorder:
        expected = [link(extraction, recorder) for extraction in extractions]
        write_slice(recorder, recorder.seen, tmp_path / "slice.sqlite")
    with Snapshot.open(tmp_path / "slice.sqlite") as part:
        assert [link(extraction, part) for extraction in extractions] == expected
        assert part.counts["entities"] < 5000
    assert sum(made.qid is not None for linking in expected for made in linking.links) > 20
