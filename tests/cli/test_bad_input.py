"""Bad input beside a good article: it is named with its place and a cure, and the good one is loaded."""

import gzip
import json

import pytest

GOOD = """ date 2024-03-11 https://dailybeacon.example.org/good

Pier is unsafe, mayor says

The pier is unsafe, the mayor, Ada Holm, said on Monday.

She said that it would close.
"""


def text(
    date="2024-03-11",
    url="https://dailybeacon.example.org/bad",
    title="A headline",
    body="She said it is so.",
):
    return f" date {date} {url}\n\n{title}\n\n{body}\n".encode()


def line(**changes):
    record = {
        "url": "https://dailybeacon.example.org/bad",
        "title": "A headline",
        "text": "She said it is so.",
        "date": "2024-03-11",
    } | changes
    return json.dumps(record).encode() + b"\n"


SET_ASIDE = {
    "empty file": ("bad.txt", b""),
    "no known encoding": ("bad.txt", b"\x81\x8d\x8f\x90\x9d\x81\xfe\xff\x00\x81" * 9),
    "binary": ("bad.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01" * 20),
    "impossible date": ("bad.txt", text(date="2024-02-31")),
    "no headline": ("bad.txt", b" date 2024-03-11 https://dailybeacon.example.org/bad\n\n"),
    "a URL that is none": ("bad.txt", text(url="not-a-url")),
    "a URL with >": ("bad.jsonl", line(url="https://example.org/a>b")),
    'a URL with "': ("bad.jsonl", line(url='https://example.org/a"b')),
    "a URL with a line break": ("bad.jsonl", line(url="https://example.org/a\nb")),
    "a line that is no object": ("bad.jsonl", b"[1, 2]\n"),
    "broken JSON": ("bad.jsonl", b'{"title": \n'),
    "deeply nested JSON": ("bad.jsonl", b'{"title": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"),
    "JSON without a headline": ("bad.jsonl", line(title="")),
    "JSON without a text": ("bad.jsonl", line(text="")),
    "a page without an article": ("bad.html", b"<html><body><p>We value your privacy and our partners.</p>"),
    "an archive that breaks off": (
        "bad.warc",
        b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 99\r\n\r\nx",
    ),
    "a feed with a document type": ("bad.rss", b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss version='2.0'>&a;</rss>"),
    "a reference without an abstract": ("bad.json", b'[\n{"type": "article-newspaper", "title": "A"}\n]'),
    "truncated gzip": ("bad.jsonl.gz", gzip.compress(line() * 400, mtime=0)[:-20]),
}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "articles"
    made.mkdir()
    (made / "good.txt").write_text(GOOD)
    return made


def stored(hearsay):
    return hearsay("export").out


@pytest.mark.parametrize("kind", SET_ASIDE)
def test_bad_input_is_named_with_a_cure_and_the_rest_is_loaded(hearsay, folder, kind):
    name, content = SET_ASIDE[kind]
    (folder / name).write_bytes(content)
    done = hearsay("ingest", folder)
    assert done.status == 1
    assert f"set aside articles/{name}" in done.err.replace(str(folder.parent) + "/", "")
    assert "Traceback" not in done.err
    before = stored(hearsay)
    assert "https://dailybeacon.example.org/good" in before
    assert hearsay("ingest", folder).status == 1
    assert stored(hearsay) == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("odd.txt", text(title="Schön", body="“Größe”, sagte sie.").decode().encode("cp1252"), "cp1252"),
        ("odd.txt", b"No date line here\n\nA body in which she said it is so.\n", "date"),
        ("odd.txt", text(body="She said it\x00 is so.\x1b[2J"), "u+0000"),
        ("odd.txt", text(body="She said \u202eti si\u202c so."), "direction"),
    ],
    ids=["another encoding", "no date line", "NUL and ESC", "bidirectional controls"],
)
def test_what_can_be_read_is_read_with_a_note(hearsay, folder, name, content, told):
    (folder / name).write_bytes(content)
    done = hearsay("ingest", folder)
    assert done.status == 0
    assert "note" in done.err
    assert told in done.err.lower()
    assert not set("\x00\x1b\u202e") & set(done.err + done.out)


def test_utf_16_that_says_so_is_read(hearsay, folder):
    (folder / "wide.txt").write_bytes(text(url="https://example.org/wide").decode().encode("utf-16"))
    assert hearsay("ingest", folder).status == 0
    assert "https://example.org/wide" in stored(hearsay)


def test_an_article_of_fifty_megabytes_is_set_aside(hearsay, folder):
    (folder / "bad.txt").write_bytes(text(body="She said it is so. " * 2_800_000))
    done = hearsay("ingest", folder)
    assert done.status == 1
    assert "bad.txt" in done.err
    assert "https://dailybeacon.example.org/good" in stored(hearsay)


def test_a_line_of_a_million_characters_is_read(hearsay, folder):
    (folder / "long.txt").write_bytes(text(body="word " * 200_000))
    assert hearsay("ingest", folder).status == 0


def test_duplicates_are_loaded_once_and_a_new_text_says_which_is_current(hearsay, folder):
    (folder / "a.txt").write_bytes(text())
    (folder / "b.txt").write_bytes(text())
    (folder / "c.txt").write_bytes(text(date="2024-03-12", body="She said it is not so."))
    done = hearsay("ingest", folder, "--json")
    assert done.status == 0
    counts = json.loads(done.out)["articles"]
    assert (counts["loaded"], counts["unchanged"], counts["new version"]) == (2, 1, 1)
    assert "c.txt" in done.err
    assert "current" in done.err
    before = stored(hearsay)
    assert hearsay("ingest", folder).status == 0
    assert stored(hearsay) == before


def test_a_folder_with_unreadable_files_is_read_as_far_as_possible(hearsay, folder):
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "folder.txt").mkdir()
    done = hearsay("ingest", folder)
    assert done.status == 1
    assert "gone.txt" in done.err
    assert "https://dailybeacon.example.org/good" in stored(hearsay)


def test_a_path_that_does_not_exist_is_named(hearsay, folder):
    done = hearsay("ingest", folder, "nowhere/")
    assert done.status == 1
    assert "nowhere" in done.err
    assert "https://dailybeacon.example.org/good" in stored(hearsay)


def test_standard_input_is_read(hearsay):
    done = hearsay("ingest", "-", stdin=GOOD.encode())
    assert done.status == 0
    assert "https://dailybeacon.example.org/good" in stored(hearsay)


def test_a_store_inside_the_folder_is_not_read_as_articles(hearsay, folder):
    assert hearsay("ingest", ".", "--store", "articles/news").status == 0
    before = hearsay("export", "--store", "articles/news").out
    done = hearsay("ingest", ".", "--store", "articles/news", "--json")
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["articles"]["unchanged"] == 1
    assert hearsay("export", "--store", "articles/news").out == before
    assert "no article files" in hearsay("ingest", "articles/news", "--store", "other").err
