"""Pages, asked for with manners, from sites that are slow, broken, busy, endless or hostile."""

import gzip
import shutil
import ssl
import subprocess
import threading
import time
import zlib
from functools import partial

import brotli
import pytest
from fetch.web import AGENT, LOOPBACK, PAGE, Waits, answer, dripping, fetcher, redirect, serving

from ingest.fetch.address import parse
from ingest.fetch.reachable import Reach


def fetched(script, path="/a", *, robots=None, waits=None, **more):
    """Fetch one page of a site that answers as `script` says, or always the same."""
    answering = script if callable(script) and not isinstance(script, bytes) else lambda _: script
    with serving(answering, **({"robots": robots} if robots else {})) as site:
        document = fetcher(waits, **more).fetch(parse(site.address + path))
    return document, site


def fault(script, *arguments, **more):
    document, _ = fetched(script, *arguments, **more)
    assert document.fault, document.exchanges[-1].status
    assert document.fault.cure
    return document.fault


@pytest.fixture
def stopped():
    event = threading.Event()
    yield event
    event.set()


# -- what is sent, and what comes back


def test_a_page_comes_back_as_it_went_over_the_wire():
    chunks = b"5\r\n%b\r\n%x;x=y\r\n%b\r\n0\r\nTrailer: x\r\n\r\n" % (PAGE[:5], len(PAGE) - 5, PAGE[5:])
    sent = b"HTTP/1.1 200 Fine\r\ncontent-TYPE:  text/html; charset=x\r\nTransfer-Encoding: chunked\r\n\r\n"
    document, site = fetched(sent + chunks)
    (page,) = document.exchanges
    assert page.response == sent + chunks
    assert (page.body, page.payload) == (PAGE, chunks)
    assert (page.status, page.media_type, page.ip) == (200, "text/html", "127.0.0.1")
    assert page.request == site.requests[-1]


def test_interim_answers_and_what_follows_the_answer_are_none_of_it():
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    document, _ = fetched(early + answer() + b"HTTP/1.1 200 OK\r\n\r\nsmuggled")
    assert document.exchanges[-1].response == answer()


def test_an_answer_may_end_with_the_connection():
    sent = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    assert fetched(sent)[0].exchanges[-1].response == sent


def test_a_request_says_who_asks_and_nothing_else_of_us():
    document, site = fetched(redirect("/b"), "/a?b=c")
    first = site.requests[1].decode()
    assert first.startswith("GET /a?b=c HTTP/1.1\r\n")
    assert f"\r\nUser-Agent: {AGENT}\r\n" in first
    assert f"\r\nHost: 127.0.0.1:{site.port}\r\n" in first
    assert not any(name in first.lower() for name in ("cookie", "authorization", "referer", "from:"))
    assert document.fault


def test_cookies_are_not_sent_back():
    def script(path):
        if path == "/a":
            return answer(b"", "302 Found", head="Location: /b\r\nSet-Cookie: a=b; Path=/\r\n")
        return answer()

    _, site = fetched(script)
    assert site.asked[-1] == "/b"
    assert b"cookie" not in site.requests[-1].lower()


@pytest.mark.parametrize(
    ("pack", "coding"),
    [(gzip.compress, "gzip"), (brotli.compress, "br"), (zlib.compress, "deflate"), (bytes, "identity")],
)
def test_a_packed_page_stays_packed(pack, coding):
    packed = pack(PAGE)
    document, _ = fetched(answer(packed, head=f"Content-Encoding: {coding}\r\n"))
    assert document.fault is None
    assert document.exchanges[-1].body == packed


# -- too slow, too much, cut off


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"", b""),
        (b"H", b""),
    ],
)
def test_who_drips_is_left_when_the_time_is_up(head, drop, stopped):
    began = time.monotonic()
    assert fault(lambda _: dripping(head, drop, stopped), seconds=0.4).code == "too-slow"
    assert time.monotonic() - began < 3


def test_redirects_and_tries_take_their_time_from_the_same_page():
    def slow(path):
        def send(connection):
            time.sleep(0.3)
            connection.sendall(redirect(path + "a"))

        return send

    document, site = fetched(slow, seconds=0.8)
    assert document.fault.code == "too-slow"
    assert site.asked == ["/robots.txt", "/a", "/aa", "/aaa"]


def test_a_name_that_is_looked_up_for_ever_is_left_when_the_time_is_up(stopped):
    def never(host, port):
        stopped.wait(30)
        return []

    began = time.monotonic()
    document = fetcher(reach=Reach(resolve=never), seconds=0.3).fetch(parse("http://slow.example/"))
    assert document.fault.code == "robots"
    assert time.monotonic() - began < 3


