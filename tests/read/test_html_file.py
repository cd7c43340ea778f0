"""Web pages: whose word is taken, what is no article, and what hostile ones can do (nothing)."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages_by_hand import BODY, PARAGRAPHS, json_ld, meta, page

from ingest.errors import Origin, Problem
from ingest.language import detect
from ingest.model import Article
from ingest.read import Limits, read
from ingest.read.html_file import HtmlFile
from ingest.read.web.charset import decode
from ingest.read.web.process import Parser

URL = "https://beacon.example.org/2024/03/11/pier"
DATED = meta("article:published_time", "2024-03-11")


@pytest.fixture(scope="module")
def items(parser):
    def run(content, limits=Limits()):  # noqa: B008 - frozen
        data = content.encode() if isinstance(content, str) else content
        return list(HtmlFile(parser).read(io.BytesIO(data), Origin("a.html"), limits))

    return run


@pytest.fixture(scope="module")
def article(items):
    def run(content):
        *warnings, found = items(content)
        assert isinstance(found, Article), found
        assert warnings == []
        return found

    return run


@pytest.fixture(scope="module")
def refused(items):
    def run(content, limits=Limits()):  # noqa: B008 - frozen
        (problem,) = items(content, limits)
        assert isinstance(problem, Problem)
        assert problem.fatal
        assert problem.cure
        return problem.code

    return run


def test_the_text_is_what_is_written_below_the_headline_and_nothing_around_it(article):
    found = article(page())
    assert (found.title, found.lead, found.body) == ("Pier is unsafe, mayor says", None, BODY)
    assert (found.url, found.date, found.language) == (None, None, "en")


def test_what_schema_org_says_is_believed_before_opengraph_and_that_before_the_layout(article):
    told = page(
        '<link rel="canonical" href="https://Beacon.example.org/2024/03/11/pier?utm_source=x">',
        meta("og:title", "Another headline"),
        meta("og:site_name", "beacon.example.org"),
        meta("article:published_time", "2024-01-01"),
        meta("og:url", "https://beacon.example.org/other"),
        json_ld(
            headline="Pier &amp; bridge unsafe",
            datePublished="2024-03-11T08:00:00+01:00",
            author=[{"@type": "Person", "name": "Jo Reed"}, "Kim Vale", "https://beacon.example.org/staff"],
            publisher={"@type": "Organization", "name": "The Daily Beacon"},
            inLanguage="en-GB",
        ),
    )
    found = article(told)
    assert found.title == "Pier & bridge unsafe"
    assert (found.url, found.date, found.language) == (URL, "2024-03-11T07:00:00Z", "en-GB")
    assert (found.publisher, found.authors) == ("The Daily Beacon", ("Jo Reed", "Kim Vale"))


def test_opengraph_is_read_where_schema_org_is_silent(article):
    found = article(
        page(
            meta("og:title", "Pier is unsafe - Daily Beacon"),
            meta("og:site_name", "Daily Beacon"),
            meta("article:published_time", "2024-03-11"),
            meta("og:url", URL),
            '<meta name="author" content="Jo Reed">',
        )
    )
    assert (found.title, found.publisher, found.authors) == ("Pier is unsafe", "Daily Beacon", ("Jo Reed",))
    assert (found.url, found.date) == (URL, "2024-03-11")


def test_an_article_among_other_things_of_a_graph_is_found(article):
    graph = [
        {"@type": "WebSite", "name": "x"},
        {"@type": ["Thing", "NewsArticle"], "headline": "Found", "url": URL},
    ]
    found = article(page(json_ld(**{"@type": "x", "@graph": graph})))
    assert (found.title, found.url) == ("Found", URL)


def test_broken_json_ld_costs_nothing(article):
    broken = ["{", "[" * 100_000, "null", '"x"', '{"@type": 3}', '{"@type": "NewsArticle", "headline": {}}']
    found = article(page(*(f'<script type="application/ld+json">{each}</script>' for each in broken)))
    assert found.title == "Pier is unsafe, mayor says"


@pytest.mark.parametrize(
    "comment",
    [
        f"<!-- saved from url=(0042){URL} -->",
        f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: x -->",
    ],
)
def test_a_saved_page_is_known_by_where_it_was_saved_from(article, comment):
    assert article(page().replace("<html", comment + "<html", 1)).url == URL


def test_a_front_page_is_no_article_s_address(article):
    link = '<link rel="canonical" href="https://beacon.example.org/">'
    assert article(page(link, DATED, meta("og:url", URL))).url == URL


def test_a_relative_address_is_read_from_where_the_page_is(article):
    link = '<link rel="canonical" href="/2024/03/11/pier">'
    assert article(page(link, DATED, meta("og:url", URL))).url == URL


def test_a_date_is_never_that_of_reading(items):
    warning, found = items(page(f'<link rel="canonical" href="{URL}">'))
    assert (warning.code, warning.fatal, found.date) == ("date-guessed", False, "2024-03-11")


@pytest.mark.parametrize("stated", ["soon", "05/06/2024"])
def test_a_date_that_cannot_be_read_for_certain_is_left_out_and_told(items, stated):
    warning, found = items(page(json_ld(datePublished=stated), meta("article:published_time", stated)))
    assert (warning.code, warning.fatal, found.date) == ("date-left-out", False, None)


def test_a_language_that_is_not_stated_is_detected(article):
    german = (
        "Die alte Brücke bleibt bis zum Frühjahr gesperrt, teilte Bürgermeisterin Anna Holm am Mittwoch mit.",
        "Das Fuhrunternehmen will davon nichts gewusst haben und klagt gegen die Stadt auf Schadenersatz.",
    )
    assert detect("\n".join(german)) == "de"
    assert article(page(lang="", paragraphs=german, title="")).language == "de"


@pytest.mark.parametrize(
    ("charset", "stated"),
    [("cp1252", "iso-8859-1"), ("cp1251", "windows-1251"), ("koi8-r", "koi8-r"), ("utf-8", "iso-8859-1")],
)
def test_the_encoding_is_what_the_page_states_unless_it_is_plainly_utf_8(charset, stated):
    letters = "Größe é" if charset in ("cp1252", "utf-8") else "Мост закрыт"
    data = f'<html><head><meta http-equiv=x content="text/html; charset={stated}"></head>{letters}'.encode(
        charset
    )
    text, doubt = decode(data)
    assert text.endswith(letters)
    assert doubt is None


def test_what_the_server_says_counts_before_what_the_page_says():
    text, _ = decode('<meta charset="koi8-r">Größe'.encode("cp1252"), "windows-1252")
    assert text.endswith("Größe")


@pytest.mark.parametrize(
    "label", ["rot13", "idna", "unicode_escape", "zip", "punycode", "utf-7", "x" * 500, ""]
)
def test_no_label_makes_python_decode_something_else(label):
    assert decode(f'<meta charset="{label}">a+AGE-b'.encode()) == (f'<meta charset="{label}">a+AGE-b', None)


def test_a_null_byte_costs_no_text(items):
    *_, found = items(page().replace("May", "M\0y"))
    assert found.body == BODY.replace("May", "M\ufffdy")


def test_a_broken_letter_in_a_page_costs_the_letter_and_not_the_page(items):
    warning, found = items(page().encode().replace(b"May", b"M\xffy"))
    assert (warning.code, warning.fatal) == ("encoding-damaged", False)
    assert "M\ufffdy" in found.body


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (page(json_ld(isAccessibleForFree=False), paragraphs=PARAGRAPHS[:1]), "paywall"),
        (page(json_ld(isAccessibleForFree="False"), paragraphs=PARAGRAPHS[:2]), "paywall"),
        (page(paragraphs=(*PARAGRAPHS[:1], "Subscribe now to continue reading this article.")), "paywall"),
        (page(paragraphs=(*PARAGRAPHS[:1], "Already a subscriber? Sign in.")), "paywall"),
        (
            page(
                paragraphs=(
                    "We value your privacy. We and our 812 partners store and read cookies on devices.",
                )
            ),
            "boilerplate",
        ),
        (
            page(
                paragraphs=(
                    "Please enable JavaScript and cookies to continue; we are checking your browser.",
                )
            ),
            "boilerplate",
        ),
        (page(paragraphs=("Sport", "Weather", "Pier is unsafe", "Court hears fishermen")), "boilerplate"),
        ("<html><body></body></html>", "boilerplate"),
        ("<html>", "boilerplate"),
        ("", "empty-file"),
        ("  \n", "empty-file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "binary"),
        (b"\xff\xfe\x00\x01" * 99, "binary"),
    ],
)
def test_what_is_no_article_is_said_to_be_none(refused, content, code):
    assert refused(content) == code


@pytest.mark.parametrize(
    "closing",
    [
        "Sign up for our newsletter to keep up with the news of the coast, and tell us what you think.",
        "The mayor said that all must register to view a flat, and log in to continue to get benefits.",
        "Hackers met a page that said access denied, and the bank told all to enable cookies, she said. "
        + " ".join(PARAGRAPHS * 3),
    ],
)
def test_what_only_sounds_like_a_stub_is_an_article(article, closing):
    assert article(page(paragraphs=(*PARAGRAPHS, closing))).body.endswith(closing)


@pytest.mark.parametrize(
    "closing",
    [
        "Subscribe to read the full story.",
        "Log in or create an account to continue.",
        "To continue reading, choose one of our offers.",
        "This article is only available to subscribers.",
        "Become a member to unlock this story.",
    ],
)
def test_a_page_that_ends_in_an_offer_is_a_stub(refused, closing):
    assert refused(page(paragraphs=(*PARAGRAPHS, closing))) == "paywall"


def test_an_article_about_subscriptions_is_an_article(article):
    paragraphs = (
        *PARAGRAPHS * 14,
        "Readers must subscribe to read the paper, its owner said on Tuesday morning.",
    )
    assert "owner said" in article(page(paragraphs=paragraphs)).body


def test_a_long_article_that_says_it_is_not_free_is_read(article):
    assert article(page(json_ld(isAccessibleForFree=False), paragraphs=PARAGRAPHS * 8)).title


def test_a_page_that_scripts_would_fill_is_read_from_what_it_says_of_itself(article):
    assert article(page(json_ld(articleBody="\n".join(PARAGRAPHS)), paragraphs=())).body == BODY


def test_a_page_of_three_megabytes_is_set_aside_unparsed(refused):
    assert refused(page(extra="<p>x</p>" * 400_000)) == "too-large"


def test_a_page_that_takes_too_long_is_ended_and_the_next_is_read(items):
    limits = Limits(max_page_bytes=20_000_000, max_page_seconds=1)
    (problem,) = items("<html><body>" + "<p>Hello there, said the man to her. " * 400_000, limits)
    assert (problem.code, problem.fatal) == ("too-slow", True)
    assert isinstance(items(page(), limits)[-1], Article)


HOSTILE = {
    "elements nested 200,000 deep": "<b>" * 200_000 + "x",
    "blocks nested 50,000 deep": "<div>" * 50_000 + PARAGRAPHS[0] + "</div>" * 50_000,
    "tables nested 20,000 deep": "<table><tr><td>" * 20_000 + PARAGRAPHS[0],
    "an entity bomb": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><html><p>&i;</p></html>",
    "an external entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><p>&a;</p></html>',
    "a hundred thousand attributes": "<p " + "".join(f"a{i}=1 " for i in range(100_000)) + ">x",
    "an attribute of a megabyte": f'<p class="{"x" * 1_000_000}">{PARAGRAPHS[0]}</p>',
    "an unclosed comment": "<!--" + "-" * 500_000,
    "unclosed tags": "<" * 500_000,
    "null bytes": "\0" * 99 + page(),
    "surrogates as references": page(paragraphs=("&#xD800;&#0;&#x110000; " + PARAGRAPHS[0],)),
    "a frameset": "<frameset>" * 1_000 + "<frame src=javascript:alert(1)>",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_markup_is_read_or_set_aside(items, kind):
    for item in items(HOSTILE[kind], Limits(max_page_seconds=2)):
        assert isinstance(item, Article | Problem)
        assert "root:" not in str(item)
    assert isinstance(items(page())[-1], Article)


PIECES = st.sampled_from(
    [
        *"<p> </p> <div <table> <td> </body> <script> <!-- --> <![CDATA[ ]]> <svg> <title> &#0; &amp".split(),
        *(
            "\0",
            "\x1b",
            "\ufffe",
            "<link rel=canonical href='http://['>",
            "<meta property=og:url content='a b'>",
        ),
        *("<html lang='!!'>", "<meta charset=utf-16>", PARAGRAPHS[0]),
        '<script type="application/ld+json">{"@type":"NewsArticle","url":["x"],"headline":[[]]}</script>',
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(PIECES | st.text(max_size=20), max_size=30))
def test_any_markup_is_read_or_set_aside_in_the_same_way_each_time(items, pieces):
    content = "".join(pieces).encode("utf-8", "surrogatepass")
    found = items(content)
    assert [type(each) for each in found if isinstance(each, Article) or each.fatal] in ([Article], [Problem])
    assert items(content) == found
    assert all(each.code != "page-failed" for each in found if isinstance(each, Problem))


def test_pages_are_taken_from_a_folder_by_name_and_from_a_stream_by_their_beginning(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.html", "b.htm", "c.xhtml"):
        Path(name).write_text(page())
    assert [item.origin.file for item in read(["."])] == ["a.html", "b.htm", "c.xhtml"]
    (found,) = read(["-"], stdin=io.BytesIO(page().encode("utf-16")))
    assert found.body == BODY


def test_a_module_of_the_same_name_where_one_works_is_not_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("lxml", "trafilatura", "ingest"):
        Path(f"{name}.py").write_text("raise SystemExit('run')")
    with Parser() as fresh:
        (found,) = HtmlFile(fresh).read(io.BytesIO(page().encode()), Origin("a.html"), Limits())
    assert isinstance(found, Article)


def test_the_process_ends_with_what_was_read(tmp_path):
    with Parser() as used:
        used.parse(page(), 10)
        process = used._process
        assert process.poll() is None
    assert process.poll() is not None
