"""JSON Lines: one JSON object a line, one article each.

=============  ====================================================================================
Field          Read from, the first that is not empty
=============  ====================================================================================
headline       ``title``, ``headline``
text           ``body``; else ``text``, ``articleBody``, ``maintext``, ``content``
lead           ``lead``, ``standfirst``
URL            ``url``, ``link``, ``source`` if it is a web address
date           ``date``, ``published``, ``published_at``, ``publishedAt``, ``date_published``,
               ``datePublished``, ``date_publish``, ``pubDate``
language       ``language``, ``lang``, ``inLanguage``; what the text is in if there is none
publisher      ``publisher``, ``outlet``, ``source`` unless it is a web address, ``source-hostname``
authors        ``authors``, ``author``: a list, or a string with semicolons between the names
=============  ====================================================================================

A publisher or author may be an object with a ``name`` (schema.org, NewsAPI). ``description``, ``summary`` and
the like are written about the article and not part of it: they are not read. ``body`` is what stands below
headline and lead; ``text`` may be the whole article: where it begins with the headline or the lead, that is
not taken twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read.assemble import outcome, to_article
from ingest.read.encoding import to_text
from ingest.read.fault import Code, Fault
from ingest.read.fields import KINDS, draft
from ingest.read.limits import Limits
from ingest.read.streams import lines

_SNIFFED = re.compile(rb"\s*(?:\{|\[\s*(?:\{|$))")


class JsonLines:
    """Reads JSON Lines, each line by itself: a bad one is set aside and the rest goes on."""

    suffixes = (".jsonl", ".ndjson", ".json")

    def sniff(self, head: bytes) -> bool:
        """Whether the stream begins like a JSON object, or a list of them."""
        return _SNIFFED.match(head) is not None

    def read(self, stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Article | Problem]:
        """Yield each line's article after its warnings, or the problem for which it is set aside."""
        return records(stream, origin, limits)


def records(stream: BinaryIO, origin: Origin, limits: Limits, before: int = 0) -> Iterator[Article | Problem]:
    """Yield what the lines of a file hold, or those that follow `before` others, which held something."""
    empty = before == 0
    for number, line in enumerate(lines(stream, limits.max_record_bytes), start=before + 1):
        record = Origin(origin.file, number)
        if line is None:
            yield _line_too_large(limits).problem(record)
        elif line.strip():
            if empty and _spans_lines(line):
                yield _not_json_lines().problem(origin)
                return
            yield from _outcome(line, record, limits)
        else:
            continue
        empty = False
    if empty:
        cure = "Put an article into it, or remove it."
        yield Fault(Code.EMPTY_FILE, "The file is empty.", cure).problem(origin)


def _outcome(line: bytes, record: Origin, limits: Limits) -> Iterator[Article | Problem]:
    return outcome(record, lambda warnings: _parse(line, record, limits, warnings))


def _spans_lines(first_line: bytes) -> bool:
    """Whether a file's first line opens a JSON document that goes on below it."""
    stripped = first_line.strip()
    if stripped == b"{":
        return True
    return stripped == b"[" or (stripped.startswith(b"[{") and not stripped.endswith(b"]"))


def _line_too_large(limits: Limits) -> Fault:
    return Fault(
        Code.TOO_LARGE,
        f"The line has more than {limits.max_record_bytes:,} bytes.",
        "Leave out fields that are not read, or raise the limit `max_article_chars`.",
    )


def _not_json_lines() -> Fault:
    return Fault(
        Code.NOT_JSON_LINES,
        "This is one JSON document over several lines, not JSON Lines.",
        "Put each article on a line of its own: “jq -c '.[]' FILE” for a list, “jq -c . FILE” for an object.",
    )


class _Object(dict[str, object]):
    """A JSON object that remembers which of its keys stood twice with different values."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.contradictory = sorted({key for key, value in pairs if self[key] != value})


def _parse(line: bytes, record: Origin, limits: Limits, warnings: list[Fault]) -> Article:
    text, guessed = to_text(line)
    if guessed:
        warnings.append(guessed)
    fields = load(text, warnings)
    if not isinstance(fields, _Object):
        kind = KINDS[type(fields)]
        message = f"The line holds {kind}, not a JSON object."
        raise Fault(Code.NOT_AN_OBJECT, message, "Write each article as {…} on a line of its own.")
    if fields.contradictory:
        message = f"The key `{fields.contradictory[0][:60]}` stands twice, with different values."
        raise Fault(Code.REPEATED_KEY, message, "Keep the right one.")
    return to_article(draft(fields, warnings), record, limits, warnings)


def load(text: str, warnings: list[Fault]) -> object:
    """Return what a JSON text holds, numbers as floats.

    Raises:
        Fault: it is no JSON, or nested too deeply.
    """
    not_numbers: list[str] = []
    try:
        fields: object = json.loads(
            text,
            object_pairs_hook=_Object,
            parse_constant=not_numbers.append,  # returns None, which is JSON's null
            parse_int=float,  # no field is a number, and int() refuses very long ones
        )
    except json.JSONDecodeError as error:
        message = f"This is no valid JSON: {error.msg} at column {error.pos + 1:,}."
        raise Fault(Code.INVALID_JSON, message, "Correct the line; others were read.") from None
    except RecursionError:
        message = "The JSON is nested too deeply."
        raise Fault(Code.TOO_DEEP, message, "Write the article's fields as strings.") from None
    if not_numbers:
        message = f"The line holds {not_numbers[0]}, which JSON does not have; it was read as null."
        warnings.append(Fault(Code.NOT_A_NUMBER, message, "Write null instead."))
    return fields