def test_a_handshake_that_drips_is_left_when_the_time_is_up(stopped):
    # a record of TLS that announces more than ever comes
    script = dripping(b"\x16\x03\x03\x40\x00\x02", b"\x00", stopped)
    with serving(lambda _: script) as site:
        began = time.monotonic()
        document = fetcher(seconds=0.4).fetch(parse(f"https://127.0.0.1:{site.port}/"))
        assert time.monotonic() - began < 3
    assert document.fault.code == "robots"


def endless(piece):
    def send(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
        while True:
            connection.sendall(piece)

    return lambda _: send


CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("piece", "code"),
    [
        (b"\r\n" + b"x" * 65536, "too-large"),
        (CHUNKED + b"10\r\n" + b"x" * 16 + b"\r\n", "no-answer"),  # not chunks for long
        (b"X-Header: y\r\n" * 1000, "no-answer"),
    ],
)
def test_an_endless_answer_is_left(piece, code):
    began = time.monotonic()
    assert fault(endless(piece), most=50_000).code == code
    assert time.monotonic() - began < 4


def test_chunks_that_are_mostly_wrapping_are_too_much():
    wrapped = (b"1;" + b"y" * 2000 + b"\r\nx\r\n") * 200
    sent = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + CHUNKED + wrapped + b"0\r\n\r\n"
    assert fault(sent, most=10_000).code == "too-large"


def test_interim_answers_without_end_are_none():
    def send(connection):
        while True:
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" * 100)

    assert fault(lambda _: send).code == "no-answer"


def test_a_page_that_states_to_be_too_long_is_not_read():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999999999999\r\n\r\n"
    assert fault(head, seconds=3).code == "too-large"


@pytest.mark.parametrize(
    ("pack", "coding"),
    [(gzip.compress, "gzip"), (partial(brotli.compress, quality=4), "br"), (zlib.compress, "deflate")],
)
def test_a_small_page_that_unpacks_to_a_huge_one_is_refused(pack, coding):
    bomb = pack(b"<p>" + b"\0" * 20_000_000)
    assert len(bomb) < 50_000
    document, _ = fetched(answer(bomb, head=f"Content-Encoding: {coding}\r\n"))
    assert document.fault.code == "too-large"
    assert document.exchanges == ()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Ty",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n" + PAGE,
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + CHUNKED + b"5\r\nhel",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + CHUNKED + b"zz\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"<html>no header</html>",
        answer(gzip.compress(PAGE)[:-12], head="Content-Encoding: gzip\r\n"),
        answer(PAGE, head="Content-Encoding: sdch\r\n"),
    ],
)
def test_an_answer_that_is_cut_off_or_garbled_is_none(sent):
    document, _ = fetched(sent)
    assert (document.fault.code, document.exchanges) == ("no-answer", ())


# -- what is no page


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "text/plain", "application/json", ""])
def test_what_is_no_page_and_no_feed_is_left_unread(kind, stopped):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: 99\r\n\r\n".encode()
    found = fault(lambda _: dripping(head, b"", stopped))
    assert found.code == "media-type"
    assert kind in found.message


@pytest.mark.parametrize(
    "kind", ["text/HTML;charset=x", "application/xhtml+xml", "application/rss+xml", "text/xml"]
)
def test_pages_and_feeds_are_fetched(kind):
    assert fetched(answer(kind=kind))[0].fault is None


@pytest.mark.parametrize(
    "status", ["404 Not Found", "410 Gone", "403 Forbidden", "500 Oops", "204 No Content"]
)
def test_another_status_is_told_and_kept(status):
    document, _ = fetched(answer(b"" if status.startswith("204") else b"gone", status))
    assert document.fault.code == "status"
    assert status[:3] in document.fault.message
    assert [str(each.status) for each in document.exchanges] == [status[:3]]


# -- redirects


def test_redirects_are_followed_and_kept():
    pages = {"/a": redirect("b"), "/b": redirect("/c?x=ü", "301 Moved"), "/c?x=%C3%BC": answer()}
    document, _ = fetched(lambda path: pages[path])
    assert [each.status for each in document.exchanges] == [302, 301, 200]
    assert document.asked.target == "/a"


def test_a_circle_of_redirects_is_left():
    pages = {"/a": redirect("/b"), "/b": redirect("/a")}
    document, site = fetched(lambda path: pages[path])
    assert document.fault.code == "redirects"
    assert site.asked == ["/robots.txt", "/a", "/b"]


