"""One page that would stall the run is ended, told and counted; the pages around it are loaded."""

import gzip
import json

import pytest

GOOD = (
    "<!doctype html><html lang=en><title>Pier</title><article><h1>Pier</h1>"
    + "<p>The pier at Varnholm is unsafe, the mayor, Ada Holm, told reporters on Monday in the town hall.</p>"
    * 4
    + "</article></html>"
)
SLOW = "<html><body>" + "<p>Hello there, said the man to her. " * 400_000
SETTINGS = "limits = { max_page_bytes = 20000000, max_page_seconds = 1 }\n"


def record(number: int, page: str) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Date: 2024-03-12T08:00:00Z\r\nWARC-Target-URI: https://beacon.example.org/{number}\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def as_files(folder):
    for name, page in (("a", GOOD), ("b", SLOW), ("c", GOOD.replace("Monday", "Friday"))):
        (folder / f"{name}.html").write_text(page)
    return "pages"


def as_archive(folder):
    (folder / "a.warc.gz").write_bytes(record(1, GOOD) + record(2, SLOW) + record(3, GOOD))
    return "pages"


@pytest.mark.parametrize("kept", [as_files, as_archive])
def test_a_page_that_takes_too_long_costs_no_other(hearsay, tmp_path, kept):
    (tmp_path / "hearsay.toml").write_text(SETTINGS)
    (tmp_path / "pages").mkdir()
    done = hearsay("ingest", kept(tmp_path / "pages"), "--json")
    found = json.loads(done.out)
    assert done.status == 1
    assert found["articles"]["loaded"] == 2
    assert [each["code"] for each in found["problems"] if each["set aside"]] == ["too-slow"]
