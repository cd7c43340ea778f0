"""Web archives: pages as crawlers kept them, and archives that are damaged, cut off or hostile."""

import gzip
import io
import zlib
from itertools import islice

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages_by_hand import BODY, json_ld, page

from ingest.errors import Problem
from ingest.model import Article
from ingest.read import Limits, read
from ingest.read.fault import Fault
from ingest.read.warc_records import MOST_DAMAGES
from ingest.read.web.transfer import plain_body

PAGE = page(json_ld(datePublished="2024-03-11", headline="Pier")).encode()
URL = "https://beacon.example.org/2024/03/11/pier"


def record(block, kind="response", url=URL, extra="", length=None, content_type="application/http"):
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000>\r\n"
        f"WARC-Date: 2024-03-12T08:00:00Z\r\nWARC-Target-URI: {url}\r\nContent-Type: {content_type}\r\n"
        f"{extra}Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body=PAGE, status="200 OK", content_type="text/html; charset=utf-8", head=""):
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{head}\r\n".encode() + body


def packed(body, coding):
    return record(answer(body, head=f"Content-Encoding: {coding}\r\n"))


def items(*parts, limits=Limits()):  # noqa: B008 - frozen
    return list(read(["-"], stdin=io.BytesIO(b"".join(parts)), limits=limits))


def codes(*parts, limits=Limits()):  # noqa: B008 - frozen
    found = items(*parts, limits=limits)
    return [item.code if isinstance(item, Problem) else item.origin.record for item in found]


GOOD = record(answer())