def test_a_chain_of_redirects_has_an_end():
    document, site = fetched(lambda path: redirect(path + "a"))
    assert document.fault.code == "redirects"
    assert len(site.asked) == 12  # robots.txt, the page, and ten redirects


@pytest.mark.parametrize(
    "location", ["ftp://example.org/", "http://[", "http://u:p@example.org/", "javascript:0"]
)
def test_a_redirect_to_no_page_is_told(location):
    found = fault(redirect(location))
    assert found.code == "redirects"
    assert "u:p" not in found.message


def test_a_redirect_without_a_place_is_told():
    assert fault(answer(b"", "302 Found")).code == "status"


# -- encryption


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    made = ["-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert"), "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*command, *made, *names], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert"))
    with serving(lambda _: answer(), tls=server) as site:
        address = parse(f"https://127.0.0.1:{site.port}/")
        document = fetcher().fetch(address)
        assert document.fault.code == "unreachable"
        assert "self" in document.fault.message
        assert site.asked == []
        assert fetcher(tls=lambda: trusting).fetch(address).exchanges[-1].body == PAGE
        elsewhere = parse(f"https://other.example:{site.port}/")
        reach = Reach(LOOPBACK, lambda host, port: ["127.0.0.1"])
        document = fetcher(reach=reach, tls=lambda: trusting).fetch(elsewhere)
        assert document.fault.code == "unreachable"
        assert "other.example" in document.fault.message


def test_a_server_that_does_not_speak_tls_is_told():
    with serving(lambda _: answer()) as site:
        document = fetcher().fetch(parse(f"https://127.0.0.1:{site.port}/"))
    assert document.fault.code in ("unreachable", "no-answer")


# -- turns and patience


def test_a_host_is_asked_once_a_second():
    waits = Waits()
    with serving(lambda _: answer()) as site:
        asking = fetcher(waits)
        for path in ("/a", "/b"):
            asking.fetch(parse(site.address + path))
    assert site.asked == ["/robots.txt", "/a", "/b"]
    assert waits == [1, 1]


def test_two_hosts_do_not_wait_for_each_other():
    waits = Waits()
    reach = Reach(LOOPBACK, lambda host, port: ["127.0.0.1"])
    with serving(lambda _: answer()) as site:
        asking = fetcher(waits, reach=reach)
        for host in ("a.example", "b.example"):
            asking.fetch(parse(f"http://{host}:{site.port}/"))
    assert waits == [1, 1]  # each between its robots.txt and its page


@pytest.mark.parametrize(
    ("busy", "waited"),
    [
        ("429 Too Many\r\nRetry-After: 7", [1, 7]),
        ("503 Busy\r\nRetry-After: 0", [1, 2]),
        ("503 Busy", [1, 2]),
        (
            "429 Busy\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:50:07 GMT",
            [1, 30],
        ),
    ],
)
def test_a_busy_site_is_asked_again_when_it_says(busy, waited):
    replies = iter([f"HTTP/1.1 {busy}\r\nContent-Length: 0\r\n\r\n".encode(), answer()])
    waits = Waits()
    document, _ = fetched(lambda _: next(replies), waits=waits)
    assert document.fault is None
    assert waits == waited
    assert [each.status for each in document.exchanges] == [200]


def test_who_stays_busy_is_given_up():
    document, site = fetched(answer(b"", "429 Busy"))
    assert (document.fault.code, document.exchanges) == ("busy", ())
    assert site.asked == ["/robots.txt", "/a", "/a", "/a"]


def test_who_wants_to_be_left_alone_for_long_is_not_asked_again():
    waits = Waits()
    with serving(lambda _: answer(b"", "429 Busy", head="Retry-After: 3600\r\n")) as site:
        asking = fetcher(waits)
        assert asking.fetch(parse(site.address + "/a")).fault.code == "busy"
        again = asking.fetch(parse(site.address + "/b")).fault
    assert (again.code, "3,600 seconds" in again.message) == ("busy", True)
    assert site.asked == ["/robots.txt", "/a"]
    assert max(waits) == 1


def test_a_host_that_only_fails_is_not_asked_any_more():
    with serving(lambda _: b"") as site:
        asking = fetcher()
        codes = [asking.fetch(parse(f"{site.address}/{n}")).fault.code for n in range(5)]
    assert codes == ["no-answer", "no-answer", "no-answer", "busy", "busy"]
    assert len(site.asked) == 4
