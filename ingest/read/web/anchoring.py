"""Where in an extracted text a page's links stand. Runs in the child process.

The text is not touched: what it is made of is found again in the markup, paragraph by paragraph, by the ink
alone. A link is kept where that leaves no doubt: if a paragraph stands in the page several times, all of
these must link alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.read.web.hyperlinks import Markup, Written
from ingest.read.web.ink import places
from ingest.read.web.page import Hyperlink
from ingest.read.web.platforms import kind
from ingest.sources import SourceKind, Standing

MOST_COPIES = 20
"""A paragraph that a page has more often is no running text."""
MOST_WORK = 1_000_000_000
"""How many characters may be looked through: two seconds at worst. Beyond, no link of a page is kept."""
MOST_BETWEEN = 300
"""Between words and what is embedded after them may stand so much that is not the article's: a caption."""
LONGEST_LEAD = 300
"""Of what stands before an embed no more than this is its anchor, in characters."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A line of the text that was found in the markup.

    Attributes:
        first: the number of its first character among those of the text that leave ink.
        size: how many of these it has.
        copies: where in the markup's ink it begins.
    """

    first: int
    size: int
    copies: tuple[int, ...]


def anchored(text: str, markup: Markup) -> tuple[Hyperlink, ...]:
    """Return the links of a text, in its order.

    Args:
        text: one paragraph a line.
        markup: of the page that it was extracted from.
    """
    lines = text.count("\n") + 1
    if not markup.links or lines * (len(markup.ink) + len(markup.links)) > MOST_WORK:
        return ()
    at = places(text)
    paragraphs = list(_paragraphs(text, at, markup.ink))
    with_words = [each for each in markup.links if each.end > each.start]
    found = {link for each in paragraphs for link in _in_paragraph(each, with_words, at)}
    quoted = {link.url for link in found if link.standing is Standing.QUOTATION}
    sure = sorted((each for each in paragraphs if len(each.copies) == 1), key=lambda each: each.copies)
    for link in markup.links:
        if link.start == link.end or (_is_post(link) and link.url not in quoted):
            found |= set(_before(link, sure, text, at))
    return tuple(sorted(found, key=lambda link: (link.start, link.end, link.url, link.standing)))


def _is_post(link: Written) -> bool:
    """Whether what is quoted is a post: if its words were left out, it still is embedded where they stood."""
    return link.standing is Standing.QUOTATION and kind(link.url) in (SourceKind.POST, SourceKind.VIDEO)


def _paragraphs(text: str, at: list[int], page: str) -> Iterator[_Paragraph]:
    offset = first = 0
    for line in text.split("\n"):
        last = bisect_left(at, offset + len(line), first)
        words = "".join([text[place] for place in at[first:last]])
        copies = _copies(words, page)
        if not copies and words.startswith("-"):  # trafilatura's mark of a list's item
            words, first = words[1:], first + 1
            copies = _copies(words, page)
        if 0 < len(copies) <= MOST_COPIES:
            yield _Paragraph(first, len(words), copies)
        offset += len(line) + 1
        first = last


def _copies(words: str, page: str) -> tuple[int, ...]:
    """Return where a paragraph stands in the page, one place more than may be."""
    found: list[int] = []
    place = page.find(words) if words else -1
    while place >= 0 and len(found) <= MOST_COPIES:
        found.append(place)
        place = page.find(words, place + len(words))
    return tuple(found)


def _in_paragraph(paragraph: _Paragraph, links: list[Written], at: list[int]) -> Iterator[Hyperlink]:
    """Give the links that all copies of a paragraph have."""
    common = set.intersection(*(set(_within(start, paragraph.size, links)) for start in paragraph.copies))
    for link in sorted(common):
        start, end = at[paragraph.first + link.start], at[paragraph.first + link.end - 1] + 1
        yield Hyperlink(start, end, link.url, link.standing)


def _within(start: int, size: int, links: list[Written]) -> Iterator[Written]:
    """Give the links in a stretch of the markup, counted from its beginning.

    A hyperlink lies within one paragraph, or it is no article's; a quotation may have several.
    """
    end = start + size
    for link in links[: bisect_left(links, end, key=lambda each: each.start)]:
        inside = start <= link.start and link.end <= end
        if inside or (link.standing is Standing.QUOTATION and link.end > start):
            left, right = max(link.start, start) - start, min(link.end, end) - start
            yield Written(left, right, link.url, link.standing)


def _before(embed: Written, paragraphs: list[_Paragraph], text: str, at: list[int]) -> Iterator[Hyperlink]:
    """Give an embed the last sentence that stands before it in the article; none if that is not sure.

    Args:
        embed: where it stands in the markup.
        paragraphs: those that stand there once, in its order.
        text: the article's.
        at: where its characters are that leave ink.
    """
    number = bisect_left(paragraphs, embed.start, key=lambda each: each.copies[0])
    if number == 0:
        return
    before = paragraphs[number - 1]
    size = min(embed.start - before.copies[0], before.size)
    between = embed.start - before.copies[0] - size
    if between > (MOST_BETWEEN if number < len(paragraphs) else 0):  # below the article is anything
        return
    end = at[before.first + size - 1] + 1
    start = at[before.first]
    for sentence in _SENTENCE_END.finditer(text, start, end):
        start = sentence.end()
    if end - start > LONGEST_LEAD:
        start = (
            text.index(" ", end - LONGEST_LEAD, end) + 1 if " " in text[end - LONGEST_LEAD : end] else start
        )
    yield Hyperlink(start, end, embed.url, Standing.EMBED)