def test_every_page_that_was_answered_is_an_article_and_all_else_is_passed_over():
    found = items(
        record(b"software: x\r\n", kind="warcinfo", content_type="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        GOOD,
        record(answer(status="404 Not Found")),
        record(answer(status="301 Moved")),
        record(answer(b"\x89PNG", content_type="image/png")),
        record(b"", kind="revisit"),
        record(b"93.184.216.34", url="dns:beacon.example.org", content_type="text/dns"),
        record(PAGE, kind="resource", url=f"{URL}/2", content_type="text/html"),
    )
    assert [(each.url, each.origin.record, each.body) for each in found] == [
        (URL, 3, BODY),
        (f"{URL}/2", 9, BODY),
    ]
    assert (found[0].title, found[0].date) == ("Pier", "2024-03-11")


@pytest.mark.parametrize(
    "pack",
    [lambda records: gzip.compress(b"".join(records)), lambda records: b"".join(map(gzip.compress, records))],
)
def test_packed_as_one_or_record_by_record_it_reads_the_same(pack):
    records = [GOOD, record(answer(), url=f"{URL}/2")]
    assert items(pack(records)) == items(*records)
    assert len(items(*records)) == 2


@pytest.mark.parametrize(
    "sent",
    [
        packed(gzip.compress(PAGE), "gzip"),
        packed(gzip.compress(PAGE), "x-gzip"),
        packed(zlib.compress(PAGE), "deflate"),
        packed(zlib.compress(PAGE)[2:-4], "deflate"),
        packed(PAGE, "gzip"),  # unpacked by the crawler
        packed(PAGE, "br"),
        packed(PAGE, "identity"),
        record(
            answer(
                b"%x\r\n%b\r\n%x;a=b\r\n%b\r\n0\r\n\r\n" % (9, PAGE[:9], len(PAGE) - 9, PAGE[9:]),
                head="Transfer-Encoding: chunked\r\n",
            )
        ),
        packed(brotli.compress(PAGE), "br"),
        record(
            answer(
                b"%x\r\n%b\r\n0\r\n\r\n" % (len(gzip.compress(PAGE)), gzip.compress(PAGE)),
                head="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
            )
        ),
        record(answer(PAGE, head="Transfer-Encoding: chunked\r\n")),  # joined by the crawler
    ],
)
def test_a_page_is_read_however_it_was_sent(sent):
    (found,) = items(sent)
    assert found.body == BODY


FEED = (
    "<?xml version='1.0'?><rss version='2.0' xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel>"
    "<title>Beacon</title>"
    + "".join(
        f"<item><title>Pier {n}</title><link>{URL}/{n}</link><c:encoded>{BODY}</c:encoded></item>"
        for n in (1, 2)
    )
    + "<item><title>More</title><description>Soon.</description></item></channel></rss>"
).encode()


@pytest.mark.parametrize(
    "sent",
    [
        answer(FEED, content_type="application/rss+xml"),
        answer(FEED, content_type="text/xml; charset=utf-8"),
        answer(gzip.compress(FEED), content_type="application/xml", head="Content-Encoding: gzip\r\n"),
    ],
)
def test_of_a_feed_every_entry_with_its_text_is_an_article(sent):
    *found, teaser = items(GOOD, record(sent, url="https://beacon.example.org/feed"))
    assert [each.url for each in found] == [URL, f"{URL}/1", f"{URL}/2"]
    assert {each.origin.record for each in found[1:]} == {2}
    assert teaser.code == "teaser"


def test_other_xml_is_passed_over_and_a_document_type_refused():
    sitemap = b"<?xml version='1.0'?><!DOCTYPE a><urlset><url><loc>https://a.example/</loc></url></urlset>"
    hostile = FEED.replace(b"<rss", b"<!DOCTYPE a [<!ENTITY b 'c'>]><rss", 1)
    assert codes(GOOD, record(answer(sitemap, content_type="text/xml"))) == [1]
    assert codes(GOOD, record(answer(hostile, content_type="application/rss+xml"))) == [1, "doctype"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_counts_before_what_is_stated(encoding):
    (found,) = items(
        record(answer(PAGE.decode().encode(encoding), content_type="text/html; charset=iso-8859-1"))
    )
    assert (found.title, found.body) == ("Pier", BODY)


def test_what_the_server_says_of_the_encoding_counts():
    body = PAGE.replace(b'<meta charset="utf-8">', b"").decode().replace("unsafe", "unsäfe").encode("utf-8")
    as_sent = body.decode().replace("“", '"').replace("”", '"').encode("cp1252")
    (found,) = items(record(answer(as_sent, content_type="text/html; charset=iso-8859-1")))
    assert "unsäfe" in found.body


def test_a_page_is_known_under_another_address_only_of_the_same_site():
    link = '<link rel="canonical" href="https://{}/story">'
    (found,) = items(
        record(answer(page(link.format("beacon.example.org")).encode()), url=f"{URL}?x=1&utm_source=y")
    )[-1:]
    assert found.url == "https://beacon.example.org/story"
    *warnings, found = items(record(answer(page(link.format("other.example.com")).encode())))
    assert found.url == URL
    assert "url-not-believed" in [each.code for each in warnings]


def test_a_page_was_not_published_after_it_was_fetched():
    later = page('<link rel="canonical" href="/2024/03/13/pier">').encode()
    assert items(record(answer(later), url="https://beacon.example.org/2024/03/13/pier"))[-1].date is None


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (packed(gzip.compress(PAGE)[:-50], "gzip"), "damaged-record"),
        (packed(b"\x1f\x8b" + PAGE, "gzip"), "damaged-record"),
        (packed(PAGE, "rot13"), "damaged-record"),
        (packed(b"\x00\x01\x02" * 50, "br"), "damaged-record"),
        (packed(b"\x28\xb5\x2f\xfd" + PAGE, "zstd"), "damaged-record"),
        (record(answer(b"fffff\r\n" + PAGE, head="Transfer-Encoding: chunked\r\n")), "damaged-record"),
        (record(answer(b"<html>")), "boilerplate"),
        (record(answer(b"")), "empty-file"),
        (record(answer(b"<p>" * 1_000_000)), "too-large"),
        (packed(gzip.compress(b"<p>" * 10_000_000), "gzip"), "too-large"),
        (packed(zlib.compress(b"<p>" * 10_000_000), "deflate"), "too-large"),
        (packed(brotli.compress(b"<p>" * 3_000_000, quality=4), "br"), "too-large"),
        (packed(gzip.compress(gzip.compress(b"<p>" * 10_000_000)), "gzip, gzip"), "too-large"),
    ],
)
def test_one_bad_record_is_told_with_its_place_and_the_next_is_read(bad, code):
    first, problem, second = items(GOOD, bad, GOOD)
    assert (problem.code, problem.fatal, problem.origin.record) == (code, True, 2)
    assert f"The record of {URL} begins at byte {len(GOOD):,}" in problem.message
    assert (first.origin.record, second.origin.record) == (1, 3)


