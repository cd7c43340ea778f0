"""Pages without an article, as sites serve them with status 200 (`data/stubs`), and articles much like them.

The first word of a file's name says what it is.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Origin
from ingest.model import Article
from ingest.read import Limits
from ingest.read.fault import Code, Fault
from ingest.read.html_file import HtmlFile
from ingest.read.web import notes
from ingest.read.web.stubs import refuse_stub

PAGES = sorted((Path(__file__).parent / "data" / "stubs").glob("*.html"))
SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
KINDS = {"article": None, "paywall": Code.PAYWALL}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_what_its_name_says(path, parser):
    with path.open("rb") as stream:
        *_, found = HtmlFile(parser).read(stream, Origin(path.name), Limits())
    expected = KINDS.get(path.stem.partition("-")[0], Code.BOILERPLATE)
    if expected is None:
        assert isinstance(found, Article), found
    else:
        assert (found.code, found.fatal) == (expected, True)


def test_there_are_pages_of_every_kind():
    kinds = {path.stem.partition("-")[0] for path in PAGES}
    assert kinds >= {"article", "paywall", "consent", "error", "script", "robot", "list", "sign"}


def refusal(text: str) -> str:
    """Return the beginning of the reason for which a text is refused, or ""."""
    try:
        refuse_stub(text, None, ("Headline",))
    except Fault as fault:
        return fault.message.partition(":")[0]
    return ""


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_no_part_of_an_article_is_taken_for_one(path):
    text = path.read_text(encoding="utf-8")
    for begin in range(0, len(text) - 400, 100):
        assert refusal(text[begin : begin + 400]) in ("", "The page holds no running text")


def test_a_page_that_says_that_it_is_an_article_must_be_a_note_nearly_throughout():
    mixed = (
        "Please enable JavaScript to read comments on this page of ours.\n"
        "The pier is unsafe, the mayor said on Monday morning at work."
    )
    assert notes.is_note(mixed, (), None)
    assert not notes.is_note(mixed, (), True)
    assert notes.is_note(mixed, ("404 - Not found",), True)


def test_what_is_quoted_does_not_count():
    quoted = "“Please enable JavaScript”, the page of the ministry says to whoever wants to read it."
    assert not notes.is_note(quoted, (), None)


@given(st.text(max_size=300), st.lists(st.text(max_size=40)))
def test_any_text_is_one_or_none(text, titles):
    assert notes.is_note(text, tuple(titles), None) in (True, False)


@pytest.mark.parametrize(
    "piece", ["we use ", "page ", "your ", "store ", "checking ", "a", "access ", "“", "404 "]
)
def test_no_text_takes_long(piece):
    notes.is_note(piece * (notes.MOST_CHARS // len(piece)), (piece * 2000,), None)
