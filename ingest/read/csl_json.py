"""CSL-JSON, as Zotero and other reference managers export it: what has an abstract is read, and that alone.

Such an export holds no full texts. Read are `title`, `abstract` (as the text), `URL`, `issued`, `language`,
`container-title` or else `publisher` (as the publisher), and `author`. Notes are the user's own words or a
heap of further fields, and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read.assemble import Draft, outcome, to_article
from ingest.read.encoding import to_text
from ingest.read.fault import Code, Fault
from ingest.read.fields import KINDS
from ingest.read.json_lines import load
from ingest.read.language import language_tag
from ingest.read.limits import Limits

_TYPES = (
    "article(?:-journal|-magazine|-newspaper)?|bill|book|broadcast|chapter|document|entry(?:-[a-z]+)?|interview"
    "|legal_case|legislation|manuscript|motion_picture|pamphlet|paper-conference|personal_communication|post"
    "|post-weblog|report|review(?:-book)?|song|speech|standard|thesis|webpage"
)
_SNIFFED = re.compile(rb"\s*\[\s*\{")
_TYPED = re.compile(rf'"type"\s*:\s*"(?:{_TYPES})"'.encode())
_TAGS = re.compile(r"</?(?:i|b|em|strong|sub|sup|span|p|jats:[a-z]+)(?: [^<>]{0,100})?>")


class CslJson:
    """Reads a list of references."""

    suffixes = (".csljson", ".json")

    def sniff(self, head: bytes) -> bool:
        """Whether the stream begins like a list of references."""
        return _SNIFFED.match(head) is not None and _TYPED.search(head) is not None

    def read(self, stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Article | Problem]:
        """Yield each reference's article after its warnings, or the problem for which it is set aside."""
        data = stream.read(limits.max_record_bytes + 1)
        if len(data) > limits.max_record_bytes:
            message = f"The file has more than {limits.max_record_bytes:,} bytes."
            raise Fault(Code.TOO_LARGE, message, "Export fewer references at a time.")
        text, doubt = to_text(data)
        doubts = [doubt] if doubt else []
        references = load(text, doubts)
        yield from (each.problem(origin, fatal=False) for each in doubts)
        if not isinstance(references, list):
            message = f"The file holds {KINDS[type(references)]}, not a list of references."
            raise Fault(Code.NOT_AN_OBJECT, message, "Export it as CSL JSON again.")
        for number, reference in enumerate(references, start=1):
            yield from _article(reference, Origin(origin.file, number), limits)


def _article(reference: object, record: Origin, limits: Limits) -> Iterator[Article | Problem]:
    def parse(warnings: list[Fault]) -> Article:
        if not isinstance(reference, dict):
            message = "This is no reference: no JSON object."
            raise Fault(Code.NOT_AN_OBJECT, message, "Export it as CSL JSON again.")
        fields: dict[str, object] = reference
        abstract = _TAGS.sub("", _string(fields, "abstract"))
        if not abstract.strip():
            message = "The reference has no abstract, and the export holds no full texts."
            raise Fault(Code.NO_TEXT, message, "Read the page itself, e.g. Zotero's snapshot of it.")
        language = _string(fields, "language")
        draft = Draft(
            title=_TAGS.sub("", _string(fields, "title")),
            body=abstract,
            url=_string(fields, "URL").strip(),
            date=_issued(fields.get("issued"), warnings),
            language=language if language_tag(language) else "",
            publisher=_string(fields, "container-title") or _string(fields, "publisher"),
            authors=_names(fields.get("author")),
            url_place="Field `URL`",
            date_place="Field `issued`",
        )
        return to_article(draft, record, limits, warnings)

    yield from outcome(record, parse)


def _string(fields: dict[str, object], key: str) -> str:
    value = fields.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        message = f"Field `{key}` holds {KINDS.get(type(value), 'an object')}, not a string."
        raise Fault(Code.WRONG_TYPE, message, "Correct the reference.")
    return value


def _issued(issued: object, warnings: list[Fault]) -> str:
    """Return the day of publication; a year or month alone is none, and left out with a warning."""
    if not isinstance(issued, dict):
        return ""
    raw = issued.get("raw") or issued.get("literal")
    if isinstance(raw, str):
        return raw
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = [_number(part) for part in first] if isinstance(first, list) else []
    if len(numbers) == 3 and all(numbers):
        return f"{numbers[0]:04}-{numbers[1]:02}-{numbers[2]:02}"
    if numbers:
        message = "The date of the reference lacks its day. It was left out."
        warnings.append(Fault(Code.DATE_LEFT_OUT, message, "The article is read without a date."))
    return ""


def _number(part: object) -> int:
    if isinstance(part, float) and part.is_integer() and 0 < part < 10_000:
        return int(part)
    return (
        int(part) if isinstance(part, str) and part.isascii() and part.isdecimal() and len(part) <= 4 else 0
    )


def _names(authors: object) -> tuple[str, ...]:
    found = []
    for author in authors if isinstance(authors, list) else []:
        if isinstance(author, dict):
            parts = [author.get(key) for key in ("given", "non-dropping-particle", "family", "literal")]
            found.append(" ".join(part.strip() for part in parts if isinstance(part, str)))
    return tuple(found)
