"""What is found in one web page: data alone, which can cross from one process to another as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from ingest.sources import Standing


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """A place in a page's text that links to something.

    Attributes:
        start: where the words begin, in `Page.text`.
        end: where they end.
        url: where the link leads, absolute if the page's own address is known, else as written.
        standing: how the words stand to it.
    """

    start: int
    end: int
    url: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Page:
    """One page's text, and what it says of itself; lists are in order of trust, best first.

    Attributes:
        text: the running text as extracted, one paragraph a line.
        titles: headlines.
        addresses: absolute URLs under which the page says that it is known.
        dates: dates of publication, as written.
        guessed_date: ``YYYY-MM-DD`` as the address or the layout suggests it, or "".
        languages: language tags, as written.
        publishers: names of the outlet.
        authors: names.
        article_body: the text as schema.org's `articleBody` gives it.
        free: whether the page says that it can be read without paying, or None if it does not say.
        reviews: the ClaimReviews that it holds, as JSON.
        is_article: True if it says that it is an article, False if that it is something else, else None.
        hyperlinks: what `text` links to.
    """

    text: str = ""
    titles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    guessed_date: str = ""
    languages: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    article_body: str = ""
    reviews: tuple[str, ...] = ()
    free: bool | None = None
    is_article: bool | None = None
    hyperlinks: tuple[Hyperlink, ...] = ()


def to_json(pages: list[Page]) -> bytes:
    """Return pages as JSON in ASCII, which any string survives, lone surrogates too."""
    return json.dumps([asdict(page) for page in pages]).encode("ascii")


def from_json(data: bytes) -> list[Page]:
    """Return what `to_json` wrote."""
    return [Page(**_values(record)) for record in json.loads(data)]


def _values(record: dict[str, Any]) -> dict[str, Any]:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
    found = (Hyperlink(**{**each, "standing": Standing(each["standing"])}) for each in record["hyperlinks"])
    return {**values, "hyperlinks": tuple(found)}
