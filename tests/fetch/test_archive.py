"""The archive: standard, durable, and what was fetched is not lost or fetched twice."""

import errno
import gzip
import io
import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from fetch.web import AGENT, PAGE, answer, fetcher, now, redirect, serving

from ingest.errors import HearsayError
from ingest.fetch import archive as archives
from ingest.fetch.archive import opened
from ingest.fetch.run import Outcome, fetch_all

CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
)
PAGES = {
    "/a": answer(),
    "/b": redirect("/c"),
    "/c": answer(PAGE + b"c"),
    "/chunked": CHUNKED,
    "/gone": answer(b"", "404 Gone"),
}


@pytest.fixture
def site():
    with serving(lambda path: PAGES[path]) as site:
        yield site


def fetch(file: Path, site, *paths, again=False):
    """Return what became of some pages."""
    with opened(file, AGENT, now()) as archive:
        addresses = [site.address + path for path in paths]
        return [each.outcome for each in fetch_all(addresses, archive, fetcher(), again=again)]


def records(data: bytes):
    """Return kind, target and block of every record, each checked against its digests."""
    found = []
    for record in ArchiveIterator(io.BytesIO(data), parse_http=False, record_types=WarcRecordType.any_type):
        block = record.reader.read()
        found.append((record.headers.get("WARC-Type"), record.headers.get("WARC-Target-URI"), block))
    for parsed in (False, True):
        for record in ArchiveIterator(io.BytesIO(data), parse_http=parsed):
            if parsed and record.headers.get("WARC-Payload-Digest"):
                assert record.verify_payload_digest()
            elif not parsed:
                assert record.verify_block_digest()
    return found


def members(data: bytes) -> list[int]:
    """Return where each gzip member ends."""
    import zlib

    ends, rest = [], data
    while rest:
        unpacker = zlib.decompressobj(31)
        unpacker.decompress(rest)
        assert unpacker.eof
        rest = unpacker.unused_data
        ends.append(len(data) - len(rest))
    return ends


def test_it_holds_what_was_asked_and_answered(tmp_path, site):
    file = tmp_path / "new" / "pages.warc.gz"
    assert fetch(file, site, "/b", "/chunked") == [Outcome.FETCHED] * 2
    found = records(file.read_bytes())
    at = site.address
    assert [(kind, target) for kind, target, _ in found] == [
        ("warcinfo", None),
        *(("request", f"{at}/b"), ("response", f"{at}/b")),
        *(("request", f"{at}/c"), ("response", f"{at}/c"), ("metadata", f"{at}/c")),
        *(("request", f"{at}/chunked"), ("response", f"{at}/chunked"), ("metadata", f"{at}/chunked")),
    ]
    blocks = {(kind, target): block for kind, target, block in found}
    assert blocks["response", f"{at}/c"] == PAGES["/c"]
    assert blocks["response", f"{at}/chunked"] == CHUNKED
    assert blocks["metadata", f"{at}/c"] == f"seed: {at}/b\r\nhopsFromSeed: R\r\n".encode()
    assert f"http-header-user-agent: {AGENT}".encode() in blocks["warcinfo", None]


def test_the_same_answers_at_the_same_time_give_the_same_bytes(tmp_path, site):
    one, other = tmp_path / "1" / "pages.warc.gz", tmp_path / "2" / "pages.warc.gz"
    for file in (one, other):
        fetch(file, site, "/a", "/b")
    assert one.read_bytes() == other.read_bytes()


def test_what_is_there_is_not_asked_again_unless_it_is_wanted(tmp_path, site):
    file = tmp_path / "pages.warc.gz"
    assert fetch(file, site, "/a", "/b", "/gone", "/a#top") == [
        Outcome.FETCHED,
        Outcome.FETCHED,
        Outcome.FAILED,
    ]
    before, asked = file.read_bytes(), list(site.asked)
    assert fetch(file, site, "/a#x", "/b", "/c") == [Outcome.THERE] * 3
    assert (file.read_bytes(), site.asked) == (before, asked)
    assert fetch(file, site, "/gone") == [Outcome.FAILED]  # what failed is asked again
    assert fetch(file, site, "/a", again=True) == [Outcome.FETCHED]
    assert file.read_bytes().startswith(before)


@pytest.mark.parametrize("suffix", ["warc", "gz", "sqlite", "warc.gz.tmp"])
def test_only_a_file_that_is_called_an_archive_is_written(tmp_path, site, suffix):
    file = tmp_path / f"pages.{suffix}"
    with pytest.raises(HearsayError, match=r"\.warc\.gz"):
        fetch(file, site, "/a")
    assert not file.exists()


