"""Plain text files, one article each.

::

     date 2024-05-06 https://news.example.org/story

    The headline

    The lead.

    The body, of one paragraph or more.

The date, the URL or the whole first line may be missing. A single paragraph below the headline is the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read.assemble import Draft, line_breaks, outcome, to_article, too_large
from ingest.read.decode import to_text
from ingest.read.fault import Code, Fault
from ingest.read.limits import Limits

# The word alone, before a number, or before an address: a headline may begin with "date" as well.
_DATE_LINE = re.compile(r"[ \t]*date(?=[ \t]*$|[ \t]+(?:[0-9]|\S*://|[^\n]{0,40} \S*://))(?P<rest>[^\n]*)")
_SNIFFED = re.compile(rb"\s*date[ \t]+(?:[0-9]|\S*://)")
_URL_START = re.compile(r"(?:^|(?<=\s))\S*?://")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


class TextFile:
    """Reads a plain text file as one article."""

    suffixes = (".txt", ".text")

    def sniff(self, head: bytes) -> bool:
        """Whether the stream begins with a date line."""
        return _SNIFFED.match(head) is not None

    def read(self, stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Article | Problem]:
        """Yield the article after its warnings, or the problem for which it is set aside."""
        data = stream.read(limits.max_article_bytes + 1)
        if len(data) > limits.max_article_bytes:
            yield too_large(limits).problem(origin)
            return
        yield from outcome(origin, lambda warnings: _parse(data, origin, limits, warnings))


def _parse(data: bytes, origin: Origin, limits: Limits, warnings: list[Fault]) -> Article:
    text, guessed = to_text(data)
    if guessed:
        warnings.append(guessed)
    text = line_breaks(text)
    if not text.strip():
        raise Fault(Code.EMPTY_FILE, "The file is empty.", "Put an article into it, or remove it.")
    first_line, _, below = text.lstrip().partition("\n")
    date_line = _DATE_LINE.fullmatch(first_line)
    if date_line is None:
        below = text
        cure = "Begin the file with a line “date YYYY-MM-DD URL”."
        warnings.append(Fault(Code.NO_DATE_LINE, "The article has neither date nor URL.", cure))
    date, url = _date_and_url(date_line["rest"] if date_line else "")
    title, below = _headline(below)
    lead, body = _first_paragraph(below)
    return to_article(Draft(title=title, lead=lead, body=body, url=url, date=date), origin, limits, warnings)


def _date_and_url(rest: str) -> tuple[str, str]:
    """Split what follows the word "date"."""
    if match := _URL_START.search(rest):
        return rest[: match.start()].strip(), rest[match.start() :].strip()
    date, _, url = rest.strip().partition(" ")
    return date, url.strip()


def _headline(text: str) -> tuple[str, str]:
    """Return the first line that is not blank, and what follows it."""
    headline, _, below = text.lstrip().partition("\n")
    return headline, below


def _first_paragraph(text: str) -> tuple[str, str]:
    text = text.strip()
    blank = _BLANK_LINE.search(text)
    return ("", text) if blank is None else (text[: blank.start()], text[blank.end() :])
