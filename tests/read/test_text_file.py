"""The plain text format: what is headline, lead and body, and what sets an article aside."""

import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read import Limits, read
from ingest.resources import folder

SHARED = Path(__file__).parents[2].parent / "shared" / "gold" / "wikinews"
DATE_LINE = " date 2024-05-06 https://news.example.org/a\n\n"


def read_text(text, **limits):
    """Read one text file's content, given as a string or as bytes, as if it came from standard input."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return list(read(["-"], stdin=io.BytesIO(data), limits=Limits(**limits)))


def only(items):
    (item,) = items
    return item


def codes(items):
    return [item.code for item in items if isinstance(item, Problem)]


def test_headline_lead_and_body_of_several_paragraphs():
    article = only(read_text(DATE_LINE + "The headline\n\nThe lead.\n\nOne.Two glued.\n\nThree.\n"))
    assert article == Article(
        title="The headline",
        lead="The lead.",
        body="One.Two glued.\n\nThree.",
        url="https://news.example.org/a",
        date="2024-05-06",
    )
    assert article.text == "The headline\n\nThe lead.\n\nOne.Two glued.\n\nThree."


def test_a_single_paragraph_below_the_headline_is_the_body():
    article = only(read_text(DATE_LINE + "The headline\n\nThe only paragraph,\nover two lines.\n"))
    assert (article.lead, article.body) == (None, "The only paragraph,\nover two lines.")


def test_text_directly_below_the_headline_is_not_part_of_it():
    article = only(read_text(DATE_LINE + "The headline\nThe lead.\n\nThe body."))
    assert (article.title, article.lead, article.body) == ("The headline", "The lead.", "The body.")


@pytest.mark.parametrize(
    ("line", "date", "url"),
    [
        (" date  https://news.example.org/a", None, "https://news.example.org/a"),
        ("date 2024-05-06 https://news.example.org/a", "2024-05-06", "https://news.example.org/a"),
        (" date 2024-05-06T10:00:00+02:00", "2024-05-06T08:00:00Z", None),
        (" date 2024-05-06 10:00 https://news.example.org/a", "2024-05-06", "https://news.example.org/a"),
        (" date ", None, None),
        ("date", None, None),
    ],
)
def test_date_and_url_may_each_be_missing_without_a_word(line, date, url):
    article = only(read_text(f"{line}\n\nHeadline\n\nBody."))
    assert (article.date, article.url) == (date, url)


def test_without_a_date_line_there_is_a_warning_and_the_article():
    warning, article = read_text("date night gets expensive\n\nThe body.")
    assert (warning.code, warning.fatal) == ("no-date-line", False)
    assert (article.title, article.date, article.url) == ("date night gets expensive", None, None)


@pytest.mark.parametrize(
    "headline", ["date night gets expensive", "dates are ripe", "Date 2024 set", "dated: 2024"]
)
def test_a_headline_may_begin_like_a_date_line(headline):
    warning, article = read_text(f"{headline}\n\nThe body.")
    assert (warning.code, article.title) == ("no-date-line", headline)


def test_a_second_byte_order_mark_does_no_harm():
    article = only(read_text("\ufeff\ufeff" + DATE_LINE + "Headline\n\nBody."))
    assert (article.title, article.date) == ("Headline", "2024-05-06")


def test_messages_show_input_without_letting_it_steer_the_terminal():
    problem = only(
        read_text(" date 1\x1b[2J\u202e https://news.example.org/a\n\nHeadline\n\n" + "Body " * 20)
    )
    assert "“1\\x1b[2J\\u202e”" in problem.message


def test_text_is_kept_as_stored_but_for_line_breaks_and_outer_space():
    article = only(read_text(DATE_LINE + "  Head\r\n\r\nLead  x.\r\n \r\n  cafe\u0301\t“y”\r\rz.  \r\n\r\n"))
    assert (article.title, article.lead, article.body) == ("Head", "Lead  x.", "cafe\u0301\t“y”\n\nz.")


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("", "empty-file", "empty"),
        (" \n\n\t", "empty-file", "empty"),
        (
            " date 2024-02-31 https://news.example.org/a\n\nH\n\nB.",
            "impossible-date",
            "Line 1: the date “2024-02-31”",
        ),
        (" date yesterday https://news.example.org/a\n\nH\n\nB.", "bad-date", "Line 1: “yesterday”"),
        (" date 05/06/2024 https://news.example.org/a\n\nH\n\nB.", "ambiguous-date", "Line 1"),
        (" date 2024 https://news.example.org/a\n\nH\n\nB.", "incomplete-date", "Line 1"),
        (
            " date 2024-05-06 news.example.org/a\n\nH\n\nB.",
            "bad-url",
            "Line 1: “news.example.org/a” is no web address",
        ),
        (" date 2024-05-06 https://news.example.org/a>b\n\nH\n\nB.", "bad-url", "Line 1: The URL holds “>”"),
        (' date 2024-05-06 https://news.example.org/a"b\n\nH\n\nB.', "bad-url", 'Line 1: The URL holds “"”'),
        (
            " date 2024-05-06 https://news.example.org/a b\n\nH\n\nB.",
            "bad-url",
            "Line 1: The URL holds a space",
        ),
        (DATE_LINE, "no-headline", "no headline"),
        (DATE_LINE + "Headline\n\n", "no-text", "no text below"),
        (DATE_LINE + "<html>\n<body><p>Hello.</p></body></html>", "markup", "web page"),
    ],
)
def test_bad_content_is_set_aside_with_code_and_place(content, code, words):
    problem = only(read_text(content))
    assert (problem.code, problem.fatal, problem.origin) == (code, True, Origin("-"))
    assert words in problem.message
    assert problem.cure.endswith(".")


def test_control_characters_are_replaced_with_a_warning_and_offsets_refer_to_the_cleaned_text():
    warning, article = read_text(
        DATE_LINE + "Headline\n\nThe lead, long enough.\n\nThe b\x00ody\ufffe, long enough."
    )
    assert (warning.code, warning.fatal) == ("control-characters", False)
    assert "U+0000, U+FFFE" in warning.message
    assert article.body == "The b\ufffdody\ufffd, long enough."


def test_bidirectional_controls_are_kept_with_a_warning():
    warning, article = read_text(DATE_LINE + "Headline\n\nThe \u202egnidaelsim\u202c body.")
    assert (warning.code, warning.fatal) == ("bidi-controls", False)
    assert "U+202A" not in warning.message
    assert "U+202C, U+202E" in warning.message
    assert article.body == "The \u202egnidaelsim\u202c body."


def test_a_line_of_a_million_characters_is_read():
    article = only(read_text(DATE_LINE + "Headline\n\n" + "word " * 200_000))
    assert len(article.body) == 999_999


class _Endless(io.RawIOBase):
    """Text without end, which counts what was taken from it."""

    taken = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        buffer[:] = (b"more words " * (len(buffer) // 11 + 1))[: len(buffer)]
        self.taken += len(buffer)
        return len(buffer)


def test_an_article_beyond_the_limit_is_set_aside_without_reading_all_of_it():
    stream = _Endless()
    problem = only(read(["-"], stdin=stream))
    assert (problem.code, problem.fatal) == ("too-large", True)
    assert "2,000,000 characters" in problem.message
    assert "max_article_chars" in problem.cure
    assert stream.taken < 9 * 2**20


def test_the_limit_counts_characters_and_not_bytes():
    text = DATE_LINE + "Headline\n\n" + "😀" * 100
    assert codes(read_text(text, max_article_chars=108)) == []
    assert codes(read_text(text, max_article_chars=107)) == ["too-large"]


_LINE = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"), min_size=1
)
_STRIPPED_LINE = _LINE.map(str.strip).filter(lambda line: line and not line.startswith(("<", "\ufeff")))
_BIDI_FREE = _STRIPPED_LINE.filter(
    lambda line: not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_PARAGRAPH = st.lists(_BIDI_FREE, min_size=1, max_size=3).map("\n".join)
_BODY = st.lists(_PARAGRAPH, min_size=1, max_size=4).map("\n\n".join)


def _written(article):
    first = f" date {article.date or ''} {article.url or ''}"
    return "\n\n".join(part for part in (first, article.title, article.lead, article.body) if part) + "\n"


@given(
    title=_BIDI_FREE,
    lead_and_body=st.tuples(st.none(), _PARAGRAPH) | st.tuples(_PARAGRAPH, _BODY),
    url=st.none() | st.integers(0, 99).map("https://news.example.org/{}".format),
    date=st.none() | st.dates().map(lambda day: day.isoformat()),
)
@example("date", ("a", "b\n\nc"), None, None)
@example("\u0085x", (None, "b"), None, None)
def test_any_article_written_in_the_format_reads_back_equal(title, lead_and_body, url, date):
    lead, body = lead_and_body
    article = Article(title=title.strip(), lead=lead, body=body, url=url, date=date)
    assert only(read_text(_written(article))) == article


@given(st.text() | st.text().map(lambda text: DATE_LINE + text))
def test_any_text_gives_an_article_or_a_fatal_problem_and_never_both(text):
    items = read_text(text)
    final = items[-1]
    assert isinstance(final, Article) or final.fatal
    assert all(isinstance(item, Problem) and not item.fatal for item in items[:-1])
    if isinstance(final, Article):
        final.text.encode()  # no surrogates
        assert final.title == final.title.strip()
        assert final.title
        assert final.body


@given(st.binary() | st.binary().map(lambda data: DATE_LINE.encode() + data))
def test_any_bytes_give_articles_or_problems(data):
    items = read_text(data)
    assert items
    assert all(isinstance(item, Article | Problem) for item in items)


def test_every_seed_article_is_read_without_a_fatal_problem():
    items = list(read([str(folder("seeds"))]))
    assert [str(item) for item in items if isinstance(item, Problem) and item.fatal] == []
    assert sum(isinstance(item, Article) for item in items) >= 7


def test_the_glued_sentences_of_the_sputnik_article_stay_glued():
    path = folder("seeds") / "articles" / "sputnik-2024-05-06-french-foreign-legion.txt"
    article = only(read([str(path)]))
    assert article.title == "French Foreign Legion Possibly Racked Up 'First Losses in Ukraine' - Report"
    assert article.date == "2024-05-06"
    assert article.lead is not None
    assert article.lead.endswith("Boris Rozhin stated on Telegram.")
    assert "on Telegram.The mercenaries" in article.body
    assert article.text.encode() in path.read_bytes().replace(b"\n\n\n", b"\n\n")


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs ../shared/gold/wikinews, which is not part of the repository"
)
def test_all_wikinews_articles_are_read_without_a_problem():
    items = list(read([str(SHARED / "*.txt")]))
    assert [str(item) for item in items if isinstance(item, Problem)] == []
    assert len(items) == 39
    assert all(item.url and item.date and item.body for item in items)
