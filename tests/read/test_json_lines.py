"""JSON Lines: which fields are read, and that a bad line costs no other."""

import gzip
import io
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read import Limits, read

GOOD = b'{"title": "Headline", "text": "The text."}'


def read_lines(*records, **limits):
    """Read records, each given as an object or as a line's bytes, as one file."""
    content = b"\n".join(
        record if isinstance(record, bytes) else json.dumps(record).encode() for record in records
    )
    return list(read(["-"], stdin=io.BytesIO(content + b"\n"), limits=Limits(**limits)))


def read_one(**fields):
    (article,) = read_lines({"title": "Headline", "text": "The text."} | fields)
    assert isinstance(article, Article)
    return article


def codes(items):
    return [item.code for item in items if isinstance(item, Problem)]


def test_all_the_usual_fields():
    (article,) = read_lines(
        {
            "url": "HTTPS://news.example.org/a?utm_source=feed",
            "title": "The headline",
            "text": "The lead.\n\nThe body.",
            "published": "Mon, 06 May 2024 10:15:00 +0200",
            "publisher": "The Example",
            "language": "en_GB",
            "authors": ["Jane Doe", {"@type": "Person", "name": "José Muñoz"}, "Jane Doe"],
        }
    )
    assert article == Article(
        title="The headline",
        body="The lead.\n\nThe body.",
        url="https://news.example.org/a",
        date="2024-05-06T08:15:00Z",
        publisher="The Example",
        language="en-GB",
        authors=("Jane Doe", "José Muñoz"),
    )
    assert article.origin == Origin("-", 1)


def test_synonyms_of_schema_org():
    (article,) = read_lines(
        {
            "headline": "H",
            "articleBody": "B.",
            "datePublished": "2024-05-06",
            "inLanguage": "uk",
            "publisher": {"@type": "Organization", "name": "The Example"},
            "author": {"name": "Jane Doe"},
            "description": "Not part of the article.",
        }
    )
    assert article == Article(
        title="H", body="B.", date="2024-05-06", language="uk", publisher="The Example", authors=("Jane Doe",)
    )


def test_a_source_that_is_an_address_is_the_url_and_not_the_publisher():
    article = read_one(source="https://news.example.org/a", **{"source-hostname": "The Example"})
    assert (article.url, article.publisher) == ("https://news.example.org/a", "The Example")
    assert read_one(source={"id": None, "name": "The Example"}).publisher == "The Example"


def test_authors_in_one_string_stand_between_semicolons():
    assert read_one(author="Doe, Jane; José Muñoz;").authors == ("Doe, Jane", "José Muñoz")


def test_the_first_field_that_is_not_empty_counts():
    article = read_one(title="", headline="H", date=None, published=" ", publishedAt="2024-05-06", url="")
    assert (article.title, article.date, article.url) == ("H", "2024-05-06", None)


