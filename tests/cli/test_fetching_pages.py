"""`hearsay fetch`, and what `hearsay ingest` makes of it, with no network."""

import json
import signal
import subprocess
import time

import pytest
from cli.conftest import PROGRAM
from fetch.web import PAGE, answer, redirect, serving

from ingest.cli import fetching_pages

TEXT = "".join(
    f"<p>The pier at Varnholm is unsafe, the mayor, Ada Holm, told reporters on {day} in the town hall.</p>"
    for day in ("Monday", "Tuesday", "Friday")
)
ARTICLE = f"<!doctype html><html lang=en><title>Pier</title><article><h1>Pier</h1>{TEXT}</article>".encode()
FEED = (
    "<?xml version='1.0'?><rss version='2.0'><channel><title>Beacon</title><item><title>Pier</title>"
    f"<link>https://beacon.example.org/pier</link><description><![CDATA[{TEXT * 2}]]></description>"
    "</item></channel></rss>"
).encode()
LOCAL = ("--allow", "127.0.0.0/8", "--delay", "0")


@pytest.fixture
def named(hearsay, tmp_path):
    """The same, in a folder where a contact is set."""
    (tmp_path / "hearsay.toml").write_text('contact = "mailto:desk@example.org"\n')
    return hearsay


def test_without_a_contact_nothing_is_asked(hearsay, tmp_path):
    with serving(lambda _: answer()) as site:
        done = hearsay("fetch", site.address, *LOCAL)
    assert (done.status, site.asked) == (2, [])
    assert "contact" in done.err
    assert not (tmp_path / "pages.warc.gz").exists()


def test_pages_are_fetched_once_and_read_without_network(named, tmp_path):
    pages = {"/a": redirect("/b"), "/b": answer(ARTICLE), "/feed": answer(FEED, kind="application/rss+xml")}
    with serving(lambda path: pages[path]) as site:
        (tmp_path / "list.txt").write_text(
            f"# pages\n{site.address}/a\n\n{site.address}/feed\n{site.address}/a\n"
        )
        done = named("fetch", "--urls", "list.txt", *LOCAL)
        assert (done.status, done.out) == (0, "pages.warc.gz: 2 fetched\n")
        assert "hearsay ingest pages.warc.gz" in done.err
        asked = list(site.asked)
        assert asked == ["/robots.txt", "/a", "/b", "/feed"]
        done = named("fetch", "--urls", "-", *LOCAL, stdin=f"{site.address}/a".encode())
        assert done.out == "pages.warc.gz: 1 already there\n"
        assert site.asked == asked
    for store in ("one", "two"):
        done = named("ingest", "pages.warc.gz", "--store", store, "--json")
        assert done.status == 0, done.err
        assert json.loads(done.out)["articles"]["loaded"] == 2
    one, two = (named("export", "--store", store).out for store in ("one", "two"))
    assert one == two
    assert f"{site.address}/b" in one


def test_what_was_not_fetched_is_told_and_the_rest_goes_on(named):
    with serving(lambda path: answer() if path == "/a" else answer(b"", "404 Gone")) as site:
        bad = ("http://me:secret@x.example/", "nonsense", "http://10.0.0.1/", f"{site.address}/gone")
        done = named("fetch", *bad, f"{site.address}/a", *LOCAL)
        assert (done.status, done.out) == (1, "pages.warc.gz: 1 fetched, 4 not fetched\n")
        assert done.err.count("not fetched http") == 3
        assert "secret" not in done.err
        done = named("fetch", *bad, f"{site.address}/a", *LOCAL, "--json")
    found = json.loads(done.out)
    assert (done.status, found["already there"], found["not fetched"]) == (1, 1, 4)
    assert [each["code"] for each in found["problems"]] == [
        *("bad-url", "bad-url", "address-refused", "status"),
    ]
    assert "secret" not in done.out


def test_as_json_every_page_comes_with_time_and_digest(named):
    with serving(lambda _: answer()) as site:
        done = named("fetch", f"{site.address}/a", *LOCAL, "--json", "-o", "x.warc.gz")
    (page,) = json.loads(done.out)["pages"]
    assert page["digest"].startswith("sha256:")
    assert (page["url"], page["bytes"], page["ip"]) == (f"{site.address}/a", len(PAGE), "127.0.0.1")
    assert page["time"].endswith("+00:00")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Nothing is asked for"),
        (("http://example.org", "-o", "x.html"), ".warc.gz"),
        (("http://example.org", "--allow", "intranet"), "--allow"),
        (("--urls", "none.txt"), "none.txt"),
    ],
)
def test_what_cannot_be_done_is_told(named, arguments, says):
    done = named("fetch", *arguments)
    assert done.status == 2
    assert says in done.err


def test_a_limit_of_the_settings_holds(named, tmp_path):
    with (tmp_path / "hearsay.toml").open("a") as file:
        file.write("limits = { max_page_bytes = 50 }\n")
    with serving(lambda _: answer()) as site:
        done = named("fetch", f"{site.address}/a", *LOCAL)
    assert done.status == 1
    assert "50 bytes" in done.err


def test_hostile_words_of_a_server_do_not_steer_the_terminal(named):
    with serving(lambda _: answer(kind="\x1b[31mevil\u202e")) as site:
        done = named("fetch", f"{site.address}/a", *LOCAL)
    assert "\x1b" not in done.err
    assert "\u202e" not in done.err


def test_an_address_that_is_ingested_is_to_be_fetched_first(hearsay):
    done = hearsay("ingest", "https://example.org/a")
    assert done.status == 1
    assert "hearsay fetch https://example.org/a" in done.err


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_ended_goes_on(named, tmp_path, sent):
    with serving(lambda _: answer()) as site:
        pages = [f"{site.address}/{number}" for number in range(30)]
        command = [*PROGRAM, "fetch", *pages, "--allow", "127.0.0.0/8", "--delay", "0.05"]
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        deadline = time.monotonic() + 60
        while len(site.asked) < 6 and time.monotonic() < deadline:
            time.sleep(0.01)
        began = time.monotonic()
        process.send_signal(sent)
        _, errors = process.communicate(timeout=60)
        assert time.monotonic() - began < 2
        assert process.returncode != 0
        assert b"Traceback" not in errors
        assert (b"Stopped" in errors) == (sent == signal.SIGINT)
        before = len(site.asked)
        done = named("fetch", *pages, *LOCAL)
        assert done.status == 0
        assert "already there" in done.out
        assert len(site.asked) < before + 30
    done = named("fetch", *pages, *LOCAL)
    assert done.out == "pages.warc.gz: 30 already there\n"


def test_the_clock_is_that_of_the_world():
    assert fetching_pages._now().tzinfo is not None
