"""RSS and Atom: entries with their whole text are articles, teasers are none, hostile XML does nothing."""

import gzip
import html
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages_by_hand import BODY, PARAGRAPHS, page

from ingest.errors import Problem
from ingest.model import Article
from ingest.read import Limits, read

URL = "https://beacon.example.org/pier"
CONTENT = "<div>" + "".join(f"<p>{each}</p>" for each in PARAGRAPHS) + "</div>"


def rss(*entries, head=""):
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>Daily Beacon</title><link>https://beacon.example.org/</link><language>en-GB</language>"
        f"{''.join(entries)}</channel></rss>"
    )


def item(
    content=CONTENT,
    description="A teaser.",
    title="Pier &amp; bridge unsafe",
    link=URL,
    date="Mon, 11 Mar 2024 08:00:00 +0100",
):
    encoded = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    return (
        f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>"
        "<dc:creator>Jo Reed</dc:creator>"
        f"<description>{html.escape(description)}</description>{encoded}</item>"
    )


def items(content, limits=Limits()):  # noqa: B008 - frozen
    data = content.encode() if isinstance(content, str) else content
    return list(read(["-"], stdin=io.BytesIO(data), limits=limits))


def codes(content, limits=Limits()):  # noqa: B008 - frozen
    return [each.code if isinstance(each, Problem) else each.origin.record for each in items(content, limits)]


def test_an_entry_of_rss_with_its_content_is_an_article():
    (found,) = items(rss(item()))
    assert (found.title, found.body, found.url) == ("Pier & bridge unsafe", BODY, URL)
    assert (found.date, found.language) == ("2024-03-11T07:00:00Z", "en-GB")
    assert (found.publisher, found.authors, found.origin.record) == ("Daily Beacon", ("Jo Reed",), 1)


def test_so_is_one_of_atom():
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Daily Beacon</title><entry>'
        f'<title type="html">Pier unsafe</title><link href="{URL}"/><id>urn:x:1</id>'
        "<published>2024-03-11T08:00:00Z</published><updated>2024-03-12T08:00:00Z</updated>"
        f'<author><name>Jo Reed</name></author><content type="html">{html.escape(CONTENT)}</content>'
        "<summary>A teaser.</summary></entry></feed>"
    )
    (found,) = items(atom)
    assert (found.title, found.body, found.url, found.date) == (
        "Pier unsafe",
        BODY,
        URL,
        "2024-03-11T08:00:00Z",
    )


def test_a_teaser_is_none_and_a_long_description_is():
    entries = [item(content=""), item(content="", description=CONTENT * 3), item(content="", description="")]
    assert codes(rss(*entries)) == ["teaser", 2, "no-text"]


def test_an_entry_that_ends_at_a_paywall_is_none():
    content = f"<p>{PARAGRAPHS[0]}</p><p>Subscribe to continue reading.</p>"
    assert codes(rss(item(content=content), item())) == ["paywall", 2]


def test_a_bad_address_or_date_costs_no_entry():
    found = items(rss(item(link="not an address", date="soon")))
    assert [each.code for each in found[:-1]] == ["date-left-out"]
    assert (found[-1].url, found[-1].date) == (None, None)


@pytest.mark.parametrize("control", ["\0", "\x1b", "\ufffe"])
def test_control_characters_cost_no_text(control):
    *_, found = items(rss(item(content=CONTENT.replace("May", f"M{control}y"))))
    assert found.body.replace("\ufffd", "a").replace("My", "May") == BODY


def test_scripts_and_comments_are_no_text():
    (found,) = items(rss(item(content=f"<script>alert(1)</script><!-- x --><style>p {{}}</style>{CONTENT}")))
    assert found.body == BODY


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "head", [BOMB, "<!doctype rss>", '<!DOCTYPE x SYSTEM "file:///etc/passwd">', "<!-- <a --><!DOCTYPE x>"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_any_document_type_is_refused_before_parsing(head, encoding):
    assert codes(rss(item(), head=head).replace("utf-8", encoding, 1).encode(encoding)) == ["doctype"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (rss(), "empty-file"),
        (rss(item() * 6_000), "too-large"),
        ('<rss version="2.0">', "empty-file"),
        ("<feed " + "a='1' " * 99 + ">" + "<entry>" * 20_000, None),
    ],
)
def test_a_feed_without_entries_or_out_of_proportion_is_told(content, code):
    found = codes(content)
    assert found[0] == code if code else all(isinstance(each, str) for each in found)


@pytest.mark.parametrize("name", ["a.rss", "a.atom", "a.xml", "a.rss.gz"])
def test_it_is_known_by_its_name_or_beginning(name, tmp_path):
    content = rss(item()).encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    (found,) = read([str(tmp_path / name)])
    assert found.body == BODY


def test_the_title_of_an_entry_is_not_opened_as_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("secret").write_text(rss(item()))
    assert codes(b"<rss>secret") == ["empty-file"]


def test_a_page_is_not_taken_for_a_feed():
    (found,) = items(page(extra="<p>&lt;rss&gt;</p>"))
    assert found.origin.record is None


PIECES = st.sampled_from(
    "<item> </item> <title> <content:encoded> <![CDATA[ ]]> </rss> <entry> &#0; &lt; \0 \x1b <p>".split(" ")
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES | st.text(max_size=20), max_size=30))
def test_any_feed_is_read_or_set_aside(pieces):
    found = items(rss("".join(pieces), item()).encode("utf-8", "surrogatepass"))
    assert found
    assert all(isinstance(each, Article | Problem) for each in found)
    assert "page-failed" not in [each.code for each in found if isinstance(each, Problem)]