@pytest.mark.parametrize(
    ("fields", "lead", "body"),
    [
        ({"lead": "Lead.", "body": "Lead.Body."}, "Lead.", "Lead.Body."),
        ({"lead": "Lead.", "text": "Body."}, "Lead.", "Body."),
        ({"lead": "Lead.", "text": "Lead.\n\nBody."}, "Lead.", "Body."),
        ({"lead": "Lead.", "text": "Lead.Body."}, None, "Lead.Body."),
        ({"lead": "Lead.", "text": "Headline\n\nLead.\n\nBody."}, "Lead.", "Body."),
        ({"lead": "Lead.", "text": "Headline\r\n\r\nLead.\r\n\r\nBody."}, "Lead.", "Body."),
        ({"text": "Headline\n\nBody."}, None, "Body."),
        ({"text": "Headlines are short."}, None, "Headlines are short."),
        ({"lead": "Lead."}, None, "Lead."),
        ({"lead": "Lead.", "text": "Lead."}, None, "Lead."),
        ({"body": "Body.", "text": "Something else."}, None, "Body."),
    ],
)
def test_no_text_is_taken_twice(fields, lead, body):
    (article,) = read_lines({"title": "Headline"} | fields)
    assert (article.title, article.lead, article.body) == ("Headline", lead, body)


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (b"[1, 2]", "not-an-object", "holds a list"),
        (b'"a string"', "not-an-object", "holds a string"),
        (b"null", "not-an-object", "holds null"),
        (b"17", "not-an-object", "holds a number"),
        (b'{"title": "Head", "text" "The text."}', "invalid-json", "':' delimiter at column 26"),
        (b'{"title": "Head", "te', "invalid-json", "at column 19"),
        (b"{'title': 'Head'}", "invalid-json", "at column 2"),
        (b'{"title": "a\tb"}', "invalid-json", "at column 13"),
        (b"[" * 100_000, "too-deep", "too deeply"),
        (b'{"title": "Head", "x": ' + b'{"x":' * 100_000, "too-deep", "too deeply"),
        (b'{"title": "Head", "title": "Tail", "text": "T."}', "repeated-key", "`title` stands twice"),
        (b'{"title": 5, "text": "T."}', "wrong-type", "`title` holds a number"),
        (b'{"title": "Head", "text": ["T."]}', "wrong-type", "`text` holds a list"),
        (b'{"title": "Head", "text": "T.", "date": 1714953600}', "wrong-type", "`date` holds a number"),
        (b'{"title": "Head", "text": "T.", "url": {}}', "wrong-type", "`url` holds an object"),
        (b'{"title": "Head"}', "no-text", "no text"),
        (b'{"title": "Head", "text": "Head"}', "no-text", "no text"),
        (b'{"title": "Head", "text": null, "body": " "}', "no-text", "no text"),
        (b'{"text": "T."}', "no-headline", "no headline"),
        (b'{"title": " \\n ", "text": "T."}', "no-headline", "no headline"),
        (
            b'{"title": "Head", "text": "T.", "url": "no url"}',
            "bad-url",
            "Field `url`: The URL holds a space",
        ),
        (b'{"title": "Head", "text": "T.", "link": "x"}', "bad-url", "Field `link`: “x” is no web address"),
        (
            b'{"title": "Head", "text": "T.", "url": "https://a.example/\\nb"}',
            "bad-url",
            "U+000A (a line break)",
        ),
        (b'{"title": "Head", "text": "T.", "url": "https://a.example/>"}', "bad-url", "holds “>”"),
        (b'{"title": "Head", "text": "T.", "url": "https://a.example/\\""}', "bad-url", 'holds “"”'),
        (
            b'{"title": "Head", "text": "T.", "published": "2024-02-31"}',
            "impossible-date",
            "Field `published`",
        ),
        (b'{"title": "Head", "text": "<p>T.</p>"}', "markup", "web page"),
        (b'{"title": "Head", "text": "\x89PNG\x00"}', "binary", "binary"),
    ],
)
def test_a_bad_line_is_set_aside_with_its_number_and_the_rest_goes_on(line, code, words):
    before, problem, after = read_lines(GOOD, line, GOOD)
    assert (before.origin, after.origin) == (Origin("-", 1), Origin("-", 3))
    assert (problem.code, problem.fatal, problem.origin) == (code, True, Origin("-", 2))
    assert words in problem.message
    assert problem.cure.endswith(".")


def test_a_number_of_any_length_in_a_field_that_is_not_read_does_no_harm():
    (article,) = read_lines(b'{"title": "Head", "text": "T.", "id": ' + b"9" * 100_000 + b"}")
    assert article.title == "Head"


def test_nan_is_read_as_null_with_a_warning():
    warning, article = read_lines(b'{"title": "Head", "text": "T.", "url": NaN, "score": -Infinity}')
    assert (warning.code, warning.fatal, warning.origin) == ("not-a-number", False, Origin("-", 1))
    assert "NaN" in warning.message
    assert article.url is None


def test_a_key_repeated_with_the_same_value_or_in_an_inner_object_does_no_harm():
    items = read_lines(b'{"title": "Head", "title": "Head", "text": "T.", "meta": {"a": 1, "a": 2}}')
    assert codes(items) == []


@pytest.mark.parametrize("tag", ["English", "e", "en-", "x-private", "en us", 7, "en\ud800"])
def test_a_wrong_language_is_undetermined_with_a_warning(tag):
    *warnings, article = read_lines({"title": "Head", "text": "T.", "language": tag})
    if isinstance(tag, int):  # no name at all: left out, so that the default holds
        assert (codes(warnings), article.language) == (["ignored-field"], "en")
    else:
        assert (codes(warnings), article.language) == (["bad-language"], "und")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("EN", "en"),
        ("pt_br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("de-1996", "de-1996"),
    ],
)
def test_language_tags_take_their_usual_case(tag, expected):
    assert read_one(language=tag).language == expected


