"""Extraction records beside the graphs: kept whole, found damaged, gone with their article."""

import pytest

from ingest.errors import StoreError
from ingest.store import open_store

ARTICLE, OTHER = "a" * 32, "b" * 32
FIRST, SECOND = "2" * 32, "3" * 32


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "store", mode="write", create=True) as opened:
        yield opened


def files(tmp_path):
    return sorted(path.name for path in (tmp_path / "store" / "records").glob("*/*"))


def test_what_was_put_is_there_for_whoever_opens_the_store_later(tmp_path):
    with open_store(tmp_path / "store", mode="write", create=True) as store:
        store.put_record(ARTICLE, FIRST, b'{"a":"\xc3\xa9"}\n')
    with open_store(tmp_path / "store") as store:
        assert store.record(ARTICLE, FIRST) == b'{"a":"\xc3\xa9"}\n'
        assert store.record(ARTICLE, SECOND) is None
        assert store.record(OTHER, FIRST) is None


def test_a_record_takes_the_place_of_one_of_the_same_article_and_key(store):
    store.put_record(ARTICLE, FIRST, b"one")
    store.put_record(ARTICLE, FIRST, b"two")
    assert store.record(ARTICLE, FIRST) == b"two"


def test_all_records_of_an_article_go_or_all_but_one(store, tmp_path):
    for article in (ARTICLE, OTHER):
        store.put_record(article, FIRST, b"x")
        store.put_record(article, SECOND, b"y")
    assert store.delete_records(ARTICLE, but=SECOND)
    assert store.record(ARTICLE, FIRST) is None
    assert store.record(ARTICLE, SECOND) == b"y"
    assert store.delete_records(ARTICLE)
    assert not store.delete_records(ARTICLE)
    assert files(tmp_path) == [f"{OTHER}-{FIRST}.jsonl", f"{OTHER}-{SECOND}.jsonl"]


@pytest.mark.parametrize("damage", [lambda raw: raw[:-2], lambda raw: raw + b" ", lambda raw: b""])
def test_a_damaged_record_is_found_by_verify_and_never_read(store, tmp_path, damage):
    store.put_record(ARTICLE, FIRST, b"content")
    store.put_record(OTHER, FIRST, b"content")
    assert list(store.verify()) == []
    (path,) = (tmp_path / "store" / "records").glob(f"*/{ARTICLE}-*")
    path.write_bytes(damage(path.read_bytes()))
    assert [found.where for found in store.verify()] == [f"{ARTICLE}-{FIRST}"]
    with pytest.raises(StoreError, match="does not have the hash"):
        store.record(ARTICLE, FIRST)


def test_a_reader_writes_no_records(store, tmp_path):
    store.close()
    with open_store(tmp_path / "store") as reader, pytest.raises(StoreError):
        reader.put_record(ARTICLE, FIRST, b"x")


@pytest.mark.parametrize("segment", ["", "../../etc/passwd", "A" * 32, "a" * 31, "1" * 32])
def test_what_is_no_segment_of_an_iri_is_refused(store, segment):
    with pytest.raises(ValueError, match="segment"):
        store.put_record(segment, FIRST, b"x")
    with pytest.raises(ValueError, match="segment"):
        store.put_record(ARTICLE, segment, b"x")
    with pytest.raises(ValueError, match="segment"):
        store.delete_records(segment)