@pytest.mark.parametrize("cut", [5, 50, len(PAGE) - 1, len(PAGE) + 10, len(PAGE) + 200])
def test_an_archive_that_breaks_off_is_told(cut):
    assert codes(GOOD, GOOD[:-cut]) == [1, "truncated-record"]


def test_so_is_one_that_breaks_off_in_a_record_that_is_no_page():
    assert codes(GOOD, record(b"x" * 500, kind="metadata")[:-100]) == [1, "truncated-record"]


def test_what_comes_before_the_break_in_a_packed_archive_is_read():
    whole = b"".join(map(gzip.compress, [GOOD, GOOD, GOOD]))
    found = codes(whole[:-30])
    assert found[:2] == [1, 2]
    assert found[-1] == "truncated-gzip"


def test_a_page_that_the_crawler_cut_short_is_read_with_a_warning():
    warning, found = items(record(answer(), extra="WARC-Truncated: length\r\n"))
    assert (warning.code, warning.fatal, found.body) == ("cut-short", False, BODY)


RUBBISH = {
    "what is no record": b"garbage\r\n\r\n",
    "much of it": b"garbage\r\n" * 100_000,
    "a length that is too short": record(answer(), length=30),
    "a header without an end": b"WARC/1.1\r\n" + b"A: b\r\n" * 20_000,
}


@pytest.mark.parametrize("kind", RUBBISH)
def test_damage_between_records_is_told_and_the_records_behind_it_are_read(kind):
    found = items(
        GOOD, RUBBISH[kind] + b"\r\n\r\n", record(answer(), url=f"{URL}/2"), record(answer(), url=f"{URL}/3")
    )
    assert [each.url for each in found if isinstance(each, Article)] == [URL, f"{URL}/2", f"{URL}/3"]
    *_, problem = [each for each in found if isinstance(each, Problem)]
    assert (problem.code, problem.fatal) == ("damaged-archive", True)
    if kind != "a length that is too short":
        assert f"goes on at byte {len(GOOD) + len(RUBBISH[kind]) + 4:,}" in problem.message


def test_a_place_behind_damage_is_told_as_in_the_whole_archive():
    rubbish = b"garbage\r\n\r\n"
    *_, problem = items(GOOD, rubbish, GOOD, packed(PAGE, "rot13"))
    assert f"begins at byte {2 * len(GOOD) + len(rubbish):,}" in problem.message


def test_an_archive_of_nothing_but_damage_is_given_up():
    found = codes(GOOD, (b"WARC/1.1\r\n" + b"A: b\r\n" * 6_000 + b"\r\n\r\n") * 200)
    assert found == [1, *["damaged-archive"] * (MOST_DAMAGES + 1)]


@pytest.mark.parametrize("length", ["-4", "x", ""])
def test_a_length_that_is_none_is_told(length):
    found = items(GOOD, record(answer(), length=length), GOOD)
    assert isinstance(found[0], Article)
    assert any(each.fatal for each in found if isinstance(each, Problem))


def test_an_archive_without_pages_is_told():
    assert codes(record(b"x", kind="metadata")) == ["nothing-found"]


def test_a_bomb_is_stopped():
    limits = Limits(max_decompressed_bytes=100_000)
    assert (
        codes(gzip.compress(GOOD + record(b"\0" * 10_000_000, kind="metadata")), limits=limits)[-1]
        == "gzip-bomb"
    )


def test_a_record_of_any_stated_length_costs_no_memory():
    assert codes(GOOD, record(answer(), length=10**15)) == [1, "truncated-record"]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_archive_never_fails(data):
    whole = bytearray(GOOD + record(b"x" * 50, kind="metadata") + GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    for item in islice(items(bytes(whole)), 50):
        assert isinstance(item, Article | Problem)


@given(
    st.binary(max_size=200),
    st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "", "identity"]),
    st.booleans(),
)
def test_any_body_unpacks_or_is_refused(body, coding, chunked):
    try:
        found = plain_body(body, "chunked" if chunked else "", coding, 1000)
    except Fault as fault:
        found = fault.message.encode()
    assert 0 <= len(found) <= 1001
