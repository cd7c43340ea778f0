"""Links and embeds: each at its words, and none where the place or the address is in doubt."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages_by_hand import PARAGRAPHS, page

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read import Limits, read
from ingest.read.html_file import HtmlFile
from ingest.read.web.platforms import embedded, is_sharing, kind
from ingest.sources import SourceKind, Standing

HARBOUR = Path(__file__).parent / "pages" / "harbour.html"
HOME = '<link rel="canonical" href="https://beacon.example.org/2024/pier">'
FIRST = PARAGRAPHS[0]


@pytest.fixture(scope="module")
def items(parser):
    def run(content, limits=Limits()):  # noqa: B008 - frozen
        return list(HtmlFile(parser).read(io.BytesIO(content.encode()), Origin("a.html"), limits))

    return run


@pytest.fixture(scope="module")
def links(items):
    """Give the words and addresses that a page of these paragraphs links to."""

    def run(*paragraphs, extra=""):
        *_, found = items(page(HOME, paragraphs=paragraphs, extra=extra))
        assert isinstance(found, Article), found
        return [(source.of(found.text), source.url) for source in found.sources]

    return run


def to(url, words="the mayor"):
    return FIRST.replace(words, f'<a href="{url}">{words}</a>')


def test_a_page_s_links_and_embeds_stand_at_their_words():
    (found,) = read([str(HARBOUR)])
    site = "https://dailybeacon.example.org"
    tweet = "https://twitter.com/portofvarnholm/status/1775000000000000000"
    assert [(each.of(found.text), each.url, each.kind, each.standing) for each in found.sources] == [
        ("on Telegram", "https://t.me/sand_engineering/4711", "post", "link"),
        ("last November", f"{site}/2023/11/30/harbour-survey", "page", "link"),
        ("study of the sea bed", "https://doi.org/10.5555/harbour.2023.17", "paper", "link"),
        ("Readers may write to us.", "https://t.me/sand_engineering/4712", "post", "embed"),
        (
            "We have closed the northern pier for the time being, and ask everybody to keep away from it.",
            *(tweet, "post", "quotation"),
        ),
        ("— Port of Varnholm (@portofvarnholm) April 2, 2024", tweet, "post", "quotation"),
        (
            "Fishermen told reporters that nobody had asked them, and that they would go to court over the "
            "closure of the pier.",
            *("https://www.youtube.com/watch?v=abcdefghijk", "video", "embed"),
        ),
        ("a firm of engineers", "https://www.sand-engineering.example.org/about", "page", "link"),
    ]


def test_links_change_nothing_of_the_text(items):
    (plain,) = items(page(HOME, '<meta name="date" content="2024-03-11">'))
    linked = page(HOME, '<meta name="date" content="2024-03-11">', paragraphs=(to("/a"), *PARAGRAPHS[1:]))
    (found,) = items(linked)
    assert found.text == plain.text
    assert (plain.sources, len(found.sources)) == ((), 1)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://T.me/x/1?utm_source=a#b", "https://t.me/x/1"),
        ("//other.example.org/a", "https://other.example.org/a"),
        ("../a b/ü?q=1&fbclid=2", "https://beacon.example.org/a%20b/%C3%BC?q=1"),
        (" /a|b\n", "https://beacon.example.org/a%7Cb"),
        ("https://x.com/ada/status/12?s=20", "https://x.com/ada/status/12"),
        ("https://example.org/&quot;&gt;&lt;script&gt;", "https://example.org/%22%3E%3Cscript%3E"),
    ],
)
def test_an_address_is_kept_in_its_one_spelling(links, written, url):
    assert links(to(written), *PARAGRAPHS[1:]) == [("the mayor", url)]


@pytest.mark.parametrize(
    "written",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "mailto:a@example.org", "tel:1"),
        *("https://user:secret@example.org/", "https://user@example.org/", "ftp://example.org/a", "#note-1"),
        *("https://example.org/" + "a" * 2_000, "http://[", "https://", "", "https://exa&#8206;mple.org/"),
        *("https://beacon.example.org/2024/pier#top", "\\\\evil.example.org", "https://example.org/\x1b[2J"),
        *("https://www.facebook.com/sharer/sharer.php?u=x", "https://t.me/share/url?url=x"),
    ],
)
def test_what_is_no_address_of_another_page_is_left_out(links, written):
    assert links(to(written), *PARAGRAPHS[1:]) == []


def test_a_relative_link_of_a_page_that_is_nowhere_is_left_out(items):
    *_, found = items(page(paragraphs=(to("/a"), to("https://example.org/b"), *PARAGRAPHS[1:])))
    assert [source.url for source in found.sources] == []  # one paragraph, linked in two ways
    *_, found = items(page(paragraphs=(to("/a"), PARAGRAPHS[1], PARAGRAPHS[2])))
    assert found.sources == ()


def test_the_page_s_own_base_counts(items):
    *_, found = items(page(HOME, '<base href="/deep/er/">', paragraphs=(to("a"), *PARAGRAPHS[1:])))
    assert [source.url for source in found.sources] == ["https://beacon.example.org/deep/er/a"]


def test_a_paragraph_that_stands_twice_keeps_what_both_link_to(links):
    copy = f"<div><p>{to('/a').replace('reporters', '<a href=/b>reporters</a>')}</p></div>"
    assert links(to("/a"), *PARAGRAPHS[1:], extra=copy) == [("the mayor", "https://beacon.example.org/a")]
    assert links(to("/a"), *PARAGRAPHS[1:], extra=f"<div><p>{to('/other')}</p></div>") == []


def test_navigation_asides_and_footers_are_not_the_article_s(links):
    around = "".join(
        f'<{tag}><a href="https://example.org/{tag}">the mayor</a> '
        f'<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe></{tag}>'
        for tag in ("nav", "aside", "footer", "form")
    )
    assert links(*PARAGRAPHS, extra=around) == []


def test_an_invitation_to_read_on_is_no_source_but_a_post_alone_is(links):
    invitation = "Read more about the pier that the council of Varnholm had closed before"
    linked = (
        f'<a href="https://example.org/more">{invitation}</a>',
        f'<a href="https://t.me/x/7">{FIRST}</a>',
    )
    assert links(*linked, *PARAGRAPHS[1:]) == [(FIRST, "https://t.me/x/7")]


def test_words_across_inline_markup_and_white_space_are_found(links):
    marked = FIRST.replace("Ada Holm", '<a href="/ada"><b>Ada</b>\n\t <i>Ho</i>lm&nbsp;</a>')
    assert links(marked.replace(" pier", " <!-- x -->pier"), *PARAGRAPHS[1:]) == [
        ("Ada Holm", "https://beacon.example.org/ada")
    ]


FRAMES = [
    (
        '<iframe src="https://www.youtube.com/embed/abcdefghijk?rel=0">',
        "https://www.youtube.com/watch?v=abcdefghijk",
    ),
    ('<iframe data-src="//player.vimeo.com/video/77">', "https://vimeo.com/77"),
    ('<iframe src="https://t.me/chan/12?embed=1">', "https://t.me/chan/12"),
    (
        '<iframe src="https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fada%2Fposts%2F1&w=5">',
        "https://www.facebook.com/ada/posts/1",
    ),
    (
        '<iframe src="https://platform.twitter.com/embed/Tweet.html?dnt=1&id=1775">',
        "https://twitter.com/i/status/1775",
    ),
    ('<iframe src="https://www.tiktok.com/embed/v2/99">', "https://www.tiktok.com/embed/v2/99"),
    ('<iframe src="https://www.instagram.com/p/AbC_1/embed/">', "https://www.instagram.com/p/AbC_1/"),
    ('<script async src="x.js" data-telegram-post="chan/12"></script>', "https://t.me/chan/12"),
    (
        '<div class="fb-post" data-href="https://www.facebook.com/ada/posts/1"></div>',
        "https://www.facebook.com/ada/posts/1",
    ),
    (
        '<blockquote class="twitter-tweet"><a href="https://twitter.com/ada/status/12?s=1"></a></blockquote>',
        "https://twitter.com/ada/status/12",
    ),
    (
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/AbC/?utm_source=x"></blockquote>',
        "https://www.instagram.com/p/AbC/",
    ),
    (
        '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@a/video/7"></blockquote>',
        "https://www.tiktok.com/@a/video/7",
    ),
]


@pytest.mark.parametrize(("markup", "url"), FRAMES)
def test_an_embed_without_words_stands_after_the_last_sentence_before_it(items, markup, url):
    closed = markup + ("</iframe>" if markup.startswith("<iframe") else "")
    *_, found = items(
        page(HOME, paragraphs=(FIRST, f"{PARAGRAPHS[1]} It is old.</p>{closed}<p>", PARAGRAPHS[2]))
    )
    (source,) = found.sources
    assert (source.of(found.text), source.url) == ("It is old.", url)
    assert source.standing is Standing.EMBED


@pytest.mark.parametrize(
    "markup",
    [
        '<iframe src="https://ads.example.org/embed/1"></iframe>',
        '<iframe src="javascript:alert(1)"></iframe>',
        '<script data-telegram-post="../../x"></script>',
        '<blockquote class="twitter-tweet"><a href="https://evil.example.org/"></a></blockquote>',
    ],
)
def test_what_is_not_known_to_show_a_post_is_no_embed(links, markup):
    assert links(FIRST, f"{PARAGRAPHS[1]}</p>{markup}<p>", PARAGRAPHS[2]) == []


def test_what_is_embedded_far_below_the_article_is_not_the_article_s(links):
    below = f'<div><p>{"Other news. " * 9}</p><iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe></div>'
    assert links(*PARAGRAPHS, extra=f'<section class="related">{below}</section>') == []


def test_a_quotation_with_its_address_links_its_words(links):
    quoted = f'</p><blockquote cite="https://example.org/report"><p>{PARAGRAPHS[1]}</p></blockquote><p>'
    assert links(FIRST + quoted, PARAGRAPHS[2]) == [(PARAGRAPHS[1], "https://example.org/report")]


def test_no_more_links_are_kept_than_the_limit_and_that_is_told(items):
    words = " ".join(f'<a href="https://example.org/{n}">word{n}</a>' for n in range(9))
    *warnings, found = items(page(HOME, paragraphs=(FIRST + " " + words, *PARAGRAPHS)), Limits(max_links=3))
    assert [source.of(found.text) for source in found.sources] == ["word0", "word1", "word2"]
    assert "links-left-out" in [warning.code for warning in warnings]


def test_hostile_pages_cost_no_more_than_their_links(items):
    many = "".join(f'<p><a href="https://example.org/{n}">word</a> and word {n}.</p>' for n in range(9_000))
    *_, found = items(page(HOME, extra=f"<article>{many}</article>"))
    assert isinstance(found, Article)
    nested = "<blockquote cite='https://example.org/a'>" * 3_000 + FIRST
    (*_, found) = items(page(HOME, paragraphs=(nested, *PARAGRAPHS)))
    assert isinstance(found, Article | Problem)
    assert isinstance(items(page(HOME))[-1], Article)


PIECES = st.sampled_from(
    [
        *(
            '<a href="/a">',
            '<a href="https://t.me/x/1">',
            '<a href="javascript:x">',
            "</a>",
            "<p>",
            "</p>",
            "<b>",
        ),
        *(
            '<blockquote cite="https://example.org/q">',
            "</blockquote>",
            "<li>",
            "<ul>",
            "<br>",
            "<aside>",
            "<!--x-->",
        ),
        *(
            '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>',
            "</aside>",
            "\u200b",
            "&shy;",
            "🚢 ",
        ),
        *(*PARAGRAPHS, "the mayor said. ", "Again. ", " "),
    ]
)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, max_size=40))
def test_every_place_is_in_the_text_and_none_is_empty(items, pieces):
    *_, found = items(page(HOME, paragraphs=(*PARAGRAPHS, "".join(pieces))))
    assert isinstance(found, Article)
    assert list(found.sources) == sorted(set(found.sources))
    for source in found.sources:
        words = source.of(found.text)
        assert 0 <= source.start < source.end <= len(found.text)
        assert words == words.strip()
        assert words


def test_an_archive_s_page_and_a_feed_s_entry_have_their_links_too():
    content = page(HOME, paragraphs=(to("/a"), *PARAGRAPHS[1:])).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + content
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://beacon.example.org/2024/pier\r\n"
        "WARC-Date: 2024-03-12T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    *_, found = read(["-"], stdin=io.BytesIO(head.encode() + http + b"\r\n\r\n"))
    assert [source.url for source in found.sources] == ["https://beacon.example.org/a"]
    body = f"<p>{to('/a')}</p>" + "".join(f"<p>{each}</p>" for each in PARAGRAPHS[1:])
    feed = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>B</title>'
        "<item><title>Pier</title><link>https://beacon.example.org/2024/pier</link>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded></item></channel></rss>"
    )
    *_, entry = read(["-"], stdin=io.BytesIO(feed.encode()))
    assert [(source.of(entry.text), source.url) for source in entry.sources] == [
        ("the mayor", "https://beacon.example.org/a")
    ]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://t.me/chan/12", "post"),
        ("https://t.me/chan", "page"),
        ("https://x.com/ada/status/1", "post"),
        ("https://x.com/ada", "page"),
        ("https://social.example.org/@ada/112233445566778899", "post"),
        ("https://www.youtube.com/watch?v=abcdefghijk", "video"),
        ("https://youtu.be/abcdefghijk", "video"),
        ("https://doi.org/10.1000/182", "paper"),
        ("https://journal.example.org/doi/full/10.1000/182", "paper"),
        ("https://arxiv.org/abs/2401.00001", "paper"),
        ("https://example.org/?u=https://t.me/chan/12", "page"),
        ("https://notx.com/ada/status/1", "page"),
        ("https://t.me.example.org/chan/12", "page"),
    ],
)
def test_the_kind_is_told_by_host_and_path(url, found):
    assert kind(url) is SourceKind(found)


def test_a_frame_of_a_host_that_looks_like_a_platform_s_is_none():
    assert embedded("https://www.youtube.com.example.org/embed/abcdefghijk") == ""
    assert embedded("https://example.org/?https://www.youtube.com/embed/abcdefghijk") == ""
    assert is_sharing("https://twitter.com/intent/tweet?text=x")
    assert not is_sharing("https://twitter.com/intentional/status/1")