def test_fields_of_the_wrong_kind_that_matter_little_are_left_out_with_a_warning():
    warning, article = read_lines({"title": "Head", "text": "T.", "authors": ["Jane Doe", 5, 6, 7]})
    assert (warning.code, warning.fatal) == ("ignored-field", False)
    assert "`authors` holds a number" in warning.message
    assert article.authors == ("Jane Doe",)


def test_lone_surrogates_are_replaced_with_a_warning():
    warning, article = read_lines(b'{"title": "Head \\ud800", "text": "T \\ud83d\\ude00 \\u0007."}')
    assert warning.code == "control-characters"
    assert "U+0007, U+D800" in warning.message
    assert article.text == "Head \ufffd\n\nT 😀 \ufffd."


def test_a_headline_over_several_lines_becomes_one():
    assert read_one(title=" The\n  headline \r\n").title == "The headline"


def test_blank_lines_are_skipped_and_counted():
    (article,) = read_lines(b"", b"  ", GOOD, b"\r")
    assert article.origin == Origin("-", 3)


def test_a_file_of_blank_lines_is_empty(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n \n")
    assert codes(read([str(path)])) == ["empty-file"]


@pytest.mark.parametrize("content", [[{"title": "Head", "text": "T."}], {"title": "Head", "text": "T."}])
def test_a_json_document_over_several_lines_is_one_problem_with_a_cure(content):
    (problem,) = read_lines(json.dumps(content, indent=2).encode())
    assert (problem.code, problem.origin) == ("not-json-lines", Origin("-"))
    assert "jq" in problem.cure


def test_a_line_beyond_the_limit_is_set_aside_and_the_rest_goes_on():
    items = read_lines(GOOD, {"title": "Head", "text": "word " * 10}, GOOD, max_article_chars=40)
    assert codes(items) == ["too-large"]
    assert len(items) == 3
    items = read_lines(GOOD, {"title": "Head", "text": "T.", "html": "x" * 2**21}, GOOD, max_article_chars=40)
    assert codes(items) == ["too-large"]
    assert items[1].origin == Origin("-", 2)
    assert items[2].origin == Origin("-", 3)


def test_a_line_in_a_legacy_encoding_is_read_with_a_warning():
    text = "La decisión se tomará mañana, según los españoles."
    line = json.dumps({"title": "Titular", "text": text}, ensure_ascii=False).encode("cp1252")
    warning, article = read_lines(line)
    assert warning.code == "encoding-guessed"
    assert article.body == text


def test_many_records_are_read_in_the_memory_of_one():
    program = """
import resource, sys
from ingest.read import read
class Lines:
    def __init__(self): self.left = 200
    def read(self, size):
        self.left -= 1
        return LINE if self.left >= 0 else b""
LINE = b'{"title": "Headline", "text": "' + b"word " * 100_000 + b'"}\\n'
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert sum(1 for _ in read(["-"], stdin=Lines())) == 200
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(run.stdout) < 30_000  # KiB; the records have 100 MB together


_TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")).map(
    str.strip
)
_WORDING = _TEXT.filter(lambda text: text and not text.startswith("<"))


@given(
    title=_WORDING,
    lead=st.none() | _WORDING,
    body=_WORDING,
    date=st.none() | st.dates().map(lambda day: day.isoformat()),
    publisher=st.none() | _WORDING,
    authors=st.lists(_WORDING, unique=True).map(tuple),
    packed=st.booleans(),
)
def test_any_article_written_as_json_reads_back_equal(title, lead, body, date, publisher, authors, packed):
    article = Article(title=title, lead=lead, body=body, date=date, publisher=publisher, authors=authors)
    fields = {
        "title": title,
        "lead": lead,
        "body": body,
        "date": date,
        "publisher": publisher,
        "authors": authors,
    }
    line = json.dumps(fields, ensure_ascii=len(title) % 2 == 0).encode()
    items = read(["-"], stdin=io.BytesIO(gzip.compress(line) if packed else line))
    assert [item for item in items if isinstance(item, Article)] == [article]


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "text", "lead", "url", "date", "authors", "source"]), inner
        )
    ),
)


@given(_JSON)
def test_any_json_gives_an_article_or_a_fatal_problem_and_never_both(value):
    *warnings, final = read_lines(GOOD, value)[1:]
    assert isinstance(final, Article) or final.fatal
    assert all(isinstance(item, Problem) and not item.fatal for item in warnings)
