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
from ingest.read.encoding import to_text
from ingest.read.fault import Code, Fault
from ingest.read.limits import Limits

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
    dated = _date_line(first_line)
    if dated is None:
        below = text
        cure = "Begin the file with a line “date YYYY-MM-DD URL”."
        warnings.append(Fault(Code.NO_DATE_LINE, "The article has neither date nor URL.", cure))
    date, url = _date_and_url(dated or "")
    title, below = _headline(below)
    lead, body = _first_paragraph(below)
    return to_article(Draft(title=title, lead=lead, body=body, url=url, date=date), origin, limits, warnings)


def _date_line(line: str) -> str | None:
    """Return what follows the word "date", or None if the line is none: a headline may begin so too."""
    word, rest = line.strip()[:4], line.strip()[4:]
    if word != "date" or not (rest[:1].isspace() or not rest):
        return None
    rest = rest.strip()
    return rest if not rest or rest[0] in "0123456789" or "://" in rest else None


def _date_and_url(rest: str) -> tuple[str, str]:
    """Split what follows the word "date"."""
    if match := _URL_START.search(rest):
        return rest[: match.start()].strip(), rest[match.start() :].strip()
    date, *url = rest.split(maxsplit=1) or [""]
    return date, "".join(url)


def _headline(text: str) -> tuple[str, str]:
    """Return the first line that is not blank, and what follows it."""
    headline, _, below = text.lstrip().partition("\n")
    return headline, below


def _first_paragraph(text: str) -> tuple[str, str]:
    text = text.strip()
    blank = _BLANK_LINE.search(text)
    return ("", text) if blank is None else (text[: blank.start()], text[blank.end() :])
