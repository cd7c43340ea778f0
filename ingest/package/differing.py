"""What changed between two packages or stores, in terms of articles, claims and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ingest.export.statements import ArticleStatements, articles, set_aside
from ingest.export.tables import CLAIMS, LINKS, Table, Value
from ingest.export.view import View
from ingest.rdf.vocabulary import DCTERMS, HS, SCHEMA

_TOLD = ("speaker", "chain", "act", "certainty", "polarity", "medium", "kind", "confidence", "wording")
_LINKED = ("entity", "referent", "method", "score")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    Attributes:
        article: the article's IRI.
        url: its address, or "".
        what: ``article``, ``text``, ``claim`` or ``link``.
        how: ``added``, ``removed`` or ``changed``.
        name: the claim's wording, the actor's name, or the article's headline.
        before: what changed, as it was: values by what they are.
        after: as it is.
    """

    article: str
    url: str
    what: str
    how: str
    name: str = ""
    before: Mapping[str, Value] | None = None
    after: Mapping[str, Value] | None = None


def differences(before: View, after: View) -> Iterator[Change]:
    """Compare two views, article by article in the order of their IRIs, one of each in memory.

    A claim of the same words at the same place is the same claim, though who says it has changed.
    """
    aside = set_aside(before), set_aside(after)
    for old, new in _pairs(articles(before), articles(after)):
        if old is None or new is None:
            yield _whole(old or new, "added" if old is None else "removed")
            continue
        yield from _text(old, new)
        yield from _claims(old, new, *aside)
        yield from _links(old, new)


def _pairs(
    before: Iterable[ArticleStatements], after: Iterable[ArticleStatements]
) -> Iterator[tuple[ArticleStatements | None, ArticleStatements | None]]:
    """Join two sequences that are sorted by article."""
    olds, news = iter(before), iter(after)
    old, new = next(olds, None), next(news, None)
    while old or new:
        if old and new and old.article == new.article:
            yield old, new
            old, new = next(olds, None), next(news, None)
        elif new is None or (old and old.article < new.article):
            yield old, None
            old = next(olds, None)
        else:
            yield None, new
            new = next(news, None)


def _whole(article: ArticleStatements | None, how: str) -> Change:
    assert article is not None  # noqa: S101 - one of the two is there
    return Change(article.article, _url(article), "article", how, _headline(article))


def _text(old: ArticleStatements, new: ArticleStatements) -> Iterator[Change]:
    hashes = [
        each.extracted.one(each.extracted.one(each.article, DCTERMS.hasVersion), HS.textSha256)
        for each in (old, new)
    ]
    if hashes[0] != hashes[1]:
        before, after = ({"sha256": value} for value in hashes)
        yield Change(new.article, _url(new), "text", "changed", _headline(new), before, after)


def _claims(
    old: ArticleStatements, new: ArticleStatements, aside_before: frozenset[str], aside_after: frozenset[str]
) -> Iterator[Change]:
    olds = [row for row in _rows(CLAIMS, old) if row["claim"] not in aside_before]
    news = [row for row in _rows(CLAIMS, new) if row["claim"] not in aside_after]
    yield from _compared("claim", "wording", old, olds, news, "claim", _TOLD)


def _links(old: ArticleStatements, new: ArticleStatements) -> Iterator[Change]:
    olds, news = list(_rows(LINKS, old)), list(_rows(LINKS, new))
    yield from _compared("link", "name", old, olds, news, "link", _LINKED)


def _compared(
    what: str,
    name: str,
    article: ArticleStatements,
    olds: list[dict[str, Value]],
    news: list[dict[str, Value]],
    key: str,
    told: tuple[str, ...],
) -> Iterator[Change]:
    """Compare rows: first those of one key, then those of one place, then what is left."""
    by_key = {row[key]: row for row in news}
    rest = []
    for row in olds:
        same = by_key.pop(row[key], None)
        if same is None:
            rest.append(row)
        else:
            yield from _changed(what, name, article, row, same, told)
    left = list(by_key.values())
    for row in rest:
        place = next((other for other in left if _place(other) == _place(row)), None)
        if place is None:
            yield _change(what, "removed", name, article, before=_told(row, told), row=row)
        else:
            left.remove(place)
            yield from _changed(what, name, article, row, place, told)
    for row in left:
        yield _change(what, "added", name, article, after=_told(row, told), row=row)


def _changed(
    what: str,
    name: str,
    article: ArticleStatements,
    old: dict[str, Value],
    new: dict[str, Value],
    told: tuple[str, ...],
) -> Iterator[Change]:
    differing = tuple(column for column in told if old[column] != new[column])
    if differing:
        before, after = _told(old, differing), _told(new, differing)
        yield _change(what, "changed", name, article, before=before, after=after, row=new)


def _change(
    what: str,
    how: str,
    name: str,
    article: ArticleStatements,
    *,
    row: dict[str, Value],
    before: dict[str, Value] | None = None,
    after: dict[str, Value] | None = None,
) -> Change:
    return Change(article.article, _url(article), what, how, str(row[name] or ""), before, after)


def _place(row: dict[str, Value]) -> tuple[Value, ...]:
    """Return what two claims have in common that are one, and two links."""
    return tuple(row.get(column) for column in ("start", "end", "actor"))


def _told(row: dict[str, Value], columns: tuple[str, ...]) -> dict[str, Value]:
    return {column: row[column] for column in columns if row[column] is not None}


def _rows(table: Table, article: ArticleStatements) -> Iterator[dict[str, Value]]:
    names = [column.name for column in table.columns]
    return (dict(zip(names, row, strict=True)) for row in table.rows(article))


def _url(article: ArticleStatements) -> str:
    return article.extracted.one(article.article, SCHEMA.url)


def _headline(article: ArticleStatements) -> str:
    return article.extracted.one(article.article, SCHEMA.headline)
