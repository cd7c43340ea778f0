"""A text of which only what a graph quotes is known: enough to make the graph from the records again.

The words that the graph's anchors quote stand at their places, and everything else is covered. So a package
whose articles' texts may not travel can still be made again, to the same triples.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from ingest.errors import PackageError
from ingest.model import Article
from ingest.rdf.vocabulary import HS, OA, SCHEMA
from ingest.records import kept as records
from ingest.records.kept import Kept

COVER = "\N{FULL BLOCK}"


@dataclass(frozen=True, slots=True)
class MaskedArticle(Article):
    """An article whose text is covered but for quotations, with the hash of the whole text."""

    whole_sha256: str = ""

    @property
    def text_sha256(self) -> str:
        """Hex SHA-256 of the text as it was before it was covered."""
        return self.whole_sha256


def kept(record: bytes, quads: Iterable[Quad]) -> Kept:
    """Read an article's records against what its graphs quote of its text.

    Args:
        record: as `ingest.records.kept.to_bytes` wrote it.
        quads: the article's graphs, at the text level ``quotes``.

    Raises:
        PackageError: the graphs quote nothing, or what they say of the text cannot be.
        HearsayError: the records are damaged.
    """
    quoted = list(quads)
    text, sha256 = covered(quoted)
    found = records.from_bytes(record, _with_breaks(record, text))
    article = found.extraction.article
    fields = {field.name: getattr(article, field.name) for field in dataclasses.fields(Article)}
    masked = MaskedArticle(**fields, whole_sha256=sha256)
    return dataclasses.replace(found, extraction=dataclasses.replace(found.extraction, article=masked))


def covered(quads: Iterable[Quad]) -> tuple[str, str]:
    """Return a text as far as graphs quote it, and the hex SHA-256 of the whole.

    Raises:
        PackageError: the graphs quote nothing, or what they say of the text cannot be.
    """
    said: dict[tuple[object, NamedNode], str] = {}
    versions: set[tuple[str, int]] = set()
    headline = ""
    for quad in quads:
        if isinstance(quad.object, Literal):
            said[quad.subject, quad.predicate] = quad.object.value
            if quad.predicate == SCHEMA.headline:
                headline = quad.object.value
    for (subject, predicate), value in said.items():
        if predicate == HS.textSha256 and (length := said.get((subject, HS.textLength))):
            versions.add((value, int(length)))
    if len(versions) != 1 or not headline:
        raise PackageError("The graph quotes nothing of the text.", "Give the texts with --texts.")
    ((sha256, length_),) = versions
    text = [COVER] * length_
    _write(text, 0, headline)
    for (subject, predicate), value in said.items():
        if predicate == OA.start:
            start, end = int(value), int(said.get((subject, OA.end), value))
            prefix, suffix = said.get((subject, OA.prefix), ""), said.get((subject, OA.suffix), "")
            _write(text, start - len(prefix), prefix)
            _write(text, start, said.get((subject, OA.exact), ""))
            _write(text, end, suffix)
    return "".join(text), sha256


def _with_breaks(record: bytes, text: str) -> str:
    """Uncover the blank lines between headline, lead and body, whose lengths the records know."""
    lengths = records.part_lengths(record)
    letters = list(text)
    at = 0
    for length in lengths:
        at += length
        if at + 2 <= len(letters):
            _write(letters, at, "\n\n")
        at += 2
    return "".join(letters)


def _write(text: list[str], at: int, words: str) -> None:
    if at < 0 or at + len(words) > len(text):
        raise PackageError("The graph quotes words beyond the end of the text.", "The package is damaged.")
    text[at : at + len(words)] = words
