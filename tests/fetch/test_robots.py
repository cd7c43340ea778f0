"""robots.txt, as RFC 9309 has it."""

import gzip

import pytest
from fetch.web import Waits, answer, fetcher, redirect, serving

from ingest.fetch.address import parse
from ingest.fetch.robots import MOST_BYTES


def asked(robots, *paths, waits=None):
    """Return which of some pages were asked for, and the codes of the faults."""
    reply = robots if isinstance(robots, bytes) else answer(robots.encode(), kind="text/plain")
    with serving(lambda _: answer(), reply) as site:
        asking = fetcher(waits)
        faults = [asking.fetch(parse(site.address + path)).fault for path in paths]
    assert site.asked.count("/robots.txt") >= 1
    return [path for path in site.asked if path != "/robots.txt"], [each.code for each in faults if each]


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("User-agent: *\nDisallow: /", []),
        ("User-agent: *\nDisallow:", ["/a", "/b/c.pdf", "/b/d?x=1"]),
        ("User-agent: *\nDisallow: /b", ["/a"]),
        ("User-agent: *\nDisallow: /b\nAllow: /b/d", ["/a", "/b/d?x=1"]),  # the longest rule counts
        ("User-agent: *\nAllow: /b/d\nDisallow: /b", ["/a", "/b/d?x=1"]),
        (
            "User-agent: *\nDisallow: /a\nAllow: /a",
            ["/a", "/b/c.pdf", "/b/d?x=1"],
        ),  # of two alike, that which allows
        ("User-agent: *\nDisallow: /*.pdf$", ["/a", "/b/d?x=1"]),
        ("User-agent: *\nDisallow: /*?", ["/a", "/b/c.pdf"]),
        ("User-agent: Hearsay\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", ["/b/c.pdf", "/b/d?x=1"]),
        ("user-AGENT: hearsay\ndisALLOW: /b # not this", ["/a"]),
        ("User-agent: x\nUser-agent: HEARSAY\nDisallow: /", []),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", []),
        ("User-agent: Other\nDisallow: /", ["/a", "/b/c.pdf", "/b/d?x=1"]),
        ("<!doctype html><title>Welcome</title>", ["/a", "/b/c.pdf", "/b/d?x=1"]),
        ("", ["/a", "/b/c.pdf", "/b/d?x=1"]),
    ],
)
def test_what_a_site_disallows_is_not_asked_for(robots, allowed):
    pages, codes = asked(robots, "/a", "/b/c.pdf", "/b/d?x=1")
    assert pages == allowed
    assert codes == ["robots"] * (3 - len(allowed))


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "401 No", "403 No", "400 What"])
def test_where_there_is_none_everything_is_allowed(status):
    assert asked(answer(b"", status), "/a") == (["/a"], [])


@pytest.mark.parametrize(
    "robots",
    [
        answer(b"", "500 Oops"),
        answer(b"", "503 Busy"),
        answer(b"", "429 Busy"),
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent",
        answer(b"x", head="Content-Encoding: sdch\r\n"),
    ],
)
def test_where_it_cannot_be_read_nothing_is(robots):
    assert asked(robots, "/a", "/b") == ([], ["robots", "robots"])


def test_it_is_asked_for_once_a_site():
    with serving(lambda _: answer()) as site:
        asking = fetcher()
        for path in ("/a", "/b", "/c"):
            asking.fetch(parse(site.address + path))
    assert site.asked == ["/robots.txt", "/a", "/b", "/c"]


def test_its_redirects_are_followed():
    with (
        serving(lambda _: answer(b"User-agent: *\nDisallow: /a", kind="text/plain")) as other,
        serving(lambda _: answer(), redirect(f"{other.address}/rules")) as site,
    ):
        asking = fetcher()
        assert asking.fetch(parse(f"{site.address}/a")).fault.code == "robots"
        assert asking.fetch(parse(f"{site.address}/b")).fault is None


def test_redirects_without_end_are_none():
    assert asked(redirect("/robots.txt"), "/a") == (["/a"], [])


def test_a_page_is_asked_for_only_where_the_site_that_it_leads_to_agrees():
    with (
        serving(lambda _: answer(), answer(b"User-agent: *\nDisallow: /b", kind="text/plain")) as other,
        serving(lambda _: redirect(f"{other.address}/b")) as site,
    ):
        document = fetcher().fetch(parse(f"{site.address}/a"))
    assert document.fault.code == "robots"
    assert other.asked == ["/robots.txt"]


def test_of_a_huge_one_the_beginning_counts():
    rules = "User-agent: *\nDisallow: /a\n"
    filler = "# " + "x" * 97 + "\n"
    huge = rules + filler * (MOST_BYTES // 100) + "Disallow: /b\n" * 100_000
    assert asked(huge, "/a", "/b") == (["/b"], ["robots"])


def test_a_packed_one_is_read():
    packed = answer(gzip.compress(b"User-agent: *\nDisallow: /a"), head="Content-Encoding: gzip\r\n")
    assert asked(packed, "/a", "/b") == (["/b"], ["robots"])


def test_a_pattern_that_is_made_to_be_slow_is_not():
    rules = "User-agent: *\nDisallow: /" + "*a" * 2000 + "$\n"
    assert asked(rules, "/" + "a" * 1500 + "b")[1] == []


@pytest.mark.parametrize(
    ("line", "pause"),
    [
        ("Crawl-delay: 5", 5),
        ("Crawl-delay: 0.1", 1),
        ("Request-rate: 1/10", 10),
        *((f"Crawl-delay: {odd}", 1) for odd in ("nan", "inf", "-5", "x", "1e999")),
    ],
)
def test_the_pause_that_it_asks_for_is_kept(line, pause):
    waits = Waits()
    asked(f"User-agent: *\n{line}", "/a", "/b", waits=waits)
    assert waits == [pause, pause]


def test_who_wants_a_very_long_pause_is_left_alone():
    waits = Waits()
    assert asked("User-agent: *\nCrawl-delay: 86400", "/a", waits=waits) == ([], ["busy"])
    assert waits == []