@pytest.mark.parametrize("content", [b"plain text", b"\x1f\x8b", gzip.compress(b"x")[:3], b"\x1f"])
def test_what_is_no_archive_is_left_as_it_is_or_put_aside(tmp_path, site, content):
    file = tmp_path / "pages.warc.gz"
    file.write_bytes(content)
    if content.startswith(b"plain"):
        with pytest.raises(HearsayError, match="byte 0"):
            fetch(file, site, "/a")
        assert file.read_bytes() == content
    else:
        fetch(file, site, "/a")
        assert (tmp_path / "pages.warc.gz.cut-1").read_bytes() == content


@pytest.mark.parametrize("content", [b"hello", b"WARC/1.1\r\nA: b\r\n" + b"x" * 100_000])
def test_what_is_packed_but_no_archive_is_left_as_it_is(tmp_path, site, content):
    file = tmp_path / "pages.warc.gz"
    file.write_bytes(packed := gzip.compress(content))
    with pytest.raises(HearsayError, match="no web archive"):
        fetch(file, site, "/a")
    assert file.read_bytes() == packed
    assert site.asked == []


def test_wherever_it_breaks_off_nothing_good_is_lost_and_the_rest_is_fetched(tmp_path, site):
    file = tmp_path / "pages.warc.gz"
    fetch(file, site, "/a", "/b")
    whole = file.read_bytes()
    ends = [0, *members(whole)]
    places = sorted({place for end in ends for place in (end - 1, end, end + 1, end + 40) if place >= 0})
    for place in (each for each in places if each < len(whole)):
        for aside in tmp_path.glob("*.cut-*"):
            aside.unlink()
        file.write_bytes(whole[:place])
        good = max(end for end in ends if end <= place)
        fetch(file, site, "/a", "/b")
        after = file.read_bytes()
        assert after.startswith(whole[:good])
        found = {target for kind, target, _ in records(after) if kind == "response"}
        assert found == {f"{site.address}{path}" for path in ("/a", "/b", "/c")}
        cut = [each.read_bytes() for each in tmp_path.glob("*.cut-*")]
        assert cut == ([whole[good:place]] if place > good else [])


def test_zeros_that_a_loss_of_power_leaves_are_put_aside(tmp_path, site):
    file = tmp_path / "pages.warc.gz"
    fetch(file, site, "/a")
    whole = file.read_bytes()
    file.write_bytes(whole + bytes(300_000))
    assert fetch(file, site, "/a") == [Outcome.THERE]
    assert file.read_bytes() == whole
    assert (tmp_path / "pages.warc.gz.cut-1").read_bytes() == bytes(300_000)


def test_damage_before_the_end_is_told_and_nothing_is_changed(tmp_path, site):
    file = tmp_path / "pages.warc.gz"
    fetch(file, site, "/a", "/b")
    whole = bytearray(file.read_bytes())
    ends = members(bytes(whole))
    for place in (ends[1], ends[1] + 30):  # a member's mark, and within it
        damaged = bytes(whole[:place]) + b"\xff\xff\xff" + bytes(whole[place + 3 :])
        file.write_bytes(damaged)
        with pytest.raises(HearsayError, match=f"byte {ends[1]:,}"):
            fetch(file, site, "/c")
        assert file.read_bytes() == damaged


def test_an_archive_of_another_crawler_is_added_to(tmp_path, site):
    file = tmp_path / "pages.warc.gz"
    fetch(file, site, "/a")
    one_member = gzip.compress(gzip.decompress(file.read_bytes()))
    file.write_bytes(one_member)
    assert fetch(file, site, "/a", "/c") == [Outcome.THERE, Outcome.FETCHED]
    assert file.read_bytes().startswith(one_member)


class _Full(io.RawIOBase):
    def write(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_and_what_was_there_is_kept(tmp_path, site):
    file = tmp_path / "pages.warc.gz"
    fetch(file, site, "/a")
    before = file.read_bytes()
    with opened(file, AGENT, now()) as archive:
        full = replace(archive, file=_Full())
        with pytest.raises(HearsayError, match="No space left"):
            list(fetch_all([f"{site.address}/c"], full, fetcher()))
    assert file.read_bytes() == before


def _hold(path, ready, done):
    with opened(Path(path), AGENT, now()):
        ready.set()
        done.wait(30)


def test_two_runs_do_not_add_to_one_archive(tmp_path, site):
    file = tmp_path / "pages.warc.gz"
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(file), ready, done))
    other.start()
    try:
        assert ready.wait(60)
        with pytest.raises(HearsayError, match="Another run"):
            fetch(file, site, "/a")
    finally:
        done.set()
        other.join()


def test_a_member_of_any_size_is_skipped_in_little_memory(tmp_path, monkeypatch):
    import tracemalloc

    file = tmp_path / "pages.warc.gz"
    file.write_bytes(gzip.compress(bytes(200_000_000), 1))
    tracemalloc.start()
    assert archives._whole(file) == file.stat().st_size
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
